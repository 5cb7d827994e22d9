//! One item of a document: through whose mouths it is known, what it says, what people decided.
//!
//! Decides: what is told of each kind of item. Must not know: how it is laid out.

use super::{Opened, in_short, marks};
use crate::desk::{self, Known};
use rapporteur_record::item::ItemKind;
use rapporteur_record::span::CodePoints;
use rapporteur_record::{AttributionId, Parameter, Reading, Span, Speaker, Target, Time, Voice};
use rapporteur_store::{StoreError, id_of};
use serde::Serialize;

/// An item with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Chosen {
    pub id: String,
    pub kind: &'static str,
    pub words: String,
    /// Code points of the text before its first word, and before what follows the last.
    pub begin: usize,
    pub end: usize,
    /// How sure the reader is; an actor has none.
    pub confidence: Option<f64>,
    pub status: &'static str,
    pub ladder: Ladder,
    /// For a statement, the positions expressed in it; for a position, itself.
    pub positions: Vec<Held>,
    /// What else is told of it.
    pub facts: Vec<Fact>,
    /// What else lies on these words.
    pub here: Vec<Here>,
    /// What people said of it, oldest first.
    pub history: Vec<Said>,
    /// The last decision on it: who decides next has seen this one. 0: nobody decided.
    pub after: u64,
}

/// From the outlet down to the innermost content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Ladder {
    pub outlet: Option<String>,
    pub published: Option<String>,
    /// From the outermost mouth down; empty where the text speaks in its own voice.
    pub rungs: Vec<Rung>,
    /// What is said in the end.
    pub content: String,
}

/// Somebody who speaks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Rung {
    pub id: String,
    /// `None` where nobody is named or it was not found out.
    pub speaker: Option<String>,
    /// named, described, nobody or not_resolved.
    pub known: &'static str,
    /// The words of the text for the speaker, where they are not the name.
    pub source: Option<String>,
    pub acts_for: Option<String>,
    /// The office, as the text words it.
    pub role: Option<String>,
    pub cue: String,
    pub act: &'static str,
    pub addressee: String,
    pub content: String,
    /// When it was said: the words of the text and the days they come to.
    pub time: Option<String>,
    pub status: &'static str,
}

/// A position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Held {
    pub id: String,
    pub holder: String,
    pub stance: &'static str,
    pub sign: i8,
    pub certainty: &'static str,
    /// `proposal`, `term` or `process`.
    pub target: &'static str,
    pub about: String,
    /// The item that it is about.
    pub of: Option<String>,
    pub evidence: String,
    pub status: &'static str,
}

/// Something that is told of an item, under a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Fact {
    pub name: &'static str,
    pub value: String,
}

/// Another item on the same words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Here {
    pub id: String,
    pub kind: &'static str,
    pub words: String,
}

/// What a person said of an item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Said {
    pub entry: u64,
    pub verdict: String,
    pub by: String,
    pub learnt: Option<String>,
    pub comment: Option<String>,
    /// What was put right: a name and what it is from now on.
    pub changes: Vec<(String, String)>,
}

/// The words that an item was read from.
pub(crate) fn words_of(r: &Reading, kind: ItemKind, index: usize) -> &[Span] {
    let found: Option<&[Span]> = match kind {
        ItemKind::Actor => r.actors.get(index).map(|a| a.mentions.as_slice()),
        ItemKind::Attribution => r.attributions.get(index).map(|a| a.content.as_slice()),
        ItemKind::Proposal => r.proposals.get(index).map(|p| p.mentions.as_slice()),
        ItemKind::Term => r.terms.get(index).map(|t| t.parts().0.text.as_slice()),
        ItemKind::Position => r.positions.get(index).map(|p| p.parts().0.evidence.as_slice()),
        ItemKind::Figure => r.figures.get(index).map(|f| f.parts().0.text.as_slice()),
        ItemKind::Event => r.events.get(index).map(|e| e.parts().0.text.as_slice()),
    };
    found.unwrap_or_default()
}

