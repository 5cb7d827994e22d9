//! The review side as its visitors meet it, without a port.

use super::*;
use crate::web::Web;
use crate::web::trial::{Came, add, form, get, house, post, text};
use axum::http::StatusCode;
use rapporteur_record::Stance;
use std::sync::Arc;

fn way(pairs: &[(&str, &str)]) -> Way {
    Way::of(&pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
}

#[test]
fn one_goes_on_in_the_same_round() {
    let w = way(&[("kind", "position"), ("past", "0.4~7~x3"), ("document", "a"), ("item", "x9")]);
    assert_eq!(w.on(w.past(), &[]), "/review?kind=position&past=0.4%7E7%7Ex3");
    assert_eq!(w.on("", &[("done", "9")]), "/review?kind=position&done=9");
    assert_eq!(way(&[("queue", "second"), ("kind", "nonsense")]).on("", &[]), "/review?queue=second");
}

/// A house with two texts that tell of one offer.
fn talks(name: &str) -> (Arc<Web>, [String; 3]) {
    let (web, tokens) = house(name);
    add(&web, "test 1", text("one", "Mara Oyle", Stance::Rejects));
    add(&web, "test 1", text("two", "Jon Arsk", Stance::Accepts));
    (web, tokens)
}

async fn decide(web: &Arc<Web>, token: &str, item: (&str, &str), after: u64, more: &[(&str, &str)]) -> Came {
    let after = after.to_string();
    let fields = [&[("document", item.0), ("item", item.1), ("after", after.as_str())], more].concat();
    post(web, "/review/decide", token, &form(&fields)).await
}

fn location(came: &Came) -> String {
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.body);
    came.headers["location"].to_str().unwrap().to_owned()
}

/// What the button of the key `u` would take back.
fn takes_back(page: &str) -> Option<u64> {
    let form = &page[page.find("action=\"/review/undo\"")?..];
    let value = form.split("name=\"entry\" value=\"").nth(1)?;
    value.split('"').next()?.parse().ok()
}

#[tokio::test]
async fn each_undo_goes_one_own_decision_further_back_and_says_which() {
    let (web, [_, reviews, admin]) = talks("undo");
    for item in [("one", "s1"), ("one", "x1"), ("two", "s1")] {
        decide(&web, &reviews, item, 0, &[("verdict", "accept")]).await;
    }
    decide(&web, &admin, ("two", "x1"), 0, &[("verdict", "accept")]).await;
    let mut steps = Vec::new();
    let mut page = get(&web, "/review", &reviews).await.body;
    while let Some(entry) = takes_back(&page) {
        let came = post(&web, "/review/undo", &reviews, &form(&[("entry", &entry.to_string())])).await;
        page = get(&web, &location(&came), &reviews).await.body;
        assert!(page.contains(&format!("took back entry {entry}, “confirmed”")), "{page}");
        steps.push(entry);
    }
    assert_eq!(steps, [5, 4, 3], "one's own only, last first, and no undoing is undone");
    // Pressed twice before the page came: nothing is brought back, and nothing is refused.
    let again = post(&web, "/review/undo", &reviews, &form(&[("entry", "4")])).await;
    assert!(location(&again).contains("done=8"), "{}", location(&again));
    let other = post(&web, "/review/undo", &admin, &form(&[("entry", "4")])).await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
}

/// An account that reviews, beside those of the house.
fn another(web: &Arc<Web>, name: &str) -> String {
    let now = "2031-03-04T10:00:00Z".parse().unwrap();
    let mut store = web.held.writer();
    store.add_account(name, Role::Review, "$argon2id$x", now).unwrap();
    let token = format!("token of {name}");
    store.add_token(rapporteur_store::Hash::of(token.as_bytes()), name, "", Role::Admin, now, None).unwrap();
    token
}

fn json(came: &Came) -> serde_json::Value {
    serde_json::from_str(&came.body).unwrap_or_else(|e| panic!("{e}: {}", came.body))
}

