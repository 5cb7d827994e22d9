//! The words of the command line.
//!
//! Decides: commands, options, their help. Must not know: what they do.

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use rapporteur_reading::source::About;
use rapporteur_record::ConflictKind;
use std::path::PathBuf;

/// Reads what is written about a negotiation: who said what, through whose mouth we know it.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version, max_term_width = 100, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(
    before_help = "Examples:\n  rapporteur demo                      an example negotiation in 28 documents, and what to look at\n  rapporteur read article.html         show who says what in an article"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read texts and show who says what in them
    #[command(before_help = "Examples:\n  rapporteur read talks.txt --published 2031-03-06\n  rapporteur read --format jsonl articles.jsonl > records.jsonl")]
    Read(ReadArgs),
    /// All that many texts say of a negotiation, as one page to hand on
    #[command(
        before_help = "Examples:\n  rapporteur report articles/ --format html -o report.html\n  rapporteur report records.jsonl --brief brief.toml --format xlsx -o record.xlsx"
    )]
    Report(NegotiationArgs),
    /// Who stands where on what, according to whom
    #[command(before_help = "Examples:\n  rapporteur matrix articles/\n  rapporteur matrix articles/ --as-of 2031-03-06 --format csv")]
    Matrix(NegotiationArgs),
    /// Accounts that do not go together, both wordings side by side
    #[command(before_help = "Examples:\n  rapporteur contested articles/\n  rapporteur contested articles/ --kind reversal")]
    Contested(ContestedArgs),
    /// What happened and what was said, day by day
    #[command(before_help = "Examples:\n  rapporteur timeline articles/\n  rapporteur timeline articles/ --format html -o timeline.html")]
    Timeline(NegotiationArgs),
    /// Who takes part, under which names, for whom they speak
    #[command(before_help = "Examples:\n  rapporteur actors articles/\n  rapporteur actors articles/ --brief brief.toml --format csv")]
    Actors(NegotiationArgs),
    /// Numbers beside one another, with who tells them
    #[command(before_help = "Examples:\n  rapporteur figures articles/\n  rapporteur figures records.jsonl --format json")]
    Figures(NegotiationArgs),
    /// What changed between two dates
    #[command(
        before_help = "Examples:\n  rapporteur changes articles/ --since 2031-03-04\n  rapporteur changes articles/ --since 2031-03-04 --until 2031-03-11 --format md"
    )]
    Changes(ChangesArgs),
    /// Show every decision behind one statement
    #[command(before_help = "Examples:\n  rapporteur explain talks.txt s7\n  rapporteur explain articles.jsonl s2 --document wire-114 --format json")]
    Explain(ExplainArgs),
    /// List the reader's rules, or show one
    #[command(before_help = "Examples:\n  rapporteur rules\n  rapporteur rules TI02")]
    Rules(RulesArgs),
    /// An example negotiation that comes with the program, and what to look at in it
    #[command(before_help = "Examples:\n  rapporteur demo\n  rapporteur demo --out demo")]
    Demo(DemoArgs),
    /// Work with an agreement as a deal file: check it, follow it, compare it
    #[command(
        subcommand,
        before_help = "Examples:\n  rapporteur deal check truce.toml\n  rapporteur deal status truce.toml --events reports.jsonl --on 2031-03-06"
    )]
    Deal(super::deal::DealCommand),
    /// Make a dossier: the file that keeps the record of one negotiation
    #[command(before_help = "Examples:\n  rapporteur init harbour.dossier\n  rapporteur init talks.dossier --name 'Harbour dues, 2031'")]
    Init(InitArgs),
    /// Read texts into a dossier; what is in it already is passed over
    #[command(before_help = "Examples:\n  rapporteur add articles/\n  rapporteur add wire.jsonl --dossier harbour.dossier\n  rapporteur add harbour-news.rss")]
    Add(AddArgs),
    /// Take in what appears or changes in a folder, until somebody stops it
    #[command(before_help = "Examples:\n  rapporteur watch inbox/ --dossier harbour.dossier\n  rapporteur watch inbox/ --once")]
    Watch(WatchArgs),
    /// Say that a document no longer counts; nothing is deleted
    #[command(
        before_help = "Examples:\n  rapporteur remove talks.txt --reason 'about another harbour'\n  rapporteur remove wire-114 --reason 'withdrawn by the agency' --by 'A. Berg'"
    )]
    Remove(RemoveArgs),
    /// Search a dossier for words, phrases and who said them
    #[command(
        before_help = "Examples:\n  rapporteur search 'harbour dues'\n  rapporteur search '\"second draft\" toll*' --speaker union --from 2031-03-01\n  rapporteur search toll --party board --stance rejects --save tolls\n  rapporteur search --saved tolls"
    )]
    Search(super::search::SearchArgs),
    /// Decide on what was read: accept, reject, correct, comment, undo
    #[command(subcommand, before_help = "Examples:\n  rapporteur review list\n  rapporteur review reject talks.txt s7 --reason 'she quotes the other side'")]
    Review(super::review::ReviewCommand),
    /// Look after the accounts of those who work with a dossier
    #[command(
        subcommand,
        before_help = "Examples:\n  rapporteur account add 'A. Brandt' --role admin --dossier harbour.dossier\n  rapporteur account token add 'A. Brandt' --label 'morning table' --days 90"
    )]
    Account(super::account::AccountCommand),
    /// Show a dossier in a browser
    #[command(before_help = "Examples:\n  rapporteur serve harbour.dossier\n  rapporteur serve harbour.dossier --bind 127.0.0.1:8400 --by \"A. Brandt\"")]
    Serve(ServeArgs),
    /// Answer an assistant's questions to a dossier (Model Context Protocol, on standard input and output; it only reads)
    #[command(before_help = "Examples:\n  rapporteur mcp harbour.dossier\n  rapporteur mcp --dossier harbour.dossier --brief brief.toml")]
    Mcp(McpArgs),
    /// Write a dossier as JSON Lines, or what people put right as annotations
    #[command(
        before_help = "Examples:\n  rapporteur export > harbour.jsonl\n  rapporteur export --tables --dossier harbour.dossier | sort | sha256sum\n  rapporteur export --corrections reviewed/"
    )]
    Export(ExportArgs),
    /// Take in what `export` wrote; a dossier that is named and is not there is made
    #[command(
        before_help = "Examples:\n  rapporteur import harbour.jsonl --dossier copy.dossier\n  rapporteur export --dossier a.dossier | rapporteur import - --dossier b.dossier"
    )]
    Import(ImportArgs),
    /// Fill every table again from the entries
    #[command(before_help = "Examples:\n  rapporteur rebuild\n  rapporteur rebuild --dossier harbour.dossier")]
    Rebuild(DossierArgs),
    /// Check that every entry and original is as it was written
    #[command(before_help = "Examples:\n  rapporteur verify\n  rapporteur verify --at 128:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    Verify(VerifyArgs),
    /// Tell how a dossier is, without a word of what it says
    #[command(before_help = "Examples:\n  rapporteur doctor\n  rapporteur doctor --format json")]
    Doctor(DoctorArgs),
    /// Print completions for a shell
    #[command(
        before_help = "Examples:\n  rapporteur completions bash > ~/.local/share/bash-completion/completions/rapporteur\n  rapporteur completions fish > ~/.config/fish/completions/rapporteur.fish"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(before_help = "Examples:\n  rapporteur man | man -l -\n  rapporteur man > rapporteur.1")]
    Man,
}

