//! What people's decisions make of a reading.
//!
//! Decides: which decision on an item stands (the latest), and how a correction changes the reading. Must not know: how entries are kept.

use super::{Attention, Text};
use crate::wording::key;
use crate::{
    Actor, ActorId, Attribution, Author, Change, Claimed, Document, Entry, EntryId, ItemKind, ProposalId, Reading, Span, Speaker, Target, TermId, Verdict, What,
};
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
    let mut opened: BTreeMap<usize, Reviewed> = BTreeMap::new();
    for (id, e) in reviews {
        let What::Review { item, verdict, comment } = &e.what else { continue };
        let mut met = false;
        for i in by_id.get(&item.document).into_iter().flatten() {
            let text = &mut texts[*i];
            let it = opened.entry(*i).or_insert_with(|| Reviewed::of(text));
            // Decisions name what was read, not what others made of it.
            let read = item.find(&it.document, &it.original);
            let Some(index) = read.or_else(|| item.find(&it.document, &it.now)) else { continue };
            met = true;
            if let Verdict::Correct(changes) = verdict {
                let Some(changed) = put_right(&it.now, &it.document.text, item.kind, index, changes) else {
                    attention.push(Attention::ChangeDoesNotFit { entry: *id, document: item.document.clone() });
                    continue;
                };
                (it.now, it.corrected) = (Arc::new(changed), true);
            }
            note(text.standing.entry((item.kind, index)).or_default(), verdict, &e.by, e.learnt, comment);
        }
        if !met {
            attention.push(Attention::ItemNotFound { entry: *id, document: item.document.clone(), words: item.words.clone() });
        }
    }
    for (i, it) in opened.into_iter().filter(|(_, it)| it.corrected) {
        texts[i].correct(it.now, &it.document);
    }
    attention
}

/// A text on which somebody decided: the whole of it, its reading as it was and as it is now.
struct Reviewed {
    document: Arc<Document>,
    original: Arc<Reading>,
    now: Arc<Reading>,
    corrected: bool,
}

impl Reviewed {
    fn of(text: &Text) -> Reviewed {
        let reading = text.reading();
        Reviewed { document: text.whole(), original: reading.clone(), now: reading, corrected: false }
    }
}

fn note(s: &mut Standing, verdict: &Verdict, by: &Author, learnt: Option<Timestamp>, comment: &Option<String>) {
    match verdict {
        Verdict::Accept => (s.accepted, s.rejected) = (true, false),
        Verdict::Reject => (s.accepted, s.rejected) = (false, true),
        Verdict::Correct(_) => (s.accepted, s.rejected, s.corrected) = (true, false, true),
        Verdict::Second | Verdict::Comment | Verdict::Ask | Verdict::Settle => {}
    }
    s.history.push((by.name().to_owned(), learnt, verdict.name(), comment.clone()));
}

/// The reading with a correction made; `None` where one of its changes does not fit: a correction stands as a whole, or somebody must look at it.
pub fn put_right(r: &Reading, text: &str, kind: ItemKind, index: usize, changes: &[Change]) -> Option<Reading> {
    let mut out = r.clone();
    changes.iter().all(|change| correct(&mut out, text, kind, index, change)).then_some(out)
}

