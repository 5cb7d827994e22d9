#!/usr/bin/env python3
"""The corpus: annotations in a form a person can read, checked and turned into gold records. Python 3 standard library only.

    corpus.py check [FILE.ann ...]             refuse broken annotations (all of them without FILE); exit 1 if any is broken
    corpus.py show FILE.ann                    the annotation as resolved, indented by nesting
    corpus.py store FILE.ann OUT.json          offsets and labels only, no text (for texts that may not be copied here)
    corpus.py quote FILE.json TEXT OUT.ann     back from offsets to the readable form, given the text
    corpus.py records DIR [--split S] [--origin original|real] [--data DIR] [--second]
                                               write one gold record a document into DIR, and DIR/texts.jsonl for the reader
    corpus.py agreement [--data DIR] [--scorer FILE]   the second annotations scored against the first
    corpus.py count [--data DIR]               documents, words, attributions by split and origin

An annotation `NAME.ann` stands beside its text `NAME.txt` (front matter between two `---` lines, then the text). Its lines:

    actor ID | NAME | KIND | acts_for=ID role=WORDS | name; another name; a description used as a name
    s2 < s1 | p4 | by ID + ID | ACT | src {words} cue {words} con {words} + {words} to {words}

`p4` is the paragraph (non-blank lines, counted from 1) in which spans are sought; `p5:{...}` seeks elsewhere. `by -` where nobody is
named. A role that is empty is left out. A span quotes the text:
    {the port authority}           these words, once in the paragraph
    {Dahl [said] that}             the words in brackets, in this context
    {The list .. by Friday}        from the first words to the last ones, whatever lies between
    {he [said the list .. on Friday] night}    both
    {he \u27e6said "[the] list"\u27e7 twice}          where the text itself has brackets
Below a line `claims` stands the second part: proposals, terms, positions, conflicts, figures, events (form: claims.py).
Straight and curly marks count as the same. Spans end at word boundaries. Offsets are code points of the text after the front matter.
"""
import argparse, collections, hashlib, json, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import claims                                           # noqa: E402  (beside this file)

ACTS = "asserts denies commits demands proposes accuses threatens asks expects doubts".split()
KINDS = "person state organization armed_group outlet court people anonymous".split()
PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")


class Broken(Exception):
    """What is wrong with an annotation, in words."""


# ---------------------------------------------------------------- texts
def read_text(path):
    """A text file with front matter -> (its keys, the text after it)."""
    raw = pathlib.Path(path).read_text(encoding="utf-8")
    keys, body = {}, raw
    head = re.match(r"---\n(.*?\n)---\n\n*", raw, re.S)
    if head:
        body = raw[head.end():]
        for line in head.group(1).splitlines():
            if ":" in line:
                key, value = line.split(":", 1)
                keys[key.strip()] = value.strip()
    return keys, body


def paragraphs(text):
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


# ---------------------------------------------------------------- spans
def find_all(text, words, begin, end):
    out, at = [], text.find(words, begin, end)
    while at >= 0:
        stop = at + len(words)
        left = at == 0 or not (text[at - 1].isalnum() and words[0].isalnum())
        right = stop >= len(text) or not (text[stop].isalnum() and words[-1].isalnum())
        if left and right:
            out.append(at)
        at = text.find(words, at + 1, end)
    return out


def resolve(text, pattern, begin, end):
    """A quoted span -> (begin, end) in code points, sought between begin and end."""
    plain, pattern = text.translate(PLAIN), pattern.translate(PLAIN)
    before, inner, after = "", pattern, ""
    left, right = "\u27e6\u27e7" if "\u27e6" in pattern else "[]"
    if left in pattern and right in pattern:
        before, rest = pattern.split(left, 1)
        inner, after = rest.rsplit(right, 1)
    first, _, last = inner.partition(" .. ") if " .. " in inner else (inner, "", "")
    first, last = first.strip(), last.strip()
    if not first:
        raise Broken(f"{{{pattern}}}: empty span")
    lead = before + first + ("" if last else after)
    hits = find_all(plain, lead, begin, end)
    if not hits:
        raise Broken(f"{{{pattern}}}: the paragraph has no such words: {lead!r}")
    if len(hits) > 1:
        raise Broken(f"{{{pattern}}}: {len(hits)} places have these words; give more context, {{before [span] after}}")
    start = hits[0] + len(before)
    stop = start + len(first)
    if last:
        tails = find_all(plain, last + after, stop, end)
        if not tails:
            raise Broken(f"{{{pattern}}}: no {last + after!r} after {first!r} in the paragraph")
        stop = tails[0] + len(last)
    return start, stop


