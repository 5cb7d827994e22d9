//! The deal file.
//!
//! Decides: which keys a deal file has and what they become. Every fault is found in one go and told with its line.
//! Must not know: whether the deal is a good one (that is the linter's): a file with gaps is read, gaps and all.

use super::calendar::{self, Calendar, Length};
use super::condition::Condition;
use super::toml_text::{self, Fault, Reader, line_of};
use super::when::When;
use super::{Deal, Definition, FORMAT, Happening, Kind, Moment, Obligation, Part, Party, PartyKind, Phase, Power, PowerKind, Ratio, Source};
use std::collections::BTreeMap;
use toml::de::DeTable;

/// Keys of the file itself.
pub const TOP: &[&str] = &["format", "name", "version", "signed", "in_force", "calendar", "party", "definition", "event", "phase", "obligation", "power"];
/// Keys of `[calendar]`.
pub const CALENDAR: &[&str] = &["time_zone", "zone_name", "days", "rest_days", "holidays", "first_day", "last_day"];
/// Keys of `[[party]]`.
pub const PARTY: &[&str] = &["id", "name", "kind", "speaks_through"];
/// Keys of `[[definition]]`.
pub const DEFINITION: &[&str] = &["term", "means", "source"];
/// Keys of `[[event]]`.
pub const EVENT: &[&str] = &["id", "name", "situation"];
/// Keys of `[[phase]]`.
pub const PHASE: &[&str] =
    &["id", "name", "starts", "requires", "length", "ends", "ended_by", "continues_while", "at_latest", "extendable", "lasting", "source"];
/// Keys of `[[obligation]]`.
pub const OBLIGATION: &[&str] = &[
    "id",
    "phase",
    "debtor",
    "creditor",
    "kind",
    "act",
    "object",
    "forces",
    "place",
    "quantity",
    "unit",
    "ratio",
    "schedule",
    "every",
    "each",
    "requires",
    "unless",
    "from",
    "deadline",
    "until",
    "grace",
    "verified_by",
    "verification",
    "uses",
    "source",
];
/// Keys of `[[power]]`.
pub const POWER: &[&str] =
    &["id", "holder", "jointly", "kind", "target", "requires", "by", "length", "at_most", "notice", "stops_the_clock", "substitute", "source"];
/// Keys of `source`.
pub const SOURCE: &[&str] = &["text", "place", "of", "span", "confidence"];
/// Keys of one part of a `schedule`.
pub const PART: &[&str] = &["by", "quantity", "place"];

/// Reads a deal file. Gives every fault at once, in the order of the file.
pub fn parse(text: &str) -> Result<Deal, Vec<Fault>> {
    let root = DeTable::parse(text).map_err(|e| {
        let line = e.span().map_or(1, |s| line_of(text, s.start));
        vec![Fault { line, message: format!("this is not TOML: {}", e.message()), help: toml_text::not_toml(e.message()).into() }]
    })?;
    let mut faults = Vec::new();
    let top = Reader::new(text, root.get_ref(), 0..0, "the deal");
    top.only(TOP, &mut faults);
    let f = &mut faults;
    match top.string("format", f) {
        Some(s) if s == FORMAT => {}
        Some(s) => top.fault("format", format!("the format `{s}` is not known here"), format!("write `format = \"{FORMAT}\"`"), f),
        None => top.fault("format", "the file does not say its format".into(), format!("begin it with `format = \"{FORMAT}\"`"), f),
    }
    let deal = Deal {
        name: top.required("name", f),
        version: top.string("version", f),
        signed: top.parsed(
            "signed",
            |s| {
                Moment::parse(s)
                    .ok_or_else(|| "write a day that the calendar has as 2031-05-06, or an hour of it in the deal's time as 2031-05-06T18:00".to_owned())
            },
            f,
        ),
        in_force: top.parsed("in_force", When::parse, f),
        calendar: top.table("calendar", f).map(|r| read_calendar(&r, f)).unwrap_or_default(),
        parties: top.tables("party", f).into_iter().map(|r| party(r, f)).collect(),
        definitions: top.tables("definition", f).into_iter().map(|r| definition(r, f)).collect(),
        happenings: top.tables("event", f).into_iter().map(|r| happening(r, f)).collect(),
        phases: top.tables("phase", f).into_iter().map(|r| phase(r, f)).collect(),
        obligations: top.tables("obligation", f).into_iter().map(|r| obligation(r, f)).collect(),
        powers: top.tables("power", f).into_iter().map(|r| power(r, f)).collect(),
    };
    names_are_unique(&deal, f);
    faults.sort();
    if faults.is_empty() { Ok(deal) } else { Err(faults) }
}

