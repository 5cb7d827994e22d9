//! Happenings of a record as events of a deal.
//!
//! Decides: which duty, power or happening of a deal a report may speak of, what speaks for that and what against it, and whether it
//! counts in the account of its claimant. Looks at: the actor, the words of the act, the object, the place, numbers, the day, the type.
//! Must not know: which account is right. A report counts only where nothing speaks against the match; every other one that comes near is
//! listed with its doubts, and a person decides.

mod acts;
mod fit;
mod passage;
mod who;
mod write;

pub(crate) use write::quoted;
pub use write::to_toml;

use super::event::{Claim, Event};
use super::{Deal, Moment};
use crate::quotation;
use crate::record::{Claimant, Happening, PartyId, Source, Sum, Tally, TextId};
use crate::span::CodePoints;
use crate::timeline::Thing;
use crate::{EventKind, Measure, Span, SpeechAct, Status};
use fit::Fit;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use who::Cast;

/// Below this a report is listed and not counted.
const SURE: f64 = 0.35;
/// A second match as good as the best but for this much leaves open which is meant.
const CLOSE: f64 = 0.08;
/// A denial answers a report that is so many days away at most.
const ANSWERS: i64 = 4;
/// A quotation is no longer than this many characters.
const LONGEST: usize = 320;

/// What a record tells of a deal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Reports that count in the account of their claimant.
    pub events: Vec<Event>,
    /// Reports that come near, with their doubts.
    pub may_concern: Vec<Event>,
    /// How many happenings and figures of the record were looked at.
    pub looked_at: usize,
    /// How many of them speak of something in the deal but name no day, in texts without one.
    pub without_day: usize,
}

/// A report, whatever it was read as.
struct Heard<'a> {
    thing: Thing,
    text: TextId,
    kind: Option<EventKind>,
    denied: bool,
    actors: &'a [PartyId],
    by: &'a Claimant,
    said: Option<Date>,
    learnt: Option<Timestamp>,
    happened: Option<(Date, Date)>,
    source: &'a Source,
    spans: &'a [Span],
    place: Option<&'a str>,
    confidence: f64,
    /// The report's own words, in lower case; for a figure the words of its sentence.
    words: String,
    /// Its sentence.
    passage: String,
    within: (usize, usize),
    /// Who says so: a party of the deal, where it is one.
    teller: Option<String>,
    /// Acts of speech that it is told in which do not say that it is so.
    acts: Vec<SpeechAct>,
}

/// What the record's happenings and figures tell of the deal.
pub fn of(deal: &Deal, sum: &Sum) -> Candidates {
    let cast = who::cast(deal, sum);
    let acts = acts::built_in();
    let mut out = Candidates::default();
    let mut found: Vec<Event> = Vec::new();
    let happenings = sum.happenings.iter().enumerate().filter_map(|(i, h)| happening(sum, &cast, i, h));
    let tallies = sum.tallies.iter().enumerate().filter_map(|(i, t)| tally(sum, &cast, i, t));
    out.looked_at = sum.happenings.len() + sum.tallies.iter().filter(|t| t.measure == Measure::Released).count();
    for heard in happenings.chain(tallies) {
        let fits = fit::all(deal, sum, &cast, acts, &heard);
        let Some(best) = fits.first() else { continue };
        let mut doubts = best.doubts.clone();
        let rivals: Vec<&str> = fits[1..].iter().filter(|f| f.score > best.score - CLOSE).map(|f| f.of.as_str()).collect();
        if !rivals.is_empty() {
            doubts.push(format!("it may as well concern {}", rivals.join(", ")));
        }
        match event(deal, sum, &cast, &heard, best, doubts) {
            Some(e) => found.push(e),
            None => out.without_day += 1,
        }
    }
    let mut found = once(found);
    answer(&mut found);
    found.sort_by(|a, b| (a.happened, &a.of, &a.by, &a.id).cmp(&(b.happened, &b.of, &b.by, &b.id)));
    (out.events, out.may_concern) = found.into_iter().partition(|e| e.doubts.is_empty());
    out
}

fn happening<'a>(sum: &'a Sum, cast: &Cast, i: usize, h: &'a Happening) -> Option<Heard<'a>> {
    // What is to come or only possible has not happened.
    let denied = match h.status {
        Status::Reported => false,
        Status::Denied => true,
        Status::Future | Status::Hypothetical => return None,
    };
    let mut heard = heard(sum, cast, Thing::Happening(i), h.text, &h.words, &h.by)?;
    heard.kind = Some(h.kind);
    heard.denied ^= denied;
    heard.actors = &h.actors;
    (heard.said, heard.learnt, heard.happened) = (h.said, h.learnt, h.happened);
    heard.source = &h.source;
    heard.place = h.place.as_deref();
    heard.confidence = f64::from(h.confidence);
    Some(heard)
}

