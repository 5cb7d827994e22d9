//! Who an actor of a record is to a deal.
//!
//! Decides: which actors are parties of the deal: by a name they share, or because they speak for one that shares it.
//! Must not know: what anybody did. Names that only look alike are nobody's.

use crate::deal::Deal;
use crate::record::{PartyId, Sum};
use crate::wording::key;
use std::collections::BTreeMap;

/// A tie between an actor of the record and a party of the deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tie {
    /// The party's short name in the deal.
    pub(super) party: String,
    /// Whether the actor bears the name itself; else it speaks for somebody who does.
    pub(super) own: bool,
}

/// The actors of the record that are parties of the deal.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    ties: BTreeMap<PartyId, Tie>,
    names: BTreeMap<String, String>,
}

/// Looks every actor of the record up.
pub(super) fn cast(deal: &Deal, sum: &Sum) -> Cast {
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for p in &deal.parties {
        for name in p.speaks_through.iter().chain([&p.name, &p.id]) {
            // A name that two parties bear names neither.
            names.entry(key(name)).and_modify(|n| *n = n.take().filter(|id| *id == p.id)).or_insert_with(|| Some(p.id.clone()));
        }
    }
    let names: BTreeMap<String, String> = names.into_iter().filter_map(|(n, p)| Some((n, p?))).collect();
    let own = |p: PartyId| {
        let party = sum.parties.get(p.0)?;
        let mut all: Vec<&String> = std::iter::once(&party.name).chain(&party.names).filter_map(|n| names.get(&key(n))).collect();
        all.sort();
        all.dedup();
        if let [one] = all.as_slice() { Some((*one).clone()) } else { None }
    };
    let mut ties = BTreeMap::new();
    for i in 0..sum.parties.len() {
        let mut at = PartyId(i);
        let mut seen = vec![at];
        let tie = loop {
            if let Some(party) = own(at) {
                break Some(Tie { party, own: seen.len() == 1 });
            }
            match sum.parties.get(at.0).and_then(|p| p.acts_for).filter(|n| !seen.contains(n)) {
                Some(next) => {
                    seen.push(next);
                    at = next;
                }
                None => break None,
            }
        };
        if let Some(tie) = tie {
            ties.insert(PartyId(i), tie);
        }
    }
    Cast { ties, names }
}

impl Cast {
    /// Who an actor is to the deal.
    pub(super) fn tie(&self, actor: PartyId) -> Option<&Tie> {
        self.ties.get(&actor)
    }

    /// Which party bears a name.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        self.names.get(&key(name)).map(String::as_str)
    }
}
