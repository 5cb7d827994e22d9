//! What one claimant says of one matter.
//!
//! Decides: which claims are one account's; what its word on a matter comes to once its own corrections are followed;
//! when two words agree. Must not know: what the deal demands, or which account is right.

use super::Moment;
use super::amount::Amount;
use super::event::{Claim, Event};
use super::toml_text::distance;
use super::{Deal, PartyKind};
use std::collections::{BTreeMap, BTreeSet};

/// One act of doing, or doing a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act<'e> {
    /// When.
    pub day: Moment,
    /// How much; `None` for the whole of it.
    pub amount: Option<Amount>,
    /// Who says so.
    pub event: &'e Event,
}

/// What an account's claims on one matter come to.
#[derive(Clone, Debug, Default)]
pub struct Word<'e> {
    /// All its claims on the matter, in the order they were said; those it took back included.
    pub said: Vec<&'e Event>,
    /// What it says was done, by day.
    pub done: Vec<Act<'e>>,
    /// Its latest word that the matter was not (wholly) done.
    pub not_done: Option<&'e Event>,
    /// Breaches that it reports.
    pub breaches: Vec<&'e Event>,
    /// Its furthest word that the duty was kept.
    pub kept: Option<&'e Event>,
    /// Beginnings and ends of a happening, by day; true for a beginning.
    pub turns: Vec<(Moment, bool, &'e Event)>,
    /// Uses of a power.
    pub uses: Vec<&'e Event>,
    /// Claims of others that it denies.
    pub denies: Vec<&'e Event>,
    /// The last day as of which it has spoken.
    pub last: Option<Moment>,
    /// Up to which day its latest total counts.
    total_as_of: Option<Moment>,
}

impl<'e> Word<'e> {
    /// How much was done up to `day`, counting a whole as `total`.
    pub fn amount_by(&self, day: Moment, total: Option<Amount>) -> Amount {
        let whole = total.unwrap_or(Amount::ONE);
        self.done.iter().filter(|a| a.day.has_come(day)).fold(Amount::ZERO, |sum, a| match a.amount {
            Some(n) => sum.plus(n),
            None => Amount(sum.0.max(whole.0)),
        })
    }

    /// The day on which at least `amount` was done. Without an amount: the day somebody called the whole done.
    pub fn reached(&self, amount: Option<Amount>) -> Option<(Moment, &'e Event)> {
        let mut sum = Amount::ZERO;
        for act in &self.done {
            match (act.amount, amount) {
                (None, _) => return Some((act.day, act.event)),
                (Some(n), Some(goal)) => {
                    sum = sum.plus(n);
                    if sum >= goal {
                        return Some((act.day, act.event));
                    }
                }
                (Some(_), None) => {}
            }
        }
        None
    }

    /// The first beginning of a happening.
    pub fn began(&self) -> Option<(Moment, &'e Event)> {
        self.turns.iter().find(|t| t.1).map(|t| (t.0, t.2))
    }

    /// The last turn on or before `day`: since when, whether it goes on, who says so.
    pub fn turn_at(&self, day: Moment) -> Option<(Moment, bool, &'e Event)> {
        self.turns.iter().rev().find(|t| t.0.has_come(day)).copied()
    }

    fn take(&mut self, event: &'e Event, denied: Option<&'e Event>) {
        self.said.push(event);
        let as_of = if event.claim == Claim::Denied { event.said } else { event.happened };
        self.last = self.last.max(Some(as_of));
        match event.claim {
            Claim::Performed | Claim::NotPerformed => self.take_doing(event),
            Claim::Breached => push_once(&mut self.breaches, event),
            Claim::Kept => {
                if self.kept.is_none_or(|k| k.happened < event.happened) {
                    self.kept = Some(event);
                }
            }
            Claim::Occurred => self.turns.push((event.happened, true, event)),
            Claim::Ceased => self.turns.push((event.happened, false, event)),
            Claim::Exercised => push_once(&mut self.uses, event),
            Claim::Denied => {
                if let Some(denied) = denied {
                    self.deny(event, denied);
                }
            }
        }
    }

