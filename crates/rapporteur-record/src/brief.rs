//! What a user may tell a record beforehand. Nothing in it is needed.
//!
//! Decides: what a brief can say, and when it contradicts itself. Must not know: files, what is read of texts.
//! It is the only place where real parties are named: code and lexicon name none.

use crate::ActorKind;
use crate::wording::key;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// What a user knows: who takes part, under which names, which proposals there are, which outlets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// Who takes part, mediators included.
    pub parties: Vec<Known>,
    /// Known proposals.
    pub proposals: Vec<KnownProposal>,
    /// Known outlets.
    pub outlets: Vec<KnownOutlet>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The name to show.
    pub name: String,
    /// What kind of being, where the user says so.
    pub kind: Option<ActorKind>,
    /// Other names; each names nobody else.
    pub aliases: Vec<String>,
    /// On whose behalf it speaks: a name of the brief.
    pub acts_for: Option<String>,
    /// Whether it goes between the others.
    pub mediator: bool,
}

/// A proposal that is known to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownProposal {
    /// The label to show.
    pub label: String,
    /// Other labels; each names no other proposal.
    pub aliases: Vec<String>,
    /// Who put it forward: names.
    pub authors: Vec<String>,
    /// The one it replaces: a label of the brief.
    pub supersedes: Option<String>,
}

/// An outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOutlet {
    /// The name to show.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// How reliable the user holds it to be, in the user's words. Shown beside claims, never used to decide.
    pub reliability: Option<String>,
}

/// Why a brief cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for BriefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}\nhelp: {}", self.line, self.message, self.help)
    }
}

impl std::error::Error for BriefError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    party: Vec<PartyForm>,
    #[serde(default)]
    mediator: Vec<PartyForm>,
    #[serde(default)]
    proposal: Vec<ProposalForm>,
    #[serde(default)]
    outlet: Vec<OutletForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyForm {
    name: Spanned<String>,
    kind: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    acts_for: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProposalForm {
    label: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    authors: Vec<String>,
    supersedes: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletForm {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    reliability: Option<String>,
}

impl Brief {
    /// Whether a name (compared without case and article) is one of the outlet `name`'s names.
    pub fn same_outlet(&self, a: &str, b: &str) -> bool {
        let home = |x: &str| self.outlets.iter().position(|o| key(&o.name) == key(x) || o.aliases.iter().any(|n| key(n) == key(x)));
        key(a) == key(b) || home(a).zip(home(b)).is_some_and(|(x, y)| x == y)
    }
}

/// Reads a brief. Fails on what is no TOML, on unknown keys, and where it contradicts itself; the error names line and help.
pub fn parse(text: &str) -> Result<Brief, BriefError> {
    let file: File = toml::from_str(text).map_err(|e| BriefError {
        line: e.span().map_or(1, |s| line(text, s.start)),
        message: e.message().to_owned(),
        help: "tables are [[party]], [[mediator]], [[proposal]] and [[outlet]]; each has a name (a proposal: a label)".to_owned(),
    })?;
    let mut names = Names { text, owners: BTreeMap::new() };
    let mut brief = Brief::default();
    for (form, mediator) in file.party.iter().map(|p| (p, false)).chain(file.mediator.iter().map(|p| (p, true))) {
        let owner = form.name.get_ref();
        names.take(&form.name, owner, "names")?;
        form.aliases.iter().try_for_each(|a| names.take(a, owner, "names"))?;
        let kind = form.kind.as_ref().map(|k| kind(text, k)).transpose()?;
        let acts_for = form.acts_for.as_ref().map(|a| a.get_ref().clone());
        brief.parties.push(Known { name: owner.clone(), kind, aliases: plain(&form.aliases), acts_for, mediator });
    }
    let behalf = file.party.iter().chain(&file.mediator).map(|p| (&p.name, p.acts_for.as_ref()));
    no_circle(text, &names, behalf, "acts for", "a party")?;
    let mut labels = Names { text, owners: BTreeMap::new() };
    for form in &file.proposal {
        let owner = form.label.get_ref();
        labels.take(&form.label, owner, "labels")?;
        form.aliases.iter().try_for_each(|a| labels.take(a, owner, "labels"))?;
        let supersedes = form.supersedes.as_ref().map(|s| s.get_ref().clone());
        brief.proposals.push(KnownProposal { label: owner.clone(), aliases: plain(&form.aliases), authors: form.authors.clone(), supersedes });
    }
    no_circle(text, &labels, file.proposal.iter().map(|p| (&p.label, p.supersedes.as_ref())), "supersedes", "a proposal")?;
    let mut outlets = Names { text, owners: BTreeMap::new() };
    for form in &file.outlet {
        let owner = form.name.get_ref();
        outlets.take(&form.name, owner, "names")?;
        form.aliases.iter().try_for_each(|a| outlets.take(a, owner, "names"))?;
        brief.outlets.push(KnownOutlet { name: owner.clone(), aliases: plain(&form.aliases), reliability: form.reliability.clone() });
    }
    Ok(brief)
}

fn plain(all: &[Spanned<String>]) -> Vec<String> {
    all.iter().map(|a| a.get_ref().clone()).collect()
}

fn line(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|b| *b == b'\n').count()
}

fn kind(text: &str, word: &Spanned<String>) -> Result<ActorKind, BriefError> {
    let known: Vec<&str> = ActorKind::ALL.iter().map(|k| k.name()).collect();
    ActorKind::parse(word.get_ref()).ok_or_else(|| BriefError {
        line: line(text, word.span().start),
        message: format!("there is no kind `{}`", word.get_ref()),
        help: format!("use one of {}, or leave it out", known.join(", ")),
    })
}

/// Who has which name.
struct Names<'a> {
    text: &'a str,
    owners: BTreeMap<String, (String, usize)>,
}

