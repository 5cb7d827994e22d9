//! Rules that look at two duties at once.
//!
//! Decides: overlaps, clashes, and duties due before what they wait for. Must not know: events.

use super::Finding;
use super::ring;
use super::rules::{CLASH, OVERLAP, TOO_EARLY};
use crate::deal::Moment;
use crate::deal::account::gather;
use crate::deal::lexicon::{Opposite, built_in, find_words};
use crate::deal::timeline::{Assume, Index, Timeline};
use crate::deal::{Condition, Deal, Kind, Obligation};
use std::collections::BTreeSet;

pub(super) fn find(deal: &Deal, found: &mut Vec<Finding>) {
    let accounts = gather(deal, &[], Moment::MIN, Moment::MIN);
    let index = Index::of(deal);
    let assume = Assume::default();
    let mut t = Timeline::new(deal, &index, &accounts, None, Moment::MIN, Some(&assume));
    let times: Vec<Stretch> = (deal.obligations.iter())
        .map(|o| {
            let (from, until, _) = t.window(o);
            (from, if o.kind == Kind::Achieve { t.deadline(o).0.or(until) } else { until })
        })
        .collect();
    for (i, a) in deal.obligations.iter().enumerate() {
        for (j, b) in deal.obligations.iter().enumerate().skip(i + 1) {
            if a.debtors.iter().any(|d| b.debtors.contains(d)) && overlap(times[i], times[j]) && !in_sequence(a, b) {
                found.extend(pair(a, b).or_else(|| undoes(a, b, times[i], times[j])));
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

fn overlap(a: Stretch, b: Stretch) -> bool {
    let begins = |x: Stretch| x.0.unwrap_or(Moment::MIN);
    let ends = |x: Stretch| x.1.unwrap_or(Moment::MAX);
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

type Stretch = (Option<Moment>, Option<Moment>);

/// One duty keeps up what the other undoes: "hold the gate open" and "not open the gate".
fn undoes(a: &Obligation, b: &Obligation, of_a: Stretch, of_b: Stretch) -> Option<Finding> {
    let free = [a, b].into_iter().all(|o| o.requires.is_none() && o.unless.is_none());
    let both_forbid = a.kind == Kind::Refrain && b.kind == Kind::Refrain;
    if !free || both_forbid || !stands_through(a, of_a, of_b) || !stands_through(b, of_b, of_a) || !same_thing(a, b) {
        return None;
    }
    let clash = built_in().opposites.iter().any(|pair| matches!((demand(a, pair), demand(b, pair)), (Some(x), Some(y)) if x != y));
    clash.then(|| {
        let mut finding =
            Finding::new(CLASH, &b.id, b.line, format!("`{}` and `{}` demand opposite things of the same", a.id, b.id), "let one end before the other begins");
        finding.also = vec![a.id.clone()];
        finding
    })
}

/// Something to achieve clashes with something kept up only if all its days lie within the other's.
fn stands_through(o: &Obligation, of: Stretch, other: Stretch) -> bool {
    if o.kind != Kind::Achieve {
        return true;
    }
    let from = other.0.unwrap_or(Moment::MIN);
    let until = other.1.unwrap_or(Moment::MAX);
    o.from.is_some() && matches!(of, (Some(a), Some(b)) if a >= from && b <= until) && other != (None, None)
}

/// Whether a duty asks for the first of two opposites (true) or for the second.
fn demand(o: &Obligation, pair: &Opposite) -> Option<bool> {
    let said = words(&format!("{} {}", o.act, o.object.as_deref().unwrap_or("")));
    let acts = words(&o.act).len();
    // The verb begins the act; what goes with it may stand behind the object: "keep the gate open".
    let fits = |phrase: &String| {
        let mut parts = words(phrase).into_iter();
        let verb = parts.next();
        let rest: Vec<String> = parts.collect();
        let bare = rest.is_empty() && acts > 1 && said.get(1).is_some_and(|w| ["off", "down", "out"].contains(&w.as_str()));
        (verb.as_ref() == said.first() && !bare && rest.iter().all(|w| said.contains(w))).then_some(rest.len() + 1)
    };
    let one = pair.one.iter().filter_map(fits).max();
    let other = pair.other.iter().filter_map(fits).max();
    let forbidden = o.kind == Kind::Refrain;
    match (one, other) {
        (None, None) => None,
        (one, other) if one == other => None,
        (one, other) => Some((one > other) != forbidden),
    }
}

/// Whether two duties are about the same thing, as far as their words tell.
fn same_thing(a: &Obligation, b: &Obligation) -> bool {
    let side: BTreeSet<String> = built_in().opposites.iter().flat_map(|p| p.one.iter().chain(&p.other)).flat_map(|phrase| words(phrase)).collect();
    let of = |o: &Obligation| words(o.object.as_deref().unwrap_or("")).into_iter().filter(|w| !side.contains(w)).collect::<BTreeSet<_>>();
    let at = |o: &Obligation| words(o.place.as_deref().unwrap_or("")).into_iter().collect::<BTreeSet<_>>();
    let (x, y) = (of(a), of(b));
    let within = |x: &BTreeSet<String>, y: &BTreeSet<String>, place: BTreeSet<String>| x.iter().all(|w| y.contains(w) || place.contains(w));
    let same_place = a.place.is_none() || b.place.is_none() || a.place == b.place;
    !x.is_empty() && !y.is_empty() && same_place && within(&x, &y, at(b)) && within(&y, &x, at(a))
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
