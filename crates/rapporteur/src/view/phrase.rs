//! The words in which answers are told.
//!
//! Decides: phrases. Every stance, number and event comes with who says so; no phrase says that something is so.

use super::block::{Line, Look, Run, plain, run};
use crate::cli::text::clean;
use crate::desk::negotiation::{
    Account, Change, Echo, Gap, Heard, Item, Kind, Loose, NewPlan, Number, Quotation, Quotations, Reason, Source, Stand, Subject, Teller,
};
use crate::desk::review::Why;
use jiff::civil::Date;

/// What people call a kind of item.
pub(crate) fn kind(name: &str) -> &'static str {
    match name {
        "attribution" => "statement",
        "position" => "position",
        "figure" => "figure",
        "event" => "event",
        "term" => "term",
        "proposal" => "proposal",
        "actor" => "actor",
        _ => "item",
    }
}

/// Why an item stands where it stands, in words.
pub(crate) fn because(why: &Why) -> String {
    let who = why.party.as_deref().unwrap_or("nobody named");
    let on = why.about.as_deref().map(|a| format!(" on {a}")).unwrap_or_default();
    match (why.rule, why.conflict) {
        ("conflict", Some("figures")) => "figures that do not go together".to_owned(),
        ("conflict", kind) => format!("accounts that do not go together ({}): {who}{on}", kind.unwrap_or("conflict")),
        ("cell", _) => format!("a cell of the matrix rests on it, and the reader is not sure: {who}{on}"),
        _ => "of the rest, the reader is least sure of it".to_owned(),
    }
}

/// "accepts", "does not accept": what a party does to a matter.
pub(crate) fn stance(name: &str) -> &'static str {
    match name {
        "proposes" => "proposes",
        "accepts" => "accepts",
        "accepts_with_conditions" => "accepts on conditions",
        "supports" => "supports",
        "demands" => "demands",
        "undecided" => "has not decided on",
        "doubts" => "doubts",
        "rejects" => "rejects",
        "opposes" => "opposes",
        _ => "goes back on",
    }
}

/// The same after a holder's name: "the mediators | propose".
pub(crate) fn stance_of(holder: &str, name: &str) -> &'static str {
    let one = stance(name);
    if !several(holder) {
        return one;
    }
    match name {
        "proposes" => "propose",
        "accepts" => "accept",
        "accepts_with_conditions" => "accept on conditions",
        "supports" => "support",
        "demands" => "demand",
        "undecided" => "have not decided on",
        "doubts" => "doubt",
        "rejects" => "reject",
        "opposes" => "oppose",
        _ => "go back on",
    }
}

/// Whether a holder is told in words for several: "four officials, in three ministries". A name of its own is one, whatever it ends on.
fn several(holder: &str) -> bool {
    let noun = holder.split(',').next().unwrap_or(holder).trim_end();
    let described = noun.starts_with(char::is_lowercase) || noun.split(' ').skip(1).all(|w| w.starts_with(char::is_lowercase)) && noun.contains(' ');
    described && noun.ends_with('s') && !["ss", "us", "is", "'s", "\u{2019}s"].iter().any(|end| noun.ends_with(end))
}

/// The same in a cell, where what it is about stands beside it.
pub(crate) fn short_stance(name: &str) -> &'static str {
    match name {
        "undecided" => "undecided",
        "withdraws" => "withdraws",
        other => stance(other),
    }
}

/// In which look a stance is set.
pub(crate) fn look(sign: i8) -> Look {
    match sign {
        1 => Look::For,
        -1 => Look::Against,
        _ => Look::Open,
    }
}

/// By the name of a stance.
pub(crate) fn sign(name: &str) -> i8 {
    match name {
        "undecided" => 0,
        "doubts" | "rejects" | "opposes" | "withdraws" => -1,
        _ => 1,
    }
}

fn sure(certainty: &str) -> &'static str {
    match certainty {
        "probable" => "probably ",
        "possible" => "possibly ",
        _ => "",
    }
}

/// A machine's name as words: `armed_group` is "armed group".
pub(crate) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// Who says so: "Celestine Abara (for Marovelle)".
pub(crate) fn teller(t: &Teller) -> String {
    match (&t.name, &t.acts_for) {
        (Some(name), Some(behalf)) if name != behalf => format!("{name} (for {behalf})"),
        (Some(name), _) => name.clone(),
        (None, _) => "somebody whom the text does not name".to_owned(),
    }
}

