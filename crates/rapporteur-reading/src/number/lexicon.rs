//! The words that make numbers, from `lexicon/numbers.toml`.
//!
//! Decides: which word plays which part. Must not know: how a number is put together.

use rapporteur_record::Bound;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static FILE: &str = include_str!("../../lexicon/numbers.toml");

/// The file that ships with the reader. A broken one shows in the tests; at run time it would be empty.
static TABLES: LazyLock<Tables> = LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

/// The same, ordered for looking up.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(&TABLES));

/// The part of a word inside a number in words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    /// Nought to nineteen.
    Unit(f64),
    /// Twenty to ninety.
    Ten(f64),
    /// "hundred", "million".
    Scale(f64),
    /// "hundreds", "millions".
    Many(f64),
    /// "tens", "scores".
    Order(f64),
    /// "several".
    Vague,
    /// "couple".
    Pair(f64),
}

/// Phrases by their last word, or by their first: the longest first.
type Phrases<T> = BTreeMap<&'static str, Vec<(Vec<&'static str>, T)>>;

/// The tables, by word.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) parts: BTreeMap<&'static str, Part>,
    pub(super) short: BTreeMap<&'static str, (f64, bool)>,
    pub(super) fraction: BTreeMap<&'static str, f64>,
    pub(super) percent: Phrases<()>,
    pub(super) sign: BTreeSet<&'static str>,
    pub(super) mint: BTreeSet<&'static str>,
    pub(super) code: BTreeSet<&'static str>,
    pub(super) currency: BTreeMap<&'static str, bool>,
    pub(super) measure: BTreeSet<&'static str>,
    pub(super) before: Phrases<Bound>,
    pub(super) after: Phrases<Bound>,
    pub(super) label: BTreeMap<&'static str, bool>,
    pub(super) year: BTreeSet<&'static str>,
    pub(super) verb: BTreeSet<&'static str>,
    pub(super) age_before: Phrases<()>,
    pub(super) age_after: Phrases<()>,
    pub(super) clock: BTreeSet<&'static str>,
    pub(super) pronoun: BTreeSet<&'static str>,
}

impl Lexicon {
    fn of(tables: &'static Tables) -> Lexicon {
        let bound = |e: &&'static Bounded| Bound::parse(&e.bound).map(|b| (e.words.as_slice(), b));
        let age = |after: bool| tables.age.iter().filter(move |e| e.after == after).map(|e| (e.words.as_slice(), ()));
        Lexicon {
            parts: tables.parts(),
            short: tables.short.iter().flat_map(|e| e.words.iter().map(|w| (w.as_str(), (e.value, e.apart)))).collect(),
            fraction: tables.fraction.iter().flat_map(|e| e.words.iter().map(|w| (w.as_str(), e.value))).collect(),
            percent: by_first(tables.percent.iter().map(|e| (e.words.as_slice(), ()))),
            sign: set(&tables.sign),
            mint: set(&tables.mint),
            code: set(&tables.code),
            currency: tables.currency.iter().flat_map(|e| e.words.iter().map(|w| (w.as_str(), e.scaled))).collect(),
            measure: set(&tables.measure),
            before: by_last(tables.before.iter().filter_map(|e| bound(&e))),
            after: by_first(tables.after.iter().filter_map(|e| bound(&e))),
            label: tables.label.iter().flat_map(|e| e.words.iter().map(|w| (w.as_str(), e.small))).collect(),
            year: set(&tables.year),
            verb: set(&tables.verb),
            age_before: by_last(age(false)),
            age_after: by_first(age(true)),
            clock: set(&tables.clock),
            pronoun: set(&tables.pronoun),
        }
    }
}

