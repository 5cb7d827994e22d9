//! What changed between two dates.
//!
//! Decides: what counts as a change. Must not know: how it is told.

use crate::matrix;
use crate::record::{Account, Matter, PartyId, PlanId, PointId, Sum, TextId, day_of};
use jiff::Timestamp;
use jiff::civil::Date;

/// Which of its times places a claim before or after a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// When it was said.
    Said,
    /// When the ledger took it; where there was none, when it was said.
    Learnt,
}

/// What was said (or learnt) after the one day, until the end of the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Texts that came.
    pub texts: Vec<TextId>,
    /// Proposals first spoken of.
    pub plans: Vec<PlanId>,
    /// Terms first spoken of.
    pub points: Vec<PointId>,
    /// Cells of the matrix that are new, or show another stance.
    pub cells: Vec<Turn>,
    /// Disputes (indices in [`Sum::disputes`]) of which one side came.
    pub disputes: Vec<usize>,
    /// Figures (indices in [`Sum::tallies`]) that came.
    pub tallies: Vec<usize>,
    /// Events (indices in [`Sum::happenings`]) that came.
    pub happenings: Vec<usize>,
}

/// A cell that shows something else than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Whose stance.
    pub party: PartyId,
    /// On what.
    pub matter: Matter,
    /// The claim shown before, `None` where there was none: an index in [`Sum::claims`].
    pub before: Option<usize>,
    /// The claim shown now.
    pub after: usize,
    /// Whether its sign turned (for, undecided, against).
    pub turned: bool,
}

/// Where something lies among what came before, what is asked for, and what came after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Known before.
    Before,
    /// Asked for.
    Within,
    /// Later than what is asked for.
    After,
}

/// What changed after the end of `since` until the end of `until`. Items of no known day changed nothing: nobody can say when.
pub fn between(sum: &Sum, since: Date, until: Date, clock: Clock) -> Changes {
    within(sum, |said, learnt| {
        let day = match clock {
            Clock::Said => said,
            Clock::Learnt => learnt.map(day_of).or(said),
        };
        day.map(|d| match d {
            d if d <= since => Side::Before,
            d if d <= until => Side::Within,
            _ => Side::After,
        })
    })
}

/// What the ledger took after a moment. What was learnt at an unknown time was there before.
pub fn after(sum: &Sum, at: Timestamp) -> Changes {
    within(sum, |_, learnt| Some(if learnt.is_some_and(|t| t > at) { Side::Within } else { Side::Before }))
}

/// What came, as `side` places an item by the day it was said and the time it was learnt. What it does not place changed nothing.
fn within(sum: &Sum, side: impl Fn(Option<Date>, Option<Timestamp>) -> Option<Side>) -> Changes {
    let new = |s: Option<Side>| s == Some(Side::Within);
    let of_claim = |i: usize| side(sum.claims[i].said, sum.claims[i].learnt);
    let account = |a: &Account| match a {
        Account::Claim(i) => of_claim(*i),
        Account::Tally(i) => side(sum.tallies[*i].said, sum.tallies[*i].learnt),
    };
    let of_text = |t: TextId| side(sum.texts[t.0].document.published, sum.texts[t.0].learnt);
    let first = |texts: &mut dyn Iterator<Item = TextId>| texts.filter_map(of_text).min();
    // A dispute comes when its second side does.
    let both =
        |d: &crate::record::Dispute| d.sides.iter().map(|s| s.iter().filter_map(account).min()).collect::<Option<Vec<_>>>().and_then(|v| v.into_iter().max());
    let indices = |n: usize, is_new: &dyn Fn(usize) -> bool| (0..n).filter(|i| is_new(*i)).collect::<Vec<_>>();
    Changes {
        texts: indices(sum.texts.len(), &|i| new(of_text(TextId(i)))).into_iter().map(TextId).collect(),
        plans: indices(sum.plans.len(), &|i| new(first(&mut sum.plans[i].members.iter().map(|m| m.0)))).into_iter().map(PlanId).collect(),
        points: indices(sum.points.len(), &|i| new(first(&mut sum.points[i].members.iter().map(|m| m.0)))).into_iter().map(PointId).collect(),
        cells: turns(sum, of_claim),
        disputes: indices(sum.disputes.len(), &|i| new(both(&sum.disputes[i]))),
        tallies: indices(sum.tallies.len(), &|i| new(account(&Account::Tally(i)))),
        happenings: indices(sum.happenings.len(), &|i| new(side(sum.happenings[i].said, sum.happenings[i].learnt))),
    }
}

/// The cells that show another stance. Those of which no claim came show what they did.
fn turns(sum: &Sum, side: impl Fn(usize) -> Option<Side>) -> Vec<Turn> {
    let by_then = |i: usize| side(i).is_some_and(|s| s <= Side::Within);
    let found = matrix::in_cells_with(sum, by_then, |i| side(i) == Some(Side::Within));
    let stance = |i: usize| sum.claims[i].stance;
    let turn = |cell: &[matrix::Placed]| {
        let claims = cell.iter().map(|c| c.2 as usize);
        let was = matrix::shown(sum, claims.clone().filter(|i| side(*i) == Some(Side::Before)));
        let (party, matter, is) = (cell.first()?.0, cell.first()?.1, matrix::shown(sum, claims)?);
        if was.is_some_and(|w| stance(w) == stance(is)) {
            return None;
        }
        let turned = was.is_some_and(|w| stance(w).sign() != stance(is).sign());
        Some(Turn { party, matter, before: was, after: is, turned })
    };
    found.chunk_by(matrix::one_cell).filter_map(turn).collect()
}
