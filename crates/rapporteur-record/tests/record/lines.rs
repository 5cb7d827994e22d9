//! Items of an invented text, in the line form of corpus/claims.py: one form to learn.
//!
//! Spans are `{words}` of the paragraph (`p1`, counted from 1), `{of [some] words}` for the words in brackets, `{from .. to}` for all between.

use rapporteur_record::*;
use std::collections::BTreeMap;

/// Where the items of a text were named.
pub(crate) struct Lines<'a> {
    text: &'a str,
    actors: BTreeMap<&'a str, usize>,
    attributions: BTreeMap<&'a str, usize>,
    proposals: BTreeMap<&'a str, usize>,
    terms: BTreeMap<&'a str, usize>,
}

/// The reading of `text` that the lines describe.
pub(crate) fn reading(text: &str, lines: &str) -> Reading {
    let mut r = Reading::default();
    let lines: Vec<&str> = lines.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let ids =
        |word: &str| lines.iter().filter(|l| l.starts_with(word)).enumerate().map(|(i, l)| (l[word.len()..].split([' ', '|']).next().unwrap(), i)).collect();
    let said: Vec<&&str> = lines.iter().filter(|l| l.starts_with('s') && l[1..2].parse::<u8>().is_ok()).collect();
    let attributions = said.iter().enumerate().map(|(i, l)| (l.split([' ', '|']).next().unwrap(), i)).collect();
    let at = Lines { text, actors: ids("actor "), attributions, proposals: ids("proposal "), terms: ids("term ") };
    for line in &lines {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        match line.split(' ').next().unwrap() {
            "actor" => r.actors.push(at.actor(&parts)),
            "proposal" => r.proposals.push(at.proposal(&parts)),
            "term" | "position" | "figure" | "event" => {}
            _ if line.starts_with('s') => {
                let a = at.attribution(&parts, &r.actors);
                r.attributions.push(a);
            }
            other => panic!("no line begins with `{other}`: {line}"),
        }
    }
    for line in &lines {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        match line.split(' ').next().unwrap() {
            "term" => r.terms.push(at.said(at.term(&parts), |t| &t.text, &r.attributions)),
            "position" => r.positions.push(at.said(at.position(&parts), |p| &p.evidence, &r.attributions)),
            "figure" => r.figures.push(at.said(at.figure(&parts), |f| &f.text, &r.attributions)),
            "event" => r.events.push(at.said(at.event(&parts), |e| &e.text, &r.attributions)),
            _ => {}
        }
    }
    r
}

fn ids(words: &str) -> Vec<&str> {
    words.split('+').map(str::trim).filter(|x| !x.is_empty() && *x != "-").collect()
}

