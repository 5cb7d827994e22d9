//! Long lists, a page at a time.
//!
//! Decides: which part of a list an address asks for, and the way to the others. Must not know: what is listed.

use super::passage::address;
use super::{Ask, pairs};
use maud::{Markup, html};

/// A part of a list.
pub(super) struct Paged<'a, T> {
    pub(super) here: &'a [T],
    from: usize,
    count: usize,
    /// Counted from 1.
    page: usize,
    last: usize,
}

/// The part of a list that the address asks for, of so many items; the last part where it asks for a later one.
pub(super) fn part<'a, T>(ask: &Ask, all: &'a [T], size: usize) -> Paged<'a, T> {
    cut(asked(ask).unwrap_or(1), all, size)
}

/// As [`part`], of a list that ends with what is looked at first.
pub(super) fn last_part<'a, T>(ask: &Ask, all: &'a [T], size: usize) -> Paged<'a, T> {
    cut(asked(ask).unwrap_or(usize::MAX), all, size)
}

fn asked(ask: &Ask) -> Option<usize> {
    ask.get("page")?.parse().ok()
}

fn cut<T>(page: usize, all: &[T], size: usize) -> Paged<'_, T> {
    let last = all.len().div_ceil(size.max(1)).max(1);
    let page = page.clamp(1, last);
    let from = (page - 1) * size;
    Paged { here: all.get(from..all.len().min(from + size)).unwrap_or_default(), from, count: all.len(), page, last }
}

impl<T> Paged<'_, T> {
    /// Where one is, and the way to the other parts; nothing where there is one part only.
    pub(super) fn steps(&self, ask: &Ask, path: &str) -> Markup {
        if self.last == 1 {
            return Markup::default();
        }
        let asked = pairs(&ask.query);
        let to = |page: usize| {
            let page = page.to_string();
            let kept = asked.iter().filter(|(k, _)| k != "page").map(|(k, v)| (k.as_str(), v.as_str()));
            address(path, &kept.chain([("page", page.as_str())]).collect::<Vec<_>>())
        };
        html! {
            nav.steps aria-label="Parts of the list" {
                @if self.page > 1 { a href=(to(self.page - 1)) rel="prev" { "‹ before" } }
                span.quiet { (self.from + 1) " to " (self.from + self.here.len()) " of " (self.count) }
                @if self.page < self.last { a href=(to(self.page + 1)) rel="next" { "after ›" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_in_one_part() {
        let all: Vec<usize> = (0..25).collect();
        let parts: Vec<usize> = (1..=3).flat_map(|p| cut(p, &all, 10).here.to_vec()).collect();
        assert_eq!(parts, all);
        assert_eq!(cut(99, &all, 10).here, [20, 21, 22, 23, 24], "beyond the end is the end");
        assert_eq!(cut(0, &all, 10).here[0], 0);
        assert!(cut::<usize>(3, &[], 10).here.is_empty());
    }
}
