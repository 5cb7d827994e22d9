//! Writing a decision.
//!
//! Decides: which form each decision has, where it leads, what is shown where somebody else decided meanwhile. Must not know: who may decide on top
//! of whom.

use super::super::passage::{address, of_item, verdict as told};
use super::{Decision, Way, screen};
use crate::desk::article;
use crate::desk::dossier::{self, Hand, Wish};
use crate::desk::review::{self, Field};
use crate::outside::{self, Problem};
use crate::web::frame::shown;
use crate::web::page::Ask;
use crate::web::reply::Trouble;
use crate::web::{Role, Shared, aside};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Form, Router};
use maud::{Markup, html};
use rapporteur_record::entry::Verdict;
use rapporteur_store::{Store, StoreError};

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/review/decide", post(decide)).route("/review/undo", post(undo))
}

type Fields = Vec<(String, String)>;

fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
}

/// The forms of an item. Each works alone, with the keyboard's own means; the script adds a key.
pub(super) fn forms(ask: &Ask, way: &Way, d: &Decision) -> Markup {
    let c = &d.chosen;
    let others = c.history.iter().rev().find(|s| finds(&s.verdict)).filter(|s| s.by != ask.visitor.name);
    let seconded = c.history.iter().any(|s| s.verdict == "second" && s.by == ask.visitor.name);
    let form = |verdict: &str, inside: Markup| form(way, d, verdict, inside);
    let decided = c.history.iter().any(|s| finds(&s.verdict));
    html! {
        div.verdicts {
            div.quick {
                (form("accept", html! { button.primary data-press="a" { "Accept " kbd { "a" } } }))
                @if others.is_some() && !seconded { (form("second", html! { button data-press="s" { "Second it " kbd { "s" } } })) }
                @if decided && d.asked.is_none() { (form("ask", html! { button data-press="2" { "Ask for a second reader " kbd { "2" } } })) }
            }
            details #reject { summary data-press="r" { "Reject " kbd { "r" } }
                (form("reject", html! { label for="why" { "Why" } input #why name="comment" required autocomplete="off"; button { "Reject" } }))
            }
            @if !d.fields.is_empty() {
                details #correct { summary data-press="c" { "Correct " kbd { "c" } }
                    (form("correct", html! { @for f in &d.fields { (field(f)) } label for="remark" { "Remark" } input #remark name="comment" autocomplete="off"; button { "Correct" } }))
                }
            }
            details #comment { summary data-press="n" { "Remark " kbd { "n" } }
                (form("comment", html! { label for="words-of" { "Remark, which decides nothing" } input #words-of name="comment" required autocomplete="off"; button { "Write" } }))
            }
        }
    }
}

fn form(way: &Way, d: &Decision, verdict: &str, inside: Markup) -> Markup {
    html! {
        form method="post" action="/review/decide" {
            (way.carried())
            input type="hidden" name="document" value=(d.opened.document.id);
            input type="hidden" name="item" value=(d.chosen.id);
            input type="hidden" name="after" value=(d.chosen.after);
            input type="hidden" name="verdict" value=(verdict);
            (inside)
        }
    }
}

/// Whether a verdict, by its name in entries, says what somebody finds.
fn finds(verdict: &str) -> bool {
    matches!(verdict, "accept" | "reject" | "correct" | "second")
}

/// Where people differ: what each finds, and how that ends. Nobody is said to be right.
pub(super) fn differing(ask: &Ask, way: &Way, d: &Decision) -> Markup {
    let Some(differing) = &d.differing else { return Markup::default() };
    let stands = differing.findings.last();
    // Of those who find the same, one button.
    let mut choices: Vec<&(String, &'static str, u64)> = Vec::new();
    for f in &differing.findings {
        choices.retain(|c| c.2 != f.2);
        choices.push(f);
    }
    html! {
        section.note.differ aria-label="People differ" {
            p { strong { "People differ on this " (super::kind(d.chosen.kind)) "." } }
            ul.lines { @for (by, verdict, entry) in &differing.findings {
                li { span dir="auto" { (shown(by)) } ": " strong { (told(verdict)) } " " span.quiet { "entry " (entry) @if stands.is_some_and(|s| s.2 == *entry) { ", as it stands now" } } }
            } }
            p.how { "It is settled when they find the same (change your own, or second the other), or when an admin says what is to stand." }
            @if ask.visitor.role >= Role::Admin {
                details #settle { summary data-press="t" { "Settle " kbd { "t" } }
                    (form(way, d, "settle", html! {
                        label for="settled-as" { "What is to stand" }
                        select #settled-as name="as" { @for (by, verdict, entry) in choices.iter().rev() { option value=(entry) { (told(verdict)) ", as " (shown(by)) " finds" } } }
                        label for="settled-why" { "Why" } input #settled-why name="comment" autocomplete="off";
                        button { "Settle" }
                    }))
                }
            }
        }
    }
}

fn field(f: &Field) -> Markup {
    let id = format!("field-{}", f.name);
    html! {
        label for=(id) { (f.label) }
        @if f.words {
            textarea id=(id) name=(f.name) rows="3" dir="auto" data-take aria-describedby=(format!("{id}-how")) { (shown(&f.now)) }
            span.how id=(format!("{id}-how")) { "as they stand in the text, “ … ” between pieces" span.take hidden { "; or select them in the text" } }
        } @else if f.choices.is_empty() {
            input id=(id) name=(f.name) value=(f.now) dir="auto" autocomplete="off";
        } @else {
            select id=(id) name=(f.name) {
                @if !f.choices.iter().any(|c| c.value == f.now) { option value="" selected { "as it is" @if !f.now.is_empty() { ": " (shown(&f.now)) } } }
                @for c in &f.choices { option value=(c.value) selected[c.value == f.now] { (shown(&c.words)) } }
            }
        }
    }
}

async fn decide(ask: Ask, Form(fields): Form<Fields>) -> Result<Response, Trouble> {
    if ask.visitor.role < Role::Review {
        return Err(Trouble::NotAllowed);
    }
    aside(move || {
        let way = Way::of(&fields);
        let wish = wish(&*ask.held().reader()?, &fields, &ask.visitor.name)?;
        if wish.verdict == Verdict::Settle && ask.visitor.role < Role::Admin {
            return Err(Trouble::NotAllowed);
        }
        let (document, item, name) = (wish.document.clone(), wish.id.clone(), wish.verdict.name());
        let person = ask.visitor.name.clone();
        let hand = Hand { by: ask.visitor.name.clone(), now: outside::just_now() };
        let chosen = get(&fields, "as").and_then(|n| n.parse().ok());
        let written = match wish.verdict {
            Verdict::Settle => dossier::settle(&mut ask.held().writer(), &hand, wish, chosen),
            _ => dossier::decide(&mut ask.held().writer(), &hand, wish),
        };
        match written {
            Ok(_) if way.back.as_deref() == Some("document") => Ok(see(&of_item(&document, &item))),
            Ok(number) => Ok(see(&way.on(way.past(), &[("done", &number.to_string())]))),
            Err(StoreError::Moved { found, by, .. }) => {
                let store = ask.held().reader()?;
                let told = moved(&store, found, if by == person { "Your other window" } else { &by }, name)?;
                let page = screen(&ask, &store, &way, Some((document, item)), Some(told))?;
                Ok((StatusCode::PRECONDITION_FAILED, page).into_response())
            }
            Err(error @ (StoreError::Full | StoreError::Busy | StoreError::ReadOnly | StoreError::Io(_))) => {
                let told = unwritten(&error, &fields, name);
                let store = ask.held().reader()?;
                let page = screen(&ask, &store, &way, Some((document, item)), Some(told))?;
                Ok((StatusCode::SERVICE_UNAVAILABLE, page).into_response())
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// What the form wishes.
fn wish(store: &Store, fields: &Fields, person: &str) -> Result<Wish, Trouble> {
    let asked = |what: &str, help: &str| Trouble::Asked(Problem::new(what, help));
    let need = |name: &str| get(fields, name).map(str::to_owned).ok_or_else(|| asked("the form is not whole", "open the item again and decide there"));
    let (document, id) = (need("document")?, need("item")?);
    let comment = get(fields, "comment").map(str::to_owned);
    let verdict = match need("verdict")?.as_str() {
        "accept" => Verdict::Accept,
        "reject" if comment.is_none() => return Err(asked("no reason is given", "say in a few words why it is wrong: the next reader will want to know")),
        "reject" => Verdict::Reject,
        "second" => {
            let opened = article::open(store, &document)?;
            let last = opened.on(&id).filter(|d| finds(&d.verdict)).last();
            if last.is_none_or(|d| d.by == person) {
                return Err(asked("nobody else decided on it", "a second reader agrees with what somebody else decided"));
            }
            Verdict::Second
        }
        "ask" => Verdict::Ask,
        "settle" => Verdict::Settle,
        "comment" if comment.is_none() => return Err(asked("the remark has no words", "write some, or leave it")),
        "comment" => Verdict::Comment,
        "correct" => {
            let opened = article::open(store, &document)?;
            let (kind, index) = opened.item(&id)?;
            Verdict::Correct(review::changes(&opened, kind, index, fields)?)
        }
        _ => return Err(asked("there is no such decision", "open the item again and decide there")),
    };
    // The last decision that the person saw; nobody decides on what they have not seen.
    let after = need("after")?.parse().map_err(|_| asked("the form is not whole", "open the item again and decide there"))?;
    Ok(Wish { document, id, verdict, comment, after: Some(after) })
}

/// What the other decided, where somebody was first.
fn moved(store: &Store, found: u64, by: &str, name: &str) -> Result<Markup, StoreError> {
    let theirs = review::entry(store, found)?;
    Ok(html! {
        div.note role="alert" {
            p { strong { (shown(by)) } " was first: " @match &theirs { Some(t) => { (told(t.what)) @if let Some(c) = &t.comment { " (“" span dir="auto" { (shown(c)) } "”)" } }, None => "decided" } ", entry " (found) "." }
            p { "Your decision (" (told(name)) ") was not written. The item is shown as it stands now; decide again if you see it otherwise." }
        }
    })
}

/// A decision that the disk did not take: nobody has to type its words again.
fn unwritten(error: &StoreError, fields: &Fields, name: &str) -> Markup {
    html! {
        div.note role="alert" {
            p { strong { "Your decision (" (told(name)) ") was not written" } ": " (error.what()) "." }
            @if let Some(words) = get(fields, "comment") { p { "Your words: “" span dir="auto" { (shown(words)) } "”" } }
            form.inline method="post" action="/review/decide" {
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                button { "Send it again" }
            }
        }
    }
}

async fn undo(ask: Ask, Form(fields): Form<Fields>) -> Result<Response, Trouble> {
    if ask.visitor.role < Role::Review {
        return Err(Trouble::NotAllowed);
    }
    aside(move || {
        let wrong = || Trouble::Asked(Problem::new("no entry is named", "take back an entry from the list of what people decided"));
        let entry: u64 = get(&fields, "entry").and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
        let store = ask.held().reader()?;
        let Some(before) = review::entry(&store, entry)? else {
            return Err(Trouble::Asked(Problem::new(format!("entry {entry} is no decision of a person"), "only those can be taken back")));
        };
        if !before.counts {
            // Pressed twice before the page was there: the first press did it.
            let own = before.undone_by.map_or(Ok(None), |n| review::entry(&store, n))?.filter(|u| u.by == ask.visitor.name);
            if let Some(done) = own.filter(|_| get(&fields, "to").is_none()) {
                let way = Way::of(&fields);
                return Ok(see(&way.on(way.past(), &[("done", &done.entry.to_string())])));
            }
            let by = before.undone_by.map(|n| format!(" by entry {n}")).unwrap_or_default();
            return Err(Trouble::Asked(Problem::new(format!("entry {entry} was taken back already{by}"), "look at what people decided")));
        }
        let hand = Hand { by: ask.visitor.name.clone(), now: outside::just_now() };
        drop(store);
        let number = dossier::undo(&mut ask.held().writer(), &hand, entry)?.to_string();
        let way = Way::of(&fields);
        let to = match (get(&fields, "to"), before.document.zip(before.item)) {
            (Some("/sources"), _) => "/sources".to_owned(),
            (Some(_), _) => address("/review/history", &[("done", &number)]),
            (None, Some((document, item))) => way.on(way.past(), &[("document", &document), ("item", &item), ("done", &number)]),
            (None, None) => way.on(way.past(), &[("done", &number)]),
        };
        Ok(see(&to))
    })
    .await
}

/// Leads on, to be loaded anew.
pub(super) fn see(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// Where a decision on an item can be looked at.
pub(super) fn place(document: Option<&str>, item: Option<&str>) -> Option<String> {
    Some(of_item(document?, item?))
}
