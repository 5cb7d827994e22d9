"""The second part of an annotation: proposals, terms, positions, conflicts, figures, events. Python 3 standard library only.

Decides how those lines are written, what makes them unusable, and which attribution holds an item (`said_in`, by record-format.md's rule).
Must not know attributions' own form (corpus.py). Its lines stand below a line `claims`, which says that the second part was read at all:

    claims
    proposal ID | LABEL | by ID + ID | supersedes=ID | p1:{words} p3:{words} p3:{it}
    term ID | KIND | PROPOSAL | p4 {words} + {words} | forces=ID; place=WORDS; duration_days=42
    position ID | HOLDER | TARGET | STANCE | CERTAINTY | p4 {evidence words}
    conflict ID | KIND | x1 + x2 / x3
    figure ID | VALUE BOUND MEASURE | of=ID; by=ID | p4 {words}
    event ID | TYPE | ID + ID -> ID | p4 {words} | place=WORDS; date=2031-03-04; status=future

`by -`, `supersedes=-`, PROPOSAL `-` where there is none; TARGET is the id of a proposal or a term, or `process`. Two parties that hold one
stance together are two positions. Words of `place`, `give`, `take`, `extent`, `condition`, `deadline` are words of the text.
"""
import re

LISTS = ("proposals", "terms", "positions", "conflicts", "figures", "events")
TERM_KINDS = """cessation_of_hostilities prohibited_acts geographic_scope commencement sequencing extension withdrawal presence
 hostage_prisoner_exchange remains humanitarian_access freedom_of_movement return_of_displaced monitoring_verification dispute_resolution
 liaison_deconfliction guarantees security_guarantees disarmament amnesty_justice governance territory_borders reconstruction
 sanctions_relief economic confidentiality other""".split()
STANCES = {"proposes": 1, "accepts": 1, "accepts_with_conditions": 1, "supports": 1, "demands": 1, "undecided": 0,
           "doubts": -1, "rejects": -1, "opposes": -1, "withdraws": -1}
CERTAINTIES = "certain probable possible".split()
CONFLICTS = "contested reversal divergence figures".split()
BOUNDS = "exact about below above order".split()
MEASURES = "killed wounded detained abducted displaced released missing money other".split()
EVENTS = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUSES = "reported hypothetical future denied".split()
PARAMETERS = "duration_days give take forces place extent condition deadline quantity".split()
SPANS = r"((?:(?:p\d+:)?\{[^{}]*\}\s*\+?\s*)+)"


def is_claim(line):
    return line.split(" ", 1)[0] in ("proposal", "term", "position", "conflict", "figure", "event")


def parse(line, spans, broken):
    """One line -> (list name, item). `spans(words, paragraph)` resolves quoted words; `broken` makes the error of the caller."""
    what, rest = line.split(" ", 1)
    parts = [x.strip() for x in rest.split("|")]
    need = {"proposal": 5, "term": 5, "position": 6, "conflict": 3, "figure": 4, "event": 5}[what]
    if len(parts) != need:
        raise broken(f"a {what} line has {need} parts, this one {len(parts)}")
    return what + "s", {"proposal": proposal, "term": term, "position": position, "conflict": conflict, "figure": figure, "event": event}[what](parts, spans, broken)


def ids(words):
    return [x for x in (y.strip() for y in words.split("+")) if x and x != "-"]


def one_of(word, words, what, broken):
    if word not in words:
        raise broken(f"{what} {word!r} is none of {', '.join(words)}")
    return word


def pairs(words, allowed, broken):
    out = {}
    for part in (x.strip() for x in words.split(";")):
        if not part or part == "-":
            continue
        key, _, value = (x.strip() for x in part.partition("="))
        one_of(key, allowed, "key", broken)
        if value and value != "-":
            out[key] = value
    return out


def quoted(words, spans, broken):
    m = re.fullmatch(r"p(\d+)\s+" + SPANS, words + " ")
    if not m:
        raise broken(f"{words!r} is not of the form p4 {{words}} + {{words}}")
    return spans(m.group(2), int(m.group(1)))


