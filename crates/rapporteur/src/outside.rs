//! Everything outside the program: files, standard input, the terminal, the environment, interruption.
//!
//! Decides: which files a path stands for and how much of a file is held at once. Must not know: what the bytes mean.
//! `clippy.toml` forbids these calls everywhere else.
#![allow(clippy::disallowed_methods)]

mod watching;

pub(crate) use watching::{Seen, Waiting, look, must_be_folder};

use rapporteur_reading::source::{About, Format, Hint, Manifest, format};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// A file larger than this is refused, unless it can be read line by line.
const LARGEST_FILE: u64 = 512 << 20;
/// A line of JSON Lines longer than this is refused.
const LONGEST_LINE: u64 = 64 << 20;
/// The name of a folder's manifest.
const MANIFEST: &str = "manifest.toml";
/// The name of a folder's brief.
const BRIEF: &str = "brief.toml";
/// How a dossier's file begins.
const DATABASE: &[u8] = b"SQLite format 3\0";
/// How standard input is called in messages and ids.
const STDIN: &str = "standard input";

/// What is wrong, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// What and where.
    pub(crate) what: String,
    /// What to do next.
    pub(crate) help: String,
}

impl Problem {
    pub(crate) fn new(what: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { what: what.into(), help: help.into() }
    }

    fn io(name: &str, error: &io::Error) -> Problem {
        let (what, help) = match error.kind() {
            io::ErrorKind::NotFound => ("there is no such file".to_owned(), "check the path; `-` reads standard input"),
            io::ErrorKind::PermissionDenied => ("it may not be opened".to_owned(), "change its permissions, or read a copy of it"),
            _ => (error.to_string(), "try again, or read a copy of it"),
        };
        Problem::new(format!("cannot read `{name}`: {what}"), help)
    }
}

/// The words of the command line.
pub(crate) fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// The text of a file, or a message that says why it cannot be read and what to do next.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    let name = path.display().to_string();
    let told = |what: &str, help: &str| format!("error: cannot read `{name}`: {what}\nhelp: {help}\n");
    if path.is_dir() {
        return Err(told("it is a folder", "name a file in it"));
    }
    let bytes = fs::read(path).map_err(|e| {
        let problem = Problem::io(&name, &e);
        format!("error: {}\nhelp: {}\n", problem.what, problem.help)
    })?;
    if bytes.starts_with(DATABASE) {
        return Err(told("it is a dossier or another database, no text", "name it with --dossier where a dossier can be used"));
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => Err(told("it holds no text in UTF-8", "save it as plain text in UTF-8, then try again")),
    }
}

/// Whether a file is a dossier, as far as its first bytes tell.
pub(crate) fn is_dossier(path: &Path) -> bool {
    let mut first = Vec::new();
    let read = File::open(path).and_then(|f| f.take(DATABASE.len() as u64).read_to_end(&mut first));
    read.is_ok() && first == DATABASE
}

/// The day it is, by universal time.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
}

/// The second it is. `RAPPORTEUR_NOW` can say another, so that two runs can be compared.
pub(crate) fn now() -> jiff::Timestamp {
    said_now().unwrap_or_else(|| jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap_or_default())
}

/// The millisecond it is: who takes a decision back and makes it again within a second has decided twice. `RAPPORTEUR_NOW` as for [`now`].
pub(crate) fn just_now() -> jiff::Timestamp {
    said_now().unwrap_or_else(|| jiff::Timestamp::from_millisecond(jiff::Timestamp::now().as_millisecond()).unwrap_or_default())
}

fn said_now() -> Option<jiff::Timestamp> {
    std::env::var("RAPPORTEUR_NOW").ok().and_then(|now| now.parse().ok())
}

