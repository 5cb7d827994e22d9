//! How often two people agree.

use crate::made::{by, dossier, nth};
use rapporteur_record::Stance;
use rapporteur_record::entry::{Change, Verdict, What};
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_store::Store;

fn decide(store: &mut Store, person: &str, n: usize, kind: ItemKind, verdict: Verdict) {
    let (document, reading) = store.document(&format!("d{n}.txt")).unwrap();
    let item = Item::of(&document, &reading, kind, 0).unwrap();
    let day = i64::try_from(store.head().unwrap().0).unwrap();
    store.append(&[by(person, day, What::Review { item, verdict, comment: None })]).unwrap();
}

#[test]
fn agreement_is_told_by_kind_with_its_kappa() {
    let mut store = dossier("agreement");
    store.append(&(0..8).map(nth).collect::<Vec<_>>()).unwrap();
    assert_eq!(store.agreement().unwrap(), []);
    // Accepted by both 2, rejected by both 1, one each 1: observed 3/4, chance (3·2 + 1·2)/16 = 1/2, kappa 1/2.
    let pairs =
        [(Verdict::Accept, Verdict::Accept), (Verdict::Accept, Verdict::Accept), (Verdict::Reject, Verdict::Reject), (Verdict::Accept, Verdict::Reject)];
    for (n, (first, second)) in pairs.into_iter().enumerate() {
        decide(&mut store, "A. Berg", n, ItemKind::Attribution, first);
        decide(&mut store, "C. Dahl", n, ItemKind::Attribution, second);
    }
    // Somebody alone, twice, and a remark of another: nothing to compare.
    decide(&mut store, "A. Berg", 4, ItemKind::Attribution, Verdict::Accept);
    decide(&mut store, "A. Berg", 4, ItemKind::Attribution, Verdict::Reject);
    decide(&mut store, "C. Dahl", 4, ItemKind::Attribution, Verdict::Comment);
    let found = store.agreement().unwrap();
    assert_eq!(found.len(), 1);
    let a = &found[0];
    assert_eq!((a.kind, a.items, a.pairs, a.agreed, a.seconded, a.compared), (ItemKind::Attribution, 4, 4, 3, 0, 4));
    assert!((a.kappa.unwrap() - 0.5).abs() < 1e-12, "{a:?}");
}

#[test]
fn corrections_agree_where_they_put_the_same_right_and_a_second_agrees() {
    let mut store = dossier("agreement-corrected");
    store.append(&(0..3).map(nth).collect::<Vec<_>>()).unwrap();
    let to = |stance| Verdict::Correct(vec![Change::Stance(stance)]);
    for (n, second) in [(0, to(Stance::Doubts)), (1, to(Stance::Accepts)), (2, Verdict::Second)] {
        decide(&mut store, "A. Berg", n, ItemKind::Position, to(Stance::Doubts));
        decide(&mut store, "C. Dahl", n, ItemKind::Position, second);
    }
    let a = store.agreement().unwrap().remove(0);
    assert_eq!((a.kind, a.pairs, a.agreed, a.seconded, a.compared, a.kappa), (ItemKind::Position, 3, 2, 1, 0, None));
    // What is taken back counts no longer.
    let undo = What::Undo { entry: store.entry(5).unwrap().unwrap().entry().unwrap().id() };
    store.append(&[by("C. Dahl", 20, undo)]).unwrap();
    assert_eq!(store.agreement().unwrap()[0].pairs, 2);
}

#[test]
fn people_differ_until_they_find_the_same_or_somebody_settles_it() {
    let mut store = dossier("agreement-differ");
    store.append(&(0..2).map(nth).collect::<Vec<_>>()).unwrap();
    let differing = |store: &Store| store.differing().unwrap().into_iter().map(|d| (d.document, d.item, d.findings)).collect::<Vec<_>>();
    decide(&mut store, "A. Berg", 0, ItemKind::Attribution, Verdict::Accept);
    assert_eq!(differing(&store), []);
    decide(&mut store, "C. Dahl", 0, ItemKind::Attribution, Verdict::Reject);
    let both = vec![("A. Berg".to_owned(), "accept", 3), ("C. Dahl".to_owned(), "reject", 4)];
    assert_eq!(differing(&store), [("d0.txt".to_owned(), "s1".to_owned(), both)]);
    decide(&mut store, "E. Falk", 0, ItemKind::Attribution, Verdict::Second);
    assert_eq!(differing(&store)[0].2.len(), 3, "a third voice does not outvote anybody");
    // By agreement: A. Berg finds what the others do.
    decide(&mut store, "A. Berg", 0, ItemKind::Attribution, Verdict::Second);
    assert_eq!(differing(&store), []);
    decide(&mut store, "A. Berg", 0, ItemKind::Attribution, Verdict::Accept);
    assert_eq!(differing(&store).len(), 1);
    // By somebody's word, until somebody finds something again.
    decide(&mut store, "G. Holm", 0, ItemKind::Attribution, Verdict::Settle);
    assert_eq!(differing(&store), []);
    assert_eq!(store.status("d0.txt", ItemKind::Attribution, "s1").unwrap().as_deref(), Some("accepted"), "settling changes nothing of what stands");
    decide(&mut store, "C. Dahl", 0, ItemKind::Attribution, Verdict::Reject);
    assert_eq!(differing(&store).len(), 1);
}

#[test]
fn a_second_reader_is_asked_for_until_one_has_come() {
    let mut store = dossier("agreement-asked");
    store.append(&(0..2).map(nth).collect::<Vec<_>>()).unwrap();
    let asked = |store: &Store| store.asked().unwrap().into_iter().map(|a| (a.document, a.item, a.by, a.found_by)).collect::<Vec<_>>();
    decide(&mut store, "A. Berg", 0, ItemKind::Attribution, Verdict::Accept);
    let last = |store: &Store| {
        let (document, reading) = store.document("d0.txt").unwrap();
        store.last_on(&Item::of(&document, &reading, ItemKind::Attribution, 0).unwrap()).unwrap().unwrap().0
    };
    let before = last(&store);
    decide(&mut store, "A. Berg", 0, ItemKind::Attribution, Verdict::Ask);
    assert_eq!(asked(&store), [("d0.txt".to_owned(), "s1".to_owned(), "A. Berg".to_owned(), vec!["A. Berg".to_owned()])]);
    assert_eq!(last(&store), before, "asking decides nothing");
    assert_eq!(store.status("d0.txt", ItemKind::Attribution, "s1").unwrap().as_deref(), Some("accepted"));
    decide(&mut store, "A. Berg", 0, ItemKind::Attribution, Verdict::Accept);
    assert_eq!(asked(&store).len(), 1, "nobody is their own second reader");
    decide(&mut store, "C. Dahl", 0, ItemKind::Attribution, Verdict::Second);
    assert_eq!(asked(&store), []);
}
