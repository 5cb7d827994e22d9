//! The dossier while it is served.
//!
//! Decides: when entries are added up again, what is kept of the sums. Must not know: pages, who asks. `answers` keeps what was worked out of them,
//! `days` the record as it was known earlier.

mod answers;
mod days;
mod extent;
mod pool;

use crate::desk::negotiation::Answer;
use answers::Answers;
use days::Days;
pub(crate) use extent::Extent;
pub(crate) use pool::Lent;

use jiff::civil::Date;
use pool::Pool;
use rapporteur_record::record::Kept;
use rapporteur_record::{Brief, Entry, Record};
use rapporteur_store::{News, Store, StoreError};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Duration;
use tokio::time::Instant;

/// Up to so many entries are added up before the page is made.
const AT_ONCE: u64 = 1_500;
/// Where adding up takes no longer than this, it is done before the page is made; else beside it, and the page says how far it got.
const SHORT: Duration = Duration::from_millis(250);
/// Nor is it waited for where somebody else asked within this time: many who decide would keep all who read waiting.
const QUIET: Duration = Duration::from_millis(500);
/// While entries keep coming, for each moment of adding up so many go by without.
const REST: u32 = 3;
/// A sum of as many texts is left in the dossier for whoever opens it next, not more often than so: from nothing it takes long.
const LARGE: usize = 5_000;
const OFTEN: Duration = Duration::from_secs(900);

/// What is done with a state before anybody sees it.
type Ready = Box<dyn Fn(&Arc<Snapshot>) + Send + Sync>;

/// A dossier that is open for reading and writing by many.
pub(crate) struct Held {
    name: String,
    pool: Arc<Pool>,
    writer: Mutex<Store>,
    latest: RwLock<Arc<Snapshot>>,
    /// Held by whoever adds up.
    adding: Mutex<()>,
    /// Whether somebody adds up beside the pages, or is about to.
    beside: AtomicBool,
    /// When somebody asked last.
    asked: Mutex<Option<Instant>>,
    ready: OnceLock<Ready>,
    /// Up to which entry a sum was left in the dossier, and when that was done here.
    left: Mutex<(u64, Option<Instant>)>,
    /// What was counted in the ledger up to its last entry.
    counted: Mutex<(u64, Arc<Answers>)>,
}

/// What the entries up to one add up to.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    /// The number of the last entry.
    pub(crate) number: u64,
    now: Arc<Known>,
    days: Days,
    /// Nothing before anything was added up.
    made: OnceLock<Made>,
}

