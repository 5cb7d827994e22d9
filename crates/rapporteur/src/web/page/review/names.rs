//! Any two names: joining them, keeping them apart, taking one out.
//!
//! Decides: how two are chosen, what can be taken out. Must not know: what a decision makes of the record.

use super::super::passage::{address, of_document, short};
use super::done;
use crate::desk::review::{self, Choosable, Place};
use crate::view::phrase;
use crate::web::frame::{self, shown};
use crate::web::page::{Ask, around};
use crate::web::reply::{self, Trouble};
use crate::web::{Role, Shared, aside};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::{Cell, Table};
use serde::Serialize;
use std::collections::BTreeMap;

/// So many names are offered at once; words find the others.
const SOME: usize = 300;
/// So many are listed where none is chosen.
const LISTED: usize = 40;
/// So many documents stand on the page.
const PLACES: usize = 60;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/review/names", get(names)).route("/review/names.json", get(names)).route("/review/names.csv", get(names))
}

#[derive(Debug, Serialize)]
struct Names<'a> {
    format: &'static str,
    /// `actors` or `proposals`.
    what: &'static str,
    /// The one that is looked at.
    one: Option<&'a Choosable>,
    places: Vec<Place>,
    /// Those that it can be joined with.
    others: Vec<&'a Choosable>,
    /// How many there are in all.
    all: usize,
}

async fn names(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let standing = ask.held().latest()?;
        let known = standing.snapshot.known(None);
        let proposals = ask.get("what").as_deref() == Some("proposals");
        let what = if proposals { "proposals" } else { "actors" };
        let all = known.once(&format!("names of {what}"), |r| review::choosable(r, proposals), |all| all.len() / 10);
        let name = ask.get("name").unwrap_or_default();
        let is = |c: &&Choosable, n: &str| c.name == n || c.written == n || c.names.iter().any(|w| w == n);
        let one = all.iter().find(|c| c.name == name).or_else(|| all.iter().find(|c| is(c, &name)));
        let places = one.map(|c| review::places(&known.record, proposals, c)).unwrap_or_default();
        let mut others = review::fitting(&all, &ask.get("find").unwrap_or_default());
        others.retain(|c| Some(*c) != one);
        others.truncate(SOME);
        let found = Names { format: "rapporteur-names/1", what, one, places, others, all: all.len() };
        let done = done(&ask, &*ask.held().reader()?)?;
        let page = |n: &Names| {
            frame::page(&frame::Page { screen: "/review", standing: Some(&standing), ..around(&ask, "Names", "/review/names") }, show(n, &ask, &done))
        };
        reply::answer(ask.twin, &found, page, table)
    })
    .await
}

fn table(n: &Names) -> Table {
    let mut table = Table::new("names", &["name", "about", "documents"]);
    table.rows = n.others.iter().map(|c| vec![c.name.as_str().into(), c.about.as_str().into(), Cell::Number(c.documents as f64)]).collect();
    table
}

fn show(n: &Names, ask: &Ask, done: &Markup) -> Markup {
    let thing = if n.what == "actors" { "actor" } else { "proposal" };
    html! {
        p.crumb { a href="/review" { "To the queue" } " · " a href="/review/offers" { "Names that may be one" } " · " a href="/review/history" { "What people decided" } }
        (*done)
        datalist #known { @for c in &n.others { option value=(c.name) {} } @if let Some(c) = n.one { option value=(c.name) {} } }
        form.filter method="get" action="/review/names" {
            label for="what" { "Names of" }
            select #what name="what" { @for (value, words) in [("actors", "actors"), ("proposals", "proposals")] { option value=(value) selected[n.what == value] { (words) } } }
            label for="name" { "Called" } input #name name="name" list="known" value=(ask.get("name").unwrap_or_default()) dir="auto" autocomplete="off";
            button { "Look" }
        }
        @match n.one {
            None if ask.get("name").is_some() => p { "No " (thing) " is called so. There are " (n.all) "; the field offers those in most documents, and any other can be written." },
            None => (choice(n, thing)),
            Some(c) => { (chosen(c, thing)) @if ask.visitor.role >= Role::Review { (join(n, c, thing, ask)) } (split(n, c, thing, ask)) }
        }
    }
}

/// Those that can be looked at; the field finds the others.
fn choice(n: &Names, thing: &str) -> Markup {
    html! {
        p { "Choose the " (thing) " that is to be joined with another, kept apart from one, or that a name is to be taken out of." }
        @if n.others.is_empty() { p.quiet { "Nothing that was read names any." } }
        ul.lines { @for c in n.others.iter().take(LISTED) {
            li { a href=(address("/review/names", &[("what", n.what), ("name", &c.name)])) dir="auto" { (shown(&c.name)) } span.quiet { ": " (shown(&c.about)) ", in " (phrase::count(c.documents, "document", "documents")) } }
        } }
        @if n.all > LISTED { p.quiet { "These are in most documents; there are " (n.all) " in all." } }
    }
}

