//! How a number is meant, by the words beside it.
//!
//! Decides: which hedges stand before and after a number. Must not know: the number.

use super::amount::spells;
use super::lexicon::LEXICON;
use super::token::{Gap, Token};
use rapporteur_record::Bound;

/// Hedges that one number can have before it: "up to about".
const MOST: usize = 3;

/// The first token of the hedges before token `at`, none of them before `free`, and what they say together.
///
/// The nearest one decides, but "about" gives way to what says more.
pub(super) fn before(tokens: &[Token], at: usize, free: usize) -> (usize, Bound) {
    let (mut begin, mut bound) = (at, Bound::Exact);
    for _ in 0..MOST {
        let Some((words, more)) = ending(tokens, begin) else { break };
        if begin - words < free {
            break;
        }
        begin -= words;
        bound = stronger(bound, more);
    }
    (begin, bound)
}

/// Whether a hedge stands before token `at`.
pub(super) fn hedged(tokens: &[Token], at: usize, free: usize) -> bool {
    before(tokens, at, free).0 < at
}

/// The token after the hedge that stands after a number, and what it says.
pub(super) fn after(tokens: &[Token], end: usize) -> Option<(usize, Bound)> {
    let token = tokens.get(end).filter(|t| t.gap != Gap::Break)?;
    let begin = if token.hyphen() && token.gap == Gap::None { end + 1 } else { end };
    let list = LEXICON.after.get(tokens.get(begin)?.lower.as_str())?;
    list.iter().find(|(words, _)| spells(tokens, begin, words)).map(|(words, bound)| (begin + words.len(), *bound))
}

/// What two hedges say together, the nearer one first.
pub(super) fn stronger(nearer: Bound, other: Bound) -> Bound {
    if other != Bound::Exact && matches!(nearer, Bound::Exact | Bound::About) { other } else { nearer }
}

/// How many words the longest hedge has that ends before token `at`.
fn ending(tokens: &[Token], at: usize) -> Option<(usize, Bound)> {
    tokens.get(at).filter(|t| t.gap == Gap::Space)?;
    let last = at.checked_sub(1).and_then(|i| tokens.get(i))?;
    let list = LEXICON.before.get(last.lower.as_str())?;
    let fits = |words: &[&str]| at.checked_sub(words.len()).is_some_and(|begin| spells(tokens, begin, words));
    list.iter().find(|(words, _)| fits(words)).map(|(words, bound)| (words.len(), *bound))
}
