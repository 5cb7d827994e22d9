#!/usr/bin/env python3
"""Judged texts as sheets that a person can read and put right. Python 3 standard library only.

    sheet.py show ID [--data DIR] > FILE        what is stored of the parts of a text
    sheet.py guess RECORD.json --file F --id ID [--begin N] > FILE
                                                what the reader marks in a new text (its record, read with `rapporteur read --format json`)
    sheet.py take FILE ... --to NAME [--data DIR]   sheets back into judged/NAME.jsonl, in the place of what it had of those parts
    sheet.py check [--data DIR]                 refuse broken annotations; without --data those of our own texts alone

Decides the form in which claims are judged. Must not know what a training makes of them (training/corpora.py).

A sheet is the text with its marks, `⟦t3| the words⟧` (p mention of a proposal, t term, e evidence of a stance, f figure, v event), and lines below:

    A1 the port authority; the authority           an actor and what the text calls it
    P p1 p4                                         one proposal with all its mentions
    T t3 economic                                   a marked term is one, of this kind
    E e2 A1+A4 t3 rejects probable                  evidence, holders, target (t.., p.. or process), stance, certainty if not `certain`
    F f1 killed                                     what a figure counts
    V v2 CONSULT A1 > A4 future                     an event: type, who > with or to whom, status if not `reported`
    N the union | has been telling | that it ..     an attribution: source, cue, content (`-` for none)

Words in quotation marks at the end of a line are the span itself (`T n1 governance "a new vote"`), with more words around it where they occur
twice (`"said it [will] not"`; ⟦⟧ instead where the text has brackets). What is marked and has no line is refused. New ids begin with n.
"""
import argparse, hashlib, json, pathlib, re, sys

import claims
import judged

PLAIN = str.maketrans("“”‘’–—", "\"\"''--")
LETTERS = {"proposals": "p", "terms": "t", "positions": "e", "figures": "f", "events": "v"}


class Broken(ValueError):
    pass


# ---------------------------------------------------------------- out: a stored part as a sheet
def marked(stored):
    """[(begin, end, id)] of all marks, without those that cross another; and the id of each span."""
    spans = [(tuple(m), "p") for p in stored["proposals"] for m in p["mentions"]]
    spans += [(tuple(s), LETTERS[key]) for key, part in judged.LISTS[2:] for x in stored[key] for s in x[part][:1]]
    count, ids = dict.fromkeys("ptefv", 0), {}
    for span, letter in sorted(set(spans)):
        count[letter] += 1
        ids[span, letter] = f"{letter}{count[letter]}"
    kept = []
    for (b, e), i in sorted(((s, i) for (s, _), i in ids.items()), key=lambda x: (x[0][0], -x[0][1])):
        if all(y <= b or e <= y for _, y, _ in kept):
            kept.append((b, e, i))
    return kept, ids


def marks_in(text, kept):
    points = sorted([(b, 1, -e, f"⟦{i}| ") for b, e, i in kept] + [(e, 0, -b, "⟧") for b, e, i in kept])
    out, at = [], 0
    for place, _, _, mark in points:
        out += [text[at:place], mark]
        at = place
    return "".join(out) + text[at:]


