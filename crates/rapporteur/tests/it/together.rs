//! Two `add` with different folders, one `serve`, and two people who review over HTTP meanwhile, all on one dossier: nothing is lost, and nobody is
//! told of a lock.

use crate::run::{fine, folder, run_as_berg};
use crate::served::{Person, decisions, serve, token};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Texts of each folder; the two have some in common.
const EACH: usize = 40;
const SHARED: usize = 10;
const ALL: usize = 2 * EACH - SHARED;

fn text(i: usize) -> String {
    format!("The union said on Tuesday that round {i} was over.\n")
}

fn texts(here: &Path, name: &str, from: usize) {
    std::fs::create_dir(here.join(name)).unwrap();
    (from..from + EACH).for_each(|i| std::fs::write(here.join(name).join(format!("t{i}.txt")), text(i)).unwrap());
}

/// Words that none of those who take part may see.
fn tells_of_a_lock(words: &str) -> bool {
    let words = words.to_lowercase();
    ["lock", "busy", "not free", "being written to"].iter().any(|w| words.contains(w))
}

/// What was decided: document, verdict, who; and what anybody was told beside that.
#[derive(Default)]
struct Told {
    decided: Mutex<Vec<(String, String, String)>>,
    other: Mutex<Vec<String>>,
}

/// Decides on whatever waits, until nobody adds any more and nothing waits.
fn review(mut person: Person, name: &str, going: &AtomicUsize, told: &Told) {
    let mut n = 0;
    loop {
        let ended = going.load(Ordering::SeqCst) == 0;
        let waiting = person.waiting();
        if waiting.is_empty() && ended {
            return;
        }
        // Nobody may ask without a pause.
        std::thread::sleep(Duration::from_millis(100));
        for one in &waiting {
            n += 1;
            let decision = if n % 3 == 0 { json!({"verdict": "reject", "comment": "heard otherwise"}) } else { json!({"verdict": "accept"}) };
            let answer = person.decide(one, &decision);
            match answer.status {
                201 => told.decided.lock().unwrap().push((one.0.clone(), decision["verdict"].as_str().unwrap().to_owned(), name.to_owned())),
                // The other was first; that is an answer, too.
                412 => {}
                status => {
                    told.other.lock().unwrap().push(format!("{status}: {}", String::from_utf8_lossy(&answer.body)));
                    return;
                }
            }
            // Pages are read meanwhile, and one of them writes where somebody was last.
            if n % 10 == 0 {
                let page = person.send("GET", "/", &[], "");
                let visit = person.send("POST", "/visit", &[("Content-Type", "application/x-www-form-urlencoded")], "number=1&at=2031-03-04T12:00:00Z");
                if page.status != 200 || visit.status >= 500 {
                    told.other.lock().unwrap().push(format!("pages: {} {}", page.status, visit.status));
                }
            }
        }
    }
}

#[test]
fn two_add_and_a_server_with_reviews_lose_nothing_and_nobody_is_told_of_a_lock() {
    let here = folder("t-together", &[]);
    texts(&here, "north", 0);
    texts(&here, "south", EACH - SHARED);
    fine(&here, &["init", "a.dossier"]);
    let people = [("A. Berg", "admin"), ("C. Dahl", "review")].map(|(name, role)| (name, token(&here, name, role)));
    let server = serve(&here);
    let (going, told) = (AtomicUsize::new(2), Told::default());
    let added = std::thread::scope(|scope| {
        let adding = ["north", "south"].map(|name| {
            let (here, going) = (&here, &going);
            scope.spawn(move || {
                let ran = run_as_berg(here, &["add", name, "--jobs", "1", "--dossier", "a.dossier"]);
                going.fetch_sub(1, Ordering::SeqCst);
                ran
            })
        });
        for (name, token) in &people {
            let (person, going, told) = (Person::new(&server.host, token), &going, &told);
            scope.spawn(move || review(person, name, going, told));
        }
        adding.map(|one| one.join().unwrap())
    });
    for ran in &added {
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!tells_of_a_lock(&ran.err) && !tells_of_a_lock(&ran.out), "{} {}", ran.out, ran.err);
    }
    assert_eq!(told.other.into_inner().unwrap(), [""; 0], "only yes, or that the other was first");
    let said = server.end();
    assert!(!tells_of_a_lock(&said) && !said.contains("error"), "{said}");

    // Every text is there once, with its words.
    let found: Value = serde_json::from_str(&fine(&here, &["search", "round", "--in", "texts", "--limit", "500", "--format", "json"])).unwrap();
    let shown: BTreeSet<String> =
        found["hits"].as_array().unwrap().iter().map(|h| h["snippet"].as_array().unwrap().iter().map(|s| s["words"].as_str().unwrap()).collect()).collect();
    assert_eq!((found["count"].as_u64(), shown.len()), (Some(ALL as u64), ALL));
    for i in 0..ALL {
        assert!(shown.iter().any(|s| s.contains(&format!("round {i} was"))), "text {i} is missing");
    }
    // So is every decision that was acknowledged, and no other.
    let mut decided = told.decided.into_inner().unwrap();
    decided.sort();
    assert!(decided.len() >= ALL, "{} decisions on {ALL} texts", decided.len());
    assert!(people.iter().all(|(name, _)| decided.iter().any(|d| d.2 == *name)), "both came to decide");
    assert_eq!(decisions(&here), decided);
    assert!(fine(&here, &["verify"]).contains("are as they were written"));
    let tables = fine(&here, &["export", "--tables"]);
    fine(&here, &["rebuild"]);
    assert!(fine(&here, &["export", "--tables"]) == tables, "rebuilt, the tables say what they said");
}
