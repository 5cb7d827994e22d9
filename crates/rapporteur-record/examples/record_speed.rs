//! Times a large record: `cargo run --release -p rapporteur-record --example record_speed [readings]`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod made;

use made::made;
use rapporteur_record::*;
use std::time::Instant;

fn main() {
    let count = std::env::args().nth(1).map_or(10_000, |n| n.parse().unwrap());
    let all: Vec<(Document, Reading)> = (0..count).map(made).collect();
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
