//! A reading in few bytes.
//!
//! Decides: the order of its parts. Statements come first, so that they can be looked through without the rest. Must not know: what is asked.

use super::bytes::{In, Out};
use super::{Excerpts, Heard};
use crate::proposal::PARAMETERS;
use crate::{
    Actor, ActorId, ActorKind, Attribution, AttributionId, Bound, Certainty, Claimed, Event, EventKind, Figure, Granularity, Measure, Parameter, Position,
    Proposal, ProposalId, QuoteType, Reading, Span, Speaker, SpeechAct, Stance, Status, Target, Term, TermId, TermKind, Time, Voice,
};

/// Writes a reading; gives the place where its words begin.
pub(super) fn write(out: &mut Out, r: &Reading, text: &str) -> u32 {
    out.list(&r.attributions, attribution);
    out.list(&r.actors, actor);
    out.list(&r.proposals, proposal);
    out.list(&r.terms, |out, c| claimed(out, c, term));
    out.list(&r.positions, |out, c| claimed(out, c, position));
    out.list(&r.figures, |out, c| claimed(out, c, figure));
    out.list(&r.events, |out, c| claimed(out, c, event));
    let mut spans: Vec<Span> = r.proposals.iter().flat_map(|p| &p.mentions).copied().collect();
    spans.extend(r.terms.iter().flat_map(|c| &c.parts().0.text));
    spans.extend(r.positions.iter().flat_map(|c| &c.parts().0.evidence));
    spans.extend(r.figures.iter().flat_map(|c| &c.parts().0.text));
    spans.extend(r.events.iter().flat_map(|c| &c.parts().0.text));
    spans.sort_unstable();
    spans.dedup();
    let begin = out.bytes.len() as u32;
    out.list(&spans, |out, s| {
        out.number(s.begin());
        out.words(s.of(text));
    });
    begin
}

/// Whether bytes are a reading that [`write`] wrote, and where its words begin.
pub(super) fn check(bytes: &[u8]) -> Option<u32> {
    let from = &mut In::new(bytes);
    skip(from)?;
    let begin = u32::try_from(bytes.len() - from.rest().len()).ok()?;
    for _ in 0..from.number()? {
        let (begin, words) = (from.number()?, from.words()?);
        Span::kept(u32::try_from(begin).ok()?, u32::try_from(words.len()).ok()?)?;
    }
    from.rest().is_empty().then_some(begin)
}

/// The words at a place, of the words of a reading.
pub(super) fn excerpt(bytes: &[u8], span: Span) -> Option<&str> {
    let mut from = In::new(bytes);
    for _ in 0..from.number()? {
        let (begin, words) = (from.number()?, from.words()?);
        if (begin, begin + words.len()) == (span.begin(), span.end()) {
            return Some(words);
        }
    }
    None
}

/// Some of the lists of a reading, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lists(u8);

impl Lists {
    pub(crate) const ATTRIBUTIONS: Lists = Lists(1);
    pub(crate) const ACTORS: Lists = Lists(1 << 1);
    pub(crate) const PROPOSALS: Lists = Lists(1 << 2);
    pub(crate) const TERMS: Lists = Lists(1 << 3);
    pub(crate) const POSITIONS: Lists = Lists(1 << 4);
    pub(crate) const FIGURES: Lists = Lists(1 << 5);
    pub(crate) const EVENTS: Lists = Lists(1 << 6);
    const ALL: Lists = Lists(127);

    /// These and those.
    pub(crate) const fn and(self, others: Lists) -> Lists {
        Lists(self.0 | others.0)
    }

    fn has(self, one: Lists) -> bool {
        self.0 & one.0 > 0
    }

    /// Whether neither this list nor a later one is among them.
    fn ends_before(self, one: Lists) -> bool {
        self.0 < one.0
    }
}

