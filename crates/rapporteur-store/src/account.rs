//! Who may do what: accounts, and the sessions and tokens that stand for them.
//!
//! Decides: what an account is, when a session or a token is good, what must not be done to the last admin. Nothing of it follows from an entry:
//! `rebuild` keeps it, `dump` and `export` leave it out, so that a copy handed on says nothing of who worked on it but what the ledger says.
//! Must not know: how secrets are hashed and checked, cookies, the clock (times are given).

use crate::{Hash, Store, StoreError};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// What somebody may do. Each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Look.
    Read,
    /// Decide on items, too.
    Review,
    /// Look after accounts, too.
    Admin,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Role; 3] = [Role::Read, Role::Review, Role::Admin];

    /// Its name in the dossier.
    pub fn name(self) -> &'static str {
        match self {
            Role::Read => "read",
            Role::Review => "review",
            Role::Admin => "admin",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// Somebody who may come in. An account is never deleted, as its name may stand in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name that decisions are signed with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// When it was made.
    pub made: Timestamp,
    /// Whether nobody gets in with it.
    pub disabled: bool,
}

/// A token for programs. What the program holds is not kept, only its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number, which no other token gets after it.
    pub number: i64,
    /// Whose it is.
    pub account: String,
    /// What it is for, in their words.
    pub label: String,
    /// What it allows, as far as the account may do it.
    pub role: Role,
    /// When it was made.
    pub made: Timestamp,
    /// From when on it is good no more; `None`: it does not end by itself.
    pub until: Option<Timestamp>,
}

