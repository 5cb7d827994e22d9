//! Where some words stand among the mentions of actors.
//!
//! Decides: which mention is the subject of some words, which says them. Looks at: sentences, attributions, what stands before and after a
//! mention. Must not know: what the words claim, scores.

use super::Ground;
use super::mention::Mention;
use rapporteur_record::{Attribution, Span, Speaker};

/// What each sign counts for one question ("whose stance?", "who did it?"), in the network's units.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Worth {
    /// Before the words, in their sentence.
    pub(super) before: f32,
    /// The nearest before them in the sentence that nothing governs.
    pub(super) subject: f32,
    /// Behind "by", in the sentence and not before the words.
    pub(super) by: f32,
    /// Among the words.
    pub(super) inside: f32,
    /// Behind "in", "at", "to" and the like: more often a scene than somebody who acts.
    pub(super) scene: f32,
    /// Somebody who says the words around.
    pub(super) speaks: f32,
    /// The very words that name who says them.
    pub(super) source: f32,
}

/// What is known of the place of some words.
pub(super) struct Place<'a> {
    text: &'a str,
    words: Span,
    sentence: Option<Span>,
    /// The innermost attribution whose content the words stand in.
    around: Option<&'a Attribution>,
    subject: Option<Span>,
}

impl<'a> Place<'a> {
    /// The place of some words among the mentions near them.
    pub(super) fn of(ground: &Ground<'a>, words: Span, near: &[&Mention]) -> Place<'a> {
        let sentence = ground.sentences.iter().find(|s| s.overlaps(words)).copied();
        let size = |a: &&Attribution| a.content.iter().map(|c| c.end() - c.begin()).sum::<usize>();
        let around = ground.attributions.iter().filter(|a| a.content.iter().any(|c| c.contains(words))).min_by_key(size);
        let mut place = Place { text: &ground.document.text, words, sentence, around, subject: None };
        place.subject = near.iter().filter(|m| place.before(m) && !governed(place.text, m.span)).max_by_key(|m| m.span.begin()).map(|m| m.span);
        place
    }

    /// What the place of a mention counts.
    pub(super) fn worth(&self, m: &Mention, worth: &Worth) -> f32 {
        let signs = [
            (self.before(m), worth.before),
            (self.is_subject(m), worth.subject),
            (self.behind_by(m), worth.by),
            (self.words.contains(m.span), worth.inside),
            (governor(self.text, m.span).is_some_and(|word| SCENES.contains(&word)), worth.scene),
            (self.speaks(m), worth.speaks),
            (self.around.is_some_and(|a| a.source.iter().any(|s| s.overlaps(m.span))), worth.source),
        ];
        signs.iter().filter(|(is, _)| *is).map(|(_, worth)| worth).sum()
    }

    /// The nearest mention before the words in their sentence that nothing governs.
    pub(super) fn is_subject(&self, m: &Mention) -> bool {
        self.subject == Some(m.span)
    }

    fn here(&self, m: &Mention) -> bool {
        self.sentence.is_some_and(|s| s.contains(m.span))
    }

    fn before(&self, m: &Mention) -> bool {
        m.span.end() <= self.words.begin() && self.here(m)
    }

    fn behind_by(&self, m: &Mention) -> bool {
        m.span.begin() >= self.words.begin() && self.here(m) && governor(self.text, m.span) == Some("by")
    }

    fn speaks(&self, m: &Mention) -> bool {
        self.around.is_some_and(|a| match &a.speaker {
            Speaker::Actor(all) => all.iter().any(|x| m.actors.contains(x)),
            Speaker::Described(x) => m.actors.contains(x),
            Speaker::Unresolved => false,
        })
    }
}

/// Whether a mention owns something or stands behind a preposition.
fn governed(text: &str, span: Span) -> bool {
    let owns = ["'s ", "\u{2019}s ", "' ", "\u{2019} "].iter().any(|mark| text[span.end()..].starts_with(mark));
    owns || governor(text, span).is_some_and(|word| PREPOSITIONS.contains(&word))
}

/// The word before a mention, an article left out.
fn governor(text: &str, span: Span) -> Option<&str> {
    let mut before = text[..span.begin()].split_whitespace().rev();
    let word = before.next()?;
    if ARTICLES.contains(&word) { before.next() } else { Some(word) }
}

const ARTICLES: [&str; 7] = ["the", "a", "an", "its", "their", "his", "her"];
const SCENES: [&str; 9] = ["in", "at", "to", "near", "into", "outside", "from", "on", "around"];
const PREPOSITIONS: [&str; 16] = ["of", "in", "with", "to", "for", "from", "by", "at", "against", "between", "on", "into", "under", "over", "towards", "among"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_and_what_stands_behind_a_preposition_are_governed() {
        let of = |text: &str, word: &str| governed(text, Span::new(text, text.find(word).unwrap(), text.find(word).unwrap() + word.len()).unwrap());
        assert!(of("Halden's minister will refuse", "Halden"));
        assert!(of("a minister of the Union will refuse", "Union"));
        assert!(!of("On Monday the Union will refuse", "Union"));
    }
}
