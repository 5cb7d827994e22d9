//! What a statement or a text is found by beside its words.
//!
//! Decides: which party, proposals, terms and stances a statement has, and how a facet is written among the words that are searched: as words
//! that begin with marks no text holds, so that one look-up finds words and facets together. Names are found by their words, everything else as a
//! whole.
//! Must not know: what is looked for.

use super::status::Statuses;
use jiff::civil::Date;
use rapporteur_record::item::ItemKind;
use rapporteur_record::{ActorId, Attribution, AttributionId, Document, ProposalId, Reading, Speaker, Target, Voice};
use std::collections::BTreeSet;

/// From the private use area, of which the tokenizer makes words. Three of them: words that begin alike share one place in the index of
/// beginnings, which has two and three letters each.
const MARK: &str = "\u{E000}\u{E000}\u{E000}";

/// What a statement is found by that a person confirmed or put right, itself or something that is said in it.
pub(crate) const CONFIRMED: &str = "confirmed";

/// A kind of facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facet {
    Speaker,
    Party,
    Proposal,
    Term,
    Stance,
    Depth,
    Status,
    Outlet,
    Day,
}

impl Facet {
    fn letter(self) -> char {
        match self {
            Facet::Speaker => 's',
            Facet::Party => 'p',
            Facet::Proposal => 'l',
            Facet::Term => 't',
            Facet::Stance => 'x',
            Facet::Depth => 'c',
            Facet::Status => 'v',
            Facet::Outlet => 'o',
            Facet::Day => 'd',
        }
    }

    /// The words of a name, in one row; empty where it has none.
    pub(crate) fn name(self, name: &str) -> String {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.map(|word| format!("{MARK}{}{word}", self.letter())).collect::<Vec<_>>().join(" ")
    }

    /// A value that is found as a whole.
    pub(crate) fn whole(self, value: &str) -> String {
        let plain: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
        format!("{MARK}{}{plain}", self.letter())
    }
}

/// What one statement is found by.
#[derive(Clone, Debug, Default)]
pub(crate) struct FoundBy {
    pub(crate) party: Option<String>,
    pub(crate) proposals: Vec<String>,
    pub(crate) terms: Vec<String>,
    pub(crate) stances: Vec<String>,
    pub(crate) depth: usize,
    pub(crate) status: &'static str,
    /// Whether a person confirmed or put right it, or something that is said in it.
    pub(crate) confirmed: bool,
}

impl FoundBy {
    /// All of it as words to search.
    pub(crate) fn words(&self, document: &Document, speaker: Option<&str>) -> String {
        let mut out: Vec<String> = Vec::new();
        out.extend(speaker.map(|name| Facet::Speaker.name(name)));
        out.extend(self.party.as_deref().map(|name| Facet::Party.name(name)));
        // A mark alone keeps the words of two labels from being read as one.
        out.extend(self.proposals.iter().flat_map(|label| [Facet::Proposal.name(label), MARK.to_owned()]));
        out.extend(self.terms.iter().map(|kind| Facet::Term.whole(kind)));
        out.extend(self.stances.iter().map(|stance| Facet::Stance.whole(stance)));
        out.push(Facet::Depth.whole(&self.depth.to_string()));
        out.push(Facet::Status.whole(self.status));
        out.extend(self.confirmed.then(|| Facet::Status.whole(CONFIRMED)));
        out.push(of_document(document));
        out.join(" ")
    }
}

/// What a text is found by.
pub(crate) fn of_document(document: &Document) -> String {
    let mut out: Vec<String> = document.outlet.as_deref().map(|name| Facet::Outlet.name(name)).into_iter().collect();
    out.extend(document.published.iter().flat_map(|day| [year(*day), month(*day), day_of(*day)]));
    out.join(" ")
}

