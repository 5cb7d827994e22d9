//! One actor behind many names.
//!
//! Decides: which names of different documents are surely one actor, which may be, and that the unnamed are never joined.
//! Must not know: what an actor says. Every join has its evidence; a person's decision goes before any rule.

use super::union::{Groups, most};
use super::{Attention, Sum, Text, TextId};
use crate::brief::Brief;
use crate::conflict::behalf;
use crate::gist::Lists;
use crate::wording::{key, person};
use crate::{Actor, ActorId, ActorKind, Bond, Entry, EntryId, Named, What, fingerprint_of};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Names an actor of a record: the index in [`Sum::parties`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartyId(pub usize);

/// One actor of the record, under all its names.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The name to show: the brief's, else the most frequent.
    pub name: String,
    /// What kind of being it is, as most documents have it.
    pub kind: ActorKind,
    /// All names and descriptions, ascending.
    pub names: BTreeSet<String>,
    /// On whose behalf it speaks, as the brief or most documents have it.
    pub acts_for: Option<PartyId>,
    /// Whether the brief calls it a mediator.
    pub mediator: bool,
    /// Where it is an actor.
    pub members: Vec<(TextId, ActorId)>,
    /// Why these are one.
    pub evidence: BTreeSet<Evidence>,
}

/// Why actors of two documents are taken to be one, or may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// One person's full name.
    FullName(String),
    /// One country.
    State(String),
    /// One organisation's (outlet's, court's, people's) proper name.
    ProperName(String),
    /// A short form that a document gives beside the long one: long, short.
    Abbreviation(String, String),
    /// The user's brief.
    Brief(String),
    /// A person's decision.
    Decision(EntryId),
    /// Only offered: a bare surname and a full name.
    Surname(String, String),
    /// Only offered: names that differ by a letter.
    Misspelling(String, String),
    /// Only offered: one office held for one actor.
    Office(String),
    /// Only offered: one name, but of different kinds or speaking for different actors.
    SameName(String),
    /// Only offered: labels of proposals that share most of their words.
    Label(String, String),
}

/// Two that may be one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offer {
    /// Two actors.
    Parties(PartyId, PartyId, Evidence),
    /// Two proposals.
    Plans(super::PlanId, super::PlanId, Evidence),
}

/// Actors that look the same everywhere are looked at once.
type Look = (String, ActorKind, Option<String>, BTreeSet<String>, Option<String>, Option<String>);

struct Node {
    look: Look,
    /// Of several ways to write it, the first in order of the alphabet.
    name: String,
    members: Vec<(TextId, ActorId)>,
    /// How often each name is the one that names it, and each kind is given.
    written: BTreeMap<String, usize>,
    kinds: BTreeMap<&'static str, usize>,
    /// All names and descriptions.
    names: BTreeSet<String>,
    /// The first office that is given, by the text that gives it.
    role: Option<((TextId, ActorId), String)>,
}

/// What is equal of actors that look the same: most actors of a large record are written in few ways.
type Written = (Actor, Option<String>);

/// Sets parties, offers and each text's way to them.
pub(super) fn join(sum: &mut Sum, active: &[(EntryId, &Entry)], brief: &Brief) {
    let (decisions, overruled) = decisions(active, |w| if let What::Actors { names, bond } = w { Some((names, *bond)) } else { None });
    sum.attention.extend(overruled);
    let (nodes, speaking) = nodes(&sum.texts, &decisions);
    let mut groups = Groups::new(nodes.len());
    let mut evidence: Vec<(usize, Evidence)> = Vec::new();
    mark(&nodes, &sum.texts, &decisions, &mut groups);
    let aside = aside(nodes.len(), &decisions, |i, n| meant(&nodes[i], &sum.texts, n));
    let by_rule = by_brief(&nodes, brief).into_iter().chain(sure(&nodes)).filter(|(a, b, _)| !aside.contains(a) && !aside.contains(b));
    // What is kept apart from the first of a row can still be one with another of that row.
    let mut refused: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (a, b, why) in decided(&nodes, &sum.texts, &decisions, &aside).into_iter().chain(by_rule) {
        let others = refused.entry(a).or_default();
        if groups.join(a, b) {
            evidence.extend((a != b).then_some((a, why)));
        } else if let Some(other) = others.iter().copied().find(|o| groups.join(*o, b)) {
            evidence.push((other, why));
        } else {
            others.push(b);
        }
    }
    let first = build(sum, &nodes, &mut groups, evidence, brief);
    on_behalf(sum, brief, &speaking);
    offer(sum, &roles(sum, &nodes), &mut |a: usize, b: usize| first.get(a).zip(first.get(b)).is_some_and(|(a, b)| groups.apart(*a, *b)));
}

