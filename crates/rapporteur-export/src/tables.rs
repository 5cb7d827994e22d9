//! The record as tables.
//!
//! Decides: which columns a claim, a figure, an event, an actor, a conflict and a source have. Every row of a claim says who claims it, through
//! whom it is known and by which words; places are code points of the text. Must not know: how a table is written.

use crate::{Cell, Table};
use rapporteur_record::quotation::{self, Quotation};
use rapporteur_record::record::{Account, Claimant, Copy, Matter, PartyId, Source, Sum, Text, TextId};
use rapporteur_record::span::CodePoints;
use rapporteur_record::timeline::Thing;
use rapporteur_record::{Bound, ConflictKind, Document, Span, Stance, matrix};
use std::sync::Arc;

/// The columns that every claim ends with.
const KNOWN: [&str; 13] =
    ["claimed_by", "chain", "words", "document", "title", "outlet", "published", "said", "origin", "begin", "end", "confidence", "learnt"];

/// All tables, in the order of a workbook.
pub fn all(sum: &Sum) -> Vec<Table> {
    vec![issue_matrix(sum), positions(sum), conflicts(sum, None), figures(sum), events(sum), actors(sum), proposals(sum), sources(sum)]
}

/// Parties by proposals and terms; a cell says its own latest stance, then what others say of it, then whether that is contested.
pub fn issue_matrix(sum: &Sum) -> Table {
    let found = matrix::of(sum);
    let mut table = Table::new("matrix", &["matter"]);
    table.columns.extend(found.parties.iter().map(|p| name(sum, *p)));
    for m in &found.matters {
        let shown = |p: &PartyId| found.cells.get(&(*p, *m)).map_or(Cell::Empty, |c| Cell::from(cell(sum, c)));
        let mut row = vec![Cell::from(matter(sum, *m))];
        row.extend(found.parties.iter().map(shown));
        table.rows.push(row);
    }
    table
}

fn cell(sum: &Sum, cell: &matrix::Cell) -> String {
    let stance = |i: usize| sum.claims[i].stance.name();
    let mut out: Vec<String> = cell.own.map(|i| format!("own: {}", stance(i))).into_iter().collect();
    out.extend(cell.told.iter().map(|i| format!("{} says: {}", claimant(sum, &sum.claims[*i].by), stance(*i))));
    if cell.contested {
        out.push("CONTESTED".to_owned());
    }
    out.join("; ")
}

/// A row for each position, as somebody claims it.
pub fn positions(sum: &Sum) -> Table {
    let mut table = claims("positions", &["holder", "acts_for", "matter_kind", "matter", "proposal", "stance", "sign", "certainty", "own_words", "speech_act"]);
    let mut points = Points::default();
    for (i, c) in sum.claims.iter().enumerate() {
        let acts_for = sum.parties[c.holder.0].acts_for.map(|p| name(sum, p));
        let sign = Cell::Number(f64::from(Stance::sign(c.stance)));
        let row = vec![
            Cell::from(name(sum, c.holder)),
            Cell::from(acts_for),
            Cell::from(matter_kind(sum, c.matter)),
            Cell::from(matter(sum, c.matter)),
            Cell::from(proposal(sum, c.matter)),
            Cell::from(c.stance.name()),
            sign,
            Cell::from(c.certainty.name()),
            Cell::from(if c.own { "yes" } else { "no" }),
            Cell::from(c.act.map_or("", |a| a.name())),
        ];
        push(&mut table, sum, &mut points, row, Thing::Claim(i), (&c.by, c.said.into(), c.learnt));
    }
    table
}

/// A row for each figure, as somebody claims it.
pub fn figures(sum: &Sum) -> Table {
    let mut table = claims("figures", &["measure", "value", "lowest", "highest", "bound", "of", "by_hand_of"]);
    let mut points = Points::default();
    for (i, t) in sum.tallies.iter().enumerate() {
        let party = |p: Option<PartyId>| Cell::from(p.map(|p| name(sum, p)));
        let (lowest, highest) = range(t.bound, t.value);
        let row = vec![Cell::from(t.measure.name()), Cell::Number(t.value), lowest, highest, Cell::from(t.bound.name()), party(t.of), party(t.hand)];
        push(&mut table, sum, &mut points, row, Thing::Tally(i), (&t.by, t.said.into(), t.learnt));
    }
    table
}

/// What the words bound for certain.
fn range(bound: Bound, value: f64) -> (Cell, Cell) {
    match bound {
        Bound::Exact => (Cell::Number(value), Cell::Number(value)),
        Bound::Above => (Cell::Number(value), Cell::Empty),
        Bound::Below => (Cell::Empty, Cell::Number(value)),
        Bound::About | Bound::Order => (Cell::Empty, Cell::Empty),
    }
}