# ---------------------------------------------------------------- quotation type, as the referee works it out
def quote_regions(text):
    out = []
    for begin, end in paragraphs(text):
        start, i = None, begin
        while i < end:
            c, n, kind = text[i], 1, None
            if c in "\u201c\u201e\u00ab\u201f":
                kind = "open"
            elif c in "\u201d\u00bb":
                kind = "close"
            elif text.startswith("``", i):
                kind, n = "open", 2
            elif text.startswith("''", i):
                kind, n = "either", 2
            elif c == '"':
                kind = "either"
            if kind == "either":
                kind = "open" if start is None else "close"
            if kind == "open" and start is None:
                start = i
            elif kind == "close" and start is not None:
                out.append((start, i + n))
                start = None
            i += n
        if start is not None:
            out.append((start, end))
    return out


def quote_type(text, content, within):
    """direct, indirect or mixed; inside a quotation (`within`: the parent's content) the outer marks do not count."""
    regions = quote_regions(text)
    if within:
        regions = [r for r in regions if any(b <= r[0] and r[1] <= e for b, e in within) and not any(r[0] <= b and e <= r[1] for b, e in content)]
    inside = outside = 0
    for b, e in content:
        for i in range(b, e):
            if text[i].isalnum():
                if any(x <= i < y for x, y in regions):
                    inside += 1
                else:
                    outside += 1
    return "indirect" if not inside else "direct" if not outside else "mixed"


# ---------------------------------------------------------------- the readable form
ROLE = re.compile(r"(src|cue|con|to)\s+((?:(?:p\d+:)?\{[^{}]*\}\s*\+?\s*)+)")
SPAN = re.compile(r"(?:p(\d+):)?\{([^{}]*)\}")


def parse_actor(line):
    parts = [x.strip() for x in line[len("actor "):].split("|")]
    if len(parts) != 5:
        raise Broken("an actor line has five parts: actor ID | NAME | KIND | acts_for=ID role=WORDS | names")
    ident, name, kind, extra, names = parts
    if kind not in KINDS:
        raise Broken(f"kind {kind!r} is none of {', '.join(KINDS)}")
    acts = re.search(r"acts_for=(\S+)", extra)
    role = re.search(r"role=(.+)$", extra)
    out = {"id": ident, "name": name, "kind": kind, "names": [n for n in (x.strip() for x in names.split(";")) if n] or [name],
           "acts_for": acts.group(1) if acts and acts.group(1) != "-" else None}
    if role:
        out["role"] = role.group(1).strip()
    return out


def spans_of(words, here, text, paras):
    """Quoted spans -> sorted [begin, end) pairs; `here` is the paragraph of those that name none."""
    out = []
    for where, quoted in SPAN.findall(words):
        n = int(where) if where else here
        if not 1 <= n <= len(paras):
            raise Broken(f"there is no paragraph p{n}")
        out.append(list(resolve(text, quoted, *paras[n - 1])))
    return sorted(out)


def parse_attribution(line, text, paras):
    parts = [x.strip() for x in line.split("|", 4)]
    if len(parts) != 5:
        raise Broken("an attribution line has five parts: ID < PARENT | pN | by ID | ACT | src {..} cue {..} con {..}")
    ident, _, parent = (x.strip() for x in parts[0].partition("<"))
    if not re.fullmatch(r"p\d+", parts[1]):
        raise Broken(f"paragraph {parts[1]!r} is not of the form p4")
    here = int(parts[1][1:])
    by = [x.strip() for x in re.sub(r"^by\b", "", parts[2]).split("+")]
    if parts[3] not in ACTS:
        raise Broken(f"speech act {parts[3]!r} is none of {', '.join(ACTS)}")
    out = {"id": ident, "source": [], "cue": [], "content": [], "addressee": [], "source_actor": None if by[0] in ("-", "") else by[0],
           "quote_type": "", "speech_act": parts[3], "within": parent or None}
    if len(by) > 1:
        out["source_actors"] = by
    left = ROLE.sub("", parts[4]).strip()
    if left:
        raise Broken(f"cannot read {left!r}")
    for role, spans in ROLE.findall(parts[4]):
        key = {"src": "source", "cue": "cue", "con": "content", "to": "addressee"}[role]
        out[key] = sorted(out[key] + spans_of(spans, here, text, paras))
    return out


