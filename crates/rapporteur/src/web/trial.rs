//! What tests of the pages share: a dossier with an account for each role, and asking its server without a port.

use super::access::{Access, Reached, Role};
use super::{Held, Web, router};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use rapporteur_record::entry::{Author, Entry, What};
use rapporteur_record::json;
use rapporteur_store::{Addition, Hash, Store};
use std::sync::Arc;
use tower::ServiceExt;

#[path = "../../tests/it/gold.rs"]
#[allow(dead_code, clippy::unwrap_used, clippy::panic)]
mod gold;

/// What came back.
pub(super) struct Came {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

/// A dossier with an account for each role, which is named like the role; the tokens of these.
pub(super) fn house(name: &str) -> (Arc<Web>, [String; 3]) {
    let folder = std::env::temp_dir().join(format!("rapporteur-trial-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("x.dossier");
    let now = "2031-03-04T10:00:00Z".parse().unwrap();
    let mut store = Store::create(&path, "Talks", now).unwrap();
    let tokens = Role::ALL.map(|r| format!("token of {}", r.name()));
    for (role, token) in Role::ALL.iter().zip(&tokens).rev() {
        store.add_account(role.name(), *role, "$argon2id$x", now).unwrap();
        store.add_token(Hash::of(token.as_bytes()), role.name(), "", Role::Admin, now, None).unwrap();
    }
    let reached = Reached { proxies: vec!["127.0.0.1".parse().unwrap()], ..Reached::default() };
    let access = Access::accounts("127.0.0.1:1".parse().unwrap(), reached);
    (Arc::new(Web { held: Held::open(&path, Default::default()).unwrap().into(), access }), tokens)
}

/// As [`house`], with the talks about harbour dues, all of which was added on 1 April 2031.
pub(super) fn harbour(name: &str) -> (Arc<Web>, [String; 3]) {
    let (web, tokens) = house(name);
    for record in gold::harbour() {
        let (document, reading) = json::parse(&serde_json::from_str(&record.line()).unwrap()).unwrap();
        let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
        let learnt = Some("2031-04-01T09:00:00Z".parse().unwrap());
        web.held.writer().append(&[Addition::of(Entry { learnt, by: Author::Reader("gold".to_owned()), what })]).unwrap();
    }
    (web, tokens)
}

/// Asks with the headers that are given, a form where there is one.
pub(super) async fn send(web: &Arc<Web>, method: Method, path: &str, headers: &[(&str, &str)], form: &str) -> Came {
    let mut request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:1");
    if !form.is_empty() {
        request = request.header("content-type", "application/x-www-form-urlencoded");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router(web.clone()).oneshot(request.body(Body::from(form.to_owned())).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Came { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Looks at a page as whoever has a token.
pub(super) async fn get(web: &Arc<Web>, path: &str, token: &str) -> Came {
    send(web, Method::GET, path, &[("authorization", &format!("Bearer {token}"))], "").await
}

/// Sends a form as whoever has a token.
pub(super) async fn post(web: &Arc<Web>, path: &str, token: &str, form: &str) -> Came {
    send(web, Method::POST, path, &[("authorization", &format!("Bearer {token}"))], form).await
}
