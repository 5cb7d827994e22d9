//! Invented readings for properties: any numbers make one.

use rapporteur_record::proposal::PARAMETERS;
use rapporteur_record::*;

const WORDS: [&str; 12] = ["the", "union", "“naïve”", "offer", "Zarifa", "rejected", "—", "valley", "accepted", "Ötzel", "withdrawal", "said"];

/// Turns numbers into choices; after the last it always says 0.
pub(crate) struct Dice<'a>(std::slice::Iter<'a, u16>);

impl<'a> Dice<'a> {
    pub(crate) fn of(numbers: &'a [u16]) -> Dice<'a> {
        Dice(numbers.iter())
    }

    /// A number below `n` (which is above 0).
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::from(*self.0.next().unwrap_or(&0)) % n
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn maybe<T>(&mut self, x: T) -> Option<T> {
        (self.below(2) == 1).then_some(x)
    }

    fn confidence(&mut self) -> f32 {
        self.below(1001) as f32 / 1000.0
    }
}

struct Maker<'a, 'b> {
    dice: &'a mut Dice<'b>,
    text: String,
    /// Where each word begins and ends.
    words: Vec<(usize, usize)>,
}

impl Maker<'_, '_> {
    fn span(&mut self) -> Span {
        let from = self.dice.below(self.words.len());
        let to = (from + self.dice.below(4)).min(self.words.len() - 1);
        Span::new(&self.text, self.words[from].0, self.words[to].1).unwrap()
    }

    fn spans(&mut self) -> Vec<Span> {
        let mut all = vec![self.span()];
        if self.dice.below(4) == 0 {
            all.push(self.span());
        }
        all.sort();
        all
    }

    fn actor(&mut self, n: usize) -> ActorId {
        ActorId(self.dice.below(n))
    }

    fn voice(&mut self, attributions: usize) -> Voice {
        match self.dice.below(attributions + 1) {
            0 => Voice::Document,
            i => Voice::Attribution(AttributionId(i - 1)),
        }
    }

