//! The queue of what waits for a person, and what people wrote.
//!
//! Decides: which item comes next, what of an item can be put right and by which choices. Must not know: how it is shown, who may decide.

mod form;
mod names;
mod rank;
mod trail;

pub(crate) use form::{Field, changes, fields};
pub(crate) use names::{Choosable, Place, choosable, fitting, places};
pub(crate) use rank::{Ranks, Why, ranks};
pub(crate) use trail::{Group, Side, Traced, entry, groups, history, last};

use rank::Rank;
use rapporteur_record::item::ItemKind;
use rapporteur_record::record::Sum;
use rapporteur_store::{Differing, REVIEWED, Store, StoreError, Turn, parse_id};
use serde::Serialize;

/// Which items somebody goes through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those on which nobody decided.
    #[default]
    Undecided,
    /// Those that others decided on, for a second reader; first those for which one is asked.
    Second,
    /// Those on which people differ.
    Differing,
}

/// A way through items.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Round {
    pub(crate) which: Which,
    pub(crate) kind: Option<ItemKind>,
    pub(crate) document: Option<String>,
    /// What was passed over: among the undecided the place of an item, else the number of an entry, after `a` that of one that asks.
    pub(crate) past: Option<String>,
}

impl Round {
    /// Whether an item is of its kind and document.
    fn has(&self, document: &str, item: &str) -> bool {
        self.document.as_deref().is_none_or(|d| d == document) && self.kind.is_none_or(|k| parse_id(item).is_some_and(|(kind, _)| kind == k))
    }
}

/// An item that waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Waits {
    pub document: String,
    pub item: String,
    pub kind: &'static str,
    pub words: String,
    /// How sure the reader is; where somebody decided, that does not matter.
    pub confidence: Option<f64>,
    /// Where one goes on to pass it over.
    pub past: String,
    /// Why it stands where it stands; `None` where somebody decided.
    pub why: Option<Why>,
}

/// The next items of a round. What matters most is told of a sum, which may be a little behind.
pub(crate) fn next(store: &Store, (sum, ranks): (&Sum, &Ranks), round: &Round, person: &str, limit: usize) -> Result<Vec<Waits>, StoreError> {
    match round.which {
        Which::Second => second(store, round, person, limit),
        Which::Differing => {
            let past = round.past.as_deref().and_then(|p| p.parse().ok()).unwrap_or(0);
            let last = |d: &Differing| d.findings.last().map_or(0, |f| f.2);
            let all = store.differing()?.into_iter().filter(|d| last(d) > past && round.has(&d.document, &d.item));
            Ok(all.take(limit).map(|d| decided(last(&d).to_string(), (d.document, d.item, d.words))).collect())
        }
        Which::Undecided => undecided(store, sum, ranks, round, limit),
    }
}

fn decided(past: String, (document, item, words): (String, String, String)) -> Waits {
    Waits { kind: parse_id(&item).map_or("", |(kind, _)| kind.name()), document, item, words, confidence: None, past, why: None }
}

/// First what somebody asked to have looked at again, then all else that others decided on.
fn second(store: &Store, round: &Round, person: &str, limit: usize) -> Result<Vec<Waits>, StoreError> {
    let past = round.past.as_deref().unwrap_or("a0");
    let asked: Vec<_> = store.asked()?.into_iter().filter(|a| a.found_by.iter().all(|by| by != person)).collect();
    let mut out = Vec::new();
    if let Some(past) = past.strip_prefix('a').and_then(|n| n.parse::<u64>().ok()) {
        let here = asked.iter().filter(|a| a.number > past && round.has(&a.document, &a.item));
        out.extend(here.take(limit).map(|a| decided(format!("a{}", a.number), (a.document.clone(), a.item.clone(), a.words.clone()))));
    }
    let mut past = past.parse().unwrap_or(0);
    let is_asked = |document: &str, item: &str| asked.iter().any(|a| a.document == document && a.item == item);
    while out.len() < limit {
        let found = store.unseconded(person, round.document.as_deref(), past, SOME)?;
        let Some(last) = found.last().map(|f| f.0) else { break };
        past = last;
        let rest = found.into_iter().filter(|(_, d, i, _)| round.has(d, i) && !is_asked(d, i));
        out.extend(rest.map(|(number, document, item, words)| decided(number.to_string(), (document, item, words))));
    }
    out.truncate(limit);
    Ok(out)
}

/// So many are looked at in one go.
const SOME: usize = 64;

