//! The words that the linter and the drafter go by.
//!
//! Decides: how `lexicon.toml` and `draft.toml` are read, and what it is for a phrase to stand in a text.
//! Must not know: what follows from a word.

use std::sync::OnceLock;
use toml::de::{DeTable, DeValue};

/// A wording that can be read two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub phrase: String,
    /// The readings.
    pub readings: String,
    /// A text that holds them.
    pub test: String,
}

/// A word that leaves open which, how many or how good, where it stands before a noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vague {
    /// The word.
    pub word: String,
    /// The readings.
    pub readings: String,
    /// A phrase that holds it.
    pub test: String,
    /// Words before it that make it another ("as agreed", "the other").
    pub not_after: Vec<String>,
    /// Whether it is looked for in all words of a clause, or in places and forces only.
    pub in_text: bool,
}

/// Two groups of acts that undo each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opposite {
    /// Such as "keep open".
    pub one: Vec<String>,
    /// Such as "close".
    pub other: Vec<String>,
}

/// The words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Wordings that can be read two ways.
    pub wordings: Vec<Wording>,
    /// Words that leave something open before a noun.
    pub vague: Vec<Vague>,
    /// Words that settle what such a word before them leaves open.
    pub settled: Vec<String>,
    /// Words that no noun phrase goes on with.
    pub no_noun: Vec<String>,
    /// Acts that undo each other.
    pub opposites: Vec<Opposite>,
    /// Nouns right before a proper name.
    pub name_kinds: Vec<String>,
    /// Last words of proper names.
    pub name_heads: Vec<String>,
    /// First words of people's names.
    pub name_titles: Vec<String>,
    /// Acts of forces.
    pub movement: Vec<String>,
    /// Objects of such acts that are papers, not forces.
    pub papers: Vec<String>,
    /// Nouns that say which forces.
    pub forces: Vec<String>,
    /// Acts that need a number.
    pub counted: Vec<String>,
    /// Acts that need a number when their object is many.
    pub counted_if_many: Vec<String>,
    /// Acts of staying.
    pub staying: Vec<String>,
    /// Places and forces left to later.
    pub open: Vec<String>,
    /// Words for an extension.
    pub extension: Vec<String>,
}

/// The lexicon that ships with the program.
pub fn built_in() -> &'static Lexicon {
    static ONCE: OnceLock<Lexicon> = OnceLock::new();
    ONCE.get_or_init(|| read(include_str!("lexicon.toml")).unwrap_or_default())
}

fn read(text: &str) -> Option<Lexicon> {
    let root = DeTable::parse(text).ok()?;
    let root = root.get_ref();
    let wordings = root.get("wording")?.get_ref().as_array()?;
    let word = |t: &DeTable<'_>, key: &str| Some(t.get(key)?.get_ref().as_str()?.to_owned());
    let list = |table: &str, key: &str| strings(root, table, key);
    let tables = |key: &str| Some(root.get(key)?.get_ref().as_array()?.iter().filter_map(|w| w.get_ref().as_table()));
    Some(Lexicon {
        wordings: (wordings.iter())
            .filter_map(|w| w.get_ref().as_table())
            .map(|t| Some(Wording { phrase: word(t, "phrase")?, readings: word(t, "readings")?, test: word(t, "test")? }))
            .collect::<Option<_>>()?,
        vague: (tables("vague")?)
            .map(|t| {
                Some(Vague {
                    word: word(t, "word")?,
                    readings: word(t, "readings")?,
                    test: word(t, "test")?,
                    not_after: texts(t, "not_after").unwrap_or_default(),
                    in_text: t.get("in_text").and_then(|v| v.get_ref().as_bool()).unwrap_or(true),
                })
            })
            .collect::<Option<_>>()?,
        opposites: (tables("opposite")?).map(|t| Some(Opposite { one: texts(t, "one")?, other: texts(t, "other")? })).collect::<Option<_>>()?,
        settled: list("open", "settled")?,
        no_noun: list("open", "no_noun")?,
        name_kinds: list("names", "kinds")?,
        name_heads: list("names", "heads")?,
        name_titles: list("names", "titles")?,
        movement: list("acts", "movement")?,
        papers: list("acts", "papers")?,
        forces: list("acts", "forces")?,
        counted: list("acts", "counted")?,
        counted_if_many: list("acts", "counted_if_many")?,
        staying: list("acts", "staying")?,
        open: list("open", "phrases")?,
        extension: list("open", "extension")?,
    })
}

