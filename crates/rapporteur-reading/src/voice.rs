//! The second pass: who is behind each statement, the enclosing before the enclosed.
//!
//! Decides: pronouns, first and second persons, quotations that go on. Looks at: who encloses, who spoke before.
//! Must not know: how names were joined.

use crate::cast::Cast;
use crate::lexicon::{self as lx, Classes};
use crate::meet::{Met, Part, first_person};
use crate::passing::{self, Passing};
use crate::pronoun::{self, Setting};
use crate::rule::Rule;
use crate::speaker::{ADDRESSED, CONTINUES, FIRST_PERSON, JOINT, OPEN, PRONOUN};
use crate::statement::Statement;
use crate::word::{self, Word};
use rapporteur_record::{ActorKind, Decision, Span};
use std::ops::Range;

/// Who was found for one statement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voice {
    pub(crate) actors: Vec<usize>,
    pub(crate) decisions: Vec<Decision>,
}

/// Second pass: statements in order, the enclosing before the enclosed.
pub(crate) struct Voices<'a> {
    statements: &'a [Statement],
    met: Vec<Vec<(Range<usize>, Met)>>,
    /// The words of each content, and whether it is said in its speaker's own words.
    own_words: Vec<bool>,
    begins: Vec<usize>,
    found: Vec<Voice>,
    /// Outermost sources: the word where they stand, and who.
    spoke: Vec<(usize, usize)>,
    /// What pronouns stood for: the word, the actor, the pronoun's classes.
    echoes: Vec<(usize, usize, Classes)>,
    /// Those of them where several spoke together.
    joint: Vec<(usize, Vec<usize>)>,
    /// Whose words a text is that nobody is quoted in: a speech, a communiqué.
    narrator: Option<usize>,
    /// The body that publishes the text, where the text names it and it is no newspaper.
    pub(crate) house: Option<usize>,
    /// Pronouns outside all sources: the word, and whom each most likely means, sure or not.
    guesses: Vec<(usize, Vec<usize>)>,
}

