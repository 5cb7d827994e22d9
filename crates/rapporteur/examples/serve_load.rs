//! Many people at one served dossier while texts are added:
//! `cargo build --release && cargo run --release --example serve_load -- [SECONDS [USERS [DOCUMENTS [PROGRAM [DOSSIER]]]]]`.
//!
//! A dossier of so many made-up documents; how long each page takes when one person asks for it, at first and again; then an account for each user,
//! and all of them at once for so many seconds: of their requests 80 in 100 read pages, 15 search, 5 decide. Meanwhile `add` reads more texts.
//! Prints what came back with which status, and how long it took. Between two requests a user looks at the page for half a second on average.
//! PROGRAM: another release to compare with; `-` is this one. DOSSIER: a file that keeps the documents from one run to the next, filled where it is not
//! there; then they are of many parties and proposals (`wide`), else of few.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "../tests/browser/http.rs"]
mod http;
#[path = "../../rapporteur-record/examples/made/mod.rs"]
mod made;

use http::{Answer, Client};
use jiff::Timestamp;
use rapporteur_record::entry::{Author, Entry, What};
use rapporteur_store::{Addition, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const PAGES: [&str; 11] = [
    "/",
    "/matrix",
    "/timeline",
    "/contested",
    "/figures",
    "/actors",
    "/actor?name=Dock+Union",
    "/proposals",
    "/proposal?label=first+draft",
    "/sources",
    "/review",
];
/// Pages that are asked for one after the other too.
const MORE: [&str; 6] = ["/matrix?all=1", "/matrix?as_of=2031-06-30", "/contested?kind=contested", "/changes", "/review/offers", "/api/v1/contested?limit=50"];
/// The same for documents of many parties.
const WIDE: [&str; 6] = ["dor", "council", "\"el ba\"", "fin*", "grael", "hul OR jo"];
const WORDS: [&str; 6] = ["draft", "union", "\"harbour offer\"", "deleg*", "winter", "valley OR quota"];

/// What came back: a kind of request, the status, how long it took.
type Seen = Arc<Mutex<Vec<(&'static str, u16, Duration)>>>;

fn program() -> PathBuf {
    // target/release/examples/serve_load: the program lies one folder up.
    let beside = || std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("rapporteur");
    std::env::args().nth(4).filter(|p| p != "-").map_or_else(beside, PathBuf::from)
}

fn start(arguments: &[&str]) -> Child {
    Command::new(program()).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

fn run(arguments: &[&str], input: &str) {
    let mut child = start(arguments);
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success(), "{arguments:?}");
}

/// A dossier of made-up documents.
fn fill(path: &Path, documents: usize, wide: bool) {
    let mut store = Store::create(path, "Talks", Timestamp::UNIX_EPOCH).unwrap();
    let addition = |i: usize| {
        let (document, reading) = if wide { made::wide(i, documents) } else { made::made(i) };
        // Every report is known on the day after its publication.
        let learnt = document.published.and_then(|d| d.tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()).map(|z| z.timestamp());
        let original = Some(document.text.clone().into_bytes());
        let what = What::Read { document: document.into(), reading: reading.into() };
        Addition { entry: Entry { learnt, by: Author::Reader("made".into()), what }, original, after: None }
    };
    for batch in (0..documents).collect::<Vec<_>>().chunks(250) {
        store.append(&batch.iter().map(|i| addition(*i)).collect::<Vec<_>>()).unwrap();
    }
}

/// The example negotiation as lines for `add`, so many times over; a copy has another outlet and an end of its own.
fn lines(copies: usize) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/demo");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|x| x == "txt")).collect();
    files.sort();
    let line = |(file, copy): (&PathBuf, usize)| {
        let text = format!("{}\n\nEdition {copy}.\n", std::fs::read_to_string(file).unwrap());
        let name = file.file_name().unwrap().to_string_lossy();
        json!({"id": format!("{copy}/{name}"), "text": text, "outlet": format!("Paper {copy}"), "published": format!("2031-03-{:02}", copy % 28 + 1)})
            .to_string()
            + "\n"
    };
    (0..copies).flat_map(|c| files.iter().map(move |f| (f, c))).map(line).collect()
}

/// How long each page takes somebody who is alone, at first and when it is asked for again.
fn alone(user: &mut User, server: u32, wide: bool) {
    // What was not added up yet is, before anything is timed.
    let begin = Instant::now();
    let first = user.get("first", "/actors");
    println!("a first page after {:.0} ms", begin.elapsed().as_secs_f64() * 1e3);
    let mut behind = String::from_utf8_lossy(&first.body).contains("newer entries");
    while behind {
        behind = String::from_utf8_lossy(&user.get("first", "/actors").body).contains("newer entries");
        thread::sleep(Duration::from_millis(50));
    }
    println!("added up after {:.1} s", begin.elapsed().as_secs_f64());
    used(server, "added up");
    println!("{:<34} {:>8} {:>8} {:>8} {:>8}", "page", "first ms", "again ms", "busy ms", "kB");
    for page in pages(wide).iter().chain(&MORE.map(str::to_owned)) {
        let before = busy(server);
        let mut ask = || {
            let begin = Instant::now();
            let answer = user.get("first", page);
            assert_eq!(answer.status, 200, "{page}");
            (begin.elapsed().as_secs_f64() * 1e3, answer.body.len() / 1000, answer.header("refresh").is_some())
        };
        let begin = Instant::now();
        let (first, kb, mut soon) = ask();
        while soon {
            thread::sleep(Duration::from_millis(50));
            soon = ask().2;
            if !soon {
                println!("{page:<34} is there after {:.0} ms", begin.elapsed().as_secs_f64() * 1e3);
            }
        }
        let busy = (busy(server) - before) * 1e3;
        let again = (0..3).map(|_| ask().0).fold(f64::MAX, f64::min);
        println!("{page:<34} {first:>8.0} {again:>8.0} {busy:>8.0} {kb:>8}");
    }
    used(server, "pages asked for");
}

/// The pages, with names that the documents have.
fn pages(wide: bool) -> Vec<String> {
    let mut pages = PAGES.map(str::to_owned);
    if wide {
        let reading = made::wide(7, 10).1;
        let named = |path: &str, name: &str, value: &str| format!("{path}?{}", serde_urlencoded::to_string([(name, value)]).unwrap());
        pages[6] = named("/actor", "name", &reading.actors[0].name);
        pages[8] = named("/proposal", "label", &reading.proposals[0].label);
    }
    pages.to_vec()
}

/// Seconds that a program's processors were busy with it.
fn busy(id: u32) -> f64 {
    let told = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let after = told.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// What of the machine a program uses.
fn used(id: u32, when: &str) {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let of = |name: &str| status.lines().find_map(|l| l.strip_prefix(name)).and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse::<f64>().ok());
    let mb = |name| of(name).unwrap_or(f64::NAN) / 1e3;
    println!("{when}: the server has {:.0} MB, had {:.0} MB at most, was busy {:.1} s", mb("VmRSS:"), mb("VmHWM:"), busy(id));
}

struct User {
    client: Client,
    cookie: String,
    seen: Seen,
    /// Draws numbers; the same in every run.
    state: u64,
    pages: Vec<String>,
    wide: bool,
}

impl User {
    fn draw(&mut self, below: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) as usize) % below
    }

    fn send(&mut self, kind: &'static str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let cookie = self.cookie.clone();
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([("Cookie", cookie.as_str())]).collect();
        let begin = Instant::now();
        // What gets no answer has the status 0.
        let answer = self.client.send(method, path, &headers, body).unwrap_or_default();
        self.seen.lock().unwrap().push((kind, answer.status, begin.elapsed()));
        answer
    }

    fn get(&mut self, kind: &'static str, path: &str) -> Answer {
        self.send(kind, "GET", path, &[], "")
    }

    fn sign_in(&mut self, name: &str) {
        let form = serde_urlencoded::to_string([("name", name), ("password", "a long enough password")]).unwrap();
        let answer = self.send("sign in", "POST", "/login", &[("Content-Type", "application/x-www-form-urlencoded")], &form);
        assert_eq!(answer.status, 303, "{name} does not come in");
        self.cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    }

    fn words(&mut self) -> &'static str {
        let all = if self.wide { WIDE } else { WORDS };
        all[self.draw(all.len())]
    }

    fn search(&mut self) {
        let words = self.words();
        let question = serde_urlencoded::to_string([("words", words)]).unwrap();
        self.get("search", &format!("/search?{question}"));
    }

    /// Looks for a statement that waits, opens it, and decides on it as it was seen.
    fn review(&mut self) {
        let words = self.words();
        let question = serde_urlencoded::to_string([("words", words), ("status", "machine"), ("limit", "50")]).unwrap();
        let found: Value = serde_json::from_slice(&self.get("review", &format!("/api/v1/search?{question}")).body).unwrap_or_default();
        let hits = found["hits"].as_array().cloned().unwrap_or_default();
        if hits.is_empty() {
            return;
        }
        let hit = &hits[self.draw(hits.len())];
        let document: String = hit["document"].as_str().unwrap().bytes().map(|b| format!("%{b:02X}")).collect();
        let item = format!("/api/v1/documents/{document}/items/{}", hit["item"].as_str().unwrap());
        let seen = self.get("review", &item);
        let Some(tag) = seen.header("etag") else { return };
        let headers = [("If-Match", tag), ("Content-Type", "application/json")];
        self.send("review", "POST", &format!("{item}/decisions"), &headers, r#"{"verdict": "accept"}"#);
    }

    fn work(mut self, until: Instant) {
        while Instant::now() < until {
            match self.draw(100) {
                0..80 => {
                    let n = self.draw(PAGES.len());
                    let page = self.pages[n].clone();
                    self.get("read", &page);
                }
                80..95 => self.search(),
                _ => self.review(),
            }
            thread::sleep(Duration::from_millis(self.draw(1000) as u64));
        }
    }
}

