//! How fast the reader is and how much memory it takes.
//!
//! Decides: what is counted. One document is read by one thread; `--threads` reads documents side by side.

use crate::corpora::{self, Gold};
use rapporteur_encoder::Weights;
use rapporteur_reading::encoder::Encoder;
use rapporteur_record::json;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Seconds of processor time this process has used, and its peak memory in MB, where the system tells (Linux).
fn usage() -> (f64, f64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|x| x.parse::<f64>().ok()).unwrap_or(0.0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    ((ticks(11) + ticks(12)) / 100.0, peak.unwrap_or(0.0) / 1024.0)
}

/// Reads every text of the file, text in and record out, and prints the rates.
pub(crate) fn run(weights: &Weights, file: &Path, threads: usize) -> Result<ExitCode, String> {
    let texts = corpora::lines(file)?;
    let words: usize = texts.iter().map(|g| g.document.text.split_whitespace().count()).sum();
    let pieces: usize = texts.iter().map(|g| weights.cut(&g.document.text).pieces.len()).sum();
    let (cpu_before, _) = usage();
    let began = Instant::now();
    let bytes = side_by_side(weights, &texts, threads.max(1));
    let wall = began.elapsed().as_secs_f64();
    let (cpu, peak) = usage();
    let cpu = cpu - cpu_before;
    let n = texts.len() as f64;
    println!("{} articles, {words} words, {pieces} pieces, {threads} thread(s), {bytes} bytes of records", texts.len());
    println!("articles: {:.2} a CPU second, {:.2} a second", n / cpu, n / wall);
    println!("pieces:   {:.0} a CPU second, {:.0} a second", pieces as f64 / cpu, pieces as f64 / wall);
    println!("words:    {:.0} a CPU second, {:.0} a second", words as f64 / cpu, words as f64 / wall);
    println!("peak memory: {peak:.0} MB");
    let (cut, encoder) = network_alone(weights, &texts);
    println!("one pass of the encoder over all windows: {cut:.1} s for pieces, {encoder:.1} s for scores; the rest is roles and rules");
    Ok(ExitCode::SUCCESS)
}

/// Seconds of one thread for cutting and for scoring, without roles and rules.
fn network_alone(weights: &Weights, texts: &[Gold]) -> (f64, f64) {
    let (mut cutting, mut scoring) = (0.0, 0.0);
    for g in texts {
        let began = Instant::now();
        let cut = weights.cut(&g.document.text);
        cutting += began.elapsed().as_secs_f64();
        let began = Instant::now();
        for window in &cut.windows {
            std::hint::black_box(weights.score(&cut, window));
        }
        scoring += began.elapsed().as_secs_f64();
    }
    (cutting, scoring)
}

fn side_by_side(weights: &Weights, texts: &[Gold], threads: usize) -> usize {
    let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(g) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let reading = corpora::read(weights, &g.document, rapporteur_reading::BOUNDS);
                    bytes.fetch_add(json::record(&g.document, &reading).to_string().len(), Ordering::Relaxed);
                }
            });
        }
    });
    bytes.into_inner()
}
