//! Where one party stood on one matter over time, according to whom.
//!
//! Decides: which claims belong to a cell of the matrix, which of its own words turned. Must not know: how it is drawn.

use super::disputes::{Dispute, one};
use super::grid::{Stand, stand};
use super::named::{About, matters, parties};
use super::{Cited, Subject, day, name, root, subject};
use jiff::civil::Date;
use rapporteur_record::matrix;
use rapporteur_record::record::{Account, PartyId, Sum};
use serde::Serialize;
use std::collections::BTreeSet;

/// All that is claimed of one party on one matter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct History {
    pub party: String,
    pub subject: Subject,
    /// Whether claimants disagree on it.
    pub contested: bool,
    /// Since when the stance it ends with has held.
    #[serde(serialize_with = "day")]
    pub since: Option<Date>,
    /// From how many hands the claims come, copies counted once.
    pub sources: usize,
    /// The claims, by day said; unknown days last.
    pub steps: Vec<Step>,
    /// The conflicts that one of the claims is in.
    pub conflicts: Vec<Dispute>,
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Step {
    #[serde(flatten)]
    pub stand: Stand,
    /// Whether the party, or somebody for it, says it.
    pub own: bool,
    /// Of own words: whether they turn from for to against, or the other way, against the own words before.
    pub turned: bool,
    /// Whether an earlier claim comes from the same hand and says the same: then it adds nothing.
    pub copied: bool,
}

/// The history of a cell, `None` where the record has no such party or matter.
pub(super) fn of(sum: &Sum, cited: &mut Cited, party: &str, about: &About) -> Option<History> {
    let who: BTreeSet<PartyId> = parties(sum, party).into_iter().map(|p| root(sum, p)).collect();
    let what = matters(sum, about);
    let (first, matter) = who.first().zip(what.first())?;
    let here = |i: usize| sum.claims.get(i).is_some_and(|c| what.contains(&c.matter) && who.contains(&root(sum, c.holder)));
    let found = matrix::of_claims(sum, here);
    let mut claims: Vec<usize> = found.cells.values().flat_map(|c| c.claims.iter().copied()).collect();
    claims.sort_unstable();
    let held: BTreeSet<usize> = claims.iter().copied().collect();
    let meets = |a: &Account| matches!(a, Account::Claim(i) if held.contains(i));
    let conflicts = sum.disputes.iter().filter(|d| d.sides.iter().flatten().any(meets)).map(|d| one(sum, cited, d)).collect();
    Some(History {
        party: name(sum, *first),
        subject: subject(sum, *matter),
        contested: found.cells.values().any(|c| c.contested),
        since: found.cells.values().filter_map(|c| c.since).max(),
        sources: found.cells.values().map(|c| c.sources).sum(),
        steps: steps(sum, cited, &claims),
        conflicts,
    })
}

/// Claims in order of the day said.
pub(super) fn steps(sum: &Sum, cited: &mut Cited, claims: &[usize]) -> Vec<Step> {
    let mut before: Option<i8> = None;
    let mut out: Vec<Step> = Vec::new();
    for (n, i) in claims.iter().enumerate() {
        let Some(c) = sum.claims.get(*i) else { continue };
        let copied = claims[..n].iter().filter_map(|j| sum.claims.get(*j)).any(|e| (&e.source, e.stance, &e.by) == (&c.source, c.stance, &c.by));
        let sign = c.stance.sign();
        let turned = c.own && sign != 0 && c.said.is_some() && before.is_some_and(|b| b != sign);
        if c.own && sign != 0 && c.said.is_some() {
            before = Some(sign);
        }
        out.push(Step { stand: stand(sum, cited, *i), own: c.own, turned, copied });
    }
    out
}
