//! The crates know only whom they may know, and the pages name only what exists.

use crate::run::root;
use std::path::Path;

/// Who may use whom (STYLE.md, section 2).
const ARROWS: &[(&str, &[&str])] = &[
    ("rapporteur-record", &[]),
    ("rapporteur-reading", &["rapporteur-record"]),
    ("rapporteur-encoder", &["rapporteur-reading", "rapporteur-record"]),
    ("rapporteur-store", &["rapporteur-record"]),
    ("rapporteur-export", &["rapporteur-record"]),
    ("rapporteur", &["rapporteur-record", "rapporteur-reading", "rapporteur-encoder", "rapporteur-store", "rapporteur-export"]),
    ("rapporteur-python", &["rapporteur-record", "rapporteur-reading", "rapporteur-encoder", "rapporteur-export"]),
    ("rapporteur-evaluate", &["rapporteur-record", "rapporteur-reading", "rapporteur-encoder"]),
];

fn crates() -> Vec<(String, String)> {
    let mut all: Vec<_> = std::fs::read_dir(root().join("crates")).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    let read = |path: &Path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path.join("Cargo.toml")).unwrap());
    all.iter().map(|path| read(path)).collect()
}

/// Names of the dependencies of a `Cargo.toml`, those of its tests only where asked for.
fn dependencies(manifest: &str, of_tests: bool) -> Vec<&str> {
    let mut inside = false;
    let mut out = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies]") && (of_tests || !line.contains("dev-"));
        } else if inside && let Some((name, _)) = line.split_once('=') {
            out.push(name.trim().trim_end_matches(".workspace"));
        }
    }
    out
}

#[test]
fn crates_know_only_whom_they_may_know() {
    for (name, manifest) in crates() {
        let Some((_, allowed)) = ARROWS.iter().find(|(n, _)| *n == name) else { panic!("the crate {name} is not in the table of arrows") };
        for used in dependencies(&manifest, true).iter().filter(|d| d.starts_with("rapporteur")) {
            assert!(allowed.contains(used), "{name} may not know {used}");
        }
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let page = std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    for (name, manifest) in crates() {
        for used in dependencies(&manifest, true).iter().filter(|d| !d.starts_with("rapporteur")) {
            assert!(page.contains(&format!("`{used}`")), "{name} uses {used}, for which CONTRIBUTING.md gives no reason");
        }
    }
}

#[test]
fn every_path_of_the_pages_exists() {
    // What is between ticks and looks like a path; `rapporteur-record/1` is the name of a format.
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let paths = text.split('`').skip(1).step_by(2).filter(|p| p.contains('/') && !p.contains([' ', '*', '<', '$', '\n', ':']) && !p.ends_with("/1"));
        for path in paths {
            assert!(root().join(path).exists(), "{page} names `{path}`, which does not exist");
        }
    }
}

#[test]
fn the_architecture_fits_on_a_few_screens() {
    assert!(std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap().lines().count() < 150);
}
