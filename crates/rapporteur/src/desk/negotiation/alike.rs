//! Which names mean one, so that a search counts and shows them as one.
//!
//! Decides: which of the record's names are no two's. Must not know: how names were joined, what is looked for.

use super::{name, root};
use rapporteur_record::ActorKind;
use rapporteur_record::record::{PartyId, Sum};
use rapporteur_store::Alike;
use std::collections::HashMap;

/// Every name that means one actor or proposal, with the name it is shown by. One that means several stays what it is.
pub(super) fn of(sum: &Sum) -> Alike {
    let mut actors: HashMap<&str, Option<PartyId>> = HashMap::new();
    for (i, party) in sum.parties.iter().enumerate().filter(|(_, p)| p.kind != ActorKind::Anonymous) {
        for called in party.names.iter().map(String::as_str).chain([party.name.as_str()]) {
            let one = actors.entry(called).or_insert(Some(PartyId(i)));
            *one = one.filter(|p| p.0 == i);
        }
    }
    let mut labels: HashMap<&str, Option<usize>> = HashMap::new();
    for (i, plan) in sum.plans.iter().enumerate() {
        for called in plan.labels.iter().map(String::as_str).chain([plan.label.as_str()]) {
            let one = labels.entry(called).or_insert(Some(i));
            *one = one.filter(|p| *p == i);
        }
    }
    let known: Vec<(&str, PartyId)> = actors.into_iter().filter_map(|(called, p)| Some((called, p?))).collect();
    let speakers = known.iter().map(|(called, p)| ((*called).to_owned(), name(sum, *p)));
    let parties = known.iter().map(|(called, p)| ((*called).to_owned(), name(sum, root(sum, *p))));
    let proposals = labels.into_iter().filter_map(|(called, p)| Some((called.to_owned(), sum.plans.get(p?)?.label.clone())));
    Alike::of(speakers, parties, proposals)
}
