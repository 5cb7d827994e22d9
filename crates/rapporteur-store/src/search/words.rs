//! What people type into a search.
//!
//! Decides: what words, "phrases", begin*, -word and OR mean. Nothing typed can be an error of the search's own language.
//! Must not know: tables.

/// Words that stand in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// As typed, without marks.
    pub(crate) words: Vec<String>,
    /// Whether the last of them is only the beginning of one.
    pub(crate) open: bool,
}

impl Row {
    fn quoted(&self) -> String {
        quoted(&self.words.join(" "), self.open)
    }
}

/// Words in the form that FTS5 takes: a row of them, whose last is a beginning where `open`.
pub(crate) fn quoted(words: &str, open: bool) -> String {
    format!("\"{words}\"{}", if open { "*" } else { "" })
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// In the form that FTS5 takes.
    pub(crate) query: String,
    /// What a hit should hold: each row of words that is not left out.
    pub(crate) rows: Vec<Row>,
}

/// The words of a search; `None` where there are none.
///
/// # Errors
/// Where it only says what is to be left out.
pub(crate) fn parse(typed: &str) -> Result<Option<Words>, &'static str> {
    let mut groups: Vec<Vec<Row>> = Vec::new();
    let mut without: Vec<Row> = Vec::new();
    let mut or = false;
    for part in parts(typed) {
        match part {
            Part::Or => or = !groups.is_empty(),
            Part::Words { row, not: true } => without.push(row),
            Part::Words { row, not: false } => {
                match groups.last_mut().filter(|_| or) {
                    Some(group) => group.push(row),
                    None => groups.push(vec![row]),
                }
                or = false;
            }
        }
    }
    if groups.is_empty() {
        return if without.is_empty() { Ok(None) } else { Err("it only says what is to be left out") };
    }
    let any = |rows: &[Row]| format!("({})", rows.iter().map(Row::quoted).collect::<Vec<_>>().join(" OR "));
    let mut query = groups.iter().map(|g| any(g)).collect::<Vec<_>>().join(" AND ");
    if !without.is_empty() {
        query = format!("({query}) NOT {}", any(&without));
    }
    Ok(Some(Words { query, rows: groups.into_iter().flatten().collect() }))
}

enum Part {
    Words { row: Row, not: bool },
    Or,
}

fn parts(typed: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let not = rest.starts_with('-');
        let body = rest.strip_prefix('-').unwrap_or(rest);
        let (words, after) = match body.strip_prefix(['"', '“', '„']) {
            Some(inside) => {
                let end = inside.find(['"', '”', '“']).unwrap_or(inside.len());
                let after = inside[end..].chars().next().map_or(end, |mark| end + mark.len_utf8());
                (&inside[..end], &inside[after..])
            }
            None => body.split_at(body.find(char::is_whitespace).unwrap_or(body.len())),
        };
        let (prefix, after) = match after.strip_prefix('*') {
            Some(after) => (true, after),
            None => (words.ends_with('*'), after),
        };
        if body == rest && words == "OR" && body.starts_with("OR") {
            out.push(Part::Or);
        } else if words.chars().any(char::is_alphanumeric) {
            // Inside quotation marks nothing is a command.
            let words = words.trim_end_matches('*').replace(['"', '\0'], " ");
            out.push(Part::Words { row: Row { words: words.split(' ').map(str::to_owned).collect(), open: prefix }, not });
        }
        rest = after.trim_start();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_prefixes_and_what_is_left_out() {
        for (typed, expected) in [
            ("cease fire", r#"("cease") AND ("fire")"#),
            ("\"cease fire\" toll*", r#"("cease fire") AND ("toll"*)"#),
            ("“cease fire”* x", r#"("cease fire"*) AND ("x")"#),
            ("tolls OR dues -harbour", r#"(("tolls" OR "dues")) NOT ("harbour")"#),
            ("-\"two words\" a", r#"(("a")) NOT ("two words")"#),
            ("NEAR(a b) ^c title:d", r#"("NEAR(a") AND ("b)") AND ("^c") AND ("title:d")"#),
            ("OR a OR", r#"("a")"#),
            ("\"open", r#"("open")"#),
            ("a\"b", r#"("a b")"#),
        ] {
            assert_eq!(parse(typed).unwrap().map(|w| w.query).as_deref(), Some(expected), "{typed}");
        }
        assert_eq!(parse(" \" * - ... ").unwrap(), None);
        assert!(parse("-a").is_err());
    }
}
