//! Originals: the bytes that were read, as they came.
//!
//! Decides: how they are packed. Must not know: what they mean.

use crate::{Hash, StoreError};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OptionalExtension, params};
use std::io::{Read, Write};

/// Bytes as they are kept.
pub(crate) struct Packed {
    pub(crate) form: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Packs `bytes` where that makes them smaller.
pub(crate) fn pack(bytes: &[u8]) -> Packed {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    match packed {
        Ok(packed) if packed.len() < bytes.len() => Packed { form: "deflate", bytes: packed },
        _ => Packed { form: "plain", bytes: bytes.to_vec() },
    }
}

/// The bytes again, or `None` where they are damaged. They never grow past `size`, whatever the packed bytes claim.
pub(crate) fn unpack(form: &str, bytes: Vec<u8>, size: u64) -> Option<Vec<u8>> {
    let out = match form {
        "plain" => bytes,
        _ => {
            let mut out = Vec::new();
            ZlibDecoder::new(bytes.as_slice()).take(size.checked_add(1)?).read_to_end(&mut out).ok()?;
            out
        }
    };
    (out.len() as u64 == size).then_some(out)
}

/// Keeps `bytes`, once however often they come.
pub(crate) fn keep(connection: &Connection, bytes: &[u8]) -> Result<Hash, StoreError> {
    let hash = Hash::of(bytes);
    let known: bool = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM originals WHERE hash = ?1)")?.query_row([&hash.0[..]], |r| r.get(0))?;
    if !known {
        let packed = pack(bytes);
        connection.prepare_cached("INSERT INTO originals (hash, size, form, bytes) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            &hash.0[..],
            bytes.len() as i64,
            packed.form,
            packed.bytes
        ])?;
    }
    Ok(hash)
}

/// The original of that hash: `None` where there is none, an inner `None` where its bytes are no longer those that were kept.
pub(crate) fn find(connection: &Connection, hash: Hash) -> Result<Option<Option<Vec<u8>>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT form, bytes, size FROM originals WHERE hash = ?1")?;
    let row = statement.query_row([&hash.0[..]], |r| Ok((r.get::<_, String>(0)?, r.get::<_, Vec<u8>>(1)?, r.get::<_, i64>(2)?))).optional()?;
    Ok(row.map(|(form, bytes, size)| unpack(&form, bytes, u64::try_from(size).ok()?).filter(|b| Hash::of(b) == hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_bytes_come_back_and_never_grow() {
        for bytes in [&b""[..], b"a", &[b'x'; 5000], &[0, 255, 3]] {
            let packed = pack(bytes);
            assert_eq!(unpack(packed.form, packed.bytes.clone(), bytes.len() as u64).as_deref(), Some(bytes));
            assert_eq!(unpack(packed.form, packed.bytes, bytes.len() as u64 + 1), None);
        }
        assert!(pack(&[b'x'; 5000]).bytes.len() < 100);
        assert_eq!(unpack("deflate", vec![1, 2, 3], 3), None);
    }
}
