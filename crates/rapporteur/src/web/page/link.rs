//! Addresses of screens: what is asked stands in them by name.
//!
//! Decides: how a question becomes an address. Must not know: what is answered.

use super::Ask;
use crate::desk::negotiation::{About, Quotation, Subject};
use maud::{Markup, html};

/// What says how much of the record is asked for, by its names in an address.
const EXTENT: [&str; 3] = ["as_of", "published_until", "status"];

/// Addresses from one page on. How much of the record is shown stays.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    extent: Vec<(&'static str, String)>,
}

impl Way {
    pub(super) fn of(ask: &Ask) -> Way {
        Way { extent: EXTENT.into_iter().filter_map(|name| Some((name, ask.get(name)?))).collect() }
    }

    /// The same, for a form that asks something else of the same record.
    pub(super) fn hidden(&self) -> Markup {
        html! { @for (name, value) in &self.extent { input type="hidden" name=(name) value=(value); } }
    }

    /// An address with a question; what is empty is not asked.
    pub(super) fn to(&self, path: &str, question: &[(&str, &str)]) -> String {
        let extent = self.extent.iter().map(|(name, value)| (*name, value.as_str()));
        let pairs: Vec<(&str, &str)> = question.iter().copied().filter(|(_, v)| !v.is_empty()).chain(extent).collect();
        let question = serde_urlencoded::to_string(pairs).unwrap_or_default();
        if question.is_empty() { path.to_owned() } else { format!("{path}?{question}") }
    }

    pub(super) fn actor(&self, name: &str) -> String {
        self.to("/actor", &[("name", name)])
    }

    pub(super) fn proposal(&self, label: &str) -> String {
        self.to("/proposal", &[("label", label)])
    }

    /// Where one party stands on one matter.
    pub(super) fn cell(&self, party: &str, s: &Subject) -> String {
        let proposal = s.proposal.as_deref().unwrap_or_default();
        self.to("/matrix/cell", &[("party", party), ("matter", &s.label), ("kind", s.kind), ("proposal", proposal)])
    }

    /// The text, with the item that was read from these words.
    pub(super) fn text(&self, q: &Quotation) -> String {
        self.to("/document", &[("id", &q.document), ("item", &q.item)])
    }
}

/// The matter that an address names.
pub(super) fn about(ask: &Ask) -> Option<About> {
    Some(About { kind: ask.get("kind"), label: ask.get("matter")?, proposal: ask.get("proposal") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_letters_stand_in_an_address() {
        let way = Way { extent: vec![("as_of", "2033-03-09".to_owned())] };
        assert_eq!(way.actor("A & B = “Ç”"), "/actor?name=A+%26+B+%3D+%E2%80%9C%C3%87%E2%80%9D&as_of=2033-03-09");
        let s = Subject { kind: "process", label: "the talks".to_owned(), proposal: None };
        assert_eq!(Way::default().cell("Port", &s), "/matrix/cell?party=Port&matter=the+talks&kind=process");
    }
}
