//! The article reader.
//!
//! Decides: what stands beside the text. Must not know: how marks are laid, what may be decided.

use super::passage::{address, facts, history, kind, ladder, of_document, of_item, paragraphs, positions, short};
use super::{Ask, around};
use crate::desk::article::{self, Article, Carrier, Chosen, Line, Origin};
use crate::view::phrase;
use crate::web::frame::{self, shown, status};
use crate::web::guard::Sender;
use crate::web::reply::{self, Trouble};
use crate::web::{Role, Shared, aside};
use axum::Router;
use axum::extract::Extension;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_store::Hash;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/document", get(document))
        .route("/document.json", get(document))
        .route("/document.csv", get(document))
        .route("/original", get(original))
}

async fn document(ask: Ask, Extension(from): Extension<Sender>, headers: HeaderMap) -> Result<Response, Trouble> {
    let here = here(from, &headers);
    aside(move || {
        let id = asked(&ask)?;
        let opened = article::open(&*ask.held().reader()?, &id)?;
        let standing = ask.held().latest()?;
        let found = article::article(&opened, standing.snapshot.record(), ask.get("item").as_deref())?;
        let title = found.document.title.clone().unwrap_or_else(|| short(&id).to_owned());
        let page = |a: &Article| {
            frame::page(&frame::Page { screen: "/sources", standing: Some(&standing), ..around(&ask, &title, "/document") }, show(a, &ask, &here))
        };
        reply::answer(ask.twin, &found, page, table)
    })
    .await
}

/// This server as whoever asks reached it.
fn here(from: Sender, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    format!("{}://{host}", if from.secure { "https" } else { "http" })
}

fn asked(ask: &Ask) -> Result<String, Trouble> {
    let help = "take the address from the list of sources, or search for words of it";
    ask.get("id").ok_or_else(|| Trouble::Asked(crate::outside::Problem::new("no document is named", help)))
}

/// The file that was read, as it came: to be saved, never to be shown here.
async fn original(ask: Ask) -> Result<Response, Trouble> {
    aside(move || {
        let id = asked(&ask)?;
        let store = ask.held().reader()?;
        let none = || Trouble::Nothing(format!("file of `{id}`"));
        let hash: Hash = store.shelved(&id)?.and_then(|s| s.original).ok_or_else(none)?;
        let bytes = store.original(hash)?.ok_or_else(none)?;
        let name: String = short(&id).chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' }).collect();
        let kept = format!("attachment; filename=\"{}\"", name.trim_start_matches('.'));
        let headers = [(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, kept)];
        Ok((headers, bytes).into_response())
    })
    .await
}

fn table(a: &Article) -> Table {
    let mut table = Table::new("document", &["document", "id", "kind", "speaker", "words", "status", "depth"]);
    let d = &a.document.id;
    table.rows = a
        .items
        .iter()
        .map(|l| {
            vec![d.as_str().into(), l.id.as_str().into(), kind(l.kind).into(), l.who.as_str().into(), l.words.as_str().into(), l.status.into(), l.depth.into()]
        })
        .collect();
    table
}

fn show(a: &Article, ask: &Ask, here: &str) -> Markup {
    let id = a.document.id.as_str();
    let to = |item: &str| of_item(id, item);
    let chosen = a.chosen.as_ref().map(|c| c.id.as_str());
    html! {
        (head(a))
        div.reader {
            article.text lang=[lang(&a.document.language)] aria-label="The text as it was read" { (paragraphs(&a.parts, chosen, to)) }
            section.beside aria-label="What is chosen" tabindex="0" {
                @match &a.chosen {
                    Some(c) => (panel(a, c, ask, here)),
                    None => (unchosen(a)),
                }
            }
        }
        (all(a))
        (removal(a, ask))
    }
}

/// A tag of a language is kept as it is where it can be one.
fn lang(tag: &str) -> Option<&str> {
    (tag != "und" && !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).then_some(tag)
}

fn head(a: &Article) -> Markup {
    let d = &a.document;
    let address_of = d.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://"));
    html! {
        p.byline {
            strong dir="auto" { (shown(d.outlet.as_deref().unwrap_or("No outlet named"))) }
            ", " (shown(d.published.as_deref().unwrap_or("no day of publication")))
            " · " (a.items.iter().filter(|l| l.kind == "attribution").count()) " statements"
            " · " span.quiet title=(d.id) { (shown(short(&d.id))) }
            @if let Some(url) = address_of { " · " a href=(url) rel="noreferrer noopener" { "where it was published" } }
            @if d.original.is_some() { " · " a href=(address("/original", &[("id", &d.id)])) download { "original file" } }
        }
        @if let Some(o) = &a.origin { (origin(o)) } @else { p.how { "Whether other texts carry this one is being worked out." } }
        @for note in &a.notes { p.note role="note" { "Of the reading: " (shown(note)) } }
    }
}

