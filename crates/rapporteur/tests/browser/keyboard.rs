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
