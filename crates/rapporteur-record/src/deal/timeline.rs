//! What follows for dates and conditions, as one account has it.
//!
//! Decides: which day a clause means, whether a condition holds and since when, when a phase begins and ends, which uses
//! of a power take effect. Where the account is silent, it goes by what all others who speak agree on, and says so.
//! Must not know: what state an obligation is in.

mod assume;
mod clock;
mod part;
mod phase;
mod power;

pub use assume::Assume;
pub use part::a_year_on;
pub use power::Uses;

use super::account::{Accounts, Heard, Word};
use super::amount::Amount;
use super::condition::Condition;
use super::explain::Node;
use super::when::{Anchor, When};
use super::{Deal, Kind, Obligation};
use crate::deal::Moment;
use std::collections::BTreeMap;

/// Where each short name of a deal stands.
#[derive(Debug)]
pub struct Index<'d> {
    /// Obligations by id.
    pub obligations: BTreeMap<&'d str, usize>,
    /// Phases by id.
    pub phases: BTreeMap<&'d str, usize>,
    /// Powers by id.
    pub powers: BTreeMap<&'d str, usize>,
    /// For each obligation the powers that can touch it.
    pub touching: Vec<Vec<usize>>,
}

impl<'d> Index<'d> {
    /// Looks all names up once.
    pub fn of(deal: &'d Deal) -> Index<'d> {
        let touches = |p: &super::Power, o: &Obligation| p.targets.iter().any(|t| *t == o.id || t == "deal" || Some(t) == o.phase.as_ref());
        Index {
            obligations: deal.obligations.iter().enumerate().map(|(i, o)| (o.id.as_str(), i)).collect(),
            phases: deal.phases.iter().enumerate().map(|(i, p)| (p.id.as_str(), i)).collect(),
            powers: deal.powers.iter().enumerate().map(|(i, p)| (p.id.as_str(), i)).collect(),
            touching: (deal.obligations.iter()).map(|o| (0..deal.powers.len()).filter(|i| touches(&deal.powers[*i], o)).collect()).collect(),
        }
    }
}

/// Whether a condition holds.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Yes, no, or not to be told (contested, or waiting in a circle).
    pub holds: Option<bool>,
    /// Since when; `None` where it always did, or does not.
    pub since: Option<Moment>,
    /// Why.
    pub node: Node,
}

impl Truth {
    fn new(holds: Option<bool>, since: Option<Moment>, node: Node) -> Truth {
        Truth { holds, since, node }
    }
}

#[derive(Clone, Debug, Default)]
enum Memo<T> {
    #[default]
    Open,
    Busy,
    Known(T),
}

type Dated = (Option<Moment>, Node);

/// The dates of one deal, seen from one account on one day.
#[derive(Debug)]
pub struct Timeline<'a, 'e> {
    pub(super) deal: &'a Deal,
    pub(super) index: &'a Index<'a>,
    pub(super) accounts: &'a Accounts<'e>,
    /// Whose account; `None` for an observer who has only what nobody contests.
    pub(super) who: Option<usize>,
    /// The day of evaluation.
    pub(super) on: Moment,
    assume: Option<&'a Assume>,
    starts: Vec<Memo<Dated>>,
    ends: Vec<Memo<Dated>>,
    assumed: Vec<Memo<Option<Moment>>>,
    uses: Vec<Memo<Uses<'e>>>,
}

impl<'a, 'e> Timeline<'a, 'e> {
    /// Nothing is worked out before it is asked for.
    pub fn new(deal: &'a Deal, index: &'a Index<'a>, accounts: &'a Accounts<'e>, who: Option<usize>, on: Moment, assume: Option<&'a Assume>) -> Self {
        Timeline {
            deal,
            index,
            accounts,
            who,
            on,
            assume,
            starts: vec![Memo::Open; deal.phases.len()],
            ends: vec![Memo::Open; deal.phases.len()],
            assumed: vec![Memo::Open; deal.obligations.len()],
            uses: vec![Memo::Open; deal.powers.len()],
        }
    }

    /// What this account can go by on a matter.
    pub fn heard(&self, matter: &str) -> Heard<'a, 'e> {
        self.accounts.heard(self.who, matter)
    }

