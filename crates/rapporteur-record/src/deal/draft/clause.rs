//! Clauses that bind.
//!
//! Decides: where a binding word stands, who is bound by it, to what, by when. Must not know: ids, files.

use super::party::{Named, Who, agent, named_agent, subject};
use super::text::{Sentence, Token};
use super::time::{Found, Time, find as find_time, number};
use super::words::Words;
use crate::deal::{Amount, Anchor, Kind, Length, PowerKind, When};
use crate::span::CodePoints;
use jiff::civil::Date;

/// What kind of clause it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kindred {
    Duty(Kind),
    Power(PowerKind),
}

/// When it is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deadline {
    Known(When),
    /// So long after (or before) something described in words.
    After(Length, bool, String),
    /// Several days, in the order of the text.
    Days(Vec<Date>),
}

/// A clause as read.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) kindred: Kindred,
    /// Short names of who is bound; empty where that could not be told.
    pub(super) debtors: Vec<String>,
    pub(super) act: String,
    pub(super) quantity: Option<Amount>,
    pub(super) unit: Option<String>,
    pub(super) deadline: Option<Deadline>,
    pub(super) length: Option<Length>,
    /// The words of the act, in code points of the text.
    pub(super) span: (usize, usize),
    pub(super) quote: String,
    pub(super) place: String,
    pub(super) confidence: u8,
    /// The sentence it stands in, by its place in the text.
    pub(super) sentence: usize,
    /// The words of the sentence that are its own, in bytes.
    pub(super) own: (usize, usize),
}

