//! What a proposal contains, or somebody wants in it.
//!
//! Decides: a term's kind, the proposal it is part of, its parameters. Looks at: tagged words, mentions of proposals nearby.
//! Must not know: stances.

use super::found::Found;
use super::proposal::Member;
use super::{Bounds, Ground, best, found, kinds, voice};
use crate::parameter;
use crate::rule::{Rule, rule};
use rapporteur_record::{ActorId, Claimed, ProposalId, Span, Term, TermKind};

/// Takes tagged words for a term of the likeliest kind.
pub(super) const TAGGED: Rule = rule!("TE01", "these words state a term");
/// Where a stance is shown by the cue of an attribution whose content states no term and mentions no proposal, the content is the term.
///
/// Looks at: tagged evidence that is a cue ("wants | a second bridge"). Known to fail: a stance on something said before.
pub(super) const CONTENT: Rule = rule!("TE03", "what is demanded or accepted here is the term");
/// A term belongs to the proposal that its sentence mentions last before it, else first after it.
///
/// Known to fail: a demand made against a proposal in one sentence with it.
pub(super) const PART: Rule = rule!("TE02", "the sentence mentions the proposal that the term is part of");

/// A content of more words than this states several terms or none.
const LONGEST: usize = 30;

/// The rules of this module.
pub const RULES: &[Rule] = &[TAGGED, PART, CONTENT];

/// The terms of a document, one for each of `stated`, in the same order.
pub(crate) fn read(ground: &Ground<'_>, stated: &[Found], members: &[Member], bounds: Bounds) -> Vec<Claimed<Term>> {
    let mentions: Vec<(Span, ActorId)> = ground.actors.iter().enumerate().flat_map(|(i, a)| a.mentions.iter().map(move |m| (*m, ActorId(i)))).collect();
    let one = |f: &Found| {
        let spoken = kinds::spoken_for(f.span.of(&ground.document.text));
        let (kind, sure) = best(&f.scores.term_kind.iter().zip(spoken).map(|(s, n)| s + bounds.kind * n).collect::<Vec<_>>());
        let kind = TermKind::ALL.get(kind).copied().unwrap_or(TermKind::Other);
        let inside: Vec<(Span, ActorId)> = mentions.iter().filter(|(s, _)| f.span.contains(*s)).copied().collect();
        let text = vec![f.span];
        let parameters = parameter::of(kind, &ground.document.text, &text, &inside);
        let by = voice::of(&text, ground.attributions);
        Claimed::new(Term { kind, proposal: part_of(ground, f, members), text, parameters, confidence: (f.sure * sure.exp().min(1.0)).sqrt() }, by)
    };
    stated.iter().map(one).collect()
}

/// Adds the contents that are terms because a stance is taken on them, in text order.
pub(crate) fn also_in_contents(ground: &Ground<'_>, mut stated: Vec<Found>, evidence: &[Found], members: &[Member], bounds: Bounds) -> Vec<Found> {
    for f in evidence {
        let Some(a) = ground.attributions.iter().find(|a| a.cue.iter().any(|c| c.overlaps(f.span))) else { continue };
        let taken = |s: Span| stated.iter().any(|t| t.span.overlaps(s)) || members.iter().any(|m| m.found.span.overlaps(s));
        let [content] = a.content.as_slice() else { continue };
        let long = content.of(&ground.document.text).split_whitespace().count() > LONGEST;
        if taken(*content) || long || f.sure < bounds.content {
            continue;
        }
        stated.extend(inner(&ground.document.text, *content).and_then(|span| found::of_words(ground, span, f.sure)));
    }
    stated.sort_by_key(|f| (f.span.begin(), f.span.end()));
    stated
}

/// A content without the small word that leads it in.
fn inner(text: &str, content: Span) -> Option<Span> {
    let words = content.of(text);
    let lead = ["that ", "to ", "for "].iter().find(|l| words.starts_with(**l)).map_or(0, |l| l.len());
    Span::trimmed(text, content.begin() + lead, content.end())
}

fn part_of(ground: &Ground<'_>, f: &Found, members: &[Member]) -> Option<ProposalId> {
    let sentence = ground.sentences.iter().find(|s| s.overlaps(f.span))?;
    let near = |m: &&Member| sentence.contains(m.found.span) && !f.span.contains(m.found.span);
    let before = members.iter().filter(near).rfind(|m| m.found.span.end() <= f.span.begin());
    before.or_else(|| members.iter().find(near)).map(|m| m.proposal)
}
