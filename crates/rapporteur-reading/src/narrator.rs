//! Whose words a text is: the speaker of an address, the body behind a communiqué.
//!
//! Decides: who says "I" and "we" where nobody is quoted, and whose ministers the title names. Looks at: the title ("Address by ..."), the
//! outlet, the first line ("released by ..."). Must not know: pronouns.

use crate::cast::{Cast, Draft, Seen};
use crate::lexicon as lx;
use crate::pronoun::begins_sentence;
use crate::statement::Statement;
use crate::word::{self, Word};
use rapporteur_record::{ActorKind, Document};

/// A line with more words and marks than this is no signature.
const SIGNATURE: usize = 12;

/// Offices and houses that only one country calls so, and the country.
const HOMES: &[(&str, &str)] = &[("secretary of state", "united states"), ("department of state", "united states"), ("state department", "united states")];

/// What stands before "by" and whoever released a statement.
const RELEASED: &[&str] =
    &["released", "issued", "adopted", "agreed", "upon", "made", "signed", "jointly", "statement", "communiqué", "release", "declaration"];
/// What a country counts for being at home whose offices a text names by words that no other country uses.
const AT_HOME: usize = 30;

/// The actor whose words the text is, where it speaks in the first person and its title or outlet tells.
pub(crate) fn of(document: &Document, statements: &[Statement], cast: &mut Cast<'_>) -> Option<usize> {
    if !first_person(statements, cast) {
        return None;
    }
    let title = document.title.as_deref().unwrap_or("");
    if let Some(first) = we_the(cast).or_else(|| together(title, cast)) {
        return Some(first);
    }
    let author = after_by(title);
    let signed = signed(cast);
    if let Some(signer) = signed {
        serve(document, cast, signer);
    }
    let named = signed.or_else(|| author.and_then(|a| named_in(cast, a, true))).or_else(|| named_in(cast, title, true).filter(|_| author.is_none()));
    let narrator = named.or_else(|| author.map(|a| introduce(cast, a))).or_else(|| house(document, cast)).or_else(|| own_outlet(document, cast));
    let served = author.and_then(|a| named_in(cast, a, false).filter(|s| Some(*s) != narrator).or_else(|| body_of(cast, a)));
    if let Some(n) = narrator.filter(|n| cast.drafts[*n].kind == Some(ActorKind::Person) && cast.drafts[*n].owner.is_none()) {
        cast.drafts[n].owner = served.filter(|s| *s != n && !cast.acts_for(*s, n));
    }
    narrator.or_else(|| named_in(cast, title, false))
}

/// "We, the foreign ministers of Velmaria and Oreth": the first body that is named in the sentence.
fn we_the(cast: &Cast<'_>) -> Option<usize> {
    let words = cast.ground.words;
    let opens = |w: &[Word]| w[0].classes & lx::US != 0 && !w[0].quoted && w[1].lower == "," && w[2].lower == "the";
    let at = words.windows(3).position(opens)?;
    let here = |s: &&Seen| s.at > at && words[s.at].sentence == words[at].sentence;
    cast.seen.iter().filter(here).map(|s| s.actor).find(|a| cast.drafts[*a].named && cast.drafts[*a].kind != Some(ActorKind::Person))
}

/// Of a text that says itself whose statement it is, the body that its title names as speaking, or else the first that released it.
fn together(title: &str, cast: &Cast<'_>) -> Option<usize> {
    let first = released(cast)?;
    speaking(title).and_then(|t| named_in(cast, t, false)).or(Some(first))
}

/// "The following statement was released by the governments of Velmaria and Oreth": the first that is named.
fn released(cast: &Cast<'_>) -> Option<usize> {
    let words = cast.ground.words;
    let head = words.first()?.sentence;
    let upto = words.iter().take_while(|w| w.sentence == head).count();
    let told = words[..upto].iter().any(|w| matches!(w.lower.as_str(), "following" | "text"));
    let text = words[..upto].iter().position(|w| w.classes & lx::TEXT != 0 && w.lower != "text").filter(|_| told)?;
    let by = (text + 1..upto).find(|i| words[*i].lower == "by" && RELEASED.contains(&words[*i - 1].lower.as_str()))?;
    let body = |a: &usize| cast.drafts[*a].named && !cast.drafts[*a].mute && cast.drafts[*a].kind != Some(ActorKind::Outlet);
    cast.seen.iter().filter(|s| (by..upto).contains(&s.at)).map(|s| s.actor).find(body)
}

