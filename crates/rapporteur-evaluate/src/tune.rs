//! Sweeps of the constants.
//!
//! Decides: which values are tried, and what they are tuned to. Must not know: how a figure is worked out.

use crate::corpora::{self, Gold};
use crate::table::{Figures, Room, ours, polnear};
use rapporteur_encoder::Weights;
use rapporteur_reading::encoder::{Cut, Encoder, Link, Relation, RoleScores, SpanScores, Window, WindowScores};
use rapporteur_reading::{BOUNDS, Bounds};
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

/// An encoder that remembers what it was asked: the constants can be swept without scoring a text twice.
struct Remembering<'a> {
    weights: &'a Weights,
    windows: Mutex<HashMap<Key, WindowScores>>,
    roles: Mutex<HashMap<(Key, Range<usize>), RoleScores>>,
    spans: Mutex<HashMap<(Key, Range<usize>), SpanScores>>,
}

/// A window, by its own pieces.
type Key = Vec<u32>;

fn key_of(vectors: &[f32]) -> Key {
    vectors.iter().step_by(97).map(|x| x.to_bits()).collect()
}

impl Encoder for Remembering<'_> {
    fn cut(&self, text: &str) -> Cut {
        self.weights.cut(text)
    }

    fn score(&self, cut: &Cut, window: &Window) -> WindowScores {
        let key: Key = cut.pieces[window.all.clone()].iter().flat_map(|p| [p.id, u32::from(p.case), u32::from(p.quotation)]).collect();
        let known = self.windows.lock().ok().and_then(|w| w.get(&key).cloned());
        known.unwrap_or_else(|| {
            let scores = self.weights.score(cut, window);
            if let Ok(mut w) = self.windows.lock() {
                w.insert(key, scores.clone());
            }
            scores
        })
    }

    fn roles(&self, scores: &WindowScores, cues: &[Range<usize>]) -> Vec<RoleScores> {
        let key = key_of(&scores.vectors);
        let Ok(mut known) = self.roles.lock() else { return self.weights.roles(scores, cues) };
        let new: Vec<Range<usize>> = cues.iter().filter(|c| !known.contains_key(&(key.clone(), (*c).clone()))).cloned().collect();
        for (cue, role) in new.iter().zip(self.weights.roles(scores, &new)) {
            known.insert((key.clone(), cue.clone()), role);
        }
        cues.iter().map(|c| known.get(&(key.clone(), c.clone())).cloned().unwrap_or_default()).collect()
    }

    fn spans(&self, scores: &WindowScores, spans: &[Range<usize>]) -> Vec<SpanScores> {
        let key = key_of(&scores.vectors);
        let Ok(mut known) = self.spans.lock() else { return self.weights.spans(scores, spans) };
        let new: Vec<Range<usize>> = spans.iter().filter(|c| !known.contains_key(&(key.clone(), (*c).clone()))).cloned().collect();
        for (span, scored) in new.iter().zip(self.weights.spans(scores, &new)) {
            known.insert((key.clone(), span.clone()), scored);
        }
        spans.iter().map(|c| known.get(&(key.clone(), c.clone())).cloned().unwrap_or_default()).collect()
    }

    fn pair(&self, relation: Relation, ask: (&Link, &Range<usize>), answer: (&Link, usize)) -> f32 {
        self.weights.pair(relation, ask, answer)
    }
}

type Step = (&'static str, &'static [f32], fn(&mut Bounds, f32));

/// The constants of attributions.
const ATTRIBUTIONS: [Step; 8] = [
    ("cue.keep", &[0.3, 0.35, 0.4, 0.5, 0.55], |b, v| b.cue.keep = v),
    ("cue.keep_nested", &[0.2, 0.25, 0.3, 0.4, 0.5], |b, v| b.cue.keep_nested = v),
    ("content.keep", &[0.5, 0.55, 0.65, 0.7], |b, v| b.content.keep = v),
    ("begin.source", &[1.0, 1.5, 2.5, 3.0, 4.0], |b, v| b.content.begin[0] = v),
    ("begin.content", &[-4.0, -3.0, -2.5, -1.5, -1.0], |b, v| b.content.begin[1] = v),
    ("cue.extent", &[0.1, 0.15, 0.3], |b, v| b.cue.extent = v),
    ("chain.outermost", &[0.05, 0.1, 0.3, 0.4, 0.5], |b, v| b.chain.outermost = v),
    ("begin.addressee", &[-0.5, 0.5], |b, v| b.content.begin[2] = v),
];