    fn take_doing(&mut self, event: &'e Event) {
        let day = event.happened;
        if let Some(total) = event.in_all {
            let before = self.amount_by(day, None);
            if total < before || self.done.iter().any(|a| a.amount.is_none() && a.day.has_come(day)) {
                self.done.retain(|a| !a.day.has_come(day));
                if total > Amount::ZERO {
                    self.done.push(Act { day, amount: Some(total), event });
                }
            } else if total > before {
                self.done.push(Act { day, amount: Some(Amount(total.0 - before.0)), event });
            }
            self.total_as_of = self.total_as_of.max(Some(day));
        } else if event.claim == Claim::Performed {
            let known = self.done.iter().any(|a| a.day.same(day) && a.amount == event.quantity && a.event.place == event.place);
            if !known && self.total_as_of.is_none_or(|t| !day.has_come(t)) {
                self.done.push(Act { day, amount: event.quantity, event });
            }
        } else {
            self.done.retain(|a| !a.day.has_come(day));
        }
        if event.claim == Claim::NotPerformed && self.not_done.is_none_or(|n| n.happened <= day) {
            self.not_done = Some(event);
        }
        self.done.sort_by(|a, b| (a.day, &a.event.id).cmp(&(b.day, &b.event.id)));
    }

    fn deny(&mut self, event: &'e Event, denied: &'e Event) {
        self.denies.push(denied);
        match denied.claim {
            Claim::Performed => {
                self.done.retain(|a| a.day != denied.happened);
                self.not_done = Some(event);
            }
            Claim::Breached => self.breaches.retain(|b| b.happened != denied.happened),
            Claim::Kept => self.kept = self.kept.filter(|k| k.happened != denied.happened),
            Claim::Occurred => self.turns.retain(|t| !(t.1 && t.0 == denied.happened)),
            Claim::Ceased => self.turns.retain(|t| t.1 || t.0 != denied.happened),
            Claim::Exercised => self.uses.retain(|u| u.happened != denied.happened),
            Claim::NotPerformed => self.not_done = self.not_done.filter(|n| n.happened != denied.happened),
            Claim::Denied => {}
        }
    }

    /// Whether two accounts can both be right as far as each has spoken: silence contradicts nothing.
    pub fn agrees_with(&self, other: &Word<'_>) -> bool {
        !self.contradicts(other) && !other.contradicts(self)
    }

    fn contradicts(&self, other: &Word<'_>) -> bool {
        let denied = |e: &Event| other.denies.iter().any(|d| d.claim == e.claim && d.happened == e.happened);
        let all = || self.done.iter().map(|a| a.event).chain(self.breaches.iter().copied()).chain(self.uses.iter().copied());
        if all().chain(self.turns.iter().map(|t| t.2)).any(denied) {
            return true;
        }
        let covered = |day: Moment, by: Option<&Event>| by.is_some_and(|e| e.happened >= day);
        if self.breaches.iter().any(|b| covered(b.happened, other.kept)) {
            return true;
        }
        // Sums are compared on the last day as of which both have spoken of doing: by the hour where both tell it, and through that day, for who
        // gives 10:00 and who gives 14:00 or the day only can mean one act.
        let spoken = |w: &Word<'_>| w.done.last().map(|a| a.day).max(w.not_done.map(|n| n.happened)).max(w.total_as_of);
        if let (Some(a), Some(b)) = (spoken(self), spoken(other)) {
            let at = a.min(b);
            if self.differs_at(other, at) && self.differs_at(other, Moment::on(at.day())) {
                return true;
            }
        }
        match (self.began(), other.began()) {
            // Who gives the hour and who gives the day only can both be right; two hours of one day are near enough to be one beginning.
            (Some((a, _)), Some((b, _))) => a.day() != b.day(),
            _ => false,
        }
    }
}

