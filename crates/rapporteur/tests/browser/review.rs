//! Putting right what was read: a quotation and its source by their words, in any script, with a second reader.

use crate::driver::{Browser, ENTER, TAB};
use crate::served::{Served, dossier, folder, run, serve};
use serde_json::{Value, json};

const ARABIC: &str = "لن نوقّع هذا النص قبل يوم الاثنين";
const PART: &str = "لن نوقّع هذا النص";

/// Texts in two directions, with marks that turn the direction and with markup in their words.
fn texts() -> std::path::PathBuf {
    let folder = folder("review-texts");
    let right_to_left = format!(
        "The talks went on in Orsk.\n\n“{ARABIC},” said Nadir Hosn, the minister of ports.\n\nقال الوزير إن المحادثات مستمرة.\n\n\
         The Dock Union said that {}the second draft{} was no offer.\n",
        '\u{202e}', '\u{202c}'
    );
    let markup = "“<img src=x onerror=window.ran=1> and </textarea><script>window.ran=2</script> are no offer,” said Mara Kel, the minister of ports.\n";
    let line = |id: &str, text: &str| json!({"id": id, "text": text, "title": id, "outlet": "Herald", "published": "2031-03-04"}).to_string() + "\n";
    std::fs::write(folder.join("wire.jsonl"), line("two ways", &right_to_left) + &line("markup", markup)).unwrap();
    folder
}

fn sign_in(browser: &Browser, served: &Served, name: &str) {
    browser.goto(&format!("{}/login", served.origin));
    browser.fill("#name", name);
    browser.fill("#password", "a long enough password");
    browser.click("form.sheet button");
    browser.at("/");
}

/// The statement that holds some words: its id.
fn statement(browser: &Browser, document: &str, words: &str) -> String {
    let page = browser.ask_later("fetch('/document.json?id=' + encodeURIComponent(arguments[0])).then(r => r.json()).then(arguments[1])", &[document.into()]);
    let items = page["items"].as_array().unwrap_or_else(|| panic!("{page}"));
    let found = items.iter().find(|i| i["kind"] == "attribution" && i["words"].as_str().is_some_and(|w| w.contains(words)));
    found.unwrap_or_else(|| panic!("no statement holds {words:?}: {items:#?}"))["id"].as_str().unwrap().to_owned()
}

