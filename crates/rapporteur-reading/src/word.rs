//! The words of a text, as the speaker step looks at them.
//!
//! Decides: where words begin and end, which are capitalised, which open a sentence. Must not know: what they mean together.

use crate::{lexicon, quote, sentence};
use rapporteur_record::Span;

/// A word or a mark.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) span: Span,
    /// In lower case, curly apostrophes made straight.
    pub(crate) lower: String,
    pub(crate) classes: lexicon::Classes,
    /// Begins with a capital.
    pub(crate) capital: bool,
    /// More than one letter, all capitals.
    pub(crate) upper: bool,
    /// The first word of a sentence or after an opening mark: its capital says nothing.
    pub(crate) first: bool,
    /// Letters or digits, not a mark.
    pub(crate) letters: bool,
    /// Number of its sentence.
    pub(crate) sentence: usize,
    /// Number of its paragraph.
    pub(crate) paragraph: usize,
    /// Inside quotation marks.
    pub(crate) quoted: bool,
}

/// All words and marks of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(text.len() / 5);
    for (paragraph, (base, line)) in quote::paragraphs(text).enumerate() {
        for (begin, end) in cuts(line) {
            out.extend(Span::new(text, base + begin, base + end).map(|span| word(text, span, paragraph)));
        }
    }
    number_sentences(text, &mut out);
    mark_quoted(text, &mut out);
    mark_first(&mut out);
    out
}

fn word(text: &str, span: Span, paragraph: usize) -> Word {
    let own = span.of(text);
    let lower = own.to_lowercase().replace('\u{2019}', "'");
    let classes = lexicon::classes(lower.trim_end_matches('.'));
    let classes = if matches!(own, "US" | "IT" | "WHO") { classes & !lexicon::PRONOUN } else { classes };
    let classes = if own == "WHO" { classes & !lexicon::OPENER } else { classes };
    let letters = own.chars().any(char::is_alphanumeric);
    let alphabetic = own.chars().filter(|c| c.is_alphabetic()).count();
    let upper = alphabetic > 1 && own.chars().all(|c| !c.is_lowercase());
    Word {
        span,
        lower,
        classes,
        capital: own.chars().next().is_some_and(char::is_uppercase) || particled(own),
        upper,
        first: false,
        letters,
        sentence: 0,
        paragraph,
        quoted: false,
    }
}

/// "al-Tarn", "el-Oyle": a name that begins with a particle.
fn particled(own: &str) -> bool {
    let rest = ["al-", "el-", "as-", "ad-", "ar-", "an-"].iter().find_map(|p| own.strip_prefix(p));
    rest.and_then(|r| r.chars().next()).is_some_and(char::is_uppercase)
}

/// Bounds of words and marks in a line: hyphens and apostrophes stay inside a word, "'s" is a word of its own.
fn cuts(line: &str) -> Vec<(usize, usize)> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let at = |i: usize| chars.get(i).map_or(line.len(), |c| c.0);
    let is_word = |i: usize| chars.get(i).is_some_and(|c| c.1.is_alphanumeric());
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !is_word(i) {
            if !chars[i].1.is_whitespace() {
                out.push((at(i), at(i + 1)));
            }
            i += 1;
            continue;
        }
        let begin = i;
        i = word_end(&chars, i);
        let cut = i - short_form(&chars[begin..i]);
        out.push((at(begin), at(cut)));
        if cut < i {
            out.push((at(cut), at(i)));
        }
    }
    out
}

/// Characters at the end of a word that are a word of their own: "'s", "'m", "'ve".
fn short_form(word: &[(usize, char)]) -> usize {
    (2..=3).find(|n| word.len() > *n && is_apostrophe(word[word.len() - n].1) && is_short(&word[word.len() - n + 1..])).unwrap_or(0)
}

