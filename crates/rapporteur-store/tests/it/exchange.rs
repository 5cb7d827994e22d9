//! Export and import, and the two ways to the same tables.

use crate::made::{NAMES, by, dossier, dump, export, folder, noon, nth, read};
use proptest::prelude::*;
use rapporteur_record::entry::{Author, Bond, Named, Verdict, What};
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_store::{Addition, Store, StoreError};

fn import(store: &mut Store, lines: &[String]) -> Result<(u64, u64), StoreError> {
    store.import(&mut lines.iter().map(|l| Ok(l.clone()))).map(|i| (i.new, i.known))
}

#[test]
fn a_copy_is_the_same_hash_by_hash() {
    let mut store = dossier("x-copy");
    store.append(&[nth(0), nth(1), read("d0.txt", "Jón Ærsk", 9, 2)]).unwrap();
    let lines = export(&mut store);
    let mut copy = dossier("x-copied");
    assert_eq!(import(&mut copy, &lines).unwrap(), (3, 0));
    assert_eq!(dump(&mut copy), dump(&mut store));
    assert_eq!(copy.head().unwrap(), store.head().unwrap());
    assert_eq!(import(&mut copy, &lines).unwrap(), (0, 3), "a second time nothing is new");
    assert_eq!(copy.verify(true).unwrap().faults, []);
}

#[test]
fn a_changed_line_is_refused_and_nothing_is_taken_in() {
    let mut store = dossier("x-changed");
    store.append(&[nth(0), nth(1), nth(2)]).unwrap();
    let lines = export(&mut store);
    let entry = |n: usize| lines.iter().position(|l| l.contains(&format!("\"number\":{n},"))).unwrap();
    let with = |at: usize, line: Option<String>| -> Vec<String> {
        lines.iter().enumerate().filter_map(|(i, l)| if i == at { line.clone() } else { Some(l.clone()) }).collect()
    };
    let spoilt = [
        (with(entry(2), Some(lines[entry(2)].replace("not enough", "quite good"))), "entry 2 was changed"),
        (with(entry(2), None), "entry 3 does not follow"),
        (with(entry(1) - 1, Some(lines[entry(1) - 1].replacen("\"bytes\":\"", "\"bytes\":\"AAAA", 1))), "an original was changed"),
        (with(entry(3), Some("{broken".into())), "it is no entry"),
        (with(0, None), "an export begins with a line"),
    ];
    for (lines, why) in spoilt {
        let mut copy = dossier("x-changed-copy");
        let refused = import(&mut copy, &lines).unwrap_err();
        assert!(matches!(&refused, StoreError::Line(_, words) if words.contains(why)), "{refused:?}, not {why}");
        assert_eq!(copy.head().unwrap().0, 0);
        assert_eq!(copy.doctor().unwrap().originals.0, 0);
    }
}

/// As a full disk leaves it: wherever it ends, it is not taken for a whole one.
#[test]
fn an_export_that_was_cut_off_is_refused_wherever_it_ends() {
    let mut store = dossier("x-cut");
    store.append(&[nth(0), nth(1), nth(2)]).unwrap();
    let lines = export(&mut store);
    for kept in 0..lines.len() {
        let mut copy = dossier("x-cut-copy");
        let refused = import(&mut copy, &lines[..kept]).unwrap_err();
        let why = if kept == 0 { "the file is empty" } else { "it is missing: the export says that it has 3 entries" };
        assert!(matches!(&refused, StoreError::Line(line, words) if *line == kept + 1 && words.contains(why)), "{kept} lines: {refused:?}");
        assert_eq!(copy.head().unwrap().0, 0);
    }
}

