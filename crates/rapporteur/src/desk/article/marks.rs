//! The text cut where something begins or ends.
//!
//! Decides: which words carry which marks, and which of several is the innermost. No mark hides another: a piece names all that lie on it.
//! Must not know: how marks look.

use super::Opened;
use rapporteur_reading::quote;
use rapporteur_record::item::ItemKind;
use rapporteur_record::{Reading, Span};
use rapporteur_store::id_of;
use serde::Serialize;

/// What some words are to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// They name who speaks.
    Source,
    /// They attribute.
    Cue,
    /// They are what is attributed.
    Content,
    /// The item was read from them.
    Words,
}

/// Something that lies on some words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Mark {
    pub item: String,
    pub role: Role,
    /// Whether the item's words begin here.
    pub first: bool,
    /// machine, accepted, corrected or rejected.
    pub status: &'static str,
}

/// Words that carry the same marks, the innermost last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Piece {
    pub words: String,
    pub marks: Vec<Mark>,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    pub heading: bool,
    pub pieces: Vec<Piece>,
}

/// A mark at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Laid {
    span: Span,
    mark: Mark,
}

/// The whole text with all marks.
pub(super) fn parts(opened: &Opened) -> Vec<Part> {
    let laid = laid(opened);
    let text = &opened.document.text;
    quote::paragraphs(text).filter(|(_, l)| !l.trim().is_empty()).map(|(begin, line)| part(opened, (begin, begin + line.len()), &laid)).collect()
}

/// The paragraphs that hold some words, and one on each side.
pub(super) fn around(opened: &Opened, words: &[(Role, Span)]) -> Vec<Part> {
    let text = &opened.document.text;
    let all: Vec<(usize, usize)> = quote::paragraphs(text).filter(|(_, l)| !l.trim().is_empty()).map(|(begin, line)| (begin, begin + line.len())).collect();
    let holds = |p: &(usize, usize)| words.iter().any(|(_, s)| s.begin() < p.1 && p.0 < s.end());
    let first = all.iter().position(holds).unwrap_or(0).saturating_sub(1);
    // Mentions of a proposal can lie all over a text: the first ones are enough to decide.
    const MOST: usize = 6;
    let last = all.iter().rposition(holds).map_or(0, |l| l + 2).min(first + MOST);
    let laid = laid(opened);
    all.iter().take(last).skip(first).map(|p| part(opened, *p, &laid)).collect()
}

fn part(opened: &Opened, (begin, end): (usize, usize), laid: &[Laid]) -> Part {
    let heading = opened.reading.headings.iter().any(|h| h.begin() <= begin && begin < h.end());
    Part { heading, pieces: pieces(&opened.document.text, (begin, end), laid) }
}

/// Cuts a stretch of text wherever a mark begins or ends.
fn pieces(text: &str, (begin, end): (usize, usize), laid: &[Laid]) -> Vec<Piece> {
    let here: Vec<&Laid> = laid.iter().filter(|l| l.span.begin() < end && begin < l.span.end()).collect();
    let mut cuts: Vec<usize> = here.iter().flat_map(|l| [l.span.begin(), l.span.end()]).filter(|c| begin < *c && *c < end).collect();
    cuts.extend([begin, end]);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |w: &[usize]| {
        let &[from, to] = w else { return None };
        let mut on: Vec<&&Laid> = here.iter().filter(|l| l.span.begin() <= from && to <= l.span.end()).collect();
        on.sort_by_key(|l| (std::cmp::Reverse(l.span.end() - l.span.begin()), depth(&l.mark)));
        let marks = on.iter().map(|l| Mark { first: l.mark.first && l.span.begin() == from, ..l.mark.clone() }).collect();
        Some(Piece { words: text.get(from..to)?.to_owned(), marks })
    };
    cuts.windows(2).filter_map(piece).collect()
}

/// Of marks on the same words: what is said lies outside what is meant by it, which lies outside who says it.
fn depth(mark: &Mark) -> (u8, Role) {
    let inner = match mark.role {
        Role::Content => 0,
        Role::Words => 1,
        Role::Source | Role::Cue => 2,
    };
    (inner, mark.role)
}

