//! Which texts come from one hand. Copies are no corroboration.
//!
//! Decides: exact and near copies, passages that one text takes from another. Must not know: what the texts claim.

use super::union::Groups;
use super::{Sum, TextId};
use crate::Span;
use crate::entry::fingerprint;
use crate::wording::words;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Words in a row that are compared.
const SHINGLE: usize = 5;
/// A text is a near copy where this share of the shorter one stands in the other, and neither is more than twice as long.
const NEAR: f64 = 0.6;
/// Fewer words in a row than this are a turn of phrase.
const PASSAGE: usize = 12;

/// A word of a text and where it stands.
struct Woven {
    hashes: Vec<u64>,
    /// For each word: where it begins and ends.
    places: Vec<(usize, usize)>,
}

/// Sets origins and each text's way to its own.
pub(super) fn find(sum: &mut Sum) {
    let mut groups = Groups::new(sum.texts.len());
    let mut first: HashMap<u128, usize> = HashMap::new();
    let mut exact = BTreeSet::new();
    let mut heads = Vec::new();
    for (i, t) in sum.texts.iter().enumerate() {
        let all: Vec<String> = words(&t.document.text).collect();
        if all.is_empty() {
            continue;
        }
        match first.get(&fingerprint(all.join(" ").as_bytes())) {
            Some(head) => {
                exact.insert(i);
                groups.join(*head, i);
            }
            None => {
                first.insert(fingerprint(all.join(" ").as_bytes()), i);
                heads.push(i);
            }
        }
    }
    let woven: Vec<Woven> = heads.iter().map(|i| weave(&sum.texts[*i].document.text)).collect();
    let mut carried = Vec::new();
    for ((a, b), shared) in shared(&woven) {
        let (la, lb) = (woven[a].hashes.len(), woven[b].hashes.len());
        let (short, long) = (la.min(lb), la.max(lb));
        if f64::from(shared) >= NEAR * short as f64 && long <= short * 2 {
            groups.join(heads[a], heads[b]);
        } else if shared as usize + SHINGLE > PASSAGE {
            carried.push((a, b));
        }
    }
    build(sum, &mut groups, &exact);
    for (a, b) in carried {
        passages(sum, (heads[a], &woven[a]), (heads[b], &woven[b]));
    }
    sum.origins.iter_mut().for_each(|o| o.passages.sort_unstable_by_key(|(t, s)| (*t, *s)));
}

fn weave(text: &str) -> Woven {
    let mut places = Vec::new();
    let mut single = Vec::new();
    let mut at = 0;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !(c.is_alphanumeric() || matches!(c, '\'' | '’')) {
            if at < i {
                places.push((at, i));
                single.push(fingerprint(text[at..i].to_lowercase().as_bytes()) as u64);
            }
            at = i + c.len_utf8();
        }
    }
    let mix = |w: &[u64]| w.iter().fold(17u64, |h, x| (h.rotate_left(5) ^ x).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let hashes = single.windows(SHINGLE).map(mix).collect();
    Woven { hashes, places }
}

/// How many runs of words each two texts share. Runs that many texts have count between neighbours only: copies all share theirs, so they still meet.
fn shared(woven: &[Woven]) -> BTreeMap<(usize, usize), u32> {
    let mut all: Vec<(u64, u32)> = Vec::new();
    for (i, w) in woven.iter().enumerate() {
        let own: BTreeSet<u64> = w.hashes.iter().copied().collect();
        all.extend(own.into_iter().map(|h| (h, i as u32)));
    }
    all.sort_unstable();
    let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
    for run in all.chunk_by(|a, b| a.0 == b.0).filter(|r| r.len() > 1) {
        let reach = if run.len() <= 8 { run.len() } else { 2 };
        for (n, a) in run.iter().enumerate() {
            run[n + 1..].iter().take(reach - 1).for_each(|b| *counts.entry((a.1, b.1)).or_default() += 1);
        }
    }
    counts.into_iter().map(|((a, b), n)| ((a as usize, b as usize), n)).collect()
}

fn build(sum: &mut Sum, groups: &mut Groups, exact: &BTreeSet<usize>) {
    for group in groups.all() {
        let id = OriginId(sum.origins.len());
        let head: Vec<String> = words(&sum.texts[group[0]].document.text).collect();
        let how = |i: &usize| {
            let same = exact.contains(i) && words(&sum.texts[*i].document.text).eq(head.iter().cloned());
            (TextId(*i), if same { Copy::Exact } else { Copy::Near })
        };
        let copies = group[1..].iter().map(how).collect();
        sum.origins.push(Origin { first: TextId(group[0]), copies, passages: Vec::new() });
        group.iter().for_each(|i| sum.texts[*i].origin = id);
    }
}

/// The runs of words of the later text that stand in the earlier one.
fn passages(sum: &mut Sum, (a, from): (usize, &Woven), (b, to): (usize, &Woven)) {
    // Texts are in order of publication: the lower index is the earlier one. Without days nobody can say who took from whom.
    if sum.texts[a].origin == sum.texts[b].origin || sum.texts[b].document.published.is_none() {
        return;
    }
    let there: BTreeSet<u64> = from.hashes.iter().copied().collect();
    let mut i = 0;
    while i < to.hashes.len() {
        let run = to.hashes[i..].iter().take_while(|h| there.contains(h)).count();
        let length = run + SHINGLE - 1;
        if run > 0 && length >= PASSAGE {
            let (begin, end) = (to.places[i].0, to.places[i + length - 1].1);
            if let Some(span) = Span::new(&sum.texts[b].document.text, begin, end) {
                let origin = sum.texts[a].origin;
                sum.origins[origin.0].passages.push((TextId(b), span));
            }
        }
        i += run.max(1);
    }
}