fn undecided(store: &Store, sum: &Sum, ranks: &Ranks, round: &Round, limit: usize) -> Result<Vec<Waits>, StoreError> {
    let past = round.past.as_deref();
    let (rank, mut turn) = (past.and_then(Rank::parse), past.and_then(turn));
    let mut out = Vec::new();
    if turn.is_none() {
        for (rank, kind) in ranks.behind(sum, rank.as_ref()).filter(|(r, _)| round.has(&r.document, &r.item)) {
            // The sum may be behind: only the store knows whether it still waits.
            let Some(w) = store.waits(&rank.document, kind, &rank.item)? else { continue };
            let why = Some(ranks.why(sum, &rank.document, &rank.item));
            out.push(Waits {
                kind: kind.name(),
                words: w.words,
                confidence: Some(w.turn.confidence),
                past: rank.place(),
                why,
                document: w.document,
                item: w.turn.item,
            });
            if out.len() == limit {
                return Ok(out);
            }
        }
    }
    let kinds = round.kind.map_or(REVIEWED.to_vec(), |kind| vec![kind]);
    while out.len() < limit {
        let found = store.queue(&kinds, round.document.as_deref(), turn.as_ref(), SOME.max(limit))?;
        let Some(last) = found.last() else { break };
        turn = Some(last.turn.clone());
        for w in found.into_iter().filter(|w| !ranks.has(sum, &w.document, &w.turn.item)) {
            let (past, kind, confidence) = (place_of(&w.turn), w.turn.kind.name(), Some(w.turn.confidence));
            out.push(Waits { past, kind, confidence, words: w.words, document: w.document, item: w.turn.item, why: Some(Why::confidence()) });
        }
    }
    out.truncate(limit);
    Ok(out)
}

/// What people made of an item; `None` where there is none.
pub(crate) fn status(store: &Store, document: &str, item: &str) -> Result<Option<String>, StoreError> {
    parse_id(item).map_or(Ok(None), |(kind, _)| store.status(document, kind, item))
}

/// A turn as it stands in an address.
pub(crate) fn place_of(turn: &Turn) -> String {
    format!("{}~{}~{}", turn.confidence, turn.document, turn.item)
}

/// The turn that an address names; `None` where it names none.
fn turn(place: &str) -> Option<Turn> {
    let mut parts = place.split('~');
    let (confidence, document, item) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let kind = parse_id(item)?.0;
    Some(Turn { confidence, document, kind, item: item.to_owned() })
}

/// How far the review of a kind of items is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Progress {
    pub kind: &'static str,
    pub waiting: usize,
    pub accepted: usize,
    pub corrected: usize,
    pub rejected: usize,
}

impl Progress {
    pub(crate) fn decided(&self) -> usize {
        self.accepted + self.corrected + self.rejected
    }
}

/// How far the review is, at one entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) progress: Vec<Progress>,
    /// Items for which a second reader is asked, and on which people differ.
    pub(crate) asked: usize,
    pub(crate) differing: usize,
    /// Decisions that lost their item: somebody must look.
    pub(crate) lost: usize,
}

/// How far is the review? Counts over everything, so whoever shows it often keeps it.
pub(crate) fn counts(store: &Store) -> Result<Counts, StoreError> {
    let lost = store.decisions(None, None)?.iter().filter(|d| d.item.is_none()).count();
    Ok(Counts { progress: progress(store)?, asked: store.asked()?.len(), differing: store.differing()?.len(), lost })
}

/// How far the review is, kind by kind. What is decided is an item of a document that counts, on which a decision counts; it is so everywhere.
pub(crate) fn progress(store: &Store) -> Result<Vec<Progress>, StoreError> {
    let all = store.progress()?;
    let of = |kind: ItemKind, status: &str| all.iter().filter(|(k, s, _)| *k == kind && s == status).map(|x| x.2).sum();
    let one = |kind: ItemKind| Progress {
        kind: kind.name(),
        waiting: of(kind, "machine"),
        accepted: of(kind, "accept"),
        corrected: of(kind, "correct"),
        rejected: of(kind, "reject"),
    };
    Ok(REVIEWED.into_iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_in_an_address_is_the_same_turn() {
        let one = Turn { confidence: 0.412, document: 7, kind: ItemKind::Position, item: "x3".to_owned() };
        assert_eq!(turn(&place_of(&one)), Some(one));
        for wrong in ["", "0.4", "0.4~x~x3", "0.4~7~q9", "~~"] {
            assert_eq!(turn(wrong), None, "{wrong}");
        }
    }
}
