use super::*;
use proptest::prelude::*;

/// The parameters of a term whose words are all of `text`, as "key=value". Actors are named by their words.
fn show(kind: TermKind, text: &str, actors: &[&str]) -> Vec<String> {
    let span = |words: &str| text.find(words).and_then(|at| Span::new(text, at, at + words.len())).unwrap();
    let actors: Vec<_> = actors.iter().enumerate().map(|(i, a)| (span(a), ActorId(i))).collect();
    let value = |p: &Parameter| match p {
        Parameter::Number(n) => n.to_string(),
        Parameter::Words(words) => words.clone(),
        Parameter::Actor(id) => format!("actor {}", id.0),
    };
    of(kind, text, &[span(text)], &actors).iter().map(|(key, p)| format!("{key}={}", value(p))).collect()
}

fn check(kind: TermKind, table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(show(kind, text, &[]), *expected, "{text}");
    }
}

#[test]
fn every_entry_of_the_lexicon_passes_its_test() {
    let tests = lexicon::tests();
    assert!(tests.len() > 60);
    for test in tests {
        let found = show(TermKind::parse(&test.kind).unwrap(), &test.text, &[]);
        let own = found.iter().find_map(|f| f.strip_prefix(&format!("{}=", test.key)));
        assert_eq!(own, test.words.or(test.number.map(|n| n.to_string())).as_deref(), "{}", test.text);
    }
}

#[test]
fn truces_and_their_lengths() {
    check(
        TermKind::CessationOfHostilities,
        &[
            ("a six-week truce in the hill provinces", &["duration_days=42"]),
            ("a 60-day pause", &["duration_days=60"]),
            ("a pause of two months in Tarn", &["duration_days=60", "place=Tarn"]),
            ("a truce for a month", &["duration_days=30"]),
            ("a week-long truce", &["duration_days=7"]),
            ("an immediate truce", &["extent=immediate"]),
            ("a truce of two to three weeks, if the crossing opens", &["condition=if the crossing opens", "duration_days=21"]),
            ("the guns fall silent by Friday", &["deadline=by Friday"]),
            ("talks of a two-state settlement", &[]),
            ("a 72-hour truce at 48 hours' notice", &["duration_days=3"]),
            ("an answer within a week of the signing", &["deadline=within a week of the signing"]),
            ("an end to it no later than 2044", &["deadline=no later than 2044"]),
        ],
    );
}

#[test]
fn sums_and_quotas() {
    check(
        TermKind::Economic,
        &[
            ("limit exports to 2.4 million tonnes a year for three years", &["duration_days=1095", "quantity=2400000"]),
            ("a 30 percent duty", &["quantity=30 percent"]),
            ("the full fee of £40m", &["quantity=40000000"]),
            ("if the mills open, a ceiling of 900 tonnes by 2039", &["condition=if the mills open", "deadline=by 2039", "quantity=900"]),
            ("a raise over two years", &[]),
            ("no more than 310 cubic metres a second", &["quantity=310"]),
            ("one loan", &[]),
        ],
    );
}

#[test]
fn withdrawals() {
    let found = show(TermKind::Withdrawal, "a phased withdrawal of the army from the Arro valley within fourteen days of a signature", &["the army"]);
    assert_eq!(found, ["deadline=within fourteen days of a signature", "extent=phased", "forces=actor 0", "place=the Arro valley"]);
    let found = show(TermKind::Withdrawal, "withdrawal from Karrowa by the Front", &["Karrowa", "the Front"]);
    assert_eq!(found, ["forces=actor 1", "place=Karrowa"]);
    let found = show(TermKind::Guarantees, "a guarantee from Brevik to the Front", &["Brevik", "the Front"]);
    assert_eq!(found, [""; 0]);
    check(
        TermKind::Withdrawal,
        &[
            ("leave the valley in March", &[]),
            ("leave East Tolva before 1 May", &["deadline=before 1 May"]),
            ("leave Brevik's mills", &[]),
            ("no posts in Brevik's mills", &["place=Brevik's mills"]),
            ("pull back 20km to the Bay of Tarn", &["place=the Bay of Tarn", "quantity=20"]),
        ],
    );
}

#[test]
fn exchanges() {
    check(
        TermKind::HostagePrisonerExchange,
        &[
            ("to exchange 38 hostages for 410 prisoners", &["give=38 hostages", "quantity=38", "take=410 prisoners"]),
            ("38 hostages for 410 prisoners", &["give=38 hostages", "quantity=38", "take=410 prisoners"]),
            ("41 people be released, in exchange for the release of 30 detainees", &["give=41 people", "quantity=41", "take=30 detainees"]),
            ("a swap of hostages for prisoners, in three groups", &["give=hostages", "quantity=3", "take=prisoners"]),
            ("hold 38 hostages for six weeks", &["duration_days=42", "quantity=38"]),
            ("release the women unless the shelling goes on", &["condition=unless the shelling goes on"]),
            ("food for the prisoners", &[]),
        ],
    );
    check(TermKind::Economic, &[("a loan in exchange for a seat", &["condition=in exchange for a seat"])]);
}

#[test]
fn a_beginning_may_be_on_a_day() {
    check(TermKind::Commencement, &[("takes effect on Sunday", &["deadline=on Sunday"])]);
    check(TermKind::Economic, &[("paid on Sunday", &[])]);
}

#[test]
fn each_key_stands_once_over_several_runs() {
    let text = "a 60-day pause, they said, and 40 lorries in ten days or 50 in twenty";
    let spans = [Span::new(text, 0, 14).unwrap(), Span::new(text, 31, text.len()).unwrap()];
    let found = of(TermKind::CessationOfHostilities, text, &spans, &[]);
    assert_eq!(found, [("duration_days", Parameter::Number(60.0)), ("quantity", Parameter::Number(40.0))]);
}

#[test]
fn long_terms_end() {
    for part in ["1 ", "if ", "for ", "in Tarn ", "a week ", "exchange ", "within 30 days "] {
        let text = part.repeat(500_000 / part.len());
        let span = Span::new(&text, 0, text.len()).unwrap();
        let _ = of(TermKind::HostagePrisonerExchange, &text, &[span], &[]);
    }
}

const TERM: &str = "([A-Z][a-z]{1,5} |[a-z]{1,5} |[0-9]{1,3} |for |in exchange for |within |weeks |if |until |the |by |release |, |\\PC){1,30}";

proptest! {
    #[test]
    fn any_term_gives_ascending_keys(text in TERM, kind in 0usize..27) {
        let kind = TermKind::ALL[kind];
        let span = Span::new(&text, 0, text.len()).unwrap();
        let found = of(kind, &text, &[span], &[(span, ActorId(0))]);
        prop_assert!(found.windows(2).all(|w| w[0].0 < w[1].0));
        for (_, p) in &found {
            if let Parameter::Words(words) = p {
                prop_assert!(!words.is_empty() && text.contains(words.as_str()));
            }
        }
    }
}
