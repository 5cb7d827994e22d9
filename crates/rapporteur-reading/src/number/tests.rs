use super::*;
use proptest::prelude::*;

/// Each number of a text as "words = value", with its bound, unit and kind where they are not exact, plain and quantity.
fn show(text: &str) -> Vec<String> {
    let one = |n: &Number| {
        let mut out = format!("{} = {}", n.span.of(text), n.value);
        if n.bound != Bound::Exact {
            out += &format!(" {}", n.bound.name());
        }
        if n.unit != Unit::Plain {
            out += &format!(" {:?}", n.unit).to_lowercase();
        }
        if n.kind != Kind::Quantity {
            out += &format!(" {:?}", n.kind).to_lowercase();
        }
        out
    };
    find(text).iter().map(one).collect()
}

fn check(table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(show(text), *expected, "{text}");
    }
}

#[test]
fn every_entry_of_the_lexicon_passes_its_test() {
    let tests = lexicon::tests();
    assert!(tests.len() > 150);
    for test in tests {
        let more = |word: &Option<String>| word.as_ref().map_or(String::new(), |w| format!(" {w}"));
        let expected = test.words.as_ref().map(|w| format!("{w} = {}{}{}{}", test.value, more(&test.bound), more(&test.unit), more(&test.kind)));
        assert_eq!(show(&test.text), expected.into_iter().collect::<Vec<_>>(), "{}", test.text);
    }
}

#[test]
fn digits_and_scales() {
    check(&[
        ("Nearly 40,000 people fled.", &["Nearly 40,000 = 40000 below"]),
        ("It holds 1 200 tonnes and 1.5 metres.", &["1 200 = 1200", "1.5 = 1.5"]),
        ("They want £5.3bn, not $5-10 million.", &["£5.3bn = 5300000000 money", "$5-10 million = 10000000 below money"]),
        ("Some 2 lakh crore rupees.", &["Some 2 lakh crore rupees = 2000000000000 about money"]),
        ("It costs 1.1 million euros or 400 ollins.", &["1.1 million euros = 1100000 money", "400 = 400"]),
        ("They lent 640 million Brannock crowns.", &["640 million Brannock crowns = 640000000 money"]),
        ("A fence of 20km and 300 km.", &["20 = 20", "300 = 300"]),
        ("A 60-day pause and a 10,000-strong force.", &["60 = 60", "10,000 = 10000"]),
    ]);
}

#[test]
fn numbers_in_words() {
    check(&[
        ("Two hundred and forty thousand six hundred and three.", &["Two hundred and forty thousand six hundred and three = 240603"]),
        ("A hundred and thirty-six of ours came home.", &["A hundred and thirty-six = 136"]),
        (
            "Half a million litres, a million and a half, two and a half million.",
            &["Half a million = 500000", "a million and a half = 1500000", "two and a half million = 2500000"],
        ),
        ("A dozen boats, half a dozen crews, two dozen nets.", &["A dozen = 12", "half a dozen = 6", "two dozen = 24"]),
        ("Dozens of boats and hundreds of nets.", &["Dozens = 12 order", "hundreds = 100 order"]),
        ("Hundreds of thousands fled and tens of thousands stayed.", &["Hundreds of thousands = 100000 order", "tens of thousands = 10000 order"]),
        ("Four and five came, killing one and wounding three.", &["Four = 4", "five = 5", "one = 1", "three = 3"]),
        ("No one came, and they met one another.", &[]),
        ("They need three-quarters of a million crowns.", &["three-quarters of a million crowns = 750000 money"]),
        ("A hundred people and a few dozen dogs.", &["A hundred = 100", "a few dozen = 12 order"]),
    ]);
}