/// Which dossier is meant: the one that was named, else the one that `RAPPORTEUR_DOSSIER` names, else the only one in the folder.
pub(crate) fn dossier(named: Option<&Path>) -> Result<PathBuf, Problem> {
    if let Some(path) = named {
        return Ok(path.to_owned());
    }
    if let Some(path) = std::env::var_os("RAPPORTEUR_DOSSIER").filter(|p| !p.is_empty()) {
        return Ok(PathBuf::from(path));
    }
    let here = fs::read_dir(".").map_err(|e| Problem::io(".", &e))?;
    let mut found: Vec<PathBuf> =
        here.filter_map(Result::ok).map(|e| PathBuf::from(e.file_name())).filter(|p| p.extension().is_some_and(|x| x == "dossier")).collect();
    found.sort();
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Problem::new("there is no dossier in this folder", "name one with --dossier, or make one: `rapporteur init talks.dossier`")),
        [first, ..] => {
            let help = format!("name the one that is meant: --dossier {}", first.display());
            Err(Problem::new(format!("there are {} dossiers in this folder", found.len()), help))
        }
    }
}

/// Who works here: the name that was given, else `RAPPORTEUR_NAME`, else the name of the account.
pub(crate) fn person(named: Option<&str>) -> Result<String, Problem> {
    let named_so = |name: String| Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let said = |name: &str| std::env::var(name).ok().and_then(named_so);
    let here = || ["RAPPORTEUR_NAME", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(said).or_else(account);
    let found = match named {
        Some(name) => named_so(name.to_owned()),
        None => here(),
    };
    found.ok_or_else(|| Problem::new("it is not known who decides", "say it: --by NAME, or set RAPPORTEUR_NAME"))
}

/// What the system calls the account, where the environment does not say it, as in containers.
#[cfg(target_os = "linux")]
fn account() -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let number = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    // Name, password, number, and what does not matter here.
    let of = |line: &str| line.split(':').nth(2).filter(|n| *n == number).and_then(|_| line.split(':').next()).map(str::to_owned);
    std::fs::read_to_string("/etc/passwd").ok()?.lines().find_map(of)
}

#[cfg(not(target_os = "linux"))]
fn account() -> Option<String> {
    None
}

/// The lines of a file, or of standard input for `-`.
pub(crate) fn lines_of(path: &Path) -> Result<Box<dyn Iterator<Item = io::Result<String>>>, Problem> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lines()));
    }
    let file = File::open(path).map_err(|e| Problem::io(&path.display().to_string(), &e))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file).lines()))
}

/// A password: the first line of standard input.
pub(crate) fn password() -> Result<String, Problem> {
    let mut line = String::new();
    BufReader::new(io::stdin().take(1 << 16)).read_line(&mut line).map_err(|e| Problem::io(STDIN, &e))?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        Err(Problem::new("there is no password on standard input", "send it as the first line, or let one be made: leave `--password-stdin` out"))
    } else {
        Ok(password)
    }
}

/// One thing to read: a file or standard input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Input {
    /// `None` is standard input.
    path: Option<PathBuf>,
    /// What is known of it beforehand.
    about: About,
}

impl Input {
    fn name(&self) -> String {
        self.path.as_ref().map_or(STDIN.to_owned(), |p| p.display().to_string())
    }
}

/// What the words of the command line stand for, in order: files, the files of folders, standard input.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) list: Vec<Result<Input, Problem>>,
    /// Whether there can be more than one document: several words, or a folder.
    pub(crate) several: bool,
}

/// Finds the inputs. `said` is what the user says of all of them. Without paths standard input is meant, where it is no terminal.
pub(crate) fn inputs(paths: &[PathBuf], said: &About) -> Result<Inputs, Problem> {
    if paths.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Problem::new("no file was named", "name a file or a folder, or `-` for standard input; `rapporteur demo` reads an example"));
        }
        return Ok(Inputs { list: vec![Ok(Input { path: None, about: said.clone() })], several: false });
    }
    let mut found = Inputs { list: Vec::new(), several: paths.len() > 1 };
    for path in paths {
        if path.as_os_str() == "-" {
            found.list.push(Ok(Input { path: None, about: said.clone() }));
        } else if path.is_dir() {
            found.several = true;
            filled_folder(path, said, &mut found.list);
        } else {
            found.list.push(Ok(Input { path: Some(path.clone()), about: said.clone() }));
        }
    }
    Ok(found)
}

