//! How well a report suits a matter of the deal.
//!
//! Decides: what must be there for a match at all, what is told for it, what is a doubt. Must not know: other reports.

use super::Heard;
use super::acts::{Acts, first};
use super::passage::counts;
use super::who::Cast;
use crate::deal::{Amount, Claim, Deal, Happening, Kind, Obligation, Power};
use crate::record::Sum;
use crate::wording::telling;
use std::collections::BTreeSet;

/// A match of a report with a matter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit {
    /// The matter's short name.
    pub(super) of: String,
    /// What is claimed of it.
    pub(super) claim: Claim,
    pub(super) quantity: Option<Amount>,
    pub(super) in_all: Option<Amount>,
    /// How sure the match is, 0..1.
    pub(super) confidence: f64,
    /// By what the matches of one report are ranked.
    pub(super) score: f64,
    pub(super) why: Vec<String>,
    pub(super) doubts: Vec<String>,
}

/// All matches of a report, the best first.
pub(super) fn all(deal: &Deal, sum: &Sum, cast: &Cast, acts: &Acts, h: &Heard<'_>) -> Vec<Fit> {
    let last = h.happened.map(|d| d.1).or(h.said);
    // What happened before there was a deal is not done under it.
    if deal.signed.zip(last).is_some_and(|(s, d)| d < s.day()) {
        return Vec::new();
    }
    let mut out: Vec<Fit> = deal.obligations.iter().filter_map(|o| duty(deal, sum, cast, acts, h, o)).collect();
    out.extend(deal.happenings.iter().filter_map(|x| named(acts, h, x)));
    out.extend(deal.powers.iter().filter_map(|p| power(deal, cast, acts, h, p)));
    out.extend(signature(deal, acts, h));
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.of.cmp(&b.of)));
    out
}

/// The share of `wanted` words that stand among `there`, with those that do.
fn share(wanted: &BTreeSet<String>, there: &BTreeSet<String>) -> (f64, Vec<String>) {
    let hits: Vec<String> = wanted.intersection(there).cloned().collect();
    (if wanted.is_empty() { 0.0 } else { hits.len() as f64 / wanted.len() as f64 }, hits)
}

fn duty(deal: &Deal, sum: &Sum, cast: &Cast, acts: &Acts, h: &Heard<'_>, o: &Obligation) -> Option<Fit> {
    let act = acts.of(o);
    let low = h.passage.to_lowercase();
    let ceases = first(&act.ceases, &h.words);
    let own = first(&act.done, &h.words);
    let near = own.or_else(|| first(&act.done, &low));
    let kind = h.kind.map(|k| (k.name(), act.kinds.iter().any(|n| n == k.name())));
    let suits = kind.is_some_and(|k| k.1);
    let wanted = telling(&format!("{} {}", o.object.as_deref().unwrap_or(""), o.forces.as_deref().unwrap_or("")));
    let (object, hits) = share(&wanted, &telling(&h.passage));
    let placed = o.place.as_ref().is_some_and(|p| share(&telling(p), &telling(&format!("{} {}", h.passage, h.place.unwrap_or("")))).0 >= 0.5);
    let told = own.is_some() || (ceases.is_some() && o.kind != Kind::Refrain) || (near.is_some() && (suits || object > 0.0)) || (suits && object >= 0.5);
    if !told || (object == 0.0 && !placed && !(own.is_some() && (wanted.is_empty() || suits))) {
        return None;
    }
    let mut fit = Fit {
        of: o.id.clone(),
        claim: Claim::Performed,
        quantity: None,
        in_all: None,
        confidence: h.confidence,
        score: 0.0,
        why: Vec::new(),
        doubts: Vec::new(),
    };
    let debtor = actor(deal, cast, h, o, &mut fit)?;
    // Words of hindering say something of a duty only where its debtor is said to hinder.
    if own.is_none() && ceases.is_some() && !debtor {
        return None;
    }
    match (own.or(ceases), near) {
        (Some(w), _) => fit.why.push(format!("the act: \u{201c}{w}\u{201d}")),
        (None, Some(w)) => {
            fit.confidence *= 0.8;
            fit.doubts.push(format!("\u{201c}{w}\u{201d} stands in the sentence, not in the words of the report"));
        }
        (None, None) => fit.doubts.push("no word of the act, only the type of event".to_owned()),
    }
    if let Some((name, suits)) = kind {
        fit.confidence *= if suits { 1.0 } else { 0.95 };
        fit.why.extend(suits.then(|| format!("the type: {name}")));
    }
    if hits.is_empty() && !wanted.is_empty() {
        fit.confidence *= 0.7;
        if !placed && o.kind != Kind::Refrain {
            fit.doubts.push(format!("the words do not name {}", o.object.as_deref().unwrap_or("its object")));
        }
    } else if !hits.is_empty() {
        fit.why.push(format!("the object: {}", hits.join(", ")));
    }
    if placed {
        fit.why.push(format!("the place: {}", o.place.as_deref().unwrap_or("")));
    } else if o.place.is_some() && h.place.is_some() {
        fit.confidence *= 0.9;
    }
    claim(h, o, acts, ceases.is_some() && own.is_none(), &mut fit);
    let acted = |t: &super::who::Tie| Some(&t.party) == h.teller.as_ref() && o.debtors.contains(&t.party);
    if fit.claim == Claim::Breached && h.actors.iter().filter_map(|a| cast.tie(*a)).any(acted) {
        fit.doubts.push("told by the debtor itself, which does not call it a breach".to_owned());
    }
    if fit.claim == Claim::Performed {
        amount(sum, acts, h, o, &mut fit);
    }
    let turned = first(&acts.not, &h.words);
    if let Some(w) = turned.filter(|_| !h.denied) {
        fit.doubts.push(format!("the words hold \u{201c}{w}\u{201d}"));
    }
    fit.score = fit.confidence + 0.3 * object + if debtor { 0.15 } else { 0.0 } + if placed { 0.1 } else { 0.0 } + if own.is_some() { 0.1 } else { 0.0 };
    Some(fit)
}