def lines_of(stored, text, ids, shown):
    """The lines below the text. A span whose mark is not shown is quoted."""
    actor = {a["id"]: f"A{n}" for n, a in enumerate(stored["actors"], 1)}
    quote = lambda i, span: "" if i in shown else f' "{quoted(text, *span)}"'
    named = {}
    for p in stored["proposals"]:
        of = [(ids[tuple(m), "p"], m) for m in p["mentions"]]
        of.sort(key=lambda x: x[0] not in shown)
        named[p["id"]] = lead = of[0][0]
        yield "P " + " ".join(i for i, _ in of if i in shown or i == lead) + quote(*of[0])
        yield from (f"P {lead} {i}{quote(i, m)}" for i, m in of if i not in shown and i != lead)
    for t in stored["terms"]:
        named[t["id"]] = i = ids[tuple(t["text"][0]), "t"]
        yield f"T {i} {t['kind']}{quote(i, t['text'][0])}"
    for x in stored["positions"]:
        i = ids[tuple(x["evidence"][0]), "e"]
        sure = "" if x["certainty"] == "certain" else " " + x["certainty"]
        yield f"E {i} {actor[x['holder']]} {named.get(x['target'], x['target'])} {x['stance']}{sure}{quote(i, x['evidence'][0])}"
    for x in stored["figures"]:
        i = ids[tuple(x["text"][0]), "f"]
        yield f"F {i} {x['measure']}{quote(i, x['text'][0])}"
    for x in stored["events"]:
        i = ids[tuple(x["text"][0]), "v"]
        who = lambda key: "+".join(actor[a] for a in x[key]) or "-"
        status = "" if x["status"] == "reported" else " " + x["status"]
        yield f"V {i} {x['type']} {who('actors')} > {who('recipients')}{status}{quote(i, x['text'][0])}"
    for a in stored.get("attributions", ()):
        yield "N " + " | ".join(" + ".join(quoted(text, *s) for s in a[role]) or "-" for role in judged.ROLES)


def quoted(text, begin, end):
    """The words of a span, with as much around them as finds it again; ⟦⟧ instead of [] where the words themselves have brackets."""
    for room in (0, 12, 25, 50, 100, 200):
        before, words, after = text[max(0, begin - room):begin], text[begin:end], text[end:end + room]
        opening, closing = "⟦⟧" if "[" in before + words + after else "[]"
        whole = (before + opening + words + closing + after if room or opening == "⟦" else words).replace("\n", " ")
        try:
            if place(text, whole) == [begin, end]:
                return whole
        except Broken:
            pass
    raise Broken(f"cannot quote [{begin}, {end})")


def sheet(stored, text):
    kept, ids = marked(stored)
    shown = {i for _, _, i in kept}
    actors = [f"A{n} " + "; ".join(quoted(text, b, e) if "[" in text[b:e] else text[b:e].replace("\n", " ") for b, e in a["names"]) for n, a in enumerate(stored["actors"], 1)]
    head = f"=== {stored['file']} {stored['id']} {stored['begin']} {stored['end']}" + (" attributions" if "attributions" in stored else "")
    return "\n".join([head, *actors, "TEXT", marks_in(text, kept), "LINES", *lines_of(stored, text, ids, shown), ""])


# ---------------------------------------------------------------- in: a sheet as a stored part
def place(text, quote, whole=(0, None)):
    """Where quoted words are: [begin, end)."""
    m = re.fullmatch(r"(.*?)⟦(.+)⟧(.*)", quote, re.S) or re.fullmatch(r"(.*?)\[(.+)\](.*)", quote, re.S)
    before, words, after = m.groups() if m else ("", quote, "")
    plain, begin, end = text.translate(PLAIN), whole[0], len(text) if whole[1] is None else whole[1]
    first, gap, last = words.partition(" .. ")
    for hay, low in ((plain, str), (plain.lower(), str.lower)):
        needle = lambda w: low(w.translate(PLAIN)).replace("\n", " ")
        at = hay.replace("\n", " ").find(needle(before + (first if gap else words + after)), begin, end)
        if at < 0:
            continue
        at += len(before)
        if not gap:
            return [at, at + len(words)]
        to = hay.replace("\n", " ").find(needle(last + after), at + len(first), end)
        if to >= 0:
            return [at, to + len(last)]
    raise Broken(f"the words {quote!r} are not in the text")


