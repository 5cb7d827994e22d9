//! How a person's decision names what it is about.
//!
//! Decides: which words and which place name an item of a document, and which item of a later reading they name.
//! Must not know: what is decided about it.

use crate::span::{CodePoints, byte_of_code_point};
use crate::{Document, Reading, Span, Target};

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
    /// What it is about, where several share the words and whose they are: a position's target, a statement's content, else its kind.
    pub about: Option<String>,
}

impl Item {
    /// The name of the `index`th item of `kind`, `None` where there is none.
    pub fn of(document: &Document, reading: &Reading, kind: ItemKind, index: usize) -> Option<Item> {
        let points = CodePoints::of(&document.text);
        let name = |i| sights(document, reading, &points, kind, i).into_iter().next();
        let s = name(index)?;
        let alone = (0..count(reading, kind)).filter(|i| *i != index).all(|i| name(i).is_none_or(|o| (&o.words, o.at, &o.of) != (&s.words, s.at, &s.of)));
        let about = if alone { None } else { about(document, reading, kind, index) };
        Some(Item { document: document.id.clone(), kind, words: s.words, at: s.at, of: s.of, about })
    }

    /// The index of the item of `reading` that this names. Where the text still has the words at their place: the one with these words there, else
    /// with words that hold or are held by them. Where the text was changed: the same words nearest to that place. `None` where no such item is
    /// there (it then needs a person's attention): words that stand elsewhere are somebody else's.
    pub fn find(&self, document: &Document, reading: &Reading) -> Option<usize> {
        let points = CodePoints::of(&document.text);
        let see = |i| sights(document, reading, &points, self.kind, i).into_iter().map(move |s| (i, s));
        let all: Vec<(usize, Sight)> = (0..count(reading, self.kind)).flat_map(see).collect();
        let stays = self.kind != ItemKind::Actor && self.stands_in(&document.text);
        let near = |s: &Sight| match self.kind {
            ItemKind::Actor => true,
            _ if stays => s.at == self.at,
            _ => s.at.abs_diff(self.at) <= NEAR,
        };
        let same_holder = |s: &Sight| s.of == self.of;
        let exact = |s: &Sight| s.words == self.words && near(s);
        let overlap = |s: &Sight| {
            let (mine, theirs) = (self.words.chars().count(), s.words.chars().count());
            self.at < s.at + theirs && s.at < self.at + mine && (s.words.contains(&self.words) || self.words.contains(&s.words))
        };
        let otherwise = |i: usize| self.about.is_some() && self.about != about(document, reading, self.kind, i);
        let best = |fits: &dyn Fn(&Sight) -> bool| {
            let fitting = all.iter().filter(|(_, s)| fits(s));
            fitting.min_by_key(|(i, s)| (otherwise(*i), s.at.abs_diff(self.at), *i)).map(|(i, _)| *i)
        };
        let only = |fits: &dyn Fn(&Sight) -> bool| {
            let mut fitting = all.iter().filter(|(_, s)| fits(s));
            fitting.next().filter(|_| fitting.next().is_none()).map(|(i, _)| *i)
        };
        let found = best(&|s| exact(s) && same_holder(s)).or_else(|| best(&|s| overlap(s) && same_holder(s))).or_else(|| only(&|s| exact(s)));
        found.or_else(|| self.otherwise_named(document, reading, &points))
    }

    /// Whether the text has the first of the words at their place.
    fn stands_in(&self, text: &str) -> bool {
        let first = self.words.split(" … ").next().unwrap_or_default();
        !first.is_empty() && text.get(byte_of_code_point(text, self.at)..).is_some_and(|rest| rest.starts_with(first))
    }

    /// The one item that an earlier reading named by what this one does not name it by: an actor by another of its names, a statement without a cue.
    fn otherwise_named(&self, document: &Document, reading: &Reading, points: &CodePoints) -> Option<usize> {
        let fits = |i: &usize| match self.kind {
            ItemKind::Actor => reading.actors.get(*i).is_some_and(|a| a.names.contains(&self.words)),
            ItemKind::Attribution => {
                let content = reading.attributions.get(*i).map(|a| joined(document, &a.content));
                let at = reading.attributions.get(*i).and_then(|a| a.content.first()).map(|s| points.before(&document.text, s.begin()));
                content.is_some_and(|c| c == self.words) && at == Some(self.at)
            }
            _ => false,
        };
        let mut fitting = (0..count(reading, self.kind)).filter(fits);
        fitting.next().filter(|_| fitting.next().is_none())
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

/// What an item can be named by: the first is its name, a proposal's other mentions follow.
fn sights(document: &Document, reading: &Reading, points: &CodePoints, kind: ItemKind, index: usize) -> Vec<Sight> {
    let at = |spans: &[Span]| spans.first().map_or(0, |s| points.before(&document.text, s.begin()));
    let seen = |spans: &[Span], of: Option<String>| Sight { words: joined(document, spans), at: at(spans), of };
    let found = match kind {
        ItemKind::Actor => reading.actors.get(index).map(|a| Sight { words: a.name.clone(), at: at(&a.mentions), of: None }),
        ItemKind::Attribution => reading.attributions.get(index).map(|a| seen(if a.cue.is_empty() { &a.content } else { &a.cue }, None)),
        ItemKind::Proposal => {
            return reading.proposals.get(index).map(|p| p.mentions.chunks(1).map(|m| seen(m, None)).collect()).unwrap_or_default();
        }
        ItemKind::Term => reading.terms.get(index).map(|t| seen(&t.parts().0.text, None)),
        ItemKind::Position => reading.positions.get(index).map(|p| {
            let position = p.parts().0;
            seen(&position.evidence, reading.actor(position.holder).map(|a| a.name.clone()))
        }),
        ItemKind::Figure => reading.figures.get(index).map(|f| seen(&f.parts().0.text, None)),
        ItemKind::Event => reading.events.get(index).map(|e| seen(&e.parts().0.text, None)),
    };
    found.into_iter().collect()
}

/// What tells an item from others of the same words.
fn about(document: &Document, reading: &Reading, kind: ItemKind, index: usize) -> Option<String> {
    match kind {
        ItemKind::Attribution => reading.attributions.get(index).map(|a| joined(document, &a.content)),
        ItemKind::Position => match reading.positions.get(index)?.parts().0.target {
            Target::Proposal(p) => reading.proposals.get(p.0).map(|p| p.label.clone()),
            Target::Term(t) => reading.terms.get(t.0).map(|t| joined(document, &t.parts().0.text)),
            Target::Process => Some("process".to_owned()),
        },
        ItemKind::Term => reading.terms.get(index).map(|t| t.parts().0.kind.name().to_owned()),
        ItemKind::Figure => reading.figures.get(index).map(|f| f.parts().0.measure.name().to_owned()),
        ItemKind::Event => reading.events.get(index).map(|e| e.parts().0.kind.name().to_owned()),
        ItemKind::Actor | ItemKind::Proposal => None,
    }
}

fn joined(document: &Document, spans: &[Span]) -> String {
    spans.iter().map(|s| s.of(&document.text)).collect::<Vec<_>>().join(" … ")
}
