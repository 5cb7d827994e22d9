//! What is asked, as one question to the words that are kept.
//!
//! Decides: how words and facets are put together. Must not know: tables' rows, how hits are weighed.

use super::words::{Words, quoted};
use super::{Alike, Among, Search};
use crate::StoreError;
use crate::tables::facet::{Facet, days};
use jiff::civil::Date;
use rusqlite::Connection;

/// The question in the form that FTS5 takes; an inner `None` where everything matches, an outer one where nothing can.
pub(super) fn of(connection: &Connection, search: &Search, alike: &Alike, words: Option<&Words>) -> Result<Option<Option<String>>, StoreError> {
    let of_statements = [search.speaker.is_some(), search.party.is_some(), search.proposal.is_some(), search.status.is_some()];
    let of_statements = of_statements.contains(&true) || search.term.is_some() || search.stance.is_some() || search.depth.is_some();
    if search.among == Among::Texts && of_statements {
        return Err(StoreError::Query("speaker, party, proposal, term, stance, depth and status are asked of statements, not of texts"));
    }
    let mut parts: Vec<String> = Vec::new();
    let names = [(Facet::Speaker, &search.speaker), (Facet::Party, &search.party), (Facet::Proposal, &search.proposal), (Facet::Outlet, &search.outlet)];
    for (facet, name) in names.into_iter().filter_map(|(facet, name)| Some((facet, name.as_ref()?))) {
        if let Some(part) = any_of(facet, alike, name) {
            parts.push(part);
            continue;
        }
        match named(connection, search.among, facet, name)? {
            Some(part) => parts.push(part),
            None => return Ok(None),
        }
    }
    let depth = search.depth.map(|d| d.to_string());
    let whole = [
        (Facet::Term, search.term.map(|t| t.name())),
        (Facet::Stance, search.stance.map(|s| s.name())),
        (Facet::Depth, depth.as_deref()),
        (Facet::Status, search.status.as_deref()),
    ];
    parts.extend(whole.into_iter().filter_map(|(facet, value)| Some(quoted(&facet.whole(value?), false))));
    if search.from.is_some() || search.until.is_some() {
        let words = within(connection, search.from, search.until)?;
        if words.is_empty() {
            return Ok(None);
        }
        parts.push(format!("({})", words.iter().map(|w| quoted(w, false)).collect::<Vec<_>>().join(" OR ")));
    }
    let of_words = match search.among {
        Among::Statements => "{speaker_name content}",
        Among::Texts => "{title text}",
    };
    let words = words.map(|w| format!("({of_words} : ({}))", w.query));
    let facets = (!parts.is_empty()).then(|| format!("(facets : ({}))", parts.join(" AND ")));
    let all: Vec<String> = words.into_iter().chain(facets).collect();
    Ok(Some((!all.is_empty()).then(|| all.join(" AND "))))
}

/// All names of what has this name, where they are known; each in full.
fn any_of(facet: Facet, alike: &Alike, name: &str) -> Option<String> {
    let names = match facet {
        Facet::Speaker => alike.speakers.of_one(name),
        Facet::Party => alike.parties.of_one(name),
        Facet::Proposal => alike.proposals.of_one(name),
        _ => &[],
    };
    let each: Vec<String> = names.iter().map(|n| facet.name(n)).filter(|words| !words.is_empty()).map(|words| quoted(&words, false)).collect();
    (!each.is_empty()).then(|| format!("({})", each.join(" OR ")))
}

/// A name by its words. Only where no name has the last of them is it taken for the beginning of one: all words that begin with it would have to be
/// put together first, and whoever asks for a name in full means that one. `None` where there is nothing to look for.
fn named(connection: &Connection, among: Among, facet: Facet, name: &str) -> Result<Option<String>, StoreError> {
    let words = facet.name(name);
    if words.is_empty() {
        return Ok(None);
    }
    let table = match among {
        Among::Statements => "statement_words",
        Among::Texts => "text_words",
    };
    let full = quoted(&words, false);
    let mut statement = connection.prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {table} MATCH ?1)"))?;
    let known: bool = statement.query_row([format!("facets : {full}")], |r| r.get(0))?;
    Ok(Some(if known { full } else { quoted(&words, true) }))
}

/// The days that are asked for, no more than there are texts of.
fn within(connection: &Connection, from: Option<Date>, until: Option<Date>) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT (SELECT min(published) FROM documents), (SELECT max(published) FROM documents)")?;
    let (first, last): (Option<String>, Option<String>) = statement.query_row([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let day = |kept: Option<String>| kept.and_then(|day| day.parse::<Date>().ok());
    let (Some(first), Some(last)) = (day(first), day(last)) else { return Ok(Vec::new()) };
    Ok(days(from.map_or(first, |d| d.max(first)), until.map_or(last, |d| d.min(last))))
}