#[test]
fn into_another_dossier_what_is_new_is_appended_under_names_that_are_free() {
    let mut here = dossier("x-here");
    here.append(&[nth(0), read("d1.txt", "Pilots of Oster", 20, 0)]).unwrap();
    let mut there = dossier("x-there");
    there.append(&[nth(0), nth(1)]).unwrap();
    let (document, reading) = there.document("d1.txt").unwrap();
    let item = Item::of(&document, &reading, ItemKind::Attribution, 0).unwrap();
    there.append(&[by("A. Berg", 1, What::Review { item, verdict: Verdict::Accept, comment: None })]).unwrap();
    there.append(&[by("A. Berg", 2, What::Remove { document: "d1.txt".into(), reason: "twice".into() })]).unwrap();
    let undo = What::Undo { entry: there.entry(4).unwrap().unwrap().entry().unwrap().id() };
    there.append(&[by("A. Berg", 3, undo)]).unwrap();
    let lines = export(&mut there);
    assert_eq!(import(&mut here, &lines).unwrap(), (4, 1));
    assert_eq!(here.status("d1.txt", ItemKind::Attribution, "s1").unwrap().as_deref(), Some("machine"), "not the one that was reviewed");
    assert_eq!(here.status("d1.txt (2)", ItemKind::Attribution, "s1").unwrap().as_deref(), Some("accepted"));
    assert_eq!(import(&mut here, &lines).unwrap(), (0, 5), "a second time nothing is new");
    assert_eq!(here.verify(true).unwrap().faults, []);
}

/// Something that happens to a dossier.
#[derive(Clone, Debug)]
enum Step {
    Read(usize, usize, u8),
    Remove(usize),
    Review(usize, u8, u8),
    Bond(usize, bool),
    Undo(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..6_usize, 0..4_usize, 0..2_u8).prop_map(|(n, round, reader)| Step::Read(n, round, reader)),
        1 => (0..6_usize).prop_map(Step::Remove),
        3 => (0..6_usize, 0..4_u8, 0..4_u8).prop_map(|(n, kind, verdict)| Step::Review(n, kind, verdict)),
        1 => (0..4_usize, any::<bool>()).prop_map(|(n, join)| Step::Bond(n, join)),
        2 => (0..12_usize).prop_map(Step::Undo),
    ]
}

/// The addition of a step, where it can be taken.
fn addition(store: &Store, at: i64, step: &Step) -> Option<Addition> {
    match step {
        Step::Read(n, round, reader) => {
            let mut addition = read(&format!("d{n}.txt"), NAMES[*n % 4], *round, at);
            addition.entry.by = Author::Reader(format!("test {reader}"));
            Some(addition)
        }
        Step::Remove(n) => Some(by("A. Berg", at, What::Remove { document: format!("d{n}.txt"), reason: "twice".into() })),
        Step::Review(n, kind, verdict) => {
            let (document, reading) = store.document(&format!("d{n}.txt")).ok()?;
            let kind = [ItemKind::Attribution, ItemKind::Position, ItemKind::Proposal, ItemKind::Actor][usize::from(*kind)];
            let verdict = [Verdict::Accept, Verdict::Reject, Verdict::Second, Verdict::Comment][usize::from(*verdict)].clone();
            let item = Item::of(&document, &reading, kind, 0)?;
            Some(by("C. Dahl", at, What::Review { item, verdict, comment: Some("“so”".into()) }))
        }
        Step::Bond(n, join) => {
            let names = [*n, (*n + 1) % 4].map(|i| Named { name: NAMES[i].into(), document: None }).to_vec();
            Some(by("A. Berg", at, What::Actors { names, bond: if *join { Bond::Join } else { Bond::Apart } }))
        }
        Step::Undo(n) => {
            let (last, _) = store.head().ok()?;
            let row = store.entry(u64::try_from(*n).ok()? % last.max(1) + 1).ok()??;
            Some(by("A. Berg", at, What::Undo { entry: row.entry().ok()?.id() }))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn rebuilt_and_copied_tables_equal_appended_ones(steps in prop::collection::vec(step(), 1..25), case in any::<u64>()) {
        let here = folder(&format!("x-property-{case}"));
        let mut store = Store::create(&here.join("a.dossier"), "a", noon(0)).unwrap();
        for (at, step) in steps.iter().enumerate() {
            if let Some(addition) = addition(&store, i64::try_from(at).unwrap(), step) {
                store.append(&[addition]).unwrap();
            }
        }
        let appended = dump(&mut store);
        prop_assert_eq!(store.verify(true).unwrap().faults, vec![]);
        prop_assert_eq!(store.check_file().unwrap(), vec![]);
        store.rebuild().unwrap();
        prop_assert_eq!(&dump(&mut store), &appended);
        let lines = export(&mut store);
        let mut copy = Store::create(&here.join("b.dossier"), "a", noon(0)).unwrap();
        import(&mut copy, &lines).unwrap();
        prop_assert_eq!(&dump(&mut copy), &appended);
        prop_assert_eq!(&export(&mut copy), &lines);
        drop((store, copy));
        let _ = std::fs::remove_dir_all(here);
    }
}