def parse(path):
    """-> (front matter, text, record without document) of an annotation file; raises Broken with every fault found."""
    path = pathlib.Path(path)
    keys, text = read_text(path.with_suffix(".txt"))
    paras, actors, attributions, faults, second = paragraphs(text), [], [], [], None
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            if line == "claims":
                second = {key: [] for key in claims.LISTS}
            elif line.startswith("actor "):
                actors.append(parse_actor(line))
            elif claims.is_claim(line):
                if second is None:
                    raise Broken("the second part stands below a line `claims`")
                key, item = claims.parse(line, lambda words, here: spans_of(words, here, text, paras), Broken)
                second[key].append(item)
            else:
                attributions.append(parse_attribution(line, text, paras))
        except Broken as x:
            faults.append(f"{path.name}:{n}: {x}")
    faults += [f"{path.name}: {x}" for x in faults_of(text, actors, attributions)]
    if second is not None:
        faults += [f"{path.name}: {x}" for x in claims.faults(text, {"actors": actors, **second})]
    if faults:
        raise Broken("\n".join(faults))
    return keys, text, finish(text, actors, attributions, second)


def inside(span, spans):
    return any(b <= span[0] and span[1] <= e for b, e in spans)


def faults_of(text, actors, attributions):
    """What makes a record unusable: everything a person has to mend."""
    known, by_id = {a["id"] for a in actors}, {a["id"]: a for a in attributions}
    if len(known) != len(actors) or len(by_id) != len(attributions):
        yield "an id is given twice"
    for a in actors:
        if a["acts_for"] and a["acts_for"] not in known:
            yield f"actor {a['id']}: acts_for {a['acts_for']!r} is no actor"
    for a in attributions:
        for who in a.get("source_actors", [a["source_actor"]]):
            if who and who not in known:
                yield f"{a['id']}: source actor {who!r} is no actor"
        if len(a["cue"]) > 1:
            yield f"{a['id']}: a cue is one contiguous span"
        if not a["content"]:
            yield f"{a['id']}: no content"
        if not a["cue"] and a["source"]:
            yield f"{a['id']}: a source without a cue"
        for role in ("source", "cue", "content", "addressee"):
            for b, e in a[role]:
                if not 0 <= b < e <= len(text):
                    yield f"{a['id']}: {role} [{b}, {e}) is empty or outside the text"
                elif text[b].isspace() or text[e - 1].isspace():
                    yield f"{a['id']}: {role} has white space at an end"
        for b, e in a["cue"]:
            if text[e - 1] == ",":
                yield f"{a['id']}: the cue ends with a comma"
        if any(b < y and x < e for b, e in a["cue"] for x, y in a["content"]):
            yield f"{a['id']}: cue and content overlap"
        if a["within"]:
            parent = by_id.get(a["within"])
            if not parent:
                yield f"{a['id']}: parent {a['within']!r} is no attribution"
            elif not all(inside(s, parent["content"]) for s in (a["cue"] or a["content"])):
                yield f"{a['id']}: its cue is not inside the content of {parent['id']}"
            seen, up = {a["id"]}, parent
            while up:
                if up["id"] in seen:
                    yield f"{a['id']}: nested in itself"
                    break
                seen.add(up["id"])
                up = by_id.get(up["within"])
        else:
            for b in attributions:
                if b is not a and a["cue"] and inside(a["cue"][0], b["content"]):
                    yield f"{a['id']}: its cue lies inside the content of {b['id']}, so it needs a parent: '{a['id']} < {b['id']}'"


def finish(text, actors, attributions, second=None):
    by_id = {a["id"]: a for a in attributions}
    for a in attributions:
        a["quote_type"] = quote_type(text, a["content"], by_id[a["within"]]["content"] if a["within"] else None)
    first = lambda a: (min(s[0] for r in ("source", "cue", "content") for s in a[r]), -max(s[1] for r in ("source", "cue", "content") for s in a[r]))
    record = {"actors": actors, "attributions": sorted(attributions, key=first)}
    if second is None:
        return record | {"claims": False, **{key: [] for key in claims.LISTS}}
    return claims.finish(record | {"claims": True, **second})


