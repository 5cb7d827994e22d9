//! Rules that look at the days of one clause, and at who stands on which side of it.
//!
//! Decides: what ends before it begins, what falls outside its phase, which powers come too late, who owes or verifies to itself.
//! Must not know: events. A day is compared only where the deal settles it, or where both hang on the same thing.

use super::Finding;
use super::rules::{EMPTY_PHASE, NO_LIMIT, NOBODY_EXTENDS, OWED_TO_ITSELF, OWN_VERIFIER, PAST_PHASE, POWER, REVERSED};
use crate::deal::account::gather;
use crate::deal::timeline::{Index, Timeline};
use crate::deal::{Anchor, Condition, Deal, Kind, Length, Moment, Obligation, Phase, Power, PowerKind, When};
use std::cmp::Ordering;

pub(super) fn find(deal: &Deal, found: &mut Vec<Finding>) {
    let accounts = gather(deal, &[], Moment::MIN, Moment::MIN);
    let index = Index::of(deal);
    let mut t = Timeline::new(deal, &index, &accounts, None, Moment::MIN, None);
    deal.phases.iter().for_each(|p| phase(&mut t, p, found));
    deal.obligations.iter().for_each(|o| obligation(deal, &mut t, o, found));
    deal.powers.iter().for_each(|p| power(&mut t, p, found));
}

type Days<'a> = Timeline<'a, 'a>;

fn phase(t: &mut Days<'_>, p: &Phase, found: &mut Vec<Finding>) {
    let empty = p.length.is_some_and(|l| l.count == 0) && p.ends.is_none();
    let reversed = matches!((&p.starts, &p.ends), (Some(from), Some(to)) if later(t, from, to));
    if empty || reversed {
        let message = if empty { format!("phase `{}` lasts no day", p.id) } else { format!("phase `{}` ends before it starts", p.id) };
        found.push(Finding::new(EMPTY_PHASE, &p.id, p.line, message, "give it a length, or mend one of the two days"));
    }
}

fn obligation(deal: &Deal, t: &mut Days<'_>, o: &Obligation, found: &mut Vec<Finding>) {
    let mut tell = |rule, message: String, help: &str| found.push(Finding::new(rule, &o.id, o.line, message, help));
    let alone = |of: &[String]| o.debtors.iter().find(|d| !of.is_empty() && of.iter().all(|x| x == *d));
    if let Some(d) = alone(&o.creditors) {
        tell(OWED_TO_ITSELF, format!("`{}` is owed by `{d}` to itself", o.id), "name the other party as `creditor`");
    }
    if let Some(d) = alone(&o.verified_by).filter(|_| o.verification.is_none()) {
        tell(OWN_VERIFIER, format!("`{}` is owed by `{d}` and verified by nobody else", o.id), "name another verifier, or add `verification`");
    }
    let phase = o.phase.as_deref().and_then(|p| deal.phase(p));
    let begins = o.from.clone().or_else(|| phase.map(|p| When { offset: None, anchor: Anchor::StartOf(p.id.clone()) }));
    let last = o.until.as_ref().or(o.deadline.as_ref()).or(o.schedule.last().map(|p| &p.by));
    if let (Some(from), Some(to)) = (begins, last)
        && later(t, &from, to)
    {
        let what = if o.kind == Kind::Achieve { "is due" } else { "ends" };
        tell(REVERSED, format!("`{}` {what} before it begins ({to}, and {from})", o.id), "mend one of the two days");
    }
    if let Some(p) = phase.filter(|p| o.kind == Kind::Achieve && !may_go_on(deal, p)) {
        let days = o.deadline.iter().chain(o.schedule.iter().map(|x| &x.by));
        if let Some(day) = days.into_iter().find(|d| after_phase(t, d, p)) {
            tell(
                PAST_PHASE,
                format!("`{}` is due {day}, after its phase `{}` has ended", o.id, p.id),
                "bring the day into the phase, or take the duty out of it",
            );
        }
    }
}

fn may_go_on(deal: &Deal, p: &Phase) -> bool {
    p.lasting || p.extendable || p.continues_while.is_some() || deal.powers.iter().any(|x| x.kind == PowerKind::Extend && x.targets.contains(&p.id))
}

fn after_phase(t: &mut Days<'_>, day: &When, p: &Phase) -> bool {
    let end = When { offset: None, anchor: Anchor::EndOf(p.id.clone()) };
    let by_length = match (&day.anchor, &day.offset, p.length) {
        (Anchor::StartOf(id), Some((length, true)), Some(whole)) if *id == p.id && p.ends.is_none() => compare(*length, whole) == Some(Ordering::Greater),
        _ => false,
    };
    by_length || later(t, day, &end)
}

fn power(t: &mut Days<'_>, p: &Power, found: &mut Vec<Finding>) {
    let extends = p.kind == PowerKind::Extend;
    if extends && p.at_most.is_none() {
        let message = format!("the power `{}` may extend without a limit", p.id);
        found.push(Finding::new(NO_LIMIT, &p.id, p.line, message, "add `at_most`"));
    }
    let mut opens = Vec::new();
    if let Some(c) = &p.requires {
        musts(c, &mut opens);
    }
    let shut = |when: &When| p.by.clone().filter(|by| *by == *when && matches!(when.anchor, Anchor::EndOf(_)));
    let late = opens.iter().find(|w| {
        let own = extends && matches!(&w.anchor, Anchor::EndOf(id) if p.targets.contains(id));
        own || shut(w).is_some() || p.by.as_ref().is_some_and(|by| later(t, w, by))
    });
    if let Some(when) = late {
        let rule = if extends { NOBODY_EXTENDS } else { POWER };
        let last = p.by.as_ref().map_or_else(|| "the end that it would put off".to_owned(), |by| format!("its last day, {by}"));
        let message = format!("the power `{}` can never be used: it opens after {when}, which is not before {last}", p.id);
        found.push(Finding::new(rule, &p.id, p.line, message, "let it open earlier, or move its last day"));
    }
}

/// Points in time that must have come before the condition holds.
fn musts(c: &Condition, into: &mut Vec<When>) {
    let anchor = match c {
        Condition::All(of) => return of.iter().for_each(|c| musts(c, into)),
        Condition::Begun(id) => Anchor::StartOf(id.clone()),
        Condition::Ended(id) => Anchor::EndOf(id.clone()),
        Condition::Date(day) => Anchor::Date(*day),
        _ => return,
    };
    into.push(When { offset: None, anchor });
}

/// Whether `a` comes after `b`, whatever happens.
fn later(t: &mut Days<'_>, a: &When, b: &When) -> bool {
    if a.anchor == b.anchor {
        return match (&a.offset, &b.offset) {
            (Some((x, true)), Some((y, true))) => compare(*x, *y) == Some(Ordering::Greater),
            (Some((x, false)), Some((y, false))) => compare(*x, *y) == Some(Ordering::Less),
            (x, y) => sign(x) > sign(y),
        };
    }
    match (t.when(a).0, t.when(b).0) {
        (Some(x), Some(y)) => x > y && !x.same(y),
        _ => false,
    }
}

fn sign(offset: &Option<(Length, bool)>) -> i8 {
    match offset {
        Some((length, after)) if length.count > 0 => {
            if *after {
                1
            } else {
                -1
            }
        }
        _ => 0,
    }
}

fn compare(a: Length, b: Length) -> Option<Ordering> {
    if a.unit == b.unit {
        return Some(a.count.cmp(&b.count));
    }
    Some(a.days()?.cmp(&b.days()?))
}
