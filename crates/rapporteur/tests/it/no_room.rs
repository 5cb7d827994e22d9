//! A disk that is full: a clear message, nothing half-written, and it goes on once there is room.

use crate::run::{fine, folder};
use crate::served::{Person, decided, encoded};
use crate::small_disk::SmallDisk;
use serde_json::{Value, json};
use std::path::Path;

const COUNT: usize = 40;

fn lines() -> String {
    let line = |i: usize| {
        let text = format!("The union said on Tuesday that round {i} was over.\n");
        json!({"id": format!("n{i}"), "text": text, "title": format!("Round {i}"), "outlet": "The Paper", "published": "2031-03-06"}).to_string() + "\n"
    };
    (0..COUNT).map(line).collect()
}

/// A small disk with an empty dossier; lines to add and an export of what they become lie beside it.
fn disk(name: &str) -> SmallDisk {
    let here = folder(name, &[("all.jsonl", lines().as_bytes())]);
    fine(&here, &["init", "whole.dossier", "--name", "a"]);
    fine(&here, &["add", "all.jsonl"]);
    std::fs::write(here.join("whole.jsonl"), fine(&here, &["export"])).unwrap();
    let mut disk = SmallDisk::new(&here, 8 << 10);
    disk.fine("rapporteur init a.dossier");
    disk
}

/// What a program says that found no room.
fn no_room(words: &str) -> bool {
    words.contains("there is no room left on the disk; nothing was half-written") && words.contains("help: make room, and run the same command again")
}

#[test]
fn an_add_says_that_there_is_no_room_and_goes_on_once_there_is() {
    let mut disk = disk("nr-add");
    let mut added = 0;
    for left in [0, 40, 200, 600] {
        disk.fill(left);
        let ran = disk.run("rapporteur add ../all.jsonl");
        assert!(ran.code == 4 && no_room(&ran.err), "{left} KB left: {} {}", ran.code, ran.err);
        disk.free();
        let verified = disk.fine("rapporteur verify");
        let entries: usize = verified.split(' ').next().unwrap().parse().unwrap();
        assert!(verified.contains("as they were written") && entries >= added && entries < COUNT, "{left} KB left: {verified}");
        added = entries;
    }
    assert!(added > 0, "some were added before the disk was full");
    disk.fine("rapporteur add ../all.jsonl");
    let whole = fine(&disk.beside, &["export", "--tables", "--dossier", "whole.dossier"]);
    assert!(disk.fine("rapporteur export --tables") == whole, "as if there had been room all the time");
}

#[test]
fn whatever_writes_writes_wholly_or_not_at_all() {
    let mut disk = disk("nr-write");
    disk.fine("rapporteur add ../all.jsonl");
    let before = disk.fine("rapporteur export --tables");
    let long = "why ".repeat(4_000);
    let commands = [
        "rapporteur rebuild",
        "rapporteur import ../whole.jsonl --dossier b.dossier",
        "rapporteur init c.dossier",
        &format!("rapporteur review reject n1 s1 --reason '{long}'"),
        &format!("rapporteur remove n1 --reason '{long}'"),
    ];
    disk.fine("rapporteur init b.dossier");
    for left in [0, 24, 40, 60] {
        for command in commands {
            disk.fill(left);
            let ran = disk.run(command);
            let what: String = command.chars().take(40).collect();
            disk.free();
            assert!(ran.code == 4 && no_room(&ran.err), "{what}, {left} KB left: {} {}", ran.code, ran.err);
            assert!(disk.fine("rapporteur export --tables") == before, "{what}, {left} KB left");
        }
    }
    assert!(disk.fine("rapporteur verify").contains("as they were written"));
    for command in commands {
        disk.fine(command);
    }
    assert!(disk.fine("rapporteur verify --dossier b.dossier").starts_with(&format!("{COUNT} entries are")));
    assert!(disk.fine("rapporteur doctor --dossier c.dossier --format json").contains("\"faults\": []"));
}

#[test]
fn an_export_that_found_no_room_says_so_and_is_not_taken_in() {
    let mut disk = disk("nr-export");
    disk.fine("rapporteur add ../all.jsonl");
    disk.fine("rapporteur review accept n1 s1");
    for (command, left) in [("rapporteur export > copy", 60), ("rapporteur export --tables > copy", 60), ("rapporteur export > copy", 40)] {
        disk.fill(left);
        let ran = disk.run(command);
        disk.free();
        assert_ne!(ran.code, 0, "{command}");
        assert!(ran.err.contains("cannot write the output: No space left on device") && ran.err.contains("what was written of it is cut off"), "{}", ran.err);
        disk.fine("rapporteur init again.dossier");
        let ran = disk.run("rapporteur import copy --dossier again.dossier");
        assert!(ran.code == 3 && ran.err.contains("nothing of the file was"), "{command}: {}", ran.err);
        disk.fine("rm -f copy again.dossier*");
    }
    // Text by text: what is there is whole.
    let mut refused = 0;
    for left in (0..200).step_by(4) {
        disk.fill(left);
        let ran = disk.run("rapporteur export --corrections corrected");
        let there = disk.fine("ls -s corrected 2>/dev/null || true");
        assert!(!there.contains(".part") && !there.contains(" 0 n"), "no file is half there: {there}");
        disk.free();
        disk.fine("rm -rf corrected");
        if ran.code == 0 {
            break;
        }
        refused += 1;
        assert!(ran.err.contains("cannot") || no_room(&ran.err), "{left} KB left: {} {}", ran.code, ran.err);
    }
    assert!((1..50).contains(&refused), "{refused} times there was no room");
}

