//! Looking ahead.
//!
//! Decides: what is assumed when a timeline looks ahead: whoever has not stopped does what it owes on the last day,
//! and not before the day from which it can be done.
//! Must not know: how likely that is.

use super::{Memo, Timeline};
use crate::deal::Kind;
use crate::deal::Moment;
use std::collections::BTreeSet;

/// What is assumed of the time to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assume {
    /// Parties that do nothing more.
    pub stopped: BTreeSet<String>,
}

impl Timeline<'_, '_> {
    /// The day obligation `i` is assumed done, where something is assumed at all.
    pub(super) fn assumed_fulfilment(&mut self, i: usize) -> Option<Moment> {
        let assume = self.assume?;
        match &self.assumed[i] {
            Memo::Known(known) => return *known,
            Memo::Busy => return None,
            Memo::Open => {}
        }
        self.assumed[i] = Memo::Busy;
        let deal = self.deal;
        let o = &deal.obligations[i];
        let stopped = o.debtors.iter().any(|d| assume.stopped.contains(d));
        let owed = match &o.requires {
            None => Some(None),
            Some(c) => {
                let truth = self.truth(c, Moment::MAX);
                (truth.holds == Some(true)).then_some(truth.since)
            }
        };
        let last = match o.kind {
            Kind::Achieve => self.deadline(o).0.or_else(|| self.window(o).0),
            Kind::KeepUp | Kind::Refrain => self.window(o).1,
        };
        let day = match (stopped, owed) {
            (false, Some(since)) => {
                let begins = o.from.as_ref().and_then(|w| self.when(w).0);
                last.or(since).map(|d| [since, begins].into_iter().flatten().fold(d, Moment::max).max(self.on))
            }
            _ => None,
        };
        self.assumed[i] = Memo::Known(day);
        day
    }
}