/// The name alone.
pub(crate) fn name(t: &Teller) -> String {
    t.name.clone().unwrap_or_else(|| "unnamed".to_owned())
}

/// What a stance is about, inside a sentence.
pub(crate) fn subject(s: &Subject) -> String {
    match s.kind {
        "process" => s.label.clone(),
        "proposal" => with_article(&s.label),
        _ => format!("“{}”", s.label),
    }
}

/// What a stance is about, as a heading of its own.
pub(crate) fn heading(s: &Subject) -> Line {
    match s.kind {
        "process" => vec![run(Look::Strong, "the talks as such")],
        "proposal" => vec![run(Look::Strong, &s.label)],
        "figure" => vec![run(Look::Strong, &spaced(&s.label))],
        kind => {
            let of = s.proposal.as_ref().map(|p| format!(", in {}", with_article(p))).unwrap_or_default();
            vec![run(Look::Strong, &spaced(kind)), plain(": "), run(Look::Quote, &format!("“{}”", s.label)), run(Look::Quiet, &of)]
        }
    }
}

fn with_article(label: &str) -> String {
    let first = label.split_whitespace().next().unwrap_or("").to_lowercase();
    let has = matches!(first.as_str(), "the" | "a" | "an" | "any" | "its" | "his" | "her" | "their" | "this" | "that" | "no" | "what" | "whatever" | "which");
    if has { label.to_owned() } else { format!("the {label}") }
}

/// " on 2033-03-09".
pub(crate) fn on(day: Option<Date>) -> String {
    day.map(|d| format!(" on {d}")).unwrap_or_default()
}

/// A stance as a sentence: whose, which, on what, who says so, when.
pub(crate) fn position(holder: &str, stand: &Stand, own: bool, about: &Subject) -> Line {
    sentence(holder, (stand.stance, stand.certainty), about, own, &stand.by, stand.said, &[stand.quotation])
}

fn sentence(holder: &str, (name, certainty): (&str, &str), about: &Subject, own: bool, by: &Teller, said: Option<Date>, to: &[usize]) -> Line {
    let mut out = vec![run(Look::Strong, holder), plain(" ")];
    out.push(run(look(sign(name)), &format!("{}{}", sure(certainty), stance_of(holder, name))));
    out.push(plain(&format!(" {}", subject(about))));
    out.push(plain(&according(own, holder, by)));
    out.push(run(Look::Quiet, &on(said)));
    out.extend(to.iter().map(|n| Run::To(*n)));
    out
}

fn according(own: bool, holder: &str, by: &Teller) -> String {
    match own {
        true if by.name.as_deref() == Some(holder) => ", in own words".to_owned(),
        true => format!(", said {}", teller(by)),
        false => format!(", according to {}", teller(by)),
    }
}

/// An account of a conflict.
pub(crate) fn account(a: &Account, quoted: &Quotations) -> Vec<Line> {
    let mut first: Line = match (&a.holder, a.stance, &a.subject) {
        (Some(holder), Some(name), Some(about)) => sentence(holder, (name, a.certainty.unwrap_or("certain")), about, a.own, &a.by, a.said, &[a.quotation]),
        _ => vec![
            run(Look::Strong, &words_of(quoted, a.quotation)),
            plain(&format!(", according to {}", teller(&a.by))),
            run(Look::Quiet, &on(a.said)),
            Run::To(a.quotation),
        ],
    };
    if !a.carried.is_empty() {
        first.push(run(Look::Quiet, &format!(" (and {} more from the same hand)", a.carried.len())));
        first.extend(a.carried.iter().map(|n| Run::To(*n)));
    }
    let quote: Line = match quoted.get(a.quotation) {
        Some(q) => [passage(q, false), vec![run(Look::Quiet, &format!(" ({})", chain(q)))]].concat(),
        None => Vec::new(),
    };
    vec![first, quote]
}

/// The words that a claim was read from.
fn words_of(quoted: &Quotations, number: usize) -> String {
    let pieces = quoted.get(number).map(|q| q.passage.as_slice()).unwrap_or_default();
    pieces.iter().filter(|p| p.claim).map(|p| p.words.as_str()).collect::<Vec<_>>().join(" … ")
}

/// The sentence of a quotation; the words that the claim was read from stand out.
pub(crate) fn passage(q: &Quotation, quiet: bool) -> Line {
    let around = if quiet { Look::Quiet } else { Look::Quote };
    q.passage.iter().map(|p| run(if p.claim { Look::Strong } else { around }, &p.words)).collect()
}

