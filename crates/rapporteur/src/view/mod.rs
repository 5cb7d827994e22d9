//! Each answer as a page.
//!
//! Decides: what comes first on a page, what is told once for many. Must not know: where the page is read. It phrases; it concludes nothing.
//!
//! | module | holds |
//! |---|---|
//! | `phrase` | how a claim, a stance, a number is put in words |
//! | `block` | the parts of a page |
//! | `terminal`, `markdown`, `html` | the page where it is read |
//! | `drawing` | the timeline as a picture |

pub(crate) mod block;
pub(crate) mod drawing;
pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod phrase;
pub(crate) mod terminal;

use crate::cli::text::clean;
use crate::desk::negotiation::{
    Actor, Actors, Answer, Cell, Changes, Dispute, Disputes, Figures, Grid, Item, MayBeOne, Number, Quantity, Quotations, Report, Row, Stand, Timeline,
};
use block::{Block, Line, Look, Run, heading, plain, run};
use drawing::Drawing;
use std::collections::BTreeMap;

/// In a cell, no more than so many others are named for one stance; the quotations of all are.
const TOLD: usize = 3;
/// On a side of a conflict, no more than so many accounts are shown in full.
const ACCOUNTS: usize = 4;

/// A question's page: its name, what it stands on, the answer, the quotations.
pub(crate) fn page<T>(title: &str, answer: &Answer<T>, body: Vec<Block>) -> Vec<Block> {
    let known = answer.as_of.map(|d| format!(", as known on {d}")).unwrap_or_default();
    let published = answer.published_until.map(|d| format!(" published until {d}")).unwrap_or_default();
    let documents = phrase::count(answer.documents, "document", "documents");
    let mut out = vec![
        heading(1, title, "top"),
        Block::Para(vec![run(
            Look::Quiet,
            &format!(
                "From {documents}{published}{known}. Every claim is somebody\u{2019}s: numbers lead to the words it was read from. What a machine read and no person has confirmed can be wrong: look at the words."
            ),
        )]),
    ];
    out.extend(body);
    quotations(&mut out, &answer.quotations);
    out
}

fn quotations(out: &mut Vec<Block>, all: &Quotations) {
    if !all.is_empty() {
        out.push(heading(2, "Quotations", "quotations"));
        out.push(Block::Quotations(all.each().collect()));
    }
}

fn nothing(words: &str) -> Vec<Block> {
    vec![Block::Para(vec![run(Look::Quiet, words)])]
}

/// The issue matrix.
pub(crate) fn grid(g: &Grid) -> Vec<Block> {
    if g.rows.is_empty() && g.alone.is_empty() {
        return nothing("No position was found.");
    }
    let mut out = Vec::new();
    if !g.rows.is_empty() {
        let told = "A stance that stands alone is the party\u{2019}s own, in its words or those of somebody who speaks for it. “According to” tells what others say of it. Words in brackets say how certain the source makes it.";
        out.push(Block::Para(vec![run(Look::Quiet, told)]));
        out.push(table(g));
    }
    if !g.alone.is_empty() {
        out.push(heading(3, "On which only one party is heard", "alone"));
        out.push(Block::List(g.alone.iter().flat_map(|row| row.cells.iter().map(|c| alone(g, row, c))).collect()));
    }
    out
}

fn table(g: &Grid) -> Block {
    let used: Vec<usize> = (0..g.parties.len()).filter(|i| g.rows.iter().any(|r| r.cells.iter().any(|c| c.party == *i))).collect();
    let name = |i: &usize| format!("{}{}", clean(&g.parties[*i].name), if g.parties[*i].mediator { " (mediator)" } else { "" });
    let cell = |row: &Row, i: &usize| row.cells.iter().find(|c| c.party == *i).map(lines).unwrap_or_default();
    let rows = g.rows.iter().map(|row| (phrase::heading(&row.subject), used.iter().map(|i| cell(row, i)).collect())).collect();
    Block::Table { head: used.iter().map(name).collect(), rows }
}

