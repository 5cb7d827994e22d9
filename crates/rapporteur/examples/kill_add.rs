//! Kills `rapporteur add` at random moments and lets it go on:
//! `cargo build --release && cargo run --release --example kill_add -- [SEEDS [DOCUMENTS]]`.
//!
//! For each seed: a new dossier, `add` over all documents, killed (signal 9) at a moment drawn from the time of an undisturbed run, then `add`
//! again to the end. Every row of every table must then equal the undisturbed run's, and `verify` must find nothing. The clock is held, so that
//! times do not differ.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn program() -> PathBuf {
    // target/release/examples/kill_add: the program lies one folder up.
    std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("rapporteur")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.current_dir(folder).args(arguments).env("RAPPORTEUR_NOW", "2031-03-04T12:00:00Z").env("RAPPORTEUR_DOSSIER", "a.dossier");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = command(folder, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn documents(count: usize) -> String {
    let line = |i: usize| {
        let text = format!("The union said on Tuesday that round {i} was over.\n");
        serde_json::json!({"id": format!("n{i}"), "text": text, "outlet": "The Paper", "published": "2031-03-06"}).to_string() + "\n"
    };
    (0..count).map(line).collect()
}

fn fresh(root: &Path, name: &str, lines: &str) -> PathBuf {
    let folder = root.join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("all.jsonl"), lines).unwrap();
    run(&folder, &["init", "a.dossier"]);
    folder
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|n| n.parse::<usize>().unwrap());
    let (seeds, count) = (arguments.next().unwrap_or(100), arguments.next().unwrap_or(2000));
    let root = std::env::temp_dir().join(format!("rapporteur-kill-{}", std::process::id()));
    let lines = documents(count);
    let folder = fresh(&root, "undisturbed", &lines);
    let begin = Instant::now();
    run(&folder, &["add", "all.jsonl"]);
    let whole = begin.elapsed();
    let expected = run(&folder, &["export", "--tables"]);
    println!("undisturbed: {count} documents in {:.1} s, {} rows", whole.as_secs_f64(), expected.lines().count());
    let (mut equal, mut cut) = (0, 0);
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for seed in 0..seeds {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let moment = Duration::from_micros(state % u64::try_from(whole.as_micros()).unwrap());
        let folder = fresh(&root, &format!("seed-{seed}"), &lines);
        let mut child = command(&folder, &["add", "all.jsonl"]).spawn().unwrap();
        std::thread::sleep(moment);
        // `kill` is signal 9 here: the program learns nothing of it.
        let _ = child.kill();
        cut += usize::from(!child.wait().unwrap().success());
        run(&folder, &["add", "all.jsonl"]);
        run(&folder, &["verify"]);
        let same = run(&folder, &["export", "--tables"]) == expected;
        equal += usize::from(same);
        if same {
            let _ = std::fs::remove_dir_all(&folder);
        } else {
            println!("seed {seed}, killed after {moment:?}: differs, kept in {}", folder.display());
        }
    }
    println!("{equal} of {seeds} equal to the undisturbed run ({cut} were cut short)");
    let _ = std::fs::remove_dir_all(root.join("undisturbed"));
    assert_eq!(equal, seeds);
}