/// Decisions to join or keep apart, oldest first.
pub(super) struct Decision {
    pub(super) entry: EntryId,
    pub(super) names: Vec<Named>,
    pub(super) bond: Bond,
}

/// The decisions that stand: of two that contradict on two names or more, the later.
pub(super) fn decisions<'a>(active: &[(EntryId, &'a Entry)], take: impl Fn(&'a What) -> Option<(&'a Vec<Named>, Bond)>) -> (Vec<Decision>, Vec<Attention>) {
    let mut all: Vec<_> = active.iter().filter_map(|(id, e)| take(&e.what).map(|(names, bond)| ((e.learnt, *id), names, bond))).collect();
    all.sort_by_key(|(rank, _, _)| *rank);
    let mut out: Vec<Decision> = Vec::new();
    let mut overruled = Vec::new();
    for ((_, entry), names, bond) in all {
        let wanted: BTreeSet<(String, &Option<String>)> = names.iter().map(|n| (key(&n.name), &n.document)).collect();
        let is = |n: &Named, first: Option<&Named>| first.is_some_and(|f| key(&f.name) == key(&n.name) && f.document == n.document);
        out.retain_mut(|d| {
            let shared = d.names.iter().filter(|n| wanted.contains(&(key(&n.name), &n.document))).count();
            let (was_out, is_out) = (d.bond == Bond::Out, bond == Bond::Out);
            // What is taken out says nothing of the others among themselves.
            let about_it = match (was_out, is_out) {
                (true, _) => names.iter().any(|n| is(n, d.names.first())),
                (false, true) => d.names.iter().any(|n| is(n, names.first())),
                (false, false) => true,
            };
            let contradicts = (d.bond == Bond::Join) != (bond == Bond::Join) && shared >= 2 && about_it;
            if contradicts && is_out && d.names.len() > 2 {
                d.names.retain(|n| !is(n, names.first()));
                return true;
            }
            if contradicts {
                overruled.push(Attention::Overruled { entry: d.entry });
            }
            !contradicts
        });
        out.push(Decision { entry, names: names.clone(), bond });
    }
    (out, overruled)
}

impl Decision {
    /// What it makes of something that some of its names mean: things with two different values are two. A name in one document goes before the
    /// same name in all.
    pub(super) fn values(&self, means: impl Fn(&Named) -> bool) -> Vec<usize> {
        let met: Vec<(usize, &Named)> = self.names.iter().enumerate().filter(|(_, n)| means(n)).collect();
        let special = met.iter().any(|(_, n)| n.document.is_some());
        let met: Vec<usize> = met.into_iter().filter(|(_, n)| !special || n.document.is_some()).map(|(i, _)| i).collect();
        match self.bond {
            Bond::Join => Vec::new(),
            Bond::Apart => met,
            Bond::Out if met.iter().any(|i| *i > 0) => vec![1],
            Bond::Out => met,
        }
    }
}

/// What is taken out in one document: no rule joins it with anything, and nobody's word but one about that document.
pub(super) fn aside(length: usize, decisions: &[Decision], meant: impl Fn(usize, &Named) -> bool) -> BTreeSet<usize> {
    let first = |d: &&Decision| d.bond == Bond::Out && d.names.first().is_some_and(|n| n.document.is_some());
    let out: Vec<&Decision> = decisions.iter().filter(first).collect();
    (0..length).filter(|i| out.iter().any(|d| d.values(|n| meant(*i, n)) == [0])).collect()
}

