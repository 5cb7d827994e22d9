//! Who stands where, according to whom.
//!
//! Decides: the holder, the target, the stance and the certainty behind words that show one. Looks at: tagged evidence, how well it suits
//! each mention of an actor, of a proposal, each term; whose cue it is. Must not know: what other documents say.

use super::found::Found;
use super::mention::Mention;
use super::proposal::Member;
use super::{Bounds, Ground, best, holder, target, voice};
use crate::confidence;
use crate::rule::{Rule, rule};
use rapporteur_record::{ActorId, Attribution, Certainty, Claimed, Position, Speaker, Stance};

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
        let Some((holders, held)) = told.and_then(speakers).or_else(|| holder::of(ground, f, mentions)) else { continue };
        let (stance, sure) = best(&f.scores.stance);
        let Some(stance) = Stance::ALL.get(stance).copied() else { continue };
        let certainty = Certainty::ALL.get(best(&f.scores.certainty).0).copied().unwrap_or(Certainty::Certain);
        let by = voice::of(&[f.span], ground.attributions);
        for (target, meant) in target::of(ground, f, told, targets, bounds) {
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
