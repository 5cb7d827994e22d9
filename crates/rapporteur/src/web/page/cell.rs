//! Where one party stood on one matter, over time and according to whom.
//!
//! Decides: how a cell of the matrix is told in full. Must not know: which stance counts.

use super::cite::{self, nothing};
use super::link::{self, Way};
use super::paged;
use super::told::{Told, cells};
use super::{Ask, contested};
use crate::desk::negotiation::{self as desk, Answer, History, Step};
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::picture::strip;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::{Cell, Table};

/// Claims on a page; the page of the latest comes first.
const SOME: usize = 80;
/// Conflicts that are told here; the others are among all of them.
const CONFLICTS: usize = 20;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/matrix/cell", get(cell)).route("/matrix/cell.json", get(cell)).route("/matrix/cell.csv", get(cell))
}

async fn cell(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<History> = Told {
        title: |ask| format!("{} on {}", ask.get("party").unwrap_or_default(), ask.get("matter").unwrap_or_default()),
        path: "/matrix/cell",
        screen: "/matrix",
        ask: |known, ask| {
            let missing = || Trouble::Nothing("party and matter of those names".to_owned());
            let (party, about) = ask.get("party").zip(link::about(ask)).ok_or_else(missing)?;
            known.perhaps(&format!("history {party:?} {about:?}"), |r| desk::history(r, &party, &about)).ok_or_else(missing)
        },
        show: |answer, _, ask| show(answer, ask),
        table,
    };
    screen.answer(ask).await
}

fn show(answer: &Answer<History>, ask: &Ask) -> Markup {
    let (h, way) = (&answer.body, Way::of(ask));
    let own = h.steps.iter().filter(|s| s.own).count();
    let turned = h.steps.iter().filter(|s| s.turned).count();
    html! {
        p.lead {
            a href=(way.actor(&h.party)) { strong { (shown(&h.party)) } } " on " (cite::subject(&way, &h.subject)) ". "
            (phrase::count(h.steps.len(), "claim", "claims")) " from " (phrase::count(h.sources, "hand", "independent hands")) ", " (own) " in own words"
            @if turned > 0 { "; own words turned " (phrase::times(turned)) }
            "."
            @if h.contested { " " b.mark { "CONTESTED" } " Claimants disagree; both are told below." }
        }
        @if strip::span(&h.steps).is_some() {
            figure { div.wide tabindex="0" role="region" aria-label="Stances over time" { (strip::draw(&h.steps)) } (legend()) }
        }
        h2 { "Every claim" }
        @if h.steps.is_empty() { (nothing("Nobody claims anything of it.", "")) }
        @let part = paged::last_part(ask, &h.steps, SOME);
        (part.steps(ask, "/matrix/cell"))
        ol.history { @for (i, s) in part.here.iter().enumerate() { (step(answer, &way, s, part.here[..i].iter().any(|x| x.stand.quotation == s.stand.quotation))) } }
        @if !h.conflicts.is_empty() {
            h2 { "What does not go together" }
            @for d in h.conflicts.iter().take(CONFLICTS) { (contested::conflict(&way, d, &answer.quotations)) }
        }
    }
}

/// What the shapes say.
pub(super) fn legend() -> Markup {
    html! {
        p.legend {
            (cite::glyph(1)) " for " (cite::glyph(-1)) " against " (cite::glyph(0)) " undecided. Full: in the party’s own words, or those of somebody who speaks for it. Hollow: as others tell it. Placed on the day it was said."
        }
    }
}

fn step(answer: &Answer<History>, way: &Way, s: &Step, again: bool) -> Markup {
    html! {
        // Two claims can stand in the same words: the first is where they are found.
        li id=[(!again).then(|| format!("q{}", s.stand.quotation))] class=[s.copied.then_some("copied")] {
            p.claim {
                time { @match s.stand.said { Some(d) => { (d) }, None => "no known day" } }
                " " (cite::stance(&s.stand))
                @if s.own && s.stand.by.name.as_deref() == Some(&answer.body.party) { ", in own words" }
                @else if s.own { ", said " (shown(&phrase::teller(&s.stand.by))) }
                @else { ", according to " (shown(&phrase::teller(&s.stand.by))) }
                @if s.turned { " " b.mark { "TURNED" } }
                @if s.copied { span.quiet { " · same claimant and hand as an earlier claim: adds no source" } }
            }
            @if let Some(q) = cite::numbered(&answer.quotations, s.stand.quotation) { (cite::quotation(way, q)) }
        }
    }
}

fn table(answer: &Answer<History>, _: &rapporteur_record::Record, _: &Ask) -> Table {
    let mut table = Table::new(
        "history",
        &["party", "matter", "said", "stance", "certainty", "own_words", "claimed_by", "turned", "same_hand", "words", "document", "outlet", "status"],
    );
    for s in &answer.body.steps {
        let q = cite::numbered(&answer.quotations, s.stand.quotation);
        let words = q.map(words).unwrap_or_default();
        let yes = |b: bool| Some(if b { "yes" } else { "no" });
        let mut row = cells(&[Some(&answer.body.party), Some(&answer.body.subject.label)]);
        row.push(Cell::from(s.stand.said));
        row.extend(cells(&[Some(s.stand.stance), Some(s.stand.certainty), yes(s.own), s.stand.by.name.as_deref(), yes(s.turned), yes(s.copied), Some(&words)]));
        row.extend(cells(&[q.map(|q| q.document.as_str()), q.and_then(|q| q.outlet.as_deref()), q.map(|q| q.status)]));
        table.rows.push(row);
    }
    table
}

/// The words that a claim was read from.
pub(super) fn words(q: &desk::Quotation) -> String {
    q.passage.iter().filter(|p| p.claim).map(|p| p.words.as_str()).collect::<Vec<_>>().join(" … ")
}
