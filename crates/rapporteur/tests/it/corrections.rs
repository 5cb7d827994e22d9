//! What people put right, handed on as annotations and read by the corpus's own checker.

use crate::run::{fine, folder, root, run_as_berg};
use std::path::Path;
use std::process::Command;

fn python(arguments: &[&str], here: &Path) -> (bool, String) {
    let output = Command::new("python3").arg(root().join("corpus/corpus.py")).args(arguments).current_dir(here).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

#[test]
fn what_was_reviewed_is_exported_as_annotations_that_the_checker_takes() {
    let here = folder("c-export", &[]);
    fine(&here, &["demo", "--out", "demo"]);
    fine(&here, &["init", "a.dossier"]);
    fine(&here, &["add", "demo"]);
    let ran = run_as_berg(&here, &["export", "--corrections", "out"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("nobody decided on anything"), "{}", ran.err);
    // Every document is looked at; of some a statement is rejected, of some another speaker is said.
    let shelf: serde_json::Value = serde_json::from_str(&fine(&here, &["review", "list", "--limit", "2000", "--format", "json"])).unwrap();
    let mut documents: Vec<&str> = shelf["pending"].as_array().unwrap().iter().map(|p| p["document"].as_str().unwrap()).collect();
    documents.sort_unstable();
    documents.dedup();
    assert!(documents.len() > 20);
    for (i, document) in documents.iter().enumerate() {
        match i % 3 {
            0 => fine(&here, &["review", "accept", document, "s1"]),
            1 => fine(&here, &["review", "reject", document, "s1", "--reason", "nobody said so"]),
            _ => fine(&here, &["review", "correct", document, "s1", "--speech-act", "doubts"]),
        };
    }
    let told = fine(&here, &["export", "--corrections", "out"]);
    assert_eq!(told, format!("{} documents written, 0 passed over\n", documents.len()));
    let mut files: Vec<String> = std::fs::read_dir(here.join("out")).unwrap().map(|f| f.unwrap().path().display().to_string()).collect();
    files.retain(|f| f.ends_with(".ann"));
    files.sort();
    let (sound, said) = python(&[&["check"], &files.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat(), &here);
    assert!(sound && said.contains(&format!("{} sound, 0 broken", files.len())), "{said}");
    let of = |n: usize| {
        let name: String = documents[n].chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        std::fs::read_to_string(here.join("out").join(name + ".ann")).unwrap()
    };
    assert!(of(0).starts_with("# reviewed by A. Berg: 1 accepted, 0 corrected, 0 rejected\n# as read, with nobody's decision: "), "{}", of(0));
    assert!(!of(1).lines().any(|l| l.starts_with("s1 ")), "what was rejected is not there: {}", of(1));
    assert!(of(2).lines().any(|l| l.starts_with("s1 ") && l.contains("| doubts |")), "what was put right is: {}", of(2));
    let ran = run_as_berg(&here, &["export", "--corrections", "out"]);
    assert!(ran.code == 3 && ran.err.contains("it is there already"), "{}", ran.err);
}
