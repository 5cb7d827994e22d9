//! `rapporteur explain`.
//!
//! Decides: how decisions are shown. Must not know: how they were taken.

use super::args::{ExplainArgs, Shape};
use super::read::{each, weights, work};
use super::text::{CUE, MARK, QUIET, SPEAKER, TITLE, time};
use super::{End, complain};
use crate::desk::{self, Explanation, Known, Read};
use crate::outside::{self, Problem};
use anstream::AutoStream;
use anstyle::Style;
use rapporteur_record::{AttributionId, json};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Runs `rapporteur explain`.
pub(crate) fn run(args: &ExplainArgs) -> io::Result<End> {
    let answer = found(args)?;
    let (read, id, explanation) = match answer {
        Ok(found) => found,
        Err(problem) => {
            complain(&problem);
            return Ok(End::NothingRead);
        }
    };
    match args.format {
        Shape::Json => {
            let mut out = io::stdout().lock();
            writeln!(out, "{:#}", form(&read, id, &explanation))?;
            out.flush()?;
        }
        Shape::Text => {
            let mut out = AutoStream::new(io::stdout(), args.color.choice());
            out.write_all(page(&read, id, &explanation).as_bytes())?;
            out.flush()?;
        }
    }
    Ok(End::Fine)
}

/// The document that is meant, the statement in it, and its explanation.
fn found(args: &ExplainArgs) -> io::Result<Result<(Read, AttributionId, Explanation), Problem>> {
    let inputs = match outside::inputs(std::slice::from_ref(&args.file), &args.about.said()) {
        Ok(inputs) => inputs,
        Err(problem) => return Ok(Err(problem)),
    };
    let Some(encoder) = weights() else { return Ok(Err(Problem::new("nothing can be read without weights", "install the program again"))) };
    let (mut reads, mut problems) = (Vec::new(), Vec::new());
    each(inputs, None, &|piece| work(piece, encoder.as_ref()), &mut |(outcome, _)| {
        for result in outcome {
            match result {
                Ok(read) => reads.push(read),
                Err(problem) => problems.push(problem),
            }
        }
        Ok::<(), io::Error>(())
    })?;
    Ok(choose(args, reads, problems))
}

fn choose(args: &ExplainArgs, mut reads: Vec<Read>, mut problems: Vec<Problem>) -> Result<(Read, AttributionId, Explanation), Problem> {
    if reads.is_empty() && !problems.is_empty() {
        return Err(problems.swap_remove(0));
    }
    let name = args.file.display();
    let ids = some(reads.iter().map(|r| r.document.id.clone()));
    let at = match &args.document {
        Some(wanted) => reads.iter().position(|r| r.document.id == *wanted),
        None if reads.len() == 1 => Some(0),
        None => return Err(Problem::new(format!("`{name}` holds {} documents", reads.len()), format!("say which with --document: {ids}"))),
    };
    let Some(read) = at.map(|at| reads.swap_remove(at)) else {
        let wanted = args.document.as_deref().unwrap_or_default();
        return Err(Problem::new(format!("`{name}` holds no document `{wanted}`"), format!("its documents are {ids}")));
    };
    let id = json::parse_attribution_id(&args.id);
    match id.and_then(|id| Some((id, desk::explain(&read, id)?))) {
        Some((id, explanation)) => Ok((read, id, explanation)),
        None => {
            let count = read.reading.attributions.len();
            let there = match count {
                0 => "no statement was found in it".to_owned(),
                1 => "the only one is s1".to_owned(),
                n => format!("its statements are s1 to s{n}"),
            };
            Err(Problem::new(format!("`{name}` has no statement `{}`", args.id), format!("{there}; `rapporteur read` shows them")))
        }
    }
}

/// The first few of some names.
fn some(names: impl Iterator<Item = String>) -> String {
    const MOST: usize = 8;
    let all: Vec<String> = names.collect();
    let more = if all.len() > MOST { ", …" } else { "" };
    all.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ") + more
}

