//! Words that tell what happened: `lexicon/events.toml`.
//!
//! Decides: how much an event's words speak for each type. Must not know: scores, who did it.

use super::words::{self, Entry};
use rapporteur_record::EventKind;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../lexicon/events.toml");
/// What a word counts that stands behind one of another type: "agreed to withdraw" is first of all an agreement.
const LATER: f32 = 0.35;

fn entries() -> &'static [Entry<EventKind>] {
    static ENTRIES: OnceLock<Vec<Entry<EventKind>>> = OnceLock::new();
    ENTRIES.get_or_init(|| words::entries(FILE, EventKind::parse))
}

/// For each type, how much `event`, an event's words, speak for it: 1 for the type of the first entry found, less for others.
pub(crate) fn spoken_for(event: &str) -> [f32; EventKind::ALL.len()] {
    let mut out: [f32; EventKind::ALL.len()] = [0.0; EventKind::ALL.len()];
    for (i, kind) in words::found(entries(), event).into_iter().enumerate() {
        let counts = if i == 0 { 1.0 } else { LATER };
        out[kind as usize] = out[kind as usize].max(counts);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::words::rows;

    #[test]
    fn every_type_is_told_by_its_own_test() {
        assert_eq!(rows(FILE).len(), EventKind::ALL.len(), "a type is missing, or the list cannot be read");
        for row in rows(FILE) {
            let kind = EventKind::parse(&row.kind).unwrap_or_else(|| panic!("{} is no type of event", row.kind));
            assert!((spoken_for(&row.test)[kind as usize] - 1.0).abs() < 1e-6, "{:?} does not speak for {} first", row.test, row.kind);
        }
    }

    #[test]
    fn the_first_word_counts_most_and_a_longer_entry_takes_its_words() {
        let of = |words: &str, kind: EventKind| spoken_for(words)[kind as usize];
        assert!(of("agreed to withdraw from the ridge", EventKind::Agree) > of("agreed to withdraw from the ridge", EventKind::Retreat));
        assert!(of("called a general strike", EventKind::Protest) > 0.0 && of("called a general strike", EventKind::Assault) < 1e-6);
        assert_eq!(spoken_for("stood by the quay"), [0.0; EventKind::ALL.len()]);
    }
}
