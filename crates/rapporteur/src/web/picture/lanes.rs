//! A stretch of the timeline: parties, events and proposals in lanes.
//!
//! Decides: where lanes and marks stand. Must not know: what is listed below, the record.

use super::bunch::{Bunch, Unit, gather};
use super::{Scale, at, days, fitted, rows, stance, width_of};
use crate::desk::negotiation::{Lane, Mark, Place};
use crate::web::frame::shown;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::HashMap;

const WIDTH: f64 = 1200.0;
const LEFT: f64 = 176.0;
const TOP: f64 = 26.0;
const ROW: f64 = 17.0;
/// A row of marks with a number below each.
const TRACK: f64 = 23.0;
/// Longer reports are not told apart by lines between the event and the report.
const LAGS: usize = 60;

/// How many items a person confirmed at each place of a lane.
type Sure = HashMap<Place, usize>;

/// The picture. `confirmed`: those marks, in lanes of the same names, that a person confirmed. `to` gives the address of some days, `plan` that of a
/// proposal.
pub(crate) fn draw(
    lanes: &[Lane],
    confirmed: &[Lane],
    (first, last): (Date, Date),
    to: &dyn Fn(Date, Date) -> String,
    plan: &dyn Fn(&str) -> String,
) -> Markup {
    let scale = Scale { first, last, left: LEFT, right: WIDTH - 14.0 };
    let unit = Unit::legible(&scale);
    let mut y = TOP;
    let mut drawn: Vec<(f64, f64, &Lane, Markup)> = Vec::new();
    for lane in lanes {
        let sure: Sure = confirmed.iter().filter(|l| (l.kind, &l.name) == (lane.kind, &lane.name)).flat_map(|l| &l.marks).map(|m| (m.at, m.count)).collect();
        let (height, marks) = match lane.kind {
            "proposal" => labels(lane, &scale, y, plan),
            "party" => party(lane, &sure, &scale, unit, y, to),
            _ => happenings(lane, &sure, &scale, unit, y, to),
        };
        drawn.push((y, height, lane, marks));
        y += height;
    }
    html! {
        svg.drawing viewBox=(format!("0 0 {WIDTH} {}", at(y + 4.0))) role="group" aria-label="Timeline; the list below tells the same in words" {
            (scale.axis(TOP, y))
            @for (top, height, lane, marks) in &drawn {
                line.rule x1="0" x2=(WIDTH) y1=(at(top + height)) y2=(at(top + height)) {}
                text.lane x=(LEFT - 12.0) y=(at(top + height / 2.0 + 4.0)) { (shown(&fitted(&lane.name, LEFT - 28.0))) title { (shown(&lane.name)) } }
                (marks)
            }
        }
    }
}

/// For above, undecided in the middle where somebody is, against below.
fn party(lane: &Lane, sure: &Sure, scale: &Scale, unit: Unit, top: f64, to: &dyn Fn(Date, Date) -> String) -> (f64, Markup) {
    let bunches = gather(&lane.marks, unit);
    let signs: Vec<i8> = [1, 0, -1].into_iter().filter(|s| *s != 0 || bunches.iter().any(|b| b.sign == Some(0))).collect();
    let marks = html! {
        @for b in &bunches {
            @let sign = b.sign.unwrap_or(0);
            @let y = top + 11.0 + TRACK * signs.iter().position(|s| *s == sign).unwrap_or(0) as f64;
            @let x = middle(scale, b);
            a href=(to(b.from, b.to)) aria-label=(shown(&told(&lane.name, b))) {
                title { (shown(&told(&lane.name, b))) }
                (stance(sign, b.own() > 0, x, y))
                (underlined(b, sure, x, y))
                @if b.count() > 1 { text.count x=(x) y=(at(y + 13.5)) { (b.count()) } }
            }
        }
    };
    (TRACK * signs.len() as f64 + 6.0, marks)
}

