//! Tables as a workbook.
//!
//! Decides: one sheet for each table, its first row fixed and filtered, words never as formulas. The same tables give the same bytes.

use crate::{Cell, Table};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::io;

/// No cell of a workbook holds more characters.
const LONGEST: usize = 32_767;
/// No sheet has more rows.
const ROWS: usize = 1_048_576;

/// The workbook's bytes. Fails where a table has more rows than a sheet can hold.
pub fn write(tables: &[Table]) -> io::Result<Vec<u8>> {
    if let Some(table) = tables.iter().find(|t| t.rows.len() >= ROWS) {
        return Err(io::Error::other(format!("`{}` has more rows than a sheet can hold; write it as csv", table.name)));
    }
    book(tables).map_err(io::Error::other)
}

fn book(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Without a fixed time the bytes would tell when they were written.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let head = Format::new().set_bold().set_text_wrap();
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        for (c, name) in table.columns.iter().enumerate() {
            sheet.write_string_with_format(0, column(c), name, &head)?;
            sheet.set_column_width(column(c), width(table, c))?;
        }
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                put(sheet, r as u32 + 1, column(c), cell, &words, &day)?;
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        if !table.columns.is_empty() {
            sheet.autofilter(0, 0, table.rows.len() as u32, column(table.columns.len() - 1))?;
        }
    }
    book.save_to_buffer()
}

fn column(c: usize) -> u16 {
    u16::try_from(c).unwrap_or(u16::MAX)
}

fn put(sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell, words: &Format, day: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Words(text) => {
            let cut: String = text.chars().take(LONGEST).collect();
            sheet.write_string_with_format(row, at, cut, words)?;
        }
        Cell::Number(n) => {
            sheet.write_number_with_format(row, at, *n, words)?;
        }
        Cell::Day(d) => match (u16::try_from(d.year()), u8::try_from(d.month()), u8::try_from(d.day())) {
            // A workbook's days begin in 1900; an earlier one stays words.
            (Ok(y), Ok(m), Ok(x)) if y >= 1900 => {
                sheet.write_datetime_with_format(row, at, ExcelDateTime::from_ymd(y, m, x)?, day)?;
            }
            _ => {
                sheet.write_string_with_format(row, at, d.to_string(), words)?;
            }
        },
    }
    Ok(())
}

/// Wide enough for most of a column's values, in characters.
fn width(table: &Table, column: usize) -> f64 {
    let longest = table.rows.iter().filter_map(|r| r.get(column)).map(|c| if let Cell::Words(w) = c { w.chars().count() } else { 10 }).max().unwrap_or(0);
    longest.clamp(10, 60) as f64 + 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("days", &["words", "day"]);
        table.rows.push(vec![Cell::from("=cmd()"), Cell::Day(jiff::civil::date(2031, 3, 4))]);
        table.rows.push(vec![Cell::Empty, Cell::Day(jiff::civil::date(1805, 3, 4))]);
        table
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let bytes = write(&[table()]).unwrap();
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(bytes, write(&[table()]).unwrap());
    }

    #[test]
    fn a_table_without_columns_is_an_empty_sheet() {
        assert!(write(&[Table::new("none", &[])]).is_ok());
    }
}
