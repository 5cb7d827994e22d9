//! `rapporteur init`, `remove`, `export`, `import`, `rebuild`, `verify`, `doctor`.
//!
//! Decides: how these answer and with which exit code. Must not know: how a dossier is kept.

use super::args::{DoctorArgs, DossierArgs, ExportArgs, HandArgs, ImportArgs, InitArgs, RemoveArgs, Shape, VerifyArgs};
use super::{End, complain, hint, print};
use crate::desk::corrections;
use crate::desk::dossier::{self, Hand};
use crate::outside::{self, Problem};
use crate::reader;
use crate::web::{Held, Known};
use rapporteur_record::Brief;
use rapporteur_store::{Fault, Hash, Health, OriginalsIn, Store, StoreError, Verified};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Why a command about a dossier did not come to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What is told, and how the program ends.
    Told(Problem, End),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure::Told(problem, End::NothingRead)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        let end = match error {
            StoreError::Unknown(_) | StoreError::Unfit(_) | StoreError::Query(_) | StoreError::Line(..) | StoreError::Moved { .. } => End::NothingRead,
            _ => End::Dossier,
        };
        Failure::Told(error.into(), end)
    }
}

/// Tells what went wrong.
pub(crate) fn finish(done: Result<End, Failure>) -> io::Result<End> {
    match done {
        Ok(end) => Ok(end),
        Err(Failure::Output(error)) => Err(error),
        Err(Failure::Told(problem, end)) => {
            complain(&problem);
            Ok(end)
        }
    }
}

/// The dossier that is meant.
pub(crate) fn open(args: &DossierArgs) -> Result<Store, Failure> {
    Ok(Store::open(&outside::dossier(args.dossier.as_deref())?)?)
}

/// The dossier that is meant, with what its entries add up to.
pub(super) fn held(args: &DossierArgs) -> Result<Arc<Held>, Failure> {
    Ok(Arc::new(Held::open(&outside::dossier(args.dossier.as_deref())?, Brief::default())?))
}

/// What the entries add up to, as the pages know it. Of a large dossier that may be what a server left there; whoever asks is told.
pub(super) fn added_up(held: &Arc<Held>) -> Result<Arc<Known>, Failure> {
    let standing = held.latest()?;
    if standing.behind > 0 {
        hint(&format!(
            "{} newer entries are not added up yet: names joined in them, and what matters in them, do not count here; `rapporteur serve` adds them up",
            standing.behind
        ));
    }
    Ok(standing.snapshot.known(None))
}

/// Who decides, and that it is now.
pub(crate) fn hand(args: &HandArgs) -> Result<Hand, Problem> {
    Ok(Hand { by: outside::person(args.by.as_deref())?, now: outside::just_now() })
}

/// Runs `rapporteur init`.
pub(crate) fn init(args: &InitArgs) -> io::Result<End> {
    let name = args.name.clone().or_else(|| args.file.file_stem().map(|n| n.to_string_lossy().into_owned())).unwrap_or_default();
    finish((|| {
        // What can be wrong with a brief is known before anything is made.
        let brief = args.brief.as_deref().map(|path| given(path, args.by.as_deref())).transpose()?;
        let mut store = Store::create(&args.file, &name, outside::now())?;
        if let Some((text, by)) = brief {
            told(dossier::brief(&mut store, &by, &text)?);
        }
        hint(&format!("`rapporteur add FOLDER --dossier {}` fills it", args.file.display()));
        Ok(End::Fine)
    })())
}

/// The text of a brief that somebody names, once it is understood, and who gives it.
pub(crate) fn given(path: &Path, by: Option<&str>) -> Result<(String, Hand), Problem> {
    let text = outside::brief(Some(path), &[])?.map(|(_, text)| text).unwrap_or_default();
    match rapporteur_record::brief::parse(&text) {
        Ok(_) => Ok((text, hand(&HandArgs { by: by.map(str::to_owned) })?)),
        Err(e) => Err(Problem::new(format!("cannot use the brief `{}`: line {}: {}", path.display(), e.line, e.message), e.help)),
    }
}

