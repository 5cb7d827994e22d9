//! When two numbers make a conflict.
//!
//! Decides: whether two figures count one thing, and whether both can hold. Must not know: documents, which is right.

use super::stage::Mouth;
use crate::gist::Words;
use crate::wording;
use crate::{Bound, Figure, Measure};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Counts told further apart than this (in days) may both be true: they grow.
const WINDOW: i32 = 1;

/// A bare number farther from the one before it (in bytes) counts something else.
const NEAR: usize = 600;

/// One claimed figure.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    /// Names it for the caller.
    pub(crate) id: usize,
    pub(crate) value: f64,
    pub(crate) bound: Bound,
    pub(crate) measure: Measure,
    pub(crate) of: Option<usize>,
    pub(crate) by: Option<usize>,
    /// The words that say of what.
    pub(crate) words: BTreeSet<String>,
    pub(crate) mouth: Mouth,
    pub(crate) day: Option<Date>,
    pub(crate) confidence: f32,
}

impl Count {
    /// From a figure; `actor` translates its ids.
    pub(crate) fn of(id: usize, figure: &Figure, text: &(impl Words + ?Sized), mouth: Mouth, day: Option<Date>, actor: impl Fn(usize) -> usize) -> Count {
        let wording: Vec<&str> = figure.text.iter().map(|s| text.at(*s)).collect();
        Count {
            id,
            value: figure.value,
            bound: figure.bound,
            measure: figure.measure,
            of: figure.of.map(|a| actor(a.0)),
            by: figure.by.map(|a| actor(a.0)),
            words: wording::telling(&wording.join(" ")),
            mouth,
            day,
            confidence: figure.confidence,
        }
    }

    /// The values it allows, both ends included. Hedges allow a tenth about, a third below.
    pub(crate) fn range(&self) -> (f64, f64) {
        let v = self.value;
        match self.bound {
            Bound::Exact => (v, v),
            Bound::About => (v * 0.9, v * 1.1),
            Bound::Below => (v * 2.0 / 3.0, v),
            Bound::Above => (v, f64::INFINITY),
            Bound::Order => (v, v * 10.0),
        }
    }
}

/// Figures of one text, in order: a bare number is of what the figure before it counts, where both are of one measure and near one another.
pub(crate) fn complete(counts: &mut [Count], places: &[usize]) {
    for i in 1..counts.len() {
        let (before, rest) = counts.split_at_mut(i);
        let (Some(one), Some(last)) = (rest.first_mut(), before.last()) else { continue };
        let near = places.get(i).zip(places.get(i - 1)).is_some_and(|(b, a)| b.saturating_sub(*a) < NEAR);
        if one.words.is_empty() && one.measure == last.measure && near && (one.of.is_none() || one.of == last.of) {
            one.words = last.words.clone();
            one.of = last.of;
        }
    }
}

/// Pairs of sides (indices of `counts`) that cannot both hold, with how sure it is.
pub(crate) fn find(counts: &[Count]) -> Vec<([Vec<usize>; 2], f32)> {
    let mut shelves: BTreeMap<(Measure, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (i, c) in counts.iter().enumerate() {
        shelves.entry((c.measure, c.of)).or_default().push(i);
    }
    let mut out = Vec::new();
    for shelf in shelves.values_mut() {
        shelf.sort_by_key(|i| (counts[*i].day, *i));
        let mut taken = BTreeSet::new();
        for (n, i) in shelf.iter().enumerate() {
            if taken.contains(i) {
                continue;
            }
            let near = shelf[n + 1..].iter().take_while(|j| !apart(&counts[*i], &counts[**j]));
            let against: Vec<usize> = near.copied().filter(|j| !taken.contains(j) && clash(&counts[*i], &counts[*j])).collect();
            let Some(first) = against.first() else { continue };
            // All that say the same as the one or as the other stand with it.
            let with =
                |k: usize| shelf[n..].iter().copied().filter(|j| same_claim(&counts[k], &counts[*j]) && !apart(&counts[k], &counts[*j])).collect::<Vec<_>>();
            let sides = [with(*i), with(*first)].map(|mut s| {
                s.sort_unstable();
                s.dedup();
                s
            });
            let best = |s: &Vec<usize>| s.iter().map(|i| counts[*i].confidence).fold(0.0, f32::max);
            let confidence = best(&sides[0]).min(best(&sides[1]));
            taken.extend(sides.iter().flatten().copied());
            let sides = if sides[0] > sides[1] {
                let [a, b] = sides;
                [b, a]
            } else {
                sides
            };
            out.push((sides, confidence));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

fn apart(a: &Count, b: &Count) -> bool {
    let days = a.day.zip(b.day).and_then(|(x, y)| x.until(y).ok());
    days.is_some_and(|s| s.get_days().abs() > WINDOW)
}

fn same_claim(a: &Count, b: &Count) -> bool {
    a.value == b.value && a.bound == b.bound && one_quantity(a, b)
}

fn one_quantity(a: &Count, b: &Count) -> bool {
    let hands = a.by.is_none() || b.by.is_none() || a.by == b.by;
    let counted_people = !matches!(a.measure, Measure::Money | Measure::Other);
    a.measure == b.measure && a.of == b.of && hands && ((counted_people && a.of.is_some()) || wording::overlap(&a.words, &b.words) >= 0.5)
}

/// One mouth that gives two numbers counts two things; rounding is no disagreement.
fn clash(a: &Count, b: &Count) -> bool {
    let ((a0, a1), (b0, b1)) = (a.range(), b.range());
    one_quantity(a, b) && a.mouth != b.mouth && (a1 < b0 || b1 < a0) && !rounds_to(a.value, b.value) && !rounds_to(b.value, a.value)
}

/// Whether `round` is `value` with fewer digits (40,000 for 39,850).
fn rounds_to(value: f64, round: f64) -> bool {
    let mut unit = 1.0;
    while round != 0.0 && unit < 1e15 && round % (unit * 10.0) == 0.0 {
        unit *= 10.0;
    }
    unit > 1.0 && (value - round).abs() <= unit / 2.0
}
