//! What of all that waits matters most.
//!
//! Decides: which items go before the rest, in which order, and why: first those in accounts that do not go together, then those on which a cell
//! of the matrix rests though the reader is not sure of them. Must not know: what waits (the store does), how it is shown.

use rapporteur_record::item::ItemKind;
use rapporteur_record::record::{Account, Matter, PartyId, Sum, TextId};
use rapporteur_record::{ConflictKind, Record, matrix};
use rapporteur_store::{id_of, parse_id};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

/// Below this confidence the reader is not sure.
const UNSURE: f32 = 0.5;

/// Why an item goes before the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Conflict,
    Cell,
}

#[derive(Clone, Debug)]
struct Ranked {
    stage: Stage,
    confidence: f64,
    text: TextId,
    kind: ItemKind,
    index: usize,
    party: Option<PartyId>,
    matter: Option<Matter>,
    conflict: Option<ConflictKind>,
}

/// The items that go before the rest, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranks {
    all: Vec<Ranked>,
    /// Where an item stands in that order.
    at: HashMap<(TextId, ItemKind, usize), usize>,
    texts: HashMap<String, TextId>,
}

/// Why an item stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Why {
    /// `conflict`, `cell` or `confidence`.
    pub rule: &'static str,
    /// contested, reversal, divergence or figures.
    pub conflict: Option<&'static str>,
    pub party: Option<String>,
    /// What the party's stance is about.
    pub about: Option<String>,
}

impl Why {
    /// Nothing but the reader's confidence.
    pub(crate) fn confidence() -> Why {
        Why { rule: "confidence", conflict: None, party: None, about: None }
    }
}

/// An item of the order, as it stands in an address: it hangs on the item alone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rank {
    stage: Stage,
    confidence: f64,
    pub(crate) item: String,
    pub(crate) document: String,
}

impl Rank {
    pub(crate) fn place(&self) -> String {
        format!("{}~{}~{}~{}", if self.stage == Stage::Conflict { "c" } else { "m" }, self.confidence, self.item, self.document)
    }

    /// The one that an address names; `None` where it names none.
    pub(crate) fn parse(place: &str) -> Option<Rank> {
        let mut parts = place.splitn(4, '~');
        let stage = match parts.next()? {
            "c" => Stage::Conflict,
            "m" => Stage::Cell,
            _ => return None,
        };
        let (confidence, item, document) = (parts.next()?.parse().ok()?, parts.next()?.to_owned(), parts.next()?.to_owned());
        parse_id(&item)?;
        Some(Rank { stage, confidence, item, document })
    }

    fn cmp(&self, other: &Rank) -> Ordering {
        let item = |r: &Rank| parse_id(&r.item);
        (self.stage.cmp(&other.stage))
            .then(self.confidence.total_cmp(&other.confidence))
            .then_with(|| self.document.cmp(&other.document))
            .then_with(|| item(self).cmp(&item(other)))
    }
}

/// What goes before the rest. Nothing on which a person has decided.
pub(crate) fn ranks(record: &Record) -> Ranks {
    let sum = record.sum();
    let mut found: Vec<Ranked> = Vec::new();
    for d in &sum.disputes {
        found.extend(d.sides.iter().flatten().filter_map(|a| of_account(sum, *a, d.kind)));
    }
    for (&(party, matter), cell) in &matrix::of(sum).cells {
        let claims = cell.claims.iter().filter_map(|i| sum.claims.get(*i)).filter(|c| c.confidence < UNSURE);
        found.extend(claims.map(|c| {
            let (kind, index) = (ItemKind::Position, c.position.0);
            Ranked { stage: Stage::Cell, confidence: score(c.confidence), text: c.text, kind, index, party: Some(party), matter: Some(matter), conflict: None }
        }));
    }
    found.retain(|r| sum.texts.get(r.text.0).is_some_and(|t| t.standing.get(&(r.kind, r.index)).is_none_or(|s| !(s.accepted || s.rejected || s.corrected))));
    let named: Vec<Rank> = found.iter().map(|r| rank(sum, r)).collect();
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|a, b| named[*a].cmp(&named[*b]));
    // An item in several accounts stands where it first comes.
    let mut seen = BTreeSet::new();
    let all: Vec<Ranked> = order.into_iter().filter(|i| seen.insert((found[*i].text, found[*i].kind, found[*i].index))).map(|i| found[i].clone()).collect();
    let at = all.iter().enumerate().map(|(i, r)| ((r.text, r.kind, r.index), i)).collect();
    let texts = seen.iter().filter_map(|(t, ..)| Some((sum.texts.get(t.0)?.document.id.clone(), *t))).collect();
    Ranks { all, at, texts }
}

