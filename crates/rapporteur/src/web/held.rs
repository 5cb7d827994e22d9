//! The dossier while it is served.
//!
//! Decides: when entries are added up again, what is kept of the sums. Must not know: pages, who asks. `answers` keeps what was worked out of them.

mod answers;
mod extent;
mod pool;

use crate::desk::negotiation::Answer;
use answers::Answers;
pub(crate) use extent::Extent;
pub(crate) use pool::Lent;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use pool::Pool;
use rapporteur_record::record::Kept;
use rapporteur_record::{Brief, Entry, Record};
use rapporteur_store::{News, Store, StoreError};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;
use tokio::time::Instant;

/// Of a dossier that was not added up yet: up to so many entries that is done before the page is made.
const AT_ONCE: u64 = 1_500;
/// Where adding up takes no longer than this, it is done before the page is made; else beside it, and the page says how far it got.
const SHORT: Duration = Duration::from_millis(250);
/// While entries keep coming, for each moment of adding up so many go by without.
const REST: u32 = 3;
/// A sum that took longer is left in the dossier for whoever opens it next, not more often than so.
const LONG: Duration = Duration::from_secs(1);
const OFTEN: Duration = Duration::from_secs(900);
/// So many earlier days are kept added up, of a large record one.
const DAYS: usize = 4;
/// A record of more texts is large.
const LARGE: usize = 20_000;

/// A dossier that is open for reading and writing by many.
pub(crate) struct Held {
    name: String,
    brief: Brief,
    pool: Arc<Pool>,
    writer: Mutex<Store>,
    latest: RwLock<Arc<Snapshot>>,
    /// Held by whoever adds up.
    adding: Mutex<()>,
    /// Up to which entry a sum was left in the dossier, and when that was done here.
    left: Mutex<(u64, Option<Instant>)>,
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
    pub(crate) record: Arc<Record>,
    answers: Answers,
    pool: Option<Arc<Pool>>,
}

impl Known {
    /// What follows from the record alone, worked out once. The question names all that it depends on; `weigh` counts the quotations of the answer.
    pub(crate) fn once<T: Send + Sync + 'static>(&self, question: &str, make: impl FnOnce(&Record) -> T, weigh: impl FnOnce(&T) -> usize) -> Arc<T> {
        let failures = || self.pool.as_ref().map(|p| p.failures());
        let before = failures();
        let answer = self.answers.once(question, || make(&self.record), weigh);
        // An answer without its words is not kept.
        if failures() != before {
            self.answers.forget::<T>(question);
        }
        answer
    }

    /// As [`Known::once`], of an answer with quotations.
    pub(crate) fn answer<T: Send + Sync + 'static>(&self, question: &str, make: impl FnOnce(&Record) -> Answer<T>) -> Arc<Answer<T>> {
        let dated = |record: &Record| make(record).known_on(self.as_of).kept_by(&self.record);
        self.once(question, dated, |a| a.quotations.len())
    }

    /// As [`Known::answer`], where there may be none.
    pub(crate) fn perhaps<T: Send + Sync + 'static>(&self, question: &str, make: impl FnOnce(&Record) -> Option<Answer<T>>) -> Option<Arc<Answer<T>>> {
        let dated = |record: &Record| make(record).map(|a| Arc::new(a.known_on(self.as_of).kept_by(&self.record)));
        let found: Arc<Option<Arc<Answer<T>>>> = self.once(question, dated, |a| a.as_ref().map_or(0, |a| a.quotations.len()));
        found.as_ref().clone()
    }
}

impl Snapshot {
    fn of(number: u64, record: Record, pool: Arc<Pool>) -> Snapshot {
        let record = Arc::new(record);
        let now = Arc::new(Known { as_of: None, record, answers: Answers::default(), pool: Some(pool) });
        Snapshot { number, now, days: Mutex::default(), made: None }
    }

