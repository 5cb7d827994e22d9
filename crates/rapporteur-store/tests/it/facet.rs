//! Each facet of a search, alone and with words.

use crate::made::{by, dossier, noon, nth, read};
use rapporteur_record::entry::{Author, Entry, Verdict, What};
use rapporteur_record::item::{Item, ItemKind};
use rapporteur_record::{
    Actor, ActorId, ActorKind, Attribution, AttributionId, Certainty, Claimed, Document, Position, Proposal, ProposalId, QuoteType, Reading, Span, Speaker,
    SpeechAct, Stance, Target, Term, TermId, TermKind, Voice,
};
use rapporteur_store::{Addition, Among, Search, Store};
use std::sync::Arc;

const TEXT: &str = "Harbour Wire wrote that Mara Oyle said the toll plan was dead and that firm guarantees were missing. Two officials said the plan stays.";

/// A wire that quotes a speaker, who acts for a union, which acts for its federation; and two officials who act for nobody that is named.
fn chained() -> Addition {
    let find = |words: &str| {
        let begin = TEXT.find(words).unwrap();
        Span::new(TEXT, begin, begin + words.len()).unwrap()
    };
    let actor = |name: &str, kind, acts_for: Option<usize>| Actor {
        name: name.into(),
        kind,
        names: vec![name.into()],
        acts_for: acts_for.map(ActorId),
        role: None,
        mentions: vec![],
        wikidata: None,
    };
    let said = |source: &str, cue: &str, content: &str, speaker, within: Option<usize>| Attribution {
        source: vec![find(source)],
        cue: vec![find(cue)],
        content: vec![find(content)],
        addressee: vec![],
        speaker,
        quote_type: QuoteType::Indirect,
        speech_act: SpeechAct::Asserts,
        within: within.map(AttributionId),
        time: None,
        confidence: 0.75,
    };
    let position = |target, stance, words: &str| {
        let position = Position { holder: ActorId(1), target, stance, certainty: Certainty::Certain, evidence: vec![find(words)], confidence: 0.5 };
        Claimed::new(position, Voice::Attribution(AttributionId(1)))
    };
    let inner = "the toll plan was dead and that firm guarantees were missing";
    let reading = Reading {
        actors: vec![
            actor("Harbour Wire", ActorKind::Outlet, None),
            actor("Mara Oyle", ActorKind::Person, Some(2)),
            actor("The dockers' union", ActorKind::Organization, Some(3)),
            actor("Oster Federation", ActorKind::Organization, None),
            actor("two officials", ActorKind::Anonymous, None),
        ],
        attributions: vec![
            said("Harbour Wire", "wrote", &format!("Mara Oyle said {inner}"), Speaker::Actor(vec![ActorId(0)]), None),
            said("Mara Oyle", "said", inner, Speaker::Actor(vec![ActorId(1)]), Some(0)),
            said("Two officials", "said", "the plan stays", Speaker::Described(ActorId(4)), None),
        ],
        proposals: vec![Proposal { label: "the toll plan".into(), authors: vec![], mentions: vec![find("the toll plan")], supersedes: None, confidence: 0.5 }],
        terms: vec![Claimed::new(
            Term {
                kind: TermKind::SecurityGuarantees,
                proposal: Some(ProposalId(0)),
                text: vec![find("firm guarantees")],
                parameters: vec![],
                confidence: 0.5,
            },
            Voice::Attribution(AttributionId(1)),
        )],
        positions: vec![position(Target::Proposal(ProposalId(0)), Stance::Rejects, "dead"), position(Target::Term(TermId(0)), Stance::Demands, "missing")],
        ..Reading::default()
    };
    let document = Document {
        id: "chained.txt".into(),
        text: TEXT.into(),
        title: Some("Tolls".into()),
        outlet: Some("The Oster Herald".into()),
        published: Some(jiff::civil::date(2030, 12, 31)),
        language: "en".into(),
        ..Document::default()
    };
    let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
    Addition { entry: Entry { learnt: Some(noon(0)), by: Author::Reader("test 1".into()), what }, original: None, after: None }
}

/// The statements of the document above that are found, among six others.
fn found(store: &Store, search: &Search) -> String {
    let hits = store.search(search).unwrap().hits;
    let mut ids: Vec<String> = hits.into_iter().filter(|h| h.document == "chained.txt").filter_map(|h| h.item).collect();
    ids.sort();
    ids.join(" ")
}

