//! A dossier as JSON Lines, there and back.
//!
//! Decides: the form `rapporteur-dossier/1` (a head, then entries in order, each original before the first entry that was read from it), and what
//! becomes of ids when a dossier is taken into one that has entries already. Must not know: where the lines come from and go to.

use crate::ledger::{self, Appended};
use crate::{Hash, Store, StoreError, base64, hash, known, original};
use rapporteur_record::entry::{Entry, EntryId, Named, What};
use rapporteur_record::json as form;
use rusqlite::{Connection, TransactionBehavior};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The name of the form.
const DOSSIER: &str = "rapporteur-dossier/1";

/// Whether the bytes that were read go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginalsIn {
    /// They do: the copy is whole.
    With,
    /// They do not: the copy is small, and says of each which it was.
    Without,
}

/// What was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Entries that are new here.
    pub new: u64,
    /// Entries that were here.
    pub known: u64,
}

#[derive(Deserialize)]
struct Head {
    format: String,
    /// How many entries follow. The first exports did not say it.
    entries: Option<u64>,
}

#[derive(Deserialize)]
struct Line<'a> {
    number: u64,
    learnt: Option<String>,
    original: Option<String>,
    previous: String,
    hash: String,
    #[serde(borrow)]
    entry: &'a RawValue,
}

#[derive(Deserialize)]
struct OriginalLine {
    original: String,
    bytes: String,
}

impl Store {
    /// Gives every line of the dossier in order.
    ///
    /// # Errors
    /// What the disk says, or what `f` gives.
    pub fn export(&mut self, originals: OriginalsIn, f: &mut dyn FnMut(&str) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        let (name, made): (String, String) = transaction.query_row("SELECT name, made FROM dossier", [], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let (entries, last) = ledger::head(&transaction)?;
        f(&json!({"format": DOSSIER, "name": name, "made": made, "entries": entries, "last": last.to_string()}).to_string())?;
        let mut written = HashSet::new();
        ledger::rows(&transaction, 0, &mut |row| {
            if let Some(hash) = row.original.filter(|h| originals == OriginalsIn::With && written.insert(*h)) {
                let bytes = original::find(&transaction, hash)?.flatten();
                let bytes = bytes.ok_or_else(|| StoreError::Damaged(format!("the original of entry {} is gone or changed", row.number)))?;
                f(&json!({"original": hash.to_string(), "bytes": base64::encode(&bytes)}).to_string())?;
            }
            let quoted = |words: Option<String>| json!(words);
            // The entry stands as it is kept: its hash is over just these characters.
            f(&format!(
                r#"{{"number":{},"learnt":{},"original":{},"previous":"{}","hash":"{}","entry":{}}}"#,
                row.number,
                quoted(row.learnt),
                quoted(row.original.map(|h| h.to_string())),
                row.previous,
                row.hash,
                row.body
            ))
        })
    }

    /// Takes in the lines of an export, all or none. In an empty dossier the ledger becomes the same, hash by hash; in another what is new is
    /// appended, and a document whose name is taken there gets another. An export that was cut off, as a full disk leaves it, is not taken in.
    ///
    /// # Errors
    /// [`StoreError::Line`] for a line that is none, or whose hash says it was changed, or where lines are missing at the end; or what the disk says.
    pub fn import(&mut self, lines: &mut dyn Iterator<Item = Result<String, StoreError>>) -> Result<Imported, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut import = Import { connection: &transaction, last: (0, Hash::START), names: HashMap::new(), ids: HashMap::new(), count: Imported::default() };
        let (mut said, mut seen) = (None, 0);
        for (i, line) in lines.enumerate() {
            let line = line?;
            seen = i + 1;
            match said {
                _ if line.trim().is_empty() => {}
                None => said = Some(head(&line).map_err(|e| at(seen, e))?),
                Some(_) => import.line(&line).map_err(|e| at(seen, e))?,
            }
        }
        let entries = said.ok_or_else(|| StoreError::Line(1, "there is none: the file is empty".to_owned()))?;
        let (found, _) = import.last;
        if let Some(entries) = entries.filter(|n| *n != found) {
            return Err(StoreError::Line(seen + 1, format!("it is missing: the export says that it has {entries} entries, and ends after {found}")));
        }
        let count = import.count;
        transaction.commit()?;
        Ok(count)
    }
}

/// What a line says is wrong with it becomes an error of that line; what the disk says stays.
fn at(line: usize, error: StoreError) -> StoreError {
    match error {
        StoreError::Line(_, why) | StoreError::Entry(_, why) => StoreError::Line(line, why),
        StoreError::Unknown(what) => StoreError::Line(line, format!("it names {what}, which is not there")),
        other => other,
    }
}

fn wrong(why: impl Into<String>) -> StoreError {
    StoreError::Line(0, why.into())
}

