//! Questions to the record of many documents.
//!
//! Decides: what belongs to each answer, in which order, and under which name. Must not know: how it is shown, files. An answer concludes
//! nothing: every stance, number and event in it names who says so and the quotation it was read from.

mod actors;
mod alike;
mod changes;
mod disputes;
mod figures;
mod grid;
mod history;
mod named;
mod overview;
mod part;
mod profile;
mod proposals;
mod quotation;
mod sources;
mod timeline;
mod window;

pub(crate) use actors::{Actor, Actors, MayBeOne, Reason};
pub(crate) use changes::{Change, Changes, NewPlan};
pub(crate) use disputes::{Account, Dispute, Disputes};
pub(crate) use figures::{Figures, Number, Quantity, Shelf};
pub(crate) use grid::{Cell, Choices, Grid, Narrow, Pick, Row, Stand};
pub(crate) use history::{History, Step};
pub(crate) use named::About;
pub(crate) use overview::{Line, Overview, Since};
pub(crate) use part::{cut, named, narrow_timeline, part};
pub(crate) use profile::{Profile, Quoted, Quotes};
pub(crate) use proposals::{Compared, Draft, Plan, Proposals, Wording};
pub(crate) use quotation::{Quotation, Quotations};
pub(crate) use sources::{Echo, Gap, Heard, Loose, Source};
pub(crate) use timeline::{Item, Kind, Moment, Timeline};
pub(crate) use window::{Lane, Mark, Place, Stretch, Window};

use quotation::Cited;

use jiff::civil::Date;
use rapporteur_record::record::{Claimant, Matter, PartyId, Sum};
use rapporteur_record::{ConflictKind, Record};
use rapporteur_store::Alike;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// The name of the form in which answers are written for programs.
const FORMAT: &str = "rapporteur-answer/1";

/// An answer with the quotations that it stands on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Answer<T> {
    format: &'static str,
    /// The question, by the name of its command.
    pub question: &'static str,
    /// The day up to which the record was known.
    #[serde(serialize_with = "day")]
    pub as_of: Option<Date>,
    /// The last day of publication of the texts it stands on, where that was asked for.
    #[serde(serialize_with = "day")]
    pub published_until: Option<Date>,
    /// How many documents it stands on.
    pub documents: usize,
    /// The answer.
    #[serde(flatten)]
    pub body: T,
    /// Every quotation that the answer names by number, in order of number.
    pub quotations: Quotations,
}

/// Everything at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Report {
    /// The first and the last day of publication.
    #[serde(serialize_with = "days")]
    pub span: Option<(Date, Date)>,
    /// How many hands the documents come from.
    pub origins: usize,
    /// Who stands where.
    pub matrix: Grid,
    /// What does not go together.
    pub contested: Disputes,
    /// What nobody has answered.
    pub gaps: Vec<Gap>,
    /// What happened and what was said, by day.
    pub timeline: Timeline,
    /// Numbers beside one another.
    pub figures: Figures,
    /// Who says it first, who repeats it.
    pub echoes: Vec<Echo>,
    /// Who takes part.
    pub actors: Actors,
    /// The documents and where they come from.
    pub sources: Vec<Source>,
    /// What the record could not settle.
    pub attention: Vec<Loose>,
}

/// Who stands where on what?
pub(crate) fn matrix(record: &Record, as_of: Option<Date>) -> Answer<Grid> {
    answer(record, as_of, "matrix", grid::of)
}

/// Which accounts do not go together? Of one kind where one is asked for.
pub(crate) fn contested(record: &Record, as_of: Option<Date>, kind: Option<ConflictKind>) -> Answer<Disputes> {
    answer(record, as_of, "contested", |sum, cited| disputes::of(sum, cited, kind))
}

/// All conflicts in the order in which they are told: their kinds, and what [`some_contested`] takes.
pub(crate) fn order_of_conflicts(record: &Record) -> Vec<(ConflictKind, usize)> {
    disputes::order(record.sum())
}

/// Those conflicts alone.
pub(crate) fn some_contested(record: &Record, these: &[(ConflictKind, usize)]) -> Answer<Disputes> {
    answer(record, None, "contested", |sum, cited| disputes::some(sum, cited, these.iter().map(|d| d.1)))
}

/// Which names mean one?
pub(crate) fn alike(record: &Record) -> Alike {
    alike::of(record.sum())
}

/// What happened and what was said, day by day?
pub(crate) fn timeline(record: &Record, as_of: Option<Date>) -> Answer<Timeline> {
    answer(record, as_of, "timeline", timeline::of)
}

/// Who takes part, under which names?
pub(crate) fn actors(record: &Record, as_of: Option<Date>) -> Answer<Actors> {
    answer(record, as_of, "actors", |sum, _| actors::of(sum))
}

