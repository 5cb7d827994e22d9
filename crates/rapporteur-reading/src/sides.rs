//! Several at once: "both sides", "the unions", "the two ministers".
//!
//! Decides: which of the actors met so far a plural without a name means. Looks at: its noun, how often each was mentioned.
//! Must not know: statements, pronouns.

use crate::cast::{Cast, Draft};
use crate::lexicon as lx;
use crate::phrase::{Determiner, Phrase};
use crate::word::Word;
use rapporteur_record::ActorKind;

/// "Both sides", "the parties", "the two": the two bodies named most so far.
pub(crate) fn of(cast: &Cast<'_>, phrase: &Phrase) -> Option<Vec<usize>> {
    let words = cast.ground.words;
    let last = &words[phrase.core.end.checked_sub(1)?].lower;
    if let Some(all) = several(cast, phrase) {
        return Some(all);
    }
    let plain = phrase.all.len() <= 3
        && phrase.owner.is_none()
        && words[phrase.all.start].lower != "one"
        && (last_alone(words, phrase) || phrase.determiner == Determiner::Definite);
    let of_all = matches!(words[phrase.all.start].lower.as_str(), "both" | "each" | "either" | "neither")
        && phrase.core.len() <= 1
        && matches!(
            last.as_str(),
            "side"
                | "sides"
                | "party"
                | "parties"
                | "each"
                | "government"
                | "governments"
                | "capital"
                | "capitals"
                | "suitors"
                | "bidders"
                | "nations"
                | "states"
                | "boards"
        );
    if of_all {
        return two(cast);
    }
    if !plain
        || !matches!(
            last.as_str(),
            "sides"
                | "parties"
                | "two"
                | "both"
                | "neither"
                | "governments"
                | "countries"
                | "companies"
                | "suitors"
                | "bidders"
                | "firms"
                | "capitals"
                | "delegations"
                | "leaders"
                | "ministers"
                | "teams"
        )
    {
        return None;
    }
    two(cast)
}

/// The two bodies named most so far.
fn two(cast: &Cast<'_>) -> Option<Vec<usize>> {
    let weight = |a: usize| {
        if a < cast.beings.all.len() { cast.beings.all[a].evidence.count } else { cast.drafts[a].count }
    };
    let body = |a: &usize| cast.drafts[*a].is_body() && !cast.drafts[*a].mute && !matches!(cast.drafts[*a].kind, Some(ActorKind::Outlet | ActorKind::Court));
    let mut all: Vec<usize> = (0..cast.drafts.len()).filter(body).collect();
    all.sort_by_key(|a| (std::cmp::Reverse(weight(*a)), *a));
    all.truncate(2);
    (all.len() == 2).then_some(all)
}

/// "both", "neither": no noun at all.
fn last_alone(words: &[Word], phrase: &Phrase) -> bool {
    phrase.all.len() == 1 && matches!(words[phrase.all.start].lower.as_str(), "both" | "neither")
}

/// "The unions", "the two foreign ministers": all those named by that noun, where there are several.
fn several(cast: &Cast<'_>, phrase: &Phrase) -> Option<Vec<usize>> {
    let head = &cast.ground.words[phrase.head?];
    if phrase.determiner != Determiner::Definite
        || head.classes & lx::PLURAL == 0
        || head.classes & (lx::BODY | lx::OFFICE) == 0
        || phrase.owner.is_some()
        || phrase.name.is_some()
    {
        return None;
    }
    let all = cast.named_by(&lx::singular(&head.lower)?);
    let all = if all.len() < 2 && head.classes & lx::LABOUR != 0 { labour(cast) } else { all };
    (all.len() > 1).then_some(all)
}

/// The named bodies of working people, whatever noun heads their names.
fn labour(cast: &Cast<'_>) -> Vec<usize> {
    let union = |d: &Draft| d.named && !d.mute && d.kind == Some(ActorKind::Organization) && d.heads.iter().any(|(h, _)| lx::classes(h) & lx::LABOUR != 0);
    cast.drafts.iter().enumerate().filter(|(_, d)| union(d)).map(|(i, _)| i).take(4).collect()
}
