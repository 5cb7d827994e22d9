//! A stretch of the timeline: lanes to be drawn, and the same as a list.
//!
//! Decides: which parties have a lane, what belongs to the stretch, what is one mark. Must not know: how marks are drawn or drawn together.

use super::timeline::{self, Moment};
use super::{Cited, day, days, name, named, root};
use jiff::civil::Date;
use rapporteur_record::ItemKind;
use rapporteur_record::record::{PartyId, Sum};
use rapporteur_record::timeline::{Moment as Found, Thing};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Parties with a lane of their own, at most.
const LANES: usize = 8;
/// Parties that can be asked for, at most.
const NAMES: usize = 60;
/// Items that are listed, at most.
const LISTED: usize = 150;

/// Which stretch is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub party: Option<String>,
    /// `position`, `event`, `figure` or `proposal`.
    pub kind: Option<String>,
}

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Window {
    /// The first and the last day on which something was said.
    #[serde(serialize_with = "days")]
    pub span: Option<(Date, Date)>,
    /// The days that are shown.
    #[serde(serialize_with = "days")]
    pub shown: Option<(Date, Date)>,
    pub lanes: Vec<Lane>,
    /// The same by day; no more than are legible.
    pub moments: Vec<Moment>,
    /// How many items the stretch has.
    pub items: usize,
    /// How many of them are listed.
    pub listed: usize,
    /// How many have no day at all.
    pub undated: usize,
    /// How many lie before and after the stretch.
    pub before: usize,
    pub after: usize,
    /// The parties that can be asked for, those heard most first.
    pub parties: Vec<String>,
}

/// One row of marks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Lane {
    /// `party`, `event`, `proposal` or `figure`.
    pub kind: &'static str,
    pub name: String,
    pub marks: Vec<Mark>,
}

/// Something at its time. What stands at one place in one way is one mark: of a large record a picture has far fewer places than items.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Mark {
    #[serde(flatten)]
    pub at: Place,
    /// How many items stand there.
    pub count: usize,
    /// A few words for the first of them.
    pub words: String,
}

/// Where a mark stands, and how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub(crate) struct Place {
    #[serde(serialize_with = "day")]
    pub from: Option<Date>,
    #[serde(serialize_with = "day")]
    pub to: Option<Date>,
    /// The day on which it was said, where it happened on another.
    #[serde(serialize_with = "day")]
    pub said: Option<Date>,
    /// Of a stance: +1 for, 0 undecided, -1 against.
    pub sign: Option<i8>,
    /// Whether it is in the party's own words.
    pub own: bool,
}

/// The stretch.
pub(super) fn of(sum: &Sum, cited: &mut Cited, asked: &Stretch) -> Window {
    let (dated, undated) = rapporteur_record::timeline::of(sum);
    let all = wanted(sum, &dated, asked);
    let span = span(sum, |_| true);
    let shown = shown(span, asked);
    let here: Vec<&Found> = all.iter().filter(|m| inside(shown, m)).copied().collect();
    let parties = heard(sum, |_| true);
    let lanes = lanes(sum, &here, &parties, asked, shown);
    let mut moments: Vec<Moment> = Vec::new();
    for m in here.iter().take(LISTED) {
        let item = timeline::item(sum, cited, m.what, m.happened);
        match moments.last_mut().filter(|x| (x.from, x.to) == (Some(m.from), Some(m.to))) {
            Some(same) => timeline::push(&mut same.items, item),
            None => moments.push(Moment { from: Some(m.from), to: Some(m.to), items: vec![item] }),
        }
    }
    Window {
        span,
        shown,
        lanes,
        moments,
        items: here.len(),
        listed: here.len().min(LISTED),
        undated: undated.len(),
        before: shown.map_or(0, |(a, _)| all.iter().filter(|m| m.to < a).count()),
        after: shown.map_or(0, |(_, b)| all.iter().filter(|m| m.from > b).count()),
        parties: parties.into_iter().take(NAMES).collect(),
    }
}

