//! A dossier written by each release still opens. `UPDATE_STORES=1` writes the one of this release; a released one is never written again.

use crate::made::{by, dossier, dump, folder, nth};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rapporteur_record::entry::{Verdict, What};
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_store::Store;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

fn stores() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores")
}

fn make() -> Store {
    let mut store = dossier("released-make");
    store.append(&(0..3).map(nth).collect::<Vec<_>>()).unwrap();
    let (document, reading) = store.document("d1.txt").unwrap();
    let item = Item::of(&document, &reading, ItemKind::Position, 0).unwrap();
    store.append(&[by("A. Berg", 1, What::Review { item, verdict: Verdict::Accept, comment: Some("as she said".into()) })]).unwrap();
    store.append(&[by("A. Berg", 2, What::Remove { document: "d2.txt".into(), reason: "twice".into() })]).unwrap();
    store
}

#[test]
fn every_released_dossier_opens_and_says_what_it_said() {
    if std::env::var_os("UPDATE_STORES").is_some() {
        let store = make();
        let bare = folder("released-bare").join("a.dossier");
        rusqlite::Connection::open(store.path()).unwrap().execute("VACUUM INTO ?1", [bare.to_str().unwrap()]).unwrap();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&std::fs::read(bare).unwrap()).unwrap();
        std::fs::create_dir_all(stores()).unwrap();
        std::fs::write(stores().join(concat!(env!("CARGO_PKG_VERSION"), ".dossier.gz")), encoder.finish().unwrap()).unwrap();
    }
    let expected = dump(&mut make());
    let mut seen = 0;
    for file in std::fs::read_dir(stores()).unwrap() {
        let file = file.unwrap().path();
        let mut bytes = Vec::new();
        GzDecoder::new(std::fs::File::open(&file).unwrap()).read_to_end(&mut bytes).unwrap();
        let path = folder("released").join("a.dossier");
        std::fs::write(&path, bytes).unwrap();
        let mut store = Store::open(&path).unwrap();
        assert_eq!(store.verify(true).unwrap().faults, [], "{}", file.display());
        assert_eq!(dump(&mut store), expected, "{}", file.display());
        store.append(&[nth(7)]).unwrap();
        seen += 1;
    }
    assert!(seen > 0);
}