/// All marks of a document.
fn laid(opened: &Opened) -> Vec<Laid> {
    let mut out = Vec::new();
    for kind in ItemKind::ALL.into_iter().filter(|k| *k != ItemKind::Actor) {
        for index in 0..super::count(&opened.reading, kind) {
            let item = id_of(kind, index);
            let status = opened.status(&item);
            let spans = of_item(&opened.reading, kind, index);
            let first = spans.iter().map(|(_, s)| s.begin()).min();
            for (role, span) in spans {
                out.push(Laid { span, mark: Mark { item: item.clone(), role, first: first == Some(span.begin()), status } });
            }
        }
    }
    out
}

/// The words of an item and what they are to it.
pub(super) fn of_item(reading: &Reading, kind: ItemKind, index: usize) -> Vec<(Role, Span)> {
    match (kind, reading.attributions.get(index)) {
        (ItemKind::Attribution, Some(a)) => {
            let role = |role: Role, spans: &[Span]| spans.iter().map(|s| (role, *s)).collect::<Vec<_>>();
            [role(Role::Source, &a.source), role(Role::Cue, &a.cue), role(Role::Content, &a.content)].concat()
        }
        _ => super::words_of(reading, kind, index).iter().map(|s| (Role::Words, *s)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(n: usize, role: Role) -> Mark {
        Mark { item: format!("s{n}"), role, first: true, status: "machine" }
    }

    /// Some text and spans anywhere in it, which may nest, cross or be equal.
    fn marked() -> impl Strategy<Value = (String, Vec<Laid>)> {
        ("[aé“ \u{5d0}]{1,40}", prop::collection::vec((0usize..50, 0usize..50, 0usize..4), 0..8)).prop_map(|(text, raw)| {
            let at = |n: usize| text.char_indices().map(|(i, _)| i).chain([text.len()]).nth(n % (text.chars().count() + 1)).unwrap_or(0);
            let role = |n| [Role::Source, Role::Cue, Role::Content, Role::Words][n];
            let one = |(i, (a, b, r)): (usize, &(usize, usize, usize))| {
                let span = Span::new(&text, at(*a).min(at(*b)), at(*a).max(at(*b)))?;
                Some(Laid { span, mark: mark(i, role(*r)) })
            };
            let laid = raw.iter().enumerate().filter_map(one).collect();
            (text.clone(), laid)
        })
    }

    proptest! {
        #[test]
        fn marked_text_is_the_text_and_no_mark_is_lost((text, laid) in marked()) {
            let all = pieces(&text, (0, text.len()), &laid);
            prop_assert_eq!(all.iter().map(|p| p.words.as_str()).collect::<String>(), text.clone());
            for l in &laid {
                let on: String = all.iter().filter(|p| p.marks.iter().any(|m| m.item == l.mark.item)).map(|p| p.words.as_str()).collect();
                prop_assert_eq!(on, l.span.of(&text));
                let firsts = all.iter().flat_map(|p| &p.marks).filter(|m| m.item == l.mark.item && m.first).count();
                prop_assert_eq!(firsts, 1);
            }
        }
    }

    #[test]
    fn the_innermost_is_last_and_who_speaks_lies_above_what_is_said() {
        let text = "A said B denied it";
        let at = |words: &str| {
            let begin = text.find(words).unwrap();
            Span::new(text, begin, begin + words.len()).unwrap()
        };
        let laid = [
            Laid { span: at("B denied it"), mark: mark(1, Role::Content) },
            Laid { span: at("B"), mark: mark(2, Role::Source) },
            Laid { span: at("B denied it"), mark: mark(3, Role::Words) },
        ];
        let all = pieces(text, (0, text.len()), &laid);
        let shown: Vec<(&str, Vec<&str>)> = all.iter().map(|p| (p.words.as_str(), p.marks.iter().map(|m| m.item.as_str()).collect())).collect();
        assert_eq!(shown, [("A said ", vec![]), ("B", vec!["s1", "s3", "s2"]), (" denied it", vec!["s1", "s3"])]);
    }
}
