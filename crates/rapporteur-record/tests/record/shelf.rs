//! A record of which only gists are at hand adds up to the same.

use rapporteur_record::gist::{Gist, weave};
use rapporteur_record::record::{Kept, Shelf};
use rapporteur_record::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Default)]
struct Texts(BTreeMap<EntryId, Arc<Document>>);

impl Shelf for Texts {
    fn text(&self, entry: EntryId) -> Option<String> {
        self.0.get(&entry).map(|d| d.text.clone())
    }

    fn weaves(&self, each: &mut dyn FnMut(EntryId, &[u8])) {
        self.0.iter().rev().for_each(|(id, d)| each(*id, &weave(&d.text)));
    }
}

/// Records that grow by some entries at a time, their readings on a shelf; each is added up before it grows.
pub(crate) fn grown(pieces: &[Vec<Entry>], brief: Brief) -> Vec<Record> {
    let texts = pieces.iter().flatten().filter_map(|e| if let What::Read { document, .. } = &e.what { Some((e.id(), document.clone())) } else { None });
    let shelf: Arc<Texts> = Arc::new(Texts(texts.collect()));
    let mut record = Record::of_kept(Vec::new(), shelf, [], brief);
    record.sum();
    let mut out = Vec::new();
    for piece in pieces {
        let (mut kept, mut decisions): (Vec<Arc<Kept>>, Vec<Entry>) = Default::default();
        for e in piece {
            let What::Read { document, reading } = &e.what else {
                decisions.push(e.clone());
                continue;
            };
            let id = e.id();
            if record.kept().iter().chain(&kept).all(|k| k.id != id) {
                kept.push(Arc::new(Kept { id, learnt: e.learnt, by: e.by.name().into(), gist: Arc::new(Gist::of(document, reading)) }));
            }
        }
        let more = record.extended(kept, decisions);
        out.push(std::mem::replace(&mut record, more));
    }
    out.push(record);
    out
}

/// The same record with its readings on a shelf, as they come back from disk.
pub(crate) fn shelved(entries: impl IntoIterator<Item = Entry>, brief: Brief) -> Record {
    let (mut texts, mut kept, mut decisions) = (Texts::default(), Vec::new(), Vec::new());
    for e in entries {
        let id = e.id();
        let What::Read { document, reading } = &e.what else {
            decisions.push(e);
            continue;
        };
        if texts.0.insert(id, document.clone()).is_none() {
            let gist = Arc::new(Gist::from_bytes(&Gist::of(document, reading).to_bytes()).expect("bytes of this form"));
            kept.push(Arc::new(Kept { id, learnt: e.learnt, by: e.by.name().into(), gist }));
        }
    }
    let texts = Arc::new(texts);
    let record = Record::of_kept(kept.clone(), texts.clone(), decisions.clone(), brief.clone());
    // What was written down is the same again, and of other entries it is nothing.
    let again = Record::of_kept(kept.clone(), texts.clone(), decisions.clone(), brief.clone());
    let written = record.written();
    assert!(again.take(&written));
    assert_eq!(again.sum(), record.sum(), "as it was written down");
    if kept.pop().is_some() {
        assert!(!Record::of_kept(kept, texts, decisions, brief).take(&written));
    }
    record
}
