//! Who puts something forward.
//!
//! Decides: that a position, a term, a figure or an event cannot exist without its claimant. Must not know: what is claimed.

use crate::AttributionId;

/// Whose words a claim stands in. A text's own voice is a claimant too: its outlet speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Voice {
    /// No attribution holds the words: the document itself makes the claim.
    Document,
    /// The innermost attribution whose content holds the words.
    Attribution(AttributionId),
}

impl Voice {
    /// The attribution, where it is not the document itself.
    pub fn attribution(self) -> Option<AttributionId> {
        match self {
            Voice::Document => None,
            Voice::Attribution(id) => Some(id),
        }
    }
}

/// Something that a source put forward. It cannot be made, or read, without who put it forward.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed<T> {
    value: T,
    by: Voice,
}

impl<T> Claimed<T> {
    /// `value`, as `by` puts it forward.
    pub fn new(value: T, by: Voice) -> Claimed<T> {
        Claimed { value, by }
    }

    /// What is claimed, and by whom.
    pub fn parts(&self) -> (&T, Voice) {
        (&self.value, self.by)
    }

    /// What is claimed, and by whom, taken apart.
    pub fn into_parts(self) -> (T, Voice) {
        (self.value, self.by)
    }
}