fn origin(o: &Origin) -> Markup {
    html! {
        @if !o.own || !o.copies.is_empty() {
            p.hand {
                @if o.own {
                    "First of " (phrase::count(o.copies.len() + 1, "text", "texts")) " from one hand. Also carried by: "
                    @for (i, c) in o.copies.iter().enumerate() { @if i > 0 { ", " } (carrier(c)) }
                } @else {
                    b.mark { "COPY" } " One of " (o.copies.len() + 1) " texts from one hand; first in " (carrier(&o.first)) ". It adds no source."
                }
            }
        }
        @if !o.takes_from.is_empty() {
            p.hand { "Takes passages from " @for (i, c) in o.takes_from.iter().enumerate() { @if i > 0 { ", " } (carrier(c)) } "." }
        }
    }
}

fn carrier(c: &Carrier) -> Markup {
    let how = match c.copy {
        Some("exact") => " (word for word)",
        Some(_) => " (nearly word for word)",
        None => "",
    };
    html! {
        a href=(of_document(&c.document)) dir="auto" { (shown(c.outlet.as_deref().unwrap_or(short(&c.document)))) }
        ", " (shown(c.published.as_deref().unwrap_or("no day"))) (how)
    }
}

fn unchosen(a: &Article) -> Markup {
    html! {
        h2 { "Choose something" }
        @if a.items.is_empty() { p { "Nothing was read in this text: nobody is quoted, and no position, figure or event was found." } } @else {
            p { "Everything underlined in the text can be chosen. A chosen statement shows who says it, through whose mouths, and what people decided on it." }
            (key())
        }
    }
}

/// What the marks mean.
fn key() -> Markup {
    html! {
        ul.key {
            li { span.m.k-statement.d1 { "tinted" } " what somebody is quoted for; deeper where it lies in another’s words" }
            li { span.on.source { "solid line" } " who speaks, in the chosen statement" }
            li { span.on.cue { "dashed line" } " the words that attribute" }
            li { span.on.content { "double line" } " what is attributed" }
            li { span.m.k-position { "position" } ", " span.m.k-figure { "figure" } ", " span.m.k-event { "event" } ", " span.m.k-term { "term" } ", " span.m.k-proposal { "proposal" } }
        }
    }
}

fn panel(a: &Article, c: &Chosen, ask: &Ask, here: &str) -> Markup {
    let id = a.document.id.as_str();
    let to = |item: &str| of_item(id, item);
    html! {
        div.chosen-head {
            h2 { (kind(c.kind)) " " (c.id) }
            (status(c.status))
            @if let Some(sure) = c.confidence { span.sure { "reader’s confidence " (percent(sure)) } }
            (neighbours(a, c))
        }
        (ladder(c, to))
        (facts(&c.facts))
        @if !c.positions.is_empty() {
            h3 { @match c.kind { "attribution" => "Positions in it, as read", "position" => "The position, as read", _ => "Positions on it, as read" } }
            (positions(&c.positions, &c.id, to))
        }
        h3 { "Decisions of people" }
        (history(c))
        (decide(id, c, ask))
        @if !c.here.is_empty() {
            h3 { "Also on these words" }
            ul.here { @for h in &c.here { li { a href=(to(&h.id)) { (kind(h.kind)) " " (h.id) } " " span.quiet dir="auto" { (shown(&h.words)) } } } }
        }
        (cite(a, c, ask, here))
    }
}

fn percent(x: f64) -> String {
    format!("{:.0} %", x * 100.0)
}

/// The item before and after in the text, of the same kind.
fn neighbours(a: &Article, c: &Chosen) -> Markup {
    let same: Vec<&Line> = a.items.iter().filter(|l| l.kind == c.kind).collect();
    let at = same.iter().position(|l| l.id == c.id).unwrap_or(0);
    let before = at.checked_sub(1).and_then(|i| same.get(i));
    let after = same.get(at + 1);
    html! {
        nav.steps aria-label="Before and after in the text" {
            @if let Some(l) = before { a href=(of_item(&a.document.id, &l.id)) data-press="k" title="key k" { "‹ before" } }
            @if let Some(l) = after { a href=(of_item(&a.document.id, &l.id)) data-press="j" title="key j" { "after ›" } }
        }
    }
}

