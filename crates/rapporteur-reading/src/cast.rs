//! The actors of a text in the making: names first, then descriptions, each with what the text tells of it.
//!
//! Decides: which description means which actor. Looks at: heads, modifiers, owners, what was mentioned last.
//! Must not know: statements, pronouns.

use crate::actor::{Being, Beings, Tag};
use crate::evidence::{self, Evidence};
use crate::gazetteer::Naming;
use crate::lexicon::{self as lx, Classes};
use crate::name::Name;
use crate::phrase::{Determiner, Ground, Owner, Phrase};
use crate::points::Points;
use crate::word::{self, Word};
use rapporteur_record::{ActorKind, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// An actor in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) kind: Option<ActorKind>,
    /// The name to show: the fullest proper name, or else the first description.
    pub(crate) show: String,
    pub(crate) names: Vec<String>,
    /// What it was called by a common noun, with the words before it: ("minister", "foreign").
    pub(crate) heads: Vec<(String, String)>,
    pub(crate) owner: Option<usize>,
    pub(crate) role: Option<String>,
    pub(crate) female: usize,
    pub(crate) male: usize,
    pub(crate) plural: bool,
    /// Known by a proper name.
    pub(crate) named: bool,
    /// Nothing but a place or a thing, as far as its names go.
    pub(crate) mute: bool,
    /// Somebody whom a source names.
    pub(crate) speaks: bool,
    pub(crate) mentions: Vec<Span>,
    pub(crate) wikidata: Option<&'static str>,
    /// The word where it was last mentioned, and how often so far.
    pub(crate) last: usize,
    pub(crate) count: usize,
    /// The names in lower case.
    pub(crate) known: HashSet<String>,
}

impl Draft {
    /// A body or a country: somebody that "it" can mean.
    pub(crate) fn is_body(&self) -> bool {
        matches!(self.kind, Some(ActorKind::State | ActorKind::Organization | ActorKind::ArmedGroup | ActorKind::Outlet | ActorKind::Court))
    }

    pub(crate) fn call(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && name.len() < 160 && self.known.insert(name.to_lowercase()) {
            self.names.push(name.to_owned());
        }
    }
}

/// One mention: the word where it stands, and who it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) at: usize,
    pub(crate) actor: usize,
    /// It owns another's office, or stands behind "of" or "in": no likely subject.
    pub(crate) aside: bool,
}

/// All actors so far, and where they were mentioned, in text order up to the word reached.
#[derive(Debug)]
pub(crate) struct Cast<'a> {
    pub(crate) text: &'a str,
    pub(crate) ground: Ground<'a>,
    pub(crate) beings: &'a Beings,
    pub(crate) points: &'a Points,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) seen: Vec<Seen>,
    /// Whom only the title names.
    pub(crate) titled: Option<usize>,
    by_head: HashMap<String, Vec<usize>>,
    by_text: HashMap<String, usize>,
    next_tag: usize,
}

/// How far back a description is sought among those of one head.
const MOST: usize = 24;