impl Names<'_> {
    fn take(&mut self, name: &Spanned<String>, owner: &str, what: &str) -> Result<(), BriefError> {
        let at = line(self.text, name.span().start);
        let wrong = |message: String, help: String| Err(BriefError { line: at, message, help });
        if key(name.get_ref()).is_empty() {
            return wrong("a name is empty".to_owned(), "give it a name, or take the entry out".to_owned());
        }
        match self.owners.get(&key(name.get_ref())) {
            Some((other, first)) if other != owner || name.get_ref() == owner => wrong(
                format!("`{}` already {what} `{other}` (line {first})", name.get_ref()),
                "give it to one of them only, or make them one entry with aliases".to_owned(),
            ),
            Some(_) => Ok(()),
            None => {
                self.owners.insert(key(name.get_ref()), (owner.to_owned(), at));
                Ok(())
            }
        }
    }
}

fn no_circle<'a>(
    text: &str,
    names: &Names,
    links: impl Iterator<Item = (&'a Spanned<String>, Option<&'a Spanned<String>>)>,
    verb: &str,
    what: &str,
) -> Result<(), BriefError> {
    let mut next: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for (name, to) in links {
        let Some(to) = to else { continue };
        let at = line(text, to.span().start);
        let Some((owner, _)) = names.owners.get(&key(to.get_ref())) else {
            let message = format!("`{}` {verb} `{}`, which is not {what} of this brief", name.get_ref(), to.get_ref());
            return Err(BriefError { line: at, message, help: format!("add `{}`, or correct the name", to.get_ref()) });
        };
        next.insert(name.get_ref(), (owner, at));
    }
    for start in next.keys() {
        let mut path = vec![*start];
        while let Some((to, at)) = path.last().and_then(|n| next.get(n)) {
            if path.contains(to) {
                let message = format!("a circle: {} {verb} {to}", path.join(&format!(" {verb} ")));
                return Err(BriefError { line: *at, message, help: format!("take one `{}` out", verb.replace(' ', "_")) });
            }
            path.push(to);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_brief_is_read() {
        let text = "[[party]]\nname = \"Dock Union\"\nkind = \"organization\"\naliases = [\"ADQW\"]\n[[mediator]]\nname = \"Lena Marsk\"\n\
            [[proposal]]\nlabel = \"first draft\"\n[[proposal]]\nlabel = \"second draft\"\nsupersedes = \"first draft\"\n\
            [[outlet]]\nname = \"Harbour Post\"\nreliability = \"usually\"\n";
        let brief = parse(text).unwrap();
        assert!(brief.parties[1].mediator && !brief.parties[0].mediator);
        assert_eq!(brief.proposals[1].supersedes.as_deref(), Some("first draft"));
        assert_eq!(brief.outlets[0].reliability.as_deref(), Some("usually"));
        assert_eq!(parse("").unwrap(), Brief::default());
    }

    #[test]
    fn contradictions_are_refused_with_line_and_help() {
        assert_eq!(
            told("[[party]]\nname = \"A\"\naliases = [\"X\"]\n[[party]]\nname = \"B\"\naliases = [\"the X\"]\n"),
            "line 6: `the X` already names `A` (line 3)\nhelp: give it to one of them only, or make them one entry with aliases"
        );
        assert_eq!(
            told("[[party]]\nname = \"A\"\n[[mediator]]\nname = \"A\"\n"),
            "line 4: `A` already names `A` (line 2)\nhelp: give it to one of them only, or make them one entry with aliases"
        );
        assert_eq!(
            told("[[proposal]]\nlabel = \"a1\"\nsupersedes = \"a2\"\n[[proposal]]\nlabel = \"a2\"\nsupersedes = \"a1\"\n"),
            "line 6: a circle: a1 supersedes a2 supersedes a1\nhelp: take one `supersedes` out"
        );
        assert_eq!(
            told("[[party]]\nname = \"A\"\nacts_for = \"Q\"\n"),
            "line 3: `A` acts for `Q`, which is not a party of this brief\nhelp: add `Q`, or correct the name"
        );
        assert!(told("[[party]]\nname = \"A\"\nkind = \"god\"\n").starts_with("line 3: there is no kind `god`"));
        assert!(told("[[partei]]\nname = \"A\"\n").starts_with("line 1: unknown field"));
        assert!(told("[[party]]\nname = \" \"\n").starts_with("line 2: a name is empty"));
    }
}
