//! One actor: names, statements by and about it, where it stood, who quotes it.
//!
//! Decides: what belongs to an actor's page. Must not know: whether names should have been joined.

use super::actors::{self, Actor, MayBeOne};
use super::history::{Step, steps};
use super::overview::spoken;
use super::timeline::{self, Item};
use super::{Cited, Subject, day, name, named, place, root, subject};
use jiff::civil::Date;
use rapporteur_record::matrix;
use rapporteur_record::record::{Claimant, PartyId, Sum, TextId};
use rapporteur_record::timeline::Thing;
use rapporteur_record::{AttributionId, ItemKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Statements and items of each kind that are told, at most, unless all are asked for.
const SOME: usize = 25;
/// Who quotes whom: the strongest so many.
const EDGES: usize = 14;

/// One actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Profile {
    pub actor: Actor,
    /// Who speaks for it.
    pub spokespeople: Vec<String>,
    /// What it says, in the words of texts, the latest first.
    pub said: Vec<Said>,
    /// How many statements by it there are.
    pub statements: usize,
    /// What others claim of it: stances, events; the latest first.
    pub about: Vec<Item>,
    /// How many such claims there are.
    pub claims: usize,
    /// Where it stood on each matter.
    pub stances: Vec<Stance>,
    pub quotes: Quotes,
    /// Which names may be one with it.
    pub offers: Vec<MayBeOne>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Said {
    /// By which name the record knows who speaks.
    pub by: String,
    #[serde(serialize_with = "day")]
    pub said: Option<Date>,
    pub quotation: usize,
}

/// Where an actor stood on a matter, over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Stance {
    pub subject: Subject,
    pub contested: bool,
    pub steps: Vec<Step>,
}

/// Who quotes whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Quotes {
    pub links: Vec<Quoted>,
    /// How many weaker links are left out.
    pub more: usize,
}

/// Somebody quotes somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Quoted {
    /// Who quotes: an outlet, or a speaker.
    pub by: String,
    /// Whether that is a text in its own voice.
    pub outlet: bool,
    pub whom: String,
    pub times: usize,
}

/// The actor of that name, `None` where the record has none.
pub(super) fn of(sum: &Sum, cited: &mut Cited, called: &str, all: bool, links: &[Quoted]) -> Option<Profile> {
    let who = named::parties(sum, called);
    let first = *who.first()?;
    let limit = if all { usize::MAX } else { SOME };
    let list = actors::of(sum);
    let actor = list.actors.iter().find(|a| a.name == name(sum, first))?.clone();
    let mine = |p: PartyId| who.contains(&p) || who.contains(&root(sum, p));
    let mut statements = statements(sum, mine);
    statements.sort_by(|a, b| b.cmp(a));
    let told = |(said, text, id, by): &(Option<Date>, TextId, AttributionId, PartyId)| (*said, *text, *id, name(sum, *by));
    let shown: Vec<(Option<Date>, TextId, AttributionId, String)> = statements.iter().take(limit).map(told).collect();
    let said = shown.into_iter().map(|(said, text, id, by)| Said { by, said, quotation: cited.statement(text, id) }).collect();
    let about = about(sum, mine);
    let spokespeople: BTreeSet<String> = sum.parties.iter().filter(|p| p.acts_for.is_some_and(|a| who.contains(&a))).map(|p| p.name.clone()).collect();
    Some(Profile {
        spokespeople: spokespeople.into_iter().collect(),
        said,
        statements: statements.len(),
        claims: about.len(),
        about: about.iter().take(limit).map(|t| timeline::item(sum, cited, *t, false)).collect(),
        stances: stances(sum, cited, mine),
        quotes: strongest(links, |q| q.by == actor.name || q.whom == actor.name, EDGES),
        offers: list.offers.into_iter().filter(|o| o.what == "actor" && (o.one == actor.name || o.other == actor.name)).collect(),
        actor,
    })
}

/// Who quotes whom in the whole record: the strongest links.
pub(super) fn who_quotes(links: &[Quoted]) -> Quotes {
    strongest(links, |q| q.outlet, 2 * EDGES)
}

fn strongest(all: &[Quoted], wanted: impl Fn(&Quoted) -> bool, limit: usize) -> Quotes {
    let links = all.iter().filter(|q| wanted(q));
    let count = links.clone().count();
    Quotes { links: links.take(limit).cloned().collect(), more: count.saturating_sub(limit) }
}

