//! A dossier on disk, from the command line.

use crate::run::{NOW, Ran, fine, folder, run_as_berg, same_as_file, with};
use crate::served::{Person, serve};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn lines(count: usize) -> String {
    let line = |i: usize| {
        let text = format!("The union said on Tuesday that round {i} was over.\n");
        serde_json::json!({"id": format!("n{i}"), "text": text, "title": format!("Round {i}"), "outlet": "The Paper", "published": "2031-03-06"}).to_string()
            + "\n"
    };
    (0..count).map(line).collect()
}

/// A folder with a dossier and some lines.
fn dossier(name: &str, count: usize) -> PathBuf {
    let here = folder(name, &[("all.jsonl", lines(count).as_bytes())]);
    fine(&here, &["init", "a.dossier"]);
    here
}

#[test]
fn adding_is_idempotent_and_names_what_it_passes_over() {
    let here = dossier("d-add", 5);
    assert_eq!(fine(&here, &["add", "all.jsonl"]), "5 documents added, 0 known already, 0 rejected\n");
    assert_eq!(fine(&here, &["add", "all.jsonl"]), "0 documents added, 5 known already, 0 rejected\n");
    std::fs::create_dir(here.join("in")).unwrap();
    std::fs::write(here.join("in/bad.pdf"), b"%PDF-1.4 \x00").unwrap();
    std::fs::write(here.join("in/good.txt"), b"The port said that it would wait.\n").unwrap();
    let ran = run_as_berg(&here, &["add", "in"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "1 document added, 0 known already, 1 rejected\n"));
    assert!(ran.err.contains("bad.pdf"), "{}", ran.err);
    std::fs::write(here.join("in/good.txt"), b"The port said that it would not wait.\n").unwrap();
    let ran = run_as_berg(&here, &["add", "in/good.txt"]);
    assert!(ran.err.contains("(2)`: another text of that name"), "{}", ran.err);
    assert_eq!(fine(&here, &["verify"]).split(';').next(), Some("7 entries are as they were written"));
    assert_eq!(fine(&here, &["add", "all.jsonl", "--again"]), "0 documents added, 5 known already, 0 rejected\n", "the same weights read it already");
}

/// In containers nothing in the environment says who works there.
#[cfg(target_os = "linux")]
#[test]
fn whoever_has_no_name_in_the_environment_is_called_as_the_system_calls_them() {
    let here = dossier("d-nobody", 1);
    fine(&here, &["add", "all.jsonl"]);
    let called = Command::new("id").arg("-un").output().unwrap().stdout;
    let called = String::from_utf8(called).unwrap();
    let nobody = [NOW, ("RAPPORTEUR_NAME", ""), ("USER", ""), ("LOGNAME", " "), ("USERNAME", "")];
    let ran = with(&here, &["review", "comment", "n0", "s1", "a look is needed"], b"", &nobody);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown = fine(&here, &["review", "show", "n0", "s1"]);
    assert!(shown.contains(called.trim()) && shown.contains("a look is needed"), "{shown}");
}

#[test]
fn a_feed_is_added_entry_by_entry_and_again_only_what_is_new() {
    let item = |n: usize| {
        format!(
            "<item><title>Round {n}</title><link>https://x.example/{n}</link><pubDate>Thu, 06 Mar 2031 09:00:00 GMT</pubDate><description>&lt;p&gt;The union said that round {n} was over.&lt;/p&gt;</description></item>"
        )
    };
    let feed = |items: &[String]| format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Paper</title>{}</channel></rss>", items.concat());
    let here = folder("d-feed", &[("news.rss", feed(&[item(2), "<item><title>Empty</title></item>".to_owned(), item(1)]).as_bytes())]);
    fine(&here, &["init", "a.dossier"]);
    let ran = run_as_berg(&here, &["add", "news.rss"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "2 documents added, 0 known already, 1 rejected\n"));
    assert!(ran.err.contains("entry 2 (“Empty”) of `news.rss`"), "{}", ran.err);
    std::fs::write(here.join("news.rss"), feed(&[item(3), item(2)])).unwrap();
    assert_eq!(fine(&here, &["add", "news.rss"]), "1 document added, 1 known already, 0 rejected\n");
    let found: Value = serde_json::from_str(&fine(&here, &["search", "\"round 3\"", "--in", "texts", "--format", "json"])).unwrap();
    let hit = &found["hits"][0];
    assert_eq!((&hit["document"], &hit["title"]), (&Value::from("https://x.example/3"), &Value::from("Round 3")));
    assert_eq!((&hit["outlet"], &hit["published"]), (&Value::from("The Paper"), &Value::from("2031-03-06")));
}

