//! A feed becomes its entries: RSS 2.0 (with its elder forms), Atom, JSON Feed.
//!
//! Decides: which words of an entry are its text, what it says of itself, and what it takes from its feed. Looks at: content first, summary where
//! there is none. Must not know: other files; whatever an entry points to is not fetched.
//!
//! Why not `feed-rs` 3: it gives a feed or one error, so that a single bad entry costs all others; days become those of universal time, where we
//! keep the day that is written; and it brings `chrono`, `url`, `regex` and `uuid`. `quick-xml` gives tokens with their places, and nothing more.

mod json;
mod xml;

use super::error::{EntryProblem, SourceError};
use super::{About, Decoded, Extracted, Hint, SourceMap, date, html};
use rapporteur_record::Note;

/// The words of a feed, as they stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Words {
    /// Words as they are.
    Plain(String),
    /// Words with tags and entities.
    Markup(String),
}

impl Words {
    /// On one line, without markup.
    fn line(&self) -> Option<String> {
        let line = match self {
            Words::Plain(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
            Words::Markup(words) => html::plain(words),
        };
        (!line.is_empty()).then_some(line)
    }
}

/// What a feed says of all its entries.
#[derive(Debug, Default)]
struct Head {
    title: Option<Words>,
    language: Option<String>,
}

/// An entry as it stands in its feed.
#[derive(Debug, Default)]
struct Entry {
    id: Option<String>,
    title: Option<Words>,
    /// Whose entry it was, where the feed only passes it on.
    outlet: Option<Words>,
    published: Option<String>,
    updated: Option<String>,
    url: Option<String>,
    language: Option<String>,
    content: Option<Words>,
    summary: Option<Words>,
}

/// What stands in a file: what the feed says, and each entry or why there is none.
#[derive(Debug, Default)]
struct Feed {
    head: Head,
    entries: Vec<Result<Entry, (Option<Words>, EntryProblem)>>,
}

/// The documents of a feed.
pub(super) fn read(decoded: &Decoded, hint: &Hint) -> Vec<Result<Extracted, SourceError>> {
    let read = if decoded.text.trim_start().starts_with('{') { json::read(&decoded.text) } else { Ok(xml::read(&decoded.text)) };
    match read {
        Ok(feed) => entries(feed, &decoded.notes, hint),
        Err((line, what)) => vec![Err(SourceError::FeedNotJson { name: hint.name.clone(), line, what })],
    }
}

fn entries(feed: Feed, notes: &[Note], hint: &Hint) -> Vec<Result<Extracted, SourceError>> {
    let Feed { head, entries } = feed;
    if entries.is_empty() {
        return vec![Err(SourceError::NoEntries { name: hint.name.clone() })];
    }
    let error = |number: usize, title: Option<&Words>, problem| SourceError::Entry {
        name: hint.name.clone(),
        entry: number,
        title: title.and_then(Words::line),
        problem,
    };
    let one = |(i, entry): (usize, Result<Entry, (Option<Words>, EntryProblem)>)| match entry {
        Ok(entry) => extracted(&entry, &head, &format!("{}:{}", hint.name, i + 1), notes).map_err(|problem| error(i + 1, entry.title.as_ref(), problem)),
        Err((title, problem)) => Err(error(i + 1, title.as_ref(), problem)),
    };
    entries.into_iter().enumerate().map(one).collect()
}

/// The document of an entry. `place` names it where it has neither id nor address.
fn extracted(entry: &Entry, head: &Head, place: &str, notes: &[Note]) -> Result<Extracted, EntryProblem> {
    let title = entry.title.as_ref().and_then(Words::line);
    let bodies = [&entry.content, &entry.summary].into_iter().flatten();
    let mut extracted = bodies.filter_map(|words| body(words, title.as_deref())).next().ok_or(EntryProblem::NoText)?;
    let day = |written: &Option<String>| written.as_deref().and_then(date::of_page);
    extracted.about = About {
        id: entry.id.clone().or_else(|| entry.url.clone()).or_else(|| Some(place.to_owned())),
        title,
        outlet: entry.outlet.as_ref().and_then(Words::line).or_else(|| head.title.as_ref().and_then(Words::line)),
        published: day(&entry.published).or_else(|| day(&entry.updated)),
        url: entry.url.clone(),
        language: None,
    };
    let values = [&extracted.about.id, &extracted.about.title, &extracted.about.outlet, &extracted.about.url];
    if extracted.text.contains('\0') || values.into_iter().flatten().any(|v| v.contains('\0')) {
        return Err(EntryProblem::Nul);
    }
    extracted.claimed_language = entry.language.clone().or_else(|| head.language.clone());
    extracted.notes.extend(notes.iter().cloned());
    Ok(extracted)
}

/// The text of an entry; `None` where there are no words to be seen.
fn body(words: &Words, title: Option<&str>) -> Option<Extracted> {
    match words {
        Words::Markup(markup) => html::fragment(markup, title),
        Words::Plain(text) if text.trim().is_empty() => None,
        Words::Plain(text) => Some(Extracted { map: SourceMap::after(0, text), text: text.clone(), ..Extracted::default() }),
    }
}

/// A value with something in it, without the white space around it.
fn filled(value: &str) -> Option<String> {
    Some(value.trim()).filter(|v| !v.is_empty()).map(str::to_owned)
}

/// An address that leads somewhere from anywhere.
fn address(value: &str) -> Option<String> {
    let is_web = |v: &str| v.get(..7).is_some_and(|s| s.eq_ignore_ascii_case("http://")) || v.get(..8).is_some_and(|s| s.eq_ignore_ascii_case("https://"));
    filled(value).filter(|v| is_web(v) && !v.contains(char::is_whitespace))
}
