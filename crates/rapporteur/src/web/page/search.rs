//! Looking for what was said.
//!
//! Decides: how hits and facets are laid out. Must not know: what matches, which facets there are.

use super::passage::{address, of_document, of_item, short};
use super::{Ask, around, pairs};
use crate::desk::finding::{self, Bit, Counted, FACETS, Facet, Finding, Hit, Saved};
use crate::web::frame::{self, shown, status};
use crate::web::reply::{self, Trouble};
use crate::web::{Shared, aside};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_store::WEIGHED;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/search", get(search))
        .route("/search.json", get(search))
        .route("/search.csv", get(search))
        .route("/search/keep", post(keep))
        .route("/search/forget", post(forget))
}

async fn search(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let asked = finding::asked(&pairs(&ask.query))?;
        let alike = ask.held().latest()?.snapshot.known(None).alike();
        let found = finding::find(&*ask.held().reader()?, &asked, &alike)?;
        let saved = finding::saved(&*ask.held().reader()?, ask.visitor.account())?;
        let page = |f: &Finding| frame::page(&around(&ask, "Search", "/search"), show(f, &Question::of(&ask), asked.limit, &saved));
        reply::answer(ask.twin, &found, page, table)
    })
    .await
}

/// What is asked, as it stands in the address.
struct Question {
    pairs: Vec<(String, String)>,
}

impl Question {
    fn of(ask: &Ask) -> Question {
        Question { pairs: pairs(&ask.query).into_iter().filter(|(_, v)| !v.trim().is_empty()).collect() }
    }

    fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str())
    }

    /// The same question with something else asked under a name; nothing, where that is empty.
    fn with(&self, name: &str, value: &str) -> String {
        let kept = self.pairs.iter().filter(|(k, _)| k != name && k != "show").map(|(k, v)| (k.as_str(), v.as_str()));
        let all: Vec<(&str, &str)> = kept.chain([(name, value)]).collect();
        address("/search", &all)
    }

    /// The question as it is kept.
    fn whole(&self) -> String {
        let all: Vec<(&str, &str)> = self.pairs.iter().filter(|(k, _)| k != "show").map(|(k, v)| (k.as_str(), v.as_str())).collect();
        serde_urlencoded::to_string(all).unwrap_or_default()
    }

    fn among_texts(&self) -> bool {
        self.get("among") == "texts"
    }
}

fn table(f: &Finding) -> Table {
    let mut table = Table::new("search", &["document", "id", "title", "outlet", "published", "speaker", "status", "words", "sentence"]);
    let words = |w: &Option<String>| w.clone().into();
    table.rows = f
        .hits
        .iter()
        .map(|h| {
            let text = |bits: &[Bit]| bits.iter().map(|b| b.words.as_str()).collect::<String>();
            vec![
                h.document.as_str().into(),
                words(&h.item),
                words(&h.title),
                words(&h.outlet),
                words(&h.published),
                words(&h.speaker),
                words(&h.status),
                text(&h.snippet).into(),
                text(&h.sentence).into(),
            ]
        })
        .collect();
    table
}

fn show(f: &Finding, q: &Question, limit: usize, saved: &[Saved]) -> Markup {
    html! {
        (form(q))
        div.finding {
            section.hits aria-label="What was found" {
                p.count role="status" { (count(f)) }
                @if f.hits.is_empty() { (nothing(q)) } @else {
                    ol.hits { @for h in &f.hits { (hit(h)) } }
                    @if f.count > f.hits.len() && limit < 300 { p { a.button href=(more(q, limit)) { "Show more" } } }
                }
            }
            section.facets aria-label="Narrow it" { (kept(q, saved)) (facets(f, q)) }
        }
    }
}

fn more(q: &Question, limit: usize) -> String {
    let kept = q.pairs.iter().filter(|(k, _)| k != "show").map(|(k, v)| (k.as_str(), v.as_str()));
    let show = (limit + 60).to_string();
    address("/search", &kept.chain([("show", show.as_str())]).collect::<Vec<_>>())
}

