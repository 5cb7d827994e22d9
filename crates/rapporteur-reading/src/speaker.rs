//! Who is behind each statement, and who the actors of a text are.
//!
//! Decides: the speaker of every statement. Looks at: the words of its source, the names and descriptions of the text, who encloses it,
//! who spoke before. Must not know: scores, other documents.

use crate::actor;
use crate::cast::Cast;
use crate::finish;
use crate::lexicon::{self as lx, Classes};
use crate::name;
use crate::narrator;
use crate::phrase::{Determiner, Ground, Owner, Phrase};
use crate::pronoun::{self, Setting};
use crate::rule::{Rule, rule};
use crate::statement::Statement;
use crate::word::{self, Word};
use rapporteur_record::{Actor, ActorKind, Decision, Document, Span, Speaker};
use std::ops::Range;

/// Takes the bearer of a name in the source for the speaker, whatever office or description stands around it.
///
/// Looks at: capitalised words, titles, appositions ("the foreign minister, Ana Tarn").
/// Known to fail: two people of one surname without titles; names that only begin sentences.
pub const NAMED: Rule = rule!("SP01", "the source names the speaker");
/// Gives a description ("the union", "the minister") to the actor last called so, with the same office and the same owner.
///
/// Looks at: head noun, the words before it, whose it is. Known to fail: synonyms that the text never ties together.
pub const DESCRIBED: Rule = rule!("SP02", "the source describes somebody met before");
/// Makes an actor of its own from a description that fits nobody met before, or that is of somebody unnamed.
///
/// Looks at: determiner, head noun. Known to fail: a description that precedes the name.
pub const INTRODUCED: Rule = rule!("SP03", "the source describes somebody new or unnamed");
/// Gives "he", "she", "it" and "they" to the likeliest of those mentioned before.
///
/// Looks at: gender and number shown in the text, distance, subjects, who spoke last, who is being quoted.
/// Known to fail: two of one gender in turn.
pub const PRONOUN: Rule = rule!("SP04", "a pronoun stands for somebody mentioned before");
/// Gives "I" to whoever is quoted, and "we" to whom they act for.
///
/// Looks at: the enclosing statement; in a transcript, the label. Known to fail: "we" as the speaker and the listener.
pub const FIRST_PERSON: Rule = rule!("SP05", "the first person is whoever is quoted");
/// Gives "you" to the one who was asked: the other voice of an interview.
pub const ADDRESSED: Rule = rule!("SP06", "the second person is whoever is addressed");
/// Gives "who" and "which" to what stands right before.
pub const RELATIVE: Rule = rule!("SP07", "a relative pronoun stands for the words before it");
/// Several stand behind one source: each part is read alone, the first named first.
pub const JOINT: Rule = rule!("SP08", "the source names several");
/// "Both sides", "the parties": the two bodies of the text that were named most up to there.
///
/// Known to fail: more than two parties.
pub const SIDES: Rule = rule!("SP09", "the sides are the two bodies named most");
/// A quotation without source and cue goes on from the last speaker.
pub const CONTINUES: Rule = rule!("SP10", "a quotation goes on from the last speaker");
/// Nobody is named, or it cannot be told who is meant: the speaker stays open.
pub const OPEN: Rule = rule!("SP11", "nobody is named here");

/// The rules of this module.
pub const RULES: &[Rule] = &[NAMED, DESCRIBED, INTRODUCED, PRONOUN, FIRST_PERSON, ADDRESSED, RELATIVE, JOINT, SIDES, CONTINUES, OPEN];

/// The actors of a text, and for each statement its speaker and what decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spoken {
    /// In order of their first mention.
    pub actors: Vec<Actor>,
    /// One per statement.
    pub speakers: Vec<Speaker>,
    /// One list per statement.
    pub decisions: Vec<Vec<Decision>>,
}

