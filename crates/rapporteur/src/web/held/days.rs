//! The record as it was known on earlier days.
//!
//! Decides: how many such days are kept, when one is waited for. Must not know: what is asked of it.

use super::answers::Answers;
use super::{Known, Snapshot, lock};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::time::Instant;

/// So many earlier days are kept added up, of a large record one.
const DAYS: usize = 4;
/// A record of more texts is large.
const LARGE: usize = 20_000;
/// How often it is looked whether a day is there.
const OFTEN: Duration = Duration::from_millis(10);

/// Days that were asked for.
#[derive(Debug, Default)]
pub(super) struct Days {
    kept: Mutex<BTreeMap<Date, Arc<Day>>>,
}

/// One day: whoever asks first works it out, whoever asks meanwhile waits for it.
#[derive(Debug, Default)]
struct Day {
    known: OnceLock<Arc<Known>>,
    /// Whether somebody works it out beside the pages.
    begun: AtomicBool,
}

impl Days {
    /// The record as it was known on a day, of the record as it is `now`.
    pub(super) fn known(&self, day: Date, now: &Known) -> Arc<Known> {
        let make = || {
            let record = now.record.known_on(day);
            record.sum();
            Arc::new(Known { as_of: Some(day), record: Arc::new(record), answers: Answers::default(), pool: now.pool.clone() })
        };
        self.day(day, now).known.get_or_init(make).clone()
    }

    fn day(&self, day: Date, now: &Known) -> Arc<Day> {
        let mut days = lock(&self.kept);
        if let Some(kept) = days.get(&day) {
            return kept.clone();
        }
        let most = if now.record.kept().len() > LARGE { 1 } else { DAYS };
        while days.len() >= most {
            days.pop_first();
        }
        days.entry(day).or_default().clone()
    }

    /// Those of which entries that came later say nothing new: all that were learnt after them.
    pub(super) fn unmoved(&self, fresh: impl Iterator<Item = Option<Timestamp>>) -> Days {
        let first = fresh.map(|t| t.map_or(Date::MIN, |t| Offset::UTC.to_datetime(t).date())).min().unwrap_or(Date::MAX);
        let kept = lock(&self.kept).iter().filter(|(day, _)| **day < first).map(|(day, known)| (*day, known.clone())).collect();
        Days { kept: Mutex::new(kept) }
    }
}

impl Snapshot {
    /// Whether the record as it was known on a day is there within a time; else it is worked out beside, and will be.
    pub(crate) fn is_there(self: &Arc<Self>, day: Date, wait: Duration) -> bool {
        let one = self.days.day(day, &self.now);
        if one.known.get().is_none() && !one.begun.swap(true, Ordering::AcqRel) {
            let beside = self.clone();
            std::thread::spawn(move || beside.known(Some(day)));
        }
        let begin = Instant::now();
        while one.known.get().is_none() {
            if begin.elapsed() >= wait {
                return false;
            }
            std::thread::sleep(OFTEN);
        }
        true
    }
}
