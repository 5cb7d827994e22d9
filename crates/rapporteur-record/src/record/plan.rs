//! One proposal across documents, and which one replaces which.
//!
//! Decides: which labels of different documents are surely one proposal, which may be, and the lineage. Must not know: who stands where on it.

use super::party::{Decision, Evidence, Offer, aside, decisions};
use super::union::{Groups, commonest};
use super::{Attention, PartyId, Sum, TextId};
use crate::brief::Brief;
use crate::conflict::is_open;
use crate::gist::{Lists, Words};
use crate::wording::{key, overlap, telling};
use crate::{Bond, Entry, EntryId, ProposalId, What};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Names a proposal of a record: the index in [`Sum::plans`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlanId(pub usize);

/// One proposal of the record, under all its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The label to show: the brief's, else the most frequent.
    pub label: String,
    /// All labels and mentions, ascending.
    pub labels: BTreeSet<String>,
    /// Who put it forward.
    pub authors: BTreeSet<PartyId>,
    /// The earlier one that it replaces or amends.
    pub supersedes: Option<PlanId>,
    /// Whether it is any deal, of no author and no version.
    pub open: bool,
    /// The first day on which a text of known day speaks of it.
    pub first: Option<Date>,
    /// Where it is a proposal.
    pub members: Vec<(TextId, ProposalId)>,
    /// Why these are one.
    pub evidence: BTreeSet<Evidence>,
}

/// Words that every label has.
const GENERIC: &[&str] = &["accord", "agreement", "deal", "document", "draft", "offer", "paper", "plan", "proposal", "text", "version"];
/// Words that mean another version tomorrow.
const RELATIVE: &[&str] = &[
    "amended", "current", "earlier", "existing", "final", "former", "last", "latest", "new", "newest", "next", "old", "original", "other", "previous",
    "proposed", "recent", "revised", "updated",
];

/// A proposal of a text. What is written alike is kept once.
struct Node {
    wording: Arc<Wording>,
    /// On whose behalf it is put forward, and by whom.
    authors: Arc<BTreeSet<PartyId>>,
    by: Arc<BTreeSet<PartyId>>,
    open: bool,
    text: TextId,
    id: ProposalId,
}

/// How a text words a proposal.
struct Wording {
    label: String,
    labels: BTreeSet<String>,
    /// What sets the label apart, where something does.
    distinctive: Option<BTreeSet<String>>,
}

/// Which proposal a text says replaces which.
type Replaced = Vec<(TextId, ProposalId, ProposalId)>;

/// Sets plans, offers and each text's way to them.
pub(super) fn join(sum: &mut Sum, active: &[(EntryId, &Entry)], brief: &Brief) {
    let (decisions, overruled) = decisions(active, |w| if let What::Proposals { labels, bond } = w { Some((labels, *bond)) } else { None });
    sum.attention.extend(overruled);
    let (nodes, replaced) = nodes(sum);
    let mut groups = Groups::new(nodes.len());
    // What one text keeps apart stays apart, but for a person's word.
    let mut evidence: Vec<(usize, Evidence)> = Vec::new();
    for (d, decision) in decisions.iter().enumerate().filter(|(_, d)| d.bond != Bond::Join) {
        for (i, node) in nodes.iter().enumerate() {
            decision.values(|n| meant(sum, node, n)).into_iter().for_each(|value| groups.mark(i, usize::MAX - d, value));
        }
    }
    let aside = aside(nodes.len(), &decisions, |i, n| meant(sum, &nodes[i], n));
    let alone = |a: usize, b: usize| aside.contains(&a) || aside.contains(&b);
    for (a, b, why) in decided(sum, &nodes, &decisions, &aside).into_iter().chain(by_brief(&nodes, brief).into_iter().filter(|(a, b, _)| !alone(*a, *b))) {
        if groups.join(a, b) {
            evidence.push((a, why));
        }
    }
    let several = several(&nodes);
    for (i, n) in nodes.iter().enumerate().filter(|(_, n)| several.contains(&n.text)) {
        groups.mark(i, n.text.0, n.id.0);
    }
    let named: Vec<usize> = sure(&nodes, &aside).into_iter().filter(|(a, b)| groups.join(*a, *b) && a != b).map(|(a, _)| a).collect();
    build(sum, &nodes, &mut groups, evidence, &named, brief);
    lineage(sum, brief, &replaced);
    let first: HashMap<(TextId, ProposalId), usize> = nodes.iter().enumerate().map(|(i, n)| ((n.text, n.id), i)).collect();
    let node = |p: &Plan| p.members.first().and_then(|m| first.get(m)).copied();
    offer(sum, &mut |p: &Plan, q: &Plan| node(p).zip(node(q)).is_some_and(|(a, b)| groups.apart(a, b)));
}

