//! RSS and Atom: a file of tags becomes entries.
//!
//! Decides: where an entry begins and ends, also where its tags do not fit, and which of its elements says what. Looks at: names of elements, with
//! their name spaces where they are declared. Must not know: what becomes of an entry.
//!
//! Many feeds are not well-formed, so nothing is refused for that: an end tag closes whatever stands open inside it, and where the file cannot be
//! read on, the entry at hand is told and reading goes on at the next one.

use super::{Entry, Feed, Words, address, filled};
use crate::source::error::EntryProblem;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::HashMap;

/// So often reading goes on at the next entry after a place that cannot be read: each time may look through the rest of the file.
const MOST_BREAKS: usize = 100;

/// Reads a feed.
pub(super) fn read(text: &str) -> Feed {
    let mut walk = Walk { text, ..Walk::default() };
    let mut at = 0;
    for _ in 0..=MOST_BREAKS {
        match walk.from(at) {
            Some(next) => at = next,
            None => break,
        }
    }
    walk.break_off();
    walk.feed
}

/// Where an element belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    /// To the feed itself: RSS or Atom, whichever name they go by.
    Feed,
    /// The module that carries whole contents.
    Content,
    /// Dublin Core.
    Dublin,
    /// Something else.
    Other,
}

impl Space {
    fn of(uri: &str) -> Space {
        match uri.trim_end_matches(['/', '#']) {
            "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns" | "http://purl.org/rss/1.0" | "http://backend.userland.com/rss2" | "" => Space::Feed,
            "http://purl.org/rss/1.0/modules/content" => Space::Content,
            "http://purl.org/dc/elements/1.1" | "http://purl.org/dc/terms" => Space::Dublin,
            _ => Space::Other,
        }
    }

    /// What a prefix means that nobody declared.
    fn by_custom(prefix: &str) -> Space {
        match prefix {
            "" | "atom" => Space::Feed,
            "content" => Space::Content,
            "dc" | "dcterms" => Space::Dublin,
            _ => Space::Other,
        }
    }
}

/// What an element says of its entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    /// `guid` or `id`.
    Id,
    Published,
    Updated,
    Content,
    Summary,
    Source,
    /// The address behind one that counts its readers.
    Original,
    Language,
}

impl Field {
    fn of(space: Space, name: &str) -> Option<Field> {
        Some(match (space, name) {
            (Space::Feed, "title") => Field::Title,
            (Space::Feed, "link") => Field::Link,
            (Space::Feed, "guid" | "id") => Field::Id,
            (Space::Feed, "pubDate" | "published" | "issued") | (Space::Dublin, "date" | "issued") => Field::Published,
            (Space::Feed, "updated" | "modified") => Field::Updated,
            (Space::Content, "encoded") | (Space::Feed, "content") => Field::Content,
            (Space::Feed, "description" | "summary") => Field::Summary,
            (Space::Feed, "source") => Field::Source,
            (Space::Feed, "language") | (Space::Dublin, "language") => Field::Language,
            (Space::Other, "origLink") => Field::Original,
            _ => return None,
        })
    }
}

/// An element that is being read for what it says.
struct Open {
    field: Field,
    /// How deep it lies.
    depth: usize,
    /// Where its content begins.
    begin: usize,
    /// Its words, entities resolved.
    words: String,
    has_markup: bool,
    attributes: HashMap<String, String>,
}

/// An entry that is being read.
struct At {
    depth: usize,
    begin: usize,
    entry: Entry,
}

#[derive(Default)]
struct Walk<'t> {
    text: &'t str,
    feed: Feed,
    spaces: HashMap<String, Space>,
    /// The names of the elements that stand open.
    path: Vec<String>,
    entry: Option<At>,
    open: Option<Open>,
}

