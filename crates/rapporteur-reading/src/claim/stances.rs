//! Words that tell a stance: `lexicon/stances.toml`.
//!
//! Decides: how many entries speak for each stance. Must not know: scores, holders, targets.

use super::words::rows;
use rapporteur_record::Stance;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../lexicon/stances.toml");

/// One entry: how it is written between blanks, and the stance it speaks for.
struct Entry {
    sought: String,
    stance: Stance,
}

/// All entries, the longest first.
fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let sought = |w: &String| w.strip_suffix('*').map_or_else(|| format!(" {w} "), |stem| format!(" {stem}"));
        let mut all: Vec<Entry> = rows(FILE)
            .iter()
            .filter_map(|r| Some((Stance::parse(&r.kind)?, &r.words)))
            .flat_map(|(stance, words)| words.iter().map(move |w| Entry { sought: sought(w), stance }))
            .collect();
        all.sort_by(|a, b| b.sought.len().cmp(&a.sought.len()).then_with(|| a.sought.cmp(&b.sought)));
        all
    })
}

/// For each stance, how many entries speak for it. `words` are those of the evidence.
pub(crate) fn spoken_for(words: &str) -> [f32; Stance::ALL.len()] {
    let plain = words.to_lowercase().replace('\u{2019}', "'").replace("n't", " not").replace("ca not", "can not");
    let letters: String = plain.chars().map(|c| if c.is_alphanumeric() || "-'".contains(c) { c } else { ' ' }).collect();
    let mut left = format!(" {} ", letters.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut out = [0.0; Stance::ALL.len()];
    for entry in entries() {
        if let Some(at) = left.find(&entry.sought) {
            // The blanks stay, so that the next entry may use them; the words are taken.
            let end = at + entry.sought.trim_end().len();
            left.replace_range(at + 1..end, "|");
            out[entry.stance as usize] += 1.0;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
