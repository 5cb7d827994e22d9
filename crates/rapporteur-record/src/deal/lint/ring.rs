//! Circles: clauses that wait for each other.
//!
//! Decides: what waits for what (only where it must), and which rings that closes. Must not know: dates.

use super::Finding;
use super::rules::{CANNOT_BEGIN, CIRCLE};
use crate::deal::{Anchor, Condition, Deal, When};
use std::collections::{BTreeMap, BTreeSet};

/// What must be done or begun before `condition` can hold, whichever alternative is taken.
pub(super) fn must(condition: &Condition) -> BTreeSet<&str> {
    match condition {
        Condition::All(of) => of.iter().flat_map(must).collect(),
        Condition::Any(of) => {
            let mut sets = of.iter().map(must);
            let first = sets.next().unwrap_or_default();
            sets.fold(first, |kept, set| kept.intersection(&set).copied().collect())
        }
        Condition::Fulfilled(id) | Condition::Done(_, id) | Condition::Begun(id) | Condition::Ended(id) => BTreeSet::from([id.as_str()]),
        _ => BTreeSet::new(),
    }
}

/// Stands in the graph for the entry into force.
const IN_FORCE: &str = "entry into force";

fn anchored(when: &Option<When>) -> Option<&str> {
    match &when.as_ref()?.anchor {
        Anchor::StartOf(id) | Anchor::EndOf(id) | Anchor::FulfilmentOf(id) | Anchor::EachPartOf(id) => Some(id),
        Anchor::InForce => Some(IN_FORCE),
        _ => None,
    }
}

/// For each phase and obligation, what it waits for.
pub(super) fn waits(deal: &Deal) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut graph: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    graph.insert(IN_FORCE, anchored(&deal.in_force).into_iter().collect());
    for (i, p) in deal.phases.iter().enumerate() {
        let mut of: BTreeSet<&str> = p.requires.as_ref().map(must).unwrap_or_default();
        of.extend(anchored(&p.starts));
        of.extend((i == 0 && p.starts.is_none() && p.requires.is_none()).then_some(IN_FORCE));
        graph.insert(&p.id, of);
    }
    for o in &deal.obligations {
        let mut of: BTreeSet<&str> = o.requires.as_ref().map(must).unwrap_or_default();
        of.extend(o.phase.as_deref());
        of.extend(anchored(&o.from));
        of.extend(anchored(&o.deadline));
        of.remove(o.id.as_str());
        if let Some(Condition::Fulfilled(id)) = &o.requires
            && *id == o.id
        {
            of.insert(&o.id);
        }
        graph.insert(&o.id, of);
    }
    graph
}

/// What can be reached from `from` by waiting; `from` itself only if a ring leads back.
pub(super) fn reach<'g>(graph: &BTreeMap<&'g str, BTreeSet<&'g str>>, from: &str) -> BTreeSet<&'g str> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = graph.get(from).into_iter().flatten().copied().collect();
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            open.extend(graph.get(at).into_iter().flatten());
        }
    }
    seen
}

pub(super) fn find(deal: &Deal, found: &mut Vec<Finding>) {
    let graph = waits(deal);
    let reached: BTreeMap<&str, BTreeSet<&str>> = graph.keys().map(|k| (*k, reach(&graph, k))).collect();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let order =
        [(IN_FORCE, 1)].into_iter().chain(deal.phases.iter().map(|p| (p.id.as_str(), p.line))).chain(deal.obligations.iter().map(|o| (o.id.as_str(), o.line)));
    for (id, line) in order {
        let here = |x: &str| reached.get(x).is_some_and(|r| r.contains(id));
        let Some(of) = reached.get(id).filter(|r| r.contains(id) && !told.contains(id)) else { continue };
        let ring: Vec<&str> = of.iter().copied().filter(|x| here(x)).collect();
        told.extend(&ring);
        let phase = deal.phase(id).is_some();
        let force = id == IN_FORCE;
        let others: Vec<String> = ring.iter().filter(|x| **x != id).map(|x| (*x).to_owned()).collect();
        let named = if others.is_empty() { "itself".to_owned() } else { others.iter().map(|x| format!("`{x}`")).collect::<Vec<_>>().join(", ") };
        let (rule, message, help) = if force {
            (CANNOT_BEGIN, format!("the entry into force waits for {named}, which waits for it"), "let it hang on a day or on the signature")
        } else if phase {
            (CANNOT_BEGIN, format!("phase `{id}` waits for {named}, which waits for it"), "let it wait for something that can come before it")
        } else {
            (CIRCLE, format!("`{id}` waits for {named} in a circle"), "let one go first, or in parts, or let a third hold both in trust")
        };
        let mut finding = Finding::new(rule, id, line, message, help);
        finding.also = others;
        found.push(finding);
    }
}
