//! How good the reader is: every figure for dev data beside the last committed one.
//!
//! Decides: which figures are measured, on what, and when one has fallen too far. The referees are `../shared/eval/*.py`; what they
//! lack (coreference) is defined here. Must not be known by anything that ships.
#![allow(clippy::disallowed_methods, reason = "a tool of the project: it reads corpora and runs the referees")]

mod bench;
mod coreference;
mod corpora;
mod referee;
mod table;
mod tune;

use rapporteur_encoder::Weights;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "rapporteur-evaluate: the quality of the reader, measured

  rapporteur-evaluate table [--shared DIR] [--update]   every figure on dev beside the committed one; exit 1 where one fell
                                                        more than its tolerance; --update writes quality.toml
  rapporteur-evaluate bench FILE.jsonl [--threads N]    word pieces and articles a second, peak memory
  rapporteur-evaluate tune attributions|claims [--shared DIR]   sweep the reader's constants on dev
  rapporteur-evaluate calibration [dev|test]            how far the confidences can be trusted
  rapporteur-evaluate records DIR GOLD.json...          read the texts of gold records, write predicted records into DIR

Run it at the top of the repository. --shared is ../shared unless given.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// The value after an option.
fn option(args: &[String], name: &str) -> Option<String> {
    args.iter().position(|a| a == name).and_then(|i| args.get(i + 1).cloned())
}

fn run(args: &[String]) -> Result<ExitCode, String> {
    let shared = PathBuf::from(option(args, "--shared").unwrap_or_else(|| "../shared".to_owned()));
    let weights = || Weights::load().map_err(|e| e.to_string());
    match args.first().map(String::as_str) {
        Some("table") => table::run(&weights()?, &shared, args.iter().any(|a| a == "--update")),
        Some("bench") => {
            let file = args.get(1).ok_or("bench needs a file of JSON Lines with a `text` each")?;
            let threads = option(args, "--threads").and_then(|n| n.parse().ok()).unwrap_or(1);
            bench::run(&weights()?, &PathBuf::from(file), threads)
        }
        Some("tune") => tune::run(&weights()?, &shared, args.get(1).map_or("attributions", String::as_str)),
        Some("calibration") => table::calibration(&weights()?, &shared, args.get(1).map_or("dev", String::as_str)),
        Some("records") if args.len() > 2 => corpora::predict_files(&weights()?, &args[1], &args[2..]),
        _ => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
    }
}
