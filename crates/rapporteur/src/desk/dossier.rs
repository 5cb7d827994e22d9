//! Questions to a dossier, and what is written into it.
//!
//! Decides: which entry a wish becomes, who may decide on top of whom. Must not know: how it is shown, files, the clock (times are given).

use super::{Read, article};
use crate::outside::Problem;
use jiff::Timestamp;
use rapporteur_record::entry::{Author, Entry, Verdict, What};
use rapporteur_record::item::Item;
use rapporteur_record::{json, record};
use rapporteur_store::{Addition, Appended, Decision, Store, StoreError, parse_id};
use std::sync::Arc;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::new(error.what(), error.help())
    }
}

/// What a reading becomes in the ledger.
pub(crate) fn reading(read: Read, original: Option<Vec<u8>>, reader: &str, now: Timestamp) -> Addition {
    let what = What::Read { document: Arc::new(read.document), reading: Arc::new(read.reading) };
    Addition { entry: Entry { learnt: Some(now), by: Author::Reader(reader.to_owned()), what }, original, after: None }
}

/// Who decides, and when.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    pub(crate) by: String,
    pub(crate) now: Timestamp,
}

impl Hand {
    fn entry(&self, what: What) -> Entry {
        Entry { learnt: Some(self.now), by: Author::Person(self.by.clone()), what }
    }
}

/// Writes one entry of a person. Returns its number.
pub(crate) fn write(store: &mut Store, hand: &Hand, what: What) -> Result<u64, StoreError> {
    written(store, Addition::of(hand.entry(what)))
}

fn written(store: &mut Store, addition: Addition) -> Result<u64, StoreError> {
    match store.append(&[addition])?.first() {
        Some(Appended::New(number) | Appended::Known(number)) => Ok(*number),
        None => Err(StoreError::Unknown("entry that was written".to_owned())),
    }
}

/// A document counts no longer.
pub(crate) fn remove(store: &mut Store, hand: &Hand, document: &str, reason: &str) -> Result<u64, StoreError> {
    store.document(document)?;
    write(store, hand, What::Remove { document: document.to_owned(), reason: reason.to_owned() })
}

/// Keeps a brief, in place of the one before; `None` where that says the same.
pub(crate) fn brief(store: &mut Store, hand: &Hand, text: &str) -> Result<Option<u64>, StoreError> {
    if store.brief()?.as_deref() == Some(text) {
        return Ok(None);
    }
    write(store, hand, What::Brief { text: text.to_owned() }).map(Some)
}

/// An entry of a person counts no longer.
pub(crate) fn undo(store: &mut Store, hand: &Hand, number: u64) -> Result<u64, StoreError> {
    let row = store.entry(number)?.ok_or_else(|| StoreError::Unknown(format!("entry {number}")))?;
    write(store, hand, What::Undo { entry: row.entry()?.id() })
}

/// An item of the latest reading: its name in entries.
pub(crate) fn item(store: &Store, document: &str, id: &str) -> Result<Item, StoreError> {
    let unknown = || StoreError::Unknown(format!("item `{id}` in `{document}`"));
    let (kind, index) = parse_id(id).ok_or_else(unknown)?;
    let (text, reading) = store.document(document)?;
    Item::of(&text, &reading, kind, index).ok_or_else(unknown)
}

/// A decision on an item.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) document: String,
    pub(crate) id: String,
    pub(crate) verdict: Verdict,
    pub(crate) comment: Option<String>,
    /// The last decision on the item that the person has seen.
    pub(crate) after: Option<u64>,
}

