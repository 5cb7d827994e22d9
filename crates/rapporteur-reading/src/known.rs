//! Which actor a description without a name means, and what becomes of one that means nobody met before.
//!
//! Decides: "the union", "the minister", "the company". Looks at: heads, modifiers, owners, what was mentioned last.
//! Must not know: statements, pronouns.

use crate::cast::{Cast, Draft, office};
use crate::lexicon::{self as lx, Classes};
use crate::phrase::{Determiner, Owner, Phrase};
use rapporteur_record::ActorKind;

impl Cast<'_> {
    /// The actor that a description without a name means, if one that was met before.
    pub(crate) fn known(&self, phrase: &Phrase, owner: Option<usize>) -> Option<usize> {
        let head = phrase.head?;
        let w = &self.ground.words[head];
        let ministers = w.classes & lx::PLURAL != 0 && w.classes & lx::SPEAKS_FOR != 0 && phrase.determiner != Determiner::Indefinite;
        if let Some(group) = owner.filter(|o| ministers && coded(&self.drafts[*o].show)) {
            return Some(group);
        }
        let core = crate::name::joined(self.ground.words, &phrase.core);
        let same = self.by_text.get(&(core.clone(), owner).0).copied();
        let label = w.capital && w.classes & (lx::OFFICE | lx::PLURAL) == lx::OFFICE && phrase.core.len() <= 3;
        if phrase.determiner == Determiner::Indefinite || (phrase.determiner == Determiner::Bare && w.classes & (lx::UNNAMED | lx::PLURAL) != 0 && !label) {
            return self.by_text.get(&crate::name::joined(self.ground.words, &phrase.all)).copied();
        }
        if self.ground.words[phrase.core.start].lower == "other" && w.classes & (lx::OFFICE | lx::PLURAL) == lx::OFFICE {
            return None;
        }
        let own = self.own_government(w.classes, &w.lower, owner).or_else(|| self.own_body(w.classes, phrase, owner));
        let bearer = self.bearer(phrase);
        own.or(bearer)
            .or_else(|| self.by_office(head, phrase, owner))
            .or(same.filter(|a| self.fits_owner(*a, owner)))
            .or_else(|| self.wide(&w.lower, w.classes, phrase, owner).filter(|_| !self.other_name(head, phrase)))
            .or_else(|| self.only_union(w.classes, phrase))
            .or_else(|| self.holder(head, phrase, owner))
    }

    /// "The Velmarian government", "the Velmarian side" is the state.
    fn own_government(&self, classes: Classes, lower: &str, owner: Option<usize>) -> Option<usize> {
        let government = classes & lx::STATE != 0 && classes & lx::ORGANIZATION == 0
            || matches!(lower, "administration" | "authorities" | "authority" | "side" | "leadership");
        let body = |o: &usize| lower == "management" && self.drafts[*o].named && self.drafts[*o].kind != Some(ActorKind::Person);
        if let Some(body) = owner.filter(body) {
            return Some(body);
        }
        let state = |o: usize| self.drafts[o].kind == Some(ActorKind::State);
        let served = |o: usize| self.drafts[o].owner.filter(|s| self.drafts[o].kind == Some(ActorKind::Person) && state(*s));
        owner.filter(|_| government).and_then(|o| if state(o) { Some(o) } else { served(o) })
    }

    /// "Her party" is the body she acts for, where that is a body which can be called so.
    fn own_body(&self, classes: Classes, phrase: &Phrase, owner: Option<usize>) -> Option<usize> {
        let called = classes & (lx::WIDE | lx::LABOUR) != 0 && classes & (lx::PLURAL | lx::STATE | lx::OUTLET) == 0;
        let plain = phrase.determiner == Determiner::Possessive && phrase.core.len() == 1 && matches!(phrase.owner, Some(Owner::Pronoun(_)));
        let person = owner.filter(|o| called && plain && self.drafts[*o].kind == Some(ActorKind::Person))?;
        self.drafts[person].owner.filter(|b| self.drafts[*b].kind == Some(ActorKind::Organization) && can_be(&self.drafts[*b], classes))
    }

    /// Whether a wide noun has a capitalised word before it: "the Tarnite party" is no other party.
    fn other_name(&self, head: usize, phrase: &Phrase) -> bool {
        let before = head.checked_sub(1).filter(|b| *b >= phrase.core.start).map(|b| &self.ground.words[b]);
        before.is_some_and(|w| w.letters && w.capital && !w.first)
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
        let mut all = (0..self.drafts.len()).filter(|a| union && known && labour(&self.drafts[*a]));
        let one = all.next()?;
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
        // Who asks and answers speaks of others.
        let asks = |at: usize| crate::evidence::before_colon(words, at).is_some();
        self.seen.iter().rev().take(12).find(|s| near(s.at) && !asks(s.at) && (!s.aside || right_before(s.at)) && bare(s.actor, s.at)).map(|s| s.actor)
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
            return states.max_by_key(|a| (self.drafts[*a].named, self.drafts[*a].count, self.drafts[*a].last));
        }
        let here = &self.ground.words[phrase.all.start];
        let worth = |s: &crate::cast::Seen| {
            let away = here.sentence.saturating_sub(self.ground.words[s.at].sentence).min(12) as i64;
            3 * self.drafts[s.actor].count.min(6) as i64 - 5 * away - 18 * i64::from(s.aside)
        };
        let body = near.clone().filter(|s| fits(s.actor)).max_by_key(|s| (worth(s), s.at)).map(|s| s.actor);
        body.or_else(|| near.map(|s| s.actor).find(|a| !state && !outlet && self.unproven(*a)))
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
        let aside = |i: &usize| matches!(words[*i].lower.as_str(), "," | "-" | "—" | "–") || words[*i].classes & lx::RELATIVE != 0;
        if let Some(end) = (phrase.core.end..phrase.all.end).find(aside) {
            let own = self.wording(&(phrase.all.start..end));
            self.drafts[actor].call(&own);
        }
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
}

/// "L7": a group that is called by a letter and the number of its members acts through their ministers only.
pub(crate) fn coded(name: &str) -> bool {
    let digits = name.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or("");
    (1..=2).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

/// Whether a body can be called by a wide noun: a ministry is no company.
fn can_be(d: &Draft, classes: Classes) -> bool {
    let heads = || d.heads.iter().map(|(h, _)| lx::classes(h));
    let office = heads().any(|h| h & lx::STATE_OFFICE != 0);
    let business = heads().any(|h| h & lx::BUSINESS != 0);
    let other = heads().any(|h| h & lx::BODY != 0 && h & (lx::BUSINESS | lx::WIDE) == 0);
    !office && (classes & lx::BUSINESS == 0 || business || !other)
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

/// Whether two sets of words before an office can be one: "foreign" and nothing, not "foreign" and "finance".
fn agree(a: &str, b: &str) -> bool {
    let apart = |w: &str| a.split(' ').any(|x| x == w) != b.split(' ').any(|x| x == w);
    if ["shadow", "vice", "attorney", "solicitor"].iter().any(|w| apart(w)) {
        return false;
    }
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
