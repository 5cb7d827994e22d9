//! Deadlines as an agreement words them.
//!
//! Decides: which words of a clause state a last day, and what they come to. Must not know: whose duty it is.

use super::text::Token;
use super::words::Words;
use crate::deal::{Length, Moment, Unit};
use jiff::civil::{Date, Time as Time24};

/// A deadline found in a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// First token and the one after the last.
    pub(super) range: (usize, usize),
    /// What it comes to.
    pub(super) time: Time,
}

/// What a deadline comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// A day, or an hour of it.
    On(Moment),
    Signature(Option<Length>),
    InForce(Option<Length>),
    /// So long after (or before) something the text describes: first token and the one after the last.
    Described(Length, bool, (usize, usize)),
}

/// The first deadline of a clause.
pub(super) fn find(t: &[Token], words: &Words) -> Option<Found> {
    (0..t.len()).find_map(|i| at(t, i, words))
}

fn low(t: &[Token], i: usize) -> &str {
    t.get(i).map_or("", |x| x.low.as_str())
}

fn starts(t: &[Token], i: usize, phrase: &str) -> Option<usize> {
    let mut n = i;
    for word in phrase.split(' ') {
        if low(t, n) != word {
            return None;
        }
        n += 1;
    }
    Some(n)
}

fn at(t: &[Token], i: usize, words: &Words) -> Option<Found> {
    let found = |end: usize, time: Time| Some(Found { range: (i, end), time });
    for lead in ["within", "no later than", "not later than", "at the latest", "for a period of", "for", "at least"] {
        if let Some(n) = starts(t, i, lead)
            && let Some((length, n)) = length(t, n)
        {
            if let Some((time, end)) = anchored(t, n, length, words) {
                return found(end, time);
            }
            if lead == "within" || lead == "for a period of" {
                return found(n, Time::Described(length, true, (n, n)));
            }
        }
    }
    for lead in ["no later than", "not later than"] {
        if let Some(n) = starts(t, i, lead)
            && let Some(end) = starts(t, n, "the following day")
        {
            return found(end, Time::Described(Length { count: 1, unit: Unit::Days }, true, (n, n)));
        }
    }
    for lead in ["no later than", "not later than", "at the latest by", "by", "before", "on", "until", "with effect from", "as of", "as from", "at"] {
        if let Some(n) = starts(t, i, lead)
            && let Some((at, end)) = moment(t, n)
        {
            return found(end, Time::On(at));
        }
    }
    if low(t, i) == "upon" || low(t, i) == "on" {
        if words.signature.iter().any(|w| starts(t, i + 1, w).is_some()) {
            return found(i + 2, Time::Signature(None));
        }
        if let Some(end) = words.in_force.iter().find_map(|w| starts(t, i + 1, w)) {
            return found(end, Time::InForce(None));
        }
    }
    None
}

fn anchored(t: &[Token], n: usize, length: Length, words: &Words) -> Option<(Time, usize)> {
    if low(t, n) == "thereafter" {
        return Some((Time::Described(length, true, (n, n + 1)), n + 1));
    }
    let before = low(t, n) == "before";
    if !before && !matches!(low(t, n), "of" | "after" | "from" | "following") {
        return None;
    }
    let n = n + 1;
    let m = if low(t, n) == "the" { n + 1 } else { n };
    for k in [n, m, m + 2] {
        if k <= m || starts(t, m, "date of").is_some() {
            if let Some(end) = words.signature.iter().find_map(|w| starts(t, k, w)) {
                return Some((Time::Signature(Some(length)), end));
            }
            if let Some(end) = words.in_force.iter().find_map(|w| starts(t, k, w)) {
                return Some((Time::InForce(Some(length)), end));
            }
        }
    }
    let stop = |x: &Token| matches!(x.low.as_str(), "," | ";" | ":" | ")" | "and" | "but" | "who" | "]" | "shall" | "to");
    let end = (n..t.len().min(n + 9)).find(|k| stop(&t[*k])).unwrap_or(t.len().min(n + 9));
    (end > n).then_some((Time::Described(length, !before, (n, end)), end))
}

