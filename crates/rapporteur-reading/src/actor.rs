//! Which names are one actor.
//!
//! Decides: the beings of a text as far as their names tell. Looks at: the names' words, the signs around them, the country list.
//! Must not know: statements, pronouns.

use crate::evidence::{self, Evidence};
use crate::gazetteer::{self, Naming};
use crate::lexicon as lx;
use crate::name::{self, Name};
use crate::word::Word;
use rapporteur_record::ActorKind;
use std::collections::HashMap;
use std::ops::Range;

/// One place where a being is named.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// Words of the name proper.
    pub(crate) range: Range<usize>,
    /// The being.
    pub(crate) being: usize,
    /// The run it stands in.
    pub(crate) name: usize,
    /// It owns the office that the run names ("Velmarian Foreign Minister").
    pub(crate) owner: bool,
}

/// A being known by names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Being {
    pub(crate) kind: Option<ActorKind>,
    pub(crate) evidence: Evidence,
    pub(crate) wikidata: Option<&'static str>,
    /// Words of its fullest name.
    pub(crate) fullest: Range<usize>,
    /// All its names are places and things.
    pub(crate) mute: bool,
}

/// The beings of a text, and where each is named, in text order.
#[derive(Debug, Default)]
pub(crate) struct Beings {
    pub(crate) all: Vec<Being>,
    pub(crate) tags: Vec<Tag>,
}

/// One spelling of a name.
#[derive(Clone, Debug, Default)]
struct Spelling {
    key: String,
    first: Range<usize>,
    evidence: Evidence,
    /// A country is called so, but here it is somebody's surname.
    surname: bool,
}

/// Joins the names of a text into beings.
pub(crate) fn join(words: &[Word], names: &[Name]) -> Beings {
    let (spellings, mut tags) = spellings(words, names);
    let spellings = surnames(words, shortened(spellings));
    let mut group = Groups::new(spellings.len());
    let index = Index::of(&spellings);
    let by_key: HashMap<&str, usize> = spellings.iter().enumerate().map(|(i, s)| (s.key.as_str(), i)).collect();
    join_countries(&spellings, &by_key, &mut group);
    join_aliases(&spellings, &by_key, &mut group);
    let peoples = join_peoples(words, &spellings, &index, &mut group);
    join_parts(words, &spellings, &index, &mut group);
    join_initials(words, &spellings, &index, &mut group);
    join_ministers(words, &spellings, &by_key, &mut group);
    join_capitals(words, &tags, &mut group);
    join_misspelt(&spellings, &mut group);
    let (mut all, place) = beings(words, &spellings, &mut group);
    for people in peoples {
        let kind = &mut all[place[people]].kind;
        if *kind != Some(ActorKind::Person) {
            *kind = Some(ActorKind::State);
        }
    }
    for tag in &mut tags {
        tag.being = place[tag.being];
    }
    Beings { all, tags }
}

/// Every spelling once, in order of its first place; tags point to spellings for now.
fn spellings(words: &[Word], names: &[Name]) -> (Vec<Spelling>, Vec<Tag>) {
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut out: Vec<Spelling> = Vec::new();
    let mut tags = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let mut parts = vec![(name.owner.clone(), true), (name.core.clone(), false)];
        parts.retain(|(r, _)| !r.is_empty());
        parts.sort_by_key(|(r, _)| r.start);
        for (range, owner) in parts {
            let found = if owner { evidence::around_owner(words, name) } else { evidence::around_core(words, name) };
            let key = name::joined(words, &range);
            let i = *by_key.entry(key.clone()).or_insert_with(|| {
                out.push(Spelling { key, first: range.clone(), ..Spelling::default() });
                out.len() - 1
            });
            out[i].evidence.add(found);
            tags.push(Tag { range, being: i, name: n, owner });
        }
    }
    (out, tags)
}

/// Marks spellings of several words whose last word also stands alone.
fn shortened(mut spellings: Vec<Spelling>) -> Vec<Spelling> {
    let single: std::collections::HashSet<String> = spellings.iter().filter(|s| !s.key.contains(' ')).map(|s| s.key.clone()).collect();
    for s in &mut spellings {
        s.evidence.shortened = s.key.rsplit_once(' ').is_some_and(|(_, last)| single.contains(last));
    }
    spellings
}

