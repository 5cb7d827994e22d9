//! JSON Lines: one document per line.
//!
//! Decides: what a line must hold, and what stands for what it does not hold. Must not know: the other lines.

use super::error::{LineProblem, SourceError};
use super::{About, Extracted, Hint, SourceMap, charset, date};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// The document of one line, `None` for a blank line. `number` counts from 1.
pub(super) fn read(line: &[u8], number: usize, hint: &Hint) -> Option<Result<Extracted, SourceError>> {
    let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
    if line.trim_ascii().is_empty() {
        return None;
    }
    let decoded = charset::utf8(line);
    let extracted = object(&decoded.text).and_then(|object| extract(object, number, &hint.name));
    let extracted = extracted.map(|e| Extracted { notes: decoded.notes, ..e });
    Some(extracted.map_err(|problem| SourceError::Line { name: hint.name.clone(), line: number, problem }))
}

fn object(line: &str) -> Result<Map<String, Value>, LineProblem> {
    match serde_json::from_str(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(LineProblem::NotAnObject { found: kind(&other) }),
        Err(e) => Err(LineProblem::NotJson { column: e.column(), what: what(&e) }),
    }
}

/// The parser's words without its own place, which counts from the line and would say "line 1".
pub(super) fn what(e: &serde_json::Error) -> String {
    let words = e.to_string();
    words.split(" at line ").next().unwrap_or(&words).to_owned()
}

fn extract(mut object: Map<String, Value>, number: usize, name: &str) -> Result<Extracted, LineProblem> {
    let text = string(&mut object, "text")?.ok_or(LineProblem::Missing { key: "text" })?;
    if text.trim().is_empty() {
        return Err(LineProblem::EmptyText);
    }
    let published = match day(&mut object, "published")? {
        None => day(&mut object, "date")?,
        published => published,
    };
    let about = About {
        id: Some(id(&mut object)?.unwrap_or_else(|| format!("{name}:{number}"))),
        title: filled(&mut object, "title")?,
        outlet: filled(&mut object, "outlet")?,
        published,
        url: filled(&mut object, "url")?,
        language: filled(&mut object, "language")?,
    };
    Ok(Extracted { map: SourceMap::after(0, &text), text, about, ..Extracted::default() })
}

/// The text of a key; `null` is as good as no key.
fn string(object: &mut Map<String, Value>, key: &'static str) -> Result<Option<String>, LineProblem> {
    match object.get_mut(key).map(Value::take) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(s)) if s.contains('\0') => Err(LineProblem::Nul { key }),
        Some(Value::String(s)) => Ok(Some(s)),
        Some(other) => Err(LineProblem::WrongType { key, found: kind(&other) }),
    }
}

fn filled(object: &mut Map<String, Value>, key: &'static str) -> Result<Option<String>, LineProblem> {
    Ok(string(object, key)?.filter(|s| !s.trim().is_empty()))
}

/// An id may be a whole number too: many exports number their texts.
fn id(object: &mut Map<String, Value>) -> Result<Option<String>, LineProblem> {
    match object.get("id") {
        Some(Value::Number(n)) if n.is_i64() || n.is_u64() => Ok(Some(n.to_string())),
        _ => filled(object, "id"),
    }
}

fn day(object: &mut Map<String, Value>, key: &'static str) -> Result<Option<Date>, LineProblem> {
    match filled(object, key)? {
        None => Ok(None),
        Some(value) => date::strict(&value).map(Some).ok_or(LineProblem::WrongDate { key, value }),
    }
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(line: &str) -> Result<Extracted, LineProblem> {
        match read(line.as_bytes(), 7, &Hint::named("a.jsonl")).unwrap() {
            Ok(e) => Ok(e),
            Err(SourceError::Line { problem, line: 7, .. }) => Err(problem),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_line_gives_its_text_exactly() {
        let e = line(r#"{"id": "x1", "text": " A\r\n“b” \ud83d\ude00", "title": "T", "date": "2031-03-04", "extra": [1]}"#).unwrap();
        assert_eq!(e.text, " A\r\n“b” 😀");
        assert_eq!(e.about.id.as_deref(), Some("x1"));
        assert_eq!(e.about.published, Some(jiff::civil::date(2031, 3, 4)));
    }

    #[test]
    fn an_id_may_be_missing_or_a_number() {
        assert_eq!(line(r#"{"text": "a"}"#).unwrap().about.id.as_deref(), Some("a.jsonl:7"));
        assert_eq!(line(r#"{"id": 12, "text": "a"}"#).unwrap().about.id.as_deref(), Some("12"));
    }

    #[test]
    fn every_fault_is_named() {
        let wrong = |key, found| LineProblem::WrongType { key, found };
        for (bad, problem) in [
            (r#"[1]"#, LineProblem::NotAnObject { found: "a list" }),
            (r#"{"id": "1"}"#, LineProblem::Missing { key: "text" }),
            (r#"{"text": null}"#, LineProblem::Missing { key: "text" }),
            (r#"{"text": 5}"#, wrong("text", "a number")),
            (r#"{"text": "a", "id": [1]}"#, wrong("id", "a list")),
            (r#"{"text": "a", "id": 1.5}"#, wrong("id", "a number")),
            (r#"{"text": "a", "outlet": {}}"#, wrong("outlet", "an object")),
            (r#"{"text": " \n"}"#, LineProblem::EmptyText),
            (r#"{"text": "a\u0000b"}"#, LineProblem::Nul { key: "text" }),
            (r#"{"text": "a", "published": "soon"}"#, LineProblem::WrongDate { key: "published", value: "soon".into() }),
        ] {
            assert_eq!(line(bad).unwrap_err(), problem, "{bad}");
        }
    }

    #[test]
    fn broken_json_is_told_with_its_column() {
        let e = read(br#"{"text": "a" "id": 1}"#, 3, &Hint::named("a.jsonl")).unwrap().unwrap_err();
        assert_eq!(
            e.to_string(),
            "cannot read line 3 of `a.jsonl`: it is not JSON (expected `,` or `}` at column 14)\nhelp: write one whole JSON object on the line; a line end inside a text is written \\n"
        );
        let lone = read(br#"{"text": "a\ud83d"}"#, 3, &Hint::named("a.jsonl")).unwrap().unwrap_err();
        assert!(lone.help().starts_with("half a character"), "{lone}");
        let deep = format!("{{\"text\": {}", "[".repeat(100_000));
        assert!(matches!(line(&deep), Err(LineProblem::NotJson { .. })));
    }

    #[test]
    fn a_byte_order_mark_and_line_ends_do_not_matter() {
        let hint = Hint::named("a");
        assert_eq!(read(b"\xef\xbb\xbf{\"text\": \"a\"}\r\n", 1, &hint).unwrap().unwrap().text, "a");
        assert!(read(b" \r\n", 2, &hint).is_none());
        assert_eq!(read(b"{\"text\": \"a\xff\xc3\xa9\"}", 2, &hint).unwrap().unwrap().notes.len(), 1);
    }
}
