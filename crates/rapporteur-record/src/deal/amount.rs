//! How much.
//!
//! Decides: that quantities are exact to a thousandth, so that sums do not depend on their order.
//! Must not know: of what.

use std::fmt;

/// A quantity in thousandths of its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i64);

impl Amount {
    /// Nothing of it.
    pub const ZERO: Amount = Amount(0);
    /// One whole.
    pub const ONE: Amount = Amount(1000);

    /// That many wholes.
    pub fn whole(n: i64) -> Amount {
        Amount(n.saturating_mul(1000))
    }

    /// Reads `30`, `2.5`, `1_800`; at most three places.
    pub fn parse(text: &str) -> Option<Amount> {
        let text = text.trim().replace('_', "");
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let thousandths = format!("{part:0<3}").parse::<i64>().ok()?;
        let whole: i64 = whole.parse().ok()?;
        let whole = whole.checked_mul(1000)?;
        whole.checked_add(if text.starts_with('-') { -thousandths } else { thousandths }).map(Amount)
    }

    /// The sum, at most what fits.
    #[must_use]
    pub fn plus(self, other: Amount) -> Amount {
        Amount(self.0.saturating_add(other.0))
    }

    /// `self` times `give` per `per`; nothing where `per` is nothing.
    #[must_use]
    pub fn scaled(self, give: Amount, per: Amount) -> Amount {
        if per.0 == 0 {
            return Amount::ZERO;
        }
        let product = i128::from(self.0) * i128::from(give.0) / i128::from(per.0);
        Amount(i64::try_from(product).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if part == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{}", format!("{part:03}").trim_end_matches('0')) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_and_print_the_same() {
        for text in ["0", "30", "3.67", "40.5", "-1.25"] {
            assert_eq!(Amount::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Amount::parse("1_800").unwrap(), Amount::whole(1800));
        assert!(Amount::parse("0.0001").is_none(), "finer than a thousandth is refused, not rounded");
        assert!(Amount::parse("many").is_none());
    }
}
