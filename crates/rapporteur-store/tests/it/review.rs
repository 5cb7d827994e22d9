//! Decisions of people, and two of them on one item.

use crate::made::{by, document, dossier, dump, nth, read};
use rapporteur_record::entry::{Author, Change, Verdict, What};
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_record::{Span, Stance};
use rapporteur_store::{Addition, Store, StoreError};
use std::sync::Arc;

fn decision(store: &Store, person: &str, day: i64, kind: ItemKind, verdict: Verdict) -> Addition {
    let (document, reading) = store.document("d0.txt").unwrap();
    let item = Item::of(&document, &reading, kind, 0).unwrap();
    by(person, day, What::Review { item, verdict, comment: None })
}

#[test]
fn a_decision_gives_the_item_its_status_until_it_is_taken_back() {
    let mut store = dossier("r-status");
    store.append(&[nth(0), nth(1)]).unwrap();
    let status = |store: &Store| store.status("d0.txt", ItemKind::Position, "x1").unwrap().unwrap();
    assert_eq!(status(&store), "machine");
    let correct = Verdict::Correct(vec![Change::Stance(Stance::Doubts)]);
    let wish = decision(&store, "A. Berg", 1, ItemKind::Position, correct);
    store.append(&[wish]).unwrap();
    assert_eq!(status(&store), "corrected");
    let doubting = |store: &Store| {
        let search = rapporteur_store::Search { words: "offer".into(), stance: Some(Stance::Doubts), limit: 9, ..Default::default() };
        store.search(&search).unwrap().hits.len()
    };
    assert_eq!(doubting(&store), 1, "the tables show what was put right");
    let decided = store.decisions(Some("d0.txt"), Some("x1")).unwrap();
    assert_eq!((decided.len(), decided[0].by.as_str(), decided[0].verdict.as_str()), (1, "A. Berg", "correct"));
    assert!(decided[0].changes.contains("doubts"), "{}", decided[0].changes);
    let undo = What::Undo { entry: store.entry(3).unwrap().unwrap().entry().unwrap().id() };
    store.append(&[by("A. Berg", 2, undo)]).unwrap();
    assert_eq!((status(&store).as_str(), doubting(&store)), ("machine", 0));
    assert_eq!(store.decisions(None, None).unwrap(), []);
}

#[test]
fn two_people_on_one_item_never_overwrite_each_other() {
    let mut store = dossier("r-two");
    store.append(&[nth(0)]).unwrap();
    let mut first = decision(&store, "A. Berg", 1, ItemKind::Attribution, Verdict::Accept);
    let mut second = decision(&store, "C. Dahl", 1, ItemKind::Attribution, Verdict::Reject);
    (first.after, second.after) = (Some(0), Some(0));
    store.append(&[first]).unwrap();
    let refused = store.append(&[second.clone()]).unwrap_err();
    let expected = StoreError::Moved { item: "s1 of `d0.txt`".into(), expected: 0, found: 2, by: "A. Berg".into() };
    assert_eq!(refused, expected);
    assert!(refused.what().contains("A. Berg") && refused.help().contains("--after 2"));
    second.after = Some(2);
    store.append(&[second]).unwrap();
    assert_eq!(store.status("d0.txt", ItemKind::Attribution, "s1").unwrap().as_deref(), Some("rejected"));
}

#[test]
fn of_many_who_decide_at_once_one_wins_and_the_others_are_told() {
    let path = {
        let mut store = dossier("r-many");
        store.append(&[nth(0)]).unwrap();
        store.path().to_owned()
    };
    let wins: usize = std::thread::scope(|scope| {
        let all: Vec<_> = (0..4)
            .map(|i| {
                let path = &path;
                scope.spawn(move || {
                    let mut store = Store::open(path).unwrap();
                    let mut wish = decision(&store, &format!("Reader {i}"), i, ItemKind::Attribution, Verdict::Accept);
                    wish.after = Some(0);
                    match store.append(&[wish]) {
                        Ok(_) => 1,
                        Err(StoreError::Moved { .. }) => 0,
                        Err(other) => panic!("{other}"),
                    }
                })
            })
            .collect();
        all.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(wins, 1);
}

#[test]
fn a_decision_stays_with_its_words_when_the_document_is_read_again() {
    let mut store = dossier("r-again");
    store.append(&[nth(0)]).unwrap();
    let wish = decision(&store, "A. Berg", 1, ItemKind::Attribution, Verdict::Accept);
    store.append(&[wish]).unwrap();
    // The second reading finds another statement before it: what was s1 is s2 now.
    let (document, mut reading) = document("d0.txt", "Mara Oyle", 0);
    let mut before = reading.attributions[0].clone();
    before.cue = vec![Span::new(&document.text, 0, 4).unwrap()];
    reading.attributions.insert(0, before);
    let mut again = read("d0.txt", "Mara Oyle", 0, 4);
    again.entry.by = Author::Reader("test 2".into());
    again.entry.what = What::Read { document: Arc::new(document.clone()), reading: Arc::new(reading.clone()) };
    store.append(&[again.clone()]).unwrap();
    let status = |store: &Store, id: &str| store.status("d0.txt", ItemKind::Attribution, id).unwrap().unwrap();
    assert_eq!((status(&store, "s1").as_str(), status(&store, "s2").as_str()), ("machine", "accepted"));
    // A third one does not find it at all: the decision is kept, and somebody must look.
    reading.attributions.truncate(1);
    again.entry.by = Author::Reader("test 3".into());
    again.entry.what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
    store.append(&[again]).unwrap();
    let decided = store.decisions(Some("d0.txt"), None).unwrap();
    assert_eq!((decided.len(), decided[0].item.as_deref(), decided[0].words.as_str()), (1, None, "said"));
    assert_eq!(store.doctor().unwrap().lost, 1);
    let rows = dump(&mut store);
    store.rebuild().unwrap();
    assert_eq!(dump(&mut store), rows);
}
