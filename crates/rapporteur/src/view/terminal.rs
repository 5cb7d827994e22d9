//! A page for a terminal.
//!
//! Decides: where lines break, how a table fits the width, colours. Must not know: what is told.

use super::block::{Block, Line, Look, Run};
use super::phrase;
use crate::cli::text::{MARK, QUIET, TITLE, pieces, styled, width_of};
use crate::desk::negotiation::Quotation;
use anstyle::{AnsiColor, Style};

/// A column of a table is at least so wide; for what has no room there are lines below it.
const COLUMN: usize = 17;

/// The page.
pub(crate) fn page(blocks: &[Block], width: usize) -> String {
    let mut out = String::new();
    for b in blocks {
        block(&mut out, b, width);
    }
    out
}

fn block(out: &mut String, b: &Block, width: usize) {
    match b {
        Block::Heading { level, words, .. } => {
            *out += if *level == 1 { "" } else { "\n" };
            let style = if *level <= 3 { TITLE } else { TITLE.dimmed() };
            set(out, &[(words.clone(), style)], width, "", "");
            if *level == 2 {
                *out += &format!("{}\n", styled(QUIET, &"═".repeat(width_of(words).min(width))));
            }
        }
        Block::Para(line) => set(out, &runs(line), width, "", ""),
        Block::List(lines) => lines.iter().for_each(|l| set(out, &runs(l), width, "• ", "  ")),
        Block::Table { head, rows } => table(out, head, rows, width),
        Block::Sides { about, sides } => {
            *out += "\n";
            set(out, &runs(about), width, "", "");
            beside(out, sides, width);
        }
        // The list below says the same in words.
        Block::Drawing(_) => {}
        Block::Quotations(all) => all.iter().for_each(|q| quotation(out, q, width)),
    }
}

fn style(look: Look) -> Style {
    match look {
        Look::Plain | Look::Quote => Style::new(),
        Look::Strong => Style::new().bold(),
        Look::Quiet => QUIET,
        Look::Mark => MARK.bold(),
        Look::For => AnsiColor::Green.on_default(),
        Look::Against => AnsiColor::Red.on_default(),
        Look::Open => MARK,
    }
}

fn runs(line: &Line) -> Vec<(String, Style)> {
    let mut out = Vec::new();
    for r in line {
        match r {
            Run::Words(words, look) => out.push((words.clone(), style(*look))),
            Run::To(n) => {
                // A number stays with the word before it.
                let glue = if out.last().is_none_or(|(w, _): &(String, Style)| w.ends_with(']')) { "" } else { "\u{a0}" };
                out.push((format!("{glue}[{n}]"), QUIET));
            }
        }
    }
    out
}

fn quotation(out: &mut String, q: &Quotation, width: usize) {
    let label = format!("[{}]", q.number);
    let indent = " ".repeat(5);
    let first = format!("{}{}", styled(QUIET, &label), " ".repeat(5usize.saturating_sub(width_of(&label)).max(1)));
    let mut from = vec![(phrase::chain(q), Style::new())];
    from.extend(phrase::remarks(q).into_iter().map(|r| (format!(" ({r})"), QUIET)));
    set(out, &from, width, &first, &indent);
    let mut words: Vec<(String, Style)> = vec![("“".to_owned(), QUIET)];
    words.extend(runs(&phrase::passage(q, true)));
    words.push(("”".to_owned(), QUIET));
    set(out, &words, width, &indent, &indent);
}

/// Styled words on lines. A line breaks only where there is a space.
fn set(out: &mut String, words: &[(String, Style)], width: usize, first: &str, rest: &str) {
    let plain = |s: &str| width_of(&anstream::adapter::strip_str(s).to_string());
    for (i, line) in lines(words, width.saturating_sub(plain(first).max(plain(rest)))).iter().enumerate() {
        *out += if i == 0 { first } else { rest };
        *out += line.shown.trim_end();
        *out += "\n";
    }
}

/// A line that was set, and the columns it takes.
#[derive(Clone, Debug, Default)]
struct Set {
    shown: String,
    width: usize,
}

