//! What lies inside what: the reporting chain.
//!
//! Decides: `within`, and which statements are left out because they should lie inside another and do not.
//! Looks at: places only, and the layer the cue was tagged in. Must not know: who speaks.

use crate::rule::{Rule, rule};
use crate::statement::Statement;
use rapporteur_record::Span;

/// Puts a statement inside the smallest content that holds its cue.
///
/// Looks at: cues and contents. Where two contents hold each other's cue, the one more surely outermost is the outer one.
pub const INSIDE: Rule = rule!("CH01", "its cue lies in another statement's content");

/// Leaves out a statement whose cue was tagged as nested but that no content holds.
///
/// Looks at: the share of the outermost layer. What it would have been inside of was not found, so its place in the chain is unknown.
pub const STRAY: Rule = rule!("CH02", "a nested cue without a content around it is left out");

/// The rules of this module.
pub const RULES: &[Rule] = &[INSIDE, STRAY];

/// Least share of the outermost layer for a statement that lies in no other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// 0..1.
    pub outermost: f32,
}

/// Nests the statements and puts them in text order, the outer before the inner; indices in `within` are of that order.
pub fn link(statements: Vec<Statement>, bounds: Bounds) -> Vec<Statement> {
    let parents = parents(&statements);
    let kept: Vec<bool> = (0..statements.len()).map(|i| parents[i].is_some() || statements[i].outermost >= bounds.outermost).collect();
    let mut order: Vec<usize> = (0..statements.len()).filter(|i| kept[*i]).collect();
    order.sort_by_key(|i| (statements[*i].hull().0, usize::MAX - statements[*i].hull().1, depth(&parents, *i), *i));
    let ordered = outer_first(order, &parents, &kept);
    let mut place = vec![None; statements.len()];
    for (new, old) in ordered.iter().enumerate() {
        place[*old] = Some(new);
    }
    let mut slots: Vec<Option<Statement>> = statements.into_iter().map(Some).collect();
    ordered.iter().filter_map(|old| Some((*old, slots[*old].take()?))).map(|(old, s)| settled(s, parents[old].and_then(|p| place[p]))).collect()
}

fn settled(mut statement: Statement, within: Option<usize>) -> Statement {
    statement.within = within;
    if within.is_some() {
        statement.decisions.push(INSIDE.decided(statement.anchor().first().copied(), Some(1.0 - statement.outermost)));
    }
    statement
}

/// Text order, but a parent always before its children (a source or cue may stand behind its content).
fn outer_first(order: Vec<usize>, parents: &[Option<usize>], kept: &[bool]) -> Vec<usize> {
    let mut out = Vec::with_capacity(order.len());
    let mut done = vec![false; parents.len()];
    for i in order {
        let mut line = vec![i];
        while let Some(p) = line.last().and_then(|x| parents[*x]).filter(|p| kept[*p] && !done[*p]) {
            line.push(p);
        }
        for x in line.into_iter().rev() {
            if !std::mem::replace(&mut done[x], true) {
                out.push(x);
            }
        }
    }
    out
}

fn depth(parents: &[Option<usize>], mut i: usize) -> usize {
    let mut n = 0;
    while let Some(p) = parents[i].filter(|_| n < parents.len()) {
        i = p;
        n += 1;
    }
    n
}

/// For each statement the one it lies in. Never a circle: statements are placed from the largest content down.
fn parents(statements: &[Statement]) -> Vec<Option<usize>> {
    let size = |s: &Statement| s.content.iter().map(|c| c.end() - c.begin()).sum::<usize>();
    let mut by_begin: Vec<usize> = (0..statements.len()).collect();
    by_begin.sort_by_key(|i| statements[*i].content.first().map_or(0, |c| c.begin()));
    let reach = statements.iter().map(|s| s.content.last().map_or(0, |l| l.end()) - s.content.first().map_or(0, |f| f.begin())).max().unwrap_or(0);
    let mut out: Vec<Option<usize>> = vec![None; statements.len()];
    for (i, inner) in statements.iter().enumerate() {
        let Some(anchor) = inner.anchor().first().copied() else { continue };
        let near = by_begin.partition_point(|k| statements[*k].content.first().map_or(0, |c| c.begin()) + reach < anchor.begin());
        let candidates = by_begin[near..].iter().copied().take_while(|k| statements[*k].content.first().is_some_and(|c| c.begin() <= anchor.begin()));
        out[i] = candidates.filter(|k| *k != i && holds(&statements[*k], inner, anchor)).min_by_key(|k| (size(&statements[*k]), *k));
    }
    break_circles(&mut out, statements);
    out
}

/// Whether `inner`, with its cue at `anchor`, lies in the content of `outer`.
fn holds(outer: &Statement, inner: &Statement, anchor: Span) -> bool {
    let around = |s: Span| outer.content.iter().any(|c| c.contains(s));
    let cue_outside = !inner.content.iter().any(|c| outer.cue.iter().any(|o| c.contains(*o)));
    around(anchor) && (cue_outside || outer.outermost > inner.outermost) && !(outer.cue.is_empty() && inner.cue.is_empty())
}

fn break_circles(parents: &mut [Option<usize>], statements: &[Statement]) {
    for i in 0..parents.len() {
        let (mut at, mut steps, mut seen) = (i, 0, vec![i]);
        while let Some(p) = parents[at] {
            if seen.contains(&p) {
                // The link of the most surely outermost statement in the circle goes.
                if let Some(top) = seen.iter().copied().max_by(|a, b| statements[*a].outermost.total_cmp(&statements[*b].outermost).then(b.cmp(a))) {
                    parents[top] = None;
                }
                break;
            }
            seen.push(p);
            at = p;
            steps += 1;
            if steps > parents.len() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_record::SpeechAct;

    fn statement(text: &str, cue: &str, content: &str, outermost: f32) -> Statement {
        let span = |w: &str| text.find(w).and_then(|at| Span::new(text, at, at + w.len())).unwrap();
        Statement {
            source: vec![],
            cue: vec![span(cue)],
            content: vec![span(content)],
            addressee: vec![],
            within: None,
            speech_act: SpeechAct::Asserts,
            confidence: 0.9,
            outermost,
            decisions: vec![],
        }
    }

    #[test]
    fn a_chain_nests_to_the_smallest_content() {
        let text = "The paper wrote that officials claim the envoy promised to come.";
        let all = vec![
            statement(text, "promised", "to come", 0.1),
            statement(text, "wrote", "that officials claim the envoy promised to come", 0.9),
            statement(text, "claim", "the envoy promised to come", 0.2),
        ];
        let linked = link(all, Bounds { outermost: 0.5 });
        let cues: Vec<_> = linked.iter().map(|s| s.cue[0].of(text)).collect();
        assert_eq!(cues, ["wrote", "claim", "promised"]);
        assert_eq!(linked.iter().map(|s| s.within).collect::<Vec<_>>(), [None, Some(0), Some(1)]);
    }

    #[test]
    fn a_nested_cue_without_a_content_around_it_is_left_out() {
        let text = "He promised to come.";
        assert!(link(vec![statement(text, "promised", "to come", 0.1)], Bounds { outermost: 0.5 }).is_empty());
    }

    #[test]
    fn two_that_hold_each_other_do_not_make_a_circle() {
        let text = "It was said, he claimed, twice.";
        let all = vec![statement(text, "was said", "he claimed, twice", 0.8), statement(text, "claimed", "It was said", 0.6)];
        let linked = link(all, Bounds { outermost: 0.0 });
        assert_eq!(linked.iter().filter(|s| s.within.is_none()).count(), 1);
    }
}
