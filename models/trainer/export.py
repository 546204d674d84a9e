"""Turns a checkpoint into the integer program and its weights: program.json and weights.bin (docs/op-spec.md)."""

import json
import math
from dataclasses import dataclass

import numpy as np
import torch

from corpus import ALPHABET, encode
from integer import loss, losses
from model import LETTERS, NORM_STEP, Net, Shape
from stepped import masked_loss
from training import loss_of

LOGIT_STEP = 1 / 512  # i16 reaches +-64


@dataclass(frozen=True)
class Rules:
    """What a program takes and gives. classes[byte]: the class that a byte is read as; alphabet: the byte of each choice."""

    shape: Shape
    classes: np.ndarray
    alphabet: bytes
    max_input: int
    min_output: int
    max_output: int
    terminator: int


LETTER_RULES = Rules(LETTERS, encode(bytes(range(256))), ALPHABET, max_input=96, min_output=12, max_output=160, terminator=10)


class Writer:
    def __init__(self):
        self.weights = bytearray()
        self.ops = []

    def place(self, array):
        while len(self.weights) % 16:
            self.weights.append(0)
        offset = len(self.weights)
        self.weights += array.tobytes()
        return offset

    def op(self, name, **fields):
        self.ops.append({"op": name, **fields})
        return len(self.ops) - 1

    def linear(self, x, matrix, in_step, out_step, dtype):
        """matrix in float; each row gets its own weight step, all rows share the op's shift."""
        step = np.maximum(np.abs(matrix).max(1), 1e-6) / 127
        rows = np.clip(np.round(matrix / step[:, None]), -127, 127).astype(np.int8)
        factor = step * in_step / out_step
        shift = min(46, int(math.floor(math.log2(65535 / factor.max()))))
        mul = np.round(factor * 2.0**shift).astype(np.int64)
        assert 1 <= shift and mul.min() >= 1 and mul.max() <= 65535, (shift, mul.min(), mul.max())
        record = np.zeros(len(rows), dtype=[("w", "i1", (rows.shape[1],)), ("b", "<i4"), ("m", "<u2"), ("z", "<u2")])
        record["w"], record["m"] = rows, mul
        offset = self.place(record)
        return self.op("linear", x=x, rows=len(rows), weights=offset, shift=shift, dtype=dtype)


def rescale_of(factor, bits=46):
    shift = min(bits, int(math.floor(math.log2(65535 / factor))))
    return {"mul": int(round(factor * 2.0**shift)), "shift": shift}


def quantise(values, step):
    return np.clip(np.round(values / step), -32768, 32767).astype("<i2")


def norm_fields(width, square_shift):
    """sumSquares gives width / 2^square_shift times the mean square; scale undoes that: mul / 2^shift is 2^-30 / NORM_STEP of it."""
    factor = math.sqrt(width / 2**square_shift) / NORM_STEP
    extra = int(math.floor(math.log2(127 / factor)))
    if 2**square_shift == width:
        extra = 0  # then 1 / NORM_STEP is exact
    return {"mul": round(factor * 2**extra), "shift": 30 + extra}


def compile_program(checkpoint, temperature, rules=LETTER_RULES):
    shape = rules.shape
    state, steps = checkpoint["state"], checkpoint["steps"]
    param = lambda name: state[name].double().numpy()
    widest = max(steps[layer, "x"] for layer in range(shape.layers))
    x_step = widest * 1.6 / 32767  # headroom of 60 % over the largest activation seen
    square_shift = math.ceil(math.log2(shape.width))  # so that the sum is near the mean square
    norm_scale = norm_fields(shape.width, square_shift)
    w = Writer()

    tokens = w.place(quantise(param("token")[rules.classes], x_step))
    positions = w.place(quantise(param("position"), x_step))
    quantiles = (np.arange(256) + 0.5) / 256
    gumbel = w.place(quantise(-temperature * np.log(-np.log(quantiles)), LOGIT_STEP))
    alphabet = w.place(np.frombuffer(rules.alphabet, dtype=np.uint8))

    def norm(x):
        total = w.op("sumSquares", x=x, shift=square_shift)
        root = w.op("rsqrt", x=total)
        return w.op("scale", x=x, by=root, **norm_scale)

    states = []
    x = w.op("embed", width=shape.width, tokens=tokens, positions=positions)
    for layer in range(shape.layers):
        matrix = lambda name: param(f"blocks.{layer}.{name}")
        step = lambda name: steps[layer, name]
        y = norm(x)
        q = w.linear(y, matrix("wq"), NORM_STEP, step("q"), "i8")
        k = w.linear(y, matrix("wk"), NORM_STEP, step("k"), "i7")
        v = w.linear(y, matrix("wv"), NORM_STEP, step("v"), "i8")
        states += [{"dtype": "i7", "width": shape.width}, {"dtype": "i8", "width": shape.width}]
        w.op("append", x=k, state=2 * layer)
        w.op("append", x=v, state=2 * layer + 1)
        factor = step("q") * step("k") / math.sqrt(shape.head_width) / step("s")
        exp_table = w.place(np.round(127 * np.exp(-step("s") * np.arange(256))).astype(np.uint8))
        scores = w.op("scores", x=q, state=2 * layer, heads=shape.heads, **rescale_of(factor))
        top = w.op("max", x=scores)
        exps = w.op("exp", x=scores, max=top, table=exp_table)
        total = w.op("sum", x=exps)
        mixed = w.op("mix", x=exps, sum=total, state=2 * layer + 1, **rescale_of(step("v") / step("y"), 24))
        x = w.op("add", x=x, y=w.linear(mixed, matrix("wo"), step("y"), x_step, "i16"))
        hidden = w.linear(norm(x), matrix("w1"), NORM_STEP, step("h"), "u7")
        x = w.op("add", x=x, y=w.linear(hidden, matrix("w2"), step("h"), x_step, "i16"))
    logits = w.linear(norm(x), param("head"), NORM_STEP, LOGIT_STEP, "i16")
    noise = w.op("noise", size=len(rules.alphabet), table=gumbel)
    choice = w.op("argmax", x=w.op("add", x=logits, y=noise))
    w.op("lookup", x=choice, table=alphabet)

    program = {
        "format": "openimo-program",
        "version": 3,
        "mode": "generate",
        "context": shape.context,
        "minInput": 1,
        "maxInput": rules.max_input,
        "maxOutput": rules.max_output,
        "minOutput": rules.min_output,
        "terminator": rules.terminator,
        "weightsBytes": len(w.weights),
        "states": states,
        "ops": w.ops,
    }
    return json.dumps(program, separators=(",", ":")).encode(), bytes(w.weights)


