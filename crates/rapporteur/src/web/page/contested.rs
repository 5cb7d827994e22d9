//! Accounts that do not go together, both wordings side by side.
//!
//! Decides: what of an account is told: words, claimant, how many mouths it came through, how many hands. Must not know: which side is right.

use super::Ask;
use super::cite::{self, nothing};
use super::link::Way;
use super::paged;
use super::told::Told;
use crate::desk::negotiation::{self as desk, Account, Answer, Dispute, Disputes, Quotation};
use crate::outside::Problem;
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::tables;
use rapporteur_record::ConflictKind;

/// Accounts of a side that are shown in full.
const ACCOUNTS: usize = 4;
/// Of each kind, so many conflicts; where one kind is asked for, so many on a page.
const SOME: usize = 20;
/// Accounts of a side, and texts that carry one, that are told at all.
const MOST: usize = 40;
/// Each kind: its name, its heading, what it means.
const KINDS: [(&str, &str, &str); 4] = [
    ("contested", "Contested accounts", "Claimants disagree on where one party stands."),
    ("figures", "Figures", "Counts of one thing that cannot both hold, each with its claimant."),
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
            Ok(known.answer(&format!("contested {kind:?}"), |r| desk::contested(r, None, kind)))
        },
        show,
        table: |_, record, ask| tables::conflicts(record.sum(), kind(ask).unwrap_or_default()),
    };
    screen.answer(ask).await
}

fn show(answer: &Answer<Disputes>, ask: &Ask) -> Markup {
    let way = Way::of(ask);
    let (all, wanted) = (&answer.body.conflicts, ask.get("kind").unwrap_or_default());
    html! {
        nav.kinds aria-label="Kinds of conflict" {
            ul {
                li { a href=(way.to("/contested", &[])) aria-current=[wanted.is_empty().then_some("true")] { "All" } }
                @for (name, title, _) in KINDS { li { a href=(way.to("/contested", &[("kind", name)])) aria-current=[(wanted == name).then_some("true")] { (title) } } }
            }
        }
        p.lead { "Both wordings, side by side. Nothing here says which of them is right. Reports of one hand are one account; “through” tells by how many mouths the words came, the outlet’s among them." }
        @if all.is_empty() { (nothing("No accounts were found that do not go together.", "")) }
        @for (name, title, lead) in KINDS {
            @let these: Vec<&Dispute> = all.iter().filter(|d| d.kind == name).collect();
            @if !these.is_empty() {
                h2 id=(name) { (title) span.number { (these.len()) } }
                p.quiet { (lead) }
                @if wanted.is_empty() {
                    @for d in these.iter().take(SOME) { (conflict(&way, d, &answer.quotations)) }
                    @if these.len() > SOME { p.rest { a href=(way.to("/contested", &[("kind", name)])) { "All " (these.len()) } } }
                } @else {
                    @let part = paged::part(ask, &these, SOME);
                    @for d in part.here { (conflict(&way, d, &answer.quotations)) }
                    (part.steps(ask, "/contested"))
                }
            }
        }
    }
}

/// One conflict: what it is about, and its sides.
pub(super) fn conflict(way: &Way, d: &Dispute, quoted: &[Quotation]) -> Markup {
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

fn account(way: &Way, a: &Account, quoted: &[Quotation]) -> Markup {
    let q = cite::numbered(quoted, a.quotation);
    html! {
        div.account {
            p.claim {
                @match (&a.holder, a.stance) {
                    (Some(holder), Some(stance)) => {
                        strong { (shown(holder)) } " " (cite::glyph(phrase::sign(stance))) " " span class=(class(stance)) { (phrase::stance(stance)) }
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
