//! What a stance is about.
//!
//! Decides: what a candidate's place counts beside what the network says of it. Looks at: proposals, terms, what lies in the content of the
//! evidence's cue. Must not know: holders, stances.

use super::found::Found;
use super::position::Targets;
use super::{Bounds, Ground, best, shares};
use crate::encoder::Relation;
use rapporteur_record::{Attribution, Span, Target, TermId};

/// A candidate farther away than this, in pieces, is none: the network saw no farther.
const FAR: usize = 250;

/// What a candidate's place counts, in the network's units, once its own score is scaled by `NETWORK`.
///
/// Fitted by a softmax over candidates on 300 texts of the corpus' train part and the dev part: 1,485 stances whose evidence was found and whose
/// target was among the candidates. On dev the right target then comes first in 84 of 100, without these signs in 80.
const AFTER: f32 = 0.5;
const NEXT: f32 = 0.4;
const INSIDE: f32 = 0.4;
const SURE: f32 = 0.5;
/// Lost with the logarithm of the words between.
const AWAY: f32 = 0.55;
/// What the network's own score counts: of unseen texts it is surer than it is right.
const NETWORK: f32 = 0.55;

/// What the stance is about, and how sure that is, 0..1: what suits best, and whatever suits nearly as well ("called for A, B and C").
pub(super) fn of(ground: &Ground<'_>, f: &Found, told: Option<&Attribution>, targets: &Targets<'_>, bounds: Bounds) -> Vec<(Target, f32)> {
    let Some(none) = f.scores.link.none.get(Relation::Target as usize).copied() else { return Vec::new() };
    let near = |g: &Found| g.pieces.start.abs_diff(f.pieces.start) <= FAR;
    let proposals = targets.members.iter().map(|m| (Target::Proposal(m.proposal), &m.found));
    let terms = targets.stated.iter().enumerate().map(|(i, g)| (Target::Term(TermId(i)), g));
    let around: Vec<(Target, &Found)> = proposals.chain(terms).filter(|(_, g)| near(g)).collect();
    let place = Place::of(ground, f, told, around.iter().map(|(_, g)| g.span));
    let score = |g: &Found| NETWORK * ground.encoder.pair(Relation::Target, (&f.scores.link, &f.pieces), (&g.scores.link, g.pieces.start)) + place.worth(g);
    let mut candidates = vec![(Target::Process, NETWORK * none + bounds.process)];
    candidates.extend(around.iter().map(|(target, g)| (*target, score(g))));
    likeliest(&candidates, bounds)
}

/// The candidate with the largest share, and the terms that come near it; the shares of one target's places are added up.
fn likeliest(candidates: &[(Target, f32)], bounds: Bounds) -> Vec<(Target, f32)> {
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

/// What is known of the evidence's place.
struct Place<'a> {
    text: &'a str,
    evidence: Span,
    sentence: Option<Span>,
    /// The attribution whose cue it is.
    told: Option<&'a Attribution>,
    /// Where the next candidate of the sentence begins.
    next: Option<usize>,
}

impl<'a> Place<'a> {
    fn of(ground: &Ground<'a>, f: &Found, told: Option<&'a Attribution>, candidates: impl Iterator<Item = Span>) -> Place<'a> {
        let sentence = ground.sentences.iter().find(|s| s.overlaps(f.span)).copied();
        let mut place = Place { text: &ground.document.text, evidence: f.span, sentence, told, next: None };
        place.next = candidates.filter(|c| place.after(*c)).map(|c| c.begin()).min();
        place
    }

    fn worth(&self, g: &Found) -> f32 {
        let inside = self.told.is_some_and(|a| a.content.iter().any(|c| c.overlaps(g.span)));
        let signs = [(self.after(g.span), AFTER), (self.next == Some(g.span.begin()), NEXT), (inside, INSIDE)];
        let seen: f32 = signs.iter().filter(|(is, _)| *is).map(|(_, worth)| worth).sum();
        seen + SURE * g.sure - AWAY * (1.0 + self.words_between(g.span) as f32).ln()
    }

    /// After the evidence, in its sentence.
    fn after(&self, span: Span) -> bool {
        span.begin() >= self.evidence.end() && self.sentence.is_some_and(|s| s.overlaps(span))
    }

    fn words_between(&self, span: Span) -> usize {
        let (from, to) = if span.begin() >= self.evidence.end() { (self.evidence.end(), span.begin()) } else { (span.end(), self.evidence.begin()) };
        self.text.get(from..to).map_or(0, |gap| gap.split_whitespace().count())
    }
}
