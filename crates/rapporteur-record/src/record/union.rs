//! Joining things into groups, with some kept apart.
//!
//! Decides: which groups follow from joins in a given order, when a mark forbids one. Must not know: what is joined.

use std::collections::{BTreeMap, BTreeSet};

/// Groups of the numbers below a length.
#[derive(Debug)]
pub(crate) struct Groups {
    up: Vec<usize>,
    /// For each root: under which marks it stands. Groups with two different values of one mark are never joined.
    marks: BTreeMap<usize, BTreeSet<(usize, usize)>>,
}

impl Groups {
    pub(crate) fn new(length: usize) -> Groups {
        Groups { up: (0..length).collect(), marks: BTreeMap::new() }
    }

    pub(crate) fn mark(&mut self, i: usize, mark: usize, value: usize) {
        let root = self.root(i);
        self.marks.entry(root).or_default().insert((mark, value));
    }

    pub(crate) fn root(&mut self, i: usize) -> usize {
        let mut at = i;
        while self.up[at] != at {
            self.up[at] = self.up[self.up[at]];
            at = self.up[at];
        }
        at
    }

    /// Joins two groups; `false` where marks keep them apart. The smaller root stays.
    pub(crate) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return true;
        }
        if self.clash(a, b) {
            return false;
        }
        let (low, high) = (a.min(b), a.max(b));
        self.up[high] = low;
        if let Some(marks) = self.marks.remove(&high) {
            self.marks.entry(low).or_default().extend(marks);
        }
        true
    }

    /// Whether marks keep the groups of two apart.
    pub(crate) fn apart(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.clash(a, b)
    }

    fn clash(&self, a: usize, b: usize) -> bool {
        match (self.marks.get(&a), self.marks.get(&b)) {
            (Some(x), Some(y)) => x.iter().any(|(m, v)| y.iter().any(|(n, w)| m == n && v != w)),
            _ => false,
        }
    }

    /// The groups, by first member.
    pub(crate) fn all(&mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.up.len() {
            let root = self.root(i);
            groups.entry(root).or_default().push(i);
        }
        groups.into_values().collect()
    }
}

/// The most frequent of some words; of equally frequent ones one that is not all capitals, the longest, the first.
pub(crate) fn commonest<'a>(all: impl Iterator<Item = &'a str>) -> String {
    most(all.map(|w| (w, 1)))
}

/// As [`commonest`], of words that were counted in parts.
pub(crate) fn most<'a>(all: impl Iterator<Item = (&'a str, usize)>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    all.for_each(|(w, n)| *counts.entry(w).or_default() += n);
    let best = counts.into_iter().max_by_key(|(w, n)| (*n, w.chars().any(char::is_lowercase), w.len(), std::cmp::Reverse(*w)));
    best.map(|(w, _)| w.to_owned()).unwrap_or_default()
}
