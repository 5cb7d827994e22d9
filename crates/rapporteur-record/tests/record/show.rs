//! Answers of a record in lines a person can read: words, not offsets.

use rapporteur_record::record::*;
use rapporteur_record::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The sections that a case asks for, in its order.
pub(crate) fn sections(record: &Record, known: &BTreeMap<String, (Document, Reading)>, asked: &str) -> String {
    let sum = record.sum();
    let mut out = String::new();
    for ask in asked.split_whitespace() {
        let (name, more) = ask.split_once(':').unwrap_or((ask, ""));
        let lines = match name {
            "conflicts" => known.values().flat_map(|(d, r)| conflicts(d, r)).collect(),
            "disputes" => disputes(sum),
            "parties" => parties(sum),
            "offers" => offers(sum),
            "proposals" => plans(sum),
            "terms" => sum.points.iter().map(|p| format!("{} \"{}\" in {}", p.kind.name(), p.words, documents(sum, p.members.iter().map(|m| m.0)))).collect(),
            "origins" => origins(sum),
            "matrix" => cells(sum, matrix::of(sum)),
            "known" => cells(record.known_on(more.parse().unwrap()).sum(), matrix::of(record.known_on(more.parse().unwrap()).sum())),
            "changes" => changed(sum, more),
            "timeline" => moments(sum),
            "gaps" => unanswered(sum),
            "figures" => figures(sum),
            "echoes" => echoes(sum),
            "answers" => echo::answers(sum).iter().map(|a| answered(sum, a)).collect(),
            "attention" => sum.attention.iter().map(|a| attention(sum, a)).collect(),
            other => panic!("no section `{other}`"),
        };
        if asked.contains(' ') {
            writeln!(out, "{ask}").unwrap();
        }
        let indent = if asked.contains(' ') { "  " } else { "" };
        let lines = if lines.is_empty() { vec!["nothing".to_owned()] } else { lines };
        lines.iter().for_each(|l| writeln!(out, "{indent}{l}").unwrap());
    }
    out
}

fn words(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
}

fn conflicts(d: &Document, r: &Reading) -> Vec<String> {
    let position =
        |id: &PositionId| format!("{} \"{}\"", r.actors[r.positions[id.0].parts().0.holder.0].name, words(&d.text, &r.positions[id.0].parts().0.evidence));
    let figure = |id: &FigureId| format!("\"{}\"", words(&d.text, &r.figures[id.0].parts().0.text));
    let one = |c: &Conflict| {
        let sides: Vec<String> = match &c.sides {
            Sides::Positions(s) => s.iter().map(|x| x.iter().map(position).collect::<Vec<_>>().join(" + ")).collect(),
            Sides::Figures(s) => s.iter().map(|x| x.iter().map(figure).collect::<Vec<_>>().join(" + ")).collect(),
        };
        format!("{}: {}", c.kind.name(), sides.join(" / "))
    };
    r.conflicts.iter().map(one).collect()
}

fn party(sum: &Sum, id: PartyId) -> &str {
    &sum.parties[id.0].name
}

fn by(sum: &Sum, c: &Claimant) -> String {
    match c {
        Claimant::Party(p) => party(sum, *p).to_owned(),
        Claimant::Outlet(name) => name.to_string(),
        Claimant::Unnamed => "somebody unnamed".to_owned(),
    }
}

fn matter(sum: &Sum, m: Matter) -> String {
    match m {
        Matter::Plan(p) => sum.plans[p.0].label.clone(),
        Matter::Point(p) => format!("\"{}\"", sum.points[p.0].words),
        Matter::Process => "the talks".to_owned(),
    }
}

fn day(d: Option<jiff::civil::Date>) -> String {
    d.map_or_else(|| "day unknown".to_owned(), |d| d.to_string())
}

fn claim(sum: &Sum, i: usize) -> String {
    let c = &sum.claims[i];
    let text = sum.texts[c.text.0].whole();
    let evidence = rapporteur_record::quotation::of(sum, rapporteur_record::timeline::Thing::Claim(i)).unwrap().words;
    let mouth = if c.own { "in its own words".to_owned() } else { format!("by {}", by(sum, &c.by)) };
    format!("{} {} \"{}\" {mouth}, {}", party(sum, c.holder), c.stance.name(), words(&text.text, &evidence), text.id)
}

fn tally(sum: &Sum, i: usize) -> String {
    let t = &sum.tallies[i];
    let text = sum.texts[t.text.0].whole();
    format!("\"{}\" by {}, {}", words(&text.text, &t.words), by(sum, &t.by), text.id)
}

fn account(sum: &Sum, a: &Account) -> String {
    match a {
        Account::Claim(i) => claim(sum, *i),
        Account::Tally(i) => tally(sum, *i),
    }
}