/// All statements of those that are meant; a copy of a text says nothing again.
fn statements(sum: &Sum, mine: impl Fn(PartyId) -> bool) -> Vec<(Option<Date>, TextId, AttributionId, PartyId)> {
    let mut out = Vec::new();
    for (t, text) in sum.texts.iter().enumerate().filter(|(t, _)| own_hand(sum, *t)) {
        if !text.parties.iter().any(|p| mine(*p)) {
            continue;
        }
        text.heard(|i, h| {
            let Some(party) = h.speaker.map(|s| text.party(s)).filter(|p| mine(*p) && !text.rejected(ItemKind::Attribution, i)) else { return };
            out.push((spoken(text, h.day), TextId(t), AttributionId(i), party));
        });
    }
    out
}

fn own_hand(sum: &Sum, text: usize) -> bool {
    sum.texts.get(text).and_then(|t| sum.origins.get(t.origin.0)).is_none_or(|o| o.first.0 == text)
}

/// What others claim of those that are meant, the latest first.
fn about(sum: &Sum, mine: impl Fn(PartyId) -> bool) -> Vec<Thing> {
    let claims = sum.claims.iter().enumerate().filter(|(_, c)| !c.own && mine(c.holder)).map(|(i, c)| (c.said, Thing::Claim(i)));
    let of = |h: &rapporteur_record::record::Happening| h.actors.iter().chain(&h.recipients).any(|p| mine(*p));
    let by = |c: &Claimant| matches!(c, Claimant::Party(p) if mine(*p));
    let events = sum.happenings.iter().enumerate().filter(|(_, h)| of(h) && !by(&h.by)).map(|(i, h)| (h.said, Thing::Happening(i)));
    let mut out: Vec<(Option<Date>, Thing)> = claims.chain(events).collect();
    out.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    out.into_iter().map(|x| x.1).collect()
}

fn stances(sum: &Sum, cited: &mut Cited, mine: impl Fn(PartyId) -> bool) -> Vec<Stance> {
    let found = matrix::of_claims(sum, |i| sum.claims.get(i).is_some_and(|c| mine(c.holder)));
    let mut cells: Vec<_> = found.cells.iter().collect();
    cells.sort_by_cached_key(|((_, m), c)| (std::cmp::Reverse(c.claims.len()), place(sum, *m)));
    cells.into_iter().map(|((_, m), c)| Stance { subject: subject(sum, *m), contested: c.contested, steps: steps(sum, cited, &c.claims) }).collect()
}

/// Who quotes: an outlet by its name, or a speaker.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mouth<'a> {
    Outlet(&'a str),
    Party(PartyId),
}

/// Every link, the strongest first. What lies inside a statement is quoted by who makes it.
pub(super) fn quotes(sum: &Sum) -> Vec<Quoted> {
    let mut heard: BTreeMap<(Mouth, PartyId), usize> = BTreeMap::new();
    let mut speakers: Vec<Option<PartyId>> = Vec::new();
    for (_, text) in sum.texts.iter().enumerate().filter(|(t, _)| own_hand(sum, *t)) {
        let named = |p: &PartyId| sum.parties.get(p.0).is_some_and(|p| p.kind != rapporteur_record::ActorKind::Anonymous);
        let mouth = text.document.outlet.as_deref().unwrap_or(&text.document.id);
        let mut links: Vec<(usize, Option<AttributionId>)> = Vec::new();
        speakers.clear();
        text.heard(|i, h| {
            speakers.push(h.speaker.map(|s| text.party(s)).filter(named));
            if !text.rejected(ItemKind::Attribution, i) {
                links.push((i, h.within));
            }
        });
        for (i, within) in links {
            let Some(whom) = speakers.get(i).copied().flatten() else { continue };
            let by = match within.and_then(|w| speakers.get(w.0)) {
                None => Some(Mouth::Outlet(mouth)),
                Some(outer) => outer.map(Mouth::Party),
            };
            by.into_iter().for_each(|by| *heard.entry((by, whom)).or_default() += 1);
        }
    }
    let mut counts: BTreeMap<(String, bool, String), usize> = BTreeMap::new();
    for ((by, whom), times) in heard {
        let (by, outlet) = match by {
            Mouth::Outlet(name) => (name.to_owned(), true),
            Mouth::Party(p) => (name(sum, p), false),
        };
        let whom = name(sum, whom);
        if by != whom {
            *counts.entry((by, outlet, whom)).or_default() += times;
        }
    }
    let mut out: Vec<Quoted> = counts.into_iter().map(|((by, outlet, whom), times)| Quoted { by, outlet, whom, times }).collect();
    out.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| (&a.by, &a.whom).cmp(&(&b.by, &b.whom))));
    out
}
