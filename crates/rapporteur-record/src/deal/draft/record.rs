//! From the terms of a proposal in a record to a proposed deal file.
//!
//! Decides: which clause a term becomes, and which of its details. Every clause carries the words it was drawn from and who says so. Where the
//! record words a thing in two ways, both stand as a comment and the detail stays a gap. Must not know: what the parties meant.

use super::text::tokens;
use super::{Draft, Ids, clause, time, words};
use crate::deal::{Amount, Deal, Kind, Length, Obligation, Party, PartyKind, Phase, Power, PowerKind, Source, Unit};
use crate::gist::Words;
use crate::quotation;
use crate::record::{Matter, PartyId, PlanId, Sum, TextId, plan_root};
use crate::span::CodePoints;
use crate::wording::{key, overlap, telling};
use crate::{ActorId, Parameter, Span, Term, TermId, TermKind};
use std::collections::{BTreeMap, BTreeSet};

/// Wordings of one kind that share this much of their telling words are one clause.
const ALIKE: f64 = 0.4;
/// So many quotations of one clause are shown.
const SHOWN: usize = 6;

/// A wording of a term, with who says it.
struct Said {
    id: (TextId, TermId),
    term: Term,
    words: String,
    teller: String,
}

/// Proposes a deal file from what a record says of the proposal that bears `label`; the error names the proposals there are.
pub fn of_record(sum: &Sum, label: &str) -> Result<Draft, String> {
    let plan = plan(sum, label)?;
    let mut said: Vec<Said> = (sum.points.iter().filter(|p| p.plan == Some(plan))).flat_map(|p| &p.members).filter_map(|m| wording(sum, *m)).collect();
    said.sort_by_key(|s| s.id);
    if said.is_empty() {
        return Err(format!("the record holds no term of `{}`\nhelp: `rapporteur matrix` shows which proposals have terms", sum.plans[plan.0].label));
    }
    let mut make = Make {
        sum,
        deal: Deal { name: sum.plans[plan.0].label.clone(), ..Deal::default() },
        ids: Ids::default(),
        parties: BTreeMap::new(),
        notes: BTreeMap::new(),
        gaps: Vec::new(),
    };
    make.take_parties(plan);
    let mut clauses: Vec<Vec<Said>> = Vec::new();
    for s in said {
        let same = |c: &&mut Vec<Said>| c[0].term.kind == s.term.kind && c.iter().any(|o| overlap(&telling(&o.words), &telling(&s.words)) >= ALIKE);
        match clauses.iter_mut().find(same) {
            Some(home) => home.push(s),
            None => clauses.push(vec![s]),
        }
    }
    for c in &clauses {
        make.clause(c);
    }
    Ok(Draft { deal: make.deal, gaps: make.gaps, notes: make.notes })
}

/// The labels of the proposals of a record that can be drafted from: each names one proposal, of which the record holds terms.
pub fn proposals(sum: &Sum) -> Vec<String> {
    let held = |plan: PlanId| sum.points.iter().any(|p| p.plan == Some(plan) && !p.members.is_empty());
    let labels = sum.plans.iter().filter(|p| !p.open).map(|p| p.label.clone());
    let all: BTreeMap<String, String> = labels.filter(|l| plan(sum, l).is_ok_and(held)).map(|l| (key(&l), l)).collect();
    all.into_values().collect()
}

fn plan(sum: &Sum, label: &str) -> Result<PlanId, String> {
    let wanted = key(label);
    let bears = |p: &crate::record::Plan| key(&p.label) == wanted || p.labels.iter().any(|l| key(l) == wanted);
    let found: Vec<usize> = (0..sum.plans.len()).filter(|i| bears(&sum.plans[*i])).collect();
    let names = || sum.plans.iter().filter(|p| !p.open).map(|p| format!("\u{201c}{}\u{201d}", p.label)).collect::<Vec<_>>().join(", ");
    match found.as_slice() {
        [one] => Ok(PlanId(*one)),
        [] => Err(format!("the record has no proposal `{label}`\nhelp: its proposals are {}", names())),
        _ => Err(format!("`{label}` names {} proposals of the record\nhelp: join those that are one, by `rapporteur review join` or in a brief", found.len())),
    }
}

