//! What each sign is worth where several actors could be meant.
//!
//! Decides: nothing; the numbers stand in `lexicon/points.toml`, which says where each comes from; `training/points.py` fits them.
//! Must not know: the text.

use serde::Deserialize;
use std::sync::OnceLock;

/// Points won or lost by a candidate for a pronoun; each is explained in `lexicon/points.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs, reason = "the file explains them, and is the one place where they are read")]
pub struct Points {
    pub sentence: i64,
    pub paragraph: i64,
    pub near: i64,
    pub often: i64,
    pub aside: i64,
    pub subject: i64,
    pub parallel: i64,
    pub clause: i64,
    pub spoke: i64,
    pub echo: i64,
    pub from_quote: i64,
    pub into_quote: i64,
    pub mouth: i64,
    pub mouth_thing: i64,
    pub mouth_own: i64,
    pub owner: i64,
    pub gender: i64,
    pub wrong: i64,
    pub hint: i64,
    pub unnamed: i64,
    pub described: i64,
    pub kindless: i64,
    pub unproven: i64,
    pub body: i64,
    pub state: i64,
    pub outlet: i64,
    pub thing_described: i64,
    pub many: i64,
    pub many_state: i64,
    pub many_one: i64,
    pub sure: i64,
    pub bond: i64,
}

impl Points {
    /// Reads points from TOML.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Points, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }
}

/// The points in use. A file that does not parse gives none, and fails the test below.
pub fn fitted() -> &'static Points {
    static FITTED: OnceLock<Points> = OnceLock::new();
    FITTED.get_or_init(|| Points::parse(include_str!("../lexicon/points.toml")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_gives_every_point() {
        let text = include_str!("../lexicon/points.toml");
        assert!(Points::parse(text).is_ok());
        assert_ne!(*fitted(), Points::default());
    }
}
