//! Orders of performance.
//!
//! Decides: whether all duties can be done in some order, and every state in which nobody can move. The search is
//! exhaustive. Must not know: days, who is to be trusted. A phase may always end once it has begun; a happening may occur
//! at any time; what is kept up counts as kept; a part counts as done with the whole.

use super::{Anchor, Condition, Deal, Kind, Obligation, When};
use std::collections::{BTreeMap, BTreeSet};

/// The most things the search takes on: it visits up to two to this power of states.
pub const MOST: usize = 24;

/// What the search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    /// States visited.
    pub states: usize,
    /// One order in which everything gets done.
    pub order: Option<Vec<String>>,
    /// States in which something is owed and nobody can move.
    pub dead_ends: usize,
    /// The nearest of them.
    pub lock: Option<Lock>,
}

/// A state in which nobody can move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The steps that led there.
    pub steps: Vec<String>,
    /// What is left, and the conditions it waits for.
    pub waiting: Vec<(String, Vec<String>)>,
}

#[derive(Debug)]
enum Test {
    Yes,
    No,
    Bit(usize),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
}

impl Test {
    fn holds(&self, set: u32) -> bool {
        match self {
            Test::Yes => true,
            Test::No => false,
            Test::Bit(i) => set >> i & 1 == 1,
            Test::All(of) => of.iter().all(|t| t.holds(set)),
            Test::Any(of) => of.iter().any(|t| t.holds(set)),
            Test::Not(of) => !of.holds(set),
        }
    }
}

struct Maker<'d> {
    deal: &'d Deal,
    bits: BTreeMap<&'d str, usize>,
}

impl<'d> Maker<'d> {
    fn condition(&self, c: &Condition, depth: usize) -> Test {
        if depth > 40 {
            return Test::No; // waits for itself
        }
        match c {
            Condition::All(of) => Test::All(of.iter().map(|c| self.condition(c, depth + 1)).collect()),
            Condition::Any(of) => Test::Any(of.iter().map(|c| self.condition(c, depth + 1)).collect()),
            Condition::Not(of) => Test::Not(Box::new(self.condition(of, depth + 1))),
            Condition::Fulfilled(id) | Condition::Done(_, id) | Condition::Event(id) => self.bits.get(id.as_str()).map_or(Test::Yes, |i| Test::Bit(*i)),
            Condition::Begun(id) | Condition::Ended(id) => self.phase(id, depth + 1),
            Condition::Violated(_) => Test::No,
            Condition::Exercised(id) => self.deal.power(id).and_then(|p| p.requires.as_ref()).map_or(Test::Yes, |c| self.condition(c, depth + 1)),
            Condition::Date(_) | Condition::Signed | Condition::InForce => Test::Yes,
        }
    }

    fn phase(&self, id: &str, depth: usize) -> Test {
        if depth > 40 {
            return Test::No;
        }
        let Some(p) = self.deal.phase(id) else { return Test::No };
        let mut of: Vec<Test> = p.requires.iter().map(|c| self.condition(c, depth + 1)).collect();
        of.extend(p.starts.iter().map(|w| self.when(w, depth + 1)));
        Test::All(of)
    }

    fn when(&self, w: &When, depth: usize) -> Test {
        match &w.anchor {
            Anchor::StartOf(id) | Anchor::EndOf(id) => self.phase(id, depth + 1),
            Anchor::FulfilmentOf(id) | Anchor::EachPartOf(id) | Anchor::Event(id) => self.bits.get(id.as_str()).map_or(Test::Yes, |i| Test::Bit(*i)),
            _ => Test::Yes,
        }
    }

    fn owed(&self, o: &Obligation) -> Test {
        let mut of: Vec<Test> = o.requires.iter().map(|c| self.condition(c, 0)).collect();
        of.extend(o.phase.iter().map(|p| self.phase(p, 0)));
        of.extend(o.from.iter().map(|w| self.when(w, 0)));
        Test::All(of)
    }
}

