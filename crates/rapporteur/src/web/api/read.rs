//! What is asked.
//!
//! Decides: which question of the desk an endpoint is, and how much of its answer is given at once. No part of an answer leaves without the
//! quotations it names. Must not know: addresses, who asks.

use super::Reply;
use super::call::{Call, wrong};
use crate::desk::dossier::{self, Shown};
use crate::desk::finding;
use crate::desk::negotiation::{self as desk, Answer, Narrow, Pick, Shelf, cut, narrow_timeline, part};
use crate::web::reply::Trouble;
use jiff::civil::Date;
use rapporteur_export::{Cell, Table, tables};
use rapporteur_record::record::{Sum, Text};
use rapporteur_record::{ConflictKind, Record, Stance, TermKind, json};
use rapporteur_store::{Among, Decision, Failed, Hit, Row, Search, Store, StoreError};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What the dossier is.
pub(super) fn dossier(call: &Call) -> Result<Reply, Trouble> {
    let (number, hash) = call.web.held.reader()?.head()?;
    let standing = call.standing()?;
    let sum = standing.snapshot.record().sum();
    Ok(json!({
        "name": call.web.held.name(),
        "entries": number,
        "head": hash.to_string(),
        "entries_not_added_up": standing.behind,
        "documents": sum.texts.len(),
        "origins": sum.origins.len(),
        "actors": sum.parties.len(),
        "proposals": sum.plans.len(),
        "positions": sum.claims.len(),
        "figures": sum.tallies.len(),
        "events": sum.happenings.len(),
        "conflicts": sum.disputes.len(),
        "first_day": sum.texts.iter().filter_map(|t| t.document.published).min().map(|d| d.to_string()),
        "last_day": sum.texts.iter().filter_map(|t| t.document.published).max().map(|d| d.to_string()),
    })
    .into())
}

/// The documents that count.
pub(super) fn documents(call: &Call) -> Result<Reply, Trouble> {
    let standing = call.standing()?;
    let sum = standing.snapshot.record().sum();
    let holds = |text: Option<&str>, name: &str| call.get(name).is_none_or(|w| text.is_some_and(|t| t.to_lowercase().contains(&w.to_lowercase())));
    let (from, until) = (call.day("from"), call.day("until"));
    let wanted = |t: &&Text| {
        let d = &t.document;
        let day = |ok: fn(Date, Date) -> bool, day: Option<Date>| day.is_none_or(|b| d.published.is_some_and(|p| ok(p, b)));
        holds(d.outlet.as_deref(), "outlet")
            && (holds(d.title.as_deref(), "words") || holds(Some(&d.id), "words"))
            && day(|p, b| p >= b, from)
            && day(|p, b| p <= b, until)
    };
    let all: Vec<&Text> = sum.texts.iter().filter(wanted).collect();
    let count = all.len();
    let (here, next) = call.page(all)?;
    let documents: Vec<Value> = here.into_iter().map(|t| one_document(sum, t)).collect();
    Ok(json!({"count": count, "documents": documents, "next": next}).into())
}

fn one_document(sum: &Sum, text: &Text) -> Value {
    let d = &text.document;
    let first = sum.origins.get(text.origin.0).and_then(|o| sum.texts.get(o.first.0)).map(|t| &t.document.id);
    json!({
        "id": d.id, "title": d.title, "outlet": d.outlet, "published": d.published.map(|p| p.to_string()), "url": d.url, "language": d.language,
        "statements": text.statements(), "learnt": text.learnt.map(|t| t.to_string()),
        "copy_of": first.filter(|f| **f != d.id),
    })
}

/// What could not be read.
pub(super) fn failures(call: &Call) -> Result<Reply, Trouble> {
    let all = call.web.held.reader()?.failures()?;
    let count = all.len();
    let (here, next) = call.page(all)?;
    let one = |f: &Failed| json!({"file": f.name, "reason": f.what, "help": f.help, "tried": f.at});
    Ok(json!({"count": count, "failures": here.iter().map(one).collect::<Vec<_>>(), "next": next}).into())
}

/// One document as it was read.
pub(super) fn document(call: &Call) -> Result<Reply, Trouble> {
    let (document, reading) = call.web.held.reader()?.document(call.part("id"))?;
    Ok(json::record(&document, &reading).into())
}

/// One item, and the decisions on it.
pub(super) fn item(call: &Call) -> Result<Reply, Trouble> {
    the_item(&*call.web.held.reader()?, call.part("id"), call.part("item"))
}

/// An item as it is now, tagged with the last decision on it.
pub(super) fn the_item(store: &Store, document: &str, id: &str) -> Result<Reply, Trouble> {
    let Shown { item, status, decisions } = dossier::show(store, document, id)?;
    let last = store.last_on(&item)?.map_or(0, |(number, _)| number);
    let body = json!({
        "document": document, "id": id, "kind": item.kind.name(), "words": item.words, "status": status, "last_decision": last,
        "decisions": decisions.iter().map(decision).collect::<Vec<_>>(),
    });
    Ok(Reply::from(body).tagged(format!("\"{last}\"")))
}

