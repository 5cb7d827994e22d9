//! How a time expression is put together.
//!
//! Decides: which words from a given one on name a time, and which days they mean. Must not know: whose statement it belongs to.

use super::calendar::{self, Days};
use super::lexicon::{LEXICON, Unit, UnitEntry, Way};
use super::words::{Gap, Word, spells, tense};
use super::{AGO, AHEAD, DATE, DAY_WORD, MONTH, PERIOD, RUN, STAGE, STORY, WEEKDAY, YEAR};
use crate::rule::Rule;
use jiff::civil::Date;
use rapporteur_record::Granularity;

/// An expression: the word after its last, and what it means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    pub(super) end: usize,
    pub(super) days: Option<Days>,
    pub(super) granularity: Granularity,
    pub(super) relative: bool,
    pub(super) rule: Rule,
}

/// The longest expression from word `at` on, with what leads it.
pub(super) fn at(words: &[Word], at: usize, published: Option<Date>) -> Option<Phrase> {
    let lead = LEXICON.preposition.iter().find(|p| words.get(at).is_some_and(|w| w.lower == p.words));
    let reader = |first: usize, lead: Option<i64>| Reader { words, at: first, begin: at, lead, published }.read();
    match lead {
        Some(lead) if words.get(at + 1).is_some_and(|w| w.gap == Gap::Space) => {
            let found = counted_ahead(words, at, published).or_else(|| reader(at + 1, Some(lead.toward)));
            // "for" leads many things: only a day makes it a time. "of" leads a year or a weekday ("the accord of 2030").
            found.filter(|p| lead.words != "for" || p.granularity == Granularity::Day).filter(|p| lead.words != "of" || p.rule.code == YEAR.code)
        }
        _ => reader(at, None),
    }
}

/// One attempt at one place.
struct Reader<'a> {
    words: &'a [Word],
    /// The first word after what leads.
    at: usize,
    /// The first word of all.
    begin: usize,
    /// Which way the leading word points; `None` where nothing leads.
    lead: Option<i64>,
    published: Option<Date>,
}

impl<'a> Reader<'a> {
    fn read(&self) -> Option<Phrase> {
        self.iso()
            .or_else(|| self.dated_weekday())
            .or_else(|| self.date(self.at))
            .or_else(|| self.staged())
            .or_else(|| self.half())
            .or_else(|| self.ago())
            .or_else(|| self.day_word())
            .or_else(|| self.weekday())
            .or_else(|| self.period(self.at, self.lead.is_some()))
    }

