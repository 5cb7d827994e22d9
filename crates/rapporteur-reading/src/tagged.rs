//! The words that the network takes for an actor, as the speaker step looks at them.
//!
//! Decides: which words of a text are likely one name or description, and which could be. Looks at: actor tags. Must not know: who is meant.

use crate::content;
use crate::encoder::{Cut, Window, WindowScores};
use crate::word::{self, Word};
use rapporteur_record::Span;
use std::ops::Range;

/// Added to the log-probability of beginning a span where every word counts that could be an actor.
const GENEROUS: f32 = 2.5;

/// A span is likely from this sureness on, 0..1.
const SURE: f32 = 0.8;

/// Where the network sees actors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagged {
    /// The most probable spans, in text order.
    pub likely: Vec<Span>,
    /// Spans that are still possible, in text order.
    pub possible: Vec<Span>,
}

/// Reads the actor tags of a text's windows.
pub(crate) fn find(text: &str, cut: &Cut, windows: &[(Window, WindowScores)]) -> Tagged {
    Tagged { likely: spans(text, cut, windows, 0.0, SURE), possible: spans(text, cut, windows, GENEROUS, 0.0) }
}

fn spans(text: &str, cut: &Cut, windows: &[(Window, WindowScores)], bonus: f32, sure: f32) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (window, scores) in windows {
        let core = window.core.start - window.all.start..window.core.end - window.all.start;
        let convinces = |r: &Range<usize>| core.contains(&r.start) && content::sureness(&scores.actors, std::slice::from_ref(r)) >= sure;
        for range in content::spans(&scores.actors, bonus).into_iter().filter(convinces) {
            let Some(pieces) = cut.pieces.get(window.all.start + range.start..window.all.start + range.end) else { continue };
            let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { continue };
            let span = content::whole_words(text, first.span.begin(), last.span.end());
            out.extend(span.filter(|s| out.last().is_none_or(|o| o.end() <= s.begin())));
        }
    }
    out
}

/// The same by words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// The likely spans as ranges of words.
    pub(crate) likely: Vec<Range<usize>>,
    /// Whether each word is in one of them; empty where nothing was tagged.
    likely_at: Vec<bool>,
    /// Whether each word could be part of an actor.
    possible: Vec<bool>,
}

impl Marks {
    pub(crate) fn of(words: &[Word], tagged: Option<&Tagged>) -> Marks {
        let Some(tagged) = tagged else { return Marks::default() };
        let ranges = |spans: &[Span]| spans.iter().map(|s| word::inside(words, *s)).filter(|r| !r.is_empty()).collect::<Vec<_>>();
        let likely = ranges(&tagged.likely);
        let (mut likely_at, mut possible) = (vec![false; words.len()], vec![false; words.len()]);
        for range in &likely {
            likely_at[range.clone()].fill(true);
        }
        for range in ranges(&tagged.possible).iter().chain(&likely) {
            possible[range.clone()].fill(true);
        }
        Marks { likely, likely_at, possible }
    }

    /// Whether a word is likely part of an actor.
    pub(crate) fn likely_at(&self, at: usize) -> bool {
        self.likely_at.get(at).copied().unwrap_or(false)
    }

    /// Whether a word could be part of an actor; true where nothing was tagged.
    pub(crate) fn possible(&self, at: usize) -> bool {
        self.possible.get(at).copied().unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_likely_in_a_span_and_possible_where_nothing_was_tagged() {
        let text = "the Union of Mine and Quarry Labour met Ana Tarn";
        let span = |w: &str| Span::new(text, text.find(w).unwrap(), text.find(w).unwrap() + w.len()).unwrap();
        let words = word::words(text);
        let tagged = Tagged { likely: vec![span("Union of Mine and Quarry Labour"), span("Ana Tarn")], possible: vec![] };
        let marks = Marks::of(&words, Some(&tagged));
        assert_eq!((marks.likely_at(0), marks.likely_at(1), marks.likely_at(6)), (false, true, true));
        assert_eq!((marks.possible(7), marks.possible(8)), (false, true));
        assert!(Marks::of(&words, None).possible(7));
    }
}