/// Decides who is behind each statement, and who the actors of the text are.
pub fn decide(document: &Document, statements: &[Statement]) -> Spoken {
    let words = word::words(&document.text);
    let names = name::find(&words, &source_starts(&words, statements));
    let beings = actor::join(&words, &names);
    let mut cast = Cast::new(&document.text, Ground { words: &words, names: &names }, &beings);
    let parts = parts(&cast, statements);
    let met = meet(&mut cast, &parts);
    let narrator = narrator::of(document, statements, &mut cast);
    let mut voices = Voices::new(statements, &parts, &met, &words, narrator);
    voices.house = narrator::house(document, &cast);
    let voices = voices.resolve(&mut cast);
    finish::spoken(cast, voices)
}

/// Of each word, whether a source begins there.
fn source_starts(words: &[Word], statements: &[Statement]) -> Vec<bool> {
    let mut starts = vec![false; words.len()];
    for span in statements.iter().flat_map(|s| &s.source) {
        if let Some(start) = starts.get_mut(word::inside(words, *span).start) {
            *start = true;
        }
    }
    starts
}

/// Who was found for one statement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voice {
    pub(crate) actors: Vec<usize>,
    pub(crate) decisions: Vec<Decision>,
}

/// One part of a source.
#[derive(Clone, Debug)]
struct Part {
    statement: usize,
    range: Range<usize>,
}

/// What the first pass found for a part.
#[derive(Clone, Debug)]
enum Met {
    /// An actor, by a rule.
    Actor(usize, Rule),
    /// Two or more, by a rule.
    Actors(Vec<usize>, Rule),
    /// A pronoun, for the second pass.
    Pronoun(usize, Classes),
    Nobody,
}

/// The parts of all sources, in text order.
fn parts(cast: &Cast<'_>, statements: &[Statement]) -> Vec<Part> {
    let mut out = Vec::new();
    for (statement, s) in statements.iter().enumerate() {
        for span in &s.source {
            let range = word::inside(cast.ground.words, *span);
            out.extend(cast.ground.parts(range).into_iter().filter(|r| !r.is_empty()).map(|range| Part { statement, range }));
        }
    }
    out.sort_by_key(|p| (p.range.start, p.range.end, p.statement));
    out
}

/// Something to take in, in text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Part(usize),
    Name(usize),
    Noun(usize),
    Many(usize, usize),
}

/// First pass: takes in names and descriptions in text order, and answers every part that is no pronoun.
fn meet(cast: &mut Cast<'_>, parts: &[Part]) -> Vec<Met> {
    let mut met: Vec<Met> = vec![Met::Nobody; parts.len()];
    let words = cast.ground.words;
    for n in 0..cast.ground.names.len() {
        foretell(cast, n);
    }
    let mut covered = vec![false; words.len()];
    for p in parts {
        covered[p.range.clone()].fill(true);
    }
    let mut items: Vec<(usize, Item)> = parts.iter().enumerate().map(|(i, p)| (p.range.start, Item::Part(i))).collect();
    items.extend(cast.ground.names.iter().enumerate().map(|(n, name)| (name.all.start, Item::Name(n))));
    items.extend((0..words.len()).filter(|i| words[*i].lower == "the" && !covered[*i]).map(|i| (i, Item::Noun(i))));
    items.extend((0..words.len()).filter(|i| words[*i].first && !covered[*i]).filter_map(|i| people(words, i).map(|e| (i, Item::Many(i, e)))));
    items.sort();
    for (at, item) in items {
        cast.reach(at);
        match item {
            Item::Part(i) => met[i] = part(cast, parts[i].range.clone()),
            Item::Name(n) if !covered[cast.ground.names[n].all.start] => named_in_passing(cast, n),
            Item::Noun(i) => noun_in_passing(cast, i),
            Item::Many(begin, end) => many_in_passing(cast, begin..end),
            Item::Name(_) => {}
        }
    }
    cast.reach(usize::MAX);
    met
}

/// Learns the offices of named people before the text is walked: "the minister" may come before her name.
fn foretell(cast: &mut Cast<'_>, n: usize) {
    let range = cast.around_name(n);
    let Some(phrase) = cast.ground.read(range).filter(|p| p.name.is_some()) else {
        return;
    };
    let owner = cast.owner(&phrase, &|_, _| None);
    if let Some(actor) = phrase.name.and_then(|n| cast.of_name(n, false)) {
        cast.learn_bracket(actor, cast.ground.names[n].all.end);
        cast.describe(actor, &phrase, owner);
    }
}

