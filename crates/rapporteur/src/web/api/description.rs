//! The API in words: the OpenAPI document, and a page of it.
//!
//! Decides: how the table reads. Must not know: how anything is found.

use super::BASE;
use super::call::MOST;
use super::table::{ENDPOINTS, Endpoint, Kind, Parameter, Place, Use};
use crate::web::frame;
use crate::web::page::{Ask, around};
use crate::web::reply::{self, Trouble};
use axum::response::Response;
use maud::{Markup, html};
use rapporteur_export::{Cell, Table};
use serde_json::{Map, Value, json};

const ABOUT: &str = "The sourced record of a negotiation. Nothing in it is a fact of the program: every position, figure and event is somebody's \
    claim, with the words it was read from. Days are YYYY-MM-DD; places are code points of the text. A list gives `next`, a cursor, until it is null. \
    What a program sends and what it may do is decided by its token.";

/// The OpenAPI 3.1 document.
pub(super) fn document() -> Value {
    let mut paths = Map::new();
    for e in ENDPOINTS {
        let method = if e.how == Use::Read { "get" } else { "post" };
        let path = paths.entry(e.path).or_insert_with(|| json!({}));
        path[method] = operation(e);
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "rapporteur", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT},
        "servers": [{"url": BASE}],
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token from /account or `rapporteur account token add`"},
                "session": {"type": "apiKey", "in": "cookie", "name": "rapporteur_PORT", "description": "What a browser holds that signed in"},
            },
            "schemas": schemas(),
        },
    })
}

fn operation(e: &Endpoint) -> Value {
    let answer = json!({"application/json": {"schema": reference(e.answer)}});
    let problem = |why: &str| json!({"description": why, "content": {"application/problem+json": {"schema": reference("Problem")}}});
    let tag = json!({"ETag": {"description": "The state of the answer", "schema": {"type": "string"}}});
    let done = if e.how == Use::Read { "200" } else { "201" };
    let mut answers = json!({
        (done): {"description": e.summary, "headers": tag, "content": answer},
        "400": problem("What is asked cannot be"), "401": problem("Nobody knows who asks"), "403": problem("The role does not allow it"),
        "404": problem("There is no such thing"), "429": problem("Asked too often; Retry-After says how long to wait"),
    });
    if e.by_ledger {
        answers["304"] = json!({"description": "The state that If-None-Match names is the newest"});
    }
    if e.parameters.iter().any(|p| p.place == Place::Header) {
        answers["412"] = problem("Somebody decided meanwhile; `current` is the item as it is now");
        answers["428"] = problem("If-Match is missing");
    }
    let mut out = json!({
        "operationId": e.name,
        "summary": e.summary,
        "description": format!("Least role: {}.", e.role.name()),
        "parameters": e.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "responses": answers,
    });
    if let Some(sent) = e.sent {
        out["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": reference(sent)}}});
    }
    out
}

fn parameter(p: &Parameter) -> Value {
    let place = match p.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    // A comment needs no If-Match, so the document does not ask for it everywhere.
    let required = p.required && p.place != Place::Header;
    json!({"name": p.name, "in": place, "required": required, "description": p.about, "schema": kind(p.kind)})
}

fn kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Day => json!({"type": "string", "format": "date"}),
        Kind::Count => json!({"type": "integer", "minimum": 1, "maximum": MOST}),
        Kind::Among(names) => json!({"type": "string", "enum": names()}),
    }
}

fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn schemas() -> Value {
    let text = || json!({"type": "string"});
    let maybe = |kind: &str| json!({"type": [kind, "null"]});
    let number = || json!({"type": "integer", "minimum": 0});
    let list = |of: Value| json!({"type": "array", "items": of});
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties});
    let next = || json!({"type": ["string", "null"], "description": "The cursor of what comes next; null at the end"});
    json!({
        "Problem": object(&["type", "title", "status", "detail", "help"], json!({
            "type": json!({"type": "string", "format": "uri-reference", "description": "Where this kind of problem is described"}), "title": text(), "status": number(), "detail": text(), "help": json!({"type": "string", "description": "What to do next"}), "current": reference("Item"),
        })),
        "Dossier": object(&["name", "entries", "head", "documents"], json!({
            "name": text(), "entries": number(), "head": json!({"type": "string", "description": "The hash of the last entry"}), "entries_not_added_up": number(),
            "documents": number(), "origins": number(), "actors": number(), "proposals": number(), "positions": number(), "figures": number(), "events": number(),
            "conflicts": number(), "first_day": maybe("string"), "last_day": maybe("string"),
        })),
        "Documents": object(&["count", "documents", "next"], json!({"count": number(), "documents": list(object(&["id"], json!({
            "id": text(), "title": maybe("string"), "outlet": maybe("string"), "published": maybe("string"), "url": maybe("string"), "language": text(),
            "statements": number(), "learnt": maybe("string"), "copy_of": maybe("string"),
        }))), "next": next()})),
        "Failures": object(&["count", "failures", "next"], json!({"count": number(), "failures": list(object(&["file", "reason", "help", "tried"], json!({
            "file": text(), "reason": text(), "help": text(), "tried": text(),
        }))), "next": next()})),
        "Record": object(&["format"], json!({"format": json!({"const": "rapporteur-record/1"})})),
        "Item": object(&["document", "id", "kind", "words", "status", "last_decision", "decisions"], json!({
            "document": text(), "id": text(), "kind": text(), "words": text(), "status": json!({"enum": ["machine", "accepted", "corrected", "rejected", ""]}),
            "last_decision": number(), "entry": number(),
            "decisions": list(object(&["entry", "verdict", "by"], json!({
                "entry": number(), "verdict": text(), "changes": json!({}), "comment": maybe("string"), "by": text(), "learnt": maybe("string"),
            }))),
        })),
        "Decision": object(&["verdict"], json!({
            "verdict": json!({"enum": ["accept", "reject", "correct", "second", "comment", "ask", "settle"]}),
            "changes": list(json!({"type": "object", "minProperties": 1, "maxProperties": 1, "description": "For `correct`: speaker, speech_act, source, content, holder, target, evidence, stance, certainty, term_kind, value, bound, measure, event_type, status, name or apart"})),
            "comment": json!({"type": "string", "description": "Needed for `reject` and `comment`"}),
        })),
        "Bond": object(&["bond", "names"], json!({
            "bond": json!({"enum": ["join", "apart"]}),
            "names": json!({"type": "array", "minItems": 2, "items": {"oneOf": [text(), object(&["name"], json!({"name": text(), "document": maybe("string")}))]}}),
        })),
        "Written": object(&["entry"], json!({"entry": number(), "undoes": number()})),
        "Found": object(&["count", "more", "hits", "facets", "next"], json!({
            "count": number(), "more": json!({"type": "boolean"}), "next": next(),
            "hits": list(object(&["document", "snippet"], json!({
                "document": text(), "title": maybe("string"), "outlet": maybe("string"), "published": maybe("string"), "item": maybe("string"),
                "speaker": maybe("string"), "party": maybe("string"), "depth": number(), "status": maybe("string"), "sentence": list(object(&["words", "found"], json!({"words": text(), "found": json!({"type": "boolean"})}))), "snippet": list(object(&["words", "found"], json!({"words": text(), "found": json!({"type": "boolean"})}))),
            }))),
            "facets": json!({"type": "object", "additionalProperties": list(object(&["value", "count"], json!({"value": text(), "count": number()})))}),
        })),
        "Answer": object(&["format", "question", "documents", "quotations"], json!({
            "format": json!({"const": "rapporteur-answer/1"}), "question": text(), "as_of": maybe("string"), "published_until": maybe("string"), "documents": number(), "next": next(),
            "quotations": json!({"type": "array", "description": "Every quotation that the answer names by number", "items": reference("Quotation")}),
        })),
        "Quotation": object(&["number", "document", "chain", "passage", "begin", "end"], json!({
            "number": number(), "document": text(), "title": maybe("string"), "outlet": maybe("string"), "published": maybe("string"), "url": maybe("string"),
            "chain": list(object(&["cue"], json!({"name": maybe("string"), "acts_for": maybe("string"), "cue": text()}))),
            "passage": list(object(&["words", "claim"], json!({"words": text(), "claim": json!({"type": "boolean"})}))),
            "begin": number(), "end": number(), "taken_from": maybe("string"), "confidence": json!({"type": "number"}),
        })),
        "Rows": object(&["count", "rows", "next"], json!({"count": number(), "as_of": maybe("string"), "published_until": maybe("string"), "rows": list(json!({"type": "object"})), "next": next(), "offers": list(json!({"type": "object"}))})),
        "Entries": object(&["count", "entries", "next"], json!({"count": number(), "next": next(), "entries": list(object(&["number", "hash", "previous", "entry"], json!({
            "number": number(), "learnt": maybe("string"), "hash": text(), "previous": text(), "original": maybe("string"), "entry": json!({"type": "object"}),
        })))})),
    })
}

/// The same, to be read.
pub(super) async fn page(ask: Ask) -> Result<Response, Trouble> {
    reply::answer(ask.twin, &document(), |_| frame::page(&around(&ask, "Programming interface", "/api/v1/openapi"), in_words()), |_| table())
}

fn in_words() -> Markup {
    html! {
        p { (ABOUT) }
        p { "The same for programs: " a href="/api/v1/openapi.json" { "openapi.json" } " (OpenAPI 3.1). What goes wrong is " code { "application/problem+json" } ", of a " a href="/problems" { "type" } " that is described." }
        @for e in ENDPOINTS { (one(e)) }
    }
}

fn table() -> Table {
    let mut table = Table::new("endpoints", &["method", "address", "least_role", "summary"]);
    let row = |e: &Endpoint| [e.method().to_string(), e.address(), e.role.name().to_owned(), e.summary.to_owned()].map(Cell::from).to_vec();
    table.rows = ENDPOINTS.iter().map(row).collect();
    table
}

fn one(e: &Endpoint) -> Markup {
    html! {
        section.endpoint {
            h2 id=(e.name) { code { (e.method()) " " (e.address()) } }
            p { (e.summary) ". " span.quiet { "Least role: " (e.role.name()) "." } }
            @if !e.parameters.is_empty() {
                dl {
                    @for p in e.parameters {
                        dt { code { (p.name) } @if p.place == Place::Header { " (header)" } }
                        dd { (p.about) @if let Kind::Among(names) = p.kind { ": " (names().join(", ")) } "." }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Object(all) => all.iter().for_each(|(k, v)| match v {
                Value::String(to) if k == "$ref" => out.push(to.clone()),
                _ => references(v, out),
            }),
            Value::Array(all) => all.iter().for_each(|v| references(v, out)),
            _ => {}
        }
    }

    #[test]
    fn the_document_holds_every_endpoint_and_all_it_refers_to() {
        let document = document();
        let operations: usize = document["paths"].as_object().unwrap().values().map(|p| p.as_object().unwrap().len()).sum();
        assert_eq!(operations, ENDPOINTS.len());
        let mut all = Vec::new();
        references(&document, &mut all);
        assert!(all.len() > ENDPOINTS.len());
        for to in all {
            assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to} leads nowhere");
        }
    }
}
