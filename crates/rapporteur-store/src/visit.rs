//! What somebody keeps for themselves: where they were last, and searches under a name.
//!
//! Decides: one last visit an account, one search a name. The account "" is whoever works without accounts. Nothing of it follows from an entry:
//! `rebuild` keeps it, `dump` and `export` leave it out. Must not know: what changed since, what a search says, the clock (times are given).

use crate::account::{kept, time};
use crate::{Store, StoreError, ledger};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// The last entry that there was when this account last looked, and when that was.
    ///
    /// # Errors
    /// What the disk says.
    pub fn last_visit(&self, account: &str) -> Result<Option<(u64, Timestamp)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number, at FROM visits WHERE account = ?1")?;
        let found: Option<(i64, String)> = statement.query_row([account], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        found.map(|(number, at)| Ok((ledger::unsigned(number)?, time(&at)?))).transpose()
    }

    /// Remembers that this account looked, and which entry was the last then.
    ///
    /// # Errors
    /// What the disk says.
    pub fn visited(&mut self, account: &str, number: u64, at: Timestamp) -> Result<(), StoreError> {
        self.write(|connection| {
            let mut put = connection.prepare_cached("INSERT OR REPLACE INTO visits (account, number, at) VALUES (?1, ?2, ?3)")?;
            put.execute(params![account, number as i64, kept(at)])?;
            Ok(())
        })
    }

    /// Keeps a search under a name, in place of the one that had it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for a name without a letter, or what the disk says.
    pub fn save_search(&mut self, account: &str, name: &str, query: &str) -> Result<(), StoreError> {
        if name.trim().is_empty() {
            return Err(StoreError::Refused("a saved search has a name"));
        }
        self.write(|connection| {
            let mut put = connection.prepare_cached("INSERT OR REPLACE INTO saved_searches (account, name, query) VALUES (?1, ?2, ?3)")?;
            put.execute([account, name, query])?;
            Ok(())
        })
    }

    /// The searches that this account keeps: names and queries, by name.
    ///
    /// # Errors
    /// What the disk says.
    pub fn saved_searches(&self, account: &str) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name, query FROM saved_searches WHERE account = ?1 ORDER BY name")?;
        Ok(statement.query_map([account], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// Keeps a search no longer; nothing happens where there is none of that name.
    ///
    /// # Errors
    /// What the disk says.
    pub fn forget_search(&mut self, account: &str, name: &str) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.prepare_cached("DELETE FROM saved_searches WHERE account = ?1 AND name = ?2")?.execute([account, name])?;
            Ok(())
        })
    }
}
