//! Bytes become text.
//!
//! Decides: in which charset a file is written, and what happens to bytes that are no text in it.
//! Looks at: the byte order mark, then what the file or its sender declares, then whether it is UTF-8, then letter statistics.
//! Must not know: what the text is about to be used for. Nothing is normalised or trimmed; only a byte order mark goes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use rapporteur_record::{Note, NoteKind};

/// The text of a file, and what had to be said about making it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text exactly as decoded, without its byte order mark.
    pub text: String,
    /// At most one note of kind [`NoteKind::Decoding`].
    pub notes: Vec<Note>,
}

/// Decodes a file that is known to be text. `declared` is what its sender or the page itself says.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return in_charset(&bytes[mark..], encoding);
    }
    let utf8 = Utf8Census::of(bytes);
    match declared {
        Some(encoding) if encoding == UTF_8 && utf8.is_likely() => in_utf8(bytes, &utf8),
        // Only "a single-byte charset" that is valid UTF-8 throughout is a false claim: the chance of that by accident is nil.
        Some(encoding) if encoding != UTF_8 && !(encoding.is_single_byte() && utf8.good > 0 && utf8.bad == 0) => in_charset(bytes, encoding),
        _ if utf8.is_likely() => in_utf8(bytes, &utf8),
        _ => guessed(bytes),
    }
}

/// Decodes UTF-8 and counts the places that are none.
pub(super) fn utf8(bytes: &[u8]) -> Decoded {
    in_utf8(bytes, &Utf8Census::of(bytes))
}

/// The charset that a content type such as `text/html; charset=koi8-r` names.
pub(super) fn of_content_type(content_type: &str) -> Option<&'static Encoding> {
    label(content_type.as_bytes())
}

/// The charset that a page names in a `meta` tag or its XML declaration, within its first 4096 bytes.
pub(super) fn of_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let mut at = 0;
    while let Some(open) = head[at..].iter().position(|b| *b == b'<') {
        let tag = &head[at + open..];
        let end = tag.iter().position(|b| *b == b'>').unwrap_or(tag.len());
        let tag = &tag[..end];
        let found = match () {
            () if starts(tag, b"<meta") => label(tag),
            () if starts(tag, b"<?xml") => after(tag, b"encoding").and_then(encoding),
            () => None,
        };
        if let Some(encoding) = found {
            // A meta tag that can be read as ASCII is not written in UTF-16, whatever it says.
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
        at += open + 1;
    }
    None
}

fn starts(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|b| b.eq_ignore_ascii_case(word))
}

fn label(bytes: &[u8]) -> Option<&'static Encoding> {
    after(bytes, b"charset").and_then(encoding)
}

/// What stands behind `word` and an equals sign.
fn after<'a>(bytes: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(word.len()).position(|w| w.eq_ignore_ascii_case(word))?;
    bytes[at + word.len()..].trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start)
}

fn encoding(value: &[u8]) -> Option<&'static Encoding> {
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| matches!(b, b'"' | b'\'' | b';' | b'>' | b'/' | b'?') || b.is_ascii_whitespace());
    Encoding::for_label(&value[..end.unwrap_or(value.len())])
}

/// How much of a file is UTF-8.
struct Utf8Census {
    /// Characters beyond ASCII.
    good: usize,
    /// Places that are no UTF-8.
    bad: usize,
}

impl Utf8Census {
    fn of(bytes: &[u8]) -> Utf8Census {
        let mut census = Utf8Census { good: 0, bad: 0 };
        for chunk in bytes.utf8_chunks() {
            census.good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
            census.bad += usize::from(!chunk.invalid().is_empty());
        }
        census
    }

    /// Text in another charset is full of places that are no UTF-8, and has hardly a character that is.
    fn is_likely(&self) -> bool {
        self.bad == 0 || self.good >= self.bad
    }
}

fn in_utf8(bytes: &[u8], census: &Utf8Census) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\u{fffd}');
        }
    }
    Decoded { text, notes: replaced(census.bad, UTF_8) }
}

fn in_charset(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    if encoding == UTF_8 {
        return utf8(bytes);
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let places = if had_errors { text.matches('\u{fffd}').count().max(1) } else { 0 };
    Decoded { text: text.into_owned(), notes: replaced(places, encoding) }
}

fn guessed(bytes: &[u8]) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let mut decoded = in_charset(bytes, encoding);
    let replaced = decoded.notes.pop().map_or(String::new(), |n| format!("; {}", n.message));
    let message = format!("the text is not UTF-8 and was read as {}, by its letters{replaced}; if names look wrong, save it as UTF-8", encoding.name());
    decoded.notes.push(Note { kind: NoteKind::Decoding, message, span: None });
    decoded
}

fn replaced(places: usize, encoding: &'static Encoding) -> Vec<Note> {
    let message = match places {
        0 => return Vec::new(),
        1 => format!("at 1 place the bytes are no text in {}; it reads \u{fffd} there", encoding.name()),
        n => format!("at {n} places the bytes are no text in {}; it reads \u{fffd} there", encoding.name()),
    };
    vec![Note { kind: NoteKind::Decoding, message, span: None }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_decides() {
        assert_eq!(decode(b"\xff\xfeT\0\xe9\0", None).text, "Té");
        assert_eq!(decode(b"\xfe\xff\0T\0\xe9", Some(UTF_8)).text, "Té");
        assert_eq!(decode(b"\xef\xbb\xbfT\xc3\xa9\r\n", None).text, "Té\r\n");
    }

    #[test]
    fn a_page_says_its_charset() {
        let koi8 = Encoding::for_label(b"koi8-r");
        assert_eq!(of_page(b"<html><META http-equiv=x content='text/html; charset=KOI8-R'>"), koi8);
        assert_eq!(of_page(b"<meta charset=koi8-r>"), koi8);
        assert_eq!(of_page(b"<?xml version=\"1.0\" encoding=\"koi8-r\"?>"), koi8);
        assert_eq!(of_page(b"<meta charset=\"utf-16\">"), Some(UTF_8));
        assert_eq!(of_page(b"<meta charset><p>charset=koi8-r"), None);
        assert_eq!(of_content_type("text/html; charset=\"koi8-r\""), koi8);
    }

    #[test]
    fn a_false_claim_does_not_spoil_utf8() {
        let d = decode("L’accord".as_bytes(), Encoding::for_label(b"windows-1252"));
        assert_eq!((d.text.as_str(), d.notes.len()), ("L’accord", 0));
        let d = decode(b"the union\x92s offer", Some(UTF_8));
        assert_eq!(d.text, "the union’s offer");
        assert_eq!(d.notes.len(), 1);
    }

    #[test]
    fn broken_utf8_is_replaced_and_counted() {
        let d = decode(b"n\xc3\xa9 \xff \xc3\xa9t\xc3\xa9 \xe2\x80", None);
        assert_eq!(d.text, "né \u{fffd} été \u{fffd}");
        assert_eq!(d.notes[0].kind, NoteKind::Decoding);
        assert!(d.notes[0].message.starts_with("at 2 places"), "{}", d.notes[0].message);
    }

    #[test]
    fn other_charsets_are_told_by_their_letters() {
        let text = "Переговоры о прекращении огня зашли в тупик, сообщил представитель профсоюза в среду.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
        let d = decode(&bytes, None);
        assert_eq!(d.text, text);
        assert!(d.notes[0].message.contains("windows-1251"));
    }
}
