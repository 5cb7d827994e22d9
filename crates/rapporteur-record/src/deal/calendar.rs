//! How days are counted.
//!
//! Decides: which day "three working days after" is, with the ends of the interval stated; hours run from minute to minute where the first is told.
//! Must not know: why a clause counts.

use super::Moment;
use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Span, Timestamp, ToSpan};
use std::fmt;

/// What a length is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days of the deal's default kind.
    Days,
    /// Every day.
    CalendarDays,
    /// Days that are neither rest days nor holidays.
    WorkingDays,
    /// Seven days each.
    Weeks,
    /// Months of the calendar, from day to day.
    Months,
    /// Years, from day to day.
    Years,
    /// Hours, from minute to minute; counted from a day without an hour, 24 of them are one day and a rest counts as a day.
    Hours,
}

/// A stretch of time as a clause states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

impl Length {
    /// Reads `42 days`, `6 weeks`, `3 working days`, `72 hours`.
    pub fn parse(text: &str) -> Result<Length, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let help = || format!("`{text}` is no length of time; write it with a figure, as `42 days`, `3 working days`, `6 weeks`, `2 months`, `72 hours`");
        let count = words.first().and_then(|w| w.parse::<u32>().ok()).filter(|n| *n <= 40_000).ok_or_else(help)?;
        let unit = match words.get(1..).unwrap_or(&[]) {
            ["day" | "days"] => Unit::Days,
            ["calendar", "day" | "days"] => Unit::CalendarDays,
            ["working", "day" | "days"] => Unit::WorkingDays,
            ["week" | "weeks"] => Unit::Weeks,
            ["month" | "months"] => Unit::Months,
            ["year" | "years"] => Unit::Years,
            ["hour" | "hours"] => Unit::Hours,
            _ => return Err(help()),
        };
        Ok(Length { count, unit })
    }

    /// The length in calendar days where that does not depend on where it starts.
    pub fn days(self) -> Option<u32> {
        match self.unit {
            Unit::Days | Unit::CalendarDays => Some(self.count),
            Unit::Weeks => Some(self.count.saturating_mul(7)),
            Unit::Hours => Some(self.count.div_ceil(24)),
            Unit::WorkingDays | Unit::Months | Unit::Years => None,
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::CalendarDays => "calendar day",
            Unit::WorkingDays => "working day",
            Unit::Weeks => "week",
            Unit::Months => "month",
            Unit::Years => "year",
            Unit::Hours => "hour",
        };
        write!(f, "{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

/// The deal's own calendar. What the file leaves out is `None`: the usual rule is then applied and the linter says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Offset from UTC in minutes: in which days the dates are dates.
    pub offset_minutes: Option<i32>,
    /// Or the zone by its name, with the changes of its clocks.
    pub zone: Option<TimeZone>,
    /// What the parties call that time.
    pub zone_name: Option<String>,
    /// Whether "days" without more are working days.
    pub working: Option<bool>,
    /// Days of the week that are not worked.
    pub rest_days: Vec<Weekday>,
    /// Days that are not worked.
    pub holidays: Vec<Date>,
    /// Whether the day from which one counts is day one. Usual rule: no.
    pub first_day_counted: Option<bool>,
    /// Whether the last day belongs to the interval. Usual rule: yes.
    pub last_day_counted: Option<bool>,
    /// Line of the file.
    pub line: usize,
}

impl Default for Calendar {
    fn default() -> Calendar {
        Calendar {
            offset_minutes: None,
            zone: None,
            zone_name: None,
            working: None,
            rest_days: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: Vec::new(),
            first_day_counted: None,
            last_day_counted: None,
            line: 0,
        }
    }
}

impl Calendar {
    /// The deal's time: its named zone, else its offset, else UTC.
    pub fn time_zone(&self) -> TimeZone {
        let fixed = || Offset::from_seconds(self.offset_minutes.unwrap_or(0) * 60).map_or(TimeZone::UTC, TimeZone::fixed);
        self.zone.clone().unwrap_or_else(fixed)
    }

    /// The day that a time with its offset falls on in the deal's time.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.moment_of(at).day()
    }

    /// The minute of the deal's time that a time with its offset is.
    pub fn moment_of(&self, at: Timestamp) -> Moment {
        Moment::at(self.time_zone().to_datetime(at))
    }

    /// What the deal's time is called: its zone or offset, with what the parties call it; `None` where the file does not say.
    pub fn zone_label(&self) -> Option<String> {
        let named = self.zone.as_ref().and_then(|z| z.iana_name()).map(str::to_owned);
        let offset = |m: i32| if m == 0 { "UTC".to_owned() } else { format!("UTC{}{:02}:{:02}", if m < 0 { '-' } else { '+' }, m.abs() / 60, m.abs() % 60) };
        let zone = named.or_else(|| self.offset_minutes.map(offset))?;
        Some(self.zone_name.as_ref().map_or_else(|| zone.clone(), |n| format!("{zone} ({n})")))
    }

    /// Whether `day` is worked.
    pub fn is_working(&self, day: Date) -> bool {
        !self.rest_days.contains(&day.weekday()) && !self.holidays.contains(&day)
    }

    /// What is `length` after `from`: the last day on which something due "within `length` of `from`" is still in time. Hours after a
    /// minute end at a minute; days, weeks and months end with their last day, whatever the hour they are counted from.
    pub fn after(&self, from: Moment, length: Length) -> Option<Moment> {
        self.hours(from, length, 1).or_else(|| self.step(from.day(), self.shortened(length), 1).map(Moment::on))
    }

    /// What is `length` before `from`.
    pub fn before(&self, from: Moment, length: Length) -> Option<Moment> {
        self.hours(from, length, -1).or_else(|| self.step(from.day(), length, -1).map(Moment::on))
    }

    /// The end of an interval of `length` that begins at `from`: both ends as the calendar counts them.
    pub fn last_day(&self, from: Moment, length: Length) -> Option<Moment> {
        self.after(from, length)
    }

    /// What is `length` further on, whatever is said of the ends of an interval; an end at a minute stays at that minute.
    pub fn forward(&self, from: Moment, length: Length) -> Option<Moment> {
        self.hours(from, length, 1).or_else(|| self.step(from.day(), length, 1).map(|day| from.moved_to(day)))
    }

    fn hours(&self, from: Moment, length: Length, sign: i64) -> Option<Moment> {
        let hours = (length.unit == Unit::Hours).then_some(length.count)?;
        from.plus_minutes(sign * i64::from(hours) * 60, &self.time_zone())
    }

    /// How many of the days from `from` to the eve of `until` are worked.
    pub fn working_between(&self, from: Date, until: Date) -> u32 {
        let days = from.series(1.days()).take_while(|d| *d < until).take(40_000);
        u32::try_from(days.filter(|d| self.is_working(*d)).count()).unwrap_or(0)
    }

    fn shortened(&self, length: Length) -> Length {
        let less = u32::from(self.first_day_counted == Some(true)) + u32::from(self.last_day_counted == Some(false));
        match length.unit {
            Unit::Days | Unit::CalendarDays | Unit::WorkingDays => Length { count: length.count.saturating_sub(less), ..length },
            Unit::Weeks | Unit::Hours if less > 0 => Length { count: length.days().unwrap_or(0).saturating_sub(less), unit: Unit::CalendarDays },
            _ => length,
        }
    }

    fn step(&self, day: Date, length: Length, sign: i64) -> Option<Date> {
        let span: Span = match length.unit {
            Unit::WorkingDays => return self.step_working(day, length.count, sign),
            Unit::Days if self.working == Some(true) => return self.step_working(day, length.count, sign),
            Unit::Months => (sign * i64::from(length.count)).months(),
            Unit::Years => i16::try_from(sign * i64::from(length.count)).ok()?.years(),
            _ => (sign * i64::from(length.days()?)).days(),
        };
        day.checked_add(span).ok()
    }

    fn step_working(&self, day: Date, count: u32, sign: i64) -> Option<Date> {
        let mut at = day;
        let mut left = count;
        let mut idle = 0;
        while left > 0 {
            at = at.checked_add(sign.days()).ok()?;
            idle = if self.is_working(at) { 0 } else { idle + 1 };
            left -= u32::from(idle == 0);
            if idle > 3660 {
                return None; // a week without a working day: nothing to count
            }
        }
        Some(at)
    }
}

