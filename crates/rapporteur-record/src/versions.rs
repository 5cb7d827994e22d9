//! The terms of a proposal beside those of the one it replaces.
//!
//! Decides: which terms of two versions are one provision, and whether it changed. Must not know: who wants which. A term that no text mentions of a
//! version may still be in it: the record knows versions from what is told of them.

use crate::record::{PlanId, PointId, Sum};
use crate::wording::{overlap, telling};
use crate::{Parameter, TermKind};
use std::collections::{BTreeMap, BTreeSet};

/// Below this share of common words, two terms of one kind are one provision only where there is no other.
const ALIKE: f64 = 0.3;
/// From this share on, words without other details are the same words.
const SAME: f64 = 0.6;

/// What became of a provision from one version to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// In both, told alike.
    Kept,
    /// In both, with other words or other details.
    Changed,
    /// Told of the later version only.
    New,
    /// Told of the earlier version only.
    NotMentioned,
}

impl Fate {
    /// Its name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Kept => "kept",
            Fate::Changed => "changed",
            Fate::New => "new",
            Fate::NotMentioned => "not_mentioned",
        }
    }
}

/// A provision in the earlier version and in the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What became of it.
    pub fate: Fate,
    /// As the earlier version has it.
    pub before: Option<PointId>,
    /// As the later version has it.
    pub now: Option<PointId>,
}

/// The details of a term that its texts tell: names of parameters with every value told. Actors are told by name.
pub fn details(sum: &Sum, point: PointId) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut out: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for (t, id) in sum.points.get(point.0).map(|p| p.members.as_slice()).unwrap_or_default() {
        let Some(text) = sum.texts.get(t.0) else { continue };
        let reading = text.reading();
        let Some(term) = reading.terms.get(id.0) else { continue };
        for (name, value) in &term.parts().0.parameters {
            let told = match value {
                Parameter::Number(n) => n.to_string(),
                Parameter::Words(w) => w.split_whitespace().collect::<Vec<_>>().join(" "),
                Parameter::Actor(a) => sum.parties.get(text.party(*a).0).map(|p| p.name.clone()).unwrap_or_default(),
            };
            out.entry(name).or_default().insert(told);
        }
    }
    out
}

/// The terms of a version beside those of the one it replaces; without one, all are new. In the order of their kinds.
pub fn compare(sum: &Sum, plan: PlanId) -> Vec<Pair> {
    let of = |plan: PlanId| -> Vec<(PointId, Wording)> {
        let all = sum.points.iter().enumerate().filter(|(_, p)| p.plan == Some(plan));
        all.map(|(i, p)| (PointId(i), Wording { kind: p.kind, words: telling(&p.words), details: details(sum, PointId(i)) })).collect()
    };
    let before = sum.plans.get(plan.0).and_then(|p| p.supersedes).map(of).unwrap_or_default();
    let now = of(plan);
    let words = |all: &[(PointId, Wording)]| all.iter().map(|x| x.1.clone()).collect::<Vec<_>>();
    let mut out: Vec<(TermKind, Pair)> = Vec::new();
    for (b, n) in pairs(&words(&before), &words(&now)) {
        let (b, n) = (b.and_then(|i| before.get(i)), n.and_then(|i| now.get(i)));
        let Some(kind) = n.or(b).map(|x| x.1.kind) else { continue };
        let fate = match (b, n) {
            (Some((_, b)), Some((_, n))) => {
                if same(b, n) {
                    Fate::Kept
                } else {
                    Fate::Changed
                }
            }
            (None, _) => Fate::New,
            (_, None) => Fate::NotMentioned,
        };
        out.push((kind, Pair { fate, before: b.map(|x| x.0), now: n.map(|x| x.0) }));
    }
    out.sort_by_key(|(kind, p)| (p.now.is_none(), *kind, p.now, p.before));
    out.into_iter().map(|x| x.1).collect()
}

#[derive(Clone, Debug)]
struct Wording {
    kind: TermKind,
    words: BTreeSet<String>,
    details: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Two wordings are the same where their details agree, and their words do where there are no details.
fn same(a: &Wording, b: &Wording) -> bool {
    a.details == b.details && (!a.details.is_empty() || overlap(&a.words, &b.words) >= SAME)
}

/// Which term of the one list is which of the other: those most alike first; each at most once.
fn pairs(before: &[Wording], now: &[Wording]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for (b, x) in before.iter().enumerate() {
        for (n, y) in now.iter().enumerate().filter(|(_, y)| y.kind == x.kind) {
            let alone = |all: &[Wording]| all.iter().filter(|w| w.kind == x.kind).count() == 1;
            let score = if same(x, y) { 1.0 + overlap(&x.words, &y.words) } else { overlap(&x.words, &y.words) };
            if score >= ALIKE || (alone(before) && alone(now)) {
                scored.push((score, b, n));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut of_before, mut of_now) = (vec![None; before.len()], vec![None; now.len()]);
    for (_, b, n) in scored {
        if of_before[b].is_none() && of_now[n].is_none() {
            (of_before[b], of_now[n]) = (Some(n), Some(b));
        }
    }
    let later = of_now.iter().enumerate().map(|(n, b)| (*b, Some(n)));
    later.chain(of_before.iter().enumerate().filter(|(_, n)| n.is_none()).map(|(b, _)| (Some(b), None))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(kind: TermKind, words: &str, details: &[(&'static str, &str)]) -> Wording {
        let mut all: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        details.iter().for_each(|(k, v)| {
            all.entry(k).or_default().insert((*v).to_owned());
        });
        Wording { kind, words: telling(words), details: all }
    }

    #[test]
    fn the_most_alike_are_one_provision() {
        let before =
            [term(TermKind::Withdrawal, "withdrawal from the northern ridge", &[]), term(TermKind::Withdrawal, "withdrawal from both harbour quays", &[])];
        let now = [term(TermKind::Withdrawal, "withdrawal from the harbour quays", &[]), term(TermKind::Withdrawal, "withdrawal from the northern ridge", &[])];
        assert_eq!(pairs(&before, &now), [(Some(1), Some(0)), (Some(0), Some(1))]);
    }

    #[test]
    fn terms_of_other_kinds_are_never_one() {
        let before = [term(TermKind::Extension, "sixty days", &[])];
        let now = [term(TermKind::Presence, "sixty days", &[])];
        assert_eq!(pairs(&before, &now), [(None, Some(0)), (Some(0), None)]);
    }

    #[test]
    fn the_only_two_of_a_kind_are_one_though_worded_otherwise() {
        let before = [term(TermKind::Remains, "bodies are handed over", &[])];
        let now = [term(TermKind::Remains, "return of the fallen within a week", &[])];
        assert_eq!(pairs(&before, &now), [(Some(0), Some(0))]);
        assert!(!same(&before[0], &now[0]));
    }

    #[test]
    fn details_decide_whether_a_term_was_kept() {
        let sixty = term(TermKind::Extension, "a truce of sixty days", &[("duration_days", "60")]);
        let ninety = term(TermKind::Extension, "a truce of ninety days", &[("duration_days", "90")]);
        let again = term(TermKind::Extension, "quiet for two months", &[("duration_days", "60")]);
        assert!(!same(&sixty, &ninety) && same(&sixty, &again));
    }
}