fn form(q: &Question) -> Markup {
    html! {
        form.filter.ask action="/search" role="search" aria-label="What to look for" {
            label for="words" { "Words" }
            input #words type="search" name="words" value=(q.get("words")) size="36" autocomplete="off" aria-describedby="how";
            @for f in FACETS.iter().filter(|f| !(q.among_texts() && f.of_statements)) { (field(f, q)) }
            @if q.among_texts() { input type="hidden" name="among" value="texts"; }
            button { "Search" }
            p.how #how { "Words, " code { "\"a phrase\"" } ", " code { "begin*" } " of a word, " code { "-word" } " to leave out, " code { "OR" } " between words. The address holds the question: keep it or send it on." }
        }
        nav.among aria-label="Among what" {
            a href=(q.with("among", "")) aria-current=[(!q.among_texts()).then_some("page")] { "Statements" }
            a href=(q.with("among", "texts")) aria-current=[q.among_texts().then_some("page")] { "Texts" }
        }
    }
}

/// A day is typed, a choice is chosen; what is chosen among counts is kept.
fn field(f: &Facet, q: &Question) -> Markup {
    let now = q.get(f.name);
    let choices = (f.choices)();
    html! {
        @if !choices.is_empty() {
            span.pair { label for=(f.name) { (f.label) } " "
            select id=(f.name) name=(f.name) {
                option value="" { "any" }
                @for c in choices { option value=(c) selected[c == now] { (c.replace('_', " ")) } }
            } }
        } @else if matches!(f.name, "from" | "until") {
            span.pair { label for=(f.name) { (f.label) } " " input id=(f.name) type="date" name=(f.name) value=(now); }
        } @else if !now.is_empty() {
            input type="hidden" name=(f.name) value=(now);
        }
    }
}

fn count(f: &Finding) -> Markup {
    html! {
        @match (f.count, f.more) {
            (0, _) => "Nothing was found.",
            (n, true) => { "More than " (n) " fit. The " (WEIGHED) " learnt last were weighed; narrow the question to see the others." }
            (1, false) => "1 fits.",
            (n, false) => { (n) " fit" @if n > f.hits.len() { "; the best " (f.hits.len()) " are shown" } "." }
        }
    }
}

fn nothing(q: &Question) -> Markup {
    let narrowed = q.pairs.iter().any(|(k, _)| FACETS.iter().any(|f| f.name == k));
    html! {
        ul.lines {
            @if q.get("words").split_whitespace().count() > 1 { li { "All words must be there. Put " code { "OR" } " between words of which one is enough." } }
            @if let Some(first) = q.get("words").split_whitespace().find(|w| w.chars().count() > 4 && w.chars().all(char::is_alphanumeric)) {
                @let start: String = first.chars().take(4).chain(['*']).collect();
                li { "Try the beginning of a word: " a href=(q.with("words", &start)) { code { (shown(&start)) } } }
            }
            @if narrowed { li { a href=(address("/search", &[("words", q.get("words")), ("among", q.get("among"))])) { "Ask without the narrowing" } } }
            @if !q.among_texts() { li { a href=(address("/search", &[("words", q.get("words")), ("among", "texts")])) { "Look in whole texts" } ", the outlets’ own words too" } }
        }
    }
}

fn hit(h: &Hit) -> Markup {
    let to = h.item.as_deref().map_or_else(|| of_document(&h.document), |item| of_item(&h.document, item));
    html! {
        li {
            p.snippet dir="auto" { a href=(to) { (snippet(if h.sentence.is_empty() { &h.snippet } else { &h.sentence })) } }
            p.from {
                @if h.item.is_some() { strong dir="auto" { (shown(h.speaker.as_deref().unwrap_or("Speaker not known"))) } @if let Some(party) = h.party.as_ref().filter(|p| Some(*p) != h.speaker.as_ref()) { " for " span dir="auto" { (shown(party)) } } @if h.mouths > 1 { ", through " (h.mouths) " mouths" } ", in " }
                span dir="auto" { (shown(h.outlet.as_deref().unwrap_or(short(&h.document)))) } ", " (shown(h.published.as_deref().unwrap_or("no day")))
                @if let Some(title) = &h.title { ": " span dir="auto" { (shown(title)) } }
                @if let Some(s) = &h.status { " " (status(s)) }
            }
        }
    }
}

