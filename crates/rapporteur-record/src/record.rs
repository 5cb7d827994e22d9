//! What all entries add up to.
//!
//! Decides: which entries count, which reading of a document stands, and what a person's decisions make of it.
//! Must not know: where entries are kept, files, the clock. It is a function of the *set* of entries: their order of arrival never matters.

mod attention;
mod claim;
mod dispute;
mod extend;
pub(crate) mod origin;
mod party;
mod plan;
mod point;
mod review;
mod text;
mod union;
mod written;

pub use attention::Attention;
pub use claim::{Claim, Claimant, Happening, Matter, Source, Tally};
pub use dispute::{Account, Dispute};
pub use origin::{Copy, Origin, OriginId};
pub use party::{Evidence, Offer, Party, PartyId};
pub use plan::{Plan, PlanId};
pub use point::{Point, PointId};
pub use review::{Standing, correct, put_right};
pub use text::{Kept, Opened, Shelf, Text};

pub(crate) use plan::root as plan_root;

use extend::Before;
use origin::runs::Runs;

use crate::brief::Brief;
use crate::entry::fingerprint;
use crate::matrix::Matrix;
use crate::{Document, Entry, EntryId, ItemKind, Reading, What, json};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::btree_map::Entry as Entry_;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};
use text::Hand;

/// Names a text of a record: the index in [`Sum::texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub usize);

/// Entries, and what they add up to.
#[derive(Debug, Default)]
pub struct Record {
    /// Of a record with a shelf: all that are no readings.
    entries: BTreeMap<EntryId, Entry>,
    /// Readings that lie on a shelf.
    kept: Vec<Arc<Kept>>,
    shelf: Option<Arc<dyn Shelf>>,
    /// What was read, by its content without the time it was learnt, with the entries that say so.
    contents: HashMap<u128, Vec<EntryId>>,
    /// The brief that it was made with; where that says nothing, the one among the entries stands.
    given: Brief,
    kept_brief: OnceLock<Brief>,
    /// The last day of publication of its texts, where it was narrowed to one.
    until: Option<Date>,
    sum: OnceLock<Sum>,
    /// What the sum of more texts can build on; there where the sum is.
    runs: OnceLock<Arc<Runs>>,
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
    /// Who stands where, worked out when it is first asked for.
    pub(crate) matrix: Later<Matrix>,
}

/// What follows from the rest and is worked out once: two that are the same otherwise are the same.
#[derive(Debug)]
pub(crate) struct Later<T>(OnceLock<T>);

impl<T> Later<T> {
    pub(crate) fn get(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}

impl<T> Default for Later<T> {
    fn default() -> Later<T> {
        Later(OnceLock::new())
    }
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Later<T> {
        Later::default()
    }
}

impl<T> PartialEq for Later<T> {
    fn eq(&self, _: &Later<T>) -> bool {
        true
    }
}

impl Record {
    /// What `entries` add up to, with what the user's brief says; where it says nothing, with what the latest brief among the entries says.
    pub fn of(entries: impl IntoIterator<Item = Entry>, brief: Brief) -> Record {
        let mut record = Record { given: brief, ..Record::default() };
        entries.into_iter().for_each(|e| record.append(e));
        record
    }

    /// What readings add up to that lie on a shelf, with all entries that are no readings. Each reading is there once.
    pub fn of_kept(kept: Vec<Arc<Kept>>, shelf: Arc<dyn Shelf>, decisions: impl IntoIterator<Item = Entry>, brief: Brief) -> Record {
        let mut record = Record::of(decisions, brief);
        (record.kept, record.shelf) = (kept, Some(shelf));
        record
    }

    /// What they add up to as bytes, to be kept until somebody else starts from the same entries.
    pub fn written(&self) -> Vec<u8> {
        written::write(self, self.sum())
    }

    /// Takes what the entries add up to from bytes; `false` where they are not of these entries, this brief and these rules: then it is worked out
    /// when it is asked for.
    pub fn take(&self, written: &[u8]) -> bool {
        written::read(self, written).is_some_and(|(sum, runs)| self.runs.set(Arc::new(runs)).is_ok() && self.sum.set(sum).is_ok())
    }

    /// The same with more entries. What is known of the entries so far is built on: the sum is the same as of all from nothing.
    pub fn extended(&self, kept: impl IntoIterator<Item = Arc<Kept>>, entries: impl IntoIterator<Item = Entry>) -> Record {
        let mut record = Record { entries: self.entries.clone(), contents: self.contents.clone(), ..self.narrow(BTreeMap::new()) };
        record.kept = self.kept.iter().cloned().chain(kept).collect();
        entries.into_iter().for_each(|e| record.append(e));
        record.build_on(self);
        record
    }

