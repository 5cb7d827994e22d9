//! What does not go together, over all documents.
//!
//! Decides: which claims the conflict rules look at (one of each source), and how what they find is told. Must not know: who is right.

use super::{Claim, Claimant, Matter, Source, Sum, TextId};
use crate::conflict::{self, Aim, Count, Mouth, Stage, Stand};
use crate::gist::Lists;
use crate::{ActorId, ConflictKind, TermId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Claims that do not go together. Both wordings stand side by side; nobody is said to be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// How the sides differ.
    pub kind: ConflictKind,
    /// What stands against what.
    pub sides: [Vec<Account>; 2],
    /// How sure it is, 0..1.
    pub confidence: f32,
}

/// An item on a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// An index in [`Sum::claims`].
    Claim(usize),
    /// An index in [`Sum::tallies`].
    Tally(usize),
}

/// Sets disputes.
pub(super) fn find(sum: &mut Sum) {
    let (stage, heads) = set(sum);
    // By the claim that stands for them: it and its copies, in order.
    let mut copies: Vec<(u32, u32)> = heads.iter().enumerate().map(|(i, head)| (*head, i as u32)).collect();
    copies.sort_unstable();
    let copies = |head: usize| {
        let from = copies.partition_point(|c| (c.0 as usize) < head);
        copies[from..].iter().take_while(move |c| c.0 as usize == head).map(|c| c.1 as usize)
    };
    let mut out: Vec<Dispute> = Vec::new();
    for f in conflict::find_stances(&stage) {
        let side = |s: &Vec<usize>| {
            let mut all: Vec<Account> = s.iter().flat_map(|i| copies(stage.stands[*i].id)).map(Account::Claim).collect();
            all.sort();
            all.shrink_to_fit();
            all
        };
        let [a, b] = &f.sides;
        out.push(Dispute { kind: f.kind, sides: ordered([side(a), side(b)]), confidence: f.confidence });
    }
    let counts = counts(sum);
    for (sides, confidence) in conflict::find_counts(&counts) {
        let side = |s: &Vec<usize>| s.iter().map(|i| Account::Tally(counts[*i].id)).collect::<Vec<_>>();
        let [a, b] = &sides;
        out.push(Dispute { kind: ConflictKind::Figures, sides: ordered([side(a), side(b)]), confidence });
    }
    out.sort_by(|a, b| (a.kind, &a.sides).cmp(&(b.kind, &b.sides)));
    out.shrink_to_fit();
    sum.disputes = out;
}

fn ordered([a, b]: [Vec<Account>; 2]) -> [Vec<Account>; 2] {
    if a <= b { [a, b] } else { [b, a] }
}

/// A number for each mouth that no index of an actor is.
struct Mouths(BTreeMap<Arc<str>, usize>);

impl Mouths {
    fn of(&mut self, by: &Claimant, own: usize) -> Mouth {
        match by {
            Claimant::Party(p) => Mouth::Known(p.0),
            Claimant::Unnamed => Mouth::Unnamed(own),
            Claimant::Outlet(name) => {
                let next = self.0.len();
                Mouth::Text(*self.0.entry(name.clone()).or_insert(next))
            }
        }
    }
}

/// What makes two claims one: holder, mouth, target, stance, source, day.
type Told<'a> = (usize, Mouth, Aim, crate::Stance, &'a Source, Option<jiff::civil::Date>);

