"""The weights that ship, back from their graphs: a training can go on from them where its own files are gone.

Decides: which constant of the graphs is which parameter. What int8 rounded away stays away. Must not know: corpora, the loss.
"""
import json, math

import onnx
import torch
from onnx import numpy_helper

from network import WIDTH


def constants(path):
    """-> (constants by name, the constant each product multiplies with, in the graph's order); int8 matrices come back as floats."""
    graph = onnx.load(path).graph
    values = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer}
    products = []
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger", "Gemm") and node.input[1] in values:
            name = node.input[1]
            scale = name.removesuffix("_quantized") + "_scale"
            products.append(values[name].float() * values[scale] if scale in values else values[name])
    return values, products


def of_encoder(path, state, heads):
    values, products = constants(path)
    out = {}
    words = "encoder.bert.embeddings."
    out[words + "word_embeddings.weight"] = values["words"].float() * values["scale"]
    out[words + "token_type_embeddings.weight"] = torch.zeros_like(state[words + "token_type_embeddings.weight"])
    out[words + "position_embeddings.weight"] = values["place"]
    for part in ("weight", "bias"):
        out[f"{words}LayerNorm.{part}"] = values[f"first.{part}"]
    for i in range(3):
        out[f"encoder.features.{i}.weight"] = values[f"features.{i}.weight"]
    narrow = math.sqrt(WIDTH // heads)                 # the export divides queries by it
    for i in range(len([k for k in values if k.startswith("qkv.")])):
        layer = f"encoder.bert.encoder.layer.{i}."
        joint, dense, wide, back = (m.T for m in products[4 * i:4 * i + 4])
        for j, name in enumerate(("query", "key", "value")):
            part = slice(j * WIDTH, (j + 1) * WIDTH)
            times = narrow if j == 0 else 1.0
            out[f"{layer}attention.self.{name}.weight"] = joint[part] * times
            out[f"{layer}attention.self.{name}.bias"] = values[f"qkv.{i}.bias"][part] * times
        for name, matrix in (("attention.output.dense", dense), ("intermediate.dense", wide), ("output.dense", back)):
            out[f"{layer}{name}.weight"] = matrix
            out[f"{layer}{name}.bias"] = values[f"layers.{i}.{name}.bias"]
        for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
            for part in ("weight", "bias"):
                out[f"{layer}{norm}.{part}"] = values[f"layers.{i}.{norm}.{part}"]
    for name, matrix in zip(("cue", "claims"), products[-2:]):
        out[f"encoder.{name}.weight"], out[f"encoder.{name}.bias"] = matrix.T, values[f"{name}.bias"]
    return out


def of_roles(path):
    values, products = constants(path)
    out = {"roles." + k.removeprefix("r."): v for k, v in values.items() if k.startswith("r.")}
    tags = [m for m in products if m.shape[1] == values["r.tags.bias"].shape[0]]
    return out | {"roles.tags.weight": tags[-1].T}


def weights(folder, net, heads=12):
    """A state for `net`, from the folder with the graphs that ship."""
    state = net.state_dict()
    out = of_encoder(folder / "encoder.onnx", state, heads) | of_roles(folder / "roles.onnx")
    out |= {"claims." + k: v for k, v in constants(folder / "claims.onnx")[0].items() if k.startswith(("read", "labels", "ask", "answer", "none"))}
    out["claims.near.weight"] = torch.tensor(json.loads((folder / "near.json").read_text()))
    lacking = {k for k, v in state.items() if k not in out or out[k].shape != v.shape}
    assert not lacking, f"the graphs in {folder} lack {sorted(lacking)}"
    return {k: out[k] for k in state}
