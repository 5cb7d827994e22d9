//! Positions, figures and events across documents, each with its claimant, its times and where it comes from.
//!
//! Decides: who claims, whose hand a claim comes from, when it was said and learnt. Must not know: whether it is true.

use super::{Opened, OriginId, PartyId, PlanId, PointId, Sum, Text, TextId};
use crate::conflict::{mouth, past, said};
use crate::gist::Lists;
use crate::wording::key;
use crate::{ActorKind, Bound, Certainty, EventId, EventKind, FigureId, ItemKind, Measure, PositionId, Span, SpeechAct, Stance, Status, Target, Voice};
use jiff::Timestamp;
use jiff::civil::Date;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::mem::take;
use std::sync::Arc;

/// Who makes a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claimant {
    /// An actor.
    Party(PartyId),
    /// An outlet: a text in its own voice (by its outlet, else its id), or one that another text quotes.
    Outlet(Arc<str>),
    /// Somebody whom the text does not name.
    Unnamed,
}

/// What a stance is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matter {
    /// A proposal.
    Plan(PlanId),
    /// A term.
    Point(PointId),
    /// The talks themselves.
    Process,
}

/// Where a claim comes from: claims of one source do not corroborate one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Texts of one hand.
    Origin(OriginId),
    /// An outlet whose report is told of, and is not in the record.
    Outlet(Arc<str>),
}

/// A position, as a text has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The text.
    pub text: TextId,
    /// Its place there.
    pub position: PositionId,
    /// Whose stance it is.
    pub holder: PartyId,
    /// What it is about.
    pub matter: Matter,
    /// How the holder stands to it.
    pub stance: Stance,
    /// How certain the words make it.
    pub certainty: Certainty,
    /// Who says so; where somebody else tells what the holder said, that one.
    pub by: Claimant,
    /// Whether that is the holder, or somebody who speaks for the same party.
    pub own: bool,
    /// The kind of act it is said in, `None` for a text's own voice.
    pub act: Option<SpeechAct>,
    /// The day on which it was said, else the day of publication.
    pub said: Option<Date>,
    /// When the ledger took it.
    pub learnt: Option<Timestamp>,
    /// Whose hand it comes from.
    pub source: Source,
    /// Whether its words tell of an earlier time.
    pub past: bool,
    /// How sure the reader is, 0..1; 1 where a person accepted it.
    pub confidence: f32,
}

/// A figure, as a text has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The text.
    pub text: TextId,
    /// Its place there.
    pub figure: FigureId,
    /// The number, in units.
    pub value: f64,
    /// How it is meant.
    pub bound: Bound,
    /// What is counted.
    pub measure: Measure,
    /// Whose people or things.
    pub of: Option<PartyId>,
    /// By whose hand.
    pub hand: Option<PartyId>,
    /// Who says so.
    pub by: Claimant,
    /// As of a claim.
    pub said: Option<Date>,
    /// As of a claim.
    pub learnt: Option<Timestamp>,
    /// As of a claim.
    pub source: Source,
    /// The words.
    pub words: Vec<Span>,
    /// As of a claim.
    pub confidence: f32,
}

/// An event, as a text has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The text.
    pub text: TextId,
    /// Its place there.
    pub event: EventId,
    /// Its type.
    pub kind: EventKind,
    /// Whether it is said to have happened.
    pub status: Status,
    /// Who did it.
    pub actors: Vec<PartyId>,
    /// To whom, or with whom.
    pub recipients: Vec<PartyId>,
    /// Where, in the words of the text.
    pub place: Option<String>,
    /// First and last day of when it happened, where the text says so.
    pub happened: Option<(Date, Date)>,
    /// Who says so.
    pub by: Claimant,
    /// As of a claim.
    pub said: Option<Date>,
    /// As of a claim.
    pub learnt: Option<Timestamp>,
    /// As of a claim.
    pub source: Source,
    /// The words.
    pub words: Vec<Span>,
    /// As of a claim.
    pub confidence: f32,
}

/// What claims are made of.
const CLAIMED: Lists = Lists::POSITIONS.and(Lists::FIGURES).and(Lists::EVENTS);

/// Sets claims, tallies and happenings. What a person rejected is not among them.
pub(super) fn collect(sum: &mut Sum) {
    collect_of(sum, |_| true);
}