fn several(nodes: &[Node]) -> BTreeSet<TextId> {
    let mut counts: BTreeMap<TextId, usize> = BTreeMap::new();
    nodes.iter().for_each(|n| *counts.entry(n.text).or_default() += 1);
    counts.into_iter().filter(|(_, n)| *n > 1).map(|(t, _)| t).collect()
}

fn nodes(sum: &Sum) -> (Vec<Node>, Replaced) {
    let (mut out, mut replaced) = (Vec::new(), Vec::new());
    let mut wordings: HashMap<(String, Vec<String>), Arc<Wording>> = HashMap::new();
    let mut groups: HashMap<Vec<PartyId>, [Arc<BTreeSet<PartyId>>; 2]> = HashMap::new();
    for (t, text) in sum.texts.iter().enumerate() {
        let opened = text.look(Lists::PROPOSALS);
        for (i, p) in opened.reading.proposals.iter().enumerate() {
            let mentions: Vec<String> = p.mentions.iter().map(|m| opened.at(*m).to_owned()).collect();
            let wording = wordings.entry((p.label.clone(), mentions)).or_insert_with_key(|(label, mentions)| {
                let labels = mentions.iter().chain([label]).cloned().collect();
                Arc::new(Wording { label: label.clone(), labels, distinctive: distinctive(label) })
            });
            let by: Vec<PartyId> = p.authors.iter().map(|a| text.party(*a)).collect();
            let [authors, by] = groups
                .entry(by)
                .or_insert_with_key(|by| [by.iter().map(|p| root(sum, *p)).collect::<BTreeSet<_>>(), by.iter().copied().collect()].map(Arc::new));
            replaced.extend(p.supersedes.map(|earlier| (TextId(t), ProposalId(i), earlier)));
            let open = is_open(&opened, p);
            out.push(Node { wording: wording.clone(), authors: authors.clone(), by: by.clone(), open, text: TextId(t), id: ProposalId(i) });
        }
    }
    (out, replaced)
}

/// On whose behalf a party speaks in the end.
pub(crate) fn root(sum: &Sum, party: PartyId) -> PartyId {
    let chain = crate::conflict::behalf(party.0, |i| sum.parties.get(i).and_then(|p| p.acts_for).map(|p| p.0));
    PartyId(chain.last().copied().unwrap_or(party.0))
}

fn meant(sum: &Sum, node: &Node, named: &crate::Named) -> bool {
    let here = named.document.as_ref().is_none_or(|d| *d == sum.texts[node.text.0].document.id);
    here && node.wording.labels.iter().any(|l| key(l) == key(&named.name))
}

fn decided(sum: &Sum, nodes: &[Node], decisions: &[Decision], aside: &BTreeSet<usize>) -> Vec<(usize, usize, Evidence)> {
    let mut out = Vec::new();
    for d in decisions.iter().filter(|d| d.bond == Bond::Join) {
        let means = |i: usize, n: &crate::Named| (n.document.is_some() || !aside.contains(&i)) && meant(sum, &nodes[i], n);
        let met: Vec<usize> = (0..nodes.len()).filter(|i| d.names.iter().any(|n| means(*i, n))).collect();
        out.extend(met.windows(2).map(|w| (w[0], w[1], Evidence::Decision(d.entry))));
    }
    out
}

