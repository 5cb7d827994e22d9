//! What happened and what was said, in order of time.
//!
//! Decides: which of its times places an item. Must not know: how it is drawn.

use crate::record::Sum;
use jiff::civil::Date;

/// Something at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The first day: of when it happened, else of when it was said.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What.
    pub what: Thing,
    /// Whether the days are of its happening; else only of its being said.
    pub happened: bool,
}

/// An item of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// An index in [`Sum::happenings`].
    Happening(usize),
    /// An index in [`Sum::claims`].
    Claim(usize),
    /// An index in [`Sum::tallies`].
    Tally(usize),
}

/// All that has a day, by day; and the things that have none.
pub fn of(sum: &Sum) -> (Vec<Moment>, Vec<Thing>) {
    let (mut dated, mut undated) = (Vec::new(), Vec::new());
    let mut put = |what: Thing, happened: Option<(Date, Date)>, said: Option<Date>| match happened.or(said.map(|d| (d, d))) {
        Some((from, to)) => dated.push(Moment { from, to, what, happened: happened.is_some() }),
        None => undated.push(what),
    };
    sum.happenings.iter().enumerate().for_each(|(i, h)| put(Thing::Happening(i), h.happened, h.said));
    sum.claims.iter().enumerate().for_each(|(i, c)| put(Thing::Claim(i), None, c.said));
    sum.tallies.iter().enumerate().for_each(|(i, t)| put(Thing::Tally(i), None, t.said));
    dated.sort();
    (dated, undated)
}
