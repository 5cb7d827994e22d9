//! When words say the same.
//!
//! Decides: which words of a phrase tell it from others, how names and labels are compared. Must not know: what the phrase is about.

use std::collections::BTreeSet;

/// Words that tell nothing apart. Lower case.
const EMPTY: &[&str] = &[
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have", "he", "her", "his", "if", "in",
    "into", "is", "it", "its", "more", "no", "not", "of", "on", "or", "our", "over", "per", "said", "she", "should", "some", "than", "that", "the", "their",
    "them", "they", "this", "to", "under", "up", "was", "were", "which", "will", "with", "would",
];

/// Words of numbers and hedges: they say how much, not of what.
const NUMBERS: &[&str] = &[
    "almost",
    "around",
    "billion",
    "bn",
    "dozen",
    "dozens",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "fewer",
    "fifteen",
    "fifty",
    "five",
    "forty",
    "four",
    "fourteen",
    "hundred",
    "hundreds",
    "least",
    "less",
    "m",
    "million",
    "millions",
    "nearly",
    "nine",
    "nineteen",
    "ninety",
    "one",
    "roughly",
    "seven",
    "seventeen",
    "seventy",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "thirteen",
    "thirty",
    "thousand",
    "thousands",
    "three",
    "twelve",
    "twenty",
    "two",
];

/// The words of `text`, lower case, without marks and possessive endings.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    text.split(move |c: char| !inside(c)).filter_map(|w| {
        let w = w.trim_matches(['\'', '’']).to_lowercase();
        let w = w.strip_suffix("'s").or_else(|| w.strip_suffix("’s")).unwrap_or(&w).to_owned();
        (!w.is_empty()).then_some(w)
    })
}

/// The words that tell a phrase from others: no articles, prepositions, hedges and numbers; plurals as singulars.
pub(crate) fn telling(text: &str) -> BTreeSet<String> {
    let tells = |w: &String| !EMPTY.contains(&w.as_str()) && !NUMBERS.contains(&w.as_str()) && !w.starts_with(|c: char| c.is_ascii_digit());
    words(text).filter(tells).map(|w| singular(&w)).collect()
}

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The share of words that two phrases have in common, 0..1; 0 where either has none.
pub(crate) fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = a.intersection(b).count();
    if both == 0 { 0.0 } else { both as f64 / (a.len() + b.len() - both) as f64 }
}

/// The numbers in `text`, in order: digits, and words from two to ninety ("fifty-five").
pub(crate) fn numbers(text: &str) -> Vec<f64> {
    let of_word = |w: &str| WORDS.iter().find(|(name, _)| *name == w).map(|(_, n)| *n);
    let mut out: Vec<f64> = Vec::new();
    let mut tens = false;
    for token in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–' | '(' | ')' | '"' | '“' | '”')) {
        let token = token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let digits = token.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).next().unwrap_or_default();
        if let Ok(n) = digits.trim_matches(['.', ',']).replace(',', "").parse() {
            out.push(n);
        } else if let Some(n) = of_word(&token) {
            match out.last_mut().filter(|_| tens && n < 10.0) {
                Some(last) => *last += n,
                None => out.push(n),
            }
        }
        tens = of_word(&token).is_some_and(|n| n >= 20.0);
    }
    out
}

const WORDS: [(&str, f64); 26] = [
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

/// Whether words tell of an earlier time: "had wanted", "was impossible", "could not be done".
pub(crate) fn past(text: &str) -> bool {
    let all: Vec<String> = words(text).collect();
    all.iter().any(|w| w == "had") || matches!(all.first().map(String::as_str), Some("was" | "were" | "could"))
}

/// A name or label for comparison: lower case, single spaces, no leading article, no marks.
pub(crate) fn key(name: &str) -> String {
    let all: Vec<String> = words(name).collect();
    let from = usize::from(all.len() > 1 && matches!(all[0].as_str(), "the" | "a" | "an"));
    all[from..].join(" ")
}

/// Words before a surname that are no part of the name.
const TITLES: &[&str] = &[
    "admiral",
    "ambassador",
    "archbishop",
    "bishop",
    "captain",
    "chairman",
    "chancellor",
    "colonel",
    "dame",
    "dr",
    "envoy",
    "general",
    "governor",
    "judge",
    "justice",
    "king",
    "lady",
    "lord",
    "major",
    "mayor",
    "minister",
    "miss",
    "mr",
    "mrs",
    "ms",
    "president",
    "prime",
    "prince",
    "princess",
    "professor",
    "queen",
    "senator",
    "sir",
    "spokesman",
    "spokeswoman",
];

/// A person's name for comparison: as [`key`], without titles before it.
pub(crate) fn person(name: &str) -> String {
    let all = key(name);
    let bare: Vec<&str> = all.split(' ').skip_while(|w| TITLES.contains(w)).collect();
    if bare.is_empty() { all } else { bare.join(" ") }
}

/// Whether a phrase speaks of its kind and of none in particular ("a deal", "any agreement").
pub(crate) fn indefinite(phrase: &str) -> bool {
    matches!(words(phrase).next().as_deref(), Some("a" | "an" | "any" | "no"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_small_words_tell_nothing_apart() {
        assert_eq!(telling("a 9 per cent rise"), telling("the rise of four per cent"));
        assert!(overlap(&telling("a 5% tariff on steel"), &telling("a 10% tariff on grain")) < 0.5);
        assert_eq!(numbers("1,250 and 4.5 per cent."), [1250.0, 4.5]);
        assert_eq!(numbers("fifty-five or six"), [55.0, 6.0]);
    }

    #[test]
    fn names_compare_without_article_and_case() {
        assert_eq!(key("The Dock Union"), key("dock  union"));
        assert_eq!(key("The"), "the");
        assert!(indefinite("a deal") && !indefinite("the deal"));
    }
}
