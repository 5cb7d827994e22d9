//! What a table is.
//!
//! Decides: the kinds of values. Must not know: how a file holds them.

use jiff::civil::Date;

/// Named columns and rows of them. Every row has as many cells as there are columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Names the table: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// Names the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(name: &str, columns: &[&str]) -> Table {
        Table { name: name.to_owned(), columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows: Vec::new() }
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not known, or there is none.
    Empty,
    /// Words.
    Words(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
}

impl From<String> for Cell {
    fn from(words: String) -> Cell {
        if words.is_empty() { Cell::Empty } else { Cell::Words(words) }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Cell {
        Cell::from(words.to_owned())
    }
}

impl From<Option<Date>> for Cell {
    fn from(day: Option<Date>) -> Cell {
        day.map_or(Cell::Empty, Cell::Day)
    }
}

impl From<Option<String>> for Cell {
    fn from(words: Option<String>) -> Cell {
        words.map_or(Cell::Empty, Cell::from)
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Cell {
        Cell::Number(n as f64)
    }
}
