//! The parties, as the text itself introduces them.
//!
//! Decides: who is given a short name by the text, and who is meant by the words before "shall".
//! Must not know: any name beforehand.

use super::text::{Token, tokens};
use super::words::Words;

/// A party with the names the text gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Its short name, with its article: "the Movement".
    pub(super) short: String,
    /// Its full name.
    pub(super) full: String,
    /// Whether it only helps: present, vouching, going between.
    pub(super) helper: bool,
}

const QUOTES: [(char, char); 2] = [('"', '"'), ('\u{201c}', '\u{201d}')];

/// Parties introduced with a short name in quotation marks, or after "hereinafter".
pub(super) fn introduced(text: &str) -> Vec<Named> {
    let mut found: Vec<(usize, Named)> = Vec::new();
    for (open, close) in QUOTES {
        let mut at = 0;
        while let Some(begin) = text.get(at..).and_then(|t| t.find(open)).map(|i| i + at) {
            let inside = begin + open.len_utf8();
            let Some(end) = text.get(inside..).and_then(|t| t.find(close)).map(|i| i + inside) else { break };
            at = end + close.len_utf8();
            found.extend(name(text, begin, &text[inside..end]).map(|n| (begin, n)));
        }
    }
    let mut at = 0;
    while let Some(begin) = text.get(at..).and_then(|t| t.find("(hereinafter")).map(|i| i + at) {
        let end = text.get(begin..).and_then(|t| t.find(')')).map_or(text.len(), |i| i + begin);
        at = begin + 1;
        let inside = text.get(begin + "(hereinafter".len()..end).unwrap_or("").trim_start_matches([':', ' ']).trim_start_matches("referred to as ");
        if !inside.contains(['"', '\u{201c}']) {
            found.extend(name(text, begin + 1, inside).map(|n| (begin, n)));
        }
    }
    // "Ashfold Mining Company (the company)", where the text goes on to bind "the company".
    let mut at = 0;
    while let Some(begin) = text.get(at..).and_then(|t| t.find("(the ")).map(|i| i + at) {
        at = begin + 1;
        let inside = text.get(begin + "(the ".len()..).and_then(|t| t.split_once(')')).map_or("", |(alias, _)| alias);
        let plain = inside.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-') && inside.split(' ').count() <= 3;
        if plain && binds(text, inside) {
            found.extend(name(text, begin + "(the ".len(), inside).map(|n| (begin, n)));
        }
    }
    found.sort_by_key(|f| f.0);
    let mut out: Vec<Named> = Vec::new();
    for (_, n) in found {
        if !out.iter().any(|o| o.short == n.short) {
            out.push(n);
        }
    }
    out
}

fn name(text: &str, quote: usize, alias: &str) -> Option<Named> {
    let alias = alias.trim().trim_end_matches([',', '.', ';']);
    let words: Vec<&str> = alias.split_whitespace().collect();
    let lead = text.get(..quote)?.trim_end();
    let article = lead.ends_with(" the") || lead.ends_with("(the");
    let (alias, article) = alias.strip_prefix("the ").map_or((alias, article), |bare| (bare, true));
    let capital = words.iter().any(|w| w.starts_with(char::is_uppercase));
    // A small letter gives a name only to somebody whom the text binds by it.
    let proper = words.len() <= 5 && (capital || (!words.is_empty() && binds(text, alias)));
    let lead = lead
        .trim_end_matches("the")
        .trim_end()
        .trim_end_matches("referred to as")
        .trim_end()
        .trim_end_matches("called")
        .trim_end()
        .trim_end_matches("known as")
        .trim_end()
        .trim_end_matches("hereinafter")
        .trim_end();
    let introduced = lead.ends_with('(') || lead.ends_with(',');
    if !proper || !introduced {
        return None;
    }
    let before = lead.trim_end_matches(['(', ',']).trim_end();
    let from = before.rfind(['\n', ';', '(', ':']).map_or(0, |i| i + 1);
    let line = before.get(from..)?;
    // A description set off by a comma belongs to the name: "the Union, represented by its Board (...)".
    let line = line.split(", represented").next().unwrap_or(line);
    let t = tokens(line, 0, line.len());
    let joins = |x: &Token| matches!(x.low.as_str(), "of" | "the" | "for");
    let mut begin = t.len();
    while begin > 0 && (t[begin - 1].capital || joins(&t[begin - 1])) {
        begin -= 1;
    }
    while begin < t.len() && !t[begin].capital {
        begin += 1;
    }
    if !capital && !t.last().is_some_and(|x| x.capital) {
        return None;
    }
    let full = line.get(t.get(begin)?.begin..t.last()?.end)?.trim_start_matches("The ").to_owned();
    let short = if article { format!("the {alias}") } else { alias.to_owned() };
    let helper = helps(text, quote, &full);
    Some(Named { short, full, helper })
}

