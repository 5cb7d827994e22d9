//! One actor.
//!
//! Decides: what comes first on its page. Must not know: whether names should have been joined.

use super::cite::{self, nothing};
use super::link::Way;
use super::paged;
use super::told::{Told, cells};
use super::{Ask, actors};
use crate::desk::negotiation::{self as desk, Answer, Profile};
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

/// Matters that are drawn, unless all are asked for.
const SOME: usize = 20;
/// Where all are asked for: so many matters at most,
const MATTERS: usize = 200;
/// and so many statements and claims on a page.
const PAGE: usize = 60;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/actor", get(actor)).route("/actor.json", get(actor)).route("/actor.csv", get(actor))
}

async fn actor(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Profile> = Told {
        title: |ask| ask.get("name").unwrap_or_default(),
        path: "/actor",
        screen: "/actors",
        ask: |known, ask| {
            let missing = || Trouble::Nothing("actor of that name".to_owned());
            let name = ask.get("name").ok_or_else(missing)?;
            let all = ask.get("all").is_some();
            let links = known.once("links", desk::links, |all| all.len() / 10);
            known.perhaps(&format!("actor {all} {name}"), |r| desk::profile(r, &name, all, &links)).ok_or_else(missing)
        },
        show: |answer, _, ask| show(answer, ask),
        table,
    };
    screen.answer(ask).await
}

fn show(answer: &Answer<Profile>, ask: &Ask) -> Markup {
    let (p, way) = (&answer.body, Way::of(ask));
    let (said, about) = (paged::part(ask, &p.said, PAGE), paged::part(ask, &p.about, PAGE));
    let all = way.to("/actor", &[("name", &p.actor.name), ("all", "1")]);
    html! {
        (names(&way, p))
        @if ask.visitor.role >= crate::web::Role::Review { p.how.act { a href=(super::passage::address("/review/names", &[("what", "actors"), ("name", &p.actor.name)])) { "Join with another name, or take a name out" } } }
        (stances(&way, p, if ask.get("all").is_some() { MATTERS } else { SOME }))
        h2 #said { "What it says" span.number { (p.statements) } }
        @if p.said.is_empty() { (nothing("No statement of it was found.", "")) }
        ul.told {
            @for s in said.here {
                @if let Some(q) = cite::numbered(&answer.quotations, s.quotation) {
                    li { @if s.by != p.actor.name { p.claim { (shown(&s.by)) ", for " (shown(&p.actor.name)) } } (cite::quotation(&way, q)) }
                }
            }
        }
        (said.steps(ask, "/actor"))
        @if p.statements > p.said.len() { p.rest { a href=(all) { "All " (p.statements) } } }
        h2 #about { "What others claim of it" span.number { (p.claims) } }
        @if p.about.is_empty() { (nothing("No claim of others was found.", "")) }
        ul.told {
            @for i in about.here {
                li {
                    p.claim { @if let Some(d) = i.said { time { (d) } " " } (cite::line(&without_numbers(&phrase::item(i)))) }
                    @if let Some(q) = cite::numbered(&answer.quotations, i.quotation) { (cite::quotation(&way, q)) }
                }
            }
        }
        (about.steps(ask, "/actor"))
        @if p.claims > p.about.len() { p.rest { a href=(all) { "All " (p.claims) } } }
        (actors::quotes(&way, &p.quotes, "Who quotes it, whom it quotes"))
        (actors::offers(&way, &p.offers))
    }
}

/// Where each quotation stands below its claim, no number need lead to it.
fn without_numbers(line: &crate::view::block::Line) -> crate::view::block::Line {
    line.iter().filter(|r| !matches!(r, crate::view::block::Run::To(_))).cloned().collect()
}

