//! What a record keeps at hand of the entries, and the texts it fetches.
//!
//! Decides: how entries are read without their whole bodies. Must not know: what they add up to.

use crate::ledger::{self, unsigned};
use crate::{Row, Store, StoreError};
use rapporteur_record::EntryId;
use rapporteur_record::gist::Gist;
use rapporteur_record::record::Kept;
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;
use std::sync::Arc;

/// An entry, less what is fetched when it is asked for.
#[derive(Clone, Debug)]
pub enum News {
    /// A reading, with its gist.
    Read(Arc<Kept>),
    /// Anything else, whole.
    Other(Row),
}

impl Store {
    /// Every entry after `after`, in order, readings as gists; with each its number.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the gist of a reading is not there or not of this form, what the disk says, or what `f` gives.
    pub fn news(&self, after: u64, f: &mut dyn FnMut(u64, News) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let sql = "SELECT c.number, c.id, c.kind, c.learnt, c.by, g.gist FROM changes c LEFT JOIN gists g ON g.number = c.number
                   WHERE c.number > ?1 ORDER BY c.number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = statement.query([after as i64])?;
        let mut readers: HashMap<String, Arc<str>> = HashMap::new();
        while let Some(row) = found.next()? {
            let number = unsigned(row.get(0)?)?;
            if row.get_ref(2)?.as_str().unwrap_or_default() != "read" {
                let other = ledger::one(&self.connection, number)?.ok_or_else(|| damaged(number))?;
                f(number, News::Other(other))?;
                continue;
            }
            let id = row.get_ref(1)?.as_str().ok().and_then(EntryId::parse).ok_or_else(|| damaged(number))?;
            let learnt = row.get_ref(3)?.as_str().ok().map(str::parse).transpose().map_err(|_| damaged(number))?;
            let by = row.get_ref(4)?.as_str().unwrap_or_default();
            let by = readers.entry(by.to_owned()).or_insert_with(|| by.into()).clone();
            let gist = row.get_ref(5)?.as_blob().ok().and_then(Gist::from_bytes).ok_or_else(|| damaged(number))?;
            f(number, News::Read(Arc::new(Kept { id, learnt, by, gist: Arc::new(gist) })))?;
        }
        Ok(())
    }

    /// The text that was read in an entry.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where no entry of that id read a text, or what the disk says.
    pub fn text_of(&self, entry: EntryId) -> Result<String, StoreError> {
        let sql = "SELECT json_extract(e.body, '$.record.document.text') FROM changes c JOIN entries e ON e.number = c.number WHERE c.id = ?1";
        let found: Option<Option<String>> = self.connection.prepare_cached(sql)?.query_row([entry.to_string()], |r| r.get(0)).optional()?;
        found.flatten().ok_or_else(|| StoreError::Unknown(format!("text of entry {entry}")))
    }

    /// The words of every text as numbers ([`rapporteur_record::gist::weave`]), in order of the entries.
    ///
    /// # Errors
    /// What the disk says.
    pub fn weaves(&self, f: &mut dyn FnMut(EntryId, &[u8])) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT c.id, w.weave, w.number FROM weaves w JOIN changes c ON c.number = w.number ORDER BY w.number")?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let number = unsigned(row.get(2)?)?;
            let id = row.get_ref(0)?.as_str().ok().and_then(EntryId::parse).ok_or_else(|| damaged(number))?;
            f(id, row.get_ref(1)?.as_blob().map_err(|_| damaged(number))?);
        }
        Ok(())
    }

    /// What the entries up to one add up to, as somebody left it: the number of that entry, and bytes.
    ///
    /// # Errors
    /// What the disk says.
    pub fn sum(&self) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let found = self.connection.prepare_cached("SELECT number, bytes FROM sums")?.query_row([], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        found.map(|(number, bytes)| Ok((unsigned(number)?, bytes))).transpose()
    }

    /// Leaves what the entries up to one add up to for whoever opens the dossier next.
    ///
    /// # Errors
    /// What the disk says.
    pub fn leave_sum(&mut self, number: u64, bytes: &[u8]) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.prepare_cached("INSERT OR REPLACE INTO sums (place, number, bytes) VALUES (1, ?1, ?2)")?.execute(params![number as i64, bytes])?;
            Ok(())
        })
    }

    /// Keeps no more than so many kibibytes of the file in memory for this connection: the system keeps them too.
    ///
    /// # Errors
    /// What the disk says.
    pub fn keep_at_hand(&self, kibibytes: u32) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(&format!("PRAGMA cache_size = -{kibibytes}"))?)
    }
}

fn damaged(number: u64) -> StoreError {
    StoreError::Damaged(format!("what is at hand of entry {number} is not what follows from it; `rapporteur rebuild` makes it again"))
}
