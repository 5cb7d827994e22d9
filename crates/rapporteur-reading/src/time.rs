//! Which times a text names, and which days they are.
//!
//! Decides: what is a time expression, the days it means beside the day of publication, and when a statement was made.
//! Looks at: words and the tense around them. Must not know: who speaks, scores, the clock.
//!
//! A relative time of a text without a day of publication stays relative; a date that no calendar has stays unresolved.

mod calendar;
mod lexicon;
mod phrase;
#[cfg(test)]
mod tests;
mod words;

use crate::rule::{Rule, rule};
use jiff::civil::Date;
use rapporteur_record::{Decision, Span, Time};

/// A day and a month, with a year or without: without one, the nearest such day to the publication on the side the tense points to.
///
/// Looks at: the numbers, the month's name, the preposition, the tense.
/// Known to fail: days written in figures only (4/3), which countries read differently and which are not read.
pub const DATE: Rule = rule!("TI01", "a date counts as that day, without a year as the nearest one");

/// A weekday is the last one up to the publication, or the next one where the preposition or the tense says that it lies ahead.
///
/// Looks at: "by", "until", "last", "next", the nearest verb or sign of the future in the sentence.
/// Known to fail: "next Friday" where a writer means the one after this week's.
pub const WEEKDAY: Rule = rule!("TI02", "a weekday counts back from the publication, or ahead where the words point ahead");

/// A month that is led by a preposition, a stage or a year is that month.
///
/// Looks at: the capital letter, what stands before, the year after, the tense.
/// Known to fail: a person named April after a preposition.
pub const MONTH: Rule = rule!("TI03", "a month is the nearest one on the side the words point to");

/// A year after a preposition or a stage, and a decade after "the", are those years.
///
/// Known to fail: "in 2030 cases".
pub const YEAR: Rule = rule!("TI04", "a year is all its days");

/// "Yesterday", "last night", "this morning" count from the publication.
pub const DAY_WORD: Rule = rule!("TI05", "a word for a day counts from the publication");

/// "Last week", "this month", "over the weekend", "the third quarter of 2030" are periods of the calendar; a season is left
/// unresolved, for the two halves of the earth have it at different times.
pub const PERIOD: Rule = rule!("TI06", "a period of the calendar counts from the one of the publication");

/// "Early March", "the end of the year", "earlier this week" are parts of a period.
pub const STAGE: Rule = rule!("TI07", "a part of a period is so many twelfths of it");

/// "Two days ago": the day, week, month or year that lies so far back.
pub const AGO: Rule = rule!("TI08", "so long ago counts back from the publication");

/// "In two weeks", "within ten days": counted ahead, where the sentence points ahead.
pub const AHEAD: Rule = rule!("TI09", "so long ahead counts from the publication");

/// "In recent days", "the past two weeks", "the coming days": a run of days up to the publication or from it on.
/// How far "recent" reaches is a choice in `lexicon/time.toml`.
pub const RUN: Rule = rule!("TI10", "a run of days ends or begins with the publication");

/// "The previous week", "two days later" count from another time of the story: found, and left unresolved.
pub const STORY: Rule = rule!("TI11", "it counts from another time of the story and stays unresolved");

/// A statement was made at the time that stands nearest to its cue, in the cue's sentence and outside its content.
///
/// Looks at: the cue, its sentence, the content, the content of the statement around it; inside the source only after a word such as "published".
/// Known to fail: a time that belongs to another verb of the sentence ("X, who left on Monday, said").
pub const SAID: Rule = rule!("TI12", "it was said at the time nearest to the cue");

/// The rules of this module.
pub const RULES: &[Rule] = &[DATE, WEEKDAY, MONTH, YEAR, DAY_WORD, PERIOD, STAGE, AGO, AHEAD, RUN, STORY, SAID];

/// The times of a text, in order; they do not overlap.
pub fn find(text: &str, published: Option<Date>) -> Vec<Time> {
    decided(text, published).into_iter().map(|(time, _)| time).collect()
}

fn decided(text: &str, published: Option<Date>) -> Vec<(Time, Rule)> {
    let words = words::of(text);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let found = lexicon::begins(&first.lower).then(|| phrase::at(&words, at, published)).flatten();
        let span = found.and_then(|f| Span::new(text, first.begin, words.get(f.end.checked_sub(1)?)?.end));
        match (found, span) {
            (Some(f), Some(span)) => {
                out.push((Time { words: span, days: f.days, granularity: f.granularity, relative: f.relative }, f.rule));
                at = f.end;
            }
            _ => at += 1,
        }
    }
    out
}

/// Whether a word in lower case names a month, in full or shortened.
pub(crate) fn is_month(word: &str) -> bool {
    lexicon::LEXICON.month_of(word).is_some()
}

/// The words of one statement.
#[derive(Clone, Copy, Debug)]
pub struct Roles<'a> {
    /// Who speaks.
    pub source: &'a [Span],
    /// What attributes.
    pub cue: &'a [Span],
    /// What is attributed.
    pub content: &'a [Span],
    /// The content of the statement around it, if there is one.
    pub within: Option<&'a [Span]>,
}

/// When a statement was made, where its sentence says so. `times` are those of the text, `sentences` its sentences, both in order.
pub fn of_statement(text: &str, times: &[Time], sentences: &[Span], roles: Roles<'_>) -> Option<Time> {
    let cue = roles.cue.iter().copied().reduce(Span::hull)?;
    let sentence = sentences.get(sentences.partition_point(|s| s.end() <= cue.begin())).filter(|s| s.overlaps(cue))?;
    let first = times.partition_point(|t| t.words.end() <= sentence.begin());
    let inside = |spans: &[Span], time: &Time| spans.iter().any(|s| s.overlaps(time.words));
    times[first..]
        .iter()
        .take_while(|t| t.words.begin() < sentence.end())
        .filter(|t| !inside(roles.content, t) && roles.within.is_none_or(|around| inside(around, t)))
        .filter(|t| !inside(roles.source, t) || issued(text, sentence, t))
        .min_by_key(|t| (distance(cue, t.words), t.words.begin()))
        .cloned()
}

/// Bytes between two places.
fn distance(a: Span, b: Span) -> usize {
    if a.overlaps(b) { 0 } else { a.begin().max(b.begin()) - a.end().min(b.end()) }
}

/// Whether the word before a time makes it the time of a publication.
fn issued(text: &str, sentence: &Span, time: &Time) -> bool {
    let before = text.get(sentence.begin()..time.words.begin()).unwrap_or("");
    let last = before.split(|c: char| !c.is_alphanumeric()).rfind(|w| !w.is_empty()).unwrap_or("").to_lowercase();
    lexicon::LEXICON.issued.iter().any(|list| list.words.contains(&last))
}

/// The decisions behind a statement's time, for `explain`.
pub fn decisions(text: &str, time: &Time) -> Vec<Decision> {
    let by_words = decided(time.words.of(text), None).first().map(|(_, rule)| rule.decided(Some(time.words), None));
    [Some(SAID.decided(Some(time.words), None)), by_words].into_iter().flatten().collect()
}
