//! Any two names, whether or not somebody thought of joining them.
//!
//! Decides: which names fit some words, under which name and in which documents an actor or a proposal is found. Must not know: how names were
//! joined, what a decision on them makes of the record.

use rapporteur_record::item::ItemKind;
use rapporteur_record::record::{Party, Plan, Sum, TextId};
use rapporteur_record::{ActorKind, Record};
use rapporteur_store::id_of;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An actor or a proposal, to be chosen by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Choosable {
    /// The name to show.
    pub name: String,
    /// The name that a decision says: it stands in a text.
    pub written: String,
    /// The one document in which that name is meant, where another is written alike.
    pub only: Option<String>,
    pub about: String,
    pub documents: usize,
    /// All its names.
    pub names: Vec<String>,
}

/// Where an actor or a proposal is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    pub document: String,
    pub outlet: Option<String>,
    /// The item there.
    pub item: String,
    /// What it is called there first.
    pub name: String,
    /// What else it is called there.
    pub others: Vec<String>,
}

/// All actors that have a name, or all proposals; those in most documents first.
pub(crate) fn choosable(record: &Record, proposals: bool) -> Vec<Choosable> {
    let sum = record.sum();
    let mut all: Vec<Choosable> = if proposals {
        sum.plans.iter().map(|p| plan(sum, p)).collect()
    } else {
        sum.parties.iter().filter(|p| p.kind != ActorKind::Anonymous).map(|p| party(sum, p)).collect()
    };
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|c| *alike.entry(c.written.to_lowercase()).or_default() += 1);
    all.iter_mut().filter(|c| alike.get(&c.written.to_lowercase()) == Some(&1)).for_each(|c| c.only = None);
    all.sort_by_key(|c| std::cmp::Reverse(c.documents));
    all
}

/// Those of which a name has the words, those that begin with them first.
pub(crate) fn fitting<'a>(all: &'a [Choosable], words: &str) -> Vec<&'a Choosable> {
    let words = words.trim().to_lowercase();
    let fit = |c: &Choosable| {
        let names = c.names.iter().chain([&c.name]).map(|n| n.to_lowercase());
        names.filter(|n| n.contains(&words)).map(|n| !n.starts_with(&words)).min()
    };
    let mut found: Vec<(bool, &Choosable)> = all.iter().filter_map(|c| Some((fit(c)?, c))).collect();
    found.sort_by_key(|f| f.0);
    found.into_iter().map(|f| f.1).collect()
}

/// Where the actor, or the proposal, of a name is found.
pub(crate) fn places(record: &Record, proposals: bool, c: &Choosable) -> Vec<Place> {
    let sum = record.sum();
    let mine = |name: &str, names: &BTreeSet<String>| name == c.name && names.contains(&c.written);
    let members: Vec<(usize, usize)> = if proposals {
        sum.plans.iter().filter(|p| mine(&p.label, &p.labels)).flat_map(|p| p.members.iter().map(|(t, i)| (t.0, i.0))).collect()
    } else {
        sum.parties.iter().filter(|p| mine(&p.name, &p.names)).flat_map(|p| p.members.iter().map(|(t, i)| (t.0, i.0))).collect()
    };
    let place = |(text, index): (usize, usize)| {
        let text = sum.texts.get(text)?;
        let opened = text.open();
        let (kind, name, others) = if proposals {
            (ItemKind::Proposal, opened.reading.proposals.get(index)?.label.clone(), Vec::new())
        } else {
            let a = opened.reading.actors.get(index)?;
            (ItemKind::Actor, a.name.clone(), a.names.iter().filter(|n| **n != a.name).cloned().collect())
        };
        Some(Place { document: text.document.id.clone(), outlet: text.document.outlet.clone(), item: id_of(kind, index), name, others })
    };
    members.into_iter().filter_map(place).collect()
}

fn party(sum: &Sum, p: &Party) -> Choosable {
    let behalf = p.acts_for.and_then(|b| sum.parties.get(b.0)).map(|b| format!(", acts for {}", b.name)).unwrap_or_default();
    made(sum, &p.name, format!("{}{behalf}", p.kind.name().replace('_', " ")), p.members.iter().map(|m| m.0), &p.names)
}

fn plan(sum: &Sum, p: &Plan) -> Choosable {
    let authors: Vec<&str> = p.authors.iter().filter_map(|a| sum.parties.get(a.0)).map(|a| a.name.as_str()).collect();
    let about = if authors.is_empty() { "proposal".to_owned() } else { format!("put forward by {}", authors.join(", ")) };
    made(sum, &p.label, about, p.members.iter().map(|m| m.0), &p.labels)
}

fn made(sum: &Sum, name: &str, about: String, texts: impl Iterator<Item = TextId>, names: &BTreeSet<String>) -> Choosable {
    let texts: BTreeSet<TextId> = texts.collect();
    // A brief may show a name that no text has.
    let written = if names.contains(name) { name } else { names.first().map_or(name, String::as_str) };
    let only = texts.first().and_then(|t| sum.texts.get(t.0)).map(|t| t.document.id.clone());
    Choosable { name: name.to_owned(), written: written.to_owned(), only, about, documents: texts.len(), names: names.iter().cloned().collect() }
}
