//! The weights and the arithmetic.
//!
//! Decides: how scores are computed from pieces. Must not know: what is done with them.

use crate::around::Around;
use crate::spans::{self, Near};
use crate::{pieces, windows};
use rapporteur_reading::encoder::{CLAIMS, Cut, Encoder, Link, Relation, RoleScores, SpanScores, Tags, Window, WindowScores};
use rten::ThreadPool;
use rten::{Model, ModelOptions, NodeId, RunOptions, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};
use std::ops::Range;
use std::sync::Arc;
use tokenizers::Tokenizer;

/// Width of a piece's vector.
pub(crate) const WIDTH: usize = 384;
/// Logarithmic distance buckets on each side of a cue.
pub(crate) const REACH: i32 = 12;
/// Vocabulary numbers of the pieces that mark a window's ends.
const ENDS: [i32; 2] = [101, 102];
/// Layers of tags: two of cues, then the claims, then actors.
const LAYERS: usize = 3 + CLAIMS;
/// Cues whose roles are scored in one run: bounds memory.
const CUES_AT_ONCE: usize = 32;

static ENCODER: &[u8] = include_bytes!("../weights/encoder.onnx");
static ROLES: &[u8] = include_bytes!("../weights/roles.onnx");
static CLAIM_HEAD: &[u8] = include_bytes!("../weights/claims.onnx");
static NEAR: &[u8] = include_bytes!("../weights/near.json");
static TOKENIZER: &[u8] = include_bytes!("../weights/tokenizer.json");

/// Why the embedded weights cannot be used. A correctly built program never shows it.
#[derive(Debug)]
pub struct LoadError(String);

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the embedded weights cannot be used ({}); build or install the program again", self.0)
    }
}

impl std::error::Error for LoadError {}

/// A network with its input and output nodes.
struct Graph<const I: usize, const O: usize> {
    model: Model,
    inputs: [NodeId; I],
    outputs: [NodeId; O],
}

impl<const I: usize, const O: usize> Graph<I, O> {
    fn load(bytes: &'static [u8], inputs: [&str; I], outputs: [&str; O]) -> Result<Self, LoadError> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = options.load_static_slice(bytes).map_err(|e| LoadError(e.to_string()))?;
        let id = |name: &str| model.node_id(name).map_err(|e| LoadError(e.to_string()));
        let mut found = ([NodeId::from_u32(0); I], [NodeId::from_u32(0); O]);
        for (slot, name) in found.0.iter_mut().zip(inputs) {
            *slot = id(name)?;
        }
        for (slot, name) in found.1.iter_mut().zip(outputs) {
            *slot = id(name)?;
        }
        Ok(Graph { inputs: found.0, outputs: found.1, model })
    }

    /// One value of f32 for each output, or `None` where the network cannot be run on this input.
    fn run(&self, inputs: [ValueOrView<'_>; I], pool: &Arc<ThreadPool>) -> Option<[Vec<f32>; O]> {
        let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
        let named = self.inputs.into_iter().zip(inputs).collect();
        let values = self.model.run_n::<O>(named, self.outputs, Some(options)).ok()?;
        let mut out = [const { Vec::new() }; O];
        for (slot, value) in out.iter_mut().zip(values) {
            let tensor: rten_tensor::Tensor<f32> = value.try_into().ok()?;
            *slot = tensor.to_vec();
        }
        Some(out)
    }
}

/// The embedded weights, ready to score.
pub struct Weights {
    tokenizer: Tokenizer,
    encoder: Graph<4, 2>,
    roles: Graph<4, 3>,
    claims: Graph<3, 4>,
    near: Near,
    pool: Arc<ThreadPool>,
}

impl Weights {
    /// Loads and checks the embedded weights. One thread scores a window; texts run side by side.
    ///
    /// # Errors
    /// Where the weights are damaged or do not fit the program.
    pub fn load() -> Result<Weights, LoadError> {
        let tokenizer = Tokenizer::from_bytes(TOKENIZER).map_err(|e| LoadError(e.to_string()))?;
        let encoder = Graph::load(ENCODER, ["ids", "case", "quotation", "start"], ["vectors", "tags"])?;
        let roles = Graph::load(ROLES, ["vectors", "mean", "distance", "place"], ["tags", "act", "accept"])?;
        let claims = Graph::load(CLAIM_HEAD, ["mean", "first", "last"], ["labels", "ask", "answer", "none"])?;
        let near = Near::parse(NEAR).ok_or_else(|| LoadError("the table of distances is damaged".to_owned()))?;
        let weights = Weights { tokenizer, encoder, roles, claims, near, pool: Arc::new(ThreadPool::with_num_threads(1)) };
        weights.check()?;
        Ok(weights)
    }

