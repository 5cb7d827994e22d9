//! Proper names in a text: which runs of words are one, and what in them is title, owner and name.
//!
//! Decides: bounds and parts of names. Looks at: capitals, the lexicon, the country list. Must not know: who is who.

use crate::gazetteer;
use crate::lexicon::{self as lx, Classes};
use crate::word::Word;
use std::collections::HashMap;
use std::ops::Range;

/// A run of capitalised words: "Velmarian Foreign Minister Ana Tarn".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// All of it.
    pub(crate) all: Range<usize>,
    /// Whose office it is ("Velmarian").
    pub(crate) owner: Range<usize>,
    /// The office or honorific ("Foreign Minister").
    pub(crate) title: Range<usize>,
    /// The name proper ("Ana Tarn"); empty where an office alone is named.
    pub(crate) core: Range<usize>,
}

/// How often each word stands in lower case, and with a capital that means something.
#[derive(Default)]
struct Habits<'a> {
    low: HashMap<&'a str, usize>,
    high: HashMap<&'a str, usize>,
}

/// All names of a text, in order; they do not overlap.
/// `sources` tells of each word whether a source begins there: a word that opens a sentence is then more likely a name.
pub(crate) fn find(words: &[Word], sources: &[bool]) -> Vec<Name> {
    let habits = habits(words);
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        if !starts(words, i, &habits, sources.get(i) == Some(&true)) {
            i += 1;
            continue;
        }
        let end = run_end(words, i);
        split(words, i..end, &mut out);
        i = end;
    }
    out
}

fn habits(words: &[Word]) -> Habits<'_> {
    let mut habits = Habits::default();
    for w in words.iter().filter(|w| w.letters) {
        if !w.capital {
            *habits.low.entry(&w.lower).or_default() += 1;
        } else if !w.first && !w.upper {
            *habits.high.entry(&w.lower).or_default() += 1;
        }
    }
    habits
}

/// A word that can be part of a name by its form.
fn named(w: &Word) -> bool {
    w.letters && w.capital && w.classes & lx::CALENDAR == 0 && !matches!(w.lower.as_str(), "i" | "i'm" | "i've" | "i'll" | "i'd")
}

fn starts(words: &[Word], i: usize, habits: &Habits<'_>, source: bool) -> bool {
    let w = &words[i];
    let next = words.get(i + 1).filter(|n| n.sentence == w.sentence);
    let owns = next.is_some_and(|n| matches!(n.lower.as_str(), "'s" | "'" | "\u{2019}"));
    let alone = !owns && !next.is_some_and(named);
    let opener = w.classes & lx::OPENER != 0 && (w.first || w.upper || w.classes & (lx::LINK | lx::PLACE) != 0 || alone);
    if !named(w) || w.classes & lx::PRONOUN != 0 || (opener && !country_starts(words, i) && gazetteer::country(&w.lower).is_none()) {
        return false;
    }
    if !w.first || gazetteer::country(&w.lower).is_some() || country_starts(words, i) {
        return true;
    }
    if matches!(w.lower.as_str(), "former" | "outgoing" | "incoming" | "retired") {
        return false;
    }
    let inflected = w.lower.ends_with("ly") || w.lower.ends_with("ing") || w.lower.ends_with("ed");
    let high = habits.high.get(w.lower.as_str()).copied().unwrap_or(0);
    let low = habits.low.get(w.lower.as_str()).copied().unwrap_or(0);
    if high > 0 {
        return high >= low || next.is_some_and(named);
    }
    if next.is_some_and(named) && next.is_some_and(|n| n.classes & lx::OPENER == 0) {
        return low == 0 && !inflected || w.classes & (lx::HONORIFIC | lx::OFFICE | lx::PART | lx::BODY) != 0;
    }
    let describes = next.is_some_and(|n| !n.capital && n.classes & (lx::OFFICE | lx::PEOPLE | lx::UNNAMED) != 0) && !adjective(&w.lower);
    let owns = next.is_some_and(|n| n.lower == "'s");
    low == 0
        && (source || owns)
        && !describes
        && !inflected
        && w.classes & (lx::BODY | lx::PEOPLE | lx::UNNAMED | lx::OPENER | lx::TEXT | lx::OFFICE | lx::THING | lx::PART) == 0
}

fn country_starts(words: &[Word], i: usize) -> bool {
    (2..=3).any(|n| country_at(words, i..i + n))
}

fn country_at(words: &[Word], range: Range<usize>) -> bool {
    words.get(range.clone()).is_some_and(|w| w.iter().all(|w| w.capital)) && gazetteer::country(&joined(words, &range)).is_some()
}

/// Whether a word can be the adjective of a country that only this text knows.
fn adjective(lower: &str) -> bool {
    lower.len() > 4 && ["ian", "ean", "ese", "ish", "i"].iter().any(|s| lower.ends_with(s))
}

