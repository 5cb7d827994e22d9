//! One document: its text with everything that was read in it.
//!
//! Decides: what belongs to the answer, which status an item has, what was put right in the reading that is shown. Must not know: how it is shown,
//! files, the clock.

mod chosen;
mod marks;

pub(crate) use chosen::{Chosen, Fact, Held, Rung, words_of};
pub(crate) use marks::{Mark, Part, Piece, Role};

use rapporteur_record::entry::{Verdict, What};
use rapporteur_record::item::ItemKind;
use rapporteur_record::record::{self, Copy, Record};
use rapporteur_record::{Document, Reading, Span};
use rapporteur_store::{Decision, Hash, Shelved, Store, StoreError, id_of, of_content, parse_id};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the form in which it is written for programs.
const FORMAT: &str = "rapporteur-article/1";

/// A document as it stands: read, put right by people.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) document: Arc<Document>,
    /// As the reader read it, with everything that people put right.
    pub(crate) reading: Reading,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) shelved: Shelved,
    standing: BTreeMap<String, &'static str>,
}

/// Opens a document.
pub(crate) fn open(store: &Store, id: &str) -> Result<Opened, StoreError> {
    let (document, read) = store.document(id)?;
    let shelved = store.shelved(id)?.ok_or_else(|| StoreError::Unknown(format!("document `{id}`")))?;
    let decisions = store.decisions(Some(id), None)?;
    let mut reading = (*read).clone();
    let mut standing = BTreeMap::new();
    for d in &decisions {
        let (Some(item), Some(row)) = (&d.item, store.entry(d.number)?) else { continue };
        let What::Review { verdict, .. } = row.entry()?.what else { continue };
        let status = match &verdict {
            Verdict::Accept => "accepted",
            Verdict::Reject => "rejected",
            Verdict::Correct(_) => "corrected",
            Verdict::Second | Verdict::Comment | Verdict::Ask | Verdict::Settle => continue,
        };
        if let (Verdict::Correct(changes), Some((kind, index))) = (&verdict, parse_id(item)) {
            // A change that does not fit is kept in the history and changes nothing.
            changes.iter().for_each(|change| {
                record::correct(&mut reading, &document.text, kind, index, change);
            });
        }
        standing.insert(item.clone(), status);
    }
    Ok(Opened { document, reading, decisions, shelved, standing })
}

impl Opened {
    /// What people made of an item: machine, accepted, corrected or rejected.
    pub(crate) fn status(&self, id: &str) -> &'static str {
        self.standing.get(id).copied().unwrap_or("machine")
    }

    /// The kind and place of an item of this document.
    pub(crate) fn item(&self, id: &str) -> Result<(ItemKind, usize), StoreError> {
        let found = parse_id(id).filter(|(kind, index)| *index < count(&self.reading, *kind));
        found.ok_or_else(|| StoreError::Unknown(format!("item `{id}` in `{}`", self.document.id)))
    }

    /// The last decision on an item, remarks aside; 0 where nobody decided.
    pub(crate) fn last(&self, id: &str) -> u64 {
        self.on(id).filter(|d| !matches!(d.verdict.as_str(), "comment" | "ask")).map(|d| d.number).max().unwrap_or(0)
    }

    /// What people said of an item, oldest first.
    pub(crate) fn on<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Decision> {
        self.decisions.iter().filter(move |d| d.item.as_deref() == Some(id))
    }
}

/// How many items of a kind there are.
pub(crate) fn count(reading: &Reading, kind: ItemKind) -> usize {
    match kind {
        ItemKind::Actor => reading.actors.len(),
        ItemKind::Attribution => reading.attributions.len(),
        ItemKind::Proposal => reading.proposals.len(),
        ItemKind::Term => reading.terms.len(),
        ItemKind::Position => reading.positions.len(),
        ItemKind::Figure => reading.figures.len(),
        ItemKind::Event => reading.events.len(),
    }
}

/// A document, its text with all marks, and what was chosen in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Article {
    format: &'static str,
    pub document: Head,
    /// The text, paragraph by paragraph.
    pub parts: Vec<Part>,
    /// Everything that can be chosen, in the order of the text.
    pub items: Vec<Line>,
    pub chosen: Option<Chosen>,
    /// What was not understood.
    pub notes: Vec<String>,
    /// From whose hand it comes; `None` while that was not worked out yet.
    pub origin: Option<Origin>,
}

/// What is known of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Head {
    pub id: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub language: String,
    pub learnt: Option<String>,
    pub reader: String,
    /// The hash of title, text and what else is told of it.
    pub content: String,
    /// The hash of the file it was read from, where that is kept.
    pub original: Option<String>,
}

