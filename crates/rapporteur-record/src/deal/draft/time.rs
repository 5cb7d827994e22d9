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
    /// Several days.
    Days(Vec<Date>),
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
            && let Some((days, end)) = days(t, n)
        {
            return found(end, Time::Days(days));
        }
        if let Some(n) = starts(t, i, lead)
            && let Some((at, end)) = moment(t, n)
        {
            return found(end, Time::On(if lead == "before" && named_day(t, n) { eve(at) } else { at }));
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

/// The last moment before a day: the day before it. What is told to the minute ends at that minute, and "before the end of 2031" is by it.
fn eve(at: Moment) -> Moment {
    if at.clock().is_some() { at } else { Moment::on(crate::deal::calendar::eve(at.day())) }
}

fn named_day(t: &[Token], n: usize) -> bool {
    starts(t, n, "the end of").is_none()
}

/// So long after or before the signature, the entry into force or something described, whatever stands before: "thirty days after signature".
pub(super) fn counted(t: &[Token], words: &Words) -> Option<Time> {
    (0..t.len()).find_map(|i| {
        let (length, n) = length(t, i)?;
        anchored(t, n, length, words).map(|found| found.0)
    })
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

/// A year of four digits at token `n`.
fn year(t: &[Token], n: usize) -> Option<i16> {
    let word = low(t, n);
    (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
}

/// A day of a month at token `n` ("the 5th of May", "May 5"), and the token after it.
fn day_of_month(t: &[Token], n: usize) -> Option<(i8, i8, usize)> {
    let month = |w: &str| MONTHS.iter().position(|m| *m == w).and_then(|i| i8::try_from(i + 1).ok());
    let number = |w: &str| w.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd").trim_end_matches("th").parse::<i8>().ok();
    let n = if low(t, n) == "the" { n + 1 } else { n };
    if let Some(mo) = month(low(t, n)) {
        return number(low(t, n + 1)).map(|d| (d, mo, n + 2));
    }
    let of = n + 1 + usize::from(low(t, n + 1) == "of");
    Some((number(low(t, n))?, month(low(t, of))?, of + 1))
}

/// The token after what stands between two days of a list.
fn between_days(t: &[Token], n: usize) -> Option<usize> {
    let comma = n + usize::from(low(t, n) == ",");
    let joined = comma + usize::from(matches!(low(t, comma), "and" | "or" | "&"));
    (joined > n).then_some(joined + usize::from(matches!(low(t, joined), "on" | "by")))
}

/// A day, and the token after it. Days of a list share the year that follows the last of them.
pub(super) fn date(t: &[Token], n: usize) -> Option<(Date, usize)> {
    if let Ok(day) = low(t, n).parse::<Date>() {
        return Some((day, n + 1));
    }
    for lead in ["the end of the year", "the end of"] {
        if let Some(m) = starts(t, n, lead)
            && let Some(year) = year(t, m)
        {
            return Date::new(year, 12, 31).ok().map(|d| (d, m + 1));
        }
    }
    let (day, month, m) = day_of_month(t, n)?;
    let own = if low(t, m) == "," { m + 1 } else { m };
    if let Some(year) = year(t, own) {
        return Date::new(year, month, day).ok().map(|d| (d, own + 1));
    }
    let mut at = m;
    for _ in 0..MOST_DAYS {
        let (.., next) = day_of_month(t, between_days(t, at)?)?;
        let own = if low(t, next) == "," { next + 1 } else { next };
        if let Some(year) = year(t, own) {
            return Date::new(year, month, day).ok().map(|d| (d, m));
        }
        at = next;
    }
    None
}

/// No list of days is longer.
const MOST_DAYS: usize = 40;

/// Two days and more: "31 August, 31 October and 31 December 2031".
fn days(t: &[Token], n: usize) -> Option<(Vec<Date>, usize)> {
    let (first, mut end) = date(t, n)?;
    let mut all = vec![first];
    let next = |end: usize| between_days(t, end).filter(|m| (end..*m).all(|i| low(t, i) != "or")).and_then(|m| date(t, m));
    while let Some((day, next)) = next(end).filter(|_| all.len() < MOST_DAYS) {
        all.push(day);
        end = next;
    }
    (all.len() > 1).then_some((all, end))
}

#[cfg(test)]
mod tests {
    use super::super::text::tokens;
    use super::*;

    fn told(text: &str) -> Option<Time> {
        find(&tokens(text, 0, text.len()), super::super::words::words()).map(|f| f.time)
    }

    fn on(day: &str) -> Option<Time> {
        Moment::parse(day).map(Time::On)
    }

    #[test]
    fn a_list_of_days_shares_the_year_that_follows() {
        let days = |all: &[&str]| Some(Time::Days(all.iter().map(|d| d.parse().unwrap()).collect()));
        assert_eq!(told("on 31 August, 31 October and 31 December 2031"), days(&["2031-08-31", "2031-10-31", "2031-12-31"]));
        assert_eq!(told("by August 31 and October 31, 2031"), days(&["2031-08-31", "2031-10-31"]));
        assert_eq!(told("on 1 May 2031, 1 May 2032 and 1 May 2033"), days(&["2031-05-01", "2032-05-01", "2033-05-01"]));
        assert_eq!(told("by the 31st of August 2031"), on("2031-08-31"));
    }

    #[test]
    fn a_year_has_four_digits() {
        assert_eq!(told("by 31 August, 31 October"), None);
        assert_eq!(told("by 5 May 31 soldiers"), None);
        assert_eq!(told("by 5 May 2031 31 soldiers"), on("2031-05-05"));
    }

    #[test]
    fn before_a_day_is_by_the_day_before() {
        assert_eq!(told("before 30 June 2031"), on("2031-06-29"));
        assert_eq!(told("before 1 January 2031"), on("2030-12-31"));
        assert_eq!(told("by 30 June 2031"), on("2031-06-30"));
        assert_eq!(told("before the end of 2031"), on("2031-12-31"));
    }
}
