//! Word lists that people may add to: `lexicon/actors/*.toml`.
//!
//! Decides: which classes a word is in. Must not know: the text. The files are part of the program, and a test reads them all.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A set of word classes.
pub(crate) type Classes = u64;

/// Declares one bit per word list: `FILE.key` in the lexicon gives the words.
macro_rules! classes {
    ($($name:ident = $file:literal . $key:literal : $bit:literal),+ $(,)?) => {
        $(pub(crate) const $name: Classes = 1 << $bit;)+
        const LISTS: &[(&str, &str, Classes)] = &[$(($file, $key, $name)),+];
    };
}

classes! {
    HONORIFIC = "offices"."honorific": 0,
    OFFICE = "offices"."office": 1,
    PART = "offices"."part": 2,
    FEMALE = "offices"."female": 3,
    MALE = "offices"."male": 4,
    SPEAKS_FOR = "offices"."speaks_for": 5,
    STATE_OFFICE = "offices"."state_office": 6,
    ORGANIZATION = "bodies"."organization": 7,
    ARMED = "bodies"."armed_group": 8,
    COURT = "bodies"."court": 9,
    OUTLET = "bodies"."outlet": 10,
    PEOPLE = "bodies"."people": 11,
    STATE = "bodies"."state": 12,
    WIDE = "bodies"."wide": 13,
    TEXT = "bodies"."text": 14,
    UNNAMED = "unnamed"."head": 15,
    VAGUE = "unnamed"."vague": 16,
    HE = "pronouns"."male": 17,
    SHE = "pronouns"."female": 18,
    IT = "pronouns"."thing": 19,
    THEY = "pronouns"."many": 20,
    ME = "pronouns"."me": 21,
    US = "pronouns"."us": 22,
    YOU = "pronouns"."you": 23,
    RELATIVE = "pronouns"."relative": 24,
    OPENER = "other"."opener": 25,
    CALENDAR = "other"."calendar": 26,
    THING = "other"."thing": 27,
    PLACE = "other"."place": 28,
    LINK = "other"."link": 29,
    STOP = "other"."stop": 30,
    WOMAN = "given"."woman": 31,
    MAN = "given"."man": 32,
    BUSINESS = "bodies"."business": 33,
    LABOUR = "bodies"."labour": 34,
}

/// The word, though written in the singular in the lists, is a plural in the text.
pub(crate) const PLURAL: Classes = 1 << 40;
/// Any body that can speak.
pub(crate) const BODY: Classes = ORGANIZATION | ARMED | COURT | OUTLET | STATE;
/// Any pronoun.
pub(crate) const PRONOUN: Classes = HE | SHE | IT | THEY | ME | US | YOU | RELATIVE;

const FILES: &[(&str, &str)] = &[
    ("offices", include_str!("../lexicon/actors/offices.toml")),
    ("bodies", include_str!("../lexicon/actors/bodies.toml")),
    ("unnamed", include_str!("../lexicon/actors/unnamed.toml")),
    ("pronouns", include_str!("../lexicon/actors/pronouns.toml")),
    ("other", include_str!("../lexicon/actors/other.toml")),
    ("given", include_str!("../lexicon/actors/given.toml")),
];

const ALIASES: &str = include_str!("../lexicon/actors/aliases.toml");

type Lists = HashMap<String, Classes>;

/// The lists, read once. A list that does not parse is empty here, and fails the test below.
fn lists() -> &'static Lists {
    static LISTS_READ: OnceLock<Lists> = OnceLock::new();
    LISTS_READ.get_or_init(|| {
        let mut all = Lists::new();
        for (file, text) in FILES {
            let table: HashMap<String, Vec<String>> = toml::from_str(text).unwrap_or_default();
            for (_, key, class) in LISTS.iter().filter(|(f, _, _)| f == file) {
                for word in table.get(*key).into_iter().flatten() {
                    *all.entry(word.clone()).or_default() |= class;
                }
            }
        }
        all
    })
}

