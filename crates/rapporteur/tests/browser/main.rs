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
mod keyboard;
mod screens;
mod served;

/// One browser at a time: they are large.
static ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