/// A row for each event, as somebody reports it.
pub fn events(sum: &Sum) -> Table {
    let mut table = claims("events", &["type", "status", "actors", "recipients", "place", "from", "to"]);
    let mut points = Points::default();
    for (i, h) in sum.happenings.iter().enumerate() {
        let names = |all: &[PartyId]| Cell::from(all.iter().map(|p| name(sum, *p)).collect::<Vec<_>>().join("; "));
        let row = vec![
            Cell::from(h.kind.name()),
            Cell::from(h.status.name()),
            names(&h.actors),
            names(&h.recipients),
            Cell::from(h.place.clone()),
            h.happened.map(|d| d.0).into(),
            h.happened.map(|d| d.1).into(),
        ];
        push(&mut table, sum, &mut points, row, Thing::Happening(i), (&h.by, h.said.into(), h.learnt));
    }
    table
}

/// A row for each account of each conflict, of one kind where one is asked for.
pub fn conflicts(sum: &Sum, kind: Option<ConflictKind>) -> Table {
    let mut table = claims("conflicts", &["conflict", "kind", "side", "about", "holder", "stance_or_value", "conflict_confidence"]);
    let mut points = Points::default();
    for (n, d) in sum.disputes.iter().enumerate().filter(|(_, d)| kind.is_none_or(|k| d.kind == k)) {
        for (s, side) in d.sides.iter().enumerate() {
            for account in side {
                let (about, holder, shown, thing, frame) = match account {
                    Account::Claim(i) => {
                        let c = &sum.claims[*i];
                        (matter(sum, c.matter), name(sum, c.holder), c.stance.name().to_owned(), Thing::Claim(*i), (&c.by, Cell::from(c.said), c.learnt))
                    }
                    Account::Tally(i) => {
                        let t = &sum.tallies[*i];
                        let of = t.of.map(|p| name(sum, p)).unwrap_or_default();
                        (t.measure.name().to_owned(), of, format!("{} {}", t.bound.name(), t.value), Thing::Tally(*i), (&t.by, Cell::from(t.said), t.learnt))
                    }
                };
                let row = vec![
                    Cell::from(n + 1),
                    Cell::from(d.kind.name()),
                    Cell::from(s + 1),
                    Cell::from(about),
                    Cell::from(holder),
                    Cell::from(shown),
                    Cell::Number(rounded(d.confidence)),
                ];
                push(&mut table, sum, &mut points, row, thing, frame);
            }
        }
    }
    table
}

/// A row for each actor.
pub fn actors(sum: &Sum) -> Table {
    let mut table = Table::new("actors", &["name", "kind", "acts_for", "mediator", "names", "documents", "positions"]);
    for (i, p) in sum.parties.iter().enumerate() {
        let documents: std::collections::BTreeSet<TextId> = p.members.iter().map(|m| m.0).collect();
        table.rows.push(vec![
            Cell::from(p.name.as_str()),
            Cell::from(p.kind.name()),
            Cell::from(p.acts_for.map(|a| name(sum, a))),
            Cell::from(if p.mediator { "yes" } else { "no" }),
            Cell::from(p.names.iter().cloned().collect::<Vec<_>>().join("; ")),
            Cell::from(documents.len()),
            Cell::from(sum.claims.iter().filter(|c| c.holder == PartyId(i)).count()),
        ]);
    }
    table
}

/// A row for each proposal.
pub fn proposals(sum: &Sum) -> Table {
    let mut table = Table::new("proposals", &["label", "authors", "supersedes", "first", "labels", "documents"]);
    for p in &sum.plans {
        let documents: std::collections::BTreeSet<TextId> = p.members.iter().map(|m| m.0).collect();
        table.rows.push(vec![
            Cell::from(p.label.as_str()),
            Cell::from(p.authors.iter().map(|a| name(sum, *a)).collect::<Vec<_>>().join("; ")),
            Cell::from(p.supersedes.map(|s| sum.plans[s.0].label.clone())),
            p.first.into(),
            Cell::from(p.labels.iter().cloned().collect::<Vec<_>>().join("; ")),
            Cell::from(documents.len()),
        ]);
    }
    table
}

/// A row for each document, with the one whose copy it is.
pub fn sources(sum: &Sum) -> Table {
    let mut table = Table::new("sources", &["document", "title", "outlet", "published", "url", "language", "origin", "copy"]);
    for (i, t) in sum.texts.iter().enumerate() {
        let origin = sum.origins.get(t.origin.0);
        let copy = origin.and_then(|o| o.copies.iter().find(|(id, _)| id.0 == i)).map_or("", |(_, c)| copy_name(*c));
        table.rows.push(vec![
            Cell::from(t.document.id.as_str()),
            Cell::from(t.document.title.clone()),
            Cell::from(t.document.outlet.clone()),
            t.document.published.into(),
            Cell::from(t.document.url.clone()),
            Cell::from(t.document.language.as_str()),
            Cell::from(origin.map(|o| sum.texts[o.first.0].document.id.clone())),
            Cell::from(copy),
        ]);
    }
    table
}

