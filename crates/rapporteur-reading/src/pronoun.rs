//! Whom "he", "it", "they" mean.
//!
//! Decides: the likeliest of the actors mentioned before. Looks at: gender, number, distance, who spoke last, who encloses.
//! Must not know: cues, contents.

use crate::cast::{Cast, Draft, Seen};
use crate::lexicon::{self as lx, Classes};
use rapporteur_record::ActorKind;

/// What is known where a pronoun stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Setting<'a> {
    /// Who is said to say the words around, and whether in their own words, where "he" is somebody else.
    pub(crate) mouth: Option<(usize, bool)>,
    /// For whom the mouth speaks: an aide's "she" is whom the aide serves.
    pub(crate) owner: Option<usize>,
    /// Who spoke where, in order of reading: the word of the source, and the actor.
    pub(crate) spoke: &'a [(usize, usize)],
}

// Points, tuned on the training part of the corpus.

/// Lost for each sentence between.
const SENTENCE: i64 = 5;
/// Lost by an owner or a place.
const ASIDE: i64 = 5;
/// Won by what begins its sentence.
const SUBJECT: i64 = 2;
/// Won by who spoke last.
const SPOKE: i64 = 7;
/// Won by who is reported to say the words around.
const MOUTH: i64 = 5;
/// Won by whom the mouth around speaks for.
const OWNER: i64 = 1;
/// Lost by a source without a name, for "he" and "she".
const UNNAMED: i64 = 8;
/// Won where the text shows the right gender, lost where it shows the other.
const GENDER: i64 = 4;
/// Lost by a person who is only described.
const DESCRIBED: i64 = 2;
/// Lost for each 24 words between.
const NEAR: i64 = 3;
/// Won by several, for "they".
const MANY: i64 = 10;
/// Won by six more mentions.
const OFTEN: i64 = 3;
/// Won or lost by the ending of a first name.
const HINT: i64 = 2;

/// Mentions further back than this are not looked at.
const MOST: usize = 60;

/// The actor that the pronoun at word `at` means.
pub(crate) fn antecedent(cast: &Cast<'_>, at: usize, classes: Classes, setting: Setting<'_>) -> Option<usize> {
    let words = cast.ground.words;
    let here = words.get(at)?;
    let upto = cast.seen.partition_point(|s| s.at < at);
    let mut best: Option<(i64, usize)> = None;
    let mut consider = |s: &Seen, bonus: i64| {
        let Some(fit) = fit(&cast.drafts[s.actor], s.actor, classes, setting) else {
            return;
        };
        let away = (here.sentence.saturating_sub(words[s.at].sentence)).min(12) as i64;
        let aside = if s.aside { ASIDE } else { 0 };
        let subject = i64::from(!s.aside && begins_sentence(cast, s.at)) * SUBJECT;
        let mouthed = i64::from(words[s.at].quoted && !here.quoted) * 5;
        let often = (cast.drafts[s.actor].count.min(12) as i64) * OFTEN / 6;
        let nearer = -((at - s.at) as i64).min(48) * NEAR / 24;
        let score = fit + bonus + subject + often + nearer - SENTENCE * away - aside - mouthed;
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, s.actor));
        }
    };
    for s in cast.seen[..upto].iter().rev().take(MOST) {
        consider(s, 0);
    }
    let spoken = setting.spoke.partition_point(|(w, _)| *w < at);
    for (place, actor) in setting.spoke[..spoken].iter().rev().take(4) {
        consider(&Seen { at: *place, actor: *actor, aside: false }, SPOKE);
    }
    best.map(|(_, actor)| actor)
}

fn begins_sentence(cast: &Cast<'_>, at: usize) -> bool {
    let words = cast.ground.words;
    (0..6).all(|n| at.checked_sub(n + 1).is_none_or(|i| words[i].sentence != words[at].sentence || words[i].letters)) && {
        let first = (0..6).find(|n| at.checked_sub(n + 1).is_none_or(|i| words[i].sentence != words[at].sentence));
        first.is_some()
    }
}

/// How well an actor suits a pronoun; `None` where it cannot be meant.
fn fit(draft: &Draft, actor: usize, classes: Classes, setting: Setting<'_>) -> Option<i64> {
    let mut score = match setting.mouth {
        Some((mouth, true)) if mouth == actor && classes & (lx::HE | lx::SHE) != 0 => return None,
        Some((mouth, true)) if mouth == actor => -6,
        Some((mouth, false)) if mouth == actor && draft.kind != Some(ActorKind::Anonymous) => MOUTH,
        _ if setting.owner == Some(actor) => OWNER,
        _ => 0,
    };
    let label = !draft.named && draft.show.chars().all(|c| !c.is_lowercase());
    if draft.mute || label {
        return None;
    }
    let person = draft.kind == Some(ActorKind::Person);
    let one_unnamed = draft.kind == Some(ActorKind::Anonymous) && !draft.plural;
    if classes & (lx::HE | lx::SHE) != 0 {
        if !person && !one_unnamed && draft.kind.is_some() {
            return None;
        }
        score -= i64::from(!draft.named) * DESCRIBED;
        score += gender(draft, classes)? - i64::from(!person) * UNNAMED - i64::from(draft.kind.is_none() && !draft.show.contains(' ')) * 3;
    } else if classes & lx::IT != 0 {
        if person || draft.kind == Some(ActorKind::People) || one_unnamed || draft.plural {
            return None;
        }
        score += i64::from(draft.kind.is_some()) * 4;
    } else {
        let many = draft.plural || matches!(draft.kind, Some(ActorKind::People)) || draft.show.ends_with('s');
        if person {
            return None;
        }
        score += i64::from(many) * MANY - i64::from(one_unnamed) * 4;
    }
    Some(score)
}

/// Gender as the text shows it, or else as the ending of the first name hints.
fn gender(draft: &Draft, classes: Classes) -> Option<i64> {
    let she = classes & lx::SHE != 0;
    let (right, wrong) = if she { (draft.female, draft.male) } else { (draft.male, draft.female) };
    if wrong > right + 1 {
        return None;
    }
    if right > wrong {
        return Some(GENDER);
    }
    if wrong > right {
        return Some(-GENDER);
    }
    let first = draft.show.split(' ').next().unwrap_or("").to_lowercase();
    let hint = draft.show.contains(' ') && ["a", "ine", "elle", "ette", "ie"].iter().any(|e| first.ends_with(e));
    let manly = draft.show.contains(' ') && ["o", "os", "us", "rt", "rd", "k", "er", "m"].iter().any(|e| first.ends_with(e));
    Some(match (hint, manly) {
        (true, _) => {
            if she {
                3
            } else {
                -4
            }
        }
        (_, true) => {
            if she {
                -4
            } else {
                2
            }
        }
        _ if first.ends_with(['n', 'l', 'r', 's', 't', 'd', 'c', 'f', 'g', 'k']) && draft.show.contains(' ') => {
            if she {
                -HINT
            } else {
                HINT
            }
        }
        _ => 0,
    })
}
