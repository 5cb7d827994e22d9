//! What nobody has answered, and numbers beside one another.
//!
//! Decides: when a proposal or a term is unanswered; which figures count one thing. Must not know: whether silence means anything.

use crate::Measure;
use crate::record::plan_root as root;
use crate::record::{Account, Matter, PartyId, Sum};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A proposal or a term that somebody wants and on which no other party is said to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What is unanswered.
    pub matter: Matter,
    /// Who wants it.
    pub wanted_by: Vec<PartyId>,
    /// The first day on which that was said.
    pub since: Option<Date>,
    /// The parties of the record that are silent on it, mediators left out.
    pub silent: Vec<PartyId>,
}

/// What nobody has answered, by matter. A party answers where it, or anybody about it, takes a stance on the matter; a stance on a proposal
/// answers its terms.
pub fn of(sum: &Sum) -> Vec<Gap> {
    let matrix = crate::matrix::of(sum);
    let parties: BTreeSet<PartyId> = matrix.parties.iter().copied().filter(|p| !sum.parties[p.0].mediator).collect();
    let mut wanted: BTreeMap<Matter, (BTreeSet<PartyId>, Option<Date>)> = BTreeMap::new();
    let mut stand: BTreeMap<Matter, BTreeSet<PartyId>> = BTreeMap::new();
    for c in &sum.claims {
        let holder = root(sum, c.holder);
        stand.entry(c.matter).or_default().insert(holder);
        if c.stance.sign() > 0 && c.matter != Matter::Process {
            let entry = wanted.entry(c.matter).or_insert((BTreeSet::new(), c.said));
            entry.0.insert(holder);
            entry.1 = [entry.1, c.said].into_iter().flatten().min();
        }
    }
    let mut gaps = Vec::new();
    for (matter, (by, since)) in wanted {
        let mut heard = stand.get(&matter).cloned().unwrap_or_default();
        if let Matter::Point(p) = matter
            && let Some(plan) = sum.points[p.0].plan
        {
            heard.extend(stand.get(&Matter::Plan(plan)).into_iter().flatten());
        }
        let answered = heard.iter().any(|p| !by.contains(p) && parties.contains(p)) || by.iter().filter(|p| parties.contains(p)).count() > 1;
        let silent: Vec<PartyId> = parties.iter().copied().filter(|p| !heard.contains(p)).collect();
        if !answered && !silent.is_empty() {
            gaps.push(Gap { matter, wanted_by: by.into_iter().collect(), since, silent });
        }
    }
    gaps
}

/// Figures that count one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What is counted.
    pub measure: Measure,
    /// Whose.
    pub of: Option<PartyId>,
    /// Indices in [`Sum::tallies`], by day said.
    pub tallies: Vec<usize>,
    /// Whether some of them cannot hold together: indices in [`Sum::disputes`].
    pub disputes: Vec<usize>,
}

/// Figures beside one another, by measure and whose they are. Money and other things, whose words tell what they count, stand together only where
/// a dispute ties them.
pub fn quantities(sum: &Sum) -> Vec<Quantity> {
    let mut shelves: BTreeMap<(Measure, Option<PartyId>, usize), Vec<usize>> = BTreeMap::new();
    // Of each figure, the disputes that it is in, in order.
    let mut disputed: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (d, dispute) in sum.disputes.iter().enumerate() {
        for account in dispute.sides.iter().flatten() {
            if let Account::Tally(i) = account {
                disputed.entry(*i).or_default().push(d);
            }
        }
    }
    let tied = |i: usize| disputed.get(&i).and_then(|all| all.first()).copied();
    for (i, t) in sum.tallies.iter().enumerate() {
        let apart = t.of.is_none() || matches!(t.measure, Measure::Money | Measure::Other);
        let shelf = if apart { tied(i).map_or(usize::MAX - i, |d| d + 1) } else { 0 };
        shelves.entry((t.measure, t.of, shelf)).or_default().push(i);
    }
    let quantity = |((measure, of, _), tallies): ((Measure, Option<PartyId>, usize), Vec<usize>)| {
        let disputes: BTreeSet<usize> = tallies.iter().filter_map(|i| disputed.get(i)).flatten().copied().collect();
        Quantity { measure, of, disputes: disputes.into_iter().collect(), tallies }
    };
    shelves.into_iter().map(quantity).collect()
}
