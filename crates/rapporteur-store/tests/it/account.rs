//! Accounts, sessions, tokens, visits and saved searches: what lies beside the record.

use crate::made::{by, dossier, dump, export, folder, noon, nth};
use rapporteur_record::entry::What;
use rapporteur_store::{Hash, Role, Store, StoreError};

const SECRET: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";
const OTHER: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$b3RoZXI";

fn key(n: u8) -> Hash {
    Hash::of(&[n])
}

/// Anna may do all, Björn may review, Cem may look.
fn filled(test: &str) -> Store {
    let mut store = dossier(test);
    for (name, role) in [("Anna", Role::Admin), ("Björn", Role::Review), ("Cem", Role::Read)] {
        store.add_account(name, role, SECRET, noon(0)).unwrap();
    }
    store
}

#[test]
fn an_account_is_kept_and_its_name_is_taken() {
    let mut store = filled("a-kept");
    let accounts: Vec<_> = store.accounts().unwrap().into_iter().map(|a| (a.name, a.role, a.made, a.disabled)).collect();
    let expected = [("Anna", Role::Admin), ("Björn", Role::Review), ("Cem", Role::Read)].map(|(n, r)| (n.to_owned(), r, noon(0), false));
    assert_eq!(accounts, expected);
    assert_eq!(store.secret("Anna").unwrap().map(|(a, s)| (a.name, s)), Some(("Anna".to_owned(), SECRET.to_owned())));
    assert_eq!(store.secret("anna").unwrap(), None);
    for name in ["Anna", "anna", "BJÖRN"] {
        assert!(matches!(store.add_account(name, Role::Read, SECRET, noon(1)), Err(StoreError::Taken(_))), "{name}");
    }
    for name in ["", " ", " Dora", "Dora ", "Do\nra", "Dora\u{7}"] {
        assert!(matches!(store.add_account(name, Role::Read, SECRET, noon(1)), Err(StoreError::Refused(_))), "{name:?}");
    }
    for typed in ["", "harbour", "$argon2i$v=19$x", "$2b$12$x"] {
        assert!(matches!(store.add_account("Dora", Role::Read, typed, noon(1)), Err(StoreError::Refused(_))), "{typed:?} is no hash of it");
        assert!(matches!(store.change_account("Anna", None, Some(typed), None), Err(StoreError::Refused(_))));
    }
    assert_eq!(store.accounts().unwrap().len(), 3);
}

#[test]
fn the_last_enabled_admin_stays() {
    let mut store = filled("a-last");
    let last = Err(StoreError::LastAdmin("Anna".into()));
    assert_eq!(store.change_account("Anna", None, None, Some(true)), last);
    assert_eq!(store.change_account("Anna", Some(Role::Review), Some(OTHER), None), last);
    assert_eq!(store.secret("Anna").unwrap().unwrap().1, SECRET, "nothing of a refused change is made");
    store.change_account("Anna", Some(Role::Admin), Some(OTHER), Some(false)).unwrap();
    store.change_account("Björn", Some(Role::Admin), None, Some(true)).unwrap();
    assert_eq!(store.change_account("Anna", None, None, Some(true)), last, "a disabled admin is none");
    store.change_account("Björn", None, None, Some(false)).unwrap();
    store.change_account("Anna", None, None, Some(true)).unwrap();
    assert_eq!(store.change_account("Björn", Some(Role::Read), None, None), Err(StoreError::LastAdmin("Björn".into())));
    assert_eq!(store.change_account("Dora", None, None, None), Err(StoreError::Absent("account `Dora`".into())));
}