/// Which numbers are told, by whom?
pub(crate) fn figures(record: &Record, as_of: Option<Date>) -> Answer<Figures> {
    answer(record, as_of, "figures", figures::of)
}

/// All quantities in the order in which they are told, for [`some_figures`].
pub(crate) fn shelves(record: &Record) -> Vec<Shelf> {
    figures::shelves(record.sum())
}

/// Those quantities alone.
pub(crate) fn some_figures(record: &Record, these: &[&Shelf]) -> Answer<Figures> {
    answer(record, None, "figures", |sum, cited| figures::some(sum, cited, these.iter().copied()))
}

/// What changed after one day, until another?
pub(crate) fn changes(record: &Record, as_of: Option<Date>, since: Date, until: Date) -> Answer<Changes> {
    answer(record, as_of, "changes", |sum, cited| changes::of(sum, cited, since, until))
}

/// As much of the matrix as is asked for.
pub(crate) fn board(record: &Record, narrow: &Narrow, pick: Pick) -> Answer<Grid> {
    answer(record, None, "matrix", |sum, cited| grid::narrowed(sum, cited, narrow, pick))
}

/// What of the matrix can be asked for, so many parties and proposals.
pub(crate) fn choices(record: &Record, most: usize) -> Choices {
    grid::choices(record.sum(), most)
}

/// What is claimed of one party on one matter, over time? `None` where the record has no such party or matter.
pub(crate) fn history(record: &Record, party: &str, about: &About) -> Option<Answer<History>> {
    perhaps(answer(record, None, "history", |sum, cited| history::of(sum, cited, party, about)))
}

/// What is new, what waits?
pub(crate) fn overview(record: &Record, since: Since, until: Option<Date>) -> Answer<Overview> {
    answer(record, None, "overview", |sum, cited| overview::of(sum, record.brief(), cited, since, until))
}

/// What happened and what was said in a stretch of time?
pub(crate) fn window(record: &Record, asked: &Stretch) -> Answer<Window> {
    answer(record, None, "timeline", |sum, cited| window::of(sum, cited, asked))
}

/// The lanes of that stretch of what people confirmed or put right alone.
pub(crate) fn confirmed_lanes(record: &Record, asked: &Stretch) -> Vec<Lane> {
    window::confirmed(record.sum(), asked)
}

/// Who is that actor? `None` where the record has none of that name.
pub(crate) fn profile(record: &Record, name: &str, all: bool, links: &[Quoted]) -> Option<Answer<Profile>> {
    perhaps(answer(record, None, "actor", |sum, cited| profile::of(sum, cited, name, all, links)))
}

/// Who quotes whom? Every link, the strongest first.
pub(crate) fn links(record: &Record) -> Vec<Quoted> {
    profile::quotes(record.sum())
}

/// Who quotes whom? The strongest of some links.
pub(crate) fn who_quotes(links: &[Quoted]) -> Quotes {
    profile::who_quotes(links)
}

/// Which proposals are there, and which replaces which?
pub(crate) fn proposals(record: &Record) -> Answer<Proposals> {
    answer(record, None, "proposals", |sum, _| proposals::of(sum))
}

/// What does that proposal settle, and what did the one before? `None` where the record has none of that label.
pub(crate) fn proposal(record: &Record, label: &str) -> Option<Answer<Draft>> {
    perhaps(answer(record, None, "proposal", |sum, cited| proposals::one(sum, cited, label)))
}

fn perhaps<T>(answer: Answer<Option<T>>) -> Option<Answer<T>> {
    let Answer { format, question, as_of, published_until, documents, body, quotations } = answer;
    body.map(|body| Answer { format, question, as_of, published_until, documents, body, quotations })
}

impl<T> Answer<T> {
    /// The same answer, of a record that was narrowed to a day before it was asked.
    pub(crate) fn known_on(self, as_of: Option<Date>) -> Answer<T> {
        Answer { as_of, ..self }
    }

    /// The same answer, whose quotations are written when they are asked for.
    pub(crate) fn kept_by(self, record: &Arc<Record>) -> Answer<T> {
        Answer { quotations: self.quotations.of(record), ..self }
    }

    /// The answer without the quotations: most of them are not needed where a part is taken.
    fn bare<U>(&self, body: U) -> Answer<U> {
        let Answer { format, question, as_of, published_until, documents, .. } = *self;
        Answer { format, question, as_of, published_until, documents, body, quotations: Quotations::default() }
    }

    /// The same answer with more to it.
    pub(crate) fn with<U>(self, make: impl FnOnce(T) -> U) -> Answer<U> {
        let Answer { format, question, as_of, published_until, documents, body, quotations } = self;
        Answer { format, question, as_of, published_until, documents, body: make(body), quotations }
    }
}