fn dispute(sum: &Sum, d: &Dispute) -> String {
    let side = |s: &Vec<Account>| s.iter().map(|a| account(sum, a)).collect::<Vec<_>>().join(" + ");
    format!("{}: {} / {}", d.kind.name(), side(&d.sides[0]), side(&d.sides[1]))
}

fn disputes(sum: &Sum) -> Vec<String> {
    sum.disputes.iter().map(|d| dispute(sum, d)).collect()
}

fn documents(sum: &Sum, texts: impl Iterator<Item = TextId>) -> String {
    let mut all: Vec<&str> = texts.map(|t| sum.texts[t.0].document.id.as_str()).collect();
    all.dedup();
    all.join(", ")
}

fn evidence(e: &Evidence) -> String {
    match e {
        Evidence::FullName(n) => format!("full name {n}"),
        Evidence::State(n) => format!("country {n}"),
        Evidence::ProperName(n) => format!("name {n}"),
        Evidence::Abbreviation(long, short) => format!("{short} is short for {long}"),
        Evidence::Brief(n) => format!("the brief's {n}"),
        Evidence::Decision(_) => "a person's decision".to_owned(),
        Evidence::Surname(a, b) => format!("surname of {a} and {b}"),
        Evidence::Misspelling(a, b) => format!("a letter between {a} and {b}"),
        Evidence::Office(o) => format!("office {o}"),
        Evidence::SameName(n) => format!("same name {n}"),
        Evidence::Label(a, b) => format!("words of {a} and {b}"),
    }
}

fn parties(sum: &Sum) -> Vec<String> {
    let one = |p: &Party| {
        let mut line = format!("{}, {}, in {}", p.name, p.kind.name(), documents(sum, p.members.iter().map(|m| m.0)));
        if let Some(b) = p.acts_for {
            write!(line, "; for {}", party(sum, b)).unwrap();
        }
        if p.members.len() > 1 {
            write!(line, "; because of {}", p.evidence.iter().map(evidence).collect::<Vec<_>>().join(", ")).unwrap();
        }
        line
    };
    sum.parties.iter().map(one).collect()
}

fn offers(sum: &Sum) -> Vec<String> {
    let one = |o: &Offer| match o {
        Offer::Parties(a, b, why) => format!("{} = {}? {}", party(sum, *a), party(sum, *b), evidence(why)),
        Offer::Plans(a, b, why) => format!("{} = {}? {}", sum.plans[a.0].label, sum.plans[b.0].label, evidence(why)),
    };
    sum.offers.iter().map(one).collect()
}

fn plans(sum: &Sum) -> Vec<String> {
    let one = |p: &Plan| {
        let authors: Vec<&str> = p.authors.iter().map(|a| party(sum, *a)).collect();
        let mut line = format!("{} in {}", p.label, documents(sum, p.members.iter().map(|m| m.0)));
        if !authors.is_empty() {
            write!(line, "; by {}", authors.join(", ")).unwrap();
        }
        if let Some(earlier) = p.supersedes {
            write!(line, "; replaces {}", sum.plans[earlier.0].label).unwrap();
        }
        if p.open {
            line.push_str("; any deal");
        }
        line
    };
    sum.plans.iter().map(one).collect()
}

fn origins(sum: &Sum) -> Vec<String> {
    let id = |t: TextId| sum.texts[t.0].document.id.as_str();
    let one = |o: &Origin| {
        let mut line = id(o.first).to_owned();
        let copies: Vec<String> = o.copies.iter().map(|(t, how)| format!("{} ({how:?})", id(*t)).to_lowercase()).collect();
        if !copies.is_empty() {
            write!(line, ", copied by {}", copies.join(", ")).unwrap();
        }
        for (t, span) in &o.passages {
            write!(line, "; in {}: \"{}\"", id(*t), span.of(&sum.texts[t.0].whole().text)).unwrap();
        }
        line
    };
    sum.origins.iter().map(one).collect()
}

fn cells(sum: &Sum, m: &matrix::Matrix) -> Vec<String> {
    let brief = |i: &usize| {
        let c = &sum.claims[*i];
        format!("{} by {}", c.stance.name(), by(sum, &c.by))
    };
    let one = |((p, what), cell): (&(PartyId, Matter), &matrix::Cell)| {
        let own = cell.own.map_or("-", |i| sum.claims[i].stance.name());
        let told: Vec<String> = cell.told.iter().map(brief).collect();
        let told = if told.is_empty() { "-".to_owned() } else { told.join(", ") };
        let contested = if cell.contested { "; contested" } else { "" };
        format!(
            "{} on {}: own {own}; told {told}; since {}; {} claims, {} sources{contested}",
            party(sum, *p),
            matter(sum, *what),
            day(cell.since),
            cell.claims.len(),
            cell.sources
        )
    };
    m.cells.iter().map(one).collect()
}

