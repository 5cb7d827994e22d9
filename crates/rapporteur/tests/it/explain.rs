//! `rapporteur explain` shows where every decision was taken.

use crate::run::{folder, root, run, within};
use serde_json::Value;

const EXAMPLE: &str = "examples/harbour-dues.txt";

#[test]
fn every_decision_names_a_rule_and_a_place_that_exists() {
    let record: Value = serde_json::from_str(&run(&["read", EXAMPLE, "--format", "json"]).out).unwrap();
    let all = record["attributions"].as_array().unwrap();
    assert!(!all.is_empty());
    for a in all {
        let id = a["id"].as_str().unwrap();
        let ran = run(&["explain", EXAMPLE, id, "--format", "json"]);
        let explanation: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(explanation["attribution"], *a);
        let chain = explanation["chain"].as_array().unwrap();
        assert_eq!(chain.last().unwrap()["id"], id);
        assert_eq!(chain.len() > 1, a["within"].is_string());
        let decisions = explanation["decisions"].as_array().unwrap();
        assert!(!decisions.is_empty(), "{id}");
        for d in decisions {
            let source = std::fs::read_to_string(root().join(d["file"].as_str().unwrap())).unwrap();
            assert!(source.lines().count() >= d["line"].as_u64().unwrap() as usize, "{d}");
        }
    }
}

#[test]
fn the_page_for_people_shows_the_chain_from_the_outlet_on() {
    let page = run(&["explain", EXAMPLE, "s1"]).out;
    assert!(page.contains("The Oster Harbour Herald") && page.contains("└─ s1"), "{page}");
    assert!(page.contains("Decisions") && page.contains(".rs:"), "{page}");
}

#[test]
fn of_several_documents_one_must_be_named() {
    let lines = b"{\"id\": \"one\", \"text\": \"The union said no.\"}\n{\"id\": \"two\", \"text\": \"The port said yes.\"}\n";
    let here = folder("explain-several", &[("all.jsonl", lines)]);
    let ran = within(&here, &["explain", "all.jsonl", "s1"], b"");
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("one, two"), "{}", ran.err);
    let wrong = within(&here, &["explain", "all.jsonl", "s1", "--document", "three"], b"");
    assert!(wrong.err.contains("no document `three`"), "{}", wrong.err);
}
