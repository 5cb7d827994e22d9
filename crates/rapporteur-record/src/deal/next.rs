//! What comes next.
//!
//! Decides: the nearest days on which something is due, begins, ends or lapses, of what is not done, at rest or over; what a phase still waits for.
//! Must not know: who will do it. A day that only follows if everybody does their part is marked as such.

use super::Moment;
use super::account::gather;
use super::event::Event;
use super::explain::Node;
use super::timeline::{Assume, Index, Timeline, a_year_on};
use super::{Amount, Anchor, Condition, Deal, Kind, Obligation, Phase, Power, PowerKind};

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
///
/// What is done, put to rest or over has no day to come; of what is done in part, only the rest has one.
pub fn next(deal: &Deal, events: &[Event], on: impl Into<Moment>, known_on: impl Into<Moment>) -> Vec<Next> {
    let (on, known_on) = (on.into(), known_on.into());
    let accounts = gather(deal, events, on, known_on);
    let index = Index::of(deal);
    let assume = Assume::default();
    let mut view = Ahead {
        sure: Timeline::new(deal, &index, &accounts, None, on, None),
        ahead: Timeline::new(deal, &index, &accounts, None, on, Some(&assume)),
        on,
        out: Vec::new(),
    };
    let all = view.last_day_of("deal");
    deal.phases.iter().enumerate().for_each(|(i, p)| view.phase(i, p, all));
    for (i, o) in deal.obligations.iter().enumerate() {
        if !view.rests(i, o) {
            let last = [all, view.last_day_of(&o.id), o.phase.as_deref().and_then(|p| view.last_day_of(p))].into_iter().flatten().min();
            view.duty(o, last);
        }
    }
    deal.powers.iter().enumerate().for_each(|(i, p)| view.power(i, p, all));
    let mut out = view.out;
    out.sort();
    out
}

/// The day that is settled, and the day if everybody does what they owe before.
type Days = (Option<Moment>, Option<Moment>);

/// What is sure, and what follows if everybody does what they owe.
struct Ahead<'a, 'e> {
    sure: Timeline<'a, 'e>,
    ahead: Timeline<'a, 'e>,
    on: Moment,
    out: Vec<Next>,
}

impl Ahead<'_, '_> {
    /// Tells a day from now on, unless what it is about ends before.
    fn tell(&mut self, days: Days, last: Option<Moment>, what: Coming, of: (&str, &[String]), title: String) {
        let (known, hoped) = days;
        let comes = |d: &Moment| (*d >= self.on || d.same(self.on)) && last.is_none_or(|l| *d <= l);
        if let Some(day) = known.or(hoped).filter(comes) {
            self.out.push(Next { day, what, id: of.0.to_owned(), who: of.1.to_vec(), title, assumed: known.is_none() });
        }
    }

    /// The day from which a power has ended the deal, a phase or a duty, or put another duty in its place; it may lie ahead.
    fn last_day_of(&mut self, target: &str) -> Option<Moment> {
        let deal = self.sure.deal;
        let ends = |p: &Power| matches!(p.kind, PowerKind::Terminate | PowerKind::Substitute) && p.targets.iter().any(|t| t == target);
        let powers: Vec<usize> = (0..deal.powers.len()).filter(|i| ends(&deal.powers[*i])).collect();
        powers.into_iter().filter_map(|p| self.sure.uses(p).effective.first().map(|u| u.0)).min()
    }

    fn phase(&mut self, i: usize, p: &Phase, all: Option<Moment>) {
        let last = [all, self.last_day_of(&p.id)].into_iter().flatten().min();
        let (starts, hoped) = (self.sure.phase_start(i).0, self.ahead.phase_start(i).0);
        // The end of one phase brings the start of the next to the day on which all ends: that one never begins.
        let never = last.is_some_and(|l| starts.or(hoped).is_none_or(|s| s >= l));
        if !never {
            self.tell((starts, hoped), last, Coming::Begins, (&p.id, &[]), p.name.clone());
            let ends = (self.sure.phase_end(i).0, self.ahead.phase_end(i).0);
            self.tell(ends, last, Coming::Ends, (&p.id, &[]), p.name.clone());
        }
    }

    /// Whether a duty is ended, asleep or lifted today, or its condition did not come true in its time.
    fn rests(&mut self, i: usize, o: &Obligation) -> bool {
        let t = &mut self.sure;
        if t.ended(i, None).is_some() || t.suspended(i).is_some() {
            return true;
        }
        if o.unless.as_ref().is_some_and(|c| t.truth(c, t.on).holds == Some(true)) {
            return true;
        }
        let over = o.phase.as_deref().and_then(|p| t.index.phases.get(p).copied()).and_then(|p| t.phase_end(p).0).is_some_and(|end| end < t.on);
        over && o.requires.as_ref().is_some_and(|c| t.truth(c, t.on).holds == Some(false))
    }

