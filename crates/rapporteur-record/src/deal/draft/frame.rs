//! Phases, conditions and the clock in an agreement's text.
//!
//! Decides: which stretches of time a text names and how long they are, to which of them a clause belongs, which words of a clause are its
//! condition, and whether days of a suspension count. Looks at: ordinals beside "phase" or "stage", words that lead a condition (`draft.toml`).
//! Must not know: who is bound. Words that name no clause of the draft become a named happening: nothing is dropped, nothing guessed.

use super::text::{Sentence, Token};
use super::time::{self, Time, length};
use super::words::Words;
use crate::deal::{Anchor, Length, Moment, When};

/// A phase as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stage {
    /// Its number.
    pub(super) number: usize,
    /// Its name in the text.
    pub(super) name: String,
    pub(super) length: Option<Length>,
    pub(super) starts: Option<Start>,
    /// The words of what it waits for.
    pub(super) requires: Option<String>,
    /// The words of what keeps it going past its end.
    pub(super) continues: Option<String>,
    /// It does not go on for longer than this from its start.
    pub(super) at_latest: Option<Length>,
    pub(super) extendable: bool,
    /// Bytes of the sentence it was read from first.
    pub(super) at: (usize, usize),
    pub(super) place: String,
}

/// A sentence that is about a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) sentence: usize,
    pub(super) number: usize,
    /// Whether it is a line over clauses, which then belong to the phase.
    pub(super) heading: bool,
}

/// When a phase begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Start {
    At(When),
    /// With, or a length after, the end of another phase.
    AfterEnd(usize, Option<Length>),
}

/// What kind of words lead a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// "If", "once", "provided that": it must hold.
    Requires,
    /// "If ... does not": it must not have been done.
    RequiresNot,
    /// "Unless": it must not hold.
    Unless,
    /// "While", "for as long as": a situation.
    While,
}

/// A condition of a clause: its lead and its words, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) lead: Lead,
    pub(super) words: (usize, usize),
    /// All of it, the lead included.
    pub(super) whole: (usize, usize),
}

const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
const CARDINALS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
const ROMANS: [&str; 6] = ["i", "ii", "iii", "iv", "v", "vi"];

fn low(t: &[Token], i: usize) -> &str {
    t.get(i).map_or("", |x| x.low.as_str())
}

/// A phase named at token `i`: its number, and the token after it.
fn stage_at(t: &[Token], i: usize) -> Option<(usize, usize)> {
    let noun = |w: &str| matches!(w, "phase" | "stage");
    let of = |list: &[&str], w: &str| list.iter().position(|x| *x == w).map(|n| n + 1);
    if noun(low(t, i)) {
        let w = low(t, i + 1);
        let n = of(&CARDINALS, w).or_else(|| of(&ROMANS, w)).or_else(|| w.parse().ok()).filter(|n| (1..=6).contains(n))?;
        return Some((n, i + 2));
    }
    let n = of(&ORDINALS, low(t, i)).filter(|_| noun(low(t, i + 1)))?;
    Some((n, i + 2))
}

/// A truce named at token `i`: the token after it. It is a phase without a number.
fn truce_at(t: &[Token], i: usize) -> Option<usize> {
    matches!(low(t, i), "truce" | "ceasefire" | "armistice" | "cease-fire").then_some(i + 1)
}

/// The phases of a text, by number. A sentence that is about a phase binds nobody: those are named too.
pub(super) fn stages(text: &str, all: &[Sentence], words: &Words) -> (Vec<Stage>, Vec<About>) {
    let mut out: Vec<Stage> = Vec::new();
    let mut about = Vec::new();
    for (n, s) in all.iter().enumerate() {
        let t = &s.tokens;
        let truce = truce_at(t, usize::from(matches!(low(t, 0), "a" | "the" | "an")))
            .filter(|after| matches!(low(t, *after), "shall" | "will" | "begins" | "lasts" | "starts"));
        let truce = truce.map(|after| (after - 1, (0, after)));
        let Some((at, (number, after))) = truce.or_else(|| (0..t.len()).find_map(|i| Some((i, stage_at(t, i)?)))) else { continue };
        let heads = at == 0 || (at == 1 && matches!(low(t, 0), "the" | "a" | "an"));
        if !heads {
            continue;
        }
        let found =
            Stage { number, name: text.get(t[at].begin..t[after - 1].end).unwrap_or("").to_owned(), at: span(t), place: s.place.clone(), ..Stage::default() };
        let stage = match out.iter_mut().position(|x| x.number == number) {
            Some(i) => &mut out[i],
            None => {
                out.push(found);
                let last = out.len() - 1;
                &mut out[last]
            }
        };
        // A heading is a line that says no more than the phase's name and perhaps its length.
        let heading = number > 0
            && !t[after..]
                .iter()
                .any(|x| words.duty.contains(&x.low) || ["shall", "will", "may", "lasts", "begins", "starts", "ends", "continues"].contains(&x.low.as_str()));
        if heading && t.len() > 14 {
            continue;
        }
        about.push(About { sentence: n, number, heading });
        describe(text, t, after, words, stage);
    }
    out.sort_by_key(|s| s.number);
    (out, about)
}

