//! Looking for words and by facets.
//!
//! Decides: what matches, the order of hits, which part of a text is shown. Must not know: how hits are shown, why somebody searches.

pub(crate) mod words;

use crate::{Store, StoreError};
use jiff::civil::Date;
use rapporteur_record::Stance;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use std::collections::BTreeMap;

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
    /// Part of the speaker's name; statements only.
    pub speaker: Option<String>,
    /// Part of the outlet's name.
    pub outlet: Option<String>,
    /// Published on this day or later.
    pub from: Option<Date>,
    /// Published on this day or earlier.
    pub until: Option<Date>,
    /// A position of this stance is expressed in it; statements only.
    pub stance: Option<Stance>,
    /// machine, accepted, corrected or rejected; statements only.
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
    /// How many of those counted have which speaker, outlet, status: the most frequent ones.
    pub facets: Vec<(&'static str, Vec<(String, usize)>)>,
}

/// What is weighed: its key, how well it fits (less is better), and its facets.
struct Candidate {
    key: i64,
    rank: f64,
    facets: [Option<String>; 3],
}

impl Store {
    /// Looks for words and by facets.
    ///
    /// # Errors
    /// [`StoreError::Query`] where it asks for nothing that can be found, or what the disk says.
    pub fn search(&self, search: &Search) -> Result<Found, StoreError> {
        let words = words::parse(&search.words).map_err(StoreError::Query)?;
        let of_statements = search.speaker.is_some() || search.stance.is_some() || search.status.is_some();
        if search.among == Among::Texts && of_statements {
            return Err(StoreError::Query("speaker, stance and status are asked of statements, not of texts"));
        }
        let mut candidates = self.candidates(search, words.as_deref())?;
        let more = candidates.len() > WEIGHED;
        candidates.truncate(WEIGHED);
        let facets = facets(&candidates);
        let count = candidates.len();
        candidates.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(b.key.cmp(&a.key)));
        let best = candidates.iter().take(search.limit);
        let hits = best.map(|c| self.hit(search.among, words.as_deref(), c.key)).collect::<Result<_, _>>()?;
        Ok(Found { hits, count, more, facets })
    }

    fn candidates(&self, search: &Search, words: Option<&str>) -> Result<Vec<Candidate>, StoreError> {
        let mut conditions: Vec<&str> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut with = |condition: &'static str, value: Option<String>| {
            if let Some(value) = value {
                conditions.push(condition);
                values.push(value.into());
            }
        };
        let statements = search.among == Among::Statements;
        with(if statements { "statement_words MATCH ?" } else { "text_words MATCH ?" }, words.map(str::to_owned));
        with("a.speaker_name LIKE ? ESCAPE '\\'", search.speaker.as_deref().map(part));
        with("d.outlet LIKE ? ESCAPE '\\'", search.outlet.as_deref().map(part));
        with("d.published >= ?", search.from.map(|d| d.to_string()));
        with("d.published <= ?", search.until.map(|d| d.to_string()));
        with("a.status = ?", search.status.clone());
        with(
            "EXISTS (SELECT 1 FROM positions p WHERE p.document = a.document AND p.said_in = a.id AND p.stance = ?)",
            search.stance.map(|s| s.name().to_owned()),
        );
        let place = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        // CROSS JOIN keeps the order: the words first, which know their matches, then what is looked up by key.
        let (from, key, columns) = match (statements, words.is_some()) {
            (true, true) => (
                "statement_words CROSS JOIN attributions a ON a.key = statement_words.rowid CROSS JOIN documents d ON d.key = a.document",
                "statement_words.rowid",
                "bm25(statement_words), a.speaker_name, d.outlet, a.status",
            ),
            (true, false) => ("attributions a JOIN documents d ON d.key = a.document", "a.key", "0.0, a.speaker_name, d.outlet, a.status"),
            (false, true) => {
                ("text_words CROSS JOIN documents d ON d.key = text_words.rowid", "text_words.rowid", "bm25(text_words, 4.0, 1.0), NULL, d.outlet, NULL")
            }
            (false, false) => ("documents d", "d.key", "0.0, NULL, d.outlet, NULL"),
        };
        let sql = format!("SELECT {key}, {columns} FROM {from} {place} ORDER BY {key} DESC LIMIT {}", WEIGHED + 1);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows =
            statement.query_map(params_from_iter(values), |r| Ok(Candidate { key: r.get(0)?, rank: r.get(1)?, facets: [r.get(2)?, r.get(3)?, r.get(4)?] }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn hit(&self, among: Among, words: Option<&str>, key: i64) -> Result<Hit, StoreError> {
        let sql = match among {
            Among::Statements => {
                "SELECT d.id, d.title, d.outlet, d.published, a.id, a.speaker_name, a.status, a.content
                 FROM attributions a JOIN documents d ON d.key = a.document WHERE a.key = ?1"
            }
            Among::Texts => "SELECT id, title, outlet, published, NULL, NULL, NULL, substr(text, 1, 200) FROM documents WHERE key = ?1",
        };
        let mut hit = self.connection.prepare_cached(sql)?.query_row([key], hit)?;
        if let Some(words) = words {
            let table = if among == Among::Statements { "statement_words" } else { "text_words" };
            let sql = format!(
                "SELECT snippet({table}, 1, char({}), char({}), '…', {AROUND}) FROM {table} WHERE {table} MATCH ?1 AND rowid = ?2",
                u32::from(OPEN),
                u32::from(CLOSE)
            );
            let found: String = self.connection.prepare_cached(&sql)?.query_row(params![words, key], |r| r.get(0))?;
            hit.snippet = marked(&found);
        }
        Ok(hit)
    }
}

fn hit(r: &Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit {
        document: r.get(0)?,
        title: r.get(1)?,
        outlet: r.get(2)?,
        published: r.get(3)?,
        item: r.get(4)?,
        speaker: r.get(5)?,
        status: r.get(6)?,
        snippet: vec![(r.get(7)?, false)],
    })
}

/// A pattern for names that hold these words.
fn part(words: &str) -> String {
    let mut out = "%".to_owned();
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out + "%"
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
    for (i, name) in ["speaker", "outlet", "status"].into_iter().enumerate() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for value in candidates.iter().filter_map(|c| c.facets[i].as_deref()) {
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

    #[test]
    fn a_name_is_no_pattern() {
        assert_eq!(part("50%_\\"), "%50\\%\\_\\\\%");
    }
}
