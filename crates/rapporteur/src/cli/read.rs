//! `rapporteur read`.
//!
//! Decides: the order of the output (that of the input), how much is read at once, the form. Must not know: how a text is read.

use super::args::{Form, Format, ReadArgs};
use super::progress::Progress;
use super::{End, complain, hint, table, text};
use crate::desk::{self, Read};
use crate::outside::{self, Inputs, Piece, Problem};
use crate::reader;
use anstream::AutoStream;
use rapporteur_reading::encoder::Encoder;
use rapporteur_reading::source::{self, Hint, SourceError, Sourced};
use rapporteur_record::json;
use rayon::prelude::*;
use std::io::{self, Stdout, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// The example that comes with the program.
pub(crate) const EXAMPLE: &str = include_str!("../../../../examples/harbour-dues.txt");

/// Pieces that wait to be read, at most.
const WAITING: usize = 64;
/// Pieces read side by side for each thread, and their bytes in all: what bounds the memory.
const PER_THREAD: usize = 4;
const AT_ONCE: usize = 32 << 20;

/// What came of a piece: its documents in order, each read or rejected.
pub(crate) type Outcome = Vec<Result<Read, Problem>>;

/// Runs `rapporteur read`.
pub(crate) fn run(args: &ReadArgs) -> io::Result<End> {
    if args.demo {
        return demo(args);
    }
    let inputs = match outside::inputs(&args.files, &args.about.said()) {
        Ok(inputs) => inputs,
        Err(problem) => {
            complain(&problem);
            return Ok(End::NothingRead);
        }
    };
    let Some(encoder) = weights() else { return Ok(End::NothingRead) };
    outside::watch_interruption();
    let progress = Progress::beside_output(inputs.several || args.form.format == Format::Jsonl);
    let mut out = Output::new(&args.form, inputs.several);
    let mut count = Count::default();
    let ended = each(inputs, args.jobs, &|piece| work(piece, encoder.as_ref()), &mut |(outcome, listed)| {
        out.several |= listed;
        for result in outcome {
            progress.step();
            match result {
                Ok(read) => {
                    count.read += 1;
                    out.document(&read)?;
                }
                Err(problem) => {
                    count.rejected += 1;
                    progress.aside(|| complain(&problem));
                }
            }
        }
        Ok::<(), io::Error>(())
    })?;
    out.finish()?;
    drop(progress);
    Ok(if ended { count.end() } else { interrupted(&count) })
}

/// Runs `rapporteur read --demo`.
fn demo(args: &ReadArgs) -> io::Result<End> {
    let Some(encoder) = weights() else { return Ok(End::NothingRead) };
    let mut out = Output::new(&args.form, false);
    for result in outcome(source::documents(EXAMPLE.as_bytes(), &Hint::named("harbour-dues.txt")), encoder.as_ref()) {
        match result {
            Ok(read) => out.document(&read)?,
            Err(problem) => complain(&problem),
        }
    }
    out.finish()?;
    if args.form.format == Format::Text {
        hint("`rapporteur read FILE` reads a text of yours; `rapporteur explain FILE s1` shows why a statement was read so");
    }
    Ok(End::Fine)
}

/// The weights, or a message that says why there are none.
pub(crate) fn weights() -> Option<Box<dyn Encoder + Send>> {
    reader::load().map_err(|e| complain(&Problem::new(e, "install the program again"))).ok()
}

fn interrupted(count: &Count) -> End {
    let documents = if count.read == 1 { "1 document is".to_owned() } else { format!("{} documents are", count.read) };
    hint(&format!("interrupted: {documents} read and written; the rest is not"));
    outside::leave(End::Interrupted.code())
}

#[derive(Debug, Default)]
struct Count {
    read: usize,
    rejected: usize,
}

impl Count {
    fn end(&self) -> End {
        match (self.read, self.rejected) {
            (_, 0) => End::Fine,
            (0, _) => End::NothingRead,
            _ => End::SomeRejected,
        }
    }
}

/// Works on all inputs side by side and hands on what came of each piece in the order of the input. Returns whether it came to the end.
pub(crate) fn each<T: Send, E: From<io::Error>>(
    inputs: Inputs,
    jobs: Option<u16>,
    work: &(dyn Fn(Piece) -> T + Sync),
    sink: &mut dyn FnMut(T) -> Result<(), E>,
) -> Result<bool, E> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from)).build().map_err(io::Error::other)?;
    let (sender, pieces) = sync_channel(WAITING);
    // This thread is not waited for: after an interruption it may still hang on standard input. It ends when nobody takes its pieces.
    std::thread::spawn(move || {
        for input in inputs.list {
            let goes_on = match input {
                Ok(input) => outside::pieces(&input, &mut |piece| sender.send(piece).is_ok()),
                Err(problem) => sender.send(Piece::Failed(problem)).is_ok(),
            };
            if !goes_on {
                break;
            }
        }
    });
    while let Some(batch) = batch(&pieces, PER_THREAD * pool.current_num_threads()) {
        if outside::interrupted() {
            return Ok(false);
        }
        let done: Vec<T> = pool.install(|| batch.into_par_iter().map(work).collect());
        for result in done {
            sink(result)?;
        }
    }
    Ok(true)
}