fn set(list: &'static [Listed]) -> BTreeSet<&'static str> {
    list.iter().flat_map(|e| e.words.iter().map(String::as_str)).collect()
}

fn by_first<T: Copy>(list: impl Iterator<Item = (&'static [String], T)>) -> Phrases<T> {
    keyed(list, |words| words.first().copied())
}

fn by_last<T: Copy>(list: impl Iterator<Item = (&'static [String], T)>) -> Phrases<T> {
    keyed(list, |words| words.last().copied())
}

fn keyed<T: Copy>(list: impl Iterator<Item = (&'static [String], T)>, key: fn(&[&'static str]) -> Option<&'static str>) -> Phrases<T> {
    let mut out: Phrases<T> = BTreeMap::new();
    for (phrases, value) in list {
        for phrase in phrases {
            let words: Vec<&'static str> = phrase.split(' ').collect();
            if let Some(key) = key(&words) {
                out.entry(key).or_default().push((words, value));
            }
        }
    }
    out.values_mut().for_each(|list| list.sort_by_key(|(words, _)| usize::MAX - words.len()));
    out
}

/// What an entry's test reads and expects.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "only the tests read it"))]
pub(super) struct Test {
    pub(super) text: String,
    pub(super) words: Option<String>,
    #[serde(default)]
    pub(super) value: f64,
    pub(super) bound: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) kind: Option<String>,
}

macro_rules! entry {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[cfg_attr(not(test), expect(dead_code, reason = "only the tests read `test`"))]
        struct $name {
            words: Vec<String>,
            $($field: $type,)*
            test: Test,
        }
    };
}

entry!(/// Words that mean only themselves.
    Listed {});
entry!(/// Words that count something.
    Valued { value: f64 });
entry!(/// A scale, and the word for an unnamed number of it.
    Scale { many: String, value: f64 });
entry!(/// A short form of a scale.
    Short { value: f64, apart: bool });
entry!(/// The name of a currency.
    Currency { scaled: bool });
entry!(/// A hedge.
    Bounded { bound: String });
entry!(/// What makes a number a code.
    Label { small: bool });
entry!(/// What makes a number an age.
    Age { after: bool });

/// All tables of the file.
#[derive(Debug, Default, Deserialize)]
struct Tables {
    unit: Vec<Valued>,
    ten: Vec<Valued>,
    scale: Vec<Scale>,
    short: Vec<Short>,
    order: Vec<Valued>,
    vague: Vec<Listed>,
    pair: Vec<Valued>,
    fraction: Vec<Valued>,
    percent: Vec<Listed>,
    sign: Vec<Listed>,
    mint: Vec<Listed>,
    code: Vec<Listed>,
    currency: Vec<Currency>,
    measure: Vec<Listed>,
    before: Vec<Bounded>,
    after: Vec<Bounded>,
    label: Vec<Label>,
    year: Vec<Listed>,
    verb: Vec<Listed>,
    age: Vec<Age>,
    clock: Vec<Listed>,
    pronoun: Vec<Listed>,
}

impl Tables {
    fn parts(&'static self) -> BTreeMap<&'static str, Part> {
        let valued = |list: &'static [Valued], part: fn(f64) -> Part| list.iter().flat_map(move |e| e.words.iter().map(move |w| (w.as_str(), part(e.value))));
        let mut out: BTreeMap<&'static str, Part> = valued(&self.unit, Part::Unit).collect();
        out.extend(valued(&self.ten, Part::Ten));
        out.extend(valued(&self.order, Part::Order));
        out.extend(valued(&self.pair, Part::Pair));
        out.extend(self.scale.iter().flat_map(|e| e.words.iter().map(|w| (w.as_str(), Part::Scale(e.value)))));
        out.extend(self.scale.iter().map(|e| (e.many.as_str(), Part::Many(e.value))));
        out.extend(self.vague.iter().flat_map(|e| e.words.iter().map(|w| (w.as_str(), Part::Vague))));
        out
    }
}

#[cfg(test)]
pub(super) fn tests() -> Vec<Test> {
    let tables: Tables = toml::from_str(FILE).unwrap();
    let mut out: Vec<Test> = Vec::new();
    macro_rules! add { ($($table:ident),*) => { $(out.extend(tables.$table.iter().map(|e| e.test.clone()));)* } }
    add!(unit, ten, scale, short, order, vague, pair, fraction, percent, sign, mint, code, currency, measure);
    add!(before, after, label, year, verb, age, clock, pronoun);
    out
}
