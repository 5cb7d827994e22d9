//! The words around a happening.
//!
//! Decides: which sentence it stands in, and how much of a duty's object it tells of. Must not know: whose duty it is.
//! Known to fail: a full stop after an abbreviation ends the sentence too early.

use super::acts::{Acts, first};
use crate::deal::{Amount, Obligation};
use crate::record::{Sum, Text, TextId};
use crate::wording::telling;
use crate::{Bound, Span};

/// The sentence that holds bytes `begin..end` of `text`.
pub(super) fn sentence(text: &str, begin: usize, end: usize) -> (usize, usize) {
    let stops = |at: usize, c: char| {
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        c == '\n' || (matches!(c, '.' | '!' | '?') && rest.trim_start_matches(['"', '\u{201d}', '\u{2019}', '\'', ')']).starts_with(char::is_whitespace))
    };
    let before = text.get(..begin).unwrap_or("");
    let from = before.char_indices().rev().find(|(i, c)| stops(*i, *c)).map_or(0, |(i, c)| i + c.len_utf8());
    let after = text.get(end..).unwrap_or("");
    // Words that end with the sentence's own full stop need no more.
    let closed = text.get(begin..end).is_some_and(|w| w.ends_with(['.', '!', '?'])) && after.starts_with(char::is_whitespace);
    let to = if closed { Some(end) } else { None };
    let to = to.or_else(|| after.char_indices().find(|(i, c)| stops(end + i, *c)).map(|(i, c)| end + i + c.len_utf8())).unwrap_or(text.len());
    let lead = text.get(from..to).unwrap_or("");
    let from = from + (lead.len() - lead.trim_start_matches(|c: char| c.is_whitespace() || "\u{201d}\u{2019}\")".contains(c)).len());
    (from.min(begin), from.min(begin).max(to - (text.get(..to).map_or(0, |t| t.len() - t.trim_end().len()))))
}

/// A number that a sentence gives for the object of a duty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Count {
    pub(super) amount: Amount,
    pub(super) exact: bool,
    /// Whether it is a total so far.
    pub(super) in_all: bool,
}

/// The numbers of the record in that sentence that count the duty's object or unit.
pub(super) fn counts(sum: &Sum, text: TextId, within: (usize, usize), o: &Obligation, acts: &Acts) -> Vec<Count> {
    let Some(document) = sum.texts.get(text.0).map(Text::whole) else { return Vec::new() };
    let whole = document.text.as_str();
    let wanted = telling(&format!("{} {}", o.object.as_deref().unwrap_or(""), o.unit.as_deref().unwrap_or("")));
    let inside = |s: &Span| s.begin() >= within.0 && s.end() <= within.1;
    let mut out: Vec<Count> = Vec::new();
    for t in sum.tallies.iter().filter(|t| t.text == text && t.words.iter().all(inside)) {
        let Some(last) = t.words.last() else { continue };
        // What is counted stands in the figure's own words or in the few that follow; a word before it, in a list.
        let after: String = whole.get(last.end()..within.1).unwrap_or("").split_whitespace().take(4).collect::<Vec<_>>().join(" ");
        let own: String = t.words.iter().map(|s| s.of(whole)).collect::<Vec<_>>().join(" ");
        let close = after.split([',', ';', '.', ':']).next().unwrap_or("").to_owned();
        let lead = whole.get(within.0..t.words.first().map_or(within.0, |s| s.begin())).unwrap_or("");
        let lead: Vec<&str> = lead.split_whitespace().collect();
        let near = format!("{own} {close}");
        let listed = lead.iter().rev().take(3).any(|w| *w == "numbering") && !telling(&lead.join(" ")).is_disjoint(&wanted);
        if telling(&near).is_disjoint(&wanted) && !listed {
            continue;
        }
        let Some(amount) = Amount::parse(&format!("{:.3}", t.value)) else { continue };
        let around = format!("{} {own} {after}", lead.iter().rev().take(5).rev().copied().collect::<Vec<_>>().join(" ")).to_lowercase();
        let count = Count { amount, exact: t.bound == Bound::Exact, in_all: first(&acts.in_all, &around).is_some() };
        if !out.contains(&count) {
            out.push(count);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str, expected: &str) {
        let begin = text.find(words).unwrap();
        let (a, b) = sentence(text, begin, begin + words.len());
        assert_eq!(&text[a..b], expected);
    }

    #[test]
    fn the_sentence_holds_the_words() {
        check("One went. \u{201c}Two of 3.5 were freed,\u{201d} she said. Three.", "were freed", "\u{201c}Two of 3.5 were freed,\u{201d} she said.");
        check("A title\nThe gate was opened\nMore", "was opened", "The gate was opened");
        check("End.", "End.", "End.");
    }
}
