//! What a page says of itself.
//!
//! Decides: which of a page's many names, dates and titles are the article's. Looks at: JSON-LD, `meta`, `link`, `time`, `title`, `h1`.
//! Must not know: the article's text.

use super::tokens::Attributes;
use super::{linked, render};
use crate::source::{About, date};
use jiff::civil::Date;

/// What was met on the way through a page.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// `meta` tags: name, property or itemprop in lower case, and content.
    metas: Vec<(String, String)>,
    canonical: Option<String>,
    language: Option<String>,
    title: Option<String>,
    /// JSON-LD scripts as written.
    scripts: Vec<String>,
    /// `time` elements: their node, their date, and whether they say that it is the publication's.
    times: Vec<(usize, String, bool)>,
    taking: Taking,
}

/// Whose text comes next.
#[derive(Debug, Default, PartialEq)]
enum Taking {
    #[default]
    Nothing,
    Title,
    Script,
}

/// So many `meta` tags and times are kept: a page has some dozens.
const MOST: usize = 2000;

impl Head {
    /// Takes a start tag. `node` is the number its element will have.
    pub(super) fn start(&mut self, name: &str, attributes: &Attributes, node: usize) {
        self.taking = Taking::Nothing;
        match name {
            "html" => self.language = self.language.take().or_else(|| attributes.get("lang").or(attributes.get("xml:lang")).map(str::to_owned)),
            "title" if self.title.is_none() => {
                self.title = Some(String::new());
                self.taking = Taking::Title;
            }
            "script" if attributes.get("type").is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("application/ld+json")) => {
                self.scripts.push(String::new());
                self.taking = Taking::Script;
            }
            "meta" => self.meta(attributes),
            "link" => self.link(attributes),
            "time" => self.time(attributes, node),
            _ => {}
        }
    }

    /// Takes an end tag.
    pub(super) fn end(&mut self, name: &str) {
        if name == "title" || name == "script" {
            self.taking = Taking::Nothing;
        }
    }

    /// Takes text that is not shown.
    pub(super) fn text(&mut self, text: &str) {
        match self.taking {
            Taking::Nothing => {}
            Taking::Title => self.title.get_or_insert_default().push_str(text),
            Taking::Script => {
                if let Some(last) = self.scripts.last_mut() {
                    last.push_str(text);
                }
            }
        }
    }

    fn meta(&mut self, attributes: &Attributes) {
        let Some(content) = attributes.get("content").map(str::trim).filter(|c| !c.is_empty()) else {
            return;
        };
        for key in ["property", "name", "itemprop"].into_iter().filter_map(|k| attributes.get(k)) {
            if self.metas.len() < MOST {
                self.metas.push((key.trim().to_ascii_lowercase(), content.to_owned()));
            }
        }
    }

    fn link(&mut self, attributes: &Attributes) {
        let is_canonical = attributes.get("rel").is_some_and(|r| r.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case("canonical")));
        if is_canonical && self.canonical.is_none() {
            self.canonical = attributes.get("href").map(|h| h.trim().to_owned());
        }
    }

    fn time(&mut self, attributes: &Attributes, node: usize) {
        let Some(datetime) = attributes.get("datetime") else {
            return;
        };
        let says = |k: &str| attributes.get(k).is_some_and(|v| v.to_ascii_lowercase().contains("publish"));
        let is_published = attributes.get("pubdate").is_some() || says("itemprop") || says("class");
        if self.times.len() < MOST {
            self.times.push((node, datetime.to_owned(), is_published));
        }
    }

    /// The content of the first `meta` tag with one of these names, names in order of trust.
    fn content(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|n| self.metas.iter().find(|(k, _)| k == n)).map(|(_, content)| content.as_str())
    }

    /// The language that the markup claims.
    pub(super) fn language(&self) -> Option<String> {
        self.language.clone()
    }

    /// All that the page says. `headlines` are its `h1`, `is_beside` tells elements that are not the article's.
    pub(super) fn about(&self, headlines: &[String], is_beside: impl Fn(usize) -> bool) -> About {
        let article = linked::article(&self.scripts);
        let outlet = self.outlet(&article);
        About {
            id: None,
            title: self.headline(headlines, article.title.as_deref(), outlet.as_deref()),
            outlet,
            published: article.published.or_else(|| self.published(is_beside)),
            url: self.address().or(article.url),
            language: None,
        }
    }

    fn outlet(&self, article: &About) -> Option<String> {
        let named = self.content(&["og:site_name"]).map(render::plain);
        let given = || self.content(&["application-name", "dc.publisher", "dcterms.publisher", "publisher"]).map(render::plain);
        named.or_else(|| article.outlet.clone()).or_else(given).filter(|o| !o.is_empty() && !is_address(o))
    }

    fn published(&self, is_beside: impl Fn(usize) -> bool) -> Option<Date> {
        let meta = DATES.iter().find_map(|n| self.metas.iter().filter(|(k, _)| k == n).find_map(|(_, content)| date::of_page(content)));
        let times = || self.times.iter().filter(|(node, ..)| !is_beside(*node));
        let said = || times().filter(|(_, _, is_published)| *is_published).find_map(|(_, d, _)| date::of_page(d));
        meta.or_else(said).or_else(|| times().find_map(|(_, d, _)| date::of_page(d)))
    }

    fn address(&self) -> Option<String> {
        let canonical = self.canonical.as_deref().filter(|a| is_address(a));
        canonical.or_else(|| self.content(&["og:url"]).filter(|a| is_address(a))).map(str::to_owned)
    }

    /// The headline as the page shows it, where its metadata confirm it; else as the metadata give it, without the outlet's name.
    fn headline(&self, headlines: &[String], linked: Option<&str>, outlet: Option<&str>) -> Option<String> {
        let meta = linked.map(str::to_owned).or_else(|| self.content(&["og:title", "twitter:title", "dc.title"]).map(render::plain));
        let tag = self.title.as_deref().map(render::plain);
        let claims: Vec<String> = [meta, tag].into_iter().flatten().filter(|t| !t.is_empty()).collect();
        let is_name = |h: &str| outlet.is_some_and(|o| key(o) == key(h));
        let shown = headlines.iter().find(|h| !is_name(h) && claims.iter().any(|c| confirms(c, h)));
        let claimed = || claims.first().map(|c| without_outlet(c, outlet));
        shown.cloned().or_else(claimed).or_else(|| headlines.first().cloned())
    }
}

