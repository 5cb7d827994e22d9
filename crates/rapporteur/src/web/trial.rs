//! What tests of the pages share: a dossier with an account for each role, and asking its server without a port.

use super::access::{Access, Reached, Role};
use super::{Held, Web, router};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use rapporteur_record::entry::{Author, Entry, What};
use rapporteur_record::json;
use rapporteur_record::{
    Actor, ActorId, ActorKind, Attribution, AttributionId, Certainty, Claimed, Document, Position, Proposal, ProposalId, QuoteType, Reading, Span, Speaker,
    SpeechAct, Stance, Target, Term, TermKind, Voice,
};
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
    (Arc::new(Web { held: Held::open(&path, Default::default()).unwrap().into(), access, again: Default::default() }), tokens)
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

/// "NAME said that STANCE the second offer, with its toll rebate": one statement, one proposal with a term, one position, in a text of that id.
pub(super) fn text(id: &str, name: &str, stance: Stance) -> (Document, Reading) {
    let verb = if stance == Stance::Accepts { "would take" } else { "would not take" };
    let text = format!("{name} said that the union {verb} the second offer, with its toll rebate. The Dock Union, also known as the Quay Men, was silent.");
    let find = |words: &str| {
        let begin = text.find(words).unwrap();
        Span::new(&text, begin, begin + words.len()).unwrap()
    };
    let actor = |name: &str, kind, names: &[&str]| Actor {
        name: name.into(),
        kind,
        names: names.iter().map(|n| (*n).to_owned()).collect(),
        acts_for: None,
        role: None,
        mentions: names.iter().map(|n| find(n)).collect(),
        wikidata: None,
    };
    let by = Voice::Attribution(AttributionId(0));
    let position = Position {
        holder: ActorId(0),
        target: Target::Proposal(ProposalId(0)),
        stance,
        certainty: Certainty::Certain,
        evidence: vec![find(verb)],
        confidence: 0.4,
    };
    let reading = Reading {
        actors: vec![actor(name, ActorKind::Person, &[name]), actor("The Dock Union", ActorKind::Organization, &["The Dock Union", "the Quay Men"])],
        attributions: vec![Attribution {
            source: vec![find(name)],
            cue: vec![find("said")],
            content: vec![find(&format!("the union {verb} the second offer, with its toll rebate"))],
            addressee: vec![],
            speaker: Speaker::Actor(vec![ActorId(0)]),
            quote_type: QuoteType::Indirect,
            speech_act: SpeechAct::Asserts,
            within: None,
            time: None,
            confidence: 0.9,
        }],
        proposals: vec![Proposal {
            label: "the second offer".into(),
            authors: vec![],
            mentions: vec![find("the second offer")],
            supersedes: None,
            confidence: 0.8,
        }],
        terms: vec![Claimed::new(
            Term { kind: TermKind::ALL[0], proposal: Some(ProposalId(0)), text: vec![find("toll rebate")], parameters: vec![], confidence: 0.7 },
            by,
        )],
        positions: vec![Claimed::new(position, by)],
        ..Reading::default()
    };
    let document = Document {
        id: id.into(),
        text,
        title: Some(id.into()),
        outlet: Some(format!("{id} Herald")),
        published: Some(jiff::civil::date(2031, 3, 4)),
        url: None,
        language: "en".into(),
    };
    (document, reading)
}

/// Adds a text as a reader of that name read it.
pub(super) fn add(web: &Arc<Web>, reader: &str, (document, reading): (Document, Reading)) {
    let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
    let entry = Entry { learnt: Some("2031-03-05T10:00:00Z".parse().unwrap()), by: Author::Reader(reader.into()), what };
    web.held.writer().append(&[Addition::of(entry)]).unwrap();
}

/// A form of some fields.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).unwrap()
}

/// Sends JSON with the headers that are given.
pub(super) async fn send_json(web: &Arc<Web>, path: &str, headers: &[(&str, &str)], body: &str) -> Came {
    let mut request = Request::builder().method(Method::POST).uri(path).header("host", "127.0.0.1:1");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router(web.clone()).oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Came { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&body).into_owned() }
}
