//! The state of everything, according to whom.
//!
//! Decides: when a duty is fulfilled, partly done, overdue, violated or unreported in one account, and when accounts
//! contest each other. Must not know: which account is right. A state exists only as somebody's.

mod duty;
mod frame;

pub use frame::{PhaseAccount, PhaseState, PowerAccount, PowerState};

use super::Deal;
use super::account::{Accounts, gather};
use super::amount::Amount;
use super::event::Event;
use super::explain::Node;
use super::timeline::{Index, Timeline};
use super::{Late, Moment};

/// What has become of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Its time has not come or its condition does not hold.
    NotYetDue,
    /// It is owed now.
    Active,
    /// Its time has passed, and the account has said nothing.
    Unreported,
    /// Put to rest by a power or an exception.
    Suspended,
    /// Over without having been owed or done: terminated, replaced, or its condition never held.
    Expired,
    /// Its time has passed, and the account says it is not done.
    Overdue,
    /// Done in part.
    Partly,
    /// Done, or kept to the end.
    Fulfilled,
    /// Breached.
    Violated,
    /// Accounts differ.
    Contested,
}

impl State {
    /// All states.
    pub const ALL: [State; 10] = [
        State::NotYetDue,
        State::Active,
        State::Unreported,
        State::Suspended,
        State::Expired,
        State::Overdue,
        State::Partly,
        State::Fulfilled,
        State::Violated,
        State::Contested,
    ];

    /// Its name in files and views.
    pub fn name(self) -> &'static str {
        match self {
            State::NotYetDue => "not yet due",
            State::Active => "active",
            State::Unreported => "unreported",
            State::Suspended => "suspended",
            State::Expired => "expired",
            State::Overdue => "overdue",
            State::Partly => "partly",
            State::Fulfilled => "fulfilled",
            State::Violated => "violated",
            State::Contested => "contested",
        }
    }
}

/// The state of one obligation in one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// Whose account.
    pub account: String,
    /// The state.
    pub state: State,
    /// Whether the account has said anything of it.
    pub spoke: bool,
    /// How much is done, where it is counted.
    pub done: Option<Amount>,
    /// Out of how much.
    pub of: Option<Amount>,
    /// The day it is or was due.
    pub due: Option<Moment>,
    /// How late: of a late fulfilment, or by now.
    pub late: Option<Late>,
    /// Why.
    pub why: Node,
}

impl AccountState {
    /// "partly (2 of 3), 4 days late".
    pub fn phrase(&self) -> String {
        let mut out = self.state.name().to_owned();
        match (self.done, self.of) {
            (Some(n), Some(m)) => out.push_str(&format!(" ({n} of {m})")),
            (Some(n), None) => out.push_str(&format!(" ({n})")),
            _ => {}
        }
        if let Some(late) = self.late {
            out.push_str(&format!(", {late}"));
        }
        out
    }
}

/// The state of one obligation in all accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObligationState {
    /// Its short name.
    pub id: String,
    /// The duty in one line.
    pub title: String,
    /// Where all who speak agree, their state; else contested.
    pub overall: State,
    /// Each account's.
    pub accounts: Vec<AccountState>,
    /// Whose line it is: who owes it, to whom, who verifies it. Only their silence is told.
    pub sides: Vec<String>,
}

impl ObligationState {
    /// "contested: fulfilled according to a; violated according to b; no word from c".
    pub fn phrase(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for a in self.accounts.iter().filter(|a| a.spoke) {
            parts.push(format!("{} according to {}", a.phrase(), a.account));
        }
        if parts.is_empty() && self.overall == State::Contested {
            let going_by = self.accounts.iter().map(|a| format!("{} going by {}", a.state.name(), a.account));
            return format!("contested, for what it hangs on is: {}", going_by.collect::<Vec<_>>().join("; "));
        }
        let silent: Vec<&str> =
            (self.accounts.iter().filter(|a| !a.spoke && (self.sides.is_empty() || self.sides.contains(&a.account)))).map(|a| a.account.as_str()).collect();
        if !silent.is_empty() {
            parts.push(format!("no word from {}", silent.join(", ")));
        }
        let parts = if parts.is_empty() { "no word".to_owned() } else { parts.join("; ") };
        format!("{}: {parts}", self.overall.name())
    }
}

