//! What could not be read when it was added, and why.
//!
//! Decides: how it is told. Must not know: how texts are read.

use super::cite::nothing;
use super::passage::when;
use super::{Ask, around};
use crate::web::frame::{self, shown};
use crate::web::reply::{self, Trouble};
use crate::web::{Role, Shared, aside};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_store::Failed;
use serde::Serialize;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/sources/failed", get(failed))
        .route("/sources/failed.json", get(failed))
        .route("/sources/failed.csv", get(failed))
        .route("/sources/failed/forget", post(forget))
}

/// The answer.
#[derive(Debug, Serialize)]
struct Failures {
    format: &'static str,
    failures: Vec<One>,
}

/// Something that could not be read.
#[derive(Debug, Serialize)]
struct One {
    /// The file, with the line where it is one of many.
    file: String,
    /// What is wrong with it.
    reason: String,
    /// What to do next.
    help: String,
    /// When it was last tried.
    tried: String,
}

impl From<Failed> for One {
    fn from(f: Failed) -> One {
        One { file: f.name, reason: f.what, help: f.help, tried: f.at }
    }
}

async fn failed(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let failures = ask.held().reader()?.failures()?.into_iter().map(One::from).collect();
        let found = Failures { format: "rapporteur-failures/1", failures };
        let around = frame::Page { screen: "/sources", ..around(&ask, "What could not be read", "/sources/failed") };
        reply::answer(ask.twin, &found, |f| frame::page(&around, show(f, &ask)), table)
    })
    .await
}

fn table(f: &Failures) -> Table {
    let mut table = Table::new("failures", &["file", "reason", "help", "tried"]);
    table.rows = f.failures.iter().map(|o| [&o.file, &o.reason, &o.help, &o.tried].map(|w| w.as_str().into()).to_vec()).collect();
    table
}

fn show(f: &Failures, ask: &Ask) -> Markup {
    if f.failures.is_empty() {
        return html! {
            (nothing("Everything that was added could be read.", "What `rapporteur add` or `rapporteur watch` cannot read is told of here, with the reason."))
            p { a href="/sources" { "All sources" } }
        };
    }
    html! {
        p.lead { "None of these is a document, so nothing in the record stands on them. A file that is added again and can be read then stands here no longer. " a href="/sources" { "All sources" } }
        div.wide tabindex="0" role="region" aria-label="What could not be read" {
            table.plain {
                thead { tr { th scope="col" { "File" } th scope="col" { "Why" } th scope="col" { "What to do" } th scope="col" { "Last tried" } @if may(ask) { th scope="col" { span.hidden { "Forget" } } } } }
                tbody { @for o in &f.failures { (one(o, ask)) } }
            }
        }
    }
}

fn may(ask: &Ask) -> bool {
    ask.visitor.role >= Role::Review
}

fn one(o: &One, ask: &Ask) -> Markup {
    html! {
        tr {
            th scope="row" dir="auto" { (shown(&o.file)) }
            td { (frame::message(&o.reason)) }
            td { (frame::message(&o.help)) }
            td.day { (when(Some(&o.tried))) }
            @if may(ask) {
                td { form.inline method="post" action="/sources/failed/forget" { input type="hidden" name="file" value=(o.file); button.small aria-label=(format!("Forget {}", o.file)) { "Forget" } } }
            }
        }
    }
}

async fn forget(ask: Ask, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Trouble> {
    if !may(&ask) {
        return Err(Trouble::NotAllowed);
    }
    aside(move || {
        let file = fields.iter().find(|(k, _)| k == "file").map_or("", |(_, v)| v.as_str());
        ask.held().writer().tried(file, &[], crate::outside::now())?;
        Ok(Redirect::to("/sources/failed").into_response())
    })
    .await
}

#[cfg(test)]
mod tests {
    use crate::web::trial::{get, house, post};
    use axum::http::StatusCode;

    #[tokio::test]
    async fn what_could_not_be_read_is_told_in_every_form_and_can_be_forgotten() {
        let (web, [reads, reviews, _]) = house("failed");
        let told = |body: &str| body.contains("talks.docx") && body.contains("it holds no document text");
        assert!(get(&web, "/sources/failed", &reads).await.body.contains("could be read"));
        let problem = ("cannot read `talks.docx`: it holds no document text".to_owned(), "save it again as .docx".to_owned());
        web.held.writer().tried("talks.docx", &[problem], "2031-03-04T10:00:00Z".parse().unwrap()).unwrap();
        for path in ["/sources/failed", "/sources/failed.json", "/sources/failed.csv", "/api/v1/failures"] {
            let came = get(&web, path, &reads).await;
            assert!(came.status == StatusCode::OK && told(&came.body) && came.body.contains("save it again"), "{path}: {}", came.body);
        }
        assert!(get(&web, "/sources", &reads).await.body.contains("href=\"/sources/failed\""));
        assert_eq!(post(&web, "/sources/failed/forget", &reads, "file=talks.docx").await.status, StatusCode::FORBIDDEN);
        assert_eq!(post(&web, "/sources/failed/forget", &reviews, "file=talks.docx").await.status, StatusCode::SEE_OTHER);
        assert!(!told(&get(&web, "/sources/failed", &reads).await.body));
    }
}
