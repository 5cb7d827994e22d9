//! The issue matrix: who stands where on what, according to whom.
//!
//! Decides: which parties and matters come first, and which matters only one party is heard on. Must not know: how it is drawn.

use super::{Cited, Subject, Teller, day, name, place, subject, teller};
use jiff::civil::Date;
use rapporteur_record::record::{Matter, PartyId, Sum};
use rapporteur_record::{ItemKind, Stance, matrix};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Parties by matters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Grid {
    /// The columns: those heard most often first, mediators last.
    pub parties: Vec<Head>,
    /// What several parties are heard on, or what is contested.
    pub rows: Vec<Row>,
    /// What one party alone is heard on.
    pub alone: Vec<Row>,
    /// Where not all was asked for: how many parties are left out.
    #[serde(skip_serializing_if = "none")]
    pub more_parties: usize,
    /// How many rows are left out.
    #[serde(skip_serializing_if = "none")]
    pub more_rows: usize,
}

/// How much of it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pick {
    /// So many parties, those heard most often.
    pub parties: usize,
    /// So many rows of either kind.
    pub rows: usize,
    /// Of each cell, so many of its latest quotations.
    pub quotations: usize,
    /// Whether what one party alone is heard on is told apart.
    pub apart: bool,
}

/// Which cells of it are asked for. What is not given is not asked; words are part of a name, whatever their capitals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Narrow {
    /// Words of the party's name.
    pub party: Option<String>,
    /// Words of the matter, or of the proposal it is part of.
    pub about: Option<String>,
    /// Words of the label of the proposal that it is, or is part of.
    pub proposal: Option<String>,
    /// A stance that one of the cell's claims has. The cell keeps its other claims: no answer hides that there is another.
    pub stance: Option<Stance>,
}

impl Narrow {
    /// Whether nothing is asked.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Narrow::default()
    }

    fn fits(&self, sum: &Sum, (party, matter): (PartyId, Matter), cell: &matrix::Cell) -> bool {
        let holds = |text: &str, words: &str| text.to_lowercase().contains(&words.to_lowercase());
        let subject = || subject(sum, matter);
        let label = |words: &str| {
            let s = subject();
            s.proposal.as_deref().is_some_and(|p| holds(p, words)) || (s.kind == "proposal" && holds(&s.label, words))
        };
        self.party.as_deref().is_none_or(|w| holds(&name(sum, party), w))
            && self.stance.is_none_or(|s| cell.claims.iter().any(|i| sum.claims.get(*i).is_some_and(|c| c.stance == s)))
            && self.about.as_deref().is_none_or(|w| holds(&subject().label, w) || label(w))
            && self.proposal.as_deref().is_none_or(label)
    }
}

/// What can be asked for: the parties, those heard most first, and the proposals that stances are on, by age.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    pub parties: Vec<String>,
    pub proposals: Vec<String>,
}

/// What can be asked for, so many of each.
pub(super) fn choices(sum: &Sum, most: usize) -> Choices {
    let found = matrix::of(sum);
    let mut heard: BTreeMap<PartyId, usize> = BTreeMap::new();
    found.cells.iter().for_each(|((p, _), cell)| *heard.entry(*p).or_default() += cell.claims.len());
    let mut parties: Vec<(PartyId, usize)> = heard.into_iter().collect();
    parties.sort_by_key(|(p, n)| (std::cmp::Reverse(*n), *p));
    let mut matters = found.matters.clone();
    matters.sort_by_cached_key(|m| place(sum, *m));
    let labels = matters.iter().map(|m| subject(sum, *m)).filter_map(|s| if s.kind == "proposal" { Some(s.label) } else { s.proposal });
    let proposals = labels.fold(Vec::new(), |mut all, label| {
        if all.len() < most && !all.contains(&label) {
            all.push(label);
        }
        all
    });
    Choices { parties: parties.into_iter().take(most).map(|(p, _)| name(sum, p)).collect(), proposals }
}

impl Pick {
    /// All of it.
    pub(crate) const ALL: Pick = Pick { parties: usize::MAX, rows: usize::MAX, quotations: usize::MAX, apart: true };
}

// Asked by serde, which gives references.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn none(n: &usize) -> bool {
    *n == 0
}

