//! Who is asking, and what they may.
//!
//! Decides: how somebody is known (the one-time address of a local server, a session, a token), and who is turned away. What each address asks
//! for stands in `least`. Must not know: the record.
//!
//! | module | holds |
//! |---|---|
//! | `least` | the least role for each address; the only place where roles are compared |
//! | `limit` | how often somebody may ask, and try passwords |
//! | `door` | coming in and going out |
//! | `people` | the pages about accounts |

mod door;
mod least;
mod limit;
mod people;

pub(crate) use rapporteur_store::Role;

use super::guard::Sender;
use super::reply::Trouble;
use super::{Held, Shared, aside};
use crate::outside::{self, Problem};
use crate::secret;
use axum::Router;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use limit::{Attempts, Buckets};
use rapporteur_store::{Hash, StoreError};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

/// How somebody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// They opened the one-time address of a server on their own machine.
    Here,
    /// They signed in.
    Session,
    /// A program showed a token.
    Token,
}

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) known: Known,
}

impl Visitor {
    /// Under whose name the dossier keeps what is theirs alone: at one's own machine there are no accounts, and that is nobody's in particular.
    pub(crate) fn account(&self) -> &str {
        if self.has_account() { &self.name } else { "" }
    }

    /// Whether they came in by an account.
    pub(crate) fn has_account(&self) -> bool {
        self.known != Known::Here
    }
}

/// How a server is reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reached {
    /// Names under which it answers, beside its own address.
    pub(crate) hosts: Vec<String>,
    /// Whose word counts on who asks and whether it came over https.
    pub(crate) proxies: Vec<IpAddr>,
    /// Whether every request comes over https, whatever it looks like from here.
    pub(crate) secure: bool,
}

/// How people come in.
enum Way {
    /// One person at their own machine: by an address that works once.
    Here {
        /// Whose name stands on what is decided here.
        person: String,
        /// Opens the door once.
        key: Mutex<Option<Hash>>,
        /// The fingerprints of the sessions that are open.
        sessions: Mutex<Vec<Hash>>,
    },
    /// Everybody has an account.
    Accounts,
}

/// The door.
pub(crate) struct Access {
    way: Way,
    reached: Reached,
    /// The name of the cookie that holds a session. It holds the port, as browsers give cookies to every port of a host.
    cookie: String,
    asked: Buckets,
    tried: Attempts,
}

impl Access {
    /// For one person at their own machine. Returns the secret of the one-time address too.
    pub(crate) fn here(person: String, at: SocketAddr, reached: Reached) -> Result<(Access, String), Problem> {
        let secret = secret::key()?;
        let key = Mutex::new(Some(Hash::of(secret.as_bytes())));
        Ok((Access::new(Way::Here { person, key, sessions: Mutex::default() }, at, reached), secret))
    }

    /// For those who have accounts.
    pub(crate) fn accounts(at: SocketAddr, reached: Reached) -> Access {
        // The first stranger waits no longer than the others: what unknown names are checked against is made now.
        let _ = secret::fits("", None);
        Access::new(Way::Accounts, at, reached)
    }

    fn new(way: Way, at: SocketAddr, mut reached: Reached) -> Access {
        let named: Vec<String> = reached.hosts.iter().filter(|h| port(h).is_none()).map(|h| format!("{h}:{}", at.port())).collect();
        reached.hosts.extend(named);
        reached.hosts.push(at.to_string());
        if at.ip().is_loopback() {
            reached.hosts.push(format!("localhost:{}", at.port()));
        }
        Access { way, reached, cookie: format!("rapporteur_{}", at.port()), asked: Buckets::default(), tried: Attempts::default() }
    }

    /// Whether this server answers under that name.
    pub(super) fn hosts(&self, host: &str) -> bool {
        self.reached.hosts.iter().any(|h| h.eq_ignore_ascii_case(host))
    }

