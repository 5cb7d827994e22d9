//! What the words around a name tell about who bears it.
//!
//! Decides: nothing alone; it counts signs of being a person, a state, a body, a place. Looks at: a few words on both sides.

use crate::lexicon as lx;
use crate::name::{self, Name};
use crate::word::Word;
use rapporteur_record::ActorKind;
use std::ops::Range;

/// Signs counted over all places where one name stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) count: usize,
    pub(crate) person: usize,
    pub(crate) state: usize,
    pub(crate) article: usize,
    pub(crate) place: usize,
    pub(crate) female: usize,
    pub(crate) male: usize,
    pub(crate) body: usize,
    /// Places where a shorter form of it stands: people are called by their surname.
    pub(crate) shortened: bool,
}

impl Evidence {
    pub(crate) fn add(&mut self, other: Evidence) {
        self.count += other.count;
        self.person += other.person;
        self.state += other.state;
        self.article += other.article;
        self.place += other.place;
        self.female += other.female;
        self.male += other.male;
        self.body += other.body;
    }
}

/// The signs around the core of a name.
pub(crate) fn around_core(words: &[Word], name: &Name) -> Evidence {
    let mut found = around(words, &name.core);
    let before = if name.title.is_empty() { lower_title(words, name.all.start) } else { name.title.clone() };
    if !before.is_empty() {
        found.person += 5;
        let classes = name::any_class(words, &before);
        found.female += usize::from(classes & lx::FEMALE != 0) * 5;
        found.male += usize::from(classes & lx::MALE != 0) * 5;
    }
    found
}

/// The signs around an owner ("Velmarian Foreign Minister").
pub(crate) fn around_owner(words: &[Word], name: &Name) -> Evidence {
    let mut found = around(words, &name.owner);
    found.state += usize::from(name::any_class(words, &name.title) & lx::STATE_OFFICE != 0);
    found
}

/// An office in lower case right before a name: "the foreign minister Ana Tarn".
pub(crate) fn lower_title(words: &[Word], start: usize) -> Range<usize> {
    let Some(head) = start.checked_sub(1) else {
        return start..start;
    };
    let w = &words[head];
    if w.classes & (lx::OFFICE | lx::HONORIFIC) == 0 || w.classes & lx::PLURAL != 0 || w.capital || w.sentence != words[start].sentence {
        return start..start;
    }
    let mut at = head;
    while at > 0 && !words[at - 1].capital && words[at - 1].classes & (lx::PART | lx::OFFICE) != 0 && words[at - 1].sentence == w.sentence {
        at -= 1;
    }
    at..start
}

fn around(words: &[Word], range: &Range<usize>) -> Evidence {
    let mut found = Evidence { count: 1, ..Evidence::default() };
    let sentence = words[range.start].sentence;
    let before = range.start.checked_sub(1).map(|i| &words[i]).filter(|w| w.sentence == sentence);
    let after = |n: usize| words.get(range.end + n).filter(|w| w.sentence == sentence);
    let is = |n: usize, word: &str| after(n).is_some_and(|w| w.lower == word);
    if let Some(b) = before {
        found.article += usize::from(b.lower == "the");
        found.body += usize::from(b.classes & lx::BODY != 0 && b.classes & (lx::OFFICE | lx::PLURAL) == 0 && !b.capital) * 3;
        found.place += usize::from(b.classes & lx::PLACE != 0);
        let owner = range.start.checked_sub(2).map_or(0, |i| words[i].classes);
        found.state += usize::from(
            b.lower == "of" && owner & (lx::STATE | lx::STATE_OFFICE) != 0 && owner & lx::PART == 0 || owner & lx::STATE_OFFICE != 0 && b.lower == "of",
        );
    }
    let possessive = is(0, "'s");
    found.state += usize::from(office_follows(words, range.end + usize::from(possessive), sentence));
    found.person += 2 * usize::from(is(0, "who") || is(0, ",") && is(1, "who"));
    let aged = is(0, ",") && after(1).is_some_and(|w| w.lower.len() == 2 && w.lower.chars().all(char::is_numeric)) && is(2, ",");
    found.person += 3 * usize::from(aged);
    if is(0, ",") && (1..7).map_while(after).take_while(|w| w.lower != ",").any(|w| w.classes & lx::OFFICE != 0 && w.classes & lx::PLURAL == 0) {
        found.person += usize::from(
            after(1).is_some_and(|w| matches!(w.lower.as_str(), "a" | "an" | "the" | "its" | "their" | "who") || w.classes & (lx::OFFICE | lx::PART) != 0),
        ) * 3;
    }
    found.person += 2 * usize::from(labels_a_turn(words, range));
    let described = is(0, ",")
        && (1..6)
            .map_while(after)
            .take_while(|w| w.lower != "," && w.classes & lx::OFFICE == 0)
            .any(|w| w.classes & (lx::ORGANIZATION | lx::OUTLET) != 0 && !w.capital);
    found.body += usize::from(described && after(1).is_some_and(|w| matches!(w.lower.as_str(), "a" | "an" | "the"))) * 2;
    gendered_relative(words, range, sentence, &mut found);
    found
}