impl<'a> Cast<'a> {
    /// The beings that names alone tell of.
    pub(crate) fn new(text: &'a str, ground: Ground<'a>, beings: &'a Beings, points: &'a Points) -> Cast<'a> {
        let mut cast = Cast {
            text,
            ground,
            beings,
            points,
            drafts: Vec::new(),
            seen: Vec::new(),
            titled: None,
            by_head: HashMap::new(),
            by_text: HashMap::new(),
            next_tag: 0,
        };
        for being in &beings.all {
            let show = cast.words_of(&being.fullest);
            let e = given(ground.words, being);
            let draft =
                Draft { kind: being.kind, show, named: true, mute: being.mute, female: e.female, male: e.male, wikidata: being.wikidata, ..Draft::default() };
            cast.drafts.push(draft);
        }
        for (i, being) in beings.all.iter().enumerate() {
            let show = cast.drafts[i].show.clone();
            if being.fullest.len() > 1 {
                cast.drafts[i].call(&show);
            }
            cast.learn_body_heads(i, &being.fullest);
        }
        cast
    }

    fn words_of(&self, range: &Range<usize>) -> String {
        word::hull(self.ground.words, range).filter(|_| !range.is_empty()).map_or_else(String::new, |s| s.of(self.text).to_owned())
    }

    /// The name before the noun in "the Dahl news agency", where noun and bearer are one.
    pub(crate) fn bearer(&self, phrase: &Phrase) -> Option<usize> {
        let words = self.ground.words;
        let head = phrase.head.filter(|_| phrase.name.is_none())?;
        let kind = words[head].classes & (lx::OUTLET | lx::WIDE) != 0 && words[head].classes & (lx::PLURAL | lx::TEXT | lx::STATE) == 0 && !words[head].capital;
        let Some(Owner::Name(n)) = phrase.owner.as_ref().filter(|_| kind) else {
            return None;
        };
        let name = &self.ground.names[*n];
        let adjacent = name.all.end <= head && words[name.all.end..head].iter().all(|w| w.letters && w.lower != "'s");
        let actor = self.of_name(*n, false).filter(|_| adjacent)?;
        (self.drafts[actor].kind != Some(ActorKind::State)).then_some(actor)
    }

    /// The text of a range without the possessive mark and marks at its ends.
    pub(crate) fn wording(&self, range: &Range<usize>) -> String {
        let own = self.words_of(&self.ground.trim(range.clone()));
        match own.find('(').filter(|at| *at > 0 && !own.contains(')')) {
            Some(at) if own.len() - at > 1 && self.ground.words.get(range.end).is_some_and(|w| w.lower == ")") => format!("{own})"),
            Some(at) => own[..at].trim_end().to_owned(),
            None => own,
        }
    }

    /// "Dockers' Union" can be called "the union".
    fn learn_body_heads(&mut self, actor: usize, range: &Range<usize>) {
        for i in range.clone() {
            let w = &self.ground.words[i];
            if w.classes & (lx::BODY | lx::PEOPLE) != 0 && self.drafts[actor].kind != Some(ActorKind::Person) {
                self.learn_head(actor, &w.lower.clone(), "");
            }
        }
    }

    pub(crate) fn learn_head(&mut self, actor: usize, head: &str, before: &str) {
        let (head, before) = office(head, before);
        let entry = (head.to_owned(), before.to_owned());
        if !self.drafts[actor].heads.contains(&entry) && self.drafts[actor].heads.len() < 12 {
            self.drafts[actor].heads.push(entry);
        }
        let list = self.by_head.entry(head.to_owned()).or_default();
        if !list.contains(&actor) || list.len() < MOST {
            list.retain(|a| *a != actor);
            list.push(actor);
        }
        let class = lx::classes(head);
        self.drafts[actor].female += usize::from(class & lx::FEMALE != 0) * 3;
        self.drafts[actor].male += usize::from(class & lx::MALE != 0) * 3;
    }

    /// Takes in the names up to a word.
    pub(crate) fn reach(&mut self, at: usize) {
        while let Some(tag) = self.beings.tags.get(self.next_tag).filter(|t| t.range.start < at) {
            self.next_tag += 1;
            let before = tag.range.start.checked_sub(1).map_or("", |i| self.ground.words[i].lower.as_str());
            let possessive = self.ground.words.get(tag.range.end).is_some_and(|w| w.lower == "'s");
            let aside = tag.owner
                || possessive
                || matches!(before, "of" | "in" | "from" | "at" | "near")
                || self.ground.words.get(tag.range.end).is_some_and(|w| !w.capital && w.classes & (lx::OFFICE | lx::BODY | lx::UNNAMED) != 0);
            self.mention(tag.being, tag.range.clone(), aside);
            let own = self.wording(&tag.range);
            let name = &self.ground.names[tag.name];
            if self.adjective(tag) {
                continue;
            }
            if tag.owner || name.title.is_empty() || name.title.end > name.core.start || tag.range.len() > 1 {
                self.drafts[tag.being].call(&own);
            } else {
                let titled = self.wording(&(name.title.start..name.core.end));
                self.drafts[tag.being].call(&titled);
            }
        }
    }

    /// "Velmarian" before a noun is no name of Velmaria, as "Velmarians" is.
    fn adjective(&self, tag: &Tag) -> bool {
        let words = self.ground.words;
        let last = &words[tag.range.end - 1];
        let noun = words.get(tag.range.end).is_some_and(|w| w.letters && w.sentence == last.sentence && w.lower != "'s");
        let of_country = crate::gazetteer::country(&crate::name::joined(words, &tag.range)).is_some_and(|c| c.naming == Naming::People);
        let of_text = self.drafts[tag.being].kind == Some(ActorKind::State)
            && self.drafts[tag.being].wikidata.is_none()
            && ["n", "ese", "ish", "i"].iter().any(|e| last.lower.ends_with(e));
        let only = self.beings.all[tag.being].fullest == tag.range;
        noun && !last.lower.ends_with('s') && (of_country || of_text && !only && tag.owner)
    }

    pub(crate) fn mention(&mut self, actor: usize, range: Range<usize>, aside: bool) {
        self.seen.push(Seen { at: range.start, actor, aside });
        let draft = &mut self.drafts[actor];
        draft.last = range.start;
        draft.count += 1;
        if let Some(span) = word::hull(self.ground.words, &range) {
            draft.mentions.push(span);
        }
    }

    /// Takes two actors for one: what is known of `from` is known of `into`.
    pub(crate) fn merge(&mut self, from: usize, into: usize) {
        let old = std::mem::take(&mut self.drafts[from]);
        for s in self.seen.iter_mut().filter(|s| s.actor == from) {
            s.actor = into;
        }
        for draft in &mut self.drafts {
            draft.owner = draft.owner.map(|o| if o == from { into } else { o });
        }
        for (head, before) in &old.heads {
            self.learn_head(into, head, before);
        }
        let owner = old.owner.filter(|o| *o != into && !self.acts_for(*o, into));
        let new = &mut self.drafts[into];
        old.names.iter().for_each(|n| new.call(n));
        new.mentions.extend(old.mentions);
        new.count += old.count;
        new.last = new.last.max(old.last);
        new.speaks |= old.speaks;
        new.role = new.role.take().or(old.role);
        new.owner = new.owner.or(owner);
    }

    /// The actor of a name, by the number of its run.
    pub(crate) fn of_name(&self, name: usize, owner: bool) -> Option<usize> {
        let from = self.beings.tags.partition_point(|t| t.name < name);
        self.beings.tags[from..].iter().take_while(|t| t.name == name).find(|t| t.owner == owner).map(|t| t.being)
    }

    /// Who owns the office or body of a phrase; pronouns are answered by `pronoun`.
    pub(crate) fn owner(&mut self, phrase: &Phrase, pronoun: &dyn Fn(&Cast<'_>, usize) -> Option<usize>) -> Option<usize> {
        match phrase.owner.clone()? {
            Owner::Name(n) if Some(n) == phrase.name => self.of_name(n, true),
            Owner::Name(n) => self.of_name(n, false).or_else(|| self.of_name(n, true)),
            Owner::Pronoun(at) => pronoun(self, at),
            Owner::Noun(range) => {
                let inner = self.ground.read(range)?;
                let whole = inner.name.and_then(|n| self.of_name(n, false));
                let nested = inner.owner.is_some() && !matches!(inner.owner, Some(Owner::Noun(_)));
                let behind = if nested { self.owner(&inner, pronoun) } else { None };
                whole.or_else(|| self.known(&inner, behind)).or(behind)
            }
        }
    }

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
    fn unproven(&self, actor: usize) -> bool {
        let e = self.beings.all.get(actor).map(|b| b.evidence).unwrap_or_default();
        self.drafts[actor].kind == Some(ActorKind::Person)
            && self.drafts[actor].named
            && e.count > 0
            && e.person == 0
            && !e.shortened
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

    fn modifiers_from(&self, head: usize) -> usize {
        let mut from = head;
        while from > 0
            && head - from < 3
            && self.ground.words[from - 1].classes & lx::PART != 0
            && self.ground.words[from - 1].sentence == self.ground.words[head].sentence
        {
            from -= 1;
        }
        from
    }

    pub(crate) fn acts_for(&self, actor: usize, other: usize) -> bool {
        let mut at = Some(actor);
        for _ in 0..16 {
            match at {
                Some(a) if a == other => return true,
                Some(a) => at = self.drafts[a].owner,
                None => return false,
            }
        }
        true
    }

    /// The actor that a description without a name means, if one that was met before.
    pub(crate) fn known(&self, phrase: &Phrase, owner: Option<usize>) -> Option<usize> {
        let head = phrase.head?;
        let w = &self.ground.words[head];
        let core = crate::name::joined(self.ground.words, &phrase.core);
        let same = self.by_text.get(&(core.clone(), owner).0).copied();
        let label = w.capital && w.classes & (lx::OFFICE | lx::PLURAL) == lx::OFFICE && phrase.core.len() <= 3;
        if phrase.determiner == Determiner::Indefinite || (phrase.determiner == Determiner::Bare && w.classes & (lx::UNNAMED | lx::PLURAL) != 0 && !label) {
            return self.by_text.get(&crate::name::joined(self.ground.words, &phrase.all)).copied();
        }
        if self.ground.words[phrase.core.start].lower == "other" && w.classes & (lx::OFFICE | lx::PLURAL) == lx::OFFICE {
            return None;
        }
        let own = self.own_government(w.classes, &w.lower, owner);
        let bearer = self.bearer(phrase);
        own.or(bearer)
            .or_else(|| self.by_office(head, phrase, owner))
            .or(same.filter(|a| self.fits_owner(*a, owner)))
            .or_else(|| self.wide(&w.lower, w.classes, phrase, owner))
            .or_else(|| self.only_union(w.classes, phrase))
            .or_else(|| self.holder(head, phrase, owner))
    }

    /// "The Velmarian government" is the state.
    fn own_government(&self, classes: Classes, lower: &str, owner: Option<usize>) -> Option<usize> {
        let government = classes & lx::STATE != 0 && classes & lx::ORGANIZATION == 0 || matches!(lower, "administration" | "authorities" | "authority");
        let state = |o: usize| self.drafts[o].kind == Some(ActorKind::State);
        let served = |o: usize| self.drafts[o].owner.filter(|s| self.drafts[o].kind == Some(ActorKind::Person) && state(*s));
        owner.filter(|_| government).and_then(|o| if state(o) { Some(o) } else { served(o) })
    }

    fn fits_owner(&self, actor: usize, owner: Option<usize>) -> bool {
        owner.is_none() || self.drafts[actor].owner.is_none() || self.drafts[actor].owner == owner
    }

    fn by_office(&self, head: usize, phrase: &Phrase, owner: Option<usize>) -> Option<usize> {
        let w = &self.ground.words[head];
        let from = self.modifiers_from(head).max(phrase.core.start.min(head));
        let before = crate::name::joined(self.ground.words, &(from..head));
        let (lower, before) = office(&w.lower, &before);
        let list = self.by_head.get(lower)?;
        let plural = w.classes & lx::PLURAL != 0;
        let fits = |a: &&usize| {
            let d = &self.drafts[**a];
            self.fits_owner(**a, owner) && (d.named || d.plural == plural) && d.heads.iter().any(|(h, b)| h == lower && agree(b, before))
        };
        let exact = |a: usize| {
            usize::from(self.drafts[a].heads.iter().any(|(h, b)| h == lower && b == before)) + usize::from(owner.is_some() && self.drafts[a].owner == owner)
        };
        list.iter().filter(fits).max_by_key(|a| (self.drafts[**a].count > 0, exact(**a), self.drafts[**a].last)).copied()
    }

    /// "The union" where a text names one body of working people, whatever noun heads its name.
    fn only_union(&self, classes: Classes, phrase: &Phrase) -> Option<usize> {
        let union = classes & (lx::LABOUR | lx::BODY | lx::PLURAL) & !lx::ORGANIZATION == lx::LABOUR && classes & lx::ORGANIZATION != 0;
        let known = matches!(phrase.determiner, Determiner::Definite | Determiner::Possessive) && phrase.core.len() == 1;
        let labour = |d: &Draft| d.named && !d.mute && d.kind != Some(ActorKind::Person) && d.heads.iter().any(|(h, _)| lx::classes(h) & lx::LABOUR != 0);
        let mut all = (0..self.drafts.len()).filter(|a| labour(&self.drafts[*a]));
        let one = all.next().filter(|_| union && known)?;
        all.next().is_none().then_some(one)
    }

    /// "The prime minister" right after a person without an office: the text ties them by saying nothing else.
    fn holder(&self, head: usize, phrase: &Phrase, owner: Option<usize>) -> Option<usize> {
        let words = self.ground.words;
        let classes = words[head].classes;
        let state = classes & lx::STATE_OFFICE != 0 && owner.is_none();
        let office = classes & lx::OFFICE != 0 && classes & lx::PLURAL == 0 && (state || owner.is_some());
        if !office || phrase.determiner != Determiner::Definite {
            return None;
        }
        let near = |at: usize| words[at].sentence + 3 >= words[head].sentence;
        let special = phrase.core.len() > 1 && classes & lx::STATE_OFFICE != 0;
        let right_before = |at: usize| special && words[at].sentence + 1 >= words[head].sentence;
        let bare = |a: usize, at: usize| {
            self.drafts[a].kind == Some(ActorKind::Person)
                && self.drafts[a].named
                && self.drafts[a].role.is_none()
                && self.drafts[a].owner == owner
                && (self.drafts[a].count > 1 || owner.is_some() || right_before(at))
        };
        self.seen.iter().rev().take(12).find(|s| near(s.at) && (!s.aside || right_before(s.at)) && bare(s.actor, s.at)).map(|s| s.actor)
    }

    /// Those with a name whom this noun was used for, in order of their first place.
    pub(crate) fn named_by(&self, head: &str) -> Vec<usize> {
        let mut all: Vec<usize> = self.by_head.get(head).into_iter().flatten().copied().filter(|a| self.drafts[*a].named && !self.drafts[*a].mute).collect();
        all.sort_unstable();
        all.dedup();
        all.truncate(4);
        all
    }

    /// "The company", "the country", "the paper": the last of that kind.
    fn wide(&self, lower: &str, classes: Classes, phrase: &Phrase, owner: Option<usize>) -> Option<usize> {
        let foreign = owner.is_some_and(|o| self.drafts[o].kind != Some(ActorKind::State));
        if classes & lx::WIDE == 0 || classes & lx::PLURAL != 0 || foreign || phrase.determiner == Determiner::Possessive {
            return None;
        }
        let outlet = classes & lx::OUTLET != 0;
        let state = classes & lx::STATE != 0;
        let fits = |a: usize| {
            let d = &self.drafts[a];
            match d.kind {
                Some(ActorKind::State) => state,
                Some(ActorKind::Outlet) => outlet,
                Some(ActorKind::ArmedGroup) => !state && !outlet && matches!(lower, "group" | "movement" | "organisation" | "organization"),
                Some(ActorKind::Organization) | None => !state && d.named && !d.mute && (!outlet || lower == "agency") && can_be(d, classes),
                _ => false,
            }
        };
        let near = self.seen.iter().rev().take(40);
        if matches!(lower, "government" | "state") {
            let states = near.filter(|s| fits(s.actor)).map(|s| s.actor);
            return states.max_by_key(|a| (self.drafts[*a].count, self.drafts[*a].last));
        }
        let body = near.clone().filter(|s| fits(s.actor)).max_by_key(|s| (!s.aside, s.at)).map(|s| s.actor);
        body.or_else(|| near.map(|s| s.actor).find(|a| !state && !outlet && self.unproven(*a)))
    }

    /// Takes in that a description means an actor.
    pub(crate) fn called(&mut self, actor: usize, phrase: &Phrase, owner: Option<usize>) {
        let head = phrase.head.map(|h| &self.ground.words[h]);
        let side = head.is_some_and(|w| matches!(w.lower.as_str(), "side" | "one" | "both" | "neither" | "other"));
        if !side {
            let wording = self.wording(&phrase.all);
            self.drafts[actor].call(&wording);
        }
        if owner.is_some() && head.is_some_and(|w| w.lower == "government") {
            self.learn_head(actor, "government", "");
        }
        self.mention(actor, phrase.all.clone(), false);
    }

    /// A new actor that is only described.
    pub(crate) fn introduce(&mut self, phrase: &Phrase, owner: Option<usize>) -> usize {
        let words = self.ground.words;
        let head = phrase.head.unwrap_or(phrase.all.start);
        let classes = words[head].classes;
        let kind = described_kind(classes, phrase.determiner);
        let show = self.wording(&phrase.all);
        let actor = self.drafts.len();
        let mut draft =
            Draft { kind: Some(kind), show: show.clone(), plural: classes & lx::PLURAL != 0 || many(&words[head].lower), owner, ..Draft::default() };
        draft.call(&show);
        self.drafts.push(draft);
        let short = self.wording(&(phrase.all.start..phrase.core.end.max(phrase.all.start + 1)));
        self.drafts[actor].call(&short);
        let from = self.modifiers_from(head);
        let before = crate::name::joined(words, &(from..head));
        let lower = words[head].lower.clone();
        self.learn_head(actor, &lower, &before);
        if classes & lx::OFFICE != 0 && kind == ActorKind::Person {
            self.drafts[actor].role = Some(self.wording(&(from..head + 1)));
        }
        self.by_text.entry(crate::name::joined(words, &phrase.all)).or_insert(actor);
        self.by_text.entry(crate::name::joined(words, &phrase.core)).or_insert(actor);
        actor
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

/// Whether a body can be called by a wide noun: a ministry is no company.
fn can_be(d: &Draft, classes: Classes) -> bool {
    let heads = || d.heads.iter().map(|(h, _)| lx::classes(h));
    let office = heads().any(|h| h & lx::STATE_OFFICE != 0);
    let business = heads().any(|h| h & lx::BUSINESS != 0);
    let other = heads().any(|h| h & lx::BODY != 0 && h & (lx::BUSINESS | lx::WIDE) == 0);
    !office && (classes & lx::BUSINESS == 0 || business || !other)
}

/// The signs of a being, and what its given name tells of its gender.
fn given(words: &[Word], being: &Being) -> Evidence {
    let mut e = being.evidence;
    let first = words.get(being.fullest.start).filter(|_| being.fullest.len() > 1).map_or(0, |w| w.classes);
    e.female += 2 * usize::from(first & lx::WOMAN != 0);
    e.male += 2 * usize::from(first & lx::MAN != 0);
    e
}

/// Words for several, or for nobody, that have no plural.
fn many(head: &str) -> bool {
    matches!(
        head,
        "nobody"
            | "none"
            | "those"
            | "everyone"
            | "everybody"
            | "anyone"
            | "anybody"
            | "all"
            | "many"
            | "some"
            | "few"
            | "several"
            | "most"
            | "others"
            | "two"
            | "three"
            | "four"
            | "half"
            | "both"
    )
}

/// One word for one office: "PM", "premier" and "prime minister".
fn office<'a>(head: &'a str, before: &'a str) -> (&'a str, &'a str) {
    match head {
        "pm" | "premier" if before.is_empty() => ("minister", "prime"),
        _ => (head, before),
    }
}

/// Whether two sets of words before an office can be one: "foreign" and nothing, not "foreign" and "finance".
fn agree(a: &str, b: &str) -> bool {
    a.is_empty() || b.is_empty() || a.split(' ').any(|x| b.split(' ').any(|y| x == y))
}

fn described_kind(classes: Classes, determiner: Determiner) -> ActorKind {
    let definite = matches!(determiner, Determiner::Definite | Determiner::Possessive);
    if classes & lx::OFFICE != 0 && classes & lx::PLURAL == 0 && definite {
        return ActorKind::Person;
    }
    let kinds = [
        (lx::COURT, ActorKind::Court),
        (lx::ARMED, ActorKind::ArmedGroup),
        (lx::STATE, ActorKind::State),
        (lx::ORGANIZATION, ActorKind::Organization),
        (lx::OUTLET, ActorKind::Outlet),
    ];
    let unnamed = classes & (lx::UNNAMED | lx::TEXT) != 0 && !definite;
    match kinds.iter().find(|(c, _)| classes & c != 0 && !unnamed) {
        Some((_, ActorKind::State)) if classes & lx::ORGANIZATION != 0 => ActorKind::Organization,
        Some((_, kind)) => *kind,
        None if classes & lx::PEOPLE != 0 && classes & (lx::PLURAL | lx::UNNAMED) != 0 => ActorKind::People,
        None => ActorKind::Anonymous,
    }
}
