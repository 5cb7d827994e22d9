//! Pieces to windows.
//!
//! Decides: what is scored together, exactly as `training/pieces.py` does. Must not know: the network.

use rapporteur_reading::encoder::{Piece, Window};
use std::ops::Range;

/// A paragraph of more pieces than this is cut at sentence starts.
const LONG_PARAGRAPH: usize = 160;
/// Pieces in a window, without the two that mark its ends.
const WINDOW: usize = 254;
/// Pieces of context before and after the core.
const LEFT: usize = 16;
const RIGHT: usize = 12;

/// Paragraphs, long ones cut at sentence starts.
fn units(pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let firsts: Vec<usize> = (0..pieces.len()).filter(|i| pieces[*i].start == 2).chain([pieces.len()]).collect();
    for pair in firsts.windows(2) {
        let (mut begin, end) = (pair[0], pair[1]);
        while end - begin > LONG_PARAGRAPH {
            let at = (begin + 1..=begin + LONG_PARAGRAPH).rev().find(|i| pieces[*i].start == 1).unwrap_or(begin + LONG_PARAGRAPH);
            out.push(begin..at);
            begin = at;
        }
        out.push(begin..end);
    }
    out
}

/// Units packed into cores, with context on both sides. The cores cover the text without overlap.
pub(crate) fn of(pieces: &[Piece]) -> Vec<Window> {
    let mut out = Vec::new();
    let mut units = units(pieces).into_iter().peekable();
    while let Some(first) = units.next() {
        let (begin, mut end) = (first.start, first.end);
        while let Some(next) = units.next_if(|u| u.end - begin <= WINDOW - LEFT) {
            end = next.end;
        }
        let left = begin.saturating_sub(LEFT);
        let closed = end == pieces.len() || pieces[end].start == 2;
        let right = if closed { end } else { end.max((end + RIGHT).min(pieces.len()).min(left + WINDOW)) };
        out.push(Window { all: left..right, core: begin..end });
    }
    out
}
