//! A page becomes the text of its article.
//!
//! Decides: nothing itself; it is the order of the steps. Must not know: bytes and charsets (the page is text already).
//!
//! Why not a readability library: measured on 2 cores (release), `dom_smoothie` 0.19 takes 9.2 s for 10,000 nested elements (52 kB) and
//! more than 60 s for 30,000: quadratic, and it keeps no offsets. The tokenizer html5gum 0.9 (MIT, pure Rust, `forbid(unsafe_code)`)
//! takes 17 ms for 100,000 nested elements and gives the place of everything. So tags and entities are its work, and which words
//! stand together and which are the article is decided here, in passes over flat lists: linear, without recursion.

mod article;
mod head;
mod linked;
mod render;
mod tags;
mod tokens;
mod tree;
mod wording;

use super::error::SourceError;
use super::{About, Extracted};
use article::Survey;
use rapporteur_record::{Note, NoteKind};
use tags::Marks;
use tree::Tree;

/// Takes the article of a page, or all its visible text where it has none.
pub(super) fn read(page: &str, name: &str) -> Result<Extracted, SourceError> {
    let tree = tree::build(page);
    let survey = Survey::of(page, &tree);
    let about = tree.head.about(&headlines(page, &tree), |node| survey.is_left_out(node));
    let (rendered, notes) = match survey.article(about.title.as_deref()) {
        Some(blocks) => (render::blocks(page, &tree, blocks.into_iter(), |n| survey.is_left_out(n)), Vec::new()),
        None => (render::blocks(page, &tree, survey.visible().into_iter(), |_| false), vec![no_article()]),
    };
    if rendered.text.is_empty() {
        return Err(SourceError::NoText { name: name.to_owned() });
    }
    Ok(extracted(rendered, about, notes, tree.head.language()))
}

/// The text of a piece of a page that holds nothing but an article, as feeds carry it. `title` is the headline, which is no part of the text.
/// `None` where it has no visible word.
pub(super) fn fragment(markup: &str, title: Option<&str>) -> Option<Extracted> {
    let tree = tree::build(markup);
    let survey = Survey::of(markup, &tree);
    let rendered = render::blocks(markup, &tree, survey.fragment(title).into_iter(), |n| survey.is_left_out(n));
    (!rendered.text.is_empty()).then(|| extracted(rendered, About::default(), Vec::new(), None))
}

/// A value of a feed as one line of text: tags dropped, entities decoded.
pub(super) fn plain(value: &str) -> String {
    render::plain(value)
}

fn extracted(rendered: render::Rendered, about: About, notes: Vec<Note>, claimed_language: Option<String>) -> Extracted {
    Extracted { text: rendered.text, about, claimed_language, headings: rendered.headings, notes, map: rendered.map }
}

fn no_article() -> Note {
    let message = "no article was found in the page; all its visible text was read, menus included; a page with one article reads better";
    Note { kind: NoteKind::NoArticle, message: message.into(), span: None }
}

/// The texts of the page's `h1`: some pages have several, one of them the paper's name.
fn headlines(page: &str, tree: &Tree) -> Vec<String> {
    let top = tree.blocks.iter().filter(|b| tree.nodes[b.owner].marks.any(Marks::TOP_HEADING));
    let texts = top.take(20).map(|b| render::blocks(page, tree, std::iter::once(b), |_| false).text);
    texts.filter(|t| !t.is_empty() && t.len() < 400).collect()
}