    /// Who sent a request, as far as the connection and the proxies that are trusted tell.
    pub(super) fn sender(&self, peer: IpAddr, headers: &HeaderMap) -> Sender {
        let last = |name: &str| headers.get_all(name).iter().next_back().and_then(|v| v.to_str().ok()).and_then(|v| v.rsplit(',').next()).map(str::trim);
        let trusted = self.reached.proxies.contains(&peer);
        let told = last("x-forwarded-for").and_then(|a| a.parse().ok()).filter(|_| trusted);
        let https = trusted && last("x-forwarded-proto").is_some_and(|p| p.eq_ignore_ascii_case("https"));
        Sender { address: told.unwrap_or(peer), secure: self.reached.secure || https }
    }

    /// Whether people sign in here.
    pub(super) fn by_account(&self) -> bool {
        matches!(self.way, Way::Accounts)
    }

    /// The line that gives a browser its session, or takes it away after no time.
    fn set_cookie(&self, session: &str, seconds: i64, secure: bool) -> HeaderValue {
        // Lax: an address in a message opens signed in; what changes anything is guarded by its origin.
        let secure = if secure { "; Secure" } else { "" };
        let line = format!("{}={session}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", self.cookie);
        HeaderValue::try_from(line).unwrap_or(HeaderValue::from_static(""))
    }

    /// The fingerprint of the session that a browser shows.
    fn session(&self, headers: &HeaderMap) -> Option<Hash> {
        cookie(headers, &self.cookie).map(|s| Hash::of(s.as_bytes()))
    }

    /// Who shows these headers.
    fn visitor(&self, held: &Held, headers: &HeaderMap) -> Result<Option<Visitor>, StoreError> {
        let session = self.session(headers);
        let Way::Here { person, sessions, .. } = &self.way else {
            return match headers.get(header::AUTHORIZATION) {
                // Who shows a token is known by it or not at all.
                Some(token) => by_token(held, token),
                None => session.map_or(Ok(None), |key| by_session(held, key)),
            };
        };
        let open = session.is_some_and(|s| sessions.lock().unwrap_or_else(PoisonError::into_inner).contains(&s));
        Ok(open.then(|| Visitor { name: person.clone(), role: Role::Admin, known: Known::Here }))
    }
}

fn by_token(held: &Held, header: &HeaderValue) -> Result<Option<Visitor>, StoreError> {
    let token = header.to_str().ok().and_then(|h| h.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, token)) = token else { return Ok(None) };
    let found = held.reader()?.token(Hash::of(token.trim().as_bytes()), outside::now())?;
    Ok(found.map(|(account, role)| Visitor { name: account.name, role, known: Known::Token }))
}

fn by_session(held: &Held, key: Hash) -> Result<Option<Visitor>, StoreError> {
    let found = held.reader()?.session(key, outside::now())?;
    Ok(found.map(|account| Visitor { name: account.name, role: account.role, known: Known::Session }))
}

/// The port that a host names.
fn port(host: &str) -> Option<u16> {
    host.rsplit_once(':').filter(|(name, _)| !name.contains(':') || name.ends_with(']')).and_then(|(_, port)| port.parse().ok())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|h| h.to_str().ok());
    all.flat_map(|h| h.split(';')).filter_map(|c| c.trim().split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v)
}

pub(super) fn routes() -> Router<Shared> {
    door::routes().merge(people::routes())
}

/// Lets nobody further than they may go. Everything that has an address passes here, and nothing else decides.
pub(super) async fn require(State(web): State<Shared>, path: Option<MatchedPath>, mut request: Request, next: Next) -> Response {
    let from = request.extensions().get::<Sender>().copied().unwrap_or_default();
    if let Err(wait) = web.access.asked.address(from.address) {
        return Trouble::TooMany(wait).into_response();
    }
    let needed = match path.as_ref().map(|p| least::of(request.method(), p.as_str())) {
        // What leads nowhere is for anybody; who is known finds the way on.
        None => Ok(None),
        Some(Ok(None)) => return next.run(request).await,
        Some(needed) => needed,
    };
    let visitor = match who(Arc::clone(&web), request.headers().clone()).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) if path.is_none() => return next.run(request).await,
        Ok(None) => return stranger(&web, &request),
        Err(trouble) => return trouble.into_response(),
    };
    let mut response = match needed {
        Err(why) => why.into_response(),
        Ok(Some(needed)) if visitor.role < needed => Trouble::NotAllowed.into_response(),
        Ok(_) => match web.access.asked.visitor(&visitor.name) {
            Err(wait) => Trouble::TooMany(wait).into_response(),
            Ok(()) => {
                request.extensions_mut().insert(visitor.clone());
                next.run(request).await
            }
        },
    };
    // A page about a failure stands in the site of whoever is known.
    response.extensions_mut().insert(visitor);
    response
}

