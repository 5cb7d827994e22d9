//! JSON-LD: what a page says of its article to search engines.
//!
//! Decides: which of the objects there is the article. Must not know: the rest of the page.

use super::render;
use crate::source::{About, date};
use serde_json::Value;

/// What the scripts of a page say of its article. Scripts that are no JSON say nothing.
pub(super) fn article(scripts: &[String]) -> About {
    let mut found = About::default();
    for script in scripts {
        // serde_json refuses nesting deeper than 128, so that walking a value is safe.
        let Ok(value) = serde_json::from_str::<Value>(unwrapped(script)) else {
            continue;
        };
        let mut waiting = vec![&value];
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(items) => waiting.extend(items.iter().rev()),
                Value::Object(object) => {
                    if is_article(object.get("@type")) {
                        found = found.or(about(value));
                    }
                    waiting.extend(["mainEntity", "@graph"].iter().filter_map(|k| object.get(*k)));
                }
                _ => {}
            }
        }
    }
    found
}

/// Some pages hide their scripts from old browsers in comments.
fn unwrapped(script: &str) -> &str {
    let script = script.trim();
    let script = script.strip_prefix("<!--").or_else(|| script.strip_prefix("//<![CDATA[")).or_else(|| script.strip_prefix("<![CDATA[")).unwrap_or(script);
    let script = script.strip_suffix("-->").or_else(|| script.strip_suffix("//]]>")).or_else(|| script.strip_suffix("]]>")).unwrap_or(script);
    script.trim().trim_end_matches(';')
}

fn is_article(kind: Option<&Value>) -> bool {
    let is = |k: &Value| k.as_str().is_some_and(|k| k.ends_with("Article") || k.ends_with("BlogPosting") || k == "Report");
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

fn about(article: &Value) -> About {
    let text = |v: &Value| v.as_str().map(render::plain).filter(|t| !t.is_empty());
    let address = |v: &Value| text(v).filter(|t| t.starts_with("http"));
    About {
        title: article.get("headline").and_then(text),
        outlet: article.get("publisher").and_then(name),
        published: article.get("datePublished").and_then(Value::as_str).and_then(date::of_page),
        url: article.get("url").and_then(address),
        ..About::default()
    }
}

/// The name of a thing, given as text, as an object, or as the first of several.
fn name(value: &Value) -> Option<String> {
    let value = value.as_array().and_then(|a| a.first()).unwrap_or(value);
    let name = value.get("name").unwrap_or(value);
    name.as_str().map(render::plain).filter(|n| !n.is_empty() && !n.starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_among_other_things() {
        let script = r#"<!-- {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"], "headline": "Talks &amp; tolls",
            "datePublished": "2031-03-04T01:00:00+09:00", "publisher": [{"@type": "Organization", "name": "The Paper"}]}]} -->"#;
        let about = article(&["nonsense".into(), script.into()]);
        assert_eq!(about.title.as_deref(), Some("Talks & tolls"));
        assert_eq!(about.outlet.as_deref(), Some("The Paper"));
        assert_eq!(about.published, Some(jiff::civil::date(2031, 3, 4)));
    }

    #[test]
    fn deep_nesting_says_nothing() {
        assert_eq!(article(&["[".repeat(200_000)]), About::default());
    }
}
