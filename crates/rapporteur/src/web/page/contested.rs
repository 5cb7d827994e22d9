//! Accounts that do not go together, both wordings side by side.
//!
//! Decides: what of an account is told: words, claimant, how many mouths it came through, how many hands. Must not know: which side is right.

use super::Ask;
use super::cite::{self, nothing};
use super::link::Way;
use super::paged;
use super::told::Told;
use crate::desk::negotiation::{self as desk, Account, Answer, Dispute, Disputes, Quotations};
use crate::outside::Problem;
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::held::Known;
use crate::web::reply::{Trouble, Twin};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::tables;
use rapporteur_record::ConflictKind;
use std::sync::Arc;

/// Accounts of a side that are shown in full.
const ACCOUNTS: usize = 4;
/// Of each kind, so many conflicts; where one kind is asked for, so many on a page.
const SOME: usize = 20;
/// Accounts of a side, and texts that carry one, that are told at all.
const MOST: usize = 40;
/// Each kind: its name, its heading, what it means.
const KINDS: [(&str, &str, &str); 4] = [
    ("contested", "Contested accounts", "Claimants disagree on where one party stands."),
    ("figures", "Figures", "Counts of one thing that may not go together, each with its claimant."),
    ("reversal", "Reversals", "One party’s own words then, and later."),
    ("divergence", "Parties apart", "Two parties hold opposing stances, or want what cannot go together."),
];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/contested", get(contested)).route("/contested.json", get(contested)).route("/contested.csv", get(contested))
}

fn kind(ask: &Ask) -> Result<Option<ConflictKind>, Trouble> {
    let Some(name) = ask.get("kind") else { return Ok(None) };
    let wrong = || Trouble::Asked(Problem::new(format!("there is no kind of conflict `{name}`"), "the kinds are contested, figures, reversal, divergence"));
    ConflictKind::parse(&name).map(Some).ok_or_else(wrong)
}

async fn contested(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Disputes> = Told {
        title: |_| "What does not go together".to_owned(),
        path: "/contested",
        screen: "/contested",
        ask: |known, ask| {
            let kind = kind(ask)?;
            if ask.twin != Twin::Page {
                return Ok(known.answer(&format!("contested {kind:?}"), |r| desk::contested(r, None, kind)));
            }
            let here = here(&order(known), kind, ask);
            Ok(known.answer(&format!("of the contested {here:?}"), |r| desk::some_contested(r, &here)))
        },
        show,
        table: |_, record, ask| tables::conflicts(record.sum(), kind(ask).unwrap_or_default()),
    };
    screen.answer(ask).await
}

/// All conflicts in order.
fn order(known: &Known) -> Arc<Vec<(ConflictKind, usize)>> {
    known.once("order of conflicts", desk::order_of_conflicts, |all| all.len() / 10)
}

/// Those that the page shows: the first of each kind, or a part of one kind.
fn here(order: &[(ConflictKind, usize)], kind: Option<ConflictKind>, ask: &Ask) -> Vec<(ConflictKind, usize)> {
    let of = |kind: ConflictKind| order.iter().filter(move |d| d.0 == kind).copied();
    match kind {
        Some(kind) => paged::part(ask, &of(kind).collect::<Vec<_>>(), SOME).here.to_vec(),
        None => ConflictKind::ALL.into_iter().flat_map(|k| of(k).take(SOME)).collect(),
    }
}

fn show(answer: &Answer<Disputes>, known: &Known, ask: &Ask) -> Markup {
    let way = Way::of(ask);
    let (here, order, wanted) = (&answer.body.conflicts, order(known), ask.get("kind").unwrap_or_default());
    let all: Vec<(ConflictKind, usize)> = order.iter().filter(|d| wanted.is_empty() || d.0.name() == wanted).copied().collect();
    html! {
        nav.kinds aria-label="Kinds of conflict" {
            ul {
                li { a href=(way.to("/contested", &[])) aria-current=[wanted.is_empty().then_some("true")] { "All" } }
                @for (name, title, _) in KINDS { li { a href=(way.to("/contested", &[("kind", name)])) aria-current=[(wanted == name).then_some("true")] { (title) } } }
            }
        }
        p.lead { "Both wordings, side by side. Nothing here says which of them is right. Reports of one hand are one account; “through” tells by how many mouths the words came, the outlet’s among them." }
        @if all.is_empty() { (nothing("The reader found no accounts that do not go together. It misses some: look for denials and counts of your own, too.", "")) }
        @for (name, title, lead) in KINDS {
            @let count = all.iter().filter(|d| d.0.name() == name).count();
            @if count > 0 {
                h2 id=(name) { (title) span.number { (count) } }
                p.quiet { (lead) }
                @for d in here.iter().filter(|d| d.kind == name) { (conflict(&way, d, &answer.quotations)) }
                @if !wanted.is_empty() { (paged::part(ask, &all, SOME).steps(ask, "/contested")) }
                @else if count > SOME { p.rest { a href=(way.to("/contested", &[("kind", name)])) { "All " (count) } } }
            }
        }
    }
}

