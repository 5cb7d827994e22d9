//! The parts of a duty and their days.
//!
//! Decides: which parts a schedule, a repetition or another duty's parts come to, and when each is due. Days in which the clock stood put
//! off the parts that are lengths of time. Must not know: what was done of them.

use super::Timeline;
use crate::deal::account::Heard;
use crate::deal::{Amount, Anchor, Length, Moment, Obligation};

/// Parts beyond this many are not laid out: a duty "every day" over decades is answered from its first stretch.
const MOST_PARTS: u32 = 4000;

/// How far ahead parts that repeat are laid out.
pub fn a_year_on(on: Moment) -> Moment {
    on.day().checked_add(jiff::Span::new().years(1)).map_or(on, Moment::on)
}

impl Timeline<'_, '_> {
    /// Parts with their days up to `horizon`: what is due by then in all, ascending.
    pub fn parts(&mut self, o: &Obligation, horizon: Moment) -> Vec<(Moment, Amount)> {
        let powers = self.touching(o);
        let mut parts: Vec<(Moment, Amount)> = Vec::new();
        for part in &o.schedule {
            if let Some(day) = self.when_running(&part.by, &powers).0 {
                parts.push((day, part.quantity));
            }
        }
        self.repeated(o, &powers, horizon, &mut parts);
        self.matching(o, &powers, &mut parts);
        parts.sort();
        let mut sum = Amount::ZERO;
        for part in &mut parts {
            sum = sum.plus(part.1);
            part.1 = sum;
        }
        parts
    }

    /// "Every month, two."
    fn repeated(&mut self, o: &Obligation, powers: &[usize], horizon: Moment, parts: &mut Vec<(Moment, Amount)>) {
        let (Some(every), Some(each)) = (o.every, o.each) else { return };
        let (from, until, _) = self.window(o);
        let last = until.unwrap_or(horizon).min(horizon);
        let mut sum = Amount::ZERO;
        for k in 1..=MOST_PARTS {
            // Each part is so long after the beginning: days in which the clock stood put off those that follow.
            let length = Length { count: every.count.saturating_mul(k), unit: every.unit };
            let Some(planned) = from.and_then(|f| self.deal.calendar.after(f, length)).filter(|d| *d <= last) else { break };
            let (day, _) = self.run_on(powers, from, planned, length);
            if day > last {
                break;
            }
            parts.push((day, each));
            sum = sum.plus(each);
            if o.quantity.is_some_and(|q| sum >= q) {
                break;
            }
        }
    }

    /// "Within a day of each release."
    fn matching(&mut self, o: &Obligation, powers: &[usize], parts: &mut Vec<(Moment, Amount)>) {
        let Some(when) = &o.deadline else { return };
        let Anchor::EachPartOf(id) = &when.anchor else { return };
        let (Heard::Own(word) | Heard::Lent(word, _)) = self.heard(id) else { return };
        let whole = self.index.obligations.get(id.as_str()).and_then(|i| self.deal.obligations.get(*i)).and_then(|x| self.total(x)).unwrap_or(Amount::ONE);
        for act in &word.done {
            let day = match when.offset {
                Some((length, true)) => self.deal.calendar.after(act.day, length).map(|day| self.run_on(powers, Some(act.day), day, length).0),
                Some((length, false)) => self.deal.calendar.before(act.day, length),
                None => Some(act.day),
            };
            let amount = match &o.ratio {
                Some(r) => act.amount.unwrap_or(whole).scaled(r.give, r.per),
                None => o.each.unwrap_or(act.amount.unwrap_or(whole)),
            };
            parts.extend(day.map(|d| (d, amount)));
        }
    }
}
