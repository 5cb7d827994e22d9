//! The dossier while it is served.
//!
//! Decides: when entries are added up again, what is kept of the sums. Must not know: pages, who asks. `answers` keeps what was worked out of them.

mod answers;

use crate::desk::negotiation::Answer;
use answers::Answers;
use jiff::civil::Date;
use jiff::tz::Offset;
use rapporteur_record::{Brief, Entry, Record};
use rapporteur_store::{Store, StoreError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;
use tokio::time::Instant;

/// Of a dossier that was not added up yet: up to so many entries that is done before the page is made.
const AT_ONCE: u64 = 1_500;
/// Where adding up takes no longer than this, it is done before the page is made; else beside it, and the page says how far it got.
const SHORT: Duration = Duration::from_millis(250);
/// While entries keep coming, for each moment of adding up so many go by without.
const REST: u32 = 3;
/// So many earlier days are kept added up.
const DAYS: usize = 4;
/// So many connections wait for the next reader.
const IDLE: usize = 8;

/// A dossier that is open for reading and writing by many.
pub(crate) struct Held {
    path: PathBuf,
    name: String,
    brief: Brief,
    idle: Mutex<Vec<Store>>,
    writer: Mutex<Store>,
    latest: RwLock<Arc<Snapshot>>,
    /// Held by whoever adds up.
    adding: Mutex<()>,
}

/// What the entries up to one add up to.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    /// The number of the last entry.
    pub(crate) number: u64,
    now: Arc<Known>,
    days: Mutex<BTreeMap<Date, Arc<Known>>>,
    /// When it was done, and how long it took; `None` before anything was added up.
    made: Option<(Instant, Duration)>,
}

/// The record as it is, or as it was known on a day, with what was worked out of it.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The day.
    pub(crate) as_of: Option<Date>,
    pub(crate) record: Record,
    answers: Answers,
}

impl Known {
    /// What follows from the record alone, worked out once. The question names all that it depends on; `weigh` counts the quotations of the answer.
    pub(crate) fn once<T: Send + Sync + 'static>(&self, question: &str, make: impl FnOnce(&Record) -> T, weigh: impl FnOnce(&T) -> usize) -> Arc<T> {
        self.answers.once(question, || make(&self.record), weigh)
    }

    /// As [`Known::once`], of an answer with quotations.
    pub(crate) fn answer<T: Send + Sync + 'static>(&self, question: &str, make: impl FnOnce(&Record) -> Answer<T>) -> Arc<Answer<T>> {
        let dated = |record: &Record| make(record).known_on(self.as_of);
        self.once(question, dated, |a| a.quotations.len())
    }

    /// As [`Known::answer`], where there may be none.
    pub(crate) fn perhaps<T: Send + Sync + 'static>(&self, question: &str, make: impl FnOnce(&Record) -> Option<Answer<T>>) -> Option<Arc<Answer<T>>> {
        let dated = |record: &Record| make(record).map(|a| Arc::new(a.known_on(self.as_of)));
        let found: Arc<Option<Arc<Answer<T>>>> = self.once(question, dated, |a| a.as_ref().map_or(0, |a| a.quotations.len()));
        found.as_ref().clone()
    }
}

impl Snapshot {
    fn of(number: u64, record: Record) -> Snapshot {
        let now = Arc::new(Known { as_of: None, record, answers: Answers::default() });
        Snapshot { number, now, days: Mutex::default(), made: None }
    }

    /// The earlier days of which entries that came later say nothing new: all that were learnt after them.
    fn unmoved(&self, fresh: &[Entry]) -> BTreeMap<Date, Arc<Known>> {
        let learnt = |e: &Entry| e.learnt.map(|t| Offset::UTC.to_datetime(t).date());
        let first = fresh.iter().map(|e| learnt(e).unwrap_or(Date::MIN)).min().unwrap_or(Date::MAX);
        lock(&self.days).iter().filter(|(day, _)| **day < first).map(|(day, known)| (*day, known.clone())).collect()
    }

    /// Whether the next one is waited for.
    fn is_short(&self, head: u64) -> bool {
        self.made.map_or(head <= AT_ONCE, |(_, took)| took <= SHORT)
    }

    /// How long to let go by before the next one is begun.
    fn rest(&self) -> Duration {
        self.made.map_or(Duration::ZERO, |(at, took)| (took * REST).saturating_sub(at.elapsed()))
    }

