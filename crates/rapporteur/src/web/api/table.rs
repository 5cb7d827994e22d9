//! Every endpoint.
//!
//! Decides: addresses, who may use them, what they take and give in words. Router, roles, OpenAPI document and page are made of this table and of
//! nothing else. Must not know: how anything is found.

use super::{Call, Reply, read, write};
use crate::web::access::Role;
use crate::web::reply::Trouble;
use rapporteur_record::{ConflictKind, Stance, TermKind};

/// How an endpoint is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// GET
    Read,
    /// POST
    Write,
}

/// What can be asked or done.
pub(crate) struct Endpoint {
    /// Its name among all.
    pub(crate) name: &'static str,
    pub(crate) how: Use,
    /// Below `/api/v1`.
    pub(crate) path: &'static str,
    /// The least role.
    pub(crate) role: Role,
    pub(crate) summary: &'static str,
    pub(crate) parameters: &'static [Parameter],
    /// The form of what is sent.
    pub(crate) sent: Option<&'static str>,
    /// The form of the answer.
    pub(crate) answer: &'static str,
    /// Whether the answer is the same as long as the ledger is.
    pub(crate) by_ledger: bool,
    pub(crate) run: fn(&Call) -> Result<Reply, Trouble>,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

/// What a value can be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    /// `2031-03-04`
    Day,
    Count,
    Among(fn() -> Vec<&'static str>),
}

/// A parameter.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) about: &'static str,
}

const fn query(name: &'static str, kind: Kind, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Query, kind, required: false, about }
}

const fn path(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Path, kind: Kind::Text, required: true, about }
}

const AS_OF: Parameter = query("as_of", Kind::Day, "The record as it was known here at the end of this day: what was added or decided later is left out");
const PUBLISHED_UNTIL: Parameter =
    query("published_until", Kind::Day, "Only texts published by the end of this day, whenever they were added; what was decided on them since counts");
const STATUS: Parameter = query(
    "status",
    Kind::Among(|| vec!["confirmed"]),
    "`confirmed`: only what a person confirmed or put right; everything but what was rejected where it is left out",
);
const CURSOR: Parameter = query("cursor", Kind::Text, "`next` of the answer before");
const LIMIT: Parameter = query("limit", Kind::Count, "How many items at once, at most 200; 50 where it is left out");
const FROM: Parameter = query("from", Kind::Day, "From this day on");
const UNTIL: Parameter = query("until", Kind::Day, "Until the end of this day");
const DOCUMENT: Parameter = path("id", "The document's id, percent-encoded: a slash in it is %2F");
const ITEM: Parameter = path("item", "The item's id in the document: s7, x2, p1, t3, f1, e4, a5");
const IF_MATCH: Parameter = Parameter {
    name: "If-Match",
    place: Place::Header,
    kind: Kind::Text,
    required: true,
    about: "The ETag of the item as it was seen. 412 with the fresh state where somebody decided meanwhile; 428 without it. A comment needs none",
};

const fn get(
    name: &'static str,
    path: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
    answer: &'static str,
    run: fn(&Call) -> Result<Reply, Trouble>,
) -> Endpoint {
    Endpoint { name, how: Use::Read, path, role: Role::Read, summary, parameters, sent: None, answer, by_ledger: true, run }
}

const fn post(
    name: &'static str,
    path: &'static str,
    summary: &'static str,
    parameters: &'static [Parameter],
    sent: Option<&'static str>,
    answer: &'static str,
    run: fn(&Call) -> Result<Reply, Trouble>,
) -> Endpoint {
    Endpoint { name, how: Use::Write, path, role: Role::Review, summary, parameters, sent, answer, by_ledger: false, run }
}

fn conflicts() -> Vec<&'static str> {
    ConflictKind::ALL.map(ConflictKind::name).to_vec()
}

fn terms() -> Vec<&'static str> {
    TermKind::ALL.map(TermKind::name).to_vec()
}

fn stances() -> Vec<&'static str> {
    Stance::ALL.map(Stance::name).to_vec()
}

