//! The quality table: every figure on dev beside the committed one.
//!
//! Decides: the rows, their tolerance, and what counts as a fall. Must not know: how a figure is worked out.

use crate::corpora::{self, Gold};
use crate::{coreference, referee};
use rapporteur_encoder::Weights;
use rapporteur_reading::encoder::{Cut, Encoder, RoleScores, Window, WindowScores};
use rapporteur_reading::{BOUNDS, Bounds};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

const COMMITTED: &str = "quality.toml";

/// A figure may fall this much before the check fails: what int8 on another processor and small edits may cost.
const TOLERANCE: f64 = 0.01;
/// The seed is one article: a single attribution moves it by three points.
const SEED_TOLERANCE: f64 = 0.07;

/// Figures by name, 0..1; all are better when higher, but for names that end in `unresolved`.
type Figures = BTreeMap<String, f64>;

/// A folder that goes when this does.
struct Room(PathBuf);

impl Room {
    fn new() -> Result<Room, String> {
        let path = std::env::temp_dir().join(format!("rapporteur-evaluate-{}", std::process::id()));
        fs::create_dir_all(&path).map_err(|e| format!("cannot make {}: {e}", path.display()))?;
        Ok(Room(path))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Measures every figure, prints it beside the committed one, and fails where one fell too far.
pub(crate) fn run(weights: &Weights, shared: &Path, update: bool) -> Result<ExitCode, String> {
    let room = Room::new()?;
    let now = measure(weights, shared, &room.0)?;
    let before = committed()?;
    let mut fallen = 0;
    println!("{:<34} {:>9} {:>9} {:>8}", "figure (dev)", "committed", "now", "change");
    for (name, value) in &now {
        let old = before.get(name).copied();
        let change = old.map_or(0.0, |o| value - o);
        let worse = if name.ends_with("unresolved") { change } else { -change };
        let tolerance = if name.starts_with("seed") { SEED_TOLERANCE } else { TOLERANCE };
        let mark = if worse > tolerance { " <- fell" } else { "" };
        fallen += usize::from(worse > tolerance);
        println!("{name:<34} {:>9} {value:>9.4} {change:>+8.4}{mark}", old.map_or("-".to_owned(), |o| format!("{o:.4}")));
    }
    for name in before.keys().filter(|n| !now.contains_key(*n)) {
        println!("{name:<34} committed, but not measured now");
        fallen += 1;
    }
    if update {
        write(&now)?;
        println!("written to {COMMITTED}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} figures, {fallen} fell more than their tolerance", now.len());
    Ok(ExitCode::from(u8::from(fallen > 0)))
}

fn committed() -> Result<Figures, String> {
    let Ok(raw) = fs::read_to_string(COMMITTED) else { return Ok(Figures::new()) };
    let table: toml::Table = raw.parse().map_err(|e| format!("{COMMITTED}: {e}"))?;
    let mut out = Figures::new();
    for (group, rows) in &table {
        for (name, value) in rows.as_table().into_iter().flatten() {
            out.extend(value.as_float().map(|v| (format!("{group}.{name}"), v)));
        }
    }
    Ok(out)
}

fn write(figures: &Figures) -> Result<(), String> {
    let mut out = String::from(
        "# The quality of the reader on dev, as last committed. Made by `rapporteur-evaluate table --update`; read the change before you commit it.\n\
         # polnear: attribution_score.py after outermost.py. real, original: record_score.py on our corpus' dev part. gum: B-cubed. seed: smoke check.\n\
         # Made with int8 arithmetic on an x86-64 processor with AVX-512 VNNI.\n",
    );
    let mut group = "";
    for (name, value) in figures {
        let (head, rest) = name.split_once('.').unwrap_or(("", name));
        if head != group {
            out += &format!("\n[{head}]\n");
            group = head;
        }
        out += &format!("{rest} = {value:.4}\n");
    }
    fs::write(COMMITTED, out).map_err(|e| format!("cannot write {COMMITTED}: {e}"))
}

fn measure(weights: &Weights, shared: &Path, room: &Path) -> Result<Figures, String> {
    let mut out = Figures::new();
    polnear(weights, shared, room, BOUNDS, &mut out)?;
    for origin in ["real", "original"] {
        let gold = corpora::ours(shared, "dev", origin, room)?;
        ours(weights, shared, room, origin, &gold, BOUNDS, &mut out)?;
    }
    let seed = corpora::records(&[shared.join("seed/record.json")])?;
    ours(weights, shared, room, "seed", &seed, BOUNDS, &mut out)?;
    let (p, r, f) = coreference::b_cubed(weights, shared, BOUNDS)?;
    out.extend([("gum.b_cubed_precision".to_owned(), p), ("gum.b_cubed_recall".to_owned(), r), ("gum.b_cubed".to_owned(), f)]);
    Ok(out)
}

fn polnear(encoder: &dyn Encoder, shared: &Path, room: &Path, bounds: Bounds, out: &mut Figures) -> Result<(), String> {
    let gold = corpora::lines(&shared.join("data/polnear/dev.jsonl"))?;
    let scored = referee::attributions(encoder, &gold, shared, room, bounds)?;
    let mut put = |name: &str, v: &Value| out.extend(v.as_f64().map(|x| (format!("polnear.{name}"), x)));
    let all = &scored["all"];
    for name in ["attribution", "cue.overlap", "source.overlap", "content.exact", "content.soft", "speaker"] {
        put(&name.replace('.', "_"), &all[name]["f1"]);
    }
    put("attribution_precision", &all["attribution"]["precision"]);
    put("attribution_recall", &all["attribution"]["recall"]);
    for kind in ["direct", "indirect", "mixed"] {
        put(&format!("{kind}_recall"), &scored["by_type"][kind]["attribution"]["recall"]);
    }
    Ok(())
}

fn ours(encoder: &dyn Encoder, shared: &Path, room: &Path, group: &str, gold: &[Gold], bounds: Bounds, out: &mut Figures) -> Result<(), String> {
    let scored = referee::records(encoder, gold, shared, room, bounds)?;
    let mut put = |name: &str, v: &Value| out.extend(v.as_f64().map(|x| (format!("{group}.{name}"), x)));
    for name in ["attribution", "nested", "actor", "speaker", "speech_act"] {
        put(name, &scored[name]["f1"]);
    }
    put("attribution_precision", &scored["attribution"]["precision"]);
    put("attribution_recall", &scored["attribution"]["recall"]);
    put("speaker_unresolved", &scored["speaker_unresolved"]["recall"]);
    Ok(())
}

/// An encoder that remembers what it was asked: the constants can be swept without scoring a text twice.
struct Remembering<'a> {
    weights: &'a Weights,
    windows: Mutex<HashMap<Key, WindowScores>>,
    roles: Mutex<HashMap<(Key, Range<usize>), RoleScores>>,
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
}

/// Sweeps the constants one after the other and prints what each value gives: PolNeAR dev, and our train part's real texts for nesting.
pub(crate) fn tune(weights: &Weights, shared: &Path) -> Result<ExitCode, String> {
    let room = Room::new()?;
    let remembering = Remembering { weights, windows: Mutex::default(), roles: Mutex::default() };
    let real = corpora::ours(shared, "dev", "real", &room.0)?;
    let original = corpora::ours(shared, "dev", "original", &room.0)?;
    let mut best = BOUNDS;
    let mut top = goal(&remembering, shared, &room.0, &real, &original, best)?;
    type Step = (&'static str, &'static [f32], fn(&mut Bounds, f32));
    let steps: [Step; 8] = [
        ("cue.keep", &[0.3, 0.35, 0.4, 0.5, 0.55], |b, v| b.cue.keep = v),
        ("cue.keep_nested", &[0.2, 0.25, 0.3, 0.45], |b, v| b.cue.keep_nested = v),
        ("content.keep", &[0.5, 0.55, 0.65, 0.7], |b, v| b.content.keep = v),
        ("begin.source", &[1.0, 1.5, 2.5, 3.0, 4.0], |b, v| b.content.begin[0] = v),
        ("begin.content", &[-4.0, -3.0, -2.5, -1.5, -1.0], |b, v| b.content.begin[1] = v),
        ("cue.extent", &[0.1, 0.15, 0.3], |b, v| b.cue.extent = v),
        ("chain.outermost", &[0.1, 0.2, 0.4, 0.5], |b, v| b.chain.outermost = v),
        ("begin.addressee", &[-0.5, 0.5], |b, v| b.content.begin[2] = v),
    ];
    for (name, values, set) in steps {
        for value in values {
            let mut tried = best;
            set(&mut tried, *value);
            let reached = goal(&remembering, shared, &room.0, &real, &original, tried)?;
            println!("{name} = {value}: {reached:.4} (best {top:.4})");
            if reached > top {
                (best, top) = (tried, reached);
            }
        }
    }
    println!("{best:?}: {top:.4}");
    Ok(ExitCode::SUCCESS)
}

/// What the constants are tuned to: the figures the reader is asked for, each by its distance from nothing.
fn goal(encoder: &dyn Encoder, shared: &Path, room: &Path, real: &[Gold], original: &[Gold], bounds: Bounds) -> Result<f64, String> {
    let mut f = Figures::new();
    polnear(encoder, shared, room, bounds, &mut f)?;
    ours(encoder, shared, room, "real", real, bounds, &mut f)?;
    ours(encoder, shared, room, "original", original, bounds, &mut f)?;
    let get = |k: &str| f.get(k).copied().unwrap_or(0.0);
    println!(
        "   polnear {:.4} cue {:.4} source {:.4} exact {:.4} direct {:.4} | real {:.4} nested {:.4} | original {:.4} nested {:.4}",
        get("polnear.attribution"),
        get("polnear.cue_overlap"),
        get("polnear.source_overlap"),
        get("polnear.content_exact"),
        get("polnear.direct_recall"),
        get("real.attribution"),
        get("real.nested"),
        get("original.attribution"),
        get("original.nested")
    );
    Ok(2.0 * get("polnear.attribution")
        + get("real.attribution")
        + 0.5 * get("real.nested")
        + 0.5 * get("original.attribution")
        + 0.25 * get("original.nested"))
}