def proposal(parts, spans, broken):
    after = re.fullmatch(r"supersedes=(\S+)", parts[3])
    if not after or not re.fullmatch(r"(p\d+:\{[^{}]*\}[\s+]*)+", parts[4]):
        raise broken("a proposal is: ID | LABEL | by ID + ID | supersedes=ID | p1:{words} p3:{words}")
    return {"id": parts[0], "label": parts[1], "authors": ids(re.sub(r"^by\b", "", parts[2])),
            "supersedes": None if after.group(1) == "-" else after.group(1), "mentions": sorted(spans(parts[4], 0))}


def term(parts, spans, broken):
    values = pairs(parts[4], PARAMETERS, broken)
    for key in ("duration_days", "quantity"):
        if re.fullmatch(r"\d+(\.\d+)?", values.get(key, "")):
            values[key] = number(values[key])
    return {"id": parts[0], "kind": one_of(parts[1], TERM_KINDS, "kind of term", broken), "proposal": None if parts[2] == "-" else parts[2],
            "text": quoted(parts[3], spans, broken), "parameters": values}


def position(parts, spans, broken):
    return {"id": parts[0], "holder": parts[1], "target": parts[2], "stance": one_of(parts[3], STANCES, "stance", broken),
            "certainty": one_of(parts[4], CERTAINTIES, "certainty", broken), "evidence": quoted(parts[5], spans, broken)}


def conflict(parts, spans, broken):
    sides = [ids(side) for side in parts[2].split("/")]
    if len(sides) < 2 or not all(sides):
        raise broken("a conflict has at least two sides: x1 + x2 / x3")
    return {"id": parts[0], "kind": one_of(parts[1], CONFLICTS, "kind of conflict", broken), "sides": sides}


def figure(parts, spans, broken):
    words = parts[1].split()
    if len(words) != 3 or not re.fullmatch(r"\d+(\.\d+)?", words[0]):
        raise broken("a figure is: ID | VALUE BOUND MEASURE | of=ID; by=ID | p4 {words}")
    who = pairs(parts[2], ("of", "by"), broken)
    return {"id": parts[0], "value": number(words[0]), "bound": one_of(words[1], BOUNDS, "bound", broken),
            "measure": one_of(words[2], MEASURES, "measure", broken), "of": who.get("of"), "by": who.get("by"), "text": quoted(parts[3], spans, broken)}


def event(parts, spans, broken):
    left, _, right = parts[2].partition("->")
    more = pairs(parts[4], ("place", "date", "status", "mode"), broken)
    one_of(more.get("status", "reported"), STATUSES, "status", broken)
    return {"id": parts[0], "type": one_of(parts[1], EVENTS, "type of event", broken), "actors": ids(left), "recipients": ids(right),
            "text": quoted(parts[3], spans, broken), "place": more.get("place"), "date": more.get("date"), "status": more.get("status", "reported")}


def number(words):
    value = float(words)
    return int(value) if value == int(value) else value


# ---------------------------------------------------------------- faults
def faults(text, record):
    """What makes the second part unusable."""
    actors = {a["id"] for a in record["actors"]}
    every = [x["id"] for key in LISTS for x in record[key]]
    if len(set(every)) != len(every):
        yield "an id of the second part is given twice: " + ", ".join(sorted({i for i in every if every.count(i) > 1}))
    known = {key: {x["id"] for x in record[key]} for key in LISTS}
    for x in record["proposals"]:
        yield from (f"{x['id']}: author {a!r} is no actor" for a in x["authors"] if a not in actors)
        if x["supersedes"] and x["supersedes"] not in known["proposals"]:
            yield f"{x['id']}: supersedes {x['supersedes']!r}, which is no proposal"
    yield from (f"{x['id']}: proposal {x['proposal']!r} is no proposal" for x in record["terms"] if x["proposal"] and x["proposal"] not in known["proposals"])
    for x in record["positions"]:
        if x["holder"] not in actors:
            yield f"{x['id']}: holder {x['holder']!r} is no actor"
        if x["target"] != "process" and x["target"] not in known["proposals"] | known["terms"]:
            yield f"{x['id']}: target {x['target']!r} is no proposal, no term and not `process`"
    for x in record["conflicts"]:
        sides = known["figures"] if x["kind"] == "figures" else known["positions"]
        yield from (f"{x['id']}: side {i!r} is no {'figure' if x['kind'] == 'figures' else 'position'}" for s in x["sides"] for i in s if i not in sides)
    for x in record["figures"]:
        yield from (f"{x['id']}: {key}={x[key]!r} is no actor" for key in ("of", "by") if x[key] and x[key] not in actors)
    for x in record["events"]:
        yield from (f"{x['id']}: {a!r} is no actor" for a in x["actors"] + x["recipients"] if a not in actors)
    for key, role in (("proposals", "mentions"), ("terms", "text"), ("positions", "evidence"), ("figures", "text"), ("events", "text")):
        for x in record[key]:
            yield from (f"{x['id']}: [{b}, {e}) is empty or outside the text" for b, e in x[role] if not 0 <= b < e <= len(text))


