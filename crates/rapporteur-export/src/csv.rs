//! Tables by RFC 4180.
//!
//! Decides: that no cell can act as a formula, how numbers and days are written.

use crate::{Cell, Table};
use std::io;

/// The table as text: a line of names, a line for each row.
pub fn write(table: &Table) -> io::Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let guarded = |c: &String| guarded(c);
    writer.write_record(table.columns.iter().map(guarded)).map_err(io::Error::other)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(shown)).map_err(io::Error::other)?;
    }
    let bytes = writer.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Words(words) => guarded(words),
        Cell::Number(n) => n.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

/// A cell that a table program would take for a formula gets an apostrophe before it.
pub fn guarded(cell: &str) -> String {
    let acts = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if acts { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_act_are_guarded_and_numbers_are_not() {
        let mut table = Table::new("t", &["a", "b", "c", "d"]);
        table.rows.push(vec![Cell::from("=1+1"), Cell::Number(-3.5), Cell::Day(jiff::civil::date(2031, 3, 4)), Cell::Empty]);
        assert_eq!(write(&table).unwrap(), "a,b,c,d\r\n'=1+1,-3.5,2031-03-04,\r\n");
    }
}
