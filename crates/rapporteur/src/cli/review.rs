//! `rapporteur review ...`
//!
//! Decides: which decision each subcommand is, and how decisions are shown. Must not know: who may decide on top of whom.

use super::args::{DossierArgs, HandArgs, Shape};
use super::dossier::{Failure, added_up, finish, hand, held, open};
use super::text::clean;
use super::{End, hint, print};
use crate::desk::dossier::{self as desk, Wish};
use crate::desk::review::{self as trail, Round, Traced, Waits};
use crate::outside::Problem;
use crate::view::phrase;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use rapporteur_record::entry::{Bond, Change, Named, Verdict, What};
use rapporteur_record::item::ItemKind;
use rapporteur_record::{Bound, Certainty, EventKind, Measure, SpeechAct, Stance, Status, TermKind};
use rapporteur_store::{Agreement, Decision, REVIEWED};
use serde_json::{Value, json};
use std::fmt::Write;
use std::io;

/// Decide on what was read.
#[derive(Debug, Subcommand)]
pub(crate) enum ReviewCommand {
    /// What waits for somebody, in the order of the pages: decisions that lost their item; what does not go together; cells of the matrix of which
    /// the reader is not sure; then all on which nobody decided, the least sure first
    List(ListArgs),
    /// An item, and who decided what on it
    Show {
        #[command(flatten)]
        place: Place,
        /// Form of the output
        #[arg(long, value_name = "FORM", default_value = "text")]
        format: Shape,
    },
    /// It is right
    Accept {
        #[command(flatten)]
        decision: DecisionArgs,
        /// A remark
        #[arg(long, value_name = "WORDS")]
        comment: Option<String>,
    },
    /// It is wrong and does not count
    Reject {
        #[command(flatten)]
        decision: DecisionArgs,
        /// Why
        #[arg(long, value_name = "WORDS")]
        reason: String,
    },
    /// It is right once this is changed
    Correct(Box<CorrectArgs>),
    /// Agree, as a second reader, with what somebody else decided
    Second {
        #[command(flatten)]
        decision: DecisionArgs,
        /// A remark
        #[arg(long, value_name = "WORDS")]
        comment: Option<String>,
    },
    /// Ask for a second reader of what somebody decided
    Ask {
        #[command(flatten)]
        decision: DecisionArgs,
        /// What to look at
        #[arg(long, value_name = "WORDS")]
        comment: Option<String>,
    },
    /// Say that what stands is to stand where people differ
    Settle {
        #[command(flatten)]
        decision: DecisionArgs,
        /// Why
        #[arg(long, value_name = "WORDS")]
        comment: Option<String>,
    },
    /// A remark that decides nothing
    Comment {
        #[command(flatten)]
        decision: DecisionArgs,
        /// The remark
        #[arg(value_name = "WORDS")]
        words: String,
    },
    /// These names are one actor, or these labels one proposal
    Join(BondArgs),
    /// These names are not one actor, or these labels not one proposal, whatever they look like
    Apart(BondArgs),
    /// The first name is not the actor, or the first label not the proposal, that the others are
    Split(SplitArgs),
    /// How often two people agree on one item, by kind of item, with Cohen's kappa
    Agreement {
        #[command(flatten)]
        dossier: DossierArgs,
        /// Form of the output
        #[arg(long, value_name = "FORM", default_value = "text")]
        format: Shape,
    },
    /// Take an entry back; taking that back brings it in again
    Undo {
        /// The entry's number; without one, the last of your own decisions that counts
        #[arg(value_name = "NUMBER")]
        entry: Option<u64>,
        #[command(flatten)]
        dossier: DossierArgs,
        #[command(flatten)]
        hand: HandArgs,
    },
}

/// What waits.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    dossier: DossierArgs,
    /// Only this document
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// Only items of this kind
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(REVIEWED.map(ItemKind::name)))]
    kind: Option<String>,
    /// How many items to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u16,
    /// Form of the output
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Shape,
}

