//! An answer as page, JSON or CSV; and what went wrong.
//!
//! Decides: forms and status codes. Must not know: what is answered. How a failure looks is in `failure`.

mod failure;
pub(super) mod problem;

pub(super) use failure::{Asked, for_whom, local};

use crate::outside::Problem;
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
    /// Nobody knows who asks, on a server for one person.
    Stranger,
    /// Nobody knows who asks, where there are accounts.
    SignIn,
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
    /// It is asked too often; so many seconds to wait.
    TooMany(u64),
    /// Who decides does not say what they have seen.
    Unseen,
    /// Nobody asks this in that way.
    OtherWay,
    /// It took too long.
    TooLong,
    /// A fault of ours.
    Broken,
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        match &error {
            StoreError::Unknown(what) => Trouble::Nothing(what.clone()),
            StoreError::Query(_) => Trouble::Asked(error.into()),
            StoreError::Absent(what) => Trouble::Nothing(what.clone()),
            StoreError::Taken(_) | StoreError::Disabled(_) | StoreError::LastAdmin(_) | StoreError::Refused(_) | StoreError::Unfit(_) => {
                Trouble::Asked(error.into())
            }
            StoreError::Moved { .. } => Trouble::Moved(error.into()),
            _ => Trouble::Dossier(Problem { help: for_visitors(&error), ..error.clone().into() }),
        }
    }
}

/// What whoever sits before a page can do, who runs no command.
fn for_visitors(error: &StoreError) -> String {
    let next = match error {
        StoreError::Full => "Once there is room where the dossier lies, send it again; whoever looks after this server can make some.",
        StoreError::Busy => "Another program writes into the dossier, a large import perhaps. Send it again in a while.",
        StoreError::ReadOnly => "Whoever looks after this server can let it write into the dossier.",
        StoreError::Io(_) => "Send it again; where that fails too, whoever looks after this server should look at its disk.",
        other => return other.help(),
    };
    format!("What you sent, if anything, was not written. {next}")
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
            Trouble::SignIn => say(
                StatusCode::UNAUTHORIZED,
                "You are not signed in.",
                "Sign in at /login; a program shows a token: `Authorization: Bearer …`. An administrator of this dossier gives accounts and tokens.",
            ),
            Trouble::TooMany(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "This was asked or tried too often.".to_owned(),
                format!("Wait {} and try again.", if seconds < 90 { format!("{seconds} seconds") } else { format!("{} minutes", seconds.div_ceil(60)) }),
            ),
            Trouble::Unseen => {
                say(StatusCode::PRECONDITION_REQUIRED, "A decision must say which decision was seen last.", "Read the item, and send its ETag as If-Match.")
            }
            Trouble::OtherWay => say(StatusCode::METHOD_NOT_ALLOWED, "This address is not used in that way.", "/api/v1/ says how each address is used."),
            Trouble::TooLong => say(StatusCode::SERVICE_UNAVAILABLE, "This took too long.", "Ask for less, or try again in a while."),
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

/// The answer to an address that leads nowhere.
pub(super) async fn nowhere() -> Trouble {
    Trouble::Nothing("page".to_owned())
}
