//! Which words attribute.
//!
//! Decides: which pieces of a window form a cue, and how sure that is. Looks at: the two layers of cue tags. Must not know: sources, contents.

use crate::encoder::{Tags, WindowScores};
use crate::rule::{Rule, rule};
use std::ops::Range;

/// Takes a run of pieces for a cue where the chance of being one stays above a low bound and once reaches a high one.
///
/// Looks at: the probability that a piece belongs to an outermost or a nested cue.
/// Source of the two bounds: the probe (a low bound for the extent, a high one to be kept), tuned again on dev.
pub const TAGGED: Rule = rule!("CU01", "these words are tagged as attributing");

/// The rules of this module.
pub const RULES: &[Rule] = &[TAGGED];

/// A cue in one window.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// Pieces of the window.
    pub pieces: Range<usize>,
    /// Probability of being a cue of any layer, 0..1.
    pub any: f32,
    /// Share of that which falls to the outermost layer, 0..1.
    pub outermost: f32,
}

/// Bounds of the cue decision, all in 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// A piece belongs to a cue from here on.
    pub extent: f32,
    /// A cue is kept where its best piece reaches this.
    pub keep: f32,
    /// The same for a cue that is rather a nested one.
    pub keep_nested: f32,
}

/// The cues whose first piece lies in `core` (pieces of the window), in order.
pub fn find(scores: &WindowScores, core: &Range<usize>, bounds: Bounds) -> Vec<Cue> {
    let n = scores.outermost.len();
    let inside = |t: &Tags| t[1].exp() + t[2].exp();
    let outer: Vec<f32> = scores.outermost.iter().map(inside).collect();
    let any: Vec<f32> = scores.nested.iter().zip(&outer).map(|(t, o)| (inside(t) + o).min(1.0)).collect();
    let begins: Vec<f32> = scores.outermost.iter().zip(&scores.nested).map(|(a, b)| a[1].exp() + b[1].exp()).collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < n {
        if any[i] < bounds.extent {
            i += 1;
            continue;
        }
        let begin = i;
        i += 1;
        // A piece that begins a cue of its own ends the one before it: "was told | said".
        while i < n && any[i] >= bounds.extent && begins[i] < 0.5 {
            i += 1;
        }
        let best = (begin..i).map(|k| any[k]).fold(0.0, f32::max);
        let outermost = (begin..i).map(|k| outer[k]).fold(0.0, f32::max) / best.max(1e-6);
        let keep = if outermost < 0.5 { bounds.keep_nested } else { bounds.keep };
        if best >= keep && core.contains(&begin) {
            out.push(Cue { pieces: begin..i, any: best, outermost: outermost.min(1.0) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(outer: &[[f32; 3]], nested: &[[f32; 3]]) -> WindowScores {
        let log = |x: &[[f32; 3]]| x.iter().map(|t| t.map(f32::ln)).collect();
        WindowScores { outermost: log(outer), nested: log(nested), claims: Default::default(), actors: vec![], vectors: vec![] }
    }
    const NO: [f32; 3] = [0.98, 0.01, 0.01];

    #[test]
    fn two_layers_add_up_and_a_new_begin_splits() {
        let s = scores(&[NO, [0.5, 0.45, 0.05], [0.3, 0.1, 0.6], [0.1, 0.85, 0.05]], &[NO, [0.6, 0.35, 0.05], NO, NO]);
        let found = find(&s, &(0..4), Bounds { extent: 0.3, keep: 0.6, keep_nested: 0.6 });
        let ranges: Vec<_> = found.iter().map(|c| c.pieces.clone()).collect();
        assert_eq!(ranges, [1..3, 3..4]);
        assert!(found[0].outermost < 1.0, "part of it is nested");
    }

    #[test]
    fn weak_ones_and_those_outside_the_core_are_left() {
        let s = scores(&[[0.1, 0.9, 0.0], [0.65, 0.3, 0.05]], &[NO, NO]);
        assert!(find(&s, &(1..2), Bounds { extent: 0.3, keep: 0.6, keep_nested: 0.6 }).is_empty());
    }
}