    /// As [`Timeline::heard`], with the words that explain it; `None` where nothing can be gone by.
    pub(super) fn word(&self, matter: &str) -> (Option<&'a Word<'e>>, Node) {
        match self.heard(matter) {
            Heard::Own(w) => (Some(w), Node::says(format!("its own word on {matter}"))),
            Heard::Lent(w, from) => (Some(w), Node::says(format!("silent on {matter}; {} uncontested", self.names(&from)))),
            Heard::Contested(from) => (None, Node::says(format!("silent on {matter}; {} differ", self.names(&from)))),
            Heard::Silent => (None, Node::says(format!("nobody has reported {matter}"))),
        }
    }

    fn names(&self, accounts: &[usize]) -> String {
        accounts.iter().filter_map(|a| self.accounts.names.get(*a)).cloned().collect::<Vec<_>>().join(", ")
    }

    /// The day a clause means.
    pub fn when(&mut self, when: &When) -> Dated {
        let (anchor, node) = self.anchor(&when.anchor);
        let Some((length, after)) = &when.offset else { return (anchor, node) };
        let day = anchor.and_then(|d| if *after { self.deal.calendar.after(d, *length) } else { self.deal.calendar.before(d, *length) });
        let text = match day {
            Some(d) => format!("{d}: {when}"),
            None => format!("not known: {when}"),
        };
        (day, Node::says(text).with(node))
    }

    fn anchor(&mut self, anchor: &Anchor) -> Dated {
        match anchor {
            Anchor::Date(d) => (Some(*d), Node::says(format!("{d}: the deal names the day"))),
            Anchor::Signature => self.signature(),
            Anchor::InForce => self.in_force(),
            Anchor::StartOf(id) => self.of_phase(id, Self::phase_start),
            Anchor::EndOf(id) => self.of_phase(id, Self::phase_end),
            Anchor::FulfilmentOf(id) => self.fulfilment(id, None),
            Anchor::EachPartOf(id) => {
                let (word, why) = self.word(id);
                let first = word.and_then(|w| w.done.first()).map(|a| (a.day, a.event.id.clone()));
                match first {
                    Some((day, event)) => (Some(day), Node::seen(format!("{day}: first part of {id}"), vec![event]).with(why)),
                    None => self.fulfilment(id, None),
                }
            }
            Anchor::Event(id) => self.began(id),
            Anchor::EndOfEvent(id) => {
                let (word, why) = self.word(id);
                match word.and_then(|w| w.turns.iter().rev().find(|t| !t.1)) {
                    Some((day, _, event)) => (Some(*day), Node::seen(format!("{day}: {id} ceased"), vec![event.id.clone()]).with(why)),
                    None => (None, Node::says(format!("no word that {id} ceased")).with(why)),
                }
            }
            Anchor::ExerciseOf(id) => match self.index.powers.get(id.as_str()) {
                Some(p) => match self.uses(*p).effective.first() {
                    Some((day, event)) => (Some(*day), Node::seen(format!("{day}: power {id} used"), vec![event.id.clone()])),
                    None => (None, Node::says(format!("power {id} has not been used"))),
                },
                None => (None, Node::says(format!("the deal has no power {id}"))),
            },
        }
    }

    fn of_phase(&mut self, id: &str, ask: fn(&mut Self, usize) -> Dated) -> Dated {
        match self.index.phases.get(id).copied() {
            Some(i) => ask(self, i),
            None => (None, Node::says(format!("the deal has no phase {id}"))),
        }
    }

    /// The day of signature.
    pub fn signature(&mut self) -> Dated {
        match self.deal.signed {
            Some(d) => (Some(d), Node::says(format!("{d}: signed, as the deal states"))),
            None => self.began("signature"),
        }
    }

    /// The day of entry into force.
    pub fn in_force(&mut self) -> Dated {
        let deal = self.deal;
        match (&deal.in_force, self.began("entry-into-force")) {
            (_, (Some(day), node)) => (Some(day), node),
            (Some(when), _) if when.anchor == Anchor::InForce => (None, Node::says("entry into force hangs on itself")),
            (Some(when), _) => {
                let (day, node) = self.when(when);
                (day, Node::says("entry into force").with(node))
            }
            (None, _) => self.signature(),
        }
    }

    fn began(&mut self, id: &str) -> Dated {
        let (word, why) = self.word(id);
        match word.and_then(Word::began) {
            Some((day, event)) => (Some(day), Node::seen(format!("{day}: {id} reported"), vec![event.id.clone()]).with(why)),
            None => (None, Node::says(format!("{id} not reported")).with(why)),
        }
    }

