//! The program: reads files, puts a question to the reader, shows the answer.
//!
//! | module | holds |
//! |---|---|
//! | `cli` | the command line: arguments, and how answers are shown to people and programs |
//! | `desk` | one function per question; answers are plain values |
//! | `reader` | the door to the reader and its weights |
//! | `outside` | files, environment, terminal, interruption: nothing else touches them |
//!
//! Decides: nothing of reading or of the record.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod cli;
mod desk;
mod mcp;
mod outside;
mod reader;
mod secret;
mod view;
mod web;

/// A served dossier makes and drops many lists on many threads; the system's allocator keeps what they leave (README, "How large a
/// dossier may grow"). jemalloc is not for every system.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