/// Goes past the items of a reading without making them.
fn skip(from: &mut In) -> Option<()> {
    from.pass(|f| read_heard(f).map(|_| ()))?;
    from.pass(pass_actor)?;
    from.pass(pass_proposal)?;
    from.pass(pass_term)?;
    from.pass(pass_position)?;
    from.pass(pass_figure)?;
    from.pass(pass_event)
}

fn pass_actor(f: &mut In) -> Option<()> {
    f.words()?;
    f.of(&ActorKind::ALL)?;
    f.pass(|f| f.words().map(|_| ()))?;
    f.number()?;
    f.maybe(|f| f.words())?;
    f.pass_spans()?;
    f.maybe(|f| f.words()).map(|_| ())
}

fn pass_proposal(f: &mut In) -> Option<()> {
    f.words()?;
    f.pass_numbers()?;
    f.pass_spans()?;
    f.number()?;
    f.single().map(|_| ())
}

fn pass_term(f: &mut In) -> Option<()> {
    f.number()?;
    f.of(&TermKind::ALL)?;
    f.number()?;
    f.pass_spans()?;
    f.pass(|f| {
        f.of(&PARAMETERS)?;
        match f.byte()? {
            0 => f.double().map(|_| ()),
            1 => f.words().map(|_| ()),
            _ => f.number().map(|_| ()),
        }
    })?;
    f.single().map(|_| ())
}

fn pass_position(f: &mut In) -> Option<()> {
    f.number()?;
    f.number()?;
    f.number()?;
    let kinds = f.byte()?;
    Stance::ALL.get(usize::from(kinds / 4))?;
    Certainty::ALL.get(usize::from(kinds % 4))?;
    f.pass_spans()?;
    f.single().map(|_| ())
}

fn pass_figure(f: &mut In) -> Option<()> {
    f.number()?;
    f.pass_spans()?;
    f.double()?;
    let kinds = f.byte()?;
    Bound::ALL.get(usize::from(kinds / 16))?;
    Measure::ALL.get(usize::from(kinds % 16))?;
    f.number()?;
    f.number()?;
    f.single().map(|_| ())
}

fn pass_event(f: &mut In) -> Option<()> {
    f.number()?;
    f.pass_spans()?;
    let kinds = f.byte()?;
    EventKind::ALL.get(usize::from(kinds / 4))?;
    Status::ALL.get(usize::from(kinds % 4))?;
    f.pass_numbers()?;
    f.pass_numbers()?;
    f.maybe(|f| f.words())?;
    f.maybe(read_time)?;
    f.single().map(|_| ())
}

/// A list where it is wanted; else nothing, and it is gone past.
fn list<'a, T>(from: &mut In<'a>, wanted: bool, read: impl Fn(&mut In<'a>) -> Option<T>, pass: impl Fn(&mut In<'a>) -> Option<()>) -> Option<Vec<T>> {
    if wanted { from.list(read) } else { from.pass(pass).map(|()| Vec::new()) }
}

/// The lists of a reading that are wanted; the others are empty.
fn parts(from: &mut In, lists: Lists) -> Option<Reading> {
    let mut r = Reading { attributions: list(from, lists.has(Lists::ATTRIBUTIONS), read_attribution, |f| read_heard(f).map(|_| ()))?, ..Reading::default() };
    if lists.ends_before(Lists::ACTORS) {
        return Some(r);
    }
    r.actors = list(from, lists.has(Lists::ACTORS), read_actor, pass_actor)?;
    if lists.ends_before(Lists::PROPOSALS) {
        return Some(r);
    }
    r.proposals = list(from, lists.has(Lists::PROPOSALS), read_proposal, pass_proposal)?;
    if lists.ends_before(Lists::TERMS) {
        return Some(r);
    }
    r.terms = list(from, lists.has(Lists::TERMS), |f| read_claimed(f, read_term), pass_term)?;
    if lists.ends_before(Lists::POSITIONS) {
        return Some(r);
    }
    r.positions = list(from, lists.has(Lists::POSITIONS), |f| read_claimed(f, read_position), pass_position)?;
    if lists.ends_before(Lists::FIGURES) {
        return Some(r);
    }
    r.figures = list(from, lists.has(Lists::FIGURES), |f| read_claimed(f, read_figure), pass_figure)?;
    if lists.ends_before(Lists::EVENTS) {
        return Some(r);
    }
    r.events = list(from, true, |f| read_claimed(f, read_event), pass_event)?;
    Some(r)
}

