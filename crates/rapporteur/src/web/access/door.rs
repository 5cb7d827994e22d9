//! Coming in and going out.
//!
//! Decides: what opens a session and how long it lasts, where somebody is led then. Must not know: roles.

use super::{Access, Way};
use crate::desk::account;
use crate::outside::{self, Problem};
use crate::secret;
use crate::web::guard::Sender;
use crate::web::reply::{self, Trouble};
use crate::web::{Held, Shared, aside, frame};
use axum::extract::{Extension, Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, http::HeaderValue};
use jiff::ToSpan;
use maud::{Markup, html};
use rapporteur_store::Hash;
use serde::Deserialize;
use std::sync::PoisonError;
use tokio::sync::Semaphore;

/// A working day, and the evening before the deadline.
const HOURS: i64 = 12;
/// So many passwords are checked side by side; each takes 19 MiB and some time.
static CHECKING: Semaphore = Semaphore::const_new(2);

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/enter", get(enter)).route("/login", get(ask).post(login)).route("/logout", post(logout))
}

#[derive(Deserialize)]
struct Key {
    key: String,
}

/// The one-time address of a server on one's own machine.
async fn enter(State(web): State<Shared>, Extension(from): Extension<Sender>, Query(Key { key }): Query<Key>) -> Response {
    match web.access.enter(&key) {
        Some(session) => welcome(&web, &session, "/", from),
        None if web.access.by_account() => Redirect::to("/login").into_response(),
        None => Trouble::Stranger.into_response(),
    }
}

#[derive(Deserialize)]
struct To {
    to: Option<String>,
}

#[derive(Deserialize)]
struct Login {
    name: String,
    password: String,
    to: Option<String>,
}

async fn ask(State(web): State<Shared>, Query(To { to }): Query<To>) -> Response {
    if !web.access.by_account() {
        return Trouble::Stranger.into_response();
    }
    form(web.held.name(), "", to.as_deref().unwrap_or("/"), None).into_response()
}

async fn login(State(web): State<Shared>, Extension(from): Extension<Sender>, Form(asked): Form<Login>) -> Response {
    if !web.access.by_account() {
        return Trouble::Stranger.into_response();
    }
    if let Err(wait) = web.access.tried.note(&asked.name, from.address) {
        return Trouble::TooMany(wait).into_response();
    }
    let Ok(_permit) = CHECKING.acquire().await else { return Trouble::Broken.into_response() };
    let (here, name, password) = (web.clone(), asked.name.trim().to_owned(), asked.password);
    let found = aside(move || {
        let found = account::who(&*here.held.reader()?, &name, &password)?;
        found.map(|account| open(&here.held, &account.name)).transpose()
    });
    let to = asked.to.as_deref().unwrap_or("/");
    match found.await {
        Err(trouble) => trouble.into_response(),
        Ok(Some(session)) => {
            web.access.tried.right(&asked.name, from.address);
            welcome(&web, &session, local(to), from)
        }
        // Which of them was wrong is nobody's business.
        Ok(None) => (StatusCode::UNAUTHORIZED, form(web.held.name(), &asked.name, to, Some("Name and password do not belong together."))).into_response(),
    }
}

async fn logout(State(web): State<Shared>, Extension(from): Extension<Sender>, headers: HeaderMap) -> Response {
    if let Some(key) = web.access.session(&headers) {
        let here = web.clone();
        if let Err(trouble) = aside(move || Ok(here.access.leave(&here.held, key)?)).await {
            return trouble.into_response();
        }
    }
    let to = if web.access.by_account() { "/login" } else { "/" };
    let gone = web.access.set_cookie("", 0, from.secure);
    ([(header::SET_COOKIE, gone), (header::HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""))], Redirect::to(to))
        .into_response()
}

/// Opens a session of an account, and returns what the browser holds.
pub(super) fn open(held: &Held, name: &str) -> Result<String, Trouble> {
    let session = secret::key().map_err(Trouble::Dossier)?;
    let now = outside::now();
    let until = now.checked_add(HOURS.hours()).map_err(|_| Trouble::Broken)?;
    held.writer().open_session(Hash::of(session.as_bytes()), name, now, until)?;
    Ok(session)
}

/// Leads somebody on who has a session now.
pub(super) fn welcome(web: &Shared, session: &str, to: &str, from: Sender) -> Response {
    let cookie = web.access.set_cookie(session, HOURS * 3600, from.secure);
    ([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response()
}

impl Access {
    /// A new session for whoever brings the key; the key works once.
    fn enter(&self, key: &str) -> Option<String> {
        let Way::Here { key: kept, sessions, .. } = &self.way else { return None };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if *kept != Some(Hash::of(key.as_bytes())) {
            return None;
        }
        let session = secret::key().ok()?;
        *kept = None;
        sessions.lock().unwrap_or_else(PoisonError::into_inner).push(Hash::of(session.as_bytes()));
        Some(session)
    }

    fn leave(&self, held: &Held, key: Hash) -> Result<(), rapporteur_store::StoreError> {
        match &self.way {
            Way::Here { sessions, .. } => sessions.lock().unwrap_or_else(PoisonError::into_inner).retain(|s| *s != key),
            Way::Accounts => held.writer().close_session(key)?,
        }
        Ok(())
    }
}

/// An address of this server, else its first page.
fn local(to: &str) -> &str {
    if reply::local(to) { to } else { "/" }
}

fn form(dossier: &str, name: &str, to: &str, wrong: Option<&str>) -> Markup {
    frame::alone(
        "Sign in",
        html! {
            p { "The record of " b { (frame::shown(dossier)) } "." }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            form.sheet method="post" action="/login" {
                input type="hidden" name="to" value=(local(to));
                label for="name" { "Name" }
                input #name name="name" value=(name) required autocomplete="username" autocapitalize="none" spellcheck="false" autofocus[name.is_empty()];
                label for="password" { "Password" }
                input #password type="password" name="password" required autocomplete="current-password" autofocus[!name.is_empty()];
                button { "Sign in" }
            }
            p.quiet { "Whoever looks after this dossier’s accounts can give you a new password." }
        },
    )
}

/// What is wrong with a wish, as it is told here.
impl std::convert::From<account::No> for Trouble {
    fn from(no: account::No) -> Trouble {
        match no {
            account::No::Asked(problem) => Trouble::Asked(problem),
            account::No::Store(error) => error.into(),
        }
    }
}

/// Something is missing in a form.
pub(super) fn missing(what: &str) -> Trouble {
    Trouble::Asked(Problem::new(format!("`{what}` is missing or not one of its values"), "go back to the form and fill it in"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for own in ["/", "/matrix?as_of=2031-03-04", "/document?id=a%2Fb"] {
            assert_eq!(local(own), own);
        }
        for other in ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "javascript:alert(1)", "/\tx", "matrix"] {
            assert_eq!(local(other), "/", "{other}");
        }
    }
}
