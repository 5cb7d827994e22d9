//! A browser, and what it says of the pages it shows. It is driven by the WebDriver protocol (https://www.w3.org/TR/webdriver2/), which is JSON
//! over HTTP, and by the few commands that Chromium has beside it.

use crate::http::Client;
use crate::served::folder;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

const HELP: &str = "the tests in a browser need Debian's Chromium and its driver\nhelp: apt-get install chromium chromium-driver (.ci/install does it)";

/// Under this name the protocol gives elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const ESCAPE: &str = "\u{e00c}";

/// A browser; it ends with this value.
pub(crate) struct Browser {
    driver: Child,
    client: Mutex<Client>,
    session: String,
}

/// A part of a page.
pub(crate) struct Element(String);

impl Drop for Browser {
    fn drop(&mut self) {
        // The end of the session ends the browser, then its driver may go.
        let _ = self.call("DELETE", "", &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Where Chromium is, by the names it has.
fn chromium() -> String {
    let named = std::env::var("CHROMIUM").ok();
    let places = named.iter().map(String::as_str).chain(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]);
    places.map(str::to_owned).find(|p| std::path::Path::new(p).exists()).unwrap_or_else(|| panic!("there is no Chromium: {HELP}"))
}

/// What the browser is started with: a profile of its own, no network of its own.
fn wanted(name: &str, size: &str) -> Value {
    let switches = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-default-apps",
        "--disable-extensions",
    ];
    let mut switches: Vec<String> = switches.map(str::to_owned).to_vec();
    switches.push(format!("--window-size={size}"));
    switches.push(format!("--user-data-dir={}", folder(&format!("{name}-profile")).display()));
    json!({"capabilities": {"alwaysMatch": {
        "browserName": "chrome",
        "unhandledPromptBehavior": "ignore",
        "timeouts": {"script": 120_000, "pageLoad": 120_000},
        // Of what the browser can note, only what it fetches is looked at; each page would bring hundreds of other notes.
        "goog:chromeOptions": {"binary": chromium(), "args": switches, "perfLoggingPrefs": {"enableNetwork": true, "enablePage": false}},
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    }}})
}

impl Browser {
    /// A browser with a profile of its own.
    pub(crate) fn open(name: &str) -> Browser {
        Browser::of_size(name, "1440,900")
    }