/// Which item.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The document's id
    #[arg(value_name = "DOCUMENT")]
    document: String,
    /// The item's id in it: s7, x2, p1, t3, f1, e4, a5
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    dossier: DossierArgs,
}

/// A decision on an item.
#[derive(Debug, Args)]
pub(crate) struct DecisionArgs {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    hand: HandArgs,
    /// The last decision on the item that you have seen: needed to decide on top of somebody else's
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
}

/// What to change.
#[derive(Debug, Args)]
pub(crate) struct CorrectArgs {
    #[command(flatten)]
    decision: DecisionArgs,
    /// A remark
    #[arg(long, value_name = "WORDS")]
    comment: Option<String>,
    #[command(flatten)]
    changes: ChangeArgs,
}

/// What is put right.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct ChangeArgs {
    /// A statement's speaker: a name of the document
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// What kind of act a statement is
    #[arg(long, value_name = "ACT", value_parser = PossibleValuesParser::new(SpeechAct::ALL.map(SpeechAct::name)))]
    speech_act: Option<String>,
    /// The words that say who speaks, as they stand in the text; ` … ` between pieces
    #[arg(long, value_name = "WORDS")]
    source: Option<String>,
    /// The words that are attributed, as they stand in the text; ` … ` between pieces
    #[arg(long, value_name = "WORDS")]
    content: Option<String>,
    /// A position's holder: a name of the document
    #[arg(long, value_name = "NAME")]
    holder: Option<String>,
    /// A position's target: words of a proposal or of a term of the document, or `process`
    #[arg(long, value_name = "WORDS")]
    target: Option<String>,
    /// A position's stance
    #[arg(long, value_name = "STANCE", value_parser = PossibleValuesParser::new(Stance::ALL.map(Stance::name)))]
    stance: Option<String>,
    /// A position's certainty
    #[arg(long, value_name = "CERTAINTY", value_parser = PossibleValuesParser::new(Certainty::ALL.map(Certainty::name)))]
    certainty: Option<String>,
    /// The words that a position is read from, as they stand in the text; ` … ` between pieces
    #[arg(long, value_name = "WORDS")]
    evidence: Option<String>,
    /// What a term settles
    #[arg(long, value_name = "KIND", hide_possible_values = true, value_parser = PossibleValuesParser::new(TermKind::ALL.map(TermKind::name)))]
    term_kind: Option<String>,
    /// A figure's value, in units
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    value: Option<f64>,
    /// How a figure is meant
    #[arg(long, value_name = "BOUND", value_parser = PossibleValuesParser::new(Bound::ALL.map(Bound::name)))]
    bound: Option<String>,
    /// What a figure counts
    #[arg(long, value_name = "MEASURE", value_parser = PossibleValuesParser::new(Measure::ALL.map(Measure::name)))]
    measure: Option<String>,
    /// An event's type
    #[arg(long, value_name = "TYPE", hide_possible_values = true, value_parser = PossibleValuesParser::new(EventKind::ALL.map(EventKind::name)))]
    event_type: Option<String>,
    /// Whether an event happened
    #[arg(long, value_name = "STATUS", value_parser = PossibleValuesParser::new(Status::ALL.map(Status::name)))]
    status: Option<String>,
    /// An actor's name, or a proposal's label
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A name of an actor that is somebody else's in this document
    #[arg(long, value_name = "NAME")]
    apart: Option<String>,
}

/// Names that belong together, or do not.
#[derive(Debug, Args)]
pub(crate) struct BondArgs {
    /// Names of what
    #[arg(value_name = "WHAT")]
    what: NamesOf,
    /// The names
    #[arg(value_name = "NAME", num_args = 2.., required = true)]
    names: Vec<String>,
    /// Only in this document
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    #[command(flatten)]
    dossier: DossierArgs,
    #[command(flatten)]
    hand: HandArgs,
}

