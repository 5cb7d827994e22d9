//! Who stands where on what, according to whom.
//!
//! Decides: how a cell is laid out, how much of the matrix is shown at once. Must not know: which stance counts.

use super::Ask;
use super::cite::{self, nothing};
use super::link::Way;
use super::told::{Told, cells};
use crate::desk::negotiation::{self as desk, Answer, Cell, Grid, Narrow, Pick, Row, Stand, Subject};
use crate::outside::Problem;
use crate::view::phrase;
use crate::web::Shared;
use crate::web::frame::{self, shown};
use crate::web::held::Known;
use crate::web::reply::Trouble;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use rapporteur_export::Table;
use rapporteur_record::Stance;

/// Unless all is asked for: those heard most, the matters most is said on.
const SOME: Pick = Pick { parties: 8, rows: 30, quotations: 3, apart: true };
/// Even then no more than a browser can lay out.
const ALL: Pick = Pick { parties: 60, rows: 400, quotations: 1, apart: true };
/// Parties and proposals that can be chosen.
const CHOICES: usize = 80;
/// By these an address asks for some of the cells.
const NARROWING: [&str; 4] = ["party", "proposal", "about", "stance"];
/// Different accounts of others that a cell names.
const TOLD: usize = 2;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/matrix", get(matrix)).route("/matrix.json", get(matrix)).route("/matrix.csv", get(matrix))
}

async fn matrix(ask: Ask) -> Result<Response, Trouble> {
    let screen: Told<Grid> = Told {
        title: |_| "Who stands where, according to whom".to_owned(),
        path: "/matrix",
        screen: "/matrix",
        ask: |known, ask| {
            let (narrow, pick) = (narrow(ask)?, if ask.get("all").is_some() { ALL } else { SOME });
            // Where some cells are asked for, one party on one matter is what was asked for, not what is left over.
            let pick = Pick { apart: narrow.is_empty(), ..pick };
            Ok(known.answer(&format!("matrix {pick:?} {narrow:?}"), |r| desk::board(r, &narrow, pick)))
        },
        show,
        table: |answer, _, _| table(&answer.body),
    };
    screen.answer(ask).await
}

/// Which cells the address asks for.
fn narrow(ask: &Ask) -> Result<Narrow, Trouble> {
    let stance = ask.get("stance").map(|name| {
        let known = || Stance::ALL.map(Stance::name).join(", ");
        Stance::parse(&name).ok_or_else(|| Trouble::Asked(Problem::new(format!("there is no stance `{name}`"), format!("the stances are {}", known()))))
    });
    Ok(Narrow { party: ask.get("party"), about: ask.get("about"), proposal: ask.get("proposal"), stance: stance.transpose()? })
}

/// The fields by which cells are asked for.
fn filter(known: &Known, ask: &Ask, way: &Way) -> Markup {
    let choices = known.once("choices of the matrix", |r| desk::choices(r, CHOICES), |c| c.parties.len() / 10);
    let get = |name: &str| ask.get(name).unwrap_or_default();
    let choice = |name: &'static str, words: &str, all: &[String]| {
        let now = get(name);
        html! {
            label { (words) " "
                select name=(name) {
                    option value="" { "all" }
                    @if !now.is_empty() && !all.contains(&now) { option value=(now) selected { (shown(&now)) } }
                    @for c in all { option value=(c) selected[*c == now] { (shown(&phrase::spaced(c))) } }
                }
            }
        }
    };
    let stances = Stance::ALL.map(|s| s.name().to_owned());
    html! {
        form.filter action="/matrix" aria-label="Which cells" {
            (way.hidden())
            @if ask.get("all").is_some() { input type="hidden" name="all" value="1"; }
            (choice("party", "Party", &choices.parties))
            (choice("proposal", "Proposal", &choices.proposals))
            label { "Words of the matter " input name="about" value=(get("about")) size="14" autocomplete="off"; }
            (choice("stance", "Stance", &stances))
            button { "Show" }
            @if NARROWING.iter().any(|n| ask.get(n).is_some()) { a href=(way.to("/matrix", &[])) { "All cells" } }
        }
    }
}

