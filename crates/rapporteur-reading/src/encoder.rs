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

/// The scores of one window.
#[derive(Clone, Debug, Default)]
pub struct WindowScores {
    /// For each piece of the window: tags of outermost cues.
    pub outermost: Vec<Tags>,
    /// For each piece of the window: tags of cues inside another attribution's content.
    pub nested: Vec<Tags>,
    /// The encoder's own: a vector per piece.
    pub vectors: Vec<f32>,
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
}
