//! When stances make a conflict.
//!
//! Decides: contested, reversal and divergence, and what explains a difference away (guide, rule 11). Must not know: documents, who is right.
//! Where in doubt there is no conflict: a gap is forgiven, a wrong cell is not.

use super::stage::{Aim, Mouth, Relation, Stage, Stand};
use crate::{Certainty, ConflictKind, Stance};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Claims further apart than this (in days) may both be true: the holder may have turned in between.
const WINDOW: i32 = 7;

/// A conflict, as indices of [`Stage::stands`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) kind: ConflictKind,
    pub(crate) sides: [Vec<usize>; 2],
    pub(crate) confidence: f32,
}

/// All conflicts of the stage: contested, reversal, divergence; each in the order of its first stand.
pub(crate) fn find(stage: &Stage) -> Vec<Found> {
    let topics = Topics::of(stage);
    let mut out = Vec::new();
    for (kind, pairs) in [
        (ConflictKind::Contested, contested(stage, &topics)),
        (ConflictKind::Reversal, reversals(stage, &topics)),
        (ConflictKind::Divergence, divergences(stage, &topics)),
    ] {
        out.extend(join(stage, kind, &pairs));
    }
    out
}

/// Stands grouped by what they are about.
struct Topics {
    /// Stands by target.
    by_aim: BTreeMap<Aim, Vec<usize>>,
    /// Pairs of targets that have to do with one another, the first not after the second.
    related: Vec<(Aim, Aim)>,
}

impl Topics {
    fn of(stage: &Stage) -> Topics {
        let mut by_aim: BTreeMap<Aim, Vec<usize>> = BTreeMap::new();
        for (i, s) in stage.stands.iter().enumerate() {
            by_aim.entry(s.aim).or_default().push(i);
        }
        let aims: Vec<Aim> = by_aim.keys().copied().collect();
        let mut related: Vec<(Aim, Aim)> = aims.iter().map(|a| (*a, *a)).collect();
        for (a, b) in near(stage, &aims) {
            if stage.relation(a, b) != Relation::Apart {
                related.push((a, b));
            }
        }
        related.sort();
        Topics { by_aim, related }
    }

    fn stands(&self, aim: Aim) -> &[usize] {
        self.by_aim.get(&aim).map_or(&[], Vec::as_slice)
    }
}

/// Pairs of different targets worth comparing: open deals with all others; terms that share a telling word or forces.
fn near(stage: &Stage, aims: &[Aim]) -> BTreeSet<(Aim, Aim)> {
    let mut pairs = BTreeSet::new();
    let mut pair = |a: Aim, b: Aim| {
        if a != b {
            pairs.insert((a.min(b), a.max(b)));
        }
    };
    for p in aims.iter().filter_map(|a| if let Aim::Point(p) = a { Some(*p) } else { None }) {
        if let Some(plan) = stage.points.get(p).and_then(|x| x.plan).filter(|plan| aims.contains(&Aim::Plan(*plan))) {
            pair(Aim::Plan(plan), Aim::Point(p));
        }
    }
    let plans: Vec<usize> = aims.iter().filter_map(|a| if let Aim::Plan(p) = a { Some(*p) } else { None }).collect();
    for open in plans.iter().filter(|p| stage.plans.get(**p).is_some_and(|x| x.open)) {
        plans.iter().for_each(|other| pair(Aim::Plan(*open), Aim::Plan(*other)));
    }
    let mut shelves: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    for p in aims.iter().filter_map(|a| if let Aim::Point(p) = a { Some(*p) } else { None }) {
        let Some(point) = stage.points.get(p) else { continue };
        if !point.numbers.is_empty() && point.words.len() < 3 {
            shelves.entry((point.kind as u8, String::new())).or_default().push(p);
        }
        for word in &point.words {
            shelves.entry((point.kind as u8, word.clone())).or_default().push(p);
        }
        if matches!(point.kind, crate::TermKind::Withdrawal | crate::TermKind::Presence)
            && let Some(forces) = point.forces
        {
            shelves.entry((u8::MAX, forces.to_string())).or_default().push(p);
        }
    }
    for shelf in shelves.values() {
        // A word that hundreds of terms share tells none of them apart.
        for (i, a) in shelf.iter().enumerate().filter(|_| shelf.len() <= 400) {
            shelf[i + 1..].iter().for_each(|b| pair(Aim::Point(*a), Aim::Point(*b)));
        }
    }
    pairs
}

/// By day, unknown days first, then as given.
fn by_day(stage: &Stage, mut stands: Vec<usize>) -> Vec<usize> {
    stands.sort_by_key(|i| (stage.stands[*i].day, *i));
    stands
}

