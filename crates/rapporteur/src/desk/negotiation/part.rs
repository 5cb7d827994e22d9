//! A part of an answer, for programs that cannot take the whole.
//!
//! Decides: that no part leaves without the quotations it names. Must not know: who asks.

use super::Answer;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Under these keys an answer names quotations by number.
const NAMING: [&str; 3] = ["quotation", "quotations", "carried"];

/// What `keep` leaves of an answer, with the quotations that it still names.
pub(crate) fn part<T: Serialize>(answer: &Answer<T>, keep: impl FnOnce(&mut Value)) -> Value {
    let Ok(mut value) = serde_json::to_value(answer.bare(&answer.body)) else { return Value::Null };
    keep(&mut value);
    let mut named = BTreeSet::new();
    collect(&value, &mut named);
    let left = named.iter().filter_map(|n| answer.quotations.get(usize::try_from(*n).ok()?));
    value["quotations"] = left.filter_map(|q| serde_json::to_value(q).ok()).collect();
    value
}

/// The numbers of the quotations that something names.
pub(crate) fn named<T: Serialize>(told: &T) -> BTreeSet<usize> {
    let mut named = BTreeSet::new();
    collect(&serde_json::to_value(told).unwrap_or_default(), &mut named);
    named.into_iter().filter_map(|n| usize::try_from(n).ok()).collect()
}

/// Leaves the first items of a list; says how many there were.
pub(crate) fn cut(value: &mut Value, list: &str, most: usize) {
    if let Some(all) = value.get_mut(list).and_then(Value::as_array_mut)
        && all.len() > most
    {
        let count = all.len();
        all.truncate(most);
        value["left_out"] = Value::from(count - most);
    }
}

/// Leaves of a timeline what lies between two days; of what has no day nothing, where a day is asked for.
pub(crate) fn narrow_timeline(v: &mut Value, from: Option<Date>, until: Option<Date>, most: usize) {
    let (from, until) = (from.map(|d| d.to_string()), until.map(|d| d.to_string()));
    if let Some(moments) = v["moments"].as_array_mut() {
        // Days in this form compare as their words do.
        moments.retain(|m| from.as_deref().is_none_or(|f| m["to"].as_str() >= Some(f)) && until.as_deref().is_none_or(|u| m["from"].as_str() <= Some(u)));
    }
    if from.is_some() || until.is_some() {
        v["undated"] = Value::Array(Vec::new());
    }
    cut(v, "moments", most);
    cut(v, "undated", most);
}

fn collect(value: &Value, named: &mut BTreeSet<u64>) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| collect(v, named)),
        Value::Object(all) => all.iter().for_each(|(key, v)| match v {
            _ if !NAMING.contains(&key.as_str()) => collect(v, named),
            Value::Array(numbers) => named.extend(numbers.iter().filter_map(Value::as_u64)),
            number => named.extend(number.as_u64()),
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_found_wherever_they_are_named() {
        let mut named = BTreeSet::new();
        collect(&json!({"rows": [{"cells": [{"quotations": [4, 2], "own": {"quotation": 7}, "sources": 9}]}], "carried": [1]}), &mut named);
        assert_eq!(named.into_iter().collect::<Vec<_>>(), [1, 2, 4, 7]);
    }

    #[test]
    fn what_is_cut_off_is_counted() {
        let mut value = json!({"conflicts": [1, 2, 3]});
        cut(&mut value, "conflicts", 2);
        assert_eq!(value, json!({"conflicts": [1, 2], "left_out": 1}));
        cut(&mut value, "nothing", 2);
        assert_eq!(value["left_out"], 1);
    }
}
