//! What kind of file some bytes are.
//!
//! Decides: page, JSON Lines or plain text, by content first and by name second; and which files hold no text at all.
//! Must not know: how each of them is read.

use super::Hint;
use super::error::{Seems, SourceError};
use encoding_rs::Encoding;
use std::borrow::Cow;

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, with front matter or without.
    Text,
    /// An HTML page.
    Html,
    /// One JSON object per line.
    JsonLines,
    /// RSS, Atom or JSON Feed: entries in one file.
    Feed,
}

/// How much of a file is looked at to tell its kind.
const HEAD: usize = 4096;

/// The kind of a file, from its bytes or its first few thousand: a caller that streams asks this first.
pub fn format(bytes: &[u8], hint: &Hint) -> Result<Format, SourceError> {
    let name = Named::of(hint);
    // A zero byte in JSON Lines spoils its line, not the file.
    if let Some(seems) = binary(bytes).filter(|seems| *seems != Seems::Unknown || name != Named::JsonLines) {
        return Err(SourceError::Binary { name: hint.name.clone(), seems });
    }
    let head = head(bytes);
    if let Some(format) = json(&head, name, hint)? {
        return Ok(format);
    }
    match markup(&head, name) {
        Some(Markup::Page) => Ok(Format::Html),
        Some(Markup::Feed) => Ok(Format::Feed),
        Some(Markup::Other(seems)) => Err(SourceError::Binary { name: hint.name.clone(), seems }),
        None => Ok(Format::Text),
    }
}

/// What a name or a content type promises.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Html,
    JsonLines,
    Json,
    Xml,
    Text,
    Nothing,
}

impl Named {
    fn of(hint: &Hint) -> Named {
        let of_type = hint.content_type.as_deref().map_or(Named::Nothing, Named::of_type);
        if of_type != Named::Nothing {
            return of_type;
        }
        let extension = hint.name.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
        match extension.as_str() {
            "html" | "htm" | "xhtml" | "shtml" | "asp" | "aspx" | "php" | "jsp" => Named::Html,
            "jsonl" | "ndjson" | "jsonlines" => Named::JsonLines,
            "json" => Named::Json,
            "xml" | "rss" | "atom" => Named::Xml,
            "txt" | "text" | "md" => Named::Text,
            _ => Named::Nothing,
        }
    }

    fn of_type(content_type: &str) -> Named {
        let essence = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/html" | "application/xhtml+xml" => Named::Html,
            "application/x-ndjson" | "application/jsonl" | "application/json-lines" => Named::JsonLines,
            "application/json" => Named::Json,
            "text/xml" | "application/xml" | "application/rss+xml" | "application/atom+xml" => Named::Xml,
            "text/plain" | "text/markdown" => Named::Text,
            _ => Named::Nothing,
        }
    }
}

/// The first bytes as UTF-8, without byte order mark and leading white space. A first line is kept whole.
fn head(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != encoding_rs::UTF_8 => {
            let some = &bytes[mark..bytes.len().min(mark + HEAD)];
            Cow::Owned(encoding.decode_without_bom_handling(some).0.trim_start().as_bytes().to_vec())
        }
        Some((_, mark)) => Cow::Borrowed(bytes[mark..].trim_ascii_start()),
        None => Cow::Borrowed(bytes.trim_ascii_start()),
    }
}

fn json(head: &[u8], name: Named, hint: &Hint) -> Result<Option<Format>, SourceError> {
    if name == Named::JsonLines {
        return Ok(Some(Format::JsonLines));
    }
    let second = head.get(1..).map(|rest| rest.trim_ascii_start().first().copied());
    let (object, array) = match (head.first(), second) {
        (Some(b'{'), Some(Some(b'"' | b'}'))) => (true, false),
        (Some(b'['), Some(Some(b'{'))) => (false, true),
        _ => (false, false),
    };
    if object && says_json_feed(head) {
        return Ok(Some(Format::Feed));
    }
    let first_line = head.split(|b| *b == b'\n').next().unwrap_or(head);
    let whole = first_line.len() == head.len() || first_line.trim_ascii_end().ends_with(b"}");
    match (object && whole, object || array || (name == Named::Json && !head.is_empty())) {
        (true, _) => Ok(Some(Format::JsonLines)),
        (false, true) => Err(SourceError::JsonNotLines { name: hint.name.clone() }),
        (false, false) => Ok(None),
    }
}

