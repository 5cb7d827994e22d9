//! Where somebody stands, according to somebody.
//!
//! Decides: what a position is. Must not know: how it was found, what other documents say of it.

use crate::{ActorId, ProposalId, Span, TermId};

/// Names a position within one document: the index in [`crate::Reading::positions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PositionId(pub usize);

/// What a position is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A proposal.
    Proposal(ProposalId),
    /// A term.
    Term(TermId),
    /// The talks themselves.
    Process,
}

/// How a holder stands to a target (record-format.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// Puts it forward.
    Proposes,
    /// Takes it.
    Accepts,
    /// Takes it if something else is given.
    AcceptsWithConditions,
    /// Backs it.
    Supports,
    /// Wants it.
    Demands,
    /// Has not decided.
    Undecided,
    /// Does not believe in it.
    Doubts,
    /// Does not take it.
    Rejects,
    /// Works or speaks against it.
    Opposes,
    /// Goes back on what was accepted.
    Withdraws,
}

impl Stance {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [Stance; 10] = [
        Stance::Proposes,
        Stance::Accepts,
        Stance::AcceptsWithConditions,
        Stance::Supports,
        Stance::Demands,
        Stance::Undecided,
        Stance::Doubts,
        Stance::Rejects,
        Stance::Opposes,
        Stance::Withdraws,
    ];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Proposes => "proposes",
            Stance::Accepts => "accepts",
            Stance::AcceptsWithConditions => "accepts_with_conditions",
            Stance::Supports => "supports",
            Stance::Demands => "demands",
            Stance::Undecided => "undecided",
            Stance::Doubts => "doubts",
            Stance::Rejects => "rejects",
            Stance::Opposes => "opposes",
            Stance::Withdraws => "withdraws",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<Stance> {
        Stance::ALL.into_iter().find(|x| x.name() == name)
    }

    /// +1 for, 0 undecided, -1 against.
    pub fn sign(self) -> i8 {
        match self {
            Stance::Proposes | Stance::Accepts | Stance::AcceptsWithConditions | Stance::Supports | Stance::Demands => 1,
            Stance::Undecided => 0,
            Stance::Doubts | Stance::Rejects | Stance::Opposes | Stance::Withdraws => -1,
        }
    }
}

/// How certain a text makes it (FactBank's CT, PR, PS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Stated plainly.
    Certain,
    /// Likely, or a necessity ("only if").
    Probable,
    /// Might be.
    Possible,
}

impl Certainty {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [Certainty; 3] = [Certainty::Certain, Certainty::Probable, Certainty::Possible];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Probable => "probable",
            Certainty::Possible => "possible",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<Certainty> {
        Certainty::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// A holder's stance on a target, as some words show it. `evidence` is never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Whose stance it is; not who reports it.
    pub holder: ActorId,
    /// What it is about.
    pub target: Target,
    /// How the holder stands to it.
    pub stance: Stance,
    /// How certain the words make it.
    pub certainty: Certainty,
    /// The words that show it.
    pub evidence: Vec<Span>,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}
