//! The logical dump: everything a dossier says, line by line, in one order.
//!
//! Decides: the order of tables, rows and columns. Two dossiers that say the same give the same lines, whatever their files look like.
//! Must not know: what the rows mean.

use crate::tables::{self, Table};
use crate::{Hash, Store, StoreError};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

/// What is kept, as `tables::ALL` is what follows.
///
/// How an original is packed may differ between releases; its hash says what it is.
const KEPT: [Table; 2] = [Table { name: "entries", columns: "*", order: "number" }, Table { name: "originals", columns: "hash, size", order: "hash" }];

impl Store {
    /// Every row of every table as a line of JSON: the table's name, then the columns by name.
    ///
    /// # Errors
    /// What the disk says, or what `f` gives.
    pub fn dump(&mut self, f: &mut dyn FnMut(&str) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for kept in KEPT.iter().chain(tables::ALL) {
            table(&transaction, kept, f)?;
        }
        Ok(())
    }
}

/// The lines of one table.
pub(crate) fn table(connection: &Connection, table: &Table, f: &mut dyn FnMut(&str) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut statement = connection.prepare(&format!("SELECT {} FROM {} ORDER BY {}", table.columns, table.name, table.order))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = serde_json::Map::new();
        line.insert("table".to_owned(), json!(table.name));
        for (i, name) in columns.iter().enumerate() {
            line.insert(name.clone(), cell(row.get_ref(i)?));
        }
        f(&Value::Object(line).to_string())?;
    }
    Ok(())
}

/// Bytes are shown by their hash where they are no hash themselves.
fn cell(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(i) => json!(i),
        ValueRef::Real(r) => json!(r),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => json!(Hash::kept(bytes).unwrap_or_else(|| Hash::of(bytes)).to_string()),
    }
}
