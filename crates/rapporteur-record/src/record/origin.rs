//! Which texts come from one hand. Copies are no corroboration.
//!
//! Decides: exact and near copies, passages that one text takes from another. Must not know: what the texts claim.

use super::union::Groups;
use super::{Shelf, Sum, TextId};
use crate::gist::{self, SHINGLE};
use crate::{EntryId, Span};
use std::collections::{BTreeSet, HashMap};

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

/// No more runs of words are held at once; where there are more, they are looked through in parts.
const AT_ONCE: usize = 4_000_000;

/// Sets origins and each text's way to its own.
pub(super) fn find(sum: &mut Sum, shelf: Option<&dyn Shelf>) {
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
    let (shared, lengths) = shared(sum, &heads, shelf);
    let mut carried = Vec::new();
    for ((a, b), shared) in shared {
        let (la, lb) = (lengths[a] as usize, lengths[b] as usize);
        let (short, long) = (la.min(lb), la.max(lb));
        if f64::from(shared) >= NEAR * short as f64 && long <= short * 2 {
            groups.join(heads[a], heads[b]);
        } else if shared as usize + SHINGLE > PASSAGE {
            carried.push((heads[a], heads[b]));
        }
    }
    build(sum, &mut groups, &exact);
    // Pairs come in order of the first.
    for pairs in carried.chunk_by(|x, y| x.0 == y.0) {
        let Some((a, _)) = pairs.first() else { continue };
        let from = Woven::of(&sum.texts[*a].whole().text);
        pairs.iter().for_each(|(_, b)| passages(sum, (*a, &from), (*b, &Woven::of(&sum.texts[*b].whole().text))));
    }
    sum.origins.iter_mut().for_each(|o| o.passages.sort_unstable_by_key(|(t, s)| (*t, *s)));
}

/// A pair of heads, by their places among all heads, with how many runs of words they share.
type Shared = ((usize, usize), u32);

/// Pairs of heads (their places among all heads) with how many runs of words they share, in order; for each head, how many runs it has.
/// Runs that many texts have count between neighbours only: copies all share theirs, so they still meet.
fn shared(sum: &Sum, heads: &[usize], shelf: Option<&dyn Shelf>) -> (Vec<Shared>, Vec<u32>) {
    let place: HashMap<EntryId, u32> = heads.iter().enumerate().map(|(h, i)| (sum.texts[*i].entry, h as u32)).collect();
    let mut lengths = vec![0u32; heads.len()];
    each_weave(sum, heads, shelf, &mut |entry, weave| {
        if let Some(length) = place.get(&entry).and_then(|h| lengths.get_mut(*h as usize)) {
            *length = gist::runs(weave).len() as u32;
        }
    });
    let mut twice = Twice::of(lengths.iter().map(|n| *n as usize).sum());
    each_weave(sum, heads, shelf, &mut |entry, weave| {
        if place.contains_key(&entry) {
            gist::runs(weave).for_each(|r| twice.note(r));
        }
    });
    let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
    // A part is the runs that end with the same bits.
    let (mut parts, mut part) = (1u64, 0);
    while part < parts {
        let mut all: Vec<(u64, u32)> = Vec::new();
        each_weave(sum, heads, shelf, &mut |entry, weave| {
            let Some(head) = place.get(&entry) else { return };
            let from = all.len();
            all.extend(gist::runs(weave).filter(|r| r & (parts - 1) == part && twice.may(*r)).map(|r| (r, *head)));
            all[from..].sort_unstable();
            let own = all.split_off(from);
            all.extend(own.chunk_by(|a, b| a == b).filter_map(|same| same.first()));
            while part == 0 && all.len() > AT_ONCE && parts < 1 << 16 {
                parts *= 2;
                all.retain(|(r, _)| r & (parts - 1) == part);
            }
        });
        count(all, &mut counts);
        part += 1;
    }
    let mut out: Vec<((usize, usize), u32)> = counts.into_iter().map(|((a, b), n)| ((a as usize, b as usize), n)).collect();
    out.sort_unstable();
    (out, lengths)
}

/// Counts the pairs of texts that share runs.
fn count(mut all: Vec<(u64, u32)>, counts: &mut HashMap<(u32, u32), u32>) {
    all.sort_unstable();
    for run in all.chunk_by(|a, b| a.0 == b.0).filter(|r| r.len() > 1) {
        let reach = if run.len() <= 8 { run.len() } else { 2 };
        for (n, a) in run.iter().enumerate() {
            run[n + 1..].iter().take(reach - 1).for_each(|b| *counts.entry((a.1, b.1)).or_default() += 1);
        }
    }
}

/// Which numbers may have come twice: of those that came once a few are taken for such too. Most runs of words come once and need no more room.
struct Twice {
    once: Vec<u64>,
    twice: Vec<u64>,
    mask: u64,
}

impl Twice {
    /// For so many numbers.
    fn of(count: usize) -> Twice {
        let bits = (count * 4).next_power_of_two().clamp(1 << 10, 1 << 31);
        Twice { once: vec![0; bits / 64], twice: vec![0; bits / 64], mask: bits as u64 - 1 }
    }

    fn place(&self, number: u64) -> (usize, u64) {
        // The lowest bits tell parts apart; these come from further up.
        let at = (number >> 20) & self.mask;
        ((at / 64) as usize, 1 << (at % 64))
    }

    fn note(&mut self, number: u64) {
        let (at, bit) = self.place(number);
        if self.once[at] & bit == 0 {
            self.once[at] |= bit;
        } else {
            self.twice[at] |= bit;
        }
    }

    fn may(&self, number: u64) -> bool {
        let (at, bit) = self.place(number);
        self.twice[at] & bit != 0
    }
}

/// The words of each head as numbers: from the shelf where it has them, else from the text itself.
fn each_weave(sum: &Sum, heads: &[usize], shelf: Option<&dyn Shelf>, each: &mut dyn FnMut(EntryId, &[u8])) {
    match shelf {
        Some(shelf) => shelf.weaves(each),
        None => heads.iter().for_each(|i| {
            let t = &sum.texts[*i];
            each(t.entry, &gist::weave(&t.whole().text));
        }),
    }
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
            if let Some(span) = Span::kept(begin as u32, (end - begin) as u32) {
                let origin = sum.texts[a].origin;
                sum.origins[origin.0].passages.push((TextId(b), span));
            }
        }
        i += run.max(1);
    }
}
