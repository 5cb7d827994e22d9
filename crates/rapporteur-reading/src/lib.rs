//! Reads one document: from its text to who said what, through whom.
//!
//! Decides: everything that concerns one text alone. Must not know: other documents, the ledger, ONNX, files, the clock.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod actor;
mod cast;
pub mod chain;
pub mod content;
pub mod cue;
pub mod encoder;
mod evidence;
mod finish;
mod gazetteer;
mod lexicon;
mod name;
mod narrator;
mod phrase;
mod pronoun;
pub mod quote;
pub mod rule;
pub mod sentence;
pub mod speaker;
pub mod statement;
mod word;
