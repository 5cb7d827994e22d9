//! The dossier on disk: one file that keeps what was learnt about a negotiation, in the order in which it was learnt.
//!
//! Decides: the form of that file (SQLite), how entries are chained so that no change goes unseen, how tables follow from entries.
//! Must not know: how texts are read, what a query is for, the clock (times are given), how anything is shown.
//!
//! | module | holds |
//! |---|---|
//! | `open` | making, opening, bringing an older dossier forward |
//! | `ledger` | appending entries, reading them again |
//! | `gist` | entries in short, and the texts that are fetched |
//! | `known` | what is there already, which id a document gets, who decided last on an item |
//! | `tables` | everything that follows from entries, filled by one way only |
//! | `review`, `agreement` | what people decided, and how often two of them agree |
//! | `verify` | whether the ledger is what was written |
//! | `exchange` | export and import |
//! | `account` | accounts, their sessions and tokens |
//! | `visit` | last visits, saved searches |
//! | `failure` | what could not be read |
//! | `search` | words and facets |
//! | `shelf` | the documents, a page at a time |
//! | `queue` | what waits for a person, what people wrote |
//! | `dump`, `doctor` | all rows in one order; how the file is |
//! | `original`, `hash`, `error` | the bytes that were read, fingerprints, what can go wrong |
//!
//! Accounts, sessions, tokens, visits, saved searches and what could not be read lie beside the record. They follow from no entry: `rebuild` keeps them, `verify` does not
//! look at them, `dump` and `export` leave them out.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod account;
mod agreement;
mod base64;
mod doctor;
mod dump;
mod error;
mod exchange;
mod failure;
mod gist;
mod hash;
mod known;
mod ledger;
mod open;
mod original;
mod queue;
mod review;
mod search;
mod shelf;
mod tables;
mod verify;
mod visit;

pub use account::{Account, Role, Token};
pub use agreement::{Agreement, Asked, Differing};
pub use doctor::Health;
pub use error::StoreError;
pub use exchange::{Imported, OriginalsIn};
pub use failure::Failed;
pub use gist::News;
pub use hash::{Hash, of_content};
pub use known::parse_id;
pub use ledger::{Addition, Appended, Row};
pub use open::{FORM, backup_path};
pub use queue::{REVIEWED, Trace, Turn, Waiting};
pub use review::{Decision, Pending};
pub use search::{Alike, Among, Found, Hit, Search, WEIGHED};
pub use shelf::{Shelf, Shelved};
pub use tables::id_of;
pub use verify::{Fault, Verified};

use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

/// An open dossier. Several programs can hold one open at once.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does something to the dossier, wholly or not at all. Immediate: whoever comes second waits here, not in the middle.
    fn write<T>(&mut self, f: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let out = f(&transaction)?;
        transaction.commit()?;
        Ok(out)
    }

    /// Drops everything that follows from the entries and fills it again.
    ///
    /// # Errors
    /// [`StoreError::Entry`] where an entry cannot be understood, or what the disk says. The tables are then as they were.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        self.write(tables::refill)
    }

    /// Lets the file grow no further than so many pages of 4 KiB, for as long as it is open here. What does not fit then is
    /// [`StoreError::Full`].
    ///
    /// # Errors
    /// What the disk says.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        Ok(self.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
    }
}
