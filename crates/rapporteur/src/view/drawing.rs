//! The timeline as a picture.
//!
//! Decides: lanes, days and marks: a triangle up is for, down against, a circle undecided, a square an event or a figure. Every mark leads to its
//! quotation. Must not know: what is claimed beyond that. The same is told in words below it.

use super::html::escape;
use super::phrase;
use crate::desk::negotiation::{Grid, Item, Kind, Timeline};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Parties with a lane of their own, at most: those heard most often.
const LANES: usize = 8;
/// Marks above one another in one lane, at most; what is more is told as a number.
const HIGH: usize = 6;
const STEP: f64 = 13.0;
const LEFT: f64 = 190.0;
const WIDTH: f64 = 1100.0;
const TOP: f64 = 30.0;

/// Days and lanes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawing {
    first: Date,
    last: Date,
    lanes: Vec<(String, Vec<Mark>)>,
    /// Items whose days are far from those of the texts; they are in the list only.
    outside: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Mark {
    day: Date,
    shape: Shape,
    to: usize,
    words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    For,
    Against,
    Open,
    Square,
}

impl Drawing {
    /// Of the days on which something was said, the events and figures of those days, and the stances of the parties heard most often.
    pub(crate) fn of(timeline: &Timeline, grid: &Grid) -> Drawing {
        let all = || timeline.moments.iter().flat_map(|m| m.items.iter().map(move |i| (m.from, i)));
        let said: Vec<Date> = all().filter_map(|(_, i)| i.said).collect();
        let (first, last) = (said.iter().min().copied().unwrap_or_default(), said.iter().max().copied().unwrap_or_default());
        let mut names: Vec<String> = vec!["Events reported".to_owned()];
        names.extend(grid.parties.iter().take(LANES).map(|p| p.name.clone()));
        names.push("Figures told".to_owned());
        let mut lanes: Vec<(String, Vec<Mark>)> = names.into_iter().map(|n| (n, Vec::new())).collect();
        let end = lanes.len() - 1;
        let mut outside = 0;
        for (day, i) in all() {
            let Some(day) = day else { continue };
            if day < first || day > last {
                outside += 1;
                continue;
            }
            let (lane, shape) = match &i.what {
                Kind::Event { .. } => (Some(0), Shape::Square),
                Kind::Figure { .. } => (Some(end), Shape::Square),
                Kind::Position { party, sign, .. } => (lanes[1..end].iter().position(|l| l.0 == *party).map(|n| n + 1), of_sign(*sign)),
            };
            if let Some(lane) = lane {
                lanes[lane].1.push(Mark { day, shape, to: i.quotation, words: told(i) });
            }
        }
        lanes.retain(|l| !l.1.is_empty());
        Drawing { first, last, lanes, outside }
    }

    /// How many items lie outside the picture.
    pub(crate) fn left_out(&self) -> usize {
        self.outside
    }

    /// The picture, empty where there is nothing to draw.
    pub(crate) fn svg(&self) -> String {
        if self.lanes.is_empty() {
            return String::new();
        }
        let stacks: Vec<usize> = self.lanes.iter().map(|(_, marks)| highest(marks).min(HIGH)).collect();
        let height = TOP + stacks.iter().map(|n| lane_height(*n)).sum::<f64>() + 8.0;
        let mut out =
            format!("<svg class=\"drawing\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" aria-label=\"Timeline; the list below says the same in words\">\n");
        self.axis(&mut out, height);
        let mut y = TOP;
        for ((name, marks), stack) in self.lanes.iter().zip(&stacks) {
            let bottom = y + lane_height(*stack);
            let middle = f64::midpoint(y, bottom) + 4.0;
            let _ = writeln!(
                out,
                "<line class=\"rule\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{bottom}\" y2=\"{bottom}\"/><text class=\"lane\" x=\"{}\" y=\"{middle}\">{}</text>",
                LEFT - 14.0,
                escape(&shortened(name))
            );
            self.marks(&mut out, marks, bottom);
            y = bottom;
        }
        out += "</svg>\n";
        out
    }

