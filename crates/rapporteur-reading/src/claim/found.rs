//! The tagged spans of one kind of claim.
//!
//! Decides: which words make a span, and how sure that is. Must not know: what the span is tied to.

use super::{Bounds, Ground};
use crate::content;
use crate::encoder::{Claim, SpanScores};
use rapporteur_record::Span;
use std::ops::Range;

/// A span of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its words.
    pub(crate) span: Span,
    /// Its pieces, of the text.
    pub(crate) pieces: Range<usize>,
    /// How sure the tags and the head are of it, 0..1.
    pub(crate) sure: f32,
    /// What the head says of it.
    pub(crate) scores: SpanScores,
}

/// All spans of a kind, in text order.
pub(crate) fn find(ground: &Ground<'_>, claim: Claim, bounds: Bounds) -> Vec<Found> {
    let k = claim as usize;
    let mut out: Vec<Found> = Vec::new();
    for (window, scores) in ground.windows {
        let core = window.core.start - window.all.start..window.core.end - window.all.start;
        let tags = &scores.claims[k];
        let ranges: Vec<Range<usize>> = content::spans(tags, bounds.begin[k]).into_iter().filter(|r| core.contains(&r.start)).collect();
        for (range, scores) in ranges.iter().zip(ground.encoder.spans(scores, &ranges)) {
            let sure = (content::sureness(tags, std::slice::from_ref(range)) * scores.accept).sqrt();
            let pieces = window.all.start + range.start..window.all.start + range.end;
            let Some(span) = words(ground, &pieces) else { continue };
            let heading = ground.headings.iter().any(|h| h.overlaps(span));
            if sure >= bounds.keep[k] && !heading && out.last().is_none_or(|f| f.span.end() <= span.begin()) {
                out.push(Found { span, pieces, sure, scores });
            }
        }
    }
    out
}

/// A span that code found and no tag, with its scores. `sure` is how sure the code is, 0..1.
pub(crate) fn of_words(ground: &Ground<'_>, span: Span, sure: f32) -> Option<Found> {
    let pieces = &ground.cut.pieces;
    let first = pieces.partition_point(|p| p.span.end() <= span.begin());
    let (window, scores) = ground.windows.iter().find(|(w, _)| w.core.contains(&first))?;
    let last = pieces.partition_point(|p| p.span.begin() < span.end()).min(window.all.end);
    let range = first - window.all.start..last.max(first + 1) - window.all.start;
    let scores = ground.encoder.spans(scores, std::slice::from_ref(&range)).pop()?;
    Some(Found { span, pieces: first..last.max(first + 1), sure, scores })
}

fn words(ground: &Ground<'_>, pieces: &Range<usize>) -> Option<Span> {
    let all = ground.cut.pieces.get(pieces.clone())?;
    closed(&ground.document.text, content::whole_words(&ground.document.text, all.first()?.span.begin(), all.last()?.span.end())?)
}

/// A span without the marks and conjunctions it ends on: "the framework, and".
fn closed(text: &str, span: Span) -> Option<Span> {
    let mut own = span.of(text).trim_end();
    while let Some(rest) = [",", ";", ":", " and", " or", " but"].iter().find_map(|e| own.strip_suffix(e)) {
        own = rest.trim_end();
    }
    Span::new(text, span.begin(), span.begin() + own.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_span_ends_on_a_comma_or_a_conjunction() {
        let of = |text: &str| Span::new(text, 0, text.len()).and_then(|s| closed(text, s)).map(|s| s.of(text).to_owned());
        assert_eq!(of("the framework, and").as_deref(), Some("the framework"));
        assert_eq!(of("a truce in the band").as_deref(), Some("a truce in the band"));
        assert_eq!(of(", and"), None);
    }
}
