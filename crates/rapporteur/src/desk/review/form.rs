//! What of an item can be put right.
//!
//! Decides: the fields of each kind of item, the choices that the document gives, which change a filled field is. Must not know: pages.

use crate::desk::article::Opened;
use crate::outside::Problem;
use rapporteur_record::entry::Change;
use rapporteur_record::item::ItemKind;
use rapporteur_record::{Bound, Certainty, EventKind, Measure, SpeechAct, Stance, Status, Target, TermKind};
use rapporteur_record::{Span, record};
use serde::Serialize;

/// Something that can be put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    /// What it is now; empty where that is none of the choices.
    pub now: String,
    /// What it can be; empty where anything can be written.
    pub choices: Vec<Choice>,
    /// Whether it is words of the text, ` … ` between pieces.
    pub words: bool,
}

/// What a field can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Choice {
    pub value: String,
    pub words: String,
}

/// The fields of an item, as it stands.
pub(crate) fn fields(opened: &Opened, kind: ItemKind, index: usize) -> Vec<Field> {
    let r = &opened.reading;
    let found = match kind {
        ItemKind::Attribution => r.attributions.get(index).map(|a| {
            let speaker = r.speaker_name(&a.speaker).unwrap_or_default();
            vec![
                Field { name: "speaker", label: "Speaker", now: speaker, choices: names(opened), words: false },
                words(opened, "source", "Words for who speaks", &a.source),
                words(opened, "content", "Words attributed", &a.content),
                listed("speech_act", "Speech act", a.speech_act.name(), SpeechAct::ALL.map(SpeechAct::name)),
            ]
        }),
        ItemKind::Position => r.positions.get(index).map(|p| {
            let p = p.parts().0;
            let holder = r.actor(p.holder).map(|a| a.name.clone()).unwrap_or_default();
            vec![
                Field { name: "holder", label: "Holder", now: holder, choices: names(opened), words: false },
                target(opened, p.target),
                words(opened, "evidence", "Words it is read from", &p.evidence),
                listed("stance", "Stance", p.stance.name(), Stance::ALL.map(Stance::name)),
                listed("certainty", "Certainty", p.certainty.name(), Certainty::ALL.map(Certainty::name)),
            ]
        }),
        ItemKind::Figure => r.figures.get(index).map(|f| {
            let f = f.parts().0;
            vec![
                free("value", "Value, in units", f.value.to_string()),
                listed("bound", "Meant as", f.bound.name(), Bound::ALL.map(Bound::name)),
                listed("measure", "Counts", f.measure.name(), Measure::ALL.map(Measure::name)),
            ]
        }),
        ItemKind::Event => r.events.get(index).map(|e| {
            let e = e.parts().0;
            vec![
                listed("event_type", "Type", e.kind.name(), EventKind::ALL.map(EventKind::name)),
                listed("status", "Said to be", e.status.name(), Status::ALL.map(Status::name)),
            ]
        }),
        ItemKind::Term => r.terms.get(index).map(|t| vec![listed("term_kind", "Settles", t.parts().0.kind.name(), TermKind::ALL.map(TermKind::name))]),
        ItemKind::Proposal => r.proposals.get(index).map(|p| vec![free("name", "Label", p.label.clone())]),
        ItemKind::Actor => r.actors.get(index).map(|a| {
            let others = a.names.iter().filter(|_| a.names.len() > 1);
            let choices: Vec<Choice> = others.map(|n| Choice { value: n.clone(), words: n.clone() }).collect();
            let apart = Field { name: "apart", label: "A name that is somebody else’s here", now: String::new(), words: false, choices };
            let apart = Some(apart).filter(|f| !f.choices.is_empty());
            [free("name", "Name", a.name.clone())].into_iter().chain(apart).collect()
        }),
    };
    found.unwrap_or_default()
}

fn free(name: &'static str, label: &'static str, now: String) -> Field {
    Field { name, label, now, choices: Vec::new(), words: false }
}

fn words(opened: &Opened, name: &'static str, label: &'static str, spans: &[Span]) -> Field {
    let pieces: Vec<String> = spans.iter().map(|s| spaced(s.of(&opened.document.text))).collect();
    Field { words: true, ..free(name, label, pieces.join(" … ")) }
}

/// Words as they come back from a page that shows them: no marks that turn the direction, one space for white space.
fn seen(words: &str) -> String {
    let unseen = |c: char| c.is_control() && !c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    spaced(&words.chars().map(|c| if unseen(c) { '\u{fffd}' } else { c }).collect::<String>())
}

