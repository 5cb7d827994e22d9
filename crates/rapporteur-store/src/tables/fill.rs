//! The rows of one document.
//!
//! Decides: which columns hold what of a reading. Must not know: which entry counts, what is looked for.

use super::facet;
use super::status::Statuses;
use crate::{Hash, StoreError, hash};
use rapporteur_record::entry::{Entry, What};
use rapporteur_record::gist::{Gist, weave};
use rapporteur_record::item::ItemKind;
use rapporteur_record::span::CodePoints;
use rapporteur_record::{ActorId, Attribution, AttributionId, Document, Parameter, Reading, Sides, Span, Target, Time, Voice, json};
use rusqlite::{Connection, params};
use serde_json::{Value, json as value};

/// A document has fewer attributions than this; so the key of one is the document's key and its place.
pub(crate) const PLACES: i64 = 1 << 20;

/// Remembers that a content was read.
pub(crate) fn content(connection: &Connection, number: u64, document: &Document, reader: &str) -> Result<(), StoreError> {
    let content = hash::of_content(document);
    connection.prepare_cached("INSERT OR IGNORE INTO contents (hash, reader, number, document) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        &content.0[..],
        reader,
        number as i64,
        document.id
    ])?;
    Ok(())
}

/// Keeps what of a reading is enough to add it up with others.
pub(crate) fn gist(connection: &Connection, number: u64, document: &Document, reading: &Reading) -> Result<(), StoreError> {
    let gist = Gist::of(document, reading).to_bytes();
    connection.prepare_cached("INSERT INTO gists (number, gist) VALUES (?1, ?2)")?.execute(params![number as i64, gist])?;
    connection.prepare_cached("INSERT INTO weaves (number, weave) VALUES (?1, ?2)")?.execute(params![number as i64, weave(&document.text)])?;
    Ok(())
}

/// What is filled in: a document, what was understood of it and what people made of that.
pub(crate) struct Whole<'a> {
    pub(crate) key: i64,
    pub(crate) number: u64,
    pub(crate) entry: &'a Entry,
    pub(crate) document: &'a Document,
    pub(crate) reading: &'a Reading,
    pub(crate) statuses: &'a Statuses,
    pub(crate) original: Option<Hash>,
}

/// All rows of a document.
pub(crate) fn document(connection: &Connection, whole: &Whole<'_>) -> Result<(), StoreError> {
    let Whole { key, number, entry, document, reading, statuses, original } = *whole;
    connection
        .prepare_cached(
            "INSERT INTO documents (key, id, number, title, outlet, published, url, language, reader, learnt, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            key,
            document.id,
            number as i64,
            document.title,
            document.outlet,
            document.published.map(|d| d.to_string()),
            document.url,
            document.language,
            entry.by.name(),
            entry.learnt.map(|t| t.to_string()),
            original.map(|h| h.0.to_vec()),
        ])?;
    connection.prepare_cached("INSERT INTO text_words (rowid, title, text, facets) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        key,
        document.title,
        document.text,
        facet::of_document(document)
    ])?;
    let rows = Rows { connection, key, document, text: &document.text, reading, statuses };
    rows.notes()?;
    rows.actors()?;
    rows.attributions()?;
    rows.proposals()?;
    rows.terms()?;
    rows.positions()?;
    rows.conflicts()?;
    rows.figures()?;
    rows.events()
}

struct Rows<'a> {
    connection: &'a Connection,
    key: i64,
    document: &'a Document,
    text: &'a str,
    reading: &'a Reading,
    statuses: &'a Statuses,
}

