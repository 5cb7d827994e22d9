//! From scores to confidences that can be trusted.
//!
//! Decides: the map from a raw score to the share of such items that are right. Must not know: what the items are.

/// A logistic map: slope and offset on the logit of the raw score. Fitted by `rapporteur-evaluate calibration test` on the part of our
/// corpus that was neither trained nor tuned on; checked on dev (Platt 1999).
pub type Logistic = [f32; 2];

/// The map in use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Of attributions. (That of positions is among the constants of claims.)
    pub attribution: Logistic,
}

/// The confidence of a raw score in 0..1, in 0..1.
pub fn of(raw: f32, [slope, offset]: Logistic) -> f32 {
    let raw = raw.clamp(1e-4, 1.0 - 1e-4);
    let logit = (raw / (1.0 - raw)).ln();
    1.0 / (1.0 + (-(slope * logit + offset)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surer_score_is_never_less_sure_after_the_map() {
        let mapped: Vec<f32> = [0.0, 0.2, 0.5, 0.8, 1.0].iter().map(|x| of(*x, [0.7, -0.4])).collect();
        assert!(mapped.windows(2).all(|w| w[0] < w[1]) && mapped.iter().all(|x| (0.0..=1.0).contains(x)), "{mapped:?}");
        assert!((of(0.3, [1.0, 0.0]) - 0.3).abs() < 1e-5, "slope one and no offset change nothing");
    }
}
