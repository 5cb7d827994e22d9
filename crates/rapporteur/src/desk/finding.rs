//! Looking for statements and texts, and going through the documents.
//!
//! Decides: which facets there are and what each asks of the store. Must not know: how hits are shown, what matches.

use crate::outside::Problem;
use rapporteur_reading::sentence;
use rapporteur_record::{Stance, TermKind};
use rapporteur_store::{Alike, Among, Found, Search, Shelf, Shelved, Store, StoreError};
use serde::Serialize;
use std::collections::BTreeSet;

/// Something to ask for beside words.
pub(crate) struct Facet {
    /// Its name in addresses, and in the store's counts.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// Whether it is asked of statements only.
    pub(crate) of_statements: bool,
    /// What can be asked for, where the store gives no counts.
    pub(crate) choices: fn() -> Vec<&'static str>,
    /// Asks for it; `None` where there is no such value.
    set: fn(&mut Search, &str) -> Option<()>,
}

const NONE: fn() -> Vec<&'static str> = Vec::new;

/// All of them, in the order in which they are shown.
pub(crate) const FACETS: [Facet; 10] = [
    Facet { name: "speaker", label: "Speaker", of_statements: true, choices: NONE, set: |s, v| put(&mut s.speaker, v.to_owned()) },
    Facet { name: "party", label: "Party", of_statements: true, choices: NONE, set: |s, v| put(&mut s.party, v.to_owned()) },
    Facet { name: "proposal", label: "Proposal", of_statements: true, choices: NONE, set: |s, v| put(&mut s.proposal, v.to_owned()) },
    Facet { name: "term", label: "Term", of_statements: true, choices: terms, set: |s, v| put(&mut s.term, TermKind::parse(v)?) },
    Facet { name: "stance", label: "Stance", of_statements: true, choices: stances, set: |s, v| put(&mut s.stance, Stance::parse(v)?) },
    Facet { name: "depth", label: "Mouths", of_statements: true, choices: NONE, set: |s, v| put(&mut s.depth, v.parse().ok()?) },
    Facet { name: "outlet", label: "Outlet", of_statements: false, choices: NONE, set: |s, v| put(&mut s.outlet, v.to_owned()) },
    Facet { name: "status", label: "Review", of_statements: true, choices: NONE, set: |s, v| put(&mut s.status, v.to_owned()) },
    Facet { name: "from", label: "From", of_statements: false, choices: NONE, set: |s, v| put(&mut s.from, v.parse().ok()?) },
    Facet { name: "until", label: "Until", of_statements: false, choices: NONE, set: |s, v| put(&mut s.until, v.parse().ok()?) },
];

fn put<T>(field: &mut Option<T>, value: T) -> Option<()> {
    *field = Some(value);
    Some(())
}

fn terms() -> Vec<&'static str> {
    TermKind::ALL.map(TermKind::name).to_vec()
}

fn stances() -> Vec<&'static str> {
    Stance::ALL.map(Stance::name).to_vec()
}

/// What an address asks for.
pub(crate) fn asked(pairs: &[(String, String)]) -> Result<Search, Problem> {
    const HITS: usize = 30;
    const MOST: usize = 300;
    let get = |name: &str| pairs.iter().find(|(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.trim());
    let among = if get("among") == Some("texts") { Among::Texts } else { Among::Statements };
    let limit = get("show").and_then(|n| n.parse().ok()).unwrap_or(HITS).clamp(1, MOST);
    let mut search = Search { words: get("words").unwrap_or_default().to_owned(), among, limit, ..Search::default() };
    for facet in FACETS.iter().filter(|f| among == Among::Statements || !f.of_statements) {
        if let Some(value) = get(facet.name) {
            let wrong =
                || Problem::new(format!("`{}={value}` cannot be asked for", facet.name), "choose one that the page offers; a day reads like 2031-03-04");
            (facet.set)(&mut search, value).ok_or_else(wrong)?;
        }
    }
    Ok(search)
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    format: &'static str,
    pub count: usize,
    /// Whether there are more than were counted.
    pub more: bool,
    pub hits: Vec<Hit>,
    pub facets: Vec<Counted>,
}

/// A statement or a text that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Hit {
    pub document: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub item: Option<String>,
    pub speaker: Option<String>,
    /// Whom the speaker acts for in the end.
    pub party: Option<String>,
    /// Through how many mouths it came; 0 for a text.
    pub mouths: usize,
    pub status: Option<String>,
    pub snippet: Vec<Bit>,
    /// The sentence that the statement stands in; empty for a text.
    pub sentence: Vec<Bit>,
}

