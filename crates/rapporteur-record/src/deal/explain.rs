//! Why a state is what it is.
//!
//! Decides: the form of a reason: words, the claims they rest on, the reasons beneath. Must not know: how reasons are shown.

use std::sync::Arc;

/// One reason, with what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The reason in words.
    pub text: String,
    /// Ids of the events that bear it out.
    pub witnesses: Vec<String>,
    /// The reasons beneath; shared, since many duties hang on one phase.
    pub because: Vec<Arc<Node>>,
}

impl Node {
    /// A reason without witnesses of its own.
    pub fn says(text: impl Into<String>) -> Node {
        Node { text: text.into(), ..Node::default() }
    }

    /// A reason borne out by events.
    pub fn seen(text: impl Into<String>, witnesses: Vec<String>) -> Node {
        Node { text: text.into(), witnesses, because: Vec::new() }
    }

    /// A reason that rests on others.
    pub fn of(text: impl Into<String>, because: Vec<Node>) -> Node {
        Node { text: text.into(), witnesses: Vec::new(), because: because.into_iter().map(Arc::new).collect() }
    }

    /// With a reason beneath.
    #[must_use]
    pub fn with(mut self, node: Node) -> Node {
        self.because.push(Arc::new(node));
        self
    }

    /// All events named here and beneath, each once, sorted.
    pub fn all_witnesses(&self) -> Vec<&str> {
        let mut all = Vec::new();
        self.gather(&mut all);
        all.sort_unstable();
        all.dedup();
        all
    }

    fn gather<'a>(&'a self, into: &mut Vec<&'a str>) {
        into.extend(self.witnesses.iter().map(String::as_str));
        self.because.iter().for_each(|n| n.gather(into));
    }
}
