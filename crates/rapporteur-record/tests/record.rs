//! The record: its form, its entries, what follows from many readings.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "record/form.rs"]
mod form;
#[path = "record/made.rs"]
mod made;
