//! What changed between two dates.
//!
//! Decides: the order in which changes are told: stances that turned first. Must not know: how they are worded.

use super::disputes::{Dispute, one};
use super::grid::{Stand, stand};
use super::timeline::{Item, item};
use super::{Cited, Subject, day, name, place, subject};
use jiff::civil::Date;
use rapporteur_record::changes::{self, Clock, Turn};
use rapporteur_record::record::{Matter, Sum};
use rapporteur_record::timeline::Thing;
use serde::Serialize;

/// What came after the one day, until the end of the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Changes {
    #[serde(serialize_with = "day")]
    pub since: Option<Date>,
    #[serde(serialize_with = "day")]
    pub until: Option<Date>,
    /// How many documents came.
    pub new_documents: usize,
    /// Stances that turned, then other new words, then matters a party is heard on for the first time.
    pub stances: Vec<Change>,
    /// Conflicts of which one side came.
    pub conflicts: Vec<Dispute>,
    /// Proposals first spoken of.
    pub proposals: Vec<NewPlan>,
    /// Terms first spoken of.
    pub terms: Vec<Subject>,
    /// Figures that came.
    pub figures: Vec<Item>,
    /// Events that came.
    pub events: Vec<Item>,
}

/// Of a side of a conflict, so many accounts are told where not all are.
const ACCOUNTS: usize = 8;

impl Changes {
    /// The same with some of its stances, and of every other list no more than so many.
    pub(crate) fn cut(&self, stances: &[Change], most: usize) -> Changes {
        fn first<T: Clone>(all: &[T], most: usize) -> Vec<T> {
            all.iter().take(most).cloned().collect()
        }
        Changes {
            stances: stances.to_vec(),
            conflicts: self.conflicts.iter().take(most).map(|d| Dispute { sides: d.sides.iter().map(|s| first(s, ACCOUNTS)).collect(), ..d.clone() }).collect(),
            proposals: first(&self.proposals, most),
            terms: first(&self.terms, most),
            figures: first(&self.figures, most),
            events: first(&self.events, most),
            ..*self
        }
    }
}

/// A cell of the matrix that shows something else than before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Change {
    pub party: String,
    pub subject: Subject,
    pub before: Option<Stand>,
    pub after: Stand,
    /// Whether what is shown now is in the party's own words.
    pub own: bool,
    /// Whether it turned from for to against, or the other way.
    pub turned: bool,
}

/// A proposal that is new.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct NewPlan {
    pub label: String,
    pub authors: Vec<String>,
    pub supersedes: Option<String>,
    #[serde(serialize_with = "day")]
    pub first: Option<Date>,
}

/// The changes.
pub(super) fn of(sum: &Sum, cited: &mut Cited, since: Date, until: Date) -> Changes {
    told(sum, cited, &changes::between(sum, since, until, Clock::Said), Some(since), Some(until))
}

/// Changes that were found, with the days that were asked for.
pub(super) fn told(sum: &Sum, cited: &mut Cited, found: &changes::Changes, since: Option<Date>, until: Option<Date>) -> Changes {
    let mut turns = found.cells.clone();
    turns.sort_by_cached_key(|t| (!t.turned, t.before.is_none(), sum.claims[t.after].said, place(sum, t.matter), t.party));
    let plan = |id: &rapporteur_record::record::PlanId| {
        let p = &sum.plans[id.0];
        let supersedes = p.supersedes.map(|s| sum.plans[s.0].label.clone());
        NewPlan { label: p.label.clone(), authors: p.authors.iter().map(|a| name(sum, *a)).collect(), supersedes, first: p.first }
    };
    let mut proposals: Vec<NewPlan> = found.plans.iter().map(plan).collect();
    proposals.sort_by_key(|p| p.first);
    Changes {
        since,
        until,
        new_documents: found.texts.len(),
        stances: turns.iter().map(|t| change(sum, cited, t)).collect(),
        conflicts: found.disputes.iter().filter_map(|d| sum.disputes.get(*d)).map(|d| one(sum, cited, d)).collect(),
        proposals,
        terms: found.points.iter().map(|p| subject(sum, Matter::Point(*p))).collect(),
        figures: found.tallies.iter().map(|i| item(sum, cited, Thing::Tally(*i), false)).collect(),
        events: found.happenings.iter().map(|i| item(sum, cited, Thing::Happening(*i), false)).collect(),
    }
}

fn change(sum: &Sum, cited: &mut Cited, turn: &Turn) -> Change {
    let mut stand = |i: usize| stand(sum, cited, i);
    Change {
        party: name(sum, turn.party),
        subject: subject(sum, turn.matter),
        before: turn.before.map(&mut stand),
        after: stand(turn.after),
        own: sum.claims[turn.after].own,
        turned: turn.turned,
    }
}
