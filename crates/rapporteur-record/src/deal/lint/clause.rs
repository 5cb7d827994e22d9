//! Rules that look at one clause.
//!
//! Decides: gaps within a clause. Must not know: how clauses hang together, how a clause is worded.

use super::Finding;
use super::rules::{
    CANNOT_BEGIN, ENDS, LEFT_OPEN, NEVER_ENDS, NO_CREDITOR, NO_DEADLINE, NO_SOURCE, NO_VERIFICATION, NOBODY, NOBODY_EXTENDS, POWER, QUANTITY, Rule, SUMS,
    UNKNOWN,
};
use crate::deal::lexicon::{built_in, find_words};
use crate::deal::toml_text::nearest;
use crate::deal::{Amount, Condition, Deal, Kind, Obligation, PowerKind, Source, When};
use std::collections::BTreeSet;

pub(super) fn calendar(deal: &Deal, found: &mut Vec<Finding>) {
    let c = &deal.calendar;
    let lengths = |w: &Option<When>| w.as_ref().is_some_and(|w| w.offset.is_some());
    let counts = deal.phases.iter().any(|p| p.length.is_some() || lengths(&p.starts) || lengths(&p.ends))
        || deal.obligations.iter().any(|o| lengths(&o.deadline) || lengths(&o.from) || lengths(&o.until) || o.every.is_some());
    if !counts {
        return;
    }
    let open: Vec<&str> = [
        (c.offset_minutes.is_none() && c.zone.is_none(), "time_zone"),
        (c.working.is_none(), "days"),
        (c.first_day_counted.is_none(), "first_day"),
        (c.last_day_counted.is_none(), "last_day"),
    ]
    .into_iter()
    .filter_map(|(missing, key)| missing.then_some(key))
    .collect();
    if !open.is_empty() {
        let help = "add them to `[calendar]`, such as `first_day = \"not counted\"`";
        found.push(Finding::new(ENDS, "calendar", c.line.max(1), format!("days are counted, but not stated: {}", open.join(", ")), help));
    }
}

pub(super) fn phases(deal: &Deal, found: &mut Vec<Finding>) {
    for (i, p) in deal.phases.iter().enumerate() {
        if i > 0 && p.starts.is_none() && p.requires.is_none() {
            found.push(Finding::new(CANNOT_BEGIN, &p.id, p.line, format!("nothing says when phase `{}` begins", p.id), "add `starts` or `requires`"));
        }
        if p.continues_while.is_some() && p.at_latest.is_none() && p.ended_by.is_none() && !p.lasting {
            let help = "add `at_latest`, the day after which it does not go on, or `lasting = true` if that is meant";
            found.push(Finding::new(NEVER_ENDS, &p.id, p.line, format!("phase `{}` may go on without a last day", p.id), help));
        }
        if p.length.is_none() && p.ends.is_none() && p.ended_by.is_none() && !p.lasting {
            found.push(Finding::new(
                NEVER_ENDS,
                &p.id,
                p.line,
                format!("phase `{}` has no end", p.id),
                "add `length`, `ends` or `ended_by`, or `lasting = true`",
            ));
        }
        let text = p.source.text.as_deref().unwrap_or("").to_lowercase();
        let spoken = p.extendable || built_in().extension.iter().any(|w| find_words(&text, w).is_some());
        let granted = deal.powers.iter().any(|x| x.kind == PowerKind::Extend && x.targets.contains(&p.id));
        if spoken && !granted && p.continues_while.is_none() {
            let message = format!("phase `{}` may be extended, and nobody may extend it", p.id);
            found.push(Finding::new(NOBODY_EXTENDS, &p.id, p.line, message, "add a power of kind `extend` with its holder"));
        }
        sourced(&p.source, "phase", &p.id, p.line, found);
    }
}