fn show(answer: &Answer<Grid>, known: &Known, ask: &Ask) -> Markup {
    let (g, way) = (&answer.body, Way::of(ask));
    let narrowed: Vec<(&str, String)> = NARROWING.iter().filter_map(|n| Some((*n, ask.get(n)?))).collect();
    if g.rows.is_empty() && g.alone.is_empty() {
        return html! {
            (filter(known, ask, &way))
            @if narrowed.is_empty() { (nothing("No position was found yet.", "`rapporteur add FOLDER --dossier FILE` reads more texts.")) }
            @else { (nothing("No cell is so.", "Ask for less at once.")) }
        };
    }
    let more: Vec<(&str, &str)> = narrowed.iter().map(|(k, v)| (*k, v.as_str())).chain([("all", "1")]).collect();
    html! {
        (filter(known, ask, &way))
        p.lead {
            "Upright: the party’s own stance, in its words or those of somebody who speaks for it. Slanted, below the line or alone: what others say of it. "
            "The number: independent sources. Each cell leads to its history and all its quotations."
        }
        p.legend { (frame::signs()) }
        @if g.more_parties + g.more_rows > 0 {
            p.lead {
                "Shown are those heard most. " a href=(way.to("/matrix", &more)) {
                    "Show " (phrase::count(g.more_parties, "party more", "parties more")) " and " (phrase::count(g.more_rows, "matter more", "matters more"))
                }
            }
        }
        @if !g.rows.is_empty() { (grid(&way, g, &g.rows, "Positions of the parties by proposal and term")) }
        @if !g.alone.is_empty() {
            details.alone {
                summary { h2 { "On which only one party is heard" } span.quiet { (phrase::count(g.alone.len(), "matter", "matters")) } }
                (alone(&way, g))
            }
        }
    }
}

