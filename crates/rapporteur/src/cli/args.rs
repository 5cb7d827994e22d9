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
    /// Files, folders, or `-` for standard input: plain text, HTML, JSON Lines. A folder's manifest.toml says what its files do not
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
    /// What you know beforehand: parties, aliases, proposals, outlets. Where only a folder is named, its brief.toml
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
    /// The record as it was known on that day: what was published later is left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) as_of: Option<Date>,
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

fn date(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    text.parse().ok().filter(|_| shaped).ok_or_else(|| "a date reads like 2031-03-04: year, month, day".to_owned())
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
