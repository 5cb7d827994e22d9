//! The least role for each address.
//!
//! Decides: what everybody may do who has a role. An address that does not stand here, or among the endpoints of the API, leads nowhere: it is
//! refused, so that a new screen cannot be open by mistake. Must not know: who asks.

use super::Role;
use crate::web::api;
use crate::web::reply::Trouble;
use axum::http::Method;

/// Whether an address is looked at, or changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Look,
    Change,
}
use Way::{Change, Look};

/// Addresses without the ending of their twins, how they are used, and who may; `None`: anybody.
const PAGES: &[(&str, Way, Option<Role>)] = &[
    ("/enter", Look, None),
    ("/login", Look, None),
    ("/login", Change, None),
    ("/asset/{name}", Look, None),
    ("/favicon.ico", Look, None),
    ("/problems", Look, None),
    ("/logout", Change, Some(Role::Read)),
    ("/account", Look, Some(Role::Read)),
    ("/account/password", Change, Some(Role::Read)),
    ("/account/token", Change, Some(Role::Read)),
    ("/account/revoke", Change, Some(Role::Read)),
    ("/accounts", Look, Some(Role::Admin)),
    ("/accounts/add", Change, Some(Role::Admin)),
    ("/accounts/change", Change, Some(Role::Admin)),
    ("/accounts/revoke", Change, Some(Role::Admin)),
    ("/api/v1/", Look, Some(Role::Read)),
    ("/api/v1/openapi", Look, Some(Role::Read)),
    ("/", Look, Some(Role::Read)),
    ("/overview", Look, Some(Role::Read)),
    ("/visit", Change, Some(Role::Read)),
    ("/matrix", Look, Some(Role::Read)),
    ("/matrix/cell", Look, Some(Role::Read)),
    ("/timeline", Look, Some(Role::Read)),
    ("/contested", Look, Some(Role::Read)),
    ("/figures", Look, Some(Role::Read)),
    ("/actors", Look, Some(Role::Read)),
    ("/actor", Look, Some(Role::Read)),
    ("/proposals", Look, Some(Role::Read)),
    ("/proposal", Look, Some(Role::Read)),
    ("/changes", Look, Some(Role::Read)),
    ("/report.html", Look, Some(Role::Read)),
    ("/document", Look, Some(Role::Read)),
    ("/original", Look, Some(Role::Read)),
    ("/sources", Look, Some(Role::Read)),
    ("/sources/remove", Change, Some(Role::Review)),
    ("/sources/failed", Look, Some(Role::Read)),
    ("/sources/failed/forget", Change, Some(Role::Review)),
    ("/search", Look, Some(Role::Read)),
    ("/search/keep", Change, Some(Role::Read)),
    ("/search/forget", Change, Some(Role::Read)),
    ("/review", Look, Some(Role::Read)),
    ("/review/decide", Change, Some(Role::Review)),
    ("/review/undo", Change, Some(Role::Review)),
    ("/review/history", Look, Some(Role::Read)),
    ("/review/offers", Look, Some(Role::Read)),
    ("/review/names", Look, Some(Role::Read)),
    ("/review/agreement", Look, Some(Role::Read)),
    ("/review/bond", Change, Some(Role::Review)),
];

