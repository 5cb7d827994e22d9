//! Why a file, or a line of it, gave no document.
//!
//! Decides: what can be wrong with what a user brings, and how that is said: what, where, and what to do next.
//! Must not know: how a file was found, and whether others follow.

use std::fmt;

/// Why a file, a line or an entry gave no document. `Display` is two lines: what and where, then `help:` and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// The file holds no text.
    Binary {
        /// The file.
        name: String,
        /// What it seems to be.
        seems: Seems,
    },
    /// Nothing, or only white space.
    Empty {
        /// The file.
        name: String,
    },
    /// A page without a visible word.
    NoText {
        /// The file.
        name: String,
    },
    /// A date in the front matter of a text that is no date.
    FrontMatterDate {
        /// The file.
        name: String,
        /// Its line, from 1.
        line: usize,
        /// What stands there.
        value: String,
    },
    /// JSON that is not one object per line.
    JsonNotLines {
        /// The file.
        name: String,
    },
    /// A line of JSON Lines that gave no document.
    Line {
        /// The file.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: LineProblem,
    },
    /// A feed without entries.
    NoEntries {
        /// The file.
        name: String,
    },
    /// A JSON Feed that is no JSON, mostly as its end is missing.
    FeedNotJson {
        /// The file.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What the parser met there.
        what: String,
    },
    /// An entry of a feed that gave no document.
    Entry {
        /// The file.
        name: String,
        /// Which entry, from 1.
        entry: usize,
        /// Its title, where it has one.
        title: Option<String>,
        /// What is wrong with it.
        problem: EntryProblem,
    },
    /// A manifest that could not be understood.
    Manifest {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        problem: ManifestProblem,
    },
}

/// What a file without text seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seems {
    /// A PDF file.
    Pdf,
    /// A Word, OpenDocument or other office file, old or new.
    Office,
    /// A zip archive.
    Zip,
    /// Gzip, xz, zstd, bzip2, 7z, rar or tar.
    Archive,
    /// An image.
    Image,
    /// A recording.
    Media,
    /// A program or library.
    Program,
    /// An SQLite database.
    Database,
    /// A Parquet or Arrow table.
    Table,
    /// Rich Text Format.
    Rtf,
    /// A feed or other XML that is no page.
    Xml,
    /// A saved web archive (MHTML).
    WebArchive,
    /// UTF-16 or UTF-32 without a byte order mark.
    Utf16,
    /// Something with zero bytes in it.
    Unknown,
}

/// What is wrong with a line of JSON Lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineProblem {
    /// It is not JSON.
    NotJson {
        /// The column, from 1.
        column: usize,
        /// What the parser met there.
        what: String,
    },
    /// It is JSON, but no object.
    NotAnObject {
        /// What it is.
        found: &'static str,
    },
    /// It has no such key.
    Missing {
        /// The key.
        key: &'static str,
    },
    /// The value of a key has the wrong type.
    WrongType {
        /// The key.
        key: &'static str,
        /// The type it has.
        found: &'static str,
    },
    /// A date that is no date.
    WrongDate {
        /// The key.
        key: &'static str,
        /// What stands there.
        value: String,
    },
    /// A value holds the character `\u0000`.
    Nul {
        /// The key.
        key: &'static str,
    },
    /// The text is empty or white space.
    EmptyText,
}

/// What is wrong with an entry of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryProblem {
    /// It has no content and no summary.
    NoText,
    /// It has no end, or cannot be read to its end.
    Cut,
    /// An item of a JSON Feed that is no object.
    NotAnObject {
        /// What it is.
        found: &'static str,
    },
    /// The value of a key has the wrong type.
    WrongType {
        /// The key.
        key: &'static str,
        /// The type it has.
        found: &'static str,
    },
    /// A value holds the character `\u0000`.
    Nul,
}

/// What is wrong in a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestProblem {
    /// It is not TOML.
    NotToml {
        /// What the parser met.
        what: String,
    },
    /// A value at the top that is no table of a file.
    NotATable {
        /// Its key.
        key: String,
    },
    /// A key that means nothing here.
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A value that is no text.
    WrongType {
        /// Its key.
        key: String,
    },
    /// A date that is no date.
    WrongDate {
        /// What stands there.
        value: String,
    },
}

impl std::error::Error for SourceError {}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.what(), self.help())
    }
}

