//! What a proposal contains, or somebody wants in it.
//!
//! Decides: a term's kind, the proposal it is part of, its parameters. Looks at: tagged words, mentions of proposals nearby.
//! Must not know: stances.

use super::found::Found;
use super::proposal::Member;
use super::{Ground, best, voice};
use crate::parameter;
use crate::rule::{Rule, rule};
use rapporteur_record::{ActorId, Claimed, ProposalId, Span, Term, TermKind};

/// Takes tagged words for a term of the likeliest kind.
pub(super) const TAGGED: Rule = rule!("TE01", "these words state a term");
/// A term belongs to the proposal that its sentence mentions last before it, else first after it.
///
/// Known to fail: a demand made against a proposal in one sentence with it.
pub(super) const PART: Rule = rule!("TE02", "the sentence mentions the proposal that the term is part of");

/// The rules of this module.
pub const RULES: &[Rule] = &[TAGGED, PART];

/// The terms of a document, one for each of `stated`, in the same order.
pub(crate) fn read(ground: &Ground<'_>, stated: &[Found], members: &[Member]) -> Vec<Claimed<Term>> {
    let mentions: Vec<(Span, ActorId)> = ground.actors.iter().enumerate().flat_map(|(i, a)| a.mentions.iter().map(move |m| (*m, ActorId(i)))).collect();
    let one = |f: &Found| {
        let (kind, sure) = best(&f.scores.term_kind);
        let kind = TermKind::ALL.get(kind).copied().unwrap_or(TermKind::Other);
        let inside: Vec<(Span, ActorId)> = mentions.iter().filter(|(s, _)| f.span.contains(*s)).copied().collect();
        let text = vec![f.span];
        let parameters = parameter::of(kind, &ground.document.text, &text, &inside);
        let by = voice::of(&text, ground.attributions);
        Claimed::new(Term { kind, proposal: part_of(ground, f, members), text, parameters, confidence: (f.sure * sure.exp()).sqrt() }, by)
    };
    stated.iter().map(one).collect()
}

fn part_of(ground: &Ground<'_>, f: &Found, members: &[Member]) -> Option<ProposalId> {
    let sentence = ground.sentences.iter().find(|s| s.overlaps(f.span))?;
    let near = |m: &&Member| sentence.contains(m.found.span) && !f.span.contains(m.found.span);
    let before = members.iter().filter(near).rfind(|m| m.found.span.end() <= f.span.begin());
    before.or_else(|| members.iter().find(near)).map(|m| m.proposal)
}
