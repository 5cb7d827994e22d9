"""What the network is told of its mistakes. Decides how heavy each kind of mistake weighs. Must not know corpora, optimisers."""
import torch
import torch.nn.functional as F

import spans as C
from batches import OPEN_LABEL, role_inputs, role_targets, spans_of
from network import distance_buckets

FEW = 12        # a batch with fewer attributions, or claims, than this weighs less by as much: one of them shall not weigh as a dozen do


def loss_of(net, batch, labels, refuse, rng, device, half=False):
    """-> (loss, its parts by name). `half`: the encoder multiplies in bfloat16, the heads never do (they add up many small numbers)."""
    with torch.autocast(device, torch.bfloat16, enabled=half):
        vectors, tags = net["encoder"](batch.ids.to(device), *(f.to(device) for f in batch.features), mask=batch.mask.to(device))
    vectors, tags = vectors.float(), tags.float()
    total, parts = attribution_loss(net, batch, vectors, tags, refuse, rng, device)
    total = total * min(1, max(1, len(batch.rows)) / FEW)
    if any(batch.spans):
        more, named = claims_loss(net["claims"], batch, vectors, tags, labels, rng, device)
        few = min(1, sum(s.kind < C.CLAIMS for spans in batch.spans for s, _, _ in spans) / FEW)
        total, parts = total + few * more, parts | named
    return total, parts


def false_cues(batch, scores, limit, rng):
    """Cues the network sees where none is: shown to the role head as refusals, so that it learns to say no."""
    out = []
    best = scores.argmax(-1).cpu()
    for w, (t, left, right) in enumerate(batch.items):
        for layer in (0, 1):
            if layer and not t.text.nested_known:
                continue
            tags = best[0 if layer == 0 else 1, w].tolist()
            for b, e in spans_of(tags[1:right - left + 1]):
                part = slice(b + left, e + left)
                if not any(t.layers[0][part]) and not any(x > 0 for x in t.layers[1][part]) and not any(t.open_inside[part]):
                    out.append((w, b + 1, e + 1))
    out = list(dict.fromkeys(out))
    rng.shuffle(out)
    return out[:limit]


