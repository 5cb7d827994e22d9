//! Attributions as an annotation has them.
//!
//! Decides: which of them an annotation can hold, and which lies inside which once some are left out. Must not know: how they are written.

use super::quote::{Page, Place};
use rapporteur_record::{AttributionId, ItemKind, Reading};

/// An attribution with its places.
pub(super) struct Said {
    pub(super) id: AttributionId,
    pub(super) source: Vec<Place>,
    /// None or one.
    pub(super) cue: Vec<Place>,
    /// At least one.
    pub(super) content: Vec<Place>,
    pub(super) addressee: Vec<Place>,
    pub(super) within: Option<AttributionId>,
}

/// The attributions that count and that an annotation can hold.
pub(super) fn all(page: &Page<'_>, reading: &Reading, rejected: &dyn Fn(ItemKind, usize) -> bool) -> Vec<Said> {
    let kept = (0..reading.attributions.len()).filter(|i| !rejected(ItemKind::Attribution, *i));
    let mut said: Vec<Said> = kept.filter_map(|i| one(page, reading, AttributionId(i))).collect();
    // One that lies inside what lies inside it has no place; without it others may have another.
    while let Some(lost) = settle(reading, &mut said) {
        said.remove(lost);
    }
    said
}

fn one(page: &Page<'_>, reading: &Reading, id: AttributionId) -> Option<Said> {
    let a = reading.attributions.get(id.0)?;
    let cue = cue(page, page.places(&a.cue));
    let content: Vec<Place> = page.places(&a.content).into_iter().flat_map(|c| without(page, &c, cue.as_ref())).collect();
    // A source without a cue is no form of the corpus.
    let source = if cue.is_some() { page.places(&a.source) } else { Vec::new() };
    (!content.is_empty()).then(|| Said { id, source, content, addressee: page.places(&a.addressee), cue: cue.into_iter().collect(), within: None })
}

/// A cue is one place: from its first words to its last where they stand in one paragraph, without a comma at its end.
fn cue(page: &Page<'_>, places: Vec<Place>) -> Option<Place> {
    let (first, last) = (places.first()?, places.last()?);
    let whole = if page.paragraph(first.start) == page.paragraph(last.start) { first.start..last.end } else { first.clone() };
    let comma = page.words(&whole).chars().rev().take_while(|c| *c == ',' || c.is_whitespace()).count();
    let whole = page.trimmed(whole.start..whole.end - comma);
    (whole.start < whole.end).then_some(whole)
}

/// A place without the words of the cue.
fn without(page: &Page<'_>, place: &Place, cue: Option<&Place>) -> Vec<Place> {
    let Some(cue) = cue.filter(|c| c.start < place.end && place.start < c.end) else { return vec![place.clone()] };
    let parts = [place.start..cue.start.max(place.start), cue.end.min(place.end)..place.end];
    parts.into_iter().map(|p| page.trimmed(p)).filter(|p| p.start < p.end).collect()
}

impl Said {
    /// What must lie inside a parent.
    fn lies(&self) -> &[Place] {
        if self.cue.is_empty() { &self.content } else { &self.cue }
    }

    fn holds(&self, places: &[Place]) -> bool {
        places.iter().all(|p| self.content.iter().any(|c| c.start <= p.start && p.end <= c.end))
    }

    fn length(&self) -> usize {
        self.content.iter().map(|c| c.end - c.start).sum()
    }
}

/// Says of each inside which it lies. Returns one that can lie nowhere, where there is one.
fn settle(reading: &Reading, said: &mut [Said]) -> Option<usize> {
    said.iter_mut().for_each(|s| s.within = None);
    for i in 0..said.len() {
        let parent = ancestors(reading, said[i].id).find(|id| said.iter().any(|s| s.id == *id && s.holds(said[i].lies())));
        said[i].within = parent.filter(|p| !leads_to(said, *p, said[i].id));
        if said[i].within.is_some() || said[i].cue.is_empty() {
            continue;
        }
        let around: Vec<usize> = (0..said.len()).filter(|j| *j != i && said[*j].holds(&said[i].cue)).collect();
        let fits = around.iter().copied().filter(|j| !leads_to(said, said[*j].id, said[i].id)).min_by_key(|j| said[*j].length());
        match fits {
            Some(j) => said[i].within = Some(said[j].id),
            None if around.is_empty() => {}
            None => return Some(i),
        }
    }
    None
}

/// From the one that holds it outwards.
fn ancestors(reading: &Reading, id: AttributionId) -> impl Iterator<Item = AttributionId> {
    let up = |id: &AttributionId| reading.attributions.get(id.0).and_then(|a| a.within);
    // Nesting cannot run in circles; the bound says so to whoever brings a reading of their own.
    std::iter::successors(up(&id), move |id| up(id)).take(reading.attributions.len())
}

fn leads_to(said: &[Said], from: AttributionId, to: AttributionId) -> bool {
    let up = |id: &AttributionId| said.iter().find(|s| s.id == *id).and_then(|s| s.within);
    from == to || std::iter::successors(up(&from), up).take(said.len()).any(|id| id == to)
}
