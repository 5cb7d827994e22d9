//! What an endpoint is asked.
//!
//! Decides: how parameters are read, that unknown ones are refused, what a cursor is. Must not know: answers.

use super::Endpoint;
use super::table::{Kind, Place};
use crate::outside::{self, Problem};
use crate::web::held::{Extent, Known, Standing};
use crate::web::reply::Trouble;
use crate::web::{Shared, Visitor};
use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use jiff::civil::Date;
use serde_json::Value;
use std::sync::Arc;

/// So many items come at once where no limit is named, and at most.
pub(super) const USUAL: usize = 50;
pub(super) const MOST: usize = 200;

/// A request to an endpoint.
pub(crate) struct Call {
    pub(super) web: Shared,
    pub(super) visitor: Visitor,
    pub(super) endpoint: &'static Endpoint,
    /// As they stand in the address, decoded.
    pub(super) path: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

pub(super) fn wrong(what: impl Into<String>, help: impl Into<String>) -> Trouble {
    Trouble::Asked(Problem::new(what, help))
}

impl Call {
    /// Refuses parameters that the table does not know, twice the same, and values of another kind: a misspelt filter must not answer for all.
    pub(super) fn check(&self) -> Result<(), Trouble> {
        let known = || self.endpoint.parameters.iter().filter(|p| p.place == Place::Query);
        for (i, (name, value)) in self.query.iter().enumerate() {
            let Some(parameter) = known().find(|p| p.name == name) else {
                let names: Vec<&str> = known().map(|p| p.name).collect();
                let help = if names.is_empty() { "it takes none".to_owned() } else { format!("it takes {}", names.join(", ")) };
                return Err(wrong(format!("`{name}` is no parameter of this endpoint"), help));
            };
            if self.query.iter().take(i).any(|(n, _)| n == name) {
                return Err(wrong(format!("`{name}` is given twice"), "give it once"));
            }
            fits(parameter.kind, value).map_err(|help| wrong(format!("`{name}` cannot be `{value}`"), help))?;
        }
        match known().find(|p| p.required && self.get(p.name).is_none()) {
            Some(missing) => Err(wrong(format!("`{}` is missing", missing.name), missing.about)),
            None => Ok(()),
        }
    }

    /// A part of the address.
    pub(super) fn part(&self, name: &str) -> &str {
        self.path.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// A parameter; empty is not asked.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// A day, which was checked.
    pub(super) fn day(&self, name: &str) -> Option<Date> {
        self.get(name).and_then(|v| v.parse().ok())
    }

    /// How many items are asked for.
    pub(super) fn limit(&self) -> usize {
        self.get("limit").and_then(|v| v.parse().ok()).unwrap_or(USUAL).clamp(1, MOST)
    }

    /// How far somebody came.
    pub(super) fn from(&self) -> Result<usize, Trouble> {
        let Some(cursor) = self.get("cursor") else { return Ok(0) };
        opened(self.endpoint.name, cursor)
            .ok_or_else(|| wrong("this cursor is of another question", "take `next` of the last answer to the same question, or begin without one"))
    }

    /// The cursor of what comes after `to`, where there is more.
    pub(super) fn next(&self, to: usize, all: usize) -> Value {
        if to < all { Value::from(sealed(self.endpoint.name, to)) } else { Value::Null }
    }

    /// The items of a list that are asked for now, and the cursor of the next.
    pub(super) fn page<T>(&self, all: Vec<T>) -> Result<(Vec<T>, Value), Trouble> {
        let (from, count) = (self.from()?, all.len());
        let here: Vec<T> = all.into_iter().skip(from).take(self.limit()).collect();
        let next = self.next(from + here.len(), count);
        Ok((here, next))
    }

    /// The items of a list that are asked for now, and what writes their count and the cursor of the next into an answer.
    pub(super) fn taken<'a, T>(&self, all: &'a [T]) -> Result<(&'a [T], impl FnOnce(&mut Value) + use<T>), Trouble> {
        let from = self.from()?.min(all.len());
        let to = all.len().min(from + self.limit());
        let (count, next) = (Value::from(all.len()), self.next(to, all.len()));
        let told = move |value: &mut Value| {
            value["count"] = count;
            value["next"] = next;
        };
        Ok((all.get(from..to).unwrap_or_default(), told))
    }