/// Searches all orders. `within` keeps to one phase; what lies outside it counts as done.
pub fn locks(deal: &Deal, within: Option<&str>) -> Result<Locks, String> {
    let duties: Vec<&Obligation> =
        deal.obligations.iter().filter(|o| o.kind == Kind::Achieve && within.is_none_or(|p| o.phase.as_deref() == Some(p))).collect();
    let named = named_happenings(deal, &duties);
    let count = duties.len() + named.len();
    if count > MOST {
        return Err(format!("{count} duties and happenings are too many to try all orders (at most {MOST}); choose one phase"));
    }
    let names: Vec<&str> = duties.iter().map(|o| o.id.as_str()).chain(named.iter().copied()).collect();
    let maker = Maker { deal, bits: names.iter().enumerate().map(|(i, n)| (*n, i)).collect() };
    let owed: Vec<Test> = duties.iter().map(|o| maker.owed(o)).collect();
    let lifted: Vec<Test> = duties.iter().map(|o| o.unless.as_ref().map_or(Test::No, |c| maker.condition(c, 0))).collect();

    let all = (1u32 << duties.len()) - 1;
    let can = |set: u32, i: usize| set >> i & 1 == 0 && owed.get(i).is_none_or(|t| t.holds(set)) && !lifted.get(i).is_some_and(|t| t.holds(set));
    // Breadth first, remembering by which move each state was first reached: 255 stands for not yet, 254 for the start.
    let mut reached = vec![255u8; 1usize << count];
    let mut queue: Vec<u32> = vec![0];
    reached[0] = 254;
    let mut out = Locks::default();
    let mut first_lock = None;
    let mut end = None;
    let mut at = 0;
    while let Some(set) = queue.get(at).copied() {
        at += 1;
        let mut moved = false;
        for i in 0..count {
            if can(set, i) {
                moved = true;
                let next = set | 1 << i;
                if reached[next as usize] == 255 {
                    reached[next as usize] = u8::try_from(i).unwrap_or(253);
                    queue.push(next);
                }
            }
        }
        let done = (0..duties.len()).all(|i| set >> i & 1 == 1 || lifted[i].holds(set)) && (set & all != 0 || duties.is_empty());
        if done {
            end = end.or(Some(set));
        } else if !moved {
            out.dead_ends += 1;
            first_lock = first_lock.or(Some(set));
        }
    }
    out.states = queue.len();
    let steps = |mut set: u32| {
        let mut path = Vec::new();
        while let Some(i) = reached.get(set as usize).map(|m| usize::from(*m)).filter(|m| *m < count) {
            path.push(names[i].to_owned());
            set &= !(1 << i);
        }
        path.reverse();
        path
    };
    out.order = end.map(steps);
    out.lock = first_lock.map(|set| Lock {
        steps: steps(set),
        waiting: (duties.iter().enumerate()).filter(|(i, _)| set >> i & 1 == 0).map(|(_, o)| (o.id.clone(), waiting_for(&maker, o, set))).collect(),
    });
    Ok(out)
}

fn named_happenings<'d>(deal: &'d Deal, duties: &[&'d Obligation]) -> Vec<&'d str> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let conditions = duties.iter().flat_map(|o| o.requires.iter().chain(&o.unless)).chain(deal.phases.iter().flat_map(|p| p.requires.iter()));
    for c in conditions {
        c.leaves(&mut |leaf| {
            if let Condition::Event(id) = leaf {
                used.insert(id);
            }
        });
    }
    deal.happenings.iter().map(|h| h.id.as_str()).filter(|id| used.contains(id)).collect()
}

fn waiting_for(maker: &Maker<'_>, o: &Obligation, set: u32) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(c) = &o.requires {
        let parts: Vec<&Condition> = if let Condition::All(of) = c { of.iter().collect() } else { vec![c] };
        out.extend(parts.into_iter().filter(|c| !maker.condition(c, 0).holds(set)).map(ToString::to_string));
    }
    if let Some(p) = o.phase.as_deref().filter(|p| !maker.phase(p, 0).holds(set)) {
        out.push(format!("phase {p} begun"));
    }
    if let Some(w) = o.from.as_ref().filter(|w| !maker.when(w, 0).holds(set)) {
        out.push(w.to_string());
    }
    out
}
