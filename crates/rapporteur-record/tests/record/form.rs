//! The form goes there and back, and says what is wrong with what it cannot take.

use crate::made::{Dice, reading};
use proptest::prelude::*;
use rapporteur_record::json::{parse, parse_entry, record};
use rapporteur_record::*;
use serde_json::{Value, json};
use std::sync::Arc;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_goes_there_and_back(numbers in prop::collection::vec(any::<u16>(), 0..400)) {
        let (document, made) = reading(&mut Dice::of(&numbers));
        let form = record(&document, &made);
        let again: Value = serde_json::from_str(&form.to_string()).unwrap();
        let (d, r) = parse(&again).unwrap();
        prop_assert_eq!(&d, &document);
        prop_assert_eq!(&r, &made);
        prop_assert_eq!(record(&d, &r).to_string(), form.to_string());
    }

    #[test]
    fn an_entry_goes_there_and_back_and_keeps_its_id(numbers in prop::collection::vec(any::<u16>(), 0..400), second in 0..4_000_000_000i64) {
        let (document, made) = reading(&mut Dice::of(&numbers));
        let learnt = Some(jiff::Timestamp::from_second(second).unwrap());
        let what = What::Read { document: Arc::new(document), reading: Arc::new(made) };
        let entry = Entry { learnt, by: Author::Reader("w1".into()), what };
        let back = parse_entry(&serde_json::from_str(&json::entry(&entry).to_string()).unwrap()).unwrap();
        prop_assert_eq!(back.id(), entry.id());
        prop_assert_eq!(back, entry);
    }

    #[test]
    fn a_correction_finds_its_item_again(numbers in prop::collection::vec(any::<u16>(), 0..400)) {
        let (document, made) = reading(&mut Dice::of(&numbers));
        for (i, p) in made.positions.iter().enumerate() {
            let item = Item::of(&document, &made, ItemKind::Position, i).unwrap();
            let found = item.find(&document, &made).unwrap();
            let other = &made.positions[found];
            prop_assert_eq!(&other.parts().0.evidence, &p.parts().0.evidence);
        }
    }
}

fn entries() -> Vec<Entry> {
    let item = Item { document: "d1".into(), kind: ItemKind::Position, words: "has accepted".into(), at: 40, of: Some("the union".into()), about: None };
    let named_fully = Item { about: Some("the second draft".into()), ..item.clone() };
    let named = |name: &str| Named { name: name.into(), document: None };
    let review = |verdict| What::Review { item: item.clone(), verdict, comment: Some("read it again".into()) };
    let by_a_person = |what| Entry { learnt: None, by: Author::Person("Ada".into()), what };
    let all = vec![
        Change::Holder("the port".into()),
        Change::Target("the second draft".into()),
        Change::Stance(Stance::Rejects),
        Change::Certainty(Certainty::Possible),
        Change::Speaker("the port".into()),
        Change::SpeechAct(SpeechAct::Denies),
        Change::Source("the port".into()),
        Change::Content("it would wait … until Monday".into()),
        Change::TermKind(TermKind::Economic),
        Change::Value(4.5),
        Change::Bound(Bound::About),
        Change::Measure(Measure::Money),
        Change::EventKind(EventKind::Protest),
        Change::Status(Status::Denied),
        Change::Name("the port".into()),
        Change::Evidence("has … accepted".into()),
        Change::Apart("the port".into()),
    ];
    vec![
        by_a_person(review(Verdict::Accept)),
        by_a_person(review(Verdict::Reject)),
        by_a_person(review(Verdict::Second)),
        by_a_person(review(Verdict::Comment)),
        by_a_person(review(Verdict::Ask)),
        by_a_person(review(Verdict::Settle)),
        by_a_person(What::Review { item: named_fully, verdict: Verdict::Accept, comment: None }),
        by_a_person(review(Verdict::Correct(all))),
        by_a_person(What::Remove { document: "d1".into(), reason: "a forgery".into() }),
        by_a_person(What::Actors { names: vec![named("Orsk"), named("Pavel Orsk")], bond: Bond::Join }),
        by_a_person(What::Actors { names: vec![named("Orsk"), named("Pavel Orsk")], bond: Bond::Out }),
        by_a_person(What::Proposals { labels: vec![named("the draft"), Named { name: "a draft".into(), document: Some("d2".into()) }], bond: Bond::Apart }),
    ]
}

