//! How a large dossier behaves: `cargo run --release -p rapporteur-store --example store_speed -- [DOCUMENTS [FILE]]`.
//!
//! Fills a dossier with synthetic documents (no network reads them) of about 2 kB, and prints how long it takes, how large it is, how fast it
//! opens and answers. Words follow Zipf's law, so that some queries match nearly everything.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use jiff::Timestamp;
use rapporteur_record::entry::{Author, Entry, What};
use rapporteur_record::{
    Actor, ActorId, ActorKind, Attribution, AttributionId, Certainty, Claimed, Document, Position, Proposal, ProposalId, QuoteType, Reading, Span, Speaker,
    SpeechAct, Stance, Target, Voice,
};
use rapporteur_store::{Addition, Among, Search, Store};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SYLLABLES: [&str; 16] = ["ba", "dor", "el", "fin", "gra", "hul", "ist", "jo", "kem", "lan", "mir", "nos", "ost", "pel", "rin", "sa"];
const WORDS: u64 = 30_000;

/// Numbers that look random and are the same every time.
struct Row(u64);

impl Row {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    /// A word: few are frequent, most are rare.
    fn word(&mut self) -> String {
        let share = (self.next(1 << 20) as f64 + 1.0) / f64::from(1 << 20);
        word(((WORDS as f64).powf(share)) as u64)
    }
}

fn word(mut n: u64) -> String {
    let mut out = String::new();
    loop {
        out += SYLLABLES[(n % 16) as usize];
        n /= 16;
        if n == 0 {
            return out;
        }
    }
}