fn names_are_unique(deal: &Deal, faults: &mut Vec<Fault>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let named = (deal.happenings.iter().map(|x| (&x.id, x.line)))
        .chain(deal.phases.iter().map(|x| (&x.id, x.line)))
        .chain(deal.obligations.iter().map(|x| (&x.id, x.line)))
        .chain(deal.powers.iter().map(|x| (&x.id, x.line)));
    for (id, line) in named {
        if id.is_empty() {
            continue;
        }
        if let Some(first) = seen.insert(id, line) {
            faults.push(Fault {
                line,
                message: format!("the id `{id}` is taken by line {first}"),
                help: "give each event, phase, obligation and power an id of its own".into(),
            });
        }
    }
    let mut parties: BTreeMap<&str, usize> = BTreeMap::new();
    for p in &deal.parties {
        if let Some(first) = parties.insert(&p.id, p.line) {
            faults.push(Fault {
                line: p.line,
                message: format!("the party `{}` is declared at line {first} already", p.id),
                help: "give each party an id of its own".into(),
            });
        }
    }
}

fn id(r: &mut Reader<'_, '_>, faults: &mut Vec<Fault>) -> String {
    let id = r.required("id", faults);
    if id.contains(|c: char| c.is_whitespace() || c == '(' || c == ')') {
        r.fault("id", format!("the id `{id}` holds a space or a bracket"), format!("write `{}`", id.replace(|c: char| !c.is_alphanumeric(), "-")), faults);
    }
    r.what = format!("{} `{id}`", r.what);
    id
}

fn read_calendar(r: &Reader<'_, '_>, f: &mut Vec<Fault>) -> Calendar {
    r.only(CALENDAR, f);
    let counted = |key: &str, f: &mut Vec<Fault>| {
        r.parsed(
            key,
            |s| match s {
                "counted" => Ok(true),
                "not counted" => Ok(false),
                _ => Err("write `counted` or `not counted`".to_owned()),
            },
            f,
        )
    };
    let usual = Calendar::default();
    Calendar {
        offset_minutes: r.parsed(
            "time_zone",
            |s| match (calendar::offset(s), calendar::named_zone(s)) {
                (Some(minutes), _) => Ok(Some(minutes)),
                (None, Some(_)) => Ok(None),
                (None, None) => Err("write the difference from UTC (`+03:00`), `UTC`, or a zone by its name (`Area/City`); what the parties call it may stand in `zone_name`".to_owned()),
            },
            f,
        ).flatten(),
        zone: r.parsed("time_zone", |s| Ok(calendar::named_zone(s)), f).flatten(),
        zone_name: r.string("zone_name", f),
        working: r.parsed(
            "days",
            |s| match s {
                "calendar" => Ok(false),
                "working" => Ok(true),
                _ => Err("write `calendar` or `working`".to_owned()),
            },
            f,
        ),
        rest_days: if r.get("rest_days").is_some() {
            let names = r.strings("rest_days", f);
            let days: Vec<_> = names.iter().filter_map(|n| calendar::weekday(n)).collect();
            if days.len() != names.len() {
                r.fault("rest_days", "one of the rest days is no day of the week".into(), "write `[\"friday\", \"saturday\"]`", f);
            }
            days
        } else {
            usual.rest_days
        },
        holidays: r.dates("holidays", f),
        first_day_counted: counted("first_day", f),
        last_day_counted: counted("last_day", f),
        line: r.line,
    }
}

