//! Nobody is kept out: axe-core finds nothing serious on any screen, in light and dark.

use crate::screens::{at_home, reachable};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The release that is asked; it is used by this test and part of nothing that is shipped.
const AXE: &str = "axe-core@4.10.3";

/// What runs it in a page.
const RUN: &str = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done, e => done({failed: String(e)}))";

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
    let pages = reachable(&browser, &served);
    assert!(pages.len() >= 15, "only {pages:#?}");
    let mut wrong = Vec::new();
    for light in ["light", "dark"] {
        browser.debug("Emulation.setEmulatedMedia", json!({"features": [{"name": "prefers-color-scheme", "value": light}]}));
        for page in &pages {
            browser.goto(page);
            browser.ask(&script);
            let found = browser.ask_later(RUN, &[]);
            assert!(found["violations"].is_array(), "axe did not run on {page}: {found}");
            wrong.extend(findings(page, light, &found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