fn named_in_passing(cast: &mut Cast<'_>, n: usize) {
    let range = cast.around_name(n);
    let Some(phrase) = cast.ground.read(range).filter(|p| p.name.is_some()) else {
        return;
    };
    let owner = cast.owner(&phrase, &passing_pronoun);
    if let Some(actor) = phrase.name.and_then(|n| cast.of_name(n, false)) {
        let own = cast.ground.names[n].all.start;
        cast.reach(own + 1);
        cast.describe(actor, &phrase, owner);
    }
}

/// Where a description of several people ends that begins a sentence: "Legal advisers".
fn people(words: &[Word], begin: usize) -> Option<usize> {
    let upto = (begin..words.len().min(begin + 4)).take_while(|i| words[*i].letters && words[*i].sentence == words[begin].sentence);
    let many = |i: &usize| words[*i].classes & lx::PLURAL != 0 && words[*i].classes & (lx::UNNAMED | lx::PEOPLE | lx::OFFICE) != 0;
    let end = upto.clone().find(many)? + 1;
    (words[begin].classes & (lx::PRONOUN | lx::STOP) == 0 && words[begin].lower != "the").then_some(end)
}

fn many_in_passing(cast: &mut Cast<'_>, range: Range<usize>) {
    let Some(phrase) = cast.ground.read(range.clone()).filter(|p| p.name.is_none()) else {
        return;
    };
    let actor = cast.known(&phrase, None).unwrap_or_else(|| cast.introduce(&phrase, None));
    cast.mention(actor, range, false);
}

/// A definite description outside all sources: "the union".
fn noun_in_passing(cast: &mut Cast<'_>, at: usize) {
    let words = cast.ground.words;
    let sentence = words[at].sentence;
    let end = (at + 1..words.len().min(at + 7)).take_while(|i| words[*i].sentence == sentence).last().map_or(at, |i| i + 1);
    let Some(phrase) = cast.ground.read(at..end) else {
        return;
    };
    let limit = (phrase.core.start..phrase.core.end).find(|i| {
        words[*i].classes & (lx::BODY | lx::OFFICE) != 0
            && words[*i].classes & (lx::TEXT | lx::THING) == 0
            && words.get(i + 1).is_none_or(|w| !w.letters || w.classes & (lx::BODY | lx::OFFICE | lx::PART) == 0)
    });
    let Some(head) = limit.filter(|h| cast.ground.name_at(*h).is_none_or(|n| cast.ground.names[n].core.is_empty())) else {
        return;
    };
    if words.get(head + 1).is_some_and(|w| w.sentence == sentence && w.capital && w.letters) {
        return;
    }
    let Some(phrase) = cast.ground.read(at..head + 1).filter(|p| p.name.is_none()) else {
        return;
    };
    let owner = cast.owner(&phrase, &passing_pronoun);
    if let Some(actor) = cast.known(&phrase, owner) {
        let wording = cast.wording(&phrase.all);
        cast.drafts[actor].call(&wording);
        cast.mention(actor, phrase.all.clone(), false);
    } else if words[head].classes & (lx::PLURAL | lx::OUTLET | lx::THING) == 0 {
        let actor = cast.introduce(&phrase, owner);
        cast.mention(actor, phrase.all.clone(), false);
    }
}

fn passing_pronoun(cast: &Cast<'_>, at: usize) -> Option<usize> {
    let classes = cast.ground.words[at].classes;
    let third = classes & (lx::HE | lx::SHE | lx::IT | lx::THEY);
    if third == 0 { None } else { pronoun::antecedent(cast, at, third, Setting::default()) }
}

