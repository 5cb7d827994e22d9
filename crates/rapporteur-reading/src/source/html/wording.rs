//! Words of a page's furniture that no markup betrays.
//!
//! Decides: which short blocks are never part of a story, in any paper. Must not know: longer texts; when in doubt, a block is read.

/// Characters that end a sentence, in the scripts that have them.
pub(super) const SENTENCE_ENDS: [char; 12] = ['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '։', '።'];

/// Whole blocks, without their punctuation.
const FURNITURE: [&str; 27] = [
    "advertisement",
    "advertising",
    "story continues below",
    "story continues below advertisement",
    "article continues below",
    "article continues after advertisement",
    "continue reading",
    "read more",
    "read full story",
    "share",
    "share this",
    "share this article",
    "share this story",
    "print",
    "published",
    "updated",
    "last updated",
    "topics",
    "tags",
    "print this page",
    "listen to this article",
    "listen",
    "save",
    "comments",
    "back to top",
    "skip to content",
    "skip to main content",
];

/// Openings of blocks that lead to another page, where half of the block is a link.
const POINTERS: [&str; 12] =
    ["read more", "read also", "also read", "read next", "read:", "see also", "see:", "more on", "related", "watch:", "sign up", "more:"];

/// Whether a short block is furniture by its words alone, or has none (`* * *`).
pub(super) fn is_furniture(block: &str) -> bool {
    let words = block.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    words.is_empty() || FURNITURE.contains(&words.as_str()) || (block.starts_with('©') && block.chars().count() < 120)
}

/// Whether a block that is mostly a link says that it leads elsewhere.
pub(super) fn points_elsewhere(block: &str) -> bool {
    let words = block.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    POINTERS.iter().any(|p| words.starts_with(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_blocks_are_furniture() {
        assert!(is_furniture("— ADVERTISEMENT —"));
        assert!(is_furniture("© 2031 The Paper"));
        assert!(is_furniture("___"));
        assert!(!is_furniture("Advertisement revenue fell."));
        assert!(points_elsewhere("» Read more: Talks stall"));
        assert!(!points_elsewhere("The talks"));
    }
}