fn describe(text: &str, t: &[Token], after: usize, words: &Words, stage: &mut Stage) {
    let has = |list: &[&str]| (after..t.len()).find(|i| list.contains(&low(t, *i)));
    let first_length = |from: usize, to: usize| (from..to).find_map(|i| length(t, i).map(|l| (i, l.0)));
    let lasts = has(&["last", "lasts", "duration", "period", "("]);
    if let Some(i) = lasts
        && stage.length.is_none()
    {
        stage.length = first_length(i, t.len()).map(|l| l.1);
    }
    if let Some(i) = has(&["begin", "begins", "start", "starts", "commence", "commences"]) {
        let led = condition(t, i, t.len(), words);
        let other = (i..t.len()).find_map(|k| stage_at(t, k)).filter(|o| o.0 != stage.number);
        let ends = (i..t.len()).any(|k| ["end", "ends", "ended", "completion", "expiry", "after", "once", "when"].contains(&low(t, k)));
        stage.starts = match (other, time::find(&t[i..], words).map(|f| f.time)) {
            (Some((n, _)), _) if ends => Some(Start::AfterEnd(n, first_length(i, t.len()).map(|l| l.1))),
            (_, Some(Time::On(at))) => Some(Start::At(When::on(at))),
            (_, Some(Time::Signature(l))) => Some(Start::At(When { offset: l.map(|l| (l, true)), anchor: Anchor::Signature })),
            (_, Some(Time::InForce(l))) => Some(Start::At(When { offset: l.map(|l| (l, true)), anchor: Anchor::InForce })),
            _ => None,
        };
        if stage.starts.is_none()
            && let Some(c) = led
        {
            stage.requires = text.get(c.words.0..c.words.1).map(str::to_owned);
        }
    }
    if has(&["continue", "continues"]).is_some()
        && let Some(c) = condition(t, after, t.len(), words).filter(|c| c.lead == Lead::While)
    {
        stage.continues = text.get(c.words.0..c.words.1).map(str::to_owned);
        let beyond = (after..t.len()).find(|i| matches!(low(t, *i), "beyond" | "exceed" | "exceeding") || (low(t, *i) == "longer" && low(t, *i + 1) == "than"));
        stage.at_latest = beyond.and_then(|i| first_length(i, t.len())).map(|l| l.1);
    }
    stage.extendable |= has(&["extended", "prolonged", "renewed", "extension"]).is_some();
}

fn span(t: &[Token]) -> (usize, usize) {
    (t.first().map_or(0, |x| x.begin), t.last().map_or(0, |x| x.end))
}

/// The day on which a text says that it was signed: "Done at Port Lim on 4 May 2031".
pub(super) fn signed(all: &[Sentence]) -> Option<Moment> {
    let says = |t: &[Token]| matches!(low(t, 0), "done" | "signed" | "concluded") || (low(t, 0) == "this" && low(t, 2) == "was" && low(t, 3) == "signed");
    let mut found = all.iter().map(|s| s.tokens.as_slice()).filter(|t| says(t));
    found.find_map(|t| (0..t.len()).find_map(|i| time::date(t, i))).map(|(day, _)| Moment::on(day))
}

/// When a text says that it enters into force: the point in time where its words come to one, and the sentence in bytes.
pub(super) fn in_force(all: &[Sentence], words: &Words) -> Option<(Option<When>, (usize, usize))> {
    const VERBS: [&str; 7] =
        ["enter into force", "enters into force", "come into force", "comes into force", "take effect", "takes effect", "come into effect"];
    let itself =
        |t: &[Token], verb: usize| (0..verb).any(|i| matches!(low(t, i), "agreement" | "truce" | "ceasefire" | "pact" | "treaty" | "it" | "this" | "these"));
    for s in all {
        let t = s.tokens.as_slice();
        let Some((at, end)) = (0..t.len()).find_map(|i| Some((i, VERBS.iter().find_map(|v| phrase(t, i, v))?))) else { continue };
        if !itself(t, at) {
            continue;
        }
        let anchored = |length: Option<Length>, anchor: Anchor| When { offset: length.map(|l| (l, true)), anchor };
        let rest = t.get(end..).unwrap_or(&[]);
        let signing = || (0..rest.len()).any(|i| words.signature.iter().any(|w| phrase(rest, i, w).is_some()));
        let conditional =
            rest.iter().any(|x| ["ratification", "ratified", "approval", "approved", "unless", "provided", "if", "once", "when"].contains(&x.low.as_str()));
        let when = match time::counted(rest, words).or_else(|| time::find(rest, words).map(|f| f.time)) {
            _ if conditional => None,
            Some(Time::On(at)) => Some(When::on(at)),
            Some(Time::Signature(length)) => Some(anchored(length, Anchor::Signature)),
            None if signing() => Some(anchored(None, Anchor::Signature)),
            _ => None,
        };
        return Some((when, span(t)));
    }
    None
}

