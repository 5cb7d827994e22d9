//! The one form of an entry, `rapporteur-entry/1`.
//!
//! Decides: how an entry looks as JSON, there and back. Must not know: where it is kept.

use super::read::{Fault, FormError, Item as Object, parse};
use super::record;
use super::write::number;
use crate::entry::{Author, Bond, Change, Entry, EntryId, Named, Verdict, What};
use crate::item::{Item, ItemKind};
use crate::{Bound, Certainty, EventKind, Measure, SpeechAct, Stance, Status, TermKind};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The name of the format.
pub const ENTRY_FORMAT: &str = "rapporteur-entry/1";

/// An entry in its one form. Scores keep three decimals; decisions behind attributions are not kept.
pub fn entry(e: &Entry) -> Value {
    let mut out = Map::new();
    out.insert("format".into(), json!(ENTRY_FORMAT));
    out.insert("learnt".into(), json!(e.learnt.map(|t| t.to_string())));
    out.insert(
        "by".into(),
        match &e.by {
            Author::Reader(weights) => json!({"reader": weights}),
            Author::Person(name) => json!({"person": name}),
        },
    );
    out.insert("what".into(), json!(e.what.name()));
    for (key, value) in details(&e.what) {
        out.insert(key.to_owned(), value);
    }
    Value::Object(out)
}

fn details(what: &What) -> Vec<(&'static str, Value)> {
    match what {
        What::Read { document, reading } => vec![("record", record(document, reading))],
        What::Remove { document, reason } => vec![("document", json!(document)), ("reason", json!(reason))],
        What::Review { item, verdict, comment } => {
            let mut out = vec![("item", item_form(item)), ("verdict", json!(verdict.name()))];
            if let Verdict::Correct(changes) = verdict {
                out.push(("changes", changes.iter().map(change).collect()));
            }
            out.push(("comment", json!(comment)));
            out
        }
        What::Actors { names, bond } => vec![("names", names.iter().map(named).collect()), ("bond", json!(bond.name()))],
        What::Proposals { labels, bond } => vec![("labels", labels.iter().map(named).collect()), ("bond", json!(bond.name()))],
        What::Brief { text } => vec![("text", json!(text))],
        What::Undo { entry } => vec![("entry", json!(entry.to_string()))],
    }
}

fn named(n: &Named) -> Value {
    json!({"name": n.name, "document": n.document})
}

fn item_form(i: &Item) -> Value {
    let mut out = json!({"document": i.document, "kind": i.kind.name(), "words": i.words, "at": i.at, "of": i.of});
    // Most items need none: what was written before there was any stays the same.
    if let Some(about) = &i.about {
        out["about"] = json!(about);
    }
    out
}

/// A change as it stands in an entry.
pub fn change(c: &Change) -> Value {
    match c {
        Change::Holder(name) => json!({"holder": name}),
        Change::Target(words) => json!({"target": words}),
        Change::Stance(x) => json!({"stance": x.name()}),
        Change::Certainty(x) => json!({"certainty": x.name()}),
        Change::Speaker(name) => json!({"speaker": name}),
        Change::SpeechAct(x) => json!({"speech_act": x.name()}),
        Change::Source(words) => json!({"source": words}),
        Change::Content(words) => json!({"content": words}),
        Change::TermKind(x) => json!({"term_kind": x.name()}),
        Change::Value(x) => json!({"value": number(*x)}),
        Change::Bound(x) => json!({"bound": x.name()}),
        Change::Measure(x) => json!({"measure": x.name()}),
        Change::EventKind(x) => json!({"event_type": x.name()}),
        Change::Status(x) => json!({"status": x.name()}),
        Change::Name(name) => json!({"name": name}),
        Change::Evidence(words) => json!({"evidence": words}),
        Change::Apart(name) => json!({"apart": name}),
    }
}

/// The entry that `value` holds. Keys it does not know pass, except in a correction, where each must be understood.
///
/// Fails as [`parse`] does; the error names the key.
pub fn parse_entry(value: &Value) -> Result<Entry, FormError> {
    let whole = Object::whole(value, "an entry")?;
    if whole.text("format")? != ENTRY_FORMAT {
        return Err(whole.fault("format", Fault::Unknown(whole.text("format")?.to_owned())));
    }
    let learnt = match whole.maybe_text("learnt")? {
        None => None,
        Some(words) => Some(words.parse::<Timestamp>().map_err(|_| whole.fault("learnt", Fault::Not("a time (2031-05-03T10:00:00Z)")))?),
    };
    Ok(Entry { learnt, by: author(&whole.inner("by", "by")?)?, what: what(&whole)? })
}

fn author(by: &Object) -> Result<Author, FormError> {
    if by.has("reader") { Ok(Author::Reader(by.text("reader")?.to_owned())) } else { Ok(Author::Person(by.text("person")?.to_owned())) }
}