fn wording(sum: &Sum, (t, id): (TextId, TermId)) -> Option<Said> {
    let text = sum.texts.get(t.0)?;
    let opened = text.open();
    let (term, voice) = opened.reading.terms.get(id.0)?.parts();
    let words = term.text.iter().map(|s| opened.at(*s).split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(" \u{2026} ");
    let mouth = quotation::chain(sum, t, voice)
        .last()
        .map(|l| l.party.and_then(|p| sum.parties.get(p.0)).map_or_else(|| "somebody not named".to_owned(), |p| p.name.clone()));
    let own = || text.document.outlet.clone().unwrap_or_else(|| text.document.id.clone());
    Some(Said { id: (t, id), term: term.clone(), words, teller: mouth.unwrap_or_else(own) })
}

struct Make<'a> {
    sum: &'a Sum,
    deal: Deal,
    ids: Ids,
    parties: BTreeMap<PartyId, String>,
    notes: BTreeMap<String, Vec<String>>,
    gaps: Vec<String>,
}

impl Make<'_> {
    /// Whoever the record gives a stance on the proposal: the parties, and who carries words between them.
    fn take_parties(&mut self, plan: PlanId) {
        let sum = self.sum;
        let of_plan = |m: Matter| match m {
            Matter::Plan(p) => p == plan,
            Matter::Point(p) => sum.points[p.0].plan == Some(plan),
            Matter::Process => false,
        };
        let holders: BTreeSet<PartyId> = sum.claims.iter().filter(|c| of_plan(c.matter)).map(|c| plan_root(sum, c.holder)).collect();
        let all: BTreeSet<PartyId> = holders.into_iter().chain(sum.plans[plan.0].authors.iter().map(|a| plan_root(sum, *a))).collect();
        // A person or a paper with a view of its own is no party; whoever it speaks for is, and was looked up.
        let sides = [crate::ActorKind::State, crate::ActorKind::Organization, crate::ActorKind::ArmedGroup, crate::ActorKind::People];
        for p in all.into_iter().filter(|p| sum.parties.get(p.0).is_some_and(|p| sides.contains(&p.kind))) {
            self.party(p);
        }
    }

    fn party(&mut self, id: PartyId) -> Option<String> {
        let p = self.sum.parties.get(id.0).filter(|p| p.kind != crate::ActorKind::Anonymous)?;
        if let Some(known) = self.parties.get(&id) {
            return Some(known.clone());
        }
        let short = self.ids.fresh(&p.name);
        let shared = |n: &String| self.sum.parties.iter().filter(|o| o.names.iter().any(|x| key(x) == key(n))).count() > 1;
        let others = p.names.iter().filter(|n| key(n) != key(&p.name) && n.starts_with(char::is_uppercase) && !shared(n)).take(6).cloned().collect();
        let kind = if p.mediator { PartyKind::Mediator } else { PartyKind::Party };
        self.deal.parties.push(Party { id: short.clone(), name: p.name.clone(), kind, speaks_through: others, ..Party::default() });
        self.parties.insert(id, short.clone());
        Some(short)
    }

    fn clause(&mut self, said: &[Said]) {
        let Some(first) = said.first() else { return };
        let kind = first.term.kind;
        let mut notes: Vec<String> = Vec::new();
        for s in said.iter().take(SHOWN) {
            let t = &self.sum.texts[s.id.0.0].document;
            let day = t.published.map(|d| format!(", {d}")).unwrap_or_default();
            notes.push(format!("\u{201c}{}\u{201d}, according to {} ({}{day})", s.words, s.teller, t.id));
        }
        if said.len() > SHOWN {
            notes.push(format!("and {} wordings more", said.len() - SHOWN));
        }
        let mut read = Read { said, notes };
        let source = self.source(first);
        if matches!(kind, TermKind::Sequencing | TermKind::GeographicScope | TermKind::Commencement | TermKind::Extension) {
            return self.frame(kind, &mut read, source);
        }
        let (how, usual) = act(kind);
        let debtors: BTreeSet<PartyId> = said.iter().filter_map(|s| self.debtor(s)).collect();
        let debtors: Vec<String> = if debtors.len() == 1 {
            debtors.into_iter().filter_map(|d| self.party(d)).collect()
        } else {
            if debtors.len() > 1 {
                let names: Vec<&str> = debtors.iter().filter_map(|d| self.sum.parties.get(d.0)).map(|p| p.name.as_str()).collect();
                read.notes.push(format!("gap: debtor: the record names {} in different places", names.join(" and ")));
            }
            Vec::new()
        };
        let (verb, object) = split(&first.words, usual);
        // "Attack a truce" is nobody's duty: the words name what it is called, not what is refrained from.
        let object = if kind == TermKind::CessationOfHostilities && verb == usual { String::new() } else { bare(&object, &first.term) };
        if verb == usual && !first.words.to_lowercase().starts_with(usual) {
            read.notes.push(format!("`act` is what terms of the kind {} are about; the words say it in their own way", kind.name()));
        }
        let id = self.ids.fresh(&format!("{verb} {object}"));
        let quantity = read.number("quantity").and_then(|n| Amount::parse(&format!("{n:.3}")));
        let unit = quantity.and_then(|q| unit(&first.words, q));
        if quantity.is_some() && unit.is_none() {
            read.notes.push("gap: unit".to_owned());
        }
        let deadline = self.deadline(&mut read);
        let lasts = read.number("duration_days").filter(|d| d.fract() == 0.0 && *d > 0.0 && *d < 40_000.0);
        let mut phase = None;
        if let Some(days) = lasts {
            if kind == TermKind::CessationOfHostilities && self.deal.phases.is_empty() {
                let name = self.ids.fresh("truce");
                let length = Some(Length { count: days as u32, unit: Unit::Days });
                self.deal.phases.push(Phase {
                    id: name.clone(),
                    name: "the cessation of hostilities".to_owned(),
                    length,
                    source: source.clone(),
                    ..Phase::default()
                });
                self.notes.insert(name.clone(), vec!["gap: starts: the record does not say from when the days count".to_owned()]);
                phase = Some(name);
            } else {
                read.notes.push(format!("gap: until: the record says {days} days, not from when they count"));
            }
        }
        for key in ["condition", "extent", "give", "take"] {
            for w in read.words(key) {
                read.notes.push(if key == "condition" {
                    format!("gap: requires: the record says \u{201c}{w}\u{201d}")
                } else {
                    format!("{key}: \u{201c}{w}\u{201d}")
                });
            }
        }
        let place = read.only("place");
        let (deadline, until) = if how == Kind::Achieve { (deadline, None) } else { (None, deadline) };
        let o = Obligation {
            id: id.clone(),
            phase,
            debtors,
            kind: how,
            act: verb,
            object: Some(object).filter(|o| !o.is_empty()),
            place,
            quantity,
            unit,
            deadline,
            until,
            source,
            ..Obligation::default()
        };
        self.deal.obligations.push(o);
        self.notes.insert(id, read.notes);
    }

    /// What is no duty: when the deal begins, how it is extended, in which order and where it holds.
    fn frame(&mut self, kind: TermKind, read: &mut Read<'_>, source: Source) {
        match kind {
            TermKind::Extension => {
                let id = self.ids.fresh("extend");
                let length = read.number("duration_days").filter(|d| d.fract() == 0.0 && *d > 0.0 && *d < 40_000.0);
                let length = length.map(|d| Length { count: d as u32, unit: Unit::Days });
                self.deal.powers.push(Power { id: id.clone(), kind: PowerKind::Extend, length, source, ..Power::default() });
                self.notes.insert(id, std::mem::take(&mut read.notes));
            }
            TermKind::Commencement if self.deal.in_force.is_none() => {
                let notes = read.notes.clone();
                self.deal.in_force = self.deadline(read);
                self.gaps.extend(notes.into_iter().map(|n| format!("in_force: {n}")));
            }
            _ => self.gaps.extend(read.notes.iter().map(|n| format!("{}: {n}", kind.name()))),
        }
    }

    /// Whose forces, else who stands before the words as the one who would do it.
    fn debtor(&self, s: &Said) -> Option<PartyId> {
        let text = self.sum.texts.get(s.id.0.0)?;
        let root =
            |a: ActorId| Some(plan_root(self.sum, text.party(a))).filter(|p| self.sum.parties.get(p.0).is_some_and(|p| p.kind != crate::ActorKind::Anonymous));
        let forces = s.term.parameters.iter().find_map(|(k, v)| if let ("forces", Parameter::Actor(a)) = (*k, v) { Some(*a) } else { None });
        if let Some(a) = forces {
            return root(a);
        }
        let begin = s.term.text.first()?.begin();
        let bound = |between: &str| {
            let words: Vec<&str> = between.split_whitespace().collect();
            matches!(words.as_slice(), ["would" | "will" | "shall" | "must"] | ["is" | "are" | "was" | "were", "to"] | ["would" | "will", "have", "to"])
        };
        let (reading, whole) = (text.reading(), text.whole());
        let mentions = reading.actors.iter().enumerate().flat_map(|(i, a)| a.mentions.iter().map(move |m| (*m, ActorId(i))));
        let before = mentions.filter(|(m, _)| m.end() <= begin && whole.text.get(m.end()..begin).is_some_and(bound)).max_by_key(|(m, _)| m.end());
        let inside = || {
            // "Calvessa would free six": the words of the term hold their own subject.
            let first = s.term.text.first()?;
            let all = reading.actors.iter().enumerate().flat_map(|(i, a)| a.mentions.iter().map(move |m| (*m, ActorId(i))));
            let lead = |m: &Span| first.contains(*m) && m.begin() == first.begin();
            let bound_after = |m: &Span| {
                whole.text.get(m.end()..first.end()).is_some_and(|r| ["would", "will", "shall", "must"].contains(&r.split_whitespace().next().unwrap_or("")))
            };
            all.filter(|(m, _)| lead(m) && bound_after(m)).map(|(_, a)| a).next()
        };
        before.map(|(_, a)| a).or_else(inside).and_then(root)
    }

    /// The last day, where its words come to one; else a gap with the words.
    fn deadline(&mut self, read: &mut Read<'_>) -> Option<crate::deal::When> {
        let all = read.words("deadline");
        let [one] = all.as_slice() else {
            if all.len() > 1 {
                read.notes
                    .push(format!("gap: deadline: the record says {}", all.iter().map(|w| format!("\u{201c}{w}\u{201d}")).collect::<Vec<_>>().join(" and ")));
            }
            return None;
        };
        let t = tokens(one, 0, one.len());
        let found = time::find(&t, words::words()).map(|f| f.time);
        let known = found.map(|f| clause::deadline(one, &t, f)).and_then(|d| match d {
            clause::Deadline::Known(when) => Some(when),
            // "Within 30 days" of nothing that is named.
            clause::Deadline::After(..) | clause::Deadline::Days(_) => None,
        });
        if known.is_none() {
            read.notes.push(format!("gap: deadline: the record says \u{201c}{one}\u{201d}"));
        }
        known
    }

    fn source(&self, s: &Said) -> Source {
        let text = self.sum.texts[s.id.0.0].whole();
        let points = CodePoints::of(&text.text);
        let (begin, end) = (s.term.text.first().map_or(0, |x| x.begin()), s.term.text.last().map_or(0, |x| x.end()));
        Source {
            text: Some(s.words.clone()),
            place: None,
            of: Some(format!("{}#t{}", text.id, s.id.1.0 + 1)),
            span: Some((points.before(&text.text, begin), points.before(&text.text, end))),
            confidence: Some((s.term.confidence.clamp(0.0, 1.0) * 100.0).round() as u8),
        }
    }
}