fn run_end(words: &[Word], begin: usize) -> usize {
    let sentence = words[begin].sentence;
    let here = |i: usize| words.get(i).is_some_and(|w| w.sentence == sentence);
    let name_at = |i: usize| here(i) && named(&words[i]) && words[i].classes & (lx::PRONOUN) == 0;
    let mut end = begin + 1;
    loop {
        if name_at(end) && !(words[end].first && words[end].classes & lx::OPENER != 0) && words[end - 1].lower != "." {
            end += 1;
            continue;
        }
        let owned = here(end)
            && matches!(words[end].lower.as_str(), "'s" | "'" | "\u{2019}")
            && name_at(end + 1)
            && words[end - 1].classes & (lx::PEOPLE | lx::UNNAMED) != 0;
        if owned && (words[end].lower == "'s" || words[end - 1].lower.ends_with('s')) {
            end += 2;
            continue;
        }
        let numbered = here(end) && words[end].lower.chars().all(char::is_numeric) && words[end].lower.len() < 3 && here(end + 1) && name_at(end + 1);
        if here(end) && matches!(words[end].lower.as_str(), "plc" | "ltd" | "inc" | "llc" | "ag" | "sa") {
            return end + 1;
        }
        let Some(next) = (1..=3).find(|n| name_at(end + n)).filter(|n| numbered || links(words, begin, end..end + n)) else {
            return end;
        };
        end += next + 1;
    }
}

/// Whether the small words in `between` can join what precedes to a capitalised word.
fn links(words: &[Word], begin: usize, between: Range<usize>) -> bool {
    let before = &words[between.start - 1];
    let small = &words[between.clone()];
    if small.iter().any(|w| !w.letters && w.lower != "&" || w.capital || w.classes & lx::LINK == 0 && w.lower != "&") {
        return false;
    }
    let heads = lx::BODY | lx::OFFICE | lx::PART | lx::THING | lx::PEOPLE;
    match small[0].lower.as_str() {
        "of" if before.classes & lx::PLURAL != 0 && before.classes & (lx::OFFICE | lx::PEOPLE) != 0 || before.lower == "governments" => false,
        "of" => small.len() <= 2 && before.classes & heads != 0 && before.classes & lx::HONORIFIC == 0,
        "for" | "on" => small.len() <= 2 && before.classes & heads != 0,
        "and" => {
            let run = &words[begin..between.start];
            let headed = run.windows(2).any(|w| w[1].lower == "of" && w[0].classes & (lx::ORGANIZATION | lx::OFFICE) != 0)
                || run.windows(2).any(|w| w[1].lower == "for" && w[0].classes & lx::ORGANIZATION != 0)
                    && words.get(between.end).is_some_and(|w| field(&w.lower));
            let ministry = run.len() == 1 && small.len() == 1 && before.classes & (lx::BODY | lx::HONORIFIC) == 0 && department(words, between.end);
            let titled = words.get(between.end).is_some_and(|w| w.classes & (lx::HONORIFIC | lx::OFFICE) != 0);
            let compound = begin > 0
                && words[begin - 1].lower == "the"
                && before.classes & lx::BODY == 0
                && body_follows(words, between.end)
                && gazetteer::country(&before.lower).is_none();
            let whole = headed && !words[between.end..].iter().take(3).any(|w| w.lower == "of" || w.lower == "the");
            ministry || small.len() == 1 && (headed || compound) && !titled && (before.classes & lx::BODY == 0 || whole && before.classes & lx::PLURAL == 0)
        }
        "&" => small.len() == 1,
        "the" => false,
        _ => small.iter().all(|w| !matches!(w.lower.as_str(), "of" | "for" | "and" | "the" | "on" | "do" | "y" | "e" | "den" | "des")),
    }
}

/// Whether a word is what a body can be for: "Evaluation", "Research".
fn field(lower: &str) -> bool {
    const ENDINGS: &[&str] = &["tion", "sion", "ment", "ing", "ence", "ance", "ness", "ics", "ture", "ship", "ity", "search", "skills", "rescue", "reform"];
    FIELDS.contains(&lower) || ENDINGS.iter().any(|e| lower.ends_with(e) && lower.len() > e.len())
}

/// Whether the second half of a double department begins at `at`, its office and a name behind: "(Trade and) Industry Secretary Ana Tarn".
fn department(words: &[Word], at: usize) -> bool {
    let office = |i: usize| words.get(i).is_some_and(|w| named(w) && w.classes & lx::OFFICE != 0 && w.classes & lx::PLURAL == 0);
    let plain = words.get(at).is_some_and(|w| named(w) && w.classes & (lx::OFFICE | lx::HONORIFIC) == 0 && gazetteer::country(&w.lower).is_none());
    plain && matches!(words.get(at + 1).map(|w| w.lower.as_str()), Some("secretary" | "minister")) && office(at + 1) && words.get(at + 2).is_some_and(named)
}