/// In whose words an item stands; `None` for what stands in nobody's (an actor, a proposal).
fn voice(r: &Reading, kind: ItemKind, index: usize) -> Option<Voice> {
    match kind {
        ItemKind::Attribution => Some(Voice::Attribution(AttributionId(index))),
        ItemKind::Term => r.terms.get(index).map(|t| t.parts().1),
        ItemKind::Position => r.positions.get(index).map(|p| p.parts().1),
        ItemKind::Figure => r.figures.get(index).map(|f| f.parts().1),
        ItemKind::Event => r.events.get(index).map(|e| e.parts().1),
        ItemKind::Actor | ItemKind::Proposal => None,
    }
}

pub(super) fn of(opened: &Opened, id: &str) -> Result<Chosen, StoreError> {
    let (kind, index) = opened.item(id)?;
    let (r, text) = (&opened.reading, &opened.document.text);
    let spans = words_of(r, kind, index);
    let points = CodePoints::of(text);
    let whole = spans.first().zip(spans.last());
    let words = match kind {
        ItemKind::Proposal | ItemKind::Actor => label(r, kind, index),
        _ => desk::words(text, spans),
    };
    Ok(Chosen {
        id: id.to_owned(),
        kind: kind.name(),
        begin: whole.map_or(0, |(a, _)| points.before(text, a.begin())),
        end: whole.map_or(0, |(_, b)| points.before(text, b.end())),
        confidence: confidence(r, kind, index),
        status: opened.status(id),
        ladder: ladder(opened, voice(r, kind, index), words.clone()),
        words,
        positions: positions(opened, kind, index),
        facts: facts(opened, kind, index),
        here: here(opened, kind, index),
        history: opened.on(id).map(said).collect(),
        after: opened.last(id),
    })
}

fn label(r: &Reading, kind: ItemKind, index: usize) -> String {
    match kind {
        ItemKind::Actor => r.actors.get(index).map(|a| a.name.clone()),
        _ => r.proposals.get(index).map(|p| p.label.clone()),
    }
    .unwrap_or_default()
}

fn confidence(r: &Reading, kind: ItemKind, index: usize) -> Option<f64> {
    let found = match kind {
        ItemKind::Actor => None,
        ItemKind::Attribution => r.attributions.get(index).map(|a| a.confidence),
        ItemKind::Proposal => r.proposals.get(index).map(|p| p.confidence),
        ItemKind::Term => r.terms.get(index).map(|t| t.parts().0.confidence),
        ItemKind::Position => r.positions.get(index).map(|p| p.parts().0.confidence),
        ItemKind::Figure => r.figures.get(index).map(|f| f.parts().0.confidence),
        ItemKind::Event => r.events.get(index).map(|e| e.parts().0.confidence),
    };
    found.map(|c| (f64::from(c) * 1000.0).round() / 1000.0)
}

fn ladder(opened: &Opened, voice: Option<Voice>, content: String) -> Ladder {
    let chain = voice.and_then(Voice::attribution).map(|id| opened.reading.chain(id)).unwrap_or_default();
    Ladder {
        outlet: opened.document.outlet.clone(),
        published: opened.document.published.map(|p| p.to_string()),
        rungs: chain.into_iter().filter_map(|id| rung(opened, id)).collect(),
        content,
    }
}

