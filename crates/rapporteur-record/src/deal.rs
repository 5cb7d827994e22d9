//! What an agreement obliges whom to do, and what has become of it, according to whom.
//!
//! Decides: what a deal, an obligation, a power and a phase are, and (in the modules below) when a deadline is missed.
//! Must not know: files, the clock, terminals, how a text is read. The day of evaluation is always passed in.
//!
//! | step | module |
//! |---|---|
//! | the file a lawyer writes becomes a [`Deal`] | `file`, `toml_text`, `when`, `moment`, `condition` |
//! | reports become [`Event`]s, each with its claimant and three dates | `event` |
//! | happenings of a record become candidate events, each with what speaks for it and against it | `candidate` |
//! | what one account says of one matter | `account` |
//! | what follows for dates and conditions | `timeline` |
//! | the state of everything, per account, with its reasons | `status`, `explain` |
//! | what is wrong with the text itself | `lint` |
//! | what would follow, what comes next, where it locks | `whatif`, `next`, `locks` |
//! | two versions, clause by clause | `diff` |
//! | an agreement's text becomes a proposed deal file | `draft` |
//! | other forms | `json`, `ics`, `schema` |

pub mod account;
pub mod amount;
pub mod calendar;
pub mod candidate;
pub mod condition;
pub mod diff;
pub mod draft;
pub mod event;
pub mod explain;
pub mod file;
pub mod ics;
pub mod json;
pub mod lexicon;
pub mod lint;
pub mod locks;
pub mod moment;
pub mod next;
pub mod schema;
pub mod status;
pub mod timeline;
pub mod toml_text;
pub mod view;
pub mod whatif;
pub mod when;

pub use amount::Amount;
pub use calendar::{Calendar, Length, Unit};
pub use condition::Condition;
pub use event::{Claim, Event, Reported, parse_events, parse_reported};
pub use explain::Node;
pub use file::parse;
pub use moment::{Late, Moment};
pub use status::{AccountState, State, Status, status};
pub use toml_text::Fault;
pub use when::{Anchor, When};

/// The name of the format of a deal file.
pub const FORMAT: &str = "rapporteur-deal/1";

/// One agreement, or one version or draft of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deal {
    /// What it is called.
    pub name: String,
    /// Which version or draft.
    pub version: Option<String>,
    /// The day of signature, where the file states it; otherwise it waits for a report.
    pub signed: Option<Moment>,
    /// When it enters into force; the day of signature where nothing is said.
    pub in_force: Option<When>,
    /// How days are counted.
    pub calendar: Calendar,
    /// Who is bound, who vouches, who watches.
    pub parties: Vec<Party>,
    /// Words with an agreed meaning.
    pub definitions: Vec<Definition>,
    /// Named happenings that are nobody's duty but that clauses wait for.
    pub happenings: Vec<Happening>,
    /// Stretches of time, in order.
    pub phases: Vec<Phase>,
    /// Who owes what.
    pub obligations: Vec<Obligation>,
    /// Who may change what.
    pub powers: Vec<Power>,
}

/// What a party is to the deal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PartyKind {
    /// Bound by it.
    #[default]
    Party,
    /// Vouches for it.
    Guarantor,
    /// Carries words between the parties.
    Mediator,
    /// Watches and verifies.
    Monitor,
}

impl PartyKind {
    /// All kinds.
    pub const ALL: [PartyKind; 4] = [PartyKind::Party, PartyKind::Guarantor, PartyKind::Mediator, PartyKind::Monitor];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            PartyKind::Party => "party",
            PartyKind::Guarantor => "guarantor",
            PartyKind::Mediator => "mediator",
            PartyKind::Monitor => "monitor",
        }
    }
}

/// Somebody who is named by the deal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Its short name in the file.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// What it is to the deal.
    pub kind: PartyKind,
    /// Claimants whose word is its word: spokespeople, its own outlets.
    pub speaks_through: Vec<String>,
    /// Line of the file.
    pub line: usize,
}

/// Where a clause comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The words of the draft.
    pub text: Option<String>,
    /// Article, paragraph, page.
    pub place: Option<String>,
    /// A document, or terms of a record (`document.txt#t4`).
    pub of: Option<String>,
    /// First and last code point of the words in that document.
    pub span: Option<(usize, usize)>,
    /// How sure a draft made by program is, in hundredths.
    pub confidence: Option<u8>,
}

impl Source {
    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.text.is_none() && self.place.is_none() && self.of.is_none()
    }
}

/// A word with an agreed meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// The word.
    pub term: String,
    /// What it means.
    pub means: String,
    /// Where it stands.
    pub source: Source,
    /// Line of the file.
    pub line: usize,
}

/// A named happening: a point (`elections held`) or a situation that begins and ceases (`talks go on`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happening {
    /// Its short name.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Whether it can cease.
    pub situation: bool,
    /// Line of the file.
    pub line: usize,
}

/// A stretch of time that clauses belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Phase {
    /// Its short name.
    pub id: String,
    /// Its name in the text.
    pub name: String,
    /// When it begins at the earliest.
    pub starts: Option<When>,
    /// What must hold before it begins.
    pub requires: Option<Condition>,
    /// How long it lasts.
    pub length: Option<Length>,
    /// Or the day it ends.
    pub ends: Option<When>,
    /// What ends it early.
    pub ended_by: Option<Condition>,
    /// While this holds, it goes on past its end.
    pub continues_while: Option<Condition>,
    /// The day after which it does not go on, whatever holds.
    pub at_latest: Option<When>,
    /// Whether the text speaks of an extension.
    pub extendable: bool,
    /// Meant to have no end (a final settlement).
    pub lasting: bool,
    /// Where it stands.
    pub source: Source,
    /// Line of the file.
    pub line: usize,
}

