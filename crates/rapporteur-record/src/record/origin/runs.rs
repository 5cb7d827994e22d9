//! Which texts share runs of words, and how many.
//!
//! Decides: how that is counted within bounds of memory, and what of it stays where texts come or go. Must not know: how much makes a copy.
//!
//! Of many texts all are looked through; where a few came or went, only runs that these have can count otherwise than before.

use super::super::{Shelf, Sum};
use crate::gist;
use crate::{EntryId, Span};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// No more runs of words are held at once; where there are more, they are looked through in parts.
const AT_ONCE: usize = 4_000_000;
/// Where more than one text of so many came or went, all are looked through; not of a small record.
const FEW: usize = 8;
const SMALL: usize = 100;
/// Runs that more texts have count between neighbours only: copies all share theirs, so they still meet.
const SEVERAL: usize = 8;

/// What texts share.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Runs {
    /// The entries of the texts that are looked at, in order: of those with the same words one.
    pub(crate) heads: Vec<EntryId>,
    /// How many runs of words each has.
    pub(crate) lengths: Vec<u32>,
    /// Pairs of them (by their places) that share runs, with how many; in order.
    pub(crate) shared: Vec<Shared>,
    /// What the later of two takes from the earlier.
    pub(crate) passages: HashMap<(EntryId, EntryId), Arc<[Span]>>,
}

/// A pair, by places among all heads, with how many runs of words they share.
pub(crate) type Shared = ((u32, u32), u32);
type Counts = HashMap<(u32, u32), u32>;
/// A run of words, and the place of a text that has it.
type Met = (u64, u32);
/// Goes through the words of all heads as numbers, in any order.
type Each<'a> = dyn Fn(&mut dyn FnMut(EntryId, &[u8])) + 'a;

impl Runs {
    /// Of the texts that `heads` names, from what was so `before` where most are the same.
    pub(super) fn of(sum: &Sum, heads: &[usize], shelf: Option<&dyn Shelf>, before: Option<&Runs>) -> Runs {
        let ids: Vec<EntryId> = heads.iter().map(|i| sum.texts[*i].entry).collect();
        let each = |f: &mut dyn FnMut(EntryId, &[u8])| match shelf {
            Some(shelf) => shelf.weaves(f),
            None => heads.iter().for_each(|i| f(sum.texts[*i].entry, &gist::weave(&sum.texts[*i].whole().text))),
        };
        let one = |id: EntryId| match (shelf, ids.iter().position(|e| *e == id)) {
            (Some(shelf), _) => shelf.text(id).map(|text| gist::weave(&text)),
            (None, Some(at)) => Some(gist::weave(&sum.texts[heads[at]].whole().text)),
            (None, None) => None,
        };
        let (shared, lengths) = before.and_then(|before| more(before, &ids, &one, &each)).unwrap_or_else(|| all(&ids, &each));
        Runs { heads: ids, lengths, shared, passages: HashMap::new() }
    }
}