/// Words that open a condition: a day in it is not the day a duty is due.
const OPENINGS: [&str; 8] = ["if", "once", "provided", "should", "unless", "when", "where", "until"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Force {
    Duty,
    Ban,
    Weak,
    Power,
    Bare,
}

/// The clauses of all sentences but those that are `about` something else.
pub(super) fn find(text: &str, all: &[Sentence], about: &[usize], parties: &[Named], words: &Words) -> Vec<Clause> {
    let points = CodePoints::of(text);
    let mut out = Vec::new();
    let mut last: Vec<String> = Vec::new();
    for (n_sentence, s) in all.iter().enumerate().filter(|(n, _)| !about.contains(n)) {
        let hits = triggers(&s.tokens, parties, words);
        let mut from = 0;
        for (n, (at, end, force)) in hits.iter().copied().enumerate() {
            let stop = hits.get(n + 1).map_or(s.tokens.len(), |next| boundary(&s.tokens, end, next.0));
            let lead = &s.tokens[from..at];
            let lead = relative(super::frame::without_stage(lead));
            let body = (end, stop);
            if let Some(c) = clause(text, &points, &s.tokens, lead, body, force, parties, words, &mut last) {
                let own = (s.tokens.get(from).map_or(0, |x| x.begin), s.tokens.get(stop - 1).map_or(0, |x| x.end));
                out.push(Clause { place: s.place.clone(), sentence: n_sentence, own, ..c });
            }
            from = stop;
        }
    }
    out
}

/// In "..., who shall", the subject is what stands before "who".
fn relative(lead: &[Token]) -> &[Token] {
    match lead {
        [rest @ .., last] if matches!(last.low.as_str(), "who" | "which") => {
            let rest = if rest.last().is_some_and(|x| x.low == ",") { &rest[..rest.len() - 1] } else { rest };
            let from = rest.iter().rposition(|x| x.low == "the").unwrap_or(0);
            &rest[from..]
        }
        all => all,
    }
}

/// Where a clause ends when another binding word follows at `next`: at the last "and", "but" or comma before it.
fn boundary(t: &[Token], end: usize, next: usize) -> usize {
    let marks = (end..next).rev().find(|i| matches!(t[*i].low.as_str(), "and" | "but" | ";" | ":"));
    marks.or_else(|| (end..next).rev().find(|i| t[*i].low == ",")).unwrap_or(next)
}

fn triggers(t: &[Token], parties: &[Named], words: &Words) -> Vec<(usize, usize, Force)> {
    let lists = [(Force::Ban, &words.ban), (Force::Duty, &words.duty), (Force::Weak, &words.weak), (Force::Power, &words.power)];
    let mut out: Vec<(usize, usize, Force)> = Vec::new();
    let mut i = 0;
    while i < t.len() {
        let best = (lists.iter()).flat_map(|(force, list)| list.iter().filter_map(|p| matches_at(t, i, p).map(|end| (end, *force)))).max_by_key(|b| b.0);
        let month = t[i].low == "may" && (t[i].capital || t.get(i + 1).is_some_and(|x| x.low.starts_with(|c: char| c.is_ascii_digit())));
        // "Shall not later than 6 May open": what is denied is the lateness.
        let best = match best {
            Some((end, Force::Ban)) if of_degree(t, end) => Some((end - 1, Force::Duty)),
            other => other,
        };
        match best.filter(|_| !month && i > 0) {
            // In "shall guarantee" one word binds, not two.
            Some((end, Force::Duty)) if out.last().is_some_and(|o| o.1 == i) => i = end,
            Some((end, force)) => {
                // "agrees to ..." and "are to ..." need somebody before them; "accept that it shall" counts once.
                out.push((i, end, force));
                i = end;
            }
            None => i += 1,
        }
    }
    if out.is_empty()
        && let Some((_, n)) = bare_subject(t, parties, words)
        && t.get(n).is_some_and(|x| {
            x.low.chars().all(char::is_alphabetic) && !x.capital && !["of", "and", "have", "has", "is", "are", "agree"].contains(&x.low.as_str())
        })
    {
        out.push((n, n, Force::Bare));
    }
    out
}

/// Whether what follows "not" makes it a measure: "not later than", "not fewer than", "not only".
fn of_degree(t: &[Token], end: usize) -> bool {
    let low = |i: usize| t.get(i).map_or("", |x| x.low.as_str());
    let not = end > 0 && low(end - 1) == "not";
    not && (low(end) == "only" || (matches!(low(end), "later" | "less" | "fewer" | "more") && low(end + 1) == "than"))
}

/// A sentence that begins with parties and has no binding word: "A and B exchange lists".
fn bare_subject(t: &[Token], parties: &[Named], _words: &Words) -> Option<(Vec<usize>, usize)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some((p, n)) = super::party::party_at(t.get(at..)?, parties) {
        all.push(p);
        at += n;
        if t.get(at).is_some_and(|x| x.low == "and") && super::party::party_at(t.get(at + 1..)?, parties).is_some() {
            at += 1;
        } else {
            break;
        }
    }
    (!all.is_empty()).then_some((all, at))
}

fn matches_at(t: &[Token], i: usize, phrase: &str) -> Option<usize> {
    let mut n = i;
    for word in phrase.split(' ') {
        if t.get(n)?.low != word {
            return None;
        }
        n += 1;
    }
    Some(n)
}

