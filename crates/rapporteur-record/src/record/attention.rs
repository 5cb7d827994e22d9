//! What a person must look at.
//!
//! Decides: what the record could not settle by itself. Must not know: how it is shown.

use super::{PlanId, Sum, TextId};
use crate::EntryId;
use jiff::civil::Date;

/// Something that could not be settled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// A person's decision names an item that no reading of the document has.
    ItemNotFound {
        /// The decision.
        entry: EntryId,
        /// The document's id.
        document: String,
        /// The words that were looked for.
        words: String,
    },
    /// A correction does not fit the item, or names nobody of the document.
    ChangeDoesNotFit {
        /// The correction.
        entry: EntryId,
        /// The document's id.
        document: String,
    },
    /// A decision to join two that another keeps apart; the later one stands.
    Overruled {
        /// The decision that no longer stands.
        entry: EntryId,
    },
    /// A text says that one proposal replaces another, but the other already goes back to the first.
    LineageCircle {
        /// The proposal said to be the later one.
        later: PlanId,
        /// The proposal said to be the earlier one.
        earlier: PlanId,
    },
    /// A reading names items that it does not have, and is left out.
    Unsound {
        /// The reading.
        entry: EntryId,
    },
    /// A text has no day of publication: relative times stay relative, and it is left out of past states where no ledger took it.
    NoDate {
        /// The text.
        text: TextId,
    },
    /// A text's day of publication is before 1900, or after the day on which it was learnt.
    StrangeDate {
        /// The text.
        text: TextId,
        /// The day it gives.
        day: Date,
    },
}

/// Texts whose dates cannot be, or are not there.
pub(super) fn dates(sum: &Sum) -> Vec<Attention> {
    let strange = |i: usize, t: &super::Text| match t.document.published {
        None => Some(Attention::NoDate { text: TextId(i) }),
        Some(day) => {
            // A day of grace: it is tomorrow somewhere.
            let future = t.learnt.map(super::day_of).and_then(|d| d.tomorrow().ok()).is_some_and(|d| day > d);
            (day.year() < 1900 || future).then_some(Attention::StrangeDate { text: TextId(i), day })
        }
    };
    sum.texts.iter().enumerate().filter_map(|(i, t)| strange(i, t)).collect()
}
