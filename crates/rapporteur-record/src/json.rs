//! The public form of a record, `rapporteur-record/1`.
//!
//! Decides: keys, order and units of the JSON form (spans in code points). Must not know: where the JSON goes.

use crate::span::CodePoints;
use crate::{ActorId, AttributionId, Decision, Document, Reading, Span, Time};
use serde_json::{Map, Value, json};

/// The name of the format.
pub const FORMAT: &str = "rapporteur-record/1";

/// The record of one document.
pub fn record(document: &Document, reading: &Reading) -> Value {
    let form = Form { text: &document.text, points: CodePoints::of(&document.text) };
    let attributions: Vec<Value> = (0..reading.attributions.len()).map(|i| form.attribution(reading, AttributionId(i))).collect();
    let actors: Vec<Value> = (0..reading.actors.len()).map(|i| form.actor(reading, ActorId(i))).collect();
    json!({
        "format": FORMAT,
        "document": form.document(document),
        "actors": actors,
        "attributions": attributions,
        "proposals": [],
        "terms": [],
        "positions": [],
        "conflicts": [],
        "figures": [],
        "events": [],
        "headings": form.spans(&reading.headings),
        "notes": reading.notes.iter().map(|n| json!({"kind": n.kind.name(), "message": n.message, "span": n.span.map(|s| form.span(s))})).collect::<Vec<_>>(),
    })
}

/// The decisions behind one attribution, for `explain`.
pub fn decisions(document: &Document, decisions: &[Decision]) -> Value {
    let form = Form { text: &document.text, points: CodePoints::of(&document.text) };
    decisions.iter().map(|d| form.decision(d)).collect()
}

/// The id of an actor in a record.
pub fn actor_id(id: ActorId) -> String {
    format!("a{}", id.0 + 1)
}

/// The id of an attribution in a record.
pub fn attribution_id(id: AttributionId) -> String {
    format!("s{}", id.0 + 1)
}

/// The attribution that an id of a record names.
pub fn parse_attribution_id(id: &str) -> Option<AttributionId> {
    id.strip_prefix('s')?.parse::<usize>().ok()?.checked_sub(1).map(AttributionId)
}

struct Form<'a> {
    text: &'a str,
    points: CodePoints,
}

impl Form<'_> {
    fn span(&self, s: Span) -> Value {
        json!([self.points.before(self.text, s.begin()), self.points.before(self.text, s.end())])
    }

    fn spans(&self, spans: &[Span]) -> Value {
        spans.iter().map(|s| self.span(*s)).collect()
    }

    fn document(&self, d: &Document) -> Value {
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

    fn actor(&self, reading: &Reading, id: ActorId) -> Value {
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

    fn attribution(&self, reading: &Reading, id: AttributionId) -> Value {
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
            out.insert("source_actors".into(), json!(ids.iter().copied().map(actor_id).collect::<Vec<_>>()));
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

    fn time(&self, t: &Time) -> Value {
        json!({
            "words": self.span(t.words),
            "from": t.days.map(|(a, _)| a.to_string()),
            "to": t.days.map(|(_, b)| b.to_string()),
            "granularity": t.granularity.name(),
            "relative": t.relative,
        })
    }

    fn decision(&self, d: &Decision) -> Value {
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

/// Scores go into text with three decimals, so that the last bit of a float never shows.
fn rounded(x: f32) -> Value {
    json!((f64::from(x) * 1000.0).round() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Attribution, QuoteType, Speaker, SpeechAct};

    #[test]
    fn spans_are_code_points_and_every_list_is_there() {
        let text = "“Né”, dit-il.".to_owned();
        let content = vec![Span::new(&text, 0, "“Né”".len()).unwrap()];
        let document = Document { id: "d".into(), text, language: "en".into(), ..Document::default() };
        let attribution = Attribution {
            source: vec![],
            cue: vec![],
            content,
            addressee: vec![],
            speaker: Speaker::Unresolved,
            quote_type: QuoteType::Direct,
            speech_act: SpeechAct::Asserts,
            within: None,
            time: None,
            confidence: 0.123_456,
        };
        let reading = Reading { attributions: vec![attribution], ..Reading::default() };
        let r = record(&document, &reading);
        assert_eq!(r["attributions"][0]["content"], json!([[0, 4]]));
        assert_eq!(r["attributions"][0]["confidence"], json!(0.123));
        for key in ["actors", "proposals", "terms", "positions", "conflicts", "figures", "events"] {
            assert!(r[key].is_array(), "{key}");
        }
    }

    #[test]
    fn ids_go_there_and_back() {
        assert_eq!(parse_attribution_id(&attribution_id(AttributionId(6))), Some(AttributionId(6)));
        assert_eq!(parse_attribution_id("s0"), None);
        assert_eq!(parse_attribution_id("a1"), None);
    }
}