fn copy_name(copy: Copy) -> &'static str {
    match copy {
        Copy::Exact => "exact",
        Copy::Near => "near",
    }
}

fn claims(name: &str, columns: &[&str]) -> Table {
    Table::new(name, &[columns, &KNOWN].concat())
}

/// The text that was last looked at, with its code points counted: claims of one text mostly follow one another, and all texts at once are too much
/// to hold.
#[derive(Default)]
struct Points(Option<(TextId, Arc<Document>, CodePoints)>);

impl Points {
    fn of(&mut self, id: TextId, text: &Text) -> (&Document, &CodePoints) {
        let last = self.0.take().filter(|l| l.0 == id);
        let last = last.unwrap_or_else(|| {
            let document = text.whole();
            let points = CodePoints::of(&document.text);
            (id, document, points)
        });
        let (_, document, points) = self.0.insert(last);
        (document, points)
    }
}

type Frame<'a> = (&'a Claimant, Cell, Option<jiff::Timestamp>);

fn push(table: &mut Table, sum: &Sum, points: &mut Points, mut row: Vec<Cell>, thing: Thing, (by, said, learnt): Frame) {
    let Some(q) = quotation::of(sum, thing) else { return };
    let Some(text) = sum.texts.get(q.text.0) else { return };
    let (whole, counted) = points.of(q.text, text);
    let place = |byte: Option<usize>| byte.map_or(Cell::Empty, |b| Cell::from(counted.before(&whole.text, b)));
    row.extend([
        Cell::from(claimant(sum, by)),
        Cell::from(chain(sum, &q)),
        Cell::from(words(whole, &q.words)),
        Cell::from(text.document.id.as_str()),
        Cell::from(text.document.title.clone()),
        Cell::from(text.document.outlet.clone()),
        text.document.published.into(),
        said,
        Cell::from(origin(sum, q.source)),
        place(q.words.first().map(|s| s.begin())),
        place(q.words.last().map(|s| s.end())),
        Cell::Number(rounded(q.confidence)),
        Cell::from(learnt.map(|t| t.to_string())),
    ]);
    table.rows.push(row);
}

fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

fn name(sum: &Sum, party: PartyId) -> String {
    sum.parties.get(party.0).map(|p| p.name.clone()).unwrap_or_default()
}

fn claimant(sum: &Sum, by: &Claimant) -> String {
    match by {
        Claimant::Party(p) => name(sum, *p),
        Claimant::Outlet(name) => name.to_string(),
        Claimant::Unnamed => "?".to_owned(),
    }
}

/// "outlet > first voice > the voice behind it"; `?` where a voice is not known.
fn chain(sum: &Sum, q: &Quotation) -> String {
    let document = &sum.texts[q.text.0].document;
    let mut out = vec![document.outlet.clone().unwrap_or_else(|| document.id.clone())];
    out.extend(quotation::chain(sum, q.text, q.voice).iter().map(|l| l.party.map_or_else(|| "?".to_owned(), |p| name(sum, p))));
    out.join(" > ")
}

fn origin(sum: &Sum, source: &Source) -> String {
    match source {
        Source::Origin(o) => sum.origins.get(o.0).map(|o| sum.texts[o.first.0].document.id.clone()).unwrap_or_default(),
        Source::Outlet(name) => name.to_string(),
    }
}

fn words(document: &Document, spans: &[Span]) -> String {
    spans.iter().map(|s| s.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(" … ")
}

fn matter(sum: &Sum, matter: Matter) -> String {
    match matter {
        Matter::Plan(p) => sum.plans[p.0].label.clone(),
        Matter::Point(p) => sum.points[p.0].words.split_whitespace().collect::<Vec<_>>().join(" "),
        Matter::Process => "the talks".to_owned(),
    }
}

fn matter_kind(sum: &Sum, matter: Matter) -> &'static str {
    match matter {
        Matter::Plan(_) => "proposal",
        Matter::Point(p) => sum.points[p.0].kind.name(),
        Matter::Process => "process",
    }
}

fn proposal(sum: &Sum, matter: Matter) -> Option<String> {
    match matter {
        Matter::Plan(p) => Some(sum.plans[p.0].label.clone()),
        Matter::Point(p) => sum.points[p.0].plan.map(|p| sum.plans[p.0].label.clone()),
        Matter::Process => None,
    }
}
