//! The subject of a passive, which says nothing itself.
//!
//! Decides: which of a statement's sources is no source, because somebody else says it about them or to them. Looks at: the words of the
//! cue, and on which side of it a source stands. Must not know: scores, who is meant.

use crate::rule::{Rule, rule};
use crate::statement::Statement;
use rapporteur_record::Span;

/// Takes the subject of a passive cue out of the source, and an empty "it" before one; who is told or asked becomes the addressee.
///
/// Looks at: a form of "be" and one of some participles in the cue ("has been accused of", "was told"), or "accused of" alone; only
/// sources before the cue. An "it" goes before more participles, where the content is a clause ("it was decided that").
/// Known to fail: a body called "It" by a text that goes on with a clause ("it is determined that nothing changes").
pub(crate) const SUBJECT: Rule = rule!("CO06", "the subject of a passive is no source");

/// Forms of "be"; "'s" is as often "has".
const BE: [&str; 9] = ["is", "are", "was", "were", "be", "been", "being", "'re", "am"];
/// What somebody else says or thinks of the subject.
const OF_SUBJECT: [&str; 38] = [
    "accepted",
    "accused",
    "agreed",
    "alleged",
    "announced",
    "approved",
    "believed",
    "blamed",
    "called",
    "charged",
    "claimed",
    "considered",
    "criticised",
    "criticized",
    "declared",
    "deemed",
    "denied",
    "described",
    "estimated",
    "expected",
    "forecast",
    "offered",
    "ordered",
    "planned",
    "promised",
    "proposed",
    "regarded",
    "rejected",
    "reported",
    "required",
    "revealed",
    "rumored",
    "rumoured",
    "said",
    "scheduled",
    "supposed",
    "suspected",
    "thought",
];
/// What somebody else says to the subject.
const TO_SUBJECT: [&str; 10] = ["advised", "asked", "assured", "informed", "instructed", "invited", "reminded", "told", "urged", "warned"];
/// What "it" is the empty subject of.
const OF_NOTHING: [&str; 14] = [
    "argued",
    "assumed",
    "concluded",
    "confirmed",
    "decided",
    "determined",
    "established",
    "feared",
    "felt",
    "hoped",
    "noted",
    "pointed",
    "recommended",
    "understood",
];
/// How a clause begins.
const CLAUSE: [&str; 9] = ["that", "whether", "how", "what", "who", "when", "why", "where", "which"];
/// Charges that are told without "be" before them: "a captain accused of".
const CHARGED: [&str; 3] = ["accused", "suspected", "convicted"];

/// Whether `statement` has a source that is only the subject of its passive cue; such sources are taken out.
pub(crate) fn leave_out(text: &str, statement: &mut Statement) {
    let Some(cue) = statement.cue.first().copied() else { return };
    let Some(to_subject) = passive(text, cue, statement) else { return };
    let agent = |s: &Span| text.get(..s.begin()).is_some_and(|t| t.trim_end().ends_with(" by"));
    let (subject, rest): (Vec<Span>, Vec<Span>) = statement.source.iter().partition(|s| s.end() <= cue.begin() && !agent(s));
    let Some(first) = subject.first().copied() else { return };
    statement.source = rest;
    if to_subject && statement.addressee.is_empty() {
        statement.addressee = subject;
    }
    statement.decisions.push(SUBJECT.decided(Some(first), None));
}

/// Whether the cue is a passive whose subject is no source, and if so whether the subject is spoken to.
fn passive(text: &str, cue: Span, statement: &Statement) -> Option<bool> {
    let words = lower_words(text, cue);
    let word = |i: usize| words.get(i).map_or("", String::as_str);
    if CHARGED.contains(&word(0)) && word(1) == "of" {
        return Some(false);
    }
    let it = statement.source.iter().all(|s| s.of(text).eq_ignore_ascii_case("it"));
    let clause = statement.content.first().is_some_and(|c| lower_words(text, *c).first().is_some_and(|w| CLAUSE.contains(&w.as_str())));
    let behind_be = (0..words.len()).filter(|i| BE.contains(&word(*i))).filter_map(|i| (i + 1..words.len()).find(|k| !passes(word(*k))));
    behind_be.map(word).find_map(|participle| match participle {
        p if TO_SUBJECT.contains(&p) => Some(!it),
        p if OF_SUBJECT.contains(&p) || it && clause && OF_NOTHING.contains(&p) => Some(false),
        _ => None,
    })
}

/// Whether a word may stand between "be" and its participle.
fn passes(word: &str) -> bool {
    word.ends_with("ly") || matches!(word, "not" | "n't" | "never" | "also" | "now" | "still" | "yet" | "already" | "since" | "so" | "again" | "often" | "once")
}

/// The words of a span, in lower case; "wasn't" is two.
fn lower_words(text: &str, span: Span) -> Vec<String> {
    let lower = span.of(text).to_lowercase().replace('\u{2019}', "'").replace("n't", " n't").replace("'s", " 's").replace("'re", " 're");
    lower.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_record::SpeechAct;

    /// Source and addressee that are left.
    fn left(text: &str, source: &str, cue: &str, content: &str) -> (String, String) {
        let find = |w: &str| Span::new(text, text.find(w).unwrap(), text.find(w).unwrap() + w.len()).unwrap();
        let mut s = Statement {
            source: vec![find(source)],
            cue: vec![find(cue)],
            content: vec![find(content)],
            addressee: vec![],
            within: None,
            speech_act: SpeechAct::Asserts,
            confidence: 0.9,
            outermost: 1.0,
            decisions: vec![],
        };
        leave_out(text, &mut s);
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" + ");
        (words(&s.source), words(&s.addressee))
    }

    #[test]
    fn whom_a_passive_is_about_says_nothing() {
        assert_eq!(left("The former captain, accused of breaking the truce, left", "The former captain", "accused of", "breaking the truce"), <_>::default());
        assert_eq!(left("The port has not been offered a delay", "The port", "has not been offered", "a delay"), <_>::default());
        assert_eq!(left("It was decided that nobody strikes", "It", "was decided", "that nobody strikes"), <_>::default());
    }

    #[test]
    fn whoever_is_told_is_the_addressee() {
        assert_eq!(left("The drivers were told to wait", "The drivers", "were told", "to wait"), (String::new(), "The drivers".to_owned()));
    }

    #[test]
    fn other_subjects_and_agents_stay() {
        let stays = |text: &str, source: &str, cue: &str, content: &str| assert_eq!(left(text, source, cue, content).0, source, "{text}");
        stays("The port accused the union of delay", "The port", "accused", "the union of delay");
        stays("The port is committed to the pact", "The port", "is committed to", "the pact");
        stays("A delay was promised by the port", "the port", "was promised by", "A delay");
        stays("The port's said it will pay", "The port", "'s said", "it will pay");
        stays("The firm said it was determined to stay", "it", "was determined", "to stay");
    }
}
