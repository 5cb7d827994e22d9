//! Measures the drafter on the draft agreements of `corpus/agreements`.
//!
//! A duty counts as found where the debtors are the gold's and the words of the act overlap by half of the shorter.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use rapporteur_record::deal::draft::{draft, to_toml};
use rapporteur_record::deal::{Deal, Obligation, parse};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn names(deal: &Deal, o: &Obligation) -> BTreeSet<String> {
    let bare = |s: &str| s.trim_start_matches("the ").to_lowercase();
    (o.debtors.iter()).map(|d| deal.party(d).map_or_else(|| bare(d), |p| bare(p.speaks_through.first().unwrap_or(&p.name)))).collect()
}

fn deadline(deal: &Deal, o: &Obligation) -> String {
    let Some(when) = o.deadline.as_ref().or(o.until.as_ref()) else { return String::new() };
    let text = when.to_string();
    match text.split_once("event ") {
        Some((lead, id)) => format!("{}: {}", lead.trim(), deal.happenings.iter().find(|h| h.id == id).unwrap().name),
        None => text,
    }
}

fn same_deadline(found: &str, gold: &str) -> bool {
    match (found.split_once(": "), gold.split_once(": ")) {
        (Some((a, x)), Some((b, y))) => {
            let words = |s: &str| s.split(' ').map(str::to_owned).collect::<BTreeSet<String>>();
            let (x, y) = (words(x), words(y));
            a == b && 2 * x.intersection(&y).count() >= y.len().min(x.len())
        }
        _ => found == gold,
    }
}

#[test]
fn duties_and_deadlines_are_found_in_draft_agreements() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/agreements");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    let (mut hits, mut found, mut gold_count, mut dated, mut right) = (0, 0, 0, 0, 0);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let proposed = draft(&text, &name);
        let written = to_toml(&proposed);
        let deal = parse(&written).unwrap_or_else(|f| panic!("{name}: {}\n{written}", f[0]));
        assert_eq!(deal.obligations.len(), proposed.deal.obligations.len());
        let chars: Vec<char> = text.chars().collect();
        for o in &deal.obligations {
            let (b, e) = o.source.span.unwrap();
            assert_eq!(chars[b..e].iter().collect::<String>(), *o.source.text.as_ref().unwrap(), "the words stand where the draft says");
        }
        let gold: toml::Table = fs::read_to_string(file.with_extension("toml")).unwrap().parse().unwrap();
        let mut left: Vec<usize> = (0..deal.obligations.len()).collect();
        found += left.len();
        for g in gold["obligation"].as_array().unwrap() {
            gold_count += 1;
            let act = g["act"].as_str().unwrap();
            let at = text.find(act).unwrap();
            let (b, e) = (text[..at].chars().count(), text[..at + act.len()].chars().count());
            let debtors: BTreeSet<String> =
                g["debtor"].as_array().unwrap().iter().map(|d| d.as_str().unwrap().trim_start_matches("the ").to_lowercase()).collect();
            let hit = left.iter().position(|i| {
                let o = &deal.obligations[*i];
                let (x, y) = o.source.span.unwrap();
                let common = e.min(y).saturating_sub(b.max(x));
                2 * common >= (e - b).min(y - x) && names(&deal, o) == debtors
            });
            match hit {
                Some(n) => {
                    let o = &deal.obligations[left.remove(n)];
                    hits += 1;
                    let wanted = g.get("deadline").map_or("", |d| d.as_str().unwrap());
                    let got = deadline(&deal, o);
                    dated += 1;
                    if same_deadline(&got, wanted) {
                        right += 1;
                    } else {
                        println!("{name}: deadline of {act:?}: {got:?}, not {wanted:?}");
                    }
                }
                None => println!("{name}: missed {act:?} of {debtors:?}"),
            }
        }
        for i in left {
            let o = &deal.obligations[i];
            println!("{name}: too much {:?} of {:?}", o.source.text.as_ref().unwrap(), names(&deal, o));
        }
    }
    let (p, r) = (f64::from(hits) / found as f64, f64::from(hits) / f64::from(gold_count));
    let f1 = 2.0 * p * r / (p + r);
    let share = f64::from(right) / f64::from(dated);
    println!(
        "duties: {hits} of {gold_count} gold, {found} proposed; precision {p:.3} recall {r:.3} F1 {f1:.3}; deadlines right {right} of {dated} ({share:.3})"
    );
    assert!(f1 >= 0.55 && share >= 0.7, "F1 {f1:.3}, deadlines {share:.3}");
}

fn drafted(text: &str) -> (Deal, String) {
    let written = to_toml(&draft(text, "pact"));
    (parse(&written).unwrap_or_else(|f| panic!("{}\n{written}", f[0])), written)
}

#[test]
fn instalments_become_parts() {
    let (deal, written) = drafted(
        "ASHFOLD PAY PACT\nAshfold Mining Company (the company) and the Pitmen's Union (\"the union\") agree as follows.\n1. The company shall pay to the fund 90,000 crowns in three equal instalments on 31 August, 31 October and 31 December 2031.\n2. The union shall deliver 40 lamps each on 1 May and 1 June 2032.\n3. The company shall release 30 houses by 1 May and 1 June 2032.\n4. The union shall publish a report by 1 May and 1 June 2032.\nDone at Port Lim on 4 May 2031.\n5. This pact enters into force thirty days after signature.\n",
    );
    let parts = |i: usize| deal.obligations[i].schedule.iter().map(|p| format!("{}: {}", p.by, p.quantity)).collect::<Vec<_>>();
    assert_eq!(parts(0), ["2031-08-31: 30000", "2031-10-31: 30000", "2031-12-31: 30000"], "{written}");
    assert_eq!(deal.obligations[0].quantity.map(|q| q.to_string()).as_deref(), Some("90000"));
    assert_eq!(parts(1), ["2032-05-01: 40", "2032-06-01: 40"], "{written}");
    assert_eq!((parts(2).len(), deadline(&deal, &deal.obligations[2])), (0, "2032-06-01".to_owned()), "{written}");
    assert!(written.contains("# gap: schedule: the words name 2 days"), "{written}");
    assert_eq!(parts(3).len(), 2, "{written}");
    assert_eq!(names(&deal, &deal.obligations[0]), BTreeSet::from(["company".to_owned()]), "a short name may begin with a small letter: {written}");
    assert_eq!(names(&deal, &deal.obligations[1]), BTreeSet::from(["union".to_owned()]), "{written}");
    assert_eq!(deal.signed.map(|d| d.to_string()).as_deref(), Some("2031-05-04"), "{written}");
    assert_eq!(deal.in_force.as_ref().map(ToString::to_string).as_deref(), Some("30 days after signature"), "{written}");
}

#[test]
fn not_later_than_forbids_nothing() {
    let (deal, written) = drafted(
        "MILL PACT\nThe Reed Board (\"Reed\") and the Moss Board (\"Moss\") agree:\n- Reed shall not later than 6 May 2031 open the north gate.\n* Moss shall not open the south gate until 1 June 2031.\n\u{2022} This pact enters into force when both Boards have ratified it.\n",
    );
    let told: Vec<_> = deal.obligations.iter().map(|o| (o.kind.name(), o.act.as_str(), deadline(&deal, o))).collect();
    assert_eq!(told, [("achieve", "open", "2031-05-06".to_owned()), ("refrain", "open", "2031-06-01".to_owned())], "{written}");
    assert!(written.contains("# gap: in_force: \u{201c}This pact enters into force when both Boards have ratified it\u{201d}"), "{written}");
    assert!(written.contains("# gap: signed"), "{written}");
}