/// Some lists of what [`write`] wrote.
pub(super) fn some(bytes: &[u8], lists: Lists) -> Option<Reading> {
    parts(&mut In::new(bytes), lists)
}

/// All words of a reading, from where they begin.
pub(super) fn words(bytes: &[u8]) -> Option<Excerpts> {
    let from = &mut In::new(bytes);
    let mut excerpts = Excerpts::default();
    for _ in 0..from.number()? {
        let (begin, words) = (from.number()?, from.words()?);
        if let Some(span) = Span::kept(u32::try_from(begin).ok()?, u32::try_from(words.len()).ok()?) {
            excerpts.places.push((span, excerpts.words.len()));
            excerpts.words.push_str(words);
        }
    }
    Some(excerpts)
}

/// Reads what [`write`] wrote.
pub(super) fn read(bytes: &[u8]) -> Option<(Reading, Excerpts)> {
    let from = &mut In::new(bytes);
    Some((parts(from, Lists::ALL)?, words(from.rest())?))
}

/// Looks through the statements alone.
pub(super) fn heard(bytes: &[u8], count: usize) -> impl Iterator<Item = Heard> {
    let mut from = In::new(bytes);
    let begun = from.number().is_some();
    (0..count).map_while(move |_| if begun { read_heard(&mut from) } else { None })
}

fn attribution(out: &mut Out, a: &Attribution) {
    match &a.speaker {
        Speaker::Unresolved => out.number(0),
        Speaker::Described(id) => {
            out.number(1);
            out.number(id.0);
        }
        Speaker::Actor(ids) => {
            out.number(2 + ids.len());
            ids.iter().for_each(|id| out.number(id.0));
        }
    }
    out.index(a.within.map(|w| w.0));
    out.single(a.confidence);
    out.maybe(a.time.as_ref(), time);
    out.byte(place(&QuoteType::ALL, a.quote_type) * 16 + place(&SpeechAct::ALL, a.speech_act));
    [&a.source, &a.cue, &a.content, &a.addressee].into_iter().for_each(|s| out.spans(s));
}

fn read_speaker(from: &mut In) -> Option<Speaker> {
    Some(match from.number()? {
        0 => Speaker::Unresolved,
        1 => Speaker::Described(ActorId(from.number()?)),
        n => {
            let mut ids = Vec::with_capacity((n - 2).min(64));
            for _ in 2..n {
                ids.push(ActorId(from.number()?));
            }
            Speaker::Actor(ids)
        }
    })
}

fn read_attribution(from: &mut In) -> Option<Attribution> {
    let speaker = read_speaker(from)?;
    let (within, confidence, time) = (from.index()?.map(AttributionId), from.single()?, from.maybe(read_time)?);
    let kinds = from.byte()?;
    Some(Attribution {
        speaker,
        within,
        confidence,
        time,
        quote_type: *QuoteType::ALL.get(usize::from(kinds / 16))?,
        speech_act: *SpeechAct::ALL.get(usize::from(kinds % 16))?,
        source: from.spans()?,
        cue: from.spans()?,
        content: from.spans()?,
        addressee: from.spans()?,
    })
}

