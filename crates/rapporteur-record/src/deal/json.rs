//! The JSON form of what is known of a deal, `rapporteur-deal-status/1` and its kin.
//!
//! Decides: keys and their order. Must not know: where the JSON goes.

use super::Moment;
use super::candidate::Candidates;
use super::diff::Difference;
use super::lint::Finding;
use super::locks::Locks;
use super::next::{Needs, Next};
use super::whatif::Consequence;
use super::{Event, Node, Status};
use serde_json::{Value, json};

fn day(d: Option<Moment>) -> Value {
    json!(d.map(Moment::iso))
}

/// A reason with all beneath.
pub fn node(n: &Node) -> Value {
    json!({"text": n.text, "witnesses": n.witnesses, "because": n.because.iter().map(|b| node(b)).collect::<Vec<_>>()})
}

/// The state of everything.
pub fn status(s: &Status) -> Value {
    json!({
        "format": "rapporteur-deal-status/1",
        "on": s.on.iso(),
        "known_on": s.known_on.iso(),
        "time_zone": s.zone,
        "accounts": s.accounts,
        "obligations": s.obligations.iter().map(|o| json!({
            "id": o.id, "title": o.title, "state": o.overall.name(), "phrase": o.phrase(),
            "accounts": o.accounts.iter().map(|a| json!({
                "account": a.account, "state": a.state.name(), "spoke": a.spoke,
                "done": a.done.map(|x| x.to_string()), "of": a.of.map(|x| x.to_string()),
                "due": day(a.due), "days_late": a.late.map(super::Late::days), "late": a.late.map(|l| l.to_string()), "why": node(&a.why),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "phases": s.phases.iter().map(|p| json!({
            "id": p.id, "name": p.name, "state": p.overall,
            "accounts": p.accounts.iter().map(|a| json!({
                "account": a.account, "state": a.state, "start": day(a.start), "end": day(a.end), "why": node(&a.why),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "powers": s.powers.iter().map(|p| json!({
            "id": p.id, "kind": p.kind.name(),
            "accounts": p.accounts.iter().map(|a| json!({
                "account": a.account, "state": a.state, "used": a.used, "last_day": day(a.last_day), "why": node(&a.why),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "unmatched": s.unmatched,
        "unfit": s.unfit.iter().map(|(event, why)| json!({"event": event, "why": why})).collect::<Vec<_>>(),
        "near": s.near.iter().map(|(name, party)| json!({"name": name, "party": party})).collect::<Vec<_>>(),
    })
}

/// What the linter told.
pub fn findings(found: &[Finding]) -> Value {
    let rule = |code: &str| super::lint::RULES.iter().find(|r| r.code == code);
    json!({"format": "rapporteur-deal-lint/1", "findings": found.iter().map(|f| json!({
        "code": f.code, "name": rule(f.code).map(|r| r.name), "fault": rule(f.code).is_none_or(|r| r.fault),
        "line": f.line, "of": f.of, "also": f.also, "message": f.message, "help": f.help,
    })).collect::<Vec<_>>()})
}

/// Days to come.
pub fn next(days: &[Next]) -> Value {
    json!({"format": "rapporteur-deal-next/1", "next": days.iter().map(|n| json!({
        "day": n.day.iso(), "what": n.what.name(), "of": n.id, "who": n.who, "title": n.title, "assumed": n.assumed,
    })).collect::<Vec<_>>()})
}

/// What a phase waits for.
pub fn needs(n: &Needs) -> Value {
    json!({"format": "rapporteur-deal-needs/1", "phase": n.phase, "start": day(n.start), "missing": n.missing, "why": node(&n.why)})
}

/// What a change alters.
pub fn consequence(c: &Consequence) -> Value {
    json!({
        "format": "rapporteur-deal-whatif/1",
        "moved": c.moved.iter().map(|m| json!({"of": m.id, "aspect": m.aspect, "before": day(m.before), "after": day(m.after)})).collect::<Vec<_>>(),
        "states": c.states.iter().map(|(id, a, b)| json!({"of": id, "before": a, "after": b})).collect::<Vec<_>>(),
        "without_effect": c.idle,
    })
}

/// What the search for locks found.
pub fn locks(l: &Locks) -> Value {
    json!({
        "format": "rapporteur-deal-locks/1",
        "states": l.states,
        "order": l.order,
        "dead_ends": l.dead_ends,
        "lock": l.lock.as_ref().map(|k| json!({
            "steps": k.steps,
            "waiting": k.waiting.iter().map(|(id, of)| json!({"of": id, "for": of})).collect::<Vec<_>>(),
        })),
    })
}

/// The differences of two deals.
pub fn diff(all: &[Difference]) -> Value {
    json!({"format": "rapporteur-deal-diff/1", "differences": all.iter().map(|d| match d {
        Difference::Added { kind, id, title } => json!({"change": "added", "kind": kind, "of": id, "title": title}),
        Difference::Dropped { kind, id, title } => json!({"change": "dropped", "kind": kind, "of": id, "title": title}),
        Difference::Changed { kind, id, term, before, after } => json!({"change": "changed", "kind": kind, "of": id, "term": term, "before": before, "after": after}),
    }).collect::<Vec<_>>()})
}

/// Events, in the form in which they are read.
pub fn events(all: &[Event]) -> Value {
    let number = |n: Option<super::Amount>| n.and_then(|n| serde_json::from_str::<Value>(&n.to_string()).ok());
    all.iter()
        .map(|e| {
            json!({
                "id": e.id, "by": e.by, "through": e.through, "claim": e.claim.name(), "of": e.of, "quantity": number(e.quantity), "in_all": number(e.in_all),
                "happened": e.happened.iso(), "undated": e.undated, "said": e.said.iso(), "learnt": e.learnt.iso(), "actor": e.actor,
                "place": e.place, "quote": e.quote, "source": e.source, "also": e.also, "confidence": e.confidence.map(|c| f64::from(c) / 100.0),
                "why": e.why, "doubts": e.doubts,
            })
        })
        .collect()
}

/// What a record tells of a deal.
pub fn candidates(found: &Candidates) -> Value {
    json!({
        "format": "rapporteur-deal-events/1",
        "looked_at": found.looked_at,
        "without_day": found.without_day,
        "events": events(&found.events),
        "may_concern": events(&found.may_concern),
    })
}
