//! What the words around a name tell of its bearer: office, owner, other wordings.
//!
//! Decides: what a named actor is called and for whom they act. Looks at: titles, appositions, brackets, what was named last.
//! Must not know: statements, pronouns, which description without a name means whom.

use crate::cast::Cast;
use crate::evidence;
use crate::lexicon as lx;
use crate::name::Name;
use crate::phrase::{Determiner, Phrase};
use rapporteur_record::ActorKind;
use std::ops::Range;

impl Cast<'_> {
    /// Takes in what a phrase says of a named actor: office, owner, other wordings.
    pub(crate) fn describe(&mut self, actor: usize, phrase: &Phrase, owner: Option<usize>) {
        match phrase.name.map(|n| self.ground.names[n].clone()) {
            Some(name) => self.call_named(actor, phrase, &name),
            None => {
                let whole = self.wording(&phrase.all);
                self.drafts[actor].call(&whole);
            }
        }
        if let Some(head) =
            phrase.head.filter(|h| self.ground.words[*h].classes & (lx::OFFICE | lx::BODY | lx::PEOPLE | lx::UNNAMED | lx::FEMALE | lx::MALE) != 0)
        {
            self.take_office(actor, head, phrase);
        }
        let owner = owner.or_else(|| self.state_in_question(actor, phrase));
        if let Some(owner) = owner.filter(|o| *o != actor && !self.acts_for(*o, actor)) {
            self.drafts[actor].owner.get_or_insert(owner);
        }
    }

    /// What a phrase around a name calls its bearer: the name, the name with what stands before it, and each apposition for itself.
    fn call_named(&mut self, actor: usize, phrase: &Phrase, name: &Name) {
        let (whole, all) = (self.wording(&name.all), self.wording(&phrase.all));
        self.drafts[actor].call(&whole);
        if !all.contains(',') {
            self.drafts[actor].call(&all);
        }
        let comma = |range: Range<usize>| range.clone().find(|i| matches!(self.ground.words[*i].lower.as_str(), "," | "—" | "–"));
        let before = phrase.all.start..name.all.start;
        let called = match comma(before.clone()) {
            Some(comma) if comma + 1 == name.all.start => self.wording(&(before.start..comma)),
            Some(_) => String::new(),
            None => self.wording(&(before.start..name.all.end)),
        };
        self.drafts[actor].call(&called);
        let after = name.all.end + 1..phrase.all.end;
        if !after.is_empty() && comma(name.all.end..after.start).is_some() {
            let ends = |i: &usize| self.ground.words[*i].classes & lx::RELATIVE != 0 || matches!(self.ground.words[*i].lower.as_str(), "," | "—" | "–");
            let end = after.clone().find(ends).unwrap_or(after.end);
            let apposed = self.wording(&(after.start..end));
            self.drafts[actor].call(&apposed);
        }
    }

    /// "Foreign Minister Ana Tarn" without a country acts for the state mentioned last.
    fn state_in_question(&self, actor: usize, phrase: &Phrase) -> Option<usize> {
        let head = phrase.head.filter(|h| self.ground.words[*h].classes & lx::SPEAKS_FOR != 0 && phrase.owner.is_none())?;
        let minister = matches!(self.ground.words[head].lower.as_str(), "minister" | "premier" | "pm");
        let states = self.seen.iter().rev().take(40).filter(|s| self.drafts[s.actor].kind == Some(ActorKind::State) && s.actor != actor);
        let state = states.map(|s| s.actor).next().filter(|_| minister);
        state.or_else(|| self.body_in_question(actor, phrase))
    }

    /// The state that a text names most, for a minister of whom it does not say whose.
    pub(crate) fn state_served(&self, actor: usize) -> Option<usize> {
        let minister = self.drafts[actor].heads.iter().any(|(h, _)| matches!(h.as_str(), "minister" | "president" | "chancellor"));
        let states = (0..self.drafts.len()).filter(|a| self.drafts[*a].kind == Some(ActorKind::State) && self.drafts[*a].named && !self.drafts[*a].mute);
        let most = states.max_by_key(|a| (self.drafts[*a].count, std::cmp::Reverse(*a)));
        most.filter(|_| minister && self.drafts[actor].kind == Some(ActorKind::Person))
    }

    /// "Ana Tarn, the chief executive" acts for the body named last, in the same sentence or the one before.
    fn body_in_question(&self, actor: usize, phrase: &Phrase) -> Option<usize> {
        let words = self.ground.words;
        let head = phrase.head?;
        let article = head.saturating_sub(4)..head;
        let definite = words[article].iter().any(|w| w.lower == "the") && words[head].classes & lx::STATE_OFFICE == 0;
        let near = |at: usize| words[at].sentence + 1 >= words[phrase.all.start].sentence && words[at].sentence <= words[phrase.all.start].sentence;
        let body =
            |a: usize| a != actor && self.drafts[a].named && (self.drafts[a].is_body() || self.unproven(a)) && self.drafts[a].kind != Some(ActorKind::Outlet);
        self.seen.iter().rev().take(12).find(|s| definite && near(s.at) && body(s.actor)).map(|s| s.actor)
    }

    /// Taken for a person only because the name has two words.
    pub(crate) fn unproven(&self, actor: usize) -> bool {
        let e = self.beings.all.get(actor).map(|b| b.evidence).unwrap_or_default();
        self.drafts[actor].kind == Some(ActorKind::Person)
            && self.drafts[actor].named
            && e.count > 0
            && e.person == 0
            && !e.shortened
            && self.drafts[actor].female + self.drafts[actor].male == 0
            && self.drafts[actor].heads.is_empty()
    }

    /// What stands in brackets behind a name: "(“the Company”)".
    pub(crate) fn learn_bracket(&mut self, actor: usize, end: usize) {
        let words = self.ground.words;
        if words.get(end).is_none_or(|w| w.lower != "(") {
            return;
        }
        let body = (end + 1..words.len().min(end + 5)).find(|i| words[*i].letters && words[*i].lower != "the").filter(|i| words[*i].classes & lx::BODY != 0);
        if let Some(body) = body {
            let lower = words[body].lower.clone();
            self.learn_head(actor, &lower, "");
            let own = self.wording(&(body..body + 1));
            self.drafts[actor].call(&own);
        }
    }

    fn take_office(&mut self, actor: usize, head: usize, phrase: &Phrase) {
        let from = self.modifiers_from(head);
        let before = crate::name::joined(self.ground.words, &(from..head));
        let lower = self.ground.words[head].lower.clone();
        let classes = self.ground.words[head].classes;
        let in_name = phrase.name.is_some_and(|n| self.ground.names[n].core.contains(&head));
        if in_name {
            return;
        }
        self.learn_head(actor, &lower, &before);
        if classes & lx::OFFICE != 0 && classes & lx::HONORIFIC == 0 {
            let role = self.wording(&(from..head + 1));
            self.drafts[actor].role.get_or_insert(role);
        }
        let after = phrase.name.is_some_and(|n| self.ground.names[n].all.start <= head);
        if classes & lx::HONORIFIC == 0 && phrase.determiner != Determiner::Bare && !after && phrase.name.is_none() {
            let core = self.wording(&(phrase.all.start..head + 1));
            self.drafts[actor].call(&core);
        }
    }

    /// An office in lower case that stands before a name or after it, as a range that holds both.
    pub(crate) fn around_name(&self, n: usize) -> Range<usize> {
        let words = self.ground.words;
        let name = &self.ground.names[n];
        let sentence = words[name.all.start].sentence;
        let mut start = evidence::lower_title(words, name.all.start).start;
        let joins = |i: usize| {
            words[i].sentence == sentence
                && (words[i].lower == "'s"
                    || words[i].classes & (lx::PART | lx::OFFICE | lx::BODY) != 0 && !words[i].capital
                    || self.ground.name_at(i).is_some())
        };
        while start < name.all.start && start > 0 && name.all.start - start < 8 && joins(start - 1) {
            start -= 1;
        }
        if start < name.all.start && start > 0 && matches!(words[start - 1].lower.as_str(), "the" | "its" | "his" | "her" | "their" | "a" | "an" | "former") {
            start -= 1;
        }
        let end = self.apposition_end(name.all.end, sentence);
        let before = if start == name.all.start && end == name.all.end { self.apposed_before(n) } else { None };
        before.unwrap_or(start)..end
    }

    /// Where "the water minister" begins in "the water minister, Ana Tarn, said".
    fn apposed_before(&self, n: usize) -> Option<usize> {
        let words = self.ground.words;
        let name = &self.ground.names[n];
        let sentence = words[name.all.start].sentence;
        let comma = name.all.start.checked_sub(1).filter(|c| words[*c].lower == "," && words[*c].sentence == sentence)?;
        let closed = words.get(name.all.end).is_none_or(|w| w.sentence != sentence || matches!(w.lower.as_str(), "," | "." | "—" | "–" | ";" | "\""));
        if !closed || name.core.is_empty() {
            return None;
        }
        let upto = comma.saturating_sub(8)..comma;
        let inside = upto.rev().take_while(|i| words[*i].sentence == sentence && (words[*i].letters || words[*i].lower == "'s"));
        let opens = |i: &usize| matches!(words[*i].lower.as_str(), "the" | "its" | "his" | "her" | "their" | "a" | "an" | "our");
        let begin = inside.clone().find(opens).or_else(|| inside.clone().last().filter(|i| words[*i].capital))?;
        let phrase = self.ground.read(begin..name.all.end).filter(|p| p.name == Some(n))?;
        let office =
            phrase.head.is_some_and(|h| h < comma && words[h].classes & (lx::OFFICE | lx::FEMALE | lx::MALE) != 0 && words[h].classes & lx::PLURAL == 0);
        office.then_some(begin)
    }

    fn apposition_end(&self, from: usize, sentence: usize) -> usize {
        let words = self.ground.words;
        let opens = words.get(from).is_some_and(|w| w.lower == ",")
            && words
                .get(from + 1)
                .is_some_and(|w| matches!(w.lower.as_str(), "the" | "a" | "an" | "its" | "their") || !w.capital && w.classes & (lx::OFFICE | lx::PART) != 0);
        if !opens {
            return from;
        }
        let upto = (from + 1..words.len().min(from + 16))
            .take_while(|i| words[*i].sentence == sentence && words[*i].lower != "," && words[*i].classes & lx::RELATIVE == 0);
        let end = upto.last().map_or(from, |i| i + 1);
        if words[from..end].iter().any(|w| w.classes & (lx::OFFICE | lx::UNNAMED | lx::FEMALE | lx::MALE) != 0) { end } else { from }
    }
}
