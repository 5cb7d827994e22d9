//! The pieces of a window that a cue's roles are sought among.
//!
//! Decides: how far from its cue a source or a content is sought at first, exactly as `training/export.py` does, and when that was not far enough.
//! Must not know: the network, what roles are.
//!
//! A head that sees a window of some 220 pieces for each of its cues takes a quarter of the reader's time; most sources and contents stand near.

use crate::weights::log_softmax;
use rapporteur_reading::encoder::Tags;
use std::ops::Range;

/// Pieces before a cue and behind it.
const BEFORE: usize = 48;
const BEHIND: usize = 80;
/// What lies outside is certainly outside every role.
const OUTSIDE: Tags = [0.0, f32::NEG_INFINITY, f32::NEG_INFINITY];

/// For each cue the same number of rows of a window. Rows count the two marks at the window's ends, pieces do not.
pub(crate) struct Around {
    pub(crate) starts: Vec<usize>,
    pub(crate) width: usize,
}

impl Around {
    /// The rows around each cue of a window of `n` rows, shifted where the window ends.
    pub(crate) fn of(cues: &[Range<usize>], n: usize) -> Around {
        let widest = cues.iter().map(Range::len).max().unwrap_or(0);
        let width = n.min(BEFORE + widest + BEHIND);
        let starts = cues.iter().map(|c| (c.start + 1).saturating_sub(BEFORE).min(n - width)).collect();
        Around { starts, width }
    }

    /// All rows of the window for each of `count` cues.
    pub(crate) fn whole(count: usize, n: usize) -> Around {
        Around { starts: vec![0; count], width: n }
    }

    /// The tags of one role for every piece of the window, from the head's raw output: nine numbers a row.
    pub(crate) fn tags(&self, raw: &[f32], cue: usize, role: usize, n: usize) -> Option<Vec<Tags>> {
        let start = self.starts[cue];
        let row = |i: usize| match i.checked_sub(start).filter(|k| *k < self.width) {
            Some(k) => {
                let at = (cue * self.width + k) * 9 + 3 * role;
                log_softmax(raw.get(at..at + 3))
            }
            None => Some(OUTSIDE),
        };
        (1..n.saturating_sub(1)).map(row).collect()
    }

    /// Whether a role stands at the first or last row of a cue where the window goes on.
    pub(crate) fn open(&self, cue: usize, n: usize, roles: &[Vec<Tags>]) -> bool {
        let (first, last) = (self.starts[cue], self.starts[cue] + self.width - 1);
        let inside = |row: usize| roles.iter().any(|tags| row.checked_sub(1).and_then(|i| tags.get(i)).is_some_and(|t| t[0] < t[1].max(t[2])));
        (first > 0 && inside(first.max(1))) || (last + 1 < n && inside(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_has_its_rows_inside_the_window() {
        let around = Around::of(&[0..2, 100..101, 215..220], 222);
        assert_eq!(around.width, BEFORE + 5 + BEHIND);
        assert_eq!(around.starts, [0, 101 - BEFORE, 222 - around.width]);
        let short = Around::of(std::slice::from_ref(&(1..2)), 9);
        assert_eq!((short.starts, short.width), (vec![0], 9));
    }

    #[test]
    fn what_reaches_the_end_of_the_rows_is_open_and_what_ends_before_is_not() {
        let around = Around { starts: vec![10], width: 20 };
        let tags = |inside: Range<usize>| (1..50).map(|row| if inside.contains(&row) { [-3.0, -4.0, -0.1] } else { OUTSIDE }).collect::<Vec<Tags>>();
        assert!(around.open(0, 51, &[tags(20..30)]));
        assert!(around.open(0, 51, &[tags(10..12)]));
        assert!(!around.open(0, 51, &[tags(11..29)]));
        assert!(!around.open(0, 30, &[tags(20..30)]), "the window ends there");
    }

    #[test]
    fn outside_the_rows_nothing_is_found() {
        let around = Around { starts: vec![2], width: 2 };
        let raw: Vec<f32> = [0.0, 9.0, 0.0].repeat(6);
        let tags = around.tags(&raw, 0, 1, 6).unwrap();
        assert_eq!(tags.iter().map(|t| t[1] > t[0]).collect::<Vec<_>>(), [false, true, true, false]);
    }
}
