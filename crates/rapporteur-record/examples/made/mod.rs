//! Made-up reports, for examples that time a large record or a dossier of it.
//!
//! [`made`]: few parties and proposals, so that much is said of each. [`wide`]: a long negotiation with forty parties and some hundred proposals,
//! in words that are spread as words of a language are.
#![allow(dead_code)]

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

const SYLLABLES: [&str; 16] = ["ba", "dor", "el", "fin", "gra", "hul", "ist", "jo", "kem", "lan", "mir", "nos", "ost", "pel", "rin", "sa"];
const WORDS: f64 = 30_000.0;
/// Organisations; as many persons speak for each as [`SPEAKERS`].
const SIDES: usize = 40;
const SPEAKERS: usize = 3;
/// Proposals.
const PLANS: usize = 300;
/// Days over which the reports are spread.
const DAYS: usize = 1000;

fn word(mut n: usize) -> String {
    let mut out = String::new();
    loop {
        out += SYLLABLES[n % 16];
        n /= 16;
        if n == 0 {
            return out;
        }
    }
}

fn capital(n: usize) -> String {
    let word = word(n);
    word[..1].to_uppercase() + &word[1..]
}

impl Draw {
    /// A number of a word: few are frequent, most are rare.
    fn rank(&mut self) -> usize {
        WORDS.powf((self.below(1 << 20) as f64 + 1.0) / f64::from(1 << 20)) as usize
    }

    /// Some words of a language that nobody speaks.
    fn prose(&mut self, text: &mut String, count: usize) {
        for _ in 0..count {
            let word = word(self.rank());
            place(text, &word);
        }
    }
}

/// A report of about 350 words with ten attributions, five positions, terms, a figure and an event; one in five is a copy of a recent one under
/// another outlet. Of `count` reports, spread evenly over the days.
pub(crate) fn wide(i: usize, count: usize) -> (Document, Reading) {
    let seed = if i % 5 == 4 { i - 1 - i % 3 } else { i };
    let mut draw = Draw(seed as u64 * 0x9e37_79b9 + 17);
    let mut text = String::new();
    let mut r = Reading::default();
    // What a report is about: proposals that follow one another, and the parties that have to do with them.
    let topic = draw.below(PLANS);
    let side = |n: usize| (topic * 7 + n * 11) % SIDES;
    for n in 0..4 {
        let name = format!("{} Council", capital(1000 + side(n) * 37));
        draw.prose(&mut text, 3);
        let span = place(&mut text, &name);
        r.actors.push(actor(&name, ActorKind::Organization, vec![span]));
    }
    for n in 0..2 {
        let name = format!("{} {}", capital(300 + draw.below(SPEAKERS)), capital(5000 + side(n) * 91));
        draw.prose(&mut text, 3);
        let span = place(&mut text, &name);
        r.actors.push(Actor { acts_for: Some(ActorId(n)), ..actor(&name, ActorKind::Person, vec![span]) });
    }
    for n in 0..2 {
        let plan = (topic + n * draw.below(3)) % PLANS;
        let label = format!("{} {} plan", word(40 + plan), word(9000 + plan * 3));
        draw.prose(&mut text, 3);
        let span = place(&mut text, &format!("the {label}"));
        if n == 0 || r.proposals[0].label != label {
            r.proposals.push(Proposal { label, authors: vec![ActorId(0)], mentions: vec![span], supersedes: None, confidence: 0.9 });
        }
    }
    draw.prose(&mut text, 3);
    let term = place(&mut text, &format!("a {} of {} days for the {}", word(60 + topic % 7), 10 * (1 + draw.below(4)), word(200 + topic)));
    let kind = TermKind::ALL[topic % TermKind::ALL.len()];
    let first = Term { kind, proposal: Some(ProposalId(0)), text: vec![term], parameters: vec![], confidence: 0.8 };
    r.terms.push(Claimed::new(first, Voice::Document));
    for n in 0..10 {
        let from = text.len();
        let stance = Stance::ALL[[1, 1, 3, 3, 4, 5, 7, 7, 8, 0][draw.below(10)]];
        let evidence = place(&mut text, stance.name());
        draw.prose(&mut text, 25);
        let content = Span::new(&text, from, text.len() - 1).unwrap();
        let cue = place(&mut text, "said");
        r.attributions.push(Attribution {
            source: vec![],
            cue: vec![cue],
            content: vec![content],
            addressee: vec![],
            speaker: if n == 9 { Speaker::Unresolved } else { Speaker::Actor(vec![ActorId(draw.below(6))]) },
            quote_type: QuoteType::Indirect,
            speech_act: SpeechAct::Asserts,
            within: (n % 4 == 3).then(|| AttributionId(n - 1)),
            time: None,
            confidence: 0.4 + draw.below(60) as f32 / 100.0,
        });
        if n < 5 {
            let target = match draw.below(6) {
                0 => Target::Term(TermId(0)),
                1 => Target::Process,
                k => Target::Proposal(ProposalId(k % r.proposals.len())),
            };
            let position =
                Position { holder: ActorId(draw.below(6)), target, stance, certainty: Certainty::Certain, evidence: vec![evidence], confidence: 0.8 };
            r.positions.push(Claimed::new(position, Voice::Attribution(AttributionId(n))));
        }
    }
    let figure = place(&mut text, &format!("{} people", 10 + draw.below(90)));
    let value = 10.0 + draw.below(90) as f64;
    let (bound, measure) = (Bound::Exact, if draw.below(2) == 0 { Measure::Killed } else { Measure::Other });
    r.figures.push(Claimed::new(Figure { text: vec![figure], value, bound, measure, of: Some(ActorId(0)), by: None, confidence: 0.9 }, Voice::Document));
    if draw.below(2) == 0 {
        let words = place(&mut text, "met");
        let event = Event {
            text: vec![words],
            kind: EventKind::ALL[draw.below(16)],
            actors: vec![ActorId(0)],
            recipients: vec![ActorId(1)],
            place: None,
            time: None,
            status: Status::Reported,
            confidence: 0.7,
        };
        r.events.push(Claimed::new(event, Voice::Document));
    }
    let day = i * DAYS / count.max(1);
    let published = jiff::civil::date(2031, 1, 1).checked_add(jiff::Span::new().days(day as i64)).unwrap();
    let (title, outlet) = (Some(format!("Talks {}", capital(draw.rank()))), Some(format!("{} Post", capital(700 + i % 60))));
    (Document { id: format!("d{i:06}"), text, title, outlet, published: Some(published), language: "en".into(), ..Document::default() }, r)
}
