//! Places of a text as quoted words.
//!
//! Decides: how much stands around quoted words so that they are found again, and what of a text cannot be quoted. Must not know: what is said there.
//!
//! `corpus/corpus.py` reads the words back. It asks for words that are there once in their paragraph and that end where words end; where its letters
//! and ours might differ, more is quoted rather than less.

use rapporteur_record::Span;
use rapporteur_record::span::CodePoints;
use std::ops::Range;

/// Code points of a text.
pub(super) type Place = Range<usize>;

/// A text as the corpus keeps it: the same code points, but for line ends.
pub(super) struct Page<'t> {
    text: &'t str,
    points: CodePoints,
    chars: Vec<char>,
    /// With one form of quotation marks and spaces.
    plain: Vec<char>,
    paragraphs: Vec<Place>,
}

/// So many code points around the words, on both sides, on the left, on the right.
const ROOM: [usize; 6] = [0, 12, 25, 50, 100, 200];

impl<'t> Page<'t> {
    pub(super) fn of(text: &'t str) -> Page<'t> {
        let chars = cleaned(text);
        let plain = chars.iter().map(|c| plain(*c)).collect();
        Page { text, points: CodePoints::of(text), paragraphs: paragraphs(&chars), chars, plain }
    }

    /// The text as it is kept.
    pub(super) fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// What stands at a place.
    pub(super) fn words(&self, place: &Place) -> String {
        self.chars.get(place.clone()).unwrap_or_default().iter().collect()
    }

    /// The places of some spans: in order, each in one paragraph, without white space at its ends.
    pub(super) fn places(&self, spans: &[Span]) -> Vec<Place> {
        let mut out: Vec<Place> = spans.iter().flat_map(|s| self.pieces(*s)).collect();
        out.sort_by_key(|p| (p.start, p.end));
        out
    }

    fn pieces(&self, span: Span) -> impl Iterator<Item = Place> {
        let (begin, end) = (self.points.before(self.text, span.begin()), self.points.before(self.text, span.end()));
        self.paragraphs.iter().map(move |p| self.trimmed(p.start.max(begin)..p.end.min(end))).filter(|p| p.start < p.end)
    }

    /// A place without white space at its ends.
    pub(super) fn trimmed(&self, place: Place) -> Place {
        let Range { mut start, mut end } = place;
        let space = |at: usize| self.chars.get(at).is_none_or(|c| c.is_whitespace());
        while start < end && space(start) {
            start += 1;
        }
        while start < end && space(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// The number of the paragraph, from 1.
    pub(super) fn paragraph(&self, at: usize) -> usize {
        self.paragraphs.partition_point(|p| p.end <= at) + 1
    }

    /// The quotation of a place, with its paragraph where that is not `here`. Below `claims` no bar may stand in it. `None` where it cannot be quoted.
    pub(super) fn quote(&self, place: &Place, here: usize, bars: bool) -> Option<String> {
        let number = self.paragraph(place.start);
        let paragraph = self.paragraphs.get(number - 1)?;
        let rooms = ROOM.into_iter().chain([paragraph.len()]).flat_map(|k| [(k, k), (k, 0), (0, k)]);
        let quoted = rooms.filter_map(|(before, after)| self.within(place, paragraph, before, after, bars)).next()?;
        Some(if number == here { quoted } else { format!("p{number}:{quoted}") })
    }

    fn within(&self, place: &Place, paragraph: &Place, before: usize, after: usize, bars: bool) -> Option<String> {
        let whole = paragraph.start.max(place.start.saturating_sub(before))..paragraph.end.min(place.end + after);
        if !self.is_found_again(&whole, paragraph) {
            return None;
        }
        let (left, inner, right) = (self.words(&(whole.start..place.start)), self.words(place), self.words(&(place.end..whole.end)));
        let all = format!("{left}{inner}{right}");
        if all.contains(['{', '}', '⟦', '⟧']) || inner.contains(" .. ") || (!bars && all.contains('|')) {
            return None;
        }
        let bare = left.is_empty() && right.is_empty() && !inner.contains(['[', ']']);
        let (open, close) = if all.contains(['[', ']']) { ("⟦", "⟧") } else { ("[", "]") };
        Some(if bare { format!("{{{inner}}}") } else { format!("{{{left}{open}{inner}{close}{right}}}") })
    }

    /// Whether these words are there once in the paragraph, and end where words end.
    fn is_found_again(&self, whole: &Place, paragraph: &Place) -> bool {
        let (Some(words), Some(all)) = (self.plain.get(whole.clone()), self.plain.get(paragraph.clone())) else { return false };
        let edge = |at: usize| at <= paragraph.start || at >= paragraph.end || !(self.may_be_letter(at - 1) && self.may_be_letter(at));
        !words.is_empty() && edge(whole.start) && edge(whole.end) && all.windows(words.len()).filter(|w| *w == words).take(2).count() == 1
    }

    fn may_be_letter(&self, at: usize) -> bool {
        self.plain.get(at).is_some_and(|c| c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace() || "–—…«»•".contains(*c)))
    }
}

/// Line ends and what else breaks lines somewhere become one kind of line end, or a space: as many code points as before.
fn cleaned(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(match c {
            '\r' if rest.peek() == Some(&'\n') => ' ',
            '\r' => '\n',
            '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            c => c,
        });
    }
    out
}

fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{a0}' => ' ',
        c => c,
    }
}

/// Lines with something in them.
fn paragraphs(chars: &[char]) -> Vec<Place> {
    let mut at = 0;
    let lines = chars.split(|c| *c == '\n').map(|line| {
        let begin = at;
        at += line.len() + 1;
        (begin..begin + line.len(), line)
    });
    lines.filter(|(_, line)| line.iter().any(|c| !c.is_whitespace())).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str, words: &str, nth: usize) -> Option<String> {
        let begin = text.match_indices(words).nth(nth).unwrap().0;
        let page = Page::of(text);
        let places = page.places(&[Span::new(text, begin, begin + words.len()).unwrap()]);
        page.quote(places.first()?, 1, false)
    }

    #[test]
    fn words_are_quoted_with_as_much_around_them_as_they_need() {
        assert_eq!(quoted("She said no.", "said", 0).as_deref(), Some("{said}"));
        assert_eq!(quoted("He said that she said no.", "said", 1).as_deref(), Some("{[said] no.}"));
        assert_eq!(quoted("An [old] man told an [old] tale.", "old", 0).as_deref(), Some("{An [⟦old⟧}"), "the text has brackets of its own");
        assert_eq!(quoted("One.\n\nThey said no.", "said", 0).as_deref(), Some("p2:{said}"));
        assert_eq!(quoted("An unsaid thing.", "said", 0).as_deref(), Some("{An un[said] thing.}"), "no quotation begins in a word");
    }

    #[test]
    fn what_the_form_cannot_hold_is_not_quoted() {
        assert_eq!(quoted("He said {no}.", "{no}", 0), None);
        assert_eq!(quoted("He said a | b.", "a | b", 0), None);
        assert_eq!(quoted("He said x .. y.", "x .. y", 0), None);
    }

    #[test]
    fn a_span_over_paragraphs_becomes_its_pieces() {
        let text = "A b.\r\n\r\n  C d.\u{2028}";
        let page = Page::of(text);
        let places = page.places(&[Span::new(text, 0, text.len()).unwrap()]);
        assert_eq!(places.iter().map(|p| page.words(p)).collect::<Vec<_>>(), ["A b.", "C d."]);
        assert_eq!((page.paragraph(places[0].start), page.paragraph(places[1].start)), (1, 2));
        assert_eq!(page.text().chars().count(), text.chars().count());
    }
}
