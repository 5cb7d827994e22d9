//! The binary: files, clock and terminal.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod cli {
    // Embedded by the main command; until then only its own tests use it.
    #[allow(dead_code)]
    pub(crate) mod deal;
}

fn main() {}