/// What lies in a folder and is no text of the negotiation.
fn no_text(name: &str) -> bool {
    let of_folder = name == MANIFEST || name == BRIEF || matches!(name, "README" | "README.md" | "README.txt");
    // What programs call a file until it is whole, or beside it.
    const UNFINISHED: [&str; 7] = [".part", ".partial", ".tmp", ".crdownload", ".download", ".swp", "~"];
    // A dossier, its write-ahead files and the copies before a new form.
    let of_dossier = name.ends_with(".dossier") || name.contains(".dossier-") || name.contains(".dossier.");
    name.starts_with(['.', '_']) || of_folder || of_dossier || UNFINISHED.iter().any(|end| name.ends_with(end))
}

/// The brief that was named, else that of the only folder that was named; with its path. `None` where there is none.
pub(crate) fn brief(named: Option<&Path>, paths: &[PathBuf]) -> Result<Option<(PathBuf, String)>, Problem> {
    let path = match (named, paths) {
        (Some(path), _) => path.to_owned(),
        (None, [folder]) if folder.join(BRIEF).is_file() => folder.join(BRIEF),
        _ => return Ok(None),
    };
    let text = fs::read_to_string(&path).map_err(|e| Problem::io(&path.display().to_string(), &e))?;
    Ok(Some((path, text)))
}

/// Writes a file. What was there is replaced only once all is written.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    written.map_err(|e| {
        let _ = fs::remove_file(&part);
        Problem::new(format!("cannot write `{}`: {e}", path.display()), "check that the folder is there and has room, or name another file")
    })
}

/// Makes a folder that is not there yet.
pub(crate) fn new_folder(path: &Path) -> Result<(), Problem> {
    fs::create_dir(path).map_err(|e| {
        let why = if e.kind() == io::ErrorKind::AlreadyExists { "it is there already".to_owned() } else { e.to_string() };
        Problem::new(format!("cannot make the folder `{}`: {why}", path.display()), "name another folder")
    })
}

/// Whether standard output is a terminal, which takes no bytes but text.
pub(crate) fn shows_on_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The files of a folder, of which there must be one.
fn filled_folder(path: &Path, said: &About, out: &mut Vec<Result<Input, Problem>>) {
    let before = out.len();
    folder(path, said, out);
    if out.len() == before {
        out.push(Err(Problem::new(format!("the folder `{}` holds no files", path.display()), "name a folder with texts, pages, feeds or JSON Lines in it")));
    }
}

/// The files of a folder and of the folders in it, by name. What begins with a dot or an underscore is passed over, as are manifest, brief, a README,
/// dossiers and what somebody is about to write.
fn folder(path: &Path, said: &About, out: &mut Vec<Result<Input, Problem>>) {
    let mut open = vec![path.to_path_buf()];
    while let Some(folder) = open.pop() {
        let name = folder.display().to_string();
        let (entries, manifest) = match (fs::read_dir(&folder), manifest(&folder)) {
            (Ok(entries), Ok(manifest)) => (entries, manifest),
            (Err(e), _) => {
                out.push(Err(Problem::io(&name, &e)));
                continue;
            }
            (_, Err(problem)) => {
                out.push(Err(problem));
                continue;
            }
        };
        let mut here: Vec<_> = entries.filter_map(Result::ok).collect();
        here.sort_by_key(fs::DirEntry::file_name);
        let mut folders = Vec::new();
        for entry in here {
            let name = entry.file_name().to_string_lossy().into_owned();
            if no_text(&name) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                // Links to folders may lead in circles, pipes and devices never end.
                Ok(_) if entry.path().exists() && !entry.path().is_file() => {}
                Ok(_) => {
                    let about = said.clone().or(manifest.about(&name).cloned().unwrap_or_default());
                    out.push(Ok(Input { path: Some(entry.path()), about }));
                }
                Err(e) => out.push(Err(Problem::io(&entry.path().display().to_string(), &e))),
            }
        }
        open.extend(folders.into_iter().rev());
    }
}

fn manifest(folder: &Path) -> Result<Manifest, Problem> {
    let path = folder.join(MANIFEST);
    let name = path.display().to_string();
    match fs::read_to_string(&path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
        Err(e) => Err(Problem::io(&name, &e)),
        Ok(text) => Manifest::parse(&text).map_err(|e| Problem::new(e.what().replace("the manifest", &format!("`{name}`")), e.help())),
    }
}