/// Within a text, who is said to speak for whom.
type Speaking = Vec<(TextId, ActorId, ActorId)>;

fn nodes(texts: &[Text], decisions: &[Decision]) -> (Vec<Node>, Speaking) {
    let special: BTreeSet<&str> = decisions.iter().flat_map(|d| &d.names).filter_map(|n| n.document.as_deref()).collect();
    type Placed = (Look, Option<(usize, usize)>);
    let mut places: BTreeMap<Placed, Vec<(Written, Members)>> = BTreeMap::new();
    let mut known: HashMap<u128, Vec<(Written, Members)>> = HashMap::new();
    let mut speaking = Vec::new();
    for (t, text) in texts.iter().enumerate() {
        let reading = text.some(Lists::ACTORS);
        for (i, a) in reading.actors.iter().enumerate() {
            let behalf = a.acts_for.and_then(|b| reading.actor(b));
            speaking.extend(a.acts_for.map(|b| (TextId(t), ActorId(i), b)));
            let behalf = behalf.filter(|b| proper(&b.name)).map(|b| key(&b.name));
            let written = (Actor { acts_for: None, mentions: Vec::new(), ..a.clone() }, behalf);
            if !tells(a) || special.contains(text.document.id.as_str()) {
                places.entry((look(&written), Some((t, i)))).or_default().push((written, vec![(TextId(t), ActorId(i))]));
                continue;
            }
            let same = known.entry(number(&written)).or_default();
            match same.iter_mut().find(|(w, _)| *w == written) {
                Some((_, members)) => members.push((TextId(t), ActorId(i))),
                None => same.push((written, vec![(TextId(t), ActorId(i))])),
            }
        }
    }
    for (written, members) in known.into_values().flatten() {
        places.entry((look(&written), None)).or_default().push((written, members));
    }
    (places.into_iter().map(|((look, _), all)| node(look, all)).collect(), speaking)
}

type Members = Vec<(TextId, ActorId)>;

/// A number by which most that are written otherwise differ.
fn number((a, behalf): &Written) -> u128 {
    let mut all = a.name.clone();
    for part in a.names.iter().chain(&a.role).chain(behalf) {
        all.push('\n');
        all.push_str(part);
    }
    fingerprint_of(&all)
}

fn look((a, behalf): &Written) -> Look {
    let short = a.names.iter().filter(|n| shortened(n)).cloned().collect();
    let name = if a.kind == ActorKind::Person { person(&a.name) } else { key(&a.name) };
    (name, a.kind, a.wikidata.clone(), short, behalf.clone(), a.role.as_deref().map(key))
}

fn node(look: Look, all: Vec<(Written, Members)>) -> Node {
    let name = all.iter().map(|((a, _), _)| a.name.clone()).min().unwrap_or_default();
    let (written, kinds, names) = Default::default();
    let mut node = Node { look, name, members: Vec::new(), written, kinds, names, role: None };
    for ((a, _), members) in all {
        *node.written.entry(a.name.clone()).or_default() += members.len();
        *node.kinds.entry(a.kind.name()).or_default() += members.len();
        let first = members.first().copied();
        if let Some(role) = first.zip(a.role).filter(|(at, _)| node.role.as_ref().is_none_or(|(before, _)| at < before)) {
            node.role = Some(role);
        }
        node.names.extend(a.names);
        node.names.insert(a.name);
        node.members.extend(members);
    }
    node.members.sort_unstable();
    node
}

/// Whether a name tells who it is in every document: no bare surname, no description, nobody unnamed.
fn tells(a: &Actor) -> bool {
    match a.kind {
        ActorKind::Anonymous => false,
        ActorKind::State => a.wikidata.is_some() || state(&a.name),
        ActorKind::Person => person(&a.name).contains(' ') && proper(&a.name),
        _ => proper(&a.name),
    }
}

