//! A browser, and what it says of the pages it shows.

use crate::served::folder;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

const HELP: &str = "the tests in a browser need Debian's Chromium and its driver\nhelp: apt-get install chromium chromium-driver (.ci/install does it)";

/// A browser; it ends with this value.
pub(crate) struct Browser {
    driver: Child,
    pub(crate) client: Client,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends with its driver's session; what is left of it ends with its group.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A command that Chromium has beside the standard.
#[derive(Debug)]
struct Beside(&'static str, Value);

impl WebDriverCompatibleCommand for Beside {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.1.to_string()))
    }
}

/// Where Chromium is, by the names it has.
fn chromium() -> String {
    let named = std::env::var("CHROMIUM").ok();
    let places = named.iter().map(String::as_str).chain(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]);
    places.map(str::to_owned).find(|p| std::path::Path::new(p).exists()).unwrap_or_else(|| panic!("there is no Chromium: {HELP}"))
}

impl Browser {
    /// A browser with a profile of its own.
    pub(crate) async fn open(name: &str) -> Browser {
        let binary = chromium();
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
        let profile = folder(&format!("{name}-profile"));
        let switches = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--window-size=1440,900",
        ];
        let mut switches: Vec<String> = switches.map(str::to_owned).to_vec();
        switches.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({
            "browserName": "chrome",
            "unhandledPromptBehavior": "ignore",
            "goog:chromeOptions": {"binary": binary, "args": switches},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let Value::Object(wanted) = wanted else { unreachable!() };
        let client = ClientBuilder::new(fantoccini_connector()).capabilities(wanted).connect(&format!("http://127.0.0.1:{port}")).await;
        let client = client.unwrap_or_else(|e| panic!("the browser does not start: {e}\n{HELP}"));
        Browser { driver, client }
    }

    pub(crate) async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|e| panic!("{address}: {e}"));
    }

    /// What a script gives that is run in the page.
    pub(crate) async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// The status with which the page came.
    pub(crate) async fn status(&self) -> u64 {
        self.ask("return performance.getEntriesByType('navigation')[0].responseStatus").await.as_u64().unwrap_or_default()
    }

    /// A command of the debugging protocol.
    pub(crate) async fn debug(&self, command: &str, parameters: Value) {
        let body = json!({"cmd": command, "params": parameters});
        self.client.issue_cmd(Beside("goog/cdp/execute", body)).await.unwrap_or_else(|e| panic!("{command}: {e}"));
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.client.issue_cmd(Beside("se/log", json!({"type": kind}))).await.unwrap_or_else(|e| panic!("{kind} log: {e}"));
        entries.as_array().cloned().unwrap_or_default()
    }

    /// What the browser complained of since it was last asked: errors, breaches of the policy.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let said = self.log("browser").await;
        let bad = |e: &&Value| e["level"] == "SEVERE" || e["message"].as_str().is_some_and(|m| m.contains("Content Security Policy"));
        said.iter().filter(bad).map(|e| e["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Everything that was fetched since this was last asked and lies elsewhere.
    pub(crate) async fn fetched_elsewhere(&self, origin: &str) -> Vec<String> {
        let mut out = Vec::new();
        for entry in self.log("performance").await {
            let message: Value = entry["message"].as_str().and_then(|m| serde_json::from_str(m).ok()).unwrap_or_default();
            let message = &message["message"];
            if message["method"] == "Network.requestWillBeSent" {
                let address = message["params"]["request"]["url"].as_str().unwrap_or_default();
                // What the browser shows before it is sent anywhere.
                let own = address.starts_with(&format!("{origin}/")) || address == "about:blank" || address.starts_with("data:,") || address.starts_with("chrome:");
                if !own {
                    out.push(address.to_owned());
                }
            }
        }
        out
    }

    /// Whether a dialog stands before the page.
    pub(crate) async fn dialog(&self) -> Option<String> {
        self.client.get_alert_text().await.ok()
    }

    pub(crate) async fn close(self) {
        let _ = self.client.clone().close().await;
    }
}

/// Plain HTTP is all that is spoken with the driver.
fn fantoccini_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}
