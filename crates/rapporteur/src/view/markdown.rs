//! A page of Markdown, with footnotes for the quotations.
//!
//! Decides: marks. Text of documents can never become markup.

use super::block::{Block, Line, Look, Part, Run, abreast};
use super::phrase;
use crate::cli::text::clean;
use crate::desk::negotiation::Quotation;

/// The page.
pub(crate) fn page(blocks: &[Block]) -> String {
    let mut out = String::new();
    for b in blocks {
        let shown = block(b);
        if !shown.is_empty() {
            out += &shown;
            out += "\n";
        }
    }
    out
}

/// Words that Markdown and HTML take as they are.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            c => out.push(c),
        }
    }
    out
}

fn block(b: &Block) -> String {
    match b {
        Block::Heading { level, words, .. } => format!("{} {}\n", "#".repeat(usize::from(*level)), escape(words)),
        Block::Para(line) => format!("{}\n", inline(line)),
        Block::List(lines) => lines.iter().map(|l| format!("- {}\n", inline(l))).collect(),
        Block::Table { head, rows } => table(head, rows),
        Block::Sides { about, sides } => {
            let side = |(name, lines): &(String, Vec<Line>)| {
                let lines: String = lines.iter().map(|l| format!("> {}\n>\n", inline(l))).collect();
                format!("> **{}**\n>\n{lines}\n", escape(name))
            };
            format!("{}\n\n{}", inline(about), sides.iter().map(side).collect::<String>())
        }
        // The list below says the same in words.
        Block::Drawing(_) => String::new(),
        Block::Quotations(all) => all.iter().map(quotation).collect(),
    }
}

fn table(head: &[String], rows: &[(Line, Vec<Vec<Line>>)]) -> String {
    let parts = abreast(head, rows);
    let one = |part: &Part| {
        let told = part.told.as_ref().map(|t| format!("{t}\n\n")).unwrap_or_default();
        let rows = part.rows.iter().map(|r| (&rows[*r].0, &rows[*r].1[part.columns.clone()]));
        told + &columns(&head[part.columns.clone()], rows)
    };
    parts.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn columns<'a>(head: &[String], rows: impl Iterator<Item = (&'a Line, &'a [Vec<Line>])>) -> String {
    let mut out = format!("| |{}\n|---|{}\n", head.iter().map(|h| format!(" {} |", escape(h))).collect::<String>(), "---|".repeat(head.len()));
    for (about, cells) in rows {
        let cell = |lines: &Vec<Line>| format!(" {} |", lines.iter().map(inline).collect::<Vec<_>>().join("<br>"));
        out += &format!("| {} |{}\n", inline(about), cells.iter().map(cell).collect::<String>());
    }
    out
}

fn inline(line: &Line) -> String {
    line.iter().map(one).collect::<String>().trim().to_owned()
}

fn one(r: &Run) -> String {
    match r {
        Run::To(n) => format!("[^{n}]"),
        Run::Words(words, Look::Strong | Look::Mark | Look::For | Look::Against | Look::Open) => {
            let inner = words.trim();
            if inner.is_empty() { words.clone() } else { words.replace(inner, &format!("**{}**", escape(inner))) }
        }
        Run::Words(words, _) => escape(words),
    }
}

fn quotation(q: &Quotation) -> String {
    let pieces: String = q.passage.iter().map(|p| if p.claim { format!("**{}**", escape(p.words.trim())) } else { escape(&p.words) }).collect();
    let remarks: String = phrase::remarks(q).iter().map(|r| format!(" ({})", escape(r))).collect();
    let place = format!("{}, characters {} to {}", escape(&clean(&q.document)), q.begin, q.end);
    format!("[^{}]: {}: {pieces}{remarks} {place}.\n", q.number, escape(&phrase::chain(q)))
}

#[cfg(test)]
mod tests {
    use super::super::block::{plain, run};
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let page = page(&[Block::Para(vec![plain("a | b <b> [x](y) `c` *d* "), run(Look::Strong, "e_f"), Run::To(3)])]);
        assert_eq!(page, "a \\| b &lt;b&gt; \\[x\\](y) \\`c\\` \\*d\\* **e\\_f**[^3]\n\n");
    }
}
