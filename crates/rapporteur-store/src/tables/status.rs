//! What people's decisions make of items.
//!
//! Decides: which item of a reading a decision is about, and the status that decisions give it. Must not know: which decisions count.

use rapporteur_record::entry::{Entry, Verdict, What};
use rapporteur_record::item::ItemKind;
use rapporteur_record::{Document, Reading};
use std::collections::HashMap;

/// A decision and the place of the item that it is about; `None` where the reading has no such item.
pub(crate) struct Placed {
    pub(crate) number: u64,
    pub(crate) entry: Entry,
    pub(crate) place: Option<usize>,
}

impl Placed {
    pub(crate) fn of(number: u64, entry: Entry, document: &Document, reading: &Reading) -> Placed {
        let place = if let What::Review { item, .. } = &entry.what { item.find(document, reading) } else { None };
        Placed { number, entry, place }
    }
}

/// The status of each item that somebody decided on.
#[derive(Debug, Default)]
pub(crate) struct Statuses(HashMap<(ItemKind, usize), &'static str>);

impl Statuses {
    /// What decisions make of items, the last one of each.
    pub(crate) fn of_reviews(reviews: &[Placed]) -> Statuses {
        let mut out = HashMap::new();
        for review in reviews {
            let What::Review { item, verdict, .. } = &review.entry.what else { continue };
            let status = match verdict {
                Verdict::Accept => "accepted",
                Verdict::Reject => "rejected",
                Verdict::Correct(_) => "corrected",
                Verdict::Second | Verdict::Comment | Verdict::Ask | Verdict::Settle => continue,
            };
            if let Some(place) = review.place {
                out.insert((item.kind, place), status);
            }
        }
        Statuses(out)
    }

    /// The status of an item: machine, accepted, corrected or rejected.
    pub(crate) fn of(&self, kind: ItemKind, place: usize) -> &'static str {
        self.0.get(&(kind, place)).copied().unwrap_or("machine")
    }
}
