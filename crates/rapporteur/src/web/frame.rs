//! What all pages share.
//!
//! Decides: where a reader finds the way, how machine-read and confirmed are told apart. Must not know: answers.

use super::access::Known;
use super::asset::{MARK_AT, SCRIPT_AT, STYLE_AT};
use super::held::{Extent, Standing};
use super::{Role, Visitor};
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Every screen: its address, its name, and the key that leads there after `g`.
const SCREENS: [(&str, &str, char); 10] = [
    ("/", "Overview", 'o'),
    ("/matrix", "Matrix", 'm'),
    ("/timeline", "Timeline", 't'),
    ("/contested", "Contested", 'c'),
    ("/figures", "Figures", 'f'),
    ("/proposals", "Proposals", 'p'),
    ("/actors", "Actors", 'a'),
    ("/sources", "Sources", 's'),
    ("/search", "Search", 'e'),
    ("/review", "Review", 'r'),
];

/// What a page says of itself.
pub(crate) struct Page<'a> {
    /// What is asked, as a heading.
    pub(crate) title: &'a str,
    /// The screen it belongs to, by its address.
    pub(crate) screen: &'static str,
    /// Its own address without the form: the twins' addresses are made of it. Empty: it has none.
    pub(crate) path: &'a str,
    /// The question behind the `?`, as it came.
    pub(crate) query: &'a str,
    /// Who looks.
    pub(crate) visitor: &'a Visitor,
    /// The dossier's name.
    pub(crate) dossier: &'a str,
    /// How much of the record it shows.
    pub(crate) extent: Extent,
    /// Whether less can be asked for.
    pub(crate) dated: bool,
    /// How far the record got, where there is one behind the page.
    pub(crate) standing: Option<&'a Standing>,
}

impl<'a> Page<'a> {
    /// A page about something that failed: it belongs to no screen and has no twins.
    pub(super) fn of_failure(title: &'a str, visitor: &'a Visitor, dossier: &'a str) -> Page<'a> {
        Page { title, screen: "", path: "", query: "", visitor, dossier, extent: Extent::default(), dated: false, standing: None }
    }
}

/// The page around its content.
pub(crate) fn page(p: &Page, content: Markup) -> Markup {
    document(
        &format!("{} – {}", p.title, p.dossier),
        html! {
            a.skip href="#content" { "Skip to the content" }
            header.top {
                p.dossier { a href="/" { (shown(p.dossier)) } }
                form.find action="/search" role="search" {
                    label.hidden for="find" { "Search" }
                    input #find type="search" name="words" placeholder="Search what was said" autocomplete="off";
                    button { "Search" }
                }
                (who(p.visitor))
            }
            div.columns {
                nav.rail aria-label="Screens" {
                    ul {
                        @for (at, name, key) in SCREENS {
                            li { a href=(at) data-key=(key) aria-current=[(p.screen == at).then_some("page")] { (name) } }
                        }
                    }
                }
                main #content tabindex="-1" {
                    div.head {
                        h1 dir="auto" { (shown(p.title)) }
                        @if !p.path.is_empty() { (tools(p)) }
                    }
                    p.printed { (shown(p.dossier)) @if let Some(day) = p.extent.as_of { ", as known on " (day) } @if let Some(day) = p.extent.published_until { ", texts published until " (day) } }
                    @if p.extent != Extent::default() { (seen(p)) }
                    @if let Some(s) = p.standing.filter(|s| s.behind > 0) {
                        p.note role="status" { (s.behind) " newer entries are being added up; this page shows the record before them. Load it again in a moment." }
                    }
                    (content)
                }
            }
            footer.bottom {
                p {
                    "Every claim here is somebody’s, with its words behind it. "
                    (status("machine")) " read by the program, looked at by nobody. "
                    (status("accepted")) (status("corrected")) " by a person. "
                    (status("rejected")) " by a person: it does not count."
                }
            }
        },
    )
}

/// The day, and the other forms of the page.
fn tools(p: &Page) -> Markup {
    let question = if p.query.is_empty() { String::new() } else { format!("?{}", p.query) };
    let stem = if p.path == "/" { "/overview" } else { p.path };
    html! {
        div.tools {
            @if p.dated { (extent(p)) }
            a.twin href=(format!("{stem}.json{question}")) { "JSON" }
            a.twin href=(format!("{stem}.csv{question}")) { "CSV" }
        }
    }
}

/// What is asked beside how much of the record is shown, and beside the part of a list: that is of another list.
fn beside_extent(p: &Page) -> Vec<(String, String)> {
    super::page::pairs(p.query).into_iter().filter(|(k, _)| !["as_of", "published_until", "status", "page"].contains(&k.as_str())).collect()
}

