//! A page as tags and text, each with its place.
//!
//! Decides: which attributes are looked at, and which bytes of the page a decoded text stands for.
//! Must not know: what tags mean, except those whose content is no markup (`script`, `title`).
//!
//! html5gum finds tags and decodes entities as the HTML standard says. It is used with an emitter of our own, because its own
//! emitters give one place for a whole run of text, in which a decoded entity shifts everything behind it.

use html5gum::{Emitter, Error, State, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// What takes the tokens of a page.
pub(super) trait Sink {
    /// A start tag. Says how its content is to be taken: `None` for markup.
    fn start(&mut self, name: &str, attributes: &Attributes, source: Range<usize>) -> Option<State>;
    /// An end tag.
    fn end(&mut self, name: &str, source: Range<usize>);
    /// Text: the bytes at `source`, or what they stand for.
    fn text(&mut self, source: Range<usize>, decoded: Option<&str>);
}

/// Passes a page to `sink`, tag by tag.
pub(super) fn tokenize(page: &str, sink: &mut impl Sink) {
    let emitter = Tokens {
        page,
        sink,
        position: 0,
        taken: 0,
        tag_begin: 0,
        in_start_tag: false,
        name: Vec::new(),
        last_start: Vec::new(),
        attribute: Vec::new(),
        value: Vec::new(),
        attributes: Attributes::default(),
        plain: 0..0,
    };
    // The error type has no values: reading from memory cannot fail.
    let _: Result<(), Infallible> = Tokenizer::new_with_emitter(page, emitter).finish();
}

/// The attributes of a tag that anything is decided by.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    kept: Vec<(&'static str, String)>,
    /// Whether the tag ends with a slash, which means something in drawings only.
    pub(super) self_closing: bool,
}

const KEPT: [&str; 19] = [
    "data-component",
    "data-testid",
    "aria-hidden",
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "rel",
    "role",
    "style",
    "type",
    "xml:lang",
    "pubdate",
];

/// No name that we keep is longer; names of a megabyte are not copied.
const LONGEST_NAME: usize = 16;

impl Attributes {
    /// The value of an attribute, `None` where the tag has it not. The first counts where there are two.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.kept.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    fn push(&mut self, name: &[u8], value: &[u8]) {
        let kept = KEPT.iter().find(|k| k.as_bytes() == name).filter(|k| self.get(k).is_none());
        if let Some(name) = kept {
            self.kept.push((name, String::from_utf8_lossy(value).into_owned()));
        }
    }
}

struct Tokens<'p, S> {
    page: &'p str,
    sink: &'p mut S,
    position: usize,
    /// All before this byte has been passed on.
    taken: usize,
    tag_begin: usize,
    in_start_tag: bool,
    name: Vec<u8>,
    last_start: Vec<u8>,
    attribute: Vec<u8>,
    value: Vec<u8>,
    attributes: Attributes,
    /// Text that stands in the page as it is, not passed on yet: the tokenizer hands it out in crumbs.
    plain: Range<usize>,
}

impl<S: Sink> Tokens<'_, S> {
    fn flush_plain(&mut self) {
        let plain = std::mem::take(&mut self.plain);
        if self.page.get(plain.clone()).is_some_and(|t| !t.is_empty()) {
            self.sink.text(plain, None);
        }
    }

    fn flush_attribute(&mut self) {
        if self.in_start_tag && !self.attribute.is_empty() {
            self.attributes.push(&self.attribute, &self.value);
        }
        self.attribute.clear();
        self.value.clear();
    }

    /// Of a line end of two bytes the tokenizer passes on the first.
    fn skip_line_feed(&mut self) {
        let before = &self.page.as_bytes()[..self.page.len().min(self.taken + 1)];
        if self.taken < self.position && before.ends_with(b"\r\n") {
            self.taken += 1;
        }
    }

    /// Where `text` stands in the page as it is: after what was taken last, or before the position, but not in an entity.
    ///
    /// The second place is for line ends, which the tokenizer makes one of two; the first for text that it was late to recognise.
    fn place(&self, text: &[u8]) -> Option<Range<usize>> {
        let page = self.page.as_bytes();
        let is_entity = page.get(self.taken) == Some(&b'&');
        let before = self.position.checked_sub(text.len()).filter(|begin| *begin >= self.taken && (*begin == self.taken || !is_entity));
        let after = Some(self.taken).filter(|_| !is_entity && self.taken + text.len() <= self.position);
        [after, before].into_iter().flatten().map(|begin| begin..begin + text.len()).find(|place| page.get(place.clone()) == Some(text))
    }

    fn text(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        self.skip_line_feed();
        let Some(place) = self.place(text) else {
            self.flush_plain();
            let source = self.taken.min(self.position)..self.position;
            self.taken = self.taken.max(self.position);
            return self.sink.text(source, Some(&String::from_utf8_lossy(text)));
        };
        if self.plain.end != place.start || self.plain.is_empty() {
            self.flush_plain();
            self.plain.start = place.start;
        }
        self.plain.end = place.end;
        self.taken = place.end;
    }

    fn finish_tag(&mut self) -> Option<State> {
        self.flush_plain();
        self.flush_attribute();
        self.taken = self.position;
        let source = self.tag_begin.min(self.position)..self.position;
        let name = String::from_utf8_lossy(&self.name).into_owned();
        if !self.in_start_tag {
            self.last_start.clear();
            self.sink.end(&name, source);
            return None;
        }
        std::mem::swap(&mut self.last_start, &mut self.name);
        let attributes = std::mem::take(&mut self.attributes);
        self.sink.start(&name, &attributes, source)
    }
}

