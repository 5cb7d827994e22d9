//! Headlines inside a text, where every word has a capital.
//!
//! Decides: which names stand in a headline. Capitals tell nothing there, so a name is one only where the rest of the text knows it too.
//! Must not know: who is who.

use crate::gazetteer;
use crate::lexicon as lx;
use crate::name::{self, Name};
use crate::word::Word;
use std::collections::HashSet;
use std::ops::Range;

/// A paragraph is a headline from this share of capitals on among its longer words, 0..1.
const CAPITALS: f32 = 0.9;
/// Shorter words are written small in headlines too.
const LONG: usize = 3;
/// So are these.
const SMALL: &[&str] = &[
    "the", "and", "for", "with", "from", "but", "not", "nor", "off", "out", "over", "into", "onto", "than", "that", "after", "amid", "upon", "via", "per",
    "its", "his", "her", "their", "before", "against", "about", "under", "between",
];
/// Fewer longer words make no headline: a line that is a name.
const FEWEST: usize = 4;
/// More words and marks make none either.
const MOST: usize = 40;

/// A line with more words and marks than this is no signature.
const SIGNATURE: usize = 12;

/// The names of a text without those that only the capitals of a headline make.
pub(crate) fn cleared(words: &[Word], names: Vec<Name>) -> Vec<Name> {
    let headlines = headlines(words);
    if headlines.is_empty() || words.first().map(|w| w.paragraph) == words.last().map(|w| w.paragraph) {
        return names;
    }
    let inside = |n: &Name| headlines.iter().any(|h| h.contains(&n.all.start));
    let known = known(words, names.iter().filter(|n| !inside(n)));
    names.into_iter().flat_map(|n| if inside(&n) { parts(words, n, &known) } else { vec![n] }).collect()
}

/// The paragraphs that are headlines, as ranges of words.
fn headlines(words: &[Word]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut begin = 0;
    for paragraph in words.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let long = paragraph.iter().filter(|w| w.letters && w.lower.chars().count() >= LONG && !SMALL.contains(&w.lower.as_str()));
        let (all, capital) = long.fold((0, 0), |(all, capital), w| (all + 1, capital + usize::from(w.capital)));
        let shouted = all >= FEWEST && paragraph.len() <= MOST && capital as f32 >= CAPITALS * all as f32;
        if shouted && signature(paragraph).is_none() {
            out.push(begin..begin + paragraph.len());
        }
        begin += paragraph.len();
    }
    out
}

/// Where the comma stands in a line that signs a text: "Ana Tarn, Secretary of State".
pub(crate) fn signature(line: &[Word]) -> Option<usize> {
    let comma = line.iter().position(|w| w.lower == ",").filter(|c| (2..=5).contains(c) && line.len() <= SIGNATURE)?;
    let (name, rest) = (&line[..comma], &line[comma + 1..]);
    let last = rest.iter().rposition(|w| w.capital && w.classes & lx::OFFICE != 0)?;
    let of = rest.get(last + 1).is_none_or(|w| w.lower == "of" || w.lower == "for");
    (of && name.iter().all(|w| w.capital) && rest.iter().all(|w| w.letters)).then_some(comma)
}

/// The names of the rest of the text, whole and by each of their words, in lower case.
fn known<'a>(words: &[Word], names: impl Iterator<Item = &'a Name>) -> HashSet<String> {
    let mut out = HashSet::new();
    for n in names {
        for range in [&n.core, &n.owner] {
            out.insert(name::joined(words, range));
            out.extend(range.clone().filter(|i| words[*i].capital).map(|i| name::joined(words, &(i..i + 1))));
        }
    }
    out
}

/// The parts of a run that the rest of the text knows, longest first from the left.
fn parts(words: &[Word], name: Name, known: &HashSet<String>) -> Vec<Name> {
    let is_known = |r: &Range<usize>| {
        let key = name::joined(words, r);
        known.contains(&key) || gazetteer::country(&key).is_some()
    };
    if is_known(&name.core) {
        return vec![name];
    }
    let mut out = Vec::new();
    let mut at = name.all.start;
    while at < name.all.end {
        let found = (at + 1..=name.all.end).rev().map(|end| at..end).find(is_known);
        at = found.as_ref().map_or(at + 1, |r| r.end);
        out.extend(found.map(|core| Name { owner: core.start..core.start, title: core.start..core.start, all: core.clone(), core }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word;

    fn found(text: &str) -> Vec<&str> {
        let words = word::words(text);
        let names = cleared(&words, name::find(&words, &[]));
        names.iter().filter_map(|n| word::hull(&words, &n.all)).map(|s| s.of(text)).collect()
    }

    #[test]
    fn a_headline_names_only_whom_the_text_names() {
        assert_eq!(found("Tarn Says Talks Will Fail Unless Crews Return\n\nThe mediator Ana Tarn was asked by Piet Oyle."), ["Tarn", "Ana Tarn", "Piet Oyle"]);
    }

    #[test]
    fn a_sentence_full_of_names_is_no_headline() {
        assert_eq!(found("Velmarian Foreign Minister Ana Tarn said so.\n\nPiet Oyle left."), ["Velmarian Foreign Minister Ana Tarn", "Piet Oyle"]);
    }

    #[test]
    fn a_line_that_is_a_name_is_no_headline() {
        assert_eq!(found("Ana Tarn\n\nShe was asked by Piet Oyle."), ["Ana Tarn", "Piet Oyle"]);
    }
}
