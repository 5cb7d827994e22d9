//! The tables that follow from the entries.
//!
//! Decides: which tables there are, what an entry changes in them, how they are filled again. One way leads into them: an entry that is
//! appended and an entry that is replayed take the same steps, so that both give the same tables.
//! Must not know: how a text was read, what a search is for.

pub(crate) mod facet;
mod fill;
mod status;

pub use fill::id_of;
pub(crate) use fill::{PLACES, table_of};

use crate::ledger::{self, unsigned};
use crate::{Hash, StoreError};
use fill::Whole;
use rapporteur_record::entry::{Bond, Entry, Named, Verdict, What};
use rapporteur_record::{Document, Reading, record};
use rusqlite::{Connection, OptionalExtension, params};
use status::{Placed, Statuses};

/// What makes the tables.
const SQL: &str = include_str!("../schema/tables.sql");

/// A table, and the columns that order its rows.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static str,
    pub(crate) order: &'static str,
}

const fn table(name: &'static str, order: &'static str) -> Table {
    Table { name, columns: "*", order }
}

/// All of them, in the order in which they are shown. The two that hold words for searching say nothing that these do not.
pub(crate) const ALL: &[Table] = &[
    table("changes", "number"),
    table("contents", "hash, reader"),
    table("gists", "number"),
    table("weaves", "number"),
    table("documents", "key"),
    table("notes", "document, place"),
    table("actors", "document, id"),
    table("attributions", "key"),
    table("proposals", "document, id"),
    table("terms", "document, id"),
    table("positions", "document, id"),
    table("conflicts", "document, id"),
    table("figures", "document, id"),
    table("events", "document, id"),
    table("reviews", "number"),
    table("bonds", "number, place"),
];
const SEARCHED: [&str; 2] = ["text_words", "statement_words"];
/// What is refilled for one document, beside `documents` and `attributions`.
const OF_A_DOCUMENT: [&str; 9] = ["notes", "actors", "proposals", "terms", "positions", "conflicts", "figures", "events", "reviews"];

/// Drops all tables and fills them from the entries.
pub(crate) fn refill(connection: &Connection) -> Result<(), StoreError> {
    for name in SEARCHED.into_iter().chain(ALL.iter().map(|t| t.name)) {
        connection.execute_batch(&format!("DROP TABLE IF EXISTS {name}"))?;
    }
    connection.execute_batch(SQL)?;
    ledger::rows(connection, 0, &mut |row| follow(connection, row.number, &row.entry()?, row.original))
}

/// Makes the tables say what they say once this entry, the last one, is in the ledger.
pub(crate) fn follow(connection: &Connection, number: u64, entry: &Entry, original: Option<Hash>) -> Result<(), StoreError> {
    let undoes = match &entry.what {
        What::Undo { entry } => Some(number_of(connection, &entry.to_string())?),
        _ => None,
    };
    connection.prepare_cached("INSERT INTO changes (number, id, kind, by, learnt, document, undoes, counts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)")?.execute(
        params![number as i64, entry.id().to_string(), entry.what.name(), entry.by.name(), entry.learnt.map(|t| t.to_string()), about(&entry.what), undoes,],
    )?;
    match &entry.what {
        What::Read { document, reading } => {
            fill::content(connection, number, document, entry.by.name())?;
            fill::gist(connection, number, document, reading)?;
            match first_reading(connection, &document.id)? {
                // The usual case: nothing to clear, no review to attach.
                Some(key) if key == number as i64 => {
                    fill::document(connection, &Whole { key, number, entry, document, reading, statuses: &Statuses::default(), original })
                }
                _ => refresh(connection, &document.id),
            }
        }
        What::Remove { document, .. } => refresh(connection, document),
        What::Review { item, .. } => refresh(connection, &item.document),
        What::Actors { names, bond } => bind(connection, number, "actors", names, *bond),
        What::Proposals { labels, bond } => bind(connection, number, "proposals", labels, *bond),
        What::Brief { .. } => Ok(()),
        What::Undo { .. } => undone(connection, undoes),
    }
}

/// The document that an entry is about.
fn about(what: &What) -> Option<&str> {
    match what {
        What::Read { document, .. } => Some(&document.id),
        What::Remove { document, .. } => Some(document),
        What::Review { item, .. } => Some(&item.document),
        What::Actors { .. } | What::Proposals { .. } | What::Brief { .. } | What::Undo { .. } => None,
    }
}

fn number_of(connection: &Connection, id: &str) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT number FROM changes WHERE id = ?1")?;
    statement.query_row([id], |r| r.get(0)).optional()?.ok_or_else(|| StoreError::Unknown(format!("entry {id}")))
}

fn first_reading(connection: &Connection, document: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT min(number) FROM changes WHERE document = ?1 AND kind = 'read'")?;
    Ok(statement.query_row([document], |r| r.get(0))?)
}

