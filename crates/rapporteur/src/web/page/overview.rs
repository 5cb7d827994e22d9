//! What a reader wants to know first.
//!
//! Decides: what comes first, since when something is new. Must not know: how changes are found.

use super::cite::{self, nothing};
use super::link::Way;
use super::told::Told;
use super::{Ask, changes};
use crate::desk::negotiation::{self as desk, Answer, Change, Dispute, Line as Heard, Overview, Since};
use crate::desk::review;
use crate::outside;
use crate::view::block::Line;
use crate::view::phrase;
use crate::web::frame::shown;
use crate::web::picture::spark;
use crate::web::reply::Trouble;
use crate::web::{Shared, aside};
use axum::Router;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use maud::{Markup, html};
use rapporteur_record::Record;
use serde::Deserialize;

/// Lines of each part; more are a step away.
const SOME: usize = 8;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/", get(overview)).route("/overview.json", get(overview)).route("/overview.csv", get(overview)).route("/visit", post(visited))
}

async fn overview(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Overview> = Told {
        title: |_| "Overview".to_owned(),
        path: "/",
        screen: "/",
        ask: |known, ask| {
            let (since, until) = (since(&known.record, ask)?, ask.day("until")?);
            Ok(known.answer(&format!("overview {since:?} {until:?}"), |r| desk::overview(r, since, until)))
        },
        show: |answer, _, ask| show(answer, ask),
        table: |answer, _, _| changes::stances("overview", &answer.body.changes),
    };
    screen.own(ask).await
}

/// The day that is asked for, else the last visit, else a week before the last text.
fn since(record: &Record, ask: &Ask) -> Result<Since, Trouble> {
    if let Some(day) = ask.day("since")? {
        return Ok(Since::Day(day));
    }
    if let Some((_, at)) = ask.held().reader()?.last_visit(ask.visitor.account())? {
        return Ok(Since::Moment(at));
    }
    Ok(Since::Day(changes::week_before(changes::last_day(record).unwrap_or_default())))
}

#[derive(Deserialize)]
struct Visit {
    number: u64,
    /// RFC 3339.
    at: String,
}

/// Remembers what was seen: the entries that the page was made of, not those that came while it was read.
async fn visited(ask: Ask, Form(visit): Form<Visit>) -> Result<Response, Trouble> {
    aside(move || {
        let wrong = |_| Trouble::Asked(outside::Problem::new(format!("`at={}` is no time", visit.at), "load the overview again"));
        let at = visit.at.parse::<Timestamp>().map_err(wrong)?.min(outside::now());
        let mut store = ask.held().writer();
        // Nobody saw what is not there yet.
        let seen = visit.number.min(store.head()?.0);
        store.visited(ask.visitor.account(), seen, at)?;
        Ok(Redirect::to("/").into_response())
    })
    .await
}