async fn who(web: Shared, headers: HeaderMap) -> Result<Option<Visitor>, Trouble> {
    aside(move || Ok(web.access.visitor(&web.held, &headers)?)).await
}

/// What somebody is told whom nobody knows: a person is led to the door, a program is told.
fn stranger(web: &Shared, request: &Request) -> Response {
    if !web.access.by_account() {
        return Trouble::Stranger.into_response();
    }
    let wants = |kind: &str| request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains(kind));
    if request.method() == Method::GET && wants("text/html") && !request.headers().contains_key(header::AUTHORIZATION) {
        let to = request.uri().path_and_query().map_or("/", |p| p.as_str());
        let question = serde_urlencoded::to_string([("to", to)]).unwrap_or_default();
        return Redirect::to(&format!("/login?{question}")).into_response();
    }
    let mut response = Trouble::SignIn.into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, StatusCode> {
        parts.extensions.get::<Visitor>().cloned().ok_or(StatusCode::UNAUTHORIZED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(proxies: &[&str], hosts: &[&str]) -> Access {
        let reached =
            Reached { hosts: hosts.iter().map(|h| (*h).to_owned()).collect(), proxies: proxies.iter().map(|p| p.parse().unwrap()).collect(), secure: false };
        Access::new(Way::Accounts, "127.0.0.1:8413".parse().unwrap(), reached)
    }

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        all.iter().map(|(n, v)| (header::HeaderName::from_static(n), HeaderValue::from_str(v).unwrap())).collect()
    }

    #[test]
    fn it_answers_under_its_names_only() {
        let access = access(&[], &["talks.example", "other.example:8080"]);
        for own in ["127.0.0.1:8413", "localhost:8413", "Talks.Example", "talks.example:8413", "other.example:8080"] {
            assert!(access.hosts(own), "{own}");
        }
        for other in ["", "127.0.0.1", "talks.example:1", "other.example", "other.example:8413", "talks.example.evil", "rebound.example:8413"] {
            assert!(!access.hosts(other), "{other}");
        }
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
        let told = headers(&[("x-forwarded-for", "192.0.2.66, 192.0.2.7"), ("x-forwarded-proto", "https")]);
        let (peer, client): (IpAddr, IpAddr) = ("10.0.0.1".parse().unwrap(), "192.0.2.7".parse().unwrap());
        assert_eq!(access(&["10.0.0.1"], &[]).sender(peer, &told), Sender { address: client, secure: true });
        assert_eq!(access(&[], &[]).sender(peer, &told), Sender { address: peer, secure: false });
        let plain = headers(&[("x-forwarded-proto", "http")]);
        assert_eq!(access(&["10.0.0.1"], &[]).sender(peer, &plain), Sender { address: peer, secure: false });
    }

    #[test]
    fn a_cookie_is_for_this_server_alone() {
        let access = access(&[], &[]);
        let line = access.set_cookie("k", 60, true);
        assert_eq!(line, "rapporteur_8413=k; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
        assert!(!access.set_cookie("k", 60, false).to_str().unwrap().contains("Secure"));
        let shown = headers(&[("cookie", "rapporteur_8412=x; rapporteur_8413=k; a=b")]);
        assert_eq!(access.session(&shown), Some(Hash::of(b"k")));
        assert_eq!(access.session(&headers(&[("cookie", "rapporteur_8412=x")])), None);
    }
}
