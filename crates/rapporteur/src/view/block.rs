//! The parts of a page, before it is known where it will be read.
//!
//! Decides: which parts there are. Every view phrases its answer in these once; the terminal, Markdown and HTML each lay them out.

use super::drawing::Drawing;
use crate::cli::text::clean;
use crate::desk::negotiation::Quotation;
use std::ops::Range;

/// How words are meant. No meaning is carried by colour alone: the words say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Strong,
    /// Of less weight.
    Quiet,
    /// To be seen first.
    Mark,
    For,
    Against,
    Open,
    /// Words of a text.
    Quote,
}

/// Some words in one look, or the number of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Run {
    Words(String, Look),
    /// Goes to a quotation.
    To(usize),
}

/// Words that belong together.
pub(crate) type Line = Vec<Run>;

/// Words in a look, with a space at an end where there was one. What could steer a terminal or turn the direction of a line is replaced.
pub(crate) fn run(look: Look, words: &str) -> Run {
    let space = |there: bool| if there { " " } else { "" };
    let inner = clean(words);
    let (lead, tail) = (words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace) && !inner.is_empty());
    Run::Words(format!("{}{inner}{}", space(lead), space(tail)), look)
}

/// Plain words.
pub(crate) fn plain(words: &str) -> Run {
    run(Look::Plain, words)
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    /// A heading; level 1 is the page's own. The anchor names its part of the page.
    Heading {
        level: u8,
        words: String,
        anchor: &'static str,
    },
    Para(Line),
    List(Vec<Line>),
    /// A table. Each row begins with what it is about; a cell is some lines.
    Table {
        head: Vec<String>,
        rows: Vec<(Line, Vec<Vec<Line>>)>,
    },
    /// What stands against one another, each side with its own lines.
    Sides {
        about: Line,
        sides: Vec<(String, Vec<Line>)>,
    },
    /// A picture where there can be one. All that it shows is told in words beside it.
    Drawing(Drawing),
    Quotations(Vec<Quotation>),
}

/// A heading.
pub(crate) fn heading(level: u8, words: &str, anchor: &'static str) -> Block {
    Block::Heading { level, words: clean(words), anchor }
}

/// So many columns of a table stand side by side on a page.
const ABREAST: usize = 7;

/// Some columns of a table, of which a page has no room for all.
pub(crate) struct Part {
    /// Which of its columns.
    pub(crate) columns: Range<usize>,
    /// Which rows have something in them.
    pub(crate) rows: Vec<usize>,
    /// What stands above them; `None` where all columns are here.
    pub(crate) told: Option<String>,
}

/// A table in parts that a page has room for, of about as many columns each.
pub(crate) fn abreast(head: &[String], rows: &[(Line, Vec<Vec<Line>>)]) -> Vec<Part> {
    let (all, parts) = (head.len(), head.len().div_ceil(ABREAST).max(1));
    let part = |i: usize| {
        let columns = all * i / parts..all * (i + 1) / parts;
        if parts == 1 {
            return Part { columns, rows: (0..rows.len()).collect(), told: None };
        }
        let has = |row: &(Line, Vec<Vec<Line>>)| row.1.get(columns.clone()).is_some_and(|cells| cells.iter().any(|c| !c.is_empty()));
        let told = format!("Columns {} to {} of {all}; rows with nothing in them are left out.", columns.start + 1, columns.end);
        Part { rows: (0..rows.len()).filter(|r| has(&rows[*r])).collect(), columns, told: Some(told) }
    };
    (0..parts).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_no_page_has_room_for_comes_in_parts_that_hold_all_of_it() {
        let head: Vec<String> = (0..23).map(|i| format!("Party {i}")).collect();
        let row = |n: usize| (vec![plain("matter")], (0..23).map(|i| if i % 5 == n { vec![vec![plain("x")]] } else { Vec::new() }).collect());
        let rows: Vec<_> = (0..6).map(row).collect();
        let parts = abreast(&head, &rows);
        assert!(parts.iter().all(|p| p.columns.len() <= ABREAST && p.columns.len() + 1 >= ABREAST - 1));
        let columns: Vec<usize> = parts.iter().flat_map(|p| p.columns.clone()).collect();
        assert_eq!(columns, (0..23).collect::<Vec<_>>());
        let filled = |p: &Part| p.rows.iter().flat_map(|r| p.columns.clone().map(move |c| (*r, c))).filter(|(r, c)| !rows[*r].1[*c].is_empty()).count();
        assert_eq!(parts.iter().map(filled).sum::<usize>(), 23, "no cell is lost");
        assert!(parts.iter().all(|p| !p.rows.contains(&5)), "nobody is heard on the last");
        let narrow = abreast(&head[..7], &rows);
        assert!(narrow.len() == 1 && narrow[0].told.is_none() && narrow[0].rows.len() == 6);
    }
}
