//! The drafter's words, from `draft.toml`.
//!
//! Decides: how the word lists are read. Must not know: what is done with them.

use crate::deal::lexicon::strings;
use std::sync::OnceLock;
use toml::de::DeTable;

#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) duty: Vec<String>,
    pub(super) ban: Vec<String>,
    pub(super) weak: Vec<String>,
    pub(super) power: Vec<String>,
    pub(super) refrain: Vec<String>,
    pub(super) keep: Vec<String>,
    pub(super) extend: Vec<String>,
    pub(super) terminate: Vec<String>,
    pub(super) suspend: Vec<String>,
    pub(super) all: Vec<String>,
    pub(super) again: Vec<String>,
    pub(super) helper: Vec<String>,
    pub(super) frame: Vec<String>,
    pub(super) particle: Vec<String>,
    pub(super) measure: Vec<String>,
    pub(super) signature: Vec<String>,
    pub(super) in_force: Vec<String>,
    pub(super) condition: Vec<String>,
    pub(super) antecedent: Vec<String>,
    pub(super) bound: Vec<String>,
    pub(super) form: Vec<String>,
    pub(super) unless: Vec<String>,
    pub(super) during: Vec<String>,
    pub(super) clock: Vec<String>,
}

pub(super) fn words() -> &'static Words {
    static ONCE: OnceLock<Words> = OnceLock::new();
    ONCE.get_or_init(|| read(include_str!("../draft.toml")).unwrap_or_default())
}

fn read(text: &str) -> Option<Words> {
    let root = DeTable::parse(text).ok()?;
    let list = |table: &str, key: &str| strings(root.get_ref(), table, key);
    Some(Words {
        duty: list("trigger", "duty")?,
        ban: list("trigger", "ban")?,
        weak: list("trigger", "weak")?,
        power: list("trigger", "power")?,
        refrain: list("act", "refrain")?,
        keep: list("act", "keep")?,
        extend: list("act", "extend")?,
        terminate: list("act", "terminate")?,
        suspend: list("act", "suspend")?,
        all: list("party", "all")?,
        again: list("party", "again")?,
        helper: list("party", "helper")?,
        frame: list("act", "frame")?,
        particle: list("act", "particle")?,
        measure: list("act", "measure")?,
        signature: list("time", "signature")?,
        in_force: list("time", "in_force")?,
        condition: list("condition", "condition")?,
        antecedent: list("condition", "antecedent")?,
        bound: list("condition", "bound")?,
        form: list("word", "form")?,
        unless: list("condition", "unless")?,
        during: list("condition", "during")?,
        clock: list("condition", "clock")?,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_word_lists_are_read() {
        let w = super::words();
        assert!(w.duty.len() > 20 && !w.all.is_empty() && !w.in_force.is_empty());
    }
}
