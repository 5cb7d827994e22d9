//! `rapporteur rules`.
//!
//! Decides: how rules are listed.

use super::args::RulesArgs;
use super::{End, complain, print};
use crate::desk;
use crate::outside::Problem;
use std::fmt::Write;
use std::io;

/// Runs `rapporteur rules`.
pub(crate) fn run(args: &RulesArgs) -> io::Result<End> {
    let rules = desk::rules();
    let wanted = args.code.as_ref().map(|c| c.to_uppercase());
    let mut out = String::new();
    for rule in rules.iter().filter(|r| wanted.as_ref().is_none_or(|w| w == r.code)) {
        // Writing into a string cannot fail.
        let _ = writeln!(out, "{}  {}\n      {}:{}", rule.code, rule.summary, rule.file, rule.line);
    }
    if out.is_empty() {
        let code = wanted.unwrap_or_default();
        complain(&Problem::new(format!("there is no rule `{code}`"), "`rapporteur rules` lists them all"));
        return Ok(End::NothingRead);
    }
    print(out.as_bytes())
}