    /// A record of some of these entries, and no text that lies on a shelf, with nothing known of it.
    fn narrow(&self, entries: BTreeMap<EntryId, Entry>) -> Record {
        Record { entries, shelf: self.shelf.clone(), given: self.given.clone(), until: self.until, ..Record::default() }
    }

    /// Adds up what differs from another record that is added up.
    fn build_on(&self, before: &Record) {
        if let (Some(sum), Some(runs)) = (before.sum.get(), before.runs.get()) {
            let (sum, runs) = extend::add_up(self, Some(Before { record: before, sum, runs }));
            let _ = (self.sum.set(sum), self.runs.set(Arc::new(runs)));
        }
    }

    /// The readings that lie on a shelf.
    pub fn kept(&self) -> &[Arc<Kept>] {
        &self.kept
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
        (self.sum, self.runs, self.kept_brief) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
    }

    /// The entries, by id.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.entries.iter().map(|(id, e)| (*id, e))
    }

    /// What is known beforehand: the brief that it was made with, else the latest among the entries that counts.
    pub fn brief(&self) -> &Brief {
        if self.given == Brief::default() { self.kept_brief.get_or_init(|| kept_brief(&self.entries)) } else { &self.given }
    }

    /// What the entries add up to.
    pub fn sum(&self) -> &Sum {
        self.sum.get_or_init(|| {
            let (sum, runs) = extend::add_up(self, None);
            let _ = self.runs.set(Arc::new(runs));
            sum
        })
    }

    /// The record as it was known at the end of a day (UTC): the entries learnt until then. What was learnt at an unknown time counts from its day
    /// of publication; what has neither is left out, since nobody can say it was known.
    pub fn known_on(&self, day: Date) -> Record {
        let published = |e: &Entry| if let What::Read { document, .. } = &e.what { document.published } else { None };
        let known = |e: &&Entry| match e.learnt {
            Some(t) => day_of(t) <= day,
            None => published(e).is_some_and(|d| d <= day),
        };
        let mut record = Record::of(self.entries.values().filter(known).cloned(), self.given.clone());
        let by_then = |k: &&Arc<Kept>| k.learnt.map(day_of).or(k.gist.imprint.published).is_some_and(|d| d <= day);
        (record.kept, record.shelf) = (self.kept.iter().filter(by_then).cloned().collect(), self.shelf.clone());
        record.until = self.until;
        record.build_on(self);
        record
    }

    /// The record of the texts that were published by the end of a day, whenever they were learnt: what could be read by then, with all that people
    /// decided on it since. A text without a day of publication is left out, since nobody can say it was there.
    pub fn published_until(&self, day: Date) -> Record {
        let late = |published: Option<Date>| published.is_none_or(|d| d > day);
        let mut left: BTreeSet<&str> = BTreeSet::new();
        for (id, published) in self.published() {
            if !late(published) {
                left.insert(id);
            }
        }
        let stays = |e: &&Entry| match &e.what {
            What::Read { document, .. } => !late(document.published),
            What::Review { item, .. } => left.contains(item.document.as_str()),
            _ => true,
        };
        let mut record = Record::of(self.entries.values().filter(stays).cloned(), self.given.clone());
        let kept = self.kept.iter().filter(|k| !late(k.gist.imprint.published)).cloned().collect();
        (record.kept, record.shelf) = (kept, self.shelf.clone());
        record.until = Some(self.until.map_or(day, |d| d.min(day)));
        record.build_on(self);
        record
    }

    /// The record of the same texts with nothing claimed in them but what a person accepted or put right. Actors, proposals and terms stay as all
    /// texts make them; what does not go together is found anew.
    pub fn confirmed(&self) -> Record {
        let mut sum = self.sum().clone();
        let texts = std::mem::take(&mut sum.texts);
        let by_person = |text: TextId, kind, i| texts.get(text.0).is_some_and(|t| matches!(t.status(kind, i), "accepted" | "corrected"));
        sum.claims.retain(|c| by_person(c.text, ItemKind::Position, c.position.0));
        sum.tallies.retain(|t| by_person(t.text, ItemKind::Figure, t.figure.0));
        sum.happenings.retain(|h| by_person(h.text, ItemKind::Event, h.event.0));
        sum.texts = texts;
        dispute::find(&mut sum);
        let mut record = Record::of(self.entries.values().cloned(), self.given.clone());
        (record.kept, record.shelf, record.until, record.sum) = (self.kept.clone(), self.shelf.clone(), self.until, OnceLock::from(sum));
        record
    }

    /// The last day of publication of its texts, where it was narrowed to one by [`Record::published_until`].
    pub fn until(&self) -> Option<Date> {
        self.until
    }

