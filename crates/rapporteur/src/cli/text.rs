//! The ladder: who says what, for people.
//!
//! Decides: lines, indents, colours, what is shortened. Must not know: how anything was found out.

mod lay;

use crate::desk::{self, Known, Read, Statement, Summary};
use anstyle::{AnsiColor, Style};
pub(crate) use lay::{clean, pieces, shorten, styled, width_of, wrap};
use rapporteur_reading::{quote, sentence};
use rapporteur_record::{AttributionId, Span, SpeechAct, Time, json};

/// Below this the reader is not sure, and the ladder says so.
const UNSURE: f32 = 0.5;

pub(crate) const TITLE: Style = Style::new().bold();
pub(crate) const QUIET: Style = Style::new().dimmed();
pub(crate) const SPEAKER: Style = Style::new().bold();
pub(crate) const CUE: Style = AnsiColor::Cyan.on_default();
pub(crate) const MARK: Style = AnsiColor::Yellow.on_default();
const PLAIN: Style = Style::new();

/// A document with its statements.
pub(crate) fn ladder(read: &Read, width: usize) -> String {
    let mut out = head(read, width);
    let text = &read.document.text;
    let sentences = sentence::split(text);
    for (number, (base, line)) in quote::paragraphs(text).filter(|(_, l)| !l.trim().is_empty()).enumerate() {
        let here = |id: AttributionId| read.reading.attributions.get(id.0).is_some_and(|a| (base..base + line.len()).contains(&a.hull().0));
        let roots: Vec<AttributionId> = read.reading.inside(None).map(|(id, _)| id).filter(|id| here(*id)).collect();
        if !roots.is_empty() {
            out += "\n";
            out += &passage(read, &sentences, &roots, (base, base + line.len()), number + 1, width);
            for id in roots {
                rungs(read, id, "  ", "  ", width, &mut out);
            }
        }
    }
    out + &foot(read, width)
}

/// Title, outlet, day.
fn head(read: &Read, width: usize) -> String {
    let d = &read.document;
    let title = d.title.as_deref().unwrap_or(&d.id);
    let mut out = String::new();
    for line in wrap(&[(clean(title), TITLE)], width, "", "") {
        out += &line;
    }
    let about: Vec<String> = [d.outlet.clone(), d.published.map(|p| p.to_string())].into_iter().flatten().collect();
    let about = if about.is_empty() { "no outlet, no date".to_owned() } else { about.join(", ") };
    out + &styled(QUIET, &shorten(&clean(&about), width)) + "\n"
}

/// The sentences of a paragraph in which something is said, source and cue marked.
fn passage(read: &Read, sentences: &[Span], roots: &[AttributionId], (begin, end): (usize, usize), number: usize, width: usize) -> String {
    let text = &read.document.text;
    let said: Vec<_> = roots.iter().filter_map(|id| read.reading.attributions.get(id.0)).collect();
    let mut words: Vec<(String, Style)> = vec![];
    let mut last = None;
    for (i, s) in sentences.iter().enumerate().filter(|(_, s)| s.begin() >= begin && s.end() <= end) {
        if !said.iter().any(|a| a.hull().0 < s.end() && s.begin() < a.hull().1) {
            continue;
        }
        if last.is_some_and(|l| l + 1 != i) {
            words.push(("[…]".to_owned(), QUIET));
        }
        last = Some(i);
        let mut at = s.begin();
        for word in s.of(text).split_inclusive(char::is_whitespace) {
            let inside = |spans: &[Span]| spans.iter().any(|r| r.begin() < at + word.trim_end().len().max(1) && at < r.end());
            let style = match () {
                () if said.iter().any(|a| inside(&a.cue)) => CUE,
                () if said.iter().any(|a| inside(&a.source)) => PLAIN,
                () => QUIET,
            };
            words.push((clean(word), style));
            at += word.len();
        }
    }
    let label = format!("¶{number}");
    let rest = " ".repeat(width_of(&label) + 1);
    wrap(&words, width, &format!("{} ", styled(QUIET, &label)), &rest).concat()
}

