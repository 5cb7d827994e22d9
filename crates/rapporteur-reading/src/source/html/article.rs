//! Which blocks of a page are its article.
//!
//! Decides: what is furniture, which element holds the article, and which of its blocks are read.
//! Looks at: the page's own markup where it declares an article, else where the prose stands: blocks that are long enough, end like
//! sentences and are not links. Furniture is never cut away where a third of the page's prose stands in it: class names lie.
//! Must not know: what the words mean.

use super::head::key;
use super::tags::Marks;
use super::tree::{Block, Tree};
use super::wording;

/// What was measured of a page, before anything is chosen.
pub(super) struct Survey<'t> {
    page: &'t str,
    tree: &'t Tree,
    /// For every element, whether it is furniture, or in it.
    left_out: Vec<bool>,
    /// Of every piece, its characters that are no white space, and whether a sentence ends in it.
    pieces: Vec<(usize, bool)>,
    blocks: Vec<Measure>,
    sums: Vec<Sum>,
}

/// What is counted of a block, in characters that are no white space.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    chars: usize,
    linked: usize,
    byline: usize,
    ends_sentence: bool,
    is_heading: bool,
}

/// What is counted of an element and all inside it.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    chars: usize,
    linked: usize,
    prose: usize,
    /// Elements that only an article's surroundings hold: its headline, its declared text.
    anchors: usize,
}

/// Shorter blocks are no sign of an article (in characters without white space).
const SHORTEST_PROSE: usize = 35;

impl Measure {
    fn is_prose(&self) -> bool {
        self.chars >= SHORTEST_PROSE && self.linked * 2 < self.chars && self.byline * 2 < self.chars && self.ends_sentence && !self.is_heading
    }

    fn is_linked(&self) -> bool {
        self.linked * 10 >= self.chars * 9
    }
}

