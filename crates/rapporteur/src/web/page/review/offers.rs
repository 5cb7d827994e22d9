//! Names that may be one actor, labels that may be one proposal.
//!
//! Decides: what is shown of each pair. Must not know: why names are alike.

use super::super::passage::{address, of_document, short};
use super::decide::see;
use super::done;
use crate::desk::dossier::{self, Hand};
use crate::desk::review::{self, Offered, Side};
use crate::outside::{self, Problem};
use crate::view::phrase;
use crate::web::frame::{self, shown};
use crate::web::page::{Ask, around};
use crate::web::reply::{self, Trouble};
use crate::web::{Role, Shared, aside};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Form, Router};
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_record::entry::{Bond, Named, What};
use serde::Serialize;

/// So many pairs stand on a page.
const PAGE: usize = 40;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/review/offers", get(offers))
        .route("/review/offers.json", get(offers))
        .route("/review/offers.csv", get(offers))
        .route("/review/bond", post(bond))
}

#[derive(Debug, Serialize)]
struct Offers<'a> {
    format: &'static str,
    offers: &'a [Offered],
}

async fn offers(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let standing = ask.held().latest()?;
        let known = standing.snapshot.known(None);
        let offers = known.once("offers", review::offers, Vec::len);
        let found = Offers { format: "rapporteur-offers/1", offers: &offers };
        let done = done(&ask, &*ask.held().reader()?)?;
        let around = around(&ask, "Which names are one?", "/review/offers");
        let page = |o: &Offers| frame::page(&frame::Page { screen: "/review", standing: Some(&standing), ..around }, show(o, &ask, &done));
        reply::answer(ask.twin, &found, page, table)
    })
    .await
}

fn table(o: &Offers) -> Table {
    let mut table = Table::new("offers", &["what", "one", "other", "because"]);
    let row = |o: &Offered| vec![o.what.into(), o.one.name.as_str().into(), o.other.name.as_str().into(), phrase::reason(&o.because).into()];
    table.rows = o.offers.iter().map(row).collect();
    table
}

fn show(o: &Offers, ask: &Ask, done: &Markup) -> Markup {
    html! {
        p.crumb { a href="/review" { "To the queue" } " · " a href="/review/history" { "What people decided" } }
        (*done)
        p { "The record joins names on its own only where that is sure. These may be one; somebody must say so. Each decision can be taken back." }
        @if o.offers.is_empty() { p { "No names wait to be told apart or joined." } }
        @if o.offers.len() > PAGE { p.count { (o.offers.len()) " pairs wait; the first " (PAGE) " are shown." } }
        @for offer in o.offers.iter().take(PAGE) { (pair(offer, ask)) }
        @if ask.visitor.role >= Role::Review { (by_hand()) }
    }
}

fn pair(o: &Offered, ask: &Ask) -> Markup {
    let what = if o.what == "actors" { "actor" } else { "proposal" };
    html! {
        section.dispute {
            h2 { "May be one " (what) ": " span dir="auto" { (shown(&o.one.name)) } " and " span dir="auto" { (shown(&o.other.name)) } }
            p.how { "Because of " (shown(&phrase::reason(&o.because))) }
            div.sides { (side(&o.one)) (side(&o.other)) }
            @if ask.visitor.role >= Role::Review {
                form.decide method="post" action="/review/bond" {
                    input type="hidden" name="what" value=(o.what);
                    @for (name, side) in [("one", &o.one), ("other", &o.other)] {
                        input type="hidden" name=(name) value=(side.name);
                        @if let Some(only) = &side.only { input type="hidden" name=(format!("{name}_in")) value=(only); }
                    }
                    button name="bond" value="join" { "Join: they are one" }
                    button name="bond" value="apart" { "Keep apart" }
                }
            }
        }
    }
}

fn side(s: &Side) -> Markup {
    html! {
        div.side {
            h3 dir="auto" { (shown(&s.name)) }
            p.how { (shown(&s.about)) ", in " (phrase::count(s.documents, "document", "documents")) @if s.only.is_some() { "; a decision is about the name in this one only" } }
            @if !s.names.is_empty() { p.how dir="auto" { "also: " (shown(&s.names.join(", "))) } }
            ul.lines {
                @for m in &s.mentions { li { q dir="auto" { (shown(&m.words)) } " " a.how href=(of_document(&m.document)) dir="auto" { (shown(m.outlet.as_deref().unwrap_or(short(&m.document)))) } } }
            }
        }
    }
}

/// Any names, written by hand.
fn by_hand() -> Markup {
    html! {
        details.removal {
            summary { "Join other names, or keep them apart" }
            form method="post" action="/review/bond" {
                fieldset {
                    legend { "Names of" }
                    label { input type="radio" name="what" value="actors" checked; " an actor" }
                    label { input type="radio" name="what" value="proposals"; " a proposal" }
                }
                label for="one" { "One name, as it stands in a text" } input #one name="one" required dir="auto";
                label for="other" { "The other" } input #other name="other" required dir="auto";
                button name="bond" value="join" { "Join" }
                button name="bond" value="apart" { "Keep apart" }
            }
        }
    }
}

async fn bond(ask: Ask, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Trouble> {
    if ask.visitor.role < Role::Review {
        return Err(Trouble::NotAllowed);
    }
    aside(move || {
        let wrong = || Problem::new("the form is not whole", "name two different names, and say whether they are one");
        let get = |name: &str| fields.iter().find(|(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.trim());
        let named = |name: &str, only: &str| Some(Named { name: get(name)?.to_owned(), document: get(only).map(str::to_owned) });
        let bond = get("bond").and_then(Bond::parse).ok_or_else(wrong)?;
        let names: Vec<Named> = [named("one", "one_in"), named("other", "other_in")].into_iter().flatten().collect();
        if names.len() < 2 || names.first() == names.last() {
            return Err(wrong().into());
        }
        let what = match get("what") {
            Some("actors") => What::Actors { names, bond },
            Some("proposals") => What::Proposals { labels: names, bond },
            _ => return Err(wrong().into()),
        };
        let hand = Hand { by: ask.visitor.name.clone(), now: outside::now() };
        let number = dossier::write(&mut ask.held().writer(), &hand, what)?.to_string();
        Ok(see(&address("/review/offers", &[("done", &number)])))
    })
    .await
}
