//! Which marks of a lane become one.
//!
//! Decides: the unit of time that is legible, which marks fall into one. Must not know: shapes, what is claimed.

use super::{Scale, days};
use crate::desk::negotiation::Mark;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Marks closer than this cannot be told apart, their numbers not read.
const APART: f64 = 17.0;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The smallest in which marks can be told apart.
    pub(super) fn legible(scale: &Scale) -> Unit {
        let wide = |n: f64| scale.day() * n >= APART;
        match () {
            () if wide(1.0) => Unit::Day,
            () if wide(7.0) => Unit::Week,
            () if wide(30.0) => Unit::Month,
            () => Unit::Year,
        }
    }

    /// The unit around a day: its first and last day.
    pub(super) fn around(self, day: Date) -> (Date, Date) {
        let back = |n: i64| day.checked_sub(n.days()).unwrap_or(day);
        let end = |from: Date, n: i64| from.checked_add(n.days()).unwrap_or(from);
        match self {
            Unit::Day => (day, day),
            Unit::Week => {
                let monday = back(i64::from(day.weekday().to_monday_zero_offset()));
                (monday, end(monday, 6))
            }
            Unit::Month => (day.first_of_month(), day.last_of_month()),
            Unit::Year => (day.first_of_year(), day.last_of_year()),
        }
    }
}

/// Marks that are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bunch<'a> {
    /// The days that it stands for.
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) sign: Option<i8>,
    pub(super) marks: Vec<&'a Mark>,
}

impl Bunch<'_> {
    /// How many items it stands for.
    pub(super) fn count(&self) -> usize {
        self.marks.iter().map(|m| m.count).sum()
    }

    /// How many of them are in own words.
    pub(super) fn own(&self) -> usize {
        self.marks.iter().filter(|m| m.at.own).map(|m| m.count).sum()
    }

    /// The one item, where it is one.
    pub(super) fn only(&self) -> Option<&Mark> {
        self.marks.first().filter(|_| self.count() == 1).copied()
    }
}

/// Marks of one sign and one unit become one; each mark is in exactly one bunch. What lasts longer than the unit stays alone.
pub(super) fn gather(marks: &[Mark], unit: Unit) -> Vec<Bunch<'_>> {
    let mut out: Vec<Bunch> = Vec::new();
    let mut shelves: BTreeMap<(Date, Option<i8>), usize> = BTreeMap::new();
    for m in marks {
        let (Some(from), Some(to)) = (m.at.from, m.at.to) else { continue };
        let (begin, end) = unit.around(from);
        if days(from, to) > days(begin, end) {
            out.push(Bunch { from, to, sign: m.at.sign, marks: vec![m] });
            continue;
        }
        let next = out.len();
        let place = *shelves.entry((begin, m.at.sign)).or_insert(next);
        match out.get_mut(place).filter(|_| place != next) {
            Some(bunch) => bunch.marks.push(m),
            None => out.push(Bunch { from: begin, to: end, sign: m.at.sign, marks: vec![m] }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::negotiation::Place;
    use jiff::civil::date;

    fn mark(from: Date, length: i64, sign: Option<i8>) -> Mark {
        let to = from.checked_add(length.days()).unwrap();
        let at = Place { from: Some(from), to: Some(to), said: None, sign, own: sign == Some(1) };
        Mark { at, count: 1, words: String::new() }
    }

    #[test]
    fn no_mark_is_lost_or_counted_twice() {
        let start = date(2033, 2, 20);
        let marks: Vec<Mark> = (0..300).map(|i| mark(start.checked_add((i * 7 % 90).days()).unwrap(), i % 3, Some((i % 3 - 1) as i8))).collect();
        for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Year] {
            let bunches = gather(&marks, unit);
            assert_eq!(bunches.iter().map(Bunch::count).sum::<usize>(), marks.len());
            assert!(bunches.iter().all(|b| b.marks.iter().all(|m| m.at.sign == b.sign && m.at.from.unwrap() >= b.from && m.at.from.unwrap() <= b.to)));
        }
    }

    #[test]
    fn opposing_stances_of_one_day_stay_apart() {
        let day = date(2033, 3, 9);
        let marks = [mark(day, 0, Some(1)), mark(day, 0, Some(-1)), mark(day, 0, Some(1))];
        let bunches = gather(&marks, Unit::Week);
        assert_eq!(bunches.iter().map(|b| (b.sign, b.count(), b.own())).collect::<Vec<_>>(), [(Some(1), 2, 2), (Some(-1), 1, 0)]);
        assert_eq!((bunches[0].from, bunches[0].to), (date(2033, 3, 7), date(2033, 3, 13)));
    }

    #[test]
    fn what_lasts_long_stays_a_range() {
        let marks = [mark(date(2033, 3, 9), 20, None), mark(date(2033, 3, 9), 0, None)];
        let bunches = gather(&marks, Unit::Day);
        assert_eq!((bunches[0].from, bunches[0].to), (date(2033, 3, 9), date(2033, 3, 29)));
        assert_eq!(bunches.len(), 2);
    }

    #[test]
    fn the_unit_follows_the_room() {
        let unit = |length: i64| {
            let first = date(2033, 1, 1);
            Unit::legible(&Scale { first, last: first.checked_add(length.days()).unwrap(), left: 0.0, right: 1000.0 })
        };
        assert_eq!([unit(20), unit(200), unit(1000), unit(5000)], [Unit::Day, Unit::Week, Unit::Month, Unit::Year]);
    }
}