    /// As [`Browser::open`], of so many points: what is not looked at needs not be painted large, which is most of what a browser does without a
    /// graphics card.
    pub(crate) fn of_size(name: &str, size: &str) -> Browser {
        let wanted = wanted(name, size);
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("chromedriver cannot be started ({e}): {HELP}"));
        let mut said = BufReader::new(driver.stdout.take().unwrap());
        let port = loop {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "chromedriver ended before it began: {HELP}");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim().trim_end_matches('.').to_owned();
            }
        };
        // Nobody reads the rest, but it must go somewhere.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        let mut browser = Browser { driver, client: Mutex::new(Client::new(&format!("127.0.0.1:{port}"))), session: String::new() };
        let made = browser.call("POST", "", &wanted).unwrap_or_else(|e| panic!("the browser does not start: {e}\n{HELP}"));
        browser.session = format!("/{}", made["sessionId"].as_str().unwrap());
        browser
    }

    /// One command of the protocol; what went wrong in its words.
    fn call(&self, method: &str, path: &str, sent: &Value) -> Result<Value, String> {
        let body = if method == "POST" { sent.to_string() } else { String::new() };
        let path = format!("/session{}{path}", self.session);
        let mut client = self.client.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let answer = client.send(method, &path, &[("Content-Type", "application/json")], &body).map_err(|e| format!("{path}: {e}"))?;
        let mut value: Value = serde_json::from_slice(&answer.body).map_err(|e| format!("{path}: {e}"))?;
        match value["value"]["error"].as_str() {
            Some(error) if answer.status >= 400 => Err(format!("{error}: {}", value["value"]["message"].as_str().unwrap_or_default())),
            _ => Ok(value["value"].take()),
        }
    }

    fn must(&self, method: &str, path: &str, sent: &Value) -> Value {
        self.call(method, path, sent).unwrap_or_else(|e| panic!("{e} ({sent})"))
    }

    pub(crate) fn goto(&self, address: &str) {
        self.must("POST", "/url", &json!({"url": address}));
    }

    /// Its address.
    pub(crate) fn here(&self) -> String {
        self.must("GET", "/url", &Value::Null).as_str().unwrap_or_default().to_owned()
    }

    /// The path of its address.
    pub(crate) fn path(&self) -> String {
        let here = self.here();
        format!("/{}", here.split(['?', '#']).next().unwrap_or_default().splitn(4, '/').nth(3).unwrap_or_default())
    }

    /// As [`Browser::ask`], of a page before which a dialog may stand.
    pub(crate) fn try_ask(&self, script: &str) -> Result<Value, String> {
        self.call("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// What a script gives that is run in the page.
    pub(crate) fn ask(&self, script: &str) -> Value {
        self.must("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// As [`Browser::ask`], of a script that calls its last argument when it is done.
    pub(crate) fn ask_later(&self, script: &str, arguments: &[Value]) -> Value {
        self.must("POST", "/execute/async", &json!({"script": script, "args": arguments}))
    }

    /// As [`Browser::ask_later`], of a page that may go away meanwhile.
    pub(crate) fn try_later(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.call("POST", "/execute/async", &json!({"script": script, "args": arguments}))
    }

    /// The status with which the page came.
    pub(crate) fn status(&self) -> u64 {
        self.ask("return performance.getEntriesByType('navigation')[0].responseStatus").as_u64().unwrap_or_default()
    }

    pub(crate) fn find(&self, selector: &str) -> Element {
        let found = self.must("POST", "/element", &json!({"using": "css selector", "value": selector}));
        Element(found[ELEMENT].as_str().unwrap().to_owned())
    }

    pub(crate) fn click(&self, selector: &str) {
        let Element(id) = self.find(selector);
        self.must("POST", &format!("/element/{id}/click"), &json!({}));
    }

    /// Replaces what stands in a field.
    pub(crate) fn fill(&self, selector: &str, words: &str) {
        let Element(id) = self.find(selector);
        self.must("POST", &format!("/element/{id}/clear"), &json!({}));
        self.must("POST", &format!("/element/{id}/value"), &json!({"text": words}));
    }

    /// Presses keys where the focus is.
    pub(crate) fn press(&self, keys: &str) {
        let focused = self.must("GET", "/element/active", &Value::Null);
        self.must("POST", &format!("/element/{}/value", focused[ELEMENT].as_str().unwrap()), &json!({"text": keys}));
    }

    /// The words of the page.
    pub(crate) fn words(&self) -> String {
        self.ask("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a script gives true.
    pub(crate) fn until(&self, script: &str) {
        for _ in 0..200 {
            if self.call("POST", "/execute/sync", &json!({"script": script, "args": []})) == Ok(Value::Bool(true)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{script} is never true on {}", self.here());
    }

    /// Waits until the page says something.
    pub(crate) fn says(&self, words: &str) {
        for _ in 0..200 {
            if self.words().contains(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{} does not say {words:?} but {}", self.here(), self.words());
    }

    /// Waits until an address is reached.
    pub(crate) fn at(&self, path: &str) {
        for _ in 0..200 {
            if self.path() == path {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{path} is not reached but {}", self.here());
    }

    /// A command of the debugging protocol.
    pub(crate) fn debug(&self, command: &str, parameters: Value) {
        self.must("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}));
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        self.must("POST", "/se/log", &json!({"type": kind})).as_array().cloned().unwrap_or_default()
    }

    /// What the browser complained of since it was last asked: errors, breaches of the policy.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let bad = |e: &Value| e["level"] == "SEVERE" || e["message"].as_str().is_some_and(|m| m.contains("Content Security Policy"));
        self.log("browser").iter().filter(|e| bad(e)).map(|e| e["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Everything that was fetched since this was last asked and lies elsewhere.
    pub(crate) fn fetched_elsewhere(&self, origin: &str) -> Vec<String> {
        let mut out = Vec::new();
        for entry in self.log("performance") {
            let message: Value = entry["message"].as_str().and_then(|m| serde_json::from_str(m).ok()).unwrap_or_default();
            if message["message"]["method"] == "Network.requestWillBeSent" {
                let address = message["message"]["params"]["request"]["url"].as_str().unwrap_or_default();
                // What the browser begins with, and the signs of its own fields (a calendar), come out of itself. A picture that a page of ours
                // held in its address would be a breach of the policy, which `complaints` tells.
                let itself = address.starts_with("chrome://") || address.starts_with("data:image/") || matches!(address, "about:blank" | "data:,");
                let own = address.starts_with(&format!("{origin}/")) || itself;
                if !own {
                    out.push(address.to_owned());
                }
            }
        }
        out
    }

    /// Whether a dialog stands before the page: its words. It is sent away.
    pub(crate) fn dialog(&self) -> Option<String> {
        let words = self.call("GET", "/alert/text", &Value::Null).ok()?;
        let _ = self.call("POST", "/alert/dismiss", &json!({}));
        Some(words.to_string())
    }
}
