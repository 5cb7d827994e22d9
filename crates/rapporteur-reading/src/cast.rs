//! The actors of a text in the making: names first, then descriptions, each with what the text tells of it.
//!
//! Decides: what is known of an actor so far, and where it was mentioned. Looks at: names and their places.
//! Must not know: statements, pronouns, which description means whom (`known`).

use crate::actor::{Being, Beings, Tag};
use crate::bond::Bonds;
use crate::evidence::Evidence;
use crate::gazetteer::Naming;
use crate::lexicon as lx;
use crate::phrase::{Ground, Owner, Phrase};
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
    pub(crate) by_head: HashMap<String, Vec<usize>>,
    pub(crate) by_text: HashMap<String, usize>,
    /// Which mentions the network takes for one actor.
    pub(crate) bonds: Bonds<'a>,
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
            bonds: Bonds::of(ground.words, std::iter::empty(), None),
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

    pub(crate) fn words_of(&self, range: &Range<usize>) -> String {
        word::hull(self.ground.words, range).filter(|_| !range.is_empty()).map_or_else(String::new, |s| s.of(self.text).to_owned())
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
                let lower = w.lower.clone();
                self.learn_head(actor, &lower, "");
                if let Some(one) = lx::singular(&lower).filter(|one| lx::classes(one) & lx::BODY != 0) {
                    self.learn_head(actor, &one, "");
                }
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

    pub(crate) fn modifiers_from(&self, head: usize) -> usize {
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
}

/// What a given name counts as a sign of gender; a pronoun near by counts one or two.
const GIVEN: usize = 8;

/// The signs of a being, and what its given name tells of its gender.
fn given(words: &[Word], being: &Being) -> Evidence {
    let mut e = being.evidence;
    let first = words.get(being.fullest.start).filter(|_| being.fullest.len() > 1).map_or(0, |w| w.classes);
    e.female += GIVEN * usize::from(first & lx::WOMAN != 0);
    e.male += GIVEN * usize::from(first & lx::MAN != 0);
    e
}

/// One word for one office: "PM", "premier" and "prime minister".
pub(crate) fn office<'a>(head: &'a str, before: &'a str) -> (&'a str, &'a str) {
    match head {
        "pm" | "premier" if before.is_empty() => ("minister", "prime"),
        _ => (head, before),
    }
}