/// What the texts share, from nothing.
fn all(ids: &[EntryId], each: &Each) -> (Vec<Shared>, Vec<u32>) {
    let place = places(ids);
    let mut lengths = vec![0u32; ids.len()];
    each(&mut |entry, weave| {
        if let Some(length) = place.get(&entry).and_then(|h| lengths.get_mut(*h as usize)) {
            *length = gist::runs(weave).len() as u32;
        }
    });
    let mut twice = Twice::of(lengths.iter().map(|n| *n as usize).sum());
    each(&mut |entry, weave| {
        if place.contains_key(&entry) {
            gist::runs(weave).for_each(|r| twice.note(r));
        }
    });
    let mut counts = Counts::new();
    // A part is the runs that end with the same bits.
    let (mut parts, mut part) = (1u64, 0);
    while part < parts {
        let mut all: Vec<Met> = Vec::new();
        each(&mut |entry, weave| {
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
    (in_order(counts), lengths)
}

/// What the texts share, where most of them were there before; `None` where that does not help.
fn more(before: &Runs, ids: &[EntryId], one: &dyn Fn(EntryId) -> Option<Vec<u8>>, each: &Each) -> Option<(Vec<Shared>, Vec<u32>)> {
    let (old, new) = (places(&before.heads), places(ids));
    let fresh = ids.iter().filter(|id| !old.contains_key(id));
    let gone = before.heads.iter().filter(|id| !new.contains_key(id));
    let moved: Vec<EntryId> = fresh.chain(gone).copied().collect();
    let stay: Vec<u32> = before.heads.iter().filter_map(|id| new.get(id).copied()).collect();
    if moved.len() * FEW > ids.len() + SMALL || !stay.is_sorted() {
        return None;
    }
    let mut lengths: HashMap<EntryId, u32> = before.heads.iter().copied().zip(before.lengths.iter().copied()).collect();
    let mut wanted: HashSet<u64> = HashSet::new();
    for id in moved {
        let weave = one(id)?;
        lengths.insert(id, gist::runs(&weave).len() as u32);
        wanted.extend(gist::runs(&weave));
    }
    let (less, plus) = changed(&wanted, &old, &new, each);
    let mut counts = Counts::new();
    for ((a, b), shared) in &before.shared {
        let left = shared.checked_sub(less.get(&(*a, *b)).copied().unwrap_or(0))?;
        let way = |place: &u32| before.heads.get(*place as usize).and_then(|id| new.get(id)).copied();
        if left > 0 {
            counts.insert((way(a)?, way(b)?), left);
        }
    }
    plus.into_iter().for_each(|(pair, n)| *counts.entry(pair).or_default() += n);
    Some((in_order(counts), ids.iter().filter_map(|id| lengths.get(id).copied()).collect()))
}

/// How many of some runs each pair shared before, by places then, and shares now, by places now.
fn changed(wanted: &HashSet<u64>, old: &HashMap<EntryId, u32>, new: &HashMap<EntryId, u32>, each: &Each) -> (Counts, Counts) {
    let (mut before, mut now): (Vec<Met>, Vec<Met>) = Default::default();
    let mut sieve = Twice::of(wanted.len());
    wanted.iter().for_each(|r| sieve.once(*r));
    if !wanted.is_empty() {
        each(&mut |entry, weave| {
            let (was, is) = (old.get(&entry), new.get(&entry));
            if was.is_none() && is.is_none() {
                return;
            }
            let mut own: Vec<u64> = gist::runs(weave).filter(|r| sieve.met(*r) && wanted.contains(r)).collect();
            own.sort_unstable();
            own.dedup();
            before.extend(was.into_iter().flat_map(|place| own.iter().map(|r| (*r, *place))));
            now.extend(is.into_iter().flat_map(|place| own.iter().map(|r| (*r, *place))));
        });
    }
    let (mut less, mut plus) = (Counts::new(), Counts::new());
    count(before, &mut less);
    count(now, &mut plus);
    (less, plus)
}

fn places(ids: &[EntryId]) -> HashMap<EntryId, u32> {
    ids.iter().enumerate().map(|(place, id)| (*id, place as u32)).collect()
}

fn in_order(counts: Counts) -> Vec<Shared> {
    let mut out: Vec<Shared> = counts.into_iter().collect();
    out.sort_unstable();
    out
}

/// Counts the pairs of texts that share runs. Each text has a run once.
fn count(mut all: Vec<Met>, counts: &mut Counts) {
    all.sort_unstable();
    for run in all.chunk_by(|a, b| a.0 == b.0).filter(|r| r.len() > 1) {
        let reach = if run.len() <= SEVERAL { run.len() } else { 2 };
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

    fn once(&mut self, number: u64) {
        let (at, bit) = self.place(number);
        self.once[at] |= bit;
    }

    fn met(&self, number: u64) -> bool {
        let (at, bit) = self.place(number);
        self.once[at] & bit != 0
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
