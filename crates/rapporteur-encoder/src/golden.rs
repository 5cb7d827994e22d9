//! Holds the run time to the training code: pieces, windows and scores of the golden texts.

#![allow(clippy::disallowed_methods, reason = "a test reads its golden files")]

use crate::Weights;
use rapporteur_reading::encoder::{Encoder, Relation, RoleScores};
use serde_json::Value;

/// The training side runs another int8 kernel (ONNX Runtime), and activations are quantised as they come: scores agree to this much
/// (natural logarithms), on average over a window.
const MEAN_TOLERANCE: f64 = 0.08;

fn numbers(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn log_softmax(raw: &[f64]) -> Vec<f64> {
    let top = raw.iter().copied().fold(f64::MIN, f64::max);
    let sum = raw.iter().map(|x| (x - top).exp()).sum::<f64>().ln() + top;
    raw.iter().map(|x| x - sum).collect()
}

/// Mean absolute difference of probabilities.
fn apart(a: impl Iterator<Item = f64>, b: impl Iterator<Item = f64>) -> f64 {
    let d: Vec<f64> = a.zip(b).map(|(x, y)| (x.exp() - y.exp()).abs()).collect();
    d.iter().sum::<f64>() / d.len().max(1) as f64
}

fn best_act(role: &RoleScores) -> usize {
    (0..role.act.len()).max_by(|a, b| role.act[*a].total_cmp(&role.act[*b])).unwrap()
}

#[test]
fn pieces_windows_and_scores_are_those_of_training() {
    let weights = Weights::load().unwrap();
    let mut pairs = Vec::new();
    for i in 0..3 {
        let path = format!("{}/golden/{i}.json", env!("CARGO_MANIFEST_DIR"));
        let gold: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let cut = weights.cut(gold["text"].as_str().unwrap());
        let of = |f: &dyn Fn(&rapporteur_reading::encoder::Piece) -> u64| cut.pieces.iter().map(f).collect::<Vec<u64>>();
        let want = |key: &str| gold[key].as_array().unwrap().iter().map(|x| x.as_u64().unwrap()).collect::<Vec<u64>>();
        assert_eq!(of(&|p| u64::from(p.id)), want("ids"));
        assert_eq!(of(&|p| p.span.begin() as u64), want("begin"));
        assert_eq!(of(&|p| p.span.end() as u64), want("end"));
        assert_eq!(of(&|p| u64::from(p.case)), want("case"));
        assert_eq!(of(&|p| u64::from(p.quotation)), want("quotation"));
        assert_eq!(of(&|p| u64::from(p.start)), want("start"));
        assert_eq!(cut.windows.len(), gold["windows"].as_array().unwrap().len());
        for (window, want) in cut.windows.iter().zip(gold["windows"].as_array().unwrap()) {
            assert_eq!((window.all.start as u64, window.all.end as u64), (want["left"].as_u64().unwrap(), want["right"].as_u64().unwrap()));
            let scores = weights.score(&cut, window);
            let rows = want["cue"].as_array().unwrap();
            let theirs = rows.iter().flat_map(|r| log_softmax(&numbers(r)[..3]));
            let ours = scores.outermost.iter().take(rows.len()).flatten().map(|x| f64::from(*x));
            let difference = apart(ours, theirs);
            assert!(difference < MEAN_TOLERANCE, "cue probabilities differ by {difference} on average");
            for span in want["spans"].as_array().unwrap() {
                let range = span["span"][0].as_u64().unwrap() as usize..span["span"][1].as_u64().unwrap() as usize;
                let found = &weights.spans(&scores, std::slice::from_ref(&range))[0];
                let theirs = log_softmax(&numbers(&span["labels"])[..found.term_kind.len()]);
                let difference = apart(found.term_kind.iter().map(|x| f64::from(*x)), theirs.iter().copied());
                assert!(difference < MEAN_TOLERANCE, "labels of a span differ by {difference} on average");
                let to = &weights.spans(&scores, std::slice::from_ref(&(0..1)))[0];
                let pair = f64::from(weights.pair(Relation::Same, (&found.link, &range), (&to.link, 0)));
                let want = span["pair"].as_f64().unwrap();
                // A pair's score is a sum of products that cancel, so that the rounding of int8 shows more in one of them than in their mean.
                assert!((pair - want).abs() < 0.3 * want.abs().max(5.0), "a pair scores {pair} against {want}");
                pairs.push((pair - want).abs() / want.abs().max(5.0));
            }
            for role in want["roles"].as_array().unwrap() {
                let range = role["cue"][0].as_u64().unwrap() as usize..role["cue"][1].as_u64().unwrap() as usize;
                let found = &weights.roles(&scores, std::slice::from_ref(&range))[0];
                let acts = numbers(&role["act"]);
                let best = (0..acts.len()).max_by(|a, b| acts[*a].total_cmp(&acts[*b])).unwrap();
                let margin = acts[best] - acts[best_act(found)];
                assert!(margin < 0.5, "the speech act differs: {acts:?}");
                let accept = 1.0 / (1.0 + (-role["accept"].as_f64().unwrap()).exp());
                assert!((f64::from(found.accept) - accept).abs() < 0.15, "acceptance {} against {accept}", found.accept);
                assert_eq!(found.content.len(), window.all.len());
            }
        }
    }
    let difference = pairs.iter().sum::<f64>() / pairs.len().max(1) as f64;
    assert!(!pairs.is_empty() && difference < 0.1, "pairs score {difference} of their size apart on average");
}
