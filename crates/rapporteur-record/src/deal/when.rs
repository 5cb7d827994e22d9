//! Points in time as a clause words them.
//!
//! Decides: the wording (`3 days after start of one`) and what it hangs on. Must not know: which day that is.

use super::Moment;
use super::calendar::Length;
use std::fmt;

/// What a point in time hangs on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// A day of the calendar, or an hour of it.
    Date(Moment),
    /// The signature.
    Signature,
    /// The entry into force.
    InForce,
    /// The first day of a phase.
    StartOf(String),
    /// The last day of a phase.
    EndOf(String),
    /// The day an obligation is wholly done.
    FulfilmentOf(String),
    /// Each day a part of an obligation is done.
    EachPartOf(String),
    /// The day a named happening occurs.
    Event(String),
    /// The day it ceases.
    EndOfEvent(String),
    /// The first day a power is used.
    ExerciseOf(String),
}

impl Anchor {
    /// The short name it refers to.
    pub fn refers_to(&self) -> Option<&str> {
        match self {
            Anchor::Date(_) | Anchor::Signature | Anchor::InForce => None,
            Anchor::StartOf(id)
            | Anchor::EndOf(id)
            | Anchor::FulfilmentOf(id)
            | Anchor::EachPartOf(id)
            | Anchor::Event(id)
            | Anchor::EndOfEvent(id)
            | Anchor::ExerciseOf(id) => Some(id),
        }
    }

    fn parse(text: &str) -> Option<Anchor> {
        let words: Vec<&str> = text.split_whitespace().filter(|w| !matches!(*w, "the" | "phase")).collect();
        Some(match words.as_slice() {
            ["signature"] => Anchor::Signature,
            ["entry", "into", "force"] => Anchor::InForce,
            ["start", "of", id] => Anchor::StartOf((*id).to_owned()),
            ["end", "of", "event", id] => Anchor::EndOfEvent((*id).to_owned()),
            ["end", "of", id] => Anchor::EndOf((*id).to_owned()),
            ["fulfilment", "of", id] => Anchor::FulfilmentOf((*id).to_owned()),
            ["each", "part", "of", id] => Anchor::EachPartOf((*id).to_owned()),
            ["event", id] => Anchor::Event((*id).to_owned()),
            ["exercise", "of", id] => Anchor::ExerciseOf((*id).to_owned()),
            [day] => Anchor::Date(Moment::parse(day)?),
            [day, time] if time.contains(':') => Anchor::Date(Moment::parse(&format!("{day}T{time}"))?),
            _ => return None,
        })
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Anchor::Date(d) => write!(f, "{d}"),
            Anchor::Signature => write!(f, "signature"),
            Anchor::InForce => write!(f, "entry into force"),
            Anchor::StartOf(id) => write!(f, "start of {id}"),
            Anchor::EndOf(id) => write!(f, "end of {id}"),
            Anchor::FulfilmentOf(id) => write!(f, "fulfilment of {id}"),
            Anchor::EachPartOf(id) => write!(f, "each part of {id}"),
            Anchor::Event(id) => write!(f, "event {id}"),
            Anchor::EndOfEvent(id) => write!(f, "end of event {id}"),
            Anchor::ExerciseOf(id) => write!(f, "exercise of {id}"),
        }
    }
}

/// A point in time: an anchor, or some length after or before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// How far from the anchor, and whether after it (true) or before it.
    pub offset: Option<(Length, bool)>,
    /// What it hangs on.
    pub anchor: Anchor,
}

impl When {
    /// That day, or hour.
    pub fn on(day: impl Into<Moment>) -> When {
        When { offset: None, anchor: Anchor::Date(day.into()) }
    }

    /// Reads `2031-05-06`, `start of one`, `3 working days after event ceasefire`, `2 weeks before end of one`.
    pub fn parse(text: &str) -> Result<When, String> {
        let text = text.trim();
        if let Some(anchor) = Anchor::parse(text) {
            return Ok(When { offset: None, anchor });
        }
        let help = || {
            format!(
                "`{text}` names no point in time; write a date (`2031-05-06`, or `2031-05-06 06:00` in the deal's time), an anchor (`signature`, `entry into force`, `start of PHASE`, `end of PHASE`, `fulfilment of OBLIGATION`, `each part of OBLIGATION`, `event NAME`, `end of event NAME`, `exercise of POWER`), or a length `after` or `before` one (`3 days after start of one`)"
            )
        };
        if let Some(help) = advice(text) {
            return Err(help);
        }
        let (length, rest, after) = match (text.split_once(" after "), text.split_once(" before ")) {
            (Some((l, r)), _) => (l, r, true),
            (None, Some((l, r))) => (l, r, false),
            (None, None) => return Err(help()),
        };
        let length = Length::parse(length)?;
        let anchor = Anchor::parse(rest).ok_or_else(help)?;
        Ok(When { offset: Some((length, after)), anchor })
    }
}

/// What is meant by wordings that people try.
fn advice(text: &str) -> Option<String> {
    let dated = text.get(..10).is_some_and(|d| d.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() }));
    if dated && (text.ends_with(['Z', 'z']) || text.get(16..).is_some_and(|t| t.contains(['+', '-', '[']))) {
        return Some(format!("`{text}` has an offset of its own; write the hour in the deal's time, `{}`, and the zone once in `[calendar]`", text.get(..16)?));
    }
    if dated {
        return Some(format!("`{text}` is no day or hour that the calendar has; write it as `2031-05-06`, or `2031-05-06 06:00` in the deal's time"));
    }
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let low = text.to_lowercase();
    let month = low.split(|c: char| !c.is_alphanumeric()).any(|w| MONTHS.iter().any(|m| w.starts_with(m)));
    let figures = text.bytes().any(|b| b.is_ascii_digit());
    if month && figures && !low.contains(" after ") && !low.contains(" before ") {
        return Some(format!("`{text}` is a date in words; write it in figures, year first: `2031-05-06`"));
    }
    let (length, of) = low.strip_prefix("within ")?.split_once(" of ")?;
    Some(format!("write `{length} after fulfilment of {of}`, or whatever `{of}` is: `start of`, `end of`, `each part of`, `event`"))
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.offset {
            Some((length, after)) => write!(f, "{length} {} {}", if *after { "after" } else { "before" }, self.anchor),
            None => write!(f, "{}", self.anchor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_read_and_print_the_same() {
        for text in [
            "2031-05-06",
            "2031-05-06 06:00",
            "72 hours after 2031-05-06 06:00",
            "signature",
            "3 days after start of one",
            "2 weeks before end of one",
            "1 working day after each part of give",
            "end of event talks",
        ] {
            assert_eq!(When::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(When::parse("start of phase one").unwrap(), When::parse("start of one").unwrap());
        assert!(When::parse("soon").unwrap_err().contains("write a date"));
        assert!(When::parse("3 moons after signature").unwrap_err().contains("length of time"));
    }
}
