//! What a term settles in detail, from its own words.
//!
//! Decides: a term's parameters. Looks at: the words of the term, its numbers and times, the actors named in it.
//! Must not know: the proposal it is part of, who wants it, scores.
//!
//! Nothing is guessed: a parameter whose words are not there is left out.

mod clause;
mod exchange;
mod length;
mod lexicon;
mod place;
#[cfg(test)]
mod tests;

use crate::number::token::{self, Gap, Token};
use crate::number::{self, Kind, Number, Unit};
use crate::time;
use length::Length;
use lexicon::{LEXICON, has};
use rapporteur_record::{ActorId, Bound, Parameter, Span, TermKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// The parameters of a term of this kind, whose words are `term`, with the `actors` that are mentioned in it. Keys ascend, each once.
///
/// Known to fail: a number or a place that only the sentence around the term gives.
pub fn of(kind: TermKind, text: &str, term: &[Span], actors: &[(Span, ActorId)]) -> Vec<(&'static str, Parameter)> {
    let mut out: BTreeMap<&'static str, Parameter> = BTreeMap::new();
    for span in term {
        for (key, value) in Piece::of(kind, text, *span, actors).parameters() {
            out.entry(key).or_insert(value);
        }
    }
    out.into_iter().collect()
}

/// One run of a term's words. Places in it count from its own first byte, ranges of tokens from its first token.
struct Piece<'a> {
    kind: TermKind,
    words: &'a str,
    tokens: Vec<Token>,
    numbers: Vec<Number>,
    times: Vec<Span>,
    actors: Vec<(Range<usize>, ActorId)>,
}

impl<'a> Piece<'a> {
    fn of(kind: TermKind, text: &'a str, span: Span, actors: &[(Span, ActorId)]) -> Piece<'a> {
        let words = span.of(text);
        let inside = actors.iter().filter(|(s, _)| span.contains(*s));
        let mut actors: Vec<_> = inside.map(|(s, id)| (s.begin() - span.begin()..s.end() - span.begin(), *id)).collect();
        actors.sort_by_key(|(s, id)| (s.start, usize::MAX - s.end, id.0));
        let times = time::find(words, None).iter().map(|t| t.words).collect();
        Piece { kind, words, tokens: token::of(words), numbers: number::find(words), times, actors }
    }

    fn parameters(&self) -> Vec<(&'static str, Parameter)> {
        let lengths = self.lengths();
        let exchange = self.exchange(&lengths);
        let condition = self.condition(exchange.as_ref().map(|e| e.divider));
        let deadline = self.deadline(&lengths);
        let place = self.place();
        let taken = [condition.clone(), deadline.clone()];
        let words = |range: Option<Range<usize>>| range.and_then(|r| self.slice(r)).map(Parameter::Words);
        let (give, take) = exchange.map_or((None, None), |e| (e.give, e.take));
        let found = [
            ("condition", words(condition)),
            ("deadline", words(deadline)),
            ("duration_days", lengths.iter().find(|l| l.lasts).map(|l| Parameter::Number(l.days))),
            ("extent", words(self.extent(&taken))),
            ("forces", self.forces(place.as_ref()).map(Parameter::Actor)),
            ("give", words(give)),
            ("place", words(place)),
            ("quantity", self.quantity(&lengths, &taken)),
            ("take", words(take)),
        ];
        found.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    }

    /// The words of a range of tokens, without the marks at its end.
    fn slice(&self, range: Range<usize>) -> Option<String> {
        let marks = |t: &Token| matches!(t.lower.as_str(), "," | "." | ";" | ":" | "\"" | "\u{201d}" | "\u{2019}");
        let last = range.clone().rev().find(|i| self.tokens.get(*i).is_some_and(|t| !marks(t)))?;
        let words = self.words.get(self.tokens.get(range.start)?.begin..self.tokens.get(last)?.end)?;
        Some(words.to_owned())
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.lower.as_str())
    }

    /// The word before token `at`; empty where there is none.
    fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |i| self.word(i))
    }

    fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Break, |t| t.gap)
    }

    /// The first token that begins at this byte or later.
    fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|t| t.begin < byte)
    }

    /// The first number that counts something, no length of time and no part of `taken`: of per cent the words.
    fn quantity(&self, lengths: &[Length], taken: &[Option<Range<usize>>]) -> Option<Parameter> {
        let counts = |n: &&Number| {
            let at = self.token_at(n.core.begin());
            let apart = !length::inside(lengths, at) && !within(taken, at);
            n.kind == Kind::Quantity
                && n.bound != Bound::Order
                && apart
                && !self.compound(n)
                && !(n.value == 1.0 && n.core.of(self.words).eq_ignore_ascii_case("one"))
        };
        let number = self.numbers.iter().find(counts)?;
        Some(if number.unit == Unit::Percent { Parameter::Words(number.core.of(self.words).to_owned()) } else { Parameter::Number(number.value) })
    }

    /// "two-state", "five-point".
    fn compound(&self, number: &Number) -> bool {
        let end = self.token_at(number.span.end());
        let joined = self.tokens.get(end).is_some_and(|t| t.hyphen() && t.gap == Gap::None) && self.tokens.get(end + 1).is_some_and(Token::letters);
        joined && self.word(end + 1) != "strong"
    }

    /// "phased", "fully".
    fn extent(&self, taken: &[Option<Range<usize>>]) -> Option<Range<usize>> {
        let named = |at: &usize| has(&LEXICON.extent, self.word(*at)) && !self.tokens.get(at + 1).is_some_and(Token::hyphen) && !within(taken, *at);
        (0..self.tokens.len()).find(named).filter(|_| self.kind != TermKind::Economic).map(|at| at..at + 1)
    }

    /// Whose forces leave or stay: the first actor that is no place.
    fn forces(&self, place: Option<&Range<usize>>) -> Option<ActorId> {
        let about = matches!(self.kind, TermKind::Withdrawal | TermKind::Presence);
        let is_force = |(bytes, _): &&(Range<usize>, ActorId)| {
            let at = self.token_at(bytes.start);
            !place.is_some_and(|p| p.contains(&at)) && !self.led_as_place(at)
        };
        self.actors.iter().filter(|_| about).find(is_force).map(|(_, id)| *id)
    }
}

fn within(ranges: &[Option<Range<usize>>], at: usize) -> bool {
    ranges.iter().flatten().any(|r| r.contains(&at))
}
