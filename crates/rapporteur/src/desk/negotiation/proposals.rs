//! Proposals, which replaces which, and the terms of one version beside those of the one before.
//!
//! Decides: what is told of a proposal. Must not know: which version counts, how it is drawn.

use super::grid::{self, Grid, Pick};
use super::named;
use super::{Cited, day, name};
use jiff::civil::Date;
use rapporteur_record::record::{Matter, PlanId, PointId, Sum};
use rapporteur_record::{ItemKind, matrix, versions};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// All proposals.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Proposals {
    /// Those of one line stand together, the oldest first.
    pub proposals: Vec<Plan>,
    /// How many labels may be one with another.
    pub offers: usize,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Plan {
    pub label: String,
    /// Its other labels and mentions.
    pub labels: Vec<String>,
    pub authors: Vec<String>,
    pub supersedes: Option<String>,
    pub superseded_by: Vec<String>,
    /// The first day on which a text speaks of it.
    #[serde(serialize_with = "day")]
    pub first: Option<Date>,
    pub documents: usize,
    pub terms: usize,
    /// How many stances on it, or on a term of it, are claimed.
    pub claims: usize,
    /// Whether it is any deal, of no author and no version.
    pub open: bool,
    /// The label of the oldest of its line.
    pub line: String,
}

/// One proposal, in full.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Draft {
    pub proposal: Plan,
    /// All of its line.
    pub lineage: Vec<Plan>,
    /// Where each text first mentions it.
    pub mentions: Vec<usize>,
    /// Its terms beside those of the version before.
    pub terms: Vec<Compared>,
    /// Who stands where on it and on its terms.
    pub stands: Grid,
}

/// A provision in two versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Compared {
    /// What the provision settles.
    pub kind: &'static str,
    /// `kept`, `changed`, `new` or `not_mentioned`.
    pub fate: &'static str,
    pub before: Option<Wording>,
    pub now: Option<Wording>,
}

/// A term as texts tell it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Wording {
    pub words: String,
    /// Its details, with every value that is told.
    pub details: BTreeMap<&'static str, BTreeSet<String>>,
    pub quotations: Vec<usize>,
}

/// The proposals, by line; the lines by age.
pub(super) fn of(sum: &Sum) -> Proposals {
    let claims = claims(sum);
    let mut all: Vec<(PlanId, usize)> = (0..sum.plans.len()).map(PlanId).map(|p| (p, depth(sum, p))).collect();
    let age = |p: PlanId| (sum.plans[p.0].first.is_none(), sum.plans[p.0].first);
    all.sort_by_key(|(p, deep)| {
        let first = oldest(sum, *p);
        (age(first), first, *deep, age(*p), *p)
    });
    let proposals = all.into_iter().map(|(p, _)| plan(sum, p, &claims)).collect();
    let offers = sum.offers.iter().filter(|o| matches!(o, rapporteur_record::record::Offer::Plans(..))).count();
    Proposals { proposals, offers }
}

/// The proposal of that label, `None` where there is none.
pub(super) fn one(sum: &Sum, cited: &mut Cited, label: &str) -> Option<Draft> {
    let id = *named::plans(sum, label).first()?;
    let claims = claims(sum);
    let first = oldest(sum, id);
    let mut line: Vec<PlanId> = (0..sum.plans.len()).map(PlanId).filter(|p| oldest(sum, *p) == first).collect();
    line.sort_by_key(|p| (depth(sum, *p), sum.plans[p.0].first, *p));
    let mut members = sum.plans[id.0].members.clone();
    members.sort_unstable();
    let mut mentions: Vec<usize> = members.iter().map(|(t, p)| cited.told(*t, (ItemKind::Proposal, p.0))).filter(|n| *n > 0).collect();
    mentions.dedup();
    let terms = versions::compare(sum, id).iter().map(|p| compared(sum, cited, p)).collect();
    let here = |m: Matter| m == Matter::Plan(id) || matches!(m, Matter::Point(p) if sum.points.get(p.0).is_some_and(|p| p.plan == Some(id)));
    let stands = matrix::of_claims(sum, |i| sum.claims.get(i).is_some_and(|c| here(c.matter)));
    Some(Draft {
        proposal: plan(sum, id, &claims),
        lineage: line.into_iter().map(|p| plan(sum, p, &claims)).collect(),
        mentions,
        terms,
        stands: grid::pick(sum, cited, &stands, Pick { parties: 12, rows: 60, quotations: 3, apart: true }),
    })
}

