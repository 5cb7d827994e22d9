//! The nouns of a negotiation's record, and what follows from them.
//!
//! Decides: what an attribution, an actor, a time and a reading *are*, which of them can exist, and their public JSON form.
//! Must not know: how a text is read (cues, scores, weights), files, SQL, HTTP, the clock.
//!
//! | noun | is |
//! |---|---|
//! | [`Document`] | one text as read, with what is known of where it comes from |
//! | [`Span`] | some characters of that text |
//! | [`Attribution`] | who said, thought or wanted what, by which words |
//! | [`Actor`] | one being of the text that can speak, under all its names |
//! | [`Claimed`] | something put forward, with who puts it forward |
//! | [`Proposal`] | a text or plan that parties can accept or reject; its provisions are [`Term`]s |
//! | [`Position`] | where somebody stands on a proposal, a term or the talks, according to somebody |
//! | [`Conflict`] | positions or [`Figure`]s that do not go together |
//! | [`Event`] | what is reported to have happened |
//! | [`deal::Deal`] | what an agreement obliges whom to do, and what has become of it, according to whom |
//! | [`Time`] | an interval that a text names, with the words that name it |
//! | [`Reading`] | what was understood of one document |
//! | [`Record`] | what all entries add up to |
//! | [`Entry`] | something learnt or decided: the only thing ever written |
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod actor;
pub mod attribution;
pub mod brief;
pub mod changes;
pub mod claimed;
pub mod conflict;
pub mod deal;
pub mod document;
pub mod echo;
pub mod entry;
pub mod event;
pub mod figure;
pub mod gaps;
pub mod gist;
pub mod item;
pub mod json;
pub mod matrix;
pub mod position;
pub mod proposal;
pub mod quotation;
pub mod reading;
pub mod record;
pub mod span;
pub mod time;
pub mod timeline;
pub mod versions;
mod wording;

pub use actor::{Actor, ActorId, ActorKind};
pub use attribution::{Attribution, AttributionId, QuoteType, Speaker, SpeechAct};
pub use brief::Brief;
pub(crate) use entry::fingerprint_of;

pub use claimed::{Claimed, Voice};
pub use conflict::{Conflict, ConflictId, ConflictKind, Sides};
pub use deal::Deal;
pub use document::Document;
pub use entry::{Author, Bond, Change, Entry, EntryId, Named, Verdict, What};
pub use event::{Event, EventId, EventKind, Status};
pub use figure::{Bound, Figure, FigureId, Measure};
pub use item::{Item, ItemKind};
pub use position::{Certainty, Position, PositionId, Stance, Target};
pub use proposal::{Parameter, Proposal, ProposalId, Term, TermId, TermKind};
pub use reading::{Decision, Note, NoteKind, Reading};
pub use record::{Record, admit};
pub use span::Span;
pub use time::{Granularity, Time};
