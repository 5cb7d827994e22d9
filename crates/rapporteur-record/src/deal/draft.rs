//! From an agreement's text to a proposed deal file.
//!
//! Decides: which clauses of a text bind whom to what by when, by plain patterns over its words (`draft.toml`), each with
//! its quotation and a confidence. Gaps are left as gaps. Must not know: what the parties meant; any name beforehand.

mod clause;
mod party;
mod text;
mod time;
mod words;
mod write;

pub use write::to_toml;

use super::{Deal, Happening, Obligation, Party, Power, Source};
use clause::{Clause, Kindred};
use std::collections::BTreeSet;

/// A proposed deal, with what the text leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The deal as far as it could be read.
    pub deal: Deal,
    /// Clauses that bind somebody the drafter could not tell, and other gaps.
    pub gaps: Vec<String>,
}

/// Proposes a deal file from an agreement's text. `name` names the document.
pub fn draft(text: &str, name: &str) -> Draft {
    let parties = party::introduced(text);
    let clauses = clause::find(text, &parties, words::words());
    let mut ids = Ids::default();
    let mut deal = Deal { name: title(text).unwrap_or_else(|| name.to_owned()), ..Deal::default() };
    let mut gaps = Vec::new();
    for p in &parties {
        let id = ids.fresh(&p.short);
        deal.parties.push(Party { id, name: p.full.clone(), speaks_through: vec![p.short.clone()], ..Party::default() });
    }
    if parties.is_empty() {
        gaps.push("the text introduces no party with a short name in quotation marks".to_owned());
    }
    for c in clauses {
        let debtors: Vec<String> = c.debtors.iter().map(|d| party_id(&mut deal, &mut ids, d)).collect();
        if debtors.is_empty() {
            gaps.push(format!("{}: nobody is named for \u{201c}{}\u{201d}", c.place, c.quote));
        }
        add(&mut deal, &mut ids, c, debtors, name);
    }
    Draft { deal, gaps }
}

fn add(deal: &mut Deal, ids: &mut Ids, c: Clause, debtors: Vec<String>, name: &str) {
    let creditors: Vec<String> = if debtors.is_empty() {
        Vec::new()
    } else {
        (deal.parties.iter().take(2).map(|p| p.id.clone())).filter(|p| debtors.len() > 1 || !debtors.contains(p)).collect()
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
    let deadline = c.deadline.map(|d| match d {
        clause::Deadline::Known(when) => when,
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
    let Kindred::Duty(kind) = c.kindred else { return };
    let (verb, object) = c.act.split_once(' ').map_or((c.act.clone(), None), |(v, o)| (v.to_owned(), Some(o.to_owned())));
    let (deadline, until) = if kind == super::Kind::Achieve { (deadline, None) } else { (None, deadline) };
    deal.obligations.push(Obligation {
        id: ids.fresh(&c.act),
        debtors,
        creditors,
        kind,
        act: verb,
        object,
        quantity: c.quantity,
        unit: c.unit,
        deadline,
        until,
        source,
        ..Obligation::default()
    });
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