def attribution_loss(net, batch, vectors, cue, refuse, rng, device):
    ids, layers = batch.ids.to(device), batch.layers.to(device)
    scores = torch.stack([cue[..., :3], cue[..., 3:6]])
    per = lambda k: F.cross_entropy(scores[k].flatten(0, 1), layers[k].flatten(), ignore_index=OPEN_LABEL, reduction="sum")
    n_cues = max(1, len(batch.rows))
    cue_loss = (per(0) + per(1)) / n_cues
    refused = false_cues(batch, scores.detach(), n_cues // 2 + 1, rng) if refuse else []
    rows = batch.rows + [(w, {"source": [], "content": [], "addressee": [], "addressee_known": True, "act": OPEN_LABEL, "cue": None}, 0) for w, _, _ in refused]
    cues = [(w, r["cue"][0][0] + s, r["cue"][-1][1] + s) for w, r, s in batch.rows] + refused
    if not cues:
        return cue_loss, {"cue": cue_loss.item()}
    which, mean, distance, role_mask = role_inputs(cues, ids.shape[1], batch.mask)
    y = role_targets(rows, ids.shape[1], batch.mask, which).to(device)
    tags, act, accept = net["roles"](vectors, which.to(device), mean.to(device), distance.to(device), role_mask.to(device))
    tags = tags.unflatten(-1, (3, 3)).permute(0, 2, 1, 3)                    # [k, role, n, tag]
    role_loss = F.cross_entropy(tags.flatten(0, 2), y.flatten(), ignore_index=OPEN_LABEL, reduction="sum") / len(cues)
    acts = torch.tensor([r["act"] for _, r, _ in rows], device=device)
    act_loss = F.cross_entropy(act, acts, ignore_index=OPEN_LABEL, reduction="sum") / len(cues)
    good = torch.tensor([1.0] * len(batch.rows) + [0.0] * len(refused), device=device)
    accept_loss = F.binary_cross_entropy_with_logits(accept, good)
    total = 1.5 * cue_loss + 0.3 * role_loss + 0.3 * act_loss + 0.5 * accept_loss
    return total, {"cue": cue_loss.item(), "roles": role_loss.item(), "act": act_loss.item(), "accept": accept_loss.item()}


def false_spans(batch, tags, limit, rng):
    """Spans the network sees where none is, of texts whose claims are annotated: [(window, kind, begin, end)]."""
    out, best = [], tags.detach()[..., 6:].unflatten(-1, (-1, 3)).argmax(-1).cpu()
    for w, (t, left, right) in enumerate(batch.items):
        if t.claims_known:
            for kind, layer in enumerate(t.claim_layers[:C.CLAIMS]):
                out += [(w, kind, b + 1, e + 1) for b, e in spans_of(best[w, 1:right - left + 1, kind].tolist()) if not any(x > 0 for x in layer[b + left:e + left])]
    rng.shuffle(out)
    return out[:limit]


def span_vectors(vectors, places):
    """Mean, first and last vector of spans [(window, begin, end)]."""
    w, b, e = (torch.tensor(x, device=vectors.device) for x in zip(*places))
    sums = torch.cat([torch.zeros_like(vectors[:, :1]), vectors.cumsum(1)], 1)
    return (sums[w, e] - sums[w, b]) / (e - b)[:, None], vectors[w, b], vectors[w, e - 1]


def claims_loss(head, batch, vectors, tags, labels, rng, device):
    """Tags of the claims' layers, labels of spans, refusal of false ones, links."""
    layers = batch.layers[2:].to(device)
    gold = [(w, s, b, e) for w, spans in enumerate(batch.spans) for s, b, e in spans]
    count, named = (max(1, sum(test(s.kind) for _, s, _, _ in gold)) for test in (lambda k: k < C.CLAIMS, lambda k: k == C.MENTION))
    scores = tags[..., 6:].unflatten(-1, (-1, 3)).permute(2, 0, 1, 3)
    tags_of = lambda part: F.cross_entropy(scores[part].flatten(0, 2), layers[part].flatten(), ignore_index=OPEN_LABEL, reduction="sum")
    tag_loss, actor_loss = tags_of(slice(C.CLAIMS)) / count, tags_of(slice(C.CLAIMS, None)) / named
    false = false_spans(batch, tags, count // 2 + 1, rng)
    out, ask, answer, none = head(*span_vectors(vectors, [(w, b, e) for w, _, b, e in gold] + [(w, b, e) for w, _, b, e in false]))
    at, label_losses = 0, []
    for name, group in labels["claim"].items():
        y = torch.tensor([s.labels.get(name, OPEN_LABEL) for _, s, _, _ in gold], device=device)
        if (y >= 0).any():
            label_losses.append(F.cross_entropy(out[:len(gold), at:at + len(group)], y, ignore_index=OPEN_LABEL))
        at += len(group)
    judged = [i for i, (_, s, _, _) in enumerate(gold) if s.kind < C.CLAIMS] + list(range(len(gold), len(gold) + len(false)))
    accept = out.new_zeros(()) if not judged else F.binary_cross_entropy_with_logits(out[judged, -1], torch.tensor([float(i < len(gold)) for i in judged], device=device))
    linked = link_loss(head, gold, ask, answer, none, labels["link"]["relations"], device)
    label = sum(label_losses) if label_losses else out.new_zeros(())
    total = 0.6 * tag_loss + 0.3 * actor_loss + 0.6 * label + 0.5 * accept + 0.7 * linked
    return total, {"claims": tag_loss.item(), "actors": actor_loss.item(), "labels": label.item(), "judge": accept.item(), "links": linked.item()}


def link_loss(head, gold, ask, answer, none, relations, device):
    """Minus the log of the probability given to all right partners together, averaged over the askers of a relation, summed over relations."""
    total = ask.new_zeros(())
    windows = {}
    for i, (w, s, b, e) in enumerate(gold):
        windows.setdefault(w, []).append((i, s, b, e))
    for r, relation in enumerate(relations):
        losses = []
        for items in windows.values():
            askers = [x for x in items if relation in x[1].links]
            others = [x for x in items if x[1].kind in (0, 1, C.MENTION)]
            if not askers:
                continue
            may = torch.tensor([[C.may_answer(relation, s, o) for _, o, _, _ in others] for _, s, _, _ in askers], dtype=torch.bool, device=device).reshape(len(askers), len(others))
            right = torch.tensor([[bool(o.ids & frozenset(s.links[relation])) for _, o, _, _ in others] for _, s, _, _ in askers], dtype=torch.bool, device=device).reshape(len(askers), len(others)) & may
            taught = [k for k, (_, s, _, _) in enumerate(askers) if right[k].any() or C.absent_is_none(relation, s)]
            if not taught:
                continue
            position = torch.tensor([b for _, _, b, _ in others], device=device).reshape(1, -1)
            begin, end = (torch.tensor([x[k] for x in askers], device=device)[:, None] for k in (2, 3))
            scores = head.pairs(ask[[x[0] for x in askers]], answer[[x[0] for x in others]], distance_buckets(position, begin, end), r)
            scores = torch.cat([none[[x[0] for x in askers], r][:, None], scores.masked_fill(~may, -1e4)], 1)
            right = torch.cat([~right.any(1, keepdim=True), right], 1)
            losses.append((scores.logsumexp(1) - scores.masked_fill(~right, -1e4).logsumexp(1))[taught])
        if losses:
            total = total + torch.cat(losses).mean()
    return total
