//! A record read back.
//!
//! Decides: what a record must hold to be one, and how its code points become bytes. Must not know: where the JSON came from.

use super::FORMAT;
use crate::proposal::PARAMETERS;
use crate::{Actor, ActorId, ActorKind, Attribution, AttributionId, Bound, Certainty, Claimed, Conflict, ConflictKind, Document, Event, EventKind, Figure};
use crate::{FigureId, Granularity, Measure, Note, NoteKind, Parameter, Position, PositionId, Proposal, ProposalId, QuoteType, Reading, Sides, Span};
use crate::{Speaker, SpeechAct, Stance, Status, Target, Term, TermId, TermKind, Time, Voice};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt;

/// Why a value is no record (or no entry), and at which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The key, from the outside in: `positions[3].holder`.
    pub key: String,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong at a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It is something else than this.
    Not(&'static str),
    /// It is none of the names that the format knows.
    Unknown(String),
    /// It names an item that is not in the list of this name.
    NoSuch(&'static str, String),
    /// A span is empty, or lies outside the text.
    OutsideText,
    /// It holds nothing, but must.
    Empty,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.key)?;
        match &self.fault {
            Fault::Missing => write!(f, "is missing"),
            Fault::Not(what) => write!(f, "is not {what}"),
            Fault::Unknown(name) => write!(f, "is `{name}`, which the format does not know"),
            Fault::NoSuch(list, id) => write!(f, "is `{id}`, which is not among the {list}"),
            Fault::OutsideText => write!(f, "is empty or outside the text (spans are [begin, end) in code points)"),
            Fault::Empty => write!(f, "holds no words"),
        }
    }
}

impl std::error::Error for FormError {}

/// The document and the reading that a record holds. Keys it does not know pass; decisions are not part of the form.
///
/// Fails where a required key is missing, a name or an id is unknown or a span lies outside the text; the error names the key.
pub fn parse(value: &Value) -> Result<(Document, Reading), FormError> {
    let whole = Item::whole(value, "a record")?;
    if whole.text("format")? != FORMAT {
        return Err(whole.fault("format", Fault::Unknown(whole.text("format")?.to_owned())));
    }
    let document = document(&whole.inner("document", "document")?)?;
    let reader = Reader { bytes: Bytes::of(&document.text), text: &document.text, ids: Ids::of(&whole)? };
    let actors: Vec<Actor> = reader.each(&whole, "actors", Reader::actor)?;
    let reading = Reading {
        attributions: reader.each(&whole, "attributions", |r, i| r.attribution(i, &actors))?,
        actors,
        proposals: reader.each(&whole, "proposals", Reader::proposal)?,
        terms: reader.each(&whole, "terms", Reader::term)?,
        positions: reader.each(&whole, "positions", Reader::position)?,
        conflicts: reader.each(&whole, "conflicts", Reader::conflict)?,
        figures: reader.each(&whole, "figures", Reader::figure)?,
        events: reader.each(&whole, "events", Reader::event)?,
        decisions: Vec::new(),
        headings: reader.spans(&whole, "headings")?,
        notes: if whole.has("notes") { reader.each(&whole, "notes", Reader::note)? } else { Vec::new() },
    };
    drop(reader);
    Ok((document, reading))
}

fn document(item: &Item) -> Result<Document, FormError> {
    Ok(Document {
        id: item.text("id")?.to_owned(),
        text: item.text("text")?.to_owned(),
        title: item.maybe_text("title")?.map(str::to_owned),
        outlet: item.maybe_text("outlet")?.map(str::to_owned),
        published: item.date("published")?,
        url: item.maybe_text("url")?.map(str::to_owned),
        language: item.maybe_text("language")?.unwrap_or("und").to_owned(),
    })
}

/// One object of the record, and where it stands.
pub(super) struct Item<'a> {
    map: &'a Map<String, Value>,
    list: &'static str,
    index: Option<usize>,
}

