//! Made-up reports, for examples that time a large record or a dossier of it.

use rapporteur_record::*;

const PARTIES: [&str; 8] = ["Ostrel", "Marn Front", "Halmeria", "Zarifa", "Dock Union", "Skerry Port", "Brevia", "Tessal"];
const LABELS: [&str; 6] = ["valley text", "first draft", "second draft", "harbour offer", "quota paper", "basin plan"];
const FILLER: [&str; 16] = [
    "talks",
    "river",
    "harbour",
    "delegates",
    "evening",
    "ministers",
    "market",
    "quiet",
    "bridge",
    "session",
    "window",
    "paper",
    "winter",
    "guards",
    "letter",
    "road",
];

/// Numbers that look drawn; the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

fn place(text: &mut String, words: &str) -> Span {
    let from = text.len();
    text.push_str(words);
    let span = Span::new(text, from, text.len()).unwrap();
    text.push(' ');
    span
}

fn actor(name: &str, kind: ActorKind, mentions: Vec<Span>) -> Actor {
    Actor { name: name.into(), kind, names: vec![name.into()], acts_for: None, role: None, mentions, wikidata: None }
}

/// A report of about 350 words with ten attributions, six positions, a term, a figure and an event; one in five is a copy of an earlier one.
pub(crate) fn made(i: usize) -> (Document, Reading) {
    let seed = if i % 5 == 4 { i - 4 } else { i };
    let mut draw = Draw(seed as u64 * 7919 + 17);
    let mut text = String::new();
    let mut r = Reading::default();
    for n in 0..4 {
        let name = PARTIES[(seed + n) % PARTIES.len()];
        let span = place(&mut text, name);
        r.actors.push(actor(name, ActorKind::Organization, vec![span]));
    }
    for n in 0..2 {
        let label = LABELS[(seed + n) % LABELS.len()];
        let span = place(&mut text, &format!("the {label}"));
        r.proposals.push(Proposal { label: label.into(), authors: vec![ActorId(n)], mentions: vec![span], supersedes: None, confidence: 0.9 });
    }
    let term = place(&mut text, &format!("a rise of {} per cent for {}", 2 + draw.below(8), FILLER[draw.below(8)]));
    r.terms.push(Claimed::new(Term { kind: TermKind::Economic, proposal: None, text: vec![term], parameters: vec![], confidence: 0.8 }, Voice::Document));
    for n in 0..10 {
        let holder = ActorId(draw.below(4));
        let from = text.len();
        let stance = Stance::ALL[draw.below(10)];
        let evidence = place(&mut text, stance.name());
        for _ in 0..30 {
            place(&mut text, FILLER[draw.below(16)]);
        }
        let content = Span::new(&text, from, text.len() - 1).unwrap();
        r.attributions.push(Attribution {
            source: vec![],
            cue: vec![],
            content: vec![content],
            addressee: vec![],
            speaker: Speaker::Actor(vec![ActorId(draw.below(4))]),
            quote_type: QuoteType::Indirect,
            speech_act: SpeechAct::Asserts,
            within: None,
            time: None,
            confidence: 0.9,
        });
        if n < 6 {
            let target = match draw.below(5) {
                0 => Target::Term(TermId(0)),
                1 => Target::Process,
                k => Target::Proposal(ProposalId(k % 2)),
            };
            let position = Position { holder, target, stance, certainty: Certainty::Certain, evidence: vec![evidence], confidence: 0.8 };
            r.positions.push(Claimed::new(position, Voice::Attribution(AttributionId(n))));
        }
    }
    let figure = place(&mut text, &format!("{} people", 10 + draw.below(90)));
    let value = 10.0 + draw.below(90) as f64;
    let (bound, measure) = (Bound::Exact, Measure::Killed);
    r.figures.push(Claimed::new(Figure { text: vec![figure], value, bound, measure, of: Some(ActorId(0)), by: None, confidence: 0.9 }, Voice::Document));
    let published = jiff::civil::date(2031, 1, 1).checked_add(jiff::Span::new().days((seed % 360) as i64)).unwrap();
    let outlet = Some(format!("Outlet {}", i % 40));
    (Document { id: format!("d{i:06}"), text, outlet, published: Some(published), language: "en".into(), ..Document::default() }, r)
}
