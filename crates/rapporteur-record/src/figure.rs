//! Numbers that somebody might dispute.
//!
//! Decides: what a figure is. Must not know: how number words are read.

use crate::{ActorId, Span};

/// Names a figure within one document: the index in [`crate::Reading::figures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FigureId(pub usize);

/// How a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// Just so many.
    Exact,
    /// Some so many ("about", "around").
    About,
    /// Fewer, but close ("nearly", "up to").
    Below,
    /// At least so many ("over", "more than").
    Above,
    /// Of that order ("thousands": 1000).
    Order,
}

impl Bound {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [Bound; 5] = [Bound::Exact, Bound::About, Bound::Below, Bound::Above, Bound::Order];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Bound::Exact => "exact",
            Bound::About => "about",
            Bound::Below => "below",
            Bound::Above => "above",
            Bound::Order => "order",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<Bound> {
        Bound::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// The dead.
    Killed,
    /// The wounded.
    Wounded,
    /// The detained.
    Detained,
    /// The abducted.
    Abducted,
    /// The displaced.
    Displaced,
    /// The released.
    Released,
    /// The missing.
    Missing,
    /// Sums, in units of the currency.
    Money,
    /// Anything else: people, things, percentages.
    Other,
}

impl Measure {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [Measure; 9] = [
        Measure::Killed,
        Measure::Wounded,
        Measure::Detained,
        Measure::Abducted,
        Measure::Displaced,
        Measure::Released,
        Measure::Missing,
        Measure::Money,
        Measure::Other,
    ];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Killed => "killed",
            Measure::Wounded => "wounded",
            Measure::Detained => "detained",
            Measure::Abducted => "abducted",
            Measure::Displaced => "displaced",
            Measure::Released => "released",
            Measure::Missing => "missing",
            Measure::Money => "money",
            Measure::Other => "other",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// A number of people, things or money. `text` is never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The words: hedge, number, unit.
    pub text: Vec<Span>,
    /// The number, in units (5300000000 for 5.3bn).
    pub value: f64,
    /// How it is meant.
    pub bound: Bound,
    /// What is counted.
    pub measure: Measure,
    /// Whose people or things they are, where the text says so.
    pub of: Option<ActorId>,
    /// By whose hand, where the text says so.
    pub by: Option<ActorId>,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}
