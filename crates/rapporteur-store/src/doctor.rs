//! How a dossier is, in figures, without a word of what it says.
//!
//! Decides: what is worth knowing when something seems wrong. Must not know: how it is shown.

use crate::{FORM, Store, StoreError, ledger};

/// How a dossier is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// The form it is written in, and the newest known here.
    pub form: (u32, u32),
    /// The version of the database library.
    pub sqlite: String,
    /// Bytes of the file.
    pub size: u64,
    /// Bytes of it that are free.
    pub free: u64,
    /// Entries.
    pub entries: u64,
    /// Documents that count.
    pub documents: u64,
    /// Statements in them.
    pub attributions: u64,
    /// Decisions of people that count.
    pub reviews: u64,
    /// Of these, decisions on items that the latest reading does not have.
    pub lost: u64,
    /// Originals kept, their bytes, and the bytes they take.
    pub originals: (u64, u64, u64),
    /// What the database says of its own file; empty where all is well.
    pub faults: Vec<String>,
}

impl Store {
    /// How the dossier is.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn doctor(&self) -> Result<Health, StoreError> {
        let count = |sql: &str| -> Result<u64, StoreError> { ledger::unsigned(self.connection.query_row(sql, [], |r| r.get(0))?) };
        let page = count("PRAGMA page_size")?;
        let sum = "SELECT coalesce(sum";
        Ok(Health {
            form: (u32::try_from(count("PRAGMA user_version")?).unwrap_or_default(), FORM),
            sqlite: rusqlite::version().to_owned(),
            size: page * count("PRAGMA page_count")?,
            free: page * count("PRAGMA freelist_count")?,
            entries: self.head()?.0,
            documents: count("SELECT count(*) FROM documents")?,
            attributions: count("SELECT count(*) FROM attributions")?,
            reviews: count("SELECT count(*) FROM reviews")?,
            lost: count("SELECT count(*) FROM reviews WHERE item IS NULL")?,
            originals: (
                count("SELECT count(*) FROM originals")?,
                count(&format!("{sum}(size), 0) FROM originals"))?,
                count(&format!("{sum}(length(bytes)), 0) FROM originals"))?,
            ),
            faults: self.check_file()?.iter().map(ToString::to_string).collect(),
        })
    }
}
