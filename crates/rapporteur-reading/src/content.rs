//! What belongs to a cue: its source, its content, its addressee.
//!
//! Decides: the words of each role, and whether a cue with them is an attribution at all. Looks at: role tags, quotation marks.
//! Must not know: who the source is, what lies inside what.

use crate::cue::Cue;
use crate::encoder::{Cut, RoleScores, Tags, Window};
use crate::quote::Quote;
use crate::rule::{Rule, rule};
use crate::statement::Statement;
use crate::{orphan, passive};
use rapporteur_record::{Span, SpeechAct};
use std::ops::Range;

/// Gives a cue the pieces whose tags, taken together, are most probable as whole spans.
///
/// Looks at: the tags of source, content and addressee for this cue. An inside never follows an outside; where a span begins
/// is favoured or disfavoured by a constant for each role, tuned on dev (as in the probe).
pub const TAGGED: Rule = rule!("CO01", "these words are tagged as belonging to the cue");

/// Lets quotation marks bind: a content that lies in a quotation, and is a third of it or more, is all of it, marks included.
///
/// Looks at: closed quotations that hold neither the cue nor the source nor the addressee.
/// Known to fail: a quotation of which only a part is this speaker's.
pub const QUOTED: Rule = rule!("CO02", "the quotation's marks bound the content");

/// Joins a quotation over several paragraphs: each opens with a mark, only the last closes.
///
/// Looks at: a content that ends with an unclosed quotation, and a next paragraph that opens with a mark.
pub const CONTINUED: Rule = rule!("CO03", "the quotation goes on in the next paragraph");

/// Makes a source whole of which only an article or the like was tagged, and leaves out such a word beside words that name somebody.
///
/// Looks at: the words between it and the cue where the cue follows; else the next word, or the capitalised words after it.
/// Known to fail: a description of several words after the cue ("by the former head of"), of which the first is taken.
pub const WHOLE: Rule = rule!("CO05", "the words that an article belongs to");

/// The rules of this module.
pub const RULES: &[Rule] = &[TAGGED, QUOTED, CONTINUED, orphan::ORPHAN, WHOLE, passive::SUBJECT];

/// Words that begin a description and are none.
const OPENERS: [&str; 12] = ["the", "a", "an", "this", "that", "these", "those", "its", "their", "our", "my", "your"];
/// Words that begin a question.
const QUESTIONS: [&str; 10] = ["did", "does", "do", "has", "have", "had", "is", "was", "will", "would"];
/// A description before its cue is no longer than this.
const DESCRIPTION: usize = 14;

/// Constants of the content decision, tuned on dev.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Added to the log-probability of beginning a source, a content, an addressee.
    pub begin: [f32; 3],
    /// Least geometric mean of cue, acceptance and content probability.
    pub keep: f32,
}

/// The most probable way to read a row of position tags as whole spans (Viterbi over outside, begin, inside).
pub(crate) fn spans(tags: &[Tags], begin_bonus: f32) -> Vec<Range<usize>> {
    let Some(first) = tags.first() else { return vec![] };
    let mut score = [first[0], first[1] + begin_bonus, f32::NEG_INFINITY];
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(tags.len());
    for t in &tags[1..] {
        let best_any = best(&score);
        let best_in = if score[1] >= score[2] { 1 } else { 2 };
        back.push([best_any as u8, best_any as u8, best_in as u8]);
        score = [score[best_any] + t[0], score[best_any] + t[1] + begin_bonus, score[best_in] + t[2]];
    }
    let mut state = best(&score);
    let mut path = vec![state; tags.len()];
    for i in (0..back.len()).rev() {
        state = back[i][state] as usize;
        path[i] = state;
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, state) in path.into_iter().enumerate() {
        match (state, out.last_mut()) {
            (1, _) => out.push(i..i + 1),
            (2, Some(last)) => last.end = i + 1,
            _ => {}
        }
    }
    out
}

/// The span from `begin` to `end`, widened where a piece ends inside a word.
pub(crate) fn whole_words(text: &str, begin: usize, end: usize) -> Option<Span> {
    let (before, words, after) = (text.get(..begin)?, text.get(begin..end)?, text.get(end..)?);
    let left = if words.starts_with(char::is_alphanumeric) { before.len() - before.trim_end_matches(char::is_alphanumeric).len() } else { 0 };
    let right = if words.ends_with(char::is_alphanumeric) { after.len() - after.trim_start_matches(char::is_alphanumeric).len() } else { 0 };
    Span::trimmed(text, begin - left, end + right)
}

/// The first place of the highest score.
fn best(scores: &[f32]) -> usize {
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a))).unwrap_or(0)
}

