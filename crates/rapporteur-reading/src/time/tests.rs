use super::lexicon::LEXICON;
use super::*;
use proptest::prelude::*;

/// A Thursday.
const PUBLISHED: &str = "2031-03-06";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Each time of a text as "words = from..to granularity".
fn show(text: &str, published: Option<&str>) -> Vec<String> {
    let days = |t: &Time| t.days.map_or("unresolved".to_owned(), |(a, b)| if a == b { a.to_string() } else { format!("{a}..{b}") });
    find(text, published.map(day)).iter().map(|t| format!("{} = {} {}", t.words.of(text), days(t), t.granularity.name())).collect()
}

#[test]
fn a_day_just_gone_by_is_meant_whatever_tense_stands_near() {
    let text = "The camp must not be emptied, and we regret the decision of 9 February.";
    assert_eq!(show(text, Some(PUBLISHED)), ["9 February = 2031-02-09 day"]);
    assert_eq!(show("The army must leave by 9 February.", Some(PUBLISHED)), ["by 9 February = 2032-02-09 day"]);
    assert_eq!(show("The army will leave on 9 April.", Some(PUBLISHED)), ["on 9 April = 2031-04-09 day"]);
}

#[test]
fn every_entry_of_the_lexicon_passes_its_test() {
    let tests = LEXICON.tests();
    assert!(tests.len() > 100);
    for test in tests {
        let published = day(test.published.as_deref().unwrap_or(PUBLISHED));
        let found = find(&test.text, Some(published));
        let [time] = found.as_slice() else { panic!("{}: {found:?}", test.text) };
        assert_eq!(time.words.of(&test.text), test.words, "{}", test.text);
        let days = time.days.map(|(a, b)| (a.to_string(), b.to_string()));
        let to = test.to.clone().or(test.from.clone());
        assert_eq!(days, test.from.clone().zip(to), "{}", test.text);
    }
}

#[test]
fn passages_and_their_times() {
    let table: &[(&str, &[&str])] = &[
        ("He told her on Monday that the port will reopen on Friday.", &["on Monday = 2031-03-03 day", "on Friday = 2031-03-07 day"]),
        ("The list will be published on Friday.", &["on Friday = 2031-03-07 day"]),
        ("On Friday, ministers will meet again.", &["On Friday = 2031-03-07 day"]),
        ("On Friday, ministers met again.", &["On Friday = 2031-02-28 day"]),
        ("Last Thursday nobody spoke.", &["Last Thursday = 2031-02-27 day"]),
        ("\"We meet Saturday.\" It rained on Saturday, she said.", &["Saturday = 2031-03-01 day", "on Saturday = 2031-03-01 day"]),
        ("From Tuesday's meeting came nothing.", &["From Tuesday = 2031-03-04 day"]),
        ("The accord of 12 May 2029 and that of May 2030.", &["12 May 2029 = 2029-05-12 day", "May 2030 = 2030-05-01..2030-05-31 month"]),
        ("They may march on Monday in May.", &["on Monday = 2031-03-10 day", "in May = 2031-05-01..2031-05-31 month"]),
        ("It was agreed on 31 February.", &["on 31 February = unresolved day"]),
        ("It was agreed on 29 February.", &["on 29 February = 2028-02-29 day"]),
        ("It was agreed on 31 April 2031.", &["on 31 April 2031 = unresolved day"]),
        ("The deal (2031-03-04) holds.", &["2031-03-04 = 2031-03-04 day"]),
        ("It expires on March 4, 2032, he said.", &["on March 4, 2032 = 2032-03-04 day"]),
        ("The mill shut in the 1990s.", &["in the 1990s = 1990-01-01..1999-12-31 year"]),
        ("Exports rose in the third quarter of 2030.", &["in the third quarter of 2030 = 2030-07-01..2030-09-30 months"]),
        ("The talks lasted for two weeks.", &[]),
        ("It is the first meeting in two years.", &[]),
        ("The talks will resume in two weeks.", &["in two weeks = 2031-03-17..2031-03-23 week"]),
        ("They met three weeks later.", &["three weeks later = unresolved week"]),
        ("They met on Tuesday of last week.", &["on Tuesday of last week = 2031-02-25 day"]),
        ("They met in 40 villages and 2030 homes.", &[]),
        ("The union march drew 300.", &[]),
        ("Over the last three months the price fell.", &["Over the last three months = 2030-12-06..2031-03-06 months"]),
        ("She asked for two things for the weekend.", &["the weekend = 2031-03-01..2031-03-02 days"]),
        ("It ended last weekend, not this weekend.", &["last weekend = 2031-03-01..2031-03-02 days", "this weekend = 2031-03-08..2031-03-09 days"]),
        ("Years ago, in the autumn of 2027, they met.", &["Years ago = 2026-03-06..2029-03-06 year", "in the autumn of 2027 = unresolved months"]),
        ("They meet next week, the week of rain.", &["next week = 2031-03-10..2031-03-16 week"]),
    ];
    for (text, expected) in table {
        assert_eq!(show(text, Some(PUBLISHED)), *expected, "{text}");
    }
}