/// Some words of a snippet, and whether they are what was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Bit {
    pub words: String,
    pub found: bool,
}

/// How often each value of a facet is among what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Counted {
    pub name: &'static str,
    pub values: Vec<(String, usize)>,
}

/// The sentence of a statement that was found, what was looked for marked in it; empty where it is not to be had.
pub(crate) fn sentence_of(store: &Store, hit: &rapporteur_store::Hit) -> Result<Vec<Bit>, StoreError> {
    let Some(item) = &hit.item else { return Ok(Vec::new()) };
    let Some((text, begin, end)) = store.place(&hit.document, item)? else { return Ok(Vec::new()) };
    let wanted: BTreeSet<String> = hit.snippet.iter().filter(|(_, found)| *found).flat_map(|(w, _)| words(w)).map(str::to_lowercase).collect();
    Ok(marked(&around(&text, begin, end), &wanted))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// The sentences that hold some code points of a text, as one line; no more of them than can be read at a glance.
fn around(text: &str, begin: usize, end: usize) -> String {
    const NEAR: usize = 240;
    const FAR: usize = 1_500;
    let chars: Vec<char> = text.chars().skip(begin.saturating_sub(FAR)).take(end.saturating_sub(begin).min(FAR) + 2 * FAR).collect();
    let piece: String = chars.iter().collect();
    let at = |point: usize| piece.char_indices().nth(point - begin.saturating_sub(FAR).min(point)).map_or(piece.len(), |(i, _)| i);
    let (from, to) = (at(begin), at(end));
    let held = sentence::split(&piece).into_iter().filter(|s| s.begin() < to && from < s.end());
    let (first, last) = held.fold((from, to), |(a, b), s| (a.min(s.begin()), b.max(s.end())));
    let first =
        if from - first > NEAR { (from - NEAR..=from).find(|i| piece.is_char_boundary(*i) && piece[..*i].ends_with(' ')).unwrap_or(from) } else { first };
    let last = if last - to > NEAR { (to..to + NEAR).rev().find(|i| piece.is_char_boundary(*i) && piece[*i..].starts_with(' ')).unwrap_or(to) } else { last };
    piece.get(first..last).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words with those marked that are wanted.
fn marked(line: &str, wanted: &BTreeSet<String>) -> Vec<Bit> {
    let mut out: Vec<Bit> = Vec::new();
    let mut push = |words: &str, found: bool| match out.last_mut().filter(|b| b.found == found) {
        Some(last) => last.words.push_str(words),
        None if !words.is_empty() => out.push(Bit { words: words.to_owned(), found }),
        None => {}
    };
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let inside = first.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != inside).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        push(word, inside && wanted.contains(&word.to_lowercase()));
        rest = after;
    }
    out
}

/// Looks for it, with names that mean one.
pub(crate) fn find(store: &Store, search: &Search, alike: &Alike) -> Result<Finding, StoreError> {
    let Found { hits, count, more, facets } = store.search_alike(search, alike)?;
    let sentences = hits.iter().map(|h| sentence_of(store, h)).collect::<Result<Vec<_>, _>>()?;
    let hit = |(h, sentence): (rapporteur_store::Hit, Vec<Bit>)| Hit {
        sentence,
        document: h.document,
        title: h.title,
        outlet: h.outlet,
        published: h.published,
        item: h.item,
        speaker: h.speaker,
        party: h.party,
        mouths: h.depth,
        status: h.status,
        snippet: h.snippet.into_iter().map(|(words, found)| Bit { words, found }).collect(),
    };
    let facets = facets.into_iter().map(|(name, values)| Counted { name, values }).collect();
    Ok(Finding { format: "rapporteur-finding/1", count, more, hits: hits.into_iter().zip(sentences).map(hit).collect(), facets })
}

/// A page of documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Listed {
    pub document: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub learnt: Option<String>,
    pub statements: usize,
    pub notes: Vec<String>,
    pub original: bool,
}

/// Where one goes on behind a document of the shelf.
fn place_of(s: &Shelved) -> String {
    format!("{}~{}", s.published.as_deref().unwrap_or_default(), s.key)
}