fn source(r: &Reader<'_, '_>, f: &mut Vec<Fault>) -> Source {
    let Some(s) = r.table("source", f) else { return Source::default() };
    s.only(SOURCE, f);
    let span = s.get("span").and_then(|v| v.get_ref().as_array()).and_then(|a| {
        let n: Vec<usize> = a.iter().filter_map(|v| v.get_ref().as_integer()).filter_map(|n| n.as_str().parse().ok()).collect();
        match n.as_slice() {
            [b, e] if b < e => Some((*b, *e)),
            _ => None,
        }
    });
    if s.get("span").is_some() && span.is_none() {
        s.fault("span", "`span` is no pair of places".into(), "write `[begin, end]`, counted in code points", f);
    }
    let confidence = s.amount("confidence", f).map(|a| u8::try_from((a.0 / 10).clamp(0, 100)).unwrap_or(100));
    Source { text: s.string("text", f), place: s.string("place", f), of: s.string("of", f), span, confidence }
}

fn party(mut r: Reader<'_, '_>, f: &mut Vec<Fault>) -> Party {
    r.only(PARTY, f);
    let id = id(&mut r, f);
    Party {
        name: r.string("name", f).unwrap_or_else(|| id.clone()),
        kind: r.choice("kind", &PartyKind::ALL, PartyKind::name, f).unwrap_or_default(),
        speaks_through: r.strings("speaks_through", f),
        line: r.line,
        id,
    }
}

fn definition(r: Reader<'_, '_>, f: &mut Vec<Fault>) -> Definition {
    r.only(DEFINITION, f);
    Definition { term: r.required("term", f), means: r.required("means", f), source: source(&r, f), line: r.line }
}

fn happening(mut r: Reader<'_, '_>, f: &mut Vec<Fault>) -> Happening {
    r.only(EVENT, f);
    let id = id(&mut r, f);
    Happening { name: r.string("name", f).unwrap_or_else(|| id.clone()), situation: r.flag("situation", f), line: r.line, id }
}

fn phase(mut r: Reader<'_, '_>, f: &mut Vec<Fault>) -> Phase {
    r.only(PHASE, f);
    let id = id(&mut r, f);
    Phase {
        name: r.string("name", f).unwrap_or_else(|| id.clone()),
        starts: r.parsed("starts", When::parse, f),
        requires: r.parsed("requires", Condition::parse, f),
        length: r.parsed("length", Length::parse, f),
        ends: r.parsed("ends", When::parse, f),
        ended_by: r.parsed("ended_by", Condition::parse, f),
        continues_while: r.parsed("continues_while", Condition::parse, f),
        at_latest: r.parsed("at_latest", When::parse, f),
        extendable: r.flag("extendable", f),
        lasting: r.flag("lasting", f),
        source: source(&r, f),
        line: r.line,
        id,
    }
}

fn ratio(text: &str) -> Result<Ratio, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [give, "per", per, "of", of] => match (Amount::parse(give), Amount::parse(per)) {
            (Some(give), Some(per)) if per > Amount::ZERO => Some(Ratio { give, per, of: (*of).to_owned() }),
            _ => None,
        },
        _ => None,
    }
    .ok_or_else(|| format!("`{text}` is no ratio; write `30 per 1 of OBLIGATION`"))
}

use super::amount::Amount;

