//! Numbers beside one another, with who tells them.
//!
//! Decides: which quantities are drawn. Must not know: which number is right.

use super::Ask;
use super::cite::{self, nothing};
use super::link::Way;
use super::paged;
use super::told::Told;
use crate::desk::negotiation::{self as desk, Answer, Figures, Number, Quantity, Shelf};
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::held::Known;
use crate::web::picture::dots;
use crate::web::reply::{Trouble, Twin};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::tables;
use std::sync::Arc;

/// Quantities of several numbers on a page.
const SOME: usize = 20;
/// Numbers of one quantity, and numbers that stand alone, that are listed.
const NUMBERS: usize = 60;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/figures", get(figures)).route("/figures.json", get(figures)).route("/figures.csv", get(figures))
}

async fn figures(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Figures> = Told {
        title: |_| "Figures, and who tells them".to_owned(),
        path: "/figures",
        screen: "/figures",
        ask: |known, ask| {
            if ask.twin != Twin::Page {
                return Ok(known.answer("figures", |r| desk::figures(r, None)));
            }
            let all = shelves(known);
            let (several, single) = parts(&all);
            let several = paged::part(ask, &several, SOME).here.iter().copied();
            let here: Vec<usize> = several.chain(single.into_iter().take(NUMBERS)).collect();
            let these: Vec<&Shelf> = here.iter().filter_map(|i| all.get(*i)).collect();
            Ok(known.answer(&format!("of the figures {here:?}"), |r| desk::some_figures(r, &these)))
        },
        show,
        table: |_, record, _| tables::figures(record.sum()),
    };
    screen.answer(ask).await
}

/// All quantities in order.
fn shelves(known: &Known) -> Arc<Vec<Shelf>> {
    known.once("quantities", desk::shelves, |all| all.len() / 2)
}

/// The places of quantities with several numbers, and of those with one.
fn parts(all: &[Shelf]) -> (Vec<usize>, Vec<usize>) {
    (0..all.len()).partition(|i| all.get(*i).is_some_and(|s| s.count() > 1))
}

fn show(answer: &Answer<Figures>, known: &Known, ask: &Ask) -> Markup {
    let way = Way::of(ask);
    let (several, single): (Vec<&Quantity>, Vec<&Quantity>) = answer.body.quantities.iter().partition(|q| q.numbers.len() > 1);
    if answer.body.quantities.is_empty() {
        return nothing("No figure was found yet.", "");
    }
    let (all, alone) = parts(&shelves(known));
    let named = desk::named(&several.iter().map(|q| &q.numbers[..q.numbers.len().min(NUMBERS)]).collect::<Vec<_>>());
    let named = named.into_iter().chain(desk::named(&single)).collect();
    html! {
        p.lead { "Each number stands with whoever tells it. Reports of one hand are told once. A full dot is meant exactly, a hollow one about; an arrow says at least, or at most." }
        @for q in &several { (quantity(&way, q)) }
        (paged::part(ask, &all, SOME).steps(ask, "/figures"))
        @if !alone.is_empty() {
            h2 #single { "Numbers that stand alone" span.number { (alone.len()) } }
            ul.lines { @for q in &single { li { span.kind { (name(q)) } @for n in &q.numbers { (cite::line(&phrase::number(n))) } } } }
            @if alone.len() > NUMBERS { p.quiet { (alone.len() - NUMBERS) " more are in the CSV form of this page." } }
        }
        (cite::named_quotations(&way, &answer.quotations, &named))
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
            @if q.disputed { p.quiet { "Some of these numbers may not go together: " a href=(way.to("/contested", &[("kind", "figures")])) { "which" } "." } }
            div.abreast {
                figure { div.wide tabindex="0" role="region" aria-label=(format!("Numbers: {}", name(q))) { (dots::draw(&q.numbers)) } }
                ul.lines {
                    @for n in q.numbers.iter().take(NUMBERS) { li { (number(n)) } }
                    @if q.numbers.len() > NUMBERS { li.quiet { (q.numbers.len() - NUMBERS) " more are in the CSV form of this page." } }
                }
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