def warnings_of(text, record):
    for a in record["attributions"]:
        b, e = a["content"][-1]
        if text[e - 1] == ".":
            yield f"{a['id']}: the content ends with a full stop (excluded unless inside quotation marks)"
        for b, e in a["content"]:
            if text[b:e].translate(PLAIN).count('"') % 2:
                yield f"{a['id']}: an odd number of quotation marks in the content {text[b:e][:40]!r}.."
    plain = text.translate(PLAIN).lower()
    for a in record["actors"]:
        lost = [n for n in a["names"] if n.translate(PLAIN).lower() not in plain]
        if lost:
            yield f"actor {a['id']}: not in the text: {', '.join(lost)}"
    yield from claims.warnings(text, record)


def render(text, record):
    kids = collections.defaultdict(list)
    for a in record["attributions"]:
        kids[a["within"]].append(a)
    words = lambda spans: " + ".join(text[b:e] if e - b < 90 else text[b:b + 50] + " .. " + text[e - 35:e] for b, e in spans) or "-"

    def walk(parent, depth):
        for a in kids[parent]:
            print("  " * depth + f"{a['id']} [{'+'.join(a.get('source_actors') or [a['source_actor'] or '-'])}; {a['speech_act']}; {a['quote_type']}] "
                  f"{words(a['source'])} | {words(a['cue'])} | {words(a['content'])}" + (f" -> {words(a['addressee'])}" if a["addressee"] else ""))
            walk(a["id"], depth + 1)
    walk(None, 0)


# ---------------------------------------------------------------- offsets only, for texts that may not be copied here
def to_offsets(path, ident, file, text, record):
    plain, lower = text.translate(PLAIN), text.translate(PLAIN).lower()

    def place(name):
        want = name.translate(PLAIN)
        for hay, needle in ((plain, want), (lower, want.lower())):
            at = (find_all(hay, needle, 0, len(hay)) or [hay.find(needle)])[0]
            if at >= 0:
                return [at, at + len(needle)]
        raise Broken(f"{path}: the name {name!r} is not in the text, so it cannot be kept as offsets")
    actor_id = {a["id"]: f"a{n}" for n, a in enumerate(record["actors"], 1)}
    said_id = {a["id"]: f"s{n}" for n, a in enumerate(record["attributions"], 1)}
    actors = [{"id": actor_id[a["id"]], "kind": a["kind"], "acts_for": actor_id.get(a["acts_for"]), "names": [place(n) for n in a["names"]]} for a in record["actors"]]
    said = []
    for a in record["attributions"]:
        b = {k: a[k] for k in ("source", "cue", "content", "addressee", "quote_type", "speech_act")}
        b |= {"id": said_id[a["id"]], "within": said_id.get(a["within"]), "source_actor": actor_id.get(a["source_actor"])}
        if "source_actors" in a:
            b["source_actors"] = [actor_id[x] for x in a["source_actors"]]
        said.append(b)
    stored = {"id": ident, "file": file, "sha256": hashlib.sha256(text.encode()).hexdigest(), "actors": actors, "attributions": said}
    return stored | (claims.to_offsets(record, actor_id, place, Broken) if record["claims"] else {})


def from_offsets(stored, text):
    if hashlib.sha256(text.encode()).hexdigest() != stored["sha256"]:
        raise Broken(f"{stored['id']}: the text is not the one that was annotated")
    actors = [{**a, "names": list(dict.fromkeys(text[b:e] for b, e in a["names"]))} for a in stored["actors"]]
    for a in actors:
        a["name"] = max(a["names"], key=lambda n: (n[:1].isupper(), len(n) < 60, len(n)))
    second = claims.from_offsets(stored, text) if "proposals" in stored else None
    faults = list(faults_of(text, actors, stored["attributions"])) + (list(claims.faults(text, {"actors": actors, **second})) if second else [])
    if faults:
        raise Broken("\n".join(f"{stored['id']}: {x}" for x in faults))
    return finish(text, actors, [dict(a) for a in stored["attributions"]], second)


def write_lines(path, items):
    """JSON with one item a line, so that a correction is a readable change."""
    stored = dict(items)
    lists = {k: stored.pop(k) for k in ("actors", "attributions", *claims.LISTS) if k in stored}
    body = json.dumps(stored, ensure_ascii=False)[:-1]
    for key, rows in lists.items():
        body += f',\n"{key}": [\n' + ",\n".join(json.dumps(r, ensure_ascii=False, sort_keys=True) for r in rows) + "]"
    pathlib.Path(path).write_text(body + "}\n", encoding="utf-8")


