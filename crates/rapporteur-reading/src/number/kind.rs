//! Whether a number counts something, by the words and marks beside it.
//!
//! Decides: the kind of a number by its form. Must not know: what is counted, or whether anybody disputes it.

use super::amount::{Amount, next, spells};
use super::lexicon::LEXICON;
use super::token::{Gap, Token};
use super::{Kind, Unit};
use crate::time;

/// An amount among its tokens.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) amount: &'a Amount,
    /// The first token of the hedges before it; its own first token where there are none.
    pub(super) outer: usize,
    /// It goes on a list of codes: "Articles 4 and 5".
    pub(super) listed: bool,
}

/// The kind of an amount; `None` where it is below nought and so left out.
pub(super) fn of(place: Place<'_>) -> Option<Kind> {
    if place.negative() {
        return None;
    }
    if place.amount.unit != Unit::Plain {
        return Some(Kind::Quantity);
    }
    if place.amount.year || place.clock() {
        return Some(Kind::Date);
    }
    let by_form = place.attached_before().or_else(|| place.attached_after()).or_else(|| place.date());
    let by_words = || place.age().or_else(|| place.code()).or_else(|| place.year());
    Some(by_form.or_else(by_words).unwrap_or(Kind::Quantity))
}

/// Numbers joined by marks, from token `at` on: a day in figures, a time of day, a version. The token after it, and its kind.
pub(super) fn chain(tokens: &[Token], at: usize) -> Option<(usize, Kind)> {
    let joined = |i: usize| tokens.get(i).is_some_and(|t| t.gap == Gap::None);
    let part = |i: usize| tokens.get(i).is_some_and(Token::digits) && joined(i);
    let mark = |i: usize| tokens.get(i).is_some_and(|t| t.dash() || t.is(":") || t.is("/") || t.is(".")) && joined(i);
    let first = tokens.get(at).filter(|t| t.digits())?;
    let mut end = at + 1;
    while mark(end) && part(end + 1) {
        end += 2;
    }
    let parts = (end - at).div_ceil(2);
    let sign = tokens.get(at + 1).filter(|_| parts > 1)?;
    let length = |i: usize| tokens.get(i).map_or(0, |t| t.end - t.begin);
    let day = parts == 3 && (first.end - first.begin, length(at + 2), length(at + 4)) == (4, 2, 2);
    match sign.lower.as_str() {
        ":" => Some((end, Kind::Date)),
        "/" => Some((end, if parts == 3 { Kind::Date } else { Kind::Code })),
        "." => Some((end, Kind::Code)),
        _ if parts == 2 => None,
        _ => Some((end, if day { Kind::Date } else { Kind::Code })),
    }
}