#[test]
fn the_dossier_is_named_or_the_only_one() {
    let here = dossier("d-named", 1);
    fine(&here, &["init", "b.dossier", "--name", "Another"]);
    let ran = run_as_berg(&here, &["doctor"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("there are 2 dossiers"), "{}", ran.err);
    fine(&here, &["add", "all.jsonl", "--dossier", "b.dossier"]);
    let ran = with(&here, &["doctor", "--format", "json"], b"", &[("RAPPORTEUR_DOSSIER", "b.dossier")]);
    let health: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&health["documents"], &health["faults"]), (&Value::from(1), &Value::Array(vec![])));
}

#[test]
fn a_copy_by_export_and_import_says_the_same() {
    let here = dossier("d-copy", 6);
    fine(&here, &["add", "all.jsonl"]);
    fine(&here, &["remove", "n3", "--reason", "twice"]);
    std::fs::write(here.join("copy.jsonl"), fine(&here, &["export"])).unwrap();
    let tables = fine(&here, &["export", "--tables"]);
    // A dossier that is not there is made, with or without `init`.
    assert_eq!(fine(&here, &["import", "copy.jsonl", "--dossier", "b.dossier"]), "7 entries taken in, 0 known already\n");
    fine(&here, &["init", "c.dossier"]);
    fine(&here, &["import", "copy.jsonl", "--dossier", "c.dossier"]);
    assert_eq!(fine(&here, &["export", "--tables", "--dossier", "c.dossier"]), tables);
    assert_eq!(fine(&here, &["export", "--tables", "--dossier", "b.dossier"]), tables);
    fine(&here, &["rebuild", "--dossier", "b.dossier"]);
    assert_eq!(fine(&here, &["export", "--tables", "--dossier", "b.dossier"]), tables);
    let verified = fine(&here, &["verify", "--dossier", "b.dossier"]);
    let noted = verified.trim().rsplit(' ').next().unwrap();
    fine(&here, &["verify", "--dossier", "a.dossier", "--at", noted]);
    let forged = format!("7:{}", "0".repeat(64));
    assert_eq!(run_as_berg(&here, &["verify", "--dossier", "a.dossier", "--at", &forged]).code, 4);
}

