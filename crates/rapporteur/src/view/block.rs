//! The parts of a page, before it is known where it will be read.
//!
//! Decides: which parts there are. Every view phrases its answer in these once; the terminal, Markdown and HTML each lay them out.

use super::drawing::Drawing;
use crate::cli::text::clean;
use crate::desk::negotiation::Quotation;

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
