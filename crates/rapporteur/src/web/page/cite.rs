//! Claims and the words they were read from, as all screens over the record show them.
//!
//! Decides: how a stance, a claimant and a quotation look. Must not know: which screen it is.

use super::link::Way;
use crate::desk::negotiation::{Quotation, Quotations, Stand, Subject};
use crate::view::block::Line;
use crate::view::{html as blocks, phrase};
use crate::web::frame::{self, shown};
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeSet;

/// A line of the record, in words.
pub(super) fn line(line: &Line) -> Markup {
    PreEscaped(blocks::inline(line))
}

/// Lines as a list; no more than `limit`, then where the rest is.
pub(super) fn list(lines: &[Line], limit: usize, rest: &str) -> Markup {
    html! {
        ul.lines { @for l in lines.iter().take(limit) { li { (line(l)) } } }
        @if lines.len() > limit { p.rest { a href=(rest) { "All " (lines.len()) } } }
    }
}

/// The shape of a stance; the word beside it says the same.
pub(super) fn glyph(sign: i8) -> Markup {
    let (class, shape) = match sign {
        1 => ("for", "▲"),
        -1 => ("against", "▼"),
        _ => ("open", "○"),
    };
    html! { span class=(class) aria-hidden="true" { (shape) } }
}

/// "▲ accepts (probable)".
pub(super) fn stance(s: &Stand) -> Markup {
    let class = match s.sign {
        1 => "for",
        -1 => "against",
        _ => "open",
    };
    html! {
        span.stance { (glyph(s.sign)) " " span class=(class) { (phrase::short_stance(s.stance)) } }
        @if s.certainty != "certain" { span.quiet { " (" (s.certainty) ")" } }
    }
}

/// What a stance is about, with the address of its proposal.
pub(super) fn subject(way: &Way, s: &Subject) -> Markup {
    html! {
        @match s.kind {
            "process" => { strong { "the talks as such" } }
            "proposal" => { a href=(way.proposal(&s.label)) { strong dir="auto" { (shown(&s.label)) } } }
            "figure" => { strong { (phrase::spaced(&s.label)) } }
            kind => {
                strong { (phrase::spaced(kind)) } ": " q dir="auto" { "“" (shown(&s.label)) "”" }
                @if let Some(p) = &s.proposal { span.quiet { ", in " a href=(way.proposal(p)) { (shown(p)) } } }
            }
        }
    }
}

/// The number of a quotation on this page.
pub(super) fn to(number: usize) -> Markup {
    html! { a.to href=(format!("#q{number}")) aria-label=(format!("quotation {number}")) { (number) } }
}

/// The sentence of a quotation; the words that the claim was read from stand out.
pub(super) fn passage(q: &Quotation) -> Markup {
    html! { @for p in &q.passage { @if p.claim { mark { (shown(&p.words)) } } @else { (shown(&p.words)) } } }
}

/// Through how many mouths words are known: the outlet's is the first.
pub(super) fn depth(q: &Quotation) -> usize {
    q.chain.len() + 1
}

/// Through whom a quotation is known, with what a reader must know of it.
pub(super) fn from(way: &Way, q: &Quotation) -> Markup {
    let cues: Vec<&str> = q.chain.iter().map(|v| v.cue.as_str()).filter(|c| !c.is_empty()).collect();
    html! {
        (frame::status(q.status))
        span.chain dir="auto" { (shown(&phrase::chain(q))) }
        @for (i, cue) in cues.iter().enumerate() { (if i == 0 { ", by the words “" } else { "”, “" }) (shown(cue)) @if i + 1 == cues.len() { "”" } }
        @for r in phrase::remarks(q) { " (" (shown(&r)) ")" }
        " · " a href=(way.text(q)) { (shown(q.title.as_deref().unwrap_or(&q.document))) }
    }
}

/// A quotation where it is told, without a number.
pub(super) fn quotation(way: &Way, q: &Quotation) -> Markup {
    html! { blockquote dir="auto" { (passage(q)) } p.from { (from(way, q)) } }
}

/// One of a list of quotations, found by its number.
pub(super) fn numbered(all: &Quotations, number: usize) -> Option<&Quotation> {
    all.get(number)
}

/// The quotations of an answer that is told in full, at the end of the page.
pub(super) fn quotations(way: &Way, all: &Quotations) -> Markup {
    listed(way, (1..=all.len()).filter_map(|n| all.get(n)))
}

/// Of an answer that is told in part, the quotations that the part names.
pub(super) fn named_quotations(way: &Way, all: &Quotations, named: &BTreeSet<usize>) -> Markup {
    listed(way, named.iter().filter_map(|n| numbered(all, *n)))
}

fn listed<'a>(way: &Way, all: impl Iterator<Item = &'a Quotation>) -> Markup {
    let mut all = all.peekable();
    if all.peek().is_none() {
        return Markup::default();
    }
    html! {
        h2 #quotations { "Quotations" }
        ol.quotations { @for q in all { li id=(format!("q{}", q.number)) value=(q.number) { (quotation(way, q)) } } }
    }
}

/// What a page says where there is nothing, and what to do next.
pub(super) fn nothing(what: &str, next: &str) -> Markup {
    html! { div.nothing { p { (what) } @if !next.is_empty() { p.quiet { (next) } } } }
}
