//! From the words of the command line to a record.
//!
//! Decides: that a record which `rapporteur read` wrote is taken as it is, and everything else is read. Must not know: what a record adds up to.

use super::super::args::GatherArgs;
use super::super::progress::Progress;
use super::super::read::{each, outcome, weights};
use super::super::{End, complain, hint};
use crate::desk::Read;
use crate::outside::{self, Piece, Problem};
use rapporteur_reading::encoder::Encoder;
use rapporteur_reading::source;
use rapporteur_record::{Author, Brief, Record, admit, brief, json};
use rapporteur_store::Store;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

/// What a record's own name looks like in its bytes.
const NAME: &[u8] = b"\"rapporteur-record/1\"";

/// A record, and how its making ended.
pub(crate) struct Gathered {
    pub(crate) record: Record,
    pub(crate) end: End,
}

/// Reads all that was named and adds it up. `Err` where there is nothing to add up; why was told already.
pub(crate) fn gather(args: &GatherArgs) -> io::Result<Result<Gathered, End>> {
    let told = |problem: &Problem| {
        complain(problem);
        Ok(Err(End::NothingRead))
    };
    let brief = match the_brief(args) {
        Ok(brief) => brief,
        Err(problem) => return told(&problem),
    };
    if let Some(path) = &args.dossier {
        return Ok(kept(path, brief).map_err(|problem| {
            complain(&problem);
            End::Dossier
        }));
    }
    let inputs = match outside::inputs(&args.files, &args.about.said()) {
        Ok(inputs) => inputs,
        Err(problem) => return told(&problem),
    };
    outside::watch_interruption();
    let progress = Progress::before_output(true);
    let reader = Reader::default();
    let mut record = Record::of([], brief);
    let (mut read, mut rejected) = (0, 0);
    let ended = each(inputs, args.jobs, &|piece| reader.work(piece), &mut |outcome| {
        for result in outcome {
            progress.step();
            match result {
                Ok(one) => {
                    read += 1;
                    add(&mut record, &one);
                }
                Err(problem) => {
                    rejected += 1;
                    progress.aside(|| complain(&problem));
                }
            }
        }
        Ok::<(), io::Error>(())
    })?;
    drop(progress);
    if !ended {
        hint("interrupted: nothing was written");
        outside::leave(End::Interrupted.code());
    }
    Ok(match (read, rejected) {
        (0, _) => Err(End::NothingRead),
        (_, 0) => Ok(Gathered { record, end: End::Fine }),
        _ => Ok(Gathered { record, end: End::SomeRejected }),
    })
}

/// All that a dossier keeps.
fn kept(path: &Path, brief: Brief) -> Result<Gathered, Problem> {
    let store = Store::open(path)?;
    let mut record = Record::of([], brief);
    store.entries(0, &mut |row| {
        record.append(row.entry()?);
        Ok(())
    })?;
    if record.entries().next().is_none() {
        return Err(Problem::new(format!("the dossier `{}` is empty", path.display()), "fill it: `rapporteur add FOLDER`"));
    }
    Ok(Gathered { record, end: End::Fine })
}

/// Takes one document more into a record.
pub(crate) fn add(record: &mut Record, one: &Read) {
    let by = Author::Reader("rapporteur".to_owned());
    for entry in admit(record, &one.document, &one.reading, &by, None) {
        record.append(entry);
    }
}

/// The brief that was named, else the one that lies in the only folder that was named.
fn the_brief(args: &GatherArgs) -> Result<Brief, Problem> {
    match outside::brief(args.brief.as_deref(), &args.files)? {
        Some((path, text)) => parsed(&path, &text),
        None => Ok(Brief::default()),
    }
}

fn parsed(path: &Path, text: &str) -> Result<Brief, Problem> {
    brief::parse(text).map_err(|e| Problem::new(format!("cannot use the brief `{}`: line {}: {}", path.display(), e.line, e.message), e.help))
}

/// Reads texts, and takes records as they are. The weights are loaded when the first text comes.
#[derive(Default)]
struct Reader(OnceLock<Option<Box<dyn Encoder + Send>>>);

impl Reader {
    fn work(&self, piece: Piece) -> Vec<Result<Read, Problem>> {
        match piece {
            Piece::Whole { bytes, hint } if holds_record(&bytes) => records(&bytes, &hint.name),
            Piece::Line { bytes, number, hint } if holds_record(&bytes) => records(&bytes, &format!("line {number} of {}", hint.name)),
            Piece::Whole { bytes, hint } => self.read(|| source::documents(&bytes, &hint)),
            Piece::Line { bytes, number, hint } => self.read(|| source::line(&bytes, number, &hint).into_iter().collect()),
            Piece::Failed(problem) => vec![Err(problem)],
        }
    }

    fn read(&self, documents: impl FnOnce() -> Vec<Result<source::Sourced, source::SourceError>>) -> Vec<Result<Read, Problem>> {
        match self.0.get_or_init(loaded) {
            Some(encoder) => outcome(documents(), encoder.as_ref()),
            None => vec![Err(Problem::new("a text could not be read without weights", "give records that `rapporteur read --format jsonl` wrote"))],
        }
    }
}

/// The weights, loaded on a thread of their own: a thread of the pool that waits takes up other pieces, and would then wait for itself.
fn loaded() -> Option<Box<dyn Encoder + Send>> {
    std::thread::scope(|s| s.spawn(weights).join().ok().flatten())
}

/// Whether these bytes are a record, or a list of them: a JSON object that gives the format's name near its beginning.
fn holds_record(bytes: &[u8]) -> bool {
    const HEAD: usize = 200;
    let start = bytes.trim_ascii_start();
    let head = &start[..start.len().min(HEAD)];
    matches!(start.first(), Some(b'{' | b'[')) && head.windows(NAME.len()).any(|w| w == NAME)
}

fn records(bytes: &[u8], name: &str) -> Vec<Result<Read, Problem>> {
    let help = "write it again: `rapporteur read --format jsonl FILE`";
    let value: serde_json::Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(e) => return vec![Err(Problem::new(format!("cannot take the record in `{name}`: it is no JSON ({e})"), help))],
    };
    let all = if let serde_json::Value::Array(all) = value { all } else { vec![value] };
    let one = |v: &serde_json::Value| match json::parse(v) {
        Ok((document, reading)) => Ok(Read { document, reading }),
        Err(e) => Err(Problem::new(format!("cannot take the record in `{name}`: {e}"), help)),
    };
    all.iter().map(one).collect()
}