/// Sets those of some texts anew; what is there of the others stays.
pub(super) fn collect_of(sum: &mut Sum, which: impl Fn(TextId) -> bool) {
    let passages = passages(sum);
    let names = outlet_names(sum);
    let told = OnceCell::new();
    let roots: Vec<PartyId> = (0..sum.parties.len()).map(|i| super::plan::root(sum, PartyId(i))).collect();
    let mut outlets: HashMap<String, Arc<str>> = HashMap::new();
    let (mut claims, mut tallies, mut happenings) = (take(&mut sum.claims), take(&mut sum.tallies), take(&mut sum.happenings));
    claims.retain(|c| !which(c.text));
    tallies.retain(|t| !which(t.text));
    happenings.retain(|h| !which(h.text));
    for (t, text) in sum.texts.iter().enumerate().filter(|(t, _)| which(TextId(*t))) {
        let passages = passages.get(&TextId(t)).map_or(&[][..], Vec::as_slice);
        let own = own_name(sum, text, &names);
        let own = outlets.entry(own).or_insert_with_key(|name| name.as_str().into()).clone();
        let context = Context {
            sum,
            t: TextId(t),
            text,
            opened: text.look(CLAIMED.and(Lists::ATTRIBUTIONS).and(Lists::ACTORS)),
            passages,
            told: &told,
            roots: &roots,
            own,
        };
        let counts = |kind, i: usize| !text.rejected(kind, i);
        let reading = &context.opened.reading;
        claims.extend((0..reading.positions.len()).filter(|i| counts(ItemKind::Position, *i)).map(|i| context.claim(i)));
        tallies.extend((0..reading.figures.len()).filter(|i| counts(ItemKind::Figure, *i)).map(|i| context.tally(i)));
        happenings.extend((0..reading.events.len()).filter(|i| counts(ItemKind::Event, *i)).map(|i| context.happening(i)));
    }
    claims.sort_unstable_by_key(|c: &Claim| (c.said.is_none(), c.said, c.text, c.position));
    tallies.sort_unstable_by_key(|c: &Tally| (c.said.is_none(), c.said, c.text, c.figure));
    happenings.sort_unstable_by_key(|h: &Happening| (h.said.is_none(), h.said, h.text, h.event));
    claims.shrink_to_fit();
    (sum.claims, sum.tallies, sum.happenings) = (claims, tallies, happenings);
}

/// The name of a text's own voice: its outlet's, as the record knows it where it is an actor too; else the text's id.
fn own_name(sum: &Sum, text: &Text, names: &BTreeMap<String, PartyId>) -> String {
    let Some(outlet) = &text.document.outlet else { return text.document.id.clone() };
    names.get(&key(outlet)).map_or_else(|| outlet.clone(), |p| sum.parties[p.0].name.clone())
}

/// For each text: which of its passages come from which origin.
fn passages(sum: &Sum) -> BTreeMap<TextId, Vec<(Span, OriginId)>> {
    let mut out: BTreeMap<TextId, Vec<(Span, OriginId)>> = BTreeMap::new();
    for (i, o) in sum.origins.iter().enumerate() {
        o.passages.iter().for_each(|(t, s)| out.entry(*t).or_default().push((*s, OriginId(i))));
    }
    out
}

/// What something must share with another text's to be told again there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Alike {
    /// Holder, matter, side.
    Stance(PartyId, Matter, i8),
    /// Value, what is counted.
    Number(u64, Measure),
    /// Its type, how many did it.
    Event(EventKind, usize),
}

/// Which texts of which outlets tell what, in order. Worked out where a text quotes an outlet.
#[derive(Default)]
struct Told {
    by_outlet: HashMap<String, u32>,
    outlet: Vec<Option<u32>>,
    texts: HashMap<Alike, Vec<TextId>>,
}

impl Told {
    fn of(sum: &Sum) -> Told {
        let mut out = Told::default();
        for (t, text) in sum.texts.iter().enumerate() {
            let next = out.by_outlet.len() as u32;
            out.outlet.push(text.document.outlet.as_ref().map(|o| *out.by_outlet.entry(key(o)).or_insert(next)));
            let reading = text.some(CLAIMED);
            for what in alikes(text, &reading) {
                let all = out.texts.entry(what).or_default();
                if all.last() != Some(&TextId(t)) {
                    all.push(TextId(t));
                }
            }
        }
        out
    }
}

