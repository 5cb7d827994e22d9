//! Placeholder until the speaker step lands.
use crate::statement::Statement;
use rapporteur_record::{Actor, Decision, Document, Speaker};

/// Rules.
pub const RULES: &[crate::rule::Rule] = &[];

/// What is known of speakers.
pub struct Spoken {
    /// Actors.
    pub actors: Vec<Actor>,
    /// Per statement.
    pub speakers: Vec<Speaker>,
    /// Per statement.
    pub decisions: Vec<Vec<Decision>>,
}

/// Nobody.
pub fn decide(_document: &Document, statements: &[Statement]) -> Spoken {
    Spoken { actors: vec![], speakers: vec![Speaker::Unresolved; statements.len()], decisions: vec![vec![]; statements.len()] }
}
