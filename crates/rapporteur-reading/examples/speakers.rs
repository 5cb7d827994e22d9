//! Reads gold records, feeds their attributions to the speaker step, and writes what it says as records.
//!
//!     speakers [--points FILE] OUT_DIR GOLD.json ...
//!
//! So that `record_score.py` can score `actor` and `speaker` alone, without the network.
#![allow(clippy::disallowed_methods, reason = "tests and measurements step outside")]
#![allow(clippy::unwrap_used, clippy::panic)]

use rapporteur_reading::points::{self, Points};
use rapporteur_reading::{speaker, statement::Statement};
use rapporteur_record::{Attribution, AttributionId, Document, QuoteType, Reading, Span, SpeechAct, json};
use serde_json::Value;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let points = match args.first().map(String::as_str) {
        Some("--points") => Points::parse(&std::fs::read_to_string(args.drain(..2).nth(1).expect("FILE")).unwrap()).unwrap(),
        _ => points::fitted().clone(),
    };
    let (out, golds) = args.split_first().expect("OUT_DIR GOLD.json ...");
    std::fs::create_dir_all(out).unwrap();
    let mut longest = std::time::Duration::ZERO;
    for path in golds {
        let gold: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let (document, statements) = read(&gold);
        let begin = std::time::Instant::now();
        let spoken = speaker::decide_with(&document, &statements, None, &points);
        longest = longest.max(begin.elapsed());
        let attributions = statements.iter().zip(&spoken.speakers).map(|(s, who)| attribution(s, who.clone())).collect();
        let rules: Vec<String> = spoken.decisions.iter().map(|d| d.iter().map(|d| d.rule).collect::<Vec<_>>().join("+")).collect();
        let reading = Reading { actors: spoken.actors, attributions, decisions: spoken.decisions, ..Reading::default() };
        let mut record = json::record(&document, &reading);
        record["rules"] = rules.into();
        let name = std::path::Path::new(path).file_name().unwrap();
        std::fs::write(std::path::Path::new(out).join(name), serde_json::to_string(&record).unwrap()).unwrap();
    }
    eprintln!("slowest: {longest:?}");
}

fn read(gold: &Value) -> (Document, Vec<Statement>) {
    let text = gold["document"]["text"].as_str().unwrap().to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    bytes.push(text.len());
    let all = gold["attributions"].as_array().unwrap();
    let ids: Vec<&str> = all.iter().map(|a| a["id"].as_str().unwrap()).collect();
    let spans = |v: &Value| -> Vec<Span> {
        let pairs = v.as_array().into_iter().flatten();
        pairs.filter_map(|p| Span::new(&text, bytes[p[0].as_u64()? as usize], bytes[p[1].as_u64()? as usize])).collect()
    };
    let statements = all.iter().map(|a| Statement {
        source: spans(&a["source"]),
        cue: spans(&a["cue"]),
        content: spans(&a["content"]),
        addressee: spans(&a["addressee"]),
        within: a["within"].as_str().and_then(|w| ids.iter().position(|i| *i == w)),
        speech_act: SpeechAct::Asserts,
        confidence: 1.0,
        outermost: 1.0,
        decisions: vec![],
    });
    let statements = statements.collect();
    let outlet = gold["document"]["outlet"].as_str().map(str::to_owned);
    let title = gold["document"]["title"].as_str().map(str::to_owned);
    (Document { id: "gold".into(), title, outlet, text, language: "en".into(), ..Document::default() }, statements)
}

fn attribution(s: &Statement, speaker: rapporteur_record::Speaker) -> Attribution {
    Attribution {
        source: s.source.clone(),
        cue: s.cue.clone(),
        content: s.content.clone(),
        addressee: s.addressee.clone(),
        speaker,
        quote_type: QuoteType::Indirect,
        speech_act: s.speech_act,
        within: s.within.map(AttributionId),
        time: None,
        confidence: 1.0,
    }
}