fn changed(sum: &Sum, dates: &str) -> Vec<String> {
    let (clock, dates) = dates.strip_prefix("learnt:").map_or((changes::Clock::Said, dates), |d| (changes::Clock::Learnt, d));
    let (since, until) = dates.split_once("..").unwrap();
    let c = changes::between(sum, since.parse().unwrap(), until.parse().unwrap(), clock);
    let mut out: Vec<String> = Vec::new();
    out.extend(c.texts.iter().map(|t| format!("text {}", sum.texts[t.0].document.id)));
    out.extend(c.plans.iter().map(|p| format!("proposal {}", sum.plans[p.0].label)));
    out.extend(c.points.iter().map(|p| format!("term \"{}\"", sum.points[p.0].words)));
    for t in &c.cells {
        let before = t.before.map_or("nothing", |i| sum.claims[i].stance.name());
        let turned = if t.turned { ", turned" } else { "" };
        out.push(format!("{} on {}: {before} -> {}{turned}", party(sum, t.party), matter(sum, t.matter), sum.claims[t.after].stance.name()));
    }
    out.extend(c.disputes.iter().map(|i| dispute(sum, &sum.disputes[*i])));
    out.extend(c.tallies.iter().map(|i| tally(sum, *i)));
    out.extend(c.happenings.iter().map(|i| happening(sum, *i)));
    out
}

fn happening(sum: &Sum, i: usize) -> String {
    let h = &sum.happenings[i];
    let text = sum.texts[h.text.0].whole();
    let learnt = h.learnt.map_or(String::new(), |l| format!(", learnt {l}"));
    format!(
        "{} \"{}\" {}, happened {}, said {}{learnt}, by {}, {}",
        h.kind.name(),
        words(&text.text, &h.words),
        h.status.name(),
        day(h.happened.map(|d| d.0)),
        day(h.said),
        by(sum, &h.by),
        text.id
    )
}

fn moments(sum: &Sum) -> Vec<String> {
    let thing = |t: &timeline::Thing| match t {
        timeline::Thing::Happening(i) => happening(sum, *i),
        timeline::Thing::Claim(i) => claim(sum, *i),
        timeline::Thing::Tally(i) => tally(sum, *i),
    };
    let (dated, undated) = timeline::of(sum);
    dated.iter().map(|m| format!("{}: {}", m.from, thing(&m.what))).chain(undated.iter().map(|t| format!("day unknown: {}", thing(t)))).collect()
}

fn unanswered(sum: &Sum) -> Vec<String> {
    let names = |all: &[PartyId]| all.iter().map(|p| party(sum, *p)).collect::<Vec<_>>().join(", ");
    gaps::of(sum)
        .iter()
        .map(|g| format!("{} wanted by {} since {}; silent: {}", matter(sum, g.matter), names(&g.wanted_by), day(g.since), names(&g.silent)))
        .collect()
}

fn figures(sum: &Sum) -> Vec<String> {
    let one = |q: &gaps::Quantity| {
        let all: Vec<String> = q.tallies.iter().map(|i| tally(sum, *i)).collect();
        let of = q.of.map_or(String::new(), |p| format!(" of {}", party(sum, p)));
        format!("{}{of}: {}{}", q.measure.name(), all.join(" | "), if q.disputes.is_empty() { "" } else { "; cannot all hold" })
    };
    gaps::quantities(sum).iter().map(one).collect()
}

fn echoes(sum: &Sum) -> Vec<String> {
    let mut out = Vec::new();
    for e in echo::of(sum) {
        let first: Vec<String> = e.first.iter().map(|i| claim(sum, *i)).collect();
        out.push(format!("first {}", if first.is_empty() { "unknown".to_owned() } else { first.join(" + ") }));
        out.extend(e.repeats.iter().map(|r| format!("  {} {}", if r.copied { "copied" } else { "again" }, claim(sum, r.claim))));
    }
    out
}

fn answered(sum: &Sum, a: &echo::Answer) -> String {
    format!("{}: {} -> {}", if a.confirms { "confirmed" } else { "denied" }, claim(sum, a.claim), claim(sum, a.answer))
}

fn attention(sum: &Sum, a: &Attention) -> String {
    match a {
        Attention::ItemNotFound { document, words, .. } => format!("no item \"{words}\" in {document}"),
        Attention::ChangeDoesNotFit { document, .. } => format!("a correction does not fit its item in {document}"),
        Attention::Overruled { .. } => "a decision was overruled by a later one".to_owned(),
        Attention::LineageCircle { later, earlier } => {
            format!("{} cannot replace {}: it comes before it", sum.plans[later.0].label, sum.plans[earlier.0].label)
        }
        Attention::Unsound { .. } => "a reading names what it does not have".to_owned(),
        Attention::NoDate { text } => format!("{} has no date", sum.texts[text.0].document.id),
        Attention::StrangeDate { text, day } => format!("{} is dated {day}", sum.texts[text.0].document.id),
    }
}
