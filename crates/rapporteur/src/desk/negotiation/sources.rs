//! The documents and what is known of them; what nobody has answered; who speaks first; what could not be settled.
//!
//! Decides: what is told of each. Must not know: which source is right. Reliability is the user's word and is only shown.

use super::{Cited, Subject, Teller, day, name, subject, teller};
use jiff::civil::Date;
use rapporteur_record::record::{Attention, Copy, Sum, TextId};
use rapporteur_record::{Brief, echo, gaps};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Source {
    pub document: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// How reliable the user holds the outlet to be.
    pub reliability: Option<String>,
    #[serde(serialize_with = "day")]
    pub published: Option<Date>,
    pub url: Option<String>,
    /// The number of its origin: documents of one hand share it.
    pub origin: usize,
    /// The id of the document whose copy it is.
    pub copy_of: Option<String>,
    /// `exact` or `near`.
    pub copy: Option<&'static str>,
    /// The ids of documents from which it takes passages.
    pub quotes: Vec<String>,
}

/// What is wanted by somebody, and unanswered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Gap {
    pub subject: Subject,
    pub wanted_by: Vec<String>,
    #[serde(serialize_with = "day")]
    pub since: Option<Date>,
    pub silent: Vec<String>,
}

/// One thing said of one holder: who says it first, who again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Echo {
    pub holder: String,
    pub stance: &'static str,
    pub subject: Subject,
    pub first: Vec<Heard>,
    pub again: Vec<Heard>,
}

/// Who says it, where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Heard {
    pub by: Teller,
    pub outlet: String,
    #[serde(serialize_with = "day")]
    pub said: Option<Date>,
    /// Whether it comes from the hand of an earlier one: then it adds nothing.
    pub copied: bool,
    pub quotation: usize,
}

/// Something that could not be settled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Loose {
    pub what: &'static str,
    pub words: String,
}

/// The documents, in order of publication.
pub(super) fn of(sum: &Sum, brief: &Brief) -> Vec<Source> {
    some(sum, brief, (0..sum.texts.len()).map(TextId))
}

/// Some of the documents.
pub(super) fn some(sum: &Sum, brief: &Brief, these: impl Iterator<Item = TextId>) -> Vec<Source> {
    let id = |t: TextId| sum.texts[t.0].document.id.clone();
    let mut quotes: BTreeMap<usize, BTreeSet<TextId>> = BTreeMap::new();
    for o in &sum.origins {
        o.passages.iter().for_each(|(p, _)| {
            quotes.entry(p.0).or_default().insert(o.first);
        });
    }
    let one = |i: TextId| {
        let t = sum.texts.get(i.0)?;
        let origin = sum.origins.get(t.origin.0);
        let copy = origin.and_then(|o| o.copies.iter().find(|(c, _)| *c == i));
        let reliable = |o: &String| brief.outlets.iter().find(|k| brief.same_outlet(&k.name, o)).and_then(|k| k.reliability.clone());
        Some(Source {
            document: t.document.id.clone(),
            title: t.document.title.clone(),
            outlet: t.document.outlet.clone(),
            reliability: t.document.outlet.as_ref().and_then(reliable),
            published: t.document.published,
            url: t.document.url.clone(),
            origin: t.origin.0 + 1,
            copy_of: origin.filter(|_| copy.is_some()).map(|o| id(o.first)),
            copy: copy.map(|(_, c)| if *c == Copy::Exact { "exact" } else { "near" }),
            quotes: quotes.get(&i.0).into_iter().flatten().map(|t| id(*t)).collect(),
        })
    };
    these.filter_map(one).collect()
}

/// What nobody has answered, oldest first.
pub(super) fn gaps(sum: &Sum) -> Vec<Gap> {
    let mut found = gaps::of(sum);
    found.sort_by_key(|g| (g.since.is_none(), g.since, g.matter));
    let names = |all: &[rapporteur_record::record::PartyId]| all.iter().map(|p| name(sum, *p)).collect();
    found.iter().map(|g| Gap { subject: subject(sum, g.matter), wanted_by: names(&g.wanted_by), since: g.since, silent: names(&g.silent) }).collect()
}

/// What was said more than once, most often said first.
pub(super) fn echoes(sum: &Sum, cited: &mut Cited) -> Vec<Echo> {
    let mut found = echo::of(sum);
    found.sort_by_key(|e| std::cmp::Reverse(e.repeats.len()));
    let mut heard = |i: usize, copied: bool| {
        let c = &sum.claims[i];
        let d = &sum.texts[c.text.0].document;
        let outlet = d.outlet.clone().unwrap_or_else(|| d.id.clone());
        Heard { by: teller(sum, &c.by), outlet, said: c.said, copied, quotation: cited.claim(i) }
    };
    let mut out = Vec::new();
    for e in found {
        let Some(c) = e.first.first().copied().or(e.repeats.first().map(|r| r.claim)).and_then(|i| sum.claims.get(i)) else { continue };
        let first = e.first.iter().map(|i| heard(*i, false)).collect();
        let again = e.repeats.iter().map(|r| heard(r.claim, r.copied)).collect();
        out.push(Echo { holder: name(sum, c.holder), stance: c.stance.name(), subject: subject(sum, c.matter), first, again });
    }
    out
}

/// What could not be settled.
pub(super) fn attention(sum: &Sum) -> Vec<Loose> {
    let label = |p: &rapporteur_record::record::PlanId| sum.plans[p.0].label.clone();
    let id = |t: &rapporteur_record::record::TextId| sum.texts[t.0].document.id.clone();
    let one = |a: &Attention| match a {
        Attention::ItemNotFound { document, words, .. } => Loose { what: "item_not_found", words: format!("“{words}” in {document}") },
        Attention::ChangeDoesNotFit { document, .. } => Loose { what: "change_does_not_fit", words: document.clone() },
        Attention::Overruled { entry } => Loose { what: "overruled", words: entry.to_string() },
        Attention::LineageCircle { later, earlier } => Loose { what: "lineage_circle", words: format!("{} and {}", label(later), label(earlier)) },
        Attention::Unsound { entry } => Loose { what: "unsound", words: entry.to_string() },
        Attention::NoDate { text } => Loose { what: "no_date", words: id(text) },
        Attention::StrangeDate { text, day } => Loose { what: "strange_date", words: format!("{} ({day})", id(text)) },
    };
    sum.attention.iter().map(one).collect()
}
