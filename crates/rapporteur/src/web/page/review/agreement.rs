//! How far the review is, and how often two people agree.
//!
//! Decides: what is told of each kind of item. Must not know: how agreement is worked out.

use super::super::passage::{address, kind, short, verdict};
use crate::desk::review::{self, Progress};
use crate::web::frame::{self, shown};
use crate::web::page::{Ask, around};
use crate::web::reply::{self, Trouble};
use crate::web::{Shared, aside};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::{Cell, Table};
use rapporteur_store::{Agreement, Differing};
use serde::Serialize;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/review/agreement", get(agreement)).route("/review/agreement.json", get(agreement)).route("/review/agreement.csv", get(agreement))
}

/// One kind of item: how far, and how well two people agree on it.
#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    progress: Progress,
    /// Of those that are decided: on how many two people or more did.
    by_two: usize,
    pairs: usize,
    agreed: usize,
    seconded: usize,
    kappa: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Told {
    format: &'static str,
    kinds: Vec<Row>,
    differing: Vec<Differs>,
}

#[derive(Debug, Serialize)]
struct Differs {
    document: String,
    item: String,
    words: String,
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Finding {
    by: String,
    verdict: &'static str,
    entry: u64,
}

fn differs(d: Differing) -> Differs {
    let findings = d.findings.into_iter().map(|(by, verdict, entry)| Finding { by, verdict, entry }).collect();
    Differs { document: d.document, item: d.item, words: d.words, findings }
}

fn row(progress: Progress, all: &[Agreement]) -> Row {
    let found = all.iter().find(|a| a.kind.name() == progress.kind);
    let of = |n: fn(&Agreement) -> usize| found.map_or(0, n);
    // Four places are more than such figures bear, and the same on every machine.
    let kappa = found.and_then(|a| a.kappa).map(|k| (k * 1e4).round() / 1e4);
    Row { by_two: of(|a| a.items), pairs: of(|a| a.pairs), agreed: of(|a| a.agreed), seconded: of(|a| a.seconded), kappa, progress }
}

async fn agreement(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let store = ask.held().reader()?;
        let agreement = store.agreement()?;
        let kinds = review::progress(&store)?.into_iter().map(|p| row(p, &agreement)).collect();
        let told = Told { format: "rapporteur-agreement/1", kinds, differing: store.differing()?.into_iter().map(differs).collect() };
        let page =
            |t: &Told| frame::page(&frame::Page { screen: "/review", ..around(&ask, "How far, and how well people agree", "/review/agreement") }, show(t));
        reply::answer(ask.twin, &told, page, table)
    })
    .await
}

fn table(t: &Told) -> Table {
    let mut table = Table::new("agreement", &["kind", "waiting", "accepted", "corrected", "rejected", "by_two", "pairs", "agreed", "seconded", "kappa"]);
    let number = |n: usize| Cell::Number(n as f64);
    let row = |r: &Row| {
        let p = &r.progress;
        let counts = [p.waiting, p.accepted, p.corrected, p.rejected, r.by_two, r.pairs, r.agreed, r.seconded].map(number);
        [kind(p.kind).into()].into_iter().chain(counts).chain([r.kappa.map_or(Cell::Empty, Cell::Number)]).collect()
    };
    table.rows = t.kinds.iter().map(row).collect();
    table
}

fn show(t: &Told) -> Markup {
    let decided: usize = t.kinds.iter().map(|r| r.progress.decided()).sum();
    html! {
        p.crumb { a href="/review" { "To the queue" } " · " a href="/review/history" { "What people decided" } }
        p { (decided) " decided, " (t.kinds.iter().map(|r| r.by_two).sum::<usize>()) " of them by two people or more." }
        p.quiet { "Decided is an item of a document that counts, on which a decision counts that was not taken back. Of each person the first decision on an item is compared: what somebody says after having seen what others say is no second opinion. Kappa is agreement beyond chance, over pairs that both accept or reject; “–” where there is nothing to compare." }
        div.wide tabindex="0" role="region" aria-label="Review by kind of item" {
            table.plain {
                thead { tr { th scope="col" { "Kind" } @for h in ["Waiting", "Confirmed", "Corrected", "Rejected", "By two", "Pairs", "Agreed", "Seconded", "Kappa"] { th.n scope="col" { (h) } } } }
                tbody { @for r in &t.kinds {
                    @let p = &r.progress;
                    tr {
                        th scope="row" { a href=(address("/review", &[("kind", p.kind)])) { (kind(p.kind)) "s" } }
                        @for n in [p.waiting, p.accepted, p.corrected, p.rejected, r.by_two, r.pairs] { td.n { (n) } }
                        td.n { (r.agreed) @if r.pairs > 0 { span.quiet { " (" (100 * r.agreed / r.pairs) " %)" } } }
                        td.n { (r.seconded) }
                        td.n { @match r.kappa { Some(k) => (format!("{k:.2}")), None => "–" } }
                    }
                } }
            }
        }
        h2 #differing { "Where people differ" span.number { (t.differing.len()) } }
        @if t.differing.is_empty() { p { "People differ on nothing that is not settled." } }
        ul.lines { @for d in &t.differing {
            li {
                a href=(address("/review", &[("queue", "differ"), ("document", &d.document), ("item", &d.item)])) { (d.item) } " “" span dir="auto" { (shown(&crate::cli::text::shorten(&d.words, 120))) } "” in “" (shown(short(&d.document))) "”: "
                @for (i, f) in d.findings.iter().enumerate() { @if i > 0 { "; " } (shown(&f.by)) " " (verdict(f.verdict)) }
            }
        } }
    }
}