#[tokio::test]
async fn a_position_is_put_right_in_its_words_its_target_and_all_else() {
    let (web, [_, reviews, admin]) = talks("position");
    let page = get(&web, "/review?document=one&item=x1", &reviews).await.body;
    for field in ["holder", "target", "evidence", "stance", "certainty"] {
        assert!(page.contains(&format!("name=\"{field}\"")), "{field}");
    }
    assert!(page.contains("<option value=\"toll rebate\">"), "a term can be the target: {page}");
    let put_right = [
        ("verdict", "correct"),
        ("evidence", "not take"),
        ("target", "toll rebate"),
        ("holder", "The Dock Union"),
        ("stance", "opposes"),
        ("certainty", "possible"),
    ];
    location(&decide(&web, &reviews, ("one", "x1"), 0, &put_right).await);
    let page = get(&web, "/document?id=one&item=x1", &reviews).await.body;
    assert!(page.contains("by the words “<span dir=\"auto\">not take</span>”") && page.contains(">toll rebate</a>"), "{page}");
    // The same by the API, on top of what was seen and of nothing else.
    let at = "/api/v1/documents/one/items/x1";
    let bearer = format!("Bearer {admin}");
    let send = |tag: &'static str, body: &'static str| {
        let (web, bearer) = (web.clone(), bearer.clone());
        async move {
            let mut headers = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
            headers.extend((!tag.is_empty()).then_some(("if-match", tag)));
            crate::web::trial::send_json(&web, &format!("{at}/decisions"), &headers, body).await
        }
    };
    let back = r#"{"verdict":"correct","changes":[{"evidence":"would not take"},{"target":"the second offer"},{"holder":"Mara Oyle"}]}"#;
    assert_eq!(send("", back).await.status, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(send("\"0\"", back).await.status, StatusCode::PRECONDITION_FAILED);
    let nowhere = send("\"3\"", r#"{"verdict":"correct","changes":[{"evidence":"would gladly take"}]}"#).await;
    assert!(nowhere.status == StatusCode::BAD_REQUEST && nowhere.body.contains("have no place for"), "{}", nowhere.body);
    assert_eq!(send("\"3\"", back).await.status, StatusCode::CREATED);
    let page = get(&web, "/document?id=one&item=x1", &reviews).await.body;
    assert!(page.contains("by the words “<span dir=\"auto\">would not take</span>”"), "{page}");
}

#[tokio::test]
async fn what_does_not_go_together_waits_first_and_the_page_says_why() {
    let (web, [_, reviews, _]) = house("order");
    // Two mouths tell of one union.
    let told_of = |document: &str, who: &str, stance, confidence| {
        let (document, mut reading) = text(document, who, stance);
        let (mut p, by) = reading.positions[0].clone().into_parts();
        (p.holder, p.confidence) = (rapporteur_record::ActorId(1), confidence);
        // A name of its own: the offers of both texts are one.
        reading.proposals[0].label = "the Harbour Toll Accord".into();
        reading.positions[0] = rapporteur_record::Claimed::new(p, by);
        (document, reading)
    };
    add(&web, "test 1", told_of("a-one", "Mara Oyle", Stance::Rejects, 0.4));
    let queue = json(&get(&web, "/review.json", &reviews).await);
    let first = &queue["waiting"][0];
    assert_eq!((first["item"].as_str(), first["why"]["rule"].as_str()), (Some("x1"), Some("cell")), "{queue:#}");
    // Surer than anything else: only the conflict brings it to the front.
    add(&web, "test 1", told_of("b-two", "Jon Arsk", Stance::Accepts, 0.95));
    let queue = json(&get(&web, "/review.json", &reviews).await);
    let told: Vec<_> = queue["waiting"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| (w["document"].as_str().unwrap(), w["item"].as_str().unwrap(), w["why"]["rule"].as_str().unwrap()))
        .collect();
    assert_eq!(told[..2], [("a-one", "x1", "conflict"), ("b-two", "x1", "conflict")], "{queue:#}");
    assert!(told[2..].iter().all(|w| w.2 == "confidence") && told.len() == 8, "each item once: {told:?}");
    // One goes on behind each, whether or not it still waits.
    for (i, w) in queue["waiting"].as_array().unwrap().iter().enumerate() {
        let past = form(&[("past", w["past"].as_str().unwrap())]);
        let rest = json(&get(&web, &format!("/review.json?{past}"), &reviews).await);
        assert_eq!(rest["waiting"].as_array().unwrap().len(), told.len() - i - 1, "behind {w}");
    }
    let page = get(&web, "/review", &reviews).await.body;
    assert!(page.contains("Why it stands here: accounts that do not go together"), "{page}");
}

#[tokio::test]
async fn the_same_is_counted_everywhere() {
    let (web, [_, reviews, admin]) = talks("counts");
    for (item, verdict) in [("s1", "accept"), ("x1", "accept"), ("t1", "accept")] {
        decide(&web, &reviews, ("one", item), 0, &[("verdict", verdict)]).await;
    }
    decide(&web, &admin, ("one", "s1"), 3, &[("verdict", "second")]).await;
    let body = |path: &'static str| {
        let (web, reviews) = (web.clone(), reviews.clone());
        async move { get(&web, path, &reviews).await.body }
    };
    assert!(body("/review").await.contains("3 decided · 5 waiting"));
    assert!(body("/").await.contains("5 items</a> on which nobody has decided. Decided: 3."));
    assert!(body("/review/agreement").await.contains("3 decided, 1 of them by two people or more."));
    let told = json(&get(&web, "/review/agreement.json", &reviews).await);
    let sum = |key: &str| told["kinds"].as_array().unwrap().iter().map(|k| k[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum("waiting"), sum("accepted"), sum("by_two"), sum("agreed")), (5, 3, 1, 1), "{told:#}");
}

#[tokio::test]
async fn a_second_reader_is_asked_for_people_differ_and_an_admin_settles_it() {
    let (web, [_, reviews, admin]) = talks("second");
    let other = another(&web, "C. Iwu");
    let nobody = decide(&web, &reviews, ("one", "s1"), 0, &[("verdict", "ask")]).await;
    assert_eq!(nobody.status, StatusCode::BAD_REQUEST, "nobody decided yet");
    location(&decide(&web, &reviews, ("one", "x1"), 0, &[("verdict", "accept")]).await);
    location(&decide(&web, &reviews, ("one", "s1"), 0, &[("verdict", "accept")]).await);
    let first = web.held.reader().unwrap().head().unwrap().0;
    location(&decide(&web, &reviews, ("one", "s1"), first, &[("verdict", "ask")]).await);
    // It comes before what was decided earlier, and says who asks.
    let page = get(&web, "/review?queue=second", &other).await.body;
    assert!(page.contains("review asks for a second reader") && page.contains("1 asked for"), "{page}");
    location(&decide(&web, &other, ("one", "s1"), first, &[("verdict", "reject"), ("comment", "the other mouth")]).await);
    let last = web.held.reader().unwrap().head().unwrap().0;
    let page = get(&web, "/review?queue=differ", &reviews).await.body;
    assert!(page.contains("People differ on this statement.") && page.contains("C. Iwu") && !page.contains("id=\"settle\""), "{page}");
    let refused = decide(&web, &reviews, ("one", "s1"), last, &[("verdict", "settle")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // The admin lets the first finding stand.
    assert!(get(&web, "/review?queue=differ", &admin).await.body.contains("id=\"settle\""));
    location(&decide(&web, &admin, ("one", "s1"), last, &[("verdict", "settle"), ("as", &first.to_string()), ("comment", "heard on the tape")]).await);
    let queue = json(&get(&web, "/review.json?queue=differ", &admin).await);
    assert_eq!((&queue["differing"], queue["waiting"].as_array().map(Vec::len)), (&serde_json::json!(0), Some(0)));
    assert!(get(&web, "/document?id=one&item=s1", &admin).await.body.contains("settled"));
    assert_eq!(web.held.reader().unwrap().status("one", ItemKind::Attribution, "s1").unwrap().as_deref(), Some("accepted"));
}

#[tokio::test]
async fn any_two_names_are_joined_and_one_is_taken_out_again() {
    let (web, [reads, reviews, _]) = talks("names");
    let actors = |page: serde_json::Value| -> Vec<(String, u64)> {
        let all = page["others"].as_array().unwrap().clone();
        let mut all: Vec<_> = all.iter().map(|c| (c["name"].as_str().unwrap().to_owned(), c["documents"].as_u64().unwrap())).collect();
        all.sort();
        all
    };
    let list = || async { actors(json(&get(&web, "/review/names.json", &reviews).await)) };
    let before = list().await;
    assert!(before.contains(&("Mara Oyle".to_owned(), 1)) && before.contains(&("Jon Arsk".to_owned(), 1)), "{before:?}");
    let choice = get(&web, "/review/names", &reviews).await.body;
    assert!(choice.contains("href=\"/review/names?what=actors&amp;name=Mara+Oyle\""), "whom one can choose is listed: {choice}");
    let page = get(&web, "/review/names?what=actors&name=Mara+Oyle&find=arsk", &reviews).await.body;
    assert!(page.contains("<option value=\"Jon Arsk\">") && !page.contains("<option value=\"The Dock Union"), "words narrow the list: {page}");
    assert!(!get(&web, "/review/names?what=actors&name=Mara+Oyle", &reads).await.body.contains("value=\"join\""));
    assert!(get(&web, "/actor?name=Mara+Oyle", &reviews).await.body.contains("/review/names?what=actors&amp;name=Mara+Oyle"));
    let join = [("what", "actors"), ("back", "Mara Oyle"), ("one", "Mara Oyle"), ("other", "Jon Arsk"), ("bond", "join")];
    let to = location(&post(&web, "/review/bond", &reviews, &form(&join)).await);
    assert!(get(&web, &to, &reviews).await.body.contains(": joined “"), "{to}");
    let joined = list().await;
    assert!(joined.iter().any(|c| c.1 == 2 && (c.0 == "Mara Oyle" || c.0 == "Jon Arsk")) && joined.len() == before.len() - 1, "{joined:?}");
    let out = [
        ("what", "actors"),
        ("back", "Mara Oyle"),
        ("bond", "out"),
        ("pick", "0"),
        ("name-0", "Jon Arsk"),
        ("in-0", "two"),
        ("pick", "1"),
        ("name-1", "Mara Oyle"),
        ("pick", "2"),
        ("name-2", "Jon Arsk"),
    ];
    location(&post(&web, "/review/bond", &reviews, &form(&out)).await);
    assert_eq!(list().await, before);
    // Both are entries that are taken back: first the taking out, then the joining.
    for expected in [&joined, &before] {
        let entry = web.held.reader().unwrap().last_of("review").unwrap().unwrap().to_string();
        location(&post(&web, "/review/undo", &reviews, &form(&[("entry", &entry)])).await);
        assert_eq!(list().await, *expected);
    }
    // A name that is another's in one text: there, by the item.
    location(&decide(&web, &reviews, ("one", "a2"), 0, &[("verdict", "correct"), ("apart", "the Quay Men")]).await);
    assert!(list().await.iter().any(|c| c.0 == "the Quay Men"), "{:?}", list().await);
}

#[tokio::test]
async fn names_that_hang_together_are_one_entry() {
    let (web, [_, reviews, _]) = house("groups");
    for (id, name) in [("one", "Mara Oyle"), ("two", "Oyle"), ("three", "Nils Oyle")] {
        add(&web, "test 1", text(id, name, Stance::Rejects));
    }
    let told = json(&get(&web, "/review/offers.json", &reviews).await);
    let groups: Vec<Vec<&str>> =
        told["groups"].as_array().unwrap().iter().map(|g| g["sides"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect()).collect();
    let mut oyle: Vec<&str> = groups.iter().find(|g| g.contains(&"Oyle")).unwrap().clone();
    oyle.sort_unstable();
    assert_eq!(oyle, ["Mara Oyle", "Nils Oyle", "Oyle"], "{told:#}");
    // Two of the three are joined; the third is not asked about again once it is kept apart.
    let pick = |bond: &'static str, names: [(&'static str, &'static str); 2]| {
        form(&[
            ("what", "actors"),
            ("bond", bond),
            ("pick", "0"),
            ("name-0", names[0].0),
            ("in-0", names[0].1),
            ("pick", "1"),
            ("name-1", names[1].0),
            ("in-1", names[1].1),
        ])
    };
    location(&post(&web, "/review/bond", &reviews, &pick("join", [("Oyle", "two"), ("Mara Oyle", "one")])).await);
    location(&post(&web, "/review/bond", &reviews, &pick("apart", [("Oyle", "two"), ("Nils Oyle", "three")])).await);
    let told = json(&get(&web, "/review/offers.json", &reviews).await);
    assert!(!told["groups"].as_array().unwrap().iter().any(|g| g["what"] == "actors"), "{told:#}");
}