/// All capitals, two letters or more: a short form.
fn shortened(name: &str) -> bool {
    let name = name.trim_start_matches("the ").trim_start_matches("The ");
    name.len() >= 2 && name.chars().all(|c| c.is_uppercase() || c == '.' || c == '-') && name.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// A name, not a description: some word after the article has a capital letter.
pub(super) fn proper(name: &str) -> bool {
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|w| !matches!(w.to_lowercase().as_str(), "the" | "a" | "an" | "her" | "his" | "its" | "their" | "our" | "my" | "your"))
        .collect();
    words.iter().any(|w| w.chars().next().is_some_and(char::is_uppercase))
}

/// A state's name, and not the government of one that only the document tells.
fn state(name: &str) -> bool {
    proper(name) && !matches!(key(name).as_str(), "government" | "cabinet" | "authorities" | "state" | "administration")
}

/// Whether a node is meant. Where a document is named, each of its actors is a node of its own.
fn meant(node: &Node, texts: &[Text], named: &Named) -> bool {
    let wanted = key(&named.name);
    let here = named.document.as_ref().is_none_or(|d| node.members.first().is_some_and(|(t, _)| *d == texts[t.0].document.id));
    here && node.names.iter().any(|n| key(n) == wanted)
}

fn mark(nodes: &[Node], texts: &[Text], decisions: &[Decision], groups: &mut Groups) {
    for (d, decision) in decisions.iter().enumerate().filter(|(_, d)| d.bond != Bond::Join) {
        for (i, node) in nodes.iter().enumerate() {
            decision.values(|n| meant(node, texts, n)).into_iter().for_each(|value| groups.mark(i, d, value));
        }
    }
}

fn decided(nodes: &[Node], texts: &[Text], decisions: &[Decision], aside: &BTreeSet<usize>) -> Vec<(usize, usize, Evidence)> {
    let mut out = Vec::new();
    for decision in decisions.iter().filter(|d| d.bond == Bond::Join) {
        let means = |i: usize, n: &Named| (n.document.is_some() || !aside.contains(&i)) && meant(&nodes[i], texts, n);
        let met: Vec<usize> = (0..nodes.len()).filter(|i| decision.names.iter().any(|n| means(*i, n))).collect();
        out.extend(met.iter().skip(1).map(|b| (met[0], *b, Evidence::Decision(decision.entry))));
    }
    out
}

fn by_brief(nodes: &[Node], brief: &Brief) -> Vec<(usize, usize, Evidence)> {
    let mut homes: BTreeMap<String, &str> = BTreeMap::new();
    for (name, aliases) in brief.parties.iter().map(|p| (&p.name, &p.aliases)).chain(brief.outlets.iter().map(|o| (&o.name, &o.aliases))) {
        homes.entry(key(name)).or_insert(name);
        for alias in aliases {
            homes.entry(key(alias)).or_insert(name);
        }
    }
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (i, node) in nodes.iter().enumerate().filter(|(_, n)| n.look.1 != ActorKind::Anonymous) {
        let Some(home) = homes.get(&node.look.0).or_else(|| homes.get(&key(&node.name))) else { continue };
        let a = *first.entry(home).or_insert(i);
        out.push((a, i, Evidence::Brief((*home).to_owned())));
    }
    out
}

/// Why the members of one node are one: several documents give them the same telling name.
fn same_look(n: &Node) -> Option<Evidence> {
    let name = n.name.clone();
    (n.members.len() > 1).then_some(match n.look.1 {
        ActorKind::State => Evidence::State(name),
        ActorKind::Person => Evidence::FullName(name),
        _ => Evidence::ProperName(name),
    })
}