/// A name that is taken out.
#[derive(Debug, Args)]
pub(crate) struct SplitArgs {
    /// A name of what
    #[arg(value_name = "WHAT")]
    what: NamesOf,
    /// The name that is somebody else's, or another's label
    #[arg(value_name = "NAME")]
    name: String,
    /// The names that it is none of
    #[arg(value_name = "OTHER", num_args = 1.., required = true)]
    others: Vec<String>,
    /// It is another in this document only
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    #[command(flatten)]
    dossier: DossierArgs,
    #[command(flatten)]
    hand: HandArgs,
}

/// What names can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NamesOf {
    Actors,
    Proposals,
}

/// Runs `rapporteur review`.
pub(crate) fn run(command: &ReviewCommand) -> io::Result<End> {
    finish(match command {
        ReviewCommand::List(args) => list(args),
        ReviewCommand::Show { place, format } => show(place, *format),
        ReviewCommand::Accept { decision, comment } => decide(decision, Verdict::Accept, comment.clone()),
        ReviewCommand::Reject { decision, reason } => decide(decision, Verdict::Reject, Some(reason.clone())),
        ReviewCommand::Correct(args) => decide(&args.decision, Verdict::Correct(changes(&args.changes)), args.comment.clone()),
        ReviewCommand::Second { decision, comment } => decide(decision, Verdict::Second, comment.clone()),
        ReviewCommand::Ask { decision, comment } => decide(decision, Verdict::Ask, comment.clone()),
        ReviewCommand::Settle { decision, comment } => decide(decision, Verdict::Settle, comment.clone()),
        ReviewCommand::Comment { decision, words } => decide(decision, Verdict::Comment, Some(words.clone())),
        ReviewCommand::Join(args) => bond(args, Bond::Join),
        ReviewCommand::Apart(args) => bond(args, Bond::Apart),
        ReviewCommand::Split(args) => split(args),
        ReviewCommand::Agreement { dossier, format } => agreement(dossier, *format),
        ReviewCommand::Undo { entry, dossier, hand } => undo(*entry, dossier, hand),
    })
}

fn decide(args: &DecisionArgs, verdict: Verdict, comment: Option<String>) -> Result<End, Failure> {
    let Place { document, id, dossier } = &args.place;
    let words = verdict.name();
    let wish = Wish { document: document.clone(), id: id.clone(), verdict, comment, after: args.after };
    let hand = hand(&args.hand)?;
    let number = desk::decide(&mut open(dossier)?, &hand, wish)?;
    print(format!("entry {number}: {words} {id} of `{document}`, by {}\n", hand.by).as_bytes())?;
    Ok(End::Fine)
}

fn bond(args: &BondArgs, bond: Bond) -> Result<End, Failure> {
    let names: Vec<Named> = args.names.iter().map(|name| Named { name: name.clone(), document: args.document.clone() }).collect();
    let what = match args.what {
        NamesOf::Actors => What::Actors { names, bond },
        NamesOf::Proposals => What::Proposals { labels: names, bond },
    };
    let number = desk::write(&mut open(&args.dossier)?, &hand(&args.hand)?, what)?;
    print(format!("entry {number}: {} {}\n", bond.name(), args.names.join(", ")).as_bytes())?;
    Ok(End::Fine)
}

fn split(args: &SplitArgs) -> Result<End, Failure> {
    let first = Named { name: args.name.clone(), document: args.document.clone() };
    let names: Vec<Named> = [first].into_iter().chain(args.others.iter().map(|n| Named { name: n.clone(), document: None })).collect();
    let what = match args.what {
        NamesOf::Actors => What::Actors { names, bond: Bond::Out },
        NamesOf::Proposals => What::Proposals { labels: names, bond: Bond::Out },
    };
    let number = desk::write(&mut open(&args.dossier)?, &hand(&args.hand)?, what)?;
    print(format!("entry {number}: {} is not {}\n", args.name, args.others.join(", ")).as_bytes())?;
    Ok(End::Fine)
}

