//! Kills `rapporteur add` at random moments and lets it go on:
//! `cargo build --release && cargo run --release --example kill_add -- [SEEDS [DOCUMENTS [MINUTES]]]`.
//!
//! For each seed: a new dossier, `add` over all documents, killed (signal 9), what is there then verified, then `add` again to the end. Every row of
//! every table must then equal the undisturbed run's, which is made once, and `verify` must find nothing. The clock is held, so that times do not
//! differ.
//!
//! The moment of the kill is a share of the work of the undisturbed run, counted in the time that its processors were busy: on a machine that does
//! other things a moment by the clock would mostly hit its beginning. The shares of however many seeds lie evenly over the whole run, and every
//! eighth in its last fiftieth, when the last documents are written and the dossier is closed. After so many minutes no further seed is begun.
//! What is killed loses nothing that the system holds, so where the folder lies is no matter: `TMPDIR=/dev/shm` spares the disk.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
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

/// How long a program's processors were busy with it; `None` once it is gone, or where the system does not tell.
fn busy(id: u32) -> Option<Duration> {
    let told = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name, which may hold anything: the state, and later user and system time in hundredths of a second.
    let rest = told.rsplit_once(')')?.1;
    let mut parts = rest.split_whitespace();
    if parts.next()? == "Z" {
        return None;
    }
    Some(Duration::from_millis(10 * parts.skip(10).take(2).map(|n| n.parse::<u64>().unwrap_or(0)).sum::<u64>()))
}

/// Lets a program work to its end: how long its processors were busy.
fn to_the_end(mut child: Child) -> Duration {
    let mut last = Duration::ZERO;
    while child.try_wait().unwrap().is_none() {
        last = busy(child.id()).unwrap_or(last).max(last);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    last
}

/// The share of the run at which a seed is killed: those of however many seeds lie evenly.
fn share(seed: usize) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let even = (seed as f64 * GOLDEN).fract();
    if seed % 8 == 7 { 0.98 + even * 0.03 } else { even }
}

/// Kills a program once its processors were busy so long. Whether it had not ended by itself.
fn kill(mut child: Child, moment: Duration) -> bool {
    while child.try_wait().unwrap().is_none() && busy(child.id()).is_none_or(|b| b < moment) {
        std::thread::sleep(Duration::from_millis(2));
    }
    // `kill` is signal 9 here: the program learns nothing of it.
    let _ = child.kill();
    !child.wait().unwrap().success()
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|n| n.parse::<usize>().unwrap());
    let (seeds, count) = (arguments.next().unwrap_or(100), arguments.next().unwrap_or(2000));
    let longest = arguments.next().map_or(Duration::MAX, |minutes| Duration::from_secs(60 * minutes as u64));
    let root = std::env::temp_dir().join(format!("rapporteur-kill-{}", std::process::id()));
    let lines = documents(count);
    let folder = fresh(&root, "undisturbed", &lines);
    let begin = Instant::now();
    let add = |folder: &Path| command(folder, &["add", "all.jsonl"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let whole = to_the_end(add(&folder));
    assert!(whole > Duration::ZERO, "this system does not tell how long a program was busy");
    let expected = run(&folder, &["export", "--tables"]);
    println!("undisturbed: {count} documents, busy {:.1} s of {:.1} s, {} rows", whole.as_secs_f64(), begin.elapsed().as_secs_f64(), expected.lines().count());
    let (mut done, mut equal, mut cut, mut last) = (0, 0, 0, 0);
    while done < seeds && begin.elapsed() < longest {
        let (seed, share) = (done, share(done));
        let folder = fresh(&root, &format!("seed-{seed}"), &lines);
        cut += usize::from(kill(add(&folder), whole.mul_f64(share)));
        let there = run(&folder, &["verify"]);
        let there: usize = there.split(' ').next().unwrap().parse().unwrap();
        last += usize::from(there * 50 >= count * 49);
        run(&folder, &["add", "all.jsonl"]);
        run(&folder, &["verify"]);
        let same = run(&folder, &["export", "--tables"]) == expected;
        done += 1;
        equal += usize::from(same);
        println!("seed {seed}: killed at {share:.3} of the work with {there} documents written, {}", if same { "equal in the end" } else { "DIFFERS" });
        if same {
            let _ = std::fs::remove_dir_all(&folder);
        } else {
            println!("kept in {}", folder.display());
        }
    }
    println!("{equal} of {done} equal to the undisturbed run ({cut} were cut short, {last} in the last fiftieth) after {:.0} s", begin.elapsed().as_secs_f64());
    if equal == done {
        let _ = std::fs::remove_dir_all(&root);
    }
    assert_eq!(equal, done);
}
