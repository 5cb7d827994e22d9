//! The record: its form, its entries, what follows from many readings.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "record/case.rs"]
mod case;
#[path = "record/form.rs"]
mod form;
#[path = "record/lines.rs"]
mod lines;
#[path = "record/made.rs"]
mod made;
#[path = "record/order.rs"]
mod order;
#[path = "record/shelf.rs"]
mod shelf;
#[path = "record/show.rs"]
mod show;
