//! A reader by surface signs, in place of the real one until the weights come in. It is no measure of anything.

use rapporteur_reading::encoder::{Cut, Encoder, RoleScores, Window, WindowScores};
use rapporteur_reading::{quote, sentence, time};
use rapporteur_record::{
    Actor, ActorId, ActorKind, Attribution, AttributionId, Decision, Document, Note, NoteKind, QuoteType, Reading, Span, Speaker, SpeechAct, Time,
};
use std::ops::Range;

pub(super) struct NoWeights;

impl Encoder for NoWeights {
    fn cut(&self, _: &str) -> Cut {
        Cut::default()
    }
    fn score(&self, _: &Cut, _: &Window) -> WindowScores {
        WindowScores::default()
    }
    fn roles(&self, _: &WindowScores, cues: &[Range<usize>]) -> Vec<RoleScores> {
        vec![RoleScores::default(); cues.len()]
    }
}

const CUES: [&str; 9] = ["said", "had told", "told", "denied", "had promised", "According to", "expected", "demanded", "proposed"];
const LONGEST: usize = 1 << 20;

struct Seen<'a> {
    text: &'a str,
    quotes: Vec<quote::Quote>,
    sentences: Vec<Span>,
    times: Vec<Time>,
    reading: Reading,
}

pub(super) fn read(document: &Document, _: &dyn Encoder) -> Reading {
    let text = &document.text;
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let part = text.get(..end).unwrap_or("");
    let sentences = sentence::split(part);
    let mut seen =
        Seen { text: part, quotes: quote::find(part), sentences: sentences.clone(), times: time::find(part, document.published), reading: Reading::default() };
    seen.reading.headings = sentence::headings(part);
    if end < text.len() {
        let message = format!("only the first {LONGEST} bytes were read");
        seen.reading.notes.push(Note { kind: NoteKind::TooLong, message, span: Span::new(text, end, text.len()) });
    }
    for q in seen.quotes.iter().filter(|q| !q.closed) {
        seen.reading.notes.push(Note { kind: NoteKind::UnbalancedQuote, message: "a quotation mark has no partner".into(), span: Some(q.span) });
    }
    for sentence in sentences {
        seen.look(sentence, None);
    }
    seen.reading
}

impl Seen<'_> {
    fn look(&mut self, place: Span, within: Option<AttributionId>) {
        let text = self.text;
        let words = place.of(text);
        let quoted = |at: usize| within.is_none() && self.quotes.iter().any(|q| q.span.begin() <= at && at < q.span.end());
        let found = CUES.iter().filter_map(|c| find_word(words, c, |i| !quoted(place.begin() + i)).map(|i| (i, *c))).min_by_key(|(i, c)| (*i, c.len()));
        let Some((at, cue)) = found else { return };
        let (from, to) = (place.begin() + at, place.begin() + at + cue.len());
        let (before, after) = (words.get(..at).unwrap_or(""), words.get(at + cue.len()..).unwrap_or(""));
        let trimmed = |b: usize, e: usize| {
            let s = Span::trimmed(text, b, e)?;
            let w = s.of(text).trim_end_matches(['.', ',', ' ']).trim_start_matches([',', ' ']);
            let b = s.begin() + s.of(text).find(w)?;
            Span::trimmed(text, b, b + w.len())
        };
        let comma = after.find(", ").map(|i| to + i);
        let (source, content) = if cue == "According to" {
            (comma.and_then(|c| trimmed(to, c)), comma.and_then(|c| trimmed(c + 1, place.end())))
        } else if before.trim_end().ends_with([',', '"', '”']) || (after.len() < 30 && before.len() > after.len()) {
            let source = if after.trim().len() > 2 {
                trimmed(to, comma.unwrap_or(place.end()))
            } else {
                before.trim_end().rfind(", ").and_then(|i| trimmed(place.begin() + i + 1, from))
            };
            let end = source.filter(|s| s.begin() < from).map_or(from, |s| s.begin());
            (source, trimmed(place.begin(), end))
        } else {
            (trimmed(place.begin(), from), trimmed(to, place.end()))
        };
        if let (Some(content), Some(cue)) = (content, Span::new(text, from, to)) {
            self.add(source, cue, content, within);
        }
    }

    fn add(&mut self, source: Option<Span>, cue: Span, content: Span, within: Option<AttributionId>) {
        let text = self.text;
        let words = source.map_or("", |s| s.of(text));
        let name = words.split(", ").next().unwrap_or("").to_owned();
        let speaker = match words.split(' ').next().unwrap_or("") {
            "" | "She" | "she" | "he" => Speaker::Unresolved,
            first if first.starts_with(char::is_uppercase) => Speaker::Actor(vec![self.actor(name, ActorKind::Person)]),
            _ => Speaker::Described(self.actor(name, ActorKind::Anonymous)),
        };
        let around = within.and_then(|id| self.reading.attributions.get(id.0)).map(|a| a.content.clone());
        let roles = time::Roles { source: source.as_slice(), cue: &[cue], content: &[content], within: around.as_deref() };
        let said = time::of_statement(text, &self.times, &self.sentences, roles);
        let quote_type = quote::quote_type(text, &self.quotes, &[content], around.as_deref());
        let id = AttributionId(self.reading.attributions.len());
        let denied = cue.of(text) == "denied";
        let mut decisions =
            vec![Decision { rule: "CU00", summary: "a word of the stand-in's list", place: (file!(), line!()), words: Some(cue), score: Some(0.9) }];
        decisions.extend(said.iter().flat_map(|t| time::decisions(text, t)));
        self.reading.decisions.push(decisions);
        self.reading.attributions.push(Attribution {
            source: source.into_iter().collect(),
            cue: vec![cue],
            content: vec![content],
            addressee: vec![],
            speaker,
            quote_type,
            speech_act: if denied { SpeechAct::Denies } else { SpeechAct::Asserts },
            within,
            time: said,
            confidence: if words.is_empty() { 0.4 } else { 0.9 },
        });
        if quote_type != QuoteType::Direct {
            self.look(content, Some(id));
        }
    }

    fn actor(&mut self, name: String, kind: ActorKind) -> ActorId {
        if let Some(i) = self.reading.actors.iter().position(|a| a.name == name) {
            return ActorId(i);
        }
        self.reading.actors.push(Actor { names: vec![name.clone()], name, kind, acts_for: None, role: None, mentions: vec![], wikidata: None });
        ActorId(self.reading.actors.len() - 1)
    }
}

fn find_word(words: &str, cue: &str, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    words
        .match_indices(cue)
        .map(|(i, _)| i)
        .find(|i| fits(*i) && edge(words.get(..*i).and_then(|w| w.chars().next_back())) && edge(words.get(i + cue.len()..).and_then(|w| w.chars().next())))
}
