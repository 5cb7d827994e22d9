//! What tags and class names mean.
//!
//! Decides: which elements begin a paragraph, which are no text, which are furniture of a page, and what class names say of them.
//! Must not know: where an element stands.

use super::tokens::Attributes;
use html5gum::State;

/// A small set of properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u32);

impl Marks {
    /// No property.
    pub(super) const NONE: Marks = Marks(0);
    /// Begins and ends a paragraph.
    pub(super) const BLOCK: Marks = Marks(1);
    /// Has no content and no end tag.
    pub(super) const VOID: Marks = Marks(1 << 1);
    /// Its content is never text of the page.
    pub(super) const NEVER: Marks = Marks(1 << 2);
    /// A part of most pages that is not their article.
    pub(super) const FURNITURE: Marks = Marks(1 << 3);
    /// A table: data, or (in old pages) the layout.
    pub(super) const SCOPE: Marks = Marks(1 << 4);
    /// Cannot hold a whole article.
    pub(super) const SMALL: Marks = Marks(1 << 5);
    /// A heading.
    pub(super) const HEADING: Marks = Marks(1 << 6);
    /// The first heading of a page.
    pub(super) const TOP_HEADING: Marks = Marks(1 << 7);
    /// A link.
    pub(super) const LINK: Marks = Marks(1 << 8);
    /// White space counts.
    pub(super) const PRE: Marks = Marks(1 << 9);
    /// Is itself not shown.
    pub(super) const HIDDEN: Marks = Marks(1 << 10);
    /// Is not shown, or stands in what is not shown.
    pub(super) const CONCEALED: Marks = Marks(1 << 20);
    /// Small letters above the line: with a link, the number of a note.
    pub(super) const RAISED: Marks = Marks(1 << 21);
    /// Its class says that it is not the article.
    pub(super) const ASIDE: Marks = Marks(1 << 11);
    /// Its class says that readers write there.
    pub(super) const COMMENTS: Marks = Marks(1 << 12);
    /// Says who wrote, or when.
    pub(super) const BYLINE: Marks = Marks(1 << 13);
    /// Declared to be the article's text.
    pub(super) const BODY: Marks = Marks(1 << 14);
    /// Its class says that it holds the article's text.
    pub(super) const BODY_CLASS: Marks = Marks(1 << 15);
    /// `article`.
    pub(super) const ARTICLE: Marks = Marks(1 << 16);
    /// `main`.
    pub(super) const MAIN: Marks = Marks(1 << 17);
    /// `header`: of the page, or of the article.
    pub(super) const HEADER: Marks = Marks(1 << 18);
    /// A list.
    pub(super) const LIST: Marks = Marks(1 << 19);

    /// What an element hands down to everything inside it.
    pub(super) const HANDED_DOWN: Marks =
        Marks(Self::NEVER.0 | Self::HEADING.0 | Self::TOP_HEADING.0 | Self::LINK.0 | Self::PRE.0 | Self::CONCEALED.0 | Self::BYLINE.0 | Self::RAISED.0);