/// Marks names of countries and peoples that only stand for somebody who bears them: "Ana French", then "French said".
fn surnames(words: &[Word], mut spellings: Vec<Spelling>) -> Vec<Spelling> {
    let given = |s: &Spelling| s.first.len() == 2 && words[s.first.start].classes & (lx::WOMAN | lx::MAN) != 0;
    let borne: std::collections::HashSet<String> = spellings.iter().filter(|s| given(s)).filter_map(|s| Some(s.key.rsplit_once(' ')?.1.to_owned())).collect();
    for s in spellings.iter_mut().filter(|s| borne.contains(&s.key) && gazetteer::country(&s.key).is_some()) {
        s.surname = s.evidence.state == 0 && s.evidence.place == 0 && s.evidence.article == 0;
    }
    spellings
}

/// Groups of spellings that are one being.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(n: usize) -> Groups {
        Groups { parent: (0..n).collect() }
    }

    fn top(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.top(a), self.top(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// Not joined to an earlier one.
    fn leads(&self, i: usize) -> bool {
        self.parent[i] == i
    }
}

/// Spellings by each of their longer words, and by how they begin.
struct Index<'a> {
    ends: HashMap<&'a str, Vec<usize>>,
    stems: HashMap<String, Vec<usize>>,
    initials: HashMap<String, Vec<usize>>,
}

/// More candidates than this are not looked at: a text that has them is no news story.
const MOST: usize = 12;

impl<'a> Index<'a> {
    fn of(spellings: &'a [Spelling]) -> Index<'a> {
        let mut index = Index { ends: HashMap::new(), stems: HashMap::new(), initials: HashMap::new() };
        for (i, s) in spellings.iter().enumerate() {
            let parts: Vec<&str> = s.key.split(' ').collect();
            if parts.len() > 1 {
                index.ends.entry(parts[0]).or_default().push(i);
                index.ends.entry(parts[parts.len() - 1]).or_default().push(i);
                for inner in parts[1..parts.len() - 1].iter().filter(|p| p.chars().count() > 3) {
                    index.ends.entry(inner).or_default().push(i);
                }
                let letters = |all: bool| parts.iter().filter(|p| all || lx::classes(p) & lx::LINK == 0).filter_map(|p| p.chars().next()).collect::<String>();
                index.initials.entry(letters(true)).or_default().push(i);
                if gazetteer::country(parts[0]).is_some() && parts.len() > 2 {
                    let rest = letters(false).chars().skip(1).collect();
                    index.initials.entry(rest).or_default().push(i);
                }
                if letters(true) != letters(false) {
                    index.initials.entry(letters(false)).or_default().push(i);
                }
            } else {
                index.stems.entry(s.key.chars().take(4).collect()).or_default().push(i);
            }
        }
        index
    }
}

/// "The Velmarian Government" is whoever "Velmarian" is; names of the country list are one by their item.
fn join_countries(spellings: &[Spelling], by_key: &HashMap<&str, usize>, group: &mut Groups) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (i, s) in spellings.iter().enumerate() {
        let owner = [" government", " administration", " authorities"].iter().find_map(|g| s.key.strip_suffix(g));
        if let Some(j) = owner.and_then(|o| by_key.get(o)) {
            group.join(i, *j);
        }
        if let Some(country) = gazetteer::country(owner.unwrap_or(&s.key)).filter(|_| !s.surname) {
            group.join(i, *seen.entry(country.item).or_insert(i));
        }
    }
}

/// Names of one body that have no word in common, as the list has them, and the plural of a name: "Lib Dem" and "Lib Dems".
fn join_aliases(spellings: &[Spelling], by_key: &HashMap<&str, usize>, group: &mut Groups) {
    let mut rows: HashMap<usize, usize> = HashMap::new();
    for (i, s) in spellings.iter().enumerate().filter(|(_, s)| s.evidence.person == 0) {
        if let Some(row) = lx::alias(&s.key) {
            group.join(i, *rows.entry(row).or_insert(i));
        }
        let many = by_key.get(format!("{}s", s.key).as_str()).filter(|j| gazetteer::country(&s.key).is_none() && spellings[**j].evidence.person == 0);
        if let Some(j) = many {
            group.join(i, *j);
        }
    }
}

/// What an adjective or a people's name may add to the stem of a country's name.
const PEOPLE_ENDINGS: &[&str] = &[
    "n", "an", "ian", "ean", "i", "ese", "ish", "ic", "er", "nian", "vian", "ns", "ans", "ians", "eans", "is", "ers", "ite", "ites", "lian", "ene", "enes",
    "ois", "ais", "a", "ard", "ards", "en",
];