fn rung(opened: &Opened, id: AttributionId) -> Option<Rung> {
    let (r, text) = (&opened.reading, &opened.document.text);
    let a = r.attributions.get(id.0)?;
    let source = desk::words(text, &a.source);
    let speaker = r.speaker_name(&a.speaker).filter(|n| !n.is_empty());
    let known = match &a.speaker {
        Speaker::Actor(_) => Known::Named,
        Speaker::Described(_) => Known::Described,
        Speaker::Unresolved if source.is_empty() => Known::Nobody,
        Speaker::Unresolved => Known::NotResolved,
    };
    let actor = a.speaker.first().and_then(|id| r.actor(id));
    let name = id_of(ItemKind::Attribution, id.0);
    Some(Rung {
        status: opened.status(&name),
        id: name,
        source: Some(source).filter(|s| !s.is_empty() && Some(s) != speaker.as_ref()),
        speaker,
        known: match known {
            Known::Named => "named",
            Known::Described => "described",
            Known::Nobody => "nobody",
            Known::NotResolved => "not_resolved",
        },
        acts_for: actor.and_then(|a| a.acts_for).and_then(|id| r.actor(id)).map(|a| a.name.clone()),
        role: actor.and_then(|a| a.role.clone()),
        cue: desk::words(text, &a.cue),
        act: a.speech_act.name(),
        addressee: desk::words(text, &a.addressee),
        content: desk::words(text, &a.content),
        time: a.time.as_ref().map(|t| time(text, t)),
    })
}

/// Who makes a statement: the name, else the words of the text.
pub(super) fn speaker(opened: &Opened, index: usize) -> Option<String> {
    let rung = rung(opened, AttributionId(index))?;
    rung.speaker.or(rung.source)
}

fn time(text: &str, t: &Time) -> String {
    let words = t.words.of(text);
    match t.days {
        None => format!("“{words}”"),
        Some((a, b)) if a == b => format!("{a} (“{words}”)"),
        Some((a, b)) => format!("{a} to {b} (“{words}”)"),
    }
}

/// The positions that an item expresses.
fn positions(opened: &Opened, kind: ItemKind, index: usize) -> Vec<Held> {
    let all = opened.reading.positions.iter().enumerate();
    let of = |(i, p): &(usize, &rapporteur_record::Claimed<rapporteur_record::Position>)| match kind {
        ItemKind::Position => *i == index,
        ItemKind::Attribution => p.parts().1 == Voice::Attribution(AttributionId(index)),
        ItemKind::Proposal => p.parts().0.target == Target::Proposal(rapporteur_record::ProposalId(index)),
        ItemKind::Term => p.parts().0.target == Target::Term(rapporteur_record::TermId(index)),
        _ => false,
    };
    all.filter(of).map(|(i, p)| held(opened, i, p.parts().0)).collect()
}

fn held(opened: &Opened, index: usize, p: &rapporteur_record::Position) -> Held {
    let (r, text) = (&opened.reading, &opened.document.text);
    let id = id_of(ItemKind::Position, index);
    let (target, about, of) = match p.target {
        Target::Proposal(t) => ("proposal", label(r, ItemKind::Proposal, t.0), Some(id_of(ItemKind::Proposal, t.0))),
        Target::Term(t) => ("term", desk::words(text, words_of(r, ItemKind::Term, t.0)), Some(id_of(ItemKind::Term, t.0))),
        Target::Process => ("process", "the talks".to_owned(), None),
    };
    Held {
        status: opened.status(&id),
        id,
        holder: r.actor(p.holder).map(|a| a.name.clone()).unwrap_or_default(),
        stance: p.stance.name(),
        sign: p.stance.sign(),
        certainty: p.certainty.name(),
        target,
        about,
        of,
        evidence: desk::words(text, &p.evidence),
    }
}