fn document(n: u64) -> (Document, Reading) {
    let mut row = Row(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    row.next(2);
    let mut text = String::new();
    let (mut actors, mut attributions, mut proposals, mut positions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut span = |text: &mut String, words: &str| {
        let begin = text.len();
        text.push_str(words);
        let span = Span::new(text, begin, text.len()).unwrap();
        text.push(' ');
        span
    };
    for i in 0..10 {
        let speaker = row.next(500);
        let name = span(&mut text, &format!("Speaker {}{speaker}", word(speaker)));
        let cue = span(&mut text, "said that");
        let words: Vec<String> = (0..24).map(|_| row.word()).collect();
        let content = span(&mut text, &words.join(" "));
        text.push_str(". ");
        actors.push(Actor {
            name: name.of(&text).to_owned(),
            kind: ActorKind::Person,
            names: vec![name.of(&text).to_owned()],
            acts_for: None,
            role: None,
            mentions: vec![name],
            wikidata: None,
        });
        attributions.push(Attribution {
            source: vec![name],
            cue: vec![cue],
            content: vec![content],
            addressee: vec![],
            speaker: Speaker::Actor(vec![ActorId(i)]),
            quote_type: QuoteType::Indirect,
            speech_act: SpeechAct::Asserts,
            within: None,
            time: None,
            confidence: 0.75,
        });
        if i % 3 == 0 {
            proposals.push(Proposal { label: words[0].clone(), authors: vec![ActorId(i)], mentions: vec![content], supersedes: None, confidence: 0.5 });
            let position = Position {
                holder: ActorId(i),
                target: Target::Proposal(ProposalId(proposals.len() - 1)),
                stance: Stance::ALL[row.next(10) as usize],
                certainty: Certainty::Certain,
                evidence: vec![cue],
                confidence: 0.5,
            };
            positions.push(Claimed::new(position, Voice::Attribution(AttributionId(i))));
        }
    }
    let document = Document {
        id: format!("wire-{n}"),
        title: Some((0..6).map(|_| row.word()).collect::<Vec<_>>().join(" ")),
        outlet: Some(format!("Outlet {}", row.next(60))),
        published: Some(jiff::civil::date(2031, 1 + (n % 12) as i8, 1 + (n / 12 % 28) as i8)),
        text,
        language: "en".into(),
        ..Document::default()
    };
    (document, Reading { actors, attributions, proposals, positions, ..Reading::default() })
}

fn addition(n: u64) -> Addition {
    let (document, reading) = document(n);
    let original = Some(document.text.clone().into_bytes());
    let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
    Addition { entry: Entry { learnt: Some(Timestamp::UNIX_EPOCH), by: Author::Reader("synthetic".into()), what }, original, after: None }
}

/// Queries of several kinds, from the most frequent words to rare ones.
fn queries() -> Vec<(&'static str, Search)> {
    let mut row = Row(7);
    let mut out = Vec::new();
    let base = Search { limit: 20, ..Search::default() };
    for _ in 0..25 {
        let (a, b) = (row.word(), row.word());
        let day = |d: i8| Some(jiff::civil::date(2031, 3, d));
        out.push(("word", Search { words: a.clone(), ..base.clone() }));
        out.push(("two words", Search { words: format!("{a} {b}"), ..base.clone() }));
        out.push(("phrase", Search { words: format!("\"{} {}\"", word(row.next(20)), word(row.next(20))), ..base.clone() }));
        out.push(("prefix", Search { words: format!("{}*", &a[..2]), ..base.clone() }));
        out.push(("text", Search { words: a.clone(), among: Among::Texts, ..base.clone() }));
        out.push(("word, outlet, days", Search { words: a.clone(), outlet: Some("Outlet 7".into()), from: day(1), until: day(20), ..base.clone() }));
        out.push(("word, speaker", Search { words: a.clone(), speaker: Some(format!("{}{}", word(row.next(500)), "")), ..base.clone() }));
        out.push(("word, stance", Search { words: a, stance: Some(Stance::Rejects), ..base.clone() }));
    }
    out
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let documents: u64 = arguments.next().map_or(100_000, |n| n.parse().unwrap());
    let path = arguments.next().map_or_else(|| std::env::temp_dir().join("store-speed.dossier"), PathBuf::from);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    let begin = Instant::now();
    let mut store = Store::create(&path, "speed", Timestamp::UNIX_EPOCH).unwrap();
    let mut bytes = 0;
    for batch in (0..documents).collect::<Vec<_>>().chunks(250) {
        let additions: Vec<Addition> = batch.iter().map(|n| addition(*n)).collect();
        bytes += additions.iter().filter_map(|a| a.original.as_ref()).map(Vec::len).sum::<usize>();
        store.append(&additions).unwrap();
    }
    let took = begin.elapsed();
    println!(
        "fill: {documents} documents, {} characters each, in {:.1} s ({:.0} a second)",
        bytes as u64 / documents,
        took.as_secs_f64(),
        documents as f64 / took.as_secs_f64()
    );
    drop(store);
    let begin = Instant::now();
    let mut store = Store::open(&path).unwrap();
    store.head().unwrap();
    println!("open: {:.1} ms", begin.elapsed().as_secs_f64() * 1e3);
    let size = std::fs::metadata(&path).unwrap().len();
    println!(
        "size: {:.1} MB, {:.1} kB a document (its text is {:.1} kB)",
        size as f64 / 1e6,
        size as f64 / 1e3 / documents as f64,
        bytes as f64 / 1e3 / documents as f64
    );
    let mut all: Vec<(Duration, &str, String)> = Vec::new();
    for (kind, query) in queries() {
        let begin = Instant::now();
        store.search(&query).unwrap();
        all.push((begin.elapsed(), kind, query.words.clone()));
    }
    all.sort();
    let at = |share: f64| all[((all.len() - 1) as f64 * share) as usize].0.as_secs_f64() * 1e3;
    println!("search: {} queries, p50 {:.1} ms, p95 {:.1} ms, longest {:.1} ms", all.len(), at(0.5), at(0.95), at(1.0));
    for (took, kind, words) in all.iter().rev().take(5) {
        println!("  {:.1} ms: {kind}: {words}", took.as_secs_f64() * 1e3);
    }
    let begin = Instant::now();
    let found = store.verify(false).unwrap();
    println!("verify: {} entries in {:.1} s, {} faults", found.entries, begin.elapsed().as_secs_f64(), found.faults.len());
    let begin = Instant::now();
    store.rebuild().unwrap();
    println!("rebuild: {:.1} s", begin.elapsed().as_secs_f64());
}
