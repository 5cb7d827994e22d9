//! Records written by hand, by quoting a text: for tests in which the reader's own quality must not matter.

use serde_json::{Value, json};

/// A record that is being written. Words are found in the text at their first place.
pub(crate) struct Gold(Value);

impl Gold {
    /// A text of an outlet and a day.
    pub(crate) fn new(id: &str, outlet: &str, day: &str, text: &str) -> Gold {
        Gold(json!({
            "format": "rapporteur-record/1",
            "document": {"id": id, "text": text, "title": format!("{outlet} on {day}"), "outlet": outlet, "published": day, "language": "en"},
            "actors": [], "attributions": [], "proposals": [], "terms": [], "positions": [], "conflicts": [], "figures": [], "events": [],
        }))
    }

    fn spans(&self, words: &str) -> Value {
        if words.is_empty() {
            return json!([]);
        }
        let text = self.0["document"]["text"].as_str().unwrap();
        let byte = text.find(words).unwrap_or_else(|| panic!("`{words}` is not in `{text}`"));
        let begin = text[..byte].chars().count();
        json!([[begin, begin + words.chars().count()]])
    }

    fn push(mut self, list: &str, mut item: Value, id: &str) -> Gold {
        let all = self.0[list].as_array_mut().unwrap();
        item["id"] = json!(format!("{id}{}", all.len() + 1));
        all.push(item);
        self
    }

    /// An actor, by name, which is also its id.
    pub(crate) fn actor(mut self, name: &str, kind: &str, acts_for: Option<&str>) -> Gold {
        let item = json!({"id": name, "name": name, "kind": kind, "names": [name], "acts_for": acts_for});
        self.0["actors"].as_array_mut().unwrap().push(item);
        self
    }

    /// Who says what by which words; "" names nobody.
    pub(crate) fn said(self, by: &str, cue: &str, content: &str, within: Option<&str>) -> Gold {
        let item = json!({
            "source": self.spans(by), "cue": self.spans(cue), "content": self.spans(content), "addressee": [],
            "source_actor": if by.is_empty() { Value::Null } else { json!(by) },
            "quote_type": "indirect", "speech_act": "asserts", "within": within, "confidence": 0.9,
        });
        self.push("attributions", item, "s")
    }

    /// A proposal, by its label.
    pub(crate) fn proposal(self, label: &str, mention: &str) -> Gold {
        let item = json!({"label": label, "authors": [], "mentions": self.spans(mention), "supersedes": null, "confidence": 0.9});
        self.push("proposals", item, "p")
    }

    /// A term of a kind.
    pub(crate) fn term(self, kind: &str, words: &str, said_in: Option<&str>) -> Gold {
        let item = json!({"kind": kind, "proposal": null, "text": self.spans(words), "said_in": said_in, "parameters": {}, "confidence": 0.9});
        self.push("terms", item, "t")
    }

    /// A position on the first proposal (`p1`) or a term (`t1`).
    pub(crate) fn position(self, holder: &str, target: &str, stance: &str, said_in: Option<&str>, evidence: &str) -> Gold {
        let target = if target.starts_with('p') { json!({"proposal": target}) } else { json!({"term": target}) };
        let item = json!({
            "holder": holder, "target": target, "stance": stance, "said_in": said_in, "certainty": "certain",
            "evidence": self.spans(evidence), "confidence": 0.9,
        });
        self.push("positions", item, "x")
    }

    /// A number of people hurt or dead.
    pub(crate) fn figure(self, words: &str, value: f64, bound: &str, measure: &str, of: &str, said_in: Option<&str>) -> Gold {
        let of = if of.is_empty() { Value::Null } else { json!(of) };
        let item =
            json!({"text": self.spans(words), "value": value, "bound": bound, "measure": measure, "of": of, "by": null, "said_in": said_in, "confidence": 0.9});
        self.push("figures", item, "f")
    }

