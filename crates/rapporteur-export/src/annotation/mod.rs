//! A reviewed reading as an annotation of the corpus: a text, and lines that quote it.
//!
//! Decides: which items an annotation holds, and how each is written (the form is told in `corpus/corpus.py` and `corpus/claims.py`). Must not know:
//! who decided what (it is told which items count), files.
//!
//! Ids stay those of the record, so that a line is found there again. What hangs on a rejected item goes with it: a position on a term that does not
//! count is none.

mod quote;
mod said;

use quote::{Page, Place};
use rapporteur_record::json::{actor_id, attribution_id, conflict_id, event_id, figure_id, position_id, proposal_id, term_id};
use rapporteur_record::{
    ActorId, AttributionId, Claimed, ConflictId, Document, EventId, FigureId, ItemKind, Parameter, PositionId, ProposalId, Reading, Sides, Span, Speaker,
    Status, Target, TermId, conflict,
};
use said::Said;

/// An annotation: what stands in its two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// `NAME.txt`: what is known of the document, and its text.
    pub text: String,
    /// `NAME.ann`: a line for each item.
    pub lines: String,
}

/// Words that the form of an annotation cannot quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotQuotable {
    /// The words.
    pub words: String,
}

/// The annotation of a reading whose corrections are in it already. `rejected` says what does not count; `remarks` stand above the lines.
///
/// # Errors
/// [`NotQuotable`] where words hold marks that mean something in the form: braces, a bar, two dots between spaces.
pub fn annotation(document: &Document, reading: &Reading, rejected: &dyn Fn(ItemKind, usize) -> bool, remarks: &[String]) -> Result<Annotation, NotQuotable> {
    let page = Page::of(&document.text);
    let writer = Writer { page, reading, rejected };
    let said = said::all(&writer.page, reading, rejected);
    let mut lines: Vec<String> = remarks.iter().map(|r| format!("# {}", one_line(r))).collect();
    lines.extend((0..reading.actors.len()).filter_map(|i| writer.actor(ActorId(i))));
    for one in &said {
        lines.push(writer.attribution(one)?);
    }
    lines.push("claims".to_owned());
    writer.claims(document, &mut lines)?;
    lines.push(String::new());
    Ok(Annotation { text: head(document) + &writer.page.text(), lines: lines.join("\n") })
}

/// What is known of a document, as front matter.
fn head(d: &Document) -> String {
    let published = d.published.map(|day| day.to_string());
    let known = [("title", &d.title), ("outlet", &d.outlet), ("date", &published), ("url", &d.url), ("id", &Some(d.id.clone()))];
    let lines: String = known.iter().filter_map(|(key, value)| Some(format!("{key}: {}\n", one_line(value.as_deref()?)))).collect();
    format!("---\n{lines}---\n\n")
}