fn undo(entry: Option<u64>, dossier: &DossierArgs, by: &HandArgs) -> Result<End, Failure> {
    let (mut store, hand) = (open(dossier)?, hand(by)?);
    let nothing = || Problem::new(format!("no decision of {} counts", hand.by), "name an entry: `rapporteur review undo NUMBER`");
    let entry = match entry {
        Some(number) => number,
        None => store.last_of(&hand.by)?.ok_or_else(nothing)?,
    };
    let what = trail::entry(&store, entry)?.map(|t| undone(&t)).unwrap_or_default();
    let number = desk::undo(&mut store, &hand, entry)?;
    print(format!("entry {number}: entry {entry} counts no longer{what}\n").as_bytes())?;
    hint(&format!("`rapporteur review undo {number}` brings it back"));
    Ok(End::Fine)
}

/// What it was that was taken back.
fn undone(t: &Traced) -> String {
    let item = t.item.as_deref().map(|i| format!(" {i}")).unwrap_or_default();
    let document = t.document.as_deref().map(|d| format!(" of `{}`", clean(d))).unwrap_or_default();
    format!(": {}{item}{document} “{}”", t.what, clean(&super::text::shorten(&t.words, 80)))
}

fn list(args: &ListArgs) -> Result<End, Failure> {
    let held = held(&args.dossier)?;
    let known = added_up(&held)?;
    let store = held.reader()?;
    let round = Round { kind: args.kind.as_deref().and_then(ItemKind::parse), document: args.document.clone(), ..Round::default() };
    let ranks = trail::ranks(&known.record);
    let waiting = trail::next(&store, (known.record.sum(), &ranks), &round, "", usize::from(args.limit))?;
    let lost = desk::lost(&store, args.document.as_deref())?;
    let shown = match args.format {
        Shape::Json => {
            let one = |w: &Waits| json!({"document": w.document, "id": w.item, "kind": w.kind, "words": w.words, "confidence": w.confidence, "why": w.why});
            format!("{:#}\n", json!({"lost": lost.iter().map(decision).collect::<Value>(), "pending": waiting.iter().map(one).collect::<Value>()}))
        }
        Shape::Text => list_text(&lost, &waiting),
    };
    print(shown.as_bytes())?;
    if waiting.is_empty() && args.format == Shape::Text {
        hint("nothing waits that is so: somebody decided on all of it, or nothing was read");
    }
    Ok(End::Fine)
}

fn list_text(lost: &[Decision], waiting: &[Waits]) -> String {
    let mut out = String::new();
    for d in lost {
        // Writing into a string cannot fail.
        let _ =
            writeln!(out, "entry {}  {} of `{}`: the latest reading has no such {}\n    {}", d.number, d.verdict, clean(&d.document), d.kind, clean(&d.words));
    }
    for w in waiting {
        let sure = w.confidence.map(|c| format!("  ({c:.2})")).unwrap_or_default();
        let _ = writeln!(out, "{} {}  {}{sure}\n    {}", clean(&w.document), w.item, phrase::kind(w.kind), clean(&w.words));
        // Of the rest there is nothing to say but how sure the reader is, which stands there.
        for why in w.why.iter().filter(|w| w.rule != "confidence") {
            let _ = writeln!(out, "    why here: {}", clean(&phrase::because(why)));
        }
    }
    out
}

fn show(place: &Place, format: Shape) -> Result<End, Failure> {
    let shown = desk::show(&open(&place.dossier)?, &place.document, &place.id)?;
    let out = match format {
        Shape::Json => format!(
            "{:#}\n",
            json!({
                "document": place.document,
                "id": place.id,
                "kind": shown.item.kind.name(),
                "words": shown.item.words,
                "status": shown.status,
                "decisions": shown.decisions.iter().map(decision).collect::<Value>(),
            })
        ),
        Shape::Text => {
            let mut out = format!("{} {}  {}\n    {}\n", place.document, place.id, shown.status, clean(&shown.item.words));
            for d in &shown.decisions {
                let words = d.comment.as_deref().map(|c| format!(": {}", clean(c))).unwrap_or_default();
                let changes = if d.changes == "[]" { String::new() } else { format!(" {}", clean(&d.changes)) };
                let when = d.learnt.as_deref().unwrap_or("at an unknown time");
                let _ = writeln!(out, "entry {}  {}{changes}, by {}, {when}{words}", d.number, d.verdict, clean(&d.by));
            }
            out
        }
    };
    print(out.as_bytes())?;
    Ok(End::Fine)
}

