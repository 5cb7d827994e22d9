//! What has been found of an attribution before its speaker is known.
//!
//! Decides: nothing; it is what `content` makes, `chain` nests and `speaker` reads.

use rapporteur_record::{Decision, Span, SpeechAct};

/// Somebody's statement by its words alone. Spans of a role ascend; `content` is never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The words that name who speaks.
    pub source: Vec<Span>,
    /// The words that attribute; empty where a quotation goes on from the last speaker.
    pub cue: Vec<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
    /// To whom.
    pub addressee: Vec<Span>,
    /// The statement whose content holds this one: an index in the same list, always a smaller one.
    pub within: Option<usize>,
    /// What kind of act it is.
    pub speech_act: SpeechAct,
    /// How sure, 0..1.
    pub confidence: f32,
    /// Share of the cue's probability that says "outermost", 0..1.
    pub outermost: f32,
    /// What decided so far.
    pub decisions: Vec<Decision>,
}

impl Statement {
    /// First byte of any of its words, and the byte after the last.
    pub fn hull(&self) -> (usize, usize) {
        let all = || self.source.iter().chain(&self.cue).chain(&self.content);
        (all().map(|s| s.begin()).min().unwrap_or(0), all().map(|s| s.end()).max().unwrap_or(0))
    }

    /// The words that place it: its cue, or its content where it has none.
    pub fn anchor(&self) -> &[Span] {
        if self.cue.is_empty() { &self.content } else { &self.cue }
    }
}
