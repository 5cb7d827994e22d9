//! Pictures, drawn on the server: each has a table or a list that tells the same in words.
//!
//! Decides: scales, ticks, shapes, that no two labels overlap. Must not know: what is claimed, the record.
//!
//! | module | draws |
//! |---|---|
//! | `lanes` | a stretch of the timeline |
//! | `bunch` | which marks become one where they would stand too close |
//! | `strip` | where one party stood on one matter over time |
//! | `spark` | how often somebody was heard |
//! | `dots` | numbers beside one another |
//! | `links` | who quotes whom |
//! | `lineage` | which proposal replaces which |

mod bunch;
pub(super) mod dots;
pub(super) mod lanes;
pub(super) mod lineage;
pub(super) mod links;
pub(super) mod spark;
pub(super) mod strip;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

/// How wide a letter of the small type is, on average; wide enough for capitals in a row.
const LETTER: f64 = 7.0;

/// A place in a picture, to a tenth.
fn at(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

/// About how wide words are.
fn width_of(words: &str) -> f64 {
    words.chars().count() as f64 * LETTER
}

/// Words that fit into a width.
fn fitted(words: &str, width: f64) -> String {
    let room = (width / LETTER).max(2.0) as usize;
    if words.chars().count() <= room { words.to_owned() } else { words.chars().take(room - 1).collect::<String>().trim_end().to_owned() + "…" }
}

fn days(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |s| s.get_days()))
}

/// Days from the left to the right.
#[derive(Clone, Copy, Debug)]
struct Scale {
    first: Date,
    last: Date,
    left: f64,
    right: f64,
}

impl Scale {
    /// Where the middle of a day is.
    fn x(&self, day: Date) -> f64 {
        let all = (days(self.first, self.last) + 1) as f64;
        at(self.left + (self.right - self.left) * (days(self.first, day) as f64 + 0.5) / all)
    }

    /// How wide a day is.
    fn day(&self) -> f64 {
        (self.right - self.left) / (days(self.first, self.last) + 1) as f64
    }

    /// Days with what stands at them, so that no two of the words overlap: days, Mondays, months or years.
    fn ticks(&self) -> Vec<(Date, String)> {
        type Step = (fn(Date) -> bool, &'static str);
        let steps: [Step; 6] = [
            (|_| true, "%-d %b"),
            (|d| d.weekday() == Weekday::Monday, "%-d %b"),
            (|d| d.day() == 1, "%b %Y"),
            (|d| d.day() == 1 && d.month() % 3 == 1, "%b %Y"),
            (|d| d.day() == 1 && d.month() == 1, "%Y"),
            (|d| d.day() == 1 && d.month() == 1 && d.year() % 10 == 0, "%Y"),
        ];
        let mut found = Vec::new();
        for (step, (fits, form)) in steps.into_iter().enumerate() {
            // Long stretches are not walked through by days.
            if step < 2 && days(self.first, self.last) > 1000 {
                continue;
            }
            let marked = self.marked(fits);
            found = marked.into_iter().map(|d| (d, d.strftime(form).to_string())).collect();
            if self.legible(&found) {
                return found;
            }
        }
        // Where even decades are too close, those stay that have room.
        let mut out: Vec<(Date, String)> = Vec::new();
        for tick in found {
            out.push(tick);
            if !self.legible(&out) {
                out.pop();
            }
        }
        out
    }

    fn marked(&self, fits: fn(Date) -> bool) -> Vec<Date> {
        let mut out = Vec::new();
        let mut day = self.first;
        while day <= self.last {
            if fits(day) {
                out.push(day);
            }
            let Ok(next) = day.checked_add(1.day()) else { break };
            day = next;
        }
        out
    }

    fn legible(&self, ticks: &[(Date, String)]) -> bool {
        ticks.windows(2).all(|w| self.x(w[0].0) + width_of(&w[0].1) / 2.0 + 8.0 <= self.x(w[1].0) - width_of(&w[1].1) / 2.0)
    }

    /// Lines and words of the days.
    fn axis(&self, top: f64, bottom: f64) -> Markup {
        html! {
            @for (day, words) in self.ticks() {
                @let x = self.x(day);
                line.rule x1=(x) x2=(x) y1=(at(top)) y2=(at(bottom)) {}
                text.day x=(x) y=(at(top - 6.0)) { (words) }
            }
        }
    }
}

/// Gives each label (where it begins, how wide it is) the lowest row in which it overlaps no other.
fn rows(labels: &[(f64, f64)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|a, b| labels[*a].0.total_cmp(&labels[*b].0));
    let mut ends: Vec<f64> = Vec::new();
    let mut out = vec![0; labels.len()];
    for i in order {
        let (begin, width) = labels[i];
        let row = ends.iter().position(|end| *end <= begin).unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(0.0);
        }
        ends[row] = begin + width;
        out[i] = row;
    }
    out
}

/// A shape for a stance: a triangle up is for, down against, a circle undecided. Filled where it is in own words.
fn stance(sign: i8, own: bool, x: f64, y: f64) -> Markup {
    let p = |dx: f64, dy: f64| format!("{},{}", at(x + dx), at(y + dy));
    let told = if own { "" } else { " told" };
    match sign {
        1 => html! { polygon class=(format!("for{told}")) points=(format!("{} {} {}", p(0.0, -5.0), p(5.2, 4.0), p(-5.2, 4.0))) {} },
        -1 => html! { polygon class=(format!("against{told}")) points=(format!("{} {} {}", p(0.0, 5.0), p(5.2, -4.0), p(-5.2, -4.0))) {} },
        _ => html! { circle class=(format!("open{told}")) cx=(at(x)) cy=(at(y)) r="4.2" {} },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn no_two_labels_of_a_row_overlap() {
        let labels: Vec<(f64, f64)> = (0..200).map(|i| (f64::from((i * 37) % 500), f64::from(20 + (i * 13) % 90))).collect();
        let rows = rows(&labels);
        for (i, a) in labels.iter().enumerate() {
            for (j, b) in labels.iter().enumerate().skip(i + 1) {
                assert!(rows[i] != rows[j] || a.0 + a.1 <= b.0 || b.0 + b.1 <= a.0, "{a:?} {b:?}");
            }
        }
        assert_eq!(super::rows(&[(0.0, 10.0), (10.0, 10.0), (5.0, 10.0)]), [0, 0, 1]);
    }

    #[test]
    fn the_words_of_an_axis_never_overlap() {
        for length in [0, 1, 6, 20, 40, 90, 200, 400, 1500, 9000] {
            for right in [220.0, 700.0, 1180.0] {
                let scale = Scale { first: date(2033, 1, 17), last: date(2033, 1, 17).checked_add(length.days()).unwrap(), left: 170.0, right };
                let ticks = scale.ticks();
                assert!(scale.legible(&ticks) || ticks.len() < 2, "{length} {right} {ticks:?}");
            }
        }
    }

    #[test]
    fn words_are_cut_to_their_room() {
        assert_eq!(fitted("harbour", 200.0), "harbour");
        assert!(width_of(&fitted("the council of the harbour workers", 90.0)) <= 90.0);
    }
}