/// A party.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Head {
    pub name: String,
    pub kind: &'static str,
    /// Whether the user's brief calls it a mediator.
    pub mediator: bool,
}

/// A matter and where each party stands on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Row {
    pub subject: Subject,
    /// Cells, each with the index of its party in [`Grid::parties`].
    pub cells: Vec<Cell>,
}

/// Where a party stands on a matter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Cell {
    /// The party: an index in [`Grid::parties`].
    pub party: usize,
    /// Its latest stance in words of its own, or of somebody who speaks for it.
    pub own: Option<Stand>,
    /// What each other claimant says of it last.
    pub told: Vec<Stand>,
    /// Of a contested cell: the latest of each sign that neither of the above has, so that it never shows one answer. Of any cell: what the
    /// party said on the day of its latest words too, of another sign, since nobody knows which came first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// Whether claimants disagree on it.
    pub contested: bool,
    /// Since when the stance it ends with has held.
    #[serde(serialize_with = "day")]
    pub since: Option<Date>,
    /// From how many hands the claims come, copies counted once.
    pub sources: usize,
    /// The quotations of all its claims.
    pub quotations: Vec<usize>,
}

/// A stance that was claimed before the latest, or on its day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Earlier {
    #[serde(flatten)]
    pub stand: Stand,
    /// Whether the party, or somebody for it, said it.
    pub own: bool,
    /// Whether it was said on the day of the party's latest words.
    pub same_day: bool,
}

impl Earlier {
    /// When it was said, beside the latest.
    pub(crate) fn when(&self) -> &'static str {
        if self.same_day { "the same day" } else { "earlier" }
    }
}

/// A stance, as somebody claims it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Stand {
    pub stance: &'static str,
    /// +1 for, 0 undecided, -1 against.
    pub sign: i8,
    pub certainty: &'static str,
    pub by: Teller,
    #[serde(serialize_with = "day")]
    pub said: Option<Date>,
    /// What people made of it: `machine`, `accepted` or `corrected`.
    pub status: &'static str,
    pub quotation: usize,
}

/// The matrix.
pub(super) fn of(sum: &Sum, cited: &mut Cited) -> Grid {
    pick(sum, cited, matrix::of(sum), Pick::ALL)
}

/// The cells that are asked for, as much of them as is asked for.
pub(super) fn narrowed(sum: &Sum, cited: &mut Cited, narrow: &Narrow, picked: Pick) -> Grid {
    let whole = matrix::of(sum);
    if narrow.is_empty() {
        return pick(sum, cited, whole, picked);
    }
    let cells: BTreeMap<(PartyId, Matter), matrix::Cell> =
        whole.cells.iter().filter(|(at, cell)| narrow.fits(sum, **at, cell)).map(|(at, cell)| (*at, cell.clone())).collect();
    let parties = cells.keys().map(|(p, _)| *p).collect::<BTreeSet<_>>().into_iter().collect();
    let matters = cells.keys().map(|(_, m)| *m).collect::<BTreeSet<_>>().into_iter().collect();
    pick(sum, cited, &matrix::Matrix { parties, matters, cells }, picked)
}

