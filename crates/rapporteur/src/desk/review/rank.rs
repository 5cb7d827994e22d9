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

/// Below this confidence the reader is not sure.
const UNSURE: f32 = 0.5;

/// Why an item goes before the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Conflict,
    Cell,
}

/// An item that goes before the rest: the claim or the figure that it stands for, by which all else is known.
#[derive(Clone, Copy, Debug)]
struct Ranked {
    stage: Stage,
    conflict: Option<ConflictKind>,
    account: Account,
}

/// What names an item: its text, its kind, its place there.
type Named = (TextId, ItemKind, usize);

/// The items that go before the rest, in order. A large record has hundreds of thousands, so little is kept of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranks {
    all: Vec<Ranked>,
    /// Places in that order, by what names the items.
    by_item: Vec<u32>,
    /// The texts, by the ids of their documents.
    by_document: Vec<TextId>,
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
    let mut all = found(sum);
    // An item in several accounts stands where it first comes.
    all.sort_by_key(|r| (r.named(sum), r.stage));
    all.dedup_by_key(|r| r.named(sum));
    let mut by_document: Vec<TextId> = (0..sum.texts.len()).map(TextId).collect();
    by_document.sort_by_key(|t| id(sum, *t));
    let mut place = vec![0u32; by_document.len()];
    by_document.iter().enumerate().for_each(|(i, t)| place[t.0] = i as u32);
    all.sort_by_cached_key(|r| {
        let (text, kind, index) = r.named(sum);
        // Confidences are not below zero, so their bits have their order.
        (r.stage, r.confidence(sum).to_bits(), place.get(text.0).copied(), kind, index)
    });
    all.shrink_to_fit();
    let mut by_item: Vec<u32> = (0..all.len() as u32).collect();
    by_item.sort_by_cached_key(|i| all.get(*i as usize).map(|r| r.named(sum)));
    Ranks { all, by_item, by_document }
}

/// What is in accounts that do not go together, then what cells rest on; an item as often as it is found.
fn found(sum: &Sum) -> Vec<Ranked> {
    let mut out: Vec<Ranked> = Vec::new();
    for d in &sum.disputes {
        out.extend(d.sides.iter().flatten().map(|a| Ranked { stage: Stage::Conflict, conflict: Some(d.kind), account: *a }));
    }
    for cell in matrix::of(sum).cells.values() {
        let unsure = cell.claims.iter().filter(|i| sum.claims.get(**i).is_some_and(|c| c.confidence < UNSURE));
        out.extend(unsure.map(|i| Ranked { stage: Stage::Cell, conflict: None, account: Account::Claim(*i) }));
    }
    let decided = |(text, kind, index): Named| {
        sum.texts.get(text.0).is_none_or(|t| t.standing.get(&(kind, index)).is_some_and(|s| s.accepted || s.rejected || s.corrected))
    };
    out.retain(|r| !decided(r.named(sum)));
    out
}

impl Ranked {
    /// What names the item. Accounts are indices of the sum that they were found in, so each has its claim or figure.
    fn named(&self, sum: &Sum) -> Named {
        let found = match self.account {
            Account::Claim(i) => sum.claims.get(i).map(|c| (c.text, ItemKind::Position, c.position.0)),
            Account::Tally(i) => sum.tallies.get(i).map(|t| (t.text, ItemKind::Figure, t.figure.0)),
        };
        found.unwrap_or((TextId(usize::MAX), ItemKind::Position, 0))
    }

    fn confidence(&self, sum: &Sum) -> f64 {
        let found = match self.account {
            Account::Claim(i) => sum.claims.get(i).map(|c| c.confidence),
            Account::Tally(i) => sum.tallies.get(i).map(|t| t.confidence),
        };
        (f64::from(found.unwrap_or_default().max(0.0)) * 1000.0).round() / 1000.0
    }

    fn about(&self, sum: &Sum) -> (Option<PartyId>, Option<Matter>) {
        match self.account {
            Account::Claim(i) => sum.claims.get(i).map(|c| (Some(c.holder), Some(c.matter))).unwrap_or_default(),
            Account::Tally(i) => (sum.tallies.get(i).and_then(|t| t.of), None),
        }
    }

    fn rank(&self, sum: &Sum) -> Rank {
        let (text, kind, index) = self.named(sum);
        Rank { stage: self.stage, confidence: self.confidence(sum), item: id_of(kind, index), document: id(sum, text).to_owned() }
    }
}

/// The id of a text's document.
fn id(sum: &Sum, text: TextId) -> &str {
    sum.texts.get(text.0).map_or("", |t| &t.document.id)
}

impl Ranks {
    /// Those behind a place, in order.
    pub(crate) fn behind<'a>(&'a self, sum: &'a Sum, past: Option<&Rank>) -> impl Iterator<Item = (Rank, ItemKind)> + 'a {
        let from = past.map_or(0, |p| self.all.partition_point(|r| r.rank(sum).cmp(p) != Ordering::Greater));
        self.all.iter().skip(from).map(move |r| (r.rank(sum), r.named(sum).1))
    }

    /// Whether an item is among them.
    pub(crate) fn has(&self, sum: &Sum, document: &str, item: &str) -> bool {
        self.find(sum, document, item).is_some()
    }

    fn find(&self, sum: &Sum, document: &str, item: &str) -> Option<&Ranked> {
        let (kind, index) = parse_id(item)?;
        let text = self.by_document.get(self.by_document.binary_search_by_key(&document, |t| id(sum, *t)).ok()?)?;
        let one = |place: &u32| self.all.get(*place as usize);
        let wanted = (*text, kind, index);
        let at = self.by_item.binary_search_by_key(&Some(wanted), |place| one(place).map(|r| r.named(sum))).ok()?;
        self.by_item.get(at).and_then(one)
    }

    /// Why an item stands where it stands.
    pub(crate) fn why(&self, sum: &Sum, document: &str, item: &str) -> Why {
        let Some(r) = self.find(sum, document, item) else { return Why::confidence() };
        let name = |p: PartyId| sum.parties.get(p.0).map(|p| p.name.clone());
        let about = |m: Matter| match m {
            Matter::Plan(p) => sum.plans.get(p.0).map(|p| p.label.clone()),
            Matter::Point(p) => sum.points.get(p.0).map(|p| crate::cli::text::shorten(&p.words, 80)),
            Matter::Process => Some("the talks".to_owned()),
        };
        let (party, matter) = r.about(sum);
        let rule = if r.stage == Stage::Conflict { "conflict" } else { "cell" };
        Why { rule, conflict: r.conflict.map(ConflictKind::name), party: party.and_then(name), about: matter.and_then(about) }
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