/// What is surely one, without anybody's word.
fn sure(nodes: &[Node]) -> Vec<(usize, usize, Evidence)> {
    let mut out = Vec::new();
    let mut first: BTreeMap<(u8, ActorKind, String), usize> = BTreeMap::new();
    let mut join = |shelf: (u8, ActorKind, String), i: usize, why: Evidence| {
        let a = *first.entry(shelf).or_insert(i);
        out.push((a, i, why));
    };
    for (i, n) in nodes.iter().enumerate() {
        let (name, kind, item, ..) = &n.look;
        match kind {
            ActorKind::Anonymous => {}
            ActorKind::State => {
                if state(&n.name) {
                    join((0, *kind, name.clone()), i, Evidence::State(n.name.clone()));
                }
                if let Some(item) = item {
                    join((1, *kind, item.clone()), i, Evidence::State(n.name.clone()));
                }
            }
            // One name for two actors is not enough: who speaks for the other side is somebody else.
            ActorKind::Person if name.contains(' ') && proper(&n.name) => {
                let shelf = format!("{name} / {}", n.look.4.as_deref().unwrap_or(""));
                join((2, *kind, shelf), i, Evidence::FullName(n.name.clone()));
            }
            ActorKind::Person => {}
            _ if proper(&n.name) => join((3, *kind, name.clone()), i, Evidence::ProperName(n.name.clone())),
            _ => {}
        }
    }
    out.extend(behalf_unsaid(nodes));
    out.extend(abbreviated(nodes));
    out
}

/// A person of a full name, for whom some documents do not say whom they speak for: one with those that do, where these agree.
fn behalf_unsaid(nodes: &[Node]) -> Vec<(usize, usize, Evidence)> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, n) in nodes.iter().enumerate().filter(|(_, n)| n.look.1 == ActorKind::Person && n.look.0.contains(' ') && proper(&n.name)) {
        by_name.entry(&n.look.0).or_default().push(i);
    }
    let mut out = Vec::new();
    for same in by_name.values() {
        let behalfs: BTreeSet<&String> = same.iter().filter_map(|i| nodes[*i].look.4.as_ref()).collect();
        if behalfs.len() <= 1 {
            out.extend(same.iter().skip(1).map(|b| (same[0], *b, Evidence::FullName(nodes[same[0]].name.clone()))));
        }
    }
    out
}

/// A short form that some document gives for one long name only, and that others use alone.
fn abbreviated(nodes: &[Node]) -> Vec<(usize, usize, Evidence)> {
    let mut long: BTreeMap<(ActorKind, String), BTreeMap<&str, usize>> = BTreeMap::new();
    for (i, n) in nodes.iter().enumerate().filter(|(_, n)| !matches!(n.look.1, ActorKind::Anonymous | ActorKind::Person)) {
        for short in n.look.3.iter().filter(|s| key(s) != n.look.0) {
            long.entry((n.look.1, key(short))).or_default().entry(&n.look.0).or_insert(i);
        }
    }
    let mut out = Vec::new();
    for (i, n) in nodes.iter().enumerate() {
        let homes = long.get(&(n.look.1, n.look.0.clone()));
        if let Some(homes) = homes.filter(|h| h.len() == 1 && shortened(&n.name)) {
            out.extend(homes.values().map(|a| (*a, i, Evidence::Abbreviation(nodes[*a].name.clone(), n.name.clone()))));
        }
    }
    out
}

