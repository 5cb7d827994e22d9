//! The documents that count, a page at a time.
//!
//! Decides: their order (last published first, unknown days last), what is told of each. Must not know: what they say.

use crate::search::words;
use crate::tables::PLACES;
use crate::{Hash, Store, StoreError, ledger};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

/// Which documents. What is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// Words, "phrases", begin*, -word, in title or text.
    pub words: String,
    /// The outlet, by its whole name.
    pub outlet: Option<String>,
    /// Only those on whose reading there are notes.
    pub noted: bool,
    /// Those after this one, in the order of the shelf: its day of publication and its key.
    pub past: Option<(Option<String>, i64)>,
    /// How many.
    pub limit: usize,
}

/// A document on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// Its place among documents of one day: the number of the entry that read it first.
    pub key: i64,
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// When the dossier first took it: RFC 3339.
    pub learnt: Option<String>,
    /// Who read it last.
    pub reader: String,
    /// The hash of the file it was read from, where that is kept.
    pub original: Option<Hash>,
    /// How many statements it has.
    pub statements: usize,
    /// What was not understood of it.
    pub notes: Vec<String>,
}

const COLUMNS: &str = "d.key, d.id, d.title, d.outlet, d.published, (SELECT learnt FROM changes c WHERE c.number = d.key), d.reader, d.original";

impl Store {
    /// A page of documents.
    ///
    /// # Errors
    /// [`StoreError::Query`] where the words ask for nothing that can be found, or what the disk says.
    pub fn shelf(&self, shelf: &Shelf) -> Result<Vec<Shelved>, StoreError> {
        let mut conditions: Vec<&str> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        if let Some(words) = words::parse(&shelf.words).map_err(StoreError::Query)? {
            conditions.push("d.key IN (SELECT rowid FROM text_words WHERE text_words MATCH ?)");
            values.push(format!("{{title text}} : ({})", words.query).into());
        }
        if let Some(outlet) = &shelf.outlet {
            conditions.push("d.outlet = ?");
            values.push(outlet.clone().into());
        }
        if shelf.noted {
            conditions.push("EXISTS (SELECT 1 FROM notes n WHERE n.document = d.key)");
        }
        match &shelf.past {
            Some((Some(day), key)) => {
                conditions.push("(d.published < ? OR d.published IS NULL OR (d.published = ? AND d.key < ?))");
                values.extend([day.clone().into(), day.clone().into(), (*key).into()]);
            }
            Some((None, key)) => {
                conditions.push("d.published IS NULL AND d.key < ?");
                values.push((*key).into());
            }
            None => {}
        }
        let place = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let sql = format!("SELECT {COLUMNS} FROM documents d {place} ORDER BY d.published DESC, d.key DESC LIMIT {}", shelf.limit);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), shelved)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(|(s, original)| self.filled(s, original)).collect()
    }

    /// One document as it stands on the shelf; `None` where it does not count.
    ///
    /// # Errors
    /// What the disk says.
    pub fn shelved(&self, id: &str) -> Result<Option<Shelved>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM documents d WHERE d.id = ?1");
        let found = self.connection.prepare_cached(&sql)?.query_row([id], shelved).optional()?;
        found.map(|(s, original)| self.filled(s, original)).transpose()
    }

    /// The outlets and how many documents each has; the name is `None` where nobody is named.
    ///
    /// # Errors
    /// What the disk says.
    pub fn outlets(&self) -> Result<Vec<(Option<String>, usize)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT outlet, count(*) FROM documents GROUP BY outlet ORDER BY outlet")?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?)))?;
        rows.map(|row| row.map_err(StoreError::from).and_then(|(name, n)| Ok((name, count(n)?)))).collect()
    }

    fn filled(&self, mut shelved: Shelved, original: Option<Vec<u8>>) -> Result<Shelved, StoreError> {
        let wrong = || StoreError::Damaged("a hash has not 32 bytes".to_owned());
        shelved.original = original.map(|bytes| Hash::kept(&bytes).ok_or_else(wrong)).transpose()?;
        let mut statements = self.connection.prepare_cached("SELECT count(*) FROM attributions WHERE key >= ?1 AND key < ?2")?;
        shelved.statements = count(statements.query_row([shelved.key * PLACES, (shelved.key + 1) * PLACES], |r| r.get(0))?)?;
        let mut notes = self.connection.prepare_cached("SELECT message FROM notes WHERE document = ?1 ORDER BY place")?;
        shelved.notes = notes.query_map([shelved.key], |r| r.get(0))?.collect::<Result<_, _>>()?;
        Ok(shelved)
    }
}

fn shelved(r: &Row<'_>) -> rusqlite::Result<(Shelved, Option<Vec<u8>>)> {
    let shelved = Shelved {
        key: r.get(0)?,
        id: r.get(1)?,
        title: r.get(2)?,
        outlet: r.get(3)?,
        published: r.get(4)?,
        learnt: r.get(5)?,
        reader: r.get(6)?,
        original: None,
        statements: 0,
        notes: Vec::new(),
    };
    Ok((shelved, r.get(7)?))
}

fn count(n: i64) -> Result<usize, StoreError> {
    Ok(usize::try_from(ledger::unsigned(n)?).unwrap_or(usize::MAX))
}