#[test]
fn decisions_are_made_seen_and_taken_back() {
    let here = dossier("d-review", 2);
    fine(&here, &["add", "all.jsonl"]);
    let status = |here: &Path| serde_json::from_str::<Value>(&fine(here, &["review", "show", "n0", "s1", "--format", "json"])).unwrap()["status"].clone();
    assert_eq!(fine(&here, &["review", "accept", "n0", "s1"]), "entry 3: accept s1 of `n0`, by A. Berg\n");
    assert_eq!(status(&here), "accepted");
    let ran = run_as_berg(&here, &["review", "reject", "n0", "s1", "--reason", "no", "--by", "C. Dahl"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("by A. Berg (entry 3)") && ran.err.contains("--after 3"), "{}", ran.err);
    fine(&here, &["review", "second", "n0", "s1", "--by", "C. Dahl"]);
    assert_eq!(run_as_berg(&here, &["review", "second", "n0", "s1", "--by", "C. Dahl"]).code, 3, "nobody is their own second reader");
    fine(&here, &["review", "comment", "n0", "s1", "look at the tape", "--by", "C. Dahl"]);
    fine(&here, &["review", "reject", "n0", "s1", "--reason", "heard on the tape", "--by", "C. Dahl", "--after", "4"]);
    assert_eq!(status(&here), "rejected");
    fine(&here, &["review", "undo", "6"]);
    assert_eq!(status(&here), "accepted");
    fine(&here, &["review", "join", "actors", "The union", "the dockers"]);
    assert_eq!(run_as_berg(&here, &["review", "correct", "n0", "s1"]).code, 2, "a correction says what it corrects");
    let ran = run_as_berg(&here, &["review", "correct", "n0", "s1", "--speaker", "nobody of that name", "--after", "4"]);
    assert!(ran.code == 3 && ran.err.contains("have no place for"), "{}", ran.err);
    fine(&here, &["review", "correct", "n0", "s1", "--speech-act", "denies", "--after", "4"]);
    assert_eq!(status(&here), "corrected");
    assert!(fine(&here, &["review", "list"]).contains("n1 s1"));
    assert!(fine(&here, &["verify"]).contains("9 entries are as they were written"));
    assert!(fine(&here, &["review", "undo"]).starts_with("entry 10: entry 9 counts no longer: correct s1 of `n0` “"));
    assert!(fine(&here, &["review", "undo"]).starts_with("entry 11: entry 8 counts no longer: join “The union, the dockers”"));
    assert!(run_as_berg(&here, &["review", "undo", "--by", "E. Nobody"]).err.contains("no decision of E. Nobody counts"));
}

#[test]
fn searching_finds_words_speakers_and_what_was_removed_no_more() {
    let here = dossier("d-search", 4);
    fine(&here, &["add", "all.jsonl"]);
    let found = |arguments: &[&str]| -> Vec<String> {
        let all = [&["search", "--format", "json"], arguments].concat();
        let answer: Value = serde_json::from_str(&fine(&here, &all)).unwrap();
        let mut ids: Vec<String> = answer["hits"].as_array().unwrap().iter().map(|h| h["document"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids.dedup();
        ids
    };
    assert_eq!(found(&["\"round 2\"", "--in", "texts"]), ["n2"]);
    assert_eq!(found(&["union", "--in", "texts"]).len(), 4);
    assert_eq!(found(&["\"round 2\""]), ["n2"]);
    fine(&here, &["remove", "n2", "--reason", "twice"]);
    assert_eq!(found(&["\"round 2\"", "--in", "texts"]), Vec::<String>::new());
    assert!(fine(&here, &["search", "round", "--color", "never"]).contains("n1 s1"));
}

#[test]
fn a_search_asks_by_every_facet_and_is_kept_under_a_name() {
    let here = dossier("d-facets", 4);
    fine(&here, &["add", "all.jsonl"]);
    let count = |arguments: &[&str]| -> u64 {
        let all = [&["search", "--format", "json"], arguments].concat();
        serde_json::from_str::<Value>(&fine(&here, &all)).unwrap()["count"].as_u64().unwrap()
    };
    assert_eq!((count(&["--depth", "1"]), count(&["--depth", "9"])), (4, 0));
    let hit = &serde_json::from_str::<Value>(&fine(&here, &["search", "round", "--format", "json"])).unwrap()["hits"][0];
    assert_eq!(hit["mouths"], 1);
    let party = hit["party"].as_str().unwrap_or_default().to_owned();
    assert_eq!(count(&["round", "--party", &party]), 4);
    assert_eq!((count(&["--party", "nobody of that name"]), count(&["--proposal", "no such draft"]), count(&["--term", "amnesty_justice"])), (0, 0, 0));
    assert_eq!(run_as_berg(&here, &["search", "--term", "nonsense"]).code, 2);
    fine(&here, &["search", "\"round 2\"", "--outlet", "paper", "--save", "the second"]);
    assert_eq!(fine(&here, &["search", "--saved"]), "the second\n    \"round 2\"  outlet=paper\n");
    assert_eq!(count(&["--saved", "the second"]), 1);
    let ran = run_as_berg(&here, &["search", "--saved", "the third"]);
    assert!(ran.code == 3 && ran.err.contains("no search is kept as `the third`"), "{}", ran.err);
    fine(&here, &["search", "--forget", "the second"]);
    assert_eq!(fine(&here, &["search", "--saved"]), "");
}

#[test]
fn agreement_is_told_in_words_and_as_json() {
    let here = dossier("d-agreement", 4);
    fine(&here, &["add", "all.jsonl"]);
    let ran = run_as_berg(&here, &["review", "agreement"]);
    assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains("no two people decided on one item yet"), "{}", ran.err);
    // Accepted by both 2, rejected by both 1, one each 1: observed 3/4, chance 1/2, kappa 1/2.
    for (n, second) in [("n0", "accept"), ("n1", "accept"), ("n2", "reject"), ("n3", "reject")] {
        let first = if n == "n2" { "reject" } else { "accept" };
        let after = (5 + 2 * n[1..].parse::<usize>().unwrap()).to_string();
        for (verdict, person, rest) in [(first, "A. Berg", vec![]), (second, "C. Dahl", vec!["--after", &after])] {
            let reason: &[&str] = if verdict == "reject" { &["--reason", "no"] } else { &[] };
            fine(&here, &[&["review", verdict, n, "s1", "--by", person], reason, &rest[..]].concat());
        }
    }
    let told = fine(&here, &["review", "agreement"]);
    assert!(told.lines().nth(1).unwrap().split_whitespace().eq(["attribution", "4", "4", "3", "(75", "%)", "0", "0.50", "over", "4"]), "{told}");
    let told: Value = serde_json::from_str(&fine(&here, &["review", "agreement", "--format", "json"])).unwrap();
    let expected = serde_json::json!({"kind": "attribution", "items": 4, "pairs": 4, "agreed": 3, "seconded": 0, "compared": 4, "kappa": 0.5});
    assert_eq!(told["kinds"], serde_json::json!([expected]));
}

#[test]
fn messages_say_what_where_and_what_next() {
    let here = dossier("d-messages", 1);
    std::fs::write(here.join("words.dossier"), "no database").unwrap();
    std::fs::write(here.join("broken.jsonl"), "{}\n").unwrap();
    let commands: &[&[&str]] = &[
        &["init", "a.dossier"],
        &["doctor", "--dossier", "none.dossier"],
        &["doctor", "--dossier", "words.dossier"],
        &["remove", "n9", "--reason", "x", "--dossier", "a.dossier"],
        &["review", "accept", "n9", "s1", "--dossier", "a.dossier"],
        &["review", "undo", "9", "--dossier", "a.dossier"],
        &["search", "-x", "--dossier", "a.dossier"],
        &["search", "--dossier", "a.dossier", "--", "-x"],
        &["import", "broken.jsonl", "--dossier", "a.dossier"],
        &["import", "none.jsonl", "--dossier", "a.dossier"],
        &["add", "--dossier", "a.dossier"],
        &["verify", "--at", "9", "--dossier", "a.dossier"],
    ];
    let mut shown = String::new();
    for command in commands {
        let ran = run_as_berg(&here, command);
        shown += &format!("$ rapporteur {}\n{}(exit code {})\n\n", command.join(" "), ran.err, ran.code);
    }
    same_as_file("crates/rapporteur/tests/it/snapshots/dossier-messages.txt", &shown);
}

#[test]
fn a_dossier_keeps_a_brief_that_every_question_knows() {
    let brief = "[[party]]\nname = \"Union of Dockers\"\naliases = [\"The union\"]\n";
    let here = folder("d-brief", &[("all.jsonl", lines(1).as_bytes()), ("brief.toml", brief.as_bytes()), ("bad.toml", b"[[party]]\n")]);
    let bad = run_as_berg(&here, &["init", "b.dossier", "--brief", "bad.toml"]);
    assert!(bad.code != 0 && bad.err.contains("cannot use the brief `bad.toml`") && !here.join("b.dossier").exists(), "{}", bad.err);
    let made = run_as_berg(&here, &["init", "a.dossier", "--brief", "brief.toml"]);
    assert!(made.code == 0 && made.err.contains("entry 1: the brief is kept"), "{}", made.err);
    let again = run_as_berg(&here, &["add", "all.jsonl", "--brief", "brief.toml"]);
    assert!(again.code == 0 && again.err.contains("keeps this brief already"), "{}", again.err);
    let known = || fine(&here, &["actors", "--dossier", "a.dossier", "--format", "csv"]).contains("Union of Dockers");
    assert!(known());
    fine(&here, &["review", "undo", "1"]);
    assert!(!known(), "it was taken back");
    assert!(fine(&here, &["verify"]).contains("3 entries are as they were written"));

    // A brief can be given alone, and by somebody who says who they are; nothing is waited for on standard input.
    let alone = run_as_berg(&here, &["add", "--brief", "brief.toml", "--by", "C. Dahl"]);
    assert!(alone.code == 0 && alone.out.is_empty() && alone.err.contains("entry 4: the brief is kept"), "{} {}", alone.out, alone.err);
    assert!(known() && fine(&here, &["export"]).contains("\"by\":{\"person\":\"C. Dahl\"}"));
    let nobody = run_as_berg(&here, &["add", "--brief", "brief.toml", "--by", " "]);
    assert!(nobody.code == 3 && nobody.err.contains("--by NAME"), "{}", nobody.err);
    let none = run_as_berg(&here, &["add", "--brief", "none.toml"]);
    assert!(none.code == 3 && none.err.contains("`none.toml`"), "{}", none.err);
    assert_eq!(run_as_berg(&here, &["add", "--by", "C. Dahl", "all.jsonl"]).code, 2, "who gives a brief says so with one");
}

/// As on the pages: names that somebody joined are one, and what matters most waits first.
#[test]
fn the_terminal_joins_names_and_orders_what_waits_as_the_pages_do() {
    let text = |who: &str, words: &str| format!("{who} {words}\n");
    let here = folder(
        "d-as-pages",
        &[
            ("in/a.txt", text("Dock Union leader Mara Oyle", "rejected the second draft on Tuesday.").as_bytes()),
            ("in/b.txt", text("Dock Union leader Mara Oyle", "said on Wednesday that she accepts the second draft.").as_bytes()),
            ("in/c.txt", text("Jonas Prell", "said on Tuesday that the ferries would sail.").as_bytes()),
        ],
    );
    fine(&here, &["init", "a.dossier"]);
    fine(&here, &["add", "in"]);
    let search = |arguments: &[&str]| serde_json::from_str::<Value>(&fine(&here, &[&["search", "--format", "json"], arguments].concat())).unwrap();
    let (oyle, prell) = (search(&["--speaker", "Mara Oyle"]), search(&["--speaker", "Jonas Prell"]));
    let count = |v: &Value| v["count"].as_u64().unwrap();
    assert!(count(&oyle) > 0 && count(&prell) > 0);
    fine(&here, &["review", "join", "actors", "Mara Oyle", "Jonas Prell"]);
    for name in ["Mara Oyle", "Jonas Prell"] {
        let joined = search(&["--speaker", name]);
        assert_eq!(count(&joined), count(&oyle) + count(&prell), "{name}");
        assert_eq!(joined["facets"]["speaker"].as_array().unwrap().len(), 1, "one name: {joined}");
    }
    fine(&here, &["account", "add", "A. Berg", "--role", "admin"]);
    let token = fine(&here, &["account", "token", "add", "A. Berg", "--label", "test"]);
    let server = serve(&here);
    let pages = Person::new(&server.host, token.trim()).json("/review.json");
    let listed: Value = serde_json::from_str(&fine(&here, &["review", "list", "--limit", "200", "--format", "json"])).unwrap();
    let places =
        |list: &Value, id: &str| -> Vec<(String, String)> { list.as_array().unwrap().iter().map(|w| (w["document"].to_string(), w[id].to_string())).collect() };
    assert_eq!(places(&listed["pending"], "id"), places(&pages["waiting"], "item"));
    let figures: Value = serde_json::from_str(&fine(&here, &["review", "list", "--kind", "position", "--format", "json"])).unwrap();
    assert!(figures["pending"].as_array().unwrap().iter().all(|w| w["kind"] == "position"), "{figures}");
}

/// A few seeds of what `examples/kill_add.rs` does a hundred times.
#[test]
fn killed_at_any_moment_it_goes_on_where_it_stopped() {
    let count = 60;
    let undisturbed = dossier("d-kill", count);
    let begin = Instant::now();
    fine(&undisturbed, &["add", "all.jsonl"]);
    let whole = begin.elapsed();
    let expected = fine(&undisturbed, &["export", "--tables"]);
    for (i, share) in [0.3, 0.6, 0.8, 0.95].into_iter().enumerate() {
        let here = dossier(&format!("d-kill-{i}"), count);
        kill(&here, whole.mul_f64(share));
        fine(&here, &["add", "all.jsonl"]);
        fine(&here, &["verify"]);
        assert!(fine(&here, &["export", "--tables"]) == expected, "killed after {share} of {whole:?}");
    }
}

fn kill(here: &Path, after: Duration) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(here).args(["add", "all.jsonl"]).envs([NOW]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn two_add_at_once_and_nobody_sees_a_locked_dossier() {
    let here = dossier("d-two", 50);
    std::thread::scope(|scope| {
        let adding: Vec<_> = (0..2).map(|_| scope.spawn(|| run_as_berg(&here, &["add", "all.jsonl"]))).collect();
        while !adding.iter().all(|t| t.is_finished()) {
            let ran = run_as_berg(&here, &["search", "round", "--format", "json"]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        }
        let told: Vec<Ran> = adding.into_iter().map(|t| t.join().unwrap()).collect();
        for ran in &told {
            assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        }
        let added: usize = told.iter().map(|r| r.out.split(' ').next().unwrap().parse::<usize>().unwrap()).sum();
        assert_eq!(added, 50, "each document once");
    });
    assert!(fine(&here, &["verify"]).starts_with("50 entries are as they were written"));
}

/// A limit on the size of files stands in for a full disk.
#[cfg(unix)]
#[test]
fn where_the_disk_is_full_it_says_so_and_goes_on_later() {
    let here = dossier("d-full", 60);
    let program = env!("CARGO_BIN_EXE_rapporteur");
    let script = format!("trap '' XFSZ; ulimit -f 400; exec '{program}' add all.jsonl");
    let output = Command::new("sh").current_dir(&here).args(["-c", &script]).envs([NOW]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{told}");
    assert!(told.contains("nothing was half-written") && told.contains("run the same command again") || told.contains("then the same command"), "{told}");
    assert!(fine(&here, &["verify"]).contains("as they were written"));
    fine(&here, &["add", "all.jsonl"]);
    assert!(fine(&here, &["verify"]).starts_with("60 entries are as they were written"));
}

#[test]
fn a_dossier_answers_what_its_texts_answer() {
    let here = dossier("d-answers", 3);
    fine(&here, &["add", "all.jsonl"]);
    let of_texts: Value = serde_json::from_str(&fine(&here, &["actors", "all.jsonl", "--format", "json"])).unwrap();
    let of_dossier: Value = serde_json::from_str(&fine(&here, &["actors", "--dossier", "a.dossier", "--format", "json"])).unwrap();
    assert_eq!(of_texts, of_dossier);
    assert!(of_dossier["actors"].as_array().is_some_and(|a| !a.is_empty()), "{of_dossier}");
    fine(&here, &["init", "empty.dossier"]);
    let ran = run_as_berg(&here, &["report", "--dossier", "empty.dossier"]);
    assert!(ran.code == 4 && ran.err.contains("is empty"), "{}", ran.err);
}
