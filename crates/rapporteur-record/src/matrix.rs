//! The issue matrix: who stands where on what, according to whom.
//!
//! Decides: what one cell shows. Must not know: how it is drawn. A cell concludes nothing: it points to claims.

use crate::record::plan_root as root;
use crate::record::{Account, Claimant, Dispute, Matter, PartyId, Source, Sum};
use crate::{ActorKind, ConflictKind};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};

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
pub fn of(sum: &Sum) -> &Matrix {
    sum.matrix.get(|| of_claims(sum, |_| true))
}

/// The matrix of the claims (indices in [`Sum::claims`]) that `counts` lets in.
pub fn of_claims(sum: &Sum, counts: impl Fn(usize) -> bool) -> Matrix {
    let mut matrix = Matrix::default();
    let found = in_cells(sum, counts);
    let contested = Contested::of(sum);
    for claims in found.chunk_by(one_cell) {
        let Some((party, matter, _)) = claims.first() else { continue };
        let mut cell = Cell { claims: claims.iter().map(|c| c.2 as usize).collect(), ..Cell::default() };
        fill(sum, &mut cell);
        cell.contested = cell.claims.iter().flat_map(|i| contested.of_claim(*i)).any(|d| both_sides(sum, &cell, d));
        cell.sources = cell.claims.iter().map(|i| &sum.claims[*i].source).collect::<HashSet<&Source>>().len();
        matrix.cells.insert((*party, *matter), cell);
    }
    matrix.parties = matrix.cells.keys().map(|(p, _)| *p).collect::<BTreeSet<_>>().into_iter().collect();
    matrix.matters = matrix.cells.keys().map(|(_, m)| *m).collect::<BTreeSet<_>>().into_iter().collect();
    matrix
}

/// A claim (an index in [`Sum::claims`]) with its row and column.
pub(crate) type Placed = (PartyId, Matter, u32);

/// Whether two claims are of one cell.
pub(crate) fn one_cell(a: &Placed, b: &Placed) -> bool {
    (a.0, a.1) == (b.0, b.1)
}

/// The claims that `counts` lets in, by cell, in order.
fn in_cells(sum: &Sum, counts: impl Fn(usize) -> bool) -> Vec<Placed> {
    let rows = rows(sum);
    let counted = sum.claims.iter().enumerate().filter(|(i, _)| counts(*i));
    let mut found: Vec<Placed> = counted.filter_map(|(i, c)| Some((*rows.get(c.holder.0)?.as_ref()?, c.matter, i as u32))).collect();
    found.sort_unstable();
    found
}

/// As [`in_cells`], of the cells only that have one of the claims that are `new`.
pub(crate) fn in_cells_with(sum: &Sum, counts: impl Fn(usize) -> bool, new: impl Fn(usize) -> bool) -> Vec<Placed> {
    let rows = rows(sum);
    let cell = |c: &crate::record::Claim| Some((*rows.get(c.holder.0)?.as_ref()?, c.matter));
    let cells: HashSet<(PartyId, Matter)> = sum.claims.iter().enumerate().filter(|(i, _)| new(*i)).filter_map(|(_, c)| cell(c)).collect();
    if cells.is_empty() {
        return Vec::new();
    }
    let counted = sum.claims.iter().enumerate().filter(|(i, _)| counts(*i));
    let placed = counted.filter_map(|(i, c)| cell(c).filter(|at| cells.contains(at)).map(|(row, matter)| (row, matter, i as u32)));
    let mut found: Vec<Placed> = placed.collect();
    found.sort_unstable();
    found
}

/// The claim that a cell shows, of its claims in order: the latest in own words, else the latest.
pub(crate) fn shown(sum: &Sum, claims: impl Iterator<Item = usize> + Clone) -> Option<usize> {
    own(sum, claims.clone()).or(claims.last())
}

/// The latest of some claims in order that is in own words. One of an unknown day does not replace one of a known day.
fn own(sum: &Sum, claims: impl Iterator<Item = usize>) -> Option<usize> {
    let dated = |i: usize| sum.claims[i].said.is_some();
    claims.filter(|i| sum.claims[*i].own).fold(None, |own, i| if own.is_none_or(|j| dated(i) || !dated(j)) { Some(i) } else { own })
}

/// The row of each party as a holder.
fn rows(sum: &Sum) -> Vec<Option<PartyId>> {
    (0..sum.parties.len()).map(|i| row(sum, PartyId(i))).collect()
}

/// The row of whoever holds a position; `None` where nobody named speaks in the end.
fn row(sum: &Sum, holder: PartyId) -> Option<PartyId> {
    let row = root(sum, holder);
    sum.parties.get(row.0).filter(|p| p.kind != ActorKind::Anonymous).map(|_| row)
}

/// Which contested accounts each claim is in.
struct Contested<'a> {
    sum: &'a Sum,
    /// Claims with their disputes, in order.
    all: Vec<(u32, u32)>,
}

impl<'a> Contested<'a> {
    fn of(sum: &'a Sum) -> Contested<'a> {
        let kind = |d: &&(usize, &Dispute)| d.1.kind == ConflictKind::Contested;
        let claim = |a: &Account| if let Account::Claim(i) = a { Some(*i as u32) } else { None };
        let disputes = sum.disputes.iter().enumerate().filter(|d| kind(&d));
        let mut all: Vec<(u32, u32)> = disputes.flat_map(|(n, d)| d.sides.iter().flatten().filter_map(claim).map(move |i| (i, n as u32))).collect();
        all.sort_unstable();
        Contested { sum, all }
    }

    fn of_claim(&self, claim: usize) -> impl Iterator<Item = &'a Dispute> {
        let from = self.all.partition_point(|d| (d.0 as usize) < claim);
        self.all[from..].iter().take_while(move |d| d.0 as usize == claim).filter_map(|d| self.sum.disputes.get(d.1 as usize))
    }
}

/// Whether both sides of a dispute were said by the day of the cell's last claim, or nobody knows when: seen at an earlier date it may have one only.
fn both_sides(sum: &Sum, cell: &Cell, dispute: &Dispute) -> bool {
    let last = cell.claims.last().and_then(|i| sum.claims[*i].said);
    let said = |a: &Account| sum.claim(*a).is_some_and(|c| c.said.zip(last).is_none_or(|(d, l)| d <= l));
    dispute.sides.iter().all(|s| s.iter().any(said))
}

fn fill(sum: &Sum, cell: &mut Cell) {
    cell.own = own(sum, cell.claims.iter().copied());
    let others = cell.claims.iter().filter(|i| !sum.claims[**i].own);
    let told: BTreeMap<&Claimant, usize> = others.map(|i| (&sum.claims[*i].by, *i)).collect();
    cell.told = told.into_values().collect();
    let last = cell.own.or(cell.claims.last().copied()).map(|i| sum.claims[i].stance.sign());
    let own_only = cell.own.is_some();
    let run = cell.claims.iter().rev().map(|i| &sum.claims[*i]).filter(|c| !own_only || c.own);
    cell.since = run.take_while(|c| Some(c.stance.sign()) == last).filter_map(|c| c.said).last();
}
