//! Reported events.
//!
//! Decides: what a report claims, whose claim it is, and its three dates (happened, said, learnt).
//! Must not know: whether it is true.

use super::Moment;
use super::amount::Amount;
use super::calendar::Calendar;
use super::toml_text::{Fault, line_of, nearest};
use jiff::Timestamp;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

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
    /// The day, or minute, it is said to have happened, or as of which it is said.
    pub happened: Moment,
    /// The day it was said.
    pub said: Moment,
    /// The day we learnt it.
    pub learnt: Moment,
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
    /// Whose mouth it came through, where that is not the claimant itself.
    pub through: Option<String>,
    /// Whether no day is named: `happened` is then the day it was said.
    pub undated: bool,
    /// How sure a program that drew it from a record is, in hundredths.
    pub confidence: Option<u8>,
    /// By what a program took it for an event of this deal.
    pub why: Vec<String>,
    /// Why it is not counted as it stands.
    pub doubts: Vec<String>,
    /// Other places that have the same of the same claimant.
    pub also: Vec<String>,
}

impl Event {
    /// A claim with nothing but what every claim has.
    pub fn new(by: &str, claim: Claim, of: &str, happened: impl Into<Moment>) -> Event {
        let happened = happened.into();
        Event {
            id: String::new(),
            by: by.to_owned(),
            claim,
            of: of.to_owned(),
            happened,
            said: happened,
            learnt: happened,
            quantity: None,
            in_all: None,
            actor: None,
            place: None,
            quote: None,
            source: None,
            through: None,
            undated: false,
            confidence: None,
            why: Vec::new(),
            doubts: Vec::new(),
            also: Vec::new(),
        }
    }
}

/// What a file of events holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// Events that count.
    pub events: Vec<Event>,
    /// Events that are shown and do not count: `[[may_concern]]` of a TOML file.
    pub may_concern: Vec<Event>,
}

/// Keys of an event.
pub const KEYS: &[&str] = &[
    "id",
    "by",
    "through",
    "claim",
    "of",
    "happened",
    "undated",
    "said",
    "learnt",
    "quantity",
    "in_all",
    "actor",
    "place",
    "quote",
    "source",
    "also",
    "confidence",
    "why",
    "doubts",
];

/// Reads events that count; see [`parse_reported`].
pub fn parse_events(text: &str, calendar: &Calendar) -> Result<Vec<Event>, Vec<Fault>> {
    parse_reported(text, calendar).map(|r| r.events)
}

/// Reads events from JSON Lines (empty lines and lines that begin with `#` are passed over), or from TOML (`[[event]]`, `[[may_concern]]`).
///
/// A time with its offset (`2031-05-07T23:30:00Z`) becomes the minute it is in the deal's time zone.
pub fn parse_reported(text: &str, calendar: &Calendar) -> Result<Reported, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut found = Reported::default();
    let first = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#'));
    if first.is_some_and(|l| l.starts_with('[')) {
        in_toml(text, calendar, &mut found, &mut faults);
    } else {
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match object(line).and_then(|map| event(&map, n + 1, calendar)) {
                Ok(e) => found.events.push(e),
                Err((message, help)) => faults.push(Fault { line: n + 1, message, help }),
            }
        }
    }
    let events = &found.events;
    let mut ids: Vec<&str> = events.iter().map(|e| e.id.as_str()).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if pair[0] == pair[1] {
            faults.push(Fault { line: 1, message: format!("two events have the id `{}`", pair[0]), help: "give each an id of its own".into() });
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// The two lists of a TOML file; each table becomes what a line of JSON Lines would be.
fn in_toml(text: &str, calendar: &Calendar, found: &mut Reported, faults: &mut Vec<Fault>) {
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(e) => {
            let line = e.span().map_or(1, |s| line_of(text, s.start));
            let help = super::toml_text::not_toml(e.message()).to_owned();
            return faults.push(Fault { line, message: format!("this is not TOML: {}", e.message()), help });
        }
    };
    for (key, value) in root.get_ref().iter() {
        let name: &str = key.get_ref();
        let tables = value.get_ref().as_array().filter(|_| matches!(name, "event" | "may_concern"));
        let Some(tables) = tables else {
            let help = "begin each event with `[[event]]`, or `[[may_concern]]` where it does not count".to_owned();
            faults.push(Fault { line: line_of(text, key.span().start), message: format!("`{name}` is no list of events"), help });
            continue;
        };
        for table in tables.iter() {
            let line = line_of(text, table.span().start);
            let made = match json_of(table.get_ref()) {
                Some(Value::Object(map)) => event(&map, line, calendar),
                _ => Err((format!("`{name}` holds something that is no table"), format!("begin each one with `[[{name}]]`"))),
            };
            match made {
                Ok(e) if name == "event" => found.events.push(e),
                Ok(e) => found.may_concern.push(e),
                Err((message, help)) => faults.push(Fault { line, message, help }),
            }
        }
    }
}

