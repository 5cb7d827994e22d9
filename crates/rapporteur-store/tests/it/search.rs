//! Words and facets.

use crate::made::{dossier, nth};
use rapporteur_record::Stance;
use rapporteur_store::{Among, Found, Search, Store, StoreError};

fn filled(test: &str) -> Store {
    let mut store = dossier(test);
    store.append(&(0..12).map(nth).collect::<Vec<_>>()).unwrap();
    store
}

fn ids(found: &Found) -> Vec<String> {
    let mut ids: Vec<String> = found.hits.iter().map(|h| format!("{}{}", h.document, h.item.as_ref().map(|i| format!(" {i}")).unwrap_or_default())).collect();
    ids.sort();
    ids
}

fn words(words: &str) -> Search {
    Search { words: words.into(), limit: 100, ..Search::default() }
}

#[test]
fn words_phrases_prefixes_and_what_is_left_out() {
    let store = filled("s-words");
    let count = |query: &str| store.search(&words(query)).unwrap().hits.len();
    assert_eq!(count("offer enough"), 12);
    assert_eq!(count("\"round 7\""), 1);
    assert_eq!(count("\"7 round\""), 0);
    assert_eq!(count("enou*"), 12);
    assert_eq!(count("enou"), 0);
    assert_eq!(count("offer -\"round 7\""), 11);
    assert_eq!(count("\"round 7\" OR \"round 8\""), 2);
    assert_eq!(count("ærsk"), 3, "speakers are searched too, whatever their case");
    assert_eq!(count("nobody"), 0, "nobody is quoted for that");
    assert_eq!(count(""), 12, "no words: all of them");
    let texts = store.search(&Search { among: Among::Texts, ..words("nobody") }).unwrap();
    assert_eq!(texts.hits.len(), 12);
    assert!(texts.hits[0].item.is_none());
}

#[test]
fn facets_narrow_and_are_counted() {
    let store = filled("s-facets");
    let found = store.search(&Search { speaker: Some("oyle".into()), ..words("offer") }).unwrap();
    assert_eq!(ids(&found), ["d0.txt s1", "d4.txt s1", "d8.txt s1"]);
    assert_eq!(found.facets[0], ("speaker", vec![("Mara Oyle".to_owned(), 3)]));
    let day = |d: i8| Some(jiff::civil::date(2031, 3, d));
    let found = store.search(&Search { from: day(3), until: day(4), ..words("") }).unwrap();
    assert_eq!(ids(&found), ["d2.txt s1", "d3.txt s1"]);
    let found = store.search(&Search { outlet: Some("wire".into()), ..words("offer") }).unwrap();
    assert_eq!(found.hits.len(), 6);
    assert_eq!(store.search(&Search { stance: Some(Stance::Rejects), ..words("offer") }).unwrap().hits.len(), 12);
    assert_eq!(store.search(&Search { stance: Some(Stance::Accepts), ..words("offer") }).unwrap().hits.len(), 0);
    assert_eq!(store.search(&Search { status: Some("accepted".into()), ..words("offer") }).unwrap().hits.len(), 0);
    assert_eq!(store.search(&Search { speaker: Some("%".into()), ..words("offer") }).unwrap().hits.len(), 0, "a name is no pattern");
}

#[test]
fn a_snippet_shows_what_was_found() {
    let store = filled("s-snippet");
    let found = store.search(&words("\"round 7\"")).unwrap();
    let marked: Vec<&str> = found.hits[0].snippet.iter().filter(|(_, found)| *found).map(|(w, _)| w.as_str()).collect();
    assert_eq!(marked, ["round 7"]);
    let all: String = found.hits[0].snippet.iter().map(|(w, _)| w.as_str()).collect();
    assert_eq!(all, "that the offer of round 7 was not enough");
}

#[test]
fn nothing_that_can_be_typed_is_an_error_of_the_database() {
    let store = filled("s-typed");
    for typed in
        ["\"", "*", "a*b", "NEAR(", "AND", "NOT x", "a AND", "(", ")", "x:y", "^a", "'; DROP TABLE entries; --", "\0", "“", "a\"b\"c", "{a}", "+a", "\\"]
    {
        for among in [Among::Statements, Among::Texts] {
            let answer = store.search(&Search { among, ..words(typed) });
            assert!(answer.is_ok(), "{typed:?}: {answer:?}");
        }
    }
    assert!(matches!(store.search(&words("-offer")), Err(StoreError::Query(_))));
    assert!(matches!(store.search(&Search { among: Among::Texts, speaker: Some("x".into()), ..words("a") }), Err(StoreError::Query(_))));
}

#[test]
fn a_document_that_counts_no_longer_is_not_found() {
    let mut store = filled("s-removed");
    let what = rapporteur_record::entry::What::Remove { document: "d7.txt".into(), reason: "twice".into() };
    store.append(&[crate::made::by("A. Berg", 1, what)]).unwrap();
    assert_eq!(store.search(&words("\"round 7\"")).unwrap().hits, []);
    assert_eq!(store.search(&Search { among: Among::Texts, ..words("\"round 7\"") }).unwrap().hits, []);
    assert_eq!(store.check_file().unwrap(), []);
}