/// Makes one change to the `index`th item of a kind; `false` where it does not fit the item. `text` is the document's.
pub fn correct(r: &mut Reading, text: &str, kind: ItemKind, index: usize, change: &Change) -> bool {
    match (kind, change) {
        (ItemKind::Position, Change::Holder(name)) => named(&r.actors, name).is_some_and(|id| alter(&mut r.positions, index, |p| p.holder = id)),
        (ItemKind::Position, Change::Target(words)) => target(r, text, index, words).is_some_and(|t| alter(&mut r.positions, index, |p| p.target = t)),
        (ItemKind::Position, Change::Stance(x)) => alter(&mut r.positions, index, |p| p.stance = *x),
        (ItemKind::Position, Change::Evidence(words)) => evidence(r, text, index, words),
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
        (ItemKind::Attribution, Change::Source(words)) => place(r.attributions.get_mut(index), text, words, |a| &mut a.source),
        (ItemKind::Attribution, Change::Content(words)) => place(r.attributions.get_mut(index), text, words, |a| &mut a.content),
        (ItemKind::Term, Change::TermKind(x)) => alter(&mut r.terms, index, |t| t.kind = *x),
        (ItemKind::Figure, Change::Value(x)) => alter(&mut r.figures, index, |f| f.value = *x),
        (ItemKind::Figure, Change::Bound(x)) => alter(&mut r.figures, index, |f| f.bound = *x),
        (ItemKind::Figure, Change::Measure(x)) => alter(&mut r.figures, index, |f| f.measure = *x),
        (ItemKind::Event, Change::EventKind(x)) => alter(&mut r.events, index, |e| e.kind = *x),
        (ItemKind::Event, Change::Status(x)) => alter(&mut r.events, index, |e| e.status = *x),
        (ItemKind::Actor, Change::Apart(name)) => apart(r, text, index, name),
        (ItemKind::Actor, Change::Name(name)) => r.actors.get_mut(index).map(|a| a.name.clone_from(name)).is_some(),
        (ItemKind::Proposal, Change::Name(name)) => r.proposals.get_mut(index).map(|p| p.label.clone_from(name)).is_some(),
        _ => false,
    }
}

/// Puts a statement's words elsewhere; `false` where the text has no such words.
fn place(a: Option<&mut Attribution>, text: &str, words: &str, of: impl Fn(&mut Attribution) -> &mut Vec<Span>) -> bool {
    let Some(a) = a else { return false };
    // A statement of which these words were not read at all has others near by.
    let old = of(a).first().copied().or(a.cue.first().copied()).or(a.content.first().copied()).map_or(0, Span::begin);
    let Some(found) = stands(text, words, old) else { return false };
    *of(a) = found;
    true
}

/// Where words stand in a text: of several places the nearest to a byte, each further piece after the one before. White space is any white space.
fn stands(text: &str, words: &str, near: usize) -> Option<Vec<Span>> {
    let mut out: Vec<Span> = Vec::new();
    for piece in words.split(" … ").filter(|p| !p.trim().is_empty()) {
        let (from, near) = out.last().map_or((0, near), |s| (s.end(), s.end()));
        let begins = text.char_indices().map(|(at, _)| at).filter(|at| *at >= from);
        let found = begins.filter_map(|at| Span::new(text, at, reaches(text, at, piece)?));
        out.push(found.min_by_key(|s| s.begin().abs_diff(near))?);
    }
    (!out.is_empty()).then_some(out)
}

/// The byte after words that begin at a place, where they stand there. Marks that no page shows, and shows as U+FFFD, are met by that.
fn reaches(text: &str, at: usize, words: &str) -> Option<usize> {
    let mut rest = text.get(at..)?;
    for (i, word) in words.split_whitespace().enumerate() {
        // Words begin where they begin; between them stands white space.
        let next = if i > 0 { rest.trim_start() } else { rest };
        if i > 0 && next.len() == rest.len() {
            return None;
        }
        let mut there = next.chars();
        word.chars().all(|c| there.next().is_some_and(|t| t == c || c == '\u{fffd}' && unseen(t))).then_some(())?;
        rest = there.as_str();
    }
    Some(text.len() - rest.len())
}

fn unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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

