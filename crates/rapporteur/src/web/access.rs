//! Who is asking, and what they may.
//!
//! Decides: how somebody is known (the one-time address of a local server, a session, a token) and what each role may do.
//! Must not know: pages, the record.

use super::Shared;
use super::reply::Trouble;
use axum::Router;
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rapporteur_store::Hash;
use serde::Deserialize;
use std::sync::{Mutex, PoisonError};

/// The name of the cookie that holds a session.
const COOKIE: &str = "rapporteur_session";

/// What somebody may do; each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Read,
    Review,
    Admin,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    pub(crate) name: String,
    pub(crate) role: Role,
}

/// How people come in. One person at their own machine: by an address that works once.
pub(crate) struct Access {
    /// Whose name stands on what is decided here.
    person: String,
    /// The names under which this server answers, with the port.
    hosts: Vec<String>,
    /// Opens the door once.
    key: Mutex<Option<Hash>>,
    /// The fingerprints of the sessions that are open.
    sessions: Mutex<Vec<Hash>>,
}

impl Access {
    /// For one person at their own machine, answering under `hosts`. Returns the secret of the one-time address too.
    pub(crate) fn local(person: String, hosts: Vec<String>) -> Result<(Access, String), getrandom::Error> {
        let secret = secret()?;
        let key = Mutex::new(Some(Hash::of(secret.as_bytes())));
        Ok((Access { person, hosts, key, sessions: Mutex::default() }, secret))
    }

    /// Whether this server answers under that name.
    pub(super) fn hosts(&self, host: &str) -> bool {
        self.hosts.iter().any(|h| h.eq_ignore_ascii_case(host))
    }

    /// A new session for whoever brings the key; the key works once.
    fn enter(&self, key: &str) -> Option<String> {
        let mut kept = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if *kept != Some(Hash::of(key.as_bytes())) {
            return None;
        }
        let session = secret().ok()?;
        *kept = None;
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).push(Hash::of(session.as_bytes()));
        Some(session)
    }

    fn visitor(&self, headers: &HeaderMap) -> Option<Visitor> {
        let session = cookie(headers, COOKIE)?;
        let open = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).contains(&Hash::of(session.as_bytes()));
        open.then(|| Visitor { name: self.person.clone(), role: Role::Admin })
    }
}

/// 256 random bits in hexadecimal.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|h| h.to_str().ok());
    all.flat_map(|h| h.split(';')).filter_map(|c| c.trim().split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v)
}

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/enter", get(enter))
}

#[derive(Deserialize)]
struct Key {
    key: String,
}

async fn enter(State(web): State<Shared>, Query(Key { key }): Query<Key>) -> Response {
    match web.access.enter(&key) {
        Some(session) => {
            // Lax: an address in a message opens signed in; what changes anything is guarded by its origin.
            let cookie = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax");
            ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
        }
        None => Trouble::Stranger.into_response(),
    }
}

/// Lets nobody in who is not known.
pub(super) async fn require(State(web): State<Shared>, mut request: Request, next: Next) -> Response {
    match web.access.visitor(request.headers()) {
        Some(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        None => Trouble::Stranger.into_response(),
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, StatusCode> {
        parts.extensions.get::<Visitor>().cloned().ok_or(StatusCode::UNAUTHORIZED)
    }
}