fn alikes(text: &Text, reading: &crate::Reading) -> Vec<Alike> {
    let stances = reading.positions.iter().map(|c| stance(text, c.parts().0));
    let numbers = reading.figures.iter().map(|c| number(c.parts().0));
    stances.chain(numbers).chain(reading.events.iter().map(|c| event(c.parts().0))).collect()
}

fn stance(text: &Text, p: &crate::Position) -> Alike {
    Alike::Stance(text.party(p.holder), matter(text, p.target), p.stance.sign())
}

fn number(f: &crate::Figure) -> Alike {
    // Zero has two forms.
    Alike::Number((f.value + 0.0).to_bits(), f.measure)
}

fn event(e: &crate::Event) -> Alike {
    Alike::Event(e.kind, e.actors.len())
}

fn matter(text: &Text, target: Target) -> Matter {
    match target {
        Target::Proposal(p) => Matter::Plan(text.plan(p)),
        Target::Term(t) => Matter::Point(text.point(t)),
        Target::Process => Matter::Process,
    }
}

fn outlet_names(sum: &Sum) -> BTreeMap<String, PartyId> {
    let all = sum.parties.iter().enumerate().filter(|(_, p)| p.kind == ActorKind::Outlet);
    all.flat_map(|(i, p)| p.names.iter().chain([&p.name]).map(move |n| (key(n), PartyId(i)))).collect()
}

struct Context<'a> {
    sum: &'a Sum,
    t: TextId,
    text: &'a Text,
    opened: Opened,
    passages: &'a [(Span, OriginId)],
    told: &'a OnceCell<Told>,
    /// On whose behalf each party speaks in the end.
    roots: &'a [PartyId],
    /// The name of the text's own voice.
    own: Arc<str>,
}

/// Who says something, when, in whose hand.
struct Frame {
    by: Claimant,
    said: Option<Date>,
    learnt: Option<Timestamp>,
    source: Source,
}

