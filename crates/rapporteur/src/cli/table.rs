//! Statements as rows, RFC 4180.
//!
//! Decides: the columns, and that no cell can act as a formula. Offsets are code points, as in the record.

use crate::desk::{self, Read};
use rapporteur_record::span::CodePoints;
use rapporteur_record::{AttributionId, json};
use std::io;

/// The columns.
pub(crate) const COLUMNS: [&str; 16] = [
    "document",
    "id",
    "within",
    "chain",
    "speaker",
    "speaker_kind",
    "acts_for",
    "cue",
    "speech_act",
    "quote_type",
    "content",
    "begin",
    "end",
    "time_from",
    "time_to",
    "confidence",
];

/// The first line.
pub(crate) fn header() -> io::Result<String> {
    written(|w| w.write_record(COLUMNS))
}

/// The statements of one document, with the first line before them or without.
pub(crate) fn rows(read: &Read, first: bool) -> io::Result<String> {
    let points = CodePoints::of(&read.document.text);
    let rows = written(|w| {
        for i in 0..read.reading.attributions.len() {
            if let Some(row) = row(read, &points, AttributionId(i)) {
                w.write_record(row.iter().map(|cell| guarded(cell)))?;
            }
        }
        Ok(())
    })?;
    Ok(if first { header()? + &rows } else { rows })
}

fn written(f: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> io::Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    f(&mut writer).map_err(io::Error::other)?;
    let bytes = writer.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn row(read: &Read, points: &CodePoints, id: AttributionId) -> Option<[String; COLUMNS.len()]> {
    let text = &read.document.text;
    let a = read.reading.attributions.get(id.0)?;
    let said = desk::statement(read, id)?;
    let (begin, end) = (a.content.first()?.begin(), a.content.last()?.end());
    let days = a.time.as_ref().and_then(|t| t.days);
    let kind = a.speaker.first().and_then(|s| read.reading.actor(s)).map_or("", |s| s.kind.name());
    Some([
        read.document.id.clone(),
        json::attribution_id(id),
        a.within.map(json::attribution_id).unwrap_or_default(),
        chain(read, id),
        said.speaker,
        kind.to_owned(),
        said.acts_for.unwrap_or_default(),
        said.cue,
        a.speech_act.name().to_owned(),
        a.quote_type.name().to_owned(),
        said.content,
        points.before(text, begin).to_string(),
        points.before(text, end).to_string(),
        days.map(|d| d.0.to_string()).unwrap_or_default(),
        days.map(|d| d.1.to_string()).unwrap_or_default(),
        format!("{:.3}", a.confidence),
    ])
}

/// "outlet > first voice > the voice behind it"; `?` where a voice is not known.
pub(crate) fn chain(read: &Read, id: AttributionId) -> String {
    let voice = |words: String| if words.is_empty() { "?".to_owned() } else { words };
    let outlet = voice(read.document.outlet.clone().unwrap_or_default());
    let voices = read.reading.chain(id).into_iter().filter_map(|id| desk::statement(read, id)).map(|s| voice(s.speaker));
    [outlet].into_iter().chain(voices).collect::<Vec<_>>().join(" > ")
}

/// A cell that a table program would take for a formula gets an apostrophe before it.
fn guarded(cell: &str) -> String {
    let acts = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if acts { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_acts_as_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@a", "\t=1"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        assert_eq!(guarded("1-1"), "1-1");
    }

    #[test]
    fn the_first_line_names_the_columns() {
        assert!(header().unwrap().starts_with("document,id,within,chain,speaker,"));
        assert!(header().unwrap().ends_with("confidence\r\n"));
    }
}
