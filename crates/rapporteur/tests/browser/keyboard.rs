//! Finding the way and reviewing without a mouse.

use crate::driver::{Browser, ENTER, ESCAPE, TAB};
use crate::screens::at_home;
use std::time::Duration;

fn focused(browser: &Browser) -> String {
    browser.ask("return document.activeElement.id || document.activeElement.textContent").as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_way_is_found_by_keys() {
    let _one = crate::alone();
    let (browser, _served) = at_home("way");
    browser.press(TAB);
    assert_eq!(focused(&browser), "Skip to the content");
    browser.press(ENTER);
    assert_eq!(focused(&browser), "content");
    browser.press("gm");
    browser.at("/matrix");
    browser.press("/");
    assert_eq!(focused(&browser), "find");
    browser.press(&format!("framework{}", ENTER));
    browser.at("/search");
    assert!(browser.ask("return document.querySelector('main mark') !== null") == true, "what was found is marked");
    browser.press("gr");
    browser.at("/review");
}

/// What was written since `after`, in the words of entries.
fn written(browser: &Browser, after: u64) -> Vec<String> {
    const ENTRIES: &str = "const [after, done] = arguments; \
        fetch('/api/v1/entries?limit=200').then(r => r.json()).then(a => done(a.entries.filter(e => e.number > after).map(e => e.entry.verdict ?? e.entry.what)))";
    // A page that goes away takes its script along; whoever waits asks again.
    let found = browser.try_later(ENTRIES, &[after.into()]).unwrap_or_default();
    found.as_array().into_iter().flatten().map(|w| w.as_str().unwrap_or_default().to_owned()).collect()
}

/// Waits until something more was written.
fn wait_for(browser: &Browser, after: u64, expected: &[&str]) {
    for _ in 0..100 {
        if written(browser, after) == expected {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(written(browser, after), expected);
}

/// The item that is decided on.
fn item(browser: &Browser) -> String {
    browser.ask("return document.querySelector('.chosen-head h2')?.textContent + document.querySelector('.byline')?.textContent").to_string()
}

#[test]
fn a_review_is_done_by_keys_alone() {
    let _one = crate::alone();
    let (browser, _served) = at_home("review");
    let before = browser.ask_later("fetch('/api/v1/dossier').then(r => r.json()).then(d => arguments[0](d.entries))", &[]).as_u64().unwrap();
    browser.press("gr");
    browser.at("/review");

    let first = item(&browser);
    browser.press("a");
    wait_for(&browser, before, &["accept"]);
    assert_ne!(item(&browser), first, "the next one is there");

    // A rejection asks why; what is typed there are words, not commands.
    browser.press("r");
    browser.press(&format!("a quotation of the other side{}", ENTER));
    wait_for(&browser, before, &["accept", "reject"]);

    // A fold that was opened is left without a trace.
    browser.press("c");
    assert_eq!(browser.ask("return document.activeElement.closest('details')?.open ?? false"), true);
    browser.press(ESCAPE);
    assert_eq!(browser.ask("return document.querySelector('details#correct')?.open"), false);

    browser.press("n");
    browser.press(&format!("ask the desk{}", ENTER));
    wait_for(&browser, before, &["accept", "reject", "comment"]);

    let passed = item(&browser);
    browser.press("k");
    browser.at("/review");
    assert_ne!(item(&browser), passed);
    assert_eq!(written(&browser, before).len(), 3, "passing over decides nothing");

    browser.press("u");
    wait_for(&browser, before, &["accept", "reject", "comment", "undo"]);
    // Once more goes one step further back, and brings nothing back.
    browser.press("u");
    wait_for(&browser, before, &["accept", "reject", "comment", "undo", "undo"]);
    browser.says("took back entry");
    browser.press("u");
    wait_for(&browser, before, &["accept", "reject", "comment", "undo", "undo", "undo"]);
    let counts =
        browser.ask_later("fetch('/review/history.json').then(r => r.json()).then(h => arguments[0](h.entries.filter(e => e.counts).map(e => e.what)))", &[]);
    assert_eq!(counts, serde_json::json!(["undo", "undo", "undo"]), "nothing but the taking back is left");
    assert_eq!(browser.complaints(), [""; 0]);
}