/// The lanes of what people confirmed or put right alone, in the same stretch.
pub(super) fn confirmed(sum: &Sum, asked: &Stretch) -> Vec<Lane> {
    let by_person = |thing| confirmed_by_person(sum, thing);
    let (mut dated, _) = rapporteur_record::timeline::of(sum);
    dated.retain(|m| by_person(m.what));
    let shown = shown(span(sum, by_person), asked);
    let here: Vec<&Found> = wanted(sum, &dated, asked).into_iter().filter(|m| inside(shown, m)).collect();
    lanes(sum, &here, &heard(sum, by_person), asked, shown)
}

fn confirmed_by_person(sum: &Sum, thing: Thing) -> bool {
    let (text, kind, i) = match thing {
        Thing::Claim(i) => sum.claims.get(i).map_or((usize::MAX, ItemKind::Position, 0), |c| (c.text.0, ItemKind::Position, c.position.0)),
        Thing::Tally(i) => sum.tallies.get(i).map_or((usize::MAX, ItemKind::Figure, 0), |t| (t.text.0, ItemKind::Figure, t.figure.0)),
        Thing::Happening(i) => sum.happenings.get(i).map_or((usize::MAX, ItemKind::Event, 0), |h| (h.text.0, ItemKind::Event, h.event.0)),
    };
    sum.texts.get(text).is_some_and(|t| matches!(t.status(kind, i), "accepted" | "corrected"))
}

/// What is asked for by kind and party.
fn wanted<'a>(sum: &Sum, dated: &'a [Found], asked: &Stretch) -> Vec<&'a Found> {
    let who: Option<BTreeSet<PartyId>> = asked.party.as_ref().map(|p| named::parties(sum, p).into_iter().map(|p| root(sum, p)).collect());
    dated.iter().filter(|m| kind(asked, m.what) && who.as_ref().is_none_or(|w| meets(sum, m.what, w))).collect()
}

/// The days that are shown of those on which something was said.
fn shown(span: Option<(Date, Date)>, asked: &Stretch) -> Option<(Date, Date)> {
    span.map(|(first, last)| {
        let from = asked.from.unwrap_or(first);
        (from, asked.until.unwrap_or(last).max(from))
    })
}

fn inside(shown: Option<(Date, Date)>, m: &Found) -> bool {
    shown.is_some_and(|(a, b)| m.to >= a && m.from <= b)
}

fn kind(asked: &Stretch, thing: Thing) -> bool {
    let own = match thing {
        Thing::Claim(_) => "position",
        Thing::Happening(_) => "event",
        Thing::Tally(_) => "figure",
    };
    asked.kind.as_deref().is_none_or(|k| k == own)
}

/// Whether an item is by one of these parties, or about one.
fn meets(sum: &Sum, thing: Thing, who: &BTreeSet<PartyId>) -> bool {
    use rapporteur_record::record::Claimant;
    let one = |p: PartyId| who.contains(&root(sum, p));
    let by = |c: &Claimant| matches!(c, Claimant::Party(p) if one(*p));
    match thing {
        Thing::Claim(i) => sum.claims.get(i).is_some_and(|c| one(c.holder) || by(&c.by)),
        Thing::Happening(i) => sum.happenings.get(i).is_some_and(|h| h.actors.iter().chain(&h.recipients).any(|p| one(*p)) || by(&h.by)),
        Thing::Tally(i) => sum.tallies.get(i).is_some_and(|t| t.of.into_iter().chain(t.hand).any(one) || by(&t.by)),
    }
}

/// The first and last day on which something was said of what counts.
fn span(sum: &Sum, counts: impl Fn(Thing) -> bool) -> Option<(Date, Date)> {
    let claims = sum.claims.iter().enumerate().map(|(i, c)| (Thing::Claim(i), c.said));
    let happenings = sum.happenings.iter().enumerate().map(|(i, h)| (Thing::Happening(i), h.said));
    let tallies = sum.tallies.iter().enumerate().map(|(i, t)| (Thing::Tally(i), t.said));
    let said = claims.chain(happenings).chain(tallies).filter_map(|(thing, said)| said.filter(|_| counts(thing)));
    said.fold(None, |span: Option<(Date, Date)>, d| Some(span.map_or((d, d), |(a, b)| (a.min(d), b.max(d)))))
}

