use super::*;
use crate::*;

fn sample() -> (Document, Reading) {
    let text = "Ostrel said the union’s plan of ten days would fail; 40 people left.".to_owned();
    let span = |words: &str| {
        let at = text.find(words).unwrap();
        Span::new(&text, at, at + words.len()).unwrap()
    };
    let time = Time {
        words: span("ten days"),
        days: Some((jiff::civil::date(-44, 3, 15), jiff::civil::date(2031, 2, 28))),
        granularity: Granularity::Days,
        relative: true,
    };
    let mut r = Reading::default();
    r.actors.push(Actor {
        name: "Ostrel".into(),
        kind: ActorKind::State,
        names: vec!["Ostrel".into(), "OST".into()],
        acts_for: Some(ActorId(0)),
        role: Some("host".into()),
        mentions: vec![span("Ostrel")],
        wikidata: Some("Q1".into()),
    });
    for speaker in [Speaker::Actor(vec![ActorId(0), ActorId(0)]), Speaker::Described(ActorId(0)), Speaker::Unresolved] {
        r.attributions.push(Attribution {
            source: vec![span("Ostrel")],
            cue: vec![span("said")],
            content: vec![span("the union’s plan"), span("would fail")],
            addressee: vec![],
            speaker,
            quote_type: QuoteType::Mixed,
            speech_act: SpeechAct::Doubts,
            within: Some(AttributionId(0)),
            time: Some(time.clone()),
            confidence: 0.625,
        });
    }
    let authors = vec![ActorId(0)];
    r.proposals.push(Proposal {
        label: "the plan".into(),
        authors,
        mentions: vec![span("the union’s plan")],
        supersedes: Some(ProposalId(0)),
        confidence: 0.5,
    });
    let parameters = vec![("duration_days", Parameter::Number(10.5)), ("place", Parameter::Words("é".into())), ("forces", Parameter::Actor(ActorId(0)))];
    let term = Term { kind: TermKind::Other, proposal: Some(ProposalId(0)), text: vec![span("ten days")], parameters, confidence: 0.25 };
    r.terms.push(Claimed::new(term, Voice::Attribution(AttributionId(1))));
    for target in [Target::Process, Target::Proposal(ProposalId(0)), Target::Term(TermId(0))] {
        let position = Position {
            holder: ActorId(0),
            target,
            stance: Stance::Withdraws,
            certainty: Certainty::Possible,
            evidence: vec![span("would fail")],
            confidence: 1.0,
        };
        r.positions.push(Claimed::new(position, Voice::Document));
    }
    let figure =
        Figure { text: vec![span("40 people")], value: -0.1, bound: Bound::Order, measure: Measure::Other, of: None, by: Some(ActorId(0)), confidence: 0.1 };
    r.figures.push(Claimed::new(figure, Voice::Document));
    let event = Event {
        text: vec![span("left")],
        kind: EventKind::Assault,
        actors: vec![ActorId(0)],
        recipients: vec![],
        place: Some("here".into()),
        time: Some(Time { days: None, ..time }),
        status: Status::Denied,
        confidence: 0.3,
    };
    r.events.push(Claimed::new(event, Voice::Document));
    let (title, published) = (Some("A day".into()), Some(jiff::civil::date(2031, 3, 4)));
    (Document { id: "wire-1".into(), text, title, outlet: None, published, url: Some("u".into()), language: "en".into() }, r)
}

#[test]
fn what_was_put_in_comes_out() {
    let (document, reading) = sample();
    let gist = Gist::of(&document, &reading);
    assert_eq!(gist.reading(), reading);
    assert_eq!(gist.imprint.with(document.text.clone()), document);
    assert_eq!(Gist::from_bytes(&gist.to_bytes()), Some(gist));
}

#[test]
fn the_words_that_rules_look_at_are_at_hand() {
    let (document, reading) = sample();
    let (_, words) = Gist::of(&document, &reading).open();
    for span in [&reading.terms[0].parts().0.text, &reading.positions[0].parts().0.evidence, &reading.events[0].parts().0.text] {
        assert_eq!(words.at(span[0]), span[0].of(&document.text));
    }
    assert_eq!(words.at(reading.proposals[0].mentions[0]), "the union’s plan");
    assert_eq!(words.at(Span::new(&document.text, 0, 3).unwrap()), "", "what is not at hand");
}

#[test]
fn statements_can_be_looked_through_alone() {
    let (document, reading) = sample();
    let heard: Vec<Heard> = Gist::of(&document, &reading).heard().collect();
    assert_eq!(heard.iter().map(|h| h.speaker).collect::<Vec<_>>(), [Some(ActorId(0)), Some(ActorId(0)), None]);
    assert!(heard.iter().all(|h| h.day == Some(jiff::civil::date(2031, 2, 28)) && h.confidence == 0.625 && h.within == Some(AttributionId(0))));
}

#[test]
fn damaged_bytes_are_nothing_and_never_a_panic() {
    let (document, reading) = sample();
    let whole = Gist::of(&document, &reading).to_bytes();
    for cut in 0..whole.len() {
        assert_eq!(Gist::from_bytes(&whole[..cut]), None, "cut at {cut}");
        let mut turned = whole.clone();
        turned[cut] ^= 0xff;
        // What is taken is read to its end: going past an item is as strict as making it.
        if let Some(gist) = Gist::from_bytes(&turned) {
            assert!(form::read(&gist.packed).is_some(), "turned at {cut}");
            assert!(gist.heard().count() <= gist.statements);
        }
    }
}