fn by_brief(nodes: &[Node], brief: &Brief) -> Vec<(usize, usize, Evidence)> {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (i, n) in nodes.iter().enumerate() {
        let fits = |p: &crate::brief::KnownProposal| n.wording.labels.iter().any(|l| key(l) == key(&p.label) || p.aliases.iter().any(|a| key(a) == key(l)));
        if let Some(home) = brief.proposals.iter().position(fits) {
            let a = *first.entry(home).or_insert(i);
            out.push((a, i, Evidence::Brief(brief.proposals[home].label.clone())));
        }
    }
    out
}

/// What sets a label apart: its telling words less those that every label has, with ordinals. `None` where a label says another thing tomorrow.
fn distinctive(label: &str) -> Option<BTreeSet<String>> {
    let words: BTreeSet<String> = telling(label).into_iter().filter(|w| !GENERIC.contains(&w.as_str())).collect();
    (!words.is_empty() && !words.iter().any(|w| RELATIVE.contains(&w.as_str()))).then_some(words)
}

/// One distinctive label and one author; or one proper name, or one whole label with two words that set it apart, where authors do not contradict.
fn sure(nodes: &[Node], aside: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let mut shelves: BTreeMap<(bool, BTreeSet<String>, Option<PartyId>), Vec<usize>> = BTreeMap::new();
    // What is worded alike by the same authors stands on the same shelves.
    let mut alike: BTreeMap<(*const Wording, &BTreeSet<PartyId>), Vec<usize>> = BTreeMap::new();
    for (i, n) in nodes.iter().enumerate().filter(|(i, _)| !aside.contains(i)) {
        alike.entry((Arc::as_ptr(&n.wording), &n.authors)).or_default().push(i);
    }
    for all in alike.values() {
        let Some(n) = all.first().and_then(|i| nodes.get(*i)) else { continue };
        let (label, Some(words)) = (&n.wording.label, &n.wording.distinctive) else { continue };
        n.authors.iter().for_each(|a| shelves.entry((false, words.clone(), Some(*a))).or_default().extend(all));
        if words.len() > 1 {
            shelves.entry((true, BTreeSet::from([key(label)]), None)).or_default().extend(all);
        }
        if capital(label) {
            shelves.entry((true, words.clone(), None)).or_default().extend(all);
        }
    }
    let mut out = Vec::new();
    for ((by_name, _, _), shelf) in &mut shelves {
        // In order of the texts, however they came here.
        shelf.sort_unstable();
        shelf.dedup();
        let authors: BTreeSet<&BTreeSet<PartyId>> = shelf.iter().map(|i| &*nodes[*i].authors).filter(|a| !a.is_empty()).collect();
        let contradict = authors.iter().any(|a| authors.iter().any(|b| a.is_disjoint(b)));
        if !by_name || !contradict {
            out.extend(shelf.windows(2).map(|w| (w[0], w[1])));
        }
    }
    out
}

/// A word with a capital letter, not the first.
fn capital(label: &str) -> bool {
    label.split_whitespace().skip(1).any(|w| w.chars().next().is_some_and(char::is_uppercase))
}

/// `named`: nodes that were joined with another by their label.
fn build(sum: &mut Sum, nodes: &[Node], groups: &mut Groups, evidence: Vec<(usize, Evidence)>, named: &[usize], brief: &Brief) {
    let mut why: BTreeMap<usize, BTreeSet<Evidence>> = BTreeMap::new();
    for (i, e) in evidence {
        why.entry(groups.root(i)).or_default().insert(e);
    }
    for i in named {
        why.entry(groups.root(*i)).or_default().insert(Evidence::ProperName(nodes[*i].wording.label.clone()));
    }
    let mut plans = Vec::new();
    for group in groups.all() {
        let all = || group.iter().map(|i| &nodes[*i]);
        let wordings: BTreeMap<*const Wording, &Wording> = all().map(|n| (Arc::as_ptr(&n.wording), &*n.wording)).collect();
        let labels: BTreeSet<String> = wordings.values().flat_map(|w| w.labels.iter().cloned()).collect();
        let known = brief.proposals.iter().find(|p| labels.iter().any(|l| key(l) == key(&p.label) || p.aliases.iter().any(|a| key(a) == key(l))));
        let told = known.into_iter().flat_map(|k| &k.authors).filter_map(|a| sum.parties.iter().position(|p| key(&p.name) == key(a)).map(PartyId));
        let authors = all().flat_map(|n| n.by.iter().copied()).chain(told).collect();
        plans.push(Plan {
            label: known.map_or_else(|| commonest(all().map(|n| n.wording.label.as_str())), |k| k.label.clone()),
            authors,
            supersedes: None,
            open: known.is_none() && all().all(|n| n.open),
            first: all().filter_map(|n| sum.texts[n.text.0].document.published).min(),
            members: all().map(|n| (n.text, n.id)).collect(),
            evidence: why.remove(&groups.root(group[0])).unwrap_or_default(),
            labels,
        });
    }
    plans.sort_by(|a, b| (key(&a.label), &a.members).cmp(&(key(&b.label), &b.members)));
    sum.plans = plans;
    let members = sum.plans.iter().map(|p| p.members.iter().map(|(t, id)| (*t, id.0)));
    let ways = super::party::ways(sum.texts.len(), members, PlanId);
    sum.texts.iter_mut().zip(ways).for_each(|(t, all)| t.plans = all);
}

