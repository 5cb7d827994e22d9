//! The board of a deal: one page that needs nothing else.
//!
//! Decides: the page's order: chart, its twin as a table, accounts, reasons with the words. No script, no address.
//! Must not know: rules of a deal.

use super::gantt::{Bar, colour, svg};
use crate::view::html::escape;
use rapporteur_record::deal::{Deal, Event, Moment, Node, Status};
use std::collections::BTreeMap;

const STYLE: &str = ":root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #8886;padding:.35rem .5rem;text-align:left;vertical-align:top}\
th{background:#eee}.day{white-space:nowrap}.state{border-left:.6rem solid}.wide{overflow-x:auto}svg{min-width:60rem;width:100%;height:auto;--page:#fff}\
.wide th:first-child,.wide td:first-child{position:sticky;left:0;min-width:9rem;background:#fff}.wide th:first-child{background:#eee}\
details{margin:.3rem 0}blockquote{margin:.2rem 0 .2rem 1rem;font-style:italic}summary{cursor:pointer}ul{padding-left:1.2rem}\
@media screen and (prefers-color-scheme:dark){body,.wide td:first-child{color:#ddd;background:#181818}th,.wide th:first-child{background:#2c2c2c}svg{--page:#181818}}\
@media print{.silent{display:none}body{margin:0;max-width:none;font-size:11px}svg{min-width:0}.wide{overflow:visible}tr,blockquote{break-inside:avoid}h2{break-after:avoid}\
.wide th:first-child,.wide td:first-child{position:static;min-width:0}*{print-color-adjust:exact}details::details-content{display:block;content-visibility:visible}}";

/// The page.
pub(super) fn page(deal: &Deal, events: &[Event], may_concern: &[Event], status: &Status, bars: &[Bar]) -> String {
    let name = escape(&deal.name);
    let chart = svg(deal, bars, status.on).replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
    let known = if status.known_on == status.on { String::new() } else { format!(", as known on {}", status.known_on) };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{name}</title><style>{STYLE}</style></head>\n<body><h1>{name}</h1>\n<p>{} On {}{known}. Every state is somebody\u{2019}s: this page takes no side.{}</p>\n<div class=\"wide\">{chart}</div>\n",
        deal.version.as_deref().map(|v| format!("Version: {}.", escape(v))).unwrap_or_default(),
        status.on,
        status.zone.as_deref().map(|z| format!(" Days and hours are in {}.", escape(z))).unwrap_or_default()
    );
    out.push_str("<h2>The chart as a table</h2><div class=\"wide\"><table><tr><th>clause</th><th>who</th><th>from</th><th>to</th><th>state</th></tr>\n");
    for b in bars {
        let day = |d: Option<Moment>| d.map_or_else(|| "not known".to_owned(), |d| d.to_string());
        let title = escape(&format!("{}: {}", b.id, b.title));
        let title = if b.phase { format!("<strong>{title}</strong>") } else { title };
        out.push_str(&format!(
            "<tr><td>{title}</td><td>{}</td><td class=\"day\">{}</td><td class=\"day\">{}</td><td class=\"state\" style=\"border-left-color:{}\">{}</td></tr>\n",
            escape(&b.who),
            day(b.from),
            day(b.to),
            colour(b.state),
            b.state
        ));
    }
    out.push_str("</table></div>\n<h2>According to whom</h2>\n");
    out.push_str(&accounts(deal, status));
    out.push_str("<h2>Why</h2>\n");
    let by_id: BTreeMap<&str, &Event> = events.iter().map(|e| (e.id.as_str(), e)).collect();
    for o in &status.obligations {
        out.push_str(&format!("<details><summary>{}: {}</summary>\n", escape(&o.id), escape(&o.phrase())));
        for a in &o.accounts {
            // On paper, where nothing folds, accounts without a word of their own are left out.
            out.push_str(if a.spoke { "<ul>" } else { "<ul class=\"silent\">" });
            reasons(&a.why, &by_id, &mut out);
            out.push_str("</ul>\n");
        }
        out.push_str("</details>\n");
    }
    if !may_concern.is_empty() {
        out.push_str("<h2>May concern the deal, not counted</h2>\n<ul>");
        for e in may_concern {
            let source = e.source.as_ref().map(|s| format!(" ({})", escape(s))).unwrap_or_default();
            out.push_str(&format!(
                "<li>{} {}, {}, according to {}<blockquote>{}{source}</blockquote>{}</li>\n",
                escape(&e.of),
                e.claim.name(),
                e.happened,
                escape(&e.by),
                quoted(e),
                escape(&e.doubts.join("; "))
            ));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</body></html>\n");
    out
}

fn accounts(deal: &Deal, status: &Status) -> String {
    let mut out = String::from("<div class=\"wide\"><table><tr><th>obligation</th><th>all together</th>");
    out.extend(status.accounts.iter().map(|a| format!("<th>{}</th>", escape(deal.party_name(a)))));
    out.push_str("</tr>\n");
    for o in &status.obligations {
        out.push_str(&format!(
            "<tr><td>{}</td><td class=\"state\" style=\"border-left-color:{}\">{}</td>",
            escape(&o.id),
            colour(o.overall.name()),
            o.overall.name()
        ));
        for a in &o.accounts {
            let cell = if a.spoke { a.phrase() } else { "no word".to_owned() };
            out.push_str(&format!("<td>{}</td>", escape(&cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
    out
}

/// An event's words in quotation marks; where none were kept, that is said without them.
fn quoted(e: &Event) -> String {
    e.quote.as_ref().map_or_else(|| "no words kept".to_owned(), |q| format!("\u{201c}{}\u{201d}", escape(q)))
}

fn reasons(node: &Node, events: &BTreeMap<&str, &Event>, out: &mut String) {
    out.push_str(&format!("<li>{}", escape(&node.text)));
    for e in node.witnesses.iter().filter_map(|w| events.get(w.as_str())) {
        let quote = quoted(e);
        let source = e.source.as_ref().map(|s| format!(" ({})", escape(s))).unwrap_or_default();
        out.push_str(&format!("<blockquote>{}: {quote} [{}, said {}]{source}</blockquote>", escape(&e.by), escape(&e.id), e.said));
    }
    if !node.because.is_empty() {
        out.push_str("<ul>");
        node.because.iter().for_each(|n| reasons(n, events, out));
        out.push_str("</ul>");
    }
    out.push_str("</li>");
}