    /// How much an obligation comes to in all.
    pub fn total(&self, o: &Obligation) -> Option<Amount> {
        self.total_within(o, 0)
    }

    fn total_within(&self, o: &Obligation, depth: usize) -> Option<Amount> {
        if o.quantity.is_some() {
            return o.quantity;
        }
        if let Some(r) = &o.ratio {
            let other = self.index.obligations.get(r.of.as_str()).and_then(|i| self.deal.obligations.get(*i))?;
            return if depth < 20 { self.total_within(other, depth + 1).map(|t| t.scaled(r.give, r.per)) } else { None };
        }
        if !o.schedule.is_empty() {
            return Some(o.schedule.iter().fold(Amount::ZERO, |sum, p| sum.plus(p.quantity)));
        }
        None
    }

    /// The day an obligation (or at least `amount` of it) was done.
    pub fn fulfilment(&mut self, id: &str, amount: Option<Amount>) -> Dated {
        let Some(i) = self.index.obligations.get(id).copied() else {
            return (None, Node::says(format!("the deal has no obligation {id}")));
        };
        let deal = self.deal;
        let o = &deal.obligations[i];
        let goal = amount.or_else(|| self.total(o));
        let (word, why) = self.word(id);
        let what = amount.map_or_else(|| id.to_owned(), |n| format!("{n} of {id}"));
        if o.kind == Kind::Achieve {
            if let Some((day, event)) = word.and_then(|w| w.reached(goal)) {
                return (Some(day), Node::seen(format!("{day}: {what} done"), vec![event.id.clone()]).with(why));
            }
        } else if let (_, Some(until), _) = self.window(o)
            && let Some(kept) = word.and_then(|w| w.kept)
            && kept.happened >= until
        {
            return (Some(until), Node::seen(format!("{until}: {what} kept to its end"), vec![kept.id.clone()]).with(why));
        }
        match self.assumed_fulfilment(i) {
            Some(day) => (Some(day), Node::says(format!("{day}: {what} assumed done on its last day"))),
            None => (None, Node::says(format!("{what} not done, as far as reported")).with(why)),
        }
    }

    /// The last day to do it, with the reason; the phase's end where the clause names no day.
    pub fn deadline(&mut self, o: &Obligation) -> Dated {
        if let Some(when) = &o.deadline {
            if matches!(when.anchor, Anchor::EachPartOf(_)) {
                return (None, Node::says(format!("due part by part: {when}")));
            }
            return self.when_running(when, &self.touching(o));
        }
        if let Some(last) = o.schedule.last() {
            return self.when_running(&last.by, &self.touching(o));
        }
        match &o.phase {
            Some(p) if o.kind == Kind::Achieve => {
                let (day, node) = self.of_phase(&p.clone(), Self::phase_end);
                (day, Node::says(format!("no deadline of its own: the end of phase {p}")).with(node))
            }
            _ => (None, Node::says("the deal names no deadline")),
        }
    }

    /// Powers that can touch an obligation.
    pub fn touching(&self, o: &Obligation) -> Vec<usize> {
        self.index.obligations.get(o.id.as_str()).and_then(|i| self.index.touching.get(*i)).cloned().unwrap_or_default()
    }

    /// From and until when something must be kept up.
    pub fn window(&mut self, o: &Obligation) -> (Option<Moment>, Option<Moment>, Node) {
        let (from, from_node) = match (&o.from, &o.phase) {
            (Some(when), _) => self.when(when),
            (None, Some(p)) => self.of_phase(&p.clone(), Self::phase_start),
            (None, None) => self.in_force(),
        };
        let (until, until_node) = match (&o.until, &o.deadline, &o.phase) {
            (Some(when), _, _) | (None, Some(when), _) => self.when_running(when, &self.touching(o)),
            (None, None, Some(p)) => self.of_phase(&p.clone(), Self::phase_end),
            (None, None, None) => (None, Node::says("the deal names no end")),
        };
        let shown = |d: Option<Moment>| d.map_or_else(|| "a day not known".to_owned(), |d| d.to_string());
        let node = Node::says(format!("to be kept from {} until {}", shown(from), shown(until))).with(from_node).with(until_node);
        (from, until, node)
    }