fn agreement(dossier: &DossierArgs, format: Shape) -> Result<End, Failure> {
    let found = open(dossier)?.agreement()?;
    let shown = match format {
        Shape::Json => format!("{:#}\n", json!({"format": "rapporteur-agreement/1", "kinds": found.iter().map(agreement_json).collect::<Value>()})),
        Shape::Text => agreement_text(&found),
    };
    print(shown.as_bytes())?;
    if found.is_empty() && format == Shape::Text {
        hint("no two people decided on one item yet; agreement is told once a second person has");
    }
    Ok(End::Fine)
}

fn agreement_text(found: &[Agreement]) -> String {
    let mut out = String::new();
    if !found.is_empty() {
        let _ = writeln!(out, "{:<14}{:>7}{:>7}{:>14}{:>10}  kappa (accept or reject)", "kind", "items", "pairs", "agreed", "seconded");
    }
    for a in found {
        let agreed = format!("{} ({:.0} %)", a.agreed, 100.0 * a.agreed as f64 / a.pairs.max(1) as f64);
        let kappa = match (a.kappa, a.compared) {
            (Some(kappa), pairs) => format!("{kappa:.2} over {pairs}"),
            (None, 0) => "- nothing to compare".to_owned(),
            (None, pairs) => format!("- chance alone makes all {pairs} agree"),
        };
        let _ = writeln!(out, "{:<14}{:>7}{:>7}{agreed:>14}{:>10}  {kappa}", a.kind.name(), a.items, a.pairs, a.seconded);
    }
    out
}

fn agreement_json(a: &Agreement) -> Value {
    // Four places are more than such figures bear, and the same on every machine.
    let kappa = a.kappa.map(|k| (k * 1e4).round() / 1e4);
    json!({
        "kind": a.kind.name(),
        "items": a.items,
        "pairs": a.pairs,
        "agreed": a.agreed,
        "seconded": a.seconded,
        "compared": a.compared,
        "kappa": kappa,
    })
}

fn decision(d: &Decision) -> Value {
    json!({
        "entry": d.number,
        "document": d.document,
        "id": d.item,
        "kind": d.kind,
        "words": d.words,
        "verdict": d.verdict,
        "changes": serde_json::from_str::<Value>(&d.changes).unwrap_or_default(),
        "comment": d.comment,
        "by": d.by,
        "learnt": d.learnt,
    })
}

/// The names were checked by the command line.
fn changes(args: &ChangeArgs) -> Vec<Change> {
    let text = |x: &Option<String>| x.clone();
    let all = [
        text(&args.speaker).map(Change::Speaker),
        args.speech_act.as_deref().and_then(SpeechAct::parse).map(Change::SpeechAct),
        text(&args.source).map(Change::Source),
        text(&args.content).map(Change::Content),
        text(&args.holder).map(Change::Holder),
        text(&args.target).map(Change::Target),
        args.stance.as_deref().and_then(Stance::parse).map(Change::Stance),
        args.certainty.as_deref().and_then(Certainty::parse).map(Change::Certainty),
        args.term_kind.as_deref().and_then(TermKind::parse).map(Change::TermKind),
        args.value.map(Change::Value),
        args.bound.as_deref().and_then(Bound::parse).map(Change::Bound),
        args.measure.as_deref().and_then(Measure::parse).map(Change::Measure),
        args.event_type.as_deref().and_then(EventKind::parse).map(Change::EventKind),
        args.status.as_deref().and_then(Status::parse).map(Change::Status),
        text(&args.name).map(Change::Name),
        text(&args.evidence).map(Change::Evidence),
        text(&args.apart).map(Change::Apart),
    ];
    all.into_iter().flatten().collect()
}
