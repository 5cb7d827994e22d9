//! What a reader wants to know first.
//!
//! Decides: what comes first. Must not know: how changes are found.

use super::{Ask, Screen, parts, quotations};
use crate::desk::negotiation::{self as desk, Changes};
use crate::view;
use crate::web::Shared;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use jiff::civil::Date;
use maud::html;
use rapporteur_export::tables;
use rapporteur_record::Record;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/", get(overview)).route("/overview.json", get(overview)).route("/overview.csv", get(overview))
}

async fn overview(ask: Ask) -> Result<Response, Trouble> {
    let screen: Screen<Changes> = Screen {
        title: "Overview",
        path: "/",
        ask: |record, ask, as_of| {
            let since = ask.day("since")?.unwrap_or_else(|| a_week_before(record));
            let until = ask.day("until")?.or_else(|| last_day(record)).unwrap_or(since);
            Ok(desk::changes(record, as_of, since, until.max(since)))
        },
        show: |answer, _| html! { (parts(&view::changes(&answer.body, &answer.quotations))) (quotations(&answer.quotations)) },
        table: tables::positions,
    };
    screen.answer(ask).await
}

fn last_day(record: &Record) -> Option<Date> {
    record.sum().texts.iter().filter_map(|t| t.document.published).max()
}

/// A week before the last text.
fn a_week_before(record: &Record) -> Date {
    use jiff::ToSpan;
    last_day(record).and_then(|d| d.checked_sub(7.days()).ok()).unwrap_or(Date::MIN)
}
