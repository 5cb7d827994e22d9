//! The commands about many documents: `report`, `matrix`, `contested`, `timeline`, `actors`, `figures`, `changes`, `demo`.
//!
//! Decides: which question each command asks, and the form of its answer. Must not know: how an answer is found.
//!
//! | module | holds |
//! |---|---|
//! | `gather` | from files to a record |
//! | `demo` | the example negotiation |

pub(crate) mod demo;
pub(in crate::cli) mod gather;

use super::args::{ChangesArgs, Color, ContestedArgs, NegotiationArgs, PageForm, PageFormat};
use super::{End, complain};
use crate::desk::negotiation::{self as desk, Answer, Quotations};
use crate::outside::{self, Problem};
use crate::view::block::Block;
use crate::view::{self, html, markdown, terminal};
use anstream::AutoStream;
use gather::{Gathered, gather};
use jiff::civil::Date;
use rapporteur_export::{Table, csv, tables, xlsx};
use rapporteur_record::record::Sum;
use rapporteur_record::{ConflictKind, Record};
use serde::Serialize;
use std::io::{self, Write};

/// Runs `rapporteur report`.
pub(crate) fn report(args: &NegotiationArgs) -> io::Result<End> {
    let view = View { title: "The record of a negotiation", body: &|r: &desk::Report, q| view::report(r, q), tables: &tables::all };
    run(args, &view, |record| desk::report(record, args.as_of))
}

/// Runs `rapporteur matrix`.
pub(crate) fn matrix(args: &NegotiationArgs) -> io::Result<End> {
    let tables = |sum: &Sum| vec![tables::issue_matrix(sum), tables::positions(sum)];
    let view = View { title: "Who stands where, according to whom", body: &|g: &desk::Grid, _| view::grid(g), tables: &tables };
    run(args, &view, |record| desk::matrix(record, args.as_of))
}

/// Runs `rapporteur contested`.
pub(crate) fn contested(args: &ContestedArgs) -> io::Result<End> {
    let kind = args.kind.as_deref().and_then(ConflictKind::parse);
    let tables = |sum: &Sum| vec![tables::conflicts(sum, kind)];
    let view = View { title: "Accounts that do not go together", body: &|d: &desk::Disputes, q| view::disputes(d, q), tables: &tables };
    run(&args.asked, &view, |record| desk::contested(record, args.asked.as_of, kind))
}

/// Runs `rapporteur timeline`.
pub(crate) fn timeline(args: &NegotiationArgs) -> io::Result<End> {
    let tables = |sum: &Sum| vec![tables::events(sum), tables::positions(sum), tables::figures(sum)];
    let view = View { title: "What happened and what was said", body: &|t: &desk::Timeline, _| view::timeline(t), tables: &tables };
    run(args, &view, |record| desk::timeline(record, args.as_of))
}

/// Runs `rapporteur actors`.
pub(crate) fn actors(args: &NegotiationArgs) -> io::Result<End> {
    let tables = |sum: &Sum| vec![tables::actors(sum)];
    let view = View { title: "Who takes part", body: &|a: &desk::Actors, _| view::actors(a), tables: &tables };
    run(args, &view, |record| desk::actors(record, args.as_of))
}

/// Runs `rapporteur figures`.
pub(crate) fn figures(args: &NegotiationArgs) -> io::Result<End> {
    let tables = |sum: &Sum| vec![tables::figures(sum)];
    let view = View { title: "Numbers, and who tells them", body: &|f: &desk::Figures, _| view::figures(f), tables: &tables };
    run(args, &view, |record| desk::figures(record, args.as_of))
}

/// Runs `rapporteur changes`.
pub(crate) fn changes(args: &ChangesArgs) -> io::Result<End> {
    if let Some(until) = args.until.filter(|u| *u < args.since) {
        complain(&Problem::new(format!("`--until {until}` is before `--since {}`", args.since), "swap the two days"));
        return Ok(End::Usage);
    }
    let last = |record: &Record| record.sum().texts.iter().filter_map(|t| t.document.published).max();
    let until = |record: &Record| args.until.or_else(|| last(record)).map_or(args.since, |d| d.max(args.since));
    let title = format!("What changed after {}{}", args.since, args.until.map(|d| format!(", until {d}")).unwrap_or_default());
    let tables = |sum: &Sum| vec![tables::positions(sum)];
    let view = View { title: &title, body: &|c: &desk::Changes, q| view::changes(c, q), tables: &tables };
    run(&args.asked, &view, |record| desk::changes(record, args.asked.as_of, args.since, until(record)))
}

