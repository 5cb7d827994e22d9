//! How an amount is put together: currency, digits or words, scale, per cent.
//!
//! Decides: which tokens from a given one on make a number, and its value. Must not know: hedges, ranges, whether it counts anything.

use super::Unit;
use super::lexicon::{LEXICON, Part};
use super::token::{Gap, Shape, Token};

/// A number, its currency or per cent included. `begin` and `end` count tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) value: f64,
    pub(super) unit: Unit,
    /// Its currency stands before it.
    pub(super) minted: bool,
    /// "hundreds".
    pub(super) order: bool,
    /// "a couple of".
    pub(super) loose: bool,
    /// How many digits there are, where it is digits and nothing else.
    pub(super) bare: Option<usize>,
    /// "twenty thirty-one".
    pub(super) year: bool,
}

impl Amount {
    /// A year in digits by its form.
    pub(super) fn like_year(&self) -> bool {
        self.bare == Some(4) && (1900.0..=2100.0).contains(&self.value)
    }
}

/// A number before its unit.
#[derive(Clone, Copy)]
struct Count {
    end: usize,
    value: f64,
    scaled: bool,
    order: bool,
    loose: bool,
    bare: Option<usize>,
    year: bool,
    percent: bool,
}

impl Count {
    fn words(end: usize, value: f64) -> Count {
        Count { end, value, scaled: false, order: false, loose: false, bare: None, year: false, percent: false }
    }
}

/// The amount that begins with token `at`. `hedged`: a hedge stands before it, so that "half" is a number.
pub(super) fn at(tokens: &[Token], at: usize, hedged: bool) -> Option<Amount> {
    let first = minted(tokens, at);
    let number = first.unwrap_or(at);
    let count = match tokens.get(number)?.shape {
        Shape::Digits(..) => digits(tokens, number),
        Shape::Letters => fraction(tokens, number, hedged).or_else(|| words(tokens, number)),
        Shape::Mark => None,
    }?;
    let (end, unit) = if first.is_some() { (money(tokens, &count).unwrap_or(count.end), Unit::Money) } else { unit(tokens, &count) };
    let bare = count.bare.filter(|_| unit == Unit::Plain);
    let value = tidy(count.value);
    value.is_finite().then_some(Amount { begin: at, end, value, unit, minted: first.is_some(), order: count.order, loose: count.loose, bare, year: count.year })
}

/// Takes back what multiplying leaves behind the point: 1.1 million is 1,100,000.
fn tidy(value: f64) -> f64 {
    let whole = value.round();
    if (value - whole).abs() <= value.abs() * 1e-12 { whole } else { value }
}

/// The token after a currency that stands before a number.
fn minted(tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    let near = |i: usize| tokens.get(i).is_some_and(|t| t.gap != Gap::Break && t.digits());
    let sign = |i: usize| tokens.get(i).is_some_and(|t| LEXICON.sign.contains(t.lower.as_str()));
    if sign(at) {
        let worded = tokens.get(at + 1).is_some_and(|t| t.gap == Gap::None && t.letters());
        return (near(at + 1) || worded).then_some(at + 1);
    }
    if !token.capital {
        return None;
    }
    let joined = tokens.get(at + 1).is_some_and(|t| t.gap == Gap::None);
    if joined && sign(at + 1) && LEXICON.mint.contains(token.lower.as_str()) {
        return near(at + 2).then_some(at + 2);
    }
    let stop = usize::from(joined && tokens.get(at + 1).is_some_and(|t| t.is(".")));
    (LEXICON.code.contains(token.lower.as_str()) && near(at + 1 + stop)).then_some(at + 1 + stop)
}

fn digits(tokens: &[Token], at: usize) -> Option<Count> {
    let Shape::Digits(mut value, length) = tokens.get(at)?.shape else { return None };
    let mut end = at + 1;
    // "2 lakh crore" has two scales; no number has three.
    for _ in 0..2 {
        let Some(scale) = scale(tokens, end) else { break };
        value *= scale;
        end += 1;
    }
    let scaled = end > at + 1;
    let bare = Some(length).filter(|l| !scaled && *l > 0);
    Some(Count { scaled, bare, ..Count::words(end, value) })
}