#[test]
fn every_decision_goes_there_and_back() {
    let mut all = entries();
    all.push(Entry { learnt: None, by: Author::Person("Ada".into()), what: What::Undo { entry: all[0].id() } });
    for e in &all {
        let form = json::entry(e);
        assert_eq!(&parse_entry(&form).unwrap(), e, "{form}");
    }
    let ids: std::collections::BTreeSet<EntryId> = all.iter().map(Entry::id).collect();
    assert_eq!(ids.len(), all.len());
}

/// A change to the form of an entry changes the id of every entry that people have: this fails then.
#[test]
fn the_id_of_an_entry_stays_what_it_is() {
    assert_eq!(entries()[0].id().to_string(), "c773d1da590827c1530e167494240703");
}

fn smallest() -> Value {
    json!({"format": "rapporteur-record/1", "document": {"id": "d", "text": "né un", "title": null, "outlet": null, "published": null, "language": "fr"},
        "actors": [{"id": "z", "name": "Z", "kind": "state", "names": ["Z"], "acts_for": null}], "attributions": [], "proposals": [], "terms": [],
        "positions": [], "conflicts": [], "figures": [], "events": []})
}

fn told(change: impl Fn(&mut Value)) -> String {
    let mut value = smallest();
    change(&mut value);
    parse(&value).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_is_told_with_its_key() {
    assert!(parse(&smallest()).is_ok());
    assert_eq!(told(|v| v["format"] = json!("rapporteur-record/2")), "`format` is `rapporteur-record/2`, which the format does not know");
    assert_eq!(told(|v| v["events"] = Value::Null), "`events` is missing");
    assert_eq!(told(|v| v["document"]["published"] = json!("May")), "`document.published` is not a date (year-month-day)");
    assert_eq!(told(|v| v["actors"][0]["kind"] = json!("god")), "`actors[0].kind` is `god`, which the format does not know");
    let position = |holder: &str, evidence: Value| json!([{"id": "x", "holder": holder, "target": {"process": true}, "stance": "doubts", "said_in": null, "certainty": "certain", "evidence": evidence}]);
    assert_eq!(told(|v| v["positions"] = position("y", json!([[0, 2]]))), "`positions[0].holder` is `y`, which is not among the actors");
    assert_eq!(told(|v| v["positions"] = position("z", json!([]))), "`positions[0].evidence` holds no words");
    assert_eq!(
        told(|v| v["positions"] = position("z", json!([[0, 6]]))),
        "`positions[0].evidence` is empty or outside the text (spans are [begin, end) in code points)"
    );
    assert_eq!(told(|v| v["positions"] = position("z", json!([["a", 6]]))), "`positions[0].evidence` is not a span [begin, end)");
    assert_eq!(parse(&json!([])).unwrap_err().to_string(), "`a record` is not an object");
}

#[test]
fn unknown_keys_pass_and_code_points_become_bytes() {
    let mut value = smallest();
    value["note"] = json!("mine");
    value["positions"] = json!([{"id": "x", "holder": "z", "target": {"process": true}, "stance": "doubts", "said_in": null, "certainty": "certain",
        "evidence": [[3, 5]], "why": 1}]);
    let (document, reading) = parse(&value).unwrap();
    assert_eq!(reading.positions[0].parts().0.evidence[0].of(&document.text), "un");
    assert_eq!(reading.positions[0].parts().0.confidence, 1.0, "people are sure");
}