impl Word<'_> {
    /// Whether two accounts of how much was done by `day` cannot both be right.
    fn differs_at(&self, other: &Word<'_>, day: Moment) -> bool {
        let whole = |w: &Word<'_>| w.done.iter().any(|x| x.amount.is_none() && x.day.has_come(day));
        // A total named later leaves open how much of it was done by then.
        let bounds = |w: &Word<'_>| {
            let least = w.amount_by(day, None);
            let open = w.done.iter().filter(|x| !x.day.has_come(day) && x.event.in_all.is_some()).filter_map(|x| x.amount);
            (least, open.fold(least, Amount::plus))
        };
        let ((a_least, a_most), (b_least, b_most)) = (bounds(self), bounds(other));
        (whole(self) != whole(other)) || (!whole(self) && (a_least > b_most || b_least > a_most))
    }
}

fn push_once<'e>(list: &mut Vec<&'e Event>, event: &'e Event) {
    let same = |e: &&Event| e.happened == event.happened && e.place == event.place && e.actor == event.actor;
    if !list.iter().any(same) {
        list.push(event);
        list.sort_by(|a, b| (a.happened, &a.id).cmp(&(b.happened, &b.id)));
    }
}

/// The accounts of a deal's fate, as known on one day.
#[derive(Debug)]
pub struct Accounts<'e> {
    /// Who has an account: the parties, and whoever else has spoken; sorted.
    pub names: Vec<String>,
    words: Vec<BTreeMap<&'e str, Word<'e>>>,
    /// Events that speak of nothing in the deal.
    pub unmatched: Vec<String>,
    /// Events whose claim does not fit what it is about, with the reason; they count in no account.
    pub unfit: Vec<(String, String)>,
    /// Claimants who have an account of their own and whose name is nearly a party's: the name, and the party's.
    pub near: Vec<(String, String)>,
}

/// What a claim can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matter {
    Duty,
    Happening,
    Phase,
    Power,
}

impl Matter {
    fn name(self) -> &'static str {
        match self {
            Matter::Duty => "an obligation",
            Matter::Happening => "an event",
            Matter::Phase => "a phase",
            Matter::Power => "a power",
        }
    }

    /// The claims that can be made of it, beside a denial.
    fn claims(self) -> &'static [Claim] {
        match self {
            Matter::Duty => &[Claim::Performed, Claim::NotPerformed, Claim::Breached, Claim::Kept],
            Matter::Happening | Matter::Phase => &[Claim::Occurred, Claim::Ceased],
            Matter::Power => &[Claim::Exercised],
        }
    }
}

fn matters(deal: &Deal) -> BTreeMap<&str, Matter> {
    let mut out = BTreeMap::from([("signature", Matter::Happening), ("entry-into-force", Matter::Happening)]);
    out.extend(deal.obligations.iter().map(|o| (o.id.as_str(), Matter::Duty)));
    out.extend(deal.happenings.iter().map(|h| (h.id.as_str(), Matter::Happening)));
    out.extend(deal.phases.iter().map(|p| (p.id.as_str(), Matter::Phase)));
    out.extend(deal.powers.iter().map(|p| (p.id.as_str(), Matter::Power)));
    out
}

/// The party whose name a claimant's nearly is: another article, another case, or a letter in five.
fn near_party(by: &str, voices: &BTreeMap<&str, &str>) -> Option<String> {
    let bare = |s: &str| s.to_lowercase().trim().trim_start_matches("the ").to_owned();
    let name = bare(by);
    let near = |voice: &&&str| {
        let voice = bare(voice);
        voice == name || (name.chars().count() >= 5 && distance(&name, &voice) <= 1.max(name.chars().count() / 5))
    };
    voices.keys().find(near).map(|v| (*v).to_owned())
}

/// What can be heard on a matter from where one account stands.
#[derive(Clone, Debug)]
pub enum Heard<'a, 'e> {
    /// The account's own word.
    Own(&'a Word<'e>),
    /// It is silent; those who speak agree.
    Lent(&'a Word<'e>, Vec<usize>),
    /// It is silent; those who speak differ.
    Contested(Vec<usize>),
    /// Nobody has spoken.
    Silent,
}