impl Store {
    /// All accounts by name, disabled ones too.
    ///
    /// # Errors
    /// What the disk says.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name, role, made, disabled FROM accounts ORDER BY name")?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(account(row)?);
        }
        Ok(out)
    }

    /// Makes an account. `secret` is the PHC string of argon2id, made by the caller; nothing else is taken.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where there is one of that name, in whatever case its letters are; [`StoreError::Refused`] for a name that is empty,
    /// begins or ends with a space or holds control characters, and for a secret of another form; or what the disk says.
    pub fn add_account(&mut self, name: &str, role: Role, secret: &str, made: Timestamp) -> Result<(), StoreError> {
        if name.is_empty() || name.trim() != name || name.chars().any(char::is_control) {
            return Err(StoreError::Refused("an account's name has letters, no control characters, and no space at its ends"));
        }
        hashed(secret)?;
        self.write(|connection| {
            // Two that only differ in case would be taken for each other where decisions are signed.
            let lower = name.to_lowercase();
            let mut names = connection.prepare_cached("SELECT name FROM accounts")?;
            let names: Vec<String> = names.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            if let Some(taken) = names.into_iter().find(|n| n.to_lowercase() == lower) {
                return Err(StoreError::Taken(taken));
            }
            let mut insert = connection.prepare_cached("INSERT INTO accounts (name, role, secret, made, disabled) VALUES (?1, ?2, ?3, ?4, 0)")?;
            insert.execute(params![name, role.name(), secret, kept(made)])?;
            Ok(())
        })
    }

    /// The account of that name and its PHC string, disabled ones too; `None` where there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn secret(&self, name: &str) -> Result<Option<(Account, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name, role, made, disabled, secret FROM accounts WHERE name = ?1")?;
        let mut rows = statement.query([name])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some((account(row)?, row.get(4)?)))
    }

    /// Changes what is given. A disabled account loses its sessions, and so does one that gets a new secret; its tokens stay, and are good for
    /// nothing while it is disabled.
    ///
    /// # Errors
    /// [`StoreError::Absent`] where there is no such account; [`StoreError::LastAdmin`] where nobody would be left to look after accounts;
    /// [`StoreError::Refused`] for a secret of another form; or what the disk says. Nothing is changed then.
    pub fn change_account(&mut self, name: &str, role: Option<Role>, secret: Option<&str>, disabled: Option<bool>) -> Result<(), StoreError> {
        secret.map_or(Ok(()), hashed)?;
        self.write(|connection| {
            let before = named(connection, name)?.ok_or_else(|| absent(name))?;
            let after = Account { role: role.unwrap_or(before.role), disabled: disabled.unwrap_or(before.disabled), ..before.clone() };
            let admin = |a: &Account| a.role == Role::Admin && !a.disabled;
            if admin(&before) && !admin(&after) {
                let mut others = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM accounts WHERE role = 'admin' AND disabled = 0 AND name <> ?1)")?;
                if !others.query_row([name], |r| r.get::<_, bool>(0))? {
                    return Err(StoreError::LastAdmin(name.to_owned()));
                }
            }
            let mut update = connection.prepare_cached("UPDATE accounts SET role = ?2, disabled = ?3, secret = coalesce(?4, secret) WHERE name = ?1")?;
            update.execute(params![name, after.role.name(), after.disabled, secret])?;
            if after.disabled || secret.is_some() {
                connection.prepare_cached("DELETE FROM sessions WHERE account = ?1")?.execute([name])?;
            }
            Ok(())
        })
    }

    /// Begins a session. `key` is a hash of what the browser holds. Sessions that ended before `made` are forgotten.
    ///
    /// # Errors
    /// [`StoreError::Absent`] or [`StoreError::Disabled`] for the account, or what the disk says.
    pub fn open_session(&mut self, key: Hash, account: &str, made: Timestamp, until: Timestamp) -> Result<(), StoreError> {
        self.write(|connection| {
            enabled(connection, account)?;
            connection.prepare_cached("DELETE FROM sessions WHERE until <= ?1")?.execute([kept(made)])?;
            let mut insert = connection.prepare_cached("INSERT INTO sessions (key, account, made, until) VALUES (?1, ?2, ?3, ?4)")?;
            insert.execute(params![&key.0[..], account, kept(made), kept(until)])?;
            Ok(())
        })
    }

    /// Whose session it is; `None` where there is none, it has ended, or the account is disabled.
    ///
    /// # Errors
    /// What the disk says.
    pub fn session(&self, key: Hash, now: Timestamp) -> Result<Option<Account>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.name, a.role, a.made, a.disabled FROM sessions s JOIN accounts a ON a.name = s.account
             WHERE s.key = ?1 AND s.until > ?2 AND a.disabled = 0",
        )?;
        let mut rows = statement.query(params![&key.0[..], kept(now)])?;
        rows.next()?.map(account).transpose()
    }

    /// Ends a session; nothing happens where there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn close_session(&mut self, key: Hash) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.prepare_cached("DELETE FROM sessions WHERE key = ?1")?.execute([&key.0[..]])?;
            Ok(())
        })
    }

    /// Makes a token and gives its number. `key` is a hash of what the program holds. `role` may be more than the account's: it then allows what
    /// the account may do when it is used.
    ///
    /// # Errors
    /// [`StoreError::Absent`] or [`StoreError::Disabled`] for the account, or what the disk says.
    pub fn add_token(&mut self, key: Hash, account: &str, label: &str, role: Role, made: Timestamp, until: Option<Timestamp>) -> Result<i64, StoreError> {
        self.write(|connection| {
            enabled(connection, account)?;
            let mut insert = connection.prepare_cached("INSERT INTO tokens (key, account, label, role, made, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            insert.execute(params![&key.0[..], account, label, role.name(), kept(made), until.map(kept)])?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// Whose token it is and what it allows, which is never more than the account may do; `None` where there is none, it has ended, or the
    /// account is disabled.
    ///
    /// # Errors
    /// What the disk says.
    pub fn token(&self, key: Hash, now: Timestamp) -> Result<Option<(Account, Role)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.name, a.role, a.made, a.disabled, t.role FROM tokens t JOIN accounts a ON a.name = t.account
             WHERE t.key = ?1 AND (t.until IS NULL OR t.until > ?2) AND a.disabled = 0",
        )?;
        let mut rows = statement.query(params![&key.0[..], kept(now)])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let account = account(row)?;
        let role = role_of(&row.get::<_, String>(4)?)?.min(account.role);
        Ok(Some((account, role)))
    }

    /// All tokens by number, those that have ended too.
    ///
    /// # Errors
    /// What the disk says.
    pub fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number, account, label, role, made, until FROM tokens ORDER BY number")?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(Token {
                number: row.get(0)?,
                account: row.get(1)?,
                label: row.get(2)?,
                role: role_of(&row.get::<_, String>(3)?)?,
                made: time(&row.get::<_, String>(4)?)?,
                until: row.get::<_, Option<String>>(5)?.as_deref().map(time).transpose()?,
            });
        }
        Ok(out)
    }

    /// Makes a token good for nothing, from now on and for ever.
    ///
    /// # Errors
    /// [`StoreError::Absent`] where there is none of that number, or what the disk says.
    pub fn revoke_token(&mut self, number: i64) -> Result<(), StoreError> {
        self.write(|connection| match connection.prepare_cached("DELETE FROM tokens WHERE number = ?1")?.execute([number])? {
            0 => Err(StoreError::Absent(format!("token {number}"))),
            _ => Ok(()),
        })
    }
}

