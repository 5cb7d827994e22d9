//! Entries in short, the texts that are fetched, what entries were left added up to.

use crate::made::{by, dossier, nth};
use rapporteur_record::entry::{Verdict, What};
use rapporteur_record::gist::weave;
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_record::{Brief, Record, record};
use rapporteur_store::{News, Store, StoreError};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug)]
struct Shelf(PathBuf);

impl record::Shelf for Shelf {
    fn text(&self, entry: rapporteur_record::EntryId) -> Option<String> {
        Store::open(&self.0).unwrap().text_of(entry).ok()
    }

    fn weaves(&self, each: &mut dyn FnMut(rapporteur_record::EntryId, &[u8])) {
        Store::open(&self.0).unwrap().weaves(each).unwrap();
    }
}

/// Three documents, a decision, a removal.
fn filled(test: &str) -> Store {
    let mut store = dossier(test);
    store.append(&(0..3).map(nth).collect::<Vec<_>>()).unwrap();
    let (document, reading) = store.document("d1.txt").unwrap();
    let item = Item::of(&document, &reading, ItemKind::Position, 0).unwrap();
    store.append(&[by("A. Berg", 1, What::Review { item, verdict: Verdict::Reject, comment: None })]).unwrap();
    store.append(&[by("A. Berg", 2, What::Remove { document: "d2.txt".into(), reason: "twice".into() })]).unwrap();
    store
}

fn in_short(store: &Store) -> Record {
    let (mut kept, mut decided) = (Vec::new(), Vec::new());
    let add = &mut |_, news| {
        match news {
            News::Read(reading) => kept.push(reading),
            News::Other(row) => decided.push(row.entry()?),
        }
        Ok(())
    };
    store.news(0, add).unwrap();
    Record::of_kept(kept, Arc::new(Shelf(store.path().to_owned())), decided, Brief::default())
}

#[test]
fn entries_in_short_add_up_to_what_the_entries_do() {
    let store = filled("gist-sum");
    let mut whole = Record::of([], Brief::default());
    let add = &mut |row: rapporteur_store::Row| {
        whole.append(row.entry()?);
        Ok(())
    };
    store.entries(0, add).unwrap();
    let record = in_short(&store);
    assert_eq!(record.sum(), whole.sum());
    assert_eq!(record.sum().texts[0].whole().text, whole.sum().texts[0].whole().text);
    let mut after = Vec::new();
    store
        .news(3, &mut |n, _| {
            after.push(n);
            Ok(())
        })
        .unwrap();
    assert_eq!(after, [4, 5], "only what came later");
}

#[test]
fn every_text_has_its_words_as_numbers() {
    let store = filled("gist-weave");
    let mut seen = 0;
    let check = &mut |entry, found: &[u8]| {
        assert_eq!(found, weave(&store.text_of(entry).unwrap()));
        seen += 1;
    };
    store.weaves(check).unwrap();
    assert_eq!(seen, 3);
    let unknown = rapporteur_record::EntryId::parse(&"0".repeat(32)).unwrap();
    assert!(matches!(store.text_of(unknown), Err(StoreError::Unknown(_))));
}

#[test]
fn what_was_left_is_there_for_the_next() {
    let mut store = filled("gist-left");
    assert_eq!(store.sum().unwrap(), None);
    let written = in_short(&store).written();
    store.leave_sum(5, &[1]).unwrap();
    store.leave_sum(5, &written).unwrap();
    let (number, bytes) = Store::open(store.path()).unwrap().sum().unwrap().unwrap();
    assert_eq!(number, 5);
    assert!(in_short(&store).take(&bytes));
    store.append(&[nth(9)]).unwrap();
    assert!(!in_short(&store).take(&bytes), "of other entries it is nothing");
    store.rebuild().unwrap();
    assert!(store.verify(true).unwrap().faults.is_empty());
}

#[test]
fn a_damaged_gist_is_said_to_be_one() {
    let store = filled("gist-damaged");
    let other = rusqlite::Connection::open(store.path()).unwrap();
    other.execute("UPDATE gists SET gist = x'00' WHERE number = 2", []).unwrap();
    let found = store.news(0, &mut |_, _| Ok(())).unwrap_err();
    assert!(found.to_string().contains("rebuild"), "{found}");
}
