//! In which language a text is.
//!
//! Decides: English, another language, or not known (`und`), for a whole text. Must not know: the language of single quotations.
//!
//! English is told by its function words first: whatlang alone is unsure of English (confidence 0.30 on a plain sentence)
//! and a hundred times slower.

use super::About;
use rapporteur_record::{Note, NoteKind};
use whatlang::{Lang, Script};

/// The language of a text as BCP 47, `und` where it cannot be told.
pub fn language(text: &str) -> &'static str {
    guess(text).map_or("und", code)
}

/// Decides the language of a document: what the user gave, else what the words show, else what the page claims.
///
/// The note speaks of what the words show even where the user gave a language: it is the words that will be read.
pub(super) fn decide(text: &str, given: &About, claimed: Option<&str>) -> (String, Option<Note>) {
    let shown = guess(text);
    let claimed = claimed.map(|c| c.trim().replace('_', "-")).filter(|c| !c.is_empty());
    let language = match (given.language.clone(), shown, claimed) {
        (Some(given), ..) => given,
        (None, None, claimed) => claimed.unwrap_or_else(|| "und".into()),
        (None, Some(shown), Some(claimed)) if primary(&claimed).eq_ignore_ascii_case(code(shown)) => claimed,
        (None, Some(shown), _) => code(shown).to_owned(),
    };
    let foreign = shown.or_else(|| of_code(&language)).filter(|l| *l != Lang::Eng);
    (language, foreign.map(note))
}

fn note(language: Lang) -> Note {
    let message = format!("the text seems to be in {}; the reader was trained on English; read what can be read", language.eng_name());
    Note { kind: NoteKind::Language, message, span: None }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// So much of a text is looked at.
const SAMPLE: usize = 3000;

/// Letters that a guess needs: fewer in scripts that few languages share.
const ENOUGH_LATIN: usize = 60;
const ENOUGH_OTHER: usize = 20;

/// whatlang's confidence in a right guess is 0.48 for a sentence of French, 1.0 for most others.
const SURE_ENOUGH: f64 = 0.4;

fn guess(text: &str) -> Option<Lang> {
    let sample = sample(text);
    if is_english(sample) {
        return Some(Lang::Eng);
    }
    let info = whatlang::detect(sample)?;
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let enough = if info.script() == Script::Latin { ENOUGH_LATIN } else { ENOUGH_OTHER };
    (letters >= enough && info.confidence() >= SURE_ENOUGH).then(|| info.lang())
}

fn sample(text: &str) -> &str {
    let text = text.trim_start();
    let end = (0..=SAMPLE.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    &text[..end]
}

/// Words that make up a fifth to a third of English prose, and little of any other language's.
const ENGLISH: [&str; 24] = [
    "the", "of", "and", "to", "that", "said", "for", "with", "by", "from", "has", "were", "would", "which", "their", "not", "this", "they", "been", "will",
    "it", "his", "he", "is",
];

fn is_english(sample: &str) -> bool {
    let (mut words, mut hits) = (0, 0);
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        hits += usize::from(ENGLISH.iter().any(|e| word.eq_ignore_ascii_case(e)));
    }
    hits >= 3 && hits * 100 >= words * 15
}

/// BCP 47 wants the two-letter code where there is one.
const CODES: [(Lang, &str); 70] = [
    (Lang::Epo, "eo"),
    (Lang::Eng, "en"),
    (Lang::Rus, "ru"),
    (Lang::Cmn, "zh"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Ben, "bn"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Ukr, "uk"),
    (Lang::Kat, "ka"),
    (Lang::Ara, "ar"),
    (Lang::Hin, "hi"),
    (Lang::Jpn, "ja"),
    (Lang::Heb, "he"),
    (Lang::Yid, "yi"),
    (Lang::Pol, "pl"),
    (Lang::Amh, "am"),
    (Lang::Jav, "jv"),
    (Lang::Kor, "ko"),
    (Lang::Nob, "nb"),
    (Lang::Dan, "da"),
    (Lang::Swe, "sv"),
    (Lang::Fin, "fi"),
    (Lang::Tur, "tr"),
    (Lang::Nld, "nl"),
    (Lang::Hun, "hu"),
    (Lang::Ces, "cs"),
    (Lang::Ell, "el"),
    (Lang::Bul, "bg"),
    (Lang::Bel, "be"),
    (Lang::Mar, "mr"),
    (Lang::Kan, "kn"),
    (Lang::Ron, "ro"),
    (Lang::Slv, "sl"),
    (Lang::Hrv, "hr"),
    (Lang::Srp, "sr"),
    (Lang::Mkd, "mk"),
    (Lang::Lit, "lt"),
    (Lang::Lav, "lv"),
    (Lang::Est, "et"),
    (Lang::Tam, "ta"),
    (Lang::Vie, "vi"),
    (Lang::Urd, "ur"),
    (Lang::Tha, "th"),
    (Lang::Guj, "gu"),
    (Lang::Uzb, "uz"),
    (Lang::Pan, "pa"),
    (Lang::Aze, "az"),
    (Lang::Ind, "id"),
    (Lang::Tel, "te"),
    (Lang::Pes, "fa"),
    (Lang::Mal, "ml"),
    (Lang::Ori, "or"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Sin, "si"),
    (Lang::Khm, "km"),
    (Lang::Tuk, "tk"),
    (Lang::Aka, "ak"),
    (Lang::Zul, "zu"),
    (Lang::Sna, "sn"),
    (Lang::Afr, "af"),
    (Lang::Lat, "la"),
    (Lang::Slk, "sk"),
    (Lang::Cat, "ca"),
    (Lang::Tgl, "tl"),
    (Lang::Hye, "hy"),
    (Lang::Cym, "cy"),
];

fn code(language: Lang) -> &'static str {
    CODES.iter().find(|(l, _)| *l == language).map_or(language.code(), |(_, code)| code)
}

