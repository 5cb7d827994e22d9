//! Reads one document: from its text to who said what, through whom.
//!
//! Decides: everything that concerns one text alone. Must not know: other documents, the ledger, ONNX, files, the clock.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod actor;
mod bond;
mod cast;
pub mod chain;
pub mod claim;
pub mod confidence;
pub mod content;
pub mod cue;
mod describe;
pub mod encoder;
mod evidence;
mod finish;
mod gazetteer;
mod headline;
mod known;
mod lexicon;
mod meet;
mod name;
mod narrator;
pub mod number;
mod orphan;
pub mod parameter;
mod passing;
mod passive;
mod phrase;
pub mod points;
mod pronoun;
pub mod quote;
pub mod rule;
pub mod sentence;
mod sides;
pub mod source;
pub mod speaker;
pub mod statement;
pub mod tagged;
mod tie;
pub mod time;
mod voice;
mod word;

use bond::Sight;
use encoder::{Cut, Encoder, Window, WindowScores};
use quote::Quote;
use rapporteur_record::{Attribution, AttributionId, Decision, Document, Note, NoteKind, Reading, Span, Speaker, Time};
use statement::Statement;
use std::borrow::Cow;

/// A text is read up to this many bytes (about 80,000 words); the rest is named in a note.
pub const LONGEST: usize = 500_000;

/// Every constant that is tuned on dev, in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Which pieces make a cue.
    pub cue: cue::Bounds,
    /// Which words belong to it.
    pub content: content::Bounds,
    /// What may stand outside every content.
    pub chain: chain::Bounds,
    /// Proposals, terms, positions, figures, events.
    pub claim: claim::Bounds,
    /// How raw scores become confidences.
    pub confidence: confidence::Bounds,
}

/// The values in use; tuned on PolNeAR dev and on our corpus' dev part, confidences fitted on its test part.
pub const BOUNDS: Bounds = Bounds {
    cue: cue::Bounds { extent: 0.3, keep: 0.55, keep_nested: 0.4 },
    content: content::Bounds { begin: [1.5, -3.0, 0.0], keep: 0.7 },
    chain: chain::Bounds { outermost: 0.05 },
    claim: claim::Bounds {
        begin: [0.0, 0.0, 2.0, 1.5, 0.0],
        keep: [0.6, 0.7, 0.5, 0.6, 0.7],
        kind: 3.5,
        stance: 2.0,
        content: 1.1,
        same: 2.0,
        process: 0.64,
        also: 1.1,
        position: 0.65,
        trust: [0.383, -1.749],
    },
    confidence: confidence::Bounds { attribution: [0.536, -1.153] },
};

/// Reads one document. Never fails: what was not understood becomes a `Note`.
pub fn read(document: &Document, encoder: &dyn Encoder) -> Reading {
    read_within(document, encoder, BOUNDS)
}

/// As [`read`], with other constants: for tuning.
pub fn read_within(document: &Document, encoder: &dyn Encoder, bounds: Bounds) -> Reading {
    let mut notes = Vec::new();
    let document = &readable(document, &mut notes);
    let text = document.text.as_str();
    let (quotes, headings, sentences) = (quote::find(text), sentence::headings(text), sentence::split(text));
    let times = time::find(text, document.published);
    let cut = encoder.cut(text);
    let windows: Vec<(Window, WindowScores)> = cut.windows.iter().map(|w| (w.clone(), encoder.score(&cut, w))).collect();
    let mut statements = statements(text, &headings, &cut, &windows, encoder, bounds);
    content::bind(text, &quotes, &mut statements);
    let statements = chain::link(statements, bounds.chain);
    let tagged = tagged::find(text, &cut, &windows);
    let spoken = speaker::decide(document, &statements, Some(&Sight { tagged: &tagged, encoder, cut: &cut, windows: &windows }));
    let said = when(document, &statements, &times, &sentences);
    note_unbalanced(&quotes, &mut notes);
    let mut decisions: Vec<Vec<Decision>> = statements.iter().zip(spoken.decisions).map(|(s, more)| [s.decisions.clone(), more].concat()).collect();
    for (list, time) in decisions.iter_mut().zip(&said) {
        list.extend(time.iter().flat_map(|t| time::decisions(text, t)));
    }
    let mut attributions = attributions(text, &quotes, &statements, spoken.speakers, said);
    attributions.iter_mut().for_each(|a| a.confidence = confidence::of(a.confidence, bounds.confidence.attribution));
    let (actors, attributed) = (&spoken.actors, &attributions);
    let ground = claim::Ground {
        document,
        encoder,
        cut: &cut,
        windows: &windows,
        headings: &headings,
        actors,
        pronouns: &spoken.pronouns,
        attributions: attributed,
        times: &times,
        sentences: &sentences,
    };
    let claims = claim::read(&ground, bounds.claim);
    let mut reading = Reading {
        actors: spoken.actors,
        attributions,
        proposals: claims.proposals,
        terms: claims.terms,
        positions: claims.positions,
        figures: claims.figures,
        events: claims.events,
        conflicts: Vec::new(),
        decisions,
        headings,
        notes,
    };
    reading.conflicts = rapporteur_record::conflict::find(document, &reading);
    reading
}

