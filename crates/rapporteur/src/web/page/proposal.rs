//! One proposal: where it comes from, what it settles beside the version before, who stands where on it.
//!
//! Decides: how two versions are laid out. Must not know: which terms are one.

use super::cite::{self, nothing};
use super::link::Way;
use super::told::{Told, cells};
use super::{Ask, matrix};
use crate::desk::negotiation::{self as desk, Answer, Compared, Draft, Wording};
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::shown;
use crate::web::picture::lineage;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::Table;

/// Mentions that are told.
const MENTIONS: usize = 40;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/proposal", get(proposal)).route("/proposal.json", get(proposal)).route("/proposal.csv", get(proposal))
}

async fn proposal(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Draft> = Told {
        title: |ask| ask.get("label").unwrap_or_default(),
        path: "/proposal",
        screen: "/proposals",
        ask: |known, ask| {
            let missing = || Trouble::Nothing("proposal of that label".to_owned());
            let label = ask.get("label").ok_or_else(missing)?;
            known.perhaps(&format!("proposal {label}"), |r| desk::proposal(r, &label)).ok_or_else(missing)
        },
        show: |answer, _, ask| show(answer, ask),
        table,
    };
    screen.answer(ask).await
}

fn show(answer: &Answer<Draft>, ask: &Ask) -> Markup {
    let (d, way) = (&answer.body, Way::of(ask));
    let p = &d.proposal;
    let mut named = desk::named(&(&d.terms, &d.stands));
    named.extend(d.mentions.iter().take(MENTIONS));
    html! {
        dl.facts {
            dt { "Put forward by" } dd { @if p.authors.is_empty() { "not told" } @for (i, a) in p.authors.iter().enumerate() { @if i > 0 { ", " } a href=(way.actor(a)) { (shown(a)) } } }
            dt { "First told of" } dd { @match p.first { Some(f) => { a href=(way.to("/timeline", &[("from", &f.to_string()), ("until", &f.to_string())])) { (f) } }, None => "on no known day" } }
            @if let Some(s) = &p.supersedes { dt { "Replaces" } dd { a href=(way.proposal(s)) { (shown(s)) } } }
            @if !p.superseded_by.is_empty() { dt { "Replaced by" } dd { @for (i, s) in p.superseded_by.iter().enumerate() { @if i > 0 { ", " } a href=(way.proposal(s)) { (shown(s)) } } } }
            @if !p.labels.is_empty() { dt { "Also called" } dd { (called(&p.labels)) } }
        }
        @if ask.visitor.role >= crate::web::Role::Review { p.how.act { a href=(super::passage::address("/review/names", &[("what", "proposals"), ("name", &p.label)])) { "Join with another label, or take a label out" } } }
        @if d.lineage.len() > 1 { div.wide tabindex="0" role="region" aria-label="Lineage" { (lineage::draw(&d.lineage, Some(&p.label), &|l| way.proposal(l))) } }
        (terms(&way, d))
        h2 #stands { "Who stands where on it and on its terms" }
        @let rows: Vec<_> = d.stands.rows.iter().chain(&d.stands.alone).cloned().collect();
        @if rows.is_empty() { (nothing("No stance on it was found.", "")) } @else { (matrix::grid(&way, &d.stands, &rows, "Positions on this proposal")) }
        h2 #mentions { "Where it is mentioned" span.number { (d.mentions.len()) } }
        ul.lines {
            @for q in d.mentions.iter().take(MENTIONS).filter_map(|n| cite::numbered(&answer.quotations, *n)) { li { (shown(&phrase::chain(q))) ": “" (cite::passage(q)) "” " (cite::to(q.number)) } }
        }
        @if d.mentions.len() > MENTIONS { p.quiet { "The first " (MENTIONS) " are told. " a href=(way.to("/search", &[("proposal", &p.label)])) { "Search what is said of it" } } }
        (cite::named_quotations(&way, &answer.quotations, &named))
    }
}