/// Decides on an item. Without `after` a person decides freely where nobody did, and on top of their own decisions; not on top of another's.
pub(crate) fn decide(store: &mut Store, hand: &Hand, wish: Wish) -> Result<u64, StoreError> {
    let item = item(store, &wish.document, &wish.id)?;
    let last = store.last_on(&item)?;
    fits(store, &wish, last.is_some())?;
    let after = match (&wish.verdict, wish.after, &last) {
        // A remark stands beside whatever others say, and so does asking for a second reader.
        (Verdict::Comment | Verdict::Ask, ..) => None,
        (Verdict::Second, None, Some((number, by))) if *by != hand.by => Some(*number),
        // Nobody is their own second reader.
        (Verdict::Second, Some(_), Some((_, by))) if *by == hand.by => {
            return Err(StoreError::Unknown(format!("decision of somebody else on {} of `{}`", wish.id, wish.document)));
        }
        (Verdict::Second, None, _) => return Err(StoreError::Unknown(format!("decision of somebody else on {} of `{}`", wish.id, wish.document))),
        (_, Some(number), _) => Some(number),
        (_, None, Some((number, by))) if *by == hand.by => Some(*number),
        (_, None, _) => Some(0),
    };
    let entry = hand.entry(What::Review { item, verdict: wish.verdict, comment: wish.comment });
    written(store, Addition { entry, original: None, after })
}

/// Settles what people differ on: what one of them found, by its entry, is to stand; without one, what stands.
pub(crate) fn settle(store: &mut Store, hand: &Hand, wish: Wish, chosen: Option<u64>) -> Result<u64, StoreError> {
    fits(store, &wish, true)?;
    let all = store.differing()?;
    let findings = all.iter().find(|d| d.document == wish.document && d.item == wish.id).map(|d| d.findings.as_slice()).unwrap_or_default();
    let stands = findings.last().map(|f| f.2);
    let Some(other) = chosen.filter(|n| Some(*n) != stands) else { return decide(store, hand, wish) };
    let unknown = || StoreError::Unknown(format!("finding {other} on {} of `{}`", wish.id, wish.document));
    let row = findings.iter().find(|f| f.2 == other).map_or(Ok(None), |_| store.entry(other))?.ok_or_else(unknown)?;
    let What::Review { verdict, .. } = row.entry()?.what else { return Err(unknown()) };
    let number = decide(store, hand, Wish { verdict, ..wish.clone() })?;
    // Whoever settles may be one of those who differed, and may now find what the other does: then nothing is left to settle.
    let open = store.differing()?.iter().any(|d| d.document == wish.document && d.item == wish.id);
    if open { decide(store, hand, Wish { after: Some(number), ..wish }) } else { Ok(number) }
}

/// Whether the decision can be made of the item as it stands.
fn fits(store: &Store, wish: &Wish, decided: bool) -> Result<(), StoreError> {
    let unfit = |why: String| Err(StoreError::Unfit(why));
    let (id, document) = (&wish.id, &wish.document);
    match &wish.verdict {
        Verdict::Correct(changes) => {
            let opened = article::open(store, document)?;
            let (kind, index) = opened.item(id)?;
            let mut tried = opened.reading;
            match changes.iter().find(|c| !record::correct(&mut tried, &opened.document.text, kind, index, c)) {
                Some(change) => unfit(format!("{} of `{document}` and its text have no place for {}", id, json::change(change))),
                None => Ok(()),
            }
        }
        Verdict::Ask if !decided => unfit(format!("nobody has decided on {id} of `{document}`, so nobody can be the second")),
        Verdict::Settle if !store.differing()?.iter().any(|d| d.document == *document && d.item == *id) => {
            unfit(format!("people do not differ on {id} of `{document}`"))
        }
        _ => Ok(()),
    }
}

/// An item with what it says and what people decided.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) item: Item,
    pub(crate) status: String,
    pub(crate) decisions: Vec<Decision>,
}

/// What does this item say, and who decided what on it?
pub(crate) fn show(store: &Store, document: &str, id: &str) -> Result<Shown, StoreError> {
    let item = item(store, document, id)?;
    let status = store.status(document, item.kind, id)?.unwrap_or_default();
    Ok(Shown { item, status, decisions: store.decisions(Some(document), Some(id))? })
}

/// The decisions that lost their item: somebody must look.
pub(crate) fn lost(store: &Store, document: Option<&str>) -> Result<Vec<Decision>, StoreError> {
    Ok(store.decisions(document, None)?.into_iter().filter(|d| d.item.is_none()).collect())
}
