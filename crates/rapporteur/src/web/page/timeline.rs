//! What happened and what was said, in lanes and as a list.
//!
//! Decides: which stretches lead nearer, farther, earlier, later. Must not know: what belongs to a day.

use super::Ask;
use super::cite::{self, nothing};
use super::link::Way;
use super::told::{Told, cells, plain};
use crate::desk::negotiation::{self as desk, Answer, Item, Kind, Lane, Moment, Quotations, Stretch, Window};
use crate::outside::Problem;
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::{self, shown};
use crate::web::held::Known;
use crate::web::picture::lanes;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use rapporteur_export::{Cell, Table};
use rapporteur_record::What;
use std::sync::Arc;

const KINDS: [(&str, &str); 4] = [("position", "stances"), ("event", "events"), ("figure", "figures"), ("proposal", "proposals")];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/timeline", get(timeline)).route("/timeline.json", get(timeline)).route("/timeline.csv", get(timeline))
}

async fn timeline(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Window> = Told {
        title: |_| "Timeline".to_owned(),
        path: "/timeline",
        screen: "/timeline",
        ask: |known, ask| {
            let stretch = asked(ask)?;
            Ok(known.answer(&format!("timeline {stretch:?}"), |r| desk::window(r, &stretch)))
        },
        show,
        table,
    };
    screen.answer(ask).await
}

fn asked(ask: &Ask) -> Result<Stretch, Trouble> {
    let kind = ask.get("kind");
    if let Some(k) = kind.as_ref().filter(|k| !KINDS.iter().any(|(name, _)| name == k)) {
        return Err(Trouble::Asked(Problem::new(format!("there is no kind `{k}` on a timeline"), "the kinds are position, event, figure, proposal")));
    }
    Ok(Stretch { from: ask.day("from")?, until: ask.day("until")?, party: ask.get("party"), kind })
}

/// The lanes of what people confirmed, in the same stretch; none where nobody decided on anything.
fn confirmed(known: &Known, ask: &Ask) -> Arc<Vec<Lane>> {
    let decided = known.record.entries().any(|(_, e)| matches!(e.what, What::Review { .. }));
    let Some(stretch) = asked(ask).ok().filter(|_| decided) else { return Arc::default() };
    let marks = |lanes: &Vec<Lane>| lanes.iter().map(|l| l.marks.len()).sum();
    known.once(&format!("confirmed lanes {stretch:?}"), |r| desk::confirmed_lanes(r, &stretch), marks)
}

fn show(answer: &Answer<Window>, known: &Known, ask: &Ask) -> Markup {
    let (w, way) = (&answer.body, Way::of(ask));
    let Some((from, until)) = w.shown else {
        return nothing("Nothing was found yet that has a day.", "`rapporteur add FOLDER --dossier FILE` reads more texts.");
    };
    let (party, kind) = (ask.get("party").unwrap_or_default(), ask.get("kind").unwrap_or_default());
    let to = |a: Date, b: Date| way.to("/timeline", &[("from", &a.to_string()), ("until", &b.to_string()), ("party", &party), ("kind", &kind)]);
    // One day is shown below, where it is listed.
    let near = |a: Date, b: Date| if a == b && w.moments.iter().any(|m| m.from == Some(a)) { format!("#{}", anchor(a)) } else { to(a, b) };
    html! {
        form.filter action="/timeline" {
            (way.hidden())
            label { "From " input type="date" name="from" value=(from.to_string()); }
            label { "until " input type="date" name="until" value=(until.to_string()); }
            label { "Party " select name="party" { option value="" { "all" } @for p in &w.parties { option value=(p) selected[*p == party] { (shown(p)) } } } }
            label { "Kind " select name="kind" { option value="" { "all" } @for (name, words) in KINDS { option value=(name) selected[name == kind] { (words) } } } }
            button { "Show" }
        }
        nav.zoom aria-label="Stretch of time" {
            ul {
                @if w.before > 0 { li { a href=(shifted(from, until, -1, &to)) rel="prev" { "← earlier (" (w.before) ")" } } }
                @for (name, days) in [("A week", 7), ("A month", 30), ("A quarter", 91)] { li { a href=(around(from, until, days, &to)) { (name) } } }
                @if let Some((a, b)) = w.span { li { a href=(to(a, b)) { "All" } } }
                @if w.after > 0 { li { a href=(shifted(from, until, 1, &to)) rel="next" { "later (" (w.after) ") →" } } }
            }
        }
        figure {
            div.wide tabindex="0" role="region" aria-label="Timeline" { (lanes::draw(&w.lanes, &confirmed(known, ask), (from, until), &near, &|p| way.proposal(p))) }
            (super::cell::legend())
            p.legend { span.square aria-hidden="true" { "■" } " an event on the day it is said to have happened, a thin line to the day it was told; or a figure. " span aria-hidden="true" { "◇" } " a proposal first told of. A number tells how many stand together; follow it for a closer look." }
            p.legend { (frame::signs()) " In the picture a line below a mark says that a person confirmed or put right what it stands for, a dotted one that this is so of a part." }
        }
        h2 { "Day by day" span.number { (w.items) } }
        @if w.items == 0 { (nothing("Nothing in this stretch.", "A longer one may hold more.")) }
        @for m in &w.moments { (moment(m, &answer.quotations)) }
        @if w.items > w.listed { p.rest { "The first " (w.listed) " of " (w.items) " are listed. Choose a shorter stretch for the others." } }
        @if w.undated > 0 { p.quiet { (phrase::count(w.undated, "item has", "items have")) " no known day and " (if w.undated == 1 { "is" } else { "are" }) " not shown here." } }
        (cite::quotations(&way, &answer.quotations))
    }
}