/// Sorts events into accounts: those that happened by `on` and were learnt by `known_on`. Their order does not matter.
pub fn gather<'e>(deal: &Deal, events: &'e [Event], on: impl Into<Moment>, known_on: impl Into<Moment>) -> Accounts<'e> {
    let (on, known_on) = (on.into(), known_on.into());
    let mut voices: BTreeMap<&str, &str> = BTreeMap::new();
    for p in &deal.parties {
        for name in p.speaks_through.iter().chain([&p.name, &p.id]) {
            voices.insert(name, &p.id);
        }
    }
    let matters = matters(deal);

    let mut known: Vec<&'e Event> = events.iter().filter(|e| e.learnt <= known_on && e.happened <= on).collect();
    known.sort_by(|a, b| (a.said, a.happened, a.learnt, &a.id).cmp(&(b.said, b.happened, b.learnt, &b.id)));
    let by_id: BTreeMap<&str, &'e Event> =
        if known.iter().any(|e| e.claim == Claim::Denied) { known.iter().map(|e| (e.id.as_str(), *e)).collect() } else { BTreeMap::new() };

    let mut said: BTreeMap<&str, BTreeMap<&'e str, Word<'e>>> = BTreeMap::new();
    let (mut unmatched, mut unfit, mut strangers) = (Vec::new(), Vec::new(), BTreeSet::new());
    for event in known {
        let denied = if event.claim == Claim::Denied { by_id.get(event.of.as_str()).copied() } else { None };
        let matter: &'e str = denied.map_or(event.of.as_str(), |d| d.of.as_str());
        let Some(kind) = matters.get(matter).copied() else {
            unmatched.push(event.id.clone());
            continue;
        };
        if event.claim != Claim::Denied && !kind.claims().contains(&event.claim) {
            let fit = kind.claims().iter().map(|c| c.name()).collect::<Vec<_>>().join(", ");
            unfit.push((event.id.clone(), format!("`{matter}` is {}, which cannot be {}; of it one can say: {fit}", kind.name(), event.claim.name())));
            continue;
        }
        let voice = voices.get(event.by.as_str()).copied();
        if voice.is_none() {
            strangers.insert(event.by.as_str());
        }
        let account = voice.unwrap_or(event.by.as_str());
        said.entry(account).or_default().entry(matter).or_default().take(event, denied);
    }
    for p in deal.parties.iter().filter(|p| p.kind == PartyKind::Party) {
        if !said.contains_key(p.id.as_str()) {
            said.insert(&p.id, BTreeMap::new());
        }
    }
    let mut names = Vec::new();
    let mut words = Vec::new();
    for (name, mut of) in said {
        for word in of.values_mut() {
            word.turns.sort_by(|a, b| (a.0, a.1, &a.2.id).cmp(&(b.0, b.1, &b.2.id)));
        }
        names.push(name.to_owned());
        words.push(of);
    }
    unmatched.sort();
    unfit.sort();
    let near = strangers.into_iter().filter_map(|by| Some((by.to_owned(), near_party(by, &voices)?))).collect();
    Accounts { names, words, unmatched, unfit, near }
}

