//! Whom "he", "it", "they" mean.
//!
//! Decides: the likeliest of the actors mentioned before. Looks at: gender, number, distance, subjects, who spoke last, who encloses.
//! Must not know: cues, contents. What each sign is worth stands in `lexicon/points.toml`.

use crate::cast::{Cast, Draft};
use crate::lexicon::{self as lx, Classes};
use crate::points::Points;
use rapporteur_record::ActorKind;

/// What is known where a pronoun stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Setting<'a> {
    /// Who is said to say the words around, and whether in their own words, where "he" is somebody else.
    pub(crate) mouth: Option<(usize, bool)>,
    /// All who say the words around in their own words, further out too: none of them is "he" or "she".
    pub(crate) selves: &'a [usize],
    /// For whom the mouth speaks: an aide's "she" is whom the aide serves.
    pub(crate) owner: Option<usize>,
    /// Who spoke where, in order of reading: the word of the source, and the actor.
    pub(crate) spoke: &'a [(usize, usize)],
    /// What earlier pronouns stood for, in order of reading: the word, the actor, the pronoun's classes.
    pub(crate) echoes: &'a [(usize, usize, Classes)],
}

/// Whom a pronoun means, and by how many points they lead all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) actor: usize,
    pub(crate) lead: i64,
}

/// Where a candidate was mentioned.
struct Place {
    at: usize,
    actor: usize,
    aside: bool,
    bonus: i64,
}

/// Mentions further back than this are not looked at.
const MOST: usize = 60;
/// Units that a mention can lie below the strongest.
const WEAKEST: f32 = 6.0;
/// A lead over nobody.
const ALONE: i64 = 99;

/// The actor that the pronoun at word `at` means.
pub(crate) fn antecedent(cast: &Cast<'_>, at: usize, classes: Classes, setting: Setting<'_>) -> Option<Found> {
    let mut best: Vec<(i64, usize)> = Vec::new();
    let fitting: Vec<(Place, i64)> =
        places(cast, at, classes, setting).into_iter().filter_map(|p| fit(cast, p.actor, classes, setting).map(|f| (p, f))).collect();
    let bonds: Vec<Option<f32>> = fitting.iter().map(|(p, _)| cast.bonds.score(at, p.at)).collect();
    let strongest = bonds.iter().flatten().copied().fold(f32::NEG_INFINITY, f32::max);
    for ((place, fit), bond) in fitting.into_iter().zip(bonds) {
        let score = fit + place.bonus + worth(cast, &place, at) - loose(bond, strongest, cast.points);
        match best.iter_mut().find(|(_, a)| *a == place.actor) {
            Some(known) => known.0 = known.0.max(score),
            None => best.push((score, place.actor)),
        }
    }
    let (top, first) = best.iter().enumerate().max_by_key(|(i, (score, _))| (*score, std::cmp::Reverse(*i))).map(|(i, b)| (b.0, i))?;
    let next = best.iter().enumerate().filter(|(i, _)| *i != first).map(|(_, (score, _))| *score).max();
    Some(Found { actor: best[first].1, lead: next.map_or(ALONE, |n| top - n) })
}

/// What a mention loses that the network takes for the pronoun's actor less than another; one that it was not asked about loses half of the most.
fn loose(bond: Option<f32>, strongest: f32, p: &Points) -> i64 {
    if !strongest.is_finite() {
        return 0;
    }
    let units = bond.map_or(WEAKEST / 2.0, |b| (strongest - b).min(WEAKEST));
    (units * p.bond as f32).round() as i64
}

/// Every place before `at` that may count: mentions, sources, earlier pronouns.
fn places(cast: &Cast<'_>, at: usize, classes: Classes, setting: Setting<'_>) -> Vec<Place> {
    let p = cast.points;
    let upto = cast.seen.partition_point(|s| s.at < at);
    let mut all: Vec<Place> = cast.seen[..upto].iter().rev().take(MOST).map(|s| Place { at: s.at, actor: s.actor, aside: s.aside, bonus: 0 }).collect();
    let spoken = setting.spoke.partition_point(|(w, _)| *w < at);
    all.extend(setting.spoke[..spoken].iter().rev().take(4).map(|(at, actor)| Place { at: *at, actor: *actor, aside: false, bonus: p.spoke }));
    let echoed = setting.echoes.partition_point(|(w, _, _)| *w < at);
    let same = |c: Classes| c & classes & (lx::HE | lx::SHE | lx::IT | lx::THEY) != 0;
    all.extend(setting.echoes[..echoed].iter().rev().take(6).filter(|(_, _, c)| same(*c)).map(|(at, actor, _)| Place {
        at: *at,
        actor: *actor,
        aside: false,
        bonus: p.echo,
    }));
    all
}

/// What the place of a mention is worth.
fn worth(cast: &Cast<'_>, place: &Place, at: usize) -> i64 {
    let (words, p) = (cast.ground.words, cast.points);
    let (here, there) = (&words[at], &words[place.at]);
    let away = here.sentence.saturating_sub(there.sentence).min(12) as i64;
    let begins = !place.aside && begins_sentence(cast, place.at);
    let mut score = -p.sentence * away - ((at - place.at) as i64).min(48) * p.near / 24;
    score += (cast.drafts[place.actor].count.min(12) as i64) * p.often / 6;
    score -= i64::from(place.aside) * p.aside;
    score -= i64::from(here.paragraph != there.paragraph) * p.paragraph;
    score -= i64::from(there.quoted && !here.quoted) * p.from_quote;
    score -= i64::from(here.quoted && !there.quoted) * p.into_quote;
    score += i64::from(begins) * p.subject;
    score += i64::from(begins && away == 0) * p.clause;
    score + i64::from(begins && away == 1 && begins_sentence(cast, at)) * p.parallel
}

