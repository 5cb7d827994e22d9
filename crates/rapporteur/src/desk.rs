//! One function per question. Answers are plain values that the counters (`cli`, later others) show.
//!
//! Decides: what belongs to an answer. Must not know: how it is shown, files, rules of reading.

pub(crate) mod account;
pub(crate) mod article;
pub(crate) mod corrections;
pub(crate) mod dossier;
pub(crate) mod finding;
pub(crate) mod negotiation;
pub(crate) mod review;

use crate::reader;
use rapporteur_reading::encoder::Encoder;
use rapporteur_reading::rule::{ALL, Rule};
use rapporteur_reading::source::Sourced;
use rapporteur_record::gist::Words;
use rapporteur_record::{Attribution, AttributionId, Decision, Document, Reading, Span, Speaker};

/// A document and what was understood of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    /// The document.
    pub document: Document,
    /// What was understood.
    pub reading: Reading,
}

/// What does this text say, and who says it?
pub(crate) fn read(sourced: Sourced, encoder: &dyn Encoder) -> Read {
    let Sourced { document, headings, notes, map: _ } = sourced;
    let mut reading = reader::read(&document, encoder);
    for heading in headings {
        if !reading.headings.iter().any(|h| h.overlaps(heading)) {
            reading.headings.push(heading);
        }
    }
    reading.headings.sort_by_key(|h| h.begin());
    for note in notes.into_iter().rev() {
        if !reading.notes.contains(&note) {
            reading.notes.insert(0, note);
        }
    }
    Read { document, reading }
}

/// How it is known who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// A named actor, or several.
    Named,
    /// Described, not named.
    Described,
    /// The text names nobody.
    Nobody,
    /// The text has words for it, but who is meant was not found out.
    NotResolved,
}

/// One statement in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// Its id.
    pub id: AttributionId,
    /// Who speaks: the actor's name, else the words of the text, else empty.
    pub speaker: String,
    /// How that is known.
    pub known: Known,
    /// On whose behalf.
    pub acts_for: Option<String>,
    /// The words that attribute; empty where a quotation goes on.
    pub cue: String,
    /// What is attributed.
    pub content: String,
}

/// Who says what in this statement?
pub(crate) fn statement(read: &Read, id: AttributionId) -> Option<Statement> {
    let a = read.reading.attributions.get(id.0)?;
    let source = words(&read.document.text, &a.source);
    let named = read.reading.speaker_name(&a.speaker).filter(|n| !n.is_empty());
    let known = match &a.speaker {
        Speaker::Actor(_) => Known::Named,
        Speaker::Described(_) => Known::Described,
        Speaker::Unresolved if source.is_empty() => Known::Nobody,
        Speaker::Unresolved => Known::NotResolved,
    };
    Some(Statement {
        id,
        speaker: named.unwrap_or(source),
        known,
        acts_for: acts_for(&read.reading, a),
        cue: words(&read.document.text, &a.cue),
        content: words(&read.document.text, &a.content),
    })
}

fn acts_for(reading: &Reading, a: &Attribution) -> Option<String> {
    let actor = reading.actor(a.speaker.first()?)?;
    reading.actor(actor.acts_for?).map(|a| a.name.clone())
}

/// The words at some places, on one line; an interruption shows as "…".
pub(crate) fn words(text: &(impl Words + ?Sized), spans: &[Span]) -> String {
    let parts: Vec<String> = spans.iter().map(|s| text.at(*s).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    parts.join(" … ")
}

/// Through whom is a statement known, and why was it read so?
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Explanation {
    /// Whose text it is: the voice that comes first.
    pub outlet: Option<String>,
    /// From the outermost voice down to the statement itself.
    pub chain: Vec<Statement>,
    /// Every decision behind the statement, in the order they were taken.
    pub decisions: Vec<Decision>,
}

/// Through whom is a statement known, and why was it read so? `None` where there is no such statement.
pub(crate) fn explain(read: &Read, id: AttributionId) -> Option<Explanation> {
    read.reading.attributions.get(id.0)?;
    Some(Explanation {
        outlet: read.document.outlet.clone(),
        chain: read.reading.chain(id).into_iter().filter_map(|id| statement(read, id)).collect(),
        decisions: read.reading.decisions.get(id.0).cloned().unwrap_or_default(),
    })
}

/// Which rules does the reader have?
pub(crate) fn rules() -> Vec<Rule> {
    ALL.iter().flat_map(|list| list.iter().copied()).collect()
}

/// How much was found in a text?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Statements.
    pub statements: usize,
    /// Different speakers, described ones included.
    pub speakers: usize,
    /// Statements inside another.
    pub nested: usize,
    /// Statements whose words for the speaker could not be resolved.
    pub unresolved: usize,
    /// Statements for which nobody is named.
    pub nobody: usize,
}

/// How much was found in a text?
pub(crate) fn summary(read: &Read) -> Summary {
    let all = &read.reading.attributions;
    let mut speakers: Vec<_> = all
        .iter()
        .flat_map(|a| match &a.speaker {
            Speaker::Actor(ids) => ids.clone(),
            Speaker::Described(id) => vec![*id],
            Speaker::Unresolved => vec![],
        })
        .collect();
    speakers.sort_unstable();
    speakers.dedup();
    let unknown = |named: bool| all.iter().filter(|a| a.speaker == Speaker::Unresolved && a.source.is_empty() != named).count();
    Summary {
        statements: all.len(),
        speakers: speakers.len(),
        nested: all.iter().filter(|a| a.within.is_some()).count(),
        unresolved: unknown(true),
        nobody: unknown(false),
    }
}
