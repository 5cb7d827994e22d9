//! Fingerprints.
//!
//! Decides: which bytes make the hash of an entry, an original and a document's content. Must not know: where they are kept.

use rapporteur_record::Document;
use sha2::{Digest, Sha256};
use std::fmt;

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub(crate) [u8; 32]);

impl Hash {
    /// What the first entry follows.
    pub const START: Hash = Hash([0; 32]);

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// The hash that 64 hexadecimal digits name.
    pub fn parse(hex: &str) -> Option<Hash> {
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut out = [0; 32];
        for (i, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
        }
        Some(Hash(out))
    }

    /// The hash that is kept as 32 bytes.
    pub(crate) fn kept(bytes: &[u8]) -> Option<Hash> {
        bytes.try_into().ok().map(Hash)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The hash of an entry: over five lines (the name of the form, number, hash of the entry before, time, hash of the original) and the body.
/// Text only, so that a person can check it with nothing but a shell.
pub(crate) fn of_entry(number: u64, previous: Hash, learnt: Option<&str>, original: Option<Hash>, body: &str) -> Hash {
    let original = original.map(|h| h.to_string()).unwrap_or_default();
    let head = format!("rapporteur-ledger/1\n{number}\n{previous}\n{}\n{original}\n", learnt.unwrap_or_default());
    let mut hash = Sha256::new();
    hash.update(head.as_bytes());
    hash.update(body.as_bytes());
    Hash(hash.finalize().into())
}

/// What makes two documents one: the text and what is known of where it comes from. Not the name it is kept under, so that the same file is
/// known again in another folder; but the same words under another outlet are another document.
pub fn of_content(document: &Document) -> Hash {
    let mut hash = Sha256::new();
    let published = document.published.map(|d| d.to_string());
    for part in [Some(&document.text), document.title.as_ref(), document.outlet.as_ref(), published.as_ref(), document.url.as_ref()] {
        // Lengths keep the parts apart.
        hash.update(part.map_or(u64::MAX, |p| p.len() as u64).to_le_bytes());
        hash.update(part.map_or("", |p| p.as_str()).as_bytes());
    }
    Hash(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_go_there_and_back() {
        let hash = Hash::of(b"abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("ba78"), None);
        assert_eq!(Hash::parse(&"é".repeat(32)), None);
    }

    #[test]
    fn every_part_of_an_entry_counts() {
        let all = [
            of_entry(1, Hash::START, None, None, "b"),
            of_entry(2, Hash::START, None, None, "b"),
            of_entry(1, Hash::of(b""), None, None, "b"),
            of_entry(1, Hash::START, Some("2031-03-04T00:00:00Z"), None, "b"),
            of_entry(1, Hash::START, None, Some(Hash::START), "b"),
            of_entry(1, Hash::START, None, None, "c"),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all.iter().skip(i + 1).all(|b| a != b));
        }
    }

    #[test]
    fn the_name_of_a_document_is_no_content_but_its_outlet_is() {
        let a = Document { id: "a".into(), text: "No.".into(), ..Document::default() };
        let b = Document { id: "b".into(), ..a.clone() };
        let c = Document { outlet: Some(String::new()), ..a.clone() };
        assert_eq!(of_content(&a), of_content(&b));
        assert_ne!(of_content(&a), of_content(&c));
    }
}