/// Which replaces which: the brief first, then what most texts say. What would close a circle is refused and shown.
fn lineage(sum: &mut Sum, brief: &Brief, replaced: &Replaced) {
    let mut counts: BTreeMap<(PlanId, PlanId), usize> = BTreeMap::new();
    for (t, later, earlier) in replaced {
        let text = &sum.texts[t.0];
        *counts.entry((text.plan(*later), text.plan(*earlier))).or_default() += 1;
    }
    let find = |label: &str| sum.plans.iter().position(|p| p.labels.iter().chain([&p.label]).any(|l| key(l) == key(label))).map(PlanId);
    for p in &brief.proposals {
        if let Some(pair) = find(&p.label).zip(p.supersedes.as_deref().and_then(find)) {
            counts.insert(pair, usize::MAX);
        }
    }
    let mut links: Vec<_> = counts.into_iter().collect();
    links.sort_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    for ((later, earlier), _) in links {
        let back = crate::conflict::behalf(earlier.0, |i| sum.plans.get(i).and_then(|p| p.supersedes).map(|p| p.0));
        if back.contains(&later.0) {
            sum.attention.push(Attention::LineageCircle { later, earlier });
        } else if sum.plans[later.0].supersedes.is_none() {
            sum.plans[later.0].supersedes = Some(earlier);
        }
    }
    let superseded: BTreeSet<PlanId> = sum.plans.iter().filter_map(|p| p.supersedes).collect();
    for (i, p) in sum.plans.iter_mut().enumerate() {
        p.open &= p.supersedes.is_none() && !superseded.contains(&PlanId(i));
    }
}

/// Labels that share most of their words: a person decides, where no person has kept them apart.
fn offer(sum: &mut Sum, apart: &mut dyn FnMut(&Plan, &Plan) -> bool) {
    let words: Vec<BTreeSet<String>> = sum.plans.iter().map(|p| telling(&p.label)).collect();
    let mut shelves: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (i, w) in words.iter().enumerate() {
        w.iter().filter(|w| !GENERIC.contains(&w.as_str())).for_each(|w| shelves.entry(w).or_default().push(i));
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for shelf in shelves.values().filter(|s| s.len() <= 50) {
        for (n, a) in shelf.iter().enumerate() {
            pairs.extend(shelf[n + 1..].iter().map(|b| (*a, *b)));
        }
    }
    let in_line = |a: &Plan, b: usize| a.supersedes == Some(PlanId(b));
    let texts: Vec<BTreeSet<TextId>> = sum.plans.iter().map(|p| p.members.iter().map(|m| m.0).collect()).collect();
    for (a, b) in pairs {
        let (p, q) = (&sum.plans[a], &sum.plans[b]);
        let share_text = || !texts[a].is_disjoint(&texts[b]);
        if overlap(&words[a], &words[b]) >= 0.5 && !share_text() && !in_line(p, b) && !in_line(q, a) && !apart(p, q) {
            let why = Evidence::Label(p.label.clone(), q.label.clone());
            sum.offers.push(Offer::Plans(PlanId(a), PlanId(b), why));
        }
    }
}
