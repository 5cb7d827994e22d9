//! The documents: where they come from, what was not understood, what was removed.
//!
//! Decides: what is told of each. Must not know: which source is right.

use super::passage::{address, of_document, short, when};
use super::{Ask, around, pairs};
use crate::desk::dossier::{self, Hand};
use crate::desk::finding::{self, Listed};
use crate::desk::review::{self, Traced};
use crate::outside;
use crate::view::phrase;
use crate::web::frame::{self, shown};
use crate::web::reply::{self, Trouble};
use crate::web::{Role, Shared, aside};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_record::Record;
use rapporteur_record::record::Copy;
use rapporteur_store::Store;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many documents stand on a page.
const PAGE: usize = 100;
/// So many removals are told of.
const REMOVALS: usize = 500;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/sources", get(sources))
        .route("/sources.json", get(sources))
        .route("/sources.csv", get(sources))
        .route("/sources/remove", post(remove))
}

/// The answer.
#[derive(Debug, Serialize)]
struct Sources {
    format: &'static str,
    documents: Vec<Row>,
    /// Where the next page begins.
    past: Option<String>,
    outlets: Vec<(Option<String>, usize)>,
    removed: Vec<Traced>,
    /// How much could not be read.
    failed: usize,
}

/// A document, and whose hand it comes from.
#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    listed: Listed,
    copy_of: Option<String>,
    /// `exact` or `near`.
    copy: Option<&'static str>,
    /// How many others carry it.
    carried: usize,
}

async fn sources(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let store = ask.held().reader()?;
        let (listed, past) = finding::shelf(&store, &pairs(&ask.query), PAGE)?;
        let standing = ask.held().latest()?;
        let hands = hands(standing.snapshot.record(), &listed);
        let documents = listed.into_iter().map(|l| row(l, &hands)).collect();
        let removed = review::history(&store, None, None, REMOVALS)?.into_iter().filter(|t| t.what == "remove" && t.counts).collect();
        let outlets = ask.held().counted(&store, "outlets", Store::outlets)?.as_ref().clone();
        let found = Sources { format: "rapporteur-sources/1", documents, past, outlets, removed, failed: store.failures()?.len() };
        let page = |s: &Sources| frame::page(&frame::Page { standing: Some(&standing), ..around(&ask, "Sources", "/sources") }, show(s, &ask));
        reply::answer(ask.twin, &found, page, table)
    })
    .await
}

type Hands = BTreeMap<String, (Option<(String, Copy)>, usize)>;

/// Of the documents of a page, whose copies they are and how many copies they have.
fn hands(record: &Record, listed: &[Listed]) -> Hands {
    let wanted: BTreeMap<&str, ()> = listed.iter().map(|l| (l.document.as_str(), ())).collect();
    let sum = record.sum();
    let mut out = Hands::new();
    for (i, t) in sum.texts.iter().enumerate().filter(|(_, t)| wanted.contains_key(t.document.id.as_str())) {
        let Some(o) = sum.origins.get(t.origin.0) else { continue };
        let copy = o.copies.iter().find(|(c, _)| c.0 == i).and_then(|(_, how)| Some((sum.texts.get(o.first.0)?.document.id.clone(), *how)));
        let carried = if o.first.0 == i { o.copies.len() } else { 0 };
        out.insert(t.document.id.clone(), (copy, carried));
    }
    out
}

fn row(listed: Listed, hands: &Hands) -> Row {
    let (copy, carried) = hands.get(&listed.document).cloned().unwrap_or_default();
    let how = copy.as_ref().map(|(_, c)| if *c == Copy::Exact { "exact" } else { "near" });
    Row { listed, copy_of: copy.map(|c| c.0), copy: how, carried }
}

fn table(s: &Sources) -> Table {
    let mut table = Table::new("sources", &["document", "title", "outlet", "published", "first_seen", "statements", "copy_of", "copy", "carried_by", "notes"]);
    let words = |w: &Option<String>| w.clone().into();
    table.rows = s
        .documents
        .iter()
        .map(|r| {
            let l = &r.listed;
            let (how, notes) = (r.copy.unwrap_or_default(), l.notes.join("; "));
            let day: Option<jiff::civil::Date> = l.published.as_deref().and_then(|d| d.parse().ok());
            let first = [l.document.as_str().into(), words(&l.title), words(&l.outlet), rapporteur_export::Cell::from(day), words(&l.learnt)];
            first.into_iter().chain([l.statements.into(), words(&r.copy_of), how.into(), r.carried.into(), notes.into()]).collect()
        })
        .collect();
    table
}

