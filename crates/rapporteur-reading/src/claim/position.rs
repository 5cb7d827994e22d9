//! Who stands where, according to whom.
//!
//! Decides: the holder, the target, the stance and the certainty behind words that show one. Looks at: tagged evidence, how well it suits
//! each mention of an actor, of a proposal, each term; whose cue it is. Must not know: what other documents say.

use super::found::Found;
use super::mention::Mention;
use super::proposal::Member;
use super::{Bounds, Ground, best, shares, voice};
use crate::confidence;
use crate::encoder::Relation;
use crate::rule::{Rule, rule};
use rapporteur_record::{ActorId, Attribution, Certainty, Claimed, Position, Speaker, Stance, Target, TermId};

/// Takes tagged words as evidence of the likeliest stance.
pub(super) const TAGGED: Rule = rule!("PO01", "these words show a stance");
/// Gives a stance to the speaker of the attribution whose cue shows it, else to the actor whose mentions suit the evidence best.
///
/// In our corpus' train part the cue's speaker is the holder in 95 of 100 such cases. Known to fail: a stance told by a third party in a long sentence.
pub(super) const HOLDER: Rule = rule!("PO02", "whose stance it is");
/// The proposal or term whose mentions suit the evidence best is what the stance is about; else the talks.
pub(super) const TARGET: Rule = rule!("PO03", "what the stance is about");

/// The rules of this module.
pub const RULES: &[Rule] = &[TAGGED, HOLDER, TARGET];

/// A mention farther away than this, in pieces, is no candidate: the network saw no farther.
const FAR: usize = 250;

/// What a stance can be about.
pub(crate) struct Targets<'a> {
    pub(crate) members: &'a [Member],
    pub(crate) stated: &'a [Found],
}

/// The positions of a document, in text order.
pub(crate) fn read(ground: &Ground<'_>, evidence: &[Found], mentions: &[Mention], targets: &Targets<'_>, bounds: Bounds) -> Vec<Claimed<Position>> {
    let mut out: Vec<Claimed<Position>> = Vec::new();
    for f in evidence {
        let told = told_by(ground, f);
        let Some((holders, held)) = told.and_then(speakers).or_else(|| holders(ground, f, mentions)) else { continue };
        let (stance, sure) = best(&f.scores.stance);
        let Some(stance) = Stance::ALL.get(stance).copied() else { continue };
        let certainty = Certainty::ALL.get(best(&f.scores.certainty).0).copied().unwrap_or(Certainty::Certain);
        let by = voice::of(&[f.span], ground.attributions);
        for (target, meant) in about(ground, f, told, targets, bounds) {
            let raw = (f.sure * f.sure * held * meant * sure.exp()).powf(0.2);
            let confidence = confidence::of(raw, bounds.trust);
            let one = |holder: &ActorId| Claimed::new(Position { holder: *holder, target, stance, certainty, evidence: vec![f.span], confidence }, by);
            out.extend(holders.iter().filter(|_| raw >= bounds.position).map(one));
        }
    }
    out
}

/// The attribution whose cue the evidence is: the one that shares most characters with it.
fn told_by<'a>(ground: &Ground<'a>, f: &Found) -> Option<&'a Attribution> {
    let shared = |a: &Attribution| a.cue.iter().map(|c| c.end().min(f.span.end()).saturating_sub(c.begin().max(f.span.begin()))).sum::<usize>();
    let best = ground.attributions.iter().max_by_key(|a| shared(a))?;
    (shared(best) > 0).then_some(best)
}

/// Those behind the source of an attribution whose cue shows the stance.
fn speakers(a: &Attribution) -> Option<(Vec<ActorId>, f32)> {
    match &a.speaker {
        Speaker::Actor(ids) => Some((ids.clone(), a.confidence)),
        Speaker::Described(id) => Some((vec![*id], a.confidence)),
        Speaker::Unresolved => None,
    }
}

/// Whose stance it is where no cue tells, and how sure that is, 0..1.
fn holders(ground: &Ground<'_>, f: &Found, mentions: &[Mention]) -> Option<(Vec<ActorId>, f32)> {
    let near: Vec<&Mention> = mentions.iter().filter(|m| m.piece.abs_diff(f.pieces.start) <= FAR && !f.span.contains(m.span)).collect();
    let score = |m: &&Mention| ground.encoder.pair(Relation::Holder, (&f.scores.link, &f.pieces), (&m.link, m.piece));
    let shares = shares(&near.iter().map(score).collect::<Vec<_>>());
    let mut sums: Vec<(&[ActorId], f32)> = Vec::new();
    for (m, share) in near.iter().zip(shares) {
        match sums.iter_mut().find(|(who, _)| *who == m.actors.as_slice()) {
            Some((_, sum)) => *sum += share,
            None => sums.push((&m.actors, share)),
        }
    }
    let (i, share) = best(&sums.iter().map(|(_, s)| *s).collect::<Vec<_>>());
    sums.get(i).map(|(who, _)| (who.to_vec(), share.min(1.0)))
}

/// What the stance is about, and how sure that is, 0..1: what suits best, and whatever suits nearly as well ("called for A, B and C").
///
/// Where the evidence is a cue, what lies in its content goes before everything else.
fn about(ground: &Ground<'_>, f: &Found, told: Option<&Attribution>, targets: &Targets<'_>, bounds: Bounds) -> Vec<(Target, f32)> {
    let link = &f.scores.link;
    let Some(none) = link.none.get(Relation::Target as usize).copied() else { return Vec::new() };
    let of = |g: &Found| ground.encoder.pair(Relation::Target, (link, &f.pieces), (&g.scores.link, g.pieces.start));
    let inside = |g: &Found| told.is_some_and(|a| a.content.iter().any(|c| c.overlaps(g.span)));
    let said = targets.members.iter().map(|m| &m.found).chain(targets.stated).any(inside);
    let near = |g: &Found| if said { inside(g) } else { g.pieces.start.abs_diff(f.pieces.start) <= FAR };
    let mut candidates = vec![(Target::Process, none + bounds.process - if said { bounds.said } else { 0.0 })];
    candidates.extend(targets.members.iter().filter(|m| near(&m.found)).map(|m| (Target::Proposal(m.proposal), of(&m.found))));
    candidates.extend(targets.stated.iter().enumerate().filter(|(_, g)| near(g)).map(|(i, g)| (Target::Term(TermId(i)), of(g))));
    let shares = shares(&candidates.iter().map(|(_, s)| *s).collect::<Vec<_>>());
    let mut sums: Vec<(Target, f32)> = Vec::new();
    for ((target, _), share) in candidates.iter().zip(shares) {
        match sums.iter_mut().find(|(t, _)| t == target) {
            Some((_, sum)) => *sum += share,
            None => sums.push((*target, share)),
        }
    }
    let (i, top) = best(&sums.iter().map(|(_, s)| *s).collect::<Vec<_>>());
    let together = |(k, (target, share)): &(usize, (Target, f32))| {
        *k == i || matches!(target, Target::Term(_)) && matches!(sums[i].0, Target::Term(_)) && *share >= bounds.also * top
    };
    let all: Vec<(Target, f32)> = sums.iter().copied().enumerate().filter(together).map(|(_, x)| x).collect();
    let whole: f32 = all.iter().map(|(_, s)| s).sum();
    all.into_iter().map(|(target, _)| (target, whole.min(1.0))).collect()
}
