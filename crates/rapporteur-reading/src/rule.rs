//! Rules: what a decision is called and where it is made.
//!
//! Decides: nothing. A rule is declared beside the code that applies it; its doc comment is its public page.

use rapporteur_record::{Decision, Span};

/// A rule that decided something: its code, what it does in a few words, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Two letters for the step, two digits.
    pub code: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// Source file.
    pub file: &'static str,
    /// Line of the declaration.
    pub line: u32,
}

impl Rule {
    /// The decision this rule took, on these words, with this score.
    pub(crate) fn decided(&self, words: Option<Span>, score: Option<f32>) -> Decision {
        Decision { rule: self.code, summary: self.summary, place: (self.file, self.line), words, score }
    }
}

/// Declares a rule where it stands.
macro_rules! rule {
    ($code:literal, $summary:literal) => {
        $crate::rule::Rule { code: $code, summary: $summary, file: file!(), line: line!() }
    };
}
pub(crate) use rule;

/// Every rule of the reader, by module: for the reference page and its test.
pub const ALL: &[&[Rule]] = &[
    crate::cue::RULES,
    crate::content::RULES,
    crate::chain::RULES,
    crate::speaker::RULES,
    crate::time::RULES,
    crate::claim::PROPOSAL_RULES,
    crate::claim::TERM_RULES,
    crate::claim::POSITION_RULES,
    crate::claim::FIGURE_RULES,
    crate::claim::EVENT_RULES,
];
