//! What conflict rules look at: stances without the texts they stand in.
//!
//! Decides: when two targets are one matter, and when one takes in or shuts out another. Must not know: documents, ledgers.
//! One document and a whole record set the same stage, so the same rules serve both.

use crate::gist::Words;
use crate::wording;
use crate::{Certainty, Parameter, Stance, Term, TermKind};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Who makes a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Mouth {
    /// An actor, by its index.
    Known(usize),
    /// A document in its own voice, by the index of its outlet (or of itself where that is unknown).
    Text(usize),
    /// Somebody whom the text does not name, by a number of their own.
    Unnamed(usize),
}

/// What a stance is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Aim {
    Plan(usize),
    Point(usize),
    Process,
}

/// One claimed stance.
#[derive(Clone, Debug)]
pub(crate) struct Stand {
    /// Names it for the caller.
    pub(crate) id: usize,
    pub(crate) holder: usize,
    pub(crate) mouth: Mouth,
    pub(crate) aim: Aim,
    pub(crate) stance: Stance,
    pub(crate) certainty: Certainty,
    /// When it was claimed, where that is known.
    pub(crate) day: Option<Date>,
    pub(crate) confidence: f32,
    /// Whether its words tell of an earlier time ("had wanted").
    pub(crate) past: bool,
}

impl Stand {
    pub(crate) fn sign(&self) -> i8 {
        self.stance.sign()
    }
}

/// What is known of a proposal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// It is any deal, of no version: whoever is against it is against each version.
    pub(crate) open: bool,
}

/// What is known of a term.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) kind: TermKind,
    pub(crate) plan: Option<usize>,
    /// The words that tell it from others.
    pub(crate) words: BTreeSet<String>,
    /// How many or how long: parameters, else the numbers among its words.
    pub(crate) numbers: Vec<f64>,
    pub(crate) forces: Option<usize>,
    pub(crate) place: BTreeSet<String>,
    /// All of a place, all forces.
    pub(crate) complete: bool,
}

impl Point {
    /// Of a term that is not there.
    pub(crate) fn none() -> Point {
        let (words, place) = (BTreeSet::new(), BTreeSet::new());
        Point { kind: TermKind::Other, plan: None, words, numbers: Vec::new(), forces: None, place, complete: false }
    }

    /// From a term; `actor` and `plan` translate its ids.
    pub(crate) fn of(term: &Term, text: &(impl Words + ?Sized), actor: impl Fn(usize) -> usize, plan: impl Fn(usize) -> usize) -> Point {
        let wording: Vec<&str> = term.text.iter().map(|s| text.at(*s)).collect();
        let wording = wording.join(" ");
        let mut point = Point {
            kind: term.kind,
            plan: term.proposal.map(|p| plan(p.0)),
            words: wording::telling(&wording),
            numbers: Vec::new(),
            forces: None,
            place: BTreeSet::new(),
            complete: wording::words(&wording).any(|w| matches!(w.as_str(), "complete" | "full" | "total" | "entire")),
        };
        for (key, value) in &term.parameters {
            match (*key, value) {
                ("forces", Parameter::Actor(id)) => point.forces = Some(actor(id.0)),
                ("place", Parameter::Words(words)) => point.place = wording::telling(words),
                ("extent", Parameter::Words(words)) => point.complete |= matches!(words.to_lowercase().as_str(), "complete" | "full" | "total" | "all"),
                ("quantity" | "duration_days", Parameter::Number(n)) => point.numbers.push(*n),
                _ => {}
            }
        }
        if point.numbers.is_empty() {
            point.numbers = wording::numbers(&wording);
        }
        point
    }
}

/// How two targets lie to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// One matter: opposite signs oppose.
    Same,
    /// Both cannot be: being for both opposes.
    Exclusive,
    /// The first is any deal, the second one of them: being against the first and for the second opposes.
    TakesIn,
    /// The same, the other way round.
    TakenIn,
    /// One is a term of the other, which is a proposal.
    Part,
    /// Nothing to do with one another.
    Apart,
}

/// All stances, and what they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    pub(crate) stands: Vec<Stand>,
    pub(crate) plans: Vec<Plan>,
    pub(crate) points: Vec<Point>,
    /// For each actor: itself, whom it acts for, whom that acts for, and so on.
    pub(crate) chains: Vec<Vec<usize>>,
    /// Actors that mediate: their being for a text closes no gap and opens none.
    pub(crate) mediators: BTreeSet<usize>,
}