fn names(way: &Way, p: &Profile) -> Markup {
    let a = &p.actor;
    html! {
        dl.facts {
            dt { "Kind" } dd { (phrase::spaced(a.kind)) @if a.mediator { ", mediator in the brief" } }
            @if let Some(b) = &a.acts_for { dt { "Speaks for" } dd { a href=(way.actor(b)) { (shown(b)) } } }
            @if !p.spokespeople.is_empty() {
                dt { "Spoken for by" }
                dd { @for (i, s) in p.spokespeople.iter().enumerate() { @if i > 0 { ", " } a href=(way.actor(s)) { (shown(s)) } } }
            }
            @if !a.names.is_empty() { dt { "Also called" } dd dir="auto" { (shown(&a.names.join("; "))) } }
            @if !a.because.is_empty() { dt { "One because of" } dd { (shown(&a.because.iter().map(phrase::reason).collect::<Vec<_>>().join("; "))) } }
            dt { "In" } dd { (phrase::count(a.documents, "document", "documents")) ", " a href=(way.to("/search", &[("words", &format!("\"{}\"", a.name))])) { "search for the name" } ", " a href=(way.to("/timeline", &[("party", &a.name)])) { "its timeline" } }
        }
    }
}

fn stances(way: &Way, p: &Profile, limit: usize) -> Markup {
    let days = || p.stances.iter().filter_map(|s| strip::span(&s.steps));
    let Some((first, last)) = days().map(|d| d.0).min().zip(days().map(|d| d.1).max()) else { return Markup::default() };
    html! {
        h2 #stances { "Where it stood, according to whom" span.number { (p.stances.len()) } }
        div.wide tabindex="0" role="region" aria-label="Stances by matter" {
            table.plain.stances {
                thead { tr { th scope="col" { "Matter" } th scope="col" { "Latest" } th scope="col" { (first) " to " (last) } th scope="col" { "Claims" } } }
                tbody {
                    @for s in p.stances.iter().take(limit) {
                        @let latest = s.steps.iter().rfind(|x| x.own && x.stand.said.is_some()).or(s.steps.last());
                        tr {
                            th scope="row" { (cite::subject(way, &s.subject)) }
                            td {
                                @if s.contested { b.mark { "contested" } " " }
                                @if let Some(x) = latest { (cite::stance(&x.stand)) @if !x.own { ", according to " (shown(&phrase::name(&x.stand.by))) } span.when { (phrase::on(x.stand.said)) } }
                            }
                            td { (strip::small(&s.steps, first, last)) }
                            td { a href=(way.cell(&p.actor.name, &s.subject)) { (phrase::count(s.steps.len(), "claim", "claims")) } }
                        }
                    }
                }
            }
        }
        @if p.stances.len() > limit && limit < MATTERS { p.rest { a href=(way.to("/actor", &[("name", &p.actor.name), ("all", "1")])) { "All " (p.stances.len()) } } }
    }
}

fn table(answer: &Answer<Profile>, _: &rapporteur_record::Record, _: &Ask) -> Table {
    let mut table = Table::new("actor", &["what", "said", "claimed_by", "matter", "stance", "words", "document", "outlet", "status"]);
    let mut row = |what: &str, said, by: Option<&str>, matter: Option<&str>, stance: Option<&str>, quotation| {
        let q = cite::numbered(&answer.quotations, quotation);
        let words = q.map(super::cell::words).unwrap_or_default();
        let mut row = cells(&[Some(what)]);
        row.push(Cell::from(said));
        row.extend(cells(&[by, matter, stance, Some(&words), q.map(|q| q.document.as_str()), q.and_then(|q| q.outlet.as_deref()), q.map(|q| q.status)]));
        table.rows.push(row);
    };
    let p = &answer.body;
    p.said.iter().for_each(|s| row("statement", s.said, Some(&s.by), None, None, s.quotation));
    for s in &p.stances {
        s.steps.iter().for_each(|x| {
            row(
                if x.own { "own stance" } else { "stance told" },
                x.stand.said,
                x.stand.by.name.as_deref(),
                Some(&s.subject.label),
                Some(x.stand.stance),
                x.stand.quotation,
            )
        });
    }
    table
}
