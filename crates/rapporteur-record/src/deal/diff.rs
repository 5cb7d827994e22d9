//! Two drafts or versions, clause by clause and term by term.
//!
//! Decides: which clauses were added, dropped or changed, and in which terms; clauses that changed their name are found
//! again by what they say. Must not know: lines of a file; whether a change is good.

use super::{Deal, Obligation, Phase, Power};
use std::collections::BTreeSet;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A clause stands only in the first.
    Dropped {
        /// What kind of clause.
        kind: &'static str,
        /// Its id.
        id: String,
        /// In words.
        title: String,
    },
    /// A clause stands only in the second.
    Added {
        /// What kind of clause.
        kind: &'static str,
        /// Its id.
        id: String,
        /// In words.
        title: String,
    },
    /// A term of a clause differs.
    Changed {
        /// What kind of clause.
        kind: &'static str,
        /// Its id in the second.
        id: String,
        /// The term.
        term: &'static str,
        /// In the first; `None` where it is missing.
        before: Option<String>,
        /// In the second.
        after: Option<String>,
    },
}

type Terms = Vec<(&'static str, Option<String>)>;

struct Clause {
    kind: &'static str,
    id: String,
    title: String,
    terms: Terms,
    /// Who owes it, by name: short names may differ from file to file.
    who: BTreeSet<String>,
}

/// The differences from `a` to `b`, in the order of `b`, dropped clauses last.
pub fn diff(a: &Deal, b: &Deal) -> Vec<Difference> {
    let (old, new) = (clauses(a), clauses(b));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut pairs: Vec<Option<usize>> = vec![None; new.len()];
    for (j, n) in new.iter().enumerate() {
        if let Some(i) = old.iter().position(|o| o.kind == n.kind && o.id == n.id) {
            taken.insert(i);
            pairs[j] = Some(i);
        }
    }
    // Renamed clauses: the most alike first, so that the outcome does not depend on their order.
    let mut alike: Vec<(usize, usize, usize)> = Vec::new();
    for (j, n) in new.iter().enumerate().filter(|(j, _)| pairs[*j].is_none()) {
        for (i, o) in old.iter().enumerate().filter(|(i, o)| !taken.contains(i) && o.kind == n.kind) {
            let score = likeness(o, n).max(matching(o, n));
            if score >= 50 {
                alike.push((100 - score, i, j));
            }
        }
    }
    alike.sort_unstable();
    for (_, i, j) in alike {
        if pairs[j].is_none() && taken.insert(i) {
            pairs[j] = Some(i);
        }
    }
    let mut out = Vec::new();
    for (n, pair) in new.iter().zip(&pairs) {
        match pair {
            None => out.push(Difference::Added { kind: n.kind, id: n.id.clone(), title: n.title.clone() }),
            Some(i) => {
                let o = &old[*i];
                for ((term, before), (_, after)) in o.terms.iter().zip(&n.terms) {
                    if before != after {
                        out.push(Difference::Changed { kind: n.kind, id: n.id.clone(), term, before: before.clone(), after: after.clone() });
                    }
                }
            }
        }
    }
    for (_, o) in old.iter().enumerate().filter(|(i, _)| !taken.contains(i)) {
        out.push(Difference::Dropped { kind: o.kind, id: o.id.clone(), title: o.title.clone() });
    }
    out
}

/// How much of what two clauses say is the same, in hundredths.
fn likeness(a: &Clause, b: &Clause) -> usize {
    let words = |c: &Clause| -> BTreeSet<String> {
        (c.terms.iter().filter(|t| t.0 != "words"))
            .filter_map(|(name, value)| value.as_ref().map(|v| (name, v)))
            .flat_map(|(name, v)| v.to_lowercase().split_whitespace().map(|w| format!("{name}:{w}")).collect::<Vec<_>>())
            .collect()
    };
    let (x, y) = (words(a), words(b));
    200 * x.intersection(&y).count() / (x.len() + y.len()).max(1)
}

/// How alike two duties of one party are by what they are about, in hundredths: their object, and how much of it.
fn matching(a: &Clause, b: &Clause) -> usize {
    let term = |c: &Clause, name: &str| c.terms.iter().find(|t| t.0 == name).and_then(|t| t.1.clone());
    if a.who.is_empty() || a.who != b.who || term(a, "kind") != term(b, "kind") {
        return 0;
    }
    let words = |c: &Clause| -> BTreeSet<String> {
        let object = term(c, "object").unwrap_or_default().to_lowercase();
        let told = object.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2 && !matches!(*w, "the" | "its" | "and" | "from" | "for" | "all"));
        told.map(str::to_owned).collect()
    };
    let (x, y) = (words(a), words(b));
    let share = 100 * x.intersection(&y).count() / x.len().min(y.len()).max(1);
    let much = term(a, "quantity").is_some() && term(a, "quantity") == term(b, "quantity") && term(a, "unit") == term(b, "unit");
    let act = term(a, "act") == term(b, "act");
    match (share, much, act) {
        (50.., true, _) | (67.., _, true) => 60 + share / 10,
        (100, _, _) if x.len() > 1 => 55,
        (1.., true, true) => 55,
        _ => 0,
    }
}