/// Whether a text binds "the NAME" somewhere.
fn binds(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let words = super::words::words();
    let called = format!("the {name} ");
    let mut after = text.match_indices(&called).filter_map(|(i, m)| text.get(i + m.len()..));
    after.any(|rest| words.duty.iter().chain(&words.ban).any(|w| rest.starts_with(&format!("{w} "))))
}

/// Whether the words just before a name, or just after its short form, say that it only helps: "in the presence of", "assisting".
fn helps(text: &str, quote: usize, full: &str) -> bool {
    let lead: String = text.get(..quote).unwrap_or("").chars().rev().take(full.chars().count() + 42).collect();
    let lead = lead.chars().rev().collect::<String>().to_lowercase();
    let after = text.get(quote..).and_then(|t| t.split_once(')')).map_or("", |(_, rest)| rest);
    let after: String = after.chars().take_while(|c| !matches!(c, ',' | '.' | ';' | '\n')).take(20).collect::<String>().to_lowercase();
    super::words::words().helper.iter().any(|h| lead.contains(h.as_str()) || after.contains(h.as_str()))
}

/// Who is meant by some words of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Parties of the preamble, by their places in the list.
    Parties(Vec<usize>),
    /// A body that the text names in passing.
    Other(String),
    /// Whoever was meant last.
    Again,
    /// Something that is nobody: it is acted upon.
    Thing,
}

/// Who the subject of a clause is: the words `t` stand before the binding word.
pub(super) fn subject(text: &str, t: &[Token], parties: &[Named], words: &Words) -> Who {
    let t = after_openers(t, parties, words);
    let mut from = 0;
    while matches!(t.get(from).map(|x| x.low.as_str()), Some("and" | "neither" | "each" | "both" | "," | "[" | "that" | "to" | "end" | "this"))
        && !is_all(&t[from..], words)
    {
        from += 1;
    }
    let t = &t[from..];
    if t.is_empty() {
        return Who::Again;
    }
    if is_all(t, words) {
        return Who::Parties(bound(parties));
    }
    if t.len() == 1 && words.again.contains(&t[0].low) {
        return Who::Again;
    }
    let mut all = Vec::new();
    let mut at = 0;
    while let Some((i, n)) = party_at(&t[at..], parties) {
        all.push(i);
        at += n;
        while matches!(t.get(at).map(|x| x.low.as_str()), Some("and" | "nor" | "or" | "," | "each" | "both" | "jointly")) {
            at += 1;
        }
    }
    if !all.is_empty() && at >= t.len() {
        return Who::Parties(all);
    }
    if t[0].low == "there" {
        return Who::Thing;
    }
    let articled = t[0].low == "the" || t[0].low == "a" || t[0].low == "an";
    let head = if articled { &t[1..] } else { t };
    let short = head.len() <= 5 && !head.is_empty() && head.iter().all(|x| x.low.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '\''));
    if short && (articled || head.iter().all(|x| x.capital || x.low == "of")) {
        let words = text.get(t[0].begin..t[t.len() - 1].end).unwrap_or("");
        let words = words.strip_prefix("The ").map_or_else(|| words.to_owned(), |w| format!("the {w}"));
        return Who::Other(words);
    }
    Who::Thing
}

/// Those who bind themselves: parties that only help are not meant by "both sides".
fn bound(parties: &[Named]) -> Vec<usize> {
    (0..parties.len()).filter(|i| !parties[*i].helper).collect()
}

