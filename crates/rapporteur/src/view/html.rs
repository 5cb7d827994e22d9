//! A page of HTML that needs nothing else.
//!
//! Decides: elements and anchors. No script, no address is loaded; text of documents can never become markup.

use super::block::{Block, Line, Look, Run, abreast};
use super::phrase;
use crate::desk::negotiation::Quotation;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");

/// Text as HTML, inside elements and attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            // Marks that turn the direction of writing could show other words than stand there.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c if c.is_control() && !c.is_whitespace() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The page.
pub(crate) fn page(blocks: &[Block]) -> String {
    let title = blocks.iter().find_map(|b| if let Block::Heading { level: 1, words, .. } = b { Some(escape(words)) } else { None }).unwrap_or_default();
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    );
    let mut parts = parts(blocks);
    for b in blocks {
        block(&mut out, b);
        // The list of parts stands under the first words.
        if matches!(b, Block::Para(_)) && !parts.is_empty() {
            out += &std::mem::take(&mut parts);
        }
    }
    out += "</main>\n</body>\n</html>\n";
    out
}

/// Some parts of a page, without the page around them.
pub(crate) fn parts_of_page(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|b| block(&mut out, b));
    out
}

fn parts(blocks: &[Block]) -> String {
    let part = |b: &Block| match b {
        Block::Heading { level: 2, words, anchor } => Some(format!("<li><a href=\"#{anchor}\">{}</a></li>", escape(words))),
        _ => None,
    };
    let all: Vec<String> = blocks.iter().filter_map(part).collect();
    if all.len() < 3 { String::new() } else { format!("<nav aria-label=\"Parts of this page\"><ul>{}</ul></nav>\n", all.concat()) }
}

fn block(out: &mut String, b: &Block) {
    // Writing into a string cannot fail.
    let _ = match b {
        // Anchors of small headings are shared by many: only parts of the page have one.
        Block::Heading { level: level @ 1..=2, words, anchor } => writeln!(out, "<h{level} id=\"{anchor}\">{}</h{level}>", escape(words)),
        Block::Heading { level, words, .. } => writeln!(out, "<h{level}>{}</h{level}>", escape(words)),
        Block::Para(line) => writeln!(out, "<p>{}</p>", inline(line)),
        Block::List(lines) => {
            let items: String = lines.iter().map(|l| format!("<li>{}</li>\n", inline(l))).collect();
            writeln!(out, "<ul class=\"lines\">\n{items}</ul>")
        }
        Block::Table { head, rows } => {
            table(out, head, rows);
            Ok(())
        }
        Block::Sides { about, sides } => {
            let side = |(name, lines): &(String, Vec<Line>)| {
                let lines: String = lines.iter().map(|l| format!("<p>{}</p>", inline(l))).collect();
                format!("<div class=\"side\"><h5>{}</h5>{lines}</div>", escape(name))
            };
            writeln!(
                out,
                "<section class=\"dispute\"><h4>{}</h4><div class=\"sides\">{}</div></section>",
                inline(about),
                sides.iter().map(side).collect::<String>()
            )
        }
        Block::Drawing(d) => {
            let legend = "<p class=\"legend\"><span class=\"for\">▲</span> for &ensp; <span class=\"against\">▼</span> against &ensp; <span class=\"open\">○</span> undecided &ensp; <span class=\"square\">■</span> an event or a figure. As somebody says it, on the day it was said; an event on the day it is said to have happened. Every mark leads to its quotation.";
            let left = if d.left_out() == 0 {
                String::new()
            } else {
                format!(" {} on days outside the picture, in the list only.", phrase::count(d.left_out(), "item is", "items are"))
            };
            writeln!(out, "<figure><div class=\"wide\">{}</div>{legend}{left}</p></figure>", d.svg())
        }
        Block::Quotations(all) => {
            let items: String = all.iter().map(quotation).collect();
            writeln!(out, "<ol class=\"quotations\">\n{items}</ol>")
        }
    };
}

fn table(out: &mut String, head: &[String], rows: &[(Line, Vec<Vec<Line>>)]) {
    for part in abreast(head, rows) {
        if let Some(told) = &part.told {
            let _ = writeln!(out, "<p class=\"legend part\">{}</p>", escape(told));
        }
        let rows = part.rows.iter().map(|r| (&rows[*r].0, &rows[*r].1[part.columns.clone()]));
        columns(out, &head[part.columns.clone()], rows);
    }
}