/// Joins "Velmarian" and "Velmarians" to "Velmaria", where only the text knows the country.
fn join_peoples(words: &[Word], spellings: &[Spelling], index: &Index<'_>, group: &mut Groups) -> Vec<usize> {
    let mut peoples = Vec::new();
    for (i, s) in spellings.iter().enumerate() {
        let adjective = !s.key.contains(' ') && gazetteer::country(&s.key).is_none() && s.evidence.person < 2 && s.evidence.count > s.evidence.person;
        let Some(stems) = index.stems.get(&s.key.chars().take(4).collect::<String>()).filter(|_| adjective) else {
            continue;
        };
        let nouns = stems.iter().copied().filter(|j| *j != i).take(MOST);
        for j in nouns {
            let noun = &spellings[j];
            if gazetteer::country(&noun.key).is_none()
                && noun.evidence.person < 4
                && derived(&noun.key, &s.key)
                && words[noun.first.start].classes & lx::BODY == 0
            {
                group.join(i, j);
                peoples.push(j);
                break;
            }
        }
    }
    peoples
}

/// Whether `people` is `noun` with an ending, up to two letters of the noun lost.
fn derived(noun: &str, people: &str) -> bool {
    let common = noun.chars().zip(people.chars()).take_while(|(a, b)| a == b).count();
    let (n, p) = (noun.chars().count(), people.chars().count());
    let ending: String = people.chars().skip(common).collect();
    common >= 4
        && p > common
        && n - common <= 2
        && PEOPLE_ENDINGS.iter().any(|e| *e == ending || (n > common && ending.ends_with(e) && ending.chars().count() <= e.chars().count() + 1))
}

/// Joins a shorter name to a longer one that begins or ends with it.
fn join_parts(words: &[Word], spellings: &[Spelling], index: &Index<'_>, group: &mut Groups) {
    for (i, s) in spellings.iter().enumerate() {
        if gazetteer::country(&s.key).is_some() && !s.surname {
            continue;
        }
        let last = s.key.rsplit(' ').next().unwrap_or("");
        let first = s.key.split(' ').next().unwrap_or("");
        let mut candidates: Vec<usize> = [last, first].iter().flat_map(|w| index.ends.get(w).into_iter().flatten().copied().take(MOST)).collect();
        let often = |j: usize| if s.first.len() == 1 && spellings[j].evidence.person > 0 { spellings[j].evidence.count } else { 0 };
        let other = |j: usize| other_gender(words, s, &spellings[j]);
        let noun = |j: usize| words[spellings[j].first.start].classes & (lx::BODY | lx::PEOPLE | lx::OPENER) != 0 && !s.key.contains(' ');
        candidates.sort_by_key(|j| (!ends_with(&spellings[*j].key, &s.key), noun(*j), other(*j), std::cmp::Reverse(often(*j)), spellings[*j].key.len(), *j));
        if let Some(j) = candidates.into_iter().find(|j| *j != i && part_of(words, s, &spellings[*j])) {
            group.join(i, j);
        }
    }
}

/// Whether the given name of the longer tells another gender than the words around the shorter.
fn other_gender(words: &[Word], short: &Spelling, long: &Spelling) -> bool {
    let given = words[long.first.start].classes;
    let e = short.evidence;
    e.female > e.male && given & lx::MAN != 0 || e.male > e.female && given & lx::WOMAN != 0
}

