//! Who said what.
//!
//! Decides: what an attribution is and which can exist. Must not know: how it was found.

use crate::{ActorId, Span, Time};

/// Names an attribution within one document: the index in [`crate::Reading::attributions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributionId(pub usize);

/// How much of a content stands in quotation marks. Inside a quotation its own marks do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteType {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

impl QuoteType {
    /// All of them, in the order of the format.
    pub const ALL: [QuoteType; 3] = [QuoteType::Direct, QuoteType::Indirect, QuoteType::Mixed];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            QuoteType::Direct => "direct",
            QuoteType::Indirect => "indirect",
            QuoteType::Mixed => "mixed",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<QuoteType> {
        QuoteType::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// What kind of act a statement is (record-format.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpeechAct {
    /// Says that something is so.
    Asserts,
    /// Says that something is not so, or refuses.
    Denies,
    /// Binds itself: promises, agrees, plans.
    Commits,
    /// Wants somebody to do something.
    Demands,
    /// Puts something forward.
    Proposes,
    /// Lays something at somebody's door.
    Accuses,
    /// Announces harm.
    Threatens,
    /// Asks.
    Asks,
    /// Hopes, fears, forecasts.
    Expects,
    /// Does not believe it.
    Doubts,
}

impl SpeechAct {
    /// All acts, in the order of the encoder's label list.
    pub const ALL: [SpeechAct; 10] = [
        SpeechAct::Asserts,
        SpeechAct::Denies,
        SpeechAct::Commits,
        SpeechAct::Demands,
        SpeechAct::Proposes,
        SpeechAct::Accuses,
        SpeechAct::Threatens,
        SpeechAct::Asks,
        SpeechAct::Expects,
        SpeechAct::Doubts,
    ];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            SpeechAct::Asserts => "asserts",
            SpeechAct::Denies => "denies",
            SpeechAct::Commits => "commits",
            SpeechAct::Demands => "demands",
            SpeechAct::Proposes => "proposes",
            SpeechAct::Accuses => "accuses",
            SpeechAct::Threatens => "threatens",
            SpeechAct::Asks => "asks",
            SpeechAct::Expects => "expects",
            SpeechAct::Doubts => "doubts",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<SpeechAct> {
        SpeechAct::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// Who is behind a source. Not knowing is a value of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// A named actor, or several that speak together, the first named first.
    Actor(Vec<ActorId>),
    /// Somebody described but not named ("two officials"): an actor of kind anonymous.
    Described(ActorId),
    /// The text names nobody, or it could not be told who is meant.
    Unresolved,
}

impl Speaker {
    /// The actor behind the source, the first of several.
    pub fn first(&self) -> Option<ActorId> {
        match self {
            Speaker::Actor(ids) => ids.first().copied(),
            Speaker::Described(id) => Some(*id),
            Speaker::Unresolved => None,
        }
    }
}

/// Something that somebody said, thought or wanted, as the words of the text attribute it.
///
/// `content` is never empty; spans of a role are ascending and do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The words that name who speaks; empty where nobody is named or a quotation goes on.
    pub source: Vec<Span>,
    /// The words that attribute; empty where a quotation goes on without any.
    pub cue: Vec<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
    /// To whom it was said.
    pub addressee: Vec<Span>,
    /// Who is behind the source.
    pub speaker: Speaker,
    /// How much of the content stands in quotation marks.
    pub quote_type: QuoteType,
    /// What kind of act it is.
    pub speech_act: SpeechAct,
    /// The attribution whose content holds this one.
    pub within: Option<AttributionId>,
    /// When it was said, where the text says so.
    pub time: Option<Time>,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}

impl Attribution {
    /// First byte of any of its words, and the byte after the last.
    pub fn hull(&self) -> (usize, usize) {
        let all = || self.source.iter().chain(&self.cue).chain(&self.content);
        (all().map(|s| s.begin()).min().unwrap_or(0), all().map(|s| s.end()).max().unwrap_or(0))
    }
}