/// Mean probability of the tags along some spans: how sure the network is of them.
pub(crate) fn sureness(tags: &[Tags], spans: &[Range<usize>]) -> f32 {
    let logs = || spans.iter().flat_map(|r| r.clone().map(move |i| (i, if i == r.start { 1 } else { 2 })));
    let n = logs().count().max(1) as f32;
    f32::exp(logs().map(|(i, tag)| tags[i][tag].max(-8.0)).sum::<f32>().min(0.0) / n)
}

/// The statements that the cues of one window make; a cue whose roles do not convince makes none.
pub fn attach(text: &str, cut: &Cut, window: &Window, cues: &[Cue], roles: &[RoleScores], bounds: Bounds) -> Vec<Statement> {
    cues.iter().zip(roles).filter_map(|(cue, role)| one(text, cut, window, cue, role, bounds)).collect()
}

fn one(text: &str, cut: &Cut, window: &Window, cue: &Cue, role: &RoleScores, bounds: Bounds) -> Option<Statement> {
    let place = |r: &Range<usize>| {
        let pieces = cut.pieces.get(window.all.start + r.start..window.all.start + r.end)?;
        whole_words(text, pieces.first()?.span.begin(), pieces.last()?.span.end())
    };
    let apart = |r: &Range<usize>| r.end <= cue.pieces.start || cue.pieces.end <= r.start;
    let read = |tags: &[Tags], k: usize| spans(tags, bounds.begin[k]).into_iter().filter(apart).collect::<Vec<_>>();
    let content_pieces = read(&role.content, 1);
    let content: Vec<Span> = content_pieces.iter().filter_map(place).collect();
    let sure = sureness(&role.content, &content_pieces);
    let confidence = (cue.any * role.accept * sure).cbrt();
    if content.is_empty() || confidence < bounds.keep {
        return None;
    }
    let act = best(&role.act);
    let cue_span = place(&cue.pieces)?;
    let mut decisions = vec![crate::cue::TAGGED.decided(Some(cue_span), Some(cue.any)), TAGGED.decided(content.first().copied(), Some(sure))];
    let tagged: Vec<Span> = read(&role.source, 0).iter().filter_map(place).collect();
    let mut source = whole_source(text, &tagged, cue_span, &content);
    if source != tagged {
        decisions.push(WHOLE.decided(source.first().copied(), None));
    }
    let cue_span = with_owner_mark(text, cue_span, &mut source);
    Some(Statement {
        source,
        cue: vec![cue_span],
        content,
        addressee: read(&role.addressee, 2).iter().filter_map(place).collect(),
        within: None,
        speech_act: SpeechAct::ALL.get(act).copied().unwrap_or(SpeechAct::Asserts),
        confidence,
        outermost: cue.outermost,
        decisions,
    })
}

/// A noun cue with the "'s" that its owner ends with, whichever apostrophe is used: "the union|'s comments"; the owner is left without it.
fn with_owner_mark(text: &str, cue: Span, source: &mut [Span]) -> Span {
    let before = text.get(..cue.begin()).unwrap_or("");
    let mark = |t: &str| t.strip_suffix(['\'', '\u{2019}']).map(str::len);
    let at = if cue.of(text).starts_with("s ") { mark(before) } else { before.trim_end_matches(' ').strip_suffix('s').and_then(mark) };
    let Some(at) = at else { return cue };
    let Some(owner) = source.iter_mut().find(|s| s.begin() < at && at <= s.end() && s.end() <= cue.begin()) else { return cue };
    // A mark may stand apart from its owner.
    match (Span::trimmed(text, owner.begin(), at), Span::trimmed(text, at, cue.end())) {
        (Some(name), Some(widened)) => {
            *owner = name;
            widened
        }
        _ => cue,
    }
}

/// Pieces of a source that only a space parts are one; a bare opener is left out beside others, and alone it takes the words it opens.
fn whole_source(text: &str, tagged: &[Span], cue: Span, content: &[Span]) -> Vec<Span> {
    let question = |s: &Span| QUESTIONS.contains(&s.of(text).to_lowercase().as_str());
    let mut joined: Vec<Span> = Vec::new();
    for s in tagged.iter().filter(|s| tagged.len() == 1 || !question(s)) {
        match joined.last_mut() {
            Some(last) if text.get(last.end()..s.begin()).is_some_and(|gap| gap.trim_matches(' ').is_empty()) => *last = last.hull(*s),
            _ => joined.push(*s),
        }
    }
    let bare = |s: &Span| OPENERS.contains(&s.of(text).to_lowercase().as_str());
    if joined.iter().any(|s| !bare(s)) {
        joined.retain(|s| !bare(s));
        return joined;
    }
    let blocked = |s: Span| content.iter().any(|c| c.overlaps(s)) || s.overlaps(cue);
    joined.iter().map(|s| opened(text, *s, cue).filter(|o| !blocked(*o)).unwrap_or(*s)).collect()
}