fn sourced(source: &Source, what: &str, id: &str, line: usize, found: &mut Vec<Finding>) {
    if source.is_empty() {
        found.push(Finding::new(NO_SOURCE, id, line, format!("{what} `{id}` does not say where it comes from"), "add `source = { place = \"art. 3\" }`"));
    }
}

pub(super) fn obligations(deal: &Deal, found: &mut Vec<Finding>) {
    for o in &deal.obligations {
        let mut tell = |rule: &'static Rule, message: String, help: &str| found.push(Finding::new(rule, &o.id, o.line, message, help));
        if o.debtors.is_empty() {
            tell(NOBODY, format!("`{}` names nobody who owes it", o.id), "add `debtor`");
        }
        for d in o.debtors.iter().filter(|d| deal.party(d).is_none()) {
            let ids: Vec<&str> = deal.parties.iter().map(|p| p.id.as_str()).collect();
            let help = nearest(d, &ids)
                .map_or_else(|| "declare the party, or name one that is declared".to_owned(), |n| format!("did you mean `{n}`? if not, declare the party"));
            tell(NOBODY, format!("`{}` is owed by `{d}`, who is no party of the deal", o.id), &help);
        }
        if o.creditors.is_empty() {
            tell(NO_CREDITOR, format!("`{}` is owed to nobody", o.id), "add `creditor`");
        }
        if !has_end(deal, o) {
            let what = if o.kind == Kind::Achieve { "last day" } else { "end" };
            tell(NO_DEADLINE, format!("`{}` has no {what}", o.id), "add `deadline` or `until`, or a phase that ends");
        }
        if o.verified_by.is_empty() && o.verification.is_none() {
            tell(NO_VERIFICATION, format!("nobody verifies `{}`", o.id), "add `verified_by` or `verification`");
        }
        let how = o.verification.as_deref().unwrap_or("").to_lowercase();
        let none = ["none", "nobody", "no one", "not verified", "no verification"].iter().any(|w| find_words(&how, w) == Some(0));
        if none && o.verified_by.is_empty() {
            tell(NO_VERIFICATION, format!("nobody verifies `{}`: \u{201c}{how}\u{201d}", o.id), "add `verified_by`, or a way of verifying");
        }
        if let Some(open) = built_in().open.iter().find(|p| o.verified_by.is_empty() && find_words(&how, p).is_some()) {
            tell(NO_VERIFICATION, format!("how `{}` is verified is left open: \u{201c}{open}\u{201d}", o.id), "say how, or add `verified_by`");
        }
        for v in o.verified_by.iter().filter(|v| deal.party(v).is_none()) {
            tell(NO_VERIFICATION, format!("`{}` is verified by `{v}`, who is no party of the deal", o.id), "declare the verifier as a party of kind `monitor`");
        }
        if (o.quantity.is_some() || !o.schedule.is_empty()) && o.unit.is_none() {
            tell(QUANTITY, format!("`{}` has a number without a unit", o.id), "add `unit`");
        } else if needs_number(o) {
            tell(QUANTITY, format!("`{}` does not say how much", o.id), "add `quantity` and `unit`, or a `ratio`");
        }
        let sum = o.schedule.iter().fold(Amount::ZERO, |sum, p| sum.plus(p.quantity));
        if let Some(q) = o.quantity
            && !o.schedule.is_empty()
            && sum != q
        {
            tell(SUMS, format!("the parts of `{}` come to {sum}, its quantity is {q}", o.id), "mend one of the two");
        }
        left_open(o, &mut tell);
        sourced(&o.source, "obligation", &o.id, o.line, found);
    }
}

fn has_end(deal: &Deal, o: &Obligation) -> bool {
    if o.deadline.is_some() || o.until.is_some() || !o.schedule.is_empty() {
        return true;
    }
    match o.phase.as_deref().and_then(|p| deal.phase(p)) {
        Some(p) if p.lasting => o.kind != Kind::Achieve || (o.every.is_some() && o.quantity.is_none()),
        Some(_) => true, // a phase without an end has its own finding
        None => o.phase.is_some(),
    }
}

