//! Quotations that nobody is named for.
//!
//! Decides: which of them go on from the last speaker. Looks at: quotation marks, where sentences and paragraphs end, the statements found
//! so far. Must not know: scores beyond a statement's own, who the last speaker is.

use crate::quote::{self, Quote};
use crate::rule::{Rule, rule};
use crate::statement::Statement;
use rapporteur_record::{Span, SpeechAct};

/// Makes a statement of a quotation that nobody is named for and that follows a speaker.
///
/// Looks at: a paragraph that is all quotation, right after a paragraph with a statement; a quotation of whole sentences that stands
/// between sentences of a paragraph, after a statement of the same paragraph. What the quotation itself tells of others ("She said no",
/// in marks) names nobody for it.
/// Known to fail: a change of speaker that only the story makes clear.
pub(crate) const ORPHAN: Rule = rule!("CO04", "a quotation without source goes on from the last speaker");

/// A quotation of fewer letters than this may be a title or a word in marks.
const SHORTEST: usize = 10;

/// A statement of the last speaker without words that say so.
pub(crate) fn continuation(content: Vec<Span>, confidence: f32) -> Statement {
    Statement {
        source: vec![],
        cue: vec![],
        addressee: vec![],
        within: None,
        speech_act: SpeechAct::Asserts,
        confidence: confidence * 0.9,
        outermost: 1.0,
        decisions: vec![ORPHAN.decided(content.first().copied(), None)],
        content,
    }
}

/// Adds the quotations that go on from a speaker and that no statement holds or reaches into; keeps text order.
pub(crate) fn add(text: &str, quotes: &[Quote], statements: &mut Vec<Statement>) {
    let paragraphs: Vec<Span> = quote::paragraphs(text).filter_map(|(b, l)| Span::trimmed(text, b, b + l.len())).collect();
    for (i, paragraph) in paragraphs.iter().enumerate() {
        for quote in quotes.iter().filter(|q| q.closed && paragraph.contains(q.span)) {
            let before = match stand(text, *paragraph, quote.span) {
                Stand::Whole => i.checked_sub(1).and_then(|p| last_in(statements, paragraphs[p], quote.span)),
                Stand::Sentences => last_in(statements, *paragraph, quote.span),
                Stand::Part => None,
            };
            let Some(confidence) = before.filter(|_| !statements.iter().any(|s| takes(text, s, quote.span))).map(|b| b.confidence) else { continue };
            statements.push(continuation(vec![quote.span], confidence));
        }
    }
    statements.sort_by_key(|s| (s.hull().0, usize::MAX - s.hull().1));
}

/// How a quotation stands in its paragraph.
enum Stand {
    /// It is the paragraph.
    Whole,
    /// Whole sentences, after others.
    Sentences,
    /// Anything else.
    Part,
}

fn stand(text: &str, paragraph: Span, quotation: Span) -> Stand {
    let words = |b: usize, e: usize| text.get(b..e).unwrap_or("").trim();
    let (before, own, after) = (words(paragraph.begin(), quotation.begin()), quotation.of(text), words(quotation.end(), paragraph.end()));
    let bare = |s: &str| !s.contains(char::is_alphanumeric);
    if bare(before) && bare(after) {
        return Stand::Whole;
    }
    let said = own.trim_matches(|c: char| quote::is_mark(c) || c.is_whitespace());
    let sentence = said.ends_with(['.', '!', '?', '\u{2026}']) && said.starts_with(|c: char| !c.is_lowercase());
    let ended = before.ends_with(['.', '!', '?', ']', ')']) && !bare(before);
    let next = after.is_empty() || after.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || quote::is_mark(c) || matches!(c, '(' | '['));
    let long = said.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST;
    if sentence && ended && next && long { Stand::Sentences } else { Stand::Part }
}

/// The last statement of a paragraph that is told before a quotation.
fn last_in(statements: &[Statement], paragraph: Span, quotation: Span) -> Option<&Statement> {
    let here = |s: &&Statement| s.outermost > 0.5 && s.anchor().iter().chain(&s.content).any(|a| paragraph.contains(*a) && a.end() <= quotation.begin());
    statements.iter().filter(here).max_by_key(|s| s.hull().0)
}

/// Whether a statement says whose a quotation is: its words hold it, or reach into it from outside, or label its speaker.
fn takes(text: &str, statement: &Statement, quotation: Span) -> bool {
    let told_inside = statement.cue.first().is_some_and(|c| quotation.contains(*c) && c.of(text) != ":");
    let reaches = |c: &Span| c.contains(quotation) || statement.outermost > 0.5 && !told_inside && c.overlaps(quotation);
    statement.content.iter().chain(&statement.cue).any(reaches)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(text: &str, cue: &str, content: &str) -> Statement {
        let find = |w: &str| Span::new(text, text.find(w).unwrap(), text.find(w).unwrap() + w.len()).unwrap();
        Statement { cue: vec![find(cue)], ..continuation(vec![find(content)], 1.0) }
    }

    /// The quotations added after one statement.
    fn added(text: &str, found: &[(&str, &str)]) -> Vec<String> {
        let mut all: Vec<Statement> = found.iter().map(|(cue, content)| statement(text, cue, content)).collect();
        add(text, &quote::find(text), &mut all);
        all.iter().filter(|s| s.cue.is_empty()).map(|s| s.content[0].of(text).to_owned()).collect()
    }

    #[test]
    fn a_paragraph_in_marks_goes_on_from_the_speaker_before() {
        let text = "\"It is late,\" she said.\n\n\"We go home now.\"\n\nThe room emptied.";
        assert_eq!(added(text, &[("said", "\"It is late,\"")]), ["\"We go home now.\""]);
    }

    #[test]
    fn whole_sentences_in_marks_go_on_from_reported_speech() {
        let text = "The owner said he had heard of pay before. \"I am still waiting for it.\" The talks go on.";
        assert_eq!(added(text, &[("said", "he had heard of pay before")]), ["\"I am still waiting for it.\""]);
        assert_eq!(added(text, &[]), Vec::<String>::new(), "nobody speaks before it");
    }

    #[test]
    fn what_a_quotation_tells_of_others_names_nobody_for_it() {
        let text = "The envoy said she was tired.\n\n\"They said no to the whole draft.\"";
        assert_eq!(added(text, &[("said she", "she was tired"), ("said no", "no to the whole draft")]), ["\"They said no to the whole draft.\""]);
    }

    #[test]
    fn words_in_marks_and_quotations_with_a_speaker_are_left() {
        let text = "The owner said no. The \"final\" offer stands. \"We will not move again,\" the minister added.";
        assert_eq!(added(text, &[("said", "no")]), Vec::<String>::new());
    }
}
