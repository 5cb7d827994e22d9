//! What is reported to have happened.
//!
//! Decides: what an event is. Must not know: how it was found. (What happened under a deal is `deal::event`.)

use crate::{ActorId, Span, Time};

/// Names a event within one document: the index in [`crate::Reading::events`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub usize);

/// The sixteen types of PLOVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// Signing, reaching agreement.
    Agree,
    /// Meeting, visiting, negotiating.
    Consult,
    /// Backing.
    Support,
    /// Releasing, easing, lifting, yielding.
    Concede,
    /// Joint work, trade, exchange.
    Cooperate,
    /// Giving aid.
    Aid,
    /// Withdrawing, ceasing fire, stepping down.
    Retreat,
    /// Asking by deed (a filing, an application).
    Request,
    /// Legal filing, investigation.
    Accuse,
    /// Veto, vote against, walk-out.
    Reject,
    /// Threat by deed.
    Threaten,
    /// Strike, demonstration.
    Protest,
    /// Embargo, suspension, fines.
    Sanction,
    /// Build-up, call-up.
    Mobilize,
    /// Arrest, seizure, blockade, ban.
    Coerce,
    /// Attack.
    Assault,
}

impl EventKind {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [EventKind; 16] = [
        EventKind::Agree,
        EventKind::Consult,
        EventKind::Support,
        EventKind::Concede,
        EventKind::Cooperate,
        EventKind::Aid,
        EventKind::Retreat,
        EventKind::Request,
        EventKind::Accuse,
        EventKind::Reject,
        EventKind::Threaten,
        EventKind::Protest,
        EventKind::Sanction,
        EventKind::Mobilize,
        EventKind::Coerce,
        EventKind::Assault,
    ];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::Agree => "AGREE",
            EventKind::Consult => "CONSULT",
            EventKind::Support => "SUPPORT",
            EventKind::Concede => "CONCEDE",
            EventKind::Cooperate => "COOPERATE",
            EventKind::Aid => "AID",
            EventKind::Retreat => "RETREAT",
            EventKind::Request => "REQUEST",
            EventKind::Accuse => "ACCUSE",
            EventKind::Reject => "REJECT",
            EventKind::Threaten => "THREATEN",
            EventKind::Protest => "PROTEST",
            EventKind::Sanction => "SANCTION",
            EventKind::Mobilize => "MOBILIZE",
            EventKind::Coerce => "COERCE",
            EventKind::Assault => "ASSAULT",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<EventKind> {
        EventKind::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// Whether it is said to have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// It is.
    Reported,
    /// It might.
    Hypothetical,
    /// It will.
    Future,
    /// It is said not to have.
    Denied,
}

impl Status {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [Status; 4] = [Status::Reported, Status::Hypothetical, Status::Future, Status::Denied];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Status::Reported => "reported",
            Status::Hypothetical => "hypothetical",
            Status::Future => "future",
            Status::Denied => "denied",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// Something reported to have happened. Acts of speech are attributions and positions, not events. `text` is never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The words that say it.
    pub text: Vec<Span>,
    /// Its type.
    pub kind: EventKind,
    /// Who did it.
    pub actors: Vec<ActorId>,
    /// To whom, or with whom.
    pub recipients: Vec<ActorId>,
    /// Where, in the words of the text.
    pub place: Option<String>,
    /// When, as the text names it.
    pub time: Option<Time>,
    /// Whether it is said to have happened.
    pub status: Status,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}
