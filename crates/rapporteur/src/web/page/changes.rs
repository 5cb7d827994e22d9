//! What changed between two days.
//!
//! Decides: which days are meant where none are asked for. Must not know: what counts as a change.

use super::Ask;
use super::cite;
use super::link::Way;
use super::paged;
use super::told::{Told, cells, plain};
use crate::desk::negotiation::{self as desk, Answer, Change, Changes};
use crate::view::{self, phrase};
use crate::web::Shared;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use rapporteur_export::{Cell, Table};
use rapporteur_record::Record;

/// Stances on a page, and of everything else so many.
const SOME: usize = 60;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/changes", get(changes)).route("/changes.json", get(changes)).route("/changes.csv", get(changes))
}

async fn changes(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Changes> = Told {
        title: |_| "What changed between two days".to_owned(),
        path: "/changes",
        screen: "/",
        ask: |known, ask| {
            let until = ask.day("until")?.or_else(|| last_day(&known.record)).unwrap_or_default();
            let since = ask.day("since")?.unwrap_or_else(|| week_before(until));
            Ok(known.answer(&format!("changes {since} {until}"), |r| desk::changes(r, None, since, until.max(since))))
        },
        show: |answer, _, ask| show(answer, ask),
        table,
    };
    screen.answer(ask).await
}

/// The day of the last text.
pub(super) fn last_day(record: &Record) -> Option<Date> {
    record.sum().texts.iter().filter_map(|t| t.document.published).max()
}

/// A week before a day.
pub(super) fn week_before(day: Date) -> Date {
    day.checked_sub(7.days()).unwrap_or(day)
}

fn show(answer: &Answer<Changes>, ask: &Ask) -> Markup {
    let (c, way) = (&answer.body, Way::of(ask));
    let part = paged::part(ask, &c.stances, SOME);
    let told = c.cut(part.here, SOME);
    let all = |c: &Changes| c.conflicts.len() + c.proposals.len() + c.terms.len() + c.figures.len() + c.events.len();
    let left = all(c) - all(&told);
    let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    html! {
        form.filter action="/changes" {
            (way.hidden())
            label { "After the end of " input type="date" name="since" value=(day(c.since)); }
            label { "until the end of " input type="date" name="until" value=(day(c.until)); }
            button { "Show" }
        }
        p.quiet { "By the day on which it was said. " a href="/" { "The overview" } " tells what the dossier learnt since your last visit." }
        h2 { "What came after " (day(c.since)) ", until " (day(c.until)) }
        (super::parts(&view::changes(&told, &answer.quotations)))
        (part.steps(ask, "/changes"))
        @if left > 0 { p.quiet { "Of conflicts, proposals, terms, events and figures the first " (SOME) " of each are told; " (left) " more came. Choose a shorter stretch, or take the CSV or JSON form of this page, which has all of them." } }
        (cite::named_quotations(&way, &answer.quotations, &desk::named(&told)))
    }
}

/// Everything that the page tells, all of it: a row for each stance, each account of a conflict, each proposal, term, figure and event.
fn table(answer: &Answer<Changes>, _: &Record, _: &Ask) -> Table {
    let columns = ["what", "party", "matter", "stance", "said", "claimed_by", "own_words", "turned", "before", "before_said", "told", "document", "status"];
    let mut table = Table::new("changes", &columns);
    let c = &answer.body;
    for s in &c.stances {
        let mut row = stance(s);
        row.insert(0, "stance".into());
        row.extend(source(answer, plain(&phrase::change(s)), Some(s.after.quotation)));
        table.rows.push(row);
    }
    for (d, a) in c.conflicts.iter().flat_map(|d| d.sides.iter().flatten().map(move |a| (d, a))) {
        let subject = a.subject.as_ref().or(d.subjects.first());
        let words = cite::numbered(&answer.quotations, a.quotation).map(super::cell::words).unwrap_or_default();
        let mut row = cells(&[Some(d.kind), a.holder.as_deref().or(d.parties.first().map(String::as_str)), subject.map(|s| s.label.as_str()), a.stance]);
        row.push(Cell::from(a.said));
        row.extend(cells(&[a.by.name.as_deref(), yes(a.own)]));
        row.resize(10, Cell::Empty);
        row.extend(source(answer, words, Some(a.quotation)));
        table.rows.push(row);
    }
    let mut other = |what: &str, matter: Option<&str>, said: Option<Date>, by: Option<&str>, told: String, quotation: Option<usize>| {
        let mut row = cells(&[Some(what), None, matter, None]);
        row.push(Cell::from(said));
        row.extend(cells(&[by]));
        row.resize(10, Cell::Empty);
        row.extend(source(answer, told, quotation));
        table.rows.push(row);
    };
    c.proposals.iter().for_each(|p| other("proposal", Some(&p.label), p.first, None, plain(&phrase::plan(p)), None));
    c.terms.iter().for_each(|s| other("term", Some(&s.label), None, None, phrase::subject(s), None));
    let items = c.figures.iter().map(|i| ("figure", i)).chain(c.events.iter().map(|i| ("event", i)));
    items.for_each(|(what, i)| other(what, None, i.said, i.by.name.as_deref(), plain(&phrase::item(i)), Some(i.quotation)));
    table
}

/// What is told, in which document it stands, what people made of it.
fn source(answer: &Answer<Changes>, told: String, quotation: Option<usize>) -> Vec<Cell> {
    let q = quotation.and_then(|n| cite::numbered(&answer.quotations, n));
    cells(&[Some(&told), q.map(|q| q.document.as_str()), q.map(|q| q.status)])
}

fn yes(b: bool) -> Option<&'static str> {
    Some(if b { "yes" } else { "no" })
}

/// A stance that changed, from the party to the day of what it was before.
fn stance(s: &Change) -> Vec<Cell> {
    let mut row = cells(&[Some(&s.party), Some(&s.subject.label), Some(s.after.stance)]);
    row.push(Cell::from(s.after.said));
    row.extend(cells(&[s.after.by.name.as_deref(), yes(s.own), yes(s.turned), s.before.as_ref().map(|b| b.stance)]));
    row.push(Cell::from(s.before.as_ref().and_then(|b| b.said)));
    row
}

/// The stances that changed, as a table.
pub(super) fn stances(name: &str, c: &Changes) -> Table {
    let mut table = Table::new(name, &["party", "matter", "stance", "said", "claimed_by", "own_words", "turned", "before", "before_said"]);
    table.rows = c.stances.iter().map(stance).collect();
    table
}
