//! Files in, documents out: one case per file of `tests/source/`, beside each its expected documents.
//!
//! To add a case, add a file and run `UPDATE_CASES=1 cargo test -p rapporteur-reading --test source`; then read what was written.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use proptest::prelude::*;
use rapporteur_reading::source::{self, Format, Hint, SourceError, Sourced};
use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/source");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e != "expected"));
    files.sort();
    files
}

fn described(result: &Result<Sourced, SourceError>) -> String {
    let sourced = match result {
        Ok(sourced) => sourced,
        Err(e) => return format!("error: {e}\n"),
    };
    let (d, mut out) = (&sourced.document, String::new());
    let published = d.published.map(|p| p.to_string());
    for (key, value) in [("title", &d.title), ("outlet", &d.outlet), ("published", &published), ("url", &d.url)] {
        let _ = writeln!(out, "{key}: {}", value.as_deref().unwrap_or("(unknown)"));
    }
    let _ = writeln!(out, "id: {}\nlanguage: {}", d.id, d.language);
    for note in &sourced.notes {
        let _ = writeln!(out, "note: {}: {}", note.kind.name(), note.message);
    }
    for heading in &sourced.headings {
        let _ = writeln!(out, "heading: {}", heading.of(&d.text));
    }
    let _ = write!(out, "---\n{}\n", d.text.replace('\r', "\\r"));
    out
}

#[test]
fn every_file_gives_its_expected_documents() {
    let mut wrong = Vec::new();
    for file in files() {
        let name = file.file_name().unwrap().to_str().unwrap();
        let documents = source::documents(&std::fs::read(&file).unwrap(), &Hint::named(name));
        let found: Vec<String> = documents.iter().map(described).collect();
        let found = found.join("=====\n");
        let expected = file.with_extension("expected");
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&expected, &found).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{name} gives:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}\nIf this is right, run it again with UPDATE_CASES=1.", wrong.join("\n"));
}

/// The source of every word, read as a page of its own, is that word again (but for marks that `q` shows, and notes left out of a word).
#[test]
fn words_lead_back_to_the_page() {
    for file in files() {
        let name = file.file_name().unwrap().to_str().unwrap();
        let (bytes, hint) = (std::fs::read(&file).unwrap(), Hint::named(name));
        if matches!(source::format(&bytes, &hint), Ok(Format::JsonLines | Format::Feed)) {
            continue;
        }
        let page = source::decode(&bytes, &hint).unwrap().text;
        for sourced in source::documents(&bytes, &hint).iter().flatten() {
            let (mut same, mut words) = (0, 0);
            each_word(sourced, |word, source| {
                words += 1;
                same += usize::from(page[source.clone()] == *word || html(&page[source]).is_ok_and(|s| s.document.text == word));
            });
            assert!(same * 10 >= words * 9, "{name}: {same} of {words} words are found again");
        }
    }
}

fn each_word(sourced: &Sourced, mut see: impl FnMut(&str, std::ops::Range<usize>)) {
    let text = &sourced.document.text;
    for word in text.split_whitespace() {
        let begin = word.as_ptr() as usize - text.as_ptr() as usize;
        let span = rapporteur_record::Span::new(text, begin, begin + word.len()).unwrap();
        see(word, sourced.map.source(span).unwrap());
    }
}

fn html(page: &str) -> Result<Sourced, SourceError> {
    source::documents(page.as_bytes(), &Hint::named("page.html")).remove(0)
}

const PARAGRAPH: &str = "<p>The talks stalled on the third day, the union said, and nobody knew what would come next.</p>";

/// A generous bound for a debug build on a busy machine: what is not linear takes minutes or for ever.
fn quickly<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    let took = start.elapsed();
    println!("{what}: {took:?}");
    assert!(took < Duration::from_secs(40), "{what} took {took:?}");
    result
}