    fn duty(&mut self, o: &Obligation, last: Option<Moment>) {
        if o.kind != Kind::Achieve {
            let days = (self.sure.window(o).1, self.ahead.window(o).1);
            return self.tell(days, last, Coming::KeptUntil, (&o.id, &o.debtors), o.title());
        }
        let total = self.sure.total(o);
        let known = self.sure.word(&o.id).0.map(|w| (w.amount_by(self.on, total), w.reached(total.filter(|n| *n > Amount::ZERO)).is_some()));
        let (done, whole) = known.unwrap_or((Amount::ZERO, false));
        let repeats = o.every.is_some() && o.each.is_some();
        if whole && !(repeats && o.quantity.is_none()) {
            return;
        }
        let matches = o.deadline.as_ref().is_some_and(|w| matches!(w.anchor, Anchor::EachPartOf(_)));
        if !o.schedule.is_empty() {
            self.schedule(o, done, last);
        }
        if repeats {
            self.repeated(o, last);
        } else if matches {
            self.matching(o, done, last);
        } else if o.schedule.is_empty() {
            let days = (self.sure.deadline(o).0, self.ahead.deadline(o).0);
            let left = total.filter(|t| done > Amount::ZERO && *t > done).map(|t| format!(" ({} of {t} left)", Amount(t.0 - done.0)));
            self.tell(days, last, Coming::Due, (&o.id, &o.debtors), format!("{}{}", o.title(), left.unwrap_or_default()));
        }
    }

    /// Parts with days of their own; what is done counts for the first of them.
    fn schedule(&mut self, o: &Obligation, done: Amount, last: Option<Moment>) {
        let powers = self.sure.touching(o);
        let mut parts: Vec<(Days, Amount)> = Vec::new();
        for part in &o.schedule {
            parts.push(((self.sure.when_running(&part.by, &powers).0, self.ahead.when_running(&part.by, &powers).0), part.quantity));
        }
        parts.sort_by_key(|(days, _)| days.0.or(days.1));
        let mut sum = Amount::ZERO;
        for (days, quantity) in parts {
            sum = sum.plus(quantity);
            let left = Amount((sum.0 - done.0).clamp(0, quantity.0.max(0)));
            if left > Amount::ZERO {
                let what = if left == quantity { format!("{quantity} of it") } else { format!("{left} of {quantity} left") };
                self.tell(days, last, Coming::Due, (&o.id, &o.debtors), format!("{} ({what})", o.title()));
            }
        }
    }

    /// "Every month, two."
    fn repeated(&mut self, o: &Obligation, last: Option<Moment>) {
        let Some(each) = o.each else { return };
        let known = self.sure.window(o).0.is_some();
        let done = self.sure.word(&o.id).0.map_or(Amount::ZERO, |w| w.done.iter().fold(Amount::ZERO, |sum, a| sum.plus(a.amount.unwrap_or(each))));
        let coming = |d: Moment| d >= self.on || d.same(self.on);
        let parts: Vec<(Moment, Amount)> = (self.ahead.parts(o, a_year_on(self.on)).into_iter()).filter(|(day, sum)| coming(*day) && *sum > done).collect();
        for (day, in_all) in parts.into_iter().take(REPEATS) {
            let title = format!("{} ({each} more; {in_all} in all)", o.title());
            self.tell((known.then_some(day), Some(day)), last, Coming::Due, (&o.id, &o.debtors), title);
        }
    }

    /// "Within a day of each release": for the releases that are reported, and for those that are still to come.
    fn matching(&mut self, o: &Obligation, done: Amount, last: Option<Moment>) {
        for (day, sum) in self.sure.parts(o, a_year_on(self.on)).into_iter().filter(|p| p.1 > done) {
            self.tell((Some(day), None), last, Coming::Due, (&o.id, &o.debtors), format!("{} ({sum} in all)", o.title()));
        }
        let Some((other, when)) = o.deadline.as_ref().and_then(|w| Some((self.sure.deal.obligation(w.anchor.refers_to()?)?, w))) else { return };
        let total = self.sure.total(other);
        let had = self.sure.word(&other.id).0.map_or(Amount::ZERO, |w| w.amount_by(self.on, total));
        let mut coming = self.ahead.parts(other, a_year_on(self.on));
        if coming.is_empty() {
            let day = self.ahead.deadline(other).0;
            coming.extend(day.map(|d| (d, total.unwrap_or(Amount::ONE))));
        }
        for (day, sum) in coming.into_iter().filter(|p| p.1 > had) {
            let calendar = &self.sure.deal.calendar;
            let due = match when.offset {
                Some((length, true)) => calendar.after(day, length),
                Some((length, false)) => calendar.before(day, length),
                None => Some(day),
            };
            let of = o.ratio.as_ref().map_or(sum, |r| sum.scaled(r.give, r.per));
            self.tell((None, due), last, Coming::Due, (&o.id, &o.debtors), format!("{} ({of} in all)", o.title()));
        }
    }

