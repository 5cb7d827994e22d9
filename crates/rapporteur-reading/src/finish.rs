//! From actors in the making to the actors of the record.
//!
//! Decides: which of them the record lists, in which order. Must not know: how they were found.

use crate::cast::{Cast, Draft};
use crate::speaker::Spoken;
use crate::tagged::Marks;
use crate::voice::Voice;
use crate::word;
use rapporteur_record::{Actor, ActorId, ActorKind, Speaker};

/// The actors that speak, act for or are named, numbered by their first mention, and the speakers in those numbers.
pub(crate) fn spoken(cast: Cast<'_>, voices: Vec<Voice>, guesses: &[(usize, Vec<usize>)], marks: &Marks) -> Spoken {
    let kept = kept(&cast, marks);
    let mut order: Vec<usize> = (0..cast.drafts.len()).filter(|i| kept[*i]).collect();
    let first = |i: &usize| cast.drafts[*i].mentions.iter().map(|s| s.begin()).min().unwrap_or(usize::MAX);
    order.sort_by_key(|i| (first(i), *i));
    let mut id = vec![None; cast.drafts.len()];
    for (n, i) in order.iter().enumerate() {
        id[*i] = Some(ActorId(n));
    }
    let place = |(at, who): &(usize, Vec<usize>)| Some((word::hull(cast.ground.words, &(*at..*at + 1))?, who.iter().filter_map(|a| id[*a]).collect()));
    let pronouns = guesses.iter().filter_map(place).filter(|(_, who): &(_, Vec<_>)| !who.is_empty()).collect();
    let mut drafts: Vec<Option<Draft>> = cast.drafts.into_iter().map(Some).collect();
    let actors: Vec<Actor> = order.iter().filter_map(|i| drafts[*i].take()).map(|d| actor(d, &id)).collect();
    let speakers = voices.iter().map(|v| speaker(v, &id, &actors)).collect();
    Spoken { actors, speakers, decisions: voices.into_iter().map(|v| v.decisions).collect(), pronouns }
}

/// Speakers, whom they act for, whoever has a name that is no place or thing, and whom else the network takes for an actor.
fn kept(cast: &Cast<'_>, marks: &Marks) -> Vec<bool> {
    let (drafts, words) = (&cast.drafts, cast.ground.words);
    let some = |d: &Draft, test: &dyn Fn(usize) -> bool| d.mentions.iter().any(|m| word::inside(words, *m).any(test));
    let named = |d: &Draft| known(d) && some(d, &|i| marks.possible(i)) || !d.mute && some(d, &|i| marks.likely_at(i));
    let described = |d: &Draft| d.count > 2 || some(d, &|i| marks.likely_at(i));
    let mut kept: Vec<bool> = drafts.iter().map(|d| d.speaks || if d.named { named(d) } else { described(d) }).collect();
    for i in 0..drafts.len() {
        let mut at = i;
        while let Some(owner) = drafts[at].owner.filter(|o| kept[at] && !kept[*o]) {
            kept[owner] = true;
            at = owner;
        }
    }
    kept
}

/// No name has more words: what was read as one is a clause around it.
const LONGEST: usize = 9;

/// A name that is more than a few capitalised words of which the text tells nothing.
fn known(d: &Draft) -> bool {
    let body = matches!(d.kind, None | Some(ActorKind::Organization));
    let told = !body || !d.heads.is_empty() && d.show.contains(' ') && d.count > 1 || d.count > 2;
    d.count > 0 && !d.mute && (told || d.wikidata.is_some())
}

fn actor(mut d: Draft, id: &[Option<ActorId>]) -> Actor {
    d.mentions.sort();
    d.mentions.dedup();
    d.show = unshouted(as_used(&d), d.kind);
    if d.named {
        d.names.retain(|n| *n == d.show || n.split_whitespace().count() <= LONGEST);
    }
    Actor {
        kind: d.kind.unwrap_or(ActorKind::Organization),
        acts_for: d.owner.and_then(|o| id[o]),
        name: d.show,
        names: d.names,
        role: d.role,
        mentions: d.mentions,
        wikidata: d.wikidata.map(str::to_owned),
    }
}

/// The name to show as the text has it: "Mrs Tarn" where "Tarn" never stands alone.
fn as_used(d: &Draft) -> String {
    let bare = d.named && !d.known.contains(&d.show.to_lowercase());
    let titled = d.names.iter().filter(|n| bare && n.ends_with(&d.show)).min_by_key(|n| n.len());
    titled.unwrap_or(&d.show).clone()
}

/// A person's full name that a text has in capitals only, as it is written elsewhere: "Ana Tarn" for "ANA TARN".
fn unshouted(name: String, kind: Option<ActorKind>) -> String {
    if kind != Some(ActorKind::Person) || !name.contains(' ') || name.chars().any(char::is_lowercase) {
        return name;
    }
    let mut inner = false;
    let cased = name.chars().flat_map(|c| {
        let low = inner;
        inner = c.is_alphabetic();
        if low { c.to_lowercase().collect::<Vec<_>>() } else { vec![c] }
    });
    cased.collect()
}

fn speaker(voice: &Voice, id: &[Option<ActorId>], actors: &[Actor]) -> Speaker {
    let ids: Vec<ActorId> = voice.actors.iter().filter_map(|a| id[*a]).collect();
    match ids.as_slice() {
        [] => Speaker::Unresolved,
        [one] if actors[one.0].kind == ActorKind::Anonymous => Speaker::Described(*one),
        _ => Speaker::Actor(ids),
    }
}