/// Words are pieces of one style; a word may change its style inside.
fn lines(words: &[(String, Style)], width: usize) -> Vec<Set> {
    let mut all: Vec<Vec<(String, Style)>> = vec![Vec::new()];
    for (text, style) in words {
        for (i, part) in text.split(' ').enumerate() {
            if i > 0 {
                all.push(Vec::new());
            }
            if part.is_empty() {
                continue;
            }
            // A word that is wider than the line is cut.
            for (k, piece) in pieces(part, width.max(1)).into_iter().enumerate() {
                if k > 0 {
                    all.push(Vec::new());
                }
                all.last_mut().into_iter().for_each(|word| word.push((piece.clone(), *style)));
            }
        }
    }
    let mut out = vec![Set::default()];
    for word in all.iter().filter(|w| !w.is_empty()) {
        let n: usize = word.iter().map(|(w, _)| width_of(w)).sum();
        let Some(line) = out.last_mut() else { break };
        let shown: String = word.iter().map(|(w, s)| styled(*s, &w.replace('\u{a0}', " "))).collect();
        if line.width == 0 {
            (line.shown, line.width) = (shown, n);
        } else if line.width + 1 + n <= width {
            line.shown += " ";
            line.shown += &shown;
            line.width += 1 + n;
        } else {
            out.push(Set { shown, width: n });
        }
    }
    out
}

/// Cells beside one another, each set to its column.
fn row(out: &mut String, cells: &[Vec<Set>], widths: &[usize]) {
    let high = cells.iter().map(Vec::len).max().unwrap_or(0);
    for i in 0..high {
        let mut line = String::new();
        for (c, width) in cells.iter().zip(widths) {
            let set = c.get(i).cloned().unwrap_or_default();
            line += &set.shown;
            line += &" ".repeat(width.saturating_sub(set.width));
            line += " │ ";
        }
        *out += line.trim_end().trim_end_matches('│').trim_end();
        *out += "\n";
    }
}

fn rule(out: &mut String, widths: &[usize]) {
    let parts: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
    *out += &format!("{}\n", styled(QUIET, &parts.join("─┼─")));
}

/// A table of as many columns as the width takes; what stands in the others is told below it.
fn table(out: &mut String, head: &[String], rows: &[(Line, Vec<Vec<Line>>)], width: usize) {
    let first = (width / 4).clamp(14, 30);
    let columns = ((width - first) / (COLUMN + 3)).clamp(1, head.len().max(1));
    let each = ((width - first) / columns).saturating_sub(3);
    let widths: Vec<usize> = std::iter::once(first).chain((0..columns).map(|_| each.min(40))).collect();
    let within = |cells: &[Vec<Line>]| cells.iter().take(columns).any(|l| !l.is_empty());
    *out += "\n";
    let mut heads = vec![vec![Set::default()]];
    heads.extend(head.iter().take(columns).map(|h| cut(&lines(&[(h.clone(), TITLE)], widths[1]), widths[1])));
    row(out, &heads, &widths);
    for (about, cells) in rows.iter().filter(|(_, cells)| within(cells)) {
        rule(out, &widths);
        let mut set = vec![cut(&lines(&clipped(about), first), first)];
        set.extend((0..columns).map(|c| cell(cells.get(c).map_or(&[], Vec::as_slice), widths[1])));
        row(out, &set, &widths);
    }
    if head.len() > columns {
        *out += "\n";
        set(out, &[("Other parties on these and other matters".to_owned(), TITLE)], width, "", "");
        rows.iter().for_each(|(about, cells)| others(out, about, head, cells, columns, width));
    }
}

/// What parties without a column say, on a line for each matter.
fn others(out: &mut String, about: &Line, head: &[String], cells: &[Vec<Line>], from: usize, width: usize) {
    let mut words = clipped(about);
    let before = words.len();
    for (name, cell) in head.iter().zip(cells).skip(from).filter(|(_, cell)| !cell.is_empty()) {
        words.push((if words.len() == before { ": " } else { "; " }.to_owned(), QUIET));
        words.push((format!("{name} "), Style::new().bold()));
        for (i, line) in cell.iter().enumerate() {
            words.push((if i > 0 { ", " } else { "" }.to_owned(), QUIET));
            words.extend(runs(line));
        }
    }
    if words.len() > before {
        set(out, &words, width, "• ", "  ");
    }
}

