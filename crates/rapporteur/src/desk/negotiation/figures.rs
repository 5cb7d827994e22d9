//! Numbers beside one another.
//!
//! Decides: the order of quantities; numbers that one claimant tells again from the same hand are one. Must not know: which number is right.

use super::{Cited, Teller, day, name, teller};
use jiff::civil::Date;
use rapporteur_record::record::{Account, Claimant, Source, Sum};
use rapporteur_record::timeline::Thing;
use rapporteur_record::{Bound, gaps};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Quantities: those that are disputed first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Figures {
    pub quantities: Vec<Quantity>,
}

/// One thing that is counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Quantity {
    pub measure: &'static str,
    /// Whose people or things.
    pub of: Option<String>,
    /// Whether some of the numbers cannot hold together.
    pub disputed: bool,
    pub numbers: Vec<Number>,
}

/// A number, as somebody tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Number {
    pub value: f64,
    pub bound: &'static str,
    /// The words: hedge, number, unit.
    pub words: String,
    /// By whose hand.
    pub hand: Option<String>,
    pub by: Teller,
    #[serde(serialize_with = "day")]
    pub said: Option<Date>,
    /// Whether it is in one of the conflicts.
    pub disputed: bool,
    pub quotation: usize,
    /// Quotations of the same number from the same hand.
    pub carried: Vec<usize>,
}

/// A quantity before it is told: its numbers, each with those that one claimant tells again from the same hand.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    quantity: gaps::Quantity,
    /// Indices in [`Sum::tallies`], the first that tells a number first.
    numbers: Vec<Vec<usize>>,
}

impl Shelf {
    /// How many numbers there are.
    pub(crate) fn count(&self) -> usize {
        self.numbers.len()
    }
}

/// The quantities.
pub(super) fn of(sum: &Sum, cited: &mut Cited) -> Figures {
    some(sum, cited, shelves(sum).iter())
}

/// Some of the quantities.
pub(super) fn some<'a>(sum: &Sum, cited: &mut Cited, these: impl Iterator<Item = &'a Shelf>) -> Figures {
    let quantity = |s: &Shelf| Quantity {
        measure: s.quantity.measure.name(),
        of: s.quantity.of.map(|p| name(sum, p)),
        disputed: !s.quantity.disputes.is_empty(),
        numbers: numbers(sum, cited, s),
    };
    Figures { quantities: these.map(quantity).collect() }
}

/// All quantities in the order in which they are told.
pub(super) fn shelves(sum: &Sum) -> Vec<Shelf> {
    let mut found = gaps::quantities(sum);
    found.sort_by_key(|q| (q.disputes.is_empty(), q.measure, q.of.is_none(), std::cmp::Reverse(q.tallies.len())));
    found.into_iter().map(|quantity| Shelf { numbers: told(sum, &quantity), quantity }).collect()
}

/// Numbers that one claimant tells alike from one hand are one; so are those of outlets.
fn told(sum: &Sum, q: &gaps::Quantity) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(&Source, u64, Bound, Option<Teller>), usize> = HashMap::new();
    for i in &q.tallies {
        let t = &sum.tallies[*i];
        let by = if let Claimant::Outlet(_) = &t.by { None } else { Some(teller(sum, &t.by)) };
        // Zero has two forms.
        let alike = (&t.source, (t.value + 0.0).to_bits(), t.bound, by);
        let next = out.len();
        match *known.entry(alike).or_insert(next) {
            at if at == next => out.push(vec![*i]),
            at => out[at].push(*i),
        }
    }
    out
}

fn numbers(sum: &Sum, cited: &mut Cited, s: &Shelf) -> Vec<Number> {
    let disputes = s.quantity.disputes.iter().filter_map(|d| sum.disputes.get(*d));
    let disputed: HashSet<Account> = disputes.flat_map(|d| d.sides.iter().flatten().copied()).collect();
    let mut out = Vec::new();
    for all in &s.numbers {
        let quoted: Vec<usize> = all.iter().map(|i| cited.thing(Thing::Tally(*i))).collect();
        let (Some(t), Some(quotation)) = (all.first().and_then(|i| sum.tallies.get(*i)), quoted.first().copied()) else { continue };
        out.push(Number {
            value: t.value,
            bound: t.bound.name(),
            words: crate::desk::words(&sum.texts[t.text.0], &t.words),
            hand: t.hand.map(|p| name(sum, p)),
            by: teller(sum, &t.by),
            said: t.said,
            disputed: all.iter().any(|i| disputed.contains(&Account::Tally(*i))),
            quotation,
            carried: quoted.into_iter().skip(1).filter(|q| *q != quotation).collect(),
        });
    }
    out
}
