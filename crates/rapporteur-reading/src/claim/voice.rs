//! Who makes a claim.
//!
//! Decides: the voice of some words, by the rule of the record's format. Must not know: what the words claim.

use rapporteur_record::{Attribution, AttributionId, Span, Voice};

/// The innermost attribution whose content holds all the words; the document itself where none does.
pub(crate) fn of(words: &[Span], attributions: &[Attribution]) -> Voice {
    let holds = |a: &Attribution| words.iter().all(|w| a.content.iter().any(|c| c.contains(*w)));
    let size = |a: &Attribution| a.content.iter().map(|c| c.end() - c.begin()).sum::<usize>();
    let innermost = attributions.iter().enumerate().filter(|(_, a)| holds(a)).min_by_key(|(i, a)| (size(a), *i));
    innermost.map_or(Voice::Document, |(i, _)| Voice::Attribution(AttributionId(i)))
}
