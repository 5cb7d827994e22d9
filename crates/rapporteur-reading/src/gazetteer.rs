//! Countries: their names, their people, the cities that stand for their governments.
//!
//! Decides: which country a run of words names. Looks at: `gazetteer/*.tsv`. Must not know: the text around.

use crate::name;
use std::collections::HashMap;
use std::sync::OnceLock;

/// How words name a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Its name.
    Name,
    /// Its people, or the adjective.
    People,
    /// Its capital, or a seat that stands for its government.
    Seat,
}

/// A country of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Country {
    /// Wikidata item.
    pub(crate) item: &'static str,
    /// How it was named.
    pub(crate) naming: Naming,
}

const FILES: [&str; 2] = [include_str!("../gazetteer/countries.tsv"), include_str!("../gazetteer/more.tsv")];

/// The country that words in lower case name.
pub(crate) fn country(lower: &str) -> Option<Country> {
    static TABLE: OnceLock<HashMap<String, Country>> = OnceLock::new();
    TABLE.get_or_init(table).get(lower).copied()
}

fn table() -> HashMap<String, Country> {
    let mut all = HashMap::new();
    for line in FILES.iter().flat_map(|f| f.lines()).filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let Some(item) = columns.next() else { continue };
        for (naming, column) in [Naming::Name, Naming::People, Naming::Seat].into_iter().zip(columns) {
            for name in column.split(';').filter(|n| !n.is_empty()) {
                add(&mut all, name, Country { item, naming });
            }
        }
    }
    all
}

/// The first to name a thing keeps it; a people's plural comes with it.
fn add(all: &mut HashMap<String, Country>, name: &str, country: Country) {
    let lower = name.to_lowercase();
    if country.naming == Naming::People && !lower.ends_with('s') && !lower.ends_with("ese") && !lower.ends_with("sh") {
        all.entry(format!("{lower}s")).or_insert(country);
    }
    all.entry(name::unmarked(&lower)).or_insert(country);
    all.entry(lower).or_insert(country);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_peoples_and_seats_lead_to_one_item() {
        let items: Vec<_> = ["france", "french", "paris"].iter().map(|w| country(w).unwrap()).collect();
        assert!(items.iter().all(|c| c.item == items[0].item));
        assert_eq!(items.iter().map(|c| c.naming).collect::<Vec<_>>(), [Naming::Name, Naming::People, Naming::Seat]);
        assert_eq!(country("geneva"), None);
    }
}