/// Refuses what was typed where its hash belongs.
fn hashed(secret: &str) -> Result<(), StoreError> {
    if secret.starts_with("$argon2id$") { Ok(()) } else { Err(StoreError::Refused("a secret is kept as the PHC string of argon2id and as nothing else")) }
}

fn absent(name: &str) -> StoreError {
    StoreError::Absent(format!("account `{name}`"))
}

fn named(connection: &Connection, name: &str) -> Result<Option<Account>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT name, role, made, disabled FROM accounts WHERE name = ?1")?;
    let mut rows = statement.query([name])?;
    rows.next()?.map(account).transpose()
}

fn enabled(connection: &Connection, name: &str) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("SELECT disabled FROM accounts WHERE name = ?1")?;
    match statement.query_row([name], |r| r.get::<_, bool>(0)).optional()? {
        None => Err(absent(name)),
        Some(true) => Err(StoreError::Disabled(name.to_owned())),
        Some(false) => Ok(()),
    }
}

/// The account in the first four columns.
fn account(row: &Row<'_>) -> Result<Account, StoreError> {
    Ok(Account { name: row.get(0)?, role: role_of(&row.get::<_, String>(1)?)?, made: time(&row.get::<_, String>(2)?)?, disabled: row.get(3)? })
}

fn role_of(name: &str) -> Result<Role, StoreError> {
    Role::parse(name).ok_or_else(|| StoreError::Damaged(format!("`{name}` is no role")))
}

/// A time as it is kept.
pub(crate) fn kept(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// A time that was kept.
pub(crate) fn time(kept: &str) -> Result<Timestamp, StoreError> {
    kept.parse().map_err(|_| StoreError::Damaged(format!("`{kept}` is no time")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_go_there_and_back() {
        assert!(Role::Read < Role::Review && Role::Review < Role::Admin);
        assert!(Role::ALL.into_iter().all(|r| Role::parse(r.name()) == Some(r)));
        assert_eq!(Role::parse("Admin"), None);
    }

    #[test]
    fn kept_times_sort_as_words_and_lose_nothing() {
        let times: Vec<Timestamp> =
            ["2031-03-04T12:00:00Z", "2031-03-04T12:00:00.000000001Z", "2031-03-04T12:00:00.5Z", "2031-03-04T12:00:01Z"].map(|t| t.parse().unwrap()).into();
        assert!(times.windows(2).all(|w| kept(w[0]) < kept(w[1])));
        assert!(times.iter().all(|t| time(&kept(*t)).unwrap() == *t));
    }
}