fn lines(c: &Cell) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    if c.contested {
        out.push(vec![run(Look::Mark, "CONTESTED")]);
    }
    if let Some(own) = &c.own {
        let mut line = stance(own);
        line.extend(c.since.filter(|_| c.contested || c.sources > 1).map(|d| run(Look::Quiet, &format!(" since {d}"))));
        line.push(Run::To(own.quotation));
        out.push(line);
    }
    let said = c.earlier.iter().filter(|e| e.own);
    out.extend(said.clone().map(|e| [stance(&e.stand), vec![run(Look::Quiet, &format!(", {}", e.when())), Run::To(e.stand.quotation)]].concat()));
    let mut kinds: Vec<(&Stand, Vec<&Stand>)> = Vec::new();
    for t in &c.told {
        match kinds.iter_mut().find(|(k, _)| (k.stance, k.certainty) == (t.stance, t.certainty)) {
            Some((_, all)) => all.push(t),
            None => kinds.push((t, vec![t])),
        }
    }
    let mut shown: Vec<usize> = c.own.iter().chain(said.map(|e| &e.stand)).map(|s| s.quotation).collect();
    for (kind, all) in kinds {
        let mut line = stance(kind);
        let mut named: Vec<String> = Vec::new();
        for t in all.iter().take(TOLD) {
            // One name may stand for several claimants: for herself, and for whom she speaks.
            let name = phrase::name(&t.by);
            if !named.contains(&name) {
                let before = if named.is_empty() { ", according to " } else { ", " };
                line.push(run(Look::Quiet, &format!("{before}{name}")));
                named.push(name);
            }
            line.push(Run::To(t.quotation));
        }
        shown.extend(all.iter().take(TOLD).map(|t| t.quotation));
        out.push(line);
    }
    let rest: Vec<Run> = c.quotations.iter().filter(|n| !shown.contains(n)).map(|n| Run::To(*n)).collect();
    if !rest.is_empty() {
        out.push([vec![run(Look::Quiet, "also")], rest].concat());
    }
    out
}

fn stance(s: &Stand) -> Line {
    let certainty = if s.certainty == "certain" { String::new() } else { format!(" ({})", s.certainty) };
    vec![run(phrase::look(s.sign), phrase::short_stance(s.stance)), run(Look::Quiet, &certainty)]
}

fn alone(g: &Grid, row: &Row, c: &Cell) -> Line {
    let stands: Vec<&Stand> = c.own.iter().chain(&c.told).collect();
    let Some(first) = stands.first() else { return Vec::new() };
    let mut out = phrase::position(&g.parties[c.party].name, first, c.own.is_some(), &row.subject);
    if !matches!(row.subject.kind, "process" | "proposal") {
        out.insert(0, run(Look::Quiet, &format!("{}: ", phrase::spaced(row.subject.kind))));
    }
    let mut shown = vec![first.quotation];
    for e in c.earlier.iter().filter(|e| e.own) {
        out.push(run(Look::Quiet, &format!("; {}: ", e.when())));
        out.extend(stance(&e.stand));
        out.push(Run::To(e.stand.quotation));
        shown.push(e.stand.quotation);
    }
    out.extend(c.quotations.iter().filter(|n| !shown.contains(n)).map(|n| Run::To(*n)));
    out
}

/// The conflicts, by kind.
pub(crate) fn disputes(d: &Disputes, quoted: &Quotations) -> Vec<Block> {
    if d.conflicts.is_empty() {
        return nothing("The reader found no accounts that do not go together. It misses some: look for denials and counts of your own, too.");
    }
    let kinds = [
        ("contested", "Contested accounts", "Claimants disagree on where one party stands."),
        ("figures", "Numbers that may not go together", "Two counts of one thing, each with its claimant."),
        ("reversal", "Reversals", "One party\u{2019}s own words then, and later."),
        ("divergence", "Where parties stand apart", "Two parties hold opposing stances, or want what cannot go together."),
    ];
    let mut out = Vec::new();
    for (kind, title, lead) in kinds {
        let mut these = d.conflicts.iter().filter(|c| c.kind == kind).peekable();
        if these.peek().is_some() {
            out.push(heading(3, title, kind));
            out.push(Block::Para(vec![run(Look::Quiet, lead)]));
            out.extend(these.map(|c| sides(c, quoted)));
        }
    }
    out
}

fn sides(d: &Dispute, quoted: &Quotations) -> Block {
    let mut about: Line = vec![run(Look::Strong, &named(&d.parties))];
    let on = if d.parties.is_empty() { "" } else { ": " };
    about.push(plain(on));
    for (i, s) in d.subjects.iter().take(2).enumerate() {
        if i > 0 {
            about.push(plain(" / "));
        }
        about.extend(phrase::heading(s));
    }
    let names = if d.kind == "reversal" { ["Earlier", "Later"] } else { ["One account", "Another account"] };
    let sides = d.sides.iter().zip(names).map(|(side, name)| {
        let mut lines: Vec<Line> = Vec::new();
        for a in side.iter().take(ACCOUNTS) {
            lines.extend(phrase::account(a, quoted));
        }
        if side.len() > ACCOUNTS {
            let mut rest = vec![run(Look::Quiet, &format!("and {}:", phrase::count(side.len() - ACCOUNTS, "account more", "accounts more")))];
            rest.extend(side.iter().skip(ACCOUNTS).map(|a| Run::To(a.quotation)));
            lines.push(rest);
        }
        (name.to_owned(), lines)
    });
    Block::Sides { about, sides: sides.collect() }
}

