//! Tags become elements, and text becomes blocks.
//!
//! Decides: which element stands in which, where end tags are missing or wrong, and where a paragraph begins.
//! Must not know: which of it is the article.
//!
//! This is what the HTML standard's tree construction does, as far as it changes which words stand together. Every step costs the
//! same however deep the page is: the last open element of each name and kind is remembered, so that nothing is searched for.

use super::head::Head;
use super::tags::{self, Marks};
use super::tokens::{self, Attributes, Sink};
use html5gum::State;
use std::collections::HashMap;
use std::ops::Range;

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Elements in the order of their start tags; the first is the page. A parent comes before its children.
    pub(super) nodes: Vec<Node>,
    /// Runs of text between two paragraph boundaries, in order.
    pub(super) blocks: Vec<Block>,
    /// The text of all blocks, in order.
    pub(super) pieces: Vec<Piece>,
    /// What the page says of itself.
    pub(super) head: Head,
}

/// An element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// The element around it; the page is its own.
    pub(super) parent: usize,
    /// Where its descendants end: they are the nodes from the next one up to here.
    pub(super) end: usize,
    /// What it is.
    pub(super) marks: Marks,
    /// The innermost element with a paragraph of its own: itself or one around it.
    block: usize,
}

/// Text between two paragraph boundaries.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The element whose paragraph it is.
    pub(super) owner: usize,
    /// Its pieces.
    pub(super) pieces: Range<usize>,
}

/// Some text within one element.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The element.
    pub(super) node: usize,
    /// Its bytes in the page.
    pub(super) source: Range<usize>,
    /// What these stand for, if not for themselves.
    pub(super) decoded: Option<Box<str>>,
    /// Whether it is a line end that the page asks for (`br`).
    pub(super) is_break: bool,
}

impl Piece {
    /// Its text.
    pub(super) fn text<'a>(&'a self, page: &'a str) -> &'a str {
        self.decoded.as_deref().unwrap_or_else(|| page.get(self.source.clone()).unwrap_or(""))
    }
}

/// Takes a page apart.
pub(super) fn build(page: &str) -> Tree {
    let mut builder = Builder::new(page);
    tokens::tokenize(page, &mut builder);
    builder.finish()
}

/// An open element.
struct Open {
    node: usize,
    name: usize,
    marks: Marks,
    is_quotation: bool,
}

struct Builder<'p> {
    page: &'p str,
    tree: Tree,
    open: Vec<Open>,
    names: HashMap<String, usize>,
    /// For each name, the depths at which it is open.
    depths: Vec<Vec<usize>>,
    blocks: Vec<usize>,
    scopes: Vec<usize>,
    lists: Vec<usize>,
    headings: Vec<usize>,
    quotations: usize,
    /// The first piece of the block that is being filled.
    first: usize,
    /// Whether a `br` came after the last word.
    after_break: bool,
}