fn told(kind: &str, mut times: Vec<Duration>, statuses: &BTreeMap<u16, usize>) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_millis();
    println!("{kind:<8} {:>6} requests  p50 {:>5} ms  p95 {:>5} ms  p99 {:>5} ms  {statuses:?}", times.len(), at(0.5), at(0.95), at(0.99));
}

fn main() {
    let number = |i: usize, usual: usize| std::env::args().nth(i).map_or(usual, |a| a.parse().unwrap());
    let (seconds, users, documents) = (number(1, 60), number(2, 50), number(3, 3000));
    let place = std::env::temp_dir().join(format!("rapporteur-load-{}", std::process::id()));
    std::fs::create_dir_all(&place).unwrap();
    let path = |name: &str| place.join(name).to_str().unwrap().to_owned();
    let kept = std::env::args().nth(5);
    let wide = kept.is_some();
    let (dossier, more) = (kept.unwrap_or_else(|| path("a.dossier")), path("more.jsonl"));
    std::fs::write(&more, lines(500)).unwrap();
    let there = Path::new(&dossier).exists();
    if !there {
        fill(Path::new(&dossier), documents, wide);
    }
    let names: Vec<String> = (0..users).map(|i| format!("user {i}")).collect();
    for (i, name) in names.iter().enumerate().filter(|_| !there) {
        let role = if i == 0 { "admin" } else { "review" };
        run(&["account", "add", name, "--role", role, "--password-stdin", "--dossier", &dossier], "a long enough password\n");
    }
    let begin = Instant::now();
    let mut server = start(&["serve", &dossier, "--bind", "127.0.0.1:0"]);
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    println!("listens after {:.0} ms", begin.elapsed().as_secs_f64() * 1e3);
    let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let seen = Seen::default();
    let user = |i: usize| User { client: Client::new(&host), cookie: String::new(), seen: seen.clone(), state: i as u64 + 1, pages: pages(wide), wide };
    let mut people: Vec<User> = (0..users).map(user).collect();
    people.iter_mut().zip(&names).for_each(|(user, name)| user.sign_in(name));
    alone(&mut people[0], server.id(), wide);
    println!("{documents} documents, {users} users, {seconds} s, during an add of one text after the other");
    let mut adding = start(&["add", &more, "--jobs", "1", "--dossier", &dossier]);
    let until = Instant::now() + Duration::from_secs(seconds as u64);
    let all: Vec<_> = people.into_iter().map(|user| thread::spawn(move || user.work(until))).collect();
    for one in all {
        one.join().unwrap();
    }
    println!("the add was {} at the end", if adding.try_wait().unwrap().is_none() { "still going on" } else { "done" });
    used(server.id(), "at the end");
    let _ = (adding.kill(), adding.wait(), server.kill(), server.wait());
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    let mut kinds: BTreeMap<&str, (Vec<Duration>, BTreeMap<u16, usize>)> = BTreeMap::new();
    for (kind, status, time) in &seen {
        for name in [*kind, "all"] {
            if name == "all" && matches!(*kind, "sign in" | "first") {
                continue;
            }
            let (times, statuses) = kinds.entry(name).or_default();
            times.push(*time);
            *statuses.entry(*status).or_default() += 1;
        }
    }
    kinds.into_iter().for_each(|(kind, (times, statuses))| told(kind, times, &statuses));
    let failed = seen.iter().filter(|(_, s, _)| *s == 0 || *s >= 500).count();
    println!("{failed} without an answer or with a status of 500 and above");
    let _ = std::fs::remove_dir_all(&place);
    std::process::exit(i32::from(failed > 0));
}
