//! Lists under one opening: "The Company shall: (a) pay ...; (b) supply ...".
//!
//! Decides: which sentence opens a list of acts, which items continue it, and what each says in full. Looks at: a colon, marks of items, binding
//! words (through `clause`). Must not know: what the words of a clause oblige to.

use super::clause::{binds_into, names_subject};
use super::party::Named;
use super::text::{Mark, Sentence, Token};
use super::words::Words;

/// An opening whose items are still to come or still coming.
struct Open {
    tokens: Vec<Token>,
    place: String,
    own: Option<Mark>,
    items: Option<Mark>,
}

/// The sentences with each item of a list put behind its opening; the opening alone is left out where an item took it up.
pub(super) fn joined(sentences: Vec<Sentence>, parties: &[Named], words: &Words) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for s in sentences.into_iter().flat_map(parted) {
        match s.mark {
            Some(mark) => {
                while open.last().is_some_and(|o| o.own == Some(mark) || o.items.is_some_and(|i| i != mark)) {
                    open.pop();
                }
            }
            None if s.first => open.clear(),
            None => {}
        }
        let opening = opens(&s);
        let own = s.mark;
        let s = taken_up(s, &mut open, parties, words);
        if opening {
            let tokens = s.tokens[..s.tokens.len() - 1].to_vec();
            open.push(Open { tokens, place: s.place.clone(), own, items: None });
        }
        out.push(s);
    }
    let taken: Vec<usize> = out.iter().filter(|s| s.stem > 0).map(|s| s.tokens[0].begin).collect();
    out.retain(|s| !opens(s) || !taken.contains(&s.tokens[0].begin));
    out
}

fn opens(s: &Sentence) -> bool {
    s.tokens.len() > 1 && s.tokens.last().is_some_and(|x| x.low == ":")
}

/// An item behind the opening that it continues; anything else as it is.
fn taken_up(s: Sentence, open: &mut [Open], parties: &[Named], words: &Words) -> Sentence {
    let Some((mark, o)) = s.mark.zip(open.last_mut()) else { return s };
    if names_subject(&s.tokens, parties) {
        return s;
    }
    let stem = o.tokens.len();
    let tokens: Vec<Token> = o.tokens.iter().chain(&s.tokens).cloned().collect();
    if !binds_into(&tokens, stem, parties, words) {
        return s;
    }
    o.items = Some(mark);
    let own = s.place.rsplit(", ").next().unwrap_or("");
    let place = if own.is_empty() || o.place.is_empty() || o.place == s.place { s.place.clone() } else { format!("{}, {own}", o.place) };
    Sentence { tokens, place, stem, ..s }
}

/// A list that runs on in one paragraph, "shall: (a) pay; and (b) go", in its opening and its items.
fn parted(s: Sentence) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut rest = s.tokens.as_slice();
    let mut first = true;
    let mut piece = |tokens: &[Token], first: bool| {
        let tokens =
            if tokens.first().is_some_and(|x| matches!(x.low.as_str(), "and" | "or")) && marked(&tokens[1..]).is_some() { &tokens[1..] } else { tokens };
        let (mark, place, tokens) = match marked(tokens) {
            Some(name) => (Some(Mark::Bracket), [s.place.as_str(), name].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", "), &tokens[3..]),
            None => (s.mark.filter(|_| first), s.place.clone(), tokens),
        };
        if !tokens.is_empty() {
            out.push(Sentence { tokens: tokens.to_vec(), place, mark, first: s.first && first, stem: 0 });
        }
    };
    while let Some(i) = (0..rest.len()).find(|i| rest[*i].low == ":" && marked(&rest[i + 1..]).is_some()) {
        piece(&rest[..=i], first);
        first = false;
        rest = &rest[i + 1..];
    }
    piece(rest, first);
    out
}

/// The name of an item's mark that stands first: "a" of "( a )".
fn marked(t: &[Token]) -> Option<&str> {
    match t {
        [open, name, close, _, ..] if open.low == "(" && close.low == ")" && name.low.len() <= 4 && name.low.chars().all(|c| c.is_ascii_alphanumeric()) => {
            (name.low.len() == 1 || name.low.chars().all(|c| "ivxlc0123456789".contains(c))).then_some(name.low.as_str())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::sentences;
    use super::super::words::words;
    use super::super::{draft, party};
    use super::*;

    fn acts(text: &str) -> Vec<String> {
        let deal = draft(&format!("Agreement between the Sell Harbour Company (\"the Company\") and the Dockers' League (\"the League\")\n\n{text}"), "t").deal;
        deal.obligations
            .iter()
            .map(|o| format!("{} {}: {} {}", o.source.place.as_deref().unwrap_or(""), o.debtors.join("+"), o.act, o.object.as_deref().unwrap_or("")))
            .collect()
    }

    #[test]
    fn items_say_to_what_their_opening_binds() {
        let found = acts(
            "1. The Company shall:\n(a) pay each docker 40 crowns;\n(b) supply 300 helmets by 15 April 2031; and\n(c) not hire agency labour.\n2. The League undertakes to:\n- end the strike;\n- withdraw its pickets.",
        );
        assert_eq!(
            found,
            [
                "1, a company: pay each docker 40 crowns",
                "1, b company: supply 300 helmets",
                "1, c company: hire agency labour",
                "2 league: end the strike",
                "2 league: withdraw its pickets"
            ]
        );
    }

    #[test]
    fn a_list_may_run_on_in_one_paragraph_and_an_opening_may_give_the_day() {
        let found = acts("3. By 1 June 2031 the Parties shall each: (i) publish their accounts; and (ii) name two members.");
        assert_eq!(found, ["3, i company+league: publish their accounts", "3, ii company+league: name two members"]);
        let deal = draft("Between A Town (\"A\") and B Town (\"B\").\n1. By 1 June 2031 A shall: (i) open the gate; (ii) shut the ford.", "t").deal;
        assert!(deal.obligations.len() == 2 && deal.obligations.iter().all(|o| o.deadline.is_some()), "{:?}", deal.obligations);
    }

    #[test]
    fn an_item_with_a_subject_of_its_own_and_a_list_of_things_are_left_alone() {
        let text = "1. The following applies:\n(a) The Company shall open the gate;\n(b) the League shall leave.\n2. Annex:\n- pickets;\n- helmets.";
        assert_eq!(acts(text), ["a company: open the gate", "b league: leave "]);
        let all = joined(sentences(text), &party::introduced(text), words());
        assert!(all.iter().all(|s| s.stem == 0));
    }
}