fn of_code(tag: &str) -> Option<Lang> {
    CODES.iter().find(|(_, code)| primary(tag).eq_ignore_ascii_case(code)).map(|(l, _)| *l)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "Les pourparlers sur le partage des eaux ont repris mercredi, selon le ministère, mais les deux camps restent très éloignés.";

    #[test]
    fn english_or_not() {
        assert_eq!(language("The union said it would not sign."), "en");
        assert_eq!(language(FRENCH), "fr");
        assert_eq!(language("Переговоры о прекращении огня зашли в тупик, сообщил представитель."), "ru");
        assert_eq!(language("המשא ומתן על הסכם המים נתקע ביום השלישי, אמר הדובר."), "he");
    }

    #[test]
    fn short_texts_are_not_guessed() {
        for text in ["", "Yes, no deal.", "Non.", "12 345", "…"] {
            assert_eq!(language(text), "und", "{text}");
        }
    }

    #[test]
    fn a_french_text_gets_a_note_whatever_its_page_claims() {
        let (language, note) = decide(FRENCH, &About::default(), Some("en_US"));
        assert_eq!(language, "fr");
        assert_eq!(note.unwrap().message, "the text seems to be in French; the reader was trained on English; read what can be read");
    }

    #[test]
    fn a_claim_stands_where_the_words_agree_or_are_too_few() {
        assert_eq!(decide("The union said it would not sign.", &About::default(), Some("en_GB")).0, "en-GB");
        assert_eq!(decide("No deal.", &About::default(), Some("en")).0, "en");
        let (language, note) = decide("Non.", &About::default(), Some("fr"));
        assert_eq!((language.as_str(), note.is_some()), ("fr", true));
        assert_eq!(decide("No.", &About::default(), None), ("und".into(), None));
    }

    #[test]
    fn what_the_user_gave_stays() {
        let given = About { language: Some("nb".into()), ..About::default() };
        assert_eq!(decide(FRENCH, &given, None).0, "nb");
    }

    #[test]
    fn every_language_has_its_code_once() {
        for (i, (l, c)) in CODES.iter().enumerate() {
            assert!(CODES[i + 1..].iter().all(|(l2, c2)| l2 != l && c2 != c), "{c}");
        }
        assert!(Lang::all().iter().all(|l| code(*l).len() == 2), "{:?}", Lang::all().iter().filter(|l| code(**l).len() != 2).collect::<Vec<_>>());
    }
}
