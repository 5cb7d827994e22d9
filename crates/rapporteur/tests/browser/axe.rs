//! Nobody is kept out: axe-core finds nothing serious on any screen, in light and dark.

use crate::driver::Browser;
use crate::screens::{at_home, of_the_demo};
use crate::served::{demo, run, serve};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The release that is asked; it is used by this test and part of nothing that is shipped.
const AXE: &str = "axe-core@4.10.3";

/// What runs it in a page, with some rules alone or with all but some. It needs no style sheet anew: no rule that is on asks for one.
const RUN: &str = "const [rules, only, done] = arguments; \
    const asked = only ? {runOnly: {type: 'rule', values: rules}} : {rules: Object.fromEntries(rules.map(r => [r, {enabled: false}]))}; \
    axe.run(document, {resultTypes: ['violations'], preload: false, ...asked}).then(done, e => done({failed: String(e)}))";

/// Leaves of whatever repeats in a page the first three of each shape: what has the same elements, with the same classes, attributes and styles, and
/// words where the other has words, has the same colours. How long axe looks at colours grows faster than the page.
const THIN: &str = "const shapes = new Map(); \
    const shape = e => { \
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()); \
        const of = e.tagName + [...e.attributes].map(a => ['class', 'style', 'role', 'type', 'dir', 'hidden', 'open', 'aria-current'].includes(a.name) \
            ? a.name + '=' + a.value : a.name).sort().join() + own; \
        const all = of + '(' + [...new Set([...e.children].map(shape))].join() + ')'; \
        shapes.set(e, all); return all; }; \
    shape(document.body); let gone = 0; \
    const thin = e => { const seen = new Map(); \
        for (const c of [...e.children]) { const n = (seen.get(shapes.get(c)) ?? 0) + 1; seen.set(shapes.get(c), n); if (n > 3) { c.remove(); gone++; } else thin(c); } }; \
    thin(document.body); return gone;";

/// The rules that look at colours: between light and dark nothing else differs, as the style sheet sets other values and no other rules.
const OF_COLOUR: [&str; 2] = ["color-contrast", "link-in-text-block"];

/// Everything serious on the page that is open: by all other rules on the whole of it, by those of colour on each shape of it, in light and dark.
fn look(browser: &Browser, page: &str) -> Vec<String> {
    let light = |which: &str| browser.debug("Emulation.setEmulatedMedia", json!({"features": [{"name": "prefers-color-scheme", "value": which}]}));
    let run = |how: &str, only: bool| {
        let found = browser.ask_later(RUN, &[json!(OF_COLOUR), only.into()]);
        assert!(found["violations"].is_array(), "axe did not run on {page}: {found}");
        findings(page, how, &found)
    };
    light("light");
    let mut wrong = run("light", false);
    browser.ask(THIN);
    wrong.extend(run("light", true));
    light("dark");
    wrong.extend(run("dark", true));
    wrong
}

/// The script, fetched once into the target folder.
fn script() -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(AXE.replace('@', "-"));
    let file = folder.join("node_modules/axe-core/axe.min.js");
    if !file.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let fetched =
            Command::new("npm").args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder).arg(AXE).output();
        let help = "help: apt-get install npm (.ci/install does it); it needs the registry once, then never again";
        let fetched = fetched.unwrap_or_else(|e| panic!("npm cannot be started ({e}), which fetches axe-core for this test\n{help}"));
        assert!(fetched.status.success(), "axe-core cannot be fetched: {}\n{help}", String::from_utf8_lossy(&fetched.stderr));
    }
    std::fs::read_to_string(file).unwrap()
}

/// What is serious or worse, a line each.
fn findings(page: &str, light: &str, found: &Value) -> Vec<String> {
    let serious = |v: &&Value| matches!(v["impact"].as_str(), Some("serious" | "critical"));
    let line = |v: &Value| {
        let places: Vec<String> = v["nodes"]
            .as_array()
            .into_iter()
            .flatten()
            .take(3)
            .map(|n| format!("{} {}", n["target"], n["any"][0]["message"].as_str().unwrap_or_default()))
            .collect();
        format!("{page} ({light}): {}: {} at {}", v["id"].as_str().unwrap_or_default(), v["help"].as_str().unwrap_or_default(), places.join(" | "))
    };
    found["violations"].as_array().into_iter().flatten().filter(serious).map(line).collect()
}

#[test]
fn axe_finds_nothing_serious_in_light_and_dark() {
    let script = script();
    let _one = crate::alone();
    let (browser, served) = at_home("axe");
    let mut pages = of_the_demo(&served);
    assert!(pages.len() >= 15, "only {pages:#?}");
    pages.push(format!("{}/nowhere", served.origin));
    // Handed over once: the browser puts it into every page that is opened from now on.
    browser.debug("Page.addScriptToEvaluateOnNewDocument", json!({"source": script}));
    let mut wrong = Vec::new();
    for page in &pages {
        browser.goto(page);
        wrong.extend(look(&browser, page));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The pages of those who have accounts, which nobody sees at their own machine.
#[test]
fn axe_finds_nothing_serious_on_the_pages_of_accounts() {
    let script = script();
    let _one = crate::alone();
    let dossier = demo("axe-accounts");
    let at = dossier.to_str().unwrap().to_owned();
    run(&["account", "add", "A. Brandt", "--role", "admin", "--password-stdin", "--dossier", &at], b"a long enough password\n");
    run(&["account", "token", "add", "A. Brandt", "--label", "morning table", "--dossier", &at], b"");
    let (served, browser) = (serve(&dossier), Browser::open("axe-accounts"));
    browser.debug("Page.addScriptToEvaluateOnNewDocument", json!({"source": script}));
    let mut wrong = Vec::new();
    for page in ["/login?to=/account", "/account", "/accounts", "/"] {
        browser.goto(&format!("{}{page}", served.origin));
        wrong.extend(look(&browser, page));
        if page.starts_with("/login") {
            browser.fill("#name", "A. Brandt");
            browser.fill("#password", "a long enough password");
            browser.click("form.sheet button");
            browser.at("/account");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is thinned keeps a fault of colour, wherever among what repeats it is, and loses what is like the rest.
#[test]
fn a_fault_of_colour_among_much_that_repeats_is_found() {
    let script = script();
    let _one = crate::alone();
    let (browser, served) = at_home("axe-thin");
    browser.debug("Page.addScriptToEvaluateOnNewDocument", json!({"source": script}));
    browser.goto(&format!("{}/", served.origin));
    let fill = "const list = document.createElement('ul'); for (let i = 0; i < 60; i++) { const li = document.createElement('li'); li.textContent = 'line ' + i; \
        if (i === 41) { li.className = 'pale'; li.style.color = '#ccc'; li.style.background = '#fff'; } list.append(li); } document.querySelector('main').replaceChildren(list);";
    browser.ask(fill);
    let wrong = look(&browser, "a long list");
    assert!(wrong.iter().any(|w| w.contains("color-contrast") && w.contains("pale")), "{wrong:#?}");
    assert_eq!(browser.ask("return document.querySelectorAll('main li').length"), 4);
}