/// A dossier of an earlier release: neither its copy nor the change of its form is half done.
#[test]
fn an_older_dossier_stays_what_it_was_until_there_is_room_for_its_copy_and_its_change() {
    let mut disk = disk("nr-migration");
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rapporteur-store/tests/stores");
    let old = format!("rm -f a.dossier*; gzip -dc '{}'/0.1.0.dossier.gz > a.dossier", stores.display());
    disk.fine(&old);
    let size: usize = disk.fine("stat -c %s a.dossier").trim().parse::<usize>().unwrap() / 1024;
    let (mut refused, mut copied) = (0, 0);
    for left in (0..).step_by(48).take(100) {
        disk.fine(&old);
        disk.fill(left);
        let ran = disk.run("rapporteur doctor");
        let there = disk.fine("ls");
        assert!(!there.contains(".part"), "{left} KB left: {there}");
        if ran.code == 0 {
            assert!(there.contains("a.dossier.form-"), "{there}");
            break;
        }
        refused += 1;
        copied += usize::from(there.contains("a.dossier.form-"));
        assert!(ran.code == 4 && no_room(&ran.err), "{left} KB left: {} {}", ran.code, ran.err);
        disk.free();
        disk.fine("rapporteur verify");
    }
    assert!(refused > size / 48 && copied > 0, "{refused} times there was no room, {copied} times for the change only, of {size} KB");
    disk.free();
    let health: Value = serde_json::from_str(&disk.fine("rapporteur doctor --format json")).unwrap();
    assert_eq!((&health["faults"], &health["form"]), (&json!([]), &health["form_written"]));
}

#[test]
fn a_server_still_shows_all_and_says_what_became_of_a_decision() {
    const REASON: &str = "the tape says otherwise";
    let mut disk = disk("nr-serve");
    disk.fine("rapporteur add ../all.jsonl");
    disk.fine("rapporteur account add 'A. Berg' --role admin");
    let token = disk.fine("rapporteur account token add 'A. Berg' --label test --role review").trim().to_owned();
    let enter = disk.start("serve a.dossier --bind 127.0.0.1:0");
    let host = enter.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut person = Person::new(&host, &token);
    let waiting = person.waiting();
    disk.fill(0);
    // What was written before may have left room in the dossier itself, so some decisions may still find a place.
    let (mut written, mut refused) = (Vec::new(), Vec::new());
    for (i, one) in waiting.iter().enumerate() {
        if i % 2 == 0 {
            let answer = person.decide(one, &json!({"verdict": "reject", "comment": REASON.repeat(300)}));
            if answer.status == 201 {
                written.push(one);
                continue;
            }
            let told: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!((answer.status, &told["type"]), (503, &Value::from("/problems#not-now")), "{told}");
            assert!(told["detail"].as_str().unwrap().contains("no room left on the disk"), "{told}");
            assert!(told["help"].as_str().unwrap().contains("was not written"), "{told}");
        } else {
            let answer = decide_by_form(&mut person, one, REASON);
            if answer.0 == 303 {
                written.push(one);
                continue;
            }
            // The page says so, keeps the words, and offers to send them again.
            assert_eq!(answer.0, 503, "{}", answer.1);
            for words in ["was not written", "no room left on the disk", REASON, "Send it again"] {
                assert!(answer.1.contains(words), "{words} is not in {}", answer.1);
            }
        }
        refused.push(one);
    }
    assert!(!refused.is_empty(), "there was room for all");
    let item = format!("/document?id={}", encoded(&waiting[0].0));
    for page in ["/", "/matrix", "/timeline", "/actors", "/search?words=round", "/review", "/review/history", "/sources", "/report.html", &item] {
        person.page(page);
    }
    disk.free();
    for one in &refused {
        assert_eq!(decide_by_form(&mut person, one, REASON).0, 303, "once there is room it is taken");
    }
    let mut all: Vec<_> = waiting.iter().map(|w| (w.0.clone(), "reject".to_owned(), "A. Berg".to_owned())).collect();
    all.sort();
    assert_eq!(decided(&disk.fine("rapporteur export --without-originals")), all, "each once");
    assert!(disk.fine("rapporteur verify").contains("as they were written"));
}

/// Rejects a statement as the form of its page does: status and page.
fn decide_by_form(person: &mut Person, (document, item): &(String, String), reason: &str) -> (u16, String) {
    let fields = [("document", document.as_str()), ("item", item), ("after", "0"), ("verdict", "reject"), ("comment", reason)];
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let answer = person.send("POST", "/review/decide", &[("Content-Type", "application/x-www-form-urlencoded")], &body.join("&"));
    (answer.status, String::from_utf8(answer.body).unwrap())
}