/// Who signs a text above its first paragraph: "Ana Tarn, Secretary of State".
fn signed(cast: &Cast<'_>) -> Option<usize> {
    let words = cast.ground.words;
    let first = words.first()?;
    let line: Vec<&Word> = words.iter().take_while(|w| w.paragraph == first.paragraph).take(SIGNATURE + 1).collect();
    let comma = line.iter().position(|w| w.lower == ",")?;
    let office = line[comma..].iter().any(|w| w.capital && w.classes & lx::OFFICE != 0);
    let signer = cast.seen.iter().take_while(|s| s.at < comma).map(|s| s.actor).find(|a| cast.drafts[*a].kind == Some(ActorKind::Person));
    signer.filter(|_| office && line.len() <= SIGNATURE && line.iter().all(|w| w.lower != "." || w.letters))
}

/// For whom a signer acts: whom the signature names, or else the body that publishes the text.
fn serve(document: &Document, cast: &mut Cast<'_>, signer: usize) {
    let words = cast.ground.words;
    let line = words.iter().take_while(|w| w.paragraph == words[0].paragraph).count();
    let own = cast.drafts[signer].owner.filter(|o| cast.seen.iter().any(|s| s.at < line && s.actor == *o));
    let home = house(document, cast).filter(|h| *h != signer && !cast.acts_for(*h, signer));
    cast.drafts[signer].owner = own.or(home).or(cast.drafts[signer].owner);
}

/// The person whom only the title of an interview names: "The Morning Desk: Ana Tarn".
pub(crate) fn titled(document: &Document, cast: &mut Cast<'_>) -> Option<usize> {
    let title = document.title.as_deref()?;
    let words = word::words(title);
    let plain = |r: &std::ops::Range<usize>| {
        (2..=3).contains(&r.len()) && words[r.clone()].iter().all(|w| w.capital && !w.upper && w.classes & !(lx::WOMAN | lx::MAN) == 0)
    };
    let alone = |r: &std::ops::Range<usize>| {
        words.get(r.end).is_none_or(|w| !w.letters || w.lower == "'s" || w.lower == "on") && r.start.checked_sub(1).is_none_or(|b| !words[b].letters)
    };
    let name = crate::name::find(&words, &[]).into_iter().find(|n| plain(&n.core) && alone(&n.core))?;
    let own = word::hull(&words, &name.core)?.of(title);
    Some(named_in(cast, own, true).unwrap_or_else(|| introduce(cast, own)))
}

/// Learns from the title whose ministers people are whom the text may only call by their office: "Secretary Oyle and Velmarian Minister Ana Tarn".
pub(crate) fn offices(document: &Document, cast: &mut Cast<'_>) {
    let title = written_small(document.title.as_deref().unwrap_or(""));
    let words = word::words(&title);
    for name in crate::name::find(&words, &[]).into_iter().filter(|n| !n.title.is_empty() && !n.core.is_empty() && !n.owner.is_empty()) {
        let country = crate::gazetteer::country(&crate::name::joined(&words, &name.owner));
        let Some(state) = country.and_then(|c| cast.drafts.iter().position(|d| d.wikidata == Some(c.item))) else {
            continue;
        };
        let own: Vec<&str> = words[name.core].iter().map(|w| w.lower.as_str()).filter(|w| w.chars().count() > 3).collect();
        let bears = |d: &Draft| d.show.to_lowercase().split(' ').next_back().is_some_and(|w| own.contains(&w));
        let person = |d: &Draft| d.named && matches!(d.kind, None | Some(ActorKind::Person));
        for draft in cast.drafts.iter_mut().filter(|d| person(d) && bears(d)) {
            draft.owner.get_or_insert(state);
            draft.kind = Some(ActorKind::Person);
        }
    }
}