fn chosen(c: &Choosable, thing: &str) -> Markup {
    html! {
        h2 dir="auto" { (shown(&c.name)) }
        p { (shown(&c.about)) ", in " (phrase::count(c.documents, "document", "documents")) ". "
            @let to = if thing == "actor" { address("/actor", &[("name", &c.name)]) } else { address("/proposal", &[("label", &c.name)]) };
            a href=(to) { "Its page" } }
    }
}

/// A name with the document it is meant in, as a form sends it.
fn value(c: &Choosable) -> String {
    c.only.as_ref().map_or_else(|| c.written.clone(), |d| format!("{}\t{d}", c.written))
}

fn join(n: &Names, c: &Choosable, thing: &str, ask: &Ask) -> Markup {
    html! {
        h2 #join { "Join with another " (thing) }
        form.filter method="get" action="/review/names" {
            input type="hidden" name="what" value=(n.what); input type="hidden" name="name" value=(c.name);
            label for="other-words" { "Narrow the list to names with" } input #other-words name="find" list="known" value=(ask.get("find").unwrap_or_default()) dir="auto" autocomplete="off";
            button { "Narrow" }
        }
        @if n.others.is_empty() { p { "No other name has these words." } } @else {
            form.decide method="post" action="/review/bond" {
                input type="hidden" name="what" value=(n.what); input type="hidden" name="back" value=(c.name);
                input type="hidden" name="one" value=(value(c));
                label for="other" { "The other" }
                select #other name="other" dir="auto" {
                    @for o in &n.others { option value=(value(o)) { (shown(&o.name)) " (" (o.documents) @if let Some(d) = &o.only { ", in " (shown(short(d))) } ")" } }
                }
                button name="bond" value="join" { "Join: they are one" }
                button name="bond" value="apart" { "Keep apart" }
            }
            @if n.others.len() == SOME { p.quiet { "Those in most documents; narrow the list to find the others." } }
        }
    }
}

/// What can be taken out: a name everywhere, the name of one document, a name beside another in one document.
fn split(n: &Names, c: &Choosable, thing: &str, ask: &Ask) -> Markup {
    let may = ask.visitor.role >= Role::Review;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    n.places.iter().for_each(|p| *counts.entry(&p.name).or_default() += 1);
    let out = |name: &str, only: Option<&str>, words: &str| {
        let rest: Vec<&str> = counts.keys().copied().filter(|x| only.is_some() || *x != name).collect();
        html! {
            form.inline method="post" action="/review/bond" {
                input type="hidden" name="what" value=(n.what); input type="hidden" name="back" value=(c.name); input type="hidden" name="bond" value="out";
                input type="hidden" name="pick" value="0"; input type="hidden" name="name-0" value=(name);
                @if let Some(d) = only { input type="hidden" name="in-0" value=(d); }
                @for (i, other) in rest.iter().enumerate() { input type="hidden" name="pick" value=(i + 1); input type="hidden" name=(format!("name-{}", i + 1)) value=(other); }
                button { (words) span.hidden { ": " (name) @if let Some(d) = only { " in " (short(d)) } } }
            }
        }
    };
    html! {
        h2 #split { "Names that it goes by" }
        p.quiet { "A name that means another " (thing) " is taken out: everywhere, or in one document. It can be taken back." }
        div.wide tabindex="0" role="region" aria-label="Names" {
            table.plain {
                thead { tr { th scope="col" { "Name" } th.n scope="col" { "Documents" } @if may { th scope="col" { "Another " (thing) } } } }
                tbody { @for (name, count) in &counts { tr { th scope="row" dir="auto" { (shown(name)) } td.n { (count) } @if may { td { @if counts.len() > 1 { (out(name, None, "Take out everywhere")) } } } } } }
            }
        }
        h2 #places { "Where it is found" span.number { (n.places.len()) } }
        @if n.places.len() > PLACES { p.quiet { "The first " (PLACES) " are shown; all are in the JSON form of this page." } }
        div.wide tabindex="0" role="region" aria-label="Documents" {
            table.plain {
                thead { tr { th scope="col" { "Document" } th scope="col" { "Called" } th scope="col" { "There also called" } @if may { th scope="col" { "Another " (thing) } } } }
                tbody { @for p in n.places.iter().take(PLACES) {
                    tr {
                        th scope="row" { a href=(of_document(&p.document)) dir="auto" { (shown(short(&p.document))) } @if let Some(o) = &p.outlet { div.how dir="auto" { (shown(o)) } } }
                        td dir="auto" { (shown(&p.name)) }
                        td dir="auto" { (shown(&p.others.join("; "))) }
                        @if may { td {
                            @if n.places.len() > 1 { (out(&p.name, Some(&p.document), "Take out here")) }
                            @if !p.others.is_empty() { " " a.button href=(address("/review", &[("document", &p.document), ("item", &p.item), ("back", "document")]) + "#correct") { "One of these names is another’s" } }
                        } }
                    }
                } }
            }
        }
    }
}
