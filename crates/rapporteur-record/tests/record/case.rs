//! Runs the cases of `cases/record/`: documents in, answers out. One test per file.
//!
//! `UPDATE_CASES=1` rewrites what is expected; a person reads the difference. How a case is written: `cases/record/README.md`.

use crate::lines;
use crate::show;
use rapporteur_record::*;
use std::collections::BTreeMap;
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

/// `key=value` or `key="value"` of a fence.
fn key<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let after = &head[head.find(&format!("{name}="))? + name.len() + 1..];
    match after.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => after.split(' ').next(),
    }
}

fn learnt(head: &str) -> Option<jiff::Timestamp> {
    key(head, "learnt").map(|d| format!("{d}T12:00:00Z").parse().expect("a day"))
}

fn entries(blocks: &[Block]) -> (Vec<Entry>, BTreeMap<String, (Document, Reading)>) {
    let mut all = Vec::new();
    let mut known = BTreeMap::new();
    for (i, b) in blocks.iter().enumerate().filter(|(_, b)| b.kind == "text") {
        let items = blocks.get(i + 1).filter(|n| n.kind == "items").map_or("", |n| n.body);
        let document = Document {
            id: key(b.head, "id").map_or_else(|| format!("d{}", known.len() + 1), str::to_owned),
            text: b.body.to_owned(),
            outlet: key(b.head, "source").map(str::to_owned),
            published: key(b.head, "date").map(|d| d.parse().expect("a date")),
            language: "en".to_owned(),
            ..Document::default()
        };
        let mut reading = lines::reading(&document.text, items);
        reading.conflicts = conflict::find(&document, &reading);
        let what = What::Read { document: Arc::new(document.clone()), reading: Arc::new(reading.clone()) };
        all.push(Entry { learnt: learnt(b.head), by: Author::Reader("hand".into()), what });
        known.insert(document.id.clone(), (document, reading));
    }
    for b in blocks.iter().filter(|b| b.kind == "decisions") {
        for line in b.body.lines().filter(|l| !l.trim().is_empty()) {
            let what = decision(line, &known, &all);
            all.push(Entry { learnt: learnt(b.head), by: Author::Person("Ada".into()), what });
        }
    }
    (all, known)
}

fn named(words: &str) -> Vec<Named> {
    let one = |w: &str| match w.trim().split_once(" in ") {
        Some((name, d)) => Named { name: name.to_owned(), document: Some(d.to_owned()) },
        None => Named { name: w.trim().to_owned(), document: None },
    };
    words.split('+').map(one).collect()
}

/// `join A + B`, `apart A + B in d2`, `out A in d1 + B`, `join proposals A + B`, `remove d1`, `undo 3` (entries from 1), `accept d1 position 1`,
/// `correct d1 position 1 stance=rejects`.
fn decision(line: &str, known: &BTreeMap<String, (Document, Reading)>, so_far: &[Entry]) -> What {
    let (verb, rest) = line.trim().split_once(' ').expect("a verb and more");
    let bond = || Bond::parse(verb).expect("join, apart or out");
    match verb {
        "join" | "apart" | "out" => match rest.strip_prefix("proposals ") {
            Some(labels) => What::Proposals { labels: named(labels), bond: bond() },
            None => What::Actors { names: named(rest), bond: bond() },
        },
        "remove" => What::Remove { document: rest.to_owned(), reason: "asked for".to_owned() },
        "undo" => What::Undo { entry: so_far[rest.parse::<usize>().unwrap() - 1].id() },
        _ => {
            let words: Vec<&str> = rest.split(' ').collect();
            let (document, reading) = &known[words[0]];
            let item = Item::of(document, reading, ItemKind::parse(words[1]).unwrap(), words[2].parse::<usize>().unwrap() - 1).expect("an item");
            let change = || {
                let (key, value) = rest.split_once('=').expect("what to change");
                let form = serde_json::json!({"format": "rapporteur-entry/1", "by": {"person": "x"}, "what": "review", "verdict": "correct",
                    "item": {"document": "d", "kind": "position", "words": "w", "at": 0},
                    "changes": [{(key.rsplit(' ').next().unwrap()): value}]});
                match json::parse_entry(&form).unwrap().what {
                    What::Review { verdict, .. } => verdict,
                    _ => unreachable!(),
                }
            };
            let verdict = match verb {
                "accept" => Verdict::Accept,
                "reject" => Verdict::Reject,
                "correct" => change(),
                other => panic!("no decision `{other}`"),
            };
            What::Review { item, verdict, comment: None }
        }
    }
}

fn answer(text: &str) -> String {
    let blocks = blocks(text);
    let brief = blocks.iter().find(|b| b.kind == "brief").map_or("", |b| b.body);
    let brief = match brief::parse(brief) {
        Ok(brief) => brief,
        Err(e) => return format!("{e}\n"),
    };
    let (entries, known) = entries(&blocks);
    let forward = Record::of(entries.clone(), brief.clone());
    let backward = Record::of(entries.iter().rev().cloned(), brief.clone());
    assert_eq!(forward.sum(), super::shelf::shelved(entries, brief).sum(), "what is at hand changes the record");
    assert_eq!(forward.sum(), backward.sum(), "the order of arrival changes the record");
    let expected = blocks.iter().find(|b| b.kind == "record").expect("a block of what is expected");
    show::sections(&forward, &known, expected.head)
}

fn cases() -> Vec<PathBuf> {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/record");
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
        let found = std::panic::catch_unwind(|| answer(&text));
        let Ok(found) = found else {
            wrong.push(format!("{name}: cannot be read (see above)"));
            continue;
        };
        let at = text.find("```record").expect("a block of what is expected");
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
    assert!(cases().len() >= 60);
}