#[test]
fn without_a_day_of_publication_relative_times_stay_relative() {
    let found = find("They met last week, on Tuesday and on 4 March, and in 2030.", None);
    let all: Vec<(bool, bool)> = found.iter().map(|t| (t.relative, t.days.is_some())).collect();
    assert_eq!(all, [(true, false), (true, false), (true, false), (false, true)]);
}

/// The words of the time at which a statement was made; `[` and `]` enclose the content, `<` and `>` the cue, `{` and `}` the source.
fn said(marked: &str) -> Option<String> {
    let mut text = String::new();
    let (mut open, mut spans) = (Vec::new(), [const { Vec::new() }; 3]);
    for c in marked.chars() {
        match "[<{".find(c).or("]>}".find(c)) {
            Some(_) if "[<{".contains(c) => open.push(text.len()),
            Some(role) => spans[role].push(Span::new(&text, open.pop().unwrap(), text.len()).unwrap()),
            None => text.push(c),
        }
    }
    let times = find(&text, Some(day(PUBLISHED)));
    let [content, cue, source] = &spans;
    let sentences = crate::sentence::split(&text);
    of_statement(&text, &times, &sentences, Roles { source, cue, content, within: None }).map(|t| t.words.of(&text).to_owned())
}

#[test]
fn a_statement_was_made_at_the_time_nearest_its_cue() {
    let check = |marked: &str, expected: Option<&str>| assert_eq!(said(marked).as_deref(), expected, "{marked}");
    check("{The union} <said> on Tuesday [that it met the port last week].", Some("on Tuesday"));
    check("On Monday, {the port} <told> the union [that it would reopen on Friday].", Some("On Monday"));
    check("{The union} <said> [it would strike on Friday].", None);
    check("They met on Monday. {The union} <said> [no].", None);
    check("[\"No,\"] {she} <said> on Tuesday after talks that began last week.", Some("on Tuesday"));
    check("{A report published on Tuesday} <said> [so].", Some("on Tuesday"));
    check("{An envoy who left on Tuesday} <said> [so].", None);
}

#[test]
fn a_nested_statement_does_not_take_the_time_of_the_one_around_it() {
    let text = "The paper said on Tuesday that the minister had promised a list.";
    let span = |words: &str| vec![Span::new(text, text.find(words).unwrap(), text.find(words).unwrap() + words.len()).unwrap()];
    let around = span("that the minister had promised a list");
    let roles = Roles { source: &span("the minister"), cue: &span("had promised"), content: &span("a list"), within: Some(&around) };
    assert_eq!(of_statement(text, &find(text, None), &crate::sentence::split(text), roles), None);
}

#[test]
fn a_time_names_its_rules() {
    let text = "She spoke in recent days.";
    let time = &find(text, None)[0];
    let codes: Vec<&str> = decisions(text, time).iter().map(|d| d.rule).collect();
    assert_eq!(codes, ["TI12", "TI10"]);
}

const PIECES: &[&str] = &[
    "on",
    "in",
    "the",
    "last",
    "next",
    "past",
    "March",
    "May",
    "Tuesday",
    "31",
    "2031",
    "9999",
    "two",
    "weeks",
    "years",
    "ago",
    "days",
    ",",
    ".",
    "-",
    "'s",
    "of",
    "end",
    "early",
    "mid",
    "this",
    "1000",
    "decades",
    "the end of",
    "will",
    "é",
    "\n",
    "yesterday",
    "within",
    "quarter",
    "third",
    "recent",
    "9990s",
];

proptest! {
    #[test]
    fn any_text_is_read_in_order_and_within_bounds(text in "\\PC{0,200}", year in -9999i16..=9999) {
        in_order(&text, year);
    }

    #[test]
    fn words_of_time_in_any_order_are_read(picks in prop::collection::vec(0..PIECES.len(), 0..30), year in -9999i16..=9999) {
        let text = picks.iter().map(|i| PIECES[*i]).collect::<Vec<_>>().join(" ");
        in_order(&text, year);
        in_order(&text.replace(" - ", "-"), year);
    }
}

fn in_order(text: &str, year: i16) {
    let found = find(text, Date::new(year, 1, 31).ok());
    for pair in found.windows(2) {
        assert!(pair[0].words.end() <= pair[1].words.begin());
    }
    for time in found {
        assert!(!time.words.of(text).is_empty());
        assert!(time.days.is_none_or(|(a, b)| a <= b), "{time:?}");
    }
}
