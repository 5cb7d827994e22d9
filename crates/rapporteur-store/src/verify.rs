//! Whether the ledger is what was written.
//!
//! Decides: which changes can be told, and what each is called. Looks at: numbers, hashes, originals, the tables. Must not know: what entries say.

use crate::dump;
use crate::ledger::{self, Row};
use crate::{Hash, Store, StoreError, hash, original, tables};
use rusqlite::TransactionBehavior;
use std::collections::BTreeMap;
use std::fmt;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry's number, time, original or words are not those that were written.
    Changed(u64),
    /// These entries are gone: the first and the last of them.
    Gone(u64, u64),
    /// The entry does not follow the one before it: one of the two was put there, or moved.
    OutOfOrder(u64),
    /// The ledger ends elsewhere than it should: the number where it should end.
    End(u64),
    /// The original of this entry is gone.
    OriginalGone(u64),
    /// The original of this entry is not the one that was read.
    OriginalChanged(u64),
    /// A table is not what the entries say.
    Table(&'static str),
    /// The database itself finds a fault.
    File(String),
}

impl Fault {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Fault::Table(_) => "`rapporteur rebuild` fills the tables from the entries again",
            _ => "compare with a copy or an export from before; what was written cannot be known from this file alone",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Changed(n) => write!(f, "entry {n} was changed"),
            Fault::Gone(a, b) if a == b => write!(f, "entry {a} is gone"),
            Fault::Gone(a, b) => write!(f, "entries {a} to {b} are gone"),
            Fault::OutOfOrder(n) => write!(f, "entry {n} does not follow the entry before it: one of them was moved or put there"),
            Fault::End(n) => write!(f, "the ledger does not end with entry {n}, where it should"),
            Fault::OriginalGone(n) => write!(f, "the original of entry {n} is gone"),
            Fault::OriginalChanged(n) => write!(f, "the original of entry {n} was changed"),
            Fault::Table(name) => write!(f, "the table `{name}` is not what the entries say"),
            Fault::File(why) => write!(f, "the file is damaged: {why}"),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: u64,
    /// The last entry and its hash. Whoever notes them can tell later that everything up to there is still the same.
    pub last: (u64, Hash),
    /// What is not as it was written, by entry.
    pub faults: Vec<Fault>,
}

impl Store {
    /// Looks at every entry and original; with `tables` also at everything that follows from them, which takes as long as a rebuild.
    ///
    /// # Errors
    /// Only where the file cannot be read at all. What is not as it was written is in the answer.
    pub fn verify(&mut self, tables: bool) -> Result<Verified, StoreError> {
        let mut chain = Chain::default();
        // One moment of the dossier, however many write to it meanwhile.
        let transaction = self.connection.transaction()?;
        let (end, head) = ledger::head(&transaction)?;
        ledger::rows(&transaction, 0, &mut |row| chain.next(&transaction, &row))?;
        chain.end(end, head);
        drop(transaction);
        if tables && chain.faults.is_empty() {
            self.compare_tables(&mut chain.faults)?;
        }
        Ok(Verified { entries: chain.count, last: chain.last, faults: chain.faults })
    }

    /// What the database says of its own file.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn check_file(&self) -> Result<Vec<Fault>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let found: Vec<String> = statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        Ok(found.into_iter().filter(|f| f != "ok").map(Fault::File).collect())
    }

    /// Fills the tables again, compares, and takes it back.
    fn compare_tables(&mut self, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = fingerprints(&transaction)?;
        tables::refill(&transaction)?;
        let after = fingerprints(&transaction)?;
        faults.extend(before.iter().filter(|(name, hash)| after.get(*name) != Some(hash)).map(|(name, _)| Fault::Table(name)));
        Ok(())
    }
}

/// The hash of what each table holds.
fn fingerprints(connection: &rusqlite::Connection) -> Result<BTreeMap<&'static str, Hash>, StoreError> {
    let mut out = BTreeMap::new();
    for table in tables::ALL {
        let mut hash = Hash::START;
        dump::table(connection, table, &mut |line| {
            hash = Hash::of(format!("{hash}{line}").as_bytes());
            Ok(())
        })?;
        out.insert(table.name, hash);
    }
    Ok(out)
}

#[derive(Debug)]
struct Chain {
    count: u64,
    last: (u64, Hash),
    faults: Vec<Fault>,
}

impl Default for Chain {
    fn default() -> Chain {
        Chain { count: 0, last: (0, Hash::START), faults: Vec::new() }
    }
}

impl Chain {
    fn next(&mut self, connection: &rusqlite::Connection, row: &Row) -> Result<(), StoreError> {
        let (before, hash_before) = self.last;
        self.count += 1;
        if row.number > before + 1 {
            self.faults.push(Fault::Gone(before + 1, row.number - 1));
        } else if row.previous != hash_before {
            self.faults.push(Fault::OutOfOrder(row.number));
        }
        if hash::of_entry(row.number, row.previous, row.learnt.as_deref(), row.original, &row.body) != row.hash {
            self.faults.push(Fault::Changed(row.number));
        }
        if let Some(original) = row.original {
            match original::find(connection, original)? {
                None => self.faults.push(Fault::OriginalGone(row.number)),
                Some(None) => self.faults.push(Fault::OriginalChanged(row.number)),
                Some(Some(_)) => {}
            }
        }
        self.last = (row.number, row.hash);
        Ok(())
    }

    fn end(&mut self, number: u64, head: Hash) {
        let (last, hash) = self.last;
        if number > last {
            self.faults.push(Fault::Gone(last + 1, number));
        } else if (number, head) != (last, hash) {
            self.faults.push(Fault::End(number));
        }
    }
}
