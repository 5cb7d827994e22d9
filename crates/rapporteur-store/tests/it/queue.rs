//! What waits for a person, what people wrote, the documents a page at a time.

use crate::made::{by, dossier, nth};
use rapporteur_record::entry::{Verdict, What};
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_store::{Addition, REVIEWED, Shelf, Store};

fn decision(store: &Store, person: &str, document: &str, kind: ItemKind, verdict: Verdict) -> Addition {
    let (document, reading) = store.document(document).unwrap();
    let item = Item::of(&document, &reading, kind, 0).unwrap();
    by(person, 1, What::Review { item, verdict, comment: None })
}

#[test]
fn least_sure_first_and_one_can_go_on_behind_what_waits_no_longer() {
    let mut store = dossier("q-order");
    store.append(&[nth(0), nth(1)]).unwrap();
    let names = |store: &Store, past: Option<&rapporteur_store::Turn>| {
        let all = store.queue(&REVIEWED, None, past, 99).unwrap();
        all.into_iter().map(|w| format!("{} {}", w.document, w.turn.item)).collect::<Vec<_>>()
    };
    let all = ["d0.txt p1", "d1.txt p1", "d0.txt x1", "d1.txt x1", "d0.txt s1", "d1.txt s1"];
    assert_eq!(names(&store, None), all);
    for (i, waits) in store.queue(&REVIEWED, None, None, 99).unwrap().iter().enumerate() {
        assert_eq!(names(&store, Some(&waits.turn)), all[i + 1..], "behind {}", all[i]);
        assert_eq!(store.turn(&waits.document, waits.turn.kind, &waits.turn.item).unwrap(), waits.turn);
    }
    let turn = store.turn("d0.txt", ItemKind::Position, "x1").unwrap();
    let accept = decision(&store, "A. Berg", "d0.txt", ItemKind::Position, Verdict::Accept);
    store.append(&[accept]).unwrap();
    assert_eq!(names(&store, Some(&turn)), all[3..], "the one that was decided on does not wait, and those behind it do");
    assert_eq!(store.queue(&[ItemKind::Position], Some("d0.txt"), None, 9).unwrap(), []);
    let decided: Vec<_> = store.progress().unwrap().into_iter().filter(|s| s.1 != "machine").collect();
    assert_eq!(decided, [(ItemKind::Position, "accept".to_owned(), 1)]);
}

#[test]
fn a_second_reader_sees_what_others_decided_until_they_have_decided_too() {
    let mut store = dossier("q-second");
    store.append(&[nth(0)]).unwrap();
    let first = decision(&store, "A. Berg", "d0.txt", ItemKind::Attribution, Verdict::Reject);
    store.append(&[first]).unwrap();
    let waiting = |store: &Store, person: &str| store.unseconded(person, None, 0, 9).unwrap().len();
    assert_eq!((waiting(&store, "A. Berg"), waiting(&store, "C. Dahl")), (0, 1));
    assert_eq!(store.unseconded("C. Dahl", None, 2, 9).unwrap(), [], "nothing was decided after entry 2");
    let second = decision(&store, "C. Dahl", "d0.txt", ItemKind::Attribution, Verdict::Second);
    store.append(&[second]).unwrap();
    assert_eq!(waiting(&store, "C. Dahl"), 0);
}

#[test]
fn what_people_wrote_is_told_last_first_with_what_took_it_back() {
    let mut store = dossier("q-history");
    store.append(&[nth(0)]).unwrap();
    let accept = decision(&store, "A. Berg", "d0.txt", ItemKind::Attribution, Verdict::Accept);
    store.append(&[accept]).unwrap();
    let undo = What::Undo { entry: store.entry(2).unwrap().unwrap().entry().unwrap().id() };
    store.append(&[by("C. Dahl", 2, undo)]).unwrap();
    let told: Vec<_> = store.history(None, None, 9).unwrap().into_iter().map(|t| (t.number, t.kind, t.by, t.counts, t.undoes, t.undone_by)).collect();
    let expected = [(3, "undo".to_owned(), "C. Dahl".to_owned(), true, Some(2), None), (2, "review".to_owned(), "A. Berg".to_owned(), false, None, Some(3))];
    assert_eq!(told, expected);
    assert_eq!(store.history(Some(3), None, 9).unwrap().len(), 1);
    assert_eq!(store.history(None, Some("C. Dahl"), 9).unwrap().len(), 1);
}

#[test]
fn what_a_person_takes_back_next_is_their_own_and_one_step_further_each_time() {
    let mut store = dossier("q-last");
    store.append(&[nth(0)]).unwrap();
    assert_eq!(store.last_of("A. Berg").unwrap(), None);
    for (person, kind) in [("A. Berg", ItemKind::Attribution), ("A. Berg", ItemKind::Position), ("C. Dahl", ItemKind::Proposal)] {
        let accept = decision(&store, person, "d0.txt", kind, Verdict::Accept);
        store.append(&[accept]).unwrap();
    }
    let take_back = |store: &mut Store, number: u64| {
        let undo = What::Undo { entry: store.entry(number).unwrap().unwrap().entry().unwrap().id() };
        store.append(&[by("A. Berg", 2, undo)]).unwrap();
    };
    let mut steps = Vec::new();
    while let Some(number) = store.last_of("A. Berg").unwrap() {
        steps.push(number);
        take_back(&mut store, number);
    }
    assert_eq!(steps, [3, 2], "neither what another decided nor a taking back");
    // What was brought back counts again.
    take_back(&mut store, 6);
    assert_eq!(store.last_of("A. Berg").unwrap(), Some(2));
}

#[test]
fn pages_of_the_shelf_are_the_shelf() {
    let mut store = dossier("q-shelf");
    store.append(&(0..9).map(nth).collect::<Vec<_>>()).unwrap();
    let all = store.shelf(&Shelf { limit: 99, ..Shelf::default() }).unwrap();
    assert_eq!(
        all.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
        ["d8.txt", "d7.txt", "d6.txt", "d5.txt", "d4.txt", "d3.txt", "d2.txt", "d1.txt", "d0.txt"]
    );
    assert!(all.iter().all(|s| s.statements == 1 && s.original.is_some() && s.learnt.is_some()));
    let mut pages = Vec::new();
    loop {
        let past = pages.last().map(|s: &rapporteur_store::Shelved| (s.published.clone(), s.key));
        let page = store.shelf(&Shelf { past, limit: 2, ..Shelf::default() }).unwrap();
        if page.is_empty() {
            break;
        }
        pages.extend(page);
    }
    assert_eq!(pages, all);
    let of = |shelf: Shelf| store.shelf(&Shelf { limit: 99, ..shelf }).unwrap().len();
    assert_eq!(of(Shelf { outlet: Some("The Oster Herald".into()), ..Shelf::default() }), 5);
    assert_eq!(of(Shelf { words: "\"round 3\"".into(), ..Shelf::default() }), 1);
    assert_eq!(of(Shelf { noted: true, ..Shelf::default() }), 0);
    assert_eq!(store.outlets().unwrap(), [(Some("Harbour Wire".to_owned()), 4), (Some("The Oster Herald".to_owned()), 5)]);
}