impl Stage {
    /// On whose behalf an actor speaks in the end.
    pub(crate) fn root(&self, actor: usize) -> usize {
        self.chains.get(actor).and_then(|c| c.last()).copied().unwrap_or(actor)
    }

    /// Whether one acts for the other, or they are one.
    pub(crate) fn one_behalf(&self, a: usize, b: usize) -> bool {
        let within = |x: usize, y: usize| self.chains.get(x).is_some_and(|c| c.contains(&y));
        a == b || within(a, b) || within(b, a)
    }

    /// Whether the holder, or somebody acting for the same party, makes the claim.
    pub(crate) fn own(&self, s: &Stand) -> bool {
        matches!(s.mouth, Mouth::Known(m) if self.root(m) == self.root(s.holder))
    }

    /// How the targets of two stances lie to one another.
    pub(crate) fn relation(&self, a: Aim, b: Aim) -> Relation {
        match (a, b) {
            _ if a == b => Relation::Same,
            (Aim::Plan(p), Aim::Plan(q)) => match (self.open(p), self.open(q)) {
                (true, false) => Relation::TakesIn,
                (false, true) => Relation::TakenIn,
                _ => Relation::Apart,
            },
            (Aim::Point(p), Aim::Point(q)) => match (self.points.get(p), self.points.get(q)) {
                (Some(p), Some(q)) => points(p, q),
                _ => Relation::Apart,
            },
            (Aim::Plan(plan), Aim::Point(p)) | (Aim::Point(p), Aim::Plan(plan)) if self.points.get(p).is_some_and(|x| x.plan == Some(plan)) => Relation::Part,
            _ => Relation::Apart,
        }
    }

    fn open(&self, plan: usize) -> bool {
        self.plans.get(plan).is_some_and(|p| p.open)
    }

    /// Whether two stances cannot go together.
    pub(crate) fn opposed(&self, a: &Stand, b: &Stand) -> bool {
        match self.relation(a.aim, b.aim) {
            Relation::Same => a.sign() * b.sign() < 0,
            Relation::Exclusive => a.sign() > 0 && b.sign() > 0,
            Relation::TakesIn => a.sign() < 0 && b.sign() > 0,
            Relation::TakenIn => a.sign() > 0 && b.sign() < 0,
            Relation::Part | Relation::Apart => false,
        }
    }

    /// Whether one is for a proposal and the other against one of its terms, or the other way round: no contradiction in one party, a gap between two.
    pub(crate) fn part_opposed(&self, a: &Stand, b: &Stand) -> bool {
        self.relation(a.aim, b.aim) == Relation::Part && a.sign() * b.sign() < 0
    }
}

/// Two terms. Another version explains every difference, another place or other forces most.
fn points(p: &Point, q: &Point) -> Relation {
    let versions = p.plan.is_some() && q.plan.is_some() && p.plan != q.plan;
    let forces = p.forces.is_some() && q.forces.is_some() && p.forces != q.forces;
    if versions || forces {
        return Relation::Apart;
    }
    if p.kind == q.kind {
        return same_kind(p, q);
    }
    match (p.kind, q.kind) {
        (TermKind::Withdrawal, TermKind::Presence) => leave_and_stay(p, q),
        (TermKind::Presence, TermKind::Withdrawal) => leave_and_stay(q, p),
        _ => Relation::Apart,
    }
}

fn same_kind(p: &Point, q: &Point) -> Relation {
    let place_differs = !p.place.is_empty() && !q.place.is_empty() && wording::overlap(&p.place, &q.place) == 0.0;
    let numbers = !p.numbers.is_empty() && p.numbers.len() == q.numbers.len();
    // A bare number ("six") is of what the other one counts.
    let bare = numbers && (p.words.is_empty() || q.words.is_empty());
    if place_differs || (wording::overlap(&p.words, &q.words) < 0.5 && !bare) {
        return Relation::Apart;
    }
    // More numbers on one side may only say more of the same offer.
    if numbers && p.numbers != q.numbers { Relation::Exclusive } else { Relation::Same }
}

/// To leave a place and to stay there: only where the forces are known to be the same, and the places too or all of it is to be left.
fn leave_and_stay(leave: &Point, stay: &Point) -> Relation {
    let same_forces = leave.forces.is_some() && leave.forces == stay.forces;
    let same_place = wording::overlap(&leave.place, &stay.place) > 0.0;
    if same_forces && (same_place || leave.complete) { Relation::Exclusive } else { Relation::Apart }
}
