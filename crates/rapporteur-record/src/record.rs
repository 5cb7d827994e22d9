//! What all entries add up to.
//!
//! Decides: which entries count, which reading of a document stands, and what a person's decisions make of it.
//! Must not know: where entries are kept, files, the clock. It is a function of the *set* of entries: their order of arrival never matters.

mod attention;
mod claim;
mod dispute;
pub(crate) mod origin;
mod party;
mod plan;
mod point;
mod review;
mod union;

pub use attention::Attention;
pub use claim::{Claim, Claimant, Happening, Matter, Source, Tally};
pub use dispute::{Account, Dispute};
pub use origin::{Copy, Origin, OriginId};
pub use party::{Evidence, Offer, Party, PartyId};
pub use plan::{Plan, PlanId};
pub use point::{Point, PointId};
pub use review::Standing;

pub(crate) use plan::root as plan_root;

use crate::brief::Brief;
use crate::entry::fingerprint;
use crate::{ActorId, Document, Entry, EntryId, ItemKind, ProposalId, Reading, TermId, What, json};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Names a text of a record: the index in [`Sum::texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub usize);

/// Entries, and what they add up to.
#[derive(Debug, Default)]
pub struct Record {
    entries: BTreeMap<EntryId, Entry>,
    /// What was read, by its content without the time it was learnt, with the entries that say so.
    contents: HashMap<u128, Vec<EntryId>>,
    brief: Brief,
    sum: OnceLock<Sum>,
}

/// What all entries add up to. Every list is in an order that hangs on what is in it alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// The texts that count, by day of publication (unknown last), id and words.
    pub texts: Vec<Text>,
    /// Who acts and speaks, under all names, by name.
    pub parties: Vec<Party>,
    /// Which names may be one actor, or labels one proposal; a person decides.
    pub offers: Vec<Offer>,
    /// The proposals, by label.
    pub plans: Vec<Plan>,
    /// The terms, by kind and words.
    pub points: Vec<Point>,
    /// Which texts come from one hand, by first text.
    pub origins: Vec<Origin>,
    /// Positions, by day said (unknown last) and text.
    pub claims: Vec<Claim>,
    /// Figures, as claims are.
    pub tallies: Vec<Tally>,
    /// Events, as claims are.
    pub happenings: Vec<Happening>,
    /// What does not go together, by kind and first claim.
    pub disputes: Vec<Dispute>,
    /// What a person must look at.
    pub attention: Vec<Attention>,
}

/// One text of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The text and where it comes from.
    pub document: Arc<Document>,
    /// What is understood of it, corrections included.
    pub reading: Arc<Reading>,
    /// The entry of that reading.
    pub entry: EntryId,
    /// When the ledger first took the text.
    pub learnt: Option<Timestamp>,
    /// What people found of its items, by kind and index. Items nobody looked at are not there.
    pub standing: BTreeMap<(ItemKind, usize), Standing>,
    /// Whose hand it comes from.
    pub origin: OriginId,
    /// The actor behind each of the reading's actors.
    pub parties: Vec<PartyId>,
    /// The proposal behind each of the reading's proposals.
    pub plans: Vec<PlanId>,
    /// The term behind each of the reading's terms.
    pub points: Vec<PointId>,
}

impl Text {
    /// Whether a person rejected that item.
    pub fn rejected(&self, kind: ItemKind, index: usize) -> bool {
        self.standing.get(&(kind, index)).is_some_and(|s| s.rejected)
    }

    /// The actor across documents behind an actor of this one.
    pub fn party(&self, id: ActorId) -> PartyId {
        self.parties.get(id.0).copied().unwrap_or(PartyId(usize::MAX))
    }

    fn plan(&self, id: ProposalId) -> PlanId {
        self.plans.get(id.0).copied().unwrap_or(PlanId(usize::MAX))
    }

    fn point(&self, id: TermId) -> PointId {
        self.points.get(id.0).copied().unwrap_or(PointId(usize::MAX))
    }
}

impl Record {
    /// What `entries` add up to, with what the user's brief says.
    pub fn of(entries: impl IntoIterator<Item = Entry>, brief: Brief) -> Record {
        let mut record = Record { brief, ..Record::default() };
        entries.into_iter().for_each(|e| record.append(e));
        record
    }

    /// Takes one more entry; one that is there already changes nothing. What all add up to is worked out when it is next asked for.
    pub fn append(&mut self, entry: Entry) {
        let id = entry.id();
        if self.entries.contains_key(&id) {
            return;
        }
        if let What::Read { document, reading } = &entry.what {
            self.contents.entry(content(document, reading)).or_default().push(id);
        }
        self.entries.insert(id, entry);
        self.sum = OnceLock::new();
    }

    /// The entries, by id.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.entries.iter().map(|(id, e)| (*id, e))
    }

    /// The brief that it was made with.
    pub fn brief(&self) -> &Brief {
        &self.brief
    }

    /// What the entries add up to.
    pub fn sum(&self) -> &Sum {
        self.sum.get_or_init(|| add_up(self))
    }

    /// The record as it was known at the end of a day (UTC): the entries learnt until then. What was learnt at an unknown time counts from its day
    /// of publication; what has neither is left out, since nobody can say it was known.
    pub fn known_on(&self, day: Date) -> Record {
        let published = |e: &Entry| if let What::Read { document, .. } = &e.what { document.published } else { None };
        let known = |e: &&Entry| match e.learnt {
            Some(t) => day_of(t) <= day,
            None => published(e).is_some_and(|d| d <= day),
        };
        Record::of(self.entries.values().filter(known).cloned(), self.brief.clone())
    }

    /// Whether an entry counts: no entry that counts undoes it.
    pub fn counts(&self, id: EntryId) -> bool {
        let undone = undone(&self.entries);
        self.entries.contains_key(&id) && !undone.contains(&id)
    }
}

/// The entries that adding a reading needs: one, or none where the same reading of the same document is there and counts.
pub fn admit(record: &Record, document: &Document, reading: &Reading, by: &crate::Author, learnt: Option<Timestamp>) -> Vec<Entry> {
    let known = record.contents.get(&content(document, reading));
    if known.is_some_and(|ids| ids.iter().any(|id| stands(record, *id))) {
        return Vec::new();
    }
    let what = What::Read { document: Arc::new(document.clone()), reading: Arc::new(reading.clone()) };
    vec![Entry { learnt, by: by.clone(), what }]
}

fn stands(record: &Record, id: EntryId) -> bool {
    let undone = undone(&record.entries);
    let Some(entry) = record.entries.get(&id).filter(|_| !undone.contains(&id)) else { return false };
    !removals(&record.entries, &undone).iter().any(|r| removes(r, entry))
}

fn content(document: &Document, reading: &Reading) -> u128 {
    fingerprint(json::record(document, reading).to_string().as_bytes())
}

/// The day of a time, in UTC.
pub(crate) fn day_of(t: Timestamp) -> Date {
    jiff::tz::Offset::UTC.to_datetime(t).date()
}

/// Entries that no longer count. An undoing that is itself undone undoes nothing.
fn undone(entries: &BTreeMap<EntryId, Entry>) -> BTreeSet<EntryId> {
    let mut by: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for (id, e) in entries {
        if let What::Undo { entry } = e.what {
            by.entry(entry).or_default().push(*id);
        }
    }
    fn counts(id: EntryId, by: &BTreeMap<EntryId, Vec<EntryId>>, depth: usize) -> bool {
        depth > 1000 || !by.get(&id).is_some_and(|undoers| undoers.iter().any(|u| counts(*u, by, depth + 1)))
    }
    by.keys().copied().filter(|id| !counts(*id, &by, 0)).collect()
}

fn removals<'a>(entries: &'a BTreeMap<EntryId, Entry>, undone: &BTreeSet<EntryId>) -> Vec<&'a Entry> {
    entries.iter().filter(|(id, e)| matches!(e.what, What::Remove { .. }) && !undone.contains(id)).map(|(_, e)| e).collect()
}

/// A removal takes back what was read before it; where times are unknown, whatever was read.
fn removes(removal: &Entry, read: &Entry) -> bool {
    let (What::Remove { document: gone, .. }, What::Read { document, .. }) = (&removal.what, &read.what) else { return false };
    let later = removal.learnt.zip(read.learnt).is_some_and(|(r, a)| a > r);
    *gone == document.id && !later
}

fn add_up(record: &Record) -> Sum {
    let undone = undone(&record.entries);
    let active: Vec<(EntryId, &Entry)> = record.entries().filter(|(id, _)| !undone.contains(id)).collect();
    let mut sum = Sum { texts: texts(record, &active, &undone), ..Sum::default() };
    let unsound = |e: &Entry| matches!(&e.what, What::Read { reading, .. } if !reading.sound());
    sum.attention.extend(active.iter().filter(|(_, e)| unsound(e)).map(|(id, _)| Attention::Unsound { entry: *id }));
    sum.attention.extend(review::apply(&mut sum.texts, &active));
    party::join(&mut sum, &active, &record.brief);
    plan::join(&mut sum, &active, &record.brief);
    point::join(&mut sum);
    origin::find(&mut sum);
    claim::collect(&mut sum);
    dispute::find(&mut sum);
    sum.attention.extend(attention::dates(&sum));
    sum.attention.sort();
    sum.attention.dedup();
    sum
}

/// Of each document (id and words), the newest reading.
fn texts(record: &Record, active: &[(EntryId, &Entry)], undone: &BTreeSet<EntryId>) -> Vec<Text> {
    let removals = removals(&record.entries, undone);
    let mut found: BTreeMap<(&str, &str), Text> = BTreeMap::new();
    let mut newest: BTreeMap<(&str, &str), (Option<Timestamp>, &str, EntryId)> = BTreeMap::new();
    for (id, e) in active {
        let What::Read { document, reading } = &e.what else { continue };
        if !reading.sound() || removals.iter().any(|r| removes(r, e)) {
            continue;
        }
        let (key, rank) = ((document.id.as_str(), document.text.as_str()), (e.learnt, e.by.name(), *id));
        let text = Text {
            document: document.clone(),
            reading: reading.clone(),
            entry: *id,
            learnt: e.learnt,
            standing: BTreeMap::new(),
            origin: OriginId(0),
            parties: Vec::new(),
            plans: Vec::new(),
            points: Vec::new(),
        };
        let learnt = match found.get(&key) {
            Some(before) => [before.learnt, e.learnt].into_iter().flatten().min(),
            None => e.learnt,
        };
        if newest.get(&key).is_none_or(|n| *n < rank) {
            newest.insert(key, rank);
            found.insert(key, text);
        }
        if let Some(kept) = found.get_mut(&key) {
            kept.learnt = learnt;
        }
    }
    let mut texts: Vec<Text> = found.into_values().collect();
    texts.sort_by(|a, b| place(a).cmp(&place(b)));
    texts
}

/// Where a text stands among others: by day, unknown days last.
fn place(t: &Text) -> (bool, Option<Date>, &str, &str) {
    (t.document.published.is_none(), t.document.published, &t.document.id, &t.document.text)
}
