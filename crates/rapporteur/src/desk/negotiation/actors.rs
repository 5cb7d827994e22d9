//! Who takes part, under which names.
//!
//! Decides: the order, and which reasons are given for names being one. Must not know: how names were joined.

use super::name;
use rapporteur_record::ActorKind;
use rapporteur_record::record::{Claimant, Evidence, Offer, PartyId, Sum, TextId};
use serde::Serialize;

/// The actors, and which of them may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Actors {
    /// Those that are in most documents first; the unnamed last.
    pub actors: Vec<Actor>,
    /// What a person may decide.
    pub offers: Vec<MayBeOne>,
}

/// One actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Actor {
    pub name: String,
    pub kind: &'static str,
    pub acts_for: Option<String>,
    pub mediator: bool,
    /// All names and descriptions.
    pub names: Vec<String>,
    pub documents: usize,
    /// How many positions it is said to hold.
    pub positions: usize,
    /// How many positions, figures and events it tells of.
    pub claims: usize,
    /// Why its names are taken to be one.
    pub because: Vec<Reason>,
}

/// Two names that may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct MayBeOne {
    /// `actor` or `proposal`.
    pub what: &'static str,
    pub one: String,
    pub other: String,
    pub because: Reason,
}

/// Why two are one, or may be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Reason {
    pub rule: &'static str,
    pub words: Vec<String>,
}

/// The actors of the record.
pub(super) fn of(sum: &Sum) -> Actors {
    let (mut held, mut made) = (vec![0; sum.parties.len()], vec![0; sum.parties.len()]);
    let more = |of: &mut Vec<usize>, p: PartyId| of.get_mut(p.0).into_iter().for_each(|n| *n += 1);
    sum.claims.iter().for_each(|c| more(&mut held, c.holder));
    let by = sum.claims.iter().map(|c| &c.by).chain(sum.tallies.iter().map(|t| &t.by)).chain(sum.happenings.iter().map(|h| &h.by));
    by.for_each(|by| {
        if let Claimant::Party(p) = by {
            more(&mut made, *p);
        }
    });
    let count = |of: &[usize], i: usize| of.get(i).copied().unwrap_or(0);
    let one = |i: usize| (i, actor(sum, PartyId(i), count(&held, i), count(&made, i)));
    let mut actors: Vec<(usize, Actor)> = (0..sum.parties.len()).map(one).collect();
    actors.sort_by_key(|(i, a)| (a.kind == ActorKind::Anonymous.name(), std::cmp::Reverse((a.documents, a.positions + a.claims)), *i));
    let offers = sum.offers.iter().map(|o| offer(sum, o)).collect();
    Actors { actors: actors.into_iter().map(|x| x.1).collect(), offers }
}

fn actor(sum: &Sum, id: PartyId, positions: usize, claims: usize) -> Actor {
    let p = &sum.parties[id.0];
    let mut documents: Vec<TextId> = p.members.iter().map(|m| m.0).collect();
    documents.sort_unstable();
    documents.dedup();
    Actor {
        name: p.name.clone(),
        kind: p.kind.name(),
        acts_for: p.acts_for.map(|a| name(sum, a)),
        mediator: p.mediator,
        names: p.names.iter().filter(|n| **n != p.name).cloned().collect(),
        documents: documents.len(),
        positions,
        claims,
        because: p.evidence.iter().map(reason).collect(),
    }
}

fn offer(sum: &Sum, offer: &Offer) -> MayBeOne {
    match offer {
        Offer::Parties(a, b, why) => MayBeOne { what: "actor", one: name(sum, *a), other: name(sum, *b), because: reason(why) },
        Offer::Plans(a, b, why) => {
            let label = |p: &rapporteur_record::record::PlanId| sum.plans[p.0].label.clone();
            MayBeOne { what: "proposal", one: label(a), other: label(b), because: reason(why) }
        }
    }
}

fn reason(e: &Evidence) -> Reason {
    let (rule, words) = match e {
        Evidence::FullName(a) => ("full_name", vec![a.clone()]),
        Evidence::State(a) => ("state", vec![a.clone()]),
        Evidence::ProperName(a) => ("proper_name", vec![a.clone()]),
        Evidence::Abbreviation(a, b) => ("abbreviation", vec![a.clone(), b.clone()]),
        Evidence::Brief(a) => ("brief", vec![a.clone()]),
        Evidence::Decision(entry) => ("decision", vec![entry.to_string()]),
        Evidence::Surname(a, b) => ("surname", vec![a.clone(), b.clone()]),
        Evidence::Misspelling(a, b) => ("misspelling", vec![a.clone(), b.clone()]),
        Evidence::Office(a) => ("office", vec![a.clone()]),
        Evidence::SameName(a) => ("same_name", vec![a.clone()]),
        Evidence::Label(a, b) => ("label", vec![a.clone(), b.clone()]),
    };
    Reason { rule, words }
}