    fn time(&mut self) -> Option<Time> {
        let day = jiff::civil::date(2031, 5, 1 + self.dice.below(28) as i8);
        let time =
            Time { words: self.span(), days: self.dice.maybe((day, day)), granularity: self.dice.one(&Granularity::ALL), relative: self.dice.below(2) == 1 };
        self.dice.maybe(time)
    }
}

/// A document and a reading of it.
pub(crate) fn reading(dice: &mut Dice) -> (Document, Reading) {
    let mut m = Maker { dice, text: String::new(), words: Vec::new() };
    for _ in 0..12 + m.dice.below(20) {
        let word = m.dice.one(&WORDS);
        m.words.push((m.text.len(), m.text.len() + word.len()));
        m.text = format!("{}{word} ", m.text);
    }
    let document = Document {
        id: format!("d{}", m.dice.below(5)),
        title: m.dice.maybe("A title".to_owned()),
        outlet: Some(m.dice.below(4)).filter(|n| *n < 3).map(|n| format!("Outlet {n}")),
        published: Some(m.dice.below(28)).filter(|d| d % 3 > 0).map(|d| jiff::civil::date(2031, 5, 1 + d as i8)),
        url: m.dice.maybe("https://example.org/1".to_owned()),
        language: "en".to_owned(),
        text: m.text.clone(),
    };
    let reading = items(&mut m);
    (document, reading)
}

fn items(m: &mut Maker) -> Reading {
    let mut r = Reading::default();
    let actors = 1 + m.dice.below(4);
    for i in 0..actors {
        let name = ["Tomas Brandel", "Brandel", "Dock Union", "the port", "Zarifa"][m.dice.below(5)].to_owned();
        let kind = m.dice.one(&ActorKind::ALL);
        let acts_for = if i > 0 { m.dice.maybe(ActorId(i - 1)) } else { None };
        r.actors.push(Actor {
            names: vec![name.clone()],
            name,
            kind,
            acts_for,
            role: m.dice.maybe("minister".to_owned()),
            mentions: m.spans(),
            wikidata: None,
        });
    }
    let attributions = m.dice.below(4);
    for i in 0..attributions {
        let actor = m.actor(actors);
        let speaker = match (m.dice.below(3), r.actors[actor.0].kind) {
            (0, _) => Speaker::Unresolved,
            (_, ActorKind::Anonymous) => Speaker::Described(actor),
            _ => Speaker::Actor(vec![actor]),
        };
        let within = if i > 0 { m.dice.maybe(AttributionId(i - 1)) } else { None };
        r.attributions.push(Attribution {
            source: m.spans(),
            cue: m.spans(),
            content: m.spans(),
            addressee: vec![],
            speaker,
            quote_type: m.dice.one(&QuoteType::ALL),
            speech_act: m.dice.one(&SpeechAct::ALL),
            within,
            time: m.time(),
            confidence: m.dice.confidence(),
        });
    }
    let proposals = m.dice.below(3);
    for i in 0..proposals {
        let mentions = m.spans();
        let label = mentions[0].of(&m.text).to_owned();
        let supersedes = if i > 0 { m.dice.maybe(ProposalId(i - 1)) } else { None };
        r.proposals.push(Proposal { label, authors: vec![m.actor(actors)], mentions, supersedes, confidence: m.dice.confidence() });
    }
    claims(m, &mut r);
    conflicts(m, &mut r);
    r
}

fn claims(m: &mut Maker, r: &mut Reading) {
    let (actors, attributions, proposals) = (r.actors.len(), r.attributions.len(), r.proposals.len());
    for _ in 0..m.dice.below(3) {
        let mut parameters = Vec::new();
        for key in PARAMETERS {
            match m.dice.below(6) {
                0 => parameters.push((key, Parameter::Number(m.dice.below(90) as f64 / 2.0))),
                1 => parameters.push((key, Parameter::Words("the valley".to_owned()))),
                2 if key == "forces" => parameters.push((key, Parameter::Actor(m.actor(actors)))),
                _ => {}
            }
        }
        let proposal = if proposals > 0 { m.dice.maybe(ProposalId(0)) } else { None };
        let term = Term { kind: m.dice.one(&TermKind::ALL), proposal, text: m.spans(), parameters, confidence: m.dice.confidence() };
        let by = m.voice(attributions);
        r.terms.push(Claimed::new(term, by));
    }
    for _ in 0..m.dice.below(5) {
        let target = match m.dice.below(3) {
            0 if proposals > 0 => Target::Proposal(ProposalId(m.dice.below(proposals))),
            1 if !r.terms.is_empty() => Target::Term(TermId(m.dice.below(r.terms.len()))),
            _ => Target::Process,
        };
        let holder = m.actor(actors);
        let (stance, certainty) = (m.dice.one(&Stance::ALL), m.dice.one(&Certainty::ALL));
        let position = Position { holder, target, stance, certainty, evidence: m.spans(), confidence: m.dice.confidence() };
        let by = m.voice(attributions);
        r.positions.push(Claimed::new(position, by));
    }
    for _ in 0..m.dice.below(3) {
        let (of, by) = (m.actor(actors), m.actor(actors));
        let value = m.dice.below(10_000) as f64 / 4.0;
        let (bound, measure) = (m.dice.one(&Bound::ALL), m.dice.one(&Measure::ALL));
        let figure = Figure { text: m.spans(), value, bound, measure, of: m.dice.maybe(of), by: m.dice.maybe(by), confidence: m.dice.confidence() };
        let voice = m.voice(attributions);
        r.figures.push(Claimed::new(figure, voice));
    }
    for _ in 0..m.dice.below(3) {
        let event = Event {
            text: m.spans(),
            kind: m.dice.one(&EventKind::ALL),
            actors: vec![m.actor(actors)],
            recipients: vec![],
            place: m.dice.maybe("Zarifa".to_owned()),
            time: m.time(),
            status: m.dice.one(&Status::ALL),
            confidence: m.dice.confidence(),
        };
        let by = m.voice(attributions);
        r.events.push(Claimed::new(event, by));
    }
}

fn conflicts(m: &mut Maker, r: &mut Reading) {
    if r.positions.len() > 1 {
        let sides = Sides::Positions(vec![vec![PositionId(0)], vec![PositionId(1)]]);
        r.conflicts.push(Conflict { kind: ConflictKind::Contested, sides, confidence: m.dice.confidence() });
    }
    if r.figures.len() > 1 {
        let sides = Sides::Figures(vec![vec![FigureId(0)], vec![FigureId(1)]]);
        r.conflicts.push(Conflict { kind: ConflictKind::Figures, sides, confidence: m.dice.confidence() });
    }
}