/// A value of a TOML file as JSON has it; dates as text.
fn json_of(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(s) => Value::String(s.to_string()),
        DeValue::Integer(n) => serde_json::from_str(n.as_str()).ok()?,
        DeValue::Float(n) => serde_json::from_str(n.as_str()).ok()?,
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(d) => Value::String(d.to_string()),
        DeValue::Array(all) => Value::Array(all.iter().map(|v| json_of(v.get_ref())).collect::<Option<_>>()?),
        DeValue::Table(table) => Value::Object(table.iter().map(|(k, v)| Some((k.get_ref().to_string(), json_of(v.get_ref())?))).collect::<Option<_>>()?),
    })
}

fn object(line: &str) -> Result<Map<String, Value>, (String, String)> {
    let value: Value = serde_json::from_str(line).map_err(|e| (format!("this is not JSON: {e}"), "write one object on one line".to_owned()))?;
    let Value::Object(map) = value else { return Err(("this is no object".into(), "write `{\"by\": ..., \"claim\": ..., \"of\": ...}`".into())) };
    Ok(map)
}

fn event(map: &Map<String, Value>, n: usize, calendar: &Calendar) -> Result<Event, (String, String)> {
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
        day(map, "happened", calendar)?.ok_or_else(|| ("the event has no `happened`".to_owned(), "add `\"happened\": \"2031-05-07\"`".to_owned()))?;
    let said = day(map, "said", calendar)?.unwrap_or(happened);
    Ok(Event {
        id: text("id").unwrap_or_else(|| format!("line-{n}")),
        by,
        claim,
        of: need("of")?,
        happened,
        said,
        learnt: day(map, "learnt", calendar)?.unwrap_or(said),
        quantity: number(map, "quantity")?,
        in_all: number(map, "in_all")?,
        actor: text("actor"),
        place: text("place"),
        quote: text("quote"),
        source: text("source"),
        through: text("through"),
        undated: map.get("undated").and_then(Value::as_bool).unwrap_or(false),
        confidence: number(map, "confidence")?.map(|a| u8::try_from((a.0 / 10).clamp(0, 100)).unwrap_or(100)),
        why: texts(map, "why"),
        doubts: texts(map, "doubts"),
        also: texts(map, "also"),
    })
}

fn texts(map: &Map<String, Value>, key: &str) -> Vec<String> {
    match map.get(key) {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
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

fn day(map: &Map<String, Value>, key: &str, calendar: &Calendar) -> Result<Option<Moment>, (String, String)> {
    let Some(text) = map.get(key).and_then(Value::as_str) else { return Ok(None) };
    if let Some(moment) = Moment::parse(text) {
        return Ok(Some(moment));
    }
    match text.parse::<Timestamp>() {
        Ok(at) => Ok(Some(calendar.moment_of(at))),
        Err(_) => Err((
            format!("`{key}` is no date: `{text}`"),
            "write `2031-05-07`, `2031-05-07T23:30` in the deal's time, or a time with its offset: `2031-05-07T23:30:00Z`".into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_taken_to_the_deals_zone() {
        let calendar = Calendar { offset_minutes: Some(180), ..Calendar::default() };
        let events = parse_events(r#"{"by":"a","claim":"performed","of":"x","happened":"2031-05-07T23:30:00Z"}"#, &calendar).unwrap();
        assert_eq!(events[0].happened.to_string(), "2031-05-08 02:30");
        assert_eq!((events[0].said, events[0].learnt), (events[0].happened, events[0].happened));
    }

    #[test]
    fn a_toml_file_says_what_counts_and_what_may_concern() {
        let text = "# kept by hand\n[[event]]\nby = \"a\"\nclaim = \"performed\"\nof = \"x\"\nhappened = 2031-05-07\nquantity = 2.5\n\n[[may_concern]]\nby = \"b\"\nclaim = \"breached\"\nof = \"x\"\nhappened = \"2031-05-08\"\ndoubts = [\"nobody is named as acting\"]\n";
        let found = parse_reported(text, &Calendar::default()).unwrap();
        assert_eq!((found.events.len(), found.may_concern.len()), (1, 1));
        assert_eq!(found.events[0].quantity, Amount::parse("2.5"));
        assert_eq!(found.may_concern[0].doubts, ["nobody is named as acting"]);
        let told = parse_reported(&text.replace("quantity", "quantty"), &Calendar::default()).unwrap_err();
        assert_eq!((told[0].line, told[0].help.as_str()), (2, "did you mean `quantity`?"));
        assert!(parse_reported("[[happening]]\n", &Calendar::default()).unwrap_err()[0].help.contains("[[event]]"));
    }

    #[test]
    fn an_event_without_a_claimant_is_refused() {
        let told = parse_events("\n{\"claim\":\"performed\",\"of\":\"x\",\"happened\":\"2031-05-07\"}", &Calendar::default()).unwrap_err();
        assert_eq!(told[0].line, 2);
        assert!(told[0].message.contains("who claims it"));
    }
}