/// Whether a debtor acted. `None` where somebody else did, in a duty not to act.
fn actor(deal: &Deal, cast: &Cast, h: &Heard<'_>, o: &Obligation, fit: &mut Fit) -> Option<bool> {
    let ties: Vec<_> = h.actors.iter().filter_map(|a| cast.tie(*a)).collect();
    if let Some(tie) = ties.iter().find(|t| o.debtors.contains(&t.party)) {
        fit.confidence *= if tie.own { 1.0 } else { 0.95 };
        let how = if tie.own { "by name" } else { "through somebody who speaks or acts for it" };
        fit.why.push(format!("the actor: {} ({how})", deal.party_name(&tie.party)));
        return Some(true);
    }
    let side = h.teller.as_ref().filter(|t| o.debtors.contains(t) || o.creditors.contains(t));
    match (ties.first(), h.actors.is_empty(), side) {
        (Some(_), _, _) if o.kind == Kind::Refrain => return None,
        (Some(t), _, _) => fit.doubts.push(format!("{} is said to have acted, and does not owe it", deal.party_name(&t.party))),
        (None, false, _) => fit.doubts.push("who acted is nobody that the deal names".to_owned()),
        (None, true, Some(side)) if o.kind != Kind::Refrain || o.debtors.len() == 1 && !o.debtors.contains(side) => {
            fit.confidence *= 0.85;
            fit.why.push(format!("told by {}, a side of this duty; nobody else is named", deal.party_name(side)));
        }
        (None, true, _) => {
            fit.confidence *= 0.7;
            fit.doubts.push("nobody is named as acting".to_owned());
        }
    }
    Some(false)
}

/// What a report says of a duty: the act itself, or what ends it, and whether that is denied.
fn claim(h: &Heard<'_>, o: &Obligation, acts: &Acts, hindered: bool, fit: &mut Fit) {
    fit.claim = match (o.kind, hindered, h.denied) {
        (Kind::Achieve, false, false) => Claim::Performed,
        (Kind::Achieve, false, true) | (Kind::Achieve, true, false) => Claim::NotPerformed,
        (Kind::KeepUp, false, false) => Claim::Kept,
        (Kind::KeepUp, true, false) | (Kind::Refrain, _, false) => Claim::Breached,
        (Kind::KeepUp, true, true) | (Kind::Refrain, _, true) | (Kind::Achieve, true, true) => Claim::Denied,
        (Kind::KeepUp, false, true) => {
            fit.doubts.push("that it was done once is denied; whether it was kept is not told".to_owned());
            Claim::Denied
        }
    };
    if hindered && o.kind == Kind::Achieve {
        fit.doubts.push("the words tell of holding back, not of the duty itself".to_owned());
    }
    let part = first(&acts.partly, &h.words);
    if let Some(w) = part.filter(|_| fit.claim == Claim::Performed && o.quantity.is_none() && o.ratio.is_none() && o.schedule.is_empty()) {
        fit.doubts.push(format!("\u{201c}{w}\u{201d}: the words may tell of a part or a beginning"));
    }
}