fn read_heard(from: &mut In) -> Option<Heard> {
    let mut speaker = None;
    match from.number()? {
        0 => {}
        1 => speaker = Some(ActorId(from.number()?)),
        n => {
            for _ in 2..n {
                let id = ActorId(from.number()?);
                speaker = speaker.or(Some(id));
            }
        }
    }
    let (within, confidence, time) = (from.index()?.map(AttributionId), from.single()?, from.maybe(read_time)?);
    let kinds = from.byte()?;
    QuoteType::ALL.get(usize::from(kinds / 16))?;
    SpeechAct::ALL.get(usize::from(kinds % 16))?;
    for _ in 0..4 {
        from.pass_spans()?;
    }
    Some(Heard { speaker, within, day: time.and_then(|t| t.days).map(|d| d.1), confidence })
}

fn time(out: &mut Out, t: &Time) {
    out.spans(&[t.words]);
    out.maybe(t.days, |out, (a, b)| {
        out.date(a);
        out.date(b);
    });
    out.byte(place(&Granularity::ALL, t.granularity) * 2 + u8::from(t.relative));
}

fn read_time(from: &mut In) -> Option<Time> {
    (from.number()? == 1).then_some(())?;
    let words = from.span()?;
    let days = from.maybe(|f| Some((f.date()?, f.date()?)))?;
    let kind = from.byte()?;
    Some(Time { words, days, granularity: *Granularity::ALL.get(usize::from(kind / 2))?, relative: kind % 2 == 1 })
}

fn actor(out: &mut Out, a: &Actor) {
    out.words(&a.name);
    out.byte(place(&ActorKind::ALL, a.kind));
    // Most actors have one name, which is the one that names them.
    out.list(&a.names, |out, n| out.words(if *n == a.name { "" } else { n }));
    out.index(a.acts_for.map(|x| x.0));
    out.maybe(a.role.as_deref(), Out::words);
    out.spans(&a.mentions);
    out.maybe(a.wikidata.as_deref(), Out::words);
}

fn read_actor(from: &mut In) -> Option<Actor> {
    let (name, kind) = (from.string()?, from.byte()?);
    let names = from.list(|f| f.words().map(|w| if w.is_empty() { name.clone() } else { w.to_owned() }))?;
    Some(Actor {
        names,
        kind: *ActorKind::ALL.get(usize::from(kind))?,
        acts_for: from.index()?.map(ActorId),
        role: from.maybe(In::string)?,
        mentions: from.spans()?,
        wikidata: from.maybe(In::string)?,
        name,
    })
}

fn proposal(out: &mut Out, p: &Proposal) {
    out.words(&p.label);
    out.list(&p.authors, |out, a| out.number(a.0));
    out.spans(&p.mentions);
    out.index(p.supersedes.map(|x| x.0));
    out.single(p.confidence);
}

fn read_proposal(from: &mut In) -> Option<Proposal> {
    Some(Proposal {
        label: from.string()?,
        authors: read_actors(from)?,
        mentions: from.spans()?,
        supersedes: from.index()?.map(ProposalId),
        confidence: from.single()?,
    })
}

fn read_actors(from: &mut In) -> Option<Vec<ActorId>> {
    from.list(|f| f.number().map(ActorId))
}

fn claimed<T>(out: &mut Out, c: &Claimed<T>, write: impl Fn(&mut Out, &T)) {
    out.index(c.parts().1.attribution().map(|a| a.0));
    write(out, c.parts().0);
}

fn read_claimed<'a, T>(from: &mut In<'a>, read: impl Fn(&mut In<'a>) -> Option<T>) -> Option<Claimed<T>> {
    let voice = from.index()?.map_or(Voice::Document, |a| Voice::Attribution(AttributionId(a)));
    Some(Claimed::new(read(from)?, voice))
}

fn term(out: &mut Out, t: &Term) {
    out.byte(place(&TermKind::ALL, t.kind));
    out.index(t.proposal.map(|p| p.0));
    out.spans(&t.text);
    out.list(&t.parameters, |out, (key, value)| {
        out.byte(place(&PARAMETERS, key));
        match value {
            Parameter::Number(n) => {
                out.byte(0);
                out.double(*n);
            }
            Parameter::Words(w) => {
                out.byte(1);
                out.words(w);
            }
            Parameter::Actor(a) => {
                out.byte(2);
                out.number(a.0);
            }
        }
    });
    out.single(t.confidence);
}

