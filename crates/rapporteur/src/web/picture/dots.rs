//! Numbers beside one another: a row for each, in order of the day.
//!
//! Decides: the scale, how a bound is drawn. Must not know: which number is right.

use super::{at, fitted};
use crate::desk::negotiation::Number;
use crate::view::phrase;
use crate::web::frame::shown;
use maud::{Markup, html};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 270.0;
const ROW: f64 = 19.0;
/// Rows that are drawn, at most.
pub(crate) const ROWS: usize = 40;

/// The picture. A number that is meant exactly is a full dot; "about" and orders are hollow; "at least" and "at most" have an arrow.
pub(crate) fn draw(numbers: &[Number]) -> Markup {
    let shown_numbers: Vec<&Number> = numbers.iter().take(ROWS).collect();
    let values = || shown_numbers.iter().map(|n| n.value);
    let (Some(least), Some(most)) = (values().min_by(f64::total_cmp), values().max_by(f64::total_cmp)) else { return Markup::default() };
    let (least, most) = if least > 0.0 && least < most * 0.6 { (0.0, most) } else { (least, most) };
    let room = (most - least).max(f64::MIN_POSITIVE);
    let x = |v: f64| if most > least { at(LEFT + 14.0 + (WIDTH - LEFT - 110.0) * (v - least) / room) } else { LEFT + 60.0 };
    let height = 8.0 + ROW * shown_numbers.len() as f64;
    html! {
        svg.drawing.dots viewBox=(format!("0 0 {WIDTH} {}", at(height))) role="group" aria-label="Numbers and who tells them; the list tells the same in words" {
            line.rule x1=(LEFT) x2=(LEFT) y1="0" y2=(at(height)) {}
            @for (i, n) in shown_numbers.iter().enumerate() {
                @let y = 8.0 + ROW * (i as f64 + 0.3);
                @let day = n.said.map_or_else(|| "no day".to_owned(), |d| d.to_string());
                text.day.start x="10" y=(at(y + 4.0)) { (day) }
                text.lane x=(LEFT - 10.0) y=(at(y + 4.0)) { (shown(&fitted(&phrase::name(&n.by), LEFT - 104.0))) }
                a href=(format!("#q{}", n.quotation)) aria-label=(shown(&format!("{}: “{}”, according to {}, {day}", fitted(&value(n), 90.0), n.words, phrase::teller(&n.by)))) {
                    line.thread x1=(LEFT) x2=(x(n.value)) y1=(at(y)) y2=(at(y)) {}
                    (dot(n, x(n.value), y))
                    text.value x=(at(x(n.value) + if n.bound == "above" { 24.0 } else { 10.0 })) y=(at(y + 4.0)) { (shown(&fitted(&value(n), 90.0))) }
                }
            }
        }
    }
}

fn dot(n: &Number, x: f64, y: f64) -> Markup {
    let class = if n.disputed { "dot disputed" } else { "dot" };
    let arrow = |d: f64| format!("M{} {}h{d}m{} -3l{} 3l{} 3", at(x), at(y), -d.signum() * 3.0, d.signum() * 3.0, -d.signum() * 3.0);
    html! {
        @match n.bound {
            "above" => { path.arrow d=(arrow(18.0)) {} }
            "below" => { path.arrow d=(arrow(-18.0)) {} }
            _ => {}
        }
        circle class=(if matches!(n.bound, "about" | "order") { format!("{class} hollow") } else { class.to_owned() }) cx=(x) cy=(at(y)) r="4.5" {}
    }
}

/// A number as it is read: 12,000; 0.5.
pub(crate) fn value(n: &Number) -> String {
    let whole = n.value.trunc();
    let mut digits = format!("{}", whole.abs());
    let mut at = digits.len();
    while at > 3 && digits.len() < 40 {
        at -= 3;
        digits.insert(at, ',');
    }
    let part = (n.value - whole).abs();
    let part = if part < 0.005 { String::new() } else { format!("{part:.2}").trim_start_matches('0').trim_end_matches('0').to_owned() };
    let before = match n.bound {
        "above" => "at least ",
        "below" => "at most ",
        "about" => "about ",
        "order" => "some ",
        _ => "",
    };
    let minus = if n.value < 0.0 { "−" } else { "" };
    format!("{before}{minus}{digits}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::negotiation::Teller;

    fn number(value: f64, bound: &'static str) -> Number {
        let by = Teller { name: None, acts_for: None, outlet: false };
        Number { value, bound, words: String::new(), hand: None, by, said: None, disputed: false, quotation: 1, carried: Vec::new() }
    }

    #[test]
    fn numbers_are_told_as_they_are_meant() {
        assert_eq!(value(&number(1_234_567.0, "exact")), "1,234,567");
        assert_eq!(value(&number(12.5, "above")), "at least 12.5");
        assert_eq!(value(&number(-3.0, "about")), "about −3");
    }

    #[test]
    fn every_number_is_drawn_once() {
        let numbers: Vec<Number> = (0..7).map(|i| number(f64::from(i % 3), "exact")).collect();
        assert_eq!(draw(&numbers).into_string().matches("<circle").count(), 7);
        assert_eq!(draw(&[]).into_string(), "");
    }
}