/// Parts a run into names: "President of France Anton Ruel" stays one, with owner, title and core.
fn split(words: &[Word], all: Range<usize>, out: &mut Vec<Name>) {
    let only = &words[all.start];
    let noun = all.len() == 1 && only.classes & lx::BODY != 0 && only.classes & lx::OUTLET == 0 && !only.upper;
    let article = all.start.checked_sub(1).is_some_and(|b| words[b].lower == "the");
    if !(noun && article) {
        out.push(parse(words, all));
    }
}

/// Whether a run of capitalised words begins at `at` that ends with a body or its members: "Quay Workers".
fn body_follows(words: &[Word], at: usize) -> bool {
    let run = words[at..].iter().take(4).take_while(|w| named(w));
    run.last().is_some_and(|w| w.classes & (lx::BODY | lx::PEOPLE) != 0 && w.classes & lx::STATE == 0)
}

/// Finds owner, title and core of a run.
pub(crate) fn parse(words: &[Word], all: Range<usize>) -> Name {
    let class = |i: usize| words[i].classes;
    let empty = |at: usize| at..at;
    let whole = Name { owner: empty(all.start), title: empty(all.start), core: all.clone(), all: all.clone() };
    let last = all.end - 1;
    if let Some(office) = office_of(words, &all) {
        return office;
    }
    let offices = all.clone().all(|i| class(i) & (lx::OFFICE | lx::PART) != 0);
    if offices && class(last) & lx::OFFICE != 0 {
        return Name { owner: empty(all.start), title: all.clone(), core: empty(all.end), all };
    }
    let titled = |i: usize| class(i) & (lx::OFFICE | lx::HONORIFIC) != 0 && class(i) & lx::PLURAL == 0;
    if class(last) & (lx::BODY | lx::THING) != 0 && !titled(last) {
        return whole;
    }
    let Some(office) = all.clone().rev().find(|i| titled(*i)) else {
        return Name { core: without_degrees(words, all.clone()), ..whole };
    };
    let double = office >= all.start + 3 && words[office - 2].lower == "and" && office - 3 == all.start && department(words, office - 1);
    let begin = if double { all.start } else { title_begin(words, all.start, office) };
    let owner = if begin > all.start { all.start..begin } else { empty(all.start) };
    let (title_end, owner_after) = title_end(words, office, all.end);
    let core = title_end.max(owner.end).max(owner_after.end).max(office + 1)..all.end;
    let owner = if owner.is_empty() { owner_after } else { owner };
    let core = if core.start >= all.end { empty(all.end) } else { without_degrees(words, core) };
    Name { owner, title: begin..title_end.min(all.end), core, all }
}

/// What stands behind a name and is none: "Ana Tarn MP".
const DEGREES: &[&str] = &["qc", "kc", "mp", "mps", "mep", "msp", "mla", "td", "jr", "jr.", "sr", "sr.", "cbe", "obe", "mbe", "phd", "md"];

fn without_degrees(words: &[Word], core: Range<usize>) -> Range<usize> {
    let mut end = core.end;
    while end > core.start + 2 && DEGREES.contains(&words[end - 1].lower.as_str()) {
        end -= 1;
    }
    core.start..end
}

/// "Chief Executive of the Port Trust": an office that ends with the body it is of.
fn office_of(words: &[Word], all: &Range<usize>) -> Option<Name> {
    let of = all.clone().find(|i| matches!(words[*i].lower.as_str(), "of" | "for"))?;
    let office = words[of - 1].classes & lx::OFFICE != 0 && words[all.start..of].iter().all(|w| w.classes & (lx::OFFICE | lx::PART) != 0);
    let body = words[all.end - 1].classes & lx::BODY != 0 && words[of + 1..].iter().take(all.end - of - 1).all(|w| w.classes & lx::OFFICE == 0);
    (office && body && of + 1 < all.end).then(|| Name { title: all.start..of, owner: of + 1..all.end, core: all.end..all.end, all: all.clone() })
}

/// Words that end what an office is for: "Secretary for Northern Affairs".
const FIELDS: &[&str] = &[
    "affairs",
    "security",
    "defence",
    "defense",
    "trade",
    "relations",
    "policy",
    "development",
    "rights",
    "labour",
    "labor",
    "energy",
    "environment",
    "migration",
    "stabilization",
    "arms",
    "justice",
    "health",
    "education",
    "agriculture",
    "finance",
    "economy",
];

