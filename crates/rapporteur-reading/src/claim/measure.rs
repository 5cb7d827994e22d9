//! Words that tell what a number counts: `lexicon/figures.toml`.
//!
//! Decides: which measure the words around a number speak for. Looks at: the number's sentence. Must not know: scores, how numbers are read.

use super::words::rows;
use rapporteur_record::{Measure, Span};
use std::sync::OnceLock;

const FILE: &str = include_str!("../../lexicon/figures.toml");
/// Words further away than this speak for another number.
const NEAR: usize = 4;

/// What speaks for one measure.
struct List {
    measure: Measure,
    words: Vec<String>,
    deeds: Vec<String>,
}

fn lists() -> &'static [List] {
    static LISTS: OnceLock<Vec<List>> = OnceLock::new();
    LISTS.get_or_init(|| rows(FILE).into_iter().filter_map(|r| Some(List { measure: Measure::parse(&r.kind)?, words: r.words, deeds: r.deeds })).collect())
}

/// The measure that a deed before the number speaks for ("freed | ten hostages"), unless its own words are of the dead; else the one of its own
/// words, or else of the nearest words of its sentence; no further than the next number.
pub(super) fn spoken_for(text: &str, number: Span, sentence: Span) -> Option<Measure> {
    let own = words(number.of(text)).find_map(|w| of_word(&w));
    let part = |b: usize, e: usize| text.get(b..e).unwrap_or("");
    let after = nearest(words(part(number.end(), sentence.end().max(number.end()))), of_word);
    let before: Vec<String> = words(part(sentence.begin().min(number.begin()), number.begin())).collect();
    let backwards = || before.iter().rev().cloned();
    let deed = nearest(backwards(), of_deed).filter(|_| own != Some(Measure::Killed)).map(|(_, m)| m);
    let around = [after, nearest(backwards(), of_word)].into_iter().flatten().min_by_key(|(away, _)| *away).map(|(_, m)| m);
    deed.or(own).or(around)
}

fn nearest(words: impl Iterator<Item = String>, of: impl Fn(&str) -> Option<Measure>) -> Option<(usize, Measure)> {
    let here = words.take(NEAR).take_while(|w| !w.starts_with(|c: char| c.is_numeric()));
    here.enumerate().find_map(|(i, w)| Some((i, of(&w)?)))
}

fn of_word(word: &str) -> Option<Measure> {
    lists().iter().find(|l| among(&l.words, word)).map(|l| l.measure)
}

fn of_deed(word: &str) -> Option<Measure> {
    lists().iter().find(|l| among(&l.deeds, word)).map(|l| l.measure)
}

fn among(entries: &[String], word: &str) -> bool {
    entries.iter().any(|entry| entry.strip_suffix('*').map_or(entry == word, |stem| word.starts_with(stem)))
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
    fn a_deed_outweighs_whom_it_is_done_to_but_not_death() {
        let of = |text: &str, number: &str| {
            let begin = text.find(number).unwrap();
            spoken_for(text, Span::new(text, begin, begin + number.len()).unwrap(), Span::new(text, 0, text.len()).unwrap())
        };
        assert_eq!(of("the Front frees four hostages", "four hostages"), Some(Measure::Released));
        assert_eq!(of("in exchange for 200 Tarnite prisoners", "200 Tarnite prisoners"), Some(Measure::Released));
        assert_eq!(of("handed over three more dead hostages", "three more dead hostages"), Some(Measure::Killed));
        assert_eq!(of("the Front holds four hostages", "four hostages"), Some(Measure::Abducted));
    }

    #[test]
    fn the_word_of_another_number_does_not_count() {
        let text = "12 dead after 30 strikes on 40 ports";
        let all = Span::new(text, 0, text.len()).unwrap();
        let of = |b: usize, e: usize| spoken_for(text, Span::new(text, b, e).unwrap(), all);
        assert_eq!((of(0, 2), of(28, 36)), (Some(Measure::Killed), None));
    }
}
