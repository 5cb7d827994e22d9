//! Words that tell what a term settles: `lexicon/terms.toml`.
//!
//! Decides: how many words of a term speak for each kind. Must not know: scores, what else is said of the term.

use super::words::{self, Entry};
use rapporteur_record::TermKind;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../lexicon/terms.toml");
/// What an entry counts that does not come first: "extend the ceasefire" is first of all an extension.
const LATER: f32 = 0.5;
/// More than this for one kind says no more.
const MOST: f32 = 1.5;

fn entries() -> &'static [Entry<TermKind>] {
    static ENTRIES: OnceLock<Vec<Entry<TermKind>>> = OnceLock::new();
    ENTRIES.get_or_init(|| words::entries(FILE, TermKind::parse))
}

/// For each kind, how much `term`, a term's words, speak for it: 1 for the entry found first, less for the others, 1.5 at most.
pub(crate) fn spoken_for(term: &str) -> [f32; TermKind::ALL.len()] {
    // Signs of money and shares are words of their own.
    let spaced: String = term.chars().flat_map(|c| if "%$£€".contains(c) { vec![' ', c, ' '] } else { vec![c] }).collect();
    let mut out: [f32; TermKind::ALL.len()] = [0.0; TermKind::ALL.len()];
    for (i, kind) in words::found(entries(), &spaced).into_iter().enumerate() {
        let counts = if i == 0 { 1.0 } else { LATER };
        out[kind as usize] = (out[kind as usize] + counts).min(MOST);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::words::rows;

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