/// The details that the wordings of one clause give.
struct Read<'a> {
    said: &'a [Said],
    notes: Vec<String>,
}

impl Read<'_> {
    fn all(&self, key: &str) -> Vec<(&Parameter, &str)> {
        self.said.iter().flat_map(|s| s.term.parameters.iter().filter(|(k, _)| *k == key).map(|(_, v)| (v, s.teller.as_str()))).collect()
    }

    /// The number that all wordings agree on; where they do not, a gap that names them.
    fn number(&mut self, key: &str) -> Option<f64> {
        let mut found: Vec<(f64, BTreeSet<String>)> = Vec::new();
        for (value, teller) in self.all(key) {
            let Parameter::Number(n) = value else { continue };
            match found.iter_mut().find(|f| f.0 == *n) {
                Some(f) => {
                    f.1.insert(teller.to_owned());
                }
                None => found.push((*n, BTreeSet::from([teller.to_owned()]))),
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        if found.len() > 1 {
            let each: Vec<String> = found.iter().map(|(n, who)| format!("{n} according to {}", who.iter().cloned().collect::<Vec<_>>().join(", "))).collect();
            self.notes.push(format!("gap: {key}: {}", each.join("; ")));
        }
        if let [(n, _)] = found.as_slice() { Some(*n) } else { None }
    }

    /// The different words that are given, in order.
    fn words(&self, key: &str) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for (value, _) in self.all(key) {
            if let Parameter::Words(w) = value
                && !out.iter().any(|o| o.eq_ignore_ascii_case(w))
            {
                out.push(w.clone());
            }
        }
        out
    }

    /// The words that all agree on; else a gap.
    fn only(&mut self, key: &str) -> Option<String> {
        let mut all = self.words(key);
        if all.len() > 1 {
            self.notes.push(format!("gap: {key}: the record says {}", all.iter().map(|w| format!("\u{201c}{w}\u{201d}")).collect::<Vec<_>>().join(" and ")));
            return None;
        }
        all.pop()
    }
}