fn filled(test: &str) -> Store {
    let mut store = dossier(test);
    store.append(&(0..6).map(nth).chain([chained()]).collect::<Vec<_>>()).unwrap();
    store
}

fn all() -> Search {
    Search { limit: 100, ..Search::default() }
}

#[test]
fn each_facet_narrows_with_and_without_words() {
    let store = filled("f-each");
    let named = |name: &str| Some(name.to_owned());
    let cases = [
        (Search { speaker: named("oyle"), ..all() }, "s2"),
        (Search { speaker: named("Mara Oy"), ..all() }, "s2"),
        (Search { speaker: named("Oyle Mara"), ..all() }, ""),
        (Search { speaker: named("yle"), ..all() }, ""),
        (Search { party: named("oster federation"), ..all() }, "s2"),
        (Search { party: named("union"), ..all() }, ""),
        (Search { party: named("harbour wire"), ..all() }, "s1"),
        (Search { party: named("officials"), ..all() }, ""),
        (Search { speaker: named("officials"), ..all() }, "s3"),
        (Search { proposal: named("toll plan"), ..all() }, "s1 s2"),
        (Search { proposal: named("plan toll"), ..all() }, ""),
        (Search { term: Some(TermKind::SecurityGuarantees), ..all() }, "s2"),
        (Search { term: Some(TermKind::Guarantees), ..all() }, ""),
        (Search { stance: Some(Stance::Rejects), ..all() }, "s2"),
        (Search { stance: Some(Stance::Demands), ..all() }, "s2"),
        (Search { stance: Some(Stance::Accepts), ..all() }, ""),
        (Search { depth: Some(1), ..all() }, "s1 s3"),
        (Search { depth: Some(2), ..all() }, "s2"),
        (Search { depth: Some(3), ..all() }, ""),
        (Search { outlet: named("oster her"), ..all() }, "s1 s2 s3"),
        (Search { outlet: named("wire"), ..all() }, ""),
        (Search { status: named("machine"), ..all() }, "s1 s2 s3"),
        (Search { status: named("accepted"), ..all() }, ""),
        (Search { until: Some(jiff::civil::date(2031, 1, 31)), ..all() }, "s1 s2 s3"),
        (Search { from: Some(jiff::civil::date(2031, 1, 1)), ..all() }, ""),
        (Search { from: Some(jiff::civil::date(2031, 5, 1)), until: Some(jiff::civil::date(2031, 4, 1)), ..all() }, ""),
        (Search { party: named("–"), ..all() }, ""),
    ];
    for (search, expected) in cases {
        assert_eq!(found(&store, &search), expected, "{search:?}");
        // "plan" is in all three statements, "toll" in two.
        let with = |words: &str| found(&store, &Search { words: words.into(), ..search.clone() });
        assert_eq!(with("pla*"), expected, "with words: {search:?}");
        assert_eq!(with("\"toll plan\""), expected.replace(" s3", "").replace("s3", ""), "with a phrase: {search:?}");
        assert_eq!(with("nowhere"), "");
        assert_eq!(with("plan -toll"), if expected.contains("s3") { "s3" } else { "" }, "{search:?}");
    }
}

#[test]
fn facets_go_together_and_are_counted() {
    let store = filled("f-together");
    let both = Search { words: "plan".into(), party: Some("oster".into()), stance: Some(Stance::Rejects), depth: Some(2), ..all() };
    let answer = store.search(&both).unwrap();
    assert_eq!((answer.count, answer.hits[0].party.as_deref(), answer.hits[0].depth), (1, Some("Oster Federation"), 2));
    let told: Vec<String> =
        answer.facets.iter().map(|(name, values)| format!("{name}: {}", values.iter().map(|v| v.0.as_str()).collect::<Vec<_>>().join(", "))).collect();
    let expected = [
        "speaker: Mara Oyle",
        "party: Oster Federation",
        "proposal: the toll plan",
        "term: security_guarantees",
        "stance: demands, rejects",
        "outlet: The Oster Herald",
        "depth: 2",
        "status: machine",
    ];
    assert_eq!(told, expected);
    assert_eq!(found(&store, &Search { depth: Some(1), ..both }), "");
    let texts = Search { among: Among::Texts, words: "toll*".into(), until: Some(jiff::civil::date(2030, 12, 31)), outlet: Some("herald".into()), ..all() };
    let answer = store.search(&texts).unwrap();
    assert_eq!((answer.hits.len(), answer.hits[0].document.as_str()), (1, "chained.txt"));
    assert!(answer.hits[0].snippet.iter().any(|(words, found)| *found && words == "toll"));
    assert!(store.search(&Search { depth: Some(1), among: Among::Texts, ..all() }).is_err());
}

