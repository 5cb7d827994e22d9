//! A disk of a few megabytes that can be filled up: a file system in memory which one shell has mounted for itself and for what it starts.
//!
//! The disk is a real one to the program: the system says that there is no room, and says so wherever it may. Nobody else sees it, and it ends with
//! the shell.

use crate::run::{NOW, Ran};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const HELP: &str =
    "help: these tests mount a small file system for themselves with `unshare` (util-linux); let them make a user namespace, or run them as root";

/// A shell in the folder of such a disk.
pub(crate) struct SmallDisk {
    shell: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    /// The folder around the disk, which everybody sees.
    pub(crate) beside: PathBuf,
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

impl SmallDisk {
    /// A disk of so many kilobytes, mounted in a folder of `beside`.
    pub(crate) fn new(beside: &Path, kilobytes: usize) -> SmallDisk {
        std::fs::create_dir_all(beside.join("disk")).unwrap();
        // With processes of its own, all of them end with the shell.
        let private: [&[&str]; 2] = [&["--user", "--map-root-user", "--mount", "--pid"], &["--mount", "--pid"]];
        private.iter().find_map(|how| SmallDisk::mounted(beside, kilobytes, how)).unwrap_or_else(|| panic!("no small disk can be made\n{HELP}"))
    }

    fn mounted(beside: &Path, kilobytes: usize, how: &[&str]) -> Option<SmallDisk> {
        let mut command = Command::new("unshare");
        command.args(how).args(["--fork", "--kill-child", "sh"]).current_dir(beside).envs([
            NOW,
            ("RAPPORTEUR_NAME", "A. Berg"),
            ("RAPPORTEUR_DOSSIER", "a.dossier"),
        ]);
        let mut shell = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let (to, from) = (shell.stdin.take()?, BufReader::new(shell.stdout.take()?));
        let mut disk = SmallDisk { shell, to, from, beside: beside.to_owned() };
        let mount = format!("mount -t tmpfs -o size={kilobytes}k none disk && cd disk");
        (disk.tell(&mount)? == 0).then_some(disk)
    }

    /// Has the shell do something; how it ended. `None` where the shell is gone.
    fn tell(&mut self, line: &str) -> Option<i32> {
        writeln!(self.to, "{line}\necho \"ended $?\"").ok()?;
        let mut said = String::new();
        loop {
            said.clear();
            if self.from.read_line(&mut said).ok()? == 0 {
                return None;
            }
            if let Some(code) = said.trim().strip_prefix("ended ") {
                return code.parse().ok();
            }
        }
    }

    /// Runs a line of shell on the disk; `rapporteur` is the program.
    pub(crate) fn run(&mut self, line: &str) -> Ran {
        let code = self.tell(&format!("( rapporteur() {{ '{}' \"$@\"; }}; {line} ) > ../out 2> ../err < /dev/null", env!("CARGO_BIN_EXE_rapporteur")));
        let read = |name: &str| std::fs::read_to_string(self.beside.join(name)).unwrap();
        Ran { code: code.unwrap(), out: read("out"), err: read("err") }
    }

    /// What that prints, where it ends well.
    pub(crate) fn fine(&mut self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.err);
        ran.out
    }

    /// Takes all room but so many kilobytes.
    pub(crate) fn fill(&mut self, left: usize) {
        self.free();
        self.run("dd if=/dev/zero of=filler bs=1k");
        self.fine(&format!("truncate -s -{left}k filler"));
    }

    /// Gives it back.
    pub(crate) fn free(&mut self) {
        self.fine("rm -f filler");
    }

    /// Starts the program, which goes on beside; what it prints first.
    pub(crate) fn start(&mut self, arguments: &str) -> String {
        let program = env!("CARGO_BIN_EXE_rapporteur");
        self.tell(&format!("'{program}' {arguments} > ../started 2> ../started-err < /dev/null &")).unwrap();
        for _ in 0..300 {
            let said = std::fs::read_to_string(self.beside.join("started")).unwrap_or_default();
            if said.ends_with('\n') {
                return said.trim().to_owned();
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("`{arguments}` does not start: {}", std::fs::read_to_string(self.beside.join("started-err")).unwrap_or_default());
    }
}
