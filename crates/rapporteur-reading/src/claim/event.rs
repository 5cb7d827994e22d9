//! What is reported to have happened.
//!
//! Decides: an event's type and status, who did it to whom, when. Looks at: tagged words, how well they suit each mention of an actor,
//! times named in the sentence. Must not know: deals.

use super::found::Found;
use super::mention::Mention;
use super::place::{Place, Worth};
use super::{Ground, best, happening, shares, voice};
use crate::encoder::Relation;
use crate::rule::{Rule, rule};
use rapporteur_record::{ActorId, Claimed, Event, EventKind, Span, Status, Time};

/// Takes tagged words for an event of the likeliest type: the network's score, to which words that tell a type add, the first of them most.
///
/// Looks at: `lexicon/events.toml`. Known to fail: one event in another's words ("convicted of carrying out attacks").
pub(super) const TAGGED: Rule = rule!("EV01", "these words say that something happened");
/// Gives an event to the actor whose mentions suit it best, or to nobody.
///
/// Looks at: the network's score; who stands before the event in its sentence, who behind "by", and that a place behind "in" or "to" seldom acts.
/// Known to fail: several who act together, of whom one is named.
pub(super) const DOER: Rule = rule!("EV02", "who did it");
/// The time named in the event's own words, else the first in its sentence.
pub(super) const WHEN: Rule = rule!("EV03", "when it happened");

/// The rules of this module.
pub const RULES: &[Rule] = &[TAGGED, DOER, WHEN];

/// A mention farther away than this, in pieces, is no candidate.
const FAR: usize = 120;

/// What the first word that tells an event's type adds to the score of that type, in units of log-probability; chosen like `WORTH`.
const TOLD: f32 = 2.0;

/// What a mention's place counts for who did it, in the network's units; chosen on 398 short texts that no weights have seen, and on dev.
const WORTH: Worth = Worth { before: 0.5, subject: 1.0, by: 2.0, inside: 0.0, scene: -3.0, speaks: 0.0, source: 0.0 };

/// The events of a document, in text order.
pub(crate) fn read(ground: &Ground<'_>, found: &[Found], mentions: &[Mention]) -> Vec<Claimed<Event>> {
    found.iter().map(|f| one(ground, f, mentions)).collect()
}

fn one(ground: &Ground<'_>, f: &Found, mentions: &[Mention]) -> Claimed<Event> {
    let told = happening::spoken_for(f.span.of(&ground.document.text));
    let (kind, sure) = best(&f.scores.event_kind.iter().zip(told).map(|(s, n)| s + TOLD * n).collect::<Vec<_>>());
    let actors = who(ground, f, mentions, Relation::Actor);
    let recipients = who(ground, f, mentions, Relation::Recipient).into_iter().filter(|a| !actors.contains(a)).collect();
    let event = Event {
        text: vec![f.span],
        kind: EventKind::ALL.get(kind).copied().unwrap_or(EventKind::Consult),
        actors,
        recipients,
        place: place(f.span.of(&ground.document.text)),
        time: when(ground, f.span),
        status: Status::ALL.get(best(&f.scores.status).0).copied().unwrap_or(Status::Reported),
        confidence: (f.sure * sure.exp().min(1.0)).sqrt(),
    };
    let by = voice::of(&event.text, ground.attributions);
    Claimed::new(event, by)
}

fn who(ground: &Ground<'_>, f: &Found, mentions: &[Mention], relation: Relation) -> Vec<ActorId> {
    let near: Vec<&Mention> = mentions.iter().filter(|m| m.piece.abs_diff(f.pieces.start) <= FAR).collect();
    let none = f.scores.link.none.get(relation as usize).copied().unwrap_or(0.0);
    let place = Place::of(ground, f.span, &near);
    let worth = |m: &Mention| if relation == Relation::Actor { place.worth(m, &WORTH) } else { 0.0 };
    let pair = |m: &&Mention| ground.encoder.pair(relation, (&f.scores.link, &f.pieces), (&m.link, m.piece)) + worth(m);
    let scores: Vec<f32> = std::iter::once(none).chain(near.iter().map(pair)).collect();
    let shares = shares(&scores);
    let mut sums: Vec<(&[ActorId], f32)> = Vec::new();
    for (m, share) in near.iter().zip(&shares[1..]) {
        match sums.iter_mut().find(|(who, _)| *who == m.actors.as_slice()) {
            Some((_, sum)) => *sum += share,
            None => sums.push((&m.actors, *share)),
        }
    }
    let (i, share) = best(&sums.iter().map(|(_, s)| *s).collect::<Vec<_>>());
    sums.get(i).filter(|_| share > shares[0]).map(|(who, _)| who.to_vec()).unwrap_or_default()
}

fn when(ground: &Ground<'_>, span: Span) -> Option<Time> {
    let inside = ground.times.iter().find(|t| span.contains(t.words));
    let sentence = ground.sentences.iter().find(|s| s.overlaps(span));
    inside.or_else(|| ground.times.iter().find(|t| sentence.is_some_and(|s| s.contains(t.words)))).cloned()
}

/// The capitalised words after "in", "at", "to", "near" or "into" that end the event's own words or stand before more of them.
fn place(words: &str) -> Option<String> {
    let all: Vec<&str> = words.split_whitespace().collect();
    let at = all.iter().position(|w| ["in", "at", "to", "near", "into", "outside"].contains(w))?;
    let bare = |w: &&&str| w.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let name: Vec<&str> = all[at + 1..].iter().skip_while(|w| **w == "the").take_while(bare).copied().collect();
    let joined = name.join(" ");
    let trimmed = joined.trim_matches(|c: char| !c.is_alphanumeric());
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_name_after_a_preposition() {
        assert_eq!(place("met the envoy in Port Amity on Monday").as_deref(), Some("Port Amity"));
        assert_eq!(place("met in the morning"), None);
    }
}
