//! Places in a text.
//!
//! Decides: what a place in a text is, and how places convert between bytes and code points.
//! Must not know: what stands there.

/// A byte range `[begin, end)` of one text: never empty, always on character boundaries of the text it was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    // Half the width of an address: a large record holds millions of places.
    begin: u32,
    end: u32,
}

impl Span {
    /// The span of `text` from byte `begin` to byte `end`, or `None` where that is empty, outside the text, inside a character or
    /// beyond four gigabytes.
    pub fn new(text: &str, begin: usize, end: usize) -> Option<Span> {
        (begin < end && text.is_char_boundary(begin) && text.is_char_boundary(end)).then_some(())?;
        Some(Span { begin: u32::try_from(begin).ok()?, end: u32::try_from(end).ok()? })
    }

    /// A place that was checked before it was written down in few bytes.
    pub(crate) fn kept(begin: u32, length: u32) -> Option<Span> {
        (length > 0).then_some(Span { begin, end: begin.checked_add(length)? })
    }

    /// As [`Span::new`], without the white space at both ends.
    pub fn trimmed(text: &str, begin: usize, end: usize) -> Option<Span> {
        let words = text.get(begin..end)?;
        let left = words.len() - words.trim_start().len();
        Span::new(text, begin + left, begin + words.trim_end().len())
    }

    /// The first byte.
    pub fn begin(self) -> usize {
        self.begin as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The words that stand there. `text` is the text the span was made for.
    pub fn of(self, text: &str) -> &str {
        text.get(self.begin()..self.end()).unwrap_or("")
    }

    /// Whether all of `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.begin <= other.begin && other.end <= self.end
    }

    /// Whether the two share a character.
    pub fn overlaps(self, other: Span) -> bool {
        self.begin < other.end && other.begin < self.end
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span { begin: self.begin.min(other.begin), end: self.end.max(other.end) }
    }
}

/// Converts byte offsets of one text to code points, in one pass over ascending queries or by search.
#[derive(Debug)]
pub struct CodePoints {
    /// For every 64th byte boundary at or before it: code points before it. Sparse, so that large texts stay small.
    marks: Vec<usize>,
}

const STRIDE: usize = 64;

impl CodePoints {
    /// Counts the code points of `text` once.
    pub fn of(text: &str) -> CodePoints {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (i, b) in text.bytes().enumerate() {
            if i % STRIDE == 0 {
                marks.push(count);
            }
            count += usize::from(b & 0xC0 != 0x80);
        }
        marks.push(count);
        CodePoints { marks }
    }

    /// Code points of `text` before `byte`. `text` is the text that was counted.
    pub fn before(&self, text: &str, byte: usize) -> usize {
        let byte = byte.min(text.len());
        let mark = byte / STRIDE;
        let known = self.marks.get(mark).copied().unwrap_or(0);
        known + text.as_bytes()[mark * STRIDE..byte].iter().filter(|b| **b & 0xC0 != 0x80).count()
    }
}

/// The byte offset of the `count`th code point of `text`, or its length where there are fewer.
pub fn byte_of_code_point(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_cannot_be_empty_outside_or_inside_a_character() {
        let text = "né un";
        assert!(Span::new(text, 0, 0).is_none());
        assert!(Span::new(text, 0, 2).is_none(), "byte 2 lies inside é");
        assert!(Span::new(text, 0, 99).is_none());
        assert_eq!(Span::new(text, 0, 3).unwrap().of(text), "né");
    }

    #[test]
    fn trimming_keeps_the_words_only() {
        let text = "a  word ";
        assert_eq!(Span::trimmed(text, 1, 8).unwrap().of(text), "word");
        assert!(Span::trimmed(text, 1, 3).is_none());
    }

    #[test]
    fn code_points_count_characters_not_bytes() {
        let text = "“é”".repeat(100);
        let points = CodePoints::of(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.before(&text, byte), n);
            assert_eq!(byte_of_code_point(&text, n), byte);
        }
        assert_eq!(points.before(&text, text.len()), 300);
    }
}
