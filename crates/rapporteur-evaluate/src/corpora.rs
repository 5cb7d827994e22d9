//! Texts with gold, and what the reader makes of them.
//!
//! Decides: how gold becomes documents and readings become predictions. Must not know: measures.

use rapporteur_encoder::Weights;
use rapporteur_reading::Bounds;
use rapporteur_reading::encoder::Encoder;
use rapporteur_record::{Document, Reading, json};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// A gold record or row, and the document in it.
pub(crate) struct Gold {
    /// The file the gold stands in, where the referee needs it.
    pub(crate) path: PathBuf,
    /// The text to read.
    pub(crate) document: Document,
    /// The gold itself.
    pub(crate) value: Value,
}

fn text(v: &Value, key: &str) -> Option<String> {
    v[key].as_str().map(str::to_owned)
}

fn document(v: &Value) -> Document {
    Document {
        id: text(v, "id").unwrap_or_default(),
        text: text(v, "text").unwrap_or_default(),
        title: text(v, "title"),
        outlet: text(v, "outlet").or_else(|| text(v, "publisher")),
        published: text(v, "published").or_else(|| text(v, "date")).and_then(|d| d.parse().ok()),
        url: None,
        language: "en".to_owned(),
    }
}

/// Reads a file of JSON Lines, one gold document a line.
pub(crate) fn lines(path: &Path) -> Result<Vec<Gold>, String> {
    let raw = fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let row = |l: &str| serde_json::from_str::<Value>(l).map_err(|e| format!("{}: {e}", path.display()));
    raw.split('\n').filter(|l| !l.trim().is_empty()).map(|l| row(l).map(|value| Gold { path: path.to_owned(), document: document(&value), value })).collect()
}

/// Reads gold records, one a file.
pub(crate) fn records(paths: &[PathBuf]) -> Result<Vec<Gold>, String> {
    let one = |path: &PathBuf| {
        let raw = fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        let value: Value = serde_json::from_str(&raw).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Gold { path: path.clone(), document: document(&value["document"]), value })
    };
    paths.iter().map(one).collect()
}

/// The gold records of our corpus: those of one split and origin.
pub(crate) fn ours(shared: &Path, split: &str, origin: &str, room: &Path) -> Result<Vec<Gold>, String> {
    let out = room.join(format!("{split}-{origin}"));
    let done = Command::new("python3")
        .args(["corpus/corpus.py", "records"])
        .arg(&out)
        .args(["--split", split, "--origin", origin, "--data"])
        .arg(shared.join("data"))
        .output()
        .map_err(|e| format!("cannot run corpus/corpus.py: {e}"))?;
    if !done.status.success() {
        return Err(format!("corpus/corpus.py: {}", String::from_utf8_lossy(&done.stderr)));
    }
    let dir = fs::read_dir(&out).map_err(|e| format!("cannot read {}: {e}", out.display()))?;
    let mut paths: Vec<PathBuf> = dir.filter_map(|f| f.ok().map(|f| f.path())).filter(|p| p.extension().is_some_and(|x| x == "json")).collect();
    paths.sort();
    records(&paths)
}

/// What the reader makes of one document.
pub(crate) fn read(encoder: &dyn Encoder, document: &Document, bounds: Bounds) -> Reading {
    rapporteur_reading::read_within(document, encoder, bounds)
}

/// Reads the texts of gold records and writes predicted records under the same file names.
pub(crate) fn predict(encoder: &dyn Encoder, gold: &[Gold], to: &Path, bounds: Bounds) -> Result<Vec<PathBuf>, String> {
    fs::create_dir_all(to).map_err(|e| format!("cannot make {}: {e}", to.display()))?;
    let one = |g: &Gold| {
        let path = to.join(g.path.file_name().unwrap_or_default());
        let record = json::record(&g.document, &read(encoder, &g.document, bounds));
        fs::write(&path, record.to_string()).map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        Ok(path)
    };
    gold.iter().map(one).collect()
}

/// For a person who wants to look: predicted records of some gold files.
pub(crate) fn predict_files(weights: &Weights, to: &str, files: &[String]) -> Result<ExitCode, String> {
    let gold = records(&files.iter().map(PathBuf::from).collect::<Vec<_>>())?;
    for path in predict(weights, &gold, Path::new(to), rapporteur_reading::BOUNDS)? {
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}