/// Stands on related targets of one party each, by day.
fn by_party(stage: &Stage, topics: &Topics, (a, b): (Aim, Aim)) -> BTreeMap<usize, Vec<usize>> {
    let mut parties: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let second = if a == b { &[][..] } else { topics.stands(b) };
    for i in topics.stands(a).iter().chain(second) {
        parties.entry(stage.root(stage.stands[*i].holder)).or_default().push(*i);
    }
    parties.into_iter().map(|(root, stands)| (root, by_day(stage, stands))).collect()
}

fn days_between(a: Option<Date>, b: Option<Date>) -> Option<i32> {
    let (a, b) = a.zip(b)?;
    a.until(b).ok().map(|s| s.get_days().abs())
}

/// Different claimants say that one holder stands on both sides.
fn contested(stage: &Stage, topics: &Topics) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for related in &topics.related {
        for stands in by_party(stage, topics, *related).values() {
            let own = own_turns(stage, stands, *related);
            for (n, i) in stands.iter().enumerate() {
                let a = &stage.stands[*i];
                for j in &stands[n + 1..] {
                    let b = &stage.stands[*j];
                    if days_between(a.day, b.day).is_some_and(|d| d > WINDOW) {
                        break;
                    }
                    // Pairs on one target are met when that target is looked at.
                    let here = related.0 == related.1 || a.aim != b.aim;
                    let against = stage.opposed(a, b) || denied_decision(stage, a, b);
                    if here && against && disagree(stage, a, b) && !turned(a, b, &own) && !then_and_now(stage, a, b) {
                        pairs.push((*i, *j));
                    }
                }
            }
        }
    }
    pairs
}

/// Whether two claims are about one holder, by claimants that are not one. Two officers that each speak for themselves do not disagree on anybody.
fn disagree(stage: &Stage, a: &Stand, b: &Stand) -> bool {
    a.mouth != b.mouth && stage.one_behalf(a.holder, b.holder)
}

/// A holder says that nothing is decided, where somebody else says that it has taken a stance on that very target.
fn denied_decision(stage: &Stage, a: &Stand, b: &Stand) -> bool {
    let open = |x: &Stand, y: &Stand| x.sign() == 0 && stage.own(x) && y.sign() != 0 && !stage.own(y);
    a.aim == b.aim && (open(a, b) || open(b, a))
}

/// The holder tells in its own words of where it stood, a text in its own voice of where it stands: a turn, no disagreement.
fn then_and_now(stage: &Stage, a: &Stand, b: &Stand) -> bool {
    let pair = |x: &Stand, y: &Stand| x.past && stage.own(x) && !y.past && matches!(y.mouth, Mouth::Text(_));
    pair(a, b) || pair(b, a)
}

/// The days on which a party spoke for itself on one matter, with its sign there.
fn own_turns(stage: &Stage, stands: &[usize], (a, b): (Aim, Aim)) -> Vec<(Date, i8)> {
    if stage.relation(a, b) != Relation::Same {
        return Vec::new();
    }
    stands.iter().map(|i| &stage.stands[*i]).filter(|s| stage.own(s)).filter_map(|s| s.day.map(|d| (d, s.sign()))).collect()
}

/// Whether time explains it: the party's own words stood on the one side then and on the other later, or the one tells of going back on the other.
fn turned(a: &Stand, b: &Stand, own: &[(Date, i8)]) -> bool {
    let (Some(x), Some(y)) = (a.day, b.day) else { return false };
    if x == y {
        return false;
    }
    // By day: the last that is not later.
    let at = |day: Date| own.partition_point(|(d, _)| *d <= day).checked_sub(1).and_then(|i| own.get(i)).map(|(_, sign)| *sign);
    let later = if x < y { b } else { a };
    later.stance == Stance::Withdraws || (at(x) == Some(a.sign()) && at(y) == Some(b.sign()))
}

/// One holder's own stance (or one claimant's account of it) turned: on different days, or by going back on what was accepted.
fn reversals(stage: &Stage, topics: &Topics) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for related in topics.related.iter().filter(|(a, b)| stage.relation(*a, *b) == Relation::Same) {
        for stands in by_party(stage, topics, *related).values() {
            // Whoever tells it: the last stance of each sign, so that each turn is told once.
            let mut last: BTreeMap<(Option<Mouth>, i8), usize> = BTreeMap::new();
            for i in stands.iter().filter(|i| stage.stands[**i].sign() != 0) {
                let s = &stage.stands[*i];
                for j in last.values().copied().filter(|j| stage.opposed(&stage.stands[*j], s) && then_and_now(stage, &stage.stands[*j], s)) {
                    if stage.one_behalf(stage.stands[j].holder, s.holder) {
                        pairs.push((j, *i));
                    }
                }
                let teller = if stage.own(s) { None } else { Some(s.mouth) };
                if let Some(j) = last.remove(&(teller, -s.sign()))
                    && turns(stage, &stage.stands[j], s)
                {
                    pairs.push((j, *i));
                }
                last.insert((teller, s.sign()), *i);
            }
        }
    }
    pairs
}

