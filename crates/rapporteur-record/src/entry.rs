//! What is written down: the only thing ever written.
//!
//! Decides: what an entry is, who can make one, what a person can say of an item, and how an entry is told from another.
//! Must not know: where entries are kept, what they add up to, the clock (`learnt` is given).

use crate::{Bound, Certainty, Document, EventKind, Item, Measure, Reading, SpeechAct, Stance, Status, TermKind, json};
use jiff::Timestamp;
use std::fmt;
use std::sync::Arc;

/// One thing that was learnt or decided. Appended, never edited: a second reading, a correction and its undoing are further entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When the ledger took it; `None` where there is no ledger.
    pub learnt: Option<Timestamp>,
    /// Who makes it.
    pub by: Author,
    /// What it says.
    pub what: What,
}

/// Who makes an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Author {
    /// The reader, by the id of its weights.
    Reader(String),
    /// A person, by the name they gave.
    Person(String),
}

impl Author {
    /// The name to show.
    pub fn name(&self) -> &str {
        match self {
            Author::Reader(name) | Author::Person(name) => name,
        }
    }
}

/// What an entry says. Nothing in it is derived: actors, proposals, origins and conflicts across documents follow from all entries.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A document was read.
    Read {
        /// The text and where it comes from.
        document: Arc<Document>,
        /// What was understood of it.
        reading: Arc<Reading>,
    },
    /// A document no longer counts.
    Remove {
        /// Its id.
        document: String,
        /// Why, in the person's words.
        reason: String,
    },
    /// A person looked at an item.
    Review {
        /// Which.
        item: Item,
        /// What they found.
        verdict: Verdict,
        /// In their words.
        comment: Option<String>,
    },
    /// Names are one actor, or are not. At least two.
    Actors {
        /// The names.
        names: Vec<Named>,
        /// Whether they are one.
        bond: Bond,
    },
    /// Labels are one proposal, or are not. At least two.
    Proposals {
        /// The labels.
        labels: Vec<Named>,
        /// Whether they are one.
        bond: Bond,
    },
    /// What a user knows beforehand, in the form of a brief's file. The latest that counts stands in place of those before.
    Brief {
        /// The file.
        text: String,
    },
    /// Another entry no longer counts. An undoing can itself be undone.
    Undo {
        /// Which.
        entry: EntryId,
    },
}

impl What {
    /// Its name in entries.
    pub fn name(&self) -> &'static str {
        match self {
            What::Read { .. } => "read",
            What::Remove { .. } => "remove",
            What::Review { .. } => "review",
            What::Actors { .. } => "actors",
            What::Proposals { .. } => "proposals",
            What::Brief { .. } => "brief",
            What::Undo { .. } => "undo",
        }
    }
}

/// A name or a label, in all documents or in one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The words.
    pub name: String,
    /// The id of the one document in which it is meant; `None`: in all.
    pub document: Option<String>,
}

/// Whether names belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// They are one.
    Join,
    /// They are not, whatever they look like.
    Apart,
    /// The first is none of the others, whatever these are among themselves. In a document that is named with it, it is meant there alone.
    Out,
}

impl Bond {
    /// Its name in entries.
    pub fn name(self) -> &'static str {
        match self {
            Bond::Join => "join",
            Bond::Apart => "apart",
            Bond::Out => "out",
        }
    }

    /// The one that entries call `name`.
    pub fn parse(name: &str) -> Option<Bond> {
        [Bond::Join, Bond::Apart, Bond::Out].into_iter().find(|x| x.name() == name)
    }
}

/// What a person found of an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is wrong and does not count.
    Reject,
    /// Somebody else agrees with the verdict that stands.
    Second,
    /// It is right once these are changed. At least one.
    Correct(Vec<Change>),
    /// Nothing but a remark.
    Comment,
    /// A second reader is asked for. It decides nothing.
    Ask,
    /// People decided differently, and what stands now is to stand. It decides nothing else.
    Settle,
}

impl Verdict {
    /// Its name in entries.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
            Verdict::Second => "second",
            Verdict::Correct(_) => "correct",
            Verdict::Comment => "comment",
            Verdict::Ask => "ask",
            Verdict::Settle => "settle",
        }
    }

    /// Whether it says what somebody finds of the item; else it stands beside what is found.
    pub fn finds(&self) -> bool {
        !matches!(self, Verdict::Comment | Verdict::Ask | Verdict::Settle)
    }
}

/// One detail put right. A change that does not fit the item's kind, or names nobody of the document, is shown as needing attention.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A position's holder: a name of the document.
    Holder(String),
    /// A position's target: words of a proposal of the document, else of a term of it, or `process`.
    Target(String),
    /// The words that a position was read from, as `Source`.
    Evidence(String),
    /// A position's stance.
    Stance(Stance),
    /// A position's certainty.
    Certainty(Certainty),
    /// An attribution's speaker: a name of the document.
    Speaker(String),
    /// An attribution's speech act.
    SpeechAct(SpeechAct),
    /// The words that say who speaks: words of the document, ` … ` between pieces. Where they stand more than once, those nearest to the old ones.
    Source(String),
    /// The words that are attributed, in the same way.
    Content(String),
    /// What a term settles.
    TermKind(TermKind),
    /// A figure's value, in units.
    Value(f64),
    /// How a figure is meant.
    Bound(Bound),
    /// What a figure counts.
    Measure(Measure),
    /// An event's type.
    EventKind(EventKind),
    /// Whether an event happened.
    Status(Status),
    /// An actor's name, or a proposal's label.
    Name(String),
    /// A name of an actor that is somebody else's: where it stands, another actor is meant.
    Apart(String),
}

/// Names an entry by what it says: the same entry made twice is one. No seal: a ledger that must show tampering keeps its own hashes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(u128);

impl EntryId {
    /// The one that `text` (32 hexadecimal digits) names.
    pub fn parse(text: &str) -> Option<EntryId> {
        let digits = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if digits { u128::from_str_radix(text, 16).ok().map(EntryId) } else { None }
    }
}

impl EntryId {
    pub(crate) fn number(self) -> u128 {
        self.0
    }

    pub(crate) fn of_number(number: u128) -> EntryId {
        EntryId(number)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryId({self})")
    }
}

impl Entry {
    /// The id of this entry: a function of its one form.
    pub fn id(&self) -> EntryId {
        EntryId(fingerprint(json::entry(self).to_string().as_bytes()))
    }
}

/// FNV-1a over 128 bits: equal bytes give equal numbers on every machine.
pub(crate) fn fingerprint(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

/// The fingerprint of some words.
pub(crate) fn fingerprint_of(words: &str) -> u128 {
    fingerprint(words.as_bytes())
}