fn ends_with(long: &str, short: &str) -> bool {
    long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

fn part_of(words: &[Word], short: &Spelling, long: &Spelling) -> bool {
    if gazetteer::country(&long.key).is_some() || !long.key.contains(' ') {
        return false;
    }
    let person = |s: &Spelling| evidence::kind(words, &s.first, &s.evidence) == Some(ActorKind::Person);
    let begins = long.key.strip_prefix(&short.key).is_some_and(|rest| rest.starts_with(' '));
    let ends = ends_with(&long.key, &short.key);
    let organ = ends && !person(long) && organ_of(words, long, short);
    let thing = words[long.first.end - 1].classes & lx::THING != 0 && words[long.first.end - 1].classes & lx::BODY == 0;
    let inner =
        !short.key.contains(' ') && long.key.contains(&format!(" {} ", short.key)) && person(long) && short.evidence.state == 0 && short.evidence.place == 0;
    if organ || thing || !(begins || ends || inner || middle_left_out(&short.key, &long.key)) {
        return false;
    }
    if person(long) {
        return short.evidence.state <= short.evidence.person && (!short.key.contains(' ') || ends || !begins || short.key.split(' ').count() > 1);
    }
    let generic = words[short.first.start].classes & lx::BODY != 0;
    if person(short) && short.evidence.person >= 3 {
        return false;
    }
    (ends && (!generic || short.evidence.article > 0))
        || (begins
            && short.evidence.place == 0
            && short.evidence.state == 0
            && (short.evidence.article > 0 || words[short.first.start].upper || words[long.first.end - 1].classes & lx::BODY != 0))
}

/// "The Executive of the Dockers' League" is not the League, as "the Government of Velmaria" is Velmaria.
fn organ_of(words: &[Word], long: &Spelling, short: &Spelling) -> bool {
    let before = long.first.end.saturating_sub(short.first.len()).max(long.first.start);
    let link = (long.first.start..before).rev().take(2).find(|i| words[*i].lower == "of");
    link.and_then(|i| i.checked_sub(1)).is_some_and(|head| head >= long.first.start && words[head].classes & (lx::STATE | lx::HONORIFIC) == 0)
}

/// "L7 Foreign Ministers" is whoever "L7" is.
fn join_ministers(words: &[Word], spellings: &[Spelling], by_key: &HashMap<&str, usize>, group: &mut Groups) {
    for (i, s) in spellings.iter().enumerate().filter(|(_, s)| s.first.len() > 1) {
        let first = s.key.split(' ').next().unwrap_or("");
        let rest = &words[s.first.start + 1..s.first.end];
        let offices = rest.iter().all(|w| w.classes & (lx::OFFICE | lx::PART) != 0)
            && rest.last().is_some_and(|w| w.classes & lx::PLURAL != 0 && w.classes & lx::SPEAKS_FOR != 0);
        if let Some(j) = by_key.get(first).filter(|_| offices && crate::known::coded(&first.to_uppercase())) {
            group.join(i, *j);
        }
    }
}

/// "Anna Tarn" for "Anna K. Tarn".
fn middle_left_out(short: &str, long: &str) -> bool {
    let ends = |s: &str| Some((s.split_once(' ')?.0.to_owned(), s.rsplit_once(' ')?.1.to_owned()));
    short.split(' ').count() == 2 && long.split(' ').count() == 3 && ends(short).is_some() && ends(short) == ends(long)
}

/// Joins "KDB" to "Korean Development Bank".
fn join_initials(words: &[Word], spellings: &[Spelling], index: &Index<'_>, group: &mut Groups) {
    let ending: HashMap<usize, usize> = spellings.iter().enumerate().map(|(j, s)| (s.first.end, j)).collect();
    for (i, s) in spellings.iter().enumerate() {
        let short = &words[s.first.start];
        let bracketed = s.first.start.checked_sub(1).is_some_and(|b| words[b].lower == "(");
        let letters: String = short.lower.chars().filter(|c| c.is_alphabetic()).collect();
        let spoken = (3..=5).contains(&letters.len()) && s.evidence.person == 0;
        if s.first.len() != 1 || !(short.upper || bracketed || spoken) || gazetteer::country(&s.key).is_some() {
            continue;
        }
        let before = s.first.start.checked_sub(2).filter(|_| bracketed);
        let long = index
            .initials
            .get(&letters)
            .and_then(|js| js.iter().copied().find(|j| *j != i && !(spellings[*j].evidence.person > 0 || !short.upper && is_person(words, &spellings[*j]))));
        let alike = |j: usize| spellings[j].key.split(' ').any(|w| w.chars().next() == letters.chars().next());
        let near = before.and_then(|b| ending.get(&(b + 1)).copied()).filter(|j| *j != i && letters.len() > 1 && alike(*j));
        if let Some(j) = long.or(near) {
            group.join(i, j);
        }
    }
}

fn is_person(words: &[Word], s: &Spelling) -> bool {
    evidence::kind(words, &s.first, &s.evidence) == Some(ActorKind::Person)
}

/// Joins a city that the text calls the capital of a country to that country.
fn join_capitals(words: &[Word], tags: &[Tag], group: &mut Groups) {
    let starting: HashMap<usize, usize> = tags.iter().map(|t| (t.range.start, t.being)).collect();
    let ending: HashMap<usize, (usize, usize)> = tags.iter().map(|t| (t.range.end, (t.being, t.range.start))).collect();
    for (i, w) in words.iter().enumerate().filter(|(i, w)| w.lower == "capital" && *i > 1) {
        let at = |k: usize| words.get(k).filter(|x| x.sentence == w.sentence).map_or("", |x| x.lower.as_str());
        let possessive = at(i - 1) == "'s";
        let before = ending.get(&(i - usize::from(possessive))).copied();
        let city_after = starting.get(&(i + 1 + usize::from(at(i + 1) == ","))).copied();
        let country_after = starting.get(&(i + 2 + usize::from(at(i + 2) == "the"))).copied().filter(|_| at(i + 1) == "of");
        let article = usize::from(at(i - 1) == "the");
        let city_before = |end: usize| ending.get(&end).copied().filter(|_| at(end) == ",").map(|c| c.0);
        let pair = match (before, country_after) {
            (_, Some(country)) => city_before(i - 1 - article).map(|city| (city, country)),
            (Some((country, start)), None) => city_after.or_else(|| start.checked_sub(1).and_then(city_before)).map(|city| (city, country)),
            _ => None,
        };
        if let Some((city, country)) = pair {
            group.join(city, country);
        }
    }
}

/// Joins a rare spelling to a surname or name that differs by a slip and is more frequent, or that was introduced in full.
fn join_misspelt(spellings: &[Spelling], group: &mut Groups) {
    let last = |s: &Spelling| s.key.rsplit(' ').next().unwrap_or("").to_owned();
    let mut counts: HashMap<String, (usize, usize, bool)> = HashMap::new();
    for (i, s) in spellings.iter().enumerate() {
        let known = counts.entry(last(s)).or_insert((0, i, false));
        known.0 += s.evidence.count;
        known.2 |= s.key.contains(' ');
    }
    let mut frequent: Vec<(String, usize)> =
        counts.iter().filter(|(k, (n, _, full))| k.len() >= 5 && (*n >= 2 || *full)).map(|(k, (_, i, _))| (k.clone(), *i)).collect();
    frequent.sort_by_key(|(k, i)| (std::cmp::Reverse(counts.get(k).map_or(0, |c| c.0)), *i));
    frequent.truncate(200);
    for (i, rare) in spellings.iter().enumerate().take(5000) {
        let alone = counts.get(&rare.key).is_some_and(|(n, _, full)| *n == 1 && !full);
        if !alone || rare.key.len() < 5 || gazetteer::country(&rare.key).is_some() || !group.leads(i) {
            continue;
        }
        let found = frequent.iter().find(|(key, j)| *j != i && key.as_bytes().first() == rare.key.as_bytes().first() && slipped(&rare.key, key));
        if let Some((_, j)) = found {
            group.join(i, *j);
        }
    }
}

/// One letter more, less, other, or two swapped; not a plural or an adjective.
fn slipped(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let left = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let right = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if right == 0 && short != long {
        return false;
    }
    let one = left + right >= long - 1;
    let swapped = short == long && left + right + 2 >= long && left + 1 < long && a.get(left) == b.get(left + 1) && a.get(left + 1) == b.get(left);
    one || swapped
}

/// The groups as beings, in order of their first place, and for each spelling its being.
fn beings(words: &[Word], spellings: &[Spelling], group: &mut Groups) -> (Vec<Being>, Vec<usize>) {
    let mut place = vec![usize::MAX; spellings.len()];
    let mut all: Vec<Being> = Vec::new();
    for (i, s) in spellings.iter().enumerate() {
        let top = group.top(i);
        if place[top] == usize::MAX {
            place[top] = all.len();
            all.push(Being { mute: true, ..Being::default() });
        }
        place[i] = place[top];
        add_spelling(words, s, &mut all[place[top]]);
    }
    for being in &mut all {
        if being.kind.is_none() {
            being.kind = evidence::kind(words, &being.fullest, &being.evidence);
        }
    }
    (all, place)
}

fn add_spelling(words: &[Word], s: &Spelling, being: &mut Being) {
    being.evidence.add(s.evidence);
    let country = gazetteer::country(&s.key).filter(|_| !s.surname);
    if let Some(c) = country {
        being.wikidata = Some(c.item);
        being.kind = Some(ActorKind::State);
    }
    let named_country = |r: &Range<usize>| gazetteer::country(&name::joined(words, r)).is_some_and(|c| c.naming == Naming::Name);
    let better = if being.wikidata.is_some() {
        country.is_some_and(|c| c.naming == Naming::Name) && !named_country(&being.fullest)
    } else {
        s.first.len() > being.fullest.len()
    };
    if being.fullest.is_empty() || better {
        being.fullest = s.first.clone();
    }
    let last = words[s.first.end - 1].classes;
    let e = s.evidence;
    let thing = last & lx::THING != 0 && last & lx::BODY == 0 && e.person == 0;
    let place = e.place == e.count && country.is_none_or(|c| c.naming == Naming::Seat) && e.state == 0 && s.first.len() <= 2 && e.person == 0;
    being.mute &= thing || place;
}
