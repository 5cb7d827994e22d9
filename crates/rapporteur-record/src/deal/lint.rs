//! What breaks deals.
//!
//! Decides: which gaps, circles and clashes of a deal's text are told, each by a rule with a code and a page.
//! Must not know: events, or what either side means. Wordings are listed, not judged.

mod clause;
mod order;
mod pair;
mod ring;
mod rules;
mod words;

pub use rules::{RULES, Rule, page};

use super::Deal;

/// Something the linter tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Line of the file.
    pub line: usize,
    /// The rule's code.
    pub code: &'static str,
    /// The clause it is about.
    pub of: String,
    /// Other clauses it is about.
    pub also: Vec<String>,
    /// What is found.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Finding {
    fn new(rule: &Rule, of: &str, line: usize, message: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding { line, code: rule.code, of: of.to_owned(), also: Vec::new(), message: message.into(), help: help.into() }
    }
}

/// Everything the rules find, in the order of the file.
pub fn lint(deal: &Deal) -> Vec<Finding> {
    let mut found = Vec::new();
    clause::calendar(deal, &mut found);
    clause::phases(deal, &mut found);
    clause::obligations(deal, &mut found);
    clause::powers(deal, &mut found);
    clause::references(deal, &mut found);
    words::terms(deal, &mut found);
    words::readings(deal, &mut found);
    order::find(deal, &mut found);
    ring::find(deal, &mut found);
    pair::find(deal, &mut found);
    found.sort();
    found.dedup();
    found
}