def write(bundle, program, weights, facts):
    bundle.mkdir(exist_ok=True)
    (bundle / "program.json").write_bytes(program)
    (bundle / "weights.bin").write_bytes(weights)
    (bundle.parent / "training.json").write_text(json.dumps(facts, indent=2) + "\n")


def round_scores(net, checkpoint, batches):
    """Attention scores were not rounded in training: their steps are fixed here, on the rounded model."""
    net.load_state_dict(checkpoint["state"])
    net.steps = checkpoint["steps"]
    seen = net.steps_seen(batches)
    checkpoint["steps"].update({key: seen[key] for key in seen if key[1] == "s"})


def parameters_of(checkpoint):
    return sum(value.numel() for name, value in checkpoint["state"].items() if name != "mask")


def export(checkpoint_path, bundle, temperature, corpus):
    checkpoint = torch.load(checkpoint_path)
    net = Net()
    round_scores(net, checkpoint, [torch.from_numpy(corpus.batch("train", 16, np.random.default_rng(3))[0]) for _ in range(4)])
    program, weights = compile_program(checkpoint, temperature)
    inputs, targets = corpus.batch("valid", 64, np.random.default_rng(2))
    windows = np.concatenate([inputs, targets[:, -1:]], axis=1)
    integer = loss(json.loads(program), weights, windows, ALPHABET, LOGIT_STEP)
    net.steps = None
    with torch.no_grad():
        unrounded = loss_of(net, inputs, targets).item()
    trained = {name: checkpoint["facts"][name] for name in ("steps", "bytes")}
    facts = dict(trained, lossFloat=round(unrounded, 4), lossInteger=round(integer, 4), temperature=temperature)
    facts["parameters"] = parameters_of(checkpoint)
    write(bundle, program, weights, facts)


def export_words(checkpoint_path, bundle, temperature, rules, batch_at, held_out, seed):
    """The same for a model whose bytes are its classes (models/tales). Returns what training.json says."""
    checkpoint = torch.load(checkpoint_path)
    net = Net(rules.shape)
    if checkpoint["steps"] is None:  # before the rounded part: an early trial
        net.load_state_dict(checkpoint["state"])
        net.calibrate([torch.from_numpy(batch_at(at)[0]) for at in range(4)])
        checkpoint["steps"] = net.steps
    round_scores(net, checkpoint, [torch.from_numpy(batch_at(at)[0]) for at in range(4)])
    program, weights = compile_program(checkpoint, temperature, rules)
    rows = [(row, aims) for inputs, targets in held_out for row, aims in zip(inputs[::8], targets[::8])]
    parsed = json.loads(program)
    integer = [picked for row, aims in rows for picked in losses(parsed, weights, row, aims, LOGIT_STEP)]
    net.steps = None
    with torch.no_grad():
        unrounded = [float(masked_loss(net, row[None], aims[None])) * (aims >= 0).sum() for row, aims in rows]
    facts = {"seed": seed, "steps": checkpoint["done"], "seconds": round(checkpoint["seconds"]), "lossFloat": round(sum(unrounded) / len(integer), 4)}
    facts.update(lossInteger=round(float(np.mean(integer)), 4), temperature=temperature, parameters=parameters_of(checkpoint))
    write(bundle, program, weights, facts)
    return facts
