//! The screens, one module each.
//!
//! Decides: what the screens have in common: how a question is read from an address and answered in its three forms.
//! Must not know: who may ask.

mod actors;
mod cell;
mod changes;
mod cite;
mod contested;
mod document;
mod failed;
mod figures;
mod link;
mod matrix;
mod overview;
mod paged;
mod passage;
mod profile;
mod proposal;
mod proposals;
mod report;
mod review;
mod search;
mod sources;
mod timeline;
mod told;

use super::again::Beforehand;
use super::held::{Extent, Held, Snapshot, Standing};
use super::reply::{Trouble, Twin};
use super::{Shared, Visitor, frame};
use crate::view::block::Block;
use crate::view::html as blocks;
use axum::Router;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::{Markup, PreEscaped};
use std::sync::Arc;

/// All screens.
pub(super) fn routes() -> Router<Shared> {
    let reading = Router::new().merge(document::routes()).merge(sources::routes()).merge(failed::routes()).merge(search::routes()).merge(review::routes());
    Router::new()
        .merge(overview::routes())
        .merge(matrix::routes())
        .merge(cell::routes())
        .merge(timeline::routes())
        .merge(contested::routes())
        .merge(figures::routes())
        .merge(actors::routes())
        .merge(profile::routes())
        .merge(proposals::routes())
        .merge(proposal::routes())
        .merge(changes::routes())
        .merge(report::routes())
        .merge(reading)
}

/// What every handler of a screen is given.
pub(crate) struct Ask {
    pub(crate) web: Shared,
    pub(crate) visitor: Visitor,
    pub(crate) twin: Twin,
    /// The question behind the `?`, as it came.
    pub(crate) query: String,
    /// The state that it is made of, where nobody has seen that yet.
    beforehand: Option<Arc<Snapshot>>,
}

impl axum::extract::FromRequestParts<Shared> for Ask {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, web: &Shared) -> Result<Ask, Response> {
        let visitor = Visitor::from_request_parts(parts, web).await.map_err(IntoResponse::into_response)?;
        let twin = Twin::from_request_parts(parts, web).await.map_err(|never| match never {})?;
        let RawQuery(query) = RawQuery::from_request_parts(parts, web).await.map_err(IntoResponse::into_response)?;
        let beforehand = parts.extensions.get::<Beforehand>().map(|b| b.0.clone());
        Ok(Ask { web: web.clone(), visitor, twin, query: query.unwrap_or_default(), beforehand })
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

    /// How much of the record is asked for.
    pub(crate) fn extent(&self) -> Result<Extent, Trouble> {
        Ok(Extent { as_of: self.day("as_of")?, published_until: self.day("published_until")?, confirmed: self.get("status").is_some_and(|s| s == "confirmed") })
    }

    pub(crate) fn held(&self) -> &Arc<Held> {
        &self.web.held
    }

    /// What the entries add up to.
    fn standing(&self) -> Result<Standing, Trouble> {
        match &self.beforehand {
            Some(snapshot) => Ok(Standing { snapshot: snapshot.clone(), behind: 0 }),
            None => Ok(self.held().latest()?),
        }
    }

    /// Notes that this page was asked for, unless nobody did.
    fn noted(&self, path: &str) {
        if self.beforehand.is_none() {
            let address = if self.query.is_empty() { path.to_owned() } else { format!("{path}?{}", self.query) };
            self.web.again.note(&address, self.visitor.role);
        }
    }
}

/// Works out what pages ask of a state that are not made beforehand.
pub(super) fn prepare(snapshot: &Snapshot) {
    let known = snapshot.known(None);
    known.alike();
    review::ranks(&known);
}

/// The parts of a question, decoded.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// A page without a record behind it.
pub(crate) fn around<'a>(ask: &'a Ask, title: &'a str, path: &'static str) -> frame::Page<'a> {
    let none: Option<&Standing> = None;
    frame::Page {
        title,
        screen: path,
        path,
        query: &ask.query,
        visitor: &ask.visitor,
        dossier: ask.web.held.name(),
        extent: Extent::default(),
        dated: false,
        standing: none,
    }
}

/// Parts of a page that are the same wherever they are read.
pub(crate) fn parts(all: &[Block]) -> Markup {
    PreEscaped(blocks::parts_of_page(all))
}
