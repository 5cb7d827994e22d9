//! A sum in bytes, so that a program that starts has not to add up again what another has added up.
//!
//! Decides: how a sum is written, and of which entries and rules it is: bytes of others are nothing. Must not know: where bytes are kept.

use super::origin::runs::Runs;
use super::{
    Account, Attention, Claim, Claimant, Copy, Dispute, Evidence, Happening, Kept, Matter, Offer, Origin, OriginId, Party, PartyId, Plan, PlanId, Point,
    PointId, Record, Source, Standing, Sum, Tally, Text, TextId,
};
use crate::entry::fingerprint;
use crate::gist::bytes::{In, Out};
use crate::{
    ActorId, ActorKind, Bound, Certainty, ConflictKind, EntryId, EventId, EventKind, FigureId, ItemKind, Measure, PositionId, ProposalId, Span, SpeechAct,
    Stance, Status, TermId, TermKind,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// All rules that a sum follows from: where one of them is written otherwise, an older sum says nothing.
const RULES: [&str; 22] = [
    include_str!("../record.rs"),
    include_str!("attention.rs"),
    include_str!("claim.rs"),
    include_str!("dispute.rs"),
    include_str!("extend.rs"),
    include_str!("origin.rs"),
    include_str!("origin/runs.rs"),
    include_str!("party.rs"),
    include_str!("plan.rs"),
    include_str!("point.rs"),
    include_str!("review.rs"),
    include_str!("text.rs"),
    include_str!("union.rs"),
    include_str!("written.rs"),
    include_str!("../conflict.rs"),
    include_str!("../conflict/count.rs"),
    include_str!("../conflict/rule.rs"),
    include_str!("../conflict/stage.rs"),
    include_str!("../wording.rs"),
    include_str!("../item.rs"),
    include_str!("../gist/form.rs"),
    include_str!("../gist/weave.rs"),
];
const VERDICTS: [&str; 7] = ["accept", "reject", "second", "correct", "comment", "ask", "settle"];

/// Names the rules, the entries and the brief that a sum is of.
pub(super) fn seal(record: &Record) -> u128 {
    let mut all = RULES.concat().into_bytes();
    all.extend(format!("{:?}", record.brief()).bytes());
    let kept = record.kept.iter().fold(0u128, |sum, k| sum.wrapping_add(k.id.number()));
    let decided = record.entries.keys().fold(0u128, |sum, id| sum.wrapping_add(id.number()));
    all.extend(record.kept.len().to_le_bytes());
    all.extend([kept, decided].iter().flat_map(|n| n.to_le_bytes()));
    fingerprint(&all)
}

/// Writes a sum. The readings of its texts are not in it, but for those that people put right.
pub(super) fn write(record: &Record, sum: &Sum) -> Vec<u8> {
    let mut out = Out::default();
    out.bytes.extend(seal(record).to_le_bytes());
    let read: HashMap<EntryId, &Arc<Kept>> = record.kept.iter().map(|k| (k.id, k)).collect();
    out.list(&sum.texts, |out, t| text(out, t, read.get(&t.entry)));
    out.list(&sum.parties, party);
    out.list(&sum.offers, offer);
    out.list(&sum.plans, plan);
    out.list(&sum.points, point);
    out.list(&sum.origins, origin);
    let mut names: Vec<Arc<str>> = told(sum).cloned().collect();
    names.sort_unstable();
    names.dedup();
    out.list(&names, |out, n| out.words(n));
    let place: HashMap<Arc<str>, usize> = names.into_iter().enumerate().map(|(i, n)| (n, i)).collect();
    out.list(&sum.claims, |out, c| claim(out, c, &place));
    out.list(&sum.tallies, |out, t| tally(out, t, &place));
    out.list(&sum.happenings, |out, h| happening(out, h, &place));
    out.list(&sum.disputes, dispute);
    out.list(&sum.attention, attention);
    runs(&mut out, sum, record.runs.get().map(|r| &**r).unwrap_or(&Runs::default()));
    out.bytes
}

/// Reads what [`write`] wrote of the same entries by the same rules.
pub(super) fn read(record: &Record, bytes: &[u8]) -> Option<(Sum, Runs)> {
    let from = &mut In::new(bytes);
    (from.take(16)? == seal(record).to_le_bytes()).then_some(())?;
    let shelf = record.shelf.as_ref()?;
    let kept: HashMap<EntryId, &Arc<Kept>> = record.kept.iter().map(|k| (k.id, k)).collect();
    let mut sum = Sum { texts: from.list(|f| read_text(f, &kept, shelf))?, ..Sum::default() };
    sum.parties = from.list(read_party)?;
    sum.offers = from.list(read_offer)?;
    sum.plans = from.list(read_plan)?;
    sum.points = from.list(read_point)?;
    members(&mut sum);
    sum.origins = from.list(read_origin)?;
    let names: Vec<Arc<str>> = from.list(|f| f.words().map(Arc::from))?;
    sum.claims = from.list(|f| read_claim(f, &names))?;
    let learnt: Vec<Option<Timestamp>> = sum.texts.iter().map(|t| t.learnt).collect();
    let of = |t: TextId| learnt.get(t.0).copied().flatten();
    sum.claims.iter_mut().for_each(|c| c.learnt = of(c.text));
    sum.tallies = from.list(|f| read_tally(f, &names))?;
    sum.tallies.iter_mut().for_each(|t| t.learnt = of(t.text));
    sum.happenings = from.list(|f| read_happening(f, &names))?;
    sum.happenings.iter_mut().for_each(|h| h.learnt = of(h.text));
    sum.disputes = from.list(read_dispute)?;
    sum.attention = from.list(read_attention)?;
    let runs = read_runs(from, &sum)?;
    from.rest().is_empty().then_some((sum, runs))
}

/// What texts share; texts by their places.
fn runs(out: &mut Out, sum: &Sum, runs: &Runs) {
    let place: HashMap<EntryId, usize> = sum.texts.iter().enumerate().map(|(i, t)| (t.entry, i)).collect();
    let text = |id: &EntryId| place.get(id).copied().unwrap_or(0);
    out.list(&runs.heads, |out, id| out.number(text(id)));
    out.list(&runs.lengths, |out, n| out.number(*n as usize));
    out.list(&runs.shared, |out, ((a, b), n)| [a, b, n].into_iter().for_each(|n| out.number(*n as usize)));
    let mut passages: Vec<(usize, usize, &Arc<[Span]>)> = runs.passages.iter().map(|((a, b), s)| (text(a), text(b), s)).collect();
    passages.sort_unstable_by_key(|(a, b, _)| (*a, *b));
    out.list(&passages, |out, (a, b, spans)| {
        out.number(*a);
        out.number(*b);
        out.spans(spans);
    });
}

fn read_runs(from: &mut In, sum: &Sum) -> Option<Runs> {
    let id = |f: &mut In| Some(sum.texts.get(f.number()?)?.entry);
    let number = |f: &mut In| u32::try_from(f.number()?).ok();
    Some(Runs {
        heads: from.list(id)?,
        lengths: from.list(number)?,
        shared: from.list(|f| Some(((number(f)?, number(f)?), number(f)?)))?,
        passages: from.list(|f| Some(((id(f)?, id(f)?), f.spans()?.into())))?.into_iter().collect(),
    })
}

fn told(sum: &Sum) -> impl Iterator<Item = &Arc<str>> {
    let claims = sum.claims.iter().map(|c| (&c.by, &c.source)).chain(sum.tallies.iter().map(|t| (&t.by, &t.source)));
    claims.chain(sum.happenings.iter().map(|h| (&h.by, &h.source))).flat_map(|(by, source)| {
        let by = if let Claimant::Outlet(n) = by { Some(n) } else { None };
        by.into_iter().chain(if let Source::Outlet(n) = source { Some(n) } else { None })
    })
}

/// Each text says what stands behind its items: so the members of each thing are known.
fn members(sum: &mut Sum) {
    let Sum { texts, parties, plans, points, .. } = sum;
    for (t, text) in texts.iter().enumerate() {
        for (i, p) in text.parties.iter().enumerate() {
            parties.get_mut(p.0).into_iter().for_each(|p| p.members.push((TextId(t), ActorId(i))));
        }
        for (i, p) in text.plans.iter().enumerate() {
            plans.get_mut(p.0).into_iter().for_each(|p| p.members.push((TextId(t), ProposalId(i))));
        }
        for (i, p) in text.points.iter().enumerate() {
            points.get_mut(p.0).into_iter().for_each(|p| p.members.push((TextId(t), TermId(i))));
        }
    }
}

fn id(out: &mut Out, id: EntryId) {
    out.bytes.extend(id.number().to_le_bytes());
}

fn read_id(from: &mut In) -> Option<EntryId> {
    Some(EntryId::of_number(u128::from_le_bytes(from.take(16)?.try_into().ok()?)))
}

fn time(out: &mut Out, t: Timestamp) {
    out.bytes.extend(t.as_nanosecond().to_le_bytes());
}

fn read_time(from: &mut In) -> Option<Timestamp> {
    Timestamp::from_nanosecond(i128::from_le_bytes(from.take(16)?.try_into().ok()?)).ok()
}

fn text(out: &mut Out, t: &Text, kept: Option<&&Arc<Kept>>) {
    id(out, t.entry);
    out.maybe(t.learnt, time);
    out.number(t.standing.len());
    for ((kind, index), s) in &t.standing {
        out.place(&ItemKind::ALL, *kind);
        out.number(*index);
        out.byte(u8::from(s.accepted) | u8::from(s.rejected) << 1 | u8::from(s.corrected) << 2);
        out.list(&s.history, |out, (by, learnt, verdict, comment)| {
            out.words(by);
            out.maybe(*learnt, time);
            out.place(&VERDICTS, *verdict);
            out.maybe(comment.as_deref(), Out::words);
        });
    }
    out.number(t.origin.0);
    out.list(&t.parties, |out, p| out.number(p.0));
    out.list(&t.plans, |out, p| out.number(p.0));
    out.list(&t.points, |out, p| out.number(p.0));
    let corrected = t.gist().filter(|g| kept.is_none_or(|k| !Arc::ptr_eq(&k.gist, g)));
    out.maybe(corrected, |out, g| {
        let bytes = g.to_bytes();
        out.number(bytes.len());
        out.bytes.extend(bytes);
    });
}

fn read_text(from: &mut In, kept: &HashMap<EntryId, &Arc<Kept>>, shelf: &Arc<dyn super::Shelf>) -> Option<Text> {
    let entry = read_id(from)?;
    let learnt = from.maybe(read_time)?;
    let mut standing = BTreeMap::new();
    for _ in 0..from.number()? {
        let (kind, index, bits) = (from.of(&ItemKind::ALL)?, from.number()?, from.byte()?);
        let history = from.list(|f| Some((f.string()?, f.maybe(read_time)?, f.of(&VERDICTS)?, f.maybe(In::string)?)))?;
        standing.insert((kind, index), Standing { accepted: bits & 1 > 0, rejected: bits & 2 > 0, corrected: bits & 4 > 0, history });
    }
    let origin = OriginId(from.number()?);
    let parties = from.list(|f| f.number().map(PartyId))?.into();
    let plans = from.list(|f| f.number().map(PlanId))?.into();
    let points = from.list(|f| f.number().map(PointId))?.into();
    let corrected = from.maybe(|f| {
        let length = f.number()?;
        crate::gist::Gist::from_bytes(f.take(length)?)
    })?;
    let gist = match corrected {
        Some(gist) => Arc::new(gist),
        None => kept.get(&entry)?.gist.clone(),
    };
    Some(Text { standing, origin, parties, plans, points, ..Text::new(entry, learnt, super::text::Hand::Gist(gist, shelf.clone())) })
}

fn party(out: &mut Out, p: &Party) {
    out.words(&p.name);
    out.place(&ActorKind::ALL, p.kind);
    out.each(p.names.iter(), |out, n| out.words(n));
    out.index(p.acts_for.map(|p| p.0));
    out.byte(u8::from(p.mediator));
    out.each(p.evidence.iter(), evidence);
}

fn read_party(from: &mut In) -> Option<Party> {
    Some(Party {
        name: from.string()?,
        kind: from.of(&ActorKind::ALL)?,
        names: from.list(In::string)?.into_iter().collect(),
        acts_for: from.index()?.map(PartyId),
        mediator: from.byte()? == 1,
        evidence: from.list(read_evidence)?.into_iter().collect(),
        members: Vec::new(),
    })
}

fn evidence(out: &mut Out, e: &Evidence) {
    let (tag, a, b) = match e {
        Evidence::FullName(a) => (0, a, None),
        Evidence::State(a) => (1, a, None),
        Evidence::ProperName(a) => (2, a, None),
        Evidence::Abbreviation(a, b) => (3, a, Some(b)),
        Evidence::Brief(a) => (4, a, None),
        Evidence::Decision(entry) => {
            out.byte(5);
            return id(out, *entry);
        }
        Evidence::Surname(a, b) => (6, a, Some(b)),
        Evidence::Misspelling(a, b) => (7, a, Some(b)),
        Evidence::Office(a) => (8, a, None),
        Evidence::SameName(a) => (9, a, None),
        Evidence::Label(a, b) => (10, a, Some(b)),
    };
    out.byte(tag);
    out.words(a);
    b.into_iter().for_each(|b| out.words(b));
}

fn read_evidence(from: &mut In) -> Option<Evidence> {
    Some(match from.byte()? {
        0 => Evidence::FullName(from.string()?),
        1 => Evidence::State(from.string()?),
        2 => Evidence::ProperName(from.string()?),
        3 => Evidence::Abbreviation(from.string()?, from.string()?),
        4 => Evidence::Brief(from.string()?),
        5 => Evidence::Decision(read_id(from)?),
        6 => Evidence::Surname(from.string()?, from.string()?),
        7 => Evidence::Misspelling(from.string()?, from.string()?),
        8 => Evidence::Office(from.string()?),
        9 => Evidence::SameName(from.string()?),
        10 => Evidence::Label(from.string()?, from.string()?),
        _ => return None,
    })
}

fn offer(out: &mut Out, o: &Offer) {
    let (tag, a, b, why) = match o {
        Offer::Parties(a, b, why) => (0, a.0, b.0, why),
        Offer::Plans(a, b, why) => (1, a.0, b.0, why),
    };
    out.byte(tag);
    out.number(a);
    out.number(b);
    evidence(out, why);
}

fn read_offer(from: &mut In) -> Option<Offer> {
    let (tag, a, b, why) = (from.byte()?, from.number()?, from.number()?, read_evidence(from)?);
    Some(if tag == 0 { Offer::Parties(PartyId(a), PartyId(b), why) } else { Offer::Plans(PlanId(a), PlanId(b), why) })
}

fn plan(out: &mut Out, p: &Plan) {
    out.words(&p.label);
    out.each(p.labels.iter(), |out, n| out.words(n));
    out.each(p.authors.iter(), |out, a| out.number(a.0));
    out.index(p.supersedes.map(|p| p.0));
    out.byte(u8::from(p.open));
    out.maybe(p.first, Out::date);
    out.each(p.evidence.iter(), evidence);
}

fn read_plan(from: &mut In) -> Option<Plan> {
    Some(Plan {
        label: from.string()?,
        labels: from.list(In::string)?.into_iter().collect(),
        authors: from.list(|f| f.number().map(PartyId))?.into_iter().collect(),
        supersedes: from.index()?.map(PlanId),
        open: from.byte()? == 1,
        first: from.maybe(In::date)?,
        evidence: from.list(read_evidence)?.into_iter().collect(),
        members: Vec::new(),
    })
}

fn point(out: &mut Out, p: &Point) {
    out.place(&TermKind::ALL, p.kind);
    out.index(p.plan.map(|p| p.0));
    out.words(&p.words);
    out.index(p.forces.map(|p| p.0));
}

fn read_point(from: &mut In) -> Option<Point> {
    let (kind, plan, words, forces) = (from.of(&TermKind::ALL)?, from.index()?.map(PlanId), from.string()?, from.index()?.map(PartyId));
    Some(Point { kind, plan, words, forces, members: Vec::new() })
}

fn origin(out: &mut Out, o: &Origin) {
    out.number(o.first.0);
    out.list(&o.copies, |out, (t, how)| out.number(t.0 * 2 + usize::from(*how == Copy::Near)));
    out.list(&o.passages, |out, (t, s)| {
        out.number(t.0);
        out.spans(&[*s]);
    });
}

fn read_origin(from: &mut In) -> Option<Origin> {
    let how = |n: usize| (TextId(n / 2), if n % 2 == 1 { Copy::Near } else { Copy::Exact });
    Some(Origin {
        first: TextId(from.number()?),
        copies: from.list(|f| f.number().map(how))?,
        passages: from.list(|f| Some((TextId(f.number()?), *f.spans()?.first()?)))?,
    })
}

type Places = HashMap<Arc<str>, usize>;

fn by(out: &mut Out, by: &Claimant, source: &Source, names: &Places) {
    let place = |n: &Arc<str>| names.get(n).copied().unwrap_or(0);
    match by {
        Claimant::Unnamed => out.number(0),
        Claimant::Party(p) => out.number(1 + p.0 * 2),
        Claimant::Outlet(n) => out.number(2 + place(n) * 2),
    }
    match source {
        Source::Origin(o) => out.number(o.0 * 2),
        Source::Outlet(n) => out.number(1 + place(n) * 2),
    }
}

fn read_by(from: &mut In, names: &[Arc<str>]) -> Option<(Claimant, Source)> {
    let by = match from.number()? {
        0 => Claimant::Unnamed,
        n if n % 2 == 1 => Claimant::Party(PartyId(n / 2)),
        n => Claimant::Outlet(names.get(n / 2 - 1)?.clone()),
    };
    let source = match from.number()? {
        n if n % 2 == 0 => Source::Origin(OriginId(n / 2)),
        n => Source::Outlet(names.get(n / 2)?.clone()),
    };
    Some((by, source))
}

fn claim(out: &mut Out, c: &Claim, names: &Places) {
    out.number(c.text.0);
    out.number(c.position.0);
    out.number(c.holder.0);
    match c.matter {
        Matter::Process => out.number(0),
        Matter::Plan(p) => out.number(1 + p.0 * 2),
        Matter::Point(p) => out.number(2 + p.0 * 2),
    }
    out.place(&Stance::ALL, c.stance);
    out.place(&Certainty::ALL, c.certainty);
    by(out, &c.by, &c.source, names);
    out.byte(u8::from(c.own) | u8::from(c.past) << 1);
    out.maybe(c.act, |out, a| out.place(&SpeechAct::ALL, a));
    out.maybe(c.said, Out::date);
    out.single(c.confidence);
}

fn read_claim(from: &mut In, names: &[Arc<str>]) -> Option<Claim> {
    let (text, position, holder) = (TextId(from.number()?), PositionId(from.number()?), PartyId(from.number()?));
    let matter = match from.number()? {
        0 => Matter::Process,
        n if n % 2 == 1 => Matter::Plan(PlanId(n / 2)),
        n => Matter::Point(PointId(n / 2 - 1)),
    };
    let (stance, certainty) = (from.of(&Stance::ALL)?, from.of(&Certainty::ALL)?);
    let (by, source) = read_by(from, names)?;
    let bits = from.byte()?;
    let (act, said, confidence) = (from.maybe(|f| f.of(&SpeechAct::ALL))?, from.maybe(In::date)?, from.single()?);
    let (own, past) = (bits & 1 > 0, bits & 2 > 0);
    Some(Claim { text, position, holder, matter, stance, certainty, by, own, act, said, learnt: None, source, past, confidence })
}

fn tally(out: &mut Out, t: &Tally, names: &Places) {
    out.number(t.text.0);
    out.number(t.figure.0);
    out.double(t.value);
    out.place(&Bound::ALL, t.bound);
    out.place(&Measure::ALL, t.measure);
    out.index(t.of.map(|p| p.0));
    out.index(t.hand.map(|p| p.0));
    by(out, &t.by, &t.source, names);
    out.maybe(t.said, Out::date);
    out.spans(&t.words);
    out.single(t.confidence);
}

fn read_tally(from: &mut In, names: &[Arc<str>]) -> Option<Tally> {
    let (text, figure, value) = (TextId(from.number()?), FigureId(from.number()?), from.double()?);
    let (bound, measure) = (from.of(&Bound::ALL)?, from.of(&Measure::ALL)?);
    let (of, hand) = (from.index()?.map(PartyId), from.index()?.map(PartyId));
    let (by, source) = read_by(from, names)?;
    let (said, words, confidence) = (from.maybe(In::date)?, from.spans()?, from.single()?);
    Some(Tally { text, figure, value, bound, measure, of, hand, by, said, learnt: None, source, words, confidence })
}

fn happening(out: &mut Out, h: &Happening, names: &Places) {
    out.number(h.text.0);
    out.number(h.event.0);
    out.place(&EventKind::ALL, h.kind);
    out.place(&Status::ALL, h.status);
    out.list(&h.actors, |out, p| out.number(p.0));
    out.list(&h.recipients, |out, p| out.number(p.0));
    out.maybe(h.place.as_deref(), Out::words);
    out.maybe(h.happened, |out, (a, b)| {
        out.date(a);
        out.date(b);
    });
    by(out, &h.by, &h.source, names);
    out.maybe(h.said, Out::date);
    out.spans(&h.words);
    out.single(h.confidence);
}

fn read_happening(from: &mut In, names: &[Arc<str>]) -> Option<Happening> {
    let (text, event) = (TextId(from.number()?), EventId(from.number()?));
    let (kind, status) = (from.of(&EventKind::ALL)?, from.of(&Status::ALL)?);
    let (actors, recipients) = (from.list(|f| f.number().map(PartyId))?, from.list(|f| f.number().map(PartyId))?);
    let (place, happened) = (from.maybe(In::string)?, from.maybe(|f| Some((f.date()?, f.date()?)))?);
    let (by, source) = read_by(from, names)?;
    let (said, words, confidence) = (from.maybe(In::date)?, from.spans()?, from.single()?);
    Some(Happening { text, event, kind, status, actors, recipients, place, happened, by, said, learnt: None, source, words, confidence })
}

fn dispute(out: &mut Out, d: &Dispute) {
    out.place(&ConflictKind::ALL, d.kind);
    for side in &d.sides {
        out.list(side, |out, a| match a {
            Account::Claim(i) => out.number(i * 2),
            Account::Tally(i) => out.number(i * 2 + 1),
        });
    }
    out.single(d.confidence);
}

fn read_dispute(from: &mut In) -> Option<Dispute> {
    let kind = from.of(&ConflictKind::ALL)?;
    let account = |n: usize| if n.is_multiple_of(2) { Account::Claim(n / 2) } else { Account::Tally(n / 2) };
    let sides = [from.list(|f| f.number().map(account))?, from.list(|f| f.number().map(account))?];
    Some(Dispute { kind, sides, confidence: from.single()? })
}

fn attention(out: &mut Out, a: &Attention) {
    match a {
        Attention::ItemNotFound { entry, document, words } => {
            out.byte(0);
            id(out, *entry);
            out.words(document);
            out.words(words);
        }
        Attention::ChangeDoesNotFit { entry, document } => {
            out.byte(1);
            id(out, *entry);
            out.words(document);
        }
        Attention::Overruled { entry } => {
            out.byte(2);
            id(out, *entry);
        }
        Attention::LineageCircle { later, earlier } => {
            out.byte(3);
            out.number(later.0);
            out.number(earlier.0);
        }
        Attention::Unsound { entry } => {
            out.byte(4);
            id(out, *entry);
        }
        Attention::NoDate { text } => {
            out.byte(5);
            out.number(text.0);
        }
        Attention::StrangeDate { text, day } => {
            out.byte(6);
            out.number(text.0);
            out.date(*day);
        }
    }
}

fn read_attention(from: &mut In) -> Option<Attention> {
    Some(match from.byte()? {
        0 => Attention::ItemNotFound { entry: read_id(from)?, document: from.string()?, words: from.string()? },
        1 => Attention::ChangeDoesNotFit { entry: read_id(from)?, document: from.string()? },
        2 => Attention::Overruled { entry: read_id(from)? },
        3 => Attention::LineageCircle { later: PlanId(from.number()?), earlier: PlanId(from.number()?) },
        4 => Attention::Unsound { entry: read_id(from)? },
        5 => Attention::NoDate { text: TextId(from.number()?) },
        6 => Attention::StrangeDate { text: TextId(from.number()?), day: from.date()? },
        _ => return None,
    })
}