fn place(text: &str) -> Option<(Option<String>, i64)> {
    let (day, key) = text.split_once('~')?;
    Some((Some(day.to_owned()).filter(|d| !d.is_empty()), key.parse().ok()?))
}

/// The documents of a page, and where the next page begins.
pub(crate) fn shelf(store: &Store, pairs: &[(String, String)], limit: usize) -> Result<(Vec<Listed>, Option<String>), StoreError> {
    let get = |name: &str| pairs.iter().find(|(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.clone());
    let shelf = Shelf {
        words: get("words").unwrap_or_default(),
        outlet: get("outlet"),
        noted: get("noted").is_some(),
        past: get("past").and_then(|p| place(&p)),
        limit: limit + 1,
    };
    let mut found = store.shelf(&shelf)?;
    let next = (found.len() > limit).then(|| found.get(limit - 1).map(place_of)).flatten();
    found.truncate(limit);
    let one = |s: Shelved| Listed {
        document: s.id,
        title: s.title,
        outlet: s.outlet,
        published: s.published,
        learnt: s.learnt,
        statements: s.statements,
        notes: s.notes,
        original: s.original.is_some(),
    };
    Ok((found.into_iter().map(one).collect(), next))
}

/// A search that somebody keeps: its name and the question of its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Saved {
    pub name: String,
    pub question: String,
}

/// What a kept question asks.
pub(crate) fn pairs(question: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(question).unwrap_or_default()
}

/// How it is kept: as the part of an address that asks it.
pub(crate) fn question(pairs: &[(String, String)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

/// The searches that an account keeps.
pub(crate) fn saved(store: &Store, account: &str) -> Result<Vec<Saved>, StoreError> {
    Ok(store.saved_searches(account)?.into_iter().map(|(name, question)| Saved { name, question }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn what_is_asked_of_statements_is_not_asked_of_texts() {
        let both = [("words", "truce"), ("speaker", "Oyle"), ("outlet", "Herald"), ("stance", "rejects"), ("from", "2031-03-04")];
        let search = asked(&pairs(&both)).unwrap();
        assert_eq!((search.speaker.as_deref(), search.stance, search.outlet.as_deref()), (Some("Oyle"), Some(Stance::Rejects), Some("Herald")));
        let search = asked(&pairs(&[&both[..], &[("among", "texts")]].concat())).unwrap();
        assert_eq!((search.speaker, search.stance, search.outlet.as_deref()), (None, None, Some("Herald")));
    }

    #[test]
    fn what_cannot_be_asked_for_is_told_and_empty_fields_are_not_asked() {
        assert!(asked(&pairs(&[("from", "soon")])).is_err() && asked(&pairs(&[("stance", "likes")])).is_err());
        let search = asked(&pairs(&[("speaker", " "), ("show", "999999")])).unwrap();
        assert_eq!((search.speaker, search.limit), (None, 300));
    }

    #[test]
    fn a_place_on_the_shelf_is_read_back() {
        assert_eq!(place("2031-03-04~7"), Some((Some("2031-03-04".to_owned()), 7)));
        assert_eq!(place("~7"), Some((None, 7)));
        assert_eq!(place("x"), None);
    }

    #[test]
    fn the_sentence_of_a_statement_marks_what_was_looked_for() {
        let text = "Before it. The “Ünion” said  it wants no toll, and no other toll. After.";
        let begin = text.chars().collect::<String>().find("it wants").map(|i| text[..i].chars().count()).unwrap();
        let line = around(text, begin, begin + 10);
        assert_eq!(line, "The “Ünion” said it wants no toll, and no other toll.");
        let wanted = BTreeSet::from(["toll".to_owned()]);
        let told: String = marked(&line, &wanted).iter().map(|b| if b.found { format!("[{}]", b.words) } else { b.words.clone() }).collect();
        assert_eq!(told, "The “Ünion” said it wants no [toll], and no other [toll].");
    }

    #[test]
    fn a_long_sentence_is_cut_and_no_place_breaks_it() {
        let text = "wörd ".repeat(900);
        for (begin, end) in [(0, 4), (2_000, 2_004), (4_490, 4_500), (4_499, 9_999), (9_000, 9_001), (5, 5)] {
            assert!(around(&text, begin, end).chars().count() <= 2_600, "{begin}");
        }
    }
}
