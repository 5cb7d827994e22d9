//! One text of a record: what is at hand of it, and the way to the rest.
//!
//! Decides: what is asked of memory and what of the shelf. Must not know: where the shelf keeps texts.

use super::{OriginId, PartyId, PlanId, PointId, Standing};
use crate::gist::{self, Excerpts, Gist, Heard, Imprint, Lists, Words};
use crate::{ActorId, Document, EntryId, ItemKind, ProposalId, Reading, Span, TermId};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

/// Where a record finds what it does not keep at hand. What cannot be had is empty; the shelf itself remembers why.
pub trait Shelf: Debug + Send + Sync {
    /// The text that was read in an entry.
    fn text(&self, entry: EntryId) -> Option<String>;

    /// The words of texts as numbers ([`crate::gist::weave`]), in any order.
    fn weaves(&self, each: &mut dyn FnMut(EntryId, &[u8]));
}

/// A reading of which the gist is at hand, and the whole on a shelf.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its entry.
    pub id: EntryId,
    /// When the ledger took it.
    pub learnt: Option<Timestamp>,
    /// Who read it.
    pub by: Arc<str>,
    /// What it says in short.
    pub gist: Arc<Gist>,
}

/// One text of the record.
#[derive(Clone, Debug)]
pub struct Text {
    /// Where the text comes from.
    pub document: Arc<Imprint>,
    /// The entry of its reading.
    pub entry: EntryId,
    /// When the ledger first took the text.
    pub learnt: Option<Timestamp>,
    /// What people found of its items, by kind and index. Items nobody looked at are not there.
    pub standing: BTreeMap<(ItemKind, usize), Standing>,
    /// Whose hand it comes from.
    pub origin: OriginId,
    /// The actor behind each of the reading's actors.
    pub parties: Arc<[PartyId]>,
    /// The proposal behind each of the reading's proposals.
    pub plans: Arc<[PlanId]>,
    /// The term behind each of the reading's terms.
    pub points: Arc<[PointId]>,
    pub(super) hand: Hand,
}

/// What is at hand of a text.
#[derive(Clone, Debug)]
pub(super) enum Hand {
    /// All of it.
    Whole(Arc<Document>, Arc<Reading>),
    /// The gist; the whole lies on a shelf.
    Gist(Arc<Gist>, Arc<dyn Shelf>),
}

/// Two texts are the same where all that adds up is.
impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        let beside = |t: &Text| (t.document.clone(), t.entry, t.learnt, t.origin, t.parties.clone(), t.plans.clone(), t.points.clone());
        let read = |t: &Text| Reading { decisions: Vec::new(), headings: Vec::new(), notes: Vec::new(), conflicts: Vec::new(), ..(*t.reading()).clone() };
        beside(self) == beside(other) && self.standing == other.standing && read(self) == read(other)
    }
}

impl Text {
    pub(super) fn new(entry: EntryId, learnt: Option<Timestamp>, hand: Hand) -> Text {
        let document = match &hand {
            Hand::Whole(document, _) => Arc::new(Imprint::of(document)),
            Hand::Gist(gist, _) => gist.imprint.clone(),
        };
        let (standing, parties, plans, points) = (BTreeMap::new(), Arc::default(), Arc::default(), Arc::default());
        Text { document, entry, learnt, standing, origin: OriginId(0), parties, plans, points, hand }
    }

    /// What is understood of it, corrections included. Of a text on a shelf without notes, headings, conflicts within it and decisions of rules.
    pub fn reading(&self) -> Arc<Reading> {
        match &self.hand {
            Hand::Whole(_, reading) => reading.clone(),
            Hand::Gist(gist, _) => Arc::new(gist.reading()),
        }
    }

    /// The whole text, fetched where it is not at hand.
    pub fn whole(&self) -> Arc<Document> {
        match &self.hand {
            Hand::Whole(document, _) => document.clone(),
            Hand::Gist(gist, shelf) => Arc::new(gist.imprint.with(shelf.text(self.entry).unwrap_or_default())),
        }
    }

    /// The reading, with the words of its proposals, terms, positions, figures and events.
    pub fn open(&self) -> Opened {
        match &self.hand {
            Hand::Whole(document, reading) => Opened { reading: reading.clone(), words: Known::Whole(document.clone()) },
            Hand::Gist(gist, _) => {
                let (reading, excerpts) = gist.open();
                Opened { reading: Arc::new(reading), words: Known::Excerpts(excerpts) }
            }
        }
    }

    /// What [`Text::reading`] is, with no items of other kinds than one; with proposals come the statements.
    pub fn reading_of(&self, kind: ItemKind) -> Arc<Reading> {
        self.some(match kind {
            ItemKind::Actor => Lists::ACTORS,
            ItemKind::Attribution => Lists::ATTRIBUTIONS,
            ItemKind::Proposal => Lists::PROPOSALS.and(Lists::ATTRIBUTIONS),
            ItemKind::Term => Lists::TERMS,
            ItemKind::Position => Lists::POSITIONS,
            ItemKind::Figure => Lists::FIGURES,
            ItemKind::Event => Lists::EVENTS,
        })
    }