/// Answers one part of a source, or leaves it to the second pass.
fn part(cast: &mut Cast<'_>, range: Range<usize>) -> Met {
    if let Some((at, classes)) = pronoun_of(cast.ground.words, &range) {
        return if classes & lx::RELATIVE != 0 { relative(cast, at) } else { Met::Pronoun(at, classes) };
    }
    let Some(phrase) = cast.ground.read(range.clone()) else {
        return Met::Nobody;
    };
    if let Some(actor) = answering(cast, &range).or_else(|| one_of_them(cast, &range)) {
        return Met::Actor(actor, DESCRIBED);
    }
    if let Some(sides) = sides(cast, &phrase) {
        return Met::Actors(sides, SIDES);
    }
    let met = one(cast, &phrase);
    if let Met::Actor(actor, _) = met {
        cast.drafts[actor].speaks = true;
    }
    met
}

/// The label "A:" of an interview is whoever is interviewed: the first person named.
fn answering(cast: &Cast<'_>, range: &Range<usize>) -> Option<usize> {
    let words = cast.ground.words;
    let label = range.len() == 1
        && matches!(words[range.start].lower.as_str(), "a" | "a." | "answer")
        && words.get(range.end).is_some_and(|w| matches!(w.lower.as_str(), ":" | "."));
    if label { first_person(cast) } else { None }
}

/// "One" right after several without a name is one of them.
fn one_of_them(cast: &Cast<'_>, range: &Range<usize>) -> Option<usize> {
    let words = cast.ground.words;
    if range.len() > 1 || !matches!(words[range.start].lower.as_str(), "one" | "another" | "others") {
        return None;
    }
    let near = |w: usize| words[w].sentence + 2 >= words[range.start].sentence;
    let unnamed = |a: usize| cast.drafts[a].plural && cast.drafts[a].kind == Some(ActorKind::Anonymous);
    cast.seen.iter().rev().take(6).find(|s| near(s.at) && unnamed(s.actor)).map(|s| s.actor)
}

/// The first person whom a text names.
fn first_person(cast: &Cast<'_>) -> Option<usize> {
    cast.seen.iter().take(200).map(|s| s.actor).find(|a| cast.drafts[*a].kind == Some(ActorKind::Person) && cast.drafts[*a].named)
}

fn one(cast: &mut Cast<'_>, phrase: &Phrase) -> Met {
    let owner = cast.owner(phrase, &passing_pronoun);
    if let Some(actor) = phrase.name.and_then(|n| cast.of_name(n, false)) {
        cast.reach(phrase.all.end);
        cast.describe(actor, phrase, owner);
        return Met::Actor(actor, NAMED);
    }
    let adjective = matches!(phrase.owner, Some(Owner::Name(_))) && phrase.head.is_some_and(|h| cast.ground.words[h].classes & lx::TEXT != 0);
    if let Some(owner) = owner.filter(|_| adjective) {
        return Met::Actor(owner, DESCRIBED);
    }
    if let Some(actor) = cast.known(phrase, owner) {
        let wording = cast.wording(&phrase.all);
        cast.drafts[actor].call(&wording);
        cast.mention(actor, phrase.all.clone(), false);
        return Met::Actor(actor, DESCRIBED);
    }
    let actor = cast.introduce(phrase, owner);
    cast.mention(actor, phrase.all.clone(), false);
    Met::Actor(actor, INTRODUCED)
}

/// The pronoun that a source consists of: "he", "they both", "he himself".
fn pronoun_of(words: &[Word], range: &Range<usize>) -> Option<(usize, Classes)> {
    let at = range.clone().find(|i| words[*i].letters)?;
    let classes = words[at].classes & lx::PRONOUN;
    let letters = range.clone().filter(|i| words[*i].letters).count();
    let rest = range.clone().skip_while(|i| *i <= at).all(|i| {
        !words[i].letters
            || matches!(
                words[i].lower.as_str(),
                "both" | "all" | "himself" | "herself" | "itself" | "themselves" | "ourselves" | "too" | "'s" | "two" | "also" | "now"
            )
    });
    let possessive = matches!(words[at].lower.as_str(), "his" | "her" | "its" | "their" | "our" | "my" | "that");
    (classes != 0 && rest && (letters == 1 || !possessive)).then_some((at, classes))
}

