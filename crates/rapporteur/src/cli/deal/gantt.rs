//! The time chart of a deal as SVG.
//!
//! Decides: bars, axis, labels. A state is told by its word, never by colour alone. Must not know: why a state holds.

use crate::view::html::escape;
use jiff::civil::Date;
use jiff::{Span, Unit};
use rapporteur_record::deal::status::ObligationState;
use rapporteur_record::deal::timeline::Assume;
use rapporteur_record::deal::whatif::forecast;
use rapporteur_record::deal::{Deal, Event, Moment, Obligation, Status};

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// The clause.
    pub(super) id: String,
    /// In words.
    pub(super) title: String,
    /// Who owes it.
    pub(super) who: String,
    /// First day, where known.
    pub(super) from: Option<Moment>,
    /// Last day, where known.
    pub(super) to: Option<Moment>,
    /// Its state.
    pub(super) state: &'static str,
    /// Whether it is a phase.
    pub(super) phase: bool,
}

const ROW: i64 = 24;
const LEFT: i64 = 300;
const WIDE: i64 = 620;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Phases, each with its duties beneath; duties of no phase last. Days look ahead: everybody does their part in time.
pub(super) fn bars(deal: &Deal, events: &[Event], status: &Status) -> Vec<Bar> {
    let days = forecast(deal, events, status.on, status.known_on, &Assume::default());
    let day = |id: &str, aspect: &'static str| days.get(&(id.to_owned(), aspect)).copied().flatten();
    let duties = |phase: Option<&str>| -> Vec<Bar> {
        let of_phase = deal.obligations.iter().zip(&status.obligations).filter(|(o, _)| o.phase.as_deref() == phase);
        let bar = |(o, s): (&Obligation, &ObligationState)| Bar {
            id: o.id.clone(),
            title: o.title(),
            who: o.debtors.iter().map(|d| deal.party_name(d)).collect::<Vec<_>>().join(", "),
            from: day(&o.id, "from"),
            to: day(&o.id, "due"),
            state: s.overall.name(),
            phase: false,
        };
        of_phase.map(bar).collect()
    };
    let mut out = Vec::new();
    for (p, s) in deal.phases.iter().zip(&status.phases) {
        out.push(Bar {
            id: p.id.clone(),
            title: p.name.clone(),
            who: String::new(),
            from: day(&p.id, "start"),
            to: day(&p.id, "end"),
            state: s.overall,
            phase: true,
        });
        out.extend(duties(Some(&p.id)));
    }
    out.extend(duties(None));
    out
}

/// The chart.
pub(super) fn svg(deal: &Deal, bars: &[Bar], on: Moment) -> String {
    let all = || bars.iter().flat_map(|b| [b.from, b.to]).flatten().chain([on]);
    let first = all().map(Moment::day).min().unwrap_or(on.day());
    let last = all().map(Moment::day).max().unwrap_or(on.day());
    let span = (days(first, last) + 1) * DAY;
    // A day begins at its first minute and is over at its last; an hour is where it is.
    let minute =
        |m: Moment, end: bool| days(first, m.day()) * DAY + m.clock().map_or(if end { DAY } else { 0 }, |c| i64::from(c.hour()) * 60 + i64::from(c.minute()));
    let x = |m: Moment| LEFT + minute(m, false) * WIDE / span;
    let until = |m: Moment| LEFT + minute(m, true) * WIDE / span;
    let height = 40 + ROW * i64::try_from(bars.len()).unwrap_or(0) + 10;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Time chart of {}\" viewBox=\"0 0 {} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n<title>{}</title>\n",
        escape(&deal.name),
        LEFT + WIDE + 120,
        escape(&deal.name)
    );
    for (i, tick) in ticks(first, last).into_iter().enumerate() {
        let at = x(tick.into());
        out.push_str(&format!("<path d=\"M{at} 26V{}\" stroke=\"#8884\"/>", height - 8));
        if i % 2 == 0 {
            out.push_str(&format!("<text x=\"{at}\" y=\"18\" text-anchor=\"middle\" fill=\"currentColor\">{tick}</text>\n"));
        }
    }
    let mut words = String::new();
    for (n, b) in bars.iter().enumerate() {
        let y = 34 + ROW * i64::try_from(n).unwrap_or(0);
        let indent = if b.phase { 0 } else { 12 };
        let weight = if b.phase { " font-weight=\"bold\"" } else { "" };
        let label = short(&format!("{}: {}", b.id, b.title), if b.phase { 40 } else { 42 });
        out.push_str(&format!("<text x=\"{}\" y=\"{}\"{weight} fill=\"currentColor\">{}</text>", 4 + indent, y + 13, escape(&label)));
        let (from, to) = match (b.from, b.to) {
            (Some(f), Some(t)) => (x(f), until(t)),
            (Some(f), None) => (x(f), LEFT + WIDE),
            (None, Some(t)) => (until(t) - 6, until(t)),
            (None, None) => (LEFT, LEFT),
        };
        let dash = if b.from.is_none() || b.to.is_none() { " stroke-dasharray=\"4 3\"" } else { "" };
        if b.from.is_some() || b.to.is_some() {
            out.push_str(&format!(
                "<rect x=\"{from}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"{}\" stroke=\"currentColor\" stroke-width=\"0.5\"{dash}/>",
                y + 3,
                (to - from).max(3),
                if b.phase { 8 } else { 13 },
                colour(b.state)
            ));
        }
        // An edge in the page's colour keeps a word readable where the line of the day crosses it.
        words.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" fill=\"currentColor\" paint-order=\"stroke\" style=\"stroke:var(--page,none)\" stroke-width=\"4\">{}</text>\n",
            to.max(LEFT) + 6,
            y + 13,
            escape(b.state)
        ));
    }
    out.push_str(&format!(
        "<path d=\"M{0} 22V{1}\" stroke=\"currentColor\" stroke-width=\"1.5\"/><text x=\"{0}\" y=\"{2}\" text-anchor=\"middle\" fill=\"currentColor\">{on}</text>\n{words}</svg>\n",
        x(on),
        height - 10,
        height - 1
    ));
    out
}

/// A label of at most so many characters, cut between words and marked where it is cut.
fn short(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_owned();
    }
    let cut: String = label.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|at| *at > most / 2).unwrap_or(cut.len());
    format!("{} \u{2026}", cut[..end].trim_end_matches([',', ':', ' ']))
}

fn days(a: Date, b: Date) -> i64 {
    a.until((Unit::Day, b)).map_or(0, |s| i64::from(s.get_days()))
}

/// Days to mark: every day, every week or every so many months, so that there are about eight.
fn ticks(first: Date, last: Date) -> Vec<Date> {
    let span = days(first, last);
    let (mut at, step) = match span {
        0..=10 => (first, Span::new().days(1)),
        11..=75 => (first, Span::new().days((span / 56 + 1) * 7)),
        _ => (first.first_of_month(), Span::new().months((span / 30 / 8).max(1))),
    };
    let mut out = Vec::new();
    while at <= last && out.len() < 40 {
        if at >= first {
            out.push(at);
        }
        match at.checked_add(step) {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    out
}

pub(super) fn colour(state: &str) -> &'static str {
    match state {
        "fulfilled" | "ended" => "#7fb08a",
        "partly" => "#b5c77a",
        "active" | "running" => "#8fb3d9",
        "overdue" => "#e3a857",
        "violated" => "#d9786c",
        "contested" => "#b79ad0",
        "suspended" => "#c9c2a5",
        _ => "#cfcfcf",
    }
}
