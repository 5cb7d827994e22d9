//! How often two people agree, where they do not, and for what a second reader is asked.
//!
//! Decides: which decisions are compared, and Cohen's kappa over them; when people differ on an item, and when that is settled. Looks at: the
//! decisions that count. Must not know: who is right.
//!
//! People differ on an item where the last findings of two of them are not the same. That is settled by agreement, as soon as they are, or by
//! somebody's word that what stands is to stand; a later finding opens it again.
//!
//! Of each person the first decision on an item is compared: what somebody says after having seen what others say is no second opinion. A
//! `second` says that it is one with the decision before it, so it agrees by what it is; how many pairs have one in them is told beside.

use crate::{Store, StoreError};
use rapporteur_record::item::ItemKind;
use std::collections::BTreeMap;

/// How often two people agree on items of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The kind.
    pub kind: ItemKind,
    /// Items on which two people or more decided.
    pub items: usize,
    /// Pairs of people on one item.
    pub pairs: usize,
    /// Of these, pairs that found the same: both accept, both reject, or both put the same right.
    pub agreed: usize,
    /// Of these pairs, those in which one seconded somebody.
    pub seconded: usize,
    /// Pairs in which both accept or reject: over these is `kappa`.
    pub compared: usize,
    /// Cohen's kappa, the first to decide against the second; `None` where chance alone would make all agree, or nothing is compared.
    pub kappa: Option<f64>,
}

/// An item on which people differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The document's id.
    pub document: String,
    /// The item's id.
    pub item: String,
    /// The words it was read from.
    pub words: String,
    /// What each of them found last: who, accept, reject or correct, and the entry that says so first; by entry. The last one stands.
    pub findings: Vec<(String, &'static str, u64)>,
}

/// An item for which a second reader is asked, and has not come yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The entry that asks.
    pub number: u64,
    /// Who asks.
    pub by: String,
    /// The document's id.
    pub document: String,
    /// The item's id.
    pub item: String,
    /// The words it was read from.
    pub words: String,
    /// Who has found something of it so far.
    pub found_by: Vec<String>,
}

/// What a person found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Finding {
    Accept,
    Reject,
    Correct(String),
}

/// The first finding of each person on one item, in the order in which they decided.
#[derive(Debug, Default)]
struct Findings {
    by: Vec<(String, Finding, bool)>,
    /// What stands: what a `second` is one with.
    last: Option<Finding>,
}

impl Finding {
    fn name(&self) -> &'static str {
        match self {
            Finding::Accept => "accept",
            Finding::Reject => "reject",
            Finding::Correct(_) => "correct",
        }
    }
}

/// All that was said of one item, in order.
#[derive(Debug, Default)]
struct Course {
    place: (String, String, String),
    /// What each found last.
    latest: BTreeMap<String, (u64, Finding)>,
    last: Option<(String, u64, Finding)>,
    settled: bool,
    /// The first unanswered asking: its entry, who asks, whose finding is to be looked at.
    asked: Option<(u64, String, Option<String>)>,
}

impl Course {
    fn next(&mut self, number: u64, by: String, verdict: &str, changes: String) {
        let found = match verdict {
            "accept" => Some((number, Finding::Accept)),
            "reject" => Some((number, Finding::Reject)),
            "correct" => Some((number, Finding::Correct(changes))),
            "second" => self.last.as_ref().map(|l| (l.1, l.2.clone())),
            "settle" => {
                self.settled = true;
                None
            }
            "ask" if self.asked.is_none() => {
                self.asked = Some((number, by.clone(), self.last.as_ref().map(|l| l.0.clone())));
                None
            }
            _ => None,
        };
        let Some((number, finding)) = found else { return };
        self.settled = false;
        if self.asked.as_ref().is_some_and(|(_, _, whose)| whose.as_ref() != Some(&by)) {
            self.asked = None;
        }
        self.latest.insert(by.clone(), (number, finding.clone()));
        self.last = Some((by, number, finding));
    }

    fn differing(self) -> Option<Differing> {
        let first = self.latest.values().next().map(|f| &f.1);
        if self.settled || self.latest.values().all(|f| Some(&f.1) == first) {
            return None;
        }
        let mut findings: Vec<_> = self.latest.into_iter().map(|(by, (number, finding))| (by, finding.name(), number)).collect();
        findings.sort_by_key(|f| f.2);
        let (document, item, words) = self.place;
        Some(Differing { document, item, words, findings })
    }
}

impl Findings {
    fn next(&mut self, by: String, verdict: &str, changes: String) {
        let seconds = verdict == "second";
        let finding = match verdict {
            "accept" => Some(Finding::Accept),
            "reject" => Some(Finding::Reject),
            "correct" => Some(Finding::Correct(changes)),
            _ => self.last.clone().filter(|_| seconds),
        };
        let Some(finding) = finding else { return };
        self.last = Some(finding.clone());
        if self.by.iter().all(|(name, _, _)| *name != by) {
            self.by.push((by, finding, seconds));
        }
    }
}

impl Store {
    /// The items on which people differ, those first on which that is so longest.
    ///
    /// # Errors
    /// What the disk says.
    pub fn differing(&self) -> Result<Vec<Differing>, StoreError> {
        let mut out: Vec<Differing> = self.courses()?.into_iter().filter_map(Course::differing).collect();
        out.sort_by_key(|d| d.findings.last().map(|f| f.2));
        Ok(out)
    }