/// One statement and those inside it.
fn rungs(read: &Read, id: AttributionId, first: &str, rest: &str, width: usize, out: &mut String) {
    let Some(said) = desk::statement(read, id) else { return };
    let inner: Vec<AttributionId> = read.reading.inside(Some(id)).map(|(id, _)| id).collect();
    let below = format!("{rest}{}", if inner.is_empty() { "   " } else { "│  " });
    let below_styled = styled(QUIET, &below);
    let marks = marks(read, &said);
    let (plain, shown) = line(read, &said, width.saturating_sub(width_of(first)));
    *out += &format!("{}{shown}", styled(QUIET, first));
    let marks_width = marks.iter().map(|m| width_of(m) + 2).sum::<usize>();
    if !marks.is_empty() && width_of(first) + plain + marks_width < width {
        *out += &format!("  {}\n", styled(MARK, &marks.join("  ")));
    } else {
        *out += "\n";
        if !marks.is_empty() {
            for row in wrap(&[(marks.join("  "), MARK)], width, &below_styled, &below_styled) {
                *out += &row;
            }
        }
    }
    *out += &format!("{below_styled}{}\n", shorten(&clean(&said.content), width.saturating_sub(width_of(&below))));
    for (i, child) in inner.iter().enumerate() {
        let (branch, on) = if i + 1 == inner.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        rungs(read, *child, &format!("{rest}{branch}"), &format!("{rest}{on}"), width, out);
    }
}

/// Id, speaker, whom it speaks for, cue: how wide, and with colours.
fn line(read: &Read, said: &Statement, room: usize) -> (usize, String) {
    let unsure = read.reading.attributions.get(said.id.0).is_some_and(|a| a.confidence < UNSURE);
    let id = format!("{}{}", json::attribution_id(said.id), if unsure { "?" } else { "" });
    let voice = if said.speaker.is_empty() { "—".to_owned() } else { shorten(&clean(&said.speaker), room * 2 / 5) };
    let acting = said.acts_for.as_deref().map(|a| format!(" (for {})", shorten(&clean(a), room / 4))).unwrap_or_default();
    let cue = if said.cue.is_empty() { "(goes on)".to_owned() } else { shorten(&clean(&said.cue), room / 3) };
    let width = [&id, &voice, &acting, &cue].map(|s| width_of(s)).iter().sum::<usize>() + 4;
    (width, format!("{}  {}{acting}  {}", styled(QUIET, &id), styled(SPEAKER, &voice), styled(CUE, &cue)))
}

/// What a reader must know of a statement beside its words.
fn marks(read: &Read, said: &Statement) -> Vec<String> {
    let mut out = Vec::new();
    match said.known {
        Known::Named => {}
        Known::Described => out.push("[described, not named]".to_owned()),
        Known::Nobody => out.push("[nobody named]".to_owned()),
        Known::NotResolved => out.push("[not resolved]".to_owned()),
    }
    if let Some(a) = read.reading.attributions.get(said.id.0) {
        if a.speech_act != SpeechAct::Asserts {
            out.push(format!("[{}]", a.speech_act.name()));
        }
        if let Some(t) = &a.time {
            out.push(format!("[said {}]", time(&read.document.text, t)));
        }
    }
    out
}

/// "on Tuesday: 2031-03-04"; the words alone where they do not resolve.
pub(crate) fn time(text: &str, t: &Time) -> String {
    let words = clean(t.words.of(text));
    match t.days {
        None => words,
        Some((a, b)) if a == b => format!("{words}: {a}"),
        Some((a, b)) => format!("{words}: {a} to {b}"),
    }
}

/// How much was found, and what was not understood.
fn foot(read: &Read, width: usize) -> String {
    let mut out = String::from("\n");
    for line in wrap(&[(counted(desk::summary(read)), QUIET)], width, "", "") {
        out += &line;
    }
    for note in &read.reading.notes {
        for line in wrap(&[(format!("note: {}", clean(&note.message)), MARK)], width, "", "      ") {
            out += &line;
        }
    }
    out
}

fn counted(s: Summary) -> String {
    let of = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let mut parts = vec![format!("{} by {}", of(s.statements, "statement", "statements"), of(s.speakers, "speaker", "speakers"))];
    if s.nested > 0 {
        parts.push(format!("{} inside another", s.nested));
    }
    if s.unresolved > 0 {
        parts.push(of(s.unresolved, "speaker not resolved", "speakers not resolved"));
    }
    if s.nobody > 0 {
        parts.push(format!("{} with nobody named", s.nobody));
    }
    parts.join("; ") + "."
}
