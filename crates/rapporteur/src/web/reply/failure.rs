//! What went wrong, in the form that whoever asked can read.
//!
//! Decides: that a person gets a page of this site which says what happened and where to go on, a program a problem (RFC 9457).
//! Must not know: why something failed.

use super::Trouble;
use super::problem::{self, Kind};
use crate::web::{Visitor, frame};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Value, json};

/// What went wrong, kept beside the answer until it is known who reads it.
#[derive(Clone, Debug)]
struct Told {
    /// The kind of problem.
    kind: &'static str,
    what: String,
    help: String,
    /// Whether the first page would let them in, or to the door.
    onward: bool,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let wait = if let Trouble::TooMany(seconds) = self { Some(seconds) } else { None };
        let onward = !matches!(self, Trouble::Stranger | Trouble::OtherHost);
        let kind = Kind::of(&self);
        let (status, what, help) = self.told();
        let mut response = status.into_response();
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(Told { kind, what, help, onward });
        response
    }
}

/// What was asked, as far as a page about its failure must know.
pub(crate) struct Asked {
    look: bool,
    at: Uri,
    /// The page of this server that it was asked from.
    from: Option<String>,
    /// A program reads the answer.
    program: bool,
}

impl Asked {
    pub(crate) fn of(request: &Request<Body>) -> Asked {
        let path = request.uri().path();
        Asked {
            look: matches!(*request.method(), Method::GET | Method::HEAD),
            at: request.uri().clone(),
            from: from(request.headers()),
            program: path.starts_with("/api/") || path.ends_with(".json"),
        }
    }
}

/// The page that led here, where it is one of this server's.
fn from(headers: &HeaderMap) -> Option<String> {
    let of = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let (_, rest) = of(header::REFERER)?.split_once("://")?;
    let path = rest.strip_prefix(of(header::HOST)?)?;
    local(path).then(|| path.to_owned())
}

/// Whether an address is one of this server: nobody is sent away from here.
pub(crate) fn local(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// A failure in the form that whoever asked can read. What was no failure stays as it is.
pub(crate) async fn for_whom(response: Response, asked: &Asked, dossier: &str) -> Response {
    let told = response.extensions().get::<Told>().cloned();
    if !to_be_told(&response, told.is_some(), asked.program) {
        return response;
    }
    let visitor = response.extensions().get::<Visitor>().cloned();
    let (mut head, body) = response.into_parts();
    let told = match told {
        Some(told) => told,
        None => foreign(head.status, body, asked.program).await,
    };
    head.headers.remove(header::CONTENT_TYPE);
    head.headers.remove(header::CONTENT_LENGTH);
    let made = if asked.program { as_problem(head.status, &told) } else { page(head.status, &told, asked, visitor.as_ref(), dossier).into_response() };
    let (kind, body) = (made.headers().get(header::CONTENT_TYPE).cloned(), made.into_body());
    head.headers.extend(kind.map(|k| (header::CONTENT_TYPE, k)));
    Response::from_parts(head, body)
}

/// Whether a failure is not yet in the form that is wanted: one of ours has no form at all, and a page may have made its own.
fn to_be_told(response: &Response, ours: bool, program: bool) -> bool {
    let status = response.status();
    let kind = |k: &str| response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(k.as_bytes()));
    let failed = status.is_client_error() || status.is_server_error();
    failed && (ours || !kind("application/problem+json") && (program || !kind("text/html")))
}

/// What the web framework says, as we would.
async fn foreign(status: StatusCode, body: Body, program: bool) -> Told {
    const LONGEST: usize = 2_000;
    let kind = problem::of_status(status);
    let said = axum::body::to_bytes(body, LONGEST).await.map(|b| String::from_utf8_lossy(&b).trim().to_owned()).unwrap_or_default();
    let said = if said.is_empty() { status.canonical_reason().unwrap_or("This cannot be answered").to_owned() } else { said };
    if program {
        return Told {
            kind,
            what: said,
            help: "Check the address and what was sent with it; /api/v1/ says how each address is used.".to_owned(),
            onward: true,
        };
    }
    let what = "What was sent cannot be read.".to_owned();
    Told { kind, what, help: format!("Nothing was written. Load the page again and send it from there. What is wrong with it: {said}"), onward: true }
}

/// A problem by RFC 9457.
fn as_problem(status: StatusCode, told: &Told) -> Response {
    let title = status.canonical_reason().unwrap_or("Problem");
    let body: Value = json!({"type": problem::address(told.kind), "title": title, "status": status.as_u16(), "detail": told.what, "help": told.help});
    (status, [(header::CONTENT_TYPE, "application/problem+json")], format!("{body}\n")).into_response()
}

/// A page about it: within the site for whoever is known, alone for whoever is not.
fn page(status: StatusCode, told: &Told, asked: &Asked, visitor: Option<&Visitor>, dossier: &str) -> Markup {
    let Some(visitor) = visitor else { return frame::bare(&told.what, &told.help, told.onward) };
    let content = html! {
        div.failed role="alert" { p.what { (sentence(&told.what)) } p { (sentence(&told.help)) } }
        ul.lines { @for (to, words) in next(status, asked, visitor) { li { a href=(to) { (words) } } } }
        p.quiet { (status.as_u16()) @if let Some(reason) = status.canonical_reason() { " " (reason) } " · " code { (frame::shown(asked.at.path())) } }
    };
    frame::page(&frame::Page::of_failure(title(status), visitor, dossier), content)
}

