"""Windows of labelled texts, padded into batches. Decides what is a target and what is left open (-100). Must not know the network's layers."""
import bisect, random
from dataclasses import dataclass

import torch

import spans as S
import pieces as P
from network import distance_buckets

OPEN_LABEL, CLS, SEP = -100, 101, 102
CONTEXTS = ((40, 24), (16, 12), (16, 12), (8, 8))      # what a window sees around its core: read with little, so that little is enough


class Labelled:
    """A text with its pieces and its attributions in pieces."""

    def __init__(self, text, tokenizer, labels):
        self.text = text
        self.p = P.cut(text.text, tokenizer)
        n, acts = len(self.p.ids), labels["speech_act"]
        known = 0 if text.attributions_known else OPEN_LABEL
        self.layers = [[known] * n, [known] * n]             # cue tags: outermost, nested
        self.spans = S.spans_of(text.text, text.record, labels["claim"], self.pieces) if text.record else []
        self.claims_known = bool(text.record and text.record["claims"])
        self.claim_layers = [[0 if self.claims_known else OPEN_LABEL] * n for _ in labels["claims"]] + [[0 if text.record and text.actors_known else OPEN_LABEL] * n]
        for s in self.spans:
            if s.kind < len(self.claim_layers) - (not text.actors_known):
                self.claim_layers[s.kind][s.begin:s.end] = [1] + [2] * (s.end - s.begin - 1)
        self.rows = []
        open_inside = [False] * n
        for a in text.attributions:
            row = {k: [s for s in (self.pieces(*x) for x in a[k] or []) if s[0] < s[1]] for k in ("source", "cue", "content", "addressee")}
            row["addressee_known"] = a["addressee"] is not None
            row["act"] = acts.index(a["speech_act"]) if a["speech_act"] else OPEN_LABEL
            row["nested"] = a["within"] is not None
            if not row["cue"]:
                continue
            for b, e in row["cue"]:
                layer = self.layers[row["nested"]]
                layer[b:e] = [1] + [2] * (e - b - 1)
            if not text.nested_known:
                for b, e in row["content"]:
                    open_inside[b:e] = [True] * (e - b)
            self.rows.append(row)
        for i in range(n):
            if open_inside[i]:
                self.layers[1][i] = OPEN_LABEL
        self.open_inside = open_inside

    def pieces(self, b, e):
        """Code points -> the pieces that share a character with them."""
        return bisect.bisect_right(self.p.end, b), bisect.bisect_left(self.p.begin, e)


@dataclass
class Batch:
    ids: torch.Tensor
    features: tuple
    mask: torch.Tensor
    layers: torch.Tensor         # [8, w, n]: cues outermost and nested, claims, actors
    rows: list                   # (window, row, offset)
    spans: list                  # for each window: [(span, begin, end)] in window positions
    items: list                  # (labelled, left, right)


def windows_of(labelled, rng=None):
    for t in labelled:
        if rng:
            ws = P.windows(t.p, core_limit=rng.randint(140, P.WINDOW - P.LEFT), skip=rng.choice((0, 0, 1, 2)), context=rng.choice(CONTEXTS))
        else:
            ws = P.windows(t.p)
        yield from ((t, w) for w in ws)


def batches(labelled, size, seed):
    """Batches of about `size` pieces, of windows of like length, in an order the seed decides."""
    rng = random.Random(seed)
    ws = list(windows_of(labelled, rng))
    rng.shuffle(ws)
    out, chunk = [], 200
    for i in range(0, len(ws), chunk):
        part = sorted(ws[i:i + chunk], key=lambda x: x[1][3] - x[1][0])
        batch, longest = [], 0
        for t, w in part:
            n = w[3] - w[0] + 2
            if batch and max(longest, n) * (len(batch) + 1) > size:
                out.append(batch)
                batch, longest = [], 0
            batch.append((t, w))
            longest = max(longest, n)
        out.append(batch)
    rng.shuffle(out)
    return out


def collate(batch, disguise=None, rng=None):
    """Windows side by side; `disguise` with `rng` hides names and words from the network while it learns."""
    n = max(w[3] - w[0] for _, w in batch) + 2
    pad = lambda xs, fill, first, last: [first, *xs, last] + [fill] * (n - len(xs) - 2)
    ids, case, quotation, start, mask, layers, rows, spans = [], [], [], [], [], [[] for _ in range(8)], [], []
    for i, (t, (left, _, _, right)) in enumerate(batch):
        p, part = t.p, slice(left, right)
        ids.append(pad(disguise.of(p.ids[part], p.case[part], rng) if disguise else p.ids[part], 0, CLS, SEP))
        case.append(pad(p.case[part], 0, 0, 0))
        quotation.append(pad(p.quotation[part], 0, 0, 0))
        start.append(pad(p.start[part], 0, 0, 0))
        mask.append(pad([1] * (right - left), 0, 1, 1))
        for k, layer in enumerate(t.layers + t.claim_layers):
            layers[k].append(pad(layer[part], OPEN_LABEL, OPEN_LABEL, OPEN_LABEL))
        spans.append([(s, s.begin + 1 - left, s.end + 1 - left) for s in t.spans if left <= s.begin and s.end <= right])
        for row in t.rows:
            places = row["cue"] + row["source"] + row["content"] + row["addressee"]
            if all(left <= b and e <= right for b, e in places):
                rows.append((i, row, 1 - left))
    to = lambda x: torch.tensor(x)
    return Batch(to(ids), (to(case), to(quotation), to(start)), to(mask), torch.stack([to(x) for x in layers]), rows, spans,
                 [(t, w[0], w[3]) for t, w in batch])


def role_inputs(cues, n, mask):
    """cues: [(window, begin, end)] in window positions -> which, averaging weights, distances, mask."""
    which = torch.tensor([c[0] for c in cues])
    begin, end = torch.tensor([c[1] for c in cues])[:, None], torch.tensor([c[2] for c in cues])[:, None]
    position = torch.arange(n)[None, :].expand(len(cues), n)
    inside = ((position >= begin) & (position < end)).float()
    return which, inside / inside.sum(1, keepdim=True), distance_buckets(position, begin, end), mask[which].float()


def role_targets(rows, n, mask, which):
    """Position tags [k, 3, n] of source, content, addressee; open where not annotated or padded."""
    y = torch.zeros(len(rows), 3, n, dtype=torch.long)
    for k, (_, row, shift) in enumerate(rows):
        for r, role in enumerate(("source", "content", "addressee")):
            for b, e in row[role]:
                y[k, r, b + shift:e + shift] = 2
                y[k, r, b + shift] = 1
        if not row["addressee_known"]:
            y[k, 2] = OPEN_LABEL
    y[(mask[which] == 0)[:, None, :].expand_as(y)] = OPEN_LABEL
    return y


def spans_of(tags):
    """Position tags -> [(begin, end)]; an inside that nothing opens opens itself."""
    out, begin = [], None
    for i, t in enumerate([*tags, 0]):
        if begin is not None and t != 2:
            out.append((begin, i))
            begin = None
        if t == 1 or (t == 2 and begin is None):
            begin = i
    return out