#[allow(clippy::too_many_arguments)] // one sentence's parts, named each
fn clause(
    text: &str,
    points: &CodePoints,
    t: &[Token],
    lead: &[Token],
    body: (usize, usize),
    force: Force,
    parties: &[Named],
    words: &Words,
    last: &mut Vec<String>,
) -> Option<Clause> {
    let (begin, end) = trim(t, body.0, body.1)?;
    let mut act = (begin, end);
    // "shall, within three days of X, set free": what stands between commas is not the act.
    if t[begin].low == "," {
        let close = (begin + 1..end).find(|i| t[*i].low == ",")?;
        act.0 = close + 1;
    }
    // "If no agreement is reached, the shares shall apply": what the opening denies is not the duty.
    let opening = lead.first().is_some_and(|x| OPENINGS.contains(&x.low.as_str()));
    let subject_from = if opening { lead.iter().rposition(|x| x.low == ",").map_or(0, |i| i + 1) } else { 0 };
    let time = find_time(&t[begin..end], words).map(|f| shift(f, begin)).or_else(|| {
        let from = t.iter().position(|x| lead.first().is_some_and(|l| l.begin == x.begin))?;
        if opening { None } else { find_time(lead, words).map(|f| shift(f, from)) }
    });
    // "Shall not later than 6 May 2031 open the gate": the act is what follows the day.
    if let Some(f) = &time
        && f.range.0 == act.0
        && trim(t, f.range.1, act.1).is_some_and(|(at, _)| !matches!(f.time, Time::Described(..)) || t[at - 1].low == ",")
    {
        act.0 = f.range.1 + usize::from(t.get(f.range.1).is_some_and(|x| x.low == ","));
    }
    let negated = lead.get(subject_from..).unwrap_or(lead).iter().any(|x| matches!(x.low.as_str(), "neither" | "no"));
    let passive = is_passive(t, act);
    let payable = t.get(body.0.wrapping_sub(1)).is_some_and(|x| x.low == "payable");
    let who = subject(text, lead, parties, words);
    let by = agent(&t[begin..end], parties, words);
    let short = |all: &[usize]| all.iter().filter_map(|i| parties.get(*i)).map(|p| p.short.clone()).collect::<Vec<String>>();
    let mut sure: u8 = match force {
        Force::Duty | Force::Ban => 85,
        Force::Power => 70,
        Force::Weak => 50,
        Force::Bare => 40,
    };
    let debtors = if passive || payable {
        match by {
            Some(all) => short(&all),
            None => named_agent(text, &t[begin..end]).into_iter().collect(),
        }
    } else {
        match &who {
            Who::Parties(all) => short(all),
            Who::Other(name) => {
                sure = sure.saturating_sub(20);
                vec![name.clone()]
            }
            Who::Again => {
                sure = sure.saturating_sub(10);
                last.clone()
            }
            Who::Thing => Vec::new(),
        }
    };
    if debtors.is_empty() {
        sure = sure.saturating_sub(40);
    } else {
        *last = debtors.clone();
    }
    if let Some(f) = &time
        && f.range.0 >= act.0
        && f.range.0 > act.0
    {
        act.1 = act.1.min(f.range.0);
    }
    let (act_begin, act_end) = trim(t, act.0, act.1)?;
    let from = if passive || payable { lead.first().map_or(t[act_begin].begin, |x| x.begin) } else { t[act_begin].begin };
    let to = t[act_end - 1].end;
    let quote = text.get(from..to)?.to_owned();
    let act_text = text.get(t[act_begin].begin..to)?;
    let act_text = act_text.strip_prefix("be ").filter(|_| passive).map_or_else(|| act_text.to_owned(), |a| format!("be {a}"));
    let head = t[act_begin].low.as_str();
    let ban = force == Force::Ban || (negated && force != Force::Power);
    let kind = if ban || words.refrain.iter().any(|w| w == head) {
        Kind::Refrain
    } else if words.keep.iter().any(|w| act_text.to_lowercase().starts_with(w.as_str())) {
        Kind::KeepUp
    } else {
        Kind::Achieve
    };
    let about_itself = words.frame.iter().any(|w| act_text.to_lowercase().starts_with(w.as_str()));
    if about_itself && !matches!(who, Who::Parties(_)) {
        return None;
    }
    let kindred = if force == Force::Power {
        let begins = |list: &[String]| list.iter().any(|w| act_text.to_lowercase().replace("jointly ", "").starts_with(w.as_str()));
        let kind = if begins(&words.extend) {
            PowerKind::Extend
        } else if begins(&words.terminate) {
            PowerKind::Terminate
        } else if begins(&words.suspend) {
            PowerKind::Suspend
        } else {
            return None; // a permission that changes no duty
        };
        Kindred::Power(kind)
    } else {
        Kindred::Duty(kind)
    };
    let (quantity, unit) = quantity(t, act_begin, act_end);
    let length = (act_begin..act_end).find_map(|i| {
        let (n, at) = number(t, i)?;
        Length::parse(&format!("{n} {}", t.get(at)?.low)).ok()
    });
    Some(Clause {
        kindred,
        debtors,
        act: act_text,
        quantity,
        unit,
        deadline: time.map(|f| deadline(text, t, f.time)),
        length,
        span: (points.before(text, from), points.before(text, to)),
        quote,
        place: String::new(),
        sentence: 0,
        own: (0, 0),
        confidence: sure,
    })
}

