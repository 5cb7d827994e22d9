//! Lengths of time in a term.
//!
//! Decides: which words are a length of time, how many days it is, whether something lasts so long. Must not know: dates.

use super::Piece;
use super::lexicon::{LEXICON, has};
use crate::number::token::{Gap, Token};
use crate::number::{Kind, Number, Unit};
use std::ops::Range;

/// A length of time.
pub(super) struct Length {
    /// Its tokens, number and unit.
    pub(super) tokens: Range<usize>,
    pub(super) days: f64,
    /// It is how long something lasts, not when it happens.
    pub(super) lasts: bool,
}

/// Whether token `at` is part of a length of time; `lengths` ascend.
pub(super) fn inside(lengths: &[Length], at: usize) -> bool {
    let next = lengths.partition_point(|l| l.tokens.end <= at);
    lengths.get(next).is_some_and(|l| l.tokens.contains(&at))
}

impl Piece<'_> {
    /// All lengths of time, in order.
    pub(super) fn lengths(&self) -> Vec<Length> {
        let counted = self.numbers.iter().filter_map(|n| self.counted(n));
        let mut out: Vec<Length> = counted.chain((0..self.tokens.len()).filter_map(|at| self.single(at))).collect();
        out.sort_by_key(|l| l.tokens.start);
        out
    }

    /// "six weeks", "a 60-day pause".
    fn counted(&self, number: &Number) -> Option<Length> {
        if number.unit != Unit::Plain || number.kind != Kind::Quantity {
            return None;
        }
        let begin = self.token_at(number.span.begin());
        let end = self.joined(self.token_at(number.core.end()))?;
        let at = if has(&LEXICON.between, self.word(end)) { self.joined(end + 1)? } else { end };
        // Less than a day is how long people work, not how long a term lasts.
        let days = Some(number.value * self.hours(at)? / 24.0).filter(|d| *d >= 1.0)?;
        // "over two years": what reads as a hedge can be what leads it.
        let leads = [begin, self.token_at(number.core.begin())].map(|first| has(&LEXICON.other_lead, self.word_before(first)));
        let lasts = !leads.contains(&true) && !self.ends_otherwise(at + 1);
        Some(Length { tokens: begin..at + 1, days, lasts })
    }

    /// "for a month", "a week-long pause".
    fn single(&self, at: usize) -> Option<Length> {
        let days = self.hours(at)? / 24.0;
        let article = self.word_before(at) == "a" || self.word_before(at) == "an";
        let before = at.checked_sub(2).map_or("", |i| self.word(i));
        let long = self.joined(at + 1).is_some_and(|n| self.word(n) == "long") && !self.tokens.get(at.wrapping_sub(1)).is_some_and(Token::hyphen);
        let lasts = long || matches!(before, "for" | "lasting");
        (article && (lasts || before == "within")).then_some(Length { tokens: at - 1..at + 1, days, lasts })
    }

    /// The hours of the unit that token `at` names.
    fn hours(&self, at: usize) -> Option<f64> {
        LEXICON.unit.iter().find(|u| u.words.iter().any(|w| w == self.word(at))).map(|u| u.hours)
    }

    /// The token after `end`, across a space or hyphen.
    fn joined(&self, end: usize) -> Option<usize> {
        match self.gap(end) {
            Gap::Space => Some(end),
            Gap::None if self.tokens.get(end).is_some_and(Token::hyphen) => Some(end + 1),
            _ => None,
        }
    }

    fn ends_otherwise(&self, end: usize) -> bool {
        let owned = matches!(self.word(end), "'" | "\u{2019}") && self.gap(end) == Gap::None;
        owned || self.joined(end).is_some_and(|n| has(&LEXICON.other_end, self.word(n)))
    }
}
