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