/// How many claims are made on each proposal, its terms included.
fn claims(sum: &Sum) -> BTreeMap<PlanId, usize> {
    let mut out = BTreeMap::new();
    for c in &sum.claims {
        let on = match c.matter {
            Matter::Plan(p) => Some(p),
            Matter::Point(p) => sum.points.get(p.0).and_then(|p| p.plan),
            Matter::Process => None,
        };
        on.into_iter().for_each(|p| *out.entry(p).or_default() += 1);
    }
    out
}

/// The proposals before it, from it on. A lineage has no circles; if one came in, it would end.
fn back(sum: &Sum, from: PlanId) -> Vec<PlanId> {
    let mut out = vec![from];
    while let Some(next) = out.last().and_then(|p| sum.plans.get(p.0)).and_then(|p| p.supersedes).filter(|n| !out.contains(n)) {
        out.push(next);
    }
    out
}

fn oldest(sum: &Sum, from: PlanId) -> PlanId {
    back(sum, from).last().copied().unwrap_or(from)
}

fn depth(sum: &Sum, from: PlanId) -> usize {
    back(sum, from).len()
}

fn plan(sum: &Sum, id: PlanId, claims: &BTreeMap<PlanId, usize>) -> Plan {
    let p = &sum.plans[id.0];
    let label = |p: PlanId| sum.plans.get(p.0).map(|p| p.label.clone()).unwrap_or_default();
    let documents: BTreeSet<_> = p.members.iter().map(|m| m.0).collect();
    let later = sum.plans.iter().filter(|q| q.supersedes == Some(id)).map(|q| q.label.clone());
    Plan {
        label: p.label.clone(),
        labels: p.labels.iter().filter(|l| **l != p.label && says_what(l)).cloned().collect(),
        authors: p.authors.iter().map(|a| name(sum, *a)).collect(),
        supersedes: p.supersedes.map(label),
        superseded_by: later.collect(),
        first: p.first,
        documents: documents.len(),
        terms: sum.points.iter().filter(|x| x.plan == Some(id)).count(),
        claims: claims.get(&id).copied().unwrap_or(0),
        open: p.open,
        line: label(oldest(sum, id)),
    }
}

/// Whether a label says anything by itself: "it" stands for another.
fn says_what(label: &str) -> bool {
    const STAND_INS: [&str; 12] = ["it", "this", "that", "these", "those", "they", "them", "both", "either", "neither", "one", "which"];
    !STAND_INS.contains(&label.trim().to_lowercase().as_str())
}

fn compared(sum: &Sum, cited: &mut Cited, pair: &versions::Pair) -> Compared {
    let kind = pair.now.or(pair.before).and_then(|p| sum.points.get(p.0)).map_or("other", |p| p.kind.name());
    let mut wording = |p: PointId| wording(sum, cited, p);
    Compared { kind, fate: pair.fate.name(), before: pair.before.and_then(&mut wording), now: pair.now.and_then(&mut wording) }
}

fn wording(sum: &Sum, cited: &mut Cited, id: PointId) -> Option<Wording> {
    let point = sum.points.get(id.0)?;
    let mut quotations: Vec<usize> = point.members.iter().map(|(t, i)| cited.told(*t, (ItemKind::Term, i.0))).filter(|n| *n > 0).collect();
    quotations.dedup();
    let words = point.words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Wording { words, details: versions::details(sum, id), quotations })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_word_that_stands_for_another_is_no_label() {
        assert!(!super::says_what("It") && !super::says_what("this "));
        assert!(super::says_what("This text") && super::says_what("IT pact"));
    }
}