fn anchor(day: Date) -> String {
    format!("d-{day}")
}

/// As long a stretch, before or after this one.
fn shifted(from: Date, until: Date, sign: i64, to: &dyn Fn(Date, Date) -> String) -> String {
    let length = i64::from(from.until(until).map_or(0, |s| s.get_days())) + 1;
    let moved = |d: Date| d.checked_add((sign * length).days()).unwrap_or(d);
    to(moved(from), moved(until))
}

/// A stretch of so many days with the same middle.
fn around(from: Date, until: Date, days: i64, to: &dyn Fn(Date, Date) -> String) -> String {
    let half = i64::from(from.until(until).map_or(0, |s| s.get_days())) / 2;
    let begin = from.checked_add((half - days / 2).days()).unwrap_or(from);
    to(begin, begin.checked_add((days - 1).days()).unwrap_or(begin))
}

fn moment(m: &Moment, quoted: &Quotations) -> Markup {
    let long = |d: Date| d.strftime("%A, %-d %B %Y").to_string();
    let single = m.to == m.from;
    html! {
        section.day {
            @if let Some(d) = m.from {
                h3 id=[single.then(|| anchor(d))] { (long(d)) @if let Some(t) = m.to.filter(|_| !single) { " to " (long(t)) } }
            }
            ul.lines { @for i in &m.items { li { (frame::sign(cite::numbered(quoted, i.quotation).map_or("", |q| q.status))) span.kind { (kind(i)) } (cite::line(&phrase::item(i))) @if let Some(lag) = lag(m, i) { span.quiet { " · " (lag) } } } } }
        }
    }
}

fn kind(i: &Item) -> &'static str {
    match i.what {
        Kind::Event { .. } => "event",
        Kind::Position { .. } => "stance",
        Kind::Figure { .. } => "figure",
    }
}

/// How long after it happened it was told.
fn lag(m: &Moment, i: &Item) -> Option<String> {
    let (told, happened) = (i.said?, m.to?);
    let days = usize::try_from(happened.until(told).ok()?.get_days()).ok().filter(|d| *d > 0 && i.happened)?;
    Some(format!("told {} later", phrase::count(days, "day", "days")))
}

fn table(answer: &Answer<Window>, _: &rapporteur_record::Record, _: &Ask) -> Table {
    let mut table = Table::new("timeline", &["from", "to", "kind", "what", "happened", "said", "claimed_by", "document", "outlet", "status"]);
    for m in &answer.body.moments {
        for i in &m.items {
            let q = cite::numbered(&answer.quotations, i.quotation);
            let words = plain(&phrase::item(i));
            let mut row = vec![Cell::from(m.from), Cell::from(m.to)];
            row.extend(cells(&[Some(kind(i)), Some(&words), Some(if i.happened { "yes" } else { "no" })]));
            row.push(Cell::from(i.said));
            row.extend(cells(&[i.by.name.as_deref(), q.map(|q| q.document.as_str()), q.and_then(|q| q.outlet.as_deref()), q.map(|q| q.status)]));
            table.rows.push(row);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn stretches_meet_without_a_gap_and_keep_their_middle() {
        let to = |a: Date, b: Date| format!("{a} {b}");
        assert_eq!(shifted(date(2033, 3, 8), date(2033, 3, 14), 1, &to), "2033-03-15 2033-03-21");
        assert_eq!(shifted(date(2033, 3, 8), date(2033, 3, 14), -1, &to), "2033-03-01 2033-03-07");
        assert_eq!(around(date(2033, 3, 1), date(2033, 3, 31), 7, &to), "2033-03-13 2033-03-19");
    }
}
