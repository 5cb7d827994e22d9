//! What is in the dossier already.
//!
//! Decides: when a content, an entry or a decision is known, and which id a new document gets. Must not know: how it is written.

use crate::tables::{self, id_of};
use crate::{Hash, Store, StoreError, hash, ledger};
use rapporteur_record::entry::What;
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_record::{Document, Reading};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;
use std::sync::Arc;

impl Store {
    /// The text of the brief that counts: the latest that was given and not taken back.
    ///
    /// # Errors
    /// What the disk says, or an entry that cannot be understood.
    pub fn brief(&self) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT max(number) FROM changes WHERE kind = 'brief' AND counts = 1")?;
        let last: Option<i64> = statement.query_row([], |r| r.get(0))?;
        let Some(row) = last.and_then(|n| u64::try_from(n).ok()).map(|n| self.entry(n)).transpose()?.flatten() else { return Ok(None) };
        Ok(if let What::Brief { text } = row.entry()?.what { Some(text) } else { None })
    }

    /// The contents that this reader has read, removed ones too.
    ///
    /// # Errors
    /// What the disk says.
    pub fn contents(&self, reader: &str) -> Result<HashSet<Hash>, StoreError> {
        let mut statement = self.connection.prepare("SELECT hash FROM contents WHERE reader = ?1")?;
        let found = statement.query_map([reader], |r| r.get::<_, Vec<u8>>(0))?;
        found.map(|bytes| Hash::kept(&bytes?).ok_or_else(|| StoreError::Damaged("a hash has not 32 bytes".to_owned()))).collect()
    }

    /// The contents that any reader has read, removed ones too.
    ///
    /// # Errors
    /// What the disk says.
    pub fn all_contents(&self) -> Result<HashSet<Hash>, StoreError> {
        let mut statement = self.connection.prepare("SELECT DISTINCT hash FROM contents")?;
        let found = statement.query_map([], |r| r.get::<_, Vec<u8>>(0))?;
        found.map(|bytes| Hash::kept(&bytes?).ok_or_else(|| StoreError::Damaged("a hash has not 32 bytes".to_owned()))).collect()
    }

    /// The id of the document that an entry is about.
    ///
    /// # Errors
    /// What the disk says.
    pub fn about(&self, number: u64) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT document FROM changes WHERE number = ?1")?;
        Ok(statement.query_row([number as i64], |r| r.get(0)).optional()?.flatten())
    }

    /// A document that counts and its last reading.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where there is none, or what the disk says.
    pub fn document(&self, id: &str) -> Result<(Arc<Document>, Arc<Reading>), StoreError> {
        let number: Option<i64> = self.connection.prepare_cached("SELECT number FROM documents WHERE id = ?1")?.query_row([id], |r| r.get(0)).optional()?;
        let unknown = || StoreError::Unknown(format!("document `{id}`"));
        let row = self.entry(ledger::unsigned(number.ok_or_else(unknown)?)?)?.ok_or_else(unknown)?;
        match row.entry()?.what {
            What::Read { document, reading } => Ok((document, reading)),
            _ => Err(unknown()),
        }
    }
}

/// The entry in which this reader read this content.
pub(crate) fn reading(connection: &Connection, content: Hash, reader: &str) -> Result<Option<u64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT number FROM contents WHERE hash = ?1 AND reader = ?2")?;
    statement.query_row(params![&content.0[..], reader], |r| r.get(0)).optional()?.map(ledger::unsigned).transpose()
}

/// The entry of that id.
pub(crate) fn entry(connection: &Connection, id: &str) -> Result<Option<u64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT number FROM changes WHERE id = ?1")?;
    statement.query_row([id], |r| r.get(0)).optional()?.map(ledger::unsigned).transpose()
}

/// Gives a document the id it has here: that of the same content read before, else its own, else its own with a number.
///
/// Two files of one name are two documents: nobody can tell a corrected text from another one, and what is written over is lost.
pub(crate) fn settle_id(connection: &Connection, document: &mut Arc<Document>) -> Result<(), StoreError> {
    let content = hash::of_content(document);
    let mut same = connection.prepare_cached("SELECT document FROM contents WHERE hash = ?1 ORDER BY number LIMIT 1")?;
    if let Some(id) = same.query_row([&content.0[..]], |r| r.get::<_, String>(0)).optional()? {
        Arc::make_mut(document).id = id;
        return Ok(());
    }
    let mut taken = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM changes WHERE document = ?1)")?;
    let plain = document.id.clone();
    let mut count = 1;
    let mut id = plain.clone();
    while taken.query_row([&id], |r| r.get(0))? {
        count += 1;
        id = format!("{plain} ({count})");
    }
    if id != plain {
        Arc::make_mut(document).id = id;
    }
    Ok(())
}

/// Refuses a decision on an item about which somebody else decided after entry `after`.
pub(crate) fn not_moved(connection: &Connection, what: &What, after: u64) -> Result<(), StoreError> {
    let What::Review { item, .. } = what else { return Ok(()) };
    let (key, id) = place(connection, item)?;
    let last = last_on(connection, key, &id)?;
    match last {
        Some((found, by)) if found != after => Err(StoreError::Moved { item: format!("{id} of `{}`", item.document), expected: after, found, by }),
        None if after != 0 => Err(StoreError::Unknown(format!("decision {after} on {id} of `{}`", item.document))),
        _ => Ok(()),
    }
}

/// The key of the item's document and the item's id in the last reading.
pub(crate) fn place(connection: &Connection, item: &Item) -> Result<(i64, String), StoreError> {
    let unknown = || StoreError::Unknown(format!("{} “{}” in `{}`", item.kind.name(), item.words, item.document));
    let mut statement = connection.prepare_cached("SELECT key, number FROM documents WHERE id = ?1")?;
    let found: Option<(i64, i64)> = statement.query_row([&item.document], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let (key, number) = found.ok_or_else(unknown)?;
    let row = ledger::one(connection, ledger::unsigned(number)?)?.ok_or_else(unknown)?;
    let What::Read { document, reading } = row.entry()?.what else { return Err(unknown()) };
    let index = item.find(&document, &reading).ok_or_else(unknown)?;
    Ok((key, id_of(item.kind, index)))
}

/// The last decision on an item, and whose it is. A remark decides nothing, nor does asking for a second reader.
pub(crate) fn last_on(connection: &Connection, key: i64, id: &str) -> Result<Option<(u64, String)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, by FROM reviews WHERE document = ?1 AND item = ?2 AND verdict NOT IN ('comment', 'ask') ORDER BY number DESC LIMIT 1",
    )?;
    let found: Option<(i64, String)> = statement.query_row(params![key, id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    found.map(|(number, by)| Ok((ledger::unsigned(number)?, by))).transpose()
}

/// The kind and place that an id of a record names ("x3": the third position).
pub fn parse_id(id: &str) -> Option<(ItemKind, usize)> {
    ItemKind::ALL.into_iter().find_map(|kind| {
        let mark = id_of(kind, 0).trim_end_matches('1').to_owned();
        let index = id.strip_prefix(&mark)?.parse::<usize>().ok()?.checked_sub(1)?;
        (tables::id_of(kind, index) == id).then_some((kind, index))
    })
}
