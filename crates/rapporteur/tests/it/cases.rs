//! The cases of `cases/`: a text in, a record out, each in a file of its own (STYLE.md, section 7).
//!
//! A line of a record block reads: speaker, two spaces or more, cue, two spaces or more, "content", and perhaps two spaces and notes with "; " between
//! them: `via NAME` (the speaker of the statement around it; an indent of two spaces under that statement's line says the same), `described`,
//! `unresolved`, `for NAME`. A speaker or cue that is not there is written as "-".

use crate::run::{root, updating, within};
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// One statement, as a line of a record block says it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    speaker: String,
    cue: String,
    content: String,
    via: Option<String>,
    described: bool,
    unresolved: bool,
    acts_for: Option<String>,
}

/// One case file.
struct Case {
    path: PathBuf,
    file: String,
    text: String,
    source: Option<String>,
    date: Option<String>,
    /// Where the record block stands in the file.
    block: (usize, usize),
}

#[test]
fn every_case_gives_its_record() {
    let cases: Vec<Case> = files(&root().join("cases")).into_iter().map(case).collect();
    assert!(!cases.is_empty());
    let input: String = cases
        .iter()
        .map(|c| serde_json::json!({"id": c.path, "text": c.text, "outlet": c.source, "published": c.date, "language": "en"}).to_string() + "\n")
        .collect();
    let ran = within(&root(), &["read", "--format", "jsonl", "-"], input.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let records: Vec<Value> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(records.len(), cases.len());
    let mut failed = String::new();
    for (case, record) in cases.iter().zip(&records) {
        let (found, depths) = lines_of(record);
        let block = &case.file[case.block.0..case.block.1];
        if found == parse(block, &case.path) {
            continue;
        }
        let shown = show(&found, &depths);
        if updating() {
            let rewritten = format!("{}{shown}{}", &case.file[..case.block.0], &case.file[case.block.1..]);
            std::fs::write(&case.path, rewritten).unwrap();
        } else {
            let _ = write!(failed, "\n{}\n--- expected\n{block}--- found\n{shown}", case.path.display());
        }
    }
    assert!(failed.is_empty(), "{failed}\nhelp: UPDATE_CASES=1 rewrites the record blocks; read the difference");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // Those of many documents are run by the record crate, without any reading.
            if path.file_name().is_some_and(|n| n != "record" && n != "deal-record") {
                out.extend(files(&path));
            }
        } else if path.extension().is_some_and(|e| e == "md") && path.file_name().is_some_and(|n| n != "README.md") {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn case(path: PathBuf) -> Case {
    let file = std::fs::read_to_string(&path).unwrap();
    let fenced = |opening: &str| -> (String, usize, usize) {
        let begin = file.find(opening).unwrap_or_else(|| panic!("{} has no {opening} block", path.display()));
        let first = begin + file[begin..].find('\n').unwrap() + 1;
        let end = first + file[first..].find("```").unwrap_or_else(|| panic!("{}: the {opening} block does not end", path.display()));
        (file[begin + opening.len()..first].trim().to_owned(), first, end)
    };
    let (about, from, to) = fenced("```text");
    let (_, begin, end) = fenced("```record");
    assert!(file.starts_with("# "), "{} begins with no heading", path.display());
    let (source, date) = (attribute(&about, "source"), attribute(&about, "date"));
    Case { text: file[from..to].to_owned(), source, date, block: (begin, end), file, path }
}

/// `name="some words"` or `name=word`.
fn attribute(about: &str, name: &str) -> Option<String> {
    let value = about.split_once(&format!("{name}="))?.1;
    let value = if let Some(quoted) = value.strip_prefix('"') { quoted.split('"').next() } else { value.split(' ').next() };
    value.map(str::to_owned).filter(|v| !v.is_empty())
}

/// The lines of a record block.
fn parse(block: &str, path: &Path) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    for line in block.lines().filter(|l| !l.trim().is_empty()) {
        let indent = line.len() - line.trim_start().len();
        let line = line.trim().replace('\t', "  ");
        let wrong = || format!("{}: not a line of a record: {line}", path.display());
        let (speaker, rest) = line.split_once("  ").unwrap_or_else(|| panic!("{}", wrong()));
        let (cue, rest) = rest.trim_start().split_once("  ").unwrap_or_else(|| panic!("{}", wrong()));
        // Contents hold quotation marks themselves: the last one before the notes ends it.
        let quoted = rest.trim_start().strip_prefix('"').unwrap_or_else(|| panic!("{}", wrong()));
        let (content, notes) = quoted.rsplit_once("\"  ").or_else(|| quoted.strip_suffix('"').map(|c| (c, ""))).unwrap_or_else(|| panic!("{}", wrong()));
        open.retain(|(i, _)| *i < indent);
        let mut parsed = Line {
            speaker: speaker.to_owned(),
            cue: cue.trim().to_owned(),
            content: content.to_owned(),
            via: open.last().map(|(_, name)| name.clone()),
            described: false,
            unresolved: false,
            acts_for: None,
        };
        for note in notes.split(';').map(str::trim).filter(|n| !n.is_empty()) {
            match note.split_once(' ') {
                None if note == "described" => parsed.described = true,
                None if note == "unresolved" => parsed.unresolved = true,
                Some(("via", name)) => parsed.via = Some(name.to_owned()),
                Some(("for", name)) => parsed.acts_for = Some(name.to_owned()),
                _ => panic!("{}: no such note: {note}", path.display()),
            }
        }
        open.push((indent, parsed.speaker.clone()));
        out.push(parsed);
    }
    out
}

/// The lines of a record, and how deep each statement lies.
fn lines_of(record: &Value) -> (Vec<Line>, Vec<usize>) {
    let text: Vec<char> = record["document"]["text"].as_str().unwrap().chars().collect();
    let words = |spans: &Value| -> String {
        let slice = |s: &Value| text[s[0].as_u64().unwrap() as usize..s[1].as_u64().unwrap() as usize].iter().collect::<String>();
        spans.as_array().unwrap().iter().map(|s| slice(s).split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(" … ")
    };
    let dash = |s: String| if s.is_empty() { "-".to_owned() } else { s };
    let actor = |id: &Value| record["actors"].as_array().unwrap().iter().find(|a| a["id"] == *id && id.is_string());
    let name = |id: &Value| actor(id).map(|a| a["name"].as_str().unwrap().to_owned());
    let all = record["attributions"].as_array().unwrap();
    let mut out: Vec<Line> = Vec::new();
    let mut depths: Vec<usize> = Vec::new();
    for a in all {
        let several = a["source_actors"].as_array().map(|ids| ids.iter().filter_map(&name).collect::<Vec<_>>().join(", "));
        let speaker = several.or_else(|| name(&a["source_actor"])).unwrap_or_else(|| words(&a["source"]));
        let parent = a["within"].as_str().and_then(|id| all.iter().position(|p| p["id"] == id)).filter(|p| *p < out.len());
        let known = actor(&a["source_actor"]);
        out.push(Line {
            speaker: dash(speaker),
            cue: dash(words(&a["cue"])),
            content: words(&a["content"]),
            via: parent.map(|p| out[p].speaker.clone()),
            described: known.is_some_and(|k| k["kind"] == "anonymous"),
            unresolved: a["source_actor"].is_null() && !a["source"].as_array().unwrap().is_empty(),
            acts_for: known.and_then(|k| name(&k["acts_for"])),
        });
        depths.push(parent.map_or(0, |p| depths[p] + 1));
    }
    (out, depths)
}

/// Lines as a record block has them, in columns.
fn show(lines: &[Line], depths: &[usize]) -> String {
    let wide = |f: &dyn Fn(&Line, usize) -> usize| lines.iter().zip(depths).map(|(l, d)| f(l, *d)).max().unwrap_or(0);
    let first = wide(&|l, d| l.speaker.chars().count() + 2 * d);
    let second = wide(&|l, _| l.cue.chars().count());
    let mut out = String::new();
    for (line, depth) in lines.iter().zip(depths) {
        let mut notes = Vec::new();
        notes.extend(line.described.then(|| "described".to_owned()));
        notes.extend(line.unresolved.then(|| "unresolved".to_owned()));
        notes.extend(line.acts_for.as_ref().map(|a| format!("for {a}")));
        let notes = if notes.is_empty() { String::new() } else { format!("  {}", notes.join("; ")) };
        let speaker = format!("{}{}", " ".repeat(2 * depth), line.speaker);
        let _ = writeln!(out, "{speaker:<first$}  {:<second$}  \"{}\"{notes}", line.cue, line.content);
    }
    out
}

#[test]
fn a_record_block_reads_back_as_it_was_shown() {
    let block = "Daily Herald  said  \"port officials say \"the list\" is incomplete\"\n  port officials  say  \"\"the list\" is incomplete\"  described; for the port\n-  -  \"x\"  unresolved\n";
    let lines = parse(block, Path::new("test"));
    assert_eq!(lines[1].via.as_deref(), Some("Daily Herald"));
    assert_eq!(lines[1].acts_for.as_deref(), Some("the port"));
    assert_eq!(lines[1].content, "\"the list\" is incomplete");
    assert_eq!(parse(&show(&lines, &[0, 1, 0]), Path::new("test")), lines);
    let flat = "Daily Herald  said  \"a b\"\nport officials  say  \"b\"      via Daily Herald; described\n";
    assert_eq!(parse(flat, Path::new("test"))[1].via.as_deref(), Some("Daily Herald"));
}