impl Walk<'_> {
    /// Reads on from a byte of the text. Where it cannot go on: the byte at which the next entry begins, if any.
    fn from(&mut self, at: usize) -> Option<usize> {
        let mut reader = Reader::from_str(self.text.get(at..)?);
        let config = reader.config_mut();
        (config.check_end_names, config.allow_unmatched_ends) = (false, true);
        (config.allow_dangling_amp, config.expand_empty_elements) = (true, true);
        loop {
            let before = at + place(&reader);
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(_) => return self.after_break(before),
            };
            let after = at + place(&reader);
            match event {
                Event::Start(tag) => self.start(&tag, before, after),
                Event::End(tag) => self.end(local(tag.name().0), before),
                Event::Text(text) => self.words(&text.xml10_content()),
                Event::CData(text) => self.words(&text.xml10_content()),
                Event::GeneralRef(entity) => self.words(&resolved(&entity)),
                Event::Eof => return None,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// The entry at hand is lost; the next one begins behind where it began.
    fn after_break(&mut self, at: usize) -> Option<usize> {
        let begin = self.entry.as_ref().map_or(at, |e| e.begin + 1);
        let depth = self.entry.as_ref().map(|e| e.depth);
        self.break_off();
        if let Some(depth) = depth {
            self.path.truncate(depth);
        }
        let rest = self.text.get(begin..)?;
        // The beginning of the next entry, by either name: `<item>`, `<item rdf:about=…>`, `<entry>`.
        let next = ["<item", "<entry"].iter().filter_map(|tag| rest.find(tag)).min()?;
        Some(begin + next)
    }

    /// An entry that stands open has no end.
    fn break_off(&mut self) {
        let title_at_hand = self.open.take().filter(|o| o.field == Field::Title).map(|o| Words::Plain(o.words));
        if let Some(at) = self.entry.take() {
            self.feed.entries.push(Err((at.entry.title.or(title_at_hand), EntryProblem::Cut)));
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, before: usize, after: usize) {
        let (prefix, name) = parts(tag.name().0);
        let depth = self.path.len();
        let attributes = if self.open.is_some() { HashMap::new() } else { attributes(tag) };
        let declared = || attributes.iter().filter_map(|(n, v)| Some((n.strip_prefix("xmlns")?.trim_start_matches(':'), Space::of(v))));
        let own = declared().find(|(p, _)| *p == prefix).map(|(_, space)| space);
        if depth <= 1 {
            self.spaces.extend(declared().map(|(prefix, space)| (prefix.to_owned(), space)));
        }
        if self.begins_entry(name) {
            let depth = self.entry.as_ref().map_or(depth, |e| e.depth);
            self.break_off();
            self.path.truncate(depth);
            let entry = Entry { language: attributes.get("xml:lang").cloned(), ..Entry::default() };
            self.entry = Some(At { depth, begin: before, entry });
        } else if let Some(open) = &mut self.open {
            open.has_markup = true;
        } else {
            if depth == 0 {
                self.feed.head.language = attributes.get("xml:lang").cloned();
            }
            let is_field = match &self.entry {
                Some(entry) => depth == entry.depth + 1,
                None => self.path.last().is_some_and(|p| p == "channel" || p == "feed"),
            };
            let space = own.or_else(|| self.spaces.get(prefix).copied()).unwrap_or_else(|| Space::by_custom(prefix));
            if let Some(field) = Field::of(space, name).filter(|_| is_field) {
                self.open = Some(Open { field, depth, begin: after, words: String::new(), has_markup: false, attributes });
            }
        }
        self.path.push(name.to_owned());
    }

    /// An entry begins where one may stand; also inside another that was never closed, but not inside its contents.
    fn begins_entry(&self, name: &str) -> bool {
        let parent = match &self.entry {
            Some(entry) if self.open.is_none() => entry.depth.checked_sub(1).and_then(|i| self.path.get(i)),
            Some(_) => return false,
            None => self.path.last(),
        };
        match (name, parent.map(String::as_str)) {
            ("item", Some("channel" | "RDF" | "rss")) | ("entry", Some("feed")) => true,
            ("entry", None) => self.entry.is_none(),
            _ => false,
        }
    }

    fn end(&mut self, name: &str, before: usize) {
        // An end tag without a beginning closes nothing.
        let Some(depth) = self.path.iter().rposition(|p| p == name) else { return };
        if self.open.as_ref().is_some_and(|o| depth <= o.depth) {
            self.close_field(before);
        }
        match &self.entry {
            Some(at) if depth == at.depth => self.feed.entries.extend(self.entry.take().map(|at| Ok(at.entry))),
            Some(at) if depth < at.depth => self.break_off(),
            _ => {}
        }
        self.path.truncate(depth);
    }

    fn words(&mut self, words: &str) {
        if let Some(open) = &mut self.open {
            open.words.push_str(words);
        }
    }

    fn close_field(&mut self, end: usize) {
        let Some(open) = self.open.take() else { return };
        let inside = self.text.get(open.begin..end).unwrap_or("");
        match &mut self.entry {
            Some(at) => tell(&mut at.entry, &open, inside),
            None if open.field == Field::Title && self.feed.head.title.is_none() => self.feed.head.title = Some(words_of(&open, inside)),
            None if open.field == Field::Language => self.feed.head.language = filled(&open.words),
            None => {}
        }
    }
}

/// How far a reader is.
fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Puts what an element says into its entry. What is said twice counts the first time.
fn tell(entry: &mut Entry, open: &Open, inside: &str) {
    let attribute = |name: &str| open.attributes.get(name).map(String::as_str);
    let first = |known: &mut Option<String>, said: Option<String>| *known = known.take().or(said);
    match open.field {
        Field::Title => entry.title = entry.title.take().or_else(|| Some(words_of(open, inside))),
        Field::Link => match attribute("href") {
            Some(href) if matches!(attribute("rel"), None | Some("alternate")) => first(&mut entry.url, address(href)),
            Some(_) => {}
            None => first(&mut entry.url, address(&open.words)),
        },
        Field::Id => {
            first(&mut entry.id, filled(&open.words));
            if attribute("isPermaLink") == Some("true") {
                first(&mut entry.url, address(&open.words));
            }
        }
        Field::Original => entry.url = address(&open.words).or(entry.url.take()),
        Field::Published => first(&mut entry.published, filled(&open.words)),
        Field::Updated => first(&mut entry.updated, filled(&open.words)),
        Field::Language => entry.language = filled(&open.words),
        // Atom allows contents that lie elsewhere, or that are no text.
        Field::Content if attribute("src").is_some() => {}
        Field::Content => entry.content = Some(words_of(open, inside)),
        Field::Summary => entry.summary = Some(words_of(open, inside)),
        Field::Source if open.has_markup => entry.outlet = inner_title(inside),
        Field::Source => entry.outlet = Some(words_of(open, inside)),
    }
}

/// Atom says whether its words are markup, and says nothing of plain ones in most cases; RSS says nothing, and has both.
fn words_of(open: &Open, inside: &str) -> Words {
    match open.attributes.get("type").map(String::as_str) {
        Some("xhtml" | "application/xhtml+xml") => Words::Markup(inside.to_owned()),
        // Marked sections are no markup of HTML.
        _ if open.has_markup && !inside.contains("<![CDATA[") => Words::Markup(inside.to_owned()),
        Some("text" | "text/plain") => Words::Plain(open.words.clone()),
        _ if open.words.contains(['<', '&']) => Words::Markup(open.words.clone()),
        _ => Words::Plain(open.words.clone()),
    }
}

/// The title of the feed from which an entry was taken.
fn inner_title(inside: &str) -> Option<Words> {
    let begin = inside.find("<title")?;
    let rest = inside.get(begin..)?;
    let (from, to) = (rest.find('>')? + 1, rest.find("</title")?);
    Some(Words::Markup(rest.get(from..to)?.to_owned()))
}

fn attributes(tag: &BytesStart<'_>) -> HashMap<String, String> {
    let mut all = tag.html_attributes();
    let value = |a: &Attribute<'_>| a.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| a.value.to_string(), |v| v.into_owned());
    all.with_checks(false).flatten().take(64).map(|a| (a.key.0.to_owned(), value(&a))).collect()
}

/// Prefix and name of an element.
fn parts(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

fn local(name: &str) -> &str {
    parts(name).1
}

/// What an entity stands for. One that XML does not know stays as it is: HTML may know it.
fn resolved(entity: &BytesRef<'_>) -> String {
    let name = entity.xml10_content();
    match (&*name, entity.resolve_char_ref()) {
        (_, Ok(Some(c))) => c.to_string(),
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (other, _) => format!("&{other};"),
    }
}
