//! Conditions as a clause words them.
//!
//! Decides: the wording (`release-1 fulfilled and not event talks-failed`) and its parts. Must not know: whether it holds.

use super::Moment;
use super::amount::Amount;
use std::fmt;

/// Something that holds or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// One holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The obligation is wholly done.
    Fulfilled(String),
    /// The obligation is breached.
    Violated(String),
    /// At least so much of the obligation is done.
    Done(Amount, String),
    /// The phase has begun.
    Begun(String),
    /// The phase has ended.
    Ended(String),
    /// The happening has occurred and not ceased.
    Event(String),
    /// The power has been used.
    Exercised(String),
    /// The day has come.
    Date(Moment),
    /// The deal is signed.
    Signed,
    /// The deal is in force.
    InForce,
}

impl Condition {
    /// Reads a condition; the error says what was not understood and what may stand there.
    pub fn parse(text: &str) -> Result<Condition, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut at = 0;
        let found = any(&words, &mut at, 0)?;
        match words.get(at) {
            None => Ok(found),
            Some(word) => Err(format!("`{word}` is too much in `{text}`; join conditions with `and` or `or`")),
        }
    }

    /// Calls `visit` on every leaf.
    pub fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a Condition)) {
        match self {
            Condition::All(of) | Condition::Any(of) => of.iter().for_each(|c| c.leaves(visit)),
            Condition::Not(of) => of.leaves(visit),
            leaf => visit(leaf),
        }
    }

    /// The short name a leaf refers to.
    pub fn refers_to(&self) -> Option<&str> {
        match self {
            Condition::Fulfilled(id)
            | Condition::Violated(id)
            | Condition::Done(_, id)
            | Condition::Begun(id)
            | Condition::Ended(id)
            | Condition::Event(id)
            | Condition::Exercised(id) => Some(id),
            _ => None,
        }
    }

    /// Obligations whose doing it cannot hold without, or (in alternatives) may hold through; not those under `not`.
    pub fn waits_for(&self) -> Vec<&str> {
        match self {
            Condition::All(of) | Condition::Any(of) => of.iter().flat_map(|c| c.waits_for()).collect(),
            Condition::Fulfilled(id) | Condition::Done(_, id) => vec![id],
            _ => Vec::new(),
        }
    }
}

fn any(words: &[&str], at: &mut usize, depth: usize) -> Result<Condition, String> {
    let mut of = vec![all(words, at, depth)?];
    while words.get(*at) == Some(&"or") {
        *at += 1;
        of.push(all(words, at, depth)?);
    }
    Ok(if of.len() == 1 { of.remove(0) } else { Condition::Any(of) })
}

fn all(words: &[&str], at: &mut usize, depth: usize) -> Result<Condition, String> {
    let mut of = vec![one(words, at, depth)?];
    while words.get(*at) == Some(&"and") {
        *at += 1;
        of.push(one(words, at, depth)?);
    }
    Ok(if of.len() == 1 { of.remove(0) } else { Condition::All(of) })
}

fn one(words: &[&str], at: &mut usize, depth: usize) -> Result<Condition, String> {
    if depth > 50 {
        return Err("the condition is nested too deeply; split it".to_owned());
    }
    let rest = words.get(*at..).unwrap_or(&[]);
    let (taken, found) = match rest {
        ["not", ..] => {
            *at += 1;
            return Ok(Condition::Not(Box::new(one(words, at, depth + 1)?)));
        }
        ["(", ..] => {
            *at += 1;
            let inner = any(words, at, depth + 1)?;
            if words.get(*at) != Some(&")") {
                return Err("a bracket `(` is not closed".to_owned());
            }
            *at += 1;
            return Ok(inner);
        }
        ["in", "force", ..] => (2, Condition::InForce),
        ["signed", ..] => (1, Condition::Signed),
        ["date", day, ..] => {
            let day = Moment::parse(day).ok_or_else(|| format!("`{day}` is no date; write it as 2031-05-06, or 2031-05-06T06:00 in the deal's time"))?;
            (2, Condition::Date(day))
        }
        ["phase", id, "begun", ..] => (3, Condition::Begun((*id).to_owned())),
        ["phase", id, "ended", ..] => (3, Condition::Ended((*id).to_owned())),
        ["event", id, ..] => (2, Condition::Event((*id).to_owned())),
        ["power", id, "exercised", ..] => (3, Condition::Exercised((*id).to_owned())),
        [id, "fulfilled", ..] => (2, Condition::Fulfilled((*id).to_owned())),
        [id, "violated", ..] => (2, Condition::Violated((*id).to_owned())),
        [n, "of", id, ..] => {
            let amount = Amount::parse(n).ok_or_else(|| format!("`{n}` is no number in `{n} of {id}`"))?;
            (3, Condition::Done(amount, (*id).to_owned()))
        }
        ["phase", id, ..] => return Err(format!("write `phase {id} begun` or `phase {id} ended`")),
        ["power", id, ..] => return Err(format!("write `power {id} exercised`")),
        [id] if !matches!(*id, "and" | "or" | ")") => {
            return Err(format!(
                "`{id}` alone says nothing that holds or does not; write `{id} fulfilled` if it is an obligation, `event {id}` or `phase {id} ended`"
            ));
        }
        _ => {
            let shown = rest.first().copied().unwrap_or("the end");
            return Err(format!(
                "no condition begins at `{shown}`; write `OBLIGATION fulfilled`, `OBLIGATION violated`, `10 of OBLIGATION`, `phase PHASE begun`, `phase PHASE ended`, `event NAME`, `power POWER exercised`, `date 2031-05-06`, `signed` or `in force`, joined by `and`, `or`, `not`"
            ));
        }
    };
    *at += taken;
    Ok(found)
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::All(of) => join(f, of, " and "),
            Condition::Any(of) => join(f, of, " or "),
            Condition::Not(of) => match of.as_ref() {
                Condition::All(_) | Condition::Any(_) => write!(f, "not ({of})"),
                leaf => write!(f, "not {leaf}"),
            },
            Condition::Fulfilled(id) => write!(f, "{id} fulfilled"),
            Condition::Violated(id) => write!(f, "{id} violated"),
            Condition::Done(n, id) => write!(f, "{n} of {id}"),
            Condition::Begun(id) => write!(f, "phase {id} begun"),
            Condition::Ended(id) => write!(f, "phase {id} ended"),
            Condition::Event(id) => write!(f, "event {id}"),
            Condition::Exercised(id) => write!(f, "power {id} exercised"),
            Condition::Date(day) => write!(f, "date {}", day.iso()),
            Condition::Signed => write!(f, "signed"),
            Condition::InForce => write!(f, "in force"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, of: &[Condition], word: &str) -> fmt::Result {
    for (i, c) in of.iter().enumerate() {
        if i > 0 {
            f.write_str(word)?;
        }
        match c {
            Condition::Any(_) | Condition::All(_) => write!(f, "({c})")?,
            _ => write!(f, "{c}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_and_print_the_same() {
        for text in
            ["a fulfilled", "10 of a and not event talks", "(a fulfilled or b violated) and phase one ended", "not (signed or in force)", "date 2031-05-06"]
        {
            assert_eq!(Condition::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn errors_say_what_may_stand_there() {
        assert!(Condition::parse("when ready").unwrap_err().contains("`OBLIGATION fulfilled`"));
        assert!(Condition::parse("(a fulfilled").unwrap_err().contains("not closed"));
        assert!(Condition::parse("a fulfilled b fulfilled").unwrap_err().contains("too much"));
        assert!(Condition::parse(&"not ".repeat(5000)).is_err());
    }
}
