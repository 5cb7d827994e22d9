//! The calendar of a deal as iCalendar text (RFC 5545).
//!
//! Decides: entries, folding, escaping. Must not know: the clock; the stamp is the day of evaluation.

use super::Deal;
use super::next::{Coming, Next};
use jiff::civil::Date;

/// An iCalendar of days to come, each an all-day entry.
pub fn calendar(deal: &Deal, days: &[Next], on: Date) -> String {
    let mut out = String::new();
    let stamp = format!("{}T000000Z", compact(on));
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rapporteur//deal//EN", "CALSCALE:GREGORIAN"] {
        fold(&mut out, line);
    }
    fold(&mut out, &format!("X-WR-CALNAME:{}", escape(&deal.name)));
    for n in days {
        let who: Vec<&str> = n.who.iter().map(|w| deal.party_name(w)).collect();
        let mut summary = format!("{} {}", n.title, n.what.name());
        if !who.is_empty() {
            summary = format!("{}: {summary}", who.join(" and "));
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
        fold(&mut out, &format!("UID:{}-{what}-{}@deal.rapporteur", n.id, compact(n.day)));
        fold(&mut out, &format!("DTSTAMP:{stamp}"));
        fold(&mut out, &format!("DTSTART;VALUE=DATE:{}", compact(n.day)));
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

fn compact(day: Date) -> String {
    day.to_string().replace('-', "")
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
