//! A drafted deal as a file.
//!
//! Decides: the file's layout; every gap stands as a comment where the missing words belong. Must not know: the text.

use super::Draft;
use crate::deal::candidate::quoted;
use crate::deal::{FORMAT, Kind, PartyKind, Source};

/// The deal file of a draft.
pub fn to_toml(draft: &Draft) -> String {
    let d = &draft.deal;
    let mut out =
        format!("# Drafted by program: read every clause beside its words. Gaps are left as gaps.\nformat = \"{FORMAT}\"\nname = {}\n", quoted(&d.name));
    for gap in &draft.gaps {
        out.push_str(&format!("# gap: {}\n", gap.replace('\n', " ")));
    }
    out.push_str(&d.signed.map_or_else(|| "# gap: signed\n".to_owned(), |day| format!("signed = {}\n", quoted(&day.to_string()))));
    match &d.in_force {
        Some(w) => out.push_str(&format!("in_force = {}\n", quoted(&w.to_string()))),
        None if draft.gaps.iter().any(|g| g.starts_with("in_force")) => {}
        None => out.push_str("# gap: in_force\n"),
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
        if h.situation {
            out.push_str("situation = true\n");
        }
    }
    for p in &d.phases {
        out.push_str(&format!("\n[[phase]]\nid = {}\nname = {}\n", quoted(&p.id), quoted(&p.name)));
        let mut put = |key: &str, value: Option<String>| out.extend(value.map(|v| format!("{key} = {}\n", quoted(&v))));
        put("starts", p.starts.as_ref().map(ToString::to_string));
        put("requires", p.requires.as_ref().map(ToString::to_string));
        put("length", p.length.map(|l| l.to_string()));
        put("ends", p.ends.as_ref().map(ToString::to_string));
        put("continues_while", p.continues_while.as_ref().map(ToString::to_string));
        put("at_latest", p.at_latest.as_ref().map(ToString::to_string));
        if p.extendable {
            out.push_str("extendable = true\n");
        }
        if p.length.is_none() && p.ends.is_none() {
            out.push_str("# gap: length\n");
        }
        out.push_str(&noted(draft, &p.id));
        out.push_str(&source(&p.source));
    }
    for o in &d.obligations {
        out.push_str(&format!("\n[[obligation]]\nid = {}\n", quoted(&o.id)));
        let who = |key: &str, names: &[String], gap: &str| if names.is_empty() { format!("# gap: {gap}\n") } else { format!("{key} = {}\n", list(names)) };
        out.push_str(&who("debtor", &o.debtors, "debtor"));
        out.push_str(&who("creditor", &o.creditors, "creditor"));
        if let Some(p) = &o.phase {
            out.push_str(&format!("phase = {}\n", quoted(p)));
        }
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
        put("place", o.place.as_deref().map(quoted));
        put("requires", o.requires.as_ref().map(|c| quoted(&c.to_string())));
        put("unless", o.unless.as_ref().map(|c| quoted(&c.to_string())));
        let parts = o.schedule.iter().map(|p| format!("  {{ by = {}, quantity = {} }},\n", quoted(&p.by.to_string()), p.quantity));
        put("schedule", (!o.schedule.is_empty()).then(|| format!("[\n{}]", parts.collect::<String>())));
        put("deadline", o.deadline.as_ref().map(|w| quoted(&w.to_string())));
        put("until", o.until.as_ref().map(|w| quoted(&w.to_string())));
        let noted = noted(draft, &o.id);
        let due = if o.kind == Kind::Achieve { "# gap: deadline" } else { "# gap: until" };
        // A duty of a phase that has an end ends with it.
        let ends = o.phase.as_ref().and_then(|p| d.phase(p)).is_some_and(|p| p.length.is_some() || p.ends.is_some());
        if o.deadline.is_none() && o.until.is_none() && o.schedule.is_empty() && !ends && !noted.contains(due) {
            out.push_str(if o.kind == Kind::Achieve { "# gap: deadline\n" } else { "# gap: until\n" });
        }
        out.push_str("# gap: verified_by\n");
        out.push_str(&noted);
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
        if p.stops_the_clock {
            out.push_str("stops_the_clock = true\n");
        }
        if let Some(c) = &p.requires {
            out.push_str(&format!("requires = {}\n", quoted(&c.to_string())));
        }
        out.push_str(&noted(draft, &p.id));
        out.push_str(&source(&p.source));
    }
    out
}

/// What stands beside a clause, a comment a line.
fn noted(draft: &Draft, id: &str) -> String {
    draft.notes.get(id).into_iter().flatten().map(|n| format!("# {}\n", n.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
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