/// The state of a deal on one day, as known on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The day of evaluation.
    pub on: Moment,
    /// What was learnt later is left out.
    pub known_on: Moment,
    /// Whose time its hours are, where the deal says.
    pub zone: Option<String>,
    /// Whose accounts there are.
    pub accounts: Vec<String>,
    /// Obligations, in the order of the file.
    pub obligations: Vec<ObligationState>,
    /// Phases.
    pub phases: Vec<PhaseState>,
    /// Powers.
    pub powers: Vec<PowerState>,
    /// Events that speak of nothing in the deal.
    pub unmatched: Vec<String>,
    /// Events whose claim does not fit what it is about, with the reason.
    pub unfit: Vec<(String, String)>,
    /// Claimants whose name is nearly a party's: the name, and the party's.
    pub near: Vec<(String, String)>,
}

/// The state of everything on `on`, from what was learnt by `known_on`.
///
/// With `known_on` equal to `on`, late reports do not change the past; a later `known_on` shows the past as known then.
pub fn status(deal: &Deal, events: &[Event], on: impl Into<Moment>, known_on: impl Into<Moment>) -> Status {
    let (on, known_on) = (on.into(), known_on.into());
    let accounts = gather(deal, events, on, known_on);
    let index = Index::of(deal);
    let mut obligations: Vec<Vec<AccountState>> = vec![Vec::with_capacity(accounts.names.len()); deal.obligations.len()];
    let mut phases: Vec<Vec<PhaseAccount>> = vec![Vec::new(); deal.phases.len()];
    let mut powers: Vec<Vec<PowerAccount>> = vec![Vec::new(); deal.powers.len()];
    for who in 0..accounts.names.len() {
        let mut timeline = Timeline::new(deal, &index, &accounts, Some(who), on, None);
        for (i, states) in obligations.iter_mut().enumerate() {
            states.push(duty::state(&mut timeline, i, who));
        }
        for (i, states) in phases.iter_mut().enumerate() {
            states.push(frame::phase(&mut timeline, i, who));
        }
        for (i, states) in powers.iter_mut().enumerate() {
            states.push(frame::power(&mut timeline, i, who));
        }
    }
    Status {
        on,
        known_on,
        zone: deal.calendar.zone_label(),
        obligations: (deal.obligations.iter().zip(obligations))
            .map(|(o, states)| ObligationState {
                id: o.id.clone(),
                title: o.title(),
                overall: overall(&accounts, &o.id, &states),
                accounts: states,
                sides: o.debtors.iter().chain(&o.creditors).chain(&o.verified_by).cloned().collect(),
            })
            .collect(),
        phases: deal.phases.iter().zip(phases).map(|(p, a)| frame::all_of_phase(p, a)).collect(),
        powers: deal.powers.iter().zip(powers).map(|(p, a)| PowerState { id: p.id.clone(), kind: p.kind, accounts: a }).collect(),
        unmatched: accounts.unmatched.clone(),
        unfit: accounts.unfit.clone(),
        near: accounts.near.clone(),
        accounts: accounts.names,
    }
}

/// The state all who speak agree on; contested where their words cannot both be right.
fn overall(accounts: &Accounts<'_>, matter: &str, states: &[AccountState]) -> State {
    let speakers: Vec<usize> = (0..states.len()).filter(|i| states[*i].spoke).collect();
    let Some(first) = speakers.first() else {
        let same = states.windows(2).all(|w| w[0].state == w[1].state);
        return match states.first() {
            Some(s) if same => s.state,
            Some(_) => State::Contested,
            None => State::Unreported,
        };
    };
    let word = |i: &usize| accounts.word(*i, matter);
    let agree = speakers.iter().enumerate().all(|(n, a)| speakers[n + 1..].iter().all(|b| word(a).zip(word(b)).is_none_or(|(x, y)| x.agrees_with(y))));
    let alike = |i: &usize| states[*i].state == states[*first].state && states[*i].done == states[*first].done;
    if speakers.iter().all(alike) {
        return states[*first].state;
    }
    // Words can agree and conditions differ: owed according to one, not owed according to another.
    let any = |of: &[State]| speakers.iter().any(|i| of.contains(&states[*i].state));
    let owed = any(&[State::Active, State::Overdue, State::Partly, State::Violated]);
    let lifted = any(&[State::Suspended, State::Expired, State::NotYetDue]);
    if !agree || (owed && lifted && !any(&[State::Fulfilled])) {
        return State::Contested;
    }
    // A breach that is only inferred from a lapse of time gives way to a later word that it was done.
    let rank = |i: &usize| match states[*i].state {
        State::Violated if word(i).is_none_or(|w| w.breaches.is_empty()) => (State::Overdue, true),
        other => (other, false),
    };
    let most = speakers.iter().max_by_key(|i| rank(i));
    most.map_or(State::Unreported, |i| states[*i].state)
}
