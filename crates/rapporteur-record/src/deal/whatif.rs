//! What would follow.
//!
//! Decides: how a supposed change (a date moved, a report dropped or added, a party that stops) alters states today and
//! days to come. Must not know: whether it will happen.

use super::Moment;
use super::account::gather;
use super::event::{Claim, Event, parse_events};
use super::status::status;
use super::timeline::{Assume, Index, Timeline};
use super::toml_text::nearest;
use super::{Deal, Kind, When};
use std::collections::BTreeMap;

/// Who claims what is only supposed.
const SUPPOSITION: &str = "supposition";

/// A supposed change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A phase starts, an obligation is due, or a report happened on another day, or at another hour.
    Move(String, Moment),
    /// A report is left out.
    Drop(String),
    /// A report is added.
    Add(Box<Event>),
    /// A party does nothing more of what it owes.
    Stop(String),
}

impl Change {
    /// Reads `stop PARTY`, `drop EVENT`, `move start of PHASE to DATE`, `move OBLIGATION to DATE`, `move EVENT to DATE`,
    /// `do OBLIGATION on DATE`, `add {JSON EVENT}`.
    pub fn parse(text: &str, deal: &Deal) -> Result<Change, String> {
        let help = "write `stop PARTY`, `drop EVENT`, `move start of PHASE to 2031-05-06`, `move OBLIGATION to 2031-05-06`, `move EVENT to 2031-05-06`, `do OBLIGATION on 2031-05-06` or `add {EVENT AS JSON}`";
        let (verb, rest) = text.trim().split_once(' ').ok_or(help)?;
        let dated = |word: &str| -> Result<(String, Moment), String> {
            let (what, day) = rest.rsplit_once(word).ok_or(help)?;
            let day = Moment::parse(day.trim()).ok_or_else(|| format!("`{}` is no date; {help}", day.trim()))?;
            Ok((what.trim().trim_start_matches("start of ").to_owned(), day))
        };
        match verb {
            "stop" if deal.party(rest.trim()).is_some() => Ok(Change::Stop(rest.trim().to_owned())),
            "stop" => Err(format!(
                "the deal has no party `{}`; its parties are {}",
                rest.trim(),
                deal.parties.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ")
            )),
            "drop" => Ok(Change::Drop(rest.trim().to_owned())),
            "move" => dated(" to ").map(|(what, day)| Change::Move(what, day)),
            "do" => {
                let (of, day) = dated(" on ")?;
                if deal.obligation(&of).is_none() {
                    return Err(format!("the deal has no obligation `{of}`"));
                }
                Ok(Change::Add(Box::new(supposed(&of, day))))
            }
            "add" => {
                let events = parse_events(rest, &deal.calendar).map_err(|f| f.first().map_or(String::new(), |f| format!("{}; {}", f.message, f.help)))?;
                events.into_iter().next().map(|e| Change::Add(Box::new(e))).ok_or_else(|| help.to_owned())
            }
            _ => Err(help.to_owned()),
        }
    }
}

impl Change {
    /// Whether what it would change is there; the error names what is near.
    pub fn check(&self, deal: &Deal, events: &[Event]) -> Result<(), String> {
        let reports = events.iter().map(|e| e.id.as_str());
        let (verb, id, known): (&str, &str, Vec<&str>) = match self {
            Change::Drop(id) => ("drop", id, reports.collect()),
            Change::Move(id, _) => {
                let clauses = deal.phases.iter().map(|p| p.id.as_str()).chain(deal.obligations.iter().map(|o| o.id.as_str()));
                ("move", id, clauses.chain(["signature", "entry into force"]).chain(reports).collect())
            }
            Change::Add(_) | Change::Stop(_) => return Ok(()),
        };
        if known.contains(&id) {
            return Ok(());
        }
        let what = if verb == "drop" { "there is no report" } else { "there is no phase, obligation or report" };
        let near = nearest(id, &known)
            .map_or_else(|| format!("there are {}", known.iter().take(12).copied().collect::<Vec<_>>().join(", ")), |n| format!("did you mean `{n}`?"));
        Err(format!("cannot {verb} `{id}`: {what} of that name\nhelp: {near}"))
    }
}

fn supposed(of: &str, day: Moment) -> Event {
    Event { id: format!("supposed-{of}-{}", day.iso()), ..Event::new(SUPPOSITION, Claim::Performed, of, day) }
}

/// A day that moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moved {
    /// The clause.
    pub id: String,
    /// `start`, `end`, `from`, `due` or `done`.
    pub aspect: &'static str,
    /// The day without the change.
    pub before: Option<Moment>,
    /// The day with it.
    pub after: Option<Moment>,
}

/// What a change alters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequence {
    /// Days that move, if everybody who has not stopped does their part on the last day.
    pub moved: Vec<Moved>,
    /// States that differ on the day itself: clause, before, after.
    pub states: Vec<(String, String, String)>,
    /// Changes that touched nothing.
    pub idle: Vec<String>,
}

