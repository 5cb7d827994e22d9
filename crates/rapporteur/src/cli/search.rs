//! `rapporteur search`.
//!
//! Decides: how hits are shown. Must not know: what matches.

use super::args::{SearchArgs, Shape};
use super::dossier::{Failure, finish, open};
use super::text::{MARK, QUIET, SPEAKER, TITLE, clean, wrap};
use super::{End, hint};
use crate::outside;
use anstream::AutoStream;
use anstyle::Style;
use rapporteur_store::{Found, Hit, Search};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Runs `rapporteur search`.
pub(crate) fn run(args: &SearchArgs) -> io::Result<End> {
    finish(search(args))
}

fn search(args: &SearchArgs) -> Result<End, Failure> {
    let search = Search {
        words: args.words.join(" "),
        among: args.among.store(),
        speaker: args.speaker.clone(),
        outlet: args.outlet.clone(),
        from: args.from,
        until: args.until,
        stance: args.stance.as_deref().and_then(rapporteur_record::Stance::parse),
        status: args.status.clone(),
        limit: usize::from(args.limit),
        ..Search::default()
    };
    let found = open(&args.dossier)?.search(&search)?;
    let mut out = AutoStream::new(io::stdout(), args.color.choice());
    match args.format {
        Shape::Json => writeln!(out, "{:#}", found_json(&found))?,
        Shape::Text => write!(out, "{}", found_text(&found, outside::width()))?,
    }
    out.flush()?;
    if args.format == Shape::Text {
        tell(&found);
    }
    Ok(End::Fine)
}

fn tell(found: &Found) {
    match found.count {
        0 => hint("nothing matches; try fewer words, or the beginning of one: truc*"),
        n if found.more => hint(&format!("more than {n} match; those learnt last were weighed: narrow it with --speaker, --outlet, --from, --until")),
        n if n > found.hits.len() => hint(&format!("{n} match; --limit shows more of them")),
        _ => {}
    }
}

fn found_text(found: &Found, width: usize) -> String {
    let mut out = String::new();
    for hit in &found.hits {
        out += &wrap(&head(hit), width, "", "  ").concat();
        out += &wrap(&snippet(&hit.snippet), width, "    ", "    ").concat();
        out.push('\n');
    }
    for (name, values) in &found.facets {
        let shown: Vec<String> = values.iter().map(|(value, n)| format!("{} ({n})", clean(value))).collect();
        out += &wrap(&[(format!("{name}: {}", shown.join(", ")), QUIET)], width, "", "  ").concat();
    }
    out
}

/// Where it stands: document and statement, day, outlet, speaker.
fn head(hit: &Hit) -> Vec<(String, Style)> {
    let mut out = vec![(clean(&hit.document), TITLE)];
    out.extend(hit.item.iter().map(|item| (item.clone(), TITLE)));
    let about: Vec<String> = [&hit.published, &hit.outlet].into_iter().flatten().map(|p| clean(p)).collect();
    out.push((about.join(", "), QUIET));
    if hit.item.is_some() {
        out.push((hit.speaker.as_deref().map_or("(speaker not known)".to_owned(), clean), SPEAKER));
    }
    out.extend(hit.status.iter().filter(|s| *s != "machine").map(|s| (format!("[{s}]"), MARK)));
    out
}

/// The words of a snippet; a word that holds something found is marked.
fn snippet(pieces: &[(String, bool)]) -> Vec<(String, Style)> {
    let mut out: Vec<(String, Style)> = Vec::new();
    let mut goes_on = false;
    for (piece, found) in pieces {
        for (i, word) in piece.split(char::is_whitespace).enumerate() {
            let style = if *found { MARK } else { Style::new() };
            match out.last_mut().filter(|_| i == 0 && goes_on) {
                Some((before, marked)) => {
                    before.push_str(&clean(word));
                    *marked = if *found && !word.is_empty() { MARK } else { *marked };
                }
                None => out.push((clean(word), style)),
            }
        }
        goes_on = true;
    }
    out
}

fn found_json(found: &Found) -> Value {
    let hit = |h: &Hit| {
        json!({
            "document": h.document,
            "id": h.item,
            "title": h.title,
            "outlet": h.outlet,
            "published": h.published,
            "speaker": h.speaker,
            "status": h.status,
            "snippet": h.snippet.iter().map(|(words, found)| json!({"words": words, "found": found})).collect::<Value>(),
        })
    };
    let facets: serde_json::Map<String, Value> =
        found.facets.iter().map(|(name, values)| ((*name).to_owned(), values.iter().map(|(v, n)| json!({"value": v, "count": n})).collect())).collect();
    json!({"count": found.count, "more": found.more, "hits": found.hits.iter().map(hit).collect::<Value>(), "facets": facets})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_marks_its_whole_word() {
        let pieces = [("no “".to_owned(), false), ("truce".to_owned(), true), ("”, she said".to_owned(), false)];
        let words = snippet(&pieces);
        assert_eq!(words.iter().map(|(w, _)| w.as_str()).collect::<Vec<_>>(), ["no", "“truce”,", "she", "said"]);
        assert_eq!(words.iter().map(|(_, s)| *s == MARK).collect::<Vec<_>>(), [false, true, false, false]);
    }
}
