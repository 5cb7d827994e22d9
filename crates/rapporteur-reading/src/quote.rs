//! Where quotation marks open and close.
//!
//! Decides: the regions between double quotation marks, paragraph by paragraph, and which of them have no partner.
//! Looks at: characters only. Must not know: who speaks, scores.
//!
//! The rule is the referee's, so that "direct" means the same to both: curly marks pair by shape, straight ones alternate
//! within a paragraph, a mark left open runs to its paragraph's end, single marks do not count.

use rapporteur_record::{QuoteType, Span};

/// A stretch in quotation marks, marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// From the opening mark to the closing one, or to the paragraph's end.
    pub span: Span,
    /// Bytes of the opening mark.
    pub mark: usize,
    /// Whether a mark closes it.
    pub closed: bool,
}

/// The paragraphs of a text: runs of characters other than line feeds.
pub fn paragraphs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split('\n').filter_map(move |line| {
        let begin = at;
        at += line.len() + 1;
        (!line.is_empty()).then_some((begin, line))
    })
}

/// All quotations of a text, in order; they do not overlap.
pub fn find(text: &str) -> Vec<Quote> {
    let mut out = Vec::new();
    for (begin, line) in paragraphs(text) {
        in_paragraph(text, begin, line, &mut out);
    }
    out
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Close,
    Either,
}

/// The mark that starts `rest`, and its length in bytes.
fn mark_of(rest: &str) -> Option<(Mark, usize)> {
    let c = rest.chars().next()?;
    match c {
        '\u{201c}' | '\u{201e}' | '\u{ab}' | '\u{201f}' => Some((Mark::Open, c.len_utf8())),
        '\u{201d}' | '\u{bb}' => Some((Mark::Close, c.len_utf8())),
        '"' => Some((Mark::Either, 1)),
        '`' if rest.starts_with("``") => Some((Mark::Open, 2)),
        '\u{2018}' if rest.starts_with("\u{2018}\u{2018}") => Some((Mark::Open, 6)),
        '\u{2019}' if rest.starts_with("\u{2019}\u{2019}") => Some((Mark::Close, 6)),
        '\'' if rest.starts_with("''") => Some((Mark::Either, 2)),
        _ => None,
    }
}

fn in_paragraph(text: &str, base: usize, line: &str, out: &mut Vec<Quote>) {
    let mut open: Option<(usize, usize)> = None;
    let mut i = 0;
    while let Some(rest) = line.get(i..).filter(|r| !r.is_empty()) {
        let Some((mark, n)) = mark_of(rest) else {
            i += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        match (mark, open) {
            (Mark::Open | Mark::Either, None) => open = Some((i, n)),
            (Mark::Close | Mark::Either, Some((begin, mark))) => {
                out.extend(Span::new(text, base + begin, base + i + n).map(|span| Quote { span, mark, closed: true }));
                open = None;
            }
            _ => {}
        }
        i += n;
    }
    if let Some((begin, mark)) = open {
        out.extend(Span::new(text, base + begin, base + line.len()).map(|span| Quote { span, mark, closed: false }));
    }
}

/// Whether a character is a double quotation mark.
pub fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}')
}

/// How much of a content stands in quotation marks. Inside a parent's content, quotations that reach beyond the parent do not count.
pub fn quote_type(text: &str, quotes: &[Quote], content: &[Span], within: Option<&[Span]>) -> QuoteType {
    let counts = |q: &Quote| match within {
        None => true,
        Some(parent) => parent.iter().any(|p| p.contains(q.span)) && !content.iter().any(|c| q.span.contains(*c)),
    };
    let (mut inside, mut outside) = (false, false);
    for piece in content {
        let near: Vec<&Quote> = quotes.iter().filter(|q| q.span.overlaps(*piece) && counts(q)).collect();
        for (i, c) in piece.of(text).char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let at = piece.begin() + i;
            let quoted = near.iter().any(|q| q.span.begin() <= at && at + c.len_utf8() <= q.span.end());
            inside |= quoted;
            outside |= !quoted;
        }
    }
    match (inside, outside) {
        (false, _) => QuoteType::Indirect,
        (true, false) => QuoteType::Direct,
        (true, true) => QuoteType::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).iter().map(|q| q.span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_pair_by_shape_and_straight_ones_alternate() {
        check("He said “no” and \"yes\".", &["“no”", "\"yes\""]);
        check("``Old style,'' she wrote.", &["``Old style,''"]);
        check("A “mixed\" pair", &["“mixed\""]);
        check("no marks, the ministers' plan", &[]);
    }

    #[test]
    fn a_mark_left_open_ends_with_its_paragraph() {
        let text = "\"First paragraph.\n\"Second,\" she said.";
        check(text, &["\"First paragraph.", "\"Second,\""]);
        let open: Vec<bool> = find(text).iter().map(|q| q.closed).collect();
        assert_eq!(open, [false, true]);
    }

    #[test]
    fn inside_a_quotation_the_outer_marks_do_not_count() {
        let text = "\"They agreed to sign,\" he said.";
        let quotes = find(text);
        let whole = [quotes[0].span];
        let inner = [Span::new(text, 13, 20).unwrap()];
        assert_eq!(inner[0].of(text), "to sign");
        assert_eq!(quote_type(text, &quotes, &whole, None), QuoteType::Direct);
        assert_eq!(quote_type(text, &quotes, &inner, Some(&whole)), QuoteType::Indirect);
        assert_eq!(quote_type(text, &quotes, &inner, None), QuoteType::Direct);
    }
}