    /// Whether it has any of `other`.
    pub(super) fn any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub(super) const fn and(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// What both have.
    pub(super) fn common(self, other: Marks) -> Marks {
        Marks(self.0 & other.0)
    }

    /// This without `other`.
    pub(super) fn without(self, other: Marks) -> Marks {
        Marks(self.0 & !other.0)
    }
}

/// What a tag name alone says. Unknown tags are inline, as in a browser.
pub(super) fn of_name(name: &str) -> Marks {
    use self::Marks as M;
    match name {
        "div" | "section" | "center" | "details" | "summary" | "fieldset" | "hgroup" | "address" | "legend" | "optgroup" | "search" | "frameset" => M::BLOCK,
        "article" => M::BLOCK.and(M::ARTICLE),
        "main" => M::BLOCK.and(M::MAIN),
        "header" => M::BLOCK.and(M::HEADER),
        "p" | "blockquote" | "li" | "dd" | "dt" => M::BLOCK.and(M::SMALL),
        "ul" | "ol" | "dl" | "dir" => M::BLOCK.and(M::SMALL).and(M::LIST),
        "pre" | "listing" | "xmp" | "plaintext" => M::BLOCK.and(M::SMALL).and(M::PRE),
        "h1" => M::BLOCK.and(M::SMALL).and(M::HEADING).and(M::TOP_HEADING),
        "h2" | "h3" | "h4" | "h5" | "h6" => M::BLOCK.and(M::SMALL).and(M::HEADING),
        "table" => M::BLOCK.and(M::SCOPE).and(M::FURNITURE),
        "td" | "th" | "caption" => M::BLOCK.and(M::SCOPE),
        "tr" | "tbody" | "thead" | "tfoot" | "colgroup" => M::BLOCK,
        "nav" | "aside" | "footer" | "form" | "figure" | "menu" | "dialog" => M::BLOCK.and(M::FURNITURE),
        "figcaption" => M::BLOCK.and(M::FURNITURE).and(M::SMALL),
        "sup" => M::RAISED.and(M::SMALL),
        "button" => M::FURNITURE.and(M::SMALL),
        "a" => M::SMALL,
        "time" => M::BYLINE.and(M::SMALL),
        "hr" => M::BLOCK.and(M::VOID),
        "br" | "img" | "input" | "meta" | "link" | "base" | "area" | "col" | "embed" | "param" | "source" | "track" | "wbr" | "frame" | "keygen" => M::VOID,
        "script" | "style" | "template" | "noscript" | "svg" | "object" | "video" | "audio" | "canvas" | "iframe" | "select" | "datalist" | "textarea"
        | "title" | "noembed" | "noframes" | "map" | "progress" | "meter" | "rp" | "applet" => M::NEVER,
        _ => M::NONE,
    }
}

/// Tags whose content is no markup. A page is read as by a browser without scripts switched on, but for `noscript`: what stands there is never shown.
pub(super) fn content(name: &str) -> Option<State> {
    match name {
        "textarea" | "title" => Some(State::RcData),
        "script" => Some(State::ScriptData),
        "style" | "iframe" | "xmp" | "noembed" | "noframes" | "noscript" => Some(State::RawText),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

/// Which open element a start tag ends by its mere presence.
pub(super) fn ends(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["li"],
        "dt" | "dd" => &["dt", "dd"],
        "tr" => &["td", "th", "tr"],
        "td" | "th" => &["td", "th"],
        "tbody" | "thead" | "tfoot" => &["td", "th", "tr", "tbody", "thead", "tfoot"],
        "a" => &["a"],
        "button" => &["button"],
        "option" => &["option"],
        _ => &[],
    }
}

/// What attributes say of an element with that name.
pub(super) fn of_attributes(name: &str, own: Marks, attributes: &Attributes) -> Marks {
    let mut marks = own;
    if name == "a" && attributes.get("href").is_some() {
        marks = marks.and(Marks::LINK);
    }
    if attributes.get("hidden").is_some() || attributes.get("aria-hidden") == Some("true") || attributes.get("style").is_some_and(hides) {
        marks = marks.and(Marks::HIDDEN).and(Marks::CONCEALED);
    }
    marks = marks.and(attributes.get("role").map_or(Marks::NONE, of_role)).and(attributes.get("itemprop").map_or(Marks::NONE, of_itemprop));
    if attributes.get("rel").is_some_and(|r| r.split_ascii_whitespace().any(|w| w == "author")) {
        marks = marks.and(Marks::BYLINE);
    }
    for names in ["class", "id", "data-component", "data-testid"].map(|k| attributes.get(k)).into_iter().flatten() {
        marks = names.split_ascii_whitespace().take(50).fold(marks, |m, n| m.and(of_class(n)));
    }
    // Elements of a site's own making are called after what they are: `amp-ad`.
    if name.contains('-') {
        marks = marks.and(of_class(name));
    }
    // A whole section called after its author is furniture; only within a line do the words stand by themselves.
    if marks.any(Marks::BLOCK) && marks.any(Marks::BYLINE) && !marks.any(Marks::SMALL) {
        marks = marks.without(Marks::BYLINE).and(Marks::ASIDE);
    }
    marks
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().take(2000).filter(|c| !c.is_whitespace()).collect();
    style.to_ascii_lowercase().split(';').any(|s| s.starts_with("display:none"))
}

fn of_role(role: &str) -> Marks {
    match role {
        "main" => Marks::MAIN,
        "article" => Marks::ARTICLE,
        "navigation" | "complementary" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu" | "menubar" | "toolbar" | "tablist" | "alert" => {
            Marks::FURNITURE
        }
        "banner" => Marks::HEADER,
        "heading" => Marks::HEADING,
        _ => Marks::NONE,
    }
}

fn of_itemprop(names: &str) -> Marks {
    names.split_ascii_whitespace().fold(Marks::NONE, |m, n| match n {
        "articleBody" => m.and(Marks::BODY),
        "author" | "datePublished" | "dateModified" | "publisher" => m.and(Marks::BYLINE),
        "caption" => m.and(Marks::ASIDE),
        _ => m,
    })
}

/// Class words of things beside an article.
const ASIDE_WORDS: [&str; 71] = [
    "ad",
    "ads",
    "adslot",
    "advert",
    "advertisement",
    "advertising",
    "adverts",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "bylines",
    "caption",
    "catlinks",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "disclaimer",
    "dontmiss",
    "editsection",
    "footer",
    "gdpr",
    "hashtags",
    "keywords",
    "masthead",
    "modal",
    "mostread",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "newsletter",
    "newsticker",
    "noprint",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paywall",
    "popup",
    "promo",
    "promos",
    "promoted",
    "pullquote",
    "readmore",
    "recirc",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "share",
    "sharebar",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "skiplink",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "teaser",
    "teasers",
    "toc",
    "toolbar",
    "trending",
];

/// Pairs of class words that say the same only together.
const ASIDE_PAIRS: [(&str, &str); 16] = [
    ("most", "read"),
    ("read", "more"),
    ("read", "also"),
    ("read", "next"),
    ("more", "on"),
    ("more", "stories"),
    ("see", "also"),
    ("sr", "only"),
    ("visually", "hidden"),
    ("screen", "reader"),
    ("pull", "quote"),
    ("you", "may"),
    ("up", "next"),
    ("sign", "up"),
    ("author", "bio"),
    ("about", "author"),
];

/// Class words of a line that says who wrote, or when.
const BYLINE_WORDS: [&str; 13] =
    ["author", "authors", "byline", "contributor", "contributors", "date", "dateline", "datetime", "pubdate", "published", "timestamp", "updated", "writer"];

/// Class words after or before which a class speaks of something else than the element.
const NOT_OF_ITSELF: [&str; 9] = ["has", "with", "without", "no", "not", "tag", "category", "format", "js"];

fn of_class(name: &str) -> Marks {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).take_while(|w| !NOT_OF_ITSELF.contains(w)).collect();
    let mut marks = Marks::NONE;
    for (i, word) in words.iter().enumerate() {
        let pair = words.get(i + 1).map(|next| (*word, *next));
        if ASIDE_WORDS.contains(word) || word.ends_with("caption") || pair.is_some_and(|p| ASIDE_PAIRS.contains(&p)) {
            marks = marks.and(Marks::ASIDE);
        }
        if BYLINE_WORDS.contains(word) {
            marks = marks.and(Marks::BYLINE);
        }
        if matches!(*word, "comments" | "comment" | "disqus" | "respond") {
            marks = marks.and(Marks::COMMENTS);
        }
    }
    if let [.., first, last] = words.as_slice()
        && matches!(*first, "article" | "story" | "entry" | "post" | "news")
        && matches!(*last, "body" | "content" | "text" | "copy")
    {
        marks = marks.and(Marks::BODY_CLASS);
    }
    marks
}

/// `articleBody__share-bar` as article, body, share, bar.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars().take(80) {
        let boundary = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower_before);
        if boundary && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            last.push(c.to_ascii_lowercase());
        }
        lower_before = c.is_ascii_lowercase();
    }
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_fall_into_words() {
        assert_eq!(words("articleBody__share-bar"), ["article", "body", "share", "bar"]);
        assert_eq!(words("--"), Vec::<String>::new());
    }

    #[test]
    fn classes_say_what_stands_beside_the_article() {
        for aside in ["sidebar", "c-share-bar", "RelatedStories", "sr-only", "ad-slot"] {
            assert!(of_class(aside).any(Marks::ASIDE), "{aside}");
        }
        for none in ["has-sidebar", "content", "lead", "shadow", "tag-promo", "category-related", "format-social", "read-only"] {
            assert_eq!(of_class(none), Marks::NONE, "{none}");
        }
        assert!(of_class("article-body").any(Marks::BODY_CLASS));
        assert!(!of_class("article-body__paragraph").any(Marks::BODY_CLASS));
    }

    #[test]
    fn styles_hide() {
        assert!(hides("color: red; Display : NONE"));
        assert!(!hides("display:block"));
    }
}