def warnings(text, record):
    mentions = [(m, p["id"]) for p in record["proposals"] for m in p["mentions"]]
    for (a, p), (b, q) in zip(sorted(mentions), sorted(mentions)[1:]):
        if b[0] < a[1]:
            yield f"{p} and {q}: the mentions {text[a[0]:a[1]]!r} and {text[b[0]:b[1]]!r} overlap"
    used = {next(iter(x["target"].values())) for x in record["positions"]}
    yield from (f"{x['id']}: nobody holds a position on this term (right only where it is part of a proposal)"
                for x in record["terms"] if x["id"] not in used and not x["proposal"])


# ---------------------------------------------------------------- what follows by rule
def finish(record):
    """Adds `said_in`, puts targets into the public form and lists into text order."""
    proposals, held = {x["id"] for x in record["proposals"]}, {}
    for key, role in (("terms", "text"), ("positions", "evidence"), ("figures", "text"), ("events", "text")):
        for x in record[key]:
            x["said_in"] = said_in(x[role], record["attributions"])
    for x in record["positions"]:
        held[x["id"]] = x["target"] = {"process": True} if x["target"] == "process" else {"proposal" if x["target"] in proposals else "term": x["target"]}
    for x in record["conflicts"]:
        x["about"] = {"target": held[x["sides"][0][0]]} if x["kind"] != "figures" else {}
    for key, role in (("proposals", "mentions"), ("terms", "text"), ("positions", "evidence"), ("figures", "text"), ("events", "text")):
        record[key].sort(key=lambda x: (x[role][0][0], -x[role][-1][1]))
    return record


def said_in(spans, attributions):
    """The innermost attribution whose content holds all the words, or None: the document speaks."""
    holds = [a for a in attributions if all(any(b <= x and y <= e for b, e in a["content"]) for x, y in spans)]
    return min(holds, key=lambda a: sum(e - b for b, e in a["content"]))["id"] if holds else None


# ---------------------------------------------------------------- offsets only
def to_offsets(record, actor_id, place, broken):
    """The lists with ids made plain and every word of the text replaced by its place."""
    new = {x["id"]: f"{letter}{n}" for key, letter in zip(LISTS, "ptxcfe") for n, x in enumerate(record[key], 1)}
    at = lambda words: words if isinstance(words, (int, float)) or re.fullmatch(r"\d{4}-\d\d-\d\d", words) else actor_id.get(words) or place(words)
    out = {"proposals": [{"id": new[x["id"]], "authors": [actor_id[a] for a in x["authors"]], "supersedes": new.get(x["supersedes"]), "mentions": x["mentions"]} for x in record["proposals"]]}
    out["terms"] = [{"id": new[x["id"]], "kind": x["kind"], "proposal": new.get(x["proposal"]), "text": x["text"], "parameters": {k: at(v) for k, v in x["parameters"].items()}} for x in record["terms"]]
    target = lambda t: "process" if "process" in t else new[t.get("proposal") or t.get("term")]
    out["positions"] = [{"id": new[x["id"]], "holder": actor_id[x["holder"]], "target": target(x["target"]), **{k: x[k] for k in ("stance", "certainty", "evidence")}} for x in record["positions"]]
    out["conflicts"] = [{"id": new[x["id"]], "kind": x["kind"], "sides": [[new[i] for i in s] for s in x["sides"]]} for x in record["conflicts"]]
    out["figures"] = [{**{k: x[k] for k in ("value", "bound", "measure", "text")}, "id": new[x["id"]], "of": actor_id.get(x["of"]), "by": actor_id.get(x["by"])} for x in record["figures"]]
    out["events"] = [{**{k: x[k] for k in ("type", "text", "status")}, "id": new[x["id"]], "actors": [actor_id[a] for a in x["actors"]], "recipients": [actor_id[a] for a in x["recipients"]],
                      **{k: at(x[k]) if x[k] else None for k in ("place", "date")}} for x in record["events"]]
    return out


