//! The words of a text as numbers, by which copies are found without the text.
//!
//! Decides: what a word is there, and what a run of words is. Must not know: which runs make a copy.

use crate::fingerprint_of;
use crate::wording;

/// Words in a row that are compared.
pub(crate) const SHINGLE: usize = 5;
/// The bytes of one word's number.
const WIDE: usize = 4;

/// The words of a text as numbers, four bytes each, in order.
pub fn weave(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 2 / 3);
    let mut lower = String::new();
    for (begin, end) in places(text) {
        lower.clear();
        let word = &text[begin..end];
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&word.to_lowercase());
        }
        let number = fingerprint_of(&lower);
        out.extend(((number as u32) ^ ((number >> 32) as u32)).to_le_bytes());
    }
    out
}

/// Where each word begins and ends.
pub(crate) fn places(text: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut at = 0;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !(c.is_alphanumeric() || matches!(c, '\'' | '’')) {
            if at < i {
                places.push((at, i));
            }
            at = i + c.len_utf8();
        }
    }
    places
}

/// Every run of [`SHINGLE`] words, as a number.
pub(crate) fn runs(weave: &[u8]) -> impl ExactSizeIterator<Item = u64> {
    let word = |at: usize| weave.get(at * WIDE..(at + 1) * WIDE).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
    let mix = |h: u64, x: u32| (h.rotate_left(5) ^ u64::from(x)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The low bits of a product hang on few of its factors' bits; the high ones on all.
    let run = move |at: usize| (at..at + SHINGLE).fold(17u64, |h, i| mix(h, word(i))).rotate_left(32);
    (0..(weave.len() / WIDE + 1).saturating_sub(SHINGLE)).map(run)
}

/// Names the words of a text, whatever their marks and capitals; `None` where it has none.
pub(crate) fn number_of_words(text: &str) -> Option<u128> {
    let all: Vec<String> = wording::words(text).collect();
    (!all.is_empty()).then(|| fingerprint_of(&all.join(" ")))
}