/// One conflict: what it is about, and its sides.
pub(super) fn conflict(way: &Way, d: &Dispute, quoted: &Quotations) -> Markup {
    let names = if d.kind == "reversal" { ["Earlier", "Later"] } else { ["One account", "Another account"] };
    html! {
        section.conflict {
            h3 {
                span.kind { (d.kind) } " "
                @for (i, p) in d.parties.iter().take(3).enumerate() { @if i > 0 { " and " } a href=(way.actor(p)) { (shown(p)) } }
                @if d.parties.len() > 3 { " and " (d.parties.len() - 3) " more" }
                @for (i, s) in d.subjects.iter().take(2).enumerate() { (if i > 0 { " / " } else if d.parties.is_empty() { "" } else { ": " }) (cite::subject(way, s)) }
            }
            div.sides {
                @for (side, name) in d.sides.iter().zip(names) {
                    div.side {
                        h4 { (name) span.quiet { (hands(side)) } }
                        @for a in side.iter().take(ACCOUNTS) { (account(way, a, quoted)) }
                        @if side.len() > ACCOUNTS {
                            details {
                                summary { (phrase::count(side.len() - ACCOUNTS, "account more", "accounts more")) }
                                @for a in side.iter().skip(ACCOUNTS).take(MOST) { (account(way, a, quoted)) }
                                @if side.len() > ACCOUNTS + MOST { p.quiet { (side.len() - ACCOUNTS - MOST) " more are in the CSV form of this page." } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// " · 2 told, 3 copies not counted again"; nothing for one account of one text.
fn hands(side: &[Account]) -> String {
    let carried: usize = side.iter().map(|a| a.carried.len()).sum();
    let told = if side.len() > 1 { format!(" · told by {}", side.len()) } else { String::new() };
    let more = if carried == 0 { String::new() } else { format!(" · {} not counted again", phrase::count(carried, "copy", "copies")) };
    format!("{told}{more}")
}

fn account(way: &Way, a: &Account, quoted: &Quotations) -> Markup {
    let q = cite::numbered(quoted, a.quotation);
    html! {
        div.account {
            p.claim {
                @match (&a.holder, a.stance) {
                    (Some(holder), Some(stance)) => {
                        strong { (shown(holder)) } " " (cite::glyph(phrase::sign(stance))) " " span class=(class(stance)) { (phrase::stance_of(holder, stance)) }
                        @if let Some(c) = a.certainty.filter(|c| *c != "certain") { span.quiet { " (" (c) ")" } }
                    }
                    _ => { @if let Some(q) = q { strong { (shown(&super::cell::words(q))) } } }
                }
                @if a.own && a.by.name == a.holder { ", in own words" } @else if a.own { ", said " (shown(&phrase::teller(&a.by))) } @else { ", according to " (shown(&phrase::teller(&a.by))) }
                @if let Some(d) = a.said { span.quiet { " on " time { (d) } } }
                @if let Some(q) = q { span.quiet { " · through " (phrase::count(cite::depth(q), "mouth", "mouths")) } }
            }
            @if let Some(q) = q { (cite::quotation(way, q)) }
            @if !a.carried.is_empty() {
                p.from {
                    "Carried from the same hand by "
                    @for (i, q) in a.carried.iter().take(MOST).filter_map(|n| cite::numbered(quoted, *n)).enumerate() {
                        @if i > 0 { ", " } a href=(way.text(q)) { (shown(q.outlet.as_deref().unwrap_or(&q.document))) }
                    }
                    @if a.carried.len() > MOST { " and " (a.carried.len() - MOST) " more" }
                }
            }
        }
    }
}

fn class(stance: &str) -> &'static str {
    match phrase::sign(stance) {
        1 => "for",
        -1 => "against",
        _ => "open",
    }
}
