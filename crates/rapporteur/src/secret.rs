//! Passwords and keys.
//!
//! Decides: how they are made, how a password is hashed and checked. Must not know: whose they are, where hashes are kept.

use crate::outside::Problem;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{LazyLock, Mutex, PoisonError};

/// Whoever chooses a password chooses this many characters or more.
const SHORTEST: usize = 12;
/// More than this is no password, and would only make us work.
const LONGEST: usize = 1024;
/// What a made password consists of: no two of these are taken for each other when they are read aloud or copied by hand.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";

/// What a name that nobody has is checked against, so that it takes as long as one that somebody has.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash(&key().ok()?).ok());

/// Some hashing.
type Job = Box<dyn FnOnce() + Send>;

/// One thread hashes all passwords, one after the other: each takes 19 MiB, which the allocator keeps for every thread that ever did it.
static HASHER: LazyLock<Mutex<Sender<Job>>> = LazyLock::new(|| {
    let (send, jobs) = channel::<Job>();
    std::thread::spawn(move || jobs.iter().for_each(|job| drop(catch_unwind(AssertUnwindSafe(job)))));
    Mutex::new(send)
});

/// 256 random bits in hexadecimal.
pub(crate) fn key() -> Result<String, Problem> {
    Ok(random::<32>()?.iter().map(|b| format!("{b:02x}")).collect())
}

/// A password of a hundred random bits, in groups.
pub(crate) fn password() -> Result<String, Problem> {
    // 256 is a multiple of 32, so every letter is as likely as every other.
    let letters = random::<20>()?.map(|b| char::from(LETTERS[usize::from(b) % LETTERS.len()]));
    Ok(letters.chunks(5).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

/// Whether somebody may choose that password.
pub(crate) fn acceptable(password: &str) -> Result<(), Problem> {
    let help = format!("choose {SHORTEST} characters or more; several words are easy to keep in mind");
    if password.len() > LONGEST {
        return Err(Problem::new("the password is too long", help));
    }
    if password.chars().count() < SHORTEST {
        return Err(Problem::new("the password is too short", help));
    }
    Ok(())
}

/// The PHC string of a password, by argon2id with the least that OWASP recommends (19 MiB, two passes).
pub(crate) fn hash(password: &str) -> Result<String, Problem> {
    let salt = random::<16>()?;
    let password = password.to_owned();
    let hashed = alone(move || argon2().hash_password_with_salt(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(|e| e.to_string()));
    let hashed = hashed.unwrap_or_else(|| Err("it was not done".to_owned()));
    hashed.map_err(|e| Problem::new(format!("the password cannot be hashed: {e}"), "choose another"))
}

/// Whether a password is the one that was hashed. Without a hash it takes as long, and is not.
pub(crate) fn fits(password: &str, hashed: Option<&str>) -> bool {
    let against = hashed.or(NOBODY.as_deref()).unwrap_or_default();
    let (words, against) = (password.to_owned(), against.to_owned());
    let same = password.len() <= LONGEST && alone(move || argon2().verify_password(words.as_bytes(), &*against).is_ok()).unwrap_or(false);
    same && hashed.is_some()
}

/// What comes of some work on the thread that hashes; `None` where there is no such thread.
fn alone<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (send, answer) = channel();
    let job = Box::new(move || {
        // Nobody waits any more where this fails.
        let _ = send.send(work());
    });
    HASHER.lock().unwrap_or_else(PoisonError::into_inner).send(job).ok()?;
    answer.recv().ok()
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

fn random<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Problem::new(format!("no random numbers can be had: {e}"), "try again"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_hash_only() {
        let hashed = hash("correct horse battery").unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert!(fits("correct horse battery", Some(&hashed)));
        assert!(!fits("correct horse batter", Some(&hashed)));
        assert!(!fits("correct horse battery", None));
        assert_ne!(hash("correct horse battery").unwrap(), hashed, "two hashes of one password differ by their salt");
    }

    #[test]
    fn what_is_made_can_be_typed_and_is_never_the_same() {
        let (one, other) = (password().unwrap(), password().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 23);
        assert!(one.bytes().all(|b| b == b'-' || LETTERS.contains(&b)));
        assert!(acceptable(&one).is_ok());
        assert_eq!(key().unwrap().len(), 64);
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(acceptable("elevenchars").is_err());
        assert!(acceptable("twelve chars").is_ok());
        assert!(acceptable(&"x".repeat(1025)).is_err());
        assert!(!fits(&"x".repeat(1025), Some("$argon2id$")));
    }
}
