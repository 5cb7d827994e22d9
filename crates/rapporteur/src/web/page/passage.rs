//! A text with everything that was read in it, and the ladder of an item.
//!
//! Decides: how marks look together, how a ladder is drawn. Must not know: which marks there are, what may be decided.

use crate::desk::article::{Chosen, Fact, Held, Mark, Part, Piece, Role, Rung};
use crate::view::phrase;
pub(crate) use crate::view::phrase::kind;
use crate::web::frame::{shown, status};
use maud::{Markup, html};

/// An address with a question.
pub(crate) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let asked: Vec<&(&str, &str)> = pairs.iter().filter(|(_, v)| !v.is_empty()).collect();
    match serde_urlencoded::to_string(asked) {
        Ok(question) if !question.is_empty() => format!("{path}?{question}"),
        _ => path.to_owned(),
    }
}

/// The reader's page of an item; the place in the text is the fragment.
pub(crate) fn of_item(document: &str, item: &str) -> String {
    format!("{}#here", address("/document", &[("id", document), ("item", item)]))
}

/// The reader's page of a document.
pub(crate) fn of_document(document: &str) -> String {
    address("/document", &[("id", document)])
}

/// What people call a document that has no title: its id, without the folders it was in.
pub(crate) fn short(id: &str) -> &str {
    id.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(id)
}

/// The kind of item that an id of a record names.
fn kind_of(id: &str) -> &'static str {
    rapporteur_store::parse_id(id).map_or("item", |(k, _)| kind(k.name()))
}

/// Paragraphs. Every mark leads to its item; the chosen item's words stand out by their roles.
pub(crate) fn paragraphs(parts: &[Part], chosen: Option<&str>, to: impl Fn(&str) -> String) -> Markup {
    let mut here = false;
    html! {
        @for part in parts {
            @let pieces = html! { @for p in &part.pieces { (piece(p, chosen, &mut here, &to)) } };
            @if part.heading { h3.line dir="auto" { (pieces) } } @else { p dir="auto" { (pieces) } }
        }
    }
}

fn piece(p: &Piece, chosen: Option<&str>, here: &mut bool, to: &impl Fn(&str) -> String) -> Markup {
    let Some(inner) = p.marks.last() else { return shown(&p.words) };
    let on: Vec<&Mark> = p.marks.iter().filter(|m| Some(m.item.as_str()) == chosen).collect();
    let first = !on.is_empty() && !std::mem::replace(here, *here || !on.is_empty());
    let words = shown(&p.words);
    let name = format!("{} {}", kind_of(&inner.item), inner.item);
    html! {
        a class=(classes(p, inner, &on)) id=[first.then_some("here")] href=(to(&inner.item)) title=(name)
            tabindex=[(!inner.first).then_some("-1")] aria-current=[(!on.is_empty()).then_some("true")] { (words) }
    }
}

/// What a piece looks like: what it is innermost, how deep in what others say, and what it is to the chosen item.
fn classes(p: &Piece, inner: &Mark, on: &[&Mark]) -> String {
    let mut out = format!("m k-{}", kind_of(&inner.item));
    let deep = p.marks.iter().filter(|m| m.role == Role::Content).count().min(4);
    out += &format!(" d{deep}");
    if inner.status == "rejected" {
        out += " gone";
    }
    for role in on.iter().map(|m| m.role) {
        out += match role {
            Role::Source => " on source",
            Role::Cue => " on cue",
            Role::Content => " on content",
            Role::Words => " on words",
        };
    }
    out
}

/// From the outlet down to the innermost content.
pub(crate) fn ladder(c: &Chosen, to: impl Fn(&str) -> String) -> Markup {
    let outlet = c.ladder.outlet.as_deref().unwrap_or("An outlet that is not named");
    let day = c.ladder.published.as_deref().map_or_else(|| "on a day not known".to_owned(), |d| format!("on {d}"));
    html! {
        ol.ladder aria-label="Who says what, from the outlet down" {
            li.outlet {
                p.voice dir="auto" { strong { (shown(outlet)) } }
                p.how { "writes " (day) @if c.ladder.rungs.is_empty() { ", in its own voice" } }
            }
            @for r in &c.ladder.rungs { (rung(r, r.id == c.id, &to)) }
            li.said {
                p.how { @if c.kind == "attribution" { "what is said" } @else { "the words for this " (kind(c.kind)) } }
                blockquote.inmost dir="auto" { span class=(if c.kind == "attribution" { "content" } else { "words" }) { (shown(&c.ladder.content)) } }
            }
        }
    }
}

fn rung(r: &Rung, own: bool, to: &impl Fn(&str) -> String) -> Markup {
    let (name, how) = who(r);
    html! {
        li.own[own] {
            p.voice dir="auto" {
                strong.source { (shown(&name)) }
                @if let Some(behalf) = r.acts_for.as_ref().filter(|b| **b != name) { span.quiet { " for " } (shown(behalf)) }
                @if let Some(role) = &r.role { span.quiet { ", " (shown(role)) } }
            }
            p.how { (shown(&how)) }
            p.act dir="auto" {
                @if r.cue.is_empty() { span.quiet { "no words attribute it here: a quotation goes on" } } @else { "“" span.cue { (shown(&r.cue)) } "”" }
                " " span.quiet { (act(r.act)) @if !r.addressee.is_empty() { ", to " (shown(&r.addressee)) } }
            }
            @if let Some(time) = &r.time { p.how { "said " (shown(time)) } }
            @if !own { p.how { a href=(to(&r.id)) { "statement " (r.id) } " " (status(r.status)) } }
        }
    }
}

