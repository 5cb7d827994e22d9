//! The dossier while it is served.
//!
//! Decides: when entries are added up again, what is kept of the sums. Must not know: pages, who asks.

use jiff::civil::Date;
use rapporteur_record::{Brief, Entry, Record};
use rapporteur_store::{Store, StoreError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Up to so many texts new entries are added up before the page is made; beyond, beside it, and the page says how far it got.
const AT_ONCE: usize = 1_500;
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
    adding: Arc<Mutex<()>>,
}

/// What the entries up to one add up to.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    /// The number of the last entry.
    pub(crate) number: u64,
    /// What they add up to.
    pub(crate) record: Record,
    known: Mutex<BTreeMap<Date, Arc<Record>>>,
}

impl Snapshot {
    /// The record as it was known on a day, or as it is.
    pub(crate) fn known<T>(&self, as_of: Option<Date>, ask: impl FnOnce(&Record) -> T) -> T {
        let Some(day) = as_of else { return ask(&self.record) };
        let kept = lock(&self.known).get(&day).cloned();
        let record = kept.unwrap_or_else(|| {
            let made = Arc::new(self.record.known_on(day));
            let mut known = lock(&self.known);
            if known.len() >= DAYS {
                known.pop_first();
            }
            known.insert(day, made.clone());
            made
        });
        ask(&record)
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
        let snapshot = Snapshot { record: Record::of([], brief.clone()), ..Snapshot::default() };
        let store = Store::open(path)?;
        Ok(Held {
            path: path.to_owned(),
            name: store.name()?.0,
            brief,
            idle: Mutex::default(),
            writer: Mutex::new(store),
            latest: RwLock::new(Arc::new(snapshot)),
            adding: Arc::default(),
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
        let texts = kept.record.entries().count().max((head - kept.number.min(head)) as usize);
        if texts <= AT_ONCE {
            let _one = lock(&self.adding);
            self.catch_up()?;
            let snapshot = self.kept();
            return Ok(Standing { behind: head.saturating_sub(snapshot.number), snapshot });
        }
        let beside = Arc::clone(self);
        std::thread::spawn(move || {
            if let Ok(_one) = beside.adding.try_lock() {
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
        let kept = self.kept();
        let mut number = kept.number;
        let mut entries: Vec<Entry> = kept.record.entries().map(|(_, e)| e.clone()).collect();
        let reader = self.reader()?;
        reader.entries(kept.number, &mut |row| {
            number = row.number;
            entries.push(row.entry()?);
            Ok(())
        })?;
        if number != kept.number {
            let snapshot = Snapshot { number, record: Record::of(entries, self.brief.clone()), known: Mutex::default() };
            snapshot.record.sum();
            *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        }
        Ok(())
    }
}

/// A panic elsewhere leaves these values whole: each change to them is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