/// Says what became of a brief.
pub(crate) fn told(entry: Option<u64>) {
    match entry {
        Some(number) => hint(&format!("entry {number}: the brief is kept in the dossier; `rapporteur review undo {number}` takes it back")),
        None => hint("the dossier keeps this brief already"),
    }
}

/// Runs `rapporteur remove`.
pub(crate) fn remove(args: &RemoveArgs) -> io::Result<End> {
    finish((|| {
        let hand = hand(&args.hand)?;
        let number = dossier::remove(&mut open(&args.dossier)?, &hand, &args.document, &args.reason)?;
        print(format!("entry {number}: `{}` counts no longer\n", args.document).as_bytes())?;
        hint(&format!("nothing is deleted: `rapporteur review undo {number}` brings it back"));
        Ok(End::Fine)
    })())
}

/// Runs `rapporteur export`.
pub(crate) fn export(args: &ExportArgs) -> io::Result<End> {
    if let Some(folder) = &args.corrections {
        return finish(corrections(&args.dossier, folder));
    }
    finish((|| {
        let mut store = open(&args.dossier)?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut broken = None;
        let mut line = |line: &str| {
            writeln!(out, "{line}").map_err(|e| {
                let words = e.to_string();
                broken = Some(e);
                StoreError::Io(words)
            })
        };
        let done = match (args.tables, args.without_originals) {
            (true, _) => store.dump(&mut line),
            (false, true) => store.export(OriginalsIn::Without, &mut line),
            (false, false) => store.export(OriginalsIn::With, &mut line),
        };
        if let Some(error) = broken {
            return Err(Failure::Output(error));
        }
        done?;
        out.flush()?;
        Ok(End::Fine)
    })())
}

/// Writes each document that somebody reviewed as `NAME.txt` and `NAME.ann`.
fn corrections(dossier: &DossierArgs, folder: &Path) -> Result<End, Failure> {
    let reviewed = corrections::all(&open(dossier)?)?;
    if reviewed.is_empty() {
        return Err(Problem::new("nobody decided on anything in this dossier", "`rapporteur review list` shows what waits").into());
    }
    outside::new_folder(folder)?;
    let (mut written, mut passed_over) = (0, 0);
    for (name, annotation) in reviewed {
        match annotation {
            Ok(annotation) => {
                outside::write(&folder.join(format!("{name}.txt")), annotation.text.as_bytes())?;
                outside::write(&folder.join(format!("{name}.ann")), annotation.lines.as_bytes())?;
                written += 1;
            }
            Err(problem) => {
                complain(&problem);
                passed_over += 1;
            }
        }
    }
    let documents = if written == 1 { "document" } else { "documents" };
    print(format!("{written} {documents} written, {passed_over} passed over\n").as_bytes())?;
    Ok(match (written, passed_over) {
        (_, 0) => End::Fine,
        (0, _) => End::NothingRead,
        _ => End::SomeRejected,
    })
}

/// Runs `rapporteur import`.
pub(crate) fn import(args: &ImportArgs) -> io::Result<End> {
    finish((|| {
        let mut lines = outside::lines_of(&args.file)?.map(|line| line.map_err(|e| StoreError::Io(e.to_string())));
        let mut store = open_or_make(&args.dossier)?;
        let taken = store.import(&mut lines)?;
        print(format!("{} entries taken in, {} known already\n", taken.new, taken.known).as_bytes())?;
        Ok(End::Fine)
    })())
}

/// The dossier that is meant; one that is named and is not there is made.
fn open_or_make(args: &DossierArgs) -> Result<Store, Failure> {
    let Some(path) = args.dossier.as_deref().filter(|path| !path.exists()) else { return open(args) };
    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let store = Store::create(path, &name, outside::now())?;
    hint(&format!("`{}` was made", path.display()));
    Ok(store)
}