/// Up to three names; how many more there are.
fn named(parties: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = parties.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(" and ");
    if parties.len() > SHOWN { format!("{shown} and {} more", parties.len() - SHOWN) } else { shown }
}

/// The days.
pub(crate) fn timeline(t: &Timeline) -> Vec<Block> {
    if t.moments.is_empty() && t.undated.is_empty() {
        return nothing("Nothing was found that has a day.");
    }
    let mut out = Vec::new();
    for m in &t.moments {
        let day = m.from.map(|d| d.strftime("%a %d %B %Y").to_string()).unwrap_or_default();
        let to = m.to.filter(|_| m.to != m.from).map(|d| format!(" to {}", d.strftime("%a %d %B %Y"))).unwrap_or_default();
        out.push(heading(4, &format!("{day}{to}"), "day"));
        out.push(Block::List(ordered(&m.items)));
    }
    if !t.undated.is_empty() {
        out.push(heading(4, "On no known day", "undated"));
        out.push(Block::List(ordered(&t.undated)));
    }
    out
}

/// What happened, then what was said; one line for what several told in the same words.
fn ordered(items: &[Item]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for line in items.iter().map(phrase::item) {
        let words: String = line.iter().filter_map(|r| if let Run::Words(w, _) = r { Some(w.as_str()) } else { None }).collect();
        match known.get(&words).and_then(|at| out.get_mut(*at)) {
            Some(same) => same.extend(line.into_iter().filter(|r| matches!(r, Run::To(_)))),
            None => {
                known.insert(words, out.len());
                out.push(line);
            }
        }
    }
    out
}

/// The actors.
pub(crate) fn actors(a: &Actors) -> Vec<Block> {
    if a.actors.is_empty() {
        return nothing("Nobody was found.");
    }
    let (named, unnamed): (Vec<&Actor>, Vec<&Actor>) = a.actors.iter().partition(|x| x.kind != "anonymous");
    let mut out = vec![Block::List(named.iter().map(|x| actor(x)).collect())];
    if !unnamed.is_empty() {
        out.push(heading(3, "Described, not named", "unnamed"));
        out.push(Block::Para(vec![run(Look::Quiet, "Each belongs to one text; they are never taken to be the same people.")]));
        out.push(Block::List(unnamed.iter().map(|x| actor(x)).collect()));
    }
    if !a.offers.is_empty() {
        out.push(heading(3, "May be one, may be two", "offers"));
        out.push(Block::Para(vec![run(Look::Quiet, "Nothing was joined here. A person can: aliases in a brief make them one.")]));
        let line = |o: &MayBeOne| {
            let why = phrase::reason(&o.because);
            vec![
                run(Look::Quiet, &format!("{}: ", o.what)),
                run(Look::Strong, &o.one),
                plain(" and "),
                run(Look::Strong, &o.other),
                run(Look::Quiet, &format!(" ({why})")),
            ]
        };
        out.push(Block::List(a.offers.iter().map(line).collect()));
    }
    out
}

fn actor(a: &Actor) -> Line {
    let mut out = vec![run(Look::Strong, &a.name), run(Look::Quiet, &format!(" ({})", phrase::spaced(a.kind)))];
    if a.mediator {
        out.push(plain(", mediator"));
    }
    out.extend(a.acts_for.as_ref().map(|b| plain(&format!(", speaks for {b}"))));
    let documents = phrase::count(a.documents, "document", "documents");
    let positions = phrase::count(a.positions, "position", "positions");
    let claims = phrase::count(a.claims, "claim", "claims");
    out.push(run(Look::Quiet, &format!(". In {documents}; {positions} held, {claims} made")));
    if !a.names.is_empty() {
        out.push(plain(&format!(". Also: {}", a.names.join(", "))));
    }
    let why: Vec<String> = a.because.iter().map(phrase::reason).collect();
    if !why.is_empty() {
        out.push(run(Look::Quiet, &format!(". One because of {}", why.join(", "))));
    }
    out
}