fn one_line(words: &str) -> String {
    words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A value between the bars and semicolons of a line.
fn value(words: &str) -> String {
    one_line(&words.replace(['|', ';'], ","))
}

fn joined(ids: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = ids.collect();
    if all.is_empty() { "-".to_owned() } else { all.join(" + ") }
}

fn or_none(id: Option<String>) -> String {
    id.unwrap_or_else(|| "-".to_owned())
}

fn pairs(all: impl Iterator<Item = (&'static str, String)>) -> String {
    let all: Vec<String> = all.map(|(key, value)| format!("{key}={value}")).collect();
    if all.is_empty() { "-".to_owned() } else { all.join("; ") }
}

struct Writer<'a> {
    page: Page<'a>,
    reading: &'a Reading,
    rejected: &'a dyn Fn(ItemKind, usize) -> bool,
}

impl Writer<'_> {
    fn has_actor(&self, id: ActorId) -> bool {
        id.0 < self.reading.actors.len() && !(self.rejected)(ItemKind::Actor, id.0)
    }

    fn actors<'i>(&'i self, ids: &'i [ActorId]) -> impl Iterator<Item = String> + 'i {
        ids.iter().filter(|id| self.has_actor(**id)).map(|id| actor_id(*id))
    }

    fn has_proposal(&self, id: ProposalId) -> bool {
        let words = self.reading.proposals.get(id.0).is_some_and(|p| !self.page.places(&p.mentions).is_empty());
        words && !(self.rejected)(ItemKind::Proposal, id.0)
    }

    fn has_term(&self, id: TermId) -> bool {
        let words = self.reading.terms.get(id.0).is_some_and(|t| !self.page.places(&t.parts().0.text).is_empty());
        words && !(self.rejected)(ItemKind::Term, id.0)
    }

    fn has_position(&self, id: PositionId) -> bool {
        let Some((p, _)) = self.reading.positions.get(id.0).map(Claimed::parts) else { return false };
        let aims = match p.target {
            Target::Proposal(id) => self.has_proposal(id),
            Target::Term(id) => self.has_term(id),
            Target::Process => true,
        };
        aims && self.has_actor(p.holder) && !self.page.places(&p.evidence).is_empty() && !(self.rejected)(ItemKind::Position, id.0)
    }

    fn has_figure(&self, id: FigureId) -> bool {
        let Some((f, _)) = self.reading.figures.get(id.0).map(Claimed::parts) else { return false };
        f.value.is_finite() && f.value >= 0.0 && !self.page.places(&f.text).is_empty() && !(self.rejected)(ItemKind::Figure, id.0)
    }

    fn actor(&self, id: ActorId) -> Option<String> {
        let a = self.reading.actor(id).filter(|_| self.has_actor(id))?;
        let acts_for = or_none(a.acts_for.filter(|id| self.has_actor(*id)).map(actor_id));
        let role = a.role.as_deref().map_or(String::new(), |r| format!(" role={}", value(r)));
        let names: Vec<String> = a.names.iter().map(|n| value(n)).collect();
        Some(format!("actor {} | {} | {} | acts_for={acts_for}{role} | {}", actor_id(id), value(&a.name), a.kind.name(), names.join("; ")))
    }

    fn attribution(&self, said: &Said) -> Result<String, NotQuotable> {
        let id = attribution_id(said.id);
        let within = said.within.map_or(String::new(), |w: AttributionId| format!(" < {}", attribution_id(w)));
        let first = said.cue.first().or(said.content.first()).map_or(0, |p| p.start);
        let here = self.page.paragraph(first);
        let (mut by, mut act) = ("-".to_owned(), "");
        if let Some(a) = self.reading.attributions.get(said.id.0) {
            act = a.speech_act.name();
            by = match &a.speaker {
                Speaker::Actor(ids) => joined(self.actors(ids)),
                Speaker::Described(id) => joined(self.actors(&[*id])),
                Speaker::Unresolved => by,
            };
        }
        let mut roles = Vec::new();
        for (role, places) in [("src", &said.source), ("cue", &said.cue), ("con", &said.content), ("to", &said.addressee)] {
            if !places.is_empty() {
                roles.push(format!("{role} {}", self.quotes(places, here, true)?));
            }
        }
        Ok(format!("{id}{within} | p{here} | by {by} | {act} | {}", roles.join(" ")))
    }

    fn quotes(&self, places: &[Place], here: usize, bars: bool) -> Result<String, NotQuotable> {
        let one = |p: &Place| self.page.quote(p, here, bars).ok_or_else(|| NotQuotable { words: self.page.words(p) });
        Ok(places.iter().map(one).collect::<Result<Vec<_>, _>>()?.join(" + "))
    }

    /// Words of a line below `claims`.
    fn words(&self, spans: &[Span]) -> Result<String, NotQuotable> {
        let places = self.page.places(spans);
        let here = self.page.paragraph(places.first().map_or(0, |p| p.start));
        Ok(format!("p{here} {}", self.quotes(&places, here, false)?))
    }

    fn claims(&self, document: &Document, lines: &mut Vec<String>) -> Result<(), NotQuotable> {
        let r = self.reading;
        for id in (0..r.proposals.len()).map(ProposalId).filter(|id| self.has_proposal(*id)) {
            lines.push(self.proposal(id)?);
        }
        for id in (0..r.terms.len()).map(TermId).filter(|id| self.has_term(*id)) {
            lines.push(self.term(id)?);
        }
        for id in (0..r.positions.len()).map(PositionId).filter(|id| self.has_position(*id)) {
            lines.push(self.position(id)?);
        }
        lines.extend(conflict::find(document, r).iter().enumerate().filter_map(|(i, c)| self.conflict(ConflictId(i), c)));
        for id in (0..r.figures.len()).map(FigureId).filter(|id| self.has_figure(*id)) {
            lines.push(self.figure(id)?);
        }
        for id in (0..r.events.len()).map(EventId).filter(|id| !(self.rejected)(ItemKind::Event, id.0)) {
            lines.extend(self.event(id)?);
        }
        Ok(())
    }

    fn proposal(&self, id: ProposalId) -> Result<String, NotQuotable> {
        let p = &self.reading.proposals[id.0];
        // Paragraphs are counted from 1, so that each mention names its own.
        let mentions = self.page.places(&p.mentions).iter().map(|m| self.quotes(std::slice::from_ref(m), 0, false)).collect::<Result<Vec<_>, _>>()?;
        let (authors, after) = (joined(self.actors(&p.authors)), or_none(p.supersedes.filter(|id| self.has_proposal(*id)).map(proposal_id)));
        Ok(format!("proposal {} | {} | by {authors} | supersedes={after} | {}", proposal_id(id), value(&p.label), mentions.join(" ")))
    }

    fn term(&self, id: TermId) -> Result<String, NotQuotable> {
        let (t, _) = self.reading.terms[id.0].parts();
        let parameter = |(key, v): &(&'static str, Parameter)| match v {
            Parameter::Number(n) => Some((*key, n.to_string())),
            Parameter::Words(words) => Some((*key, value(words))),
            Parameter::Actor(id) => self.has_actor(*id).then(|| (*key, actor_id(*id))),
        };
        let proposal = or_none(t.proposal.filter(|id| self.has_proposal(*id)).map(proposal_id));
        let parameters = pairs(t.parameters.iter().filter_map(parameter));
        Ok(format!("term {} | {} | {proposal} | {} | {parameters}", term_id(id), t.kind.name(), self.words(&t.text)?))
    }

    fn position(&self, id: PositionId) -> Result<String, NotQuotable> {
        let (p, _) = self.reading.positions[id.0].parts();
        let target = match p.target {
            Target::Proposal(id) => proposal_id(id),
            Target::Term(id) => term_id(id),
            Target::Process => "process".to_owned(),
        };
        let words = self.words(&p.evidence)?;
        Ok(format!("position {} | {} | {target} | {} | {} | {words}", position_id(id), actor_id(p.holder), p.stance.name(), p.certainty.name()))
    }

    /// Only what stands against something still.
    fn conflict(&self, id: ConflictId, c: &rapporteur_record::Conflict) -> Option<String> {
        let sides: Vec<Vec<String>> = match &c.sides {
            Sides::Positions(sides) => sides.iter().map(|s| s.iter().filter(|id| self.has_position(**id)).map(|id| position_id(*id)).collect()).collect(),
            Sides::Figures(sides) => sides.iter().map(|s| s.iter().filter(|id| self.has_figure(**id)).map(|id| figure_id(*id)).collect()).collect(),
        };
        let sides: Vec<String> = sides.into_iter().filter(|s| !s.is_empty()).map(|s| s.join(" + ")).collect();
        (sides.len() > 1).then(|| format!("conflict {} | {} | {}", conflict_id(id), c.kind.name(), sides.join(" / ")))
    }

    fn figure(&self, id: FigureId) -> Result<String, NotQuotable> {
        let (f, _) = self.reading.figures[id.0].parts();
        let who = [("of", f.of), ("by", f.by)].into_iter().filter_map(|(key, id)| Some((key, actor_id(id.filter(|id| self.has_actor(*id))?))));
        let words = self.words(&f.text)?;
        Ok(format!("figure {} | {} {} {} | {} | {words}", figure_id(id), f.value, f.bound.name(), f.measure.name(), pairs(who)))
    }

    fn event(&self, id: EventId) -> Result<Option<String>, NotQuotable> {
        let (e, _) = self.reading.events[id.0].parts();
        if self.page.places(&e.text).is_empty() {
            return Ok(None);
        }
        let date = e.time.as_ref().map(|t| match t.days {
            Some((first, last)) if first == last => first.to_string(),
            _ => self.page.places(&[t.words]).first().map_or(String::new(), |p| value(&self.page.words(p))),
        });
        let status = (e.status != Status::Reported).then(|| e.status.name().to_owned());
        let more = [("place", e.place.as_deref().map(value)), ("date", date), ("status", status)];
        let more = pairs(more.into_iter().filter_map(|(key, v)| Some((key, v.filter(|v| !v.is_empty())?))));
        let (actors, recipients) = (joined(self.actors(&e.actors)), joined(self.actors(&e.recipients)));
        Ok(Some(format!("event {} | {} | {actors} -> {recipients} | {} | {more}", event_id(id), e.kind.name(), self.words(&e.text)?)))
    }
}
