//! Numbers, words and days in few bytes, there and back.
//!
//! Decides: how each is written. Must not know: what they mean. Reading never fails but by `None`.

use crate::Span;
use jiff::civil::Date;

/// Where bytes go.
#[derive(Debug, Default)]
pub(crate) struct Out {
    pub(crate) bytes: Vec<u8>,
}

impl Out {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits a byte, the lowest first: most numbers take one.
    pub(crate) fn number(&mut self, n: usize) {
        let mut n = n;
        while n >= 128 {
            self.bytes.push((n & 127) as u8 | 128);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    pub(crate) fn words(&mut self, words: &str) {
        self.number(words.len());
        self.bytes.extend(words.as_bytes());
    }

    pub(crate) fn single(&mut self, x: f32) {
        self.bytes.extend(x.to_le_bytes());
    }

    pub(crate) fn double(&mut self, x: f64) {
        self.bytes.extend(x.to_le_bytes());
    }

    pub(crate) fn date(&mut self, day: Date) {
        self.bytes.extend(day.year().to_le_bytes());
        self.bytes.extend([day.month() as u8, day.day() as u8]);
    }

    pub(crate) fn maybe<T>(&mut self, x: Option<T>, write: impl FnOnce(&mut Out, T)) {
        self.byte(u8::from(x.is_some()));
        if let Some(x) = x {
            write(self, x);
        }
    }

    pub(crate) fn list<T>(&mut self, all: &[T], write: impl Fn(&mut Out, &T)) {
        self.number(all.len());
        all.iter().for_each(|x| write(self, x));
    }

    /// As [`Out::list`], of anything that says how long it is.
    pub(crate) fn each<'a, T: 'a>(&mut self, all: impl ExactSizeIterator<Item = &'a T>, write: impl Fn(&mut Out, &T)) {
        self.number(all.len());
        all.for_each(|x| write(self, x));
    }

    /// Where a value stands among all of its kind; each kind has a hundred at most.
    pub(crate) fn place<T: PartialEq>(&mut self, all: &[T], x: T) {
        self.byte(all.iter().position(|y| *y == x).and_then(|i| u8::try_from(i).ok()).unwrap_or(0));
    }

    /// One more than the number, or zero.
    pub(crate) fn index(&mut self, n: Option<usize>) {
        self.number(n.map_or(0, |n| n + 1));
    }

    pub(crate) fn spans(&mut self, spans: &[Span]) {
        self.list(spans, |out, s| {
            out.number(s.begin());
            out.number(s.end() - s.begin());
        });
    }
}

/// Where bytes come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct In<'a> {
    bytes: &'a [u8],
}

impl<'a> In<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> In<'a> {
        In { bytes }
    }

    pub(crate) fn rest(self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (here, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(here)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
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

    pub(crate) fn words(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    pub(crate) fn string(&mut self) -> Option<String> {
        self.words().map(str::to_owned)
    }

    pub(crate) fn single(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(crate) fn double(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    pub(crate) fn date(&mut self) -> Option<Date> {
        let year = i16::from_le_bytes(self.take(2)?.try_into().ok()?);
        let (month, day) = (self.byte()?, self.byte()?);
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }

    pub(crate) fn maybe<T>(&mut self, read: impl FnOnce(&mut In<'a>) -> Option<T>) -> Option<Option<T>> {
        if self.byte()? == 0 { Some(None) } else { read(self).map(Some) }
    }

    pub(crate) fn list<T>(&mut self, read: impl Fn(&mut In<'a>) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // No more than there are bytes: a damaged count takes no memory.
        let mut out = Vec::with_capacity(count.min(self.bytes.len()));
        for _ in 0..count {
            out.push(read(self)?);
        }
        Some(out)
    }

    /// Goes past a list.
    pub(crate) fn pass(&mut self, one: impl Fn(&mut In<'a>) -> Option<()>) -> Option<()> {
        for _ in 0..self.number()? {
            one(self)?;
        }
        Some(())
    }

    pub(crate) fn pass_numbers(&mut self) -> Option<()> {
        self.pass(|f| f.number().map(|_| ()))
    }

    pub(crate) fn pass_spans(&mut self) -> Option<()> {
        self.pass(|f| f.span().map(|_| ()))
    }

    pub(crate) fn index(&mut self) -> Option<Option<usize>> {
        self.number().map(|n| n.checked_sub(1))
    }

    /// A value by its place among all of its kind.
    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.byte()?)).copied()
    }

    pub(crate) fn span(&mut self) -> Option<Span> {
        let (begin, length) = (self.number()?, self.number()?);
        Span::kept(u32::try_from(begin).ok()?, u32::try_from(length).ok()?)
    }

    pub(crate) fn spans(&mut self) -> Option<Vec<Span>> {
        self.list(In::span)
    }
}
