//! Running the program, and comparing what it shows.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the program did.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

/// Runs the program in `folder` with `input` on standard input.
pub(crate) fn within(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    with(folder, arguments, input, &[])
}

/// As [`within`], with variables of the environment.
pub(crate) fn with(folder: &Path, arguments: &[&str], input: &[u8], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    let mut child = command.envs(environment.iter().copied()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The program may end before it has read all; that is its right.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran { out: String::from_utf8(output.stdout).unwrap(), err: String::from_utf8(output.stderr).unwrap(), code: output.status.code().unwrap() }
}

/// Runs the program with arguments only.
pub(crate) fn run(arguments: &[&str]) -> Ran {
    within(&root(), arguments, b"")
}

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder of its own for one test, with files in it.
pub(crate) fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    for (name, bytes) in files {
        let file = path.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    path
}

/// Whether what is expected is to be rewritten.
pub(crate) fn updating() -> bool {
    std::env::var_os("UPDATE_CASES").is_some()
}

/// Compares with a file of the repository, or rewrites it.
pub(crate) fn same_as_file(path: &str, found: &str) {
    let file = root().join(path);
    if updating() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, found).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    if expected != found {
        let line = expected.lines().zip(found.lines()).position(|(a, b)| a != b).unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
        panic!(
            "{path} differs from line {} on\n  expected: {}\n  found:    {}\nhelp: run the tests with UPDATE_CASES=1 and read the difference",
            line + 1,
            expected.lines().nth(line).unwrap_or("(end)"),
            found.lines().nth(line).unwrap_or("(end)")
        );
    }
}

/// The day on which tests of dossiers run.
pub(crate) const NOW: (&str, &str) = ("RAPPORTEUR_NOW", "2031-03-04T12:00:00Z");

/// Runs the program with the clock held, as A. Berg.
pub(crate) fn run_as_berg(here: &Path, arguments: &[&str]) -> Ran {
    with(here, arguments, b"", &[NOW, ("RAPPORTEUR_NAME", "A. Berg")])
}

/// What that prints, where it ends well.
pub(crate) fn fine(here: &Path, arguments: &[&str]) -> String {
    let ran = run_as_berg(here, arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    ran.out
}
