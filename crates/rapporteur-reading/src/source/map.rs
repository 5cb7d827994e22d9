//! The way back from a text to the file it was taken from.
//!
//! Decides: which bytes of the decoded file a span of the text stands for. Must not know: what was left out, and why.

use rapporteur_record::Span;
use std::ops::Range;

/// Leads from bytes of `document.text` to bytes of the decoded file (see [`super::decode`]; its byte order mark is not counted).
///
/// For a line of JSON Lines the source is the value of `text`, so the map changes nothing. For an entry of a feed it is the entry's content, without
/// the layer of escapes that the feed puts around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Ascending in both; text between two pieces (the blank line between paragraphs) has no source of its own.
    pieces: Vec<Piece>,
}

/// Text that comes from one place: byte for byte where both lengths are the same, otherwise as a whole (`&amp;` gives `&`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: usize,
    text_len: usize,
    source: usize,
    source_len: usize,
}

impl Piece {
    fn text_end(&self) -> usize {
        self.text + self.text_len
    }

    fn source_end(&self) -> usize {
        self.source + self.source_len
    }

    fn is_exact(&self) -> bool {
        self.text_len == self.source_len
    }
}

impl SourceMap {
    /// The map of a text that is all of its source from byte `skipped` on.
    pub(super) fn after(skipped: usize, text: &str) -> SourceMap {
        let mut map = SourceMap::default();
        map.push(0, text.len(), skipped..skipped + text.len());
        map
    }

    /// Says that the `len` bytes of text from `text` on come from `source`. Calls come in ascending order.
    pub(super) fn push(&mut self, text: usize, len: usize, source: Range<usize>) {
        let piece = Piece { text, text_len: len, source: source.start, source_len: source.len() };
        if len == 0 {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if last.is_exact() && piece.is_exact() && last.text_end() == piece.text && last.source_end() == piece.source => {
                last.text_len += piece.text_len;
                last.source_len += piece.source_len;
            }
            _ => self.pieces.push(piece),
        }
    }

    /// The bytes of the decoded file that `span` was taken from, markup between its words included.
    ///
    /// `None` only where nothing of the text has a source.
    pub fn source(&self, span: Span) -> Option<Range<usize>> {
        let (first, last) = (self.begin(span.begin())?, self.end(span.end())?);
        Some(first.min(last)..first.max(last))
    }

    /// Where the byte at `text` begins: of white space that we put in, the next words.
    fn begin(&self, text: usize) -> Option<usize> {
        let i = self.pieces.partition_point(|p| p.text_end() <= text);
        match self.pieces.get(i) {
            Some(p) if p.is_exact() => Some(p.source + text.saturating_sub(p.text)),
            Some(p) => Some(p.source),
            None => self.pieces.last().map(Piece::source_end),
        }
    }

    /// Where the byte before `text` ends: of white space that we put in, the words before.
    fn end(&self, text: usize) -> Option<usize> {
        let i = self.pieces.partition_point(|p| p.text < text);
        match i.checked_sub(1).and_then(|i| self.pieces.get(i)) {
            Some(p) if p.is_exact() => Some((p.source + text - p.text).min(p.source_end())),
            Some(p) => Some(p.source_end()),
            None => self.pieces.first().map(|p| p.source),
        }
    }

    /// How many pieces it has.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text `A & B`, blank line, `C` from the source `<p>A &amp; <b>B</b></p><p>C`.
    fn example() -> (SourceMap, &'static str, &'static str) {
        let (source, text) = ("<p>A &amp; <b>B</b></p><p>C", "A & B\n\nC");
        let mut map = SourceMap::default();
        map.push(0, 2, 3..5);
        map.push(2, 1, 5..10);
        map.push(3, 1, 10..11);
        map.push(4, 1, 14..15);
        map.push(7, 1, 26..27);
        (map, source, text)
    }

    fn words(begin: usize, end: usize) -> &'static str {
        let (map, source, text) = example();
        &source[map.source(Span::new(text, begin, end).unwrap()).unwrap()]
    }

    #[test]
    fn a_span_leads_back_to_its_source() {
        assert_eq!(words(0, 1), "A");
        assert_eq!(words(2, 3), "&amp;");
        assert_eq!(words(0, 5), "A &amp; <b>B");
        assert_eq!(words(4, 5), "B");
        assert_eq!(words(7, 8), "C");
    }

    #[test]
    fn white_space_between_paragraphs_leads_between_them() {
        assert_eq!(words(5, 7), "</b></p><p>");
        assert_eq!(words(4, 6), "B");
        assert_eq!(words(6, 8), "C");
    }

    #[test]
    fn neighbours_become_one_piece() {
        let mut map = SourceMap::default();
        map.push(0, 2, 3..5);
        map.push(2, 2, 5..7);
        assert_eq!(map.len(), 1);
    }
}
