//! The form of what is written.
//!
//! Decides: how each noun looks in a record. Must not know: where the JSON goes, how it is read back.

use super::{actor_id, attribution_id, conflict_id, event_id, figure_id, position_id, proposal_id, term_id};
use crate::span::CodePoints;
use crate::{ActorId, AttributionId, Claimed, Conflict, Decision, Document, Event, Figure, Parameter, Position, Proposal, Reading, Sides, Target, Term};
use crate::{ConflictId, EventId, FigureId, PositionId, ProposalId, Span, TermId, Time, Voice};
use serde_json::{Map, Value, json};

/// Writes the items of one text.
pub(super) struct Form<'a> {
    text: &'a str,
    points: CodePoints,
}

impl<'a> Form<'a> {
    /// For the items of `text`.
    pub(super) fn of(text: &'a str) -> Form<'a> {
        Form { text, points: CodePoints::of(text) }
    }

    pub(super) fn span(&self, s: Span) -> Value {
        json!([self.points.before(self.text, s.begin()), self.points.before(self.text, s.end())])
    }

    pub(super) fn spans(&self, spans: &[Span]) -> Value {
        spans.iter().map(|s| self.span(*s)).collect()
    }

    pub(super) fn document(&self, d: &Document) -> Value {
        let mut out = Map::new();
        out.insert("id".into(), json!(d.id));
        out.insert("text".into(), json!(d.text));
        out.insert("title".into(), json!(d.title));
        out.insert("outlet".into(), json!(d.outlet));
        out.insert("published".into(), json!(d.published.map(|p| p.to_string())));
        if let Some(url) = &d.url {
            out.insert("url".into(), json!(url));
        }
        out.insert("language".into(), json!(d.language));
        Value::Object(out)
    }

    pub(super) fn actor(&self, reading: &Reading, id: ActorId) -> Value {
        let a = &reading.actors[id.0];
        let mut out = Map::new();
        out.insert("id".into(), json!(actor_id(id)));
        out.insert("name".into(), json!(a.name));
        out.insert("kind".into(), json!(a.kind.name()));
        out.insert("names".into(), json!(a.names));
        out.insert("acts_for".into(), json!(a.acts_for.map(actor_id)));
        if let Some(role) = &a.role {
            out.insert("role".into(), json!(role));
        }
        out.insert("mentions".into(), self.spans(&a.mentions));
        if let Some(item) = &a.wikidata {
            out.insert("wikidata".into(), json!(item));
        }
        Value::Object(out)
    }

    pub(super) fn attribution(&self, reading: &Reading, id: AttributionId) -> Value {
        let a = &reading.attributions[id.0];
        let mut out = Map::new();
        out.insert("id".into(), json!(attribution_id(id)));
        out.insert("source".into(), self.spans(&a.source));
        out.insert("cue".into(), self.spans(&a.cue));
        out.insert("content".into(), self.spans(&a.content));
        out.insert("addressee".into(), self.spans(&a.addressee));
        out.insert("source_actor".into(), json!(a.speaker.first().map(actor_id)));
        if let crate::Speaker::Actor(ids) = &a.speaker
            && ids.len() > 1
        {
            out.insert("source_actors".into(), json!(actors(ids)));
        }
        out.insert("quote_type".into(), json!(a.quote_type.name()));
        out.insert("speech_act".into(), json!(a.speech_act.name()));
        out.insert("within".into(), json!(a.within.map(attribution_id)));
        if let Some(t) = &a.time {
            out.insert("time".into(), self.time(t));
        }
        out.insert("confidence".into(), rounded(a.confidence));
        Value::Object(out)
    }

    pub(super) fn proposal(&self, id: ProposalId, p: &Proposal) -> Value {
        json!({
            "id": proposal_id(id),
            "label": p.label,
            "authors": actors(&p.authors),
            "mentions": self.spans(&p.mentions),
            "supersedes": p.supersedes.map(proposal_id),
            "confidence": rounded(p.confidence),
        })
    }

    pub(super) fn term(&self, id: TermId, claimed: &Claimed<Term>) -> Value {
        let (t, by) = claimed.parts();
        let parameters: Map<String, Value> = t.parameters.iter().map(|(key, value)| ((*key).to_owned(), parameter(value))).collect();
        json!({
            "id": term_id(id),
            "kind": t.kind.name(),
            "proposal": t.proposal.map(proposal_id),
            "text": self.spans(&t.text),
            "said_in": said_in(by),
            "parameters": parameters,
            "confidence": rounded(t.confidence),
        })
    }

    pub(super) fn position(&self, id: PositionId, claimed: &Claimed<Position>) -> Value {
        let (p, by) = claimed.parts();
        json!({
            "id": position_id(id),
            "holder": actor_id(p.holder),
            "target": target(p.target),
            "stance": p.stance.name(),
            "said_in": said_in(by),
            "certainty": p.certainty.name(),
            "evidence": self.spans(&p.evidence),
            "confidence": rounded(p.confidence),
        })
    }

    pub(super) fn conflict(&self, reading: &Reading, id: ConflictId, c: &Conflict) -> Value {
        let (about, sides) = match &c.sides {
            Sides::Positions(sides) => (about(reading, sides), sides.iter().map(|s| s.iter().copied().map(position_id).collect()).collect::<Vec<Vec<_>>>()),
            Sides::Figures(sides) => (json!({}), sides.iter().map(|s| s.iter().copied().map(figure_id).collect()).collect()),
        };
        json!({"id": conflict_id(id), "kind": c.kind.name(), "about": about, "sides": sides, "confidence": rounded(c.confidence)})
    }

    pub(super) fn figure(&self, id: FigureId, claimed: &Claimed<Figure>) -> Value {
        let (f, by) = claimed.parts();
        json!({
            "id": figure_id(id),
            "text": self.spans(&f.text),
            "value": number(f.value),
            "bound": f.bound.name(),
            "measure": f.measure.name(),
            "of": f.of.map(actor_id),
            "by": f.by.map(actor_id),
            "said_in": said_in(by),
            "confidence": rounded(f.confidence),
        })
    }

    pub(super) fn event(&self, id: EventId, claimed: &Claimed<Event>) -> Value {
        let (e, by) = claimed.parts();
        let mut out = Map::new();
        out.insert("id".into(), json!(event_id(id)));
        out.insert("text".into(), self.spans(&e.text));
        out.insert("type".into(), json!(e.kind.name()));
        out.insert("actors".into(), json!(actors(&e.actors)));
        out.insert("recipients".into(), json!(actors(&e.recipients)));
        out.insert("place".into(), json!(e.place));
        out.insert("date".into(), json!(e.time.as_ref().map(|t| self.date(t))));
        out.insert("said_in".into(), said_in(by));
        out.insert("status".into(), json!(e.status.name()));
        if let Some(t) = &e.time {
            out.insert("time".into(), self.time(t));
        }
        out.insert("confidence".into(), rounded(e.confidence));
        Value::Object(out)
    }

    /// ISO where it is one day, else the words of the text.
    fn date(&self, t: &Time) -> String {
        match t.days {
            Some((first, last)) if first == last => first.to_string(),
            _ => t.words.of(self.text).to_owned(),
        }
    }

    fn time(&self, t: &Time) -> Value {
        json!({
            "words": self.span(t.words),
            "from": t.days.map(|(a, _)| a.to_string()),
            "to": t.days.map(|(_, b)| b.to_string()),
            "granularity": t.granularity.name(),
            "relative": t.relative,
        })
    }

    pub(super) fn decision(&self, d: &Decision) -> Value {
        json!({
            "rule": d.rule,
            "summary": d.summary,
            "file": d.place.0,
            "line": d.place.1,
            "words": d.words.map(|s| s.of(self.text)),
            "span": d.words.map(|s| self.span(s)),
            "score": d.score.map(rounded),
        })
    }
}

/// What a conflict is about: its one holder where all sides have it, and the first target.
fn about(reading: &Reading, sides: &[Vec<PositionId>]) -> Value {
    let all: Vec<&Position> = sides.iter().flatten().filter_map(|id| reading.positions.get(id.0)).map(|p| p.parts().0).collect();
    let mut out = Map::new();
    if let Some(first) = all.first() {
        if all.iter().all(|p| p.holder == first.holder) {
            out.insert("holder".into(), json!(actor_id(first.holder)));
        }
        out.insert("target".into(), target(first.target));
    }
    Value::Object(out)
}

fn target(t: Target) -> Value {
    match t {
        Target::Proposal(id) => json!({"proposal": proposal_id(id)}),
        Target::Term(id) => json!({"term": term_id(id)}),
        Target::Process => json!({"process": true}),
    }
}

fn said_in(by: Voice) -> Value {
    json!(by.attribution().map(attribution_id))
}

fn actors(ids: &[ActorId]) -> Vec<String> {
    ids.iter().copied().map(actor_id).collect()
}

fn parameter(value: &Parameter) -> Value {
    match value {
        Parameter::Number(n) => number(*n),
        Parameter::Words(words) => json!(words),
        Parameter::Actor(id) => json!(actor_id(*id)),
    }
}

/// Whole numbers are written whole.
pub(super) fn number(n: f64) -> Value {
    if n.fract() == 0.0 && n.abs() < 9e15 { json!(n as i64) } else { json!(n) }
}

/// Scores go into text with three decimals, so that the last bit of a float never shows.
fn rounded(x: f32) -> Value {
    json!((f64::from(x) * 1000.0).round() / 1000.0)
}
