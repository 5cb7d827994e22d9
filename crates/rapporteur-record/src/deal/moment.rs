//! A day, or an hour of a day where one is stated.
//!
//! Decides: how a point in time is written, and how a day without an hour stands to an hour of that day.
//! Must not know: what is due then. An hour is the deal's own time; it is never made up where only the day is told.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use std::fmt;

/// Stands for "no hour is told", and comes after every minute of the day: a day that is due is due until its end.
const WHOLE: u16 = 24 * 60;

/// A day, or a minute of it, in the deal's time. Ordered by when it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    day: Date,
    minute: u16,
}

impl Moment {
    /// Before everything.
    pub const MIN: Moment = Moment { day: Date::MIN, minute: 0 };
    /// After everything.
    pub const MAX: Moment = Moment { day: Date::MAX, minute: WHOLE };

    /// The day, no hour told.
    pub fn on(day: Date) -> Moment {
        Moment { day, minute: WHOLE }
    }

    /// The minute of a day.
    pub fn at(when: DateTime) -> Moment {
        let minute = u16::try_from(i32::from(when.hour()) * 60 + i32::from(when.minute())).unwrap_or(0);
        Moment { day: when.date(), minute }
    }

    /// Its day.
    pub fn day(self) -> Date {
        self.day
    }

    /// Its hour and minute, where they are told.
    pub fn clock(self) -> Option<Time> {
        let (hour, minute) = (self.minute / 60, self.minute % 60);
        Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
    }

    /// The same hour, or none, of another day.
    #[must_use]
    pub fn moved_to(self, day: Date) -> Moment {
        Moment { day, ..self }
    }

    /// Whether it can have come by `now`: a day has come with its first minute.
    pub fn has_come(self, now: Moment) -> bool {
        self.day < now.day || (self.day == now.day && (self.minute == WHOLE || self.minute <= now.minute))
    }

    /// Whether both can be one point in time: the same day, and the same minute where both tell it.
    pub fn same(self, other: Moment) -> bool {
        self.day == other.day && (self.minute == other.minute || self.minute == WHOLE || other.minute == WHOLE)
    }

    /// When what ends then is over: the next day, or that very minute.
    pub fn over(self) -> Option<Moment> {
        if self.minute == WHOLE { self.day.tomorrow().ok().map(Moment::on) } else { Some(self) }
    }

    /// The first minute that it can mean.
    pub fn opening(self) -> DateTime {
        self.day.to_datetime(self.clock().unwrap_or(Time::midnight()))
    }

    /// So many minutes later (or earlier) by the clocks of `zone`; `None` where no hour is told.
    pub fn plus_minutes(self, minutes: i64, zone: &TimeZone) -> Option<Moment> {
        let at = self.day.to_datetime(self.clock()?).to_zoned(zone.clone()).ok()?;
        at.checked_add(minutes.minutes()).ok().map(|z| Moment::at(z.datetime()))
    }

    /// Reads `2031-05-06`, `2031-05-06T06:00` or `2031-05-06 06:00`; nothing with an offset, for that is not the deal's own time.
    pub fn parse(text: &str) -> Option<Moment> {
        if !text.contains(['T', ' ']) {
            return text.parse().ok().map(Moment::on);
        }
        if text.ends_with(['Z', 'z']) || text.get(10..).is_some_and(|t| t.contains(['+', '-', '['])) {
            return None;
        }
        text.replacen(' ', "T", 1).parse::<DateTime>().ok().map(Moment::at)
    }

    /// As programs write it: `2031-05-06`, `2031-05-06T06:00`.
    pub fn iso(self) -> String {
        self.to_string().replace(' ', "T")
    }
}

impl From<Date> for Moment {
    fn from(day: Date) -> Moment {
        Moment::on(day)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.clock() {
            Some(_) => write!(f, "{} {:02}:{:02}", self.day, self.minute / 60, self.minute % 60),
            None => write!(f, "{}", self.day),
        }
    }
}

/// How late something is, or was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Late {
    /// Minutes; whole days where the hour is not told on both sides.
    minutes: i64,
}

impl Late {
    /// From the last moment in time to `done`; `None` where it was in time, or may have been.
    pub fn between(due: Moment, done: Moment) -> Option<Late> {
        let days = super::calendar::days_between(due.day, done.day);
        let exact = |m: Moment| m.clock().map(|_| i64::from(m.minute));
        let minutes = match (exact(due), exact(done)) {
            (Some(a), Some(b)) => days * i64::from(WHOLE) + b - a,
            _ => days * i64::from(WHOLE),
        };
        (minutes > 0).then_some(Late { minutes })
    }

    /// Whole days of it.
    pub fn days(self) -> i64 {
        self.minutes / i64::from(WHOLE)
    }
}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match self.minutes {
            m if m < 60 => (m, "minute"),
            m if m < i64::from(WHOLE) => (m / 60, "hour"),
            m => (m / i64::from(WHOLE), "day"),
        };
        write!(f, "{n} {unit}{} late", if n == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn a_day_without_an_hour_is_due_until_its_end_and_has_come_with_its_first_minute() {
        assert!(m("2031-05-06 23:59") < m("2031-05-06") && m("2031-05-06") < m("2031-05-07 00:00"));
        assert!(m("2031-05-06").has_come(m("2031-05-06 00:00")));
        assert!(!m("2031-05-06 06:00").has_come(m("2031-05-06 05:59")) && m("2031-05-06 06:00").has_come(m("2031-05-06")));
    }

    #[test]
    fn hours_follow_the_clocks_of_the_zone() {
        let zone = super::super::calendar::named_zone("Europe/Vienna").unwrap();
        // The clocks go forward in the night to 30 March 2031: three days of hours end an hour later by the clock.
        assert_eq!(m("2031-03-28T06:00").plus_minutes(72 * 60, &zone), Some(m("2031-03-31T07:00")));
        assert_eq!(m("2031-03-28").plus_minutes(60, &zone), None);
    }

    #[test]
    fn times_with_an_offset_are_not_the_deals_own() {
        assert!(Moment::parse("2031-05-06T06:00Z").is_none() && Moment::parse("2031-05-06T06:00+03:00").is_none());
        assert_eq!(m("2031-05-06T06:00:00").to_string(), "2031-05-06 06:00");
    }

    #[test]
    fn lateness_is_told_as_exactly_as_both_sides_tell_it() {
        let late = |a: &str, b: &str| Late::between(m(a), m(b)).map(|l| l.to_string());
        assert_eq!(late("2031-05-06 06:00", "2031-05-06 09:10").as_deref(), Some("3 hours late"));
        assert_eq!(late("2031-05-06 06:00", "2031-05-06"), None);
        assert_eq!(late("2031-05-06 06:00", "2031-05-07").as_deref(), Some("1 day late"));
    }
}
