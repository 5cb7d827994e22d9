//! What comes next.
//!
//! Decides: the nearest days on which something is due, begins, ends or lapses, and what a phase still waits for.
//! Must not know: who will do it. A day that only follows if everybody does their part is marked as such.

use super::Moment;
use super::account::gather;
use super::event::Event;
use super::explain::Node;
use super::timeline::{Assume, Index, Timeline, a_year_on};
use super::{Condition, Deal, Kind};

/// So many parts that repeat are told of one duty.
const REPEATS: usize = 12;

/// What happens on a day to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coming {
    /// A phase begins.
    Begins,
    /// A duty (or part of it) is due.
    Due,
    /// The last day a duty must be kept.
    KeptUntil,
    /// The last day to use a power.
    Lapses,
    /// A phase ends.
    Ends,
}

impl Coming {
    /// Its name in views.
    pub fn name(self) -> &'static str {
        match self {
            Coming::Begins => "begins",
            Coming::Due => "due",
            Coming::KeptUntil => "kept until",
            Coming::Lapses => "last day to use",
            Coming::Ends => "ends",
        }
    }
}

/// One day to come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Next {
    /// The day.
    pub day: Moment,
    /// What happens.
    pub what: Coming,
    /// To which clause.
    pub id: String,
    /// Who must act, or may.
    pub who: Vec<String>,
    /// In words.
    pub title: String,
    /// Whether the day follows only if everybody does what they owe on its last day.
    pub assumed: bool,
}

/// Days to come from `on`, nearest first, as an observer sees them who has only what nobody contests.
pub fn next(deal: &Deal, events: &[Event], on: impl Into<Moment>, known_on: impl Into<Moment>) -> Vec<Next> {
    let (on, known_on) = (on.into(), known_on.into());
    let accounts = gather(deal, events, on, known_on);
    let index = Index::of(deal);
    let assume = Assume::default();
    let mut sure = Timeline::new(deal, &index, &accounts, None, on, None);
    let mut ahead = Timeline::new(deal, &index, &accounts, None, on, Some(&assume));
    let mut out = Vec::new();
    let mut tell = |known: Option<Moment>, hoped: Option<Moment>, what: Coming, id: &str, who: &[String], title: String| {
        if let Some(day) = known.or(hoped).filter(|d| *d >= on || d.same(on)) {
            out.push(Next { day, what, id: id.to_owned(), who: who.to_vec(), title, assumed: known.is_none() });
        }
    };
    for (i, p) in deal.phases.iter().enumerate() {
        tell(sure.phase_start(i).0, ahead.phase_start(i).0, Coming::Begins, &p.id, &[], p.name.clone());
        tell(sure.phase_end(i).0, ahead.phase_end(i).0, Coming::Ends, &p.id, &[], p.name.clone());
    }
    for o in &deal.obligations {
        if o.kind != Kind::Achieve {
            tell(sure.window(o).1, ahead.window(o).1, Coming::KeptUntil, &o.id, &o.debtors, o.title());
            continue;
        }
        if sure.fulfilment(&o.id, None).0.is_some() {
            continue;
        }
        let powers = sure.touching(o);
        for part in &o.schedule {
            let title = format!("{} ({} of it)", o.title(), part.quantity);
            tell(sure.when_running(&part.by, &powers).0, ahead.when_running(&part.by, &powers).0, Coming::Due, &o.id, &o.debtors, title);
        }
        if let (Some(_), Some(each)) = (o.every, o.each) {
            let mut told = 0;
            for (day, in_all) in ahead.parts(o, a_year_on(on)) {
                let known = sure.window(o).0.is_some();
                let title = format!("{} ({each} more; {in_all} in all)", o.title());
                told += usize::from(day >= on || day.same(on));
                tell(known.then_some(day), Some(day), Coming::Due, &o.id, &o.debtors, title);
                if told == REPEATS {
                    break;
                }
            }
            continue;
        }
        if o.schedule.is_empty() {
            tell(sure.deadline(o).0, ahead.deadline(o).0, Coming::Due, &o.id, &o.debtors, o.title());
        }
    }
    for p in &deal.powers {
        if let Some(by) = &p.by {
            tell(sure.when(by).0, ahead.when(by).0, Coming::Lapses, &p.id, &p.holders, format!("power to {}", p.kind.name()));
        }
    }
    out.sort();
    out
}

/// What a phase still waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The phase.
    pub phase: String,
    /// The day it begins, where that is settled.
    pub start: Option<Moment>,
    /// Conditions that do not hold yet.
    pub missing: Vec<String>,
    /// The reasons.
    pub why: Node,
}

/// What must happen for a phase to begin; `None` where the deal has no such phase.
pub fn needs(deal: &Deal, events: &[Event], phase: &str, on: impl Into<Moment>, known_on: impl Into<Moment>) -> Option<Needs> {
    let (on, known_on) = (on.into(), known_on.into());
    let accounts = gather(deal, events, on, known_on);
    let index = Index::of(deal);
    let mut t = Timeline::new(deal, &index, &accounts, None, on, None);
    let i = index.phases.get(phase).copied()?;
    let (start, why) = t.phase_start(i);
    let mut missing = Vec::new();
    let p = &deal.phases[i];
    if let Some(c) = &p.requires {
        unmet(&mut t, c, on, &mut missing);
    }
    if let Some(w) = &p.starts {
        match t.when(w).0 {
            None => missing.push(format!("{w} (not known)")),
            Some(day) if !day.has_come(on) => missing.push(format!("{w}: {day}")),
            Some(_) => {}
        }
    }
    Some(Needs { phase: phase.to_owned(), start, missing, why })
}

fn unmet(t: &mut Timeline<'_, '_>, c: &Condition, on: Moment, into: &mut Vec<String>) {
    if t.truth(c, on).holds == Some(true) {
        return;
    }
    match c {
        Condition::All(of) => of.iter().for_each(|c| unmet(t, c, on, into)),
        Condition::Ended(id) => {
            let end = t.index.phases.get(id.as_str()).copied().and_then(|i| t.phase_end(i).0);
            into.push(end.map_or_else(|| format!("{c} (end not known)"), |d| format!("{c} (last day {d}; {} left)", left(on, d))));
        }
        _ => into.push(c.to_string()),
    }
}

fn left(on: Moment, day: Moment) -> String {
    let n = super::calendar::days_between(on.day(), day.day()) + 1;
    format!("{n} day{}", if n == 1 { "" } else { "s" })
}
