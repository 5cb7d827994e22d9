//! A folder that changes.
//!
//! Decides: what can be told of a file without reading it, and how long is waited for a change. Must not know: which files are ready to be read.
//!
//! What changed is always found by looking through the folder; what the system tells of it only shortens the wait. So nothing is missed where the
//! system tells nothing, as of a folder on another machine.

use super::{Input, Problem, folder, interrupted};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use rapporteur_reading::source::About;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

/// Interruptions are seen so soon.
const BREATH: Duration = Duration::from_millis(100);

/// A file as it was at a look: two that are equal hold the same, as far as can be told from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) input: Input,
    size: u64,
    changed: Option<SystemTime>,
}

impl Seen {
    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        self.input.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Whether nothing is in it, yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.size == 0
    }

    #[cfg(test)]
    pub(crate) fn made_up(path: &str, size: u64) -> Seen {
        Seen { input: Input { path: Some(path.into()), ..Input::default() }, size, changed: None }
    }
}

/// What is in a folder now, and what of it cannot be told.
pub(crate) fn look(path: &Path, said: &About) -> (Vec<Seen>, Vec<Problem>) {
    let mut found = Vec::new();
    let (mut seen, mut problems) = (Vec::new(), Vec::new());
    folder(path, said, &mut found);
    for input in found {
        match input {
            Ok(input) => seen.extend(stamped(input)),
            Err(problem) => problems.push(problem),
        }
    }
    (seen, problems)
}

/// `None` where it is gone again.
fn stamped(input: Input) -> Option<Seen> {
    let about = std::fs::metadata(input.path.as_ref()?).ok()?;
    Some(Seen { input, size: about.len(), changed: about.modified().ok() })
}

/// The folder that is meant.
pub(crate) fn must_be_folder(path: &Path) -> Result<(), Problem> {
    let why = match std::fs::metadata(path) {
        Ok(about) if about.is_dir() => return Ok(()),
        Ok(_) => "it is no folder".to_owned(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        Err(e) => e.to_string(),
    };
    Err(Problem::new(format!("cannot watch `{}`: {why}", path.display()), "name the folder into which files come; `rapporteur add FILE` takes in a file"))
}

/// Waits for changes of a folder.
pub(crate) struct Waiting {
    told: Receiver<()>,
    /// Ends the telling when it goes.
    _watcher: Option<RecommendedWatcher>,
}

impl Waiting {
    /// From now on. Where the system cannot tell, it is waited for as long as may be.
    pub(crate) fn on(path: &Path) -> Waiting {
        let (tell, told) = channel();
        let changes = |event: notify::Result<notify::Event>| match event {
            // Reading a file is no change; closing it after writing is.
            Ok(event) => !matches!(event.kind, EventKind::Access(access) if access != notify::event::AccessKind::Close(notify::event::AccessMode::Write)),
            Err(_) => true,
        };
        let watcher = notify::recommended_watcher(move |event| {
            if changes(event) {
                let _ = tell.send(());
            }
        });
        let watcher = watcher.ok().and_then(|mut w| w.watch(path, RecursiveMode::Recursive).ok().map(|()| w));
        Waiting { told, _watcher: watcher }
    }

    /// Waits until so much time went by, or somebody wants the program to end, or, where `or_change`, something changed.
    pub(crate) fn wait(&self, longest: Duration, or_change: bool) {
        let mut left = longest;
        while !left.is_zero() && !interrupted() {
            let breath = left.min(BREATH);
            left -= breath;
            match self.told.recv_timeout(breath) {
                Ok(()) if or_change => break,
                // Whatever else is told is seen at the next look.
                Ok(()) => std::thread::sleep(breath),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(breath),
            }
        }
        while self.told.try_recv().is_ok() {}
    }
}