/// Whether a term of this kind is done once, kept up or refrained from, and the verb for what it is about.
fn act(kind: TermKind) -> (Kind, &'static str) {
    match kind {
        TermKind::CessationOfHostilities => (Kind::Refrain, "attack"),
        TermKind::ProhibitedActs => (Kind::Refrain, "do"),
        TermKind::Withdrawal => (Kind::Achieve, "withdraw"),
        TermKind::Presence => (Kind::KeepUp, "station"),
        TermKind::HostagePrisonerExchange => (Kind::Achieve, "release"),
        TermKind::Remains => (Kind::Achieve, "return"),
        TermKind::HumanitarianAccess => (Kind::KeepUp, "let through"),
        TermKind::FreedomOfMovement => (Kind::KeepUp, "open"),
        TermKind::ReturnOfDisplaced => (Kind::KeepUp, "allow"),
        TermKind::MonitoringVerification => (Kind::KeepUp, "admit"),
        TermKind::Guarantees | TermKind::SecurityGuarantees => (Kind::KeepUp, "guarantee"),
        TermKind::Disarmament => (Kind::Achieve, "disarm"),
        TermKind::TerritoryBorders | TermKind::Governance | TermKind::AmnestyJustice => (Kind::Achieve, "settle"),
        TermKind::Reconstruction => (Kind::Achieve, "build"),
        TermKind::SanctionsRelief => (Kind::Achieve, "lift"),
        TermKind::Economic => (Kind::Achieve, "pay"),
        TermKind::Confidentiality => (Kind::KeepUp, "keep"),
        _ => (Kind::Achieve, "do"),
    }
}