impl<'p> Builder<'p> {
    fn new(page: &'p str) -> Builder<'p> {
        let root = Node { parent: 0, end: 0, marks: Marks::BLOCK, block: 0 };
        Builder {
            page,
            tree: Tree { nodes: vec![root], ..Tree::default() },
            open: Vec::new(),
            names: HashMap::new(),
            depths: Vec::new(),
            blocks: Vec::new(),
            scopes: Vec::new(),
            lists: Vec::new(),
            headings: Vec::new(),
            quotations: 0,
            first: 0,
            after_break: false,
        }
    }

    fn finish(mut self) -> Tree {
        let end = self.page.len();
        self.close_to(0, end..end);
        self.end_block();
        let mut tree = self.tree;
        for n in (0..tree.nodes.len()).rev() {
            tree.nodes[n].end = tree.nodes[n].end.max(n + 1);
            let (parent, end) = (tree.nodes[n].parent, tree.nodes[n].end);
            tree.nodes[parent].end = tree.nodes[parent].end.max(end);
        }
        tree
    }

    fn current(&self) -> usize {
        self.open.last().map_or(0, |o| o.node)
    }

    fn name(&mut self, name: &str) -> usize {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        let id = self.depths.len();
        self.names.insert(name.to_owned(), id);
        self.depths.push(Vec::new());
        id
    }

    /// The depth of the last open element with that name.
    fn depth(&self, name: &str) -> Option<usize> {
        self.names.get(name).and_then(|id| self.depths[*id].last().copied())
    }

    fn open(&mut self, name: &str, marks: Marks) {
        let parent = self.current();
        let node = self.tree.nodes.len();
        let handed = self.tree.nodes[parent].marks.common(Marks::HANDED_DOWN);
        let block = if marks.any(Marks::BLOCK) { node } else { self.tree.nodes[parent].block };
        self.tree.nodes.push(Node { parent, end: node + 1, marks: marks.and(handed), block });
        let (depth, id) = (self.open.len(), self.name(name));
        self.depths[id].push(depth);
        for (mark, depths) in
            [(Marks::BLOCK, &mut self.blocks), (Marks::SCOPE, &mut self.scopes), (Marks::LIST, &mut self.lists), (Marks::HEADING, &mut self.headings)]
        {
            if marks.any(mark) {
                depths.push(depth);
            }
        }
        self.open.push(Open { node, name: id, marks, is_quotation: name == "q" });
    }

    /// Closes all open elements from that depth on.
    fn close_to(&mut self, depth: usize, source: Range<usize>) {
        let mut ends_block = false;
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { break };
            self.depths[open.name].pop();
            ends_block |= open.marks.any(Marks::BLOCK);
            for (mark, depths) in
                [(Marks::BLOCK, &mut self.blocks), (Marks::SCOPE, &mut self.scopes), (Marks::LIST, &mut self.lists), (Marks::HEADING, &mut self.headings)]
            {
                if open.marks.any(mark) {
                    depths.pop();
                }
            }
            if open.is_quotation {
                self.quotations = self.quotations.saturating_sub(1);
                self.mark(open.node, &source, if self.quotations.is_multiple_of(2) { "”" } else { "’" });
            }
        }
        if ends_block {
            self.end_block();
        }
    }

    /// Closes what a start tag ends by its presence: the paragraph before a block, the list item before a list item.
    fn close_implied(&mut self, name: &str, marks: Marks, source: &Range<usize>) {
        let table = self.depth("table");
        let barrier = match name {
            "li" => self.lists.last().copied().max(self.scopes.last().copied()),
            "dt" | "dd" => self.lists.last().copied().max(self.scopes.last().copied()),
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => table,
            _ => self.blocks.last().copied(),
        };
        let ended = tags::ends(name).iter().filter_map(|n| self.depth(n)).filter(|d| barrier.is_none_or(|b| *d > b)).min();
        if let Some(depth) = ended {
            self.close_to(depth, source.clone());
        }
        if !marks.any(Marks::BLOCK) {
            return;
        }
        let scope = self.scopes.last().copied();
        let paragraph = self.depth("p").filter(|d| scope.is_none_or(|s| *d > s));
        // Text elements inside a drawing mean that its end tag is missing.
        let drawing = self.depth("svg").filter(|d| self.blocks.last().is_none_or(|b| d > b));
        let heading = self.headings.last().copied().filter(|d| marks.any(Marks::HEADING) && d + 1 == self.open.len());
        if let Some(depth) = [paragraph, drawing, heading].into_iter().flatten().min() {
            self.close_to(depth, source.clone());
        }
        self.end_block();
    }

    /// The depth of the element that an end tag ends.
    fn ended_by(&self, name: &str) -> Option<usize> {
        let marks = tags::of_name(name);
        if marks.any(Marks::HEADING) {
            let depth = self.headings.last().copied()?;
            return Some(depth).filter(|d| self.scopes.last().is_none_or(|s| d > s));
        }
        let depth = self.depth(name)?;
        let barrier = match name {
            "table" => None,
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" => self.depth("table"),
            _ if marks.any(Marks::BLOCK) => self.scopes.last().copied(),
            _ => self.blocks.last().copied(),
        };
        Some(depth).filter(|d| barrier.is_none_or(|b| *d > b))
    }

    fn end_block(&mut self) {
        let pieces = self.first..self.tree.pieces.len();
        self.first = pieces.end;
        self.after_break = false;
        if let Some(piece) = self.tree.pieces.get(pieces.start) {
            let owner = self.tree.nodes[piece.node].block;
            self.tree.blocks.push(Block { owner, pieces });
        }
    }

    /// One `br` ends a line, two end a paragraph.
    fn line_break(&mut self, source: Range<usize>) {
        if self.after_break {
            self.end_block();
        }
        let node = self.current();
        self.tree.pieces.push(Piece { node, source, decoded: Some("\n".into()), is_break: true });
        self.after_break = true;
    }