fn begins_with(act: &str, list: &[String]) -> bool {
    let act = act.to_lowercase();
    list.iter().any(|w| find_words(&act, w) == Some(0))
}

fn needs_number(o: &Obligation) -> bool {
    let lexicon = built_in();
    if o.kind != Kind::Achieve || o.quantity.is_some() || o.ratio.is_some() || !o.schedule.is_empty() || o.each.is_some() {
        return false;
    }
    let object = o.object.as_deref().unwrap_or("").to_lowercase();
    let settled = ["all ", "every ", "any ", "both ", "half "].iter().any(|w| object.starts_with(w));
    let one = ["the ", "its ", "their ", "a ", "an ", "his ", "her "].iter().any(|w| object.starts_with(w));
    let many = object.split_whitespace().take(3).any(|w| w.len() > 3 && w.ends_with('s') && !w.ends_with("ss"));
    (begins_with(&o.act, &lexicon.counted) && !settled) || (begins_with(&o.act, &lexicon.counted_if_many) && many && !one && !settled)
}

/// Words that leave open where, which forces, or which things move, each with its readings.
pub(super) fn open_words(o: &Obligation) -> Vec<(&'static str, &'static str)> {
    let lexicon = built_in();
    let text = |t: &Option<String>| t.as_deref().unwrap_or("").to_lowercase();
    let (place, forces, object) = (text(&o.place), text(&o.forces), text(&o.object));
    let phrases = lexicon.open.iter().filter(|p| [&place, &forces, &object].iter().any(|t| find_words(t, p).is_some())).map(|p| (p.as_str(), ""));
    let moved = if begins_with(&o.act, &lexicon.movement) { object.as_str() } else { "" };
    let vague = lexicon.vague.iter().filter(|v| [place.as_str(), &forces, moved].iter().any(|t| v.stands_in(t, lexicon)));
    phrases.chain(vague.map(|v| (v.word.as_str(), v.readings.as_str()))).collect()
}

