//! Words that tell what a term settles: `lexicon/terms.toml`.
//!
//! Decides: how many words of a term speak for each kind. Must not know: scores, what else is said of the term.

use super::words::rows;
use rapporteur_record::TermKind;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../lexicon/terms.toml");
/// More words than this of one kind say no more.
const MOST: usize = 2;

/// How one entry is sought.
enum Sought {
    /// A word that begins so.
    Beginning(String),
    /// Words as they stand.
    Words(String),
}

fn lists() -> &'static [(TermKind, Vec<Sought>)] {
    static LISTS: OnceLock<Vec<(TermKind, Vec<Sought>)>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let sought = |w: &String| w.strip_suffix('*').map_or_else(|| Sought::Words(format!(" {w} ")), |stem| Sought::Beginning(format!(" {stem}")));
        rows(FILE).iter().filter_map(|r| Some((TermKind::parse(&r.kind)?, r.words.iter().map(sought).collect()))).collect()
    })
}

/// For each kind, how many entries speak for it, at most two. `words` are those of a term.
pub(crate) fn spoken_for(words: &str) -> [f32; TermKind::ALL.len()] {
    let spaced: String = words
        .chars()
        .flat_map(|c| {
            if c.is_alphanumeric() || "-'\u{2019}".contains(c) {
                vec![c]
            } else if "%$£€".contains(c) {
                vec![' ', c, ' ']
            } else {
                vec![' ']
            }
        })
        .collect();
    let plain = format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
    let mut out = [0.0; TermKind::ALL.len()];
    for (kind, sought) in lists() {
        let hits = sought.iter().filter(|s| match s {
            Sought::Beginning(stem) => plain.contains(stem.as_str()),
            Sought::Words(words) => plain.contains(words.as_str()),
        });
        out[*kind as usize] = hits.count().min(MOST) as f32;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_by_its_own_test() {
        assert!(!rows(FILE).is_empty(), "the list cannot be read");
        for row in rows(FILE) {
            let kind = TermKind::parse(&row.kind).unwrap_or_else(|| panic!("{} is no kind of term", row.kind));
            let found = spoken_for(&row.test);
            assert!(found[kind as usize] > 0.0, "{:?} does not speak for {}", row.test, row.kind);
        }
    }

    #[test]
    fn a_word_inside_another_does_not_count() {
        assert_eq!(spoken_for("the urban area")[TermKind::ProhibitedActs as usize], 0.0, "ban is no word here");
        assert!(spoken_for("a 5% rise")[TermKind::Economic as usize] > 0.0);
    }
}