#[test]
fn pages_that_are_deep_or_broken_are_read_in_linear_time() {
    let n = 100_000;
    let nasty = [
        ("nested div", "<div>".repeat(n)),
        ("nested b", "<b>".repeat(n)),
        ("nested unknown", "<x-y>".repeat(n)),
        ("nested and closed", "<div>".repeat(n) + &"</div>".repeat(n)),
        ("paragraph in each", "<div><p>It is deep, he said.".repeat(n)),
        ("wrong end tags", "<i><div>".to_owned() + &"<b>".repeat(n) + &"</i>".repeat(n)),
        ("lists", "<ul><li>".repeat(n)),
        ("tables", "<table><tr><td>".repeat(n)),
        ("end tags only", "</div></p></x>".repeat(n)),
        ("open tags", "<a href=".repeat(n)),
        ("quotations", "<q>".repeat(n)),
        ("breaks", "<br>".repeat(n)),
        ("attributes", format!("<div {}>", (0..n).map(|i| format!("a{i}='x' ")).collect::<String>())),
        ("one long attribute", format!("<div class='{}'>", "share ".repeat(n))),
        ("entities", "&amp;&lt;&nosuch;&".repeat(n)),
        ("comments", "<!-- <!-".repeat(n)),
        ("headings", "<h2>".repeat(n)),
        ("links", "<a href=x>y".repeat(n)),
        ("metas", "<meta name=date content=x>".repeat(n)),
        ("json", format!("<script type=application/ld+json>{}</script>", "[{\"@graph\":".repeat(n))),
        ("many names", (0..n).map(|i| format!("<t{i}>")).collect()),
        ("unclosed script", format!("<p>Said.</p><script>{}", "</scrip".repeat(n))),
    ];
    for (what, markup) in nasty {
        let page = format!("<html><body><h1>T</h1>{}{markup}{PARAGRAPH}", PARAGRAPH.repeat(5));
        let found = quickly(what, || html(&page)).unwrap();
        assert!(found.document.text.contains("The talks stalled"), "{what}");
    }
}

#[test]
fn feeds_that_are_deep_or_broken_are_read_in_linear_time() {
    let n = 50_000;
    let nasty = [
        ("many entries", "<item><title>T</title><description>He said no.</description></item>".repeat(n)),
        ("nested", "<a>".repeat(n)),
        ("nested in an entry", format!("<item><description>{}", "<b>".repeat(n))),
        ("entries in entries", "<item>".repeat(n)),
        ("end tags only", "</item></a></channel>".repeat(n)),
        ("sections without end", "<item><title><![CDATA[".repeat(n)),
        ("marks without end", "<item><!".repeat(n)),
        ("comments without end", "<item><!--".repeat(n)),
        ("entities", format!("<item><description>{}", "&amp;&nosuch;&#0;&".repeat(n))),
        ("name spaces", (0..n).map(|i| format!("<item xmlns:a{i}='x'>")).collect()),
    ];
    for (what, markup) in nasty {
        let feed = format!("<rss version='2.0'><channel><item><description>The talks stalled, he said.</description></item>{markup}");
        let found = quickly(what, || source::documents(feed.as_bytes(), &Hint::named("a.xml")));
        assert_eq!(found[0].as_ref().unwrap().document.text, "The talks stalled, he said.", "{what}");
    }
}

#[test]
fn a_feed_gives_its_entries_by_their_own_names_and_the_users_outlet() {
    let feed = br#"<rss version="2.0"><channel><title>Theirs</title><item><title>A</title><description>He said no.</description></item></channel></rss>"#;
    let about = source::About { outlet: Some("Mine".into()), title: Some("no title of an entry".into()), ..source::About::default() };
    let found = source::documents(feed, &Hint { about, ..Hint::named("a.xml") }).remove(0).unwrap().document;
    assert_eq!((found.outlet.as_deref(), found.title.as_deref(), found.id.as_str()), (Some("Mine"), Some("A"), "a.xml:1"));
}

#[test]
fn a_page_of_20_megabytes_is_read() {
    let page = format!("<html><body><article><h1>T</h1>{}", PARAGRAPH.repeat(20_000_000 / PARAGRAPH.len()));
    let found = quickly("20 MB", || html(&page)).unwrap();
    assert_eq!(found.document.text.lines().filter(|l| l.starts_with("The talks")).count(), 20_000_000 / PARAGRAPH.len());
}

#[test]
fn what_the_user_says_wins() {
    let about = source::About { outlet: Some("Mine".into()), title: Some("T".into()), ..source::About::default() };
    let hint = Hint { about, ..Hint::named("a.txt") };
    let text = b"---\noutlet: Theirs\nurl: https://x.example\n---\nThe talks stalled.";
    let found = source::documents(text, &hint).remove(0).unwrap().document;
    assert_eq!((found.outlet.as_deref(), found.url.as_deref()), (Some("Mine"), Some("https://x.example")));
    let line = br#"{"id": "1", "text": "The talks stalled.", "title": "Own", "outlet": "Theirs"}"#;
    let found = source::line(line, 1, &hint).unwrap().unwrap().document;
    assert_eq!((found.outlet.as_deref(), found.title.as_deref(), found.id.as_str()), (Some("Mine"), Some("Own"), "1"));
}

#[test]
fn empty_files_say_so() {
    for bytes in [&b""[..], b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe \0", b"---\ntitle: x\n---\n\n"] {
        let found = source::documents(bytes, &Hint::named("a.txt")).remove(0).unwrap_err();
        assert_eq!(found, SourceError::Empty { name: "a.txt".into() }, "{bytes:?}");
    }
    let found = source::documents(b"\n\n", &Hint::named("a.jsonl")).remove(0).unwrap_err();
    assert_eq!(found, SourceError::Empty { name: "a.jsonl".into() });
}