/// Whether an object says of itself, near its beginning, that it is a JSON Feed.
fn says_json_feed(head: &[u8]) -> bool {
    let near = &head[..head.len().min(HEAD)];
    let says = |(at, _): (usize, &[u8])| {
        let value = near[at + 9..].trim_ascii_start().strip_prefix(b":").map_or(&[][..], <[u8]>::trim_ascii_start);
        let value: Vec<u8> = value.iter().take(48).copied().filter(|b| *b != b'\\').collect();
        value.starts_with(b"\"https://jsonfeed.org/version/") || value.starts_with(b"\"http://jsonfeed.org/version/")
    };
    near.windows(9).enumerate().filter(|(_, w)| w == b"\"version\"").any(says)
}

enum Markup {
    Page,
    Feed,
    Other(Seems),
}

fn markup(head: &[u8], name: Named) -> Option<Markup> {
    let body = after_prolog(head);
    let opening = opening(body);
    if opening.as_ref().is_some_and(|o| matches!(o, Opening::Tag(tag) if is_feed(tag, body))) {
        return Some(Markup::Feed);
    }
    let is_page = match opening {
        Some(Opening::Doctype(what)) => what == "html",
        Some(Opening::Tag(tag)) => PAGE_TAGS.contains(&tag.as_str()),
        None => name != Named::Text && contains_ignoring_case(&head[..head.len().min(1024)], b"<html"),
    };
    if is_page || (name == Named::Html && !head.starts_with(b"<?xml")) {
        return Some(Markup::Page);
    }
    let archive = head.starts_with(b"From: <Saved by") || contains_ignoring_case(&head[..head.len().min(HEAD)], b"multipart/related;");
    if archive && contains_ignoring_case(&head[..head.len().min(HEAD)], b"mime-version:") {
        return Some(Markup::Other(Seems::WebArchive));
    }
    let is_xml = head.starts_with(b"<?xml") || (name == Named::Xml && head.starts_with(b"<"));
    is_xml.then_some(Markup::Other(Seems::Xml))
}

/// Whether an element is the root of a feed: by a name that nothing else has, or with the name space of Atom or RSS 1.0.
fn is_feed(tag: &str, body: &[u8]) -> bool {
    let says = |words: &[u8]| contains_ignoring_case(&body[..body.len().min(HEAD)], words);
    match tag {
        "rss" => says(b"<channel") || says(b"version"),
        "feed" | "entry" => says(b"/atom"),
        "rdf" => says(b"purl.org/rss/1.0"),
        _ => false,
    }
}

/// Tags that begin a page, or a part of one that somebody saved.
const PAGE_TAGS: [&str; 26] = [
    "html", "head", "body", "title", "meta", "link", "script", "style", "base", "div", "p", "article", "section", "main", "header", "h1", "h2", "h3", "table",
    "ul", "ol", "span", "a", "br", "font", "center",
];

enum Opening {
    Doctype(String),
    Tag(String),
}

/// What an XML declaration, comments and white space stand before.
fn after_prolog(head: &[u8]) -> &[u8] {
    let mut rest = head;
    loop {
        let end: &[u8] = match rest {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'?', ..] => b">",
            _ => return rest,
        };
        match find(rest, end) {
            Some(at) => rest = rest[at + end.len()..].trim_ascii_start(),
            None => return rest,
        }
    }
}

fn opening(body: &[u8]) -> Option<Opening> {
    let rest = body.strip_prefix(b"<")?;
    let word = |bytes: &[u8]| {
        let letters = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).take(32);
        letters.map(|b| b.to_ascii_lowercase() as char).collect::<String>()
    };
    match rest.strip_prefix(b"!") {
        Some(declaration) if word(declaration) == "doctype" => Some(Opening::Doctype(word(declaration[7..].trim_ascii_start()))),
        Some(_) => None,
        None => Some(Opening::Tag(word(without_prefix(rest)))),
    }
}

/// `rdf:RDF` is `RDF` by another prefix.
fn without_prefix(tag: &[u8]) -> &[u8] {
    let prefix = tag.iter().take_while(|b| b.is_ascii_alphanumeric()).take(32).count();
    tag.get(prefix..).and_then(|rest| rest.strip_prefix(b":")).unwrap_or(tag)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|w| w == wanted)
}

