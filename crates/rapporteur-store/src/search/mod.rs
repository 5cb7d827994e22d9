//! Looking for words and by facets.
//!
//! Decides: what matches, the order of hits, which part of a text is shown. Must not know: how hits are shown, why somebody searches.
//!
//! Words and facets are one look-up (tables/facet.rs says how facets are written), and it stops after [`WEIGHED`] matches, the last learnt first:
//! what an answer costs does not grow with the dossier. So statements are weighed against each other here: how rare a word is among all would
//! have to be counted over all.

mod alike;
mod query;
mod weigh;
pub(crate) mod words;

pub use alike::Alike;

use crate::tables::PLACES;
use crate::tables::facet::CONFIRMED;
use crate::{Store, StoreError, parse_id};
use jiff::civil::Date;
use rapporteur_record::{Stance, TermKind};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, HashMap};
use weigh::Weighing;
use words::Words;

/// Of what matches, so many are weighed against each other: those learnt last. It bounds how long an answer takes.
pub const WEIGHED: usize = 5_000;
/// Words of a snippet.
const AROUND: usize = 24;
/// Stand around what was found in a snippet; the text itself can hardly hold them.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// Among what to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// What somebody is quoted for.
    #[default]
    Statements,
    /// Whole texts, the outlet's own words too.
    Texts,
}

/// What to look for. What is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Words, "phrases", begin*, -word, OR.
    pub words: String,
    /// Among what.
    pub among: Among,
    /// Words of the speaker's name, of which the last may be the beginning of one where no name has it as a word; statements only.
    pub speaker: Option<String>,
    /// Words of the name of whom the speaker acts for in the end, which is the speaker where that is nobody; statements only.
    pub party: Option<String>,
    /// Words of the label of a proposal that it is about; statements only.
    pub proposal: Option<String>,
    /// It is about a term of this kind; statements only.
    pub term: Option<TermKind>,
    /// Words of the outlet's name.
    pub outlet: Option<String>,
    /// Published on this day or later.
    pub from: Option<Date>,
    /// Published on this day or earlier.
    pub until: Option<Date>,
    /// A position of this stance is expressed in it; statements only.
    pub stance: Option<Stance>,
    /// Through how many mouths it came, the speaker's own included: 1 where the document quotes the speaker itself; statements only.
    pub depth: Option<usize>,
    /// machine, accepted, corrected or rejected; `confirmed`: a person confirmed or put right it, or something that is said in it; statements only.
    pub status: Option<String>,
    /// How many hits to give.
    pub limit: usize,
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document's id.
    pub document: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// The statement's id; `None` for a text.
    pub item: Option<String>,
    /// Who speaks, where that is known.
    pub speaker: Option<String>,
    /// Whom the speaker acts for in the end.
    pub party: Option<String>,
    /// Through how many mouths it came; 0 for a text.
    pub depth: usize,
    /// What people's decisions make of it.
    pub status: Option<String>,
    /// The words around what was found; what was found is marked by `true`.
    pub snippet: Vec<(String, bool)>,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best of them, best first; without words, the last learnt first.
    pub hits: Vec<Hit>,
    /// How many match, at most [`WEIGHED`].
    pub count: usize,
    /// Whether there are more than were counted.
    pub more: bool,
    /// How many of those counted have which speaker, party, proposal, term, stance, outlet, depth, status: the most frequent ones of each, in this
    /// order. What none of them has is left out.
    pub facets: Vec<(&'static str, Vec<(String, usize)>)>,
}

/// What is weighed: its key, how well it fits (less is better), and its values of each of [`FACETS`].
struct Candidate {
    key: i64,
    rank: f64,
    facets: [Vec<String>; 8],
}

const FACETS: [&str; 8] = ["speaker", "party", "proposal", "term", "stance", "outlet", "depth", "status"];

impl Store {
    /// Looks for words and by facets.
    ///
    /// # Errors
    /// [`StoreError::Query`] where it asks for nothing that can be found, or what the disk says.
    pub fn search(&self, search: &Search) -> Result<Found, StoreError> {
        self.search_alike(search, &Alike::default())
    }

