//! Who stands where on what, according to whom.
//!
//! Decides: how a cell is laid out. Must not know: which stance counts.

use super::{Ask, Screen, parts, quotations};
use crate::desk::negotiation::{self as desk, Grid};
use crate::view;
use crate::web::Shared;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::html;
use rapporteur_export::tables;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/matrix", get(matrix)).route("/matrix.json", get(matrix)).route("/matrix.csv", get(matrix))
}

async fn matrix(ask: Ask) -> Result<Response, Trouble> {
    let screen: Screen<Grid> = Screen {
        title: "Who stands where, according to whom",
        path: "/matrix",
        ask: |record, _, as_of| Ok(desk::matrix(record, as_of)),
        show: |answer, _| html! { (parts(&view::grid(&answer.body))) (quotations(&answer.quotations)) },
        table: tables::issue_matrix,
    };
    screen.answer(ask).await
}
