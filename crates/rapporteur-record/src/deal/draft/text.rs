//! Words, sentences and places of an agreement's text.
//!
//! Decides: where a sentence begins and which article it stands in. Must not know: what it obliges to.

/// A word or mark with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) low: String,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) capital: bool,
}

/// A sentence with the article it stands in.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) tokens: Vec<Token>,
    pub(super) place: String,
}

pub(super) fn tokens(text: &str, begin: usize, end: usize) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let part = text.get(begin..end).unwrap_or("");
    let mut start: Option<usize> = None;
    let mut close = |start: &mut Option<usize>, at: usize| {
        if let Some(s) = start.take() {
            out.push(token(text, begin + s, begin + at));
        }
        out.len()
    };
    let chars: Vec<(usize, char)> = part.char_indices().collect();
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (n, (i, c)) in chars.iter().copied().enumerate() {
        let next = chars.get(n + 1).map(|x| x.1);
        let inside = matches!(c, '.' | ',' | ':') && start.is_some() && next.is_some_and(|x| x.is_ascii_digit()) && n > 0 && chars[n - 1].1.is_ascii_digit();
        let word = c.is_alphanumeric() || inside || (matches!(c, '\'' | '\u{2019}' | '-' | '%') && start.is_some());
        if word {
            start = start.or(Some(i));
        } else {
            close(&mut start, i);
            if !c.is_whitespace() {
                marks.push((begin + i, begin + i + c.len_utf8()));
            }
        }
    }
    close(&mut start, part.len());
    out.extend(marks.into_iter().map(|(b, e)| token(text, b, e)));
    out.sort_by_key(|t| t.begin);
    out
}

fn token(text: &str, begin: usize, end: usize) -> Token {
    let word = text.get(begin..end).unwrap_or("");
    Token { low: word.to_lowercase(), begin, end, capital: word.chars().next().is_some_and(char::is_uppercase) }
}

/// Sentences in order. A line that begins with a small letter continues the line before.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let (mut heading, mut item) = (String::new(), String::new());
    for (begin, end) in blocks(text) {
        let mut at = begin;
        while let Some((mark, length, outer)) = enumerator(text.get(at..end).unwrap_or("")) {
            if outer {
                heading = mark;
                item.clear();
            } else if !mark.is_empty() {
                item = mark;
            }
            at += length;
        }
        let place = [heading.as_str(), item.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
        let all = tokens(text, at, end);
        let mut from = 0;
        for i in 0..all.len() {
            let ends = matches!(all[i].low.as_str(), "." | ";")
                && all.get(i + 1).is_none_or(|n| n.capital || !n.low.starts_with(char::is_alphanumeric) || all[i].low == ";");
            if ends || i + 1 == all.len() {
                let last = if ends { i } else { i + 1 };
                if last > from {
                    out.push(Sentence { tokens: all[from..last].to_vec(), place: place.clone() });
                }
                from = i + 1;
            }
        }
    }
    out
}

fn blocks(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (begin, end) = (at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            out.push((begin, begin));
            continue;
        }
        let begin = begin + (line.len() - line.trim_start().len());
        let small = line.trim_start().chars().next().is_some_and(char::is_lowercase);
        match out.last_mut() {
            Some(last) if small && last.1 > last.0 => last.1 = end,
            _ => out.push((begin, end)),
        }
    }
    out.retain(|(b, e)| e > b);
    out
}

/// A mark such as `Article 2`, `3.`, `(a)`, `II.` at the start: its words, its length, whether it opens a new article. A bullet has no words.
fn enumerator(line: &str) -> Option<(String, usize, bool)> {
    let lead = line.len() - line.trim_start_matches([' ', '[']).len();
    let rest = &line[lead..];
    let mut chars = rest.chars();
    if let Some(bullet) = chars.next().filter(|c| matches!(c, '-' | '*' | '\u{2022}' | '\u{2013}' | '\u{2014}' | '\u{b7}'))
        && chars.next().is_some_and(char::is_whitespace)
    {
        return Some((String::new(), lead + bullet.len_utf8() + 1, false));
    }
    for word in ["Article", "Section", "Paragraph", "Part", "Chapter"] {
        if let Some(after) = rest.strip_prefix(word) {
            let number: String = after.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
            if number.is_empty() || number.len() > 5 {
                return None;
            }
            let length = lead + word.len() + (after.len() - after.trim_start().len()) + number.len();
            let dot = usize::from(line[length..].starts_with(['.', ':']));
            return Some((format!("{word} {number}"), length + dot, true));
        }
    }
    let open = usize::from(rest.starts_with('('));
    // "4.3 After": a number of two steps needs no mark behind it.
    let steps: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    if steps.trim_end_matches('.').contains('.') && steps.len() <= 7 && rest[steps.len()..].starts_with([' ', '\t']) {
        return Some((steps.trim_end_matches('.').to_owned(), lead + steps.len(), false));
    }
    let mark: String = rest[open..].chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
    let after = &rest[open + mark.len()..];
    let closed = if open == 1 { after.starts_with(')') } else { after.starts_with(['.', ')']) && after[1..].starts_with([' ', '\t', '\n']) };
    let roman = mark.chars().all(|c| "IVXLC".contains(c));
    let short = !mark.is_empty() && mark.len() <= 4 && (mark.len() == 1 || mark.bytes().all(|b| b.is_ascii_digit()) || roman);
    let outer = open == 0 && mark.bytes().all(|b| b.is_ascii_uppercase());
    (closed && short).then(|| (mark.clone(), lead + open + mark.len() + 1, outer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_are_no_words_of_a_sentence() {
        let text = "Article 3\n(a) A shall:\n- open the gate;\n* B shall stay.\n\u{2022} C shall wait.\n-5 is no bullet.";
        let found: Vec<(String, String)> =
            (sentences(text).into_iter()).map(|s| (s.place, text[s.tokens[0].begin..s.tokens[s.tokens.len() - 1].end].to_owned())).collect();
        assert!(found.contains(&("Article 3, a".into(), "open the gate".into())), "{found:?}");
        assert!(
            found.contains(&("Article 3, a".into(), "B shall stay".into())) && found.contains(&("Article 3, a".into(), "C shall wait".into())),
            "{found:?}"
        );
        assert!(found.iter().any(|(_, t)| t.starts_with("-5")), "{found:?}");
    }

    #[test]
    fn sentences_know_their_article() {
        let text = "Article 2. Release\n1. A shall go by 5.30 on 6 May 2031. B shall stay.\n(a) C shall wait;\nand rest.";
        let found: Vec<(String, String)> =
            (sentences(text).into_iter()).map(|s| (s.place, text[s.tokens[0].begin..s.tokens[s.tokens.len() - 1].end].to_owned())).collect();
        let shown: Vec<String> = found.iter().map(|(p, t)| format!("{p}|{t}")).collect();
        assert_eq!(
            shown,
            [
                "Article 2|Release",
                "Article 2, 1|A shall go by 5.30 on 6 May 2031",
                "Article 2, 1|B shall stay",
                "Article 2, a|C shall wait",
                "Article 2, a|and rest"
            ]
        );
    }
}