/// The figures.
pub(crate) fn figures(f: &Figures) -> Vec<Block> {
    if f.quantities.is_empty() {
        return nothing("No figure was found.");
    }
    let mut out = Vec::new();
    let (several, single): (Vec<_>, Vec<_>) = f.quantities.iter().partition(|q| q.numbers.len() > 1);
    for q in several {
        let of = q.of.as_ref().map(|o| format!(", of {o}")).unwrap_or_default();
        out.push(heading(3, &format!("{}{of}", capital(&phrase::spaced(q.measure))), "quantity"));
        if q.disputed {
            out.push(Block::Para(vec![run(Look::Mark, "DISPUTED"), plain(": some of these numbers may not go together.")]));
        }
        let line = |n: &Number| {
            let mut line = phrase::number(n);
            if n.disputed {
                line.push(run(Look::Mark, " disputed"));
            }
            line
        };
        out.push(Block::List(q.numbers.iter().map(line).collect()));
    }
    if !single.is_empty() {
        out.push(heading(3, "Numbers that stand alone", "single"));
        let line = |q: &&Quantity| {
            let of = q.of.as_ref().map(|o| format!(", of {o}")).unwrap_or_default();
            let mut line = vec![run(Look::Quiet, &format!("{}{of}: ", phrase::spaced(q.measure)))];
            line.extend(q.numbers.first().map(phrase::number).unwrap_or_default());
            line
        };
        out.push(Block::List(single.iter().map(line).collect()));
    }
    out
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What changed.
pub(crate) fn changes(c: &Changes, quoted: &Quotations) -> Vec<Block> {
    let mut out = vec![Block::Para(vec![plain(&format!("{} came.", capital(&phrase::count(c.new_documents, "document", "documents"))))])];
    let mut section = |title: &str, anchor: &'static str, lines: Vec<Line>| {
        if !lines.is_empty() {
            out.push(heading(3, title, anchor));
            out.push(Block::List(lines));
        }
    };
    let turned = |t: bool, known: bool| c.stances.iter().filter(move |x| x.turned == t && x.before.is_some() == known);
    section("Stances that turned", "turned", turned(true, true).map(phrase::change).collect());
    section("Other new words on a matter", "words", turned(false, true).map(phrase::change).collect());
    section("Heard for the first time", "first", turned(false, false).chain(turned(true, false)).map(phrase::change).collect());
    section("New proposals", "proposals", c.proposals.iter().map(phrase::plan).collect());
    section("New terms", "terms", c.terms.iter().map(phrase::heading).collect());
    section("Events reported", "events", ordered(&c.events));
    section("Figures told", "figures", ordered(&c.figures));
    if !c.conflicts.is_empty() {
        out.push(heading(3, "Accounts that no longer go together", "conflicts"));
        out.extend(c.conflicts.iter().map(|d| sides(d, quoted)));
    }
    if out.len() == 1 {
        out.extend(nothing("Nothing else changed."));
    }
    out
}

/// All of it.
pub(crate) fn report(r: &Report, quoted: &Quotations) -> Vec<Block> {
    let mut out = Vec::new();
    let days = r.span.map(|(a, b)| format!(", published from {a} to {b}")).unwrap_or_default();
    let contested = r.contested.conflicts.iter().filter(|c| c.kind == "contested").count();
    out.push(Block::Para(vec![plain(&format!(
        "{} from {}{days}. {}, {} of them contested accounts. {}.",
        phrase::count(r.sources.len(), "document", "documents"),
        phrase::count(r.origins, "hand", "independent hands"),
        phrase::count(r.contested.conflicts.len(), "conflict", "conflicts"),
        contested,
        phrase::count(r.gaps.len(), "matter that nobody has answered", "matters that nobody has answered"),
    ))]));
    let mut part = |title: &str, anchor: &'static str, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            out.push(heading(2, title, anchor));
            out.extend(blocks);
        }
    };
    part("Who stands where", "matrix", grid(&r.matrix));
    part("What does not go together", "contested", disputes(&r.contested, quoted));
    part("What nobody has answered", "gaps", list(r.gaps.iter().map(phrase::gap).collect()));
    part("Timeline", "timeline", [vec![Block::Drawing(Drawing::of(&r.timeline, &r.matrix))], timeline(&r.timeline)].concat());
    part("Figures", "figures", figures(&r.figures));
    part("Who speaks first, who repeats", "echoes", list(r.echoes.iter().map(phrase::echo).collect()));
    part("Who takes part", "actors", actors(&r.actors));
    part("Sources", "sources", list(r.sources.iter().map(phrase::source).collect()));
    part("What a person must look at", "attention", list(r.attention.iter().map(phrase::loose).collect()));
    out
}

fn list(lines: Vec<Line>) -> Vec<Block> {
    if lines.is_empty() { Vec::new() } else { vec![Block::List(lines)] }
}
