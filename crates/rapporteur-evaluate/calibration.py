#!/usr/bin/env python3
"""How far a confidence can be trusted. Python 3 standard library only.

    calibration.py SCORER.py GOLD.json PRED.json [GOLD PRED ...]

Decides: bins, expected calibration error, precision by half and by threshold. What is right is the referee's decision: its `match` is
listened to while it scores. For attributions and positions prints one JSON object: items, the error over ten equal bins, the precision of
the more and of the less confident half, a precision-recall curve, and the two numbers of a logistic map fitted to these items.
"""
import importlib.util, json, math, sys


def load(path):
    spec = importlib.util.spec_from_file_location("record_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listen(scorer, gold, pred, seen):
    """Scores one document and notes, for each predicted attribution and position, its confidence and whether it was matched."""
    original = scorer.match
    g, p = scorer.Doc(gold, "gold"), scorer.Doc(pred, "pred")

    def match(golds, preds, weight):
        hits = original(golds, preds, weight)
        for key in seen:
            if preds is p.r[key]:
                right = {id(b) for _, b in hits}
                seen[key] += [(x.get("confidence", 0.0), id(x) in right) for x in preds]
        return hits
    scorer.match = match
    scorer.score_doc(g, p, {})
    scorer.match = original
    return {"attributions": len(gold["attributions"]), "positions": len(gold["positions"])}


def error(items):
    """Expected calibration error over ten equal bins of 0..1."""
    total = 0.0
    for k in range(10):
        part = [(c, r) for c, r in items if min(9, int(c * 10)) == k]
        if part:
            total += abs(sum(c for c, _ in part) - sum(r for _, r in part))
    return total / len(items)


def logistic(items):
    """Slope and offset, on the logit of the confidence, of the likeliest logistic map (Newton's method)."""
    a, b = 1.0, 0.0
    logit = lambda c: math.log(min(max(c, 1e-4), 1 - 1e-4) / (1 - min(max(c, 1e-4), 1 - 1e-4)))
    for _ in range(50):
        ga = gb = haa = hab = hbb = 1e-9
        for c, r in items:
            x = logit(c)
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, a * x + b))))
            d, w = r - p, p * (1 - p)
            ga += d * x; gb += d; haa += w * x * x; hab += w * x; hbb += w
        det = haa * hbb - hab * hab
        if abs(det) < 1e-9:
            break
        step = lambda d: max(-0.5, min(0.5, d))               # a long step can overshoot where items are few
        a, b = a + step((hbb * ga - hab * gb) / det), b + step((haa * gb - hab * ga) / det)
    return [round(a, 3), round(b, 3)]


def main(argv):
    scorer, seen, gold_count = load(argv[0]), {"attributions": [], "positions": []}, {"attributions": 0, "positions": 0}
    for g, p in zip(argv[1::2], argv[2::2]):
        with open(g, encoding="utf-8") as f, open(p, encoding="utf-8") as h:
            for key, n in listen(scorer, json.load(f), json.load(h), seen).items():
                gold_count[key] += n
    out = {}
    for key, items in seen.items():
        if not items:
            continue
        items.sort(key=lambda x: -x[0])
        half, share = len(items) // 2, lambda part: round(sum(r for _, r in part) / max(1, len(part)), 4)
        curve = [{"from": t / 10, "precision": share([x for x in items if x[0] >= t / 10]),
                  "recall": round(sum(r for c, r in items if c >= t / 10) / max(1, gold_count[key]), 4)} for t in range(0, 10)]
        out[key] = {"items": len(items), "error": round(error(items), 4), "sure_half": share(items[:half]), "unsure_half": share(items[half:]), "curve": curve, "logistic": logistic(items)}
    print(json.dumps(out))


if __name__ == "__main__":
    main(sys.argv[1:])
