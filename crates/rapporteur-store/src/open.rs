//! Making and opening a dossier.
//!
//! Decides: what a dossier's file is, how it is opened so that several programs can work on it at once, how an older one is brought forward.
//! Must not know: what entries say.

use crate::{Store, StoreError, tables};
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, params};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "RAPP": what a dossier's file says it is.
const APPLICATION: i32 = 0x5241_5050;
/// How long to wait for somebody else's writing to end.
const PATIENCE: Duration = Duration::from_secs(60);
/// The default of the library is 16, fewer than there are tables.
const STATEMENTS: usize = 96;

/// A step from one form of the store to the next.
enum Step {
    /// Changes what is kept.
    Kept(&'static str),
    /// The tables that follow from the entries have changed: they are dropped and filled again.
    Tables,
}

/// The step at index n leads to form n + 1. Steps are added at the end and never changed once released.
const STEPS: &[Step] = &[
    Step::Kept(include_str!("schema/ledger.sql")),
    Step::Tables,
    Step::Kept(include_str!("schema/people.sql")),
    Step::Tables,
    Step::Tables,
    Step::Kept(include_str!("schema/sums.sql")),
    Step::Kept(include_str!("schema/failures.sql")),
    // Which item a decision is about is told more strictly.
    Step::Tables,
];

/// The form that this release writes.
pub const FORM: u32 = STEPS.len() as u32;

impl Store {
    /// Makes a dossier. `made` is now.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is something already, or what the disk says.
    pub fn create(path: &Path, name: &str, made: Timestamp) -> Result<Store, StoreError> {
        let taken = |e| if matches!(e, StoreError::Damaged(_)) { StoreError::Exists(path.to_owned()) } else { e };
        let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).map_err(taken)?;
        let made_before = form(&connection, path).map(|form| form > 0);
        if !matches!(made_before, Ok(false)) || objects(&connection)? > 0 {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        // Somebody may have been faster.
        if objects(&transaction)? > 0 {
            return Err(StoreError::Exists(path.to_owned()));
        }
        take_steps(&transaction, 0)?;
        transaction.execute("INSERT INTO dossier (name, made, number, hash) VALUES (?1, ?2, 0, zeroblob(32))", params![name, made.to_string()])?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.commit()?;
        write_ahead(&connection)?;
        Ok(Store { connection, path: path.to_owned() })
    }

    /// Opens a dossier to read and write. An older one is brought forward, after a copy of it was put beside it.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotADossier`], [`StoreError::Newer`], or what the disk says.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|e| nothing_of_ours(e, path))?;
        let found = form(&connection, path)?;
        if found == 0 {
            return Err(StoreError::NotADossier(path.to_owned()));
        }
        if found > FORM {
            return Err(StoreError::Newer(found, FORM));
        }
        write_ahead(&connection)?;
        if found < FORM {
            back_up(&connection, path, found)?;
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
            // Somebody may have been faster.
            let found = form(&transaction, path)?;
            take_steps(&transaction, found)?;
            transaction.commit()?;
        }
        Ok(Store { connection, path: path.to_owned() })
    }
}

/// Where the copy of an older dossier lies.
pub fn backup_path(path: &Path, form: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".form-{form}"));
    PathBuf::from(name)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(|e| match StoreError::from(e) {
        StoreError::Io(_) => StoreError::Io(format!("`{}` cannot be opened; is its folder there, and may you write to it?", path.display())),
        other => other,
    })?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // FULL: what was acknowledged is still there after the power failed. Foreign keys are not used: tables are refilled as a whole.
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA trusted_schema = OFF;")?;
    Ok(connection)
}

fn nothing_of_ours(error: StoreError, path: &Path) -> StoreError {
    if matches!(error, StoreError::Damaged(_)) { StoreError::NotADossier(path.to_owned()) } else { error }
}

/// Readers never wait for a writer, and a writer never for readers.
fn write_ahead(connection: &Connection) -> Result<(), StoreError> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    if mode == "wal" { Ok(()) } else { Err(StoreError::ReadOnly) }
}

/// The form of a dossier; 0 for a file without anything in it.
fn form(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let read = |name| connection.query_row(&format!("PRAGMA {name}"), [], |r| r.get::<_, i64>(0));
    let application = read("application_id").map_err(|e| match e.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADossier(path.to_owned()),
        _ => e.into(),
    })?;
    let version = read("user_version")?;
    match (application == i64::from(APPLICATION), u32::try_from(version)) {
        (true, Ok(version)) => Ok(version),
        (false, Ok(0)) if objects(connection)? == 0 => Ok(0),
        _ => Err(StoreError::NotADossier(path.to_owned())),
    }
}

fn objects(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?)
}

/// Takes every step after form `from`.
fn take_steps(connection: &Connection, from: u32) -> Result<(), StoreError> {
    let mut refill = false;
    for step in STEPS.iter().skip(from as usize) {
        match step {
            Step::Kept(sql) => connection.execute_batch(sql)?,
            Step::Tables => refill = true,
        }
    }
    if refill {
        tables::refill(connection)?;
    }
    connection.pragma_update(None, "user_version", FORM)?;
    Ok(())
}

/// Puts a copy of the dossier beside it. A copy that an interruption cut short is never taken for a whole one: it gets its name once all of it is
/// on the disk. What could not be copied takes no room.
fn back_up(connection: &Connection, path: &Path, form: u32) -> Result<(), StoreError> {
    let whole = backup_path(path, form);
    if whole.exists() {
        return Ok(());
    }
    let mut part = whole.clone().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    let failed = |e: io::Error| match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Io(e.to_string()),
    };
    if part.exists() {
        fs::remove_file(&part).map_err(failed)?;
    }
    let copied = connection.execute("VACUUM INTO ?1", [part.to_string_lossy()]).map_err(StoreError::from);
    // The database leaves the copy in the hands of the system; a change of form waits until the disk has it.
    let on_disk = || OpenOptions::new().write(true).open(&part).and_then(|copy| copy.sync_all()).and_then(|()| fs::rename(&part, &whole)).map_err(failed);
    copied.and_then(|_| on_disk()).inspect_err(|_| drop(fs::remove_file(&part)))
}
