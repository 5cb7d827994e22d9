//! One term across documents.
//!
//! Decides: which terms of different texts are one provision. Must not know: who wants it.

use super::{Opened, PartyId, PlanId, Sum, TextId};
use crate::conflict;
use crate::gist::{Lists, Words};
use crate::wording::{key, overlap};
use crate::{TermId, TermKind};
use std::collections::{BTreeMap, BTreeSet};

/// Names a term of a record: the index in [`Sum::points`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PointId(pub usize);

/// One term of the record: texts that state one provision in much the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// What it settles.
    pub kind: TermKind,
    /// The proposal it is part of; `None` where somebody wants it apart from any.
    pub plan: Option<PlanId>,
    /// The words that state it, as its first text has them.
    pub words: String,
    /// Whose forces, where it says so.
    pub forces: Option<PartyId>,
    /// Where it is a term.
    pub members: Vec<(TextId, TermId)>,
}

/// Terms whose words differ in more than this share are two.
const ALIKE: f64 = 0.6;
/// With more different wordings of one kind than this, only equal ones are joined.
const MANY: usize = 2000;

type Members = Vec<(TextId, TermId)>;
type Shelf = (TermKind, Option<PlanId>, Option<usize>, Vec<u64>);

/// Sets points and each text's way to them.
pub(super) fn join(sum: &mut Sum) {
    let mut shelves: BTreeMap<Shelf, BTreeMap<BTreeSet<String>, Members>> = BTreeMap::new();
    for (t, text) in sum.texts.iter().enumerate() {
        let opened = text.look(Lists::TERMS);
        for (i, claimed) in opened.reading.terms.iter().enumerate() {
            let point = facts(sum, TextId(t), &opened, claimed.parts().0);
            let shelf = (point.kind, point.plan.map(PlanId), point.forces, point.numbers.iter().map(|n| n.to_bits()).collect());
            shelves.entry(shelf).or_default().entry(point.words).or_default().push((TextId(t), TermId(i)));
        }
    }
    let mut points: Vec<Point> = Vec::new();
    for ((kind, plan, forces, _), wordings) in shelves {
        let fuzzy = wordings.len() <= MANY;
        let mut heads: Vec<(BTreeSet<String>, Members)> = Vec::new();
        for (words, members) in wordings {
            let home = if fuzzy { heads.iter_mut().find(|(head, _)| overlap(head, &words) >= ALIKE) } else { None };
            match home {
                Some((_, all)) => all.extend(members),
                None => heads.push((words, members)),
            }
        }
        for (_, mut members) in heads {
            members.sort_unstable();
            let words = members.first().map(|(t, i)| wording(sum, *t, *i)).unwrap_or_default();
            points.push(Point { kind, plan, words, forces: forces.map(PartyId), members });
        }
    }
    points.sort_by(|a, b| (a.kind, a.plan, key(&a.words), &a.members).cmp(&(b.kind, b.plan, key(&b.words), &b.members)));
    let members = points.iter().map(|p| p.members.iter().map(|(t, id)| (*t, id.0)));
    let ways = super::party::ways(sum.texts.len(), members, PointId);
    sum.texts.iter_mut().zip(ways).for_each(|(t, all)| t.points = all);
    sum.points = points;
}

/// What conflict rules know of a term, with the record's actors and proposals.
pub(super) fn facts(sum: &Sum, text: TextId, opened: &Opened, term: &crate::Term) -> conflict::Point {
    let t = &sum.texts[text.0];
    let actor = |a: usize| super::plan::root(sum, t.party(crate::ActorId(a))).0;
    conflict::Point::of(term, opened, actor, |p| t.plan(crate::ProposalId(p)).0)
}

fn wording(sum: &Sum, text: TextId, term: TermId) -> String {
    let opened = sum.texts[text.0].look(Lists::TERMS);
    let spans = opened.reading.terms.get(term.0).map(|c| c.parts().0.text.as_slice()).unwrap_or_default();
    spans.iter().map(|s| opened.at(*s)).collect::<Vec<_>>().join(" … ")
}