/// What some words name: a proposal, else of the terms with these words the one nearest to where the position is read from.
fn target(r: &Reading, text: &str, index: usize, words: &str) -> Option<Target> {
    let wanted = key(words);
    if wanted == "process" {
        return Some(Target::Process);
    }
    let fits = |p: &crate::Proposal| key(&p.label) == wanted || p.mentions.iter().any(|m| key(m.of(text)) == wanted);
    if let Some(i) = r.proposals.iter().position(fits) {
        return Some(Target::Proposal(ProposalId(i)));
    }
    let near = r.positions.get(index).and_then(|p| p.parts().0.evidence.first().copied()).map_or(0, Span::begin);
    let spans = |i: usize| r.terms.get(i).map(|t| t.parts().0.text.as_slice()).unwrap_or_default();
    let worded = |i: &usize| key(&spans(*i).iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")) == wanted;
    let all = (0..r.terms.len()).filter(worded);
    all.min_by_key(|i| (spans(*i).first().map_or(0, |s| s.begin().abs_diff(near)), *i)).map(|i| Target::Term(TermId(i)))
}

/// Reads a position from other words; `false` where the text has no such words.
fn evidence(r: &mut Reading, text: &str, index: usize, words: &str) -> bool {
    let Some(old) = r.positions.get(index).map(|p| p.parts().0.evidence.first().copied().map_or(0, Span::begin)) else { return false };
    stands(text, words, old).is_some_and(|found| alter(&mut r.positions, index, |p| p.evidence = found))
}

/// Gives a name of an actor, where it stands, to an actor of its own, with what is said under that name and the stances held in saying it. `false`
/// where the actor has no such name, or no other.
fn apart(r: &mut Reading, text: &str, index: usize, name: &str) -> bool {
    let (old, new, wanted) = (ActorId(index), ActorId(r.actors.len()), key(name));
    let Some(actor) = r.actors.get_mut(index) else { return false };
    let own = |words: &str| key(words) == wanted;
    let written = actor.names.iter().chain([&actor.name]).find(|n| own(n)).cloned();
    let rest: Vec<String> = actor.names.iter().filter(|n| !own(n)).cloned().collect();
    let keeps = if own(&actor.name) { rest.first().cloned() } else { Some(actor.name.clone()) };
    let (Some(written), Some(keeps)) = (written, keeps) else { return false };
    let (moved, mentions): (Vec<Span>, Vec<Span>) = actor.mentions.iter().partition(|s| own(s.of(text)));
    let other = Actor { name: written.clone(), kind: actor.kind, names: vec![written], acts_for: None, role: None, mentions: moved.clone(), wikidata: None };
    (actor.name, actor.names, actor.mentions) = (keeps, rest, mentions);
    r.actors.push(other);
    let mut speaks = vec![false; r.attributions.len()];
    for (a, speaks) in r.attributions.iter_mut().zip(&mut speaks) {
        if !a.source.iter().any(|s| moved.iter().any(|m| m.overlaps(*s))) {
            continue;
        }
        match &mut a.speaker {
            Speaker::Actor(all) => all.iter_mut().filter(|id| **id == old).for_each(|id| (*id, *speaks) = (new, true)),
            Speaker::Described(id) if *id == old => (*id, *speaks) = (new, true),
            Speaker::Described(_) | Speaker::Unresolved => {}
        }
    }
    let held = |p: &Claimed<crate::Position>| p.parts().0.holder == old && p.parts().1.attribution().is_some_and(|a| speaks.get(a.0) == Some(&true));
    let held: Vec<usize> = r.positions.iter().enumerate().filter(|(_, p)| held(p)).map(|(i, _)| i).collect();
    held.into_iter().all(|i| alter(&mut r.positions, i, |p| p.holder = new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &str, near: usize) -> Option<Vec<(usize, String)>> {
        Some(stands(text, words, near)?.into_iter().map(|s| (s.begin(), s.of(text).to_owned())).collect())
    }

    #[test]
    fn words_are_found_nearest_to_where_they_were() {
        let text = "It will wait. The port said it will\n  wait, and “it will wait” again.";
        let at = |near| found(text, "will wait", near).unwrap()[0].clone();
        assert_eq!((at(0), at(70)), ((3, "will wait".to_owned()), (54, "will wait".to_owned())));
        assert_eq!(at(31), (31, "will\n  wait".to_owned()), "white space is any white space");
        assert_eq!(found(text, "It will … again", 0).unwrap().len(), 2);
        assert_eq!(found(text, "again … It will", 0), None, "pieces stand in their order");
        for wrong in ["", " … ", "willwait", "will wait long", "Will Wait"] {
            assert_eq!(found(text, wrong, 0), None, "{wrong}");
        }
    }

    #[test]
    fn any_letters_can_be_words() {
        let text = "قال الناطق: «لن نوقّع» اليوم";
        assert_eq!(found(text, "لن نوقّع", 0).unwrap()[0].1, "لن نوقّع");
        assert_eq!(found("the \u{202e}draft\u{202c} text", "\u{fffd}draft\u{fffd} text", 0).unwrap()[0].0, 4, "as a page shows them");
        assert_eq!(found("é", "\u{301}", 0), None, "no place inside a character");
    }
}
