//! Words on lines of a given width.
//!
//! Decides: where lines break and what a shortened text keeps. Must not know: what the words are.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns a text takes.
pub(crate) fn width_of(text: &str) -> usize {
    text.width()
}

/// A text in a style.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A text of a document on one line, without characters that could steer a terminal.
pub(crate) fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text that fits into `room` columns: its beginning and its end, with "…" for what lies between, cut between words where it can be.
pub(crate) fn shorten(text: &str, room: usize) -> String {
    if width_of(text) <= room {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let (mut first, mut last, mut used) = (0, words.len(), 1);
    let cost = |at: usize| words.get(at).map_or(usize::MAX / 2, |w| width_of(w) + 1);
    while first < last && used + cost(first) <= room * 3 / 5 {
        used += cost(first);
        first += 1;
    }
    while first < last && used + cost(last - 1) <= room {
        last -= 1;
        used += cost(last);
    }
    // A long word, or a script without spaces, is cut inside.
    if used < room / 2 || first == 0 {
        let begin = take(text.chars(), room.saturating_sub(1) * 3 / 5);
        let end: String = take(text.chars().rev(), room.saturating_sub(1 + width_of(&begin))).chars().rev().collect();
        return format!("{begin}…{end}");
    }
    let (begin, end) = (words.get(..first).unwrap_or_default().join(" "), words.get(last..).unwrap_or_default().join(" "));
    format!("{begin} … {end}").trim_end().to_owned()
}

fn take(chars: impl Iterator<Item = char>, room: usize) -> String {
    let mut left = room;
    chars
        .take_while(|c| {
            let n = c.width().unwrap_or(0);
            let fits = n <= left;
            left = left.saturating_sub(n);
            fits
        })
        .collect()
}

/// Styled words on lines; `first` stands before the first line, `rest` before the others (both may hold colours).
pub(crate) fn wrap(words: &[(String, Style)], width: usize, first: &str, rest: &str) -> Vec<String> {
    let plain = |s: &str| width_of(&anstream::adapter::strip_str(s).to_string());
    let mut lines = vec![Line { words: Vec::new(), used: plain(first) }];
    let room = width.saturating_sub(plain(first).max(plain(rest))).max(1);
    for (text, style) in words {
        for word in text.split_whitespace().flat_map(|w| pieces(w, room)) {
            let (word, n) = (word.as_str(), width_of(&word));
            match lines.last_mut() {
                Some(line) if line.words.is_empty() || line.used + 1 + n <= width => line.put(word, n, *style),
                _ => {
                    let mut line = Line { words: Vec::new(), used: plain(rest) };
                    line.put(word, n, *style);
                    lines.push(line);
                }
            }
        }
    }
    lines.iter().enumerate().map(|(i, line)| format!("{}{}\n", if i == 0 { first } else { rest }, line.shown())).collect()
}

/// A word, cut where it is wider than a line.
pub(crate) fn pieces(word: &str, room: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in word.chars() {
        if let Some(last) = out.last_mut().filter(|l| l.is_empty() || width_of(&format!("{l}{c}")) <= room) {
            last.push(c);
        } else {
            out.push(c.to_string());
        }
    }
    out
}

/// Runs of words in one style, and the columns taken.
struct Line {
    words: Vec<(String, Style)>,
    used: usize,
}

impl Line {
    fn put(&mut self, word: &str, width: usize, style: Style) {
        self.used += width + usize::from(!self.words.is_empty());
        match self.words.last_mut() {
            Some((run, same)) if *same == style => {
                run.push(' ');
                run.push_str(word);
            }
            _ => self.words.push((word.to_owned(), style)),
        }
    }

    fn shown(&self) -> String {
        self.words.iter().map(|(run, style)| styled(*style, run)).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_text_keeps_both_ends_and_fits() {
        let text = "the offer on the table was never put on paper and nobody has seen it";
        assert_eq!(shorten(text, 45), "the offer on the table … nobody has seen it");
        for room in 0..80 {
            assert!(width_of(&shorten(text, room)) <= room.max(1), "{room}");
            assert!(width_of(&shorten(&"界".repeat(60), room)) <= room.max(1), "{room}");
        }
    }

    #[test]
    fn nothing_in_a_text_steers_the_terminal() {
        assert_eq!(clean("a\u{1b}[31m b\u{202e}\n c"), "a\u{fffd}[31m b\u{fffd} c");
    }

    #[test]
    fn lines_break_between_words() {
        let words = [("one two".to_owned(), Style::new()), ("three".to_owned(), Style::new())];
        assert_eq!(wrap(&words, 9, "> ", "  "), ["> one two\n", "  three\n"]);
    }
}
