//! The state of one obligation in one account.
//!
//! Decides: which of the states holds, in a fixed order of questions. Must not know: the other accounts' states.

use super::{AccountState, State};
use crate::deal::account::Word;
use crate::deal::timeline::{Timeline, a_year_on};
use crate::deal::{Amount, Kind, Late, Moment, Node, Obligation};

struct Found {
    state: State,
    done: Option<Amount>,
    of: Option<Amount>,
    due: Option<Moment>,
    late: Option<Late>,
    because: Vec<Node>,
}

pub(super) fn state(t: &mut Timeline<'_, '_>, i: usize, who: usize) -> AccountState {
    let deal = t.deal;
    let o = &deal.obligations[i];
    let account = t.accounts.names.get(who).cloned().unwrap_or_default();
    let own = t.accounts.word(who, &o.id);
    let mut found = match o.kind {
        Kind::Achieve => achieve(t, i, o, own),
        Kind::KeepUp | Kind::Refrain => keep(t, i, o, own),
    };
    if own.is_none() {
        found.because.insert(0, Node::says(format!("{account} has said nothing of {}", o.id)));
    } else if let Some(word) = own
        && !found.because.iter().flat_map(Node::all_witnesses).any(|w| word.said.iter().any(|e| e.id == w))
    {
        found.because.insert(0, said(word, "its word"));
    }
    let clause = match (&o.source.place, &o.source.text) {
        (Some(p), Some(text)) => format!("clause {p}: \u{201c}{text}\u{201d}"),
        (Some(p), None) => format!("clause {p}"),
        (None, Some(text)) => format!("clause: \u{201c}{text}\u{201d}"),
        (None, None) => format!("clause {} of the deal", o.id),
    };
    found.because.push(Node::says(clause));
    let text = format!("{} according to {account}", found.state.name());
    AccountState {
        spoke: own.is_some(),
        state: found.state,
        done: found.done,
        of: found.of,
        due: found.due,
        late: found.late,
        why: Node::of(text, found.because),
        account,
    }
}

fn said(word: &Word<'_>, what: &str) -> Node {
    let last = word.last.map_or_else(String::new, |d| format!(", as of {d}"));
    Node::seen(format!("{what}{last}"), word.said.iter().map(|e| e.id.clone()).collect())
}

/// Questions that come before all others: is it ended, asleep, owed at all, begun?
fn before_due(t: &mut Timeline<'_, '_>, i: usize, o: &Obligation, due: Option<Moment>) -> Option<(State, Node)> {
    if let Some((_, node)) = t.ended(i, due) {
        return Some((State::Expired, node));
    }
    if let Some((_, node)) = t.suspended(i) {
        return Some((State::Suspended, node));
    }
    if let Some(c) = &o.unless {
        let truth = t.truth(c, t.on);
        if truth.holds == Some(true) {
            return Some((State::Suspended, Node::says("an exception holds").with(truth.node)));
        }
    }
    let over = o.phase.as_deref().and_then(|p| t.index.phases.get(p).copied()).and_then(|p| t.phase_end(p).0).is_some_and(|end| end < t.on);
    if let Some(c) = &o.requires {
        let truth = t.truth(c, t.on);
        if truth.holds != Some(true) {
            let state = if over && truth.holds == Some(false) { State::Expired } else { State::NotYetDue };
            return Some((state, Node::says("its condition").with(truth.node)));
        }
    }
    let (from, _, node) = t.window(o);
    match from {
        Some(day) if day.has_come(t.on) => None,
        Some(day) => Some((State::NotYetDue, Node::says(format!("begins on {day}")).with(node))),
        None if o.from.is_none() && o.phase.is_none() => None,
        None => Some((State::NotYetDue, Node::says("its beginning is not known").with(node))),
    }
}

