//! Accounts and stances that do not go together.
//!
//! Decides: what a conflict is, and when positions or figures make one. Must not know: which side is right.

use crate::{FigureId, PositionId};

/// Names a conflict within one document: the index in [`crate::Reading::conflicts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConflictId(pub usize);

/// How the sides differ (record-format.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Claimants disagree on one holder's stance on one matter.
    Contested,
    /// One holder's own stance turned over time.
    Reversal,
    /// Two parties hold opposing stances, or want incompatible terms, on one matter.
    Divergence,
    /// Two claimed values of one measured quantity that cannot both hold.
    Figures,
}

impl ConflictKind {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [ConflictKind; 4] = [ConflictKind::Contested, ConflictKind::Reversal, ConflictKind::Divergence, ConflictKind::Figures];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            ConflictKind::Contested => "contested",
            ConflictKind::Reversal => "reversal",
            ConflictKind::Divergence => "divergence",
            ConflictKind::Figures => "figures",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<ConflictKind> {
        ConflictKind::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// What stands on the sides of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Positions, at least two sides, none empty.
    Positions(Vec<Vec<PositionId>>),
    /// Figures, at least two sides, none empty.
    Figures(Vec<Vec<FigureId>>),
}

/// Items of one document that do not go together. It adds no reading of its own: both wordings stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// How they differ.
    pub kind: ConflictKind,
    /// What stands against what.
    pub sides: Sides,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}
