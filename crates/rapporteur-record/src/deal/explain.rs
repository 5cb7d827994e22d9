//! Why a state is what it is.
//!
//! Decides: the form of a reason: words, the claims they rest on, the reasons beneath. Must not know: how reasons are shown.

/// One reason, with what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The reason in words.
    pub text: String,
    /// Ids of the events that bear it out.
    pub witnesses: Vec<String>,
    /// The reasons beneath.
    pub because: Vec<Node>,
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

    /// With a reason beneath.
    #[must_use]
    pub fn with(mut self, node: Node) -> Node {
        self.because.push(node);
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