/// Runs `rapporteur rebuild`.
pub(crate) fn rebuild(args: &DossierArgs) -> io::Result<End> {
    finish((|| {
        let mut store = open(args)?;
        store.rebuild()?;
        print(format!("every table is filled again from {} entries\n", store.head()?.0).as_bytes())?;
        Ok(End::Fine)
    })())
}

/// Runs `rapporteur verify`.
pub(crate) fn verify(args: &VerifyArgs) -> io::Result<End> {
    finish((|| {
        let mut store = open(&args.dossier)?;
        let mut found = store.verify(!args.entries_only)?;
        if let Some((number, hash)) = &args.at {
            noted(&store, &mut found, *number, *hash)?;
        }
        print(verified(&found).as_bytes())?;
        for fault in found.faults.iter().take(20) {
            complain(&Problem::new(fault.to_string(), fault.help()));
        }
        Ok(if found.faults.is_empty() { End::Fine } else { End::Dossier })
    })())
}

/// Whether the ledger still holds an entry that somebody noted with its hash.
fn noted(store: &Store, found: &mut Verified, number: u64, hash: Hash) -> Result<(), StoreError> {
    match store.entry(number)? {
        None => found.faults.push(Fault::Gone(number, number)),
        Some(row) if row.hash != hash => found.faults.push(Fault::Changed(number)),
        Some(_) => {}
    }
    Ok(())
}

fn verified(found: &Verified) -> String {
    let (number, hash) = found.last;
    match found.faults.len() {
        0 => format!("{} entries are as they were written; the last is {number}:{hash}\n", found.entries),
        1 => format!("{} entries; 1 fault\n", found.entries),
        n => format!("{} entries; {n} faults\n", found.entries),
    }
}

/// Runs `rapporteur doctor`.
pub(crate) fn doctor(args: &DoctorArgs) -> io::Result<End> {
    finish((|| {
        let path = outside::dossier(args.dossier.dossier.as_deref())?;
        let health = Store::open(&path)?.doctor()?;
        let shown = match args.format {
            Shape::Json => format!("{:#}\n", health_json(&health)),
            Shape::Text => health_text(&health),
        };
        print(shown.as_bytes())?;
        for fault in &health.faults {
            complain(&Problem::new(fault.clone(), "work on a copy; `rapporteur export` saves what can be read"));
        }
        Ok(if health.faults.is_empty() { End::Fine } else { End::Dossier })
    })())
}

fn health_text(h: &Health) -> String {
    const MB: f64 = (1 << 20) as f64;
    let mut out = String::new();
    let mut row = |name: &str, value: String| {
        let _ = writeln!(out, "{name:<12}{value}");
    };
    row("program", reader::id());
    row("SQLite", h.sqlite.clone());
    row("form", format!("{} (this release writes {})", h.form.0, h.form.1));
    row("file", format!("{:.1} MB, of it {:.1} MB free", h.size as f64 / MB, h.free as f64 / MB));
    row("entries", h.entries.to_string());
    row("documents", format!("{}, with {} statements", h.documents, h.attributions));
    row("originals", format!("{}, {:.1} MB in {:.1} MB", h.originals.0, h.originals.1 as f64 / MB, h.originals.2 as f64 / MB));
    row("decisions", format!("{}, of them {} that lost their item", h.reviews, h.lost));
    row("faults", h.faults.len().to_string());
    out
}

fn health_json(h: &Health) -> serde_json::Value {
    json!({
        "program": reader::id(),
        "sqlite": h.sqlite,
        "form": h.form.0,
        "form_written": h.form.1,
        "bytes": h.size,
        "bytes_free": h.free,
        "entries": h.entries,
        "documents": h.documents,
        "attributions": h.attributions,
        "originals": h.originals.0,
        "originals_bytes": h.originals.1,
        "originals_bytes_kept": h.originals.2,
        "reviews": h.reviews,
        "reviews_without_item": h.lost,
        "faults": h.faults,
    })
}