/// How much was done, where the duty is counted.
fn amount(sum: &Sum, acts: &Acts, h: &Heard<'_>, o: &Obligation, fit: &mut Fit) {
    let counted = o.quantity.is_some() || o.ratio.is_some() || !o.schedule.is_empty() || o.each.is_some();
    let found = counts(sum, h.text, h.within, o, acts);
    match found.as_slice() {
        [one] => {
            if one.in_all {
                fit.in_all = Some(one.amount)
            } else {
                fit.quantity = Some(one.amount)
            }
            if !one.exact {
                fit.doubts.push("the number is not meant exactly".to_owned());
            }
            if o.quantity.is_some_and(|q| one.amount > q) {
                fit.doubts.push(format!("the number is larger than the {} that are owed", o.quantity.unwrap_or_default()));
            }
        }
        [] if counted && first(&acts.wholly, &h.words).is_none() => fit.doubts.push("how much was done is not told".to_owned()),
        [] => {}
        _ => fit.doubts.push("several numbers may be meant".to_owned()),
    }
}

fn named(acts: &Acts, h: &Heard<'_>, x: &Happening) -> Option<Fit> {
    let wanted = telling(&x.name);
    let (all, _) = share(&wanted, &telling(&h.passage));
    let (own, hits) = share(&wanted, &telling(&h.words));
    if all < 0.6 || own == 0.0 || wanted.len() < 2 {
        return None;
    }
    let ends = x.situation && first(&acts.ceased, &h.words).is_some();
    let mut doubts = Vec::new();
    if all < 1.0 {
        doubts.push(format!("the words name only a part of \u{201c}{}\u{201d}", x.name));
    }
    if h.denied {
        doubts.push("it is said not to have happened".to_owned());
    }
    doubts.extend(first(&acts.not, &h.words).map(|w| format!("the words hold \u{201c}{w}\u{201d}")));
    let confidence = h.confidence * all;
    let claim = if ends { Claim::Ceased } else { Claim::Occurred };
    let why = vec![format!("the words: {}", hits.join(", "))];
    Some(Fit { of: x.id.clone(), claim, quantity: None, in_all: None, confidence, score: confidence, why, doubts })
}

fn power(deal: &Deal, cast: &Cast, acts: &Acts, h: &Heard<'_>, p: &Power) -> Option<Fit> {
    let verb = first(acts.of_power(p.kind), &h.words)?;
    let there = telling(&h.passage);
    let target = p.targets.iter().map(|t| share(&telling(&target(deal, t)), &there).0).fold(0.0, f64::max);
    let holder = h.actors.iter().filter_map(|a| cast.tie(*a)).any(|t| p.holders.contains(&t.party));
    if target < 0.5 || h.denied {
        return None;
    }
    let mut doubts = Vec::new();
    if !holder {
        doubts.push("no holder of the power is named as acting".to_owned());
    }
    doubts.extend(first(&acts.not, &h.words).map(|w| format!("the words hold \u{201c}{w}\u{201d}")));
    let confidence = h.confidence * target * if holder { 1.0 } else { 0.7 };
    let why = vec![format!("the act: \u{201c}{verb}\u{201d}"), "what it is used on is named".to_owned()];
    Some(Fit { of: p.id.clone(), claim: Claim::Exercised, quantity: None, in_all: None, confidence, score: confidence + 0.2, why, doubts })
}

/// What a power's target is called.
fn target(deal: &Deal, id: &str) -> String {
    match (deal.phase(id), deal.obligation(id)) {
        (Some(p), _) => p.name.clone(),
        (_, Some(o)) => format!("{} {}", o.act, o.object.as_deref().unwrap_or("")),
        _ => deal.name.clone(),
    }
}

fn signature(deal: &Deal, acts: &Acts, h: &Heard<'_>) -> Option<Fit> {
    let verb = first(&acts.signed, &h.words).filter(|_| deal.signed.is_none() && !h.denied)?;
    let (all, hits) = share(&telling(&deal.name), &telling(&h.passage));
    let mut doubts = Vec::new();
    if all < 0.6 {
        doubts.push("the words do not name the deal".to_owned());
    }
    let confidence = h.confidence * all.max(0.3);
    let why = vec![format!("the act: \u{201c}{verb}\u{201d}"), format!("the deal: {}", hits.join(", "))];
    Some(Fit { of: "signature".to_owned(), claim: Claim::Occurred, quantity: None, in_all: None, confidence, score: confidence, why, doubts })
}
