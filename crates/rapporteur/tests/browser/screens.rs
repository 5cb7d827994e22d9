//! Every screen opens: the server answers, and the browser complains of nothing.

use crate::driver::Browser;
use crate::served::{Served, demo, serve};
use std::collections::{BTreeMap, VecDeque};

/// Every kind of page that can be reached from the first by links, one address each. What is handed over as a file is none.
pub(crate) fn reachable(browser: &Browser, served: &Served) -> Vec<String> {
    const LINKS: &str = "return [...document.querySelectorAll('a[href]')].map(a => a.href)";
    const IS_PAGE: &str = "const [to, done] = arguments; \
        fetch(to, {method: 'HEAD'}).then(r => done((r.headers.get('content-type') ?? '').startsWith('text/html')), () => done(false))";
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut waiting = VecDeque::from([format!("{}/", served.origin)]);
    while let Some(address) = waiting.pop_front() {
        let kind = kind(&address);
        if !address.starts_with(&served.origin) || seen.contains_key(&kind) {
            continue;
        }
        let page = browser.ask_later(IS_PAGE, &[address.clone().into()]);
        if page != true {
            seen.insert(kind, String::new());
            continue;
        }
        browser.goto(&address);
        seen.insert(kind, address);
        let links = browser.ask(LINKS);
        waiting.extend(links.as_array().unwrap().iter().filter_map(|l| l.as_str()).map(str::to_owned));
    }
    seen.into_values().filter(|a| !a.is_empty()).collect()
}

/// What two addresses have in common that show the same screen with other words: the path, and which questions are asked.
fn kind(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let names: Vec<&str> = query.split('&').filter_map(|p| p.split('=').next()).filter(|n| *n == "item").collect();
    format!("{path}?{}", names.join("&"))
}

/// Opens the dossier of the demo in a browser.
pub(crate) fn at_home(name: &str) -> (Browser, Served) {
    let served = serve(&demo(name));
    let browser = Browser::open(name);
    browser.goto(&served.enter);
    (browser, served)
}

#[test]
fn every_screen_opens_without_a_complaint() {
    let _one = crate::alone();
    let (browser, served) = at_home("screens");
    let pages = reachable(&browser, &served);
    browser.complaints();
    for screen in ["/", "/matrix", "/timeline", "/contested", "/figures", "/proposals", "/actors", "/sources", "/search", "/review"] {
        assert!(pages.iter().any(|p| p.split('?').next() == Some(&format!("{}{screen}", served.origin))), "no link leads to {screen}: {pages:#?}");
    }
    let mut wrong = Vec::new();
    for page in &pages {
        browser.goto(page);
        let (status, complaints) = (browser.status(), browser.complaints());
        if status != 200 || !complaints.is_empty() {
            wrong.push(format!("{page}: {status} {complaints:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(browser.fetched_elsewhere(&served.origin), [""; 0]);
}