impl<'e> Accounts<'e> {
    /// An account's own word on a matter.
    pub fn word(&self, account: usize, matter: &str) -> Option<&Word<'e>> {
        self.words.get(account)?.get(matter)
    }

    /// What `who` can go by: its own word, else what all others who speak agree on. `None` is an observer without a word.
    pub fn heard(&self, who: Option<usize>, matter: &str) -> Heard<'_, 'e> {
        if let Some(word) = who.and_then(|a| self.word(a, matter)) {
            return Heard::Own(word);
        }
        let mut latest: Option<&Word<'e>> = None;
        let mut speakers = Vec::new();
        let mut agree = true;
        for (i, words) in self.words.iter().enumerate() {
            let Some(word) = words.get(matter) else { continue };
            agree &= speakers.iter().all(|s| self.word(*s, matter).is_none_or(|w| w.agrees_with(word)));
            speakers.push(i);
            if latest.is_none_or(|l| l.last < word.last) {
                latest = Some(word);
            }
        }
        match latest {
            None => Heard::Silent,
            Some(word) if agree => Heard::Lent(word, speakers),
            Some(_) => Heard::Contested(speakers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::{Calendar, parse, parse_events, status, view};

    fn shown(lines: &str) -> String {
        let deal = parse("format = \"rapporteur-deal/1\"\nname = \"Ford\"\nsigned = 2031-05-01\n[[party]]\nid = \"directorate\"\nname = \"Meridor Directorate\"\n[[party]]\nid = \"front\"\n[[phase]]\nid = \"one\"\nlength = \"30 days\"\n[[obligation]]\nid = \"release\"\nphase = \"one\"\ndebtor = \"front\"\ncreditor = \"directorate\"\nact = \"release\"\nobject = \"captives\"\nquantity = 3\nunit = \"captives\"\ndeadline = 2031-05-20\n[[power]]\nid = \"longer\"\nholder = [\"directorate\", \"front\"]\njointly = true\nkind = \"extend\"\ntarget = \"one\"\nlength = \"10 days\"\nat_most = 1\n").unwrap();
        let events = parse_events(lines, &Calendar::default()).unwrap();
        let on = Moment::parse("2031-05-12").unwrap();
        view::status(&status(&deal, &events, on, on))
    }

    fn said(by: &str, claim: &str, of: &str, more: &str) -> String {
        format!("{{\"id\":\"{by}-{claim}-{of}\",\"by\":\"{by}\",\"claim\":\"{claim}\",\"of\":\"{of}\",{more}}}\n")
    }

    #[test]
    fn one_count_on_one_day_is_not_contested() {
        let at = |by: &str, n: u8, when: &str| said(by, "performed", "release", &format!("\"quantity\":{n},\"happened\":\"{when}\""));
        for (a, b) in [("2031-05-06T10:00", "2031-05-06T14:00"), ("2031-05-06", "2031-05-06T14:00"), ("2031-05-06T14:00", "2031-05-06")] {
            let told = shown(&(at("front", 2, a) + &at("directorate", 2, b)));
            assert!(told.contains("release: partly: "), "{a}, {b}: {told}");
        }
        let told = shown(&(at("front", 3, "2031-05-06T10:00") + &at("directorate", 2, "2031-05-06T14:00")));
        assert!(told.contains("release: contested"), "{told}");
    }

    #[test]
    fn a_claim_that_does_not_fit_is_named_and_counts_for_nobody() {
        let told = shown(&said("front", "exercised", "release", "\"happened\":\"2031-05-06\""));
        assert!(
            told.contains("does not fit: front-exercised-release: `release` is an obligation, which cannot be exercised; of it one can say: performed"),
            "{told}"
        );
        assert!(told.contains("release: active"), "{told}");
    }

    #[test]
    fn a_name_that_is_nearly_a_partys_is_asked_about() {
        let told = shown(&said("The Meridor Directorat", "performed", "release", "\"quantity\":1,\"happened\":\"2031-05-06\""));
        assert!(told.contains("The Meridor Directorat has an account of its own; did you mean Meridor Directorate?"), "{told}");
        assert!(!shown(&said("Ford Post", "performed", "release", "\"quantity\":1,\"happened\":\"2031-05-06\"")).contains("did you mean"));
    }

    #[test]
    fn a_joint_power_needs_all_its_holders() {
        let use_of = |by: &str, more: &str| said(by, "exercised", "longer", &format!("{more}\"happened\":\"2031-05-06\""));
        let alone = shown(&use_of("front", ""));
        assert!(!alone.contains("2031-06-10"), "one account without names: {alone}");
        assert!(shown(&use_of("front", "\"actor\":\"front and Meridor Directorate\",")).contains("2031-06-10"));
        let both = shown(&(use_of("front", "") + &use_of("directorate", "\"actor\":\"directorate\",")));
        assert!(both.contains("phase one: running (2031-05-01 to 2031-06-10)"), "{both}");
    }
}