impl SourceError {
    /// What is wrong, and where: one line.
    pub fn what(&self) -> String {
        match self {
            SourceError::Binary { name, seems } => {
                format!("cannot read `{name}`: it seems to be {}", seems.words())
            }
            SourceError::Empty { name } => format!("cannot read `{name}`: it holds no text"),
            SourceError::NoText { name } => {
                format!("cannot read `{name}`: the page holds no visible text")
            }
            SourceError::FrontMatterDate { name, line, value } => format!("cannot read `{name}`: line {line} gives `{}` as the date", short(value)),
            SourceError::JsonNotLines { name } => {
                format!("cannot read `{name}`: it is JSON, but not one object per line")
            }
            SourceError::NoEntries { name } => format!("cannot read `{name}`: the feed has no entries"),
            SourceError::FeedNotJson { name, line, what } => format!("cannot read `{name}`: line {line} of the feed is not JSON ({})", short(what)),
            SourceError::Entry { name, entry, title, problem } => {
                let title = title.as_ref().map_or(String::new(), |t| format!(" (“{}”)", short(t)));
                format!("cannot read entry {entry}{title} of `{name}`: {}", problem.what())
            }
            SourceError::Line { name, line, problem } => format!("cannot read line {line} of `{name}`: {}", problem.what()),
            SourceError::Manifest { line, problem } => {
                format!("cannot read the manifest: line {line}: {}", problem.what())
            }
        }
    }

    /// What to do next: one line.
    pub fn help(&self) -> String {
        match self {
            SourceError::Binary { seems, .. } => seems.help().into(),
            SourceError::Empty { .. } => "put the text into the file, or leave the file out".into(),
            SourceError::NoText { .. } => "the text may be loaded by a script: save the page from a browser, or copy its text into a .txt file".into(),
            SourceError::FrontMatterDate { .. } | SourceError::Manifest { problem: ManifestProblem::WrongDate { .. }, .. } => DATE_HELP.into(),
            SourceError::JsonNotLines { .. } => "write one object per line: `jq -c '.[]' FILE` for an array, `jq -c . FILE` for an object".into(),
            SourceError::NoEntries { .. } => "fetch the feed again, or leave the file out".into(),
            SourceError::FeedNotJson { .. } => "fetch the feed again: its end may be missing".into(),
            SourceError::Entry { problem, .. } => problem.help().into(),
            SourceError::Line { problem, .. } => problem.help(),
            SourceError::Manifest { problem, .. } => problem.help(),
        }
    }
}

const DATE_HELP: &str = "write the date as year-month-day: 2031-03-04";

impl Seems {
    fn words(self) -> &'static str {
        match self {
            Seems::Pdf => "a PDF file",
            Seems::Office => "an office document (Word, OpenDocument or alike)",
            Seems::Zip => "a zip archive",
            Seems::Archive => "a compressed file or archive",
            Seems::Image => "an image",
            Seems::Media => "a sound or video file",
            Seems::Program => "a program",
            Seems::Database => "an SQLite database",
            Seems::Table => "a Parquet or Arrow table",
            Seems::Rtf => "a rich text file (RTF)",
            Seems::Xml => "an XML file that is neither a page nor a feed",
            Seems::WebArchive => "a web archive (MHTML)",
            Seems::Utf16 => "UTF-16 text without a byte order mark",
            Seems::Unknown => "no text: it has zero bytes in it",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Seems::Pdf => "take the text out first: `pdftotext FILE.pdf FILE.txt`, then read the .txt file",
            Seems::Office | Seems::Rtf => "save it as .txt or .html, then read that file",
            Seems::Zip | Seems::Archive => "unpack it, then read the files that it holds",
            Seems::Image => "type or recognise its text into a .txt file, then read that file",
            Seems::Media => "write a transcript into a .txt file, then read that file",
            Seems::Program => "leave it out: only .txt, .html and .jsonl files are read",
            Seems::Database => {
                "a dossier is named with `--dossier FILE`; of another database, export the texts as JSON Lines (`id`, `text`, `published`, ...), then read that file"
            }
            Seems::Table => "export its texts as JSON Lines (`id`, `text`, `published`, ...), then read that file",
            Seems::Xml => "save the pages it points to as .html, then read those files",
            Seems::WebArchive => "save the page as .html instead, then read that file",
            Seems::Utf16 => "convert it: `iconv -f UTF-16LE -t UTF-8 FILE > FILE.utf8.txt` (or UTF-16BE), then read that file",
            Seems::Unknown => "if it should hold text, save it as UTF-8, then read it again; else leave it out",
        }
    }
}