/// Whether a duty is done once, kept up, or a matter of not doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Something to achieve, once or in parts.
    #[default]
    Achieve,
    /// Something to keep up over an interval.
    KeepUp,
    /// Something not to do over an interval.
    Refrain,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Achieve, Kind::KeepUp, Kind::Refrain];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Achieve => "achieve",
            Kind::KeepUp => "keep up",
            Kind::Refrain => "refrain",
        }
    }
}

/// "Thirty of these per one of those."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// How many of this obligation's units.
    pub give: Amount,
    /// Per how many of the other's.
    pub per: Amount,
    /// The other obligation.
    pub of: String,
}

/// One part of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// By when.
    pub by: When,
    /// How much of it.
    pub quantity: Amount,
    /// Where, if it differs.
    pub place: Option<String>,
}

/// What one party owes another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Obligation {
    /// Its short name.
    pub id: String,
    /// The phase it belongs to.
    pub phase: Option<String>,
    /// Who owes it.
    pub debtors: Vec<String>,
    /// To whom.
    pub creditors: Vec<String>,
    /// Achieve, keep up or refrain.
    pub kind: Kind,
    /// The verb.
    pub act: String,
    /// What is given, moved, paid, stopped.
    pub object: Option<String>,
    /// Which forces, where forces move.
    pub forces: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// How much in all.
    pub quantity: Option<Amount>,
    /// Of what.
    pub unit: Option<String>,
    /// So many per so many of another obligation.
    pub ratio: Option<Ratio>,
    /// Parts with dates of their own.
    pub schedule: Vec<Part>,
    /// Parts that repeat: every so long ...
    pub every: Option<Length>,
    /// ... so much each time.
    pub each: Option<Amount>,
    /// What must hold before it is owed.
    pub requires: Option<Condition>,
    /// What lifts it while it holds.
    pub unless: Option<Condition>,
    /// From when.
    pub from: Option<When>,
    /// Until when it must be done (achieve).
    pub deadline: Option<When>,
    /// Until when it must be kept up.
    pub until: Option<When>,
    /// Days of grace after the deadline, when the deal grants them.
    pub grace: Option<Length>,
    /// Who verifies.
    pub verified_by: Vec<String>,
    /// How.
    pub verification: Option<String>,
    /// Defined words that the clause uses.
    pub uses: Vec<String>,
    /// Where it stands.
    pub source: Source,
    /// Line of the file.
    pub line: usize,
}

/// What a power can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PowerKind {
    /// Puts duties to rest.
    #[default]
    Suspend,
    /// Wakes them again.
    Resume,
    /// Makes a phase longer.
    Extend,
    /// Ends duties, a phase or the deal.
    Terminate,
    /// Puts one duty in place of another.
    Substitute,
}

impl PowerKind {
    /// All kinds.
    pub const ALL: [PowerKind; 5] = [PowerKind::Suspend, PowerKind::Resume, PowerKind::Extend, PowerKind::Terminate, PowerKind::Substitute];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            PowerKind::Suspend => "suspend",
            PowerKind::Resume => "resume",
            PowerKind::Extend => "extend",
            PowerKind::Terminate => "terminate",
            PowerKind::Substitute => "substitute",
        }
    }
}

/// What a party may do to the deal itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Power {
    /// Its short name.
    pub id: String,
    /// Who holds it.
    pub holders: Vec<String>,
    /// Whether the holders must act together.
    pub jointly: bool,
    /// What it does.
    pub kind: PowerKind,
    /// To which phases or obligations; `deal` for all of it.
    pub targets: Vec<String>,
    /// What must hold.
    pub requires: Option<Condition>,
    /// The last day to use it.
    pub by: Option<When>,
    /// For an extension: by how long.
    pub length: Option<Length>,
    /// How often it may be used.
    pub at_most: Option<u32>,
    /// How long after it is used it takes effect.
    pub notice: Option<Length>,
    /// For a suspension: days of it do not count for the lengths of time of what it puts to rest.
    pub stops_the_clock: bool,
    /// For a substitution: the obligation that takes the place of the targets.
    pub substitute: Option<String>,
    /// Where it stands.
    pub source: Source,
    /// Line of the file.
    pub line: usize,
}

impl Deal {
    /// The obligation of that name.
    pub fn obligation(&self, id: &str) -> Option<&Obligation> {
        self.obligations.iter().find(|o| o.id == id)
    }

    /// The phase of that name.
    pub fn phase(&self, id: &str) -> Option<&Phase> {
        self.phases.iter().find(|p| p.id == id)
    }

    /// The power of that name.
    pub fn power(&self, id: &str) -> Option<&Power> {
        self.powers.iter().find(|p| p.id == id)
    }

    /// The party of that short name.
    pub fn party(&self, id: &str) -> Option<&Party> {
        self.parties.iter().find(|p| p.id == id)
    }

    /// The name to show for a party.
    pub fn party_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.party(id).map_or(id, |p| p.name.as_str())
    }
}

impl Obligation {
    /// The duty in one line: "release captives (33 captives)".
    pub fn title(&self) -> String {
        let not = if self.kind == Kind::Refrain { "not to " } else { "" };
        let object = self.object.as_ref().map(|o| format!(" {o}")).unwrap_or_default();
        let much = match (self.quantity, &self.unit) {
            (Some(q), Some(u)) => format!(" ({q} {u})"),
            (Some(q), None) => format!(" ({q})"),
            _ => String::new(),
        };
        format!("{not}{}{object}{much}", self.act)
    }
}
