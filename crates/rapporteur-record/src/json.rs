//! The public form of a record, `rapporteur-record/1`, and of an entry, `rapporteur-entry/1`.
//!
//! Decides: keys, order and units of the JSON form (spans in code points), there and back. Must not know: where the JSON goes.

mod entry;
mod read;
mod write;

pub use entry::{ENTRY_FORMAT, change, entry, parse_entry};
pub use read::{Fault, FormError, parse};

use crate::{ActorId, AttributionId, ConflictId, Decision, Document, EventId, FigureId, PositionId, ProposalId, Reading, TermId};
use serde_json::{Value, json};
use write::Form;

/// The name of the format.
pub const FORMAT: &str = "rapporteur-record/1";

/// The record of one document.
pub fn record(document: &Document, reading: &Reading) -> Value {
    let form = Form::of(&document.text);
    let attributions: Vec<Value> = (0..reading.attributions.len()).map(|i| form.attribution(reading, AttributionId(i))).collect();
    let actors: Vec<Value> = (0..reading.actors.len()).map(|i| form.actor(reading, ActorId(i))).collect();
    json!({
        "format": FORMAT,
        "document": form.document(document),
        "actors": actors,
        "attributions": attributions,
        "proposals": each(&reading.proposals, |i, x| form.proposal(ProposalId(i), x)),
        "terms": each(&reading.terms, |i, x| form.term(TermId(i), x)),
        "positions": each(&reading.positions, |i, x| form.position(PositionId(i), x)),
        "conflicts": each(&reading.conflicts, |i, x| form.conflict(reading, ConflictId(i), x)),
        "figures": each(&reading.figures, |i, x| form.figure(FigureId(i), x)),
        "events": each(&reading.events, |i, x| form.event(EventId(i), x)),
        "headings": form.spans(&reading.headings),
        "notes": reading.notes.iter().map(|n| json!({"kind": n.kind.name(), "message": n.message, "span": n.span.map(|s| form.span(s))})).collect::<Vec<_>>(),
    })
}

fn each<T>(items: &[T], form: impl Fn(usize, &T) -> Value) -> Value {
    items.iter().enumerate().map(|(i, x)| form(i, x)).collect()
}

/// The decisions behind one attribution, for `explain`. They are no part of a record: they tell of one run of one program.
pub fn decisions(document: &Document, decisions: &[Decision]) -> Value {
    let form = Form::of(&document.text);
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

/// The id of a proposal in a record.
pub fn proposal_id(id: ProposalId) -> String {
    format!("p{}", id.0 + 1)
}

/// The id of a term in a record.
pub fn term_id(id: TermId) -> String {
    format!("t{}", id.0 + 1)
}

/// The id of a position in a record.
pub fn position_id(id: PositionId) -> String {
    format!("x{}", id.0 + 1)
}

/// The id of a conflict in a record.
pub fn conflict_id(id: ConflictId) -> String {
    format!("c{}", id.0 + 1)
}

/// The id of a figure in a record.
pub fn figure_id(id: FigureId) -> String {
    format!("f{}", id.0 + 1)
}

/// The id of an event in a record.
pub fn event_id(id: EventId) -> String {
    format!("e{}", id.0 + 1)
}

/// The attribution that an id of a record names.
pub fn parse_attribution_id(id: &str) -> Option<AttributionId> {
    id.strip_prefix('s')?.parse::<usize>().ok()?.checked_sub(1).map(AttributionId)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Attribution, QuoteType, Span, Speaker, SpeechAct};

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
