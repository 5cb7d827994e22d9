//! The ledger: entries in the order in which they were learnt, each holding the hash of the one before.
//!
//! Decides: how an entry is written, when one is known already, what a person must know to decide on an item. Must not know: what follows
//! from entries (that is `tables`).

use crate::{Hash, Store, StoreError, hash, known, original, tables};
use rapporteur_record::entry::{Entry, What};
use rapporteur_record::json;
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};
use serde_json::Value;

/// Something to write.
#[derive(Clone, Debug)]
pub struct Addition {
    /// The entry.
    pub entry: Entry,
    /// The bytes it was read from, where there are any.
    pub original: Option<Vec<u8>>,
    /// The last entry on this item that whoever decides has seen; 0 for none. `None`: it does not matter what others did.
    pub after: Option<u64>,
}

impl Addition {
    /// An entry with nothing beside it.
    pub fn of(entry: Entry) -> Addition {
        Addition { entry, original: None, after: None }
    }
}

/// What came of an addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It was written under this number.
    New(u64),
    /// It was there already, under this number.
    Known(u64),
}

/// One entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1, without gaps.
    pub number: u64,
    /// When it was written: RFC 3339.
    pub learnt: Option<String>,
    /// The hash of the bytes it was read from.
    pub original: Option<Hash>,
    /// The hash of the entry before.
    pub previous: Hash,
    /// Its own.
    pub hash: Hash,
    /// Its one form, `rapporteur-entry/1`.
    pub body: String,
}

impl Row {
    /// What it says.
    ///
    /// # Errors
    /// [`StoreError::Entry`] where it cannot be understood.
    pub fn entry(&self) -> Result<Entry, StoreError> {
        parse(self.number, &self.body)
    }
}

impl Store {
    /// Writes some entries, all or none, and whatever follows from them. Readings and entries that are there already are passed over.
    ///
    /// # Errors
    /// [`StoreError::Moved`] where somebody decided on an item after the entry that the caller has seen; [`StoreError::Unknown`] where an entry
    /// names what is not there; or what the disk says. Nothing is written then.
    pub fn append(&mut self, additions: &[Addition]) -> Result<Vec<Appended>, StoreError> {
        self.write(|connection| additions.iter().map(|addition| add(connection, addition)).collect())
    }

    /// The number of the last entry and its hash; 0 and zeros where there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn head(&self) -> Result<(u64, Hash), StoreError> {
        head(&self.connection)
    }

    /// The entry of that number.
    ///
    /// # Errors
    /// What the disk says.
    pub fn entry(&self, number: u64) -> Result<Option<Row>, StoreError> {
        one(&self.connection, number)
    }

    /// Every entry after `after`, in order.
    ///
    /// # Errors
    /// What the disk says, or what `f` gives.
    pub fn entries(&self, after: u64, f: &mut dyn FnMut(Row) -> Result<(), StoreError>) -> Result<(), StoreError> {
        rows(&self.connection, after, f)
    }

    /// The bytes of an original, `None` where there is none of that hash.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where they are not what was kept.
    pub fn original(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        match original::find(&self.connection, hash)? {
            None => Ok(None),
            Some(Some(bytes)) => Ok(Some(bytes)),
            Some(None) => Err(StoreError::Damaged(format!("the original {hash} was changed"))),
        }
    }
}

fn add(connection: &Connection, addition: &Addition) -> Result<Appended, StoreError> {
    let mut entry = addition.entry.clone();
    if let What::Read { document, .. } = &mut entry.what {
        if let Some(number) = known::reading(connection, hash::of_content(document), entry.by.name())? {
            return Ok(Appended::Known(number));
        }
        known::settle_id(connection, document)?;
    }
    if let Some(after) = addition.after {
        known::not_moved(connection, &entry.what, after)?;
    }
    let kept = addition.original.as_deref().map(|bytes| original::keep(connection, bytes)).transpose()?;
    let body = json::entry(&entry).to_string();
    write(connection, entry.learnt.map(|t| t.to_string()).as_deref(), kept, &body)
}

/// Writes an entry in its one form, unless it is there, and what follows from it.
pub(crate) fn write(connection: &Connection, learnt: Option<&str>, original: Option<Hash>, body: &str) -> Result<Appended, StoreError> {
    let (last, previous) = head(connection)?;
    let number = last + 1;
    // What follows is taken from the words that are kept, never from what they were made of.
    let entry = parse(number, body)?;
    if let Some(number) = known::entry(connection, &entry.id().to_string())? {
        return Ok(Appended::Known(number));
    }
    let hash = hash::of_entry(number, previous, learnt, original, body);
    connection.prepare_cached("INSERT INTO entries (number, learnt, original, previous, hash, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        number as i64,
        learnt,
        original.map(|h| h.0.to_vec()),
        &previous.0[..],
        &hash.0[..],
        body
    ])?;
    tables::follow(connection, number, &entry, original)?;
    Ok(Appended::New(number))
}

/// An entry from its one form.
pub(crate) fn parse(number: u64, body: &str) -> Result<Entry, StoreError> {
    let value: Value = serde_json::from_str(body).map_err(|e| StoreError::Entry(number, e.to_string()))?;
    json::parse_entry(&value).map_err(|e| StoreError::Entry(number, e.to_string()))
}

pub(crate) fn head(connection: &Connection) -> Result<(u64, Hash), StoreError> {
    let mut statement = connection.prepare_cached("SELECT number, hash FROM dossier")?;
    let found = statement.query_row([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?))).optional()?;
    let (number, hash) = found.ok_or_else(|| StoreError::Damaged("it does not say what it is".to_owned()))?;
    Ok((unsigned(number)?, kept(&hash)?))
}

pub(crate) fn one(connection: &Connection, number: u64) -> Result<Option<Row>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT number, learnt, original, previous, hash, body FROM entries WHERE number = ?1")?;
    let mut found = statement.query([number as i64])?;
    found.next()?.map(row).transpose()
}

pub(crate) fn rows(connection: &Connection, after: u64, f: &mut dyn FnMut(Row) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("SELECT number, learnt, original, previous, hash, body FROM entries WHERE number > ?1 ORDER BY number")?;
    let mut found = statement.query([after as i64])?;
    while let Some(next) = found.next()? {
        f(row(next)?)?;
    }
    Ok(())
}

fn row(row: &SqlRow<'_>) -> Result<Row, StoreError> {
    let original: Option<Vec<u8>> = row.get(2)?;
    Ok(Row {
        number: unsigned(row.get(0)?)?,
        learnt: row.get(1)?,
        original: original.map(|bytes| kept(&bytes)).transpose()?,
        previous: kept(&row.get::<_, Vec<u8>>(3)?)?,
        hash: kept(&row.get::<_, Vec<u8>>(4)?)?,
        body: row.get(5)?,
    })
}

fn kept(bytes: &[u8]) -> Result<Hash, StoreError> {
    Hash::kept(bytes).ok_or_else(|| StoreError::Damaged("a hash has not 32 bytes".to_owned()))
}

/// Numbers of entries are kept signed, as the database has no others.
pub(crate) fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Damaged("a number is below zero".to_owned()))
}
