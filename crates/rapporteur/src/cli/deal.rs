//! `rapporteur deal ...`
//!
//! Decides: which question each subcommand asks and in which form the answer is written. Must not know: rules of a deal;
//! where files lie and what day it is are passed in.

mod board;
mod gantt;
pub(crate) mod record;
mod table;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use rapporteur_record::Record;
use rapporteur_record::deal::candidate::{self, Candidates};
use rapporteur_record::deal::lint::{RULES, lint};
use rapporteur_record::deal::whatif::{Change, whatif};
use rapporteur_record::deal::{Deal, Event, Fault, Moment, diff, draft, ics, json, locks, next, parse, parse_reported, status, view};
use record::OfRecord;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Work with an agreement as a deal file.
#[derive(Debug, Subcommand)]
pub(crate) enum DealCommand {
    /// Read a deal file and tell what breaks deals: gaps, circles, clashes.
    Check {
        /// The deal file.
        file: PathBuf,
        /// Also try all orders of performance and tell where they lock.
        #[arg(long)]
        orders: bool,
        /// With --orders: keep to one phase.
        #[arg(long, requires = "orders")]
        phase: Option<String>,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// The state of every obligation, phase and power, according to whom.
    Status {
        #[command(flatten)]
        what: What,
        /// Show why, for one obligation, down to the quotations.
        #[arg(long)]
        why: Option<String>,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// What would follow from a change.
    Whatif {
        #[command(flatten)]
        what: What,
        /// `stop PARTY`, `drop EVENT`, `move start of PHASE to DATE`, `move OBLIGATION to DATE`, `do OBLIGATION on DATE`, `add JSON`.
        #[arg(long = "change", required = true)]
        changes: Vec<String>,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// What comes next; with --phase, what must happen for it to begin.
    Next {
        #[command(flatten)]
        what: What,
        /// Tell what this phase waits for.
        #[arg(long)]
        phase: Option<String>,
        /// At most so many days.
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// What a record tells of the deal, as a file of events to correct and keep.
    Events {
        /// The deal file.
        file: PathBuf,
        #[command(flatten)]
        of: OfRecord,
        /// `text` writes the file of events itself.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Propose a deal file from an agreement's text, or from what a record says of a proposal.
    Draft {
        /// The text, or a dossier with --proposal.
        #[arg(required_unless_present = "proposal")]
        file: Option<PathBuf>,
        #[command(flatten)]
        of: OfRecord,
        /// The label of a proposal of the record: "the September draft".
        #[arg(long)]
        proposal: Option<String>,
        /// `text` writes the deal file itself.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Compare two drafts or versions, clause by clause and term by term.
    Diff {
        /// The first deal file.
        a: PathBuf,
        /// The second.
        b: PathBuf,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Days to come as iCalendar text.
    Calendar {
        #[command(flatten)]
        what: What,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// A board of the deal: one self-contained page, or its time chart as SVG.
    Board {
        #[command(flatten)]
        what: What,
        /// How to write the answer.
        #[arg(long, value_enum, default_value_t = BoardForm::Html)]
        format: BoardForm,
    },
}

/// A deal, its events, a day.
#[derive(Debug, Args)]
pub(crate) struct What {
    /// The deal file.
    file: PathBuf,
    /// Reported events, JSON Lines or TOML; may be given more than once.
    #[arg(long)]
    events: Vec<PathBuf>,
    #[command(flatten)]
    of: OfRecord,
    /// The day of evaluation, or an hour of it in the deal's time (2031-05-09T06:00); today where it is not given.
    #[arg(long, value_parser = moment)]
    on: Option<Moment>,
    /// Leave out what was learnt later; the day of evaluation where it is not given.
    #[arg(long, value_parser = moment)]
    known_on: Option<Moment>,
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "write a day as 2031-05-06, or an hour of it in the deal's time as 2031-05-06T06:00".to_owned())
}

/// Forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Lines for people.
    Text,
    /// A Markdown table where there is one.
    Markdown,
    /// JSON.
    Json,
}

/// Forms of a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BoardForm {
    /// One page with chart, table and reasons.
    Html,
    /// The time chart alone.
    Svg,
    /// The table alone.
    Markdown,
    /// JSON.
    Json,
}

/// What a command answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// For standard output.
    pub(crate) out: String,
    /// For standard error.
    pub(crate) err: String,
    /// Exit status: 1 where the linter told a fault, 2 where a file or an argument could not be read.
    pub(crate) exit: u8,
}

/// Reads a file's text, or says why not.
pub(crate) type ReadFile<'a> = &'a dyn Fn(&Path) -> Result<String, String>;

/// Makes a record of what was named, or says why not.
pub(crate) type MakeRecord<'a> = &'a dyn Fn(&OfRecord) -> Result<Record, String>;

/// What lies outside: files, records, the day where none is given.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) read: ReadFile<'a>,
    /// Whether a file is a dossier, by its bytes.
    pub(crate) is_dossier: &'a dyn Fn(&Path) -> bool,
    pub(crate) record: MakeRecord<'a>,
    pub(crate) today: Date,
}

/// Runs a command.
pub(crate) fn run(command: &DealCommand, world: &World<'_>) -> Answer {
    answer(command, world).unwrap_or_else(|err| Answer { out: String::new(), err, exit: 2 })
}

/// The day that a status is of: where none was asked for, nothing else tells it.
fn day_of(s: &rapporteur_record::deal::Status) -> String {
    let known = if s.known_on == s.on { String::new() } else { format!(", as known on {}", s.known_on) };
    format!("on {}{known}:\n", s.on)
}

fn answer(command: &DealCommand, world: &World<'_>) -> Result<Answer, String> {
    let read = world.read;
    match command {
        DealCommand::Check { file, orders, phase, format } => check(&open(file, read)?, *orders, phase.as_deref(), *format),
        DealCommand::Status { what, why, format } => {
            let g = gather(what, world)?;
            let found = status(&g.deal, &g.events, g.on, g.known_on);
            if let Some(id) = why {
                return explain(&g, &found, id, *format);
            }
            let value = || {
                let mut value = json::status(&found);
                value["may_concern"] = json::events(&g.may_concern);
                value
            };
            let text = || format!("{}{}{}", day_of(&found), view::status(&found), view::may_concern(&g.may_concern));
            let mut answer = said(*format, value, text, || format!("{}{}", table::accounts(&found), table::may_concern(&g.may_concern)));
            answer.err = g.told();
            Ok(answer)
        }
        DealCommand::Whatif { what, changes, format } => {
            let g = gather(what, world)?;
            let changes: Vec<Change> = changes.iter().map(|c| Change::parse(c, &g.deal)).collect::<Result<_, _>>().map_err(|e| format!("error: {e}\n"))?;
            changes.iter().try_for_each(|c| c.check(&g.deal, &g.events)).map_err(|e| format!("error: {e}\n"))?;
            let found = whatif(&g.deal, &g.events, &changes, g.on, g.known_on);
            Ok(said(*format, || json::consequence(&found), || view::consequence(&found), || table::moved(&found)))
        }
        DealCommand::Next { what, phase: Some(phase), format, .. } => {
            let g = gather(what, world)?;
            let names = || g.deal.phases.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ");
            let found = next::needs(&g.deal, &g.events, phase, g.on, g.known_on)
                .ok_or_else(|| format!("error: the deal has no phase `{phase}`\nhelp: its phases are {}\n", names()))?;
            Ok(said(*format, || json::needs(&found), || view::needs(&found), || view::needs(&found)))
        }
        DealCommand::Next { what, limit, format, .. } => {
            let g = gather(what, world)?;
            let mut found = next::next(&g.deal, &g.events, g.on, g.known_on);
            found.truncate(*limit);
            Ok(said(*format, || json::next(&found), || view::next(&found), || table::next(&found)))
        }
        DealCommand::Events { file, of, format } => {
            let deal = open(file, read)?;
            if !of.named() {
                return Err(no_record());
            }
            let found = candidate::of(&deal, (world.record)(of)?.sum());
            let text = || candidate::to_toml(&deal, &found);
            Ok(said(*format, || json::candidates(&found), text, || table::events(&found)))
        }
        DealCommand::Draft { file, of, proposal, format } => {
            let found = drafted(file.as_deref(), of, proposal.as_deref(), world)?;
            let toml = || draft::to_toml(&found);
            Ok(said(*format, || serde_json::json!({"format": "rapporteur-deal-draft/1", "deal": toml(), "gaps": found.gaps}), toml, toml))
        }
        DealCommand::Diff { a, b, format } => {
            let found = diff::diff(&open(a, read)?, &open(b, read)?);
            Ok(said(*format, || json::diff(&found), || view::diff(&found), || table::differences(&found)))
        }
        DealCommand::Calendar { what, format } => {
            let g = gather(what, world)?;
            let found = next::next(&g.deal, &g.events, g.on, g.known_on);
            Ok(said(*format, || json::next(&found), || ics::calendar(&g.deal, &found, g.on), || table::next(&found)))
        }
        DealCommand::Board { what, format } => {
            let g = gather(what, world)?;
            let found = status(&g.deal, &g.events, g.on, g.known_on);
            let bars = gantt::bars(&g.deal, &g.events, &found);
            let out = match format {
                BoardForm::Html => board::page(&g.deal, &g.events, &g.may_concern, &found, &bars),
                BoardForm::Svg => gantt::svg(&g.deal, &bars, g.on),
                BoardForm::Markdown => table::accounts(&found),
                BoardForm::Json => pretty(&json::status(&found)),
            };
            Ok(Answer { out, ..Answer::default() })
        }
    }
}

/// A draft from a text, or from a proposal of a record or dossier.
fn drafted(file: Option<&Path>, of: &OfRecord, proposal: Option<&str>, world: &World<'_>) -> Result<draft::Draft, String> {
    let dossier = file.filter(|f| (world.is_dossier)(f));
    let of = match dossier {
        Some(file) if of.dossier.is_none() => OfRecord { dossier: Some(file.to_owned()), ..of.clone() },
        _ => of.clone(),
    };
    match (proposal, file.filter(|_| dossier.is_none())) {
        (Some(_), Some(file)) => Err(format!("error: `{}` is a text, which has no proposals\nhelp: leave out --proposal, or name a dossier\n", file.display())),
        (Some(_), None) if !of.named() => Err(no_record()),
        (Some(label), None) => draft::of_record((world.record)(&of)?.sum(), label).map_err(|e| format!("error: {e}\n")),
        (None, Some(file)) => {
            let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            Ok(draft::draft(&(world.read)(file)?, &name))
        }
        (None, None) if dossier.is_some() => {
            let record = (world.record)(&of)?;
            let all = draft::proposals(record.sum());
            let what = "error: a dossier may hold many proposals, and none was named\nhelp: ";
            Err(match all.first() {
                Some(first) => format!("{what}add --proposal \"{first}\"; its proposals are {}\n", all.join(", ")),
                None => "error: the dossier holds no proposal to draft from\nhelp: add texts that speak of one, by `rapporteur add`\n".to_owned(),
            })
        }
        (None, None) => Err("error: no text was named\nhelp: name a file, or a record and --proposal\n".to_owned()),
    }
}

fn no_record() -> String {
    "error: no record was named\nhelp: name texts with --record FILE, or a dossier with --dossier FILE\n".to_owned()
}

struct Gathered {
    deal: Deal,
    events: Vec<Event>,
    /// Reports that are shown and do not count.
    may_concern: Vec<Event>,
    /// What was looked at, where there is a record.
    looked: Option<(usize, usize)>,
    on: Moment,
    known_on: Moment,
}

impl Gathered {
    /// What was taken from a record, and what was left out because it was learnt later.
    fn told(&self) -> String {
        let Some((looked, without_day)) = self.looked else { return String::new() };
        let counted = self.events.iter().filter(|e| e.confidence.is_some()).count();
        let mut out = format!(
            "taken from the record: {counted} of {looked} reports count, each in its claimant\u{2019}s account; {} may concern the deal and do not count\n",
            self.may_concern.len()
        );
        if without_day > 0 {
            out.push_str(&format!("{without_day} more name no day and stand in texts without one\n"));
        }
        let late = self.events.iter().filter(|e| e.learnt > self.known_on).count();
        if late > 0 {
            out.push_str(&format!("help: {late} were learnt after {} and are left out; --known-on DATE takes them in\n", self.known_on));
        }
        out
    }
}

fn gather(what: &What, world: &World<'_>) -> Result<Gathered, String> {
    let deal = open(&what.file, world.read)?;
    let (mut events, mut may_concern) = (Vec::new(), Vec::new());
    for file in &what.events {
        let found = parse_reported(&(world.read)(file)?, &deal.calendar).map_err(|f| told(file, &f))?;
        events.extend(found.events);
        may_concern.extend(found.may_concern);
    }
    let mut looked = None;
    if what.of.named() {
        let found: Candidates = candidate::of(&deal, (world.record)(&what.of)?.sum());
        looked = Some((found.looked_at, found.without_day));
        // A person's file goes before what a program drew from the same words.
        let kept: Vec<String> = events.iter().chain(&may_concern).map(|e| e.id.clone()).collect();
        let new = |e: &Event| !kept.contains(&e.id);
        events.extend(found.events.into_iter().filter(new));
        may_concern.extend(found.may_concern.into_iter().filter(new));
    }
    let on = what.on.unwrap_or(world.today.into());
    Ok(Gathered { deal, events, may_concern, looked, on, known_on: what.known_on.unwrap_or(on) })
}

fn open(file: &Path, read: ReadFile<'_>) -> Result<Deal, String> {
    let text = read(file)?;
    parse(&text).map_err(|f| {
        let toml = file.extension().is_some_and(|e| e == "toml") || text.lines().any(|l| l.trim_start().starts_with("format"));
        if toml {
            return told(file, &f);
        }
        let shown = file.display();
        format!(
            "error: `{shown}` is no deal file\nhelp: if it is the text of an agreement, `rapporteur deal draft {shown} > {}` makes a deal file of it\n",
            file.with_extension("toml").display()
        )
    })
}

fn told(file: &Path, faults: &[Fault]) -> String {
    faults.iter().map(|f| format!("error: {}:{}: {}\nhelp: {}\n", file.display(), f.line, f.message, f.help)).collect()
}

fn said(format: Form, json: impl Fn() -> Value, text: impl Fn() -> String, markdown: impl Fn() -> String) -> Answer {
    let out = match format {
        Form::Json => pretty(&json()),
        Form::Text => text(),
        Form::Markdown => markdown(),
    };
    Answer { out, ..Answer::default() }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn check(deal: &Deal, orders: bool, phase: Option<&str>, format: Form) -> Result<Answer, String> {
    let found = lint(deal);
    let searched = if orders { Some(locks::locks(deal, phase).map_err(|e| format!("error: {e}\n"))?) } else { None };
    let mut answer = said(
        format,
        || {
            let mut value = json::findings(&found);
            value["orders"] = searched.as_ref().map_or(Value::Null, json::locks);
            value
        },
        || {
            let mut out = if found.is_empty() { "nothing found\n".to_owned() } else { view::findings(&found) };
            out.push_str(&searched.as_ref().map(view::locks).unwrap_or_default());
            out
        },
        || table::findings(&found),
    );
    let fault = |code: &str| RULES.iter().find(|r| r.code == code).is_none_or(|r| r.fault);
    answer.exit = u8::from(found.iter().any(|f| fault(f.code)));
    Ok(answer)
}

fn explain(g: &Gathered, found: &rapporteur_record::deal::Status, id: &str, format: Form) -> Result<Answer, String> {
    let Some(o) = found.obligations.iter().find(|o| o.id == id) else {
        let names: Vec<&str> = found.obligations.iter().map(|o| o.id.as_str()).collect();
        return Err(format!("error: the deal has no obligation `{id}`\nhelp: its obligations are {}\n", names.join(", ")));
    };
    let text = || {
        let mut out = format!("{}: {}\n", o.id, o.phrase());
        for a in &o.accounts {
            out.push_str(&view::tree(&a.why));
        }
        let mut named: Vec<&str> = o.accounts.iter().flat_map(|a| a.why.all_witnesses()).collect();
        named.sort_unstable();
        named.dedup();
        for e in g.events.iter().filter(|e| named.contains(&e.id.as_str())) {
            let quote = e.quote.as_ref().map_or_else(|| "no words kept".to_owned(), |q| format!("\u{201c}{q}\u{201d}"));
            let source = e.source.as_ref().map(|s| format!(" ({s})")).unwrap_or_default();
            let through = e.through.as_ref().map(|t| format!(" through {t}")).unwrap_or_default();
            out.push_str(&format!("[{}] {}{through}, said {}: {quote}{source}\n", e.id, e.by, e.said));
        }
        out
    };
    let value = || o.accounts.iter().map(|a| json::node(&a.why)).collect::<Value>();
    Ok(said(format, value, text, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Whole {
        #[command(subcommand)]
        command: DealCommand,
    }

    const DEAL: &str = "format = \"rapporteur-deal/1\"\nname = \"Ford <truce>\"\nsigned = 2031-05-04\n[calendar]\ntime_zone = \"UTC\"\ndays = \"calendar\"\nfirst_day = \"not counted\"\nlast_day = \"counted\"\n[[party]]\nid = \"a\"\n[[party]]\nid = \"b\"\n[[phase]]\nid = \"one\"\nlength = \"6 weeks\"\nsource = { place = \"1\" }\n[[obligation]]\nid = \"release\"\nphase = \"one\"\ndebtor = \"a\"\ncreditor = \"b\"\nact = \"release\"\nobject = \"captives\"\nquantity = 3\nunit = \"captives\"\ndeadline = \"3 days after signature\"\nverified_by = \"b\"\nsource = { place = \"2\" }\n";
    const EVENTS: &str = "{\"id\":\"e1\",\"by\":\"a\",\"claim\":\"performed\",\"of\":\"release\",\"quantity\":3,\"happened\":\"2031-05-06\",\"quote\":\"All three are home.\"}\n{\"id\":\"e2\",\"by\":\"b\",\"claim\":\"performed\",\"of\":\"release\",\"in_all\":2,\"happened\":\"2031-05-06\"}\n";

    /// A record of one text, in which side A tells of a release.
    fn told() -> Record {
        let form = serde_json::json!({"format": "rapporteur-record/1",
            "document": {"id": "d", "text": "Side a released all captives on 6 May.", "title": null, "outlet": "Ford Post", "published": "2031-05-07", "language": "en"},
            "actors": [{"id": "z", "name": "A", "kind": "organization", "names": ["A"], "acts_for": null}], "attributions": [], "proposals": [], "terms": [],
            "positions": [], "conflicts": [], "figures": [],
            "events": [{"id": "e1", "type": "CONCEDE", "actors": ["z"], "recipients": [], "place": null, "time": null, "status": "reported", "said_in": null, "text": [[7, 28]]}]});
        let (document, reading) = rapporteur_record::json::parse(&form).unwrap();
        let mut record = Record::of([], rapporteur_record::Brief::default());
        for e in rapporteur_record::admit(&record, &document, &reading, &rapporteur_record::Author::Reader("hand".into()), None) {
            record.append(e);
        }
        record
    }

    fn ask(line: &str) -> Answer {
        let command = Whole::try_parse_from(std::iter::once("deal").chain(line.split(' '))).unwrap().command;
        let read = |p: &Path| match p.to_str() {
            Some("d.toml") => Ok(DEAL.to_owned()),
            Some("bad.toml") => Ok(DEAL.replace("3 days after", "soon after")),
            Some("later.toml") => Ok(DEAL.replace("6 weeks", "8 weeks")),
            Some("e.jsonl") => Ok(EVENTS.to_owned()),
            Some("a.txt") => {
                Ok("PACT\nThe Reed Board (\"Reed\") and the Moss Board (\"Moss\") agree:\n1. Reed shall open the gate by 6 May 2031.\n".to_owned())
            }
            _ => Err(format!("error: cannot read `{}`\n", p.display())),
        };
        let is_dossier = |p: &Path| p.extension().is_some_and(|e| e == "dossier");
        let kept = |of: &OfRecord| of.dossier.as_ref().is_some_and(|d| is_dossier(d));
        let record = |of: &OfRecord| if of.record.is_empty() && !kept(of) { Err("error: no such dossier\n".to_owned()) } else { Ok(told()) };
        run(&command, &World { read: &read, is_dossier: &is_dossier, record: &record, today: "2031-05-10".parse().unwrap() })
    }

    #[test]
    fn each_command_answers() {
        assert_eq!(ask("check d.toml").out, "nothing found\n");
        assert!(ask("check d.toml --orders").out.contains("all can be done: release"));
        let told = ask("status d.toml --events e.jsonl").out;
        assert!(told.contains("release: contested: fulfilled (3 of 3) according to a; partly (2 of 3) according to b"), "{told}");
        let why = ask("status d.toml --events e.jsonl --why release").out;
        assert!(why.contains("\u{201c}All three are home.\u{201d}"), "{why}");
        assert!(ask("whatif d.toml --events e.jsonl --change drop_e1").err.contains("write `stop PARTY`"));
        assert!(ask("next d.toml").out.contains("one ends"));
        assert!(ask("next d.toml --phase two").err.contains("its phases are one"));
        assert!(ask("draft a.txt").out.contains("deadline = \"2031-05-06\""));
        assert!(ask("diff d.toml later.toml").out.contains("~ phase one, length: \u{201c}6 weeks\u{201d} -> \u{201c}8 weeks\u{201d}"));
        assert!(ask("calendar d.toml").out.starts_with("BEGIN:VCALENDAR\r\n"));
        for form in ["html", "svg"] {
            let out = ask(&format!("board d.toml --events e.jsonl --format {form}")).out;
            assert!(
                out.contains("contested") && out.contains("Ford &lt;truce&gt;") && (form == "svg" || !out.contains("http:")) && !out.contains("<script"),
                "{out}"
            );
        }
        let board = ask("board d.toml --events e.jsonl").out;
        assert!(
            board.contains("b: no words kept [e2") && board.contains("a: \u{201c}All three are home.\u{201d}"),
            "only words that were said stand in quotation marks"
        );
    }

    #[test]
    fn a_record_tells_of_the_deal_and_says_so() {
        let told = ask("status d.toml --record x");
        assert!(told.out.contains("fulfilled (3 of 3) according to Ford Post"), "{}", told.out);
        assert!(told.err.starts_with("taken from the record: 1 of 1 reports count"), "{}", told.err);
        let file = ask("events d.toml --record x").out;
        assert!(file.contains("[[event]]\nid = \"d#e7\"\nby = \"Ford Post\"\nclaim = \"performed\"") && file.contains("released all captives"), "{file}");
        assert!(ask("events d.toml").err.contains("--dossier FILE"));
        assert!(ask("draft --proposal draft --record x").err.contains("the record has no proposal `draft`"));
        assert!(ask("status d.toml --dossier y").err.contains("no such dossier"));
    }

    #[test]
    fn a_dossier_is_known_by_its_bytes_and_a_text_is_no_deal_file() {
        assert!(ask("draft t.dossier").err.contains("holds no proposal"), "{}", ask("draft t.dossier").err);
        assert!(ask("draft t.dossier --proposal draft").err.contains("the record has no proposal `draft`"));
        assert!(ask("draft a.txt --proposal draft").err.contains("`a.txt` is a text"));
        let told = ask("diff a.txt a.txt");
        assert_eq!(
            told.err,
            "error: `a.txt` is no deal file\nhelp: if it is the text of an agreement, `rapporteur deal draft a.txt > a.toml` makes a deal file of it\n"
        );
        assert_eq!(told.exit, 2);
    }

    #[test]
    fn a_change_of_what_is_not_there_is_an_error() {
        let run_one = |change: &str| {
            let deal = parse(DEAL).unwrap();
            let events = rapporteur_record::deal::parse_events(EVENTS, &deal.calendar).unwrap();
            Change::parse(change, &deal).and_then(|c| c.check(&deal, &events))
        };
        assert_eq!(run_one("drop e1"), Ok(()));
        assert_eq!(run_one("move release to 2031-05-09"), Ok(()));
        assert!(run_one("drop e11").unwrap_err().contains("did you mean `e1`?"));
        assert!(run_one("move relase to 2031-05-09").unwrap_err().contains("did you mean `release`?"));
    }

    #[test]
    fn every_command_has_json() {
        for line in ["check d.toml", "status d.toml", "next d.toml", "draft a.txt", "diff d.toml d.toml", "calendar d.toml", "board d.toml"] {
            let out = ask(&format!("{line} --format json")).out;
            assert!(serde_json::from_str::<Value>(&out).unwrap()["format"].as_str().unwrap().starts_with("rapporteur-deal"), "{out}");
        }
    }

    #[test]
    fn a_fault_names_file_and_line_and_changes_the_exit_status() {
        let told = ask("check bad.toml");
        assert_eq!(told.exit, 2);
        assert!(told.err.starts_with("error: bad.toml:26: `deadline` of obligation `release` cannot be read\nhelp: `soon`"), "{}", told.err);
        assert_eq!(ask("check none.toml").exit, 2);
    }
}