/// The verb of the words and what it governs; the usual verb and all of the words where they begin with none that is known.
fn split(words: &str, usual: &str) -> (String, String) {
    const VERBS: &[&str] = &[
        "accept",
        "admit",
        "allow",
        "build",
        "cease",
        "close",
        "create",
        "deliver",
        "disarm",
        "end",
        "establish",
        "exchange",
        "free",
        "grant",
        "guarantee",
        "halt",
        "hand",
        "import",
        "keep",
        "leave",
        "let",
        "lift",
        "limit",
        "lower",
        "open",
        "pay",
        "permit",
        "provide",
        "publish",
        "pull",
        "raise",
        "reduce",
        "rehire",
        "reinstate",
        "release",
        "remove",
        "repair",
        "return",
        "scrap",
        "set",
        "station",
        "stop",
        "supply",
        "withdraw",
    ];
    let words = words.trim().trim_end_matches(['.', ',', ';']);
    let bare = ["would ", "will ", "shall ", "to "].iter().find_map(|l| words.strip_prefix(l)).unwrap_or(words);
    match bare.split_once(' ') {
        Some((v, rest)) if VERBS.contains(&v.to_lowercase().as_str()) => (v.to_lowercase(), rest.to_owned()),
        _ => (usual.to_owned(), words.to_owned()),
    }
}

/// The object without the words of its deadline and its condition, which stand apart.
fn bare(object: &str, term: &Term) -> String {
    let mut out = object.to_owned();
    for (key, value) in &term.parameters {
        if let (true, Parameter::Words(w)) = (matches!(*key, "deadline" | "condition"), value)
            && let Some(at) = out.find(w.as_str())
        {
            out = format!("{} {}", out[..at].trim_end(), out[at + w.len()..].trim_start());
        }
    }
    out.trim().trim_end_matches(',').to_owned()
}

/// The word that a number counts: the one after it.
fn unit(words: &str, amount: Amount) -> Option<String> {
    let t = tokens(words, 0, words.len());
    (0..t.len()).find_map(|i| {
        let (n, at) = time::number(&t, i)?;
        let next = t.get(at).filter(|x| Amount::whole(n) == amount && x.low.chars().all(char::is_alphabetic))?;
        (!["of", "at", "in", "to", "on", "and", "or", "per"].contains(&next.low.as_str())).then(|| next.low.clone())
    })
}