    /// As [`Store::search`], where some names mean one: it is looked for under all of them, and counted and shown under one.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn search_alike(&self, search: &Search, alike: &Alike) -> Result<Found, StoreError> {
        let words = words::parse(&search.words).map_err(StoreError::Query)?;
        let begin = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.shown USING fts5 (name, words, tokenize = 'unicode61 remove_diacritics 2')";
        self.connection.execute_batch(begin)?;
        // One moment of the dossier, however many write to it meanwhile. Dropped, which empties `shown` again.
        let moment = self.connection.unchecked_transaction()?;
        let Some(query) = query::of(&moment, search, alike, words.as_ref())? else { return Ok(Found::default()) };
        let mut candidates = match search.among {
            Among::Statements => statements(&moment, query.as_deref(), words.as_ref())?,
            Among::Texts => texts(&moment, query.as_deref(), words.is_some())?,
        };
        let more = candidates.len() > WEIGHED;
        candidates.truncate(WEIGHED);
        for Candidate { facets: [speaker, party, proposal, ..], .. } in &mut candidates {
            alike.speakers.show(speaker);
            alike.parties.show(party);
            alike.proposals.show(proposal);
        }
        let facets = facets(&candidates);
        let count = candidates.len();
        candidates.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(b.key.cmp(&a.key)));
        candidates.truncate(search.limit);
        let keys: Vec<i64> = candidates.iter().map(|c| c.key).collect();
        let mut hits = hits(&moment, search.among, words.as_ref(), &keys)?;
        for hit in &mut hits {
            hit.speaker = hit.speaker.take().map(|name| alike.speakers.shown(name));
            hit.party = hit.party.take().map(|name| alike.parties.shown(name));
        }
        Ok(Found { hits, count, more, facets })
    }
}

impl Store {
    /// The text that a statement stands in, with the code points before its first and after its last word; `None` where there is no such statement.
    ///
    /// # Errors
    /// What the disk says.
    pub fn place(&self, document: &str, statement: &str) -> Result<Option<(String, usize, usize)>, StoreError> {
        let Some((_, index)) = parse_id(statement) else { return Ok(None) };
        let mut found = self.connection.prepare_cached(
            "SELECT json_extract(e.body, '$.record.document.text'), a.begin, a.\"end\" FROM documents d JOIN entries e ON e.number = d.number
             JOIN attributions a ON a.key = d.key * ?3 + ?2 WHERE d.id = ?1",
        )?;
        let place = |n: i64| usize::try_from(n).unwrap_or_default();
        let one = found.query_row(params![document, index as i64, PLACES], |r| Ok((r.get(0)?, place(r.get(1)?), place(r.get(2)?)))).optional()?;
        Ok(one)
    }
}

/// The statements to weigh, the last learnt first, one more than are weighed.
fn statements(connection: &Connection, query: Option<&str>, words: Option<&Words>) -> Result<Vec<Candidate>, StoreError> {
    // CROSS JOIN keeps the order: the words first, which know their matches, then what is looked up by key.
    let (from, order) = match query {
        Some(_) => ("statement_words w CROSS JOIN attributions a ON a.key = w.rowid", "statement_words MATCH ?1 ORDER BY w.rowid"),
        None => ("attributions a", "?1 IS NULL ORDER BY a.key"),
    };
    let sql = format!(
        "SELECT a.key, a.speaker_name, a.party, a.proposals, a.terms, a.stances, d.outlet, a.depth, a.status, a.content, a.confirmed
         FROM {from} CROSS JOIN documents d ON d.key = a.document WHERE {order} DESC LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![query, WEIGHED as i64 + 1])?;
    let mut weighing = words.map(|w| Weighing::of(&w.rows));
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let one = |i| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(i)?.into_iter().collect::<Vec<_>>());
        let many = |i| Ok::<_, rusqlite::Error>(list(row.get_ref(i)?.as_str().unwrap_or_default()));
        let depth = vec![row.get::<_, i64>(7)?.to_string()];
        let mut facets = [one(1)?, one(2)?, many(3)?, many(4)?, many(5)?, one(6)?, depth, one(8)?];
        if row.get::<_, bool>(10)? {
            facets[7].push(CONFIRMED.to_owned());
        }
        if let Some(weighing) = &mut weighing {
            weighing.next(&[row.get_ref(9)?.as_str().unwrap_or_default(), facets[0].first().map_or("", String::as_str)]);
        }
        out.push(Candidate { key: row.get(0)?, rank: 0.0, facets });
    }
    for (candidate, rank) in out.iter_mut().zip(weighing.map(Weighing::ranks).unwrap_or_default()) {
        candidate.rank = rank;
    }
    Ok(out)
}