    /// Every reading's document, with its day of publication.
    fn published(&self) -> impl Iterator<Item = (&str, Option<Date>)> {
        let whole =
            self.entries.values().filter_map(|e| if let What::Read { document, .. } = &e.what { Some((&*document.id, document.published)) } else { None });
        whole.chain(self.kept.iter().map(|k| (&*k.gist.imprint.id, k.gist.imprint.published)))
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
    let What::Read { document, .. } = &entry.what else { return true };
    !removals(&record.entries, &undone).iter().any(|r| removes(r, &document.id, entry.learnt))
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

/// The latest brief among the entries. One that cannot be understood says nothing: it was refused when it was given.
fn kept_brief(entries: &BTreeMap<EntryId, Entry>) -> Brief {
    let undone = undone(entries);
    let texts = entries.iter().filter_map(|(id, e)| if let What::Brief { text } = &e.what { Some(((e.learnt, *id), text)) } else { None });
    let latest = texts.filter(|((_, id), _)| !undone.contains(id)).max_by_key(|(at, _)| *at);
    latest.and_then(|(_, text)| crate::brief::parse(text).ok()).unwrap_or_default()
}

fn removals<'a>(entries: &'a BTreeMap<EntryId, Entry>, undone: &BTreeSet<EntryId>) -> Vec<&'a Entry> {
    entries.iter().filter(|(id, e)| matches!(e.what, What::Remove { .. }) && !undone.contains(id)).map(|(_, e)| e).collect()
}

/// A removal takes back what was read before it; where times are unknown, whatever was read.
fn removes(removal: &Entry, id: &str, learnt: Option<Timestamp>) -> bool {
    let What::Remove { document: gone, .. } = &removal.what else { return false };
    let later = removal.learnt.zip(learnt).is_some_and(|(r, a)| a > r);
    gone == id && !later
}

/// A reading among the entries: its entry, when it was learnt, by whom.
struct Taken<'a> {
    id: EntryId,
    learnt: Option<Timestamp>,
    by: &'a str,
    document: &'a str,
    words: Exact<'a>,
}

/// The words of a text, or their number: those on a shelf are not at hand. A record has texts of one sort.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exact<'a> {
    Words(&'a str),
    Number(u128),
}

impl<'a> Taken<'a> {
    fn whole(id: EntryId, e: &'a Entry) -> Option<(Taken<'a>, Hand)> {
        let What::Read { document, reading } = &e.what else { return None };
        let taken = Taken { id, learnt: e.learnt, by: e.by.name(), document: &document.id, words: Exact::Words(&document.text) };
        reading.sound().then(|| (taken, Hand::Whole(document.clone(), reading.clone())))
    }

    fn kept(k: &'a Kept, shelf: &Arc<dyn Shelf>) -> Option<(Taken<'a>, Hand)> {
        let taken = Taken { id: k.id, learnt: k.learnt, by: &k.by, document: &k.gist.imprint.id, words: Exact::Number(k.gist.exact) };
        k.gist.sound.then(|| (taken, Hand::Gist(k.gist.clone(), shelf.clone())))
    }
}

/// Of each document (id and words), the newest reading.
fn texts(record: &Record, active: &[(EntryId, &Entry)], undone: &BTreeSet<EntryId>) -> Vec<Text> {
    let removals = removals(&record.entries, undone);
    type Ranked<'a> = (Text, (Option<Timestamp>, &'a str, EntryId));
    let mut found: BTreeMap<(&str, Exact), Ranked> = BTreeMap::new();
    let whole = active.iter().filter_map(|(id, e)| Taken::whole(*id, e));
    let on_shelf = record.shelf.iter().flat_map(|shelf| record.kept.iter().filter(|k| !undone.contains(&k.id)).filter_map(move |k| Taken::kept(k, shelf)));
    for (taken, hand) in whole.chain(on_shelf).filter(|(t, _)| !removals.iter().any(|r| removes(r, t.document, t.learnt))) {
        let rank = (taken.learnt, taken.by, taken.id);
        let text = Text::new(taken.id, taken.learnt, hand);
        match found.entry((taken.document, taken.words)) {
            Entry_::Vacant(free) => {
                free.insert((text, rank));
            }
            Entry_::Occupied(mut there) => {
                let (kept, newest) = there.get_mut();
                let learnt = [kept.learnt, taken.learnt].into_iter().flatten().min();
                if *newest < rank {
                    (*kept, *newest) = (text, rank);
                }
                kept.learnt = learnt;
            }
        }
    }
    let mut texts: Vec<(Exact, Text)> = found.into_iter().map(|((_, words), (text, _))| (words, text)).collect();
    // By day, unknown days last.
    texts.sort_by(|(v, a), (w, b)| {
        let place = |t: &Text| (t.document.published.is_none(), t.document.published);
        place(a).cmp(&place(b)).then_with(|| a.document.id.cmp(&b.document.id)).then_with(|| v.cmp(w))
    });
    texts.into_iter().map(|(_, text)| text).collect()
}
