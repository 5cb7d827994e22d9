//! The forms of the output.

use crate::run::{Ran, folder, root, run, same_as_file, within};
use serde_json::Value;

const NAMES: [&str; 4] = ["Mara Oyle", "The union", "Jón Ærsk", "Two officials"];

/// Some texts as JSON Lines.
fn lines(count: usize) -> String {
    (0..count)
        .map(|i| {
            let name = NAMES[i % NAMES.len()];
            let text = format!("{name} said on Tuesday that round {i} was over.\n\n“Nobody — nobody! — asked us,” said {name}, and left.\n");
            serde_json::json!({"id": format!("n{i}"), "text": text, "title": format!("Round {i}"), "outlet": "The Paper", "published": "2031-03-06"})
                .to_string()
                + "\n"
        })
        .collect()
}

fn jsonl(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn one_line_in_is_one_record_out_in_order_for_any_number_of_threads() {
    let input = lines(150);
    let here = folder("order", &[("all.jsonl", input.as_bytes())]);
    let one = within(&here, &["read", "--format", "jsonl", "-j", "1", "all.jsonl"], b"");
    let two = within(&here, &["read", "--format", "jsonl", "-j", "2", "-"], input.as_bytes());
    assert_eq!((one.code, one.err.as_str()), (0, ""));
    assert_eq!(one.out, two.out);
    let ids: Vec<String> = jsonl(&one).iter().map(|r| r["document"]["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..150).map(|i| format!("n{i}")).collect::<Vec<_>>());
}

#[test]
fn a_record_holds_what_its_format_promises() {
    let ran = within(&root(), &["read", "--format", "jsonl", "-"], lines(4).as_bytes());
    for record in jsonl(&ran) {
        assert_eq!(record["format"], "rapporteur-record/1");
        assert_eq!(record["document"]["outlet"], "The Paper");
        check_record(&record);
    }
}

/// Ids count up, offsets slice the text, parents come first and hold their children, actors exist.
fn check_record(record: &Value) {
    let text: Vec<char> = record["document"]["text"].as_str().unwrap().chars().collect();
    let actors: Vec<&str> = record["actors"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap()).collect();
    let all = record["attributions"].as_array().unwrap();
    let spans = |a: &Value, role: &str| -> Vec<(usize, usize)> {
        let pair = |s: &Value| (s[0].as_u64().unwrap() as usize, s[1].as_u64().unwrap() as usize);
        a[role].as_array().unwrap().iter().map(pair).collect()
    };
    for (i, a) in all.iter().enumerate() {
        assert_eq!(a["id"], format!("s{}", i + 1));
        for role in ["source", "cue", "content", "addressee"] {
            for (begin, end) in spans(a, role) {
                assert!(begin < end && end <= text.len(), "{a}");
            }
        }
        assert!(!spans(a, "content").is_empty());
        if let Some(parent) = a["within"].as_str() {
            let parent: usize = parent[1..].parse().unwrap();
            assert!(parent <= i, "a parent comes before its child: {a}");
        }
        if let Some(actor) = a["source_actor"].as_str() {
            assert!(actors.contains(&actor), "{a}");
        }
    }
}

#[test]
fn json_is_one_record_for_one_file_and_a_list_for_several() {
    let here = folder("json", &[("a.txt", b"The union said no.\n"), ("b.txt", b"The port said yes.\n"), ("none/.x", b"")]);
    let parsed = |arguments: &[&str]| serde_json::from_str::<Value>(&within(&here, arguments, b"").out).unwrap();
    assert!(parsed(&["read", "--format", "json", "a.txt"]).is_object());
    assert_eq!(parsed(&["read", "--format", "json", "a.txt", "b.txt"]).as_array().unwrap().len(), 2);
    assert_eq!(
        parsed(&["read", "--format", "json", "a.txt", "missing.txt"]).as_array().unwrap().len(),
        1,
        "the form hangs on what was asked, not on what was found"
    );
    assert_eq!(parsed(&["read", "--format", "json", "none", "missing.txt"]).as_array().unwrap().len(), 0);
}

#[test]
fn a_table_has_a_row_for_each_statement() {
    let input = lines(6);
    let records = jsonl(&within(&root(), &["read", "--format", "jsonl", "-"], input.as_bytes()));
    let table = within(&root(), &["read", "--format", "csv", "-"], input.as_bytes());
    let count: usize = records.iter().map(|r| r["attributions"].as_array().unwrap().len()).sum();
    let mut reader = csv::Reader::from_reader(table.out.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>()[..4], ["document", "id", "within", "chain"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), count);
    for row in &rows {
        assert!(row[3].starts_with("The Paper > "), "{row:?}");
        let record = records.iter().find(|r| r["document"]["id"] == row[0]).unwrap();
        let text: Vec<char> = record["document"]["text"].as_str().unwrap().chars().collect();
        let words: String = text[row[11].parse::<usize>().unwrap()..row[12].parse::<usize>().unwrap()].iter().collect();
        assert!(row[10].contains(" … ") || words.split_whitespace().collect::<Vec<_>>().join(" ") == row[10], "{row:?}");
    }
    assert!(within(&root(), &["read", "--format", "csv", "missing.txt"], b"").out.starts_with("document,id,"), "the first line is there even without rows");
}

#[test]
fn what_the_user_says_wins_over_the_file_and_the_manifest() {
    let text = b"---\noutlet: The File\ndate: 2031-01-02\ntitle: Own title\n---\n\nThe union said no.\n";
    let here = folder(
        "about",
        &[("in/a.txt", text), ("in/b.txt", b"The union said no.\n"), ("in/manifest.toml", b"[\"b.txt\"]\noutlet = \"The List\"\ndate = 2031-03-04\n")],
    );
    let about = |arguments: &[&str]| -> Vec<String> {
        let all = [&["read", "--format", "jsonl"], arguments].concat();
        jsonl(&within(&here, &all, b"")).iter().map(|r| format!("{} {}", r["document"]["outlet"], r["document"]["published"])).collect()
    };
    assert_eq!(about(&["in"]), ["\"The File\" \"2031-01-02\"", "\"The List\" \"2031-03-04\""]);
    assert_eq!(about(&["in", "--outlet", "Me", "--published", "2031-05-06"]), ["\"Me\" \"2031-05-06\"", "\"Me\" \"2031-05-06\""]);
}

#[test]
fn the_ladder_shows_every_statement_once_within_the_width() {
    let record: Value = serde_json::from_str(&run(&["read", "--demo", "--format", "json"]).out).unwrap();
    let ladder = run(&["read", "--demo"]);
    assert_eq!(ladder.code, 0);
    assert!(ladder.out.starts_with("Talks on Oster harbour dues end without a deal\nThe Oster Harbour Herald, 2031-03-06\n"));
    assert!(ladder.err.starts_with("help: "), "what to do next goes to standard error");
    for a in record["attributions"].as_array().unwrap() {
        let id = a["id"].as_str().unwrap();
        let lines = ladder.out.lines().filter(|l| l.trim_start_matches(['│', '├', '└', '─', ' ']).split([' ', '?']).next() == Some(id)).count();
        assert_eq!(lines, 1, "{id} in\n{}", ladder.out);
    }
    assert!(ladder.out.lines().all(|l| l.chars().count() <= 80), "{}", ladder.out);
    check_record(&record);
}

#[test]
fn completions_and_the_manual_page_come_out() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(&["completions", shell]).out.contains("rapporteur"), "{shell}");
    }
    assert!(run(&["man"]).out.contains(".TH rapporteur 1"));
}

#[test]
fn help_pages_open_with_two_examples() {
    for command in [
        &["--help"][..],
        &["read", "--help"],
        &["explain", "--help"],
        &["rules", "--help"],
        &["demo", "--help"],
        &["report", "--help"],
        &["matrix", "--help"],
        &["contested", "--help"],
        &["timeline", "--help"],
        &["actors", "--help"],
        &["figures", "--help"],
        &["changes", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
    ] {
        let help = run(command).out;
        let examples = help.lines().skip(1).take_while(|l| l.starts_with("  rapporteur ")).count();
        assert!(help.starts_with("Examples:\n") && examples == 2, "{command:?}\n{help}");
    }
}

#[test]
fn versions_are_told() {
    same_as_file("crates/rapporteur/tests/it/snapshots/version.txt", &run(&["--version"]).out);
}