/// A figure of people released tells of a release too, where the sentence holds no happening that does.
fn tally<'a>(sum: &'a Sum, cast: &Cast, i: usize, t: &'a Tally) -> Option<Heard<'a>> {
    if t.measure != Measure::Released {
        return None;
    }
    let mut heard = heard(sum, cast, Thing::Tally(i), t.text, &t.words, &t.by)?;
    let (from, to) = heard.within;
    let inside = |s: &Span| s.begin() >= from && s.end() <= to;
    if sum.happenings.iter().any(|h| h.text == t.text && h.words.iter().any(inside)) {
        return None;
    }
    heard.words = heard.passage.to_lowercase();
    heard.actors = t.hand.as_slice();
    (heard.said, heard.learnt) = (t.said, t.learnt);
    heard.source = &t.source;
    heard.confidence = f64::from(t.confidence);
    Some(heard)
}

fn heard<'a>(sum: &'a Sum, cast: &Cast, thing: Thing, text: TextId, spans: &'a [Span], by: &'a Claimant) -> Option<Heard<'a>> {
    let t = sum.texts.get(text.0)?;
    let (begin, end) = (spans.first()?.begin(), spans.last()?.end());
    let document = t.whole();
    let (whole, reading) = (document.text.as_str(), t.reading());
    let within = passage::sentence(whole, begin, end);
    let voice = quotation::of(sum, thing)?.voice;
    let chain = voice.attribution().map(|id| reading.chain(id)).unwrap_or_default();
    let act = |id: &crate::AttributionId| reading.attributions.get(id.0).map(|a| a.speech_act);
    // The nearest mouth may say that it is not so; any other act of speech in the chain says less than that it is.
    let denied = chain.last().and_then(act) == Some(SpeechAct::Denies);
    let outer = chain.iter().rev().skip(1).filter_map(act);
    let inner = chain.last().and_then(act).filter(|a| *a != SpeechAct::Denies);
    let acts = outer.chain(inner).filter(|a| !matches!(a, SpeechAct::Asserts | SpeechAct::Accuses)).collect();
    let teller = match by {
        Claimant::Party(p) => cast.tie(*p).map(|t| t.party.clone()),
        Claimant::Outlet(name) => cast.named(name).map(str::to_owned),
        Claimant::Unnamed => None,
    };
    Some(Heard {
        thing,
        text,
        kind: None,
        denied,
        actors: &[],
        by,
        said: None,
        learnt: None,
        happened: None,
        source: quotation::of(sum, thing)?.source,
        spans,
        place: None,
        confidence: 0.0,
        words: spans.iter().map(|s| s.of(whole)).collect::<Vec<_>>().join(" ").to_lowercase(),
        passage: whole.get(within.0..within.1).unwrap_or("").to_owned(),
        within,
        teller,
        acts,
    })
}