/// Where no comma sets the opening apart: "During the truce neither side shall ...".
fn without_comma<'t>(t: &'t [Token], parties: &[Named], words: &Words) -> &'t [Token] {
    let listed = |t: &[Token]| {
        let mut at = 0;
        while let Some((_, n)) = party_at(&t[at..], parties) {
            at += n;
            at += usize::from(t.get(at).is_some_and(|x| x.low == "and" || x.low == "nor") && at + 1 < t.len());
        }
        at > 0 && at == t.len()
    };
    let from = (1..t.len()).find(|i| is_all(&t[*i..], words) || listed(&t[*i..]));
    from.map_or(t, |i| &t[i..])
}

fn after_openers<'t>(t: &'t [Token], parties: &[Named], words: &Words) -> &'t [Token] {
    // Words set before the subject end with a comma: "During the truce, ..."; "..., who" takes up the word before it.
    let openers = [
        "during",
        "within",
        "for",
        "until",
        "in",
        "if",
        "after",
        "before",
        "failing",
        "from",
        "on",
        "where",
        "when",
        "once",
        "to",
        "as",
        "upon",
        "provided",
        "following",
        "unless",
        "while",
        "subject",
        "should",
        "not",
        "only",
        "pending",
        "throughout",
        "at",
        "save",
    ];
    if !t.first().is_some_and(|x| openers.contains(&x.low.as_str())) {
        return t;
    }
    match t.iter().rposition(|x| x.low == ",") {
        Some(comma) => &t[comma + 1..],
        None => without_comma(t, parties, words),
    }
}

fn is_all(t: &[Token], words: &Words) -> bool {
    words.all.iter().any(|phrase| {
        let n = phrase.split(' ').count();
        t.len() <= n + 1 && starts(t, phrase).is_some()
    })
}

fn starts(t: &[Token], phrase: &str) -> Option<usize> {
    let mut n = 0;
    for word in phrase.split_whitespace() {
        if t.get(n).map(|x| x.low.as_str()) != Some(&word.to_lowercase()) {
            return None;
        }
        n += 1;
    }
    Some(n)
}

/// A party named right at the start of `t`, and how many words name it.
pub(super) fn party_at(t: &[Token], parties: &[Named]) -> Option<(usize, usize)> {
    let skip = usize::from(t.first().is_some_and(|x| x.low == "the"));
    (parties.iter().enumerate())
        .flat_map(|(i, p)| {
            let bare = p.short.strip_prefix("the ").unwrap_or(&p.short);
            [bare, p.full.as_str()].map(|n| starts(t.get(skip..).unwrap_or(&[]), n).map(|n| (i, n + skip)))
        })
        .flatten()
        .max_by_key(|f| f.1)
}

/// Who stands after "by" in a clause.
pub(super) fn agent(t: &[Token], parties: &[Named], words: &Words) -> Option<Vec<usize>> {
    for i in 0..t.len() {
        if t[i].low != "by" {
            continue;
        }
        let rest = &t[i + 1..];
        if words.all.iter().any(|p| starts(rest, p).is_some()) {
            return Some(bound(parties));
        }
        let mut all = Vec::new();
        let mut at = 0;
        while let Some((p, n)) = party_at(&rest[at..], parties) {
            all.push(p);
            at += n + usize::from(rest.get(at + n).is_some_and(|x| x.low == "and"));
        }
        if !all.is_empty() {
            return Some(all);
        }
    }
    None
}

/// The words after "by" that name a body in passing: "by the Republic of Amber".
pub(super) fn named_agent(text: &str, t: &[Token]) -> Option<String> {
    let i = t.iter().position(|x| x.low == "by")?;
    let rest = &t[i + 1..];
    let lead = usize::from(rest.first().is_some_and(|x| x.low == "the"));
    let mut end = lead;
    while rest.get(end).is_some_and(|x| x.capital || (x.low == "of" && rest.get(end + 1).is_some_and(|y| y.capital))) {
        end += 1;
    }
    let proper = end > lead && rest[lead].low.chars().all(char::is_alphabetic) && !super::time::date(rest, lead).is_some_and(|_| true);
    proper.then(|| text.get(rest[0].begin..rest[end - 1].end).unwrap_or("").to_owned())
}
