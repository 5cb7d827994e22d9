//! `rapporteur add`.
//!
//! Decides: what is passed over (known content), what is written together (the documents of one piece), what is told. Must not know: how a text
//! is read or an entry kept.

use super::args::{AddArgs, DossierArgs};
use super::dossier::{Failure, finish, given, open, told};
use super::progress::Progress;
use super::read::{each, weights};
use super::{End, complain, hint, print};
use crate::desk::{self, Read, dossier};
use crate::outside::{self, Inputs, Piece, Problem};
use crate::reader;
use rapporteur_reading::encoder::Encoder;
use rapporteur_reading::source::{self, SourceError, Sourced};
use rapporteur_store::{Addition, Appended, Hash, Store, of_content};
use std::collections::HashSet;
use std::io;

/// Runs `rapporteur add`.
pub(crate) fn run(args: &AddArgs) -> io::Result<End> {
    finish(add(args))
}

fn add(args: &AddArgs) -> Result<End, Failure> {
    let brief = args.brief.as_deref().map(|path| given(path, args.by.as_deref())).transpose()?;
    if let (Some((text, by)), true) = (&brief, args.files.is_empty()) {
        told(dossier::brief(&mut open(&args.dossier)?, by, text)?);
        return Ok(End::Fine);
    }
    let inputs = outside::inputs(&args.files, &args.about.said()).map_err(|p| Failure::Told(p, End::NothingRead))?;
    let Some(mut adding) = Adding::open(&args.dossier, args.again, args.jobs)? else { return Ok(End::NothingRead) };
    if let Some((text, by)) = brief {
        told(dossier::brief(&mut adding.store, &by, &text)?);
    }
    outside::watch_interruption();
    let mut count = Count::default();
    let ended = adding.take(inputs, &mut count)?;
    print(format!("{}\n", count.told()).as_bytes())?;
    if !ended {
        hint("interrupted: what was added is in the dossier; run the same command again, and it goes on where it stopped");
        outside::leave(End::Interrupted.code());
    }
    Ok(count.end())
}

/// A dossier that takes texts in, and what reads them.
pub(super) struct Adding {
    store: Store,
    encoder: Box<dyn Encoder + Send>,
    reader: String,
    again: bool,
    jobs: Option<u16>,
}

impl Adding {
    /// Opens it; `None` where there is nothing to read with, which was told. `again`: what other weights have read is read again.
    pub(super) fn open(dossier: &DossierArgs, again: bool, jobs: Option<u16>) -> Result<Option<Adding>, Failure> {
        let store = open(dossier)?;
        Ok(weights().map(|encoder| Adding { store, encoder, reader: reader::id(), again, jobs }))
    }

    /// Takes texts in. Returns whether it came to the end.
    pub(super) fn take(&mut self, inputs: Inputs, count: &mut Count) -> Result<bool, Failure> {
        let Adding { store, encoder, reader, again, jobs } = self;
        let known = if *again { store.contents(reader)? } else { store.all_contents()? };
        let before: HashSet<String> = store.failures()?.into_iter().map(|f| f.name).collect();
        let progress = Progress::before_output(inputs.several);
        each(inputs, *jobs, &|piece| taken(piece, &known, encoder.as_ref()), &mut |taken| {
            let added = keep(store, taken, &before, reader, count, &progress);
            progress.step();
            added
        })
    }
}

/// What came of a piece.
struct Taken {
    /// The file, with the line where it is one of many.
    name: String,
    original: Vec<u8>,
    documents: Vec<Result<Option<Read>, Problem>>,
}

/// Reads a piece, unless its content is known.
fn taken(piece: Piece, known: &HashSet<Hash>, encoder: &dyn Encoder) -> Taken {
    let read = |s: Result<Sourced, SourceError>| match s {
        Ok(s) if known.contains(&of_content(&s.document)) => Ok(None),
        Ok(s) => Ok(Some(desk::read(s, encoder))),
        Err(e) => Err(Problem::new(e.what(), e.help())),
    };
    match piece {
        Piece::Whole { bytes, hint } => {
            Taken { name: hint.name.clone(), documents: source::documents(&bytes, &hint).into_iter().map(read).collect(), original: bytes }
        }
        Piece::Line { bytes, number, hint } => Taken {
            name: format!("{}, line {number}", hint.name),
            documents: source::line(&bytes, number, &hint).into_iter().map(read).collect(),
            original: bytes,
        },
        Piece::Failed(problem) => Taken { name: named(&problem), original: Vec::new(), documents: vec![Err(problem)] },
    }
}

/// The file that a message names, as messages name things; the message itself where it names none.
fn named(problem: &Problem) -> String {
    problem.what.split('`').nth(1).unwrap_or(&problem.what).to_owned()
}

/// Keeps what could be read of a piece; remembers what could not, in place of what was wrong with it before.
fn keep(store: &mut Store, taken: Taken, before: &HashSet<String>, reader: &str, count: &mut Count, progress: &Progress) -> Result<(), Failure> {
    let now = outside::now();
    let failed: Vec<(String, String)> = taken.documents.iter().filter_map(|d| d.as_ref().err()).map(|p| (p.what.clone(), p.help.clone())).collect();
    if !failed.is_empty() || before.contains(&taken.name) {
        store.tried(&taken.name, &failed, now)?;
    }
    let mut additions: Vec<Addition> = Vec::new();
    let mut names = Vec::new();
    for document in taken.documents {
        match document {
            Ok(None) => count.known += 1,
            Ok(Some(read)) => {
                names.push(read.document.id.clone());
                additions.push(dossier::reading(read, Some(taken.original.clone()), reader, now));
            }
            Err(problem) => {
                count.rejected += 1;
                progress.aside(|| complain(&problem));
            }
        }
    }
    if additions.is_empty() {
        return Ok(());
    }
    for (appended, name) in store.append(&additions)?.into_iter().zip(names) {
        match appended {
            Appended::Known(_) => count.known += 1,
            Appended::New(number) => {
                count.added += 1;
                if let Some(here) = store.about(number)?.filter(|here| *here != name) {
                    progress.aside(|| hint(&format!("`{name}` is kept as `{here}`: another text of that name is in the dossier")));
                }
            }
        }
    }
    Ok(())
}

/// How many documents met which fate.
#[derive(Debug, Default)]
pub(super) struct Count {
    added: usize,
    known: usize,
    rejected: usize,
}

impl Count {
    /// In words.
    pub(super) fn told(&self) -> String {
        let documents = if self.added == 1 { "document" } else { "documents" };
        format!("{} {documents} added, {} known already, {} rejected", self.added, self.known, self.rejected)
    }

    /// How a command ends after them.
    pub(super) fn end(&self) -> End {
        match (self.added + self.known, self.rejected) {
            (_, 0) => End::Fine,
            (0, _) => End::NothingRead,
            _ => End::SomeRejected,
        }
    }
}
