//! The quotations that an answer stands on, numbered in the order in which the answer comes to them.
//!
//! Decides: which passage is shown around the words. Must not know: what is claimed by them.

use super::{day, name, rounded};
use jiff::civil::Date;
use rapporteur_reading::sentence;
use rapporteur_record::quotation::{self, Link};
use rapporteur_record::record::{Source, Sum, Text, TextId};
use rapporteur_record::span::CodePoints;
use rapporteur_record::timeline::Thing;
use rapporteur_record::{AttributionId, Brief, Document, ItemKind, Reading, Span, Voice as RecordVoice, json};
use serde::Serialize;
use std::collections::BTreeMap;

/// On each side of the words, no more of their sentence is shown than this many bytes.
const AROUND: usize = 220;

/// Words of a text, where they stand, through whom they are known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Quotation {
    /// Its number in the answer, from 1.
    pub number: usize,
    /// The document's id.
    pub document: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// How reliable the user holds that outlet to be; shown, never used to decide.
    pub reliability: Option<String>,
    /// When.
    #[serde(serialize_with = "day")]
    pub published: Option<Date>,
    /// Where.
    pub url: Option<String>,
    /// Who is quoted, from the outermost mouth down; empty where the text speaks in its own voice.
    pub chain: Vec<Voice>,
    /// The sentence, in pieces.
    pub passage: Vec<Piece>,
    /// Code points of the text before the first of the words, and before what follows the last.
    pub begin: usize,
    /// As above.
    pub end: usize,
    /// From whose hand it comes, where that is not this text's: a document's id, or the name of an outlet that is not in the record.
    pub taken_from: Option<String>,
    /// How sure the reader is, 0..1.
    pub confidence: f64,
    /// The item of the document that was read from these words, by its id there.
    pub item: String,
    /// What people made of that item: `machine` (nobody looked), `accepted`, `corrected`, `rejected`.
    pub status: &'static str,
}

/// Somebody who is quoted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Voice {
    /// The actor's name, else the words of the text; `None` where nobody is named.
    pub name: Option<String>,
    /// On whose behalf.
    pub acts_for: Option<String>,
    /// The words that attribute.
    pub cue: String,
}

/// Some words of a passage, and whether they are those that the claim was read from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Piece {
    pub words: String,
    pub claim: bool,
}

type Key = (TextId, Vec<Span>, Option<AttributionId>);

/// Gives numbers to quotations.
pub(crate) struct Cited<'a> {
    sum: &'a Sum,
    brief: &'a Brief,
    numbers: BTreeMap<Key, usize>,
    list: Vec<Quotation>,
    texts: BTreeMap<TextId, (Vec<Span>, CodePoints)>,
}