fn shift(f: Found, by: usize) -> Found {
    let time = match f.time {
        Time::Described(l, after, (a, b)) => Time::Described(l, after, (a + by, b + by)),
        other => other,
    };
    Found { range: (f.range.0 + by, f.range.1 + by), time }
}

fn trim(t: &[Token], mut begin: usize, mut end: usize) -> Option<(usize, usize)> {
    let idle = |x: &Token| matches!(x.low.as_str(), "and" | ":" | ";" | "." | "[" | "]" | "but" | "also");
    while begin < end && idle(&t[begin]) {
        begin += 1;
    }
    while begin < end && (idle(&t[end - 1]) || matches!(t[end - 1].low.as_str(), "," | "at" | "the" | "of" | "last" | "to")) {
        end -= 1;
    }
    (begin < end).then_some((begin, end))
}

fn is_passive(t: &[Token], act: (usize, usize)) -> bool {
    let low = |i: usize| t.get(i).filter(|_| i < act.1).map_or("", |x| x.low.as_str());
    let part = |w: &str| {
        w.ends_with("ed")
            || w.ends_with("en")
            || w.ends_with("nt")
            || ["set", "brought", "held", "put", "made", "paid", "kept", "met", "cut", "free", "built", "laid", "sold", "found"].contains(&w)
    };
    let at = act.0 + usize::from(low(act.0) == "not");
    low(at) == "be" && (part(low(at + 1)) || part(low(at + 2)))
}

pub(super) fn deadline(text: &str, t: &[Token], time: Time) -> Deadline {
    let from = |length: Option<Length>, anchor: Anchor| Deadline::Known(When { offset: length.map(|l| (l, true)), anchor });
    match time {
        Time::On(day) => Deadline::Known(When::on(day)),
        Time::Days(days) => Deadline::Days(days),
        Time::Signature(length) => from(length, Anchor::Signature),
        Time::InForce(length) => from(length, Anchor::InForce),
        Time::Described(length, after, (a, b)) => {
            let words = t.get(a..b).filter(|w| !w.is_empty()).and_then(|w| text.get(w[0].begin..w[w.len() - 1].end)).unwrap_or("what is said before");
            Deadline::After(length, after, words.to_owned())
        }
    }
}

/// The first number of an act, with the word it counts.
fn quantity(t: &[Token], begin: usize, end: usize) -> (Option<Amount>, Option<String>) {
    for i in begin..end {
        let plain = t[i].low.contains('.').then(|| Amount::parse(&t[i].low)).flatten().map(|a| (a, i + 1));
        let found = plain.or_else(|| number(&t[..end], i).map(|(n, at)| (Amount::whole(n), at)));
        let Some((amount, at)) = found else { continue };
        let unit: Vec<&str> = match t.get(at).map(|x| x.low.as_str()).filter(|_| at < end) {
            Some("per") => vec!["per", "cent"],
            Some(scale @ ("million" | "thousand" | "cubic" | "square")) => [Some(scale), t.get(at + 1).map(|x| x.low.as_str())].into_iter().flatten().collect(),
            Some(word)
                if word.chars().all(char::is_alphabetic)
                    && !["of", "at", "in", "to", "on", "and", "before", "after", "since", "until", "or", "from"].contains(&word) =>
            {
                vec![word]
            }
            _ => continue,
        };
        let unit = unit.join(" ");
        if !super::words::words().measure.contains(&unit) {
            return (Some(amount), Some(unit));
        }
    }
    (None, None)
}
