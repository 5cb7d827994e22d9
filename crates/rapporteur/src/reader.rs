//! The door to the reader and its weights.
//!
//! Decides: nothing.

use rapporteur_encoder::Weights;
use rapporteur_reading::encoder::Encoder;
use rapporteur_record::{Document, Reading};

/// The weights, loaded and checked.
pub(crate) fn load() -> Result<Box<dyn Encoder + Send>, String> {
    Weights::load().map(|w| Box::new(w) as Box<dyn Encoder + Send>).map_err(|e| e.to_string())
}

/// Names the reader: other weights or another release are another reader.
pub(crate) fn id() -> String {
    format!("rapporteur {} weights {}", env!("CARGO_PKG_VERSION"), Weights::id())
}

/// Reads one document.
pub(crate) fn read(document: &Document, encoder: &dyn Encoder) -> Reading {
    rapporteur_reading::read(document, encoder)
}
