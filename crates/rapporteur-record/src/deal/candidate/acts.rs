//! Whether words tell of an act.
//!
//! Decides: how `acts.toml` is read, which verbs mean the act of a clause, and which forms a verb has.
//! Must not know: who acted.

use crate::deal::lexicon::{find_words, strings};
use crate::deal::{Obligation, PowerKind};
use std::sync::OnceLock;
use toml::de::{DeTable, DeValue};

/// Verbs that mean much the same act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Act {
    /// Words of doing it.
    pub(super) done: Vec<String>,
    /// Words of ending or hindering it.
    pub(super) ceases: Vec<String>,
    /// Event types it is usually reported as.
    pub(super) kinds: Vec<String>,
}

/// The word lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Acts {
    acts: Vec<Act>,
    pub(super) not: Vec<String>,
    pub(super) partly: Vec<String>,
    pub(super) wholly: Vec<String>,
    pub(super) in_all: Vec<String>,
    pub(super) ceased: Vec<String>,
    pub(super) signed: Vec<String>,
    powers: Vec<(PowerKind, Vec<String>)>,
    #[cfg(test)]
    tests: Vec<(String, String)>,
}

pub(super) fn built_in() -> &'static Acts {
    static ONCE: OnceLock<Acts> = OnceLock::new();
    ONCE.get_or_init(|| read(include_str!("../acts.toml")).unwrap_or_default())
}

fn read(text: &str) -> Option<Acts> {
    let root = DeTable::parse(text).ok()?;
    let root = root.get_ref();
    let tables: Vec<&DeTable<'_>> = root.get("act")?.get_ref().as_array()?.iter().filter_map(|t| t.get_ref().as_table()).collect();
    let list = |t: &DeTable<'_>, key: &str| -> Vec<String> {
        match t.get(key).map(|v| v.get_ref()) {
            Some(DeValue::Array(all)) => all.iter().filter_map(|v| v.get_ref().as_str()).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    };
    let act = |t: &&DeTable<'_>| Act {
        done: list(t, "done").iter().flat_map(|v| forms(v)).chain(list(t, "phrases")).chain(list(t, "forms")).collect(),
        ceases: list(t, "ceases").iter().flat_map(|v| forms(v)).collect(),
        kinds: list(t, "kinds"),
    };
    let words = |key: &str| strings(root, "words", key);
    let power = |k: PowerKind| Some((k, strings(root, "powers", k.name())?.iter().flat_map(|v| forms(v)).collect()));
    Some(Acts {
        acts: tables.iter().map(act).collect(),
        not: words("not")?,
        partly: words("partly")?,
        wholly: words("wholly")?,
        in_all: words("in_all")?,
        ceased: words("ceased")?,
        signed: words("signed")?,
        powers: PowerKind::ALL.into_iter().map(power).collect::<Option<_>>()?,
        #[cfg(test)]
        tests: (tables.iter())
            .filter_map(|t| t.get("test")?.get_ref().as_table())
            .filter_map(|t| Some((t.get("text")?.get_ref().as_str()?.to_owned(), t.get("act")?.get_ref().as_str()?.to_owned())))
            .collect(),
    })
}

impl Acts {
    /// What the act of a duty is called in reports: every family that its verb belongs to, else the verb's own forms.
    pub(super) fn of(&self, o: &Obligation) -> Act {
        let whole = format!("{} {}", o.act, o.object.as_deref().unwrap_or("")).to_lowercase();
        self.named(&o.act.to_lowercase(), &whole)
    }

    fn named(&self, verb: &str, whole: &str) -> Act {
        let first = verb.split_whitespace().next().unwrap_or("");
        let mut out = Act { done: forms(verb), ..Act::default() };
        for a in &self.acts {
            let says = |w: &String| w == verb || w == first || (w.contains(' ') && find_words(whole, w).is_some());
            if a.done.iter().any(says) {
                out.done.extend(a.done.iter().cloned());
                out.ceases.extend(a.ceases.iter().cloned());
                out.kinds.extend(a.kinds.iter().cloned());
            }
        }
        // What does the act cannot also hinder it.
        out.ceases.retain(|w| !out.done.contains(w));
        out
    }

    /// How the use of a power is called.
    pub(super) fn of_power(&self, kind: PowerKind) -> &[String] {
        self.powers.iter().find(|p| p.0 == kind).map_or(&[], |p| p.1.as_slice())
    }
}

/// The first of `list` that stands in `text` (lower case) as whole words.
pub(super) fn first<'w>(list: &'w [String], text: &str) -> Option<&'w str> {
    list.iter().map(String::as_str).find(|w| find_words(text, w).is_some())
}

/// The regular forms of a verb; the first word of a phrase takes them.
fn forms(verb: &str) -> Vec<String> {
    let (head, rest) = verb.split_once(' ').map_or((verb, String::new()), |(h, r)| (h, format!(" {r}")));
    let last = head.chars().next_back().unwrap_or(' ');
    let vowel = |c: char| "aeiou".contains(c);
    let mut before = head.chars().rev().skip(1);
    let (second, third) = (before.next().unwrap_or(' '), before.next().unwrap_or(' '));
    let stem = match last {
        'e' => head[..head.len() - 1].to_owned(),
        // A single vowel between consonants doubles what follows: "ship", "shipped", and "admit", "admitted"; not in "open", "deliver".
        c if !vowel(c)
            && !"wxy".contains(c)
            && vowel(second)
            && !vowel(third)
            && (head.chars().filter(|x| vowel(*x)).count() == 1 || head.ends_with("mit")) =>
        {
            format!("{head}{c}")
        }
        _ => head.to_owned(),
    };
    let past = match last {
        'y' if !vowel(second) => format!("{}ied", &head[..head.len() - 1]),
        _ => format!("{stem}ed"),
    };
    let third_person = match last {
        'y' if !vowel(second) => format!("{}ies", &head[..head.len() - 1]),
        's' | 'x' | 'h' => format!("{head}es"),
        _ => format!("{head}s"),
    };
    [head.to_owned(), third_person, past, format!("{stem}ing")].into_iter().map(|f| format!("{f}{rest}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_has_its_forms() {
        assert_eq!(forms("release"), ["release", "releases", "released", "releasing"]);
        assert_eq!(forms("ship"), ["ship", "ships", "shipped", "shipping"]);
        assert_eq!(forms("supply"), ["supply", "supplies", "supplied", "supplying"]);
        assert_eq!(forms("deliver")[2], "delivered");
        assert_eq!((forms("open")[2].as_str(), forms("admit")[2].as_str()), ("opened", "admitted"));
        assert_eq!(forms("pull back")[2], "pulled back");
    }

    #[test]
    fn every_act_is_found_in_its_own_test() {
        let acts = built_in();
        assert!(acts.tests.len() == acts.acts.len() && acts.acts.len() > 10);
        for (text, act) in &acts.tests {
            let found = acts.named(act, act);
            assert!(first(&found.done, &text.to_lowercase()).is_some(), "{text}: {act}: {:?}", found.done);
        }
    }
}