    /// Names the embedded weights: other weights have another name. Sixteen hexadecimal digits over all their bytes.
    pub fn id() -> String {
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for bytes in [ENCODER, ROLES, TOKENIZER] {
            // FNV over words of eight bytes: it tells weights apart, and is no seal.
            for word in bytes.chunks(8) {
                let number = word.iter().rev().fold(0u64, |n, b| n << 8 | u64::from(*b));
                hash = (hash ^ number).wrapping_mul(PRIME);
                hash ^= hash >> 29;
            }
        }
        format!("{hash:016x}")
    }

    /// Runs both graphs once, so that a mismatch shows here and not in a reading.
    fn check(&self) -> Result<(), LoadError> {
        let cut = self.cut("Mara said no.");
        let window = cut.windows.first().ok_or_else(|| LoadError("no window".to_owned()))?;
        let scores = self.try_score(&cut, window).ok_or_else(|| LoadError("the encoder does not run".to_owned()))?;
        self.try_roles(&scores, std::slice::from_ref(&(1..2))).ok_or_else(|| LoadError("the role head does not run".to_owned()))?;
        self.try_spans(&scores, std::slice::from_ref(&(1..2))).ok_or_else(|| LoadError("the claims head does not run".to_owned()))?;
        Ok(())
    }

    fn try_score(&self, cut: &Cut, window: &Window) -> Option<WindowScores> {
        let pieces = cut.pieces.get(window.all.clone())?;
        let n = pieces.len() + 2;
        let row = |ends: [i32; 2], f: &dyn Fn(usize) -> i32| {
            let values: Vec<i32> = std::iter::once(ends[0]).chain((0..pieces.len()).map(f)).chain([ends[1]]).collect();
            NdTensor::<i32, 2>::from_data([1, n], values)
        };
        let ids = row(ENDS, &|i| pieces[i].id as i32);
        let case = row([0, 0], &|i| i32::from(pieces[i].case));
        let quotation = row([0, 0], &|i| i32::from(pieces[i].quotation));
        let start = row([0, 0], &|i| i32::from(pieces[i].start));
        let inputs = [ids.view().into(), case.view().into(), quotation.view().into(), start.view().into()];
        let [vectors, tags] = self.encoder.run(inputs, &self.pool)?;
        let layer = |k: usize| (1..n - 1).map(|i| (i * LAYERS + k) * 3).map(|at| log_softmax(tags.get(at..at + 3))).collect::<Option<Vec<Tags>>>();
        let mut claims = [const { Vec::new() }; CLAIMS];
        for (k, slot) in claims.iter_mut().enumerate() {
            *slot = layer(2 + k)?;
        }
        Some(WindowScores { outermost: layer(0)?, nested: layer(1)?, claims, actors: layer(2 + CLAIMS)?, vectors })
    }

    fn try_spans(&self, scores: &WindowScores, spans: &[Range<usize>]) -> Option<Vec<SpanScores>> {
        let [mean, first, last] = spans::inputs(&scores.vectors, spans).map(|v| NdTensor::from_data([spans.len(), WIDTH], v));
        let out = self.claims.run([mean.view().into(), first.view().into(), last.view().into()], &self.pool)?;
        spans::outputs(spans.len(), out)
    }

    /// The roles of some cues, each sought among the pieces around it; where what is found reaches their end, in the whole window.
    fn try_roles(&self, scores: &WindowScores, cues: &[Range<usize>]) -> Option<Vec<RoleScores>> {
        let n = scores.vectors.len() / WIDTH;
        let mut out = self.roles_of(scores, cues, &Around::of(cues, n))?;
        let again: Vec<usize> = (0..cues.len()).filter(|i| out[*i].1).collect();
        if !again.is_empty() {
            let wide: Vec<Range<usize>> = again.iter().map(|i| cues[*i].clone()).collect();
            for (i, found) in again.into_iter().zip(self.roles_of(scores, &wide, &Around::whole(wide.len(), n))?) {
                out[i] = found;
            }
        }
        Some(out.into_iter().map(|(role, _)| role).collect())
    }

