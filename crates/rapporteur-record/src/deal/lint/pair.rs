//! Rules that look at two duties at once.
//!
//! Decides: overlaps, clashes, and duties due before what they wait for. Must not know: events.

use super::Finding;
use super::ring;
use super::rules::{CLASH, OVERLAP, TOO_EARLY};
use crate::deal::Moment;
use crate::deal::account::gather;
use crate::deal::lexicon::{built_in, find_words};
use crate::deal::timeline::{Assume, Index, Timeline};
use crate::deal::{Condition, Deal, Kind, Obligation};
use std::collections::BTreeSet;

pub(super) fn find(deal: &Deal, found: &mut Vec<Finding>) {
    let accounts = gather(deal, &[], Moment::MIN, Moment::MIN);
    let index = Index::of(deal);
    let assume = Assume::default();
    let mut t = Timeline::new(deal, &index, &accounts, None, Moment::MIN, Some(&assume));
    let times: Vec<(Option<Moment>, Option<Moment>)> = (deal.obligations.iter())
        .map(|o| {
            let (from, until, _) = t.window(o);
            (from, if o.kind == Kind::Achieve { t.deadline(o).0.or(until) } else { until })
        })
        .collect();
    for (i, a) in deal.obligations.iter().enumerate() {
        for (j, b) in deal.obligations.iter().enumerate().skip(i + 1) {
            if a.debtors.iter().any(|d| b.debtors.contains(d)) && overlap(times[i], times[j]) && !in_sequence(a, b) {
                found.extend(pair(a, b));
            }
        }
    }
    let graph = ring::waits(deal);
    for (i, o) in deal.obligations.iter().enumerate().filter(|(_, o)| o.kind == Kind::Achieve && o.deadline.is_some()) {
        let Some(due) = times[i].1 else { continue };
        let first = o.requires.as_ref().map(wholly).unwrap_or_default();
        for id in first {
            let Some(j) = index.obligations.get(id).copied().filter(|_| !ring::reach(&graph, id).contains(o.id.as_str())) else { continue };
            if deal.obligations[j].kind == Kind::Achieve
                && let Some(other) = times[j].1
                && other > due
            {
                let message = format!("`{}` is due by {due}, and waits for `{id}`, due by {other}", o.id);
                let mut finding = Finding::new(TOO_EARLY, &o.id, o.line, message, format!("count its deadline from `fulfilment of {id}`"));
                finding.also = vec![id.to_owned()];
                found.push(finding);
            }
        }
    }
}

/// Duties that must be wholly done before the condition holds.
fn wholly(c: &Condition) -> BTreeSet<&str> {
    match c {
        Condition::All(of) => of.iter().flat_map(wholly).collect(),
        Condition::Fulfilled(id) => BTreeSet::from([id.as_str()]),
        _ => BTreeSet::new(),
    }
}

fn overlap(a: (Option<Moment>, Option<Moment>), b: (Option<Moment>, Option<Moment>)) -> bool {
    let begins = |x: (Option<Moment>, Option<Moment>)| x.0.unwrap_or(Moment::MIN);
    let ends = |x: (Option<Moment>, Option<Moment>)| x.1.unwrap_or(Moment::MAX);
    begins(a) <= ends(b) && begins(b) <= ends(a)
}

fn in_sequence(a: &Obligation, b: &Obligation) -> bool {
    let waits = |x: &Obligation, y: &Obligation| {
        x.requires.as_ref().is_some_and(|c| {
            let mut hit = false;
            c.leaves(&mut |leaf| hit |= leaf.refers_to() == Some(y.id.as_str()));
            hit
        })
    };
    waits(a, b) || waits(b, a)
}

fn pair(a: &Obligation, b: &Obligation) -> Option<Finding> {
    let same_act = words(&a.act) == words(&b.act);
    let same_object = words(a.object.as_deref().unwrap_or("")) == words(b.object.as_deref().unwrap_or(""));
    let same_place = a.place.is_none() || b.place.is_none() || a.place == b.place;
    let same_forces = a.forces.is_none() || b.forces.is_none() || a.forces == b.forces;
    let same_creditor = a.creditors.iter().any(|c| b.creditors.contains(c));
    let told = |rule, message: String, help: &str| {
        let mut finding = Finding::new(rule, &b.id, b.line, message, help);
        finding.also = vec![a.id.clone()];
        Some(finding)
    };
    let forbids = (a.kind == Kind::Refrain) != (b.kind == Kind::Refrain);
    if forbids && same_act && same_object && same_place {
        return told(CLASH, format!("`{}` and `{}` demand and forbid the same", a.id, b.id), "let one end before the other begins");
    }
    if let (Some(p), Some(q)) = (&a.place, &b.place)
        && p == q
        && a.kind != Kind::Refrain
        && b.kind != Kind::Refrain
        && ((leaves(a) && stays(b)) || (leaves(b) && stays(a)))
    {
        return told(
            CLASH,
            format!("`{}` and `{}` demand to leave `{p}` and to stay there", a.id, b.id),
            "name different places, or let one end before the other begins",
        );
    }
    if !forbids && same_act && same_object && same_place && same_forces && same_creditor && a.kind == b.kind {
        return told(
            OVERLAP,
            format!("`{}` and `{}` demand the same act twice over the same time", a.id, b.id),
            "keep one, or part them by time, place or object",
        );
    }
    None
}

fn words(text: &str) -> Vec<String> {
    (text.to_lowercase().split(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty() && !matches!(*w, "the" | "a" | "an" | "of" | "its"))
        .map(str::to_owned)
        .collect()
}

fn starts(act: &str, list: &[String]) -> bool {
    let act = act.to_lowercase();
    list.iter().any(|w| find_words(&act, w) == Some(0))
}

fn leaves(o: &Obligation) -> bool {
    o.kind == Kind::Achieve && starts(&o.act, &built_in().movement)
}

fn stays(o: &Obligation) -> bool {
    o.kind == Kind::KeepUp && starts(&o.act, &built_in().staying)
}
