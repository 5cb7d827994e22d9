//! The review queue: one decision at a time.
//!
//! Decides: what stands on the screen of a decision, where one goes on after it. Must not know: which item comes next, which entry a decision becomes.

mod agreement;
mod decide;
mod history;
mod names;
mod offers;

use super::passage::{address, facts, history as history_of, kind, ladder, of_document, of_item, paragraphs, positions, short};
use super::{Ask, around, pairs};
use crate::desk::article::{self, Chosen, Opened, Part};
use crate::desk::review::{self, Counts, Field, Progress, Ranks, Round, Traced, Waits, Which, Why};
use crate::view::phrase;
use crate::web::frame::{self, shown, status};
use crate::web::held::Known;
use crate::web::reply::{self, Trouble, Twin};
use crate::web::{Role, Shared, aside};
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_record::item::ItemKind;
use rapporteur_store::{Asked, Differing, Store, StoreError};
use serde::Serialize;
use std::sync::Arc;

pub(super) fn routes() -> Router<Shared> {
    let own = Router::new().route("/review", get(queue)).route("/review.json", get(queue)).route("/review.csv", get(queue));
    own.merge(decide::routes()).merge(history::routes()).merge(offers::routes()).merge(names::routes()).merge(agreement::routes())
}

/// What is told for programs.
#[derive(Debug, Serialize)]
struct Queue {
    format: &'static str,
    progress: Vec<Progress>,
    /// Items for which a second reader is asked, and on which people differ.
    asked: usize,
    differing: usize,
    /// Decisions that lost their item: somebody must look.
    lost: usize,
    waiting: Vec<Waits>,
}

/// So many of those that wait are told of at once, for programs.
const TOLD: usize = 200;

/// A question to the queue, as it stands in an address and is carried by every form on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
struct Way {
    round: Round,
    /// Where one goes after the decision: `document` leads to the reader.
    back: Option<String>,
}

impl Way {
    fn of(pairs: &[(String, String)]) -> Way {
        let get = |name: &str| pairs.iter().find(|(k, v)| k == name && !v.is_empty()).map(|(_, v)| v.clone());
        let round = Round {
            which: match get("queue").as_deref() {
                Some("second") => Which::Second,
                Some("differ") => Which::Differing,
                _ => Which::Undecided,
            },
            kind: get("kind").as_deref().and_then(ItemKind::parse),
            document: get("of"),
            past: get("past"),
        };
        Way { round, back: get("back") }
    }

    /// The parts of the address, with another place to go on behind.
    fn pairs<'a>(&'a self, past: &'a str) -> Vec<(&'static str, &'a str)> {
        let r = &self.round;
        vec![
            ("queue", queue_name(r.which)),
            ("kind", r.kind.map_or("", ItemKind::name)),
            ("of", r.document.as_deref().unwrap_or_default()),
            ("past", past),
            ("back", self.back.as_deref().unwrap_or_default()),
        ]
    }

    fn past(&self) -> &str {
        self.round.past.as_deref().unwrap_or_default()
    }

    /// Where one goes on, with more to say.
    fn on(&self, past: &str, more: &[(&str, &str)]) -> String {
        let mut all = self.pairs(past);
        all.retain(|(k, _)| !more.iter().any(|(m, _)| m == k));
        let all: Vec<(&str, &str)> = all.into_iter().chain(more.iter().copied()).collect();
        address("/review", &all)
    }

    /// What every form carries.
    fn carried(&self) -> Markup {
        html! { @for (name, value) in self.pairs(self.past()) { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } } }
    }
}

/// A round in an address.
fn queue_name(which: Which) -> &'static str {
    match which {
        Which::Undecided => "",
        Which::Second => "second",
        Which::Differing => "differ",
    }
}

/// The order of what matters most, for the record as it is.
fn order(ask: &Ask) -> Result<(Arc<Known>, Arc<Ranks>), Trouble> {
    let known = ask.standing()?.snapshot.known(None);
    let ranks = ranks(&known);
    Ok((known, ranks))
}

/// How far the review is, counted once for each entry of the ledger.
pub(super) fn counts(ask: &Ask, store: &Store) -> Result<Arc<Counts>, StoreError> {
    ask.held().counted(store, "how far the review is", review::counts)
}

/// What matters most of a record, worked out once. Every decision asks for it, so it stays as long as the record: it weighs nothing.
pub(super) fn ranks(known: &Known) -> Arc<Ranks> {
    known.once("order of the queue", review::ranks, |_| 0)
}

async fn queue(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let store = ask.held().reader()?;
        let way = Way::of(&pairs(&ask.query));
        if ask.twin != Twin::Page {
            let (known, ranks) = order(&ask)?;
            let waiting = review::next(&store, (known.record.sum(), &*ranks), &way.round, &ask.visitor.name, TOLD)?;
            let Counts { progress, asked, differing, lost } = counts(&ask, &store)?.as_ref().clone();
            let told = Queue { format: "rapporteur-queue/1", progress, asked, differing, lost, waiting };
            return reply::answer(ask.twin, &told, |_| Markup::default(), table);
        }
        let asked = ask.get("document").zip(ask.get("item"));
        Ok(screen(&ask, &store, &way, asked, None)?.into_response())
    })
    .await
}

