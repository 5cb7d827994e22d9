//! Coreference on GUM by B-cubed (Bagga and Baldwin 1998).
//!
//! Decides: which mentions count. Gold: mentions of persons and organisations in clusters with a name and at least two mentions.
//! Predicted: the mentions of our actors whose span begins or ends at a gold mention's head; a gold mention that no actor holds stands alone.

use crate::corpora::{self, Gold};
use rapporteur_encoder::Weights;
use rapporteur_reading::Bounds;
use rapporteur_record::span::CodePoints;
use std::collections::BTreeMap;
use std::path::Path;

/// Precision, recall and F1 over the mentions of the documents that may be used.
pub(crate) fn b_cubed(weights: &Weights, shared: &Path, bounds: Bounds) -> Result<(f64, f64, f64), String> {
    let all = corpora::lines(&shared.join("data/gum-entities/dev.jsonl"))?;
    let (mut precision, mut recall, mut n) = (0.0, 0.0, 0.0);
    for g in all.iter().filter(|g| g.value["commercial_ok"] == true) {
        for (p, r) in document(weights, g, bounds) {
            precision += p;
            recall += r;
            n += 1.0;
        }
    }
    if n == 0.0 {
        return Err("gum-entities has no document that may be used".to_owned());
    }
    let (p, r) = (precision / n, recall / n);
    Ok((p, r, 2.0 * p * r / (p + r)))
}

/// The head of a mention, in code points.
type Head = (usize, usize);

/// Precision and recall of each gold mention of one document.
fn document(weights: &Weights, gold: &Gold, bounds: Bounds) -> Vec<(f64, f64)> {
    let mut clusters: BTreeMap<u64, Vec<(Head, bool)>> = BTreeMap::new();
    let empty = vec![];
    for m in gold.value["mentions"].as_array().unwrap_or(&empty) {
        if matches!(m["type"].as_str(), Some("person" | "organization")) {
            let head = (m["head"][0].as_u64().unwrap_or(0) as usize, m["head"][1].as_u64().unwrap_or(0) as usize);
            clusters.entry(m["cluster"].as_u64().unwrap_or(0)).or_default().push((head, m["named"] == true));
        }
    }
    clusters.retain(|_, ms| ms.len() > 1 && ms.iter().any(|(_, named)| *named));
    let reading = corpora::read(weights, &gold.document, bounds);
    let points = CodePoints::of(&gold.document.text);
    let text = &gold.document.text;
    let mut found: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mentions: Vec<((usize, usize), u64)> = clusters.iter().flat_map(|(c, ms)| ms.iter().map(|(h, _)| (*h, *c))).collect();
    for (actor, a) in reading.actors.iter().enumerate() {
        for s in &a.mentions {
            let (b, e) = (points.before(text, s.begin()), points.before(text, s.end()));
            for (head, _) in mentions.iter().filter(|(h, _)| b <= h.0 && h.1 <= e && (b == h.0 || e == h.1)) {
                found.entry(*head).or_insert(actor);
            }
        }
    }
    let alone = reading.actors.len();
    let key = |i: usize, head: &(usize, usize)| found.get(head).copied().unwrap_or(alone + i);
    let keys: Vec<usize> = mentions.iter().enumerate().map(|(i, (h, _))| key(i, h)).collect();
    let both = |i: usize| (0..mentions.len()).filter(|j| keys[*j] == keys[i] && mentions[*j].1 == mentions[i].1).count() as f64;
    let same_key = |i: usize| keys.iter().filter(|k| **k == keys[i]).count() as f64;
    let same_gold = |i: usize| mentions.iter().filter(|m| m.1 == mentions[i].1).count() as f64;
    (0..mentions.len()).map(|i| (both(i) / same_key(i), both(i) / same_gold(i))).collect()
}
