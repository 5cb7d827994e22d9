//! Days that do not count.
//!
//! Decides: which days (or hours, where hours are counted) a suspension that stops the clock takes out of a length of time, and when the
//! length then ends.
//! Must not know: what a suspension does to a duty's state. A day that the deal names is no length, and stays.

use super::Timeline;
use crate::deal::calendar::days_between;
use crate::deal::{Length, Moment, Node, PowerKind, Unit, When};

/// A stretch in which the clock stood: first day, the day from which it runs again, the use that stopped it.
struct Stop {
    from: Moment,
    until: Moment,
    event: String,
    power: String,
}

impl Timeline<'_, '_> {
    /// The day a clause means for what `powers` can put to rest: days of a suspension that stops the clock do not count.
    pub fn when_running(&mut self, when: &When, powers: &[usize]) -> (Option<Moment>, Node) {
        let (day, node) = self.when(when);
        match (&when.offset, day) {
            (Some((length, true)), Some(day)) => {
                let from = self.anchor(&when.anchor).0;
                let (day, stopped) = self.run_on(powers, from, day, *length);
                (Some(day), stopped.into_iter().fold(node, Node::with))
            }
            _ => (day, node),
        }
    }

    /// Powers that can put a phase to rest.
    pub(super) fn touching_phase(&self, i: usize) -> Vec<usize> {
        let id = &self.deal.phases[i].id;
        let touches = |p: &crate::deal::Power| p.targets.iter().any(|t| t == id || t == "deal");
        (0..self.deal.powers.len()).filter(|p| touches(&self.deal.powers[*p])).collect()
    }

    /// Where a length that began after `from` ends, with `day` as its end had no day been lost.
    pub(super) fn run_on(&mut self, powers: &[usize], from: Option<Moment>, day: Moment, length: Length) -> (Moment, Option<Node>) {
        let mut end = day;
        let mut because: Vec<Node> = Vec::new();
        for stop in self.stops(powers) {
            if length.unit == Unit::Hours && end.clock().is_some() {
                because.extend(self.hours_lost(&mut end, from, &stop));
                continue;
            }
            // The day from which one counts is not one of the days that are counted.
            let began = stop.from.day();
            let first = from.and_then(|f| f.day().tomorrow().ok()).map_or(began, |f| f.max(began));
            let until = stop.until.day();
            let lost = days_between(first, until);
            if first > end.day() || lost <= 0 {
                continue;
            }
            let working = length.unit == Unit::WorkingDays || (length.unit == Unit::Days && self.deal.calendar.working == Some(true));
            let unit = if working { Unit::WorkingDays } else { Unit::CalendarDays };
            let count = if working { self.deal.calendar.working_between(first, until) } else { u32::try_from(lost).unwrap_or(0) };
            end = self.deal.calendar.forward(end, Length { count, unit }).unwrap_or(end);
            let days = if count == 1 { "day does" } else { "days do" };
            because.push(Node::seen(format!("{count} {days} not count: {} from {} stopped the clock", stop.power, stop.from), vec![stop.event]));
        }
        if because.is_empty() {
            return (end, None);
        }
        (end, Some(Node::of(format!("{end} instead of {day}"), because)))
    }

    /// Moves an end at a minute by the minutes of a stop that lie before it.
    fn hours_lost(&self, end: &mut Moment, from: Option<Moment>, stop: &Stop) -> Option<Node> {
        let first = from.map_or(stop.from.opening(), |f| f.opening().max(stop.from.opening()));
        let zone = self.deal.calendar.time_zone();
        let at = |d: jiff::civil::DateTime| d.to_zoned(zone.clone()).ok().map(|z| z.timestamp().as_second() / 60);
        let lost = at(stop.until.opening())? - at(first)?;
        if first > end.opening() || lost <= 0 {
            return None;
        }
        *end = end.plus_minutes(lost, &zone)?;
        let (hours, minutes) = (lost / 60, lost % 60);
        let told = if minutes == 0 { format!("{hours} hours") } else { format!("{hours} hours {minutes} minutes") };
        Some(Node::seen(format!("{told} do not count: {} from {} stopped the clock", stop.power, stop.from), vec![stop.event.clone()]))
    }

    /// Stretches up to the day of evaluation in which the clock stands, in order.
    fn stops(&mut self, powers: &[usize]) -> Vec<Stop> {
        let deal = self.deal;
        if !powers.iter().any(|p| deal.powers[*p].stops_the_clock) {
            return Vec::new();
        }
        let mut turns: Vec<(Moment, bool, String, String)> = Vec::new();
        for p in powers.iter().copied() {
            let power = &deal.powers[p];
            let stops = match power.kind {
                PowerKind::Suspend if power.stops_the_clock => true,
                PowerKind::Resume => false,
                _ => continue,
            };
            turns.extend(self.uses(p).effective.iter().map(|(d, e)| (*d, stops, e.id.clone(), power.id.clone())));
        }
        turns.sort();
        let mut out: Vec<Stop> = Vec::new();
        let mut open: Option<(Moment, String, String)> = None;
        for (day, stops, event, power) in turns.into_iter().filter(|t| t.0.has_come(self.on)) {
            match (stops, open.take()) {
                (true, None) => open = Some((day, event, power)),
                (true, was) => open = was,
                (false, Some((from, event, power))) => out.push(Stop { from, until: day, event, power }),
                (false, None) => {}
            }
        }
        // While it stands, the day of evaluation is lost too.
        if let (Some((from, event, power)), Some(until)) = (open, self.on.over()) {
            out.push(Stop { from, until, event, power });
        }
        out
    }
}
