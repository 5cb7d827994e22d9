//! Changes to accounts, from the command line and from the pages alike.
//!
//! Decides: that the first account is an admin's, that what opens a door is made here or good enough, and that it leaves this place once.
//! Must not know: pages, the clock (times are given).

use crate::outside::Problem;
use crate::secret;
use jiff::Timestamp;
use rapporteur_store::{Account, Hash, Role, Store, StoreError};

/// Every token begins with this, so that one that lies where it should not can be found.
const TOKEN: &str = "rapporteur_";

/// What is wrong with a wish about accounts.
#[derive(Debug)]
pub(crate) enum No {
    /// With what is asked.
    Asked(Problem),
    /// The dossier says no.
    Store(StoreError),
}

impl From<Problem> for No {
    fn from(problem: Problem) -> No {
        No::Asked(problem)
    }
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> No {
        No::Store(error)
    }
}

/// A password that somebody chose, or the one that is made for them and that nobody can look up again.
fn chosen(password: Option<String>) -> Result<(String, Option<String>), Problem> {
    match password {
        Some(password) => {
            secret::acceptable(&password)?;
            Ok((secret::hash(&password)?, None))
        }
        None => {
            let made = secret::password()?;
            Ok((secret::hash(&made)?, Some(made)))
        }
    }
}

/// Makes an account. Returns the password that was made, where none was chosen.
pub(crate) fn add(store: &mut Store, name: &str, role: Role, password: Option<String>, now: Timestamp) -> Result<Option<String>, No> {
    if role != Role::Admin && store.accounts()?.is_empty() {
        let help = "add an admin first (`--role admin`): from the first account on nobody comes in without one";
        return Err(Problem::new("the first account must be an admin's", help).into());
    }
    let (hashed, made) = chosen(password)?;
    store.add_account(name, role, &hashed, now)?;
    Ok(made)
}

/// Gives an account another password, which ends its sessions. Returns the one that was made, where none was chosen.
pub(crate) fn password(store: &mut Store, name: &str, password: Option<String>) -> Result<Option<String>, No> {
    let (hashed, made) = chosen(password)?;
    store.change_account(name, None, Some(&hashed), None)?;
    Ok(made)
}

/// Makes a token and returns its number and what the program must hold. Only its hash is kept.
pub(crate) fn token(store: &mut Store, account: &str, label: &str, role: Role, now: Timestamp, until: Option<Timestamp>) -> Result<(i64, String), No> {
    let token = format!("{TOKEN}{}", secret::key()?);
    let number = store.add_token(Hash::of(token.as_bytes()), account, label, role, now, until)?;
    Ok((number, token))
}

/// Whose name and password these are. As slow for a name that nobody has, and for a disabled account.
pub(crate) fn who(store: &Store, name: &str, password: &str) -> Result<Option<Account>, StoreError> {
    let found = store.secret(name)?;
    let fits = secret::fits(password, found.as_ref().map(|(_, hashed)| hashed.as_str()));
    Ok(found.map(|(account, _)| account).filter(|a| fits && !a.disabled))
}