fn contains_ignoring_case(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|w| w.eq_ignore_ascii_case(wanted))
}

/// What a file without text seems to be; `None` for text.
fn binary(bytes: &[u8]) -> Option<Seems> {
    if bytes.starts_with(b"\xff\xfe\0\0") {
        return Some(Seems::Unknown);
    }
    let marked = Encoding::for_bom(bytes).is_some();
    if let Some(seems) = magic(bytes).filter(|_| !marked) {
        return Some(seems);
    }
    if marked || !bytes.contains(&0) {
        return None;
    }
    Some(magic_with_zeros(bytes).unwrap_or(if is_utf16(bytes) { Seems::Utf16 } else { Seems::Unknown }))
}

/// First bytes that no text has.
fn magic(bytes: &[u8]) -> Option<Seems> {
    const MAGIC: [(&[u8], Seems); 22] = [
        (b"%PDF-", Seems::Pdf),
        (b"\xd0\xcf\x11\xe0", Seems::Office),
        (b"\x1f\x8b", Seems::Archive),
        (b"\xfd7zXZ", Seems::Archive),
        (b"\x28\xb5\x2f\xfd", Seems::Archive),
        (b"7z\xbc\xaf\x27", Seems::Archive),
        (b"Rar!\x1a", Seems::Archive),
        (b"BZh91AY&SY", Seems::Archive),
        (b"\x89PNG", Seems::Image),
        (b"\xff\xd8\xff", Seems::Image),
        (b"GIF87a", Seems::Image),
        (b"GIF89a", Seems::Image),
        (b"II*\0", Seems::Image),
        (b"MM\0*", Seems::Image),
        (b"\x7fELF", Seems::Program),
        (b"\xca\xfe\xba\xbe", Seems::Program),
        (b"\xcf\xfa\xed\xfe", Seems::Program),
        (b"\0asm", Seems::Program),
        (b"SQLite format 3\0", Seems::Database),
        (b"ARROW1", Seems::Table),
        (b"\x1a\x45\xdf\xa3", Seems::Media),
        (b"{\\rtf", Seems::Rtf),
    ];
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zip(bytes));
    }
    MAGIC.iter().find(|(m, _)| bytes.starts_with(m)).map(|(_, seems)| *seems)
}

fn zip(bytes: &[u8]) -> Seems {
    let head = &bytes[..bytes.len().min(HEAD)];
    let office: [&[u8]; 4] = [b"[Content_Types].xml", b"word/", b"application/vnd.oasis", b"docProps/"];
    if office.iter().any(|name| find(head, name).is_some()) { Seems::Office } else { Seems::Zip }
}

/// First bytes that a text may have too, so that they count only where zero bytes follow.
fn magic_with_zeros(bytes: &[u8]) -> Option<Seems> {
    let at = |i: usize, m: &[u8]| bytes.get(i..).is_some_and(|b| b.starts_with(m));
    let media = at(0, b"ID3") || at(0, b"OggS") || at(0, b"fLaC") || at(4, b"ftyp") || at(0, b"RIFF");
    match () {
        () if at(8, b"WEBP") || at(0, b"BM") => Some(Seems::Image),
        () if media => Some(Seems::Media),
        () if at(0, b"MZ") => Some(Seems::Program),
        () if at(0, b"PAR1") => Some(Seems::Table),
        () if at(257, b"ustar") => Some(Seems::Archive),
        () => None,
    }
}