/// What the token after digits multiplies them by.
fn scale(tokens: &[Token], at: usize) -> Option<f64> {
    let token = tokens.get(at).filter(|t| t.gap != Gap::Break && t.letters())?;
    if let Some((value, apart)) = LEXICON.short.get(token.lower.as_str()) {
        return (*apart || token.gap == Gap::None).then_some(*value);
    }
    match part(token)? {
        Part::Scale(value) => Some(value),
        Part::Many(value) if value >= 1000.0 => Some(value),
        _ => None,
    }
}

fn part(token: &Token) -> Option<Part> {
    LEXICON.parts.get(token.lower.as_str()).copied()
}

/// The token after `end` inside a number in words, across a space or hyphen.
pub(super) fn next(tokens: &[Token], end: usize) -> Option<usize> {
    let token = tokens.get(end)?;
    match token.gap {
        Gap::Space if token.letters() => Some(end),
        Gap::None if token.hyphen() => tokens.get(end + 1).filter(|t| t.gap == Gap::None && t.letters()).map(|_| end + 1),
        _ => None,
    }
}

fn next_is(tokens: &[Token], end: usize, word: &str) -> Option<usize> {
    next(tokens, end).filter(|n| tokens[*n].is(word)).map(|n| n + 1)
}

fn next_scale(tokens: &[Token], end: usize) -> Option<(f64, usize)> {
    let n = next(tokens, end)?;
    match part(&tokens[n])? {
        Part::Scale(value) | Part::Many(value) => Some((value, n + 1)),
        _ => None,
    }
}

/// A number in words.
fn words(tokens: &[Token], at: usize) -> Option<Count> {
    let token = tokens.get(at)?;
    if token.is("a") {
        return with_article(tokens, at + 1);
    }
    if token.is("half") {
        let (scale, end) = next_scale(tokens, next_is(tokens, at + 1, "a").unwrap_or(at + 1))?;
        return Some(Count { scaled: true, ..Count::words(end, scale / 2.0) });
    }
    match part(token)? {
        Part::Unit(value) => year(tokens, at, value).or_else(|| Some(Sum::from(value, Last::Unit, at + 1).read(tokens))),
        Part::Ten(value) => year(tokens, at, value).or_else(|| Some(Sum::from(value, Last::Ten, at + 1).read(tokens))),
        Part::Many(value) => Some(many(tokens, at + 1, value)),
        Part::Order(value) => order(tokens, at + 1, value),
        Part::Vague => vague(tokens, at + 1),
        Part::Pair(_) | Part::Scale(_) => None,
    }
}

/// After "a": "hundred and twenty", "dozen", "few thousand", "couple of".
fn with_article(tokens: &[Token], end: usize) -> Option<Count> {
    let n = next(tokens, end)?;
    match part(&tokens[n])? {
        Part::Scale(_) => Some(Sum::from(1.0, Last::Unit, end).read(tokens)),
        Part::Vague => vague(tokens, n + 1),
        Part::Pair(value) => {
            let of = next_is(tokens, n + 1, "of")?;
            Some(Count { loose: true, ..Sum::from(value, Last::Unit, of).read(tokens) })
        }
        _ => None,
    }
}

/// "several hundred", "many thousands of".
fn vague(tokens: &[Token], end: usize) -> Option<Count> {
    let (value, end) = next_scale(tokens, end)?;
    Some(Count { order: true, ..many(tokens, end, value) })
}

/// "hundreds", "hundreds of thousands".
fn many(tokens: &[Token], end: usize, value: f64) -> Count {
    let of = next_is(tokens, end, "of").and_then(|of| next_scale(tokens, of));
    let (value, end) = of.map_or((value, end), |(scale, end)| (value * scale, end));
    Count { order: true, scaled: true, ..Count::words(end, value) }
}

