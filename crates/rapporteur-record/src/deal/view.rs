//! Answers as plain text.
//!
//! Decides: how states, findings, days and changes are phrased on a line. Must not know: terminals, colours, widths.

use super::Moment;
use super::diff::Difference;
use super::lint::Finding;
use super::locks::Locks;
use super::next::{Needs, Next};
use super::whatif::Consequence;
use super::{Event, Node, State, Status};

fn day(d: Option<Moment>) -> String {
    d.map_or_else(|| "not known".to_owned(), |d| d.to_string())
}

/// The state of everything, a line each; phases and powers once where accounts agree.
pub fn status(s: &Status) -> String {
    let mut out = String::new();
    for p in &s.phases {
        let first = p.accounts.first();
        let same = p.accounts.iter().all(|a| Some((a.state, a.start, a.end)) == first.map(|f| (f.state, f.start, f.end)));
        if let Some(a) = first.filter(|_| same) {
            out.push_str(&format!("phase {}: {} ({} to {})\n", p.id, p.overall, day(a.start), day(a.end)));
        } else {
            out.push_str(&format!("phase {}: {}\n", p.id, p.overall));
            for a in &p.accounts {
                out.push_str(&format!("  {}: {} ({} to {})\n", a.account, a.state, day(a.start), day(a.end)));
            }
        }
    }
    for o in &s.obligations {
        let due = o.accounts.first().and_then(|a| a.due).filter(|d| o.accounts.iter().all(|a| a.due == Some(*d)));
        let open = !matches!(o.overall, State::Fulfilled | State::Expired);
        let shown = due.filter(|_| open).map(|d| if d.clock().is_some() { format!(" [until {d}]") } else { format!(" [last day {d}]") });
        out.push_str(&format!("{}: {}{}\n", o.id, o.phrase(), shown.unwrap_or_default()));
    }
    for p in &s.powers {
        let first = p.accounts.first();
        if let Some(a) = first.filter(|f| p.accounts.iter().all(|a| (a.state, a.used) == (f.state, f.used))) {
            out.push_str(&format!("power {}: {}\n", p.id, a.state));
        } else {
            let parts: Vec<String> = p.accounts.iter().map(|a| format!("{} according to {}", a.state, a.account)).collect();
            out.push_str(&format!("power {}: contested: {}\n", p.id, parts.join("; ")));
        }
    }
    let hours = (s.phases.iter().flat_map(|p| &p.accounts).flat_map(|a| [a.start, a.end]))
        .chain(s.obligations.iter().flat_map(|o| &o.accounts).map(|a| a.due))
        .flatten()
        .any(|m| m.clock().is_some());
    if hours {
        out.push_str(&format!("hours are {}\n", s.zone.as_deref().map_or_else(|| "UTC: the deal names no time zone".to_owned(), |z| format!("in {z}"))));
    }
    if !s.unmatched.is_empty() {
        out.push_str(&format!("not of this deal: {}\n", s.unmatched.join(", ")));
    }
    for (event, why) in &s.unfit {
        out.push_str(&format!("does not fit: {event}: {why}\n"));
    }
    for (name, party) in &s.near {
        out.push_str(&format!("{name} has an account of its own; did you mean {party}?\n"));
    }
    out
}

/// Reports that are shown and do not count, with their words and doubts; nothing where there is none.
pub fn may_concern(all: &[Event]) -> String {
    let mut out = String::new();
    if !all.is_empty() {
        out.push_str("may concern the deal, not counted:\n");
    }
    for e in all {
        let source = e.source.as_ref().map(|s| format!(" ({s})")).unwrap_or_default();
        out.push_str(&format!(
            "  {} {}, {}, according to {}: \u{201c}{}\u{201d}{source}\n",
            e.of,
            e.claim.name(),
            e.happened,
            e.by,
            e.quote.as_deref().unwrap_or("")
        ));
        out.push_str(&format!("    doubt: {}\n", e.doubts.join("; ")));
    }
    out
}

/// A reason as an indented tree.
pub fn tree(n: &Node) -> String {
    let mut out = String::new();
    branch(n, 0, &mut out);
    out
}

fn branch(n: &Node, depth: usize, out: &mut String) {
    let seen = if n.witnesses.is_empty() { String::new() } else { format!(" [{}]", n.witnesses.join(", ")) };
    out.push_str(&format!("{}{}{seen}\n", "  ".repeat(depth), n.text));
    n.because.iter().for_each(|b| branch(b, depth + 1, out));
}

/// What the linter told, a line each.
pub fn findings(found: &[Finding]) -> String {
    found.iter().map(|f| format!("{} line {}: {}; {}\n", f.code, f.line, f.message, f.help)).collect()
}

/// Days to come, a line each.
pub fn next(days: &[Next]) -> String {
    let mut out = String::new();
    if days.is_empty() {
        out.push_str("no day to come can be told from the deal and what is reported; `--phase PHASE` tells what a phase waits for\n");
    }
    for n in days {
        let who = if n.who.is_empty() { String::new() } else { format!(" [{}]", n.who.join(", ")) };
        let assumed = if n.assumed { " (if all before it is done in time)" } else { "" };
        out.push_str(&format!("{}  {} {}: {}{who}{assumed}\n", n.day, n.id, n.what.name(), n.title));
    }
    out
}

/// What a phase waits for.
pub fn needs(n: &Needs) -> String {
    if n.missing.is_empty() {
        return format!("{} waits for nothing more; start {}\n", n.phase, day(n.start));
    }
    format!("{} waits for:\n{}", n.phase, n.missing.iter().map(|m| format!("  {m}\n")).collect::<String>())
}

/// What a change alters.
pub fn consequence(c: &Consequence) -> String {
    let mut out = String::new();
    for m in &c.moved {
        out.push_str(&format!("{} {}: {} -> {}\n", m.id, m.aspect, day(m.before), day(m.after)));
    }
    for (id, a, b) in &c.states {
        out.push_str(&format!("{id}: {a} -> {b}\n"));
    }
    for id in &c.idle {
        out.push_str(&format!("without effect: {id}\n"));
    }
    if out.is_empty() { "nothing changes\n".to_owned() } else { out }
}

/// What the search for locks found.
pub fn locks(l: &Locks) -> String {
    let mut out = match &l.order {
        Some(order) => format!("all can be done: {}\n", order.join(", ")),
        None => "no order leads to the end\n".to_owned(),
    };
    out.push_str(&format!("{} states tried, {} of them locked\n", l.states, l.dead_ends));
    if let Some(lock) = &l.lock {
        let after = if lock.steps.is_empty() { "at the start".to_owned() } else { format!("after {}", lock.steps.join(", ")) };
        out.push_str(&format!("locks {after}:\n"));
        for (id, of) in &lock.waiting {
            let of = if of.is_empty() { "an exception holds".to_owned() } else { of.join(" and ") };
            out.push_str(&format!("  {id} waits for {of}\n"));
        }
    }
    out
}

/// Differences, a line each.
pub fn diff(all: &[Difference]) -> String {
    let shown = |v: &Option<String>| v.as_ref().map_or_else(|| "nothing".to_owned(), |v| format!("\u{201c}{v}\u{201d}"));
    all.iter()
        .map(|d| match d {
            Difference::Added { kind, id, title } => format!("+ {kind} {id}: {title}\n"),
            Difference::Dropped { kind, id, title } => format!("- {kind} {id}: {title}\n"),
            Difference::Changed { kind, id, term, before, after } => format!("~ {kind} {id}, {term}: {} -> {}\n", shown(before), shown(after)),
        })
        .collect()
}
