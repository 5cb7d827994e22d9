//! An answer as page, JSON or CSV; and what went wrong.
//!
//! Decides: forms and status codes. Must not know: what is answered.

use crate::outside::Problem;
use crate::web::frame;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use rapporteur_export::{Table, csv};
use rapporteur_store::StoreError;
use serde::Serialize;
use std::convert::Infallible;

/// Which form of an answer an address asks for: every page has a twin that ends in `.json` and one that ends in `.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twin {
    Page,
    Json,
    Csv,
}

impl<S: Sync> FromRequestParts<S> for Twin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Twin, Infallible> {
        Ok(match parts.uri.path().rsplit_once('.').map(|(_, end)| end) {
            Some("json") => Twin::Json,
            Some("csv") => Twin::Csv,
            _ => Twin::Page,
        })
    }
}

/// What an answer becomes. Only the form that is asked for is made.
pub(crate) fn answer<T: Serialize>(twin: Twin, body: &T, page: impl FnOnce(&T) -> Markup, table: impl FnOnce(&T) -> Table) -> Result<Response, Trouble> {
    match twin {
        Twin::Page => Ok(page(body).into_response()),
        Twin::Json => json(body),
        Twin::Csv => comma_separated(&table(body)),
    }
}

/// As JSON.
pub(crate) fn json<T: Serialize>(body: &T) -> Result<Response, Trouble> {
    let mut bytes = serde_json::to_vec(body).map_err(|_| Trouble::Broken)?;
    bytes.push(b'\n');
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], bytes).into_response())
}

/// As CSV, to be saved.
pub(crate) fn comma_separated(table: &Table) -> Result<Response, Trouble> {
    let name = format!("attachment; filename=\"{}.csv\"", table.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let bytes = csv::write(table).map_err(|_| Trouble::Broken)?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// What went wrong: told to a person as a page that says what to do next.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Nobody knows who asks.
    Stranger,
    /// They may not do this.
    NotAllowed,
    /// The request names another host.
    OtherHost,
    /// The request comes from a page elsewhere.
    Elsewhere,
    /// There is no such thing.
    Nothing(String),
    /// What is asked cannot be.
    Asked(Problem),
    /// Somebody else decided meanwhile.
    Moved(Problem),
    /// The dossier says no.
    Dossier(Problem),
    /// A fault of ours.
    Broken,
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        match &error {
            StoreError::Unknown(what) => Trouble::Nothing(what.clone()),
            StoreError::Query(_) | StoreError::Refused(_) => Trouble::Asked(error.into()),
            StoreError::Moved { .. } => Trouble::Moved(error.into()),
            _ => Trouble::Dossier(error.into()),
        }
    }
}

impl Trouble {
    /// The status, what is wrong, what to do next.
    pub(crate) fn told(self) -> (StatusCode, String, String) {
        let say = |code, what: &str, help: &str| (code, what.to_owned(), help.to_owned());
        match self {
            Trouble::Stranger => say(
                StatusCode::UNAUTHORIZED,
                "You are not signed in.",
                "Open the address that `rapporteur serve` printed. It works once; start the server again for another.",
            ),
            Trouble::NotAllowed => say(StatusCode::FORBIDDEN, "Your role does not allow this.", "Ask an administrator of this dossier."),
            Trouble::OtherHost => say(
                StatusCode::MISDIRECTED_REQUEST,
                "This server does not answer under that name.",
                "Use the address that `rapporteur serve` printed, or name the host when you start it.",
            ),
            Trouble::Elsewhere => say(StatusCode::FORBIDDEN, "This request comes from a page elsewhere.", "Open the page here and try again."),
            Trouble::Nothing(what) => {
                (StatusCode::NOT_FOUND, format!("There is no {what} here."), "It may have another name, or have been removed. Search for it.".to_owned())
            }
            Trouble::Asked(p) => (StatusCode::BAD_REQUEST, p.what, p.help),
            Trouble::Moved(p) => (StatusCode::PRECONDITION_FAILED, p.what, p.help),
            Trouble::Dossier(p) => (StatusCode::SERVICE_UNAVAILABLE, p.what, p.help),
            Trouble::Broken => {
                say(StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made.", "It is a fault of the program. What is stored is unharmed.")
            }
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let (status, what, help) = self.told();
        (status, frame::bare(&what, &help)).into_response()
    }
}

/// The answer to an address that leads nowhere.
pub(super) async fn nowhere() -> Trouble {
    Trouble::Nothing("page".to_owned())
}