fn decide(document: &str, c: &Chosen, ask: &Ask) -> Markup {
    let more = address("/review", &[("document", document), ("item", &c.id), ("back", "document")]);
    html! {
        @if ask.visitor.role >= Role::Review {
            form.decide method="post" action="/review/decide" {
                input type="hidden" name="document" value=(document);
                input type="hidden" name="item" value=(c.id);
                input type="hidden" name="after" value=(c.after);
                input type="hidden" name="back" value="document";
                button name="verdict" value="accept" { "Accept" }
                a.button href=(format!("{more}#correct")) { "Correct …" }
                a.button href=(format!("{more}#reject")) { "Reject …" }
            }
        }
    }
}

/// The words with everything that a footnote needs.
fn cite(a: &Article, c: &Chosen, ask: &Ask, here: &str) -> Markup {
    let text = citation(a, c, ask.web.held.name(), here);
    html! {
        h3 { label for="citation" { "Citation" } }
        textarea #citation readonly rows="7" dir="auto" { (shown(&text)) }
        button.copy type="button" data-copy="citation" hidden { "Copy" }
    }
}

fn citation(a: &Article, c: &Chosen, dossier: &str, here: &str) -> String {
    let d = &a.document;
    let mut chain: Vec<String> = vec![d.outlet.clone().unwrap_or_else(|| "outlet not named".to_owned())];
    chain.extend(c.ladder.rungs.iter().map(|r| {
        let name = r.speaker.clone().or(r.source.clone()).unwrap_or_else(|| "nobody named".to_owned());
        r.acts_for.as_ref().filter(|b| **b != name).map_or(name.clone(), |b| format!("{name} (for {b})"))
    }));
    let title = d.title.as_deref().map(|t| format!(", “{t}”")).unwrap_or_default();
    let day = d.published.as_deref().unwrap_or("no day");
    let link = format!("{here}{}", address("/document", &[("id", &d.id), ("item", &c.id)]));
    let hash = match &d.original {
        Some(hash) => format!("SHA-256 of the file: {hash}"),
        None => format!("SHA-256 of the text and what is told of it: {}", d.content),
    };
    let read = match c.status {
        "machine" => "read by the program, confirmed by nobody",
        "accepted" => "confirmed by a person",
        "corrected" => "corrected by a person",
        _ => "rejected by a person",
    };
    format!(
        "“{}”\n{}; {day}{title}, characters {} to {}.\nDossier “{dossier}”, {} {}, {read}.\n{link}\n{hash}",
        c.words,
        chain.join(" › "),
        c.begin,
        c.end,
        kind(c.kind),
        c.id
    )
}

/// Everything that was read, as lists: what the marks say, for whoever cannot see them.
fn all(a: &Article) -> Markup {
    let of = |name: &str| a.items.iter().filter(|l| l.kind == name).collect::<Vec<_>>();
    html! {
        section.everything aria-labelledby="everything" {
            h2 #everything { "Everything read in this text" }
            @for (name, title) in [("attribution", "Statements"), ("position", "Positions"), ("figure", "Figures"), ("event", "Events"), ("term", "Terms"), ("proposal", "Proposals")] {
                @let lines = of(name);
                @if !lines.is_empty() {
                    details open[name == "attribution"] {
                        summary { (title) " (" (lines.len()) ")" }
                        ol.items {
                            @for l in lines {
                                li class=(format!("in{}", l.depth.min(4))) {
                                    a href=(of_item(&a.document.id, &l.id)) { (l.id) } " "
                                    @if !l.who.is_empty() { strong dir="auto" { (shown(&l.who)) } ": " }
                                    span dir="auto" { (shown(&l.words)) } " " (status(l.status))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn removal(a: &Article, ask: &Ask) -> Markup {
    html! {
        @if ask.visitor.role >= Role::Review {
            details.removal {
                summary { "Remove this document from the record" }
                p { "It counts no longer, with everything read in it. Nothing is erased: the removal is an entry under your name, and can be taken back." }
                form method="post" action="/sources/remove" {
                    input type="hidden" name="id" value=(a.document.id);
                    label for="reason" { "Why" }
                    input #reason name="reason" required size="40";
                    button { "Remove" }
                }
            }
        }
    }
}

impl From<crate::outside::Problem> for Trouble {
    fn from(problem: crate::outside::Problem) -> Trouble {
        Trouble::Asked(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_leads_back_the_way_one_came() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "dossier.example".parse().unwrap());
        let from = |secure| Sender { secure, ..Sender::default() };
        assert_eq!(here(from(true), &headers), "https://dossier.example");
        assert_eq!(here(from(false), &headers), "http://dossier.example");
    }
}
