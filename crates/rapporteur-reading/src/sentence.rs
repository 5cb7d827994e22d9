//! Where sentences begin and end, and which lines are headings.
//!
//! Decides: sentence bounds inside paragraphs, headings. Looks at: punctuation, capitals, a list of abbreviations.
//! Must not know: what the sentences say. (UAX #29 cuts after "Mr." and "Gen."; hence rules of our own.)

use crate::quote;
use rapporteur_record::Span;

/// Words that a full stop after them does not end a sentence; lower case, without the stop.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sir", "st", "gen", "col", "maj", "capt", "lt", "sgt", "cmdr", "adm", "brig", "gov", "sen", "rep", "rev", "hon", "pres",
    "amb", "sec", "jr", "sr", "inc", "ltd", "co", "corp", "bros", "no", "nos", "vs", "etc", "approx", "dept", "est", "fig", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mt", "ft", "p", "pp", "art", "para", "cf", "al", "e.g", "i.e", "a.m", "p.m",
];

/// The sentences of a text, headings left out, in order.
pub fn split(text: &str) -> Vec<Span> {
    let headings = headings(text);
    let mut out = Vec::new();
    for (base, line) in quote::paragraphs(text) {
        if headings.iter().any(|h| h.begin() >= base && h.end() <= base + line.len()) {
            continue;
        }
        let mut begin = 0;
        for end in ends(line) {
            out.extend(Span::trimmed(text, base + begin, base + end));
            begin = end;
        }
        out.extend(Span::trimmed(text, base + begin, base + line.len()));
    }
    out
}

/// Byte offsets in `line` after which a new sentence begins.
fn ends(line: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let (at, c) = chars[i];
        i += 1;
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        while i < chars.len() && (matches!(chars[i].1, '.' | '!' | '?' | ')' | ']' | '\'' | '\u{2019}') || quote::is_mark(chars[i].1)) {
            i += 1;
        }
        let spaced = chars.get(i).is_some_and(|(_, c)| c.is_whitespace());
        let next = chars[i.min(chars.len())..].iter().map(|(_, c)| *c).find(|c| !c.is_whitespace());
        let opens =
            next.is_some_and(|c| c.is_uppercase() || c.is_numeric() || quote::is_mark(c) || matches!(c, '\u{2018}' | '\'' | '(' | '[' | '—' | '–' | '-'));
        if spaced && opens && !(c == '.' && abbreviated(&line[..at])) {
            out.push(chars[i].0);
        }
    }
    out
}

/// Whether the words before a full stop end with an abbreviation or an initial.
fn abbreviated(before: &str) -> bool {
    let word: &str = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\u{201c}' | '-')).next().unwrap_or("");
    let lower = word.to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
    initial || dotted || ABBREVIATIONS.contains(&lower.as_str())
}

/// Lines that head a part of the story: short, without an end mark, between paragraphs that have one.
pub fn headings(text: &str) -> Vec<Span> {
    let lines: Vec<(usize, &str)> = quote::paragraphs(text).filter(|(_, l)| !l.trim().is_empty()).collect();
    let sentence_like = |l: &str| l.trim_end().ends_with(['.', '!', '?', '"', '\u{201d}', '\'', '\u{2019}', ':', ';', ',', '…', ')']);
    let mut out = Vec::new();
    for (i, (base, line)) in lines.iter().enumerate() {
        let words = line.split_whitespace().count();
        let starts_low = line.trim_start().chars().next().is_none_or(|c| !c.is_uppercase());
        let listed = line.trim_start().starts_with(['-', '•', '*', '–', '—']);
        let prose_after = lines.get(i + 1).is_some_and(|(_, l)| sentence_like(l) && l.split_whitespace().count() > words);
        if words <= 9 && line.chars().count() <= 70 && !sentence_like(line) && !starts_low && !listed && prose_after && i > 0 {
            out.extend(Span::trimmed(text, *base, base + line.len()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = split(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn titles_initials_and_hours_do_not_end_a_sentence() {
        check("Mr. Oyle met Gen. J. Tarn at 5 p.m. on Monday. Nobody spoke.", &["Mr. Oyle met Gen. J. Tarn at 5 p.m. on Monday.", "Nobody spoke."]);
        check("The U.S. Senate voted. It failed!", &["The U.S. Senate voted.", "It failed!"]);
    }

    #[test]
    fn closing_marks_belong_to_the_sentence_they_close() {
        check("\"We will not sign.\" She left. (Nobody asked.) Then rain.", &["\"We will not sign.\"", "She left.", "(Nobody asked.)", "Then rain."]);
    }

    #[test]
    fn a_heading_is_no_sentence() {
        let text = "The talks stopped on Monday.\n\nThe minister's games\n\nFew details were released about the plan.\n";
        assert_eq!(headings(text).iter().map(|h| h.of(text)).collect::<Vec<_>>(), ["The minister's games"]);
        check(text, &["The talks stopped on Monday.", "Few details were released about the plan."]);
    }
}
