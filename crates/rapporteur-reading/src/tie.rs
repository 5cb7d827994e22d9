//! Descriptions that turn out to mean somebody whom the text names elsewhere.
//!
//! Decides: which described person is the one named person left without an office, and whose initials a label of a turn is.
//! Looks at: offices, owners, gender, who stands near.
//! Must not know: statements, pronouns.

use crate::cast::{Cast, Draft};
use crate::evidence::before_colon;
use crate::lexicon as lx;
use crate::pronoun::begins_sentence;
use rapporteur_record::ActorKind;

/// Sentences between a description and a name that may be one.
const NEAR: usize = 3;
/// More descriptions than this, and more places of one, are not looked at.
const MOST: usize = 16;

/// Mentions among which the one is sought whom a text begins with.
const LEAD: usize = 4;

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
    taken.extend(lead(cast).filter(|(d, n)| !taken.iter().any(|(e, m)| e == d || m == n)));
    taken.extend(initials(cast));
    taken
}

/// Labels of turns that are the initials of one person whom the text names: "ANA TARN: ...", and later "AT: ...".
fn initials(cast: &Cast<'_>) -> Vec<(usize, usize)> {
    let short =
        |a: &usize| cast.drafts[*a].named && (2..=3).contains(&cast.drafts[*a].show.len()) && cast.drafts[*a].show.chars().all(|c| c.is_ascii_uppercase());
    let label = |a: &usize| cast.seen.iter().any(|s| s.actor == *a && before_colon(cast.ground.words, s.at).is_some());
    let named = |a: &usize, label: &str| {
        let d = &cast.drafts[*a];
        let own = d.named && matches!(d.kind, None | Some(ActorKind::Person)) && d.show.contains(' ');
        own && d.show.split(' ').map(|w| w.chars().next().unwrap_or(' ')).eq(label.chars())
    };
    let all = 0..cast.drafts.len();
    let labels: Vec<usize> = all.clone().filter(short).filter(label).take(MOST).collect();
    let mut pairs = Vec::new();
    for from in labels {
        let mut whose = all.clone().filter(|a| named(a, &cast.drafts[from].show));
        if let (Some(one), None) = (whose.next(), whose.next()) {
            pairs.push((from, one));
        }
    }
    pairs
}

/// "Velmaria's top judge has stepped down. Ana Tarn said ...": the one whom the text begins with, and the first person whom it names after
/// that, at the beginning of a sentence.
fn lead(cast: &Cast<'_>) -> Option<(usize, usize)> {
    let words = cast.ground.words;
    let begin = cast.seen.iter().take(LEAD).find(|s| s.at == 0 && described_lead(&cast.drafts[s.actor]))?;
    let after = |at: usize| words[at].sentence > words[begin.at].sentence && words[at].sentence <= words[begin.at].sentence + 2;
    let d = &cast.drafts[begin.actor];
    let person = |a: usize| cast.drafts[a].kind == Some(ActorKind::Person) && cast.drafts[a].named;
    let named = cast.seen.iter().find(|s| person(s.actor)).filter(|s| after(s.at) && begins_sentence(cast, s.at))?;
    let n = &cast.drafts[named.actor];
    let shared = n.heads.iter().any(|(h, _)| d.heads.iter().any(|(g, _)| g == h));
    let office = shared || n.heads.iter().all(|(h, _)| lx::classes(h) & lx::HONORIFIC != 0);
    (n.speaks && one_gender(n, d) && office).then_some((begin.actor, named.actor))
}

/// One person without a name, as a text begins: "A senior barrister", "Velmaria's top judge".
fn described_lead(d: &Draft) -> bool {
    let one = |c: lx::Classes| c & (lx::OFFICE | lx::HONORIFIC | lx::MALE | lx::FEMALE) != 0 && c & (lx::TEXT | lx::BODY) == 0;
    let office = d.heads.first().is_some_and(|(h, _)| one(lx::classes(h)));
    !d.named && !d.plural && office && matches!(d.kind, Some(ActorKind::Person | ActorKind::Anonymous))
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
    // Who asks and answers in an interview speaks of others.
    let asks = |actor: usize| cast.seen.iter().any(|s| s.actor == actor && before_colon(cast.ground.words, s.at).is_some());
    // Nobody is called by name in their own words.
    let told = |at: usize| !cast.ground.words[at].quoted;
    cast.seen.iter().filter(|s| near(s.at) && told(s.at) && bare(&cast.drafts[s.actor], &cast.drafts[d]) && !asks(s.actor)).map(|s| s.actor).collect()
}

fn bare(n: &Draft, d: &Draft) -> bool {
    let owner = n.owner.is_none() || d.owner.is_none() || n.owner == d.owner;
    let human = n.show.contains(' ') || n.female + n.male > 0;
    let office = n.role.is_some() || n.heads.iter().any(|(h, _)| lx::classes(h) & lx::OFFICE != 0 && lx::classes(h) & lx::HONORIFIC == 0);
    n.kind == Some(ActorKind::Person) && human && n.named && !office && n.count > 1 && owner && one_gender(n, d)
}

fn one_gender(n: &Draft, d: &Draft) -> bool {
    !(n.female > n.male && d.male > d.female || n.male > n.female && d.female > d.male)
}
