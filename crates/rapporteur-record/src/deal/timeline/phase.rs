//! When a phase begins and ends.
//!
//! Decides: start, end, extensions, going on while a situation lasts, early ends. Must not know: what is owed in it.

use super::{Dated, Memo, Timeline};
use crate::deal::Moment;
use crate::deal::{Node, PowerKind};

impl Timeline<'_, '_> {
    /// The first day of a phase, with the reason.
    pub fn phase_start(&mut self, i: usize) -> Dated {
        match &self.starts[i] {
            Memo::Known(known) => return known.clone(),
            Memo::Busy => return (None, Node::says(format!("the start of {} waits for itself", self.deal.phases[i].id))),
            Memo::Open => {}
        }
        self.starts[i] = Memo::Busy;
        let found = self.find_start(i);
        self.starts[i] = Memo::Known(found.clone());
        found
    }

    fn find_start(&mut self, i: usize) -> Dated {
        let deal = self.deal;
        let phase = &deal.phases[i];
        if let Some((day, event)) = self.word(&phase.id).0.and_then(|w| w.began()) {
            return (Some(day), Node::seen(format!("{day}: {} reported begun", phase.name), vec![event.id.clone()]));
        }
        let planned = phase.starts.as_ref().map(|w| self.when(w));
        let required = phase.requires.as_ref().map(|c| self.truth(c, Moment::MAX));
        let (day, reasons) = match (planned, required) {
            (None, None) if i == 0 => {
                let (day, node) = self.in_force();
                (day, vec![Node::says("the first phase begins with the entry into force").with(node)])
            }
            (None, None) => (None, vec![Node::says("the deal does not say when it begins")]),
            (Some((day, node)), None) => (day, vec![node]),
            (None, Some(t)) => {
                let day = if t.holds == Some(true) { t.since.or(self.in_force().0) } else { None };
                (day, vec![t.node])
            }
            (Some((day, node)), Some(t)) => {
                let both = if t.holds == Some(true) { day.map(|d| t.since.map_or(d, |s| s.max(d))) } else { None };
                (both, vec![node, t.node])
            }
        };
        let text = match day {
            Some(d) => format!("{d}: start of {}", phase.name),
            None => format!("{} has no start yet", phase.name),
        };
        (day, Node::of(text, reasons))
    }

    /// The last day of a phase, with the reason; `None` while it goes on or has no end.
    pub fn phase_end(&mut self, i: usize) -> Dated {
        match &self.ends[i] {
            Memo::Known(known) => return known.clone(),
            Memo::Busy => return (None, Node::says(format!("the end of {} waits for itself", self.deal.phases[i].id))),
            Memo::Open => {}
        }
        self.ends[i] = Memo::Busy;
        let found = self.find_end(i);
        self.ends[i] = Memo::Known(found.clone());
        found
    }

    fn find_end(&mut self, i: usize) -> Dated {
        let deal = self.deal;
        let phase = &deal.phases[i];
        if let Some((day, event)) = self.word(&phase.id).0.and_then(|w| w.turns.iter().rev().find(|t| !t.1).map(|t| (t.0, t.2))) {
            return (Some(day), Node::seen(format!("{day}: {} reported ended", phase.name), vec![event.id.clone()]));
        }
        let (start, start_node) = self.phase_start(i);
        let mut because = Vec::new();
        let mut end = match (&phase.ends, phase.length) {
            (Some(when), _) => {
                let (day, node) = self.when(when);
                because.push(node);
                day
            }
            (None, Some(length)) => {
                because.push(Node::says(format!("{length} from its start")).with(start_node));
                let planned = start.and_then(|s| deal.calendar.last_day(s, length));
                let powers = self.touching_phase(i);
                planned.map(|day| {
                    let (day, stopped) = self.run_on(&powers, start, day, length);
                    because.extend(stopped);
                    day
                })
            }
            (None, None) => None,
        };
        self.extend(i, &mut end, &mut because);
        self.go_on(i, &mut end, &mut because);
        let early = phase.ended_by.as_ref().map(|c| self.truth(c, Moment::MAX)).filter(|t| t.holds == Some(true));
        if let Some(t) = early {
            let day = t.since.or(start);
            if day.is_some() && (end.is_none() || day < end) {
                end = day;
                because.push(t.node);
            }
        }
        for p in 0..deal.powers.len() {
            let power = &deal.powers[p];
            if power.kind == PowerKind::Terminate && power.targets.iter().any(|t| *t == phase.id || t == "deal") {
                let first = self.uses(p).effective.first().map(|(d, e)| (*d, e.id.clone()));
                if let Some((day, event)) = first
                    && (end.is_none() || Some(day) < end)
                {
                    end = Some(day);
                    because.push(Node::seen(format!("{day}: ended by {}", power.id), vec![event]));
                }
            }
        }
        let text = match end {
            Some(d) => format!("{d}: end of {}", phase.name),
            None => format!("{} has no known end", phase.name),
        };
        (end, Node::of(text, because))
    }

    fn extend(&mut self, i: usize, end: &mut Option<Moment>, because: &mut Vec<Node>) {
        let deal = self.deal;
        for (p, power) in deal.powers.iter().enumerate() {
            if power.kind != PowerKind::Extend || !power.targets.iter().any(|t| *t == deal.phases[i].id) {
                continue;
            }
            let Some(length) = power.length else { continue };
            let effective = self.uses(p).effective.clone();
            for (day, event) in effective {
                match *end {
                    Some(last) if day.has_come(last) => {
                        let further = if last.clock().is_some() { deal.calendar.forward(last, length) } else { deal.calendar.after(last, length) };
                        *end = further.or(*end);
                        because.push(Node::seen(format!("extended by {length} ({})", power.id), vec![event.id.clone()]));
                    }
                    Some(last) => {
                        because.push(Node::seen(format!("{} used on {day}, after the end on {last}: without effect", power.id), vec![event.id.clone()]))
                    }
                    None => {}
                }
            }
        }
    }

    fn go_on(&mut self, i: usize, end: &mut Option<Moment>, because: &mut Vec<Node>) {
        let deal = self.deal;
        let phase = &deal.phases[i];
        let (Some(condition), Some(last)) = (&phase.continues_while, *end) else { return };
        if last >= self.on {
            return; // not yet at its end: whether it goes on is not to be told
        }
        let limit = phase.at_latest.as_ref().and_then(|w| self.when(w).0);
        // Facts change only on days of reports: look at the last day itself and at each later turn.
        let mut days = vec![last];
        condition.leaves(&mut |leaf| {
            if let Some(word) = leaf.refers_to().and_then(|id| self.word(id).0) {
                days.extend(word.turns.iter().map(|t| t.0).chain(word.breaches.iter().map(|e| e.happened)).chain(word.done.iter().map(|a| a.day)));
            }
        });
        days.sort_unstable();
        days.dedup();
        let mut stopped = None;
        let mut node = Node::default();
        for day in days.into_iter().filter(|d| *d >= last) {
            let truth = self.truth(condition, day);
            node = truth.node;
            if truth.holds != Some(true) {
                stopped = Some(day);
                break;
            }
        }
        *end = match (stopped, limit) {
            (Some(day), Some(limit)) => Some(day.min(limit)),
            (Some(day), None) => Some(day),
            (None, limit) => limit,
        };
        let text = if stopped == Some(last) { format!("does not go on past {last}") } else { format!("goes on past {last} while {condition}") };
        because.push(Node::says(text).with(node));
    }
}