/// The names of those on whose stance most is said, of what counts.
fn heard(sum: &Sum, counts: impl Fn(Thing) -> bool) -> Vec<String> {
    let mut holders: BTreeMap<PartyId, usize> = BTreeMap::new();
    sum.claims.iter().enumerate().filter(|(i, _)| counts(Thing::Claim(*i))).for_each(|(_, c)| *holders.entry(c.holder).or_default() += 1);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (holder, n) in holders {
        let p = root(sum, holder);
        if sum.parties.get(p.0).is_some_and(|p| p.kind != rapporteur_record::ActorKind::Anonymous) {
            *times.entry(name(sum, p)).or_default() += n;
        }
    }
    let mut out: Vec<(String, usize)> = times.into_iter().collect();
    out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.into_iter().map(|x| x.0).collect()
}

/// The marks of a lane.
#[derive(Debug, Default)]
struct Marks {
    all: Vec<Mark>,
    known: HashMap<Place, usize>,
}

impl Marks {
    fn put(&mut self, at: Place, words: impl FnOnce() -> String) {
        let next = self.all.len();
        match self.all.get_mut(*self.known.entry(at).or_insert(next)) {
            Some(mark) => mark.count += 1,
            None => self.all.push(Mark { at, count: 1, words: words() }),
        }
    }
}

fn lanes(sum: &Sum, here: &[&Found], parties: &[String], asked: &Stretch, shown: Option<(Date, Date)>) -> Vec<Lane> {
    let (mut events, mut figures) = (Marks::default(), Marks::default());
    // Parties of one name are asked for together, so they share a lane.
    let mut own: BTreeMap<String, Marks> = BTreeMap::new();
    let mut names: HashMap<PartyId, String> = HashMap::new();
    for m in here {
        let place = |sign, own, said: Option<Date>| Place { from: Some(m.from), to: Some(m.to), said, sign, own };
        match m.what {
            Thing::Happening(i) => {
                let Some(h) = sum.happenings.get(i) else { continue };
                events.put(place(None, false, h.said.filter(|_| m.happened)), || crate::desk::words(&sum.texts[h.text.0], &h.words));
            }
            Thing::Tally(i) => {
                let Some(t) = sum.tallies.get(i) else { continue };
                figures.put(place(None, false, None), || crate::desk::words(&sum.texts[t.text.0], &t.words));
            }
            Thing::Claim(i) => {
                let Some(c) = sum.claims.get(i) else { continue };
                let name = names.entry(c.holder).or_insert_with(|| name(sum, root(sum, c.holder)));
                if !own.contains_key(name) {
                    own.insert(name.clone(), Marks::default());
                }
                let marks = own.get_mut(name);
                marks.into_iter().for_each(|marks| marks.put(place(Some(c.stance.sign()), c.own, None), || super::subject(sum, c.matter).label));
            }
        }
    }
    let lane = |kind, name: &str, marks: Marks| Lane { kind, name: name.to_owned(), marks: marks.all };
    let mut out = vec![lane("event", "Events reported", events), proposals(sum, asked, shown)];
    for p in parties.iter().filter(|p| own.contains_key(*p)).take(LANES).collect::<Vec<_>>() {
        out.push(lane("party", p, own.remove(p).unwrap_or_default()));
    }
    out.push(lane("figure", "Figures told", figures));
    out.retain(|l| !l.marks.is_empty());
    out
}

/// When each proposal is first spoken of.
fn proposals(sum: &Sum, asked: &Stretch, shown: Option<(Date, Date)>) -> Lane {
    let wanted = asked.kind.as_deref().is_none_or(|k| k == "proposal") && asked.party.is_none();
    let mut marks = Vec::new();
    for p in sum.plans.iter().filter(|p| wanted && !p.open) {
        let Some(first) = p.first.filter(|d| shown.is_some_and(|(a, b)| *d >= a && *d <= b)) else { continue };
        let at = Place { from: Some(first), to: Some(first), said: None, sign: None, own: false };
        marks.push(Mark { at, count: 1, words: p.label.clone() });
    }
    Lane { kind: "proposal", name: "Proposals first told of".to_owned(), marks }
}
