//! What people wrote, and which names may be one.
//!
//! Decides: what is told of an entry, which passages show who a name is. Must not know: how names were found to be alike.

use crate::desk::negotiation::{self as record_desk, Reason};
use rapporteur_reading::sentence;
use rapporteur_record::Record;
use rapporteur_record::entry::What;
use rapporteur_record::record::{Offer, PartyId, PlanId, Sum};
use rapporteur_store::{Store, StoreError, Trace};
use serde::Serialize;
use std::collections::BTreeSet;

/// An entry of a person, told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Traced {
    pub entry: u64,
    pub by: String,
    pub learnt: Option<String>,
    /// accept, reject, correct, second, comment, remove, join, apart or undo.
    pub what: &'static str,
    pub document: Option<String>,
    /// The item, where it is still in the latest reading.
    pub item: Option<String>,
    /// The words it was about, the names, the reason.
    pub words: String,
    /// In the person's words.
    pub comment: Option<String>,
    /// Whether it counts.
    pub counts: bool,
    /// The entry that it takes back.
    pub undoes: Option<u64>,
    /// The entry that takes it back, where one does.
    pub undone_by: Option<u64>,
}

/// What people wrote, last first.
pub(crate) fn history(store: &Store, before: Option<u64>, person: Option<&str>, limit: usize) -> Result<Vec<Traced>, StoreError> {
    store.history(before, person, limit)?.into_iter().map(|t| traced(store, t)).collect()
}

/// One entry of a person, told; `None` where the entry is no person's, or is not there.
pub(crate) fn entry(store: &Store, number: u64) -> Result<Option<Traced>, StoreError> {
    let Some(next) = number.checked_add(1).filter(|n| i64::try_from(*n).is_ok()) else { return Ok(None) };
    Ok(history(store, Some(next), None, 1)?.into_iter().find(|t| t.entry == number))
}

/// What a person takes back next: their last decision that counts.
pub(crate) fn last(store: &Store, person: &str) -> Result<Option<Traced>, StoreError> {
    store.last_of(person)?.map_or(Ok(None), |number| entry(store, number))
}

fn traced(store: &Store, t: Trace) -> Result<Traced, StoreError> {
    let what = match store.entry(t.number)? {
        Some(row) => Some(row.entry()?.what),
        None => None,
    };
    let mut out = Traced {
        entry: t.number,
        by: t.by,
        learnt: t.learnt,
        what: "",
        document: t.document,
        item: None,
        words: String::new(),
        comment: None,
        counts: t.counts,
        undoes: t.undoes,
        undone_by: t.undone_by,
    };
    match what {
        Some(What::Review { item, verdict, comment }) => {
            out.item = if t.counts {
                store.decisions(out.document.as_deref(), None)?.into_iter().find(|d| d.number == t.number).and_then(|d| d.item)
            } else {
                // Of an entry that was taken back the tables know no item, but its words still name one.
                let found = store.document(&item.document).ok().and_then(|(document, reading)| item.find(&document, &reading));
                found.map(|index| rapporteur_store::id_of(item.kind, index))
            };
            (out.what, out.words, out.comment) = (verdict.name(), item.words, comment);
        }
        Some(What::Remove { reason, .. }) => (out.what, out.words) = ("remove", reason),
        Some(What::Actors { names, bond } | What::Proposals { labels: names, bond }) => {
            (out.what, out.words) = (bond.name(), names.into_iter().map(|n| n.name).collect::<Vec<_>>().join(", "));
        }
        Some(What::Brief { .. }) => (out.what, out.words) = ("brief", "what is known beforehand".to_owned()),
        Some(What::Undo { .. }) => (out.what, out.words) = ("undo", t.undoes.map(|n| format!("entry {n}")).unwrap_or_default()),
        Some(What::Read { .. }) | None => {}
    }
    Ok(out)
}

/// Names that may all be one, each linked with another of them, and what is known of each.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Group {
    /// `actors` or `proposals`.
    pub what: &'static str,
    pub sides: Vec<Side>,
    /// Why any two of them may be one.
    pub because: Vec<Reason>,
}

/// One of those that may be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Side {
    pub name: String,
    /// The name that a decision says: it stands in a text, which one that a brief gives need not.
    pub written: String,
    /// The kind and whom it acts for; who put it forward.
    pub about: String,
    /// Its other names.
    pub names: Vec<String>,
    pub documents: usize,
    /// The one document in which the name is meant; `None`: it is meant wherever it stands.
    pub only: Option<String>,
    /// The first sentences that name it, of different documents.
    pub mentions: Vec<Mention>,
}

/// A sentence that names somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Mention {
    pub document: String,
    pub outlet: Option<String>,
    pub words: String,
}

/// So many sentences show who somebody is.
const SHOWN: usize = 3;

/// Names that hang together (of an actor or not, and their numbers), and why.
type Linked = (BTreeSet<(bool, usize)>, Vec<Reason>);

