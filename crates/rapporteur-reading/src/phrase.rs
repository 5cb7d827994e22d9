//! The parts of a noun phrase that names or describes somebody.
//!
//! Decides: head, determiner, name, owner, and where a phrase holds several. Looks at: words and names inside. Must not know: who is meant.

use crate::lexicon::{self as lx, Classes};
use crate::name::Name;
use crate::word::Word;
use std::ops::Range;

/// How a description begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Determiner {
    /// "the", "this", "both": somebody known.
    Definite,
    /// "a", "two", "some": somebody new.
    Indefinite,
    /// "his", "Tarn's".
    Possessive,
    /// Nothing.
    Bare,
}

/// Whose office or body it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A name, by its number.
    Name(usize),
    /// "his", "our": the place of the word.
    Pronoun(usize),
    /// Another description.
    Noun(Range<usize>),
}

/// Somebody, as one phrase puts it.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub(crate) all: Range<usize>,
    pub(crate) determiner: Determiner,
    /// The noun that says what they are.
    pub(crate) head: Option<usize>,
    /// First word after the determiner, and the end of the part before "of", "who", a comma.
    pub(crate) core: Range<usize>,
    /// The name they bear, by its number.
    pub(crate) name: Option<usize>,
    pub(crate) owner: Option<Owner>,
}

/// The words and names that phrases are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) words: &'a [Word],
    pub(crate) names: &'a [Name],
}

