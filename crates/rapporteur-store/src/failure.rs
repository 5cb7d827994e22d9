//! What could not be read when it was to be added.
//!
//! Decides: that a file's failures are those of the last time it was tried. It never became a document, so no entry tells of it: `rebuild` keeps it,
//! `dump` and `export` leave it out. Must not know: how a text is read, the clock (times are given).

use crate::{Store, StoreError};
use jiff::Timestamp;
use rusqlite::params;

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The file, with the line where it is one of many.
    pub name: String,
    /// What is wrong with it.
    pub what: String,
    /// What to do next.
    pub help: String,
    /// When it was last tried: RFC 3339.
    pub at: String,
}

impl Store {
    /// Puts what went wrong with a file this time, each with what to do next, in place of what went wrong before; nothing where it could be read.
    ///
    /// # Errors
    /// What the disk says.
    pub fn tried(&mut self, name: &str, problems: &[(String, String)], at: Timestamp) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.prepare_cached("DELETE FROM failures WHERE name = ?1")?.execute([name])?;
            let mut put = connection.prepare_cached("INSERT OR REPLACE INTO failures (name, what, help, at) VALUES (?1, ?2, ?3, ?4)")?;
            for (what, help) in problems {
                put.execute(params![name, what, help, at.to_string()])?;
            }
            Ok(())
        })
    }

    /// What could not be read, what was tried last first.
    ///
    /// # Errors
    /// What the disk says.
    pub fn failures(&self) -> Result<Vec<Failed>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name, what, help, at FROM failures ORDER BY at DESC, name, what")?;
        let found = statement.query_map([], |r| Ok(Failed { name: r.get(0)?, what: r.get(1)?, help: r.get(2)?, at: r.get(3)? }))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}
