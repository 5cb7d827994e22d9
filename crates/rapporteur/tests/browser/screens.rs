//! Every screen opens: the server answers, and the browser complains of nothing.

use crate::driver::Browser;
use crate::served::{Served, demo, serve};
use std::collections::{BTreeMap, VecDeque};
use std::sync::OnceLock;

/// A page, as it was when it was opened.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) address: String,
    status: u64,
    complaints: Vec<String>,
}

/// Every kind of page that can be reached from the first by links, one address each. What is handed over as a file is none.
pub(crate) fn reachable(browser: &Browser, served: &Served) -> Vec<Opened> {
    // What stands on the page, and where it leads: of addresses that were not looked at yet, whether a page is there.
    const LINKS: &str = "return [performance.getEntriesByType('navigation')[0].responseStatus, [...document.querySelectorAll('a[href]')].map(a => a.href)]";
    const IS_PAGE: &str = "const [to, done] = arguments; \
        fetch(to, {method: 'HEAD'}).then(r => done((r.headers.get('content-type') ?? '').startsWith('text/html')), () => done(false))";
    let mut seen: BTreeMap<String, Option<Opened>> = BTreeMap::new();
    let mut waiting = VecDeque::from([format!("{}/", served.origin)]);
    while let Some(address) = waiting.pop_front() {
        let kind = kind(&address);
        if !address.starts_with(&served.origin) || seen.contains_key(&kind) {
            continue;
        }
        let page = browser.ask_later(IS_PAGE, &[address.clone().into()]);
        if page != true {
            seen.insert(kind, None);
            continue;
        }
        browser.complaints();
        browser.goto(&address);
        let found = browser.ask(LINKS);
        waiting.extend(found[1].as_array().unwrap().iter().filter_map(|l| l.as_str()).map(str::to_owned));
        seen.insert(kind, Some(Opened { address, status: found[0].as_u64().unwrap_or_default(), complaints: browser.complaints() }));
    }
    seen.into_values().flatten().collect()
}

/// A walk through all pages of the demo's dossier.
struct Walk {
    origin: String,
    pages: Vec<Opened>,
    /// What was fetched from elsewhere on the way.
    elsewhere: Vec<String>,
}

/// The walk, which is made once for all tests that hang on it.
fn walk() -> &'static Walk {
    static MADE: OnceLock<Walk> = OnceLock::new();
    MADE.get_or_init(|| {
        let (browser, served) = at_home("screens");
        let pages = reachable(&browser, &served);
        Walk { origin: served.origin.clone(), pages, elsewhere: browser.fetched_elsewhere(&served.origin) }
    })
}

/// The pages of the demo's dossier, where it is served here.
pub(crate) fn of_the_demo(served: &Served) -> Vec<String> {
    let walk = walk();
    walk.pages.iter().map(|p| format!("{}{}", served.origin, &p.address[walk.origin.len()..])).collect()
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
    let Walk { origin, pages, elsewhere } = walk();
    for screen in ["/", "/matrix", "/timeline", "/contested", "/figures", "/proposals", "/actors", "/sources", "/search", "/review"] {
        assert!(pages.iter().any(|p| p.address.split('?').next() == Some(&format!("{origin}{screen}"))), "no link leads to {screen}: {pages:#?}");
    }
    let wrong: Vec<&Opened> = pages.iter().filter(|p| p.status != 200 || !p.complaints.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(*elsewhere, [""; 0]);
}

/// What cannot be answered leads on, and looks like the rest.
#[test]
fn a_failure_stands_in_the_site_and_leads_on() {
    let _one = crate::alone();
    let (browser, served) = at_home("failure");
    for (path, status, words) in [("/nowhere", 404, "no page here"), ("/matrix?as_of=soon", 400, "is no day"), ("/document?id=none", 404, "none")] {
        browser.goto(&format!("{}{path}", served.origin));
        assert_eq!(browser.status(), status, "{path}");
        browser.says(words);
        assert_eq!(browser.ask("return document.querySelectorAll('.rail a, .failed, main ul a').length > 11"), true, "{path}");
    }
    browser.goto(&format!("{}/matrix?as_of=soon", served.origin));
    browser.click("main ul a");
    browser.at("/matrix");
    assert_eq!(browser.status(), 200);
}