fn cell(content: &[Line], width: usize) -> Vec<Set> {
    content.iter().flat_map(|l| cut(&lines(&runs(l), width), width)).collect()
}

/// What a row is about, not longer than a few lines.
fn clipped(about: &Line) -> Vec<(String, Style)> {
    const LONGEST: usize = 90;
    let mut left = LONGEST;
    let mut out = Vec::new();
    for (words, style) in runs(about) {
        let n = words.chars().count();
        if n <= left {
            out.push((words, style));
        } else {
            let some: String = words.chars().take(left).collect();
            out.push((format!("{}…", some.trim_end()), style));
        }
        left = left.saturating_sub(n);
        if left == 0 {
            break;
        }
    }
    out
}

/// A word longer than its column is cut.
fn cut(sets: &[Set], width: usize) -> Vec<Set> {
    let fit = |s: &Set| {
        if s.width <= width {
            return s.clone();
        }
        let plain = anstream::adapter::strip_str(&s.shown).to_string();
        let shown = crate::cli::text::shorten(&plain, width);
        Set { width: width_of(&shown), shown }
    };
    sets.iter().map(fit).collect()
}

/// Two sides beside one another where there is room, else below one another.
fn beside(out: &mut String, sides: &[(String, Vec<Line>)], width: usize) {
    const NARROW: usize = 70;
    if width < NARROW || sides.len() != 2 {
        for (name, lines) in sides {
            set(out, &[(name.clone(), TITLE)], width, "  ", "  ");
            lines.iter().for_each(|l| set(out, &runs(l), width, "    ", "    "));
        }
        return;
    }
    let each = (width - 5) / 2;
    let column = |(name, all): &(String, Vec<Line>)| {
        let mut set = lines(&[(name.clone(), QUIET)], each);
        for (i, l) in all.iter().enumerate() {
            // An account and its words belong together.
            if i > 0 && i % 2 == 0 {
                set.push(Set::default());
            }
            set.extend(cut(&lines(&runs(l), each), each));
        }
        set
    };
    let columns: Vec<Vec<Set>> = sides.iter().map(column).collect();
    let indented = |out: &mut String| {
        let mut text = String::new();
        row(&mut text, &columns, &[each, each]);
        text.lines().for_each(|l| *out += &format!("  {l}\n"));
    };
    indented(out);
}

#[cfg(test)]
mod tests {
    use super::super::block::{heading, plain, run};
    use super::*;

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        let long = "a rather long sentence about a draft that goes on and on until the line must break ".repeat(3);
        let line = || vec![run(Look::Strong, "Dock Union"), plain(" "), plain(&long), Run::To(12)];
        let blocks = [
            heading(1, &long, "top"),
            Block::Para(line()),
            Block::List(vec![line(), line()]),
            Block::Table { head: (0..7).map(|i| format!("Party {i}{}", "x".repeat(40))).collect(), rows: vec![(line(), vec![vec![line()]; 7])] },
            Block::Sides { about: line(), sides: vec![("One".to_owned(), vec![line()]), ("Other".to_owned(), vec![line(), line()])] },
        ];
        for width in [40, 80, 120] {
            let page = anstream::adapter::strip_str(&page(&blocks, width)).to_string();
            for l in page.lines() {
                assert!(width_of(l) <= width, "{width}: {l}");
            }
        }
    }

    #[test]
    fn marks_stay_with_their_words() {
        let mut out = String::new();
        set(&mut out, &runs(&vec![run(Look::Strong, "No"), plain(", she said"), Run::To(3)]), 80, "", "");
        assert_eq!(anstream::adapter::strip_str(&out).to_string(), "No, she said [3]\n");
    }
}
