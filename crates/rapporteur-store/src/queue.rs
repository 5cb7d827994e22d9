//! What waits for a person, and what people wrote.
//!
//! Decides: the order in which items wait (least sure first), which decisions a second reader has not seen. Must not know: whether a decision is right.

use crate::tables::{PLACES, id_of, table_of};
use crate::{Store, StoreError, ledger};
use rapporteur_record::item::ItemKind;
use rusqlite::{OptionalExtension, params};
use std::cmp::Ordering;

/// The kinds of items that wait, in the order in which equals are shown.
pub const REVIEWED: [ItemKind; 6] = [ItemKind::Attribution, ItemKind::Position, ItemKind::Figure, ItemKind::Event, ItemKind::Term, ItemKind::Proposal];

/// Where an item stands among those that wait. It hangs on the item alone, so that one can go on behind an item that waits no longer.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// How sure the reader is.
    pub confidence: f64,
    /// The document's key: the number of the entry that read it first.
    pub document: i64,
    /// What kind of item.
    pub kind: ItemKind,
    /// Its id in the latest reading.
    pub item: String,
}

/// An item on which nobody has decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Where it stands.
    pub turn: Turn,
    /// The document's id.
    pub document: String,
    /// What it says.
    pub words: String,
}

/// An entry of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Its number.
    pub number: u64,
    /// review, remove, actors, proposals or undo.
    pub kind: String,
    /// Who.
    pub by: String,
    /// When: RFC 3339.
    pub learnt: Option<String>,
    /// The document it is about.
    pub document: Option<String>,
    /// The entry it takes back.
    pub undoes: Option<u64>,
    /// The entry that takes it back, where one does.
    pub undone_by: Option<u64>,
    /// Whether it counts.
    pub counts: bool,
}

impl Store {
    /// Items on which nobody has decided, of some kinds, in one document or in all, after a turn.
    ///
    /// # Errors
    /// What the disk says.
    pub fn queue(&self, kinds: &[ItemKind], document: Option<&str>, past: Option<&Turn>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let mut out = Vec::new();
        for kind in REVIEWED.into_iter().filter(|k| kinds.contains(k)) {
            out.extend(self.queue_of(kind, document, past, limit)?);
        }
        out.sort_by(|a, b| order(&a.turn).partial_cmp(&order(&b.turn)).unwrap_or(Ordering::Equal));
        out.truncate(limit);
        Ok(out)
    }

    fn queue_of(&self, kind: ItemKind, document: Option<&str>, past: Option<&Turn>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let (table, words, place) = (table_of(kind), words_of(kind), place_in(kind));
        // Of equals in one document, a kind comes wholly after those before it.
        let (after, at) = match past {
            None => ("1".to_owned(), None),
            Some(turn) => match rank(kind).cmp(&rank(turn.kind)) {
                Ordering::Greater => ("(i.confidence, i.document) >= (?3, ?4) AND ?5 IS NOT NULL".to_owned(), Some(turn)),
                Ordering::Less => ("(i.confidence, i.document) > (?3, ?4) AND ?5 IS NOT NULL".to_owned(), Some(turn)),
                Ordering::Equal => (format!("(i.confidence, i.document, {place}) > (?3, ?4, ?5)"), Some(turn)),
            },
        };
        let sql = format!(
            "SELECT i.confidence, i.document, i.id, d.id, i.{words} FROM {table} i CROSS JOIN documents d ON d.key = i.document
             WHERE i.status = 'machine' AND (?1 IS NULL OR d.id = ?1) AND {after} ORDER BY i.confidence, i.document, {place} LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let row = |r: &rusqlite::Row<'_>| {
            let turn = Turn { confidence: r.get(0)?, document: r.get(1)?, kind, item: r.get(2)? };
            Ok(Waiting { turn, document: r.get(3)?, words: r.get(4)? })
        };
        let rows = match at {
            None => statement.query_map(params![document, limit as i64], row)?.collect::<Result<_, _>>()?,
            Some(t) => statement.query_map(params![document, limit as i64, t.confidence, t.document, number(&t.item)], row)?.collect::<Result<_, _>>()?,
        };
        Ok(rows)
    }

