//! The pages in a real browser: Chromium, driven through chromedriver, against the built program.
//!
//! It needs `chromium` and `chromium-driver` (Debian: `apt-get install chromium chromium-driver`), and `npm`, which fetches axe-core into the
//! target folder when it is not there yet; `.ci/install` installs all of them. Where one is missing the tests fail and say so: a test that was
//! not run is no test that passed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod access;
mod axe;
mod driver;
mod hostile;
mod http;
mod keyboard;
mod review;
mod screens;
mod served;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// One browser at a time: they are large.
static ONE: Mutex<()> = Mutex::new(());

/// Waits until no other test has a browser; a test that failed with one keeps nobody waiting.
fn alone() -> MutexGuard<'static, ()> {
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}
