//! Text to word pieces, with the features that an uncased vocabulary lacks.
//!
//! Decides: where pieces begin and end, and their features, exactly as `training/pieces.py` does (the golden test holds the two together).
//! Must not know: windows, the network.

use rapporteur_reading::encoder::Piece;
use rapporteur_reading::quote::{self, Quote};
use rapporteur_record::Span;
use tokenizers::Tokenizer;

/// All pieces of a text, paragraph by paragraph.
pub(crate) fn cut(text: &str, tokenizer: &Tokenizer) -> Vec<Piece> {
    let quotes = quote::find(text);
    let mut next_quote = 0;
    let mut out = Vec::new();
    for (base, line) in quote::paragraphs(text) {
        let Ok(encoding) = tokenizer.encode(line, false) else { continue };
        let mut ended = false;
        for (k, (id, &(begin, end))) in encoding.get_ids().iter().zip(encoding.get_offsets()).enumerate() {
            let Some(span) = Span::new(text, base + begin, base + end) else { continue };
            while quotes.get(next_quote).is_some_and(|q| q.span.end() <= span.begin()) {
                next_quote += 1;
            }
            let (mark, inside, trailing) = around(text, span, quotes.get(next_quote));
            out.push(Piece {
                span,
                id: *id,
                case: letter_case(span.of(text)),
                quotation: if mark { 2 } else { u8::from(inside) },
                start: if k == 0 { 2 } else { u8::from(ended && !trailing) },
            });
            ended = matches!(span.of(text), "." | "!" | "?") || (ended && trailing);
        }
    }
    out
}

/// Whether a piece is a quotation mark, stands inside a quotation, and belongs to the end of the sentence before it.
fn around(text: &str, span: Span, quote: Option<&Quote>) -> (bool, bool, bool) {
    let word = span.of(text);
    let mark = word.chars().next().is_some_and(quote::is_mark) && word.chars().count() == 1;
    let inside = quote.is_some_and(|q| q.span.begin() <= span.begin() && span.begin() < q.span.end());
    let closes = mark && inside && quote.is_some_and(|q| span.end() == q.span.end() && span.begin() > q.span.begin());
    (mark, inside, closes || matches!(word, ")" | "]" | "'" | "\u{2019}"))
}

/// Lower 0, capitalised 1, upper 2, mixed 3.
fn letter_case(word: &str) -> u8 {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    match letters.first() {
        None => 0,
        Some(_) if !letters.iter().any(|c| c.is_uppercase()) => 0,
        Some(_) if letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) => 2,
        Some(first) if first.is_uppercase() => 1,
        Some(_) => 3,
    }
}
