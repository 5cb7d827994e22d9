//! The places where an actor is meant, with their scores.
//!
//! Decides: which places may be asked whether they are the holder of a stance or the doer of an event. Must not know: stances, events.

use super::Ground;
use crate::encoder::{self, Link};
use rapporteur_record::{ActorId, Span, Speaker};
use std::collections::BTreeMap;

/// A place where one actor is meant, or several together.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// Who is meant.
    pub(crate) actors: Vec<ActorId>,
    /// The words.
    pub(crate) span: Span,
    /// Its first piece, of the text.
    pub(crate) piece: usize,
    /// Its scores.
    pub(crate) link: Link,
}

/// All of them, in text order: sources of attributions, then every other mention that none of them overlaps.
pub(crate) fn find(ground: &Ground<'_>) -> Vec<Mention> {
    let mut places: BTreeMap<Span, Vec<ActorId>> = BTreeMap::new();
    for a in &ground.attributions.iter().collect::<Vec<_>>() {
        let who = match &a.speaker {
            Speaker::Actor(ids) => ids.clone(),
            Speaker::Described(id) => vec![*id],
            Speaker::Unresolved => continue,
        };
        if let Some(span) = a.source.iter().max_by_key(|s| s.end() - s.begin()) {
            places.insert(*span, who);
        }
    }
    for (i, actor) in ground.actors.iter().enumerate() {
        for span in &actor.mentions {
            let after = places.range(..=*span).next_back().is_some_and(|(s, _)| s.overlaps(*span));
            let before = places.range(*span..).next().is_some_and(|(s, _)| s.overlaps(*span));
            if !after && !before {
                places.insert(*span, vec![ActorId(i)]);
            }
        }
    }
    for (span, who) in ground.pronouns {
        let free =
            places.range(..=*span).next_back().is_none_or(|(s, _)| !s.overlaps(*span)) && places.range(*span..).next().is_none_or(|(s, _)| !s.overlaps(*span));
        if free {
            places.insert(*span, who.clone());
        }
    }
    score(ground, places)
}

fn score(ground: &Ground<'_>, places: BTreeMap<Span, Vec<ActorId>>) -> Vec<Mention> {
    let all = places.into_iter().filter_map(|(span, actors)| Some((ground.cut.pieces_of(span)?, (span, actors))));
    let found = encoder::scored(ground.encoder, ground.windows, all);
    found.into_iter().map(|(pieces, (span, actors), scores)| Mention { actors, span, piece: pieces.start, link: scores.link }).collect()
}
