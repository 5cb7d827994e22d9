//! From an agreement's text, or a record's terms, to a proposed deal file.
//!
//! Decides (for a record, `record` does): which clauses of a text bind whom to what by when, by plain patterns over its words (`draft.toml`), each with
//! its quotation and a confidence. Gaps are left as gaps. Must not know: what the parties meant; any name beforehand.

mod clause;
mod frame;
mod party;
mod record;
mod text;
mod time;
mod words;
mod write;

pub use record::{of_record, proposals};
pub use write::to_toml;

use super::{Anchor, Condition, Deal, Happening, Length, Obligation, Party, Phase, Power, Source, Unit, When};
use crate::span::CodePoints;
use crate::wording::telling;
use clause::{Clause, Kindred};
use std::collections::{BTreeMap, BTreeSet};

/// For each clause what stands beside it as a comment.
pub type Notes = BTreeMap<String, Vec<String>>;

/// A proposed deal, with what the text leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The deal as far as it could be read.
    pub deal: Deal,
    /// Clauses that bind somebody the drafter could not tell, and other gaps.
    pub gaps: Vec<String>,
    /// For each clause what stands beside it as a comment: words it was drawn from, and what stays open.
    pub notes: Notes,
}

/// Proposes a deal file from an agreement's text. `name` names the document.
pub fn draft(text: &str, name: &str) -> Draft {
    let words = words::words();
    let parties = party::introduced(text);
    let all = text::sentences(text);
    let (stages, about) = frame::stages(text, &all, words);
    let clock = frame::stops_the_clock(&all, words);
    let spoken: Vec<usize> = about.iter().map(|a| a.sentence).collect();
    let clauses = clause::find(text, &all, &spoken, &parties, words);
    let mut ids = Ids::default();
    let mut deal = Deal { name: title(text).unwrap_or_else(|| name.to_owned()), ..Deal::default() };
    let mut gaps = Vec::new();
    let mut notes = Notes::new();
    for p in &parties {
        let id = ids.fresh(&p.short);
        let kind = if p.helper { super::PartyKind::Monitor } else { super::PartyKind::Party };
        deal.parties.push(Party { id, name: p.full.clone(), speaks_through: vec![p.short.clone()], kind, ..Party::default() });
    }
    deal.signed = frame::signed(&all);
    match frame::in_force(&all, words) {
        Some((Some(when), _)) => deal.in_force = Some(when),
        Some((None, said)) => {
            gaps.push(format!("in_force: \u{201c}{}\u{201d}", text.get(said.0..said.1).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        None => {}
    }
    if parties.is_empty() {
        gaps.push("the text introduces no party with a short name in quotation marks".to_owned());
    }
    for s in &stages {
        // The id is taken now, so that clauses can name it.
        let id = ids.fresh(&s.name);
        deal.phases.push(Phase { id, name: s.name.clone(), ..Phase::default() });
    }
    let mut drawn: Vec<Drawn> = Vec::new();
    for c in &clauses {
        let whole = &all[c.sentence];
        if clock.is_some_and(|s| s.tokens == whole.tokens) {
            continue;
        }
        let debtors: Vec<String> = c.debtors.iter().map(|d| party_id(&mut deal, &mut ids, d)).collect();
        if debtors.is_empty() {
            gaps.push(format!("{}: nobody is named for \u{201c}{}\u{201d}", c.place, c.quote));
        }
        let own: Vec<text::Token> = whole.tokens.iter().filter(|t| t.begin >= c.own.0 && t.end <= c.own.1).cloned().collect();
        let condition = frame::condition(&own, 0, own.len(), words);
        let heading = about.iter().rev().find(|a| a.heading && a.sentence < c.sentence).map(|a| a.number);
        let stage = frame::named(&own).or(heading).and_then(|n| stages.iter().position(|s| s.number == n));
        let phase = stage.and_then(|i| deal.phases.get(i)).map(|p| p.id.clone());
        let (obligations, powers) = (deal.obligations.len(), deal.powers.len());
        add(&mut deal, &mut ids, &mut notes, cut(text, c, condition.as_ref()), debtors, name);
        if let Some(o) = deal.obligations.get_mut(obligations) {
            o.phase = phase;
        }
        let power = deal.powers.len() > powers;
        let id = if power { deal.powers.last().map(|p| p.id.clone()) } else { deal.obligations.get(obligations).map(|o| o.id.clone()) };
        drawn.extend(id.zip(condition).map(|(id, condition)| Drawn { id, condition }));
    }
    conditions(&mut deal, &mut ids, text, drawn);
    anchors(&mut deal);
    phases(&mut deal, &mut ids, text, &stages, name);
    if let Some(s) = clock {
        let said = s.tokens.first().zip(s.tokens.last()).and_then(|(a, b)| text.get(a.begin..b.end)).unwrap_or("");
        let rests: Vec<&mut Power> = deal.powers.iter_mut().filter(|p| p.kind == super::PowerKind::Suspend).collect();
        if rests.is_empty() {
            gaps.push(format!("{}: days of suspension do not count, and no power to suspend was found: \u{201c}{said}\u{201d}", s.place));
        }
        rests.into_iter().for_each(|p| p.stops_the_clock = true);
    }
    Draft { deal, gaps, notes }
}

/// A condition and the clause it belongs to.
struct Drawn {
    id: String,
    condition: frame::Condition,
}

/// A clause without the words of its condition where they end its act: they stand apart.
fn cut(text: &str, c: &Clause, condition: Option<&frame::Condition>) -> Clause {
    let mut out = c.clone();
    let Some(words) = condition.and_then(|x| text.get(x.whole.0..x.whole.1)) else { return out };
    if let Some(at) = out.act.find(words).filter(|at| *at > 0) {
        out.act = out.act[..at].trim_end().trim_end_matches(',').to_owned();
    }
    out
}

/// The duty of the draft that words name: its debtor and most of what it is about.
fn meant(deal: &Deal, words: &str, but: &str) -> Option<String> {
    let there = telling(words);
    let low = words.to_lowercase();
    let hits = |o: &Obligation| {
        let about = telling(&format!("{} {}", o.act, o.object.as_deref().unwrap_or("")));
        (about.iter().filter(|w| there.iter().any(|t| alike(w, t))).count(), about.len().min(there.len()))
    };
    let fits = |o: &&Obligation| {
        let (hits, of) = hits(o);
        let named = o.debtors.iter().filter_map(|d| deal.party(d)).any(|p| p.speaks_through.iter().chain([&p.name]).any(|n| low.contains(&n.to_lowercase())));
        let done = telling(&o.act).iter().any(|w| there.iter().any(|t| alike(w, t)));
        o.id != but && hits >= 2 && 2 * hits >= of && (named || (done && 3 * hits >= 2 * of))
    };
    // "Following the withdrawal": one word that is the act of one duty only.
    if there.len() == 1 && !low.starts_with("its ") && !low.starts_with("their ") {
        let acts = |o: &&Obligation| o.id != but && !o.debtors.is_empty() && telling(&o.act).iter().any(|w| there.iter().any(|t| alike(w, t)));
        let found: Vec<&Obligation> = deal.obligations.iter().filter(acts).collect();
        return if let [one] = found.as_slice() { Some(one.id.clone()) } else { None };
    }
    let mut found: Vec<&Obligation> = deal.obligations.iter().filter(fits).collect();
    // Of several, the one that says more of the same; as much of two is none.
    found.sort_by_key(|o| std::cmp::Reverse(hits(o).0));
    match found.as_slice() {
        [one] => Some(one.id.clone()),
        [one, next, ..] if hits(one).0 > hits(next).0 => Some(one.id.clone()),
        _ => None,
    }
}

/// Whether a word of a clause and a word of a condition are forms of one: "withdraw" and "withdrawn", "pay" and "paid", "removal" and "remove".
fn alike(clause: &str, said: &str) -> bool {
    let same = |a: &str, b: &str| {
        let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
        let short = a.chars().count().min(b.chars().count());
        // "Commissioner" is who does it, not what is done.
        let agent = |x: &str, y: &str| x.len() > y.len() && ["er", "or", "ers"].iter().any(|e| x.ends_with(e));
        if agent(a, b) || agent(b, a) {
            return false;
        }
        shared == short && short > 2 || (shared >= 4 && shared + 2 >= short && shared + 4 >= a.chars().count().max(b.chars().count()))
    };
    let listed = || words::words().form.iter().filter_map(|f| f.split_once(' ')).any(|(form, of)| form == said && of == clause);
    clause == said || same(clause, said) || listed()
}

/// A named happening for words that name no clause.
fn happening(deal: &mut Deal, ids: &mut Ids, words: &str, situation: bool) -> String {
    if let Some(h) = deal.happenings.iter().find(|h| h.name == words) {
        return h.id.clone();
    }
    let id = ids.fresh(words);
    deal.happenings.push(Happening { id: id.clone(), name: words.to_owned(), situation, ..Happening::default() });
    id
}

/// Gives clauses their conditions: a duty of the draft where the words name one, else a happening.
fn conditions(deal: &mut Deal, ids: &mut Ids, text: &str, drawn: Vec<Drawn>) {
    for d in drawn {
        let words = text.get(d.condition.words.0..d.condition.words.1).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let lead = d.condition.lead;
        let leaf = match meant(deal, &words, &d.id) {
            Some(id) => Condition::Fulfilled(id),
            None => Condition::Event(happening(deal, ids, &words, lead == frame::Lead::While)),
        };
        let done = matches!(leaf, Condition::Fulfilled(_));
        // Words such as "if the lists are not handed over" name the failure itself where no clause is named.
        let held = if lead == frame::Lead::RequiresNot && done { Condition::Not(Box::new(leaf)) } else { leaf };
        if let Some(o) = deal.obligations.iter_mut().find(|o| o.id == d.id) {
            *(if lead == frame::Lead::Unless { &mut o.unless } else { &mut o.requires }) = Some(held);
        } else if let Some(p) = deal.powers.iter_mut().find(|p| p.id == d.id) {
            p.requires = Some(if lead == frame::Lead::Unless { Condition::Not(Box::new(held)) } else { held });
        }
    }
}

/// Words of a deadline that no clause was found for: they take up what stands before.
const BEFORE: [&str; 2] = ["thereafter", "what is said before"];

/// Deadlines that hang on words: on a duty of the draft where the words name one, on the clause's own condition where they take it up.
fn anchors(deal: &mut Deal) {
    for i in 0..deal.obligations.len() {
        let o = &deal.obligations[i];
        let Some((length, Anchor::Event(event))) = o.deadline.as_ref().map(|w| (w.offset, w.anchor.clone())) else { continue };
        let Some(words) = deal.happenings.iter().find(|h| h.id == event).map(|h| h.name.clone()) else { continue };
        let anchor = if BEFORE.contains(&words.as_str()) {
            match &o.requires {
                Some(Condition::Fulfilled(id)) => Some(Anchor::FulfilmentOf(id.clone())),
                Some(Condition::Event(id)) => Some(Anchor::Event(id.clone())),
                _ => None,
            }
        } else {
            meant(deal, &words, &o.id).map(Anchor::FulfilmentOf)
        };
        if let Some(anchor) = anchor {
            deal.obligations[i].deadline = Some(When { offset: length, anchor });
        }
    }
    let mut used: BTreeSet<String> =
        deal.obligations.iter().filter_map(|o| o.deadline.as_ref().or(o.until.as_ref())?.anchor.refers_to().map(str::to_owned)).collect();
    let conditions = deal.obligations.iter().flat_map(|o| o.requires.iter().chain(&o.unless)).chain(deal.powers.iter().flat_map(|p| &p.requires));
    conditions.for_each(|c| c.leaves(&mut |leaf| used.extend(leaf.refers_to().map(str::to_owned))));
    deal.happenings.retain(|h| used.contains(&h.id));
}

/// Fills the phases in, now that clauses can be named.
fn phases(deal: &mut Deal, ids: &mut Ids, text: &str, stages: &[frame::Stage], name: &str) {
    let points = CodePoints::of(text);
    let of_number: BTreeMap<usize, String> = stages.iter().zip(&deal.phases).map(|(s, p)| (s.number, p.id.clone())).collect();
    for (i, s) in stages.iter().enumerate() {
        let requires = s.requires.as_ref().map(|w| match meant(deal, w, "") {
            Some(id) => Condition::Fulfilled(id),
            None => Condition::Event(happening(deal, ids, w, false)),
        });
        let continues = s.continues.as_ref().map(|w| Condition::Event(happening(deal, ids, w, true)));
        let starts = s.starts.as_ref().and_then(|start| match start {
            frame::Start::At(when) => Some(when.clone()),
            frame::Start::AfterEnd(n, length) => {
                let one = Length { count: 1, unit: Unit::CalendarDays };
                of_number.get(n).map(|id| When { offset: Some((length.unwrap_or(one), true)), anchor: Anchor::EndOf(id.clone()) })
            }
        });
        let Some(p) = deal.phases.get_mut(i) else { continue };
        (p.length, p.starts, p.requires, p.continues_while, p.extendable) = (s.length, starts, requires, continues, s.extendable);
        p.at_latest = s.at_latest.map(|l| When { offset: Some((l, true)), anchor: Anchor::StartOf(p.id.clone()) });
        p.source = Source {
            text: text.get(s.at.0..s.at.1).map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")),
            place: Some(s.place.clone()).filter(|p| !p.is_empty()),
            of: Some(name.to_owned()),
            span: Some((points.before(text, s.at.0), points.before(text, s.at.1))),
            confidence: Some(60),
        };
    }
}

fn add(deal: &mut Deal, ids: &mut Ids, notes: &mut Notes, c: Clause, debtors: Vec<String>, name: &str) {
    let creditors: Vec<String> = if debtors.is_empty() {
        Vec::new()
    } else {
        (deal.parties.iter().filter(|p| p.kind == super::PartyKind::Party).take(2).map(|p| p.id.clone()))
            .filter(|p| debtors.len() > 1 || !debtors.contains(p))
            .collect()
    };
    let source = Source {
        text: Some(c.quote.clone()),
        place: Some(c.place.clone()).filter(|p| !p.is_empty()),
        of: Some(name.to_owned()),
        span: Some(c.span),
        confidence: Some(c.confidence),
    };
    if let Kindred::Power(kind) = c.kindred {
        let target = if kind == super::PowerKind::Suspend { Vec::new() } else { vec!["deal".to_owned()] };
        deal.powers.push(Power { id: ids.fresh(&c.act), holders: debtors, kind, targets: target, length: c.length, source, ..Power::default() });
        return;
    }
    let Kindred::Duty(kind) = c.kindred else { return };
    let (schedule, quantity, note) = match &c.deadline {
        Some(clause::Deadline::Days(days)) if kind == super::Kind::Achieve => parts(days, &c),
        _ => (Vec::new(), c.quantity, None),
    };
    let parted = !schedule.is_empty();
    let deadline = c.deadline.filter(|_| !parted).map(|d| match d {
        clause::Deadline::Known(when) => when,
        clause::Deadline::Days(days) => When::on(days.into_iter().max().unwrap_or_default()),
        clause::Deadline::After(length, after, words) => {
            let id = deal.happenings.iter().find(|h| h.name == words).map(|h| h.id.clone());
            let id = id.unwrap_or_else(|| {
                let id = ids.fresh(&words);
                deal.happenings.push(Happening { id: id.clone(), name: words, ..Happening::default() });
                id
            });
            super::When { offset: Some((length, after)), anchor: super::Anchor::Event(id) }
        }
    });
    let (verb, object) = verb(&c.act);
    let (deadline, until) = if kind == super::Kind::Achieve { (deadline, None) } else { (None, deadline) };
    let id = ids.fresh(&c.act);
    notes.extend(note.map(|n| (id.clone(), vec![n])));
    deal.obligations.push(Obligation {
        id,
        debtors,
        creditors,
        kind,
        act: verb,
        object,
        schedule,
        quantity,
        unit: c.unit,
        deadline,
        until,
        source,
        ..Obligation::default()
    });
}

/// The parts of a duty with several days: so much "each", or equal instalments of the whole; what the words leave open is a note.
fn parts(days: &[jiff::civil::Date], c: &Clause) -> (Vec<super::Part>, Option<super::Amount>, Option<String>) {
    let low = c.act.to_lowercase();
    let says = |list: &[&str]| low.split(|x: char| !x.is_alphanumeric()).any(|w| list.contains(&w));
    let n = i64::try_from(days.len()).unwrap_or(1).max(1);
    let schedule = |quantity: super::Amount| days.iter().map(|d| super::Part { by: When::on(*d), quantity, place: None }).collect();
    match c.quantity {
        None => (schedule(super::Amount::ONE), None, Some("gap: how much by each of the days; one is put in".to_owned())),
        Some(q) if says(&["each", "every"]) => (schedule(q), Some(super::Amount(q.0.saturating_mul(n))), None),
        Some(q) if says(&["instalment", "instalments", "installments", "equal", "parts", "tranches"]) && q.0 % n == 0 => {
            (schedule(super::Amount(q.0 / n)), Some(q), None)
        }
        Some(q) => (Vec::new(), Some(q), Some(format!("gap: schedule: the words name {n} days and not how much by each"))),
    }
}

/// The verb with the word that belongs to it ("hand over"), and what it is done to.
fn verb(act: &str) -> (String, Option<String>) {
    let Some((verb, object)) = act.split_once(' ') else { return (act.to_owned(), None) };
    if verb.ends_with("ly") && verb.len() > 5 {
        // An adverb before the verb: "promptly investigate complaints".
        let (next, rest) = object.split_once(' ').map_or((object, None), |(v, o)| (v, Some(o.to_owned())));
        return (format!("{verb} {next}"), rest);
    }
    if verb.ends_with(',') {
        return (act.to_owned(), None); // "tax, search or hinder convoys": verbs that share what they are done to
    }
    match object.split_once(' ') {
        Some((particle, rest)) if words::words().particle.iter().any(|p| p == particle) => (format!("{verb} {particle}"), Some(rest.to_owned())),
        _ => (verb.to_owned(), Some(object.to_owned())),
    }
}

fn party_id(deal: &mut Deal, ids: &mut Ids, name: &str) -> String {
    if let Some(p) = deal.parties.iter().find(|p| p.name == name || p.speaks_through.iter().any(|s| s == name)) {
        return p.id.clone();
    }
    let id = ids.fresh(name);
    let bare = name.strip_prefix("the ").unwrap_or(name).to_owned();
    let also = if bare == name { Vec::new() } else { vec![name.to_owned()] };
    deal.parties.push(Party { id: id.clone(), name: bare, speaks_through: also, kind: super::PartyKind::Monitor, ..Party::default() });
    id
}

fn title(text: &str) -> Option<String> {
    text.lines().map(str::trim).find(|l| !l.is_empty()).map(|l| l.trim_end_matches('.').to_owned()).filter(|l| l.len() < 120)
}

#[derive(Default)]
struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// A short name made of the first words, with a number where it is taken.
    fn fresh(&mut self, words: &str) -> String {
        let slug: Vec<String> = (words.to_lowercase().split(|c: char| !c.is_alphanumeric()))
            .filter(|w| !w.is_empty() && !matches!(*w, "the" | "a" | "an" | "of" | "to" | "and" | "in" | "its" | "not"))
            .take(3)
            .map(str::to_owned)
            .collect();
        let base = if slug.is_empty() { "clause".to_owned() } else { slug.join("-") };
        let mut id = base.clone();
        let mut n = 1;
        while !self.taken.insert(id.clone()) {
            n += 1;
            id = format!("{base}-{n}");
        }
        id
    }
}
