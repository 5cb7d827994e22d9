//! Numbers beside one another, with who tells them.
//!
//! Decides: which quantities are drawn. Must not know: which number is right.

use super::Ask;
use super::cite::{self, nothing};
use super::link::Way;
use super::told::Told;
use crate::desk::negotiation::{self as desk, Answer, Figures, Number, Quantity};
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::picture::dots;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::tables;

/// Quantities of several numbers on a page, unless all are asked for.
const SOME: usize = 30;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/figures", get(figures)).route("/figures.json", get(figures)).route("/figures.csv", get(figures))
}

async fn figures(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Figures> = Told {
        title: |_| "Figures, and who tells them".to_owned(),
        path: "/figures",
        screen: "/figures",
        ask: |record, _| Ok(desk::figures(record, None)),
        show,
        table: |_, record, _| tables::figures(record.sum()),
    };
    screen.answer(ask).await
}

fn show(answer: &Answer<Figures>, ask: &Ask) -> Markup {
    let way = Way::of(ask);
    let limit = if ask.get("all").is_some() { usize::MAX } else { SOME };
    let (several, single): (Vec<&Quantity>, Vec<&Quantity>) = answer.body.quantities.iter().partition(|q| q.numbers.len() > 1);
    if answer.body.quantities.is_empty() {
        return nothing("No figure was found yet.", "");
    }
    html! {
        p.lead { "Each number stands with whoever tells it. Reports of one hand are told once. A full dot is meant exactly, a hollow one about; an arrow says at least, or at most." }
        @for q in several.iter().take(limit) { (quantity(&way, q)) }
        @if several.len() > limit { p.rest { a href=(way.to("/figures", &[("all", "1")])) { "All " (several.len()) } } }
        @if !single.is_empty() {
            h2 #single { "Numbers that stand alone" span.number { (single.len()) } }
            ul.lines { @for q in single.iter().take(limit * 4) { li { span.kind { (name(q)) } @for n in &q.numbers { (cite::line(&phrase::number(n))) } } } }
        }
        (cite::quotations(&way, &answer.quotations))
    }
}

fn quantity(way: &Way, q: &Quantity) -> Markup {
    html! {
        section.quantity {
            h2 {
                (phrase::spaced(q.measure))
                @if let Some(of) = &q.of { ", of " a href=(way.actor(of)) { (shown(of)) } }
                @if q.disputed { " " b.mark { "DISPUTED" } }
            }
            @if q.disputed { p.quiet { "Some of these numbers cannot hold together: " a href=(way.to("/contested", &[("kind", "figures")])) { "which" } "." } }
            div.abreast {
                figure { div.wide tabindex="0" role="region" aria-label=(format!("Numbers: {}", name(q))) { (dots::draw(&q.numbers)) } }
                ul.lines { @for n in &q.numbers { li { (number(n)) } } }
            }
            @if q.numbers.len() > dots::ROWS { p.quiet { (q.numbers.len() - dots::ROWS) " later numbers are in the list only." } }
        }
    }
}

fn number(n: &Number) -> Markup {
    html! { (cite::line(&phrase::number(n))) @if n.disputed { " " b.mark { "disputed" } } }
}

fn name(q: &Quantity) -> String {
    format!("{}{}", phrase::spaced(q.measure), q.of.as_ref().map(|o| format!(", of {o}")).unwrap_or_default())
}
