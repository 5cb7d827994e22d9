//! Who can speak.
//!
//! Decides: what an actor is. Must not know: how names were found to be one actor.

/// Names an actor within one document: the index in [`crate::Reading::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorId(pub usize);

/// What kind of being an actor is (record-format.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorKind {
    /// A human being with a name or an office.
    Person,
    /// A country or its government.
    State,
    /// A body: party, union, company, ministry, alliance.
    Organization,
    /// An organised force that is no state's army.
    ArmedGroup,
    /// A newspaper, agency, broadcaster.
    Outlet,
    /// A court or tribunal.
    Court,
    /// A population.
    People,
    /// Speakers without a name ("two officials"): kept apart, never merged across documents.
    Anonymous,
}

impl ActorKind {
    /// All kinds, in the order of the format.
    pub const ALL: [ActorKind; 8] = [
        ActorKind::Person,
        ActorKind::State,
        ActorKind::Organization,
        ActorKind::ArmedGroup,
        ActorKind::Outlet,
        ActorKind::Court,
        ActorKind::People,
        ActorKind::Anonymous,
    ];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::State => "state",
            ActorKind::Organization => "organization",
            ActorKind::ArmedGroup => "armed_group",
            ActorKind::Outlet => "outlet",
            ActorKind::Court => "court",
            ActorKind::People => "people",
            ActorKind::Anonymous => "anonymous",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<ActorKind> {
        ActorKind::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// One being of the document that can speak, under every name the document uses for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The name to show.
    pub name: String,
    /// What kind of being it is.
    pub kind: ActorKind,
    /// Every name and description used for it, as written; no pronouns.
    pub names: Vec<String>,
    /// On whose behalf it speaks here.
    pub acts_for: Option<ActorId>,
    /// The office it holds, as the text words it.
    pub role: Option<String>,
    /// Where it is mentioned, pronouns that resolve to it included.
    pub mentions: Vec<crate::Span>,
    /// Wikidata item, for states of the shipped gazetteer.
    pub wikidata: Option<String>,
}
