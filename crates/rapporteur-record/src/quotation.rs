//! Through whose mouths a claim is known.
//!
//! Decides: the reporting chain of a claim, with the record's names. Must not know: how it is shown.

use crate::record::{Claim, Happening, PartyId, Source, Sum, Tally, TextId};
use crate::timeline::Thing;
use crate::{AttributionId, Span, Voice};

/// One link of a reporting chain: somebody who is quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Who it is; `None` where nobody is named or it was not found out.
    pub party: Option<PartyId>,
    /// The words that name who speaks; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that attribute; empty where a quotation goes on.
    pub cue: Vec<Span>,
}

/// Where a claim stands in its text, and through whom it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation<'a> {
    /// The text.
    pub text: TextId,
    /// Whose words it stands in.
    pub voice: Voice,
    /// The words it was read from.
    pub words: Vec<Span>,
    /// From whose hand it comes.
    pub source: &'a Source,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}

/// Where a thing stands in its text. `None` where the record holds no such thing.
pub fn of(sum: &Sum, thing: Thing) -> Option<Quotation<'_>> {
    match thing {
        Thing::Claim(i) => sum.claims.get(i).and_then(|c| of_claim(sum, c)),
        Thing::Tally(i) => sum.tallies.get(i).and_then(|t| of_tally(sum, t)),
        Thing::Happening(i) => sum.happenings.get(i).and_then(|h| of_happening(sum, h)),
    }
}

fn of_claim<'a>(sum: &'a Sum, c: &'a Claim) -> Option<Quotation<'a>> {
    let reading = sum.texts.get(c.text.0)?.reading();
    let (position, voice) = reading.positions.get(c.position.0)?.parts();
    Some(Quotation { text: c.text, voice, words: position.evidence.clone(), source: &c.source, confidence: c.confidence })
}

fn of_tally<'a>(sum: &'a Sum, t: &'a Tally) -> Option<Quotation<'a>> {
    let voice = sum.texts.get(t.text.0)?.reading().figures.get(t.figure.0)?.parts().1;
    Some(Quotation { text: t.text, voice, words: t.words.clone(), source: &t.source, confidence: t.confidence })
}

fn of_happening<'a>(sum: &'a Sum, h: &'a Happening) -> Option<Quotation<'a>> {
    let voice = sum.texts.get(h.text.0)?.reading().events.get(h.event.0)?.parts().1;
    Some(Quotation { text: h.text, voice, words: h.words.clone(), source: &h.source, confidence: h.confidence })
}

/// From the outermost mouth inside a text down to the one that makes the claim; empty where the text speaks in its own voice.
pub fn chain(sum: &Sum, text: TextId, voice: Voice) -> Vec<Link> {
    let Some((text, id)) = sum.texts.get(text.0).zip(voice.attribution()) else { return Vec::new() };
    let reading = text.reading();
    let party = |actor| Some(text.party(actor)).filter(|p| p.0 < sum.parties.len());
    let link = |id: AttributionId| {
        let a = reading.attributions.get(id.0)?;
        Some(Link { party: a.speaker.first().and_then(party), source: a.source.clone(), cue: a.cue.clone() })
    };
    reading.chain(id).into_iter().filter_map(link).collect()
}