fn show(answer: &Answer<Overview>, ask: &Ask) -> Markup {
    let (o, way) = (&answer.body, Way::of(ask));
    if o.texts == 0 {
        return html! {
            (nothing("This dossier is empty.", "It fills with what is written about the negotiation: reports, statements, interviews, draft texts."))
            pre.command tabindex="0" { "rapporteur add FOLDER --dossier FILE" }
            p.quiet { "reads every text in a folder, here and offline. Then load this page again." }
        };
    }
    let c = &o.changes;
    let turned: Vec<&Change> = c.stances.iter().filter(|s| s.turned && s.own && s.before.is_some()).collect();
    let contested: Vec<&Dispute> = c.conflicts.iter().filter(|d| d.kind == "contested").collect();
    let own: Vec<&Change> = c.stances.iter().filter(|s| s.own && !(s.turned && s.before.is_some())).collect();
    let told = c.stances.iter().filter(|s| !s.own).count();
    let rest = rest(o, &way);
    let mut named = desk::named(&(some(&turned), some(&own)));
    named.extend(some(&contested).iter().flat_map(|d| d.sides.iter().filter_map(|s| s.first())).map(|a| a.quotation));
    html! {
        (mark(o, ask))
        ul.tiles {
            (tile(turned.len(), "stance turned", "stances turned", "#turned"))
            (tile(contested.len(), "newly contested account", "newly contested accounts", "#contested"))
            (tile(own.len(), "new own stance", "new own stances", "#own"))
            (tile(c.proposals.len() + c.terms.len(), "new proposal or term", "new proposals and terms", "#proposals"))
            (tile(o.documents.len(), "new document", "new documents", "#documents"))
        }
        div.overview {
            div.news {
                @if o.documents.is_empty() && c.stances.is_empty() { (nothing("Nothing new.", "Choose an earlier day above to look farther back.")) }
                @if !turned.is_empty() { h2 #turned { "Stances that turned" } (cite::list(&lines(&turned), SOME, &rest)) }
                @if !contested.is_empty() {
                    h2 #contested { "Newly contested" }
                    ul.lines { @for d in contested.iter().take(SOME) { li { (dispute(&way, d)) } } }
                    @if contested.len() > SOME { p.rest { a href=(way.to("/contested", &[("kind", "contested")])) { "All contested accounts" } } }
                }
                @if !own.is_empty() { h2 #own { "New stances in own words" } (cite::list(&lines(&own), SOME, &rest)) }
                @if told > 0 { p.rest { a href=(rest) { (phrase::count(told, "new stance", "new stances")) " as others tell it" } } }
                @if !(c.proposals.is_empty() && c.terms.is_empty()) {
                    h2 #proposals { "New proposals and terms" }
                    ul.lines {
                        @for p in c.proposals.iter().take(SOME) { li { a href=(way.proposal(&p.label)) { (cite::line(&phrase::plan(p))) } } }
                        @for t in c.terms.iter().take(SOME) { li { (cite::subject(&way, t)) } }
                    }
                    @if c.proposals.len().max(c.terms.len()) > SOME { p.rest { a href=(rest) { "All " (c.proposals.len() + c.terms.len()) } } }
                }
                @if !o.documents.is_empty() {
                    h2 #documents { "New documents" }
                    ul.lines {
                        @for d in o.documents.iter().take(SOME * 2) {
                            li {
                                @if let Some(day) = d.published { time { (day) } " " } strong { (shown(d.outlet.as_deref().unwrap_or("no outlet"))) } ": "
                                a href=(way.to("/document", &[("id", &d.document)])) { (shown(d.title.as_deref().unwrap_or(&d.document))) }
                                @if d.copy_of.is_some() { span.quiet { " · copy: adds no source" } }
                            }
                        }
                    }
                    @if o.documents.len() > SOME * 2 { p.rest { a href="/sources" { "All sources" } } }
                }
            }
            div.side {
                (heard(&way, &o.lines))
                (waiting(o, ask))
                (gaps(&way, o))
            }
        }
        (cite::named_quotations(&way, &answer.quotations, &named))
    }
}

/// As much of a list as is told here.
fn some<T>(all: &[T]) -> &[T] {
    &all[..all.len().min(SOME)]
}

fn lines(all: &[&Change]) -> Vec<Line> {
    all.iter().map(|c| phrase::change(c)).collect()
}

/// Where all changes are told.
fn rest(o: &Overview, way: &Way) -> String {
    let days = [o.changes.since, o.changes.until].map(|d| d.map(|d| d.to_string()).unwrap_or_default());
    way.to("/changes", &[("since", &days[0]), ("until", &days[1])])
}

/// Since when things are new; the same for another day; that all was seen.
fn mark(o: &Overview, ask: &Ask) -> Markup {
    let number = ask.standing().map(|s| s.snapshot.number).unwrap_or_default();
    html! {
        div.since {
            p {
                @match (&o.after, o.changes.since) {
                    (Some(at), _) => { "New since your last visit, " time datetime=(at) { (moment(at)) } "." }
                    (None, Some(day)) => { "Said after " time { (day) } @if ask.get("since").is_none() { ", a week before the last text. No visit is marked yet" } "." }
                    _ => {}
                }
            }
            form.inline action="/" { label { "Since " input type="date" name="since" value=[o.changes.since.map(|d| d.to_string())]; } button { "Show" } }
            form.inline method="post" action="/visit" {
                input type="hidden" name="number" value=(number);
                input type="hidden" name="at" value=(outside::now().to_string());
                button { "Mark all as seen" }
            }
        }
    }
}

fn moment(at: &str) -> String {
    let told = |t: Timestamp| jiff::tz::Offset::UTC.to_datetime(t).strftime("%-d %B %Y, %H:%M UTC").to_string();
    at.parse().map_or_else(|_| at.to_owned(), told)
}

fn tile(n: usize, one: &str, more: &str, to: &str) -> Markup {
    let words = if n == 1 { one } else { more };
    html! { li class=[(n == 0).then_some("none")] { @if n > 0 { a href=(to) { strong { (n) } " " (words) } } @else { strong { "0" } " " (words) } } }
}

fn dispute(way: &Way, d: &Dispute) -> Markup {
    let first = |side: usize| d.sides.get(side).and_then(|s| s.first());
    let party = d.parties.first().map(String::as_str).unwrap_or_default();
    html! {
        b.mark { "CONTESTED" } " "
        @if let Some(s) = d.subjects.first() { a href=(way.cell(party, s)) { strong { (shown(party)) } } " on " (cite::subject(way, s)) ": " }
        @for (i, a) in [first(0), first(1)].into_iter().flatten().enumerate() {
            @if i > 0 { "; " }
            @if let Some(stance) = a.stance { (cite::glyph(phrase::sign(stance))) " " (phrase::short_stance(stance)) }
            @if a.own { ", in own words" } @else { ", according to " (shown(&phrase::teller(&a.by))) }
            " " (cite::to(a.quotation))
        }
    }
}

/// Statements by day of those heard most.
fn heard(way: &Way, lines: &[Heard]) -> Markup {
    let most = lines.iter().flat_map(|l| l.days.iter().copied()).max().unwrap_or(1);
    let Some(first) = lines.first() else { return Markup::default() };
    html! {
        section {
            h2 { "Heard most" }
            p.quiet { "Statements by day, " (first.days.len()) " days" @if let Some(d) = first.first { " from " (d) } ". Copies are not counted again." }
            table.sparks {
                caption.hidden { "Statements of the parties heard most" }
                thead.hidden { tr { th scope="col" { "Party" } th scope="col" { "By day" } th scope="col" { "Statements" } } }
                tbody {
                    @for l in lines {
                        tr {
                            th scope="row" { a href=(way.actor(&l.party)) { (shown(&l.party)) } }
                            td { (spark::draw(&l.days, most, &format!("{}: {}, at most {} on a day", l.party, phrase::count(l.statements, "statement", "statements"), l.days.iter().max().unwrap_or(&0)))) }
                            td.n { (l.statements) }
                        }
                    }
                }
            }
        }
    }
}

/// As the queue counts: from the dossier itself, which is never behind.
fn waiting(o: &Overview, ask: &Ask) -> Markup {
    let counts = ask.held().reader().and_then(|store| super::review::counts(ask, &store)).ok();
    let progress = counts.as_ref().map_or(&[][..], |c| &c.progress);
    let differing = counts.as_ref().map_or(0, |c| c.differing);
    let (waits, decided) = (progress.iter().map(|p| p.waiting).sum::<usize>(), progress.iter().map(review::Progress::decided).sum::<usize>());
    let w = o.waiting;
    html! {
        section {
            h2 { "Waits for a person" }
            ul.lines {
                li { a href="/review" { (phrase::count(waits, "item", "items")) } " on which nobody has decided. Decided: " (decided) "." }
                @if differing > 0 { li { a href="/review?queue=differ" { (phrase::count(differing, "item", "items")) } " on which people differ" } }
                @if w.offers > 0 { li { a href="/review/offers" { "Names that may be one" } } }
                @if w.attention > 0 { li { (phrase::count(w.attention, "thing", "things")) " that could not be settled: the end of " a href="/report.html" { "the report" } " lists them" } }
            }
        }
    }
}

fn gaps(way: &Way, o: &Overview) -> Markup {
    html! {
        section {
            h2 { "Nobody has answered" @if !o.gaps.is_empty() { span.number { (o.gaps.len()) } } }
            @if o.gaps.is_empty() { p.quiet { "Every proposal and term that somebody wants has an answer." } }
            ul.lines {
                @for g in o.gaps.iter().rev().take(SOME) {
                    li { (cite::subject(way, &g.subject)) span.quiet { ", wanted by " (shown(&g.wanted_by.join(", "))) @if let Some(d) = g.since { " since " (d) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::web::Visitor;
    use crate::web::access::{Known, Role};
    use crate::web::trial::{get, house, post};
    use axum::http::StatusCode;

    #[tokio::test]
    async fn a_visit_is_the_visitors_own() {
        let (web, [reads, reviews, _]) = house("visit");
        let marked = post(&web, "/visit", &reads, "number=18446744073709551615&at=2031-03-05T10:00:00Z").await;
        assert_eq!(marked.status, StatusCode::SEE_OTHER);
        let visit = |account: &str| web.held.reader().unwrap().last_visit(account).unwrap();
        let (seen, _) = visit("read").unwrap();
        assert_eq!(seen, web.held.reader().unwrap().head().unwrap().0, "nobody saw what is not there yet");
        assert_eq!((visit("review"), visit("")), (None, None));
        for token in [&reads, &reviews] {
            assert_eq!(get(&web, "/", token).await.status, StatusCode::OK);
        }
    }

    #[tokio::test]
    async fn a_search_is_kept_for_the_visitor_alone() {
        let (web, [reads, reviews, _]) = house("kept");
        assert_eq!(post(&web, "/search/keep", &reads, "name=tolls&question=words%3Dtolls").await.status, StatusCode::SEE_OTHER);
        assert!(get(&web, "/search", &reads).await.body.contains("Forget tolls"));
        assert!(!get(&web, "/search", &reviews).await.body.contains("Forget tolls"));
        // Whoever else forgets a search of that name forgets their own.
        assert_eq!(post(&web, "/search/forget", &reviews, "name=tolls").await.status, StatusCode::SEE_OTHER);
        assert!(get(&web, "/search", &reads).await.body.contains("Forget tolls"));
        assert_eq!(post(&web, "/search/forget", &reads, "name=tolls").await.status, StatusCode::SEE_OTHER);
        assert!(!get(&web, "/search", &reads).await.body.contains("Forget tolls"));
    }

    #[test]
    fn at_ones_own_machine_there_is_no_account() {
        let visitor = |known| Visitor { name: "A. Brandt".to_owned(), role: Role::Admin, known };
        assert_eq!(visitor(Known::Here).account(), "");
        assert_eq!((visitor(Known::Session).account(), visitor(Known::Token).account()), ("A. Brandt", "A. Brandt"));
    }
}