fn open(browser: &Browser, served: &Served, document: &str, item: &str) {
    browser.goto(&format!("{}/review?document={}&item={item}", served.origin, document.replace(' ', "%20")));
    assert_eq!(browser.status(), 200);
    assert_eq!(browser.ask("return window.ran ?? null"), Value::Null, "nothing ran on {document} {item}");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn a_quotation_is_put_right_by_its_words_and_a_second_reader_agrees() {
    let _one = crate::alone();
    let dossier = dossier("review-words", &texts());
    let at = dossier.to_str().unwrap().to_owned();
    for (name, role) in [("A. Brandt", "admin"), ("C. Iwu", "review")] {
        run(&["account", "add", name, "--role", role, "--password-stdin", "--dossier", &at], b"a long enough password\n");
    }
    let (served, browser) = (serve(&dossier), Browser::open("review-words"));
    sign_in(&browser, &served, "A. Brandt");

    let markup = statement(&browser, "markup", "are no offer");
    open(&browser, &served, "markup", &markup);
    assert!(browser.ask("return document.querySelector('#field-content').value").as_str().unwrap().contains("</textarea><script>"));

    // Words from right to left stand from right to left, in the ladder and in the form.
    let item = statement(&browser, "two ways", ARABIC);
    open(&browser, &served, "two ways", &item);
    for place in ["blockquote.inmost", "#field-content"] {
        assert_eq!(browser.ask(&format!("return getComputedStyle(document.querySelector('{place}')).direction")), "rtl", "{place}");
    }

    // What the text does not say cannot be put into somebody's mouth.
    browser.click("#correct summary");
    browser.fill("#field-content", "we will sign");
    browser.click("#correct form button");
    browser.says("The text has no such words");
    assert_eq!(browser.complaints().len(), 1, "the browser notes that it was refused");
    browser.click("main ul a");
    browser.at("/review");

    // Words are typed, or selected in the text.
    browser.click("#correct summary");
    browser.fill("#field-content", PART);
    browser.ask(
        "const field = document.querySelector('#field-source'); field.focus(); \
         const walk = document.createTreeWalker(document.querySelector('.deciding .text'), NodeFilter.SHOW_TEXT); \
         while (walk.nextNode()) { const at = walk.currentNode.data.indexOf('Nadir Hosn'); if (at < 0) continue; \
           document.getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + 5); break; } \
         document.querySelector('.deciding .text').dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));",
    );
    assert_eq!(browser.ask("return document.querySelector('#field-source').value"), "Nadir");
    browser.click("#correct form button");
    browser.says("corrected");
    let again = statement(&browser, "two ways", PART);
    assert_eq!(again, item);
    open(&browser, &served, "two ways", &item);
    assert_eq!(browser.ask("return document.querySelector('blockquote.inmost').innerText.trim()"), PART);
    assert_eq!(browser.ask("return document.querySelector('#field-source').value"), "Nadir");

    // What turns the direction of writing is not shown as it is, and a form that changes nothing changes nothing.
    let turned = statement(&browser, "two ways", "no offer");
    open(&browser, &served, "two ways", &turned);
    browser.click("#correct summary");
    browser.click("#correct form button");
    browser.says("Nothing was changed");
    browser.complaints();

    browser.goto(&format!("{}/", served.origin));
    browser.click("form[action='/logout'] button");
    browser.at("/login");
    sign_in(&browser, &served, "C. Iwu");
    browser.goto(&format!("{}/review?queue=second", served.origin));
    browser.says("corrected by A. Brandt");
    browser.click("[data-press=s]");
    browser.says("seconded");
    open(&browser, &served, "two ways", &item);
    browser.says("seconded by C. Iwu");
}

#[test]
fn people_differ_and_an_admin_settles_it_by_keys_alone() {
    let _one = crate::alone();
    let dossier = dossier("review-differ", &texts());
    let at = dossier.to_str().unwrap().to_owned();
    for (name, role) in [("A. Brandt", "admin"), ("C. Iwu", "review")] {
        run(&["account", "add", name, "--role", role, "--password-stdin", "--dossier", &at], b"a long enough password\n");
    }
    let (served, browser) = (serve(&dossier), Browser::open("review-differ"));
    sign_in(&browser, &served, "A. Brandt");
    browser.press("gr");
    browser.at("/review");
    let words = "return document.querySelector('blockquote.inmost').innerText";
    let first = browser.ask(words);
    browser.press("a");
    browser.says(": confirmed ");
    // Back to it, to ask for a second reader.
    browser.press("u");
    browser.says("took back");
    assert_eq!(browser.ask(words), first, "one stands before what was taken back");
    browser.press("a");
    browser.says(": confirmed ");
    let item = "return fetch('/review/history.json').then(r => r.json()).then(h => h.entries.find(e => e.counts && e.what === 'accept')).then(arguments[0])";
    let ask = || browser.try_later(item.trim_start_matches("return "), &[]).unwrap_or_default();
    // A page that goes away takes its script along; whoever waits asks again.
    let found = (0..50).map(|_| ask()).find(|f| f["item"].is_string()).expect("an acceptance that counts");
    open(&browser, &served, found["document"].as_str().unwrap(), found["item"].as_str().unwrap());
    browser.press("2");
    browser.says("put up for a second reader");

    browser.goto(&format!("{}/", served.origin));
    browser.click("form[action='/logout'] button");
    browser.at("/login");
    sign_in(&browser, &served, "C. Iwu");
    browser.goto(&format!("{}/review?queue=second", served.origin));
    browser.says("A. Brandt asks for a second reader");
    browser.press("r");
    browser.press(&format!("not the words{ENTER}"));
    browser.says(": rejected ");

    browser.goto(&format!("{}/", served.origin));
    browser.click("form[action='/logout'] button");
    browser.at("/login");
    sign_in(&browser, &served, "A. Brandt");
    browser.goto(&format!("{}/review?queue=differ", served.origin));
    browser.says("People differ on this");
    browser.press("t");
    assert_eq!(browser.ask("return document.activeElement.id"), "settled-as");
    browser.press(&format!("{TAB}heard on the tape{ENTER}"));
    browser.says("People differ on nothing that is not settled");
    assert_eq!(browser.complaints(), [""; 0]);
}