fn title_begin(words: &[Word], start: usize, office: usize) -> usize {
    let mut at = office;
    while at > start {
        let w = &words[at - 1];
        let linked = matches!(w.lower.as_str(), "of" | "and" | "for") && at - 1 > start;
        if w.classes & (lx::OFFICE | lx::PART | lx::HONORIFIC) == 0 && !linked {
            break;
        }
        at -= 1;
    }
    at
}

/// Where the title ends that `office` heads, and whose it is by "of": "Secretary of State", "President of France".
fn title_end(words: &[Word], office: usize, end: usize) -> (usize, Range<usize>) {
    let none = office + 1..office + 1;
    if office + 2 >= end || !matches!(words[office + 1].lower.as_str(), "of" | "for") {
        return (office + 1, none);
    }
    let mut from = office + 2;
    while from < end && words[from].classes & lx::LINK != 0 && !words[from].capital {
        from += 1;
    }
    let mut at = from;
    while at < end && (words[at].classes & (lx::PART | lx::ORGANIZATION) != 0 || matches!(words[at].lower.as_str(), "and" | "of")) {
        at += 1;
    }
    if at > from {
        return (at, none);
    }
    if let Some(n) = (1..=4).rev().find(|n| from + n <= end && country_at(words, from..from + n)) {
        return (office + 1, from..from + n);
    }
    if let Some(field) = (from..end - 1).rev().find(|i| FIELDS.contains(&words[*i].lower.as_str())) {
        return (field + 1, none);
    }
    if end - from >= 3 { (office + 1, from..from + 1) } else { (office + 1, from..end) }
}

/// Words in lower case with single spaces; articles and possessive marks left out at the ends.
pub(crate) fn joined(words: &[Word], range: &Range<usize>) -> String {
    let mut out = String::new();
    for w in words.get(range.clone()).into_iter().flatten() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&unmarked(&w.lower));
    }
    out
}

/// Words without the marks on their letters, so that a name is one name with them and without; all hyphens are one.
pub(crate) fn unmarked(lower: &str) -> String {
    lower.chars().filter(|c| *c != '\u{ad}').map(plain).collect()
}

fn plain(c: char) -> char {
    const MARKED: &[(char, &str)] = &[
        ('a', "àáâãäåāăą"),
        ('c', "çćč"),
        ('d', "ďđ"),
        ('e', "èéêëēėęě"),
        ('g', "ğģ"),
        ('i', "ìíîïīįı"),
        ('l', "łľĺ"),
        ('n', "ñńňņ"),
        ('o', "òóôõöøōő"),
        ('r', "řŕ"),
        ('s', "śşšș"),
        ('t', "ťțţ"),
        ('u', "ùúûüūůűų"),
        ('y', "ýÿ"),
        ('z', "źżž"),
        ('-', "\u{2010}\u{2011}"),
    ];
    if c.is_ascii() { c } else { MARKED.iter().find(|(_, all)| all.contains(c)).map_or(c, |(bare, _)| *bare) }
}

/// All classes of a range's words together.
pub(crate) fn any_class(words: &[Word], range: &Range<usize>) -> Classes {
    words.get(range.clone()).into_iter().flatten().fold(0, |all, w| all | w.classes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word;

    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let words = word::words(text);
        let of = |r: &Range<usize>| word::hull(&words, r).filter(|_| !r.is_empty()).map_or("", |s| s.of(text));
        let found: Vec<_> = find(&words, &[]).iter().map(|n| (of(&n.owner), of(&n.title), of(&n.core))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn titles_and_owners_are_no_part_of_the_name() {
        check("Then Velmarian Foreign Minister Ana Tarn left.", &[("Velmarian", "Foreign Minister", "Ana Tarn")]);
        check("It was Deputy Secretary of State Wen Oyle who left.", &[("", "Deputy Secretary of State", "Wen Oyle")]);
        check("On Monday President of France Anton Ruel spoke.", &[("France", "President", "Anton Ruel")]);
        check("He met Mr Oyle.", &[("", "Mr", "Oyle")]);
        check("It was UN Special Envoy for France Hans Oyle who left.", &[("UN", "Special Envoy", "Hans Oyle")]);
        check("Then Ana Tarn QC left.", &[("", "", "Ana Tarn")]);
        check("He saw Deputy Secretary for Northern Affairs Wen Oyle.", &[("", "Deputy Secretary for Northern Affairs", "Wen Oyle")]);
    }

    #[test]
    fn a_body_keeps_its_small_words() {
        check("It is the Ministry of Trade and Industry.", &[("", "", "Ministry of Trade and Industry")]);
        check("She saw the Bank of Tarrow and the Port Authority.", &[("", "", "Bank of Tarrow"), ("", "", "Port Authority")]);
        check("Workers left. Talks with Dahl failed.", &[("", "", "Dahl")]);
    }
}