impl Rows<'_> {
    fn notes(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached("INSERT INTO notes (document, place, kind, message) VALUES (?1, ?2, ?3, ?4)")?;
        for (i, note) in self.reading.notes.iter().enumerate() {
            insert.execute(params![self.key, i as i64, note.kind.name(), note.message])?;
        }
        Ok(())
    }

    fn actors(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO actors (document, id, name, kind, names, acts_for, role, wikidata, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (i, a) in self.reading.actors.iter().enumerate() {
            let id = json::actor_id(ActorId(i));
            let status = self.statuses.of(ItemKind::Actor, i);
            insert.execute(params![self.key, id, a.name, a.kind.name(), list(&a.names), a.acts_for.map(json::actor_id), a.role, a.wikidata, status])?;
        }
        Ok(())
    }

    fn attributions(&self) -> Result<(), StoreError> {
        let points = CodePoints::of(self.text);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO attributions (key, document, id, within, depth, speaker, speaker_name, source, cue, content, begin, \"end\", quote_type,
             speech_act, time_from, time_to, confidence, status, confirmed, party, proposals, terms, stances)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
        )?;
        let mut words = self.connection.prepare_cached("INSERT INTO statement_words (rowid, speaker_name, content, facets) VALUES (?1, ?2, ?3, ?4)")?;
        let found_by = facet::of_statements(self.reading, self.statuses);
        for ((i, a), by) in self.reading.attributions.iter().enumerate().take(PLACES as usize).zip(found_by) {
            let (id, key) = (AttributionId(i), self.key * PLACES + i as i64);
            let (begin, end) = content_hull(a);
            let (speaker, content) = (self.reading.speaker_name(&a.speaker), self.words(&a.content));
            words.execute(params![key, speaker, content, by.words(self.document, speaker.as_deref())])?;
            insert.execute(params![
                key,
                self.key,
                json::attribution_id(id),
                a.within.map(json::attribution_id),
                by.depth as i64,
                a.speaker.first().map(json::actor_id),
                speaker,
                self.words(&a.source),
                self.words(&a.cue),
                content,
                points.before(self.text, begin) as i64,
                points.before(self.text, end) as i64,
                a.quote_type.name(),
                a.speech_act.name(),
                from(a.time.as_ref()),
                to(a.time.as_ref()),
                score(a.confidence),
                by.status,
                by.confirmed,
                by.party,
                list(&by.proposals),
                list(&by.terms),
                list(&by.stances),
            ])?;
        }
        Ok(())
    }

    fn proposals(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO proposals (document, id, label, authors, supersedes, mentions, confidence, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for (i, p) in self.reading.proposals.iter().enumerate() {
            insert.execute(params![
                self.key,
                id_of(ItemKind::Proposal, i),
                p.label,
                ids(&p.authors),
                p.supersedes.map(json::proposal_id),
                p.mentions.len() as i64,
                score(p.confidence),
                self.statuses.of(ItemKind::Proposal, i),
            ])?;
        }
        Ok(())
    }

    fn terms(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO terms (document, id, kind, proposal, text, parameters, said_in, confidence, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (i, claimed) in self.reading.terms.iter().enumerate() {
            let (t, by) = claimed.parts();
            let parameters: serde_json::Map<String, Value> = t.parameters.iter().map(|(name, p)| ((*name).to_owned(), parameter(p))).collect();
            insert.execute(params![
                self.key,
                id_of(ItemKind::Term, i),
                t.kind.name(),
                t.proposal.map(json::proposal_id),
                self.words(&t.text),
                Value::Object(parameters).to_string(),
                said_in(by),
                score(t.confidence),
                self.statuses.of(ItemKind::Term, i),
            ])?;
        }
        Ok(())
    }

    fn positions(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO positions (document, id, holder, holder_name, target, stance, certainty, evidence, said_in, confidence, status)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        for (i, claimed) in self.reading.positions.iter().enumerate() {
            let (p, by) = claimed.parts();
            let target = match p.target {
                Target::Proposal(id) => json::proposal_id(id),
                Target::Term(id) => json::term_id(id),
                Target::Process => "process".to_owned(),
            };
            insert.execute(params![
                self.key,
                id_of(ItemKind::Position, i),
                json::actor_id(p.holder),
                self.reading.actor(p.holder).map_or("", |a| a.name.as_str()),
                target,
                p.stance.name(),
                p.certainty.name(),
                self.words(&p.evidence),
                said_in(by),
                score(p.confidence),
                self.statuses.of(ItemKind::Position, i),
            ])?;
        }
        Ok(())
    }

    fn conflicts(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached("INSERT INTO conflicts (document, id, kind, sides, confidence) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (i, c) in self.reading.conflicts.iter().enumerate() {
            let sides: Value = match &c.sides {
                Sides::Positions(all) => all.iter().map(|side| side.iter().map(|p| json::position_id(*p)).collect::<Value>()).collect(),
                Sides::Figures(all) => all.iter().map(|side| side.iter().map(|f| json::figure_id(*f)).collect::<Value>()).collect(),
            };
            let id = json::conflict_id(rapporteur_record::ConflictId(i));
            insert.execute(params![self.key, id, c.kind.name(), sides.to_string(), score(c.confidence)])?;
        }
        Ok(())
    }

    fn figures(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO figures (document, id, text, value, bound, measure, \"of\", \"by\", said_in, confidence, status)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        for (i, claimed) in self.reading.figures.iter().enumerate() {
            let (f, by) = claimed.parts();
            insert.execute(params![
                self.key,
                id_of(ItemKind::Figure, i),
                self.words(&f.text),
                f.value,
                f.bound.name(),
                f.measure.name(),
                f.of.map(json::actor_id),
                f.by.map(json::actor_id),
                said_in(by),
                score(f.confidence),
                self.statuses.of(ItemKind::Figure, i),
            ])?;
        }
        Ok(())
    }

    fn events(&self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO events (document, id, kind, text, actors, recipients, place, time_from, time_to, happened, said_in, confidence, status)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        for (i, claimed) in self.reading.events.iter().enumerate() {
            let (e, by) = claimed.parts();
            insert.execute(params![
                self.key,
                id_of(ItemKind::Event, i),
                e.kind.name(),
                self.words(&e.text),
                ids(&e.actors),
                ids(&e.recipients),
                e.place,
                from(e.time.as_ref()),
                to(e.time.as_ref()),
                e.status.name(),
                said_in(by),
                score(e.confidence),
                self.statuses.of(ItemKind::Event, i),
            ])?;
        }
        Ok(())
    }

    fn words(&self, spans: &[Span]) -> String {
        spans.iter().map(|s| s.of(self.text)).collect::<Vec<_>>().join(" … ")
    }
}

/// A person's decision, on the item at that place of the reading; `None` where it has no such item.
pub(crate) fn review(connection: &Connection, key: i64, number: u64, entry: &Entry, place: Option<usize>) -> Result<(), StoreError> {
    let What::Review { item, verdict, comment } = &entry.what else { return Ok(()) };
    let id = place.map(|index| id_of(item.kind, index));
    let changes = json::entry(entry).get("changes").cloned().unwrap_or(value!([]));
    connection
        .prepare_cached(
            "INSERT INTO reviews (number, document, kind, item, words, verdict, changes, comment, by, learnt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            number as i64,
            key,
            item.kind.name(),
            id,
            item.words,
            verdict.name(),
            changes.to_string(),
            comment,
            entry.by.name(),
            entry.learnt.map(|t| t.to_string()),
        ])?;
    Ok(())
}

