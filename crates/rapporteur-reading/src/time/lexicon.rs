//! The words that name times, from `lexicon/time.toml`.
//!
//! Decides: nothing; it is the file's form. Must not know: how an expression is put together.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static FILE: &str = include_str!("../../lexicon/time.toml");

/// The lexicon that ships with the reader. A broken file shows in the tests; at run time it would be an empty one.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

/// The words with which an expression can begin, numbers aside: most words of a text are none of them and need no closer look.
static FIRST: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lexicon = &*LEXICON;
    let mut out = BTreeSet::from(["the"]);
    let mut add = |words: &'static str| out.extend(words.split(' ').next());
    lexicon.month.iter().chain(&lexicon.weekday).flat_map(|e| &e.names).for_each(|w| add(w));
    lexicon.unit.iter().flat_map(|e| &e.names).for_each(|w| add(w));
    lexicon.part_of_day.iter().chain(&lexicon.season).for_each(|e| add(&e.words));
    lexicon.day.iter().for_each(|e| add(&e.words));
    lexicon.shift.iter().for_each(|e| add(&e.words));
    lexicon.stage.iter().for_each(|e| add(&e.words));
    lexicon.half.iter().for_each(|e| add(&e.words));
    lexicon.number.iter().for_each(|e| add(&e.words));
    lexicon.preposition.iter().for_each(|e| add(&e.words));
    out
});

/// Whether an expression can begin with this word.
pub(super) fn begins(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || FIRST.contains(word)
}

/// All tables of the file.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Lexicon {
    pub(super) month: Vec<Named>,
    pub(super) weekday: Vec<Named>,
    pub(super) day: Vec<Day>,
    pub(super) part_of_day: Vec<Worded>,
    pub(super) unit: Vec<UnitEntry>,
    pub(super) shift: Vec<Shift>,
    pub(super) stage: Vec<Stage>,
    pub(super) half: Vec<Half>,
    pub(super) season: Vec<Worded>,
    pub(super) number: Vec<Number>,
    pub(super) preposition: Vec<Preposition>,
    pub(super) tense: Vec<Tense>,
    pub(super) issued: Vec<Listed>,
}

/// What an entry's test reads and expects.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "only the tests read it"))]
pub(super) struct Test {
    pub(super) text: String,
    pub(super) published: Option<String>,
    pub(super) words: String,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}

macro_rules! entry {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[cfg_attr(not(test), expect(dead_code, reason = "only the tests read `test`"))]
        pub(super) struct $name {
            $(pub(super) $field: $type,)*
            pub(super) test: Test,
        }
    };
}

entry!(/// A month or weekday: its place in the list is its number.
    Named { names: Vec<String> });
entry!(/// A day counted from the publication.
    Day { words: String, offset: i64 });
entry!(/// Words that mean only themselves.
    Worded { words: String });
entry!(/// Words that mean the same.
    Listed { words: Vec<String> });
entry!(/// A unit of the calendar.
    UnitEntry { names: Vec<String>, unit: Unit, recent: i64 });
entry!(/// How a unit is placed.
    Shift { words: String, way: Way, by: i64 });
entry!(/// A part of a period.
    Stage { words: String, twelfths: (i64, i64) });
entry!(/// The part of the present period before or after the publication.
    Half { words: String, side: i64 });
entry!(/// How many.
    Number { words: String, range: (i64, i64) });
entry!(/// What leads an expression.
    Preposition { words: String, toward: i64 });
entry!(/// Signs of what lies ahead or behind.
    Tense { words: Vec<String>, toward: i64 });

/// Units of the calendar.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
}

/// How a shift counts.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Way {
    Calendar,
    Run,
    Story,
}

impl Lexicon {
    /// The number of the month, and whether it is its full name.
    pub(super) fn month_of(&self, word: &str) -> Option<(i8, bool)> {
        numbered(&self.month, word)
    }

    /// The number of the weekday from Monday, 0, and whether it is its full name.
    pub(super) fn weekday_of(&self, word: &str) -> Option<(i8, bool)> {
        numbered(&self.weekday, word)
    }

    /// The unit a word names.
    pub(super) fn unit_of(&self, word: &str) -> Option<&UnitEntry> {
        self.unit.iter().find(|u| u.names.iter().any(|n| n == word))
    }
}

fn numbered(list: &[Named], word: &str) -> Option<(i8, bool)> {
    list.iter().enumerate().find_map(|(i, entry)| {
        let at = entry.names.iter().position(|n| n == word)?;
        Some((i8::try_from(i).ok()?, at == 0))
    })
}

#[cfg(test)]
impl Lexicon {
    /// The tests of all entries.
    pub(super) fn tests(&self) -> Vec<&Test> {
        let mut out: Vec<&Test> = Vec::new();
        out.extend(self.month.iter().chain(&self.weekday).map(|e| &e.test));
        out.extend(self.day.iter().map(|e| &e.test));
        out.extend(self.part_of_day.iter().chain(&self.season).map(|e| &e.test));
        out.extend(self.unit.iter().map(|e| &e.test));
        out.extend(self.shift.iter().map(|e| &e.test));
        out.extend(self.stage.iter().map(|e| &e.test));
        out.extend(self.half.iter().map(|e| &e.test));
        out.extend(self.number.iter().map(|e| &e.test));
        out.extend(self.preposition.iter().map(|e| &e.test));
        out.extend(self.tense.iter().map(|e| &e.test));
        out.extend(self.issued.iter().map(|e| &e.test));
        out
    }
}

#[cfg(test)]
#[test]
fn the_file_is_well_formed() {
    let lexicon: Lexicon = toml::from_str(FILE).unwrap();
    assert_eq!((lexicon.month.len(), lexicon.weekday.len()), (12, 7));
}
