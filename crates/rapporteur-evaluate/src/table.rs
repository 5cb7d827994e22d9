//! The quality table: every figure on dev beside the committed one.
//!
//! Decides: the rows, their tolerance, and what counts as a fall. Must not know: how a figure is worked out.

use crate::corpora::{self, Gold};
use crate::{coreference, referee};
use rapporteur_encoder::Weights;
use rapporteur_reading::encoder::Encoder;
use rapporteur_reading::{BOUNDS, Bounds};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const COMMITTED: &str = "quality.toml";

/// Prints how far confidences can be trusted on a part of our corpus: calibration error, precision by half, the precision-recall curve.
pub(crate) fn calibration(weights: &Weights, shared: &Path, split: &str) -> Result<ExitCode, String> {
    let room = Room::new()?;
    let mut gold = corpora::ours(shared, split, "real", &room.0)?;
    gold.extend(corpora::ours(shared, split, "original", &room.0)?);
    println!("{:#}", referee::calibration(weights, &gold, shared, &room.0, BOUNDS)?);
    Ok(ExitCode::SUCCESS)
}

/// What the referee measures beside attributions.
const CLAIMS: [&str; 9] = ["proposal_mention", "proposal_link", "term", "position", "position_strict", "figure", "figure_bound", "event", "conflict"];

/// A figure may fall this much before the check fails: what int8 on another processor and small edits may cost.
const TOLERANCE: f64 = 0.01;
/// The seed is one article: a single attribution moves it by three points.
const SEED_TOLERANCE: f64 = 0.07;

/// Figures by name, 0..1; all are better when higher, but for names that end in `unresolved` or `_error`.
pub(crate) type Figures = BTreeMap<String, f64>;

/// A folder that goes when this does.
pub(crate) struct Room(pub(crate) PathBuf);

impl Room {
    pub(crate) fn new() -> Result<Room, String> {
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
        let worse = if name.ends_with("unresolved") || name.ends_with("_error") { change } else { -change };
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
    let mut all = corpora::ours(shared, "dev", "real", room)?;
    all.extend(corpora::ours(shared, "dev", "original", room)?);
    let trusted = referee::calibration(weights, &all, shared, room, BOUNDS)?;
    for key in ["attributions", "positions"] {
        let mut put = |name: &str, v: &Value| out.extend(v.as_f64().map(|x| (format!("confidence.{key}_{name}"), x)));
        put("error", &trusted[key]["error"]);
        let gap = trusted[key]["sure_half"].as_f64().zip(trusted[key]["unsure_half"].as_f64()).map(|(a, b)| a - b);
        put("gap_between_halves", &gap.map_or(Value::Null, Value::from));
    }
    let seed = corpora::records(&[shared.join("seed/record.json")])?;
    ours(weights, shared, room, "seed", &seed, BOUNDS, &mut out)?;
    let (p, r, f) = coreference::b_cubed(weights, shared, BOUNDS)?;
    out.extend([("gum.b_cubed_precision".to_owned(), p), ("gum.b_cubed_recall".to_owned(), r), ("gum.b_cubed".to_owned(), f)]);
    Ok(out)
}

pub(crate) fn polnear(encoder: &dyn Encoder, shared: &Path, room: &Path, bounds: Bounds, out: &mut Figures) -> Result<(), String> {
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

pub(crate) fn ours(encoder: &dyn Encoder, shared: &Path, room: &Path, group: &str, gold: &[Gold], bounds: Bounds, out: &mut Figures) -> Result<(), String> {
    let scored = referee::records(encoder, gold, shared, room, bounds)?;
    let mut put = |name: &str, v: &Value| out.extend(v.as_f64().map(|x| (format!("{group}.{name}"), x)));
    for name in ["attribution", "nested", "actor", "speaker", "speech_act"].iter().chain(&CLAIMS) {
        put(name, &scored[*name]["f1"]);
    }
    for name in ["attribution", "position"] {
        put(&format!("{name}_precision"), &scored[name]["precision"]);
        put(&format!("{name}_recall"), &scored[name]["recall"]);
    }
    put("speaker_unresolved", &scored["speaker_unresolved"]["recall"]);
    Ok(())
}
