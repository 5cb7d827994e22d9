//! Who says it first, who repeats it, who denies or confirms it.
//!
//! Decides: which claims say one thing, which answers another. Must not know: which is right.

use crate::record::plan_root as root;
use crate::record::{Matter, PartyId, Sum};
use std::collections::{BTreeMap, BTreeSet};

/// An answer later than this (in days) answers something else.
const WINDOW: i32 = 14;

/// One thing said of one holder, by several. Claims are indices in [`Sum::claims`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// The first of a known day; where several are of that day, all of them.
    pub first: Vec<usize>,
    /// The later ones, and those of no known day, in order.
    pub repeats: Vec<Repeat>,
}

/// A claim that was made before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The claim.
    pub claim: usize,
    /// Whether it comes from the hand of an earlier one (a copy, a quoted report): then it adds nothing.
    pub copied: bool,
}

/// What was said of each holder, matter and sign, first and again; only what was said more than once.
pub fn of(sum: &Sum) -> Vec<Echo> {
    let mut shelves: BTreeMap<(PartyId, Matter, i8), Vec<usize>> = BTreeMap::new();
    for (i, c) in sum.claims.iter().enumerate() {
        shelves.entry((root(sum, c.holder), c.matter, c.stance.sign())).or_default().push(i);
    }
    let mut out = Vec::new();
    for (_, all) in shelves.into_iter().filter(|(_, all)| all.len() > 1) {
        let day = sum.claims[all[0]].said;
        let mut sources = BTreeSet::new();
        let (mut first, mut repeats) = (Vec::new(), Vec::new());
        for i in all {
            let c = &sum.claims[i];
            let copied = !sources.insert(&c.source);
            if day.is_some() && c.said == day && !copied { first.push(i) } else { repeats.push(Repeat { claim: i, copied }) }
        }
        out.push(Echo { first, repeats });
    }
    out
}

/// A party's own words after what others said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// What was said of the party: an index in [`Sum::claims`].
    pub claim: usize,
    /// What it says itself.
    pub answer: usize,
    /// Whether it says the same; else it denies.
    pub confirms: bool,
}

/// Each claim by others with the first own words of its holder on the same matter, on the day or up to a fortnight after.
pub fn answers(sum: &Sum) -> Vec<Answer> {
    let mut own: BTreeMap<(PartyId, Matter), Vec<usize>> = BTreeMap::new();
    for (i, c) in sum.claims.iter().enumerate().filter(|(_, c)| c.own && c.stance.sign() != 0) {
        own.entry((root(sum, c.holder), c.matter)).or_default().push(i);
    }
    let mut out = Vec::new();
    for (i, c) in sum.claims.iter().enumerate().filter(|(_, c)| !c.own && c.stance.sign() != 0) {
        let Some(day) = c.said else { continue };
        let words = own.get(&(root(sum, c.holder), c.matter)).into_iter().flatten();
        let in_time = |j: &&usize| sum.claims[**j].said.is_some_and(|d| d >= day && day.until(d).is_ok_and(|s| s.get_days() <= WINDOW));
        if let Some(j) = words.copied().find(|j| in_time(&j)) {
            let confirms = sum.claims[j].stance.sign() == c.stance.sign();
            out.push(Answer { claim: i, answer: j, confirms });
        }
    }
    out
}
