//! placeholder
/// Rules.
pub const RULES: &[crate::rule::Rule] = &[];
