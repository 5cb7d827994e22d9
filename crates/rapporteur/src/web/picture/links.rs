//! Who quotes whom: those who quote on the left, those who are quoted on the right.
//!
//! Decides: the order of names, so that lines cross little; the width of a line. Must not know: the record.

use super::{at, fitted};
use crate::desk::negotiation::Quoted;
use crate::web::frame::shown;
use maud::{Markup, html};

const WIDTH: f64 = 720.0;
const SIDE: f64 = 210.0;
const ROW: f64 = 22.0;

/// The picture. `to` gives the address of somebody by name.
pub(crate) fn draw(links: &[Quoted], to: &dyn Fn(&str) -> String) -> Markup {
    let (left, right) = sides(links);
    let height = ROW * left.len().max(right.len()) as f64 + 6.0;
    let y = |i: usize, n: usize| at(ROW * (i as f64 + 0.5) + (height - ROW * n as f64) / 2.0);
    let most = links.iter().map(|l| l.times).max().unwrap_or(1);
    html! {
        svg.drawing.links viewBox=(format!("0 0 {WIDTH} {}", at(height))) role="group" aria-label="Who quotes whom; the table tells the same" {
            @for l in links {
                @let a = left.iter().position(|n| **n == l.by).map_or(0.0, |i| y(i, left.len()));
                @let b = right.iter().position(|n| **n == l.whom).map_or(0.0, |i| y(i, right.len()));
                @let middle = WIDTH / 2.0;
                path class=(if l.outlet { "link" } else { "link inner" }) stroke-width=(at(1.0 + 5.0 * l.times as f64 / most as f64))
                    d=(format!("M{} {a}C{middle} {a} {middle} {b} {} {b}", SIDE + 8.0, WIDTH - SIDE - 8.0)) {
                    title { (shown(&format!("{} quotes {}: {}", l.by, l.whom, l.times))) }
                }
            }
            @for (i, name) in left.iter().enumerate() {
                @let outlet = links.iter().any(|l| l.outlet && l.by == **name);
                @if outlet {
                    text.lane x=(SIDE) y=(y(i, left.len()) + 4.0) { (shown(&fitted(name, SIDE))) title { (shown(name)) } }
                } @else {
                    a href=(to(name)) { text.lane x=(SIDE) y=(y(i, left.len()) + 4.0) { (shown(&fitted(name, SIDE))) title { (shown(name)) } } }
                }
            }
            @for (i, name) in right.iter().enumerate() {
                a href=(to(name)) { text.name x=(WIDTH - SIDE) y=(y(i, right.len()) + 4.0) { (shown(&fitted(name, SIDE))) title { (shown(name)) } } }
            }
        }
    }
}

/// Names on the left by how often they quote; on the right where the lines to them come from on the average.
fn sides(links: &[Quoted]) -> (Vec<&str>, Vec<&str>) {
    let mut left: Vec<(&str, usize)> = Vec::new();
    for l in links {
        match left.iter_mut().find(|x| x.0 == l.by) {
            Some(known) => known.1 += l.times,
            None => left.push((&l.by, l.times)),
        }
    }
    left.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let left: Vec<&str> = left.into_iter().map(|x| x.0).collect();
    let mut right: Vec<(&str, f64, f64)> = Vec::new();
    for l in links {
        let (height, weight) = (left.iter().position(|n| *n == l.by).unwrap_or(0) as f64, l.times as f64);
        match right.iter_mut().find(|x| x.0 == l.whom) {
            Some(known) => {
                known.1 += height * weight;
                known.2 += weight;
            }
            None => right.push((&l.whom, height * weight, weight)),
        }
    }
    right.sort_by(|a, b| (a.1 / a.2).total_cmp(&(b.1 / b.2)).then(a.0.cmp(b.0)));
    (left, right.into_iter().map(|x| x.0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(by: &str, whom: &str, times: usize) -> Quoted {
        Quoted { by: by.to_owned(), outlet: true, whom: whom.to_owned(), times }
    }

    #[test]
    fn everybody_stands_once_on_a_side_and_near_whom_they_belong_to() {
        let links = [link("Wire", "Union", 9), link("Post", "Port", 3), link("Wire", "Mayor", 1), link("Post", "Mayor", 4)];
        let (left, right) = sides(&links);
        assert_eq!(left, ["Wire", "Post"]);
        assert_eq!(right, ["Union", "Mayor", "Port"]);
    }
}