/// `a=b; c=d` or `a=b c=d` with known keys.
fn pairs<'a>(words: &'a str, keys: &[&'static str]) -> BTreeMap<&'static str, &'a str> {
    let mut found: Vec<(usize, &'static str)> = keys.iter().filter_map(|k| words.find(&format!("{k}=")).map(|i| (i, *k))).collect();
    found.sort();
    let mut out = BTreeMap::new();
    for (n, (i, k)) in found.iter().enumerate() {
        let end = found.get(n + 1).map_or(words.len(), |x| x.0);
        let value = words[i + k.len() + 1..end].trim().trim_end_matches(';').trim();
        if value != "-" && !value.is_empty() {
            out.insert(*k, value);
        }
    }
    out
}

/// Whether a place of a line lies outside the braces.
fn outside(line: &str, at: usize) -> bool {
    line[..at].matches('{').count() == line[..at].matches('}').count()
}

impl Lines<'_> {
    fn id(&self, list: &BTreeMap<&str, usize>, id: &str) -> usize {
        *list.get(id).unwrap_or_else(|| panic!("nothing is called `{id}`"))
    }

    fn actor_id(&self, id: &str) -> ActorId {
        ActorId(self.id(&self.actors, id))
    }

    fn paragraph(&self, n: usize) -> usize {
        let mut at = 0;
        let mut count = 0;
        for line in self.text.split_inclusive('\n') {
            count += usize::from(!line.trim().is_empty());
            if count == n && !line.trim().is_empty() {
                return at;
            }
            at += line.len();
        }
        panic!("the text has no paragraph {n}")
    }

    fn span(&self, from: usize, quoted: &str) -> Span {
        let rest = &self.text[from..];
        let find = |words: &str| rest.find(words).unwrap_or_else(|| panic!("`{words}` is not in `{rest}`"));
        let (begin, end) = if let Some((left, right)) = quoted.split_once(" .. ") {
            let begin = find(left);
            let close = rest[begin..].find(right).unwrap_or_else(|| panic!("`{right}` does not follow `{left}`"));
            (begin, begin + close + right.len())
        } else if let (Some(open), Some(shut)) = (quoted.find('['), quoted.find(']')) {
            let whole = quoted.replace(['[', ']'], "");
            let at = find(&whole);
            (at + open, at + shut - 1)
        } else {
            let at = find(quoted);
            (at, at + quoted.len())
        };
        Span::new(self.text, from + begin, from + end).unwrap()
    }

    /// `p1 {words} + {words}`, or `p1:{words} p2:{words}`.
    fn spans(&self, words: &str) -> Vec<Span> {
        let mut from = 0;
        let mut out = Vec::new();
        let mut rest = words;
        while let Some(open) = rest.find('{') {
            let before = rest[..open].trim().trim_end_matches(':');
            if let Some(p) = before.rsplit([' ', '+']).next().and_then(|w| w.strip_prefix('p')).and_then(|n| n.parse().ok()) {
                from = self.paragraph(p);
            }
            let shut = rest.find('}').expect("a brace that closes");
            out.push(self.span(from, &rest[open + 1..shut]));
            rest = &rest[shut + 1..];
        }
        out.sort();
        out
    }

    fn actor(&self, parts: &[&str]) -> Actor {
        let more = pairs(parts.get(3).unwrap_or(&"-"), &["acts_for", "role"]);
        let names: Vec<String> = parts.get(4).map_or_else(|| vec![parts[1].to_owned()], |n| n.split(';').map(|x| x.trim().to_owned()).collect());
        let mentions = names.iter().filter_map(|n| self.text.find(n.as_str()).and_then(|i| Span::new(self.text, i, i + n.len()))).collect();
        Actor {
            name: parts[1].to_owned(),
            kind: ActorKind::parse(parts[2]).unwrap_or_else(|| panic!("no kind `{}`", parts[2])),
            names,
            acts_for: more.get("acts_for").map(|a| self.actor_id(a)),
            role: more.get("role").map(|r| (*r).to_owned()),
            mentions,
            wikidata: None,
        }
    }

    fn attribution(&self, parts: &[&str], actors: &[Actor]) -> Attribution {
        let within = parts[0].split_once('<').map(|(_, w)| AttributionId(self.id(&self.attributions, w.trim())));
        let by: Vec<ActorId> = ids(parts[2].trim_start_matches("by")).into_iter().map(|a| self.actor_id(a)).collect();
        let speaker = match by.as_slice() {
            [] => Speaker::Unresolved,
            [one] if actors[one.0].kind == ActorKind::Anonymous => Speaker::Described(*one),
            _ => Speaker::Actor(by),
        };
        let roles = parts[4];
        let role = |name: &str| {
            let begin = roles.find(&format!("{name} {{")).filter(|i| outside(roles, *i))? + name.len();
            let next = |n: &&str| roles[begin..].match_indices(*n).map(|(i, _)| begin + i).find(|i| outside(roles, *i));
            let end = ["src {", "cue {", "con {", "to {", "on "].iter().filter_map(next).min().unwrap_or(roles.len());
            Some(self.spans(&format!("{} {}", parts[1], &roles[begin..end])))
        };
        let time = roles.split(" on ").last().filter(|d| d.len() == 10).and_then(|d| d.parse().ok());
        let content = role("con").expect("a content");
        Attribution {
            time: time.map(|d| Time { words: content[0], days: Some((d, d)), granularity: Granularity::Day, relative: false }),
            source: role("src").unwrap_or_default(),
            cue: role("cue").unwrap_or_default(),
            content,
            addressee: role("to").unwrap_or_default(),
            speaker,
            quote_type: QuoteType::Indirect,
            speech_act: SpeechAct::parse(parts[3]).unwrap_or_else(|| panic!("no act `{}`", parts[3])),
            within,
            confidence: 1.0,
        }
    }

    fn proposal(&self, parts: &[&str]) -> Proposal {
        let earlier = parts[3].strip_prefix("supersedes=").filter(|e| *e != "-");
        Proposal {
            label: parts[1].to_owned(),
            authors: ids(parts[2].trim_start_matches("by")).into_iter().map(|a| self.actor_id(a)).collect(),
            mentions: self.spans(parts[4]),
            supersedes: earlier.map(|e| ProposalId(self.id(&self.proposals, e))),
            confidence: 1.0,
        }
    }

    fn term(&self, parts: &[&str]) -> Term {
        let given = pairs(parts[4], &proposal::PARAMETERS);
        let value = |key: &str, v: &str| match (key, v.parse::<f64>()) {
            (_, Ok(n)) => Parameter::Number(n),
            ("forces", _) if self.actors.contains_key(v) => Parameter::Actor(self.actor_id(v)),
            _ => Parameter::Words(v.to_owned()),
        };
        Term {
            kind: TermKind::parse(parts[1]).unwrap_or_else(|| panic!("no kind of term `{}`", parts[1])),
            proposal: (parts[2] != "-").then(|| ProposalId(self.id(&self.proposals, parts[2]))),
            text: self.spans(parts[3]),
            parameters: given.into_iter().map(|(k, v)| (k, value(k, v))).collect(),
            confidence: 1.0,
        }
    }

    fn position(&self, parts: &[&str]) -> Position {
        let target = match parts[2] {
            "process" => Target::Process,
            id if self.proposals.contains_key(id) => Target::Proposal(ProposalId(self.id(&self.proposals, id))),
            id => Target::Term(TermId(self.id(&self.terms, id))),
        };
        Position {
            holder: self.actor_id(parts[1]),
            target,
            stance: Stance::parse(parts[3]).unwrap_or_else(|| panic!("no stance `{}`", parts[3])),
            certainty: Certainty::parse(parts[4]).unwrap(),
            evidence: self.spans(parts[5]),
            confidence: 1.0,
        }
    }

    fn figure(&self, parts: &[&str]) -> Figure {
        let words: Vec<&str> = parts[1].split(' ').collect();
        let who = pairs(parts[2], &["of", "by"]);
        Figure {
            text: self.spans(parts[3]),
            value: words[0].parse().unwrap(),
            bound: Bound::parse(words[1]).unwrap(),
            measure: Measure::parse(words[2]).unwrap(),
            of: who.get("of").map(|a| self.actor_id(a)),
            by: who.get("by").map(|a| self.actor_id(a)),
            confidence: 1.0,
        }
    }

    fn event(&self, parts: &[&str]) -> Event {
        let (left, right) = parts[2].split_once("->").unwrap_or((parts[2], ""));
        let actors = |w: &str| ids(w).into_iter().map(|a| self.actor_id(a)).collect();
        let more = pairs(parts.get(4).unwrap_or(&"-"), &["place", "date", "status"]);
        let text = self.spans(parts[3]);
        let day = more.get("date").and_then(|d| d.parse().ok());
        Event {
            kind: EventKind::parse(parts[1]).unwrap(),
            actors: actors(left),
            recipients: actors(right),
            place: more.get("place").map(|p| (*p).to_owned()),
            time: day.map(|d| Time { words: text[0], days: Some((d, d)), granularity: Granularity::Day, relative: false }),
            status: more.get("status").map_or(Status::Reported, |s| Status::parse(s).unwrap()),
            confidence: 1.0,
            text,
        }
    }

    /// The innermost attribution whose content holds all the words; else the document.
    fn said<T>(&self, value: T, words: impl Fn(&T) -> &Vec<Span>, attributions: &[Attribution]) -> Claimed<T> {
        let holds = |a: &Attribution| words(&value).iter().all(|w| a.content.iter().any(|c| c.contains(*w)));
        let size = |a: &Attribution| a.content.iter().map(|c| c.end() - c.begin()).sum::<usize>();
        let inner = attributions.iter().enumerate().filter(|(_, a)| holds(a)).min_by_key(|(_, a)| size(a));
        let by = inner.map_or(Voice::Document, |(i, _)| Voice::Attribution(AttributionId(i)));
        Claimed::new(value, by)
    }
}