/// Asks for the record by an earlier day of either clock, and for what people confirmed; keeps everything else that is asked.
fn extent(p: &Page) -> Markup {
    let clock = |name: &'static str, words: &str, about: &str, day: Option<Date>| {
        html! { span.pair title=(about) { label for=(name) { (words) } " " input id=(name) type="date" name=(name) value=[day.map(|d| d.to_string())]; } }
    };
    html! {
        form.asof action=(p.path) {
            @for (k, v) in beside_extent(p) { input type="hidden" name=(k) value=(v); }
            (clock("published_until", "Published until", "Only texts that were published by the end of this day, whenever they were added here", p.extent.published_until))
            (clock("as_of", "Added until", "Only what had been added to this dossier by the end of this day: the record as it was known here", p.extent.as_of))
            span.pair title="Only stances, figures and events that a person confirmed or put right" {
                input #status type="checkbox" name="status" value="confirmed" checked[p.extent.confirmed]; " " label for="status" { "Confirmed only" }
            }
            button { "Show" }
        }
    }
}

/// Which clock the page goes by, and the way back.
fn seen(p: &Page) -> Markup {
    let kept = serde_urlencoded::to_string(beside_extent(p)).unwrap_or_default();
    let back = if kept.is_empty() { p.path.to_owned() } else { format!("{}?{kept}", p.path) };
    html! {
        p.note.clock role="status" {
            @if let Some(day) = p.extent.published_until {
                "Only texts published until the end of " time { (day) } ", whenever they were added; what people decided on them since counts. A text without a day of publication is left out. "
            }
            @if let Some(day) = p.extent.as_of {
                "Only what had been added to this dossier, or decided in it, by the end of " time { (day) } " (UTC): the record as it was known here. "
            }
            @if p.extent.confirmed { "Only stances, figures and events that a person confirmed or put right. " }
            a href=(back) { "The record as it is" }
        }
    }
}

/// Who looks, and the way out for those who came in by an account.
fn who(visitor: &Visitor) -> Markup {
    html! {
        div.who {
            @if visitor.known == Known::Here {
                p { (shown(&visitor.name)) " · " (role(visitor.role)) }
            } @else {
                p {
                    a href="/account" { (shown(&visitor.name)) } " · " (role(visitor.role))
                    @if visitor.role == Role::Admin { " · " a href="/accounts" { "Accounts" } }
                }
                form method="post" action="/logout" { button { "Sign out" } }
            }
        }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Read => "may read",
        Role::Review => "may review",
        Role::Admin => "may administer",
    }
}

/// The same where there is no room for the word: a shape, and the word for whoever cannot see it. What a machine read and nobody looked at is the
/// most, so it has the lightest one.
pub(crate) fn sign(status: &str) -> Markup {
    let (class, shape, word) = match status {
        "" | "machine" => ("machine", "◌", "machine"),
        "accepted" => ("confirmed", "✓", "confirmed"),
        "corrected" => ("corrected", "✎", "corrected"),
        other => ("rejected", "✕", other),
    };
    html! { span class=(format!("sign {class}")) title=(word) { span aria-hidden="true" { (shape) } span.hidden { " " (word) } } }
}

/// What the shapes say.
pub(crate) fn signs() -> Markup {
    html! {
        (sign("machine")) " read by the program, looked at by nobody. " (sign("accepted")) " confirmed, " (sign("corrected")) " put right by a person. What a person rejected is not shown here."
    }
}

/// What people made of something a machine read. The word says it, not the colour alone.
pub(crate) fn status(status: &str) -> Markup {
    let word = match status {
        "" | "machine" => "machine",
        "accepted" => "confirmed",
        other => other,
    };
    html! { span class=(format!("status {word}")) { (word) } }
}

/// A page without the way around it, for whoever cannot be let in or has lost the way.
pub(crate) fn bare(what: &str, help: &str, onward: bool) -> Markup {
    document(
        what,
        html! {
            main.bare #content {
                h1 { (shown(what)) }
                p { (shown(help)) }
                @if onward { p { a href="/" { "To the overview" } } }
            }
        },
    )
}

/// A page for whoever is not in yet.
pub(crate) fn alone(title: &str, content: Markup) -> Markup {
    document(
        title,
        html! {
            main.bare #content {
                h1 { (shown(title)) }
                (content)
            }
        },
    )
}

fn document(title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (shown(title)) }
                link rel="icon" type="image/svg+xml" href=(*MARK_AT);
                link rel="stylesheet" href=(*STYLE_AT);
                script src=(*SCRIPT_AT) defer {}
            }
            body { (body) }
        }
    }
}

/// A message; what it names as it is typed stands out.
pub(crate) fn message(words: &str) -> Markup {
    html! { @for (i, part) in words.split('`').enumerate() { @if i % 2 == 1 { code dir="auto" { (shown(part)) } } @else { (shown(part)) } } }
}

/// Words of a document or a person as they can be shown: nothing in them turns the direction of writing or is no character.
/// They come out escaped.
pub(crate) fn shown(words: &str) -> Markup {
    PreEscaped(crate::view::html::escape(words))
}