/// What the rules look at: of claims that are the same but for the copy they stand in, the first; and for each claim the one that stands for it.
fn set(sum: &Sum) -> (Stage, Vec<u32>) {
    let mut mouths = Mouths(BTreeMap::new());
    let own: Vec<Mouth> = sum.claims.iter().enumerate().map(|(i, c)| mouths.of(&c.by, i)).collect();
    let told = |i: u32| -> Told {
        let (c, mouth) = (&sum.claims[i as usize], own[i as usize]);
        (c.holder.0, if matches!(mouth, Mouth::Text(_)) { Mouth::Text(usize::MAX) } else { mouth }, aim(c.matter), c.stance, &c.source, c.said)
    };
    let mut order: Vec<u32> = (0..sum.claims.len() as u32).collect();
    order.sort_unstable_by(|a, b| told(*a).cmp(&told(*b)).then(a.cmp(b)));
    let mut heads = vec![0u32; order.len()];
    for same in order.chunk_by(|a, b| told(*a) == told(*b)) {
        same.iter().for_each(|i| heads[*i as usize] = same[0]);
    }
    drop(order);
    let mut stands = Vec::new();
    for (i, c) in sum.claims.iter().enumerate().filter(|(i, _)| heads[*i] as usize == *i) {
        let (stance, certainty, confidence) = (c.stance, c.certainty, c.confidence);
        stands.push(Stand { id: i, holder: c.holder.0, mouth: own[i], aim: aim(c.matter), stance, certainty, day: c.said, confidence, past: c.past });
    }
    let mediators = (0..sum.parties.len()).filter(|i| sum.parties[*i].mediator).collect();
    let stage = Stage {
        stands,
        plans: sum.plans.iter().map(|p| conflict::Plan { open: p.open }).collect(),
        points: sum.points.iter().map(|p| p.members.first().and_then(|(t, id)| facts(sum, *t, *id)).unwrap_or_else(conflict::Point::none)).collect(),
        chains: (0..sum.parties.len()).map(|i| conflict::behalf(i, |i| sum.parties[i].acts_for.map(|p| p.0))).collect(),
        mediators,
    };
    (stage, heads)
}

fn facts(sum: &Sum, text: TextId, term: TermId) -> Option<conflict::Point> {
    let opened = sum.texts.get(text.0)?.look(Lists::TERMS);
    let term = opened.reading.terms.get(term.0)?.parts().0;
    Some(super::point::facts(sum, text, &opened, term))
}

fn aim(matter: Matter) -> Aim {
    match matter {
        Matter::Plan(p) => Aim::Plan(p.0),
        Matter::Point(p) => Aim::Point(p.0),
        Matter::Process => Aim::Process,
    }
}

/// The figures that count, of those that one source tells alike the first; bare numbers with what they count.
fn counts(sum: &Sum) -> Vec<Count> {
    let mut mouths = Mouths(BTreeMap::new());
    let whole: BTreeMap<usize, Vec<Count>> = sum.tallies.iter().map(|t| t.text.0).map(|t| (t, of_text(sum, t))).collect();
    let mut told: BTreeSet<(&Source, u64, crate::Measure, Option<usize>)> = BTreeSet::new();
    let mut out = Vec::new();
    for (i, t) in sum.tallies.iter().enumerate() {
        let Some(count) = whole.get(&t.text.0).and_then(|all| all.get(t.figure.0)) else { continue };
        if told.insert((&t.source, t.value.to_bits(), t.measure, count.of)) {
            out.push(Count { id: i, mouth: mouths.of(&t.by, i), day: t.said, ..count.clone() });
        }
    }
    out
}

fn of_text(sum: &Sum, text: usize) -> Vec<Count> {
    let t = &sum.texts[text];
    let opened = t.look(Lists::FIGURES);
    let one = |(i, c): (usize, &crate::Claimed<crate::Figure>)| Count::of(i, c.parts().0, &opened, Mouth::Text(0), None, |a| t.party(ActorId(a)).0);
    let mut all: Vec<Count> = opened.reading.figures.iter().enumerate().map(one).collect();
    conflict::complete_counts(&mut all, &conflict::figure_places(&opened.reading));
    all
}

impl Sum {
    /// The claim of an account, `None` where it is a figure.
    pub fn claim(&self, account: Account) -> Option<&Claim> {
        if let Account::Claim(i) = account { self.claims.get(i) } else { None }
    }
}
