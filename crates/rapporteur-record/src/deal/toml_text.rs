//! Reading TOML with places.
//!
//! Decides: how a fault in a file is told: the line, what is wrong there, and how to mend it.
//! Must not know: what the keys mean.

use super::amount::Amount;
use jiff::civil::Date;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A fault in a file that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}\nhelp: {}", self.line, self.message, self.help)
    }
}

/// The line of a byte, from 1.
pub fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count() + 1
}

/// How to mend what is no TOML, from what its reader says.
pub(super) fn not_toml(message: &str) -> &'static str {
    match message {
        m if m.contains("invalid date") || m.contains("invalid time") => "the calendar has no such day or hour; write 2031-05-06, or 2031-05-06T06:00:00",
        m if m.contains("duplicate key") => "a key may stand once in a clause; begin a new clause with its heading, such as `[[obligation]]`, or take one away",
        _ => "check quotation marks, brackets and `=` on this line",
    }
}

/// One table being read: remembers which keys may stand there, and gathers faults.
pub(super) struct Reader<'a, 'i> {
    text: &'a str,
    table: &'a DeTable<'i>,
    /// What the table is, for messages: "obligation `release`".
    pub(super) what: String,
    /// Its first line.
    pub(super) line: usize,
}

impl<'a, 'i> Reader<'a, 'i> {
    pub(super) fn new(text: &'a str, table: &'a DeTable<'i>, at: Range<usize>, what: &str) -> Reader<'a, 'i> {
        Reader { text, table, what: what.to_owned(), line: line_of(text, at.start) }
    }

    /// Complains about every key that is not `known`.
    pub(super) fn only(&self, known: &[&str], faults: &mut Vec<Fault>) {
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let help = match nearest(name, known) {
                    Some(k) => format!("did you mean `{k}`?"),
                    None => format!("the keys that may stand here are {}", known.join(", ")),
                };
                faults.push(Fault { line: line_of(self.text, key.span().start), message: format!("{} has no key `{name}`", self.what), help });
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.table.get(key)
    }

    /// The line of a key's value, or of the table where the key is missing.
    pub(super) fn line_at(&self, key: &str) -> usize {
        self.get(key).map_or(self.line, |v| line_of(self.text, v.span().start))
    }

    pub(super) fn fault(&self, key: &str, message: String, help: impl Into<String>, faults: &mut Vec<Fault>) {
        faults.push(Fault { line: self.line_at(key), message, help: help.into() });
    }

