//! JSON Feed, versions 1 and 1.1.
//!
//! Decides: what an item must hold. Must not know: what becomes of it.

use super::{Entry, Feed, Head, Words, address, filled};
use crate::source::error::EntryProblem;
use crate::source::lines::kind;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Reads a feed; what is no JSON is told with its line.
pub(super) fn read(text: &str) -> Result<Feed, (usize, String)> {
    let value: Value = serde_json::from_str(text).map_err(|e| (e.line(), crate::source::lines::what(&e)))?;
    let words = |key: &str| value.get(key).and_then(Value::as_str).and_then(filled);
    let head = Head { title: words("title").map(Words::Plain), language: words("language") };
    let items = value.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    Ok(Feed { head, entries: items.iter().map(item).collect() })
}

fn item(value: &Value) -> Result<Entry, (Option<Words>, EntryProblem)> {
    let Some(object) = value.as_object() else {
        return Err((None, EntryProblem::NotAnObject { found: kind(value) }));
    };
    entry(object).map_err(|problem| (object.get("title").and_then(Value::as_str).map(|t| Words::Plain(t.to_owned())), problem))
}

fn entry(object: &Object) -> Result<Entry, EntryProblem> {
    let words = |key| string(object, key);
    let content = match words("content_html")? {
        Some(markup) => Some(Words::Markup(markup)),
        None => words("content_text")?.map(Words::Plain),
    };
    Ok(Entry {
        id: id(object)?,
        title: words("title")?.map(Words::Plain),
        outlet: None,
        published: words("date_published")?,
        updated: words("date_modified")?,
        url: words("url")?.as_deref().and_then(address),
        language: words("language")?,
        content,
        summary: words("summary")?.map(Words::Plain),
    })
}

/// A number is taken too, as the form asks of its readers.
fn id(object: &Object) -> Result<Option<String>, EntryProblem> {
    match object.get("id") {
        Some(Value::Number(n)) => Ok(Some(n.to_string())),
        _ => Ok(string(object, "id")?.as_deref().and_then(filled)),
    }
}

/// The text of a key, where there is something in it.
fn string(object: &Object, key: &'static str) -> Result<Option<String>, EntryProblem> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(s)) => Ok(Some(s.clone()).filter(|s| !s.trim().is_empty())),
        Some(other) => Err(EntryProblem::WrongType { key, found: kind(other) }),
    }
}
