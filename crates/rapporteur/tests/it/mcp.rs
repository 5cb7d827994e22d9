//! An assistant asks a dossier, over standard input and output.

use crate::run::{folder, with};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const TEXT: &[u8] = b"---\noutlet: The Paper\ndate: 2031-03-04\ntitle: Round one\n---\n\nThe port said that it would accept the draft agreement. The union said the port had rejected the draft agreement.\n";

struct Assistant {
    program: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next: u64,
}

impl Assistant {
    fn begin(here: &std::path::Path) -> Assistant {
        let mut program = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .current_dir(here)
            .args(["mcp", "a.dossier"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (program.stdin.take().unwrap(), BufReader::new(program.stdout.take().unwrap()));
        let mut it = Assistant { program, to, from, next: 1 };
        let told = it.ask("initialize", &json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}));
        assert_eq!(told["serverInfo"]["name"], "rapporteur");
        assert!(told["instructions"].as_str().unwrap().contains("somebody's claim"));
        it.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        it
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.to, "{message}").unwrap();
        self.to.flush().unwrap();
    }

    fn ask(&mut self, method: &str, with: &Value) -> Value {
        let id = self.next;
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": with}));
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["id"], id, "{answer}");
        answer["result"].clone()
    }

    /// What a tool answers, and whether it says no.
    fn call(&mut self, tool: &str, with: &Value) -> (String, bool) {
        let result = self.ask("tools/call", &json!({"name": tool, "arguments": with}));
        (result["content"][0]["text"].as_str().unwrap().to_owned(), result["isError"] == true)
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn dossier(name: &str) -> std::path::PathBuf {
    let here = folder(name, &[("one.txt", TEXT)]);
    for arguments in [&["init", "a.dossier"][..], &["add", "one.txt"][..]] {
        assert_eq!(with(&here, arguments, b"", &[]).code, 0);
    }
    here
}

#[test]
fn every_tool_only_reads_and_every_answer_carries_its_quotations() {
    let mut it = Assistant::begin(&dossier("m-tools"));
    let tools = it.ask("tools/list", &json!({}));
    let tools = tools["tools"].as_array().unwrap();
    assert!(tools.len() >= 9);
    for tool in tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        assert!(tool["description"].as_str().is_some_and(|d| !d.is_empty()), "{tool}");
    }
    let (found, no) = it.call("search_statements", &json!({"words": "draft"}));
    let found: Value = serde_json::from_str(&found).unwrap();
    assert!(!no && found["count"].as_u64().is_some_and(|n| n >= 2), "{found}");
    for s in found["statements"].as_array().unwrap() {
        assert!(s["quotation"].as_str().is_some_and(|q| q.contains("draft")) && s["outlet"] == "The Paper", "{s}");
    }
    for question in ["position_matrix", "contested", "timeline", "figures"] {
        let (answer, no) = it.call(question, &json!({}));
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert!(!no && answer["quotations"].is_array(), "{question}: {answer}");
    }
}

#[test]
fn a_question_that_cannot_be_answered_says_what_to_ask() {
    let mut it = Assistant::begin(&dossier("m-no"));
    for (tool, with, said) in [
        ("statement", json!({"document": "one.txt", "statement": "s99"}), "ask for the document"),
        ("statement", json!({"document": "two.txt", "statement": "s1"}), "two.txt"),
        ("contested", json!({"kind": "quarrel"}), "divergence"),
        ("position_matrix", json!({"as_of": "tomorrow"}), "2031-03-04"),
    ] {
        let (answer, no) = it.call(tool, &with);
        assert!(no && answer.contains(said), "{tool} {with}: {answer}");
    }
}
