//! Two that add, one that reviews and one that searches, at once.

use crate::made::{by, dossier, nth};
use rapporteur_record::entry::{Verdict, What};
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_store::{Among, Search, Store, StoreError};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Documents of each of the two that add; they share half of them.
const EACH: usize = 60;

fn add(path: &Path, first: usize, going: &AtomicUsize) {
    let mut store = Store::open(path).unwrap();
    for n in first..first + EACH {
        store.append(&[nth(n)]).unwrap();
    }
    going.fetch_sub(1, Ordering::SeqCst);
}

/// Decides on every document once, as soon as it is there; gives how many decisions were written.
fn review(path: &Path, going: &AtomicUsize) -> usize {
    let mut store = Store::open(path).unwrap();
    let (mut next, mut written) = (0, 0);
    while next < EACH + EACH / 2 {
        let done = going.load(Ordering::SeqCst) == 0;
        match store.document(&format!("d{next}.txt")) {
            Ok((document, reading)) => {
                let item = Item::of(&document, &reading, ItemKind::Position, 0).unwrap();
                let what = What::Review { item, verdict: Verdict::Accept, comment: None };
                let mut wish = by("A. Berg", i64::try_from(next).unwrap(), what);
                wish.after = Some(0);
                store.append(&[wish]).unwrap();
                store.visited("", store.head().unwrap().0, crate::made::noon(0)).unwrap();
                written += 1;
                next += 1;
            }
            Err(StoreError::Unknown(_)) if !done => std::thread::yield_now(),
            Err(other) => panic!("d{next}.txt: {other}"),
        }
    }
    written
}

/// Searches as long as somebody adds; gives how often.
fn search(path: &Path, going: &AtomicUsize) -> usize {
    let store = Store::open(path).unwrap();
    let (mut times, mut before) = (0, 0);
    while going.load(Ordering::SeqCst) > 0 || times < 10 {
        let search = |among| Search { words: "offer".into(), among, limit: 50, ..Search::default() };
        let (statements, texts) = (store.search(&search(Among::Statements)).unwrap(), store.search(&search(Among::Texts)).unwrap());
        assert!(statements.count >= before && texts.count >= statements.count, "what was found stays found");
        assert_eq!(statements.hits.len(), statements.count.min(50));
        before = texts.count;
        times += 1;
    }
    times
}

#[test]
fn nothing_is_lost_and_nobody_is_told_that_it_is_busy() {
    let path = dossier("together").path().to_owned();
    let going = AtomicUsize::new(2);
    let (written, times) = std::thread::scope(|scope| {
        scope.spawn(|| add(&path, 0, &going));
        scope.spawn(|| add(&path, EACH / 2, &going));
        let reviewer = scope.spawn(|| review(&path, &going));
        let reader = scope.spawn(|| search(&path, &going));
        (reviewer.join().unwrap(), reader.join().unwrap())
    });
    let documents = EACH + EACH / 2;
    assert_eq!(written, documents);
    assert!(times >= 10);
    let mut store = Store::open(&path).unwrap();
    let health = store.doctor().unwrap();
    assert_eq!((health.documents, health.reviews, health.entries), (documents as u64, documents as u64, 2 * documents as u64));
    let accepted = Search { words: "offer".into(), limit: 999, ..Search::default() };
    assert_eq!(store.search(&accepted).unwrap().hits.len(), documents);
    assert_eq!(store.verify(true).unwrap().faults, []);
    assert_eq!(store.check_file().unwrap(), []);
}

#[test]
fn many_open_and_close_one_dossier_at_once() {
    // The last to close takes the write-ahead file away, just when another opens.
    let path = dossier("together-opening").path().to_owned();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let path = &path;
            scope.spawn(move || {
                for n in 0..25 {
                    let mut store = Store::open(path).unwrap();
                    store.append(&[nth(thread * 25 + n)]).unwrap();
                    assert!(store.search(&Search { words: "offer".into(), limit: 1, ..Search::default() }).unwrap().count > 0);
                }
            });
        }
    });
    assert_eq!(Store::open(&path).unwrap().head().unwrap().0, 100);
}
