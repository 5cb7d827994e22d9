//! Accounts and stances that do not go together.
//!
//! Decides: what a conflict is, and when positions or figures make one. Must not know: which side is right.

mod count;
mod rule;
mod stage;

pub(crate) use count::Count;
pub(crate) use stage::{Aim, Mouth, Plan, Point, Stage, Stand};

use crate::gist::Words;
use crate::wording;
use crate::{AttributionId, Document, FigureId, PositionId, Proposal, Reading, Target, Voice};
use jiff::civil::Date;

/// Conflicts among the figures of a stage that a record sets.
pub(crate) use count::{complete as complete_counts, find as find_counts};
/// Conflicts among the stances of a stage that a record sets.
pub(crate) use rule::find as find_stances;

/// Names a conflict within one document: the index in [`crate::Reading::conflicts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConflictId(pub usize);

/// How the sides differ (record-format.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Claimants disagree on one holder's stance on one matter.
    Contested,
    /// One holder's own stance turned over time.
    Reversal,
    /// Two parties hold opposing stances, or want incompatible terms, on one matter.
    Divergence,
    /// Two claimed values of one measured quantity that cannot both hold.
    Figures,
}

impl ConflictKind {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [ConflictKind; 4] = [ConflictKind::Contested, ConflictKind::Reversal, ConflictKind::Divergence, ConflictKind::Figures];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            ConflictKind::Contested => "contested",
            ConflictKind::Reversal => "reversal",
            ConflictKind::Divergence => "divergence",
            ConflictKind::Figures => "figures",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<ConflictKind> {
        ConflictKind::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// What stands on the sides of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Positions, at least two sides, none empty.
    Positions(Vec<Vec<PositionId>>),
    /// Figures, at least two sides, none empty.
    Figures(Vec<Vec<FigureId>>),
}

/// Items of one document that do not go together. It adds no reading of its own: both wordings stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// How they differ.
    pub kind: ConflictKind,
    /// What stands against what.
    pub sides: Sides,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}

/// The conflicts among the positions and figures of one reading: contested, reversal, divergence, figures; each in text order.
///
/// Looks at: holders and whom they act for, who makes each claim, targets, stances, the days on which things were said, bounds of numbers.
/// None where another version, place, day or claimant explains the difference.
pub fn find(document: &Document, reading: &Reading) -> Vec<Conflict> {
    let stage = one_document(document, reading);
    let mut out: Vec<Conflict> = rule::find(&stage)
        .into_iter()
        .map(|f| {
            let ids = |side: &Vec<usize>| side.iter().map(|i| PositionId(stage.stands[*i].id)).collect();
            Conflict { kind: f.kind, sides: Sides::Positions(f.sides.iter().map(ids).collect()), confidence: f.confidence }
        })
        .collect();
    let mut counts: Vec<Count> = reading
        .figures
        .iter()
        .enumerate()
        .map(|(i, claimed)| {
            let (figure, by) = claimed.parts();
            Count::of(i, figure, document.text.as_str(), mouth(reading, by), said(document.published, reading, by), |a| a)
        })
        .collect();
    count::complete(&mut counts, &figure_places(reading));
    out.extend(count::find(&counts).into_iter().map(|(sides, confidence)| {
        let ids = |side: Vec<usize>| side.into_iter().map(|i| FigureId(counts[i].id)).collect();
        Conflict { kind: ConflictKind::Figures, sides: Sides::Figures(sides.map(ids).into()), confidence }
    }));
    out
}

/// Where each figure begins.
pub(crate) fn figure_places(reading: &Reading) -> Vec<usize> {
    reading.figures.iter().map(|f| f.parts().0.text.first().map_or(0, |s| s.begin())).collect()
}

fn one_document(document: &Document, reading: &Reading) -> Stage {
    let stand = |(id, claimed): (usize, &crate::Claimed<crate::Position>)| {
        let (p, by) = claimed.parts();
        let aim = match p.target {
            Target::Proposal(p) => Aim::Plan(p.0),
            Target::Term(t) => Aim::Point(t.0),
            Target::Process => Aim::Process,
        };
        let (mouth, day) = (mouth(reading, by), said(document.published, reading, by));
        Stand {
            id,
            holder: p.holder.0,
            mouth,
            aim,
            stance: p.stance,
            certainty: p.certainty,
            day,
            confidence: p.confidence,
            past: past(document.text.as_str(), &p.evidence),
        }
    };
    let superseded: Vec<usize> = reading.proposals.iter().filter_map(|p| p.supersedes.map(|s| s.0)).collect();
    let open = |(i, p): (usize, &Proposal)| stage::Plan { open: is_open(document.text.as_str(), p) && !superseded.contains(&i) };
    Stage {
        stands: reading.positions.iter().enumerate().map(stand).collect(),
        plans: reading.proposals.iter().enumerate().map(open).collect(),
        points: reading.terms.iter().map(|t| Point::of(t.parts().0, document.text.as_str(), |a| a, |p| p)).collect(),
        chains: (0..reading.actors.len()).map(|i| behalf(i, |i| reading.actors.get(i).and_then(|a| a.acts_for).map(|a| a.0))).collect(),
        mediators: Default::default(),
    }
}

/// Whether words tell of an earlier time.
pub(crate) fn past(text: &(impl Words + ?Sized), evidence: &[crate::Span]) -> bool {
    evidence.iter().any(|s| wording::past(text.at(*s)))
}

/// Whether a proposal is a deal as such ("a deal"), of no author and no version.
pub(crate) fn is_open(text: &(impl Words + ?Sized), p: &Proposal) -> bool {
    p.authors.is_empty() && p.supersedes.is_none() && p.mentions.iter().any(|m| wording::indefinite(text.at(*m)))
}

/// An actor, whom it acts for, and so on; a circle ends where it began.
pub(crate) fn behalf(actor: usize, acts_for: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut chain = vec![actor];
    while let Some(next) = chain.last().and_then(|a| acts_for(*a)).filter(|n| !chain.contains(n)) {
        chain.push(next);
    }
    chain
}

/// Who makes a claim, within one document.
pub(crate) fn mouth(reading: &Reading, by: Voice) -> Mouth {
    let Some(id) = by.attribution() else { return Mouth::Text(0) };
    match reading.attributions.get(id.0).and_then(|a| a.speaker.first()) {
        Some(actor) => Mouth::Known(actor.0),
        None => Mouth::Unnamed(id.0),
    }
}

/// When a claim was made: the day its attribution names, that of one around it, or the day of publication.
pub(crate) fn said(published: Option<Date>, reading: &Reading, by: Voice) -> Option<Date> {
    let named = |id: AttributionId| reading.attributions.get(id.0).and_then(|a| a.time.as_ref()).and_then(|t| t.days).map(|(_, last)| last);
    let chain = by.attribution().map(|id| reading.chain(id)).unwrap_or_default();
    chain.into_iter().rev().find_map(named).or(published)
}