#[test]
fn a_bad_line_stops_no_other() {
    let found = source::documents(b"{\"text\": \"a\"}\r\n{\n\n{\"text\": \"b\"}", &Hint::named("a.jsonl"));
    let ids: Vec<_> = found.iter().map(|d| d.as_ref().map(|d| d.document.id.clone()).map_err(|e| e.what())).collect();
    assert_eq!(ids[0], Ok("a.jsonl:1".into()));
    assert!(ids[1].as_ref().unwrap_err().starts_with("cannot read line 2 of `a.jsonl`"), "{:?}", ids[1]);
    assert_eq!(ids[2], Ok("a.jsonl:4".into()));
}

/// Checks what must hold of whatever is read.
fn check(bytes: &[u8], name: &str) {
    let hint = Hint::named(name);
    let source = source::decode(bytes, &hint).map(|d| d.text).unwrap_or_default();
    let format = source::format(bytes, &hint);
    let is_lines = format == Ok(Format::JsonLines);
    for sourced in source::documents(bytes, &hint).iter().flatten() {
        let text = &sourced.document.text;
        let source = if is_lines { text } else { &source };
        assert!(!text.trim().is_empty());
        assert!(sourced.headings.iter().all(|h| !h.of(text).is_empty()));
        // The words of a feed lead to the content of their entry, which is not at hand here.
        each_word(sourced, |_, place| assert!(format == Ok(Format::Feed) || source.get(place.clone()).is_some(), "{place:?}"));
    }
}

/// Pieces of pages, so that random pages are worth reading.
fn markup() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "p", "div", "b", "a href=x", "li", "ul", "table", "td", "h1", "h2", "q", "pre", "svg", "script", "title", "br", "article", "nav", "xmp",
    ]);
    prop_oneof![
        tag.clone().prop_map(|t| format!("<{t}>")),
        tag.clone().prop_map(|t| format!("</{}>", t.split(' ').next().unwrap_or(t))),
        tag.prop_map(|t| format!("<{t} class=\"share related\" hidden id='x'/>")),
        prop::sample::select(vec![
            "&amp;", "&#8217;", "&nosuch;", "&", "<", "\r\n", "\r", "\u{a0}", "é", "<!--", "-->", "]]>", "</", "\u{ad}", "&shy;", "\u{feff}"
        ])
        .prop_map(str::to_owned),
        Just("The union said it would not sign the draft of Tuesday. ".to_owned()),
        "[a-zA-Z .é“”\n]{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["a.txt", "a.html", "a.jsonl", "a.xml", "a"])) {
        check(&bytes, name);
    }

    #[test]
    fn no_page_makes_it_panic(parts in prop::collection::vec(markup(), 0..60)) {
        check(parts.concat().as_bytes(), "a.html");
        check(format!("---\n{}", parts.concat()).as_bytes(), "a.txt");
    }

    #[test]
    fn no_broken_file_makes_it_panic(file in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), byte: u8) {
        let files = files();
        let file = file.get(&files);
        let mut bytes = std::fs::read(file).unwrap();
        let at = cut.index(bytes.len());
        bytes[at] = byte;
        check(&bytes, file.file_name().unwrap().to_str().unwrap());
        let from = other.index(bytes.len());
        bytes.drain(from.min(at)..from.max(at));
        check(&bytes, file.file_name().unwrap().to_str().unwrap());
    }

    #[test]
    fn json_lines_come_back_as_they_were(texts in prop::collection::vec("\\PC{1,40}", 1..5), title in "\\PC{1,20}") {
        let lines: Vec<String> = texts.iter().enumerate().map(|(i, t)| serde_json::json!({"id": format!("x{i}"), "text": t, "title": title}).to_string()).collect();
        let found = source::documents(lines.join("\r\n").as_bytes(), &Hint::named("a.jsonl"));
        for (i, (text, found)) in texts.iter().zip(found).enumerate() {
            if text.trim().is_empty() {
                prop_assert!(found.is_err());
                continue;
            }
            let document = found.unwrap().document;
            prop_assert_eq!(&document.text, text);
            prop_assert_eq!(document.id, format!("x{i}"));
            prop_assert_eq!(document.title, Some(title.clone()).filter(|t| !t.trim().is_empty()));
        }
    }

    #[test]
    fn plain_text_is_untouched(text in "[^-\\x00{<%][^\\x00]{0,80}") {
        prop_assume!(!text.trim().is_empty() && !text.starts_with('\u{feff}') && !text.trim_start().starts_with(['<', '{', '[']));
        let found = source::documents(text.as_bytes(), &Hint::named("a.txt")).remove(0);
        prop_assert_eq!(found.unwrap().document.text, text);
    }
}