/// Rows of a matrix as a table.
pub(super) fn grid(way: &Way, g: &Grid, rows: &[Row], name: &str) -> Markup {
    let used: Vec<usize> = (0..g.parties.len()).filter(|i| rows.iter().any(|r| r.cells.iter().any(|c| c.party == *i))).collect();
    let form = form(rows);
    html! {
        div.wide.matrix tabindex="0" role="region" aria-label=(name) {
            table {
                caption.hidden { (name) }
                thead {
                    tr {
                        th scope="col" { "Matter" }
                        @for i in &used {
                            @let p = &g.parties[*i];
                            th scope="col" { a href=(way.actor(&p.name)) { (shown(&p.name)) } @if p.mediator { span.quiet { " mediator" } } }
                        }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (matter(way, &row.subject)) }
                            @for i in &used {
                                @match row.cells.iter().find(|c| c.party == *i) {
                                    Some(c) => { (cell(&way.cell(&g.parties[*i].name, &row.subject), c, form)) }
                                    None => { td.silent { span.hidden { "not heard" } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn matter(way: &Way, s: &Subject) -> Markup {
    html! {
        @match s.kind {
            "process" => { "the talks as such" }
            "proposal" => { a href=(way.proposal(&s.label)) { (shown(&s.label)) } }
            kind => {
                span.kind { (phrase::spaced(kind)) } span.wording dir="auto" { "“" (shown(&s.label)) "”" }
                @if let Some(p) = &s.proposal { span.kind { "in " (shown(p)) } }
            }
        }
    }
}

/// How days are told: with the year where there are several.
fn form(rows: &[Row]) -> &'static str {
    let stands = || rows.iter().flat_map(|r| &r.cells).flat_map(|c| c.own.iter().chain(&c.told));
    let mut years = stands().filter_map(|s| s.said).map(|d| d.year());
    let first = years.next();
    if years.all(|y| Some(y) == first) { "%-d %b" } else { "%-d %b %Y" }
}

/// The latest own stance; below it, what others claim of the party where that differs, or where it says nothing itself.
fn cell(to: &str, c: &Cell, form: &str) -> Markup {
    let told = accounts(c);
    let day = |s: &Stand| s.said.map(|d| d.strftime(form).to_string()).unwrap_or_default();
    let differs = told.iter().any(|(s, _)| c.own.as_ref().is_none_or(|o| o.sign != s.sign));
    let class = if c.contested { "contested" } else { "" };
    html! {
        td class=[Some(class).filter(|c| !c.is_empty())] {
            a.cell href=(to) {
                @if c.contested { b.mark { "contested" } " " }
                @if let Some(own) = &c.own { span.own { (cite::stance(own)) (frame::sign(own.status)) span.when { (day(own)) } } }
                @if differs || c.own.is_none() {
                    span class=(if c.own.is_some() { "others split" } else { "others" }) {
                        @for (s, by) in told.iter().take(TOLD) {
                            span.account { (cite::stance(s)) (frame::sign(s.status)) span.when { (day(s)) } span.by title=(shown(by)) { "says " (shown(by)) } }
                        }
                        @if told.len() > TOLD { span.by { "and " (phrase::count(told.len() - TOLD, "other account", "other accounts")) } }
                    }
                } @else if !told.is_empty() {
                    span.by { "others say so too" }
                }
                @if one_sided(c) { span.by { "the other account: inside" } }
                @for e in &c.earlier {
                    span class=(if e.own { "own split" } else { "others split" }) {
                        span.account { (cite::stance(&e.stand)) (frame::sign(e.stand.status)) span.when { (day(&e.stand)) } span.by { (e.when()) ", " @if e.own { "in own words" } @else { "says " (shown(&phrase::name(&e.stand.by))) } } }
                    }
                }
                span.hands title=(phrase::count(c.sources, "source", "sources")) { (c.sources) span.hidden { (if c.sources == 1 { " source" } else { " sources" }) } }
            }
        }
    }
}

/// Whether a cell is contested by a claim that stands elsewhere, on a term of the matter or of somebody who speaks for the party.
fn one_sided(c: &Cell) -> bool {
    let mut signs: Vec<i8> = c.own.iter().chain(&c.told).chain(c.earlier.iter().map(|e| &e.stand)).map(|s| s.sign).collect();
    signs.dedup();
    c.contested && signs.len() < 2
}

/// What others claim, those of one stance together: the latest of them, and who they are.
fn accounts(c: &Cell) -> Vec<(&Stand, String)> {
    let mut out: Vec<(&Stand, Vec<String>)> = Vec::new();
    let mut told: Vec<&Stand> = c.told.iter().collect();
    told.sort_by_key(|t| std::cmp::Reverse(t.said));
    for t in told {
        match out.iter_mut().find(|(s, _)| (s.stance, s.certainty) == (t.stance, t.certainty)) {
            Some((_, names)) if names.contains(&phrase::name(&t.by)) => {}
            Some((_, names)) => names.push(phrase::name(&t.by)),
            None => out.push((t, vec![phrase::name(&t.by)])),
        }
    }
    // What differs from the party's own word comes first, and of each sign one before a second of the same: no account hides that there is another.
    let mut signs = Vec::new();
    let again: Vec<bool> = out
        .iter()
        .map(|(s, _)| {
            signs.contains(&s.sign) || {
                signs.push(s.sign);
                false
            }
        })
        .collect();
    let as_own = |s: &Stand| c.own.as_ref().is_some_and(|o| o.sign == s.sign);
    let mut ranked: Vec<_> = again.into_iter().zip(out).collect();
    ranked.sort_by_key(|(again, (s, _))| (as_own(s), *again));
    let out = ranked.into_iter().map(|(_, x)| x);
    let named = |names: Vec<String>| match names.as_slice() {
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} +{}", rest.len()),
        [] => String::new(),
    };
    out.map(|(s, names)| (s, named(names))).collect()
}

fn day(s: &Stand) -> String {
    s.said.map(|d| d.strftime("%-d %b %Y").to_string()).unwrap_or_default()
}

fn alone(way: &Way, g: &Grid) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="On which only one party is heard" {
            table.plain {
                thead { tr { th scope="col" { "Party" } th scope="col" { "Stance" } th scope="col" { "Matter" } th scope="col" { "Sources" } } }
                tbody {
                    @for row in &g.alone {
                        @for c in &row.cells {
                            @let party = &g.parties[c.party].name;
                            tr {
                                th scope="row" { a href=(way.actor(party)) { (shown(party)) } }
                                td {
                                    @for s in c.own.iter().chain(c.told.iter().filter(|_| c.own.is_none()).take(1)) {
                                        (cite::stance(s)) (frame::sign(s.status)) @if c.own.is_none() { ", according to " (shown(&phrase::name(&s.by))) } " " span.when { (day(s)) }
                                    }
                                }
                                td { (matter(way, &row.subject)) }
                                td { a href=(way.cell(party, &row.subject)) { (phrase::count(c.sources, "source", "sources")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The rows of the page as a table: a matter each, a column for each party.
fn table(g: &Grid) -> Table {
    let mut table = Table::new("matrix", &["kind", "matter", "proposal"]);
    table.columns.extend(g.parties.iter().map(|p| p.name.clone()));
    for row in g.rows.iter().chain(&g.alone) {
        let mut cells = cells(&[Some(row.subject.kind), Some(&row.subject.label), row.subject.proposal.as_deref()]);
        cells.extend((0..g.parties.len()).map(|i| row.cells.iter().find(|c| c.party == i).map(in_words).unwrap_or_default().into()));
        table.rows.push(cells);
    }
    table
}

/// A cell in words: "own: rejects, 2031-03-04; Port says: accepts, 2031-03-05, confirmed; CONTESTED; 2 sources".
fn in_words(c: &Cell) -> String {
    let one = |who: &str, s: &Stand| {
        let sure = if s.certainty == "certain" { String::new() } else { format!(" ({})", s.certainty) };
        let day = s.said.map(|d| format!(", {d}")).unwrap_or_default();
        let status = match s.status {
            "accepted" => ", confirmed",
            "corrected" => ", corrected",
            _ => "",
        };
        format!("{who}: {}{sure}{day}{status}", s.stance)
    };
    let says = |s: &Stand| format!("{} says", phrase::name(&s.by));
    let mut out: Vec<String> = c.own.iter().map(|s| one("own", s)).collect();
    out.extend(c.told.iter().map(|s| one(&says(s), s)));
    out.extend(c.earlier.iter().map(|e| one(&format!("{}, {}", e.when(), if e.own { "own".to_owned() } else { says(&e.stand) }), &e.stand)));
    out.extend(c.contested.then(|| "CONTESTED".to_owned()));
    out.push(phrase::count(c.sources, "source", "sources"));
    out.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::negotiation::Teller;

    fn stand(stance: &'static str, sign: i8, by: &str) -> Stand {
        Stand {
            stance,
            sign,
            certainty: "certain",
            by: Teller { name: Some(by.to_owned()), acts_for: None, outlet: false },
            said: None,
            status: "machine",
            quotation: 1,
        }
    }

    fn shown_cell(own: Option<Stand>, told: Vec<Stand>, contested: bool) -> String {
        let earlier = Vec::new();
        cell("/", &Cell { party: 0, own, told, earlier, contested, since: None, sources: 2, quotations: vec![1] }, "%-d %b").into_string()
    }

    #[test]
    fn what_an_opponent_claims_is_never_shown_as_the_partys_own() {
        let told = shown_cell(None, vec![stand("rejects", -1, "Port")], false);
        assert!(told.contains("says Port") && !told.contains("class=\"own\""), "{told}");
        let own = shown_cell(Some(stand("rejects", -1, "Union")), vec![], false);
        assert!(!own.contains("says ") && own.contains("class=\"own\""), "{own}");
    }

    #[test]
    fn a_contested_cell_keeps_both_accounts() {
        let both = shown_cell(Some(stand("rejects", -1, "Union")), vec![stand("rejects", -1, "Wire"), stand("accepts", 1, "Port")], true);
        assert!(both.contains("contested") && both.contains("rejects") && both.contains("accepts") && both.contains("says Port"), "{both}");
    }

    #[test]
    fn a_contested_cell_of_one_sign_says_that_there_is_another_account() {
        let one = shown_cell(Some(stand("supports", 1, "Union")), vec![stand("accepts", 1, "Wire")], true);
        assert!(one.contains("the other account"), "{one}");
    }

    #[test]
    fn many_accounts_of_one_sign_hide_none_of_another() {
        let told = vec![stand("accepts", 1, "Wire"), stand("supports", 1, "Port"), stand("demands", 1, "Post"), stand("rejects", -1, "Union")];
        let cell = shown_cell(None, told, true);
        assert!(cell.contains("accepts") && cell.contains("rejects") && cell.contains("2 other accounts"), "{cell}");
    }
}