/// Names of publication dates, most trusted first.
const DATES: [&str; 20] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "article.published",
];

fn is_address(text: &str) -> bool {
    let scheme = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    scheme.starts_with("http://") || scheme.starts_with("https://")
}

/// Letters and digits only, for comparison.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a title in the metadata is this headline, whole, with something behind it, or cut short.
fn confirms(claim: &str, headline: &str) -> bool {
    let (claim, headline) = (key(claim), key(headline));
    !headline.is_empty() && (claim == headline || (headline.len() >= 8 && claim.starts_with(&headline)) || (claim.len() >= 20 && headline.starts_with(&claim)))
}

const SEPARATORS: [&str; 9] = [" - ", " | ", " – ", " — ", " · ", " » ", " :: ", " • ", ": "];

/// `Talks stall - The Paper` without the outlet's name at either end.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet.map(key).filter(|o| !o.is_empty()) else {
        return title.to_owned();
    };
    for separator in SEPARATORS {
        match (title.split_once(separator), title.rsplit_once(separator)) {
            (_, Some((head, tail))) if key(tail) == outlet && separator != ": " => {
                return head.trim().to_owned();
            }
            (Some((head, tail)), _) if key(head) == outlet => return tail.trim().to_owned(),
            _ => {}
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(page: &str, headlines: &[&str]) -> About {
        let headlines: Vec<String> = headlines.iter().map(|h| (*h).to_owned()).collect();
        super::super::tree::build(page).head.about(&headlines, |_| false)
    }

    #[test]
    fn the_outlet_leaves_the_title() {
        let page = "<title>Talks stall &amp; fail - The Paper</title><meta property=og:site_name content='The Paper'>";
        assert_eq!(about(page, &[]).title.as_deref(), Some("Talks stall & fail"));
        assert_eq!(about("<title>Talks stall | Politics | X</title>", &["X", "Talks stall"]).title.as_deref(), Some("Talks stall"));
        assert_eq!(about("<title>Talks stall - day two</title>", &[]).title.as_deref(), Some("Talks stall - day two"));
        assert_eq!(about("<title>The Paper: Talks stall</title><meta name=application-name content='The Paper'>", &[]).title.as_deref(), Some("Talks stall"));
        assert_eq!(about("", &["Only this"]).title.as_deref(), Some("Only this"));
    }

    #[test]
    fn dates_come_from_the_most_trusted_place() {
        let page =
            "<time datetime=2031-03-01>x</time><meta name=date content=2031-03-03><meta property=article:published_time content=2031-03-02T23:00:00-05:00>";
        assert_eq!(about(page, &[]).published, Some(jiff::civil::date(2031, 3, 2)));
        let page = "<time datetime=2031-03-01>x</time><time itemprop=datePublished datetime=2031-03-05>";
        assert_eq!(about(page, &[]).published, Some(jiff::civil::date(2031, 3, 5)));
        assert_eq!(about("<meta name=date content=yesterday>", &[]).published, None);
    }

    #[test]
    fn addresses_are_whole_or_not_at_all() {
        assert_eq!(about("<link rel='x canonical' href=/talks>", &[]).url, None);
        let page = "<link rel=canonical href=/talks><meta property=og:url content=https://paper.example/talks>";
        assert_eq!(about(page, &[]).url.as_deref(), Some("https://paper.example/talks"));
    }
}