/// As much of a matrix as is asked for.
pub(super) fn pick(sum: &Sum, cited: &mut Cited, found: &matrix::Matrix, pick: Pick) -> Grid {
    let mut heard: BTreeMap<PartyId, usize> = BTreeMap::new();
    for ((p, _), cell) in &found.cells {
        *heard.entry(*p).or_default() += cell.claims.len();
    }
    let mut parties = found.parties.clone();
    parties.sort_by_key(|p| (std::cmp::Reverse(heard.get(p).copied()), p.0));
    let more_parties = parties.len().saturating_sub(pick.parties);
    parties.truncate(pick.parties);
    parties.sort_by_key(|p| (sum.parties[p.0].mediator, std::cmp::Reverse(heard.get(p).copied()), p.0));
    let mut matters = found.matters.clone();
    matters.sort_by_cached_key(|m| place(sum, *m));
    let heads = parties.iter().map(|p| head(sum, *p)).collect();
    let mut grid = Grid { parties: heads, rows: Vec::new(), alone: Vec::new(), more_parties, more_rows: 0 };
    let mut shelf: BTreeMap<Matter, Vec<(usize, &matrix::Cell)>> = BTreeMap::new();
    for ((p, m), cell) in &found.cells {
        if let Some(at) = parties.iter().position(|x| x == p) {
            shelf.entry(*m).or_default().push((at, cell));
        }
    }
    let shared = |m: &Matter| !pick.apart || shelf.get(m).is_some_and(|cells| cells.len() > 1 || cells.iter().any(|(_, c)| c.contested));
    // The rows that are shown first give their quotations the first numbers.
    for several in [true, false] {
        let mut these: Vec<&Matter> = matters.iter().filter(|m| shelf.contains_key(*m) && shared(m) == several).collect();
        if these.len() > pick.rows {
            grid.more_rows += these.len() - pick.rows;
            // Those on which most is said stay, in their order.
            let said = |m: &Matter| shelf.get(m).into_iter().flatten().map(|(_, c)| c.claims.len()).sum::<usize>();
            let mut ranked = these.clone();
            ranked.sort_by_key(|m| std::cmp::Reverse(said(m)));
            ranked.truncate(pick.rows);
            these.retain(|m| ranked.contains(m));
        }
        for m in these {
            let mut cells = shelf.get(m).cloned().unwrap_or_default();
            cells.sort_by_key(|(at, _)| *at);
            let cells = cells.into_iter().map(|(at, c)| cell(sum, cited, at, c, pick.quotations)).collect();
            let rows = if several { &mut grid.rows } else { &mut grid.alone };
            rows.push(Row { subject: subject(sum, *m), cells });
        }
    }
    grid
}

fn head(sum: &Sum, party: PartyId) -> Head {
    Head { name: name(sum, party), kind: sum.parties[party.0].kind.name(), mediator: sum.parties[party.0].mediator }
}

fn cell(sum: &Sum, cited: &mut Cited, party: usize, cell: &matrix::Cell, latest: usize) -> Cell {
    let mut quotations: Vec<usize> = Vec::new();
    let own = cell.own.map(|i| stand(sum, cited, i));
    let mut told: Vec<usize> = cell.told.clone();
    told.sort_unstable();
    let told: Vec<Stand> = told.into_iter().map(|i| stand(sum, cited, i)).collect();
    quotations.extend(cell.claims.iter().rev().take(latest).map(|i| cited.claim(*i)));
    quotations.sort_unstable();
    quotations.dedup();
    let earlier = earlier(sum, cited, cell);
    Cell { party, own, told, earlier, contested: cell.contested, since: cell.since, sources: cell.sources, quotations }
}

/// Of each sign that the latest claims do not have, the latest: of a contested cell any, else what the party said on the day of its latest words.
fn earlier(sum: &Sum, cited: &mut Cited, cell: &matrix::Cell) -> Vec<Earlier> {
    let sign = |i: &usize| sum.claims[*i].stance.sign();
    let day = cell.own.and_then(|i| sum.claims[i].said);
    let same_day = |i: usize| sum.claims[i].own && day.is_some() && sum.claims[i].said == day;
    // What others say hides nothing that the party itself said.
    let latest = cell.own.iter().chain(cell.told.iter().filter(|_| cell.contested));
    let mut signs: Vec<i8> = latest.map(sign).collect();
    let mut out = Vec::new();
    for i in cell.claims.iter().rev().filter(|i| cell.contested || same_day(**i)) {
        if !signs.contains(&sign(i)) {
            signs.push(sign(i));
            out.push(Earlier { stand: stand(sum, cited, *i), own: sum.claims[*i].own, same_day: same_day(*i) });
        }
    }
    out
}

pub(super) fn stand(sum: &Sum, cited: &mut Cited, i: usize) -> Stand {
    let c = &sum.claims[i];
    Stand {
        stance: c.stance.name(),
        sign: c.stance.sign(),
        certainty: c.certainty.name(),
        by: teller(sum, &c.by),
        said: c.said,
        status: sum.texts.get(c.text.0).map_or("machine", |t| t.status(ItemKind::Position, c.position.0)),
        quotation: cited.claim(i),
    }
}