impl<'a> Cited<'a> {
    pub(crate) fn new(sum: &'a Sum, brief: &'a Brief) -> Cited<'a> {
        Cited { sum, brief, numbers: BTreeMap::new(), list: Vec::new(), texts: BTreeMap::new() }
    }

    pub(crate) fn finish(self) -> Vec<Quotation> {
        self.list
    }

    /// The number of a claim's quotation (an index in [`Sum::claims`]).
    pub(crate) fn claim(&mut self, i: usize) -> usize {
        self.thing(Thing::Claim(i))
    }

    /// The number of the quotation of a claim, a figure or an event; 0 where the record holds no such thing.
    pub(crate) fn thing(&mut self, thing: Thing) -> usize {
        let sum = self.sum;
        let Some(q) = quotation::of(sum, thing) else { return 0 };
        let item = match thing {
            Thing::Claim(i) => sum.claims.get(i).map(|c| (ItemKind::Position, c.position.0)),
            Thing::Tally(i) => sum.tallies.get(i).map(|t| (ItemKind::Figure, t.figure.0)),
            Thing::Happening(i) => sum.happenings.get(i).map(|h| (ItemKind::Event, h.event.0)),
        };
        item.map_or(0, |item| self.place(&q, item))
    }

    /// The number of the quotation of a statement.
    pub(crate) fn statement(&mut self, text: TextId, id: AttributionId) -> usize {
        let sum = self.sum;
        let Some(t) = sum.texts.get(text.0) else { return 0 };
        let reading = t.reading();
        let Some(a) = reading.attributions.get(id.0) else { return 0 };
        let source = Source::Origin(t.origin);
        let q = quotation::Quotation { text, voice: RecordVoice::Attribution(id), words: a.content.clone(), source: &source, confidence: a.confidence };
        self.place(&q, (ItemKind::Attribution, id.0))
    }

    /// The number of the quotation of a term, or of the first mention of a proposal, in one of its texts. A mention is told by whoever's words it
    /// stands in.
    pub(crate) fn told(&mut self, text: TextId, item: (ItemKind, usize)) -> usize {
        let sum = self.sum;
        let Some(t) = sum.texts.get(text.0) else { return 0 };
        let source = Source::Origin(t.origin);
        let reading = t.reading();
        let (voice, words, confidence) = match item.0 {
            ItemKind::Term => match reading.terms.get(item.1) {
                Some(c) => (c.parts().1, c.parts().0.text.clone(), c.parts().0.confidence),
                None => return 0,
            },
            ItemKind::Proposal => match reading.proposals.get(item.1) {
                Some(p) => (around(&reading, p.mentions.first()), p.mentions.get(..1).unwrap_or_default().to_vec(), p.confidence),
                None => return 0,
            },
            _ => return 0,
        };
        self.place(&quotation::Quotation { text, voice, words, source: &source, confidence }, item)
    }

    fn place(&mut self, q: &quotation::Quotation, item: (ItemKind, usize)) -> usize {
        let sum = self.sum;
        let Some(text) = sum.texts.get(q.text.0) else { return 0 };
        let key = (q.text, q.words.to_vec(), q.voice.attribution());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.list.len() + 1;
        let document = text.whole();
        let (sentences, points) = self.texts.entry(q.text).or_insert_with(|| (sentence::split(&document.text), CodePoints::of(&document.text)));
        let (begin, end) = (q.words.first().map_or(0, |s| s.begin()), q.words.last().map_or(0, |s| s.end()));
        let reliable = |o: &String| self.brief.outlets.iter().find(|k| self.brief.same_outlet(&k.name, o)).and_then(|k| k.reliability.clone());
        self.list.push(Quotation {
            number,
            document: document.id.clone(),
            title: document.title.clone(),
            outlet: document.outlet.clone(),
            reliability: document.outlet.as_ref().and_then(reliable),
            published: document.published,
            url: document.url.clone(),
            chain: quotation::chain(sum, q.text, q.voice).iter().map(|l| voice(sum, &document, l)).collect(),
            passage: passage(&document.text, sentences, &q.words),
            begin: points.before(&document.text, begin),
            end: points.before(&document.text, end),
            taken_from: taken_from(sum, q.text, q.source),
            confidence: rounded(q.confidence),
            item: id(item),
            status: status(text, item),
        });
        self.numbers.insert(key, number);
        number
    }
}

/// The innermost statement whose words hold a mention; else the text's own voice.
fn around(reading: &Reading, mention: Option<&Span>) -> RecordVoice {
    let Some(mention) = mention else { return RecordVoice::Document };
    let holds = |a: &&(usize, &rapporteur_record::Attribution)| a.1.content.iter().any(|s| s.contains(*mention));
    let all: Vec<(usize, &rapporteur_record::Attribution)> = reading.attributions.iter().enumerate().collect();
    let length = |a: &rapporteur_record::Attribution| a.content.iter().map(|s| s.end() - s.begin()).sum::<usize>();
    let found = all.iter().filter(holds).min_by_key(|a| (length(a.1), a.0));
    found.map_or(RecordVoice::Document, |a| RecordVoice::Attribution(AttributionId(a.0)))
}

fn id((kind, i): (ItemKind, usize)) -> String {
    use rapporteur_record::{EventId, FigureId, PositionId, ProposalId, TermId};
    match kind {
        ItemKind::Actor => json::actor_id(rapporteur_record::ActorId(i)),
        ItemKind::Attribution => json::attribution_id(AttributionId(i)),
        ItemKind::Proposal => json::proposal_id(ProposalId(i)),
        ItemKind::Term => json::term_id(TermId(i)),
        ItemKind::Position => json::position_id(PositionId(i)),
        ItemKind::Figure => json::figure_id(FigureId(i)),
        ItemKind::Event => json::event_id(EventId(i)),
    }
}

