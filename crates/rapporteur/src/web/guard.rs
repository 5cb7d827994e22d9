//! What every answer carries, and which requests are turned away before anybody looks at them.
//!
//! Decides: the policy that a browser is told; that a page elsewhere can neither read nor change anything here. Must not know: pages.

use super::Shared;
use super::reply::Trouble;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Nothing but what this server gives: no inline script, no inline style, no frame, no form elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Nobody elsewhere learns from where one came; and not `no-referrer`, under which a browser hides from us too that a form is ours.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// Gives every answer its headers.
pub(super) async fn dress(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// Turns away what names another host (an address elsewhere that was made to lead here), and changes that come from a page elsewhere.
pub(super) async fn turn_away(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let of = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let host = of(header::HOST).unwrap_or_default();
    if !web.access.hosts(host) {
        return Trouble::OtherHost.into_response();
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let from = of(HeaderName::from_static("sec-fetch-site"));
    let origin = of(header::ORIGIN);
    let own = |o: &str| o.split_once("://").is_some_and(|(_, rest)| rest == host);
    let ours = matches!(from, None | Some("same-origin" | "none")) && origin.is_none_or(own);
    if !reads && !ours {
        return Trouble::Elsewhere.into_response();
    }
    next.run(request).await
}