fn snippet(bits: &[Bit]) -> Markup {
    html! { @for b in bits { @if b.found { mark { (shown(&b.words)) } } @else { (shown(&b.words)) } } }
}

/// What is asked for can be left out; what was counted can be asked for.
fn facets(f: &Finding, q: &Question) -> Markup {
    html! {
        @for facet in FACETS.iter().filter(|x| !q.get(x.name).is_empty()) {
            p.asked { span.quiet { (facet.label) ": " } span dir="auto" { (shown(&q.get(facet.name).replace('_', " "))) } " " a href=(q.with(facet.name, "")) { "leave out" span.hidden { " " (facet.label) } } }
        }
        @for Counted { name, values } in f.facets.iter().filter(|c| q.get(c.name).is_empty()) {
            h2 { (FACETS.iter().find(|f| f.name == *name).map_or(*name, |f| f.label)) }
            ul {
                @for (value, n) in values.iter().filter(|(v, _)| *name != "status" || v != "accepted") {
                    li { a href=(q.with(name, value)) dir="auto" { @if *name == "status" { (status(value)) } @else { (shown(value)) } } " " span.n { (n) } }
                }
            }
        }
    }
}

/// The searches that somebody keeps, and the form to keep this one.
fn kept(q: &Question, saved: &[Saved]) -> Markup {
    let now = q.whole();
    html! {
        @if !saved.is_empty() {
            h2 { "Kept searches" }
            ul {
                @for s in saved {
                    li {
                        a href=(format!("/search?{}", s.question)) aria-current=[(s.question == now).then_some("page")] dir="auto" { (shown(&s.name)) }
                        form.inline method="post" action="/search/forget" { input type="hidden" name="name" value=(s.name); button.small aria-label=(format!("Forget {}", s.name)) { "×" } }
                    }
                }
            }
        }
        @if !now.is_empty() && !saved.iter().any(|s| s.question == now) {
            form.keep method="post" action="/search/keep" {
                input type="hidden" name="question" value=(now);
                label for="name" { "Keep this search as" }
                input #name name="name" required value=(q.get("words")) dir="auto";
                button { "Keep" }
            }
        }
    }
}

async fn keep(ask: Ask, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Trouble> {
    aside(move || {
        let get = |name: &str| fields.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim());
        // What is kept is a question to this page and nothing else.
        let question = Question { pairs: pairs(get("question")) }.whole();
        ask.held().writer().save_search(ask.visitor.account(), get("name"), &question)?;
        Ok(Redirect::to(&format!("/search?{question}")).into_response())
    })
    .await
}

async fn forget(ask: Ask, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Trouble> {
    aside(move || {
        let name = fields.iter().find(|(k, _)| k == "name").map_or("", |(_, v)| v.as_str());
        ask.held().writer().forget_search(ask.visitor.account(), name)?;
        Ok(Redirect::to("/search").into_response())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facet_changes_one_part_of_the_question() {
        let pairs = [("words", "a b"), ("outlet", "X & Y"), ("show", "90")].map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec();
        let q = Question { pairs };
        assert_eq!(q.with("outlet", "Z"), "/search?words=a+b&outlet=Z");
        assert_eq!(q.with("outlet", ""), "/search?words=a+b");
        assert_eq!(q.with("speaker", "Oyle"), "/search?words=a+b&outlet=X+%26+Y&speaker=Oyle");
    }
}