    /// Some lists of the reading; the others may be empty.
    pub(super) fn some(&self, lists: Lists) -> Arc<Reading> {
        match &self.hand {
            Hand::Whole(_, reading) => reading.clone(),
            Hand::Gist(gist, _) => Arc::new(gist.some(lists)),
        }
    }

    /// As [`Text::some`], with the words that [`Text::open`] gives.
    pub(super) fn look(&self, lists: Lists) -> Opened {
        match &self.hand {
            Hand::Whole(document, reading) => Opened { reading: reading.clone(), words: Known::Whole(document.clone()) },
            Hand::Gist(gist, _) => Opened { reading: Arc::new(gist.some(lists)), words: Known::Excerpts(gist.excerpts()) },
        }
    }

    /// Whether it is read in the same way from the same words, whatever people made of it.
    pub(super) fn reads_as(&self, other: &Text) -> bool {
        let same = match (&self.hand, &other.hand) {
            (Hand::Whole(d, r), Hand::Whole(e, s)) => (Arc::ptr_eq(d, e) || d == e) && (Arc::ptr_eq(r, s) || r == s),
            (Hand::Gist(g, _), Hand::Gist(h, _)) => Arc::ptr_eq(g, h) || g == h,
            _ => false,
        };
        same && self.entry == other.entry
    }

    /// The gist that is at hand of a text on a shelf.
    pub(super) fn gist(&self) -> Option<&Arc<Gist>> {
        if let Hand::Gist(gist, _) = &self.hand { Some(gist) } else { None }
    }

    /// Names the text's words, whatever their marks and capitals; `None` where it has none.
    pub(super) fn number_of_words(&self) -> Option<u128> {
        match &self.hand {
            Hand::Whole(document, _) => gist::number_of_words(&document.text),
            Hand::Gist(gist, _) => gist.words,
        }
    }

    /// How many statements it has.
    pub fn statements(&self) -> usize {
        match &self.hand {
            Hand::Whole(_, reading) => reading.attributions.len(),
            Hand::Gist(gist, _) => gist.statements,
        }
    }

    /// Calls `each` with every statement in short: faster than its whole reading.
    pub fn heard(&self, mut each: impl FnMut(usize, Heard)) {
        match &self.hand {
            Hand::Gist(gist, _) => gist.heard().enumerate().for_each(|(i, h)| each(i, h)),
            Hand::Whole(_, reading) => {
                for (i, a) in reading.attributions.iter().enumerate() {
                    let day = a.time.as_ref().and_then(|t| t.days).map(|d| d.1);
                    each(i, Heard { speaker: a.speaker.first(), within: a.within, day, confidence: a.confidence });
                }
            }
        }
    }

    /// Puts a corrected reading in place.
    pub(super) fn correct(&mut self, reading: Arc<Reading>, document: &Document) {
        match &mut self.hand {
            Hand::Whole(_, kept) => *kept = reading,
            Hand::Gist(gist, _) => *gist = Arc::new(gist.corrected(&reading, &document.text)),
        }
    }

    /// Whether a person rejected that item.
    pub fn rejected(&self, kind: ItemKind, index: usize) -> bool {
        !self.standing.is_empty() && self.standing.get(&(kind, index)).is_some_and(|s| s.rejected)
    }

    /// What people made of that item: `machine` where nobody decided.
    pub fn status(&self, kind: ItemKind, index: usize) -> &'static str {
        match self.standing.get(&(kind, index)) {
            Some(s) if s.rejected => "rejected",
            Some(s) if s.corrected => "corrected",
            Some(s) if s.accepted => "accepted",
            _ => "machine",
        }
    }

    /// The actor across documents behind an actor of this one.
    pub fn party(&self, id: ActorId) -> PartyId {
        self.parties.get(id.0).copied().unwrap_or(PartyId(usize::MAX))
    }

    pub(super) fn plan(&self, id: ProposalId) -> PlanId {
        self.plans.get(id.0).copied().unwrap_or(PlanId(usize::MAX))
    }

    pub(super) fn point(&self, id: TermId) -> PointId {
        self.points.get(id.0).copied().unwrap_or(PointId(usize::MAX))
    }
}

/// Its words; of a text on a shelf those of its proposals, terms, positions, figures and events.
impl Words for Text {
    fn at(&self, span: Span) -> &str {
        match &self.hand {
            Hand::Whole(document, _) => span.of(&document.text),
            Hand::Gist(gist, _) => gist.words_at(span).unwrap_or(""),
        }
    }
}

/// A reading with the words that rules look at.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The reading.
    pub reading: Arc<Reading>,
    words: Known,
}

#[derive(Clone, Debug)]
enum Known {
    Whole(Arc<Document>),
    Excerpts(Excerpts),
}

impl Words for Opened {
    fn at(&self, span: Span) -> &str {
        match &self.words {
            Known::Whole(document) => span.of(&document.text),
            Known::Excerpts(excerpts) => excerpts.at(span),
        }
    }
}
