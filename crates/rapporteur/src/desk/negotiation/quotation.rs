//! The quotations that an answer stands on, numbered in the order in which the answer comes to them.
//!
//! Decides: which passage is shown around the words. Must not know: what is claimed by them.

use super::{day, name, rounded};
use jiff::civil::Date;
use rapporteur_reading::sentence;
use rapporteur_record::gist::Imprint;
use rapporteur_record::quotation::{self, Link};
use rapporteur_record::record::{Source, Sum, Text, TextId};
use rapporteur_record::span::CodePoints;
use rapporteur_record::timeline::Thing;
use rapporteur_record::{AttributionId, Brief, Document, ItemKind, Reading, Record, Span, Voice as RecordVoice, json};
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

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

/// Which words are quoted: where they stand is in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Asked {
    Thing(Thing),
    Statement(TextId, AttributionId),
    Told(TextId, ItemKind, usize),
}

/// The quotations of an answer, in order of number. Those of a record whose texts lie on a shelf are written when they are asked for: most of a long
/// answer's never are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotations {
    asked: Vec<Asked>,
    made: Vec<OnceLock<Box<Quotation>>>,
    record: Option<Arc<Record>>,
}

impl Quotations {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.asked.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// The one of that number, kept once it was asked for.
    pub(crate) fn get(&self, number: usize) -> Option<&Quotation> {
        let at = number.checked_sub(1)?;
        let cell = self.made.get(at)?;
        if let Some(made) = cell.get() {
            return Some(made);
        }
        let made = Box::new(self.make(number, &mut Texts::default())?);
        Some(cell.get_or_init(|| made))
    }

    /// All of them; none is kept for it.
    pub(crate) fn each(&self) -> impl Iterator<Item = Quotation> {
        let mut texts = Texts::default();
        (1..=self.len()).filter_map(move |n| match self.made.get(n - 1).and_then(OnceLock::get) {
            Some(made) => Some((**made).clone()),
            None => self.make(n, &mut texts),
        })
    }

    fn make(&self, number: usize, texts: &mut Texts) -> Option<Quotation> {
        let record = self.record.as_deref()?;
        write(record.sum(), record.brief(), number, *self.asked.get(number.checked_sub(1)?)?, texts)
    }

    /// The same, of a record that stays there as long as they do.
    pub(super) fn of(self, record: &Arc<Record>) -> Quotations {
        Quotations { record: Some(record.clone()), ..self }
    }

    /// The same, all written now.
    pub(super) fn written(self, record: &Record) -> Quotations {
        let mut texts = Texts::default();
        for (i, (asked, cell)) in self.asked.iter().zip(&self.made).enumerate() {
            if let Some(made) = write(record.sum(), record.brief(), i + 1, *asked, &mut texts) {
                let _ = cell.set(Box::new(made));
            }
        }
        self
    }
}

impl PartialEq for Quotations {
    fn eq(&self, other: &Quotations) -> bool {
        self.each().eq(other.each())
    }
}

impl Serialize for Quotations {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.each())
    }
}

/// Gives numbers to quotations. Words that stand in one place and come through the same mouths are one, whatever was read from them.
pub(crate) struct Cited<'a> {
    sum: &'a Sum,
    numbers: HashMap<(TextId, Vec<Span>, Option<AttributionId>), usize>,
    known: HashMap<Asked, usize>,
    list: Vec<Asked>,
    /// The items that were looked at last: of one kind, in one text.
    last: Option<((TextId, ItemKind), Arc<Reading>)>,
}

