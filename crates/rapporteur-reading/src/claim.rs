//! What a text holds beside attributions: proposals, terms, positions, figures, events.
//!
//! Decides: the order in which they are read. Each is found by its tags, then tied to what it belongs to. Looks at: scores, actors and
//! attributions that are decided already. Must not know: other documents, which conflicts follow.

mod event;
mod figure;
mod found;
mod happening;
mod holder;
mod kinds;
mod measure;
mod mention;
mod place;
mod position;
mod proposal;
mod stances;
mod target;
mod term;
mod voice;
mod words;

use crate::encoder::{CLAIMS, Claim, Cut, Encoder, Window, WindowScores};
use rapporteur_record::{Actor, ActorId, Attribution, Claimed, Document, Event, Figure, Position, Proposal, Span, Term, Time};

pub use event::RULES as EVENT_RULES;
pub use figure::RULES as FIGURE_RULES;
pub use position::RULES as POSITION_RULES;
pub use proposal::RULES as PROPOSAL_RULES;
pub use term::RULES as TERM_RULES;

/// Constants of the claims' decisions, tuned on our corpus' train and dev parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// For each kind of claim: added to the log-probability of beginning a span.
    pub begin: [f32; CLAIMS],
    /// For each kind of claim: least sureness of a span, 0..1.
    pub keep: [f32; CLAIMS],
    /// What each word that speaks for a kind of term adds to that kind's score.
    pub kind: f32,
    /// What each entry that speaks for a stance adds to that stance's score.
    pub stance: f32,
    /// Least sureness of evidence whose content becomes a term, 0..1.
    pub content: f32,
    /// Added to the score of a mention being of an earlier proposal.
    pub same: f32,
    /// Added to the score of a stance being on the talks themselves.
    pub process: f32,
    /// A further term is meant too where it reaches this share of the best one's score; above 1: never.
    pub also: f32,
    /// Least raw score of a position, 0..1.
    pub position: f32,
    /// How the raw score of a position becomes its confidence.
    pub trust: crate::confidence::Logistic,
}

/// What was decided before, and the scores.
pub(crate) struct Ground<'a> {
    pub(crate) document: &'a Document,
    pub(crate) encoder: &'a dyn Encoder,
    pub(crate) cut: &'a Cut,
    pub(crate) windows: &'a [(Window, WindowScores)],
    pub(crate) headings: &'a [Span],
    pub(crate) actors: &'a [Actor],
    /// Pronouns outside all sources, and whom each most likely means.
    pub(crate) pronouns: &'a [(Span, Vec<ActorId>)],
    pub(crate) attributions: &'a [Attribution],
    pub(crate) times: &'a [Time],
    pub(crate) sentences: &'a [Span],
}

/// The claims of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Claims {
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) terms: Vec<Claimed<Term>>,
    pub(crate) positions: Vec<Claimed<Position>>,
    pub(crate) figures: Vec<Claimed<Figure>>,
    pub(crate) events: Vec<Claimed<Event>>,
}

/// Reads the claims of a document.
pub(crate) fn read(ground: &Ground<'_>, bounds: Bounds) -> Claims {
    let mentions = mention::find(ground);
    let of = |claim: Claim| found::find(ground, claim, bounds);
    let (proposals, members) = proposal::join(ground, of(Claim::Proposal), &mentions, bounds);
    let evidence = of(Claim::Evidence);
    let stated = term::also_in_contents(ground, of(Claim::Term), &evidence, &members, bounds);
    let terms = term::read(ground, &stated, &members, bounds);
    let held: Vec<Span> = proposals.iter().flat_map(|p| &p.mentions).chain(terms.iter().flat_map(|t| &t.parts().0.text)).copied().collect();
    let targets = position::Targets { members: &members, stated: &stated };
    Claims {
        positions: position::read(ground, &evidence, &mentions, &targets, bounds),
        figures: figure::read(ground, bounds, &held),
        events: event::read(ground, &of(Claim::Event), &mentions),
        proposals,
        terms,
    }
}

/// The first place of the highest number, and that number.
fn best(numbers: &[f32]) -> (usize, f32) {
    numbers.iter().copied().enumerate().fold((0, f32::NEG_INFINITY), |top, (i, x)| if x > top.1 { (i, x) } else { top })
}

/// Scores to shares that add up to 1.
fn shares(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.iter().map(|w| w / sum).collect()
}
