//! Whose stance it is where no cue tells.
//!
//! Decides: what a mention's place in the sentence counts beside what the network says of it. Looks at: mentions, their places. Must not know:
//! stances, targets.

use super::found::Found;
use super::mention::Mention;
use super::place::{Place, Worth};
use super::{Ground, best, shares};
use crate::encoder::Relation;
use rapporteur_record::ActorId;

/// A mention farther away than this, in pieces, is no candidate: the network saw no farther.
const FAR: usize = 250;

/// What a mention's place counts, once the network's own score is scaled by `NETWORK`.
///
/// Fitted by a softmax over candidates on 300 texts of the corpus' train part and the dev part: 637 stances whose evidence was found and whose
/// holder was among the candidates. On dev the right holder then comes first in 80 of 100, without these signs in 60.
const WORTH: Worth = Worth { before: 0.8, subject: 0.8, by: 0.0, inside: 0.0, scene: 0.0, speaks: 0.75, source: 1.0 };
/// What the network's own score counts: of unseen texts it is surer than it is right.
const NETWORK: f32 = 0.35;

/// Whose stance it is, and how sure that is, 0..1.
pub(super) fn of(ground: &Ground<'_>, f: &Found, mentions: &[Mention]) -> Option<(Vec<ActorId>, f32)> {
    let near: Vec<&Mention> = mentions.iter().filter(|m| m.piece.abs_diff(f.pieces.start) <= FAR && !f.span.contains(m.span)).collect();
    let place = Place::of(ground, f.span, &near);
    let pair = |m: &Mention| ground.encoder.pair(Relation::Holder, (&f.scores.link, &f.pieces), (&m.link, m.piece));
    let shares = shares(&near.iter().map(|m| NETWORK * pair(m) + place.worth(m, &WORTH)).collect::<Vec<_>>());
    let mut sums: Vec<(&[ActorId], f32)> = Vec::new();
    for (m, share) in near.iter().zip(shares) {
        match sums.iter_mut().find(|(who, _)| *who == m.actors.as_slice()) {
            Some((_, sum)) => *sum += share,
            None => sums.push((&m.actors, share)),
        }
    }
    let (i, share) = best(&sums.iter().map(|(_, s)| *s).collect::<Vec<_>>());
    let (who, _) = sums.get(i)?;
    let subject = near.iter().find(|m| place.is_subject(m) && m.actors == *who);
    let mut all = subject.map_or_else(Vec::new, |m| before_and(&ground.document.text, m, &near));
    all.extend(who.iter().filter(|a| !all.contains(a)).copied().collect::<Vec<_>>());
    Some((all, share.min(1.0)))
}

/// Those who are named together with a mention, before it: "Halden, the Union and Mrs Tarn".
fn before_and(text: &str, last: &Mention, near: &[&Mention]) -> Vec<ActorId> {
    let mut all = Vec::new();
    let mut at = last;
    let mut links: &[&str] = &[" and ", ", and ", " and the ", ", and the "];
    while let Some(m) = near.iter().find(|m| m.span.end() < at.span.begin() && links.contains(&&text[m.span.end()..at.span.begin()])) {
        all.splice(0..0, m.actors.iter().copied());
        links = &[", ", ", the "];
        at = m;
    }
    all
}