/// The texts to weigh, the last learnt first, one more than are weighed. There are few of them beside statements, so FTS5 may count.
fn texts(connection: &Connection, query: Option<&str>, weighed: bool) -> Result<Vec<Candidate>, StoreError> {
    let rank = if weighed { "bm25(text_words, 4.0, 1.0, 0.0)" } else { "0.0" };
    let (from, order) = match query {
        Some(_) => ("text_words CROSS JOIN documents d ON d.key = text_words.rowid", "text_words MATCH ?1 ORDER BY text_words.rowid"),
        None => ("documents d", "?1 IS NULL ORDER BY d.key"),
    };
    let sql = format!("SELECT d.key, {rank}, d.outlet FROM {from} WHERE {order} DESC LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![query, WEIGHED as i64 + 1], |r| {
        let mut facets: [Vec<String>; 8] = Default::default();
        facets[5].extend(r.get::<_, Option<String>>(2)?);
        Ok(Candidate { key: r.get(0)?, rank: r.get(1)?, facets })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The hits of these keys, in their order.
fn hits(connection: &Connection, among: Among, words: Option<&Words>, keys: &[i64]) -> Result<Vec<Hit>, StoreError> {
    let sql = match among {
        Among::Statements => {
            "SELECT d.id, d.title, d.outlet, d.published, a.id, a.speaker_name, a.party, a.depth, a.status, a.content
             FROM attributions a JOIN documents d ON d.key = a.document WHERE a.key = ?1"
        }
        Among::Texts => {
            "SELECT d.id, d.title, d.outlet, d.published, NULL, NULL, NULL, 0, NULL, json_extract(e.body, '$.record.document.text')
             FROM documents d JOIN entries e ON e.number = d.number WHERE d.key = ?1"
        }
    };
    let mut statement = connection.prepare_cached(sql)?;
    let mut out: Vec<Hit> = keys.iter().map(|key| statement.query_row([key], hit)).collect::<Result<_, _>>()?;
    let found = words.map(|words| snippets(connection, &words.query, &out)).transpose()?.unwrap_or_default();
    for (i, hit) in out.iter_mut().enumerate() {
        match found.get(&(i as i64)) {
            Some(snippet) => hit.snippet = marked(snippet),
            None => hit.snippet.iter_mut().for_each(|(words, _)| *words = beginning(words, among)),
        }
    }
    Ok(out)
}

/// The words around what was found, by the place of the hit. The words are not kept for searching, so the few that are shown are looked through
/// once more, by the same tokenizer.
fn snippets(connection: &Connection, query: &str, hits: &[Hit]) -> Result<HashMap<i64, String>, StoreError> {
    let mut insert = connection.prepare_cached("INSERT INTO temp.shown (rowid, name, words) VALUES (?1, ?2, ?3)")?;
    for (i, hit) in hits.iter().enumerate() {
        let name = if hit.item.is_some() { &hit.speaker } else { &hit.title };
        insert.execute(params![i as i64, name, hit.snippet.first().map(|(words, _)| words)])?;
    }
    let sql =
        format!("SELECT rowid, snippet(shown, 1, char({}), char({}), '…', {AROUND}) FROM temp.shown WHERE shown MATCH ?1", u32::from(OPEN), u32::from(CLOSE));
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map([query], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

fn hit(r: &Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit {
        document: r.get(0)?,
        title: r.get(1)?,
        outlet: r.get(2)?,
        published: r.get(3)?,
        item: r.get(4)?,
        speaker: r.get(5)?,
        party: r.get(6)?,
        depth: usize::try_from(r.get::<_, i64>(7)?).unwrap_or_default(),
        status: r.get(8)?,
        snippet: vec![(r.get(9)?, false)],
    })
}

/// What is shown of a hit that was not found by words.
fn beginning(words: &str, among: Among) -> String {
    const SHOWN: usize = 200;
    if among == Among::Texts { words.chars().take(SHOWN).collect() } else { words.to_owned() }
}

/// A list of names as it is kept.
fn list(kept: &str) -> Vec<String> {
    if kept == "[]" { Vec::new() } else { serde_json::from_str(kept).unwrap_or_default() }
}

/// Takes the marks out of a snippet.
fn marked(snippet: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    for (i, piece) in snippet.split(OPEN).enumerate() {
        let (inside, after) = if i == 0 { ("", piece) } else { piece.split_once(CLOSE).unwrap_or((piece, "")) };
        for (words, found) in [(inside, true), (after, false)] {
            if !words.is_empty() {
                out.push((words.replace(CLOSE, ""), found));
            }
        }
    }
    out
}

/// The most frequent values of each facet.
fn facets(candidates: &[Candidate]) -> Vec<(&'static str, Vec<(String, usize)>)> {
    const SHOWN: usize = 8;
    let mut out = Vec::new();
    for (i, name) in FACETS.into_iter().enumerate() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for value in candidates.iter().flat_map(|c| &c.facets[i]) {
            *counts.entry(value).or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(value, n)| (value.to_owned(), n)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.truncate(SHOWN);
        if !counts.is_empty() {
            out.push((name, counts));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_of_snippets() {
        let pieces = marked("a \u{2}b\u{3} c \u{2}d\u{3}");
        assert_eq!(pieces, [("a ".into(), false), ("b".into(), true), (" c ".into(), false), ("d".into(), true)]);
        assert_eq!(marked("plain"), [("plain".to_owned(), false)]);
    }
}