def take(text, begin, end, file, ident, attributions, actors, marks, lines):
    """A stored part from the lines of a sheet."""
    stored = {"id": ident, "file": file, "begin": begin, "end": end, "sha256": hashlib.sha256(text.encode()).hexdigest(), "actors": []}
    stored |= {key: [] for key in LETTERS} | ({"attributions": []} if attributions else {})
    for line in actors:
        name, _, names = line.partition(" ")
        stored["actors"].append({"id": name.lower(), "names": [place(text, n.strip()) for n in names.split(";") if n.strip()]})
    known = {}
    for line in sorted(lines, key=lambda x: "APTEFVN".find(x[0])):
        try:
            one_line(stored, line, text, marks, known)
        except (IndexError, KeyError) as e:
            raise Broken(f"{line!r}: too few parts, or an id that no mark has ({e})") from e
    wrong = list(judged.faults(text, stored))
    if wrong:
        raise Broken("; ".join(wrong))
    return stored


def one_line(stored, line, text, marks, known):
    if line.startswith("N "):
        spans = lambda words: [] if words == "-" else sorted(place(text, w.strip()) for w in words.split(" + "))
        stored["attributions"].append(dict(zip(judged.ROLES, (spans(w.strip()) for w in line[2:].split("|")))))
        return
    bare, _, quoted = line.partition(' "')
    span = place(text, quoted.removesuffix('"')) if quoted else None
    what, first, *rest = bare.split()
    at = lambda i: span or marks[i]
    who = lambda words: [x.lower() for x in words.split("+") if x != "-"]
    if what == "A":
        stored["actors"].append({"id": first.lower(), "names": [span]})
    elif what == "P":
        new = known.get(first) is None
        name = known.setdefault(first, f"p{len(stored['proposals']) + 1}")
        if new:
            stored["proposals"].append({"id": name, "mentions": []})
        mentions = next(p for p in stored["proposals"] if p["id"] == name)["mentions"]
        for i in [first, *rest]:
            known[i] = name
            mention = marks.get(i) or (span if i == ([first, *rest])[-1] else None)      # words in quotation marks are the last one's
            if mention and mention not in mentions:
                mentions.append(mention)
        mentions.sort()
    elif what == "T":
        known[first] = f"t{len(stored['terms']) + 1}"
        stored["terms"].append({"id": known[first], "kind": rest[0], "text": [at(first)]})
    elif what == "E":
        target = rest[1] if rest[1] == "process" else known[rest[1]]
        sure = rest[3] if len(rest) > 3 else "certain"
        stored["positions"] += [{"holder": h, "target": target, "stance": rest[2], "certainty": sure, "evidence": [at(first)]} for h in who(rest[0])]
    elif what == "F":
        stored["figures"].append({"measure": rest[0], "text": [at(first)]})
    elif what == "V":
        status = rest.pop() if rest[-1] in claims.STATUSES else "reported"
        stored["events"].append({"type": rest[0], "status": status, "actors": who(rest[1]), "recipients": who(rest[3]), "text": [at(first)]})
    else:
        raise Broken(f"{line!r}: a line begins with A, P, T, E, F, V or N")


def sheets_in(words):
    """(head, actors, marks, lines) of each sheet in a file's words."""
    for block in words.split("=== ")[1:]:
        head, _, rest = block.partition("\n")
        actors, _, rest = rest.partition("TEXT\n")
        body, _, lines = rest.rpartition("\nLINES\n")
        marks, open_, clean = {}, [], 0
        for token in re.split(r"(⟦[a-z]+\d+\| |⟧)", body):
            if token.startswith("⟦"):
                open_.append((token[1:-2], clean))
            elif token == "⟧":
                name, at = open_.pop()
                marks[name] = [at, clean]
            else:
                clean += len(token)
        yield head.split(), [x for x in actors.splitlines() if x], marks, [x.strip() for x in lines.splitlines() if x.strip()]


