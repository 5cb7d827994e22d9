//! Parties and matters by the names that an address gives them.
//!
//! Decides: which of the record is meant by a name. Must not know: addresses, how a name came to be.

use super::{Subject, subject};
use rapporteur_record::record::{Matter, PartyId, PlanId, PointId, Sum};
use serde::Serialize;
use std::collections::BTreeSet;

/// A matter as somebody names it. What is not given is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct About {
    /// `proposal`, `process`, or what a term settles.
    pub kind: Option<String>,
    /// The proposal's label, the words that state the term; "the talks".
    pub label: String,
    /// The proposal that a term is part of.
    pub proposal: Option<String>,
}

impl About {
    fn fits(&self, s: &Subject) -> bool {
        self.label == s.label && self.kind.as_deref().is_none_or(|k| k == s.kind) && (self.proposal.is_none() || self.proposal == s.proposal)
    }
}

/// The parties of that name; where none has it, those that are also called so. Several can share a name: none is then preferred.
pub(super) fn parties(sum: &Sum, name: &str) -> BTreeSet<PartyId> {
    let all = || sum.parties.iter().enumerate();
    let exact: BTreeSet<PartyId> = all().filter(|(_, p)| p.name == name).map(|(i, _)| PartyId(i)).collect();
    if !exact.is_empty() {
        return exact;
    }
    let wanted = name.to_lowercase();
    let called = |n: &String| n.to_lowercase() == wanted;
    all().filter(|(_, p)| called(&p.name) || p.names.iter().any(called)).map(|(i, _)| PartyId(i)).collect()
}

/// The proposals of that label; where none has it, those that are also called so.
pub(super) fn plans(sum: &Sum, label: &str) -> Vec<PlanId> {
    let all = || sum.plans.iter().enumerate();
    let exact: Vec<PlanId> = all().filter(|(_, p)| p.label == label).map(|(i, _)| PlanId(i)).collect();
    if exact.is_empty() { all().filter(|(_, p)| p.labels.contains(label)).map(|(i, _)| PlanId(i)).collect() } else { exact }
}

/// The matters that are meant.
pub(super) fn matters(sum: &Sum, about: &About) -> BTreeSet<Matter> {
    let plans = (0..sum.plans.len()).map(|i| Matter::Plan(PlanId(i)));
    let points = (0..sum.points.len()).map(|i| Matter::Point(PointId(i)));
    plans.chain(points).chain([Matter::Process]).filter(|m| about.fits(&subject(sum, *m))).collect()
}
