//! Where one party stood on one matter over time: own words above, what others claim below.
//!
//! Decides: where marks stand. Must not know: who is right, the record.

use super::{Scale, at, days, stance};
use crate::desk::negotiation::Step;
use crate::view::phrase;
use crate::web::frame::shown;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};

const WIDTH: f64 = 900.0;
const LEFT: f64 = 112.0;
const STEP: f64 = 13.0;
/// Marks of one day above one another, at most; what is more is told as a number.
const HIGH: usize = 5;

/// The large picture, with days and marks that lead to quotations.
pub(crate) fn draw(steps: &[Step]) -> Markup {
    let Some((first, last)) = span(steps) else { return Markup::default() };
    // A little room on both sides; a single day stands in the middle.
    let wide = |d: Date, n: i64| d.checked_add(n.days()).unwrap_or(d);
    let edge = (days(first, last) / 30).max(1);
    let scale = Scale { first: wide(first, -edge), last: wide(last, edge), left: LEFT, right: WIDTH - 10.0 };
    let (own, told): (Vec<&Step>, Vec<&Step>) = steps.iter().partition(|s| s.own);
    let height = |all: &[&Step]| STEP * highest(all, &scale).clamp(1, HIGH) as f64 + 14.0;
    let (top, bottom) = (24.0, 24.0 + height(&own));
    let end = bottom + height(&told);
    html! {
        svg.drawing.strip viewBox=(format!("0 0 {WIDTH} {}", at(end + 4.0))) role="group" aria-label="Stances over time; the list below tells the same in words" {
            (scale.axis(top, end))
            line.rule x1="0" x2=(WIDTH) y1=(at(bottom)) y2=(at(bottom)) {}
            text.lane x=(LEFT - 10.0) y=(at(f64::midpoint(top, bottom) + 4.0)) { "own words" }
            text.lane x=(LEFT - 10.0) y=(at(f64::midpoint(bottom, end) + 4.0)) { "told by others" }
            @for s in own.iter().filter(|s| s.turned) {
                @if let Some(x) = s.stand.said.map(|d| scale.x(d)) {
                    line.turned x1=(x) x2=(x) y1=(at(top)) y2=(at(end)) {}
                    text.turned x=(at(x + 4.0)) y=(at(end - 2.0)) { "turned" }
                }
            }
            (marks(&own, &scale, &|n| bottom - 10.0 - STEP * n as f64))
            (marks(&told, &scale, &|n| bottom + 12.0 + STEP * n as f64))
        }
    }
}

/// The small picture for a list: marks only.
pub(crate) fn small(steps: &[Step], first: Date, last: Date) -> Markup {
    let scale = Scale { first, last, left: 6.0, right: 214.0 };
    html! {
        svg.small viewBox="0 0 220 34" role="img" aria-label=(in_words(steps)) {
            line.rule x1="0" x2="220" y1="17" y2="17" {}
            @for s in steps {
                @if let Some(day) = s.stand.said { (stance(s.stand.sign, s.own, scale.x(day), if s.own { 9.0 } else { 25.0 })) }
            }
        }
    }
}

/// The first and the last day on which something was said.
pub(crate) fn span(steps: &[Step]) -> Option<(Date, Date)> {
    let said = || steps.iter().filter_map(|s| s.stand.said);
    said().min().zip(said().max())
}

fn marks(steps: &[&Step], scale: &Scale, place: &dyn Fn(usize) -> f64) -> Markup {
    let columns = columns(steps, scale);
    html! {
        @for column in &columns {
            @for (n, (x, s)) in column.iter().enumerate().take(HIGH) {
                @if n + 1 == HIGH && column.len() > HIGH {
                    text.more x=(x) y=(at(place(n) + 4.0)) { "+" (column.len() - HIGH + 1) }
                } @else {
                    a href=(format!("#q{}", s.stand.quotation)) aria-label=(shown(&one(s))) { title { (shown(&one(s))) } (stance(s.stand.sign, s.own, *x, place(n))) }
                }
            }
        }
    }
}

/// Marks that would touch stand above one another.
fn columns<'a>(steps: &[&'a Step], scale: &Scale) -> Vec<Vec<(f64, &'a Step)>> {
    let mut out: Vec<Vec<(f64, &Step)>> = Vec::new();
    for s in steps {
        let Some(x) = s.stand.said.map(|d| scale.x(d)) else { continue };
        match out.last_mut().filter(|c| c.first().is_some_and(|(begin, _)| x - begin < 12.0)) {
            Some(column) => column.push((x, s)),
            None => out.push(vec![(x, s)]),
        }
    }
    out
}

fn highest(steps: &[&Step], scale: &Scale) -> usize {
    columns(steps, scale).iter().map(Vec::len).max().unwrap_or(1)
}

/// "rejects, according to Halyard, 9 March 2033".
fn one(s: &Step) -> String {
    let who = if s.own { "in own words".to_owned() } else { format!("according to {}", phrase::teller(&s.stand.by)) };
    format!("{}, {who}{}", phrase::short_stance(s.stand.stance), phrase::on(s.stand.said))
}

fn in_words(steps: &[Step]) -> String {
    let count = |sign: i8| steps.iter().filter(|s| s.stand.sign == sign).count();
    format!("{} for, {} undecided, {} against; {} in own words", count(1), count(0), count(-1), steps.iter().filter(|s| s.own).count())
}
