//! The manifest of a folder: what a user knows of files that do not say it themselves.
//!
//! Decides: the form of `manifest.toml` and which file an entry belongs to. Must not know: where the folder is.

use super::error::{ManifestProblem, SourceError};
use super::{About, date};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// What is known of the files of a folder, by file name.
///
/// ```
/// # use rapporteur_reading::source::Manifest;
/// let manifest = Manifest::parse("[\"talks.txt\"]\noutlet = \"The Paper\"\ndate = 2031-03-04\n").unwrap();
/// assert_eq!(manifest.about("talks.txt").unwrap().outlet.as_deref(), Some("The Paper"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    entries: BTreeMap<String, About>,
}

/// The keys of an entry. `published` is another word for `date`.
pub(super) const KEYS: [&str; 7] = ["title", "outlet", "date", "published", "url", "id", "language"];

impl Manifest {
    /// Reads a manifest. The first thing wrong in it is an error that names its line.
    pub fn parse(text: &str) -> Result<Manifest, SourceError> {
        let parser = Parser { text };
        let table = DeTable::parse(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            parser.error(at, ManifestProblem::NotToml { what: e.message().to_owned() })
        })?;
        let mut entries = BTreeMap::new();
        for (name, value) in table.get_ref() {
            let Some(entry) = value.get_ref().as_table() else {
                return Err(parser.error(name.span().start, ManifestProblem::NotATable { key: name.get_ref().to_string() }));
            };
            entries.insert(name.get_ref().to_string(), parser.entry(entry)?);
        }
        Ok(Manifest { entries })
    }

    /// What it says of a file: by its name as given, else by the last part of a path.
    pub fn about(&self, name: &str) -> Option<&About> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.entries.get(name).or_else(|| self.entries.get(last))
    }

    /// The file names it speaks of, in order: so that a caller can name those that are not there.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}

struct Parser<'a> {
    text: &'a str,
}

impl Parser<'_> {
    fn error(&self, at: usize, problem: ManifestProblem) -> SourceError {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        SourceError::Manifest { line: 1 + before.iter().filter(|b| **b == b'\n').count(), problem }
    }

    fn entry(&self, table: &DeTable<'_>) -> Result<About, SourceError> {
        let mut about = About::default();
        for (key, value) in table {
            let at = key.span().start;
            let text = || self.string(key.get_ref(), value.get_ref(), at).map(Some);
            match key.get_ref().as_ref() {
                "title" => about.title = text()?,
                "outlet" => about.outlet = text()?,
                "url" => about.url = text()?,
                "id" => about.id = text()?,
                "language" => about.language = text()?,
                "date" | "published" => about.published = Some(self.date(key.get_ref(), value.get_ref(), at)?),
                other => {
                    return Err(self.error(at, ManifestProblem::UnknownKey { key: other.to_owned() }));
                }
            }
        }
        Ok(about)
    }

    fn string(&self, key: &str, value: &DeValue<'_>, at: usize) -> Result<String, SourceError> {
        value.as_str().map(str::to_owned).ok_or_else(|| self.error(at, ManifestProblem::WrongType { key: key.to_owned() }))
    }

    /// A date as TOML writes it, or as text.
    fn date(&self, key: &str, value: &DeValue<'_>, at: usize) -> Result<Date, SourceError> {
        let written = match value.as_datetime() {
            Some(datetime) => datetime.to_string(),
            None => self.string(key, value, at)?,
        };
        date::strict(&written).ok_or_else(|| self.error(at, ManifestProblem::WrongDate { value: written }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_file_name() {
        let text = "[\"a b.txt\"]\noutlet = \"The Paper\"\ndate = \"2031-03-04\"\n\n[\"sub/c.html\"]\ntitle = \"T\"\npublished = 2031-03-05T10:00:00Z\n";
        let m = Manifest::parse(text).unwrap();
        assert_eq!(m.about("news/a b.txt").unwrap().outlet.as_deref(), Some("The Paper"));
        assert_eq!(m.about("sub/c.html").unwrap().published, Some(jiff::civil::date(2031, 3, 5)));
        assert_eq!(m.about("c.html"), None);
        assert_eq!(m.names().collect::<Vec<_>>(), ["a b.txt", "sub/c.html"]);
    }

    #[test]
    fn errors_name_line_and_remedy() {
        for (text, what, help) in [
            ("[\"a\"]\noutlet = \"x\"\ndate = \"4 March\"", "line 3: `4 March` is no date", "2031-03-04"),
            ("[\"a\"]\n\noutlett = \"x\"", "line 3: `outlett` means nothing here", "the keys are title, outlet"),
            ("[\"a\"]\noutlet = 5", "line 2: `outlet` is not text", "quotation marks"),
            ("outlet = \"x\"", "line 1: `outlet` is a value", "a table per file"),
            ("[\"a\"]\noutlet = ", "line 2: it is not TOML", "a table per file"),
            ("[\"a\"]\ndate = 10:00:00", "line 2: `10:00:00` is no date", "2031-03-04"),
        ] {
            let e = Manifest::parse(text).unwrap_err();
            assert!(e.what().contains(what), "{e}");
            assert!(e.help().contains(help), "{e}");
        }
    }

    #[test]
    fn an_empty_manifest_says_nothing() {
        assert_eq!(Manifest::parse("# nothing\n").unwrap().about("a"), None);
    }
}