#[test]
fn two_admins_who_demote_each_other_at_once_leave_one() {
    let mut store = filled("a-each-other");
    store.change_account("Björn", Some(Role::Admin), None, None).unwrap();
    let path = store.path().to_owned();
    let done: usize = std::thread::scope(|scope| {
        let threads = ["Anna", "Björn"].map(|name| {
            let path = &path;
            scope.spawn(move || usize::from(Store::open(path).unwrap().change_account(name, None, None, Some(true)).is_ok()))
        });
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(done, 1);
}

#[test]
fn a_session_is_good_until_it_ends_is_closed_or_its_account_changes() {
    let mut store = filled("a-session");
    let name = |store: &Store, n: u8, day: i64| store.session(key(n), noon(day)).unwrap().map(|a| a.name);
    let open = |store: &mut Store, n: u8, account: &str| store.open_session(key(n), account, noon(0), noon(7));
    open(&mut store, 1, "Björn").unwrap();
    open(&mut store, 2, "Björn").unwrap();
    open(&mut store, 3, "Cem").unwrap();
    assert_eq!(name(&store, 1, 6).as_deref(), Some("Björn"));
    assert_eq!((name(&store, 1, 7), name(&store, 9, 1)), (None, None), "it has ended; there is none");
    store.close_session(key(1)).unwrap();
    store.close_session(key(1)).unwrap();
    assert_eq!((name(&store, 1, 1), name(&store, 2, 1).as_deref()), (None, Some("Björn")));
    store.change_account("Björn", Some(Role::Read), None, None).unwrap();
    assert_eq!(store.session(key(2), noon(1)).unwrap().unwrap().role, Role::Read, "another role holds at once");
    store.change_account("Björn", None, Some(OTHER), None).unwrap();
    assert_eq!((name(&store, 2, 1), name(&store, 3, 1).as_deref()), (None, Some("Cem")), "a new secret ends one's own sessions only");
    store.change_account("Cem", None, None, Some(true)).unwrap();
    store.change_account("Cem", None, None, Some(false)).unwrap();
    assert_eq!(name(&store, 3, 1), None, "disabling ended it");
    assert_eq!(open(&mut store, 4, "Dora"), Err(StoreError::Absent("account `Dora`".into())));
    store.change_account("Cem", None, None, Some(true)).unwrap();
    assert_eq!(open(&mut store, 4, "Cem"), Err(StoreError::Disabled("Cem".into())));
}

#[test]
fn a_token_allows_no_more_than_its_account() {
    let mut store = filled("a-token");
    let first = store.add_token(key(1), "Björn", "notebook", Role::Admin, noon(0), None).unwrap();
    let second = store.add_token(key(2), "Anna", "feed", Role::Read, noon(0), Some(noon(5))).unwrap();
    let role = |store: &Store, n: u8, day: i64| store.token(key(n), noon(day)).unwrap().map(|(a, r)| (a.name, r));
    assert_eq!(role(&store, 1, 900), Some(("Björn".into(), Role::Review)));
    assert_eq!(role(&store, 2, 4), Some(("Anna".into(), Role::Read)));
    assert_eq!((role(&store, 2, 5), role(&store, 3, 0)), (None, None));
    let listed: Vec<_> = store.tokens().unwrap().into_iter().map(|t| (t.number, t.account, t.label, t.role, t.until)).collect();
    let expected = [(first, "Björn", "notebook", Role::Admin, None), (second, "Anna", "feed", Role::Read, Some(noon(5)))];
    assert_eq!(listed, expected.map(|(n, a, l, r, u)| (n, a.to_owned(), l.to_owned(), r, u)));
    store.change_account("Björn", None, None, Some(true)).unwrap();
    assert_eq!(role(&store, 1, 1), None);
    assert_eq!(store.add_token(key(4), "Björn", "", Role::Read, noon(0), None), Err(StoreError::Disabled("Björn".into())));
    store.revoke_token(second).unwrap();
    assert_eq!(role(&store, 2, 1), None);
    assert_eq!(store.revoke_token(second), Err(StoreError::Absent(format!("token {second}"))));
    assert!(store.add_token(key(5), "Anna", "", Role::Read, noon(0), None).unwrap() > second, "a number is never given twice");
}

#[test]
fn visits_and_searches_are_kept_for_each_account_and_for_none() {
    let mut store = dossier("a-visits");
    assert_eq!(store.last_visit("").unwrap(), None);
    store.visited("", 3, noon(1)).unwrap();
    store.visited("Anna", 5, noon(2)).unwrap();
    store.visited("Anna", 8, noon(3)).unwrap();
    assert_eq!((store.last_visit("").unwrap(), store.last_visit("Anna").unwrap()), (Some((3, noon(1))), Some((8, noon(3)))));
    for (account, name, query) in [("", "tolls", "q=tolls"), ("", "dues", "q=a"), ("", "dues", "q=dues*"), ("Anna", "dues", "q=x")] {
        store.save_search(account, name, query).unwrap();
    }
    assert!(matches!(store.save_search("", " ", "q=x"), Err(StoreError::Refused(_))));
    let saved = |store: &Store, account: &str| store.saved_searches(account).unwrap().into_iter().map(|(n, q)| format!("{n}: {q}")).collect::<Vec<_>>();
    assert_eq!(saved(&store, ""), ["dues: q=dues*", "tolls: q=tolls"]);
    store.forget_search("", "dues").unwrap();
    store.forget_search("", "dues").unwrap();
    assert_eq!((saved(&store, "").len(), saved(&store, "Anna").len()), (1, 1));
}

#[test]
fn what_lies_beside_the_record_survives_a_rebuild_and_goes_into_no_copy() {
    let mut plain = dossier("a-plain");
    let mut store = filled("a-beside");
    store.open_session(key(1), "Anna", noon(0), noon(9)).unwrap();
    store.add_token(key(2), "Anna", "feed", Role::Read, noon(0), None).unwrap();
    store.visited("", 1, noon(1)).unwrap();
    store.save_search("", "dues", "q=dues").unwrap();
    for one in [&mut plain, &mut store] {
        one.append(&[nth(0), nth(1), by("A. Berg", 1, What::Remove { document: "d1.txt".into(), reason: "twice".into() })]).unwrap();
    }
    assert_eq!(dump(&mut store), dump(&mut plain));
    assert_eq!(export(&mut store), export(&mut plain));
    store.rebuild().unwrap();
    assert_eq!(store.verify(true).unwrap().faults, []);
    assert_eq!(store.accounts().unwrap().len(), 3);
    assert!(store.session(key(1), noon(1)).unwrap().is_some() && store.token(key(2), noon(1)).unwrap().is_some());
    assert!(store.last_visit("").unwrap().is_some() && !store.saved_searches("").unwrap().is_empty());
}

#[test]
fn an_older_dossier_gets_its_tables_after_a_copy_was_put_beside_it() {
    let path = folder("a-older").join("a.dossier");
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stores/0.1.0.dossier.gz")).unwrap();
    let mut file = std::fs::File::create(&path).unwrap();
    std::io::copy(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut file).unwrap();
    drop(file);
    let before = std::fs::read(&path).unwrap();
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.accounts().unwrap(), []);
    store.add_account("Anna", Role::Admin, SECRET, noon(0)).unwrap();
    drop(store);
    let copy = rapporteur_store::backup_path(&path, 2);
    let count = |path: &std::path::Path, sql: &str| rusqlite::Connection::open(path).unwrap().query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(count(&copy, "PRAGMA user_version"), 2, "the copy is as it was");
    assert_eq!(count(&copy, "SELECT count(*) FROM entries"), 5);
    assert!(before.len().abs_diff(std::fs::read(&copy).unwrap().len()) < 65_536);
    assert_eq!(Store::open(&path).unwrap().accounts().unwrap().len(), 1, "a second opening changes nothing");
}