    /// Leaves of a list in an answer what is asked for now.
    pub(super) fn page_of(&self, value: &mut Value, list: &str, from: usize) {
        let Some(all) = value.get_mut(list).and_then(Value::as_array_mut) else { return };
        let count = all.len();
        let here: Vec<Value> = std::mem::take(all).into_iter().skip(from).take(self.limit()).collect();
        let next = self.next(from + here.len(), count);
        *all = here;
        value["count"] = Value::from(count);
        value["next"] = next;
    }

    /// As much of the record as is asked for.
    pub(super) fn known(&self) -> Result<Arc<Known>, Trouble> {
        Ok(self.standing()?.snapshot.seen(Extent {
            as_of: self.day("as_of"),
            published_until: self.day("published_until"),
            confirmed: self.get("status") == Some("confirmed"),
        }))
    }

    /// What the entries add up to.
    pub(super) fn standing(&self) -> Result<Standing, Trouble> {
        Ok(self.web.held.latest()?)
    }

    /// The state of what the answer is made of.
    pub(super) fn state(&self) -> Result<String, Trouble> {
        let standing = self.standing()?;
        // Of a large dossier the sums may be behind the ledger: an answer of either is of neither alone.
        let number = standing.snapshot.number;
        let state = super::state(number, standing.snapshot.record().brief());
        Ok(if standing.behind == 0 { state } else { state.replace('-', &format!("+{}-", standing.behind)) })
    }

    /// What was sent.
    pub(super) fn sent(&self) -> Result<Value, Trouble> {
        let kind = self.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/json") {
            return Err(wrong("what is sent must be JSON", "send it with `Content-Type: application/json`"));
        }
        let value: Value =
            serde_json::from_slice(&self.body).map_err(|e| wrong(format!("what was sent is no JSON: {e}"), "/api/v1/ shows what is expected"))?;
        if value.is_object() { Ok(value) } else { Err(wrong("what is sent must be an object", "/api/v1/ shows what is expected")) }
    }

    /// Who decides, and that it is now.
    pub(super) fn hand(&self) -> crate::desk::dossier::Hand {
        crate::desk::dossier::Hand { by: self.visitor.name.clone(), now: outside::just_now() }
    }
}

fn fits(kind: Kind, value: &str) -> Result<(), String> {
    match kind {
        _ if value.is_empty() => Ok(()),
        Kind::Text => Ok(()),
        Kind::Day => value.parse::<Date>().ok().filter(|_| value.len() == 10).map(|_| ()).ok_or("a day reads like 2031-03-04".to_owned()),
        Kind::Count => value.parse::<usize>().ok().filter(|n| (1..=MOST).contains(n)).map(|_| ()).ok_or(format!("it is a number from 1 to {MOST}")),
        Kind::Among(names) => {
            let names = names();
            if names.contains(&value) { Ok(()) } else { Err(format!("it can be {}", names.join(", "))) }
        }
    }
}

/// Says nothing to whoever holds it.
fn sealed(question: &str, to: usize) -> String {
    format!("{question}.{to}").bytes().map(|b| format!("{b:02x}")).collect()
}

fn opened(question: &str, cursor: &str) -> Option<usize> {
    if !cursor.is_ascii() || cursor.len() % 2 == 1 || cursor.len() > 200 {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..cursor.len()).step_by(2).map(|i| u8::from_str_radix(cursor.get(i..i + 2)?, 16).ok()).collect();
    let words = String::from_utf8(bytes?).ok()?;
    words.strip_prefix(question)?.strip_prefix('.')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_its_own_question_only() {
        assert_eq!(opened("search", &sealed("search", 40)), Some(40));
        for wrong in [sealed("entries", 40), String::new(), "zz".to_owned(), "7".to_owned(), "é".repeat(4), "00".repeat(400)] {
            assert_eq!(opened("search", &wrong), None, "{wrong}");
        }
    }

    #[test]
    fn values_are_of_their_kind() {
        assert!(fits(Kind::Day, "2031-03-04").is_ok() && fits(Kind::Day, "2031-02-31").is_err() && fits(Kind::Day, "yesterday").is_err());
        assert!(fits(Kind::Count, "200").is_ok() && fits(Kind::Count, "0").is_err() && fits(Kind::Count, "201").is_err());
        assert!(fits(Kind::Among(|| vec!["join", "apart"]), "apart").is_ok() && fits(Kind::Among(|| vec!["join"]), "apart").is_err());
    }
}
