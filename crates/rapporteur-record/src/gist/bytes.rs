//! Numbers, words and days in few bytes, there and back.
//!
//! Decides: how each is written. Must not know: what they mean. Reading never fails but by `None`.

use crate::Span;
use jiff::civil::Date;

/// Where bytes go.
#[derive(Debug, Default)]
pub(super) struct Out {
    pub(super) bytes: Vec<u8>,
}

impl Out {
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits a byte, the lowest first: most numbers take one.
    pub(super) fn number(&mut self, n: usize) {
        let mut n = n;
        while n >= 128 {
            self.bytes.push((n & 127) as u8 | 128);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    pub(super) fn words(&mut self, words: &str) {
        self.number(words.len());
        self.bytes.extend(words.as_bytes());
    }

    pub(super) fn single(&mut self, x: f32) {
        self.bytes.extend(x.to_le_bytes());
    }

    pub(super) fn double(&mut self, x: f64) {
        self.bytes.extend(x.to_le_bytes());
    }

    pub(super) fn date(&mut self, day: Date) {
        self.bytes.extend(day.year().to_le_bytes());
        self.bytes.extend([day.month() as u8, day.day() as u8]);
    }

    pub(super) fn maybe<T>(&mut self, x: Option<T>, write: impl FnOnce(&mut Out, T)) {
        self.byte(u8::from(x.is_some()));
        if let Some(x) = x {
            write(self, x);
        }
    }

    pub(super) fn list<T>(&mut self, all: &[T], write: impl Fn(&mut Out, &T)) {
        self.number(all.len());
        all.iter().for_each(|x| write(self, x));
    }

    /// One more than the number, or zero.
    pub(super) fn index(&mut self, n: Option<usize>) {
        self.number(n.map_or(0, |n| n + 1));
    }

    pub(super) fn spans(&mut self, spans: &[Span]) {
        self.list(spans, |out, s| {
            out.number(s.begin());
            out.number(s.end() - s.begin());
        });
    }
}

/// Where bytes come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct In<'a> {
    bytes: &'a [u8],
}

impl<'a> In<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> In<'a> {
        In { bytes }
    }

    pub(super) fn rest(self) -> &'a [u8] {
        self.bytes
    }

    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (here, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(here)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<usize> {
        let mut out = 0usize;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            out |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Some(out);
            }
        }
        None
    }

    pub(super) fn words(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    pub(super) fn string(&mut self) -> Option<String> {
        self.words().map(str::to_owned)
    }

    pub(super) fn single(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn double(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        let year = i16::from_le_bytes(self.take(2)?.try_into().ok()?);
        let (month, day) = (self.byte()?, self.byte()?);
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }

    pub(super) fn maybe<T>(&mut self, read: impl FnOnce(&mut In<'a>) -> Option<T>) -> Option<Option<T>> {
        if self.byte()? == 0 { Some(None) } else { read(self).map(Some) }
    }

    pub(super) fn list<T>(&mut self, read: impl Fn(&mut In<'a>) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // No more than there are bytes: a damaged count takes no memory.
        let mut out = Vec::with_capacity(count.min(self.bytes.len()));
        for _ in 0..count {
            out.push(read(self)?);
        }
        Some(out)
    }

    pub(super) fn index(&mut self) -> Option<Option<usize>> {
        self.number().map(|n| n.checked_sub(1))
    }

    pub(super) fn span(&mut self) -> Option<Span> {
        let (begin, length) = (self.number()?, self.number()?);
        Span::kept(u32::try_from(begin).ok()?, u32::try_from(length).ok()?)
    }

    pub(super) fn spans(&mut self) -> Option<Vec<Span>> {
        self.list(In::span)
    }
}