/// Which names may be one actor, which labels one proposal: one group for all that hang together.
pub(crate) fn groups(record: &Record) -> Vec<Group> {
    let sum = record.sum();
    let told = record_desk::actors(record, None).body.offers;
    let ends = |o: &Offer| match o {
        Offer::Parties(a, b, _) => [(true, a.0), (true, b.0)],
        Offer::Plans(a, b, _) => [(false, a.0), (false, b.0)],
    };
    let mut all: Vec<Linked> = Vec::new();
    for (o, told) in sum.offers.iter().zip(told) {
        let ends = ends(o);
        // What it links becomes one group, where the first of them stood.
        let met: Vec<usize> = (0..all.len()).filter(|i| ends.iter().any(|e| all[*i].0.contains(e))).collect();
        let mut whole: Linked = Default::default();
        for i in met.iter().rev() {
            let (names, mut reasons) = all.remove(*i);
            whole.0.extend(names);
            reasons.append(&mut whole.1);
            whole.1 = reasons;
        }
        whole.0.extend(ends);
        if !whole.1.contains(&told.because) {
            whole.1.push(told.because);
        }
        all.insert(met.first().copied().unwrap_or(all.len()), whole);
    }
    all.into_iter().map(|(names, because)| group(sum, &names, because)).collect()
}

fn group(sum: &Sum, names: &BTreeSet<(bool, usize)>, because: Vec<Reason>) -> Group {
    let actors = names.first().is_some_and(|n| n.0);
    let mut sides: Vec<Side> = names.iter().map(|(_, i)| if actors { party(sum, PartyId(*i)) } else { plan(sum, PlanId(*i)) }).collect();
    told_apart(&mut sides);
    sides.sort_by_key(|s| std::cmp::Reverse(s.documents));
    Group { what: if actors { "actors" } else { "proposals" }, sides, because }
}

/// A name that is in one document is meant there: elsewhere it may be somebody else's. Of those that are written alike, the document tells which.
fn told_apart(sides: &mut [Side]) {
    let names: Vec<String> = sides.iter().map(|s| s.name.to_lowercase()).collect();
    for (i, side) in sides.iter_mut().enumerate() {
        let alike = names.iter().enumerate().any(|(j, n)| j != i && *n == names[i]);
        side.only = side.mentions.first().filter(|_| side.documents == 1 || alike).map(|m| m.document.clone());
    }
}

fn party(sum: &Sum, id: PartyId) -> Side {
    let Some(p) = sum.parties.get(id.0) else { return nobody() };
    let behalf = p.acts_for.and_then(|b| sum.parties.get(b.0)).map(|b| format!(", acts for {}", b.name)).unwrap_or_default();
    let spans = |text: usize, index: usize| {
        let reading = sum.texts.get(text)?.reading();
        reading.actors.get(index).and_then(|a| a.mentions.first().copied())
    };
    let members: Vec<(usize, usize)> = p.members.iter().map(|(t, a)| (t.0, a.0)).collect();
    let called = || sum.texts.get(members.first()?.0)?.reading().actors.get(members.first()?.1).map(|a| a.name.clone());
    Side {
        name: p.name.clone(),
        written: if p.names.contains(&p.name) { p.name.clone() } else { called().unwrap_or_else(|| p.name.clone()) },
        about: format!("{}{behalf}", p.kind.name().replace('_', " ")),
        names: p.names.iter().filter(|n| **n != p.name).cloned().collect(),
        documents: documents(&members),
        only: None,
        mentions: mentions(sum, &members, spans),
    }
}

fn plan(sum: &Sum, id: PlanId) -> Side {
    let Some(p) = sum.plans.get(id.0) else { return nobody() };
    let spans = |text: usize, index: usize| {
        let reading = sum.texts.get(text)?.reading();
        reading.proposals.get(index).and_then(|p| p.mentions.first().copied())
    };
    let members: Vec<(usize, usize)> = p.members.iter().map(|(t, a)| (t.0, a.0)).collect();
    let authors: Vec<&str> = p.authors.iter().filter_map(|a| sum.parties.get(a.0)).map(|a| a.name.as_str()).collect();
    Side {
        name: p.label.clone(),
        written: if p.labels.contains(&p.label) { p.label.clone() } else { p.labels.first().cloned().unwrap_or_default() },
        about: if authors.is_empty() { "proposal".to_owned() } else { format!("proposal, put forward by {}", authors.join(", ")) },
        names: Vec::new(),
        documents: documents(&members),
        only: None,
        mentions: mentions(sum, &members, spans),
    }
}

fn nobody() -> Side {
    Side { name: String::new(), written: String::new(), about: String::new(), names: Vec::new(), documents: 0, only: None, mentions: Vec::new() }
}

fn documents(members: &[(usize, usize)]) -> usize {
    let mut texts: Vec<usize> = members.iter().map(|m| m.0).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}

fn mentions(sum: &Sum, members: &[(usize, usize)], span: impl Fn(usize, usize) -> Option<rapporteur_record::Span>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for (text, index) in members {
        let (Some(t), Some(span)) = (sum.texts.get(*text), span(*text, *index)) else { continue };
        if out.iter().any(|m| m.document == t.document.id) {
            continue;
        }
        let document = t.whole();
        let sentence = sentence::split(&document.text).into_iter().find(|s| s.overlaps(span)).unwrap_or(span);
        let words = crate::cli::text::shorten(&crate::desk::words(&document.text, &[sentence]), 240);
        out.push(Mention { document: t.document.id.clone(), outlet: t.document.outlet.clone(), words });
        if out.len() == SHOWN {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_one_document_is_meant_there() {
        let side = |name: &str, documents| {
            let mention = Mention { document: format!("{name}.txt"), outlet: None, words: String::new() };
            Side { name: name.to_owned(), documents, mentions: vec![mention], ..nobody() }
        };
        let only = |mut sides: [Side; 2]| {
            told_apart(&mut sides);
            sides.map(|s| s.only.is_some())
        };
        assert_eq!(only([side("Oyle", 1), side("Mara Oyle", 9)]), [true, false]);
        assert_eq!(only([side("The Board", 4), side("the board", 2)]), [true, true]);
    }
}