fn columns<'a>(out: &mut String, head: &[String], rows: impl Iterator<Item = (&'a Line, &'a [Vec<Line>])>) {
    let heads: String = head.iter().map(|h| format!("<th scope=\"col\">{}</th>", escape(h))).collect();
    let _ = writeln!(out, "<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr><td></td>{heads}</tr></thead>\n<tbody>");
    for (about, cells) in rows {
        let cell = |lines: &Vec<Line>| {
            let contested = lines.iter().flatten().any(|r| matches!(r, Run::Words(_, Look::Mark)));
            let class = if contested { " class=\"contested\"" } else { "" };
            format!("<td{class}>{}</td>", lines.iter().map(|l| format!("<div>{}</div>", inline(l))).collect::<String>())
        };
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th>{}</tr>", inline(about), cells.iter().map(cell).collect::<String>());
    }
    *out += "</tbody></table></div>\n";
}

/// A line, without an element around it.
pub(crate) fn inline(line: &Line) -> String {
    line.iter().map(one).collect()
}

fn one(r: &Run) -> String {
    match r {
        Run::To(n) => format!("<a class=\"to\" href=\"#q{n}\">{n}</a>"),
        Run::Words(words, Look::Plain) => escape(words),
        Run::Words(words, Look::Strong) => format!("<strong dir=\"auto\">{}</strong>", escape(words)),
        Run::Words(words, Look::Quote) => format!("<q dir=\"auto\">{}</q>", escape(words)),
        Run::Words(words, Look::Mark) => format!("<b class=\"mark\">{}</b>", escape(words)),
        Run::Words(words, look) => format!("<span class=\"{}\">{}</span>", class(*look), whole_days(&escape(words))),
    }
}

/// A day such as 2033-04-22 is not broken at the end of a line.
fn whole_days(escaped: &str) -> String {
    const DAY: &[u8] = b"0000-00-00";
    let is_day = |w: &[u8]| w.iter().zip(DAY).all(|(c, d)| if *d == b'0' { c.is_ascii_digit() } else { c == d });
    let (mut out, mut done) = (String::with_capacity(escaped.len()), 0);
    for (at, window) in escaped.as_bytes().windows(DAY.len()).enumerate() {
        if at >= done && is_day(window) {
            out += &escaped[done..at];
            done = at + DAY.len();
            out += &format!("<span class=\"day\">{}</span>", &escaped[at..done]);
        }
    }
    out + &escaped[done..]
}

fn class(look: Look) -> &'static str {
    match look {
        Look::For => "for",
        Look::Against => "against",
        Look::Open => "open",
        _ => "quiet",
    }
}

fn quotation(q: &Quotation) -> String {
    let pieces: String = q.passage.iter().map(|p| if p.claim { format!("<mark>{}</mark>", escape(&p.words)) } else { escape(&p.words) }).collect();
    let title = q.title.as_deref().unwrap_or(&q.document);
    let title = match q.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://")) {
        Some(url) => format!("<a href=\"{}\" rel=\"noreferrer noopener\">{}</a>", escape(url), escape(title)),
        None => escape(title),
    };
    let remarks: String = phrase::remarks(q).iter().map(|r| format!(" <span class=\"quiet\">({})</span>", escape(r))).collect();
    let cues: Vec<String> = q.chain.iter().filter(|v| !v.cue.is_empty()).map(|v| format!("“{}”", escape(&v.cue))).collect();
    let cues = if cues.is_empty() { String::new() } else { format!(", by the words {}", cues.join(" and ")) };
    let place = format!("<span class=\"quiet\">{}, characters {} to {}</span>", escape(&q.document), q.begin, q.end);
    format!(
        "<li id=\"q{}\" value=\"{}\"><blockquote dir=\"auto\">{pieces}</blockquote><p class=\"from\"><span class=\"chain\">{}</span>{cues}{remarks}<br>{title} · {place}</p></li>\n",
        q.number,
        q.number,
        escape(&phrase::chain(q))
    )
}

#[cfg(test)]
mod tests {
    use super::super::block::{heading, run};
    use super::*;

    #[test]
    fn a_day_stays_in_one_piece_and_nothing_else_is_one() {
        let day = |d: &str| format!("<span class=\"day\">{d}</span>");
        assert_eq!(whole_days("on 2033-04-22, after 2033-04-18"), format!("on {}, after {}", day("2033-04-22"), day("2033-04-18")));
        for words in ["", "2033-04", "tél 03-04-2033", "é2033–04–22", "no. 12-34-56"] {
            assert_eq!(whole_days(words), words);
        }
    }

    #[test]
    fn no_text_becomes_markup() {
        let bad = "\"><script>alert(1)</script><img src=x onerror='a'>&lt;\u{202e}";
        let line = || vec![run(Look::Plain, bad), run(Look::Quote, bad), run(Look::For, bad)];
        let blocks = [
            heading(1, bad, "top"),
            Block::Para(line()),
            Block::Table { head: vec![bad.to_owned()], rows: vec![(line(), vec![vec![line()]])] },
            Block::Sides { about: line(), sides: vec![(bad.to_owned(), vec![line()])] },
        ];
        let page = page(&blocks);
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'), "{page}");
        assert!(page.contains("&quot;&gt;&lt;script&gt;"));
    }
}