/// Whether every other byte is zero, as in Latin text written in UTF-16.
fn is_utf16(bytes: &[u8]) -> bool {
    let some = &bytes[..bytes.len().min(512)];
    let zeros = |from: usize| some.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), some.len() / 2);
    even.max(odd) * 10 > half * 4 && even.min(odd) * 20 < half.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, bytes: &[u8]) -> Result<Format, SourceError> {
        format(bytes, &Hint::named(name))
    }

    fn seems(bytes: &[u8]) -> Seems {
        match of("x.txt", bytes) {
            Err(SourceError::Binary { seems, .. }) => seems,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn content_decides_before_the_name() {
        assert_eq!(of("a.txt", b"<!DOCTYPE html><p>x"), Ok(Format::Html));
        assert_eq!(of("a.txt", b"\xef\xbb\xbf \n<!-- saved --><HTML>"), Ok(Format::Html));
        assert_eq!(of("a", b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>"), Ok(Format::Html));
        assert_eq!(of("a.txt", b"{\"id\": \"1\", \"text\": \"x\"}\n{\"id\""), Ok(Format::JsonLines));
        assert_eq!(of("a.html", b"Talks <b>stall</b>"), Ok(Format::Html));
        assert_eq!(of("a.txt", b"Talks stalled.\n<html> was written on it."), Ok(Format::Text));
        assert_eq!(of("a", b"{note} the talks stalled"), Ok(Format::Text));
        assert_eq!(of("a", b"[Talks stalled]"), Ok(Format::Text));
        assert_eq!(of("a.jsonl", b"not json"), Ok(Format::JsonLines));
        assert_eq!(of("a.jsonl", b"{\"text\": \"a\"}\n\0\n"), Ok(Format::JsonLines));
        assert_eq!(of("a", b""), Ok(Format::Text));
        assert_eq!(of("a.txt", b"<b"), Ok(Format::Text));
    }

    #[test]
    fn a_content_type_counts_before_the_extension() {
        let hint = Hint { content_type: Some("text/html; charset=x".into()), ..Hint::named("page.txt") };
        assert_eq!(format(b"Talks stall", &hint), Ok(Format::Html));
    }

    #[test]
    fn json_that_is_not_lines_is_refused_with_a_remedy() {
        for text in ["[\n {\"id\": 1}]", "{\n \"id\": \"1\"\n}"] {
            assert_eq!(of("a.json", text.as_bytes()), Err(SourceError::JsonNotLines { name: "a.json".into() }));
        }
    }

    #[test]
    fn files_without_text_are_named() {
        assert_eq!(seems(b"%PDF-1.7\n"), Seems::Pdf);
        assert_eq!(seems(b"PK\x03\x04....word/document.xml"), Seems::Office);
        assert_eq!(seems(b"PK\x03\x04....photo.png"), Seems::Zip);
        assert_eq!(seems(b"\x1f\x8b\x08"), Seems::Archive);
        assert_eq!(seems(b"\x89PNG\r\n"), Seems::Image);
        assert_eq!(seems(b"\x7fELF"), Seems::Program);
        assert_eq!(seems(b"MZ\x90\0"), Seems::Program);
        assert_eq!(seems(b"{\\rtf1"), Seems::Rtf);
        assert_eq!(seems(b"T\0a\0l\0k\0s\0"), Seems::Utf16);
        assert_eq!(seems(b"\0T\0a\0l\0k\0s"), Seems::Utf16);
        assert_eq!(seems(b"Talks\0stalled for long"), Seems::Unknown);
        assert_eq!(seems(b"\xff\xfe\0\0T\0\0\0"), Seems::Unknown);
        assert_eq!(seems(b"<?xml version='1.0'?><ledger><channel/></ledger>"), Seems::Xml);
        assert_eq!(seems(b"From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related;"), Seems::WebArchive);
    }

    #[test]
    fn a_feed_is_told_by_what_it_begins_with() {
        assert_eq!(of("a.xml", b"<?xml version='1.0'?><!-- x --><rss version='2.0'><channel>"), Ok(Format::Feed));
        assert_eq!(of("a.txt", b"<feed xmlns='http://www.w3.org/2005/Atom'>"), Ok(Format::Feed));
        assert_eq!(of("a", b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>"), Ok(Format::Feed));
        assert_eq!(of("a.json", b"{\n \"version\" : \"https:\\/\\/jsonfeed.org\\/version\\/1.1\","), Ok(Format::Feed));
        assert_eq!(of("a.jsonl", b"{\"text\": \"he read https://jsonfeed.org/version/1.1\"}"), Ok(Format::JsonLines));
        assert_eq!(of("a.json", b"{\"version\": \"1\", \"text\": \"https://jsonfeed.org/version/1\"}"), Ok(Format::JsonLines));
    }

    #[test]
    fn utf16_with_a_mark_is_text() {
        assert_eq!(of("a.txt", b"\xff\xfeT\0a\0"), Ok(Format::Text));
        assert_eq!(of("a.txt", b"\xfe\xff\0<\0h\0t\0m\0l\0>"), Ok(Format::Html));
    }
}
