//! The screens, one module each.
//!
//! Decides: what the screens have in common: how a question is read from an address and answered in its three forms.
//! Must not know: who may ask.

mod document;
mod matrix;
mod overview;
mod passage;
mod review;
mod search;
mod sources;

use super::held::{Held, Standing};
use super::reply::{self, Trouble, Twin};
use super::{Shared, Visitor, aside, frame};
use crate::desk::negotiation::{Answer, Quotation};
use crate::view::block::Block;
use crate::view::html as blocks;
use axum::Router;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, PreEscaped};
use rapporteur_export::Table;
use rapporteur_record::Record;
use rapporteur_record::record::Sum;
use serde::Serialize;
use std::sync::Arc;

/// All screens.
pub(super) fn routes() -> Router<Shared> {
    let reading = Router::new().merge(document::routes()).merge(sources::routes()).merge(search::routes()).merge(review::routes());
    Router::new().merge(overview::routes()).merge(matrix::routes()).merge(reading)
}

/// What every handler of a screen is given.
pub(crate) struct Ask {
    pub(crate) web: Shared,
    pub(crate) visitor: Visitor,
    pub(crate) twin: Twin,
    /// The question behind the `?`, as it came.
    pub(crate) query: String,
}

impl axum::extract::FromRequestParts<Shared> for Ask {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, web: &Shared) -> Result<Ask, Response> {
        let visitor = Visitor::from_request_parts(parts, web).await.map_err(IntoResponse::into_response)?;
        let twin = Twin::from_request_parts(parts, web).await.map_err(|never| match never {})?;
        let RawQuery(query) = RawQuery::from_request_parts(parts, web).await.map_err(IntoResponse::into_response)?;
        Ok(Ask { web: web.clone(), visitor, twin, query: query.unwrap_or_default() })
    }
}

impl Ask {
    /// What is asked under a name; the first, where there are several. Empty is not asked.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        pairs(&self.query).into_iter().find(|(k, v)| k == name && !v.is_empty()).map(|(_, v)| v)
    }

    /// A day that is asked for.
    pub(crate) fn day(&self, name: &str) -> Result<Option<Date>, Trouble> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let wrong = || Trouble::Asked(crate::outside::Problem::new(format!("`{name}={text}` is no day"), "a day reads like 2031-03-04"));
        text.parse().map(Some).map_err(|_| wrong())
    }

    pub(crate) fn held(&self) -> &Arc<Held> {
        &self.web.held
    }
}

/// The parts of a question, decoded.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// How a screen over the whole record shows its answer.
pub(crate) struct Screen<T> {
    pub(crate) title: &'static str,
    /// Its address without the form.
    pub(crate) path: &'static str,
    /// The record is asked.
    pub(crate) ask: fn(&Record, &Ask, Option<Date>) -> Result<Answer<T>, Trouble>,
    pub(crate) show: fn(&Answer<T>, &Ask) -> Markup,
    pub(crate) table: fn(&Sum) -> Table,
}

impl<T: Serialize + Send + 'static> Screen<T> {
    /// Answers a question to the record in the form that is asked for.
    pub(crate) async fn answer(self, ask: Ask) -> Result<Response, Trouble> {
        aside(move || {
            let as_of = ask.day("as_of")?;
            let standing = ask.held().latest()?;
            standing.snapshot.known(as_of, |record| match ask.twin {
                Twin::Csv => reply::comma_separated(&(self.table)(record.sum())),
                Twin::Json => reply::json(&(self.ask)(record, &ask, as_of)?),
                Twin::Page => {
                    let answer = (self.ask)(record, &ask, as_of)?;
                    let page = frame::Page { as_of, dated: true, standing: Some(&standing), ..around(&ask, self.title, self.path) };
                    Ok(frame::page(&page, (self.show)(&answer, &ask)).into_response())
                }
            })
        })
        .await
    }
}

/// A page without a record behind it.
pub(crate) fn around<'a>(ask: &'a Ask, title: &'a str, path: &'static str) -> frame::Page<'a> {
    let none: Option<&Standing> = None;
    frame::Page { title, screen: path, path, query: &ask.query, visitor: &ask.visitor, dossier: ask.web.held.name(), as_of: None, dated: false, standing: none }
}

/// Parts of a page that are the same wherever they are read.
pub(crate) fn parts(all: &[Block]) -> Markup {
    PreEscaped(blocks::parts_of_page(all))
}

/// The quotations that a page names by number, at its end.
pub(crate) fn quotations(all: &[Quotation]) -> Markup {
    if all.is_empty() {
        return Markup::default();
    }
    parts(&[crate::view::block::heading(2, "Quotations", "quotations"), Block::Quotations(all.to_vec())])
}
