#!/usr/bin/env python3
"""Makes crates/rapporteur-reading/gazetteer/countries.tsv from the country list. Python 3 standard library only.

    gazetteer.py COUNTRIES.jsonl OUT.tsv

One line a country: Wikidata item, names (";" between them, the first is shown), people and adjectives, capitals.
Names in scripts other than Latin are left out, and so are those under three letters, which are common words too.
"""
import json, sys, unicodedata


def latin(name):
    return all(unicodedata.name(c, "").startswith("LATIN") or not c.isalpha() for c in name)


def kept(names, shortest):
    out = []
    for name in names:
        name = " ".join(name.split()).removeprefix("The ").removeprefix("the ")
        plain = not any(c in ";\t(\u02d0\u0294'" or 0x250 <= ord(c) < 0x2B0 for c in name)
        if latin(name) and plain and len(name) >= shortest and name[:1].isupper() and name not in out:
            out.append(name)
    return out


def main(source, target):
    rows = []
    for line in open(source, encoding="utf-8"):
        c = json.loads(line)
        names = kept([c["name"], c["official"], *c["aliases"]], 4)
        people, capitals = kept(c["demonym"], 4), kept(c["capital"], 3)
        if c.get("wikidata") and names:
            rows.append("\t".join([c["wikidata"], ";".join(names), ";".join(people), ";".join(capitals)]))
    with open(target, "w", encoding="utf-8") as out:
        out.write("\n".join(sorted(rows, key=lambda r: int(r.split("\t")[0][1:]))) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
