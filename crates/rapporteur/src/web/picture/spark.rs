//! How often somebody was heard, day by day.
//!
//! Decides: the height of a day. Must not know: the record.

use super::at;
use crate::web::frame::shown;
use maud::{Markup, html};

const HEIGHT: f64 = 26.0;
const DAY: f64 = 4.0;

/// A bar for each day, `most` as high as the picture.
pub(crate) fn draw(days: &[usize], most: usize, words: &str) -> Markup {
    let width = DAY * days.len() as f64;
    html! {
        svg.spark viewBox=(format!("0 0 {width} {HEIGHT}")) role="img" aria-label=(shown(words)) {
            line.rule x1="0" x2=(width) y1=(HEIGHT - 0.5) y2=(HEIGHT - 0.5) {}
            @for (i, n) in days.iter().enumerate().filter(|(_, n)| **n > 0) {
                @let high = at((HEIGHT - 2.0) * *n as f64 / most.max(1) as f64).max(2.0);
                rect.bar x=(at(DAY * i as f64)) y=(at(HEIGHT - 1.0 - high)) width="3" height=(high) {}
            }
        }
    }
}
