//! How a number is put together with its hedges, and what a range comes to.
//!
//! Decides: where a number begins and ends, and how it is meant. Must not know: who says it.

use super::amount::{self, Amount};
use super::lexicon::LEXICON;
use super::token::{Gap, Shape, Token};
use super::{Kind, Unit, hedge, kind};
use rapporteur_record::Bound;

/// A number among its tokens: hedges from `outer` to `last`, the number itself from `begin` to `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    pub(super) outer: usize,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) last: usize,
    pub(super) value: f64,
    pub(super) bound: Bound,
    pub(super) unit: Unit,
    pub(super) kind: Kind,
}

/// What was read at one place: the token to go on from, and the number, where it is not left out.
pub(super) struct Found {
    pub(super) next: usize,
    pub(super) phrase: Option<Phrase>,
}

/// The number that begins with token `at`; its hedges begin at `free` or later. `before`: the last number of the text.
pub(super) fn at(tokens: &[Token], at: usize, free: usize, before: Option<&Phrase>) -> Option<Found> {
    if let Some((end, kind)) = kind::chain(tokens, at) {
        return Some(Found { next: end, phrase: joined(tokens, at, end, kind) });
    }
    let first = amount::at(tokens, at, hedge::hedged(tokens, at, free))?;
    if pronoun(tokens, &first) {
        return Some(Found { next: first.end, phrase: None });
    }
    let range = range(tokens, &first);
    let amount = range.map_or(first, |r| r.amount);
    let (outer, hedged) = hedge::before(tokens, range.map_or(at, |r| r.begin), free);
    let listed = before.is_some_and(|b| b.kind == Kind::Code && lists(tokens, b.end, at));
    let by_form = range.and_then(|r| r.kind);
    let kind = by_form.map_or_else(|| kind::of(kind::Place { tokens, amount: &amount, outer, listed }), Some);
    let own = if first.loose { Bound::About } else { Bound::Exact };
    let (last, bound) = closed(tokens, &amount, hedge::stronger(own, hedged));
    let bound = match range {
        _ if amount.order => Bound::Order,
        Some(range) if range.kind.is_none() && kind != Some(Kind::Date) => Bound::Below,
        _ => bound,
    };
    let phrase = kind.map(|kind| Phrase { outer, begin: at, end: amount.end, last, value: amount.value, bound, unit: amount.unit, kind });
    Some(Found { next: last, phrase })
}

/// The hedge after an amount, where there is one, and what both say.
fn closed(tokens: &[Token], amount: &Amount, bound: Bound) -> (usize, Bound) {
    hedge::after(tokens, amount.end).map_or((amount.end, bound), |(last, more)| (last, hedge::stronger(bound, more)))
}

/// Numbers joined by marks: the value is that of the first.
fn joined(tokens: &[Token], at: usize, end: usize, kind: Kind) -> Option<Phrase> {
    let Shape::Digits(value, _) = tokens.get(at)?.shape else { return None };
    value.is_finite().then_some(Phrase { outer: at, begin: at, end, last: end, value, bound: Bound::Exact, unit: Unit::Plain, kind })
}

/// "no one", "one another".
fn pronoun(tokens: &[Token], amount: &Amount) -> bool {
    let near = |i: Option<usize>| i.and_then(|i| tokens.get(i));
    let one = amount.end == amount.begin + 1 && tokens.get(amount.begin).is_some_and(|t| t.is("one"));
    let led = near(amount.begin.checked_sub(1)).is_some_and(|t| LEXICON.pronoun.contains(t.lower.as_str()));
    one && (led || tokens.get(amount.end).is_some_and(|t| t.is("another")))
}

/// Whether only a word that joins stands between two numbers.
fn lists(tokens: &[Token], end: usize, at: usize) -> bool {
    end + 1 == at && tokens.get(end).is_some_and(|t| matches!(t.lower.as_str(), "and" | "or" | "to")) && tokens.get(at).is_some_and(|t| t.gap == Gap::Space)
}

/// Two numbers that are one: its upper end, where it begins with all its words, and its kind where the form gives it.
#[derive(Clone, Copy)]
struct Range {
    begin: usize,
    amount: Amount,
    kind: Option<Kind>,
}

fn range(tokens: &[Token], first: &Amount) -> Option<Range> {
    let lead = first.begin.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.lower.as_str());
    let between = lead == "between";
    let joint = tokens.get(first.end)?;
    let spaced = joint.gap == Gap::Space && tokens.get(first.end + 1).is_some_and(|t| t.gap == Gap::Space);
    let dashed = joint.gap == Gap::None && joint.dash() && tokens.get(first.end + 1).is_some_and(|t| t.gap == Gap::None);
    let worded = spaced && (if between { joint.is("and") } else { joint.is("to") && lead != "from" });
    if !(dashed || worded) {
        return None;
    }
    let second = amount::at(tokens, first.end + 1, false)?;
    let kind = if dashed { pair(first, &second)? } else { None };
    let apart = first.order || second.order || (first.like_year() && second.like_year());
    let rises = second.value > first.value && !apart;
    let shared = first.minted && second.unit == Unit::Plain;
    let alike = first.unit == Unit::Plain || first.unit == second.unit || shared;
    let begin = first.begin - usize::from(between);
    let unit = if shared { first.unit } else { second.unit };
    let value = if kind.is_some() { first.value } else { second.value };
    let amount = Amount { begin: first.begin, bare: first.bare.and(second.bare), unit, value, ..second };
    (kind.is_some() || (rises && alike)).then_some(Range { begin, amount, kind })
}

/// What two numbers with a dash between them are: years, a score, or, with no kind of their own, a range. `None`: two numbers.
fn pair(first: &Amount, second: &Amount) -> Option<Option<Kind>> {
    let bare = first.bare.is_some() && second.bare.is_some();
    if first.like_year() && (second.bare == Some(2) || second.like_year()) {
        return Some(Some(Kind::Date));
    }
    if second.value > first.value {
        return Some(None);
    }
    bare.then_some(Some(Kind::Code))
}