/// How an answer is shown.
struct View<'a, T> {
    title: &'a str,
    body: &'a dyn Fn(&T, &Quotations) -> Vec<Block>,
    tables: &'a dyn Fn(&Sum) -> Vec<Table>,
}

fn run<T: Serialize>(args: &NegotiationArgs, view: &View<T>, ask: impl FnOnce(&Record) -> Answer<T>) -> io::Result<End> {
    if let Some(problem) = impossible(&args.form) {
        complain(&problem);
        return Ok(End::Usage);
    }
    let Gathered { record, end } = match gather(&args.gather)? {
        Ok(gathered) => gathered,
        Err(end) => return Ok(end),
    };
    let record = if let Some(day) = args.published_until { record.published_until(day) } else { record };
    let bytes = match args.form.format {
        PageFormat::Csv | PageFormat::Xlsx => in_tables(&record, args.as_of, args.form.format, view.tables)?,
        format => shown(&ask(&record), view, format, args.form.output.is_some())?,
    };
    put(&args.form, &bytes).map(|written| if written { end } else { End::NothingRead })
}

/// A workbook on a terminal is of no use to anybody.
fn impossible(form: &PageForm) -> Option<Problem> {
    let nowhere = form.format == PageFormat::Xlsx && form.output.is_none() && outside::shows_on_terminal();
    nowhere.then(|| Problem::new("a workbook cannot be shown on a terminal", "name a file: -o record.xlsx"))
}

fn in_tables(record: &Record, as_of: Option<Date>, format: PageFormat, tables: &dyn Fn(&Sum) -> Vec<Table>) -> io::Result<Vec<u8>> {
    let known = as_of.map(|day| record.known_on(day));
    let all = tables(known.as_ref().unwrap_or(record).sum());
    match format {
        PageFormat::Xlsx => xlsx::write(&all),
        // One file of rows is one table: the one that is asked for first.
        _ => all.first().map_or(Ok(Vec::new()), |t| csv::write(t).map(String::into_bytes)),
    }
}

fn shown<T: Serialize>(answer: &Answer<T>, view: &View<T>, format: PageFormat, to_file: bool) -> io::Result<Vec<u8>> {
    if format == PageFormat::Json {
        let mut bytes = serde_json::to_vec_pretty(answer).map_err(io::Error::other)?;
        bytes.push(b'\n');
        return Ok(bytes);
    }
    let page = view::page(view.title, answer, (view.body)(&answer.body, &answer.quotations));
    Ok(match format {
        PageFormat::Html => html::page(&page).into_bytes(),
        PageFormat::Md => markdown::page(&page).into_bytes(),
        // A file has no width; what reads well there is what reads well on a common terminal.
        _ => terminal::page(&page, if to_file { 100 } else { outside::width() }).into_bytes(),
    })
}

/// Writes an answer where it was asked for; `false` where it could not be, and that was told.
fn put(form: &PageForm, bytes: &[u8]) -> io::Result<bool> {
    if let Some(path) = &form.output {
        let plain = if form.format == PageFormat::Text { anstream::adapter::strip_bytes(bytes).into_vec() } else { bytes.to_vec() };
        return Ok(outside::write(path, &plain).map_err(|p| complain(&p)).is_ok());
    }
    match form.format {
        PageFormat::Text => coloured(bytes, form.color)?,
        _ => {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()?;
        }
    }
    Ok(true)
}

fn coloured(bytes: &[u8], color: Color) -> io::Result<()> {
    let mut stream = AutoStream::new(io::stdout(), color.choice());
    stream.write_all(bytes)?;
    stream.flush()
}
