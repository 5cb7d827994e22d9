//! A dossier that is served by the program, and somebody who speaks with it as programs do.

use crate::http::{Answer, Client};
use crate::run::{NOW, fine, with};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server; it ends with this value.
pub(crate) struct Served {
    child: Child,
    /// `127.0.0.1:PORT`
    pub(crate) host: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    /// Ends it. What it said on standard error.
    pub(crate) fn end(mut self) -> String {
        let _ = self.child.kill();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

/// Makes an account that may review, the first that of an admin. Its token.
pub(crate) fn token(here: &Path, name: &str, role: &str) -> String {
    fine(here, &["account", "add", name, "--role", role, "--dossier", "a.dossier"]);
    fine(here, &["account", "token", "add", name, "--label", "test", "--role", "review", "--dossier", "a.dossier"]).trim().to_owned()
}

/// Serves `a.dossier` of a folder on a free port.
pub(crate) fn serve(here: &Path) -> Served {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(here).args(["serve", "a.dossier", "--bind", "127.0.0.1:0"]).envs([NOW]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    assert!(host.starts_with("127.0.0.1:"), "the server does not say where it is: {line:?}");
    Served { child, host }
}

/// An id as a part of an address.
pub(crate) fn encoded(id: &str) -> String {
    id.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// A program that shows somebody's token.
pub(crate) struct Person {
    client: Client,
    token: String,
}

impl Person {
    pub(crate) fn new(host: &str, token: &str) -> Person {
        Person { client: Client::new(host), token: format!("Bearer {token}") }
    }

    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let token = self.token.clone();
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([("Authorization", token.as_str())]).collect();
        self.client.send(method, path, &headers, body).unwrap()
    }

    /// The answer to a question that can be answered.
    pub(crate) fn page(&mut self, path: &str) -> String {
        let answer = self.send("GET", path, &[], "");
        let body = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, 200, "{path}: {body}");
        body
    }

    /// A JSON answer to a question that can be answered.
    pub(crate) fn json(&mut self, path: &str) -> Value {
        serde_json::from_str(&self.page(path)).unwrap()
    }

    /// Statements on which nobody decided: documents and ids.
    pub(crate) fn waiting(&mut self) -> Vec<(String, String)> {
        let found = self.json("/api/v1/search?status=machine&limit=200");
        let words = |v: &Value| v.as_str().unwrap().to_owned();
        found["hits"].as_array().unwrap().iter().map(|h| (words(&h["document"]), words(&h["item"]))).collect()
    }

    /// Looks at a statement and decides on it as it was seen.
    pub(crate) fn decide(&mut self, (document, item): &(String, String), decision: &Value) -> Answer {
        let path = format!("/api/v1/documents/{}/items/{item}", encoded(document));
        let seen = self.send("GET", &path, &[], "");
        assert_eq!(seen.status, 200, "{path}: {}", String::from_utf8_lossy(&seen.body));
        let tag = seen.header("etag").unwrap().to_owned();
        self.send("POST", &format!("{path}/decisions"), &[("If-Match", &tag), ("Content-Type", "application/json")], &decision.to_string())
    }
}

/// What the ledger holds of people's decisions: document, verdict, who.
pub(crate) fn decisions(here: &Path) -> Vec<(String, String, String)> {
    decided(&with(here, &["export", "--without-originals", "--dossier", "a.dossier"], b"", &[NOW]).out)
}

/// The same of an export.
pub(crate) fn decided(export: &str) -> Vec<(String, String, String)> {
    let entries = export.lines().skip(1).map(|l| serde_json::from_str::<Value>(l).unwrap()["entry"].take());
    let words = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let mut out: Vec<_> =
        entries.filter(|e| e["what"] == "review").map(|e| (words(&e["item"]["document"]), words(&e["verdict"]), words(&e["by"]["person"]))).collect();
    out.sort();
    out
}
