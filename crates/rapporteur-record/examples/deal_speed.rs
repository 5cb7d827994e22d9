//! Times the evaluation of large deals: `cargo run --release -p rapporteur-record --example deal_speed`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use jiff::civil::Date;
use rapporteur_record::deal::whatif::{Change, whatif};
use rapporteur_record::deal::{locks, parse, parse_events, status};
use std::fmt::Write;
use std::time::Instant;

fn main() {
    let mut text = String::from(
        "format = \"rapporteur-deal/1\"\nname = \"Large\"\nsigned = 2031-01-01\n[[party]]\nid = \"a\"\n[[party]]\nid = \"b\"\n[[party]]\nid = \"watch\"\nkind = \"monitor\"\n",
    );
    for p in 0..10 {
        let begin = if p == 0 { "starts = \"signature\"".to_owned() } else { format!("requires = \"phase p{} ended\"", p - 1) };
        writeln!(text, "[[phase]]\nid = \"p{p}\"\n{begin}\nlength = \"30 days\"").unwrap();
    }
    for o in 0..500 {
        let kind = ["achieve", "keep up", "refrain"][o % 3];
        let wait = if o % 5 == 4 { format!("requires = \"o{} fulfilled\"\n", o - 4) } else { String::new() };
        let (a, b) = if o % 2 == 0 { ("a", "b") } else { ("b", "a") };
        writeln!(text, "[[obligation]]\nid = \"o{o}\"\nphase = \"p{}\"\ndebtor = \"{a}\"\ncreditor = \"{b}\"\nkind = \"{kind}\"\nact = \"give\"\nobject = \"x{o}\"\nquantity = 40\nunit = \"x\"\n{wait}", o / 50).unwrap();
    }
    let claims = ["performed", "kept", "breached", "not_performed"];
    let mut lines = String::new();
    for n in 0..20_000usize {
        let (o, by) = (n * 7919 % 500, ["a", "b", "watch", "paper", "radio"][n % 5]);
        let claim = if o % 3 == 0 {
            claims[(n % 4) & 2 | usize::from(n % 97 == 0)].replace("kept", "performed")
        } else {
            claims[1 + usize::from(n % 53 == 0)].to_owned()
        };
        let claim = if o % 3 == 0 && n % 4 < 2 { "performed".to_owned() } else { claim };
        let day: Date = "2031-01-01".parse::<Date>().unwrap().checked_add(jiff::Span::new().days(i64::try_from(n % 290).unwrap())).unwrap();
        writeln!(lines, "{{\"id\":\"e{n}\",\"by\":\"{by}\",\"claim\":\"{claim}\",\"of\":\"o{o}\",\"quantity\":1,\"happened\":\"{day}\"}}").unwrap();
    }
    let start = Instant::now();
    let deal = parse(&text).unwrap_or_else(|f| panic!("{}", f[0]));
    let events = parse_events(&lines, &deal.calendar).unwrap_or_else(|f| panic!("{}", f[0]));
    println!("reading {} obligations and {} events: {:?}", deal.obligations.len(), events.len(), start.elapsed());
    let on: Date = "2031-09-30".parse().unwrap();
    let best = |what: &str, run: &dyn Fn() -> usize| {
        let times: Vec<_> = (0..7)
            .map(|_| {
                let t = Instant::now();
                let n = run();
                (t.elapsed(), n)
            })
            .collect();
        let mut sorted = times.clone();
        sorted.sort();
        println!("{what}: median {:?}, worst {:?} ({})", sorted[3].0, sorted[6].0, sorted[3].1);
    };
    best("status, 5 accounts", &|| status(&deal, &events, on, on).obligations.len());
    let change = [Change::parse("move start of p0 to 2031-01-20", &deal).unwrap()];
    best("what if a date moves", &|| whatif(&deal, &events, &change, on, on).moved.len());
    let stop = [Change::parse("stop a", &deal).unwrap()];
    best("what if a party stops", &|| whatif(&deal, &events, &stop, on, on).moved.len());

    let mut small = String::from("format = \"rapporteur-deal/1\"\nname = \"Twenty\"\nsigned = 2031-01-01\n[[party]]\nid = \"a\"\n[[party]]\nid = \"b\"\n");
    for o in 0..20 {
        // Each needs an earlier one or the absence of a later one: many orders, some of which lock.
        let need = if o < 6 {
            format!("not o{} fulfilled or o{} fulfilled", 19 - o, (o + 5) % 20)
        } else {
            format!("o{} fulfilled or not o{} fulfilled", o - 6, (o + 3) % 20)
        };
        writeln!(small, "[[obligation]]\nid = \"o{o}\"\ndebtor = \"a\"\ncreditor = \"b\"\nact = \"give\"\nrequires = \"{need}\"").unwrap();
    }
    let small = parse(&small).unwrap_or_else(|f| panic!("{}", f[0]));
    best("lock search, 20 interdependent", &|| locks::locks(&small, None).unwrap().states);
}