# ---------------------------------------------------------------- commands
def stored_parts():
    for path in sorted((judged.HERE / "judged").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path, json.loads(line)


def whole_text(file, ident, data):
    return judged.theirs(data, file)[ident] if "/" in file else judged.ours(file)


def do_show(a):
    for _, stored in stored_parts():
        if stored["id"] == a.id:
            print(sheet(stored, whole_text(stored["file"], a.id, a.data)[stored["begin"]:stored["end"]]))


def do_guess(a):
    record = json.loads(pathlib.Path(a.record).read_text(encoding="utf-8"))
    text = record["document"]["text"]
    first = lambda spans: [max(spans, key=lambda s: s[1] - s[0])]
    target = lambda t: t.get("proposal") or t.get("term") or "process"
    at = lambda n: text.find(n)
    stored = {"id": a.id, "file": a.file, "begin": a.begin, "end": a.begin + len(text)}
    stored["actors"] = [{"id": x["id"], "names": [[at(n), at(n) + len(n)] for n in x["names"] if at(n) >= 0]} for x in record["actors"]]
    stored["proposals"] = [{"id": p["id"], "mentions": p["mentions"]} for p in record["proposals"] if p["mentions"]]
    stored["terms"] = [{"id": t["id"], "kind": t["kind"], "text": first(t["text"])} for t in record["terms"]]
    stored["positions"] = [{"holder": x["holder"], "target": target(x["target"]), "stance": x["stance"], "certainty": x["certainty"], "evidence": first(x["evidence"])} for x in record["positions"]]
    stored["figures"] = [{"measure": f["measure"], "text": first(f["text"])} for f in record["figures"]]
    stored["events"] = [{**{k: e[k] for k in ("type", "status", "actors", "recipients")}, "text": first(e["text"])} for e in record["events"]]
    print(sheet(stored, text))


def do_take(a):
    new = {}
    for path in map(pathlib.Path, a.sheet):
        for (file, ident, begin, end, *attributions), actors, marks, lines in sheets_in(path.read_bytes().decode()):      # as bytes: line ends stay what they are
            text = whole_text(file, ident, a.data)[int(begin):int(end)]
            try:
                new[file, ident, int(begin)] = take(text, int(begin), int(end), file, ident, bool(attributions), actors, marks, lines)
            except Broken as e:
                sys.exit(f"{path}: {ident}: {e}")
    to = judged.HERE / "judged" / f"{a.to}.jsonl"
    kept = [s for p, s in stored_parts() if p == to and (s["file"], s["id"], s["begin"]) not in new]
    rows = sorted([*kept, *new.values()], key=lambda s: (s["file"], s["id"], s["begin"]))
    to.write_text("".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows), encoding="utf-8")


def again(stored, text):
    """A part as its own sheet gives it back: the same, or a person could not put it right."""
    (head, actors, marks, lines), = sheets_in(sheet(stored, text))
    return take(text, stored["begin"], stored["end"], head[0], stored["id"], "attributions" in head[4:], actors, marks, lines)


def do_check(a):
    known, sound = {}, 0
    for path, stored in stored_parts():
        file = stored["file"]
        if "/" in file and not a.data:
            continue
        if "/" in file and file not in known:
            known[file] = judged.theirs(a.data, file)
        text = (known[file][stored["id"]] if "/" in file else judged.ours(file))[stored["begin"]:stored["end"]]
        try:
            judged.part(stored, text)
            if again(stored, text) != stored:
                raise Broken("its sheet does not give it back")
        except (Broken, judged.Broken) as e:
            sys.exit(f"{path.name}: {stored['id']} from {stored['begin']}: {e}")
        sound += 1
    print(f"{sound} judged parts are sound, and their sheets give them back")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = a.add_subparsers(dest="command", required=True)
    show, guess, take_, check = (sub.add_parser(x) for x in ("show", "guess", "take", "check"))
    show.add_argument("id")
    guess.add_argument("record")
    guess.add_argument("--file", required=True)
    guess.add_argument("--id", required=True)
    guess.add_argument("--begin", type=int, default=0)
    take_.add_argument("sheet", nargs="+")
    take_.add_argument("--to", required=True)
    for p in (show, take_, check):
        p.add_argument("--data")
    a = a.parse_args()
    {"show": do_show, "guess": do_guess, "take": do_take, "check": do_check}[a.command](a)


if __name__ == "__main__":
    main()
