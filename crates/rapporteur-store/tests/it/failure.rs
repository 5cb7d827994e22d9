//! A full disk and a broken file.

use crate::made::{dossier, dump, nth};
use rapporteur_store::{Store, StoreError};

#[test]
fn a_full_disk_leaves_nothing_half_written_and_it_goes_on_once_there_is_room() {
    let mut store = dossier("full");
    store.append(&[nth(0)]).unwrap();
    let many: Vec<_> = (1..200).map(nth).collect();
    let mut refused = 0;
    for room in [0, 1, 2, 5, 10, 40] {
        let before = dump(&mut store);
        store.limit_pages(pages(&store) + room).unwrap();
        let answer = store.append(&many);
        assert_eq!(answer.unwrap_err(), StoreError::Full);
        assert_eq!(dump(&mut store), before);
        refused += 1;
    }
    assert_eq!(refused, 6);
    store.limit_pages(u32::MAX - 1).unwrap();
    store.append(&many).unwrap();
    assert_eq!(store.doctor().unwrap().documents, 200);
    assert_eq!(store.verify(true).unwrap().faults, []);
    assert_eq!(store.check_file().unwrap(), []);
}

fn pages(store: &Store) -> u32 {
    u32::try_from(store.doctor().unwrap().size / 4096).unwrap()
}

#[test]
fn a_broken_file_is_told_and_never_a_panic() {
    let mut store = dossier("broken");
    store.append(&(0..60).map(nth).collect::<Vec<_>>()).unwrap();
    let path = store.path().to_owned();
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    for seed in 0..40_u64 {
        let mut bytes = whole.clone();
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        for _ in 0..=seed {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let at = usize::try_from(state % bytes.len() as u64).unwrap();
            bytes[at] ^= 1 << (state % 8);
        }
        if seed % 5 == 0 {
            bytes.truncate(usize::try_from(state % bytes.len() as u64).unwrap());
        }
        let broken = path.with_extension(format!("broken{seed}"));
        std::fs::write(&broken, &bytes).unwrap();
        // Whatever it answers, it answers.
        if let Ok(mut store) = Store::open(&broken) {
            let _ = (store.verify(true), store.check_file(), store.doctor(), store.append(&[nth(99)]));
        }
        let _ = std::fs::remove_file(&broken);
    }
}