    /// The record as it is.
    pub(crate) fn record(&self) -> &Record {
        &self.now.record
    }

    /// The record as it was known on a day, or as it is.
    pub(crate) fn known(&self, as_of: Option<Date>) -> Arc<Known> {
        let Some(day) = as_of else { return self.now.clone() };
        if let Some(kept) = lock(&self.days).get(&day) {
            return kept.clone();
        }
        let made = Arc::new(Known { as_of, record: self.now.record.known_on(day), answers: Answers::default() });
        let mut days = lock(&self.days);
        if days.len() >= DAYS {
            days.pop_first();
        }
        days.entry(day).or_insert(made).clone()
    }
}

/// A snapshot, and how many entries came after it.
pub(crate) struct Standing {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) behind: u64,
}

/// A connection lent to a reader; it goes back when dropped.
pub(crate) struct Lent<'a> {
    store: Option<Store>,
    home: &'a Mutex<Vec<Store>>,
}

impl std::ops::Deref for Lent<'_> {
    type Target = Store;

    // A lent connection is there until it is dropped.
    #[allow(clippy::unwrap_used)]
    fn deref(&self) -> &Store {
        self.store.as_ref().unwrap()
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = lock(self.home);
        if idle.len() < IDLE {
            idle.extend(self.store.take());
        }
    }
}

impl Held {
    /// Opens the dossier. Nothing is added up yet.
    pub(crate) fn open(path: &Path, brief: Brief) -> Result<Held, StoreError> {
        let snapshot = Snapshot::of(0, Record::of([], brief.clone()));
        let store = Store::open(path)?;
        Ok(Held {
            path: path.to_owned(),
            name: store.name()?.0,
            brief,
            idle: Mutex::default(),
            writer: Mutex::new(store),
            latest: RwLock::new(Arc::new(snapshot)),
            adding: Mutex::default(),
        })
    }

    /// What the negotiation is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A connection to read from.
    pub(crate) fn reader(&self) -> Result<Lent<'_>, StoreError> {
        let waiting = lock(&self.idle).pop();
        let store = match waiting {
            Some(store) => store,
            None => Store::open(&self.path)?,
        };
        Ok(Lent { store: Some(store), home: &self.idle })
    }

    /// The one connection that writes. Whoever holds it keeps other writers of this program waiting, so hold it for one entry.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Store> {
        lock(&self.writer)
    }

    /// What the entries add up to. Of a small dossier it is never behind; of a large one it can be, and goes on beside.
    pub(crate) fn latest(self: &Arc<Self>) -> Result<Standing, StoreError> {
        let (head, _) = self.reader()?.head()?;
        let kept = self.kept();
        if kept.number == head {
            return Ok(Standing { snapshot: kept, behind: 0 });
        }
        if kept.is_short(head) {
            let _one = lock(&self.adding);
            self.catch_up()?;
            let snapshot = self.kept();
            return Ok(Standing { behind: head.saturating_sub(snapshot.number), snapshot });
        }
        let beside = Arc::clone(self);
        std::thread::spawn(move || {
            if let Ok(_one) = beside.adding.try_lock() {
                std::thread::sleep(beside.kept().rest());
                // What fails here fails for the next page too, which then says so.
                let _ = beside.catch_up();
            }
        });
        Ok(Standing { behind: head.saturating_sub(kept.number), snapshot: kept })
    }

    fn kept(&self) -> Arc<Snapshot> {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn catch_up(&self) -> Result<(), StoreError> {
        let (kept, begin) = (self.kept(), Instant::now());
        let mut number = kept.number;
        let mut fresh: Vec<Entry> = Vec::new();
        self.reader()?.entries(kept.number, &mut |row| {
            number = row.number;
            fresh.push(row.entry()?);
            Ok(())
        })?;
        if number != kept.number {
            let days = kept.unmoved(&fresh);
            let entries = kept.record().entries().map(|(_, e)| e.clone()).chain(fresh);
            let record = Record::of(entries, self.brief.clone());
            record.sum();
            let made = Some((Instant::now(), begin.elapsed()));
            let snapshot = Snapshot { days: Mutex::new(days), made, ..Snapshot::of(number, record) };
            *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        }
        Ok(())
    }
}

/// A panic elsewhere leaves these values whole: each change to them is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
