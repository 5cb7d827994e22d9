//! The bytes of a file become documents.
//!
//! Decides: what kind of file it is, in which charset, which of its words are the text, and what it says of itself (title, outlet, day, address).
//! Must not know: the file system (bytes and names come in), other files, and what the words mean.
//!
//! | format | read by | gives |
//! |---|---|---|
//! | plain text | `plain` | the text after its front matter, untouched |
//! | HTML | `html` | the article's paragraphs, with the way back to the page |
//! | JSON Lines | `lines` | a document per line |
//! | RSS, Atom, JSON Feed | `feed` | a document per entry |

mod charset;
mod date;
mod error;
mod feed;
mod format;
mod html;
mod language;
mod lines;
mod manifest;
mod map;
mod plain;

pub use charset::Decoded;
pub use error::{EntryProblem, LineProblem, ManifestProblem, Seems, SourceError};
pub use format::{Format, format};
pub use language::language;
pub use manifest::Manifest;
pub use map::SourceMap;

use encoding_rs::Encoding;
use jiff::civil::Date;
use rapporteur_record::{Document, Note, Span};

/// What a caller knows of a file before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The file's name: named in errors, looked at for its extension, and the document's id where nothing else is.
    pub name: String,
    /// Its content type, where a server gave one (`text/html; charset=utf-8`).
    pub content_type: Option<String>,
    /// What the user says of it, on the command line or in a [`Manifest`]. It wins over what the file says of itself.
    ///
    /// Of a file with many documents only `outlet`, `published` and `language` can be said.
    pub about: About,
}

impl Hint {
    /// Only a name.
    pub fn named(name: impl Into<String>) -> Hint {
        Hint { name: name.into(), ..Hint::default() }
    }
}

/// What can be known of a document beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Names it among others.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// Its canonical address.
    pub url: Option<String>,
    /// BCP 47 language.
    pub language: Option<String>,
}

impl About {
    /// This, and what `other` knows where this knows nothing.
    #[must_use]
    pub fn or(self, other: About) -> About {
        About {
            id: self.id.or(other.id),
            title: self.title.or(other.title),
            outlet: self.outlet.or(other.outlet),
            published: self.published.or(other.published),
            url: self.url.or(other.url),
            language: self.language.or(other.language),
        }
    }
}

/// A document, and what is known of how it was taken from its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sourced {
    /// The document.
    pub document: Document,
    /// Headings that the page marks as such: no sentences of the story. Empty for plain text, whose headings are found elsewhere.
    pub headings: Vec<Span>,
    /// What was not, or not wholly, understood.
    pub notes: Vec<Note>,
    /// The way back from the text to the decoded file.
    pub map: SourceMap,
}

/// The documents of a file. A file that cannot be read is one error; a bad line of JSON Lines, or a bad entry of a feed, is one
/// among its documents.
pub fn documents(bytes: &[u8], hint: &Hint) -> Vec<Result<Sourced, SourceError>> {
    match format(bytes, hint) {
        Err(e) => vec![Err(e)],
        Ok(Format::JsonLines) => json_lines(bytes, hint),
        Ok(Format::Feed) => entries(bytes, hint),
        Ok(Format::Html) => vec![page(bytes, hint)],
        Ok(Format::Text) => vec![text(bytes, hint)],
    }
}

/// The document of one line of JSON Lines, `None` for a blank one. `number` counts from 1; the line may keep its end.
///
/// For files too large to hold: ask [`fn@format`] about the first bytes, then pass line by line.
pub fn line(line: &[u8], number: usize, hint: &Hint) -> Option<Result<Sourced, SourceError>> {
    let about = of_many(hint);
    Some(lines::read(line, number, hint)?.map(|extracted| finish(extracted, hint, about)))
}

/// The documents of a feed, one for each entry.
fn entries(bytes: &[u8], hint: &Hint) -> Vec<Result<Sourced, SourceError>> {
    let about = of_many(hint);
    match decode(bytes, hint) {
        Ok(decoded) => feed::read(&decoded, hint).into_iter().map(|e| Ok(finish(e?, hint, about.clone()))).collect(),
        Err(e) => vec![Err(e)],
    }
}

