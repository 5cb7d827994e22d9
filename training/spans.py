"""Labelled spans of the record: what they are and which belong together. Decides what the claims head is taught. Must not know its layers.

A span's kind says which layer it is tagged in: 0 to 4 as `claims` in labels.toml, then 5, the mention of an actor; 6, the source of an
attribution, has no layer.
"""
import re
from dataclasses import dataclass, field

CLAIMS, MENTION, SOURCE = 5, 5, 6      # kinds below CLAIMS are claims


@dataclass
class Span:
    kind: int
    begin: int                       # pieces
    end: int
    labels: dict = field(default_factory=dict)      # group -> index
    links: dict = field(default_factory=dict)       # relation -> ids of what it belongs to; an empty set: to nothing
    ids: frozenset = frozenset()                    # what it stands for: a proposal, a term, an actor


def longest(spans):
    return max(spans, key=lambda s: s[1] - s[0])


def mentions(text, record):
    """[(begin, end, actor)] of every name in the text, longest first, and of sources that nothing else names."""
    taken, out = [False] * len(text), []
    names = sorted(((n, a["id"]) for a in record["actors"] for n in a["names"]), key=lambda x: (-len(x[0]), x[0]))
    spans = [(m.start(), m.end(), who) for n, who in names for m in re.finditer(r"(?<!\w)" + re.escape(n) + r"(?!\w)", text)]
    spans += [(*longest(a["source"]), a["source_actor"]) for a in record["attributions"] if a["source"] and a["source_actor"] and "source_actors" not in a]
    for b, e, who in spans:
        if not any(taken[b:e]):
            taken[b:e] = [True] * (e - b)
            out.append((b, e, who))
    return sorted(out)


def spans_of(text, record, labels, pieces):
    """All spans of a record. `pieces(begin, end)` turns code points into pieces."""
    group = lambda name, value: {name: labels[name].index(value)} if value in labels[name] else {}
    out = []

    def add(kind, place, **more):
        b, e = pieces(*place)
        if b < e:
            out.append(Span(kind, b, e, **more))
    for b, e, who in mentions(text, record):
        add(MENTION, (b, e), ids=frozenset([who]))
    for a in record["attributions"]:
        if a["source"] and a["source_actor"]:
            who = frozenset(a.get("source_actors") or [a["source_actor"]])
            add(SOURCE, longest(a["source"]), ids=who, links={"who": who})
    if not record["claims"]:
        return out
    for p in record["proposals"]:
        for m in p["mentions"]:
            add(0, m, ids=frozenset([p["id"]]), links={"same": {p["id"]}})
    for t in record["terms"]:
        add(1, longest(t["text"]), ids=frozenset([t["id"]]), labels=group("term_kind", t["kind"]))
    for x in record["positions"]:
        target = {v for k, v in x["target"].items() if k != "process"}
        add(2, longest(x["evidence"]), labels=group("stance", x["stance"]) | group("certainty", x["certainty"]), links={"target": target, "holder": {x["holder"]}})
    for f in record["figures"]:
        add(3, longest(f["text"]), labels=group("measure", f["measure"]))
    for e in record["events"]:
        add(4, longest(e["text"]), labels=group("event_kind", e["type"]) | group("status", e["status"]), links={"actor": set(e["actors"]), "recipient": set(e["recipients"])})
    return out


def may_answer(relation, asker, other):
    """Which spans are asked."""
    if relation == "target":
        return other.kind in (0, 1)
    if relation == "same":
        return other.kind == 0 and other.begin < asker.begin
    if relation == "who":
        return other.kind == MENTION and (other.end <= asker.begin or asker.end <= other.begin)
    return other.kind == MENTION


def absent_is_none(relation, asker):
    """Whether an asker whose partner stands outside the window is taught "none"; else it is not taught at all."""
    return relation in ("same", "who") or not asker.links[relation]