fn is_short(letters: &[(usize, char)]) -> bool {
    let form: String = letters.iter().flat_map(|c| c.1.to_lowercase()).collect();
    matches!(form.as_str(), "s" | "m" | "d" | "ve" | "ll" | "re")
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

fn word_end(chars: &[(usize, char)], begin: usize) -> usize {
    let is_word = |i: usize| chars.get(i).is_some_and(|c| c.1.is_alphanumeric());
    let mut i = begin;
    loop {
        while is_word(i) {
            i += 1;
        }
        let joins = chars.get(i).is_some_and(|c| is_apostrophe(c.1) || matches!(c.1, '-' | '\u{2011}' | '&' | '\u{2010}' | '\u{ad}')) && is_word(i + 1);
        let dotted = chars.get(i).is_some_and(|c| c.1 == '.') && i > 0 && chars[i - 1].1.is_uppercase() && (i == begin + 1 || chars[i - 2].1 == '.');
        if joins {
            i += 1;
        } else if dotted {
            i += 1;
            if !is_word(i) {
                return i;
            }
        } else {
            let title = chars.get(i).is_some_and(|c| c.1 == '.') && i - begin <= 5 && is_title(&chars[begin..i]);
            return if title { i + 1 } else { i };
        }
    }
}

fn is_title(chars: &[(usize, char)]) -> bool {
    let word: String = chars.iter().map(|c| c.1).collect();
    matches!(word.as_str(), "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "Gen" | "Col" | "Sen" | "Rep" | "Gov" | "Lt" | "Capt" | "Sgt" | "St" | "Rev" | "Maj" | "Adm")
}

fn number_sentences(text: &str, words: &mut [Word]) {
    let sentences = sentence::split(text);
    let (mut number, mut next) = (0, 0);
    let mut paragraph = usize::MAX;
    for w in words {
        while next < sentences.len() && sentences[next].begin() <= w.span.begin() {
            next += 1;
            number += 1;
            paragraph = w.paragraph;
        }
        if w.paragraph != paragraph {
            number += 1;
            paragraph = w.paragraph;
        }
        w.sentence = number;
    }
}

fn mark_quoted(text: &str, words: &mut [Word]) {
    let quotes = quote::find(text);
    let mut at = 0;
    for w in words {
        while at < quotes.len() && quotes[at].span.end() <= w.span.begin() {
            at += 1;
        }
        w.quoted = quotes.get(at).is_some_and(|q| q.span.contains(w.span));
    }
}

fn mark_first(words: &mut [Word]) {
    let mut sentence = usize::MAX;
    let mut opened = true;
    for w in words {
        if w.sentence != sentence {
            sentence = w.sentence;
            opened = true;
        }
        let mark = w.lower.chars().next().unwrap_or(' ');
        if w.letters {
            w.first = opened;
            opened = false;
        } else if quote::is_mark(mark) || matches!(mark, '\u{2018}' | '\'' | ':' | '•' | '*' | '(' | '—' | '–') {
            opened |= quote::is_mark(mark) || mark != '(';
        }
    }
}

/// The words of a byte span.
pub(crate) fn inside(words: &[Word], span: Span) -> std::ops::Range<usize> {
    let begin = words.partition_point(|w| w.span.end() <= span.begin());
    let end = words.partition_point(|w| w.span.begin() < span.end());
    begin..end.max(begin)
}

/// The words from the first to the last of a range, as a span of the text.
pub(crate) fn hull(words: &[Word], range: &std::ops::Range<usize>) -> Option<Span> {
    Some(words.get(range.start)?.span.hull(words.get(range.end.checked_sub(1)?)?.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text).iter().map(|w| w.span.of(text)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn possessives_part_and_titles_keep_their_stop() {
        check("Mr. Oyle's U.S. plan, J. Tarn’s.", &["Mr.", "Oyle", "'s", "U.S.", "plan", ",", "J.", "Tarn", "’s", "."]);
        check("Wray-Okell don't", &["Wray-Okell", "don't"]);
    }
}
