//! How well words fit.
//!
//! Decides: the rank of each of some passages: how often it holds what is looked for, against its length and against how many of the passages hold
//! it (BM25 over these passages). Must not know: what matches. What only the tokenizer takes for the same, as letters with and without accents,
//! matches and weighs nothing.

use super::words::Row;

const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// Weighs passages against each other.
pub(super) struct Weighing {
    rows: Vec<(Vec<String>, bool)>,
    /// How often each passage holds each row, and how many words it has.
    passages: Vec<(Vec<u32>, usize)>,
}

impl Weighing {
    /// By these rows of words.
    pub(super) fn of(rows: &[Row]) -> Weighing {
        let plain = |row: &Row| (row.words.iter().flat_map(|w| words(w)).map(str::to_lowercase).collect::<Vec<_>>(), row.open);
        Weighing { rows: rows.iter().map(plain).filter(|(words, _)| !words.is_empty()).collect(), passages: Vec::new() }
    }

    /// Takes the next passage, in parts.
    pub(super) fn next(&mut self, parts: &[&str]) {
        let mut counts = vec![0; self.rows.len()];
        let mut length = 0;
        for part in parts {
            let words: Vec<&str> = words(part).collect();
            length += words.len();
            for (count, (row, open)) in counts.iter_mut().zip(&self.rows) {
                *count += words.windows(row.len()).filter(|window| fits(window, row, *open)).count() as u32;
            }
        }
        self.passages.push((counts, length));
    }

    /// The rank of each passage, in their order. Less is better.
    pub(super) fn ranks(self) -> Vec<f64> {
        let all = self.passages.len() as f64;
        let average = (self.passages.iter().map(|(_, length)| *length as f64).sum::<f64>() / all).max(1.0);
        let rare: Vec<f64> = (0..self.rows.len())
            .map(|i| self.passages.iter().filter(|(counts, _)| counts[i] > 0).count() as f64)
            .map(|having| ((all - having + 0.5) / (having + 0.5)).ln_1p())
            .collect();
        let rank = |(counts, length): &(Vec<u32>, usize)| {
            let room = SATURATION * (1.0 - LENGTH + LENGTH * *length as f64 / average);
            -counts.iter().zip(&rare).map(|(count, rare)| rare * f64::from(*count) / (f64::from(*count) + room)).sum::<f64>()
        };
        self.passages.iter().map(rank).collect()
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

fn fits(window: &[&str], row: &[String], open: bool) -> bool {
    let last = row.len().saturating_sub(1);
    window.iter().zip(row).enumerate().all(|(i, (word, wanted))| alike(word, wanted, open && i == last))
}

/// Whether a word is the one wanted, which is in lower case, or begins with it.
fn alike(word: &str, wanted: &str, open: bool) -> bool {
    if word.is_ascii() {
        let part = if open { word.get(..wanted.len()) } else { Some(word) };
        return part.is_some_and(|part| part.eq_ignore_ascii_case(wanted));
    }
    let lower = word.to_lowercase();
    if open { lower.starts_with(wanted) } else { lower == wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(typed: &str, passages: &[&str]) -> Vec<usize> {
        let words = super::super::words::parse(typed).unwrap().unwrap();
        let mut weighing = Weighing::of(&words.rows);
        passages.iter().for_each(|p| weighing.next(&[p, ""]));
        let ranks = weighing.ranks();
        let mut out: Vec<usize> = (0..passages.len()).collect();
        out.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]));
        out
    }

    #[test]
    fn more_of_it_in_fewer_words_is_better_and_so_is_what_few_have() {
        assert_eq!(order("toll", &["the toll and much else besides", "a toll", "a Toll, toll"]), [2, 1, 0]);
        assert_eq!(order("toll OR levy", &["a toll is here", "a toll is there", "a levy is here"]), [2, 0, 1]);
        assert_eq!(order("“a toll” OR b", &["toll a b", "so a toll"]), [0, 1], "each has one of them: they stay as they came");
        assert_eq!(order("tol*", &["nothing of it", "the tolls"]), [1, 0]);
        assert_eq!(order("ÆRSK", &["somebody", "Jón Ærsk"]), [1, 0]);
        assert_eq!(order("øre*", &["somebody", "Ørehus"]), [1, 0]);
    }
}
