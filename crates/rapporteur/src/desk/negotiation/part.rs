//! A part of an answer, for programs that cannot take the whole.
//!
//! Decides: that no part leaves without the quotations it names. Must not know: who asks.

use super::Answer;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Under these keys an answer names quotations by number.
const NAMING: [&str; 3] = ["quotation", "quotations", "carried"];

/// What `keep` leaves of an answer, with the quotations that it still names.
pub(crate) fn part<T: Serialize>(answer: &Answer<T>, keep: impl FnOnce(&mut Value)) -> Value {
    let Ok(mut value) = serde_json::to_value(answer) else { return Value::Null };
    let quotations = value.as_object_mut().and_then(|o| o.remove("quotations")).unwrap_or_default();
    keep(&mut value);
    let mut named = BTreeSet::new();
    collect(&value, &mut named);
    let still = |q: &Value| q["number"].as_u64().is_some_and(|n| named.contains(&n));
    let left: Vec<Value> = if let Value::Array(all) = quotations { all.into_iter().filter(still).collect() } else { Vec::new() };
    value["quotations"] = Value::Array(left);
    value
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
