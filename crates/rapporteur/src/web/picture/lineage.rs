//! Which proposal replaces which, from the oldest on.
//!
//! Decides: where boxes stand. Must not know: which of them counts.

use super::{at, fitted};
use crate::desk::negotiation::Plan;
use crate::web::frame::shown;
use maud::{Markup, html};

const BOX: f64 = 210.0;
const GAP: f64 = 60.0;
const HIGH: f64 = 62.0;
const BETWEEN: f64 = 16.0;

/// The picture of one line of proposals; `here` is the one whose page it is, `to` gives addresses.
pub(crate) fn draw(line: &[Plan], here: Option<&str>, to: &dyn Fn(&str) -> String) -> Markup {
    let places = places(line);
    let columns = places.iter().map(|p| p.0).max().unwrap_or(0) + 1;
    let rows = places.iter().map(|p| p.1).max().unwrap_or(0) + 1;
    let width = BOX * columns as f64 + GAP * (columns - 1) as f64 + 4.0;
    let height = HIGH * rows as f64 + BETWEEN * (rows - 1) as f64 + 4.0;
    let corner = |(c, r): (usize, usize)| (at(2.0 + (BOX + GAP) * c as f64), at(2.0 + (HIGH + BETWEEN) * r as f64));
    html! {
        svg.lineage viewBox=(format!("0 0 {} {}", at(width), at(height))) width=(at(width)) height=(at(height)) role="group" aria-label="Which proposal replaces which; the table tells the same" {
            @for (p, place) in line.iter().zip(&places) {
                @if let Some(from) = line.iter().position(|q| Some(&q.label) == p.supersedes.as_ref()).map(|i| places[i]) {
                    @let ((x1, y1), (x2, y2)) = (corner(from), corner(*place));
                    @let middle = at(x1 + BOX + GAP / 2.0);
                    path.arrow d=(format!("M{} {}H{middle}V{}H{}m-6 -4l6 4l-6 4", x1 + BOX, y1 + HIGH / 2.0, y2 + HIGH / 2.0, x2 - 2.0)) {}
                }
            }
            @for (p, place) in line.iter().zip(&places) {
                @let (x, y) = corner(*place);
                a href=(to(&p.label)) aria-current=[(here == Some(p.label.as_str())).then_some("page")] {
                    title { (shown(&p.label)) }
                    rect.plan x=(x) y=(y) width=(BOX) height=(HIGH) rx="4" {}
                    text.name x=(x + 10.0) y=(y + 20.0) { (shown(&fitted(&p.label, BOX - 20.0))) }
                    text.quiet x=(x + 10.0) y=(y + 37.0) { (shown(&fitted(&by(p), BOX - 20.0))) }
                    text.quiet x=(x + 10.0) y=(y + 53.0) { @match p.first { Some(d) => { "told of since " (d) }, None => "on no known day" } }
                }
            }
        }
    }
}

fn by(p: &Plan) -> String {
    if p.authors.is_empty() { "author not told".to_owned() } else { format!("by {}", p.authors.join(", ")) }
}

/// Column and row of each: a column for each step from the oldest; each later one beside its earlier one where that place is free.
fn places(line: &[Plan]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for p in line {
        let earlier = line.iter().take(out.len()).position(|q| Some(&q.label) == p.supersedes.as_ref()).and_then(|i| out.get(i).copied());
        let (column, mut row) = earlier.map_or((0, 0), |(c, r)| (c + 1, r));
        while out.contains(&(column, row)) {
            row += 1;
        }
        out.push((column, row));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(label: &str, supersedes: Option<&str>) -> Plan {
        Plan {
            label: label.to_owned(),
            labels: Vec::new(),
            authors: Vec::new(),
            supersedes: supersedes.map(str::to_owned),
            superseded_by: Vec::new(),
            first: None,
            documents: 1,
            terms: 0,
            claims: 0,
            open: false,
            line: String::new(),
        }
    }

    #[test]
    fn no_two_boxes_overlap_and_versions_go_to_the_right() {
        let line = [plan("a", None), plan("b", Some("a")), plan("c", Some("a")), plan("d", Some("b")), plan("e", Some("c"))];
        assert_eq!(places(&line), [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1)]);
    }
}
