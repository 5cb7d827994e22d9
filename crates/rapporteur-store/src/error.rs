//! What can go wrong with a store.
//!
//! Decides: which failures a caller can tell apart, and the words for each: what, where, what next. Must not know: how they are shown.

use rusqlite::{ErrorCode, ffi};
use std::path::PathBuf;

/// Why a store could not do what it was asked. Nothing is half-written after any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// There is no file of that name.
    Missing(PathBuf),
    /// There is a file already where a new dossier was asked for.
    Exists(PathBuf),
    /// The file is something else.
    NotADossier(PathBuf),
    /// A newer release wrote it: the version it has, and the newest known here.
    Newer(u32, u32),
    /// Somebody else has been writing all the while.
    Busy,
    /// There is no room on the disk.
    Full,
    /// The file, or its folder, may not be written to.
    ReadOnly,
    /// The disk or the system failed.
    Io(String),
    /// The file is damaged, in the words of the database.
    Damaged(String),
    /// Somebody decided on the item in the meantime: what it is, the entry expected last, the one that is last, by whom.
    Moved {
        /// The item ("s7 of talks.txt").
        item: String,
        /// The entry that the caller knew as the last on it; 0 for none.
        expected: u64,
        /// The entry that is the last on it.
        found: u64,
        /// Who made that one.
        by: String,
    },
    /// There is no such document, item or entry.
    Unknown(String),
    /// A decision that cannot be made of that item, and why.
    Unfit(String),
    /// An entry cannot be understood: its number and why.
    Entry(u64, String),
    /// A line of an export cannot be taken in: its number, from 1, and why.
    Line(usize, String),
    /// There is no such account or token.
    Absent(String),
    /// There is an account of that name, which is given as it is written there.
    Taken(String),
    /// The account is disabled.
    Disabled(String),
    /// Nobody but this account may look after accounts, so it must stay what it is.
    LastAdmin(String),
    /// Something that is not kept, and why.
    Refused(&'static str),
    /// A search that cannot be answered, and why.
    Query(&'static str),
    /// The database refused, in its words. A fault of the program.
    Sql(String),
}

impl StoreError {
    /// What is wrong and where.
    pub fn what(&self) -> String {
        match self {
            StoreError::Missing(path) => format!("there is no dossier `{}`", path.display()),
            StoreError::Exists(path) => format!("`{}` is there already", path.display()),
            StoreError::NotADossier(path) => format!("`{}` is not a dossier", path.display()),
            StoreError::Newer(found, known) => format!("the dossier was written by a newer release (form {found}; this one knows {known})"),
            StoreError::Busy => "the dossier is being written to, and was not free for a minute".to_owned(),
            StoreError::Full => "there is no room left on the disk; nothing was half-written".to_owned(),
            StoreError::ReadOnly => "the dossier may not be written to".to_owned(),
            StoreError::Io(why) => format!("the disk failed: {why}; nothing was half-written"),
            StoreError::Damaged(why) => format!("the file of the dossier is damaged: {why}"),
            StoreError::Moved { item, expected: 0, found, by } => format!("{item} was decided on already, by {by} (entry {found})"),
            StoreError::Moved { item, expected, found, by } => {
                format!("{item} was decided on after entry {expected}, by {by} (entry {found})")
            }
            StoreError::Unknown(what) => format!("there is no {what} in the dossier"),
            StoreError::Unfit(why) => format!("this cannot be decided so: {why}"),
            StoreError::Entry(number, why) => format!("entry {number} cannot be understood: {why}"),
            StoreError::Line(line, why) => format!("line {line} cannot be taken in: {why}; nothing of the file was"),
            StoreError::Absent(what) => format!("there is no {what}"),
            StoreError::Taken(name) => format!("there is an account `{name}` already"),
            StoreError::Disabled(name) => format!("the account `{name}` is disabled"),
            StoreError::LastAdmin(name) => format!("`{name}` is the last admin, and cannot be disabled or get another role"),
            StoreError::Refused(why) => format!("this cannot be kept: {why}"),
            StoreError::Query(why) => format!("this cannot be searched for: {why}"),
            StoreError::Sql(why) => format!("the database refused: {why}"),
        }
    }

    /// What to do next.
    pub fn help(&self) -> String {
        match self {
            StoreError::Missing(path) => format!("`rapporteur init {}` makes one", path.display()),
            StoreError::Exists(_) => "choose another name, or add to the one that is there with `rapporteur add`".to_owned(),
            StoreError::NotADossier(_) => "name a file that `rapporteur init` made".to_owned(),
            StoreError::Newer(..) => "use the newer release for it; it is left as it is".to_owned(),
            StoreError::Busy => "wait until the other program is done, and run the same command again".to_owned(),
            StoreError::Full => "make room, and run the same command again: it goes on where it stopped".to_owned(),
            StoreError::ReadOnly => "change the permissions of the file and of its folder, or work on a copy".to_owned(),
            StoreError::Io(_) => "run `rapporteur verify`, then the same command again: it goes on where it stopped".to_owned(),
            StoreError::Damaged(_) => "work on a copy: `rapporteur verify` names what is damaged, `rapporteur export` saves what can be read".to_owned(),
            StoreError::Moved { found, .. } => {
                format!("look at it with `rapporteur review show`; to decide on top of it, say `--after {found}`")
            }
            StoreError::Unknown(_) => "`rapporteur search` and `rapporteur review list` show what there is".to_owned(),
            StoreError::Unfit(_) => "look at the item and its text, and decide again; nothing was written".to_owned(),
            StoreError::Entry(..) => "`rapporteur verify` says whether it was changed; a newer release may understand it".to_owned(),
            StoreError::Line(..) => "export it again, or take the line out if you know why it is there".to_owned(),
            StoreError::Absent(_) => "look at the list of accounts and tokens; names are told apart by every letter".to_owned(),
            StoreError::Taken(_) => "choose another name, or change the account that is there".to_owned(),
            StoreError::Disabled(_) => "an admin can enable it again".to_owned(),
            StoreError::LastAdmin(_) => "make another account an admin first".to_owned(),
            StoreError::Refused(_) => "put it right and try again; nothing was changed".to_owned(),
            StoreError::Query(_) => "name a word, a \"phrase\" or a begin* of a word; `-word` leaves out what holds it".to_owned(),
            StoreError::Sql(_) => "this is a fault of the program: please report it with the output of `rapporteur doctor`".to_owned(),
        }
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what())
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        let words = error.to_string();
        // A file beside the dossier that all programs share cannot be made larger: so a disk without any room shows first.
        let no_room = error.sqlite_error().is_some_and(|e| e.extended_code == ffi::SQLITE_IOERR_SHMSIZE);
        match error.sqlite_error_code() {
            _ if no_room => StoreError::Full,
            // Too many began to read at one moment; the next one gets in.
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => StoreError::Io(words),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(words),
            _ => StoreError::Sql(words),
        }
    }
}
