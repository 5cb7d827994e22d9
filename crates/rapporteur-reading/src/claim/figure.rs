//! Numbers that somebody might dispute.
//!
//! Decides: which numbers are figures, and what they count. Looks at: numbers as code reads them, the tags of their pieces.
//! Must not know: how number words are read.

use super::found::{self, Found};
use super::{Bounds, Ground, best, voice};
use crate::encoder::Claim;
use crate::number::{self, Kind, Number};
use crate::rule::{Rule, rule};
use rapporteur_record::{Claimed, Figure, Measure, Span};

/// Takes tagged words that hold a number for a figure; its value and bound are the number's.
///
/// Known to fail: two numbers in one tagged span, of which the first counts.
pub(super) const TAGGED: Rule = rule!("FI01", "these words give a number that somebody might dispute");

/// Leaves a number to the offer or the term whose words hold it: "a bid worth $8m" has its sum as a detail.
///
/// Looks at: mentions of proposals, terms. Of the amounts inside them in the corpus' train part, 53 of 411 are figures in their own right;
/// those are lost.
pub(super) const DETAIL: Rule = rule!("FI02", "the number is a detail of an offer or a term");

/// What a number counts: the network's score, to which a word that tells it near by adds.
///
/// Looks at: `lexicon/figures.toml`; a deed before the number outweighs whom it is done to ("freed ten hostages" are ten released). Known to fail: a
/// word that belongs to another number of the sentence.
pub(super) const COUNTS: Rule = rule!("FI03", "what the number counts");

/// The rules of this module.
pub const RULES: &[Rule] = &[TAGGED, DETAIL, COUNTS];

/// What a word adds to the score of its measure, in units of log-probability; of a currency's sign, to that of money.
const TOLD: f32 = 2.5;

/// The figures of a document, in text order; `held` are the words of its proposals and terms.
pub(crate) fn read(ground: &Ground<'_>, bounds: Bounds, held: &[Span]) -> Vec<Claimed<Figure>> {
    let numbers = number::find(&ground.document.text);
    let tagged = found::find(ground, Claim::Figure, bounds);
    let detail = |n: Span| held.iter().any(|h| h.contains(n));
    let mut counted: Vec<(&Found, &Number)> = tagged.iter().filter_map(|f| Some((f, number_in(f, &numbers)?))).collect();
    // A number that two tagged spans share ("70% | to 80% of holders") is one figure.
    counted.dedup_by_key(|(_, n)| n.core);
    let figures = counted.iter().map(|(f, n)| one(ground, f, n));
    figures.filter(|c| !c.parts().0.text.iter().all(|t| detail(*t))).collect()
}

/// The first number among tagged words that counts something.
fn number_in<'a>(f: &Found, numbers: &'a [Number]) -> Option<&'a Number> {
    numbers.iter().find(|n| n.core.overlaps(f.span) && n.kind == Kind::Quantity)
}

fn one(ground: &Ground<'_>, f: &Found, n: &Number) -> Claimed<Figure> {
    let text = &ground.document.text;
    let span = f.span.hull(n.span);
    let sentence = ground.sentences.iter().copied().find(|s| s.overlaps(span)).unwrap_or(span);
    let currency = span.of(text).contains(['$', '£', '€']).then_some(Measure::Money);
    let told = currency.or_else(|| super::measure::spoken_for(text, span, sentence));
    let score = |(i, s): (usize, &f32)| if told.is_some_and(|m| m as usize == i) { s + TOLD } else { *s };
    let (measure, sure) = best(&f.scores.measure.iter().enumerate().map(score).collect::<Vec<_>>());
    let (measure, sure) = (Measure::ALL.get(measure).copied().unwrap_or(Measure::Other), sure.min(0.0));
    let text = vec![span];
    let by = voice::of(&text, ground.attributions);
    Claimed::new(Figure { text, value: n.value, bound: n.bound, measure, of: None, by: None, confidence: (f.sure * sure.exp()).sqrt() }, by)
}
