//! A text's words, marks and digits, as far as numbers need them.
//!
//! Decides: where a number written in digits begins and ends, separators included. Must not know: what it counts.

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Digits with their separators: the number, and how many digits there are where nothing separates them, else 0.
    Digits(f64, usize),
    /// Letters.
    Letters,
    /// One other character.
    Mark,
}

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// White space on one line.
    Space,
    /// A new line, or the beginning of the text.
    Break,
}

/// A word, a mark or a number in digits.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) begin: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    pub(crate) lower: String,
    pub(crate) capital: bool,
    pub(crate) gap: Gap,
}

impl Token {
    /// Whether it is this word or mark.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.lower == word
    }

    pub(crate) fn letters(&self) -> bool {
        self.shape == Shape::Letters
    }

    pub(crate) fn digits(&self) -> bool {
        matches!(self.shape, Shape::Digits(..))
    }

    pub(crate) fn hyphen(&self) -> bool {
        matches!(self.lower.as_str(), "-" | "\u{2010}" | "\u{2011}")
    }

    /// A hyphen or the dash that stands between the ends of a range.
    pub(crate) fn dash(&self) -> bool {
        self.hyphen() || self.is("\u{2013}")
    }
}

/// All tokens of a text, in order. Each character is looked at a bounded number of times.
pub(crate) fn of(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let (mut at, mut gap) = (0, Gap::Break);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            gap = if gap == Gap::Break || c == '\n' { Gap::Break } else { Gap::Space };
            at += c.len_utf8();
            continue;
        }
        let (end, shape) = match c {
            _ if c.is_ascii_digit() => digits(text, at),
            _ if c.is_alphabetic() => (run(text, at, char::is_alphabetic), Shape::Letters),
            _ => (at + c.len_utf8(), Shape::Mark),
        };
        let lower = text.get(at..end).unwrap_or("").to_lowercase();
        out.push(Token { begin: at, end, shape, lower, capital: c.is_uppercase(), gap });
        (at, gap) = (end, Gap::None);
    }
    out
}

fn run(text: &str, at: usize, belongs: fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find(|c: char| !belongs(c)).unwrap_or(rest.len())
}

fn digit_run(text: &str, at: usize) -> usize {
    run(text, at, |c| c.is_ascii_digit())
}

/// A number in digits: "40,000", "12,50,000", "1 200", "1.5", "1,5".
fn digits(text: &str, at: usize) -> (usize, Shape) {
    let first = digit_run(text, at);
    let whole = grouped(text, at, first);
    let end = decimal(text, at, whole, whole > first);
    let own = text.get(at..end).unwrap_or("");
    let value = if whole == first { own.replace(',', ".") } else { own.replace(|c: char| c == ',' || c.is_whitespace(), "") };
    let plain = if end == first { first - at } else { 0 };
    (end, Shape::Digits(value.parse().unwrap_or(f64::INFINITY), plain))
}

/// Groups of digits that one number can have; beyond, a text is no prose.
const GROUPS: usize = 8;

/// The end of the groups after the first digits, or of those digits where no groups follow.
fn grouped(text: &str, at: usize, first: usize) -> usize {
    if first - at > 3 || text.get(at..first).is_some_and(|d| d.starts_with('0')) {
        return first;
    }
    let Some(mark) = text.get(first..).and_then(|rest| rest.chars().next()).filter(|c| separates(*c)) else { return first };
    let (mut end, mut lengths) = (first, Vec::new());
    while lengths.len() <= GROUPS && text.get(end..).is_some_and(|rest| rest.starts_with(mark)) {
        let begin = end + mark.len_utf8();
        let next = digit_run(text, begin);
        if next == begin || next - begin > 3 {
            break;
        }
        lengths.push(next - begin);
        end = next;
    }
    let thousands = lengths.iter().all(|l| *l == 3);
    let lakhs = mark == ',' && first - at <= 2 && lengths.split_last().is_some_and(|(last, before)| *last == 3 && before.iter().all(|l| *l == 2));
    let cut = text.get(end..).is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    if lengths.len() <= GROUPS && cut && (thousands || lakhs) { end } else { first }
}

fn separates(c: char) -> bool {
    matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// The end of the decimals. A comma leads them where up to three digits stand before it and one or two after, in no list of such.
fn decimal(text: &str, at: usize, whole: usize, grouped: bool) -> usize {
    let Some(mark) = text.get(whole..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '.' | ',')) else { return whole };
    let end = digit_run(text, whole + 1);
    let more = text.get(end..).is_some_and(|rest| rest.starts_with(',') && rest.get(1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())));
    let listed = more || text.get(..at).is_some_and(|before| before.ends_with(','));
    let comma = mark == ',' && (grouped || listed || whole - at > 3 || end - whole > 3);
    if end == whole + 1 || comma { whole } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(of(text).iter().map(|t| &text[t.begin..t.end]).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn separators_stay_inside_a_number() {
        check("40,000 men, 1 200 tonnes", &["40,000", "men", ",", "1 200", "tonnes"]);
        check("12,50,000 and 1.5 or 1,5.", &["12,50,000", "and", "1.5", "or", "1,5", "."]);
        check("4,000,000.50", &["4,000,000.50"]);
    }

    #[test]
    fn other_marks_part_numbers() {
        check("1,2,3 4", &["1", ",", "2", ",", "3", "4"]);
        check("2031 400", &["2031", "400"]);
        check("12 300km", &["12 300", "km"]);
        check("5.3bn", &["5.3", "bn"]);
        check("007,000", &["007", ",", "000"]);
    }
}
