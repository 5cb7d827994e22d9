//! Answers as Markdown tables.
//!
//! Decides: columns. Must not know: what a state means.

use rapporteur_record::deal::candidate::Candidates;
use rapporteur_record::deal::diff::Difference;
use rapporteur_record::deal::lint::Finding;
use rapporteur_record::deal::next::Next;
use rapporteur_record::deal::whatif::Consequence;
use rapporteur_record::deal::{Event, Moment, Status};

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|c| c.replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn head(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    format!("{}|{}\n", row(&names), " --- |".repeat(names.len()))
}

/// Obligations by accounts.
pub(super) fn accounts(s: &Status) -> String {
    let mut names = vec!["obligation", "state"];
    names.extend(s.accounts.iter().map(String::as_str));
    let mut out = head(&names);
    for o in &s.obligations {
        let mut cells = vec![format!("{}: {}", o.id, o.title), o.overall.name().to_owned()];
        cells.extend(o.accounts.iter().map(|a| if a.spoke { a.phrase() } else { format!("no word ({})", a.state.name()) }));
        out.push_str(&row(&cells));
    }
    out
}

/// Days that move and states that differ.
pub(super) fn moved(c: &Consequence) -> String {
    let mut out = head(&["clause", "what", "before", "after"]);
    let day = |d: Option<Moment>| d.map_or_else(|| "not known".to_owned(), |d| d.to_string());
    for m in &c.moved {
        out.push_str(&row(&[m.id.clone(), m.aspect.to_owned(), day(m.before), day(m.after)]));
    }
    for (id, a, b) in &c.states {
        out.push_str(&row(&[id.clone(), "state".to_owned(), a.clone(), b.clone()]));
    }
    out
}

/// Days to come.
pub(super) fn next(days: &[Next]) -> String {
    let mut out = head(&["day", "clause", "what", "who", "sure"]);
    for n in days {
        let sure = if n.assumed { "if all before it is done in time" } else { "yes" };
        out.push_str(&row(&[n.day.to_string(), format!("{}: {}", n.id, n.title), n.what.name().to_owned(), n.who.join(", "), sure.to_owned()]));
    }
    out
}

/// What the linter told.
pub(super) fn findings(found: &[Finding]) -> String {
    let mut out = head(&["rule", "line", "clause", "finding", "mend"]);
    for f in found {
        out.push_str(&row(&[f.code.to_owned(), f.line.to_string(), f.of.clone(), f.message.clone(), f.help.clone()]));
    }
    out
}

/// Differences of two versions.
pub(super) fn differences(all: &[Difference]) -> String {
    let mut out = head(&["clause", "term", "first", "second"]);
    let shown = |v: &Option<String>| v.clone().unwrap_or_else(|| "nothing".to_owned());
    for d in all {
        out.push_str(&match d {
            Difference::Added { kind, id, title } => row(&[format!("{kind} {id}"), "whole clause".into(), "nothing".into(), title.clone()]),
            Difference::Dropped { kind, id, title } => row(&[format!("{kind} {id}"), "whole clause".into(), title.clone(), "nothing".into()]),
            Difference::Changed { kind, id, term, before, after } => row(&[format!("{kind} {id}"), (*term).to_owned(), shown(before), shown(after)]),
        });
    }
    out
}

/// Reports that are shown and do not count; nothing where there is none.
pub(super) fn may_concern(all: &[Event]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut out = format!("\nMay concern the deal; not counted:\n\n{}", head(&["clause", "what", "day", "according to", "words", "doubts"]));
    all.iter().for_each(|e| out.push_str(&row(&cells(e))));
    out
}

/// What a record tells of a deal.
pub(super) fn events(found: &Candidates) -> String {
    let mut out = head(&["clause", "what", "day", "according to", "words", "doubts"]);
    found.events.iter().chain(&found.may_concern).for_each(|e| out.push_str(&row(&cells(e))));
    out
}

fn cells(e: &Event) -> [String; 6] {
    let amount = e.quantity.map(|n| format!(" {n}")).or_else(|| e.in_all.map(|n| format!(" {n} in all"))).unwrap_or_default();
    let through = e.through.as_ref().map(|t| format!(" through {t}")).unwrap_or_default();
    let source = e.source.as_ref().map(|s| format!(" ({s})")).unwrap_or_default();
    let words = e.quote.as_ref().map_or_else(String::new, |q| format!("\u{201c}{q}\u{201d}{source}"));
    [e.of.clone(), format!("{}{amount}", e.claim.name()), e.happened.to_string(), format!("{}{through}", e.by), words, e.doubts.join("; ")]
}
