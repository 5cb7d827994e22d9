//! The two sides of an exchange.
//!
//! Decides: which words of an exchange are given, and which are taken. Must not know: who gives.

use super::Piece;
use super::length::{self, Length};
use super::lexicon::{LEXICON, spelled};
use rapporteur_record::TermKind;
use std::ops::Range;

/// An exchange: where it is divided, and its sides, as ranges of tokens.
pub(super) struct Exchange {
    pub(super) divider: usize,
    pub(super) give: Option<Range<usize>>,
    pub(super) take: Option<Range<usize>>,
}

/// What stands before a place where an exchange may be divided.
#[derive(Clone, Copy)]
struct Sides {
    /// A word for an exchange.
    named: bool,
    /// A number.
    counted: bool,
}

impl Piece<'_> {
    /// "A in exchange for B", "a swap of A for B", "38 captives for 410 prisoners".
    pub(super) fn exchange(&self, lengths: &[Length]) -> Option<Exchange> {
        if self.kind != TermKind::HostagePrisonerExchange {
            return None;
        }
        let named = (0..self.tokens.len()).find(|at| self.opener(*at).is_some_and(|(_, exchange)| exchange));
        let counted = self.numbers.first().map(|n| self.token_at(n.span.begin()));
        let sided = |at: usize| Sides { named: named.is_some_and(|n| n < at), counted: counted.is_some_and(|n| n < at) };
        let (divider, after) = (0..self.tokens.len()).find_map(|at| self.divides(at, sided(at), lengths).map(|n| (at, at + n)))?;
        let take = self.take(after);
        let give = self.give(divider);
        Some(Exchange { divider, give: give.filter(|r| !r.is_empty()), take: Some(take).filter(|r| !r.is_empty()) })
    }

    /// How many tokens from `at` divide an exchange. "For" and "against" do where an exchange is named before, or where things are counted on both sides.
    fn divides(&self, at: usize, before: Sides, lengths: &[Length]) -> Option<usize> {
        let entry = |alone: bool| LEXICON.divider.iter().filter(move |d| d.alone == alone).flat_map(|d| &d.words);
        if let Some(n) = spelled(entry(true), &self.tokens, at) {
            return Some(n);
        }
        let n = spelled(entry(false), &self.tokens, at)?;
        let lasting = length::inside(lengths, at + n);
        ((before.named || (before.counted && self.counts(at + n))) && !lasting).then_some(n)
    }

    /// Whether a number begins with token `at`.
    fn counts(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| self.numbers.binary_search_by_key(&t.begin, |n| n.span.begin()).is_ok())
    }

    /// How many tokens from `at` lead a side, and whether they name an exchange.
    fn opener(&self, at: usize) -> Option<(usize, bool)> {
        let one = |exchange: bool| {
            let words = LEXICON.opener.iter().filter(move |o| o.exchange == exchange).flat_map(|o| &o.words);
            spelled(words, &self.tokens, at).map(|n| (n, exchange))
        };
        one(true).or_else(|| one(false))
    }

    /// From what leads it to the divider, or to a comma before that; "38 captives be released" from its first word on.
    fn give(&self, divider: usize) -> Option<Range<usize>> {
        let opened = (0..divider).rev().find_map(|at| self.opener(at).map(|(n, _)| (at, at + n)));
        let Some((opener, after)) = opened else { return Some(0..self.comma(0, divider)) };
        let begin = after + usize::from(self.word(after) == "of");
        if begin < divider && self.word(begin) != "," {
            return Some(begin..self.comma(begin, divider));
        }
        let passive = |at: &usize| !matches!(self.word(*at), "be" | "to" | "are" | "is" | "will" | "would" | "being" | "must" | "should");
        (0..opener).rev().find(passive).map(|last| 0..self.comma(0, last + 1))
    }

    /// From the divider to the end of its clause, without "the release of".
    fn take(&self, after: usize) -> Range<usize> {
        let end = self.comma(after, self.clause_end(after, true));
        let article = usize::from(matches!(self.word(after), "the" | "a"));
        let led = self.opener(after + article).map(|(n, _)| after + article + n).filter(|at| self.word(*at) == "of");
        led.map_or(after, |of| of + 1)..end
    }

    /// The first comma from `begin` on, or `end`.
    fn comma(&self, begin: usize, end: usize) -> usize {
        (begin..end).find(|at| self.word(*at) == ",").unwrap_or(end)
    }
}