/// Through whom a quotation is known: "Halyard News Agency, 2033-03-22 › Celestine Abara (for Marovelle)".
pub(crate) fn chain(q: &Quotation) -> String {
    let mut out = q.outlet.clone().unwrap_or_else(|| q.document.clone());
    out += &q.published.map_or_else(|| ", no date".to_owned(), |d| format!(", {d}"));
    for v in &q.chain {
        let behalf = v.acts_for.as_ref().filter(|b| Some(*b) != v.name.as_ref()).map(|b| format!(" (for {b})")).unwrap_or_default();
        out += &format!(" › {}{behalf}", v.name.as_deref().unwrap_or("nobody named"));
    }
    clean(&out)
}

/// What a reader must know of a quotation beside its words.
pub(crate) fn remarks(q: &Quotation) -> Vec<String> {
    const UNSURE: f64 = 0.5;
    let mut out = Vec::new();
    out.extend(q.taken_from.as_ref().map(|t| clean(&format!("taken from {t}"))));
    out.extend(q.reliability.as_ref().map(|r| clean(&format!("outlet judged {r} in the brief"))));
    if q.confidence < UNSURE {
        out.push(format!("the reader is not sure: {:.0} %", q.confidence * 100.0));
    }
    out
}

/// An item of a timeline as a sentence.
pub(crate) fn item(i: &Item) -> Line {
    match &i.what {
        Kind::Position { holder, stance, certainty, own, subject, .. } => sentence(holder, (stance, certainty), subject, *own, &i.by, None, &[i.quotation]),
        Kind::Event { status, words, place, .. } => {
            let told = match *status {
                "denied" => "said not to have happened: ",
                "future" => "announced: ",
                "hypothetical" => "spoken of as possible: ",
                _ => "reported: ",
            };
            let place = place.as_ref().filter(|p| !words.contains(*p)).map(|p| format!(" ({p})")).unwrap_or_default();
            let said = if i.happened { on(i.said) } else { String::new() };
            vec![
                run(Look::Quiet, told),
                run(Look::Quote, &format!("“{words}”{place}")),
                plain(&format!(", according to {}", teller(&i.by))),
                run(Look::Quiet, &said),
                Run::To(i.quotation),
            ]
        }
        Kind::Figure { words, measure, of, .. } => {
            let of = of.as_ref().map(|o| format!(", of {o}")).unwrap_or_default();
            vec![run(Look::Strong, words), plain(&format!(" ({}{of}), according to {}", spaced(measure), teller(&i.by))), Run::To(i.quotation)]
        }
    }
}

/// A number with who says so.
pub(crate) fn number(n: &Number) -> Line {
    let hand = n.hand.as_ref().map(|h| format!(", by the hand of {h}")).unwrap_or_default();
    let mut out =
        vec![run(Look::Strong, &n.words), plain(&format!("{hand}, according to {}", teller(&n.by))), run(Look::Quiet, &on(n.said)), Run::To(n.quotation)];
    if !n.carried.is_empty() {
        out.push(run(Look::Quiet, &format!(" and again, from the same hand, {}", times(n.carried.len()))));
        out.extend(n.carried.iter().map(|n| Run::To(*n)));
    }
    out
}

