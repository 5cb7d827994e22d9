//! What people decided, and taking it back.
//!
//! Decides: what is told of an entry. Must not know: what an entry changes.

use super::super::passage::{address, of_document, short, verdict, when};
use super::decide::place;
use super::{done, undo};
use crate::desk::review::{self, Traced};
use crate::web::frame::{self, shown};
use crate::web::page::{Ask, around};
use crate::web::reply::{self, Trouble};
use crate::web::{Role, Shared, aside};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_store::Decision;
use serde::Serialize;

/// So many entries stand on a page.
const PAGE: usize = 60;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/review/history", get(history)).route("/review/history.json", get(history)).route("/review/history.csv", get(history))
}

#[derive(Debug, Serialize)]
struct History {
    format: &'static str,
    entries: Vec<Traced>,
    /// Where the next page begins.
    before: Option<u64>,
    /// Decisions whose words the latest reading does not have.
    lost: Vec<Lost>,
}

#[derive(Debug, Serialize)]
struct Lost {
    entry: u64,
    document: String,
    kind: String,
    words: String,
    verdict: String,
    by: String,
}

fn lost(d: Decision) -> Lost {
    Lost { entry: d.number, document: d.document, kind: d.kind, words: d.words, verdict: d.verdict, by: d.by }
}

async fn history(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let store = ask.held().reader()?;
        let before = ask.get("before").and_then(|n| n.parse().ok());
        let entries = review::history(&store, before, ask.get("by").as_deref(), PAGE)?;
        let next = (entries.len() == PAGE).then(|| entries.last().map(|t| t.entry)).flatten();
        let lost = store.decisions(None, None)?.into_iter().filter(|d| d.item.is_none()).map(lost).collect();
        let found = History { format: "rapporteur-history/1", entries, before: next, lost };
        let done = done(&ask, &store)?;
        let page =
            |h: &History| frame::page(&frame::Page { screen: "/review", ..around(&ask, "What people decided", "/review/history") }, show(h, &ask, &done));
        reply::answer(ask.twin, &found, page, table)
    })
    .await
}

fn table(h: &History) -> Table {
    let mut table = Table::new("history", &["entry", "when", "who", "what", "document", "id", "words", "comment", "counts", "undone_by"]);
    let words = |w: &Option<String>| w.clone().into();
    let number = |n: u64| rapporteur_export::Cell::Number(n as f64);
    table.rows = h
        .entries
        .iter()
        .map(|t| {
            let counts = if t.counts { "yes" } else { "no" };
            let undone = t.undone_by.map_or(rapporteur_export::Cell::Empty, number);
            let head = [number(t.entry), words(&t.learnt), t.by.as_str().into(), t.what.into(), words(&t.document), words(&t.item)];
            head.into_iter().chain([t.words.as_str().into(), words(&t.comment), counts.into(), undone]).collect()
        })
        .collect();
    table
}

fn show(h: &History, ask: &Ask, done: &Markup) -> Markup {
    let may = ask.visitor.role >= Role::Review;
    html! {
        p.crumb { a href="/review" { "To the queue" } " · " a href="/review/offers" { "Joining names" } }
        (*done)
        @if let Some(by) = ask.get("by") { p { "Only by " strong { (shown(&by)) } ". " a href="/review/history" { "Everybody" } } }
        @if !h.lost.is_empty() {
            h2 #lost { "Lost their words" }
            p { "The latest reading has no such words at that place, or what was put right fits it no longer. Nothing of these decisions counts until somebody decides again or takes them back." }
            ul.lines { @for l in &h.lost { li { "entry " (l.entry) ", " (verdict(&l.verdict)) " by " (shown(&l.by)) ": " q dir="auto" { (shown(&l.words)) } " in " a href=(of_document(&l.document)) { (shown(short(&l.document))) } @if may { " " (undo(l.entry, "/review/history", "Take back")) } } } }
        }
        @if h.entries.is_empty() { p { "Nobody has decided on anything yet. " a href="/review" { "Begin with what the reader is least sure of" } } } @else {
            div.wide tabindex="0" role="region" aria-label="Entries of people" {
                table.trail {
                    thead { tr { th scope="col" { "Entry" } th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "On" } th scope="col" { "Taking back" } } }
                    tbody { @for t in &h.entries { (entry(t, may)) } }
                }
            }
            @if let Some(before) = h.before { p { a.button rel="next" href=(address("/review/history", &[("before", &before.to_string()), ("by", &ask.get("by").unwrap_or_default())])) { "Earlier" } } }
        }
    }
}

fn entry(t: &Traced, may: bool) -> Markup {
    html! {
        tr.gone[!t.counts] id=(format!("entry-{}", t.entry)) {
            th scope="row" { (t.entry) }
            td.day { (when(t.learnt.as_deref())) }
            td { a href=(address("/review/history", &[("by", &t.by)])) { (shown(&t.by)) } }
            td { (verdict(t.what)) @if !t.counts { " " span.quiet { "(counts no longer" @if let Some(n) = t.undone_by { ", entry " (n) } ")" } } }
            td dir="auto" {
                @match place(t.document.as_deref(), t.item.as_deref()) {
                    Some(to) => a href=(to) { (t.item.as_deref().unwrap_or_default()) },
                    None => @if let Some(d) = &t.document { (shown(short(d))) },
                }
                @if !t.words.is_empty() { " “" (shown(&crate::cli::text::shorten(&t.words, 140))) "”" }
                @if let Some(d) = t.document.as_ref().filter(|_| t.item.is_some()) { div.how title=(d) { (shown(short(d))) } }
                @if let Some(c) = &t.comment { div.how { "remark: " (shown(c)) } }
            }
            td { @if may && t.counts { (undo(t.entry, "/review/history", if t.what == "undo" { "Bring back" } else { "Undo" })) } }
        }
    }
}