/// An item in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Line {
    pub id: String,
    pub kind: &'static str,
    /// Who says it, for a statement; else empty.
    pub who: String,
    pub words: String,
    pub status: &'static str,
    /// Where it begins, in bytes.
    #[serde(skip)]
    pub at: usize,
    /// How deep a statement lies in others.
    pub depth: usize,
}

/// From whose hand a text comes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Origin {
    /// Where it was first, of all texts of this hand.
    pub first: Carrier,
    /// Whether that is this document.
    pub own: bool,
    /// The others that carry it.
    pub copies: Vec<Carrier>,
    /// The documents from which it takes passages.
    pub takes_from: Vec<Carrier>,
}

/// A document that carries a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Carrier {
    pub document: String,
    pub outlet: Option<String>,
    pub published: Option<String>,
    /// `exact` or `near`, for a copy.
    pub copy: Option<&'static str>,
}

/// The article, with one item chosen where one is asked for.
pub(crate) fn article(opened: &Opened, record: &Record, item: Option<&str>) -> Result<Article, StoreError> {
    let chosen = item.map(|id| chosen::of(opened, id)).transpose()?;
    Ok(Article {
        format: FORMAT,
        document: head(opened),
        parts: marks::parts(opened),
        items: lines(opened),
        chosen,
        notes: opened.reading.notes.iter().map(|n| n.message.clone()).collect(),
        origin: origin(record, &opened.document.id),
    })
}

/// One item with the paragraphs around it.
pub(crate) fn around(opened: &Opened, id: &str) -> Result<(Chosen, Vec<Part>), StoreError> {
    let chosen = chosen::of(opened, id)?;
    let (kind, index) = opened.item(id)?;
    let parts = marks::around(opened, &marks::of_item(&opened.reading, kind, index));
    Ok((chosen, parts))
}

fn head(opened: &Opened) -> Head {
    let (d, s) = (&opened.document, &opened.shelved);
    Head {
        id: d.id.clone(),
        title: d.title.clone(),
        outlet: d.outlet.clone(),
        published: d.published.map(|p| p.to_string()),
        url: d.url.clone(),
        language: d.language.clone(),
        learnt: s.learnt.clone(),
        reader: s.reader.clone(),
        content: of_content(d).to_string(),
        original: s.original.as_ref().map(Hash::to_string),
    }
}

/// Everything that can be chosen, in the order of the text.
fn lines(opened: &Opened) -> Vec<Line> {
    let reading = &opened.reading;
    let kinds = ItemKind::ALL.into_iter().filter(|k| *k != ItemKind::Actor);
    let all = kinds.flat_map(|kind| (0..count(reading, kind)).map(move |index| (kind, index)));
    let mut out: Vec<Line> = all.map(|(kind, index)| line(opened, kind, index)).collect();
    out.sort_by_key(|l| l.at);
    out
}

fn line(opened: &Opened, kind: ItemKind, index: usize) -> Line {
    let (reading, text) = (&opened.reading, &opened.document.text);
    let id = id_of(kind, index);
    let spans = words_of(reading, kind, index);
    let at = marks::of_item(reading, kind, index).iter().map(|(_, s)| s.begin()).min().unwrap_or(0);
    let (who, depth) = match kind {
        ItemKind::Attribution => {
            let own = rapporteur_record::AttributionId(index);
            (chosen::speaker(opened, index).unwrap_or_default(), reading.chain(own).len().saturating_sub(1))
        }
        _ => (String::new(), 0),
    };
    Line { status: opened.status(&id), id, kind: kind.name(), who, words: super::words(text, spans), at, depth }
}

fn origin(record: &Record, id: &str) -> Option<Origin> {
    let sum = record.sum();
    let at = sum.texts.iter().position(|t| t.document.id == id)?;
    let text = sum.texts.get(at)?;
    let origin = sum.origins.get(text.origin.0)?;
    let carrier = |t: usize, copy: Option<Copy>| {
        let d = &sum.texts.get(t)?.document;
        let copy = copy.map(|c| if c == Copy::Exact { "exact" } else { "near" });
        Some(Carrier { document: d.id.clone(), outlet: d.outlet.clone(), published: d.published.map(|p| p.to_string()), copy })
    };
    let takes = sum.origins.iter().filter(|o| o.passages.iter().any(|(t, _)| t.0 == at));
    Some(Origin {
        first: carrier(origin.first.0, None)?,
        own: origin.first.0 == at,
        copies: origin.copies.iter().filter_map(|(t, c)| carrier(t.0, Some(*c))).collect(),
        takes_from: takes.filter_map(|o| carrier(o.first.0, None)).collect(),
    })
}

/// The words of an item on one line, shortened.
pub(crate) fn in_short(text: &str, spans: &[Span]) -> String {
    crate::cli::text::shorten(&super::words(text, spans), 120)
}
