//! Pronouns that are no source: they are mentions, and tell whom a later pronoun goes on with.
//!
//! Decides: which pronouns of a text are looked at, and which statement's content holds each. Must not know: whom they mean.

use crate::lexicon::{self as lx, Classes};
use crate::statement::Statement;
use crate::word::{self, Word};

/// A pronoun outside all sources.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passing {
    pub(crate) at: usize,
    pub(crate) classes: Classes,
    /// The innermost statement whose content holds it.
    pub(crate) within: Option<usize>,
}

/// All pronouns that are not marked as `covered`, in text order.
pub(crate) fn find(words: &[Word], statements: &[Statement], covered: &[bool]) -> Vec<Passing> {
    let mut holder = vec![None; words.len()];
    for (i, s) in statements.iter().enumerate() {
        for span in &s.content {
            holder[word::inside(words, *span)].fill(Some(i));
        }
    }
    let all = words.iter().enumerate().filter(|(at, w)| w.classes & lx::PRONOUN & !lx::RELATIVE != 0 && !covered[*at] && !empty(words, *at));
    all.map(|(at, w)| Passing { at, classes: w.classes & lx::PRONOUN, within: holder[at] }).collect()
}

/// "It is", "it was", "it would": more often nobody than somebody.
fn empty(words: &[Word], at: usize) -> bool {
    let next = words.get(at + 1).map_or("", |w| w.lower.as_str());
    words[at].lower == "it"
        && matches!(next, "is" | "was" | "'s" | "would" | "will" | "'ll" | "'d" | "may" | "might" | "seems" | "seemed" | "takes" | "took" | "be" | ",")
}
