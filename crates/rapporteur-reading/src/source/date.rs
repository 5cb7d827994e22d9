//! Days of publication as files write them.
//!
//! Decides: which writings of a date are taken. Must not know: times that a story names (that is `time`).

use jiff::civil::Date;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date as users are asked to write it: `2031-03-04`, alone or followed by a time.
pub(super) fn strict(value: &str) -> Option<Date> {
    let value = value.trim();
    let rest = value.get(10..)?;
    let time = rest.strip_prefix(['T', 't', ' ']).unwrap_or("");
    if !(rest.is_empty() || time.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    numbers(value.get(..10)?, '-')
}

/// A date as pages write it in their metadata. The day is the one written, whatever the time zone.
///
/// `03/04/2031` is not taken: it is two days, one in each half of the world.
pub(super) fn of_page(value: &str) -> Option<Date> {
    let value = value.trim();
    let head = value.get(..10).unwrap_or(value);
    numbers(head, '-').or_else(|| numbers(head, '/')).or_else(|| compact(value)).or_else(|| with_month_name(value))
}

fn numbers(value: &str, separator: char) -> Option<Date> {
    let mut parts = value.split(separator);
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || y.len() != 4 || m.len() != 2 || d.len() != 2 {
        return None;
    }
    day(y, m, d)
}

/// `20310304`, alone or followed by a time.
fn compact(value: &str) -> Option<Date> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 8 {
        return None;
    }
    day(value.get(..4)?, value.get(4..6)?, value.get(6..8)?)
}

/// `Tue, 04 Mar 2031 10:00:00 GMT`, `4 March 2031`, `March 4, 2031`.
fn with_month_name(value: &str) -> Option<Date> {
    let words: Vec<&str> = value.split([' ', ',', '\u{a0}']).filter(|w| !w.is_empty()).take(6).collect();
    let at = words.iter().position(|w| month(w).is_some())?;
    let m = month(words[at])?;
    let year = |w: &&str| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit());
    let number = |w: &&str| w.len() <= 2 && w.bytes().all(|b| b.is_ascii_digit());
    let before = at.checked_sub(1).and_then(|i| words.get(i)).filter(|w| number(w));
    let after = words.get(at + 1).filter(|w| number(w));
    let (d, y) = match (before, after) {
        (Some(d), _) => (d, words.get(at + 1).filter(|w| year(w))?),
        (None, Some(d)) => (d, words.get(at + 2).filter(|w| year(w))?),
        (None, None) => return None,
    };
    day(y, &m.to_string(), d)
}

fn month(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    MONTHS.iter().position(|m| *m == word).or_else(|| names.iter().position(|m| *m == word)).map(|i| i + 1)
}

fn day(y: &str, m: &str, d: &str) -> Option<Date> {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !(digits(y) && digits(m) && digits(d)) {
        return None;
    }
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn users_write_year_month_day() {
        let wanted = Some(date(2031, 3, 4));
        assert_eq!(strict("2031-03-04"), wanted);
        assert_eq!(strict(" 2031-03-04T23:59:00-08:00"), wanted);
        for wrong in ["4 March 2031", "2031-3-4", "2031-02-30", "2031-03-045", "04.03.2031", "2031-03-04 soon", "", "+031-03-04", "2031-03-0é"] {
            assert_eq!(strict(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn pages_write_many_forms_of_one_day() {
        for form in [
            "2031-03-04T10:00:00Z",
            "2031/03/04",
            "20310304",
            "20310304T1000",
            "Tue, 04 Mar 2031 10:00:00 GMT",
            "4 March 2031",
            "March 4, 2031, 10:15 a.m.",
            "Tuesday, Mar. 4, 2031",
        ] {
            assert_eq!(of_page(form), Some(date(2031, 3, 4)), "{form}");
        }
        for wrong in ["03/04/2031", "yesterday", "1930000000", "March 2031", "4 March", "32 March 2031", "éééééééééé"] {
            assert_eq!(of_page(wrong), None, "{wrong}");
        }
    }
}
