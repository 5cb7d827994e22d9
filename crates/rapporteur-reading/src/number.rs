//! Which numbers a text names, what they come to, and how they are meant.
//!
//! Decides: what is a number, its value, its hedge, and whether it can count something by its form.
//! Looks at: digits, number words, the words and marks beside them. Must not know: what is counted, who says it, scores.
//!
//! A number that cannot be a figure (a day, an age, a number in a name) is found all the same and says so in its [`Kind`].
//! Numbers below nought are left out. Fractions in words count as per cent.

mod amount;
mod hedge;
mod kind;
mod lexicon;
mod phrase;
#[cfg(test)]
mod tests;
pub(crate) mod token;

use phrase::Phrase;
use rapporteur_record::{Bound, Span};
use token::Token;

/// What a number is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A currency that the text names.
    Money,
    /// Hundredths.
    Percent,
    /// Anything else, also a currency that the lexicon lacks.
    Plain,
}

/// What a number is for, by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It can count or measure something.
    Quantity,
    /// Part of a day, a year or a time of day.
    Date,
    /// Somebody's age.
    Age,
    /// Part of a name, a place in an order, a score.
    Code,
}

/// A number of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// All its words: hedge, currency, number, magnitude ("nearly 40,000", "£5.3bn", "forty at most").
    pub span: Span,
    /// The same without the hedge.
    pub core: Span,
    /// What it comes to, in units (5300000000 for 5.3bn); the upper end of a range.
    pub value: f64,
    /// How it is meant.
    pub bound: Bound,
    /// What it is counted in.
    pub unit: Unit,
    /// What it is for.
    pub kind: Kind,
}

/// The numbers of a text, in order; they do not overlap.
pub fn find(text: &str) -> Vec<Number> {
    let tokens = token::of(text);
    phrases(&tokens).iter().filter_map(|phrase| number(text, &tokens, phrase)).collect()
}

/// The numbers among the tokens of a text.
fn phrases(tokens: &[Token]) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    let (mut at, mut free) = (0, 0);
    while at < tokens.len() {
        let Some(found) = phrase::at(tokens, at, free, out.last()) else {
            at += 1;
            continue;
        };
        out.extend(found.phrase);
        at = found.next.max(at + 1);
        free = at;
    }
    out
}

fn number(text: &str, tokens: &[Token], phrase: &Phrase) -> Option<Number> {
    let span = |first: usize, end: usize| Span::new(text, tokens.get(first)?.begin, tokens.get(end.checked_sub(1)?)?.end);
    Some(Number {
        span: span(phrase.outer, phrase.last)?,
        core: span(phrase.begin, phrase.end)?,
        value: phrase.value,
        bound: phrase.bound,
        unit: phrase.unit,
        kind: phrase.kind,
    })
}
