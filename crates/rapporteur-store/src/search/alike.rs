//! Names that mean one.
//!
//! Decides: under which name something that was found is counted and shown, and which names are looked for where one of them is asked. Must not know:
//! who joined them, or why.

use std::collections::{BTreeMap, HashMap};

/// No more names are looked for where one of them is asked.
const MOST: usize = 100;

/// Which names mean one actor, one party or one proposal, as somebody knows who has all documents in view. Names that are not here mean themselves.
#[derive(Debug, Default)]
pub struct Alike {
    pub(super) speakers: Names,
    pub(super) parties: Names,
    pub(super) proposals: Names,
}

/// Names by what they are shown as.
#[derive(Debug, Default)]
pub(super) struct Names {
    shown: HashMap<String, String>,
    all: BTreeMap<String, Vec<String>>,
}

impl Alike {
    /// From names, each with the one that is shown in its place.
    pub fn of(
        speakers: impl IntoIterator<Item = (String, String)>,
        parties: impl IntoIterator<Item = (String, String)>,
        proposals: impl IntoIterator<Item = (String, String)>,
    ) -> Alike {
        Alike { speakers: Names::of(speakers), parties: Names::of(parties), proposals: Names::of(proposals) }
    }
}

impl Names {
    fn of(all: impl IntoIterator<Item = (String, String)>) -> Names {
        let mut out = Names::default();
        for (name, shown) in all {
            out.all.entry(shown.to_lowercase()).or_default().push(name.clone());
            out.shown.insert(name, shown);
        }
        out.all.values_mut().for_each(|names| {
            names.sort_unstable();
            names.dedup();
        });
        out
    }

    /// What a name is shown as.
    pub(super) fn shown(&self, name: String) -> String {
        self.shown.get(&name).cloned().unwrap_or(name)
    }

    /// Each value as it is shown, once.
    pub(super) fn show(&self, names: &mut Vec<String>) {
        let mut out: Vec<String> = Vec::with_capacity(names.len());
        for name in names.drain(..).map(|n| self.shown(n)) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
        *names = out;
    }

    /// All names of what has this one; none where nothing is known of it.
    pub(super) fn of_one(&self, name: &str) -> &[String] {
        let shown = self.shown.get(name).map_or_else(|| name.to_lowercase(), |s| s.to_lowercase());
        let all = self.all.get(&shown).map(Vec::as_slice).unwrap_or_default();
        all.get(..MOST).unwrap_or(all)
    }
}