/// All of them.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    get("dossier", "/dossier", "What the dossier is called, its last entry, how much is in it", &[], "Dossier", read::dossier),
    get(
        "documents",
        "/documents",
        "The documents that count, by day",
        &[query("outlet", Kind::Text, "Words of the outlet's name"), query("words", Kind::Text, "Words of the headline or the id"), FROM, UNTIL, CURSOR, LIMIT],
        "Documents",
        read::documents,
    ),
    Endpoint {
        by_ledger: false,
        ..get("failures", "/failures", "What could not be read when it was added, why, and what to do", &[CURSOR, LIMIT], "Failures", read::failures)
    },
    get("document", "/documents/{id}", "One document with everything read from it, as `rapporteur-record/1`", &[DOCUMENT], "Record", read::document),
    Endpoint {
        by_ledger: false,
        ..get(
            "item",
            "/documents/{id}/items/{item}",
            "One item and who decided what on it. Its ETag names the last decision",
            &[DOCUMENT, ITEM],
            "Item",
            read::item,
        )
    },
    post("decide", "/documents/{id}/items/{item}/decisions", "Decide on an item", &[DOCUMENT, ITEM, IF_MATCH], Some("Decision"), "Item", write::decide),
    get(
        "search",
        "/search",
        "Statements or texts that hold some words",
        &[
            query("words", Kind::Text, "Words, \"phrases\", begin*, -word, OR"),
            query("among", Kind::Among(|| vec!["statements", "texts"]), "Among what; statements where it is left out"),
            query("speaker", Kind::Text, "Words of the speaker's name"),
            query("party", Kind::Text, "Words of the name of whom the speaker acts for"),
            query("proposal", Kind::Text, "Words of the label of a proposal it is about"),
            query("term", Kind::Among(terms), "It is about a term of this kind"),
            query("outlet", Kind::Text, "Words of the outlet's name"),
            query("depth", Kind::Count, "Through how many mouths it came"),
            query("stance", Kind::Among(stances), "A stance that is expressed in it"),
            query(
                "status",
                Kind::Among(|| vec!["confirmed", "machine", "accepted", "corrected", "rejected"]),
                "What people decided on it; `confirmed`: confirmed or put right, it or something that is said in it",
            ),
            FROM,
            UNTIL,
            CURSOR,
            LIMIT,
        ],
        "Found",
        read::search,
    ),
    get(
        "matrix",
        "/matrix",
        "Who stands where on what, in their own words and according to others",
        &[
            query("party", Kind::Text, "Only cells of parties whose name holds these words"),
            query("about", Kind::Text, "Only matters whose words, or whose proposal's label, hold these"),
            query("proposal", Kind::Text, "Only proposals whose label holds these words, and their terms"),
            query("stance", Kind::Among(stances), "Only cells with a claim of this stance; their other claims stay"),
            AS_OF,
            PUBLISHED_UNTIL,
            STATUS,
            LIMIT,
        ],
        "Answer",
        read::matrix,
    ),
    get(
        "positions",
        "/positions",
        "Every position as somebody claims it, a row each",
        &[
            query("holder", Kind::Text, "Only those of holders whose name holds these words"),
            query("stance", Kind::Among(stances), "Only of this stance"),
            AS_OF,
            PUBLISHED_UNTIL,
            STATUS,
            CURSOR,
            LIMIT,
        ],
        "Rows",
        read::positions,
    ),
    get(
        "contested",
        "/contested",
        "Accounts that do not go together, both sides; which is right is not said",
        &[query("kind", Kind::Among(conflicts), "Only of this kind"), AS_OF, PUBLISHED_UNTIL, STATUS, CURSOR, LIMIT],
        "Answer",
        read::contested,
    ),
    get(
        "timeline",
        "/timeline",
        "What is said to have happened and what was said, by day",
        &[FROM, UNTIL, AS_OF, PUBLISHED_UNTIL, STATUS, CURSOR, LIMIT],
        "Answer",
        read::timeline,
    ),
    get("figures", "/figures", "Numbers, those on one quantity beside one another", &[AS_OF, PUBLISHED_UNTIL, STATUS, CURSOR, LIMIT], "Answer", read::figures),
    get(
        "actors",
        "/actors",
        "Who takes part, under which names; `offers`: which may be one",
        &[AS_OF, PUBLISHED_UNTIL, STATUS, CURSOR, LIMIT],
        "Answer",
        read::actors,
    ),
    get(
        "actor",
        "/actors/{id}",
        "One actor: names, who speaks for it, what it says, what others claim of it, where it stood over time. Claims and statements: the latest 25",
        &[path("id", "A name of the actor, percent-encoded: a slash in it is %2F"), AS_OF, PUBLISHED_UNTIL, STATUS],
        "Answer",
        read::actor,
    ),
    get(
        "proposal",
        "/proposals/{id}",
        "One proposal: its line, its terms beside those of the version before, who stands where on it",
        &[path("id", "A label of the proposal, percent-encoded: a slash in it is %2F"), AS_OF, PUBLISHED_UNTIL, STATUS],
        "Answer",
        read::proposal,
    ),
    get(
        "proposals",
        "/proposals",
        "The proposals, a row each; `offers`: which may be one",
        &[AS_OF, PUBLISHED_UNTIL, STATUS, CURSOR, LIMIT],
        "Rows",
        read::proposals,
    ),
    get(
        "changes",
        "/changes",
        "What changed between two days",
        &[Parameter { required: true, ..query("since", Kind::Day, "What came after this day") }, UNTIL, AS_OF, PUBLISHED_UNTIL, STATUS, LIMIT],
        "Answer",
        read::changes,
    ),
    get("entries", "/entries", "The ledger: every entry in order, each with the hash of the one before", &[CURSOR, LIMIT], "Entries", read::entries),
    post("join_actors", "/actors/bonds", "Say that names are one actor, or are not", &[], Some("Bond"), "Written", write::actors),
    post("join_proposals", "/proposals/bonds", "Say that labels are one proposal, or are not", &[], Some("Bond"), "Written", write::proposals),
    post(
        "undo",
        "/entries/{number}/undo",
        "Take an entry back; taking that back brings it in again",
        &[path("number", "The entry's number")],
        None,
        "Written",
        write::undo,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_addresses_are_unique_and_parts_of_addresses_are_declared() {
        let names: BTreeSet<&str> = ENDPOINTS.iter().map(|e| e.name).collect();
        let ways: BTreeSet<(String, &str)> = ENDPOINTS.iter().map(|e| (e.method().to_string(), e.path)).collect();
        assert_eq!((names.len(), ways.len()), (ENDPOINTS.len(), ENDPOINTS.len()));
        for e in ENDPOINTS {
            let named: Vec<&str> = e.path.split('{').skip(1).filter_map(|p| p.split('}').next()).collect();
            let declared: Vec<&str> = e.parameters.iter().filter(|p| p.place == Place::Path).map(|p| p.name).collect();
            assert_eq!(named, declared, "{}", e.name);
            assert_eq!(e.how == Use::Read, e.role == Role::Read, "whoever changes something may review: {}", e.name);
        }
    }
}
