//! The queue of what waits for a person, and what people wrote.
//!
//! Decides: which item comes next, what of an item can be put right and by which choices. Must not know: how it is shown, who may decide.

mod form;
mod trail;

pub(crate) use form::{Field, changes, fields};
pub(crate) use trail::{Offered, Side, Traced, history, offers};

use rapporteur_record::item::ItemKind;
use rapporteur_store::{REVIEWED, Store, StoreError, Turn, parse_id};
use serde::Serialize;

/// Which items somebody goes through.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Round {
    /// Those that others decided on, for a second reader; else those on which nobody did.
    pub(crate) second: bool,
    pub(crate) kind: Option<ItemKind>,
    pub(crate) document: Option<String>,
    /// What was passed over: in the first case the [`place_of`] an item, in the second the number of an entry.
    pub(crate) past: Option<String>,
}

/// An item that waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Waits {
    pub document: String,
    pub item: String,
    pub kind: &'static str,
    pub words: String,
    /// How sure the reader is; where somebody decided, that does not matter.
    pub confidence: Option<f64>,
    /// Where one goes on to pass it over.
    pub past: String,
}

/// The next items of a round.
pub(crate) fn next(store: &Store, round: &Round, person: &str, limit: usize) -> Result<Vec<Waits>, StoreError> {
    let document = round.document.as_deref();
    if round.second {
        let past = round.past.as_deref().and_then(|p| p.parse().ok()).unwrap_or(0);
        let found = store.unseconded(person, document, past, limit)?.into_iter();
        let kind = |item: &str| parse_id(item).map_or("", |(kind, _)| kind.name());
        return Ok(found
            .map(|(number, document, item, words)| Waits { kind: kind(&item), document, item, words, confidence: None, past: number.to_string() })
            .collect());
    }
    let kinds = round.kind.map_or(REVIEWED.to_vec(), |kind| vec![kind]);
    let past = round.past.as_deref().and_then(turn);
    let found = store.queue(&kinds, document, past.as_ref(), limit)?.into_iter();
    Ok(found
        .map(|w| Waits {
            past: place_of(&w.turn),
            document: w.document,
            kind: w.turn.kind.name(),
            words: w.words,
            confidence: Some(w.turn.confidence),
            item: w.turn.item,
        })
        .collect())
}

/// A turn as it stands in an address.
pub(crate) fn place_of(turn: &Turn) -> String {
    format!("{}~{}~{}", turn.confidence, turn.document, turn.item)
}

/// The turn that an address names; `None` where it names none.
fn turn(place: &str) -> Option<Turn> {
    let mut parts = place.split('~');
    let (confidence, document, item) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let kind = parse_id(item)?.0;
    Some(Turn { confidence, document, kind, item: item.to_owned() })
}

/// How far the review of a kind of items is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Progress {
    pub kind: &'static str,
    pub waiting: usize,
    pub accepted: usize,
    pub corrected: usize,
    pub rejected: usize,
}

/// How far the review is, kind by kind.
pub(crate) fn progress(store: &Store) -> Result<Vec<Progress>, StoreError> {
    let all = store.progress()?;
    let of = |kind: ItemKind, status: &str| all.iter().filter(|(k, s, _)| *k == kind && s == status).map(|x| x.2).sum();
    let one = |kind: ItemKind| Progress {
        kind: kind.name(),
        waiting: of(kind, "machine"),
        accepted: of(kind, "accept"),
        corrected: of(kind, "correct"),
        rejected: of(kind, "reject"),
    };
    Ok(REVIEWED.into_iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_in_an_address_is_the_same_turn() {
        let one = Turn { confidence: 0.412, document: 7, kind: ItemKind::Position, item: "x3".to_owned() };
        assert_eq!(turn(&place_of(&one)), Some(one));
        for wrong in ["", "0.4", "0.4~x~x3", "0.4~7~q9", "~~"] {
            assert_eq!(turn(wrong), None, "{wrong}");
        }
    }
}
