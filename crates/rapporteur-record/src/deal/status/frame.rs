//! The state of phases and powers in one account.
//!
//! Decides: whether a phase runs and a power can be used. Must not know: duties.

use crate::deal::Moment;
use crate::deal::timeline::Timeline;
use crate::deal::{Node, Phase, PowerKind};

/// A phase in one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseAccount {
    /// Whose account.
    pub account: String,
    /// `not begun`, `running` or `ended`.
    pub state: &'static str,
    /// Its first day, where known.
    pub start: Option<Moment>,
    /// Its last day, where known.
    pub end: Option<Moment>,
    /// Why.
    pub why: Node,
}

/// A phase in all accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseState {
    /// Its short name.
    pub id: String,
    /// Its name in the text.
    pub name: String,
    /// The common state, else `contested`.
    pub overall: &'static str,
    /// Each account's.
    pub accounts: Vec<PhaseAccount>,
}

/// A power in one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PowerAccount {
    /// Whose account.
    pub account: String,
    /// `available`, `not available`, `used` or `lapsed`.
    pub state: &'static str,
    /// How often it took effect.
    pub used: usize,
    /// The last day to use it, where known.
    pub last_day: Option<Moment>,
    /// Why.
    pub why: Node,
}

/// A power in all accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PowerState {
    /// Its short name.
    pub id: String,
    /// What it does.
    pub kind: PowerKind,
    /// Each account's.
    pub accounts: Vec<PowerAccount>,
}

pub(super) fn phase(t: &mut Timeline<'_, '_>, i: usize, who: usize) -> PhaseAccount {
    let account = t.accounts.names.get(who).cloned().unwrap_or_default();
    let (start, start_node) = t.phase_start(i);
    let (end, end_node) = t.phase_end(i);
    let state = match (start, end) {
        (Some(s), Some(e)) if s.has_come(t.on) && e < t.on => "ended",
        (Some(s), _) if s.has_come(t.on) => "running",
        _ => "not begun",
    };
    let why = Node::says(format!("{state} according to {account}")).with(start_node).with(end_node);
    PhaseAccount { account, state, start, end, why }
}

pub(super) fn all_of_phase(phase: &Phase, accounts: Vec<PhaseAccount>) -> PhaseState {
    let same = accounts.windows(2).all(|w| w[0].state == w[1].state);
    let overall = accounts.first().map_or("not begun", |a| if same { a.state } else { "contested" });
    PhaseState { id: phase.id.clone(), name: phase.name.clone(), overall, accounts }
}

pub(super) fn power(t: &mut Timeline<'_, '_>, i: usize, who: usize) -> PowerAccount {
    let account = t.accounts.names.get(who).cloned().unwrap_or_default();
    let deal = t.deal;
    let power = &deal.powers[i];
    let uses = t.uses(i).clone();
    let last_day = power.by.as_ref().and_then(|w| t.when(w).0);
    let mut because: Vec<Node> =
        uses.effective.iter().map(|(day, e)| Node::seen(format!("used on {}, in effect from {day}", e.happened), vec![e.id.clone()])).collect();
    because.extend(uses.without_effect.clone());
    let used = uses.effective.len();
    let spent = power.at_most.is_some_and(|n| used >= n as usize);
    let state = if spent {
        "used"
    } else if last_day.is_some_and(|d| d < t.on) {
        "lapsed"
    } else {
        let truth = power.requires.as_ref().map(|c| t.truth(c, t.on));
        let open = truth.as_ref().is_none_or(|x| x.holds == Some(true));
        because.extend(truth.map(|x| x.node));
        match (open, used) {
            (_, n) if n > 0 => "used",
            (true, _) => "available",
            _ => "not available",
        }
    };
    let why = Node::of(format!("{state} according to {account}"), because);
    PowerAccount { account, state, used, last_day, why }
}