    /// The roles of some cues among the pieces given, and whether what was found may go on beyond them.
    fn roles_of(&self, scores: &WindowScores, cues: &[Range<usize>], around: &Around) -> Option<Vec<(RoleScores, bool)>> {
        let n = scores.vectors.len() / WIDTH;
        let (k, m) = (cues.len(), around.width);
        let vectors = NdTensorView::<f32, 2>::from_data([n, WIDTH], scores.vectors.as_slice());
        let (mut mean, mut distance, mut place) = (vec![0.0f32; k * n], vec![0i32; k * m], vec![0i32; k * m]);
        for (row, cue) in cues.iter().enumerate() {
            let (begin, end) = (cue.start + 1, cue.end + 1);
            mean[row * n..][begin..end].fill(1.0 / (end - begin) as f32);
            for i in 0..m {
                place[row * m + i] = (around.starts[row] + i) as i32;
                distance[row * m + i] = bucket(around.starts[row] + i, begin, end);
            }
        }
        let mean = NdTensor::from_data([k, n], mean);
        let [distance, place] = [distance, place].map(|v| NdTensor::from_data([k, m], v));
        let inputs = [vectors.into(), mean.view().into(), distance.view().into(), place.view().into()];
        let [tags, act, accept] = self.roles.run(inputs, &self.pool)?;
        let acts = act.len() / k;
        (0..k)
            .map(|row| {
                let [source, content, addressee] = [0, 1, 2].map(|role| around.tags(&tags, row, role, n));
                let found = [source?, content?, addressee?];
                let open = around.open(row, n, &found);
                let [source, content, addressee] = found;
                let act = act.get(row * acts..(row + 1) * acts)?.to_vec();
                Some((RoleScores { source, content, addressee, act, accept: 1.0 / (1.0 + (-accept.get(row)?).exp()) }, open))
            })
            .collect()
    }
}

impl Encoder for Weights {
    fn cut(&self, text: &str) -> Cut {
        let pieces = pieces::cut(text, &self.tokenizer);
        let windows = windows::of(&pieces);
        Cut { pieces, windows }
    }

    fn score(&self, cut: &Cut, window: &Window) -> WindowScores {
        self.try_score(cut, window).unwrap_or_else(|| {
            let nothing = vec![[0.0, f32::NEG_INFINITY, f32::NEG_INFINITY]; window.all.len()];
            WindowScores {
                outermost: nothing.clone(),
                nested: nothing.clone(),
                claims: [(); CLAIMS].map(|()| nothing.clone()),
                actors: nothing.clone(),
                vectors: vec![0.0; (window.all.len() + 2) * WIDTH],
            }
        })
    }

    fn roles(&self, scores: &WindowScores, cues: &[Range<usize>]) -> Vec<RoleScores> {
        cues.chunks(CUES_AT_ONCE).flat_map(|part| self.try_roles(scores, part).unwrap_or_else(|| vec![RoleScores::default(); part.len()])).collect()
    }

    fn spans(&self, scores: &WindowScores, spans: &[Range<usize>]) -> Vec<SpanScores> {
        if spans.is_empty() {
            return Vec::new();
        }
        self.try_spans(scores, spans).unwrap_or_else(|| vec![SpanScores::default(); spans.len()])
    }

    fn pair(&self, relation: Relation, ask: (&Link, &Range<usize>), answer: (&Link, usize)) -> f32 {
        self.near.pair(relation, ask, answer)
    }
}

/// Signed logarithmic distance of piece `i` from the cue, as a bucket `0..=2*REACH`; `REACH` is inside the cue.
pub(crate) fn bucket(i: usize, begin: usize, end: usize) -> i32 {
    let d = if i < begin {
        i as i32 - begin as i32
    } else if i >= end {
        i as i32 - end as i32 + 1
    } else {
        0
    };
    let far = d.unsigned_abs() as f32;
    let size = if far <= 4.0 { far as i32 } else { 4 + ((far / 4.0).ln() / 1.7f64.ln() as f32 + 1e-6).floor() as i32 };
    d.signum() * size.min(REACH) + REACH
}

/// Log-probabilities of three raw scores.
pub(crate) fn log_softmax(raw: Option<&[f32]>) -> Option<Tags> {
    let raw: [f32; 3] = raw?.try_into().ok()?;
    let top = raw.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let log_sum = raw.iter().map(|x| (x - top).exp()).sum::<f32>().ln() + top;
    Some(raw.map(|x| x - log_sum))
}