/// Sets the parties; gives the first node of each.
fn build(sum: &mut Sum, nodes: &[Node], groups: &mut Groups, evidence: Vec<(usize, Evidence)>, brief: &Brief) -> Vec<usize> {
    let mut all = groups.all();
    let known = |name: &str| brief.parties.iter().find(|p| key(&p.name) == key(name) || p.aliases.iter().any(|a| key(a) == key(name)));
    let mut parties: Vec<(Party, Vec<usize>)> = Vec::new();
    let mut why: BTreeMap<usize, BTreeSet<Evidence>> = BTreeMap::new();
    for (i, e) in evidence {
        why.entry(groups.root(i)).or_default().insert(e);
    }
    for group in all.drain(..) {
        let members = || group.iter().flat_map(|i| nodes[*i].members.iter().copied());
        let written = || group.iter().flat_map(|i| &nodes[*i].written);
        let common = most(written().filter(|(name, _)| proper(name) || group.len() == 1).map(|(name, n)| (name.as_str(), *n)));
        let brief =
            group.iter().find_map(|i| known(&nodes[*i].look.0).or_else(|| known(&nodes[*i].name))).filter(|_| nodes[group[0]].look.1 != ActorKind::Anonymous);
        let kinds = most(group.iter().flat_map(|i| &nodes[*i].kinds).map(|(kind, n)| (*kind, *n)));
        let mut sorted: Vec<_> = members().collect();
        sorted.sort_unstable();
        let party = Party {
            name: brief.map_or(common, |b| b.name.clone()),
            kind: brief.and_then(|b| b.kind).or(ActorKind::parse(&kinds)).unwrap_or(ActorKind::Anonymous),
            names: group.iter().flat_map(|i| &nodes[*i].names).cloned().collect(),
            acts_for: None,
            mediator: brief.is_some_and(|b| b.mediator),
            members: sorted,
            evidence: group.iter().filter_map(|i| same_look(&nodes[*i])).chain(why.remove(&groups.root(group[0])).unwrap_or_default()).collect(),
        };
        parties.push((party, group));
    }
    parties.sort_by(|(a, _), (b, _)| (key(&a.name), &a.name, a.kind, &a.members).cmp(&(key(&b.name), &b.name, b.kind, &b.members)));
    let first = parties.iter().map(|(_, group)| group[0]).collect();
    sum.parties = parties.into_iter().map(|(p, _)| p).collect();
    let members = sum.parties.iter().map(|p| p.members.iter().map(|(t, a)| (*t, a.0)));
    let ways = ways(sum.texts.len(), members, PartyId);
    sum.texts.iter_mut().zip(ways).for_each(|(t, all)| t.parties = all);
    first
}

/// Of each text, what stands behind its items: the members of each thing are the ways to it. Each item has one.
pub(super) fn ways<T: Copy>(texts: usize, members: impl Iterator<Item = impl Iterator<Item = (TextId, usize)>>, id: fn(usize) -> T) -> Vec<Arc<[T]>> {
    let mut all: Vec<Vec<T>> = vec![Vec::new(); texts];
    let fill = id(0);
    for (i, here) in members.enumerate() {
        for (t, at) in here {
            let Some(list) = all.get_mut(t.0) else { continue };
            if list.len() <= at {
                list.resize(at + 1, fill);
            }
            list[at] = id(i);
        }
    }
    all.into_iter().map(Arc::from).collect()
}

/// Of each party, its office as the first text that gives one has it.
fn roles(sum: &Sum, nodes: &[Node]) -> BTreeMap<PartyId, String> {
    let mut first: BTreeMap<PartyId, &((TextId, ActorId), String)> = BTreeMap::new();
    for role in nodes.iter().filter_map(|n| n.role.as_ref()) {
        let party = sum.texts[role.0.0.0].party(role.0.1);
        if first.get(&party).is_none_or(|before| role.0 < before.0) {
            first.insert(party, role);
        }
    }
    first.into_iter().map(|(p, (_, role))| (p, key(role))).collect()
}

