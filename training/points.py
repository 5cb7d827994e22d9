#!/usr/bin/env python3
"""Fit what each sign is worth for a pronoun (crates/rapporteur-reading/lexicon/points.toml) on gold records. Standard library only.

    points.py READER SCORER OUT.toml GOLD_DIR [GOLD_DIR ...] [--mentions FILE.jsonl] [--rounds N] [--only KEY ...]

READER is the built example `speakers`, SCORER `record_score.py`; each GOLD_DIR holds records of the corpus' train part
(`corpus/corpus.py records`), FILE.jsonl documents with coreference (the train part of gum-entities; of them those with `commercial_ok`).
One number at a time is moved by a few steps, and a move is kept where the worth rises by at least GAIN: the mean, over the directories, of the
share of right speakers, and, over FILE.jsonl, of the share of right pronouns less that of wrong ones. The directories are cut in two by
turns of the documents, and a move that makes a half worse by more than GAIN is not kept: what helps one half alone does not carry over.
The order is that of the file, so the result is the same each time.
The file's comments stay.
"""
import argparse, importlib.util, json, os, pathlib, re, subprocess, sys, tempfile

STEPS = (1, -1, 3, -3, 6, -6)
GAIN = 0.0005
PRONOUNS = set("he him his she her it its they them their".split())


def load(scorer):
    spec = importlib.util.spec_from_file_location("record_score", scorer)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Trial:
    def __init__(self, reader, scorer, folders, mentions):
        self.reader, self.score, self.own = reader, load(scorer), tempfile.TemporaryDirectory()
        folders = [sorted(p for p in pathlib.Path(d).glob("*.json")) for d in folders]
        self.groups = [g[half::2] for g in folders for half in (0, 1)]
        self.measures = [right] * len(self.groups)
        if mentions:
            files = coreference(mentions, pathlib.Path(self.own.name))
            self.groups += [files[0::2], files[1::2]]
            self.measures += [resolved] * 2
        self.gold = {p: self.score.Doc(json.loads(p.read_text("utf-8")), str(p)) for g in self.groups for p in g}
        self.seen = {}

    def worth(self, points):
        """Of each half of a group, the share of what is right with these points."""
        key = tuple(points.items())
        if key not in self.seen:
            with tempfile.TemporaryDirectory() as out:
                file = os.path.join(out, "points.toml")
                pathlib.Path(file).write_text("".join(f"{k} = {v}\n" for k, v in points.items()))
                records = pathlib.Path(out) / "records"
                subprocess.run([self.reader, "--points", file, records, *(p for g in self.groups for p in g)], check=True, stderr=subprocess.DEVNULL)
                self.seen[key] = [self.share(g, m, records) for g, m in zip(self.groups, self.measures)]
        return self.seen[key]

    def share(self, group, measure, records):
        read = lambda p: self.score.Doc(json.loads((records / p.name).read_text("utf-8")), str(p))
        counts = [measure(self.score, self.gold[p], read(p)) for p in group]
        return sum(hit for hit, _ in counts) / max(1, sum(n for _, n in counts))


def better(new, old):
    """Whether the mean rises by GAIN and no half falls by more than GAIN."""
    return sum(new) - sum(old) >= GAIN * len(old) and all(n >= o - GAIN for n, o in zip(new, old))


def coreference(path, folder):
    """Documents with coreference as gold records: actors with a name, and their pronouns."""
    files = []
    for line in open(path, encoding="utf-8"):
        document = json.loads(line)
        text, clusters = document["text"], {}
        for m in document["mentions"] if document["commercial_ok"] else []:
            if m["type"] in ("person", "organization"):
                clusters.setdefault(m["cluster"], []).append(m)
        known = {c: ms for c, ms in clusters.items() if len(ms) > 1 and any(m["named"] for m in ms)}
        said = lambda m: text[m["begin"]:m["end"]]
        called = lambda m: said(m) if m["named"] else text[m["head"][0]:m["head"][1]]
        actors = [{"id": str(c), "name": next(said(m) for m in ms if m["named"]), "names": sorted({called(m) for m in ms if not m["pronoun"]})} for c, ms in known.items()]
        pronouns = [[m["begin"], m["end"], str(c)] for c, ms in known.items() for m in ms if m["pronoun"] and said(m).lower() in PRONOUNS]
        if pronouns:
            record = {"format": "rapporteur-record/1", "document": {"text": text}, "actors": actors, "pronouns": pronouns}
            record.update({k: [] for k in "attributions proposals terms positions conflicts figures events".split()})
            files.append(folder / f"{document['id']}.json")
            files[-1].write_text(json.dumps(record), "utf-8")
    return files


def pairs(score, g, p):
    share = lambda i, j: len(g.names(i) & p.names(j)) / len(g.names(i) | p.names(j))
    return dict(score.match(list(g.actors), list(p.actors), share))


def resolved(score, g, p):
    """Right pronouns less wrong ones, and all pronouns of actors that were found."""
    pair, at = pairs(score, g, p), {tuple(m): i for i, a in p.actors.items() for m in a.get("mentions", [])}
    found = [(pair[c], at.get((b, e))) for b, e, c in g.r["pronouns"] if c in pair]
    return sum((x == y) - (y is not None and x != y) for x, y in found), len(found)


def right(score, g, p):
    """Right speakers and all speakers of one document: record_score's `speaker` where every attribution is matched to itself."""
    pair = pairs(score, g, p)
    named = [(a, b) for a, b in zip(g.r["attributions"], p.r["attributions"]) if a["source_actor"]]
    same = lambda i, j: j is not None and pair.get(i) == j
    return sum(any(same(i, b.get("source_actor")) for i in a.get("source_actors") or [a["source_actor"]]) for a, b in named), len(named)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reader"), parser.add_argument("scorer"), parser.add_argument("out"), parser.add_argument("gold", nargs="+")
    parser.add_argument("--mentions"), parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", nargs="+", default=None)
    args = parser.parse_args()
    text = pathlib.Path(args.out).read_text("utf-8")
    points = {m[1]: int(m[2]) for m in re.finditer(r"^(\w+) = (-?\d+)", text, re.M)}
    trial = Trial(args.reader, args.scorer, args.gold, args.mentions)
    best = trial.worth(points)
    print(*(f"{b:.4f}" for b in best), "at first")
    for round_ in range(args.rounds):
        before = best
        for key in args.only or points:
            for step in STEPS:
                moved = {**points, key: points[key] + step}
                worth = trial.worth(moved)
                if better(worth, best):
                    points, best = moved, worth
                    print(*(f"{b:.4f}" for b in best), f"{key} = {points[key]}", flush=True)
        if best == before:
            break
    text = re.sub(r"^(\w+) = -?\d+", lambda m: f"{m[1]} = {points[m[1]]}", text, flags=re.M)
    pathlib.Path(args.out).write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