impl Context<'_> {
    fn frame(&self, voice: Voice, words: &[Span], alike: Alike) -> Frame {
        let reading = &self.opened.reading;
        let by = match mouth(reading, voice) {
            crate::conflict::Mouth::Known(a) => {
                let party = self.text.party(crate::ActorId(a));
                let told = &self.sum.parties[party.0];
                if told.kind == ActorKind::Outlet { Claimant::Outlet(told.name.as_str().into()) } else { Claimant::Party(party) }
            }
            crate::conflict::Mouth::Text(_) => Claimant::Outlet(self.own.clone()),
            crate::conflict::Mouth::Unnamed(_) => Claimant::Unnamed,
        };
        let said = said(self.text.document.published, reading, voice);
        Frame { by, said, learnt: self.text.learnt, source: self.source(voice, words, alike) }
    }

    /// A passage taken from an earlier text comes from there; what another outlet is quoted for comes from that outlet; else the text's own hand.
    fn source(&self, voice: Voice, words: &[Span], alike: Alike) -> Source {
        if let Some((_, origin)) = self.passages.iter().find(|(s, _)| words.iter().all(|w| s.contains(*w))) {
            return Source::Origin(*origin);
        }
        let reading = &self.opened.reading;
        let chain = voice.attribution().map(|id| reading.chain(id)).unwrap_or_default();
        let teller = |id: &crate::AttributionId| {
            let actor = reading.attributions.get(id.0)?.speaker.first()?;
            reading.actor(actor).filter(|a| a.kind == ActorKind::Outlet)?;
            Some(&self.sum.parties[self.text.party(actor).0].names)
        };
        // The last outlet of the chain is the nearest to what was said.
        let Some(names) = chain.iter().rev().find_map(teller) else { return Source::Origin(self.text.origin) };
        if self.text.document.outlet.as_ref().is_some_and(|o| names.iter().any(|n| key(n) == key(o))) {
            return Source::Origin(self.text.origin);
        }
        let day = self.text.document.published;
        let before = |t: &&TextId| **t != self.t && day.zip(self.sum.texts[t.0].document.published).is_none_or(|(d, p)| p <= d);
        let told = self.told.get_or_init(|| Told::of(self.sum));
        let outlets: Vec<u32> = names.iter().filter_map(|n| told.by_outlet.get(&key(n)).copied()).collect();
        let theirs = |t: &&TextId| told.outlet.get(t.0).copied().flatten().is_some_and(|o| outlets.contains(&o));
        let again = told.texts.get(&alike).into_iter().flatten().rev();
        match again.filter(|_| !outlets.is_empty()).find(|t| theirs(t) && before(t)) {
            Some(t) => Source::Origin(self.sum.texts[t.0].origin),
            None => Source::Outlet(names.iter().find(|n| super::party::proper(n)).or(names.first()).map(|n| n.as_str().into()).unwrap_or_default()),
        }
    }

    fn sure(&self, kind: ItemKind, i: usize, confidence: f32) -> f32 {
        if self.text.standing.get(&(kind, i)).is_some_and(|s| s.accepted) { 1.0 } else { confidence }
    }

    fn root(&self, party: PartyId) -> PartyId {
        self.roots.get(party.0).copied().unwrap_or(party)
    }

    fn claim(&self, i: usize) -> Claim {
        let reading = &self.opened.reading;
        let (p, voice) = reading.positions[i].parts();
        let holder = self.text.party(p.holder);
        // Told again: the quoted outlet's text has the same holder on the same matter, on the same side.
        let mut f = self.frame(voice, &p.evidence, stance(self.text, p));
        let mut own = matches!(f.by, Claimant::Party(b) if self.root(b) == self.root(holder));
        if let Some(teller) = self.teller(voice, holder).filter(|_| own) {
            (f.by, own) = (teller, false);
        }
        let act = voice.attribution().and_then(|id| reading.attributions.get(id.0)).map(|a| a.speech_act);
        Claim {
            text: self.t,
            position: PositionId(i),
            holder,
            matter: matter(self.text, p.target),
            stance: p.stance,
            certainty: p.certainty,
            by: f.by,
            own,
            act,
            said: f.said,
            learnt: f.learnt,
            source: f.source,
            past: past(&self.opened, &p.evidence),
            confidence: self.sure(ItemKind::Position, i, p.confidence),
        }
    }

    /// Who tells what the holder said, where that is neither the holder's side nor an outlet: the nearest mouth around the holder's own.
    /// "The envoy claims that the premier assured him": the premier's stance as the envoy tells it, and not in the premier's own words.
    fn teller(&self, voice: Voice, holder: PartyId) -> Option<Claimant> {
        let reading = &self.opened.reading;
        let around = voice.attribution().map(|id| reading.chain(id)).unwrap_or_default();
        let outer = around.iter().filter(|id| Some(**id) != voice.attribution()).rev();
        let told = outer.filter_map(|id| reading.attributions.get(id.0)).map(|a| a.speaker.first());
        for speaker in told {
            let Some(actor) = speaker else { return Some(Claimant::Unnamed) };
            let party = self.text.party(actor);
            let outlet = self.sum.parties[party.0].kind == ActorKind::Outlet;
            if !outlet && self.root(party) != self.root(holder) {
                return Some(Claimant::Party(party));
            }
        }
        None
    }

    fn tally(&self, i: usize) -> Tally {
        let (x, voice) = self.opened.reading.figures[i].parts();
        let f = self.frame(voice, &x.text, number(x));
        Tally {
            text: self.t,
            figure: FigureId(i),
            value: x.value,
            bound: x.bound,
            measure: x.measure,
            of: x.of.map(|a| self.text.party(a)),
            hand: x.by.map(|a| self.text.party(a)),
            by: f.by,
            said: f.said,
            learnt: f.learnt,
            source: f.source,
            words: x.text.clone(),
            confidence: self.sure(ItemKind::Figure, i, x.confidence),
        }
    }

    fn happening(&self, i: usize) -> Happening {
        let (e, voice) = self.opened.reading.events[i].parts();
        let f = self.frame(voice, &e.text, event(e));
        let parties = |all: &[crate::ActorId]| all.iter().map(|a| self.text.party(*a)).collect();
        Happening {
            text: self.t,
            event: EventId(i),
            kind: e.kind,
            status: e.status,
            actors: parties(&e.actors),
            recipients: parties(&e.recipients),
            place: e.place.clone(),
            happened: e.time.as_ref().and_then(|t| t.days),
            by: f.by,
            said: f.said,
            learnt: f.learnt,
            source: f.source,
            words: e.text.clone(),
            confidence: self.sure(ItemKind::Event, i, e.confidence),
        }
    }
}