impl<'a> Cited<'a> {
    pub(crate) fn new(sum: &'a Sum) -> Cited<'a> {
        Cited { sum, numbers: HashMap::new(), known: HashMap::new(), list: Vec::new(), last: None }
    }

    pub(crate) fn finish(self) -> Quotations {
        Quotations { made: (0..self.list.len()).map(|_| OnceLock::new()).collect(), asked: self.list, record: None }
    }

    /// The number of a claim's quotation (an index in [`Sum::claims`]).
    pub(crate) fn claim(&mut self, i: usize) -> usize {
        self.thing(Thing::Claim(i))
    }

    /// The number of the quotation of a claim, a figure or an event; 0 where the record holds no such thing.
    pub(crate) fn thing(&mut self, thing: Thing) -> usize {
        self.number(Asked::Thing(thing))
    }

    /// The number of the quotation of a statement.
    pub(crate) fn statement(&mut self, text: TextId, id: AttributionId) -> usize {
        self.number(Asked::Statement(text, id))
    }

    /// The number of the quotation of a term, or of the first mention of a proposal, in one of its texts. A mention is told by whoever's words it
    /// stands in.
    pub(crate) fn told(&mut self, text: TextId, item: (ItemKind, usize)) -> usize {
        self.number(Asked::Told(text, item.0, item.1))
    }

    fn number(&mut self, asked: Asked) -> usize {
        if let Some(number) = self.known.get(&asked) {
            return *number;
        }
        let Some(text) = text_of(self.sum, asked) else { return 0 };
        let kind = kind_of(asked);
        let reading = match self.last.take().filter(|l| l.0 == (text, kind)) {
            Some((_, reading)) => reading,
            None => match self.sum.texts.get(text.0) {
                Some(t) => t.reading_of(kind),
                None => return 0,
            },
        };
        let place = place(self.sum, asked, &reading).map(|p| (text, p.words, p.voice.attribution()));
        self.last = Some(((text, kind), reading));
        let Some(place) = place else { return 0 };
        let next = self.list.len() + 1;
        let number = *self.numbers.entry(place).or_insert(next);
        if number == next {
            self.list.push(asked);
        }
        self.known.insert(asked, number);
        number
    }
}

fn kind_of(asked: Asked) -> ItemKind {
    match asked {
        Asked::Thing(Thing::Claim(_)) => ItemKind::Position,
        Asked::Thing(Thing::Tally(_)) => ItemKind::Figure,
        Asked::Thing(Thing::Happening(_)) => ItemKind::Event,
        Asked::Statement(..) => ItemKind::Attribution,
        Asked::Told(_, kind, _) => kind,
    }
}

fn text_of(sum: &Sum, asked: Asked) -> Option<TextId> {
    match asked {
        Asked::Thing(Thing::Claim(i)) => sum.claims.get(i).map(|c| c.text),
        Asked::Thing(Thing::Tally(i)) => sum.tallies.get(i).map(|t| t.text),
        Asked::Thing(Thing::Happening(i)) => sum.happenings.get(i).map(|h| h.text),
        Asked::Statement(text, _) | Asked::Told(text, ..) => Some(text),
    }
}

/// Where words stand, and what was read from them.
struct Place {
    voice: RecordVoice,
    words: Vec<Span>,
    source: Option<Source>,
    confidence: f32,
    item: (ItemKind, usize),
}

fn place(sum: &Sum, asked: Asked, r: &Reading) -> Option<Place> {
    let own = |voice, words: &[Span], confidence, item| Place { voice, words: words.to_vec(), source: None, confidence, item };
    let of = |voice, words: &[Span], source: &Source, confidence, item| Place { voice, words: words.to_vec(), source: Some(source.clone()), confidence, item };
    Some(match asked {
        Asked::Thing(Thing::Claim(i)) => {
            let c = sum.claims.get(i)?;
            let (position, voice) = r.positions.get(c.position.0)?.parts();
            of(voice, &position.evidence, &c.source, c.confidence, (ItemKind::Position, c.position.0))
        }
        Asked::Thing(Thing::Tally(i)) => {
            let t = sum.tallies.get(i)?;
            of(r.figures.get(t.figure.0)?.parts().1, &t.words, &t.source, t.confidence, (ItemKind::Figure, t.figure.0))
        }
        Asked::Thing(Thing::Happening(i)) => {
            let h = sum.happenings.get(i)?;
            of(r.events.get(h.event.0)?.parts().1, &h.words, &h.source, h.confidence, (ItemKind::Event, h.event.0))
        }
        Asked::Statement(_, id) => {
            let a = r.attributions.get(id.0)?;
            own(RecordVoice::Attribution(id), &a.content, a.confidence, (ItemKind::Attribution, id.0))
        }
        Asked::Told(_, ItemKind::Term, i) => {
            let (term, voice) = r.terms.get(i)?.parts();
            own(voice, &term.text, term.confidence, (ItemKind::Term, i))
        }
        Asked::Told(_, ItemKind::Proposal, i) => {
            let p = r.proposals.get(i)?;
            own(around(r, p.mentions.first()), p.mentions.get(..1).unwrap_or_default(), p.confidence, (ItemKind::Proposal, i))
        }
        Asked::Told(..) => return None,
    })
}

/// The text that was last quoted, with its sentences: quotations of one text mostly follow one another.
#[derive(Default)]
struct Texts(Option<(TextId, Arc<Document>, Vec<Span>, CodePoints)>);

fn write(sum: &Sum, brief: &Brief, number: usize, asked: Asked, texts: &mut Texts) -> Option<Quotation> {
    let id = text_of(sum, asked)?;
    let text = sum.texts.get(id.0)?;
    let q = place(sum, asked, &text.reading_of(kind_of(asked)))?;
    let last = texts.0.take().filter(|t| t.0 == id);
    let (_, document, sentences, points) = texts.0.insert(last.unwrap_or_else(|| {
        let document = text.whole();
        let (sentences, points) = (sentence::split(&document.text), CodePoints::of(&document.text));
        (id, document, sentences, points)
    }));
    let (begin, end) = (q.words.first().map_or(0, |s| s.begin()), q.words.last().map_or(0, |s| s.end()));
    let reliable = |o: &String| brief.outlets.iter().find(|k| brief.same_outlet(&k.name, o)).and_then(|k| k.reliability.clone());
    Some(Quotation {
        number,
        document: document.id.clone(),
        title: document.title.clone(),
        outlet: document.outlet.clone(),
        reliability: document.outlet.as_ref().and_then(reliable),
        published: document.published,
        url: document.url.clone(),
        chain: quotation::chain(sum, id, q.voice).iter().map(|l| voice(sum, document, l)).collect(),
        passage: passage(&document.text, sentences, &q.words),
        begin: points.before(&document.text, begin),
        end: points.before(&document.text, end),
        taken_from: taken_from(sum, id, &q.source.unwrap_or(Source::Origin(text.origin))),
        confidence: rounded(q.confidence),
        item: self::id(q.item),
        status: status(text, q.item),
    })
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
        Source::Origin(o) => sum.origins.get(o.0).map(|o| o.first).filter(|first| *first != text).map(|first| hand(&sum.texts[first.0].document)),
    }
}

/// What people call a text that others took theirs from: its outlet and day; its id, which may be a path, only where it has none.
fn hand(document: &Imprint) -> String {
    let day = document.published.map(|d| format!(", {d}")).unwrap_or_default();
    document.outlet.as_ref().map_or_else(|| document.id.clone(), |outlet| format!("{outlet}{day}"))
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