/// The row of `lexicon/actors/aliases.toml` that has a name in lower case.
pub(crate) fn alias(lower: &str) -> Option<usize> {
    static ROWS: OnceLock<HashMap<String, usize>> = OnceLock::new();
    let read = || {
        let table: HashMap<String, Vec<Vec<String>>> = toml::from_str(ALIASES).unwrap_or_default();
        let rows = table.into_values().flatten().enumerate();
        rows.flat_map(|(i, row)| row.into_iter().map(move |name| (name, i))).collect()
    };
    ROWS.get_or_init(read).get(lower).copied()
}

/// The classes of a word in lower case; of its singular, and [`PLURAL`], where only that is listed.
pub(crate) fn classes(lower: &str) -> Classes {
    let lists = lists();
    let own = lists.get(lower).copied().unwrap_or_else(|| hyphened(lower));
    let nouns = OFFICE | BODY | PEOPLE | UNNAMED | TEXT | WIDE;
    match singular(lower) {
        Some(one) if own & nouns == 0 => {
            let more = lists.get(one.as_str()).copied().unwrap_or(0) & (nouns | THING | FEMALE | MALE | STATE_OFFICE | SPEAKS_FOR | BUSINESS | LABOUR);
            if more == 0 { own } else { own | more | PLURAL }
        }
        Some(_) if lower.ends_with('s') && own & (PLURAL | OUTLET) == 0 && own & nouns != 0 => own | PLURAL,
        _ => own,
    }
}

/// An office of two words with a hyphen is the office that one of them names: "secretary-general", "ex-minister".
fn hyphened(lower: &str) -> Classes {
    let office = |word: &str| lists().get(word).copied().unwrap_or(0) & (OFFICE | SPEAKS_FOR | STATE_OFFICE | FEMALE | MALE | UNNAMED);
    match lower.split_once('-') {
        Some((first, "general" | "elect" | "designate")) => office(first),
        Some((_, last)) if office(last) & OFFICE != 0 => office(last),
        _ => 0,
    }
}

/// The singular of a regular plural.
pub(crate) fn singular(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("men").filter(|s| !s.is_empty() && *s != "wo") {
        return Some(format!("{stem}man"));
    }
    if let Some(stem) = word.strip_suffix("wives") {
        return Some(format!("{stem}wife"));
    }
    if let Some(stem) = word.strip_suffix("women") {
        return Some(format!("{stem}woman"));
    }
    if let Some(stem) = word.strip_suffix("es").filter(|s| s.ends_with("ss") || s.ends_with("ch") || s.ends_with("sh") || s.ends_with('x')) {
        return Some(stem.to_owned());
    }
    word.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with('s')).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_there_and_in_lower_case() {
        for (file, text) in FILES {
            let table: HashMap<String, Vec<String>> = toml::from_str(text).unwrap();
            for key in table.keys() {
                assert!(LISTS.iter().any(|(f, k, _)| f == file && k == key), "nobody reads {file}.{key}");
            }
            for (_, key, _) in LISTS.iter().filter(|(f, _, _)| f == file) {
                let words = table.get(*key).unwrap_or_else(|| panic!("{file}.toml lacks {key}"));
                assert!(!words.is_empty());
                assert!(words.iter().all(|w| *w == w.to_lowercase()), "{file}.{key}");
            }
        }
    }

    #[test]
    fn names_of_one_row_are_one_and_no_name_stands_twice() {
        assert_eq!(alias("tories"), alias("conservative party"));
        assert_ne!(alias("tories"), alias("lib dems"));
        let table: HashMap<String, Vec<Vec<String>>> = toml::from_str(ALIASES).unwrap();
        let mut all: Vec<&String> = table["rows"].iter().flatten().collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|n| **n == n.to_lowercase()));
    }

    #[test]
    fn plurals_are_known_by_their_singular() {
        assert!(classes("ministries") & (ORGANIZATION | PLURAL) == ORGANIZATION | PLURAL);
        assert!(classes("spokesmen") & (OFFICE | PLURAL) == OFFICE | PLURAL);
        assert!(classes("officials") & (UNNAMED | PLURAL) == UNNAMED | PLURAL);
        assert_eq!(classes("ministry") & PLURAL, 0);
    }
}
