//! `rapporteur watch`.
//!
//! Decides: when a file is ready to be read, and what is told. Must not know: how changes are noticed, how a text is read or an entry kept.

use super::add::{Adding, Count};
use super::args::WatchArgs;
use super::dossier::{Failure, finish};
use super::{End, complain, hint, print};
use crate::outside::{self, Inputs, Problem, Seen, Waiting};
use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// A file is ready when it is the same after this time.
const SETTLE: Duration = Duration::from_secs(1);
/// With `--once`, a file that is being written is waited for so many times.
const PATIENCE: usize = 30;

/// Runs `rapporteur watch`.
pub(crate) fn run(args: &WatchArgs) -> io::Result<End> {
    finish(watch(args))
}

fn watch(args: &WatchArgs) -> Result<End, Failure> {
    outside::must_be_folder(&args.folder)?;
    let Some(mut adding) = Adding::open(&args.dossier, false, args.jobs)? else { return Ok(End::NothingRead) };
    outside::watch_interruption();
    let waiting = Waiting::on(&args.folder);
    if !args.once {
        hint(&format!("watching `{}`; Ctrl-C ends it", args.folder.display()));
    }
    let (mut files, mut count, mut told) = (Files::new(args.once), Count::default(), Vec::new());
    for look in 1_usize.. {
        let (seen, problems) = outside::look(&args.folder, &args.about.said());
        tell_new(&problems, &mut told);
        let next = files.next(seen);
        if !next.ready.is_empty() {
            adding.take(Inputs { list: next.ready.into_iter().map(|seen| Ok(seen.input)).collect(), several: true }, &mut count)?;
        }
        let impatient = args.once && (next.unsettled.is_empty() || look > PATIENCE);
        if impatient {
            next.unsettled.iter().for_each(|path| hint(&format!("`{}` is still being written; the next run takes it in", path.display())));
        }
        if impatient || outside::interrupted() {
            break;
        }
        match next.unsettled.is_empty() {
            true => waiting.wait(Duration::from_secs(args.every.into()), true),
            false => waiting.wait(SETTLE, false),
        }
        if outside::interrupted() {
            break;
        }
    }
    print(format!("{}\n", count.told()).as_bytes())?;
    Ok(count.end())
}

/// Tells what was not told at the look before.
fn tell_new(problems: &[Problem], told: &mut Vec<Problem>) {
    problems.iter().filter(|p| !told.contains(p)).for_each(complain);
    *told = problems.to_vec();
}

/// What is known of the files of the folder.
struct Files {
    once: bool,
    /// As they were at the look before.
    before: HashMap<PathBuf, Seen>,
    /// As they were when they were taken in.
    taken: HashMap<PathBuf, Seen>,
}

/// What is to be done at a look.
#[derive(Debug, Default)]
struct Next {
    ready: Vec<Seen>,
    unsettled: Vec<PathBuf>,
}

impl Files {
    fn new(once: bool) -> Files {
        Files { once, before: HashMap::new(), taken: HashMap::new() }
    }

    /// A file is ready where it is not as it was taken in and the same as at the look before. An empty one is one that somebody is about to write.
    fn next(&mut self, seen: Vec<Seen>) -> Next {
        let mut next = Next::default();
        let mut now = HashMap::new();
        for seen in seen {
            let path = seen.path().to_owned();
            if self.taken.get(&path) != Some(&seen) && (self.once || !seen.is_empty()) {
                match self.before.get(&path) == Some(&seen) {
                    true => next.ready.push(seen.clone()),
                    false => next.unsettled.push(path.clone()),
                }
            }
            now.insert(path, seen);
        }
        self.taken.retain(|path, _| now.contains_key(path));
        self.taken.extend(next.ready.iter().map(|seen| (seen.path().to_owned(), seen.clone())));
        self.before = now;
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(files: &mut Files, seen: &[(&str, u64)]) -> (Vec<String>, usize) {
        let next = files.next(seen.iter().map(|(path, size)| Seen::made_up(path, *size)).collect());
        (next.ready.iter().map(|s| s.path().display().to_string()).collect(), next.unsettled.len())
    }

    #[test]
    fn a_file_is_read_once_it_stays_as_it_is_and_again_when_it_changed() {
        let mut files = Files::new(false);
        assert_eq!(ready(&mut files, &[("a", 1), ("b", 5)]), (vec![], 2));
        assert_eq!(ready(&mut files, &[("a", 2), ("b", 5)]), (vec!["b".to_owned()], 1), "a grows");
        assert_eq!(ready(&mut files, &[("a", 2), ("b", 5)]), (vec!["a".to_owned()], 0));
        assert_eq!(ready(&mut files, &[("a", 2), ("b", 5)]), (vec![], 0), "nothing is read twice");
        assert_eq!(ready(&mut files, &[("a", 2), ("b", 6)]), (vec![], 1));
        assert_eq!(ready(&mut files, &[("a", 2)]), (vec![], 0), "b is gone before it was ready");
        assert_eq!(ready(&mut files, &[("a", 2), ("b", 5)]), (vec![], 1), "and comes back");
        assert_eq!(ready(&mut files, &[("a", 2), ("b", 5)]), (vec!["b".to_owned()], 0));
    }

    #[test]
    fn an_empty_file_is_waited_for_but_told_where_nobody_waits() {
        let mut files = Files::new(false);
        assert_eq!((ready(&mut files, &[("a", 0)]), ready(&mut files, &[("a", 0)])), ((vec![], 0), (vec![], 0)));
        let mut files = Files::new(true);
        assert_eq!((ready(&mut files, &[("a", 0)]), ready(&mut files, &[("a", 0)])), ((vec![], 1), (vec!["a".to_owned()], 0)));
    }
}
