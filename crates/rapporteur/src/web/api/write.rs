//! What is decided.
//!
//! Decides: how a wish is read. Must not know: who may decide on top of whom.

use super::Reply;
use super::call::{Call, wrong};
use super::read::the_item;
use crate::desk::dossier::{self, Wish};
use crate::web::Role;
use crate::web::reply::{Trouble, problem};

use axum::http::header;
use rapporteur_record::entry::{Verdict, What};
use rapporteur_record::json;
use rapporteur_store::StoreError;
use serde_json::{Value, json};

/// Decides on an item, on top of what whoever asks has seen.
pub(super) fn decide(call: &Call) -> Result<Reply, Trouble> {
    let (document, id) = (call.part("id"), call.part("item"));
    let (verdict, comment) = verdict(call.sent()?)?;
    let after = seen(call)?;
    if verdict == Verdict::Settle && call.visitor.role < Role::Admin {
        return Err(Trouble::NotAllowed);
    }
    if after.is_none() && !matches!(verdict, Verdict::Comment | Verdict::Ask) {
        return Err(Trouble::Unseen);
    }
    let mut store = call.web.held.writer();
    let wish = Wish { document: document.to_owned(), id: id.to_owned(), verdict, comment, after };
    match dossier::decide(&mut store, &call.hand(), wish) {
        Ok(number) => {
            let mut reply = the_item(&store, document, id)?;
            reply.body["entry"] = Value::from(number);
            Ok(Reply { tag: reply.tag, ..Reply::created(reply.body) })
        }
        Err(error @ StoreError::Moved { .. }) => {
            let fresh = the_item(&store, document, id)?;
            Ok(Reply { status: axum::http::StatusCode::PRECONDITION_FAILED, body: moved(&error, fresh.body), tag: fresh.tag })
        }
        Err(error) => Err(error.into()),
    }
}

/// A problem that brings the fresh state along.
fn moved(error: &StoreError, current: Value) -> Value {
    json!({
        "type": problem::address("changed-meanwhile"), "title": "Precondition Failed", "status": 412, "detail": error.what(),
        "help": "Look at what was decided meanwhile, and send its ETag as If-Match to decide on top of it.", "current": current,
    })
}

/// The last decision that whoever asks has seen: the number in the tag.
fn seen(call: &Call) -> Result<Option<u64>, Trouble> {
    let Some(tag) = call.headers.get(header::IF_MATCH) else { return Ok(None) };
    let number = tag.to_str().ok().and_then(|t| t.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    number.map(Some).ok_or_else(|| wrong("If-Match is no ETag of an item", "send the ETag that the item came with, such as \"128\""))
}

/// The verdict, read as it is read in entries.
fn verdict(mut sent: Value) -> Result<(Verdict, Option<String>), Trouble> {
    let help = "send {\"verdict\": \"accept\"}; for `reject` a `comment` says why; for `correct` name `changes`: [{\"stance\": \"rejects\"}]";
    let Some(object) = sent.as_object_mut() else { return Err(wrong("what is sent must be an object", help)) };
    if let Some(other) = object.keys().find(|k| !["verdict", "changes", "comment"].contains(&k.as_str())) {
        return Err(wrong(format!("`{other}` is no part of a decision"), help));
    }
    let whole = json!({
        "format": json::ENTRY_FORMAT, "learnt": null, "by": {"person": "-"}, "what": "review",
        "item": {"document": "-", "kind": "attribution", "words": "-", "at": 0, "of": null},
        "verdict": object.remove("verdict"), "changes": object.remove("changes").unwrap_or(json!([])), "comment": object.remove("comment"),
    });
    let entry = json::parse_entry(&whole).map_err(|e| wrong(format!("this is no decision: {e}"), help))?;
    let What::Review { verdict, comment, .. } = entry.what else { return Err(Trouble::Broken) };
    let comment = comment.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty());
    if comment.is_none() && matches!(verdict, Verdict::Reject | Verdict::Comment) {
        return Err(wrong(format!("`{}` needs a `comment`", verdict.name()), help));
    }
    Ok((verdict, comment))
}

/// Names that are one actor, or are not.
pub(super) fn actors(call: &Call) -> Result<Reply, Trouble> {
    bond(call, "actors", "names")
}

/// Labels that are one proposal, or are not.
pub(super) fn proposals(call: &Call) -> Result<Reply, Trouble> {
    bond(call, "proposals", "labels")
}

fn bond(call: &Call, what: &str, key: &str) -> Result<Reply, Trouble> {
    let help = "send {\"bond\": \"join\", \"names\": [\"Dock Union\", \"the dockers\"]}; `apart` keeps them apart; `out` takes the first out of the others; a name can be {\"name\": …, \"document\": …}";
    let mut sent = call.sent()?;
    let named = |v: &Value| if v.is_string() { json!({"name": v, "document": null}) } else { v.clone() };
    let names: Vec<Value> = sent["names"].as_array().map(|all| all.iter().map(named).collect()).unwrap_or_default();
    let whole = json!({"format": json::ENTRY_FORMAT, "learnt": null, "by": {"person": "-"}, "what": what, key: names, "bond": sent["bond"].take()});
    let entry = json::parse_entry(&whole).map_err(|e| wrong(format!("this joins nothing: {e}"), help))?;
    let number = dossier::write(&mut call.web.held.writer(), &call.hand(), entry.what)?;
    Ok(Reply::created(json!({"entry": number})))
}

/// Takes an entry back.
pub(super) fn undo(call: &Call) -> Result<Reply, Trouble> {
    let number: u64 = call.part("number").parse().map_err(|_| wrong("the entry has no number", "name its number, as /api/v1/entries gives it"))?;
    let undo = dossier::undo(&mut call.web.held.writer(), &call.hand(), number)?;
    Ok(Reply::created(json!({"entry": undo, "undoes": number})))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_read_as_in_entries() {
        assert_eq!(verdict(json!({"verdict": "accept"})).unwrap(), (Verdict::Accept, None));
        let correct = verdict(json!({"verdict": "correct", "changes": [{"name": "Port Authority"}], "comment": " short "})).unwrap();
        assert_eq!(correct.1.as_deref(), Some("short"));
        for wrong in [
            json!({}),
            json!({"verdict": "approve"}),
            json!({"verdict": "reject"}),
            json!({"verdict": "comment", "comment": " "}),
            json!({"verdict": "correct"}),
            json!({"verdict": "correct", "changes": [{"truth": 1}]}),
            json!({"verdict": "accept", "because": "x"}),
            json!({"verdict": 3}),
        ] {
            assert!(verdict(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
