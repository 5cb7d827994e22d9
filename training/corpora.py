"""The training texts, each as one plain form. Decides what each corpus can teach and what it leaves open. Must not know the network."""
import json, pathlib, random, sys
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "corpus"))
import corpus as own                                    # noqa: E402  (the corpus' own reader)
import judged as judgements                             # noqa: E402


@dataclass
class Text:
    id: str
    origin: str                       # polnear, original, real, judged
    text: str
    attributions: list                # dicts: source, cue, content, addressee (lists of [begin, end)), within, speech_act or None
    nested_known: bool                # are attributions inside contents annotated
    acts_known: bool = field(default=False)
    record: dict | None = None        # actors and attributions, and with them the claims where `claims` is true
    attributions_known: bool = True
    actors_known: bool = True         # or only guessed: they say who a claim's holder is, and no more


PLAIN = {"addressee": None, "within": None, "speech_act": None}      # what PolNeAR says of none of its attributions


def polnear(data, split):
    """Flat: nothing is known of what lies inside a content."""
    for line in open(pathlib.Path(data) / "polnear" / f"{split}.jsonl", encoding="utf-8"):
        r = json.loads(line)
        rows = [{"source": a["source"], "cue": a["cue"], "content": a["content"], **PLAIN}
                for a in r["attributions"] if a["cue"]]
        yield Text(r["id"], "polnear", r["text"], rows, nested_known=False)


def ours(data, split):
    """Our corpus: nesting, addressees and speech acts are annotated."""
    for s, origin, ident, _, text, record in own.documents(data):
        if s == split:
            rows = [{k: a[k] for k in ("source", "cue", "content", "addressee", "within", "speech_act")} for a in record["attributions"] if a["cue"]]
            yield Text(ident, origin, text, rows, nested_known=True, acts_known=True, record=record)


def judged(data, split):
    """Texts of which the claims were judged, all of them for training; of some the attributions too: of PolNeAR's those inside its own, of ours all."""
    if split != "train":
        return
    outermost = {t.id: t.attributions for t in polnear(data, split)}
    for part in judgements.documents(data):
        known = part.attributions is not None
        found = [{**PLAIN, **a, "within": around(a, part.attributions)} for a in part.attributions or ()]
        if known and part.id in outermost:
            found = [inside(a, part.begin, part.end) for a in outermost[part.id]] + [a | {"within": "an outermost one"} for a in found]
        yield Text(f"{part.id}@{part.begin}", "judged", part.text, [a for a in found if a["cue"] and a["content"]], nested_known=known,
                   record=part.record, attributions_known=known, actors_known=False)


def around(attribution, others):
    """The content that an attribution stands in, if there is one."""
    at = (attribution["cue"] or attribution["content"])[0]
    return next((c for o in others if o is not attribution for c in o["content"] if c[0] <= at[0] and at[1] <= c[1]), None)


def inside(attribution, begin, end):
    """What of an attribution lies in a part of its text, counted from the part's begin."""
    cut = lambda spans: [[max(b, begin) - begin, min(e, end) - begin] for b, e in spans if b < end and begin < e]
    return attribution | {role: cut(attribution[role]) for role in ("source", "cue", "content")}


def load(data, split, names):
    """The texts of some corpora. A text of PolNeAR that our corpus annotates too is taken from ours alone: it tells more."""
    out = list(ours(data, split)) if "ours" in names else []
    known = {t.text for t in out}
    if "polnear" in names:
        out += [t for t in polnear(data, split) if t.text not in known]
    if "judged" in names:
        out += judged(data, split)
    random.Random(1).shuffle(out)
    return out