/// An opener with the words it opens.
fn opened(text: &str, opener: Span, cue: Span) -> Option<Span> {
    let upto = text.len().min(if cue.begin() > opener.begin() { cue.begin() } else { usize::MAX });
    let rest = text.get(opener.end()..upto)?;
    let stop = rest.find([',', ';', ':', '.', '?', '!', '(', ')', '\n', '"', '\u{201c}', '\u{201d}']).unwrap_or(rest.len());
    let words: Vec<&str> = rest[..stop].split_whitespace().collect();
    let before_cue = cue.begin() > opener.begin() && stop == rest.len() && words.len() <= DESCRIPTION;
    let capitals = words.iter().take_while(|w| w.starts_with(char::is_uppercase)).count();
    let taken = if before_cue { words.len() } else { capitals.max(1).min(words.len()) };
    let end = words[..taken].iter().try_fold(opener.end(), |at, w| Some(at + text.get(at..)?.find(w)? + w.len()))?;
    Span::trimmed(text, opener.begin(), end)
}

/// Lets quotation marks bind, joins what goes on in the next paragraph, and gives quotations that nobody is named for to the last speaker.
pub fn bind(text: &str, quotes: &[Quote], statements: &mut Vec<Statement>) {
    for statement in statements.iter_mut() {
        snap(text, quotes, statement);
        go_on(text, quotes, statement);
        passive::leave_out(text, statement);
    }
    let apart: Vec<Statement> = statements.iter_mut().filter_map(|s| part(text, quotes, s)).collect();
    statements.extend(apart);
    statements.sort_by_key(|s| (s.hull().0, usize::MAX - s.hull().1));
    orphan::add(text, quotes, statements);
}

/// Parts what the network joined: where a paragraph's quotation is closed, a quotation in the next one is another, which nobody is named for.
fn part(text: &str, quotes: &[Quote], statement: &mut Statement) -> Option<Statement> {
    let closes = |s: Span| quotes.iter().any(|q| q.closed && q.span.end() == s.end());
    let opens = |s: Span| quotes.iter().any(|q| q.span.begin() == s.begin());
    let cue = statement.cue.first()?.begin();
    let at = (1..statement.content.len()).find(|i| {
        let (before, next) = (statement.content[i - 1], statement.content[*i]);
        let parted = text.get(before.end()..next.begin()).is_some_and(|gap| gap.contains('\n'));
        parted && closes(before) && opens(next) && cue < next.begin()
    })?;
    let content = statement.content.split_off(at);
    Some(orphan::continuation(content, statement.confidence))
}

/// Letters and digits of `span`.
fn letters(text: &str, span: Span) -> usize {
    span.of(text).chars().filter(|c| c.is_alphanumeric()).count()
}

fn snap(text: &str, quotes: &[Quote], statement: &mut Statement) {
    let near = |s: &Span, q: Span| s.begin() + 3 >= q.begin() && s.end() <= q.end() + 3;
    for quote in quotes.iter().filter(|q| q.closed) {
        let q = quote.span;
        let (inside, rest): (Vec<Span>, Vec<Span>) = statement.content.iter().partition(|c| c.overlaps(q));
        let apart = statement.cue.iter().chain(&statement.source).chain(&statement.addressee).all(|s| !s.overlaps(q));
        let said: usize = inside.iter().map(|s| letters(text, *s)).sum();
        if inside.is_empty() || !apart || !inside.iter().all(|s| near(s, q)) || 3 * said < letters(text, q) || inside == [q] {
            continue;
        }
        statement.content = rest;
        statement.content.push(q);
        statement.content.sort();
        statement.decisions.push(QUOTED.decided(Some(q), None));
    }
}