def to_quoted(text, record):
    """The readable form of a record; every span is quoted with as much context as it needs."""
    paras = paragraphs(text)
    def span(b, e, here):
        n = next(i for i, (x, y) in enumerate(paras, 1) if x <= b < y)
        x, y = paras[n - 1]
        e = min(e, y)
        rooms = [(0, 0)] + [(m, n) for k in (12, 25, 50, 100, 200, y - x) for m, n in ((k, k), (k, 0), (0, k))]
        for before, after in rooms:
            left, right = text[max(x, b - before):b], text[e:min(y, e + after)]
            opening, closing = "\u27e6\u27e7" if "[" in left + text[b:e] + right else "[]"
            whole = f"{left}{opening}{text[b:e]}{closing}{right}" if left + right or "[" in text[b:e] else text[b:e]
            try:
                if not set("{}") & set(whole) and resolve(text, whole, x, y) == (b, e):
                    return (f"p{n}:" if n != here else "") + "{" + whole + "}"
            except Broken:
                pass
        raise Broken(f"cannot quote [{b}, {e})")
    out = []
    for a in record["actors"]:
        extra = f"acts_for={a['acts_for'] or '-'}" + (f" role={a['role']}" if a.get("role") else "")
        out.append(f"actor {a['id']} | {a['name']} | {a['kind']} | {extra} | {'; '.join(a['names'])}")
    for a in record["attributions"]:
        b = (a["cue"] or a["content"])[0][0]
        here = next(i for i, (x, y) in enumerate(paras, 1) if x <= b < y)
        roles = " ".join(f"{short} " + " + ".join(span(*s, here) for s in a[key])
                         for short, key in (("src", "source"), ("cue", "cue"), ("con", "content"), ("to", "addressee")) if a[key])
        by = " + ".join(a.get("source_actors") or [a["source_actor"] or "-"])
        out.append(f"{a['id']}{' < ' + a['within'] if a['within'] else ''} | p{here} | by {by} | {a['speech_act']} | {roles}")
    if record["claims"]:
        out += claims.to_lines(record, span, lambda at: next(i for i, (x, y) in enumerate(paras, 1) if x <= at < y))
    return "\n".join(out) + "\n"


# ---------------------------------------------------------------- the whole corpus
def splits():
    """split.tsv: negotiation or real text -> train, dev or test."""
    rows = (HERE / "split.tsv").read_text(encoding="utf-8").splitlines()
    return dict(r.split("\t")[:2] for r in rows if r and not r.startswith("#"))


