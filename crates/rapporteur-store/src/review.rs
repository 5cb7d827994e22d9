//! What people decided, and what waits for somebody.
//!
//! Decides: which decisions stand on an item, which items nobody has looked at. Must not know: whether a decision is right.

use crate::known::{self, last_on};
use crate::tables::PLACES;
use crate::{Store, StoreError, ledger, tables};
use rapporteur_record::item::{Item, ItemKind};
use rusqlite::params;

/// A decision on an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its entry.
    pub number: u64,
    /// The document's id.
    pub document: String,
    /// The item's id in the latest reading; `None` where that has none such, and somebody must look.
    pub item: Option<String>,
    /// What kind of item.
    pub kind: String,
    /// The words it was about.
    pub words: String,
    /// accept, reject, correct, second or comment.
    pub verdict: String,
    /// What was put right, as JSON.
    pub changes: String,
    /// In the person's words.
    pub comment: Option<String>,
    /// Who.
    pub by: String,
    /// When: RFC 3339.
    pub learnt: Option<String>,
}

/// An item on which nobody has decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The document's id.
    pub document: String,
    /// The item's id.
    pub item: String,
    /// What it says, in a few words.
    pub words: String,
    /// How sure the reader is.
    pub confidence: f64,
}

impl Store {
    /// The decisions that count, oldest first: of one document or of all; of one item of it or of all.
    ///
    /// # Errors
    /// What the disk says.
    pub fn decisions(&self, document: Option<&str>, item: Option<&str>) -> Result<Vec<Decision>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.number, d.id, r.item, r.kind, r.words, r.verdict, r.changes, r.comment, r.by, r.learnt
             FROM reviews r JOIN documents d ON d.key = r.document
             WHERE (?1 IS NULL OR d.id = ?1) AND (?2 IS NULL OR r.item = ?2) ORDER BY r.number",
        )?;
        let rows = statement.query_map(params![document, item], |r| {
            Ok(Decision {
                number: u64::try_from(r.get::<_, i64>(0)?).unwrap_or_default(),
                document: r.get(1)?,
                item: r.get(2)?,
                kind: r.get(3)?,
                words: r.get(4)?,
                verdict: r.get(5)?,
                changes: r.get(6)?,
                comment: r.get(7)?,
                by: r.get(8)?,
                learnt: r.get(9)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The last decision on an item and whose it is, remarks aside; `None` where nobody decided.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where there is no such item, or what the disk says.
    pub fn last_on(&self, item: &Item) -> Result<Option<(u64, String)>, StoreError> {
        let (key, id) = known::place(&self.connection, item)?;
        last_on(&self.connection, key, &id)
    }

    /// The statements that nobody has decided on, those first of which the reader is least sure.
    ///
    /// # Errors
    /// What the disk says.
    pub fn pending(&self, document: Option<&str>, limit: usize) -> Result<Vec<Pending>, StoreError> {
        // With a document, its own few; without, in the order of the index on what waits.
        let place = match document {
            Some(_) => format!("documents d CROSS JOIN attributions a ON a.key BETWEEN d.key * {PLACES} AND d.key * {PLACES} + {PLACES} - 1"),
            None => "attributions a INDEXED BY attributions_waiting CROSS JOIN documents d ON d.key = a.document".to_owned(),
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT d.id, a.id, a.content, a.confidence FROM {place}
             WHERE a.status = 'machine' AND (?1 IS NULL OR d.id = ?1) ORDER BY a.confidence, a.key LIMIT ?2"
        ))?;
        let rows = statement
            .query_map(params![document, limit as i64], |r| Ok(Pending { document: r.get(0)?, item: r.get(1)?, words: r.get(2)?, confidence: r.get(3)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What people's decisions make of an item: machine, accepted, corrected or rejected.
    ///
    /// # Errors
    /// What the disk says.
    pub fn status(&self, document: &str, kind: ItemKind, id: &str) -> Result<Option<String>, StoreError> {
        use rusqlite::OptionalExtension;
        let place = match kind {
            ItemKind::Attribution => format!("i.key BETWEEN d.key * {PLACES} AND d.key * {PLACES} + {PLACES} - 1"),
            _ => "i.document = d.key".to_owned(),
        };
        let sql = format!("SELECT i.status FROM documents d CROSS JOIN {} i ON {place} WHERE d.id = ?1 AND i.id = ?2", tables::table_of(kind));
        Ok(self.connection.prepare_cached(&sql)?.query_row([document, id], |r| r.get(0)).optional()?)
    }

    /// The last entry that removed a document and still counts.
    ///
    /// # Errors
    /// What the disk says.
    pub fn removal(&self, document: &str) -> Result<Option<u64>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT max(number) FROM changes WHERE document = ?1 AND kind = 'remove' AND counts = 1")?;
        let found: Option<i64> = statement.query_row([document], |r| r.get(0))?;
        found.map(ledger::unsigned).transpose()
    }
}
