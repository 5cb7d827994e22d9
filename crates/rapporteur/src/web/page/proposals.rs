//! All proposals, by line.
//!
//! Decides: how lines and single proposals are told. Must not know: which version counts.

use super::Ask;
use super::cite::nothing;
use super::link::Way;
use super::paged;
use super::told::Told;
use crate::desk::negotiation::{self as desk, Answer, Plan, Proposals};
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::picture::lineage;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::tables;

/// Single proposals on a page; so many lines too.
const SOME: usize = 60;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/proposals", get(proposals)).route("/proposals.json", get(proposals)).route("/proposals.csv", get(proposals))
}

async fn proposals(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Proposals> = Told {
        title: |_| "Proposals".to_owned(),
        path: "/proposals",
        screen: "/proposals",
        ask: |known, _| Ok(known.answer("proposals", desk::proposals)),
        show: |answer, _, ask| show(answer, ask),
        table: |_, record, _| tables::proposals(record.sum()),
    };
    screen.answer(ask).await
}

fn show(answer: &Answer<Proposals>, ask: &Ask) -> Markup {
    let (all, way) = (&answer.body.proposals, Way::of(ask));
    if all.is_empty() {
        return nothing("No proposal was found yet.", "`rapporteur add FOLDER --dossier FILE` reads more texts.");
    }
    // Two proposals can share a label: a line is a run.
    let (lines, single): (Vec<&[Plan]>, Vec<&[Plan]>) =
        all.chunk_by(|a, b| a.line == b.line).partition(|l| l.len() > 1 && l.iter().any(|p| p.supersedes.is_some()));
    let mut rest: Vec<&Plan> = single.into_iter().flatten().collect();
    rest.sort_by_key(|p| (p.open, std::cmp::Reverse((p.claims, p.documents))));
    let part = paged::part(ask, &rest, SOME);
    html! {
        @if answer.body.offers > 0 { p.lead { (phrase::count(answer.body.offers, "pair of labels", "pairs of labels")) " may be one proposal: a person decides, under " a href="/review/offers" { "review" } "." } }
        @for line in lines.iter().take(SOME) {
            section.line {
                h2 { (shown(&line[0].line)) span.quiet { " and what replaced it" } }
                div.wide tabindex="0" role="region" aria-label=(shown(&format!("Lineage of {}", line[0].line))) { (lineage::draw(line, None, &|l| way.proposal(l))) }
                (table(&way, &line.iter().collect::<Vec<_>>(), &format!("Versions of {}", line[0].line)))
            }
        }
        @if !rest.is_empty() {
            h2 { "Proposals of which no other version is known" span.number { (rest.len()) } }
            (table(&way, part.here, "Other proposals"))
            (part.steps(ask, "/proposals"))
        }
    }
}

/// Proposals as a table.
fn table(way: &Way, all: &[&Plan], name: &str) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(shown(name)) {
            table.plain {
                thead { tr { th scope="col" { "Proposal" } th scope="col" { "Put forward by" } th scope="col" { "Replaces" } th scope="col" { "First told of" } th.n scope="col" { "Documents" } th.n scope="col" { "Terms" } th.n scope="col" { "Stances claimed" } } }
                tbody {
                    @for p in all {
                        tr {
                            th scope="row" { a href=(way.proposal(&p.label)) { (shown(&p.label)) } @if p.open { span.quiet { " any deal, not a text" } } }
                            td { @for (i, a) in p.authors.iter().enumerate() { @if i > 0 { ", " } a href=(way.actor(a)) { (shown(a)) } } }
                            td { @if let Some(s) = &p.supersedes { a href=(way.proposal(s)) { (shown(s)) } } }
                            td.when { @if let Some(d) = p.first { (d) } }
                            td.n { (p.documents) }
                            td.n { (p.terms) }
                            td.n { (p.claims) }
                        }
                    }
                }
            }
        }
    }
}