impl<'a> Item<'a> {
    pub(super) fn whole(value: &'a Value, what: &'static str) -> Result<Item<'a>, FormError> {
        let map = value.as_object().ok_or(FormError { key: what.to_owned(), fault: Fault::Not("an object") })?;
        Ok(Item { map, list: "", index: None })
    }

    pub(super) fn inner(&self, key: &str, name: &'static str) -> Result<Item<'a>, FormError> {
        let map = self.required(key)?.as_object().ok_or_else(|| self.fault(key, Fault::Not("an object")))?;
        Ok(Item { map, list: name, index: None })
    }

    pub(super) fn fault(&self, key: &str, fault: Fault) -> FormError {
        let key = match self.index {
            Some(i) => format!("{}[{i}].{key}", self.list),
            None if self.list.is_empty() => key.to_owned(),
            None => format!("{}.{key}", self.list),
        };
        FormError { key, fault }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value of a key; null counts as not there.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|v| !v.is_null())
    }

    pub(super) fn required(&self, key: &str) -> Result<&'a Value, FormError> {
        self.get(key).ok_or_else(|| self.fault(key, Fault::Missing))
    }

    pub(super) fn text(&self, key: &str) -> Result<&'a str, FormError> {
        self.required(key)?.as_str().ok_or_else(|| self.fault(key, Fault::Not("a text")))
    }

    pub(super) fn maybe_text(&self, key: &str) -> Result<Option<&'a str>, FormError> {
        if self.has(key) { self.text(key).map(Some) } else { Ok(None) }
    }

    pub(super) fn number(&self, key: &str) -> Result<f64, FormError> {
        self.required(key)?.as_f64().ok_or_else(|| self.fault(key, Fault::Not("a number")))
    }

    pub(super) fn count(&self, key: &str) -> Result<usize, FormError> {
        let n = self.required(key)?.as_u64().and_then(|n| usize::try_from(n).ok());
        n.ok_or_else(|| self.fault(key, Fault::Not("a whole number")))
    }

    pub(super) fn date(&self, key: &str) -> Result<Option<Date>, FormError> {
        let Some(words) = self.maybe_text(key)? else { return Ok(None) };
        words.parse().map(Some).map_err(|_| self.fault(key, Fault::Not("a date (year-month-day)")))
    }

    pub(super) fn list(&self, key: &str) -> Result<&'a [Value], FormError> {
        let list = self.required(key)?.as_array().ok_or_else(|| self.fault(key, Fault::Not("a list")))?;
        Ok(list)
    }

    /// One of the names that the format knows.
    pub(super) fn name<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, FormError> {
        let name = self.text(key)?;
        parse(name).ok_or_else(|| self.fault(key, Fault::Unknown(name.to_owned())))
    }

    /// As [`Item::name`], or `other` where the key is not there.
    fn name_or<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>, other: T) -> Result<T, FormError> {
        if self.has(key) { self.name(key, parse) } else { Ok(other) }
    }

    /// Gold records carry no confidence: people are sure.
    fn confidence(&self) -> Result<f32, FormError> {
        if self.has("confidence") { Ok(self.number("confidence")? as f32) } else { Ok(1.0) }
    }

    pub(super) fn texts(&self, key: &str) -> Result<Vec<String>, FormError> {
        let text = |v: &Value| v.as_str().map(str::to_owned).ok_or_else(|| self.fault(key, Fault::Not("a list of texts")));
        self.list(key)?.iter().map(text).collect()
    }
}

/// Which id stands at which place of each list.
struct Ids<'a>(HashMap<&'static str, HashMap<&'a str, usize>>);

impl<'a> Ids<'a> {
    fn of(whole: &Item<'a>) -> Result<Ids<'a>, FormError> {
        let mut all = HashMap::new();
        for key in ["actors", "attributions", "proposals", "terms", "positions", "figures"] {
            let mut ids = HashMap::new();
            for (i, v) in whole.list(key)?.iter().enumerate() {
                let id = v.get("id").and_then(Value::as_str);
                let id = id.ok_or_else(|| FormError { key: format!("{key}[{i}].id"), fault: Fault::Missing })?;
                ids.insert(id, i);
            }
            all.insert(key, ids);
        }
        Ok(Ids(all))
    }

    fn find(&self, list: &'static str, id: &str) -> Option<usize> {
        self.0.get(list)?.get(id).copied()
    }
}

/// Where each code point of a text begins.
enum Bytes {
    /// Code points are bytes.
    Same(usize),
    /// One offset a code point, and the end.
    Offsets(Vec<usize>),
}

impl Bytes {
    fn of(text: &str) -> Bytes {
        if text.is_ascii() { Bytes::Same(text.len()) } else { Bytes::Offsets(text.char_indices().map(|(i, _)| i).chain([text.len()]).collect()) }
    }