    /// The earlier days of which entries that came later say nothing new: all that were learnt after them.
    fn unmoved(&self, fresh: impl Iterator<Item = Option<Timestamp>>) -> BTreeMap<Date, Arc<Known>> {
        let first = fresh.map(|t| t.map_or(Date::MIN, |t| Offset::UTC.to_datetime(t).date())).min().unwrap_or(Date::MAX);
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
        let made = Arc::new(Known { as_of, record: Arc::new(self.now.record.known_on(day)), answers: Answers::default(), pool: self.now.pool.clone() });
        let mut days = lock(&self.days);
        let most = if self.record().kept().len() > LARGE { 1 } else { DAYS };
        while days.len() >= most {
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

impl Held {
    /// Opens the dossier, with what its entries were last left added up to; what came later is added up when somebody asks.
    pub(crate) fn open(path: &Path, brief: Brief) -> Result<Held, StoreError> {
        let pool = Arc::new(Pool::new(path.to_owned()));
        let store = Store::open(path)?;
        let snapshot = match left(&store, &pool, &brief)? {
            Some(snapshot) => snapshot,
            None => Snapshot::of(0, Record::of([], brief.clone()), pool.clone()),
        };
        Ok(Held {
            name: store.name()?.0,
            brief,
            pool,
            writer: Mutex::new(store),
            left: Mutex::new((snapshot.number, None)),
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
        self.pool.lend()
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
                beside.leave(OFTEN);
            }
        });
        Ok(Standing { behind: head.saturating_sub(kept.number), snapshot: kept })
    }

    fn kept(&self) -> Arc<Snapshot> {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn catch_up(&self) -> Result<(), StoreError> {
        let (kept, begin) = (self.kept(), Instant::now());
        let (failures, mut number) = (self.pool.failures(), kept.number);
        let (mut read, mut decided): (Vec<Arc<Kept>>, Vec<Entry>) = Default::default();
        self.reader()?.news(kept.number, &mut |n, news| {
            number = n;
            match news {
                News::Read(reading) => read.push(reading),
                News::Other(row) => decided.push(row.entry()?),
            }
            Ok(())
        })?;
        if number != kept.number {
            let days = kept.unmoved(read.iter().map(|k| k.learnt).chain(decided.iter().map(|e| e.learnt)));
            let before = kept.record();
            let decisions = before.entries().map(|(_, e)| e.clone()).chain(decided);
            let read: Vec<Arc<Kept>> = before.kept().iter().cloned().chain(read).collect();
            let record = Record::of_kept(read, self.pool.clone(), decisions, self.brief.clone());
            record.sum();
            // What could not be fetched must not look like what is not there.
            self.pool.sound_since(failures)?;
            let made = Some((Instant::now(), begin.elapsed()));
            let snapshot = Snapshot { days: Mutex::new(days), made, ..Snapshot::of(number, record, self.pool.clone()) };
            *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        }
        Ok(())
    }

    /// Leaves in the dossier what the entries add up to, where that takes long and was not done within so long. It only saves time: what keeps it
    /// from being written is no matter.
    pub(crate) fn leave(&self, often: Duration) {
        let kept = self.kept();
        let mut left = lock(&self.left);
        let long = kept.made.is_some_and(|(_, took)| took > LONG);
        if !long || left.0 == kept.number || left.1.is_some_and(|at| at.elapsed() < often) {
            return;
        }
        let bytes = kept.record().written();
        if self.writer().leave_sum(kept.number, &bytes).is_ok() {
            *left = (kept.number, Some(Instant::now()));
        }
    }

    /// How often a text could not be fetched so far.
    pub(crate) fn failures(&self) -> u64 {
        self.pool.failures()
    }

    /// Whether all texts could be fetched since there were so many failures.
    pub(crate) fn sound_since(&self, failures: u64) -> Result<(), StoreError> {
        self.pool.sound_since(failures)
    }
}

/// What the entries were left added up to, by whoever served them last by the same rules and with the same brief.
fn left(store: &Store, pool: &Arc<Pool>, brief: &Brief) -> Result<Option<Snapshot>, StoreError> {
    let Some((number, bytes)) = store.sum()? else { return Ok(None) };
    let (mut read, mut decided): (Vec<Arc<Kept>>, Vec<Entry>) = Default::default();
    store.news(0, &mut |n, news| {
        match news {
            _ if n > number => {}
            News::Read(reading) => read.push(reading),
            News::Other(row) => decided.push(row.entry()?),
        }
        Ok(())
    })?;
    let record = Record::of_kept(read, pool.clone(), decided, brief.clone());
    Ok(record.take(&bytes).then(|| Snapshot::of(number, record, pool.clone())))
}

/// A panic elsewhere leaves these values whole: each change to them is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