def documents(data=None, second=False):
    """Every annotated document: (split, origin, id, keys, text, record)."""
    where, texts = splits(), {}
    name = "second" if second else "original"
    for path in sorted((HERE / name).glob("*/*.ann")):
        source = path if not second else HERE / "original" / path.parent.name / path.name
        if second:
            keys, text, record = parse_second(path, source)
        else:
            keys, text, record = parse(path)
        yield where[path.parent.name], "original", f"{path.parent.name}/{path.stem}", keys, text, record
    if data is None:
        return
    for path in sorted((HERE / ("second/real" if second else "real")).glob("*.json")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["file"] not in texts:
            rows = (json.loads(l) for l in (pathlib.Path(data) / stored["file"]).read_text(encoding="utf-8").split("\n") if l.strip())
            texts[stored["file"]] = {r["id"]: r for r in rows}
        row = texts[stored["file"]][stored["id"]]
        yield where[path.stem], "real", stored["id"], row, row["text"], from_offsets(stored, row["text"])


def parse_second(path, first):
    """A second annotation lies apart from its text: the first annotation's text serves both."""
    with tempfile.TemporaryDirectory() as room:
        for source, name in ((first.with_suffix(".txt"), path.stem + ".txt"), (path, path.name)):
            (pathlib.Path(room) / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        return parse(pathlib.Path(room) / path.name)


def gold(ident, keys, text, record):
    document = {"id": ident, "text": text, "title": keys.get("title"), "outlet": keys.get("outlet"), "published": keys.get("date"), "language": "en"}
    return {"format": "rapporteur-record/1", "document": document, **record}


def do_check(a):
    files = [pathlib.Path(f) for f in a.files] or sorted([*HERE.glob("original/*/*.ann"), *HERE.glob("second/*/*.ann")])
    broken = 0
    for f in files:
        try:
            second = f.resolve().parent.parent == HERE / "second"
            _, text, record = parse_second(f, HERE / "original" / f.resolve().parent.name / f.name) if second else parse(f)
            if a.files:
                for w in warnings_of(text, record):
                    print(f"{f.name}: look again: {w}")
        except (Broken, OSError) as x:
            broken += 1
            print(x, file=sys.stderr)
    if not a.files and a.data:
        try:
            for second in (False, True):
                collections.deque(documents(a.data, second), 0)
        except Broken as x:
            broken += 1
            print(x, file=sys.stderr)
    print(f"{len(files) - broken} sound, {broken} broken")
    return 1 if broken else 0


def do_show(a):
    _, text, record = parse(a.file)
    render(text, record)
    claims.render(text, record)


def do_store(a):
    keys, text, record = parse(a.file)
    write_lines(a.out, to_offsets(a.file, keys["id"], keys["file"], text, record))


def do_quote(a):
    stored, text = json.loads(pathlib.Path(a.file).read_text(encoding="utf-8")), read_text(a.text)[1]
    pathlib.Path(a.out).write_text(to_quoted(text, from_offsets(stored, text)), encoding="utf-8")


def do_records(a):
    out = pathlib.Path(a.dir)
    out.mkdir(parents=True, exist_ok=True)
    lines = []
    for split, origin, ident, keys, text, record in documents(a.data, a.second):
        if a.split in (None, split) and a.origin in (None, origin):
            whole = gold(ident, keys, text, record)
            (out / (re.sub(r"\W+", "_", ident) + ".json")).write_text(json.dumps({"split": split, "origin": origin, **whole}, ensure_ascii=False), encoding="utf-8")
            lines.append(json.dumps({k: v for k, v in whole["document"].items() if k != "language"}, ensure_ascii=False))
    (out / "texts.jsonl").write_text("".join(l + "\n" for l in lines), encoding="utf-8")
    print(f"{len(lines)} records in {out}")


def do_agreement(a):
    first = {d[2]: d for d in documents(a.data)}
    report = {}
    for origin in ("original", "real"):
        with tempfile.TemporaryDirectory() as room:
            pairs, n = [], 0
            for _, kind, ident, keys, text, record in documents(a.data, second=True):
                if kind != origin:
                    continue
                n += 1
                for tag, r in (("first", first[ident][5]), ("second", record)):
                    path = pathlib.Path(room) / f"{n}.{tag}.json"
                    path.write_text(json.dumps(gold(ident, keys, text, r)), encoding="utf-8")
                    pairs.append(str(path))
            if pairs:
                scored = json.loads(subprocess.run([sys.executable, a.scorer, *pairs], check=True, capture_output=True, text=True).stdout)
                report[origin] = {"documents": n, **{k: v["f1"] if k != "speaker_unresolved" else v["recall"] for k, v in scored.items() if v["gold"]}}
    print(json.dumps(report, indent=1))


def do_count(a):
    c = collections.Counter()
    for split, origin, _, _, text, record in documents(a.data):
        for key in ((origin, split), (origin, "all")):
            c[key, "documents"] += 1
            c[key, "words"] += len(text.split())
            c[key, "attributions"] += len(record["attributions"])
            c[key, "nested"] += sum(bool(x["within"]) for x in record["attributions"])
            c[key, "actors"] += len(record["actors"])
            c[key, "with claims"] += record["claims"]
            for x in claims.LISTS:
                c[key, x] += len(record[x])
    for key in sorted({k for k, _ in c}):
        print(*key, *(f"{c[key, x]} {x}" for x in ("documents", "words", "attributions", "nested", "actors", "with claims", *claims.LISTS)))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = p.add_subparsers(required=True)
    data = HERE.parent.parent / "shared"

    def command(name, do, *args):
        s = sub.add_parser(name)
        for names, options in args:
            s.add_argument(*names, **options)
        s.add_argument("--data", default=data / "data" if (data / "data").is_dir() else None)
        s.set_defaults(do=do)
    command("check", do_check, (["files"], {"nargs": "*"}))
    command("show", do_show, (["file"], {}))
    command("store", do_store, (["file"], {}), (["out"], {}))
    command("quote", do_quote, (["file"], {}), (["text"], {}), (["out"], {}))
    command("records", do_records, (["dir"], {}), (["--split"], {}), (["--origin"], {}), (["--second"], {"action": "store_true"}))
    command("agreement", do_agreement, (["--scorer"], {"default": str(data / "eval" / "record_score.py")}))
    command("count", do_count)
    a = p.parse_args()
    try:
        sys.exit(a.do(a))
    except (Broken, OSError) as x:
        sys.exit(f"corpus.py: {x}")


if __name__ == "__main__":
    main()
