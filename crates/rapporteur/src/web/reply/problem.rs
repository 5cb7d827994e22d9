//! Every kind of problem, with the page about all of them.
//!
//! Decides: what each kind is called in the `type` of a problem (RFC 9457), what it means, what to do. Must not know: why something failed here.

use super::{Trouble, Twin};
use crate::web::{Shared, frame};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::html;
use rapporteur_export::{Cell, Table};
use serde_json::{Value, json};

/// A kind of problem. Its name never changes once it is released.
pub(crate) struct Kind {
    name: &'static str,
    status: u16,
    /// What it means.
    about: &'static str,
    /// What to do.
    help: &'static str,
}

const fn kind(name: &'static str, status: u16, about: &'static str, help: &'static str) -> Kind {
    Kind { name, status, about, help }
}

/// All of them, by status. Of those that share one, the first is the general.
const KINDS: [Kind; 15] = [
    kind("cannot-be-asked", 400, "A parameter, a value or what was sent cannot be so; `detail` names it.", "Read `help`, and ask again."),
    kind("not-signed-in", 401, "Nobody knows who asks.", "Show a token: `Authorization: Bearer …`; in a browser, sign in."),
    kind(
        "not-allowed",
        403,
        "The role of whoever asks does not allow it.",
        "Ask an administrator of the dossier; /api/v1/ names the least role of each endpoint.",
    ),
    kind("from-elsewhere", 403, "A page of another site sent the request.", "Open the page here and send it from there."),
    kind("not-found", 404, "There is no such page, document, item, actor or proposal.", "It may have another name, or have been removed. Search for it."),
    kind("other-way", 405, "The address is not used by this method.", "/api/v1/ says how each address is used."),
    kind(
        "changed-meanwhile",
        412,
        "Somebody decided on the item since it was read. `current` is the item as it is now.",
        "Look at it, and send its ETag as If-Match.",
    ),
    kind("too-large", 413, "What was sent is larger than anything that can be asked.", "Send less."),
    kind("wrong-form", 415, "What was sent has another form than is expected.", "Send JSON with `Content-Type: application/json`."),
    kind("cannot-be-read", 422, "What was sent cannot be understood.", "Compare it with what /api/v1/ describes."),
    kind("other-host", 421, "The request names a host that this server does not answer for.", "Use the address that `rapporteur serve` printed."),
    kind("unseen", 428, "A decision must say which decision was seen last.", "Read the item, and send its ETag as If-Match."),
    kind("too-often", 429, "It was asked or tried too often.", "Wait as many seconds as Retry-After says."),
    kind("fault", 500, "A fault of the program. What is stored is unharmed.", "Tell whoever looks after this server what was asked."),
    kind("not-now", 503, "The dossier cannot answer now, or it took too long; `detail` says which.", "Ask for less, or try again in a while."),
];

impl Kind {
    /// The kind that a trouble is of; the general one of its status where nothing says more.
    pub(super) fn of(trouble: &Trouble) -> &'static str {
        match trouble {
            Trouble::Stranger | Trouble::SignIn => "not-signed-in",
            Trouble::NotAllowed => "not-allowed",
            Trouble::OtherHost => "other-host",
            Trouble::Elsewhere => "from-elsewhere",
            Trouble::Nothing(_) => "not-found",
            Trouble::Asked(_) => "cannot-be-asked",
            Trouble::Moved(_) => "changed-meanwhile",
            Trouble::Dossier(_) | Trouble::TooLong => "not-now",
            Trouble::TooMany(_) => "too-often",
            Trouble::Unseen => "unseen",
            Trouble::OtherWay => "other-way",
            Trouble::Broken => "fault",
        }
    }
}

/// The general kind of a status.
pub(super) fn of_status(status: StatusCode) -> &'static str {
    let same = KINDS.iter().find(|k| k.status == status.as_u16());
    same.map_or(if status.is_server_error() { "fault" } else { "cannot-be-asked" }, |k| k.name)
}

/// Where a kind is described.
pub(crate) fn address(name: &str) -> String {
    format!("/problems#{name}")
}

/// The page about all kinds; anybody may read it, as it says nothing of a dossier.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/problems", get(page)).route("/problems.json", get(page)).route("/problems.csv", get(page))
}

async fn page(twin: Twin) -> Result<Response, Trouble> {
    match twin {
        Twin::Page => Ok(frame::alone("Problems, by type", in_words()).into_response()),
        Twin::Json => {
            super::json(&KINDS.iter().map(|k| json!({"type": address(k.name), "status": k.status, "about": k.about, "help": k.help})).collect::<Value>())
        }
        Twin::Csv => {
            let mut table = Table::new("problems", &["type", "status", "about", "help"]);
            table.rows = KINDS.iter().map(|k| vec![address(k.name).into(), Cell::Number(f64::from(k.status)), k.about.into(), k.help.into()]).collect();
            super::comma_separated(&table)
        }
    }
}

fn in_words() -> maud::Markup {
    html! {
        p { "What goes wrong for a program is told as " code { "application/problem+json" } " (RFC 9457). Its " code { "type" } " leads here, " code { "detail" } " says what it was, " code { "help" } " what to do next." }
        @for k in &KINDS {
            section.problem {
                h2 id=(k.name) { (k.name) " " span.quiet { (k.status) @if let Some(reason) = StatusCode::from_u16(k.status).ok().and_then(|s| s.canonical_reason()) { " " (reason) } } }
                p { (frame::message(k.about)) " " (frame::message(k.help)) }
            }
        }
        p { a href="/api/v1/" { "The programming interface" } " · " a href="/" { "To the overview" } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::trial::{get, house, send};
    use axum::http::Method;

    #[tokio::test]
    async fn the_type_of_a_problem_leads_to_its_description() {
        let (web, [reads, ..]) = house("kinds");
        let described = send(&web, Method::GET, "/problems", &[], "").await;
        assert_eq!(described.status, StatusCode::OK);
        let unknown = send(&web, Method::GET, "/api/v1/dossier", &[], "").await;
        let mut failed = vec![unknown];
        for path in ["/api/v1/nothing", "/api/v1/documents?limit=x", "/accounts.json", "/api/v1/actors/nobody", "/api/v1/proposals/none"] {
            failed.push(get(&web, path, &reads).await);
        }
        for came in failed {
            let told: Value = serde_json::from_str(&came.body).unwrap();
            let (page, name) = told["type"].as_str().and_then(|t| t.split_once('#')).unwrap();
            assert!(page == "/problems" && described.body.contains(&format!("id=\"{name}\"")), "{told}");
            assert_eq!(KINDS.iter().find(|k| k.name == name).map(|k| k.status), Some(came.status.as_u16()), "{told}");
        }
    }
}
