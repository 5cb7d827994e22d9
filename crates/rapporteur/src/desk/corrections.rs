//! What people put right, as annotations of a corpus.
//!
//! Decides: which documents are reviewed, what is told of their review, how each is called. Must not know: the form of an annotation, files.

use crate::outside::Problem;
use rapporteur_export::{Annotation, annotation};
use rapporteur_record::item::ItemKind;
use rapporteur_record::record::Text;
use rapporteur_record::{Brief, Reading, Record};
use rapporteur_store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// The longest name of a file, in characters.
const LONGEST: usize = 80;

/// A document on which somebody decided: how its files are called, and what stands in them or why nothing does.
type Reviewed = (String, Result<Annotation, Problem>);

/// Every document on which somebody decided.
pub(crate) fn all(store: &Store) -> Result<Vec<Reviewed>, StoreError> {
    let mut record = Record::of([], Brief::default());
    store.entries(0, &mut |row| {
        record.append(row.entry()?);
        Ok(())
    })?;
    let mut taken = BTreeMap::new();
    let reviewed = record.sum().texts.iter().filter(|t| t.standing.values().any(|s| s.accepted || s.rejected));
    Ok(reviewed.map(|text| (name(&text.document.id, &mut taken), one(text))).collect())
}

fn one(text: &Text) -> Result<Annotation, Problem> {
    let made = annotation(&text.whole(), &text.reading(), &|kind, index| text.rejected(kind, index), &remarks(text));
    made.map_err(|e| {
        let what = format!("cannot write `{}` as an annotation: the form cannot quote “{}”", text.document.id, e.words);
        Problem::new(what, "it is passed over; braces, a bar or two dots in the text mean something in that form")
    })
}

/// Who decided on how much; what nobody decided on is as it was read, which whoever learns from it must know.
fn remarks(text: &Text) -> Vec<String> {
    let decided = || text.standing.values().filter(|s| s.accepted || s.rejected);
    let count = |is: fn(&rapporteur_record::record::Standing) -> bool| decided().filter(|s| is(s)).count();
    let (rejected, corrected) = (count(|s| s.rejected), count(|s| s.accepted && s.corrected));
    let people: BTreeSet<&str> = decided().flat_map(|s| s.history.iter().map(|(by, ..)| by.as_str())).collect();
    let people: Vec<&str> = people.into_iter().collect();
    vec![
        format!("reviewed by {}: {} accepted, {corrected} corrected, {rejected} rejected", people.join(", "), decided().count() - corrected - rejected),
        format!(
            "as read, with nobody's decision: {} of {} items",
            items(&text.reading()) - decided().count().min(items(&text.reading())),
            items(&text.reading())
        ),
    ]
}

fn items(r: &Reading) -> usize {
    let of = |kind: ItemKind| match kind {
        ItemKind::Actor => r.actors.len(),
        ItemKind::Attribution => r.attributions.len(),
        ItemKind::Proposal => r.proposals.len(),
        ItemKind::Term => r.terms.len(),
        ItemKind::Position => r.positions.len(),
        ItemKind::Figure => r.figures.len(),
        ItemKind::Event => r.events.len(),
    };
    ItemKind::ALL.into_iter().map(of).sum()
}

/// A name for the files of a document, from its id; each is given once.
fn name(id: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).take(LONGEST).collect();
    let plain = if plain.chars().any(|c| c != '_') { plain } else { "document".to_owned() };
    // Some file systems take capitals for small letters.
    let times = taken.entry(plain.to_ascii_lowercase()).or_default();
    *times += 1;
    if *times == 1 { plain } else { format!("{plain}.{times}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_name_of_its_own_that_any_disk_takes() {
        let mut taken = BTreeMap::new();
        let names = ["talks/a b.txt", "talks/A b.txt", "../..", "п.txt", "?"].map(|id| name(id, &mut taken));
        assert_eq!(names, ["talks_a_b_txt", "talks_A_b_txt.2", "document", "__txt", "document.2"]);
    }
}