    /// A mark that a browser shows though the page does not write it.
    fn mark(&mut self, node: usize, source: &Range<usize>, mark: &str) {
        if !self.tree.nodes[node].marks.any(Marks::NEVER) {
            self.tree.pieces.push(Piece { node, source: source.clone(), decoded: Some(mark.into()), is_break: false });
        }
    }
}

impl Sink for Builder<'_> {
    fn start(&mut self, name: &str, attributes: &Attributes, source: Range<usize>) -> Option<State> {
        self.tree.head.start(name, attributes, self.tree.nodes.len());
        match name {
            "html" | "head" | "body" => return None,
            "br" => {
                self.line_break(source);
                return None;
            }
            _ => {}
        }
        let own = tags::of_name(name);
        self.close_implied(name, own, &source);
        let is_empty_drawing = name == "svg" && attributes.self_closing;
        if own.any(Marks::VOID) || is_empty_drawing {
            return None;
        }
        let in_drawing = self.depth("svg").is_some();
        self.open(name, tags::of_attributes(name, own, attributes));
        if name == "q" {
            let mark = if self.quotations.is_multiple_of(2) { "“" } else { "‘" };
            self.quotations += 1;
            self.mark(self.current(), &source, mark);
        }
        if in_drawing { None } else { tags::content(name) }
    }

    fn end(&mut self, name: &str, source: Range<usize>) {
        self.tree.head.end(name);
        if name == "br" {
            return self.line_break(source);
        }
        match self.ended_by(name) {
            Some(depth) => self.close_to(depth, source),
            None if name == "p" => self.end_block(),
            None => {}
        }
    }

    fn text(&mut self, source: Range<usize>, decoded: Option<&str>) {
        let text = decoded.unwrap_or_else(|| self.page.get(source.clone()).unwrap_or(""));
        let node = self.current();
        if self.tree.nodes[node].marks.any(Marks::NEVER) {
            self.tree.head.text(text);
            return;
        }
        self.after_break &= text.chars().all(char::is_whitespace);
        self.tree.pieces.push(Piece { node, source, decoded: decoded.map(Into::into), is_break: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks of a page, their pieces joined by `|`.
    fn blocks(page: &str) -> Vec<String> {
        let tree = build(page);
        let text = |b: &Block| tree.pieces[b.pieces.clone()].iter().map(|p| p.text(page)).collect::<Vec<_>>().join("");
        tree.blocks.iter().map(text).filter(|t| !t.trim().is_empty()).collect()
    }

    #[test]
    fn missing_and_wrong_end_tags_do_not_join_paragraphs() {
        assert_eq!(blocks("<p>a<p>b<div>c"), ["a", "b", "c"]);
        assert_eq!(blocks("<ul><li>a<li>b<ul><li>c</ul>d</ul>e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(blocks("<table><tr><td>a<td>b<tr><td>c</table>d"), ["a", "b", "c", "d"]);
        assert_eq!(blocks("<dl><dt>a<dd>b<dt>c</dl>"), ["a", "b", "c"]);
        assert_eq!(blocks("a</p>b"), ["a", "b"]);
        assert_eq!(blocks("<h2>a</h3>b"), ["a", "b"]);
        assert_eq!(blocks("<div><span>a</div>b</span>c"), ["a", "bc"]);
        assert_eq!(blocks("<b><p>a</b>b</p>c"), ["ab", "c"]);
    }

    #[test]
    fn line_ends_are_lines_and_two_are_paragraphs() {
        assert_eq!(blocks("a<br>b<br/> <br>c</br>d"), ["a\nb\n ", "\nc\nd"]);
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        assert_eq!(blocks("a<script>b</script>c<style>d</style><svg><title>e</title><path/></svg>f<select><option>g</select>h"), ["acfh"]);
        assert_eq!(blocks("a<svg/>b<svg><path><p>c"), ["ab", "c"]);
    }

    #[test]
    fn quotations_show_their_marks() {
        assert_eq!(blocks("He said <q>no, <q>never</q></q>."), ["He said “no, ‘never’”."]);
    }

    #[test]
    fn descendants_follow_their_element() {
        let tree = build("<div><p>a</p><p>b</p></div><p>c</p>");
        assert_eq!(tree.nodes.iter().map(|n| n.end).collect::<Vec<_>>(), [5, 4, 3, 4, 5]);
    }
}
