//! Which texts come from one hand. Copies are no corroboration.
//!
//! Decides: exact and near copies, passages that one text takes from another. Must not know: what the texts claim. Which texts share runs of words is
//! found in `runs`.

pub(crate) mod runs;

use super::union::Groups;
use super::{Shelf, Sum, TextId};
use crate::gist::{self, SHINGLE};
use crate::{EntryId, Span};
use runs::Runs;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Names an origin of a record: the index in [`Sum::origins`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OriginId(pub usize);

/// One hand: the text that has it first, and its copies.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The first text, by day of publication (unknown last) and id.
    pub first: TextId,
    /// Its copies.
    pub copies: Vec<(TextId, Copy)>,
    /// Passages of twelve words or more in other texts that stand in the first text word for word.
    pub passages: Vec<(TextId, Span)>,
}

/// How much of a text is another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Copy {
    /// Every word, in order.
    Exact,
    /// Most of it: a report carried under another name, cut or given a new head.
    Near,
}

/// A text is a near copy where this share of the shorter one stands in the other, and neither is more than twice as long.
const NEAR: f64 = 0.6;
/// Fewer words in a row than this are a turn of phrase.
const PASSAGE: usize = 12;

/// Sets origins and each text's way to its own; gives what finding those of more texts can build on, as it built on those `before`.
pub(super) fn find(sum: &mut Sum, shelf: Option<&dyn Shelf>, before: Option<&Runs>) -> Runs {
    let mut groups = Groups::new(sum.texts.len());
    let mut first: HashMap<u128, usize> = HashMap::new();
    let mut exact = BTreeSet::new();
    let mut heads = Vec::new();
    for (i, t) in sum.texts.iter().enumerate() {
        let Some(number) = t.number_of_words() else { continue };
        match first.get(&number) {
            Some(head) => {
                exact.insert(i);
                groups.join(*head, i);
            }
            None => {
                first.insert(number, i);
                heads.push(i);
            }
        }
    }
    drop(first);
    let mut runs = Runs::of(sum, &heads, shelf, before);
    let mut carried = Vec::new();
    for ((a, b), shared) in &runs.shared {
        let (a, b) = (*a as usize, *b as usize);
        let (la, lb) = (runs.lengths[a] as usize, runs.lengths[b] as usize);
        let (short, long) = (la.min(lb), la.max(lb));
        if f64::from(*shared) >= NEAR * short as f64 && long <= short * 2 {
            groups.join(heads[a], heads[b]);
        } else if *shared as usize + SHINGLE > PASSAGE {
            carried.push((heads[a], heads[b]));
        }
    }
    build(sum, &mut groups, &exact);
    runs.passages = passages(sum, &carried, before);
    sum.origins.iter_mut().for_each(|o| o.passages.sort_unstable_by_key(|(t, s)| (*t, *s)));
    runs
}

/// Sets the passages of pairs of texts, which come in order of the first. What was found of a pair before is so now.
fn passages(sum: &mut Sum, carried: &[(usize, usize)], before: Option<&Runs>) -> HashMap<(EntryId, EntryId), Arc<[Span]>> {
    let mut out = HashMap::new();
    for pairs in carried.chunk_by(|x, y| x.0 == y.0) {
        let mut from: Option<Woven> = None;
        for (a, b) in pairs {
            let (one, other) = (&sum.texts[*a], &sum.texts[*b]);
            // Texts are in order of publication: the lower index is the earlier one. Without days nobody can say who took from whom.
            if one.origin == other.origin || other.document.published.is_none() {
                continue;
            }
            let pair = (one.entry, other.entry);
            let found = match before.and_then(|before| before.passages.get(&pair)) {
                Some(known) => known.clone(),
                None => taken(from.get_or_insert_with(|| Woven::of(&one.whole().text)), &Woven::of(&other.whole().text)),
            };
            let origin = one.origin;
            sum.origins[origin.0].passages.extend(found.iter().map(|span| (TextId(*b), *span)));
            out.insert(pair, found);
        }
    }
    out
}

/// The runs of words of a text, and where each word stands.
struct Woven {
    hashes: Vec<u64>,
    places: Vec<(usize, usize)>,
}

impl Woven {
    fn of(text: &str) -> Woven {
        Woven { hashes: gist::runs(&gist::weave(text)).collect(), places: gist::places(text) }
    }
}

fn build(sum: &mut Sum, groups: &mut Groups, exact: &BTreeSet<usize>) {
    for group in groups.all() {
        let id = OriginId(sum.origins.len());
        let head = sum.texts[group[0]].number_of_words();
        let how = |i: &usize| {
            let same = exact.contains(i) && sum.texts[*i].number_of_words() == head;
            (TextId(*i), if same { Copy::Exact } else { Copy::Near })
        };
        let copies = group[1..].iter().map(how).collect();
        sum.origins.push(Origin { first: TextId(group[0]), copies, passages: Vec::new() });
        group.iter().for_each(|i| sum.texts[*i].origin = id);
    }
}

/// The runs of words of the later text that stand in the earlier one.
fn taken(from: &Woven, to: &Woven) -> Arc<[Span]> {
    let there: BTreeSet<u64> = from.hashes.iter().copied().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < to.hashes.len() {
        let run = to.hashes[i..].iter().take_while(|h| there.contains(h)).count();
        let length = run + SHINGLE - 1;
        if run > 0 && length >= PASSAGE {
            let (begin, end) = (to.places[i].0, to.places[i + length - 1].1);
            out.extend(Span::kept(begin as u32, (end - begin) as u32));
        }
        i += run.max(1);
    }
    out.into()
}