/// "tens of thousands"; "scores" where something is counted by it.
fn order(tokens: &[Token], end: usize, value: f64) -> Option<Count> {
    let n = next(tokens, end)?;
    matches!(tokens[n].lower.as_str(), "of" | "more" | "were" | "have").then(|| many(tokens, end, value))
}

/// "nineteen ninety", "twenty thirty-one".
fn year(tokens: &[Token], at: usize, century: f64) -> Option<Count> {
    let near = |i: usize| tokens.get(i).filter(|t| t.gap == Gap::Space);
    let (value, last) = match part(near(at + 1)?)? {
        Part::Unit(value) if value >= 10.0 => (value, Last::Unit),
        Part::Ten(value) => (value, Last::Ten),
        _ => return None,
    };
    let rest = Sum::from(value, last, at + 2).read(tokens);
    ((19.0..=20.0).contains(&century) && rest.value < 100.0).then(|| Count { year: true, ..Count::words(rest.end, century * 100.0 + rest.value) })
}

/// "two thirds", "a fifth of", "half of", "three quarters of a million".
fn fraction(tokens: &[Token], at: usize, hedged: bool) -> Option<Count> {
    let token = tokens.get(at)?;
    if token.is("half") && (next_is(tokens, at + 1, "a").is_some() || next_is(tokens, at + 1, "an").is_some()) {
        return None;
    }
    let (over, below) = if token.is("half") { (1.0, at) } else { (numerator(token)?, next(tokens, at + 1)?) };
    let under = LEXICON.fraction.get(tokens.get(below)?.lower.as_str()).copied().filter(|under| over < *under)?;
    let end = below + 1;
    let of = next_is(tokens, end, "of");
    let sum = of.and_then(|of| next_is(tokens, of, "a")).and_then(|a| next_scale(tokens, a));
    if let Some((scale, end)) = sum {
        return Some(Count { scaled: true, ..Count::words(end, scale * over / under) });
    }
    let halved = token.is("half") && next_is(tokens, end, "the").is_some();
    let several = over > 1.0 && !(under == 4.0 && over == 2.0);
    let sure = hedged || of.is_some() || halved || several || token.is("one");
    let counts = sure && !(token.is("half") && taken(tokens, at));
    counts.then(|| Count { percent: true, ..Count::words(end, (1000.0 * over / under).round() / 10.0) })
}

fn numerator(token: &Token) -> Option<f64> {
    match part(token) {
        Some(Part::Unit(value)) if value >= 1.0 => Some(value),
        None if token.is("a") => Some(1.0),
        _ => None,
    }
}

/// "the second half of the year".
fn taken(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    before.is_some_and(|t| matches!(t.lower.as_str(), "first" | "second" | "other" | "latter" | "that" | "this" | "last" | "and" | "an" | "a"))
}

/// The kind of word that was added last.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Unit,
    Ten,
    Hundred,
    Scale(f64),
}

/// A number in words so far: "two hundred | thousand | and forty".
struct Sum {
    total: f64,
    current: f64,
    last: Last,
    limit: f64,
    end: usize,
}

impl Sum {
    fn from(current: f64, last: Last, end: usize) -> Sum {
        Sum { total: 0.0, current, last, limit: f64::INFINITY, end }
    }

    fn read(mut self, tokens: &[Token]) -> Count {
        while self.step(tokens).is_some() {}
        let scaled = matches!(self.last, Last::Scale(_)) || self.total > 0.0;
        Count { scaled, ..Count::words(self.end, self.total + self.current) }
    }

    /// Adds one more word, where it goes on.
    fn step(&mut self, tokens: &[Token]) -> Option<()> {
        let n = next(tokens, self.end)?;
        if tokens[n].is("and") {
            return self.and(tokens, n + 1);
        }
        match (part(&tokens[n])?, self.last) {
            (Part::Unit(value), Last::Ten) if (1.0..10.0).contains(&value) => self.add(value, Last::Unit, n),
            (Part::Unit(value), Last::Hundred | Last::Scale(_)) => self.add(value, Last::Unit, n),
            (Part::Ten(value), Last::Hundred | Last::Scale(_)) => self.add(value, Last::Ten, n),
            (Part::Scale(value) | Part::Many(value), last) => self.multiply(value, last, n),
            _ => None,
        }
    }