/// What can be said of a file with many documents.
fn of_many(hint: &Hint) -> About {
    About { id: None, title: None, url: None, ..hint.about.clone() }
}

/// The text of a file, to which its [`SourceMap`] leads. Refuses files that hold no text.
pub fn decode(bytes: &[u8], hint: &Hint) -> Result<Decoded, SourceError> {
    let format = format(bytes, hint)?;
    let decoded = charset::decode(bytes, declared(bytes, format, hint));
    if decoded.text.contains('\0') {
        return Err(SourceError::Binary { name: hint.name.clone(), seems: Seems::Unknown });
    }
    if decoded.text.trim().is_empty() {
        return Err(SourceError::Empty { name: hint.name.clone() });
    }
    Ok(decoded)
}

/// What the sender says, then what the page says; JSON is UTF-8.
fn declared(bytes: &[u8], format: Format, hint: &Hint) -> Option<&'static Encoding> {
    let sent = hint.content_type.as_deref().and_then(charset::of_content_type);
    match format {
        Format::Html => sent.or_else(|| charset::of_page(bytes)),
        Format::Text => sent,
        Format::Feed if !bytes.contains(&b'{') || bytes.trim_ascii_start().starts_with(b"<") => sent.or_else(|| charset::of_page(bytes)),
        Format::JsonLines | Format::Feed => Some(encoding_rs::UTF_8),
    }
}

fn json_lines(bytes: &[u8], hint: &Hint) -> Vec<Result<Sourced, SourceError>> {
    let utf16 = Encoding::for_bom(bytes).filter(|(e, _)| *e != encoding_rs::UTF_8).map(|_| charset::decode(bytes, None).text);
    let bytes = utf16.as_deref().map_or(bytes, str::as_bytes);
    let documents: Vec<_> = bytes.split(|b| *b == b'\n').enumerate().filter_map(|(i, l)| line(l, i + 1, hint)).collect();
    if documents.is_empty() { vec![Err(SourceError::Empty { name: hint.name.clone() })] } else { documents }
}

fn page(bytes: &[u8], hint: &Hint) -> Result<Sourced, SourceError> {
    let decoded = decode(bytes, hint)?;
    let extracted = html::read(&decoded.text, &hint.name)?;
    Ok(finish(noted(extracted, decoded.notes), hint, hint.about.clone()))
}

fn text(bytes: &[u8], hint: &Hint) -> Result<Sourced, SourceError> {
    let decoded = decode(bytes, hint)?;
    let extracted = plain::read(&decoded.text, &hint.name)?;
    if extracted.text.trim().is_empty() {
        return Err(SourceError::Empty { name: hint.name.clone() });
    }
    Ok(finish(noted(extracted, decoded.notes), hint, hint.about.clone()))
}

/// What a format's reader gives: everything but what the user says.
#[derive(Debug, Default)]
struct Extracted {
    text: String,
    about: About,
    /// The language that a page's markup claims, often wrongly.
    claimed_language: Option<String>,
    headings: Vec<Span>,
    notes: Vec<Note>,
    map: SourceMap,
}

fn noted(extracted: Extracted, mut notes: Vec<Note>) -> Extracted {
    notes.extend(extracted.notes);
    Extracted { notes, ..extracted }
}

fn finish(extracted: Extracted, hint: &Hint, said: About) -> Sourced {
    let Extracted { text, about, claimed_language, headings, mut notes, map } = extracted;
    let about = said.or(about);
    let (language, foreign) = language::decide(&text, &about, claimed_language.as_deref());
    notes.extend(foreign);
    let document = Document {
        id: about.id.unwrap_or_else(|| hint.name.clone()),
        text,
        title: about.title,
        outlet: about.outlet,
        published: about.published,
        url: about.url,
        language,
    };
    Sourced { document, headings, notes, map }
}
