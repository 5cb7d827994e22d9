//! The encoder: numbers over the places of a text.
//!
//! Decides: how a text is cut into pieces and windows, and the arithmetic of the network. Must not know: what the numbers mean;
//! it returns scores and takes no decision. The weights are embedded and checked when they are loaded, so that scoring cannot fail.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod around;
#[cfg(test)]
mod golden;
mod pieces;
mod spans;
mod weights;
mod windows;

pub use weights::{LoadError, Weights};

/// The list of labels that training and run time share (TOML).
pub const LABELS: &str = include_str!("../labels.toml");