/// "once", "twice", "5 times".
pub(crate) fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// "1 document", "5 documents".
pub(crate) fn count(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// Why names are taken to be one, or may be.
pub(crate) fn reason(r: &Reason) -> String {
    let words = r.words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(" and ");
    match r.rule {
        "full_name" => format!("the full name {words}"),
        "state" => format!("the state {words}"),
        "proper_name" => format!("the name {words}"),
        "abbreviation" => format!("the short form given: {words}"),
        "brief" => format!("the brief ({words})"),
        "decision" => "a person’s decision".to_owned(),
        "surname" => format!("a bare surname and a full name: {words}"),
        "misspelling" => format!("one letter apart: {words}"),
        "office" => format!("one office: {words}"),
        "same_name" => format!("one name, {words}, but of another kind or for another party"),
        _ => format!("alike labels: {words}"),
    }
}

/// A change of a cell.
pub(crate) fn change(c: &Change) -> Line {
    let mut out = position(&c.party, &c.after, c.own, &c.subject);
    if let Some(before) = &c.before {
        out.push(run(Look::Quiet, "; before that: "));
        out.push(run(look(before.sign), short_stance(before.stance)));
        out.push(run(Look::Quiet, &format!(", according to {}{}", teller(&before.by), on(before.said))));
        out.push(Run::To(before.quotation));
    }
    out
}

/// A proposal that is new.
pub(crate) fn plan(p: &NewPlan) -> Line {
    let by = if p.authors.is_empty() { String::new() } else { format!(", put forward by {}", p.authors.join(", ")) };
    let after = p.supersedes.as_ref().map(|s| format!(", after {}", with_article(s))).unwrap_or_default();
    let first = p.first.map(|d| format!(", first spoken of on {d}")).unwrap_or_default();
    vec![run(Look::Strong, &p.label), plain(&format!("{by}{after}")), run(Look::Quiet, &first)]
}

/// What nobody has answered.
pub(crate) fn gap(g: &Gap) -> Line {
    let mut out = heading(&g.subject);
    out.push(plain(&format!(". Wanted by {}", g.wanted_by.join(", "))));
    out.push(run(Look::Quiet, &g.since.map(|d| format!(" since {d}")).unwrap_or_default()));
    out.push(plain(&format!("; not heard on it: {}", g.silent.join(", "))));
    out
}

/// Who says something first and who repeats it.
pub(crate) fn echo(e: &Echo) -> Line {
    let mut out = vec![run(Look::Strong, &e.holder), plain(" "), run(look(sign(e.stance)), stance(e.stance)), plain(&format!(" {}", subject(&e.subject)))];
    out.push(run(Look::Quiet, if e.first.is_empty() { ": on days not known" } else { ": first " }));
    heard(&mut out, &e.first);
    if !e.again.is_empty() {
        let copied = e.again.iter().filter(|h| h.copied).count();
        let of = if copied == 0 { String::new() } else { format!(" ({copied} from an earlier hand)") };
        out.push(run(Look::Quiet, &format!("; again {}{of}: ", times(e.again.len()))));
        heard(&mut out, &e.again);
    }
    out
}

fn heard(out: &mut Line, all: &[Heard]) {
    for (i, h) in all.iter().enumerate() {
        let comma = if i > 0 { ", " } else { "" };
        let who = if h.by.outlet { h.outlet.clone() } else { format!("{} in {}", name(&h.by), h.outlet) };
        let copy = if h.copied { " (copy)" } else { "" };
        out.push(plain(&format!("{comma}{who}{}{copy}", on(h.said))));
        out.push(Run::To(h.quotation));
    }
}

/// A document and where it comes from.
pub(crate) fn source(s: &Source) -> Line {
    let day = s.published.map_or_else(|| "no date".to_owned(), |d| d.to_string());
    let mut out = vec![run(Look::Quiet, &format!("{day} ")), run(Look::Strong, s.outlet.as_deref().unwrap_or("no outlet"))];
    out.extend(s.reliability.as_ref().map(|r| run(Look::Quiet, &format!(" (judged {r} in the brief)"))));
    out.push(plain(&format!(": {}", s.title.as_deref().unwrap_or(&s.document))));
    if s.title.is_some() {
        out.push(run(Look::Quiet, &format!(" [{}]", s.document)));
    }
    if let Some(first) = &s.copy_of {
        let how = if s.copy == Some("exact") { "word for word" } else { "nearly word for word" };
        out.push(run(Look::Mark, " COPY"));
        out.push(plain(&format!(" of {first}, {how}: it adds no source")));
    }
    if !s.quotes.is_empty() {
        out.push(plain(&format!("; takes passages from {}", s.quotes.join(", "))));
    }
    out
}

/// What could not be settled.
pub(crate) fn loose(l: &Loose) -> Line {
    let what = match l.what {
        "item_not_found" => "A decision is about words that no reading has: ",
        "change_does_not_fit" => "A correction does not fit its item: ",
        "overruled" => "A decision was overruled by a later one: ",
        "lineage_circle" => "Each of two proposals is said to come after the other: ",
        "unsound" => "A reading names what it does not have, and is left out: ",
        "no_date" => "No day of publication is known: ",
        _ => "The day of publication is strange: ",
    };
    vec![plain(what), run(Look::Strong, &l.words)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_holders_take_a_plural_verb_and_a_name_of_its_own_does_not() {
        for holder in ["the mediators", "Four officials, in three ministries", "officials", "both sides"] {
            assert_eq!(stance_of(holder, "proposes"), "propose", "{holder}");
        }
        for holder in ["the prime minister", "Sarre", "United Harbours", "the railway's chief", "Movement of the Seven Valleys", "the press", "Ostrels"] {
            assert_eq!(stance_of(holder, "proposes"), "proposes", "{holder}");
        }
    }
}
