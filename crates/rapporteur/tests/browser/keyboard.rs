//! Finding the way and reviewing without a mouse.

use crate::driver::Browser;
use crate::screens::at_home;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use std::time::Duration;

/// Presses keys where the focus is.
async fn press(client: &Client, keys: &str) {
    client.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

fn key(key: Key) -> String {
    char::from(key).to_string()
}

async fn focused(browser: &Browser) -> String {
    browser.ask("return document.activeElement.id || document.activeElement.textContent").await.as_str().unwrap_or_default().to_owned()
}

/// Waits until an address is reached.
async fn at(client: &Client, path: &str) {
    for _ in 0..100 {
        if client.current_url().await.unwrap().path() == path {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{path} is not reached but {}", client.current_url().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_is_found_by_keys() {
    let _one = crate::ONE.lock().await;
    let (browser, _served) = at_home("way").await;
    let client = &browser.client;
    press(client, &key(Key::Tab)).await;
    assert_eq!(focused(&browser).await, "Skip to the content");
    press(client, &key(Key::Enter)).await;
    assert_eq!(focused(&browser).await, "content");
    press(client, "gm").await;
    at(client, "/matrix").await;
    press(client, "/").await;
    assert_eq!(focused(&browser).await, "find");
    press(client, &format!("draft{}", key(Key::Enter))).await;
    at(client, "/search").await;
    assert!(client.find(Locator::Css("main mark")).await.is_ok(), "what was found is marked");
    press(client, "gr").await;
    at(client, "/review").await;
    browser.close().await;
}

/// What was written since `after`, in the words of entries.
async fn written(browser: &Browser, after: u64) -> Vec<String> {
    const ENTRIES: &str = "const [after, done] = arguments; \
        fetch('/api/v1/entries?limit=200').then(r => r.json()).then(a => done(a.entries.filter(e => e.number > after).map(e => e.entry.verdict ?? e.entry.what)))";
    let found = browser.client.execute_async(ENTRIES, vec![after.into()]).await.unwrap();
    found.as_array().unwrap().iter().map(|w| w.as_str().unwrap_or_default().to_owned()).collect()
}

/// Waits until something more was written.
async fn wait_for(browser: &Browser, after: u64, expected: &[&str]) {
    for _ in 0..100 {
        if written(browser, after).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(written(browser, after).await, expected);
}

/// The item that is decided on.
async fn item(browser: &Browser) -> String {
    browser.ask("return document.querySelector('.chosen-head h2')?.textContent + document.querySelector('.byline')?.textContent").await.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_done_by_keys_alone() {
    let _one = crate::ONE.lock().await;
    let (browser, _served) = at_home("review").await;
    let client = &browser.client;
    let before = browser.client.execute_async("fetch('/api/v1/dossier').then(r => r.json()).then(d => arguments[0](d.entries))", Vec::new()).await.unwrap().as_u64().unwrap();
    press(client, "gr").await;
    at(client, "/review").await;

    let first = item(&browser).await;
    press(client, "a").await;
    wait_for(&browser, before, &["accept"]).await;
    assert_ne!(item(&browser).await, first, "the next one is there");

    // A rejection asks why; what is typed there are words, not commands.
    press(client, "r").await;
    press(client, &format!("a quotation of the other side{}", key(Key::Enter))).await;
    wait_for(&browser, before, &["accept", "reject"]).await;

    // A fold that was opened is left without a trace.
    press(client, "c").await;
    assert_eq!(browser.ask("return document.activeElement.closest('details')?.open ?? false").await, true);
    press(client, &key(Key::Escape)).await;
    assert_eq!(browser.ask("return document.querySelector('details#correct')?.open").await, false);

    press(client, "n").await;
    press(client, &format!("ask the desk{}", key(Key::Enter))).await;
    wait_for(&browser, before, &["accept", "reject", "comment"]).await;

    let passed = item(&browser).await;
    press(client, "k").await;
    at(client, "/review").await;
    assert_ne!(item(&browser).await, passed);
    assert_eq!(written(&browser, before).await.len(), 3, "passing over decides nothing");

    press(client, "u").await;
    wait_for(&browser, before, &["accept", "reject", "comment", "undo"]).await;
    assert_eq!(browser.complaints().await, [""; 0]);
    browser.close().await;
}
