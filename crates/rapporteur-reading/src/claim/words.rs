//! Lists of words that people may add to: tables of TOML, each with a kind, its words, and a sentence that tests them.
//!
//! Decides: how such a file is read. Must not know: which kinds there are, what a word counts.

use serde::Deserialize;
use std::collections::BTreeMap;

/// One table of a list.
#[derive(Deserialize)]
pub(super) struct Row {
    /// What its words speak for, by its name in records.
    pub(super) kind: String,
    /// Words; one with a star at its end stands for every word that begins so.
    pub(super) words: Vec<String>,
    /// Words in which at least one entry is found.
    #[cfg(test)]
    pub(super) test: String,
}

/// The tables of a list that ships; none where it cannot be read, which the tests of each list would tell.
pub(super) fn rows(file: &str) -> Vec<Row> {
    toml::from_str::<BTreeMap<String, Vec<Row>>>(file).unwrap_or_default().into_values().flatten().collect()
}
