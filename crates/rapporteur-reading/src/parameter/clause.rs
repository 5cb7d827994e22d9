//! Conditions and deadlines.
//!
//! Decides: which words of a term say on what condition, and by when. Must not know: what the condition is about, which day it is.

use super::Piece;
use super::length::Length;
use super::lexicon::{LEXICON, all, has, spelled};
use crate::number::token::Gap;
use crate::number::{Kind, Number};
use rapporteur_record::{Span, TermKind};
use std::ops::Range;

/// Words that lead a deadline: at most so many.
const LONGEST_LEAD: usize = 4;

impl Piece<'_> {
    /// "if inspectors are let in": from the leading word to the end of its clause. `divider`: where an exchange is divided, which is no condition.
    pub(super) fn condition(&self, divider: Option<usize>) -> Option<Range<usize>> {
        let event = |at: usize| has(&LEXICON.event, self.word(at)) && !self.leads_time(at);
        let leads = |at: &usize| (spelled(all(&LEXICON.condition), &self.tokens, *at).is_some() || event(*at)) && divider != Some(*at);
        let begin = (0..self.tokens.len()).find(|at| leads(at) && !has(&LEXICON.no_condition, self.word_before(*at)))?;
        let end = self.clause_end(begin, begin == 0);
        (end > begin + 1).then_some(begin..end)
    }

    /// "until Friday", "until 2037", "until the two weeks are over".
    fn leads_time(&self, at: usize) -> bool {
        let timed = |i: usize| self.tokens.get(i).is_some_and(|t| self.in_time(t));
        timed(at) || timed(at + 1) || self.tokens.get(at + 1).is_some_and(|t| self.numbers.binary_search_by_key(&t.begin, |n| n.span.begin()).is_ok())
    }

    /// The token after the clause that goes on from token `at`. `fronted`: a comma ends it.
    pub(super) fn clause_end(&self, at: usize, fronted: bool) -> usize {
        let ends = |i: &usize| match self.word(*i) {
            "," => fronted,
            ";" => true,
            "." => self.gap(*i) == Gap::None && self.gap(i + 1) != Gap::None,
            _ => false,
        };
        (at + 1..self.tokens.len()).find(ends).unwrap_or(self.tokens.len())
    }

    /// "by Friday", "within 30 days": the first time that a word of deadlines leads. A beginning is also led by others ("on Saturday").
    pub(super) fn deadline(&self, lengths: &[Length]) -> Option<Range<usize>> {
        let named = self.times.iter().filter_map(|t| self.dated(*t));
        let counted = lengths.iter().filter(|l| self.word_before(l.tokens.start) == "within").map(|l| l.tokens.start - 1..l.tokens.end);
        let yearly = self.numbers.iter().filter_map(|n| self.yearly(n));
        let first = named.chain(counted).chain(yearly).min_by_key(|r| (r.start, usize::MAX - r.end))?;
        Some(first.start..self.counted_from(first.end))
    }

    fn dated(&self, time: Span) -> Option<Range<usize>> {
        let (begin, end) = (self.token_at(time.begin()), self.token_at(time.end()));
        let inside = spelled(all(&LEXICON.deadline), &self.tokens, begin).is_some();
        if inside || self.kind == TermKind::Commencement {
            return Some(begin..end);
        }
        // "no later than 1 May": the words of the time do not hold what leads it.
        let before = begin.saturating_sub(LONGEST_LEAD)..begin;
        before.into_iter().find(|b| spelled(all(&LEXICON.deadline), &self.tokens, *b) == Some(begin - b)).map(|b| b..end)
    }

    /// "no later than 2044".
    fn yearly(&self, number: &Number) -> Option<Range<usize>> {
        let (begin, end) = (self.token_at(number.core.begin()), self.token_at(number.core.end()));
        let before = begin.saturating_sub(LONGEST_LEAD)..begin;
        let led = before.into_iter().find(|b| spelled(all(&LEXICON.deadline), &self.tokens, *b) == Some(begin - b))?;
        (number.kind == Kind::Date).then_some(led..end)
    }

    /// "of a signature" after "within two days".
    fn counted_from(&self, end: usize) -> usize {
        if !matches!(self.word(end), "of" | "after") || self.gap(end) != Gap::Space {
            return end;
        }
        let article = usize::from(matches!(self.word(end + 1), "a" | "an" | "the" | "its" | "their"));
        let noun = end + 1 + article;
        let named = self.tokens.get(noun).is_some_and(|t| t.letters() && t.gap == Gap::Space);
        if named { noun + 1 } else { end }
    }
}
