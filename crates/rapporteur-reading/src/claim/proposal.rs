//! Which texts and plans a document talks about.
//!
//! Decides: which mentions are one proposal, its name, its authors, what it replaces. Looks at: tagged mentions, how well each suits the
//! earlier ones, the words in it. Must not know: terms, stances, other documents.

use super::found::Found;
use super::mention::Mention;
use super::{Bounds, Ground, shares};
use crate::encoder::Relation;
use crate::rule::{Rule, rule};
use rapporteur_record::{ActorId, Proposal, ProposalId};

/// Gives a mention to the earlier proposal that it suits best, or makes a new one of it.
///
/// Looks at: the scores of the mention with every earlier one, added up by proposal, against the score of being new.
/// Known to fail: "the offer" where two offers were made.
pub(super) const SAME: Rule = rule!("PR01", "these words mention a proposal met before, or a new one");
/// Whoever possesses a proposal in its mention ("the union's offer"), or stands after "proposed by", put it forward.
pub(super) const AUTHOR: Rule = rule!("PR02", "the mention names who put it forward");
/// A mention that calls itself revised, updated or bridging replaces the earlier proposal of the same noun.
pub(super) const REPLACES: Rule = rule!("PR03", "the mention says that it replaces an earlier one");

/// The rules of this module.
pub const RULES: &[Rule] = &[SAME, AUTHOR, REPLACES];

/// A mention and the proposal it is of.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) found: Found,
    pub(crate) proposal: ProposalId,
}

/// Words by which a mention says that it comes after another.
const LATER: [&str; 12] =
    ["revised", "updated", "amended", "bridging", "bridge", "improved", "counter-proposal", "counteroffer", "counter-offer", "modified", "final", "redrafted"];
/// Words between a proposal and who put it forward.
const BY: [&str; 8] = ["proposed by", "put forward by", "put forth by", "tabled by", "drafted by", "offered by", "presented by", "submitted by"];

/// Joins mentions to proposals, in text order.
pub(crate) fn join(ground: &Ground<'_>, found: Vec<Found>, mentions: &[Mention], bounds: Bounds) -> (Vec<Proposal>, Vec<Member>) {
    let mut members: Vec<Member> = Vec::new();
    let mut proposals: Vec<Proposal> = Vec::new();
    for f in found {
        let id = earlier(ground, &f, &members, proposals.len(), bounds).unwrap_or(ProposalId(proposals.len()));
        if id.0 == proposals.len() {
            proposals.push(Proposal { label: String::new(), authors: vec![], mentions: vec![], supersedes: None, confidence: 0.0 });
        }
        let p = &mut proposals[id.0];
        p.mentions.push(f.span);
        p.confidence = p.confidence.max(f.sure);
        members.push(Member { found: f, proposal: id });
    }
    let text = &ground.document.text;
    for i in 0..proposals.len() {
        let spans = proposals[i].mentions.clone();
        proposals[i].label = label(spans.iter().map(|s| s.of(text)));
        proposals[i].authors = authors(text, &proposals[i], mentions);
        proposals[i].supersedes = replaced(text, &proposals, i);
    }
    (proposals, members)
}

/// The earlier proposal that a mention suits best, if any does better than being new.
fn earlier(ground: &Ground<'_>, f: &Found, members: &[Member], count: usize, bounds: Bounds) -> Option<ProposalId> {
    let link = &f.scores.link;
    let none = link.none.get(Relation::Same as usize).copied()?;
    let pair = |m: &Member| ground.encoder.pair(Relation::Same, (link, &f.pieces), (&m.found.scores.link, m.found.pieces.start)) + bounds.same;
    let scores: Vec<f32> = std::iter::once(none).chain(members.iter().map(pair)).collect();
    let shares = shares(&scores);
    let mut sums = vec![0.0f32; count];
    members.iter().zip(&shares[1..]).for_each(|(m, s)| sums[m.proposal.0] += s);
    let (best, share) = super::best(&sums);
    (share > shares[0]).then_some(ProposalId(best))
}

/// The fullest mention: the longest one of at most 90 characters, the first of several.
fn label<'a>(mentions: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = mentions.collect();
    let short = all.iter().filter(|m| m.chars().count() <= 90).fold("", |top, m| if m.chars().count() > top.chars().count() { m } else { top });
    let chosen = if short.is_empty() { all.first().copied().unwrap_or("") } else { short };
    chosen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn authors(text: &str, proposal: &Proposal, mentions: &[Mention]) -> Vec<ActorId> {
    let mut out: Vec<ActorId> = Vec::new();
    for span in &proposal.mentions {
        let words = span.of(text);
        let by = BY.iter().filter_map(|b| words.find(b).map(|at| span.begin() + at)).min();
        for m in mentions.iter().filter(|m| span.contains(m.span)) {
            let after = text.get(m.span.end()..).unwrap_or("");
            let owns = after.starts_with("'s") || after.starts_with("\u{2019}s") || m.span.of(text).ends_with("'s") || m.span.of(text).ends_with("\u{2019}s");
            if owns || by.is_some_and(|at| at < m.span.begin()) {
                out.extend(m.actors.iter().filter(|a| !out.contains(a)).copied().collect::<Vec<_>>());
            }
        }
    }
    out
}

/// The last word of the words before "of", "for", "to", "on", "between", "that", "put": the noun.
fn head(words: &str) -> Option<String> {
    let stops = ["of", "for", "to", "on", "between", "that", "put", "by", "from", "with", "which", "proposed", "in"];
    let before: Vec<&str> = words.split_whitespace().take_while(|w| !stops.contains(&w.to_lowercase().as_str())).collect();
    before.last().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).filter(|w| !w.is_empty())
}

fn replaced(text: &str, proposals: &[Proposal], i: usize) -> Option<ProposalId> {
    let own: Vec<String> = proposals[i].mentions.iter().filter_map(|m| head(m.of(text))).collect();
    let later = proposals[i]
        .mentions
        .iter()
        .any(|m| m.of(text).split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|w| LATER.contains(&w.to_lowercase().as_str())));
    let same = |p: &Proposal| p.mentions.iter().filter_map(|m| head(m.of(text))).any(|h| own.contains(&h));
    (0..i).rev().find(|j| later && same(&proposals[*j])).map(ProposalId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noun_of_a_mention_stands_before_what_describes_it() {
        assert_eq!(head("the revised offer of 4 per cent").as_deref(), Some("offer"));
        assert_eq!(head("it").as_deref(), Some("it"));
        assert_eq!(head(""), None);
    }

    #[test]
    fn the_fullest_short_mention_names_a_proposal() {
        assert_eq!(label(["it", "the port's second offer", "the offer"].into_iter()), "the port's second offer");
        let long = "the offer that ".repeat(10);
        assert_eq!(label([long.as_str(), "the offer"].into_iter()), "the offer");
    }
}
