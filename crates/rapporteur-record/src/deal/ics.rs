//! The calendar of a deal as iCalendar text (RFC 5545).
//!
//! Decides: entries, folding, escaping. Must not know: the clock; the stamp is the day of evaluation.

use super::Deal;
use super::Moment;
use super::next::{Coming, Next};
use jiff::tz::TimeZone;

/// An iCalendar of days to come: an all-day entry each, or one at its minute where an hour is told.
pub fn calendar(deal: &Deal, days: &[Next], on: impl Into<Moment>) -> String {
    let mut out = String::new();
    let zone = deal.calendar.time_zone();
    let stamp = format!("{}T000000Z", compact(on.into()));
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rapporteur//deal//EN", "CALSCALE:GREGORIAN"] {
        fold(&mut out, line);
    }
    fold(&mut out, &format!("X-WR-CALNAME:{}", escape(&deal.name)));
    for n in days {
        let who: Vec<&str> = n.who.iter().map(|w| deal.party_name(w)).collect();
        let mut summary = match n.what {
            Coming::Begins | Coming::Ends => format!("{} {}", n.title, n.what.name()),
            Coming::Due => format!("Due: {}", n.title),
            Coming::KeptUntil => format!("Kept until today: {}", n.title),
            Coming::Lapses => format!("Last day to use: {}", n.title),
        };
        if !who.is_empty() {
            summary.push_str(&format!(" ({})", who.join(", ")));
        }
        if n.assumed {
            summary.push_str(" (if all before it is done in time)");
        }
        let what = match n.what {
            Coming::Begins => "begins",
            Coming::Due => "due",
            Coming::KeptUntil => "kept",
            Coming::Lapses => "lapses",
            Coming::Ends => "ends",
        };
        fold(&mut out, "BEGIN:VEVENT");
        fold(&mut out, &format!("UID:{}-{what}-{}@deal.rapporteur", n.id, n.day.iso().replace(['-', ':'], "")));
        fold(&mut out, &format!("DTSTAMP:{stamp}"));
        fold(&mut out, &starts(n.day, &zone));
        fold(&mut out, &format!("SUMMARY:{}", escape(&summary)));
        if let Some(text) = deal.obligation(&n.id).and_then(|o| o.source.text.as_ref()) {
            fold(&mut out, &format!("DESCRIPTION:{}", escape(text)));
        }
        fold(&mut out, "TRANSP:TRANSPARENT");
        fold(&mut out, "END:VEVENT");
    }
    fold(&mut out, "END:VCALENDAR");
    out
}

fn compact(at: Moment) -> String {
    at.day().to_string().replace('-', "")
}

/// The day, or the minute in UTC, which every calendar reads the same way.
fn starts(at: Moment, zone: &TimeZone) -> String {
    let exact = at.clock().and_then(|c| at.day().to_datetime(c).to_zoned(zone.clone()).ok());
    match exact.map(|z| z.with_time_zone(TimeZone::UTC).datetime()) {
        Some(utc) => format!("DTSTART:{}T{:02}{:02}00Z", utc.date().to_string().replace('-', ""), utc.hour(), utc.minute()),
        None => format!("DTSTART;VALUE=DATE:{}", compact(at)),
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n").replace('\r', "")
}

/// Lines of at most 75 bytes; a longer one goes on after a space.
fn fold(out: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 74 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_fold_and_marks_are_escaped() {
        let mut out = String::new();
        fold(&mut out, &escape(&"a; b, c ".repeat(20)));
        assert!(out.lines().all(|l| l.len() <= 75), "{out}");
        assert!(out.starts_with("a\\; b\\, c"));
    }
}
