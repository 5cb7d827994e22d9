//! How a person's decision names what it is about.
//!
//! Decides: which words and which place name an item of a document, and which item of a later reading they name.
//! Must not know: what is decided about it.

use crate::span::CodePoints;
use crate::{Document, Reading, Span};

/// Farther from its old place than this (in code points), the same words are taken to be other words.
const NEAR: usize = 300;

/// What kind of item is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// An [`crate::Actor`], by its name.
    Actor,
    /// An [`crate::Attribution`], by its cue, else its content.
    Attribution,
    /// A [`crate::Proposal`], by its first mention.
    Proposal,
    /// A [`crate::Term`], by its words.
    Term,
    /// A [`crate::Position`], by its evidence and its holder.
    Position,
    /// A [`crate::Figure`], by its words.
    Figure,
    /// An [`crate::Event`], by its words.
    Event,
}

impl ItemKind {
    /// All of them, in the order of a record's lists.
    pub const ALL: [ItemKind; 7] =
        [ItemKind::Actor, ItemKind::Attribution, ItemKind::Proposal, ItemKind::Term, ItemKind::Position, ItemKind::Figure, ItemKind::Event];

    /// Its name in entries.
    pub fn name(self) -> &'static str {
        match self {
            ItemKind::Actor => "actor",
            ItemKind::Attribution => "attribution",
            ItemKind::Proposal => "proposal",
            ItemKind::Term => "term",
            ItemKind::Position => "position",
            ItemKind::Figure => "figure",
            ItemKind::Event => "event",
        }
    }

    /// The one that entries call `name`.
    pub fn parse(name: &str) -> Option<ItemKind> {
        ItemKind::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// Names an item of a document so that a later reading of it can be asked for the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The document's id.
    pub document: String,
    /// What kind of item.
    pub kind: ItemKind,
    /// The words it was read from; pieces are joined by ` … `.
    pub words: String,
    /// Code points of the text before the first of them.
    pub at: usize,
    /// Whose it is, where several share the words: a position's holder.
    pub of: Option<String>,
}

impl Item {
    /// The name of the `index`th item of `kind`, `None` where there is none.
    pub fn of(document: &Document, reading: &Reading, kind: ItemKind, index: usize) -> Option<Item> {
        let points = CodePoints::of(&document.text);
        sight(document, reading, &points, kind, index).map(|s| Item { document: document.id.clone(), kind, words: s.words, at: s.at, of: s.of })
    }

    /// The index of the item of `reading` that this names: the same words nearest to the same place, else words that hold or are held by them at
    /// that place. `None` where no such item is there (it then needs a person's attention).
    pub fn find(&self, document: &Document, reading: &Reading) -> Option<usize> {
        let points = CodePoints::of(&document.text);
        let all: Vec<(usize, Sight)> = (0..count(reading, self.kind)).filter_map(|i| sight(document, reading, &points, self.kind, i).map(|s| (i, s))).collect();
        let same_holder = |s: &Sight| s.of == self.of;
        let exact = |s: &Sight| s.words == self.words && s.at.abs_diff(self.at) <= NEAR;
        let overlap = |s: &Sight| {
            let (mine, theirs) = (self.words.chars().count(), s.words.chars().count());
            self.at < s.at + theirs && s.at < self.at + mine && (s.words.contains(&self.words) || self.words.contains(&s.words))
        };
        let best = |fits: &dyn Fn(&Sight) -> bool| {
            let fitting = all.iter().filter(|(_, s)| fits(s));
            fitting.min_by_key(|(i, s)| (s.at.abs_diff(self.at), *i)).map(|(i, _)| *i)
        };
        let only = |fits: &dyn Fn(&Sight) -> bool| {
            let mut fitting = all.iter().filter(|(_, s)| s.at.abs_diff(self.at) <= NEAR && fits(s));
            fitting.next().filter(|_| fitting.next().is_none()).map(|(i, _)| *i)
        };
        best(&|s| exact(s) && same_holder(s)).or_else(|| best(&|s| overlap(s) && same_holder(s))).or_else(|| only(&|s| exact(s)))
    }
}

/// An item as seen in the text.
struct Sight {
    words: String,
    at: usize,
    of: Option<String>,
}

fn count(reading: &Reading, kind: ItemKind) -> usize {
    match kind {
        ItemKind::Actor => reading.actors.len(),
        ItemKind::Attribution => reading.attributions.len(),
        ItemKind::Proposal => reading.proposals.len(),
        ItemKind::Term => reading.terms.len(),
        ItemKind::Position => reading.positions.len(),
        ItemKind::Figure => reading.figures.len(),
        ItemKind::Event => reading.events.len(),
    }
}

fn sight(document: &Document, reading: &Reading, points: &CodePoints, kind: ItemKind, index: usize) -> Option<Sight> {
    let seen = |spans: &[Span], of: Option<String>| {
        let words: Vec<&str> = spans.iter().map(|s| s.of(&document.text)).collect();
        let at = spans.first().map_or(0, |s| points.before(&document.text, s.begin()));
        Some(Sight { words: words.join(" … "), at, of })
    };
    match kind {
        ItemKind::Actor => {
            let actor = reading.actors.get(index)?;
            let at = actor.mentions.first().map_or(0, |s| points.before(&document.text, s.begin()));
            Some(Sight { words: actor.name.clone(), at, of: None })
        }
        ItemKind::Attribution => {
            let a = reading.attributions.get(index)?;
            seen(if a.cue.is_empty() { &a.content } else { &a.cue }, None)
        }
        ItemKind::Proposal => seen(reading.proposals.get(index)?.mentions.get(..1)?, None),
        ItemKind::Term => seen(&reading.terms.get(index)?.parts().0.text, None),
        ItemKind::Position => {
            let position = reading.positions.get(index)?.parts().0;
            seen(&position.evidence, reading.actor(position.holder).map(|a| a.name.clone()))
        }
        ItemKind::Figure => seen(&reading.figures.get(index)?.parts().0.text, None),
        ItemKind::Event => seen(&reading.events.get(index)?.parts().0.text, None),
    }
}