/// The next pieces: waits for one and takes what is there already. `None` at the end.
fn batch(pieces: &Receiver<Piece>, most: usize) -> Option<Vec<Piece>> {
    let first = loop {
        match pieces.recv_timeout(Duration::from_millis(100)) {
            Ok(piece) => break piece,
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if outside::interrupted() => return Some(Vec::new()),
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    let mut size = first.size();
    let mut out = vec![first];
    while out.len() < most && size < AT_ONCE {
        let Ok(piece) = pieces.try_recv() else { break };
        size += piece.size();
        out.push(piece);
    }
    Some(out)
}

/// What came of a piece; `true` with pieces that are lines of a list.
pub(crate) fn work(piece: Piece, encoder: &dyn Encoder) -> (Outcome, bool) {
    match piece {
        Piece::Whole { bytes, hint } => (outcome(source::documents(&bytes, &hint), encoder), false),
        Piece::Line { bytes, number, hint } => (outcome(source::line(&bytes, number, &hint).into_iter().collect(), encoder), true),
        Piece::Failed(problem) => (vec![Err(problem)], false),
    }
}

pub(crate) fn outcome(sourced: Vec<Result<Sourced, SourceError>>, encoder: &dyn Encoder) -> Outcome {
    sourced.into_iter().map(|s| s.map(|s| desk::read(s, encoder)).map_err(|e| Problem::new(e.what(), e.help()))).collect()
}

/// The output in one of its forms. Every document is written out as soon as it is read.
struct Output {
    format: Format,
    several: bool,
    written: usize,
    width: usize,
    stream: AutoStream<Stdout>,
}

impl Output {
    fn new(form: &Form, several: bool) -> Output {
        Output { format: form.format, several, written: 0, width: outside::width(), stream: AutoStream::new(io::stdout(), form.color.choice()) }
    }

    fn document(&mut self, read: &Read) -> io::Result<()> {
        let shown = match self.format {
            Format::Text => format!("{}{}", if self.written > 0 { "\n\n" } else { "" }, text::ladder(read, self.width)),
            Format::Jsonl => format!("{}\n", json::record(&read.document, &read.reading)),
            Format::Csv => table::rows(read, self.written == 0)?,
            Format::Json => {
                let open = match (self.several, self.written) {
                    (false, _) => "",
                    (true, 0) => "[\n",
                    (true, _) => ",\n",
                };
                format!("{open}{:#}", json::record(&read.document, &read.reading))
            }
        };
        self.written += 1;
        // Records pass unchanged, whatever their text holds; only text for people has colours to strip.
        if self.format == Format::Text {
            self.stream.write_all(shown.as_bytes())?;
            return self.stream.flush();
        }
        let mut out = io::stdout().lock();
        out.write_all(shown.as_bytes())?;
        out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match (self.format, self.several, self.written) {
            (Format::Json, true, 0) => out.write_all(b"[]\n")?,
            (Format::Json, true, _) => out.write_all(b"\n]\n")?,
            (Format::Json, false, 1..) => out.write_all(b"\n")?,
            (Format::Csv, _, 0) => out.write_all(table::header()?.as_bytes())?,
            _ => {}
        }
        out.flush()
    }
}