/// "ANA TARN: ...": a full name in capitals that opens a paragraph and is followed by a colon is somebody who talks.
fn labels_a_turn(words: &[Word], range: &Range<usize>) -> bool {
    let shouted = words[range.clone()].iter().all(|w| w.upper && w.classes & (lx::OFFICE | lx::BODY | lx::PLURAL | lx::THING) == 0);
    shouted && (2..=3).contains(&range.len()) && before_colon(words, range.start) == Some(range.end)
}

/// Where the colon stands behind the few capitalised words that open a paragraph at `start`: "TARN: ...".
pub(crate) fn before_colon(words: &[Word], start: usize) -> Option<usize> {
    const LONGEST: usize = 4;
    let opens = start.checked_sub(1).is_none_or(|before| words[before].paragraph != words[start].paragraph);
    let colon = (start..words.len()).take(LONGEST + 1).find(|i| !words[*i].capital)?;
    (opens && words[colon].lower == ":").then_some(colon)
}

/// The first "he" or "she" after a name, in its sentence or the next, without another name between.
fn gendered_relative(words: &[Word], range: &Range<usize>, sentence: usize, found: &mut Evidence) {
    let quoted = words[range.start].quoted;
    let other = |w: &Word| w.capital && w.lower.len() > 1 && w.classes & (lx::CALENDAR | lx::PRONOUN) == 0 && !(w.first && w.classes & lx::OPENER != 0);
    for w in words.iter().skip(range.end).take(40).filter(|w| w.quoted == quoted) {
        if other(w) || w.sentence > sentence + 1 {
            break;
        }
        let near = usize::from(w.first) + 1;
        match w.classes & (lx::SHE | lx::HE) {
            lx::SHE => found.female += near,
            lx::HE => found.male += near,
            _ => continue,
        }
        break;
    }
}

fn office_follows(words: &[Word], from: usize, sentence: usize) -> bool {
    for w in words.iter().skip(from).take(4).take_while(|w| w.sentence == sentence) {
        if w.classes & lx::STATE_OFFICE != 0 {
            return true;
        }
        if w.classes & lx::PART == 0 {
            return false;
        }
    }
    false
}

/// The kind of being that a name's own words and the signs around it speak for; `None` where they are silent.
pub(crate) fn kind(words: &[Word], core: &Range<usize>, found: &Evidence) -> Option<ActorKind> {
    let linked = words[core.clone()].iter().position(|w| !w.capital && w.classes & lx::LINK != 0 && matches!(w.lower.as_str(), "of" | "for" | "on"));
    let head = linked.map_or(core.end, |n| core.start + n) - 1;
    let single = core.len() == 1;
    let classes = words[head].classes;
    if found.person < 4 || core.len() > 3 {
        if classes & lx::COURT != 0 {
            return Some(ActorKind::Court);
        }
        if classes & lx::ARMED != 0 {
            return Some(ActorKind::ArmedGroup);
        }
        if classes & lx::OUTLET != 0 && !(single && found.article == 0 && found.person > 0) {
            return Some(ActorKind::Outlet);
        }
        if classes & lx::STATE != 0 && linked.is_some() {
            return Some(ActorKind::State);
        }
        if classes & lx::ORGANIZATION != 0 && !(single && found.person > 0) {
            return Some(ActorKind::Organization);
        }
    }
    if found.body > found.person {
        return Some(ActorKind::Organization);
    }
    if found.person >= 2 && found.person >= found.state {
        return Some(ActorKind::Person);
    }
    if found.state > 0 {
        return Some(ActorKind::State);
    }
    if single && found.place > 0 && found.count > found.place && found.count > 2 && found.article == 0 {
        return Some(ActorKind::State);
    }
    if single && words[core.start].upper && words[core.start].lower.len() <= 6 || found.article * 2 > found.count {
        return Some(ActorKind::Organization);
    }
    let repeated = found.count > 1 && !found.shortened && found.person == 0;
    let shouted = words[core.clone()].iter().all(|w| w.upper);
    (!single && !repeated && !shouted && core.len() <= 5 && linked.is_none() && found.article == 0 && words[core.end - 1].classes & lx::THING == 0)
        .then_some(ActorKind::Person)
}