/// The id that a record gives the `index`th item of a kind.
pub fn id_of(kind: ItemKind, index: usize) -> String {
    use rapporteur_record::{EventId, FigureId, PositionId, ProposalId, TermId};
    match kind {
        ItemKind::Actor => json::actor_id(ActorId(index)),
        ItemKind::Attribution => json::attribution_id(AttributionId(index)),
        ItemKind::Proposal => json::proposal_id(ProposalId(index)),
        ItemKind::Term => json::term_id(TermId(index)),
        ItemKind::Position => json::position_id(PositionId(index)),
        ItemKind::Figure => json::figure_id(FigureId(index)),
        ItemKind::Event => json::event_id(EventId(index)),
    }
}

/// The table that holds items of a kind.
pub(crate) fn table_of(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Actor => "actors",
        ItemKind::Attribution => "attributions",
        ItemKind::Proposal => "proposals",
        ItemKind::Term => "terms",
        ItemKind::Position => "positions",
        ItemKind::Figure => "figures",
        ItemKind::Event => "events",
    }
}

fn content_hull(a: &Attribution) -> (usize, usize) {
    (a.content.first().map_or(0, |s| s.begin()), a.content.last().map_or(0, |s| s.end()))
}

fn said_in(by: Voice) -> Option<String> {
    by.attribution().map(json::attribution_id)
}

fn from(time: Option<&Time>) -> Option<String> {
    time.and_then(|t| t.days).map(|d| d.0.to_string())
}

fn to(time: Option<&Time>) -> Option<String> {
    time.and_then(|t| t.days).map(|d| d.1.to_string())
}

/// With three decimals, as in records.
fn score(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

fn list(words: &[String]) -> String {
    value!(words).to_string()
}

fn ids(actors: &[ActorId]) -> String {
    actors.iter().map(|a| value!(json::actor_id(*a))).collect::<Value>().to_string()
}

fn parameter(parameter: &Parameter) -> Value {
    match parameter {
        Parameter::Number(n) => value!(n),
        Parameter::Words(words) => value!(words),
        Parameter::Actor(id) => value!(json::actor_id(*id)),
    }
}
