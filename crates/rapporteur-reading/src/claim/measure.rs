//! Words that tell what a number counts: `lexicon/figures.toml`.
//!
//! Decides: which measure the words around a number speak for. Looks at: the number's sentence. Must not know: scores, how numbers are read.

use super::words::rows;
use rapporteur_record::{Measure, Span};
use std::sync::OnceLock;

const FILE: &str = include_str!("../../lexicon/figures.toml");
/// Words further away than this speak for another number.
const NEAR: usize = 4;

fn lists() -> &'static [(Measure, Vec<String>)] {
    static LISTS: OnceLock<Vec<(Measure, Vec<String>)>> = OnceLock::new();
    LISTS.get_or_init(|| rows(FILE).into_iter().filter_map(|r| Some((Measure::parse(&r.kind)?, r.words))).collect())
}

/// The measure that the number's own words speak for, or else the nearest words of its sentence; no further than the next number.
pub(super) fn spoken_for(text: &str, number: Span, sentence: Span) -> Option<Measure> {
    let own = words(number.of(text)).find_map(|w| of_word(&w));
    let part = |b: usize, e: usize| text.get(b..e).unwrap_or("");
    let after = nearest(words(part(number.end(), sentence.end().max(number.end()))));
    let before: Vec<String> = words(part(sentence.begin().min(number.begin()), number.begin())).collect();
    let before = nearest(before.into_iter().rev());
    own.or_else(|| [after, before].into_iter().flatten().min_by_key(|(away, _)| *away).map(|(_, m)| m))
}

fn nearest(words: impl Iterator<Item = String>) -> Option<(usize, Measure)> {
    let here = words.take(NEAR).take_while(|w| !w.starts_with(|c: char| c.is_numeric()));
    here.enumerate().find_map(|(i, w)| Some((i, of_word(&w)?)))
}

fn of_word(word: &str) -> Option<Measure> {
    let fits = |entry: &String| entry.strip_suffix('*').map_or(entry == word, |stem| word.starts_with(stem));
    lists().iter().find(|(_, entries)| entries.iter().any(fits)).map(|(m, _)| *m)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '\u{2019}')).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_is_told_by_its_own_test() {
        assert!(!rows(FILE).is_empty(), "the list cannot be read");
        for row in rows(FILE) {
            let measure = Measure::parse(&row.kind).unwrap_or_else(|| panic!("{} is no measure", row.kind));
            let (begin, end) = (row.test.find('[').unwrap(), row.test.find(']').unwrap() - 1);
            let text = row.test.replace(['[', ']'], "");
            let (number, sentence) = (Span::new(&text, begin, end).unwrap(), Span::new(&text, 0, text.len()).unwrap());
            assert_eq!(spoken_for(&text, number, sentence), Some(measure), "{text}");
        }
    }

    #[test]
    fn the_word_of_another_number_does_not_count() {
        let text = "12 dead after 30 strikes on 40 ports";
        let all = Span::new(text, 0, text.len()).unwrap();
        let of = |b: usize, e: usize| spoken_for(text, Span::new(text, b, e).unwrap(), all);
        assert_eq!((of(0, 2), of(28, 36)), (Some(Measure::Killed), None));
    }
}
