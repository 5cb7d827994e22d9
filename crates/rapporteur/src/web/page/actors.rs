//! Who takes part, under which names, and who quotes whom.
//!
//! Decides: how many are shown at once. Must not know: how names were joined.

use super::Ask;
use super::cite::nothing;
use super::link::Way;
use super::paged;
use super::told::Told;
use crate::desk::negotiation::{self as desk, Actor, Answer, MayBeOne, Quotes};
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::picture::links;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::tables;
use rapporteur_record::Record;
use serde::Serialize;

/// Actors on a page.
const SOME: usize = 60;

#[derive(Serialize)]
struct Cast {
    #[serde(flatten)]
    actors: desk::Actors,
    quotes: Quotes,
}

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/actors", get(actors)).route("/actors.json", get(actors)).route("/actors.csv", get(actors))
}

async fn actors(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Cast> = Told {
        title: |_| "Who takes part".to_owned(),
        path: "/actors",
        screen: "/actors",
        ask: |known, _| {
            let links = known.once("links", desk::links, |all| all.len() / 10);
            let cast = |r: &Record| desk::actors(r, None).with(|actors| Cast { actors, quotes: desk::who_quotes(&links) });
            Ok(known.answer("actors", cast))
        },
        show: |answer, _, ask| show(answer, ask),
        table: |_, record, _| tables::actors(record.sum()),
    };
    screen.answer(ask).await
}

fn show(answer: &Answer<Cast>, ask: &Ask) -> Markup {
    let (cast, way) = (&answer.body, Way::of(ask));
    let (named, unnamed): (Vec<&Actor>, Vec<&Actor>) = cast.actors.actors.iter().partition(|a| a.kind != "anonymous");
    let part = paged::part(ask, &named, SOME);
    if named.is_empty() && unnamed.is_empty() {
        return nothing("Nobody was found yet.", "`rapporteur add FOLDER --dossier FILE` reads more texts.");
    }
    html! {
        (table(&way, part.here))
        (part.steps(ask, "/actors"))
        (offers(&way, &cast.actors.offers))
        (quotes(&way, &cast.quotes, "Which outlets quote whom"))
        @if !unnamed.is_empty() {
            details {
                summary { h2 { "Described, not named" } span.number { (unnamed.len()) } }
                p.quiet { "Each belongs to one text; they are never taken to be the same people." }
                ul.lines { @for a in unnamed.iter().take(SOME * 3) { li { (shown(&a.name)) @if let Some(b) = &a.acts_for { ", speaks for " a href=(way.actor(b)) { (shown(b)) } } } } }
                @if unnamed.len() > SOME * 3 { p.quiet { (unnamed.len() - SOME * 3) " more are in the CSV form of this page." } }
            }
        }
    }
}

fn table(way: &Way, named: &[&Actor]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Actors" {
            table.plain {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Kind" } th scope="col" { "Speaks for" } th scope="col" { "Also called" } th.n scope="col" { "Documents" } th.n scope="col" { "Positions held" } th.n scope="col" { "Claims made" } } }
                tbody {
                    @for a in named {
                        tr {
                            th scope="row" { a href=(way.actor(&a.name)) { (shown(&a.name)) } @if a.mediator { span.quiet { " mediator" } } }
                            td { (phrase::spaced(a.kind)) }
                            td { @if let Some(b) = &a.acts_for { a href=(way.actor(b)) { (shown(b)) } } }
                            td.also { (shown(&a.names.iter().take(6).cloned().collect::<Vec<_>>().join("; "))) @if a.names.len() > 6 { span.quiet { " and " (a.names.len() - 6) " more" } } }
                            td.n { (a.documents) }
                            td.n { (a.positions) }
                            td.n { (a.claims) }
                        }
                    }
                }
            }
        }
    }
}

/// Names that may be one.
pub(super) fn offers(way: &Way, all: &[MayBeOne]) -> Markup {
    if all.is_empty() {
        return Markup::default();
    }
    html! {
        h2 #offers { "May be one, may be two" span.number { (all.len()) } }
        p.quiet { "Nothing was joined here. A person decides, under " a href="/review/offers" { "review" } "." }
        ul.lines {
            @for o in all.iter().take(30) {
                @let to = |name: &str| if o.what == "proposal" { way.proposal(name) } else { way.actor(name) };
                li { span.kind { (o.what) } a href=(to(&o.one)) { (shown(&o.one)) } " and " a href=(to(&o.other)) { (shown(&o.other)) } span.quiet { ": " (shown(&phrase::reason(&o.because))) } }
            }
        }
        @if all.len() > 30 { p.rest { a href="/review/offers" { "All " (all.len()) } } }
    }
}

/// Who quotes whom: the picture, and the same as a table.
pub(super) fn quotes(way: &Way, q: &Quotes, title: &str) -> Markup {
    if q.links.is_empty() {
        return Markup::default();
    }
    html! {
        h2 #quotes { (title) }
        p.quiet { "Copies of a text are not counted again. A line is as wide as often." @if q.more > 0 { " " (phrase::count(q.more, "weaker link is", "weaker links are")) " left out." } }
        div.abreast {
            figure { div.wide tabindex="0" role="region" aria-label=(title) { (links::draw(&q.links, &|n| way.actor(n))) } }
            details {
                summary { "As a table" }
                table.plain {
                    thead { tr { th scope="col" { "Who quotes" } th scope="col" { "Whom" } th.n scope="col" { "Times" } } }
                    tbody { @for l in &q.links { tr { td { (shown(&l.by)) } td { a href=(way.actor(&l.whom)) { (shown(&l.whom)) } } td.n { (l.times) } } } }
                }
            }
        }
    }
}