fn achieve(t: &mut Timeline<'_, '_>, i: usize, o: &Obligation, own: Option<&Word<'_>>) -> Found {
    let on = t.on;
    let repeats = o.every.is_some() && o.quantity.is_none();
    let total = if repeats { None } else { t.total(o) };
    let parts = t.parts(o, a_year_on(on));
    let (due, due_node) = match t.deadline(o) {
        (None, node) => (parts.last().map(|p| p.0).filter(|_| !repeats), node),
        known => known,
    };
    let done = own.map(|w| if repeats { counted(w, o.each) } else { w.amount_by(on, total) });
    let mut found = Found { state: State::Active, done: None, of: None, due, late: None, because: Vec::new() };
    if o.quantity.is_some() || o.ratio.is_some() || !o.schedule.is_empty() || o.each.is_some() {
        found.done = done;
        found.of = total;
    }
    if let Some(word) = own
        && !repeats
        && let Some((day, event)) = word.reached(total.filter(|n| *n > Amount::ZERO))
    {
        found.state = State::Fulfilled;
        // Without a day of its own a report says only that it was done by then: it may have been in time.
        found.late = due.filter(|_| !event.undated).and_then(|d| Late::between(d, day));
        let when = if event.undated { format!("done by {day}, the day it was said; no day is named") } else { format!("done on {day}") };
        found.because = vec![Node::seen(when, vec![event.id.clone()]).with(due_node)];
        return found;
    }
    if let Some(word) = own
        && !word.breaches.is_empty()
    {
        found.state = State::Violated;
        found.because = vec![Node::seen("reported as breached", word.breaches.iter().map(|e| e.id.clone()).collect())];
        return found;
    }
    if let Some((state, node)) = before_due(t, i, o, due) {
        found.state = if state == State::NotYetDue && done.is_some_and(|n| n > Amount::ZERO) { State::Partly } else { state };
        found.because = vec![node];
        return found;
    }
    found.because.push(due_node);
    let n = done.unwrap_or(Amount::ZERO);
    let missed = parts.iter().find(|p| p.0 < on && p.1 > n).map(|p| p.0);
    let passed = if due.is_some_and(|d| d < on) && !repeats { due } else { None };
    if let Some(next) = parts.iter().find(|p| p.1 > n) {
        found.because.push(Node::says(format!("{} due by {}", next.1, next.0)));
        found.due = Some(next.0);
    }
    found.state = match (missed.or(passed), own) {
        (Some(_), None) => State::Unreported,
        (Some(day), Some(word)) => {
            // Only as late as the account itself has said: its silence since then adds no day.
            found.late = word.last.and_then(|l| Late::between(day, l.min(on)));
            late(t, o, word, day, n, &mut found.because)
        }
        (None, _) if repeats => open_ended(t, o, own, &parts, n),
        (None, Some(word)) if n > Amount::ZERO => {
            found.because.push(said(word, "done in part"));
            State::Partly
        }
        (None, _) => State::Active,
    };
    if found.state == State::Unreported {
        found.late = None;
    }
    found
}

/// A deadline has passed and the account has spoken.
fn late(t: &Timeline<'_, '_>, o: &Obligation, word: &Word<'_>, due: Moment, n: Amount, because: &mut Vec<Node>) -> State {
    if let Some(event) = word.not_done.filter(|e| e.happened >= due) {
        because.push(Node::seen(format!("as of {} not wholly done", event.happened), vec![event.id.clone()]));
        let graced = o.grace.and_then(|g| t.deal.calendar.after(due, g));
        if let Some(end) = graced
            && end < t.on
            && event.happened >= end
        {
            because.push(Node::says(format!("the days of grace ended on {end}")));
            return State::Violated;
        }
        return if n > Amount::ZERO { State::Partly } else { State::Overdue };
    }
    if n > Amount::ZERO {
        let older = word.last.is_none_or(|l| l < due);
        because.push(said(word, if older { "done in part; its last word is older than the day it was due" } else { "done in part" }));
        return State::Partly;
    }
    because.push(said(word, "its last word is older than the deadline"));
    State::Unreported
}

fn open_ended(t: &mut Timeline<'_, '_>, o: &Obligation, own: Option<&Word<'_>>, parts: &[(Moment, Amount)], n: Amount) -> State {
    let over = t.window(o).1.is_some_and(|end| end < t.on);
    match own {
        Some(_) if over && parts.last().is_none_or(|p| n >= p.1) => State::Fulfilled,
        None if over => State::Unreported,
        _ => State::Active,
    }
}

fn counted(word: &Word<'_>, each: Option<Amount>) -> Amount {
    word.done.iter().fold(Amount::ZERO, |sum, a| sum.plus(a.amount.or(each).unwrap_or(Amount::ONE)))
}

fn keep(t: &mut Timeline<'_, '_>, i: usize, o: &Obligation, own: Option<&Word<'_>>) -> Found {
    let on = t.on;
    let (from, until, window) = t.window(o);
    let mut found = Found { state: State::Active, done: None, of: None, due: until, late: None, because: Vec::new() };
    let inside = |day: Moment| from.is_none_or(|f| f.has_come(day)) && until.is_none_or(|u| day.has_come(u));
    if let Some(word) = own {
        let breaches: Vec<String> = word.breaches.iter().filter(|e| inside(e.happened)).map(|e| e.id.clone()).collect();
        if !breaches.is_empty() {
            found.state = State::Violated;
            found.because = vec![Node::seen(format!("{} breach{} reported", breaches.len(), if breaches.len() == 1 { "" } else { "es" }), breaches), window];
            return found;
        }
    }
    if let Some((state, node)) = before_due(t, i, o, until) {
        found.state = state;
        found.because = vec![node];
        return found;
    }
    let kept = own.and_then(|w| w.kept.map(|k| (k.happened, k.id.clone())).max(w.done.last().map(|a| (a.day, a.event.id.clone()))));
    if let Some((day, event)) = &kept {
        found.because.push(Node::seen(format!("kept through {day}"), vec![event.clone()]));
    }
    found.because.push(window);
    found.state = match (until, kept) {
        (Some(end), Some((day, _))) if end < on && day >= end => State::Fulfilled,
        (Some(end), Some((day, _))) if end < on => {
            found.because.push(Node::says(format!("no word on {} to {end}", day.over().unwrap_or(end))));
            State::Partly
        }
        (Some(end), None) if end < on => State::Unreported,
        _ => State::Active,
    };
    found
}