/// Squares; what lasts is as long as it lasts; a thin line leads to the day on which it was told.
fn happenings(lane: &Lane, sure: &Sure, scale: &Scale, unit: Unit, top: f64, to: &dyn Fn(Date, Date) -> String) -> (f64, Markup) {
    let bunches = gather(&lane.marks, unit);
    let long = |b: &Bunch| scale.x(b.to.min(scale.last)) - scale.x(b.from.max(scale.first)) > 12.0 && is_range(b, unit);
    let room = |b: &Bunch| {
        if long(b) {
            (scale.x(b.from.max(scale.first)) - 4.0, scale.x(b.to.min(scale.last)) - scale.x(b.from.max(scale.first)) + 10.0)
        } else {
            (middle(scale, b) - 6.0, 12.0 + width_of(&b.count().to_string()))
        }
    };
    let places: Vec<(f64, f64)> = bunches.iter().map(room).collect();
    let row = rows(&places);
    let height = TRACK * (row.iter().max().copied().unwrap_or(0) + 1) as f64 + 6.0;
    let lags = bunches.len() <= LAGS && unit != Unit::Year;
    let marks = html! {
        @for ((b, row), (begin, width)) in bunches.iter().zip(&row).zip(&places) {
            @let y = top + 11.0 + TRACK * *row as f64;
            a href=(to(b.from, b.to)) aria-label=(shown(&told(&lane.name, b))) {
                title { (shown(&told(&lane.name, b))) }
                @if long(b) {
                    rect.range x=(at(*begin)) y=(at(y - 4.0)) width=(at(width - 2.0)) height="8" rx="2" {}
                } @else {
                    @let x = middle(scale, b);
                    @if let Some(said) = lag(b, scale).filter(|_| lags) {
                        path.lag d=(format!("M{} {}H{}", x, at(y), said)) {}
                        line.lag x1=(said) x2=(said) y1=(at(y - 3.0)) y2=(at(y + 3.0)) {}
                    }
                    rect.square x=(at(x - 4.0)) y=(at(y - 4.0)) width="8" height="8" {}
                    (underlined(b, sure, x, y))
                    @if b.count() > 1 { text.count x=(x) y=(at(y + 13.5)) { (b.count()) } }
                }
            }
        }
    };
    (height, marks)
}

/// A line below a mark that a person confirmed, dotted where that is so of a part of what it stands for.
fn underlined(b: &Bunch, sure: &Sure, x: f64, y: f64) -> Markup {
    let count: usize = b.marks.iter().filter_map(|m| sure.get(&m.at)).sum();
    let class = if count == b.count() { "sure" } else { "sure part" };
    html! { @if count > 0 { line class=(class) x1=(at(x - 6.0)) x2=(at(x + 6.0)) y1=(at(y + 6.5)) y2=(at(y + 6.5)) {} } }
}

/// The day on which something was told, where that can be seen beside the day of its happening.
fn lag(b: &Bunch, scale: &Scale) -> Option<f64> {
    let said = b.only()?.at.said.filter(|d| *d > b.to && *d <= scale.last)?;
    let x = scale.x(said);
    (x - middle(scale, b) > 9.0).then_some(x)
}

fn is_range(b: &Bunch, unit: Unit) -> bool {
    let (begin, end) = unit.around(b.from);
    days(b.from, b.to) > days(begin, end)
}

fn middle(scale: &Scale, b: &Bunch) -> f64 {
    let (from, to) = (b.from.max(scale.first), b.to.min(scale.last));
    at(f64::midpoint(scale.x(from), scale.x(to.max(from))))
}

/// Labels that overlap none.
fn labels(lane: &Lane, scale: &Scale, top: f64, plan: &dyn Fn(&str) -> String) -> (f64, Markup) {
    const LONGEST: f64 = 190.0;
    let known: Vec<(&Mark, f64, String)> = lane.marks.iter().filter_map(|m| m.at.from.map(|d| (m, scale.x(d), fitted(&m.words, LONGEST)))).collect();
    // A label near the right end stands left of its mark.
    let left_of = |x: f64, words: &str| x + 10.0 + width_of(words) > WIDTH;
    let place = |(_, x, words): &(&Mark, f64, String)| {
        if left_of(*x, words) { (x - 10.0 - width_of(words), width_of(words) + 18.0) } else { (x - 6.0, width_of(words) + 20.0) }
    };
    let rows = rows(&known.iter().map(place).collect::<Vec<_>>());
    let height = ROW * (rows.iter().max().copied().unwrap_or(0) + 1) as f64 + 8.0;
    let drawn = html! {
        @for ((mark, x, words), row) in known.iter().zip(&rows) {
            @let y = top + 4.0 + ROW * (*row as f64 + 0.5);
            @let left = left_of(*x, words);
            a href=(plan(&mark.words)) {
                title { (shown(&mark.words)) }
                path.plan d=(format!("M{} {}l5 5l-5 5l-5 -5z", x, at(y - 5.0))) {}
                text class=(if left { "label before" } else { "label" }) x=(at(if left { x - 8.0 } else { x + 8.0 })) y=(at(y + 4.0)) { (shown(words)) }
            }
        }
    };
    (height, drawn)
}

/// "Council: 3 for, 1 in own words, 7 March to 13 March".
fn told(lane: &str, b: &Bunch) -> String {
    let day = |d: Date| d.strftime("%-d %B %Y").to_string();
    let when = if b.from == b.to { day(b.from) } else { format!("{} to {}", day(b.from), day(b.to)) };
    let what = match (b.sign, b.only()) {
        (Some(sign), _) => {
            let stance = match sign {
                1 => "for",
                -1 => "against",
                _ => "undecided",
            };
            format!("{} {stance}, {} in own words", b.count(), b.own())
        }
        (None, Some(only)) => format!("“{}”", only.words),
        (None, None) => b.count().to_string(),
    };
    let said = b.only().and_then(|only| only.at.said).filter(|d| *d != b.to);
    let said = said.map(|d| format!(", told on {}", day(d))).unwrap_or_default();
    format!("{lane}: {what}, {when}{said}")
}
