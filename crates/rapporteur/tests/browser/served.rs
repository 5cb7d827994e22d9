//! A dossier that is served by the program.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A running server; it ends with this value.
pub(crate) struct Served {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub(crate) origin: String,
    /// The address that lets somebody in, or the first page where there are accounts.
    pub(crate) enter: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the program to its end and gives what it printed.
pub(crate) fn run(arguments: &[&str], input: &[u8]) -> String {
    run_with(arguments, input, &[0])
}

/// As [`run`], where it may end with other codes too.
pub(crate) fn run_with(arguments: &[&str], input: &[u8], codes: &[i32]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(arguments).env("RAPPORTEUR_NAME", "A. Brandt").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some_and(|c| codes.contains(&c)), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A folder of its own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn words(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A dossier of some texts, in a folder of its own.
pub(crate) fn dossier(name: &str, texts: &Path) -> PathBuf {
    let path = folder(name).join("talks.dossier");
    run(&["init", words(&path), "--name", "Calvessa straits"], b"");
    run(&["add", words(texts), "--dossier", words(&path)], b"");
    path
}

/// A copy of the dossier of the demo, which is read once.
pub(crate) fn demo(name: &str) -> PathBuf {
    static READ: OnceLock<PathBuf> = OnceLock::new();
    let read = READ.get_or_init(|| dossier("demo", &root().join("examples/demo")));
    let path = folder(name).join("talks.dossier");
    std::fs::copy(read, &path).unwrap();
    path
}

/// Serves a dossier on a free port.
pub(crate) fn serve(dossier: &Path) -> Served {
    let brief = root().join("examples/demo/brief.toml");
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(["serve", words(dossier), "--brief", words(&brief), "--by", "A. Brandt", "--bind", "127.0.0.1:0"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut enter = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut enter).unwrap();
    let enter = enter.trim().to_owned();
    let origin = enter.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    assert!(origin.starts_with("http://127.0.0.1:"), "the server does not say where it is: {enter:?}");
    Served { child, origin, enter }
}