/// Who stands right before "who" or "which".
fn relative(cast: &mut Cast<'_>, at: usize) -> Met {
    let words = cast.ground.words;
    let end = if at > 0 && !words[at - 1].letters { at - 1 } else { at };
    let sentence = words[at].sentence;
    let named = end.checked_sub(1).and_then(|e| cast.ground.name_at(e));
    if let Some(actor) = named.and_then(|n| cast.of_name(n, false)) {
        return Met::Actor(actor, RELATIVE);
    }
    let opens = |i: &usize| {
        matches!(words[*i].lower.as_str(), "the" | "a" | "an" | "those" | "some" | "two" | "his" | "her" | "its" | "their" | "our" | "three" | "all")
    };
    let begin = (end.saturating_sub(10)..end).rev().take_while(|i| words[*i].sentence == sentence).find(opens);
    if let Some(phrase) = begin.and_then(|b| cast.ground.read(b..end)) {
        return match one(cast, &phrase) {
            Met::Actor(actor, _) => Met::Actor(actor, RELATIVE),
            other => other,
        };
    }
    let near = cast.seen.iter().rev().find(|s| s.at < at && words[s.at].sentence == sentence);
    near.map_or(Met::Nobody, |s| Met::Actor(s.actor, RELATIVE))
}

/// "Both sides", "the parties", "the two": the two bodies named most so far.
fn sides(cast: &Cast<'_>, phrase: &Phrase) -> Option<Vec<usize>> {
    let words = cast.ground.words;
    let last = &words[phrase.core.end.checked_sub(1)?].lower;
    if let Some(all) = several(cast, phrase) {
        return Some(all);
    }
    let plain = phrase.all.len() <= 3
        && phrase.owner.is_none()
        && words[phrase.all.start].lower != "one"
        && (last_alone(words, phrase) || phrase.determiner == Determiner::Definite);
    if !plain
        || !matches!(
            last.as_str(),
            "sides"
                | "parties"
                | "two"
                | "both"
                | "neither"
                | "governments"
                | "countries"
                | "companies"
                | "firms"
                | "capitals"
                | "delegations"
                | "leaders"
                | "ministers"
                | "teams"
        )
    {
        return None;
    }
    let weight = |a: usize| {
        if a < cast.beings.all.len() { cast.beings.all[a].evidence.count } else { cast.drafts[a].count }
    };
    let body = |a: &usize| cast.drafts[*a].is_body() && !cast.drafts[*a].mute && !matches!(cast.drafts[*a].kind, Some(ActorKind::Outlet | ActorKind::Court));
    let mut all: Vec<usize> = (0..cast.drafts.len()).filter(body).collect();
    all.sort_by_key(|a| (std::cmp::Reverse(weight(*a)), *a));
    all.truncate(2);
    (all.len() == 2).then_some(all)
}

/// "both", "neither": no noun at all.
fn last_alone(words: &[Word], phrase: &Phrase) -> bool {
    phrase.all.len() == 1 && matches!(words[phrase.all.start].lower.as_str(), "both" | "neither")
}

/// "The unions", "the two foreign ministers": all those named by that noun, where there are several.
fn several(cast: &Cast<'_>, phrase: &Phrase) -> Option<Vec<usize>> {
    let head = &cast.ground.words[phrase.head?];
    if phrase.determiner != Determiner::Definite
        || head.classes & lx::PLURAL == 0
        || head.classes & (lx::BODY | lx::OFFICE) == 0
        || phrase.owner.is_some()
        || phrase.name.is_some()
    {
        return None;
    }
    let all = cast.named_by(&lx::singular(&head.lower)?);
    (all.len() > 1).then_some(all)
}