/// The first labels; the others are a step away.
fn called(labels: &[String]) -> Markup {
    const SOME: usize = 8;
    let (first, rest) = labels.split_at(labels.len().min(SOME));
    html! {
        span dir="auto" { (shown(&first.join("; "))) }
        @if !rest.is_empty() { details { summary { (phrase::count(rest.len(), "label more", "labels more")) } span dir="auto" { (shown(&rest.join("; "))) } } }
    }
}

fn terms(way: &Way, d: &Draft) -> Markup {
    let count = |fate: &str| d.terms.iter().filter(|t| t.fate == fate).count();
    let earlier = d.proposal.supersedes.as_deref();
    html! {
        h2 #terms { "Its terms" @if let Some(e) = earlier { span.quiet { " beside those of " a href=(way.proposal(e)) { (shown(e)) } } } }
        @if d.terms.is_empty() { (nothing("No term of it was found.", "A term appears here when a text tells of one.")) } @else {
            p.quiet {
                @if earlier.is_some() { (count("kept")) " kept, " (count("changed")) " changed, " (count("new")) " new, " (count("not_mentioned")) " told of the version before only. " }
                "As texts tell of them: a term that no text mentions may still be in it."
            }
            div.wide tabindex="0" role="region" aria-label="Terms" {
                table.plain.terms {
                    thead { tr { th scope="col" { "Term" } @if earlier.is_some() { th scope="col" { "What became of it" } th scope="col" { "Before" } } th scope="col" { (if earlier.is_some() { "Now" } else { "As told" }) } } }
                    tbody {
                        @for t in &d.terms {
                            tr {
                                th scope="row" { (phrase::spaced(t.kind)) }
                                @if earlier.is_some() { td { (fate(t)) } td { (wording(t.before.as_ref(), t.now.as_ref())) } }
                                td { (wording(t.now.as_ref(), t.before.as_ref())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn fate(t: &Compared) -> Markup {
    let words = match t.fate {
        "not_mentioned" => "told of the version before only",
        other => other,
    };
    html! { span class=(format!("fate {}", t.fate)) { (words) } }
}

/// A wording with its details; a detail that the other wording does not have so stands out, by word and by look.
fn wording(w: Option<&Wording>, other: Option<&Wording>) -> Markup {
    let Some(w) = w else { return html! { span.quiet { "–" } } };
    html! {
        q dir="auto" { "“" (shown(&w.words)) "”" }
        @for n in &w.quotations { (cite::to(*n)) }
        @if !w.details.is_empty() {
            dl.details {
                @for (name, values) in &w.details {
                    @let differs = other.is_some_and(|o| o.details.get(name) != Some(values));
                    dt { (phrase::spaced(name)) } dd { (shown(&values.iter().cloned().collect::<Vec<_>>().join("; "))) @if differs { " " b.mark { "differs" } } }
                }
            }
        }
    }
}

fn table(answer: &Answer<Draft>, _: &rapporteur_record::Record, _: &Ask) -> Table {
    let mut table = Table::new("terms", &["proposal", "term", "fate", "before", "details_before", "now", "details_now"]);
    let words = |w: &Option<Wording>| w.as_ref().map(|w| w.words.clone()).unwrap_or_default();
    let details = |w: &Option<Wording>| {
        let one = |(k, v): (&&'static str, &std::collections::BTreeSet<String>)| format!("{k}: {}", v.iter().cloned().collect::<Vec<_>>().join(", "));
        w.as_ref().map(|w| w.details.iter().map(one).collect::<Vec<_>>().join("; ")).unwrap_or_default()
    };
    for t in &answer.body.terms {
        table.rows.push(cells(&[
            Some(&answer.body.proposal.label),
            Some(t.kind),
            Some(t.fate),
            Some(&words(&t.before)),
            Some(&details(&t.before)),
            Some(&words(&t.now)),
            Some(&details(&t.now)),
        ]));
    }
    table
}
