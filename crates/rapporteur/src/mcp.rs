//! A dossier for assistants, by the Model Context Protocol over standard input and output. It reads; it changes nothing.
//!
//! Decides: which questions can be asked, and how much of an answer is given at once. Every answer carries the quotations it stands on.
//! Must not know: how an answer is found.

use crate::desk::negotiation::{Narrow, Pick, cut, narrow_timeline, part};
use crate::desk::{self, Read};
use crate::web::{Extent, Held};
use jiff::civil::Date;
use rapporteur_record::{AttributionId, ConflictKind, Stance};
use rapporteur_store::{Among, Search, Store, StoreError};
use rmcp::handler::server::router::tool::ToolRouter;
use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::{CallToolResult, ContentBlock, Implementation, ServerCapabilities, ServerConfig};
use rmcp::schemars::JsonSchema;
use rmcp::transport::stdio;
use rmcp::{ServerHandler, ServiceExt, tool, tool_handler, tool_router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io;
use std::sync::Arc;

/// No answer gives more items than this at once.
const MOST: usize = 60;

const INSTRUCTIONS: &str = "The sourced record of a negotiation. Nothing in it is a fact of the program: every stance, figure, event and \
    conflict is somebody's claim, read by a machine from the words quoted with it, and can be misread. When you use an answer, name the claimant and \
    the outlet, keep `status` and `certainty`, give the quotation, and never say which of two contested accounts is right. Days are YYYY-MM-DD.";

/// Answers until its input ends.
pub(crate) fn serve(held: Arc<Held>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let service = Dossier { held, tool_router: Dossier::tool_router() }.serve(stdio()).await.map_err(io::Error::other)?;
        service.waiting().await.map_err(io::Error::other)?;
        Ok(())
    })
}

