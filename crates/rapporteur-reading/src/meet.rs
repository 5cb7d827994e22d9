//! The first pass over a text: everybody it names or describes, in the order of reading.
//!
//! Decides: whom each name, description and relative pronoun means. Looks at: names, descriptions, what stands around them.
//! Must not know: cues, contents, which statement encloses which.

use crate::cast::Cast;
use crate::lexicon::{self as lx, Classes};
use crate::phrase::{Determiner, Owner, Phrase};
use crate::pronoun::{self, Setting};
use crate::rule::Rule;
use crate::sides;
use crate::speaker::{DESCRIBED, INTRODUCED, NAMED, RELATIVE, SIDES, TIED};
use crate::statement::Statement;
use crate::tagged::Marks;
use crate::tie;
use crate::word::{self, Word};
use rapporteur_record::ActorKind;
use std::ops::Range;

/// One part of a source.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) statement: usize,
    pub(crate) range: Range<usize>,
}

/// What the first pass found for a part.
#[derive(Clone, Debug)]
pub(crate) enum Met {
    /// An actor, by a rule.
    Actor(usize, Rule),
    /// Two or more, by a rule.
    Actors(Vec<usize>, Rule),
    /// A pronoun, for the second pass.
    Pronoun(usize, Classes),
    Nobody,
}

impl Met {
    /// Puts one actor in the place of another, which ties a description to a name.
    fn replace(&mut self, from: usize, into: usize) {
        match self {
            Met::Actor(a, _) if *a == from => *self = Met::Actor(into, TIED),
            Met::Actors(all, _) => all.iter_mut().filter(|a| **a == from).for_each(|a| *a = into),
            _ => {}
        }
    }
}

/// The parts of all sources, in text order.
pub(crate) fn parts(cast: &Cast<'_>, statements: &[Statement]) -> Vec<Part> {
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
    Tagged(usize, usize),
}