fn turns(stage: &Stage, a: &Stand, b: &Stand) -> bool {
    let days_differ = a.day.zip(b.day).is_some_and(|(x, y)| x != y);
    let goes_back = a.stance == Stance::Withdraws || b.stance == Stance::Withdraws;
    stage.one_behalf(a.holder, b.holder) && (days_differ || goes_back)
}

/// Two parties stand against one another on one matter. Doubts are no stance against; what a party says of its opponent does not bind that one.
fn divergences(stage: &Stage, topics: &Topics) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (a, b) in &topics.related {
        let (left, right) = (current(stage, topics.stands(*a)), current(stage, topics.stands(*b)));
        for (n, i) in left.iter().enumerate() {
            let rest = if a == b { &right[n + 1..] } else { &right[..] };
            for j in rest {
                if diverge(stage, &stage.stands[*i], &stage.stands[*j]) {
                    pairs.push((*i.min(j), *i.max(j)));
                }
            }
        }
    }
    pairs
}

/// The stances that stand: each holder's latest, its own words before what others say of it, all of one day and sign.
fn current(stage: &Stage, stands: &[usize]) -> Vec<usize> {
    let mut by_holder: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in stands.iter().filter(|i| stage.stands[**i].stance != Stance::Doubts) {
        by_holder.entry(stage.stands[*i].holder).or_default().push(*i);
    }
    let mut out = Vec::new();
    for (_, mine) in by_holder {
        let mine = by_day(stage, mine);
        let own = mine.iter().rev().find(|i| stage.own(&stage.stands[**i])).or(mine.last());
        let Some(last) = own.map(|i| &stage.stands[*i]) else { continue };
        out.extend(mine.iter().copied().filter(|i| stage.stands[*i].day == last.day && stage.stands[*i].sign() == last.sign()));
    }
    out.sort_unstable();
    out
}

fn diverge(stage: &Stage, a: &Stand, b: &Stand) -> bool {
    let (ra, rb) = (stage.root(a.holder), stage.root(b.holder));
    let told_by = |s: &Stand, root: usize| matches!(s.mouth, Mouth::Known(m) if stage.root(m) == root);
    let mediates = [a.holder, b.holder, ra, rb].iter().any(|x| stage.mediators.contains(x));
    // Two wings of one party can diverge; somebody and whom they speak for cannot.
    let two = !stage.one_behalf(a.holder, b.holder);
    let bound = ra != rb && (told_by(a, rb) || told_by(b, ra));
    two && !mediates && !bound && (stage.opposed(a, b) || stage.part_opposed(a, b))
}

/// Pairs that hang together are one conflict, with two sides.
fn join(stage: &Stage, kind: ConflictKind, pairs: &[(usize, usize)]) -> Vec<Found> {
    let mut beside: Vec<(usize, usize)> = pairs.iter().flat_map(|(i, j)| [(*i, *j), (*j, *i)]).collect();
    beside.sort_unstable();
    beside.dedup();
    let of = |i: usize| {
        let from = beside.partition_point(|p| p.0 < i);
        beside[from..].iter().take_while(move |p| p.0 == i).map(|p| p.1)
    };
    let mut side: HashMap<usize, usize> = HashMap::new();
    let mut out = Vec::new();
    for first in beside.chunk_by(|p, q| p.0 == q.0).filter_map(|p| p.first()).map(|p| p.0) {
        if side.contains_key(&first) {
            continue;
        }
        let mut sides = [Vec::new(), Vec::new()];
        let mut next = vec![(first, 0)];
        while let Some((i, s)) = next.pop() {
            if side.contains_key(&i) {
                continue;
            }
            side.insert(i, s);
            sides[s].push(i);
            next.extend(of(i).filter(|j| !side.contains_key(j)).map(|j| (j, 1 - s)));
        }
        sides.iter_mut().for_each(|s| s.sort_unstable());
        let confidence = sides.iter().map(|s| s.iter().map(|i| sure(&stage.stands[*i])).fold(0.0, f32::max)).fold(1.0, f32::min);
        out.push(Found { kind, sides, confidence });
    }
    out
}

fn sure(s: &Stand) -> f32 {
    let by_words = match s.certainty {
        Certainty::Certain => 1.0,
        Certainty::Probable => 0.9,
        Certainty::Possible => 0.7,
    };
    s.confidence * by_words
}
