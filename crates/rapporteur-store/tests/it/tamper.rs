//! Every change to the ledger is found and named.

use crate::made::{dossier, nth};
use rapporteur_store::{Fault, Store};
use rusqlite::Connection;

/// A dossier of four entries, changed by `sql` behind its back with the triggers out of the way.
fn changed(test: &str, sql: &str) -> Vec<Fault> {
    let mut store = dossier(test);
    store.append(&[nth(0), nth(1), nth(2), nth(3)]).unwrap();
    let path = store.path().to_owned();
    drop(store);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER entries_stay; DROP TRIGGER entries_remain; DROP TRIGGER entries_go_on; DROP TRIGGER originals_stay; DROP TRIGGER originals_remain;",
        )
        .unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    Store::open(&path).unwrap().verify(true).unwrap().faults
}

#[test]
fn an_entry_that_was_changed_is_named() {
    assert_eq!(changed("t-body", "UPDATE entries SET body = replace(body, 'not enough', 'quite good') WHERE number = 2"), [Fault::Changed(2)]);
    assert_eq!(changed("t-learnt", "UPDATE entries SET learnt = '2030-01-01T00:00:00Z' WHERE number = 4"), [Fault::Changed(4)]);
    assert_eq!(changed("t-original", "UPDATE entries SET original = NULL WHERE number = 1"), [Fault::Changed(1)]);
}

#[test]
fn a_change_with_its_hash_made_again_shows_at_the_entry_after_it() {
    assert_eq!(changed("t-hash", "UPDATE entries SET hash = zeroblob(32) WHERE number = 2"), [Fault::Changed(2), Fault::OutOfOrder(3)]);
    assert_eq!(changed("t-last", "UPDATE entries SET hash = zeroblob(32) WHERE number = 4"), [Fault::Changed(4), Fault::End(4)]);
}

#[test]
fn missing_entries_are_named() {
    assert_eq!(changed("t-middle", "DELETE FROM entries WHERE number IN (2, 3)"), [Fault::Gone(2, 3)]);
    assert_eq!(changed("t-first", "DELETE FROM entries WHERE number = 1"), [Fault::Gone(1, 1)]);
    assert_eq!(changed("t-end", "DELETE FROM entries WHERE number = 4"), [Fault::Gone(4, 4)]);
}

#[test]
fn entries_that_changed_places_are_named() {
    let swap =
        "UPDATE entries SET number = 9 WHERE number = 2; UPDATE entries SET number = 2 WHERE number = 3; UPDATE entries SET number = 3 WHERE number = 9;";
    let faults = changed("t-swap", swap);
    for fault in [Fault::OutOfOrder(2), Fault::Changed(2), Fault::OutOfOrder(3), Fault::Changed(3), Fault::OutOfOrder(4)] {
        assert!(faults.contains(&fault), "{fault} is not in {faults:?}");
    }
}

#[test]
fn an_entry_that_was_put_in_is_named() {
    let put = "INSERT INTO entries SELECT 5, learnt, original, previous, hash, body FROM entries WHERE number = 1";
    let faults = changed("t-put", put);
    assert!(faults.contains(&Fault::OutOfOrder(5)) && faults.contains(&Fault::Changed(5)), "{faults:?}");
}

#[test]
fn an_original_that_was_changed_or_is_gone_is_named() {
    let of_2 = "hash = (SELECT original FROM entries WHERE number = 2)";
    assert_eq!(changed("t-bytes", &format!("UPDATE originals SET bytes = x'00', form = 'plain' WHERE {of_2}")), [Fault::OriginalChanged(2)]);
    assert_eq!(changed("t-no-bytes", &format!("DELETE FROM originals WHERE {of_2}")), [Fault::OriginalGone(2)]);
}

#[test]
fn a_table_that_says_something_else_is_named_and_can_be_rebuilt() {
    let mut store = dossier("t-table");
    store.append(&[nth(0), nth(1)]).unwrap();
    Connection::open(store.path()).unwrap().execute_batch("UPDATE positions SET stance = 'accepts' WHERE document = 1").unwrap();
    assert_eq!(store.verify(false).unwrap().faults, []);
    assert_eq!(store.verify(true).unwrap().faults, [Fault::Table("positions")]);
    store.rebuild().unwrap();
    assert_eq!(store.verify(true).unwrap().faults, []);
}

#[test]
fn the_database_itself_refuses_to_change_the_ledger() {
    let mut store = dossier("t-refused");
    store.append(&[nth(0), nth(1)]).unwrap();
    let connection = Connection::open(store.path()).unwrap();
    for sql in [
        "UPDATE entries SET body = '' WHERE number = 1",
        "DELETE FROM entries",
        "INSERT INTO entries VALUES (3, NULL, NULL, zeroblob(32), zeroblob(32), '')",
        "INSERT INTO entries SELECT 7, learnt, original, (SELECT hash FROM dossier), hash, body FROM entries WHERE number = 1",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE number = 1",
        "UPDATE originals SET bytes = x''",
        "DELETE FROM originals",
    ] {
        assert!(connection.execute_batch(sql).is_err(), "{sql}");
    }
    assert_eq!(store.verify(true).unwrap().faults, []);
}
