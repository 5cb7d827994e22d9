//! Numbers beside one another.
//!
//! Decides: the order of quantities; numbers that one claimant tells again from the same hand are one. Must not know: which number is right.

use super::{Cited, Teller, day, name, teller};
use jiff::civil::Date;
use rapporteur_record::gaps;
use rapporteur_record::record::{Source, Sum};
use rapporteur_record::timeline::Thing;
use serde::Serialize;

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

/// The quantities.
pub(super) fn of(sum: &Sum, cited: &mut Cited) -> Figures {
    let mut found = gaps::quantities(sum);
    found.sort_by_key(|q| (q.disputes.is_empty(), q.measure, q.of.is_none(), std::cmp::Reverse(q.tallies.len())));
    let quantity = |q: gaps::Quantity| Quantity {
        measure: q.measure.name(),
        of: q.of.map(|p| name(sum, p)),
        disputed: !q.disputes.is_empty(),
        numbers: numbers(sum, cited, &q),
    };
    Figures { quantities: found.into_iter().map(quantity).collect() }
}

fn numbers(sum: &Sum, cited: &mut Cited, q: &gaps::Quantity) -> Vec<Number> {
    let disputed = |i: usize| {
        let accounts = || q.disputes.iter().filter_map(|d| sum.disputes.get(*d)).flat_map(|d| d.sides.iter().flatten());
        accounts().any(|a| *a == rapporteur_record::record::Account::Tally(i))
    };
    let mut out: Vec<(Number, &Source)> = Vec::new();
    for i in &q.tallies {
        let t = &sum.tallies[*i];
        let (by, quotation) = (teller(sum, &t.by), cited.thing(Thing::Tally(*i)));
        let same = |x: &&mut (Number, &Source)| {
            x.1 == &t.source && x.0.value == t.value && x.0.bound == t.bound.name() && (x.0.by == by || (x.0.by.outlet && by.outlet))
        };
        if let Some((head, _)) = out.iter_mut().find(same) {
            if head.quotation != quotation {
                head.carried.push(quotation);
            }
            head.disputed |= disputed(*i);
            continue;
        }
        let words = crate::desk::words(&sum.texts[t.text.0].open(), &t.words);
        let hand = t.hand.map(|p| name(sum, p));
        let number = Number { value: t.value, bound: t.bound.name(), words, hand, by, said: t.said, disputed: disputed(*i), quotation, carried: Vec::new() };
        out.push((number, &t.source));
    }
    out.into_iter().map(|x| x.0).collect()
}