    fn at(&self, point: u64) -> Option<usize> {
        let point = usize::try_from(point).ok()?;
        match self {
            Bytes::Same(length) => (point <= *length).then_some(point),
            Bytes::Offsets(all) => all.get(point).copied(),
        }
    }
}

struct Reader<'a> {
    bytes: Bytes,
    text: &'a str,
    ids: Ids<'a>,
}

impl<'a> Reader<'a> {
    fn each<T>(&self, whole: &Item<'a>, key: &'static str, one: impl Fn(&Self, &Item<'a>) -> Result<T, FormError>) -> Result<Vec<T>, FormError> {
        let item = |(i, v): (usize, &'a Value)| {
            let map = v.as_object().ok_or_else(|| FormError { key: format!("{key}[{i}]"), fault: Fault::Not("an object") })?;
            one(self, &Item { map, list: key, index: Some(i) })
        };
        whole.list(key)?.iter().enumerate().map(item).collect()
    }

    fn span(&self, item: &Item, key: &str, value: &Value) -> Result<Span, FormError> {
        let at = |i: usize| value.get(i).and_then(Value::as_u64).ok_or_else(|| item.fault(key, Fault::Not("a span [begin, end)")));
        let (begin, end) = (self.bytes.at(at(0)?), self.bytes.at(at(1)?));
        let span = begin.zip(end).and_then(|(b, e)| Span::new(self.text, b, e));
        span.ok_or_else(|| item.fault(key, Fault::OutsideText))
    }

    /// The spans of a role, ascending; none where the key is not there.
    fn spans(&self, item: &Item, key: &str) -> Result<Vec<Span>, FormError> {
        let Some(_) = item.get(key) else { return Ok(Vec::new()) };
        let mut spans = item.list(key)?.iter().map(|v| self.span(item, key, v)).collect::<Result<Vec<_>, _>>()?;
        spans.sort();
        Ok(spans)
    }

    fn words(&self, item: &Item, key: &str) -> Result<Vec<Span>, FormError> {
        item.required(key)?;
        let spans = self.spans(item, key)?;
        if spans.is_empty() { Err(item.fault(key, Fault::Empty)) } else { Ok(spans) }
    }

    fn id(&self, item: &Item, key: &str, list: &'static str, id: &str) -> Result<usize, FormError> {
        self.ids.find(list, id).ok_or_else(|| item.fault(key, Fault::NoSuch(list, id.to_owned())))
    }

    fn maybe_id(&self, item: &Item, key: &str, list: &'static str) -> Result<Option<usize>, FormError> {
        item.maybe_text(key)?.map(|id| self.id(item, key, list, id)).transpose()
    }

    fn actors(&self, item: &Item, key: &str) -> Result<Vec<ActorId>, FormError> {
        item.texts(key)?.iter().map(|id| self.id(item, key, "actors", id).map(ActorId)).collect()
    }

    fn voice(&self, item: &Item) -> Result<Voice, FormError> {
        Ok(self.maybe_id(item, "said_in", "attributions")?.map_or(Voice::Document, |i| Voice::Attribution(AttributionId(i))))
    }

    fn actor(&self, item: &Item) -> Result<Actor, FormError> {
        Ok(Actor {
            name: item.text("name")?.to_owned(),
            kind: item.name("kind", ActorKind::parse)?,
            names: item.texts("names")?,
            acts_for: self.maybe_id(item, "acts_for", "actors")?.map(ActorId),
            role: item.maybe_text("role")?.map(str::to_owned),
            mentions: self.spans(item, "mentions")?,
            wikidata: item.maybe_text("wikidata")?.map(str::to_owned),
        })
    }

    fn speaker(&self, item: &Item, actors: &[Actor]) -> Result<Speaker, FormError> {
        if item.has("source_actors") {
            return Ok(Speaker::Actor(self.actors(item, "source_actors")?));
        }
        Ok(match self.maybe_id(item, "source_actor", "actors")? {
            None => Speaker::Unresolved,
            Some(i) if actors.get(i).is_some_and(|a| a.kind == ActorKind::Anonymous) => Speaker::Described(ActorId(i)),
            Some(i) => Speaker::Actor(vec![ActorId(i)]),
        })
    }

    fn attribution(&self, item: &Item<'a>, actors: &[Actor]) -> Result<Attribution, FormError> {
        Ok(Attribution {
            source: self.spans(item, "source")?,
            cue: self.spans(item, "cue")?,
            content: self.words(item, "content")?,
            addressee: self.spans(item, "addressee")?,
            speaker: self.speaker(item, actors)?,
            quote_type: item.name("quote_type", QuoteType::parse)?,
            speech_act: item.name("speech_act", SpeechAct::parse)?,
            within: self.maybe_id(item, "within", "attributions")?.map(AttributionId),
            time: self.time(item)?,
            confidence: item.confidence()?,
        })
    }

    fn time(&self, item: &Item<'a>) -> Result<Option<Time>, FormError> {
        if !item.has("time") {
            return Ok(None);
        }
        let time = item.inner("time", "time")?;
        let words = self.span(item, "time", time.required("words")?)?;
        let days = time.date("from")?.zip(time.date("to")?);
        let relative = time.required("relative")?.as_bool().ok_or_else(|| time.fault("relative", Fault::Not("true or false")))?;
        Ok(Some(Time { words, days, granularity: time.name("granularity", Granularity::parse)?, relative }))
    }

    fn proposal(&self, item: &Item) -> Result<Proposal, FormError> {
        Ok(Proposal {
            label: item.text("label")?.to_owned(),
            authors: self.actors(item, "authors")?,
            mentions: self.words(item, "mentions")?,
            supersedes: self.maybe_id(item, "supersedes", "proposals")?.map(ProposalId),
            confidence: item.confidence()?,
        })
    }

    fn term(&self, item: &Item) -> Result<Claimed<Term>, FormError> {
        let term = Term {
            kind: item.name("kind", TermKind::parse)?,
            proposal: self.maybe_id(item, "proposal", "proposals")?.map(ProposalId),
            text: self.words(item, "text")?,
            parameters: self.parameters(item)?,
            confidence: item.confidence()?,
        };
        Ok(Claimed::new(term, self.voice(item)?))
    }

    fn parameters(&self, item: &Item) -> Result<Vec<(&'static str, Parameter)>, FormError> {
        let given = item.required("parameters")?.as_object().ok_or_else(|| item.fault("parameters", Fault::Not("an object")))?;
        let mut out = Vec::new();
        for key in PARAMETERS {
            let value = match given.get(key) {
                None | Some(Value::Null) => continue,
                Some(Value::String(words)) => match (key, self.ids.find("actors", words)) {
                    ("forces", Some(i)) => Parameter::Actor(ActorId(i)),
                    _ => Parameter::Words(words.clone()),
                },
                Some(other) => Parameter::Number(other.as_f64().ok_or_else(|| item.fault("parameters", Fault::Not("numbers and words")))?),
            };
            out.push((key, value));
        }
        Ok(out)
    }

    fn position(&self, item: &Item<'a>) -> Result<Claimed<Position>, FormError> {
        let position = Position {
            holder: ActorId(self.id(item, "holder", "actors", item.text("holder")?)?),
            target: self.target(item)?,
            stance: item.name("stance", Stance::parse)?,
            certainty: item.name("certainty", Certainty::parse)?,
            evidence: self.words(item, "evidence")?,
            confidence: item.confidence()?,
        };
        Ok(Claimed::new(position, self.voice(item)?))
    }

    fn target(&self, item: &Item<'a>) -> Result<Target, FormError> {
        let target = item.inner("target", "target")?;
        if let Some(id) = target.maybe_text("proposal")? {
            return Ok(Target::Proposal(ProposalId(self.id(item, "target", "proposals", id)?)));
        }
        if let Some(id) = target.maybe_text("term")? {
            return Ok(Target::Term(TermId(self.id(item, "target", "terms", id)?)));
        }
        if target.has("process") { Ok(Target::Process) } else { Err(item.fault("target", Fault::Not("a proposal, a term or the process"))) }
    }

    fn conflict(&self, item: &Item) -> Result<Conflict, FormError> {
        let kind = item.name("kind", ConflictKind::parse)?;
        let list = if kind == ConflictKind::Figures { "figures" } else { "positions" };
        let mut sides: Vec<Vec<usize>> = Vec::new();
        for side in item.list("sides")? {
            let ids = side.as_array().ok_or_else(|| item.fault("sides", Fault::Not("lists of ids")))?;
            let place = |v: &Value| self.id(item, "sides", list, v.as_str().unwrap_or_default());
            sides.push(ids.iter().map(place).collect::<Result<_, _>>()?);
        }
        if sides.len() < 2 || sides.iter().any(Vec::is_empty) {
            return Err(item.fault("sides", Fault::Not("two sides or more with an item on each")));
        }
        let sides = match kind {
            ConflictKind::Figures => Sides::Figures(sides.into_iter().map(|s| s.into_iter().map(FigureId).collect()).collect()),
            _ => Sides::Positions(sides.into_iter().map(|s| s.into_iter().map(PositionId).collect()).collect()),
        };
        Ok(Conflict { kind, sides, confidence: item.confidence()? })
    }

    fn figure(&self, item: &Item) -> Result<Claimed<Figure>, FormError> {
        let figure = Figure {
            text: self.words(item, "text")?,
            value: item.number("value")?,
            bound: item.name("bound", Bound::parse)?,
            measure: item.name("measure", Measure::parse)?,
            of: self.maybe_id(item, "of", "actors")?.map(ActorId),
            by: self.maybe_id(item, "by", "actors")?.map(ActorId),
            confidence: item.confidence()?,
        };
        Ok(Claimed::new(figure, self.voice(item)?))
    }

    fn event(&self, item: &Item<'a>) -> Result<Claimed<Event>, FormError> {
        let text = self.words(item, "text")?;
        let time = match self.time(item)? {
            None => item.maybe_text("date")?.and_then(|date| self.named_time(date, &text)),
            time => time,
        };
        let event = Event {
            kind: item.name("type", EventKind::parse)?,
            actors: self.actors(item, "actors")?,
            recipients: self.actors(item, "recipients")?,
            place: item.maybe_text("place")?.map(str::to_owned),
            time,
            status: item.name_or("status", Status::parse, Status::Reported)?,
            confidence: item.confidence()?,
            text,
        };
        Ok(Claimed::new(event, self.voice(item)?))
    }

    /// A date without the place of its words (gold records): sought in the event, then after its begin; else the event's own words stand for it.
    fn named_time(&self, date: &str, text: &[Span]) -> Option<Time> {
        let first = *text.first()?;
        let found = text.iter().find_map(|s| s.of(self.text).find(date).map(|i| s.begin() + i));
        let found = found.or_else(|| self.text[first.begin()..].find(date).map(|i| first.begin() + i));
        let words = found.and_then(|at| Span::new(self.text, at, at + date.len())).unwrap_or(first);
        let day = date.parse::<Date>().ok();
        Some(Time { words, days: day.map(|d| (d, d)), granularity: Granularity::Day, relative: day.is_none() })
    }

    fn note(&self, item: &Item) -> Result<Note, FormError> {
        let span = item.get("span").map(|v| self.span(item, "span", v)).transpose()?;
        Ok(Note { kind: item.name("kind", NoteKind::parse)?, message: item.text("message")?.to_owned(), span })
    }
}