/// The constants of claims.
const CLAIMS: [Step; 15] = [
    ("kind", &[1.0, 3.0, 4.0], |b, v| b.claim.kind = v),
    ("content", &[0.3, 0.5, 0.6, 1.1], |b, v| b.claim.content = v),
    ("proposal.keep", &[0.3, 0.5, 0.6], |b, v| b.claim.keep[0] = v),
    ("same", &[0.0, 2.0], |b, v| b.claim.same = v),
    ("term.keep", &[0.3, 0.4, 0.5, 0.7], |b, v| b.claim.keep[1] = v),
    ("term.begin", &[0.0, 3.0], |b, v| b.claim.begin[1] = v),
    ("evidence.keep", &[0.2, 0.4, 0.5], |b, v| b.claim.keep[2] = v),
    ("evidence.begin", &[0.0, 2.0], |b, v| b.claim.begin[2] = v),
    ("stance", &[0.0, 0.6, 2.0], |b, v| b.claim.stance = v),
    ("also", &[0.35, 1.1], |b, v| b.claim.also = v),
    ("process", &[0.0, 0.3, 1.0], |b, v| b.claim.process = v),
    ("position", &[0.4, 0.5, 0.55, 0.6, 0.65], |b, v| b.claim.position = v),
    ("figure.keep", &[0.2, 0.3, 0.4, 0.6, 0.7], |b, v| b.claim.keep[3] = v),
    ("figure.begin", &[-1.5, 1.5, 3.0], |b, v| b.claim.begin[3] = v),
    ("event.keep", &[0.3, 0.5, 0.6], |b, v| b.claim.keep[4] = v),
];

/// What the constants are tuned to, and what to print of it.
type Goal = fn(&Texts<'_>, Bounds) -> Result<f64, String>;

/// The texts that are read again for every value.
struct Texts<'a> {
    encoder: Remembering<'a>,
    shared: &'a Path,
    room: &'a Path,
    real: Vec<Gold>,
    original: Vec<Gold>,
}

/// Sweeps the constants one after the other on dev and prints what each value gives. `what`: attributions or claims.
pub(crate) fn run(weights: &Weights, shared: &Path, what: &str) -> Result<ExitCode, String> {
    let room = Room::new()?;
    let encoder = Remembering { weights, windows: Mutex::default(), roles: Mutex::default(), spans: Mutex::default() };
    let (real, original) = (corpora::ours(shared, "dev", "real", &room.0)?, corpora::ours(shared, "dev", "original", &room.0)?);
    let texts = Texts { encoder, shared, room: &room.0, real, original };
    let (steps, goal): (&[Step], Goal) = if what == "claims" { (&CLAIMS, claims) } else { (&ATTRIBUTIONS, attributions) };
    let mut best = BOUNDS;
    let mut top = goal(&texts, best)?;
    for (name, values, set) in steps {
        for value in *values {
            let mut tried = best;
            set(&mut tried, *value);
            let reached = goal(&texts, tried)?;
            println!("{name} = {value}: {reached:.4} (best {top:.4})");
            if reached > top {
                (best, top) = (tried, reached);
            }
        }
    }
    println!("{best:?}: {top:.4}");
    Ok(ExitCode::SUCCESS)
}

/// The figures on both parts of our dev texts.
fn both(texts: &Texts<'_>, bounds: Bounds) -> Result<Figures, String> {
    let mut f = Figures::new();
    ours(&texts.encoder, texts.shared, texts.room, "real", &texts.real, bounds, &mut f)?;
    ours(&texts.encoder, texts.shared, texts.room, "original", &texts.original, bounds, &mut f)?;
    Ok(f)
}

/// Prints some figures, and adds them up by weight.
fn weighed(f: &Figures, weights: &[(&str, f64)]) -> f64 {
    let of = |name: &str| f.get(name).copied().unwrap_or(0.0);
    let shown: Vec<String> = weights.iter().map(|(name, _)| format!("{name} {:.3}", of(name))).collect();
    println!("   {}", shown.join(" "));
    weights.iter().map(|(name, weight)| weight * of(name)).sum()
}

fn attributions(texts: &Texts<'_>, bounds: Bounds) -> Result<f64, String> {
    let mut f = both(texts, bounds)?;
    polnear(&texts.encoder, texts.shared, texts.room, bounds, &mut f)?;
    Ok(weighed(
        &f,
        &[
            ("polnear.attribution", 2.0),
            ("polnear.direct_recall", 0.2),
            ("real.attribution", 1.0),
            ("real.nested", 0.5),
            ("original.attribution", 0.5),
            ("original.nested", 0.25),
        ],
    ))
}

fn claims(texts: &Texts<'_>, bounds: Bounds) -> Result<f64, String> {
    let each = [
        ("proposal_mention", 1.0),
        ("proposal_link", 1.0),
        ("term", 1.0),
        ("position", 2.0),
        ("position_strict", 1.0),
        ("figure", 1.0),
        ("event", 1.0),
        ("conflict", 0.5),
    ];
    let names: Vec<(String, f64)> = ["real", "original"].iter().flat_map(|g| each.iter().map(move |(n, w)| (format!("{g}.{n}"), *w))).collect();
    Ok(weighed(&both(texts, bounds)?, &names.iter().map(|(n, w)| (n.as_str(), *w)).collect::<Vec<_>>()))
}
