//! What people type into a search.
//!
//! Decides: what words, "phrases", begin*, -word and OR mean. Nothing typed can be an error of the search's own language.
//! Must not know: tables.

/// The words of a search in the form that FTS5 takes; `None` where there are none.
///
/// # Errors
/// Where it only says what is to be left out.
pub(crate) fn parse(typed: &str) -> Result<Option<String>, &'static str> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut without: Vec<String> = Vec::new();
    let mut or = false;
    for part in parts(typed) {
        match part {
            Part::Or => or = !groups.is_empty(),
            Part::Words { words, not: true } => without.push(words),
            Part::Words { words, not: false } => {
                match groups.last_mut().filter(|_| or) {
                    Some(group) => group.push(words),
                    None => groups.push(vec![words]),
                }
                or = false;
            }
        }
    }
    if groups.is_empty() {
        return if without.is_empty() { Ok(None) } else { Err("it only says what is to be left out") };
    }
    let groups: Vec<String> = groups.iter().map(|g| format!("({})", g.join(" OR "))).collect();
    let mut out = groups.join(" AND ");
    if !without.is_empty() {
        out = format!("({out}) NOT ({})", without.join(" OR "));
    }
    Ok(Some(out))
}

enum Part {
    Words { words: String, not: bool },
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
            out.push(Part::Words { words: format!("\"{words}\"{}", if prefix { "*" } else { "" }), not });
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
            assert_eq!(parse(typed).unwrap().as_deref(), Some(expected), "{typed}");
        }
        assert_eq!(parse(" \" * - ... ").unwrap(), None);
        assert!(parse("-a").is_err());
    }
}
