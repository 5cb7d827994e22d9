//! Spans: what they are, and which belong together.
//!
//! Decides: the arithmetic between a window's vectors and the claims head, as `training/network.py` has it. Must not know: what is done with the scores.

use crate::weights::{REACH, WIDTH, bucket};
use rapporteur_reading::encoder::{Link, Relation, SpanScores};
use rapporteur_record::{Certainty, EventKind, Measure, Stance, Status, TermKind};
use std::ops::Range;

/// Numbers by which a span asks or answers, for each relation.
const LINK_WIDTH: usize = 64;
/// Relations, in the order of `labels.toml`.
const RELATIONS: usize = 6;
/// Sizes of the groups of labels, in the order of `labels.toml`.
const GROUPS: [usize; 6] = [TermKind::ALL.len(), Stance::ALL.len(), Certainty::ALL.len(), Measure::ALL.len(), EventKind::ALL.len(), Status::ALL.len()];

/// What nearness adds to a pair's score: a row for each distance bucket, a number for each relation.
pub(crate) struct Near(Vec<[f32; RELATIONS]>);

impl Near {
    /// Reads the table; `None` where it has another form.
    pub(crate) fn parse(json: &[u8]) -> Option<Near> {
        let value: serde_json::Value = serde_json::from_slice(json).ok()?;
        let number = |v: &serde_json::Value| v.as_f64().map(|x| x as f32);
        let row = |v: &serde_json::Value| v.as_array()?.iter().map(number).collect::<Option<Vec<f32>>>()?.try_into().ok();
        let rows: Option<Vec<[f32; RELATIONS]>> = value.as_array()?.iter().map(row).collect();
        rows.filter(|r| r.len() == 2 * REACH as usize + 1).map(Near)
    }

    /// The score of a pair. Places are pieces of the text.
    pub(crate) fn pair(&self, relation: Relation, ask: (&Link, &Range<usize>), answer: (&Link, usize)) -> f32 {
        let r = relation as usize;
        let part = r * LINK_WIDTH..(r + 1) * LINK_WIDTH;
        let (Some(a), Some(b)) = (ask.0.ask.get(part.clone()), answer.0.answer.get(part)) else { return f32::NEG_INFINITY };
        let product: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
        let near = self.0.get(bucket(answer.1, ask.1.start, ask.1.end) as usize).map_or(0.0, |row| row[r]);
        product / (LINK_WIDTH as f32).sqrt() + near
    }
}

/// The head's input for some spans of a window: mean, first and last vector, a row each. The window's first vector marks its beginning.
pub(crate) fn inputs(vectors: &[f32], spans: &[Range<usize>]) -> [Vec<f32>; 3] {
    let mut out = [const { Vec::new() }; 3];
    let row = |piece: usize| vectors.get((piece + 1) * WIDTH..(piece + 2) * WIDTH).unwrap_or(&[0.0; WIDTH]);
    for span in spans {
        let last = span.end.saturating_sub(1).max(span.start);
        let mut mean = vec![0.0f32; WIDTH];
        for piece in span.start..=last {
            mean.iter_mut().zip(row(piece)).for_each(|(m, x)| *m += x);
        }
        mean.iter_mut().for_each(|m| *m /= (last - span.start + 1) as f32);
        out[0].extend(mean);
        out[1].extend_from_slice(row(span.start));
        out[2].extend_from_slice(row(last));
    }
    out
}

/// The head's four outputs, taken apart by span.
pub(crate) fn outputs(count: usize, [labels, ask, answer, none]: [Vec<f32>; 4]) -> Option<Vec<SpanScores>> {
    let row = |values: &[f32], i: usize| values.get(i * values.len() / count..(i + 1) * values.len() / count).map(<[f32]>::to_vec);
    (0..count)
        .map(|i| {
            let labels = row(&labels, i)?;
            let mut at = 0;
            let mut group = |size: usize| {
                at += size;
                labels.get(at - size..at).map(log_softmax)
            };
            let [term_kind, stance, certainty, measure, event_kind, status] = GROUPS.map(&mut group);
            Some(SpanScores {
                term_kind: term_kind?,
                stance: stance?,
                certainty: certainty?,
                measure: measure?,
                event_kind: event_kind?,
                status: status?,
                accept: 1.0 / (1.0 + (-labels.get(at)?).exp()),
                link: Link { ask: row(&ask, i)?, answer: row(&answer, i)?, none: row(&none, i)? },
            })
        })
        .collect()
}

fn log_softmax(raw: &[f32]) -> Vec<f32> {
    let top = raw.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let log_sum = raw.iter().map(|x| (x - top).exp()).sum::<f32>().ln() + top;
    raw.iter().map(|x| x - log_sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_record::SpeechAct;

    fn labels() -> toml::Table {
        crate::LABELS.parse().unwrap()
    }

    fn list(table: &toml::Table, key: &str) -> Vec<String> {
        table[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn labels_are_those_of_the_record_in_the_same_order() {
        let all = labels();
        let claim = all["claim"].as_table().unwrap();
        assert_eq!(list(claim, "term_kind"), TermKind::ALL.map(TermKind::name));
        assert_eq!(list(claim, "stance"), Stance::ALL.map(Stance::name));
        assert_eq!(list(claim, "certainty"), Certainty::ALL.map(Certainty::name));
        assert_eq!(list(claim, "measure"), Measure::ALL.map(Measure::name));
        assert_eq!(list(claim, "event_kind"), EventKind::ALL.map(EventKind::name));
        assert_eq!(list(claim, "status"), Status::ALL.map(Status::name));
        assert_eq!(claim.keys().collect::<Vec<_>>().len(), GROUPS.len());
        assert_eq!(list(&all, "speech_act"), SpeechAct::ALL.map(SpeechAct::name));
        assert_eq!(list(all["link"].as_table().unwrap(), "relations").len(), RELATIONS);
    }

    #[test]
    fn a_span_is_read_from_its_own_pieces() {
        let vectors: Vec<f32> = (0..5).flat_map(|i| vec![i as f32; WIDTH]).collect();
        let [mean, first, last] = inputs(&vectors, std::slice::from_ref(&(1..3)));
        assert_eq!((mean[0], first[0], last[0]), (2.5, 2.0, 3.0), "pieces 1 and 2 are rows 2 and 3: row 0 marks the window's beginning");
    }
}