fn table(q: &Queue) -> Table {
    let mut table = Table::new("review", &["document", "id", "kind", "words", "confidence", "why"]);
    let sure = |c: Option<f64>| c.map_or(rapporteur_export::Cell::Empty, rapporteur_export::Cell::Number);
    table.rows = q
        .waiting
        .iter()
        .map(|w| {
            vec![
                w.document.as_str().into(),
                w.item.as_str().into(),
                kind(w.kind).into(),
                w.words.as_str().into(),
                sure(w.confidence),
                w.why.as_ref().map(phrase::because).into(),
            ]
        })
        .collect();
    table
}

/// The screen of one decision: the item that is asked for, else the next of the queue. `told`: what went wrong with the decision before.
fn screen(ask: &Ask, store: &Store, way: &Way, asked: Option<(String, String)>, told: Option<Markup>) -> Result<Markup, Trouble> {
    let person = ask.visitor.name.as_str();
    let (known, ranks) = order(ask)?;
    let sum = known.record.sum();
    let (item, past, why) = match asked {
        Some((document, item)) => {
            let why = review::status(store, &document, &item)?.filter(|s| s == "machine").map(|_| ranks.why(sum, &document, &item));
            (Some((document, item)), way.past().to_owned(), why)
        }
        None => match review::next(store, (sum, &*ranks), &way.round, person, 1)?.pop() {
            Some(w) => (Some((w.document, w.item)), w.past, w.why),
            None => (None, String::new(), None),
        },
    };
    let decision = item.map(|(document, item)| Decision::open(store, &document, &item, past, why)).transpose()?;
    let counts = counts(ask, store)?;
    let last = review::last(store, person)?;
    let content = html! {
        (top(way, &counts))
        @if let Some(told) = told { (told) } @else { (done(ask, store)?) }
        @match &decision {
            Some(d) => (one(ask, way, d, last.as_ref())),
            None => (none(way, last.as_ref())),
        }
    };
    Ok(frame::page(&frame::Page { screen: "/review", ..around(ask, "Review", "/review") }, content))
}

/// An item that somebody decides on.
struct Decision {
    opened: Opened,
    chosen: Chosen,
    parts: Vec<Part>,
    fields: Vec<Field>,
    /// Where one goes on to pass it over.
    past: String,
    why: Option<Why>,
    /// Where people differ on it, what each of them finds.
    differing: Option<Differing>,
    asked: Option<Asked>,
}

impl Decision {
    fn open(store: &Store, document: &str, item: &str, past: String, why: Option<Why>) -> Result<Decision, StoreError> {
        let opened = article::open(store, document)?;
        let (chosen, parts) = article::around(&opened, item)?;
        let (kind, index) = opened.item(item)?;
        let fields = review::fields(&opened, kind, index);
        let here = |d: &str, i: &str| d == document && i == item;
        let differing = store.differing()?.into_iter().find(|d| here(&d.document, &d.item));
        let asked = store.asked()?.into_iter().find(|a| here(&a.document, &a.item));
        Ok(Decision { opened, chosen, parts, fields, past, why, differing, asked })
    }
}

/// What there is to go through, and how far it is.
fn top(way: &Way, counts: &Counts) -> Markup {
    let Counts { progress, asked, differing, lost } = counts;
    let (asked, differing, lost) = (*asked, *differing, *lost);
    let sum = |of: fn(&Progress) -> usize| progress.iter().map(of).sum::<usize>();
    let (waiting, decided) = (sum(|p| p.waiting), sum(Progress::decided));
    let which = way.round.which;
    let to = |kind: &str| address("/review", &[("queue", queue_name(which)), ("kind", kind), ("of", way.round.document.as_deref().unwrap_or_default())]);
    html! {
        nav.rounds aria-label="What to go through" {
            ul {
                @let here = |w: Which| (which == w).then_some("page");
                li { a href="/review" aria-current=[here(Which::Undecided)] { "Undecided" } " " span.n { (waiting) } }
                li { a href="/review?queue=second" aria-current=[here(Which::Second)] { "Second reading" } @if asked > 0 { " " span.n { (asked) " asked for" } } }
                li { a href="/review?queue=differ" aria-current=[here(Which::Differing)] { "Differing" } " " span.n { (differing) } }
                li { a href="/review/offers" { "Joining names" } }
                li { a href="/review/agreement" { "Agreement" } }
                li { a href="/review/history" { "What people decided" } }
            }
            @if which == Which::Undecided {
                ul.kinds {
                    li { a href=(to("")) aria-current=[way.round.kind.is_none().then_some("true")] { "all kinds" } " " span.n { (waiting) } }
                    @for p in progress.iter().filter(|p| p.waiting > 0) {
                        li { a href=(to(p.kind)) aria-current=[(way.round.kind.map(ItemKind::name) == Some(p.kind)).then_some("true")] { (kind(p.kind)) "s" } " " span.n { (p.waiting) } }
                    }
                }
            }
        }
        p.count { (decided) " decided · " (waiting) " waiting"
            @if let Some(of) = &way.round.document { " · only “" (shown(short(of))) "” " a href=(address("/review", &[("kind", way.round.kind.map_or("", ItemKind::name))])) { "all documents" } }
            @if lost > 0 { " · " a href="/review/history#lost" { (lost) " lost their words: look at them" } }
        }
    }
}

