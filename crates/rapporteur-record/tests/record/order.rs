//! The record is a function of the set of entries.

use crate::made::{Dice, reading};
use proptest::prelude::*;
use rapporteur_record::*;
use std::sync::Arc;

fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_900_000_000 + second).unwrap()
}

fn entry(document: Document, reading: Reading, second: Option<i64>) -> Entry {
    let learnt = second.map(at);
    Entry { learnt, by: Author::Reader("w1".into()), what: What::Read { document: Arc::new(document), reading: Arc::new(reading) } }
}

/// Readings and decisions about them.
fn entries(numbers: &[Vec<u16>]) -> Vec<Entry> {
    let mut all = Vec::new();
    for (n, one) in numbers.iter().enumerate() {
        let mut dice = Dice::of(one);
        let learnt = (dice.below(4) > 0).then_some(dice.below(100_000) as i64 * 50);
        let (document, made) = reading(&mut dice);
        let person = |what| Entry { learnt: learnt.map(at), by: Author::Person("Ada".into()), what };
        let named = |name: &str| Named { name: name.into(), document: None };
        let decision = match dice.below(8) {
            0 => Some(What::Remove { document: document.id.clone(), reason: String::new() }),
            1 => Item::of(&document, &made, ItemKind::Position, 0).map(|item| What::Review { item, verdict: Verdict::Reject, comment: None }),
            2 => Item::of(&document, &made, ItemKind::Position, 0).map(|item| What::Review {
                item,
                verdict: Verdict::Correct(vec![Change::Stance(Stance::Accepts)]),
                comment: None,
            }),
            3 => Some(What::Actors { names: vec![named("Brandel"), named("Tomas Brandel")], bond: Bond::Join }),
            4 => Some(What::Actors { names: vec![named("Brandel"), named("Dock Union")], bond: if n % 2 == 0 { Bond::Apart } else { Bond::Join } }),
            5 => all.first().map(|e: &Entry| What::Undo { entry: e.id() }),
            _ => None,
        };
        all.push(entry(document, made, learnt));
        all.extend(decision.map(person));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_never_changes_the_record(
        numbers in prop::collection::vec(prop::collection::vec(any::<u16>(), 0..150), 0..12),
        keys in prop::collection::vec(any::<u32>(), 30),
    ) {
        let all = entries(&numbers);
        let mut other: Vec<(u32, Entry)> = keys.iter().copied().cycle().zip(all.iter().cloned()).collect();
        other.sort_by_key(|(k, _)| *k);
        let (a, b) = (Record::of(all, Brief::default()), Record::of(other.into_iter().map(|(_, e)| e), Brief::default()));
        prop_assert_eq!(a.sum(), b.sum());
        prop_assert_eq!(matrix::of(a.sum()), matrix::of(b.sum()));
        let _ = (gaps::of(a.sum()), gaps::quantities(a.sum()), echo::of(a.sum()), echo::answers(a.sum()), timeline::of(a.sum()));
    }

    #[test]
    fn a_record_of_gists_adds_up_to_the_same(numbers in prop::collection::vec(prop::collection::vec(any::<u16>(), 0..150), 0..12)) {
        let mut all = entries(&numbers);
        // A ledger gives texts of one id ids of their own.
        for (n, e) in all.iter_mut().enumerate() {
            if let What::Read { document, .. } = &mut e.what {
                Arc::make_mut(document).id = format!("{n:02} {}", document.id);
            }
        }
        let (whole, shelved) = (Record::of(all.clone(), Brief::default()), super::shelf::shelved(all, Brief::default()));
        prop_assert_eq!(whole.sum(), shelved.sum());
        let day = jiff::civil::date(1970, 1, 20);
        let (whole, shelved) = (whole.known_on(day), shelved.known_on(day));
        prop_assert_eq!(whole.sum(), shelved.sum());
    }

    #[test]
    fn a_sum_is_the_same_however_the_record_grew(
        numbers in prop::collection::vec(prop::collection::vec(any::<u16>(), 0..150), 0..10),
        keys in prop::collection::vec(any::<u32>(), 30),
        cuts in prop::collection::vec(0..24usize, 0..5),
    ) {
        let mut all = entries(&numbers);
        // A ledger gives texts of one id ids of their own.
        for (n, e) in all.iter_mut().enumerate() {
            if let What::Read { document, .. } = &mut e.what {
                Arc::make_mut(document).id = format!("{n:02} {}", document.id);
            }
        }
        let mut drawn: Vec<(u32, Entry)> = keys.iter().copied().cycle().zip(all).collect();
        drawn.sort_by_key(|(k, _)| *k);
        let all: Vec<Entry> = drawn.into_iter().map(|(_, e)| e).collect();
        let mut ends: Vec<usize> = cuts.into_iter().map(|c| c.min(all.len())).chain([0, all.len()]).collect();
        ends.sort_unstable();
        let pieces: Vec<Vec<Entry>> = ends.windows(2).map(|w| all[w[0]..w[1]].to_vec()).collect();
        let shelved = super::shelf::grown(&pieces, Brief::default());
        let mut whole = Record::default();
        whole.sum();
        for (grown, end) in shelved.iter().zip(&ends) {
            let anew = Record::of(all[..*end].iter().cloned(), Brief::default());
            whole = whole.extended([], all[..*end].iter().cloned());
            prop_assert_eq!(grown.sum(), anew.sum());
            prop_assert_eq!(whole.sum(), anew.sum());
            let again = super::shelf::shelved(all[..*end].iter().cloned(), Brief::default());
            prop_assert_eq!(grown.written(), again.written(), "what more can build on is the same too");
            let day = jiff::civil::date(2030, 3, 30);
            let (grown_then, anew_then) = (grown.known_on(day), anew.known_on(day));
            prop_assert_eq!(grown_then.sum(), anew_then.sum());
            let day = jiff::civil::date(2031, 5, 14);
            let (grown_then, anew_then) = (grown.published_until(day), anew.published_until(day));
            prop_assert_eq!(grown_then.sum(), anew_then.sum());
        }
    }

    #[test]
    fn what_turned_is_where_the_matrices_of_two_days_differ(
        numbers in prop::collection::vec(prop::collection::vec(any::<u16>(), 0..150), 0..12),
        (first, length) in (1..28i8, 0..28i8),
    ) {
        let record = Record::of(entries(&numbers), Brief::default());
        let sum = record.sum();
        let (since, until) = (jiff::civil::date(2031, 5, first), jiff::civil::date(2031, 5, (first + length).min(28)));
        let at = |day| matrix::of_claims(sum, |i| sum.claims[i].said.is_some_and(|d| d <= day));
        let shown = |m: &matrix::Matrix, key| m.cells.get(key).and_then(|c| c.own.or(c.claims.last().copied()));
        let (before, after) = (at(since), at(until));
        let expected = after.cells.keys().filter_map(|key| {
            let (was, is) = (shown(&before, key), shown(&after, key)?);
            (was.map(|w| sum.claims[w].stance) != Some(sum.claims[is].stance)).then_some((*key, was, is))
        });
        let found = changes::between(sum, since, until, changes::Clock::Said).cells;
        prop_assert_eq!(found.iter().map(|t| ((t.party, t.matter), t.before, t.after)).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn admitting_twice_changes_nothing(numbers in prop::collection::vec(prop::collection::vec(any::<u16>(), 0..150), 0..8)) {
        let by = Author::Reader("w1".into());
        let mut record = Record::default();
        for one in &numbers {
            let (document, made) = reading(&mut Dice::of(one));
            admit(&record, &document, &made, &by, None).into_iter().for_each(|e| record.append(e));
            prop_assert!(admit(&record, &document, &made, &by, Some(jiff::Timestamp::UNIX_EPOCH)).is_empty());
        }
        let again = Record::of(record.entries().map(|(_, e)| e.clone()), Brief::default());
        prop_assert_eq!(again.sum(), record.sum(), "rebuilding equals appending");
    }
}

#[test]
fn an_empty_record_has_empty_answers() {
    let record = Record::default();
    assert_eq!(record.sum(), &record::Sum::default());
    assert!(matrix::of(record.sum()).cells.is_empty() && gaps::of(record.sum()).is_empty() && echo::of(record.sum()).is_empty());
    assert!(changes::between(record.sum(), jiff::civil::date(1000, 1, 1), jiff::civil::date(3000, 1, 1), changes::Clock::Learnt).texts.is_empty());
}

#[test]
fn a_thousand_identical_copies_are_one_origin() {
    let text = "The union rejected the second offer on Friday, and its members will vote again next week on whether to walk out at the port.";
    let copy = |i: usize| Document { id: format!("c{i:04}"), text: text.into(), outlet: Some(format!("Outlet {i}")), ..Document::default() };
    let record = Record::of((0..1000).map(|i| entry(copy(i), Reading::default(), None)), Brief::default());
    assert_eq!(record.sum().origins.len(), 1);
    assert_eq!(record.sum().origins[0].copies.len(), 999);
    assert!(record.sum().origins[0].copies.iter().all(|(_, how)| *how == record::Copy::Exact));
}

#[test]
fn an_undoing_can_be_undone() {
    let document = Document { id: "d".into(), text: "Some words.".into(), ..Document::default() };
    let read = entry(document, Reading::default(), Some(1));
    let person = |what, s| Entry { learnt: Some(jiff::Timestamp::from_second(s).unwrap()), by: Author::Person("Ada".into()), what };
    let undo = person(What::Undo { entry: read.id() }, 2_000_000_000);
    let redo = person(What::Undo { entry: undo.id() }, 2_000_000_001);
    let texts = |all: &[&Entry]| Record::of(all.iter().map(|e| (*e).clone()), Brief::default()).sum().texts.len();
    assert_eq!(texts(&[&read]), 1);
    assert_eq!(texts(&[&read, &undo]), 0);
    assert_eq!(texts(&[&redo, &read, &undo]), 1);
}

#[test]
fn a_correction_survives_a_second_reading() {
    let text = "The union has accepted the offer. Later the union left.";
    let document = Document { id: "d".into(), text: text.into(), ..Document::default() };
    let union = Actor { name: "the union".into(), kind: ActorKind::Organization, names: vec![], acts_for: None, role: None, mentions: vec![], wikidata: None };
    let with = |words: &str| {
        let begin = text.find(words).unwrap();
        let evidence = vec![Span::new(text, begin, begin + words.len()).unwrap()];
        let (target, stance, certainty) = (Target::Process, Stance::Accepts, Certainty::Certain);
        let position = Position { holder: ActorId(0), target, stance, certainty, evidence, confidence: 0.5 };
        Reading { actors: vec![union.clone()], positions: vec![Claimed::new(position, Voice::Document)], ..Reading::default() }
    };
    let (first, second, other) = (with("accepted"), with("has accepted"), with("left"));
    let item = Item::of(&document, &first, ItemKind::Position, 0).unwrap();
    assert_eq!((item.find(&document, &second), item.find(&document, &other)), (Some(0), None));
    let what = What::Review { item, verdict: Verdict::Correct(vec![Change::Stance(Stance::Undecided)]), comment: None };
    let review = Entry { learnt: Some(at(5)), by: Author::Person("Ada".into()), what };
    let stance = |newer: &Reading| {
        let all = [entry(document.clone(), first.clone(), Some(0)), review.clone(), entry(document.clone(), newer.clone(), Some(9))];
        let record = Record::of(all, Brief::default());
        (record.sum().claims[0].stance, record.sum().attention.len())
    };
    assert_eq!(stance(&second), (Stance::Undecided, 1), "only its missing date needs attention");
    assert_eq!(stance(&other), (Stance::Accepts, 2), "the correction finds nothing, and is shown");
}

#[test]
fn a_reading_that_names_what_it_does_not_have_is_left_out() {
    let text = "Some words.";
    let evidence = vec![Span::new(text, 0, 4).unwrap()];
    let position =
        Position { holder: ActorId(7), target: Target::Term(TermId(3)), stance: Stance::Accepts, certainty: Certainty::Certain, evidence, confidence: 1.0 };
    let reading = Reading { positions: vec![Claimed::new(position, Voice::Document)], ..Reading::default() };
    let document = Document { id: "d".into(), text: text.into(), ..Document::default() };
    assert!(conflict::find(&document, &reading).is_empty());
    let record = Record::of([entry(document, reading, None)], Brief::default());
    assert!(record.sum().texts.is_empty() && matches!(record.sum().attention[0], record::Attention::Unsound { .. }));
}
