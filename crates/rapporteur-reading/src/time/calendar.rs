//! Arithmetic on days.
//!
//! Decides: which days a period takes in. Must not know: words. Nothing here fails: a day outside the calendar is `None`.

use super::lexicon::Unit;
use jiff::Span;
use jiff::civil::Date;

/// First and last day, both counted.
pub(super) type Days = (Date, Date);

/// The day `n` days after.
pub(super) fn plus(date: Date, n: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(n).ok()?).ok()
}

/// The first of the month `n` months after that of `date`.
fn month_start(date: Date, n: i64) -> Option<Date> {
    date.first_of_month().checked_add(Span::new().try_months(n).ok()?).ok()
}

/// The days of a month.
pub(super) fn month(year: i16, month: i8) -> Option<Days> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// The days of a year.
pub(super) fn year(year: i16) -> Option<Days> {
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

/// The days of a quarter, from 0.
pub(super) fn quarter(in_year: i16, quarter: i8) -> Option<Days> {
    let first = Date::new(in_year, 3 * quarter + 1, 1).ok()?;
    Some((first, month_start(first, 2)?.last_of_month()))
}

/// The Monday of the day's week.
pub(super) fn monday(date: Date) -> Option<Date> {
    plus(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// The calendar unit that holds `date`, `by` units on.
pub(super) fn unit(date: Date, unit: Unit, by: i64) -> Option<Days> {
    match unit {
        Unit::Day => plus(date, by).map(|d| (d, d)),
        Unit::Week => plus(monday(date)?, by.checked_mul(7)?).and_then(|d| Some((d, plus(d, 6)?))),
        Unit::Weekend => plus(monday(date)?, by.checked_mul(7)?.checked_add(5)?).and_then(|d| Some((d, plus(d, 1)?))),
        Unit::Month => month_start(date, by).map(|d| (d, d.last_of_month())),
        Unit::Quarter => {
            let first = month_start(date, by.checked_mul(3)?)?;
            quarter(first.year(), (first.month() - 1) / 3)
        }
        Unit::Year => year(i16::try_from(i64::from(date.year()).checked_add(by)?).ok()?),
        Unit::Decade => {
            let first = i64::from(date.year()).div_euclid(10).checked_add(by)?.checked_mul(10)?;
            Some((year(i16::try_from(first).ok()?)?.0, year(i16::try_from(first.checked_add(9)?).ok()?)?.1))
        }
    }
}

/// The day `n` units away.
pub(super) fn away(date: Date, unit: Unit, n: i64) -> Option<Date> {
    let months = |each: i64| date.checked_add(Span::new().try_months(n.checked_mul(each)?).ok()?).ok();
    match unit {
        Unit::Day => plus(date, n),
        Unit::Week | Unit::Weekend => plus(date, n.checked_mul(7)?),
        // A month of a run is thirty days, so that "the past month" ends and begins in the same manner whatever the month.
        Unit::Month => plus(date, n.checked_mul(30)?),
        Unit::Quarter => months(3),
        Unit::Year => months(12),
        Unit::Decade => months(120),
    }
}

/// The part of a period between two of its twelfths.
pub(super) fn part(days: Days, (from, to): (i64, i64)) -> Option<Days> {
    let length = i64::from(days.0.until(days.1).ok()?.get_days()) + 1;
    let first = plus(days.0, length * from / 12)?;
    let last = plus(days.0, length * to / 12 - 1)?;
    Some((first, last.max(first)))
}

/// The day on which weekday `number` (from Monday, 0) falls: the last one up to `date`, or the first one from it on.
pub(super) fn weekday(date: Date, number: i8, ahead: bool) -> Option<Date> {
    let today = i64::from(date.weekday().to_monday_zero_offset());
    let number = i64::from(number);
    plus(date, if ahead { (number - today).rem_euclid(7) } else { -(today - number).rem_euclid(7) })
}

/// Of candidates around a day, the one that lies behind it, ahead of it, or nearest to it (the earlier of two).
pub(super) fn choose(candidates: impl Iterator<Item = Days>, published: Date, toward: i64) -> Option<Days> {
    let distance = |days: &Days| {
        let to = |d: Date| published.until(d).map_or(i64::MAX, |s| i64::from(s.get_days()));
        let (first, last) = (to(days.0), to(days.1));
        if first <= 0 && last >= 0 {
            0
        } else if first > 0 {
            first
        } else {
            last
        }
    };
    let fits = |days: &Days| match toward {
        0 => true,
        1.. => days.1 >= published,
        _ => days.0 <= published,
    };
    candidates.filter(fits).min_by_key(|days| (distance(days).abs(), days.0))
}