/// What was done just now, as the entry says it: an address alone can claim nothing.
fn done(ask: &Ask, store: &Store) -> Result<Markup, StoreError> {
    let entry: Option<u64> = ask.get("done").and_then(|n| n.parse().ok());
    let own = |t: &Traced| t.by == ask.visitor.name;
    let Some(t) = entry.map_or(Ok(None), |n| review::entry(store, n))?.filter(own) else { return Ok(Markup::default()) };
    let undone = t.undoes.map_or(Ok(None), |n| review::entry(store, n))?;
    Ok(html! {
        p.note role="status" {
            "Entry " (t.entry) ": " (super::passage::verdict(t.what))
            @match &undone { Some(u) => { " entry " (u.entry) ", “" (super::passage::verdict(u.what)) "”:" (about(u)) }, None => (about(&t)) }
            "."
        }
    })
}

/// What an entry is about: the item, the words, the document.
fn about(t: &Traced) -> Markup {
    html! {
        @if let Some(item) = &t.item { " " (item) }
        @if !t.words.is_empty() { " “" span dir="auto" { (shown(&crate::cli::text::shorten(&t.words, 80))) } "”" }
        @if let Some(document) = &t.document { " in “" (shown(short(document))) "”" }
    }
}

fn none(way: &Way, last: Option<&Traced>) -> Markup {
    html! {
        @if way.past().is_empty() {
            @match way.round.which {
                Which::Second => p { "Nobody else has decided on anything that you have not seen." },
                Which::Differing => p { "People differ on nothing that is not settled." },
                Which::Undecided => p { "Nothing waits here. What is added from now on will." },
            }
        } @else {
            p { "That was the last. " a href=(way.on("", &[])) { "Begin again with what was passed over" } }
        }
        (undo_last(last, way))
    }
}

fn one(ask: &Ask, way: &Way, d: &Decision, last: Option<&Traced>) -> Markup {
    let c = &d.chosen;
    let document = d.opened.document.id.as_str();
    let to = |item: &str| of_item(document, item);
    let title = d.opened.document.title.as_deref().unwrap_or(short(document));
    html! {
        div.reader.deciding {
            section.text aria-label="The words in their text" {
                p.byline { a href=(of_document(document)) dir="auto" { (shown(title)) } ", " span dir="auto" { (shown(d.opened.document.outlet.as_deref().unwrap_or("no outlet named"))) } ", " (shown(&d.opened.document.published.map_or_else(|| "no day".to_owned(), |p| p.to_string()))) }
                (paragraphs(&d.parts, Some(&c.id), to))
            }
            section.beside aria-label="The decision" tabindex="0" {
                div.chosen-head {
                    h2 { (kind(c.kind)) " " (c.id) }
                    (status(c.status))
                    @if let Some(sure) = c.confidence { span.sure { "reader’s confidence " (format!("{:.0} %", sure * 100.0)) } }
                }
                @if let Some(why) = &d.why { p.why { "Why it stands here: " (shown(&phrase::because(why))) "." @if why.rule == "conflict" { " " a href="/contested" { "All accounts side by side" } } } }
                (decide::differing(ask, way, d))
                @if let Some(a) = &d.asked { p.note { (shown(&a.by)) " asks for a second reader (entry " (a.number) ")." } }
                (ladder(c, to))
                (facts(&c.facts))
                @if c.kind == "position" { (positions(&c.positions, &c.id, to)) }
                @if !c.history.is_empty() { h3 { "Decisions of people" } (history_of(c)) }
                @if ask.visitor.role >= Role::Review { (decide::forms(ask, way, d)) } @else { p.note { "Your role lets you look, not decide." } }
                p.moves {
                    @if way.back.is_none() { a.button href=(way.on(&d.past, &[])) data-press="k" { "Skip " kbd { "k" } } }
                    (undo_last(last, way))
                }
            }
        }
    }
}

/// Takes back what this person wrote last.
fn undo_last(last: Option<&Traced>, way: &Way) -> Markup {
    html! {
        @if let Some(t) = last {
            form.inline method="post" action="/review/undo" {
                (way.carried())
                input type="hidden" name="entry" value=(t.entry);
                button data-press="u" title=(format!("entry {}: {}", t.entry, super::passage::verdict(t.what))) { "Undo last: " (super::passage::verdict(t.what)) @if let Some(i) = &t.item { " " (i) } " " kbd { "u" } }
            }
        }
    }
}

/// A button that takes an entry back and leads to a page afterwards.
pub(super) fn undo(entry: u64, to: &str, words: &str) -> Markup {
    html! {
        form.inline method="post" action="/review/undo" {
            input type="hidden" name="entry" value=(entry);
            input type="hidden" name="to" value=(to);
            button { (words) span.hidden { " entry " (entry) } }
        }
    }
}

#[cfg(test)]
mod tests;