/// On whose behalf: the brief's word, else what most documents say, names before descriptions.
fn on_behalf(sum: &mut Sum, brief: &Brief, speaking: &Speaking) {
    let mut counts: Vec<BTreeMap<PartyId, usize>> = vec![BTreeMap::new(); sum.parties.len()];
    for (t, a, b) in speaking {
        let text = &sum.texts[t.0];
        if let Some(counts) = counts.get_mut(text.party(*a).0) {
            *counts.entry(text.party(*b)).or_default() += 1;
        }
    }
    let find = |name: &str| sum.parties.iter().position(|p| key(&p.name) == key(name)).map(PartyId);
    let mut found: Vec<Option<PartyId>> = Vec::with_capacity(sum.parties.len());
    for (i, p) in sum.parties.iter().enumerate() {
        let told = brief.parties.iter().find(|b| b.name == p.name).and_then(|b| b.acts_for.as_deref()).and_then(find);
        let counts = std::mem::take(&mut counts[i]);
        let most =
            counts.into_iter().filter(|(b, _)| b.0 != i).max_by_key(|(b, n)| (proper(&sum.parties[b.0].name), *n, std::cmp::Reverse(*b))).map(|(b, _)| b);
        // A state speaks for itself, whatever one text seems to say; only the user knows of another.
        found.push(told.or(most.filter(|_| p.kind != ActorKind::State)));
    }
    // Two that are each said to act for the other: the circle is cut at the first.
    for i in 0..found.len() {
        let chain = behalf(i, |x| found[x].map(|p: PartyId| p.0));
        let circle = chain.last().and_then(|l| found[*l]).is_some_and(|b| chain.contains(&b.0));
        if circle {
            found[i] = None;
        }
    }
    for (p, acts_for) in sum.parties.iter_mut().zip(found) {
        p.acts_for = acts_for;
    }
}

/// What may be one, for a person to decide. What a person keeps apart is decided.
fn offer(sum: &mut Sum, roles: &BTreeMap<PartyId, String>, apart: &mut dyn FnMut(usize, usize) -> bool) {
    let named: Vec<usize> = (0..sum.parties.len()).filter(|i| sum.parties[*i].kind != ActorKind::Anonymous).collect();
    let mut offers: BTreeMap<(PartyId, PartyId), Evidence> = BTreeMap::new();
    let mut put = |a: usize, b: usize, why: Evidence| {
        if a != b {
            offers.entry((PartyId(a.min(b)), PartyId(a.max(b)))).or_insert(why);
        }
    };
    let name = |i: usize| sum.parties[i].name.clone();
    let mut shelves: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    for i in &named {
        let p = &sum.parties[*i];
        let k = if p.kind == ActorKind::Person { person(&p.name) } else { key(&p.name) };
        shelves.entry((0, k.clone())).or_default().push(*i);
        if p.kind == ActorKind::Person {
            let last = k.rsplit(' ').next().unwrap_or_default().to_owned();
            shelves.entry((1, last)).or_default().push(*i);
            if let (Some(role), Some(b)) = (roles.get(&PartyId(*i)), p.acts_for) {
                shelves.entry((2, format!("{role}, {}", sum.parties[b.0].name))).or_default().push(*i);
            }
        }
        for cut in cuts(&k) {
            shelves.entry((3, cut)).or_default().push(*i);
        }
    }
    for ((rule, words), shelf) in shelves.iter().filter(|(_, s)| s.len() > 1 && s.len() <= 50) {
        for (n, a) in shelf.iter().enumerate() {
            for b in &shelf[n + 1..] {
                let bare = |i: &usize| !person(&sum.parties[*i].name).contains(' ');
                match rule {
                    0 => put(*a, *b, Evidence::SameName(words.clone())),
                    1 if bare(a) != bare(b) => put(*a, *b, Evidence::Surname(name(*a), name(*b))),
                    2 => put(*a, *b, Evidence::Office(words.clone())),
                    3 if sum.parties[*a].kind == sum.parties[*b].kind && name(*a) != name(*b) => put(*a, *b, Evidence::Misspelling(name(*a), name(*b))),
                    _ => {}
                }
            }
        }
    }
    sum.offers.extend(offers.into_iter().filter(|((a, b), _)| !apart(a.0, b.0)).map(|((a, b), why)| Offer::Parties(a, b, why)));
}

/// A name with each letter left out in turn, and itself: two names that share one differ by a letter. Short names differ too easily.
fn cuts(name: &str) -> BTreeSet<String> {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() < 6 || letters.len() > 60 {
        return BTreeSet::new();
    }
    let without = |i: usize| letters.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, c)| *c).collect::<String>();
    (0..letters.len()).map(without).chain([name.to_owned()]).collect()
}