struct Dossier {
    held: Arc<Held>,
    tool_router: ToolRouter<Dossier>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct MatrixQuestion {
    /// Only cells of parties whose name holds these words
    party: Option<String>,
    /// Only rows whose proposal or term holds these words
    about: Option<String>,
    /// The record as it was known here at the end of this day: what was added or decided later is left out
    as_of: Option<String>,
    /// Only texts published by the end of this day, whenever they were added
    published_until: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct ContestedQuestion {
    /// contested, figures, reversal or divergence; all where it is left out
    kind: Option<String>,
    /// The record as it was known here at the end of this day: what was added or decided later is left out
    as_of: Option<String>,
    /// Only texts published by the end of this day, whenever they were added
    published_until: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct SpanQuestion {
    /// From this day on
    from: Option<String>,
    /// Until the end of this day
    until: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct ChangesQuestion {
    /// What came after this day
    since: String,
    /// Until the end of this day; the last day of the record where it is left out
    until: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct DayQuestion {
    /// The record as it was known here at the end of this day: what was added or decided later is left out
    as_of: Option<String>,
    /// Only texts published by the end of this day, whenever they were added
    published_until: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct SearchQuestion {
    /// Words, "phrases", begin*, -word, OR; may be empty
    words: String,
    /// Part of the speaker's name
    speaker: Option<String>,
    /// Part of the outlet's name
    outlet: Option<String>,
    /// A stance that is expressed in it: proposes, accepts, accepts_with_conditions, supports, demands, undecided, doubts, rejects, opposes, withdraws
    stance: Option<String>,
    /// Published on this day or later
    from: Option<String>,
    /// Published on this day or earlier
    until: Option<String>,
    /// How many hits, at most 60
    limit: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct DocumentQuestion {
    /// The document's id, as other answers give it
    document: String,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct StatementQuestion {
    /// The document's id
    document: String,
    /// The statement's id in it, such as s3
    statement: String,
}

#[tool_router]
impl Dossier {
    /// Who stands where on which proposal or term, in their own words and according to others.
    #[tool(annotations(title = "Position matrix", read_only_hint = true))]
    fn position_matrix(&self, Parameters(q): Parameters<MatrixQuestion>) -> CallToolResult {
        self.told(|| {
            let extent = extent(q.as_of.as_deref(), q.published_until.as_deref())?;
            let narrow = Narrow { party: q.party, about: q.about, ..Narrow::default() };
            let answer =
                self.held.latest()?.snapshot.seen(extent).answer(&format!("all of the matrix {narrow:?}"), |r| desk::negotiation::board(r, &narrow, Pick::ALL));
            Ok(part(&answer, |v| ["rows", "alone"].into_iter().for_each(|list| cut(v, list, MOST))))
        })
    }

    /// Accounts that do not go together: contested positions, numbers, reversals, divergences; both sides, each with its claimant.
    #[tool(annotations(title = "Contested accounts", read_only_hint = true))]
    fn contested(&self, Parameters(q): Parameters<ContestedQuestion>) -> CallToolResult {
        self.told(|| {
            let extent = extent(q.as_of.as_deref(), q.published_until.as_deref())?;
            let kind = named("kind", q.kind.as_deref(), ConflictKind::parse, "contested, figures, reversal, divergence")?;
            let known = self.held.latest()?.snapshot.seen(extent);
            let answer = known.answer(&format!("contested {kind:?}"), |r| desk::negotiation::contested(r, None, kind));
            Ok(part(&answer, |v| cut(v, "conflicts", MOST)))
        })
    }

    /// What is said to have happened and what was said, day by day.
    #[tool(annotations(title = "Timeline", read_only_hint = true))]
    fn timeline(&self, Parameters(q): Parameters<SpanQuestion>) -> CallToolResult {
        self.told(|| {
            let (from, until) = (day("from", q.from.as_deref())?, day("until", q.until.as_deref())?);
            let answer = self.held.latest()?.snapshot.known(None).answer("timeline", |r| desk::negotiation::timeline(r, None));
            Ok(part(&answer, |v| narrow_timeline(v, from, until, MOST)))
        })
    }

    /// Numbers of people, things and money, each with its claimant, those on one quantity beside one another.
    #[tool(annotations(title = "Figures", read_only_hint = true))]
    fn figures(&self, Parameters(q): Parameters<DayQuestion>) -> CallToolResult {
        self.told(|| {
            let extent = extent(q.as_of.as_deref(), q.published_until.as_deref())?;
            let answer = self.held.latest()?.snapshot.seen(extent).answer("figures", |r| desk::negotiation::figures(r, None));
            Ok(part(&answer, |v| cut(v, "quantities", MOST)))
        })
    }

    /// Who takes part: names, for whom they act, how it is known that names are one.
    #[tool(annotations(title = "Actors", read_only_hint = true))]
    fn actors(&self, Parameters(q): Parameters<DayQuestion>) -> CallToolResult {
        self.told(|| {
            let extent = extent(q.as_of.as_deref(), q.published_until.as_deref())?;
            let answer = self.held.latest()?.snapshot.seen(extent).answer("actors", |r| desk::negotiation::actors(r, None));
            Ok(part(&answer, |v| cut(v, "actors", 4 * MOST)))
        })
    }

    /// What changed between two days: stances that turned, new conflicts, proposals, figures, events.
    #[tool(annotations(title = "Changes", read_only_hint = true))]
    fn changes(&self, Parameters(q): Parameters<ChangesQuestion>) -> CallToolResult {
        self.told(|| {
            let since = day("since", Some(&q.since))?.unwrap_or(Date::MIN);
            let until = day("until", q.until.as_deref())?.unwrap_or(Date::MAX);
            let known = self.held.latest()?.snapshot.known(None);
            let answer = known.answer(&format!("changes {since} {until}"), |r| desk::negotiation::changes(r, None, since, until.max(since)));
            Ok(part(&answer, |v| ["stances", "conflicts", "events", "figures"].into_iter().for_each(|list| cut(v, list, MOST))))
        })
    }

    /// Statements that hold some words, with who said them and where.
    #[tool(annotations(title = "Search statements", read_only_hint = true))]
    fn search_statements(&self, Parameters(q): Parameters<SearchQuestion>) -> CallToolResult {
        self.told(|| {
            let search = Search {
                words: q.words,
                among: Among::Statements,
                speaker: q.speaker,
                outlet: q.outlet,
                from: day("from", q.from.as_deref())?,
                until: day("until", q.until.as_deref())?,
                stance: named("stance", q.stance.as_deref(), Stance::parse, "proposes, accepts, rejects, demands …")?,
                limit: q.limit.unwrap_or(20).min(MOST),
                ..Search::default()
            };
            let store = self.held.reader()?;
            let alike = self.held.latest()?.snapshot.known(None).alike();
            let found = store.search_alike(&search, &alike)?;
            let mut hits = Vec::new();
            for hit in &found.hits {
                let id = hit.item.as_deref().unwrap_or_default();
                let mut statement = statement(&store, &hit.document, id)?;
                statement["status"] = Value::from(hit.status.clone());
                hits.push(statement);
            }
            Ok(json!({"question": "search_statements", "count": found.count, "more": found.more, "statements": hits}))
        })
    }

    /// One document: its text and every statement in it.
    #[tool(annotations(title = "Document", read_only_hint = true))]
    fn document(&self, Parameters(q): Parameters<DocumentQuestion>) -> CallToolResult {
        self.told(|| {
            let (document, reading) = self.held.reader()?.document(&q.document)?;
            Ok(rapporteur_record::json::record(&document, &reading))
        })
    }

    /// Through whom one statement is known: every voice from the outlet down to the words themselves.
    #[tool(annotations(title = "Statement", read_only_hint = true))]
    fn statement(&self, Parameters(q): Parameters<StatementQuestion>) -> CallToolResult {
        self.told(|| {
            let store = self.held.reader()?;
            statement(&store, &q.document, &q.statement)
        })
    }
}

#[tool_handler(router = self.tool_router)]
impl ServerHandler for Dossier {
    fn get_info(&self) -> ServerConfig {
        let program = Implementation::new("rapporteur", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build()).with_server_info(program).with_instructions(INSTRUCTIONS)
    }
}

/// Why there is no answer, and what to ask instead.
struct No(String);

impl From<StoreError> for No {
    fn from(error: StoreError) -> No {
        No(format!("{}: {}", error.what(), error.help()))
    }
}

impl Dossier {
    fn told(&self, ask: impl FnOnce() -> Result<Value, No>) -> CallToolResult {
        match ask() {
            Ok(value) => CallToolResult::success(vec![ContentBlock::text(value.to_string())]),
            Err(No(why)) => CallToolResult::error(vec![ContentBlock::text(why)]),
        }
    }
}

fn day(name: &str, text: Option<&str>) -> Result<Option<Date>, No> {
    let parse = |t: &str| t.parse().map_err(|_| No(format!("`{name}` is `{t}`, which is no day: a day reads like 2031-03-04")));
    text.filter(|t| !t.is_empty()).map(parse).transpose()
}

fn extent(as_of: Option<&str>, published_until: Option<&str>) -> Result<Extent, No> {
    Ok(Extent { as_of: day("as_of", as_of)?, published_until: day("published_until", published_until)?, confirmed: false })
}

fn named<T>(name: &str, text: Option<&str>, parse: fn(&str) -> Option<T>, known: &str) -> Result<Option<T>, No> {
    text.filter(|t| !t.is_empty()).map(|t| parse(t).ok_or_else(|| No(format!("`{name}` is `{t}`; it can be {known}")))).transpose()
}

/// A statement with its chain, each voice with the words it was read from.
fn statement(store: &Store, document: &str, id: &str) -> Result<Value, No> {
    let (text, reading) = store.document(document)?;
    let unknown = || No(format!("there is no statement `{id}` in `{document}`: ask for the document to see those there are"));
    let at = rapporteur_store::parse_id(id).map(|(_, i)| AttributionId(i)).filter(|_| id.starts_with('s')).ok_or_else(unknown)?;
    let read = Read { document: (*text).clone(), reading: (*reading).clone() };
    let told = desk::explain(&read, at).ok_or_else(unknown)?;
    let voice =
        |s: &desk::Statement| json!({"speaker": Some(&s.speaker).filter(|n| !n.is_empty()), "acts_for": s.acts_for, "cue": s.cue, "content": s.content});
    Ok(json!({
        "document": document, "statement": id, "title": text.title, "outlet": text.outlet,
        "published": text.published.map(|d| d.to_string()), "url": text.url,
        "chain": told.chain.iter().map(voice).collect::<Vec<_>>(),
        "quotation": told.chain.last().map(|s| &s.content),
    }))
}
