//! Which uses of a power take effect.
//!
//! Decides: whether the user holds the power, whether its condition held that day, how often it may be used, from when it
//! works. Must not know: what the effect does to a duty's state.

use super::{Memo, Timeline};
use crate::deal::Moment;
use crate::deal::{Deal, Event, Node, Power, PowerKind};

/// The uses of one power as one account has them.
#[derive(Clone, Debug, Default)]
pub struct Uses<'e> {
    /// Those that take effect, with the day they do.
    pub effective: Vec<(Moment, &'e Event)>,
    /// Those that do not, with the reason.
    pub without_effect: Vec<Node>,
}

impl<'e> Timeline<'_, 'e> {
    /// The uses of a power.
    pub fn uses(&mut self, p: usize) -> &Uses<'e> {
        if matches!(self.uses[p], Memo::Open) {
            self.uses[p] = Memo::Busy;
            let found = self.find_uses(p);
            self.uses[p] = Memo::Known(found);
        }
        match &self.uses[p] {
            Memo::Known(known) => known,
            _ => const { &Uses { effective: Vec::new(), without_effect: Vec::new() } },
        }
    }

    fn find_uses(&mut self, p: usize) -> Uses<'e> {
        let deal = self.deal;
        let power = &deal.powers[p];
        let mut out = Uses::default();
        let Some(word) = self.word(&power.id).0 else { return out };
        let mut joint: Vec<&Event> = Vec::new();
        for event in word.uses.clone() {
            let refuse = |why: String| Node::seen(format!("{}: {why}", event.happened), vec![event.id.clone()]);
            let users = event.actor.as_deref().map(|a| named(deal, a)).unwrap_or_default();
            if let Some(other) = users.iter().find(|h| !power.holders.contains(h)) {
                out.without_effect.push(refuse(format!("{other} does not hold {}", power.id)));
                continue;
            }
            if power.at_most.is_some_and(|n| out.effective.len() >= n as usize) {
                out.without_effect.push(refuse(format!("{} was used as often as it may be", power.id)));
                continue;
            }
            if let Some(c) = &power.requires {
                let truth = self.truth(c, event.happened);
                if truth.holds != Some(true) {
                    out.without_effect.push(refuse(format!("{} used without its condition", power.id)).with(truth.node));
                    continue;
                }
            }
            if let Some(by) = power.by.as_ref().and_then(|w| self.when(w).0)
                && !event.happened.has_come(by)
            {
                out.without_effect.push(refuse(format!("{} used after its last day {by}", power.id)));
                continue;
            }
            let mut last = event.happened;
            if power.jointly {
                joint.push(event);
                let Some(day) = self.all_acted(power, &joint, out.effective.len()) else { continue };
                last = last.max(day);
                joint.clear();
            }
            let day = power.notice.and_then(|n| deal.calendar.after(last, n)).unwrap_or(last);
            out.effective.push((day, event));
        }
        out.without_effect.extend(joint.iter().map(|e| Node::seen(format!("{}: {} needs all its holders", e.happened, power.id), vec![e.id.clone()])));
        out
    }

    /// The day by which all holders of a joint power have acted: named in its uses, or by their own account of the use that is the `n`th.
    fn all_acted(&self, power: &Power, joint: &[&Event], n: usize) -> Option<Moment> {
        let mut last = joint.iter().map(|e| e.happened).max()?;
        for holder in &power.holders {
            if joint.iter().any(|e| e.actor.as_deref().is_some_and(|a| named(self.deal, a).contains(holder))) {
                continue;
            }
            let account = self.accounts.names.iter().position(|name| name == holder)?;
            let own = self.accounts.word(account, &power.id)?.uses.get(n).copied()?;
            let itself = own.actor.as_deref().is_none_or(|a| named(self.deal, a).contains(holder));
            if !itself {
                return None;
            }
            last = last.max(own.happened);
        }
        Some(last)
    }

    /// Whether a power has put obligation `i` to rest on the day of evaluation: since when, by which use.
    pub fn suspended(&mut self, i: usize) -> Option<(Moment, Node)> {
        let mut turns: Vec<(Moment, bool, &Event)> = Vec::new();
        for p in self.index.touching[i].clone() {
            let asleep = match self.deal.powers[p].kind {
                PowerKind::Suspend => true,
                PowerKind::Resume => false,
                _ => continue,
            };
            turns.extend(self.uses(p).effective.iter().map(|(d, e)| (*d, asleep, *e)));
        }
        turns.sort_by(|a, b| (a.0, a.1, &a.2.id).cmp(&(b.0, b.1, &b.2.id)));
        let (day, asleep, event) = turns.into_iter().rev().find(|t| t.0.has_come(self.on))?;
        asleep.then(|| (day, Node::seen(format!("suspended since {day} ({})", event.of), vec![event.id.clone()])))
    }

    /// Whether a power has put another in place of obligation `i`, or ended it before it was `due`, by the day of evaluation.
    pub fn ended(&mut self, i: usize, due: Option<Moment>) -> Option<(Moment, Node)> {
        let mut first: Option<(Moment, Node)> = None;
        for p in self.index.touching[i].clone() {
            let power = &self.deal.powers[p];
            let replaces = power.kind == PowerKind::Substitute;
            let what = match power.kind {
                PowerKind::Terminate => format!("terminated ({})", power.id),
                PowerKind::Substitute => format!("replaced by {} ({})", power.substitute.as_deref().unwrap_or("another"), power.id),
                _ => continue,
            };
            let used = self.uses(p).effective.first().map(|(d, e)| (*d, e.id.clone()));
            if let Some((day, event)) = used
                && day.has_come(self.on)
                && (replaces || due.is_none_or(|d| day.has_come(d)))
                && first.as_ref().is_none_or(|f| day < f.0)
            {
                first = Some((day, Node::seen(format!("{day}: {what}"), vec![event])));
            }
        }
        first
    }
}

/// The parties that a text names as acting, by their short names: one, or several joined by "and" or commas.
fn named(deal: &Deal, actor: &str) -> Vec<String> {
    let party = |a: &str| deal.parties.iter().find(|p| p.id == a || p.name == a || p.speaks_through.iter().any(|s| s == a)).map(|p| p.id.clone());
    if let Some(one) = party(actor) {
        return vec![one];
    }
    let parts = actor.split(" and ").flat_map(|p| p.split([',', ';', '&'])).map(str::trim).filter(|p| !p.is_empty());
    parts.map(|p| party(p).unwrap_or_else(|| p.to_owned())).collect()
}
