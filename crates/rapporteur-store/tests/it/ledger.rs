//! What is written, and what is passed over.

use crate::made::{by, document, dossier, dump, folder, noon, nth, read};
use rapporteur_record::entry::What;
use rapporteur_store::{Appended, FORM, Store, StoreError};

#[test]
fn entries_are_numbered_and_chained() {
    let mut store = dossier("chained");
    assert_eq!(store.append(&[nth(0), nth(1)]).unwrap(), [Appended::New(1), Appended::New(2)]);
    assert_eq!(store.append(&[nth(2)]).unwrap(), [Appended::New(3)]);
    let rows: Vec<_> = (1..=3).map(|n| store.entry(n).unwrap().unwrap()).collect();
    assert_eq!(rows[1].previous, rows[0].hash);
    assert_eq!(rows[2].previous, rows[1].hash);
    assert_eq!(store.head().unwrap(), (3, rows[2].hash));
    let found = store.verify(true).unwrap();
    assert_eq!((found.entries, found.last, found.faults), (3, (3, rows[2].hash), vec![]));
    assert_eq!(store.original(rows[0].original.unwrap()).unwrap().unwrap(), document("d0.txt", "Mara Oyle", 0).0.text.as_bytes());
}

#[test]
fn a_known_content_is_passed_over_under_any_name() {
    let mut store = dossier("known");
    store.append(&[nth(0)]).unwrap();
    assert_eq!(store.append(&[nth(0)]).unwrap(), [Appended::Known(1)]);
    assert_eq!(store.append(&[read("other.txt", "Mara Oyle", 0, 5)]).unwrap(), [Appended::Known(1)]);
    assert_eq!(store.head().unwrap().0, 1);
}

#[test]
fn another_content_under_a_known_name_is_a_document_of_its_own() {
    let mut store = dossier("named");
    store.append(&[read("a.txt", "Mara Oyle", 0, 0), read("a.txt", "Mara Oyle", 1, 0), read("a.txt", "Mara Oyle", 2, 0)]).unwrap();
    assert_eq!(store.about(2).unwrap().as_deref(), Some("a.txt (2)"));
    assert_eq!(store.about(3).unwrap().as_deref(), Some("a.txt (3)"));
    assert_eq!(store.document("a.txt").unwrap().0.title.as_deref(), Some("Round 0"));
}

#[test]
fn a_second_reading_replaces_the_first_in_the_tables_only() {
    let mut store = dossier("again");
    store.append(&[nth(0)]).unwrap();
    let mut again = read("moved.txt", "Mara Oyle", 0, 3);
    again.entry.by = rapporteur_record::entry::Author::Reader("test 2".into());
    assert_eq!(store.append(&[again]).unwrap(), [Appended::New(2)]);
    let health = store.doctor().unwrap();
    assert_eq!((health.entries, health.documents, health.attributions), (2, 1, 1));
    assert!(store.document("d0.txt").is_ok(), "the same content keeps its name");
    let before = dump(&mut store);
    store.rebuild().unwrap();
    assert_eq!(dump(&mut store), before);
}

#[test]
fn what_is_removed_comes_back_when_that_is_undone_and_goes_when_the_undoing_is() {
    let mut store = dossier("removed");
    store.append(&[nth(0), nth(1)]).unwrap();
    let full = store.doctor().unwrap().documents;
    let remove = What::Remove { document: "d0.txt".into(), reason: "about another harbour".into() };
    store.append(&[by("A. Berg", 1, remove)]).unwrap();
    assert!(matches!(store.document("d0.txt"), Err(StoreError::Unknown(_))));
    assert_eq!(store.removal("d0.txt").unwrap(), Some(3));
    for (number, documents) in [(4, full), (5, full - 1), (6, full)] {
        let undone = store.entry(number - 1).unwrap().unwrap().entry().unwrap().id();
        store.append(&[by("A. Berg", i64::try_from(number).unwrap(), What::Undo { entry: undone })]).unwrap();
        assert_eq!(store.doctor().unwrap().documents, documents, "after entry {number}");
    }
    let before = dump(&mut store);
    store.rebuild().unwrap();
    assert_eq!(dump(&mut store), before);
    assert_eq!(store.verify(true).unwrap().faults, []);
}

#[test]
fn taking_back_what_is_not_there_is_refused_and_nothing_is_written() {
    let mut store = dossier("undo-nothing");
    let mut other = dossier("undo-nothing-other");
    other.append(&[nth(7)]).unwrap();
    let foreign = other.entry(1).unwrap().unwrap().entry().unwrap().id();
    let refused = store.append(&[nth(0), by("A. Berg", 1, What::Undo { entry: foreign })]);
    assert!(matches!(refused, Err(StoreError::Unknown(_))), "{refused:?}");
    assert_eq!(store.head().unwrap().0, 0);
}

#[test]
fn making_and_opening_say_what_is_wrong() {
    let here = folder("opening");
    let path = here.join("a.dossier");
    assert!(matches!(Store::open(&path), Err(StoreError::Missing(_))));
    drop(Store::create(&path, "a", noon(0)).unwrap());
    assert!(matches!(Store::create(&path, "a", noon(0)), Err(StoreError::Exists(_))));
    let words = here.join("words.dossier");
    std::fs::write(&words, "Not a database at all, but a text that is longer than a header of one, so that it is looked at.".repeat(9)).unwrap();
    assert!(matches!(Store::open(&words), Err(StoreError::NotADossier(_))));
    assert!(matches!(Store::create(&words, "a", noon(0)), Err(StoreError::Exists(_))));
    let empty = here.join("empty.dossier");
    std::fs::write(&empty, "").unwrap();
    assert!(matches!(Store::open(&empty), Err(StoreError::NotADossier(_))));
    drop(Store::create(&empty, "an interrupted beginning", noon(0)).unwrap());
    let other = here.join("other.dossier");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Store::open(&other), Err(StoreError::NotADossier(_))));
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", FORM + 1).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Newer(found, FORM)) if found == FORM + 1));
    assert!(matches!(Store::create(&here.join("none/a.dossier"), "a", noon(0)), Err(StoreError::Io(_))));
}

#[test]
fn several_write_and_read_at_once_and_nobody_is_refused() {
    let path = dossier("at-once").path().to_owned();
    std::thread::scope(|scope| {
        for half in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let mut store = Store::open(path).unwrap();
                for n in 0..40 {
                    // The two share a third of their documents.
                    store.append(&[nth(n + 20 * half)]).unwrap();
                }
            });
        }
        for _ in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let store = Store::open(path).unwrap();
                let mut last = 0;
                for _ in 0..60 {
                    let (now, documents) = (store.head().unwrap().0, store.doctor().unwrap().documents);
                    assert!(now >= last && documents >= last);
                    last = now;
                }
            });
        }
    });
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.doctor().unwrap().documents, 60);
    assert_eq!(store.verify(true).unwrap().faults, []);
}