/// When a state was made.
#[derive(Clone, Copy, Debug)]
struct Made {
    at: Instant,
    /// How long adding up took, and that with what was done with it before it was shown.
    took: Duration,
    all: Duration,
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
        Snapshot { number, now, days: Days::default(), made: OnceLock::new() }
    }

    /// Whether the next one is waited for. Of a dossier that is not small only where nobody else asks.
    fn is_short(&self, head: u64, quiet: bool) -> bool {
        let small = head <= AT_ONCE;
        self.made.get().map_or(small, |made| made.took <= SHORT && (small || quiet))
    }

    /// How long to let go by before the next one is begun.
    fn rest(&self) -> Duration {
        self.made.get().map_or(Duration::ZERO, |made| (made.all * REST).saturating_sub(made.at.elapsed()))
    }

    /// The record as it is.
    pub(crate) fn record(&self) -> &Record {
        &self.now.record
    }

    /// The record as it was known on a day, or as it is.
    pub(crate) fn known(&self, as_of: Option<Date>) -> Arc<Known> {
        as_of.map_or_else(|| self.now.clone(), |day| self.days.known(day, &self.now))
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
        // On a thread of its own, which ends: an allocator gives back what others free of a thread's memory once that thread is gone or allocates
        // again, and this one then only waits for requests.
        let (beside, to) = (pool.clone(), path.to_owned());
        let opened = std::thread::spawn(move || first(&to, &beside, brief)).join();
        let (store, snapshot) = opened.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(Held {
            name: store.name()?.0,
            pool,
            writer: Mutex::new(store),
            left: Mutex::new((snapshot.number, None)),
            latest: RwLock::new(Arc::new(snapshot)),
            adding: Mutex::default(),
            beside: AtomicBool::new(false),
            asked: Mutex::default(),
            ready: OnceLock::new(),
            counted: Mutex::default(),
        })
    }

    /// Says what is done with each state that is added up beside the pages before anybody sees it. Said once.
    pub(crate) fn before_shown(&self, ready: Ready) {
        let _ = self.ready.set(ready);
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

    /// What follows from the ledger alone and takes long: worked out once for each last entry. `question` names all that it depends on.
    pub(crate) fn counted<T: Send + Sync + 'static>(
        &self,
        store: &Store,
        question: &str,
        make: impl FnOnce(&Store) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        let (head, _) = store.head()?;
        let answers = {
            let mut counted = lock(&self.counted);
            if counted.0 != head {
                *counted = (head, Arc::default());
            }
            counted.1.clone()
        };
        // Whoever asks meanwhile waits; what failed is tried again by the next.
        let answer: Arc<Mutex<Option<Arc<T>>>> = answers.once(question, Mutex::default, |_| 1);
        let mut kept = lock(&answer);
        match &*kept {
            Some(there) => Ok(there.clone()),
            None => make(store).map(|new| kept.insert(Arc::new(new)).clone()),
        }
    }

    /// What the entries add up to. Of a small dossier it is never behind; of a large one it can be, and goes on beside.
    pub(crate) fn latest(self: &Arc<Self>) -> Result<Standing, StoreError> {
        let (head, _) = self.reader()?.head()?;
        let kept = self.kept();
        let quiet = lock(&self.asked).replace(Instant::now()).is_none_or(|last| last.elapsed() >= QUIET);
        if kept.number >= head {
            return Ok(Standing { snapshot: kept, behind: 0 });
        }
        if kept.is_short(head, quiet)
            && let Some(_one) = self.turn(head)
        {
            self.catch_up(|_| {})?;
            let snapshot = self.kept();
            return Ok(Standing { behind: head.saturating_sub(snapshot.number), snapshot });
        }
        if !self.beside.swap(true, Ordering::AcqRel) {
            let beside = Beside(Arc::clone(self));
            std::thread::spawn(move || beside.go_on());
        }
        Ok(Standing { behind: head.saturating_sub(kept.number), snapshot: kept })
    }

    /// The turn to add up: waited for where the dossier is small, else taken where nobody has it.
    fn turn(&self, head: u64) -> Option<MutexGuard<'_, ()>> {
        if head <= AT_ONCE { Some(lock(&self.adding)) } else { self.adding.try_lock().ok() }
    }

    /// The state that is shown.
    fn kept(&self) -> Arc<Snapshot> {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds up what came later; `ready` sees the new state before anybody else.
    fn catch_up(&self, ready: impl FnOnce(&Arc<Snapshot>)) -> Result<(), StoreError> {
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
        if number == kept.number {
            return Ok(());
        }
        let days = kept.days.unmoved(read.iter().map(|k| k.learnt).chain(decided.iter().map(|e| e.learnt)));
        let record = kept.record().extended(read, decided);
        record.sum();
        let took = begin.elapsed();
        let snapshot = Arc::new(Snapshot { days, ..Snapshot::of(number, record, self.pool.clone()) });
        ready(&snapshot);
        // What could not be fetched must not look like what is not there.
        self.pool.sound_since(failures)?;
        let _ = snapshot.made.set(Made { at: Instant::now(), took, all: begin.elapsed() });
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    /// Leaves in the dossier what the entries add up to, where that takes long and was not done within so long. It only saves time: what keeps it
    /// from being written is no matter.
    pub(crate) fn leave(&self, often: Duration) {
        let kept = self.kept();
        let mut left = lock(&self.left);
        let large = kept.record().kept().len() >= LARGE && kept.made.get().is_some();
        if !large || left.0 == kept.number || left.1.is_some_and(|at| at.elapsed() < often) {
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

/// Adding up beside the pages, once at a time.
struct Beside(Arc<Held>);

impl Beside {
    fn go_on(&self) {
        std::thread::sleep(self.0.kept().rest());
        let _one = lock(&self.0.adding);
        // What fails here fails for the next page too, which then says so.
        let _ = self.0.catch_up(|snapshot| self.0.ready.get().into_iter().for_each(|ready| ready(snapshot)));
        self.0.leave(OFTEN);
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.0.beside.store(false, Ordering::Release);
    }
}

/// The connection that writes, and the state to begin with.
fn first(path: &Path, pool: &Arc<Pool>, brief: Brief) -> Result<(Store, Snapshot), StoreError> {
    let store = Store::open(path)?;
    // It reads all that is there once; what it kept of that would stay.
    store.keep_at_hand(pool::AT_HAND)?;
    let snapshot = match left(&store, pool, &brief)? {
        Some(snapshot) => snapshot,
        None => Snapshot::of(0, Record::of_kept(Vec::new(), pool.clone(), [], brief), pool.clone()),
    };
    Ok((store, snapshot))
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
