//! The command line.
//!
//! Decides: which command runs, exit codes, where messages go. Must not know: how anything is found out.

mod account;
mod add;
mod args;
mod deal;
mod dossier;
mod explain;
mod negotiation;
mod progress;
mod read;
mod review;
mod rules;
mod search;
mod serve;
mod table;
pub(crate) mod text;
mod watch;

use crate::outside::{self, Problem};
use args::{Args, Command};
use clap::{CommandFactory, Parser};
use std::io::{self, Write};
use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All was read.
    Fine,
    /// Some input was rejected.
    SomeRejected,
    /// Nothing could be read.
    NothingRead,
    /// The command line asks for what cannot be.
    Usage,
    /// A dossier cannot be used, or is not as it was written.
    Dossier,
    /// Somebody interrupted it.
    Interrupted,
    /// A command about a deal ended with this code.
    Deal(u8),
}

impl End {
    pub(crate) fn code(self) -> u8 {
        match self {
            End::Fine => 0,
            End::SomeRejected => 1,
            End::Usage => 2,
            End::NothingRead => 3,
            End::Dossier => 4,
            End::Interrupted => 130,
            End::Deal(code) => code,
        }
    }
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let args = Args::parse_from(outside::arguments());
    let end = match args.command {
        Command::Read(a) => read::run(&a),
        Command::Demo(a) => negotiation::demo::run(&a),
        Command::Explain(a) => explain::run(&a),
        Command::Report(a) => negotiation::report(&a),
        Command::Matrix(a) => negotiation::matrix(&a),
        Command::Contested(a) => negotiation::contested(&a),
        Command::Timeline(a) => negotiation::timeline(&a),
        Command::Actors(a) => negotiation::actors(&a),
        Command::Figures(a) => negotiation::figures(&a),
        Command::Changes(a) => negotiation::changes(&a),
        Command::Rules(a) => rules::run(&a),
        Command::Deal(command) => {
            let is_dossier = |path: &std::path::Path| outside::is_dossier(path);
            let world = deal::World { read: &|path| outside::text(path), is_dossier: &is_dossier, record: &deal::record::of, today: outside::today() };
            answer(deal::run(&command, &world))
        }
        Command::Init(a) => dossier::init(&a),
        Command::Add(a) => add::run(&a),
        Command::Watch(a) => watch::run(&a),
        Command::Remove(a) => dossier::remove(&a),
        Command::Search(a) => search::run(&a),
        Command::Serve(a) => serve::run(&a),
        Command::Mcp(a) => serve::mcp(&a),
        Command::Account(command) => account::run(&command),
        Command::Review(command) => review::run(&command),
        Command::Export(a) => dossier::export(&a),
        Command::Import(a) => dossier::import(&a),
        Command::Rebuild(a) => dossier::rebuild(&a),
        Command::Verify(a) => dossier::verify(&a),
        Command::Doctor(a) => dossier::doctor(&a),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "rapporteur", &mut out);
            print(&out)
        }
        Command::Man => {
            let mut out = Vec::new();
            let made = clap_mangen::Man::new(Args::command()).render(&mut out);
            made.and_then(|()| io::stdout().write_all(&out)).map(|()| End::Fine)
        }
    };
    match end {
        Ok(end) => ExitCode::from(end.code()),
        // Whoever reads our output has read enough.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            complain(&Problem::new(format!("cannot write the output: {e}"), "check that there is room, and write it again: what was written of it is cut off"));
            ExitCode::from(End::NothingRead.code())
        }
    }
}

/// Shows the answer of a command about a deal.
fn answer(answer: deal::Answer) -> io::Result<End> {
    print(answer.out.as_bytes())?;
    if !answer.err.is_empty() {
        let _ = writeln!(anstream::stderr(), "{}", answer.err.trim_end());
    }
    Ok(End::Deal(answer.exit))
}

fn print(bytes: &[u8]) -> io::Result<End> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(End::Fine)
}

/// Says on standard error what is wrong and what to do next.
pub(crate) fn complain(problem: &Problem) {
    let mark = |style: anstyle::Style, word: &str| format!("{style}{word}{style:#}");
    let error = mark(anstyle::AnsiColor::Red.on_default().bold(), "error:");
    let help = mark(anstyle::AnsiColor::Cyan.on_default().bold(), "help:");
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{error} {}\n{help} {}", problem.what, problem.help);
}

/// Says on standard error what to do next.
pub(crate) fn hint(words: &str) {
    let style = anstyle::AnsiColor::Cyan.on_default().bold();
    let _ = writeln!(anstream::stderr(), "{style}help:{style:#} {words}");
}