fn go_on(text: &str, quotes: &[Quote], statement: &mut Statement) {
    let Some(last) = statement.content.last().copied() else { return };
    let Some(mut at) = quotes.iter().position(|q| !q.closed && q.span.begin() <= last.begin() + 4 && last.end() + 2 >= q.span.end()) else { return };
    while let Some(next) = quotes.get(at + 1) {
        let between = text.get(quotes[at].span.end()..next.span.begin()).unwrap_or("x");
        if quotes[at].closed || !between.chars().all(char::is_whitespace) || statement.content.iter().any(|c| c.overlaps(next.span)) {
            break;
        }
        let Some(words) = Span::trimmed(text, next.span.begin(), next.span.end()) else { break };
        statement.content.push(words);
        statement.decisions.push(CONTINUED.decided(Some(words), None));
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote;

    #[test]
    fn an_inside_needs_a_begin_and_a_bonus_can_open_a_span() {
        let log = |t: [f32; 3]| t.map(f32::ln);
        let tags = [log([0.9, 0.05, 0.05]), log([0.3, 0.2, 0.5]), log([0.2, 0.1, 0.7]), log([0.9, 0.05, 0.05])];
        assert_eq!(spans(&tags, 0.0), vec![1..3], "begin and inside outweigh two outsides");
        let weak = [log([0.6, 0.3, 0.1]), log([0.6, 0.1, 0.3])];
        assert_eq!(spans(&weak, 0.0), Vec::<Range<usize>>::new());
        assert_eq!(spans(&weak, 1.5), vec![0..1, 1..2][..1].to_vec());
    }

    fn statement(text: &str, content: &str) -> Statement {
        let at = text.find(content).unwrap();
        let cue = text.find("said").unwrap();
        Statement {
            source: vec![],
            cue: vec![Span::new(text, cue, cue + 4).unwrap()],
            content: vec![Span::new(text, at, at + content.len()).unwrap()],
            addressee: vec![],
            within: None,
            speech_act: SpeechAct::Asserts,
            confidence: 0.9,
            outermost: 1.0,
            decisions: vec![],
        }
    }

    fn bound(text: &str, content: &str) -> Vec<Vec<String>> {
        let mut all = vec![statement(text, content)];
        bind(text, &quote::find(text), &mut all);
        all.iter().map(|s| s.content.iter().map(|c| c.of(text).to_owned()).collect()).collect()
    }

    fn whole(text: &str, tagged: &[&str], cue: &str) -> Vec<String> {
        let find = |w: &&str| Span::new(text, text.find(*w).unwrap(), text.find(*w).unwrap() + w.len()).unwrap();
        let tagged: Vec<Span> = tagged.iter().map(find).collect();
        whole_source(text, &tagged, find(&cue), &[]).iter().map(|s| s.of(text).to_owned()).collect()
    }

    #[test]
    fn an_article_takes_the_words_it_opens() {
        assert_eq!(whole("The paper laid before them gives it thirty days", &["The"], "gives"), ["The paper laid before them"]);
        assert_eq!(whole("A second, less blunt, said no", &["A"], "said"), ["A second"]);
        assert_eq!(whole("the acceptance that the North League has withdrawn", &["the North"], "acceptance"), ["the North"]);
        assert_eq!(whole("its acceptance, which the North League withdrew", &["the"], "acceptance"), ["the North League"]);
        assert_eq!(whole("a promise conveyed by an envoy on Friday", &["an"], "promise"), ["an envoy"]);
        assert_eq!(whole("This suggests that", &["This"], "suggests"), ["This"], "it opens nothing");
    }

    #[test]
    fn an_opener_beside_a_name_is_left_out_and_neighbours_are_one() {
        assert_eq!(whole("The text, which the league accepted", &["The", "which"], "accepted"), ["which"]);
        assert_eq!(whole("Did Ada Brun assure him of it", &["Did", "Ada Brun"], "assure"), ["Ada Brun"]);
        assert_eq!(whole("the prime minister said", &["the prime", "minister"], "said"), ["the prime minister"]);
    }

    #[test]
    fn the_mark_of_an_owner_belongs_to_the_noun() {
        for (text, owner, cue) in
            [("The union's comments that", "The union", "comments"), ("Tarn’s plan to", "Tarn’s", "plan"), ("Tarn's plan to", "Tarn", "s plan")]
        {
            let find = |w: &str| Span::new(text, text.find(w).unwrap(), text.find(w).unwrap() + w.len()).unwrap();
            let mut source = [find(owner)];
            let widened = with_owner_mark(text, find(cue), &mut source);
            assert!(widened.of(text).starts_with(['\'', '’']) && source[0].end() == widened.begin(), "{text}");
        }
        let text = "The union 's plan";
        let mut apart = [Span::new(text, 0, 11).unwrap()];
        assert_eq!((with_owner_mark(text, Span::new(text, 11, 17).unwrap(), &mut apart).of(text), apart[0].of(text)), ("'s plan", "The union"));
        let text = "The unions comments that";
        let (owner, cue) = (Span::new(text, 0, 10).unwrap(), Span::new(text, 11, 19).unwrap());
        assert_eq!(with_owner_mark(text, cue, &mut [owner]), cue);
    }

    #[test]
    fn marks_bind_a_content_that_fills_them() {
        assert_eq!(bound("\"We will sign,\" she said.", "We will sign"), [["\"We will sign,\""]]);
    }

    #[test]
    fn a_quotation_over_paragraphs_is_one_content() {
        let text = "She said: \"It is late.\n\n\"It is cold.\n\n\"And we go home.\"\n\nNothing more.";
        assert_eq!(bound(text, "\"It is late."), [["\"It is late.", "\"It is cold.", "\"And we go home.\""]]);
    }
}