    /// One item, where nobody has decided on it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn waits(&self, document: &str, kind: ItemKind, id: &str) -> Result<Option<Waiting>, StoreError> {
        let place = match kind {
            ItemKind::Attribution => format!("i.key BETWEEN d.key * {PLACES} AND d.key * {PLACES} + {PLACES} - 1"),
            _ => "i.document = d.key".to_owned(),
        };
        let sql = format!(
            "SELECT i.confidence, d.key, i.{} FROM documents d CROSS JOIN {} i ON {place} WHERE d.id = ?1 AND i.id = ?2 AND i.status = 'machine'",
            words_of(kind),
            table_of(kind)
        );
        let row = |r: &rusqlite::Row<'_>| {
            let turn = Turn { confidence: r.get(0)?, document: r.get(1)?, kind, item: id.to_owned() };
            Ok(Waiting { turn, document: document.to_owned(), words: r.get(2)? })
        };
        Ok(self.connection.prepare_cached(&sql)?.query_row([document, id], row).optional()?)
    }

    /// Where an item stands among those that wait, whether or not it does.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where there is no such item, or what the disk says.
    pub fn turn(&self, document: &str, kind: ItemKind, id: &str) -> Result<Turn, StoreError> {
        let sql = format!("SELECT i.confidence, i.document FROM {} i JOIN documents d ON d.key = i.document WHERE d.id = ?1 AND i.id = ?2", table_of(kind));
        let found: Option<(f64, i64)> = self.connection.prepare_cached(&sql)?.query_row([document, id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let (confidence, key) = found.ok_or_else(|| StoreError::Unknown(format!("item `{id}` in `{document}`")))?;
        Ok(Turn { confidence, document: key, kind, item: id.to_owned() })
    }

    /// Items that others decided on and on which this person has not, by the entry that decided last, oldest first, after that entry.
    ///
    /// # Errors
    /// What the disk says.
    pub fn unseconded(&self, person: &str, document: Option<&str>, past: u64, limit: usize) -> Result<Vec<(u64, String, String, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT max(r.number) AS last, d.id, r.item, r.words FROM reviews r JOIN documents d ON d.key = r.document
             WHERE r.item IS NOT NULL AND r.verdict IN ('accept', 'reject', 'correct') AND (?2 IS NULL OR d.id = ?2)
               AND NOT EXISTS (SELECT 1 FROM reviews m WHERE m.document = r.document AND m.item = r.item AND m.by = ?1 AND m.verdict IN ('accept', 'reject', 'correct', 'second'))
             GROUP BY r.document, r.item HAVING last > ?3 ORDER BY last LIMIT ?4",
        )?;
        let rows = statement.query_map(params![person, document, past as i64, limit as i64], |r| Ok((r.get::<_, i64>(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
        rows.map(|row| row.map_err(StoreError::from).and_then(|(n, d, i, w)| Ok((ledger::unsigned(n)?, d, i, w)))).collect()
    }

    /// How many items of each kind wait (machine), and how many of each have which decision as their last: accept, correct, reject.
    ///
    /// # Errors
    /// What the disk says.
    pub fn progress(&self) -> Result<Vec<(ItemKind, String, usize)>, StoreError> {
        let mut out = Vec::new();
        for kind in REVIEWED {
            let sql = format!("SELECT count(*) FROM {} WHERE status = 'machine'", table_of(kind));
            let n: i64 = self.connection.prepare_cached(&sql)?.query_row([], |r| r.get(0))?;
            out.push((kind, "machine".to_owned(), usize::try_from(n).unwrap_or_default()));
        }
        // With max(), the other columns are those of that row.
        let mut statement = self.connection.prepare_cached(
            "SELECT kind, verdict, count(*) FROM (SELECT kind, verdict, max(number) FROM reviews
             WHERE item IS NOT NULL AND verdict IN ('accept', 'reject', 'correct') GROUP BY document, item) GROUP BY kind, verdict ORDER BY kind, verdict",
        )?;
        let rows = statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, i64>(2)?)))?;
        for row in rows {
            let (kind, verdict, n) = row?;
            out.extend(ItemKind::parse(&kind).map(|kind| (kind, verdict, usize::try_from(n).unwrap_or_default())));
        }
        Ok(out)
    }

    /// The last decision of a person that counts: what they take back next. Taking back is none, so that each step goes one further.
    ///
    /// # Errors
    /// What the disk says.
    pub fn last_of(&self, person: &str) -> Result<Option<u64>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT max(number) FROM changes WHERE by = ?1 AND counts = 1 AND kind NOT IN ('read', 'undo')")?;
        let found: Option<i64> = statement.query_row([person], |r| r.get(0))?;
        found.map(ledger::unsigned).transpose()
    }

    /// What people wrote, last first: before an entry, by one person or by all.
    ///
    /// # Errors
    /// What the disk says.
    pub fn history(&self, before: Option<u64>, person: Option<&str>, limit: usize) -> Result<Vec<Trace>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.number, c.kind, c.by, c.learnt, c.document, c.undoes, c.counts,
                    (SELECT max(u.number) FROM changes u WHERE u.undoes = c.number AND u.counts = 1)
             FROM changes c WHERE c.kind <> 'read' AND (?1 IS NULL OR c.number < ?1) AND (?2 IS NULL OR c.by = ?2) ORDER BY c.number DESC LIMIT ?3",
        )?;
        let number = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
        let rows = statement.query_map(params![before.map(|n| n as i64), person, limit as i64], |r| {
            Ok(Trace {
                number: number(r.get(0)?).unwrap_or_default(),
                kind: r.get(1)?,
                by: r.get(2)?,
                learnt: r.get(3)?,
                document: r.get(4)?,
                undoes: number(r.get(5)?),
                counts: r.get(6)?,
                undone_by: number(r.get(7)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn order(t: &Turn) -> (f64, i64, usize, i64) {
    (t.confidence, t.document, rank(t.kind), number(&t.item))
}

/// The number in an id: items of a document stand in the order of their numbers.
fn number(id: &str) -> i64 {
    id.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
}

/// That number in a table.
fn place_in(kind: ItemKind) -> String {
    let mark = id_of(kind, 0).len();
    format!("CAST(substr(i.id, {mark}) AS INTEGER)")
}

fn rank(kind: ItemKind) -> usize {
    REVIEWED.iter().position(|k| *k == kind).unwrap_or(REVIEWED.len())
}

/// The column that holds the words of an item.
fn words_of(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Attribution => "content",
        ItemKind::Position => "evidence",
        ItemKind::Figure | ItemKind::Event | ItemKind::Term => "text",
        ItemKind::Proposal => "label",
        ItemKind::Actor => "name",
    }
}
