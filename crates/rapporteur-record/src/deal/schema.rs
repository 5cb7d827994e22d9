//! The JSON Schema of a deal file, for editors.
//!
//! Decides: the type of each key; which keys there are is the parser's own list. Must not know: what a deal means.

use super::file::{CALENDAR, DEFINITION, EVENT, OBLIGATION, PART, PARTY, PHASE, POWER, SOURCE, TOP};
use super::{FORMAT, Kind, PartyKind, PowerKind};
use serde_json::{Map, Value, json};

/// The schema (JSON Schema 2020-12).
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rapporteur deal file",
        "description": "An agreement as parties, phases, obligations and powers. Wordings of times and conditions: docs/deal/deal-file.md.",
        "type": "object",
        "required": ["format", "name"],
        "additionalProperties": false,
        "properties": properties(TOP, "deal"),
        "$defs": {
            "calendar": table(CALENDAR, "calendar", &[]),
            "party": table(PARTY, "party", &["id"]),
            "definition": table(DEFINITION, "definition", &["term", "means"]),
            "event": table(EVENT, "event", &["id"]),
            "phase": table(PHASE, "phase", &["id"]),
            "obligation": table(OBLIGATION, "obligation", &["id", "act"]),
            "power": table(POWER, "power", &["id", "kind"]),
            "source": table(SOURCE, "source", &[]),
            "part": table(PART, "part", &["by", "quantity"]),
            "time": {"type": "string", "description": "a date, an anchor (`start of one`), or a length after or before one (`3 working days after signature`)"},
            "condition": {"type": "string", "description": "`release fulfilled and not event talks-failed`"},
            "length": {"type": "string", "pattern": "^[0-9]+ ((calendar |working )?days?|weeks?|months?|years?|hours?)$"},
            "names": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        },
    })
}

fn table(keys: &[&str], of: &str, required: &[&str]) -> Value {
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties(keys, of)})
}

fn properties(keys: &[&str], of: &str) -> Value {
    Value::Object(keys.iter().map(|k| ((*k).to_owned(), kind(of, k))).collect::<Map<String, Value>>())
}

fn kind(of: &str, key: &str) -> Value {
    let to = |name: &str| json!({"$ref": format!("#/$defs/{name}")});
    let list = |name: &str| json!({"type": "array", "items": to(name)});
    match (of, key) {
        (_, "format") => json!({"const": FORMAT}),
        ("deal", "party" | "definition" | "event" | "phase" | "obligation" | "power") => list(key),
        ("deal", "calendar") => to("calendar"),
        ("deal", "signed") => json!({"type": "string", "format": "date"}),
        ("deal", "in_force") | ("phase", "starts" | "ends" | "at_latest") => to("time"),
        ("obligation", "from" | "deadline" | "until") | ("power" | "part", "by") => to("time"),
        ("phase" | "obligation" | "power", "requires") | ("phase", "ended_by" | "continues_while") | ("obligation", "unless") => to("condition"),
        ("phase" | "power", "length") | ("obligation", "every" | "grace") | ("power", "notice") => to("length"),
        ("calendar", "days") => json!({"enum": ["calendar", "working"]}),
        ("calendar", "first_day" | "last_day") => json!({"enum": ["counted", "not counted"]}),
        ("calendar", "holidays") => json!({"type": "array", "items": {"type": "string", "format": "date"}}),
        ("calendar", "rest_days") | ("party", "speaks_through") => to("names"),
        ("party", "kind") => json!({"enum": PartyKind::ALL.map(PartyKind::name)}),
        ("obligation", "kind") => json!({"enum": Kind::ALL.map(Kind::name)}),
        ("power", "kind") => json!({"enum": PowerKind::ALL.map(PowerKind::name)}),
        ("obligation", "debtor" | "creditor" | "verified_by" | "uses") | ("power", "holder" | "target") => to("names"),
        ("obligation", "quantity" | "each") | ("part", "quantity") | ("source", "confidence") => json!({"type": "number"}),
        ("obligation", "ratio") => json!({"type": "string", "pattern": "^[0-9.]+ per [0-9.]+ of \\S+$"}),
        ("obligation", "schedule") => list("part"),
        ("power", "at_most") => json!({"type": "integer", "minimum": 1}),
        ("source", "span") => json!({"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}),
        ("event", "situation") | ("phase", "extendable" | "lasting") | ("power", "jointly" | "stops_the_clock") => json!({"type": "boolean"}),
        (_, "source") => to("source"),
        _ => json!({"type": "string"}),
    }
}
