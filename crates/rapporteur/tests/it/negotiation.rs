//! The commands about many documents. Their input is records written by hand, so that the reader's own quality does not matter.

use crate::gold::{Gold, harbour, lines};
use crate::run::{Ran, folder, root, run, same_as_file, within};
use serde_json::Value;

const COMMANDS: [&[&str]; 7] =
    [&["report"], &["matrix"], &["contested"], &["timeline"], &["actors"], &["figures"], &["changes", "--since", "2031-03-04", "--until", "2031-03-31"]];

fn asked(command: &[&str], more: &[&str]) -> Ran {
    let here = folder(&format!("negotiation-{}-{}", command[0], more.join("-").replace('/', "_")), &[("all.jsonl", lines().as_bytes())]);
    within(&here, &[command, more, &["all.jsonl"]].concat(), b"")
}

fn json(command: &[&str], more: &[&str]) -> Value {
    let ran = asked(command, &[more, &["--format", "json"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn every_answer_reads_well_in_a_terminal() {
    for command in COMMANDS {
        let ran = asked(command, &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command:?}");
        assert!(ran.out.lines().all(|l| l.chars().count() <= 80), "{command:?}\n{}", ran.out);
        same_as_file(&format!("crates/rapporteur/tests/it/snapshots/{}.txt", command[0]), &ran.out);
    }
}

#[test]
fn every_form_of_every_answer_comes_out() {
    for command in COMMANDS {
        assert!(asked(command, &["--format", "md"]).out.starts_with("# "), "{command:?}");
        assert!(asked(command, &["--format", "html"]).out.ends_with("</html>\n"), "{command:?}");
        let table = asked(command, &["--format", "csv"]).out;
        assert!(csv::Reader::from_reader(table.as_bytes()).records().all(|r| r.is_ok()) && table.contains("\r\n"), "{command:?}");
        let answer = json(command, &[]);
        assert_eq!((&answer["format"], &answer["question"]), (&"rapporteur-answer/1".into(), &command[0].into()));
        check_quotations(&answer);
    }
}

/// Every quotation's place holds its words, and its number is its place in the list.
fn check_quotations(answer: &Value) {
    let documents: Vec<Value> = lines().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    for (i, q) in answer["quotations"].as_array().unwrap().iter().enumerate() {
        assert_eq!(q["number"], i + 1);
        let document = documents.iter().find(|d| d["document"]["id"] == q["document"]).unwrap();
        let text: Vec<char> = document["document"]["text"].as_str().unwrap().chars().collect();
        let words: String = text[q["begin"].as_u64().unwrap() as usize..q["end"].as_u64().unwrap() as usize].iter().collect();
        let shown: String = q["passage"].as_array().unwrap().iter().filter(|p| p["claim"] == true).map(|p| p["words"].as_str().unwrap()).collect();
        assert_eq!(words, shown);
    }
}

/// Of two words of one day nobody knows which came first, so neither hides the other.
#[test]
fn what_a_party_said_on_one_day_is_shown_whole() {
    let said = |id: &str, day: &str, text: &str, stance: &str, verb: &str| {
        Gold::new(id, "Harbour Post", day, text)
            .actor("Dock Union", "organization", None)
            .said("Dock Union", "said", verb, None)
            .proposal("second draft on harbour dues", "the second draft on harbour dues")
            .position("Dock Union", "p1", stance, Some("s1"), verb)
            .line()
    };
    let day = "2031-03-05";
    let yes = said("a", day, "Dock Union said it accepts the second draft on harbour dues.\n", "accepts", "accepts");
    let no = said("b", day, "On the quay Dock Union said it rejects the second draft on harbour dues, all of it.\n", "rejects", "rejects");
    let before = said("c", "2031-03-01", "A week ago Dock Union said it doubts the second draft on harbour dues.\n", "doubts", "doubts");
    let here = folder("negotiation-one-day", &[("all.jsonl", [yes, no, before].concat().as_bytes())]);
    let ran = within(&here, &["matrix", "--format", "json", "all.jsonl"], b"");
    let matrix: Value = serde_json::from_str(&ran.out).unwrap();
    let cell = &matrix["alone"][0]["cells"][0];
    let mut both = [cell["own"]["stance"].as_str().unwrap(), cell["earlier"][0]["stance"].as_str().unwrap()];
    both.sort_unstable();
    assert_eq!((both, &cell["earlier"][0]["same_day"]), (["accepts", "rejects"], &true.into()));
    assert_eq!(cell["earlier"].as_array().unwrap().len(), 1, "what was said before is no answer of that day");
    let told = within(&here, &["matrix", "all.jsonl"], b"").out;
    assert!(told.contains("accepts") && told.contains("rejects"), "{told}");
}

#[test]
fn a_contested_cell_shows_both_what_is_owned_and_what_is_told() {
    let matrix = json(&["matrix"], &[]);
    let names: Vec<&str> = matrix["parties"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    let council = names.iter().position(|n| *n == "Port Council").unwrap();
    let cells = matrix["rows"][0]["cells"].as_array().unwrap();
    let cell = cells.iter().find(|c| c["party"] == council).unwrap();
    assert_eq!((&cell["contested"], &cell["own"]["stance"], &cell["own"]["by"]["name"]), (&true.into(), &"rejects".into(), &"Ivo Brandt".into()));
    assert_eq!((&cell["told"][0]["stance"], &cell["told"][0]["by"]["name"]), (&"supports".into(), &"Lena Marsk".into()));
    assert_eq!(cell["sources"], 2, "a copy adds no source");
    assert!(asked(&["matrix"], &[]).out.contains("CONTESTED"));
}

#[test]
fn conflicts_come_by_kind() {
    let kinds = |more: &[&str]| -> Vec<String> {
        let answer = json(&["contested"], more);
        answer["conflicts"].as_array().unwrap().iter().map(|c| c["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds(&[])[..3], ["contested", "figures", "reversal"]);
    assert_eq!(kinds(&["--kind", "reversal"]), ["reversal"]);
    let contested = &json(&["contested"], &["--kind", "contested"])["conflicts"][0];
    let told = contested["sides"].as_array().unwrap().iter().flat_map(|s| s.as_array().unwrap()).find(|a| a["stance"] == "supports").unwrap();
    assert_eq!(told["carried"].as_array().unwrap().len(), 1, "the copy is named with the first, not beside it");
}

#[test]
fn the_record_can_be_seen_as_it_was_known() {
    let before = json(&["matrix"], &["--as-of", "2031-03-04"]);
    assert_eq!((&before["as_of"], &before["documents"]), (&"2031-03-04".into(), &3.into()));
    assert!(!before.to_string().contains("\"contested\":true"), "the denial was not known yet");
    let published = json(&["matrix"], &["--published-until", "2031-03-04"]);
    assert_eq!((&published["published_until"], &published["as_of"], &published["documents"]), (&"2031-03-04".into(), &Value::Null, &3.into()));
    assert_eq!(published["rows"], before["rows"], "of files both clocks are the day of publication");
    assert!(!asked(&["matrix"], &["--published-until", "2031-03-04", "--format", "csv"]).out.contains("CONTESTED"));
}

#[test]
fn changes_are_sentences_between_two_days() {
    let ran = asked(&["changes", "--since", "2031-03-04", "--until", "2031-03-11"], &[]);
    assert!(
        ran.out.contains("Port Council rejects the second draft on harbour dues, said Ivo Brandt (for Port\nCouncil)")
            || ran.out.contains("Port Council rejects"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("Dock Union goes back on"), "that came later: {}", ran.out);
    let wrong = asked(&["changes", "--since", "2031-03-04", "--until", "2031-03-01"], &[]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("is before"), "{}", wrong.err);
}

#[test]
fn the_order_of_files_and_the_number_of_threads_change_nothing() {
    let all = harbour();
    let files: Vec<(String, String)> = all.iter().enumerate().map(|(i, g)| (format!("in/{i}.jsonl"), g.line())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, l)| (n.as_str(), l.as_bytes())).collect();
    let here = folder("negotiation-order", &files);
    for form in ["text", "html", "json", "csv"] {
        let one = within(&here, &["report", "in", "--format", form, "-j", "1"], b"");
        let names: Vec<String> = (0..all.len()).rev().map(|i| format!("in/{i}.jsonl")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let two = within(&here, &[&["report", "--format", form, "-j", "3"], &names[..]].concat(), b"");
        assert!(one.out == two.out && !one.out.is_empty(), "{form}");
    }
}

#[test]
fn a_workbook_is_written_to_a_file_and_is_the_same_each_time() {
    let here = folder("negotiation-xlsx", &[("all.jsonl", lines().as_bytes())]);
    for name in ["one.xlsx", "two.xlsx"] {
        let ran = within(&here, &["report", "all.jsonl", "--format", "xlsx", "-o", name], b"");
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    }
    let bytes = |name: &str| std::fs::read(here.join(name)).unwrap();
    assert!(bytes("one.xlsx").starts_with(b"PK") && bytes("one.xlsx") == bytes("two.xlsx"));
    assert!(!here.join("one.xlsx.part").exists());
    let ran = within(&here, &["report", "all.jsonl", "--format", "xlsx", "-o", "no/where.xlsx"], b"");
    assert!(ran.code == 3 && ran.err.contains("cannot write `no/where.xlsx`"), "{}", ran.err);
}

#[test]
fn the_report_needs_nothing_else_and_every_number_leads_to_its_quotation() {
    let page = asked(&["report"], &["--format", "html"]).out;
    for loads in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url("] {
        assert!(!page.contains(loads), "{loads}");
    }
    let mut followed = 0;
    for link in page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(page.contains(&format!("id=\"{link}\"")), "{link} leads nowhere");
        followed += 1;
    }
    assert!(followed > 20 && page.contains("<svg") && page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
}

#[test]
fn text_of_articles_never_becomes_markup() {
    let bad = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> | `x` [y](javascript:z) \u{202e}\u{1b}[31m =1+1";
    let text = format!("{bad} said that it rejects {bad} plan.\n");
    let gold = Gold::new(bad, bad, "2031-03-04", &text)
        .actor(bad, "organization", None)
        .said(bad, "said", &format!("it rejects {bad} plan"), None)
        .proposal(bad, bad)
        .position(bad, "p1", "rejects", Some("s1"), &format!("rejects {bad} plan"));
    let here = folder("negotiation-markup", &[("all.jsonl", gold.line().as_bytes())]);
    let shown = |form: &str| within(&here, &["report", "all.jsonl", "--format", form], b"").out;
    let page = shown("html");
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("javascript:z\""), "{page}");
    let md = shown("md");
    assert!(!md.contains("<script") && !md.contains("[y](javascript"), "{md}");
    let text = shown("text");
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    for cell in csv::ReaderBuilder::new().from_reader(within(&here, &["actors", "all.jsonl", "--format", "csv"], b"").out.as_bytes()).records() {
        assert!(cell.unwrap().iter().all(|c| !c.starts_with('=')));
    }
}

#[test]
fn texts_and_records_go_together() {
    let here = folder(
        "negotiation-mixed",
        &[
            ("in/a.txt", b"The union said on Monday that it would strike.\n"),
            ("in/all.jsonl", lines().as_bytes()),
            ("in/bad.pdf", b"%PDF-1.4 \x00"),
            ("in/README.md", b"Not a text.\n"),
        ],
    );
    let ran = within(&here, &["actors", "in", "--format", "json"], b"");
    assert_eq!((ran.code, ran.err.matches("error:").count()), (1, 1), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["documents"], harbour().len() + 1);
    let pretty = within(&here, &["read", "in/a.txt", "--format", "json"], b"").out;
    std::fs::write(here.join("one.json"), pretty).unwrap();
    assert_eq!(within(&here, &["actors", "one.json"], b"").code, 0, "a record that is written on many lines");
}

#[test]
fn what_goes_wrong_is_named() {
    let lines = lines();
    let files: &[(&str, &[u8])] = &[
        ("all.jsonl", lines.as_bytes()),
        ("empty/.hidden", b""),
        ("broken.jsonl", b"{\"format\": \"rapporteur-record/1\", \"document\": {\"id\": \"a\"}}\n"),
        ("brief.toml", b"[[party]]\nname = \"A\"\nacts_for = \"Q\"\n"),
    ];
    let here = folder("negotiation-wrong", files);
    let commands: &[&[&str]] = &[
        &["matrix", "missing.txt"],
        &["matrix", "empty"],
        &["matrix", "broken.jsonl"],
        &["matrix", "all.jsonl", "--brief", "brief.toml"],
        &["matrix", "all.jsonl", "--brief", "no.toml"],
        &["changes", "all.jsonl"],
        &["changes", "all.jsonl", "--since", "March"],
        &["contested", "all.jsonl", "--kind", "odd"],
    ];
    let mut shown = String::new();
    for command in commands {
        let ran = within(&here, command, b"");
        assert!(ran.out.is_empty(), "{command:?}");
        shown += &format!("$ rapporteur {}\n{}(exit code {})\n\n", command.join(" "), ran.err, ran.code);
    }
    same_as_file("crates/rapporteur/tests/it/snapshots/negotiation-messages.txt", &shown);
}

#[test]
fn a_brief_in_the_folder_is_used() {
    let brief = b"[[party]]\nname = \"Council of the Port\"\naliases = [\"Port Council\"]\n[[mediator]]\nname = \"Lena Marsk\"\n[[outlet]]\nname = \"North Wire\"\nreliability = \"A\"\n";
    let here = folder("negotiation-brief", &[("in/all.jsonl", lines().as_bytes()), ("in/brief.toml", brief)]);
    let answer: Value = serde_json::from_str(&within(&here, &["report", "in", "--format", "json"], b"").out).unwrap();
    assert!(answer["matrix"]["parties"].as_array().unwrap().iter().any(|p| p["name"] == "Council of the Port"));
    assert!(answer["sources"].as_array().unwrap().iter().any(|s| s["reliability"] == "A"));
    assert_eq!(answer["documents"], harbour().len(), "the brief is no document");
}

#[test]
fn a_record_of_nothing_says_so() {
    let gold = Gold::new("n", "North Wire", "2031-03-04", "It rained.\n");
    let here = folder("negotiation-nothing", &[("all.jsonl", gold.line().as_bytes())]);
    for command in COMMANDS {
        let ran = within(&here, &[command, &["all.jsonl"]].concat(), b"");
        assert!(ran.code == 0 && !ran.out.contains("[1]"), "{command:?} {}", ran.err);
    }
    assert!(within(&here, &["matrix", "all.jsonl"], b"").out.contains("No position was found."));
}

#[test]
fn the_demo_runs_all_of_it_and_says_what_to_try() {
    let ran = run(&["demo"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in ["rapporteur matrix", "rapporteur contested", "rapporteur changes", "rapporteur figures", "rapporteur report"] {
        assert!(ran.out.contains(part), "{part}");
    }
    assert!(ran.err.starts_with("help: ") && ran.out.lines().all(|l| l.chars().count() <= 80), "{}", ran.out);
    let here = folder("negotiation-demo", &[]);
    let written = within(&here, &["demo", "--out", "demo"], b"");
    assert_eq!(written.code, 0, "{}", written.err);
    assert_eq!(std::fs::read_dir(here.join("demo")).unwrap().count(), 31);
    let again = within(&here, &["demo", "--out", "demo"], b"");
    assert!(again.code == 3 && again.err.contains("it is there already"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(here.join("demo/brief.toml")).unwrap(), std::fs::read_to_string(root().join("examples/demo/brief.toml")).unwrap());
}