/// How many entries the first line says there are.
fn head(line: &str) -> Result<Option<u64>, StoreError> {
    let head: Head = serde_json::from_str(line).map_err(|_| wrong(format!("an export begins with a line that says \"format\": \"{DOSSIER}\"")))?;
    if head.format == DOSSIER { Ok(head.entries) } else { Err(wrong(format!("its form is {}, and {DOSSIER} is known here", head.format))) }
}

struct Import<'a> {
    connection: &'a Connection,
    /// The last line's number and hash.
    last: (u64, Hash),
    /// Documents that have another name here.
    names: HashMap<String, String>,
    /// Entries that have another id here, as they name a document by another name.
    ids: HashMap<EntryId, EntryId>,
    count: Imported,
}

impl Import<'_> {
    fn line(&mut self, line: &str) -> Result<(), StoreError> {
        if let Ok(original) = serde_json::from_str::<OriginalLine>(line) {
            return self.original(&original);
        }
        let line: Line<'_> = serde_json::from_str(line).map_err(|e| wrong(format!("it is no entry of an export ({e})")))?;
        let body = line.entry.get();
        let parsed = |hex: &str| Hash::parse(hex).ok_or_else(|| wrong("a hash has not 64 digits"));
        let original = line.original.as_deref().map(parsed).transpose()?;
        let (previous, hash) = (parsed(&line.previous)?, parsed(&line.hash)?);
        if (line.number, previous) != (self.last.0 + 1, self.last.1) {
            return Err(wrong(format!("entry {} does not follow the one before it", line.number)));
        }
        if hash::of_entry(line.number, previous, line.learnt.as_deref(), original, body) != hash {
            return Err(wrong(format!("entry {} was changed", line.number)));
        }
        self.last = (line.number, hash);
        let entry = ledger::parse(line.number, body)?;
        self.entry(entry, line.learnt.as_deref(), original, body)
    }

    fn original(&self, line: &OriginalLine) -> Result<(), StoreError> {
        let bytes = base64::decode(&line.bytes).ok_or_else(|| wrong("the bytes of an original are not base64"))?;
        if Hash::parse(&line.original) != Some(Hash::of(&bytes)) {
            return Err(wrong("an original was changed"));
        }
        original::keep(self.connection, &bytes).map(|_| ())
    }

    fn entry(&mut self, entry: Entry, learnt: Option<&str>, original: Option<Hash>, body: &str) -> Result<(), StoreError> {
        let id = entry.id();
        let here = self.translated(entry.clone())?;
        let known = match &here.what {
            What::Read { document, .. } => known::reading(self.connection, hash::of_content(document), here.by.name())?,
            _ => None,
        };
        let appended = match known {
            Some(number) => Appended::Known(number),
            None if here == entry => ledger::write(self.connection, learnt, original, body)?,
            None => ledger::write(self.connection, learnt, original, &form::entry(&here).to_string())?,
        };
        match appended {
            Appended::New(_) => self.count.new += 1,
            Appended::Known(_) => self.count.known += 1,
        }
        // What takes the entry back must find it under the id that it has here.
        let number = match appended {
            Appended::New(number) | Appended::Known(number) => number,
        };
        if let Some(row) = ledger::one(self.connection, number)? {
            let id_here = row.entry()?.id();
            if id_here != id {
                self.ids.insert(id, id_here);
            }
        }
        Ok(())
    }

    /// The entry with the names and ids that hold here.
    fn translated(&mut self, mut entry: Entry) -> Result<Entry, StoreError> {
        match &mut entry.what {
            What::Read { document, .. } => {
                let there = document.id.clone();
                match self.names.get(&there) {
                    Some(here) => Arc::make_mut(document).id = here.clone(),
                    None => {
                        known::settle_id(self.connection, document)?;
                        self.names.insert(there, document.id.clone());
                    }
                }
            }
            What::Remove { document, .. } => self.rename(document),
            What::Review { item, .. } => self.rename(&mut item.document),
            What::Actors { names, .. } => self.rename_all(names),
            What::Proposals { labels, .. } => self.rename_all(labels),
            What::Brief { .. } => {}
            What::Undo { entry } => *entry = self.ids.get(entry).copied().unwrap_or(*entry),
        }
        Ok(entry)
    }

    fn rename(&self, document: &mut String) {
        if let Some(here) = self.names.get(document) {
            document.clone_from(here);
        }
    }

    fn rename_all(&self, names: &mut [Named]) {
        names.iter_mut().filter_map(|n| n.document.as_mut()).for_each(|document| self.rename(document));
    }
}

impl Store {
    /// The name of the dossier and when it was made.
    ///
    /// # Errors
    /// What the disk says.
    pub fn name(&self) -> Result<(String, String), StoreError> {
        Ok(self.connection.query_row("SELECT name, made FROM dossier", [], |r| Ok((r.get(0)?, r.get(1)?)))?)
    }

    /// The entry's number by its id.
    ///
    /// # Errors
    /// What the disk says.
    pub fn number_of(&self, id: EntryId) -> Result<Option<u64>, StoreError> {
        known::entry(&self.connection, &id.to_string())
    }
}