/// The name to show, and how it was found out who speaks.
fn who(r: &Rung) -> (String, String) {
    let words = r.source.as_deref().map(|s| format!("“{s}”"));
    match (r.known, &r.speaker) {
        ("named", Some(name)) => (name.clone(), words.map_or_else(|| "named here".to_owned(), |w| format!("{w} was read as this name"))),
        ("described", Some(name)) => (name.clone(), "described, not named".to_owned()),
        ("nobody", _) => ("Nobody is named".to_owned(), "the text names no speaker".to_owned()),
        _ => (r.source.clone().unwrap_or_default(), "who is meant was not found out".to_owned()),
    }
}

/// A speech act, after the words that attribute.
fn act(name: &str) -> &'static str {
    match name {
        "denies" => "denying",
        "commits" => "binding itself",
        "demands" => "demanding",
        "proposes" => "proposing",
        "accuses" => "accusing",
        "threatens" => "threatening",
        "asks" => "asking",
        "expects" => "expecting",
        "doubts" => "doubting",
        _ => "stating",
    }
}

/// Where somebody stands, as these words are read.
pub(crate) fn positions(all: &[Held], chosen: &str, to: impl Fn(&str) -> String) -> Markup {
    html! {
        @for p in all {
            div.held {
                p dir="auto" {
                    strong { (shown(&p.holder)) } " "
                    span class=(match p.sign { 1 => "for", -1 => "against", _ => "open" }) { (certainty(p.certainty)) (phrase::stance(p.stance)) } " "
                    @match &p.of { Some(of) => a href=(to(of)) { (shown(&p.about)) }, None => (shown(&p.about)) }
                }
                p.how { (status(p.status)) @if p.id != chosen { a href=(to(&p.id)) { "position " (p.id) } } " by the words “" span dir="auto" { (shown(&p.evidence)) } "”" }
            }
        }
    }
}

fn certainty(name: &str) -> &'static str {
    match name {
        "probable" => "probably ",
        "possible" => "possibly ",
        _ => "",
    }
}

/// What else is told of an item.
pub(crate) fn facts(all: &[Fact]) -> Markup {
    html! {
        @if !all.is_empty() {
            dl.facts { @for f in all { div { dt { (f.name.replace('_', " ")) } dd dir="auto" { (shown(&f.value)) } } } }
        }
    }
}

/// What people said of an item.
pub(crate) fn history(c: &Chosen) -> Markup {
    html! {
        @if c.history.is_empty() { p.how { "Nobody has decided on it." } } @else {
            ol.history {
                @for s in &c.history {
                    li {
                        strong { (verdict(&s.verdict)) } " by " (shown(&s.by)) " " span.quiet { (when(s.learnt.as_deref())) ", entry " (s.entry) }
                        @for (name, value) in &s.changes { br; (name) ": " span dir="auto" { (shown(value)) } }
                        @if let Some(comment) = &s.comment { br; q dir="auto" { (shown(comment)) } }
                    }
                }
            }
        }
    }
}

/// A verdict as something done.
pub(crate) fn verdict(name: &str) -> &'static str {
    match name {
        "accept" => "confirmed",
        "reject" => "rejected",
        "correct" => "corrected",
        "second" => "seconded",
        "comment" => "remarked",
        "remove" => "removed a document",
        "join" => "joined",
        "apart" => "kept apart",
        "out" => "taken out",
        "ask" => "put up for a second reader",
        "settle" => "settled",
        "undo" => "took back",
        "brief" => "gave a brief",
        _ => "wrote",
    }
}

/// A time to the minute, as people read it.
pub(crate) fn when(learnt: Option<&str>) -> String {
    learnt.map_or_else(|| "at a time not known".to_owned(), |t| t.get(..16).unwrap_or(t).replace('T', " ") + " UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(item: &str, role: Role) -> Mark {
        Mark { item: item.to_owned(), role, first: true, status: "machine" }
    }

    #[test]
    fn text_that_is_marked_up_is_still_the_text_and_never_markup() {
        let words = ["<b>he said</b> ", "\"no\" ", "& left"];
        let marks = [vec![], vec![mark("s1", Role::Content), mark("x1", Role::Words)], vec![mark("s1", Role::Content)]];
        let pieces = words.iter().zip(marks).map(|(w, marks)| Piece { words: (*w).to_owned(), marks }).collect();
        let page = paragraphs(&[Part { heading: false, pieces }], Some("s1"), |item| of_item("a&b", item)).into_string();
        let bare = page.split('<').filter_map(|p| p.split_once('>')).map(|(_, t)| t).collect::<String>();
        assert_eq!(bare, "&lt;b&gt;he said&lt;/b&gt; &quot;no&quot; &amp; left");
        assert_eq!(page.matches("id=\"here\"").count(), 1);
        assert!(page.contains("k-position d1 on content") && page.contains("id=a%26b&amp;item=x1#here"), "{page}");
    }

    #[test]
    fn a_document_is_called_without_its_folders() {
        for (id, called) in [("/a/b/talks.txt", "talks.txt"), ("c:\\x\\y.txt", "y.txt"), ("talks", "talks"), ("https://x.example/a/", "a"), ("/", "/")] {
            assert_eq!(short(id), called);
        }
    }

    #[test]
    fn an_address_says_only_what_is_asked() {
        assert_eq!(address("/search", &[("words", "a b"), ("speaker", "")]), "/search?words=a+b");
        assert_eq!(address("/search", &[]), "/search");
    }
}
