"""Texts annotated by judging what a reader had marked: their claims, and of some the attributions inside others. Python 3 standard library only.

Decides how such an annotation is stored and what makes it unusable. Must not know how texts were chosen, or what a training makes of them.

`judged/*.jsonl` holds a part of one text a line, offsets and labels only: `file` and `id` name the source in the data folder (a `file` without
a folder is a text of ours, in `judged/texts`), `[begin, end)` the part that was read, `sha256` its hash; spans are code points of the part.
`actors` are what the reader called them, put right only where a claim needed it. `attributions`, where it is there, holds those of a text of ours;
of PolNeAR's only those that stand inside others, as the outermost ones are the source's own.
"""
import hashlib, json, pathlib
from dataclasses import dataclass

import claims

HERE = pathlib.Path(__file__).resolve().parent
LISTS = (("actors", "names"), ("proposals", "mentions"), ("terms", "text"), ("positions", "evidence"), ("figures", "text"), ("events", "text"))
ROLES = ("source", "cue", "content")


class Broken(ValueError):
    pass


@dataclass
class Part:
    id: str
    begin: int                # code points of the whole text
    end: int
    text: str
    record: dict              # actors and claims, without attributions
    attributions: list | None  # [{source, cue, content}], or None where they were not judged


def faults(text, stored):
    """What makes a stored annotation unusable."""
    spans = [s for key, part in LISTS for x in stored[key] for s in x[part]] + [s for a in stored.get("attributions", ()) for role in ROLES for s in a[role]]
    yield from (f"the span [{b}, {e}) is not in the text" for b, e in spans if not 0 <= b < e <= len(text))
    actors = {a["id"] for a in stored["actors"]}
    targets = {x["id"] for key in ("proposals", "terms") for x in stored[key]} | {"process"}
    for x in stored["positions"]:
        if x["holder"] not in actors or x["target"] not in targets or x["stance"] not in claims.STANCES or x["certainty"] not in claims.CERTAINTIES:
            yield f"{x}: unknown holder, target, stance or certainty"
    yield from (f"{x}: unknown kind" for x in stored["terms"] if x["kind"] not in claims.TERM_KINDS)
    yield from (f"{x}: unknown measure" for x in stored["figures"] if x["measure"] not in claims.MEASURES)
    for x in stored["events"]:
        if x["type"] not in claims.EVENTS or x["status"] not in claims.STATUSES or not actors.issuperset(x["actors"] + x["recipients"]):
            yield f"{x}: unknown type, status or actor"
    yield from (f"{a}: a content may not be missing" for a in stored.get("attributions", ()) if not a["content"])


def ours(file):
    """A text of ours without its front matter."""
    return (HERE / "judged" / "texts" / file).read_text(encoding="utf-8").split("\n---\n", 1)[1].strip("\n") + "\n"


def theirs(data, file):
    """The texts of one file of the data folder, by id."""
    rows = (json.loads(line) for line in (pathlib.Path(data) / file).read_text(encoding="utf-8").split("\n") if line.strip())
    return {r["id"]: r["text"] for r in rows}


def documents(data=None):
    """Every part; without the data folder only those of our own texts. Raises Broken where a text is another or an annotation unusable."""
    known = {}
    for path in sorted((HERE / "judged").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            stored = json.loads(line)
            file = stored["file"]
            if "/" in file and data is None:
                continue
            if "/" in file and file not in known:
                known[file] = theirs(data, file)
            whole = known[file][stored["id"]] if "/" in file else ours(file)
            yield part(stored, whole[stored["begin"]:stored["end"]])


def part(stored, text):
    name = f"{stored['id']}@{stored['begin']}"
    if hashlib.sha256(text.encode()).hexdigest() != stored["sha256"]:
        raise Broken(f"{name}: the text is not the one that was annotated")
    wrong = list(faults(text, stored))
    if wrong:
        raise Broken("\n".join(f"{name}: {x}" for x in wrong))
    record = {key: stored[key] for key, _ in LISTS} | {"attributions": [], "conflicts": [], "claims": True}
    record["actors"] = [{**a, "names": list(dict.fromkeys(text[b:e] for b, e in a["names"]))} for a in stored["actors"]]
    record["positions"] = [{**x, "target": targeted(stored, x["target"])} for x in stored["positions"]]
    return Part(stored["id"], stored["begin"], stored["end"], text, record, stored.get("attributions"))


def targeted(stored, target):
    """The target of a position as a record has it."""
    if target == "process":
        return {"process": True}
    return {"proposal" if any(p["id"] == target for p in stored["proposals"]) else "term": target}
