//! Times that a text names.
//!
//! Decides: the form of a resolved or unresolved time. Must not know: how words become a date.

use crate::Span;
use jiff::civil::Date;

/// How exactly a time is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// One day.
    Day,
    /// A run of some days ("in recent days", "over the weekend").
    Days,
    /// A week.
    Week,
    /// A month or a part of it.
    Month,
    /// A season, a quarter or some months.
    Months,
    /// A year or more.
    Year,
}

impl Granularity {
    /// All of them, from the finest.
    pub const ALL: [Granularity; 6] = [Granularity::Day, Granularity::Days, Granularity::Week, Granularity::Month, Granularity::Months, Granularity::Year];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Granularity::Day => "day",
            Granularity::Days => "days",
            Granularity::Week => "week",
            Granularity::Month => "month",
            Granularity::Months => "months",
            Granularity::Year => "year",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<Granularity> {
        Granularity::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// A time as a text names it. Without a publication date a relative one has no `days`: it stays relative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// The words it came from.
    pub words: Span,
    /// First and last day, both counted; `None` where it does not resolve.
    pub days: Option<(Date, Date)>,
    /// How exactly it is named.
    pub granularity: Granularity,
    /// Whether the words count from the publication ("yesterday") rather than name a date ("4 March 2031").
    pub relative: bool,
}
