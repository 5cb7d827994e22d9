//! The door to the network: what the reader may ask of it.
//!
//! Decides: the form of scores. Must not know: weights, ONNX, how numbers come about. Rules are tested with a fake behind this trait.

use rapporteur_record::Span;
use std::ops::Range;

/// Outside, begin, inside: log-probabilities of the three position tags, in that order.
pub type Tags = [f32; 3];

/// A word piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its place in the text.
    pub span: Span,
    /// Its number in the vocabulary.
    pub id: u32,
    /// Lower, capitalised, upper, mixed.
    pub case: u8,
    /// Outside a quotation, inside, a mark.
    pub quotation: u8,
    /// Nothing, a sentence, a paragraph starts here.
    pub start: u8,
}

/// A stretch of pieces that is scored at once. Cues are taken from the core; the rest is context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// All of it, in pieces of the text.
    pub all: Range<usize>,
    /// The part whose cues count, in pieces of the text. The cores of a text's windows cover it without overlap.
    pub core: Range<usize>,
}

/// A text cut into pieces and windows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// In text order.
    pub pieces: Vec<Piece>,
    /// In text order.
    pub windows: Vec<Window>,
}

impl Cut {
    /// The pieces that share a character with a span; `None` where there is none.
    pub(crate) fn pieces_of(&self, span: Span) -> Option<Range<usize>> {
        let first = self.pieces.partition_point(|p| p.span.end() <= span.begin());
        let last = self.pieces.partition_point(|p| p.span.begin() < span.end());
        (first < last).then_some(first..last)
    }
}

/// The scores of spans given in pieces of the text, in text order, each from the window in whose core it begins; whatever goes with a span comes back with it.
pub(crate) fn scored<T>(
    encoder: &dyn Encoder,
    windows: &[(Window, WindowScores)],
    spans: impl IntoIterator<Item = (Range<usize>, T)>,
) -> Vec<(Range<usize>, T, SpanScores)> {
    let mut all = spans.into_iter().peekable();
    let mut out = Vec::new();
    for (window, scores) in windows {
        let mut here = Vec::new();
        while let Some(one) = all.next_if(|(r, _)| r.start < window.core.end) {
            here.push(one);
        }
        let inside = |r: &Range<usize>| r.start.saturating_sub(window.all.start)..r.end.min(window.all.end).saturating_sub(window.all.start);
        let ranges: Vec<Range<usize>> = here.iter().map(|(r, _)| inside(r)).collect();
        out.extend(here.into_iter().zip(encoder.spans(scores, &ranges)).map(|((r, with), scores)| (r, with, scores)));
    }
    out
}

/// The scores of one window.
#[derive(Clone, Debug, Default)]
pub struct WindowScores {
    /// For each piece of the window: tags of outermost cues.
    pub outermost: Vec<Tags>,
    /// For each piece of the window: tags of cues inside another attribution's content.
    pub nested: Vec<Tags>,
    /// For each kind of claim and each piece of the window: tags of its spans.
    pub claims: [Vec<Tags>; CLAIMS],
    /// For each piece of the window: tags of words that name or describe an actor.
    pub actors: Vec<Tags>,
    /// The encoder's own: a vector per piece.
    pub vectors: Vec<f32>,
}

/// How many kinds of claim are tagged.
pub const CLAIMS: usize = 5;

/// What the spans of a record are, in the order of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Claim {
    /// Words that mention a proposal.
    Proposal,
    /// Words that state a term.
    Term,
    /// Words that show a stance.
    Evidence,
    /// Words that give a figure.
    Figure,
    /// Words that say what happened.
    Event,
}

impl Claim {
    /// All of them, in the order of the layers.
    pub const ALL: [Claim; CLAIMS] = [Claim::Proposal, Claim::Term, Claim::Evidence, Claim::Figure, Claim::Event];
}

/// The scores of one span. Labels are log-probabilities, each group in the order of its type's `ALL`.
#[derive(Clone, Debug, Default)]
pub struct SpanScores {
    /// What a term settles.
    pub term_kind: Vec<f32>,
    /// How the holder stands.
    pub stance: Vec<f32>,
    /// How certain it is made.
    pub certainty: Vec<f32>,
    /// What a figure counts.
    pub measure: Vec<f32>,
    /// What type an event has.
    pub event_kind: Vec<f32>,
    /// Whether it is said to have happened.
    pub status: Vec<f32>,
    /// Probability that it is such a span at all, 0..1.
    pub accept: f32,
    /// The encoder's own: what it asks of others and answers to them, and the score of belonging to nothing, for each relation.
    pub link: Link,
}

/// What tells which spans belong together.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// As the one that asks.
    pub ask: Vec<f32>,
    /// As the one that answers.
    pub answer: Vec<f32>,
    /// The score of belonging to nothing, a number for each relation.
    pub none: Vec<f32>,
}

/// Which spans belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Evidence and what the stance is about.
    Target,
    /// Evidence and whose stance it is.
    Holder,
    /// A mention and an earlier one of the same proposal.
    Same,
    /// An event and who did it.
    Actor,
    /// An event and to whom.
    Recipient,
    /// A source and a name of the same actor.
    Who,
}

/// What belongs to one cue. Positions are those of the window.
#[derive(Clone, Debug, Default)]
pub struct RoleScores {
    /// Tags of source pieces.
    pub source: Vec<Tags>,
    /// Tags of content pieces.
    pub content: Vec<Tags>,
    /// Tags of addressee pieces.
    pub addressee: Vec<Tags>,
    /// Log-probability of each speech act, in the order of `SpeechAct::ALL`.
    pub act: Vec<f32>,
    /// Probability that the cue attributes at all, 0..1.
    pub accept: f32,
}

/// Numbers over a text. Implementations hold checked weights, so that asking cannot fail.
pub trait Encoder: Sync {
    /// Cuts a text into pieces and windows.
    fn cut(&self, text: &str) -> Cut;
    /// Scores one window.
    fn score(&self, cut: &Cut, window: &Window) -> WindowScores;
    /// Scores the roles of some cues (ranges of the window's pieces), one answer each.
    fn roles(&self, scores: &WindowScores, cues: &[Range<usize>]) -> Vec<RoleScores>;
    /// Scores some spans (ranges of the window's pieces), one answer each.
    fn spans(&self, scores: &WindowScores, spans: &[Range<usize>]) -> Vec<SpanScores>;
    /// How well `answer` suits `ask`, as a raw score to be compared with others of the same asker and with its `none`.
    /// Places are pieces of the text: those of the asker, and the first one of the other.
    fn pair(&self, relation: Relation, ask: (&Link, &Range<usize>), answer: (&Link, usize)) -> f32;
}