/// The claim as an event; `None` where nobody can say on which day it was, or was said.
fn event(deal: &Deal, sum: &Sum, cast: &Cast, h: &Heard<'_>, fit: &Fit, mut doubts: Vec<String>) -> Option<Event> {
    let text = &sum.texts[h.text.0];
    let named = h.happened.map(|d| d.1);
    let said = h.said.or(named)?;
    if let Some((a, b)) = h.happened.filter(|(a, b)| super::calendar::days_between(*a, *b) > 7) {
        doubts.push(format!("when it happened is told no closer than {a} to {b}"));
    }
    let happened = named.unwrap_or(said);
    let mouth = name(sum, h);
    let by = h.teller.clone().or_else(|| mouth.clone()).unwrap_or_else(|| {
        doubts.push("whoever says so is not named".to_owned());
        format!("unnamed, in {}", text.document.id)
    });
    if h.confidence < SURE {
        doubts.push(format!("the reader is not sure that the words tell of this ({:.2})", h.confidence));
    }
    for act in &h.acts {
        doubts.push(format!("it is told by somebody who {} it", act.name()));
    }
    let whole = text.whole();
    let points = CodePoints::of(&whole.text);
    let (b, e) = (points.before(&whole.text, h.within.0), points.before(&whole.text, h.within.1));
    let place = [text.document.outlet.clone(), text.document.published.map(|d| d.to_string())].into_iter().flatten();
    let source = std::iter::once(text.document.id.clone()).chain(place).collect::<Vec<_>>().join(", ");
    let actor = h.actors.first().and_then(|a| cast.tie(*a)).map(|t| t.party.clone());
    let (kind, n) = match h.thing {
        Thing::Happening(_) => ("e", h.spans.first().map_or(0, |s| s.begin())),
        _ => ("f", h.spans.first().map_or(0, |s| s.begin())),
    };
    Some(Event {
        // The place of the words names it: it stays what it is when other texts come.
        id: format!("{}#{kind}{}", text.document.id, points.before(&whole.text, n)),
        said: said.into(),
        learnt: h.learnt.map_or(said, |t| deal.calendar.day_of(t)).into(),
        undated: named.is_none(),
        quantity: fit.quantity,
        in_all: fit.in_all,
        actor: actor.filter(|a| *a != by || fit.claim == Claim::Exercised),
        place: h.place.map(str::to_owned),
        quote: Some(quote(h)),
        source: Some(format!("{source}, characters {b} to {e}")),
        through: mouth.filter(|m| *m != by && deal.party(&by).is_none_or(|p| p.name != *m)),
        confidence: Some((fit.confidence.clamp(0.0, 1.0) * 100.0).round() as u8),
        why: fit.why.clone(),
        doubts,
        ..Event::new(&by, fit.claim, &fit.of, happened)
    })
}

fn quote(h: &Heard<'_>) -> String {
    let flat = h.passage.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= LONGEST { flat } else { format!("{} \u{2026}", flat.chars().take(LONGEST).collect::<String>().trim_end()) }
}

/// The claimant's name. Copies of one report are the account of whose hand they come from.
fn name(sum: &Sum, h: &Heard<'_>) -> Option<String> {
    match h.by {
        Claimant::Party(p) => sum.parties.get(p.0).map(|p| p.name.clone()),
        Claimant::Outlet(own) => Some(match h.source {
            Source::Outlet(name) => name.to_string(),
            Source::Origin(o) => {
                let first = sum.origins.get(o.0).and_then(|o| sum.texts.get(o.first.0));
                first.and_then(|t| t.document.outlet.clone()).unwrap_or_else(|| own.to_string())
            }
        }),
        Claimant::Unnamed => None,
    }
}

/// The same claim of the same claimant counts once; the surest stands for the others.
fn once(found: Vec<Event>) -> Vec<Event> {
    let mut out: BTreeMap<_, Event> = BTreeMap::new();
    for e in found {
        let key = (e.by.clone(), e.claim, e.of.clone(), e.happened, e.quantity, e.in_all, e.doubts.is_empty());
        match out.get_mut(&key) {
            None => {
                out.insert(key, e);
            }
            Some(kept) => {
                let rank = |x: &Event| (x.confidence, std::cmp::Reverse(x.said), std::cmp::Reverse(x.id.clone()));
                let (mut first, second) =
                    if rank(&e) > rank(kept) { (e, std::mem::replace(kept, Event::new("", Claim::Denied, "", Date::MIN))) } else { (kept.clone(), e) };
                first.also.extend(second.source.into_iter().chain(second.also));
                first.also.sort();
                first.also.dedup();
                *kept = first;
            }
        }
    }
    out.into_values().collect()
}

/// A denial names the report that it denies: another account's, of the same matter, in the days around.
fn answer(found: &mut [Event]) {
    let reports: Vec<(String, String, Moment, String)> =
        found.iter().filter(|e| e.claim == Claim::Breached && e.doubts.is_empty()).map(|e| (e.of.clone(), e.by.clone(), e.happened, e.id.clone())).collect();
    for e in found.iter_mut().filter(|e| e.claim == Claim::Denied) {
        let near = |d: Moment| super::calendar::days_between(d.day(), e.happened.day()).abs();
        let answered = reports.iter().filter(|r| r.0 == e.of && r.1 != e.by && near(r.2) <= ANSWERS).min_by_key(|r| (near(r.2), r.3.clone()));
        match answered {
            Some(r) => {
                e.why.push(format!("denies what {} says of {}", r.1, e.of));
                e.of = r.3.clone();
            }
            None => e.doubts.push("no report here is the one that is denied; name its id in `of`".to_owned()),
        }
    }
}