    fn x(&self, day: Date) -> f64 {
        let days = |to: Date| f64::from(self.first.until(to).map_or(0, |s| s.get_days()));
        let span = days(self.last).max(1.0);
        rounded(LEFT + 12.0 + (WIDTH - LEFT - 30.0) * days(day) / span)
    }

    /// A line and a date every so many days.
    fn axis(&self, out: &mut String, height: f64) {
        const STEPS: [i64; 9] = [1, 2, 7, 14, 28, 91, 182, 365, 1461];
        let span = i64::from(self.first.until(self.last).map_or(0, |s| s.get_days()));
        let step = STEPS.into_iter().find(|s| span / s <= 9).unwrap_or(span / 9);
        let mut day = self.first;
        while day <= self.last {
            let x = self.x(day);
            let _ = writeln!(
                out,
                "<line class=\"rule\" x1=\"{x}\" x2=\"{x}\" y1=\"20\" y2=\"{height}\"/><text class=\"day\" x=\"{x}\" y=\"14\">{}</text>",
                day.strftime("%d %b %Y")
            );
            let Ok(next) = day.checked_add(step.max(1).days()) else { break };
            day = next;
        }
    }

    fn marks(&self, out: &mut String, marks: &[Mark], bottom: f64) {
        let on = per_day(marks);
        let mut before: BTreeMap<Date, usize> = BTreeMap::new();
        for m in marks {
            let place = before.entry(m.day).or_default();
            let (x, y) = (self.x(m.day), rounded(bottom - 11.0 - STEP * *place as f64));
            *place += 1;
            let all = on.get(&m.day).copied().unwrap_or(1);
            if *place == HIGH && all > HIGH {
                let _ = writeln!(out, "<text class=\"more\" x=\"{x}\" y=\"{}\">+{}</text>", rounded(y + 4.0), all - HIGH + 1);
            } else if *place <= HIGH {
                let _ = writeln!(out, "<a href=\"#q{}\"><title>{}</title>{}</a>", m.to, escape(&m.words), shape(m.shape, x, y));
            }
        }
    }
}

fn per_day(marks: &[Mark]) -> BTreeMap<Date, usize> {
    let mut out = BTreeMap::new();
    marks.iter().for_each(|m| *out.entry(m.day).or_default() += 1);
    out
}

fn of_sign(sign: i8) -> Shape {
    match sign {
        1 => Shape::For,
        -1 => Shape::Against,
        _ => Shape::Open,
    }
}

fn told(i: &Item) -> String {
    let words = phrase::item(i).iter().filter_map(|r| if let super::block::Run::Words(w, _) = r { Some(w.clone()) } else { None }).collect::<String>();
    match i.said {
        Some(day) => format!("{day}: {words}"),
        None => words,
    }
}

fn shape(shape: Shape, x: f64, y: f64) -> String {
    let at = |dx: f64, dy: f64| format!("{},{}", rounded(x + dx), rounded(y + dy));
    match shape {
        Shape::For => format!("<polygon class=\"for\" points=\"{} {} {}\"/>", at(0.0, -5.0), at(5.2, 4.0), at(-5.2, 4.0)),
        Shape::Against => format!("<polygon class=\"against\" points=\"{} {} {}\"/>", at(0.0, 5.0), at(5.2, -4.0), at(-5.2, -4.0)),
        Shape::Open => format!("<circle class=\"open\" cx=\"{x}\" cy=\"{y}\" r=\"4.4\"/>"),
        Shape::Square => format!("<rect class=\"square\" x=\"{}\" y=\"{}\" width=\"8\" height=\"8\"/>", rounded(x - 4.0), rounded(y - 4.0)),
    }
}

fn highest(marks: &[Mark]) -> usize {
    per_day(marks).into_values().max().unwrap_or(1)
}

fn lane_height(stack: usize) -> f64 {
    STEP * stack.max(1) as f64 + 9.0
}

fn shortened(name: &str) -> String {
    const LONGEST: usize = 26;
    let all: Vec<char> = name.chars().collect();
    if all.len() <= LONGEST { name.to_owned() } else { all[..LONGEST - 1].iter().collect::<String>() + "…" }
}

fn rounded(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}
