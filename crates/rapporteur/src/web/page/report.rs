//! The whole record as one page that needs nothing else, to be handed on.
//!
//! Decides: what the file is called. Must not know: what is in it.

use super::Ask;
use crate::desk::negotiation as desk;
use crate::view;
use crate::web::reply::Trouble;
use crate::web::{Shared, aside};
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/report.html", get(report))
}

async fn report(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let extent = ask.extent()?;
        let standing = ask.held().latest()?;
        let answer = standing.snapshot.seen(extent).answer("report", |r| desk::report(r, None));
        let body = view::report(&answer.body, &answer.quotations);
        let page = view::html::page(&view::page(ask.held().name(), &answer, body));
        let name = format!("attachment; filename=\"{}\"", file_name(ask.held().name(), extent.published_until.or(extent.as_of)));
        Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], page).into_response())
    })
    .await
}

/// A name that every system takes.
fn file_name(dossier: &str, day: Option<jiff::civil::Date>) -> String {
    let plain: String = dossier.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|w| !w.is_empty()).collect();
    let day = day.map(|d| format!("-{d}")).unwrap_or_default();
    format!("{}{day}.html", if words.is_empty() { "report".to_owned() } else { words.join("-") })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_of_any_letters_becomes_a_file_name() {
        assert_eq!(super::file_name("Calvessa “straits”\r\n", None), "calvessa-straits.html");
        assert_eq!(super::file_name("海峡", Some(jiff::civil::date(2033, 3, 9))), "report-2033-03-09.html");
    }
}
