//! What does not go together, both wordings side by side.
//!
//! Decides: the order of conflicts, and which accounts are copies of one another. Must not know: which side is right.

use super::{Cited, Subject, Teller, day, name, place, rounded, subject, teller};
use jiff::civil::Date;
use rapporteur_record::record::{self, Matter, PartyId, PlanId, PointId, Source, Sum};
use rapporteur_record::timeline::Thing;
use rapporteur_record::{Bound, ConflictKind};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The conflicts: contested accounts, figures, reversals, divergences.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Disputes {
    pub conflicts: Vec<Dispute>,
}

/// One conflict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Dispute {
    pub kind: &'static str,
    /// Whose stance, or whose people; two where parties diverge.
    pub parties: Vec<String>,
    /// On what; of figures, what is counted.
    pub subjects: Vec<Subject>,
    /// Two sides of accounts.
    pub sides: Vec<Vec<Account>>,
    pub confidence: f64,
}

/// What somebody claims.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Account {
    pub by: Teller,
    /// Whose stance it is, `None` of a figure.
    pub holder: Option<String>,
    /// On what, `None` of a figure.
    pub subject: Option<Subject>,
    /// Whether the holder, or somebody for it, says it.
    pub own: bool,
    /// The stance.
    pub stance: Option<&'static str>,
    pub certainty: Option<&'static str>,
    /// The number and how it is meant.
    pub value: Option<f64>,
    pub bound: Option<&'static str>,
    #[serde(serialize_with = "day")]
    pub said: Option<Date>,
    pub quotation: usize,
    /// Quotations of the same account from the same hand.
    pub carried: Vec<usize>,
}

/// The conflicts, of one kind where one is asked for.
pub(super) fn of(sum: &Sum, cited: &mut Cited, kind: Option<ConflictKind>) -> Disputes {
    some(sum, cited, order(sum).iter().filter(|(k, _)| kind.is_none_or(|kind| *k == kind)).map(|(_, i)| *i))
}

/// Some of the conflicts, by their indices in [`Sum::disputes`].
pub(super) fn some(sum: &Sum, cited: &mut Cited, these: impl Iterator<Item = usize>) -> Disputes {
    Disputes { conflicts: these.filter_map(|i| sum.disputes.get(i)).map(|d| one(sum, cited, d)).collect() }
}

/// All conflicts in the order in which they are told, by kind and index in [`Sum::disputes`]: proposals before terms, by the order of the matrix.
pub(super) fn order(sum: &Sum) -> Vec<(ConflictKind, usize)> {
    let rank = |d: &record::Dispute| match d.kind {
        ConflictKind::Contested => 0,
        ConflictKind::Figures => 1,
        ConflictKind::Reversal => 2,
        ConflictKind::Divergence => 3,
    };
    let places = places(sum);
    let first = |d: &record::Dispute| d.sides.iter().flatten().filter_map(|a| sum.claim(*a)).filter_map(|c| places.get(&c.matter)).min();
    let mut all: Vec<(u8, Option<&usize>, usize)> = sum.disputes.iter().enumerate().map(|(i, d)| (rank(d), first(d), i)).collect();
    all.sort_unstable();
    all.into_iter().filter_map(|(_, _, i)| Some((sum.disputes.get(i)?.kind, i))).collect()
}

/// Where each matter stands among all.
fn places(sum: &Sum) -> HashMap<Matter, usize> {
    let plans = (0..sum.plans.len()).map(|i| Matter::Plan(PlanId(i)));
    let points = (0..sum.points.len()).map(|i| Matter::Point(PointId(i)));
    let mut all: Vec<Matter> = plans.chain(points).chain([Matter::Process]).collect();
    all.sort_by_cached_key(|m| place(sum, *m));
    all.into_iter().enumerate().map(|(n, m)| (m, n)).collect()
}

/// One conflict of the record.
pub(super) fn one(sum: &Sum, cited: &mut Cited, d: &record::Dispute) -> Dispute {
    let claims = || d.sides.iter().flatten().filter_map(|a| sum.claim(*a));
    let tallies = || d.sides.iter().flatten().filter_map(|a| if let record::Account::Tally(i) = a { sum.tallies.get(*i) } else { None });
    let mut parties: Vec<PartyId> = Vec::new();
    claims().map(|c| c.holder).chain(tallies().filter_map(|t| t.of)).for_each(|p| {
        if !parties.contains(&p) {
            parties.push(p);
        }
    });
    let mut subjects: Vec<Subject> = Vec::new();
    let measured = tallies().map(|t| Subject { kind: "figure", label: t.measure.name().to_owned(), proposal: None });
    claims().map(|c| subject(sum, c.matter)).chain(measured).for_each(|s| {
        if !subjects.contains(&s) {
            subjects.push(s);
        }
    });
    Dispute {
        kind: d.kind.name(),
        parties: parties.into_iter().map(|p| name(sum, p)).collect(),
        subjects,
        sides: d.sides.iter().map(|side| accounts(sum, cited, side)).collect(),
        confidence: rounded(d.confidence),
    }
}

/// The accounts of a side; those of one claimant and one hand are one.
fn accounts(sum: &Sum, cited: &mut Cited, side: &[record::Account]) -> Vec<Account> {
    let mut out: Vec<Account> = Vec::new();
    let (mut heads, mut told): (HashMap<_, usize>, HashSet<(usize, usize)>) = Default::default();
    for a in side {
        let (account, source) = account(sum, cited, *a);
        // Outlets that carry one hand are not told apart; neither are the two zeros.
        let by = (!account.by.outlet).then(|| account.by.clone());
        let value = account.value.map(|v| (v + 0.0).to_bits());
        let head = *heads.entry((source, account.holder.clone(), account.stance, value, by)).or_insert(out.len());
        let fresh = told.insert((head, account.quotation));
        match out.get_mut(head) {
            Some(head) if fresh => head.carried.push(account.quotation),
            Some(_) => {}
            None => out.push(account),
        }
    }
    out
}

fn account<'a>(sum: &'a Sum, cited: &mut Cited, a: record::Account) -> (Account, &'a Source) {
    match a {
        record::Account::Claim(i) => {
            let c = &sum.claims[i];
            let account = Account {
                by: teller(sum, &c.by),
                holder: Some(name(sum, c.holder)),
                subject: Some(subject(sum, c.matter)),
                own: c.own,
                stance: Some(c.stance.name()),
                certainty: Some(c.certainty.name()),
                value: None,
                bound: None,
                said: c.said,
                quotation: cited.claim(i),
                carried: Vec::new(),
            };
            (account, &c.source)
        }
        record::Account::Tally(i) => {
            let t = &sum.tallies[i];
            let account = Account {
                by: teller(sum, &t.by),
                holder: None,
                subject: None,
                own: false,
                stance: None,
                certainty: None,
                value: Some(t.value),
                bound: Some(Bound::name(t.bound)),
                said: t.said,
                quotation: cited.thing(Thing::Tally(i)),
                carried: Vec::new(),
            };
            (account, &t.source)
        }
    }
}