fn clauses(deal: &Deal) -> Vec<Clause> {
    let mut out = vec![Clause { kind: "deal", id: "deal".into(), title: deal.name.clone(), terms: of_deal(deal), who: BTreeSet::new() }];
    let who = |ids: &[String]| ids.iter().map(|id| deal.party_name(id).to_lowercase()).collect::<BTreeSet<_>>();
    out.extend(deal.parties.iter().map(|p| Clause {
        kind: "party",
        id: p.id.clone(),
        title: p.name.clone(),
        terms: vec![("name", Some(p.name.clone())), ("kind", Some(p.kind.name().into()))],
        who: BTreeSet::new(),
    }));
    out.extend(deal.definitions.iter().map(|d| Clause {
        kind: "definition",
        id: d.term.clone(),
        title: d.term.clone(),
        terms: vec![("means", Some(d.means.clone()))],
        who: BTreeSet::new(),
    }));
    out.extend(deal.phases.iter().map(|p| Clause { kind: "phase", id: p.id.clone(), title: p.name.clone(), terms: of_phase(p), who: BTreeSet::new() }));
    out.extend(deal.obligations.iter().map(|o| Clause {
        kind: "obligation",
        id: o.id.clone(),
        title: o.title(),
        terms: of_obligation(o),
        who: who(&o.debtors),
    }));
    out.extend(deal.powers.iter().map(|p| Clause { kind: "power", id: p.id.clone(), title: p.kind.name().into(), terms: of_power(p), who: BTreeSet::new() }));
    out
}

fn shown<T: ToString>(value: &Option<T>) -> Option<String> {
    value.as_ref().map(T::to_string)
}

fn list(values: &[String]) -> Option<String> {
    if values.is_empty() { None } else { Some(values.join(", ")) }
}

fn of_deal(d: &Deal) -> Terms {
    let counted = |b: Option<bool>| b.map(|b| if b { "counted".to_owned() } else { "not counted".to_owned() });
    vec![
        ("name", Some(d.name.clone())),
        ("signed", shown(&d.signed)),
        ("in_force", shown(&d.in_force)),
        (
            "time_zone",
            d.calendar
                .zone
                .as_ref()
                .and_then(|z| z.iana_name())
                .map(str::to_owned)
                .or_else(|| d.calendar.offset_minutes.map(|m| format!("{m} minutes east of UTC"))),
        ),
        ("days", d.calendar.working.map(|w| if w { "working".to_owned() } else { "calendar".to_owned() })),
        ("first_day", counted(d.calendar.first_day_counted)),
        ("last_day", counted(d.calendar.last_day_counted)),
    ]
}

