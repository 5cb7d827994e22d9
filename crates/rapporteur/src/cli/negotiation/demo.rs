//! `rapporteur demo`: an example negotiation that comes with the program.
//!
//! Decides: what is shown of it, and what to look at. All of it is invented.

use super::super::args::DemoArgs;
use super::super::progress::Progress;
use super::super::read::{outcome, weights};
use super::super::{End, complain, hint};
use super::coloured;
use super::gather::add;
use crate::desk::negotiation as desk;
use crate::outside::{self, Problem};
use crate::view::block::{Block, Line, Look, Run, heading, plain, run as words};
use crate::view::{self, html, terminal};
use jiff::civil::date;
use rapporteur_reading::source::{self, Hint};
use rapporteur_record::{Brief, Record, brief};
use rayon::prelude::*;
use std::io;
use std::path::Path;

/// A file of the example: its name and what it holds.
macro_rules! example {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../../examples/demo/", $name)))),*]
    };
}

/// The documents, in the order of their days.
const DOCUMENTS: &[(&str, &str)] = example!(
    "01-framework-on-the-table.txt",
    "02-price-of-quiet.txt",
    "03-movement-accepts-framework.txt",
    "04-ullmane-evening-report.txt",
    "05-six-for-one.txt",
    "06-ministry-first-release.txt",
    "07-nine-hundred-metres.txt",
    "08-two-weeks-in.txt",
    "09-live-bridging-text.txt",
    "10-envoy-says-assured.txt",
    "11-prime-minister-backs-text.txt",
    "12-yes-yes-says-envoy.txt",
    "13-morning-report-assurance.txt",
    "14-no-such-assurance.txt",
    "15-two-yeses-and-a-no.txt",
    "16-privately-doubts.txt",
    "17-hauterin-market.txt",
    "18-sunday-debate.txt",
    "19-the-word-was-effort.txt",
    "20-movement-withdraws.txt",
    "21-ministry-second-release.txt",
    "22-month-of-march.txt",
    "23-thirty-eight-lorries.txt",
    "24-revised-text.txt",
    "25-movement-answers-revised.txt",
    "26-another-document.txt",
    "27-live-at-the-mill.txt",
    "28-what-nobody-answered.txt",
);
const BRIEF: &str = include_str!("../../../../../examples/demo/brief.toml");
const README: &str = include_str!("../../../../../examples/demo/README.md");

/// Runs `rapporteur demo`.
pub(crate) fn run(args: &DemoArgs) -> io::Result<End> {
    let Some(record) = record() else { return Ok(End::NothingRead) };
    if let Some(folder) = &args.out
        && let Err(problem) = write(folder, &record)
    {
        complain(&problem);
        return Ok(End::NothingRead);
    }
    coloured(terminal::page(&page(&record), outside::width()).as_bytes(), args.color)?;
    next(args.out.as_deref());
    Ok(End::Fine)
}

/// The example, read.
fn record() -> Option<Record> {
    let brief: Brief = brief::parse(BRIEF).map_err(|e| complain(&Problem::new(e.message, e.help))).ok()?;
    let encoder = weights()?;
    let progress = Progress::before_output(true);
    let read = |(name, text): &(&str, &str)| {
        let one = outcome(source::documents(text.as_bytes(), &Hint::named(*name)), encoder.as_ref());
        progress.step();
        one
    };
    let all: Vec<_> = DOCUMENTS.par_iter().map(read).collect();
    drop(progress);
    let mut record = Record::of([], brief);
    for one in all.into_iter().flatten() {
        match one {
            Ok(one) => add(&mut record, &one),
            Err(problem) => complain(&problem),
        }
    }
    Some(record)
}

/// A part of the tour: a question with its command, and what to look for in the answer.
fn part(out: &mut Vec<Block>, command: &str, look: &str, body: Vec<Block>) {
    out.push(heading(2, command, "part"));
    out.push(Block::Para(vec![words(Look::Quiet, look)]));
    out.extend(body);
}

fn page(record: &Record) -> Vec<Block> {
    let mut out = vec![heading(1, "The talks on Upper Dorran", "top")];
    out.push(Block::Para(vec![plain(
        "28 invented documents by eight outlets, 4 March to 22 April 2033: an envoy and a regional body mediate a truce and an exchange of captives between a \
         government and an armed movement. What follows was read from them just now, on this machine. \
         Above each answer stands what a careful person finds in the documents; the reader finds some of it, and makes mistakes.",
    )]));
    let matrix = desk::matrix(record, None);
    part(
        &mut out,
        "rapporteur matrix demo",
        "Look at the bridging proposal: what the government says, and what the envoy says of it, stand in one cell.",
        few(view::grid(&matrix.body)),
    );
    let contested = desk::contested(record, None, None);
    let look = "Look for the assurance (the envoy was assured of support; the prime minister's office denies it), for the Movement's acceptance that is taken back, \
        and for two counts of the dead of one shelling. That one party rejects the first text and accepts the third is no conflict, and is not here.";
    part(&mut out, "rapporteur contested demo", look, few(view::disputes(&contested.body, &contested.quotations)));
    let changes = desk::changes(record, None, date(2033, 3, 31), date(2033, 4, 15));
    let look = "Between the end of March and the middle of April a third text came onto the table, and positions moved.";
    part(&mut out, "rapporteur changes demo --since 2033-03-31 --until 2033-04-15", look, few(view::changes(&changes.body, &changes.quotations)));
    let figures = desk::figures(record, None);
    let look = "The prisoners released are 18, then 47, then 79: no conflict, since the days differ. 212 dead are those of a whole month.";
    part(&mut out, "rapporteur figures demo", look, few(view::figures(&figures.body)));
    let report = desk::report(record, None);
    let copies: Vec<_> = report.body.sources.iter().filter(|s| s.copy_of.is_some() || !s.quotes.is_empty()).map(view::phrase::source).collect();
    let look = "One wire report was carried by other outlets: word for word, cut, lightly edited, quoted. It counts as one source.";
    part(&mut out, "rapporteur report demo --format html -o report.html", look, vec![Block::List(copies)]);
    out
}

