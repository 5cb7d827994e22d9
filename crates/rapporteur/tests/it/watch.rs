//! A folder that is watched, with the program itself.

use crate::run::{NOW, Ran, folder, with};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn run(here: &Path, arguments: &[&str]) -> Ran {
    with(here, arguments, b"", &[NOW])
}

fn watching(here: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(here).args(["watch", "in", "--dossier", "a.dossier", "--every", "1"]).envs([NOW]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the dossier holds so many documents.
fn until(here: &Path, documents: usize) {
    let begin = Instant::now();
    loop {
        let ran = run(here, &["doctor", "--dossier", "a.dossier", "--format", "json"]);
        let health: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        if health["documents"] == documents {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(90), "{documents} documents are waited for: {health}");
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// Presses Ctrl-C, and reads what was told.
fn stopped(mut child: Child) -> Ran {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let (mut out, mut err) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    Ran { out, err, code: child.wait().unwrap().code().unwrap() }
}

#[cfg(unix)]
#[test]
fn what_appears_and_changes_is_taken_in_until_it_is_stopped() {
    let here = folder("w-runs", &[("in/first.txt", b"The union said that it would wait.\n")]);
    assert_eq!(run(&here, &["init", "a.dossier"]).code, 0);
    let child = watching(&here);
    until(&here, 1);
    // A file that somebody writes slowly is read once, as a whole.
    let mut slow = std::fs::File::create(here.join("in/slow.txt")).unwrap();
    for sentence in ["The port said that it had heard nothing. ", "Its clerk said that a letter was lost. ", "The mediator said that it was found.\n"] {
        slow.write_all(sentence.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(600));
    }
    drop(slow);
    std::fs::write(here.join("in/bad.pdf"), b"%PDF-1.4 \x00").unwrap();
    until(&here, 2);
    std::fs::create_dir(here.join("in/later")).unwrap();
    std::fs::write(
        here.join("in/later/news.rss"),
        "<rss version='2.0'><channel><title>The Paper</title><item><guid>g1</guid><description>The union said no.</description></item></channel></rss>",
    )
    .unwrap();
    until(&here, 3);
    std::fs::write(here.join("in/first.txt"), b"The union said that it would not wait.\n").unwrap();
    until(&here, 4);
    let ran = stopped(child);
    assert_eq!((ran.code, ran.out.as_str()), (1, "4 documents added, 0 known already, 1 rejected\n"), "{}", ran.err);
    assert_eq!(ran.err.matches("bad.pdf").count(), 1, "a bad file is named once: {}", ran.err);
    let found = run(&here, &["search", "letter", "--in", "texts", "--format", "json"]);
    assert!(found.out.contains("slow.txt"), "{}", found.out);
    assert!(run(&here, &["verify"]).out.starts_with("4 entries are as they were written"));
}

#[test]
fn once_takes_in_what_is_there_and_ends() {
    let files: [(&str, &[u8]); 4] =
        [("a.txt", b"The union said that it would wait.\n"), ("bad.pdf", b"%PDF-1.4 \x00"), ("b.txt.part", b"The union sa"), ("empty.txt", b"")];
    let here = folder("w-once", &files);
    assert_eq!(run(&here, &["init", "a.dossier"]).code, 0);
    let ran = run(&here, &["watch", ".", "--once"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "1 document added, 0 known already, 2 rejected\n"), "{}", ran.err);
    assert!(ran.err.contains("bad.pdf") && ran.err.contains("empty.txt") && !ran.err.contains("b.txt.part") && !ran.err.contains("dossier"), "{}", ran.err);
    let ran = run(&here, &["watch", ".", "--once"]);
    assert_eq!(ran.out, "0 documents added, 1 known already, 2 rejected\n");
    let ran = run(&here, &["watch", "nowhere", "--once"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("cannot watch `nowhere`: there is no such folder"), "{}", ran.err);
}