impl<'a> Voices<'a> {
    pub(crate) fn new(statements: &'a [Statement], parts: &[Part], answers: &[Met], words: &[Word], narrator: Option<usize>) -> Voices<'a> {
        let mut met = vec![Vec::new(); statements.len()];
        for (p, m) in parts.iter().zip(answers) {
            met[p.statement].push((p.range.clone(), m.clone()));
        }
        let at = |s: Span| word::inside(words, s).start;
        let own = |s: &Statement| {
            s.content.first().is_some_and(|c| words.get(at(*c)).is_some_and(|w| w.quoted || matches!(w.lower.as_str(), "‘" | "'")))
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
            echoes: Vec::new(),
            joint: Vec::new(),
            narrator,
            house: None,
            guesses: Vec::new(),
        }
    }

    /// Who is behind each statement, and whom the pronouns outside all sources mean.
    pub(crate) fn resolve(mut self, cast: &mut Cast<'_>) -> (Vec<Voice>, Vec<(usize, Vec<usize>)>) {
        let passing = self.passing(cast.ground.words);
        let mut next = 0;
        for i in 0..self.statements.len() {
            if self.statements[i].within.is_none() {
                next = self.pass(cast, &passing, next, self.begins[i]);
            }
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
            if let ([(_, Met::Pronoun(at, classes))], [actor]) = (self.met[i].as_slice(), voice.actors.as_slice()) {
                let place = self.echoes.partition_point(|(w, _, _)| w <= at);
                self.echoes.insert(place, (*at, *actor, *classes));
            }
            self.found.push(voice);
        }
        self.pass(cast, &passing, next, usize::MAX);
        (self.found, self.guesses)
    }

    /// The pronouns that are no source.
    fn passing(&self, words: &[Word]) -> Vec<Passing> {
        let mut covered = vec![false; words.len()];
        for (range, _) in self.met.iter().flatten() {
            covered[range.clone()].fill(true);
        }
        passing::find(words, self.statements, &covered)
    }

    /// Takes in the pronouns from the `next` one up to a word.
    fn pass(&mut self, cast: &mut Cast<'_>, passing: &[Passing], mut next: usize, upto: usize) -> usize {
        while let Some(one) = passing.get(next).filter(|p| p.at < upto) {
            next += 1;
            let third = one.classes & (lx::HE | lx::SHE | lx::IT | lx::THEY);
            let sure = if third != 0 { self.third(cast, one, third) } else { self.first(cast, one) };
            if let Some(actor) = sure {
                cast.drafts[actor].mentions.extend(word::hull(cast.ground.words, &(one.at..one.at + 1)));
            }
        }
        next
    }

    /// Whom "he" means in passing, where it is sure.
    fn third(&mut self, cast: &Cast<'_>, one: &Passing, classes: Classes) -> Option<usize> {
        let mouth = one.within.and_then(|p| self.mouth(p));
        let owner = mouth.and_then(|(m, _)| cast.drafts[m].owner);
        let selves = &self.selves(one.within);
        let setting = Setting { mouth, selves, owner, spoke: &self.spoke, echoes: &self.echoes };
        let found = pronoun::antecedent(cast, one.at, classes, setting)?;
        self.guesses.push((one.at, vec![found.actor]));
        if found.lead < cast.points.sure {
            return None;
        }
        let place = self.echoes.partition_point(|(w, _, _)| *w <= one.at);
        self.echoes.insert(place, (one.at, found.actor, classes));
        Some(found.actor)
    }

    /// Who says "I" in passing; "we" is only guessed.
    fn first(&mut self, cast: &Cast<'_>, one: &Passing) -> Option<usize> {
        if one.classes & (lx::ME | lx::US) != 0 {
            let all = self.first_voice(cast, one.within, one.classes & lx::US != 0);
            self.guesses.push((one.at, all));
        }
        let (mouth, own) = one.within.and_then(|p| self.mouth(p)).or(self.narrator.filter(|_| one.within.is_none()).map(|n| (n, true)))?;
        (own && one.classes & lx::ME != 0).then_some(mouth)
    }

    /// Who says the content of a statement, and whether in their own words.
    fn mouth(&self, p: usize) -> Option<(usize, bool)> {
        self.found.get(p).and_then(|v| v.actors.first()).map(|a| (*a, self.own_words[p]))
    }

    /// Who says, in their own words, what stands around a place, at any depth.
    fn selves(&self, within: Option<usize>) -> Vec<usize> {
        let outer = std::iter::successors(within, |p| self.statements[*p].within.filter(|o| o < p));
        outer.filter_map(|p| self.mouth(p)).filter(|(_, own)| *own).map(|(actor, _)| actor).collect()
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
        let bare = s.cue.first().is_some_and(|c| speaks_alone(cast.ground.words, *c));
        let quoted = bare || s.content.first().is_some_and(|c| cast.ground.words.get(word::inside(cast.ground.words, *c).start).is_some_and(|w| w.quoted));
        let setting = Setting { spoke: &self.spoke, echoes: &self.echoes, ..Setting::default() };
        let subject = pronoun::antecedent(cast, self.begins[i], lx::HE | lx::SHE, setting).filter(|_| bare).map(|f| f.actor);
        let last = subject.or(self.spoke[..before].last().map(|(_, a)| *a).filter(|_| quoted)).or_else(|| first_person(cast));
        match last.filter(|_| s.cue.is_empty() || bare) {
            Some(a) => Voice { actors: vec![a], decisions: vec![CONTINUES.decided(s.anchor().first().copied(), None)] },
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
            let around = self.statements[i].within.filter(|p| *p < i);
            return (self.first_voice(cast, around, classes & lx::US != 0), FIRST_PERSON);
        }
        if classes & lx::YOU != 0 {
            return (self.addressed(cast, i, at).into_iter().collect(), ADDRESSED);
        }
        let mouth = self.statements[i].within.and_then(|p| self.mouth(p));
        let owner = mouth.and_then(|(m, _)| cast.drafts[m].owner);
        if let Some(all) = self.together(cast, i, at, classes) {
            return (all, PRONOUN);
        }
        let selves = &self.selves(self.statements[i].within);
        let setting = Setting { mouth, selves, owner, spoke: &self.spoke, echoes: &self.echoes };
        let found = pronoun::antecedent(cast, at, classes, setting).map(|f| f.actor);
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
        if let Some(both) = met_before(cast, at).filter(|_| classes & lx::THEY != 0) {
            return Some(both);
        }
        let (place, all) = self.joint.iter().rev().take(4).find(|(w, _)| *w < at).filter(|_| classes & lx::THEY != 0)?;
        let later = self.spoke.iter().rev().take(4).any(|(w, a)| *w > *place && *w < at && !all.contains(a));
        (!later && words[*place].sentence + 3 >= words[at].sentence).then(|| all.clone())
    }

    /// Who "I" is, or for whom they speak: the nearest around whose own words these are, or else the outermost.
    fn first_voice(&self, cast: &Cast<'_>, around: Option<usize>, many: bool) -> Vec<usize> {
        let mut parent = around;
        while let Some(p) = parent {
            let next = self.statements[p].within.filter(|q| *q < p);
            if self.own_words[p] || next.is_none() {
                break;
            }
            parent = next;
        }
        if let Some(house) = self.house.filter(|_| many && self.narrator.is_some() && parent.is_some_and(|p| !self.own_words[p])) {
            return vec![house];
        }
        let actors = match parent.and_then(|p| self.found.get(p)) {
            Some(voice) => voice.actors.clone(),
            None => {
                let paper = |a: &usize| cast.drafts[*a].kind == Some(ActorKind::Outlet);
                self.narrator.filter(|a| many || !paper(a)).or_else(|| first_person(cast)).into_iter().collect()
            }
        };
        match actors.as_slice() {
            [one] if many => vec![self.behind(cast, *one)],
            _ => actors,
        }
    }

    /// For whom somebody says "we": whom they act for, or the body whose own text it is.
    fn behind(&self, cast: &Cast<'_>, one: usize) -> usize {
        if cast.drafts[one].is_body() {
            return one;
        }
        let house = self.house.filter(|_| cast.drafts[one].kind == Some(ActorKind::Person));
        cast.drafts[one].owner.or(house).or_else(|| cast.state_served(one)).unwrap_or(one)
    }

    fn addressed(&self, cast: &Cast<'_>, i: usize, at: usize) -> Option<usize> {
        let mouth = self.statements[i].within.and_then(|p| self.found.get(p)).and_then(|v| v.actors.first().copied());
        let before = self.spoke.partition_point(|(w, _)| *w < at);
        let others = self.spoke[..before].iter().rev().take(8).map(|(_, a)| *a).filter(|a| Some(*a) != mouth);
        let person = others.clone().find(|a| cast.drafts[*a].kind == Some(ActorKind::Person));
        person.or_else(|| first_person(cast).filter(|a| Some(*a) != mouth)).or_else(|| others.clone().next())
    }
}

/// The two people of whom the sentence before tells that they met: "The envoy spoke with Mr Tarn. They ...".
fn met_before(cast: &Cast<'_>, at: usize) -> Option<Vec<usize>> {
    let words = cast.ground.words;
    let sentence = words[at].sentence.checked_sub(1).filter(|_| !words[at].quoted && words[at].first)?;
    let here = cast.seen.iter().rev().skip_while(|s| words[s.at].sentence > sentence).take_while(|s| words[s.at].sentence == sentence);
    let mut people: Vec<(usize, usize)> = here.filter(|s| cast.drafts[s.actor].kind == Some(ActorKind::Person)).map(|s| (s.at, s.actor)).collect();
    people.reverse();
    let first = *people.first()?;
    let second = *people.iter().find(|(_, a)| *a != first.1)?;
    let met = |w: &Word| matches!(w.lower.as_str(), "met" | "meet" | "meets" | "spoke" | "speaks" | "speak" | "talked" | "hosted" | "welcomed" | "received");
    let several = people.iter().any(|(_, a)| *a != first.1 && *a != second.1);
    (!several && words[first.0..second.0].iter().any(met)).then(|| vec![first.1, second.1])
}

/// A cue that goes on with whoever spoke last: a colon, or "Says" at the beginning of a sentence.
fn speaks_alone(words: &[Word], cue: Span) -> bool {
    let Some(w) = words.get(word::inside(words, cue).start) else {
        return false;
    };
    w.lower == ":" || w.first && matches!(w.lower.as_str(), "says" | "said" | "adds" | "added" | "thinks" | "reckons" | "insists" | "asked" | "tells")
}
