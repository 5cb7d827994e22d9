//! The words that give parameters, from `lexicon/parameters.toml`.
//!
//! Decides: nothing; it is the file's form. Must not know: how a parameter is put together.

use crate::number::token::{Gap, Token};
use serde::Deserialize;
use std::sync::LazyLock;

static FILE: &str = include_str!("../../lexicon/parameters.toml");

/// The file that ships with the reader. A broken one shows in the tests; at run time it would be empty.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

/// All tables of the file.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Lexicon {
    pub(super) unit: Vec<Unit>,
    pub(super) between: Vec<Listed>,
    pub(super) other_lead: Vec<Listed>,
    pub(super) other_end: Vec<Listed>,
    pub(super) deadline: Vec<Listed>,
    pub(super) condition: Vec<Listed>,
    pub(super) event: Vec<Listed>,
    pub(super) no_condition: Vec<Listed>,
    pub(super) place: Vec<Listed>,
    pub(super) ground: Vec<Listed>,
    pub(super) no_place: Vec<Listed>,
    pub(super) extent: Vec<Listed>,
    pub(super) divider: Vec<Divider>,
    pub(super) opener: Vec<Opener>,
}

/// What an entry's test reads and expects.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "only the tests read it"))]
pub(super) struct Test {
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) key: String,
    pub(super) words: Option<String>,
    pub(super) number: Option<f64>,
}

macro_rules! entry {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[cfg_attr(not(test), expect(dead_code, reason = "only the tests read `test`"))]
        pub(super) struct $name {
            pub(super) words: Vec<String>,
            $(pub(super) $field: $type,)*
            pub(super) test: Test,
        }
    };
}

entry!(/// Words that mean only themselves.
    Listed {});
entry!(/// A unit of time.
    Unit { hours: f64 });
entry!(/// What stands between the sides of an exchange.
    Divider { alone: bool });
entry!(/// What leads the first side of an exchange.
    Opener { exchange: bool });

/// Whether a word is in one of these lists.
pub(super) fn has(list: &[Listed], word: &str) -> bool {
    list.iter().any(|e| e.words.iter().any(|w| w == word))
}

/// How many tokens from `at` spell one of the phrases: the longest.
pub(super) fn spelled<'a>(phrases: impl IntoIterator<Item = &'a String>, tokens: &[Token], at: usize) -> Option<usize> {
    phrases.into_iter().filter_map(|phrase| spells(phrase, tokens, at)).max()
}

fn spells(phrase: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let fits = |(i, word): (usize, &str)| tokens.get(at + i).is_some_and(|t| t.is(word) && (i == 0 || t.gap == Gap::Space));
    phrase.split(' ').enumerate().all(fits).then(|| phrase.split(' ').count())
}

/// All words of some lists.
pub(super) fn all(list: &[Listed]) -> impl Iterator<Item = &String> {
    list.iter().flat_map(|e| &e.words)
}

#[cfg(test)]
pub(super) fn tests() -> Vec<Test> {
    let lexicon: Lexicon = toml::from_str(FILE).unwrap();
    let mut out: Vec<Test> = Vec::new();
    macro_rules! add { ($($table:ident),*) => { $(out.extend(lexicon.$table.iter().map(|e| e.test.clone()));)* } }
    add!(unit, between, other_lead, other_end, deadline, condition, event, no_condition, place, ground, no_place, extent, divider, opener);
    out
}
