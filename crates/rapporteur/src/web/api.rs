//! The dossier for programs, `/api/v1`.
//!
//! Decides: how an endpoint of the table becomes an address, what every answer carries. Must not know: how anything is found, who may ask.
//!
//! | module | holds |
//! |---|---|
//! | `table` | every endpoint; router, roles, OpenAPI document and page are made of it |
//! | `call` | what an endpoint is asked, cursors |
//! | `read`, `write` | what each endpoint does |
//! | `description` | the OpenAPI document, the page |

mod call;
mod description;
mod read;
mod table;
mod write;

pub(crate) use table::ENDPOINTS;

use super::access::{Role, Visitor};
use super::reply::Trouble;
use super::{Shared, aside};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, get, on};
use call::Call;
use rapporteur_store::Hash;
use serde_json::Value;
use table::{Endpoint, Use};

/// Under which every endpoint lies.
const BASE: &str = "/api/v1";

/// What an endpoint answers.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    body: Value,
    /// The state that a change must name; where there is none, the ledger's.
    tag: Option<String>,
}

impl From<Value> for Reply {
    fn from(body: Value) -> Reply {
        Reply { status: StatusCode::OK, body, tag: None }
    }
}

impl Reply {
    /// Something was written.
    fn created(body: Value) -> Reply {
        Reply { status: StatusCode::CREATED, body, tag: None }
    }

    fn tagged(self, tag: String) -> Reply {
        Reply { tag: Some(tag), ..self }
    }
}

impl Endpoint {
    /// Its whole address.
    pub(crate) fn address(&self) -> String {
        format!("{BASE}{}", self.path)
    }

    /// Its method.
    pub(crate) fn method(&self) -> Method {
        if self.how == Use::Read { Method::GET } else { Method::POST }
    }
}

/// The least role of an endpoint. The outer `None`: it is no address of the table; the inner: it is not used in that way.
pub(super) fn least(method: &Method, address: &str) -> Option<Option<Role>> {
    let path = address.strip_prefix(BASE)?;
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let mut here = ENDPOINTS.iter().filter(|e| e.path == path).peekable();
    here.peek()?;
    Some(here.find(|e| e.method() == *method).map(|e| e.role))
}

pub(super) fn routes() -> Router<Shared> {
    let described = Router::new()
        .route("/api/v1/", get(description::page))
        .route("/api/v1/openapi.json", get(description::page))
        .route("/api/v1/openapi.csv", get(description::page));
    ENDPOINTS.iter().fold(described, |router, endpoint| {
        let filter = if endpoint.how == Use::Read { MethodFilter::GET } else { MethodFilter::POST };
        let handle = move |State(web): State<Shared>, visitor: Visitor, path: RawPathParams, RawQuery(query): RawQuery, headers: HeaderMap, body: Bytes| async move {
            let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            let call = Call { web, visitor, endpoint, path, query: super::page::pairs(query.as_deref().unwrap_or_default()), headers, body };
            aside(move || answer(&call)).await
        };
        router.route(&endpoint.address(), on(filter, handle))
    })
}

/// Answers a call; says nothing again where whoever asks has seen it.
fn answer(call: &Call) -> Result<Response, Trouble> {
    call.check()?;
    if call.endpoint.how == Use::Write {
        return (call.endpoint.run)(call).and_then(|reply| give(reply, None));
    }
    let state = call.state()?;
    let seen = call.headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    if call.endpoint.by_ledger && seen.map(str::trim).any(|tag| tag == state || tag == "*") {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, state)]).into_response());
    }
    (call.endpoint.run)(call).and_then(|reply| give(reply, Some(state).filter(|_| call.endpoint.by_ledger)))
}

fn give(reply: Reply, state: Option<String>) -> Result<Response, Trouble> {
    let mut response = (reply.status, super::reply::json(&reply.body)?).into_response();
    if reply.status.is_client_error() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    }
    if let Some(tag) = reply.tag.or(state) {
        response.headers_mut().insert(header::ETAG, HeaderValue::try_from(tag).map_err(|_| Trouble::Broken)?);
    }
    Ok(response)
}

/// The state of what an answer is made of: entries, what the user said beforehand, the release. Weak: forms of one answer share it.
fn state(number: u64, brief: &rapporteur_record::Brief) -> String {
    let made = Hash::of(format!("{} {brief:?}", env!("CARGO_PKG_VERSION")).as_bytes()).to_string();
    format!("W/\"{number}-{}\"", made.get(..8).unwrap_or_default())
}