/// A list of texts under `[table] key`.
pub(super) fn strings(root: &DeTable<'_>, table: &str, key: &str) -> Option<Vec<String>> {
    texts(root.get(table)?.get_ref().as_table()?, key)
}

fn texts(table: &DeTable<'_>, key: &str) -> Option<Vec<String>> {
    match table.get(key)?.get_ref() {
        DeValue::Array(all) => all.iter().map(|v| v.get_ref().as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

impl Vague {
    /// Whether `text` (in lower case) leaves something open by this word: it stands before a noun, and nothing that follows in the sentence
    /// settles what it leaves open.
    pub fn stands_in(&self, text: &str, lexicon: &Lexicon) -> bool {
        text.split(['.', ';', '\n']).any(|sentence| self.in_sentence(sentence, lexicon))
    }

    fn in_sentence(&self, sentence: &str, lexicon: &Lexicon) -> bool {
        let mut from = 0;
        while let Some(at) = sentence.get(from..).and_then(|rest| find_words(rest, &self.word)).map(|i| i + from) {
            from = at + self.word.len();
            let after = &sentence[from..];
            let before = sentence[..at].split_whitespace().next_back().unwrap_or("");
            let joined = sentence[..at].ends_with('-') || after.starts_with('-');
            let next = after.strip_prefix(char::is_whitespace).unwrap_or("").split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            let noun = next.chars().next().is_some_and(char::is_alphabetic) && !lexicon.no_noun.iter().any(|w| w == next);
            let settled = || lexicon.settled.iter().any(|w| find_words(after, w).is_some());
            if noun && !joined && !self.not_after.iter().any(|w| w == before) && !settled() {
                return true;
            }
        }
        false
    }
}

/// Where `phrase` stands in `text` as whole words, whatever the case; `text` is in lower case already.
pub fn find_words(text: &str, phrase: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(phrase).map(|i| i + from) {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if edge(text[..at].chars().next_back()) && edge(text[at + phrase.len()..].chars().next()) {
            return Some(at);
        }
        from = at + phrase.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_is_found_in_its_own_test() {
        let lexicon = built_in();
        assert!(lexicon.wordings.len() > 20 && !lexicon.movement.is_empty());
        for w in &lexicon.wordings {
            assert!(find_words(&w.test.to_lowercase(), &w.phrase).is_some(), "{}", w.phrase);
        }
    }

    #[test]
    fn every_vague_word_is_found_in_its_own_test_and_nowhere_else() {
        let lexicon = built_in();
        assert!(lexicon.vague.len() > 15 && lexicon.opposites.len() > 3 && lexicon.settled.len() > 5);
        for v in &lexicon.vague {
            assert!(v.stands_in(&v.test.to_lowercase(), lexicon), "{}", v.word);
            assert!(!v.stands_in(&format!("{} ones shown on map a", v.word), lexicon), "{}", v.word);
            assert!(!v.stands_in(&format!("it is {}", v.word), lexicon) && !v.stands_in("", lexicon), "{}", v.word);
        }
        let told = |text: &str| lexicon.vague.iter().any(|v| v.stands_in(text, lexicon));
        for sound in [
            "as agreed by both sides",
            "the other side",
            "each other",
            "some 300 lorries",
            "make certain that",
            "the areas listed in annex 2",
            "a-certain-word",
        ] {
            assert!(!told(sound), "{sound}");
        }
    }

    #[test]
    fn words_are_whole_words() {
        assert_eq!(find_words("a reasonable man", "reason"), None);
        assert_eq!(find_words("unreasonable, reasonable", "reasonable"), Some(14));
    }
}
