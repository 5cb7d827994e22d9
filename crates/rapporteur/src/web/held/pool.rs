//! Connections to read from, and the shelf that fetches texts over them.
//!
//! Decides: how many connections wait, how much each keeps at hand. Must not know: what is asked.

use super::lock;
use rapporteur_record::EntryId;
use rapporteur_record::record::Shelf;
use rapporteur_store::{Store, StoreError};
use std::path::PathBuf;
use std::sync::Mutex;

/// So many connections wait for the next reader.
const IDLE: usize = 8;
/// Kibibytes of the file that each keeps in memory: the system keeps the file too.
pub(super) const AT_HAND: u32 = 4096;

/// Connections to one dossier.
#[derive(Debug)]
pub(super) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    /// How often something could not be fetched, and why it was the last time.
    failed: Mutex<(u64, String)>,
}

/// A connection lent to a reader; it goes back when dropped.
pub(crate) struct Lent<'a> {
    store: Option<Store>,
    home: &'a Pool,
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
        let mut idle = lock(&self.home.idle);
        if idle.len() < IDLE {
            idle.extend(self.store.take());
        }
    }
}

impl Pool {
    pub(super) fn new(path: PathBuf) -> Pool {
        Pool { path, idle: Mutex::default(), failed: Mutex::default() }
    }

    /// A connection to read from.
    pub(super) fn lend(&self) -> Result<Lent<'_>, StoreError> {
        let waiting = lock(&self.idle).pop();
        let store = match waiting {
            Some(store) => store,
            None => {
                let store = Store::open(&self.path)?;
                store.keep_at_hand(AT_HAND)?;
                store
            }
        };
        Ok(Lent { store: Some(store), home: self })
    }

    /// How often something could not be fetched.
    pub(super) fn failures(&self) -> u64 {
        lock(&self.failed).0
    }

    /// Whether all could be fetched since there were so many failures.
    pub(super) fn sound_since(&self, failures: u64) -> Result<(), StoreError> {
        let (now, why) = &*lock(&self.failed);
        if *now == failures { Ok(()) } else { Err(StoreError::Io(why.clone())) }
    }

    fn told<T>(&self, found: Result<T, StoreError>) -> Option<T> {
        let failed = |e: StoreError| {
            let mut failed = lock(&self.failed);
            *failed = (failed.0 + 1, e.to_string());
        };
        found.map_err(failed).ok()
    }
}

impl Shelf for Pool {
    fn text(&self, entry: EntryId) -> Option<String> {
        self.told(self.lend().and_then(|store| store.text_of(entry)))
    }

    fn weaves(&self, each: &mut dyn FnMut(EntryId, &[u8])) {
        self.told(self.lend().and_then(|store| store.weaves(each)));
    }
}
