//! Small documents, readings and dossiers to test with.

use jiff::Timestamp;
use rapporteur_record::entry::{Author, Entry, What};
use rapporteur_record::{
    Actor, ActorId, ActorKind, Attribution, AttributionId, Certainty, Claimed, Document, Position, Proposal, ProposalId, QuoteType, Reading, Span, Speaker,
    SpeechAct, Stance, Target, Voice,
};
use rapporteur_store::{Addition, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of its own for one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A new dossier in a folder of its own.
pub(crate) fn dossier(test: &str) -> Store {
    Store::create(&folder(test).join("a.dossier"), "Harbour dues", noon(0)).unwrap()
}

/// Noon on a day of March 2031.
pub(crate) fn noon(day: i64) -> Timestamp {
    Timestamp::from_second(1_930_219_200 + day * 86_400).unwrap()
}

pub(crate) const NAMES: [&str; 4] = ["Mara Oyle", "The dockers' union", "Jón Ærsk", "Pilots of Oster"];

/// "NAME said that round N was over.": one statement, one proposal, one position in it.
pub(crate) fn document(id: &str, name: &str, round: usize) -> (Document, Reading) {
    let text = format!("{name} said that the offer of round {round} was not enough. Nobody else spoke.");
    let find = |words: &str| {
        let begin = text.find(words).unwrap();
        Span::new(&text, begin, begin + words.len()).unwrap()
    };
    let content = find(&format!("that the offer of round {round} was not enough"));
    let offer = find(&format!("the offer of round {round}"));
    let reading = Reading {
        actors: vec![Actor {
            name: name.into(),
            kind: ActorKind::Person,
            names: vec![name.into()],
            acts_for: None,
            role: None,
            mentions: vec![find(name)],
            wikidata: None,
        }],
        attributions: vec![Attribution {
            source: vec![find(name)],
            cue: vec![find("said")],
            content: vec![content],
            addressee: vec![],
            speaker: Speaker::Actor(vec![ActorId(0)]),
            quote_type: QuoteType::Indirect,
            speech_act: SpeechAct::Asserts,
            within: None,
            time: None,
            confidence: 0.75,
        }],
        proposals: vec![Proposal { label: offer.of(&text).into(), authors: vec![], mentions: vec![offer], supersedes: None, confidence: 0.5 }],
        positions: vec![Claimed::new(
            Position {
                holder: ActorId(0),
                target: Target::Proposal(ProposalId(0)),
                stance: Stance::Rejects,
                certainty: Certainty::Certain,
                evidence: vec![find("was not enough")],
                confidence: 0.625,
            },
            Voice::Attribution(AttributionId(0)),
        )],
        ..Reading::default()
    };
    let published = jiff::civil::date(2031, 3, 1 + i8::try_from(round % 28).unwrap());
    let outlet = if round.is_multiple_of(2) { "The Oster Herald" } else { "Harbour Wire" };
    let document = Document {
        id: id.into(),
        text,
        title: Some(format!("Round {round}")),
        outlet: Some(outlet.into()),
        published: Some(published),
        url: None,
        language: "en".into(),
    };
    (document, reading)
}

/// The entry of a reading, as it would be added on a day of March.
pub(crate) fn read(id: &str, name: &str, round: usize, day: i64) -> Addition {
    let (document, reading) = document(id, name, round);
    let original = document.text.clone().into_bytes();
    let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
    Addition { entry: Entry { learnt: Some(noon(day)), by: Author::Reader("test 1".into()), what }, original: Some(original), after: None }
}

/// The `n`th of a row of different documents.
pub(crate) fn nth(n: usize) -> Addition {
    read(&format!("d{n}.txt"), NAMES[n % NAMES.len()], n, 0)
}

/// An entry of a person.
pub(crate) fn by(person: &str, day: i64, what: What) -> Addition {
    Addition::of(Entry { learnt: Some(noon(day)), by: Author::Person(person.into()), what })
}

/// Everything a dossier says.
pub(crate) fn dump(store: &mut Store) -> Vec<String> {
    let mut out = Vec::new();
    store
        .dump(&mut |line| {
            out.push(line.to_owned());
            Ok(())
        })
        .unwrap();
    out
}

/// The lines of its export.
pub(crate) fn export(store: &mut Store) -> Vec<String> {
    let mut out = Vec::new();
    store
        .export(rapporteur_store::OriginalsIn::With, &mut |line| {
            out.push(line.to_owned());
            Ok(())
        })
        .unwrap();
    out
}