/// All of it.
pub(crate) fn report(record: &Record, as_of: Option<Date>) -> Answer<Report> {
    answer(record, as_of, "report", |sum, cited| {
        let published = || sum.texts.iter().filter_map(|t| t.document.published);
        Report {
            span: published().min().zip(published().max()),
            origins: sum.origins.len(),
            matrix: grid::of(sum, cited),
            contested: disputes::of(sum, cited, None),
            gaps: sources::gaps(sum),
            timeline: timeline::of(sum, cited),
            figures: figures::of(sum, cited),
            echoes: sources::echoes(sum, cited),
            actors: actors::of(sum),
            sources: sources::of(sum, record.brief()),
            attention: sources::attention(sum),
        }
    })
}

fn answer<T>(record: &Record, as_of: Option<Date>, question: &'static str, body: impl FnOnce(&Sum, &mut Cited) -> T) -> Answer<T> {
    let known = as_of.map(|day| record.known_on(day));
    let record = known.as_ref().unwrap_or(record);
    let sum = record.sum();
    let mut cited = Cited::new(sum);
    let body = body(sum, &mut cited);
    let quotations = cited.finish();
    // Where texts lie on a shelf, whoever holds the record writes quotations as they are asked for.
    let quotations = if record.kept().is_empty() { quotations.written(record) } else { quotations };
    Answer { format: FORMAT, question, as_of, published_until: record.until(), documents: sum.texts.len(), body, quotations }
}

/// What a stance is about, in the words of the record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Subject {
    /// `proposal`, `process`, or what a term settles.
    pub kind: &'static str,
    /// The proposal's label, the words that state the term; "the talks".
    pub label: String,
    /// The proposal that a term is part of.
    pub proposal: Option<String>,
}

fn subject(sum: &Sum, matter: Matter) -> Subject {
    let plan = |p: rapporteur_record::record::PlanId| sum.plans.get(p.0).map(|p| p.label.clone());
    match matter {
        Matter::Plan(p) => Subject { kind: "proposal", label: plan(p).unwrap_or_default(), proposal: None },
        Matter::Process => Subject { kind: "process", label: "the talks".to_owned(), proposal: None },
        Matter::Point(p) => {
            let point = &sum.points[p.0];
            let label = point.words.split_whitespace().collect::<Vec<_>>().join(" ");
            Subject { kind: point.kind.name(), label, proposal: point.plan.and_then(plan) }
        }
    }
}

/// Where a matter stands in a list: proposals by age, terms by what they settle, the talks last.
fn place(sum: &Sum, matter: Matter) -> (u8, Option<Date>, String, usize) {
    match matter {
        Matter::Plan(p) => (0, sum.plans[p.0].first, sum.plans[p.0].label.to_lowercase(), p.0),
        Matter::Point(p) => (1, None, sum.points[p.0].kind.name().to_owned(), p.0),
        Matter::Process => (2, None, String::new(), 0),
    }
}

fn name(sum: &Sum, party: PartyId) -> String {
    sum.parties.get(party.0).map(|p| p.name.clone()).unwrap_or_default()
}

/// On whose behalf a party speaks in the end; a circle ends where it began.
fn root(sum: &Sum, party: PartyId) -> PartyId {
    let mut seen = vec![party];
    while let Some(next) = seen.last().and_then(|p| sum.parties.get(p.0)).and_then(|p| p.acts_for).filter(|n| !seen.contains(n)) {
        seen.push(next);
    }
    seen.last().copied().unwrap_or(party)
}

/// Who makes a claim, and on whose behalf.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Teller {
    /// The name, `None` where nobody is named.
    pub name: Option<String>,
    /// On whose behalf it speaks.
    pub acts_for: Option<String>,
    /// Whether it is a text in its own voice.
    pub outlet: bool,
}

fn teller(sum: &Sum, by: &Claimant) -> Teller {
    match by {
        Claimant::Party(p) => Teller { name: Some(name(sum, *p)), acts_for: sum.parties[p.0].acts_for.map(|p| name(sum, p)), outlet: false },
        Claimant::Outlet(name) => Teller { name: Some(name.to_string()), acts_for: None, outlet: true },
        Claimant::Unnamed => Teller { name: None, acts_for: None, outlet: false },
    }
}

/// Three places are more than a confidence can carry.
fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

fn day<S: Serializer>(day: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
    day.map(|d| d.to_string()).serialize(s)
}

fn days<S: Serializer>(days: &Option<(Date, Date)>, s: S) -> Result<S::Ok, S::Error> {
    days.map(|(a, b)| (a.to_string(), b.to_string())).serialize(s)
}