/// Some bytes that give documents: a whole file, or one line of a file that is read line by line.
#[derive(Debug)]
pub(crate) enum Piece {
    Whole { bytes: Vec<u8>, hint: Hint },
    Line { bytes: Vec<u8>, number: usize, hint: Hint },
    Failed(Problem),
}

impl Piece {
    /// How much it holds.
    pub(crate) fn size(&self) -> usize {
        match self {
            Piece::Whole { bytes, .. } | Piece::Line { bytes, .. } => bytes.len(),
            Piece::Failed(_) => 0,
        }
    }
}

/// Takes an input apart and hands every piece on, until `sink` says stop by returning false.
pub(crate) fn pieces(input: &Input, sink: &mut dyn FnMut(Piece) -> bool) -> bool {
    let name = input.name();
    let hint = Hint { name: name.clone(), about: input.about.clone(), ..Hint::default() };
    let read = match &input.path {
        None => take_apart(&mut BufReader::with_capacity(1 << 16, io::stdin().lock()), &hint, sink),
        Some(path) => File::open(path).and_then(|f| take_apart(&mut BufReader::with_capacity(1 << 16, f), &hint, sink)),
    };
    read.unwrap_or_else(|e| sink(Piece::Failed(Problem::io(&name, &e))))
}

fn take_apart(reader: &mut dyn BufRead, hint: &Hint, sink: &mut dyn FnMut(Piece) -> bool) -> io::Result<bool> {
    let head = reader.fill_buf()?;
    let utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if !utf16 && !head.is_empty() && format(head, hint) == Ok(Format::JsonLines) {
        return lines(reader, hint, sink);
    }
    let mut bytes = Vec::new();
    reader.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        let problem = Problem::new(
            format!("cannot read `{}`: it is larger than {} MB", hint.name, LARGEST_FILE >> 20),
            "split it, or write it as JSON Lines, which are read line by line",
        );
        return Ok(sink(Piece::Failed(problem)));
    }
    Ok(sink(Piece::Whole { bytes, hint: hint.clone() }))
}

fn lines(reader: &mut dyn BufRead, hint: &Hint, sink: &mut dyn FnMut(Piece) -> bool) -> io::Result<bool> {
    for number in 1.. {
        let mut bytes = Vec::new();
        let n = reader.take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        if n == 0 {
            break;
        }
        let piece = if bytes.len() as u64 == LONGEST_LINE && !bytes.ends_with(b"\n") {
            reader.skip_until(b'\n')?;
            Piece::Failed(Problem::new(
                format!("cannot read line {number} of `{}`: it is longer than {} MB", hint.name, LONGEST_LINE >> 20),
                "give each document a line of its own",
            ))
        } else {
            Piece::Line { bytes, number, hint: hint.clone() }
        };
        if !sink(piece) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes an address for itself.
pub(crate) fn listen(at: std::net::SocketAddr) -> Result<std::net::TcpListener, Problem> {
    std::net::TcpListener::bind(at)
        .map_err(|e| Problem::new(format!("cannot listen on {at}: {e}"), "name another address: --bind 127.0.0.1:0 takes a free port"))
}

/// How many characters a line of the terminal takes; 80 where there is none.
pub(crate) fn width() -> usize {
    const WIDEST: usize = 120;
    terminal_size::terminal_size_of(io::stdout()).map_or(80, |(w, _)| usize::from(w.0)).clamp(40, WIDEST)
}

/// Whether a progress bar can be shown.
pub(crate) fn can_show_progress() -> bool {
    io::stderr().is_terminal()
}

/// Whether the output goes to a terminal, where a progress bar would stand between its lines.
pub(crate) fn output_is_seen() -> bool {
    io::stdout().is_terminal()
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on an interruption lets the document at hand end; a second one ends the program at once.
pub(crate) fn watch_interruption() {
    // Where no handler can be set an interruption ends the program at once, as it would without this.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

/// Whether somebody wants the program to end.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Ends the program now: other threads may still wait for input.
pub(crate) fn leave(code: u8) -> ! {
    std::process::exit(i32::from(code))
}