fn of_account(sum: &Sum, account: Account, conflict: ConflictKind) -> Option<Ranked> {
    let (stage, conflict) = (Stage::Conflict, Some(conflict));
    match account {
        Account::Claim(i) => sum.claims.get(i).map(|c| {
            let (kind, index, matter) = (ItemKind::Position, c.position.0, Some(c.matter));
            Ranked { stage, confidence: score(c.confidence), text: c.text, kind, index, party: Some(c.holder), matter, conflict }
        }),
        Account::Tally(i) => sum.tallies.get(i).map(|t| {
            let (kind, index) = (ItemKind::Figure, t.figure.0);
            Ranked { stage, confidence: score(t.confidence), text: t.text, kind, index, party: t.of, matter: None, conflict }
        }),
    }
}

fn score(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

fn rank(sum: &Sum, r: &Ranked) -> Rank {
    let document = sum.texts.get(r.text.0).map(|t| t.document.id.clone()).unwrap_or_default();
    Rank { stage: r.stage, confidence: r.confidence, item: id_of(r.kind, r.index), document }
}

impl Ranks {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Those behind a place, in order.
    pub(crate) fn behind<'a>(&'a self, sum: &'a Sum, past: Option<&Rank>) -> impl Iterator<Item = (Rank, ItemKind)> + 'a {
        let from = past.map_or(0, |p| self.all.partition_point(|r| rank(sum, r).cmp(p) != Ordering::Greater));
        self.all[from..].iter().map(move |r| (rank(sum, r), r.kind))
    }

    /// Whether an item is among them.
    pub(crate) fn has(&self, document: &str, item: &str) -> bool {
        self.find(document, item).is_some()
    }

    fn find(&self, document: &str, item: &str) -> Option<&Ranked> {
        let (kind, index) = parse_id(item)?;
        self.at.get(&(*self.texts.get(document)?, kind, index)).and_then(|i| self.all.get(*i))
    }

    /// Why an item stands where it stands.
    pub(crate) fn why(&self, sum: &Sum, document: &str, item: &str) -> Why {
        let Some(r) = self.find(document, item) else { return Why::confidence() };
        let name = |p: PartyId| sum.parties.get(p.0).map(|p| p.name.clone());
        let about = |m: Matter| match m {
            Matter::Plan(p) => sum.plans.get(p.0).map(|p| p.label.clone()),
            Matter::Point(p) => sum.points.get(p.0).map(|p| crate::cli::text::shorten(&p.words, 80)),
            Matter::Process => Some("the talks".to_owned()),
        };
        let rule = if r.stage == Stage::Conflict { "conflict" } else { "cell" };
        Why { rule, conflict: r.conflict.map(ConflictKind::name), party: r.party.and_then(name), about: r.matter.and_then(about) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_in_an_address_is_the_same_rank() {
        let one = Rank { stage: Stage::Conflict, confidence: 0.412, item: "x3".to_owned(), document: "a~b.txt".to_owned() };
        assert_eq!(Rank::parse(&one.place()), Some(one));
        for wrong in ["", "c", "c~0.4", "x~0.4~x3~d", "c~0.4~q9~d", "0.4~7~x3"] {
            assert_eq!(Rank::parse(wrong), None, "{wrong}");
        }
    }
}