/// A title with its small words in lower case, so that their capitals make no names longer.
fn written_small(title: &str) -> String {
    let small = |w: &str| lx::classes(&w.to_lowercase()) & lx::OPENER != 0;
    let words = title.split(' ').enumerate().map(|(i, w)| if i > 0 && small(w) { w.to_lowercase() } else { w.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

/// The body whose office an author holds, where only the title names it: "the Chair of the Port Council, Ana Tarn".
fn body_of(cast: &mut Cast<'_>, author: &str) -> Option<usize> {
    let title = word::words(author);
    let names = crate::name::find(&title, &[]);
    let body = |r: &std::ops::Range<usize>| r.len() > 1 && title[r.end - 1].classes & lx::BODY != 0;
    let range = names.iter().flat_map(|n| [n.core.clone(), n.owner.clone()]).find(|r| !r.is_empty() && body(r))?;
    let own = word::hull(&title, &range)?.of(author).to_owned();
    let mut draft = Draft { kind: Some(ActorKind::Organization), show: own.clone(), named: true, ..Draft::default() };
    draft.call(&own);
    cast.drafts.push(draft);
    Some(cast.drafts.len() - 1)
}

/// The newspaper that says "our" where nobody is quoted.
fn own_outlet(document: &Document, cast: &mut Cast<'_>) -> Option<usize> {
    let outlet = document.outlet.as_deref().filter(|o| !o.trim().is_empty())?;
    let known = named_in(cast, outlet, false).filter(|a| cast.drafts[*a].kind == Some(ActorKind::Outlet));
    Some(known.unwrap_or_else(|| {
        let mut draft = Draft { kind: Some(ActorKind::Outlet), show: outlet.to_owned(), named: true, ..Draft::default() };
        draft.call(outlet);
        cast.drafts.push(draft);
        cast.drafts.len() - 1
    }))
}

/// Of a text that names no publisher: the body its title names as speaking, or else the state that its sentences are most about.
///
/// A state is at home where it is the subject of a sentence, speaks, or owns an office; where a thing happens "in" a state, it is not.
fn publisher(document: &Document, cast: &Cast<'_>) -> Option<usize> {
    let title = document.title.as_deref().unwrap_or("");
    if let Some(body) = speaking(title).and_then(|t| named_in(cast, t, false)) {
        return Some(body);
    }
    if let Some(first) = released(cast) {
        return Some(first);
    }
    let joint = title.to_lowercase().contains("joint statement");
    let body = |a: usize| {
        cast.drafts[a].named && matches!(cast.drafts[a].kind, Some(ActorKind::State)) || joint && cast.drafts[a].kind == Some(ActorKind::Organization)
    };
    if joint {
        return cast.seen.iter().map(|s| s.actor).find(|a| body(*a));
    }
    let worth = |a: usize| {
        cast.seen
            .iter()
            .filter(|s| s.actor == a)
            .map(|s| {
                if s.aside {
                    1
                } else if begins_sentence(cast, s.at) {
                    4
                } else {
                    2
                }
            })
            .sum::<usize>()
    };
    let home = home(cast);
    let all = |a: usize| worth(a) + 4 * usize::from(cast.drafts[a].speaks) + AT_HOME * usize::from(home.is_some() && cast.drafts[a].wikidata == home);
    (0..cast.drafts.len()).filter(|a| body(*a)).max_by_key(|a| (all(*a), std::cmp::Reverse(*a)))
}

/// The country whose offices a text names by words that no other country uses.
fn home(cast: &Cast<'_>) -> Option<&'static str> {
    let lower: Vec<&str> = cast.ground.words.iter().map(|w| w.lower.as_str()).collect();
    let has = |office: &str| {
        let office: Vec<&str> = office.split(' ').collect();
        lower.windows(office.len()).any(|w| w == office)
    };
    HOMES.iter().find(|(office, _)| has(office)).and_then(|(_, country)| crate::gazetteer::country(country)).map(|c| c.item)
}

/// Of the title of a statement, the words that name who speaks: "G7 Foreign Ministers' Statement on ...", "Statement of the Friends of the Lake".
fn speaking(title: &str) -> Option<&str> {
    let lower = title.to_lowercase();
    let at = ["statement", "communiqué", "declaration"].iter().filter_map(|w| lower.find(w)).min().filter(|at| title.is_char_boundary(*at))?;
    let (before, after) = title.split_at(at);
    let after = after.split(" on ").next().unwrap_or(after);
    let by = after.split_once(" of the ").or_else(|| after.split_once(" by ")).map(|(_, rest)| rest);
    let whose = by.map(|rest| rest.split(" on ").next().unwrap_or(rest));
    whose.or(Some(before)).map(str::trim).filter(|t| !t.is_empty() && !t.eq_ignore_ascii_case("joint"))
}

/// The body that publishes the text, where the text names it and it is no outlet.
pub(crate) fn house(document: &Document, cast: &Cast<'_>) -> Option<usize> {
    let Some(outlet) = document.outlet.as_deref().filter(|o| !o.is_empty()) else {
        return publisher(document, cast);
    };
    let country = country_in(cast, outlet);
    country
        .or_else(|| named_in(cast, outlet, false))
        .filter(|a| matches!(cast.drafts[*a].kind, Some(ActorKind::Organization | ActorKind::ArmedGroup | ActorKind::State)))
}

/// The country whose name the outlet's begins with ("Velmarian Ministry of Trade").
fn country_in(cast: &Cast<'_>, outlet: &str) -> Option<usize> {
    let words: Vec<String> = outlet.split_whitespace().map(|w| w.to_lowercase()).collect();
    let item = (1..=3).rev().filter_map(|n| words.get(..n)).find_map(|w| crate::gazetteer::country(&w.join(" ")))?.item;
    cast.drafts.iter().position(|d| d.wikidata == Some(item))
}

fn first_person(statements: &[Statement], cast: &Cast<'_>) -> bool {
    let words = cast.ground.words;
    let mine = |s: &&Statement| {
        s.within.is_none() && s.source.iter().any(|x| words.get(word::inside(words, *x).start).is_some_and(|w| w.classes & (lx::ME | lx::US) != 0))
    };
    statements.iter().any(|s| mine(&s))
}

/// "Address by the Chair of the Council, Ana Tarn, to the nation": who stands after "by", up to "to", "at", "on".
fn after_by(title: &str) -> Option<&str> {
    let (_, rest) = title.split_once(" by ")?;
    let end = [" to ", " at ", " on ", " in ", " before "].iter().filter_map(|w| rest.find(w)).min().unwrap_or(rest.len());
    rest.get(..end).map(str::trim).filter(|r| r.chars().any(char::is_uppercase))
}

/// The actor with the longest name that stands in `words`; persons only, where asked.
fn named_in(cast: &Cast<'_>, words: &str, person: bool) -> Option<usize> {
    let lower = format!(" {} ", words.to_lowercase().replace([',', '\'', '\u{2019}', ':'], " "));
    let fits = |d: &Draft| !person || d.kind == Some(ActorKind::Person);
    let longest = |d: &Draft| {
        d.names.iter().filter(|n| n.len() > 3 && lower.contains(&format!(" {} ", n.to_lowercase().trim_start_matches("the ")))).map(String::len).max()
    };
    let found = cast.drafts.iter().enumerate().filter(|(_, d)| d.named && fits(d)).filter_map(|(i, d)| longest(d).map(|n| (n, std::cmp::Reverse(i))));
    found.max().map(|(_, i)| i.0)
}

/// An actor that only the title names.
fn introduce(cast: &mut Cast<'_>, words: &str) -> usize {
    let title = word::words(words);
    let name = crate::name::find(&title, &[]).into_iter().rev().find(|n| !n.core.is_empty() && !n.title.is_empty() || n.core.len() > 1 && n.title.is_empty());
    let own = name.and_then(|n| word::hull(&title, &n.core)).map_or(words, |s| s.of(words)).trim_end_matches(',');
    let mut draft = Draft { kind: Some(ActorKind::Person), show: own.to_owned(), named: true, ..Draft::default() };
    draft.call(own);
    draft.call(words.trim_end_matches(','));
    cast.drafts.push(draft);
    cast.drafts.len() - 1
}