/// What follows from `changes` on `on`.
pub fn whatif(deal: &Deal, events: &[Event], changes: &[Change], on: impl Into<Moment>, known_on: impl Into<Moment>) -> Consequence {
    let (on, known_on) = (on.into(), known_on.into());
    let mut then = deal.clone();
    let mut reports = events.to_vec();
    let mut assume = Assume::default();
    let mut out = Consequence::default();
    for change in changes {
        let waited = waiting(change, &then, &reports, on, known_on);
        let change = waited.as_ref().unwrap_or(change);
        if !apply(change, &mut then, &mut reports, &mut assume) {
            out.idle.push(match change {
                Change::Move(id, _) | Change::Drop(id) => id.clone(),
                _ => String::new(),
            });
        }
    }
    let before = forecast(deal, events, on, known_on, &Assume::default());
    let after = forecast(&then, &reports, on, known_on, &assume);
    for (key, old) in &before {
        let new = after.get(key).copied().flatten();
        if new != *old {
            out.moved.push(Moved { id: key.0.clone(), aspect: key.1, before: *old, after: new });
        }
    }
    let touched = changes.iter().any(|c| !matches!(c, Change::Stop(_)));
    if touched {
        let (a, b) = (status(deal, events, on, known_on), status(&then, &reports, on, known_on));
        for (x, y) in a.obligations.iter().zip(&b.obligations) {
            if x.phrase() != y.phrase() {
                out.states.push((x.id.clone(), x.phrase(), y.phrase()));
            }
        }
        for (x, y) in a.phases.iter().zip(&b.phases) {
            if x.overall != y.overall {
                out.states.push((x.id.clone(), x.overall.to_owned(), y.overall.to_owned()));
            }
        }
    }
    out
}

/// What is supposed to be done before the day from which it can be done waits for that day.
fn waiting(change: &Change, deal: &Deal, reports: &[Event], on: Moment, known_on: Moment) -> Option<Change> {
    let Change::Add(event) = change else { return None };
    let o = deal.obligation(&event.of).filter(|o| event.by == SUPPOSITION && o.from.is_some())?;
    let accounts = gather(deal, reports, on, known_on);
    let index = Index::of(deal);
    let from = Timeline::new(deal, &index, &accounts, None, on, None).window(o).0?;
    (event.happened.day() < from.day()).then(|| Change::Add(Box::new(supposed(&event.of, from))))
}

fn apply(change: &Change, deal: &mut Deal, events: &mut Vec<Event>, assume: &mut Assume) -> bool {
    match change {
        Change::Stop(party) => assume.stopped.insert(party.clone()),
        Change::Add(event) => {
            events.push((**event).clone());
            true
        }
        Change::Drop(id) => {
            let before = events.len();
            events.retain(|e| e.id != *id);
            events.len() < before
        }
        Change::Move(id, day) => {
            if let Some(p) = deal.phases.iter_mut().find(|p| p.id == *id) {
                p.starts = Some(When::on(*day));
            } else if let Some(o) = deal.obligations.iter_mut().find(|o| o.id == *id) {
                o.deadline = Some(When::on(*day));
            } else if let Some(e) = events.iter_mut().find(|e| e.id == *id) {
                e.happened = *day;
            } else if id == "signature" {
                deal.signed = Some(*day);
            } else if id == "entry into force" {
                deal.in_force = Some(When::on(*day));
            } else {
                return false;
            }
            true
        }
    }
}

/// Days of every clause as an observer sees them, looking ahead.
pub fn forecast(deal: &Deal, events: &[Event], on: Moment, known_on: Moment, assume: &Assume) -> BTreeMap<(String, &'static str), Option<Moment>> {
    let accounts = gather(deal, events, on, known_on);
    let index = Index::of(deal);
    let mut t = Timeline::new(deal, &index, &accounts, None, on, Some(assume));
    let mut out = BTreeMap::new();
    for (i, p) in deal.phases.iter().enumerate() {
        out.insert((p.id.clone(), "start"), t.phase_start(i).0);
        out.insert((p.id.clone(), "end"), t.phase_end(i).0);
    }
    for o in &deal.obligations {
        let (from, until, _) = t.window(o);
        out.insert((o.id.clone(), "from"), from);
        out.insert((o.id.clone(), "due"), if o.kind == Kind::Achieve { t.deadline(o).0 } else { until });
        out.insert((o.id.clone(), "done"), t.fulfilment(&o.id, None).0);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::parse;

    #[test]
    fn what_is_done_before_its_own_beginning_waits() {
        let text = "format = \"rapporteur-deal/1\"\nname = \"Mill\"\nsigned = 2031-05-01\n[[party]]\nid = \"mill\"\n[[obligation]]\nid = \"pay\"\ndebtor = \"mill\"\nact = \"pay\"\nfrom = 2031-06-01\ndeadline = 2031-06-30\n[[obligation]]\nid = \"open\"\ndebtor = \"mill\"\nact = \"open\"\nfrom = 2031-07-01\ndeadline = 2031-06-20\n";
        let deal = parse(text).unwrap();
        let on = Moment::parse("2031-06-15").unwrap();
        let early = Change::parse("do pay on 2031-05-10", &deal).unwrap();
        let found = whatif(&deal, &[], &[early], on, on);
        let done = found.moved.iter().find(|m| m.id == "pay" && m.aspect == "done").unwrap();
        assert_eq!(done.after.map(|d| d.to_string()).as_deref(), Some("2031-06-01"));
        let ahead = forecast(&deal, &[], on, on, &Assume::default());
        assert_eq!(ahead[&("open".to_owned(), "done")].map(|d| d.to_string()).as_deref(), Some("2031-07-01"));
    }
}
