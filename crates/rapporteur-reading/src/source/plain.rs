//! Plain text, and the front matter that may stand before it.
//!
//! Decides: what is front matter, what it says, and where the text begins. Must not know: headings and sentences of the text.

use super::error::SourceError;
use super::{About, Extracted, SourceMap, date};

/// Takes the text after its front matter, exactly as it is.
pub(super) fn read(text: &str, name: &str) -> Result<Extracted, SourceError> {
    let (about, begin) = match block(text) {
        Some(block) => (about(&block, name)?, block.end),
        None => (About::default(), 0),
    };
    let text = text[begin..].to_owned();
    Ok(Extracted { map: SourceMap::after(begin, &text), text, about, ..Extracted::default() })
}

/// The lines between the two `---`, and the byte at which the text begins.
struct Block<'a> {
    /// With their numbers, from 1.
    lines: Vec<(usize, &'a str)>,
    end: usize,
}

const KNOWN: [&str; 7] = ["title", "outlet", "date", "published", "url", "id", "language"];

/// A block counts as front matter where it begins with a key and has one that we know, or nothing but keys: otherwise it is words of the text.
fn block(text: &str) -> Option<Block<'_>> {
    let mut lines = lines(text);
    let (_, first) = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut block = Block { lines: Vec::new(), end: 0 };
    let mut number = 1;
    loop {
        let (end, line) = lines.next()?;
        number += 1;
        if line.trim_end() == "---" {
            block.end = after_blank_lines(text, end);
            break;
        }
        block.lines.push((number, line));
    }
    block.is_front_matter().then_some(block)
}

impl Block<'_> {
    fn is_front_matter(&self) -> bool {
        let filled = || self.lines.iter().map(|(_, l)| *l).filter(|l| !l.trim().is_empty());
        let begins_with_key = filled().find(|l| !l.starts_with('#')).is_some_and(|l| key_value(l).is_some());
        let has_known_key = || filled().filter_map(key_value).any(|(key, _)| KNOWN.contains(&key.as_str()));
        let has_only_keys = || filled().all(|l| key_value(l).is_some() || is_rest_of_value(l));
        begins_with_key && (has_known_key() || has_only_keys())
    }
}

/// Lines with the byte after their end.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at, line)
    })
}

fn after_blank_lines(text: &str, begin: usize) -> usize {
    let blank: usize = text[begin..].split_inclusive('\n').take_while(|l| l.trim().is_empty()).map(str::len).sum();
    begin + blank
}

fn key_value(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.trim_end().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') && !key.starts_with(['-', ' ']);
    is_key.then(|| (key.trim_end().to_ascii_lowercase(), unquoted(value.trim())))
}

/// Comments, and list items or indented lines that go on with the value of a key that we ignore.
fn is_rest_of_value(line: &str) -> bool {
    line.starts_with([' ', '\t', '#', '-'])
}

fn unquoted(value: &str) -> &str {
    let inside = |q: char| value.strip_prefix(q).and_then(|v| v.strip_suffix(q));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

fn about(block: &Block<'_>, name: &str) -> Result<About, SourceError> {
    let mut about = About::default();
    for (line, text) in &block.lines {
        let Some((key, value)) = key_value(text).filter(|(_, v)| !v.is_empty()) else {
            continue;
        };
        let given = Some(value.to_owned());
        match key.as_str() {
            "title" => about.title = given,
            "outlet" => about.outlet = given,
            "url" => about.url = given,
            "id" => about.id = given,
            "language" => about.language = given,
            "date" | "published" => about.published = Some(date_at(value, *line, name)?),
            _ => {}
        }
    }
    Ok(about)
}

fn date_at(value: &str, line: usize, name: &str) -> Result<jiff::civil::Date, SourceError> {
    date::strict(value).ok_or_else(|| SourceError::FrontMatterDate { name: name.to_owned(), line, value: value.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_record::Span;

    fn text_of(file: &str) -> String {
        read(file, "a.txt").unwrap().text
    }

    #[test]
    fn front_matter_is_taken_and_the_text_begins_after_it() {
        let file = "---\r\ntitle: \"Talks: day two\"\r\nOutlet: The Paper\r\ndate: 2031-03-04\r\ntags: [a]\r\n---\r\n\r\n \r\n  Talks stalled.\r\n";
        let e = read(file, "a.txt").unwrap();
        assert_eq!(e.text, "  Talks stalled.\r\n");
        assert_eq!(e.about.title.as_deref(), Some("Talks: day two"));
        assert_eq!(e.about.outlet.as_deref(), Some("The Paper"));
        assert_eq!(e.about.published, Some(jiff::civil::date(2031, 3, 4)));
        let span = Span::trimmed(&e.text, 0, e.text.len()).unwrap();
        assert_eq!(&file[e.map.source(span).unwrap()], "Talks stalled.");
    }

    #[test]
    fn a_block_without_keys_stays_text() {
        for file in [
            "---\nHe said no.\n---\nx",
            "---\n---\nx",
            "---\nHe said: no.\n---\n",
            "---\nHe said no.\ndate: 2031-03-04\n---\nx",
            "---\ntitle: x\nno end",
            " ---\ntitle: x\n---\n",
            "---",
            "-- -",
        ] {
            assert_eq!(text_of(file), file);
        }
    }

    #[test]
    fn unknown_keys_alone_are_front_matter_where_nothing_else_stands_there() {
        assert_eq!(text_of("---\nauthor: A\ntags:\n  - b\n# note\n---\nx"), "x");
        assert_eq!(text_of("---\nNote: a\nThe talks stalled.\n---\nx"), "---\nNote: a\nThe talks stalled.\n---\nx");
    }

    #[test]
    fn a_wrong_date_names_line_and_value() {
        let e = read("---\ntitle: x\ndate: 4.3.2031\n---\nx", "a.txt").unwrap_err();
        assert_eq!(e.to_string(), "cannot read `a.txt`: line 3 gives `4.3.2031` as the date\nhelp: write the date as year-month-day: 2031-03-04");
    }

    #[test]
    fn text_without_front_matter_is_untouched() {
        assert_eq!(text_of("\r\n Talks \tstalled. \n\n"), "\r\n Talks \tstalled. \n\n");
    }
}
