"""The training texts, each as one plain form. Decides what each corpus can teach and what it leaves open. Must not know the network."""
import json, pathlib, random, sys
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "corpus"))
import corpus as own                                    # noqa: E402  (the corpus' own reader)


@dataclass
class Text:
    id: str
    origin: str                       # polnear, original, real
    text: str
    attributions: list                # dicts: source, cue, content, addressee (lists of [begin, end)), within, speech_act or None
    nested_known: bool                # are attributions inside contents annotated
    acts_known: bool = field(default=False)
    record: dict | None = None        # actors and attributions, and with them the claims where `claims` is true


def polnear(data, split):
    """Flat: nothing is known of what lies inside a content."""
    for line in open(pathlib.Path(data) / "polnear" / f"{split}.jsonl", encoding="utf-8"):
        r = json.loads(line)
        rows = [{"source": a["source"], "cue": a["cue"], "content": a["content"], "addressee": None, "within": None, "speech_act": None}
                for a in r["attributions"] if a["cue"]]
        yield Text(r["id"], "polnear", r["text"], rows, nested_known=False)


def ours(data, split):
    """Our corpus: nesting, addressees and speech acts are annotated."""
    for s, origin, ident, _, text, record in own.documents(data):
        if s == split:
            rows = [{k: a[k] for k in ("source", "cue", "content", "addressee", "within", "speech_act")} for a in record["attributions"] if a["cue"]]
            yield Text(ident, origin, text, rows, nested_known=True, acts_known=True, record=record)


def load(data, split, names):
    """The texts of some corpora. A text of PolNeAR that our corpus annotates too is taken from ours alone: it tells more."""
    out = list(ours(data, split)) if "ours" in names else []
    known = {t.text for t in out}
    if "polnear" in names:
        out += [t for t in polnear(data, split) if t.text not in known]
    random.Random(1).shuffle(out)
    return out