fn obligation(mut r: Reader<'_, '_>, f: &mut Vec<Fault>) -> Obligation {
    r.only(OBLIGATION, f);
    let id = id(&mut r, f);
    let schedule = (r.tables("schedule", f).into_iter())
        .filter_map(|p| {
            p.only(PART, f);
            let (by, quantity) = (p.parsed("by", When::parse, f), p.amount("quantity", f));
            if p.get("by").is_none() || p.get("quantity").is_none() {
                p.fault(
                    "by",
                    format!("a part of the schedule of `{id}` lacks `by` or `quantity`"),
                    "write `{ by = \"7 days after start of one\", quantity = 3 }`",
                    f,
                );
            }
            Some(Part { by: by?, quantity: quantity?, place: p.string("place", f) })
        })
        .collect();
    Obligation {
        phase: r.string("phase", f),
        debtors: r.strings("debtor", f),
        creditors: r.strings("creditor", f),
        kind: r.choice("kind", &Kind::ALL, Kind::name, f).unwrap_or_default(),
        act: r.required("act", f),
        object: r.string("object", f),
        forces: r.string("forces", f),
        place: r.string("place", f),
        quantity: r.amount("quantity", f),
        unit: r.string("unit", f),
        ratio: r.parsed("ratio", ratio, f),
        schedule,
        every: r.parsed("every", Length::parse, f),
        each: r.amount("each", f),
        requires: r.parsed("requires", Condition::parse, f),
        unless: r.parsed("unless", Condition::parse, f),
        from: r.parsed("from", When::parse, f),
        deadline: r.parsed("deadline", When::parse, f),
        until: r.parsed("until", When::parse, f),
        grace: r.parsed("grace", Length::parse, f),
        verified_by: r.strings("verified_by", f),
        verification: r.string("verification", f),
        uses: r.strings("uses", f),
        source: source(&r, f),
        line: r.line,
        id,
    }
}

fn power(mut r: Reader<'_, '_>, f: &mut Vec<Fault>) -> Power {
    r.only(POWER, f);
    let id = id(&mut r, f);
    let kind = r.choice("kind", &PowerKind::ALL, PowerKind::name, f);
    if r.get("kind").is_none() {
        r.fault("kind", format!("{} does not say its kind", r.what), "write `kind = \"suspend\"` (or resume, extend, terminate, substitute)", f);
    }
    let at_most = r.amount("at_most", f);
    if at_most.is_some_and(|n| n.0 <= 0 || n.0 % 1000 != 0) {
        r.fault("at_most", format!("`at_most` of {} is no count", r.what), "write a whole number such as `2`", f);
    }
    Power {
        holders: r.strings("holder", f),
        jointly: r.flag("jointly", f),
        kind: kind.unwrap_or_default(),
        targets: r.strings("target", f),
        requires: r.parsed("requires", Condition::parse, f),
        by: r.parsed("by", When::parse, f),
        length: r.parsed("length", Length::parse, f),
        at_most: at_most.and_then(|n| u32::try_from(n.0 / 1000).ok()),
        notice: r.parsed("notice", Length::parse, f),
        stops_the_clock: r.flag("stops_the_clock", f),
        substitute: r.string("substitute", f),
        source: source(&r, f),
        line: r.line,
        id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> String {
        parse(text).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn faults_name_the_line_and_the_cure() {
        let text = "format = \"rapporteur-deal/1\"\nname = \"Ford truce\"\n\n[[obligation]]\nid = \"release\"\nact = \"release\"\ndeadlin = \"soon\"\nkind = \"do\"\nfrom = \"soon\"\n";
        let told = faults(text);
        assert!(told.contains("line 7: obligation has no key `deadlin`\nhelp: did you mean `deadline`?"), "{told}");
        assert!(told.contains("line 8: `kind` of obligation `release` cannot be `do`\nhelp: write one of: achieve, keep up, refrain"), "{told}");
        assert!(told.contains("line 9: `from` of obligation `release` cannot be read\nhelp: `soon` names no point in time"), "{told}");
    }

    #[test]
    fn broken_toml_and_missing_format_are_told_with_their_line() {
        assert!(faults("format = \"rapporteur-deal/1\nname = 3").starts_with("line 1: this is not TOML"));
        assert!(faults("name = \"x\"").contains("begin it with `format = \"rapporteur-deal/1\"`"));
    }

    #[test]
    fn two_clauses_cannot_share_an_id() {
        let told = faults("format = \"rapporteur-deal/1\"\nname = \"x\"\n[[phase]]\nid = \"a\"\n[[event]]\nid = \"a\"\n");
        assert!(told.contains("the id `a` is taken by line"), "{told}");
    }
}
