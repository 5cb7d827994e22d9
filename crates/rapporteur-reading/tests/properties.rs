//! Whatever the text and whatever the scores: spans slice the text, nesting has no circle, nothing panics.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use rapporteur_reading::encoder::{Cut, Encoder, Link, Piece, Relation, RoleScores, SpanScores, Tags, Window, WindowScores};
use rapporteur_reading::source::{self, Hint};
use rapporteur_record::{Document, Reading, Span, Speaker, json};
use std::ops::Range;

/// An encoder that makes its scores up from a seed: every shape of cue and role turns up sooner or later.
struct MadeUp(u64);

impl MadeUp {
    fn tags(&self, salt: u64, i: usize) -> Tags {
        let x = (self.0 ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(i as u64 * 0x2545_F491_4F6C_DD1D);
        let part = |shift: u32| ((x.rotate_left(shift) >> 40) as f32 / 16_777_216.0).powi(2) + 0.001;
        let raw = [part(7), part(23), part(41)];
        let sum: f32 = raw.iter().sum();
        raw.map(|r| (r / sum).ln())
    }
}

impl Encoder for MadeUp {
    fn cut(&self, text: &str) -> Cut {
        let mut pieces = Vec::new();
        let mut begin = None;
        for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if c.is_alphanumeric() {
                begin.get_or_insert(i);
                continue;
            }
            let word = begin.take().and_then(|b| Span::new(text, b, i));
            let mark = if c.is_whitespace() { None } else { Span::new(text, i, i + c.len_utf8()) };
            pieces.extend(word.into_iter().chain(mark).map(|span| Piece { span, id: 0, case: 0, quotation: 0, start: 0 }));
        }
        let windows = (0..pieces.len()).step_by(20).map(|b| Window { all: b..(b + 25).min(pieces.len()), core: b..(b + 20).min(pieces.len()) }).collect();
        Cut { pieces, windows }
    }

    fn score(&self, _: &Cut, window: &Window) -> WindowScores {
        let row = |salt: u64| window.all.clone().map(|i| self.tags(salt, i)).collect();
        WindowScores { outermost: row(1), nested: row(2), claims: [11, 12, 13, 14, 15].map(row), actors: row(16), vectors: vec![window.all.len() as f32] }
    }

    fn roles(&self, scores: &WindowScores, cues: &[Range<usize>]) -> Vec<RoleScores> {
        let n = scores.outermost.len();
        let one = |c: &Range<usize>| {
            let row = |salt: u64| (0..n).map(|i| self.tags(salt + 31 * c.start as u64, i)).collect();
            RoleScores { source: row(3), content: row(4), addressee: row(5), act: vec![0.1; 10], accept: 1.0 }
        };
        cues.iter().map(one).collect()
    }

    fn spans(&self, _: &WindowScores, spans: &[Range<usize>]) -> Vec<SpanScores> {
        let one = |s: &Range<usize>| {
            let labels = |salt: u64, n: usize| (0..n).map(|i| self.tags(salt, s.start * 31 + i)[0]).collect::<Vec<f32>>();
            let link = Link { ask: labels(21, 6), answer: labels(22, 6), none: labels(23, 6) };
            SpanScores {
                term_kind: labels(24, 27),
                stance: labels(25, 10),
                certainty: labels(26, 3),
                measure: labels(27, 9),
                event_kind: labels(28, 16),
                status: labels(29, 4),
                accept: 1.0,
                link,
            }
        };
        spans.iter().map(one).collect()
    }

    fn pair(&self, relation: Relation, ask: (&Link, &Range<usize>), answer: (&Link, usize)) -> f32 {
        ask.0.ask[relation as usize] + answer.0.answer[relation as usize] - ask.1.start.abs_diff(answer.1) as f32 / 50.0
    }
}

fn check_claims(text: &str, reading: &Reading) {
    let slices = |spans: &[Span]| assert!(!spans.is_empty() && spans.iter().all(|s| !s.of(text).is_empty()), "{spans:?}");
    reading.proposals.iter().for_each(|p| slices(&p.mentions));
    reading.terms.iter().for_each(|t| slices(&t.parts().0.text));
    reading.figures.iter().for_each(|t| slices(&t.parts().0.text));
    reading.events.iter().for_each(|t| slices(&t.parts().0.text));
    for (p, by) in reading.positions.iter().map(rapporteur_record::Claimed::parts) {
        slices(&p.evidence);
        assert!(reading.actor(p.holder).is_some(), "the holder is an actor of the reading");
        assert!(by.attribution().is_none_or(|a| a.0 < reading.attributions.len()), "whoever claims it is in the reading");
    }
}

fn check(document: &Document, reading: &Reading) {
    let text = &document.text;
    assert_eq!(reading.decisions.len(), reading.attributions.len());
    check_claims(text, reading);
    for (i, a) in reading.attributions.iter().enumerate() {
        assert!(!a.content.is_empty());
        for s in a.source.iter().chain(&a.cue).chain(&a.content).chain(&a.addressee) {
            assert!(text.get(s.begin()..s.end()).is_some_and(|w| w == w.trim() && !w.is_empty()), "a span slices words");
        }
        assert!(a.within.is_none_or(|p| p.0 < i), "the outer comes before the inner, so there is no circle");
        assert!((0.0..=1.0).contains(&a.confidence));
        let actors: Vec<_> = match &a.speaker {
            Speaker::Actor(ids) => ids.clone(),
            Speaker::Described(id) => vec![*id],
            Speaker::Unresolved => vec![],
        };
        assert!(actors.iter().all(|id| reading.actor(*id).is_some()), "a speaker is an actor of this reading");
    }
    let record = json::record(document, reading);
    assert_eq!(record["document"]["text"], document.text);
}

fn prose() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,8}",
        "[A-Z][a-z]{2,8}",
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("said".to_owned()),
        Just(".".to_owned()),
        Just("\n\n".to_owned()),
        Just("he".to_owned()),
        Just("the union".to_owned()),
        Just("’s".to_owned()),
        "\\PC{1,3}"
    ];
    prop::collection::vec(word, 0..150).prop_map(|w| w.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_with_any_scores_is_read(text in prose(), seed in any::<u64>()) {
        let document = Document { id: "x".into(), text, ..Document::default() };
        let reading = rapporteur_reading::read(&document, &MadeUp(seed));
        check(&document, &reading);
        prop_assert_eq!(&reading, &rapporteur_reading::read(&document, &MadeUp(seed)), "the same input gives the same reading");
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), seed in any::<u64>()) {
        for sourced in source::documents(&bytes, &Hint::named("x")).into_iter().flatten() {
            check(&sourced.document, &rapporteur_reading::read(&sourced.document, &MadeUp(seed)));
        }
    }
}
