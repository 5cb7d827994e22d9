//! `rapporteur search`.
//!
//! Decides: how hits are shown. Must not know: what matches.

use super::args::{Color, DossierArgs, Shape, date};
use super::dossier::{Failure, added_up, finish, held};
use super::text::{MARK, QUIET, SPEAKER, TITLE, clean, wrap};
use super::{End, hint, print};
use crate::desk::finding::{self, Saved};
use crate::outside::{self, Problem};
use anstream::AutoStream;
use anstyle::Style;
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rapporteur_record::{Stance, TermKind};
use rapporteur_store::{Among, Found, Hit, Search, Store};
use serde_json::{Value, json};
use std::io::{self, Write};

/// `rapporteur search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Words that all must be there; "a phrase", the beginning of a word*, -without, this OR that
    #[arg(value_name = "QUERY")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    /// Among what somebody is quoted for, or among whole texts
    #[arg(long = "in", value_name = "WHAT", default_value = "statements")]
    pub(crate) among: AmongWhat,
    #[command(flatten)]
    pub(crate) facets: FacetArgs,
    #[command(flatten)]
    pub(crate) keep: KeepArgs,
    /// How many hits to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: u16,
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(crate) format: Shape,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// What is asked beside words.
#[derive(Debug, Args)]
pub(crate) struct FacetArgs {
    /// Words of the speaker's name
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// Words of the name of whom the speaker acts for in the end
    #[arg(long, value_name = "NAME")]
    pub(crate) party: Option<String>,
    /// Words of the label of a proposal that it is about
    #[arg(long, value_name = "WORDS")]
    pub(crate) proposal: Option<String>,
    /// It is about a term of this kind
    #[arg(long, value_name = "KIND", hide_possible_values = true, value_parser = PossibleValuesParser::new(TermKind::ALL.map(TermKind::name)))]
    pub(crate) term: Option<String>,
    /// Through how many mouths it came, the speaker's own included: 1 where the document quotes the speaker itself
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) depth: Option<u16>,
    /// Words of the outlet's name
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Published on this day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) from: Option<Date>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) until: Option<Date>,
    /// A position of this stance is expressed in it
    #[arg(long, value_name = "STANCE", value_parser = PossibleValuesParser::new(Stance::ALL.map(Stance::name)))]
    pub(crate) stance: Option<String>,
    /// What people decided on it; confirmed: confirmed or put right, it or something that is said in it
    #[arg(long, value_name = "STATUS", value_parser = ["confirmed", "machine", "accepted", "corrected", "rejected"])]
    pub(crate) status: Option<String>,
}

/// Searches under a name.
#[derive(Debug, Args)]
pub(crate) struct KeepArgs {
    /// Keep this search under a name, in place of the one that has it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["saved", "forget"])]
    pub(crate) save: Option<String>,
    /// Search what is kept under this name; list all that is kept where no name is given
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with = "words")]
    pub(crate) saved: Option<String>,
    /// Keep the search of this name no longer
    #[arg(long, value_name = "NAME", conflicts_with_all = ["words", "saved"])]
    pub(crate) forget: Option<String>,
}

/// Among what to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AmongWhat {
    Statements,
    Texts,
}

/// Whose searches these are: at one's own machine, nobody's in particular, as on the pages.
const NOBODY: &str = "";

/// Runs `rapporteur search`.
pub(crate) fn run(args: &SearchArgs) -> io::Result<End> {
    finish(search(args))
}

fn search(args: &SearchArgs) -> Result<End, Failure> {
    let held = held(&args.dossier)?;
    let mut store = held.writer();
    if let Some(name) = &args.keep.forget {
        kept(&store, name)?;
        store.forget_search(NOBODY, name)?;
        hint(&format!("`{name}` is kept no longer"));
        return Ok(End::Fine);
    }
    let pairs = match args.keep.saved.as_deref() {
        Some("") => return list(&finding::saved(&store, NOBODY)?, args.format),
        Some(name) => finding::pairs(&kept(&store, name)?.question),
        None => asked(args),
    };
    let search = Search { limit: usize::from(args.limit), ..finding::asked(&pairs)? };
    // As on the pages: whatever names mean one is looked for and counted as one.
    let found = match search.among {
        Among::Statements => store.search_alike(&search, &added_up(&held)?.alike())?,
        Among::Texts => store.search(&search)?,
    };
    if let Some(name) = &args.keep.save {
        store.save_search(NOBODY, name, &finding::question(&pairs))?;
        hint(&format!("kept: `rapporteur search --saved '{name}'` asks it again"));
    }
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

/// What the command line asks, as the address of the same search would.
fn asked(args: &SearchArgs) -> Vec<(String, String)> {
    let facets = &args.facets;
    let day = |day: Option<Date>| day.map(|d| d.to_string());
    let all = [
        ("words", Some(args.words.join(" "))),
        ("among", Some("texts".to_owned()).filter(|_| args.among == AmongWhat::Texts)),
        ("speaker", facets.speaker.clone()),
        ("party", facets.party.clone()),
        ("proposal", facets.proposal.clone()),
        ("term", facets.term.clone()),
        ("stance", facets.stance.clone()),
        ("depth", facets.depth.map(|d| d.to_string())),
        ("outlet", facets.outlet.clone()),
        ("status", facets.status.clone()),
        ("from", day(facets.from)),
        ("until", day(facets.until)),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.filter(|v| !v.trim().is_empty())?))).collect()
}

/// The search of that name.
fn kept(store: &Store, name: &str) -> Result<Saved, Failure> {
    let found = finding::saved(store, NOBODY)?.into_iter().find(|s| s.name == name);
    found.ok_or_else(|| Problem::new(format!("no search is kept as `{name}`"), "`rapporteur search --saved` lists those that are").into())
}

fn list(saved: &[Saved], format: Shape) -> Result<End, Failure> {
    let shown = match format {
        Shape::Json => format!("{:#}\n", json!({"saved": saved})),
        Shape::Text => {
            let words = |s: &Saved| {
                finding::pairs(&s.question).iter().map(|(k, v)| if k == "words" { clean(v) } else { format!("{k}={}", clean(v)) }).collect::<Vec<_>>()
            };
            saved.iter().map(|s| format!("{}\n    {}\n", clean(&s.name), words(s).join("  "))).collect()
        }
    };
    print(shown.as_bytes())?;
    if saved.is_empty() {
        hint("no search is kept; `rapporteur search WORDS --save NAME` keeps one");
    }
    Ok(End::Fine)
}

fn tell(found: &Found) {
    match found.count {
        0 => hint("nothing matches; try fewer words, or the beginning of one: truc*"),
        n if found.more => {
            hint(&format!("more than {n} match; those learnt last were weighed: narrow it with --speaker, --party, --proposal, --outlet, --from, --until"))
        }
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
            "party": h.party,
            "mouths": h.depth,
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
