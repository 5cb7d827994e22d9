//! Coming in and going out, as people do it.

use crate::driver::Browser;
use crate::served::{demo, run, serve};
use fantoccini::{Client, Locator};

async fn fill(client: &Client, field: &str, words: &str) {
    let field = client.find(Locator::Css(&format!("[name={field}]"))).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(words).await.unwrap();
}

async fn sign_in(client: &Client, name: &str, password: &str) {
    fill(client, "name", name).await;
    fill(client, "password", password).await;
    client.find(Locator::Css("form.sheet button")).await.unwrap().click().await.unwrap();
}

async fn words(browser: &Browser) -> String {
    browser.ask("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_adds_somebody_who_comes_in_and_may_read_only() {
    let _one = crate::ONE.lock().await;
    let dossier = demo("access");
    let at = dossier.to_str().unwrap().to_owned();
    run(&["account", "add", "A. Brandt", "--role", "admin", "--password-stdin", "--dossier", &at], b"a long enough password\n");
    let served = serve(dossier);
    let browser = Browser::open("access").await;
    let client = &browser.client;

    // Whoever is not signed in is led to the door, and back to where they wanted to go.
    browser.goto(&format!("{}/matrix?as_of=2031-03-06", served.origin)).await;
    assert_eq!(client.current_url().await.unwrap().path(), "/login");
    sign_in(client, "A. Brandt", "a wrong password").await;
    assert!(words(&browser).await.contains("do not belong together"));
    sign_in(client, "A. Brandt", "a long enough password").await;
    assert_eq!(client.current_url().await.unwrap().as_str(), format!("{}/matrix?as_of=2031-03-06", served.origin));
    let cookie = browser.ask("return document.cookie").await;
    assert_eq!(cookie, "", "no script can read the session");

    // The password of a new account is shown once.
    browser.goto(&format!("{}/accounts", served.origin)).await;
    fill(client, "name", "C. Iwu").await;
    client.find(Locator::Css("#new-role option[value=read]")).await.unwrap().click().await.unwrap();
    client.find(Locator::Css("form[action='/accounts/add'] button")).await.unwrap().click().await.unwrap();
    let password = client.find(Locator::Css(".secret code")).await.unwrap().text().await.unwrap();
    browser.goto(&format!("{}/accounts", served.origin)).await;
    assert!(words(&browser).await.contains("C. Iwu") && !words(&browser).await.contains(&password));

    // Who reads sees no accounts.
    client.find(Locator::Css("form[action='/logout'] button")).await.unwrap().click().await.unwrap();
    assert_eq!(client.current_url().await.unwrap().path(), "/login");
    sign_in(client, "C. Iwu", &password).await;
    assert!(words(&browser).await.contains("may read"));
    browser.complaints().await;
    browser.goto(&format!("{}/accounts", served.origin)).await;
    assert_eq!(browser.status().await, 403);

    // They choose a password of their own, and stay signed in.
    browser.goto(&format!("{}/account", served.origin)).await;
    fill(client, "old", &password).await;
    fill(client, "new", "one of my own choice").await;
    client.find(Locator::Css("form[action='/account/password'] button")).await.unwrap().click().await.unwrap();
    browser.goto(&format!("{}/", served.origin)).await;
    assert_eq!(browser.status().await, 200);
    client.find(Locator::Css("form[action='/logout'] button")).await.unwrap().click().await.unwrap();
    browser.goto(&format!("{}/", served.origin)).await;
    sign_in(client, "C. Iwu", "one of my own choice").await;
    assert_eq!(client.current_url().await.unwrap().path(), "/");
    browser.close().await;
}