/// Whether a word stands near the beginning of its sentence, with no mark between.
pub(crate) fn begins_sentence(cast: &Cast<'_>, at: usize) -> bool {
    let words = cast.ground.words;
    let before = |n: usize| at.checked_sub(n + 1).map(|i| &words[i]).filter(|w| w.sentence == words[at].sentence);
    (0..6).map_while(before).all(|w| w.letters) && (0..6).any(|n| before(n).is_none())
}

/// How well an actor suits a pronoun; `None` where it cannot be meant.
fn fit(cast: &Cast<'_>, actor: usize, classes: Classes, setting: Setting<'_>) -> Option<i64> {
    let (draft, p) = (&cast.drafts[actor], cast.points);
    let label = !draft.named && draft.show.chars().all(|c| !c.is_lowercase());
    if draft.mute || label {
        return None;
    }
    let around = mouth(draft, actor, classes, setting, p)?;
    let suits = if classes & (lx::HE | lx::SHE) != 0 {
        one_human(draft, classes, p).map(|h| h - i64::from(cast.unproven(actor)) * p.unproven)
    } else if classes & lx::IT != 0 {
        one_thing(draft, p)
    } else {
        several(draft, p)
    };
    Some(around + suits?)
}

/// What it counts to be, or to stand behind, whoever says the words around.
fn mouth(draft: &Draft, actor: usize, classes: Classes, setting: Setting<'_>, p: &Points) -> Option<i64> {
    if classes & (lx::HE | lx::SHE) != 0 && setting.selves.contains(&actor) {
        return None;
    }
    match setting.mouth {
        Some((mouth, true)) if mouth == actor => Some(p.mouth_own),
        Some((mouth, false)) if mouth == actor && draft.kind != Some(ActorKind::Anonymous) => Some(if classes & lx::IT != 0 { p.mouth_thing } else { p.mouth }),
        _ if setting.owner == Some(actor) => Some(p.owner),
        _ => Some(0),
    }
}

fn one_human(draft: &Draft, classes: Classes, p: &Points) -> Option<i64> {
    let person = draft.kind == Some(ActorKind::Person);
    let one_unnamed = draft.kind == Some(ActorKind::Anonymous) && !draft.plural;
    if !person && !one_unnamed && draft.kind.is_some() {
        return None;
    }
    let kindless = draft.kind.is_none() && !draft.show.contains(' ');
    Some(gender(draft, classes, p)? - i64::from(!draft.named) * p.described - i64::from(!person) * p.unnamed - i64::from(kindless) * p.kindless)
}

fn one_thing(draft: &Draft, p: &Points) -> Option<i64> {
    let worth = match draft.kind {
        Some(ActorKind::Person | ActorKind::People) => return None,
        Some(ActorKind::Anonymous) if !draft.plural => return None,
        _ if draft.plural => return None,
        Some(ActorKind::State) => p.state,
        Some(ActorKind::Outlet) => p.outlet,
        Some(_) => p.body,
        None => 0,
    };
    Some(worth - i64::from(!draft.named) * p.thing_described)
}

fn several(draft: &Draft, p: &Points) -> Option<i64> {
    let many = draft.plural || draft.kind == Some(ActorKind::People) || draft.show.ends_with('s');
    match draft.kind {
        Some(ActorKind::Person) => None,
        Some(ActorKind::Anonymous) if nobody(draft) => Some(0),
        _ if many => Some(p.many),
        Some(ActorKind::Anonymous) => Some(p.many_one),
        Some(ActorKind::State) => Some(p.many_state),
        _ => Some(0),
    }
}

/// "Nobody", "everyone in the room": no group that a text goes on with.
fn nobody(draft: &Draft) -> bool {
    let first = draft.show.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "nobody" | "none" | "no" | "everyone" | "everybody" | "anyone" | "anybody" | "all" | "not")
}

/// Gender as the text shows it, or else as the ending of the first name hints.
fn gender(draft: &Draft, classes: Classes, p: &Points) -> Option<i64> {
    if classes & (lx::SHE | lx::HE) == lx::SHE | lx::HE {
        return Some(0);
    }
    let she = classes & lx::SHE != 0;
    let (right, wrong) = if she { (draft.female, draft.male) } else { (draft.male, draft.female) };
    if wrong > right + 1 {
        return None;
    }
    if right != wrong {
        return Some(if right > wrong { p.gender } else { -p.wrong });
    }
    let first = draft.show.split(' ').next().filter(|f| draft.show.len() > f.len()).unwrap_or("").to_lowercase();
    let ends = |all: &[&str]| all.iter().any(|e| first.ends_with(e));
    let womanly = ends(&["a", "ine", "elle", "ette", "ie"]);
    let manly = ends(&["o", "os", "us", "n", "l", "r", "s", "t", "d", "c", "f", "g", "k", "m"]);
    Some(match (womanly, manly) {
        (true, _) => i64::from(she) * 2 * p.hint - p.hint,
        (_, true) => p.hint - i64::from(she) * 2 * p.hint,
        _ => 0,
    })
}