fn read_term(from: &mut In) -> Option<Term> {
    Some(Term {
        kind: *TermKind::ALL.get(usize::from(from.byte()?))?,
        proposal: from.index()?.map(ProposalId),
        text: from.spans()?,
        parameters: from.list(|f| {
            let key = *PARAMETERS.get(usize::from(f.byte()?))?;
            let value = match f.byte()? {
                0 => Parameter::Number(f.double()?),
                1 => Parameter::Words(f.string()?),
                _ => Parameter::Actor(ActorId(f.number()?)),
            };
            Some((key, value))
        })?,
        confidence: from.single()?,
    })
}

fn position(out: &mut Out, p: &Position) {
    out.number(p.holder.0);
    match p.target {
        Target::Process => out.number(0),
        Target::Proposal(id) => out.number(1 + id.0 * 2),
        Target::Term(id) => out.number(2 + id.0 * 2),
    }
    out.byte(place(&Stance::ALL, p.stance) * 4 + place(&Certainty::ALL, p.certainty));
    out.spans(&p.evidence);
    out.single(p.confidence);
}

fn read_position(from: &mut In) -> Option<Position> {
    let holder = ActorId(from.number()?);
    let target = match from.number()? {
        0 => Target::Process,
        n if n % 2 == 1 => Target::Proposal(ProposalId(n / 2)),
        n => Target::Term(TermId(n / 2 - 1)),
    };
    let kinds = from.byte()?;
    let (stance, certainty) = (*Stance::ALL.get(usize::from(kinds / 4))?, *Certainty::ALL.get(usize::from(kinds % 4))?);
    Some(Position { holder, target, stance, certainty, evidence: from.spans()?, confidence: from.single()? })
}

fn figure(out: &mut Out, f: &Figure) {
    out.spans(&f.text);
    out.double(f.value);
    out.byte(place(&Bound::ALL, f.bound) * 16 + place(&Measure::ALL, f.measure));
    out.index(f.of.map(|a| a.0));
    out.index(f.by.map(|a| a.0));
    out.single(f.confidence);
}

fn read_figure(from: &mut In) -> Option<Figure> {
    let (text, value, kinds) = (from.spans()?, from.double()?, from.byte()?);
    let (bound, measure) = (*Bound::ALL.get(usize::from(kinds / 16))?, *Measure::ALL.get(usize::from(kinds % 16))?);
    Some(Figure { text, value, bound, measure, of: from.index()?.map(ActorId), by: from.index()?.map(ActorId), confidence: from.single()? })
}

fn event(out: &mut Out, e: &Event) {
    out.spans(&e.text);
    out.byte(place(&EventKind::ALL, e.kind) * 4 + place(&Status::ALL, e.status));
    out.list(&e.actors, |out, a| out.number(a.0));
    out.list(&e.recipients, |out, a| out.number(a.0));
    out.maybe(e.place.as_deref(), Out::words);
    out.maybe(e.time.as_ref(), time);
    out.single(e.confidence);
}

fn read_event(from: &mut In) -> Option<Event> {
    let (text, kinds) = (from.spans()?, from.byte()?);
    Some(Event {
        text,
        kind: *EventKind::ALL.get(usize::from(kinds / 4))?,
        status: *Status::ALL.get(usize::from(kinds % 4))?,
        actors: read_actors(from)?,
        recipients: read_actors(from)?,
        place: from.maybe(In::string)?,
        time: from.maybe(read_time)?,
        confidence: from.single()?,
    })
}

/// Where a value stands among all of its kind; each kind has a hundred at most.
fn place<T: PartialEq>(all: &[T], x: T) -> u8 {
    all.iter().position(|y| *y == x).and_then(|i| u8::try_from(i).ok()).unwrap_or(0)
}