fn styled(style: Style, words: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    format!("{style}{words}{style:#}")
}

/// For people.
fn page(read: &Read, id: AttributionId, explanation: &Explanation) -> String {
    let mut out = format!("{}\n\n", styled(TITLE, "Through whom it is known"));
    let outlet = explanation.outlet.as_deref().unwrap_or("the text itself (no outlet known)");
    out += &format!("  {}\n", styled(SPEAKER, outlet));
    for (depth, said) in explanation.chain.iter().enumerate() {
        let pad = "   ".repeat(depth);
        let voice = match (said.known, said.speaker.is_empty()) {
            (Known::Nobody, true) => "nobody named",
            _ => &said.speaker,
        };
        let acting = said.acts_for.as_ref().map(|a| format!(" (for {a})")).unwrap_or_default();
        let cue = if said.cue.is_empty() { "(goes on)" } else { &said.cue };
        out +=
            &format!("  {}{}  {}{acting}  {}\n", styled(QUIET, &format!("{pad}└─ ")), json::attribution_id(said.id), styled(SPEAKER, voice), styled(CUE, cue));
        out += &format!("  {pad}       {}\n", styled(Style::new(), &said.content));
    }
    out += &format!("\n{}\n\n", styled(TITLE, &format!("What is known of {}", json::attribution_id(id))));
    for (label, words) in facts(read, id, explanation) {
        out += &format!("  {:<12} {}\n", label, styled(Style::new(), &words));
    }
    out += &format!("\n{}\n", styled(TITLE, "Decisions, in the order they were taken"));
    for d in &explanation.decisions {
        let score = d.score.map(|s| format!("  {s:.3}")).unwrap_or_default();
        out += &format!("\n  {}  {}{}\n", styled(MARK, d.rule), d.summary, styled(QUIET, &score));
        if let Some(words) = d.words {
            out += &format!("        {}\n", styled(Style::new(), &format!("\"{}\"", desk::words(&read.document.text, &[words]))));
        }
        out += &format!("        {}\n", styled(QUIET, &format!("{}:{}", d.place.0, d.place.1)));
    }
    if explanation.decisions.is_empty() {
        out += "\n  none is recorded\n";
    }
    out
}

fn facts(read: &Read, id: AttributionId, explanation: &Explanation) -> Vec<(&'static str, String)> {
    let text = &read.document.text;
    let Some((a, said)) = read.reading.attributions.get(id.0).zip(explanation.chain.last()) else { return Vec::new() };
    let known = match said.known {
        Known::Named => "named",
        Known::Described => "described, not named",
        Known::Nobody => "nobody named",
        Known::NotResolved => "not resolved",
    };
    let mut out = vec![
        ("source", desk::words(text, &a.source)),
        ("speaker", format!("{} ({known})", said.speaker).trim_start().to_owned()),
        ("addressee", desk::words(text, &a.addressee)),
        ("quotation", a.quote_type.name().to_owned()),
        ("act", a.speech_act.name().to_owned()),
        ("said", a.time.as_ref().map(|t| time(text, t)).unwrap_or_default()),
        ("confidence", format!("{:.3}", a.confidence)),
    ];
    out.retain(|(_, words)| !words.is_empty());
    out
}

/// For programs.
fn form(read: &Read, id: AttributionId, explanation: &Explanation) -> Value {
    let record = json::record(&read.document, &read.reading);
    let attribution = |id: AttributionId| record.pointer(&format!("/attributions/{}", id.0)).cloned().unwrap_or_default();
    let chain: Vec<Value> = explanation
        .chain
        .iter()
        .map(|said| json!({"id": json::attribution_id(said.id), "speaker": said.speaker, "acts_for": said.acts_for, "cue": said.cue, "content": said.content}))
        .collect();
    json!({
        "format": "rapporteur-explanation/1",
        "document": read.document.id,
        "outlet": explanation.outlet,
        "attribution": attribution(id),
        "chain": chain,
        "decisions": json::decisions(&read.document, &explanation.decisions),
    })
}