/// A length of time at token `n`, and the token after it.
pub(super) fn length(t: &[Token], n: usize) -> Option<(Length, usize)> {
    let (count, n) = number(t, n)?;
    let count = u32::try_from(count).ok()?;
    let (unit, n) = match (low(t, n), low(t, n + 1)) {
        ("working" | "business", "day" | "days") => (Unit::WorkingDays, n + 2),
        ("calendar", "day" | "days") => (Unit::CalendarDays, n + 2),
        ("day" | "days" | "days'" | "days\u{2019}", _) => (Unit::Days, n + 1),
        ("week" | "weeks" | "weeks'" | "weeks\u{2019}", _) => (Unit::Weeks, n + 1),
        ("month" | "months" | "months'" | "months\u{2019}", _) => (Unit::Months, n + 1),
        ("year" | "years" | "years'" | "years\u{2019}", _) => (Unit::Years, n + 1),
        ("hour" | "hours" | "hours'" | "hours\u{2019}", _) => (Unit::Hours, n + 1),
        _ => return None,
    };
    Some((Length { count, unit }, n))
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn small(word: &str) -> Option<i64> {
    if let Some((tens, ones)) = word.split_once('-') {
        return Some(small(tens)? + small(ones)?).filter(|n| *n < 100);
    }
    let place = |all: &[&str], by: i64| all.iter().position(|w| !w.is_empty() && *w == word).and_then(|i| i64::try_from(i).ok()).map(|i| i * by);
    place(&ONES, 1).or_else(|| place(&TENS, 10))
}

/// A whole number in figures or words, and the token after it.
pub(super) fn number(t: &[Token], n: usize) -> Option<(i64, usize)> {
    let word = low(t, n);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok().map(|v| (v, n + 1));
    }
    let (mut value, mut n) = (small(word)?, n + 1);
    if low(t, n) == "hundred" {
        value *= 100;
        n += 1;
        let skip = usize::from(low(t, n) == "and");
        if let Some(rest) = small(low(t, n + skip)) {
            value += rest;
            n += skip + 1;
        }
    }
    Some((value, n))
}

const MONTHS: [&str; 12] = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// A day, or an hour of it ("06:00 on 3 March 2032", "3 March 2032 at noon"), and the token after it.
fn moment(t: &[Token], n: usize) -> Option<(Moment, usize)> {
    if let Some((time, m)) = clock(t, n) {
        let m = m + usize::from(matches!(low(t, m), "on" | "of"));
        let (day, end) = date(t, m)?;
        return Some((Moment::at(day.to_datetime(time)), end));
    }
    let (day, end) = date(t, n)?;
    let at = end + usize::from(low(t, end) == ",");
    let led = low(t, at) == "at" || low(t, at) == "by";
    match clock(t, at + usize::from(led)).filter(|_| led || at > end) {
        Some((time, end)) => Some((Moment::at(day.to_datetime(time)), end)),
        None => Some((Moment::on(day), end)),
    }
}

/// An hour of the day, and the token after it and after what it is called ("hours", "local time").
fn clock(t: &[Token], n: usize) -> Option<(Time24, usize)> {
    let time = match low(t, n) {
        "noon" => Time24::constant(12, 0, 0, 0),
        "midnight" => Time24::midnight(),
        word => {
            let (h, m) = word.split_once([':', '.'])?;
            let (h, m): (i8, i8) = (h.parse().ok()?, m.parse().ok().filter(|_| m.len() == 2)?);
            Time24::new(if h == 24 && m == 0 { 0 } else { h }, m, 0, 0).ok()?
        }
    };
    let end = ["hours local time", "hrs local time", "local time", "hours", "hrs"].iter().find_map(|w| starts(t, n + 1, w)).unwrap_or(n + 1);
    Some((time, end + usize::from(low(t, end) == ",")))
}

/// A day, and the token after it.
pub(super) fn date(t: &[Token], n: usize) -> Option<(Date, usize)> {
    if let Ok(day) = low(t, n).parse::<Date>() {
        return Some((day, n + 1));
    }
    for lead in ["the end of the year", "the end of"] {
        if let Some(m) = starts(t, n, lead)
            && let Ok(year) = low(t, m).parse::<i16>()
        {
            return Date::new(year, 12, 31).ok().map(|d| (d, m + 1));
        }
    }
    let month = |w: &str| MONTHS.iter().position(|m| *m == w).and_then(|i| i8::try_from(i + 1).ok());
    let n = if low(t, n) == "the" { n + 1 } else { n };
    let day_of = |w: &str| w.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd").trim_end_matches("th").parse::<i8>().ok();
    let (day, month, m) = match (day_of(low(t, n)), month(low(t, n + 1)), month(low(t, n))) {
        (Some(d), Some(mo), _) => (d, mo, n + 2),
        (_, _, Some(mo)) => (day_of(low(t, n + 1))?, mo, n + 2),
        _ => return None,
    };
    let m = if low(t, m) == "," { m + 1 } else { m };
    let year = low(t, m).parse::<i16>().ok()?;
    Date::new(year, month, day).ok().map(|d| (d, m + 1))
}
