//! What a record keeps at hand of one text.
//!
//! Decides: what of a reading is enough to add it up with others, and how that is written in few bytes. Left out are the text itself (but for the
//! words that rules look at), notes, headings, conflicts within the text and the decisions of rules: whoever needs them fetches the whole.
//! Must not know: what readings add up to, where the whole is kept.

pub(crate) mod bytes;
mod form;
mod weave;

pub(crate) use form::Lists;
pub use weave::weave;
pub(crate) use weave::{SHINGLE, number_of_words, places, runs};

use crate::{Document, Reading, Span, fingerprint_of};
use bytes::{In, Out};
use jiff::civil::Date;
use std::sync::Arc;

/// The number of the form: bytes of another form say nothing.
const FORM: u8 = 1;

/// Where a text comes from: all that is known of a [`Document`] but its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// As of the document.
    pub id: String,
    /// As of the document.
    pub title: Option<String>,
    /// As of the document.
    pub outlet: Option<String>,
    /// As of the document.
    pub published: Option<Date>,
    /// As of the document.
    pub url: Option<String>,
    /// As of the document.
    pub language: String,
}

impl Imprint {
    /// The imprint of a document.
    pub fn of(d: &Document) -> Imprint {
        let Document { id, text: _, title, outlet, published, url, language } = d.clone();
        Imprint { id, title, outlet, published, url, language }
    }

    /// The document, once its text is there.
    pub fn with(&self, text: String) -> Document {
        let Imprint { id, title, outlet, published, url, language } = self.clone();
        Document { id, text, title, outlet, published, url, language }
    }
}

/// A reading in few bytes, with where its text comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Gist {
    /// Where the text comes from.
    pub imprint: Arc<Imprint>,
    /// Names the text's words: texts of one number are word for word the same but for marks and capitals. `None` where it has none.
    pub words: Option<u128>,
    /// Names the text exactly.
    pub exact: u128,
    /// Whether the reading names only items that it has.
    pub sound: bool,
    /// How many attributions it has.
    pub statements: usize,
    packed: Box<[u8]>,
    /// Where in these bytes the words begin.
    excerpts: u32,
}

impl Gist {
    /// The gist of a reading.
    pub fn of(document: &Document, reading: &Reading) -> Gist {
        let mut out = Out::default();
        let excerpts = form::write(&mut out, reading, &document.text);
        Gist {
            imprint: Arc::new(Imprint::of(document)),
            words: number_of_words(&document.text),
            exact: fingerprint_of(&document.text),
            sound: reading.sound(),
            statements: reading.attributions.len(),
            packed: out.bytes.into_boxed_slice(),
            excerpts,
        }
    }

    /// The same text with a reading that people put right. `text` is the document's.
    pub fn corrected(&self, reading: &Reading, text: &str) -> Gist {
        let mut out = Out::default();
        let excerpts = form::write(&mut out, reading, text);
        let sound = reading.sound();
        let statements = reading.attributions.len();
        Gist { imprint: self.imprint.clone(), words: self.words, exact: self.exact, sound, statements, packed: out.bytes.into_boxed_slice(), excerpts }
    }

    /// As it is kept on disk.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Out::default();
        let i = &*self.imprint;
        out.byte(FORM);
        out.words(&i.id);
        out.maybe(i.title.as_deref(), Out::words);
        out.maybe(i.outlet.as_deref(), Out::words);
        out.maybe(i.published, Out::date);
        out.maybe(i.url.as_deref(), Out::words);
        out.words(&i.language);
        out.maybe(self.words, |out, n| out.bytes.extend(n.to_le_bytes()));
        out.bytes.extend(self.exact.to_le_bytes());
        out.byte(u8::from(self.sound));
        out.number(self.statements);
        out.bytes.extend(&self.packed);
        out.bytes
    }

    /// A gist from disk; `None` where the bytes are of another form or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Gist> {
        let mut from = In::new(bytes);
        (from.byte()? == FORM).then_some(())?;
        let imprint = Imprint {
            id: from.string()?,
            title: from.maybe(In::string)?,
            outlet: from.maybe(In::string)?,
            published: from.maybe(In::date)?,
            url: from.maybe(In::string)?,
            language: from.string()?,
        };
        let words = from.maybe(|f| Some(u128::from_le_bytes(f.take(16)?.try_into().ok()?)))?;
        let exact = u128::from_le_bytes(from.take(16)?.try_into().ok()?);
        let (sound, statements) = (from.byte()? == 1, from.number()?);
        let packed: Box<[u8]> = from.rest().into();
        // What is kept can be read: nothing that is asked later finds bytes of another make.
        let excerpts = form::check(&packed)?;
        Some(Gist { imprint: Arc::new(imprint), words, exact, sound, statements, packed, excerpts })
    }

    /// The reading, less what a gist leaves out.
    pub fn reading(&self) -> Reading {
        form::read(&self.packed).map(|x| x.0).unwrap_or_default()
    }

    /// The reading, and the words of its proposals, terms, positions, figures and events.
    pub fn open(&self) -> (Reading, Excerpts) {
        form::read(&self.packed).unwrap_or_default()
    }

    /// Some lists of the reading; the others are empty.
    pub(crate) fn some(&self, lists: Lists) -> Reading {
        form::some(&self.packed, lists).unwrap_or_default()
    }

    /// The words of its proposals, terms, positions, figures and events.
    pub(crate) fn excerpts(&self) -> Excerpts {
        self.packed.get(self.excerpts as usize..).and_then(form::words).unwrap_or_default()
    }

    /// The words at a place, where they are among those of proposals, terms, positions, figures and events.
    pub fn words_at(&self, span: Span) -> Option<&str> {
        form::excerpt(self.packed.get(self.excerpts as usize..)?, span)
    }

    /// Who speaks in each statement, when, how sure: without the rest.
    pub fn heard(&self) -> impl Iterator<Item = Heard> {
        form::heard(&self.packed, self.statements)
    }
}

/// One statement in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// Who speaks first.
    pub speaker: Option<crate::ActorId>,
    /// The statement around it.
    pub within: Option<crate::AttributionId>,
    /// The last day that it names as its own.
    pub day: Option<Date>,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}

/// Some words of a text, by where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpts {
    /// Where each begins in the text and in `words`, ascending.
    places: Vec<(Span, usize)>,
    words: String,
}

/// Words that stand somewhere in a text.
pub trait Words {
    /// The words at a place; empty where they are not at hand.
    fn at(&self, span: Span) -> &str;
}

impl Words for str {
    fn at(&self, span: Span) -> &str {
        span.of(self)
    }
}

impl Words for String {
    fn at(&self, span: Span) -> &str {
        span.of(self)
    }
}

impl Words for Excerpts {
    fn at(&self, span: Span) -> &str {
        let found = self.places.binary_search_by_key(&span, |p| p.0).ok().and_then(|i| self.places.get(i));
        found.and_then(|(s, from)| self.words.get(*from..from + (s.end() - s.begin()))).unwrap_or("")
    }
}

#[cfg(test)]
mod tests;
