//! How likely the network takes two mentions for one actor.
//!
//! Decides: which words are asked about, and what a pair scores. Looks at: names, likely descriptions, sources, pronouns.
//! Must not know: who is meant; the score is one sign among others (`lexicon/points.toml`).

use crate::encoder::{self, Cut, Encoder, Link, Relation, Window, WindowScores};
use crate::lexicon as lx;
use crate::tagged::Tagged;
use crate::word::{self, Word};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What the network sees of a text's actors.
pub struct Sight<'a> {
    /// The words that it takes for actors.
    pub tagged: &'a Tagged,
    /// The network itself.
    pub encoder: &'a dyn Encoder,
    /// The text in pieces.
    pub cut: &'a Cut,
    /// Its windows, scored.
    pub windows: &'a [(Window, WindowScores)],
}

/// The links of a text's mentions, by the word where each begins.
pub(crate) struct Bonds<'a> {
    encoder: Option<&'a dyn Encoder>,
    links: HashMap<usize, (Link, Range<usize>)>,
}

impl std::fmt::Debug for Bonds<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bonds of {} mentions", self.links.len())
    }
}

impl<'a> Bonds<'a> {
    /// The bonds between some ranges of words and the pronouns of a text; none where the network is not asked.
    pub(crate) fn of(words: &[Word], ranges: impl Iterator<Item = Range<usize>>, sight: Option<&Sight<'a>>) -> Bonds<'a> {
        let Some(sight) = sight else { return Bonds { encoder: None, links: HashMap::new() } };
        let third = lx::HE | lx::SHE | lx::IT | lx::THEY;
        let pronouns = words.iter().enumerate().filter(|(_, w)| w.classes & third != 0).map(|(i, _)| i..i + 1);
        let mut by_word: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        for range in ranges.filter(|r| !r.is_empty()).chain(pronouns) {
            by_word.entry(range.start).or_insert(range);
        }
        let all = by_word.into_iter().filter_map(|(at, range)| Some((sight.cut.pieces_of(word::hull(words, &range)?)?, at)));
        let found = encoder::scored(sight.encoder, sight.windows, all);
        let links = found.into_iter().map(|(pieces, at, scores)| (at, (scores.link, pieces))).collect();
        Bonds { encoder: Some(sight.encoder), links }
    }

    /// The raw score of the mention at one word to be of the same actor as the one at another; `None` where either was not asked about.
    pub(crate) fn score(&self, asker: usize, answer: usize) -> Option<f32> {
        let ((ask, at), (link, to)) = (self.links.get(&asker)?, self.links.get(&answer)?);
        Some(self.encoder?.pair(Relation::Who, (ask, at), (link, to.start))).filter(|s| s.is_finite())
    }
}