fn left_open(o: &Obligation, tell: &mut dyn FnMut(&'static Rule, String, &str)) {
    let lexicon = built_in();
    if let Some((phrase, readings)) = open_words(o).into_iter().next() {
        let readings = if readings.is_empty() { String::new() } else { format!(" ({readings})") };
        tell(LEFT_OPEN, format!("`{}` leaves something open: \u{201c}{phrase}\u{201d}{readings}", o.id), "name it, or say who settles it by when");
    } else if o.kind != Kind::Refrain && begins_with(&o.act, &lexicon.movement) {
        let object = o.object.as_deref().unwrap_or("").to_lowercase();
        let holds = |list: &[String]| list.iter().any(|w| find_words(&object, w).is_some());
        if holds(&lexicon.papers) {
            return;
        }
        // An object may say both: "its guns to 20 kilometres from the line".
        let forces = o.forces.is_some() || holds(&lexicon.forces);
        let place = o.place.is_some() || ["from", "to", "behind", "beyond", "out of"].iter().any(|w| find_words(&object, w).is_some());
        let missing: Vec<&str> = [(!forces, "which forces"), (!place, "where")].into_iter().filter_map(|(m, w)| m.then_some(w)).collect();
        if !missing.is_empty() {
            tell(LEFT_OPEN, format!("`{}` does not say {}", o.id, missing.join(" and ")), "add `forces` and `place`");
        }
    }
}

pub(super) fn powers(deal: &Deal, found: &mut Vec<Finding>) {
    for p in &deal.powers {
        let known = p.holders.iter().any(|h| deal.party(h).is_some());
        let extend = p.kind == PowerKind::Extend;
        let mut tell = |rule: &'static Rule, message: String, help: &str| found.push(Finding::new(rule, &p.id, p.line, message, help));
        if extend && (!known || p.length.is_none()) {
            let what = if known { "does not say by how long" } else { "has no holder" };
            tell(NOBODY_EXTENDS, format!("the power to extend `{}` {what}", p.id), "add `holder` and `length`");
        } else if !known {
            tell(NOBODY, format!("nobody holds the power `{}`", p.id), "add `holder`");
        }
        if p.targets.is_empty() {
            tell(POWER, format!("the power `{}` touches nothing", p.id), "add `target`");
        }
        if p.kind == PowerKind::Substitute && p.substitute.is_none() {
            tell(POWER, format!("`{}` puts nothing in place of what it replaces", p.id), "add `substitute`");
        }
        let wakes = |x: &&crate::deal::Power| x.kind == PowerKind::Resume && x.targets.iter().any(|t| p.targets.contains(t));
        if p.kind == PowerKind::Suspend && !deal.powers.iter().any(|x| wakes(&x)) {
            tell(POWER, format!("nobody may wake what `{}` puts to rest", p.id), "add a power of kind `resume` with the same target");
        }
        sourced(&p.source, "power", &p.id, p.line, found);
    }
}

pub(super) fn references(deal: &Deal, found: &mut Vec<Finding>) {
    let mut known: BTreeSet<&str> = BTreeSet::from(["signature", "entry-into-force", "deal"]);
    known.extend(deal.happenings.iter().map(|x| x.id.as_str()));
    known.extend(deal.phases.iter().map(|x| x.id.as_str()));
    known.extend(deal.obligations.iter().map(|x| x.id.as_str()));
    known.extend(deal.powers.iter().map(|x| x.id.as_str()));
    let mut check = |of: &str, line: usize, name: Option<&str>| {
        if let Some(name) = name.filter(|n| !known.contains(n)) {
            let bare = name.split_once(' ').map_or(name, |(_, id)| id);
            let all: Vec<&str> = known.iter().copied().collect();
            let near = if known.contains(bare) { Some(bare) } else { nearest(name, &all) };
            let help = near.map_or_else(|| "declare it, or mend the name".to_owned(), |n| format!("did you mean `{n}`? if not, declare it"));
            found.push(Finding::new(UNKNOWN, of, line, format!("`{of}` refers to `{name}`, which the deal does not have"), help));
        }
    };
    let conditions = |c: &Option<Condition>| -> Vec<String> {
        let mut names = Vec::new();
        if let Some(c) = c {
            c.leaves(&mut |leaf| names.extend(leaf.refers_to().map(str::to_owned)));
        }
        names
    };
    let whens = |w: &Option<When>| w.as_ref().and_then(|w| w.anchor.refers_to()).map(str::to_owned);
    for p in &deal.phases {
        let mut names = conditions(&p.requires);
        names.extend(conditions(&p.ended_by));
        names.extend(conditions(&p.continues_while));
        names.extend([&p.starts, &p.ends, &p.at_latest].into_iter().filter_map(whens));
        names.iter().for_each(|n| check(&p.id, p.line, Some(n)));
    }
    for o in &deal.obligations {
        let mut names = conditions(&o.requires);
        names.extend(conditions(&o.unless));
        names.extend([&o.from, &o.deadline, &o.until].into_iter().filter_map(whens));
        names.extend(o.schedule.iter().filter_map(|p| p.by.anchor.refers_to().map(str::to_owned)));
        names.extend(o.phase.clone());
        names.extend(o.ratio.iter().map(|r| r.of.clone()));
        names.iter().for_each(|n| check(&o.id, o.line, Some(n)));
        o.creditors.iter().filter(|c| deal.party(c).is_none()).for_each(|c| check(&o.id, o.line, Some(c)));
    }
    for p in &deal.powers {
        let mut names = conditions(&p.requires);
        names.extend(whens(&p.by));
        names.extend(p.targets.iter().cloned());
        names.extend(p.substitute.clone());
        names.iter().for_each(|n| check(&p.id, p.line, Some(n)));
    }
}
