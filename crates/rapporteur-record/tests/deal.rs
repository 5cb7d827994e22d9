//! Runs the cases of `cases/deal/`: a folder each, with a deal, its events and what is expected on which day.
//!
//! `UPDATE_CASES=1` rewrites what is expected; a person reads the difference.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use rapporteur_record::deal::lint::{RULES, lint, page};
use rapporteur_record::deal::whatif::{Change, whatif};
use rapporteur_record::deal::{Deal, Event, Moment, diff, locks, next, parse, parse_events, status, view};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn deal_of(path: &Path) -> Deal {
    parse(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|faults| panic!("{}:\n{}", path.display(), faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

fn folders(at: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(root().join(at)).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

/// The answer to one heading of a case.
fn answer(ask: &str, folder: &Path, deal: &Deal, events: &[Event]) -> String {
    let day = |s: &str| Moment::parse(s.trim()).unwrap_or_else(|| panic!("`{ask}`: no date in `{s}`"));
    if let Some(rest) = ask.strip_prefix("next ") {
        return view::next(&next::next(deal, events, day(rest), day(rest)));
    }
    if let Some(rest) = ask.strip_prefix("needs ") {
        let (phase, on) = rest.split_once(' ').unwrap();
        return view::needs(&next::needs(deal, events, phase, day(on), day(on)).unwrap());
    }
    if let Some(rest) = ask.strip_prefix("what if ") {
        let (on, change) = rest.split_once(": ").unwrap();
        let change = Change::parse(change, deal).unwrap();
        return view::consequence(&whatif(deal, events, &[change], day(on), day(on)));
    }
    if let Some(rest) = ask.strip_prefix("why ") {
        let words: Vec<&str> = rest.split(' ').collect();
        let on = day(words[2]);
        let found = status(deal, events, on, on);
        let o = found.obligations.iter().find(|o| o.id == words[0]).unwrap();
        return view::tree(&o.accounts.iter().find(|a| a.account == words[1]).unwrap().why);
    }
    if let Some(other) = ask.strip_prefix("diff ") {
        return view::diff(&diff::diff(deal, &deal_of(&folder.join(other))));
    }
    match ask {
        "locks" => view::locks(&locks::locks(deal, None).unwrap()),
        "lint" => view::findings(&lint(deal)),
        _ => match ask.split_once(" known on ") {
            Some((on, known)) => view::status(&status(deal, events, day(on), day(known))),
            None => view::status(&status(deal, events, day(ask), day(ask))),
        },
    }
}

#[test]
fn cases_come_out_as_expected() {
    let mut wrong = Vec::new();
    for folder in folders("cases/deal").into_iter().chain(folders("examples/deals")).filter(|f| f.join("expected.txt").exists()) {
        let deal = deal_of(&folder.join("deal.toml"));
        let text = fs::read_to_string(folder.join("events.jsonl")).unwrap_or_default();
        let events = parse_events(&text, &deal.calendar).unwrap_or_else(|f| panic!("{}: {}", folder.display(), f[0]));
        let expected = fs::read_to_string(folder.join("expected.txt")).unwrap();
        let mut found = String::new();
        for line in expected.lines() {
            if let Some(ask) = line.strip_prefix("## ") {
                let blank = if found.is_empty() { "" } else { "\n" };
                found.push_str(&format!("{blank}## {ask}\n{}", answer(ask, &folder, &deal, &events)));
            }
        }
        if found != expected {
            if std::env::var_os("UPDATE_CASES").is_some() {
                fs::write(folder.join("expected.txt"), &found).unwrap();
            } else {
                let at = found.lines().zip(expected.lines()).position(|(a, b)| a != b).unwrap_or(0);
                wrong.push(format!(
                    "{} line {}:\n  expected {}\n  found    {}",
                    folder.display(),
                    at + 1,
                    expected.lines().nth(at).unwrap_or(""),
                    found.lines().nth(at).unwrap_or("")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\nhelp: read them; UPDATE_CASES=1 rewrites them", wrong.join("\n"));
}

/// Which rules tell each kind of seeded fault.
fn rules_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "nobody-named" => &["DL01"],
        "no-deadline" => &["DL02"],
        "no-verification" => &["DL03"],
        "quantity-missing" => &["DL04"],
        "undefined-term" => &["DL05"],
        "circular" => &["DL06"],
        "phase-cannot-run" => &["DL07", "DL08", "DL25"],
        "nobody-may-extend" => &["DL09"],
        "contradictory" => &["DL10", "DL11", "DL16"],
        "left-open" => &["DL12"],
        "two-readings" => &["DL13"],
        other => panic!("no kind of fault `{other}`"),
    }
}

/// What the linter makes of drafts with faults that are named in comments: found, put in, missed, and what else it tells.
fn seeded(files: impl Iterator<Item = PathBuf>) -> (usize, usize, Vec<String>, Vec<String>) {
    let (mut found, mut seeded, mut missed, mut others) = (0, 0, Vec::new(), Vec::new());
    for file in files.filter(|f| f.extension().is_some_and(|e| e == "toml")) {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let mut told = lint(&deal_of(&file));
        for fault in text.lines().filter_map(|l| l.strip_prefix("# fault: ")) {
            let (kind, id) = fault.split_once(" of ").unwrap();
            seeded += 1;
            let hit = told.iter().position(|f| rules_of(kind).contains(&f.code) && (f.of == id || f.also.iter().any(|a| a == id)));
            match hit {
                Some(i) => {
                    told.remove(i);
                    found += 1;
                }
                None => missed.push(format!("{name}: {fault}")),
            }
        }
        others.extend(told.iter().map(|f| format!("{name}: {} {}", f.code, f.message)));
    }
    (found, seeded, missed, others)
}

/// Files 01 to 10 were written before the linter was, each later set of ten without sight of it.
#[test]
fn the_linter_finds_seeded_faults() {
    let name = |f: &PathBuf| f.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    for (from, until) in [("01", "11"), ("11", "21"), ("21", "31"), ("31", "41")] {
        let (found, seeded, missed, others) = seeded(folders("cases/deal/faults").into_iter().filter(|f| (from..until).contains(&name(f).as_str())));
        println!("{found} of {seeded} seeded faults found; {} other findings\nmissed: {missed:#?}\nothers: {others:#?}", others.len());
        assert!(found >= 27 && others.is_empty(), "{found} of {seeded} found; missed {missed:#?}; others {others:#?}");
    }
}

/// Deals that are in order give the linter nothing to tell.
#[test]
fn sound_deals_have_no_findings() {
    let mut told = Vec::new();
    for folder in folders("cases/deal").into_iter().chain(folders("examples/deals")).filter(|f| f.join("deal.toml").exists()) {
        let listed = fs::read_to_string(folder.join("expected.txt")).unwrap().contains("## lint");
        if !listed {
            told.extend(lint(&deal_of(&folder.join("deal.toml"))).into_iter().map(|f| format!("{}: {} {}", folder.display(), f.code, f.message)));
        }
    }
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn the_lint_page_is_the_rules_own() {
    let path = root().join("docs/deal/lint.md");
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, page()).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), page(), "help: UPDATE_CASES=1 rewrites docs/deal/lint.md");
}

/// Each rule tells the two drafts of its folder apart: `bad.toml` has it, `good.toml` does not.
#[test]
fn each_rule_has_a_test() {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let all = folders("cases/deal/faults").into_iter().chain(folders("cases/deal/rules"));
    for file in all.filter(|f| f.extension().is_some_and(|e| e == "toml")) {
        for f in lint(&deal_of(&file)) {
            *told.entry(f.code).or_default() += 1;
        }
    }
    let silent: Vec<&str> = RULES.iter().map(|r| r.code).filter(|c| !told.contains_key(c)).collect();
    assert!(silent.is_empty(), "no draft in cases/deal/faults or cases/deal/rules is told by {silent:?}");
}

#[test]
fn the_published_schema_has_the_parsers_keys() {
    let found = format!("{:#}\n", rapporteur_record::deal::schema::schema());
    let path = root().join("docs/deal/deal-file.schema.json");
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(&path, &found).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), found, "help: UPDATE_CASES=1 rewrites docs/deal/deal-file.schema.json");
}

/// The page for lawyers shows a file that is read, and speaks of every key.
#[test]
fn the_page_on_the_deal_file_is_true() {
    use rapporteur_record::deal::file::{CALENDAR, DEFINITION, EVENT, OBLIGATION, PARTY, PHASE, POWER, SOURCE, TOP};
    let page = fs::read_to_string(root().join("docs/deal/deal-file.md")).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let deal = parse(example).unwrap_or_else(|f| panic!("{}", f[0]));
    assert!(lint(&deal).is_empty(), "{:#?}", lint(&deal));
    for key in [TOP, CALENDAR, PARTY, DEFINITION, EVENT, PHASE, OBLIGATION, POWER, SOURCE].concat() {
        assert!(
            page.contains(&format!("`{key}`")) || example.contains(&format!("{key} = ")) || example.contains(&format!("[{key}]")),
            "{key} is not explained"
        );
    }
}