    fn add(&mut self, value: f64, last: Last, n: usize) -> Option<()> {
        self.current += value;
        (self.last, self.end) = (last, n + 1);
        Some(())
    }

    fn multiply(&mut self, value: f64, last: Last, n: usize) -> Option<()> {
        match last {
            // "two lakh crore"
            Last::Scale(before) if before < value && self.current == 0.0 => {
                self.total *= value;
                self.last = Last::Scale(before * value);
            }
            Last::Scale(_) => return None,
            _ if value < 1000.0 && self.current < 100.0 && last != Last::Hundred => {
                self.current *= value;
                self.last = Last::Hundred;
            }
            _ if value >= 1000.0 && value < self.limit => {
                self.total += self.current * value;
                (self.current, self.limit, self.last) = (0.0, value, Last::Scale(value));
            }
            _ => return None,
        }
        self.end = n + 1;
        Some(())
    }

    /// "and forty", "and a half".
    fn and(&mut self, tokens: &[Token], after: usize) -> Option<()> {
        let n = next(tokens, after)?;
        if tokens[n].is("a") {
            let half = next_is(tokens, n + 1, "half")?;
            match self.last {
                Last::Unit | Last::Ten => self.current += 0.5,
                Last::Scale(value) => self.total += value / 2.0,
                Last::Hundred => return None,
            }
            self.end = half;
            return Some(());
        }
        match (part(&tokens[n])?, self.last) {
            (Part::Unit(value), Last::Hundred | Last::Scale(_)) => self.add(value, Last::Unit, n),
            (Part::Ten(value), Last::Hundred | Last::Scale(_)) => self.add(value, Last::Ten, n),
            _ => None,
        }
    }
}

/// The unit after a number, and the token after it.
fn unit(tokens: &[Token], count: &Count) -> (usize, Unit) {
    if count.percent {
        return (count.end, Unit::Percent);
    }
    if let Some(n) = percent(tokens, count.end) {
        return (n, Unit::Percent);
    }
    money(tokens, count).map_or((count.end, Unit::Plain), |end| (end, Unit::Money))
}

fn percent(tokens: &[Token], end: usize) -> Option<usize> {
    let first = tokens.get(end).filter(|t| t.gap != Gap::Break)?;
    // "5-percent"
    let begin = if first.hyphen() { next(tokens, end)? } else { end };
    let list = LEXICON.percent.get(tokens[begin].lower.as_str())?;
    list.iter().find(|(words, ())| spells(tokens, begin, words)).map(|(words, ())| begin + words.len())
}

/// Whether the tokens from `at` spell these words, side by side.
pub(super) fn spells(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(i, w)| tokens.get(at + i).is_some_and(|t| t.is(w) && (i == 0 || t.gap == Gap::Space)))
}

/// The token after a currency that stands after a number: "crowns", "Lusantan crowns", "€", "EUR".
fn money(tokens: &[Token], count: &Count) -> Option<usize> {
    let token = tokens.get(count.end).filter(|t| t.gap != Gap::Break)?;
    if LEXICON.sign.contains(token.lower.as_str()) && !tokens.get(count.end + 1).is_some_and(|t| t.gap == Gap::None && t.digits()) {
        return Some(count.end + 1);
    }
    if token.capital && LEXICON.code.contains(token.lower.as_str()) {
        return Some(count.end + 1);
    }
    let named = |i: usize| tokens.get(i).and_then(|t| LEXICON.currency.get(t.lower.as_str())).is_some_and(|scaled| count.scaled || !scaled);
    let begin = next(tokens, count.end)?;
    if named(begin) {
        return Some(begin + 1);
    }
    let adjective = tokens[begin].capital && tokens.get(begin + 1).is_some_and(|t| t.gap == Gap::Space) && named(begin + 1);
    adjective.then_some(begin + 2)
}
