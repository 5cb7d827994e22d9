#!/usr/bin/env python3
"""Weights -> what the encoder crate embeds: two graphs, the vocabulary, and golden outputs that Rust must reproduce.

    export.py DIR/weights.pt [DIR2/weights.pt ...] [--to ../crates/rapporteur-encoder/weights]

Of several the mean is taken: steps of one training that each learnt something else are together better than the last.

Decides: the arithmetic at run time (int8 per channel for the encoder's matrices, int8 rows for word vectors, f32 for the role head).
"""
import argparse, json, math, pathlib, shutil, tempfile

import numpy as np
import onnx
import onnxruntime as ort
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

import pieces as P
from network import WIDTH, distance_buckets
from train import HERE, LABELS, build, minilm, tokenizer
from batches import CLS, SEP, role_inputs, spans_of

HEADS = 12
BEFORE, BEHIND = 48, 80         # pieces that a cue's roles are first sought among; the whole window where what is found reaches their end


class Plain(nn.Module):
    """The same encoder written out, so that the graph holds nothing but what run time needs."""

    def __init__(self, encoder):
        super().__init__()
        b = encoder.bert
        words = b.embeddings.word_embeddings.weight.data
        self.scale = nn.Parameter(words.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127, requires_grad=False)
        self.words = nn.Parameter(torch.round(words / self.scale).to(torch.int8), requires_grad=False)
        self.place = nn.Parameter(b.embeddings.position_embeddings.weight.data + b.embeddings.token_type_embeddings.weight.data[0], requires_grad=False)
        self.first = b.embeddings.LayerNorm
        self.features = encoder.features
        self.layers, self.cue, self.claims = b.encoder.layer, encoder.cue, encoder.claims
        self.qkv = nn.ModuleList()
        for l in self.layers:
            s = l.attention.self
            m = nn.Linear(WIDTH, 3 * WIDTH)
            m.weight.data = torch.cat([s.query.weight.data / math.sqrt(WIDTH // HEADS), s.key.weight.data, s.value.weight.data])
            m.bias.data = torch.cat([s.query.bias.data / math.sqrt(WIDTH // HEADS), s.key.bias.data, s.value.bias.data])
            self.qkv.append(m)

    def forward(self, ids, case, quotation, start):
        n = ids.shape[1]
        x = self.words[ids].float() * self.scale[ids] + self.place[:n]
        for f, v in zip(self.features, (case, quotation, start)):
            x = x + f(v)
        x = self.first(x)
        for l, m in zip(self.layers, self.qkv):
            q, k, v = (y.reshape(1, n, HEADS, WIDTH // HEADS) for y in m(x).split(WIDTH, -1))
            p = torch.softmax(q.transpose(1, 2) @ k.permute(0, 2, 3, 1), -1)
            y = (p @ v.transpose(1, 2)).transpose(1, 2).reshape(1, n, WIDTH)
            x = l.attention.output.LayerNorm(x + l.attention.output.dense(y))
            x = l.output.LayerNorm(x + l.output.dense(F.gelu(l.intermediate.dense(x))))
        return x[0], torch.cat([self.cue(x), self.claims(x)], -1)[0]


class PlainRoles(nn.Module):
    def __init__(self, roles):
        super().__init__()
        self.r = roles

    def forward(self, vectors, mean, distance, place):
        """As `Roles`, but each cue sees only the pieces `place` [k, m] of the window around it, which `distance` [k, m] tells of too."""
        r = self.r
        c = mean @ vectors
        x = F.relu(r.token(vectors)[place] + r.anchor(c)[:, None] + r.token_gate(vectors)[place] * r.anchor_gate(c)[:, None] + r.distance(distance))
        x = x.transpose(1, 2)
        for conv in r.convolutions:
            x = x + F.relu(conv(x))
        pooled = torch.cat([c, x.amax(2)], -1)
        return r.tags(x.transpose(1, 2)), r.act(pooled), r.accept(pooled)[:, 0]


def graphs(net, room):
    ids = torch.randint(1000, 2000, (1, 11))
    zeros = torch.zeros_like(ids)
    torch.onnx.export(Plain(net["encoder"]).eval(), (ids, zeros, zeros, zeros), room / "f32.onnx", dynamo=False, opset_version=20,
                      input_names=["ids", "case", "quotation", "start"], output_names=["vectors", "tags"],
                      dynamic_axes={k: {1: "n"} for k in ("ids", "case", "quotation", "start")} | {"vectors": {0: "n"}, "tags": {0: "n"}})
    quantize_dynamic(room / "f32.onnx", room / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=["MatMul"],
                     nodes_to_exclude=[n.name for n in onnx.load(room / "f32.onnx").graph.node if "/cue/" in n.name or "/claims/" in n.name],
                     extra_options={"MatMulConstBOnly": True})
    v, mean, d = torch.randn(11, WIDTH), torch.ones(3, 11) / 11, torch.zeros(3, 7, dtype=torch.long)
    torch.onnx.export(PlainRoles(net["roles"]).eval(), (v, mean, d, d), room / "roles.onnx", dynamo=False, opset_version=20,
                      input_names=["vectors", "mean", "distance", "place"], output_names=["tags", "act", "accept"],
                      dynamic_axes={"vectors": {0: "n"}, "mean": {0: "k", 1: "n"}, "act": {0: "k"}, "accept": {0: "k"}} | {x: {0: "k", 1: "m"} for x in ("distance", "place", "tags")})
    row = torch.randn(3, WIDTH)
    torch.onnx.export(net["claims"].eval(), (row, row, row), room / "claims.onnx", dynamo=False, opset_version=20,
                      input_names=["mean", "first", "last"], output_names=["labels", "ask", "answer", "none"],
                      dynamic_axes={k: {0: "k"} for k in ("mean", "first", "last", "labels", "ask", "answer", "none")})
    near = [[round(float(x), 5) for x in row] for row in net["claims"].near.weight]
    (room / "near.json").write_text(json.dumps(near), encoding="utf-8")


GOLDEN = [
    "Mara Ellison said the port “will not” sign before Friday. \"We were told, twice, that it would,\" she added.\n\nAccording to the Daily Ledger, officials in Corrazal have been saying that the union's offer is off the table.",
    "Não há acordo — the minister’s aide told Radio Verrin: ‘No deal (yet).’\nThe U.S.-style plan cost $4.5bn; it was REJECTED.\n\n",
    "The envoy, who asked not to be named, claimed that both sides had agreed to the text. " * 40,
]


def golden(net, room):
    """What Rust must reproduce: pieces and windows exactly, scores within the tolerance that int8 allows."""
    tok, out = tokenizer(), []
    enc, rol = (ort.InferenceSession(room / f"{x}.onnx", providers=["CPUExecutionProvider"]) for x in ("encoder", "roles"))
    for text in GOLDEN:
        p, row = P.cut(text, tok), None
        ws = P.windows(p)
        windows = []
        for left, b, e, right in ws:
            part = slice(left, right)
            row = [np.array([[x, *y[part], z]]) for x, y, z in ((CLS, p.ids, SEP), (0, p.case, 0), (0, p.quotation, 0), (0, p.start, 0))]
            vectors, cue = enc.run(None, dict(zip(("ids", "case", "quotation", "start"), row)))
            cues = [(0, x + 1, y + 1) for x, y in spans_of(cue[1:-1, :3].argmax(-1).tolist())][:3]
            found = []
            if cues:
                _, mean, distance, _ = role_inputs(cues, right - left + 2, torch.ones(1, right - left + 2))
                place = around(cues, len(vectors))
                tags, act, accept = rol.run(None, {"vectors": vectors, "mean": mean.numpy(), "distance": distance.gather(1, place).numpy(), "place": place.numpy()})
                found = [{"cue": [x - 1, y - 1], "tags_sum": [round(float(v), 3) for v in tags[k].sum(0)], "act": [round(float(v), 3) for v in act[k]], "accept": round(float(accept[k]), 3)}
                         for k, (_, x, y) in enumerate(cues)]
            spans = []
            for x, y in ((0, 2), (1, min(6, right - left))):
                v = torch.tensor(vectors)
                read = lambda b, e: net["claims"](v[b + 1:e + 1].mean(0)[None], v[b + 1][None], v[e][None])
                (labels, ask, _, _), (_, _, answer, _) = read(x, y), read(0, 1)
                pair = net["claims"].pairs(ask, answer, distance_buckets(torch.tensor([[0]]), torch.tensor([[x]]), torch.tensor([[y]])), LABELS["link"]["relations"].index("same"))
                spans.append({"span": [x, y], "labels": [round(float(z), 3) for z in labels[0]], "pair": round(float(pair), 3)})
            windows.append({"left": left, "core": [b, e], "right": right, "cue": [[round(float(v), 3) for v in r] for r in cue[1:-1]][:40], "roles": found, "spans": spans})
        byte = lambda i: len(text[:i].encode())
        out.append({"text": text, "ids": p.ids, "begin": [byte(i) for i in p.begin], "end": [byte(i) for i in p.end],
                    "case": p.case, "quotation": p.quotation, "start": p.start, "windows": windows})
    return out


def around(cues, n):
    """The pieces [k, m] of a window of n that each cue's roles are sought among: one number for all, shifted where the window ends."""
    widest = max(e - b for _, b, e in cues)
    m = min(n, BEFORE + widest + BEHIND)
    return torch.stack([torch.arange(m) + min(max(b - BEFORE, 0), n - m) for _, b, _ in cues])


def mean(states):
    """The mean of the weights, name by name; what is no number with a fraction is the last one's, and so are rows that the others do not have."""
    last = states[-1]

    def one(k, v):
        rows = min(len(s[k]) for s in states) if v.dim() else None
        both = sum((s[k] if rows is None else s[k][:rows]) / len(states) for s in states)
        return both if rows is None else torch.cat([both, v[rows:]])
    return {k: one(k, v) if v.is_floating_point() else v for k, v in last.items()}


@torch.no_grad()
def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("weights", type=pathlib.Path, nargs="+")
    a.add_argument("--to", type=pathlib.Path, default=HERE.parent / "crates/rapporteur-encoder/weights")
    a = a.parse_args()
    a.to.mkdir(parents=True, exist_ok=True)
    net = build()
    net.load_state_dict(mean([torch.load(w, map_location="cpu") for w in a.weights]))
    net.eval()
    with tempfile.TemporaryDirectory() as room:
        room = pathlib.Path(room)
        graphs(net, room)
        for name in ("encoder.onnx", "roles.onnx", "claims.onnx", "near.json"):
            shutil.copy(room / name, a.to / name)
        gold = golden(net, room)
    t = json.loads((minilm() / "tokenizer.json").read_text())
    t["truncation"] = t["padding"] = None
    (a.to / "tokenizer.json").write_text(json.dumps(t, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    where = a.to.parent / "golden"
    where.mkdir(exist_ok=True)
    for i, g in enumerate(gold):
        (where / f"{i}.json").write_text(json.dumps(g, ensure_ascii=False) + "\n", encoding="utf-8")
    print({f.name: f.stat().st_size for f in a.to.iterdir()})


if __name__ == "__main__":
    main()