fn what(whole: &Object) -> Result<What, FormError> {
    match whole.text("what")? {
        "read" => {
            let within = |e: FormError| FormError { key: format!("record.{}", e.key), ..e };
            let (document, reading) = parse(whole.required("record")?).map_err(within)?;
            Ok(What::Read { document: Arc::new(document), reading: Arc::new(reading) })
        }
        "remove" => Ok(What::Remove { document: whole.text("document")?.to_owned(), reason: whole.maybe_text("reason")?.unwrap_or("").to_owned() }),
        "review" => {
            let comment = whole.maybe_text("comment")?.map(str::to_owned);
            Ok(What::Review { item: item(&whole.inner("item", "item")?)?, verdict: verdict(whole)?, comment })
        }
        "actors" => Ok(What::Actors { names: names(whole, "names")?, bond: whole.name("bond", Bond::parse)? }),
        "proposals" => Ok(What::Proposals { labels: names(whole, "labels")?, bond: whole.name("bond", Bond::parse)? }),
        "brief" => Ok(What::Brief { text: whole.text("text")?.to_owned() }),
        "undo" => Ok(What::Undo { entry: whole.name("entry", EntryId::parse)? }),
        other => Err(whole.fault("what", Fault::Unknown(other.to_owned()))),
    }
}

fn item(object: &Object) -> Result<Item, FormError> {
    Ok(Item {
        document: object.text("document")?.to_owned(),
        kind: object.name("kind", ItemKind::parse)?,
        words: object.text("words")?.to_owned(),
        at: object.count("at")?,
        of: object.maybe_text("of")?.map(str::to_owned),
        about: object.maybe_text("about")?.map(str::to_owned),
    })
}

fn names(whole: &Object, key: &'static str) -> Result<Vec<Named>, FormError> {
    let list = whole.list(key)?;
    if list.len() < 2 {
        return Err(whole.fault(key, Fault::Not("two names or more")));
    }
    let one = |v| {
        let object = Object::whole(v, key)?;
        Ok(Named { name: object.text("name")?.to_owned(), document: object.maybe_text("document")?.map(str::to_owned) })
    };
    list.iter().map(one).collect()
}

fn verdict(whole: &Object) -> Result<Verdict, FormError> {
    match whole.text("verdict")? {
        "accept" => Ok(Verdict::Accept),
        "reject" => Ok(Verdict::Reject),
        "second" => Ok(Verdict::Second),
        "comment" => Ok(Verdict::Comment),
        "ask" => Ok(Verdict::Ask),
        "settle" => Ok(Verdict::Settle),
        "correct" => {
            let changes = whole.list("changes")?.iter().map(|v| parse_change(whole, v)).collect::<Result<Vec<_>, _>>()?;
            if changes.is_empty() { Err(whole.fault("changes", Fault::Not("one change or more"))) } else { Ok(Verdict::Correct(changes)) }
        }
        other => Err(whole.fault("verdict", Fault::Unknown(other.to_owned()))),
    }
}

fn parse_change(whole: &Object, value: &Value) -> Result<Change, FormError> {
    let wrong = || whole.fault("changes", Fault::Not("a list of objects with one key each"));
    let object = Object::whole(value, "changes").map_err(|_| wrong())?;
    let mut keys = value.as_object().into_iter().flat_map(Map::keys);
    let (Some(key), None) = (keys.next(), keys.next()) else { return Err(wrong()) };
    Ok(match key.as_str() {
        "holder" => Change::Holder(object.text(key)?.to_owned()),
        "target" => Change::Target(object.text(key)?.to_owned()),
        "stance" => Change::Stance(object.name(key, Stance::parse)?),
        "certainty" => Change::Certainty(object.name(key, Certainty::parse)?),
        "speaker" => Change::Speaker(object.text(key)?.to_owned()),
        "speech_act" => Change::SpeechAct(object.name(key, SpeechAct::parse)?),
        "source" => Change::Source(object.text(key)?.to_owned()),
        "content" => Change::Content(object.text(key)?.to_owned()),
        "term_kind" => Change::TermKind(object.name(key, TermKind::parse)?),
        "value" => Change::Value(object.number(key)?),
        "bound" => Change::Bound(object.name(key, Bound::parse)?),
        "measure" => Change::Measure(object.name(key, Measure::parse)?),
        "event_type" => Change::EventKind(object.name(key, EventKind::parse)?),
        "status" => Change::Status(object.name(key, Status::parse)?),
        "name" => Change::Name(object.text(key)?.to_owned()),
        "evidence" => Change::Evidence(object.text(key)?.to_owned()),
        "apart" => Change::Apart(object.text(key)?.to_owned()),
        other => return Err(whole.fault("changes", Fault::Unknown(other.to_owned()))),
    })
}
