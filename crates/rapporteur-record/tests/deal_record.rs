//! Runs the cases of `cases/deal-record/`: a deal and the texts of a record in, the events that it tells of the deal and their state out.
//!
//! `UPDATE_CASES=1` rewrites what is expected; a person reads the difference. How a case is written: `cases/deal-record/README.md`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "record/lines.rs"]
mod lines;

use rapporteur_record::deal::{Deal, Event, Moment, candidate, draft, lint, parse, parse_reported, status, view};
use rapporteur_record::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A fenced block: its first word, the rest of that line, its lines.
struct Block<'a> {
    kind: &'a str,
    head: &'a str,
    body: &'a str,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find("```") {
        let (head, after) = rest[open + 3..].split_once('\n').expect("a line after the fence");
        let shut = after.find("```").expect("a fence that closes");
        let (kind, head) = head.split_once(' ').unwrap_or((head, ""));
        out.push(Block { kind, head: head.trim(), body: &after[..shut] });
        rest = &after[shut + 3..];
    }
    out
}

fn key<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let after = &head[head.find(&format!("{name}="))? + name.len() + 1..];
    match after.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => after.split(' ').next(),
    }
}

fn entries(blocks: &[Block]) -> Vec<Entry> {
    let mut all = Vec::new();
    for (i, b) in blocks.iter().enumerate().filter(|(_, b)| b.kind == "text") {
        let items = blocks.get(i + 1).filter(|n| n.kind == "items").map_or("", |n| n.body);
        let document = Document {
            id: format!("d{}", all.len() + 1),
            text: b.body.to_owned(),
            outlet: key(b.head, "source").map(str::to_owned),
            published: key(b.head, "date").map(|d| d.parse().expect("a date")),
            language: "en".to_owned(),
            ..Document::default()
        };
        let reading = lines::reading(&document.text, items);
        let learnt = key(b.head, "learnt").map(|d| format!("{d}T12:00:00Z").parse().expect("a day"));
        let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
        all.push(Entry { learnt, by: Author::Reader("hand".into()), what });
    }
    all
}

fn shown(e: &Event) -> String {
    let amount = e.quantity.map(|n| format!(" {n}")).or_else(|| e.in_all.map(|n| format!(" {n} in all"))).unwrap_or_default();
    let through = e.through.as_ref().map(|t| format!(" through {t}")).unwrap_or_default();
    let day = if e.undated { format!("said {}", e.said) } else { e.happened.to_string() };
    let doubts = if e.doubts.is_empty() { String::new() } else { format!("\n  doubt: {}", e.doubts.join("\n  doubt: ")) };
    let also = if e.also.is_empty() { String::new() } else { format!("\n  also: {}", e.also.join("\n  also: ")) };
    format!(
        "{} {}{amount}, {day}, according to {}{through} [{}]\n  \u{201c}{}\u{201d}{also}{doubts}\n",
        e.of,
        e.claim.name(),
        e.by,
        e.id,
        e.quote.as_deref().unwrap_or("")
    )
}

/// A drafted deal in short, and what the linter tells of it.
fn checked(deal: &Deal) -> String {
    let mut out = String::new();
    for o in &deal.obligations {
        let due = o.deadline.as_ref().or(o.until.as_ref()).map(|w| format!(", due {w}")).unwrap_or_default();
        let waits = o.requires.as_ref().map(|c| format!(", once {c}")).unwrap_or_default();
        out.push_str(&format!("{} [{}] {}: {}{due}{waits}\n", o.source.place.as_deref().unwrap_or("-"), o.debtors.join(", "), o.kind.name(), o.title()));
    }
    out.push_str(&view::findings(&lint::lint(deal)));
    out
}

fn answer(text: &str) -> String {
    let blocks = blocks(text);
    let brief = brief::parse(blocks.iter().find(|b| b.kind == "brief").map_or("", |b| b.body)).unwrap_or_else(|e| panic!("{e}"));
    if let Some(agreement) = blocks.iter().find(|b| b.kind == "agreement") {
        let written = draft::to_toml(&draft::draft(agreement.body, "agreement"));
        let deal = parse(&written).unwrap_or_else(|f| panic!("{}\n{written}", f[0]));
        let checks = blocks.iter().any(|b| b.kind == "expected" && b.head == "check");
        return if checks { checked(&deal) } else { written };
    }
    let entries = entries(&blocks);
    let record = Record::of(entries.clone(), brief.clone());
    let backward = Record::of(entries.into_iter().rev(), brief);
    let expected = blocks.iter().find(|b| b.kind == "expected").expect("a block of what is expected");
    if let Some(label) = expected.head.strip_prefix("draft ") {
        let found = draft::of_record(record.sum(), label).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(draft::to_toml(&found), draft::to_toml(&draft::of_record(backward.sum(), label).unwrap()), "the order of arrival changes the draft");
        let written = draft::to_toml(&found);
        parse(&written).unwrap_or_else(|f| panic!("{}\n{written}", f[0]));
        return written;
    }
    let deal: Deal = parse(blocks.iter().find(|b| b.kind == "deal").unwrap().body).unwrap_or_else(|f| panic!("{}", f[0]));
    let found = candidate::of(&deal, record.sum());
    assert_eq!(found, candidate::of(&deal, backward.sum()), "the order of arrival changes the events");
    let again = parse_reported(&candidate::to_toml(&deal, &found), &deal.calendar).unwrap_or_else(|f| panic!("{}", f[0]));
    assert_eq!((&again.events, &again.may_concern), (&found.events, &found.may_concern), "the file gives back what was found");
    let mut out: String = found.events.iter().map(shown).collect();
    if !found.may_concern.is_empty() {
        out.push_str("may concern, not counted:\n");
        out.extend(found.may_concern.iter().map(shown));
    }
    if let Some(day) = key(expected.head, "on") {
        let day = Moment::parse(day).unwrap();
        let known = key(expected.head, "known").map_or(day, |d| Moment::parse(d).unwrap());
        out.push_str(&format!("on {day}:\n{}", view::status(&status(&deal, &found.events, day, known))));
    }
    out
}

fn cases() -> Vec<PathBuf> {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/deal-record");
    let mut all: Vec<PathBuf> = fs::read_dir(at).unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "md") && p.file_stem().is_some_and(|s| s != "README"));
    all.sort();
    all
}

#[test]
fn cases_come_out_as_expected() {
    let mut wrong = Vec::new();
    for path in cases() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(found) = std::panic::catch_unwind(|| answer(&text)) else {
            wrong.push(format!("{name}: cannot be read (see above)"));
            continue;
        };
        let at = text.find("```expected").expect("a block of what is expected");
        let begin = at + text[at..].find('\n').unwrap() + 1;
        let end = begin + text[begin..].find("```").unwrap();
        if text[begin..end] == found {
            continue;
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            fs::write(&path, format!("{}{found}{}", &text[..begin], &text[end..])).unwrap();
        } else {
            wrong.push(format!("{name}:\n--- expected\n{}--- found\n{found}", &text[begin..end]));
        }
    }
    assert!(wrong.is_empty(), "{}\nhelp: read them; UPDATE_CASES=1 rewrites them", wrong.join("\n"));
    assert!(cases().len() >= 24);
}