    fn power(&mut self, i: usize, p: &Power, all: Option<Moment>) {
        let Some(by) = &p.by else { return };
        let used = self.sure.uses(i).effective.len();
        let spent = p.at_most.is_some_and(|n| used >= n as usize) || (p.kind == PowerKind::Terminate && used > 0);
        if !spent {
            let days = (self.sure.when(by).0, self.ahead.when(by).0);
            self.tell(days, all, Coming::Lapses, (&p.id, &p.holders), format!("power to {}", p.kind.name()));
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::{Calendar, parse, parse_events};

    const DEAL: &str = r#"
        format = "rapporteur-deal/1"
        name = "Ford exchange"
        signed = 2031-05-01
        [[party]]
        id = "north"
        [[party]]
        id = "south"
        [[phase]]
        id = "one"
        length = "60 days"
        [[phase]]
        id = "two"
        starts = "end of one"
        length = "60 days"
        [[obligation]]
        id = "release"
        debtor = "north"
        creditor = "south"
        act = "release"
        object = "captives"
        quantity = 6
        unit = "captives"
        schedule = [{ by = 2031-05-10, quantity = 2 }, { by = 2031-05-20, quantity = 4 }]
        [[obligation]]
        id = "give"
        debtor = "south"
        creditor = "north"
        act = "release"
        object = "detainees"
        ratio = "3 per 1 of release"
        deadline = "2 days after each part of release"
        [[obligation]]
        id = "grain"
        debtor = "south"
        creditor = "north"
        act = "deliver"
        object = "grain"
        quantity = 40
        unit = "loads"
        deadline = 2031-06-01
        [[power]]
        id = "halt"
        holder = "south"
        kind = "suspend"
        target = "grain"
        by = 2031-06-10
        at_most = 1
        [[power]]
        id = "quit"
        holder = ["north", "south"]
        kind = "terminate"
        target = "deal"
        notice = "10 days"
        by = 2031-07-01
    "#;

    fn told(events: &[(&str, &str, &str)], on: &str) -> Vec<String> {
        let lines: Vec<String> = (events.iter().enumerate())
            .map(|(i, (claim, of, more))| format!("{{\"id\":\"e{i}\",\"by\":\"north\",\"claim\":\"{claim}\",\"of\":\"{of}\",{more}}}"))
            .collect();
        let deal = parse(DEAL).unwrap();
        let events = parse_events(&lines.join("\n"), &Calendar::default()).unwrap();
        let on = Moment::parse(on).unwrap();
        next(&deal, &events, on, on)
            .into_iter()
            .map(|n| format!("{} {} {} {}", n.day, n.id, n.what.name(), n.title.rsplit_once(" (").map_or("", |t| t.1)))
            .collect()
    }

    #[test]
    fn what_is_done_in_part_has_only_its_rest_to_come() {
        let told = told(
            &[("performed", "release", r#""quantity":3,"happened":"2031-05-09""#), ("performed", "grain", r#""in_all":30,"happened":"2031-05-09""#)],
            "2031-05-10",
        );
        assert!(told.contains(&"2031-05-20 release due 3 of 4 left)".to_owned()), "{told:?}");
        assert!(!told.iter().any(|t| t.starts_with("2031-05-10 release")), "{told:?}");
        assert!(told.contains(&"2031-06-01 grain due 10 of 40 left)".to_owned()), "{told:?}");
    }

    #[test]
    fn a_duty_per_part_of_another_is_due_after_each_part() {
        let told = told(&[("performed", "release", r#""quantity":2,"happened":"2031-05-09""#)], "2031-05-10");
        assert!(told.contains(&"2031-05-11 give due 6 in all)".to_owned()), "for the part that is reported: {told:?}");
        assert!(told.contains(&"2031-05-22 give due 18 in all)".to_owned()), "for the part that is to come: {told:?}");
    }

    #[test]
    fn what_is_put_to_rest_or_over_has_no_day_to_come() {
        let none = |told: &[String], id: &str| !told.iter().any(|t| t.contains(id));
        let halted = told(&[("exercised", "halt", r#""actor":"south","happened":"2031-05-05""#)], "2031-05-10");
        assert!(none(&halted, "grain") && none(&halted, "halt") && !none(&halted, "release"), "{halted:?}");
        let ending = told(&[("exercised", "quit", r#""actor":"north","happened":"2031-05-05""#)], "2031-05-10");
        assert!(!none(&ending, "2031-05-10 release") && none(&ending, "2031-05-20") && none(&ending, "two"), "until the notice has run: {ending:?}");
        let ended = told(&[("exercised", "quit", r#""actor":"north","happened":"2031-05-05""#)], "2031-05-16");
        assert_eq!(ended, Vec::<String>::new());
    }
}
