//! Coming in and going out, as people do it.

use crate::driver::Browser;
use crate::served::{demo, run, serve};

fn sign_in(browser: &Browser, name: &str, password: &str) {
    browser.fill("#name", name);
    browser.fill("#password", password);
    browser.click("form.sheet button");
}

#[test]
fn an_admin_adds_somebody_who_comes_in_and_may_read_only() {
    let _one = crate::alone();
    let dossier = demo("access");
    let at = dossier.to_str().unwrap().to_owned();
    run(&["account", "add", "A. Brandt", "--role", "admin", "--password-stdin", "--dossier", &at], b"a long enough password\n");
    let served = serve(&dossier);
    let browser = Browser::open("access");

    // Whoever is not signed in is led to the door, and back to where they wanted to go.
    browser.goto(&format!("{}/matrix?as_of=2031-03-06", served.origin));
    browser.at("/login");
    sign_in(&browser, "A. Brandt", "a wrong password");
    browser.says("do not belong together");
    sign_in(&browser, "A. Brandt", "a long enough password");
    browser.at("/matrix");
    assert_eq!(browser.here(), format!("{}/matrix?as_of=2031-03-06", served.origin));
    let cookie = browser.ask("return document.cookie");
    assert_eq!(cookie, "", "no script can read the session");

    // The password of a new account is shown once.
    browser.goto(&format!("{}/accounts", served.origin));
    browser.fill("#new-name", "C. Iwu");
    browser.click("#new-role option[value=read]");
    browser.click("form[action='/accounts/add'] button");
    browser.at("/accounts/add");
    let password = browser.ask("return document.querySelector('.secret code').textContent").as_str().unwrap().to_owned();
    browser.goto(&format!("{}/accounts", served.origin));
    assert!(browser.words().contains("C. Iwu") && !browser.words().contains(&password));

    // Who reads sees no accounts.
    browser.click("form[action='/logout'] button");
    browser.at("/login");
    sign_in(&browser, "C. Iwu", &password);
    browser.says("may read");
    browser.complaints();
    browser.goto(&format!("{}/accounts", served.origin));
    assert_eq!(browser.status(), 403);

    // They choose a password of their own, and stay signed in.
    browser.goto(&format!("{}/account", served.origin));
    browser.fill("#old", &password);
    browser.fill("#new", "one of my own choice");
    browser.click("form[action='/account/password'] button");
    browser.until("return document.querySelector('#old')?.value === ''");
    browser.goto(&format!("{}/", served.origin));
    assert_eq!(browser.status(), 200);
    browser.click("form[action='/logout'] button");
    browser.at("/login");
    sign_in(&browser, "C. Iwu", "one of my own choice");
    browser.at("/");
}
