//! A text's words, as far as times need them.
//!
//! Decides: where words begin and end and what stands between them. Must not know: what they mean.

use super::lexicon::LEXICON;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space, and no new line.
    Space,
    /// A comma and white space.
    Comma,
    /// One hyphen.
    Hyphen,
    /// A full stop and white space: it may end an abbreviation.
    Stop,
    /// An apostrophe.
    Apostrophe,
    /// Punctuation inside a sentence.
    Mark,
    /// The end of a sentence or paragraph, or the beginning of the text.
    End,
}

/// One word.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) lower: String,
    pub(super) capital: bool,
    pub(super) gap: Gap,
}

/// All words of a text: runs of letters and digits.
pub(super) fn of(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut begin = None;
    let mut last = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (begin, c.is_alphanumeric()) {
            (None, true) => begin = Some(at),
            (Some(from), false) => {
                let word = text.get(from..at).unwrap_or("");
                let gap = if out.is_empty() { Gap::End } else { gap(text.get(last..from).unwrap_or("")) };
                out.push(Word { begin: from, end: at, lower: word.to_lowercase(), capital: word.starts_with(char::is_uppercase), gap });
                (begin, last) = (None, at);
            }
            _ => {}
        }
    }
    out
}

fn gap(between: &str) -> Gap {
    match between {
        " " => Gap::Space,
        ", " => Gap::Comma,
        "-" | "\u{2010}" | "\u{2011}" => Gap::Hyphen,
        ". " => Gap::Stop,
        "'" | "\u{2019}" => Gap::Apostrophe,
        _ if between.contains(['.', '!', '?', '\n']) => Gap::End,
        _ if between.chars().all(char::is_whitespace) => Gap::Space,
        _ => Gap::Mark,
    }
}

/// How many words from `at` spell `phrase`, all on one line and side by side.
pub(super) fn spells(words: &[Word], at: usize, phrase: &str) -> Option<usize> {
    let mut n = 0;
    for part in phrase.split(' ') {
        let word = words.get(at + n)?;
        if word.lower != part || (n > 0 && word.gap != Gap::Space) {
            return None;
        }
        n += 1;
    }
    Some(n)
}

/// Which way the words around an expression point: 1 ahead, -1 behind, 0 where they do not say.
///
/// The nearest sign before it in its sentence decides, else the nearest after it.
pub(super) fn tense(words: &[Word], first: usize, end: usize) -> i64 {
    const REACH: usize = 12;
    let mut at = first;
    while at > 0 && first - at < REACH && !ends(words, at) {
        at -= 1;
        match sign(words, at) {
            0 => {}
            -1 if passive_ahead(words, at) => return 1,
            toward => return toward,
        }
    }
    for at in end..words.len().min(end + REACH) {
        if ends(words, at) {
            break;
        }
        let toward = sign(words, at);
        if toward != 0 {
            return toward;
        }
    }
    0
}

/// Whether a sentence ends before the word.
fn ends(words: &[Word], at: usize) -> bool {
    words.get(at).is_none_or(|w| w.gap == Gap::End || (w.gap == Gap::Stop && w.capital))
}

fn sign(words: &[Word], at: usize) -> i64 {
    let listed = LEXICON.tense.iter().find(|t| t.words.iter().any(|w| spells(words, at, w).is_some()));
    if let Some(entry) = listed {
        return entry.toward;
    }
    let regular = words.get(at).is_some_and(|w| w.lower.len() > 4 && w.lower.ends_with("ed") && !w.capital);
    -i64::from(regular)
}

/// "will be published", "to be signed": a past form that lies ahead.
fn passive_ahead(words: &[Word], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|i| words.get(i)).map(|w| w.lower.as_str());
    before(1) == Some("be") && before(2).is_some()
}
