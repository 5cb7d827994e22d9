//! Reported events.
//!
//! Decides: what a report claims, whose claim it is, and its three dates (happened, said, learnt).
//! Must not know: whether it is true.

use super::amount::Amount;
use super::calendar::Calendar;
use super::toml_text::{Fault, nearest};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde_json::{Map, Value};

/// What a report claims of one matter of the deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// The duty, or so much of it, was done.
    Performed,
    /// As of that day it was not done (beyond `in_all`, where given).
    NotPerformed,
    /// The duty was breached that day.
    Breached,
    /// The duty was kept through that day.
    Kept,
    /// The happening occurred, the situation or phase began.
    Occurred,
    /// The situation or phase ended.
    Ceased,
    /// The power was used.
    Exercised,
    /// Another report is not so.
    Denied,
}

impl Claim {
    /// All claims.
    pub const ALL: [Claim; 8] =
        [Claim::Performed, Claim::NotPerformed, Claim::Breached, Claim::Kept, Claim::Occurred, Claim::Ceased, Claim::Exercised, Claim::Denied];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Claim::Performed => "performed",
            Claim::NotPerformed => "not_performed",
            Claim::Breached => "breached",
            Claim::Kept => "kept",
            Claim::Occurred => "occurred",
            Claim::Ceased => "ceased",
            Claim::Exercised => "exercised",
            Claim::Denied => "denied",
        }
    }
}

/// Something that a claimant says has become of a matter of the deal. It cannot be made without its claimant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Names it among events.
    pub id: String,
    /// Who says so.
    pub by: String,
    /// What is claimed.
    pub claim: Claim,
    /// Of which obligation, happening, phase or power; of which event, where it is denied.
    pub of: String,
    /// The day it is said to have happened, or as of which it is said.
    pub happened: Date,
    /// The day it was said.
    pub said: Date,
    /// The day we learnt it.
    pub learnt: Date,
    /// How much was done that day.
    pub quantity: Option<Amount>,
    /// How much was done in all, up to that day.
    pub in_all: Option<Amount>,
    /// Who acted, where that is not the obvious one.
    pub actor: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The words.
    pub quote: Option<String>,
    /// Where the words stand.
    pub source: Option<String>,
}

/// Keys of an event.
pub const KEYS: &[&str] = &["id", "by", "claim", "of", "happened", "said", "learnt", "quantity", "in_all", "actor", "place", "quote", "source"];

/// Reads events from JSON Lines. Empty lines and lines that begin with `#` are passed over.
///
/// A time with its offset (`2031-05-07T23:30:00Z`) becomes the day it is in the deal's time zone.
pub fn parse_events(text: &str, calendar: &Calendar) -> Result<Vec<Event>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match event(line, n + 1, calendar) {
            Ok(e) => events.push(e),
            Err((message, help)) => faults.push(Fault { line: n + 1, message, help }),
        }
    }
    let mut ids: Vec<&str> = events.iter().map(|e| e.id.as_str()).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if pair[0] == pair[1] {
            faults.push(Fault { line: 1, message: format!("two events have the id `{}`", pair[0]), help: "give each an id of its own".into() });
        }
    }
    if faults.is_empty() { Ok(events) } else { Err(faults) }
}

fn event(line: &str, n: usize, calendar: &Calendar) -> Result<Event, (String, String)> {
    let value: Value = serde_json::from_str(line).map_err(|e| (format!("this is not JSON: {e}"), "write one object on one line".to_owned()))?;
    let Value::Object(map) = value else { return Err(("this is no object".into(), "write `{\"by\": ..., \"claim\": ..., \"of\": ...}`".into())) };
    for key in map.keys() {
        if !KEYS.contains(&key.as_str()) {
            let help = nearest(key, KEYS).map_or_else(|| format!("the keys of an event are {}", KEYS.join(", ")), |k| format!("did you mean `{k}`?"));
            return Err((format!("an event has no key `{key}`"), help));
        }
    }
    let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned).filter(|s| !s.is_empty());
    let need = |key: &str| text(key).ok_or_else(|| (format!("the event has no `{key}`"), format!("add `\"{key}\": \"...\"`")));
    let by = need("by").map_err(|_| {
        ("the event does not say who claims it".to_owned(), "add `\"by\": \"PARTY OR CLAIMANT\"`: nothing is kept without its claimant".to_owned())
    })?;
    let name = need("claim")?;
    let claim = Claim::ALL
        .iter()
        .copied()
        .find(|c| c.name() == name)
        .ok_or_else(|| (format!("the claim `{name}` is not known"), format!("write one of: {}", Claim::ALL.map(Claim::name).join(", "))))?;
    let happened =
        day(&map, "happened", calendar)?.ok_or_else(|| ("the event has no `happened`".to_owned(), "add `\"happened\": \"2031-05-07\"`".to_owned()))?;
    let said = day(&map, "said", calendar)?.unwrap_or(happened);
    Ok(Event {
        id: text("id").unwrap_or_else(|| format!("line-{n}")),
        by,
        claim,
        of: need("of")?,
        happened,
        said,
        learnt: day(&map, "learnt", calendar)?.unwrap_or(said),
        quantity: number(&map, "quantity")?,
        in_all: number(&map, "in_all")?,
        actor: text("actor"),
        place: text("place"),
        quote: text("quote"),
        source: text("source"),
    })
}

fn number(map: &Map<String, Value>, key: &str) -> Result<Option<Amount>, (String, String)> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(n)) => Amount::parse(&n.to_string())
            .filter(|a| a.0 >= 0)
            .map(Some)
            .ok_or_else(|| (format!("`{key}` cannot be kept exactly"), "write a number from 0 up with at most three decimal places".into())),
        Some(_) => Err((format!("`{key}` is no number"), "write it without quotation marks".into())),
    }
}

fn day(map: &Map<String, Value>, key: &str, calendar: &Calendar) -> Result<Option<Date>, (String, String)> {
    let Some(text) = map.get(key).and_then(Value::as_str) else { return Ok(None) };
    if let Ok(day) = text.parse::<Date>()
        && !text.contains(['T', ' '])
    {
        return Ok(Some(day));
    }
    let zone = Offset::from_seconds(calendar.offset_minutes.unwrap_or(0) * 60).unwrap_or(Offset::UTC);
    match text.parse::<Timestamp>() {
        Ok(at) => Ok(Some(zone.to_datetime(at).date())),
        Err(_) => Err((format!("`{key}` is no date: `{text}`"), "write `2031-05-07`, or a time with its offset: `2031-05-07T23:30:00Z`".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_time_is_taken_to_the_day_of_the_deals_zone() {
        let calendar = Calendar { offset_minutes: Some(180), ..Calendar::default() };
        let events = parse_events(r#"{"by":"a","claim":"performed","of":"x","happened":"2031-05-07T23:30:00Z"}"#, &calendar).unwrap();
        assert_eq!(events[0].happened, date(2031, 5, 8));
        assert_eq!((events[0].said, events[0].learnt), (date(2031, 5, 8), date(2031, 5, 8)));
    }

    #[test]
    fn an_event_without_a_claimant_is_refused() {
        let told = parse_events("\n{\"claim\":\"performed\",\"of\":\"x\",\"happened\":\"2031-05-07\"}", &Calendar::default()).unwrap_err();
        assert_eq!(told[0].line, 2);
        assert!(told[0].message.contains("who claims it"));
    }
}
