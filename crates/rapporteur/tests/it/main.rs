//! One binary for all tests that run the program.
//!
//! They assert what does not hang on a score: shapes, ids, order, exit codes, messages, offsets. `UPDATE_CASES=1` rewrites what is expected
//! (snapshots, record blocks of cases, the reference page); a person reads the difference.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod account;
mod bad_input;
mod cases;
mod corrections;
mod documented;
mod dossier;
mod explain;
mod form;
mod gold;
#[path = "../browser/http.rs"]
mod http;
mod mcp;
mod negotiation;
#[cfg(target_os = "linux")]
mod no_room;
mod run;
mod served;
#[cfg(target_os = "linux")]
mod small_disk;
mod structure;
mod together;
mod watch;