    fn word(&self, at: usize) -> Option<&'a Word> {
        self.words.get(at)
    }

    fn lower(&self, at: usize) -> &'a str {
        self.word(at).map_or("", |w| w.lower.as_str())
    }

    fn near(&self, at: usize) -> bool {
        self.word(at).is_some_and(|w| w.gap == Gap::Space)
    }

    /// Which way it points: by what leads it, else by the tense around it.
    fn toward(&self, end: usize) -> i64 {
        match self.lead {
            Some(toward) if toward != 0 => toward,
            _ => tense(self.words, self.begin, end),
        }
    }

    /// The day meant among those of several years. A day that has just gone by is meant even where the tense around it points ahead ("it must end, and
    /// we regret the decision of 9 January"); not so where a word such as "by" leads it.
    fn of_years(&self, days: Vec<Days>, published: Date, end: usize) -> Option<Days> {
        const JUST: i32 = 45;
        let meant = calendar::choose(days.iter().copied(), published, self.toward(end))?;
        let led = self.lead.is_some_and(|toward| toward != 0);
        let gone = |d: &Days| published.since(d.0).is_ok_and(|s| (1..=JUST).contains(&s.get_days()));
        let back = days.into_iter().find(|d| !led && meant.0 > published && gone(d));
        Some(back.filter(|_| published.until(meant.0).is_ok_and(|s| s.get_days() > 365 - JUST - 1)).unwrap_or(meant))
    }

    /// "2031-03-04".
    fn iso(&self) -> Option<Phrase> {
        let (y, m, d) = (self.word(self.at)?, self.word(self.at + 1)?, self.word(self.at + 2)?);
        let shaped = m.gap == Gap::Hyphen && d.gap == Gap::Hyphen && (y.lower.len(), m.lower.len(), d.lower.len()) == (4, 2, 2);
        let (y, m, d) = (number(&y.lower)?, number(&m.lower)?, number(&d.lower)?);
        let day = Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
        shaped.then(|| Phrase { end: self.at + 3, days: day.map(|d| (d, d)), granularity: Granularity::Day, relative: false, rule: DATE })
    }

    /// "Tuesday, 4 March".
    fn dated_weekday(&self) -> Option<Phrase> {
        LEXICON.weekday_of(self.lower(self.at)).filter(|_| self.word(self.at).is_some_and(|w| w.capital))?;
        let next = self.word(self.at + 1).filter(|w| matches!(w.gap, Gap::Space | Gap::Comma | Gap::Stop))?;
        let first = self.at + 1 + usize::from(next.lower == "the");
        self.date(first)
    }

    /// "4 March 2031", "March 4, 2031", "the 3rd of October", with a year or without.
    fn date(&self, at: usize) -> Option<Phrase> {
        let at = at + usize::from(self.lower(at) == "the" && at == self.at);
        let (day, month, end) = self.day_first(at).or_else(|| self.month_first(at))?;
        let year = self.year(end, true);
        let end = end + usize::from(year.is_some());
        let days = match (year, self.published) {
            (Some(year), _) => Date::new(year, month, day).ok().map(|d| (d, d)),
            (None, Some(published)) => {
                let years = (-4..=4).filter_map(|n| Date::new(published.year().checked_add(n)?, month, day).ok());
                self.of_years(years.map(|d| (d, d)).collect(), published, end)
            }
            (None, None) => None,
        };
        Some(Phrase { end, days, granularity: Granularity::Day, relative: year.is_none(), rule: DATE })
    }

    fn day_first(&self, at: usize) -> Option<(i8, i8, usize)> {
        let day = day_number(self.lower(at))?;
        let of = usize::from(self.lower(at + 1) == "of" && self.near(at + 1));
        let (month, _) = self.month_at(at + 1 + of).filter(|_| self.near(at + 1 + of))?;
        Some((day, month, at + 2 + of))
    }

    fn month_first(&self, at: usize) -> Option<(i8, i8, usize)> {
        let (month, full) = self.month_at(at)?;
        let next = self.word(at + 1).filter(|w| w.gap == Gap::Space || (w.gap == Gap::Stop && !full))?;
        Some((day_number(&next.lower)?, month, at + 2))
    }

    fn month_at(&self, at: usize) -> Option<(i8, bool)> {
        let word = self.word(at).filter(|w| w.capital)?;
        LEXICON.month_of(&word.lower).map(|(m, full)| (m + 1, full))
    }

    /// A year of four digits; after a day or month a comma may stand before it.
    fn year(&self, at: usize, after_month: bool) -> Option<i16> {
        let word = self.word(at)?;
        let apart = word.gap == Gap::Space || (after_month && matches!(word.gap, Gap::Comma));
        let joined = self.word(at + 1).is_some_and(|w| w.gap == Gap::Hyphen);
        let year = number(&word.lower).filter(|_| word.lower.len() == 4)?;
        (apart && !joined && (1500..2300).contains(&year)).then_some(year as i16)
    }

    /// "early March", "mid-2030", "the end of the month".
    fn staged(&self) -> Option<Phrase> {
        let (stage, n) = LEXICON.stage.iter().find_map(|s| Some((s, spells(self.words, self.at, &s.words)?)))?;
        let mut at = self.at + n;
        if !(self.near(at) || self.word(at).is_some_and(|w| w.gap == Gap::Hyphen)) {
            return None;
        }
        if self.lower(at) == "the" && stage.words.contains(' ') {
            at += 1;
            if let Some(unit) = LEXICON.unit_of(self.lower(at)).filter(|u| u.unit != Unit::Day && self.near(at)) {
                return self.stage_of(self.calendar(unit, 0, at + 1), stage.twelfths);
            }
        }
        let inner = self.period(at, true).filter(|p| p.granularity != Granularity::Day)?;
        self.stage_of(inner, stage.twelfths)
    }

    fn stage_of(&self, inner: Phrase, twelfths: (i64, i64)) -> Option<Phrase> {
        let granularity = match inner.granularity {
            Granularity::Week => Granularity::Days,
            Granularity::Year => Granularity::Months,
            other => other,
        };
        Some(Phrase { days: inner.days.and_then(|d| calendar::part(d, twelfths)), granularity, rule: STAGE, ..inner })
    }

    /// "earlier this year", "later this week".
    fn half(&self) -> Option<Phrase> {
        let half = LEXICON.half.iter().find(|h| h.words == self.lower(self.at))?;
        let this = self.at + 1;
        let unit = LEXICON.unit_of(self.lower(this + 1)).filter(|_| self.lower(this) == "this" && self.near(this) && self.near(this + 1))?;
        let whole = self.calendar(unit, 0, this + 2);
        let cut = |(first, last): Days, published: Date| if half.side < 0 { (first, published) } else { (published, last) };
        Some(Phrase { days: whole.days.zip(self.published).map(|(d, p)| cut(d, p)), rule: STAGE, ..whole })
    }

    /// "two days ago", "two days earlier".
    fn ago(&self) -> Option<Phrase> {
        let ((least, most), unit, end) = counted(self.words, self.at)?;
        let how = self.word(end).filter(|w| w.gap == Gap::Space)?;
        if matches!(how.lower.as_str(), "earlier" | "later" | "before" | "after") {
            let plain = how.lower == "earlier" || how.lower == "later";
            return plain.then(|| self.story(unit, end + 1));
        }
        if how.lower != "ago" {
            return None;
        }
        let days = self.published.and_then(|p| match unit.unit {
            _ if least != most => Some((calendar::away(p, unit.unit, -most)?, calendar::away(p, unit.unit, -least)?)),
            other => calendar::unit(p, other, -least),
        });
        let granularity = if least == most { of_unit(unit.unit) } else { of_run(unit.unit) };
        Some(Phrase { end: end + 1, days, granularity, relative: true, rule: AGO })
    }

    /// "yesterday", "this morning".
    fn day_word(&self) -> Option<Phrase> {
        let (day, n) = LEXICON.day.iter().find_map(|d| Some((d, spells(self.words, self.at, &d.words)?)))?;
        let end = self.part_of_day(self.at + n);
        let days = self.published.and_then(|p| calendar::plus(p, day.offset)).map(|d| (d, d));
        Some(Phrase { end, days, granularity: Granularity::Day, relative: true, rule: DAY_WORD })
    }

    fn part_of_day(&self, end: usize) -> usize {
        end + usize::from(self.near(end) && LEXICON.part_of_day.iter().any(|p| p.words == self.lower(end)))
    }

    /// "Tuesday night", "last Tuesday", "the following Monday", "Monday of last week".
    fn weekday(&self) -> Option<Phrase> {
        let article = usize::from(self.lower(self.at) == "the");
        let shift = LEXICON.shift.iter().find(|s| s.words == self.lower(self.at + article)).filter(|_| self.near(self.at + article + 1));
        let at = self.at + if shift.is_some() { article + 1 } else { 0 };
        let (number, full) = self.word(at).filter(|w| w.capital).and_then(|w| LEXICON.weekday_of(&w.lower))?;
        if !full {
            return None;
        }
        let end = self.part_of_day(at + 1);
        if shift.is_none()
            && let Some(found) = self.of_week(number, end)
        {
            return Some(found);
        }
        let story = shift.is_some_and(|s| s.way != Way::Calendar);
        let days = self.published.filter(|_| !story).and_then(|p| match shift.map(|s| s.by) {
            None => calendar::weekday(p, number, self.toward(end) > 0),
            Some(0) => calendar::plus(calendar::monday(p)?, i64::from(number)),
            Some(by) if by < 0 => calendar::weekday(calendar::plus(p, -1)?, number, false),
            Some(_) => calendar::weekday(calendar::plus(p, 1)?, number, true),
        });
        let rule = if story { STORY } else { WEEKDAY };
        Some(Phrase { end, days: days.map(|d| (d, d)), granularity: Granularity::Day, relative: true, rule })
    }

    fn of_week(&self, number: i8, end: usize) -> Option<Phrase> {
        let at = end + usize::from(self.lower(end) == "of");
        let shift = LEXICON.shift.iter().find(|s| s.words == self.lower(at) && s.way == Way::Calendar)?;
        if !(self.near(at) && self.near(at + 1) && self.lower(at + 1) == "week") {
            return None;
        }
        let days = self.published.and_then(|p| calendar::plus(calendar::unit(p, Unit::Week, shift.by)?.0, i64::from(number)));
        Some(Phrase { end: at + 2, days: days.map(|d| (d, d)), granularity: Granularity::Day, relative: true, rule: WEEKDAY })
    }

    /// A month, year, quarter, season or placed unit. `led`: a bare name needs something before it, for "March" is also a verb, "2030" a number.
    fn period(&self, at: usize, led: bool) -> Option<Phrase> {
        let article = usize::from(self.lower(at) == "the");
        let shift = LEXICON.shift.iter().find(|s| s.words == self.lower(at + article)).filter(|_| self.near(at + article + 1));
        if let Some(shift) = shift {
            return self.shifted(at + article + 1, shift.way, shift.by, article > 0);
        }
        if article > 0 {
            return self.articled(at + 1);
        }
        if let Some((month, full)) = self.month_at(at) {
            let year = self.year(at + 1, true);
            let possessive = self.word(at + 1).is_some_and(|w| w.gap == Gap::Apostrophe) && !matches!(self.lower(at), "march" | "may" | "august");
            return (year.is_some() || (full && (led || possessive))).then(|| self.month(month, year, at + 1 + usize::from(year.is_some()), 0));
        }
        if let Some(year) = self.year(at, false).filter(|_| led) {
            return Some(Phrase { end: at + 1, days: calendar::year(year), granularity: Granularity::Year, relative: false, rule: YEAR });
        }
        let season = LEXICON.season.iter().any(|s| s.words == self.lower(at));
        season.then_some(())?;
        self.year(at + 1, true)?;
        Some(Phrase { end: at + 2, days: None, granularity: Granularity::Months, relative: false, rule: PERIOD })
    }

    /// After "the": "the weekend", "the 2030s", "the second quarter of 2030", "the autumn of 2030".
    fn articled(&self, at: usize) -> Option<Phrase> {
        let word = self.word(at).filter(|w| w.gap == Gap::Space)?;
        if LEXICON.unit_of(&word.lower).is_some_and(|u| u.unit == Unit::Weekend) {
            return Some(self.weekend(at + 1));
        }
        if let Some(decade) = word.lower.strip_suffix('s').and_then(number).filter(|y| (1500..2300).contains(y) && y % 10 == 0) {
            let days = calendar::year(decade as i16).zip(calendar::year(decade as i16 + 9)).map(|(a, b)| (a.0, b.1));
            return Some(Phrase { end: at + 1, days, granularity: Granularity::Year, relative: false, rule: YEAR });
        }
        let of = |at: usize| self.year(at + 1, false).filter(|_| self.lower(at) == "of");
        if LEXICON.season.iter().any(|s| s.words == word.lower) {
            of(at + 1)?;
            return Some(Phrase { end: at + 3, days: None, granularity: Granularity::Months, relative: false, rule: PERIOD });
        }
        let ordinal = ["first", "second", "third", "fourth"].iter().position(|o| *o == word.lower)?;
        if self.lower(at + 1) != "quarter" {
            return None;
        }
        let year = of(at + 2)?;
        let days = calendar::quarter(year, i8::try_from(ordinal).ok()?);
        Some(Phrase { end: at + 4, days, granularity: Granularity::Months, relative: false, rule: PERIOD })
    }

    /// "last week", "the past two weeks", "in recent days", "last March", "this summer".
    fn shifted(&self, at: usize, way: Way, by: i64, article: bool) -> Option<Phrase> {
        if let Some((month, true)) = self.month_at(at) {
            return Some(if way == Way::Calendar { self.month(month, None, at + 1, if by == 0 { 2 } else { by * 3 }) } else { self.named_story(at + 1) });
        }
        if LEXICON.season.iter().any(|s| s.words == self.lower(at)) {
            return Some(Phrase { end: at + 1, days: None, granularity: Granularity::Months, relative: true, rule: PERIOD });
        }
        if let Some(((_, most), unit, end)) = counted(self.words, at).filter(|(_, _, end)| *end > at + 1 && way != Way::Story && by != 0) {
            return Some(self.run(unit, most.checked_mul(by)?, end));
        }
        let unit = LEXICON.unit_of(self.lower(at))?;
        let plural = unit.names.iter().skip(1).any(|n| n == self.lower(at));
        match way {
            Way::Story => (!plural).then(|| self.story(unit, at + 1)),
            Way::Run if plural => (unit.recent > 0).then(|| self.recent(unit, by, at + 1)),
            Way::Run if article => Some(self.run(unit, by, at + 1)),
            Way::Calendar if !plural && unit.unit != Unit::Day => Some(self.calendar(unit, by, at + 1)),
            _ => None,
        }
    }

    /// A calendar unit: the present one, or so many on.
    fn calendar(&self, unit: &UnitEntry, by: i64, end: usize) -> Phrase {
        let days = self.published.and_then(|p| calendar::unit(p, unit.unit, by));
        Phrase { end, days, granularity: of_unit(unit.unit), relative: true, rule: PERIOD }
    }

    fn weekend(&self, end: usize) -> Phrase {
        let ahead = self.toward(end) > 0;
        let days = self.published.and_then(|p| {
            let this = calendar::unit(p, Unit::Weekend, 0)?;
            if ahead || this.0 <= p { Some(this) } else { calendar::unit(p, Unit::Weekend, -1) }
        });
        Phrase { end, days, granularity: Granularity::Days, relative: true, rule: PERIOD }
    }

    /// A run of days up to the publication, or from it on.
    fn run(&self, unit: &UnitEntry, count: i64, end: usize) -> Phrase {
        let days = self.published.and_then(|p| calendar::away(p, unit.unit, count).map(|other| (p.min(other), p.max(other))));
        Phrase { end, days, granularity: of_run(unit.unit), relative: true, rule: RUN }
    }

    fn recent(&self, unit: &UnitEntry, by: i64, end: usize) -> Phrase {
        let days = self.published.and_then(|p| calendar::plus(p, unit.recent * by).map(|other| (p.min(other), p.max(other))));
        Phrase { end, days, granularity: of_run(unit.unit), relative: true, rule: RUN }
    }

    /// Counted from another time of the story: not resolved.
    fn story(&self, unit: &UnitEntry, end: usize) -> Phrase {
        Phrase { end, days: None, granularity: of_unit(unit.unit), relative: true, rule: STORY }
    }

    fn named_story(&self, end: usize) -> Phrase {
        Phrase { end, days: None, granularity: Granularity::Month, relative: true, rule: STORY }
    }

    /// A month, of a year, or near the publication. `shift`: 0 by tense, 2 this year's, below and above that the last and the next one.
    fn month(&self, month: i8, year: Option<i16>, end: usize, shift: i64) -> Phrase {
        let days = match (year, self.published) {
            (Some(year), _) => calendar::month(year, month),
            (None, Some(p)) => {
                let years = |from: i16, to: i16| (from..=to).filter_map(move |n| calendar::month(p.year().checked_add(n)?, month));
                match shift {
                    0 => calendar::choose(years(-1, 1), p, self.toward(end)),
                    2 => calendar::month(p.year(), month),
                    ..0 => years(-1, 0).filter(|d| d.1 < p.first_of_month()).max(),
                    _ => years(0, 1).find(|d| d.0 > p.last_of_month()),
                }
            }
            (None, None) => None,
        };
        Phrase { end, days, granularity: Granularity::Month, relative: year.is_none(), rule: MONTH }
    }
}