/// The beginning of an answer; how much more there is, is said. Numbers of quotations are left out, since the tour has no list of them.
fn few(blocks: Vec<Block>) -> Vec<Block> {
    const ITEMS: usize = 6;
    const ROWS: usize = 8;
    const CONFLICTS: usize = 3;
    let mut conflicts = 0;
    let mut out = Vec::new();
    let more = |n: usize| Block::Para(vec![words(Look::Quiet, &format!("… and {n} more"))]);
    let mut blocks = blocks.into_iter().map(unnumbered).peekable();
    while let Some(b) = blocks.next() {
        match b {
            Block::List(mut all) if all.len() > ITEMS => {
                let left = all.len() - ITEMS;
                all.truncate(ITEMS);
                out.extend([Block::List(all), more(left)]);
            }
            Block::Table { head, mut rows } => {
                let left = rows.len().saturating_sub(ROWS);
                rows.truncate(ROWS);
                out.push(Block::Table { head, rows });
                out.extend((left > 0).then(|| more(left)));
            }
            Block::Sides { about, sides } => {
                conflicts += 1;
                if conflicts <= CONFLICTS {
                    out.push(Block::Sides { about, sides });
                }
                if !matches!(blocks.peek(), Some(Block::Sides { .. })) {
                    out.extend((conflicts > CONFLICTS).then(|| more(conflicts - CONFLICTS)));
                    conflicts = 0;
                }
            }
            other => out.push(other),
        }
    }
    out
}

fn unnumbered(b: Block) -> Block {
    let line = |l: Line| l.into_iter().filter(|r| matches!(r, Run::Words(..))).collect::<Line>();
    match b {
        Block::Para(l) => Block::Para(line(l)),
        Block::List(all) => Block::List(all.into_iter().map(line).collect()),
        Block::Table { head, rows } => {
            // A line that only leads to more quotations has nothing left to say.
            let cell = |lines: Vec<Line>| lines.into_iter().map(line).filter(|l| !matches!(l.as_slice(), [Run::Words(w, _)] if w == "also")).collect();
            Block::Table { head, rows: rows.into_iter().map(|(a, cells)| (line(a), cells.into_iter().map(cell).collect())).collect() }
        }
        Block::Sides { about, sides } => {
            Block::Sides { about: line(about), sides: sides.into_iter().map(|(n, lines)| (n, lines.into_iter().map(line).collect())).collect() }
        }
        other => other,
    }
}

/// Writes the example for trying things on.
fn write(folder: &Path, record: &Record) -> Result<(), Problem> {
    outside::new_folder(folder)?;
    for (name, text) in DOCUMENTS.iter().chain(&[("brief.toml", BRIEF), ("README.md", README)]) {
        outside::write(&folder.join(name), text.as_bytes())?;
    }
    let answer = desk::report(record, None);
    let body = view::report(&answer.body, &answer.quotations);
    outside::write(&folder.join(REPORT), html::page(&view::page("The talks on Upper Dorran", &answer, body)).as_bytes())
}

/// The name of the report in the folder. Pages in a folder are read as texts, unless their name begins with a dot or an underscore.
const REPORT: &str = "_report.html";

fn next(out: Option<&Path>) {
    match out {
        Some(folder) => {
            let f = folder.display();
            hint(&format!("open {f}/{REPORT} in a browser; {f}/README.md says where each twist shows"));
            hint(&format!(
                "try `rapporteur matrix {f}`, `rapporteur contested {f} --kind reversal`, `rapporteur changes {f} --since 2033-03-31 --until 2033-04-15`"
            ));
            hint(&format!(
                "try `rapporteur matrix {f} --as-of 2033-03-20`, `rapporteur report {f} --format xlsx -o record.xlsx`, and the same on a folder of yours"
            ));
        }
        None => {
            hint("`rapporteur demo --out demo` writes the documents, the brief and the report into a folder; then the commands above work on it");
            hint("on texts of yours: `rapporteur report FOLDER --format html -o report.html`; one text: `rapporteur read FILE` (`rapporteur read --demo`)");
        }
    }
}