fn show(s: &Sources, ask: &Ask) -> Markup {
    let (words, outlet, noted) = (ask.get("words").unwrap_or_default(), ask.get("outlet").unwrap_or_default(), ask.get("noted").unwrap_or_default());
    let all: usize = s.outlets.iter().map(|o| o.1).sum();
    html! {
        @if let Some(id) = ask.get("removed").filter(|id| s.removed.iter().any(|t| t.document.as_ref() == Some(id))) { p.note role="status" { "“" (shown(short(&id))) "” counts no longer. " a href="/review/history" { "Take it back" } } }
        form.filter action="/sources" role="search" aria-label="Documents" {
            label for="words" { "Words" }
            input #words type="search" name="words" value=(words) placeholder="in title or text";
            label for="outlet" { "Outlet" }
            select #outlet name="outlet" {
                option value="" { "all (" (all) ")" }
                @for (name, n) in &s.outlets { @if let Some(name) = name { option value=(name) selected[*name == outlet] { (shown(name)) " (" (n) ")" } } }
            }
            label.tick { input type="checkbox" name="noted" value="1" checked[!noted.is_empty()]; " with notes on the reading" }
            button { "Show" }
            @if !words.is_empty() || !outlet.is_empty() || !noted.is_empty() { a href="/sources" { "Show all" } }
        }
        @if s.failed > 0 { p.note { (phrase::count(s.failed, "file or line", "files or lines")) " could not be read when they were added. " a href="/sources/failed" { "Which, why, and what to do" } } }
        @if s.documents.is_empty() { (nothing(all)) } @else { (listing(&s.documents)) }
        @if let Some(past) = &s.past {
            p { a.button rel="next" href=(address("/sources", &[("words", &words), ("outlet", &outlet), ("noted", &noted), ("past", past)])) { "Next page" } }
        }
        (removals(&s.removed, ask))
        p.quiet {
            "A file that could not be read never becomes a document: "
            a href="/sources/failed" { @if s.failed == 0 { "none was met so far" } @else { (phrase::count(s.failed, "file or line", "files or lines")) " with the reason" } }
            ". What was read but not wholly understood has notes here."
        }
    }
}

fn nothing(all: usize) -> Markup {
    html! {
        @if all == 0 { p { "This dossier holds no documents yet. Add some on the command line: " code { "rapporteur add FOLDER" } } }
        @else { p { "No document fits. Ask for fewer words, or the beginning of one: " code { "truc*" } ". " a href="/sources" { "Show all" } } }
    }
}

fn listing(all: &[Row]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Documents" {
            table.shelf {
                thead { tr { th scope="col" { "Document" } th scope="col" { "Outlet" } th scope="col" { "Published" } th.number scope="col" { "Statements" } th scope="col" { "Hand" } th scope="col" { "First seen" } } }
                tbody { @for r in all { (listed(r)) } }
            }
        }
    }
}

fn listed(r: &Row) -> Markup {
    let l = &r.listed;
    html! {
        tr {
            th scope="row" {
                a href=(of_document(&l.document)) dir="auto" { (shown(l.title.as_deref().unwrap_or(short(&l.document)))) }
                @if l.title.is_some() { div.how title=(l.document) { (shown(short(&l.document))) } }
                @for n in &l.notes { div.how { b.mark { "note" } " " (shown(n)) } }
            }
            td dir="auto" { (shown(l.outlet.as_deref().unwrap_or("not named"))) }
            td.day { (shown(l.published.as_deref().unwrap_or("no day"))) }
            td.number { (l.statements) }
            td {
                @match (&r.copy_of, r.copy) {
                    (Some(first), how) => { b.mark { "COPY" } " of " a href=(of_document(first)) { (shown(short(first))) } @if how == Some("exact") { ", word for word" } @else { ", nearly word for word" } }
                    _ if r.carried > 0 => { "own; carried by " (phrase::count(r.carried, "other", "others")) }
                    _ => span.quiet { "own" },
                }
            }
            td.day { (when(l.learnt.as_deref())) }
        }
    }
}

fn removals(all: &[Traced], ask: &Ask) -> Markup {
    html! {
        @if !all.is_empty() {
            h2 #removed { "Removed" }
            ul.lines {
                @for t in all {
                    li {
                        strong title=[t.document.as_deref()] { (shown(short(t.document.as_deref().unwrap_or_default()))) } ", removed by " (shown(&t.by)) " " span.quiet { (when(t.learnt.as_deref())) ", entry " (t.entry) }
                        ": " q dir="auto" { (shown(&t.words)) }
                        @if ask.visitor.role >= Role::Review { " " (super::review::undo(t.entry, "/sources", "Bring back")) }
                    }
                }
            }
        }
    }
}

async fn remove(ask: Ask, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Trouble> {
    if ask.visitor.role < Role::Review {
        return Err(Trouble::NotAllowed);
    }
    aside(move || {
        let get = |name: &str| fields.iter().find(|(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.trim().to_owned());
        let why = || outside::Problem::new("no reason is given", "say in a few words why the document shall not count");
        let (id, reason) = (get("id").unwrap_or_default(), get("reason").ok_or_else(why)?);
        let hand = Hand { by: ask.visitor.name.clone(), now: outside::just_now() };
        dossier::remove(&mut ask.held().writer(), &hand, &id, &reason)?;
        Ok(Redirect::to(&address("/sources", &[("removed", &id)])).into_response())
    })
    .await
}