/// "in two weeks", "within ten days", where something lies ahead: "in two weeks of talks" and "the first time in two weeks" are no times.
fn counted_ahead(words: &[Word], at: usize, published: Option<Date>) -> Option<Phrase> {
    let lead = words.get(at)?.lower.as_str();
    let ((least, most), unit, end) = counted(words, at + 1).filter(|_| matches!(lead, "in" | "within"))?;
    let of = words.get(end).is_some_and(|w| w.gap == Gap::Space && matches!(w.lower.as_str(), "of" | "ago"));
    if of || (lead == "in" && tense(words, at, end) <= 0) {
        return None;
    }
    let days = published.and_then(|p| match lead {
        "within" => Some((p, calendar::away(p, unit.unit, most)?)),
        _ if least != most => Some((calendar::away(p, unit.unit, least)?, calendar::away(p, unit.unit, most)?)),
        _ => calendar::unit(p, unit.unit, most),
    });
    let granularity = if lead == "in" && least == most { of_unit(unit.unit) } else { of_run(unit.unit) };
    Some(Phrase { end, days, granularity, relative: true, rule: AHEAD })
}

/// "two weeks", "a few days", bare "days": how many of which unit, and the word after.
fn counted(words: &[Word], at: usize) -> Option<((i64, i64), &'static UnitEntry, usize)> {
    let worded = LEXICON.number.iter().find_map(|n| Some((n.range, at + spells(words, at, &n.words)?)));
    let digits = || number(&words.get(at)?.lower).filter(|n| (1..=1000).contains(n)).map(|n| ((n, n), at + 1));
    let (range, next) = worded.or_else(digits).unwrap_or(((2, 5), at));
    let word = words.get(next).filter(|w| next == at || w.gap == Gap::Space)?;
    let unit = LEXICON.unit_of(&word.lower)?;
    let plural = unit.names.iter().skip(1).any(|n| *n == word.lower);
    (plural == (range.1 > 1)).then_some((range, unit, next + 1))
}

fn of_unit(unit: Unit) -> Granularity {
    match unit {
        Unit::Day => Granularity::Day,
        Unit::Week => Granularity::Week,
        Unit::Weekend => Granularity::Days,
        Unit::Month => Granularity::Month,
        Unit::Quarter => Granularity::Months,
        Unit::Year | Unit::Decade => Granularity::Year,
    }
}

fn of_run(unit: Unit) -> Granularity {
    match unit {
        Unit::Day | Unit::Weekend => Granularity::Days,
        Unit::Week => Granularity::Week,
        Unit::Month | Unit::Quarter => Granularity::Months,
        Unit::Year | Unit::Decade => Granularity::Year,
    }
}

fn number(word: &str) -> Option<i64> {
    (!word.is_empty() && word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}

/// 1 to 31, "3rd" too. Days that a month lacks stay in, so that they are found and left unresolved.
fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
    number(digits).filter(|n| digits.len() <= 2 && (1..=31).contains(n)).and_then(|n| i8::try_from(n).ok())
}
