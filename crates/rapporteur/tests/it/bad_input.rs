//! What goes wrong is named, counted, and stops nothing else.

use crate::run::{folder, run, same_as_file, with, within};
use serde_json::Value;

const TEXT: &[u8] = b"The union said on Monday that it would strike. \"We are ready,\" said Mara Oyle.\n";

#[test]
fn messages_say_what_where_and_what_next() {
    let files: &[(&str, &[u8])] = &[
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("page.pdf", b"%PDF-1.7\n\x00\x01"),
        ("bytes.bin", b"a\x00b\x00\x01\x02"),
        ("date.txt", b"---\ndate: soon\n---\n\nThe union said no.\n"),
        ("lines.jsonl", b"{\"id\": \"a\", \"text\": \"The union said no.\"}\n{\"id\": \"b\", \"text\": \n{\"id\": \"c\"}\n"),
        ("empty-folder/.hidden", b""),
        ("good.txt", TEXT),
    ];
    let here = folder("messages", files);
    let mut shown = String::new();
    let commands: &[&[&str]] = &[
        &["read", "missing.txt"],
        &["read", "empty.txt"],
        &["read", "blank.txt"],
        &["read", "page.pdf"],
        &["read", "bytes.bin"],
        &["read", "date.txt"],
        &["read", "--format", "csv", "lines.jsonl"],
        &["read", "empty-folder"],
        &["read", "good.txt", "--published", "4 March"],
        &["read", "good.txt", "--format", "yaml"],
        &["read", "good.txt", "--outlt", "X"],
        &["reed"],
        &["explain", "good.txt", "a1"],
        &["explain", "missing.txt", "s1"],
        &["rules", "XX99"],
    ];
    for command in commands {
        let ran = within(&here, command, b"");
        let err: String = ran.err.lines().map(|line| without_count(line) + "\n").collect();
        shown += &format!("$ rapporteur {}\n{err}(exit code {})\n\n", command.join(" "), ran.code);
    }
    same_as_file("crates/rapporteur/tests/it/snapshots/messages.txt", &shown);
}

/// Which statements there are hangs on the weights.
fn without_count(line: &str) -> String {
    match line.split_once("; `rapporteur read` shows them") {
        Some(_) => "help: (which statements there are); `rapporteur read` shows them".to_owned(),
        None => line.to_owned(),
    }
}

#[test]
fn one_bad_file_in_a_folder_is_named_and_passed_over() {
    let here = folder("one-bad", &[("in/a.txt", TEXT), ("in/b.pdf", b"%PDF-1.4 \x00"), ("in/deep/c.txt", TEXT), ("in/.hidden", b"\x00"), ("in/d.txt", TEXT)]);
    let ran = within(&here, &["read", "in", "--format", "jsonl"], b"");
    let ids: Vec<String> = ran.out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["document"]["id"].as_str().unwrap().replace('\\', "/")).collect();
    assert_eq!(ids, ["in/a.txt", "in/d.txt", "in/deep/c.txt"]);
    assert_eq!((ran.code, ran.err.matches("error:").count()), (1, 1));
    assert!(ran.err.contains("b.pdf"), "{}", ran.err);
}

#[test]
fn a_broken_line_gives_an_error_and_no_record() {
    let lines = b"{\"id\": \"a\", \"text\": \"The union said no.\"}\n\n{broken\n{\"id\": \"b\", \"text\": \"It said yes.\"}\n";
    let here = folder("broken-line", &[("all.jsonl", lines)]);
    let ran = within(&here, &["read", "--format", "jsonl", "all.jsonl"], b"");
    assert_eq!((ran.out.lines().count(), ran.code), (2, 1));
    assert!(ran.err.contains("line 3 of `all.jsonl`"), "{}", ran.err);
    assert_eq!(within(&here, &["read", "--format", "jsonl", "-"], lines).out.lines().count(), 2, "from standard input");
}

#[test]
fn a_wrong_manifest_is_named() {
    let here = folder("manifest-wrong", &[("in/a.txt", TEXT), ("in/manifest.toml", b"[\"a.txt\"]\ndate = \"soon\"\n")]);
    let ran = within(&here, &["read", "in"], b"");
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("manifest.toml") && ran.err.contains("line 2"), "{}", ran.err);
}

#[test]
fn broken_utf_8_and_other_bytes_are_read_with_a_note() {
    let mut bytes = TEXT.repeat(20);
    bytes.extend(b"An \xff odd \xc3 byte. \xe2\x80\x9cNobody came,\xe2\x80\x9d she said.\n");
    let here = folder("broken-utf-8", &[("a.txt", &bytes)]);
    let ran = within(&here, &["read", "--format", "json", "a.txt"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str::<Value>(&ran.out).unwrap();
}

#[test]
fn a_line_of_five_megabytes_is_read_as_far_as_the_reader_goes() {
    let long = "The union said that the offer was not enough, and it left. ".repeat(5 * (1 << 20) / 59);
    let here = folder("long-line", &[("long.txt", long.as_bytes())]);
    let ran = within(&here, &["read", "--format", "json", "long.txt"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let record: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(record["document"]["text"].as_str().unwrap().len(), long.len());
    let kinds: Vec<&str> = record["notes"].as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"too_long"), "{kinds:?}");
}

#[test]
fn steering_characters_never_reach_the_terminal() {
    let text = "\u{1b}]0;x\u{7} \"We \u{1b}[2J are ready,\" said Mara \u{202e}Oyle\u{1b}[0m.\n";
    let here = folder("steering", &[("a.txt", text.as_bytes())]);
    let ran = within(&here, &["read", "a.txt", "--color", "never"], b"");
    assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", ran.out);
}

#[test]
fn a_reader_that_stops_listening_is_no_error() {
    let here = folder("pipe", &[("a.txt", &TEXT.repeat(20_000))]);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .current_dir(here)
        .args(["read", "--format", "json", "a.txt"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

/// The first record is out before the second line is in; an interruption then ends the program with its own exit code.
#[cfg(unix)]
#[test]
fn records_stream_and_an_interruption_is_told_by_the_exit_code() {
    use std::io::{BufRead, BufReader, Write};
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    let piped = std::process::Stdio::piped;
    let mut child = command.args(["read", "--format", "jsonl", "-"]).stdin(piped()).stdout(piped()).stderr(piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"id\": \"a\", \"text\": \"The union said no.\"}\n").unwrap();
    stdin.flush().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.ends_with("}\n"), "{line}");
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "help: interrupted: 1 document is read and written; the rest is not\n");
    drop(stdin);
}

#[test]
fn colours_follow_the_environment_and_the_option() {
    let coloured = |arguments: &[&str], environment: &[(&str, &str)]| with(&crate::run::root(), arguments, b"", environment).out.contains('\u{1b}');
    assert!(!coloured(&["read", "--demo"], &[]), "no terminal, no colour");
    assert!(coloured(&["read", "--demo"], &[("CLICOLOR_FORCE", "1")]));
    assert!(coloured(&["read", "--demo", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["read", "--demo", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["read", "--demo"], &[("NO_COLOR", "1"), ("TERM", "xterm")]));
    assert!(!coloured(&["read", "--demo", "--format", "json"], &[("CLICOLOR_FORCE", "1")]), "a record has no colours");
}

#[test]
fn usage_errors_have_their_own_exit_code() {
    for arguments in [&["read", "-j", "0", "a"][..], &["demo", "--colour", "always"], &["explain", "a.txt"], &[]] {
        assert_eq!(run(arguments).code, 2, "{arguments:?}");
    }
}