    /// Something that happened on the day of publication.
    pub(crate) fn event(self, words: &str, kind: &str, actor: &str) -> Gold {
        let item = json!({"text": self.spans(words), "type": kind, "actors": [actor], "recipients": [], "place": null, "date": null, "status": "reported", "said_in": null, "confidence": 0.9});
        self.push("events", item, "e")
    }

    /// The record on one line.
    pub(crate) fn line(&self) -> String {
        format!("{}\n", self.0)
    }
}

/// Talks about harbour dues: an assurance that is claimed and denied, carried twice; a union that turns; two counts of the hurt.
pub(crate) fn harbour() -> Vec<Gold> {
    let assured = "Lena Marsk said on Tuesday that the Port Council supports the second draft on harbour dues. She had asked its chair twice before the ferries came in.\n";
    let envoy = |id: &str, outlet: &str, day: &str| {
        Gold::new(id, outlet, day, assured)
            .actor("Lena Marsk", "person", None)
            .actor("Port Council", "organization", None)
            .said("Lena Marsk", "said", "the Port Council supports the second draft", None)
            .proposal("second draft on harbour dues", "the second draft on harbour dues")
            .position("Port Council", "p1", "supports", Some("s1"), "supports")
    };
    let denied = Gold::new(
        "c",
        "Harbour Post",
        "2031-03-05",
        "The Port Council rejects the second draft on harbour dues, said its chair, Ivo Brandt, and nobody was told otherwise.\n",
    )
    .actor("Port Council", "organization", None)
    .actor("Ivo Brandt", "person", Some("Port Council"))
    .said("Ivo Brandt", "said", "The Port Council rejects the second draft on harbour dues", None)
    .proposal("second draft on harbour dues", "the second draft on harbour dues")
    .position("Port Council", "p1", "rejects", Some("s1"), "rejects");
    let union = |id: &str, day: &str, text: &str, stance: &str, evidence: &str| {
        Gold::new(id, "Dock Union", day, text)
            .actor("Dock Union", "organization", None)
            .said("Dock Union", "declares", text.split("declares that ").nth(1).unwrap().trim().trim_end_matches('.'), None)
            .proposal("second draft on harbour dues", "the second draft on harbour dues")
            .position("Dock Union", "p1", stance, Some("s1"), evidence)
    };
    let hurt = |id: &str, outlet: &str, by: &str, words: &str, value: f64, bound: &str| {
        // Two reports of their own, so that neither counts as a copy of the other.
        let after = if outlet == "North Wire" {
            "The quay was closed."
        } else {
            "Ferries went to the old basin instead, and the talks on dues were put off until the inspectors had seen the cable."
        };
        let text = format!("{by} said {words} were hurt when the crane fell on Quay Four. {after}\n");
        Gold::new(id, outlet, "2031-03-08", &text)
            .actor(by, "organization", None)
            .actor("dockers", "people", None)
            .said(by, "said", &format!("{words} were hurt"), None)
            .figure(words, value, bound, "wounded", "", Some("s1"))
            .event("the crane fell", "ASSAULT", by)
    };
    vec![
        envoy("a", "North Wire", "2031-03-04"),
        envoy("b", "Evening Echo", "2031-03-04"),
        denied,
        union("d", "2031-03-03", "The Dock Union declares that it accepts the second draft on harbour dues.\n", "accepts", "accepts"),
        union("e", "2031-03-12", "The Dock Union declares that it withdraws its yes to the second draft on harbour dues.\n", "withdraws", "withdraws its yes")
            .term("economic", "its yes", Some("s1")),
        hurt("f", "North Wire", "Harbour Clinic", "at least 34 dockers", 34.0, "above"),
        hurt("g", "Harbour Post", "Port Office", "no more than 11 dockers", 11.0, "below"),
    ]
}

/// The records of [`harbour`], a line each.
pub(crate) fn lines() -> String {
    harbour().iter().map(Gold::line).collect()
}