#[test]
fn facets_are_never_found_as_words_nor_words_as_facets() {
    let store = filled("f-apart");
    for words in ["machine", "rejects", "federation", "herald", "security", "\u{E000}\u{E000}\u{E000}vmachine"] {
        assert_eq!(found(&store, &Search { words: words.into(), ..all() }), "", "{words:?}");
    }
    assert_eq!(found(&store, &Search { speaker: Some("toll".into()), ..all() }), "");
}

#[test]
fn a_decision_changes_what_an_item_is_found_by() {
    let mut store = filled("f-decided");
    let status = |store: &Store, status: &str| found(store, &Search { status: Some(status.into()), ..all() });
    let rejects = |store: &Store| found(store, &Search { stance: Some(Stance::Rejects), ..all() });
    let (document, reading) = store.document("chained.txt").unwrap();
    let item = |kind, index| Item::of(&document, &reading, kind, index).unwrap();
    let accept = What::Review { item: item(ItemKind::Attribution, 1), verdict: Verdict::Accept, comment: None };
    let reject = What::Review { item: item(ItemKind::Position, 0), verdict: Verdict::Reject, comment: None };
    store.append(&[by("A. Berg", 1, accept), by("A. Berg", 2, reject)]).unwrap();
    assert_eq!((status(&store, "accepted"), status(&store, "machine"), rejects(&store)), ("s2".into(), "s1 s3".into(), String::new()));
    store.rebuild().unwrap();
    assert_eq!((status(&store, "accepted"), rejects(&store)), ("s2".into(), String::new()), "after a rebuild too");
    let undo = What::Undo { entry: store.entry(9).unwrap().unwrap().entry().unwrap().id() };
    store.append(&[by("A. Berg", 3, undo)]).unwrap();
    assert_eq!(rejects(&store), "s2");
    store.append(&[by("A. Berg", 4, What::Remove { document: "chained.txt".into(), reason: "twice".into() })]).unwrap();
    assert_eq!((status(&store, "accepted"), rejects(&store)), (String::new(), String::new()));
    assert_eq!(store.search(&Search { words: "toll".into(), among: Among::Texts, ..all() }).unwrap().hits, []);
    assert_eq!(store.check_file().unwrap(), []);
}

#[test]
fn the_better_fit_comes_first_and_among_equals_what_was_learnt_last() {
    let store = filled("f-order");
    let hits = store.search(&Search { words: "plan OR offer".into(), ..all() }).unwrap().hits;
    let order: Vec<&str> = hits.iter().map(|h| h.document.as_str()).collect();
    assert_eq!(hits[0].item.as_deref(), Some("s3"), "the shortest of the few that hold the rarer word: {order:?}");
    // Names of two words before names of three, and of those alike the last one.
    assert_eq!(order[3..], ["d4.txt", "d2.txt", "d0.txt", "d5.txt", "d3.txt", "d1.txt"]);
}

#[test]
fn a_word_of_a_name_means_that_word_where_there_is_one_and_a_beginning_where_there_is_none() {
    let mut store = filled("f-beginning");
    let ids = |store: &Store, speaker: &str| {
        let hits = store.search(&Search { speaker: Some(speaker.into()), ..all() }).unwrap().hits;
        hits.into_iter().map(|h| h.speaker.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&store, "Oy"), ["Mara Oyle"; 3], "of two rounds and of the wire");
    store.append(&[read("x.txt", "Oy", 9, 0)]).unwrap();
    assert_eq!((ids(&store, "Oy"), ids(&store, "oyl")), (vec!["Oy".to_owned()], vec!["Mara Oyle".to_owned(); 3]));
}