impl LineProblem {
    fn what(&self) -> String {
        match self {
            LineProblem::NotJson { column, what } => {
                format!("it is not JSON ({} at column {column})", short(what))
            }
            LineProblem::NotAnObject { found } => format!("it is {found}, not an object"),
            LineProblem::Missing { key } => format!("it has no `{key}`"),
            LineProblem::WrongType { key, found } => format!("`{key}` is {found}, not text"),
            LineProblem::WrongDate { key, value } => {
                format!("`{key}` is `{}`, which is no date", short(value))
            }
            LineProblem::Nul { key } => {
                format!("`{key}` holds the character \\u0000, which no text has")
            }
            LineProblem::EmptyText => "its `text` is empty".into(),
        }
    }

    fn help(&self) -> String {
        match self {
            LineProblem::NotJson { what, .. } if what.contains("surrogate") || what.contains("hex escape") => {
                "half a character is escaped there: write the character itself, or both halves (such as \\ud83d\\ude00)".into()
            }
            LineProblem::NotJson { .. } => "write one whole JSON object on the line; a line end inside a text is written \\n".into(),
            LineProblem::NotAnObject { .. } | LineProblem::Missing { .. } => {
                "each line is an object such as {\"id\": \"1\", \"text\": \"...\", \"published\": \"2031-03-04\"}".into()
            }
            LineProblem::WrongType { key, .. } => format!("put the value of `{key}` into quotation marks, or leave the key out"),
            LineProblem::WrongDate { .. } => DATE_HELP.into(),
            LineProblem::Nul { .. } => "take \\u0000 out of the value; it is often a fault of the program that exported it".into(),
            LineProblem::EmptyText => "give it a text, or leave the line out".into(),
        }
    }
}

impl EntryProblem {
    fn what(&self) -> String {
        match self {
            EntryProblem::NoText => "it has no text".into(),
            EntryProblem::Cut => "it has no end".into(),
            EntryProblem::NotAnObject { found } => format!("it is {found}, not an object"),
            EntryProblem::WrongType { key, found } => format!("`{key}` is {found}, not text"),
            EntryProblem::Nul => "it holds the character \\u0000, which no text has".into(),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            EntryProblem::NoText => "save the page that it points to as .html, then read that file",
            EntryProblem::Cut => "fetch the feed again; what stands whole in it was read",
            EntryProblem::NotAnObject { .. } | EntryProblem::WrongType { .. } | EntryProblem::Nul => {
                "tell whoever makes the feed, or save the page that it points to as .html and read that file"
            }
        }
    }
}

impl ManifestProblem {
    fn what(&self) -> String {
        match self {
            ManifestProblem::NotToml { what } => format!("it is not TOML ({})", short(what)),
            ManifestProblem::NotATable { key } => {
                format!("`{}` is a value, not the table of a file", short(key))
            }
            ManifestProblem::UnknownKey { key } => format!("`{}` means nothing here", short(key)),
            ManifestProblem::WrongType { key } => format!("`{}` is not text", short(key)),
            ManifestProblem::WrongDate { value } => format!("`{}` is no date", short(value)),
        }
    }

    fn help(&self) -> String {
        match self {
            ManifestProblem::NotToml { .. } | ManifestProblem::NotATable { .. } => {
                "write a table per file: [\"talks.txt\"], and under it outlet = \"The Paper\" and date = 2031-03-04".into()
            }
            ManifestProblem::UnknownKey { .. } => format!("the keys are {}", super::manifest::KEYS.join(", ")),
            ManifestProblem::WrongType { .. } => "put the value into quotation marks".into(),
            ManifestProblem::WrongDate { .. } => DATE_HELP.into(),
        }
    }
}

/// The beginning of a foreign value, on one line: messages stay readable whatever a file holds.
fn short(value: &str) -> String {
    let mut out: String = value.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_where_and_what_next() {
        let e = SourceError::Binary { name: "talks.pdf".into(), seems: Seems::Pdf };
        let wanted =
            "cannot read `talks.pdf`: it seems to be a PDF file\nhelp: take the text out first: `pdftotext FILE.pdf FILE.txt`, then read the .txt file";
        assert_eq!(e.to_string(), wanted);
    }

    #[test]
    fn foreign_values_are_cut_and_kept_on_one_line() {
        let problem = LineProblem::WrongDate { key: "published", value: format!("soon\n{}", "x".repeat(500)) };
        let e = SourceError::Line { name: "a.jsonl".into(), line: 3, problem };
        assert!(e.what().chars().count() < 140);
        assert_eq!(e.to_string().lines().count(), 2);
    }
}
