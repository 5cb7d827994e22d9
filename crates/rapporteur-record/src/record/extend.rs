//! Adding up, from nothing or from what is known of most of the entries.
//!
//! Decides: in which order the parts of a sum follow from one another, and which of them stay as they are where entries come or go. Every part is
//! found by its one rule; what stays is what the rule would find again from the same. Must not know: any rule.
//!
//! | part | follows from | stays where |
//! |---|---|---|
//! | texts, what people made of their items | entries | never: it is quick |
//! | which texts share words | texts, pair by pair | both texts stay ([`origin::runs`]) |
//! | actors, proposals, terms, origins | all readings, decisions on names, the brief | these stay |
//! | claims, figures, events | those, what people made of the text's items | both stay, text by text |
//! | disputes | claims, figures, actors, proposals, terms | these stay |

use super::origin::runs::Runs;
use super::{Attention, Record, Sum, Text, TextId, attention, claim, dispute, origin, party, plan, point, review, texts, undone};
use crate::{Entry, EntryId, What};
use std::collections::BTreeSet;

/// A record that is added up.
pub(super) struct Before<'a> {
    pub(super) record: &'a Record,
    pub(super) sum: &'a Sum,
    pub(super) runs: &'a Runs,
}

/// What a record adds up to, and what more can build on.
pub(super) fn add_up(record: &Record, before: Option<Before>) -> (Sum, Runs) {
    let undone = undone(&record.entries);
    let active: Vec<(EntryId, &Entry)> = record.entries().filter(|(id, _)| !undone.contains(id)).collect();
    let mut sum = Sum { texts: texts(record, &active, &undone), ..Sum::default() };
    let unsound = |e: &Entry| matches!(&e.what, What::Read { reading, .. } if !reading.sound());
    sum.attention.extend(active.iter().filter(|(_, e)| unsound(e)).map(|(id, _)| Attention::Unsound { entry: *id }));
    sum.attention.extend(record.kept.iter().filter(|k| !k.gist.sound && !undone.contains(&k.id)).map(|k| Attention::Unsound { entry: k.id }));
    sum.attention.extend(review::apply(&mut sum.texts, &active));
    let runs = match before.as_ref().filter(|b| joins_stay(record, b, &sum.texts)) {
        Some(before) => {
            stay(&mut sum, before.sum);
            before.runs.clone()
        }
        None => join(record, &mut sum, &active, before.as_ref()),
    };
    sum.attention.extend(attention::dates(&sum));
    sum.attention.sort();
    sum.attention.dedup();
    (sum, runs)
}

/// Joins what is one across texts, and what follows from that.
fn join(record: &Record, sum: &mut Sum, active: &[(EntryId, &Entry)], before: Option<&Before>) -> Runs {
    party::join(sum, active, record.brief());
    plan::join(sum, active, record.brief());
    point::join(sum);
    let runs = origin::find(sum, record.shelf.as_deref(), before.map(|b| b.runs));
    claim::collect(sum);
    dispute::find(sum);
    runs
}

/// Whether nothing changed of what joins follow from.
fn joins_stay(record: &Record, before: &Before, texts: &[Text]) -> bool {
    let same = |(a, b): (&Text, &Text)| a.reads_as(b);
    let known = &before.sum.texts;
    texts.len() == known.len() && record.brief() == before.record.brief() && on_names(record) == on_names(before.record) && texts.iter().zip(known).all(same)
}

/// The decisions on names that count.
fn on_names(record: &Record) -> BTreeSet<EntryId> {
    let undone = undone(&record.entries);
    let named = |e: &Entry| matches!(e.what, What::Actors { .. } | What::Proposals { .. });
    record.entries().filter(|(id, e)| named(e) && !undone.contains(id)).map(|(id, _)| id).collect()
}

/// Takes over what was joined; claims are collected anew of texts of which people made something else.
fn stay(sum: &mut Sum, known: &Sum) {
    let mut moved: BTreeSet<TextId> = BTreeSet::new();
    for (i, (text, same)) in sum.texts.iter_mut().zip(&known.texts).enumerate() {
        (text.origin, text.parties, text.plans, text.points) = (same.origin, same.parties.clone(), same.plans.clone(), same.points.clone());
        if text.standing != same.standing || text.learnt != same.learnt {
            moved.insert(TextId(i));
        }
    }
    (sum.parties, sum.offers, sum.plans, sum.points) = (known.parties.clone(), known.offers.clone(), known.plans.clone(), known.points.clone());
    sum.origins = known.origins.clone();
    let of_joins = |a: &&Attention| matches!(a, Attention::Overruled { .. } | Attention::LineageCircle { .. });
    sum.attention.extend(known.attention.iter().filter(of_joins).cloned());
    (sum.claims, sum.tallies, sum.happenings) = (known.claims.clone(), known.tallies.clone(), known.happenings.clone());
    if !moved.is_empty() {
        claim::collect_of(sum, |text| moved.contains(&text));
    }
    if sum.claims == known.claims && sum.tallies == known.tallies {
        sum.disputes = known.disputes.clone();
    } else {
        dispute::find(sum);
    }
}