fn decision(d: &Decision) -> Value {
    json!({
        "entry": d.number, "verdict": d.verdict, "changes": serde_json::from_str::<Value>(&d.changes).unwrap_or_default(),
        "comment": d.comment, "by": d.by, "learnt": d.learnt,
    })
}

/// Statements or texts that hold some words.
pub(super) fn search(call: &Call) -> Result<Reply, Trouble> {
    let owned = |name: &str| call.get(name).map(str::to_owned);
    let from = call.from()?;
    let search = Search {
        words: owned("words").unwrap_or_default(),
        among: if call.get("among") == Some("texts") { Among::Texts } else { Among::Statements },
        speaker: owned("speaker"),
        party: owned("party"),
        proposal: owned("proposal"),
        term: call.get("term").and_then(TermKind::parse),
        depth: call.get("depth").and_then(|d| d.parse().ok()),
        outlet: owned("outlet"),
        from: call.day("from"),
        until: call.day("until"),
        stance: call.get("stance").and_then(Stance::parse),
        status: owned("status"),
        limit: from.saturating_add(call.limit()),
    };
    let alike = call.standing()?.snapshot.known(None).alike();
    let store = call.web.held.reader()?;
    let found = store.search_alike(&search, &alike)?;
    let hits = found.hits.iter().skip(from).map(|h| hit(&store, h)).collect::<Result<Vec<Value>, StoreError>>()?;
    let facets: Map<String, Value> =
        found.facets.iter().map(|(name, all)| ((*name).to_owned(), all.iter().map(|(v, n)| json!({"value": v, "count": n})).collect())).collect();
    Ok(json!({"count": found.count, "more": found.more, "next": call.next(from + hits.len(), found.count), "hits": hits, "facets": facets}).into())
}

fn hit(store: &Store, h: &Hit) -> Result<Value, StoreError> {
    let snippet: Vec<Value> = h.snippet.iter().map(|(words, found)| json!({"words": words, "found": found})).collect();
    Ok(json!({
        "document": h.document, "title": h.title, "outlet": h.outlet, "published": h.published, "item": h.item, "speaker": h.speaker,
        "party": h.party, "depth": h.depth, "status": h.status, "snippet": snippet, "sentence": finding::sentence_of(store, h)?,
    }))
}

/// An answer from the record on the day that is asked for. The question names all that the answer depends on.
fn asked<T: Serialize + Send + Sync + 'static>(
    call: &Call,
    question: &str,
    ask: impl FnOnce(&Record) -> Answer<T>,
    keep: impl FnOnce(&mut Value),
) -> Result<Reply, Trouble> {
    let known = call.known()?;
    Ok(part(&known.answer(question, ask), keep).into())
}

/// As [`asked`], with a list of which a part is given at once.
fn listed<T: Serialize + Send + Sync + 'static>(
    call: &Call,
    (question, list): (&str, &str),
    ask: impl FnOnce(&Record) -> Answer<T>,
    keep: impl FnOnce(&mut Value),
) -> Result<Reply, Trouble> {
    let from = call.from()?;
    asked(call, question, ask, |value| {
        keep(value);
        call.page_of(value, list, from);
    })
}

/// Who stands where.
pub(super) fn matrix(call: &Call) -> Result<Reply, Trouble> {
    let owned = |name: &str| call.get(name).map(str::to_owned);
    let narrow = Narrow { party: owned("party"), about: owned("about"), proposal: owned("proposal"), stance: call.get("stance").and_then(Stance::parse) };
    let lists = ["rows", "alone"];
    let question = format!("all of the matrix {narrow:?}");
    asked(call, &question, |r| desk::board(r, &narrow, Pick::ALL), |v| lists.into_iter().for_each(|list| cut(v, list, call.limit())))
}

/// What does not go together.
pub(super) fn contested(call: &Call) -> Result<Reply, Trouble> {
    let kind = call.get("kind").and_then(ConflictKind::parse);
    let known = call.known()?;
    // An item of these lists can be large: those that are not asked for are not worked out.
    let order = known.once("order of conflicts", desk::order_of_conflicts, |all| all.len() / 10);
    let all: Vec<(ConflictKind, usize)> = order.iter().filter(|d| kind.is_none_or(|k| d.0 == k)).copied().collect();
    let (here, told) = call.taken(&all)?;
    let answer = known.answer(&format!("of the contested {here:?}"), |r| desk::some_contested(r, here));
    Ok(part(&answer, told).into())
}

/// What happened and what was said. What has no day comes with the first part.
pub(super) fn timeline(call: &Call) -> Result<Reply, Trouble> {
    let later = call.from()? > 0;
    listed(
        call,
        ("timeline", "moments"),
        |r| desk::timeline(r, None),
        |v| {
            narrow_timeline(v, call.day("from"), call.day("until"), usize::MAX);
            cut(v, "undated", if later { 0 } else { call.limit() });
        },
    )
}