/// White space as one space: a form that is sent changes it.
fn spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn listed<const N: usize>(name: &'static str, label: &'static str, now: &str, all: [&'static str; N]) -> Field {
    let choices = all.into_iter().map(|value| Choice { value: value.to_owned(), words: value.replace('_', " ").to_lowercase() }).collect();
    Field { name, label, now: now.to_owned(), choices, words: false }
}

/// The actors of the document, each name once: a choice is made by name.
fn names(opened: &Opened) -> Vec<Choice> {
    let mut all: Vec<&str> = opened.reading.actors.iter().map(|a| a.name.as_str()).collect();
    all.sort_by_key(|n| n.to_lowercase());
    all.dedup();
    all.into_iter().map(|n| Choice { value: n.to_owned(), words: n.to_owned() }).collect()
}

/// Proposals and terms of the document, and the talks.
fn target(opened: &Opened, now: Target) -> Field {
    let (r, text) = (&opened.reading, &opened.document.text);
    let term = |i: usize| r.terms.get(i).map(|t| t.parts().0.text.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")).unwrap_or_default();
    let proposals = r.proposals.iter().map(|p| Choice { value: p.label.clone(), words: p.label.clone() });
    let terms = r.terms.iter().enumerate().map(|(i, t)| {
        let kind = t.parts().0.kind.name().replace('_', " ");
        Choice { value: spaced(&term(i)), words: format!("term ({kind}): {}", crate::cli::text::shorten(&spaced(&term(i)), 80)) }
    });
    let mut choices = vec![Choice { value: "process".to_owned(), words: "the talks as such".to_owned() }];
    for c in proposals.chain(terms).filter(|c| !c.value.is_empty()) {
        if !choices.iter().any(|other| other.value == c.value) {
            choices.push(c);
        }
    }
    let now = match now {
        Target::Process => "process".to_owned(),
        Target::Proposal(id) => r.proposals.get(id.0).map(|p| p.label.clone()).unwrap_or_default(),
        Target::Term(id) => spaced(&term(id.0)),
    };
    Field { name: "target", label: "Target", now, choices, words: false }
}

/// What a filled form changes: every field that is there, not empty and not what it is now.
pub(crate) fn changes(opened: &Opened, kind: ItemKind, index: usize, given: &[(String, String)]) -> Result<Vec<Change>, Problem> {
    let mut out = Vec::new();
    let mut tried = opened.reading.clone();
    for field in fields(opened, kind, index) {
        let Some((_, value)) = given.iter().find(|(name, value)| name == field.name && !value.trim().is_empty() && seen(value) != seen(&field.now)) else {
            continue;
        };
        let wrong = || Problem::new(format!("`{value}` is no {}", field.label.to_lowercase()), "choose one that the form offers");
        if !field.choices.is_empty() && !field.choices.iter().any(|c| c.value == *value) {
            return Err(wrong());
        }
        let made = change(field.name, &if field.words { spaced(value) } else { value.trim().to_owned() }).ok_or_else(wrong)?;
        if field.words && !record::correct(&mut tried, &opened.document.text, kind, index, &made) {
            let what = format!("the text has no such words: “{}”", crate::cli::text::shorten(&spaced(value), 80));
            return Err(Problem::new(what, "copy them from the text as they stand there; put “ … ” between pieces"));
        }
        out.push(made);
    }
    if out.is_empty() {
        return Err(Problem::new("nothing was changed", "change a field before you correct, or accept what is there"));
    }
    Ok(out)
}

fn change(name: &str, value: &str) -> Option<Change> {
    Some(match name {
        "speaker" => Change::Speaker(value.to_owned()),
        "speech_act" => Change::SpeechAct(SpeechAct::parse(value)?),
        "source" => Change::Source(value.to_owned()),
        "content" => Change::Content(value.to_owned()),
        "evidence" => Change::Evidence(value.to_owned()),
        "apart" => Change::Apart(value.to_owned()),
        "holder" => Change::Holder(value.to_owned()),
        "target" => Change::Target(value.to_owned()),
        "stance" => Change::Stance(Stance::parse(value)?),
        "certainty" => Change::Certainty(Certainty::parse(value)?),
        "term_kind" => Change::TermKind(TermKind::parse(value)?),
        "value" => Change::Value(value.parse().ok().filter(|v: &f64| v.is_finite())?),
        "bound" => Change::Bound(Bound::parse(value)?),
        "measure" => Change::Measure(Measure::parse(value)?),
        "event_type" => Change::EventKind(EventKind::parse(value)?),
        "status" => Change::Status(Status::parse(value)?),
        "name" => Change::Name(value.to_owned()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_becomes_its_change_or_none() {
        assert_eq!(change("stance", "doubts"), Some(Change::Stance(Stance::Doubts)));
        assert_eq!(change("value", "5300000000"), Some(Change::Value(5.3e9)));
        for (name, value) in [("stance", "likes"), ("value", "many"), ("value", "inf"), ("colour", "red")] {
            assert_eq!(change(name, value), None, "{name}={value}");
        }
    }

    #[test]
    fn every_choice_of_a_list_can_be_made() {
        for field in [
            listed("stance", "", "", Stance::ALL.map(Stance::name)),
            listed("event_type", "", "", EventKind::ALL.map(EventKind::name)),
            listed("term_kind", "", "", TermKind::ALL.map(TermKind::name)),
            listed("measure", "", "", Measure::ALL.map(Measure::name)),
        ] {
            assert!(field.choices.iter().all(|c| change(field.name, &c.value).is_some()), "{}", field.name);
        }
    }
}