#[test]
fn hedges() {
    check(&[
        ("Up to about 40 boats.", &["Up to about 40 = 40 below"]),
        ("It cost no more than 40 crowns.", &["no more than 40 crowns = 40 below money"]),
        ("More than 40 boats.", &["More than 40 = 40 above"]),
        ("Nine per cent or so, forty at most, 500+ nets.", &["Nine per cent or so = 9 about percent", "forty at most = 40 below", "500+ = 500 above"]),
        ("Forty-odd boats.", &["Forty-odd = 40 about"]),
        ("Around five to six weeks.", &["Around five to six = 6 below"]),
        ("Some of the 40 boats.", &["40 = 40"]),
        (
            "More than two thirds, at least a fifth, half the fleet.",
            &["More than two thirds = 66.7 above percent", "at least a fifth = 20 above percent", "half = 50 percent"],
        ),
        ("A third ship, half an hour, the second half of the year.", &[]),
        ("The missing half-million.", &["half-million = 500000"]),
        ("Nearly half a million nets.", &["Nearly half a million = 500000 below"]),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("Between 2,000 and 4,000 boats.", &["Between 2,000 and 4,000 = 4000 below"]),
        ("A crew of 100-120, or 5–10%.", &["100-120 = 120 below", "5–10% = 10 below percent"]),
        ("They rose from 9.50 to 16 crowns.", &["9.50 = 9.5", "16 crowns = 16 money"]),
        ("Between eighty and a hundred and twenty men.", &["Between eighty and a hundred and twenty = 120 below"]),
        ("Brevik lost 3-2.", &["3-2 = 3 code"]),
        ("Talks between two states and three unions.", &["two = 2", "three = 3"]),
    ]);
}

#[test]
fn what_counts_nothing() {
    check(&[
        ("On 4 March 2031 they met, and on March 5, 2032 again.", &["4 = 4 date", "2031 = 2031 date", "5 = 5 date", "2032 = 2032 date"]),
        ("In March 12 people left on Nov. 9.", &["12 = 12", "9 = 9 date"]),
        ("From 4-6 March, in 2031-32.", &["4-6 = 6 date", "2031-32 = 2031 date"]),
        ("In 2031 members voted in mid-2030, in the 1990s.", &["2031 = 2031 date", "2030 = 2030 date", "1990 = 1990 date"]),
        ("They sent 2000 troops, more than 2000 troops.", &["2000 = 2000", "more than 2000 = 2000 above"]),
        ("At 18:30, at 6 a.m., at six o’clock.", &["18:30 = 18 date", "6 = 6 date", "six = 6 date"]),
        ("The 41st boat, on the 3rd of March.", &["41 = 41 code", "3 = 3 date"]),
        ("A man aged 41, a forty-one-year-old, Ilse Tarn, 29, and two years.", &["41 = 41 age", "forty-one = 41 age", "29 = 29 age", "two = 2"]),
        (
            "Resolution 1701, the G7, an F-16, Articles 5 and 6, No. 3.",
            &["1701 = 1701 code", "7 = 7 code", "16 = 16 code", "5 = 5 code", "6 = 6 code", "3 = 3 code"],
        ),
        ("Phase two of the plan; phase two boats.", &["two = 2 code", "two = 2"]),
        ("On 2031-03-04 and 4/3/2031.", &["2031-03-04 = 2031 date", "4/3/2031 = 4 date"]),
        ("The Group of Seven met.", &["Seven = 7 code"]),
        ("At -5 degrees, or minus five.", &[]),
        ("In twenty thirty-one.", &["twenty thirty-one = 2031 date"]),
    ]);
}

#[test]
fn long_texts_of_digits_end() {
    for part in ["1", "1,", "1 ", "1-", "1.", "1/", "1,11,", "a ", "two ", "one hundred ", "1 to ", "up to ", "thousands of ", "A$", "between 1 and "] {
        let text = part.repeat(500_000 / part.len());
        let found = find(&text);
        assert!(found.windows(2).all(|w| w[0].span.end() <= w[1].span.begin()), "{part}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_in_order(text in "(([0-9]{1,4}|\\PC|[a-z]{1,3}|one|half|hundred|and|to|a|of|about|£|-|,|\\.| ){1,60})") {
        let found = find(&text);
        for n in &found {
            prop_assert!(n.span.contains(n.core) && n.value.is_finite() && n.value >= 0.0);
        }
        prop_assert!(found.windows(2).all(|w| w[0].span.end() <= w[1].span.begin()));
    }
}