/// The phase that a sentence names in passing: "in the first phase".
pub(super) fn named(t: &[Token]) -> Option<usize> {
    (0..t.len()).find_map(|i| {
        let led = ["in", "during", "throughout", "of"].contains(&low(t, i));
        let at = if low(t, i + 1) == "the" { i + 2 } else { i + 1 };
        stage_at(t, at).map(|s| s.0).or_else(|| truce_at(t, at).map(|_| 0)).filter(|_| led)
    })
}

/// A clause's lead without the phase it begins with: "in the second stage the State ...".
pub(super) fn without_stage(t: &[Token]) -> &[Token] {
    let led = ["in", "during", "throughout"].contains(&low(t, 0));
    let at = if low(t, 1) == "the" { 2 } else { 1 };
    match stage_at(t, at).filter(|_| led) {
        Some((_, after)) => t.get(after..).map_or(t, |rest| if rest.first().is_some_and(|x| x.low == ",") { &rest[1..] } else { rest }),
        None => t,
    }
}

/// The first condition among tokens `from..to`.
pub(super) fn condition(t: &[Token], from: usize, to: usize, words: &Words) -> Option<Condition> {
    let leads = [(Lead::Unless, &words.unless), (Lead::While, &words.during), (Lead::Requires, &words.condition)];
    for i in from..to {
        let found = leads.iter().find_map(|(lead, list)| {
            let end = list.iter().filter_map(|p| phrase(t, i, p)).max()?;
            Some((*lead, end))
        });
        let Some((lead, begin)) = found.or_else(|| antecedent(t, i, to, words).map(|end| (Lead::Requires, end))) else { continue };
        // "Once a month" says how often; "upon signature" says when.
        let often = low(t, i) == "once" && matches!(low(t, begin), "a" | "an" | "every" | "each" | "per");
        let from = begin + usize::from(low(t, begin) == "the");
        if often || words.signature.iter().chain(&words.in_force).any(|w| phrase(t, from, w).is_some()) {
            continue;
        }
        // "Once" and "when" before a date lead a time; "within three days after X" leads a deadline.
        if time::date(t, begin).is_some() || time::number(t, begin).is_some_and(|(_, k)| length(t, begin).is_some() || low(t, k) == "days") {
            continue;
        }
        let fronted = i == 0 || low(t, i - 1) == ",";
        let end = (begin..to)
            .find(|k| {
                matches!(low(t, *k), ";" | ":" | "shall" | "must")
                    || (fronted && low(t, *k) == ",")
                    || (low(t, *k) == "," && matches!(low(t, *k + 1), "and" | "but"))
            })
            .unwrap_or(to);
        let end = if low(t, end) == "shall" && low(t, end - 1) == "and" { end - 1 } else { end };
        if end < begin + if low(t, i) == "subject" { 1 } else { 2 } {
            continue;
        }
        let not = (begin..end).any(|k| {
            matches!(low(t, k), "fails" | "fail" | "refuses" | "refuse")
                || (low(t, k) == "not" && matches!(low(t, k - 1), "does" | "do" | "has" | "have" | "is" | "are"))
        });
        let lead = if lead == Lead::Requires && not { Lead::RequiresNot } else { lead };
        return Some(Condition { lead, words: (t[begin].begin, t[end - 1].end), whole: (t[i].begin, t[end - 1].end) });
    }
    None
}

/// Where a clause begins with words that elsewhere lead a time ("after the guns have left, ..."), or a verb in the perfect follows them: the
/// token after them. "Should it fail, ..." is a condition only at the very beginning.
fn antecedent(t: &[Token], i: usize, to: usize, words: &Words) -> Option<usize> {
    if i == 0 && low(t, i) == "should" {
        return Some(1);
    }
    let end = words.antecedent.iter().filter_map(|p| phrase(t, i, p)).max()?;
    if i == 0 || (low(t, i - 1) == "," && low(t, i) != "where") {
        return Some(end);
    }
    let bound = words.bound.iter().any(|w| w == low(t, i - 1));
    let stop = (end..to).find(|k| matches!(low(t, *k), "," | ";" | ":")).unwrap_or(to);
    let perfect = (end..stop).any(|k| matches!(low(t, k), "has" | "have"));
    let receipt = low(t, i) == "upon" || low(t, i) == "on";
    (!bound && low(t, i) != "where" && (perfect || receipt)).then_some(end)
}

fn phrase(t: &[Token], i: usize, words: &str) -> Option<usize> {
    let mut n = i;
    for w in words.split(' ') {
        if low(t, n) != w {
            return None;
        }
        n += 1;
    }
    Some(n)
}

/// Whether the text says that days of a suspension do not count: the sentence that says it.
pub(super) fn stops_the_clock<'s>(all: &'s [Sentence], words: &Words) -> Option<&'s Sentence> {
    let says = |s: &&Sentence| {
        let t = &s.tokens;
        let suspension = t.iter().any(|x| x.low.starts_with("suspen") || x.low == "interruption");
        suspension && (0..t.len()).any(|i| words.clock.iter().any(|p| phrase(t, i, p).is_some()))
    };
    all.iter().find(says)
}
