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
    /// Words of a deed that outweigh what it is done to, where they stand before it.
    #[serde(default)]
    pub(super) deeds: Vec<String>,
    /// Words in which at least one entry is found.
    #[cfg(test)]
    pub(super) test: String,
}

/// One entry of a list whose longer entries take words from shorter ones: how it is written between blanks, and what it speaks for.
pub(super) struct Entry<K> {
    sought: String,
    kind: K,
}

/// All entries of a list, the longest first.
pub(super) fn entries<K: Copy>(file: &str, parse: impl Fn(&str) -> Option<K>) -> Vec<Entry<K>> {
    let sought = |w: &String| w.strip_suffix('*').map_or_else(|| format!(" {w} "), |stem| format!(" {stem}"));
    let mut all: Vec<Entry<K>> = rows(file)
        .iter()
        .filter_map(|r| Some((parse(&r.kind)?, &r.words)))
        .flat_map(|(kind, words)| words.iter().map(move |w| Entry { sought: sought(w), kind }))
        .collect();
    all.sort_by(|a, b| b.sought.len().cmp(&a.sought.len()).then_with(|| a.sought.cmp(&b.sought)));
    all
}

/// What the entries found in `words` speak for, each once, in the order of the words.
pub(super) fn found<K: Copy>(entries: &[Entry<K>], words: &str) -> Vec<K> {
    let letters: String = words.to_lowercase().chars().map(|c| if c.is_alphanumeric() || "-'%$£€".contains(c) { c } else { ' ' }).collect();
    let mut left = format!(" {} ", letters.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut out: Vec<(usize, K)> = Vec::new();
    for entry in entries {
        if let Some(at) = left.find(&entry.sought) {
            // The blanks stay, so that the next entry may use them; the words are taken, place for place.
            let end = at + entry.sought.trim_end().len();
            let taken = "|".repeat(end - at - 1);
            left.replace_range(at + 1..end, &taken);
            out.push((at, entry.kind));
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, kind)| kind).collect()
}

/// The tables of a list that ships; none where it cannot be read, which the tests of each list would tell.
pub(super) fn rows(file: &str) -> Vec<Row> {
    toml::from_str::<BTreeMap<String, Vec<Row>>>(file).unwrap_or_default().into_values().flatten().collect()
}