impl Ground<'_> {
    fn class(&self, i: usize) -> Classes {
        self.words.get(i).map_or(0, |w| w.classes)
    }

    fn lower(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |w| w.lower.as_str())
    }

    /// The name that covers a word.
    pub(crate) fn name_at(&self, i: usize) -> Option<usize> {
        let n = self.names.partition_point(|n| n.all.end <= i);
        self.names.get(n).filter(|n| n.all.start <= i).map(|_| n)
    }

    /// The parts of a joint source, or the whole.
    pub(crate) fn parts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let range = self.trim(range);
        let breaks: Vec<usize> = range.clone().filter(|i| self.parts_at(*i, &range)).collect();
        if breaks.is_empty() || range.clone().any(|i| self.class(i) & lx::RELATIVE != 0 && i < breaks[0]) {
            return vec![range];
        }
        let mut edges = vec![range.start];
        let mut out = Vec::new();
        for i in range.clone().filter(|i| {
            breaks.contains(i)
                || (self.lower(*i) == ","
                    && *i < breaks[breaks.len() - 1]
                    && self.opens(i + 1, &range)
                    && breaks.len() + 1 > 1
                    && self.list_comma(*i, breaks[0]))
        }) {
            edges.push(i);
        }
        edges.push(range.end);
        for pair in edges.windows(2) {
            let part = self.trim(pair[0]..pair[1]);
            let part = if matches!(self.lower(part.start), "and" | "both") && part.len() > 1 { self.trim(part.start + 1..part.end) } else { part };
            let part = if out.is_empty() { self.listed(part) } else { part };
            if !part.is_empty() && self.lower(part.start) != "and" {
                out.push(part);
            }
        }
        out
    }

    /// The first of those whom a description of several goes on to name: "the three unions - the Drivers' League, Dahl and Rail Men".
    fn listed(&self, part: Range<usize>) -> Range<usize> {
        let mark = part.clone().find(|i| !self.words[*i].letters && matches!(self.lower(*i), "," | ":" | "-" | "—" | "–"));
        let Some(mark) = mark else { return part };
        let rest = self.trim(mark + 1..part.end);
        let bare = (part.start..mark).all(|i| self.name_at(i).is_none_or(|n| self.names[n].core.is_empty() || self.class(mark - 1) & lx::PLURAL != 0));
        let several = (part.start..mark)
            .take_while(|i| self.class(*i) & lx::STOP == 0)
            .any(|i| self.class(i) & lx::PLURAL != 0 && self.class(i) & (lx::BODY | lx::OFFICE | lx::PEOPLE | lx::WIDE | lx::STATE) != 0);
        let the = usize::from(!rest.is_empty() && self.lower(rest.start) == "the");
        if bare && several && self.name_at(rest.start + the).is_some() { rest } else { part }
    }

    /// Whether the word is an "and" between two that can speak.
    fn parts_at(&self, i: usize, range: &Range<usize>) -> bool {
        matches!(self.lower(i), "and" | "&")
            && i > range.start
            && self.name_at(i).is_none()
            && self.opens(i + 1, range)
            && !self.two_offices(i)
            && !self.two_groups(i, range)
    }

    /// "Port chair and chief executive Ana Tarn": one person with two offices.
    fn two_offices(&self, and: usize) -> bool {
        let singular = |i: usize| self.class(i) & lx::OFFICE != 0 && self.class(i) & lx::PLURAL == 0;
        let before = and.checked_sub(1).is_some_and(singular);
        let name = self.name_at(and + 1).map(|n| &self.names[n]).filter(|n| n.all.start == and + 1 && n.title.start == and + 1 && !n.title.is_empty());
        before && name.is_some_and(|n| !n.core.is_empty() && n.owner.is_empty() && self.class(n.title.start) & lx::HONORIFIC == 0)
    }

    /// "The Envoys and Representatives", "envoys and county officials": one group under one description, without a name in it.
    fn two_groups(&self, and: usize, range: &Range<usize>) -> bool {
        let many = |i: usize| {
            let class = self.class(i);
            class & lx::PLURAL != 0 && class & lx::TEXT == 0 && class & (lx::OFFICE | lx::PEOPLE | lx::UNNAMED) != 0
        };
        let general = |n: usize| self.names[n].all.clone().all(|k| self.class(k) & (lx::OFFICE | lx::PART | lx::PEOPLE) != 0);
        let plain = range.clone().all(|i| self.words[i].letters && self.name_at(i).is_none_or(general));
        let begins_anew =
            |i: usize| matches!(self.lower(i), "the" | "its" | "his" | "her" | "their" | "our" | "some" | "many" | "other" | "others" | "of" | "who");
        let ands = range.clone().filter(|i| self.lower(*i) == "and").count();
        plain && ands == 1 && many(and - 1) && many(range.end - 1) && range.end - and <= 3 && !(and + 1..range.end).any(begins_anew)
    }

    fn opens(&self, i: usize, range: &Range<usize>) -> bool {
        i < range.end
            && (self.name_at(i).is_some()
                || matches!(self.lower(i), "the" | "its" | "his" | "her" | "their" | "our")
                || matches!(self.lower(i), "and" | "other" | "others")
                || self.plural_follows(i, range))
    }

    /// Whether several are described from here on: "government officials", "three more small states".
    fn plural_follows(&self, i: usize, range: &Range<usize>) -> bool {
        let upto = (i..range.end.min(i + 4)).take_while(|k| self.class(*k) & lx::STOP == 0 && self.words[*k].letters && self.name_at(*k).is_none());
        let head =
            upto.clone().find(|k| self.class(*k) & lx::PLURAL != 0 && self.class(*k) & (lx::BODY | lx::OFFICE | lx::PEOPLE | lx::UNNAMED | lx::WIDE) != 0);
        self.class(i) & lx::PLURAL != 0 || head.is_some()
    }

    /// Whether a comma parts a list and not a name from its description.
    fn list_comma(&self, at: usize, and: usize) -> bool {
        let described = matches!(self.lower(at + 1), "the" | "a" | "an" | "its" | "his" | "her");
        let named = at.checked_sub(1).and_then(|b| self.name_at(b)).is_some();
        !(described && named && at + 1 < and && self.name_at(and - 1).is_none())
    }

    /// A range without marks at its ends and without a possessive mark at its end.
    pub(crate) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let mut r = range.start..range.end.min(self.words.len());
        while r.start < r.end && (!self.words[r.start].letters || self.clock(r.start, r.end)) {
            r.start += 1;
        }
        let open = |i: usize| !self.words[i].letters || self.lower(i) == "'s" || matches!(self.lower(i), "who" | "which" | "whom") && self.lower(i - 1) == ",";
        while r.start + 1 < r.end && open(r.end - 1) {
            r.end -= 1;
        }
        if r.start > r.end { r.end..r.end } else { r }
    }

    /// Whether a word is the rest of an hour before a name: "11.40 Tarn says" in a report that goes on hour by hour.
    fn clock(&self, at: usize, end: usize) -> bool {
        let digits = |i: usize| self.lower(i).chars().all(|c| c.is_ascii_digit()) && matches!(self.lower(i).len(), 1 | 2);
        let hour = at >= 2 && matches!(self.lower(at - 1), "." | ":") && digits(at - 2) && self.words[at - 2].paragraph == self.words[at].paragraph;
        let opens = at >= 2 && (at == 2 || self.words[at - 3].paragraph != self.words[at].paragraph);
        digits(at) && hour && opens && at + 1 < end
    }

    /// Reads one phrase; `None` where there is no word.
    pub(crate) fn read(&self, range: Range<usize>) -> Option<Phrase> {
        let all = self.trim(range);
        if all.is_empty() || !self.words[all.start].letters {
            return None;
        }
        let (determiner, start) = self.determiner(&all);
        let end = self.core_end(start, all.end);
        let core = start..end;
        let last = end - 1;
        let covering = self.name_at(last).filter(|n| self.names[*n].all.end <= end.max(self.names[*n].all.end));
        let mut phrase = Phrase { determiner, head: Some(last), name: None, owner: None, core, all: all.clone() };
        if let Some((office, n)) = self.bearer_behind(&phrase) {
            (phrase.head, phrase.name) = (Some(office), Some(n));
            phrase.owner = self.name_at(all.start).or_else(|| self.name_at(start)).filter(|o| *o != n && !self.names[*o].core.is_empty()).map(Owner::Name);
            return Some(phrase);
        }
        match covering {
            Some(n) if !self.names[n].core.is_empty() => {
                phrase.name = Some(n);
                phrase.head = self.head_before(&phrase.core, n).or_else(|| self.apposed_head(self.names[n].all.end, all.end));
            }
            Some(n) => {
                phrase.head = self.names[n].title.clone().rev().find(|i| self.class(*i) & lx::OFFICE != 0).or(phrase.head);
                phrase.name = self.apposed_name(self.names[n].all.end, all.end);
            }
            None => phrase.name = self.apposed_name(end, all.end),
        }
        phrase.owner = self.owner(&phrase);
        Some(phrase)
    }

    /// The office and the name of a phrase that ends with the name, a preposition before: "Council for fair pay chief Ana Tarn",
    /// "Velmaria's minister for ports Ana Tarn".
    fn bearer_behind(&self, phrase: &Phrase) -> Option<(usize, usize)> {
        let last = phrase.all.end - 1;
        let n = self.name_at(last).filter(|n| !self.names[*n].core.is_empty() && self.names[*n].core.end == phrase.all.end)?;
        let own = &self.names[n];
        let before = if own.title.is_empty() { own.all.start.checked_sub(1)? } else { own.title.end - 1 };
        let office = |i: usize| !self.words[i].capital && self.class(i) & lx::OFFICE != 0 && self.class(i) & lx::PLURAL == 0;
        let linked = matches!(self.lower(phrase.core.end), "for" | "of" | "on" | "in");
        let plain = |r: Range<usize>| !r.is_empty() && r.clone().all(|i| self.words[i].letters && self.class(i) & (lx::STOP | lx::RELATIVE | lx::PRONOUN) == 0);
        if linked && plain(phrase.core.end + 1..before) && office(before) && self.words[phrase.core.start].capital {
            return Some((before, n));
        }
        if self.lower(phrase.core.end) == "and" && self.two_offices(phrase.core.end) {
            return Some((before, n));
        }
        let head = phrase.core.end - 1;
        let field = phrase.core.end + 1..own.all.start;
        let low = field.len() <= 4 && field.clone().all(|i| !self.words[i].capital);
        let article = matches!(self.lower(own.all.start - 1), "the" | "a" | "an" | "its" | "his" | "her" | "their" | "our" | "all");
        let person = own.title.is_empty() && own.core.len() == 2 && !article && self.class(last) & (lx::BODY | lx::THING) == 0;
        (linked && office(head) && low && person && plain(field)).then_some((head, n))
    }

    fn determiner(&self, all: &Range<usize>) -> (Determiner, usize) {
        let mut at = all.start;
        let mut found = Determiner::Bare;
        while at + 1 < all.end {
            let next = match self.lower(at) {
                "the" | "this" | "that" | "these" | "those" | "both" | "all" => Determiner::Definite,
                "his" | "her" | "its" | "their" | "our" | "my" | "your" | "whose" => Determiner::Possessive,
                _ if self.class(at) & lx::VAGUE != 0 && found == Determiner::Bare && self.name_at(at).is_none() => Determiner::Indefinite,
                _ if self.class(at) & lx::VAGUE != 0 && self.name_at(at).is_none() => found,
                _ => break,
            };
            found = next;
            at += 1;
            if self.lower(at) == "of" {
                return (found, at - 1);
            }
        }
        (found, at)
    }

    /// Where the part ends that holds the head: before a comma, a preposition, a relative clause; names stay whole.
    fn core_end(&self, start: usize, end: usize) -> usize {
        let mut i = start;
        while i < end {
            if let Some(n) = self.name_at(i) {
                i = self.names[n].all.end.min(end).max(i + 1);
                continue;
            }
            if let Some(after) = self.bracket(i, end) {
                i = after;
                continue;
            }
            let ends = self.class(i) & lx::STOP != 0
                || !self.words[i].letters && !matches!(self.lower(i), "'s" | "'" | "-" | "\u{2018}" | "\u{2019}" | "\"" | "\u{201c}" | "\u{201d}");
            if ends && i > start {
                break;
            }
            i += 1;
        }
        let mut at = i.max(start + 1);
        while at > start + 1 && !self.words[at - 1].letters {
            at -= 1;
        }
        at
    }

    /// Past a remark in brackets before a name: "Colonel (ret.) Ana Tarn".
    fn bracket(&self, at: usize, end: usize) -> Option<usize> {
        if self.lower(at) != "(" {
            return None;
        }
        let close = (at + 1..end.min(at + 5)).find(|i| self.lower(*i) == ")")?;
        self.name_at(close + 1).filter(|_| close + 1 < end).map(|_| close + 1)
    }

    /// The office before a name, in its title or in lower case.
    fn head_before(&self, core: &Range<usize>, n: usize) -> Option<usize> {
        let name = &self.names[n];
        if !name.title.is_empty() {
            return name.title.clone().rev().find(|i| self.class(*i) & lx::OFFICE != 0).or(Some(name.title.end - 1));
        }
        name.all.start.checked_sub(1).filter(|i| core.contains(i) && self.class(*i) & (lx::OFFICE | lx::BODY | lx::PEOPLE | lx::UNNAMED) != 0)
    }

    /// The office in ", the foreign minister" after a name.
    fn apposed_head(&self, from: usize, end: usize) -> Option<usize> {
        if !matches!(self.lower(from), "," | "(" | "—" | "–") || from + 1 >= end {
            return None;
        }
        let (_, start) = self.determiner(&(from + 1..end));
        let stop = self.core_end(start, end);
        (start..stop).rev().find(|i| self.class(*i) & (lx::OFFICE | lx::UNNAMED | lx::PEOPLE | lx::FEMALE | lx::MALE) != 0)
    }

    /// The name in "the foreign minister, Ana Tarn".
    fn apposed_name(&self, mut from: usize, end: usize) -> Option<usize> {
        if self.class(from) & lx::STOP != 0 && from < end {
            let comma = (from..end.min(from + 9)).find(|i| matches!(self.lower(*i), "," | "—" | "–"))?;
            if (from..comma).any(|i| self.class(i) & lx::RELATIVE != 0) || self.class(comma - 1) & lx::OFFICE != 0 {
                return None;
            }
            from = comma;
        }
        let marked = matches!(self.lower(from), "," | "—" | "–" | "-" | "(");
        let mut from = from + usize::from(marked);
        for _ in 0..5 {
            let plain = marked && from < end && self.words[from].letters && self.class(from) & (lx::STOP | lx::RELATIVE) == 0 && self.name_at(from).is_none();
            from += usize::from(plain);
        }
        let mut n = self.name_at(from).filter(|n| from < end && self.names[*n].all.start == from)?;
        if marked {
            n = self.after_owner(n, end).unwrap_or(n);
        }
        let name = &self.names[n];
        (!name.core.is_empty() && self.lower(name.all.end) != "'s").then_some(n)
    }

    /// The name after the owner that `n` may be: "Velmarian foreign minister Ana Tarn".
    fn after_owner(&self, n: usize, end: usize) -> Option<usize> {
        let own = self.names[n].all.end;
        let office = (own..end.min(own + 4))
            .take_while(|i| self.lower(*i) == "'s" || self.class(*i) & (lx::OFFICE | lx::PART | lx::BODY) != 0 && self.name_at(*i).is_none());
        let next = office.last()? + 1;
        self.name_at(next).filter(|m| next < end && self.names[*m].all.start == next && !self.names[*m].core.is_empty())
    }

    /// Whose it is: "Tarn's", "Velmarian", "its", "of the union".
    fn owner(&self, phrase: &Phrase) -> Option<Owner> {
        let own = phrase.name.map(|n| &self.names[n]);
        if let Some(n) = phrase.name.filter(|n| !self.names[*n].owner.is_empty()) {
            return Some(Owner::Name(n));
        }
        if let Some(office) =
            phrase.name.map(|n| n + 1).filter(|n| self.names.get(*n).is_some_and(|o| o.core.is_empty() && !o.owner.is_empty() && o.all.end <= phrase.all.end))
        {
            return Some(Owner::Name(office));
        }
        let before = own.map_or(phrase.core.end, |n| if n.all.start >= phrase.core.start { n.all.start.max(phrase.core.start) } else { phrase.core.end });
        let limit = before.min(phrase.core.end.max(phrase.core.start));
        if let Some(n) = (phrase.core.start..limit)
            .rev()
            .find_map(|i| self.name_at(i))
            .filter(|n| Some(*n) != phrase.name && !(self.names[*n].core.is_empty() && self.names[*n].owner.is_empty()))
        {
            return Some(Owner::Name(n));
        }
        if phrase.determiner == Determiner::Possessive {
            return Some(Owner::Pronoun(phrase.all.start));
        }
        if let Some(mark) = (phrase.core.start..limit).find(|i| self.lower(*i) == "'s").filter(|m| *m > phrase.all.start) {
            return Some(Owner::Noun(phrase.all.start..mark));
        }
        self.owner_after(phrase).or_else(|| self.owner_noun(phrase))
    }

    /// The body before an office in lower case: "a ministry official", "union leader Ana Tarn".
    fn owner_noun(&self, phrase: &Phrase) -> Option<Owner> {
        let head = phrase.head?;
        let before = head
            .checked_sub(1)
            .filter(|i| *i >= phrase.core.start && self.class(*i) & lx::BODY != 0 && self.class(head) & (lx::SPEAKS_FOR | lx::UNNAMED) != 0)?;
        Some(Owner::Noun(before..before + 1))
    }

    /// The first name or description after "of", "for", "at" behind the office.
    fn owner_after(&self, phrase: &Phrase) -> Option<Owner> {
        let own_end = phrase.name.map_or(phrase.core.end, |n| self.names[n].all.end);
        let from = if phrase.head.is_some_and(|h| h >= own_end) { phrase.head? + 1 } else { phrase.core.end };
        let link =
            (from..phrase.all.end.min(from + 8)).find(|i| matches!(self.lower(*i), "of" | "for" | "at" | "with" | "from" | "in" | "by" | "representing"))?;
        let start = link + 1;
        let end = self.core_end(start.min(phrase.all.end), phrase.all.end);
        if start >= phrase.all.end {
            return None;
        }
        let named = (start..end).find_map(|i| self.name_at(i)).filter(|n| Some(*n) != phrase.name && !self.names[*n].core.is_empty());
        Some(named.map_or(Owner::Noun(start..end), Owner::Name))
    }
}
