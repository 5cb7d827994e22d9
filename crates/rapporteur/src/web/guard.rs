//! What every answer carries, and which requests are turned away before anybody looks at them.
//!
//! Decides: the policy that a browser is told; that a page elsewhere can neither read nor change anything here; how long an answer may take.
//! Must not know: pages, who asks.

use super::Shared;
use super::reply::{self, Asked, Trouble};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// Nothing but what this server gives: no inline script, no inline style, no frame, no form elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Once a browser came over https it comes no other way for a year.
const STRICT: HeaderValue = HeaderValue::from_static("max-age=31536000");
/// An answer that takes longer is given up.
const LONGEST: Duration = Duration::from_secs(60);
/// Nothing that is sent here is larger: decisions and forms.
pub(super) const LARGEST: usize = 256 << 10;

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

/// Who sent a request, as far as the connection tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sender {
    pub(crate) address: IpAddr,
    /// Whether it came over https.
    pub(crate) secure: bool,
}

impl Default for Sender {
    fn default() -> Sender {
        Sender { address: Ipv4Addr::LOCALHOST.into(), secure: false }
    }
}

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Gives every answer its headers, and every failure the form that whoever asked can read.
pub(super) async fn dress(State(web): State<Shared>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map_or(Ipv4Addr::LOCALHOST.into(), |p| p.0);
    let from = web.access.sender(peer, request.headers());
    request.extensions_mut().insert(from);
    let asked = Asked::of(&request);
    let failures = web.held.failures();
    let answer = match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(answer) => web.held.sound_since(failures).map_or_else(|e| Trouble::from(e).into_response(), |()| answer),
        Err(_) => Trouble::TooLong.into_response(),
    };
    let mut response = reply::for_whom(answer, &asked, web.held.name()).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if from.secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT);
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
    if !reads && !ours(host, of(HeaderName::from_static("sec-fetch-site")), of(header::ORIGIN)) {
        return Trouble::Elsewhere.into_response();
    }
    next.run(request).await
}

/// Whether a change comes from a page of ours, or from no page.
fn ours(host: &str, site: Option<&str>, origin: Option<&str>) -> bool {
    let own = |o: &str| o.split_once("://").is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(host));
    matches!(site, None | Some("same-origin" | "none")) && origin.is_none_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_from_our_pages_or_from_no_page() {
        let host = "127.0.0.1:8413";
        assert!(ours(host, None, None), "a program");
        assert!(ours(host, Some("same-origin"), Some("http://127.0.0.1:8413")));
        assert!(ours(host, Some("none"), None), "typed");
        for (site, origin) in [
            (Some("cross-site"), Some("https://evil.example")),
            (Some("cross-site"), None),
            (Some("same-site"), Some("http://127.0.0.1:8080")),
            (None, Some("null")),
            (None, Some("http://127.0.0.1:8413.evil.example")),
            (None, Some("http://evil.example")),
        ] {
            assert!(!ours(host, site, origin), "{site:?} {origin:?}");
        }
    }

    #[test]
    fn the_policy_lets_nothing_in_line_run() {
        assert!(!POLICY.contains("unsafe") && !POLICY.contains('*') && POLICY.starts_with("default-src 'none'"));
    }
}
