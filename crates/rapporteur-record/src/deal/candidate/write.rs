//! Candidate events as a file that a person can correct and keep.
//!
//! Decides: the file's layout, in the form that events are read in. Must not know: how a match was found.

use super::Candidates;
use crate::deal::{Amount, Deal, Event};

/// The file: what counts first, then what may concern the deal.
pub fn to_toml(deal: &Deal, found: &Candidates) -> String {
    let mut out = format!(
        "# Events that a record tells of \u{201c}{}\u{201d}, drawn by program. Nothing here is asserted: each is its claimant\u{2019}s.\n# Read each beside its words. `[[event]]` counts in the account of `by`; `[[may_concern]]` is shown and does not count.\n# Correct what is wrong, and change one heading into the other where you know better.\n# {} happenings and figures looked at; {} count, {} may concern it.\n",
        deal.name.replace('\n', " "),
        found.looked_at,
        found.events.len(),
        found.may_concern.len()
    );
    for (head, all) in [("event", &found.events), ("may_concern", &found.may_concern)] {
        for e in all {
            out.push_str(&format!("\n[[{head}]]\n"));
            one(e, &mut out);
        }
    }
    out
}

fn one(e: &Event, out: &mut String) {
    let mut put = |key: &str, value: Option<String>| {
        if let Some(v) = value {
            out.push_str(&format!("{key} = {v}\n"));
        }
    };
    let text = |t: &Option<String>| t.as_deref().map(quoted);
    let number = |n: Option<Amount>| n.map(|n| n.to_string());
    let list = |all: &[String]| (!all.is_empty()).then(|| format!("[{}]", all.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(", ")));
    put("id", Some(quoted(&e.id)));
    put("by", Some(quoted(&e.by)));
    put("through", text(&e.through));
    put("claim", Some(quoted(e.claim.name())));
    put("of", Some(quoted(&e.of)));
    put("quantity", number(e.quantity));
    put("in_all", number(e.in_all));
    put("happened", Some(e.happened.iso()));
    put("undated", e.undated.then(|| "true # no day is named: this is the day it was said".to_owned()));
    put("said", Some(e.said.iso()));
    put("learnt", Some(e.learnt.iso()));
    put("actor", text(&e.actor));
    put("place", text(&e.place));
    put("quote", text(&e.quote));
    put("source", text(&e.source));
    put("also", list(&e.also));
    put("confidence", e.confidence.map(|c| format!("{}.{:02}", c / 100, c % 100)));
    put("why", list(&e.why));
    put("doubts", list(&e.doubts));
}

/// A text as TOML has it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