/// Follows an undoing to what it reaches: undoing an undoing brings back what that had taken away.
fn undone(connection: &Connection, mut at: Option<i64>) -> Result<(), StoreError> {
    while let Some(number) = at {
        connection
            .prepare_cached("UPDATE changes SET counts = NOT EXISTS (SELECT 1 FROM changes u WHERE u.undoes = ?1 AND u.counts = 1) WHERE number = ?1")?
            .execute([number])?;
        let mut statement = connection.prepare_cached("SELECT kind, document, undoes FROM changes WHERE number = ?1")?;
        let (kind, document, undoes): (String, Option<String>, Option<i64>) = statement.query_row([number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        if let Some(document) = document {
            refresh(connection, &document)?;
        }
        if kind == "actors" || kind == "proposals" {
            rebind(connection, unsigned(number)?)?;
        }
        at = undoes;
    }
    Ok(())
}

/// Fills the rows of a document again, from its last entries that count.
fn refresh(connection: &Connection, id: &str) -> Result<(), StoreError> {
    let Some(key) = first_reading(connection, id)? else { return Ok(()) };
    for name in OF_A_DOCUMENT {
        connection.prepare_cached(&format!("DELETE FROM {name} WHERE document = ?1"))?.execute([key])?;
    }
    // These two take their words out of the search as they go. Attributions are found by their key: no index on `document` is kept for it.
    connection.prepare_cached("DELETE FROM attributions WHERE key BETWEEN ?1 AND ?2")?.execute([key * PLACES, key * PLACES + (PLACES - 1)])?;
    connection.prepare_cached("DELETE FROM documents WHERE key = ?1")?.execute([key])?;
    let last: Option<i64> = connection
        .prepare_cached("SELECT number FROM changes WHERE document = ?1 AND counts = 1 AND kind IN ('read', 'remove') ORDER BY number DESC LIMIT 1")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    let Some(number) = last.map(unsigned).transpose()? else { return Ok(()) };
    let Some(row) = ledger::one(connection, number)? else { return Ok(()) };
    let entry = row.entry()?;
    let What::Read { document, reading } = &entry.what else { return Ok(()) };
    // Decisions name what was read, not what others made of it.
    let mut placed: Vec<Placed> = reviews(connection, id)?.into_iter().map(|(number, entry)| Placed::of(number, entry, document, reading)).collect();
    let corrected = corrected(document, reading, &mut placed);
    let statuses = Statuses::of_reviews(&placed);
    fill::document(connection, &Whole { key, number, entry: &entry, document, reading: &corrected, statuses: &statuses, original: row.original })?;
    placed.iter().try_for_each(|p| fill::review(connection, key, p.number, &p.entry, p.place))
}

/// The decisions on a document that count, in order.
fn reviews(connection: &Connection, id: &str) -> Result<Vec<(u64, Entry)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT number FROM changes WHERE document = ?1 AND counts = 1 AND kind = 'review' ORDER BY number")?;
    let numbers: Vec<i64> = statement.query_map([id], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let mut out = Vec::with_capacity(numbers.len());
    for number in numbers {
        if let Some(row) = ledger::one(connection, unsigned(number)?)? {
            out.push((row.number, row.entry()?));
        }
    }
    Ok(out)
}

/// The reading with everything that people put right. A correction of which a change does not fit, which can only be where the document was read
/// again, loses its item: somebody must look.
fn corrected(document: &Document, reading: &Reading, reviews: &mut [Placed]) -> Reading {
    let mut out = reading.clone();
    for review in reviews {
        if let (What::Review { item, verdict: Verdict::Correct(changes), .. }, Some(index)) = (&review.entry.what, review.place) {
            match record::put_right(&out, &document.text, item.kind, index, changes) {
                Some(changed) => out = changed,
                None => review.place = None,
            }
        }
    }
    out
}

fn bind(connection: &Connection, number: u64, kind: &str, names: &[Named], bond: Bond) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached("INSERT INTO bonds (number, place, kind, bond, name, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (place, named) in names.iter().enumerate() {
        insert.execute(params![number as i64, place as i64, kind, bond.name(), named.name, named.document])?;
    }
    Ok(())
}

/// Takes a bond out, or in again, as its entry counts.
fn rebind(connection: &Connection, number: u64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM bonds WHERE number = ?1")?.execute([number as i64])?;
    let counts: bool = connection.prepare_cached("SELECT counts FROM changes WHERE number = ?1")?.query_row([number as i64], |r| r.get(0))?;
    let Some(row) = ledger::one(connection, number)?.filter(|_| counts) else { return Ok(()) };
    match row.entry()?.what {
        What::Actors { names, bond } => bind(connection, number, "actors", &names, bond),
        What::Proposals { labels, bond } => bind(connection, number, "proposals", &labels, bond),
        _ => Ok(()),
    }
}