    /// A text; empty counts as missing.
    pub(super) fn string(&self, key: &str, faults: &mut Vec<Fault>) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
            other => {
                self.fault(key, format!("`{key}` of {} is {}, not a text", self.what, kind(other)), "put it in quotation marks", faults);
                None
            }
        }
    }

    pub(super) fn required(&self, key: &str, faults: &mut Vec<Fault>) -> String {
        match self.string(key, faults) {
            Some(s) => s,
            None => {
                if self.get(key).is_none_or(|v| v.get_ref().is_str()) {
                    self.fault(key, format!("{} has no `{key}`", self.what), format!("add `{key} = \"...\"`"), faults);
                }
                String::new()
            }
        }
    }

    /// One text or a list of texts.
    pub(super) fn strings(&self, key: &str, faults: &mut Vec<Fault>) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::String(s) if s.trim().is_empty() => Vec::new(),
            DeValue::String(s) => vec![s.trim().to_owned()],
            DeValue::Array(all) => {
                let found: Vec<String> = all.iter().filter_map(|v| v.get_ref().as_str()).map(|s| s.trim().to_owned()).collect();
                if found.len() != all.len() {
                    self.fault(key, format!("`{key}` of {} holds something that is no text", self.what), "write `[\"one\", \"two\"]`", faults);
                }
                found.into_iter().filter(|s| !s.is_empty()).collect()
            }
            other => {
                self.fault(
                    key,
                    format!("`{key}` of {} is {}, not a text or a list of texts", self.what, kind(other)),
                    "write `\"one\"` or `[\"one\", \"two\"]`",
                    faults,
                );
                Vec::new()
            }
        }
    }

    pub(super) fn flag(&self, key: &str, faults: &mut Vec<Fault>) -> bool {
        match self.get(key).map(Spanned::get_ref) {
            None => false,
            Some(DeValue::Boolean(b)) => *b,
            Some(other) => {
                self.fault(key, format!("`{key}` of {} is {}", self.what, kind(other)), "write `true` or `false`", faults);
                false
            }
        }
    }

    /// A number, exact to a thousandth.
    pub(super) fn amount(&self, key: &str, faults: &mut Vec<Fault>) -> Option<Amount> {
        let found = amount(self.get(key)?.get_ref());
        if found.is_some_and(|a| a < Amount::ZERO) {
            self.fault(key, format!("`{key}` of {} is below 0", self.what), "write how many or how much as a number from 0 up", faults);
            return None;
        }
        if found.is_none() {
            self.fault(
                key,
                format!("`{key}` of {} is no number that can be kept exactly", self.what),
                "write a number with at most three decimal places, such as `30` or `2.5`",
                faults,
            );
        }
        found
    }

    pub(super) fn dates(&self, key: &str, faults: &mut Vec<Fault>) -> Vec<Date> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let all = value.get_ref().as_array().map(|a| a.iter().map(|v| date(v.get_ref())).collect::<Option<Vec<Date>>>());
        match all {
            Some(Some(dates)) => dates,
            _ => {
                self.fault(key, format!("`{key}` of {} is no list of dates", self.what), "write `[2031-05-06, 2031-05-07]`", faults);
                Vec::new()
            }
        }
    }

    /// A value that `read` turns from its text (or date) into something else, with `read`'s own advice where it cannot.
    pub(super) fn parsed<T>(&self, key: &str, read: impl Fn(&str) -> Result<T, String>, faults: &mut Vec<Fault>) -> Option<T> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::String(s) => s.to_string(),
            DeValue::Datetime(d) => d.to_string(),
            other => format!("{} here", kind(other)),
        };
        match read(&text) {
            Ok(found) => Some(found),
            Err(help) => {
                self.fault(key, format!("`{key}` of {} cannot be read", self.what), help, faults);
                None
            }
        }
    }

    /// A choice among names.
    pub(super) fn choice<T: Copy>(&self, key: &str, all: &[T], name: fn(T) -> &'static str, faults: &mut Vec<Fault>) -> Option<T> {
        let found = self.string(key, faults)?;
        let hit = all.iter().copied().find(|k| name(*k) == found);
        if hit.is_none() {
            let names: Vec<&str> = all.iter().map(|k| name(*k)).collect();
            self.fault(key, format!("`{key}` of {} cannot be `{found}`", self.what), format!("write one of: {}", names.join(", ")), faults);
        }
        hit
    }

    /// The tables of a list (`[[key]]`), each with what it is called.
    pub(super) fn tables(&self, key: &str, faults: &mut Vec<Fault>) -> Vec<Reader<'a, 'i>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(all) = value.get_ref().as_array() else {
            self.fault(key, format!("`{key}` is {}, not a list", kind(value.get_ref())), format!("begin each one with `[[{key}]]`"), faults);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in all.iter() {
            match item.get_ref().as_table() {
                Some(table) => out.push(Reader::new(self.text, table, item.span(), key)),
                None => self.fault(key, format!("`{key}` holds something that is no table"), format!("begin each one with `[[{key}]]`"), faults),
            }
        }
        out
    }

    /// One table under a key.
    pub(super) fn table(&self, key: &str, faults: &mut Vec<Fault>) -> Option<Reader<'a, 'i>> {
        let value = self.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Reader::new(self.text, table, value.span(), key)),
            None => {
                self.fault(
                    key,
                    format!("`{key}` of {} is {}, not a table", self.what, kind(value.get_ref())),
                    format!("write `{key} = {{ ... }}` or `[{key}]`"),
                    faults,
                );
                None
            }
        }
    }
}

fn amount(value: &DeValue<'_>) -> Option<Amount> {
    match value {
        DeValue::Integer(n) if n.radix() == 10 => Amount::parse(n.as_str()),
        DeValue::Float(n) => Amount::parse(n.as_str()),
        _ => None,
    }
}

fn date(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::String(s) => s.parse().ok(),
        DeValue::Datetime(d) if d.time.is_none() => d.to_string().parse().ok(),
        _ => None,
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The word of `known` that is nearest to `word`, where one is near.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let best = known.iter().map(|k| (distance(word, k), *k)).min()?;
    (best.0 <= 2.max(word.len() / 3)).then_some(best.1)
}

/// How many letters must be changed, put in or taken out to make one word of the other.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (before + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = next;
        }
    }
    row.last().copied().unwrap_or(0)
}
