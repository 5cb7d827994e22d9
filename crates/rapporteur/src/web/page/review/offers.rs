//! Names that may be one actor, labels that may be one proposal, and what people make of names.
//!
//! Decides: what is shown of each group. Must not know: why names are alike.

use super::super::passage::{address, of_document, short};
use super::decide::see;
use super::done;
use crate::desk::dossier::{self, Hand};
use crate::desk::review::{self, Group, Side};
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
use std::collections::BTreeSet;

/// So many groups stand on a page.
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
    groups: &'a [Group],
}

async fn offers(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let standing = ask.held().latest()?;
        let known = standing.snapshot.known(None);
        let offers = known.once("groups of names", review::groups, Vec::len);
        let found = Offers { format: "rapporteur-offers/2", groups: &offers };
        let done = done(&ask, &*ask.held().reader()?)?;
        let around = around(&ask, "Which names are one?", "/review/offers");
        let page = |o: &Offers| frame::page(&frame::Page { screen: "/review", standing: Some(&standing), ..around }, show(o, &ask, &done));
        reply::answer(ask.twin, &found, page, table)
    })
    .await
}

fn table(o: &Offers) -> Table {
    let mut table = Table::new("offers", &["group", "what", "name", "documents", "because"]);
    for (i, g) in o.groups.iter().enumerate() {
        let number = |n: usize| rapporteur_export::Cell::Number(n as f64);
        let row = |s: &Side| vec![number(i + 1), g.what.into(), s.name.as_str().into(), number(s.documents), because(g).into()];
        table.rows.extend(g.sides.iter().map(row));
    }
    table
}

/// The names of a group, each once however it is capitalised.
fn called(g: &Group) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    g.sides.iter().map(|s| s.name.as_str()).filter(|n| seen.insert(n.to_lowercase())).collect()
}

fn because(g: &Group) -> String {
    g.because.iter().map(phrase::reason).collect::<Vec<_>>().join("; ")
}

fn show(o: &Offers, ask: &Ask, done: &Markup) -> Markup {
    html! {
        p.crumb { a href="/review" { "To the queue" } " · " a href="/review/history" { "What people decided" } " · " a href="/review/names" { "Any two names" } }
        (*done)
        p { "The record joins names on its own only where that is sure. These may be one; somebody must say so. Each decision can be taken back." }
        @if o.groups.is_empty() { p { "No names wait to be told apart or joined." } }
        @if o.groups.len() > PAGE { p.count { (o.groups.len()) " groups wait; the first " (PAGE) " are shown." } }
        @for (i, group) in o.groups.iter().take(PAGE).enumerate() { (one(i, group, ask)) }
    }
}

/// All that may be one, in one entry: whoever decides chooses which of them are.
fn one(at: usize, g: &Group, ask: &Ask) -> Markup {
    let what = if g.what == "actors" { "actor" } else { "proposal" };
    let may = ask.visitor.role >= Role::Review;
    html! {
        section.dispute {
            h2 { "May be one " (what) ": " @for (i, name) in called(g).iter().enumerate() { @if i > 0 { ", " } span dir="auto" { (shown(name)) } } }
            p.how { "Because of " (shown(&because(g))) }
            form.decide method="post" action="/review/bond" {
                input type="hidden" name="what" value=(g.what);
                div.sides {
                    @for (i, s) in g.sides.iter().enumerate() {
                        div.side {
                            @if may {
                                @let id = format!("pick-{at}-{i}");
                                h3 { input type="checkbox" id=(id) name="pick" value=(i) checked; label for=(id) dir="auto" { (shown(&s.name)) } }
                                input type="hidden" name=(format!("name-{i}")) value=(s.written);
                                @if let Some(only) = &s.only { input type="hidden" name=(format!("in-{i}")) value=(only); }
                            } @else { h3 dir="auto" { (shown(&s.name)) } }
                            (side(s))
                        }
                    }
                }
                @if may {
                    button name="bond" value="join" { "Join the chosen: they are one" }
                    button name="bond" value="apart" { "Keep the chosen apart" }
                }
            }
        }
    }
}

fn side(s: &Side) -> Markup {
    html! {
        p.how { (shown(&s.about)) ", in " (phrase::count(s.documents, "document", "documents")) @if s.only.is_some() { "; a decision is about the name in this one only" } }
        @if !s.names.is_empty() { p.how dir="auto" { "also: " (shown(&s.names.join(", "))) } }
        ul.lines {
            @for m in &s.mentions { li { q dir="auto" { (shown(&m.words)) } " " a.how href=(of_document(&m.document)) dir="auto" { (shown(m.outlet.as_deref().unwrap_or(short(&m.document)))) } } }
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
        // A name that is chosen from a list brings its document along, behind a tab.
        let named = |name: &str, only: &str| {
            let (words, here) = get(name)?.split_once('\t').map_or((get(name)?, None), |(words, here)| (words, Some(here)));
            Some(Named { name: words.to_owned(), document: get(only).or(here).map(str::to_owned) })
        };
        let bond = get("bond").and_then(Bond::parse).ok_or_else(wrong)?;
        let picked = fields.iter().filter(|(k, _)| k == "pick").filter_map(|(_, i)| named(&format!("name-{i}"), &format!("in-{i}")));
        let mut names: Vec<Named> = Vec::new();
        for n in picked.chain(named("one", "one_in")).chain(named("other", "other_in")) {
            if !names.contains(&n) {
                names.push(n);
            }
        }
        if names.len() < 2 {
            return Err(wrong().into());
        }
        let what = match get("what") {
            Some("actors") => What::Actors { names, bond },
            Some("proposals") => What::Proposals { labels: names, bond },
            _ => return Err(wrong().into()),
        };
        let hand = Hand { by: ask.visitor.name.clone(), now: outside::just_now() };
        let number = dossier::write(&mut ask.held().writer(), &hand, what)?.to_string();
        Ok(see(&match get("back") {
            // Where names are looked at one by one.
            Some(name) => address("/review/names", &[("what", get("what").unwrap_or_default()), ("name", name), ("done", &number)]),
            None => address("/review/offers", &[("done", &number)]),
        }))
    })
    .await
}
