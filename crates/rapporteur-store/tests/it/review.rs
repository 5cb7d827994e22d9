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

/// The same text read again: everything has another id, other actors come first, words are held wider, the proposal is met earlier.
fn read_otherwise(text: &rapporteur_record::Document, reading: &rapporteur_record::Reading) -> rapporteur_record::Reading {
    use rapporteur_record::{Actor, ActorId, AttributionId, Claimed, ProposalId, Speaker, Target, Voice};
    let find = |words: &str| {
        let begin = text.text.find(words).unwrap();
        Span::new(&text.text, begin, begin + words.len()).unwrap()
    };
    let mut out = reading.clone();
    let nobody = Actor { name: "Nobody".into(), names: vec!["Nobody".into()], mentions: vec![find("Nobody")], ..out.actors[0].clone() };
    out.actors.insert(0, nobody);
    let mut other = out.attributions[0].clone();
    (other.cue, other.source, other.content) = (vec![find("spoke")], vec![find("Nobody")], vec![find("else")]);
    out.attributions[0].speaker = Speaker::Actor(vec![ActorId(1)]);
    out.attributions.insert(0, other);
    let mut plan = out.proposals[0].clone();
    (plan.label, plan.mentions) = ("else".into(), vec![find("else")]);
    let earlier = find("offer");
    out.proposals[0].mentions.insert(0, earlier);
    out.proposals.insert(0, plan);
    let (mut p, _) = out.positions[0].clone().into_parts();
    (p.holder, p.target, p.evidence) = (ActorId(1), Target::Proposal(ProposalId(1)), vec![find("not enough")]);
    let mut before = p.clone();
    (before.holder, before.evidence) = (ActorId(0), vec![find("spoke")]);
    let by = Voice::Attribution(AttributionId(1));
    out.positions = vec![Claimed::new(before, by), Claimed::new(p, by)];
    out
}

fn again(store: &mut Store, reader: &str, reading: rapporteur_record::Reading) {
    let (document, _) = store.document("d0.txt").unwrap();
    let mut addition = read("d0.txt", "Mara Oyle", 0, 9);
    addition.entry.by = Author::Reader(reader.into());
    addition.entry.what = What::Read { document, reading: Arc::new(reading) };
    store.append(&[addition]).unwrap();
}

#[test]
fn what_people_decided_stays_with_its_words_when_everything_is_read_otherwise() {
    let mut store = dossier("r-otherwise");
    store.append(&[nth(0)]).unwrap();
    let correct = Verdict::Correct(vec![Change::Stance(Stance::Doubts)]);
    for (kind, verdict) in [(ItemKind::Attribution, Verdict::Accept), (ItemKind::Position, correct), (ItemKind::Proposal, Verdict::Reject)] {
        let wish = decision(&store, "A. Berg", 1, kind, verdict);
        store.append(&[wish]).unwrap();
    }
    let (document, first) = store.document("d0.txt").unwrap();
    again(&mut store, "test 2", read_otherwise(&document, &first));
    let status = |store: &Store, kind, id: &str| store.status("d0.txt", kind, id).unwrap().unwrap();
    assert_eq!((status(&store, ItemKind::Attribution, "s1").as_str(), status(&store, ItemKind::Attribution, "s2").as_str()), ("machine", "accepted"));
    assert_eq!((status(&store, ItemKind::Position, "x1").as_str(), status(&store, ItemKind::Position, "x2").as_str()), ("machine", "corrected"));
    assert_eq!((status(&store, ItemKind::Proposal, "p1").as_str(), status(&store, ItemKind::Proposal, "p2").as_str()), ("machine", "rejected"));
    let search = rapporteur_store::Search { stance: Some(Stance::Doubts), limit: 9, ..Default::default() };
    assert_eq!(store.search(&search).unwrap().hits.len(), 1, "what was put right is put right in the new reading");
    let rows = dump(&mut store);
    store.rebuild().unwrap();
    assert_eq!(dump(&mut store), rows);
}

#[test]
fn a_decision_never_goes_over_to_other_words() {
    let mut store = dossier("r-other-words");
    store.append(&[nth(0)]).unwrap();
    let wish = decision(&store, "A. Berg", 1, ItemKind::Attribution, Verdict::Reject);
    store.append(&[wish]).unwrap();
    // The new reading has lost the statement, and finds another near by.
    let (document, first) = store.document("d0.txt").unwrap();
    let mut other = read_otherwise(&document, &first);
    other.attributions.truncate(1);
    (other.positions, other.terms) = (vec![], vec![]);
    again(&mut store, "test 2", other);
    assert_eq!(store.status("d0.txt", ItemKind::Attribution, "s1").unwrap().as_deref(), Some("machine"));
    let lost: Vec<_> = store.decisions(None, None).unwrap().into_iter().filter(|d| d.item.is_none()).map(|d| (d.verdict, d.words)).collect();
    assert_eq!(lost, [("reject".to_owned(), "said".to_owned())], "somebody must look");
}

#[test]
fn a_correction_that_fits_no_longer_is_shown_and_changes_nothing() {
    let mut store = dossier("r-unfit");
    store.append(&[nth(0)]).unwrap();
    let both = Verdict::Correct(vec![Change::Stance(Stance::Doubts), Change::Target("the offer of round 0".into())]);
    let wish = decision(&store, "A. Berg", 1, ItemKind::Position, both);
    store.append(&[wish]).unwrap();
    assert_eq!(store.status("d0.txt", ItemKind::Position, "x1").unwrap().as_deref(), Some("corrected"));
    let (_, first) = store.document("d0.txt").unwrap();
    let mut without = (*first).clone();
    let (mut p, by) = without.positions[0].clone().into_parts();
    p.target = rapporteur_record::Target::Process;
    without.positions[0] = rapporteur_record::Claimed::new(p, by);
    without.proposals.clear();
    again(&mut store, "test 2", without);
    assert_eq!(store.status("d0.txt", ItemKind::Position, "x1").unwrap().as_deref(), Some("machine"));
    assert_eq!((store.decisions(None, None).unwrap()[0].item.clone(), store.doctor().unwrap().lost), (None, 1));
}

#[test]
fn of_two_positions_in_the_same_words_each_has_its_own_decisions() {
    use rapporteur_record::{Claimed, Target};
    let mut store = dossier("r-same-words");
    store.append(&[nth(0)]).unwrap();
    let (_, first) = store.document("d0.txt").unwrap();
    let mut two = (*first).clone();
    let (mut p, by) = two.positions[0].clone().into_parts();
    p.target = Target::Process;
    two.positions.push(Claimed::new(p, by));
    again(&mut store, "test 2", two.clone());
    let (document, reading) = store.document("d0.txt").unwrap();
    let item = Item::of(&document, &reading, ItemKind::Position, 1).unwrap();
    store.append(&[by_person(item)]).unwrap();
    let statuses = |store: &Store| ["x1", "x2"].map(|id| store.status("d0.txt", ItemKind::Position, id).unwrap().unwrap());
    assert_eq!(statuses(&store), ["machine", "rejected"]);
    two.positions.swap(0, 1);
    again(&mut store, "test 3", two);
    assert_eq!(statuses(&store), ["rejected", "machine"]);
}

fn by_person(item: Item) -> Addition {
    by("A. Berg", 1, What::Review { item, verdict: Verdict::Reject, comment: None })
}