/// What each statement of a reading is found by, in their order. What people rejected is not among it.
pub(crate) fn of_statements(reading: &Reading, statuses: &Statuses) -> Vec<FoundBy> {
    let counts = |kind, place| statuses.of(kind, place) != "rejected";
    let mut proposals: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); reading.attributions.len()];
    let mut terms: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); reading.attributions.len()];
    let mut stances: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); reading.attributions.len()];
    let at = |by: Voice| by.attribution().map(|id| id.0).filter(|i| *i < reading.attributions.len());
    for (_, claimed) in reading.terms.iter().enumerate().filter(|(i, _)| counts(ItemKind::Term, *i)) {
        let (term, by) = claimed.parts();
        if let Some(statement) = at(by) {
            terms[statement].insert(term.kind.name());
            proposals[statement].extend(term.proposal.map(|p| p.0));
        }
    }
    for (_, claimed) in reading.positions.iter().enumerate().filter(|(i, _)| counts(ItemKind::Position, *i)) {
        let (position, by) = claimed.parts();
        if let Some(statement) = at(by) {
            stances[statement].insert(position.stance.name());
            match position.target {
                Target::Proposal(ProposalId(p)) => {
                    proposals[statement].insert(p);
                }
                // A position towards a term is about the term, wherever else that is spoken of.
                Target::Term(id) if counts(ItemKind::Term, id.0) => {
                    let term = reading.terms.get(id.0).map(|t| t.parts().0);
                    terms[statement].extend(term.map(|t| t.kind.name()));
                    proposals[statement].extend(term.and_then(|t| t.proposal).map(|p| p.0));
                }
                Target::Term(_) | Target::Process => {}
            }
        }
    }
    for (i, proposal) in reading.proposals.iter().enumerate() {
        for (statement, a) in reading.attributions.iter().enumerate() {
            let inside = |m: &rapporteur_record::Span| a.content.iter().any(|c| c.begin() <= m.begin() && m.end() <= c.end());
            if proposal.mentions.iter().any(inside) {
                proposals[statement].insert(i);
            }
        }
    }
    let good = |kind, place| matches!(statuses.of(kind, place), "accepted" | "corrected");
    let rejected = |i: usize| statuses.of(ItemKind::Attribution, i) == "rejected";
    let mut confirmed: Vec<bool> = (0..reading.attributions.len()).map(|i| good(ItemKind::Attribution, i)).collect();
    let positions = reading.positions.iter().map(|c| c.parts().1).enumerate().filter(|(i, _)| good(ItemKind::Position, *i));
    let terms_in = reading.terms.iter().map(|c| c.parts().1).enumerate().filter(|(i, _)| good(ItemKind::Term, *i));
    let figures = reading.figures.iter().map(|c| c.parts().1).enumerate().filter(|(i, _)| good(ItemKind::Figure, *i));
    let events = reading.events.iter().map(|c| c.parts().1).enumerate().filter(|(i, _)| good(ItemKind::Event, *i));
    let said = positions.chain(terms_in).chain(figures).chain(events);
    said.filter_map(|(_, by)| at(by)).filter(|i| !rejected(*i)).for_each(|i| confirmed[i] = true);
    let label = |i: &usize| reading.proposals.get(*i).filter(|_| counts(ItemKind::Proposal, *i)).map(|p| p.label.clone());
    let owned = |names: &BTreeSet<&str>| names.iter().map(|n| (*n).to_owned()).collect();
    let each = reading.attributions.iter().enumerate();
    each.map(|(i, a)| FoundBy {
        party: party(reading, a),
        proposals: proposals[i].iter().filter_map(label).collect::<BTreeSet<_>>().into_iter().collect(),
        terms: owned(&terms[i]),
        stances: owned(&stances[i]),
        depth: reading.chain(AttributionId(i)).len(),
        status: statuses.of(ItemKind::Attribution, i),
        confirmed: confirmed[i],
    })
    .collect()
}

/// Whom the speaker acts for in the end: the speaker, where that is nobody. A speaker without a name who acts for nobody is no party.
fn party(reading: &Reading, a: &Attribution) -> Option<String> {
    let mut at = a.speaker.first()?;
    let mut seen: Vec<ActorId> = Vec::new();
    while let Some(next) = reading.actor(at).and_then(|x| x.acts_for).filter(|n| !seen.contains(n)) {
        seen.push(at);
        at = next;
    }
    let nameless = matches!(a.speaker, Speaker::Described(id) if id == at);
    reading.actor(at).filter(|_| !nameless).map(|x| x.name.clone())
}

// Years are counted from one that no text is of, so that all have five digits.
fn year(day: Date) -> String {
    Facet::Day.whole(&format!("{:05}", 10_000 + i32::from(day.year())))
}

fn month(day: Date) -> String {
    format!("{}{:02}", year(day), day.month())
}

fn day_of(day: Date) -> String {
    format!("{}{:02}", month(day), day.day())
}

/// The fewest years, months and days that make up the days from `from` to `until`; none where it ends before it begins.
pub(crate) fn days(from: Date, until: Date) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = from;
    while at <= until {
        let (last_of_year, last_of_month) = (at.last_of_year(), at.last_of_month());
        let last = if at.day_of_year() == 1 && last_of_year <= until {
            out.push(year(at));
            last_of_year
        } else if at.day() == 1 && last_of_month <= until {
            out.push(month(at));
            last_of_month
        } else {
            out.push(day_of(at));
            at
        };
        let Ok(next) = last.tomorrow() else { break };
        at = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_covered_by_the_fewest_words() {
        let told = |from, until| days(from, until).iter().map(|w| w.trim_start_matches(MARK).to_owned()).collect::<Vec<_>>().join(" ");
        assert_eq!(told(date(2031, 3, 4), date(2031, 3, 5)), "d120310304 d120310305");
        assert_eq!(told(date(2031, 2, 28), date(2031, 4, 1)), "d120310228 d1203103 d120310401");
        assert_eq!(told(date(2030, 12, 1), date(2033, 1, 1)), "d1203012 d12031 d12032 d120330101");
        assert_eq!(told(date(9999, 12, 31), date(9999, 12, 31)), "d199991231");
        assert_eq!(told(date(2031, 3, 5), date(2031, 3, 4)), "");
    }

    #[test]
    fn every_day_is_in_one_word_of_a_span_that_holds_it_and_in_none_of_another() {
        let words = days(date(2030, 11, 29), date(2032, 2, 29));
        let mut day = date(2030, 1, 1);
        while day < date(2033, 1, 1) {
            let held = [year(day), month(day), day_of(day)].iter().filter(|w| words.contains(w)).count();
            assert_eq!(held, usize::from(day >= date(2030, 11, 29) && day <= date(2032, 2, 29)), "{day}");
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn names_are_words_and_values_are_whole() {
        let plain = |words: String| words.replace(MARK, "");
        assert_eq!(plain(Facet::Speaker.name("Jón Ærsk, of “Oster”")), "sJón sÆrsk sof sOster");
        assert_eq!(Facet::Speaker.name("%_ – "), "");
        assert_eq!(plain(Facet::Term.whole("security_guarantees")), "tsecurityguarantees");
    }
}