/// What is told of an item beside its words.
fn facts(opened: &Opened, kind: ItemKind, index: usize) -> Vec<Fact> {
    let (r, text) = (&opened.reading, &opened.document.text);
    let name = |id: rapporteur_record::ActorId| r.actor(id).map(|a| a.name.clone()).unwrap_or_default();
    let names = |ids: &[rapporteur_record::ActorId]| ids.iter().map(|id| name(*id)).collect::<Vec<_>>().join(", ");
    let mut out: Vec<(&'static str, String)> = Vec::new();
    match kind {
        ItemKind::Figure => {
            if let Some(f) = r.figures.get(index).map(|f| f.parts().0) {
                out.extend([("value", f.value.to_string()), ("meant as", f.bound.name().to_owned()), ("counts", f.measure.name().to_owned())]);
                out.extend(f.of.map(|a| ("of", name(a))).into_iter().chain(f.by.map(|a| ("by", name(a)))));
            }
        }
        ItemKind::Event => {
            if let Some(e) = r.events.get(index).map(|e| e.parts().0) {
                out.extend([("type", e.kind.name().to_lowercase()), ("said to be", e.status.name().to_owned())]);
                out.extend([("by", names(&e.actors)), ("with or to", names(&e.recipients))]);
                out.extend(e.place.clone().map(|p| ("place", p)).into_iter().chain(e.time.as_ref().map(|t| ("when", time(text, t)))));
            }
        }
        ItemKind::Term => {
            if let Some(t) = r.terms.get(index).map(|t| t.parts().0) {
                out.push(("settles", spaced(t.kind.name())));
                out.extend(t.proposal.map(|p| ("part of", label(r, ItemKind::Proposal, p.0))));
                out.extend(t.parameters.iter().map(|(key, value)| (*key, parameter(value, &name))));
            }
        }
        ItemKind::Proposal => {
            if let Some(p) = r.proposals.get(index) {
                out.extend([("put forward by", names(&p.authors)), ("mentions", p.mentions.len().to_string())]);
                out.extend(p.supersedes.map(|s| ("comes after", label(r, ItemKind::Proposal, s.0))));
            }
        }
        ItemKind::Actor => {
            if let Some(a) = r.actors.get(index) {
                out.extend([("kind", spaced(a.kind.name())), ("names", a.names.join(", "))]);
                out.extend(a.acts_for.map(|b| ("acts for", name(b))).into_iter().chain(a.role.clone().map(|role| ("office", role))));
            }
        }
        ItemKind::Attribution | ItemKind::Position => {}
    }
    out.into_iter().filter(|(_, v)| !v.is_empty()).map(|(name, value)| Fact { name, value }).collect()
}

fn parameter(p: &Parameter, name: &impl Fn(rapporteur_record::ActorId) -> String) -> String {
    match p {
        Parameter::Number(n) => n.to_string(),
        Parameter::Words(words) => words.clone(),
        Parameter::Actor(id) => name(*id),
    }
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// What else lies on the words of an item, or holds them.
fn here(opened: &Opened, kind: ItemKind, index: usize) -> Vec<Here> {
    let (r, text) = (&opened.reading, &opened.document.text);
    let own = marks::of_item(r, kind, index);
    let mut out = Vec::new();
    for other in ItemKind::ALL.into_iter().filter(|k| *k != ItemKind::Actor) {
        for i in (0..super::count(r, other)).filter(|i| (other, *i) != (kind, index)) {
            let spans = marks::of_item(r, other, i);
            if own.iter().any(|(_, a)| spans.iter().any(|(_, b)| a.overlaps(*b))) {
                out.push(Here { id: id_of(other, i), kind: other.name(), words: in_short(text, words_of(r, other, i)) });
            }
        }
    }
    out
}

fn said(d: &rapporteur_store::Decision) -> Said {
    let parsed: serde_json::Value = serde_json::from_str(&d.changes).unwrap_or_default();
    let word = |v: &serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let pairs = |o: &serde_json::Map<String, serde_json::Value>| o.iter().map(|(k, v)| (spaced(k), word(v))).collect::<Vec<_>>();
    let changes = match &parsed {
        serde_json::Value::Array(all) => all.iter().filter_map(|c| c.as_object()).flat_map(pairs).collect(),
        serde_json::Value::Object(one) => pairs(one),
        _ => Vec::new(),
    };
    Said { entry: d.number, verdict: d.verdict.clone(), by: d.by.clone(), learnt: d.learnt.clone(), comment: d.comment.clone(), changes }
}