fn of_phase(p: &Phase) -> Terms {
    vec![
        ("starts", shown(&p.starts)),
        ("requires", shown(&p.requires)),
        ("length", shown(&p.length)),
        ("ends", shown(&p.ends)),
        ("ended_by", shown(&p.ended_by)),
        ("continues_while", shown(&p.continues_while)),
        ("at_latest", shown(&p.at_latest)),
        ("extendable", Some(p.extendable.to_string())),
        ("words", p.source.text.clone()),
    ]
}

fn of_obligation(o: &Obligation) -> Terms {
    let parts: Vec<String> = o.schedule.iter().map(|p| format!("{} by {}", p.quantity, p.by)).collect();
    vec![
        ("phase", o.phase.clone()),
        ("debtor", list(&o.debtors)),
        ("creditor", list(&o.creditors)),
        ("kind", Some(o.kind.name().into())),
        ("act", Some(o.act.clone())),
        ("object", o.object.clone()),
        ("forces", o.forces.clone()),
        ("place", o.place.clone()),
        ("quantity", shown(&o.quantity)),
        ("unit", o.unit.clone()),
        ("ratio", o.ratio.as_ref().map(|r| format!("{} per {} of {}", r.give, r.per, r.of))),
        ("schedule", list(&parts)),
        ("every", shown(&o.every)),
        ("each", shown(&o.each)),
        ("requires", shown(&o.requires)),
        ("unless", shown(&o.unless)),
        ("from", shown(&o.from)),
        ("deadline", shown(&o.deadline)),
        ("until", shown(&o.until)),
        ("grace", shown(&o.grace)),
        ("verified_by", list(&o.verified_by)),
        ("verification", o.verification.clone()),
        ("words", o.source.text.clone()),
    ]
}

fn of_power(p: &Power) -> Terms {
    vec![
        ("holder", list(&p.holders)),
        ("jointly", Some(p.jointly.to_string())),
        ("kind", Some(p.kind.name().into())),
        ("target", list(&p.targets)),
        ("requires", shown(&p.requires)),
        ("by", shown(&p.by)),
        ("length", shown(&p.length)),
        ("at_most", shown(&p.at_most)),
        ("notice", shown(&p.notice)),
        ("stops_the_clock", Some(p.stops_the_clock.to_string())),
        ("substitute", p.substitute.clone()),
        ("words", p.source.text.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::parse;

    fn version(party: &str, clauses: &[(&str, &str, &str, u32)]) -> Deal {
        let mut text = format!("format = \"rapporteur-deal/1\"\nname = \"Mill\"\n[[party]]\nid = \"{party}\"\nname = \"Reed Mill\"\n");
        for (id, act, object, n) in clauses {
            text.push_str(&format!(
                "[[obligation]]\nid = \"{id}\"\ndebtor = \"{party}\"\nact = \"{act}\"\nobject = \"{object}\"\nquantity = {n}\nunit = \"loads\"\n"
            ));
        }
        parse(&text).unwrap()
    }

    #[test]
    fn clauses_of_other_names_are_paired_by_party_object_and_quantity() {
        let a = version("mill", &[("c1", "deliver", "dry oak boards", 40), ("c2", "repair", "the weir", 1)]);
        let b = version("reed", &[("boards", "hand over", "oak boards to the port", 40), ("roof", "build", "a shed", 2)]);
        let found = diff(&a, &b);
        let act = found.iter().any(|d| matches!(d, Difference::Changed { id, term: "act", .. } if id == "boards"));
        assert!(act, "{found:#?}");
        assert!(found.iter().any(|d| matches!(d, Difference::Dropped { id, .. } if id == "c2")), "{found:#?}");
        assert!(found.iter().any(|d| matches!(d, Difference::Added { id, .. } if id == "roof")), "{found:#?}");
    }
}