/// First pass: takes in names and descriptions in text order, and answers every part that is no pronoun.
pub(crate) fn all(cast: &mut Cast<'_>, parts: &[Part], marks: &Marks) -> Vec<Met> {
    let mut met: Vec<Met> = vec![Met::Nobody; parts.len()];
    let words = cast.ground.words;
    for n in 0..cast.ground.names.len() {
        foretell(cast, n);
        published(cast, n);
    }
    let mut covered = vec![false; words.len()];
    for p in parts {
        covered[p.range.clone()].fill(true);
    }
    let mut items: Vec<(usize, Item)> = parts.iter().enumerate().map(|(i, p)| (p.range.start, Item::Part(i))).collect();
    items.extend(cast.ground.names.iter().enumerate().map(|(n, name)| (name.all.start, Item::Name(n))));
    items.extend((0..words.len()).filter(|i| words[*i].lower == "the" && !covered[*i]).map(|i| (i, Item::Noun(i))));
    items.extend((0..words.len()).filter(|i| words[*i].first && !covered[*i]).filter_map(|i| people(words, i).map(|e| (i, Item::Many(i, e)))));
    items.extend(described(cast, &covered, marks).into_iter().map(|r| (r.start, Item::Tagged(r.start, r.end))));
    items.sort();
    for (at, item) in items {
        cast.reach(at);
        match item {
            Item::Part(i) => met[i] = part(cast, parts[i].range.clone()),
            Item::Name(n) if !covered[cast.ground.names[n].all.start] => named_in_passing(cast, n),
            Item::Noun(i) => noun_in_passing(cast, i),
            Item::Many(begin, end) | Item::Tagged(begin, end) => many_in_passing(cast, begin..end),
            Item::Name(_) => {}
        }
    }
    cast.reach(usize::MAX);
    for (from, into) in tie::descriptions(cast) {
        cast.merge(from, into);
        met.iter_mut().for_each(|m| m.replace(from, into));
    }
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

/// Learns whose a report is: "the Port Council's report", "a survey by Dahl Rail". What it is called later is whoever published it.
fn published(cast: &mut Cast<'_>, n: usize) {
    let words = cast.ground.words;
    let name = &cast.ground.names[n];
    let text = |i: usize| {
        words.get(i).filter(|w| w.classes & lx::TEXT != 0 && w.classes & lx::PLURAL == 0 && !w.capital && w.sentence == words[name.all.start].sentence)
    };
    let from = name.all.end + usize::from(words.get(name.all.end).is_some_and(|w| w.lower == "'s"));
    let plain = |i: &usize| words.get(*i).is_some_and(|w| w.letters && !w.capital && w.classes & (lx::STOP | lx::PRONOUN | lx::OFFICE | lx::BODY) == 0);
    let behind = (from..from + 3).find(|i| text(*i).is_some()).filter(|i| (from..*i).all(|k| plain(&k)));
    let the = name.all.start.checked_sub(1).filter(|b| words[*b].lower == "the").unwrap_or(name.all.start);
    let before = the.checked_sub(2).filter(|b| matches!(words[*b + 1].lower.as_str(), "by" | "from") && text(*b).is_some());
    let Some(at) = behind.or(before) else { return };
    let Some(actor) = cast.of_name(n, false).filter(|a| matches!(cast.drafts[*a].kind, None | Some(ActorKind::Organization | ActorKind::Outlet))) else {
        return;
    };
    let lower = words[at].lower.clone();
    cast.learn_head(actor, &lower, "");
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

/// What the network takes for a description of somebody, outside all sources and names.
fn described(cast: &Cast<'_>, covered: &[bool], marks: &Marks) -> Vec<Range<usize>> {
    let ground = cast.ground;
    let noun = |i: usize| ground.words[i].letters && ground.words[i].classes & (lx::STOP | lx::PRONOUN) == 0;
    let somebody = |i: usize| ground.words[i].classes & (lx::BODY | lx::OFFICE | lx::PEOPLE | lx::UNNAMED | lx::PLURAL | lx::FEMALE | lx::MALE) != 0;
    let free = |r: &Range<usize>| r.clone().all(|i| !covered[i] && ground.name_at(i).is_none()) && r.clone().any(|i| noun(i) && somebody(i));
    marks.likely.iter().filter(|r| free(r)).cloned().collect()
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
        cast.called(actor, &phrase, owner);
    } else if words[head].classes & (lx::PLURAL | lx::OUTLET | lx::THING) == 0 {
        let actor = cast.introduce(&phrase, owner);
        cast.mention(actor, phrase.all.clone(), false);
    }
}

fn passing_pronoun(cast: &Cast<'_>, at: usize) -> Option<usize> {
    let classes = cast.ground.words[at].classes;
    let third = classes & (lx::HE | lx::SHE | lx::IT | lx::THEY);
    if third == 0 { None } else { pronoun::antecedent(cast, at, third, Setting::default()).map(|f| f.actor) }
}

/// Answers one part of a source, or leaves it to the second pass.
fn part(cast: &mut Cast<'_>, range: Range<usize>) -> Met {
    if let Some((at, classes)) = pronoun_of(cast.ground.words, &range) {
        return if classes & lx::RELATIVE != 0 { relative(cast, at) } else { Met::Pronoun(at, classes) };
    }
    let Some(phrase) = cast.ground.read(range.clone()) else {
        return Met::Nobody;
    };
    if let Some(actor) = answering(cast, &range) {
        cast.drafts[actor].kind = Some(ActorKind::Person);
        return Met::Actor(actor, DESCRIBED);
    }
    if let Some(actor) = one_of_them(cast, &range) {
        return Met::Actor(actor, DESCRIBED);
    }
    if let Some(sides) = sides::of(cast, &phrase) {
        return Met::Actors(sides, SIDES);
    }
    let met = one(cast, &phrase);
    if let Met::Actor(actor, _) = met {
        cast.drafts[actor].speaks = true;
    }
    met
}

/// The label "A:" of an interview is whoever is interviewed: the first person named in full above the first label, or else the first named.
fn answering(cast: &Cast<'_>, range: &Range<usize>) -> Option<usize> {
    let words = cast.ground.words;
    let label = range.len() == 1
        && matches!(words[range.start].lower.as_str(), "a" | "a." | "answer")
        && words[range.start].capital
        && (words.get(range.end).is_some_and(|w| matches!(w.lower.as_str(), ":" | "." | ")" | "—" | "–" | "*")) || opens_paragraph(words, range.start));
    if label { introduced(cast, range.start).or(cast.titled).or_else(|| first_person(cast)) } else { None }
}

fn opens_paragraph(words: &[Word], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|b| words[b].paragraph != words[at].paragraph)
}