/// What people made of an item of a text.
fn status(text: &Text, item: (ItemKind, usize)) -> &'static str {
    match text.standing.get(&item) {
        Some(s) if s.rejected => "rejected",
        Some(s) if s.corrected => "corrected",
        Some(s) if s.accepted => "accepted",
        _ => "machine",
    }
}

fn voice(sum: &Sum, document: &Document, link: &Link) -> Voice {
    let words = |spans: &[Span]| spans.iter().map(|s| one_line(s.of(&document.text))).collect::<Vec<_>>().join(" … ");
    let source = Some(words(&link.source)).filter(|w| !w.is_empty());
    let acts_for = link.party.and_then(|p| sum.parties[p.0].acts_for).map(|p| name(sum, p));
    Voice { name: link.party.map(|p| name(sum, p)).or(source), acts_for, cue: words(&link.cue) }
}

fn taken_from(sum: &Sum, text: TextId, source: &Source) -> Option<String> {
    match source {
        Source::Outlet(name) => Some(name.to_string()),
        Source::Origin(o) => sum.origins.get(o.0).map(|o| o.first).filter(|first| *first != text).map(|first| sum.texts[first.0].document.id.clone()),
    }
}

/// The sentences that hold the words, the words marked; what is far from them is left out.
fn passage(text: &str, sentences: &[Span], words: &[Span]) -> Vec<Piece> {
    let Some((first, last)) = words.first().zip(words.last()) else { return Vec::new() };
    let hull = first.hull(*last);
    let whole = sentences.iter().filter(|s| s.overlaps(hull)).fold(hull, |h, s| h.hull(*s));
    let (begin, end) = (near(text, whole.begin(), hull.begin()), far(text, hull.end(), whole.end()));
    let cut = |cut: bool, mark: &'static str| if cut { mark } else { "" };
    let mut out = vec![Piece { words: format!("{}{}", cut(begin > whole.begin(), "… "), flat(&text[begin..hull.begin()])), claim: false }];
    for (i, w) in words.iter().enumerate() {
        if let Some(before) = i.checked_sub(1).and_then(|b| words.get(b)) {
            out.push(Piece { words: flat(text.get(before.end()..w.begin()).unwrap_or("")), claim: false });
        }
        out.push(Piece { words: flat(w.of(text)), claim: true });
    }
    out.push(Piece { words: format!("{}{}", flat(&text[hull.end()..end]), cut(end < whole.end(), " …")), claim: false });
    out.retain(|p| !p.words.is_empty());
    out
}

/// Where to begin, so that not much more than [`AROUND`] bytes come before `to`: at the beginning of a word.
fn near(text: &str, from: usize, to: usize) -> usize {
    if to - from <= AROUND {
        return from;
    }
    let start = (to - AROUND..to).find(|i| text.is_char_boundary(*i)).unwrap_or(to);
    text[start..to].find(' ').map_or(start, |n| start + n + 1)
}

/// Where to end, as [`near`].
fn far(text: &str, from: usize, to: usize) -> usize {
    if to - from <= AROUND {
        return to;
    }
    let stop = (from..=from + AROUND).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(from);
    text[from..stop].rfind(' ').map_or(stop, |n| from + n)
}

/// White space as single spaces.
fn flat(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if !c.is_whitespace() => out.push(c),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    out
}

fn one_line(text: &str) -> String {
    flat(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str, expected: &str) {
        let begin = text.find(words).unwrap();
        let words = [Span::new(text, begin, begin + words.len()).unwrap()];
        let shown: Vec<String> =
            passage(text, &sentence::split(text), &words).iter().map(|p| if p.claim { format!("[{}]", p.words) } else { p.words.clone() }).collect();
        assert_eq!(shown.concat(), expected);
    }

    #[test]
    fn the_words_stand_in_their_sentence() {
        check("One. The “union” said\n no to it. Two.", "said\n no", "The “union” [said no] to it.");
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let far = "wörd ".repeat(100);
        let text = format!("{far}HERE {far}");
        let begin = far.len();
        let shown = passage(&text, &[Span::new(&text, 0, text.len()).unwrap()], &[Span::new(&text, begin, begin + 4).unwrap()]);
        assert!(shown[0].words.starts_with("… wörd ") && shown[2].words.ends_with("wörd …") && shown[1].words == "HERE", "{shown:?}");
        assert!(shown.iter().map(|p| p.words.len()).sum::<usize>() < 3 * AROUND);
    }
}