def from_offsets(stored, text):
    words = lambda v: text[v[0]:v[1]] if isinstance(v, list) else v
    out = {key: [dict(x) for x in stored[key]] for key in LISTS}
    for x in out["proposals"]:
        x["label"] = max((text[b:e] for b, e in x["mentions"]), key=len)
    for x in out["terms"]:
        x["parameters"] = {k: words(v) for k, v in x["parameters"].items()}
    for x in out["events"]:
        x |= {k: words(x[k]) for k in ("place", "date")}
    return out


# ---------------------------------------------------------------- the readable form
def to_lines(record, span, paragraph):
    """The lines below `claims`; `span(begin, end, here)` quotes, `paragraph(offset)` counts from 1."""
    def quote(spans):
        here = paragraph(spans[0][0])
        return f"p{here} " + " + ".join(span(b, e, here) for b, e in spans)
    join = lambda xs: " + ".join(xs) or "-"
    more = lambda d: "; ".join(f"{k}={v}" for k, v in d.items() if v is not None) or "-"
    yield "claims"
    for x in record["proposals"]:
        yield f"proposal {x['id']} | {x['label']} | by {join(x['authors'])} | supersedes={x['supersedes'] or '-'} | " + " ".join(f"p{paragraph(b)}:" + span(b, e, paragraph(b)) for b, e in x["mentions"])
    for x in record["terms"]:
        yield f"term {x['id']} | {x['kind']} | {x['proposal'] or '-'} | {quote(x['text'])} | {more(x['parameters'])}"
    for x in record["positions"]:
        target = "process" if "process" in x["target"] else x["target"].get("proposal") or x["target"].get("term")
        yield f"position {x['id']} | {x['holder']} | {target} | {x['stance']} | {x['certainty']} | {quote(x['evidence'])}"
    for x in record["conflicts"]:
        yield f"conflict {x['id']} | {x['kind']} | " + " / ".join(join(s) for s in x["sides"])
    for x in record["figures"]:
        yield f"figure {x['id']} | {x['value']} {x['bound']} {x['measure']} | {more({'of': x['of'], 'by': x['by']})} | {quote(x['text'])}"
    for x in record["events"]:
        status = x["status"] if x["status"] != "reported" else None
        yield f"event {x['id']} | {x['type']} | {join(x['actors'])} -> {join(x['recipients'])} | {quote(x['text'])} | {more({'place': x['place'], 'date': x['date'], 'status': status})}"


def render(text, record):
    words = lambda spans: " + ".join(text[b:e] for b, e in spans)
    if record is None:
        return
    for x in record["proposals"]:
        print(f"{x['id']} by {'+'.join(x['authors']) or '-'}, after {x['supersedes'] or '-'}: " + "; ".join(text[b:e] for b, e in x["mentions"]))
    for x in record["terms"]:
        print(f"{x['id']} {x['kind']} of {x['proposal'] or '-'}, in {x['said_in'] or 'the document'}: {words(x['text'])} {x['parameters'] or ''}")
    for x in record["positions"]:
        print(f"{x['id']} {x['holder']} {x['stance']} {x['target']} ({x['certainty']}), in {x['said_in'] or 'the document'}: {words(x['evidence'])}")
    for x in record["conflicts"]:
        print(f"{x['id']} {x['kind']}: " + " / ".join("+".join(s) for s in x["sides"]))
    for x in record["figures"]:
        print(f"{x['id']} {x['value']} {x['bound']} {x['measure']} of {x['of'] or '-'} by {x['by'] or '-'}, in {x['said_in'] or 'the document'}: {words(x['text'])}")
    for x in record["events"]:
        print(f"{x['id']} {x['type']} {'+'.join(x['actors'])} -> {'+'.join(x['recipients'])} {x['status']} {x['place'] or ''} {x['date'] or ''}, in {x['said_in'] or 'the document'}: {words(x['text'])}")
