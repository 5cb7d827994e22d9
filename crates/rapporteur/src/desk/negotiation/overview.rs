//! What a reader wants to know first.
//!
//! Decides: what is new, in which order it is told, what waits. Must not know: how it is shown, who looks.

use super::changes::{self, Changes};
use super::sources::{self, Gap, Source};
use super::{Cited, day, days, name, root};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rapporteur_record::changes as found;
use rapporteur_record::record::{PartyId, Sum};
use rapporteur_record::{Brief, ItemKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// Parties whose statements are counted by day, at most.
const LINES: usize = 6;
/// Days that are counted.
const DAYS: i64 = 60;
/// Below this confidence a statement is worth a person's look first.
const UNSURE: f32 = 0.5;

/// After when something is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// After the end of that day, by the day it was said.
    Day(Date),
    /// After that moment, by when the ledger took it.
    Moment(Timestamp),
}

/// What a reader wants to know first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Overview {
    /// The moment after which the ledger took what is told here, where that is the question.
    pub after: Option<String>,
    /// The first and the last day of publication.
    #[serde(serialize_with = "days")]
    pub span: Option<(Date, Date)>,
    pub changes: Changes,
    /// The documents that came.
    pub documents: Vec<Source>,
    /// How many statements there are by day, of those heard most.
    pub lines: Vec<Line>,
    pub waiting: Waiting,
    /// What nobody has answered.
    pub gaps: Vec<Gap>,
    /// How many entries there are in all: none of an empty dossier.
    pub texts: usize,
}

/// How often a party was heard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Line {
    pub party: String,
    pub statements: usize,
    #[serde(serialize_with = "day")]
    pub first: Option<Date>,
    /// Statements on each day from the first on; copies of a text are not counted again.
    pub days: Vec<usize>,
}

/// What waits for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Waiting {
    /// Statements on which nobody has decided.
    pub statements: usize,
    /// Of those, the ones of which the reader is not sure.
    pub unsure: usize,
    /// Statements on which somebody has decided.
    pub decided: usize,
    /// Names that may be one actor, labels that may be one proposal.
    pub offers: usize,
    /// What could not be settled.
    pub attention: usize,
}

/// The overview.
pub(super) fn of(sum: &Sum, brief: &Brief, cited: &mut Cited, since: Since, until: Option<Date>) -> Overview {
    let published = || sum.texts.iter().filter_map(|t| t.document.published);
    let span = published().min().zip(published().max());
    let until = until.or(span.map(|s| s.1)).unwrap_or_default();
    let (new, from) = match since {
        Since::Day(day) => (found::between(sum, day, until.max(day), found::Clock::Said), Some(day)),
        Since::Moment(at) => (found::after(sum, at), None),
    };
    let documents = sources::some(sum, brief, new.texts.iter().rev().copied());
    Overview {
        after: if let Since::Moment(at) = since { Some(at.to_string()) } else { None },
        span,
        changes: changes::told(sum, cited, &new, from, from.map(|_| until)),
        documents,
        lines: span.map(|s| lines(sum, s.1)).unwrap_or_default(),
        waiting: waiting(sum),
        gaps: sources::gaps(sum),
        texts: sum.texts.len(),
    }
}

/// The day of a statement: the one it names, else that of publication.
pub(super) fn spoken(text: &rapporteur_record::record::Text, named: Option<Date>) -> Option<Date> {
    named.or(text.document.published)
}

fn lines(sum: &Sum, last: Date) -> Vec<Line> {
    let Ok(first) = last.checked_sub((DAYS - 1).days()) else { return Vec::new() };
    let mut counts: BTreeMap<PartyId, (usize, Vec<usize>)> = BTreeMap::new();
    for (i, text) in sum.texts.iter().enumerate() {
        let own = sum.origins.get(text.origin.0).is_none_or(|o| o.first.0 == i);
        if !own {
            continue;
        }
        text.heard(|n, h| {
            let Some(day) = spoken(text, h.day).filter(|d| *d >= first && *d <= last) else { return };
            let Some(actor) = h.speaker.filter(|_| !text.rejected(ItemKind::Attribution, n)) else { return };
            let party = root(sum, text.party(actor));
            if sum.parties.get(party.0).is_none_or(|p| p.kind == rapporteur_record::ActorKind::Anonymous) {
                return;
            }
            let (all, days) = counts.entry(party).or_insert_with(|| (0, vec![0; DAYS as usize]));
            *all += 1;
            let at = first.until(day).map_or(0, |s| s.get_days());
            if let Some(n) = usize::try_from(at).ok().and_then(|at| days.get_mut(at)) {
                *n += 1;
            }
        });
    }
    let mut out: Vec<(PartyId, (usize, Vec<usize>))> = counts.into_iter().collect();
    out.sort_by_key(|(p, (n, _))| (std::cmp::Reverse(*n), *p));
    out.truncate(LINES);
    out.into_iter().map(|(p, (statements, days))| Line { party: name(sum, p), statements, first: Some(first), days }).collect()
}

fn waiting(sum: &Sum) -> Waiting {
    let mut out = Waiting { offers: sum.offers.len(), attention: sum.attention.len(), ..Waiting::default() };
    for text in &sum.texts {
        text.heard(|n, h| {
            let standing = || text.standing.get(&(ItemKind::Attribution, n));
            let decided = !text.standing.is_empty() && standing().is_some_and(|s| s.accepted || s.rejected || s.corrected);
            if decided {
                out.decided += 1;
            } else {
                out.statements += 1;
                out.unsure += usize::from(h.confidence < UNSURE);
            }
        });
    }
    out
}
