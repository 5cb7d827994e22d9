//! Places in a term.
//!
//! Decides: which words name where. Must not know: where that is.

use super::Piece;
use super::lexicon::{LEXICON, has};
use crate::number::token::{Gap, Token};
use crate::time;
use rapporteur_record::TermKind;
use std::ops::Range;

impl Piece<'_> {
    /// The first capitalised words after a preposition of place: "the Arro valley". A time is none, nor is somebody to whom or from whom something goes.
    pub(super) fn place(&self) -> Option<Range<usize>> {
        (0..self.tokens.len()).find_map(|at| {
            let begin = has(&LEXICON.place, self.word(at)).then_some(at + 1)?;
            let name = begin + usize::from(self.word(begin) == "the");
            let end = self.name_end(name)?;
            let moves = matches!(self.kind, TermKind::Withdrawal | TermKind::Presence) && self.word(at) == "from";
            let handed = matches!(self.word(at), "to" | "from") && !moves && self.is_actor(name, end);
            let named = !has(&LEXICON.no_place, self.word(name)) && !self.is_time(name);
            (named && !handed).then_some(begin..end)
        })
    }

    /// Whether token `at` stands after a preposition of place, "the" aside.
    pub(super) fn led_as_place(&self, at: usize) -> bool {
        let begin = at - usize::from(at > 0 && self.word_before(at) == "the");
        has(&LEXICON.place, self.word_before(begin))
    }

    /// The token after the name that begins with token `at`, with what such a place is called: "Arro valley", "Bay of Tarn".
    fn name_end(&self, at: usize) -> Option<usize> {
        let capital = |i: usize| self.tokens.get(i).is_some_and(|t| t.letters() && t.capital);
        let spaced = |i: usize| self.gap(i) == Gap::Space;
        if !(capital(at) && spaced(at)) {
            return None;
        }
        let mut end = at + 1;
        loop {
            let hyphen = self.gap(end) == Gap::None && self.tokens.get(end).is_some_and(Token::hyphen) && self.gap(end + 1) == Gap::None;
            if capital(end) && spaced(end) {
                end += 1;
            } else if (hyphen && capital(end + 1)) || (self.word(end) == "of" && spaced(end) && capital(end + 1) && spaced(end + 1)) {
                end += 2;
            } else {
                break;
            }
        }
        let owned = matches!(self.word(end), "'" | "\u{2019}") && self.word(end + 1) == "s";
        let called = if owned { end + 2 } else { end };
        Some(if spaced(called) && has(&LEXICON.ground, self.word(called)) { called + 1 } else { end })
    }

    fn is_actor(&self, begin: usize, end: usize) -> bool {
        let bytes = self.tokens.get(begin).map_or(0, |t| t.begin)..self.tokens.get(end - 1).map_or(0, |t| t.end);
        self.actors.iter().any(|(a, _)| a.start < bytes.end && bytes.start < a.end)
    }

    /// Whether a token is part of a time.
    pub(super) fn in_time(&self, token: &Token) -> bool {
        let next = self.times.partition_point(|t| t.end() <= token.begin);
        self.times.get(next).is_some_and(|t| t.begin() <= token.begin)
    }

    fn is_time(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        time::is_month(&token.lower) || self.in_time(token)
    }
}