/// When each statement was made, where the text says so.
fn when(document: &Document, statements: &[Statement], times: &[Time], sentences: &[Span]) -> Vec<Option<Time>> {
    let text = document.text.as_str();
    let one = |s: &Statement| {
        let within = s.within.and_then(|w| statements.get(w)).map(|p| p.content.as_slice());
        time::of_statement(text, times, sentences, time::Roles { source: &s.source, cue: &s.cue, content: &s.content, within })
    };
    statements.iter().map(one).collect()
}

/// The part of a document that is read.
fn readable<'a>(document: &'a Document, notes: &mut Vec<Note>) -> Cow<'a, Document> {
    let text = &document.text;
    if text.trim().is_empty() {
        notes.push(Note { kind: NoteKind::Empty, message: "the text has no words".to_owned(), span: None });
    }
    if text.len() <= LONGEST {
        return Cow::Borrowed(document);
    }
    let end = (0..=LONGEST).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let message = format!("the text has {} bytes; the first {end} were read: split it to read the rest", text.len());
    notes.push(Note { kind: NoteKind::TooLong, message, span: Span::new(text, end, text.len()) });
    Cow::Owned(Document { text: text[..end].to_owned(), ..document.clone() })
}

/// Window by window: cues, and what belongs to each cue.
fn statements(text: &str, headings: &[Span], cut: &Cut, windows: &[(Window, WindowScores)], encoder: &dyn Encoder, bounds: Bounds) -> Vec<Statement> {
    let mut out = Vec::new();
    for (window, scores) in windows {
        let core = window.core.start - window.all.start..window.core.end - window.all.start;
        let cues = cue::find(scores, &core, bounds.cue);
        let ranges: Vec<_> = cues.iter().map(|c| c.pieces.clone()).collect();
        let roles = encoder.roles(scores, &ranges);
        out.extend(content::attach(text, cut, window, &cues, &roles, bounds.content));
    }
    out.retain(|s| !s.anchor().iter().any(|a| headings.iter().any(|h| h.overlaps(*a))));
    out
}

fn note_unbalanced(quotes: &[Quote], notes: &mut Vec<Note>) {
    let open: Vec<&Quote> =
        quotes.iter().enumerate().filter(|(i, q)| !q.closed && quotes.get(i + 1).is_none_or(|n| n.span.begin() > q.span.end() + 4)).map(|(_, q)| q).collect();
    if let Some(first) = open.first() {
        let message = format!("{} quotation mark(s) without a partner; each was taken to run to the end of its paragraph", open.len());
        notes.push(Note { kind: NoteKind::UnbalancedQuote, message, span: Some(first.span) });
    }
}

fn attributions(text: &str, quotes: &[Quote], statements: &[Statement], speakers: Vec<Speaker>, said: Vec<Option<Time>>) -> Vec<Attribution> {
    let parent = |s: &Statement| s.within.and_then(|w| statements.get(w)).map(|p| p.content.clone());
    let one = |((s, speaker), time): ((&Statement, Speaker), Option<Time>)| Attribution {
        source: s.source.clone(),
        cue: s.cue.clone(),
        content: s.content.clone(),
        addressee: s.addressee.clone(),
        speaker,
        quote_type: quote::quote_type(text, quotes, &s.content, parent(s).as_deref()),
        speech_act: s.speech_act,
        within: s.within.map(AttributionId),
        time,
        confidence: s.confidence,
    };
    statements.iter().zip(speakers).zip(said).map(one).collect()
}
