//! Times a large record: `cargo run --release -p rapporteur-record --example record_speed -- [READINGS [wide|shelf]]`.
//! `wide`: many parties and proposals. `shelf`: the same, of which only gists are at hand, as a server has it; then ten more, a decision, an earlier day.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod made;

use rapporteur_record::gist::Gist;
use rapporteur_record::record::{Kept, Shelf};
use rapporteur_record::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

/// Seconds that a processor was busy with this so far.
fn busy() -> f64 {
    let busy = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    busy.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

/// How much of the machine was used so far.
fn told(what: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| status.lines().find_map(|l| l.strip_prefix(name)).and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse::<f64>().ok());
    let busy = busy();
    println!("  [{what}: {:.0} MB, at most {:.0} MB; busy {busy:.1} s]", of("VmRSS:").unwrap_or(f64::NAN) / 1e3, of("VmHWM:").unwrap_or(f64::NAN) / 1e3);
}

fn main() {
    let count = std::env::args().nth(1).map_or(10_000, |n| n.parse().unwrap());
    let kind = std::env::args().nth(2);
    if kind.as_deref() == Some("shelf") {
        return shelf(count);
    }
    let wide = kind.is_some();
    let all: Vec<(Document, Reading)> = (0..count).map(|i| if wide { made::wide(i, count) } else { made::made(i) }).collect();
    told("the texts");
    let by = Author::Reader("made".into());
    let start = Instant::now();
    let mut record = Record::default();
    for (document, reading) in &all {
        admit(&record, document, reading, &by, None).into_iter().for_each(|e| record.append(e));
    }
    println!("admitting {count} readings: {:?}", start.elapsed());
    let start = Instant::now();
    let sum = record.sum();
    println!("adding them up: {:?}", start.elapsed());
    told("added up");
    println!(
        "{} texts, {} origins, {} parties, {} proposals, {} terms, {} claims, {} disputes",
        sum.texts.len(),
        sum.origins.len(),
        sum.parties.len(),
        sum.plans.len(),
        sum.points.len(),
        sum.claims.len(),
        sum.disputes.len()
    );
    for _ in 0..3 {
        let start = Instant::now();
        let cells = matrix::of(sum).cells.len();
        println!("the matrix ({cells} cells): {:?}", start.elapsed());
    }
    let start = Instant::now();
    let (gaps, echoes, answers) = (gaps::of(sum).len(), echo::of(sum).len(), echo::answers(sum).len());
    println!("gaps, echoes, answers ({gaps}, {echoes}, {answers}): {:?}", start.elapsed());
    let start = Instant::now();
    let fresh = admit(&record, &all[0].0, &all[0].1, &by, None).len();
    println!("admitting one again ({fresh} new): {:?}", start.elapsed());
}

/// Makes each text again whenever it is asked for.
#[derive(Debug)]
struct Maker {
    count: usize,
    numbers: HashMap<EntryId, usize>,
    weaves: Vec<(EntryId, Vec<u8>)>,
}

impl Shelf for Maker {
    fn text(&self, entry: EntryId) -> Option<String> {
        self.numbers.get(&entry).map(|i| made::wide(*i, self.count).0.text)
    }

    fn weaves(&self, each: &mut dyn FnMut(EntryId, &[u8])) {
        self.weaves.iter().for_each(|(id, weave)| each(*id, weave));
    }
}

fn shelf(count: usize) {
    let start = Instant::now();
    let (mut numbers, mut weaves, mut kept) = (HashMap::new(), Vec::new(), Vec::new());
    for i in 0..count {
        let (document, reading) = made::wide(i, count);
        let id = EntryId::parse(&format!("{:032x}", (i as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))).unwrap();
        numbers.insert(id, i);
        weaves.push((id, gist::weave(&document.text)));
        kept.push(Arc::new(Kept { id, learnt: None, by: "made".into(), gist: Arc::new(Gist::of(&document, &reading)) }));
    }
    let bytes: usize = kept.iter().map(|k| k.gist.to_bytes().len()).sum();
    println!("{count} gists in {:?}, {} bytes each; weaves {} bytes each", start.elapsed(), bytes / count, weaves[0].1.len());
    told("gists and weaves; a server has the weaves on disk");
    let last = kept.split_off(count.saturating_sub(10));
    let before = Record::of_kept(kept, Arc::new(Maker { count, numbers, weaves }), [], Brief::default());
    let start = (Instant::now(), busy());
    before.sum();
    println!("adding up all but ten: {:?}, busy {:.2} s", start.0.elapsed(), busy() - start.1);
    told("added up");
    let start = (Instant::now(), busy());
    let record = before.extended(last, []);
    println!("ten more: {:?}, busy {:.2} s", start.0.elapsed(), busy() - start.1);
    told("two of them");
    drop(before);
    let start = (Instant::now(), busy());
    let (document, reading) = made::wide(count / 2, count);
    let item = Item::of(&document, &reading, ItemKind::Position, 0).unwrap();
    let review = Entry { learnt: None, by: Author::Person("A. Berg".into()), what: What::Review { item, verdict: Verdict::Reject, comment: None } };
    let decided = record.extended([], [review]);
    println!("a decision: {:?}, busy {:.2} s", start.0.elapsed(), busy() - start.1);
    drop(decided);
    let start = (Instant::now(), busy());
    let earlier = record.published_until(jiff::civil::date(2033, 9, 20));
    println!("the texts of all days but six ({}): {:?}, busy {:.2} s", earlier.sum().texts.len(), start.0.elapsed(), busy() - start.1);
    drop(earlier);
    let sum = record.sum();
    let start = Instant::now();
    let cells = matrix::of(sum).cells.len();
    println!("the matrix ({cells} cells): {:?}; {} claims, {} disputes", start.elapsed(), sum.claims.len(), sum.disputes.len());
    let timed = |what: &str, make: &dyn Fn() -> usize| {
        let start = Instant::now();
        let count = make();
        println!("{what} ({count}): {:?}", start.elapsed());
    };
    let (since, until) = (jiff::civil::date(2033, 9, 19), jiff::civil::date(2033, 9, 26));
    timed("changes of a week", &|| changes::between(sum, since, until, changes::Clock::Said).cells.len());
    timed("gaps", &|| gaps::of(sum).len());
    timed("quantities", &|| gaps::quantities(sum).len());
    timed("the timeline", &|| timeline::of(sum).0.len());
    timed("statements looked through", &|| {
        let mut count = 0;
        sum.texts.iter().for_each(|t| t.heard(|_, h| count += usize::from(h.day.is_none())));
        count
    });
    timed("readings opened", &|| sum.texts.iter().map(|t| t.reading().attributions.len()).sum());
    timed("written", &|| record.written().len());
}
