#!/usr/bin/env python3
"""Fit what each sign is worth for a pronoun (crates/rapporteur-reading/lexicon/points.toml) on gold records. Standard library only.

    points.py READER SCORER OUT.toml GOLD_DIR [GOLD_DIR ...] [--rounds N]

READER is the built example `speakers`, SCORER `record_score.py`; each GOLD_DIR holds records of the corpus' train part
(`corpus/corpus.py records`). One number at a time is moved by a few steps, and a move is kept where the share of right speakers,
averaged over the directories, rises by more than a tenth of a statement; the order is that of the file, so the result is the same each time.
The file's comments stay.
"""
import argparse, importlib.util, json, os, pathlib, re, subprocess, sys, tempfile

STEPS = (1, -1, 2, -2, 4, -4)


def load(scorer):
    spec = importlib.util.spec_from_file_location("record_score", scorer)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Trial:
    def __init__(self, reader, scorer, folders):
        self.reader, self.score = reader, load(scorer)
        self.groups = [[p for p in sorted(pathlib.Path(d).glob("*.json"))] for d in folders]
        self.gold = {p: self.score.Doc(json.loads(p.read_text("utf-8")), str(p)) for g in self.groups for p in g}
        self.seen = {}

    def worth(self, points):
        """The mean share of right speakers with these points."""
        key = tuple(points.items())
        if key not in self.seen:
            self.seen[key] = sum(self.share(g, points) for g in self.groups) / len(self.groups)
        return self.seen[key]

    def share(self, group, points):
        with tempfile.TemporaryDirectory() as out:
            file = os.path.join(out, "points.toml")
            pathlib.Path(file).write_text("".join(f"{k} = {v}\n" for k, v in points.items()))
            records = os.path.join(out, "records")
            subprocess.run([self.reader, "--points", file, records, *map(str, group)], check=True, stderr=subprocess.DEVNULL)
            hits = all_ = 0
            for p in group:
                read = self.score.Doc(json.loads((pathlib.Path(records) / p.name).read_text("utf-8")), str(p))
                hit, n = right(self.score, self.gold[p], read)
                hits, all_ = hits + hit, all_ + n
        return hits / all_


def right(score, g, p):
    """Right speakers and all speakers of one document: record_score's `speaker` where every attribution is matched to itself."""
    share = lambda i, j: len(g.names(i) & p.names(j)) / len(g.names(i) | p.names(j))
    pair = dict(score.match(list(g.actors), list(p.actors), share))
    named = [(a, b) for a, b in zip(g.r["attributions"], p.r["attributions"]) if a["source_actor"]]
    same = lambda i, j: j is not None and pair.get(i) == j
    return sum(any(same(i, b.get("source_actor")) for i in a.get("source_actors") or [a["source_actor"]]) for a, b in named), len(named)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reader"), parser.add_argument("scorer"), parser.add_argument("out"), parser.add_argument("gold", nargs="+")
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    text = pathlib.Path(args.out).read_text("utf-8")
    points = {m[1]: int(m[2]) for m in re.finditer(r"^(\w+) = (-?\d+)", text, re.M)}
    trial = Trial(args.reader, args.scorer, args.gold)
    best = trial.worth(points)
    print(f"{best:.4f} at first")
    for round_ in range(args.rounds):
        before = best
        for key in points:
            for step in STEPS:
                moved = {**points, key: points[key] + step}
                worth = trial.worth(moved)
                if worth > best + 1e-4:
                    points, best = moved, worth
                    print(f"{best:.4f} {key} = {points[key]}", flush=True)
        if best == before:
            break
    text = re.sub(r"^(\w+) = -?\d+", lambda m: f"{m[1]} = {points[m[1]]}", text, flags=re.M)
    pathlib.Path(args.out).write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