/// `rapporteur read`.
#[derive(Debug, Arguments)]
pub(crate) struct ReadArgs {
    /// Files, folders, or `-` for standard input: plain text, HTML, JSON Lines, feeds. A folder's manifest.toml says what its files do not
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Read the article that comes with the program
    #[arg(long, conflicts_with = "files")]
    pub(crate) demo: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    /// How many texts are read side by side; as many as there are processors where it is left out
    #[arg(short = 'j', long = "jobs", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// `rapporteur demo`.
#[derive(Debug, Arguments)]
pub(crate) struct DemoArgs {
    /// Also write the documents, the brief and the report into this folder, which must not exist yet
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// Which texts make the record.
#[derive(Debug, Arguments)]
pub(crate) struct GatherArgs {
    /// Files, folders, or `-` for standard input: texts, and records that `rapporteur read --format jsonl` wrote
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// A dossier instead of files: its readings, with what people decided on them
    #[arg(long, value_name = "DOSSIER", conflicts_with_all = ["files", "published", "outlet"])]
    pub(crate) dossier: Option<PathBuf>,
    /// What you know beforehand: parties, aliases, proposals, outlets. Where only a folder is named, its brief.toml; of a dossier, the brief it keeps
    #[arg(long, value_name = "FILE")]
    pub(crate) brief: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    /// How many texts are read side by side; as many as there are processors where it is left out
    #[arg(short = 'j', long = "jobs", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// A question to many texts.
#[derive(Debug, Arguments)]
pub(crate) struct NegotiationArgs {
    #[command(flatten)]
    pub(crate) gather: GatherArgs,
    /// The record as it was known on that day: what a dossier learnt later is left out; of files, which have no such day, what was published later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
    /// Only texts that were published by the end of that day, whenever a dossier learnt of them
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published_until: Option<Date>,
    #[command(flatten)]
    pub(crate) form: PageForm,
}

/// The form of an answer, and where it goes.
#[derive(Debug, Arguments)]
pub(crate) struct PageForm {
    /// Form of the output: text for a terminal; md and html (one file, no script) to hand on; json, csv and xlsx for programs
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(crate) format: PageFormat,
    /// Write it into this file
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// When to use colours; NO_COLOR, CLICOLOR_FORCE and TERM are heeded by `auto`
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// `rapporteur contested`.
#[derive(Debug, Arguments)]
pub(crate) struct ContestedArgs {
    #[command(flatten)]
    pub(crate) asked: NegotiationArgs,
    /// Of one kind only
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(ConflictKind::ALL.map(ConflictKind::name)))]
    pub(crate) kind: Option<String>,
}

/// `rapporteur changes`.
#[derive(Debug, Arguments)]
pub(crate) struct ChangesArgs {
    #[command(flatten)]
    pub(crate) asked: NegotiationArgs,
    /// What was said after this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) since: Date,
    /// Until the end of this day; the last day of any text where it is left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) until: Option<Date>,
}

/// The form of the output.
#[derive(Debug, Arguments)]
pub(crate) struct Form {
    /// Form of the output: text for people; json, jsonl (a record a line) and csv (a row a statement) for programs
    #[arg(long, value_name = "FORM", default_value = "text", hide_possible_values = false)]
    pub(crate) format: Format,
    /// When to use colours; NO_COLOR, CLICOLOR_FORCE and TERM are heeded by `auto`
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// What the user says of the texts.
#[derive(Debug, Arguments)]
pub(crate) struct AboutArgs {
    /// Day of publication, against which "on Tuesday" is resolved; wins over what a file says of itself
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Who published it; wins over what a file says of itself
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
}

impl AboutArgs {
    /// As the sources want it.
    pub(crate) fn said(&self) -> About {
        About { published: self.published, outlet: self.outlet.clone(), ..About::default() }
    }
}

/// `rapporteur explain`.
#[derive(Debug, Arguments)]
pub(crate) struct ExplainArgs {
    /// The file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The statement's id, as `rapporteur read` shows it: s7
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Which document, where the file holds several: its id
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(crate) format: Shape,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// `rapporteur rules`.
#[derive(Debug, Arguments)]
pub(crate) struct RulesArgs {
    /// A rule's code
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

/// Which dossier.
#[derive(Debug, Arguments)]
pub(crate) struct DossierArgs {
    /// The dossier; where it is left out, the one that RAPPORTEUR_DOSSIER names, else the only one in the folder
    #[arg(long, value_name = "FILE")]
    pub(crate) dossier: Option<PathBuf>,
}

/// Who decides.
#[derive(Debug, Arguments)]
pub(crate) struct HandArgs {
    /// Who decides; where it is left out, the name in RAPPORTEUR_NAME, else that of the account
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

/// `rapporteur init`.
#[derive(Debug, Arguments)]
pub(crate) struct InitArgs {
    /// The file to make: NAME.dossier
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the negotiation is called; the file's name where it is left out
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// What you know beforehand, kept in the dossier: parties, mediators, aliases, proposals, outlets (TOML)
    #[arg(long, value_name = "FILE")]
    pub(crate) brief: Option<PathBuf>,
    /// Who gives the brief; where it is left out, the name in RAPPORTEUR_NAME, else that of the account
    #[arg(long, value_name = "NAME", requires = "brief")]
    pub(crate) by: Option<String>,
}

/// `rapporteur add`.
#[derive(Debug, Arguments)]
pub(crate) struct AddArgs {
    /// Files, folders, or `-` for standard input: plain text, HTML, JSON Lines, feeds (RSS, Atom, JSON Feed); none where only a brief is given
    #[arg(value_name = "FILE", required_unless_present = "brief")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    /// What you know beforehand, kept in the dossier in place of an earlier brief: parties, mediators, aliases, proposals, outlets (TOML)
    #[arg(long, value_name = "FILE")]
    pub(crate) brief: Option<PathBuf>,
    /// Who gives the brief; where it is left out, the name in RAPPORTEUR_NAME, else that of the account
    #[arg(long, value_name = "NAME", requires = "brief")]
    pub(crate) by: Option<String>,
    /// Read again what an earlier release or earlier weights have read
    #[arg(long)]
    pub(crate) again: bool,
    /// How many texts are read side by side; as many as there are processors where it is left out
    #[arg(short = 'j', long = "jobs", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// `rapporteur watch`.
#[derive(Debug, Arguments)]
pub(crate) struct WatchArgs {
    /// The folder, with the folders in it. A file that is still being written is waited for
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    #[command(flatten)]
    pub(crate) about: AboutArgs,
    /// Take in what is there, then end: for a timetable
    #[arg(long)]
    pub(crate) once: bool,
    /// Look through the folder so often, in seconds, also where the system tells of no change
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(crate) every: u16,
    /// How many texts are read side by side; as many as there are processors where it is left out
    #[arg(short = 'j', long = "jobs", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// `rapporteur remove`.
#[derive(Debug, Arguments)]
pub(crate) struct RemoveArgs {
    /// The document's id, as `rapporteur search` shows it
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: String,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    #[command(flatten)]
    pub(crate) hand: HandArgs,
}

/// `rapporteur serve`.
#[derive(Debug, Arguments)]
pub(crate) struct ServeArgs {
    /// The dossier
    #[arg(value_name = "DOSSIER")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    #[command(flatten)]
    pub(crate) hand: HandArgs,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub(crate) bind: std::net::SocketAddr,
    /// A further name under which it answers, as browsers name it; can be said more than once
    #[arg(long = "host", value_name = "NAME[:PORT]")]
    pub(crate) hosts: Vec<String>,
    /// A proxy before it that speaks https: it is believed who asks and how; can be said more than once
    #[arg(long = "proxy", value_name = "ADDRESS")]
    pub(crate) proxies: Vec<std::net::IpAddr>,
    /// Every request comes over https, whatever it looks like from here
    #[arg(long)]
    pub(crate) secure: bool,
    /// What you know already, for this time in place of the dossier's own brief: parties, mediators, aliases, proposals, outlets (TOML)
    #[arg(long, value_name = "FILE")]
    pub(crate) brief: Option<PathBuf>,
}

/// `rapporteur mcp`.
#[derive(Debug, Arguments)]
pub(crate) struct McpArgs {
    /// The dossier
    #[arg(value_name = "DOSSIER")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    /// What you know already, for this time in place of the dossier's own brief: parties, mediators, aliases, proposals, outlets (TOML)
    #[arg(long, value_name = "FILE")]
    pub(crate) brief: Option<PathBuf>,
}

/// `rapporteur export`.
#[derive(Debug, Arguments)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    /// Leave the original files out; each is still named by its hash
    #[arg(long)]
    pub(crate) without_originals: bool,
    /// Every row of every table instead of the entries: two dossiers that say the same give the same lines
    #[arg(long, conflicts_with = "without_originals")]
    pub(crate) tables: bool,
    /// The documents that people reviewed instead, as annotations of a corpus: a text and what was found in it, with what people put right
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["without_originals", "tables"])]
    pub(crate) corrections: Option<PathBuf>,
}

/// `rapporteur import`.
#[derive(Debug, Arguments)]
pub(crate) struct ImportArgs {
    /// What `rapporteur export` wrote, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
}

/// `rapporteur verify`.
#[derive(Debug, Arguments)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    /// Leave out whether the tables are what the entries say, which takes as long as a rebuild
    #[arg(long)]
    pub(crate) entries_only: bool,
    /// An entry and its hash that were noted earlier: it must still be there
    #[arg(long, value_name = "NUMBER:HASH", value_parser = noted)]
    pub(crate) at: Option<(u64, rapporteur_store::Hash)>,
}

/// `rapporteur doctor`.
#[derive(Debug, Arguments)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) dossier: DossierArgs,
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(crate) format: Shape,
}

/// Forms of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
}

/// Forms of an answer from many texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    Text,
    Md,
    Html,
    Json,
    Csv,
    Xlsx,
}

/// Forms of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    Text,
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// As the terminal library wants it; `auto` looks at the terminal and the environment.
    pub(crate) fn choice(self) -> anstream::ColorChoice {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

/// A day as it is written on the command line.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    text.parse().ok().filter(|_| shaped).ok_or_else(|| "a date reads like 2031-03-04: year, month, day".to_owned())
}

fn noted(text: &str) -> Result<(u64, rapporteur_store::Hash), String> {
    let parts = text.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, rapporteur_store::Hash::parse(hash)?)));
    parts.ok_or_else(|| "an entry reads like 128:9f86…: its number and 64 digits, as `rapporteur verify` shows it".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_date_has_one_form() {
        assert!(date("2031-03-04").is_ok());
        for wrong in ["4 March 2031", "2031-02-31", "2031-3-4", "2031-03-04T10:00", ""] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}
