//! The scorers beside the project, called as they are.
//!
//! Decides: nothing; it hands files over and reads figures back. Must not know: what a good figure is.

use crate::corpora::{self, Gold};
use rapporteur_reading::Bounds;
use rapporteur_reading::encoder::Encoder;
use rapporteur_record::json;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn python(script: &Path, args: &[PathBuf], stdin: Option<&str>) -> Result<String, String> {
    let mut child = Command::new("python3")
        .arg(script)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("cannot run {}: {e}", script.display()))?;
    let mut pipe = child.stdin.take().ok_or("no pipe to the scorer")?;
    let feed = stdin.unwrap_or("").to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(feed.as_bytes()));
    let done = child.wait_with_output().map_err(|e| e.to_string())?;
    let _ = writer.join();
    if !done.status.success() {
        return Err(format!("{}: {}", script.display(), String::from_utf8_lossy(&done.stderr)));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// `attribution_score.py` on the outermost attributions.
pub(crate) fn attributions(encoder: &dyn Encoder, gold: &[Gold], shared: &Path, room: &Path, bounds: Bounds) -> Result<Value, String> {
    let records: Vec<String> = gold.iter().map(|g| json::record(&g.document, &corpora::read(encoder, &g.document, bounds)).to_string()).collect();
    let outermost = python(&shared.join("eval/outermost.py"), &[], Some(&(records.join("\n") + "\n")))?;
    let (g, p) = (room.join("gold.jsonl"), room.join("pred.jsonl"));
    let rows: String = gold.iter().map(|g| g.value.to_string() + "\n").collect();
    fs::write(&g, rows).and_then(|()| fs::write(&p, outermost)).map_err(|e| e.to_string())?;
    let out = python(&shared.join("eval/attribution_score.py"), &[g, p], None)?;
    serde_json::from_str(&out).map_err(|e| e.to_string())
}

/// `record_score.py` on whole records.
pub(crate) fn records(encoder: &dyn Encoder, gold: &[Gold], shared: &Path, room: &Path, bounds: Bounds) -> Result<Value, String> {
    let predicted = corpora::predict(encoder, gold, &room.join("predicted"), bounds)?;
    let pairs: Vec<PathBuf> = gold.iter().zip(predicted).flat_map(|(g, p)| [g.path.clone(), p]).collect();
    let out = python(&shared.join("eval/record_score.py"), &pairs, None)?;
    serde_json::from_str(&out).map_err(|e| e.to_string())
}

/// How far the confidences of predicted records can be trusted, as `calibration.py` works it out with the referee's own matching.
pub(crate) fn calibration(encoder: &dyn Encoder, gold: &[Gold], shared: &Path, room: &Path, bounds: Bounds) -> Result<Value, String> {
    let predicted = corpora::predict(encoder, gold, &room.join("predicted"), bounds)?;
    let scorer = std::iter::once(shared.join("eval/record_score.py"));
    let pairs: Vec<PathBuf> = scorer.chain(gold.iter().zip(predicted).flat_map(|(g, p)| [g.path.clone(), p])).collect();
    let out = python(Path::new("crates/rapporteur-evaluate/calibration.py"), &pairs, None)?;
    serde_json::from_str(&out).map_err(|e| e.to_string())
}
