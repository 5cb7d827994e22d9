//! What must hold of every deal and every set of events.
#![allow(clippy::disallowed_methods, reason = "tests and measurements step outside")]
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::civil::Date;
use proptest::prelude::*;
use rapporteur_record::deal::{Amount, Claim, Deal, Event, Moment, parse, parse_events, status};
use std::collections::BTreeSet;

const DEAL: &str = include_str!("../../../cases/deal/truce-in-three-phases/deal.toml");
const MATTERS: [&str; 9] = ["truce", "captives-home", "detainees-home", "leave-town", "displaced", "talks", "pause-release", "resume-release", "one"];
const VOICES: [&str; 5] = ["coast", "uplands", "mission", "lakes", "a paper"];

fn deal() -> Deal {
    parse(DEAL).unwrap()
}

fn date(n: i64) -> Date {
    "2031-05-01".parse::<Date>().unwrap().checked_add(jiff::Span::new().days(n)).unwrap()
}

fn day(n: i64) -> Moment {
    Moment::on(date(n))
}

/// An hour of a day, or none.
fn time(n: i64, hour: Option<i8>) -> Moment {
    hour.map_or(day(n), |h| Moment::at(date(n).at(h, 0, 0, 0)))
}

prop_compose! {
    fn event(n: usize)(
        by in 0..VOICES.len(), claim in 0..8usize, of in 0..MATTERS.len(), denied in 0..40usize,
        happened in 0..70i64, said in 0..6i64, learnt in 0..12i64, quantity in proptest::option::of(1..40i64), all in any::<bool>(),
        hour in proptest::option::of(0..24i8),
    ) -> Event {
        let claim = Claim::ALL[claim];
        let amount = quantity.map(Amount::whole);
        let of = if claim == Claim::Denied { format!("e{denied:02}") } else { MATTERS[of].to_owned() };
        Event {
            id: format!("e{n:02}"),
            said: day(happened + said),
            learnt: day(happened + said + learnt),
            quantity: amount.filter(|_| !all),
            in_all: amount.filter(|_| all),
            ..Event::new(VOICES[by], claim, &of, time(happened, hour))
        }
    }
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    (0..40usize).prop_flat_map(|n| (0..n).map(event).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_events_does_not_matter(all in events(), on in 0..80i64, turn in 0..40usize) {
        let deal = deal();
        let mut other = all.clone();
        other.reverse();
        if !other.is_empty() {
            let n = turn % other.len();
            other.rotate_left(n);
        }
        prop_assert_eq!(status(&deal, &all, day(on), day(on)), status(&deal, &other, day(on), day(on)));
    }

    #[test]
    fn an_unrelated_event_changes_nothing(all in events(), on in 0..80i64, by in 0..VOICES.len()) {
        let deal = deal();
        let before = status(&deal, &all, day(on), day(on));
        let mut more = all.clone();
        let mut stray = parse_events("{\"id\":\"stray\",\"by\":\"x\",\"claim\":\"performed\",\"of\":\"another deal\",\"happened\":\"2031-05-01\"}", &deal.calendar).unwrap().remove(0);
        stray.by = VOICES[by].to_owned();
        more.push(stray);
        let after = status(&deal, &more, day(on), day(on));
        prop_assert_eq!(&before.obligations, &after.obligations);
        prop_assert_eq!(&before.phases, &after.phases);
        prop_assert_eq!(&before.powers, &after.powers);
    }

    #[test]
    fn a_report_on_one_duty_leaves_duties_that_do_not_hang_on_it(all in events(), on in 0..80i64) {
        let deal = deal();
        let without: Vec<Event> = all.iter().filter(|e| e.claim != Claim::Denied).cloned().collect();
        let mut more = without.clone();
        let mut extra = parse_events("{\"id\":\"extra\",\"by\":\"coast\",\"claim\":\"performed\",\"of\":\"bodies\",\"happened\":\"2031-05-02\",\"quantity\":5}", &deal.calendar).unwrap();
        more.append(&mut extra);
        let (a, b) = (status(&deal, &without, day(on), day(on)), status(&deal, &more, day(on), day(on)));
        for (x, y) in a.obligations.iter().zip(&b.obligations).filter(|(x, _)| x.id != "bodies") {
            prop_assert_eq!(x, y);
        }
    }

    #[test]
    fn later_knowledge_never_unsays_an_account(all in events(), on in 0..80i64, more in 0..30i64) {
        let deal = deal();
        let then = status(&deal, &all, day(on), day(on));
        let known: Vec<Event> = all.iter().filter(|e| e.learnt <= day(on)).cloned().collect();
        prop_assert_eq!(&then, &status(&deal, &known, day(on), day(on)), "what was learnt later does not reach back");
        let later = status(&deal, &all, day(on), day(on + more));
        for (x, y) in then.obligations.iter().zip(&later.obligations) {
            for a in x.accounts.iter().filter(|a| a.spoke) {
                let b = y.accounts.iter().find(|b| b.account == a.account).unwrap();
                prop_assert!(b.spoke, "{} spoke of {} and is later silent", a.account, x.id);
            }
        }
    }

    #[test]
    fn every_state_has_a_reason_that_names_its_witnesses(all in events(), on in 0..80i64) {
        let deal = deal();
        let found = status(&deal, &all, day(on), day(on));
        let ids: BTreeSet<&str> = all.iter().map(|e| e.id.as_str()).collect();
        for o in &found.obligations {
            for a in &o.accounts {
                let named = a.why.all_witnesses();
                prop_assert!(named.iter().all(|w| ids.contains(w)));
                let own = named.iter().any(|w| all.iter().any(|e| e.id == **w && e.by == a.account));
                prop_assert!(own == a.spoke || (own && !a.spoke), "{} of {}: {:?}", a.account, o.id, a.why);
                if !a.spoke {
                    prop_assert!(a.why.because[0].text.contains("has said nothing"));
                }
                prop_assert!(a.why.because.iter().any(|n| n.text.starts_with("clause")), "the clause stands among the reasons");
            }
        }
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in ".{0,400}") {
        let _ = parse(&text);
        let _ = parse_events(&text, &Default::default());
        let _ = rapporteur_record::deal::draft::draft(&text, "t");
        let _ = rapporteur_record::deal::Condition::parse(&text);
        let _ = rapporteur_record::deal::When::parse(&text);
    }
}