    /// The items for which a second reader is asked and has not come yet, in the order of asking.
    ///
    /// # Errors
    /// What the disk says.
    pub fn asked(&self) -> Result<Vec<Asked>, StoreError> {
        let asked = |c: Course| {
            let ((number, by, _), (document, item, words)) = (c.asked?, c.place);
            Some(Asked { number, by, document, item, words, found_by: c.latest.into_keys().collect() })
        };
        let mut out: Vec<Asked> = self.courses()?.into_iter().filter_map(asked).collect();
        out.sort_by_key(|a| a.number);
        Ok(out)
    }

    /// What was said of each item, remarks aside.
    fn courses(&self) -> Result<Vec<Course>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.number, d.id, r.item, r.words, r.by, r.verdict, r.changes FROM reviews r JOIN documents d ON d.key = r.document
             WHERE r.item IS NOT NULL AND r.verdict <> 'comment' ORDER BY r.document, r.item, r.number",
        )?;
        let mut rows = statement.query([])?;
        let mut out: Vec<Course> = Vec::new();
        while let Some(row) = rows.next()? {
            let place: (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            if out.last().is_none_or(|c| (&c.place.0, &c.place.1) != (&place.0, &place.1)) {
                out.push(Course { place, ..Course::default() });
            }
            let (number, verdict): (i64, String) = (row.get(0)?, row.get(5)?);
            if let Some(course) = out.last_mut() {
                course.next(crate::ledger::unsigned(number)?, row.get(4)?, &verdict, row.get(6)?);
            }
        }
        Ok(out)
    }

    /// How often two people agree, by kind of item; kinds on which no two people decided are left out.
    ///
    /// # Errors
    /// What the disk says.
    pub fn agreement(&self) -> Result<Vec<Agreement>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT kind, document, item, by, verdict, changes FROM reviews WHERE item IS NOT NULL AND verdict <> 'comment' ORDER BY number")?;
        let mut rows = statement.query([])?;
        let mut items: BTreeMap<(ItemKind, i64, String), Findings> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let kind: String = row.get(0)?;
            let kind = ItemKind::parse(&kind).ok_or_else(|| StoreError::Damaged(format!("`{kind}` is no kind of item")))?;
            let verdict: String = row.get(4)?;
            items.entry((kind, row.get(1)?, row.get(2)?)).or_default().next(row.get(3)?, &verdict, row.get(5)?);
        }
        let of = |kind| items.iter().filter(move |((k, _, _), _)| *k == kind).map(|(_, findings)| findings.by.as_slice());
        Ok(ItemKind::ALL.into_iter().map(|kind| agreement(kind, of(kind))).filter(|a| a.pairs > 0).collect())
    }
}

fn agreement<'a>(kind: ItemKind, items: impl Iterator<Item = &'a [(String, Finding, bool)]>) -> Agreement {
    let mut out = Agreement { kind, items: 0, pairs: 0, agreed: 0, seconded: 0, compared: 0, kappa: None };
    // Rows: who decided first; columns: who decided later. Accept, then reject.
    let mut table = [[0_usize; 2]; 2];
    for findings in items.filter(|f| f.len() > 1) {
        out.items += 1;
        for (i, (_, first, first_seconds)) in findings.iter().enumerate() {
            for (_, second, second_seconds) in findings.iter().skip(i + 1) {
                out.pairs += 1;
                out.agreed += usize::from(first == second);
                out.seconded += usize::from(*first_seconds || *second_seconds);
                let place = |f: &Finding| match f {
                    Finding::Accept => Some(0),
                    Finding::Reject => Some(1),
                    Finding::Correct(_) => None,
                };
                if let (Some(row), Some(column)) = (place(first), place(second)) {
                    table[row][column] += 1;
                    out.compared += 1;
                }
            }
        }
    }
    out.kappa = kappa(table);
    out
}

/// Agreement beyond what chance gives two people who accept as often as these do.
fn kappa([[aa, ar], [ra, rr]]: [[usize; 2]; 2]) -> Option<f64> {
    let all = (aa + ar + ra + rr) as f64;
    let share = |n: usize| n as f64 / all;
    let chance = share(aa + ar) * share(aa + ra) + share(ra + rr) * share(ar + rr);
    (all > 0.0 && chance < 1.0).then(|| (share(aa + rr) - chance) / (1.0 - chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_what_the_textbook_says() {
        // Cohen's own kind of example: 20 and 15 alike of 50, chance 0.5.
        let close = |table, expected: f64| (kappa(table).unwrap() - expected).abs() < 1e-12;
        assert!(close([[20, 5], [10, 15]], 0.4));
        assert!(close([[5, 0], [0, 5]], 1.0));
        assert!(close([[0, 5], [5, 0]], -1.0));
        assert!(close([[1, 1], [1, 1]], 0.0));
        assert_eq!((kappa([[0, 0], [0, 0]]), kappa([[7, 0], [0, 0]])), (None, None));
    }

    #[test]
    fn the_first_finding_of_each_counts_and_a_second_is_what_stands() {
        let mut findings = Findings::default();
        for (by, verdict) in [("A", "second"), ("A", "accept"), ("B", "reject"), ("A", "reject"), ("C", "second"), ("B", "accept"), ("D", "second")] {
            findings.next(by.into(), verdict, String::new());
        }
        let told: Vec<_> = findings.by.iter().map(|(by, finding, seconds)| (by.as_str(), finding.clone(), *seconds)).collect();
        let expected = [("A", Finding::Accept, false), ("B", Finding::Reject, false), ("C", Finding::Reject, true), ("D", Finding::Accept, true)];
        assert_eq!(told, expected);
    }
}