impl<S: Sink> Emitter for Tokens<'_, S> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start = name.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        self.flush_plain();
    }

    fn emit_error(&mut self, _: Error) {}

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.text(text);
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        self.attributes = Attributes::default();
        self.attribute.clear();
        self.value.clear();
        self.in_start_tag = true;
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.in_start_tag = false;
    }

    fn init_comment(&mut self) {
        self.flush_plain();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.finish_tag()
    }

    fn emit_current_comment(&mut self) {
        self.taken = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.taken = self.position;
    }

    fn set_self_closing(&mut self) {
        self.attributes.self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, s: &[u8]) {
        self.name.extend(s);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {
        self.flush_plain();
    }

    fn init_attribute(&mut self) {
        self.flush_attribute();
    }

    fn push_attribute_name(&mut self, s: &[u8]) {
        let room = (LONGEST_NAME + 1).saturating_sub(self.attribute.len());
        self.attribute.extend(&s[..s.len().min(room)]);
    }

    fn push_attribute_value(&mut self, s: &[u8]) {
        self.value.extend(s);
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.tag_begin = self.position.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        !self.in_start_tag && !self.last_start.is_empty() && self.last_start == self.name
    }

    #[inline]
    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen(Vec<(String, Range<usize>, bool)>);

    impl Sink for Seen {
        fn start(&mut self, name: &str, attributes: &Attributes, source: Range<usize>) -> Option<State> {
            self.0.push((format!("<{name} {:?}>", attributes.kept), source, true));
            (name == "script").then_some(State::ScriptData)
        }
        fn end(&mut self, name: &str, source: Range<usize>) {
            self.0.push((format!("</{name}>"), source, true));
        }
        fn text(&mut self, source: Range<usize>, decoded: Option<&str>) {
            self.0.push((decoded.unwrap_or("=").to_owned(), source, false));
        }
    }

    fn texts(page: &str) -> Vec<(String, String)> {
        let mut seen = Seen::default();
        tokenize(page, &mut seen);
        seen.0.into_iter().filter(|(.., is_tag)| !is_tag).map(|(t, s, _)| (t, page[s].to_owned())).collect()
    }

    fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
        wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn entities_have_their_own_place_and_nothing_shifts() {
        assert_eq!(texts("a &amp; b&#59;c"), pairs(&[("=", "a "), ("&", "&amp;"), ("=", " b"), (";", "&#59;"), ("=", "c")]));
        assert_eq!(texts("x &nope; &eacute y & z"), pairs(&[("=", "x &nope; "), ("é", "&eacute"), ("=", " y & z")]));
        assert_eq!(texts("né <3 é&hellip;"), pairs(&[("=", "né <3 é"), ("…", "&hellip;")]));
    }

    #[test]
    fn line_ends_and_comments_do_not_shift_either() {
        let seen = texts("a\r\nbc<!-- x -->d\r\n&lt;e");
        let plain: String = seen.iter().map(|(t, s)| if t == "=" { s.as_str() } else { t }).collect();
        assert_eq!(plain.replace('\r', ""), "a\nbcd\n<e");
        assert!(seen.contains(&("=".into(), "bc".into())), "{seen:?}");
        assert!(seen.contains(&("<".into(), "&lt;".into())), "{seen:?}");
    }

    #[test]
    fn tags_have_places_and_kept_attributes() {
        let page = "x<A HREF='u&amp;v' onclick=f() class=b class=c>y</A\n>";
        let mut seen = Seen::default();
        tokenize(page, &mut seen);
        assert_eq!(seen.0[1], (r#"<a [("href", "u&v"), ("class", "b")]>"#.to_owned(), 1..page.find('y').unwrap(), true));
        assert_eq!(seen.0[3].1, page.find("</A").unwrap()..page.len());
    }

    #[test]
    fn scripts_are_no_markup() {
        assert_eq!(texts("<script>if (a<b) x('</p>')</script>z"), pairs(&[("=", "if (a<b) x('</p>')"), ("=", "z")]));
    }
}