/// Second pass: statements in order, the enclosing before the enclosed.
struct Voices<'a> {
    statements: &'a [Statement],
    met: Vec<Vec<(Range<usize>, Met)>>,
    /// The words of each content, and whether it is said in its speaker's own words.
    own_words: Vec<bool>,
    begins: Vec<usize>,
    found: Vec<Voice>,
    /// Outermost sources: the word where they stand, and who.
    spoke: Vec<(usize, usize)>,
    /// Those of them where several spoke together.
    joint: Vec<(usize, Vec<usize>)>,
    /// Whose words a text is that nobody is quoted in: a speech, a communiqué.
    narrator: Option<usize>,
    /// The body that publishes the text, where the text names it and it is no newspaper.
    house: Option<usize>,
}

impl<'a> Voices<'a> {
    fn new(statements: &'a [Statement], parts: &[Part], answers: &[Met], words: &[Word], narrator: Option<usize>) -> Voices<'a> {
        let mut met = vec![Vec::new(); statements.len()];
        for (p, m) in parts.iter().zip(answers) {
            met[p.statement].push((p.range.clone(), m.clone()));
        }
        let at = |s: Span| word::inside(words, s).start;
        let own = |s: &Statement| {
            s.content.first().is_some_and(|c| words.get(at(*c)).is_some_and(|w| w.quoted))
                || s.cue.is_empty()
                || s.cue.first().is_some_and(|c| words.get(at(*c)).is_some_and(|w| w.lower == ":"))
        };
        let begins = statements.iter().map(|s| s.hull().0).map(|b| words.partition_point(|w| w.span.end() <= b)).collect();
        Voices {
            statements,
            met,
            own_words: statements.iter().map(own).collect(),
            begins,
            found: Vec::new(),
            spoke: Vec::new(),
            joint: Vec::new(),
            narrator,
            house: None,
        }
    }

    fn resolve(mut self, cast: &mut Cast<'_>) -> Vec<Voice> {
        for i in 0..self.statements.len() {
            let voice = self.voice(cast, i);
            if let Some(first) = voice.actors.first().filter(|_| self.statements[i].within.is_none()) {
                let at = self.met[i].first().map_or(self.begins[i], |(r, _)| r.start);
                if voice.actors.len() > 1 {
                    self.joint.push((at, voice.actors.clone()));
                }
                let place = self.spoke.partition_point(|(w, _)| *w <= at);
                self.spoke.insert(place, (at, *first));
            }
            for a in &voice.actors {
                cast.drafts[*a].speaks = true;
            }
            self.found.push(voice);
        }
        self.found
    }

    fn voice(&self, cast: &mut Cast<'_>, i: usize) -> Voice {
        let s = &self.statements[i];
        if s.source.is_empty() {
            return self.without_source(cast, i);
        }
        let mut voice = Voice::default();
        for (range, met) in &self.met[i] {
            let (actors, rule) = self.answer(cast, i, met);
            let words = word::hull(cast.ground.words, range);
            voice.decisions.push(rule.decided(words, None));
            for a in actors {
                if !voice.actors.contains(&a) {
                    voice.actors.push(a);
                }
            }
        }
        if self.met[i].len() > 1 {
            voice.decisions.push(JOINT.decided(s.source.first().copied(), None));
        }
        if voice.decisions.is_empty() {
            voice.decisions.push(OPEN.decided(None, None));
        }
        voice
    }

    fn without_source(&self, cast: &Cast<'_>, i: usize) -> Voice {
        let s = &self.statements[i];
        let before = self.spoke.partition_point(|(w, _)| *w < self.begins[i]);
        let quoted = s.content.first().is_some_and(|c| cast.ground.words.get(word::inside(cast.ground.words, *c).start).is_some_and(|w| w.quoted));
        let last = self.spoke[..before].last().map(|(_, a)| *a).filter(|_| quoted).or_else(|| first_person(cast));
        match last.filter(|_| s.cue.is_empty()) {
            Some(a) => Voice { actors: vec![a], decisions: vec![CONTINUES.decided(s.content.first().copied(), None)] },
            None => Voice { actors: vec![], decisions: vec![OPEN.decided(s.cue.first().copied(), None)] },
        }
    }

    fn answer(&self, cast: &mut Cast<'_>, i: usize, met: &Met) -> (Vec<usize>, Rule) {
        match met {
            Met::Actor(a, rule) => (vec![*a], *rule),
            Met::Actors(all, rule) => (all.clone(), *rule),
            Met::Nobody => (vec![], OPEN),
            Met::Pronoun(at, classes) => self.pronoun(cast, i, *at, *classes),
        }
    }

    fn pronoun(&self, cast: &mut Cast<'_>, i: usize, at: usize, classes: Classes) -> (Vec<usize>, Rule) {
        if classes & (lx::ME | lx::US) != 0 {
            return (self.first_voice(cast, i, classes & lx::US != 0), FIRST_PERSON);
        }
        if classes & lx::YOU != 0 {
            return (self.addressed(cast, i, at).into_iter().collect(), ADDRESSED);
        }
        let mouth = self.statements[i].within.and_then(|p| self.found.get(p).and_then(|v| v.actors.first()).map(|a| (*a, self.own_words[p])));
        let owner = mouth.and_then(|(m, _)| cast.drafts[m].owner);
        if let Some(all) = self.together(cast, i, at, classes) {
            return (all, PRONOUN);
        }
        let setting = Setting { mouth, owner, spoke: &self.spoke };
        let found = pronoun::antecedent(cast, at, classes, setting);
        if let Some(a) = found {
            let draft = &mut cast.drafts[a];
            draft.female += usize::from(classes & lx::SHE != 0);
            draft.male += usize::from(classes & lx::HE != 0);
            draft.mentions.extend(word::hull(cast.ground.words, &(at..at + 1)));
        }
        (found.into_iter().collect(), if found.is_some() { PRONOUN } else { OPEN })
    }

    /// "They" right after several who spoke together.
    fn together(&self, cast: &Cast<'_>, i: usize, at: usize, classes: Classes) -> Option<Vec<usize>> {
        let around = self.statements[i].within.filter(|p| !self.own_words.get(*p).copied().unwrap_or(true)).and_then(|p| self.found.get(p));
        if let Some(voice) = around.filter(|v| v.actors.len() > 1 && classes & lx::THEY != 0) {
            return Some(voice.actors.clone());
        }
        let words = cast.ground.words;
        let (place, all) = self.joint.iter().rev().take(4).find(|(w, _)| *w < at).filter(|_| classes & lx::THEY != 0)?;
        let later = self.spoke.iter().rev().take(4).any(|(w, a)| *w > *place && *w < at && !all.contains(a));
        (!later && words[*place].sentence + 3 >= words[at].sentence).then(|| all.clone())
    }

    /// Who "I" is, or for whom they speak: the nearest around whose own words these are, or else the outermost.
    fn first_voice(&self, cast: &Cast<'_>, i: usize, many: bool) -> Vec<usize> {
        let mut parent = self.statements[i].within.filter(|p| *p < i);
        while let Some(p) = parent {
            let next = self.statements[p].within.filter(|q| *q < p);
            if self.own_words[p] || next.is_none() {
                break;
            }
            parent = next;
        }
        let actors = match parent.and_then(|p| self.found.get(p)) {
            Some(voice) => voice.actors.clone(),
            None => self.narrator.or_else(|| first_person(cast)).into_iter().collect(),
        };
        match actors.as_slice() {
            [one] if many => vec![self.behind(cast, *one)],
            _ => actors,
        }
    }

    /// For whom somebody says "we": whom they act for, or the body whose own text it is.
    fn behind(&self, cast: &Cast<'_>, one: usize) -> usize {
        let house = self.house.filter(|_| cast.drafts[one].kind == Some(ActorKind::Person));
        cast.drafts[one].owner.or(house).unwrap_or(one)
    }

    fn addressed(&self, cast: &Cast<'_>, i: usize, at: usize) -> Option<usize> {
        let mouth = self.statements[i].within.and_then(|p| self.found.get(p)).and_then(|v| v.actors.first().copied());
        let before = self.spoke.partition_point(|(w, _)| *w < at);
        let other = self.spoke[..before].iter().rev().take(8).map(|(_, a)| *a).find(|a| Some(*a) != mouth);
        other.or_else(|| first_person(cast).filter(|a| Some(*a) != mouth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_record::SpeechAct;

    fn statement(source: Option<Span>, content: Span, within: Option<usize>) -> Statement {
        let source = source.into_iter().collect();
        Statement {
            source,
            cue: vec![],
            content: vec![content],
            addressee: vec![],
            within,
            speech_act: SpeechAct::Asserts,
            confidence: 1.0,
            outermost: 1.0,
            decisions: vec![],
        }
    }

    /// Each pair: a source (its last place in the text), and the names of whoever is behind it.
    fn check(text: &str, expected: &[(&str, &[&str])]) {
        let spans = expected.iter().map(|(s, _)| text.rfind(s).and_then(|b| Span::new(text, b, b + s.len())).unwrap());
        let statements: Vec<Statement> = spans.map(|s| statement(Some(s), s, None)).collect();
        let document = Document { text: text.to_owned(), ..Document::default() };
        let spoken = decide(&document, &statements);
        for (speaker, (source, names)) in spoken.speakers.iter().zip(expected) {
            let found: Vec<&str> = match speaker {
                Speaker::Actor(ids) => ids.iter().map(|i| spoken.actors[i.0].name.as_str()).collect(),
                Speaker::Described(i) => vec![spoken.actors[i.0].name.as_str()],
                Speaker::Unresolved => vec![],
            };
            assert_eq!(found, *names, "{source} in {text}");
        }
    }

    #[test]
    fn titles_and_appositions_lead_to_the_name() {
        check("Velmarian Foreign Minister Ana Tarn said so.", &[("Velmarian Foreign Minister Ana Tarn", &["Ana Tarn"])]);
        check("Piet Oyle, the chief negotiator of the Dockers' Union, said so.", &[("Piet Oyle, the chief negotiator of the Dockers' Union", &["Piet Oyle"])]);
        check("Jonas Reck came on Monday. Mr Reck said so.", &[("Mr Reck", &["Jonas Reck"])]);
    }

    #[test]
    fn pronouns_and_descriptions_lead_back() {
        check("Mrs Lunde met Mr Varga at the port. She said so.", &[("She", &["Lunde"])]);
        check("The Dockers' Union met on Sunday. The union refused.", &[("The union", &["Dockers' Union"])]);
    }

    #[test]
    fn unnamed_sources_stay_described() {
        check("Two officials said so. A diplomat denied it.", &[("Two officials", &["Two officials"]), ("A diplomat", &["A diplomat"])]);
    }

    #[test]
    fn nobody_named_stays_open() {
        let text = "It was said that it rained.";
        let content = Span::new(text, 12, 26).unwrap();
        let cue = Span::new(text, 3, 11).unwrap();
        let open = Statement { cue: vec![cue], ..statement(None, content, None) };
        let spoken = decide(&Document { text: text.to_owned(), ..Document::default() }, &[open]);
        assert_eq!(spoken.speakers, [Speaker::Unresolved]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn no_text_and_no_statements_panic(parts in prop::collection::vec("(the |The |A |Mr |She |they |I |Ana Tarn|Union|'s |, |and |of |who |said |\"|\\(|\\)|\n|\\PC{0,3} )", 0..60), cuts in prop::collection::vec((0usize..400, 0usize..40, 0usize..400), 0..12)) {
            let text: String = parts.concat();
            let span = |b: usize, n: usize| Span::new(&text, b, b + n);
            let found = cuts.iter().filter_map(|(b, n, c)| Some((span(*b, *n), span(*c, 5)?)));
            let statements: Vec<Statement> = found.enumerate().map(|(i, (s, c))| statement(s, c, i.checked_sub(1))).collect();
            let spoken = decide(&Document { text: text.clone(), ..Document::default() }, &statements);
            prop_assert_eq!(spoken.speakers.len(), statements.len());
            prop_assert_eq!(spoken.decisions.len(), statements.len());
            let again = decide(&Document { text: text.clone(), ..Document::default() }, &statements);
            prop_assert_eq!(spoken, again);
        }
    }
}