/// What an address asks for.
pub(super) fn of(method: &Method, path: &str) -> Result<Option<Role>, Trouble> {
    if let Some(found) = api::least(method, path) {
        return found.map(Some).ok_or(Trouble::OtherWay);
    }
    let way = if matches!(*method, Method::GET | Method::HEAD) { Look } else { Change };
    // The twins of a page are as open as the page.
    let stem = path.strip_suffix(".json").or_else(|| path.strip_suffix(".csv")).unwrap_or(path);
    // The addresses of assets hold what is in them.
    let stem = if stem.starts_with("/asset/") { "/asset/{name}" } else { stem };
    let mut here = PAGES.iter().filter(|(p, ..)| *p == stem).peekable();
    if here.peek().is_none() {
        return Err(Trouble::Broken);
    }
    here.find(|(_, w, _)| *w == way).map(|(.., role)| *role).ok_or(Trouble::OtherWay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::access::Known;
    use crate::web::trial::{self, house};
    use crate::web::{Visitor, Web};
    use axum::http::StatusCode;
    use std::path::Path;
    use std::sync::Arc;

    /// Every address that a module of the pages gives to the router, as it stands in the source.
    fn routed() -> Vec<String> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        let mut open = vec![here];
        let mut out = Vec::new();
        while let Some(path) = open.pop() {
            if path.is_dir() {
                #[allow(clippy::disallowed_methods)]
                open.extend(std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
            } else if path.extension().is_some_and(|x| x == "rs") && !path.ends_with("least.rs") {
                #[allow(clippy::disallowed_methods)]
                let text = std::fs::read_to_string(&path).unwrap();
                out.extend(text.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
        }
        out
    }

    #[test]
    fn every_address_has_its_role() {
        let found = routed();
        assert!(found.len() > 10);
        for path in found {
            let stem = path.strip_suffix(".json").or_else(|| path.strip_suffix(".csv")).unwrap_or(&path);
            assert!(PAGES.iter().any(|(p, ..)| *p == stem), "add {path} to the table in web/access/least.rs");
        }
    }

    #[test]
    fn what_is_not_in_the_table_is_refused() {
        assert!(matches!(of(&Method::GET, "/secret"), Err(Trouble::Broken)));
        assert!(matches!(of(&Method::POST, "/matrix"), Err(Trouble::OtherWay)));
        assert!(matches!(of(&Method::DELETE, "/api/v1/dossier"), Err(Trouble::OtherWay)));
        assert!(matches!(of(&Method::HEAD, "/matrix.csv"), Ok(Some(Role::Read))));
    }

    async fn ask(web: &Arc<Web>, method: Method, path: &str, token: Option<&str>) -> StatusCode {
        let filled = path.replace("{name}", "x").replace("{id}", "x").replace("{item}", "s1").replace("{number}", "1");
        let token = token.map(|t| format!("Bearer {t}"));
        let headers: Vec<(&str, &str)> = token.iter().map(|t| ("authorization", t.as_str())).collect();
        trial::send(web, method, &filled, &headers, "").await.status
    }

    /// All addresses, all ways, everybody: whoever has less than the least role is refused, whoever has it is not refused for who they are.
    #[tokio::test]
    async fn nobody_gets_further_than_their_role() {
        let (web, tokens) = house("all");
        let pages = PAGES.iter().flat_map(|(path, way, role)| {
            let method = if *way == Look { Method::GET } else { Method::POST };
            let twins: &[&str] = if *way == Look && *path != "/" { &["", ".json", ".csv"] } else { &[""] };
            twins.iter().map(move |t| (method.clone(), format!("{path}{t}"), *role)).collect::<Vec<_>>()
        });
        let all: Vec<_> = pages.chain(api::ENDPOINTS.iter().map(|e| (e.method(), e.address(), Some(e.role)))).collect();
        for (method, path, least) in all {
            let unknown = ask(&web, method.clone(), &path, None).await;
            let wrong = ask(&web, method.clone(), &path, Some("no token")).await;
            if least.is_some() && unknown != StatusCode::NOT_FOUND {
                assert_eq!((unknown, wrong), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED), "{method} {path}");
            }
            for (role, token) in Role::ALL.iter().zip(&tokens) {
                let status = ask(&web, method.clone(), &path, Some(token)).await;
                let refused = status == StatusCode::FORBIDDEN;
                assert_ne!(status, StatusCode::UNAUTHORIZED, "{method} {path} as {}", role.name());
                if status != StatusCode::NOT_FOUND || least.is_none() {
                    assert_eq!(refused, least.is_some_and(|l| *role < l), "{method} {path} as {}: {status}", role.name());
                }
            }
        }
    }

    #[tokio::test]
    async fn a_token_gives_no_more_than_its_account_has() {
        let (web, tokens) = house("token");
        let access = |token: &str| {
            let mut headers = axum::http::HeaderMap::new();
            headers.insert("authorization", format!("bearer {token}").parse().unwrap());
            web.access.visitor(&web.held, &headers).unwrap()
        };
        assert_eq!(access(&tokens[1]), Some(Visitor { name: "review".to_owned(), role: Role::Review, known: Known::Token }));
        assert_eq!(access("token of nobody"), None);
    }
}
