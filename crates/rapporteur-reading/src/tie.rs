//! Descriptions that turn out to mean somebody whom the text names elsewhere.
//!
//! Decides: which described person is the one named person left without an office. Looks at: offices, owners, gender, who stands near.
//! Must not know: statements, pronouns.

use crate::cast::{Cast, Draft};
use crate::lexicon as lx;
use rapporteur_record::ActorKind;

/// Sentences between a description and a name that may be one.
const NEAR: usize = 3;
/// More descriptions than this, and more places of one, are not looked at.
const MOST: usize = 16;

/// Pairs of an actor that is only described and the named one it is, to be taken for one.
pub(crate) fn descriptions(cast: &Cast<'_>) -> Vec<(usize, usize)> {
    let mut taken = Vec::new();
    let described: Vec<usize> = (0..cast.drafts.len()).filter(|a| office_alone(&cast.drafts[*a])).take(MOST).collect();
    for d in described {
        let mut near: Vec<usize> = bare_near(cast, d);
        near.sort_unstable();
        near.dedup();
        if let [one] = near.as_slice()
            && !taken.iter().any(|(_, n)| n == one)
        {
            taken.push((d, *one));
        }
    }
    taken
}

/// "The finance minister": one person, of whom no name was found.
fn office_alone(d: &Draft) -> bool {
    let office = d.heads.first().is_some_and(|(h, _)| lx::classes(h) & lx::STATE_OFFICE != 0);
    d.kind == Some(ActorKind::Person) && !d.named && !d.plural && office && d.show.to_lowercase().starts_with("the ")
}

/// The named persons without an office who stand near a mention of `d`, in any order.
fn bare_near(cast: &Cast<'_>, d: usize) -> Vec<usize> {
    let sentence = |at: usize| cast.ground.words[at].sentence;
    let places: Vec<usize> = cast.seen.iter().filter(|s| s.actor == d).map(|s| sentence(s.at)).take(MOST).collect();
    let near = |at: usize| places.iter().any(|p| p.abs_diff(sentence(at)) <= NEAR);
    cast.seen.iter().filter(|s| near(s.at) && bare(&cast.drafts[s.actor], &cast.drafts[d])).map(|s| s.actor).collect()
}

fn bare(n: &Draft, d: &Draft) -> bool {
    let owner = n.owner.is_none() || d.owner.is_none() || n.owner == d.owner;
    let gender = !(n.female > n.male && d.male > d.female || n.male > n.female && d.female > d.male);
    let human = n.show.contains(' ') || n.female + n.male > 0;
    n.kind == Some(ActorKind::Person) && human && n.named && n.role.is_none() && n.count > 1 && owner && gender
}