impl<'a> Place<'a> {
    /// The token so many before the amount.
    fn before(&self, n: usize) -> Option<&'a Token> {
        self.amount.begin.checked_sub(n).and_then(|i| self.tokens.get(i))
    }

    /// The token so many after the amount, 0 the next one.
    fn after(&self, n: usize) -> Option<&'a Token> {
        self.tokens.get(self.amount.end + n)
    }

    fn first(&self) -> Option<&'a Token> {
        self.tokens.get(self.amount.begin)
    }

    fn gap(&self) -> Gap {
        self.first().map_or(Gap::Break, |t| t.gap)
    }

    fn spelled(&self) -> bool {
        self.first().is_some_and(Token::letters) && self.amount.unit != Unit::Money
    }

    /// A noun, by its form: a word in lower case that is no verb or particle.
    fn counts_noun(&self) -> bool {
        self.after(0).is_some_and(|t| t.gap == Gap::Space && t.letters() && !t.capital && !LEXICON.verb.contains(t.lower.as_str()))
    }

    fn negative(&self) -> bool {
        let Some(sign) = self.before(1) else { return false };
        let apart = sign.gap != Gap::None || self.before(2).is_none_or(|t| t.is("("));
        let signed = self.gap() == Gap::None && !self.spelled() && (sign.is("-") || sign.is("\u{2212}")) && apart;
        signed || (self.gap() == Gap::Space && sign.is("minus"))
    }

    /// "G7", "F-16", "#5", "mid-2030".
    fn attached_before(&self) -> Option<Kind> {
        let (mark, other) = (self.before(1).filter(|_| self.gap() == Gap::None)?, self.before(2));
        if mark.letters() || matches!(mark.lower.as_str(), "#" | "@" | "_" | "+" | "/" | "\u{2116}") {
            return Some(Kind::Code);
        }
        let close = other.filter(|t| mark.gap == Gap::None && (t.letters() || t.digits()));
        let joins = mark.hyphen() || (mark.is(".") && !self.spelled());
        close.filter(|_| joins).map(|_| if self.amount.like_year() { Kind::Date } else { Kind::Code })
    }

    /// "41st", "1990s", "4G"; a measure leaves it a quantity.
    fn attached_after(&self) -> Option<Kind> {
        let own = self.tokens.get(self.amount.end.checked_sub(1)?).filter(|t| t.digits())?;
        let letters = self.after(0).filter(|t| t.gap == Gap::None && t.letters())?;
        match letters.lower.as_str() {
            "st" | "nd" | "rd" | "th" => Some(if self.month_after(1) || self.month_before() { Kind::Date } else { Kind::Code }),
            "s" if own.end - own.begin > 1 && self.amount.value % 10.0 == 0.0 => Some(Kind::Date),
            word if LEXICON.measure.contains(word) => Some(Kind::Quantity),
            _ => Some(Kind::Code),
        }
    }

    /// "6 pm", "6 a.m.", "six o'clock".
    fn clock(&self) -> bool {
        let Some(word) = self.after(0).filter(|t| t.gap != Gap::Break && t.letters()) else { return false };
        let is = |n: usize, mark: &str| self.after(n).is_some_and(|t| t.gap == Gap::None && t.is(mark));
        let dotted = matches!(word.lower.as_str(), "a" | "p") && is(1, ".") && is(2, "m");
        let sharp = word.is("o") && (is(1, "'") || is(1, "\u{2019}")) && is(2, "clock");
        let zone = matches!(word.lower.as_str(), "gmt" | "utc");
        let listed = LEXICON.clock.contains(word.lower.as_str()) && (!zone || self.amount.bare == Some(4));
        (dotted || sharp || listed) && (zone || self.amount.value < 25.0)
    }

    fn month_at(&self, token: Option<&Token>) -> bool {
        token.is_some_and(|t| t.capital && time::is_month(&t.lower))
    }

    /// A month stands so many tokens after the amount, or "of" and a month.
    fn month_after(&self, n: usize) -> bool {
        self.month_at(self.after(n)) || (self.after(n).is_some_and(|t| t.is("of")) && self.month_at(self.after(n + 1)))
    }

    /// A month stands before the amount: "March 4", "Nov. 9".
    fn month_before(&self) -> bool {
        let stop = self.before(1).is_some_and(|t| t.is(".") && t.gap == Gap::None);
        self.gap() == Gap::Space && self.month_at(self.before(1 + usize::from(stop)))
    }

    /// A day stands before the amount: "March 4, 2031".
    fn day_before(&self) -> bool {
        let comma = usize::from(self.before(1).is_some_and(|t| t.is(",")));
        let month = |n: usize| self.month_at(self.before(n)) || self.month_at(self.before(n + 1).filter(|_| self.before(n).is_some_and(|t| t.is("."))));
        self.before(1 + comma).is_some_and(Token::digits) && month(2 + comma)
    }

    /// "4 March", "March 4", "March 2031".
    fn date(&self) -> Option<Kind> {
        let day = self.amount.bare.is_some_and(|digits| digits <= 2) && (1.0..32.0).contains(&self.amount.value);
        if day && self.month_after(0) && self.after(0).is_some_and(|t| t.gap == Gap::Space) {
            return Some(Kind::Date);
        }
        if self.amount.like_year() && self.day_before() {
            return Some(Kind::Date);
        }
        // "In March 12 people left": after "in" a month has no day.
        let monthly = self.before(2).is_some_and(|t| matches!(t.lower.as_str(), "in" | "since" | "during")) && self.counts_noun();
        (self.month_before() && (day || self.amount.like_year()) && !monthly).then_some(Kind::Date)
    }

    /// "aged 41", "41-year-old", "Ilse Tarn, 41, said".
    fn age(&self) -> Option<Kind> {
        let after = self.after(0).filter(|t| t.gap != Gap::Break);
        let led = self.before(1).filter(|_| self.gap() == Gap::Space).is_some_and(|last| {
            let list = LEXICON.age_before.get(last.lower.as_str());
            let begin = |words: &[&str]| self.amount.begin.checked_sub(words.len());
            list.is_some_and(|l| l.iter().any(|(words, ())| begin(words).is_some_and(|b| spells(self.tokens, b, words))))
        });
        let comma = |t: Option<&Token>| t.is_some_and(|t| t.is(",") && t.gap == Gap::None);
        let person = self.before(2).is_some_and(|t| t.letters() && t.capital) && comma(self.before(1)) && comma(after);
        let parted = person && self.amount.bare.is_some_and(|d| d <= 2) && self.amount.value > 5.0;
        (led || parted || self.old()).then_some(Kind::Age)
    }

    /// "year-old", "years old".
    fn old(&self) -> bool {
        let spelled = |words: &[&str]| {
            let step = |end: Option<usize>, word: &&str| next(self.tokens, end?).filter(|n| self.tokens[*n].is(word)).map(|n| n + 1);
            words.iter().fold(Some(self.amount.end), step).is_some()
        };
        LEXICON.age_after.values().flatten().any(|(words, ())| spelled(words))
    }

    /// "Resolution 1701", "No. 5", "the Seven".
    fn code(&self) -> Option<Kind> {
        if self.listed && self.amount.bare.is_some() {
            return Some(Kind::Code);
        }
        let stop = self.before(1).is_some_and(|t| t.is(".") && t.gap == Gap::None);
        let word = self.before(1 + usize::from(stop)).filter(|t| t.letters() && self.gap() == Gap::Space)?;
        let grouped = self.spelled() && self.first()?.capital && matches!(word.lower.as_str(), "the" | "of");
        let short = stop && !matches!(word.lower.as_str(), "no" | "nos" | "nr");
        let label = LEXICON.label.get(word.lower.as_str()).is_some_and(|small| *small || word.capital) && !short;
        let form = if self.spelled() { !self.counts_noun() || self.after(0).is_some_and(|t| t.is("of")) } else { self.amount.bare.is_some() };
        (grouped || (label && form)).then_some(Kind::Code)
    }

    /// A year: four digits that count no noun, or that stand where a year does.
    fn year(&self) -> Option<Kind> {
        if !self.amount.like_year() || self.after(0).is_some_and(|t| t.gap == Gap::None && t.hyphen()) {
            return None;
        }
        let lead = self.outer.checked_sub(1).and_then(|i| self.tokens.get(i)).filter(|_| self.tokens.get(self.outer).is_some_and(|t| t.gap == Gap::Space));
        let led = lead.is_some_and(|t| LEXICON.year.contains(t.lower.as_str()));
        let hedged = self.outer < self.amount.begin;
        let dated = if hedged { led && !self.counts_noun() } else { led || !self.counts_noun() };
        dated.then_some(Kind::Date)
    }
}
