//! The words that the linter and the drafter go by.
//!
//! Decides: how `lexicon.toml` and `draft.toml` are read, and what it is for a phrase to stand in a text.
//! Must not know: what follows from a word.

use std::sync::OnceLock;
use toml::de::{DeTable, DeValue};

/// A wording that can be read two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub phrase: String,
    /// The readings.
    pub readings: String,
    /// A text that holds them.
    pub test: String,
}

/// The words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Wordings that can be read two ways.
    pub wordings: Vec<Wording>,
    /// Acts of forces.
    pub movement: Vec<String>,
    /// Objects of such acts that are papers, not forces.
    pub papers: Vec<String>,
    /// Nouns that say which forces.
    pub forces: Vec<String>,
    /// Acts that need a number.
    pub counted: Vec<String>,
    /// Acts that need a number when their object is many.
    pub counted_if_many: Vec<String>,
    /// Acts of staying.
    pub staying: Vec<String>,
    /// Places and forces left to later.
    pub open: Vec<String>,
    /// Words for an extension.
    pub extension: Vec<String>,
}

/// The lexicon that ships with the program.
pub fn built_in() -> &'static Lexicon {
    static ONCE: OnceLock<Lexicon> = OnceLock::new();
    ONCE.get_or_init(|| read(include_str!("lexicon.toml")).unwrap_or_default())
}

fn read(text: &str) -> Option<Lexicon> {
    let root = DeTable::parse(text).ok()?;
    let root = root.get_ref();
    let wordings = root.get("wording")?.get_ref().as_array()?;
    let word = |t: &DeTable<'_>, key: &str| Some(t.get(key)?.get_ref().as_str()?.to_owned());
    let list = |table: &str, key: &str| strings(root, table, key);
    Some(Lexicon {
        wordings: (wordings.iter())
            .filter_map(|w| w.get_ref().as_table())
            .map(|t| Some(Wording { phrase: word(t, "phrase")?, readings: word(t, "readings")?, test: word(t, "test")? }))
            .collect::<Option<_>>()?,
        movement: list("acts", "movement")?,
        papers: list("acts", "papers")?,
        forces: list("acts", "forces")?,
        counted: list("acts", "counted")?,
        counted_if_many: list("acts", "counted_if_many")?,
        staying: list("acts", "staying")?,
        open: list("open", "phrases")?,
        extension: list("open", "extension")?,
    })
}

/// A list of texts under `[table] key`.
pub(super) fn strings(root: &DeTable<'_>, table: &str, key: &str) -> Option<Vec<String>> {
    let list = root.get(table)?.get_ref().as_table()?.get(key)?.get_ref();
    match list {
        DeValue::Array(all) => all.iter().map(|v| v.get_ref().as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// Where `phrase` stands in `text` as whole words, whatever the case; `text` is in lower case already.
pub fn find_words(text: &str, phrase: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(phrase).map(|i| i + from) {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if edge(text[..at].chars().next_back()) && edge(text[at + phrase.len()..].chars().next()) {
            return Some(at);
        }
        from = at + phrase.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_is_found_in_its_own_test() {
        let lexicon = built_in();
        assert!(lexicon.wordings.len() > 20 && !lexicon.movement.is_empty());
        for w in &lexicon.wordings {
            assert!(find_words(&w.test.to_lowercase(), &w.phrase).is_some(), "{}", w.phrase);
        }
    }

    #[test]
    fn words_are_whole_words() {
        assert_eq!(find_words("a reasonable man", "reason"), None);
        assert_eq!(find_words("unreasonable, reasonable", "reasonable"), Some(14));
    }
}