impl<'t> Survey<'t> {
    /// Measures a page and marks its furniture.
    pub(super) fn of(page: &'t str, tree: &'t Tree) -> Survey<'t> {
        let counted = |text: &str| (text.chars().filter(|c| !c.is_whitespace()).count(), text.contains(wording::SENTENCE_ENDS));
        let pieces = tree.pieces.iter().map(|p| counted(p.text(page))).collect();
        let mut survey = Survey { page, tree, left_out: vec![false; tree.nodes.len()], pieces, blocks: Vec::new(), sums: Vec::new() };
        survey.measure();
        survey.leave_out();
        survey.measure();
        survey
    }

    /// Whether an element is no part of any article.
    pub(super) fn is_left_out(&self, node: usize) -> bool {
        self.left_out.get(node).copied().unwrap_or(false)
    }

    fn measure(&mut self) {
        let mut sums = vec![Sum::default(); self.tree.nodes.len()];
        let measures: Vec<Measure> = self.tree.blocks.iter().map(|b| self.measure_block(b)).collect();
        for (block, measure) in self.tree.blocks.iter().zip(&measures) {
            for (node, counted) in self.counted(block) {
                sums[node].chars += counted.chars;
                sums[node].linked += counted.linked;
                sums[node].prose += if measure.is_prose() { counted.chars - counted.linked } else { 0 };
            }
        }
        for n in (1..self.tree.nodes.len()).rev() {
            let node = self.tree.nodes[n];
            let (sum, own) = (sums[n], usize::from(node.marks.any(Marks::BODY.and(Marks::MAIN)) || self.is_top_heading(n)));
            let parent = &mut sums[node.parent];
            parent.chars += sum.chars;
            parent.linked += sum.linked;
            parent.prose += sum.prose;
            parent.anchors += sum.anchors + own;
        }
        (self.blocks, self.sums) = (measures, sums);
    }

    /// Whether it is an `h1` itself, not something in one.
    fn is_top_heading(&self, node: usize) -> bool {
        let (node, parent) = (self.tree.nodes[node].marks, self.tree.nodes[self.tree.nodes[node].parent].marks);
        node.any(Marks::TOP_HEADING) && !parent.any(Marks::TOP_HEADING)
    }

    /// What each piece of a block adds.
    fn counted(&self, block: &Block) -> impl Iterator<Item = (usize, Measure)> {
        let pieces = self.tree.pieces[block.pieces.clone()].iter().zip(&self.pieces[block.pieces.clone()]);
        pieces.filter(|(p, _)| !self.left_out[p.node]).map(|(piece, &(chars, ends_sentence))| {
            let marks = self.tree.nodes[piece.node].marks;
            let of = |mark: Marks| if marks.any(mark) { chars } else { 0 };
            (piece.node, Measure { chars, linked: of(Marks::LINK), byline: of(Marks::BYLINE), ends_sentence, is_heading: false })
        })
    }

    fn measure_block(&self, block: &Block) -> Measure {
        let is_heading = self.tree.nodes[block.owner].marks.any(Marks::HEADING);
        self.counted(block).fold(Measure { is_heading, ..Measure::default() }, |sum, (_, m)| Measure {
            chars: sum.chars + m.chars,
            linked: sum.linked + m.linked,
            byline: sum.byline + m.byline,
            ends_sentence: sum.ends_sentence || m.ends_sentence,
            is_heading,
        })
    }

    fn leave_out(&mut self) {
        let mut in_article = vec![false; self.tree.nodes.len()];
        for n in 1..self.tree.nodes.len() {
            let node = self.tree.nodes[n];
            in_article[n] = in_article[node.parent] || node.marks.any(Marks::ARTICLE.and(Marks::MAIN).and(Marks::BODY));
            self.left_out[n] = self.left_out[node.parent] || self.is_furniture(n, in_article[n]);
        }
    }

    fn is_furniture(&self, n: usize, in_article: bool) -> bool {
        let (marks, sum, total) = (self.tree.nodes[n].marks, self.sums[n], self.sums[0].prose);
        let holds = |part: usize, of: usize| total > 0 && sum.prose * of >= total * part;
        let only_links = !marks.any(Marks::SMALL) && marks.any(Marks::BLOCK) && sum.prose == 0 && sum.linked * 10 >= sum.chars * 6;
        let list_of_links = marks.any(Marks::LIST) && sum.linked * 2 >= sum.chars;
        (marks.any(Marks::HIDDEN) && !holds(1, 2))
            || (marks.any(Marks::RAISED) && marks.any(Marks::LINK))
            || (marks.any(Marks::FURNITURE) && !holds(1, 3))
            || (marks.any(Marks::HEADER) && !in_article && !holds(1, 3))
            || (marks.any(Marks::ASIDE) && sum.anchors == 0 && !holds(1, 3))
            || (marks.any(Marks::COMMENTS) && sum.anchors == 0 && !holds(9, 10))
            || (sum.linked > 0 && (only_links || list_of_links))
    }

    /// The blocks of the article, `None` where the page has none. `title` is the headline, which is no part of the text.
    pub(super) fn article(&self, title: Option<&str>) -> Option<Vec<&'t Block>> {
        let root = self.root()?;
        let inside = |b: &Block| (root.node..self.tree.nodes[root.node].end).contains(&b.owner) && !self.left_out[b.owner];
        let inside: Vec<usize> = (0..self.blocks.len()).filter(|i| inside(&self.tree.blocks[*i])).collect();
        if self.is_front_page(&inside) || (!root.is_declared && !self.is_mostly_prose(root.node)) {
            return None;
        }
        let title = title.map(key);
        // Many pages write their headline as they write any line: above the text it is no part of it.
        let first = inside.iter().copied().find(|i| self.blocks[*i].chars > 0);
        let kept = inside.iter().map(|i| (*i, self.is_read(*i, Some(*i) == first, title.as_deref()))).collect();
        let kept = without_orphans(kept, |i| self.blocks[i].is_heading);
        (!kept.is_empty()).then(|| kept.into_iter().map(|i| &self.tree.blocks[i]).collect())
    }

    /// The blocks of a page that holds nothing but an article: all that is read, wherever it stands; all that is shown, where that is nothing.
    pub(super) fn fragment(&self, title: Option<&str>) -> Vec<&'t Block> {
        let title = title.map(key);
        let shown: Vec<usize> = (0..self.blocks.len()).filter(|i| !self.left_out[self.tree.blocks[*i].owner]).collect();
        let first = shown.iter().copied().find(|i| self.blocks[*i].chars > 0);
        let kept = shown.iter().map(|i| (*i, self.is_read(*i, Some(*i) == first, title.as_deref()))).collect();
        let kept = without_orphans(kept, |i| self.blocks[i].is_heading);
        if kept.is_empty() { self.visible() } else { kept.into_iter().map(|i| &self.tree.blocks[i]).collect() }
    }

    /// The blocks that a browser shows: hidden ones only where there is nothing else.
    pub(super) fn visible(&self) -> Vec<&'t Block> {
        let is_shown = |b: &&Block| !self.tree.nodes[b.owner].marks.any(Marks::CONCEALED);
        let shown: Vec<&Block> = self.tree.blocks.iter().filter(is_shown).collect();
        let has_words = shown.iter().any(|b| self.tree.pieces[b.pieces.clone()].iter().any(|p| !p.text(self.page).trim().is_empty()));
        if has_words { shown } else { self.tree.blocks.iter().collect() }
    }

    fn is_mostly_prose(&self, node: usize) -> bool {
        self.sums[node].prose * 10 >= self.sums[node].chars * 4
    }

    /// Many linked headings with a few words to each: a list of articles, none of which is the page's own.
    fn is_front_page(&self, inside: &[usize]) -> bool {
        let count = |is: &dyn Fn(&Measure) -> bool| inside.iter().filter(|i| is(&self.blocks[**i])).count();
        let linked_headings = count(&|m| m.is_heading && m.chars > 0 && m.linked * 10 >= m.chars * 8);
        linked_headings >= 4 && linked_headings * 2 >= count(&Measure::is_prose)
    }

    fn is_read(&self, block: usize, is_first: bool, title: Option<&str>) -> bool {
        let m = self.blocks[block];
        let is_signature = m.byline * 2 >= m.chars && m.chars < 120;
        let is_link = m.is_linked() && (!m.ends_sentence || m.chars < 25);
        if m.chars == 0 || is_signature || is_link {
            return false;
        }
        if m.chars > 300 {
            return true;
        }
        let words = self.words(&self.tree.blocks[block]);
        let is_title = (m.is_heading || is_first) && title.is_some_and(|t| key(&words) == t);
        let points_elsewhere = m.linked * 2 >= m.chars && wording::points_elsewhere(&words);
        !is_title && !points_elsewhere && !wording::is_furniture(&words)
    }

    fn words(&self, block: &Block) -> String {
        let pieces = self.tree.pieces[block.pieces.clone()].iter().filter(|p| !self.left_out[p.node]);
        let text: String = pieces.map(|p| p.text(self.page)).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The element that holds the article.
struct Root {
    node: usize,
    /// Whether the page itself says that an article is there.
    is_declared: bool,
}

impl Survey<'_> {
    /// Asks the page first (declared text, class names, `article`, `main`); an element counts where it holds enough of the prose.
    fn root(&self) -> Option<Root> {
        let total = self.sums[0].prose;
        if total == 0 {
            return None;
        }
        let declared = self.declared_body().filter(|n| self.sums[*n].prose * 4 >= total);
        let by_class = || self.best(Marks::BODY_CLASS).filter(|n| self.sums[*n].prose * 2 >= total);
        if let Some(node) = declared.or_else(by_class) {
            return Some(Root { node, is_declared: true });
        }
        let around = |mark| self.best(mark).filter(|n| self.sums[*n].prose * 2 >= total);
        let (around, is_declared, percent) = match (around(Marks::ARTICLE), around(Marks::MAIN)) {
            (Some(article), _) => (article, true, 90),
            (None, Some(main)) => (main, false, 90),
            (None, None) => (0, false, 80),
        };
        Some(Root { node: self.smallest(around, percent), is_declared })
    }

    /// The smallest element around all text that is declared as an article's.
    fn declared_body(&self) -> Option<usize> {
        let mut declared = vec![0; self.tree.nodes.len()];
        for n in (1..self.tree.nodes.len()).rev() {
            if self.tree.nodes[n].marks.any(Marks::BODY) {
                declared[n] = self.sums[n].prose;
            }
            declared[self.tree.nodes[n].parent] += declared[n];
        }
        let all = declared[0];
        (all > 0).then(|| declared.iter().rposition(|d| *d == all)).flatten()
    }

    /// The element with that mark that holds most of the prose; the inner one of two.
    fn best(&self, mark: Marks) -> Option<usize> {
        let is = |n: &usize| self.tree.nodes[*n].marks.any(mark) && !self.tree.nodes[*n].marks.any(Marks::SMALL) && !self.left_out[*n];
        (1..self.tree.nodes.len()).filter(is).max_by_key(|n| (self.sums[*n].prose, *n))
    }

    /// The smallest element inside `around` that holds so much of its prose. More than half of it is in one line of descent only,
    /// so that the last such element is the innermost.
    fn smallest(&self, around: usize, percent: usize) -> usize {
        let fits = |n: &usize| {
            let marks = self.tree.nodes[*n].marks;
            marks.any(Marks::BLOCK) && !marks.any(Marks::SMALL) && self.sums[*n].prose * 100 >= self.sums[around].prose * percent
        };
        (around..self.tree.nodes[around].end).rev().find(fits).unwrap_or(around)
    }
}

/// Blocks that are read, but for headings of which nothing that followed is read ("Related stories").
fn without_orphans(blocks: Vec<(usize, bool)>, is_heading: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut kept = Vec::new();
    // Going backwards: what comes next that is read, and whether something in between is not.
    let (mut next_is_text, mut skipped) = (false, true);
    for (block, is_read) in blocks.into_iter().rev() {
        if !is_read {
            skipped = true;
        } else if !is_heading(block) || next_is_text || !skipped {
            kept.push(block);
            (next_is_text, skipped) = (!is_heading(block), false);
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_without_their_text_go() {
        let heading = |i: usize| i.is_multiple_of(2);
        assert_eq!(without_orphans(vec![(0, true), (1, true), (2, true), (3, false)], heading), [0, 1]);
        assert_eq!(without_orphans(vec![(0, true), (1, false), (3, true)], heading), [0, 3]);
        assert_eq!(without_orphans(vec![(0, true), (2, true), (3, true), (4, true)], heading), [0, 2, 3]);
    }
}