/// Numbers.
pub(super) fn figures(call: &Call) -> Result<Reply, Trouble> {
    let known = call.known()?;
    let all = known.once("quantities", desk::shelves, |all| all.len() / 2);
    let (here, told) = call.taken(&all)?;
    let these: Vec<&Shelf> = here.iter().collect();
    let answer = known.answer(&format!("of the figures {} from {}", here.len(), call.from()?), |r| desk::some_figures(r, &these));
    Ok(part(&answer, told).into())
}

/// Who takes part.
pub(super) fn actors(call: &Call) -> Result<Reply, Trouble> {
    listed(call, ("actors", "actors"), |r| desk::actors(r, None), |v| offers_of(v, "actor"))
}

/// One actor.
pub(super) fn actor(call: &Call) -> Result<Reply, Trouble> {
    let (known, name) = (call.known()?, call.part("id"));
    let links = known.once("links", desk::links, |all| all.len() / 10);
    let found = known.perhaps(&format!("actor {name}"), |r| desk::profile(r, name, false, &links));
    found.map(|a| part(&a, |_| ()).into()).ok_or_else(|| Trouble::Nothing("actor of that name".to_owned()))
}

/// One proposal.
pub(super) fn proposal(call: &Call) -> Result<Reply, Trouble> {
    let label = call.part("id");
    let found = call.known()?.perhaps(&format!("proposal {label}"), |r| desk::proposal(r, label));
    found.map(|a| part(&a, |_| ()).into()).ok_or_else(|| Trouble::Nothing("proposal of that label".to_owned()))
}

fn offers_of(value: &mut Value, what: &str) {
    if let Some(offers) = value.get_mut("offers").and_then(Value::as_array_mut) {
        offers.retain(|o| o["what"] == what);
    }
}

/// What changed.
pub(super) fn changes(call: &Call) -> Result<Reply, Trouble> {
    let since = call.day("since").ok_or_else(|| wrong("`since` is missing", "name a day"))?;
    let until = call.day("until").unwrap_or(Date::MAX).max(since);
    let lists = ["stances", "conflicts", "proposals", "terms", "figures", "events"];
    let question = format!("changes {since} {until}");
    asked(call, &question, |r| desk::changes(r, None, since, until), |v| lists.into_iter().for_each(|list| cut(v, list, call.limit())))
}

/// Positions, a row each with its words and the way to them.
pub(super) fn positions(call: &Call) -> Result<Reply, Trouble> {
    rows(call, tables::positions, |row| {
        let holder = call.get("holder").is_none_or(|w| row["holder"].as_str().is_some_and(|h| h.to_lowercase().contains(&w.to_lowercase())));
        holder && call.get("stance").is_none_or(|s| row["stance"] == s)
    })
}

/// Proposals, a row each, and which may be one.
pub(super) fn proposals(call: &Call) -> Result<Reply, Trouble> {
    let mut reply = rows(call, tables::proposals, |_| true)?;
    let actors = call.known()?.answer("actors", |r| desk::actors(r, None));
    let mut answer = part(&actors, |v| offers_of(v, "proposal"));
    reply.body["offers"] = answer["offers"].take();
    Ok(reply)
}

fn rows(call: &Call, table: fn(&Sum) -> Table, wanted: impl Fn(&Value) -> bool) -> Result<Reply, Trouble> {
    let known = call.known()?;
    let all: Vec<Value> = as_objects(&table(known.record.sum())).into_iter().filter(wanted).collect();
    let count = all.len();
    let (here, next) = call.page(all)?;
    let told = |day: Option<Date>| day.map(|d| d.to_string());
    Ok(json!({"count": count, "as_of": told(known.as_of), "published_until": told(known.record.until()), "rows": here, "next": next}).into())
}

fn as_objects(table: &Table) -> Vec<Value> {
    let value = |cell: &Cell| match cell {
        Cell::Empty => Value::Null,
        Cell::Words(words) => Value::from(words.as_str()),
        Cell::Number(n) if n.fract() == 0.0 && n.abs() < 9e15 => Value::from(*n as i64),
        Cell::Number(n) => Value::from(*n),
        Cell::Day(day) => Value::from(day.to_string()),
    };
    let row = |cells: &Vec<Cell>| Value::Object(table.columns.iter().cloned().zip(cells.iter().map(value)).collect());
    table.rows.iter().map(row).collect()
}

/// The ledger.
pub(super) fn entries(call: &Call) -> Result<Reply, Trouble> {
    let store = call.web.held.reader()?;
    let (from, (last, _)) = (call.from()?, store.head()?);
    // Entries have numbers without gaps, and none is ever taken out.
    let until = (from + call.limit()).min(last as usize);
    let found: Vec<Row> = (from + 1..=until).filter_map(|n| store.entry(n as u64).transpose()).collect::<Result<_, StoreError>>()?;
    let entries: Vec<Value> = found.iter().map(entry).collect();
    Ok(json!({"count": last, "entries": entries, "next": call.next(until.max(from), last as usize)}).into())
}

fn entry(row: &Row) -> Value {
    json!({
        "number": row.number, "learnt": row.learnt, "hash": row.hash.to_string(), "previous": row.previous.to_string(),
        "original": row.original.map(|h| h.to_string()), "entry": serde_json::from_str::<Value>(&row.body).unwrap_or_default(),
    })
}