/// A message as a sentence; what it names as it is typed stands out.
fn sentence(words: &str) -> Markup {
    let mut whole: String = words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect();
    if !whole.ends_with(['.', '?', '!', ':']) {
        whole.push('.');
    }
    frame::message(&whole)
}

/// What kind of failure it is, as a heading.
fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "Nothing is here",
        401 | 403 => "Not allowed",
        412 | 428 => "Somebody was first",
        429 => "Too often",
        400..500 => "This cannot be answered",
        _ => "Something went wrong",
    }
}

/// Where one can go on: an address and what it is.
fn next(status: StatusCode, asked: &Asked, visitor: &Visitor) -> Vec<(String, &'static str)> {
    let mut out: Vec<(String, &'static str)> = Vec::new();
    let whole = asked.at.path_and_query().map_or("/", |p| p.as_str());
    if asked.look && matches!(status.as_u16(), 429 | 500..) && local(whole) {
        out.push((whole.to_owned(), "Try again"));
    }
    if asked.look && status == StatusCode::BAD_REQUEST && asked.at.query().is_some() && local(asked.at.path()) {
        out.push((asked.at.path().to_owned(), "The same page without the question"));
    }
    if let Some(from) = asked.from.as_ref().filter(|f| *f != whole) {
        out.push((from.clone(), "Back to where you were"));
    }
    if status == StatusCode::NOT_FOUND {
        out.push(("/search".to_owned(), "Search what was said"));
        out.push(("/sources".to_owned(), "All sources"));
    }
    if status == StatusCode::FORBIDDEN && visitor.has_account() {
        out.push(("/account".to_owned(), "Your account and its role"));
    }
    out.push(("/".to_owned(), "To the overview"));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::trial::{get, house, send};

    #[tokio::test]
    async fn a_person_gets_a_page_of_the_site_that_leads_on() {
        let (web, [reads, _, admin]) = house("failure");
        for (path, status, title, leads) in [
            ("/nowhere", 404, "Nothing is here", "href=\"/search\""),
            ("/document?id=none", 404, "Nothing is here", "href=\"/sources\""),
            ("/matrix?as_of=soon", 400, "This cannot be answered", "href=\"/matrix\""),
            ("/contested?kind=odd", 400, "This cannot be answered", "href=\"/contested\""),
            ("/accounts", 403, "Not allowed", "href=\"/account\""),
        ] {
            let came = get(&web, path, &reads).await;
            assert_eq!(came.status, status, "{path}");
            assert!(came.body.contains(&format!("<h1 dir=\"auto\">{title}</h1>")) && came.body.contains("class=\"rail\""), "{path}: {}", came.body);
            assert!(came.body.contains(leads), "{path}: {}", came.body);
        }
        let from = ("referer", "http://127.0.0.1:1/review?kind=position");
        let token = format!("Bearer {admin}");
        let came = send(&web, Method::POST, "/review/undo", &[from, ("authorization", &token)], "entry=x").await;
        assert_eq!(came.status, 400);
        assert!(came.body.contains("href=\"/review?kind=position\""), "{}", came.body);
        let came = send(&web, Method::POST, "/visit", &[("authorization", &token)], "number=x").await;
        assert!(came.status.is_client_error() && came.body.contains("What was sent cannot be read"), "{}", came.body);
    }

    #[tokio::test]
    async fn a_program_gets_a_problem() {
        let (web, [reads, ..]) = house("problem");
        for (path, status) in [("/api/v1/nothing", 404), ("/matrix.json?as_of=soon", 400), ("/accounts.json", 403), ("/api/v1/documents?limit=x", 400)] {
            let came = get(&web, path, &reads).await;
            assert_eq!((came.status.as_u16(), came.headers["content-type"].to_str().unwrap()), (status, "application/problem+json"), "{path}");
            let told: Value = serde_json::from_str(&came.body).unwrap();
            assert_eq!(told["status"], status);
            assert!(told["detail"].as_str().is_some_and(|d| !d.is_empty()) && told["help"].as_str().is_some_and(|h| !h.is_empty()), "{path}: {told}");
        }
    }

    #[tokio::test]
    async fn whoever_is_not_known_sees_nothing_of_the_site() {
        let (web, _) = house("unknown");
        for path in ["/nowhere", "/matrix"] {
            let came = send(&web, Method::GET, path, &[], "").await;
            assert!(!came.body.contains("class=\"rail\"") && !came.body.contains("Talks"), "{path}: {}", came.body);
        }
    }

    #[test]
    fn nobody_is_sent_away() {
        let of = |referer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "a.example".parse().unwrap());
            headers.insert(header::REFERER, referer.parse().unwrap());
            from(&headers)
        };
        assert_eq!(of("https://a.example/matrix?all=1").as_deref(), Some("/matrix?all=1"));
        for other in ["https://b.example/matrix", "https://a.example.evil/x", "https://a.example//evil.example", "x", "https://a.example"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
