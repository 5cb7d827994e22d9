//! Kills a program that appends at random moments and lets it go on:
//! `cargo run --release -p rapporteur-store --example kill_append -- [SEEDS [DOCUMENTS [SECONDS]]]`.
//!
//! What `examples/kill_add.rs` of the binary does with `add`, without reading texts: for each seed a new dossier, this program appending all
//! documents to it, killed (signal 9) at a moment drawn from the time of an undisturbed run, then appending again to the end. Every row of every
//! table must then equal the undisturbed run's, and `verify` must find nothing. No seed is begun after so many seconds.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use jiff::Timestamp;
use rapporteur_record::entry::{Author, Entry, What};
use rapporteur_record::{Actor, ActorId, ActorKind, Attribution, Document, Item, ItemKind, QuoteType, Reading, Span, Speaker, SpeechAct, Verdict};
use rapporteur_store::{Addition, Hash, Store};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One document and its reading, of a speaker who said something.
fn read(n: usize) -> Addition {
    let text = format!("The union said on Tuesday that round {n} was over.");
    let find = |words: &str| {
        let begin = text.find(words).unwrap();
        Span::new(&text, begin, begin + words.len()).unwrap()
    };
    let attribution = Attribution {
        source: vec![find("The union")],
        cue: vec![find("said")],
        content: vec![find(&format!("that round {n} was over"))],
        addressee: vec![],
        speaker: Speaker::Actor(vec![ActorId(0)]),
        quote_type: QuoteType::Indirect,
        speech_act: SpeechAct::Asserts,
        within: None,
        time: None,
        confidence: 0.75,
    };
    let union = Actor {
        name: "The union".into(),
        kind: ActorKind::Organization,
        names: vec!["The union".into()],
        acts_for: None,
        role: None,
        mentions: vec![find("The union")],
        wikidata: None,
    };
    let reading = Reading { actors: vec![union], attributions: vec![attribution], ..Reading::default() };
    let original = Some(text.clone().into_bytes());
    let document = Document { id: format!("n{n}"), text, outlet: Some("The Paper".into()), language: "en".into(), ..Document::default() };
    let what = What::Read { document: Arc::new(document), reading: Arc::new(reading) };
    Addition { entry: Entry { learnt: Some(Timestamp::UNIX_EPOCH), by: Author::Reader("synthetic".into()), what }, original, after: None }
}

/// Appends all documents one by one, and a decision on every eighth; passes over what is there.
fn append(path: &Path, documents: usize) {
    let mut store = Store::open(path).unwrap();
    for n in 0..documents {
        let addition = read(n);
        let What::Read { document, reading } = addition.entry.what.clone() else { return };
        store.append(&[addition]).unwrap();
        if n % 8 == 0 {
            let item = Item::of(&document, &reading, ItemKind::Attribution, 0).unwrap();
            let what = What::Review { item, verdict: Verdict::Accept, comment: None };
            let entry = Entry { learnt: Timestamp::from_second(n as i64).ok(), by: Author::Person("A. Berg".into()), what };
            store.append(&[Addition::of(entry)]).unwrap();
        }
    }
}

fn fresh(root: &Path, name: &str) -> std::path::PathBuf {
    let folder = root.join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.dossier");
    drop(Store::create(&path, "killed", Timestamp::UNIX_EPOCH).unwrap());
    path
}

/// The hash of every row, and how many there are.
fn rows(path: &Path) -> (Hash, usize) {
    let mut store = Store::open(path).unwrap();
    assert_eq!(store.verify(true).unwrap().faults, []);
    assert_eq!(store.check_file().unwrap(), []);
    let mut all = (Hash::START, 0);
    store
        .dump(&mut |line| {
            all = (Hash::of(format!("{}{line}", all.0).as_bytes()), all.1 + 1);
            Ok(())
        })
        .unwrap();
    all
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [begin, path, documents] = &arguments[..]
        && begin == "append"
    {
        return append(Path::new(path), documents.parse().unwrap());
    }
    let given = |i: usize, default: usize| arguments.get(i).map_or(default, |n| n.parse().unwrap());
    let (seeds, documents, seconds) = (given(0, 100), given(1, 2000), given(2, 600));
    let root = std::env::temp_dir().join(format!("rapporteur-kill-append-{}", std::process::id()));
    let start = |path: &Path| Command::new(std::env::current_exe().unwrap()).arg("append").arg(path).arg(documents.to_string()).spawn().unwrap();
    let begin = Instant::now();
    let undisturbed = fresh(&root, "undisturbed");
    let before = Instant::now();
    assert!(start(&undisturbed).wait().unwrap().success());
    let whole = before.elapsed();
    let expected = rows(&undisturbed);
    println!("undisturbed: {documents} documents in {:.1} s, {} rows", whole.as_secs_f64(), expected.1);
    let (mut run, mut equal, mut cut) = (0, 0, 0);
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    while run < seeds && begin.elapsed() < Duration::from_secs(seconds as u64) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let path = fresh(&root, "seed");
        let mut child = start(&path);
        std::thread::sleep(Duration::from_micros(state % u64::try_from(whole.as_micros()).unwrap()));
        // `kill` is signal 9 here: the program learns nothing of it.
        let _ = child.kill();
        cut += usize::from(!child.wait().unwrap().success());
        assert!(start(&path).wait().unwrap().success());
        equal += usize::from(rows(&path) == expected);
        run += 1;
    }
    println!("{equal} of {run} equal to the undisturbed run ({cut} were cut short)");
    let _ = std::fs::remove_dir_all(&root);
    assert_eq!(equal, run);
}
