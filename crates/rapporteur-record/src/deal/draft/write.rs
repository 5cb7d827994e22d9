//! A drafted deal as a file.
//!
//! Decides: the file's layout; every gap stands as a comment where the missing words belong. Must not know: the text.

use super::Draft;
use crate::deal::{FORMAT, Kind, PartyKind, Source};

/// The deal file of a draft.
pub fn to_toml(draft: &Draft) -> String {
    let d = &draft.deal;
    let mut out =
        format!("# Drafted by program: read every clause beside its words. Gaps are left as gaps.\nformat = \"{FORMAT}\"\nname = {}\n", quoted(&d.name));
    for gap in &draft.gaps {
        out.push_str(&format!("# gap: {}\n", gap.replace('\n', " ")));
    }
    out.push_str("\n# gap: [calendar] the text may say how days are counted: time_zone, days, first_day, last_day\n");
    for p in &d.parties {
        out.push_str(&format!("\n[[party]]\nid = {}\nname = {}\n", quoted(&p.id), quoted(&p.name)));
        if p.kind != PartyKind::Party {
            out.push_str(&format!("kind = {}\n", quoted(p.kind.name())));
        }
        if !p.speaks_through.is_empty() {
            out.push_str(&format!("speaks_through = {}\n", list(&p.speaks_through)));
        }
    }
    for h in &d.happenings {
        out.push_str(&format!("\n[[event]]\nid = {}\nname = {}\n", quoted(&h.id), quoted(&h.name)));
    }
    for o in &d.obligations {
        out.push_str(&format!("\n[[obligation]]\nid = {}\n", quoted(&o.id)));
        let who = |key: &str, names: &[String], gap: &str| if names.is_empty() { format!("# gap: {gap}\n") } else { format!("{key} = {}\n", list(names)) };
        out.push_str(&who("debtor", &o.debtors, "debtor"));
        out.push_str(&who("creditor", &o.creditors, "creditor"));
        if o.kind != Kind::Achieve {
            out.push_str(&format!("kind = {}\n", quoted(o.kind.name())));
        }
        out.push_str(&format!("act = {}\n", quoted(&o.act)));
        let mut put = |key: &str, value: Option<String>| {
            if let Some(v) = value {
                out.push_str(&format!("{key} = {v}\n"));
            }
        };
        put("object", o.object.as_deref().map(quoted));
        put("quantity", o.quantity.map(|q| q.to_string()));
        put("unit", o.unit.as_deref().map(quoted));
        put("deadline", o.deadline.as_ref().map(|w| quoted(&w.to_string())));
        put("until", o.until.as_ref().map(|w| quoted(&w.to_string())));
        if o.deadline.is_none() && o.until.is_none() {
            out.push_str(if o.kind == Kind::Achieve { "# gap: deadline\n" } else { "# gap: until\n" });
        }
        out.push_str("# gap: verified_by\n");
        out.push_str(&source(&o.source));
    }
    for p in &d.powers {
        out.push_str(&format!("\n[[power]]\nid = {}\n", quoted(&p.id)));
        out.push_str(&if p.holders.is_empty() { "# gap: holder\n".to_owned() } else { format!("holder = {}\n", list(&p.holders)) });
        out.push_str(&format!("kind = {}\n", quoted(p.kind.name())));
        out.push_str(&if p.targets.is_empty() { "# gap: target\n".to_owned() } else { format!("target = {}\n", list(&p.targets)) });
        if let Some(l) = p.length {
            out.push_str(&format!("length = {}\n", quoted(&l.to_string())));
        }
        out.push_str(&source(&p.source));
    }
    out
}

fn source(s: &Source) -> String {
    let mut parts = Vec::new();
    parts.extend(s.text.as_deref().map(|t| format!("text = {}", quoted(t))));
    parts.extend(s.place.as_deref().map(|t| format!("place = {}", quoted(t))));
    parts.extend(s.of.as_deref().map(|t| format!("of = {}", quoted(t))));
    parts.extend(s.span.map(|(b, e)| format!("span = [{b}, {e}]")));
    parts.extend(s.confidence.map(|c| format!("confidence = {}.{:02}", c / 100, c % 100)));
    format!("source = {{ {} }}\n", parts.join(", "))
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|v| quoted(v)).collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
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
