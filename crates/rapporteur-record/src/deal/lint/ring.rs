//! Circles: clauses that wait for each other.
//!
//! Decides: what waits for what (only where it must), and which rings that closes. Must not know: dates.

use super::Finding;
use super::rules::{CANNOT_BEGIN, CIRCLE};
use crate::deal::{Anchor, Condition, Deal, Phase, When};
use std::collections::{BTreeMap, BTreeSet};

/// What can wait and be waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node<'d> {
    /// The beginning of a phase, the fulfilment of a duty, the use of a power.
    At(&'d str),
    /// The end of a phase.
    EndOf(&'d str),
}

impl<'d> Node<'d> {
    fn id(self) -> &'d str {
        match self {
            Node::At(id) | Node::EndOf(id) => id,
        }
    }

    fn named(self) -> String {
        match self {
            Node::At(id) => format!("`{id}`"),
            Node::EndOf(id) => format!("the end of `{id}`"),
        }
    }
}

/// For each thing that can wait, what it waits for.
pub(super) type Waits<'d> = BTreeMap<Node<'d>, BTreeSet<Node<'d>>>;

/// What must be done, used, begun or ended before `condition` can hold, whichever alternative is taken.
fn must(condition: &Condition) -> BTreeSet<Node<'_>> {
    match condition {
        Condition::All(of) => of.iter().flat_map(must).collect(),
        Condition::Any(of) => {
            let mut sets = of.iter().map(must);
            let first = sets.next().unwrap_or_default();
            sets.fold(first, |kept, set| kept.intersection(&set).copied().collect())
        }
        Condition::Fulfilled(id) | Condition::Done(_, id) | Condition::Begun(id) | Condition::Exercised(id) => BTreeSet::from([Node::At(id)]),
        Condition::Ended(id) => BTreeSet::from([Node::EndOf(id)]),
        _ => BTreeSet::new(),
    }
}

fn musts(condition: &Option<Condition>) -> BTreeSet<Node<'_>> {
    condition.as_ref().map(must).unwrap_or_default()
}

/// Stands in the graph for the entry into force.
const IN_FORCE: &str = "entry into force";

fn anchored(when: &Option<When>) -> Option<Node<'_>> {
    match &when.as_ref()?.anchor {
        Anchor::EndOf(id) => Some(Node::EndOf(id)),
        Anchor::StartOf(id) | Anchor::FulfilmentOf(id) | Anchor::EachPartOf(id) | Anchor::ExerciseOf(id) => Some(Node::At(id)),
        Anchor::InForce => Some(Node::At(IN_FORCE)),
        _ => None,
    }
}

/// For each phase, end of a phase, obligation and power, what it waits for.
pub(super) fn waits(deal: &Deal) -> Waits<'_> {
    let mut graph = Waits::from([(Node::At(IN_FORCE), anchored(&deal.in_force).into_iter().collect())]);
    for (i, p) in deal.phases.iter().enumerate() {
        let mut of = musts(&p.requires);
        of.extend(anchored(&p.starts));
        of.extend((i == 0 && p.starts.is_none() && p.requires.is_none()).then_some(Node::At(IN_FORCE)));
        graph.insert(Node::At(&p.id), of);
        graph.insert(Node::EndOf(&p.id), ends_after(p));
    }
    for o in &deal.obligations {
        let mut of = musts(&o.requires);
        of.extend(o.phase.as_deref().map(Node::At));
        of.extend(anchored(&o.from));
        // What is due before a phase ends does not wait for that end.
        of.extend(anchored(&o.deadline).map(|n| Node::At(n.id())));
        let own = Node::At(o.id.as_str());
        of.remove(&own);
        if matches!(&o.requires, Some(Condition::Fulfilled(id)) if *id == o.id) {
            of.insert(own);
        }
        graph.insert(own, of);
    }
    graph.extend(deal.powers.iter().map(|p| (Node::At(p.id.as_str()), musts(&p.requires))));
    graph
}

/// What must come before a phase can end: its start, and what ends it where no length and no last day does.
fn ends_after(p: &Phase) -> BTreeSet<Node<'_>> {
    let mut of = BTreeSet::from([Node::At(p.id.as_str())]);
    of.extend(anchored(&p.ends));
    if p.length.is_none() && p.ends.is_none() && p.at_latest.is_none() {
        of.extend(musts(&p.ended_by));
    }
    of
}

/// What can be reached from `from` by waiting; `from` itself only if a ring leads back.
pub(super) fn reach<'g>(graph: &Waits<'g>, from: Node<'_>) -> BTreeSet<Node<'g>> {
    let mut seen: BTreeSet<Node> = BTreeSet::new();
    let mut open: Vec<Node> = graph.get(&from).into_iter().flatten().copied().collect();
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            open.extend(graph.get(&at).into_iter().flatten());
        }
    }
    seen
}

pub(super) fn find(deal: &Deal, found: &mut Vec<Finding>) {
    let graph = waits(deal);
    let reached: BTreeMap<Node, BTreeSet<Node>> = graph.keys().map(|k| (*k, reach(&graph, *k))).collect();
    let mut told: BTreeSet<Node> = BTreeSet::new();
    let phases = deal.phases.iter().map(|p| (p.id.as_str(), p.line));
    let order = [(IN_FORCE, 1)].into_iter().chain(phases).chain(deal.obligations.iter().map(|o| (o.id.as_str(), o.line)));
    for (id, line) in order {
        let own = Node::At(id);
        let here = |x: &Node| reached.get(x).is_some_and(|r| r.contains(&own));
        let Some(of) = reached.get(&own).filter(|r| r.contains(&own) && !told.contains(&own)) else { continue };
        let ring: Vec<Node> = of.iter().copied().filter(|x| here(x)).collect();
        told.extend(&ring);
        let others: Vec<Node> = ring.into_iter().filter(|x| *x != own).collect();
        let named = if others.is_empty() { "itself".to_owned() } else { others.iter().map(|x| x.named()).collect::<Vec<_>>().join(", ") };
        let (rule, message, help) = if id == IN_FORCE {
            (CANNOT_BEGIN, format!("the entry into force waits for {named}, which waits for it"), "let it hang on a day or on the signature")
        } else if deal.phase(id).is_some() {
            (CANNOT_BEGIN, format!("phase `{id}` waits for {named}, which waits for it"), "let it wait for something that can come before it")
        } else {
            (CIRCLE, format!("`{id}` waits for {named} in a circle"), "let one go first, or in parts, or let a third hold both in trust")
        };
        let mut finding = Finding::new(rule, id, line, message, help);
        finding.also = others.iter().map(|x| x.id().to_owned()).collect();
        finding.also.dedup();
        found.push(finding);
    }
}