    /// Whether a condition holds on `at`.
    pub fn truth(&mut self, condition: &Condition, at: Moment) -> Truth {
        let found: Dated = match condition {
            Condition::All(of) => return self.all(condition, of, at),
            Condition::Any(of) => return self.any(condition, of, at),
            Condition::Not(of) => {
                let inner = self.truth(of, at.min(self.on));
                let holds = inner.holds.map(|h| !h);
                return Truth::new(holds, None, Node::says(format!("{condition}: {}", yes_no(holds))).with(inner.node));
            }
            Condition::Fulfilled(id) => self.fulfilment(id, None),
            Condition::Done(n, id) => self.fulfilment(id, Some(*n)),
            Condition::Violated(id) => {
                let (word, why) = self.word(id);
                match word.and_then(|w| w.breaches.first()) {
                    Some(e) => (Some(e.happened), Node::seen(format!("{}: {id} breached", e.happened), vec![e.id.clone()]).with(why)),
                    None => (None, Node::says(format!("no breach of {id} to go by")).with(why)),
                }
            }
            Condition::Begun(id) => self.of_phase(id, Self::phase_start),
            Condition::Ended(id) => {
                let begun = self.of_phase(id, Self::phase_start).0.is_some();
                let (day, node) = self.of_phase(id, Self::phase_end);
                (day.filter(|_| begun).and_then(Moment::over), node)
            }
            Condition::Event(id) if self.deal.happenings.iter().any(|h| h.id == *id && h.situation) => {
                let (word, why) = self.word(id);
                match word.and_then(|w| w.turn_at(at)) {
                    Some((day, true, e)) => (Some(day), Node::seen(format!("{id} goes on since {day}"), vec![e.id.clone()]).with(why)),
                    Some((day, false, e)) => (None, Node::seen(format!("{id} ceased on {day}"), vec![e.id.clone()]).with(why)),
                    None => (None, Node::says(format!("{id} not reported")).with(why)),
                }
            }
            Condition::Event(id) => self.began(id),
            Condition::Exercised(id) => self.anchor(&Anchor::ExerciseOf(id.clone())),
            Condition::Date(d) => (Some(*d), Node::says(format!("the day {d}"))),
            Condition::Signed => self.signature(),
            Condition::InForce => self.in_force(),
        };
        let (day, node) = found;
        let contested = condition.refers_to().is_some_and(|id| matches!(self.heard(id), Heard::Contested(_)));
        let holds = match day {
            Some(d) => Some(d.has_come(at)),
            None if contested => None,
            None => Some(false),
        };
        Truth::new(holds, day.filter(|_| holds == Some(true)), Node::says(format!("{condition}: {}", yes_no(holds))).with(node))
    }

    fn all(&mut self, whole: &Condition, of: &[Condition], at: Moment) -> Truth {
        let parts: Vec<Truth> = of.iter().map(|c| self.truth(c, at)).collect();
        let holds = if parts.iter().any(|t| t.holds == Some(false)) {
            Some(false)
        } else if parts.iter().any(|t| t.holds.is_none()) {
            None
        } else {
            Some(true)
        };
        let since = parts.iter().filter_map(|t| t.since).max().filter(|_| holds == Some(true));
        Truth::new(holds, since, branch(whole, holds, parts))
    }

    fn any(&mut self, whole: &Condition, of: &[Condition], at: Moment) -> Truth {
        let parts: Vec<Truth> = of.iter().map(|c| self.truth(c, at)).collect();
        let holds = if parts.iter().any(|t| t.holds == Some(true)) {
            Some(true)
        } else if parts.iter().any(|t| t.holds.is_none()) {
            None
        } else {
            Some(false)
        };
        let always = parts.iter().any(|t| t.holds == Some(true) && t.since.is_none());
        let since = parts.iter().filter_map(|t| t.since).min().filter(|_| holds == Some(true) && !always);
        Truth::new(holds, since, branch(whole, holds, parts))
    }
}

fn branch(whole: &Condition, holds: Option<bool>, parts: Vec<Truth>) -> Node {
    Node::of(format!("{whole}: {}", yes_no(holds)), parts.into_iter().map(|t| t.node).collect())
}

fn yes_no(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "holds",
        Some(false) => "does not hold",
        None => "cannot be told",
    }
}
