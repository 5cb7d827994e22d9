//! The issue matrix: who stands where on what, according to whom.
//!
//! Decides: what one cell shows. Must not know: how it is drawn. A cell concludes nothing: it points to claims.

use crate::record::plan_root as root;
use crate::record::{Account, Claimant, Dispute, Matter, PartyId, Source, Sum};
use crate::{ActorKind, ConflictKind};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Parties by proposals and terms. Claims are indices in [`Sum::claims`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// The rows: everybody who holds a position, for themselves in the end, by name. Unnamed holders that speak for nobody have no row.
    pub parties: Vec<PartyId>,
    /// The columns: proposals, terms, the talks.
    pub matters: Vec<Matter>,
    /// What is known, by row and column; where nothing is, there is no cell.
    pub cells: BTreeMap<(PartyId, Matter), Cell>,
}

/// Where a party stands on a matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its latest stance in its own words, or in those of somebody who speaks for it.
    pub own: Option<usize>,
    /// The latest that each other claimant says of it, by claimant.
    pub told: Vec<usize>,
    /// Whether claimants disagree on it: a `contested` dispute has one of these claims.
    pub contested: bool,
    /// Since when the stance it ends with has held: the first day of the last run of claims of one sign.
    pub since: Option<Date>,
    /// All claims, by day said.
    pub claims: Vec<usize>,
    /// From how many hands the claims come, copies and quoted reports counted once.
    pub sources: usize,
}

/// The matrix of the whole record.
pub fn of(sum: &Sum) -> Matrix {
    of_claims(sum, |_| true)
}

/// The matrix of the claims (indices in [`Sum::claims`]) that `counts` lets in.
pub fn of_claims(sum: &Sum, counts: impl Fn(usize) -> bool) -> Matrix {
    let mut matrix = Matrix::default();
    let mut sources: BTreeMap<(PartyId, Matter), BTreeSet<&Source>> = BTreeMap::new();
    for (i, c) in sum.claims.iter().enumerate().filter(|(i, _)| counts(*i)) {
        let row = root(sum, c.holder);
        if sum.parties.get(row.0).is_none_or(|p| p.kind == ActorKind::Anonymous) {
            continue;
        }
        matrix.cells.entry((row, c.matter)).or_default().claims.push(i);
        sources.entry((row, c.matter)).or_default().insert(&c.source);
    }
    let mut disputes: BTreeMap<usize, Vec<&Dispute>> = BTreeMap::new();
    for d in sum.disputes.iter().filter(|d| d.kind == ConflictKind::Contested) {
        for account in d.sides.iter().flatten() {
            if let Account::Claim(i) = account {
                disputes.entry(*i).or_default().push(d);
            }
        }
    }
    for (key, cell) in &mut matrix.cells {
        fill(sum, cell);
        cell.contested = cell.claims.iter().filter_map(|i| disputes.get(i)).flatten().any(|d| both_sides(sum, cell, d));
        cell.sources = sources.get(key).map_or(0, BTreeSet::len);
    }
    matrix.parties = matrix.cells.keys().map(|(p, _)| *p).collect::<BTreeSet<_>>().into_iter().collect();
    matrix.matters = matrix.cells.keys().map(|(_, m)| *m).collect::<BTreeSet<_>>().into_iter().collect();
    matrix
}

/// Whether both sides of a dispute were said by the day of the cell's last claim, or nobody knows when: seen at an earlier date it may have one only.
fn both_sides(sum: &Sum, cell: &Cell, dispute: &Dispute) -> bool {
    let last = cell.claims.last().and_then(|i| sum.claims[*i].said);
    let said = |a: &Account| sum.claim(*a).is_some_and(|c| c.said.zip(last).is_none_or(|(d, l)| d <= l));
    dispute.sides.iter().all(|s| s.iter().any(said))
}

fn fill(sum: &Sum, cell: &mut Cell) {
    let mut told: BTreeMap<&Claimant, usize> = BTreeMap::new();
    for i in &cell.claims {
        let c = &sum.claims[*i];
        if c.own {
            // Own claims of an unknown day do not replace one of a known day.
            let dated = |j: usize| sum.claims[j].said.is_some();
            if cell.own.is_none_or(|j| c.said.is_some() || !dated(j)) {
                cell.own = Some(*i);
            }
        } else {
            told.insert(&c.by, *i);
        }
    }
    cell.told = told.into_values().collect();
    let last = cell.own.or(cell.claims.last().copied()).map(|i| sum.claims[i].stance.sign());
    let own_only = cell.own.is_some();
    let run = cell.claims.iter().rev().map(|i| &sum.claims[*i]).filter(|c| !own_only || c.own);
    cell.since = run.take_while(|c| Some(c.stance.sign()) == last).filter_map(|c| c.said).last();
}