/// The first person whose name has two words, before a place.
fn introduced(cast: &Cast<'_>, upto: usize) -> Option<usize> {
    let person = |a: usize| matches!(cast.drafts[a].kind, None | Some(ActorKind::Person));
    let full = |a: usize| person(a) && cast.drafts[a].named && !cast.drafts[a].mute && cast.drafts[a].show.contains(' ');
    cast.seen.iter().take(200).take_while(|s| s.at < upto).map(|s| s.actor).find(|a| full(*a))
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
pub(crate) fn first_person(cast: &Cast<'_>) -> Option<usize> {
    cast.seen.iter().take(200).map(|s| s.actor).find(|a| cast.drafts[*a].kind == Some(ActorKind::Person) && cast.drafts[*a].named)
}

fn one(cast: &mut Cast<'_>, phrase: &Phrase) -> Met {
    let owner = cast.owner(phrase, &passing_pronoun);
    if some_of_them(cast, phrase) {
        let known = cast.by_text.get(&crate::name::joined(cast.ground.words, &phrase.all)).copied();
        let actor = known.unwrap_or_else(|| cast.introduce(phrase, owner));
        cast.mention(actor, phrase.all.clone(), false);
        return Met::Actor(actor, INTRODUCED);
    }
    if let Some(actor) = phrase.name.and_then(|n| cast.of_name(n, false)) {
        cast.reach(phrase.all.end);
        cast.describe(actor, phrase, owner);
        return Met::Actor(actor, NAMED);
    }
    let text = phrase.head.is_some_and(|h| cast.ground.words[h].classes & lx::TEXT != 0);
    if let Some(author) = owner.or_else(|| author(cast, phrase)).filter(|_| text) {
        return Met::Actor(author, DESCRIBED);
    }
    let adjective = matches!(phrase.owner, Some(Owner::Name(_))) && phrase.head.is_some_and(|h| cast.ground.words[h].classes & lx::TEXT != 0);
    if let Some(owner) = owner.filter(|_| adjective) {
        return Met::Actor(owner, DESCRIBED);
    }
    if let Some(actor) = cast.known(phrase, owner) {
        cast.called(actor, phrase, owner);
        return Met::Actor(actor, DESCRIBED);
    }
    if let Some(actor) = again(cast, phrase, text) {
        cast.called(actor, phrase, owner);
        return Met::Actor(actor, DESCRIBED);
    }
    let actor = cast.introduce(phrase, owner);
    cast.mention(actor, phrase.all.clone(), false);
    Met::Actor(actor, INTRODUCED)
}

/// "Some Tarnites", "most Velmarians": not the whole that the name stands for.
fn some_of_them(cast: &Cast<'_>, phrase: &Phrase) -> bool {
    let words = cast.ground.words;
    let first = words[phrase.all.start].lower.as_str();
    let share = matches!(first, "some" | "many" | "most" | "several" | "few" | "other" | "certain");
    let whole = phrase.name.map(|n| &cast.ground.names[n]).filter(|n| n.core.len() == 1 && n.title.is_empty() && n.core.end == phrase.core.end);
    share && whole.is_some_and(|n| words[n.core.start].lower.ends_with('s') && phrase.core.start == n.core.start)
}

/// Who spoke right before, where a definite description fits nobody else: "The statement added", "The businessman said", "The Velmarian
/// senator said".
fn again(cast: &Cast<'_>, phrase: &Phrase, text: bool) -> Option<usize> {
    let words = cast.ground.words;
    let head = phrase.head.filter(|_| phrase.determiner == Determiner::Definite)?;
    let office = words[head].classes & (lx::OFFICE | lx::MALE | lx::FEMALE) != 0 && phrase.all.end == phrase.core.end;
    if !(phrase.owner.is_none() || office && qualified(cast, phrase)) {
        return None;
    }
    let human = words[head].classes & (lx::OFFICE | lx::UNNAMED | lx::MALE | lx::FEMALE) != 0 && words[head].classes & (lx::STATE_OFFICE | lx::PLURAL) == 0;
    let near = |at: usize| words[at].sentence + 3 >= words[head].sentence;
    let fits = |a: usize| cast.drafts[a].named && (text || human && cast.drafts[a].kind == Some(ActorKind::Person));
    let told = !text && office && phrase.core.len() > 1 && words[phrase.core.start].lower != "deputy";
    let mut spoke = cast.seen.iter().rev().take(20).take_while(|s| near(s.at)).filter(|s| cast.drafts[s.actor].speaks && !s.aside).map(|s| s.actor);
    spoke.find(|a| !told || fits(*a)).filter(|a| (text || human) && fits(*a))
}

/// Whether a description has a name before its noun that only says from where somebody is: "the Velmarian senator", not "Velmaria's senator".
fn qualified(cast: &Cast<'_>, phrase: &Phrase) -> bool {
    let Some(Owner::Name(n)) = phrase.owner else {
        return false;
    };
    let end = cast.ground.names[n].all.end;
    end < phrase.core.end && cast.ground.words[end].lower != "'s"
}

/// Who stands behind a text as a description: "a paper by the facilitators".
fn author(cast: &mut Cast<'_>, phrase: &Phrase) -> Option<usize> {
    let words = cast.ground.words;
    let by = words.get(phrase.core.end).is_some_and(|w| matches!(w.lower.as_str(), "by" | "from" | "of"));
    let Some(Owner::Noun(range)) = phrase.owner.clone().filter(|_| by) else {
        return None;
    };
    let inner = cast.ground.read(range).filter(|p| p.head.is_some_and(|h| words[h].classes & (lx::BODY | lx::OFFICE | lx::PEOPLE | lx::UNNAMED) != 0))?;
    match one(cast, &inner) {
        Met::Actor(actor, _) => Some(actor),
        _ => None,
    }
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
