//! The record in the forms of other programs: tables as CSV and as a workbook, readings as annotations.
//!
//! Decides: columns, and how a value is written in each form. Must not know: files, SQLite, pages.
//!
//! | module | holds |
//! |---|---|
//! | [`table`] | what a table is |
//! | [`tables`] | the record as tables: a row for each claim, figure, event, actor, conflict, source |
//! | [`csv`] | RFC 4180 |
//! | [`annotation()`] | a reviewed reading as an annotation of the corpus |
//! | [`xlsx`] | a workbook, a sheet for each table |
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod annotation;
pub mod csv;
pub mod table;
pub mod tables;
pub mod xlsx;

pub use annotation::{Annotation, NotQuotable, annotation};
pub use table::{Cell, Table};
