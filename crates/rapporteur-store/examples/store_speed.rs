//! How a large dossier behaves: `cargo run --release -p rapporteur-store --example store_speed -- [DOCUMENTS [FILE [keep]]]`.
//! With `keep` the dossier that an earlier run left in FILE is asked again.
//!
//! Fills a dossier with synthetic documents (no network reads them) of about 2 kB, and prints how long it takes, how large it is, how fast it
//! opens and answers: searches by words and every facet, what waits for review, a decision. Words follow Zipf's law, so that some queries match
//! nearly everything. Beside the clock it prints what the processor was busy with, which tells more on a machine that others use too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use jiff::Timestamp;
use rapporteur_record::entry::{Author, Entry, What};
use rapporteur_record::{
    Actor, ActorId, ActorKind, Attribution, AttributionId, Certainty, Claimed, Document, Item, ItemKind, Position, Proposal, ProposalId, QuoteType, Reading,
    Span, Speaker, SpeechAct, Stance, Target, Term, TermKind, Verdict, Voice,
};
use rapporteur_store::{Addition, Among, Search, Store};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
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
    let (mut actors, mut attributions, mut proposals, mut positions, mut terms) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let span = |text: &mut String, words: &str| {
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
            // The parties come after the ten speakers.
            acts_for: Some(ActorId(10 + (speaker % 2) as usize)),
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
            within: (i % 4 == 1).then(|| AttributionId(i - 1)),
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
            let kind = TermKind::ALL[row.next(27) as usize];
            let term = Term { kind, proposal: Some(ProposalId(proposals.len() - 1)), text: vec![cue], parameters: vec![], confidence: 0.5 };
            terms.push(Claimed::new(term, Voice::Attribution(AttributionId(i))));
        }
    }
    for side in 0..2 {
        let name = format!("Party {}", word(2 * (n % 20) + side));
        let kind = ActorKind::Organization;
        actors.push(Actor { name: name.clone(), kind, names: vec![name], acts_for: None, role: None, mentions: vec![], wikidata: None });
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
    (document, Reading { actors, attributions, proposals, positions, terms, ..Reading::default() })
}

fn addition(n: u64) -> Addition {
    let (document, reading) = document(n);
    let original = Some(document.text.clone().into_bytes());
    let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
    Addition { entry: Entry { learnt: Some(Timestamp::UNIX_EPOCH), by: Author::Reader("synthetic".into()), what }, original, after: None }
}

/// Milliseconds that this thread has spent on a processor, where the system tells it: what a query costs on a machine that others use too.
fn busy() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e6
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
        let with = |words: &str| Search { words: words.to_owned(), ..base.clone() };
        let (speaker, outlet) = (row.next(500), row.next(60));
        let kind = TermKind::ALL[row.next(27) as usize];
        out.push(("word, outlet, days", Search { outlet: Some(format!("Outlet {outlet}")), from: day(1), until: day(20), ..with(&a) }));
        out.push(("word, speaker", Search { speaker: Some(format!("Speaker {}{speaker}", word(speaker))), ..with(&a) }));
        out.push(("word, beginning of a speaker", Search { speaker: Some(word(speaker)), ..with(&a) }));
        out.push(("word, party", Search { party: Some(format!("Party {}", word(row.next(40)))), ..with(&a) }));
        out.push(("word, proposal", Search { proposal: Some(row.word()), ..with(&a) }));
        out.push(("word, term", Search { term: Some(kind), ..with(&a) }));
        out.push(("word, stance", Search { stance: Some(Stance::Rejects), ..with(&a) }));
        out.push(("word, depth", Search { depth: Some(2), ..with(&a) }));
        out.push(("word, status", Search { status: Some("accepted".into()), ..with(&a) }));
        out.push(("beginning, party, stance", Search { party: Some("Party".into()), stance: Some(Stance::Accepts), ..with(&format!("{}*", &a[..2])) }));
        out.push(("phrase, term, days", Search { term: Some(kind), from: day(1), ..with(&format!("\"{} {}\"", word(row.next(20)), word(row.next(20)))) }));
        out.push((
            "all facets",
            Search {
                party: Some("Party".into()),
                proposal: Some(row.word()),
                term: Some(kind),
                outlet: Some("Outlet".into()),
                from: day(1),
                depth: Some(1),
                status: Some("machine".into()),
                ..with(&a)
            },
        ));
        out.push(("party alone", Search { party: Some(format!("Party {}", word(row.next(40)))), ..base.clone() }));
        out.push(("days alone", Search { from: day(5), until: Some(jiff::civil::date(2031, 11, 9)), ..base.clone() }));
        out.push(("text, outlet, days", Search { among: Among::Texts, outlet: Some(format!("Outlet {outlet}")), from: day(1), ..with(&a) }));
    }
    out
}

