//! Blocks become text.
//!
//! Decides: white space, as a browser shows it, and which bytes of the page each byte of text came from.
//! Must not know: which blocks are the article.

use super::tags::Marks;
use super::tokens::{self, Attributes, Sink};
use super::tree::{Block, Piece, Tree};
use crate::source::SourceMap;
use html5gum::State;
use rapporteur_record::Span;
use std::ops::Range;

/// Text with the way back to its page.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// Paragraphs with a blank line between them.
    pub(super) text: String,
    /// The paragraphs that are headings.
    pub(super) headings: Vec<Span>,
    /// The way back.
    pub(super) map: SourceMap,
}

/// A heading is not longer; where one seems to be, its end tag is missing.
const LONGEST_HEADING: usize = 300;

/// The text of some blocks. Pieces of elements that `is_left_out` are not in it.
pub(super) fn blocks<'t>(page: &str, tree: &Tree, blocks: impl Iterator<Item = &'t Block>, is_left_out: impl Fn(usize) -> bool) -> Rendered {
    let mut writer = Writer::default();
    for block in blocks {
        writer.begins_paragraph = true;
        writer.waiting = None;
        let from = writer.text.len();
        for piece in tree.pieces[block.pieces.clone()].iter().filter(|p| !is_left_out(p.node)) {
            writer.piece(piece, piece.text(page), tree.nodes[piece.node].marks.any(Marks::PRE));
        }
        if tree.nodes[block.owner].marks.any(Marks::HEADING) && writer.text.len() - from < LONGEST_HEADING {
            writer.headings.extend(Span::trimmed(&writer.text, from, writer.text.len()));
        }
    }
    Rendered { text: writer.text, headings: writer.headings, map: writer.map }
}

/// A value of an attribute or of JSON-LD as text: entities decoded, white space collapsed.
///
/// Many pages escape such values twice.
pub(super) fn plain(value: &str) -> String {
    struct Text<'v>(&'v str, String);
    impl Sink for Text<'_> {
        fn start(&mut self, _: &str, _: &Attributes, _: Range<usize>) -> Option<State> {
            None
        }
        fn end(&mut self, _: &str, _: Range<usize>) {}
        fn text(&mut self, source: Range<usize>, decoded: Option<&str>) {
            self.1.push_str(decoded.unwrap_or_else(|| self.0.get(source).unwrap_or("")));
        }
    }
    let mut text = Text(value, String::new());
    tokens::tokenize(value, &mut text);
    text.1.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Writer {
    text: String,
    map: SourceMap,
    headings: Vec<Span>,
    begins_paragraph: bool,
    /// White space that will be written if a word follows.
    waiting: Option<(char, Range<usize>)>,
}

impl Writer {
    fn piece(&mut self, piece: &Piece, text: &str, is_pre: bool) {
        let place = |at: usize, len: usize| match piece.decoded {
            Some(_) => piece.source.clone(),
            None => piece.source.start + at..piece.source.start + at + len,
        };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let class = Class::of(c);
            let len = match class {
                Class::Word => Class::word_len(&text[at..]),
                _ => c.len_utf8(),
            };
            match class {
                Class::Word => self.word(&text[at..at + len], place(at, len)),
                Class::Space if piece.is_break || (is_pre && c == '\n') => self.wait('\n', place(at, len)),
                Class::Space if is_pre => self.wait_for_more(place(at, len)),
                Class::Space => self.wait(' ', place(at, len)),
                Class::Invisible => {}
            }
            at += len;
        }
    }

    /// Asks for white space; a line end counts more than a space.
    fn wait(&mut self, c: char, source: Range<usize>) {
        if self.waiting.as_ref().is_none_or(|(w, _)| *w == ' ' && c == '\n') {
            self.waiting = Some((c, source));
        }
    }

    /// Asks for a space beside those that wait already.
    fn wait_for_more(&mut self, source: Range<usize>) {
        match self.waiting.take() {
            Some((c, earlier)) if !self.begins_paragraph => self.push(c.encode_utf8(&mut [0; 4]), earlier),
            _ => {}
        }
        self.waiting = Some((' ', source));
    }

    fn word(&mut self, word: &str, source: Range<usize>) {
        let waiting = self.waiting.take();
        if self.begins_paragraph {
            let shown = word.trim_start();
            if shown.is_empty() {
                return;
            }
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.begins_paragraph = false;
            let cut = if source.len() == word.len() { word.len() - shown.len() } else { 0 };
            return self.push(shown, source.start + cut..source.end);
        }
        if let Some((c, source)) = waiting {
            self.push(c.encode_utf8(&mut [0; 4]), source);
        }
        self.push(word, source);
    }

    fn push(&mut self, text: &str, source: Range<usize>) {
        self.map.push(self.text.len(), text.len(), source);
        self.text.push_str(text);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    /// What HTML collapses. A no-break space is no such space.
    Space,
    /// Places where a word may be broken: nothing is shown there, and a word is one word with or without them.
    Invisible,
}

impl Class {
    /// The bytes up to the next character that is no part of a word; `text` begins with one that is.
    fn word_len(text: &str) -> usize {
        let mut from = 0;
        loop {
            // Only these bytes begin a character of another class.
            let begins_other = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | 0xC2 | 0xE2 | 0xEF);
            let Some(at) = text.as_bytes()[from..].iter().position(begins_other) else {
                return text.len();
            };
            match text.get(from + at..).and_then(|t| t.chars().next()) {
                Some(c) if Class::of(c) == Class::Word => from += at + c.len_utf8(),
                _ => return from + at,
            }
        }
    }

    fn of(c: char) -> Class {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\x0c' => Class::Space,
            '\u{ad}' | '\u{200b}' | '\u{feff}' => Class::Invisible,
            _ => Class::Word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    fn all(page: &str) -> Rendered {
        let tree = tree::build(page);
        blocks(page, &tree, tree.blocks.iter(), |_| false)
    }

    #[test]
    fn white_space_collapses_as_in_a_browser() {
        assert_eq!(all("<p> a\r\n <b> b</b>c &amp;\td <p>&nbsp;<p>e<br>\n f").text, "a bc & d\n\ne\nf");
        assert_eq!(all("x<pre>a  b\n  c</pre>").text, "x\n\na  b\n  c");
        assert_eq!(all("ne&shy;go\u{200b}tia<wbr>tion").text, "negotiation");
        assert_eq!(all("a&nbsp;b&#160;&#x2014;c").text, "a\u{a0}b\u{a0}—c");
    }

    #[test]
    fn every_word_leads_back_to_the_page() {
        let page = "<h2>The &ldquo;offer&rdquo;</h2><p>It was  <i>not</i>\n signed &#8212; yet.</p>";
        let r = all(page);
        assert_eq!(r.text, "The “offer”\n\nIt was not signed — yet.");
        assert_eq!(r.headings.iter().map(|h| h.of(&r.text)).collect::<Vec<_>>(), ["The “offer”"]);
        for (words, source) in [("“offer”", "&ldquo;offer&rdquo;"), ("was not signed", "was  <i>not</i>\n signed"), ("— yet", "&#8212; yet"), ("not", "not")]
        {
            let begin = r.text.find(words).unwrap();
            let span = Span::new(&r.text, begin, begin + words.len()).unwrap();
            assert_eq!(&page[r.map.source(span).unwrap()], source);
        }
    }

    #[test]
    fn values_may_be_escaped() {
        assert_eq!(plain(" Talks&#8217;  end &amp; \n tolls "), "Talks’ end & tolls");
    }
}
