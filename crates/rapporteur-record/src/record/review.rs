//! What people's decisions make of a reading.
//!
//! Decides: which decision on an item stands (the latest), and how a correction changes the reading. Must not know: how entries are kept.

use super::{Attention, Text};
use crate::wording::key;
use crate::{Actor, ActorId, Author, Change, Claimed, Entry, EntryId, Item, ItemKind, ProposalId, Reading, Speaker, Target, Verdict, What};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What people found of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Somebody accepted it, and nobody rejected it since.
    pub accepted: bool,
    /// Somebody rejected it, and nobody accepted it since.
    pub rejected: bool,
    /// Corrections were made.
    pub corrected: bool,
    /// Everything said of it, in order: by whom, when, the verdict's name, the comment.
    pub history: Vec<(String, Option<Timestamp>, &'static str, Option<String>)>,
}

/// Applies all reviews, in the order in which they were learnt. What finds no item needs attention.
pub(super) fn apply(texts: &mut [Text], active: &[(EntryId, &Entry)]) -> Vec<Attention> {
    let mut reviews: Vec<(&EntryId, &Entry)> = active.iter().filter(|(_, e)| matches!(e.what, What::Review { .. })).map(|(id, e)| (id, *e)).collect();
    reviews.sort_by_key(|(id, e)| (e.learnt, **id));
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, t) in texts.iter().enumerate() {
        by_id.entry(t.document.id.clone()).or_default().push(i);
    }
    let mut attention = Vec::new();
    let originals: BTreeMap<usize, Arc<Reading>> =
        reviews.iter().flat_map(|(_, e)| by_id.get(document_of(e)).into_iter().flatten()).map(|i| (*i, texts[*i].reading.clone())).collect();
    for (id, e) in reviews {
        let What::Review { item, verdict, comment } = &e.what else { continue };
        let mut met = false;
        for i in by_id.get(&item.document).into_iter().flatten() {
            let text = &mut texts[*i];
            let now = item.find(&text.document, &text.reading);
            let Some(index) = now.or_else(|| originals.get(i).and_then(|r| item.find(&text.document, r))) else { continue };
            met = true;
            if let Verdict::Correct(changes) = verdict {
                for change in changes {
                    if !correct(Arc::make_mut(&mut text.reading), &text.document.text, item.kind, index, change) {
                        attention.push(Attention::ChangeDoesNotFit { entry: *id, document: item.document.clone() });
                    }
                }
            }
            note(text.standing.entry((item.kind, index)).or_default(), verdict, &e.by, e.learnt, comment);
        }
        if !met {
            attention.push(Attention::ItemNotFound { entry: *id, document: item.document.clone(), words: item.words.clone() });
        }
    }
    attention
}

fn document_of(e: &Entry) -> &str {
    if let What::Review { item: Item { document, .. }, .. } = &e.what { document } else { "" }
}

fn note(s: &mut Standing, verdict: &Verdict, by: &Author, learnt: Option<Timestamp>, comment: &Option<String>) {
    match verdict {
        Verdict::Accept => (s.accepted, s.rejected) = (true, false),
        Verdict::Reject => (s.accepted, s.rejected) = (false, true),
        Verdict::Correct(_) => (s.accepted, s.rejected, s.corrected) = (true, false, true),
        Verdict::Second | Verdict::Comment => {}
    }
    s.history.push((by.name().to_owned(), learnt, verdict.name(), comment.clone()));
}

/// Makes one change to the `index`th item of a kind; `false` where it does not fit the item. `text` is the document's.
pub fn correct(r: &mut Reading, text: &str, kind: ItemKind, index: usize, change: &Change) -> bool {
    match (kind, change) {
        (ItemKind::Position, Change::Holder(name)) => named(&r.actors, name).is_some_and(|id| alter(&mut r.positions, index, |p| p.holder = id)),
        (ItemKind::Position, Change::Target(words)) => target(r, text, words).is_some_and(|t| alter(&mut r.positions, index, |p| p.target = t)),
        (ItemKind::Position, Change::Stance(x)) => alter(&mut r.positions, index, |p| p.stance = *x),
        (ItemKind::Position, Change::Certainty(x)) => alter(&mut r.positions, index, |p| p.certainty = *x),
        (ItemKind::Attribution, Change::Speaker(name)) => match (named(&r.actors, name), r.attributions.get_mut(index)) {
            (Some(id), Some(a)) => {
                let unnamed = r.actors[id.0].kind == crate::ActorKind::Anonymous;
                a.speaker = if unnamed { Speaker::Described(id) } else { Speaker::Actor(vec![id]) };
                true
            }
            _ => false,
        },
        (ItemKind::Attribution, Change::SpeechAct(x)) => r.attributions.get_mut(index).map(|a| a.speech_act = *x).is_some(),
        (ItemKind::Term, Change::TermKind(x)) => alter(&mut r.terms, index, |t| t.kind = *x),
        (ItemKind::Figure, Change::Value(x)) => alter(&mut r.figures, index, |f| f.value = *x),
        (ItemKind::Figure, Change::Bound(x)) => alter(&mut r.figures, index, |f| f.bound = *x),
        (ItemKind::Figure, Change::Measure(x)) => alter(&mut r.figures, index, |f| f.measure = *x),
        (ItemKind::Event, Change::EventKind(x)) => alter(&mut r.events, index, |e| e.kind = *x),
        (ItemKind::Event, Change::Status(x)) => alter(&mut r.events, index, |e| e.status = *x),
        (ItemKind::Actor, Change::Name(name)) => r.actors.get_mut(index).map(|a| a.name.clone_from(name)).is_some(),
        (ItemKind::Proposal, Change::Name(name)) => r.proposals.get_mut(index).map(|p| p.label.clone_from(name)).is_some(),
        _ => false,
    }
}

/// A claim with another value keeps its claimant.
fn alter<T: Clone>(list: &mut [Claimed<T>], index: usize, change: impl FnOnce(&mut T)) -> bool {
    let Some(claimed) = list.get_mut(index) else { return false };
    let (mut value, by) = claimed.clone().into_parts();
    change(&mut value);
    *claimed = Claimed::new(value, by);
    true
}

fn named(actors: &[Actor], name: &str) -> Option<ActorId> {
    let name = key(name);
    let whole = actors.iter().position(|a| key(&a.name) == name);
    whole.or_else(|| actors.iter().position(|a| a.names.iter().any(|n| key(n) == name))).map(ActorId)
}

fn target(r: &Reading, text: &str, words: &str) -> Option<Target> {
    let wanted = key(words);
    if wanted == "process" {
        return Some(Target::Process);
    }
    let fits = |p: &crate::Proposal| key(&p.label) == wanted || p.mentions.iter().any(|m| key(m.of(text)) == wanted);
    r.proposals.iter().position(fits).map(|i| Target::Proposal(ProposalId(i)))
}