/// Reads the English name of a day of the week.
pub fn weekday(name: &str) -> Option<Weekday> {
    Some(match name.to_lowercase().as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// Reads `+03:00`, `-04:30` or `UTC` as minutes east of UTC.
pub fn offset(text: &str) -> Option<i32> {
    if text == "UTC" || text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (h, m) = rest.split_once(':')?;
    let (h, m): (i32, i32) = (h.parse().ok()?, m.parse().ok()?);
    (h <= 14 && m < 60).then_some(sign * (h * 60 + m))
}

/// The zone of that name, from the data that the program carries: the same on every machine.
pub fn named_zone(name: &str) -> Option<TimeZone> {
    let shaped = name.contains('/') && name.starts_with(|c: char| c.is_ascii_uppercase());
    if shaped { TimeZoneDatabase::bundled().get(name).ok() } else { None }
}

/// Days from `a` to `b`; negative where `b` is earlier.
pub fn days_between(a: Date, b: Date) -> i64 {
    a.until(b).map_or(0, |s| i64::from(s.get_days()))
}

/// The day before.
pub fn eve(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_ends_of_an_interval_are_what_the_calendar_says() {
        let day = Moment::on(date(2031, 5, 6));
        let six_weeks = Length::parse("42 days").unwrap();
        let mut calendar = Calendar::default();
        assert_eq!(calendar.after(day, six_weeks), Some(Moment::on(date(2031, 6, 17))), "first day not counted, last day counted");
        calendar.first_day_counted = Some(true);
        assert_eq!(calendar.after(day, six_weeks), Some(Moment::on(date(2031, 6, 16))));
        calendar.last_day_counted = Some(false);
        assert_eq!(calendar.after(day, six_weeks), Some(Moment::on(date(2031, 6, 15))));
        assert_eq!(calendar.after(day, Length::parse("6 weeks").unwrap()), Some(Moment::on(date(2031, 6, 15))));
    }

    #[test]
    fn working_days_skip_rest_days_and_holidays() {
        let calendar = Calendar { holidays: vec![date(2031, 5, 12)], ..Calendar::default() };
        // 2031-05-09 is a Friday.
        assert_eq!(calendar.after(Moment::on(date(2031, 5, 9)), Length::parse("1 working day").unwrap()), Some(Moment::on(date(2031, 5, 13))));
        assert_eq!(calendar.before(Moment::on(date(2031, 5, 13)), Length::parse("1 working day").unwrap()), Some(Moment::on(date(2031, 5, 9))));
    }

    #[test]
    fn months_go_from_day_to_day_and_hours_from_minute_to_minute() {
        let calendar = Calendar::default();
        assert_eq!(calendar.after(Moment::on(date(2031, 1, 31)), Length::parse("1 month").unwrap()), Some(Moment::on(date(2031, 2, 28))));
        assert_eq!(calendar.after(Moment::on(date(2031, 1, 1)), Length::parse("72 hours").unwrap()), Some(Moment::on(date(2031, 1, 4))));
        let six = Moment::parse("2031-01-01 06:00").unwrap();
        assert_eq!(calendar.after(six, Length::parse("72 hours").unwrap()).unwrap().to_string(), "2031-01-04 06:00");
        assert_eq!(calendar.after(six, Length::parse("3 days").unwrap()).unwrap().to_string(), "2031-01-04", "days end with their day");
        assert_eq!(Length::parse("30 hours").unwrap().days(), Some(2));
        assert!(Length::parse("a while").unwrap_err().contains("42 days"));
    }

    #[test]
    fn offsets_are_read_or_refused() {
        assert_eq!(offset("+03:30"), Some(210));
        assert_eq!(offset("UTC"), Some(0));
        assert_eq!(offset("Elsewhere"), None);
        assert!(named_zone("Elsewhere/Town").is_none() && named_zone("Town").is_none());
    }

    #[test]
    fn a_named_zone_knows_when_its_clocks_change() {
        let calendar = Calendar { zone: named_zone("Europe/Vienna"), ..Calendar::default() };
        let day = |at: &str| calendar.moment_of(at.parse().unwrap()).day();
        assert_eq!(day("2031-01-10T22:30:00Z"), date(2031, 1, 10), "an hour ahead of UTC in winter");
        assert_eq!(day("2031-07-10T22:30:00Z"), date(2031, 7, 11), "two in summer");
    }
}
