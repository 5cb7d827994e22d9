//! What happened and what was said, day by day.
//!
//! Decides: what belongs to a day. Must not know: how it is drawn.

use super::{Cited, Subject, Teller, day, name, root, subject, teller};
use jiff::civil::Date;
use rapporteur_record::record::Sum;
use rapporteur_record::timeline::{self, Thing};
use serde::Serialize;

/// All that has a day, by day; then what has none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Timeline {
    pub moments: Vec<Moment>,
    pub undated: Vec<Item>,
}

/// What belongs to one day, or to one run of days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Moment {
    #[serde(serialize_with = "day")]
    pub from: Option<Date>,
    #[serde(serialize_with = "day")]
    pub to: Option<Date>,
    pub items: Vec<Item>,
}

/// Something at its time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Item {
    #[serde(flatten)]
    pub what: Kind,
    pub by: Teller,
    /// Whether the day is that of its happening; else that of its being said.
    pub happened: bool,
    /// The day on which it was said.
    #[serde(serialize_with = "day")]
    pub said: Option<Date>,
    pub quotation: usize,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Something reported to have happened.
    Event { kind: &'static str, status: &'static str, actors: Vec<String>, recipients: Vec<String>, place: Option<String>, words: String },
    /// A stance; the party is the one for whom the holder speaks.
    Position { holder: String, party: String, stance: &'static str, sign: i8, certainty: &'static str, own: bool, subject: Subject },
    /// A number.
    Figure { value: f64, bound: &'static str, measure: &'static str, of: Option<String>, words: String },
}

/// The timeline.
pub(super) fn of(sum: &Sum, cited: &mut Cited) -> Timeline {
    let (dated, undated) = timeline::of(sum);
    let mut moments: Vec<Moment> = Vec::new();
    for m in dated {
        let item = item(sum, cited, m.what, m.happened);
        match moments.last_mut().filter(|x| (x.from, x.to) == (Some(m.from), Some(m.to))) {
            Some(same) => push(&mut same.items, item),
            None => moments.push(Moment { from: Some(m.from), to: Some(m.to), items: vec![item] }),
        }
    }
    let mut rest = Vec::new();
    undated.into_iter().for_each(|t| push(&mut rest, item(sum, cited, t, false)));
    Timeline { moments, undated: rest }
}

/// What is the same but for its number is there once.
pub(super) fn push(items: &mut Vec<Item>, item: Item) {
    if !items.iter().any(|x| (&x.what, &x.by, x.quotation) == (&item.what, &item.by, item.quotation)) {
        items.push(item);
    }
}

pub(super) fn item(sum: &Sum, cited: &mut Cited, thing: Thing, happened: bool) -> Item {
    let quotation = cited.thing(thing);
    let words = |text: usize, spans: &[rapporteur_record::Span]| crate::desk::words(&sum.texts[text], spans);
    match thing {
        Thing::Happening(i) => {
            let h = &sum.happenings[i];
            let names = |all: &[rapporteur_record::record::PartyId]| all.iter().map(|p| name(sum, *p)).collect();
            let what = Kind::Event {
                kind: h.kind.name(),
                status: h.status.name(),
                actors: names(&h.actors),
                recipients: names(&h.recipients),
                place: h.place.clone(),
                words: words(h.text.0, &h.words),
            };
            Item { what, by: teller(sum, &h.by), happened, said: h.said, quotation }
        }
        Thing::Claim(i) => {
            let c = &sum.claims[i];
            let what = Kind::Position {
                holder: name(sum, c.holder),
                party: name(sum, root(sum, c.holder)),
                stance: c.stance.name(),
                sign: c.stance.sign(),
                certainty: c.certainty.name(),
                own: c.own,
                subject: subject(sum, c.matter),
            };
            Item { what, by: teller(sum, &c.by), happened, said: c.said, quotation }
        }
        Thing::Tally(i) => {
            let t = &sum.tallies[i];
            let of = t.of.map(|p| name(sum, p));
            let what = Kind::Figure { value: t.value, bound: t.bound.name(), measure: t.measure.name(), of, words: words(t.text.0, &t.words) };
            Item { what, by: teller(sum, &t.by), happened, said: t.said, quotation }
        }
    }
}
