//! Words that tell a stance: `lexicon/stances.toml`.
//!
//! Decides: how many entries speak for each stance. Must not know: scores, holders, targets.

use super::words::{self, Entry};
use rapporteur_record::Stance;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../lexicon/stances.toml");

fn entries() -> &'static [Entry<Stance>] {
    static ENTRIES: OnceLock<Vec<Entry<Stance>>> = OnceLock::new();
    ENTRIES.get_or_init(|| words::entries(FILE, Stance::parse))
}

/// For each stance, how many entries speak for it. `evidence` is its words.
pub(crate) fn spoken_for(evidence: &str) -> [f32; Stance::ALL.len()] {
    let plain = evidence.to_lowercase().replace('\u{2019}', "'").replace("n't", " not").replace("ca not", "can not");
    let mut out = [0.0; Stance::ALL.len()];
    for stance in words::found(entries(), &plain) {
        out[stance as usize] += 1.0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::words::rows;

    #[test]
    fn every_entry_says_what_its_test_asks() {
        for row in rows(FILE) {
            let stance = Stance::parse(&row.kind).unwrap_or_else(|| panic!("{}: no stance", row.kind));
            let counts = spoken_for(&row.test);
            let most = counts.iter().copied().fold(0.0, f32::max);
            assert!(most > 0.0 && counts[stance as usize] >= most, "{}: {counts:?}", row.test);
        }
    }

    #[test]
    fn what_a_longer_entry_takes_no_shorter_one_counts() {
        let counts = spoken_for("haven\u{2019}t ruled out");
        assert_eq!((counts[Stance::Undecided as usize], counts[Stance::Rejects as usize]), (1.0, 0.0));
    }
}