fn fill(documents: u64, path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    let (begin, before) = (Instant::now(), busy());
    let mut store = Store::create(path, "speed", Timestamp::UNIX_EPOCH).unwrap();
    for batch in (0..documents).collect::<Vec<_>>().chunks(250) {
        store.append(&batch.iter().map(|n| addition(*n)).collect::<Vec<_>>()).unwrap();
    }
    let rate = documents as f64 / begin.elapsed().as_secs_f64();
    println!("fill: {documents} documents in {:.1} s ({rate:.0} a second), busy {:.1} s", begin.elapsed().as_secs_f64(), (busy() - before) / 1e3);
}

/// How long some of `times` take: the middle, the slowest of twenty, the slowest.
fn told(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{name}: {} times, p50 {:.1} ms, p95 {:.1} ms, longest {:.1} ms", times.len(), at(0.5), at(0.95), at(1.0));
}

fn searches(store: &Store) {
    let mut all: Vec<(Duration, f64, &str)> = Vec::new();
    for (kind, query) in queries() {
        let (begin, before) = (Instant::now(), busy());
        store.search(&query).unwrap();
        all.push((begin.elapsed(), busy() - before, kind));
    }
    told("search, by the clock", all.iter().map(|q| q.0.as_secs_f64() * 1e3).collect());
    told("search, busy", all.iter().map(|q| q.1).collect());
    let kinds: BTreeSet<&str> = all.iter().map(|q| q.2).collect();
    for kind in kinds {
        told(&format!("  {kind}, busy"), all.iter().filter(|q| q.2 == kind).map(|q| q.1).collect());
    }
}

fn reviews(store: &mut Store) {
    let mut times: [Vec<f64>; 3] = Default::default();
    for n in 0..20_i64 {
        let before = busy();
        let pending = store.pending(None, 50).unwrap();
        let after = busy();
        times[0].push(after - before);
        let (document, reading) = store.document(&pending[usize::try_from(n).unwrap()].document).unwrap();
        let item = Item::of(&document, &reading, ItemKind::Attribution, 0).unwrap();
        let what = What::Review { item, verdict: Verdict::Accept, comment: None };
        // Never the same twice, also where the dossier was asked before: what is known is passed over and costs nothing.
        let learnt = Timestamp::from_second(i64::try_from(store.head().unwrap().0).unwrap()).ok();
        let entry = Entry { learnt, by: Author::Person("A. Berg".into()), what };
        let before = busy();
        store.append(&[Addition::of(entry)]).unwrap();
        times[1].push(busy() - before);
        let before = busy();
        store.agreement().unwrap();
        times[2].push(busy() - before);
    }
    for (name, times) in ["what waits, busy", "a decision, busy", "agreement, busy"].into_iter().zip(times) {
        told(name, times);
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let documents: u64 = arguments.next().map_or(100_000, |n| n.parse().unwrap());
    let path = arguments.next().map_or_else(|| std::env::temp_dir().join("store-speed.dossier"), PathBuf::from);
    if arguments.next().as_deref() != Some("keep") {
        fill(documents, &path);
    }
    let begin = Instant::now();
    let mut store = Store::open(&path).unwrap();
    store.head().unwrap();
    println!("open: {:.1} ms", begin.elapsed().as_secs_f64() * 1e3);
    let size = std::fs::metadata(&path).unwrap().len() as f64;
    let health = store.doctor().unwrap();
    let (n, bytes) = (health.documents as f64, health.originals.1 as f64);
    println!("size: {n} documents, {:.1} MB, {:.1} kB each (the text is {:.1} kB)", size / 1e6, size / 1e3 / n, bytes / 1e3 / n);
    searches(&store);
    reviews(&mut store);
    let begin = Instant::now();
    let found = store.verify(false).unwrap();
    println!("verify: {} entries in {:.1} s, {} faults", found.entries, begin.elapsed().as_secs_f64(), found.faults.len());
    if documents > 20_000 {
        return;
    }
    let begin = Instant::now();
    store.rebuild().unwrap();
    println!("rebuild: {:.1} s", begin.elapsed().as_secs_f64());
}
