//! What was understood of one document.
//!
//! Decides: the form of a reading, and the order of its items. Must not know: how it was made.

use crate::{Actor, ActorId, Attribution, AttributionId, Claimed, Conflict, Event, Figure, Parameter, Position, Proposal, Span, Speaker, Target, Term, Voice};

/// One decision behind an item: which rule, where in the code, on which words, with what score.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The rule's code ("SP02").
    pub rule: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// Source file and line of the rule.
    pub place: (&'static str, u32),
    /// The words that decided, if any.
    pub words: Option<Span>,
    /// A probability or score in 0..1, where there is one.
    pub score: Option<f32>,
}

/// Why something was not, or not wholly, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The text has no words.
    Empty,
    /// It is not in a language the reader was trained on.
    Language,
    /// It is longer than the reader takes; the rest was not read.
    TooLong,
    /// A quotation mark has no partner.
    UnbalancedQuote,
    /// Bytes that are no text in the charset were replaced.
    Decoding,
    /// No article was found in the page: all its text was read.
    NoArticle,
}

impl NoteKind {
    /// All of them.
    pub const ALL: [NoteKind; 6] = [NoteKind::Empty, NoteKind::Language, NoteKind::TooLong, NoteKind::UnbalancedQuote, NoteKind::Decoding, NoteKind::NoArticle];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            NoteKind::Empty => "empty",
            NoteKind::Language => "language",
            NoteKind::TooLong => "too_long",
            NoteKind::UnbalancedQuote => "unbalanced_quote",
            NoteKind::Decoding => "decoding",
            NoteKind::NoArticle => "no_article",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<NoteKind> {
        NoteKind::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// A remark on the reading itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// In words, for a person.
    pub message: String,
    /// Where, if it is about a place.
    pub span: Option<Span>,
}

/// All that was understood of one document. Made by `rapporteur-reading`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Who can speak in it.
    pub actors: Vec<Actor>,
    /// Who said what, in text order, outer before inner.
    pub attributions: Vec<Attribution>,
    /// The texts and plans it talks about, by first mention.
    pub proposals: Vec<Proposal>,
    /// What they contain and what somebody wants in them, in text order.
    pub terms: Vec<Claimed<Term>>,
    /// Who stands where, according to whom, in text order.
    pub positions: Vec<Claimed<Position>>,
    /// What does not go together.
    pub conflicts: Vec<Conflict>,
    /// Numbers that somebody might dispute, in text order.
    pub figures: Vec<Claimed<Figure>>,
    /// What is reported to have happened, in text order.
    pub events: Vec<Claimed<Event>>,
    /// The decisions behind each attribution, by index.
    pub decisions: Vec<Vec<Decision>>,
    /// Headings, which are no sentences of the story.
    pub headings: Vec<Span>,
    /// What was not understood.
    pub notes: Vec<Note>,
}

impl Reading {
    /// The actor of that id. Ids come from this reading, so there always is one.
    pub fn actor(&self, id: ActorId) -> Option<&Actor> {
        self.actors.get(id.0)
    }

    /// Whether every id in it names an item of it. A reading that was read back always does; one made by hand may not.
    pub fn sound(&self) -> bool {
        let actor = |id: &ActorId| id.0 < self.actors.len();
        let actors = |ids: &[ActorId]| ids.iter().all(actor);
        let proposal = |id: &crate::ProposalId| id.0 < self.proposals.len();
        let voice = |v: Voice| v.attribution().is_none_or(|id| id.0 < self.attributions.len());
        let speaker = |s: &Speaker| match s {
            Speaker::Actor(ids) => actors(ids),
            Speaker::Described(id) => actor(id),
            Speaker::Unresolved => true,
        };
        let target = |t: &Target| match t {
            Target::Proposal(id) => proposal(id),
            Target::Term(id) => id.0 < self.terms.len(),
            Target::Process => true,
        };
        let forces = |t: &Term| t.parameters.iter().all(|(_, p)| if let Parameter::Actor(id) = p { actor(id) } else { true });
        self.actors.iter().all(|a| a.acts_for.iter().all(actor))
            && self.attributions.iter().all(|a| speaker(&a.speaker) && a.within.is_none_or(|w| w.0 < self.attributions.len()))
            && self.proposals.iter().all(|p| actors(&p.authors) && p.supersedes.iter().all(proposal))
            && self.terms.iter().map(Claimed::parts).all(|(t, v)| voice(v) && t.proposal.iter().all(proposal) && forces(t))
            && self.positions.iter().map(Claimed::parts).all(|(p, v)| voice(v) && actor(&p.holder) && target(&p.target))
            && self.figures.iter().map(Claimed::parts).all(|(f, v)| voice(v) && f.of.iter().chain(&f.by).all(actor))
            && self.events.iter().map(Claimed::parts).all(|(e, v)| voice(v) && actors(&e.actors) && actors(&e.recipients))
    }

    /// The attributions directly inside `parent`, or the outermost ones.
    pub fn inside(&self, parent: Option<AttributionId>) -> impl Iterator<Item = (AttributionId, &Attribution)> {
        self.attributions.iter().enumerate().map(|(i, a)| (AttributionId(i), a)).filter(move |(_, a)| a.within == parent)
    }

    /// The reporting chain of an attribution, from the outermost voice down to itself.
    pub fn chain(&self, id: AttributionId) -> Vec<AttributionId> {
        let mut chain = vec![id];
        let mut at = id;
        while let Some(parent) = self.attributions.get(at.0).and_then(|a| a.within) {
            if chain.contains(&parent) {
                break;
            }
            chain.push(parent);
            at = parent;
        }
        chain.reverse();
        chain
    }

    /// The name to show for a speaker, `None` where it is unresolved.
    pub fn speaker_name(&self, speaker: &Speaker) -> Option<String> {
        let name = |id: &ActorId| self.actor(*id).map(|a| a.name.clone());
        match speaker {
            Speaker::Actor(ids) => Some(ids.iter().filter_map(name).collect::<Vec<_>>().join(", ")),
            Speaker::Described(id) => name(id),
            Speaker::Unresolved => None,
        }
    }
}
