//! Rules that look at how a clause is worded.
//!
//! Decides: which words are terms that want a definition, which are names, which wordings are listed as readable two ways.
//! Must not know: what either side means by them.

use super::Finding;
use super::clause::open_words;
use super::rules::{TWO_READINGS, UNDEFINED};
use crate::deal::lexicon::{built_in, find_words};
use crate::deal::{Deal, Obligation};
use std::collections::BTreeSet;

/// Terms that a clause treats as defined and nothing defines.
pub(super) fn terms(deal: &Deal, found: &mut Vec<Finding>) {
    let defined =
        |term: &str| deal.definitions.iter().any(|d| d.term.eq_ignore_ascii_case(term) || term.to_lowercase() == format!("{}s", d.term.to_lowercase()));
    let named = |term: &str| {
        (deal.parties.iter().flat_map(|p| p.speaks_through.iter().chain([&p.name])))
            .chain(deal.phases.iter().map(|p| &p.name))
            .chain(deal.obligations.iter().flat_map(|o| o.forces.iter().chain(&o.place)))
            .any(|n| n.contains(term) || term.contains(n.as_str()))
    };
    for o in &deal.obligations {
        let mut terms: BTreeSet<String> = o.uses.iter().cloned().collect();
        for text in [&Some(o.act.clone()), &o.object].into_iter().flatten() {
            terms.extend(marked_terms(text).into_iter().filter(|t| !named(t)));
        }
        for term in terms.iter().filter(|t| !defined(t)) {
            let message = format!("`{}` uses \u{201c}{term}\u{201d}, which is not defined", o.id);
            found.push(Finding::new(UNDEFINED, &o.id, o.line, message, "add a `[[definition]]`"));
        }
    }
}

/// Wordings that each side can read its own way; what a clause leaves open by the same word is told once, as left open.
pub(super) fn readings(deal: &Deal, found: &mut Vec<Finding>) {
    for o in &deal.obligations {
        let texts = [Some(&o.act), o.object.as_ref(), o.place.as_ref(), o.verification.as_ref(), o.source.text.as_ref()];
        list(&o.id, o.line, &texts, Some(o), found);
    }
    deal.phases.iter().for_each(|p| list(&p.id, p.line, &[p.source.text.as_ref()], None, found));
    deal.powers.iter().for_each(|p| list(&p.id, p.line, &[p.source.text.as_ref()], None, found));
}

fn list(id: &str, line: usize, texts: &[Option<&String>], of: Option<&Obligation>, found: &mut Vec<Finding>) {
    let lexicon = built_in();
    let text = texts.iter().flatten().map(|t| t.to_lowercase()).collect::<Vec<_>>().join(" \n ");
    let told = of.map(open_words).unwrap_or_default();
    let fixed = lexicon.wordings.iter().filter(|w| find_words(&text, &w.phrase).is_some()).map(|w| (&w.phrase, &w.readings));
    let vague = lexicon.vague.iter().filter(|v| v.in_text && v.stands_in(&text, lexicon)).map(|v| (&v.word, &v.readings));
    for (phrase, readings) in fixed.chain(vague).filter(|(p, _)| told.iter().all(|(t, _)| find_words(t, p).is_none())) {
        let message = format!("`{id}`: \u{201c}{phrase}\u{201d}: {readings}");
        found.push(Finding::new(TWO_READINGS, id, line, message, "if it is not meant, say a day, a number, or who decides"));
    }
}

/// Words before a place's name.
const PLACING: [&str; 9] = ["at", "in", "near", "between", "from", "to", "through", "via", "on"];

/// Whether a proper name comes next: "the vessel", "villages".
fn names_one(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or("").to_lowercase();
    built_in().name_kinds.contains(&last)
}

/// Whether words with capitals are the name of a unit, a place, a law or a person, which no deal defines.
fn is_name(run: &[&str]) -> bool {
    let is = |word: Option<&&str>, list: &[String]| word.is_some_and(|w| list.contains(&w.to_lowercase()));
    is(run.last(), &built_in().name_heads) || is(run.first(), &built_in().name_titles)
}

/// Terms that a text treats as defined: in quotation marks, or two and more words with capitals.
fn marked_terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (open, close) in [('\u{201c}', '\u{201d}'), ('"', '"')] {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(open) {
            let Some((term, tail)) = after.split_once(close) else { break };
            if !names_one(before) {
                terms.push(term.to_owned());
            }
            rest = tail;
        }
    }
    let mut run: Vec<&str> = Vec::new();
    // Capitals without an article after "at", "in", "from" are names of places, and so are those joined to them.
    let (mut before, mut placed) = ("", false);
    for word in text.split_whitespace().chain([""]) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let heading = ["Annex", "Article", "Schedule", "Section", "Paragraph", "Part", "Letter"].contains(&bare);
        let capital = bare.chars().next().is_some_and(char::is_uppercase) && bare.len() > 1 && !heading;
        if capital && run.is_empty() {
            placed = PLACING.contains(&before) || names_one(before) || (placed && (before == "and" || before.ends_with(',')));
        }
        if capital {
            run.push(bare);
        }
        if !capital || word.ends_with([',', ';']) {
            if run.len() > 1 && !placed && !is_name(&run) {
                terms.push(run.join(" "));
            }
            placed &= !run.is_empty() || word == "and";
            run.clear();
        }
        before = word;
    }
    terms.sort();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::marked_terms;

    #[test]
    fn names_are_no_terms() {
        for text in [
            "a research cruise of the vessel Grey Petrel",
            "the ship \u{201c}Grey Petrel\u{201d}",
            "armoured cars of the Ruelle Lancers",
            "the archive of Judge Mara Tell",
            "the toll of the Sella River",
            "a guard at Port Lim",
        ] {
            assert_eq!(marked_terms(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn words_with_capitals_and_quoted_words_are_terms() {
        assert_eq!(marked_terms("a grant to every Qualifying Household in its home"), ["Qualifying Household"]);
        assert_eq!(marked_terms("the duty on \u{201c}Standard Boards\u{201d}"), ["Standard Boards"]);
        assert_eq!(marked_terms("Relief Convoys"), ["Relief Convoys"]);
        assert_eq!(marked_terms("the \u{201c}unclosed"), Vec::<String>::new());
    }
}
